"""The frame of the map, which has the column and the career track of each position, and the moves to draw.

On the map, time runs from left to right. On the map, the column of a position shows how soon a beginner can reach the
position with the quickest plan. If a search with limited steps cannot prove that a plan is the quickest, the map uses
the best plan found, or an estimate. The search for the quickest plans to all positions has a limit of steps, not of
time, so that equal graphs give equal maps. A career track is a field of work, such as research.

The stages of a graph are a way of learning. A stage stands where a beginner is who has passed all stages before it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log1p
from typing import TypeVar

import networkx as nx

from mlgraph.errors import NoPlanInTimeError
from mlgraph.invisible import isolate
from mlgraph.model import POSITIONS, Graph, list_sources, list_targets
from mlgraph.planning.many_targets import Missed
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget

T = TypeVar("T")

# steps of the search for the earliest arrivals, which take less than a second, and extra steps to find any path
MOST_STEPS, _GRACE_STEPS = 55_000, 4_000
# steps of the search for ways through several stages, all stages together
_STAGE_STEPS = 4_000
# the least and the greatest number of columns, and the typical number of positions in a column
_LEAST_COLUMNS, _MOST_COLUMNS, _IN_A_COLUMN = 3, 11, 4
_MOST_IN_A_COLUMN = 8
# in months; early columns span less time than late ones, and this number says how much less
_EARLY = 6.0
# the weight of moves within columns, against the weight of differences in arrival within columns
_INSIDE = 0.6
# the price of a next step within a column, which is worth much of the span of a column
_STEP = 0.05
# the weight of the square of the number of positions in a column: a crowded column makes the whole map high
_CROWDED = 0.01
# in months, the prices of a change of track and of the square of the time between two positions; both are so small that
# they matter only between equally quick paths
_CHANGE, _LEAP = 1e-3, 1e-9


class _Steps(Budget):
    """A budget that limits steps of a search, not seconds, so that equal graphs have equal answers on every machine."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left, self._has_grace = most, False

    def is_spent(self) -> bool:
        self._left -= 1
        return self._left < 0

    def check(self) -> None:
        if self.is_spent() and not (self._has_grace and self._left > -_GRACE_STEPS):
            raise NoPlanInTimeError

    def run_with_grace(self, work: Callable[[], T]) -> T:
        with suppress(NoPlanInTimeError):
            return work()
        self._has_grace = True
        try:
            return work()
        finally:
            self._has_grace = False


@dataclass(frozen=True)
class Frame:
    """The column and the career track of each position on the map, and the main moves, which `backbone` lists."""

    beginner: str
    soonest: dict[str, float]
    column: dict[str, int]
    track: dict[str, str]
    track_titles: dict[str, str]
    moves: dict[tuple[str, str], float]
    backbone: frozenset[tuple[str, str]]
    is_proven: bool

    @property
    def has_tracks(self) -> bool:
        """Whether the map shows several career tracks."""
        return len({*self.track.values()}) > 1


def make_frame(graph: Graph, positions: Sequence[str]) -> Frame:
    """Choose columns, career tracks and the moves to draw for a map of `positions`, which must be sorted by id."""
    moves = {(a, b): months for a in positions for b, months in list_targets(graph, a).items() if b in positions}
    everybody = [node for node in sorted(graph) if graph.nodes[node]["kind"] in POSITIONS]
    beginner = find_beginner(graph, everybody)
    soonest, is_proven = find_soonest(graph, beginner)
    months = _find_times_of_stages(graph, beginner, soonest)
    soonest = {node: months[node] for node in positions}
    track, titles = find_tracks(graph, positions)
    traffic = _count_traffic(moves, soonest, track)
    steps = _find_next_steps(positions, moves, soonest, track)
    column = cut_columns(soonest, traffic, steps)
    backbone = _choose_backbone(positions, moves, column, steps, traffic)
    return Frame(beginner, soonest, column, track, titles, moves, backbone, is_proven)


def find_beginner(graph: Graph, positions: Sequence[str]) -> str:
    """Choose where a beginner starts: a position without moves to it, from which paths lead to the most stages."""
    ways = nx.DiGraph((a, b) for a in sorted(positions) for b in list_targets(graph, a))
    ways.add_nodes_from(positions)
    begins = [node for node in positions if not list_sources(graph, node)] or list(positions)

    def rank(node: str) -> tuple[int, int, int, str]:
        after = nx.descendants(ways, node)
        stages = sum(graph.nodes[each]["kind"] == "stage" for each in after)
        return -stages, len(graph.nodes[node]["needs"]), -len(after), node

    return min(begins, key=rank)


def find_soonest(graph: Graph, beginner: str) -> tuple[dict[str, float], bool]:
    """Return the fewest months from a beginner to each position, and whether a search has proven all these numbers."""
    positions = [node for node in sorted(graph) if graph.nodes[node]["kind"] in POSITIONS]
    known = {node: 0.0 for node in positions if node == beginner or not list_sources(graph, node)}
    others, is_proven = [node for node in positions if node not in known], True
    try:
        for found in Solver(graph).summarize_plans(beginner, others, (), PlanOptions(), _Steps(MOST_STEPS)):
            if isinstance(found, Missed):
                is_proven = is_proven and found is not Missed.UNKNOWN
            else:
                known[found.target] = found.costs.months
                is_proven = is_proven and found.optimal
    except NoPlanInTimeError:
        is_proven = False
    return _estimate_rest(graph, positions, known), is_proven


