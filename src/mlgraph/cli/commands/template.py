"""The command `template`, which writes an empty workbook for a graph."""

from pathlib import Path
from typing import Annotated

import typer

from mlgraph.errors import UsageError
from mlgraph.printable import sanitize


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write.")],
) -> None:
    r"""Write an empty workbook, in which you can fill in a graph.

    The workbook has sheets for positions, skills and moves, with drop-down lists. The sheet "help" of the workbook has
    an example for each column. The command `template` never replaces an existing file.

    \b
    Examples:
      mlgraph template ladder.xlsx
      mlgraph template drafts.xlsx
    """
    from mlgraph import filesystem
    from mlgraph.export.sheets import write_template

    if file.suffix.lower() != ".xlsx":
        raise UsageError(f"a template ends in .xlsx, not in '{sanitize(file.suffix)}'")
    if file.exists():
        raise UsageError(f"{sanitize(file)} exists; write another name, or delete the file")
    filesystem.write(file, write_template())
