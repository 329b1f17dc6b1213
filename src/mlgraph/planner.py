"""Public API for planning, in which each question about plans is a function, and also a method of `Planner`.

A method of `Planner` gives the same answer as the function of the same name. A planner compiles its graph once for all
questions, but a function such as `mlgraph.plan` compiles a given graph in each call. To compile a graph is to convert
its ids, months and hours to the numbers with which the search computes.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from mlgraph.analysis import compare as _compare
from mlgraph.analysis import deadline as _deadline
from mlgraph.analysis import laws as _laws
from mlgraph.analysis import next_skills as _next_skills
from mlgraph.analysis import reach as _reach
from mlgraph.analysis import step_back as _step_back
from mlgraph.analysis import why as _why
from mlgraph.analysis.breaches import Laws
from mlgraph.analysis.compare import Comparison
from mlgraph.analysis.deadline import Deadline
from mlgraph.analysis.next_skills import NextSkills
from mlgraph.analysis.reach import Reach
from mlgraph.analysis.step_back import StepBack
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
    """Find the best plan from one position to another for a person with some skills.

    The search for the best plan is label-setting A* with dominance, for a resource-constrained shortest path. The study
    of a skill takes (hours / pace) weeks, and a month has (365.25 / 12 / 7) weeks.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to search, or a planner of the graph. A method of `Planner` has no parameter `graph`, since the
        planner itself has the graph.
    source, target : str
        The ids, titles or aliases of the first and the last position of a plan.
    have : iterable of str, default ()
        Skills that the person has. `have` may leave out the skills that everybody at `source` has.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If several plans are the
        fastest, one without a step back (`StepBack`) wins. If several plans have the same least cost, fewer months win,
        then fewer hours, then fewer moves, then fewer stages. If plans are equal in all costs, the plan whose ids come
        first in the alphabet wins. The objective "commonest" asks for the plan that most people follow, by counts from
        career histories. The "commonest" plan has the fewest job changes whose share the graph does not state. Among
        plans with equally few job changes of unstated share, the plan with the largest product of the shares of its
        moves wins. The share of a move is the part of all people leaving a post who made the move.
    via : iterable of str, default ()
        Positions that the plan must pass (waypoints), and skills that the plan must learn.
    avoid : iterable of str, default ()
        Positions that the plan must not pass, and skills that the plan must not learn.
    experience : mapping of str to float, default None
        The months of experience that the person has in each field, with the id or title of the field as the key. The
        person always counts as having the experience that the first position asks for. In a field that `experience`
        leaves out, the person has the usual experience of holders of the first position.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    sure : float or None, default None
        The probability, between 0 and 1, with which the person must keep each date of the plan. If `sure` is None, the
        plan uses the likely value of each range of hours or months.
    start : datetime.date or None, default None
        The first day of the plan, from which its dates are counted, or None for today.
    time_limit : float or None, default None
        The most seconds for the search, or None for no limit. When the time limit is reached, the function returns the
        best answer found so far.
    should_stop : callable or None, default None
        A function without arguments, which the search calls again and again, and which ends the search by returning
        true.

    Returns
    -------
    Plan
        The best plan, with the skills to learn before each move. If the attribute `optimal` of the plan is true, the
        search has proven that no plan is better.

    Raises
    ------
    NoPlanError
        Raised if no path leads from the first position to the target.
    NoPlanInTimeError
        Raised if the search reached a limit before it found any plan.
    UnknownNameError
        Raised if a name in the arguments belongs to no node.
    AmbiguousNameError
        Raised if a name in the arguments belongs to several nodes.
    UsageError
        Raised if the value of an option is invalid, such as a pace of 0.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> plan = mlgraph.plan(mlgraph.load(), "data scientist", "ML team lead", have=["leading people"])
    >>> plan.moves, plan.months
    (2, 54.0)
    """
    first = start or date.today()
    options = PlanOptions(have, pace, objective, via, avoid, first, experience or {}, months_in_post, sure)
    return _get_solver(graph).plan(source, target, options, Budget(time_limit, should_stop))


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
    """Find the k best plans from one position to another, the best plan first.

    Any two of the k plans differ in their jobs, or have the same jobs in another order. Plans that differ only in their
    stages count as the same plan. The parameter `via` takes only skills. To pass given positions, a person may have to
    hold a job twice, and the function does not search for plans that repeat a job. The k best plans come from Lawler's
    partition of all paths (Lawler, Management Science 18, 1972). The function divides the paths that differ from the
    best plan into sets, by the position at which a path leaves the best plan. The best path of all sets is the next
    plan, which divides its set in the same way.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to search, or a planner of the graph. A method of `Planner` has no parameter `graph`, since the
        planner itself has the graph.
    source, target : str
        The ids, titles or aliases of the first and the last position of a plan.
    count : int
        The greatest number of plans to return, at least 1.
    have : iterable of str, default ()
        Skills that the person has. `have` may leave out the skills that everybody at `source` has.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If several plans are the
        fastest, one without a step back (`StepBack`) wins. If several plans have the same least cost, fewer months win,
        then fewer hours, then fewer moves, then fewer stages. If plans are equal in all costs, the plan whose ids come
        first in the alphabet wins. The objective "commonest" asks for the plan that most people follow, by counts from
        career histories. The "commonest" plan has the fewest job changes whose share the graph does not state. Among
        plans with equally few job changes of unstated share, the plan with the largest product of the shares of its
        moves wins. The share of a move is the part of all people leaving a post who made the move.
    via : iterable of str, default ()
        The skills that each plan must learn; `via` takes no positions here.
    avoid : iterable of str, default ()
        Positions that no plan may pass, and skills that no plan may learn.
    experience : mapping of str to float, default None
        The months of experience that the person has in each field, with the id or title of the field as the key. The
        person always counts as having the experience that the first position asks for. In a field that `experience`
        leaves out, the person has the usual experience of holders of the first position.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        The first day of each plan, from which its dates are counted, or None for today.
    time_limit : float or None, default None
        The most seconds for the search, or None for no limit. When the time limit is reached, the function returns the
        best answer found so far.
    should_stop : callable or None, default None
        A function without arguments, which the search calls again and again, and which ends the search by returning
        true.

    Returns
    -------
    tuple of Plan
        At most `count` plans, the best first. If the attribute `optimal` of a plan is true, the search has proven that
        only the plans before it in the tuple can be better.

    Raises
    ------
    NoPlanError
        Raised if no path leads from the first position to the target.
    NoPlanInTimeError
        Raised if the search reached a limit before it found any plan.
    UnknownNameError
        Raised if a name in the arguments belongs to no node.
    AmbiguousNameError
        Raised if a name in the arguments belongs to several nodes.
    UsageError
        Raised if the value of an option is invalid, such as a pace of 0.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> plans = mlgraph.k_best(mlgraph.load(), "beginner", "data scientist", 3)
    >>> [plan.months for plan in plans] == sorted(plan.months for plan in plans)
    True
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
    return _get_solver(graph).k_best(source, target, count, options, Budget(time_limit, should_stop))


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
    """Find best plans to several targets, such that all the plans begin with the same moves for as long as possible.

    Each of the returned plans is as good, by the objective, as the best plan to the same target. Among equally good
    plans, the function chooses those whose shared first moves take the most months. If equally good plans share moves
    of equally many months, the plans with the most shared moves to roles win. The parameter `via` takes only skills. To
    pass given positions, a person may have to hold a job twice, and the function does not search for plans that repeat
    a job.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to search, or a planner of the graph. A method of `Planner` has no parameter `graph`, since the
        planner itself has the graph.
    source : str
        The id, title or alias of the position at which the person is now.
    targets : iterable of str
        The ids, titles or aliases of the target positions, of which there must be at least one.
    have : iterable of str, default ()
        Skills that the person has. `have` may leave out the skills that everybody at `source` has.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If several plans are the
        fastest, one without a step back (`StepBack`) wins. If several plans have the same least cost, fewer months win,
        then fewer hours, then fewer moves, then fewer stages. If plans are equal in all costs, the plan whose ids come
        first in the alphabet wins. The objective "commonest" asks for the plan that most people follow, by counts from
        career histories. The "commonest" plan has the fewest job changes whose share the graph does not state. Among
        plans with equally few job changes of unstated share, the plan with the largest product of the shares of its
        moves wins. The share of a move is the part of all people leaving a post who made the move.
    via : iterable of str, default ()
        The skills that each plan must learn; `via` takes no positions here.
    avoid : iterable of str, default ()
        Positions that no plan may pass, and skills that no plan may learn.
    experience : mapping of str to float, default None
        The months of experience that the person has in each field, with the id or title of the field as the key. The
        person always counts as having the experience that the first position asks for. In a field that `experience`
        leaves out, the person has the usual experience of holders of the first position.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        The first day of each plan, from which its dates are counted, or None for today.
    time_limit : float or None, default None
        The most seconds for the search, or None for no limit. When the time limit is reached, the function returns the
        best answer found so far.
    should_stop : callable or None, default None
        A function without arguments, which the search calls again and again, and which ends the search by returning
        true.

    Returns
    -------
    JointPlans
        The first positions, which are the same in all plans, the skills that all plans learn, and the further positions
        and skills of each plan.

    Raises
    ------
    NoPlanError
        Raised if no path leads from the first position to one of the targets.
    NoPlanInTimeError
        Raised if the search reached a limit before it found any plan.
    UnknownNameError
        Raised if a name in the arguments belongs to no node.
    AmbiguousNameError
        Raised if a name in the arguments belongs to several nodes.
    UsageError
        Raised if the value of an option is invalid, such as a pace of 0.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> joint = mlgraph.plan_many(mlgraph.load(), "beginner", ["data scientist", "ML engineer"])
    >>> [branch.plan.target for branch in joint.branches]
    ['data-scientist', 'machine-learning-engineer']
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
    return _get_solver(graph).plan_many(source, targets, options, Budget(time_limit, should_stop))


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
    """Find the roles that a person can reach, sorted by the cost of the best plan to each role.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to search, or a planner of the graph. A method of `Planner` has no parameter `graph`, since the
        planner itself has the graph.
    source : str
        The id, title or alias of the position at which the person is now.
    within : float or None, default None
        The most months that the plan to a role may take, 0 or more, or None for no limit.
    have : iterable of str, default ()
        Skills that the person has. `have` may leave out the skills that everybody at `source` has.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If several plans are the
        fastest, one without a step back (`StepBack`) wins. If several plans have the same least cost, fewer months win,
        then fewer hours, then fewer moves, then fewer stages. If plans are equal in all costs, the plan whose ids come
        first in the alphabet wins.
    via : iterable of str, default ()
        Positions that each plan must pass (waypoints), and skills that each plan must learn.
    avoid : iterable of str, default ()
        Positions that no plan may pass, and skills that no plan may learn.
    experience : mapping of str to float, default None
        The months of experience that the person has in each field, with the id or title of the field as the key. The
        person always counts as having the experience that the first position asks for. In a field that `experience`
        leaves out, the person has the usual experience of holders of the first position.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        The first day of each plan, from which its dates are counted, or None for today.
    time_limit : float or None, default None
        The most seconds for the search, or None for no limit. When the time limit is reached, the function returns the
        best answer found so far.
    should_stop : callable or None, default None
        A function without arguments, which the search calls again and again, and which ends the search by returning
        true.

    Returns
    -------
    Reach
        The roles in reach, the nearest first, each with the costs of its plan and the skills that the person lacks.

    Raises
    ------
    UnknownNameError
        Raised if a name in the arguments belongs to no node.
    AmbiguousNameError
        Raised if a name in the arguments belongs to several nodes.
    UsageError
        Raised if the value of an option is invalid, such as a pace of 0.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.reach(mlgraph.load(), "data scientist", within=24)
    >>> all(role.costs.months <= 24 for role in found.roles)
    True
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
    return _reach.reach(_get_solver(graph), source, options, Budget(time_limit, should_stop), within=within)


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
    """Find the skills that a person can learn now, the most useful first.

    A person can learn a skill now if the person lacks the skill, but has the skills that the skill requires. If a
    target is given, the skills of the best plan come first, in the order of the plan. Skills outside the best plan
    follow the skills of the plan, sorted by how much each hour of studying them lowers the objective. If no target is
    given, the function sorts the skills by how many roles, and then by how many other skills, may need them.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to search, or a planner of the graph. A method of `Planner` has no parameter `graph`, since the
        planner itself has the graph.
    source : str
        The id, title or alias of the position at which the person is now.
    target : str or None, default None
        The id, title or alias of a position to reach, or None to sort skills by how many roles may need them.
    have : iterable of str, default ()
        Skills that the person has. `have` may leave out the skills that everybody at `source` has.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If several plans are the
        fastest, one without a step back (`StepBack`) wins. If several plans have the same least cost, fewer months win,
        then fewer hours, then fewer moves, then fewer stages. If plans are equal in all costs, the plan whose ids come
        first in the alphabet wins.
    via : iterable of str, default ()
        Positions that the plan must pass (waypoints), and skills that the plan must learn.
    avoid : iterable of str, default ()
        Positions that the plan must not pass, and skills that the plan must not learn.
    experience : mapping of str to float, default None
        The months of experience that the person has in each field, with the id or title of the field as the key. The
        person always counts as having the experience that the first position asks for. In a field that `experience`
        leaves out, the person has the usual experience of holders of the first position.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        The first day of the plan, from which its dates are counted, or None for today.
    time_limit : float or None, default None
        The most seconds for the search, or None for no limit. When the time limit is reached, the function returns the
        best answer found so far.
    should_stop : callable or None, default None
        A function without arguments, which the search calls again and again, and which ends the search by returning
        true.

    Returns
    -------
    NextSkills
        The skills that the person can learn now, the most useful first.

    Raises
    ------
    NoPlanError
        Raised if no path leads from the first position to the target.
    NoPlanInTimeError
        Raised if the search reached a limit before it found any plan.
    UnknownNameError
        Raised if a name in the arguments belongs to no node.
    AmbiguousNameError
        Raised if a name in the arguments belongs to several nodes.
    UsageError
        Raised if the value of an option is invalid, such as a pace of 0.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.next_skills(mlgraph.load(), "beginner")
    >>> found.skills[0].opens_roles > 0
    True
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
    return _next_skills.next_skills(_get_solver(graph), source, target, options, Budget(time_limit, should_stop))


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
    """Explain why the best plan between two positions learns a skill, and what the best plan without the skill costs.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to search, or a planner of the graph. A method of `Planner` has no parameter `graph`, since the
        planner itself has the graph.
    skill : str
        The id, title or alias of the skill to explain.
    source, target : str
        The ids, titles or aliases of the first and the last position of a plan.
    have : iterable of str, default ()
        Skills that the person has. `have` may leave out the skills that everybody at `source` has.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If several plans are the
        fastest, one without a step back (`StepBack`) wins. If several plans have the same least cost, fewer months win,
        then fewer hours, then fewer moves, then fewer stages. If plans are equal in all costs, the plan whose ids come
        first in the alphabet wins. The objective "commonest" asks for the plan that most people follow, by counts from
        career histories. The "commonest" plan has the fewest job changes whose share the graph does not state. Among
        plans with equally few job changes of unstated share, the plan with the largest product of the shares of its
        moves wins. The share of a move is the part of all people leaving a post who made the move.
    via : iterable of str, default ()
        Positions that the plan must pass (waypoints), and skills that the plan must learn.
    avoid : iterable of str, default ()
        Positions that the plan must not pass, and skills that the plan must not learn.
    experience : mapping of str to float, default None
        The months of experience that the person has in each field, with the id or title of the field as the key. The
        person always counts as having the experience that the first position asks for. In a field that `experience`
        leaves out, the person has the usual experience of holders of the first position.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    time_limit : float or None, default None
        The most seconds for the search, or None for no limit. When the time limit is reached, the function returns the
        best answer found so far.
    should_stop : callable or None, default None
        A function without arguments, which the search calls again and again, and which ends the search by returning
        true.

    Returns
    -------
    Why
        The reasons to learn the skill, which are chains of needs to positions, and the costs of plans with and without
        the skill.

    Raises
    ------
    NoPlanError
        Raised if no path leads from the first position to the target.
    NoPlanInTimeError
        Raised if the search reached a limit before it found any plan.
    UnknownNameError
        Raised if a name in the arguments belongs to no node.
    AmbiguousNameError
        Raised if a name in the arguments belongs to several nodes.
    UsageError
        Raised if the value of an option is invalid, such as a pace of 0.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.why(mlgraph.load(), "calculus", "beginner", "data scientist")
    >>> found.chains[0][0].title
    'Calculus'
    """
    options = PlanOptions(have, pace, objective, via, avoid, experience=experience or {}, months_in_post=months_in_post)
    return _why.why(_get_solver(graph), skill, source, target, options, Budget(time_limit, should_stop))


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
    """Compare the skills that two positions need, and find the best plan from each position to the other.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to search, or a planner of the graph. A method of `Planner` has no parameter `graph`, since the
        planner itself has the graph.
    first, second : str
        The ids, titles or aliases of the two positions to compare.
    have : iterable of str, default ()
        Skills that the person has. `have` may leave out the skills that everybody at `first` or `second` has.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    objective : {"months", "hours", "moves", "commonest"}, default "months"
        The cost to minimise: months until arrival, hours of study, or number of moves. If several plans are the
        fastest, one without a step back (`StepBack`) wins. If several plans have the same least cost, fewer months win,
        then fewer hours, then fewer moves, then fewer stages. If plans are equal in all costs, the plan whose ids come
        first in the alphabet wins. The objective "commonest" asks for the plan that most people follow, by counts from
        career histories. The "commonest" plan has the fewest job changes whose share the graph does not state. Among
        plans with equally few job changes of unstated share, the plan with the largest product of the shares of its
        moves wins. The share of a move is the part of all people leaving a post who made the move.
    via : iterable of str, default ()
        Positions that each plan must pass (waypoints), and skills that each plan must learn.
    avoid : iterable of str, default ()
        Positions that no plan may pass, and skills that no plan may learn.
    experience : mapping of str to float, default None
        The months of experience that the person has in each field, with the id or title of the field as the key. The
        person always counts as having the experience that the first position asks for. In a field that `experience`
        leaves out, the person has the usual experience of holders of the first position.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    start : datetime.date or None, default None
        The first day of each plan, from which its dates are counted, or None for today.
    time_limit : float or None, default None
        The most seconds for the search, or None for no limit. When the time limit is reached, the function returns the
        best answer found so far.
    should_stop : callable or None, default None
        A function without arguments, which the search calls again and again, and which ends the search by returning
        true.

    Returns
    -------
    Comparison
        The skills that both positions need, the skills that only one position needs, and the plans from each position
        to the other.

    Raises
    ------
    UnknownNameError
        Raised if a name in the arguments belongs to no node.
    AmbiguousNameError
        Raised if a name in the arguments belongs to several nodes.
    UsageError
        Raised if the value of an option is invalid, such as a pace of 0.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.compare(mlgraph.load(), "data scientist", "ML engineer")
    >>> [side.title for side in found.sides]
    ['Data scientist', 'ML engineer']
    """
    options = PlanOptions(have, pace, objective, via, avoid, start or date.today(), experience or {}, months_in_post)
    return _compare.compare(_get_solver(graph), first, second, options, Budget(time_limit, should_stop))


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
    """Find out whether the fastest plan meets a deadline, and the least pace at which some plan meets the deadline.

    The function finds the least pace that meets the deadline, rounded up to a tenth of an hour, by bisection. For each
    pace that it tries, the function searches for a plan that meets the deadline. In the dates of plans, a month has
    365.25 / 12 days.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to search, or a planner of the graph. A method of `Planner` has no parameter `graph`, since the
        planner itself has the graph.
    source, target : str
        The ids, titles or aliases of the first and the last position of a plan.
    start : datetime.date
        The first day of the plan.
    until : datetime.date
        The deadline, which is the last day on which the person may arrive at the last position.
    have : iterable of str, default ()
        Skills that the person has. `have` may leave out the skills that everybody at `source` has.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    via : iterable of str, default ()
        Positions that the plan must pass (waypoints), and skills that the plan must learn.
    avoid : iterable of str, default ()
        Positions that the plan must not pass, and skills that the plan must not learn.
    experience : mapping of str to float, default None
        The months of experience that the person has in each field, with the id or title of the field as the key. The
        person always counts as having the experience that the first position asks for. In a field that `experience`
        leaves out, the person has the usual experience of holders of the first position.
    months_in_post : float, default 0
        Months that the person has already spent at the first position.
    time_limit : float or None, default None
        The most seconds for the search, or None for no limit. When the time limit is reached, the function returns the
        best answer found so far.
    should_stop : callable or None, default None
        A function without arguments, which the search calls again and again, and which ends the search by returning
        true.

    Returns
    -------
    Deadline
        The day of arrival with the given `pace`, and the least pace, in hours of study a week, that meets the deadline.

    Raises
    ------
    NoPlanError
        Raised if no path leads from the first position to the target.
    NoPlanInTimeError
        Raised if the search reached a limit before it found any plan.
    UnknownNameError
        Raised if a name in the arguments belongs to no node.
    AmbiguousNameError
        Raised if a name in the arguments belongs to several nodes.
    UsageError
        Raised if the value of an option is invalid, such as a pace of 0.
    GraphFileError
        Raised if the graph is invalid.

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
    return _deadline.deadline(_get_solver(graph), source, target, start, until, options, budget)


