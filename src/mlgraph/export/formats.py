"""Registry of the formats that graphs and plans are exported in, by the suffix of the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Literal

from mlgraph.errors import UsageError
from mlgraph.printable import shown

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.planning.plan import Plan


@dataclass(frozen=True)
class Format:
    """A format: what a file of it holds, a line of help, and its writer as "module:function".

    The writer takes a graph, and by keyword the options that it `needs` and those that it `takes` (None where not
    given), and returns the bytes of a file. Its module is loaded when a file is written, not before.
    """

    holds: Literal["picture", "page", "plan", "map", "graph"]
    help: str
    writer: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


FORMATS: dict[str, Format] = {
    **{
        suffix: Format("picture", "a picture", f"mlgraph.export.pictures:{suffix}", takes=("plan", "focus", "only"))
        for suffix in ("dot", "png", "svg", "pdf")
    },
    "html": Format("page", "a page to click in that needs no server", "mlgraph.export.html:write", takes=("start",)),
    "md": Format("plan", "a plan as a checklist", "mlgraph.export.markdown:write", needs=("plan",)),
    "ics": Format("plan", "a plan as a calendar", "mlgraph.export.icalendar:write", needs=("plan",)),
    "mmd": Format("map", "a map or a plan in Mermaid", "mlgraph.export.mermaid:write", takes=("plan", "only")),
    "json": Format("graph", "the graph as a graph file", "mlgraph.export.graphfile:write_json"),
    "toml": Format("graph", "the graph as a graph file", "mlgraph.export.graphfile:write_toml"),
    "graphml": Format("graph", "the graph for Gephi, yEd or Neo4j", "mlgraph.export.graphml:write_graphml"),
    "gexf": Format("graph", "the graph for Gephi, yEd or Neo4j", "mlgraph.export.graphml:write_gexf"),
}


def find_format(path: Path) -> str:
    """Return the format that the suffix of a path names. Raises UsageError where there is none."""
    format = path.suffix.removeprefix(".").lower()
    _check_format(format)
    return format


def list_suffixes(formats: Iterable[str]) -> str:
    """Return the suffixes of formats as a list for a sentence."""
    return ", ".join(f".{format}" for format in formats)


def export(
    graph: "Graph",
    format: str,
    *,
    plan: "Plan | None" = None,
    focus: str | None = None,
    only: str | None = None,
    start: date | None = None,
) -> bytes:
    """Return the content of a file in one of FORMATS: a graph, what is next to `focus`, `only` some nodes, or a plan.

    The plans of a page begin on the day `start`, or today. Raises UsageError where the format does not exist, lacks
    what it needs or is given what it does not take, and DrawError.
    """
    given = {"plan": plan, "focus": focus, "only": only, "start": start}
    _check_format(format)
    row = FORMATS[format]
    _check_options(format, {name for name, value in given.items() if value is not None})
    content: bytes = resolve_name(row.writer)(graph, **{name: given[name] for name in (*row.needs, *row.takes)})
    return content


def _check_format(format: str) -> None:
    if format not in FORMATS:
        raise UsageError(f"an export ends in one of {list_suffixes(FORMATS)}, not in '{shown(format)}'")


def _check_options(format: str, given: set[str]) -> None:
    """Raise UsageError for an option that a format needs and is not given, or is given and does not take."""
    row = FORMATS[format]
    for name in row.needs:
        if name not in given:
            raise UsageError(f"a .{format} file holds a {row.holds}; give `{name}`")
    for name in sorted(given.difference(row.needs, row.takes)):
        others = [other for other, each in FORMATS.items() if name in (*each.needs, *each.takes)]
        raise UsageError(f"a .{format} file takes no `{name}`; leave it out, or choose one of {list_suffixes(others)}")
