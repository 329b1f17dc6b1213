"""The command line: load, ask, print; the one place where an error becomes a message and an exit code."""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from mlgraph import files, query, render, store, text
from mlgraph.draw import draw
from mlgraph.errors import FileError, GraphFileError, MlgraphError, UsageError
from mlgraph.model import KINDS
from mlgraph.plan import plan as find_plan

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)

GraphFile = Annotated[Path | None, typer.Option("--graph", metavar="FILE", help="A graph file, .toml or .json.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Have = Annotated[list[str] | None, typer.Option("--have", metavar="SKILL", help="A skill you have; may be repeated.")]
Pace = Annotated[float, typer.Option("--pace", metavar="HOURS", help="Hours of study a week.")]
By = Annotated[Literal["time", "effort", "steps"], typer.Option("--by", help="What to keep smallest.")]


@app.callback(invoke_without_command=True)
def mlgraph(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Career plans for machine learning: exact, explained, drawn.

    Names are ids, titles or aliases; case and accents make no difference.
    """
    if version:
        from importlib.metadata import version as installed

        _print(f"mlgraph {installed('mlgraph')}")


@app.command()
def path(
    source: Annotated[str, typer.Option("--from", metavar="POSITION", help="Where you are.")],
    target: Annotated[str, typer.Option("--to", metavar="POSITION", help="Where you want to be.")],
    by: By = "time",
    have: Have = None,
    pace: Pace = 10,
    graph: GraphFile = None,
    as_json: AsJson = False,
) -> None:
    r"""Plan the way from one position to another.

    The plan says which moves to make, and what to learn before each. It is the best there is: by time (months), effort
    (hours of study) or steps (moves).

    \b
    Examples:
      mlgraph path --from beginner --to chief-data-scientist
      mlgraph path --from beginner --to "ML engineer" --have python --by effort
    """
    found = find_plan(store.load(graph), source, target, have=have or (), pace=pace, by=by)
    _print(text.plan_json(found) if as_json else text.plan_lines(found))


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A stage, role or skill.")],
    graph: GraphFile = None,
    as_json: AsJson = False,
) -> None:
    r"""Show what a stage, role or skill is.

    What it needs, where it leads, who needs it, and on whose word.

    \b
    Examples:
      mlgraph show data-scientist
      mlgraph show "linear algebra" --json
    """
    found = query.describe(store.load(graph), name)
    _print(text.to_json(found) if as_json else text.description_lines(found))


@app.command("list")
def list_(
    kind: Annotated[Literal["stages", "roles", "skills"] | None, typer.Argument(help="All if left out.")] = None,
    graph: GraphFile = None,
    as_json: AsJson = False,
) -> None:
    r"""List the stages, roles and skills of a graph.

    \b
    Examples:
      mlgraph list roles
      mlgraph list skills --graph my-graph.toml
    """
    found = query.entries(store.load(graph), KINDS if kind is None else (kind.removesuffix("s"),))
    _print(text.to_json(found) if as_json else text.entry_lines(found))


@app.command()
def check(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="mlgraph's own if left out.")] = None,
    graph: GraphFile = None,
    as_json: AsJson = False,
) -> None:
    r"""Check a graph file and list its mistakes.

    Every mistake is listed, with its line and what would be right.

    \b
    Examples:
      mlgraph check my-graph.toml
      mlgraph check my-graph.toml --json
    """
    if file and graph:
        raise UsageError("name the file once: as FILE or with --graph")
    source = file or graph or store.default_path()
    try:
        loaded = store.load(source)
    except GraphFileError as error:
        if not as_json:
            raise
        _print(text.check_json(str(source), error.mistakes, ()))
        raise typer.Exit(1) from error
    lonely = query.unconnected(loaded)
    _print(text.check_json(str(source), (), lonely) if as_json else text.check_lines(str(source), loaded, lonely))


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The picture to write: .dot, .png, .svg or .pdf.")],
    source: Annotated[str | None, typer.Option("--from", metavar="POSITION", help="Show a plan from here.")] = None,
    target: Annotated[str | None, typer.Option("--to", metavar="POSITION", help="Show a plan to here.")] = None,
    focus: Annotated[str | None, typer.Option("--focus", metavar="NAME", help="Draw this and its neighbours.")] = None,
    only: Annotated[Literal["roles", "skills"] | None, typer.Option("--only", help="Draw only these.")] = None,
    by: By = "time",
    have: Have = None,
    pace: Pace = 10,
    graph: GraphFile = None,
) -> None:
    r"""Draw a graph, a neighbourhood or a plan.

    An older FILE is replaced.

    \b
    Examples:
      mlgraph export map.png
      mlgraph export plan.svg --from beginner --to chief-data-scientist
      mlgraph export python.pdf --focus python
    """
    make = render.renderer(file.suffix.removeprefix(".").lower())
    loaded = store.load(graph)
    if (source is None) != (target is None):
        raise UsageError("a plan has two ends: give both --from and --to")
    plan = find_plan(loaded, source, target, have=have or (), pace=pace, by=by) if source and target else None
    files.write(file, make(draw(loaded, plan=plan, focus=focus, only=only).dot))


def main() -> None:
    """Run the command line: exit code 0 with an answer, 1 without one or with bad data, 2 on wrong usage."""
    try:
        app()
    except MlgraphError as error:
        typer.echo(f"mlgraph: {error}", err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)


def _print(answer: str) -> None:
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
