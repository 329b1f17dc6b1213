"""A graph as the text of a graph file."""

import json
from pathlib import Path
from typing import Any

from mlgraph import filesystem
from mlgraph.errors import FileError, UsageError
from mlgraph.graphfile.load import validate_graph
from mlgraph.graphfile.parsing import count_delimiters
from mlgraph.graphfile.tables import to_tables
from mlgraph.limits import DELIMITERS, FILE_BYTES
from mlgraph.model import Graph
from mlgraph.printable import shown


def save(graph: Graph, path: str | Path) -> None:
    """Write a graph to a file, whole or not at all; `mlgraph.load` returns an equal one.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or one of the same form.
    path : str or pathlib.Path
        A file that ends in .toml or .json; an older one is replaced.

    Raises
    ------
    UsageError
        Where the file has another suffix.
    GraphFileError
        Where the graph is wrong.
    FileError
        Where the file cannot be written, or would be too large to read.

    Examples
    --------
    >>> import mlgraph, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     mlgraph.save(mlgraph.load(), f"{folder}/copy.json")
    ...     copy = mlgraph.load(f"{folder}/copy.json")
    >>> bool(mlgraph.diff(mlgraph.load(), copy))
    False
    """
    filesystem.write(path, dump(graph, file_format(path)).encode())


def file_format(path: str | Path) -> str:
    """Return the format of a graph file, "json" or "toml", by its suffix. Raises UsageError for another one."""
    suffix = Path(path).suffix.removeprefix(".").lower()
    if suffix not in ("json", "toml"):
        raise UsageError(f"a graph file ends in .json or .toml, not in '{shown(suffix)}'")
    return suffix


def dump(graph: Graph, format: str) -> str:
    """Return a graph as the text of a graph file, "json" or "toml"; it loads back equal.

    Raises GraphFileError as `save`, and FileError where the text is more than a file that is read may hold.
    """
    tables, _ = to_tables(validate_graph(graph))
    if format == "toml":
        from tomli_w import dumps

        text = dumps(tables)
    else:
        text = "{" + ",\n".join(f"{json.dumps(key)}: {_object(part)}" for key, part in tables.items()) + "}\n"
    data = text.encode()
    if len(data) > FILE_BYTES:
        most = f"{FILE_BYTES // 2**20} MiB, the most that is read back"
        raise FileError(f"the graph takes {len(data) / 2**20:.1f} MiB as .{format}, more than {most}; divide it")
    if (count := count_delimiters(data)) > DELIMITERS:
        most = f"the {DELIMITERS:,} that are read back"
        raise FileError(
            f"the graph takes {count:,} commas, brackets and such as .{format}, more than {most}; divide it"
        )
    return text


def _object(table: dict[str, Any] | str) -> str:
    """Return JSON with a line for each node, so that files can be compared and diagnostics have a line."""
    if isinstance(table, str):
        return json.dumps(table)
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in table.items()) + "}"
