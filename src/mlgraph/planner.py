"""The library's front: each question that plans answer, as a function of a graph and as a method of a planner.

A method of `Planner` is the function of the same name, with the planner in place of the graph. A planner has compiled
its graph once; a function with a graph compiles it for each call.
"""

from collections.abc import Callable, Iterable
from datetime import date

from mlgraph.analysis import compare as _compare
from mlgraph.analysis import deadline as _deadline
from mlgraph.analysis import next_skills as _next_skills
from mlgraph.analysis import reach as _reach
from mlgraph.analysis import why as _why
from mlgraph.analysis.compare import Comparison
from mlgraph.analysis.deadline import Deadline
from mlgraph.analysis.next_skills import NextSkills
from mlgraph.analysis.reach import Reach
from mlgraph.analysis.why import Why
from mlgraph.graphfile.load import validate_graph
from mlgraph.limits import DEFAULT_PACE
from mlgraph.model import KINDS, Graph
from mlgraph.names import resolve as _resolve
from mlgraph.planning.joint_plans import JointPlans
from mlgraph.planning.options import Objective, PlanOptions
from mlgraph.planning.plan import Plan, Unavoidable
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget

Signal = Callable[[], bool] | None


def plan(
    graph: "Graph | Planner",
    source: str,
    target: str,
    *,
    have: Iterable[str] = (),
    pace: float = DEFAULT_PACE,
    objective: Objective = "months",
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Plan:
    """Return the best plan from one position to another.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph to compile, or a planner, which has compiled its graph; a method of `Planner` takes its own.
    source, target : str
        Positions, each by id, title or alias.
    have : iterable of str, default ()
        Skills that the person has, beside those that the position implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to keep least: months until arrival, hours of study, or number of moves. The other two break ties,
        then the order of ids.
    via : iterable of str, default ()
        Positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Seconds of search, after which the best answer found so far comes back; None searches until it is proven.
    should_stop : callable or None, default None
        Called now and then without arguments; once it returns true, the best answer found so far comes back.

    Returns
    -------
    Plan
        The moves, what to learn before each and for what; `optimal` says whether it is proven best.

    Raises
    ------
    NoPlanError
        Where no path leads to the target.
    NoPlanInTimeError
        Where the time was over before any plan was found.
    UnknownNameError, AmbiguousNameError
        Where a name has no node, or several.
    UsageError
        Where an option is out of range.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> plan = mlgraph.plan(mlgraph.load(), "data scientist", "ML team lead", have=["leading people"])
    >>> plan.moves, plan.months
    (2, 36.0)
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today())
    return _solver(graph).plan(source, target, options, Budget(time_limit, should_stop))


def k_best(
    graph: "Graph | Planner",
    source: str,
    target: str,
    count: int,
    *,
    have: Iterable[str] = (),
    pace: float = DEFAULT_PACE,
    objective: Objective = "months",
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> tuple[Plan, ...]:
    """Return the best plans, the best first.

    No two plans pass the same positions in the same order. No plan passes a position twice, so `via` takes skills only.
    The method is that of E. L. Lawler (Management Science 18, 1972): each plan found divides the paths that are left by
    the position after which they leave it, and the best of all parts is next.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph to compile, or a planner, which has compiled its graph; a method of `Planner` takes its own.
    source, target : str
        Positions, each by id, title or alias.
    count : int
        The most plans to return, at least 1; there may be fewer.
    have : iterable of str, default ()
        Skills that the person has, beside those that the position implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to keep least: months until arrival, hours of study, or number of moves. The other two break ties,
        then the order of ids.
    via : iterable of str, default ()
        Positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Seconds of search, after which the best answer found so far comes back; None searches until it is proven.
    should_stop : callable or None, default None
        Called now and then without arguments; once it returns true, the best answer found so far comes back.

    Returns
    -------
    tuple of Plan
        The plans; `optimal` of each says whether it is proven.

    Raises
    ------
    NoPlanError
        Where no path leads to the target.
    NoPlanInTimeError
        Where the time was over before any plan was found.
    UnknownNameError, AmbiguousNameError
        Where a name has no node, or several.
    UsageError
        Where an option is out of range.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> plans = mlgraph.k_best(mlgraph.load(), "beginner", "data scientist", 3)
    >>> [plan.months for plan in plans] == sorted(plan.months for plan in plans)
    True
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today())
    return _solver(graph).k_best(source, target, count, options, Budget(time_limit, should_stop))


