"""Plans to several targets, which share their first moves for as long as possible and are as good as separate plans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mlgraph.errors import NoPlanInTimeError
from mlgraph.model import Named
from mlgraph.planning.plan import Plan, Stop, Study
from mlgraph.results import Tabular
from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.problem import MOVES, Problem


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


def join(plans: Sequence[Plan], length: int, unknown: Iterable[Named] = ()) -> JointPlans:
    """Join plans to several targets, whose first `length` stops are the same, in one result."""
    learned = [{study.id: study for study in plan.studies} for plan in plans]
    common = set.intersection(*map(set, learned))
    branches = (
        Branch(plan, plan.stops[length:], tuple(study for study in own.values() if study.id not in common))
        for plan, own in zip(plans, learned, strict=True)
    )
    shared = tuple(study for study in learned[0].values() if study.id in common)
    return JointPlans(plans[0].stops[:length], shared, tuple(branches), tuple(unknown))


def find_joint_paths(
    compiled: CompiledGraph, problems: Sequence[Problem], best: Sequence[SearchResult], budget: Budget
) -> Sequence[SearchResult]:
    """Return an optimal path to the target of each problem, such that all paths share the longest possible prefix.

    `best` has an optimal path to the target of each problem. The paths in `best` need not share a prefix. The longest
    prefix is the shared prefix with the most months in posts. Between prefixes with equal months in posts, the prefix
    with more moves to roles counts as longer. If the budget is spent before the search ends, the returned paths share
    the longest prefix found so far.
    """
    paths = best
    longest: tuple[int, int, int, tuple[int, ...]] = (0, 0, 0, ())
    # all candidate prefixes of one length, each with its months in posts
    frontier: dict[tuple[int, ...], int] = {(problems[0].start,): 0}
    try:
        while frontier:
            extended: dict[tuple[int, ...], int] = {}
            for prefix, months in frontier.items():
                found = _find_with_prefix(compiled, problems, best, prefix, budget)
                if not found:
                    continue
                stages = sum(compiled.stages >> position & 1 for position in prefix[1:])
                length = months, len(prefix) - stages, -stages, tuple(-position for position in prefix)
                if length > longest:
                    paths, longest = found, length
                if not any(problem.goal in prefix for problem in problems):
                    moves = _find_moves_after(compiled, prefix).items()
                    extended |= {
                        (*prefix, to): months + further
                        for to, further in moves
                        if to not in prefix or compiled.stages >> to & 1
                    }
            are_alike = problems[0].order[0] == MOVES and compiled.posts is None and not problems[0].by_rarity
            frontier = _keep_longest(extended) if are_alike else extended
    except NoPlanInTimeError:
        pass
    return paths


def _find_moves_after(compiled: CompiledGraph, prefix: tuple[int, ...]) -> dict[int, int]:
    """Return the moves from the last position of a prefix of a path, with the months of each move.

    From a stage that is not the first position of the path, the result has only moves of use
    (`CompiledGraph.get_moves_after`).
    """
    return compiled.get_moves_after(prefix[-2], prefix[-1]) if prefix[1:] else compiled.moves[prefix[-1]]


def _keep_longest(prefixes: dict[tuple[int, ...], int]) -> dict[tuple[int, ...], int]:
    """Return, for each position at which some of the given prefixes end, only the prefix with the most months in posts.

    All prefixes in `prefixes` have the same number of moves. With the objective "moves", prefixes with the same last
    position and the same number of moves lead to paths with equally few moves.
    """
    kept: dict[int, tuple[int, ...]] = {}
    for prefix in sorted(prefixes, key=lambda prefix: (-prefixes[prefix], prefix)):
        kept.setdefault(prefix[-1], prefix)
    return {prefix: prefixes[prefix] for prefix in kept.values()}


def _find_with_prefix(
    compiled: CompiledGraph,
    problems: Sequence[Problem],
    best: Sequence[SearchResult],
    prefix: tuple[int, ...],
    budget: Budget,
) -> list[SearchResult]:
    """Return, for the problem of each target, the best of the paths that begin with a given prefix.

    Return an empty list if, for any of the targets, no optimal path begins with the prefix.
    """
    paths: list[SearchResult] = []
    for problem, alone in zip(problems, best, strict=True):
        budget.check()
        found = Search(compiled, problem._replace(prefix=prefix), budget).find_best()
        objective = problem.order[0]
        if found is None or found.label.list_costs()[objective] > alone.label.list_costs()[objective]:
            return []
        paths.append(found._replace(proven=found.proven and alone.proven, bound=min(found.bound, alone.bound)))
    return paths
