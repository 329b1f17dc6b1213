"""Importer of a graph in a workbook, a CSV file, or a folder of CSV files."""

from pathlib import Path

from mlgraph.errors import UsageError
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build
from mlgraph.graphfile.sheets.columns import ENTRIES, SHEETS
from mlgraph.graphfile.sheets.reading import read_sheets
from mlgraph.importers.tables import Import, Progress
from mlgraph.printable import sanitize


def read(source: Path, *, columns: str, progress: Progress) -> Import:
    """Import a graph from a spreadsheet with the columns of mlgraph.

    The text `columns` translates headings in the spreadsheet, such as "Titel=title, Stunden=hours".

    Raises UsageError if `columns` names a column that mlgraph does not know. Raises FileError if the spreadsheet cannot
    be read. Raises GraphFileError with a list of all errors in the spreadsheet.
    """
    progress("reading the sheets")
    found = read_sheets(source, _read_columns(columns), strict=False)
    result = Import(source, found.tables, left_out=found.left_out, origins=found.origins)
    for sheet, kind in ENTRIES.items():
        if count := len(found.tables.get(kind, {})):
            result.read["roles" if kind == "role" else sheet] = count
    if count := len(found.tables.get("stage", {})):
        result.read["stages"] = count
    progress("checking the graph")
    result.graph = build(Document(found.path, "", found.tables, origins=found.origins))
    return result


def _read_columns(columns: str) -> dict[str, str]:
    """Return the column of mlgraph for each heading that the user translates in `columns`.

    Raises UsageError if a part of `columns` is not a heading, an equals sign and a column of mlgraph.
    """
    known = {*SHEETS, *(column for each in SHEETS.values() for column in each)}
    names: dict[str, str] = {}
    for pair in filter(str.strip, columns.split(",")):
        theirs, _, ours = (part.strip() for part in pair.rpartition("="))
        if not theirs or ours not in known:
            right = "a heading of your sheet and one of mlgraph, such as 'Titel=title, Stunden=hours'"
            raise UsageError(f"`columns` has '{sanitize(pair.strip())}'; write {right}")
        names[theirs] = ours
    return names
