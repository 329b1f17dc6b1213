"""Plans to several targets with the longest common prefix at no extra cost."""

from collections.abc import Sequence
from dataclasses import dataclass

from mlgraph.errors import NoPlanInTimeError
from mlgraph.planning.plan import Plan, Stop, Study
from mlgraph.results import Result
from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.problem import MOVES, Problem


@dataclass(frozen=True)
class Branch:
    """A target of several: the best plan to it, and what it adds to the common prefix.

    Attributes
    ----------
    plan : Plan
        The whole plan.
    stops : tuple of Stop
        The positions after the prefix.
    adds : tuple of Study
        The skills that not all plans learn.
    """

    plan: Plan
    stops: tuple[Stop, ...]
    adds: tuple[Study, ...]


@dataclass(frozen=True)
class JointPlans(Result):
    """Plans to several targets that share a prefix as long as each is still the best to its own target.

    Attributes
    ----------
    prefix : tuple of Stop
        The stops that all plans have in common, from the start on.
    shared : tuple of Study
        The skills that all plans learn, in the order of the first plan.
    branches : tuple of Branch
        The plan to each target, and what it adds.
    """

    prefix: tuple[Stop, ...]
    shared: tuple[Study, ...]
    branches: tuple[Branch, ...]


def join(plans: Sequence[Plan], length: int) -> JointPlans:
    """Return plans with their first `length` stops in common as joint plans."""
    learned = [{study.id: study for study in plan.studies} for plan in plans]
    common = set.intersection(*map(set, learned))
    branches = (
        Branch(plan, plan.stops[length:], tuple(study for study in own.values() if study.id not in common))
        for plan, own in zip(plans, learned, strict=True)
    )
    shared = tuple(study for study in learned[0].values() if study.id in common)
    return JointPlans(plans[0].stops[:length], shared, tuple(branches))


def with_common_prefix(
    compiled: CompiledGraph, problems: Sequence[Problem], best: Sequence[SearchResult], budget: Budget
) -> Sequence[SearchResult]:
    """Return a best path of each problem, all with the longest prefix in common; `best` has any best path of each.

    Months in posts measure length, then moves. With a spent budget, the prefix is the longest so far.
    """
    paths = best
    longest: tuple[int, int, tuple[int, ...]] = (0, 0, ())
    waiting: dict[tuple[int, ...], int] = {(problems[0].start,): 0}  # the prefixes of so many moves, with their months
    try:
        while waiting:
            longer: dict[tuple[int, ...], int] = {}
            for prefix, months in waiting.items():
                found = _with_prefix(compiled, problems, best, prefix, budget)
                if not found:
                    continue
                length = months, len(prefix), tuple(-position for position in prefix)
                if length > longest:
                    paths, longest = found, length
                if not any(problem.goal in prefix for problem in problems):
                    moves = compiled.moves[prefix[-1]].items()
                    longer |= {(*prefix, to): months + further for to, further in moves if to not in prefix}
            waiting = longer if problems[0].order[0] != MOVES else _longest_to_each(longer)
    except NoPlanInTimeError:
        pass
    return paths


def _longest_to_each(prefixes: dict[tuple[int, ...], int]) -> dict[tuple[int, ...], int]:
    """Return the prefix with the most months to each position, of those with as many moves.

    Where moves are the objective, all of them cost the same from there on.
    """
    kept: dict[int, tuple[int, ...]] = {}
    for prefix in sorted(prefixes, key=lambda prefix: (-prefixes[prefix], prefix)):
        kept.setdefault(prefix[-1], prefix)
    return {prefix: prefixes[prefix] for prefix in kept.values()}


def _with_prefix(
    compiled: CompiledGraph,
    problems: Sequence[Problem],
    best: Sequence[SearchResult],
    prefix: tuple[int, ...],
    budget: Budget,
) -> list[SearchResult]:
    """Return a best path of each problem with a prefix, or none if it costs one of them more of the objective."""
    paths: list[SearchResult] = []
    for problem, alone in zip(problems, best, strict=True):
        budget.check()
        found = Search(compiled, problem._replace(prefix=prefix), budget).find_best()
        objective = problem.order[0]
        if found is None or found.label.costs()[objective] > alone.label.costs()[objective]:
            return []
        paths.append(found._replace(proven=found.proven and alone.proven, bound=min(found.bound, alone.bound)))
    return paths
