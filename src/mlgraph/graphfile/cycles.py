"""Cycles among needs: every edge that is part of a cycle is in at least one that is reported."""

from collections.abc import Iterator
from itertools import pairwise

import networkx as nx

from mlgraph.graphfile.validators import Fault
from mlgraph.model import Graph
from mlgraph.printable import shown

# edges that are followed to find cycles: so many take a second or two
WORK = 2_000_000


def faults(needed_for: Graph, order: dict[str, int]) -> Iterator[tuple[tuple[str, ...], Fault]]:
    """Yield cycles, each as its skills and a fault of the first of them; `order` says which skills come first.

    Where more are left than can be found within seconds, the last fault says so.
    """
    work = 0
    for members in nx.strongly_connected_components(needed_for):
        tied = nx.DiGraph(needed_for.subgraph(members))
        seen: set[tuple[str, str]] = set()
        for name in sorted(members, key=order.__getitem__):
            if seen.issuperset(tied.in_edges(name)):
                continue
            if seen and work > WORK:
                message = f"is one of {len(members):,} skills that further cycles run through"
                yield (name,), Fault(message, "remove those that are listed first")
                break
            found, followed = _find_cycles(tied, name, seen)
            work += followed
            for cycle in found:
                yield tuple(cycle[:-1]), Fault(f"needs itself: {_join(cycle)}", "remove one need of this cycle")


def _find_cycles(graph: Graph, node: str, seen: set[tuple[str, str]]) -> tuple[list[list[str]], int]:
    """Return the cycles through `node`, and how many edges were followed to find them.

    These are the shortest by each last edge that is not seen yet, the shorter first. Their edges become seen.
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
    names = [shown(name) for name in cycle]
    if len(names) > limit:
        names[limit // 2 : -limit // 2] = [f"... {len(names) - limit} more ..."]
    return " -> ".join(names)
