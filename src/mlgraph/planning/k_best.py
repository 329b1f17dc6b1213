"""The k best plans, by partitions of the set of paths (Lawler 1972).

Each subproblem fixes a prefix of the path and excludes some next positions. The best of its paths divides the rest of
it into new subproblems: one for each position at which another path may leave.
"""

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
    """Yield the best paths, at most `count`, the best first."""
    cost = partial(order_key, problem)
    solved: list[tuple[tuple[object, ...], int, Problem, SearchResult]] = []
    least = inf  # the lower bound of all subproblems that are not solved, or not to optimality

    def search(subproblem: Problem) -> None:
        nonlocal least
        if found := Search(compiled, subproblem, budget).find_best():
            heappush(solved, (cost(found.label), len(solved), subproblem, found))
            least = least if found.proven else min(least, found.bound)

    search(problem._replace(prefix=(problem.start,)))
    while solved and count:
        _, _, subproblem, found = heappop(solved)
        yield found if found.bound < least else found._replace(proven=False, bound=least)
        count -= 1
        path = found.label.path
        for length in range(len(subproblem.prefix), len(path) if count else 0):
            if least < inf or budget.is_spent():  # an unsolved subproblem may have something better than the next
                least = min(least, found.bound)
                break
            excluded = subproblem.excluded if length == len(subproblem.prefix) else frozenset()
            search(problem._replace(prefix=path[:length], excluded=excluded | {path[length]}))


def order_key(problem: Problem, label: Label) -> tuple[object, ...]:
    """Return the key that orders paths: the costs in lexicographic order, then the ranks of positions and skills."""
    costs = label.costs()
    return (*(costs[cost] for cost in problem.order), label.path, label.learned)
