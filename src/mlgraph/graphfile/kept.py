"""A cache for the tables of valid graphs, in the user's cache folder.

To parse and validate a large graph takes longer than to answer a question about it, so mlgraph caches the tables of
large graphs. The cache of graphs holds, as JSON, the tables of graphs without errors. In the cache, the key of a graph
is a hash of the graph files and of mlgraph's code. A change of the graph files or of mlgraph's code changes the key of
the cached graph, so that mlgraph never uses outdated tables.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from os.path import isdir
from pathlib import Path
from typing import Any

from mlgraph import cache as kept
from mlgraph import filesystem
from mlgraph.errors import FileError
from mlgraph.graphfile.files import list_files, locate

# a graph below this size is parsed and checked as fast as it is read from the cache
_LEAST_BYTES = 2**16
# the cache holds at most this many graphs; older ones are deleted
_MOST_KEPT = 8


def find_key(paths: tuple[str | Path, ...]) -> str | None:
    """Return the key of a graph in the cache, given its files or folders, or None if mlgraph never caches the graph.

    mlgraph caches only large graphs in TOML or JSON files.
    """
    try:
        files = [(isdir(path), str(file)) for path in map(locate, paths) for file in list_files(path)]
        if not all(file.lower().endswith((".toml", ".json")) for _, file in files):
            return None
        if sum(os.stat(file).st_size for _, file in files) < _LEAST_BYTES:
            return None
        total = sha256(_hash_code().encode())
        for is_part, file in files:
            content = filesystem.read(file)
            total.update(f"{is_part} {Path(file).suffix.lower()} {len(content)} ".encode())
            total.update(content)
    except (OSError, ValueError, FileError):
        return None
    return total.hexdigest()


def read_tables(key: str) -> dict[str, Any] | None:
    """Return the tables that the cache has under a key, or None if the cache lacks the key."""
    content = kept.read("graph", key)
    return None if content is None else json.loads(content)


def write_tables(key: str, tables: dict[str, Any]) -> None:
    """Write the tables of a valid graph to the cache, under a key."""
    kept.write("graph", key, json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode(), most=_MOST_KEPT)


@cache
def _hash_code() -> str:
    """Return a hash of mlgraph's code, since another version of the code may accept other graphs.

    The hash covers the sizes and modification times of the Python modules that read graph files.
    """
    return sha256(repr(sorted(_list_modules())).encode()).hexdigest()


def _list_modules() -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(Path(__file__).parent):
        if entry.name.endswith(".py"):
            found = entry.stat()
            yield entry.name, found.st_size, found.st_mtime_ns
