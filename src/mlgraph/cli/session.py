"""The session of a planning command: a compiled graph, a person, the options of plans, and one budget."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlgraph.cli.progress import Watch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlgraph.model import Graph
    from mlgraph.planning.options import Objective, PlanOptions
    from mlgraph.planning.solver import Solver
    from mlgraph.profile import Profile
    from mlgraph.search.budget import Budget


class Session(NamedTuple):
    """A compiled graph, the position of the person, the options of plans, and the budget of the whole answer."""

    solver: "Solver"
    start: str
    options: "PlanOptions"
    budget: "Budget"

    @property
    def graph(self) -> "Graph":
        """The graph that is asked about."""
        return self.solver.graph


@contextmanager
def open_session(
    graphs: list[Path] | None,
    who: "Callable[[Graph], Profile]",
    limit: float,
    *,
    objective: "Objective" = "months",
    via: "Iterable[str] | None" = None,
    start: date | None = None,
    is_placed: bool = True,
) -> Iterator[Session]:
    """Load and compile a graph for the question of a person; the first Ctrl-C only ends the search.

    Dates are counted from the day `start`, or from today.
    With `is_placed`, the person must be somewhere: the profile or the command line says where.
    """
    from mlgraph.graphfile.load import load
    from mlgraph.planning.options import PlanOptions
    from mlgraph.planning.solver import Solver
    from mlgraph.reading import split_names
    from mlgraph.search.budget import Budget

    with Watch("reading the graph") as watch:
        loaded = load(*graphs or ())
        person = who(loaded)
        watch("looking for the best plan; Ctrl-C prints the best so far")
        named, first = split_names(loaded, via or ()), start or date.today()
        person = person.concluded(loaded, first)
        options = PlanOptions(
            *(person.have, person.pace, objective, named, person.avoid, first),
            experience=person.experience,
            months_in_post=person.months_in_post or 0,
        )
        source = person.start if is_placed else ""
        yield Session(Solver(loaded), source, options, Budget(limit, watch.interruptible().stopped))
