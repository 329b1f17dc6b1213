"""Tables for a terminal: aligned columns with a head, whose last column runs on over further lines."""

from collections.abc import Sequence

from mlgraph.text.formatting import bold, cells, ljust, wrapped

_GAP = "  "


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    r"""Return a table as lines, each column as wide as its widest cell.

    Each row has as many cells as the head, none of them in bold or colour.

    >>> from mlgraph.text.formatting import plain
    >>> print(plain("\n".join(table(("Study", "Skill"), [("10 hours", "R"), ("1 hour", "SQL")]))))
    Study     Skill
    10 hours  R
    1 hour    SQL
    """
    widths = [max(map(cells, column)) for column in zip(head, *rows, strict=True)][:-1]
    first, *others = [line for row in (head, *rows) for line in _row(row, widths)]
    return [bold(first), *others]


def _row(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    before = "".join(ljust(cell, width) + _GAP for cell, width in zip(row[:-1], widths, strict=True))
    return wrapped(row[-1], before, " " * cells(before)) or [before.rstrip()]
