"""The skills that help most now."""

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Unpack

import networkx as nx

from mlgraph.analysis.requirements import arrows, opened
from mlgraph.model import Graph, Named, named
from mlgraph.names import resolve_all
from mlgraph.planning.options import Wishes, stopper
from mlgraph.planning.plan import Plan
from mlgraph.planning.planner import Planner


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
