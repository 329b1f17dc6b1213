"""Advice as lines for a terminal, at most 80 columns wide: reach, next, compare, why, several targets."""

from collections.abc import Iterator, Sequence

from mlgraph.analysis.compare import Choices, Comparison, Side
from mlgraph.analysis.describe import Entry
from mlgraph.analysis.next_skills import NextSkills
from mlgraph.analysis.reach import Reach
from mlgraph.analysis.why import MOST_COUNTED, Link, Why
from mlgraph.planning.joint_plans import Branch, JointPlans
from mlgraph.planning.plan import Study
from mlgraph.printable import shorten
from mlgraph.text.formatting import bold, counted, duration, few, quantity, tenths, wrapped
from mlgraph.text.plan import changed_costs

FEW = 5


def reach_lines(found: Reach) -> str:
    """Return the roles that one can reach as a table, the nearest first, each with what is missing."""
    lines = [*map(bold, wrapped(f"Roles from {found.source.title}, by {found.objective}"))]
    lines += [f"at {quantity(found.pace)} hours of study a week", "", "  months   hours  moves"]
    for role in found.roles:
        costs = role.costs
        lines.append(
            f"{tenths(costs.months):>8} {quantity(costs.hours):>7} {costs.moves:>6}  {bold(shorten(role.title, 54))}"
        )
        missing = few([skill.title for skill in role.missing], FEW) or "nothing to learn"
        proven = "" if role.optimal else "; not proven to be the best"
        lines += wrapped(missing + proven, " " * 25, " " * 25)
    within = "" if found.within is None else f" take longer than {quantity(found.within)} months"
    notes = (
        (found.beyond, within),
        (found.unreached, " cannot be reached"),
        (found.unknown, " further away not looked at in the time given"),
    )
    said = [f"{counted(number, 'role')}{what}" for number, what in notes if number]
    return "\n".join([*(lines if found.roles else [lines[0], "None"]), *([""] if said else []), *said])


def next_lines(found: NextSkills) -> str:
    """Return the skills that one can learn now as a table, the best first."""
    if found.target is None:
        lines = [*map(bold, wrapped(f"What to learn now, as {found.source.title}: what opens most"))]
        lines += ["", "    opens: roles  skills   hours"]
        lines += [
            f"{skill.opens_roles:>16} {skill.opens_skills:>7} {quantity(skill.hours):>7}  {shorten(skill.title, 46)}"
            for skill in found.skills
        ]
        return "\n".join([*lines, *_unknown(found)])
    lines = [*map(bold, wrapped(f"What to learn now, as {found.source.title}, for {found.target.title}"))]
    lines += ["", "   nearer: months   hours  for hours"]
    lines += [
        f"{tenths(skill.saves_months or 0):>17} {quantity(skill.saves_hours or 0):>7} {quantity(skill.hours):>10}"
        f"  {shorten(skill.title, 42)}"
        for skill in found.skills
    ]
    if found.others:
        lines += ["", *wrapped(f"{counted(found.others, 'other skill')} could be learned now and bring it no nearer")]
    return "\n".join([*lines, *_unknown(found)])


def _unknown(found: NextSkills) -> list[str]:
    return wrapped(f"{counted(found.unknown, 'skill')} not looked at in the time given") if found.unknown else []


def comparison_lines(found: Comparison) -> str:
    """Return two positions side by side, and the ways between them."""
    first, second = found.sides
    lines = [*map(bold, wrapped(f"{first.title} and {second.title}"))]
    lines += _needs("Both need", found.both, found.choices)
    for side in found.sides:
        lines += _needs(f"Only {side.title} needs", side.only, side.choices)
    lines.append("")
    for here, there in ((first, second), (second, first)):
        lines += _way(here, there)
    return "\n".join(lines)


