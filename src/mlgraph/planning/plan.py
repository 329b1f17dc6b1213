"""A plan and its parts, such as stops, skills to learn, reasons and costs."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from html import escape
from math import prod
from typing import Literal

from mlgraph.model import Named
from mlgraph.planning.days import add_months, find_days, try_add_months
from mlgraph.planning.options import OBJECTIVES, Objective
from mlgraph.resources import Resource
from mlgraph.results import Result, Tabular


@dataclass(frozen=True)
class Study:
    """A skill that a plan learns, with its reasons and its days of study.

    Attributes
    ----------
    id, title : str
        The id and the title of the skill.
    hours : float
        The hours of study for the skill.
    needed_for : tuple of Named
        A chain of needs from the skill to a position of the plan, which explains why the plan learns the skill. The
        first node in `needed_for` needs the skill, each further node needs the node before it, and the last node is a
        position. If the chain of needs has more than 20 nodes, `needed_for` has only the first 19 nodes and the last
        node of the chain. If the plan learns n > 5,000 skills for one position, `needed_for` has at most 100,000 / n
        nodes, but always at least 2.
    instead_of : tuple of Named
        The alternatives to the skill, which the plan does not learn.
    shown_by : str
        How a person can show that they have the skill, or an empty text if the graph does not say how.
    from_month, to_month : float
        Months from the start of the plan until the study of the skill begins, and until the study of the skill ends. A
        person studies for a move in the post before the move, or earlier if the study would otherwise end too late.
    begins, ends : datetime.date or None
        The first and the last day of study of the skill, each None if the day is after the year 9999.
    learn_with : tuple of Resource
        Courses, books and other resources to learn the skill from, in the order in which the graph recommends them.
    url : str
        The web address of the skill, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> plan = mlgraph.plan(mlgraph.load(), "beginner", "data scientist")
    >>> study = plan.stops[1].learn[0]
    >>> study.hours > 0, study.ends >= study.begins
    (True, True)
    """

    id: str
    title: str
    hours: float
    needed_for: tuple[Named, ...]
    instead_of: tuple[Named, ...]
    shown_by: str = ""
    from_month: float = 0.0
    to_month: float = 0.0
    begins: date | None = None
    ends: date | None = None
    learn_with: tuple[Resource, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Gain:
    """Experience in a field that a person still needs, so that the plan stays longer in the post before a stop.

    Attributes
    ----------
    id, title : str
        The id and the title of the field of experience.
    had : float
        Months of experience in the field that the person has on arrival at the stop before that stop.
    asked : float
        Months of experience in the field that the position `asked_by` asks for.
    asked_by : Named
        The position that asks for the experience: the position of that stop, or a later position of the path.

    Examples
    --------
    >>> import mlgraph
    >>> plan = mlgraph.plan(mlgraph.load(), "junior software engineer", "senior software engineer")
    >>> gain = next(gain for stop in plan.stops for gain in stop.gains)
    >>> gain.had < gain.asked
    True
    """

    id: str
    title: str
    had: float
    asked: float
    asked_by: Named


@dataclass(frozen=True)
class Counted:
    """A count of the people who made a move, from career histories.

    Attributes
    ----------
    people : int
        The number of people who made the move.
    share : float or None
        The part, from 0 to 1, of all people leaving the first post of the move who make the move. `share` is None if
        the graph does not state it.
    half : float or None
        The months in the first post of the move by which half of the people who make the move have made it. `half` is
        None if the graph does not state it, for example since the career histories end too early.
    generated : bool
        Whether a program generated the career histories, so that the counted people are not real.

    Examples
    --------
    >>> import mlgraph
    >>> counted = mlgraph.Counted(people=340, share=0.12, half=26.0, generated=False)
    >>> counted.people
    340
    """

    people: int
    share: float | None
    half: float | None
    generated: bool


@dataclass(frozen=True)
class Stop:
    """A position on the path of a plan, with the skills to learn before it and the time of arrival.

    Attributes
    ----------
    id, title : str
        The id and the title of the position.
    kind : str
        The kind of the position: "stage" or "role".
    arrives : float
        Months from the start of the plan until the arrival.
    learn : tuple of Study
        Skills to learn before the arrival, in the order of learning.
    waits_for : str or None
        The cause that delays the arrival at the stop most: "post" for the months of the move, "study", "experience" or
        "teaching". `waits_for` is None at the first position, where the plan begins.
    spare : float
        The months by which the arrival at the stop would be earlier without the cause in `waits_for`.
    critical : bool
        Whether a later arrival at the stop would delay the arrival at the target.
    arrives_on : datetime.date or None
        The day of arrival, or None if this day is after the year 9999.
    gains : tuple of Gain
        The experience for which the plan stays longer in the post before the stop than the move requires.
    taught : tuple of Named
        The skills that the plan need not study, because the post before the stop teaches them.
    passes : tuple of Named
        The stages outside the path whose needs the person meets on arrival at the stop, but did not meet at the stop
        before.
    counted : Counted or None
        A count of the people who made the move to the stop, or None if the graph has no count for the move.
    usual_stay : float or None
        The median of the months of all moves from the post before the stop to roles. `usual_stay` is None unless the
        plan leaves the post, across a stage, in less than half of this median.
    programme : bool
        Whether the position is a programme of study, such as a degree, which the plan does not break off.
    url : str
        The web address of the position, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> plan = mlgraph.plan(mlgraph.load(), "data scientist", "ML team lead")
    >>> stop = plan.stops[-1]
    >>> stop.title, stop.kind, stop.arrives == plan.months
    ('ML team lead', 'role', True)
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
    gains: tuple[Gain, ...] = ()
    taught: tuple[Named, ...] = ()
    passes: tuple[Named, ...] = ()
    counted: Counted | None = None
    usual_stay: float | None = None
    programme: bool = False
    url: str = ""

    def date_from(self, start: date) -> date:
        """Return the day of arrival at the stop if the plan begins on a given day.

        A month counts as 365.25 / 12 days. The exact time of arrival is rounded down to a whole day.

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
            Raised if the day of arrival is after the year 9999.

        Examples
        --------
        >>> import mlgraph
        >>> from datetime import date
        >>> plan = mlgraph.plan(mlgraph.load(), "data scientist", "ML team lead", have=["leading people"])
        >>> plan.months, plan.stops[-1].date_from(date(2027, 1, 1))
        (54.0, datetime.date(2031, 7, 2))
        """
        return add_months(start, self.arrives)


