"""The library's front: every question that is answered with plans, as a method of `Planner` and as a function.

`Planner` compiles a graph once and answers many questions. The functions take a graph or a planner; with a planner they
compile nothing.
"""

import inspect
from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

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
P = ParamSpec("P")
R = TypeVar("R")


class Planner:
    """A graph compiled once, to answer many questions.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or one of the same form; later changes of it have no effect.

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
        """The graph that answers are about."""
        return self._solver.graph

    def plan(
        self,
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
    ) -> Plan:
        """Return the best plan from one position to another.

        Parameters
        ----------
        source, target : str
            Positions, each by id, title or alias.
        have : iterable of str, default ()
            Skills that the person has, beside those that the position implies.
        pace : float, default 10.0
            Hours of study a week, from 0.01 to 168.
        objective : {"months", "hours", "moves"}, default "months"
            The cost to keep least: months until arrival, hours of study, or moves. The other two
            break ties, then the order of ids.
        via : iterable of str, default ()
            Positions to pass and skills to learn.
        avoid : iterable of str, default ()
            Positions not to pass and skills not to learn.
        time_limit : float or None, default None
            Seconds after which the best answer found so far is returned; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; the best answer found so far is returned once it returns true.

        Returns
        -------
        Plan
            The moves, what to learn before each and for what; `optimal` says whether it is proven best.

        Raises
        ------
        NoPlanError
            Where no path leads to the target.
        UnknownNameError, AmbiguousNameError
            Where a name has no node, or several.
        UsageError
            Where an option is out of range.

        Examples
        --------
        >>> import mlgraph
        >>> plan = mlgraph.plan(mlgraph.load(), "data scientist", "ML team lead", have=["leading people"])
        >>> plan.moves, plan.months
        (2, 36.0)

        """
        options = PlanOptions(have, pace, objective, via, avoid)
        return self._solver.plan(source, target, options, Budget(time_limit, should_stop))

    def k_best(
        self,
        source: str,
        target: str,
        count: int,
        *,
        have: Iterable[str] = (),
        pace: float = DEFAULT_PACE,
        objective: Objective = "months",
        via: Iterable[str] = (),
        avoid: Iterable[str] = (),
        time_limit: float | None = None,
        should_stop: Signal = None,
    ) -> tuple[Plan, ...]:
        """Return the best plans, the best first, no two of which pass the same positions in the same order.

        No plan passes a position twice, so `via` takes skills only. The plans are found one by one: the best, then
        the best of those that leave it after its first, second ... position, and so on (E. L. Lawler 1972).

        Parameters
        ----------
        source, target : str
            Positions, each by id, title or alias.
        count : int
            How many plans to return at most; there may be fewer.
        have : iterable of str, default ()
            Skills that the person has, beside those that the position implies.
        pace : float, default 10.0
            Hours of study a week, from 0.01 to 168.
        objective : {"months", "hours", "moves"}, default "months"
            The cost to keep least: months until arrival, hours of study, or moves. The other two
            break ties, then the order of ids.
        via : iterable of str, default ()
            Positions to pass and skills to learn.
        avoid : iterable of str, default ()
            Positions not to pass and skills not to learn.
        time_limit : float or None, default None
            Seconds after which the best answer found so far is returned; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; the best answer found so far is returned once it returns true.

        Returns
        -------
        tuple of Plan
            The plans; each says whether it is proven.

        Raises
        ------
        NoPlanError
            Where no path leads to the target.
        UnknownNameError, AmbiguousNameError
            Where a name has no node, or several.
        UsageError
            Where an option is out of range.

        Examples
        --------
        >>> import mlgraph
        >>> plans = mlgraph.k_best(mlgraph.load(), "beginner", "data scientist", 3)
        >>> [plan.months for plan in plans] == sorted(plan.months for plan in plans)
        True

        """
        options = PlanOptions(have, pace, objective, via, avoid)
        return self._solver.k_best(source, target, count, options, Budget(time_limit, should_stop))

    def plan_many(
        self,
        source: str,
        targets: Iterable[str],
        *,
        have: Iterable[str] = (),
        pace: float = DEFAULT_PACE,
        objective: Objective = "months",
        via: Iterable[str] = (),
        avoid: Iterable[str] = (),
        time_limit: float | None = None,
        should_stop: Signal = None,
    ) -> JointPlans:
        """Return the best plan to each of several targets, with the longest prefix in common that costs nothing.

        A prefix is longer that has more months in posts, then more moves.

        Parameters
        ----------
        source : str
            A position, by id, title or alias.
        targets : iterable of str
            Positions to keep open, at least one.
        have : iterable of str, default ()
            Skills that the person has, beside those that the position implies.
        pace : float, default 10.0
            Hours of study a week, from 0.01 to 168.
        objective : {"months", "hours", "moves"}, default "months"
            The cost to keep least: months until arrival, hours of study, or moves. The other two
            break ties, then the order of ids.
        via : iterable of str, default ()
            Positions to pass and skills to learn.
        avoid : iterable of str, default ()
            Positions not to pass and skills not to learn.
        time_limit : float or None, default None
            Seconds after which the best answer found so far is returned; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; the best answer found so far is returned once it returns true.

        Returns
        -------
        JointPlans
            The common prefix, the skills that all plans learn, and what each plan adds.

        Raises
        ------
        NoPlanError
            Where no path leads to the target.
        UnknownNameError, AmbiguousNameError
            Where a name has no node, or several.
        UsageError
            Where an option is out of range.

        Examples
        --------
        >>> import mlgraph
        >>> joint = mlgraph.plan_many(mlgraph.load(), "beginner", ["data scientist", "ML engineer"])
        >>> [branch.plan.target for branch in joint.branches]
        ['data-scientist', 'machine-learning-engineer']

        """
        options = PlanOptions(have, pace, objective, via, avoid)
        return self._solver.plan_many(source, targets, options, Budget(time_limit, should_stop))

    def unavoidable(
        self, plan: Plan, *, time_limit: float | None = None, should_stop: Signal = None
    ) -> Unavoidable | None:
        """Return what every plan with the same ends, skills, waypoints and avoidance passes and learns.

        Parameters
        ----------
        plan : Plan
            A plan of this planner.
        time_limit : float or None, default None
            Seconds after which the best answer found so far is returned; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; the best answer found so far is returned once it returns true.

        Returns
        -------
        Unavoidable or None
            The positions between the ends that every plan passes, and the skills of the plan that every plan learns;
            None where the time was not enough.

        Examples
        --------
        >>> import mlgraph
        >>> planner = mlgraph.Planner(mlgraph.load())
        >>> found = planner.unavoidable(planner.plan("beginner", "chief data scientist"))
        >>> found is not None and len(found.skills) > 10
        True

        """
        return self._solver.unavoidable(plan, Budget(time_limit, should_stop))

    def reach(
        self,
        source: str,
        *,
        within: float | None = None,
        have: Iterable[str] = (),
        pace: float = DEFAULT_PACE,
        objective: Objective = "months",
        via: Iterable[str] = (),
        avoid: Iterable[str] = (),
        time_limit: float | None = None,
        should_stop: Signal = None,
    ) -> Reach:
        """Return all roles by what the best plan to each costs.

        Parameters
        ----------
        source : str
            A position, by id, title or alias.
        within : float or None, default None
            Months within which to arrive; None returns all roles.
        have : iterable of str, default ()
            Skills that the person has, beside those that the position implies.
        pace : float, default 10.0
            Hours of study a week, from 0.01 to 168.
        objective : {"months", "hours", "moves"}, default "months"
            The cost to keep least: months until arrival, hours of study, or moves. The other two
            break ties, then the order of ids.
        via : iterable of str, default ()
            Positions to pass and skills to learn.
        avoid : iterable of str, default ()
            Positions not to pass and skills not to learn.
        time_limit : float or None, default None
            Seconds after which the best answer found so far is returned; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; the best answer found so far is returned once it returns true.

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

        Examples
        --------
        >>> import mlgraph
        >>> found = mlgraph.reach(mlgraph.load(), "data scientist", within=24)
        >>> all(role.costs.months <= 24 for role in found.roles)
        True

        """
        options = PlanOptions(have, pace, objective, via, avoid)
        return _reach.reach(self._solver, source, options, Budget(time_limit, should_stop), within=within)

    def next_skills(
        self,
        source: str,
        target: str | None = None,
        *,
        have: Iterable[str] = (),
        pace: float = DEFAULT_PACE,
        objective: Objective = "months",
        via: Iterable[str] = (),
        avoid: Iterable[str] = (),
        time_limit: float | None = None,
        should_stop: Signal = None,
    ) -> NextSkills:
        """Return the skills that a person can learn now, the most useful first.

        A skill can be learned now that the person lacks and whose requirements are met. With a target, skills are
        ranked by how much of the objective an hour of study saves; without, by how many roles and skills they open.

        Parameters
        ----------
        source : str
            A position, by id, title or alias.
        target : str or None, default None
            A position to come nearer to.
        have : iterable of str, default ()
            Skills that the person has, beside those that the position implies.
        pace : float, default 10.0
            Hours of study a week, from 0.01 to 168.
        objective : {"months", "hours", "moves"}, default "months"
            The cost to keep least: months until arrival, hours of study, or moves. The other two
            break ties, then the order of ids.
        via : iterable of str, default ()
            Positions to pass and skills to learn.
        avoid : iterable of str, default ()
            Positions not to pass and skills not to learn.
        time_limit : float or None, default None
            Seconds after which the best answer found so far is returned; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; the best answer found so far is returned once it returns true.

        Returns
        -------
        NextSkills
            The skills in order of use.

        Raises
        ------
        NoPlanError
            Where no path leads to the target.
        UnknownNameError, AmbiguousNameError
            Where a name has no node, or several.
        UsageError
            Where an option is out of range.

        Examples
        --------
        >>> import mlgraph
        >>> found = mlgraph.next_skills(mlgraph.load(), "beginner")
        >>> found.skills[0].opens_roles > 0
        True

        """
        options = PlanOptions(have, pace, objective, via, avoid)
        return _next_skills.next_skills(self._solver, source, target, options, Budget(time_limit, should_stop))

    def why(
        self,
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
        """Return why the best plan learns a skill, and what the best plan without it costs.

        Parameters
        ----------
        skill : str
            A skill, by id, title or alias.
        source, target : str
            Positions, each by id, title or alias.
        have : iterable of str, default ()
            Skills that the person has, beside those that the position implies.
        pace : float, default 10.0
            Hours of study a week, from 0.01 to 168.
        objective : {"months", "hours", "moves"}, default "months"
            The cost to keep least: months until arrival, hours of study, or moves. The other two
            break ties, then the order of ids.
        via : iterable of str, default ()
            Positions to pass and skills to learn.
        avoid : iterable of str, default ()
            Positions not to pass and skills not to learn.
        time_limit : float or None, default None
            Seconds after which the best answer found so far is returned; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; the best answer found so far is returned once it returns true.

        Returns
        -------
        Why
            The chains of needs from the skill to positions of the plan, and the costs with and without the skill.

        Raises
        ------
        NoPlanError
            Where no path leads to the target.
        UnknownNameError, AmbiguousNameError
            Where a name has no node, or several.
        UsageError
            Where an option is out of range.

        Examples
        --------
        >>> import mlgraph
        >>> found = mlgraph.why(mlgraph.load(), "calculus", "beginner", "data scientist")
        >>> found.chains[0][0].title
        'Calculus'

        """
        options = PlanOptions(have, pace, objective, via, avoid)
        return _why.why(self._solver, skill, source, target, options, Budget(time_limit, should_stop))

    def compare(
        self,
        first: str,
        second: str,
        *,
        have: Iterable[str] = (),
        pace: float = DEFAULT_PACE,
        objective: Objective = "months",
        via: Iterable[str] = (),
        avoid: Iterable[str] = (),
        time_limit: float | None = None,
        should_stop: Signal = None,
    ) -> Comparison:
        """Return what two positions need, and the best plan from each to the other.

        Parameters
        ----------
        first, second : str
            Positions, each by id, title or alias.
        have : iterable of str, default ()
            Skills that the person has, beside those that the position implies.
        pace : float, default 10.0
            Hours of study a week, from 0.01 to 168.
        objective : {"months", "hours", "moves"}, default "months"
            The cost to keep least: months until arrival, hours of study, or moves. The other two
            break ties, then the order of ids.
        via : iterable of str, default ()
            Positions to pass and skills to learn.
        avoid : iterable of str, default ()
            Positions not to pass and skills not to learn.
        time_limit : float or None, default None
            Seconds after which the best answer found so far is returned; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; the best answer found so far is returned once it returns true.

        Returns
        -------
        Comparison
            The skills that both need, that only one needs, and the plans between them, None where there is none.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            Where a name has no node, or several.
        UsageError
            Where an option is out of range.

        Examples
        --------
        >>> import mlgraph
        >>> found = mlgraph.compare(mlgraph.load(), "data scientist", "ML engineer")
        >>> [side.title for side in found.sides]
        ['Data scientist', 'ML engineer']

        """
        options = PlanOptions(have, pace, objective, via, avoid)
        return _compare.compare(self._solver, first, second, options, Budget(time_limit, should_stop))

    def deadline(
        self,
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
        """Return whether the quickest plan arrives by a day, and the least pace that does.

        The pace is found by bisection over tenths of an hour, with an exact plan for each.

        Parameters
        ----------
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
            Seconds after which the best answer found so far is returned; None searches until it is proven.
        should_stop : callable or None, default None
            Called now and then without arguments; the best answer found so far is returned once it returns true.

        Returns
        -------
        Deadline
            The day of arrival at this pace, and the least pace in hours a week that keeps the deadline.

        Raises
        ------
        NoPlanError
            Where no path leads to the target.
        UnknownNameError, AmbiguousNameError
            Where a name has no node, or several.
        UsageError
            Where an option is out of range.

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
        return _deadline.deadline(self._solver, source, target, start, until, options, budget)


