"""Comparison of the quickest plans between all pairs of positions in two graphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from mlgraph.errors import NoPlanError, NoPlanInTimeError
from mlgraph.limits import DEFAULT_PACE
from mlgraph.model import POSITIONS, Graph, Named, find_ways, name_node
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.requirements import find_dependents
from mlgraph.search.bitset import list_ranks, unite
from mlgraph.search.budget import Budget


@dataclass(frozen=True)
class Answer:
    """The months of the quickest plans between two positions, in the old and in the new graph.

    Attributes
    ----------
    source, target : Named
        The first and the last position of the compared plans.
    before, after : float or None
        The months of the quickest plan in the old and in the new graph, or None in a graph without a path.
    """

    source: Named
    target: Named
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Answers:
    """The pairs of positions whose quickest plans take more or fewer months in a new graph than in an old one.

    Attributes
    ----------
    pace : float
        The hours of study a week in all compared plans.
    pairs : int
        The number of ordered pairs of positions that are in both graphs.
    affected : int
        The number of pairs of positions with a path through a position or a move that differs between the two graphs.
        All other pairs of positions have the same quickest plan in both graphs. If the budget was spent early,
        `affected` also counts all pairs of positions that the function `diff_answers` has not examined.
    compared : int
        The number of affected pairs of positions whose plans the function `diff_answers` compared before the budget was
        spent. The function `diff_answers` compares first the pairs of positions that the fewest moves connect through a
        changed position or move.
    changed : tuple of Answer
        The pairs of positions whose quickest plans take more or fewer months in the new graph than in the old graph.
        Pairs without a path in the new graph come first, then pairs without a path in the old graph. Pairs of positions
        with a path in both graphs come last, those with the greatest difference in months first.
    """

    pace: float
    pairs: int
    affected: int
    compared: int
    changed: tuple[Answer, ...]


def diff_answers(old: Solver, new: Solver, budget: Budget, pace: float = DEFAULT_PACE) -> Answers:
    """Return the pairs of positions whose quickest plans take more or fewer months in the graph `new` than in `old`.

    A pair of positions is in the result only if the search has proved that its plans in both graphs are the quickest.
    If the budget is spent early, the result has only pairs of positions whose plans the function has compared by then.
    Raises UsageError if the hours of study a week are out of range.
    """
    options = PlanOptions(pace=pace)
    common = sorted(_list_positions(old.graph) & _list_positions(new.graph))
    pairs_by_moves, others = _find_affected(old.graph, new.graph, common, budget)
    compared, changed = 0, []
    for source, target in _choose_pairs(pairs_by_moves):
        if budget.is_spent():
            break
        ends = (common[source], common[target])
        try:
            before, after = (_find_plan_months(solver, *ends, options, budget) for solver in (old, new))
        except NoPlanInTimeError:
            break
        if budget.is_spent():
            break
        compared += 1
        if before != after:
            changed.append(Answer(name_node(new.graph, ends[0]), name_node(new.graph, ends[1]), before, after))
    affected = others + sum(reached.bit_count() for pairs in pairs_by_moves for reached in pairs)
    return Answers(pace, len(common) * (len(common) - 1), affected, compared, tuple(sorted(changed, key=_sort_key)))


def _list_positions(graph: Graph) -> set[str]:
    return {node for node in graph if graph.nodes[node]["kind"] in POSITIONS}


def _choose_pairs(pairs_by_moves: list[list[int]]) -> Iterator[tuple[int, int]]:
    return (
        (source, target)
        for pairs in pairs_by_moves
        for source, reached in enumerate(pairs)
        for target in list_ranks(reached)
    )


def _find_plan_months(solver: Solver, source: str, target: str, options: PlanOptions, budget: Budget) -> float | None:
    try:
        return solver.find_least_months(source, target, options, budget)
    except NoPlanError:
        return None


def _sort_key(answer: Answer) -> tuple[object, ...]:
    """Return the key by which to sort pairs of positions whose quickest plans differ in two graphs.

    Pairs of positions without a path in the new graph come first, then pairs without a path in the old graph. Pairs of
    positions with a path in both graphs come last, those with the greatest difference in months first.
    """
    group = 0 if answer.after is None else 1 if answer.before is None else 2
    return group, -abs((answer.after or 0) - (answer.before or 0)), answer.source.id, answer.target.id


def _find_affected(old: Graph, new: Graph, common: list[str], budget: Budget) -> tuple[list[list[int]], int]:
    """Return the pairs of positions whose plans a change of the graph may affect, and the number of pairs not examined.

    A pair of positions is affected if a path from one to the other passes a position or a move that differs between the
    graphs. All other pairs of positions have the same quickest plan in both graphs. The function examines only pairs of
    the positions in `common`, which both graphs have.

    The first part of the result is a list of groups of affected pairs. The group with the index n has the pairs for
    which the shortest path through a changed position or move has n moves. A group of affected pairs is a list with one
    bit mask for each first position. The bit mask of a first position A has each position B such that the pair (A, B)
    is in the group. If the budget is spent early, the groups leave out pairs of positions that the function has not
    examined by then.
    """
    rank = {node: index for index, node in enumerate((*common, *sorted(_list_positions(old) ^ _list_positions(new))))}
    within, seen = (1 << len(common)) - 1, [1 << index for index in range(len(common))]
    pairs_by_moves: list[list[int]] = []
    walks = (_reach_past_changes(graph, other, rank, budget) for graph, other in ((old, new), (new, old)))
    try:
        for here, there in zip_longest(*walks, fillvalue=[0] * len(rank)):
            pairs = [(a | b) & within & ~known for a, b, known in zip(here, there, seen, strict=False)]
            seen = [known | found for known, found in zip(seen, pairs, strict=True)]
            pairs_by_moves.append(pairs)
            budget.check()
    except NoPlanInTimeError:
        return pairs_by_moves, sum(len(common) - known.bit_count() for known in seen)
    return pairs_by_moves, 0


def _reach_past_changes(graph: Graph, other: Graph, rank: dict[str, int], budget: Budget) -> Iterator[list[int]]:
    """Yield, for each position, the positions to which a path of `graph` through a changed position or move leads.

    The function yields a list of bit masks for paths of 0 moves, then for paths of at most 1 move, and so on. Each list
    has one bit mask for each position of the two graphs. The bit mask of a position A has each position B such that a
    path from A to B passes a changed position or move.

    A changed move is one that the graph `other` lacks, or that has other months in `graph` than in `other`. A changed
    position is one that the graph `other` lacks, or whose requirements, experience or taught skills differ between
    `graph` and `other`. A position that may need a skill is also a changed position if the requirements or hours of the
    skill differ between `graph` and `other`.
    """
    changed_nodes = _find_changed(graph, other)
    moves: list[list[tuple[int, bool]]] = [[] for _ in rank]
    other_ways = find_ways(other)
    for source, target, edge in find_ways(graph).edges(data=True):
        same = other_ways.has_edge(source, target) and other_ways.edges[source, target]["months"] == edge["months"]
        moves[rank[source]].append((rank[target], same))
    if not changed_nodes and all(same for targets in moves for _, same in targets):
        return
    reach = [1 << index for index in rank.values()]
    past = [1 << index if node in changed_nodes else 0 for node, index in rank.items()]
    before: list[list[int]] = []
    while before != [reach, past]:
        yield past
        before, reach, past = [reach, past], [], []
        for node, at in rank.items():
            budget.check()
            reach.append(unite((before[0][at], *(before[0][target] for target, _ in moves[at]))))
            near = () if node in changed_nodes else (before[same][target] for target, same in moves[at])
            past.append(reach[at] if node in changed_nodes else unite((before[1][at], *near)))


def _find_changed(graph: Graph, other: Graph) -> set[str]:
    """Return the nodes of `graph` that differ in `other`, and the nodes of `graph` that may need one of them.

    A node of `graph` differs if `other` lacks the node, or if values that affect plans are different, such as needs or
    hours.
    """
    keys = (
        *("kind", "needs", "hours", "experience", "usual_experience", "usual_skills", "counts_as", "teaches"),
        "programme",
    )
    changed = {
        node
        for node, attributes in graph.nodes.items()
        if node not in other or any(attributes.get(key) != other.nodes[node].get(key) for key in keys)
    }
    return changed | find_dependents(graph, changed)
