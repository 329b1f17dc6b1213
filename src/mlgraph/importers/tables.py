"""Published tables, row by row, with counts of what an import reads and leaves out, and its diagnostics."""

import csv
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from math import nan
from pathlib import Path
from typing import Any

from mlgraph import filesystem
from mlgraph.errors import Diagnostic, FileError, GraphFileError
from mlgraph.graphfile import parsing
from mlgraph.graphfile.document import Document, Place
from mlgraph.graphfile.ids import is_id
from mlgraph.graphfile.load import build
from mlgraph.graphfile.positions import Key
from mlgraph.graphfile.validators import parse_decimal
from mlgraph.limits import ARROWS, DIAGNOSTICS, ID_LENGTH, NODES, TEXT_LENGTH, TITLE_LENGTH
from mlgraph.model import Graph
from mlgraph.printable import find_unseen, shorten, shown

Progress = Callable[[str], None]

AS_PUBLISHED = "take the file as it was published"


@dataclass
class Import:
    """The tables of a graph file made of a source, with counts of what was read and of what was left out, and why.

    `places` says where in the source stands what the tables say, and `errors` what is wrong so far.
    """

    source: Path
    tables: dict[str, Any]
    read: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    places: dict[Key, Place] = field(default_factory=dict)
    errors: list[Diagnostic] = field(default_factory=list)
    graph: Graph = field(init=False)

    def note(self, place: Place, name: str, message: str, fix: str) -> None:
        """Keep an error, to be told with all others. Raises GraphFileError once there are as many as are listed."""
        self.errors.append(Diagnostic("error", *place, name, message, fix))
        if len(self.errors) >= DIAGNOSTICS:
            raise GraphFileError(str(self.source), self.errors)

    def stand(self, key: Key, place: Place) -> None:
        """Keep where an entry or a move of the tables comes from. Raises GraphFileError where they are too many."""
        self.places[key] = place
        if len(self.places) > NODES + ARROWS:
            message = f"makes more than the {NODES:,} roles and skills and the {ARROWS:,} moves that a graph holds"
            self.note(place, "", message, "divide the source")
            raise GraphFileError(str(self.source), self.errors)

    def refuse(self, path: Path, error: FileError) -> None:
        """Note why a file cannot be read at all."""
        if isinstance(error, GraphFileError):
            self.errors += error.diagnostics
        else:
            self.note((str(path), 1), "", str(error).removeprefix(f"{shown(path, 200)}: "), AS_PUBLISHED)

    def complete(self, progress: Progress) -> "Import":
        """Return this with its graph. Raises GraphFileError with all that is wrong."""
        progress("checking the graph")
        source, kind = str(self.source), "role" if "role" in self.tables else "skill"
        if self.tables[kind]:
            try:
                self.graph = build(Document(source, "", self.tables, origins=self.places))
            except GraphFileError as error:
                self.errors += error.diagnostics
        elif not self.errors:
            self.note((source, 1), "", f"has nothing that becomes a {kind}", AS_PUBLISHED)
        if self.errors:
            raise GraphFileError(source, self.errors[:DIAGNOSTICS])
        return self

    def rows(self, path: Path, columns: tuple[str, ...], *, tabs: bool = False) -> Iterator["Row"]:
        """Yield the sound rows of a CSV file, or of one with tabs and no quoting, that has at least these columns.

        The first of them names what a row is about. What is wrong is noted: a file or column that is missing, a row
        that is too short, bytes that are not UTF-8.
        """
        lines = self._lines(path, tabs=tabs)
        place, header = next(lines, ((str(path), 1), None))
        if header is None:
            return
        if missing := [column for column in columns if column not in header]:
            self.note(place, "", f"has no column {', '.join(missing)}", "is this the right file?")
        if twice := [column for column in columns if header.count(column) > 1]:
            self.note(place, "", f"has the column {', '.join(twice)} twice", "keep one of the two")
        if missing or twice:
            return
        naming = header.index(columns[0])
        for place, fields in lines:
            name = fields[naming] if len(fields) > naming else ""
            if len(fields) == len(header):
                yield Row(self, place, name, zip(header, fields, strict=True))
            else:
                message = f"has {len(fields)} fields where the header has {len(header)}"
                self.note(place, name, message, f"separate them by {'tabs' if tabs else 'commas'}, empty ones too")

    def _lines(self, path: Path, *, tabs: bool) -> Iterator[tuple[Place, list[str]]]:
        """Yield the fields of each row, and where it begins, as far as the file can be read; why not is noted."""
        options: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if tabs else {"strict": True}
        file = str(path)
        try:
            text = parsing.decode(file, filesystem.read(path).removeprefix(BOM_UTF8))
        except FileError as error:
            return self.refuse(path, error)
        reader = csv.reader(StringIO(text or "\n", newline=""), **options)
        line = 1
        try:
            for fields in reader:
                yield (file, line), fields
                line = reader.line_num + 1
        except csv.Error as error:
            message = f"is no row of a table: {shown(error, 200)}"
            self.note((file, line), "", message, "correct this first, the rest is read after it")

    def leave_out_files(self, folder: Path, used: tuple[str, ...]) -> None:
        """Count the tables in a folder that a career graph has no place for, by name."""
        tables = (path for path in folder.rglob("*") if path.suffix in (".txt", ".csv"))
        others = sorted(shown(path.name) for path in tables if path.name not in used)
        if others:
            self.left_out[f"files that are not read: {', '.join(others)}"] = len(others)