def plan_many(
    graph: "Graph | Planner",
    source: str,
    targets: Iterable[str],
    *,
    have: Iterable[str] = (),
    pace: float = DEFAULT_PACE,
    objective: Objective = "months",
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> JointPlans:
    """Return the best plan to each of several targets, with the longest prefix in common that costs nothing.

    The longest prefix has the most months in posts, then the most moves. No plan passes a position twice, so `via`
    takes skills only.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph to compile, or a planner, which has compiled its graph; a method of `Planner` takes its own.
    source : str
        A position, by id, title or alias.
    targets : iterable of str
        Positions to keep open, at least one.
    have : iterable of str, default ()
        Skills that the person has, beside those that the position implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to keep least: months until arrival, hours of study, or number of moves. The other two break ties,
        then the order of ids.
    via : iterable of str, default ()
        Positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Seconds of search, after which the best answer found so far comes back; None searches until it is proven.
    should_stop : callable or None, default None
        Called now and then without arguments; once it returns true, the best answer found so far comes back.

    Returns
    -------
    JointPlans
        The common prefix, the skills that all plans learn, and what each plan adds.

    Raises
    ------
    NoPlanError
        Where no path leads to the target.
    NoPlanInTimeError
        Where the time was over before any plan was found.
    UnknownNameError, AmbiguousNameError
        Where a name has no node, or several.
    UsageError
        Where an option is out of range.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> joint = mlgraph.plan_many(mlgraph.load(), "beginner", ["data scientist", "ML engineer"])
    >>> [branch.plan.target for branch in joint.branches]
    ['data-scientist', 'machine-learning-engineer']
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today())
    return _solver(graph).plan_many(source, targets, options, Budget(time_limit, should_stop))


def reach(
    graph: "Graph | Planner",
    source: str,
    *,
    within: float | None = None,
    have: Iterable[str] = (),
    pace: float = DEFAULT_PACE,
    objective: Objective = "months",
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Reach:
    """Return the roles in reach, by the costs of the best plan to each.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph to compile, or a planner, which has compiled its graph; a method of `Planner` takes its own.
    source : str
        A position, by id, title or alias.
    within : float or None, default None
        Months within which to arrive, 0 or more; None returns all roles.
    have : iterable of str, default ()
        Skills that the person has, beside those that the position implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to keep least: months until arrival, hours of study, or number of moves. The other two break ties,
        then the order of ids.
    via : iterable of str, default ()
        Positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Seconds of search, after which the best answer found so far comes back; None searches until it is proven.
    should_stop : callable or None, default None
        Called now and then without arguments; once it returns true, the best answer found so far comes back.

    Returns
    -------
    Reach
        The roles, the nearest first, each with its costs and missing skills.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        Where a name has no node, or several.
    UsageError
        Where an option is out of range.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.reach(mlgraph.load(), "data scientist", within=24)
    >>> all(role.costs.months <= 24 for role in found.roles)
    True
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today())
    return _reach.reach(_solver(graph), source, options, Budget(time_limit, should_stop), within=within)


