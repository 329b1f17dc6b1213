"""A check whether a plan meets a deadline.

The check finds out whether the quickest plan arrives by the deadline, and the least hours of study a week with which a
plan does.
"""

from dataclasses import dataclass, replace
from datetime import date

from mlgraph.errors import NoPlanInTimeError, UsageError
from mlgraph.limits import HOURS_IN_A_WEEK
from mlgraph.planning.days import add_months, count_months_until
from mlgraph.planning.many_targets import Missed
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Plan, PlanSummary
from mlgraph.planning.solver import Solver
from mlgraph.results import Result
from mlgraph.search.budget import Budget

TENTHS = 10  # the search for a pace goes in steps of a tenth of an hour


@dataclass(frozen=True)
class Deadline(Result):
    """Whether the quickest plan meets a deadline, and the least pace at which some plan meets the deadline.

    Attributes
    ----------
    start : datetime.date
        The day on which the plan begins.
    until : datetime.date
        The deadline: the last day on which the person may arrive.
    arrives : datetime.date
        The day on which the quickest plan arrives at the target, at the pace of the request.
    kept : bool
        Whether the quickest plan at the pace of the request meets the deadline.
    pace : float or None
        The least hours of study a week that meet the deadline, rounded up to a tenth of an hour. `pace` is None if even
        168 hours of study a week do not meet the deadline. `pace` is also None if the budget was spent before the
        search found the plan with 168 hours of study a week.
    soonest : datetime.date or None
        The earliest day of arrival at a pace of 168 hours a week. `soonest` is None if the budget was spent before the
        search found this day. At a pace of 168 hours a week, which is every hour of the week, study takes almost no
        time.
    chance : float or None
        The probability, from 0 to 1, that the quickest plan at the pace of the request meets the deadline. The
        probability `chance` to meet the deadline is None if none of the figures of the plan has a range.
    proven : bool
        Whether the search has proven that `arrives` and `soonest` are the earliest days of arrival at their paces. If
        `proven` is true, `pace` is also proven to be the least pace. If `proven` is false, plans quicker than those
        that the search has found may exist, and a lower pace may meet the deadline.

    Examples
    --------
    >>> import mlgraph
    >>> from datetime import date
    >>> days = date(2027, 1, 1), date(2032, 1, 1)
    >>> found = mlgraph.deadline(mlgraph.load(), "data scientist", "ML team lead", *days)
    >>> found.kept, found.proven, found.pace < 10
    (True, True, True)
    """

    start: date
    until: date
    arrives: date
    kept: bool
    pace: float | None
    soonest: date | None
    chance: float | None
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
    """Return whether the quickest plan between two positions meets a deadline, and the least pace that meets it.

    A caller who has already computed the quickest plan may pass it as `plan`, to save time. The function finds the
    least pace that meets the deadline by bisection, to a tenth of an hour a week. For each pace that it tries, the
    function searches for a plan that meets the deadline, or for a proof that no plan does. Raises NoPlanError if no
    plan exists, and NoPlanInTimeError if the budget is spent before the search finds a plan. Raises UnknownNameError or
    AmbiguousNameError if a name does not belong to exactly one node. Raises UsageError if the objective is not months,
    or if the deadline is before the first day of the plan.
    """
    if options.objective != "months":
        raise UsageError("a deadline is about months; leave out `objective`, or set it to months")
    if until < start:
        raise UsageError(f"the deadline {until} is before the start {start}; choose a later deadline")
    proven, within = True, count_months_until(start, until)

    def find_arrival(plan: Plan) -> date:
        nonlocal proven
        proven &= plan.bound >= plan.months
        return plan.stops[-1].date_from(start)

    def set_pace(tenths: int) -> PlanOptions:
        return replace(options, pace=tenths / TENTHS)

    def is_enough(tenths: int) -> bool:
        nonlocal proven
        found = next(solver.summarize_plans(source, [target], (), set_pace(tenths), budget, within=within))
        if found is Missed.UNKNOWN:
            raise NoPlanInTimeError
        is_in_time = isinstance(found, PlanSummary) and add_months(start, found.costs.months) <= until
        proven &= is_in_time or isinstance(found, Missed) or found.optimal
        return is_in_time

    plan = plan or solver.plan(source, target, options, budget)
    first, chance = find_arrival(plan), solver.find_chance(plan, start, until) if plan.spread else None
    soonest, pace = None, None
    too_slow, enough = 0, HOURS_IN_A_WEEK * TENTHS
    try:
        soonest = find_arrival(solver.plan(source, target, set_pace(enough), budget))
        while soonest <= until and enough - too_slow > 1 and not budget.is_spent():
            middle = (too_slow + enough) // 2
            too_slow, enough = (too_slow, middle) if is_enough(middle) else (middle, enough)
    except NoPlanInTimeError:
        proven = False
    if soonest and soonest <= until:
        pace = enough / TENTHS
        proven &= enough - too_slow == 1
    return Deadline(start, until, first, first <= until, pace, soonest, chance, proven)
