"""Shortest distances on the compiled graph."""

from heapq import heappop, heappush

from mlgraph.search.bitset import ranks, union


def distances(arrows: list[dict[int, int]], origin: int, within: int) -> dict[int, int]:
    """Return the least months from `origin` to each position of the set `within` that can be reached inside it.

    Dijkstra's algorithm on sets: `arrows` has for each position and number of months a set of positions.
    """
    found: dict[int, int] = {}
    waiting, queue, left = {0: 1 << origin}, [0], within | 1 << origin
    while queue:
        far = heappop(queue)
        reached = waiting.pop(far) & left
        left &= ~reached
        for position in ranks(reached):
            found[position] = far
            for months, positions in arrows[position].items():
                further = far + months
                if further in waiting:
                    waiting[further] |= positions
                elif positions & left:
                    waiting[further] = positions
                    heappush(queue, further)
    return found


def moves_away(arrows: list[int], origin: int, within: int) -> dict[int, int]:
    """Return the least number of moves from `origin` to each position of the set `within` that can be reached in it.

    `arrows` has for each position a set of positions.
    """
    found, frontier, left, away = {origin: 0}, 1 << origin, within & ~(1 << origin), 0
    while frontier:
        away += 1
        frontier = left & union(arrows[position] for position in ranks(frontier))
        left &= ~frontier
        found |= dict.fromkeys(ranks(frontier), away)
    return found
