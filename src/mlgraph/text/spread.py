"""Sentences that say when most people with a plan arrive, and how many of them meet a deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlgraph.text.dates import day_month_year, month_and_year
from mlgraph.text.formatting import duration

if TYPE_CHECKING:
    from mlgraph.analysis.deadline import Deadline
    from mlgraph.planning.plan import Plan


def spread_line(plan: Plan) -> str:
    """Return a sentence on the dates between which 8 in 10 people with a plan arrive.

    If the request names a probability with which each date must hold, the sentence has this probability and the date
    with 50 % probability.
    """
    if not plan.spread:
        return ""
    early, half, late = plan.spread
    if early.months == late.months:
        return "The date is the same whether study is quick or slow"
    if plan.sure is not None:
        by = f"by {month_and_year(half.arrives_on)}" if half.arrives_on else f"within {duration(half.months)}"
        return f"Each date holds with a chance of {percent(plan.sure)}; you arrive {by} with a chance of 50 %"
    if early.arrives_on is None or late.arrives_on is None:
        first, last = duration(early.months), duration(late.months)
    else:
        first, last = month_and_year(early.arrives_on), month_and_year(late.arrives_on)
    return f"Likely range: {first}{f' to {last}' if first != last else ''}, an estimate for 8 in 10 people"


def chance_line(deadline: Deadline) -> str:
    """Return a sentence on the probability to meet a deadline."""
    if deadline.chance is None:
        return ""
    if deadline.soonest and deadline.pace is None and deadline.chance >= 0.01:
        return f"With luck ({percent(deadline.chance)}) you make it"
    return f"The chance to arrive by {day_month_year(deadline.until)} is {percent(deadline.chance)}"


def percent(chance: float) -> str:
    """Format a probability in whole percent, or as "less than 1 %" or "over 99 %".

    >>> percent(0.804), percent(0.0004), percent(0.999)
    ('80 %', 'less than 1 %', 'over 99 %')
    """
    return "less than 1 %" if chance < 0.01 else "over 99 %" if chance > 0.99 else f"{round(chance * 100)} %"
