"""Graphs and plans as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlgraph.commands.ask import planned
from mlgraph.commands.options import Avoid, By, GraphFiles, Have, Limit, Pace, Via
from mlgraph.commands.output import tell_aliases
from mlgraph.errors import UsageError
from mlgraph.watch import Watch

if TYPE_CHECKING:
    from mlgraph.planner import Wishes


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; its suffix says what.")],
    source: Annotated[str | None, typer.Option("--from", metavar="POSITION", help="Show a plan from here.")] = None,
    target: Annotated[str | None, typer.Option("--to", metavar="POSITION", help="Show a plan to here.")] = None,
    focus: Annotated[str | None, typer.Option("--focus", metavar="NAME", help="Draw this and its neighbours.")] = None,
    only: Annotated[Literal["roles", "skills"] | None, typer.Option("--only", help="Draw only these.")] = None,
    by: By = "time",
    have: Have = None,
    pace: Pace = 10,
    via: Via = None,
    avoid: Avoid = None,
    limit: Limit = 20,
    graph: GraphFiles = None,
) -> None:
    r"""Draw a graph, a neighbourhood or a plan.

    FILE ends in .png, .svg, .pdf or .dot for a picture, or in .json, .toml, .graphml, .gexf or .mmd (Mermaid) for the
    graph in another format. An older FILE is replaced.

    \b
    Examples:
      mlgraph export map.png
      mlgraph export plan.svg --from beginner --to chief-data-scientist
      mlgraph export python.pdf --focus python
    """
    from mlgraph import files, store
    from mlgraph.export import exported, format_of

    format = format_of(file)
    if (source is None) != (target is None):
        raise UsageError("a plan has two ends: give both --from and --to")
    if source is None or target is None:
        if via or avoid or have:
            raise UsageError("--have, --via and --avoid are about a plan: give --from and --to as well")
        loaded, plan = store.load(*graph or ()), None
    else:
        wishes: Wishes = {"have": have or (), "pace": pace, "by": by, "via": via or (), "avoid": avoid or ()}
        loaded, (plan,) = planned(graph, source, target, 1, limit, wishes)
        tell_aliases(loaded, (source, plan.source), (target, plan.target))
    with Watch("drawing"):
        files.write(file, exported(loaded, format, plan=plan, focus=focus, only=only))
