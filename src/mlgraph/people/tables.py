"""Tables of people and answers in files, as CSV, JSON lines or Parquet.

mlgraph reads and writes tables of people in batches, so the memory that it needs does not grow with the number of
people.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

from mlgraph.errors import FileError, UsageError
from mlgraph.names import suggest_names
from mlgraph.people.arrow import parquet, pyarrow
from mlgraph.people.rows import COLUMNS, ERROR
from mlgraph.printable import sanitize
from mlgraph.text.json import to_json

FORMATS = ("csv", "jsonl", "parquet")
# people in a batch: a killed run loses the work on one batch, which is a few seconds
PEOPLE = 100
# rows in a row group of a written Parquet file
_ROWS_OF_GROUP = 16_384
# the most letters in a line of JSON; a longer line is an error
_LONGEST_LINE = 2**20
# a spreadsheet reads a text that begins with one of these characters as a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LISTS = ("have", "avoid")
_TEXTS = pyarrow.list_(pyarrow.string())
_LINE = pyarrow.schema(
    [(column, _TEXTS if column in _LISTS else pyarrow.string()) for column in COLUMNS if column != "experience"]
    + [("experience", pyarrow.map_(pyarrow.string(), pyarrow.string())), (ERROR, pyarrow.string())]
)


def find_format(path: Path) -> str:
    """Return the format of a table by the suffix of its path. Raises UsageError if the suffix is unknown."""
    format = path.suffix.removeprefix(".").lower()
    if format not in FORMATS:
        listed = ", ".join(f".{each}" for each in FORMATS)
        raise UsageError(f"{sanitize(path, 200)}: people and answers are {listed}; choose one of these suffixes")
    return format


class People:
    """A table of people in a CSV, JSON lines or Parquet file.

    The constructor reads the whole file once, so that a mistake in the table raises an error before the first answer.

    Attributes
    ----------
    count : int
        The number of people in the table.
    digest : str
        The SHA-256 of the file with the table.

    """

    def __init__(self, path: Path) -> None:
        """Read the whole table of people.

        Raises FileError if the table of people has a mistake, and UsageError if the suffix of its path is unknown.
        """
        self._path, self._name = path, sanitize(path, 200)
        readers = {"csv": self._read_csv, "jsonl": self._read_lines, "parquet": self._read_parquet}
        self._format = find_format(path)
        self._read: Callable[[BinaryIO], Iterator[Any]] = readers[self._format]
        self._state = self._find_state()
        with self._open() as file:
            self.digest = file_digest(file, "sha256").hexdigest()
            file.seek(0)
            if self._format == "parquet":
                self.count = self._open_parquet(file).metadata.num_rows
            else:
                self.count = sum(batch.num_rows for batch in self._read(file))

    def read_batches(self) -> Iterator[Any]:
        """Yield the people in the table in batches, as record batches of Apache Arrow.

        Raises FileError if the file of people has changed since the constructor read the file.
        """
        with self._open() as file:
            yield from self._read(file)
        if self._find_state() != self._state:
            raise FileError(f"{self._name}: has changed during the run; begin anew")

    def _find_state(self) -> tuple[int, int]:
        try:
            found = os.stat(self._path)
        except (OSError, ValueError) as error:
            raise _make_read_error(self._name, error) from error
        return found.st_size, found.st_mtime_ns

    @contextmanager
    def _open(self) -> Iterator[BufferedReader]:
        try:
            if not self._path.is_file():
                raise OSError(0, "it is a folder, a device or a pipe, not a file")
            with open(self._path, "rb") as file:
                yield file
        except (OSError, ValueError) as error:  # pyarrow.ArrowInvalid is a ValueError
            raise _make_read_error(self._name, error) from error

    def _open_parquet(self, file: BinaryIO) -> parquet.ParquetFile:
        try:
            found = parquet.ParquetFile(file, pre_buffer=False)
        except pyarrow.ArrowException as error:
            raise FileError(f"{self._name}: is not a Parquet file ({sanitize(error, 80)})") from error
        self._check_columns(found.schema_arrow.names, "")
        return found

    def _read_parquet(self, file: BinaryIO) -> Iterator[Any]:
        try:
            yield from self._open_parquet(file).iter_batches(batch_size=PEOPLE)
        except pyarrow.ArrowException as error:
            raise FileError(f"{self._name}: is not a sound Parquet file ({sanitize(error, 80)})") from error

    def _read_csv(self, file: BinaryIO) -> Iterator[Any]:
        begin = file.read(2)
        file.seek(0)
        encoding = "UTF-16" if begin in (b"\xff\xfe", b"\xfe\xff") else "UTF-8-SIG"
        text = TextIOWrapper(file, encoding, newline="")
        try:
            reader = csv.reader(text)
            try:
                head = text.readline(_LONGEST_LINE)
                text.seek(0)
                reader = csv.reader(text, delimiter=max(",;\t", key=head.count), strict=True)
                header = [field.strip().lower() for field in next(reader, [])]
                if not header:
                    right = "begin with a row of columns, such as person,position,have"
                    raise FileError(f"{self._name}: is empty; {right}")
                self._check_columns(header, "1:")
                yield from _make_batches(_read_fields(reader, header), _to_texts((*header, ERROR)))
            except UnicodeDecodeError as error:
                right = "save the file as UTF-8, which Excel calls CSV UTF-8"
                byte = f"byte 0x{error.object[error.start]:02x} is not {encoding.removesuffix('-SIG')} text"
                place = f":{_find_line(file)}" if encoding == "UTF-8-SIG" else ""
                raise FileError(f"{self._name}{place}: {byte}; {right}") from error
            except csv.Error as error:
                problem = f"is not a row of a table ({sanitize(error, 80)})"
                raise FileError(f"{self._name}:{reader.line_num}: {problem}") from error
        finally:
            text.detach()

    def _check_columns(self, names: list[str], place: str) -> None:
        for column in names:
            if column not in COLUMNS:
                right = f"use {', '.join(COLUMNS)}{suggest_names(column, COLUMNS)}"
                raise FileError(f"{self._name}:{place} has the unknown column '{sanitize(column)}'; {right}")
            if names.count(column) > 1:
                raise FileError(f"{self._name}:{place} has the column {column} twice; keep one of the two")

    def _read_lines(self, file: BinaryIO) -> Iterator[Any]:
        return _make_batches(map(_read_line, _split_lines(file)), _LINE)


def _make_read_error(name: str, error: Exception) -> FileError:
    reason = str((error.strerror if isinstance(error, OSError) else None) or error)
    return FileError(f"{name}: cannot be read: {reason[:1].lower()}{reason[1:]}")


def _find_line(file: BinaryIO) -> int:
    """Return the number of the first line, counted from 1, whose bytes are not UTF-8 text."""
    file.seek(0)
    return next(number for number, line in enumerate(file, 1) if not _is_utf_8(line))


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _to_texts(columns: Iterable[str]) -> Any:
    return pyarrow.schema([(column, pyarrow.string()) for column in columns])


def _make_batches(rows: Iterable[dict[str, Any]], schema: Any) -> Iterator[Any]:
    waiting = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == PEOPLE:
            yield pyarrow.RecordBatch.from_pylist(waiting, schema=schema)
            waiting = []
    if waiting:
        yield pyarrow.RecordBatch.from_pylist(waiting, schema=schema)


def _read_fields(reader: Any, header: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a CSV file below its header.

    If a row of the CSV file has too many or too few values, the yielded row also has an error message.
    """
    for fields in reader:
        if len(fields) == len(header):
            yield dict(zip(header, fields, strict=True))
        elif any(field.strip() for field in fields):
            problem = f"line {reader.line_num} has {len(fields)} fields, but the header has {len(header)}"
            yield {**dict(zip(header, fields, strict=False)), ERROR: problem}


