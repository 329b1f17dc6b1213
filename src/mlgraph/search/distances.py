"""Shortest paths between positions, by months or by moves."""

from heapq import heappop, heappush

from mlgraph.search.bitset import ranks, union
from mlgraph.search.budget import Budget


def find_least_months(edges: list[dict[int, int]], origin: int, allowed: int, budget: Budget) -> dict[int, int]:
    """Return the least months from `origin` to each position that is reachable through positions in `allowed`.

    This is Dijkstra's algorithm on sets. `edges[position][months]` is the set of positions that the move leads to.
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


def find_least_moves(edges: list[int], origin: int, allowed: int, budget: Budget) -> dict[int, int]:
    """Return the least moves from `origin` to each position that is reachable through positions in `allowed`.

    This is breadth-first search on sets. `edges[position]` is the set of positions that its moves lead to.
    """
    found, frontier, left, away = {origin: 0}, 1 << origin, allowed & ~(1 << origin), 0
    while frontier:
        budget.check()
        away += 1
        frontier = left & union(edges[position] for position in ranks(frontier))
        left &= ~frontier
        found |= dict.fromkeys(ranks(frontier), away)
    return found
