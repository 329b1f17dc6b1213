"""Answers as CSV and as workbooks."""

from pathlib import Path

from mlgraph.analysis.figures import plan_figures
from mlgraph.errors import UsageError
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan
from mlgraph.printable import shown
from mlgraph.spreadsheets import Table, write_csv, write_workbook
from mlgraph.text.tables import tabulate_plan

SUFFIXES = ("csv", "xlsx")


def write(graph: Graph, *, plan: Plan) -> bytes:
    """Return a plan on a graph as CSV, with a row for each stay in a position and for each skill."""
    return write_csv(tabulate_plan(plan, plan_figures(graph, plan)))


def write_table(table: Table, path: Path) -> bytes:
    """Return a table in the format of the suffix of a path; "-" stands for CSV. Raises UsageError."""
    check_suffix(path)
    return write_workbook([table]) if path.suffix.lower() == ".xlsx" else write_csv(table)


def check_suffix(path: Path) -> None:
    """Raise UsageError if a path is not one of a table."""
    if str(path) != "-" and path.suffix.removeprefix(".").lower() not in SUFFIXES:
        raise UsageError(f"a table ends in .csv or .xlsx, not in '{shown(path.suffix)}'")
