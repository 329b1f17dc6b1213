"""Answers that differ between two graphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from mlgraph.errors import NoPlanError, NoPlanInTimeError
from mlgraph.limits import DEFAULT_PACE
from mlgraph.model import POSITIONS, Graph, Named, named
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.requirements import opened
from mlgraph.search.bitset import ranks, union
from mlgraph.search.budget import Budget


@dataclass(frozen=True)
class Answer:
    """The months of the quickest plan between two positions, in the old graph and in the new; None without a way."""

    source: Named
    target: Named
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Answers:
    """Which quickest plans take another time in the new graph, at `pace` hours of study a week.

    `pairs` of positions are in both graphs. Between `affected` of these some way passes a change, the answers of all
    others are the same; `compared` of the affected were compared, those with the fewest moves by way of a change first.
    `changed` has what differs among them: lost ways, new ways, and then the biggest differences first.
    """

    pace: float
    pairs: int
    affected: int
    compared: int
    changed: tuple[Answer, ...]


def diff_answers(old: Solver, new: Solver, budget: Budget, pace: float = DEFAULT_PACE) -> Answers:
    """Return which quickest plans between positions of both graphs take another time in the new one, exactly.

    With a spent budget, it returns the answers compared so far. Raises UsageError for a pace out of range.
    """
    options = PlanOptions(pace=pace)
    common = sorted(_positions(old.graph) & _positions(new.graph))
    levels, others = _affected(old.graph, new.graph, common, budget)
    compared, changed = 0, []
    for source, target in _pairs(levels):
        if budget.is_spent():
            break
        ends = (common[source], common[target])
        try:
            before, after = (_months(solver, *ends, options, budget) for solver in (old, new))
        except NoPlanInTimeError:
            break
        if budget.is_spent():
            break
        compared += 1
        if before != after:
            changed.append(Answer(named(new.graph, ends[0]), named(new.graph, ends[1]), before, after))
    affected = others + sum(reached.bit_count() for level in levels for reached in level)
    return Answers(pace, len(common) * (len(common) - 1), affected, compared, tuple(sorted(changed, key=_size)))


def _positions(graph: Graph) -> set[str]:
    return {node for node in graph if graph.nodes[node]["kind"] in POSITIONS}


def _pairs(levels: list[list[int]]) -> Iterator[tuple[int, int]]:
    return ((source, target) for level in levels for source, reached in enumerate(level) for target in ranks(reached))


def _months(solver: Solver, source: str, target: str, options: PlanOptions, budget: Budget) -> float | None:
    try:
        return solver.plan(source, target, options, budget).months
    except NoPlanError:
        return None


def _size(answer: Answer) -> tuple[object, ...]:
    """Return what puts lost ways first, then new ways, then the others by the size of the difference."""
    group = 0 if answer.after is None else 1 if answer.before is None else 2
    return group, -abs((answer.after or 0) - (answer.before or 0)), answer.source.id, answer.target.id


def _affected(old: Graph, new: Graph, common: list[str], budget: Budget) -> tuple[list[list[int]], int]:
    """Return for each number of moves the pairs between which the shortest way that passes a change has so many.

    The pairs stand as a set of targets, a bit mask, for each source. Where no way passes a change, both graphs have the
    same ways with the same needs and months, so that the answers are the same. Where the search for them is stopped,
    the number of all others comes with them, or else 0.
    """
    rank = {node: place for place, node in enumerate((*common, *sorted(_positions(old) ^ _positions(new))))}
    within, seen = (1 << len(common)) - 1, [1 << place for place in range(len(common))]
    levels: list[list[int]] = []
    walks = (_walks(graph, other, rank, budget) for graph, other in ((old, new), (new, old)))
    try:
        for here, there in zip_longest(*walks, fillvalue=[0] * len(rank)):
            level = [(a | b) & within & ~known for a, b, known in zip(here, there, seen, strict=False)]
            seen = [known | found for known, found in zip(seen, level, strict=True)]
            levels.append(level)
            budget.check()
    except NoPlanInTimeError:
        return levels, sum(len(common) - known.bit_count() for known in seen)
    return levels, 0


def _walks(graph: Graph, other: Graph, rank: dict[str, int], budget: Budget) -> Iterator[list[int]]:
    """Yield for 0, 1, 2 ... moves the targets of each source that a walk of up to so many moves past a change reaches.

    A change is a position with other needs than in the other graph, or a move with other months.
    """
    touched = _touched(graph, other)
    moves: list[list[tuple[int, bool]]] = [[] for _ in rank]
    for source, target, arrow in graph.edges(data=True):
        if arrow["relation"] == "leads_to":
            same = other.has_edge(source, target) and other.edges[source, target].get("months") == arrow["months"]
            moves[rank[source]].append((rank[target], same))
    if not touched and all(same for targets in moves for _, same in targets):
        return
    reach = [1 << place for place in rank.values()]
    past = [1 << place if node in touched else 0 for node, place in rank.items()]
    before: list[list[int]] = []
    while before != [reach, past]:
        yield past
        before, reach, past = [reach, past], [], []
        for node, at in rank.items():
            budget.check()
            reach.append(union((before[0][at], *(before[0][target] for target, _ in moves[at]))))
            near = () if node in touched else (before[same][target] for target, same in moves[at])
            past.append(reach[at] if node in touched else union((before[1][at], *near)))


def _touched(graph: Graph, other: Graph) -> set[str]:
    """Return the nodes whose needs or hours changed, or those of a skill that they may need."""
    keys = ("kind", "needs", "hours")
    changed = {
        node
        for node, attributes in graph.nodes.items()
        if node not in other or any(attributes.get(key) != other.nodes[node].get(key) for key in keys)
    }
    return changed | opened(graph, changed)
