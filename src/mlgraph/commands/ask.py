"""Questions that plans answer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.commands.options import AsJson, Avoid, By, GraphFiles, Have, Limit, Pace, Via
from mlgraph.commands.output import put, tell_aliases
from mlgraph.watch import Watch

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.planner import Wishes
    from mlgraph.plans import Plan


def path(
    source: Annotated[str, typer.Option("--from", metavar="POSITION", help="Where you are.")],
    target: Annotated[str, typer.Option("--to", metavar="POSITION", help="Where you want to be.")],
    by: By = "time",
    have: Have = None,
    pace: Pace = 10,
    via: Via = None,
    avoid: Avoid = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", metavar="K", min=1, help="Print the K best plans side by side.")
    ] = 1,
    limit: Limit = 20,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Plan the way from one position to another.

    The plan says which moves to make, and what to learn before each. It is the best there is: by time (months), effort
    (hours of study) or steps (moves). Ctrl-C, or the limit, ends a long search with the best plan found so far. --have,
    --via and --avoid may be repeated.

    \b
    Examples:
      mlgraph path --from beginner --to chief-data-scientist
      mlgraph path --from beginner --to "ML engineer" --have python --by effort
      mlgraph path --from beginner --to cds --via "data scientist" --avoid docker
      mlgraph path --from beginner --to cds --alternatives 3
    """
    from mlgraph import text

    wishes: Wishes = {"have": have or (), "pace": pace, "by": by, "via": via or (), "avoid": avoid or ()}
    loaded, plans = planned(graph, source, target, alternatives, limit, wishes)
    tell_aliases(loaded, (source, plans[0].source), (target, plans[0].target))
    if alternatives > 1:
        put(text.plans_json(plans) if as_json else text.plans_lines(plans))
    else:
        put(text.plan_json(plans[0]) if as_json else text.plan_lines(plans[0]))


def planned(
    graphs: list[Path] | None, source: str, target: str, count: int, limit: float, wishes: "Wishes"
) -> "tuple[Graph, tuple[Plan, ...]]":
    """Return a graph and the best `count` plans on it; the first Ctrl-C only ends the search."""
    from mlgraph import store
    from mlgraph.planner import Planner

    with Watch("reading the graph") as watch:
        loaded = store.load(*graphs or ())
        watch("looking for the best plan; Ctrl-C prints the best so far")
        planner = Planner(loaded)
        wishes |= {"limit": limit, "stop": watch.interruptible().stopped}
        if count > 1:
            return loaded, planner.plans(source, target, count, **wishes)
        return loaded, (planner.plan(source, target, **wishes),)
