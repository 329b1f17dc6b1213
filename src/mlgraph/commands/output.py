"""Where answers go: standard output, and standard error for what is said beside them."""

import os
import sys
from typing import TYPE_CHECKING

import typer

from mlgraph.errors import FileError, shown

if TYPE_CHECKING:
    from mlgraph.model import Graph


def put(answer: str) -> None:
    """Print to standard output, in colour only on a terminal. Raises FileError where it is closed or full."""
    if sys.stdout is None:
        raise FileError("standard output is closed")
    try:
        typer.echo(answer, color=False if os.environ.get("NO_COLOR") else None)
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries once more at its exit
        raise FileError(f"standard output: {(error.strerror or str(error)).lower()}") from error


def tell_aliases(graph: "Graph", *answers: tuple[str | None, str]) -> None:
    """Say which node a name was taken for, where it is neither its id nor its title: aliases may surprise."""
    from mlgraph.model import fold

    for name, node in answers:
        title = graph.nodes[node]["title"]
        if name is not None and fold(name) not in (fold(node), fold(title)):
            typer.echo(f"mlgraph: '{shown(name)}' is taken as {title} ({node}), which is also called so", err=True)