@dataclass(frozen=True)
class Assumption:
    """A skill that a plan assumes a person to have, as the likeliest alternative in a requirement the person meets.

    The plan assumes that the person meets the requirements of the first position, and of each skill that the person
    has.

    Attributes
    ----------
    id, title : str
        The id and the title of the skill.
    instead_of : tuple of Named
        The other alternatives in the requirement that the assumed skill meets, none of which the person has.
    url : str
        The web address of the skill, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> skill = mlgraph.Named("python", "Python")
    >>> each = mlgraph.Assumption("r", "R", instead_of=(skill,))
    >>> each.title, [other.title for other in each.instead_of]
    ('R', ['Python'])
    """

    id: str
    title: str
    instead_of: tuple[Named, ...]
    url: str = ""


@dataclass(frozen=True)
class Experience:
    """A number of months of experience in a field.

    Attributes
    ----------
    id, title : str
        The id and the title of the field of experience.
    months : float
        Months of experience: months in posts that count in the field.
    months_low, months_high : float or None
        The least and the most months of experience in the field that employers ask for. `months_low` and `months_high`
        are None for a field without a range, and for experience that a person has.
    asked : float or None
        For experience that a person has when a plan begins: the most months that a later position of the plan asks for.
        `asked` is None if no later position asks for more than the first position.

    Examples
    --------
    >>> import mlgraph
    >>> asked = mlgraph.describe(mlgraph.load(), "senior software engineer").experience
    >>> all(each.months_low <= each.months <= each.months_high for each in asked)
    True
    """

    id: str
    title: str
    months: float
    months_low: float | None = None
    months_high: float | None = None
    asked: float | None = None


@dataclass(frozen=True)
class UsualExperience:
    """Months of experience in a field that holders of the first position of a plan usually have on arrival there.

    Attributes
    ----------
    id, title : str
        The id and the title of the field of experience.
    months : float
        Months of experience that holders of the first position usually have on arrival, plus the months that the person
        has served there.
    counted : float
        Months of experience that the plan counts: the usual months, or fewer if the person states fewer.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.UsualExperience("data", "Data work", months=36, counted=12).is_counted
    False
    """

    id: str
    title: str
    months: float
    counted: float

    @property
    def is_counted(self) -> bool:
        """Whether the plan counts all months of usual experience, because the person does not state fewer months."""
        return self.counted == self.months


