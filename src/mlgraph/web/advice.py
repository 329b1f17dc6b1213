"""Answers of the web server in words: roles in reach, skills to learn next, compared positions, reasons for a skill."""

from dataclasses import dataclass, replace

from mlgraph.analysis.compare import Comparison, Side
from mlgraph.analysis.figures import find_pay, pick_series
from mlgraph.analysis.next_skills import NextSkill, NextSkills
from mlgraph.analysis.reach import Reach, Reached
from mlgraph.analysis.why import Why
from mlgraph.model import Named
from mlgraph.planning.options import Objective
from mlgraph.text import advice
from mlgraph.text.dates import format_short_month
from mlgraph.text.figures import explain_pay, format_in_thousands, list_resource_facts
from mlgraph.text.formatting import format_count, format_duration
from mlgraph.web.panel import ResourceText


@dataclass(frozen=True)
class ReachedText:
    """A role that a person can reach.

    `time` states the `months` until the arrival in words, and `study` states the `hours` of study in words.
    """

    id: str
    title: str
    day: str
    time: str
    study: str
    moves: str
    pay: str
    months: float
    hours: float
    is_proven: bool


@dataclass(frozen=True)
class ReachText:
    """The roles that a person can reach, in words for the web page, the role with the lowest cost first.

    `beyond` is the number of further roles that the person reaches later than asked.
    """

    title: str
    about: str
    roles: tuple[ReachedText, ...]
    beyond: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class NextSkillText:
    """A skill that a person can learn now.

    If other skills can replace the skill and save as much time and study, `title` names all of these skills, with "or"
    between them.

    `effect` says how much time or study the skill saves, or without a target, how many nodes need the skill.
    """

    id: str
    title: str
    study: str
    day: str
    effect: str
    in_plan: bool
    learn_with: tuple[ResourceText, ...]


@dataclass(frozen=True)
class NextText:
    """The skills that a person can learn now, in words for the web page, the most useful skill first."""

    title: str
    about: str
    skills: tuple[NextSkillText, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SideText:
    """One of two positions that an answer compares, in words.

    `id` is the id of the position. `only` has the forced skills of the position `id` that are not forced skills of the
    other compared position. `choices` has the requirements with alternatives that the position `id` has and the other
    compared position does not. `way` describes the best plan from the position `id` to the other compared position.
    """

    id: str
    title: str
    way: str
    pay: str
    only: tuple[Named, ...]
    choices: tuple[tuple[Named, ...], ...]


@dataclass(frozen=True)
class CompareText:
    """The comparison of two positions in words.

    `both` has the forced skills that both positions have in common. Each tuple in `choices` has the alternatives of a
    requirement that both positions have, of which any one skill is enough.
    """

    sides: tuple[SideText, SideText]
    both: tuple[Named, ...]
    choices: tuple[tuple[Named, ...], ...]


@dataclass(frozen=True)
class WhyText:
    """The reasons to learn a skill.

    `chains` has the chains of needs from the skill to positions of a plan, and `reasons` has a sentence for each chain.
    """

    title: str
    reasons: tuple[str, ...]
    chains: tuple[tuple[Named, ...], ...]
    notes: tuple[str, ...]


def describe_reach(found: Reach) -> ReachText:
    """Describe, in words for the web page, the roles that a person can reach.

    The pay of all roles is for one area and from one kind of evidence, so that readers can compare the figures.
    """
    series = pick_series(role.pay for role in found.roles)
    pay = [find_pay(role.pay, series) for role in found.roles]
    texts = (format_in_thousands(each) if each else "" for each in pay)
    # the page itself counts the roles that take longer, since its slider also asks for fewer months than the server
    notes = [
        *advice.explain_reach(replace(found, beyond=0)),
        *([explain_pay(*series, filter(None, pay))] if series else []),
    ]
    roles = tuple(map(_describe_reached, found.roles, texts))
    about = advice.describe_pace(found.start, found.pace)
    return ReachText(advice.name_reach(found), about, roles, found.beyond, tuple(notes))


def _describe_reached(role: Reached, pay: str) -> ReachedText:
    return ReachedText(
        id=role.id,
        title=role.title,
        day=format_short_month(role.arrives_on) if role.arrives_on else "",
        time=format_duration(role.costs.months),
        study=format_count(role.costs.hours, "hour"),
        moves=format_count(role.costs.moves, "job change"),
        pay=pay,
        months=role.costs.months,
        hours=role.costs.hours,
        is_proven=role.optimal,
    )


def describe_next(found: NextSkills) -> NextText:
    """Describe, in words for the web page, the skills that a person can learn now."""
    skills = tuple(_describe_skill(skill, found.objective) for skill in found.skills)
    return NextText(
        advice.name_next(found), f"{advice.describe_next_begin(found)}.", skills, tuple(advice.explain_next(found))
    )


def _describe_skill(skill: NextSkill, objective: Objective) -> NextSkillText:
    study, day, effect, title = advice.make_next_row(skill, objective)
    resources = tuple(ResourceText(each.title, each.url, list_resource_facts(each)) for each in skill.learn_with)
    return NextSkillText(skill.id, title, study, day, effect, skill.in_plan, resources)


def describe_comparison(found: Comparison) -> CompareText:
    """Describe, in words for the web page, which skills two positions need, and the plans from each to the other."""
    first, second = found.sides
    pay = [*advice.describe_pay_of_sides(found.sides)]
    return CompareText(
        sides=(_describe_side(first, second, pay[0]), _describe_side(second, first, pay[1])),
        both=tuple(Named(skill.id, skill.title, skill.url or "") for skill in found.both),
        choices=found.choices,
    )


def _describe_side(here: Side, there: Side, pay: str) -> SideText:
    only = tuple(Named(skill.id, skill.title, skill.url or "") for skill in here.only)
    return SideText(here.id, here.title, advice.describe_way(here, there), pay, only, here.choices)


def describe_why(found: Why) -> WhyText:
    """Describe, in words for the web page, the reasons to learn a skill, the shortest chain of needs first."""
    notes = (advice.describe_why_rest(found, len(found.chains)), advice.describe_why_end(found))
    return WhyText(
        title=advice.name_why(found),
        reasons=tuple(" ".join(advice.describe_chain(chain)) for chain in found.chains),
        chains=tuple(tuple(Named(link.id, link.title, link.url) for link in chain) for chain in found.chains),
        notes=tuple(f"{note}." for note in notes if note),
    )
