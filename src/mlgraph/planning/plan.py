"""A plan and its parts: stops, skills to learn with their reasons, and costs."""

from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Literal

from mlgraph.model import Named
from mlgraph.planning.days import day_of_month, day_or_none, study_days
from mlgraph.planning.options import OBJECTIVES, Objective
from mlgraph.results import Result, frame

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Study:
    """A skill to learn.

    Attributes
    ----------
    id, title : str
        Id and title.
    hours : float
        Hours of study.
    needed_for : tuple of Named
        The chain of needs from the node that needs the skill up to the position. A chain of more than 20 links
        lacks its middle.
    instead_of : tuple of Named
        Alternatives that the plan does not learn.
    shown_by : str
        How one shows that one has the skill; empty where the graph does not say it.
    begins, ends : datetime.date or None
        The first and the last day of study; None after the year 9999.
    """

    id: str
    title: str
    hours: float
    needed_for: tuple[Named, ...]
    instead_of: tuple[Named, ...]
    shown_by: str = ""
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Stop:
    """A position of a plan.

    Attributes
    ----------
    id, title : str
        Id and title.
    kind : str
        "stage" or "role".
    arrives : float
        Months from the start until arrival.
    learn : tuple of Study
        Skills to learn before arrival, in order.
    waits_for : str or None
        What decides the arrival: the "post" before it or the "study"; None for the first position.
    spare : float
        Months by which the other one is over sooner.
    critical : bool
        Whether this arrival decides the last one.
    arrives_on : datetime.date or None
        The day of arrival; None after the year 9999.
    """

    id: str
    title: str
    kind: str
    arrives: float
    learn: tuple[Study, ...]
    waits_for: str | None
    spare: float
    critical: bool
    arrives_on: date | None = None

    def date_from(self, start: date) -> date:
        """Return the day of arrival, in a plan that begins on a day.

        A month is 365.25 / 12 days, and the part of a day is cut off.

        Parameters
        ----------
        start : datetime.date
            The day on which the plan begins.

        Returns
        -------
        datetime.date
            The day of arrival.

        Raises
        ------
        UsageError
            Where it lies after the year 9999.
        """
        return day_of_month(start, self.arrives)


@dataclass(frozen=True)
class Assumption:
    """A skill that a plan takes for granted, as the likeliest of some alternatives.

    Attributes
    ----------
    id, title : str
        Id and title.
    instead_of : tuple of Named
        The other alternatives that the person has not.
    """

    id: str
    title: str
    instead_of: tuple[Named, ...]


@dataclass(frozen=True)
class Known:
    """A skill that the plan needs and counts as known.

    Attributes
    ----------
    id, title : str
        Id and title.
    because : {"said", "position", "implied", "assumed"}
        Why: the person said so, the first position needs it, a skill of the person needs it, or it is assumed as the
        likeliest alternative at the first position.
    by : Named or None
        The position or the skill from which it follows; None where the person said so.
    """

    id: str
    title: str
    because: Literal["said", "position", "implied", "assumed"]
    by: Named | None


@dataclass(frozen=True)
class Costs:
    """The costs of a plan.

    Attributes
    ----------
    months : float
        Months from the start until arrival.
    hours : float
        Hours of study.
    moves : int
        Number of moves.
    """

    months: float
    hours: float
    moves: int

    def __sub__(self, other: "Costs") -> "Costs":
        return Costs(self.months - other.months, self.hours - other.hours, self.moves - other.moves)

    def by(self, objective: Objective) -> tuple[float, float, float]:
        """Return the costs in the order in which plans are compared: the objective, then the other two.

        Parameters
        ----------
        objective : {"months", "hours", "moves"}
            The cost that comes first.

        Returns
        -------
        tuple of float
            The three costs.
        """
        others = (getattr(self, name) for name in OBJECTIVES if name != objective)
        return (getattr(self, objective), *others)


@dataclass(frozen=True)
class Unavoidable(Result):
    """What every plan between two positions passes and learns.

    Attributes
    ----------
    positions : tuple of Named
        The positions between the ends.
    skills : tuple of Named
        The skills.
    """

    positions: tuple[Named, ...]
    skills: tuple[Named, ...]


