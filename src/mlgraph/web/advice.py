"""Content of the page for what is in reach, and for what to learn next."""

from dataclasses import dataclass

from mlgraph.analysis.next_skills import NextSkill, NextSkills
from mlgraph.analysis.reach import Reach
from mlgraph.text.dates import day_month_year
from mlgraph.text.figures import short_pay_text
from mlgraph.text.formatting import counted, quantity


@dataclass(frozen=True)
class ReachedText:
    """A role in reach, with the months and the day of the arrival, and its pay where it is known."""

    id: str
    title: str
    months: float
    day: str
    pay: str


@dataclass(frozen=True)
class ReachText:
    """The roles in reach, the nearest first; `note` says what is not among them."""

    roles: tuple[ReachedText, ...]
    note: str


@dataclass(frozen=True)
class NextSkillText:
    """A skill to learn next, and its use."""

    id: str
    title: str
    hours: str
    use: str


@dataclass(frozen=True)
class NextText:
    """The skills to learn next, the most useful first."""

    summary: str
    skills: tuple[NextSkillText, ...]
    note: str


def describe_reach(found: Reach) -> ReachText:
    """Return the text about the roles in reach."""
    roles = tuple(
        ReachedText(
            role.id,
            role.title,
            round(role.costs.months, 2),
            day_month_year(role.arrives_on) if role.arrives_on else "after the year 9999",
            short_pay_text(role.pay[0]) if role.pay else "",
        )
        for role in found.roles
    )
    notes = [f"{counted(found.unreached, 'role')} cannot be reached from {found.source.title}."] * bool(found.unreached)
    notes += [f"{counted(found.unknown, 'role')} could not be checked in the time given."] * bool(found.unknown)
    return ReachText(roles, " ".join(notes))


def describe_next(found: NextSkills) -> NextText:
    """Return the text about the skills to learn next."""
    aim = f" to reach {found.target.title}" if found.target else ": the skills that open most come first"
    notes = [] if found.skills or found.unknown else ["There is nothing to learn now."]
    notes += [f"{counted(found.others, 'other skill')} would bring you no nearer."] * bool(
        found.target and found.others
    )
    notes += [f"{counted(found.unknown, 'skill')} could not be checked in the time given."] * bool(found.unknown)
    skills = tuple(NextSkillText(s.id, s.title, f"{quantity(s.hours)} h", _describe_use(s)) for s in found.skills)
    return NextText(f"What to learn now as {found.source.title}{aim}", skills, " ".join(notes))


def _describe_use(skill: NextSkill) -> str:
    uses = []
    if skill.in_plan:
        uses.append("your plan learns it" + (f", done by {day_month_year(skill.ends)}" if skill.ends else ""))
    if skill.saves_months is None:
        uses.append(f"opens {counted(skill.opens_roles, 'role')} and {counted(skill.opens_skills, 'skill')}")
    elif skill.saves_months > 0:
        uses.append(f"saves {counted(round(skill.saves_months, 1), 'month')}")
    if skill.learn_with:
        uses.append(f"from {skill.learn_with[0].title}, {skill.learn_with[0].publisher}")
    said = "; ".join(uses)
    return f"{said[:1].upper()}{said[1:]}"
