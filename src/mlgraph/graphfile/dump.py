"""Conversion of a graph to the text of a graph file."""

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
from mlgraph.printable import sanitize


def save(graph: Graph, path: str | Path) -> None:
    """Write a graph to a file that `mlgraph.load` reads back as an equal graph.

    If `save` raises an error, a file that already exists at the path is unchanged.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or another graph with the same attributes.
    path : str or pathlib.Path
        The path of the file to write or replace, which ends in .toml or .json.

    Raises
    ------
    UsageError
        Raised if the path of the file does not end in .toml or .json.
    GraphFileError
        Raised if the graph is invalid.
    FileError
        Raised if the file cannot be written, or if the file would be too large for `mlgraph.load`.

    Examples
    --------
    >>> import mlgraph, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     mlgraph.save(mlgraph.load(), f"{folder}/copy.json")
    ...     copy = mlgraph.load(f"{folder}/copy.json")
    >>> bool(mlgraph.diff(mlgraph.load(), copy))
    False
    """
    filesystem.write(path, dump(graph, find_file_format(path)).encode())


def find_file_format(path: str | Path) -> str:
    """Return the format of a graph file, "json" or "toml", from the suffix of its path.

    Raises UsageError for a suffix other than those of TOML and JSON.
    """
    suffix = Path(path).suffix.removeprefix(".").lower()
    if suffix not in ("json", "toml"):
        raise UsageError(f"a graph file ends in .json or .toml, not in '{sanitize(suffix)}'")
    return suffix


def dump(graph: Graph, format: str) -> str:
    """Return the text of the graph file that describes a graph.

    `format` is the format of the returned text, "json" or "toml".

    From a file with the returned text, `mlgraph.load` loads an equal graph.

    Raises GraphFileError if the graph is invalid. Raises FileError if the text would be too large for `mlgraph.load`.
    """
    tables, _ = to_tables(validate_graph(graph))
    if format == "toml":
        from tomli_w import dumps

        text = dumps(tables)
    else:
        text = "{" + ",\n".join(f"{json.dumps(key)}: {_dump_object(part)}" for key, part in tables.items()) + "}\n"
    data = text.encode()
    if len(data) > FILE_BYTES:
        most = f"the {FILE_BYTES // 2**20} MiB that can be loaded"
        raise FileError(f"the graph takes {len(data) / 2**20:.1f} MiB as .{format}, more than {most}; split it")
    if (count := count_delimiters(data)) > DELIMITERS:
        most = f"the {DELIMITERS:,} that can be loaded"
        raise FileError(f"the graph takes {count:,} delimiters as .{format}, more than {most}; split it")
    return text


def _dump_object(table: dict[str, Any] | str) -> str:
    """Return tables as JSON with one line for each node, so that a diagnostic that names a line concerns one node."""
    if isinstance(table, str):
        return json.dumps(table)
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in table.items()) + "}"
