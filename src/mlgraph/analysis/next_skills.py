"""The skills that help most now."""

from dataclasses import dataclass, replace
from itertools import chain, takewhile

import networkx as nx

from mlgraph.errors import NoPlanInTimeError
from mlgraph.model import Graph, Named, moves_of, named
from mlgraph.names import resolve_all
from mlgraph.planning.options import Objective, PlanOptions
from mlgraph.planning.plan import Costs, Plan
from mlgraph.planning.solver import Solver
from mlgraph.requirements import layers_before, opened
from mlgraph.results import Result
from mlgraph.search.budget import Budget


@dataclass(frozen=True)
class NextSkill:
    """A skill that a person can learn at once.

    Attributes
    ----------
    id, title : str
        Id and title.
    hours : float
        Hours of study.
    saves_months, saves_hours : float or None
        Months and hours of study by which it brings the target nearer; None without a target.
    opens_roles, opens_skills : int
        Number of roles and skills that need it, directly or through others. An alternative counts where the person has
        none of the others.
    """

    id: str
    title: str
    hours: float
    saves_months: float | None
    saves_hours: float | None
    opens_roles: int
    opens_skills: int


@dataclass(frozen=True)
class NextSkills(Result):
    """The skills that a person can learn now, the most useful first.

    Attributes
    ----------
    source : Named
        The position of the person.
    target : Named or None
        The position to come nearer to.
    objective : {"months", "hours", "moves"}
        The cost that plans to the target keep least.
    skills : tuple of NextSkill
        The skills: with a target, those that bring it nearer; without, those that open most first.
    others : int
        Number of skills that can be learned as well and bring the target no nearer.
    unknown : int
        Number of skills that were left out for lack of time.
    """

    source: Named
    target: Named | None
    objective: Objective
    skills: tuple[NextSkill, ...]
    others: int
    unknown: int


def next_skills(solver: Solver, source: str, target: str | None, options: PlanOptions, budget: Budget) -> NextSkills:
    """Return the skills that a person can learn now: not had, and all that they require is.

    With a target, those that bring it nearer: first those that the plan learns, in its order, then the others by how
    much of the objective, and of the hours, an hour of study saves. Without, by how many roles and skills they open.
    Raises as `Solver.plan` does.
    """
    graph, start = solver.graph, solver.position(source)
    known = solver.known_skills(start, start if target is None else target, options)
    avoided = resolve_all(graph, options.avoid)
    ready = [node for node in sorted(graph) if node not in avoided and _is_ready(graph, node, known)]
    if target is None:
        seen = [_opening(graph, node, known) for node in takewhile(lambda node: not budget.is_spent(), ready)]
        ranked = tuple(sorted(seen, key=_openness))
        return NextSkills(named(graph, start), None, options.objective, ranked, 0, len(ready) - len(seen))
    plan = solver.plan(source, target, options, budget)
    order = {study.id: place for place, study in enumerate(plan.studies)}
    relevant = _relevant(graph, plan)
    candidates = sorted(
        (node for node in ready if node in relevant), key=lambda node: (order.get(node, len(order)), node)
    )
    found: list[tuple[tuple[object, ...], NextSkill]] = []
    unknown = 0
    for place, node in enumerate(candidates):
        if budget.is_spent() and place:
            unknown += len(candidates) - place
            break
        try:
            nearer = solver.plan(source, target, options, budget, also_known=(node,))
        except NoPlanInTimeError:
            unknown += 1
            continue
        saved = _saved(plan.costs, nearer.costs)
        if max(saved.by(options.objective)) > 0:
            skill = _opening(graph, node, known)
            per_hour = [-getattr(saved, cost) / max(skill.hours, 1e-9) for cost in (options.objective, "hours")]
            key = (order.get(node, len(order)), *per_hour, node)
            found.append((key, replace(skill, saves_months=saved.months, saves_hours=saved.hours)))
    skills = tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0]))
    ends = named(graph, start), named(graph, plan.target)
    return NextSkills(*ends, options.objective, skills, len(ready) - len(skills) - unknown, unknown)


def _is_ready(graph: Graph, node: str, known: frozenset[str]) -> bool:
    attributes = graph.nodes[node]
    if attributes["kind"] != "skill" or node in known:
        return False
    return all(any(skill in known for skill in group) for group in attributes["needs"])


def _relevant(graph: Graph, plan: Plan) -> set[str]:
    """Return the skills that positions between the ends of a plan, or `via`, may need: no other changes a plan."""
    moves = moves_of(graph)
    between = nx.descendants(moves, plan.source) & (nx.ancestors(moves, plan.target) | {plan.target})
    return {*plan.via, *chain.from_iterable(layers_before(graph, between | {*plan.via}))}


def _saved(costs: Costs, nearer: Costs) -> Costs:
    """Return by how much one plan costs less than another; what rounding leaves is nothing."""
    saved = costs - nearer
    return Costs(round(saved.months, 6), round(saved.hours, 6), saved.moves)


def _opening(graph: Graph, node: str, known: frozenset[str]) -> NextSkill:
    kinds = [graph.nodes[other]["kind"] for other in opened(graph, (node,), known) - known]
    attributes = graph.nodes[node]
    opens = kinds.count("role"), kinds.count("skill")
    return NextSkill(node, attributes["title"], attributes["hours"], None, None, *opens)


def _openness(skill: NextSkill) -> tuple[object, ...]:
    return -skill.opens_roles, -skill.opens_skills, skill.hours, skill.id
