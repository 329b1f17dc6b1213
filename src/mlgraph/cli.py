"""The command line: load, ask, print; the one place where an error becomes a message and an exit code."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mlgraph.errors import FileError, GraphFileError, MlgraphError, UsageError, shown
from mlgraph.limits import HOURS_LIMIT, MONTHS_LIMIT
from mlgraph.watch import Watch

# what a command needs is loaded by the command: help and completion are there at once
if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.planner import Wishes
    from mlgraph.plans import Plan
    from mlgraph.sheets import Import

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)

GraphFile = Annotated[Path | None, typer.Option("--graph", metavar="FILE", help="A graph file, .toml or .json.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Have = Annotated[list[str] | None, typer.Option("--have", metavar="SKILL", help="A skill you have; may be repeated.")]
Pace = Annotated[float, typer.Option("--pace", metavar="HOURS", help="Hours of study a week.")]
By = Annotated[Literal["time", "effort", "steps"], typer.Option("--by", help="What to keep smallest.")]
Via = Annotated[
    list[str] | None, typer.Option("--via", metavar="NAME", help="Pass this position, or learn this skill.")
]
Avoid = Annotated[list[str] | None, typer.Option("--avoid", metavar="NAME", help="Not this position or skill.")]
Limit = Annotated[float, typer.Option("--limit", metavar="SECONDS", help="Then print the best plan found so far.")]


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
    via: Via = None,
    avoid: Avoid = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", metavar="K", min=1, help="Print the K best plans side by side.")
    ] = 1,
    limit: Limit = 20,
    graph: GraphFile = None,
    as_json: AsJson = False,
) -> None:
    r"""Plan the way from one position to another.

    The plan says which moves to make, and what to learn before each. It is the best there is: by time (months), effort
    (hours of study) or steps (moves). Ctrl-C, or the limit, ends a long search with the best plan found so far. --have,
    --via and --avoid may be repeated.

    \b
    Examples:
      mlgraph path --from beginner --to chief-data-scientist
      mlgraph path --from beginner --to "ML engineer" --have python --by effort
      mlgraph path --from beginner --to cds --via "data scientist" --avoid docker
      mlgraph path --from beginner --to cds --alternatives 3
    """
    from mlgraph import text

    wishes: Wishes = {"have": have or (), "pace": pace, "by": by, "via": via or (), "avoid": avoid or ()}
    loaded, plans = _planned(graph, source, target, alternatives, limit, wishes)
    _tell_aliases(loaded, (source, plans[0].source), (target, plans[0].target))
    if alternatives > 1:
        _print(text.plans_json(plans) if as_json else text.plans_lines(plans))
    else:
        _print(text.plan_json(plans[0]) if as_json else text.plan_lines(plans[0]))


def _planned(
    graph: Path | None, source: str, target: str, count: int, limit: float, wishes: "Wishes"
) -> "tuple[Graph, tuple[Plan, ...]]":
    from mlgraph import store
    from mlgraph.planner import Planner

    with Watch("reading the graph") as watch:
        loaded = store.load(graph)
        watch("looking for the best plan; Ctrl-C prints the best so far")
        planner = Planner(loaded)
        wishes |= {"limit": limit, "stop": watch.interruptible().stopped}
        if count > 1:
            return loaded, planner.plans(source, target, count, **wishes)
        return loaded, (planner.plan(source, target, **wishes),)


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
    from mlgraph import query, store, text

    loaded = store.load(graph)
    found = query.describe(loaded, name)
    _tell_aliases(loaded, (name, found.id))
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
    from mlgraph import query, store, text
    from mlgraph.model import KINDS

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
    from mlgraph import query, store, text

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
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; its suffix says what.")],
    source: Annotated[str | None, typer.Option("--from", metavar="POSITION", help="Show a plan from here.")] = None,
    target: Annotated[str | None, typer.Option("--to", metavar="POSITION", help="Show a plan to here.")] = None,
    focus: Annotated[str | None, typer.Option("--focus", metavar="NAME", help="Draw this and its neighbours.")] = None,
    only: Annotated[Literal["roles", "skills"] | None, typer.Option("--only", help="Draw only these.")] = None,
    by: By = "time",
    have: Have = None,
    pace: Pace = 10,
    via: Via = None,
    avoid: Avoid = None,
    limit: Limit = 20,
    graph: GraphFile = None,
) -> None:
    r"""Draw a graph, a neighbourhood or a plan.

    FILE ends in .png, .svg, .pdf or .dot for a picture, or in .json, .toml, .graphml, .gexf or .mmd (Mermaid) for the
    graph in another format. An older FILE is replaced.

    \b
    Examples:
      mlgraph export map.png
      mlgraph export plan.svg --from beginner --to chief-data-scientist
      mlgraph export python.pdf --focus python
    """
    from mlgraph import files, store
    from mlgraph.export import exported, format_of

    format = format_of(file)
    if (source is None) != (target is None):
        raise UsageError("a plan has two ends: give both --from and --to")
    if source is None or target is None:
        if via or avoid or have:
            raise UsageError("--have, --via and --avoid are about a plan: give --from and --to as well")
        loaded, plan = store.load(graph), None
    else:
        wishes: Wishes = {"have": have or (), "pace": pace, "by": by, "via": via or (), "avoid": avoid or ()}
        loaded, (plan,) = _planned(graph, source, target, 1, limit, wishes)
        _tell_aliases(loaded, (source, plan.source), (target, plan.target))
    with Watch("drawing"):
        files.write(file, exported(loaded, format, plan=plan, focus=focus, only=only))


@app.command()
def schema() -> None:
    r"""Print the JSON Schema of a graph file.

    Editors complete and check graph files with it.

    \b
    Example:
      mlgraph schema > graph.schema.json
    """
    from mlgraph import text
    from mlgraph.schema import json_schema

    _print(text.to_json(json_schema()))


importing = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(importing, name="import", help="Turn a public taxonomy into a graph file.")

Folder = Annotated[Path, typer.Argument(metavar="SOURCE", help="The folder as it was published.")]
Out = Annotated[Path, typer.Option("-o", "--output", metavar="FILE.json", help="The graph file to write.")]


def _months(unit: str) -> Any:
    return typer.Option(metavar="MONTHS", help=f"Rule: months before a move, {unit}.", min=0, max=MONTHS_LIMIT)


def _hours(unit: str) -> Any:
    return typer.Option(metavar="HOURS", help=f"Rule: hours of study, {unit}.", min=0, max=HOURS_LIMIT)


@importing.command("onet")
def import_onet(
    source: Folder,
    output: Out,
    months_per_zone: Annotated[float, _months("per job zone upward and once more")] = 12,
    hours_per_technology: Annotated[float, _hours("per technology")] = 10,
    hours_per_level: Annotated[float, _hours("per level of an element of Skills or Knowledge")] = 40,
    downward: Annotated[bool, typer.Option("--downward/--no-downward", help="Keep moves to a lower job zone.")] = True,
) -> None:
    r"""Import O*NET's text files: occupations, related occupations, technology skills.

    \b
    Example:
      mlgraph import onet db_30_0_text -o onet.json --no-downward
    """
    from mlgraph import onet

    rules: dict[str, Any] = {"months_per_zone": months_per_zone, "hours_per_technology": hours_per_technology}
    _import(partial(onet.read, source, **rules, hours_per_level=hours_per_level, downward=downward), output)


@importing.command("esco")
def import_esco(
    source: Folder,
    output: Out,
    overlap: Annotated[
        float, typer.Option(min=0.01, max=1, help="Rule: share of the essential skills that makes a move.")
    ] = 0.5,
    months_per_move: Annotated[float, _months("the same for each")] = 24,
    hours_per_skill: Annotated[float, _hours("the same for each skill")] = 20,
) -> None:
    r"""Import ESCO's CSV files: occupations, essential and optional skills, moves by overlap.

    \b
    Example:
      mlgraph import esco esco-1.1.1 -o esco.json --overlap 0.6
    """
    from mlgraph import esco

    rules: dict[str, Any] = {"overlap": overlap, "months_per_move": months_per_move, "hours_per_skill": hours_per_skill}
    _import(partial(esco.read, source, **rules), output)


@importing.command("uk-ddat")
def import_uk_ddat(
    source: Folder,
    output: Out,
    months_per_level: Annotated[float, _months("per step of seniority")] = 18,
    hours_per_level: Annotated[float, _hours("per step of proficiency")] = 40,
) -> None:
    r"""Import the UK Digital and Data Profession Capability Framework.

    \b
    Example:
      mlgraph import uk-ddat uk-ddat -o uk.json
    """
    from mlgraph import uk_ddat

    rules: dict[str, Any] = {"months_per_level": months_per_level, "hours_per_level": hours_per_level}
    _import(partial(uk_ddat.read, source, **rules), output)


@importing.command("metacademy")
def import_metacademy(source: Folder, output: Out) -> None:
    r"""Import Metacademy's concept graph: concepts, hours, prerequisites with reasons.

    \b
    Example:
      mlgraph import metacademy graph_data.json -o metacademy.json
    """
    from mlgraph import metacademy

    _import(partial(metacademy.read, source), output)


def _import(read: "Callable[..., Import]", output: Path) -> None:
    from mlgraph import files, store, text
    from mlgraph.document import Document

    format = output.suffix.removeprefix(".").lower()
    if format not in ("json", "toml"):
        raise UsageError(f"a graph file ends in .json or .toml, not in '{shown(format)}'")
    with Watch("reading") as watch:
        result = read(progress=watch)
        watch("checking the graph")
        graph = store.build(Document(str(output), "", result.tables))
        watch("writing the graph")
        files.write(output, store.dump(graph, format).encode())
    _print(text.import_lines(str(output), graph, result.read, result.left_out))


def _tell_aliases(graph: "Graph", *answers: tuple[str, str]) -> None:
    """Say which node a name was taken for, where it is neither its id nor its title: aliases may surprise."""
    from mlgraph.model import fold

    for name, node in answers:
        title = graph.nodes[node]["title"]
        if fold(name) not in (fold(node), fold(title)):
            typer.echo(f"mlgraph: '{shown(name)}' is taken as {title} ({node}), which is also called so", err=True)


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
