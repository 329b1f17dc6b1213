"""The roles that a person can reach, ranked by the costs of the best plan to each role."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import networkx as nx

from mlgraph.analysis.figures import Pay, find_pay, list_pay, pick_series
from mlgraph.errors import UsageError
from mlgraph.model import Graph, Named, name_node
from mlgraph.names import resolve_all
from mlgraph.planning.many_targets import Missed
from mlgraph.planning.options import Objective, PlanOptions
from mlgraph.planning.plan import Costs, Counted, PlanSummary
from mlgraph.planning.reconstruct import find_counted
from mlgraph.planning.solver import Solver
from mlgraph.results import Tabular
from mlgraph.search.budget import Budget


@dataclass(frozen=True)
class Reached:
    """A role that a person can reach, with the costs of the best plan to the role.

    Attributes
    ----------
    id, title : str
        The id and the title of the role.
    costs : Costs
        The costs of the best plan to the role: months, hours of study and moves.
    arrives_on : datetime.date or None
        The day on which the best plan arrives at the role, or None if this day is after the year 9999.
    optimal : bool
        Whether the search has proven that no better plan to the role exists.
    missing : tuple of Named
        The skills that the plan to the role learns, in the order of learning.
    pay : tuple of Pay
        The pay of people in the role, by area and source, or an empty tuple if the pay is unknown.
    counted : Counted or None
        A count of the people who moved directly from the position of the person to the role, or None without a count.
    url : str
        The web address of the role, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.reach(mlgraph.load(), "data scientist", within=24)
    >>> role = found.roles[0]
    >>> role.optimal, role.costs.months <= 24
    (True, True)
    """

    id: str
    title: str
    costs: Costs
    arrives_on: date | None
    optimal: bool
    missing: tuple[Named, ...]
    pay: tuple[Pay, ...] = ()
    counted: Counted | None = None
    url: str = ""


@dataclass(frozen=True)
class Reach(Tabular):
    """The roles that a person can reach, the role with the lowest costs first.

    Attributes
    ----------
    source : Named
        The position of the person.
    objective : {"months", "hours", "moves"}
        The cost that plans minimize, and by which the roles are sorted.
    pace : float
        The hours of study a week in the plans.
    start : datetime.date
        The first day of the plans.
    within : float or None
        The most months from the first day of a plan to the arrival at its role, or None without a limit.
    roles : tuple of Reached
        The roles that the person can reach in at most `within` months, the role with the lowest costs first.
    beyond : int
        The number of roles that the person can reach only in more than `within` months.
    unreached : int
        The number of roles that no plan reaches: the graph has no path, or conditions or a lack of experience block
        every path.
    unknown : int
        The number of roles for which the search found no plan before the time limit, although one may exist.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.reach(mlgraph.load(), "data scientist", within=24)
    >>> found.source.title, found.within, len(found.roles) > 0
    ('Data scientist', 24, True)
    """

    source: Named
    objective: Objective
    pace: float
    start: date
    within: float | None
    roles: tuple[Reached, ...]
    beyond: int
    unreached: int
    unknown: int


def reach(solver: Solver, source: str, options: PlanOptions, budget: Budget, *, within: float | None = None) -> Reach:
    """Return the roles that a person can reach, sorted by the costs of the best plan to each role.

    If `within` is given, the result has only the roles at which the person can arrive in at most `within` months. All
    plans that the function computes share one budget. Raises UnknownNameError or AmbiguousNameError if a name does not
    belong to exactly one node, and UsageError if an option is invalid.
    """
    if within is not None and not within >= 0:
        raise UsageError(f"`within` must be a number of months, 0 or more, not {within}")
    if options.objective == "commonest":
        raise UsageError("`objective` commonest is for a route to one position; choose months, hours or moves")
    graph, start = solver.graph, solver.find_position(source)
    avoided = resolve_all(graph, options.avoid)
    months = {
        node: max(0, each - options.months_in_post) for node, each in _count_months_in_post(solver.ways, start).items()
    }
    roles = [node for node in graph if graph.nodes[node]["kind"] == "role" and node != start]
    connected = [node for node in roles if node in months and node not in avoided]
    connected.sort(key=lambda node: (months[node], node))
    near = [node for node in connected if within is None or months[node] <= within]
    # conditions or a lack of experience may make a distant role unreachable
    is_conditional = options.via or options.avoid or graph.graph.get("experience")
    far = connected[len(near) :] if is_conditional else []
    plans: list[PlanSummary] = []
    missed = Counter[Missed]()
    for found in solver.summarize_plans(start, near, far, options, budget, within=within):
        if isinstance(found, Missed):
            missed[found] += 1
        elif within is None or found.costs.months <= within:
            plans.append(found)
        elif not found.optimal:  # another plan may be fast enough
            missed[Missed.UNKNOWN] += 1
    plans.sort(key=lambda plan: (plan.costs.by(options.objective), plan.target))
    blocked, unknown = missed[Missed.BLOCKED], missed[Missed.UNKNOWN]
    return Reach(
        source=name_node(graph, start),
        objective=options.objective,
        pace=options.pace,
        start=options.start,
        within=within,
        roles=tuple(_make_reached(graph, start, plan) for plan in plans),
        beyond=len(connected) - blocked - unknown - len(plans),
        unreached=len(roles) - len(connected) + blocked,
        unknown=unknown,
    )


def sort_by_pay(found: Reach, area: str | None = None) -> Reach:
    """Return the reachable roles in the order of their pay, the best paid roles first.

    The function compares only figures of pay for one area and with one kind of evidence. Reachable roles without a
    figure of pay come last.
    """
    series = pick_series((role.pay for role in found.roles), area)
    pay = {role.id: find_pay(role.pay, series) for role in found.roles}
    roles = sorted(found.roles, key=lambda role: -(each.median if (each := pay[role.id]) else 0))
    return replace(found, roles=tuple(roles))


def _count_months_in_post(ways: Graph, start: str) -> dict[str, float]:
    months: dict[str, float] = nx.single_source_dijkstra_path_length(ways, start, weight="months")
    return months


def _make_reached(graph: Graph, start: str, plan: PlanSummary) -> Reached:
    role = graph.nodes[plan.target]
    return Reached(
        id=plan.target,
        title=role["title"],
        costs=plan.costs,
        arrives_on=plan.arrives_on,
        optimal=plan.optimal,
        missing=plan.learned,
        pay=list_pay(graph, plan.target),
        counted=find_counted(graph, start, plan.target),
        url=role.get("url", ""),
    )