def _on_graph(method: Callable[Concatenate[Planner, P], R]) -> "Callable[Concatenate[Graph | Planner, P], R]":
    """Return a method of `Planner` as a function of a graph, which it compiles, or of a planner."""

    @wraps(method)
    def function(graph: "Graph | Planner", *arguments: P.args, **options: P.kwargs) -> R:
        planner = graph if isinstance(graph, Planner) else Planner(graph)
        return method(planner, *arguments, **options)

    signature = inspect.signature(method)
    first = inspect.Parameter("graph", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation="Graph | Planner")
    others = tuple(signature.parameters.values())[1:]
    function.__dict__["__signature__"] = signature.replace(parameters=(first, *others))
    described = "graph : networkx.DiGraph or Planner\n    A graph to compile, or a planner that has compiled one.\n"
    head = "Parameters\n----------\n"
    function.__doc__ = (method.__doc__ or "").replace(head, head + described)
    function.__qualname__ = method.__name__
    return cast("Callable[Concatenate[Graph | Planner, P], R]", function)


def resolve(graph: "Graph | Planner", name: str, kinds: Iterable[str] = KINDS) -> str:
    """Return the id of the one node that a name means.

    Parameters
    ----------
    graph : networkx.DiGraph or Planner
        The graph to look in.
    name : str
        An id, a title or an alias; case, accents, and the kind of blank or hyphen make no difference.
    kinds : iterable of str, default ("stage", "role", "skill")
        The kinds of nodes to consider.

    Returns
    -------
    str
        The id of the node. An id or title wins over an alias.

    Raises
    ------
    UnknownNameError
        Where no such node has the name; `nearest` holds the ids of similar ones.
    AmbiguousNameError
        Where several have it; `candidates` holds their ids.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.resolve(mlgraph.load(), "CDS")
    'chief-data-scientist'

    """
    return _resolve(graph.graph if isinstance(graph, Planner) else validate_graph(graph), name, kinds)


plan = _on_graph(Planner.plan)
k_best = _on_graph(Planner.k_best)
plan_many = _on_graph(Planner.plan_many)
reach = _on_graph(Planner.reach)
next_skills = _on_graph(Planner.next_skills)
why = _on_graph(Planner.why)
compare = _on_graph(Planner.compare)
deadline = _on_graph(Planner.deadline)