@dataclass(frozen=True)
class Known:
    """A skill that a plan needs but does not learn, since the person knows or is assumed to know the skill.

    Attributes
    ----------
    id, title : str
        The id and the title of the skill.
    because : {"said", "post", "position", "implied", "assumed", "usual"}
        The reason why the skill counts as known. The reason "said" means that `have` names the skill. The reason "post"
        means that `have` names the skill only because the skill follows from a post in the person's profile. The reason
        "position" means that the first position of the plan implies the skill. The reason "implied" means that another
        skill of the person implies the skill. The reason "assumed" means that the skill is the likeliest alternative in
        a requirement of the first position, or of a skill in `have`. The reason "usual" means that holders of the first
        position usually have the skill, although the position does not ask for it.
    by : Named or None
        The position or the skill that implies the known skill or asks for the known skill, or None if the person named
        the known skill. For a skill with the reason "post", `by` is the post from which the skill follows. For a skill
        with the reason "usual", `by` is the first position of the plan.
    url : str
        The web address of the skill, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> plan = mlgraph.plan(mlgraph.load(), "data scientist", "ML engineer", have=["python"])
    >>> [(skill.title, skill.because) for skill in plan.known if skill.id in ("python", "sql")]
    [('Python', 'said'), ('SQL', 'position')]
    """

    id: str
    title: str
    because: Literal["said", "post", "position", "implied", "assumed", "usual"]
    by: Named | None
    url: str = ""


@dataclass(frozen=True)
class Costs:
    """The costs of a plan: its months, its hours of study and its number of job changes.

    Attributes
    ----------
    months : float
        Months from the start of the plan until the arrival.
    hours : float
        The hours of study for all skills of the plan.
    moves : int
        The number of job changes, which are arrivals at roles. An arrival at a stage does not count as a move.

    Examples
    --------
    >>> import mlgraph
    >>> costs = mlgraph.Costs(months=12, hours=200, moves=1)
    >>> costs - mlgraph.Costs(months=10, hours=150, moves=1)
    Costs(months=2, hours=50, moves=0)
    """

    months: float
    hours: float
    moves: int

    def __sub__(self, other: "Costs") -> "Costs":
        return Costs(self.months - other.months, self.hours - other.hours, self.moves - other.moves)

    def by(self, objective: Objective) -> tuple[float, float, float]:
        """Return the months, hours and moves, with the objective first and then the costs that break ties.

        Parameters
        ----------
        objective : {"months", "hours", "moves", "commonest"}
            The objective of plans, which comes first in the result. For the objective "commonest", the months come
            first in the result.

        Returns
        -------
        tuple of float
            The months, hours and moves of the plan, in the order in which the objective compares them.

        Examples
        --------
        >>> import mlgraph
        >>> mlgraph.Costs(months=12.0, hours=300, moves=2).by("hours")
        (300, 12.0, 2)
        """
        first = "months" if objective == "commonest" else objective
        others = (getattr(self, name) for name in OBJECTIVES if name != first)
        return (getattr(self, first), *others)


@dataclass(frozen=True)
class Arrival:
    """A date by which a plan arrives with a given probability.

    Attributes
    ----------
    chance : float
        The probability, between 0 and 1, that the plan arrives by the date `arrives_on`.
    months : float
        Months from the start of the plan until the date by which the plan arrives with the probability `chance`.
    arrives_on : datetime.date or None
        The date by which the plan arrives, or None if this date is after the year 9999.

    Examples
    --------
    >>> import mlgraph
    >>> plan = mlgraph.plan(mlgraph.load(), "beginner", "data scientist")
    >>> [arrival.chance for arrival in plan.spread]
    [0.1, 0.5, 0.9]
    """

    chance: float
    months: float
    arrives_on: date | None


@dataclass(frozen=True)
class Unavoidable(Result):
    """The positions and skills that every plan for a request contains.

    Attributes
    ----------
    positions : tuple of Named
        The positions that every plan for the request passes, without the first and the last position.
    skills : tuple of Named
        The skills that every plan for the request learns.

    Examples
    --------
    >>> import mlgraph
    >>> planner = mlgraph.Planner(mlgraph.load())
    >>> plan = planner.plan("beginner", "data scientist")
    >>> found = planner.unavoidable(plan)
    >>> {skill.id for skill in found.skills} <= {study.id for study in plan.studies}
    True
    """

    positions: tuple[Named, ...]
    skills: tuple[Named, ...]


