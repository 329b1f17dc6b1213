"""The calendar of a plan: the days in each position and the days of each study."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain
from math import ceil, floor
from typing import TYPE_CHECKING

from mlgraph.planning.days import day_after

if TYPE_CHECKING:
    from mlgraph.planning.plan import Plan, Stop, Study


@dataclass(frozen=True)
class Span:
    """The first and the last day in a position, or of the study of a skill.

    The target lasts one day. `what` is the stop or the skill to learn.
    """

    what: "Stop | Study"
    begins: date
    ends: date


def timetable(plan: "Plan", start: date) -> tuple[Span, ...]:
    """Return the days in each position and of each study, for a plan that begins on a given day.

    The person studies one skill after another, in the order of the plan, from the first day on. Raises UsageError if
    the plan ends after the year 9999.
    """
    days = [stop.date_from(start) for stop in plan.stops]
    leaves = [max(day, following - timedelta(1)) for day, following in zip(days, [*days[1:], days[-1]], strict=True)]
    stays = (Span(stop, *span) for stop, *span in zip(plan.stops, days, leaves, strict=True))
    return (*stays, *_schedule_studies(plan, start))


def _schedule_studies(plan: "Plan", start: date) -> Iterator[Span]:
    hours_a_day, hours = Fraction(str(plan.pace)) / 7, Fraction(0)
    for study in chain.from_iterable(stop.learn for stop in plan.stops):
        first = floor(hours / hours_a_day)
        hours += Fraction(str(study.hours))
        yield Span(study, day_after(start, first), day_after(start, max(first, ceil(hours / hours_a_day) - 1)))
