"""The options of a request for a plan, such as the pace, and their validation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from mlgraph.errors import UsageError
from mlgraph.limits import DEFAULT_PACE, HOURS_IN_A_WEEK, LEAST_PACE, MONTHS_LIMIT
from mlgraph.names import check_names
from mlgraph.printable import sanitize

Objective = Literal["months", "hours", "moves", "commonest"]
# the costs of a plan; the objective "commonest" minimizes a different one
OBJECTIVES: tuple[Objective, ...] = ("months", "hours", "moves")


@dataclass(frozen=True)
class PlanOptions:
    """The options of a request for a plan, such as the pace and the objective.

    Raises UsageError if an option has an invalid value.

    Attributes
    ----------
    have : iterable of str
        Names of skills that the person has. `have` may leave out the skills that the first position implies.
    pace : float
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}
        The cost that the plan minimizes. If several plans are the fastest, one without a step back wins. Among plans
        that tie in the objective, fewer months win, then fewer hours of study, then fewer moves. The objective
        "commonest" minimizes the job changes whose share the graph does not state, and then maximizes the product of
        the shares of moves.
    via : iterable of str
        Names of positions that the plan has to pass, and of skills that the plan has to learn.
    avoid : iterable of str
        Names of positions that the plan may not pass, and of skills that the plan may not study.
    start : datetime.date
        The first day of the plan, by default today.
    experience : mapping of str to float
        The months of experience that the person has in each field, by the id or title of the field.
    months_in_post : float
        Months that the person has served in the first post before the plan begins.
    sure : float or None
        The probability, between 0 and 1, with which the person arrives by each date of the plan, or None. If `sure` is
        None, the plan uses the likely number of each figure, such as the likely hours of a skill.
    from_posts : mapping of str to str
        The ids of the skills in `have` that the person did not name, each with the post from which the skill follows.

    """

    have: Iterable[str] = ()
    pace: float = DEFAULT_PACE
    objective: Objective = "months"
    via: Iterable[str] = ()
    avoid: Iterable[str] = ()
    start: date = field(default_factory=date.today)
    experience: Mapping[str, float] | Iterable[tuple[str, float]] = ()
    months_in_post: float = 0
    sure: float | None = None
    from_posts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("have", "via", "avoid"):
            object.__setattr__(self, name, tuple(check_names(getattr(self, name))))
        pairs = tuple(self.experience.items() if isinstance(self.experience, Mapping) else self.experience)
        object.__setattr__(self, "experience", pairs)
        for name, months in pairs:
            check_months(f"`experience` in {sanitize(name)}", months)
        check_months("`months_in_post`", self.months_in_post)
        if self.objective not in get_args(Objective):
            listed = ", ".join(get_args(Objective))
            raise UsageError(f"`objective` must be one of {listed}, not '{sanitize(self.objective)}'")
        check_pace(self.pace)
        if self.sure is not None:
            check_sure(self.sure)


def check_pace(pace: float) -> None:
    """Raise UsageError if the hours of study a week are below 0.01 or above 168."""
    if not LEAST_PACE <= pace <= HOURS_IN_A_WEEK:
        raise UsageError(f"`pace` must be a number of hours a week from {LEAST_PACE} to {HOURS_IN_A_WEEK}, not {pace}")


def check_sure(chance: float) -> None:
    """Raise UsageError if the probability of an arrival is not between 0 and 1."""
    if not 0 < chance < 1:
        raise UsageError(f"`sure` must be a chance between 0 and 1, such as 0.8, not {chance}")


def check_months(name: str, months: float) -> None:
    """Raise UsageError if a number of months is below 0 or above 1,200."""
    if not 0 <= months <= MONTHS_LIMIT:
        raise UsageError(f"{name} must be a number of months from 0 to {MONTHS_LIMIT}, not {months:g}")
