"""Questions that plans answer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.commands.options import AsJson, Avoid, By, From, GraphFiles, Have, Limit, Me, Pace, Via, person
from mlgraph.commands.output import put, tell_aliases
from mlgraph.watch import Watch

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.planner import Wishes
    from mlgraph.plans import Plan
    from mlgraph.profile import Profile


def path(
    target: Annotated[str, typer.Option("--to", metavar="POSITION", help="Where you want to be.")],
    source: From = None,
    by: By = "time",
    have: Have = None,
    pace: Pace = None,
    via: Via = None,
    avoid: Avoid = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", metavar="K", min=1, help="Print the K best plans side by side.")
    ] = 1,
    limit: Limit = 20,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Plan the way from one position to another.

    The plan says which moves to make, and what to learn before each. It is the best there is: by time (months), effort
    (hours of study) or steps (moves). Ctrl-C, or the limit, ends a long search with the best plan found so far. --have,
    --via and --avoid may be repeated. With a profile, --from may be left out.

    \b
    Examples:
      mlgraph path --from beginner --to chief-data-scientist
      mlgraph path --me me.toml --to "NLP scientist"
      mlgraph path --from beginner --to "ML engineer" --have python --by effort
      mlgraph path --from beginner --to cds --via "data scientist" --avoid docker
      mlgraph path --from beginner --to cds --alternatives 3
    """
    from mlgraph import text

    who = partial(person, me=me, source=source, have=have, pace=pace, avoid=avoid, wanted=(target, *(via or ())))
    loaded, plans = planned(graph, who, target, alternatives, limit, {"by": by, "via": via or ()})
    tell_aliases(loaded, (source, plans[0].source), (target, plans[0].target))
    if alternatives > 1:
        put(text.plans_json(plans) if as_json else text.plans_lines(plans))
    else:
        put(text.plan_json(plans[0]) if as_json else text.plan_lines(plans[0]))


def planned(
    graphs: list[Path] | None,
    who: "Callable[[Graph], Profile]",
    target: str,
    count: int,
    limit: float,
    wishes: "Wishes",
) -> "tuple[Graph, tuple[Plan, ...]]":
    """Return a graph and the best `count` plans on it for a person; the first Ctrl-C only ends the search."""
    from mlgraph import store
    from mlgraph.planner import Planner

    with Watch("reading the graph") as watch:
        loaded = store.load(*graphs or ())
        mine = who(loaded)
        watch("looking for the best plan; Ctrl-C prints the best so far")
        planner = Planner(loaded)
        wishes |= {"have": mine.have, "pace": mine.pace, "avoid": mine.avoid}
        wishes |= {"limit": limit, "stop": watch.interruptible().stopped}
        if count > 1:
            return loaded, planner.plans(mine.start, target, count, **wishes)
        return loaded, (planner.plan(mine.start, target, **wishes),)
