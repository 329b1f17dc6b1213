"""Cycles among the needs of skills.

Unless the search takes too long, every need on a cycle of needs is in at least one cycle that `find_cycles` yields.
"""

from collections.abc import Iterator
from itertools import pairwise

import networkx as nx

from mlgraph.graphfile.validators import Fault
from mlgraph.model import Graph
from mlgraph.printable import sanitize

# the search for cycles follows at most this many edges, which takes a second or two
WORK = 2_000_000


def find_cycles(needed_for: Graph, order: dict[str, int]) -> Iterator[tuple[tuple[str, ...], Fault]]:
    """Yield cycles of needs, each as a tuple of its skills and the fault to report at the first skill in the tuple.

    `order` has the index of each skill in the graph file. If the search for cycles takes too long, the function ends
    the search early, and the last fault says that the graph has more cycles.
    """
    work = 0
    for members in nx.strongly_connected_components(needed_for):
        tied = nx.DiGraph(needed_for.subgraph(members))
        seen: set[tuple[str, str]] = set()
        for name in sorted(members, key=order.__getitem__):
            if seen.issuperset(tied.in_edges(name)):
                continue
            if seen and work > WORK:
                message = f"is one of {len(members):,} skills with more cycles among their needs"
                yield (name,), Fault(message, "break the cycles listed above first")
                break
            found, followed = _find_cycles_through(tied, name, seen)
            work += followed
            for cycle in found:
                yield tuple(cycle[:-1]), Fault(f"needs itself: {_join(cycle)}", "remove one need of this cycle")


def _find_cycles_through(graph: Graph, node: str, seen: set[tuple[str, str]]) -> tuple[list[list[str]], int]:
    """Return cycles of needs through a node, and a number that measures the work of the search for these cycles.

    For each need of `node` that is on a cycle and not in `seen`, the result has a shortest cycle through the need.
    Shorter cycles come first in the result. The function adds the needs in the returned cycles to the set `seen`.
    """
    wanted = {last for last in graph.pred[node] if (last, node) not in seen}
    reached, before = [node], {node: node}
    cycles: list[list[str]] = []
    work = 0
    for source in reached:
        if source in wanted:
            cycle = [node, source]
            while cycle[-1] != node:
                cycle.append(before[cycle[-1]])
            seen.update(pairwise(reversed(cycle)))
            cycles.append(cycle[::-1])
            work += len(cycle)
            wanted.remove(source)
        if not wanted:
            break
        work += len(graph.adj[source])
        further = [target for target in graph.adj[source] if target not in before]
        before.update(dict.fromkeys(further, source))
        reached += further
    return cycles, work


def _join(cycle: list[str], limit: int = 12) -> str:
    names = [sanitize(name) for name in cycle]
    if len(names) > limit:
        names[limit // 2 : -limit // 2] = [f"... {len(names) - limit} more ..."]
    return " -> ".join(names)
