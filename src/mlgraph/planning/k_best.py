"""The k best plans, by dividing the set of paths (Lawler 1972)."""

from collections.abc import Iterator
from functools import partial
from heapq import heappop, heappush
from math import inf

from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import NamedGraph
from mlgraph.search.labels import Label
from mlgraph.search.problem import Problem


def k_best(compiled: NamedGraph, problem: Problem, count: int, budget: Budget) -> Iterator[SearchResult]:
    """Yield the best ways, at most `count`; each comes from a part of all ways, which it then divides."""
    cost = partial(order_key, problem)
    parts: list[tuple[tuple[object, ...], int, Problem, SearchResult]] = []
    least = inf  # of what counts first, in the parts that are not searched, or not to the end

    def search(part: Problem) -> None:
        nonlocal least
        if found := Search(compiled, part, budget).best():
            heappush(parts, (cost(found.label), len(parts), part, found))
            least = least if found.proven else min(least, found.bound)

    search(problem._replace(prefix=(problem.start,)))
    while parts and count:
        _, _, part, found = heappop(parts)
        yield found if found.bound < least else found._replace(proven=False, bound=least)
        count -= 1
        path = found.label.path
        for place in range(len(part.prefix), len(path) if count else 0):
            if least < inf or budget.is_spent():  # then what is found already follows, and something better may not
                least = min(least, found.bound)
                break
            excluded = part.excluded if place == len(part.prefix) else frozenset()
            search(problem._replace(prefix=path[:place], excluded=excluded | {path[place]}))


def order_key(problem: Problem, label: Label) -> tuple[object, ...]:
    """Return the key by which plans are ordered: costs, then the ranks of positions and skills."""
    costs = label.costs()
    return (*(costs[cost] for cost in problem.order), label.path, label.learned)
