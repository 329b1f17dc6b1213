"""The options of a plan and their validation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from mlgraph.errors import UsageError
from mlgraph.limits import DEFAULT_PACE, HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.names import check_names
from mlgraph.printable import shown

Objective = Literal["months", "hours", "moves"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)


@dataclass(frozen=True)
class PlanOptions:
    """The options of a plan. Raises UsageError if one is out of range.

    Attributes
    ----------
    have : iterable of str
        Names of skills that the person has, in addition to those that the source implies.
    pace : float
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}
        The cost to minimize. The other two break ties.
    via : iterable of str
        Names of waypoints to pass and of skills to learn.
    avoid : iterable of str
        Names of positions not to pass and of skills not to learn.
    start : datetime.date
        The first day, from which dates are counted; today by default.

    """

    have: Iterable[str] = ()
    pace: float = DEFAULT_PACE
    objective: Objective = "months"
    via: Iterable[str] = ()
    avoid: Iterable[str] = ()
    start: date = field(default_factory=date.today)

    def __post_init__(self) -> None:
        for name in ("have", "via", "avoid"):
            object.__setattr__(self, name, tuple(check_names(getattr(self, name))))
        if self.objective not in OBJECTIVES:
            raise UsageError(f"`objective` must be one of {', '.join(OBJECTIVES)}, not '{shown(self.objective)}'")
        check_pace(self.pace)


def check_pace(pace: float) -> None:
    """Raise UsageError if the pace is out of range."""
    if not LEAST_PACE <= pace <= HOURS_IN_A_WEEK:
        raise UsageError(f"`pace` must be a number of hours a week from {LEAST_PACE} to {HOURS_IN_A_WEEK}, not {pace}")
