"""The calendar of a plan, with the days in each position and the days of study for each skill."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from mlgraph.errors import UsageError
from mlgraph.planning.plan import Plan, Stop, Study


@dataclass(frozen=True)
class Span:
    """The first and the last day of a stay in a position, or of the study of a skill.

    In a timetable, the stay at the target lasts one day. The attribute `what` is the stop of the plan at which the
    person stays, or the skill that the person studies.
    """

    what: Stop | Study
    begins: date
    ends: date


def make_timetable(plan: Plan) -> tuple[Span, ...]:
    """Return the first and the last day of the stay in each position, and of the study of each skill.

    Raises UsageError if the plan ends after the year 9999.
    """
    days = [_check_day(plan, stop.arrives_on) for stop in plan.stops]
    leaves = [max(day, following - timedelta(1)) for day, following in zip(days, [*days[1:], days[-1]], strict=True)]
    stays = (Span(stop, *span) for stop, *span in zip(plan.stops, days, leaves, strict=True))
    studies = (Span(study, _check_day(plan, study.begins), _check_day(plan, study.ends)) for study in plan.studies)
    return tuple(chain(stays, studies))


def _check_day(plan: Plan, day: date | None) -> date:
    if day is None:
        raise UsageError(
            f"a plan from {plan.start} on ends after the year 9999, the last of the calendar; choose an earlier start"
        )
    return day
