"""Export of a graph as a workbook, or as a folder of CSV files."""

from mlgraph.export.sheet_tables import make_graph_tables, make_template_tables
from mlgraph.model import Graph
from mlgraph.spreadsheets import write_csv, write_workbook


def write_xlsx(graph: Graph) -> bytes:
    """Return a graph as a workbook, from which `mlgraph.load` loads an equal graph."""
    return write_workbook(make_graph_tables(graph))


def write_folder(graph: Graph) -> dict[str, bytes]:
    """Return a graph as CSV files by name, from which `mlgraph.load` loads an equal graph.

    The function also returns files without rows, to replace the files of an earlier export to the same folder.
    """
    return {f"{table.name}.csv": write_csv(table) for table in make_graph_tables(graph, whole=True)}


def write_template() -> bytes:
    """Return an empty workbook for a graph, with drop-down lists and examples."""
    return write_workbook(make_template_tables())
