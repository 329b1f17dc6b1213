"""Plans to several targets with the longest common prefix at no extra cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mlgraph.planning.plan import Plan, Stop, Study
from mlgraph.results import Result
from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.problem import Problem


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


def common_prefix(
    compiled: CompiledGraph, problems: Sequence[Problem], best: Sequence[SearchResult], budget: Budget
) -> tuple[int, ...]:
    """Return the longest path that begins a best plan of each problem.

    Months in posts measure length, then moves. With a spent budget, return the longest path so far.
    """
    longest: tuple[int, int, tuple[int, ...]] = (0, 0, (problems[0].start,))
    waiting = [longest]
    while waiting and not budget.is_spent():
        current = waiting.pop()
        longest = max(longest, current, key=lambda found: (found[:2], [-position for position in found[2]]))
        months, moves, prefix = current
        if any(problem.goal in prefix for problem in problems):
            continue
        for position, further in compiled.moves[prefix[-1]].items():
            longer = (*prefix, position)
            if (
                position not in prefix
                and not budget.is_spent()
                and all(_is_free(compiled, each, longer, found, budget) for each, found in _pairs(problems, best))
            ):
                waiting.append((months + further, moves + 1, longer))
    return longest[2]


def _pairs(problems: Iterable[Problem], best: Iterable[SearchResult]) -> Iterable[tuple[Problem, SearchResult]]:
    return zip(problems, best, strict=True)


def _is_free(
    compiled: CompiledGraph, problem: Problem, prefix: tuple[int, ...], best: SearchResult, budget: Budget
) -> bool:
    """Return whether the best plan with a prefix costs no more of the objective than the best plan."""
    found = Search(compiled, problem._replace(prefix=prefix), budget).best()
    objective = problem.order[0]
    return found is not None and found.label.costs()[objective] == best.label.costs()[objective]
