"""Plans to several targets, which share their first moves for as long as possible and are as good as separate plans."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from mlgraph.errors import NoPlanInTimeError
from mlgraph.model import Named
from mlgraph.planning.plan import Plan, Stop, Study
from mlgraph.results import Tabular
from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.problem import MOVES, Problem

# the most labels of the search for the longest shared prefix: a few seconds, and the same answer on every machine
_MOST_LABELS = 20_000


@dataclass(frozen=True)
class Branch:
    """The plan to one of several targets, and its stops after the prefix that all plans share.

    Attributes
    ----------
    plan : Plan
        The whole plan, from the first position to the target.
    stops : tuple of Stop
        The stops of the plan after the prefix that all plans have in common.
    adds : tuple of Study
        The skills that the plan learns, but that at least one of the other plans does not learn.

    Examples
    --------
    >>> import mlgraph
    >>> joint = mlgraph.plan_many(mlgraph.load(), "beginner", ["data scientist", "ML engineer"])
    >>> branch = joint.branches[0]
    >>> branch.plan.target, branch.stops[-1].title
    ('data-scientist', 'Data scientist')
    """

    plan: Plan
    stops: tuple[Stop, ...]
    adds: tuple[Study, ...]


@dataclass(frozen=True)
class JointPlans(Tabular):
    """Plans to several targets with a common prefix.

    The plan to each target is as good, in the objective, as the best plan that a search for this target alone finds.

    Attributes
    ----------
    prefix : tuple of Stop
        The first stops, which the plans to all targets have in common.
    shared : tuple of Study
        The skills that all plans learn, in the order in which the first plan learns them.
    branches : tuple of Branch
        For each target with a plan, the plan and its stops after the prefix, in the order of the given targets.
    unknown : tuple of Named
        The targets to which the search had found no plan when the budget was spent.
    is_longest : bool
        Whether the prefix is proven the longest that best plans to all targets share, or else the search ended early.

    Examples
    --------
    >>> import mlgraph
    >>> joint = mlgraph.plan_many(mlgraph.load(), "beginner", ["data scientist", "ML engineer"])
    >>> joint.prefix[0].title, len(joint.branches)
    ('Beginner', 2)
    """

    prefix: tuple[Stop, ...]
    shared: tuple[Study, ...]
    branches: tuple[Branch, ...]
    unknown: tuple[Named, ...]
    is_longest: bool


def join(plans: Sequence[Plan], length: int, unknown: Iterable[Named], is_longest: bool) -> JointPlans:
    """Join plans to several targets, whose first `length` stops are the same, in one result."""
    learned = [{study.id: study for study in plan.studies} for plan in plans]
    common = set.intersection(*map(set, learned))
    branches = (
        Branch(plan, plan.stops[length:], tuple(study for study in own.values() if study.id not in common))
        for plan, own in zip(plans, learned, strict=True)
    )
    shared = tuple(study for study in learned[0].values() if study.id in common)
    return JointPlans(plans[0].stops[:length], shared, tuple(branches), tuple(unknown), is_longest)


def find_joint_paths(
    compiled: CompiledGraph, problems: Sequence[Problem], best: Sequence[SearchResult], budget: Budget
) -> tuple[Sequence[SearchResult], bool]:
    """Return an optimal path to the target of each problem, such that all paths share the longest possible prefix.

    `best` has an optimal path to the target of each problem. The paths in `best` need not share a prefix. The longest
    prefix is the shared prefix with the most months in posts. Between prefixes with equal months in posts, the prefix
    with more moves to roles counts as longer.

    The function also returns whether the prefix is proven the longest. Otherwise, the search ended after _MOST_LABELS
    labels or at the end of the budget, and the returned paths share the longest prefix found so far.
    """
    longest: tuple[int, ...] = (problems[0].start,)
    paths = best
    if len(problems) == 1:
        return paths, True
    searching = Budget(should_stop=budget.is_spent, label_limit=_MOST_LABELS)
    try:
        for prefix, found in _list_shared(compiled, problems, best, searching):
            if _measure(compiled, prefix) > _measure(compiled, longest):
                longest, paths = prefix, found
    except NoPlanInTimeError:
        return paths, False
    return paths, True


def _list_shared(
    compiled: CompiledGraph, problems: Sequence[Problem], best: Sequence[SearchResult], budget: Budget
) -> Iterator[tuple[tuple[int, ...], list[SearchResult]]]:
    """Yield prefixes that optimal paths to all targets share, each with such paths.

    The prefixes of the paths in `best` come first, since they are among the longest, then all prefixes by their number
    of moves. A prefix passes no target and repeats no post. Raises NoPlanInTimeError if the budget is spent.
    """
    goals = {problem.goal for problem in problems}

    def may_extend(prefix: tuple[int, ...], to: int) -> bool:
        return prefix[-1] not in goals and (to not in prefix or bool(compiled.stages >> to & 1))

    for result in best:
        path = result.label.path
        end = next((end for end in range(1, len(path)) if not may_extend(path[:end], path[end])), len(path))
        for prefix in (path[:length] for length in range(end, 1, -1)):
            if found := _find_with_prefix(compiled, problems, best, prefix, budget):
                yield prefix, found
                break
    are_alike = problems[0].order[0] == MOVES and compiled.posts is None and not problems[0].by_rarity
    frontier: list[tuple[int, ...]] = [(problems[0].start,)]
    while frontier:
        extended: list[tuple[int, ...]] = []
        for prefix in frontier:
            if found := _find_with_prefix(compiled, problems, best, prefix, budget):
                yield prefix, found
                moves = _find_moves_after(compiled, prefix)
                extended += [(*prefix, to) for to in moves if may_extend(prefix, to)]
        frontier = _keep_longest(compiled, extended) if are_alike else extended


def _measure(compiled: CompiledGraph, prefix: tuple[int, ...]) -> tuple[int, int, int, tuple[int, ...]]:
    """Return the length of a prefix: its months in posts, its moves to roles and to stages, and ids that break ties."""
    months = sum(_find_moves_after(compiled, prefix[:end])[prefix[end]] for end in range(1, len(prefix)))
    stages = sum(compiled.stages >> position & 1 for position in prefix[1:])
    return months, len(prefix) - stages, -stages, tuple(-position for position in prefix)


def _find_moves_after(compiled: CompiledGraph, prefix: tuple[int, ...]) -> dict[int, int]:
    """Return the moves from the last position of a prefix of a path, with the months of each move.

    From a stage that is not the first position of the path, the result has only moves of use
    (`CompiledGraph.get_moves_after`).
    """
    return compiled.get_moves_after(prefix[-2], prefix[-1]) if prefix[1:] else compiled.moves[prefix[-1]]


def _keep_longest(compiled: CompiledGraph, prefixes: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return, for each position at which some of the given prefixes end, only the prefix with the most months in posts.

    All prefixes in `prefixes` have the same number of moves. With the objective "moves", prefixes with the same last
    position and the same number of moves lead to paths with equally few moves.
    """
    kept: dict[int, tuple[int, ...]] = {}
    for prefix in sorted(prefixes, key=lambda prefix: (-_measure(compiled, prefix)[0], prefix)):
        kept.setdefault(prefix[-1], prefix)
    return [*kept.values()]


def _find_with_prefix(
    compiled: CompiledGraph,
    problems: Sequence[Problem],
    best: Sequence[SearchResult],
    prefix: tuple[int, ...],
    budget: Budget,
) -> list[SearchResult]:
    """Return, for the problem of each target, the best of the paths that begin with a given prefix.

    Return an empty list if, for any of the targets, no optimal path begins with the prefix. Raises NoPlanInTimeError
    if the budget is spent.
    """
    paths: list[SearchResult] = []
    for problem, alone in zip(problems, best, strict=True):
        search = Search(compiled, problem._replace(prefix=prefix), budget)
        # a worse path is of no use, and most prefixes have only worse paths
        search.bounds.set_upper_bound((alone.label.list_costs()[problem.order[0]], inf, inf, inf))
        found = search.find_best()
        if budget.is_spent():
            raise NoPlanInTimeError
        if found is None:
            return []
        paths.append(found._replace(proven=found.proven and alone.proven, bound=min(found.bound, alone.bound)))
    return paths
