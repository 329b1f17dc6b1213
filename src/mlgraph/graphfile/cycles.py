"""Circles among needs: so many of them that every need which is part of a circle is in one that is told."""

from collections.abc import Iterator
from itertools import pairwise

import networkx as nx

from mlgraph.graphfile.validators import Fault
from mlgraph.model import Graph
from mlgraph.printable import shown

# arrows that are followed to find circles: so many take a second or two
WORK = 2_000_000


def faults(needed_for: Graph, order: dict[str, int]) -> Iterator[tuple[str, Fault]]:
    """Yield circles, each as a fault of the skill with which it begins; `order` says which skills come first.

    Where more are left than can be told within seconds, this is told.
    """
    work = 0
    for members in nx.strongly_connected_components(needed_for):
        tied = nx.DiGraph(needed_for.subgraph(members))
        seen: set[tuple[str, str]] = set()
        for name in sorted(members, key=order.__getitem__):
            if seen.issuperset(tied.in_edges(name)):
                continue
            if seen and work > WORK:
                problem = f"is one of {len(members):,} skills that further circles run through"
                yield name, Fault(problem, "remove those that are listed first")
                break
            found, followed = _circles(tied, name, seen)
            work += followed
            for circle in found:
                problem = f"needs itself: {_shortened(circle)}"
                yield name, Fault(problem, "remove one need of this circle")


def _circles(graph: Graph, node: str, seen: set[tuple[str, str]]) -> tuple[list[list[str]], int]:
    """Return how arrows lead from `node` back to itself, and how many were followed to find out.

    That is the shortest way by each last arrow that is not seen yet, the shorter first. Their arrows become seen.
    """
    wanted = {last for last in graph.pred[node] if (last, node) not in seen}
    reached, before = [node], {node: node}
    circles: list[list[str]] = []
    work = 0
    for source in reached:
        if source in wanted:
            circle = [node, source]
            while circle[-1] != node:
                circle.append(before[circle[-1]])
            seen.update(pairwise(reversed(circle)))
            circles.append(circle[::-1])
            work += len(circle)
            wanted.remove(source)
        if not wanted:
            break
        work += len(graph.adj[source])
        further = [target for target in graph.adj[source] if target not in before]
        before.update(dict.fromkeys(further, source))
        reached += further
    return circles, work


def _shortened(circle: list[str], limit: int = 12) -> str:
    names = [shown(name) for name in circle]
    if len(names) > limit:
        names[limit // 2 : -limit // 2] = [f"... {len(names) - limit} more ..."]
    return " -> ".join(names)
