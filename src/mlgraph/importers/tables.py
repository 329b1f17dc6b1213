"""An import under way, and a reader of published tables, which counts records and collects errors."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from math import nan
from pathlib import Path
from typing import Any

from mlgraph.errors import Diagnostic, FileError, GraphFileError
from mlgraph.graphfile import parsing
from mlgraph.graphfile.document import Document, Place
from mlgraph.graphfile.ids import is_id
from mlgraph.graphfile.load import build
from mlgraph.graphfile.positions import Key
from mlgraph.graphfile.validators import parse_decimal
from mlgraph.importers.files import Files
from mlgraph.limits import DIAGNOSTICS, EDGES, ID_LENGTH, NODES, TEXT_LENGTH, TITLE_LENGTH
from mlgraph.model import IN_SHORT, RULES, Graph
from mlgraph.printable import quote, sanitize, shorten, to_one_line

Progress = Callable[[str], None]

AS_PUBLISHED = "take the file as it was published"


@dataclass
class Import:
    """An import under way, with the tables of a graph file and the counts of records read and left out.

    `read` and `left_out` count the records read and left out, by a description of their kind. `origins` has, for each
    entry of the graph file, the imported file and the line in it from which the entry was made. `errors` has the errors
    that the import has found so far.
    """

    source: Path
    tables: dict[str, Any]
    read: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    origins: dict[Key, Place] = field(default_factory=dict)
    errors: list[Diagnostic] = field(default_factory=list)
    graph: Graph = field(init=False)
    files: Files = field(init=False)

    def __post_init__(self) -> None:
        self.files = Files(self.source)

    def report(self, place: Place, name: str, message: str, fix: str) -> None:
        """Add an error to the list of errors, and raise GraphFileError as soon as the list has a thousand errors."""
        self.errors.append(Diagnostic("error", *place, name, message, fix))
        if len(self.errors) >= DIAGNOSTICS:
            raise GraphFileError(str(self.source), self.errors)

    def add_origin(self, key: Key, place: Place) -> None:
        """Record the imported file and the line in it from which an entry or a move of the graph was made.

        Raises GraphFileError if the graph has too many entries and moves.
        """
        self.origins[key] = place
        if len(self.origins) > NODES + EDGES:
            message = f"has more than the {NODES:,} roles and skills and the {EDGES:,} moves that a graph may have"
            self.report(place, "", message, "divide the source")
            raise GraphFileError(str(self.source), self.errors)

    def report_unreadable(self, path: Path, error: FileError) -> None:
        """Report that a file of the import cannot be read."""
        if isinstance(error, GraphFileError):
            self.errors += error.diagnostics
        else:
            self.report((str(path), 1), "", str(error).removeprefix(f"{sanitize(path, 200)}: "), AS_PUBLISHED)

    def complete(self, progress: Progress) -> "Import":
        """Build the graph from the imported tables, set the attribute `graph` to it, and return this `Import`.

        Raises GraphFileError with a list of all errors.
        """
        progress("checking the graph")
        attribution, in_short = str(self.tables.get("attribution", "")), _find_in_short(self.tables)
        if in_short not in attribution:  # if mlgraph wrote the source, the sentence is there already
            # pictures, checklists and the web page show the attribution
            self.tables["attribution"] = f"{attribution} {in_short}".strip()
        source, kind = str(self.source), "role" if "role" in self.tables else "skill"
        if self.tables.get(kind) or self.tables.get("stage"):
            try:
                self.graph = build(Document(source, "", self.tables, origins=self.origins))
            except GraphFileError as error:
                self.errors += error.diagnostics
        elif not self.errors:
            self.report((source, 1), "", f"has no {kind}s", AS_PUBLISHED)
        if self.errors:
            raise GraphFileError(source, self.errors[:DIAGNOSTICS])
        return self

    def read_rows(self, path: Path, columns: tuple[str, ...], *, tabs: bool = False) -> Iterator["Row"]:
        """Yield the valid rows of a CSV file or, if `tabs` is true, of a file with tabs between unquoted cells.

        The header of the file must have at least the columns in `columns`. Messages name a row by its cell in the
        column that `columns` lists first. The method reports a missing file or column, a row with a wrong number of
        cells, and bytes that are not UTF-8.
        """
        lines = self.read_lines(path, tabs=tabs)
        place, header = next(lines, ((str(path), 1), None))
        if header is None:
            return
        missing = [column for column in columns if column not in header]
        if missing and ";" in "".join(header) and not tabs:
            self.report(place, "", "has its columns between semicolons, not commas", AS_PUBLISHED)
        elif missing:
            self.report(place, "", f"has no column {', '.join(missing)}", "is this the right file?")
        if twice := [column for column in columns if header.count(column) > 1]:
            self.report(place, "", f"has the column {', '.join(twice)} twice", "keep one of the two")
        if missing or twice:
            return
        naming = header.index(columns[0])
        for place, fields in lines:
            name = fields[naming] if len(fields) > naming else ""
            if len(fields) == len(header):
                yield Row(self, place, name, zip(header, fields, strict=True))
            else:
                message = f"has {len(fields)} fields where the header has {len(header)}"
                self.report(place, name, message, f"separate them by {'tabs' if tabs else 'commas'}, empty ones too")

    def read_lines(self, path: Path, *, tabs: bool = False) -> Iterator[tuple[Place, list[str]]]:
        """Yield the file, line and cells of each row of a CSV file until a malformed row, which the method reports."""
        options: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if tabs else {"strict": True}
        file = str(path)
        try:
            text = parsing.decode(file, self.files.read(path))
        except FileError as error:
            return self.report_unreadable(path, error)
        reader = csv.reader(StringIO(text or "\n", newline=""), **options)
        line = 1
        try:
            for fields in reader:
                yield (file, line), fields
                line = reader.line_num + 1
        except csv.Error as error:
            message = f"is not a row of a table: {sanitize(error, 200)}"
            self.report((file, line), "", message, "correct this first; later errors are found only then")

    def count_unused_files(self, *used: str) -> None:
        """Record in `left_out` how many text and CSV files of the imported folder or zip the importer does not use."""
        tables = (path for path in self.files.paths if path.suffix in (".txt", ".csv"))
        others = sorted(sanitize(path.name) for path in tables if path.name not in used)
        if others:
            self.left_out[f"files that are not read: {', '.join(others)}"] = len(others)


class Row(dict[str, Any]):
    """The cells of a row of a published table by column, with the name, file and line of the row for messages."""

    def __init__(self, result: Import, place: Place, name: str, fields: Any) -> None:
        super().__init__(fields)
        self.result, self.place, self.name = result, place, name

    def add_origin(self, *key: str | int) -> None:
        """Record that the import made the entry or the move `key` from the row."""
        self.result.add_origin(key, self.place)

    def report(self, message: str, fix: str) -> None:
        """Report an error in a row of an imported table."""
        self.result.report(self.place, self.name, message, fix)

    def report_duplicate(self, what: str) -> None:
        """Report that an earlier row of the table already has `what`, such as the same code."""
        self.report(f"has {what} a second time", "keep one of the two")

    def check_id(self, column: str, made: str) -> bool:
        """Return whether the id `made`, made from the cell in a column, is valid, and report an invalid id."""
        if is_id(made):
            return True
        fix = f"use a to z, digits, hyphens and dots, at most {ID_LENGTH} characters"
        self.report(f"{self._describe_field(column)}, which cannot become an id", fix)
        return False

    def read_title(self, column: str) -> str:
        """Return the cell in a column as a title, or report that no character of the cell is visible and return ""."""
        made = to_title(self[column])
        if not made:
            self.report(self._describe_field(column), "write a name with visible characters")
        return made

    def read_number(self, column: str, least: float, most: float) -> float | None:
        """Return the cell in a column as a number from `least` to `most`, or report an error and return None."""
        try:
            value = parse_decimal(self[column])
        except ValueError:
            value = nan
        if least <= value <= most:
            return value
        self.report(self._describe_field(column), f"write a number from {least:g} to {most:g}")
        return None

    def read_choice(self, column: str, choices: tuple[str, ...]) -> int | None:
        """Return the index in `choices` of the cell in a column, or report a cell not in `choices` and return None."""
        value = self[column].strip()
        if value in choices:
            return choices.index(value)
        self.report(self._describe_field(column), f"write one of {', '.join(choices)}")
        return None

    def _describe_field(self, column: str) -> str:
        return f"{column} is {quote(self[column])}"


def _find_in_short(tables: dict[str, Any]) -> str:
    """Return the sentence that sums up the rules of an import, or an empty text if the imported tables lack it.

    The tables of the imported graph are not validated yet, so any value may be missing or malformed.
    """
    found: Any = tables
    for key in ("source", RULES, "points", IN_SHORT):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""


def make_sources(name: str, source: dict[str, str], in_short: str, **rules: str) -> dict[str, Any]:
    """Return the sources of an imported graph: its catalogue, and the rules that supply what the catalogue lacks.

    `in_short` is one sentence about all rules, which mlgraph prints with each answer.
    """
    about = {"title": "Rules of mlgraph's import", "publisher": "mlgraph", "evidence": "rule"}
    return {name: source, RULES: about | {"points": {IN_SHORT: in_short} | rules}}


def to_title(text: str) -> str:
    """Convert a text to a title for a graph file, and shorten a long text at the end of a word."""
    return shorten(to_one_line(text), TITLE_LENGTH)


def to_description(text: str) -> str:
    """Convert a text to a description for a graph file, and shorten a long text at the end of a word."""
    return shorten(to_one_line(text), TEXT_LENGTH)


def make_aliases(texts: Iterator[str] | list[str], own: str) -> list[str]:
    """Return names as aliases of a node in the given order, without duplicates and without the node's title `own`."""
    names = dict.fromkeys(to_title(text) for text in texts)
    return [name for name in names if name and name != own]