@dataclass(frozen=True)
class PlanSummary:
    """A summary of a plan: its positions, its costs, the skills that it learns and its day of arrival.

    A summary leaves out the day of arrival at each earlier stop, the reasons for skills, and the spread of the arrival.

    Attributes
    ----------
    target : str
        The id of the last position of the plan.
    costs : Costs
        The months, the hours of study and the number of job changes of the plan.
    arrives_on : datetime.date or None
        The day of arrival, or None if this day is after the year 9999.
    optimal : bool
        Whether the search has proven that the plan is optimal.
    bound : float
        A proven lower bound on the objective of every plan, in months, hours or moves.
    positions : tuple of str
        The ids of the positions on the path, from the first position to the target.
    learned : tuple of Named
        The skills that the plan learns, in the order of learning.
    """

    target: str
    costs: Costs
    arrives_on: date | None
    optimal: bool
    bound: float
    positions: tuple[str, ...]
    learned: tuple[Named, ...]


@dataclass(frozen=True)
class Plan(Tabular):
    """The best plan from `source` to `target` for a person with the skills `have`.

    Attributes
    ----------
    source : str
        The id of the first position of the plan.
    target : str
        The id of the last position of the plan.
    objective : {"months", "hours", "moves", "commonest"}
        The cost that the plan minimizes. The objective "commonest" asks for the fewest job changes whose share the
        graph does not state, and then for the largest product of shares.
    pace : float
        Hours of study a week.
    start : datetime.date
        The first day of the plan.
    have : tuple of str
        The ids of the skills that the request names as skills of the person.
    via : tuple of str
        The ids of the positions that the plan has to pass, and of the skills that the plan has to learn.
    avoid : tuple of str
        The ids of the positions that the plan may not pass, and of the skills that the plan may not learn.
    via_titles, avoid_titles : tuple of str
        The titles of the positions and skills in `via`, and the titles of the positions and skills in `avoid`.
    assumed : tuple of Assumption
        The skills that the plan assumes the person to have, each as the likeliest alternative in a requirement that the
        person meets.
    known : tuple of Known
        The known skills that positions or learned skills of the plan need, each with the reason why the skill counts as
        known.
    optimal : bool
        Whether the search has proven that no plan is better in the objective, or equal in the objective and better in
        the other costs.
    bound : float
        A proven lower bound on the objective of every plan, in months, hours or moves. If the search has proven that no
        plan has a lower objective, the bound equals the objective of the plan. For the objective "commonest", the bound
        is an upper bound on the share of every plan.
    costs : Costs
        The months until arrival, the hours of study and the number of job changes of the plan.
    unconstrained : Costs or None
        The costs of the best plan without the conditions `via` and `avoid`. `unconstrained` is None if `via` and
        `avoid` are empty, or if the budget was spent.
    low : Costs or None
        The costs of the plan if every figure has its low value, or None if no figure of the plan has a range.
    high : Costs or None
        The costs of the plan if every figure has its high value, or None if no figure of the plan has a range.
    stops : tuple of Stop
        The positions on the path, each with the skills to learn before the arrival.
    experience : tuple of Experience
        The experience of the person when the plan begins. In each field, the person has at least the months that the
        first position asks for.
    usual_experience : tuple of UsualExperience
        The experience that holders of the first position usually have. `usual_experience` has each field in which the
        person states fewer months than these holders usually have. `usual_experience` also has a field in which the
        person states nothing, if a later position asks for more experience than the first position.
    months_in_post : float
        The months that the person has served in the first position before the plan.
    sure : float or None
        The probability with which the person arrives by each date of the plan, or None if the plan uses the likely
        figures.
    spread : tuple of Arrival
        The dates by which the plan arrives with probabilities of 10, 50 and 90 %. `spread` is empty if none of the
        figures of the plan has a range.
    given_up : tuple of Named
        The skills that the plan learns or its posts teach, but that the plan would assume or count as usual if `have`
        were empty. For example, if `have` names Python, the plan may learn R, which the plan would otherwise assume for
        the requirement "Python or R".
    unneeded : tuple of Named
        The skills in `have` that the plan does not need, without the skills that follow from posts in the person's
        profile.

    Examples
    --------
    >>> import mlgraph
    >>> plan = mlgraph.plan(mlgraph.load(), "beginner", "data scientist")
    >>> plan.optimal, plan.stops[0].title, plan.stops[-1].title
    (True, 'Beginner', 'Data scientist')
    """

    source: str
    target: str
    objective: Objective
    pace: float
    start: date
    have: tuple[str, ...]
    via: tuple[str, ...]
    avoid: tuple[str, ...]
    via_titles: tuple[str, ...]
    avoid_titles: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    known: tuple[Known, ...]
    optimal: bool
    bound: float
    costs: Costs
    unconstrained: Costs | None
    low: Costs | None
    high: Costs | None
    stops: tuple[Stop, ...]
    experience: tuple[Experience, ...] = ()
    usual_experience: tuple[UsualExperience, ...] = ()
    months_in_post: float = 0
    sure: float | None = None
    spread: tuple[Arrival, ...] = ()
    given_up: tuple[Named, ...] = ()
    unneeded: tuple[Named, ...] = ()

    @property
    def months(self) -> float:
        """Months from the start of the plan until the arrival."""
        return self.costs.months

    @property
    def hours(self) -> float:
        """The hours of study for all skills to learn."""
        return self.costs.hours

    @property
    def moves(self) -> int:
        """The number of job changes, which are arrivals at roles."""
        return self.costs.moves

    @property
    def studies(self) -> tuple[Study, ...]:
        """The skills that the plan learns, in the order of learning."""
        return tuple(study for stop in self.stops for study in stop.learn)

    @property
    def share(self) -> float | None:
        """The product of the shares of all moves of the plan, or None if one of the moves has no share in the graph."""
        shares = [stop.counted.share if stop.counted else None for stop in self.stops[1:] if stop.kind == "role"]
        known = [share for share in shares if share is not None]
        return float(prod(Fraction(str(share)) for share in known)) if len(known) == len(shares) else None

    @property
    def gap(self) -> float:
        """The gap of the plan, (objective - bound) / objective, which is 0 for a proven plan and at most 1.

        For the objective "commonest", `bound` is an upper limit on the share of every plan, and the gap is (bound -
        share) / bound.
        """
        if self.objective == "commonest":
            return 0.0 if self.optimal or not self.bound else 1 - (self.share or 0) / self.bound
        cost = self.costs.by(self.objective)[0]
        return (cost - self.bound) / cost if cost else 0.0

    def start_on(self, start: date) -> "Plan":
        """Return the same plan with the first day `start`, and with all dates counted from this day.

        Parameters
        ----------
        start : datetime.date
            The day on which the plan begins.

        Returns
        -------
        Plan
            The same plan, with all dates counted from the new first day.

        Examples
        --------
        >>> import mlgraph
        >>> from datetime import date
        >>> plan = mlgraph.plan(mlgraph.load(), "beginner", "data analyst", start=date(2027, 1, 1))
        >>> later = plan.start_on(date(2028, 1, 1))
        >>> later.months == plan.months, later.stops[-1].arrives_on > plan.stops[-1].arrives_on
        (True, True)
        """
        stops = []
        for stop in self.stops:
            days = (find_days(start, study.from_month, study.to_month) for study in stop.learn)
            learn = (
                replace(study, begins=first, ends=last) for study, (first, last) in zip(stop.learn, days, strict=True)
            )
            stops.append(replace(stop, arrives_on=try_add_months(start, stop.arrives), learn=tuple(learn)))
        spread = (replace(each, arrives_on=try_add_months(start, each.months)) for each in self.spread)
        return replace(self, start=start, stops=tuple(stops), spread=tuple(spread))

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{stop.arrives_on or ''}</td><td>{stop.arrives:.1f}</td><td>{escape(stop.title)}</td>"
            f"<td>{escape('; '.join(f'{study.title} ({study.hours:g} h)' for study in stop.learn))}</td></tr>"
            for stop in self.stops
        )
        head = "<tr><th>Day</th><th>Month</th><th>Position</th><th>Learn before it</th></tr>"
        total = f"{self.months:.1f} months, {self.hours:g} hours of study, {self.moves} job changes"
        return f"<table><caption>{total}</caption>{head}{rows}</table>"
