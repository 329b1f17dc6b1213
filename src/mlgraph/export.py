"""A graph in any format, chosen by the suffix of the file."""

from pathlib import Path

from mlgraph import exchange, mermaid, render, store
from mlgraph.drawing import draw
from mlgraph.errors import UsageError, shown
from mlgraph.model import Graph
from mlgraph.plans import Plan

FORMATS = (*render.FORMATS, "json", "toml", "graphml", "gexf", "mmd")


def format_of(path: Path) -> str:
    """Return the format that the suffix of a path names. Raises UsageError where there is none."""
    format = path.suffix.removeprefix(".").lower()
    if format not in FORMATS:
        listed = ", ".join(f".{name}" for name in FORMATS)
        raise UsageError(f"an export ends in one of {listed}, not in '{shown(format)}'")
    return format


def exported(graph: Graph, format: str, *, plan: Plan | None, focus: str | None, only: str | None) -> bytes:
    """Return a picture of a graph, as `draw` draws it, or the whole graph in another format.

    Raises UsageError where a part of the graph is asked of a format that holds the whole, and DrawError.
    """
    if format in render.FORMATS:
        return render.render(draw(graph, plan=plan, focus=focus, only=only).dot, format)
    if plan or focus or (only and format != "mmd"):
        raise UsageError(f"a .{format} file holds the whole graph: leave out --from, --to, --focus and --only")
    if format == "mmd":
        return mermaid.flowchart(graph, only).encode()
    return exchange.written(graph, format) if format in ("graphml", "gexf") else store.dump(graph, format).encode()