def next_skills(
    graph: "Graph | Planner",
    source: str,
    target: str | None = None,
    *,
    have: Iterable[str] = (),
    pace: float = DEFAULT_PACE,
    objective: Objective = "months",
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> NextSkills:
    """Return the skills that a person can learn now, the most useful first.

    The person lacks such a skill and meets its requirements. With a target, the skills of the plan come first, in its
    order, then the others, by the saving in the objective for each hour of study. Without, the skills come in the order
    of how many roles and skills they open.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph to compile, or a planner, which has compiled its graph; a method of `Planner` takes its own.
    source : str
        A position, by id, title or alias.
    target : str or None, default None
        A position to come nearer to.
    have : iterable of str, default ()
        Skills that the person has, beside those that the position implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to keep least: months until arrival, hours of study, or number of moves. The other two break ties,
        then the order of ids.
    via : iterable of str, default ()
        Positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Seconds of search, after which the best answer found so far comes back; None searches until it is proven.
    should_stop : callable or None, default None
        Called now and then without arguments; once it returns true, the best answer found so far comes back.

    Returns
    -------
    NextSkills
        The skills in order of use.

    Raises
    ------
    NoPlanError
        Where no path leads to the target.
    NoPlanInTimeError
        Where the time was over before any plan was found.
    UnknownNameError, AmbiguousNameError
        Where a name has no node, or several.
    UsageError
        Where an option is out of range.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.next_skills(mlgraph.load(), "beginner")
    >>> found.skills[0].opens_roles > 0
    True
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today())
    return _next_skills.next_skills(_solver(graph), source, target, options, Budget(time_limit, should_stop))


def why(
    graph: "Graph | Planner",
    skill: str,
    source: str,
    target: str,
    *,
    have: Iterable[str] = (),
    pace: float = DEFAULT_PACE,
    objective: Objective = "months",
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Why:
    """Return why the best plan learns a skill, and the costs of the best plan without it.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph to compile, or a planner, which has compiled its graph; a method of `Planner` takes its own.
    skill : str
        A skill, by id, title or alias.
    source, target : str
        Positions, each by id, title or alias.
    have : iterable of str, default ()
        Skills that the person has, beside those that the position implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to keep least: months until arrival, hours of study, or number of moves. The other two break ties,
        then the order of ids.
    via : iterable of str, default ()
        Positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    time_limit : float or None, default None
        Seconds of search, after which the best answer found so far comes back; None searches until it is proven.
    should_stop : callable or None, default None
        Called now and then without arguments; once it returns true, the best answer found so far comes back.

    Returns
    -------
    Why
        The chains of needs from the skill to positions of the plan, and the costs with and without the skill.

    Raises
    ------
    NoPlanError
        Where no path leads to the target.
    NoPlanInTimeError
        Where the time was over before any plan was found.
    UnknownNameError, AmbiguousNameError
        Where a name has no node, or several.
    UsageError
        Where an option is out of range.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.why(mlgraph.load(), "calculus", "beginner", "data scientist")
    >>> found.chains[0][0].title
    'Calculus'
    """
    options = PlanOptions(have, pace, objective, via, avoid)
    return _why.why(_solver(graph), skill, source, target, options, Budget(time_limit, should_stop))


def compare(
    graph: "Graph | Planner",
    first: str,
    second: str,
    *,
    have: Iterable[str] = (),
    pace: float = DEFAULT_PACE,
    objective: Objective = "months",
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Comparison:
    """Return the skills that two positions need, and the best plan from each to the other.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph to compile, or a planner, which has compiled its graph; a method of `Planner` takes its own.
    first, second : str
        Positions, each by id, title or alias.
    have : iterable of str, default ()
        Skills that the person has, beside those that the position implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to keep least: months until arrival, hours of study, or number of moves. The other two break ties,
        then the order of ids.
    via : iterable of str, default ()
        Positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Seconds of search, after which the best answer found so far comes back; None searches until it is proven.
    should_stop : callable or None, default None
        Called now and then without arguments; once it returns true, the best answer found so far comes back.

    Returns
    -------
    Comparison
        The skills that both need, those that only one needs, and the plans between them.

    Raises
    ------
    NoPlanInTimeError
        Where the time was over before any plan was found.
    UnknownNameError, AmbiguousNameError
        Where a name has no node, or several.
    UsageError
        Where an option is out of range.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.compare(mlgraph.load(), "data scientist", "ML engineer")
    >>> [side.title for side in found.sides]
    ['Data scientist', 'ML engineer']
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today())
    return _compare.compare(_solver(graph), first, second, options, Budget(time_limit, should_stop))


