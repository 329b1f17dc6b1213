"""Suggestions of commands to type next, made from the command that the user typed."""

import os
import re
import sys
from collections.abc import Mapping, Sequence

from mlgraph.printable import sanitize

# options without a value
_FLAGS = {"--all", "--json", "--rules"}
_PLAIN_WITH_BLANKS = re.compile(r"[\w .,+/-]+")


def repeat_command(*more: str, instead: Sequence[str] = (), without: Sequence[str] = ()) -> str:
    """Return the command that the user typed, with the words in the list `more` added at its end.

    The words in `instead` replace the name of the typed command. From the typed command, the function leaves out
    --output and all options in `without`, with their values.
    """
    name, *words = sys.argv[1:]
    kept = [*(instead or [name]), *_drop(words, (*without, "-o", "--output"))]
    end = kept.index("--") if "--" in kept else len(kept)
    return " ".join(["mlgraph", *map(_quote, [*kept[:end], *more, *kept[end:]])])


def suggest_check(path: str) -> str:
    """Return the command that prints all mistakes of the graph at a path, or an empty text if no graph has the path.

    The path is that of an error, which joins the files of a merged graph by commas. Other paths, such as that of a
    profile, have no such command.
    """
    from mlgraph import filesystem
    from mlgraph.graphfile.files import locate

    name, *words = sys.argv[1:]
    if name == "check":
        return repeat_command("--all")
    pairs = zip(["", *words], words, strict=False)
    graphs = (
        words
        if name == "diff"
        else [
            each.removeprefix("--graph=")
            for before, each in pairs
            if before == "--graph" or each.startswith("--graph=")
        ]
    )
    names = [filesystem.name_of(locate(each)) for each in graphs]
    files = {", ".join(names): graphs, **{each: [graph] for each, graph in zip(names, graphs, strict=True)}}.get(path)
    return " ".join(["mlgraph check", *map(_quote, files), "--all"]) if files else ""


def _drop(words: Sequence[str], without: Sequence[str]) -> list[str]:
    """Remove the options whose names are in `without`, with their values, from the words of a command line."""
    kept: list[str] = []
    left = iter(words)
    for word in left:
        name, equals, _ = word.partition("=")
        if name not in without:
            kept.append(word)
        elif not equals and name not in _FLAGS:
            next(left, None)
    return kept


def _quote(word: str) -> str:
    """Quote a word for the shell, in double quotes if these are safe, as in the examples of the documentation."""
    said = sanitize(word, 1000)
    if os.name == "nt":
        from subprocess import list2cmdline

        return list2cmdline([said])
    if " " in said and _PLAIN_WITH_BLANKS.fullmatch(said):
        return f'"{said}"'
    from shlex import quote

    return quote(said)


def list_hints(commands: Mapping[str, str]) -> list[str]:
    """Return a line for each suggested command, with a description before the command.

    If a suggested command and its description are too long for one line, the command gets a line of its own.
    """
    from mlgraph.text.formatting import count_cells, get_width, make_dim

    wide = max(map(len, commands), default=0) + 3
    lines: list[str] = []
    for label, command in commands.items():
        line = f"{f'{label}:':<{wide}}{command}"
        lines += [line] if count_cells(line) <= get_width() else [f"{label}:", command]
    return [*map(make_dim, lines)]
