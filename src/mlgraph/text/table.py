"""Tables for a terminal, with aligned columns, a header, and a last column whose cells may take several lines."""

from collections.abc import Sequence

from mlgraph.text.formatting import count_cells, get_width, make_bold, pad, wrap

_GAP = "  "
# the least width of the last cell; with less room, the last cell gets a line of its own
_LEAST = 16


def format_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    r"""Format a table as lines, with each column as wide as its widest cell.

    Each row of the table must have as many cells as the header, and cells must not have bold type or colours. On a
    narrow terminal, the last cell of a row gets a line of its own.

    >>> from mlgraph.text.formatting import remove_escapes
    >>> print(remove_escapes("\n".join(format_table(("Study", "Skill"), [("10 hours", "R"), ("1 hour", "SQL")]))))
    Study     Skill
    10 hours  R
    1 hour    SQL
    """
    widths = [max(map(count_cells, column)) for column in zip(head, *rows, strict=True)][:-1]
    return [*map(make_bold, _format_row(head, widths)), *(line for row in rows for line in _format_row(row, widths))]


def _format_row(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    before = "".join(pad(cell, width) + _GAP for cell, width in zip(row[:-1], widths, strict=True))
    if get_width() - count_cells(before) < _LEAST:
        return [before.rstrip(), *wrap(row[-1], " " * 4, " " * 4)]
    return wrap(row[-1], before, " " * count_cells(before)) or [before.rstrip()]
