"""Setup of all commands that make plans, which loads and compiles the graph, and gathers the options of plans."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlgraph.cli.output import tell
from mlgraph.cli.progress import Watch
from mlgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlgraph.model import Graph
    from mlgraph.planning.options import Objective, PlanOptions
    from mlgraph.planning.solver import Solver
    from mlgraph.profile import Profile
    from mlgraph.search.budget import Budget


class Session(NamedTuple):
    """The compiled graph, the person, the options of plans and the time limit of a command that makes plans."""

    solver: "Solver"
    person: "Profile"
    options: "PlanOptions"
    budget: "Budget"

    @property
    def start(self) -> str:
        """The position at which the plans of the person begin. Raises UsageError if the person gave no position."""
        return self.person.start

    @property
    def graph(self) -> "Graph":
        """The graph in which the command searches for plans."""
        return self.solver.graph

    def choose_target(self, given: str | None) -> str:
        """Return the given target, or else the goal of the person.

        Raises UsageError if the user gave no target and the person has no goal.
        """
        if given is None and self.person.goal is None:
            raise UsageError("no target is given; give `target`, or set a goal in your profile")
        return given or self.person.goal or ""


@contextmanager
def open_session(
    graphs: list[Path] | None,
    who: "Callable[[Graph], Profile]",
    limit: float,
    *,
    objective: "Objective" = "months",
    via: "Iterable[str] | None" = None,
    start: date | None = None,
    sure: float | None = None,
    rules: bool | None = None,
) -> Iterator[Session]:
    """Load and compile a graph for a command that makes plans, and make Ctrl-C end only the search for a plan.

    The function `who` returns the profile of the person. `start` is the first day of plans, by default today. `sure` is
    the probability with which the dates of a plan hold. For an imported graph, a note after the answer names the rules
    by which the importer filled in missing values. If `rules` is true, the note lists each of these rules. `rules` is
    the value of the option --rules, or None for a command that lacks the option.
    """
    from mlgraph.graphfile.load import load
    from mlgraph.planning.solver import Solver
    from mlgraph.reading import split_names
    from mlgraph.search.budget import Budget

    with Watch("reading the graph") as watch:
        loaded = load(*graphs or ())
        person = who(loaded)
        watch("looking for the best plan; Ctrl-C prints the best so far")
        named, first = split_names(loaded, via or ()), start or date.today()
        person = person.conclude(loaded, first)
        options = make_plan_options(person, first, objective, named, sure)
        yield Session(Solver(loaded), person, options, Budget(limit, watch.catch_interrupts().is_stopped))
    tell_rules(loaded, rules)


def tell_rules(graph: "Graph", each: bool | None = None) -> None:
    """Print notes on the rules of an importer for missing values, and on career histories that a program generated.

    If `each` is true, print a line for each rule by which the importer filled in missing values. `each` is true if the
    typed command has the option --rules, and None if the command does not accept this option.
    """
    from mlgraph.text.rules import describe_import, list_import_rules

    if each:
        tell("\n".join(list_import_rules(graph)))
    elif note := describe_import(graph):
        tell(f"{note} {'mlgraph path --rules' if each is None else '--rules'} prints the rules.")
    tell_generated(graph)


def tell_generated(graph: "Graph") -> None:
    """Print a note to standard error if a graph has moves counted in career histories that a program generated."""
    from mlgraph.graphfile.evidence import note_generated

    if note := note_generated(graph):
        tell(note)


def make_plan_options(
    person: "Profile",
    start: date,
    objective: "Objective" = "months",
    via: "Iterable[str]" = (),
    sure: float | None = None,
) -> "PlanOptions":
    """Return the options of the plans of a person who begins to study on the day `start`."""
    from mlgraph.planning.options import PlanOptions

    return PlanOptions(
        *(person.have, person.pace, objective, via, person.avoid, start),
        experience=person.experience,
        months_in_post=person.months_in_post or 0,
        sure=sure,
        from_posts=person.from_posts,
    )
