"""Search for the best path, the second best path and so on, by Lawler's partition of the set of paths.

A subproblem is a set of paths to the goal. All paths of a subproblem begin with its prefix, and do not continue from
the prefix to certain excluded positions. No path of a subproblem repeats a post, which is a role that a person holds,
and no path repeats the goal. A path of a subproblem is allowed to repeat a stage that is not the goal. The first
subproblem has only the first position as its prefix, and excludes no position. The first subproblem holds all paths
from the first position to the goal that repeat no post.

When the search has found the best path of a subproblem, the search divides the other paths of the subproblem into new
subproblems. Each new subproblem has the paths that follow the path just found up to some position, and then differ from
it. The prefix of a new subproblem consists of the first positions of the path just found. Each new subproblem excludes
the position that comes after its prefix on the path just found.

The next path that the search returns is the best path of all remaining subproblems, which hold all paths not yet
returned.

The partition of paths is from Lawler (1972), "A procedure for computing the k best solutions to discrete optimization
problems", in Management Science 18.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from heapq import heappop, heappush
from math import inf

from mlgraph.errors import NoPlanInTimeError
from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import NamedGraph
from mlgraph.search.labels import Label
from mlgraph.search.problem import Problem


def list_best(compiled: NamedGraph, problem: Problem, budget: Budget) -> Iterator[SearchResult]:
    """Yield the best path, and then all other paths that repeat no post, the better paths first.

    The generator computes each path only when the caller asks for it. Only the first yielded path may repeat a post, if
    the person needs the experience from the post. Raises NoPlanInTimeError if the budget is spent before the search
    finds the first path. If the budget is spent after the first path, the generator yields further paths without proof
    that these are the next best paths.
    """
    cost = partial(make_order_key, problem)
    solved: list[tuple[tuple[object, ...], int, Problem, SearchResult]] = []
    least: float | Fraction = inf  # a lower bound on the subproblems without a proven solution

    def search(subproblem: Problem) -> None:
        nonlocal least
        if found := Search(compiled, subproblem, budget).find_best():
            heappush(solved, (cost(found.label), len(solved), subproblem, found))
            least = least if found.proven else min(least, found.bound)

    best = Search(compiled, problem, budget).find_best()
    if best is None:
        return
    root = problem._replace(prefix=(problem.start,))
    if _repeats_post(compiled, problem.goal, best.label.path):
        yield best
        search(root)
    else:
        heappush(solved, (cost(best.label), 0, root, best))
        least = inf if best.proven else best.bound
    while solved:
        _, _, subproblem, found = heappop(solved)
        yield found if found.bound < least else found._replace(proven=False, bound=least)
        path = found.label.path
        for length in range(len(subproblem.prefix), len(path)):
            excluded = subproblem.excluded if length == len(subproblem.prefix) else frozenset()
            try:
                if least < inf or budget.is_spent():
                    raise NoPlanInTimeError
                search(problem._replace(prefix=path[:length], excluded=excluded | {path[length]}))
            except NoPlanInTimeError:  # an unsolved subproblem may hold a better path
                least = min(least, found.bound)
                break


def _repeats_post(compiled: NamedGraph, goal: int, path: tuple[int, ...]) -> bool:
    """Return whether a path passes a post or the goal more than once."""
    posts = [position for position in path if position == goal or not compiled.stages >> position & 1]
    return len(set(posts)) < len(posts)


def make_order_key(problem: Problem, label: Label) -> tuple[object, ...]:
    """Return the sort key of a path: its costs, its number of stages, its positions and its skills.

    The objective comes first among the costs.
    """
    costs = label.list_costs()
    return (*(costs[cost] for cost in problem.order), label.stages, label.path, label.learned)
