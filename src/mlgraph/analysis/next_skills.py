"""Skills that a person can learn now, ranked by their use for a target or in general."""

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
    """A skill whose requirements a person meets already.

    Attributes
    ----------
    id, title : str
        Id and title.
    hours : float
        Hours of study.
    saves_months, saves_hours : float or None
        Months and hours of study that the best plan to the target saves if the person already has the skill. None
        without a target.
    opens_roles, opens_skills : int
        Number of roles and skills that need the skill, directly or indirectly. A requirement with alternatives counts
        only if the person meets it by none of them.
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
        The position that the person wants to reach.
    objective : {"months", "hours", "moves"}
        The cost that plans to the target minimize.
    skills : tuple of NextSkill
        With a target, the skills that lower the costs of its plan. Without a target, all skills, those that open the
        most roles first.
    others : int
        Number of skills that the person can learn now and that do not lower the costs of the plan.
    unknown : int
        Number of skills not evaluated before the time limit.
    """

    source: Named
    target: Named | None
    objective: Objective
    skills: tuple[NextSkill, ...]
    others: int
    unknown: int


def next_skills(solver: Solver, source: str, target: str | None, options: PlanOptions, budget: Budget) -> NextSkills:
    """Return the skills that a person can learn now, the most useful first.

    The person lacks such a skill and meets its requirements.

    - With a target, only skills that lower the costs of its plan count. Skills of the plan come first, in its order.
      The others follow by the saving in the objective, then in hours, for each hour of study.
    - Without a target, skills come in the order of how many roles and then skills they open.

    Raises NoPlanError, NoPlanInTimeError, UnknownNameError, AmbiguousNameError and UsageError.
    """
    graph, start = solver.graph, solver.position(source)
    known = solver.known_skills(start, start if target is None else target, options)
    avoided = resolve_all(graph, options.avoid)
    ready = [node for node in sorted(graph) if node not in avoided and _is_ready(graph, node, known)]
    if target is None:
        seen = [_describe_skill(graph, node, known) for node in takewhile(lambda node: not budget.is_spent(), ready)]
        ranked = tuple(sorted(seen, key=_sort_key))
        return NextSkills(named(graph, start), None, options.objective, ranked, 0, len(ready) - len(seen))
    plan = solver.plan(source, target, options, budget)
    order = {study.id: index for index, study in enumerate(plan.studies)}
    relevant = _find_relevant(graph, plan)
    candidates = sorted(
        (node for node in ready if node in relevant), key=lambda node: (order.get(node, len(order)), node)
    )
    found: list[tuple[tuple[object, ...], NextSkill]] = []
    unknown = 0
    for index, node in enumerate(candidates):
        if budget.is_spent() and index:
            unknown += len(candidates) - index
            break
        try:
            nearer = solver.plan(source, target, options, budget, also_known=(node,))
        except NoPlanInTimeError:
            unknown += 1
            continue
        saved = _compute_savings(plan.costs, nearer.costs)
        if max(saved.by(options.objective)) > 0:
            skill = _describe_skill(graph, node, known)
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


def _find_relevant(graph: Graph, plan: Plan) -> set[str]:
    """Return the skills that `via` or a position on any path to the target may need. Others change no plan."""
    moves = moves_of(graph)
    between = nx.descendants(moves, plan.source) & (nx.ancestors(moves, plan.target) | {plan.target})
    return {*plan.via, *chain.from_iterable(layers_before(graph, between | {*plan.via}))}


def _compute_savings(costs: Costs, nearer: Costs) -> Costs:
    """Return the difference of two costs, rounded so that rounding errors become 0."""
    saved = costs - nearer
    return Costs(round(saved.months, 6), round(saved.hours, 6), saved.moves)


def _describe_skill(graph: Graph, node: str, known: frozenset[str]) -> NextSkill:
    kinds = [graph.nodes[other]["kind"] for other in opened(graph, (node,), known) - known]
    attributes = graph.nodes[node]
    opens = kinds.count("role"), kinds.count("skill")
    return NextSkill(node, attributes["title"], attributes["hours"], None, None, *opens)


def _sort_key(skill: NextSkill) -> tuple[object, ...]:
    return -skill.opens_roles, -skill.opens_skills, skill.hours, skill.id
