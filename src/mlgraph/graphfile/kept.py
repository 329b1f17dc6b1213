"""Tables of valid graphs, kept in the user's cache folder.

To parse and check a large graph takes longer than to answer from it. Tables that passed all checks once are kept as
JSON under a key: a hash of the content of the files, and of the code of this package. A graph that changed has another
key, and so has a graph for another version of mlgraph.
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

# smaller graphs are parsed and checked as fast
_LEAST_BYTES = 2**16
# graphs that are kept; older ones are deleted
_MOST_KEPT = 8


def find_key(paths: tuple[str | Path, ...]) -> str | None:
    """Return the key of the graph in files and folders, or None if it is not kept.

    Small graphs are not kept, nor other formats than TOML and JSON, nor files that cannot be read.
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
    """Return the tables that `write_tables` kept under a key, or None."""
    content = kept.read("graph", key)
    return None if content is None else json.loads(content)


def write_tables(key: str, tables: dict[str, Any]) -> None:
    """Keep the tables of a valid graph under a key."""
    kept.write("graph", key, json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode(), most=_MOST_KEPT)


@cache
def _hash_code() -> str:
    """Return a hash of the sizes and times of the modules of this package, for they decide which graphs are valid."""
    return sha256(repr(sorted(_modules())).encode()).hexdigest()


def _modules() -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(Path(__file__).parent):
        if entry.name.endswith(".py"):
            found = entry.stat()
            yield entry.name, found.st_size, found.st_mtime_ns