def _find_times_of_stages(graph: Graph, beginner: str, soonest: Mapping[str, float]) -> dict[str, float]:
    """Return for each stage the months in which a beginner reaches it through all stages that lead to it.

    The quickest plan to a stage may pass no other stage. But the stages of a graph are a way of learning, so the map
    never shows a stage before another stage that leads to it.
    """
    stages = [node for node in sorted(graph) if graph.nodes[node]["kind"] == "stage"]
    ways = nx.DiGraph((a, b) for a in stages for b in list_targets(graph, a) if b in stages)
    before = {stage: sorted(nx.ancestors(ways, stage) - {beginner}) for stage in sorted(ways)}
    later = [stage for stage in sorted(ways, key=lambda stage: (len(before[stage]), stage)) if before[stage]]
    months, solver = dict(soonest), Solver(graph)
    for stage in later:
        options, budget = PlanOptions(via=before[stage]), _Steps(_STAGE_STEPS // len(later))
        months[stage] = max(months[each] for each in (stage, *before[stage]))
        with suppress(NoPlanInTimeError):
            for found in solver.summarize_plans(beginner, [stage], (), options, budget):
                if not isinstance(found, Missed):
                    months[stage] = max(months[stage], found.costs.months)
    return months


def _estimate_rest(graph: Graph, positions: Sequence[str], known: Mapping[str, float]) -> dict[str, float]:
    """Estimate from moves and required experience how soon a beginner reaches each position that is not in `known`."""
    soonest, waiting = dict(known), [node for node in positions if node not in known]

    def estimate(node: str) -> float:
        arrivals = [soonest[before] + wait for before, wait in list_sources(graph, node).items() if before in soonest]
        gained = [
            min((soonest[n] + months for n in soonest if field in graph.nodes[n].get("counts_as", ())), default=inf)
            for field, months in graph.nodes[node].get("experience", {}).items()
        ]
        return max(min(arrivals, default=inf), *gained, 0.0)

    while waiting:
        months, node = min((estimate(node), node) for node in waiting)
        # put a position that cannot be reached into the last column
        soonest[node] = months if months < inf else max(soonest.values(), default=0.0)
        waiting.remove(node)
    return soonest


def find_tracks(graph: Graph, positions: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the career track of each position, and the titles of the career tracks.

    If the graph states no career tracks, the function makes career tracks of roles that need many skills in common. A
    career track that the function makes gets its title from its most central role, such as "Around Data scientist". The
    most central role is linked most strongly to the other roles of its career track, by skills in common and by moves.
    """
    declared = graph.graph.get("tracks", {})
    titles = {key: str(table["title"]) for key, table in sorted(declared.items())}
    track = {node: graph.nodes[node].get("track") or "" for node in positions}
    if not any(track.values()):
        track, titles = _find_communities(graph, positions)
    if any(not each for each in track.values()):
        only_stages = all(graph.nodes[node]["kind"] == "stage" for node in positions if not track[node])
        titles = {"": "Stages" if only_stages else "Other posts"} | titles
    return track, titles


def _find_communities(graph: Graph, positions: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    needs = {
        node: {skill for group in graph.nodes[node]["needs"] for skill in group}
        for node in positions
        if graph.nodes[node]["kind"] == "role"
    }
    shares = Counter(skill for skills in needs.values() for skill in skills)
    alike: nx.Graph[str] = nx.Graph()
    alike.add_nodes_from(needs)
    for first in needs:
        for second in needs:
            weight = sum(1 / shares[skill] for skill in sorted(needs[first] & needs[second]))
            weight += 0.5 * (second in graph.adj[first] or first in graph.adj[second])
            if first < second and weight:
                alike.add_edge(first, second, weight=weight)
    if not alike.size():
        return dict.fromkeys(positions, ""), {}
    track, titles = dict.fromkeys(positions, ""), dict[str, str]()
    for members in nx.community.greedy_modularity_communities(alike, weight="weight"):
        if len(members) == 1:
            continue
        # the most central role, which names the community
        mark = min(members, key=lambda node: (-alike.subgraph(members).degree(node, weight="weight"), node))
        titles[mark] = f"Around {isolate(graph.nodes[mark]['title'])}"
        track |= dict.fromkeys(members, mark)
    return track, titles


def _count_traffic(
    moves: Mapping[tuple[str, str], float], soonest: Mapping[str, float], track: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    """Count how often each move is on a quickest path between two positions, over all pairs of positions.

    Among equally quick paths, the function counts one with the fewest changes of career track. If several paths have
    the fewest changes of track, the function counts the one with the shortest moves.
    """
    ways: nx.DiGraph[str] = nx.DiGraph()
    for (a, b), months in moves.items():
        if (later := soonest[b] - soonest[a]) > 0:
            ways.add_edge(a, b, months=max(months, later) + _CHANGE * (track[a] != track[b]) + _LEAP * later**2)
    traffic: Counter[tuple[str, str]] = Counter()
    for _, paths in nx.all_pairs_dijkstra_path(ways, weight="months"):
        for path in paths.values():
            traffic.update(pairwise(path))
    return traffic


def _find_next_steps(
    positions: Sequence[str],
    moves: Mapping[tuple[str, str], float],
    soonest: Mapping[str, float],
    track: Mapping[str, str],
) -> list[tuple[str, str]]:
    """Return the next step of each position in its career track.

    The next step is the move with the fewest months to a position of the track that a beginner reaches later. Among
    equal months, it is the move to the position that a beginner reaches soonest.
    """
    found = []
    for node in positions:
        ways = [move for move in moves if move[0] == node and track[move[1]] == track[node]]
        ways = [move for move in ways if soonest[move[1]] > soonest[node]]
        if ways:
            found.append(min(ways, key=lambda move: (moves[move], soonest[move[1]], move)))
    return found


def cut_columns(
    soonest: Mapping[str, float],
    traffic: Mapping[tuple[str, str], int],
    steps: Sequence[tuple[str, str]],
) -> dict[str, int]:
    """Divide positions, in the order of a beginner's arrival, into columns of the map by dynamic programming.

    The chosen columns keep three costs low: crowded columns, different arrivals in a column, and some moves within a
    column. Such moves are on many quickest paths, or are next `steps` of positions. Positions that a
    beginner reaches at the same time share a column of the map, or fill several columns if one cannot hold them.
    """
    order = sorted(soonest, key=lambda node: (soonest[node], node))
    size, rank = len(order), {node: at for at, node in enumerate(order)}
    at = [log1p(soonest[node] / _EARLY) for node in order]
    columns = min(max(_LEAST_COLUMNS, -(-size // _IN_A_COLUMN)), _MOST_COLUMNS, len({*at}))
    most = max(_MOST_IN_A_COLUMN, -(-size // columns) + 2)
    total = sum(traffic.values()) or 1
    price = [[0.0] * size for _ in range(size)]
    for (a, b), passed in traffic.items():
        low, high = sorted((rank[a], rank[b]))
        price[low][high] += passed * _INSIDE / total
    for a, b in steps:
        price[rank[a]][rank[b]] += _STEP

    best = [[(inf, 0)] * (size + 1) for _ in range(columns + 1)]
    best[0][0] = (0.0, 0)
    for end in range(1, size + 1):
        if end < size and at[end] == at[end - 1]:
            continue
        total_at = squares = inside = 0.0
        for start in range(end - 1, -1, -1):
            total_at, squares = total_at + at[start], squares + at[start] ** 2
            inside += sum(price[start][start + 1 : end])
            many = end - start
            if many > most and at[start] != at[end - 1]:
                break
            cost = squares - total_at**2 / many + inside + _CROWDED * many**2
            for used in range(1, columns + 1):
                best[used][end] = min(best[used][end], (best[used - 1][start][0] + cost, start))
    used = min(range(1, columns + 1), key=lambda used: (best[used][size][0], -used))
    cuts = [size]
    while used:
        end, start = cuts[0], best[used][cuts[0]][1]
        parts = -(-(end - start) // most)
        cuts[:0] = [start + (end - start) * part // parts for part in range(parts)]
        used -= 1
    return {node: column for column, ends in enumerate(pairwise(cuts)) for node in order[slice(*ends)]}


def _choose_backbone(
    positions: Sequence[str],
    moves: Mapping[tuple[str, str], float],
    column: Mapping[str, int],
    steps: Sequence[tuple[str, str]],
    traffic: Mapping[tuple[str, str], int],
) -> frozenset[tuple[str, str]]:
    """Choose the main moves, which the map draws by default.

    First, the function chooses the next `steps` of all positions. Then, the function adds a move to a later column from
    each position that has no main move yet. At last, the function adds a move to each position to which no main move
    leads yet.

    If several moves can be added, the function adds the move that is on the most quickest paths between two positions.
    Among equally busy moves, the function adds the move over the fewest columns.
    """
    later = [move for move in moves if column[move[1]] > column[move[0]]]
    chosen = {*steps}

    def add_busiest(ways: Sequence[tuple[str, str]]) -> None:
        if ways:
            chosen.add(max(ways, key=lambda move: (traffic.get(move, 0), -count_columns(move), -moves[move], move)))

    def count_columns(move: tuple[str, str]) -> int:
        return column[move[1]] - column[move[0]]

    left = {move[0] for move in chosen}
    for node in positions:
        if node not in left:
            add_busiest([move for move in later if move[0] == node])
    reached = {move[1] for move in chosen}
    for node in positions:
        if node not in reached:
            ways = [move for move in later if move[1] == node]
            # if a position is reached only from its own column, draw a move from there
            near = [move for move in moves if move[1] == node != move[0] and column[move[0]] == column[node]]
            add_busiest(ways or near)
    return frozenset(chosen)
