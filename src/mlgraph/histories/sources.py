"""Reader of career histories from files, folders and databases into one table of DuckDB or Spark."""

import csv
import sqlite3
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlgraph import filesystem
from mlgraph.errors import FileError, UsageError
from mlgraph.histories.formats import NEUTRAL, Format, to_neutral
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from ibis.backends import BaseBackend
    from ibis.expr.types import Table

_SUFFIXES = {".parquet": "parquet", ".csv": "csv", ".jsonl": "json", ".ndjson": "json"}
_DATABASES = (".duckdb", ".db", ".sqlite", ".sqlite3")
# a column with this name marks histories that a program made
GENERATED = "generated"
# the options with which engines read CSV files that follow RFC 4180 and have a header
_CSV = {"header": True, "quote": '"', "escape": '"'}
_CSV_OF_SPARK = {**_CSV, "multiLine": True, "mode": "FAILFAST", "inferSchema": False}
_LONGEST_HEADER = 2**20
_DATABASE_OF_SQLITE = b"SQLite format 3"


class Rows:
    """The rows of all files and databases with career histories.

    `table` is a table of DuckDB or Spark with the rows of all histories, in the same columns for all formats.
    `is_generated` is true if a table of histories has a column "generated", which means that a program made up the
    rows.
    """

    def __init__(self, backend: "BaseBackend", sources: tuple[str, ...], format: Format) -> None:
        import ibis

        self._backend, self._format = backend, format
        self._attached: dict[Path, str] = {}
        self.is_generated = False
        if not sources:
            raise UsageError("no histories are given; name a file, a folder, or FILE.duckdb#TABLE")
        tables = [table for source in sources for table in self._open(source)]
        parts = [to_neutral(table, format, number) for number, table in enumerate(tables)]
        self.table: Table = ibis.union(parts[0], *parts[1:]) if len(parts) > 1 else parts[0]

    def _open(self, source: str) -> "list[Table]":
        """Return the tables of a file or database with career histories, with their original columns."""
        file, hash, name = source.rpartition("#")
        if hash and (not file or Path(file).suffix.lower() in _DATABASES):
            return [self._mark(self._open_database(file, name))]
        if "://" in source:
            if self._backend.name == "duckdb":  # DuckDB would fetch an extension from the network
                raise UsageError(f"{sanitize(source, 200)}: is an address; name a file, or choose `engine` spark")
            return [self._mark(self._read(_SUFFIXES.get(Path(source).suffix.lower(), "parquet"), [source]))]
        path = Path(source)
        files = _list_files(path, self._format)
        if self._format.read:
            rows = (row for file in files for row in self._format.read(file))
            return [self._keep(rows)]
        kinds = {_SUFFIXES[file.suffix.lower()] for file in files}
        if len(kinds) > 1:
            raise UsageError(f"{sanitize(source, 200)}: holds files of several kinds; give those of one kind")
        kind = kinds.pop()
        tables = self._read_csv(files) if kind == "csv" else [self._read(kind, [str(file.resolve()) for file in files])]
        return [self._mark(table) for table in tables]

    def _mark(self, table: "Table") -> "Table":
        self.is_generated |= GENERATED in table.columns
        return table

    def _read(self, kind: str, files: list[str]) -> "Table":
        backend: Any = self._backend
        given: Any = files if backend.name == "duckdb" or len(files) > 1 else files[0]
        if kind == "csv":
            return backend.read_csv(given, **_CSV_OF_SPARK)
        return backend.read_parquet(given) if kind == "parquet" else backend.read_json(given)

    def _read_csv(self, files: list[Path]) -> "list[Table]":
        """Read CSV files, with one table for all files that have the same columns in the same order."""
        backend: Any = self._backend
        tables = [self._read_utf_16(file) for file in files if _is_utf_16(file)]
        alike: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
        for file in files:
            if not _is_utf_16(file):
                alike[_read_header(file)].append(str(file.resolve()))
        for (separator, columns), named in alike.items():
            texts = {"columns": dict.fromkeys(columns, "VARCHAR"), "auto_detect": False}
            options = {**_CSV, **texts} if backend.name == "duckdb" else _CSV_OF_SPARK
            tables.append(backend.read_csv(named, sep=separator, **options))
        return tables

    def _read_utf_16(self, file: Path) -> "Table":
        """Read a CSV file in UTF-16, which DuckDB and Spark cannot read, into a table.

        Excel separates the cells of CSV files in UTF-16 by tabs.
        """
        try:
            with open(file, encoding="utf-16", newline="") as text:
                separator, columns = _split_header(file, text.readline(_LONGEST_HEADER))
                cells = csv.reader(text, delimiter=separator)
                rows = ([*row, *[None] * len(columns)][: len(columns)] for row in cells if row)
                return self._keep(rows, columns)
        except (OSError, UnicodeError, csv.Error) as error:
            raise FileError(f"{sanitize(file, 200)}: cannot be read: {sanitize(error, 100)}") from error

    def _open_database(self, file: str, name: str) -> "Table":
        import ibis

        backend: Any = self._backend
        is_duckdb = backend.name == "duckdb"
        try:
            if not file and not is_duckdb:
                return backend.table(name)
            if not file:
                raise UsageError(f"'#{sanitize(name)}' is a table of Spark; name a file, or choose `engine` spark")
            path = Path(file)
            if not path.is_file():
                raise FileError(f"{sanitize(file, 200)}: cannot be read: no such file")
            with open(path, "rb") as opened:
                is_sqlite = opened.read(len(_DATABASE_OF_SQLITE)) == _DATABASE_OF_SQLITE
            if is_sqlite:
                return self._read_sqlite(file, name)
            if not is_duckdb:
                problem = "is a database of DuckDB, which Spark cannot read; write it as Parquet"
                raise UsageError(f"{sanitize(file, 200)}: {problem}")
            if path.resolve() not in self._attached:
                self._attached[path.resolve()] = f"histories_{len(self._attached)}"
                backend.attach(file, name=self._attached[path.resolve()], read_only=True)
            return backend.table(name, database=(self._attached[path.resolve()], "main"))
        except ibis.common.exceptions.TableNotFound as error:
            raise FileError(f"{sanitize(file or 'Spark', 200)}: has no table {sanitize(name)}") from error

    def _read_sqlite(self, file: str, name: str) -> "Table":
        try:
            with sqlite3.connect(f"{Path(file).resolve().as_uri()}?mode=ro", uri=True) as database:
                cursor = database.execute(f'SELECT * FROM "{name.replace(chr(34), chr(34) * 2)}"')
                columns = tuple(each[0] for each in cursor.description)
                rows = ([None if each is None else str(each) for each in row] for row in cursor)
                return self._keep(rows, columns)
        except sqlite3.Error as error:
            raise FileError(f"{sanitize(file, 200)}: cannot be read: {sanitize(error, 100)}") from error

    def _keep(self, rows: Any, columns: tuple[str, ...] = NEUTRAL) -> "Table":
        """Convert rows that Python has read to a table of DuckDB or Spark."""
        import ibis
        import pyarrow

        kept = [list(each) for each in zip(*rows, strict=True)] or [[] for _ in columns]
        schema = pyarrow.schema([(name, pyarrow.string()) for name in columns])
        return ibis.memtable(pyarrow.table(kept, schema=schema))


