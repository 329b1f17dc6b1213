"""Options of a plan, validated."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from mlgraph.errors import UsageError
from mlgraph.limits import DEFAULT_PACE, HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.names import named_in_list
from mlgraph.printable import shown

Objective = Literal["months", "hours", "moves"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)


@dataclass(frozen=True)
class PlanOptions:
    """The options of a plan. Raises UsageError for one that is out of range.

    Attributes
    ----------
    have : iterable of str
        Names of skills that the person has beside those of the source.
    pace : float
        Hours of study a week.
    objective : {"months", "hours", "moves"}
        The cost to keep least; the other two break ties.
    via, avoid : iterable of str
        Names of nodes that the plan passes or learns, and of those that it does not.
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
            object.__setattr__(self, name, tuple(named_in_list(getattr(self, name))))
        if self.objective not in OBJECTIVES:
            raise UsageError(f"`objective` is one of {', '.join(OBJECTIVES)}, not '{shown(self.objective)}'")
        check_pace(self.pace)


def check_pace(pace: float) -> None:
    """Raise UsageError if the pace is out of range."""
    if not LEAST_PACE <= pace <= HOURS_IN_A_WEEK:
        raise UsageError(f"`pace` is a number of hours a week from {LEAST_PACE} to {HOURS_IN_A_WEEK}, not {pace}")
