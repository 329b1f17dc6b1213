"""A graph in any format, chosen by the suffix of the file."""

from datetime import date
from pathlib import Path

from mlgraph.drawing import render
from mlgraph.drawing.draw import draw
from mlgraph.errors import UsageError
from mlgraph.export import graphml, html, mermaid
from mlgraph.export.icalendar import calendar
from mlgraph.export.markdown import checklist
from mlgraph.graphfile.dump import dump
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan
from mlgraph.printable import shown

OF_A_PLAN = ("md", "ics")
FORMATS = (*render.FORMATS, "html", *OF_A_PLAN, "json", "toml", "graphml", "gexf", "mmd")


def format_of(path: Path) -> str:
    """Return the format that the suffix of a path names. Raises UsageError where there is none."""
    format = path.suffix.removeprefix(".").lower()
    if format not in FORMATS:
        listed = ", ".join(f".{name}" for name in FORMATS)
        raise UsageError(f"an export ends in one of {listed}, not in '{shown(format)}'")
    return format


def exported(
    graph: Graph, format: str, *, plan: Plan | None, focus: str | None, only: str | None, start: date | None = None
) -> bytes:
    """Return a picture of a graph, as `draw` draws it, a plan that begins on the day `start`, or the whole graph.

    A calendar without `start` begins today. Raises UsageError where a format cannot hold what is asked, and DrawError.
    """
    if format in OF_A_PLAN:
        return _of_a_plan(graph, format, plan, start, focus or only)
    if start:
        raise UsageError("--start is for a checklist or a calendar: let FILE end in .md or .ics")
    if format in render.FORMATS:
        return render.render(draw(graph, plan=plan, focus=focus, only=only).dot, format)
    if focus or (format != "mmd" and (plan or only)):
        held = "a map or a plan: leave out --focus"
        if format != "mmd":
            held = "the whole graph: leave out --from, --to, --focus and --only"
        raise UsageError(f"a .{format} file holds {held}")
    if format == "html":
        return html.standalone(graph).encode()
    if format == "mmd":
        return (mermaid.route(graph, plan) if plan else mermaid.flowchart(graph, only)).encode()
    return graphml.written(graph, format) if format in ("graphml", "gexf") else dump(graph, format).encode()


def _of_a_plan(graph: Graph, format: str, plan: Plan | None, start: date | None, part: str | None) -> bytes:
    if plan is None or part:
        raise UsageError(f"a .{format} file holds a plan: give --from and --to, and neither --focus nor --only")
    attribution = graph.graph.get("attribution", "")
    if format == "md":
        return checklist(plan, start, attribution).encode()
    return calendar(plan, start or date.today(), attribution)
