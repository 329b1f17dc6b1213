"""Conversion of a graph to the tables of a spreadsheet, from which mlgraph can load an equal graph."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mlgraph.graphfile.load import validate_graph
from mlgraph.graphfile.sheets.columns import ENTRIES, FIGURE_SHEETS, HELP, SHEETS, TEXT, Column
from mlgraph.graphfile.tables import to_tables
from mlgraph.model import POSITIONS, Graph
from mlgraph.spreadsheets import Cell, Table

# sheets that a workbook has even if they are empty
_ALWAYS = ("positions", "skills", "needs", "moves", "sources", "resources")
# the sheets of a template; its sheet "help" also describes the sheets that are not in it
_TEMPLATE = ("positions", "skills", "moves", "tracks", "experience", "sources", "resources")
_RANGE = ("low", "", "high")
_LAST = 1000
Tables = dict[str, Any]


def make_graph_tables(graph: Graph, *, whole: bool = False) -> list[Table]:
    """Return the tables of a graph, one for each sheet of a workbook; if `whole` is true, also tables without rows.

    Raises GraphFileError if the graph is invalid.
    """
    tables, _ = to_tables(validate_graph(graph))
    rows = {name: [*_list_rows(name, tables)] for name in SHEETS}
    return [_make_table(name, rows[name]) for name in SHEETS if rows[name] or name in _ALWAYS or whole]


def make_template_tables() -> list[Table]:
    """Return empty tables for a workbook to fill in, with drop-down lists, and a sheet "help" with examples."""
    made = [_make_table(name, [], is_template=True) for name in _TEMPLATE]
    lines = [(name, column, each.example, each.kind.right) for name in SHEETS for column, each in SHEETS[name].items()]
    return [*made, Table(HELP, ("sheet", "column", "example", "what to write"), lines)]


def _make_table(name: str, rows: Sequence[dict[str, Any]], *, is_template: bool = False) -> Table:
    """Return the table for one sheet of a workbook.

    Only an empty workbook has the column "needs", since an exported graph has a sheet of needs.
    """
    known = {column: each for column, each in SHEETS[name].items() if is_template or column != "needs"}
    further = sorted({column for row in rows for column in row} - known.keys())  # a move may have keys of its own
    cells = [
        [
            *(_write_cell(row.get(column), each) for column, each in known.items()),
            *(row.get(column) for column in further),
        ]
        for row in rows
    ]
    return Table(name, (*known, *further), cells, dict(_list_choices(known)), further)


def _list_choices(columns: dict[str, Column]) -> Iterator[tuple[str, str]]:
    """Yield a drop-down list for each column whose cells have one of a few values, or an id from another sheet."""
    for name, column in columns.items():
        if column.choices:
            yield name, f'"{",".join(column.choices)}"'
        elif len(column.names) == 1 and column.kind is TEXT and column.names[0] in _TEMPLATE:
            yield name, f"={column.names[0]}!$A$2:$A${_LAST}"


def _write_cell(value: Any, column: Column) -> Cell:
    cell: Cell = None if value is None else column.kind.write(value)
    return None if cell == "" else cell


def _list_rows(name: str, tables: Tables) -> Iterator[dict[str, Any]]:
    if name == "graph":
        about: Tables = {key: tables[key] for key in ("title", "attribution") if key in tables}
        return iter([about] if about else [])
    if name == "points":
        points = ((source, each.get("points", {})) for source, each in tables.get("source", {}).items())
        return ({"source": source, "point": point, "text": text} for source, of in points for point, text in of.items())
    if name == "moves":
        return _list_moves(tables)
    if name == "needs":
        return (
            row
            for kind in (*POSITIONS, "skill")
            for node, each in _list_kind(tables, kind)
            for row in _list_needs(node, each)
        )
    if name in FIGURE_SHEETS:
        return (
            {"position": node} | _spread_years(figure)
            for node, each in _list_kind(tables, "role")
            for figure in each.get(name, ())
        )
    kinds: Iterable[str] = POSITIONS if name == "positions" else (ENTRIES[name],)
    return (_make_entry(node, kind, each) for kind in kinds for node, each in _list_kind(tables, kind))


def _list_kind(tables: Tables, kind: str) -> Iterable[tuple[str, Tables]]:
    entries: dict[str, Tables] = tables.get(kind, {})
    return entries.items()


def _make_entry(node: str, kind: str, table: Tables) -> Tables:
    held = ("needs", "leads_to", "because", "points", *FIGURE_SHEETS)
    row = {key: value for key, value in table.items() if key not in held}
    row |= {"kind": kind} if kind in POSITIONS else {}
    return {"id": node} | _spread_range(row, "hours")


def _spread_range(row: Tables, name: str) -> Tables:
    """Put the low, the likely and the high number of a range into separate columns of a row."""
    value = row.get(name)
    if not isinstance(value, list):
        return row
    numbers = value if len(value) == 3 else [value[0], None, value[1]]
    columns = (f"{name}_{end}" if end else name for end in _RANGE)
    return row | dict(zip(columns, numbers, strict=True))


def _spread_years(figure: Tables) -> Tables:
    years = figure.get("years", figure.get("year"))
    row = {key: value for key, value in figure.items() if key != "years"}
    return row | (dict(zip(("year", "year_to"), years, strict=True)) if isinstance(years, list) else {"year": years})


def _list_moves(tables: Tables) -> Iterator[Tables]:
    for kind in POSITIONS:
        for node, each in _list_kind(tables, kind):
            for target, move in each.get("leads_to", {}).items():
                row = move if isinstance(move, dict) else {"months": move}
                cites = {"cites": row["cites"]} if row.get("cites") else {}
                yield {"from": node, "to": target} | _spread_range(row, "months") | cites


def _list_needs(node: str, table: Tables) -> Iterator[Tables]:
    """Yield a row for each skill in each requirement of a node.

    Rows of skills that are alternatives have the same number in the column `choice`. If several rows have the same
    skill, only the first of these rows has the citations of the need.
    """
    cites: dict[str, list[str]] = {}
    for cite, skills in table.get("because", {}).items():
        for skill in skills:
            cites.setdefault(skill, []).append(cite)
    for choice, group in enumerate(table.get("needs", ()), 1):
        for skill in group if isinstance(group, list) else [group]:
            row = {"needed_for": node, "skill": skill, "cites": cites.pop(skill, None)}
            yield row | ({"choice": choice} if isinstance(group, list) else {})
