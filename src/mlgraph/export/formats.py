"""Registry of export formats for graphs and plans, by file suffix."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Literal

from mlgraph.errors import UsageError
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.planning.plan import Plan


@dataclass(frozen=True)
class Format:
    """A format in which mlgraph exports graphs or plans.

    `holds` says whether a file in the format has a picture, a web page, a plan, a map or a graph. `writer` names a
    function, as "module:function". The function that `writer` names gets a graph, and returns the bytes of a file, or
    of each file of a folder by name. As keyword arguments, the function also gets the options in `needs`, which are
    required, and those in `takes`, which are optional. The function gets None for an option that the caller of `export`
    left out. Python imports the module of the function when the format is first used.
    """

    holds: Literal["picture", "page", "plan", "map", "graph"]
    help: str
    writer: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


_PICTURE, _LETTERS = (
    ("plan", "focus", "only", "track", "all_moves", "detail", "on_map", "plans", "sheet"),
    ("missing_letters",),
)
FORMATS: dict[str, Format] = {
    **{
        suffix: Format("picture", "a picture", f"mlgraph.export.pictures:{suffix}", takes=(*_PICTURE, *more))
        for suffix, more in {"dot": (), "png": _LETTERS, "svg": (), "pdf": _LETTERS}.items()
    },
    "html": Format(
        "page", "a page to click in that needs no server", "mlgraph.export.html:write", takes=("start", "plan")
    ),
    "md": Format("plan", "a plan as a checklist", "mlgraph.export.markdown:write", needs=("plan",)),
    "ics": Format("plan", "a plan as a calendar", "mlgraph.export.icalendar:write", needs=("plan",)),
    "csv": Format("plan", "a plan as a table, for planners", "mlgraph.export.tables:write", needs=("plan",)),
    "mmd": Format("map", "a map or a plan in Mermaid", "mlgraph.export.mermaid:write", takes=("plan", "only")),
    "json": Format("graph", "the graph as a graph file", "mlgraph.export.graphfile:write_json"),
    "toml": Format("graph", "the graph as a graph file", "mlgraph.export.graphfile:write_toml"),
    **{
        suffix: Format(
            "graph", "the graph, or a plan as a pathway, as RDF", f"mlgraph.export.rdf:write_{suffix}", takes=("plan",)
        )
        for suffix in ("ttl", "jsonld")
    },
    "tsv": Format("graph", "the entries of other catalogues, as SSSOM", "mlgraph.export.sssom:write"),
    "xlsx": Format("graph", "the graph as a workbook", "mlgraph.export.sheets:write_xlsx"),
    "graphml": Format("graph", "the graph for Gephi, yEd or Neo4j", "mlgraph.export.graphml:write_graphml"),
    "gexf": Format("graph", "the graph for Gephi, yEd or Neo4j", "mlgraph.export.graphml:write_gexf"),
}

# formats that are not text, so that a terminal cannot show them
BINARY = ("png", "pdf", "xlsx")
# formats that write a folder of files; a folder with the name of a format has that format, any other has the first one
FOLDERS: dict[str, Format] = {
    "csv": Format("graph", "the graph as CSV, in a folder", "mlgraph.export.sheets:write_folder"),
    "neo4j": Format("graph", "CSV and Cypher for Neo4j, in a folder", "mlgraph.export.neo4j:write_folder"),
}


def find_folder(path: Path) -> str | None:
    """Return the export format of a folder to write, or None if the path has a suffix, so that it names a file."""
    if path.suffix:
        return None
    return path.name if path.name in FOLDERS else next(iter(FOLDERS))


def export_folder(graph: "Graph", format: str) -> dict[str, bytes]:
    """Export a graph as a folder, and return a mapping from the name of each file to its content."""
    files: dict[str, bytes] = resolve_name(FOLDERS[format].writer)(graph)
    return files


def find_format(path: Path) -> str:
    """Find the export format for the suffix of a path. Raises UsageError if no export format has the suffix."""
    format = path.suffix.removeprefix(".").lower()
    _check_format(format)
    return format


def list_suffixes(formats: Iterable[str]) -> str:
    """Return the file suffixes of export formats as a text, separated by commas."""
    return ", ".join(f".{format}" for format in formats)


def export(
    graph: "Graph",
    format: str,
    *,
    plan: "Plan | None" = None,
    focus: str | None = None,
    only: str | None = None,
    track: str | None = None,
    all_moves: bool | None = None,
    detail: bool | None = None,
    on_map: bool | None = None,
    plans: "Sequence[Plan] | None" = None,
    sheet: Literal["card", "handout"] | None = None,
    start: date | None = None,
    missing_letters: Literal["refuse", "boxes"] | None = None,
) -> bytes:
    """Export a graph or a plan in one of the registered formats, and return the bytes of the file.

    The options `focus`, `only`, `track` and `all_moves` choose the part of the graph to draw. `focus` is a node to draw
    with its neighbours. `only` is "roles" or "skills", to draw only roles or only skills. `track` is a career track to
    draw with all moves within the track. `all_moves` draws every move, not only the main ones.

    The options `detail`, `on_map`, `plans` and `sheet` choose how to draw a plan. `detail` draws a plan as a timeline
    with one line for each skill. `on_map` draws the plan on the map of all positions. `plans` has several plans to draw
    below each other. `sheet` draws a card of a role or a handout of a plan, to print on paper.

    `start` is the first day of the plans in a web page, by default today. By default, a letter that no installed font
    has raises an error. With `missing_letters="boxes"`, an empty square replaces each letter that no installed font
    has.

    Raises UsageError if the export format is unknown, needs an option that is missing, or does not take a given option.
    Raises DrawError if the function cannot draw a picture, for example since a graph has too many positions.
    """
    given: dict[str, Any] = {"plan": plan, "focus": focus, "only": only, "track": track, "all_moves": all_moves}
    given |= {
        "detail": detail,
        "on_map": on_map,
        "plans": plans,
        "sheet": sheet,
        "start": start,
        "missing_letters": missing_letters,
    }
    _check_format(format)
    row = FORMATS[format]
    _check_options(format, {name for name, value in given.items() if value is not None})
    content: bytes = resolve_name(row.writer)(graph, **{name: given[name] for name in (*row.needs, *row.takes)})
    return content


def _check_format(format: str) -> None:
    if format not in FORMATS:
        raise UsageError(f"unknown export format '{sanitize(format)}'; choose one of {list_suffixes(FORMATS)}")


def _check_options(format: str, given: set[str]) -> None:
    """Raise UsageError if an export format needs an option that is missing, or does not take a given option."""
    row = FORMATS[format]
    for name in sorted(given.difference(row.needs, row.takes)):
        others = [other for other, each in FORMATS.items() if name in (*each.needs, *each.takes)]
        raise UsageError(
            f"a .{format} file does not take `{name}`; leave it out, or choose one of {list_suffixes(others)}"
        )
    for name in row.needs:
        if name not in given:
            raise UsageError(f"a .{format} file holds a {row.holds}; give `{name}`")
