"""The options of a plan, validated once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from mlgraph.errors import UsageError
from mlgraph.limits import DEFAULT_PACE, HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.names import named_in_list
from mlgraph.printable import shown

Objective = Literal["months", "hours", "moves"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)


@dataclass(frozen=True)
class PlanOptions:
    """The options of a plan, as `Planner.plan` describes them. Raises UsageError for one that is out of range."""

    have: Iterable[str] = ()
    pace: float = DEFAULT_PACE
    objective: Objective = "months"
    via: Iterable[str] = ()
    avoid: Iterable[str] = ()

    def __post_init__(self) -> None:
        for name in ("have", "via", "avoid"):
            object.__setattr__(self, name, tuple(named_in_list(getattr(self, name))))
        if self.objective not in OBJECTIVES:
            raise UsageError(f"`objective` is one of {', '.join(OBJECTIVES)}, not '{shown(self.objective)}'")
        check_pace(self.pace)


def check_pace(pace: float) -> None:
    """Raise UsageError for a pace that is out of range."""
    if not LEAST_PACE <= pace <= HOURS_IN_A_WEEK:
        raise UsageError(f"`pace` is a number of hours a week from {LEAST_PACE} to {HOURS_IN_A_WEEK}, not {pace}")
