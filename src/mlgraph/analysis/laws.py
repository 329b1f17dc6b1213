"""Laws that the best plans on a graph must keep, and a search for plans that break a law.

A law compares the months of plans, such as the plans of a person with and without one more skill. A plan breaks a law
if it takes longer than the law allows.

The laws "skill" and "pace" state that a person arrives no later with one more skill, or with twice the pace. The law
"months_in_post" states that twelve months already spent in the role where a plan begins never delay the arrival at its
target. The law "experience" states that a person arrives no later with twelve more months of experience in each field.
If one more skill, or another such advantage, makes a plan drop an assumption, the plan may arrive later without a
breach of a law.

The law "first_stage" states that a person at any position reaches a target no later than the same person would from a
first stage. A first stage is a stage without needs to which no other stage leads. The law "first_stage" does not apply
to a person in a programme of study, which a plan does not break off.

The law "ways" states that no plan gets longer if a graph gets more moves, alternatives and taught skills. If the added
moves, alternatives or taught skills make a known skill count as unknown, a longer plan does not break the law "ways".

The laws "avoid" and "via" state that no plan gets shorter with one more node to avoid, or with one more node to pass.
If the node to avoid or to pass makes more skills count as known, a shorter plan does not break the law "avoid" or
"via".

The law "range" states that a plan takes no less time with likely figures than with low figures. With high figures, a
plan takes no less time than with likely figures. The spread of a plan has the dates by which the plan arrives with
given probabilities, such as 50 % and 90 %. The law "range" also states that a higher probability never has an earlier
date. All dates of the spread must lie between the arrivals with low and with high figures.

The law "level" states that the best plan between two posts of the same stage takes no longer than a direct move would.
For the law "level", a direct move takes twelve months in the post that the person leaves. If the graph has a move from
the first to the second post in fewer months, the law "level" uses these months. If study for the second post, or a wait
for experience, takes longer than a direct move, the law "level" allows this longer time. The law "level" does not apply
to two posts if the second post asks for experience that a stay in the first post cannot give. The law "level" does not
apply to plans to a post to which no move of the graph leads. Nor does the law "level" apply to plans from a programme
of study.

A post is a role that a person holds.

Every law except "level" must hold in every graph, so its breach shows an error in the search. A breach of the law
"level" does not prove an error in the search. If the best plan between two posts of a stage takes longer than a direct
move would, the graph probably lacks a move.
"""

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import accumulate, chain, pairwise, zip_longest
from typing import get_args

from mlgraph.analysis.breaches import Breach, Law, Laws
from mlgraph.errors import NoPlanError, NoPlanInTimeError, UsageError
from mlgraph.model import POSITIONS, Graph, list_sources
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Plan
from mlgraph.planning.solver import Solver
from mlgraph.printable import sanitize
from mlgraph.search.budget import Budget

Tell = Callable[[int, int], None]

DIRECT = 12  # months of a direct move across a level
MORE = 12  # further months of experience, or months in the post
MOST_PAIRS = 2_000
_SEED = 0  # for random samples of pairs
_TOLERANCE = 1e-6  # months


