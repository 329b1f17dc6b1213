"""Completion of command lines with the Tab key in bash, zsh, fish and PowerShell.

The completion of Typer, the library that parses command lines, cannot complete names with blanks. In zsh, Typer's
completion also runs names of nodes as code, and a graph file from a stranger may contain harmful names. With the
completion scripts of mlgraph, a shell never runs the names in a graph file as code.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from os.path import expanduser
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from mlgraph.cli.output import put
from mlgraph.errors import MlgraphError
from mlgraph.printable import is_visible

# the kinds of nodes whose names may stand for each metavar
_KINDS = {"POSITION": ("stage", "role"), "SKILL": ("skill",), "NAME": ("stage", "role", "skill")}

_SCRIPTS = {
    "bash": r"""
_mlgraph() {
    local answer line
    COMPREPLY=()
    answer=$("$1" complete bash -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null) || { compopt -o default; return; }
    while IFS= read -r line; do [ -n "$line" ] && COMPREPLY+=("$line"); done <<< "$answer"
}
complete -F _mlgraph mlgraph
""",
    "zsh": r"""
#compdef mlgraph
_mlgraph() {
    local answer
    local -a lines names
    answer=$($words[1] complete zsh -- "${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX" 2>/dev/null) || { _files; return }
    lines=("${(@f)answer}")
    names=("${(@)lines%%$'\t'*}")
    [[ -n $answer ]] && compadd -U -l -d lines -a names
}
compdef _mlgraph mlgraph
""",
    "fish": r"""
function __mlgraph
    set -l lines
    if set lines (mlgraph complete fish -- (commandline -cp | string collect) 2>/dev/null)
        string join \n -- $lines
    else
        __fish_complete_path (commandline -ct)
    end
end
complete --command mlgraph --no-files --arguments '(__mlgraph)'
""",
    # PowerShell quotes differently from shlex, and removes the quotes, so the words come in an environment variable
    "powershell": r"""