def check_laws(
    graph: "Graph | Planner",
    *,
    pairs: int = _laws.MOST_PAIRS,
    pace: float = DEFAULT_PACE,
    time_limit: float | None = None,
    should_stop: Signal = None,
) -> Laws:
    """Search a graph for best plans that break a law, such as that further skills never delay a person.

    A law is a property that the best plans must have. A best plan that breaks a law probably shows a mistake in the
    graph or in mlgraph. The laws "skill", "pace", "months_in_post" and "experience" state that more skills, hours of
    study a week, months in post or experience never delay the arrival. The law "first_stage" states that a person who
    begins at a first stage arrives no sooner than the same person would from another position. The law "level" states
    that the best path between two roles of the same stage takes no longer than a direct move would. The law "level"
    assumes that a direct move between the two roles takes at most twelve months, even if the graph lacks the move. The
    guide "Write your own graph" in the documentation explains all laws that the function checks.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to search, or a planner of the graph. A method of `Planner` has no parameter `graph`, since the
        planner itself has the graph.
    pairs : int, default 2000
        The greatest number of pairs to check of each kind. The two kinds are pairs of a position and a role, and pairs
        of two roles of the same stage. If the graph has more than `pairs` pairs of one kind, the function checks a
        random sample, which is the same in every run.
    pace : float, default 10.0
        Hours of study a week, from 0.01 to 168.
    time_limit : float or None, default None
        The most seconds for the search, or None for no limit. When the time limit is reached, the function returns the
        breaches of laws that it has found.
    should_stop : callable or None, default None
        A function without arguments, which the search calls again and again, and which ends the search by returning
        true.

    Returns
    -------
    Laws
        The pairs of positions whose plans break a law, and how many pairs of each kind the function has checked.

    Raises
    ------
    UsageError
        Raised if the value of an option is invalid, such as a pace of 0.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.check_laws(mlgraph.load(), pairs=1, time_limit=1)
    >>> found.pairs <= 1, found.level_pairs <= 1
    (True, True)
    """
    budget = Budget(time_limit, should_stop)
    return _laws.check_laws(_get_solver(graph), PlanOptions(pace=pace), budget, pairs=pairs)


