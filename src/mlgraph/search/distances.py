"""Shortest distances on the compiled graph."""

from heapq import heappop, heappush

from mlgraph.search.bitset import ranks, union
from mlgraph.search.budget import Budget


def distances(edges: list[dict[int, int]], origin: int, allowed: int, budget: Budget) -> dict[int, int]:
    """Return the least months from `origin` to each position that can be reached inside the set `allowed`.

    Dijkstra's algorithm on sets: `edges` has for each position and number of months a set of positions.
    """
    found: dict[int, int] = {}
    waiting, queue, left = {0: 1 << origin}, [0], allowed | 1 << origin
    while queue:
        budget.check()
        distance = heappop(queue)
        reached = waiting.pop(distance) & left
        left &= ~reached
        for position in ranks(reached):
            found[position] = distance
            for months, positions in edges[position].items():
                further = distance + months
                if further in waiting:
                    waiting[further] |= positions
                elif positions & left:
                    waiting[further] = positions
                    heappush(queue, further)
    return found


def moves_away(edges: list[int], origin: int, allowed: int, budget: Budget) -> dict[int, int]:
    """Return the least moves from `origin` to each position that can be reached inside the set `allowed`.

    Breadth-first search on sets: `edges` has for each position a set of positions.
    """
    found, frontier, left, away = {origin: 0}, 1 << origin, allowed & ~(1 << origin), 0
    while frontier:
        budget.check()
        away += 1
        frontier = left & union(edges[position] for position in ranks(frontier))
        left &= ~frontier
        found |= dict.fromkeys(ranks(frontier), away)
    return found
