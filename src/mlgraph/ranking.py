"""What to aim for and what to do now: roles by how near they are, skills by how much an hour of them helps."""

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Unpack

import networkx as nx

from mlgraph.asking import Wishes, stopper
from mlgraph.errors import NoPlanError, UsageError
from mlgraph.model import Graph, Named, named, resolve_all
from mlgraph.planner import Planner
from mlgraph.plans import Plan
from mlgraph.query import arrows, opened


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


@dataclass(frozen=True)
class NextSkill:
    """A skill that can be learned at once.

    With a target: `months` and `hours` are how much nearer it brings it. `opens_roles` and `opens_skills` are how many
    need it, directly or by way of others, at least as one of several alternatives none of which is had.
    """

    id: str
    title: str
    hours: float
    saves_months: float | None
    saves_hours: float | None
    opens_roles: int
    opens_skills: int


@dataclass(frozen=True)
class NextSkills:
    """What can be learned at `source`, the best first: with a target, what brings it nearer; else what opens most.

    `others` can be learned as well and bring the target no nearer; `unknown` were not looked at in the time given.
    """

    source: Named
    target: Named | None
    by: str
    skills: tuple[NextSkill, ...]
    others: int
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


def next_skills(graph: Graph, source: str, target: str | None = None, **wishes: Unpack[Wishes]) -> NextSkills:
    """Return the skills that a person can learn now: not had, and all that they require is.

    With a target, those that bring it nearer, by the months (or hours, or moves) that an hour of study saves on the way
    there, then by the hours saved, then in the order of the plan. Without, by how many roles and skills they open.
    Raises as `Planner.plan` does.
    """
    planner, stop = Planner(graph), stopper(wishes)
    wishes |= {"stop": stop, "limit": None}
    start = planner.position(source)
    known = planner.known(start, wishes.get("have", ()), wishes.get("avoid", ()))
    avoided = resolve_all(graph, wishes.get("avoid", ()))
    ready = [node for node in sorted(graph) if node not in avoided and _is_ready(graph, node, known)]
    by = wishes.get("by", "time")
    if target is None:
        seen = [_opening(graph, node, known) for node in takewhile(lambda node: not stop(), ready)]
        ranked = sorted(seen, key=_openness)
        return NextSkills(named(graph, start), None, by, tuple(ranked), 0, len(ready) - len(seen))
    plan = planner.plan(source, target, **wishes)
    order = {study.id: place for place, study in enumerate(s for stop in plan.positions for s in stop.learn)}
    relevant = _relevant(graph, plan)
    looked_at = sorted(
        (node for node in ready if node in relevant), key=lambda node: (order.get(node, len(order)), node)
    )
    found: list[tuple[tuple[object, ...], NextSkill]] = []
    unknown = 0
    for place, node in enumerate(looked_at):
        if stop() and place:
            unknown = len(looked_at) - place
            break
        nearer = planner.plan(source, target, **wishes | {"have": (*wishes.get("have", ()), node)})
        saved = _saved(plan, nearer)
        if any(value > 0 for value in saved.values()):
            skill = _opening(graph, node, known)
            per_hour = [-saved[cost] / max(skill.hours, 1e-9) for cost in (by, "effort")]
            key = (*per_hour, order.get(node, len(order)), node)
            found.append((key, replace(skill, saves_months=saved["time"], saves_hours=saved["effort"])))
    skills = tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0]))
    ends = named(graph, start), named(graph, plan.target)
    return NextSkills(*ends, by, skills, len(ready) - len(skills) - unknown, unknown)


def _is_ready(graph: Graph, node: str, known: frozenset[str]) -> bool:
    attributes = graph.nodes[node]
    if attributes["kind"] != "skill" or node in known:
        return False
    return all(any(skill in known for skill in group) for group in attributes["needs"])


def _relevant(graph: Graph, plan: Plan) -> set[str]:
    """Return the skills that some position between the ends of a plan could ask for: no other changes a plan."""
    moves = arrows(graph, "leads_to")
    waiting = [*(nx.descendants(moves, plan.source) & (nx.ancestors(moves, plan.target) | {plan.target}))]
    found = set(plan.via)
    while waiting:
        needed = {skill for group in graph.nodes[waiting.pop()]["needs"] for skill in group}
        waiting += needed - found
        found |= needed
    return found


def _saved(plan: Plan, nearer: Plan) -> dict[str, float]:
    """Return by how much one plan costs less than another; what rounding leaves is nothing."""
    return {
        "time": round(plan.months - nearer.months, 6),
        "effort": round(plan.hours - nearer.hours, 6),
        "steps": plan.steps - nearer.steps,
    }


def _opening(graph: Graph, node: str, known: frozenset[str]) -> NextSkill:
    roles, skills = opened(graph, node, known)
    further = [skill for skill in skills if skill not in known]
    attributes = graph.nodes[node]
    return NextSkill(node, attributes["title"], attributes["hours"], None, None, len(roles), len(further))


def _openness(skill: NextSkill) -> tuple[object, ...]:
    return -skill.opens_roles, -skill.opens_skills, skill.hours, skill.id
