"""Sentences that say when most people with a plan arrive, and how many of them meet a deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from mlgraph.text.dates import format_date, format_month
from mlgraph.text.formatting import format_duration

if TYPE_CHECKING:
    from mlgraph.analysis.deadline import Deadline
    from mlgraph.planning.plan import Plan


def describe_spread(plan: Plan, say_month: Callable[[date], str] = format_month) -> str:
    """Return a sentence on the dates between which 8 in 10 people with a plan arrive.

    If the request names a probability with which each date must hold, the sentence has this probability and the date
    with 50 % probability. `say_month` returns the text of a month, which is short in pictures.
    """
    if not plan.spread:
        return ""
    early, half, late = plan.spread
    if early.months == late.months:
        return "The date is the same whether study is quick or slow"
    if plan.sure is not None:
        by = f"by {say_month(half.arrives_on)}" if half.arrives_on else f"within {format_duration(half.months)}"
        return f"Each date holds with a chance of {format_percent(plan.sure)}; you arrive {by} with a chance of 50 %"
    if early.arrives_on is None or late.arrives_on is None:
        first, last = format_duration(early.months), format_duration(late.months)
    else:
        first, last = say_month(early.arrives_on), say_month(late.arrives_on)
    return f"Likely range: {first}{f' to {last}' if first != last else ''}, an estimate for 8 in 10 people"


def describe_chance(deadline: Deadline) -> str:
    """Return a sentence on the probability to meet a deadline."""
    if deadline.chance is None:
        return ""
    if deadline.soonest and deadline.pace is None and deadline.chance >= 0.01:
        return f"With luck ({format_percent(deadline.chance)}) you make it"
    return f"The chance to arrive by {format_date(deadline.until)} is {format_percent(deadline.chance)}"


def format_percent(chance: float) -> str:
    """Format a probability in whole percent, or as "less than 1 %" or "over 99 %".

    >>> format_percent(0.804), format_percent(0.0004), format_percent(0.999)
    ('80 %', 'less than 1 %', 'over 99 %')
    """
    return "less than 1 %" if chance < 0.01 else "over 99 %" if chance > 0.99 else f"{round(chance * 100)} %"
