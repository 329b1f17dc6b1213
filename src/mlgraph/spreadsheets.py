"""Reading and writing of tables, as CSV and as workbooks of spreadsheet programs (.xlsx).

A spreadsheet program must not run a text that begins like a formula. In a workbook, the type of a cell marks a text
that begins like a formula as text. In CSV, mlgraph writes an apostrophe before a text that begins like a formula, as
the security project OWASP recommends.

The package openpyxl, which is imported on first use, reads and writes workbooks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from mlgraph.errors import FileError, MissingPackageError
from mlgraph.filesystem import open_zip
from mlgraph.limits import FILE_BYTES
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | bool | date | None

# the characters with which a formula may begin, some also in the full width of Chinese and Japanese
_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20\t\r"
_NUMBER = re.compile(r"[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)([eE][+-]?[0-9]+)?")
# in a workbook, this escape stands for a character that XML lacks, so ordinary text must not look like it (ECMA-376,
# ST_Xstring)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# an unpacked workbook is larger than a graph file with the same content
_UNPACKED_BYTES = 4 * FILE_BYTES
# empty cells inside the used area of a sheet also count, since each takes memory
_CELLS = 5_000_000
_WIDEST = 60


@dataclass(frozen=True)
class Table:
    """A table of rows to write as CSV, or to a sheet called `name` of a workbook.

    `choices` has, for a column, the values of its drop-down list or a reference to the cells with these values, such as
    "=skills!$A$2:$A$500". The columns in `mixed` have both numbers and texts. A text such as "12" in one of these
    columns must stay a text.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    choices: Mapping[str, str] = field(default_factory=dict)
    mixed: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet that was read from a workbook or a CSV file.

    `rows` has all rows of the sheet, including empty rows and cells.

    `titles` has the indices of rows whose only content is a cell merged over several columns, such as the title of a
    section.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    titles: frozenset[int] = frozenset()


def mark_generated(table: Table) -> Table:
    """Return a table with a further column, which states that each row comes from made-up career histories."""
    return replace(table, columns=(*table.columns, "generated"), rows=[(*row, True) for row in table.rows])


def write_csv(table: Table) -> bytes:
    """Write a table as CSV in UTF-8, with a byte-order mark for Excel.

    >>> write_csv(Table("skills", ("id", "title"), [("sum", "=1+1")])).decode("utf-8-sig").split()
    ['id,title', "sum,'=1+1"]
    """
    import csv

    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table.columns)
    mixed = [column in table.mixed for column in table.columns]
    writer.writerows(map(_write_field, row, mixed) for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def _write_field(cell: Cell, is_mixed: bool) -> Cell:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    is_marked = isinstance(cell, str) and (cell.startswith((*_FORMULA, "'")) or (is_mixed and looks_like_number(cell)))
    return f"'{cell}" if is_marked else cell


def unescape_field(field: str, *, may_be_number: bool = False) -> str:
    """Remove the apostrophe with which mlgraph marks a cell of CSV as text and not as a formula.

    If `may_be_number` is true, the function also removes the apostrophe with which mlgraph marks a number as text.

    >>> unescape_field("'=1+1"), unescape_field("'tis"), unescape_field("'12", may_be_number=True)
    ('=1+1', "'tis", '12')
    """
    rest = field[1:]
    is_marked = rest.startswith((*_FORMULA, "'")) or (may_be_number and _NUMBER.fullmatch(rest) is not None)
    return rest if field.startswith("'") and is_marked else field


def looks_like_number(text: str) -> bool:
    """Return whether a spreadsheet program would read a text as a number."""
    return _NUMBER.fullmatch(text) is not None


def write_workbook(tables: Iterable[Table]) -> bytes:
    """Write tables as a workbook with a sheet for each table.

    Raises MissingPackageError if openpyxl is not installed.
    """
    book = _load_openpyxl().Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book, table)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(book: "Workbook", table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet: Worksheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for number, row in enumerate((table.columns, *table.rows), 1):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            said = _ESCAPED.sub(r"_x005F_x\1_", value) if isinstance(value, str) else value
            cell = sheet.cell(number, column, said)
            if isinstance(value, str):
                cell.data_type = "s"  # a text, not a formula or an error such as "#N/A"
                cell.quotePrefix = value.startswith(tuple(_FORMULA))
            if number == 1:
                cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
    for column, name in enumerate(table.columns, 1):
        widest = max((len(str(row[column - 1])) for row in table.rows[:200] if row[column - 1] is not None), default=0)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(max(widest, len(name), 8), _WIDEST) + 2
        if choices := table.choices.get(name):
            rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=False)
            rule.add(f"{letter}2:{letter}1000")
            sheet.add_data_validation(rule)


