"""What all planning commands share: a graph, a person, options, and a limit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlgraph.cli.progress import Watch

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.planning.options import Wishes
    from mlgraph.profile import Profile


class Asked(NamedTuple):
    """A loaded graph, the person who asks, the person's wishes for plans, and what tells that the time is over."""

    graph: "Graph"
    mine: "Profile"
    wishes: "Wishes"
    stop: Callable[[], bool]


@contextmanager
def asking(
    graphs: list[Path] | None, who: "Callable[[Graph], Profile]", wishes: "Wishes", limit: float
) -> Iterator[Asked]:
    """Load a graph for a question of a person, and let the first Ctrl-C only end the search."""
    from mlgraph.graphfile.load import load
    from mlgraph.planning.options import stopper

    with Watch("reading the graph") as watch:
        loaded = load(*graphs or ())
        mine = who(loaded)
        watch("looking for the best plan; Ctrl-C prints the best so far")
        wishes |= {"have": mine.have, "pace": mine.pace, "avoid": mine.avoid}
        # one limit for all that the question takes
        stop = stopper({"limit": limit, "stop": watch.interruptible().stopped})
        yield Asked(loaded, mine, wishes | {"stop": stop}, stop)
