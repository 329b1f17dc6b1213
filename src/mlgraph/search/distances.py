"""Shortest paths between positions, by months or by moves."""

from collections.abc import Callable
from fractions import Fraction
from heapq import heappop, heappush

from mlgraph.search.bitset import ranks, union
from mlgraph.search.budget import Budget


def find_least_months(edges: list[dict[int, int]], origin: int, allowed: int, budget: Budget) -> dict[int, int]:
    """Return the least months from `origin` to each position that is reachable through positions in `allowed`.

    `edges[position][months]` is the set of positions to which a move of so many months leads.
    """
    return find_least_months_of_any(edges, 1 << origin, allowed, budget)


def find_least_months_of_any(edges: list[dict[int, int]], origins: int, allowed: int, budget: Budget) -> dict[int, int]:
    """Return the least months to each position from any of several positions.

    The function runs Dijkstra's algorithm, with a bit mask for all positions at the same distance.
    """
    found: dict[int, int] = {}
    waiting, queue, left = {0: origins}, [0], allowed | origins
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

    The function runs a breadth-first search, with a bit mask for all positions at the same distance. `edges[position]`
    is the set of positions to which moves from the position lead.
    """
    found, frontier, left, away = {origin: 0}, 1 << origin, allowed & ~(1 << origin), 0
    while frontier:
        budget.check()
        away += 1
        frontier = left & union(edges[position] for position in ranks(frontier))
        left &= ~frontier
        found |= dict.fromkeys(ranks(frontier), away)
    return found


def find_least_rarities(
    edges: list[int],
    origin: int,
    allowed: int,
    budget: Budget,
    rarity: Callable[[int, int], Fraction],
    *,
    backward: bool = False,
) -> dict[int, Fraction]:
    """Return the least rarity of any path from `origin` to each position.

    The rarity of a path is the product of the rarities of its moves. If `backward` is true, the paths lead from each
    position to `origin` instead. Dijkstra's algorithm finds the paths, since the rarity of a move is never less than 1.
    """
    found: dict[int, Fraction] = {}
    best, queue = {origin: Fraction(1)}, [(Fraction(1), origin)]
    while queue:
        budget.check()
        so_far, position = heappop(queue)
        if position in found:
            continue
        found[position] = so_far
        for other in ranks(edges[position] & allowed):
            further = so_far * (rarity(other, position) if backward else rarity(position, other))
            if other not in found and (other not in best or further < best[other]):
                best[other] = further
                heappush(queue, (further, other))
    return found


def find_least_arrivals(
    edges: list[int], origin: int, allowed: int, budget: Budget, stages: int, *, backward: bool = False
) -> dict[int, int]:
    """Return the fewest arrivals at roles on a path from `origin` to each position.

    If `backward` is true, the paths lead from each position to `origin` instead. The function runs a breadth-first
    search, with a bit mask for all positions at the same distance. Arrivals at `stages` do not count, so each step adds
    all stages that moves reach before it counts one more arrival.
    """
    if not stages:
        return find_least_moves(edges, origin, allowed, budget)
    found: dict[int, int] = {}
    frontier, left, away = 1 << origin, allowed & ~(1 << origin), 0
    while frontier:
        new, here = frontier, 0
        while new:  # the positions at the same number of arrivals
            budget.check()
            here |= new
            if backward:
                new = left & union(edges[position] for position in ranks(new & stages))
            else:
                new = left & stages & union(edges[position] for position in ranks(new))
            left &= ~new
        found |= dict.fromkeys(ranks(here), away)
        away += 1
        if backward:
            frontier = left & union(edges[position] for position in ranks(here & ~stages))
        else:
            frontier = left & ~stages & union(edges[position] for position in ranks(here))
        left &= ~frontier
    return found
