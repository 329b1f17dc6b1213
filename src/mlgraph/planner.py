"""Public API: each question as a function of a graph and as a method of `Planner`.

A method of `Planner` answers as the function of the same name does. A planner compiles its graph once. A function that
gets a graph compiles the graph in each call.
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

    The search is label-setting A* on a resource-constrained shortest path, with dominance between labels. The study of
    a skill takes hours / pace weeks, and a month has 365.25 / 12 / 7 weeks.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which has compiled its graph already. Methods of `Planner` do not have this parameter.
    source, target : str
        Positions, each by id, title or alias.
    have : iterable of str, default ()
        Skills that the person has, in addition to the skills that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If plans tie, fewer months win,
        then fewer hours, moves and stages, then ids in alphabetical order. The "commonest" plan has the fewest moves
        without a count of people, then the largest product of shares. The share of a move is the part of all people
        leaving a post who made the move.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in each field, by id or title of the field. The person always counts as having the
        experience that the first position asks for. In a field that is left out, the person counts as having the
        experience that holders of this position usually have.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    sure : float or None, default None
        Probability, between 0 and 1, with which the person keeps every date of the plan. With None, the plan has the
        likely hours and months.
    start : datetime.date or None, default None
        First day of the plan, from which its dates are counted; None means today.
    time_limit : float or None, default None
        Longest time of the search, in seconds. At the limit, the function returns the best answer found so far. None
        means no limit.
    should_stop : callable or None, default None
        Function without arguments, which the search calls repeatedly. If the function returns true, the search ends as
        at `time_limit`.

    Returns
    -------
    Plan
        The best plan, with the skills to learn before each move. `optimal` is true if the search has proven the plan
        best.

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
    (2, 54.0)
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
    plan passes a position twice, so `via` may name only skills. The method is Lawler's partition (Lawler, Management
    Science 18, 1972). Each plan found divides the remaining paths into sets, by the position at which they leave this
    plan. The best path of all sets is the next plan.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which has compiled its graph already. Methods of `Planner` do not have this parameter.
    source, target : str
        Positions, each by id, title or alias.
    count : int
        Maximum number of plans to return, at least 1.
    have : iterable of str, default ()
        Skills that the person has, in addition to the skills that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If plans tie, fewer months win,
        then fewer hours, moves and stages, then ids in alphabetical order. The "commonest" plan has the fewest moves
        without a count of people, then the largest product of shares. The share of a move is the part of all people
        leaving a post who made the move.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in each field, by id or title of the field. The person always counts as having the
        experience that the first position asks for. In a field that is left out, the person counts as having the
        experience that holders of this position usually have.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        First day of the plan, from which its dates are counted; None means today.
    time_limit : float or None, default None
        Longest time of the search, in seconds. At the limit, the function returns the best answer found so far. None
        means no limit.
    should_stop : callable or None, default None
        Function without arguments, which the search calls repeatedly. If the function returns true, the search ends as
        at `time_limit`.

    Returns
    -------
    tuple of Plan
        The plans, the best first; fewer than `count` if no more exist. `optimal` is true for each plan that is proven
        to be the next best.

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

    The longest prefix has the most months in posts. If prefixes tie, the one with the most moves wins. No plan passes a
    position twice, so `via` may name only skills.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which has compiled its graph already. Methods of `Planner` do not have this parameter.
    source : str
        A position, by id, title or alias.
    targets : iterable of str
        Positions, each by id, title or alias; at least one.
    have : iterable of str, default ()
        Skills that the person has, in addition to the skills that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If plans tie, fewer months win,
        then fewer hours, moves and stages, then ids in alphabetical order. The "commonest" plan has the fewest moves
        without a count of people, then the largest product of shares. The share of a move is the part of all people
        leaving a post who made the move.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in each field, by id or title of the field. The person always counts as having the
        experience that the first position asks for. In a field that is left out, the person counts as having the
        experience that holders of this position usually have.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        First day of the plan, from which its dates are counted; None means today.
    time_limit : float or None, default None
        Longest time of the search, in seconds. At the limit, the function returns the best answer found so far. None
        means no limit.
    should_stop : callable or None, default None
        Function without arguments, which the search calls repeatedly. If the function returns true, the search ends as
        at `time_limit`.

    Returns
    -------
    JointPlans
        The common prefix, the skills that all plans learn, and the positions and skills that each plan adds.

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
    """Return the roles that a person can reach, sorted by the costs of the best plan to each role.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which has compiled its graph already. Methods of `Planner` do not have this parameter.
    source : str
        A position, by id, title or alias.
    within : float or None, default None
        Most months until arrival, 0 or more. None means no limit.
    have : iterable of str, default ()
        Skills that the person has, in addition to the skills that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If plans tie, fewer months win,
        then fewer hours, moves and stages, then ids in alphabetical order.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in each field, by id or title of the field. The person always counts as having the
        experience that the first position asks for. In a field that is left out, the person counts as having the
        experience that holders of this position usually have.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        First day of the plan, from which its dates are counted; None means today.
    time_limit : float or None, default None
        Longest time of the search, in seconds. At the limit, the function returns the best answer found so far. None
        means no limit.
    should_stop : callable or None, default None
        Function without arguments, which the search calls repeatedly. If the function returns true, the search ends as
        at `time_limit`.

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

    A person can learn a skill now if the person lacks the skill and meets its requirements. With a target, the skills
    of the best plan come first, in the order of the plan. Skills outside the plan follow, ranked by the saving in the
    objective for each hour of study. Without a target, skills are ranked by the number of roles that may need them,
    then by the number of skills that may need them.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which has compiled its graph already. Methods of `Planner` do not have this parameter.
    source : str
        A position, by id, title or alias.
    target : str or None, default None
        A position to reach, by id, title or alias. With None, skills are ranked by the roles that they open.
    have : iterable of str, default ()
        Skills that the person has, in addition to the skills that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If plans tie, fewer months win,
        then fewer hours, moves and stages, then ids in alphabetical order.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in each field, by id or title of the field. The person always counts as having the
        experience that the first position asks for. In a field that is left out, the person counts as having the
        experience that holders of this position usually have.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        First day of the plan, from which its dates are counted; None means today.
    time_limit : float or None, default None
        Longest time of the search, in seconds. At the limit, the function returns the best answer found so far. None
        means no limit.
    should_stop : callable or None, default None
        Function without arguments, which the search calls repeatedly. If the function returns true, the search ends as
        at `time_limit`.

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
    """Return why the best plan learns a skill, and the costs of the best plan without the skill.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which has compiled its graph already. Methods of `Planner` do not have this parameter.
    skill : str
        A skill, by id, title or alias.
    source, target : str
        Positions, each by id, title or alias.
    have : iterable of str, default ()
        Skills that the person has, in addition to the skills that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If plans tie, fewer months win,
        then fewer hours, moves and stages, then ids in alphabetical order. The "commonest" plan has the fewest moves
        without a count of people, then the largest product of shares. The share of a move is the part of all people
        leaving a post who made the move.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in each field, by id or title of the field. The person always counts as having the
        experience that the first position asks for. In a field that is left out, the person counts as having the
        experience that holders of this position usually have.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    time_limit : float or None, default None
        Longest time of the search, in seconds. At the limit, the function returns the best answer found so far. None
        means no limit.
    should_stop : callable or None, default None
        Function without arguments, which the search calls repeatedly. If the function returns true, the search ends as
        at `time_limit`.

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
    """Return the skills that two positions need, and the best plan from each position to the other.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which has compiled its graph already. Methods of `Planner` do not have this parameter.
    first, second : str
        Positions, each by id, title or alias.
    have : iterable of str, default ()
        Skills that the person has, in addition to the skills that `first` or `second` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If plans tie, fewer months win,
        then fewer hours, moves and stages, then ids in alphabetical order. The "commonest" plan has the fewest moves
        without a count of people, then the largest product of shares. The share of a move is the part of all people
        leaving a post who made the move.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in each field, by id or title of the field. The person always counts as having the
        experience that the first position asks for. In a field that is left out, the person counts as having the
        experience that holders of this position usually have.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        First day of the plan, from which its dates are counted; None means today.
    time_limit : float or None, default None
        Longest time of the search, in seconds. At the limit, the function returns the best answer found so far. None
        means no limit.
    should_stop : callable or None, default None
        Function without arguments, which the search calls repeatedly. If the function returns true, the search ends as
        at `time_limit`.

    Returns
    -------
    Comparison
        The skills that both positions need, the skills that only one needs, and the plan from each position to the
        other.

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
        A graph, or a planner, which has compiled its graph already. Methods of `Planner` do not have this parameter.
    source, target : str
        Positions, each by id, title or alias.
    start : datetime.date
        The first day of the plan.
    until : datetime.date
        The deadline, the last day to arrive.
    have : iterable of str, default ()
        Skills that the person has, in addition to the skills that `source` implies.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    via : iterable of str, default ()
        Waypoints: positions to pass and skills to learn.
    avoid : iterable of str, default ()
        Positions not to pass and skills not to learn.
    experience : mapping of str to float, default None
        Months of experience in each field, by id or title of the field. The person always counts as having the
        experience that the first position asks for. In a field that is left out, the person counts as having the
        experience that holders of this position usually have.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    time_limit : float or None, default None
        Longest time of the search, in seconds. At the limit, the function returns the best answer found so far. None
        means no limit.
    should_stop : callable or None, default None
        Function without arguments, which the search calls repeatedly. If the function returns true, the search ends as
        at `time_limit`.

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
    """Return the breaches of laws that plans on a graph should keep.

    The laws say that a person with more skills, study, service or experience arrives no later. A person in any position
    arrives no later than a person who begins at a first stage. A person moves quickly between posts of one stage. The
    guide to graphs of your own explains each law.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        A graph, or a planner, which has compiled its graph already. Methods of `Planner` do not have this parameter.
    pairs : int, default 2000
        Maximum number of pairs of positions to check. In a graph with more pairs, the function checks a random sample,
        which is always the same.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    time_limit : float or None, default None
        Longest time of the search, in seconds. At the limit, the function returns the best answer found so far. None
        means no limit.
    should_stop : callable or None, default None
        Function without arguments, which the search calls repeatedly. If the function returns true, the search ends as
        at `time_limit`.

    Returns
    -------
    Laws
        The breaches, and the number of pairs checked.

    Raises
    ------
    UsageError
        If an option is invalid.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.check_laws(mlgraph.load(), pairs=1, time_limit=1)
    >>> found.pairs <= 1, found.level_pairs <= 1
    (True, True)
    """
    budget = Budget(time_limit, should_stop)
    return _laws.check_laws(_solver(graph), PlanOptions(pace=pace), budget, pairs=pairs)


