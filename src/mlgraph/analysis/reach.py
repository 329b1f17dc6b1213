"""What to aim for and what to do now: roles by how near they are, skills by how much an hour of them helps."""

from dataclasses import dataclass
from typing import Unpack

import networkx as nx

from mlgraph.analysis.requirements import arrows
from mlgraph.errors import NoPlanError, UsageError
from mlgraph.model import Graph, Named, named
from mlgraph.planning.options import Wishes, stopper
from mlgraph.planning.plan import Plan
from mlgraph.planning.planner import Planner


@dataclass(frozen=True)
class Reached:
    """A role, what the best plan to it costs, and the skills that it learns, in the order of need."""

    id: str
    title: str
    months: float
    hours: float
    steps: int
    optimal: bool
    missing: tuple[Named, ...]


@dataclass(frozen=True)
class Reach:
    """The roles that can be reached from `source`, the nearest first.

    `beyond` of them take more months than were asked for, to `unreached` no way leads, and `unknown` were not looked
    at in the time given: these are at least as many months of posts away as those that were.
    """

    source: Named
    by: str
    pace: float
    within: float | None
    roles: tuple[Reached, ...]
    beyond: int
    unreached: int
    unknown: int


def reach(graph: Graph, source: str, *, within: float | None = None, **wishes: Unpack[Wishes]) -> Reach:
    """Return all roles by what the best plan to each costs; with `within`, those that take at most so many months.

    The limit is for all of them together. Raises as `Planner.plan` does, but not where there is no plan.
    """
    if within is not None and not within >= 0:
        raise UsageError(f"the months within which to arrive are 0 or more, not {within}")
    planner, stop = Planner(graph), stopper(wishes)
    wishes |= {"stop": stop, "limit": None}
    start = planner.position(source)
    months = _months_in_post(graph, start)
    roles = [node for node in graph if graph.nodes[node]["kind"] == "role" and node != start]
    there = sorted((node for node in roles if node in months), key=lambda node: (months[node], node))
    near = [node for node in there if within is None or months[node] <= within]
    found, closed, unknown = [], 0, 0
    for place, role in enumerate(near):
        if stop():
            unknown = len(near) - place
            break
        try:
            plan = planner.plan(start, role, **wishes)
        except NoPlanError:  # a wish closes the way
            closed += 1
            continue
        found.append(plan)
    kept = [plan for plan in found if within is None or plan.months <= within]
    return Reach(
        source=named(graph, start),
        by=wishes.get("by", "time"),
        pace=wishes.get("pace", 10),
        within=within,
        roles=tuple(_reached(graph, plan) for plan in sorted(kept, key=_nearness)),
        beyond=len(there) - len(near) + len(found) - len(kept),
        unreached=len(roles) - len(there) + closed,
        unknown=unknown,
    )


def _months_in_post(graph: Graph, start: str) -> dict[str, float]:
    moves = arrows(graph, "leads_to")
    months: dict[str, float] = nx.single_source_dijkstra_path_length(moves, start, weight="months")
    return months


def _nearness(plan: Plan) -> tuple[object, ...]:
    costs = {"time": plan.months, "effort": plan.hours, "steps": plan.steps}
    return (costs[plan.by], *costs.values(), plan.target)


def _reached(graph: Graph, plan: Plan) -> Reached:
    missing = tuple(Named(study.id, study.title) for stop in plan.positions for study in stop.learn)
    title = graph.nodes[plan.target]["title"]
    return Reached(plan.target, title, plan.months, plan.hours, plan.steps, plan.optimal, missing)
