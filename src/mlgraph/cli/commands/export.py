"""Graphs and plans as files."""

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from mlgraph.cli.options import Avoid, By, From, GraphFiles, Have, Limit, Me, Pace, Start, Via, person
from mlgraph.cli.output import tell_aliases
from mlgraph.cli.progress import Watch
from mlgraph.cli.session import open_session
from mlgraph.errors import UsageError


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; its suffix says what.")],
    source: From = None,
    target: Annotated[
        str | None, typer.Option("--to", metavar="POSITION", help="Show a plan to here, from where you are.")
    ] = None,
    focus: Annotated[str | None, typer.Option("--focus", metavar="NAME", help="Draw this and its neighbours.")] = None,
    only: Annotated[Literal["roles", "skills"] | None, typer.Option("--only", help="Draw only these.")] = None,
    start: Start = None,
    by: By = "months",
    have: Have = None,
    pace: Pace = None,
    via: Via = None,
    avoid: Avoid = None,
    limit: Limit = 20,
    me: Me = None,
    graph: GraphFiles = None,
) -> None:
    r"""Draw a graph, a neighbourhood or a plan, or write a plan down.

    FILE ends in .png, .svg, .pdf or .dot for a picture, in .html for a page to click in that needs no server, in .md
    for a plan as a checklist (with dates, if --start is given), in .ics for a plan as a calendar (from --start or from
    today), in .mmd for a map or a plan in Mermaid, or in .json, .toml, .graphml or .gexf for the graph in another
    format. An older FILE is replaced.

    \b
    Examples:
      mlgraph export map.png
      mlgraph export map.html
      mlgraph export plan.svg --from beginner --to chief-data-scientist
      mlgraph export python.pdf --focus python
      mlgraph export plan.md --from beginner --to cds
      mlgraph export plan.ics --from beginner --to cds --start 2026-12-01
    """
    from mlgraph import filesystem
    from mlgraph.export.formats import exported, format_of
    from mlgraph.graphfile.load import load

    format = format_of(file)
    if target is None:
        if source or via or avoid or have:
            raise UsageError("--from, --have, --via and --avoid are about a plan: give --to as well")
        loaded, plan = load(*graph or ()), None
    else:
        who = partial(person, me=me, source=source, have=have, pace=pace, avoid=avoid, wanted=(target, *(via or ())))
        with open_session(graph, who, limit, objective=by, via=via) as session:
            loaded = session.graph
            plan = session.solver.plan(session.start, target, session.options, session.budget)
        tell_aliases(loaded, (source, plan.source), (target, plan.target))
    with Watch("drawing"):
        filesystem.write(
            file, exported(loaded, format, plan=plan, focus=focus, only=only, start=start and start.date())
        )