def deadline(
    graph: "Graph | Planner",
    source: str,
    target: str,
    start: date,
    until: date,
    *,
    have: Iterable[str] = (),
    pace: float = DEFAULT_PACE,
    via: Iterable[str] = (),
    avoid: Iterable[str] = (),
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Deadline:
    """Return whether the quickest plan arrives by a day, and the least pace that keeps the deadline.

    Bisection over tenths of an hour finds the pace, with an exact plan for each. A month is 365.25 / 12 days.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph to compile, or a planner, which has compiled its graph; a method of `Planner` takes its own.
    source, target : str
        Positions, each by id, title or alias.
    start : datetime.date
        The day on which the plan begins.
    until : datetime.date
        The last day on which to arrive.
    have : iterable of str, default ()
        Skills that the person has, beside those that the position implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    via : iterable of str, default ()
        Positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    time_limit : float or None, default None
        Seconds of search, after which the best answer found so far comes back; None searches until it is proven.
    should_stop : callable or None, default None
        Called now and then without arguments; once it returns true, the best answer found so far comes back.

    Returns
    -------
    Deadline
        The day of arrival at this pace, and the least pace, in hours a week, that keeps the deadline.

    Raises
    ------
    NoPlanError
        Where no path leads to the target.
    NoPlanInTimeError
        Where the time was over before any plan was found.
    UnknownNameError, AmbiguousNameError
        Where a name has no node, or several.
    UsageError
        Where an option is out of range.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> from datetime import date
    >>> days = date(2027, 1, 1), date(2032, 1, 1)
    >>> found = mlgraph.deadline(mlgraph.load(), "data scientist", "ML team lead", *days)
    >>> found.kept
    True
    """
    options = PlanOptions(have, pace, "months", via, avoid)
    budget = Budget(time_limit, should_stop)
    return _deadline.deadline(_solver(graph), source, target, start, until, options, budget)


def resolve(graph: "Graph | Planner", name: str, kinds: Iterable[str] = KINDS) -> str:
    """Return the id of the node that has a name.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to look in.
    name : str
        An id, a title or an alias; case, accents, and the kind of blank or hyphen make no difference. An id or title
        wins over an alias.
    kinds : iterable of str, default ("stage", "role", "skill")
        The kinds of nodes to consider.

    Returns
    -------
    str
        The id of the node.

    Raises
    ------
    UnknownNameError
        Where no such node has the name; `nearest` holds the ids of similar ones.
    AmbiguousNameError
        Where several have it; `candidates` holds their ids.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.resolve(mlgraph.load(), "CDS")
    'chief-data-scientist'
    """
    return _resolve(graph.graph if isinstance(graph, Planner) else validate_graph(graph), name, kinds)


class Planner:
    """A graph compiled once, to answer many questions.

    Its methods are the functions of the same names: `planner.plan(...)` is `mlgraph.plan(planner, ...)`. A planner can
    be pickled.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or one of the same form; later changes of it have no effect.

    Raises
    ------
    GraphFileError
        Where the graph is wrong; `diagnostics` says all that is.

    Examples
    --------
    >>> import mlgraph
    >>> planner = mlgraph.Planner(mlgraph.load())
    >>> planner.plan("data scientist", "ML team lead", have=["leading people"]).moves
    2
    """

    def __init__(self, graph: Graph) -> None:
        self._solver = Solver(graph)

    def __reduce__(self) -> tuple[object, ...]:
        """Return the parts from which another process compiles the planner again."""
        return type(self), (self.graph,)

    @property
    def graph(self) -> Graph:
        """The graph that the planner has compiled, checked and frozen."""
        return self._solver.graph

    def unavoidable(
        self, plan: Plan, *, time_limit: float | None = None, should_stop: Signal = None
    ) -> Unavoidable | None:
        """Return what every plan with the same ends, skills, waypoints and avoidance passes and learns.

        Parameters
        ----------
        plan : Plan
            A plan of this planner.
        time_limit : float or None, default None
            Seconds of search, after which the best answer found so far comes back; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; once it returns true, the best answer found so far comes back.

        Returns
        -------
        Unavoidable or None
            The positions between the ends that every plan passes, and the skills of the plan that every plan learns;
            None where the time was not enough.

        Raises
        ------
        UnknownNameError
            Where the graph has not the positions or skills of the plan.

        Examples
        --------
        >>> import mlgraph
        >>> planner = mlgraph.Planner(mlgraph.load())
        >>> found = planner.unavoidable(planner.plan("beginner", "chief data scientist"))
        >>> found is not None and len(found.skills) > 10
        True
        """
        return self._solver.unavoidable(plan, Budget(time_limit, should_stop))

    plan = plan
    k_best = k_best
    plan_many = plan_many
    reach = reach
    next_skills = next_skills
    why = why
    compare = compare
    deadline = deadline


def _solver(graph: "Graph | Planner") -> Solver:
    """Return the solver of a planner, or a new one, which compiles the graph."""
    return graph._solver if isinstance(graph, Planner) else Solver(graph)
