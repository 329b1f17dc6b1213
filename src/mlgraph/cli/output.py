"""Functions that print answers to standard output, and notes and errors to standard error."""

import codecs
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TextIO

import typer

from mlgraph.cli.parameters import name_options
from mlgraph.errors import FileError, GraphFileError, MlgraphError, UnknownNameError, UsageError
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.spreadsheets import Table


# the letters that were escaped since the last note about them
_ESCAPED: list[str] = []


def escape(*streams: TextIO) -> None:
    r"""Make output streams escape letters that their encoding lacks, as in \\u6570, so that JSON stays valid."""
    codecs.register_error("mlgraph", _escape)
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="mlgraph")


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    _ESCAPED.append(error.object[error.start : error.end])
    return json.dumps(_ESCAPED[-1])[1:-1], error.end


def tell_escapes() -> None:
    """Print a note if codes replace letters in the answer, except in JSON, whose readers turn codes into letters."""
    if _ESCAPED and "--json" not in sys.argv[1:] and sys.argv[1:2] != ["complete"]:
        way = "which lacks some letters, written as \\uXXXX; set PYTHONUTF8=1 for all letters"
        tell(f"the output is in {sys.stdout.encoding}, {way}")
    _ESCAPED.clear()


def keep_inputs(output: Path, *inputs: Path | str | None) -> None:
    """Raise UsageError if a command would replace one of the files that it reads."""
    for each in inputs:
        if each and os.path.exists(output) and os.path.exists(each) and os.path.samefile(output, each):
            file = sanitize(output, 200)
            raise UsageError(f"{file} is what this command reads, and would be lost; write to another file")


def put(answer: str) -> None:
    """Print an answer to standard output, with colours only on a terminal that supports them.

    Raises FileError if standard output is closed or full.
    """
    try:
        _echo(answer)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise make_print_error(error) from error


def _echo(text: str, err: bool = False) -> None:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    typer.echo(text, err=err, color=False if plain else None)


def put_table(output: Path | None, graph: "Graph", make: "Callable[[], Table]") -> bool:
    """Write an answer as a table to the file `output`, if it is given, and return whether to print the answer as well.

    Raises FileError if the file cannot be written. Raises MissingPackageError if a workbook needs openpyxl and the
    package is not installed.
    """
    if output is None:
        return True
    from mlgraph import filesystem
    from mlgraph.export.tables import write_table

    filesystem.write(output, write_table(graph, make(), output))
    return not filesystem.is_standard(output)


def fit_one_screen(
    write: Callable[[bool], str],
    whole: bool,
    further: Mapping[str, str] = MappingProxyType({}),
    command: str | None = None,
) -> str:
    """Return an answer, shortened to one screen of the terminal unless `whole` is true, with suggested commands below.

    `write(True)` returns the whole answer, and `write(False)` returns an answer that fits one screen. If the answer is
    shortened, the first suggested command is `command`, by default the typed command with --all. The commands in
    `further`, each under its description, are further suggestions below the answer.
    """
    from mlgraph.cli.hints import list_hints, repeat_command

    answer = write(whole)
    is_cut = not whole and answer != write(True)
    commands = {"All of it": command or repeat_command("--all")} if is_cut else {}
    return "\n".join([answer, *list_hints(commands | dict(further))])


def fit_terminal() -> None:
    """Make printed texts wrap at the width of the terminal, or at 80 columns in a pipe."""
    if sys.stdout.isatty():
        from shutil import get_terminal_size

        from mlgraph.text.formatting import set_width

        set_width(get_terminal_size().columns)


def make_print_error(error: OSError) -> FileError:
    """Return the FileError that describes a failed write to standard output.

    The function also points standard output at os.devnull, so that Python does not fail a second time when it flushes
    standard output at exit.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FileError(f"standard output: {(error.strerror or str(error)).lower()}")


def tell(message: str) -> None:
    """Print a message to standard error, and ignore a failed write, so that a note never suppresses the answer.

    The function replaces names of library parameters in the message by names of options.
    """
    with suppress(OSError):
        _echo(_fit(f"mlgraph: {name_options(message)}"), err=True)


def _fit(message: str) -> str:
    """Return a message wrapped between words for a terminal, except for suggested commands, or unchanged for a pipe."""
    if not sys.stderr.isatty():
        return message
    from mlgraph.text.formatting import remove_escapes, wrap

    lines = message.splitlines()
    # only suggested commands have colours
    return "\n".join(
        part for line in lines for part in (wrap(line, "", "  ") if remove_escapes(line) == line else [line])
    )


def report(error: MlgraphError) -> None:
    """Print an error to standard error and, with `--json`, also to standard output."""
    report_as_json(error)
    tell(_write_message(error))


def report_as_json(error: MlgraphError) -> None:
    """Print an error as JSON to standard output if the user typed `--json`, and ignore a failed write."""
    if "--json" in sys.argv[1:]:
        from mlgraph.text.json import dump_error

        with suppress(FileError):
            put(dump_error(error, name_options(_write_message(error))))


def _write_message(error: MlgraphError) -> str:
    """Return the message of an error, with advice for an unknown name or a missing file.

    The message about a graph with many mistakes has those that fit one screen, unless the user typed `--all`.
    """
    if isinstance(error, GraphFileError):
        from mlgraph.cli.hints import suggest_check
        from mlgraph.text.check import list_mistakes

        command = suggest_check(error.path)
        return fit_one_screen(partial(list_mistakes, error), not command or "--all" in sys.argv[1:], command=command)
    # the text after a semicolon is advice already, such as the names of all fields of experience
    if isinstance(error, UnknownNameError) and not (error.nearest or "; " in error.problem):
        return f"{error}; mlgraph list prints all names"
    missing = error.__cause__
    if isinstance(error, FileError) and isinstance(missing, FileNotFoundError) and missing.filename:
        return f"{error}{_suggest_files(Path(missing.filename)) or '; check the name and the folder'}"
    return str(error)


def _suggest_files(missing: Path) -> str:
    """Return a text such as ", did you mean me.toml?" with the most similar names of files in the folder."""
    from difflib import get_close_matches
    from itertools import islice

    try:
        with os.scandir(missing.parent) as entries:
            names = sorted(
                (each.name for each in islice(entries, 1000)), key=lambda each: (each.endswith(missing.suffix), each)
            )
    except OSError:
        return ""
    files = {Path(name).stem: name for name in names}  # without suffixes, which would make all names similar
    nearest = " or ".join(sanitize(files[stem]) for stem in get_close_matches(missing.stem, files))
    return nearest and f", did you mean {nearest}?"


def tell_aliases(graph: "Graph", *answers: tuple[str | None, str]) -> None:
    """Print which node each typed alias stands for, since the user may expect another node."""
    from mlgraph.names import fold

    for name, node in dict.fromkeys(answers):
        title = graph.nodes[node]["title"]
        if name is not None and fold(name) not in (fold(node), fold(title)):
            tell(f"'{sanitize(name)}' is read as {title} ({node})")
