"""Documents, which hold the tables of graph files, and the functions that read graph files into documents.

A document has the tables of a TOML or JSON file, a folder, or a graph, with the file and line of each key.

In a document, a table is a Python dictionary, which stands for a TOML table or a JSON object.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from os.path import isdir
from pathlib import Path
from typing import Any

from mlgraph import filesystem
from mlgraph.errors import Diagnostic, FileError, GraphFileError
from mlgraph.graphfile.files import list_files, list_visible
from mlgraph.graphfile.parsing import check_size, count_delimiters, decode, is_json, is_zip, parse_json, parse_toml
from mlgraph.graphfile.positions import DEEPEST, Key, iterate_outer_keys
from mlgraph.limits import DIAGNOSTICS
from mlgraph.printable import sanitize

Place = tuple[str, int]  # a file and a line, counted from 1

_SEPARATOR = re.compile(rb"sep=.", re.IGNORECASE)
SHEET_SUFFIXES = (".xlsx", ".xlsm", ".csv", ".tsv", ".xls", ".ods", ".numbers")


@dataclass(frozen=True)
class Document:
    """The tables of a graph file, or the merged tables of the documents in `layers`.

    If the document was made from a catalogue or a spreadsheet, `origins` has the place in this catalogue or spreadsheet
    from which each key comes. A document made from a graph in memory has no path and no line numbers. `is_folder` is
    true if the documents in `layers` are the files of one folder, which do not overlay each other.
    """

    path: str
    text: str
    tables: dict[str, Any]
    layers: tuple["Document", ...] = ()
    origins: dict[Key, Place] = field(default_factory=dict)
    is_folder: bool = False
    is_json: bool = False

    def find_place(self, key: Key) -> Place:
        """Return the file and line of a key of the document.

        If no line is known for the key, return the line of the innermost table around the key whose line is known.

        If an overlay also has the key, return the line in the last overlay that has it. For an entry in several files
        of a folder, return the line in the file with the title of the entry.
        """
        written = (self._places[key[:n]] for n in range(len(key), 0, -1) if key[:n] in self._places)
        return next(written, (self._first, 1 if self._first else 0))

    @property
    def _first(self) -> str:
        return self.layers[0]._first if self.layers else self.path

    @cached_property
    def _places(self) -> dict[Key, Place]:
        places = dict(self.origins)
        for layer in self.layers:
            found = layer._places
            if self.is_folder:  # a shared entry has its line in the file with its title
                found = {key: at for key, at in found.items() if key not in places or (*key, "title") in found}
            places |= found
        if not self.path:
            places |= dict.fromkeys(_list_nested_keys(self.tables), ("", 0))
        elif not self.layers:
            place = (self.path, 1)
            for key, line in iterate_outer_keys(self.text, is_json=self.is_json):
                place = place if place[1] == line else (self.path, line)
                places.setdefault(key, place)
        return places


def read(path: str | Path) -> Document:
    """Return the tables of a TOML or JSON file, of a workbook, of a CSV file, or of a folder as a document.

    From a folder, `read` reads all TOML files, or all CSV files if the folder has no TOML. In a folder, `read` ignores
    hidden files, which editors and systems create. Raises FileError if a file or folder cannot be read. Raises
    GraphFileError if a file is not a well-formed text, or if two files of a folder hold the same key of an entry.
    """
    if _is_sheets(Path(path)):
        return _read_sheets(path)
    return _read_folder(Path(path)) if isdir(path) else _read_file(path)


def _read_sheets(path: str | Path, data: bytes | None = None) -> Document:
    from mlgraph.graphfile.sheets.reading import read_sheets

    found = read_sheets(path, data=data)
    return Document(found.path, "", found.tables, origins=found.origins)


def _is_sheets(path: Path) -> bool:
    """Return whether a path names a workbook, a CSV file, or a folder that has CSV files and no TOML files."""
    if isdir(path):
        return not list_visible(path, "toml") and bool(list_visible(path, "csv"))
    return path.suffix.lower() in SHEET_SUFFIXES


def _read_file(path: str | Path) -> Document:
    name = filesystem.name_of(path)
    if filesystem.is_standard(path) or filesystem.is_shell_pipe(path):
        data = filesystem.read(path)
        if is_zip(data) or _begins_as_csv(data):
            return _read_sheets(path, data)
        return parse(name, data, is_json_text=_begins_as_json(data))
    suffix = Path(path).suffix.lower()
    if suffix not in (".toml", ".json"):
        raise FileError(
            f"{sanitize(name, 200)}: is not a graph file; use a file that ends in .toml, .json, .xlsx or .csv"
        )
    return parse(name, filesystem.read(path))


def _begins_as_json(data: bytes) -> bool:
    """Return whether a file begins with a brace, as JSON does and TOML never does."""
    return _find_first_line(data).startswith(b"{")


def _begins_as_csv(data: bytes) -> bool:
    """Return whether the first line of a file looks like a row of CSV, and cannot begin TOML or JSON."""
    first = _find_first_line(data)
    has_cells = any(sign in first for sign in b",;\t")
    is_told = _SEPARATOR.fullmatch(first)  # Excel writes such a first line
    return bool(is_told) or (has_cells and b"=" not in first and not first.startswith((b"[", b"{", b"#")))


def _find_first_line(data: bytes) -> bytes:
    """Return the first line with content of a file in UTF-8 or UTF-16, without its byte-order mark."""
    marks = BOM_UTF8 + BOM_UTF16_LE + b" \t\r\n"
    return data.replace(b"\0", b"").lstrip(marks).partition(b"\n")[0].rstrip()


def parse(name: str, data: bytes, *, is_json_text: bool | None = None) -> Document:
    """Parse the bytes of a graph file into a document.

    If `is_json_text` is None, the function parses the file as JSON if its name ends in `.json`, and as TOML otherwise.

    If `is_json_text` is true or false, it says whether the file is JSON, and the name of the file does not matter.

    Raises FileError if the file is too large. Raises GraphFileError if the bytes cannot be decoded, or if their text is
    not well-formed.
    """
    check_size(name, len(data), count_delimiters(data))
    text = decode(name, data)
    as_json = is_json(name) if is_json_text is None else is_json_text
    tables = parse_json(name, text) if as_json else parse_toml(name, text)
    _expand_lists(tables)
    return Document(name, text, tables, is_json=as_json)


def _expand_lists(tables: dict[str, Any]) -> None:
    """Replace each list `leads_to` of a stage by a table with the same moves, so that an overlay can add moves."""
    stages = tables.get("stage")
    for table in stages.values() if isinstance(stages, dict) else ():
        targets = table.get("leads_to") if isinstance(table, dict) else None
        if isinstance(targets, list) and {*map(type, targets)} <= {str} and len(set(targets)) == len(targets):
            table["leads_to"] = dict.fromkeys(targets, True)


def _read_folder(folder: Path) -> Document:
    parts: list[Document] = []
    errors: list[Diagnostic] = []
    size = count = 0
    for path in list_files(folder):
        data = filesystem.read(path)
        size, count = size + len(data), count + count_delimiters(data)
        check_size(str(folder), size, count)
        try:
            parts.append(parse(str(path), data))
        except GraphFileError as error:
            errors += error.diagnostics
    if not parts and not errors:
        raise FileError(f"{sanitize(folder, 200)}: is a folder without .toml files; put the graph into .toml files")
    tables: dict[str, Any] = {}
    for index, part in enumerate(parts):
        clashes = _join(tables, part.tables)[:DIAGNOSTICS]
        errors += [_report_clash(parts[:index], part, key) for key in clashes]
    if errors:
        raise GraphFileError(str(folder), errors[:DIAGNOSTICS])
    return Document(str(folder), "", tables, tuple(parts), is_folder=True)


def _join(tables: dict[str, Any], further: dict[str, Any]) -> list[Key]:
    """Add the tables of one file of a folder to `tables`, which has the tables of the earlier files of the folder.

    Return the keys of the entries that `tables` and the new file both have, but that the function cannot join.
    """
    clashes: list[Key] = []
    for kind, entries in further.items():
        known = tables.get(kind)
        if isinstance(entries, dict) and isinstance(known, dict):
            for name, entry in entries.items():
                if name not in known:
                    known[name] = entry
                elif _have_common_key(known[name], entry):
                    clashes.append((kind, name))
                else:
                    known[name] = known[name] | entry
        elif kind in tables:
            clashes.append((kind,))
        else:
            tables[kind] = dict(entries) if isinstance(entries, dict) else entries
    return clashes


def _have_common_key(entry: Any, other: Any) -> bool:
    """Return whether two parts of an entry cannot be joined, since they have a key in common or one is not a table."""
    return not (isinstance(entry, dict) and isinstance(other, dict) and entry.keys().isdisjoint(other))


def _find_entry(tables: dict[str, Any], key: Key) -> Any:
    """Return the value in nested tables to which a sequence of keys leads, or None if a key is missing."""
    found: Any = tables
    for part in key:
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _list_nested_keys(tables: dict[str, Any], around: Key = ()) -> Iterator[Key]:
    for key, value in tables.items():
        yield (*around, key)
        if isinstance(value, dict) and len(around) < DEEPEST - 1:
            yield from _list_nested_keys(value, (*around, key))


def _report_clash(earlier: list[Document], part: Document, key: Key) -> Diagnostic:
    entry = _find_entry(part.tables, key)
    parts = ((each, _find_entry(each.tables, key)) for each in earlier)
    holder = next(each for each, own in parts if own is not None and _have_common_key(own, entry))
    first, line = holder.find_place(key)
    message = f"is already in {sanitize(Path(first).name, 100)}, line {line}"
    return Diagnostic("error", *part.find_place(key), str(key[-1]), message, "keep one of the two")
