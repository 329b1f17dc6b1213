"""Public API: each question as a function of a graph and as a method of `Planner`.

A method of `Planner` is the function of the same name. A planner compiles its graph once; a function with a graph
compiles it for each call.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from mlgraph.analysis import compare as _compare
from mlgraph.analysis import deadline as _deadline
from mlgraph.analysis import laws as _laws
from mlgraph.analysis import next_skills as _next_skills
from mlgraph.analysis import reach as _reach
from mlgraph.analysis import why as _why
from mlgraph.analysis.breaches import Laws
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
    experience: Mapping[str, float] | None = None,
    months_in_post: float = 0,
    sure: float | None = None,
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Plan:
    """Return the best plan from one position to another.

    The search is label-setting A* on a resource-constrained shortest path, with dominance between labels. Study of some
    hours takes hours / pace / (365.25 / 12 / 7) months, since a month has 365.25 / 12 / 7 weeks.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it. Methods of `Planner` do not take this parameter.
    source, target : str
        Positions, each by id, title or alias.
    have : iterable of str, default ()
        Skills that the person has, in addition to those that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. The other two break ties in this
        order, then ids. The commonest plan has the fewest moves that nobody has counted, and then the largest product
        of the shares of people who made its moves.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in fields, by id or title. The person has at least what the first position asks for.
    months_in_post : float, default 0
        Months that the person has served at the first position.
    sure : float or None, default None
        Plan with the hours and months that are enough with this chance, between 0 and 1, so that every date holds with
        it. None plans with the likely figures.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
    should_stop : callable or None, default None
        Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

    Returns
    -------
    Plan
        The moves, and the skills to learn before each. `optimal` is true if the plan is proven best.

    Raises
    ------
    NoPlanError
        If no path leads to the target.
    NoPlanInTimeError
        If the search ended before it found any plan.
    UnknownNameError
        If no node has a given name.
    AmbiguousNameError
        If several nodes have a given name.
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> plan = mlgraph.plan(mlgraph.load(), "data scientist", "ML team lead", have=["leading people"])
    >>> plan.moves, plan.months
    (1, 36.0)
    """
    first = start or date.today()
    options = PlanOptions(have, pace, objective, via, avoid, first, experience or {}, months_in_post, sure)
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
    experience: Mapping[str, float] | None = None,
    months_in_post: float = 0,
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> tuple[Plan, ...]:
    """Return the k best plans, the best first.

    Two plans differ if they have different posts, or the same posts in another order; stages make no difference. No
    plan passes a position twice, so `via` takes skills only. The method is Lawler's partition (Lawler, Management
    Science 18, 1972). A plan that is found divides the other paths by the position at which they leave it; the best of
    all parts is next.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it. Methods of `Planner` do not take this parameter.
    source, target : str
        Positions, each by id, title or alias.
    count : int
        Greatest number of plans to return, at least 1.
    have : iterable of str, default ()
        Skills that the person has, in addition to those that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. The other two break ties in this
        order, then ids. The commonest plan has the fewest moves that nobody has counted, and then the largest product
        of the shares of people who made its moves.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in fields, by id or title. The person has at least what the first position asks for.
    months_in_post : float, default 0
        Months that the person has served at the first position.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
    should_stop : callable or None, default None
        Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

    Returns
    -------
    tuple of Plan
        The plans; fewer than `count` if there are no more. `optimal` is true for a plan that is proven best.

    Raises
    ------
    NoPlanError
        If no path leads to the target.
    NoPlanInTimeError
        If the search ended before it found any plan.
    UnknownNameError
        If no node has a given name.
    AmbiguousNameError
        If several nodes have a given name.
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> plans = mlgraph.k_best(mlgraph.load(), "beginner", "data scientist", 3)
    >>> [plan.months for plan in plans] == sorted(plan.months for plan in plans)
    True
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
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
    experience: Mapping[str, float] | None = None,
    months_in_post: float = 0,
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> JointPlans:
    """Return the best plan to each of several targets, with the longest common prefix that makes no plan worse.

    The longest prefix is the one with the most months in posts, then with the most moves. No plan passes a position
    twice, so `via` takes skills only.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it. Methods of `Planner` do not take this parameter.
    source : str
        A position, by id, title or alias.
    targets : iterable of str
        Positions, each by id, title or alias; at least one.
    have : iterable of str, default ()
        Skills that the person has, in addition to those that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. The other two break ties in this
        order, then ids. The commonest plan has the fewest moves that nobody has counted, and then the largest product
        of the shares of people who made its moves.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in fields, by id or title. The person has at least what the first position asks for.
    months_in_post : float, default 0
        Months that the person has served at the first position.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
    should_stop : callable or None, default None
        Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

    Returns
    -------
    JointPlans
        The common prefix, the skills that all plans learn, and what each plan adds.

    Raises
    ------
    NoPlanError
        If no path leads to the target.
    NoPlanInTimeError
        If the search ended before it found any plan.
    UnknownNameError
        If no node has a given name.
    AmbiguousNameError
        If several nodes have a given name.
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> joint = mlgraph.plan_many(mlgraph.load(), "beginner", ["data scientist", "ML engineer"])
    >>> [branch.plan.target for branch in joint.branches]
    ['data-scientist', 'machine-learning-engineer']
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
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
    experience: Mapping[str, float] | None = None,
    months_in_post: float = 0,
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Reach:
    """Return the reachable roles, in the order of the costs of the best plan to each.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it. Methods of `Planner` do not take this parameter.
    source : str
        A position, by id, title or alias.
    within : float or None, default None
        Latest arrival in months, 0 or more. None means no limit.
    have : iterable of str, default ()
        Skills that the person has, in addition to those that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. The other two break ties in this
        order, then ids.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in fields, by id or title. The person has at least what the first position asks for.
    months_in_post : float, default 0
        Months that the person has served at the first position.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
    should_stop : callable or None, default None
        Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

    Returns
    -------
    Reach
        The roles, the nearest first, each with its costs and missing skills.

    Raises
    ------
    UnknownNameError
        If no node has a given name.
    AmbiguousNameError
        If several nodes have a given name.
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.reach(mlgraph.load(), "data scientist", within=24)
    >>> all(role.costs.months <= 24 for role in found.roles)
    True
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
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
    experience: Mapping[str, float] | None = None,
    months_in_post: float = 0,
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> NextSkills:
    """Return the skills that a person can learn now, the most useful first.

    A person can learn a skill now who lacks the skill and meets its requirements. With a target, the skills of the best
    plan come first, in the order of the plan. Skills outside the plan follow, ranked by the saving in the objective for
    each hour of study. Without a target, skills are ranked by the number of roles, then of skills, that may need them.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it. Methods of `Planner` do not take this parameter.
    source : str
        A position, by id, title or alias.
    target : str or None, default None
        A position to reach, by id, title or alias. None ranks skills without a target.
    have : iterable of str, default ()
        Skills that the person has, in addition to those that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. The other two break ties in this
        order, then ids.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in fields, by id or title. The person has at least what the first position asks for.
    months_in_post : float, default 0
        Months that the person has served at the first position.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
    should_stop : callable or None, default None
        Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

    Returns
    -------
    NextSkills
        The skills, the most useful first.

    Raises
    ------
    NoPlanError
        If no path leads to the target.
    NoPlanInTimeError
        If the search ended before it found any plan.
    UnknownNameError
        If no node has a given name.
    AmbiguousNameError
        If several nodes have a given name.
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.next_skills(mlgraph.load(), "beginner")
    >>> found.skills[0].opens_roles > 0
    True
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
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
    experience: Mapping[str, float] | None = None,
    months_in_post: float = 0,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Why:
    """Return why the best plan learns a skill, and the costs of the best plan without it.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it. Methods of `Planner` do not take this parameter.
    skill : str
        A skill, by id, title or alias.
    source, target : str
        Positions, each by id, title or alias.
    have : iterable of str, default ()
        Skills that the person has, in addition to those that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. The other two break ties in this
        order, then ids. The commonest plan has the fewest moves that nobody has counted, and then the largest product
        of the shares of people who made its moves.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in fields, by id or title. The person has at least what the first position asks for.
    months_in_post : float, default 0
        Months that the person has served at the first position.
    time_limit : float or None, default None
        Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
    should_stop : callable or None, default None
        Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

    Returns
    -------
    Why
        The chains of needs from the skill to positions of the plan, and the costs with and without the skill.

    Raises
    ------
    NoPlanError
        If no path leads to the target.
    NoPlanInTimeError
        If the search ended before it found any plan.
    UnknownNameError
        If no node has a given name.
    AmbiguousNameError
        If several nodes have a given name.
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.why(mlgraph.load(), "calculus", "beginner", "data scientist")
    >>> found.chains[0][0].title
    'Calculus'
    """
    options = PlanOptions(have, pace, objective, via, avoid, experience=experience or {}, months_in_post=months_in_post)
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
    experience: Mapping[str, float] | None = None,
    months_in_post: float = 0,
    start: date | None = None,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Comparison:
    """Return the skills that two positions need, and the best plan from each to the other.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it. Methods of `Planner` do not take this parameter.
    first, second : str
        Positions, each by id, title or alias.
    have : iterable of str, default ()
        Skills that the person has, in addition to those that `first` or `second` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. The other two break ties in this
        order, then ids. The commonest plan has the fewest moves that nobody has counted, and then the largest product
        of the shares of people who made its moves.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in fields, by id or title. The person has at least what the first position asks for.
    months_in_post : float, default 0
        Months that the person has served at the first position.
    start : datetime.date or None, default None
        The first day, from which dates are counted; None is today.
    time_limit : float or None, default None
        Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
    should_stop : callable or None, default None
        Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

    Returns
    -------
    Comparison
        The skills that both need, those that only one needs, and the plans between them.

    Raises
    ------
    UnknownNameError
        If no node has a given name.
    AmbiguousNameError
        If several nodes have a given name.
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.compare(mlgraph.load(), "data scientist", "ML engineer")
    >>> [side.title for side in found.sides]
    ['Data scientist', 'ML engineer']
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
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
    experience: Mapping[str, float] | None = None,
    months_in_post: float = 0,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Deadline:
    """Return whether the plan with the fewest months arrives by a date, and the least pace that keeps the deadline.

    Bisection finds the least pace to a tenth of an hour, with an exact plan for each pace that it tries. A month is
    365.25 / 12 days.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it. Methods of `Planner` do not take this parameter.
    source, target : str
        Positions, each by id, title or alias.
    start : datetime.date
        The first day of the plan.
    until : datetime.date
        The deadline, the last day to arrive.
    have : iterable of str, default ()
        Skills that the person has, in addition to those that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in fields, by id or title. The person has at least what the first position asks for.
    months_in_post : float, default 0
        Months that the person has served at the first position.
    time_limit : float or None, default None
        Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
    should_stop : callable or None, default None
        Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

    Returns
    -------
    Deadline
        The day of arrival at `pace`, and the least pace in hours a week that keeps the deadline.

    Raises
    ------
    NoPlanError
        If no path leads to the target.
    NoPlanInTimeError
        If the search ended before it found any plan.
    UnknownNameError
        If no node has a given name.
    AmbiguousNameError
        If several nodes have a given name.
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> from datetime import date
    >>> days = date(2027, 1, 1), date(2032, 1, 1)
    >>> found = mlgraph.deadline(mlgraph.load(), "data scientist", "ML team lead", *days)
    >>> found.kept
    True
    """
    options = PlanOptions(have, pace, "months", via, avoid, experience=experience or {}, months_in_post=months_in_post)
    budget = Budget(time_limit, should_stop)
    return _deadline.deadline(_solver(graph), source, target, start, until, options, budget)