def read_workbook(name: str, data: bytes) -> list[Sheet]:
    """Read the sheets of a workbook.

    If a cell is merged over several rows of one column, each of these rows gets the value of the cell.

    Raises FileError if the file is not a workbook or is too large. Raises MissingPackageError if openpyxl is not
    installed.
    """
    from zipfile import BadZipFile

    openpyxl = _load_openpyxl()
    try:
        unpacked = sum(part.file_size for part in open_zip(BytesIO(data)).infolist())
    except (BadZipFile, ValueError, OSError) as error:
        raise FileError(f"{sanitize(name, 200)}: is not a workbook; save it as .xlsx, or as CSV in UTF-8") from error
    if unpacked > _UNPACKED_BYTES:
        most = f"{_UNPACKED_BYTES // 2**20} MiB, the most that is read"
        raise FileError(f"{sanitize(name, 200)}: is larger than {most}, once it is unpacked; split it")
    try:
        book = openpyxl.load_workbook(BytesIO(data), data_only=True)
        return [_read_sheet(name, sheet) for sheet in book.worksheets]
    except FileError:
        raise
    except Exception as error:  # openpyxl raises errors of all kinds for a damaged file
        reason = sanitize(str(error) or type(error).__name__, 100)
        raise FileError(f"{sanitize(name, 200)}: is a damaged workbook: {reason}; save it again") from error


def _read_sheet(name: str, sheet: "Worksheet") -> Sheet:
    height, width = sheet.max_row, sheet.max_column
    if height * width > _CELLS:
        size = f"{height:,} rows by {width:,} columns"
        raise FileError(f"{sanitize(name, 200)}: sheet {sanitize(sheet.title)} has {size}; delete the empty ones")
    rows: list[list[Cell]] = [[_convert_to_plain(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    titles = set[int]()
    for merged in sheet.merged_cells.ranges:
        first = rows[merged.min_row - 1] if merged.min_row <= height else []
        if merged.min_col < merged.max_col and sum(cell not in (None, "") for cell in first) == 1:
            titles |= {merged.min_row - 1} if first[merged.min_col - 1] not in (None, "") else set()
        if merged.min_col == merged.max_col:  # merged over several rows, not over several columns
            for index in range(merged.min_row, min(merged.max_row, height)):
                rows[index][merged.min_col - 1] = rows[merged.min_row - 1][merged.min_col - 1]
    return Sheet(sheet.title, rows, frozenset(titles))


def _convert_to_plain(value: Any) -> Cell:
    """Convert the value of a cell to a text, number, boolean or None, and a date to a text of the form YYYY-MM-DD."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)


def read_csv(name: str, text: str) -> Sheet:
    """Read CSV with commas, semicolons or tabs between columns. Raises FileError if a quotation mark is not closed."""
    import csv

    delimiter = _find_delimiter(text)
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows += lines
    except csv.Error as error:
        raise FileError(
            f"{sanitize(name, 200)}: row {len(rows) + 1} is not CSV: {sanitize(error, 100)}; close each quotation mark"
        ) from error
    return Sheet(name, rows)


def _find_delimiter(text: str) -> str:
    """Return the delimiter that most of the first lines of CSV contain.

    If several delimiters are in equally many lines, return the delimiter that gives the most columns.
    """
    import csv

    head = "\n".join(text.splitlines()[:30])

    def count_fields(delimiter: str) -> int:
        try:
            return max((len(row) for row in csv.reader(StringIO(head), delimiter=delimiter)), default=0)
        except csv.Error:
            return 0

    first = next((line for line in head.splitlines() if line.strip()), "")
    if first.lower().startswith("sep=") and len(first) > 4:  # such a line is Excel's own
        return first[4]
    header = {each: sum(line.count(each) > 0 for line in head.splitlines()) for each in ",;\t"}
    return max(",;\t", key=lambda each: (header[each], count_fields(each)))


def _load_openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingPackageError("a workbook needs openpyxl: pip install 'mlgraph[sheets]'") from error
    return openpyxl