Register-ArgumentCompleter -Native -CommandName mlgraph -ScriptBlock {
    param($typed, $command, $cursor)
    $words = @($command.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object {
        if ($null -ne $_.Value) { "$($_.Value)" } else { $_.Extent.Text }
    })
    $last = "$typed"
    if ($last -match "^'") { $last = ($last -replace "^'|(?<=.)'$").Replace("''", "'") }
    $words += $last -replace '^"' -replace '"$'
    $line, $utf8, $encoding = $env:MLGRAPH_LINE, $env:PYTHONUTF8, [Console]::OutputEncoding
    try {
        $env:MLGRAPH_LINE = ($words | ForEach-Object { "'" + $_.Replace("'", "'\''") + "'" }) -join ' '
        $env:PYTHONUTF8 = '1'
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        mlgraph complete powershell 2>$null | ForEach-Object {
            $answer, $name, $about = $_ -split "`t"
            if (-not $about) { $about = $name }
            [System.Management.Automation.CompletionResult]::new($answer, $name, 'ParameterValue', $about)
        }
    } finally {
        $env:MLGRAPH_LINE = $line
        $env:PYTHONUTF8 = $utf8
        [Console]::OutputEncoding = $encoding
    }
}
""",
}
_Shell = Annotated[
    Literal["bash", "zsh", "fish", "powershell"], typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")
]
_Line = Annotated[str, typer.Argument(envvar="MLGRAPH_LINE")]


def completion(shell: _Shell) -> None:
    r"""Print a script that makes the Tab key of a shell complete mlgraph commands.

    With the script, the Tab key completes commands, options, and the ids, titles and aliases of a graph.

    From the examples below, put the line for your shell in the file that the shell reads when it starts. Bash reads
    ~/.bashrc when it starts. Zsh reads ~/.zshrc when it starts, where the line for completion must be after compinit.
    Fish reads ~/.config/fish/config.fish. PowerShell reads the file that $PROFILE names when it starts.

    \b
    Examples:
      eval "$(mlgraph completion bash)"
      eval "$(mlgraph completion zsh)"
      mlgraph completion fish | source
      mlgraph completion powershell | Out-String | Invoke-Expression
    """
    put(_SCRIPTS[shell].strip())


def complete(context: typer.Context, shell: _Shell, line: _Line) -> None:
    """Print the possible completions of the last word of a command line, one per line.

    Exit with code 1 if the last word is the name of a file, so that the shell completes the name.
    """
    words, typed, quote = _split(line)
    expected = _expect(context.find_root().command, words, typed)
    if expected.file:
        raise typer.Exit(1)
    # the graph file was not validated, so its names may be unprintable
    found = [pair for pair in expected.list_candidates() if all(map(is_visible, pair))]
    names = [name for name, _ in found]
    for name, about in found:
        if shell == "powershell":
            answer = f"{expected.prefix}{name}"
            put(f"{_quote_for_powershell(answer)}\t{answer}\t{about}")
            continue
        # fish shows only names that begin with the typed word; other shells replace the word by what all names begin
        # with
        kept = not name.casefold().startswith(expected.typed.casefold()) if shell == "fish" else len(found) > 1
        answer = _as_typed(name, expected.typed, names) if kept else name
        put(_quote(answer, quote) if shell == "bash" else f"{expected.prefix}{answer}\t{about}")


def _as_typed(name: str, typed: str, names: list[str]) -> str:
    """Return the name of a node with the case and accents that the user typed, unless the result names another node."""
    from mlgraph.names import fold

    kept = typed + name[len(typed) :]
    return kept if [other for other in names if fold(other) == fold(kept)] == [name] else name


@dataclass(frozen=True)
class _Expected:
    """The possible completions of the last word of a command line.

    The possible completions are `names` with their help texts, and names of nodes of the `kinds` in the graph files
    `graphs`. If `file` is true, names of files are possible, too.

    `prefix` is the part of the typed word before the name to complete, such as `--to=`.
    """

    typed: str
    names: dict[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    file: bool = False
    prefix: str = ""

    def list_candidates(self) -> Iterator[tuple[str, str]]:
        yield from ((name, about) for name, about in self.names.items() if name.startswith(self.typed))
        yield from _list_nodes(self.graphs, self.kinds, self.typed) if self.kinds else ()


def _split(line: str, quotes: tuple[str, ...] = ("", '"', "'")) -> tuple[list[str], str, str]:
    """Return the complete words of a command line, the unfinished last word, and the quotation mark still open."""
    try:
        words = shlex.split(f"{line}x{quotes[0]}")  # the added x makes sure that there is a last word
    except ValueError:
        return _split(line, quotes[1:])
    return words[1:-1], words[-1][:-1], quotes[0]


def _expect(command: Any, words: list[str], typed: str) -> _Expected:
    """Return the possible completions of the word `typed`, which follows the complete `words` of a command line."""
    graphs: list[str] = []
    arguments = _list_arguments(command)
    rest = iter(words)
    for word in rest:
        option, _, value = word.partition("=")
        parameter = _list_options(command).get(option)
        if parameter is not None and not parameter.is_flag:
            value = value if "=" in word else next(rest, "")
            if not value:
                return _expect_value(parameter, typed, graphs)
            graphs += [value] if "--graph" in parameter.opts else []
        elif isinstance(command, TyperGroup) and word in command.commands:
            command = command.commands[word]
            arguments = _list_arguments(command)
        elif parameter is None and arguments:
            arguments = arguments[arguments[0].nargs != -1 :]
    option, equals, value = typed.partition("=")
    if equals and (parameter := _list_options(command).get(option)):
        return replace(_expect_value(parameter, value, graphs), prefix=f"{option}=")
    if isinstance(command, TyperGroup) and not typed.startswith("-"):
        shown = {name: each for name, each in command.commands.items() if not each.hidden}
        return _Expected(typed, {name: each.get_short_help_str(60) for name, each in shown.items()})
    if arguments and not typed.startswith("-"):
        return _expect_value(arguments[0], typed, graphs)
    return _Expected(
        typed, {name: each.help or "" for name, each in _list_options(command).items() if name.startswith("--")}
    )


def _list_options(command: Any) -> dict[str, Any]:
    options = (each for each in command.params if each.param_type_name == "option")
    return {name: each for each in options for name in (*each.opts, *each.secondary_opts)}


def _list_arguments(command: Any) -> list[Any]:
    return [each for each in command.params if each.param_type_name == "argument"]


def _expect_value(parameter: Any, typed: str, graphs: list[str]) -> _Expected:
    """Return the possible values of an option or argument.

    The possible values come from the choices of the option or argument, or from its placeholder in the help, such as
    POSITION.
    """
    if parameter.metavar == "FILE.FORMAT" and re.search(r"[^./]\.\w*$", typed):
        return _expect_format(typed)
    choices = dict.fromkeys(getattr(parameter.type, "choices", ()), "")
    kinds = _KINDS.get(re.sub(r"[^A-Z]", "", parameter.metavar or ""), ())
    return _Expected(typed, choices, kinds, tuple(graphs), file=parameter.type.name == "path")


def _expect_format(typed: str) -> _Expected:
    """Complete the suffix of a file to export, or let the shell complete the file name if no suffix fits."""
    from mlgraph.export.formats import FORMATS

    stem = typed.rpartition(".")[0]
    names = {f"{stem}.{suffix}": row.help for suffix, row in FORMATS.items()}
    return _Expected(typed, names, file=not any(name.startswith(typed) for name in names))


def _list_nodes(graphs: tuple[str, ...], kinds: tuple[str, ...], typed: str) -> Iterator[tuple[str, str]]:
    """Yield the names of nodes that begin with the typed text, each with the id or the title of the node as a hint.

    The function ignores case and accents when it compares names with the typed text.

    The function does not validate the graph file, since validation takes several times as long as reading. If the graph
    file cannot be read, the function yields no names.
    """
    from mlgraph.graphfile.document import read
    from mlgraph.graphfile.files import OWN, locate
    from mlgraph.graphfile.overlay import merge_documents

    paths = (locate(expanduser(path)) for path in graphs or [OWN])
    try:
        tables = merge_documents(*map(read, paths)).tables
    except MlgraphError:
        return
    for kind in kinds:
        entries = tables.get(kind)
        for node, table in entries.items() if isinstance(entries, dict) else ():
            names = _list_names(node, table if isinstance(table, dict) else {})
            if (name := _find_beginning(names, typed)) is not None:
                yield name, names[0] if name == node else node


def _list_names(node: str, table: dict[str, Any]) -> list[str]:
    """Return the title, the aliases and the id of a node."""
    aliases = table.get("aliases")
    found = [table.get("title"), *(aliases if isinstance(aliases, list) else ()), node]
    return [name for name in found if isinstance(name, str)]


def _find_beginning(names: list[str], typed: str) -> str | None:
    """Return a name of a node that begins with the typed text, or None if the node has no such name.

    The function returns the id of the node if the id begins with exactly the typed text. If the id begins with another
    text, the function returns the first name that begins with the typed text, whatever its case and accents.
    """
    from mlgraph.names import fold

    if names[-1].startswith(typed):
        return names[-1]
    key = fold(f"{typed}x")[:-1]  # a blank at the end of the typed text counts
    return next((name for name in names if fold(name).startswith(key)), None)


def _quote_for_powershell(name: str) -> str:
    """Quote a name as one word for PowerShell, which treats curly quotes like straight ones."""
    if re.fullmatch(r"[\w./+][\w./+=-]*|--[\w-]+(=[\w./+-]*)?", name):
        return name
    return "'" + re.sub("(['\u2018-\u201b])", r"\1\1", name) + "'"


def _quote(name: str, quote: str) -> str:
    """Escape a name for bash, inside quotation marks of the type `quote`, or outside of quotes if `quote` is empty."""
    if not quote:
        return re.sub(r"([^\w,./+%-])", r"\\\1", name)
    inside = name.replace("'", "'\\''")
    if quote == '"':
        # in bash, "!" inserts an earlier command, and a backslash before it would stay in the word
        inside = re.sub(r'([\\"$`])', r"\\\1", name).replace("!", "\"'!'\"")
    # bash does not add a closing quote if the name ends with the same quote
    return inside + quote * inside.endswith(quote)
