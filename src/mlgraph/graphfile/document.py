"""A TOML or JSON file, or a folder of TOML files, as plain tables, and where each of their keys stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from os.path import isdir
from pathlib import Path
from typing import Any

from mlgraph import filesystem
from mlgraph.errors import FileError, GraphFileError, Mistake
from mlgraph.graphfile.parsing import check_room, decoded, is_json, marks, parse_json, parse_toml
from mlgraph.graphfile.positions import Key, keys
from mlgraph.limits import MISTAKES
from mlgraph.printable import shown

Place = tuple[str, int]  # a file, and a line in it from 1

OWN = "mlgraph"  # the name of the graph that comes with mlgraph, among the paths of files


@dataclass(frozen=True)
class Document:
    """The tables of a file, or of the files in `layers` as one; `place` says where a key stands.

    Of tables that were made of other files, `origins` says where what they say stands in those.
    """

    path: str
    text: str
    tables: dict[str, Any]
    layers: tuple["Document", ...] = ()
    origins: dict[Key, Place] = field(default_factory=dict)

    def place(self, key: Key) -> Place:
        """Return file and line, from 1, of `key` or of the nearest table around it that the file writes down.

        Where several files write it down, this is the last of them.
        """
        written = (self._places[key[:n]] for n in range(len(key), 0, -1) if key[:n] in self._places)
        return next(written, (self._first, 1))

    @property
    def _first(self) -> str:
        return self.layers[0]._first if self.layers else self.path

    @cached_property
    def _places(self) -> dict[Key, Place]:
        places = dict(self.origins)
        for layer in self.layers:
            places |= layer._places
        if not self.layers:
            place = (self.path, 1)
            for key, line in keys(self.text, is_json=is_json(self.path)):
                place = place if place[1] == line else (self.path, line)
                places.setdefault(key, place)
        return places


def default_path() -> Path:
    """Return where the graph that comes with mlgraph stands: in the installed package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "graphs" / "ml"
    return installed if installed.exists() else package.parents[1] / "graphs" / "ml"


def locate(path: str | Path) -> str | Path:
    """Return where the file of a path stands: the path itself, or of "mlgraph" the graph that comes with mlgraph."""
    return default_path() if str(path) == OWN else path


def read(path: str | Path) -> Document:
    """Return the TOML or (suffix `.json`) JSON file at `path`, or all TOML files of a folder, as tables.

    Raises FileError where something cannot be read, and GraphFileError where it is not UTF-8 or not well-formed, or
    where two files of a folder hold the same entry.
    """
    return _read_folder(Path(path)) if isdir(path) else _read_file(path)


def _read_file(path: str | Path) -> Document:
    name = str(path)
    suffix = Path(path).suffix.lower()
    if suffix not in (".toml", ".json"):
        raise FileError(f"{shown(name, 200)}: is no graph file; the name of one ends in .toml or .json")
    return parse(name, filesystem.read(path))


def parse(name: str, data: bytes) -> Document:
    """Return the bytes of a TOML or (a name that ends in `.json`) JSON file as tables. Raises as `read` does."""
    check_room(name, len(data), marks(data))
    text = decoded(name, data)
    return Document(name, text, parse_json(name, text) if is_json(name) else parse_toml(name, text))


def _read_folder(folder: Path) -> Document:
    parts: list[Document] = []
    mistakes: list[Mistake] = []
    size = count = 0
    for path in sorted(folder.glob("*.toml")):
        data = filesystem.read(path)
        size, count = size + len(data), count + marks(data)
        check_room(str(folder), size, count)
        try:
            parts.append(parse(str(path), data))
        except GraphFileError as error:
            mistakes += error.mistakes
    if not parts and not mistakes:
        raise FileError(f"{shown(folder, 200)}: is a folder without .toml files, which would be its graph")
    tables: dict[str, Any] = {}
    owners: dict[Key, Document] = {}
    for part in parts:
        mistakes += [_clash(owners[key], part, key) for key in _joined(tables, part.tables)[:MISTAKES]]
        for key in _upper(part):
            owners.setdefault(key, part)
    if mistakes:
        raise GraphFileError(str(folder), mistakes[:MISTAKES])
    return Document(str(folder), "", tables, tuple(parts))


def _joined(tables: dict[str, Any], further: dict[str, Any]) -> list[Key]:
    """Put further tables into `tables`, and return the keys that stand there already."""
    clashes: list[Key] = []
    for kind, entries in further.items():
        known = tables.get(kind)
        if isinstance(entries, dict) and isinstance(known, dict):
            clashes += ((kind, name) for name in entries if name in known)
            known.update((name, entry) for name, entry in entries.items() if name not in known)
        elif kind in tables:
            clashes.append((kind,))
        else:
            tables[kind] = dict(entries) if isinstance(entries, dict) else entries
    return clashes


def _upper(part: Document) -> Iterator[Key]:
    """Yield the keys of a file and those in them: the kinds, and the entries of each kind."""
    for kind, entries in part.tables.items():
        yield (kind,)
        yield from ((kind, name) for name in entries) if isinstance(entries, dict) else ()


def _clash(earlier: Document, part: Document, key: Key) -> Mistake:
    first, line = earlier.place(key)
    problem = f"stands in {shown(Path(first).name, 100)}, line {line}, already"
    return Mistake(*part.place(key), str(key[-1]), problem, "keep one of the two")