def check_laws(
    graph: "Graph | Planner",
    *,
    pairs: int = _laws.MOST_PAIRS,
    pace: float = DEFAULT_PACE,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Laws:
    """Return the questions about a graph whose answers break a law.

    The laws say that a person with more skills, study, service or experience arrives no later. A person in any position
    arrives no later than a person at a first stage. A person moves quickly between posts of one stage. The guide to
    graphs of your own has the details.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which saves the time to compile it. Methods of `Planner` do not take this parameter.
    pairs : int, default 2000
        Most pairs of positions to ask about. A larger graph is asked about a random sample, always the same.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    time_limit : float or None, default None
        Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
    should_stop : callable or None, default None
        Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

    Returns
    -------
    Laws
        The breaches, and the number of pairs asked.

    Raises
    ------
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.check_laws(mlgraph.load(), pairs=1)
    >>> found.complete, found.pairs <= 1
    (True, True)
    """
    budget = Budget(time_limit, should_stop)
    return _laws.check_laws(_solver(graph), PlanOptions(pace=pace), budget, pairs=pairs)


def resolve(graph: "Graph | Planner", name: str, kinds: Iterable[str] = KINDS) -> str:
    """Return the id of the node with a name.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph, or a planner of it.
    name : str
        An id, a title or an alias. Case, accents, and the kind of space or hyphen do not matter. An id or title wins
        over an alias.
    kinds : iterable of str, default ("stage", "role", "skill")
        Kinds of nodes to search.

    Returns
    -------
    str
        The id of the node.

    Raises
    ------
    UnknownNameError
        If no node has the name; `nearest` has the ids of nodes with similar names.
    AmbiguousNameError
        If several nodes have the name; `candidates` has their ids.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.resolve(mlgraph.load(), "CDS")
    'chief-data-scientist'
    """
    return _resolve(graph.graph if isinstance(graph, Planner) else validate_graph(graph), name, kinds)


class Planner:
    """A compiled graph, to answer many questions.

    The methods of a planner have the names of the functions: `planner.plan(...)` is `mlgraph.plan(planner, ...)`. A
    planner can be pickled.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or one of the same form. Later changes to it have no effect.

    Raises
    ------
    GraphFileError
        If the graph is invalid; `diagnostics` has all errors.

    Examples
    --------
    >>> import mlgraph
    >>> planner = mlgraph.Planner(mlgraph.load())
    >>> planner.plan("data scientist", "ML team lead", have=["leading people"]).moves
    1
    """

    def __init__(self, graph: Graph) -> None:
        self._solver = Solver(graph)

    def __reduce__(self) -> tuple[object, ...]:
        """Return the arguments that recreate the planner in another process."""
        return type(self), (self.graph,)

    @property
    def graph(self) -> Graph:
        """The compiled graph, validated and frozen."""
        return self._solver.graph

    def unavoidable(
        self, plan: Plan, *, time_limit: float | None = None, should_stop: Signal = None
    ) -> Unavoidable | None:
        """Return the positions and skills that every plan with the same request has.

        The request of a plan is its ends, the skills that the person has, `via` and `avoid`.

        Parameters
        ----------
        plan : Plan
            A plan of this planner.
        time_limit : float or None, default None
            Limit on the search in seconds; then the best answer found so far is returned. None means no limit.
        should_stop : callable or None, default None
            Function without arguments, called repeatedly; if it returns true, the search ends as at `time_limit`.

        Returns
        -------
        Unavoidable or None
            The positions between the ends that every plan passes, and the skills of this plan that every plan learns.
            None if the search ended too early.

        Raises
        ------
        UnknownNameError
            If the plan has positions or skills that are not in the graph.

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
    check_laws = check_laws


def _solver(graph: "Graph | Planner") -> Solver:
    """Return the solver of a planner, or a new one, which compiles the graph."""
    return graph._solver if isinstance(graph, Planner) else Solver(graph)