def _split_lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of a file without blank lines, and None in place of each line that is too long."""
    is_first = True
    while line := file.readline(_LONGEST_LINE):
        is_cut = len(line) == _LONGEST_LINE and not line.endswith(b"\n")
        if is_first:
            line, is_first = line.removeprefix(b"\xef\xbb\xbf"), False
        if is_cut:
            while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield None
        elif line.strip():
            yield line


def _read_line(line: bytes | None) -> dict[str, Any]:
    """Convert a line of JSON to the row of a person, or to a row with an error message if the line is invalid."""
    if line is None:
        return {ERROR: f"the line has more than {_LONGEST_LINE:,} bytes; check it"}
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {ERROR: f"the line is not JSON ({sanitize(error, 80)})"}
    if not isinstance(found, dict):
        return {ERROR: f"the line is {sanitize(found)}; write an object, such as {{'position': 'data analyst'}}"}
    person: dict[str, Any] = {}
    for key, value in found.items():
        if key not in COLUMNS:
            right = f"use {', '.join(COLUMNS)}{suggest_names(key, COLUMNS)}"
            person.setdefault(ERROR, f"a person has no '{sanitize(key)}'; {right}")
        elif value is not None and (cell := _to_cell_of_person(key, value)) is None:
            person.setdefault(ERROR, f"the column {key} is '{sanitize(value)}'; {_RIGHT.get(key, 'write a text')}")
        elif value is not None:
            person[key] = cell
    return person


_RIGHT = {
    **dict.fromkeys(_LISTS, "write a list of names"),
    **dict.fromkeys(("pace", "months_in_post"), "write a number"),
    "experience": "write fields and months, such as {'data': 24}",
}


def _to_cell_of_person(key: str, value: Any) -> Any:
    """Convert a JSON value to the type of its column, or return None if the column cannot have the value."""
    if key in _LISTS:
        names = value.split(";") if isinstance(value, str) else value
        return names if isinstance(names, list) and all(map(_is_text, names)) else None
    if key == "experience":
        if isinstance(value, str):
            value = dict(pair.partition("=")[::2] for pair in value.replace(",", ";").split(";") if pair.strip())
        pairs = [(field, _to_text(months)) for field, months in value.items()] if isinstance(value, Mapping) else [None]
        return pairs if all(pair and _is_text(pair[0]) and pair[1] for pair in pairs) else None
    return value if _is_text(value) else _to_text(value) if key in _NUMBERS else None


_NUMBERS = ("person", "pace", "months_in_post")


def _is_text(value: Any) -> bool:
    """Return whether a value is a text that UTF-8 can encode."""
    try:
        return isinstance(value, str) and value.encode() is not None
    except UnicodeEncodeError:
        return False


def _to_text(value: Any) -> str | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return repr(value) if is_number else value if _is_text(value) else None


def write_batches(file: BinaryIO, schema: Any, batches: Iterable[Any], format: str) -> None:
    """Write batches of answers to a file, as CSV, JSON lines or Parquet."""
    writers = {"csv": _write_csv, "jsonl": _write_lines, "parquet": _write_parquet}
    writers[format](file, schema, batches)


def _write_csv(file: BinaryIO, schema: Any, batches: Iterable[Any]) -> None:
    """Write answers as CSV (RFC 4180), with semicolons between the values of a list."""
    text = TextIOWrapper(file, "UTF-8", newline="")
    writer = csv.writer(text)
    writer.writerow(schema.names)
    for batch in batches:
        writer.writerows(map(_to_cell, row.values()) for row in batch.to_pylist())
    text.detach()


def _to_cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(map(_to_plain, value))
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _to_plain(value: Any) -> str:
    if isinstance(value, list):
        return " + ".join(map(_to_plain, value))
    return "" if value is None else str(value)


def _write_lines(file: BinaryIO, schema: Any, batches: Iterable[Any]) -> None:
    for batch in batches:
        file.write("".join(f"{to_json(row, None)}\n" for row in batch.to_pylist()).encode())


def _write_parquet(file: BinaryIO, schema: Any, batches: Iterable[Any]) -> None:
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        waiting, rows = [], 0
        for batch in batches:
            waiting.append(batch)
            rows += batch.num_rows
            if rows >= _ROWS_OF_GROUP:
                writer.write_table(pyarrow.Table.from_batches(waiting, schema), row_group_size=rows)
                waiting, rows = [], 0
        if waiting:
            writer.write_table(pyarrow.Table.from_batches(waiting, schema), row_group_size=rows)