def resolve(graph: "Graph | Planner", name: str, kinds: Iterable[str] = KINDS) -> str:
    """Return the id of the node with a name.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph, or a planner of the graph.
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
    """A compiled graph, which answers many questions without compiling again.

    The methods of a planner have the names of the functions: `planner.plan(...)` is `mlgraph.plan(planner, ...)`. A
    planner can be pickled.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or one with the same attributes. Later changes to the graph do not affect the
        planner.

    Raises
    ------
    GraphFileError
        If the graph is invalid; `diagnostics` of the exception lists all errors.

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
        """Return the arguments that recreate the planner in another process."""
        return type(self), (self.graph,)

    @property
    def graph(self) -> Graph:
        """The compiled graph, validated and frozen."""
        return self._solver.graph

    def unavoidable(
        self, plan: Plan, *, time_limit: float | None = None, should_stop: Signal = None
    ) -> Unavoidable | None:
        """Return the positions and skills that all plans for the same request share.

        The request of a plan consists of its first and last position, the skills that the person has, `via` and
        `avoid`.

        Parameters
        ----------
        plan : Plan
            A plan of this planner.
        time_limit : float or None, default None
            Longest time of the search, in seconds. At the limit, the function returns the best answer found so far.
            None means no limit.
        should_stop : callable or None, default None
            Function without arguments, which the search calls repeatedly. If the function returns true, the search ends
            as at `time_limit`.

        Returns
        -------
        Unavoidable or None
            The positions that every plan passes between the first and the last, and the skills that every plan learns.
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
    """Return the solver of a planner, or compile a graph and return a new solver."""
    return graph._solver if isinstance(graph, Planner) else Solver(graph)
