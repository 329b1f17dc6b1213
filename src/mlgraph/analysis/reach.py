"""Roles by the costs of the best plan to each."""

from dataclasses import dataclass
from datetime import date

import networkx as nx

from mlgraph.errors import NoPlanError, NoPlanInTimeError, UsageError
from mlgraph.model import Graph, Named, moves_of, named
from mlgraph.names import resolve_all
from mlgraph.planning.options import Objective, PlanOptions
from mlgraph.planning.plan import Costs, Plan
from mlgraph.planning.solver import Solver
from mlgraph.results import Result
from mlgraph.search.budget import Budget


@dataclass(frozen=True)
class Reached:
    """A role in reach.

    Attributes
    ----------
    id, title : str
        Id and title of the role.
    costs : Costs
        The costs of the best plan to it: months, hours of study, moves.
    arrives_on : datetime.date or None
        The day on which it arrives; None after the year 9999.
    optimal : bool
        Whether that plan is proven best.
    missing : tuple of Named
        Skills that it learns, in the order of need.
    """

    id: str
    title: str
    costs: Costs
    arrives_on: date | None
    optimal: bool
    missing: tuple[Named, ...]


@dataclass(frozen=True)
class Reach(Result):
    """The roles that a person can reach, the nearest first.

    Attributes
    ----------
    source : Named
        The position of the person.
    objective : {"months", "hours", "moves"}
        The cost that plans keep least, and that puts roles in order.
    pace : float
        Hours of study a week.
    start : datetime.date
        The first day.
    within : float or None
        Months within which to arrive; None for all roles.
    roles : tuple of Reached
        The roles.
    beyond : int
        Number of roles that take more months.
    unreached : int
        Number of roles to which no path leads.
    unknown : int
        Number of roles that were left out for lack of time. None of them is fewer months of posts away than the others.
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
    """Return all roles by what the best plan to each costs; with `within`, those that take at most so many months.

    The budget is for all of them together. Raises as `Solver.plan` does, but not where there is no plan.
    """
    if within is not None and not within >= 0:
        raise UsageError(f"`within` is a number of months, 0 or more, not {within}")
    graph, start = solver.graph, solver.position(source)
    months, avoided = _months_in_post(graph, start), resolve_all(graph, options.avoid)
    roles = [node for node in graph if graph.nodes[node]["kind"] == "role" and node != start]
    connected = [node for node in roles if node in months and node not in avoided]
    connected.sort(key=lambda node: (months[node], node))
    near = [node for node in connected if within is None or months[node] <= within]
    looked = connected if options.via or options.avoid else near  # a condition may close every path to a far role
    plans, closed, unknown = [], 0, 0
    for place, role in enumerate(looked):
        if budget.is_spent():
            unknown += len(looked) - place
            break
        try:
            if place < len(near):
                plans.append(solver.plan(start, role, options, budget))
            else:
                closed += not solver.is_possible(start, role, options, budget)
        except NoPlanInTimeError:
            unknown += 1
        except NoPlanError:  # a condition closes every path
            closed += 1
    kept = sorted(
        (plan for plan in plans if within is None or plan.months <= within),
        key=lambda plan: (plan.costs.by(options.objective), plan.target),
    )
    return Reach(
        source=named(graph, start),
        objective=options.objective,
        pace=options.pace,
        start=options.start,
        within=within,
        roles=tuple(_reached(graph, plan) for plan in kept),
        beyond=len(connected) - closed - unknown - len(kept),
        unreached=len(roles) - len(connected) + closed,
        unknown=unknown,
    )


def _months_in_post(graph: Graph, start: str) -> dict[str, float]:
    months: dict[str, float] = nx.single_source_dijkstra_path_length(moves_of(graph), start, weight="months")
    return months


def _reached(graph: Graph, plan: Plan) -> Reached:
    return Reached(
        id=plan.target,
        title=graph.nodes[plan.target]["title"],
        costs=plan.costs,
        arrives_on=plan.stops[-1].arrives_on,
        optimal=plan.optimal,
        missing=tuple(Named(study.id, study.title) for study in plan.studies),
    )
