"""The commands of `mlgraph import`, one for each importer, such as `mlgraph import onet`."""

from collections.abc import Iterator
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer

from mlgraph.cli.options import AsJson, make_number_parser
from mlgraph.cli.output import keep_inputs, put, tell
from mlgraph.cli.parameters import name_option
from mlgraph.cli.progress import Watch
from mlgraph.errors import UsageError
from mlgraph.importers.registry import IMPORTERS, Importer, Rule, Value, read

import_ = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Turn a public taxonomy or a spreadsheet into a graph file.",
)

_Source = Annotated[Path, typer.Argument(metavar="SOURCE", help="The folder or file, as published.")]
_Output = Annotated[
    Path,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE.json",
        help="The graph file to write; an existing one is replaced. - prints JSON.",
    ),
]


def _build_command(name: str, importer: Importer) -> Any:
    """Make the command for an importer, with an option for each rule by which it fills in missing values."""

    def run(source: Path, output: Path, as_json: bool, **rules: Value) -> None:
        _import(name, source, output, rules, as_json)

    command: Any = run
    command.__doc__ = f"Import {importer.help}.\n\n\\b\nExamples:\n" + "\n".join(_list_examples(name, importer))
    keyword = Parameter.KEYWORD_ONLY
    options = (
        Parameter(rule, keyword, default=each.default, annotation=_annotate(rule, each))
        for rule, each in importer.rules.items()
    )
    fixed = (Parameter("source", keyword, annotation=_Source), Parameter("output", keyword, annotation=_Output))
    as_json = Parameter("as_json", keyword, default=False, annotation=AsJson)
    command.__signature__ = Signature([*fixed, *options, as_json])
    return command


def _annotate(name: str, rule: Rule) -> Any:
    """Return the type annotation of the option that sets a rule of an importer.

    The type annotation has the help text of the option and, if the value of the rule is a number, a parser.
    """
    said = f"Rule: {rule.help}."
    if rule.is_switch:
        return Annotated[bool, typer.Option(f"{name_option(name)}/{name_option('no_' + name)}", help=said)]
    if rule.is_text:
        return Annotated[
            str, typer.Option(name_option(name), metavar=rule.unit.upper(), help=f"{rule.help.capitalize()}.")
        ]
    right = f"a number from {rule.least:g} to {rule.most:g}, such as {rule.default:g}"
    parse = make_number_parser(name_option(name), right, lambda value: rule.least <= value <= rule.most)
    return Annotated[float, typer.Option(name_option(name), metavar=rule.unit.upper(), parser=parse, help=said)]


def _list_examples(name: str, importer: Importer) -> Iterator[str]:
    """Yield two example commands for an importer.

    The second example doubles the number that a rule of the importer uses by default. If no rule has a number, the
    second example writes the graph as TOML.
    """
    command = f"  mlgraph import {name} {importer.example} -o {name}"
    yield f"{command}.json"
    numbers = ((rule, each.default) for rule, each in importer.rules.items() if isinstance(each.default, int | float))
    rule, default = next(numbers, ("", 0))
    yield f"{command}.json {name_option(rule)} {default * 2:g}" if rule else f"{command}.toml"


def _import(name: str, source: Path, output: Path, rules: dict[str, Value], as_json: bool) -> None:
    from mlgraph import filesystem
    from mlgraph.graphfile.dump import dump, find_file_format
    from mlgraph.text.check import dump_import, render_import

    is_printed = filesystem.is_standard(output)
    if is_printed and as_json:
        raise UsageError("--output - prints the graph; leave out --json, or name a file")
    keep_inputs(output, source)
    format = "json" if is_printed else find_file_format(output)  # before the import, which takes long
    with Watch("reading") as watch:
        result = read(name, source, progress=watch, **rules)
        watch("writing the graph")
        filesystem.write(output, dump(result.graph, format).encode())
    write = dump_import if as_json else render_import
    (tell if is_printed else put)(
        write("standard output" if is_printed else str(output), result.graph, result.read, result.left_out)
    )


for _name, _importer in IMPORTERS.items():
    import_.command(_name)(_build_command(_name, _importer))
