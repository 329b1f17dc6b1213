"""Deadlines: the day of arrival, and the least pace that keeps a given day."""

from dataclasses import dataclass, replace
from datetime import date

from mlgraph.errors import NoPlanInTimeError, UsageError
from mlgraph.limits import HOURS_IN_A_WEEK
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Plan
from mlgraph.planning.solver import Solver
from mlgraph.results import Result
from mlgraph.search.budget import Budget

TENTHS = 10


@dataclass(frozen=True)
class Deadline(Result):
    """Whether a plan arrives in time, and the least pace that does.

    Attributes
    ----------
    start : datetime.date
        The day on which the plan begins.
    until : datetime.date
        The last day on which to arrive.
    arrives : datetime.date
        The earliest arrival at the pace of the question.
    kept : bool
        Whether that is in time.
    pace : float or None
        The least pace that arrives in time, in hours a week, rounded up to a tenth; None where none does, or where
        `soonest` is None.
    soonest : datetime.date or None
        The earliest arrival at 168 hours a week, which shows how long the posts alone take; None where the time was
        over before other paces were checked.
    proven : bool
        Whether all searches ended; after a stopped one, there may be quicker plans.
    """

    start: date
    until: date
    arrives: date
    kept: bool
    pace: float | None
    soonest: date | None
    proven: bool


def deadline(
    solver: Solver,
    source: str,
    target: str,
    start: date,
    until: date,
    options: PlanOptions,
    budget: Budget,
    *,
    plan: Plan | None = None,
) -> Deadline:
    """Return whether the quickest plan from one position to another keeps a deadline, and which pace would.

    `plan` is that plan, if there is one already. Bisection over tenths of an hour finds the pace, with an exact plan
    for each. Raises as `Solver.plan` does, and UsageError where the objective is not months or the deadline is before
    the start.
    """
    if options.objective != "months":
        raise UsageError("a deadline is about months: leave out `objective`, or set it to months")
    if until < start:
        raise UsageError(f"the deadline, {until}, is before the start, {start}")
    proven = True

    def arrives(plan: Plan) -> date:
        nonlocal proven
        proven &= plan.bound >= plan.months
        return plan.stops[-1].date_from(start)

    def at(tenths: int) -> date:
        return arrives(solver.plan(source, target, replace(options, pace=tenths / TENTHS), budget))

    first = arrives(plan or solver.plan(source, target, options, budget))
    soonest, pace = None, None
    too_slow, enough = 0, HOURS_IN_A_WEEK * TENTHS
    try:
        soonest = at(enough)
        while soonest <= until and enough - too_slow > 1 and not budget.is_spent():
            middle = (too_slow + enough) // 2
            too_slow, enough = (too_slow, middle) if at(middle) <= until else (middle, enough)
    except NoPlanInTimeError:
        proven = False
    if soonest and soonest <= until:
        pace = enough / TENTHS
        proven &= enough - too_slow == 1
    return Deadline(start, until, first, first <= until, pace, soonest, proven)
