"""Whether one can be there by a day, and how much one has to study for it."""

from dataclasses import dataclass
from datetime import date
from typing import Unpack

from mlgraph.errors import UsageError
from mlgraph.limits import HOURS_IN_A_WEEK
from mlgraph.model import Graph
from mlgraph.planning.options import Wishes, stopper
from mlgraph.planning.plan import Plan, arrival
from mlgraph.planning.planner import Planner

TENTHS = 10


@dataclass(frozen=True)
class Deadline:
    """Whether a plan that begins on the day `start` arrives by the day `until`.

    `arrives` is the earliest arrival at the pace asked for. `pace` is the least pace that is enough, in hours a week,
    rounded up to a tenth; None where none is: then `soonest`, on which one arrives by studying all day and night, shows
    how long the posts alone take. Where a search was stopped, `proven` is false: there may be quicker plans.
    """

    start: date
    until: date
    arrives: date
    kept: bool
    pace: float | None
    soonest: date
    proven: bool


def deadline(graph: Graph, source: str, target: str, start: date, until: date, **wishes: Unpack[Wishes]) -> Deadline:
    """Return whether the quickest plan from one position to another keeps a deadline, and which pace would.

    The pace is found by bisection over tenths of an hour, with an exact plan for each. Raises as `Planner.plan` does,
    and UsageError where the plan asked for is not the quickest or the deadline is before the start.
    """
    if wishes.get("by", "time") != "time":
        raise UsageError("a deadline is about time; leave out `objective`")
    if until < start:
        raise UsageError(f"the deadline, {until}, is before the start, {start}")
    planner, stop, proven = Planner(graph), stopper(wishes), True
    wishes |= {"stop": stop, "limit": None}

    def arrives(plan: Plan) -> date:
        nonlocal proven
        proven &= plan.bound >= plan.months
        return arrival(plan.positions[-1], start)

    def at(tenths: int) -> date:
        return arrives(planner.plan(source, target, **wishes | {"pace": tenths / TENTHS}))

    first, soonest = arrives(planner.plan(source, target, **wishes)), at(HOURS_IN_A_WEEK * TENTHS)
    too_slow, enough = 0, HOURS_IN_A_WEEK * TENTHS
    while soonest <= until and enough - too_slow > 1 and not stop():
        middle = (too_slow + enough) // 2
        too_slow, enough = (too_slow, middle) if at(middle) <= until else (middle, enough)
    proven &= enough - too_slow == 1 or soonest > until
    pace = enough / TENTHS if soonest <= until else None
    return Deadline(start, until, first, first <= until, pace, soonest, proven)
