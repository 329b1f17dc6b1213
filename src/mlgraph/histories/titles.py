"""Search for the roles of a graph that the job titles and codes of career histories name."""

from collections.abc import Mapping
from pathlib import Path

from mlgraph.errors import FileError, UnknownNameError, UsageError
from mlgraph.model import Graph
from mlgraph.names import fold, resolve
from mlgraph.printable import sanitize
from mlgraph.resumes.resolve import find_by_name, list_addresses, list_title_forms

_MOST_BYTES = 16 * 2**20


class Titles:
    """The roles of a graph by id, code, web address and name.

    `mapped` has the role of each job title in a CSV file. For a title in `mapped`, the class does not search the
    graph.
    """

    def __init__(self, graph: Graph, mapped: Mapping[str, str | None] | None = None) -> None:
        self._graph = graph
        self._mapped = {fold(text): role for text, role in (mapped or {}).items()}
        self._codes = _list_codes(graph)

    def find(self, text: str | None) -> str | None:
        """Return the id of the role that a job title or a code names, or None if it does not name exactly one role."""
        said = " ".join((text or "").split())
        if not said:
            return None
        if fold(said) in self._mapped:
            return self._mapped[fold(said)]
        if said in self._graph:
            return said if self._graph.nodes[said]["kind"] == "role" else None
        coded = self._codes.get(fold(said))
        if coded:
            return coded if coded in self._graph else None
        return find_by_name(self._graph, list_title_forms(said), "role")[0]


def read_mapping(graph: Graph, path: Path) -> dict[str, str | None]:
    """Read the role of each job title from a CSV file with the columns `title` and `position`.

    If the column `position` of a job title is empty, the job title stands for no role. Raises FileError if the CSV file
    cannot be read, and UsageError if it lacks a column or names an unknown position. Raises AmbiguousNameError if
    several roles have the name that a row states in the column `position`.
    """
    import csv
    from io import StringIO

    from mlgraph import filesystem
    from mlgraph.graphfile.parsing import decode

    text = decode(str(path), filesystem.read(path, _MOST_BYTES))
    rows = csv.DictReader(StringIO(text, newline=""))
    if not {"title", "position"} <= set(rows.fieldnames or ()):
        raise UsageError(f"{sanitize(path, 200)}: needs the columns title and position; write them in the first line")
    found: dict[str, str | None] = {}
    try:
        for row in rows:
            title, position = (row["title"] or "").strip(), (row["position"] or "").strip()
            if title:
                found[title] = resolve(graph, position, ("role",)) if position else None
    except UnknownNameError as error:
        raise UsageError(f"{sanitize(path, 200)}:{rows.line_num}: {error}") from error
    except csv.Error as error:
        raise FileError(f"{sanitize(path, 200)}:{rows.line_num}: is not a table ({sanitize(error, 80)})") from error
    return found


def _list_codes(graph: Graph) -> dict[str, str]:
    """Return the role of each code and web address in catalogues such as ESCO, except those that two roles share.

    From the links between roles and entries of other catalogues, the function uses only exact matches. The result has
    each code with the name of its catalogue, such as esco:2512.4, and also without the name.
    """
    found: dict[str, str] = {}

    def add(name: str, role: str) -> None:
        key = fold(name)
        found[key] = role if found.get(key, role) == role else ""

    for node, attributes in graph.nodes(data=True):
        if attributes["kind"] != "role":
            continue
        for code, match in attributes.get("same_as", {}).items():
            if match == "exact":
                add(code, node)
                add(code.partition(":")[2], node)
    for address, (exact, _) in list_addresses(graph).items():
        for node in exact:
            if graph.nodes[node]["kind"] == "role":
                add(address, node)
    return {code: role for code, role in found.items() if role}
