"""Skills to learn now, ranked by the time and study that each saves, or by the number of roles that need it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from math import isclose

from mlgraph.errors import NoPlanInTimeError, UsageError
from mlgraph.model import WEEKS_PER_MONTH, Graph, Named, name_node
from mlgraph.names import resolve_all
from mlgraph.planning.days import find_days
from mlgraph.planning.options import Objective, PlanOptions
from mlgraph.planning.plan import Costs, Plan
from mlgraph.planning.solver import Solver
from mlgraph.requirements import find_dependents
from mlgraph.resources import Resource, list_resources
from mlgraph.results import Tabular
from mlgraph.search.budget import Budget

# costs are exact fractions converted to floats, so a difference below this is a rounding error
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class NextSkill:
    """A skill that a person can learn now, with the months and hours that it would save.

    Attributes
    ----------
    id, title : str
        The id and the title of the skill.
    hours : float
        The hours of study for the skill.
    saves_months, saves_hours : float or None
        The months and the hours of study that the skill saves in the best plan to the target, or None without a target.
        If the person already has the skill and all skills that it needs, the best plan costs less by these months and
        hours.
    opens_roles, opens_skills : int
        The number of roles, and of skills, that need the skill, directly or indirectly. `opens_roles` and
        `opens_skills` do not count a node if the person already meets its requirement with an alternative to the skill.
    alternatives : tuple of Named
        Other skills that can replace the skill in a requirement. Each skill in `alternatives` takes as many hours of
        study as the skill itself. If a target is given, each skill in `alternatives` saves as much time and study as
        the skill itself. A person who has both the skill itself and one of its alternatives saves no more than a person
        with one of the two. If no target is given, the same nodes need the skill itself and each skill in
        `alternatives`.
    in_plan : bool
        Whether the best plan to the target learns the skill. `in_plan` is false without a target.
    ends : datetime.date or None
        The last day of study for the skill in the best plan to the target, or None if this day is after the year 9999.
        For a skill outside the plan, `ends` assumes that the study of the skill begins on the first day of the plan.
    learn_with : tuple of Resource
        Courses, books and pages from which to learn the skill, the first choice first.
    url : str
        The web address of the skill, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.next_skills(mlgraph.load(), "beginner", "data scientist")
    >>> skill = found.skills[0]
    >>> skill.in_plan, skill.hours > 0, skill.saves_hours > 0
    (True, True, True)
    """

    id: str
    title: str
    hours: float
    saves_months: float | None
    saves_hours: float | None
    opens_roles: int
    opens_skills: int
    alternatives: tuple[Named, ...]
    in_plan: bool
    ends: date | None
    learn_with: tuple[Resource, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class NextSkills(Tabular):
    """The skills that a person can learn now, and the best plan to a target if a target is given.

    Attributes
    ----------
    source : Named
        The position of the person.
    target : Named or None
        The position that the person wants to reach.
    objective : {"months", "hours", "moves"}
        The cost that plans to the target minimize.
    pace : float
        The hours of study a week in the plans.
    start : datetime.date
        The first day of the plans.
    costs : Costs or None
        The costs of the best plan to the target, or None without a target.
    arrives_on : datetime.date or None
        The day on which the best plan to the target arrives. `arrives_on` is None without a target, or if the plan
        arrives after the year 9999.
    skills : tuple of NextSkill
        With a target, the skills of the best plan in the order of the plan, then other skills that lower its costs.
        Without a target, all skills that the person can learn now, beginning with the skills that the most roles may
        need.
    others : int
        The number of other skills that the person can learn now, none of which would lower the costs of the best plan
        to the target.
    unknown : int
        The number of skills that the search had not yet examined at the time limit. With a target, the search examines
        how much time and study a skill saves. Without a target, the search finds the nodes that need a skill.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.next_skills(mlgraph.load(), "beginner", "data scientist")
    >>> found.source.title, found.target.title, found.objective
    ('Beginner', 'Data scientist', 'months')
    """

    source: Named
    target: Named | None
    objective: Objective
    pace: float
    start: date
    costs: Costs | None
    arrives_on: date | None
    skills: tuple[NextSkill, ...]
    others: int
    unknown: int


def next_skills(solver: Solver, source: str, target: str | None, options: PlanOptions, budget: Budget) -> NextSkills:
    """Return the skills that a person can learn now, the most useful first.

    A person can learn a skill now if the person lacks the skill and meets its requirements. The person can also learn a
    skill of the best plan now if posts on the path teach all skills that it still needs.

    With a target, the result has the skills of the best plan to the target, in the order in which the plan learns them.
    The skills of the best plan are followed by skills that the plan does not learn, but that would lower its costs.
    Among the skills outside the best plan, the skill that lowers the objective most per hour of its study comes first.
    If two skills outside the best plan lower the objective equally per hour, the skill that saves more study per hour
    comes first.

    Without a target, the skills that the most roles may need come first. If equally many roles may need two skills, the
    skill that more other skills may need comes first.

    Raises NoPlanError if no plan leads to the target, and NoPlanInTimeError if the budget is spent before the search
    finds a plan. Raises UnknownNameError or AmbiguousNameError if a name does not belong to exactly one node, and
    UsageError if an option is invalid.
    """
    if options.objective == "commonest":
        raise UsageError("`objective` commonest is for a route, not for skills; choose months, hours or moves")
    graph, start = solver.graph, solver.find_position(source)
    known = solver.find_known_skills(start, start if target is None else target, options)
    avoided = resolve_all(graph, options.avoid)
    ready = [node for node in sorted(graph) if node not in avoided and _is_ready(graph, node, known)]
    if target is None:
        return _rank_by_openness(graph, start, ready, known, options, budget)
    plan, corridor = solver.plan_with_corridor(source, target, options, budget, ready)
    if begun := _find_begun(graph, plan, known, ready):
        ready = sorted([*ready, *begun])
        plan, corridor = solver.plan_with_corridor(source, target, options, budget, ready)
    order = {study.id: index for index, study in enumerate(plan.studies)}
    ends = {study.id: study.ends for study in plan.studies}
    relevant = ready if corridor is None else corridor.relevant
    candidates = sorted(relevant, key=lambda node: (order.get(node, len(order)), node))
    saved: dict[str, Costs] = {}
    unknown = 0
    for index, node in enumerate(candidates):
        if corridor is None or (budget.is_spent() and index):
            unknown += len(candidates) - index
            break
        try:
            costs = corridor.find_costs(node)
        except NoPlanInTimeError:
            unknown += 1
            continue
        # a skill of 0 hours saves nothing, but the plan may begin with it
        if node in order or max(_round(plan.costs - costs).by(options.objective)) > 0:
            saved[node] = plan.costs - costs

    def do_the_same(skill: str, other: str) -> bool:
        if budget.is_spent() or _round(saved[skill]) != _round(saved[other]):
            return False
        both = solver.plan(source, target, options, budget, also_known=(skill, other)).costs
        return _round(plan.costs - both) == _round(saved[skill])

    ranks = [
        _rank({node: getattr(less, cost) / max(graph.nodes[node]["hours"], 1e-9) for node, less in saved.items()})
        for cost in (options.objective, "hours")
    ]
    ordered = sorted(saved, key=lambda node: (order.get(node, len(order)), *(rank[node] for rank in ranks), node))
    skills = (
        replace(
            _describe_skill(graph, node, find_dependents(graph, (node,), known) - known, options),
            saves_months=_round(saved[node]).months,
            saves_hours=_round(saved[node]).hours,
            alternatives=others,
            in_plan=node in order,
            ends=ends[node] if node in ends else _find_end(graph, node, options),
        )
        for node, others in _merge(graph, ordered, do_the_same)
    )
    return NextSkills(
        source=name_node(graph, start),
        target=name_node(graph, plan.target),
        objective=options.objective,
        pace=options.pace,
        start=options.start,
        costs=plan.costs,
        arrives_on=plan.stops[-1].arrives_on,
        skills=tuple(skills),
        others=len(ready) - len(saved) - unknown,
        unknown=unknown,
    )


def _find_begun(graph: Graph, plan: Plan, known: frozenset[str], ready: Iterable[str]) -> list[str]:
    """Return the skills of a plan whose requirements are met by known skills and by skills that posts teach.

    The result leaves out the skills in `ready`, whose requirements known skills alone meet. If neither a known skill
    nor a skill that the plan studies meets a requirement, a skill that a post teaches must meet the requirement.
    """
    learned = {study.id for study in plan.studies}
    return [
        skill
        for skill in sorted(learned.difference(ready))
        if all(not known.isdisjoint(group) or learned.isdisjoint(group) for group in graph.nodes[skill]["needs"])
    ]


def _rank_by_openness(
    graph: Graph, start: str, ready: list[str], known: frozenset[str], options: PlanOptions, budget: Budget
) -> NextSkills:
    opens = {
        node: find_dependents(graph, (node,), known) - known
        for node in takewhile(lambda node: not budget.is_spent(), ready)
    }
    found = {node: _describe_skill(graph, node, opens[node], options) for node in opens}
    ordered = sorted(found, key=lambda node: _sort_key(found[node]))
    rows = _merge(graph, ordered, lambda skill, other: opens[skill] - {other} == opens[other] - {skill})
    return NextSkills(
        source=name_node(graph, start),
        target=None,
        objective=options.objective,
        pace=options.pace,
        start=options.start,
        costs=None,
        arrives_on=None,
        skills=tuple(replace(found[node], alternatives=others) for node, others in rows),
        others=0,
        unknown=len(ready) - len(opens),
    )


def _is_ready(graph: Graph, node: str, known: frozenset[str]) -> bool:
    attributes = graph.nodes[node]
    if attributes["kind"] != "skill" or node in known:
        return False
    return all(any(skill in known for skill in group) for group in attributes["needs"])


def _round(costs: Costs) -> Costs:
    """Round a difference of costs to millionths, so that rounding errors vanish."""
    return replace(costs, months=round(costs.months, 6), hours=round(costs.hours, 6))


def _rank(values: Mapping[str, float]) -> dict[str, int]:
    """Return the rank of each key of `values`, which is the number of different values that are greater than its value.

    Values that differ only by rounding errors count as equal.
    """
    ranks: dict[str, int] = {}
    rank, last = 0, None
    for name in sorted(values, key=lambda name: -values[name]):
        if last is not None and not isclose(values[name], last, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE):
            rank += 1
        ranks[name], last = rank, values[name]
    return ranks


def _merge(
    graph: Graph, ordered: Iterable[str], do_the_same: Callable[[str, str], bool]
) -> list[tuple[str, tuple[Named, ...]]]:
    """Group skills that can replace each other: alternatives in one requirement that are equally useful to a person.

    Two alternatives are equally useful if they take the same hours of study, and if the function `do_the_same` returns
    true for the two skills.

    The result has a pair for each group of skills that can replace each other: the group's first skill in `ordered`,
    and its other skills.
    """
    rows: dict[str, list[Named]] = {}
    ordered = list(ordered)
    groups = _find_groups(graph, ordered)
    for node in ordered:
        for first, others in rows.items() if groups[node] else ():
            alike = graph.nodes[first]["hours"] == graph.nodes[node]["hours"]
            if alike and not groups[first].isdisjoint(groups[node]) and do_the_same(first, node):
                others.append(name_node(graph, node))
                break
        else:
            rows[node] = []
    return [(node, tuple(others)) for node, others in rows.items()]


def _find_groups(graph: Graph, skills: Iterable[str]) -> dict[str, set[tuple[str, int]]]:
    """Return, for each skill, the requirements with alternatives that list the skill.

    In the result, a requirement is a pair: the node that has the requirement, and its index among the needs of that
    node.
    """
    found: dict[str, set[tuple[str, int]]] = {skill: set() for skill in skills}
    for needer in {needer for skill in found for needer in graph.adj[skill]}:
        for index, group in enumerate(graph.nodes[needer]["needs"]):
            for skill in group if len(group) > 1 else ():
                if skill in found:
                    found[skill].add((needer, index))
    return found


def _describe_skill(graph: Graph, node: str, opens: Iterable[str], options: PlanOptions) -> NextSkill:
    kinds = [graph.nodes[other]["kind"] for other in opens]
    hours = graph.nodes[node]["hours"]
    return NextSkill(
        id=node,
        title=graph.nodes[node]["title"],
        hours=hours,
        saves_months=None,
        saves_hours=None,
        opens_roles=kinds.count("role"),
        opens_skills=kinds.count("skill"),
        alternatives=(),
        in_plan=False,
        ends=_find_end(graph, node, options),
        learn_with=list_resources(graph, node),
        url=graph.nodes[node].get("url", ""),
    )


def _find_end(graph: Graph, node: str, options: PlanOptions) -> date | None:
    """Return the last day of study of a skill, if the study of the skill begins on the first day of the plan."""
    months = graph.nodes[node]["hours"] / options.pace / float(WEEKS_PER_MONTH)
    return find_days(options.start, 0, months)[1]


def _sort_key(skill: NextSkill) -> tuple[object, ...]:
    return -skill.opens_roles, -skill.opens_skills, skill.hours, skill.id
