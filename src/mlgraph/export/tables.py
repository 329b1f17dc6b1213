"""Export of plans and other answers as tables in CSV files or workbooks."""

from pathlib import Path

from mlgraph.errors import UsageError
from mlgraph.graphfile.evidence import has_generated
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan
from mlgraph.printable import sanitize
from mlgraph.spreadsheets import Table, mark_generated, write_csv, write_workbook
from mlgraph.text.tables import tabulate_plan

SUFFIXES = ("csv", "xlsx")


def write(graph: Graph, *, plan: Plan) -> bytes:
    """Return a plan as CSV, with a row for each position, and a row for each skill to learn."""
    return write_table(graph, tabulate_plan(plan), Path("-"))


def write_table(graph: Graph, table: Table, path: Path) -> bytes:
    """Return the bytes of a file with a table, in the format of the suffix of a path, where "-" stands for CSV.

    If the graph has counts of synthetic career histories, a column of the table says so in each row. Raises UsageError
    if the suffix of the path is not .csv or .xlsx.
    """
    check_suffix(path)
    if has_generated(graph):
        table = mark_generated(table)
    return write_workbook([table]) if path.suffix.lower() == ".xlsx" else write_csv(table)


def check_suffix(path: Path) -> None:
    """Raise UsageError if the suffix of a path is neither .csv nor .xlsx."""
    if str(path) != "-" and path.suffix.removeprefix(".").lower() not in SUFFIXES:
        raise UsageError(f"a table ends in .csv or .xlsx, not in '{sanitize(path.suffix)}'")