def check_laws(
    solver: Solver, options: PlanOptions, budget: Budget, *, pairs: int = MOST_PAIRS, tell: Tell | None = None
) -> Laws:
    """Check whether the plans on a graph keep laws, such as that a higher pace makes no plan longer.

    The docstring of the module `laws` explains all laws that the function checks.

    If the graph has more than `pairs` pairs of positions, the function checks a random sample of pairs, which is the
    same in every run. To report how far the check is, the function calls `tell` with two numbers: the pairs checked so
    far, and all pairs to check. Raises UsageError if `pairs` is not a positive whole number.
    """
    if not isinstance(pairs, int) or pairs < 1:
        raise UsageError(f"the number of pairs must be a whole number, at least 1, not {sanitize(pairs)}")
    graph = solver.graph
    positions = [node for node in graph if graph.nodes[node]["kind"] in POSITIONS]
    roles = [node for node in positions if graph.nodes[node]["kind"] == "role"]
    levels: dict[str, list[str]] = {}
    for role in roles:
        if stage := graph.nodes[role].get("stage"):
            levels.setdefault(stage, []).append(role)
    # a post that no move leads to is a career that people only leave, such as nurse in a graph of data careers
    entered = {role for role in roles if list_sources(graph, role)}
    # a plan does not break a programme off
    left = {role for role in roles if not graph.nodes[role].get("programme")}
    crossings = [
        ([role for role in level if role in left], [role for role in level if role in entered])
        for level in levels.values()
    ]
    crossed = _sample(crossings, pairs)
    asked = _sample([(positions, roles)], pairs)
    asker = _Asker(solver, options, budget)
    bridges = _Bridges(solver, crossed, options, budget)
    # the two kinds of pairs take turns, so that a spent budget leaves out as many of each
    turns = zip_longest([(0, bridges.ask, *pair) for pair in crossed], [(1, asker.ask, *pair) for pair in asked])
    total, breaches, counts = len(crossed) + len(asked), list[Breach](), [0, 0]
    with suppress(NoPlanInTimeError):
        for kind, ask, source, target in filter(None, chain.from_iterable(turns)):
            if tell and sum(counts) % max(1, total // 10) == 0:
                tell(sum(counts), total)
            found = [*ask(source, target)]
            if budget.is_spent():  # these plans may not be the best
                raise NoPlanInTimeError
            breaches += found
            counts[kind] += 1
    order = get_args(Law)
    return Laws(
        pairs=counts[1],
        pairs_of=len(positions) * len(roles) - len(roles),
        level_pairs=counts[0],
        level_pairs_of=sum(
            len(sources) * len(targets) - len({*sources} & {*targets}) for sources, targets in crossings
        ),
        excused=asker.excused,
        complete=sum(counts) == total,
        breaches=tuple(sorted(breaches, key=lambda each: (order.index(each.law), each.source, each.target))),
    )


def _sample(blocks: Sequence[tuple[list[str], list[str]]], most: int) -> list[tuple[str, str]]:
    """Return at most `most` random pairs of a first and a last position.

    Each element of `blocks` is a pair of lists: possible first positions, and possible last positions. For example, an
    element of `blocks` pairs all roles of a stage with those roles of the stage to which moves lead. Both positions of
    a returned pair come from the same element of `blocks`, and the two positions differ.

    For the same arguments, the function returns the same pairs of positions in the same order in every run.
    """
    ends = [*accumulate(len(sources) * len(targets) for sources, targets in blocks)]
    size = ends[-1] if ends else 0
    found = []
    for index in random.Random(_SEED).sample(range(size), min(size, most)):
        block = bisect_right(ends, index)
        sources, targets = blocks[block]
        source, target = divmod(index - (ends[block - 1] if block else 0), len(targets))
        if sources[source] != targets[target]:
            found.append((sources[source], targets[target]))
    return found


class _Asker:
    """A checker of the laws that plans on every graph keep, such as that a higher pace makes no plan longer.

    `excused` counts the plans that arrive later with an advantage, such as one more skill or move, without a breach of
    a law. A later arrival breaks no law if the advantage makes the plan drop an assumption, or makes a known skill
    count as unknown.
    """

    def __init__(self, solver: Solver, options: PlanOptions, budget: Budget) -> None:
        self.solver, self.options, self.budget, self.excused = solver, options, budget, 0
        graph = solver.graph
        self._stages = [node for node in graph if _is_first_stage(graph, node)]
        self._fields = [*graph.graph.get("experience", ())]
        self._extended = Solver(_extend(graph))

    def ask(self, source: str, target: str) -> Iterator[Breach]:
        """Check the plan between two positions, and yield its breaches of the laws that plans on every graph keep."""
        try:
            plan = self.solver.plan(source, target, self.options, self.budget)
        except NoPlanError:
            return
        yield from _check_range(plan)
        has = {each.id: each.months for each in plan.experience}
        skill = next((study.id for study in plan.studies), None)
        changes: list[tuple[Law, PlanOptions, str]] = [("pace", replace(self.options, pace=2 * plan.pace), "")]
        if skill:
            changes.append(("skill", replace(self.options, have=[skill]), skill))
        if self.solver.graph.nodes[source]["kind"] == "role":
            changes.append(("months_in_post", replace(self.options, months_in_post=MORE), ""))
        if self._fields:
            more = {field: has.get(field, 0) + MORE for field in self._fields}
            changes.append(("experience", replace(self.options, experience=more), ""))
        assumed = {each.id for each in plan.assumed}
        for law, options, by in changes:
            months = _find_least_months(self.solver, source, target, options, self.budget)
            if months is None or months > plan.months + _TOLERANCE:
                if assumed <= self.solver.find_assumed_skills(source, target, options):
                    yield Breach(law, source, target, months, plan.months, by)
                else:
                    self.excused += 1
        known = self.solver.find_known_skills(source, target, self.options)
        for stage in () if plan.stops[0].programme else self._stages:
            options = replace(self.options, have=known, experience=has)
            least = _find_least_months(self.solver, stage, target, options, self.budget) if stage != source else None
            if least is not None and plan.months > least + _TOLERANCE:
                yield Breach("first_stage", source, target, plan.months, least, stage)
        yield from self._ask_with_more_ways(plan, known)
        yield from self._ask_with_conditions(plan, known)

    def _ask_with_more_ways(self, plan: Plan, known: frozenset[str]) -> Iterator[Breach]:
        """Yield a breach of the law "ways" if a plan takes longer on a graph with more moves and alternatives.

        The graph with more moves, alternatives and taught skills is a copy of the checked graph.
        """
        ends = plan.source, plan.target
        months = _find_least_months(self._extended, *ends, self.options, self.budget)
        if months is None or months > plan.months + _TOLERANCE:
            if known <= self._extended.find_known_skills(*ends, self.options):
                yield Breach("ways", *ends, months, plan.months)
            else:
                self.excused += 1

    def _ask_with_conditions(self, plan: Plan, known: frozenset[str]) -> Iterator[Breach]:
        """Yield a breach of the law "avoid" or "via" if a plan gets shorter when it must avoid or pass one more node.

        The node that a plan must avoid and the node that it must pass are random, but the same in every run.
        """
        ends, graph = (plan.source, plan.target), self.solver.graph
        passed = [*(stop.id for stop in plan.stops[1:-1]), *(study.id for study in plan.studies)]
        own = {*ends, *passed, *known, *self.options.avoid, *self.options.via}
        rng = random.Random("->".join(ends))  # chooses the same nodes in every run
        avoided = [node for node in passed if node not in {*ends, *self.options.via}]
        others = [node for node in sorted(graph) if node not in own]
        if avoided:
            node = rng.choice(avoided)
            options = replace(self.options, avoid=(*self.options.avoid, node))
            yield from self._compare_with("avoid", plan, known, options, node)
        if others:
            node = rng.choice(others)
            options = replace(self.options, via=(*self.options.via, node))
            yield from self._compare_with("via", plan, known, options, node)

    def _compare_with(
        self, law: Law, plan: Plan, known: frozenset[str], options: PlanOptions, node: str
    ) -> Iterator[Breach]:
        """Yield a breach of a law if one more node to avoid or to pass makes a plan shorter.

        `plan` is the best plan without the condition to avoid or to pass `node`. `options` are the options of the
        request with the condition to avoid or to pass `node`. A shorter plan breaks no law if the condition to avoid or
        to pass `node` makes skills count as known that `known` lacks.
        """
        ends = plan.source, plan.target
        months = _find_least_months(self.solver, *ends, options, self.budget)
        is_shorter = months is not None and months < plan.months - _TOLERANCE
        if months is not None and is_shorter and self.solver.find_known_skills(*ends, options) <= known:
            yield Breach(law, *ends, plan.months, months, node)


class _Bridges:
    """A checker of the law "level": no best plan between posts of one stage takes longer than a direct move.

    The checker copies the graph, and adds to the copy a direct move between the two posts of each pair to check.
    """

    def __init__(self, solver: Solver, pairs: list[tuple[str, str]], options: PlanOptions, budget: Budget) -> None:
        self.solver, self.options, self.budget = solver, options, budget
        bridged: Graph = solver.graph.copy()
        for source, target in pairs:
            _shorten_move(bridged, source, target, DIRECT)
        self.bridged = Solver(bridged) if pairs else solver
        self._positions = [node for node in bridged if bridged.nodes[node]["kind"] in POSITIONS]

    def ask(self, source: str, target: str) -> Iterator[Breach]:
        """Yield a breach of the law "level" if the best plan between two posts takes longer than a direct move."""
        others = [node for node in self._positions if node not in (source, target)]
        allowed = _find_least_months(self.bridged, source, target, replace(self.options, avoid=others), self.budget)
        if allowed is not None:
            months = _find_least_months(self.solver, source, target, self.options, self.budget)
            if months is None or months > allowed + _TOLERANCE:
                yield Breach("level", source, target, months, allowed)


def _shorten_move(graph: Graph, source: str, target: str, most: float) -> None:
    """Make the move from `source` to `target` take at most `most` months, and remove the range of its months.

    If the graph has no move from `source` to `target`, the function adds a move of `most` months.
    """
    months = graph.get_edge_data(source, target, {"months": most})["months"]
    graph.remove_edges_from([(source, target)])
    graph.add_edge(source, target, relation="leads_to", months=min(months, most))


def _extend(graph: Graph) -> Graph:
    """Return a copy of a graph with more moves, alternatives and taught skills, to check the law "ways".

    In the returned graph, a position may have one more move or a shorter move, and one more alternative in a
    requirement. A role of the returned graph may also teach one more skill, or teach a skill sooner. The added moves,
    alternatives and taught skills are random, but the same in every run.
    """
    rng, extended = random.Random(_SEED), graph.copy()
    nodes = extended.nodes
    roles, skills = (sorted(node for node in graph if graph.nodes[node]["kind"] == kind) for kind in ("role", "skill"))
    for position in sorted(node for node in graph if graph.nodes[node]["kind"] in POSITIONS) if roles else ():
        target = rng.choice(roles)
        if target != position:
            _shorten_move(extended, position, target, DIRECT // 4)
        groups = list(nodes[position]["needs"])
        others = sorted({*skills}.difference(*groups))
        if groups and others:
            group, skill = rng.randrange(len(groups)), rng.choice(others)
            groups[group] = (*groups[group], skill)
            nodes[position]["needs"] = tuple(groups)
            extended.add_edges_from(((each, position) for each in groups[group]), relation="needed_for", required=False)
        if others and nodes[position]["kind"] == "role":
            skill = rng.choice(others)
            taught = nodes[position].get("teaches", {})
            nodes[position]["teaches"] = {**taught, skill: min(DIRECT // 2, taught.get(skill, DIRECT))}
    return extended


def _find_least_months(solver: Solver, source: str, target: str, options: PlanOptions, budget: Budget) -> float | None:
    """Return the months of the quickest plan between two positions, or None if no plan exists."""
    try:
        return solver.find_least_months(source, target, options, budget)
    except NoPlanError:
        return None


def _check_range(plan: Plan) -> Iterator[Breach]:
    """Yield a breach of the law "range" if the months or the spread of a plan break this law.

    A plan breaks the law "range" if it takes longer with low than with likely figures, or with likely than with high
    figures. A plan also breaks the law "range" if its spread has an earlier date for a higher probability. All dates of
    the spread must lie between the arrivals with low and with high figures.
    """
    if plan.low is None or plan.high is None:
        return
    likely = [plan.low.months, plan.months, plan.high.months]
    spread = [plan.low.months, *(each.months for each in plan.spread), plan.high.months]
    if any(before > after + _TOLERANCE for months in (likely, spread) for before, after in pairwise(months)):
        yield Breach("range", plan.source, plan.target, plan.months, plan.high.months)


def _is_first_stage(graph: Graph, node: str) -> bool:
    attributes = graph.nodes[node]
    if attributes["kind"] != "stage" or attributes["needs"]:
        return False
    return not any(graph.nodes[before]["kind"] == "stage" for before in list_sources(graph, node))
