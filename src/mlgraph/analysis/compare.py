"""Two positions side by side: what both need, what only one needs, and the ways between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from mlgraph.analysis.describe import Entry, entries
from mlgraph.errors import NoPlanError, NoPlanInTimeError
from mlgraph.model import Named, named
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Plan
from mlgraph.planning.solver import Solver
from mlgraph.requirements import open_choices, prerequisites
from mlgraph.results import Result
from mlgraph.search.budget import Budget

Choices = tuple[tuple[Named, ...], ...]


@dataclass(frozen=True)
class Side:
    """A position in a comparison: its needs that the other has not, and the plan to the other.

    Attributes
    ----------
    id, title : str
        Id and title of the position.
    hours : float
        Hours of study of all skills that it needs in any case, the common ones included.
    only : tuple of Entry
        Skills that it needs in any case, and the other does not.
    choices : tuple of tuple of Named
        Alternatives that it leaves, and the other does not; one skill of each tuple is enough.
    plan : Plan or None
        The best plan from here to the other position; None where no path leads there, or it is unknown.
    unknown : bool
        Whether the time was over before a plan was found, so that there may be one.
    """

    id: str
    title: str
    hours: float
    only: tuple[Entry, ...]
    choices: Choices
    plan: Plan | None
    unknown: bool


@dataclass(frozen=True)
class Comparison(Result):
    """Two positions side by side.

    Attributes
    ----------
    both : tuple of Entry
        Skills that both need in any case.
    choices : tuple of tuple of Named
        Alternatives that both leave; one skill of each tuple is enough.
    sides : tuple of Side
        The two positions, in the order of the question.
    """

    both: tuple[Entry, ...]
    choices: Choices
    sides: tuple[Side, Side]


def compare(solver: Solver, first: str, second: str, options: PlanOptions, budget: Budget) -> Comparison:
    """Return what two positions need, and the best plan from each to the other, with all that comes before each need.

    Raises as `Solver.plan` does, but not where there is no plan, or none in the time given.
    """
    graph = solver.graph
    ends = solver.position(first), solver.position(second)
    before = [prerequisites(graph, end) for end in ends]
    needs = [(skills, open_choices(graph, end, skills)) for end, skills in zip(ends, before, strict=True)]
    common, alike = (set(needs[0][part]) & set(needs[1][part]) for part in (0, 1))
    skills = {entry.id: entry for entry in entries(graph, ("skill",))}

    def written(choices: Iterable[tuple[str, ...]]) -> Choices:
        return tuple(tuple(named(graph, skill) for skill in group) for group in choices)

    def side(here: int) -> Side:
        names, choices = needs[here]
        plan, unknown = _plan(solver, ends[here], ends[1 - here], options, budget)
        return Side(
            id=ends[here],
            title=graph.nodes[ends[here]]["title"],
            hours=round(sum(skills[name].hours or 0 for name in names), 6),
            only=tuple(skills[name] for name in names if name not in common),
            choices=written(group for group in choices if group not in alike),
            plan=plan,
            unknown=unknown,
        )

    both = tuple(skills[name] for name in needs[0][0] if name in common)
    return Comparison(both, written(group for group in needs[0][1] if group in alike), (side(0), side(1)))


def _plan(solver: Solver, source: str, target: str, options: PlanOptions, budget: Budget) -> tuple[Plan | None, bool]:
    """Return the best plan, if there is one, and whether that is unknown for lack of time."""
    try:
        return solver.plan(source, target, options, budget), False
    except NoPlanError:
        return None, False
    except NoPlanInTimeError:
        return None, True
