"""Layout of positions in lanes, each for one stage, and in rows.

The lanes are in the order in which careers pass them, from the first lane to the last.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain, groupby, permutations

import networkx as nx

from mlgraph.model import POSITIONS, Graph

# the most boxes in a row that are readable on a page
WIDEST_ROW = 5
# in a graph with more moves, only the main moves are drawn
MOST_MOVES = 80


def arrange_lanes(graph: Graph) -> list[tuple[str, list[str]]]:
    """Sort positions into lanes, one for each stage, and sort the lanes in the order in which careers reach them.

    Lane A comes before lane B if at least two more moves lead from A to B than from B to A. If moves do not decide the
    order of two lanes, the lane whose positions are on average fewer moves from a career's beginning comes first.
    """
    positions = [node for node in sorted(graph) if graph.nodes[node]["kind"] in POSITIONS]
    components = nx.condensation(graph.subgraph(positions))
    begins = [
        node
        for component in components
        if not components.pred[component]
        for node in components.nodes[component]["members"]
    ]
    depth = _measure_depth(graph.subgraph(positions), begins)
    members: dict[str, list[str]] = defaultdict(list)
    lane: dict[str, str] = {}
    for node in positions:
        lane[node] = node if graph.nodes[node]["kind"] == "stage" else graph.nodes[node].get("stage") or ""
        members[lane[node]].append(node)
    moves = Counter((lane[source], lane[target]) for source, target in graph.subgraph(positions).edges)
    before: nx.DiGraph[str] = nx.DiGraph(pair for pair, count in moves.items() if count > moves[pair[::-1]] + 1)
    before.add_nodes_from(members)
    parts = nx.condensation(before)
    for rank, generation in enumerate(nx.topological_generations(parts)):
        nx.set_node_attributes(
            before, dict.fromkeys(chain(*(parts.nodes[n]["members"] for n in generation)), rank), "rank"
        )
    mean = {stage: sum(depth[node] for node in nodes) / len(nodes) for stage, nodes in members.items()}
    return sorted(members.items(), key=lambda lane: (before.nodes[lane[0]]["rank"], mean[lane[0]], lane[0]))


def select_main_moves(graph: Graph) -> Graph:
    """Return a large graph without the moves that two other moves, one after the other, can replace.

    The function removes a move only if neither of the two moves that replace it takes more months than the removed
    move.

    Without the removed moves, every position that people could reach in the graph stays reachable. From a graph with at
    most 80 moves, the function removes no move.
    """
    months = {(a, b): arrow["months"] for a, b, arrow in graph.edges(data=True) if arrow["relation"] == "leads_to"}
    if len(months) <= MOST_MOVES:
        return graph
    main: Graph = nx.DiGraph(graph)
    # the longest move first: the moves that replace it may themselves be replaced later, but only by moves that are not
    # longer
    for (source, target), longest in sorted(months.items(), key=lambda move: (-move[1], move[0])):
        between = (node for node in main.adj[source] if node not in (source, target) and main.has_edge(node, target))
        if any(months[source, node] <= longest and months[node, target] <= longest for node in between):
            main.remove_edge(source, target)
    return main


def _measure_depth(moves: Graph, begins: list[str]) -> dict[str, int]:
    return {node: depth for depth, layer in enumerate(nx.bfs_layers(moves, begins)) for node in layer}


def arrange_rows(graph: Graph, filled: list[tuple[str, list[str]]], path: list[str]) -> list[list[str]]:
    """Arrange the positions of all lanes in rows, from top to bottom.

    If neighbouring lanes have only one position each, their positions share rows. If `path` lists the positions of a
    plan, the function reverses every second row with positions of the plan, so that the path winds.
    """
    rows: list[list[str]] = []
    for single, group in groupby(filled, key=lambda lane: len(lane[1]) == 1):
        if single:
            rows += _split_row([members[0] for _, members in group])
        else:
            rows += chain.from_iterable(
                _place_beside(path, lane[1]) if path else _fold_lane(graph, *lane) for lane in group
            )
    for row in [row for row in rows if {*row} & {*path}][1::2]:
        row.reverse()
    across: dict[str, float] = {}
    for row in rows if not path else ():
        row[:] = _order_row(graph, row, across)
        across |= _spread_row(row)
    return rows


def _split_row(row: list[str]) -> list[list[str]]:
    return [row[start : start + WIDEST_ROW] for start in range(0, len(row), WIDEST_ROW)]


def _place_beside(path: list[str], members: list[str]) -> list[list[str]]:
    """Arrange the positions of a lane in rows, with the positions of the highlighted plan in the last rows."""
    on, off = [node for node in path if node in members], [node for node in members if node not in path]
    room = -len(on) % WIDEST_ROW
    return _split_row(off[room:]) + _split_row(on + off[:room])


def _fold_lane(graph: Graph, stage: str, members: list[str]) -> list[list[str]]:
    """Arrange the positions of a lane in rows, so that moves within a row connect only neighbouring boxes."""
    inside = graph.subgraph(members)
    begins = [stage] if stage in inside else [node for node in members if not inside.pred[node]] or members[:1]
    depth = _measure_depth(inside, begins)
    rows: list[list[str]] = [[] for _ in range(2 * len(members))]
    for node in sorted(members, key=lambda node: (depth.get(node, 1), node)):
        fitting = (row for row in rows[depth.get(node, 1) :] if not row or _is_chain(graph, [*row, node]))
        next(fitting).append(node)
    return [row for row in rows if row]


def _is_chain(graph: Graph, row: list[str]) -> bool:
    if len(row) > WIDEST_ROW:
        return False
    # to_undirected would also copy the data of all nodes
    ties: nx.Graph[str] = nx.Graph(graph.subgraph(row).edges)
    ties.add_nodes_from(row)
    return nx.is_forest(ties) and max(degree for _, degree in ties.degree) <= 2


def _order_row(graph: Graph, row: list[str], across: dict[str, float]) -> Sequence[str]:
    """Order a row of boxes so that arrows within the row and to the rows above are as short as possible."""
    ties = [(a, b) for a in row for b in sorted({*graph.adj[a], *graph.pred[a]}) if b in row or b in across]

    def measure_length(order: Sequence[str]) -> float:
        at = across | _spread_row(order)
        return sum(abs(at[a] - at[b]) * (3 if b in row else 1) for a, b in ties)

    return min(permutations(row), key=measure_length)


def _spread_row(row: Sequence[str]) -> dict[str, float]:
    return {node: place - (len(row) - 1) / 2 for place, node in enumerate(row)}
