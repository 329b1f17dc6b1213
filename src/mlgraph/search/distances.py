"""Shortest paths between positions, by months or by moves."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from heapq import heappop, heappush

from mlgraph.search.bitset import list_ranks, unite
from mlgraph.search.budget import Budget


def find_least_months(edges: list[dict[int, int]], origin: int, allowed: int, budget: Budget) -> dict[int, int]:
    """Return the least months from `origin` to each position that is reachable through positions in `allowed`.

    `edges[position][months]` is a bit mask of the positions to which moves that take `months` lead from `position`.
    """
    return find_least_months_from(edges, {0: 1 << origin}, allowed | 1 << origin, budget)


def find_least_months_from(
    edges: list[dict[int, int]], origins: Mapping[int, int], allowed: int, budget: Budget
) -> dict[int, int]:
    """Return the least months to each position in `allowed` that is reachable from any origin.

    `origins[months]` is a bit mask of the positions that are origins after so many months. The function runs Dijkstra's
    algorithm, with one bit mask for all positions that are reached after equal months.
    """
    found: dict[int, int] = {}
    waiting, queue, left = dict(origins), sorted(origins), allowed
    while queue:
        budget.check()
        distance = heappop(queue)
        reached = waiting.pop(distance) & left
        left &= ~reached
        for position in list_ranks(reached):
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

    The function runs a breadth-first search, with one bit mask for all positions that are the same number of moves from
    `origin`. `edges[position]` is a bit mask of the positions to which moves from the position lead.
    """
    found, frontier, left, away = {origin: 0}, 1 << origin, allowed & ~(1 << origin), 0
    while frontier:
        budget.check()
        away += 1
        frontier = left & unite(edges[position] for position in list_ranks(frontier))
        left &= ~frontier
        found |= dict.fromkeys(list_ranks(frontier), away)
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
    position to `origin` instead. Dijkstra's algorithm finds the least rarities, since the rarity of a path never
    decreases when the path continues.
    """
    found: dict[int, Fraction] = {}
    best, queue = {origin: Fraction(1)}, [(Fraction(1), origin)]
    while queue:
        budget.check()
        so_far, position = heappop(queue)
        if position in found:
            continue
        found[position] = so_far
        for other in list_ranks(edges[position] & allowed):
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
    search, with one bit mask for all positions with the same number of arrivals at roles. An arrival at a stage, which
    is a position in the bit mask `stages`, does not count. The search follows all moves to stages before it counts a
    further arrival at a role.
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
                new = left & unite(edges[position] for position in list_ranks(new & stages))
            else:
                new = left & stages & unite(edges[position] for position in list_ranks(new))
            left &= ~new
        found |= dict.fromkeys(list_ranks(here), away)
        away += 1
        if backward:
            frontier = left & unite(edges[position] for position in list_ranks(here & ~stages))
        else:
            frontier = left & ~stages & unite(edges[position] for position in list_ranks(here))
        left &= ~frontier
    return found