def _needs(title: str, skills: Sequence[Entry], choices: Choices) -> Iterator[str]:
    hours = quantity(sum(skill.hours or 0 for skill in skills))
    yield ""
    yield from map(bold, wrapped(f"{title} ({counted(len(skills), 'skill')}, {hours} hours)"))
    yield from wrapped(", ".join(skill.title for skill in skills), "  ", "  ")
    for group in choices:
        yield from wrapped(f"one of: {', or '.join(skill.title for skill in group)}", "  ", "    ")


def _way(here: Side, there: Side) -> list[str]:
    plan = here.plan
    if plan is None:
        reason = "no plan was found in the time given" if here.unknown else "no way leads there"
        return wrapped(f"{here.title} to {there.title}: {reason}")
    study = f"{quantity(plan.hours)} hours of study, {counted(plan.moves, 'move')}"
    return wrapped(f"{here.title} to {there.title}: {duration(plan.months)}, {study}", "", "  ")


def why_lines(found: Why) -> str:
    """Return the chains by which a plan comes to need a skill, and what the plan costs without it."""
    title = found.skill.title
    if not found.chains:
        reason = "it is known already" if found.known else "no position on the way comes to need it"
        return "\n".join(wrapped(f"The plan does not learn {title}: {reason}"))
    lines = [*map(bold, wrapped(f"Why {_linked(found.chains[0][0])}"))]
    for chain in found.chains:
        needers = [f"for {_linked(link)}" for link in chain[1:]]
        asked = ["which was asked for" if needers else "because it was asked for"] if chain[-1].kind == "skill" else []
        lines += wrapped(", ".join([*needers, *asked]), "  ", "      ")
    if found.chains_in_all > len(found.chains):
        least = "at least " if found.chains_in_all == MOST_COUNTED else ""
        lines += wrapped(f"and {least}{counted(found.chains_in_all - len(found.chains), 'longer chain')}", "  ")
    lines.append("")
    if found.unknown:
        return "\n".join([*lines, *wrapped(f"No plan without {title} was found in the time given; there may be one")])
    if found.without is None:
        return "\n".join([*lines, *wrapped(f"No plan does without {title}")])
    return "\n".join([*lines, *wrapped(f"The best plan without {title}: {changed_costs(found.without - found.costs)}")])


def _linked(link: Link) -> str:
    return f"{link.title} [{', '.join(link.cites)}]" if link.cites else link.title


def joint_plans_lines(found: JointPlans) -> str:
    """Return the common part of plans to several targets, and then what each adds."""
    plans = [branch.plan for branch in found.branches]
    targets = " or ".join(plan.stops[-1].title for plan in plans)
    fork = found.prefix[-1]
    lines = [*map(bold, wrapped(f"{found.prefix[0].title} to {targets}"))]
    if len(found.prefix) > 1:
        way = ", ".join(stop.title for stop in found.prefix[1:])
        lines += wrapped(f"All ways are one up to {fork.title}, month {tenths(fork.arrives)}: {way}", "", "  ")
    else:
        lines += wrapped("The ways part at once: no first move is right for all")
    lines += _study("All of them learn", found.shared)
    for branch in found.branches:
        lines += _branch(branch)
    return "\n".join(lines)


def _branch(branch: Branch) -> Iterator[str]:
    plan = branch.plan
    study = f"{quantity(plan.hours)} hours of study, {counted(plan.moves, 'move')}"
    yield ""
    yield from wrapped(f"{bold(plan.stops[-1].title)}: {duration(plan.months)}, {study}", "", "  ")
    if branch.stops:
        way = ", ".join(f"{stop.title} (month {tenths(stop.arrives)})" for stop in branch.stops)
        yield from wrapped(f"then {way}", "  ", "    ")
    yield from _study("adds", branch.adds, "  ")


def _study(title: str, studies: Sequence[Study], indent: str = "") -> Iterator[str]:
    if studies:
        hours = quantity(sum(study.hours for study in studies))
        names = ", ".join(study.title for study in studies)
        yield from wrapped(f"{title} ({hours} hours): {names}", indent, f"{indent}  ")