class Row(dict[str, Any]):
    """The fields of a row by the names of their columns, with what it is about and where it stands, for messages."""

    def __init__(self, of: Import, place: Place, name: str, fields: Any) -> None:
        super().__init__(fields)
        self.of, self.place, self.name = of, place, name

    def makes(self, *key: str | int) -> None:
        """Keep that an entry or a move of the tables comes from this row."""
        self.of.stand(key, self.place)

    def wrong(self, message: str, fix: str) -> None:
        """Note what is wrong in this row."""
        self.of.note(self.place, self.name, message, fix)

    def again(self, what: str) -> None:
        """Note that this row repeats what another has said."""
        self.wrong(f"has {what} a second time", "keep one of the two")

    def identifies(self, column: str, made: str) -> bool:
        """Return whether what was made of a field may be an id; where it may not, this is noted."""
        if is_id(made):
            return True
        fix = f"write words of a to z and digits, joined by hyphens or dots, at most {ID_LENGTH} characters"
        self.wrong(f"{self._said(column)}, of which no id can be made", fix)
        return False

    def title(self, column: str) -> str:
        """Return a field as a title, or nothing, with a note, where nothing of it can be seen."""
        made = title(self[column])
        if not made:
            self.wrong(self._said(column), "write a name that can be seen")
        return made

    def number(self, column: str, least: float, most: float) -> float | None:
        """Return a field as a number within bounds, or None, with a note, where it is none."""
        try:
            value = parse_decimal(self[column])
        except ValueError:
            value = nan
        if least <= value <= most:
            return value
        self.wrong(self._said(column), f"write a number from {least:g} to {most:g}")
        return None

    def one_of(self, column: str, choices: tuple[str, ...]) -> int | None:
        """Return the place of a field among `choices`, or None, with a note, where it is none of them."""
        value = self[column].strip()
        if value in choices:
            return choices.index(value)
        self.wrong(self._said(column), f"write one of {', '.join(choices)}")
        return None

    def _said(self, column: str) -> str:
        return f"{column} is {shown(repr(self[column]), 60)}"


def sources(name: str, source: dict[str, str], **rules: str) -> dict[str, Any]:
    """Return the sources of an imported graph: the published one, and the rules of ours, each with what it says."""
    return {name: source, "rule": {"title": "Rules of mlgraph's import", "publisher": "mlgraph", "points": rules}}


def one_line(text: str) -> str:
    """Return a text on one line, with plain blanks and without invisible characters."""
    unseen = set(find_unseen(text))
    return " ".join("".join(c for place, c in enumerate(text) if place not in unseen or c.isspace()).split())


def title(text: str) -> str:
    """Return a text as a title of a graph file."""
    return shorten(one_line(text), TITLE_LENGTH)


def about(text: str) -> str:
    """Return a text as a description in a graph file, cut at a word, with dots, where it is longer than one may be."""
    return shorten(one_line(text), TEXT_LENGTH)


def aliases(texts: Iterator[str] | list[str], own: str) -> list[str]:
    """Return names without repetition and without the title itself, in the order given."""
    names = dict.fromkeys(title(text) for text in texts)
    return [name for name in names if name and name != own]
