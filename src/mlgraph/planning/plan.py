"""What a plan is: moves, what to learn before each and what for, what decides its costs; and how a way becomes one."""

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from math import floor

from mlgraph.errors import UsageError
from mlgraph.model import WEEKS_PER_MONTH, Named


@dataclass(frozen=True)
class Study:
    """A skill to learn, with its hours of study.

    `needed_for` is the chain from what needs it up to the position, without its middle where it is longer than
    LONGEST_CHAIN; where that need had alternatives, `instead_of` has those that are not learned.
    """

    id: str
    title: str
    hours: float
    needed_for: tuple[Named, ...]
    instead_of: tuple[Named, ...]


@dataclass(frozen=True)
class Stop:
    """A position on the way: when one arrives (months from the start), and what one learns before, in order.

    `waits_for` says what decides the arrival, the "post" before it or the "study", and `spare` by how many months the
    other is over sooner; `critical` whether this arrival decides the last one. All three say nothing of the first
    position.
    """

    id: str
    title: str
    kind: str
    arrives: float
    learn: tuple[Study, ...]
    waits_for: str | None
    spare: float
    critical: bool


@dataclass(frozen=True)
class Assumption:
    """A skill taken for granted as the likeliest of some alternatives, and the others."""

    id: str
    title: str
    instead_of: tuple[Named, ...]


@dataclass(frozen=True)
class Costs:
    """What a plan costs: months until arrival, hours of study, moves."""

    months: float
    hours: float
    steps: int


@dataclass(frozen=True)
class Musts:
    """What every plan between two positions passes, its ends excepted, and what every one learns."""

    positions: tuple[Named, ...]
    skills: tuple[Named, ...]


@dataclass(frozen=True)
class Plan:
    """The best way from `source` to `target` (ids) for a person who has `have` and studies `pace` hours a week.

    `months` until arrival, `hours` of study in all and `steps` (moves) are its costs; `by` says which counts first,
    and `bound` what this one is at least: where the search was stopped before it had proven that nothing is better,
    also in the costs that count less, `optimal` is false. With `via` or `avoid`, `unconstrained` has the costs of the
    best plan without these. `low` and `high` have the costs of this plan with the low and the high hours of its
    skills, where the graph gives any.
    """

    source: str
    target: str
    by: str
    pace: float
    have: tuple[str, ...]
    via: tuple[str, ...]
    avoid: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    optimal: bool
    bound: float
    months: float
    hours: float
    steps: int
    unconstrained: Costs | None
    low: Costs | None
    high: Costs | None
    positions: tuple[Stop, ...]

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{stop.arrives:.1f}</td><td>{escape(stop.title)}</td>"
            f"<td>{escape(', '.join(f'{study.title} ({study.hours:g} h)' for study in stop.learn))}</td></tr>"
            for stop in self.positions
        )
        head = "<tr><th>Month</th><th>Position</th><th>Learn before it</th></tr>"
        total = f"{self.months:.1f} months, {self.hours:g} hours of study, {self.steps} moves"
        return f"<table><caption>{total}</caption>{head}{rows}</table>"


def arrival(stop: Stop, start: date) -> date:
    """Return the day of arrival at a position of a plan that begins on the day `start`.

    A month is 365.25 / 12 days, as in the plan. Raises UsageError after the year 9999.
    """
    return day_after(
        start, floor(round(stop.arrives * 7 * float(WEEKS_PER_MONTH), 6))
    )  # a float may be a hair too small


def day_after(start: date, days: int) -> date:
    """Return the day so many days after another. Raises UsageError after the year 9999."""
    try:
        return start + timedelta(days)
    except OverflowError as error:
        raise UsageError(f"from {start} on, the plan goes on after the year 9999, where calendars end") from error
