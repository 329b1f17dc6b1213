"""Tables as others publish them, row by row, and what an import has read and left out."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from math import nan
from pathlib import Path
from typing import Any

from mlgraph import files
from mlgraph.errors import FileError, is_visible, shown
from mlgraph.limits import TEXT_LENGTH, TITLE_LENGTH

Progress = Callable[[str], None]


@dataclass
class Import:
    """The tables of a graph file made of a source, with counts of what was read and of what was left out, and why."""

    tables: dict[str, Any]
    read: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def leave_out_files(self, folder: Path, used: tuple[str, ...]) -> None:
        """Count the tables in a folder that a career graph has no place for, by name."""
        tables = (path for path in folder.rglob("*") if path.suffix in (".txt", ".csv"))
        others = sorted(shown(path.name) for path in tables if path.name not in used)
        if others:
            self.left_out[f"files that are not read: {', '.join(others)}"] = len(others)


class Row(dict[str, str]):
    """The fields of a row by the names of their columns, with the place where it stands, for messages."""

    place = ""

    def number(self, column: str, least: float, most: float) -> float:
        """Return a field as a number within bounds. Raises FileError with its place."""
        try:
            value = float(self[column])
        except ValueError:
            value = nan
        if not least <= value <= most:
            right = f"a number from {least:g} to {most:g}"
            raise FileError(f"{self.place}: {column} is {shown(repr(self[column]), 40)}, which is not {right}")
        return value

    def one_of(self, column: str, choices: tuple[str, ...]) -> int:
        """Return the place of a field among `choices`. Raises FileError with its place in the file."""
        if self[column].strip() not in choices:
            known = ", ".join(choices)
            raise FileError(f"{self.place}: {column} is {shown(repr(self[column]), 40)}; it is one of {known}")
        return choices.index(self[column].strip())


def rows(path: Path, columns: tuple[str, ...], *, tabs: bool = False) -> Iterator[Row]:
    """Yield the rows of a CSV file, or of one with tabs and no quoting, that has at least these columns.

    Raises FileError, with the line, for a file or column that is missing, a row that is too short, and bytes that are
    not UTF-8.
    """
    options: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if tabs else {"strict": True}
    line = ""
    try:
        text = files.read(path).decode("utf-8-sig")
        reader = csv.reader(StringIO(text, newline=""), **options)
        line = ":1"
        header = next(reader, [])
        if missing := [column for column in columns if column not in header]:
            raise FileError(f"{shown(path, 200)}:1: has no column {', '.join(missing)}; is this the right file?")
        if twice := [column for column in columns if header.count(column) > 1]:
            raise FileError(f"{shown(path, 200)}:1: has the column {', '.join(twice)} twice")
        for fields in reader:
            place = f"{shown(path, 200)}:{reader.line_num}"
            if len(fields) != len(header):
                raise FileError(f"{place}: has {len(fields)} fields where the header has {len(header)}")
            row = Row(zip(header, fields, strict=True))
            row.place = place
            yield row
            line = f":{reader.line_num + 1}"
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileError(f"{shown(path, 200)}{line}: is not a table in UTF-8: {shown(error, 200)}") from error


def sources(name: str, source: dict[str, str], **rules: str) -> dict[str, Any]:
    """Return the sources of an imported graph: the published one, and the rules of ours, each with what it says."""
    return {name: source, "rule": {"title": "Rules of mlgraph's import", "publisher": "mlgraph", "points": rules}}


def one_line(text: str) -> str:
    """Return a text on one line, with plain blanks and without invisible characters."""
    return " ".join("".join(c if is_visible(c) or c.isspace() else "" for c in text).split())


def title(text: str) -> str:
    """Return a text as a title of a graph file."""
    return _shortened(one_line(text), TITLE_LENGTH)


def about(text: str) -> str:
    """Return a text as a description in a graph file, cut at a word, with dots, where it is longer than one may be."""
    return _shortened(one_line(text), TEXT_LENGTH)


def aliases(texts: Iterator[str] | list[str], own: str) -> list[str]:
    """Return names without repetition and without the title itself, in the order given."""
    names = dict.fromkeys(title(text) for text in texts)
    return [name for name in names if name and name != own]


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 3].rpartition(" ")[0] + "..."