def _read_header(file: Path) -> tuple[str, tuple[str, ...]]:
    """Return the separator and the columns of a CSV file in UTF-8.

    Raises UsageError if the file has no header, or if two columns have the same name.
    """
    with open(file, encoding="utf-8-sig", errors="replace", newline="") as text:
        return _split_header(file, text.readline(_LONGEST_HEADER))


def _split_header(file: Path, line: str) -> tuple[str, tuple[str, ...]]:
    head = line.rstrip("\r\n")
    separator = max(",;\t", key=head.count)
    columns = tuple(next(csv.reader([head], delimiter=separator), []))
    twice = [name for name, number in Counter(columns).items() if number > 1]
    if twice or not columns:
        problem = f"has the column '{sanitize(twice[0])}' twice" if twice else "is empty, or has no header"
        raise UsageError(f"{sanitize(file, 200)}: {problem}; begin with a row of column names, each once")
    return separator, columns


def _is_utf_16(file: Path) -> bool:
    """Return whether a CSV file begins with the byte-order mark of UTF-16."""
    if file.suffix.lower() != ".csv":
        return False
    with open(file, "rb") as opened:
        return opened.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE)


def _list_files(path: Path, format: Format) -> list[Path]:
    """List the files with career histories in a folder, or the one file at a path.

    Raises FileError if the path has no file with histories, and UsageError if the file at the path has an unknown
    suffix.
    """
    suffixes = format.suffixes or tuple(_SUFFIXES)
    listed = ", ".join(suffixes)
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if each.suffix.lower() in suffixes and each.is_file())
        if format.read and any(each.name == "Positions.csv" for each in found):
            found = [each for each in found if each.suffix != ".csv" or each.name == "Positions.csv"]
        if not found:
            raise FileError(f"{sanitize(path, 200)}: has no file of histories; they end in {listed}")
        return found
    filesystem.check_exists(path)
    if not path.is_file() or path.suffix.lower() not in suffixes:
        raise UsageError(f"{sanitize(path, 200)}: is not a file of histories; they end in {listed}")
    return [path]
