"""The best paths from one position to many targets.

If the objective is months, `via` is empty and the requests differ only in their targets, one search looks for the paths
to all targets. For each target to which this search has not found the best path, a separate search follows.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from fractions import Fraction
from math import inf, isinf

from mlgraph.errors import NoPlanInTimeError
from mlgraph.planning.request import Request
from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.forward import search_forward
from mlgraph.search.problem import MONTHS, Problem, find_time_unit

# tolerance for rounding errors of floats
_TOLERANCE = Fraction(1, 10**9)


class Missed(Enum):
    """A reason why a search gives no path to a target.

    LATE means that a path to the target exists, but every path takes more months than the limit that the caller sets.
    BLOCKED means that no path to the target exists. UNKNOWN means that the budget was spent before the search found a
    path or proved that none exists.
    """

    LATE = auto()
    BLOCKED = auto()
    UNKNOWN = auto()


def find_paths(
    compiled: CompiledGraph,
    near: Sequence[Request],
    far: Sequence[Request],
    budget: Budget,
    within: float | None,
    most_labels: int | None = None,
) -> Iterator[tuple[Request, SearchResult | Missed]]:
    """Yield the best path for each request, or the reason why the search gives no path.

    All requests in `near` and `far` have the same first position and the same options. The caller promises that the
    best path for each request in `far` takes more than `within` months. For a request in `far`, the function yields no
    path, but a reason of the class `Missed`. For a request in `far`, LATE means that a path exists, BLOCKED that no
    path exists, and UNKNOWN that the budget was spent.

    If the objective is months, and the best path for a request in `near` takes more than `within` months, the function
    yields LATE. If the budget is spent before the search ends, the function yields UNKNOWN, or a path that is not
    proven to be the best. With `most_labels`, each separate search has its own budget of this number of labels instead.
    """
    alike: defaultdict[Problem, list[Request]] = defaultdict(list)
    for request in (*near, *far):
        alike[request.problem._replace(goal=request.problem.start)].append(request)
    late = set(far)
    for problem, requests in alike.items():
        may_share = len(requests) > 1 and problem.order[0] == MONTHS and not (problem.via or problem.extra)
        limit = _find_limit(compiled, problem, within)
        shared = _find_together(compiled, problem, requests, budget, limit) if may_share else {}
        for request in requests:
            known = shared.get(request)
            if isinstance(known, Missed) or (known is not None and known.proven):
                yield request, known
            else:
                alone = budget if most_labels is None else Budget(label_limit=most_labels)
                yield request, _find_alone(compiled, request, request in late, known, alone, limit)


def _find_limit(compiled: CompiledGraph, problem: Problem, within: float | None) -> float | Fraction:
    """Return the limit of `within` months in ticks, or infinity if `within` is None or the objective is not months."""
    if within is None or isinf(within) or problem.order[0] != MONTHS:
        return inf
    return Fraction(within) * (1 + _TOLERANCE) * find_time_unit(compiled, problem).per_month


def _find_together(
    compiled: CompiledGraph,
    problem: Problem,
    requests: Sequence[Request],
    budget: Budget,
    limit: float | Fraction,
) -> dict[Request, SearchResult | Missed]:
    """Search for the best paths to the targets of all requests at once.

    The result leaves out each request for which the search has found neither a path nor a reason of the class `Missed`.

    If the budget is spent before the search ends, some of the returned paths are not proven to be the best.
    """
    goals = [request.problem.goal for request in requests]
    found = search_forward(compiled, problem, goals, budget, limit)
    known: dict[Request, SearchResult | Missed] = {}
    for request, goal in zip(requests, goals, strict=True):
        if goal in found.best:
            known[request] = SearchResult(found.best[goal], True, found.best[goal].arrives)
        elif goal in found.incumbents:
            known[request] = Missed.LATE if found.is_complete else SearchResult(found.incumbents[goal], False, 0)
    return known


def _find_alone(
    compiled: CompiledGraph,
    request: Request,
    is_late: bool,
    incumbent: SearchResult | None,
    budget: Budget,
    limit: float | Fraction,
) -> SearchResult | Missed:
    """Return the best path for one request, or the reason why the search gives none.

    If the budget is spent, return the best path found so far, or UNKNOWN if the search has found no path.
    """
    if budget.is_spent():
        return Missed.UNKNOWN if incumbent is None or is_late else incumbent
    try:
        found = None if is_late else _search(compiled, request, incumbent, budget, limit)
        if found or (limit == inf and not is_late):
            return found or Missed.BLOCKED
        return Missed.LATE if incumbent or request.is_possible(budget) else Missed.BLOCKED
    except NoPlanInTimeError:
        return Missed.UNKNOWN


def _search(
    compiled: CompiledGraph,
    request: Request,
    incumbent: SearchResult | None,
    budget: Budget,
    limit: float | Fraction,
) -> SearchResult | None:
    """Return the best of the paths for a request that take at most `limit` ticks, or None if every path takes longer.

    Raises NoPlanInTimeError if the budget is spent before the search finds a path or proves that none exists.
    """
    search = Search(compiled, request.problem, budget)
    if incumbent is not None and incumbent.label.arrives <= limit:
        search.set_incumbent(incumbent.label)
    elif limit < inf:
        search.bounds.set_upper_bound((limit, inf, inf, inf))
    found = search.find_best()
    if found is None and search.is_stopped:
        raise NoPlanInTimeError
    return found
