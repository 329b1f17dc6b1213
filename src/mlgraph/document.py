"""A TOML or JSON file, or a folder of TOML files, as plain tables, and where each of their keys stands."""

import json
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from os.path import isdir
from pathlib import Path
from typing import Any, NoReturn

import tomli

from mlgraph import files
from mlgraph.errors import FileError, GraphFileError, Mistake, shown
from mlgraph.keys import Key, keys
from mlgraph.limits import FILE_BYTES, MARKS, MISTAKES

Place = tuple[str, int]  # a file, and a line in it from 1

OWN = "mlgraph"  # the name of the graph that comes with mlgraph, among the paths of files

# each place of a text is looked at once only, whatever stands in it: hence what may not stand before
# Python reads such a number of TOML and then refuses to write it, even into a message
_LONG_NUMBER = re.compile(r"(?<![\da-zA-Z_])0[xob][\da-fA-F_]{1000}")
_MANY_DIGITS = re.compile(r"(?<![\d_])[\d_]{1000}")
_HEADER = re.compile(r"^[ \t]*\[{1,2}([^\]\n]++)\]", re.MULTILINE)


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
            for key, line in keys(self.text, is_json=_is_json(self.path)):
                place = place if place[1] == line else (self.path, line)
                places.setdefault(key, place)
        return places


def default_path() -> Path:
    """Return where the graph that comes with mlgraph stands: in the installed package, or at the top of a checkout."""
    package = Path(__file__).parent
    installed = package / "graphs" / "ml"
    return installed if installed.exists() else package.parents[1] / "graphs" / "ml"


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
    return parse(name, files.read(path))


def parse(name: str, data: bytes) -> Document:
    """Return the bytes of a TOML or (a name that ends in `.json`) JSON file as tables. Raises as `read` does."""
    check_room(name, len(data), marks(data))
    text = decoded(name, data)
    return Document(name, text, _parse_json(name, text) if _is_json(name) else _parse_toml(name, text))


def _is_json(name: str) -> bool:
    return name.lower().endswith(".json")


def marks(data: bytes) -> int:
    """Return how many signs a file has that may begin a value: the time and memory to read it go with them.

    A dot counts three times: between the parts of a key of TOML, each makes a table.
    """
    return sum(map(data.count, (b",", b":", b"=", b"[", b"{"))) + 3 * data.count(b".")


def check_room(name: str, size: int, count: int) -> None:
    """Raise FileError where a file, or all files of a folder, hold more than is read."""
    if size > FILE_BYTES:
        raise FileError(f"{shown(name, 200)}: is larger than {FILE_BYTES // 2**20} MiB, the most that is read")
    if count > MARKS:
        problem = f"holds {count:,} commas, colons, equals signs, brackets and dots (each counts three times)"
        raise FileError(f"{shown(name, 200)}: {problem}; at most {MARKS:,} are read")


def _read_folder(folder: Path) -> Document:
    parts: list[Document] = []
    mistakes: list[Mistake] = []
    size = count = 0
    for path in sorted(folder.glob("*.toml")):
        data = files.read(path)
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


def decoded(path: str, data: bytes) -> str:
    """Return the bytes of a file as text. Raises GraphFileError, with the line, where they are not plain UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refusal(path, 1, "", "is UTF-16", "save it as UTF-8")
    if data.startswith(BOM_UTF8):
        raise _refusal(path, 1, "", "begins with a byte-order mark", "save it as UTF-8 without one")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        problem = f"byte 0x{data[error.start]:02x} is not UTF-8 text"
        line, remedy = before.count("\n") + 1, "save the file as UTF-8, complete to its last character"
        raise _refusal(path, line, before, problem, remedy) from error


def _parse_toml(path: str, text: str) -> dict[str, Any]:
    try:
        if _LONG_NUMBER.search(text):
            raise ValueError
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        message = str(error)
        found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        column = f" (column {found[2]})" if found else ""
        problem = f"is not TOML: {shown(message[: found.start()] if found else message)}{column}"
        before = "\n".join(text.split("\n")[:line])
    except (ValueError, RecursionError) as error:
        line, before, problem = _too_much(text, error)
    raise _refusal(path, line, before, problem, "mend this place, the rest is read after it")


def _parse_json(path: str, text: str) -> dict[str, Any]:
    try:
        tables = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique)
    except _RepeatedKeyError as error:
        problem = f"has the key {shown(error)} twice in one object"
        raise _refusal(path, _repeated(text), "", problem, "keep one of the two") from error
    except (ValueError, RecursionError) as error:
        raise not_json(path, text, error) from error
    if not isinstance(tables, dict):
        raise _refusal(path, 1, "", "is not an object of tables", 'write {"role": {...}, "skill": {...}}')
    return tables


def not_json(path: str, text: str, error: ValueError | RecursionError) -> GraphFileError:
    """Return the error for a text that Python's reader of JSON has refused."""
    if isinstance(error, json.JSONDecodeError):
        line, problem = error.lineno, f"is not JSON: {error.msg} (column {error.colno})"
    else:
        line, _, problem = _too_much(text, error)
    return _refusal(path, line, "", problem, "mend this place, the rest is read after it")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise _RepeatedKeyError(Counter(name for name, _ in pairs).most_common(1)[0][0])
    return table


class _RepeatedKeyError(Exception):
    """A JSON object has one key twice."""


def _repeated(text: str) -> int:
    """Return the line of the first key that an object of JSON has a second time."""
    seen: set[Key] = set()
    with suppress(ValueError):  # behind that key, the text need not be JSON
        for key, line in keys(text, is_json=True):
            if key in seen and isinstance(key[-1], str):
                return line
            seen.add(key)
    return 1


def _too_much(text: str, error: Exception) -> tuple[int, str, str]:
    """Return line, text before it and problem where a file goes beyond what the parser can hold."""
    if isinstance(error, RecursionError):
        return 1, "", "is nested too deeply"
    digits = _MANY_DIGITS.search(text) or _LONG_NUMBER.search(text)
    before = text[: digits.start()] if digits else ""
    problem = "holds a number with too many digits" if digits else shown(error)
    return before.count("\n") + 1, before, problem


def _refusal(path: str, line: int, before: str, problem: str, remedy: str) -> GraphFileError:
    """Return the error for one mistake of form, naming the node under whose header it stands."""
    headers = _HEADER.findall(before) if path.lower().endswith(".toml") else []
    parts = [part.strip().strip("\"'") for part in headers[-1].split(".")] if headers else []
    return GraphFileError(path, [Mistake(path, line, parts[1] if len(parts) > 1 else "", problem, remedy)])
