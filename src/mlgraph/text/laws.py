"""Text about implausible plans, which break a law such as that a person with more skills arrives no later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlgraph.text.formatting import format_count, format_number

if TYPE_CHECKING:
    from mlgraph.analysis.breaches import Breach, Laws

_REASONS = {
    "skill": "with {by} known, {allowed} without",
    "pace": "with twice the study a week, {allowed} without",
    "months_in_post": "with 12 months served, {allowed} without",
    "experience": "with 12 more months of experience, {allowed} without",
    "first_stage": "but {allowed} from {by} with the same skills",
    "ways": "with further moves, alternatives and lessons, {allowed} without",
    "avoid": "but {allowed} without {by}",
    "via": "but {allowed} through {by}",
    "range": "not between those of low and high figures",
    "level": "but a direct move would take {allowed}",
}


def render_laws(laws: Laws) -> str:
    """Return a line for each plan that breaks a law, and a line with the number of checked pairs of positions."""
    return "\n".join([*map(describe_breach, laws.breaches), describe_asked(laws)])


def describe_breach(breach: Breach) -> str:
    """Return a line about a plan that breaks a law, with its months, and the months that the law allows."""
    months = "no plan" if breach.months is None else format_count(breach.months, "month")
    reason = _REASONS[breach.law].format(by=breach.by, allowed=format_number(breach.allowed))
    return f"{breach.source} -> {breach.target}: {months}{',' if breach.law == 'level' else ''} {reason}"


def describe_asked(laws: Laws) -> str:
    """Return a line on how many plans break a law, and for how many pairs of positions the plans were checked."""
    broken = f"{format_count(len(laws.breaches), 'answer')} {'breaks' if len(laws.breaches) == 1 else 'break'} a law"
    pairs = f"{laws.pairs:,} of {format_count(laws.pairs_of, 'pair')} of positions"
    level = f"{laws.level_pairs:,} of {format_count(laws.level_pairs_of, 'pair')} of roles of one stage"
    rest = "" if laws.complete else "; the time given was not enough for more"
    excused = f"; {format_count(laws.excused, 'later arrival')} gave up an assumption" if laws.excused else ""
    return f"{broken}; asked {pairs} and {level}{rest}{excused}"