def resolve(graph: "Graph | Planner", name: str, kinds: Iterable[str] = KINDS) -> str:
    """Return the id of the stage, role or skill that has a given name.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph in which to look for the name, or a planner of the graph.
    name : str
        The id, title or alias of a node, in any case, with or without accents, and with any kind of space or hyphen. If
        two nodes match the name, the node with the name as its id or title wins over the node with the alias.
    kinds : iterable of str, default ("stage", "role", "skill")
        The kinds of node that the name may mean.

    Returns
    -------
    str
        The id of the node that has the name.

    Raises
    ------
    UnknownNameError
        Raised if no node of the given kinds has the name. The attribute `nearest` of an UnknownNameError has the ids of
        nodes whose names are similar to the unknown name.
    AmbiguousNameError
        Raised if several nodes of the given kinds have the name. The attribute `candidates` of an AmbiguousNameError
        has the ids of the nodes that have the ambiguous name.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.resolve(mlgraph.load(), "CDS")
    'chief-data-scientist'
    """
    return _resolve(graph.graph if isinstance(graph, Planner) else validate_graph(graph), name, kinds)


class Planner:
    """A graph that is compiled once, so that the answers to many questions come faster.

    Each function of mlgraph that answers a question about plans is also a method of a planner. A method of a planner
    calls the function of the same name with the planner as its `graph`. The call `planner.plan(...)` is the same as
    `mlgraph.plan(planner, ...)`. Python's module `pickle` can store a planner.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or another graph whose nodes and edges have attributes of the same kinds. Changes
        to the graph after the planner has been made do not affect the planner.

    Raises
    ------
    GraphFileError
        Raised if the graph is invalid. The attribute `diagnostics` of a GraphFileError lists the mistakes in the graph,
        at most 1,000.

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
        """Return the function and the arguments with which pickle recreates the planner."""
        return type(self), (self.graph,)

    @property
    def graph(self) -> Graph:
        """The validated, immutable graph that the planner has compiled."""
        return self._solver.graph

    def unavoidable(
        self, plan: Plan, *, time_limit: float | None = None, should_stop: Signal = None
    ) -> Unavoidable | None:
        """Find the positions and skills that all plans for the same request as a given plan share.

        The request that the plan answers consists of its `source`, `target`, `via` and `avoid`, and the person's
        skills, experience and months in post.

        Parameters
        ----------
        plan : Plan
            A plan that the planner has found.
        time_limit : float or None, default None
            The most seconds for the search, or None for no limit. If the time limit is reached before the search ends,
            the method returns None.
        should_stop : callable or None, default None
            A function without arguments, which the search calls again and again, and which ends the search by returning
            true.

        Returns
        -------
        Unavoidable or None
            The positions that every plan for the request passes, and the skills that every plan for the request learns.
            The result is None if the search ended too early.

        Raises
        ------
        UnknownNameError
            Raised if the given plan has positions or skills that the graph of the planner lacks.

        Examples
        --------
        >>> import mlgraph
        >>> planner = mlgraph.Planner(mlgraph.load())
        >>> found = planner.unavoidable(planner.plan("beginner", "chief data scientist"))
        >>> found is not None and len(found.skills) > 10
        True
        """
        return self._solver.unavoidable(plan, Budget(time_limit, should_stop))

    def step_back(self, plan: Plan, *, time_limit: float | None = None, should_stop: Signal = None) -> StepBack | None:
        """Find the posts of a plan that are a step back, and the fastest route without such posts.

        The stage of a step back comes before the stages of both the first and the last position of the plan.

        Parameters
        ----------
        plan : Plan
            A plan that the planner has found.
        time_limit : float or None, default None
            The most seconds for the search, or None for no limit. If the time limit is reached before the search ends,
            the method returns None.
        should_stop : callable or None, default None
            A function without arguments, which the search calls again and again, and which ends the search by returning
            true.

        Returns
        -------
        StepBack or None
            The posts of the plan that are a step back, and the fastest route without a step back. The result is None if
            no post is a step back, or if each route without one arrives over half a year later. The result is also None
            if the plan is not proven to be the fastest, or if the search ended too early.

        Raises
        ------
        UnknownNameError
            Raised if the given plan has positions or skills that the graph of the planner lacks.

        Examples
        --------
        >>> import mlgraph
        >>> planner = mlgraph.Planner(mlgraph.load())
        >>> planner.step_back(planner.plan("beginner", "data analyst")) is None
        True
        """
        return _step_back.find_step_back(self._solver, plan, Budget(time_limit, should_stop))

    plan = plan
    k_best = k_best
    plan_many = plan_many
    reach = reach
    next_skills = next_skills
    why = why
    compare = compare
    deadline = deadline
    check_laws = check_laws


def _get_solver(graph: "Graph | Planner") -> Solver:
    """Return the solver of a given planner, or compile a given graph and return a new solver for it."""
    return graph._solver if isinstance(graph, Planner) else Solver(graph)