@dataclass(frozen=True)
class Plan(Result):
    """The best plan from `source` to `target` for a person who has `have` and studies `pace` hours a week.

    Attributes
    ----------
    source : str
        The id of the first position.
    target : str
        The id of the last position.
    objective : {"months", "hours", "moves"}
        The cost that the plan keeps least; the other two break ties.
    pace : float
        Hours of study a week.
    start : datetime.date
        The first day.
    have : tuple of str
        Ids of the skills that the person has, beside those of the source.
    via : tuple of str
        Ids of the nodes that the plan has to pass or learn.
    avoid : tuple of str
        Ids of the nodes that the plan avoids.
    assumed : tuple of Assumption
        Skills that the source may need, each assumed as the likeliest of some alternatives.
    known : tuple of Known
        The known skills that positions or learned skills of the plan need, each with the reason.
    optimal : bool
        Whether the plan is proven best in all three costs.
    bound : float
        A lower bound on the objective, in its unit; equal to it where the search has proven it least.
    costs : Costs
        Months until arrival, hours of study, moves.
    unconstrained : Costs or None
        The costs of the best plan without `via` and `avoid`, if the request has any.
    low : Costs or None
        The costs with the low hours of its skills, if the graph gives any.
    high : Costs or None
        The costs with the high hours of its skills, if the graph gives any.
    stops : tuple of Stop
        The positions on the way, each with what to learn before it.
    """

    source: str
    target: str
    objective: Objective
    pace: float
    start: date
    have: tuple[str, ...]
    via: tuple[str, ...]
    avoid: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    known: tuple[Known, ...]
    optimal: bool
    bound: float
    costs: Costs
    unconstrained: Costs | None
    low: Costs | None
    high: Costs | None
    stops: tuple[Stop, ...]

    @property
    def months(self) -> float:
        """Months from the start until arrival."""
        return self.costs.months

    @property
    def hours(self) -> float:
        """Hours of study in all."""
        return self.costs.hours

    @property
    def moves(self) -> int:
        """Moves from one position to the next."""
        return self.costs.moves

    @property
    def studies(self) -> tuple[Study, ...]:
        """The skills to learn, in order."""
        return tuple(study for stop in self.stops for study in stop.learn)

    @property
    def gap(self) -> float:
        """The optimality gap: the objective less its lower bound, as a part of the objective."""
        cost = self.costs.by(self.objective)[0]
        return (cost - self.bound) / cost if cost else 0.0

    def starting(self, start: date) -> "Plan":
        """Return the plan with all dates counted from a first day.

        Parameters
        ----------
        start : datetime.date
            The day on which the plan begins.

        Returns
        -------
        Plan
            The same plan with other dates.
        """
        days = study_days((study.hours for study in self.studies), self.pace, start)
        stops = []
        for stop in self.stops:
            # the days that are left are those of the next stops
            learn = (
                replace(study, begins=first, ends=last) for study, (first, last) in zip(stop.learn, days, strict=False)
            )
            stops.append(replace(stop, arrives_on=day_or_none(start, stop.arrives), learn=tuple(learn)))
        return replace(self, start=start, stops=tuple(stops))

    def to_frame(self) -> "pandas.DataFrame":
        """Return the plan as a pandas data frame, a row for each skill to learn and each position without any.

        Returns
        -------
        pandas.DataFrame
            Columns `position` (id), `title`, `arrives` (months from the start), `skill` (id), `skill_title`, and
            `hours` of study; the last three are missing where nothing is learned before a position.

        Raises
        ------
        MissingPackageError
            Where pandas is not installed.
        """
        rows: list[tuple[object, ...]] = []
        for stop in self.stops:
            here = (stop.id, stop.title, stop.arrives)
            rows += [(*here, study.id, study.title, study.hours) for study in stop.learn] or [(*here, None, None, None)]
        columns = ("position", "title", "arrives", "skill", "skill_title", "hours")
        return frame(columns, rows)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{stop.arrives_on or ''}</td><td>{stop.arrives:.1f}</td><td>{escape(stop.title)}</td>"
            f"<td>{escape('; '.join(f'{study.title} ({study.hours:g} h)' for study in stop.learn))}</td></tr>"
            for stop in self.stops
        )
        head = "<tr><th>Day</th><th>Month</th><th>Position</th><th>Learn before it</th></tr>"
        total = f"{self.months:.1f} months, {self.hours:g} hours of study, {self.moves} moves"
        return f"<table><caption>{total}</caption>{head}{rows}</table>"
