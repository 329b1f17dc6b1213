"""The command line: its commands, and the one place where an error becomes a message and an exit code."""

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import getdoc
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mlgraph.commands.advising import compare, next_, reach, why
from mlgraph.commands.ask import path
from mlgraph.commands.completing import complete, completion
from mlgraph.commands.diffing import diff
from mlgraph.commands.exporting import export
from mlgraph.commands.importing import importing
from mlgraph.commands.look import check, list_, schema, show
from mlgraph.commands.me import me
from mlgraph.commands.output import put, tell, unprintable
from mlgraph.commands.serving import serve
from mlgraph.errors import MlgraphError, UsageError, shown


class Commands(TyperGroup):
    """Commands whose messages on wrong usage repeat nothing invisible of what was typed."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Read the options before a command."""
        with _visible():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        """Read the options of a command, and run it."""
        with _visible():
            return super().invoke(ctx)


@contextmanager
def _visible() -> Iterator[None]:
    try:
        yield
    except typer.TyperException as error:
        error.message = shown(error.message, 1000)
        raise


app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.callback(invoke_without_command=True)
def mlgraph(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Career plans for machine learning: exact, explained, drawn.

    Names are ids, titles or aliases; case and accents make no difference.
    """
    if version:
        from importlib.metadata import version as installed

        put(f"mlgraph {installed('mlgraph')}")


for command in (path, reach, next_, why, compare, show, list_, check, diff, export, serve, schema, completion):
    app.command(command.__name__.rstrip("_"))(command)
app.command("complete", hidden=True)(complete)
app.add_typer(me, name="me", help="Keep a profile: where you are, what you know, your pace.")
app.add_typer(importing, name="import", help="Turn a public taxonomy into a graph file.")
for known in (*app.registered_commands, *me.registered_commands, *importing.registered_commands):
    # Typer keeps the lines of a paragraph after a real backspace, which no docstring should hold
    known.help = (getdoc(known.callback) or "").replace("\\b", "\b")


def main() -> None:
    """Run the command line: exit code 0 with an answer, 1 without one or with bad data, 2 on wrong usage."""
    # a command is short: collections of garbage, the one at exit too, find none and take a tenth of the start
    was_enabled = gc.isenabled()
    gc.disable()
    atexit.register(gc.disable)
    _open_streams()
    try:
        app()
    except MlgraphError as error:
        tell(str(error))
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:  # what Typer prints, such as the help
        tell(str(unprintable(error)))
        sys.exit(1)
    finally:
        if was_enabled:
            gc.enable()


def _open_streams() -> None:
    """Put something where a stream is closed, before a file takes its place; printing there is an error."""
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_RDONLY))
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_RDONLY))
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
