"""Rows of answers as CSV, JSON lines or Parquet."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from mlgraph.errors import MissingPackageError, UsageError
from mlgraph.printable import shown
from mlgraph.text.json import to_json

FORMATS = ("csv", "jsonl", "parquet")
# a spreadsheet takes a text with one of these at its beginning for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def find_format(path: Path) -> str:
    """Return the format for the suffix of a path. Raises UsageError for an unknown suffix."""
    format = path.suffix.removeprefix(".").lower()
    if format not in FORMATS:
        listed = ", ".join(f".{each}" for each in FORMATS)
        raise UsageError(f"{shown(path, 200)}: rows are written as {listed}; choose one of these suffixes")
    return format


def write_rows(columns: Sequence[str], rows: Iterable[dict[str, Any]], format: str) -> bytes:
    """Return rows as the content of a file in one of FORMATS. Raises MissingPackageError without pyarrow."""
    makers = {"csv": _make_csv, "jsonl": _make_lines, "parquet": _make_parquet}
    return makers[format](columns, rows)


def _make_csv(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as CSV (RFC 4180), with semicolons between the values of a list."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(columns)
    writer.writerows([_to_cell(row[column]) for column in columns] for row in rows)
    return made.getvalue().encode()


def _to_cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _make_lines(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(f"{to_json({column: row[column] for column in columns}, None)}\n" for row in rows).encode()


def _make_parquet(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise MissingPackageError("pyarrow is not installed; Parquet needs: pip install 'mlgraph[parquet]'") from error
    text, number, texts = pyarrow.string(), pyarrow.float64(), pyarrow.list_(pyarrow.string())
    kinds = {"row": pyarrow.int64(), "moves": pyarrow.int64(), "required": pyarrow.int64(), "optimal": pyarrow.bool_()}
    kinds |= {"arrives_on": pyarrow.date32(), "months": number, "hours": number}
    kinds |= dict.fromkeys(("positions", "learn", "roles", "have", "missing", "missing_optional"), texts)
    if "roles" in columns:
        kinds |= dict.fromkeys(("months", "hours"), pyarrow.list_(number))
    schema = pyarrow.schema([(column, kinds.get(column, text)) for column in columns])
    made = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(list(rows), schema=schema), made)
    return made.getvalue()
