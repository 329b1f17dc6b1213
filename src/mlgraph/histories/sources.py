"""Sources of career histories: files, folders and tables of a database, as one table of an engine."""

import csv
import sqlite3
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlgraph.errors import FileError, UsageError
from mlgraph.histories.formats import NEUTRAL, Format, to_neutral
from mlgraph.printable import shown

if TYPE_CHECKING:
    from ibis.backends import BaseBackend
    from ibis.expr.types import Table

_SUFFIXES = {".parquet": "parquet", ".csv": "csv", ".jsonl": "json", ".ndjson": "json"}
_DATABASES = (".duckdb", ".db", ".sqlite", ".sqlite3")
# a column with this name marks synthetic histories
GENERATED = "generated"
_ROWS = 100_000


class Rows:
    """The rows of some sources as a table with the neutral columns, and whether a source is marked as synthetic."""

    def __init__(self, backend: "BaseBackend", sources: tuple[str, ...], format: Format) -> None:
        import ibis

        self._backend, self._format = backend, format
        self.is_generated = False
        if not sources:
            raise UsageError("no histories are given; name a file, a folder, or FILE.duckdb#TABLE")
        parts = [to_neutral(table, format) for source in sources for table in self._open(source)]
        self.table: Table = ibis.union(parts[0], *parts[1:]) if len(parts) > 1 else parts[0]

    def _open(self, source: str) -> "list[Table]":
        """Return the tables of a source with their original columns."""
        file, hash, name = source.rpartition("#")
        if hash and (not file or Path(file).suffix.lower() in _DATABASES):
            return [self._marked(self._open_database(file, name))]
        if "://" in source:  # only the engine can list the files of a remote store
            return [self._marked(self._read(_SUFFIXES.get(Path(source).suffix.lower(), "parquet"), [source]))]
        path = Path(source)
        files = _list_files(path, self._format)
        if self._format.read:
            rows = (row for file in files for row in self._format.read(file))
            return [self._keep(rows)]
        if any(_is_utf_16(file) for file in files):
            return [self._marked(self._read_utf_16(file)) for file in files]
        kinds = {_SUFFIXES[file.suffix.lower()] for file in files}
        if len(kinds) > 1:
            raise UsageError(f"{shown(source, 200)}: holds files of several kinds; give those of one kind")
        return [self._marked(self._read(kinds.pop(), [str(file.resolve()) for file in files]))]

    def _marked(self, table: "Table") -> "Table":
        self.is_generated |= GENERATED in table.columns
        return table

    def _read(self, kind: str, files: list[str]) -> "Table":
        backend: Any = self._backend
        if kind == "parquet":
            return backend.read_parquet(files if backend.name == "duckdb" else _only(files))
        if kind == "json":
            return backend.read_json(files if backend.name == "duckdb" else _only(files))
        if backend.name == "duckdb":
            return backend.read_csv(files, all_varchar=True, header=True)
        return backend.read_csv(_only(files), header=True, inferSchema=False)

    def _read_utf_16(self, file: Path) -> "Table":
        """Return a CSV file in UTF-16, which engines do not read, as a table. Excel separates its cells by tabs."""
        try:
            with open(file, encoding="utf-16", newline="") as text:
                head = text.readline().rstrip("\r\n")
                separator = max(",;\t", key=head.count)
                columns = tuple(next(csv.reader([head], delimiter=separator), []))
                cells = csv.reader(text, delimiter=separator)
                rows = ([*row, *[None] * len(columns)][: len(columns)] for row in cells if row)
                return self._keep(rows, columns)
        except (OSError, UnicodeError, csv.Error) as error:
            raise FileError(f"{shown(file, 200)}: cannot be read: {shown(error, 100)}") from error

    def _open_database(self, file: str, name: str) -> "Table":
        backend: Any = self._backend
        if not file:
            if backend.name == "duckdb":
                raise UsageError(f"'#{shown(name)}' is a table of Spark; name a file, or choose `engine` spark")
            return backend.table(name)
        if not Path(file).is_file():
            raise FileError(f"{shown(file, 200)}: cannot be read: no such file")
        if Path(file).read_bytes()[:15] == b"SQLite format 3":
            return self._read_sqlite(file, name)
        if backend.name != "duckdb":
            raise UsageError(
                f"{shown(file, 200)}: is a database of DuckDB, which Spark cannot read; write it as Parquet"
            )
        backend.attach(file, name="histories", read_only=True)
        return backend.table(name, database=("histories", "main"))

    def _read_sqlite(self, file: str, name: str) -> "Table":
        try:
            with sqlite3.connect(f"{Path(file).resolve().as_uri()}?mode=ro", uri=True) as database:
                cursor = database.execute(f'SELECT * FROM "{name.replace(chr(34), chr(34) * 2)}"')
                columns = tuple(each[0] for each in cursor.description)
                rows = ([None if each is None else str(each) for each in row] for row in cursor)
                return self._keep(rows, columns)
        except sqlite3.Error as error:
            raise FileError(f"{shown(file, 200)}: cannot be read: {shown(error, 100)}") from error

    def _keep(self, rows: Any, columns: tuple[str, ...] = NEUTRAL) -> "Table":
        """Return rows that Python has read as a table of the engine."""
        import ibis
        import pyarrow

        kept = [list(each) for each in zip(*rows, strict=True)] or [[] for _ in columns]
        schema = pyarrow.schema([(name, pyarrow.string()) for name in columns])
        return ibis.memtable(pyarrow.table(kept, schema=schema))


def _is_utf_16(file: Path) -> bool:
    """Return whether a CSV file begins with the byte-order mark of UTF-16."""
    if file.suffix.lower() != ".csv":
        return False
    with open(file, "rb") as opened:
        return opened.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE)


def _list_files(path: Path, format: Format) -> list[Path]:
    """Return the files of a path in order. Raises FileError and UsageError."""
    suffixes = format.suffixes or tuple(_SUFFIXES)
    listed = ", ".join(suffixes)
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if each.suffix.lower() in suffixes and each.is_file())
        if format.read and any(each.name == "Positions.csv" for each in found):
            found = [each for each in found if each.suffix != ".csv" or each.name == "Positions.csv"]
        if not found:
            raise FileError(f"{shown(path, 200)}: has no file of histories; they end in {listed}")
        return found
    if not path.is_file():
        raise FileError(f"{shown(path, 200)}: cannot be read: no such file or directory")
    if path.suffix.lower() not in suffixes:
        raise UsageError(f"{shown(path, 200)}: is not a file of histories; they end in {listed}")
    return [path]


def _only(files: list[str]) -> Any:
    return files[0] if len(files) == 1 else files
