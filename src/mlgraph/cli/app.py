"""Entry point of the command line, which runs the typed command, and turns errors into messages and exit codes."""

import gc
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from inspect import getdoc
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from mlgraph.cli.output import escape, fit_terminal, make_print_error, put, report, report_as_json, tell, tell_escapes
from mlgraph.errors import MlgraphError, UsageError
from mlgraph.printable import sanitize

# each command with its module and function; only the module of the typed command is imported
COMMANDS = {
    "path": "path:path",
    "reach": "advise:reach",
    "next": "advise:next_",
    "why": "advise:why",
    "compare": "advise:compare",
    "show": "inspect:show",
    "list": "inspect:list_",
    "check": "inspect:check",
    "diff": "diff:diff",
    "export": "export:export",
    "template": "template:template",
    "serve": "serve:serve",
    "match": "match:match",
    "batch": "batch:batch",
    "mcp": "mcp:mcp",
    "schema": "inspect:schema",
    "completion": "completion:completion",
    "complete": "completion:complete",
    "me": "me:me",
    "import": "import_:import_",
    "histories": "histories:histories",
}
HIDDEN = {"complete"}
# questions that `batch` answers for many people
_FOR_MANY = ("path", "reach", "next", "match")
PLAIN: Any = {"add_completion": False, "rich_markup_mode": None, "pretty_exceptions_enable": False}


class Commands(TyperGroup):
    """The group of all commands of mlgraph.

    The group of commands builds the parser of a command when the command is first used. In messages about wrong usage,
    the group of commands escapes unprintable characters.
    """

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands: Any = _Built()

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Parse the options that a user types before the name of a command, such as --version."""
        with _sanitize_errors():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        """Parse the options of the typed command, and run the command."""
        with _sanitize_errors():
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the name, the parser and the arguments of the typed command."""
        return super().resolve_command(ctx, _ask_batch(args))


@contextmanager
def _sanitize_errors() -> Iterator[None]:
    try:
        yield
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        if not (context and error.message == context.get_help()):  # a group without a command prints its help
            error.message = sanitize(error.message, 1000)
            report_as_json(UsageError(error.format_message()))
        raise


def _ask_batch(arguments: list[str]) -> list[str]:
    """Rewrite a typed command with the option --people as a `batch` command, and return other commands unchanged.

    If the typed command is `match`, its first argument, which is the file of an advert, becomes the value of the option
    --advert.
    """
    command, rest = arguments[0], arguments[1:]
    at = next((at for at, each in enumerate(rest) if each.partition("=")[0] == "--people"), None)
    if command not in _FOR_MANY or at is None:
        return arguments
    people = rest[at].partition("=")[2:] if "=" in rest[at] else rest[at + 1 : at + 2]
    rest = rest[:at] + rest[at + 2 - ("=" in rest[at]) :]
    advert = ["--advert"] if command == "match" and rest and not rest[0].startswith("-") else []
    return ["batch", *people, "--question", command, *advert, *rest]


class _Built(Mapping[str, Any]):
    """Mapping from the names of commands to their parsers, each of which is built when it is first used."""

    def __getitem__(self, name: str) -> Any:
        return _build(name, COMMANDS[name])

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


@cache
def _build(name: str, target: str) -> Any:
    module, _, attribute = target.partition(":")
    command = getattr(import_module(f"mlgraph.cli.commands.{module}"), attribute)
    group = command if isinstance(command, typer.Typer) else typer.Typer(**PLAIN)
    if group is not command:
        group.command(name, hidden=name in HIDDEN)(command)
    for known in group.registered_commands:
        # a backspace makes Typer keep the line breaks of a paragraph; docstrings spell the backspace as \b
        known.help = (getdoc(known.callback) or "").replace("\\b", "\b")
    built = get_command(group)
    built.name = name
    return built


app = typer.Typer(cls=Commands, no_args_is_help=True, **PLAIN)


@app.callback(invoke_without_command=True)
def mlgraph(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Career plans for machine learning: exact, explained, drawn.

    You can name a stage, role or skill by its id, title or alias; case and accents make no difference.
    """
    if version:
        from importlib.metadata import version as installed

        put(f"mlgraph {installed('mlgraph')}")


def main() -> None:
    """Run the mlgraph command that the user typed.

    The exit code is 0 if the command prints an answer, and 2 if the options are wrong. The exit code is 1 if the
    question has no answer, if a file has bad data, or if a needed package is missing.
    """
    # garbage collection would take a tenth of the start time, and find no garbage in a short command
    was_enabled = gc.isenabled()
    gc.disable()
    _open_streams()
    fit_terminal()
    try:
        app()
    except MlgraphError as error:
        report(error)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:  # a failed write by Typer itself, such as of the help
        tell(str(make_print_error(error)))
        sys.exit(1)
    finally:
        tell_escapes()
        if was_enabled:
            gc.enable()


def _open_streams() -> None:
    """Open os.devnull for each closed standard stream, so that no other file gets the descriptor 0, 1 or 2."""
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_RDONLY))
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_RDONLY))
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    escape(sys.stdout, sys.stderr)
