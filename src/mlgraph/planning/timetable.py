"""The dates of a plan: the days in each position, and of each study."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise

from mlgraph.errors import UsageError
from mlgraph.planning.plan import Plan, Stop, Study


@dataclass(frozen=True)
class Span:
    """The first and the last day in a position, or of the study of a skill. The last position has one day."""

    what: Stop | Study
    begins: date
    ends: date


def timetable(plan: Plan) -> tuple[Span, ...]:
    """Return the days in each position and of each study. Raises UsageError after the year 9999."""
    days = [_known(plan, stop.arrives_on) for stop in plan.stops]
    leaves = [max(day, following - timedelta(1)) for day, following in pairwise([*days, days[-1] + timedelta(1)])]
    stays = (Span(stop, *span) for stop, *span in zip(plan.stops, days, leaves, strict=True))
    studies = (Span(study, _known(plan, study.begins), _known(plan, study.ends)) for study in plan.studies)
    return tuple(chain(stays, studies))


def _known(plan: Plan, day: date | None) -> date:
    if day is None:
        raise UsageError(f"from {plan.start} on, the plan goes on after the year 9999, where calendars end")
    return day
