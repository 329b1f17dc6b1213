"""Comparison of two positions: the skills that both or only one of them needs, and the plans from each to the other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mlgraph.analysis.describe import Entry, list_entries
from mlgraph.analysis.figures import Pay, list_pay
from mlgraph.errors import NoPlanError, NoPlanInTimeError
from mlgraph.model import Named, name_node
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Plan
from mlgraph.planning.solver import Solver
from mlgraph.requirements import list_prerequisites, open_choices
from mlgraph.results import Tabular
from mlgraph.search.budget import Budget

Choices = tuple[tuple[Named, ...], ...]


@dataclass(frozen=True)
class Side:
    """A description of one of two compared positions, with its needs and the best plan from it to the other position.

    Attributes
    ----------
    id, title : str
        The id and the title of the described position.
    hours : float
        The hours of study for all forced skills of the described position, including skills that the other compared
        position needs. A position needs a forced skill whichever alternatives a person takes.
    only : tuple of Entry
        The forced skills of the described position that are not forced skills of the other compared position.
    choices : tuple of tuple of Named
        The requirements with alternatives that the described position has and the other compared position lacks. Each
        tuple has the skills of one requirement, and a person needs only one of these skills.
    plan : Plan or None
        The best plan from the described position to the other compared position. `plan` is None if no plan leads to the
        other compared position, or if the budget was spent before the search found a plan.
    unknown : bool
        Whether the budget was spent before the search found a plan to the other compared position, although a plan may
        exist.
    pay : tuple of Pay
        The pay of people in the described position, by area and source, or an empty tuple if the pay is unknown.
    url : str
        The web address of the described position, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.compare(mlgraph.load(), "data scientist", "ML engineer")
    >>> side = found.sides[0]
    >>> side.title, side.plan.target
    ('Data scientist', 'machine-learning-engineer')
    """

    id: str
    title: str
    hours: float
    only: tuple[Entry, ...]
    choices: Choices
    plan: Plan | None
    unknown: bool
    pay: tuple[Pay, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Comparison(Tabular):
    """A comparison of the skills that two positions need, and of the plans from each to the other.

    Attributes
    ----------
    both : tuple of Entry
        The forced skills that both positions have in common. A position needs a forced skill whichever alternatives a
        person takes.
    choices : tuple of tuple of Named
        The requirements with alternatives that both positions have. Each tuple has the skills of one requirement, and a
        person needs only one of these skills.
    sides : tuple of Side
        The two compared positions, in the order of the request.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.compare(mlgraph.load(), "data scientist", "ML engineer")
    >>> "git" in {skill.id for skill in found.both}
    True
    """

    both: tuple[Entry, ...]
    choices: Choices
    sides: tuple[Side, Side]


def compare(solver: Solver, first: str, second: str, options: PlanOptions, budget: Budget) -> Comparison:
    """Compare the needs of two positions, and find the best plan from each position to the other.

    Raises UnknownNameError or AmbiguousNameError if a name does not belong to exactly one position, and UsageError if
    an option is invalid.
    """
    graph = solver.graph
    ends = solver.find_position(first), solver.find_position(second)
    before = [list_prerequisites(graph, end) for end in ends]
    needs = [(skills, open_choices(graph, end, skills)) for end, skills in zip(ends, before, strict=True)]
    common, common_choices = (set(needs[0][part]) & set(needs[1][part]) for part in (0, 1))
    skills = {entry.id: entry for entry in list_entries(graph, ("skill",))}

    def name_choices(choices: Iterable[tuple[str, ...]]) -> Choices:
        return tuple(tuple(name_node(graph, skill) for skill in group) for group in choices)

    def make_side(here: int) -> Side:
        names, choices = needs[here]
        asked = replace(options, months_in_post=0) if here else options  # the months are those in the first position
        plan, unknown = _find_plan(solver, ends[here], ends[1 - here], asked, budget)
        return Side(
            id=ends[here],
            title=graph.nodes[ends[here]]["title"],
            hours=round(sum(skills[name].hours or 0 for name in names), 6),
            only=tuple(skills[name] for name in names if name not in common),
            choices=name_choices(group for group in choices if group not in common_choices),
            plan=plan,
            unknown=unknown,
            pay=list_pay(graph, ends[here]),
            url=graph.nodes[ends[here]].get("url", ""),
        )

    both = tuple(skills[name] for name in needs[0][0] if name in common)
    return Comparison(
        both, name_choices(group for group in needs[0][1] if group in common_choices), (make_side(0), make_side(1))
    )


def _find_plan(
    solver: Solver, source: str, target: str, options: PlanOptions, budget: Budget
) -> tuple[Plan | None, bool]:
    """Return the best plan or None, and whether the budget was spent before the search found a plan."""
    try:
        return solver.plan(source, target, options, budget), False
    except NoPlanError:
        return None, False
    except NoPlanInTimeError:
        return None, True
