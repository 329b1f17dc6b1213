"""The commands show, list, check and schema, which describe or check a graph."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlgraph.cli.options import All, Area, AsJson, GraphFiles, Limit, Output
from mlgraph.cli.output import fit_one_screen, put, put_table, tell_aliases
from mlgraph.cli.session import tell_generated
from mlgraph.errors import GraphFileError, UsageError

if TYPE_CHECKING:
    from mlgraph.analysis.breaches import Laws
    from mlgraph.model import Graph

LIMIT_OF_LAWS = 60.0  # seconds


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A stage, role or skill.")],
    area: Area = None,
    graph: GraphFiles = None,
    whole: All = False,
    as_json: AsJson = False,
) -> None:
    r"""Describe a stage, role or skill.

    For a stage, role or skill, the command prints its needs, its moves, and the nodes that need it. For a role, the
    command prints the pay, and for a skill, a resource to learn from. With --all, the command also prints all figures,
    ids and sources of the node.

    \b
    Examples:
      mlgraph show data-scientist
      mlgraph show "linear algebra" --json
    """
    from mlgraph.analysis.describe import describe
    from mlgraph.analysis.figures import choose_area
    from mlgraph.graphfile.load import load
    from mlgraph.text.json import to_json
    from mlgraph.text.node import render_description

    loaded = load(*graph or ())
    found, where = describe(loaded, name), area and choose_area(loaded, area)
    tell_aliases(loaded, (name, found.id))
    lines = partial(render_description, found, area=where)
    put(to_json(found) if as_json else fit_one_screen(lines, whole))


def list_(
    kind: Annotated[
        Literal["stages", "roles", "skills"] | None, typer.Argument(help="stages, roles or skills; else all nodes.")
    ] = None,
    graph: GraphFiles = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    r"""List the stages, roles and skills of a graph.

    In a pipe, the command prints one line for each node, with aligned columns.

    \b
    Examples:
      mlgraph list roles
      mlgraph list skills --graph my-graph.toml
      mlgraph list -o list.csv
    """
    from mlgraph.analysis.describe import list_entries
    from mlgraph.graphfile.load import load
    from mlgraph.model import KINDS
    from mlgraph.text.json import to_json
    from mlgraph.text.node import format_entry_lines, format_entry_table
    from mlgraph.text.tables import tabulate_entries

    loaded = load(*graph or ())
    found = list_entries(loaded, KINDS if kind is None else (kind.removesuffix("s"),))
    write = format_entry_table if sys.stdout.isatty() else format_entry_lines
    if put_table(output, loaded, partial(tabulate_entries, found)):
        put(to_json(found) if as_json else write(found))


def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="mlgraph's own if left out.")] = None,
    graph: GraphFiles = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Also list what cites no source, and what figures rest on.")
    ] = False,
    links: Annotated[
        Path | None,
        typer.Option("--links", metavar="FILE", help="Write the web addresses for a link checker; - prints them."),
    ] = None,
    laws: Annotated[bool, typer.Option("--laws", help="Also list plans that no career would have.")] = False,
    limit: Limit = LIMIT_OF_LAWS,
    whole: All = False,
    as_json: AsJson = False,
) -> None:
    r"""Check a graph file and list the mistakes in the file.

    The command prints each mistake in a graph file with its line and a fix. If the mistakes do not fit one screen, the
    command prints the first ones, and with --all, all of them. A warning points to a probable mistake,
    such as a role without moves, or a need that follows from other needs. With --evidence, the command also lists nodes
    and edges without a source, and figures that are only estimates. With --evidence, the exit code is 1 if a node or an
    edge has no source. If you give several graph files, each file overlays the files before it, and the command lists
    the replaced values. The option --links writes each web address in the graph to a file, on a line of its own, and
    fetches nothing.

    With --laws, the command plans from all positions to all roles, and lists implausible plans. A plan is implausible
    if a person who knows more needs longer, or if it takes years to reach a role of the same stage. In a large graph,
    --laws checks only a random sample of plans. With --laws, the exit code is 1 if the command finds implausible plans.

    \b
    Examples:
      mlgraph check my-graph.toml
      mlgraph check --evidence
      mlgraph check --links links.txt
      mlgraph check my-graph.toml --laws --limit 10
      mlgraph check mlgraph my-company.toml --json
    """
    from mlgraph.graphfile import lint, overlay
    from mlgraph.graphfile.files import OWN
    from mlgraph.graphfile.load import build, read_layers
    from mlgraph.text.check import dump_check, render_check
    from mlgraph.text.diff import describe_override, sort_by_people

    if files and graph:
        raise UsageError("give the files once: either as FILE or with --graph")
    if links and str(links) == "-" and (as_json or evidence):
        raise UsageError("--links - prints the addresses only; leave out --json and --evidence, or name a file")
    named = files or graph or [Path(OWN)]
    try:
        document = read_layers(*named)
        loaded = build(document)
    except GraphFileError as error:
        if not as_json:
            raise
        put(dump_check(named, error.diagnostics))
        raise typer.Exit(1) from error
    if links:
        from mlgraph import filesystem

        addresses = lint.list_addresses(loaded)
        if str(links) == "-":
            put("\n".join(addresses))
            return
        filesystem.write(links, "".join(f"{each}\n" for each in addresses).encode())
    tell_generated(loaded)
    warnings = lint.lint(loaded, document)
    overrides = overlay.list_overrides(document) if len(named) > 1 else ()  # a folder has one graph in several files
    found = lint.collect_evidence(loaded) if evidence else None
    broken = _check_laws(loaded, limit) if laws else None
    if as_json:
        put(dump_check(named, warnings, overrides, found, broken))
    else:
        overridden = [describe_override(each, loaded) for each in sort_by_people(overrides)]
        put(
            fit_one_screen(
                partial(render_check, document.path, loaded, warnings, overridden, found, laws=broken), whole
            )
        )
    if (found and not found.complete) or (broken and broken.breaches):
        raise typer.Exit(1)


def _check_laws(graph: "Graph", limit: float) -> "Laws":
    from mlgraph.analysis.laws import check_laws
    from mlgraph.cli.progress import Watch
    from mlgraph.planning.options import PlanOptions
    from mlgraph.planning.solver import Solver
    from mlgraph.search.budget import Budget

    with Watch("checking the laws") as watch:

        def tell(asked: int, total: int) -> None:
            watch(f"checking the laws: {asked:,} of {total:,} pairs; Ctrl-C prints the breaches so far")

        budget = Budget(limit, watch.catch_interrupts().is_stopped)
        return check_laws(Solver(graph), PlanOptions(), budget, tell=tell)


def schema(
    of: Annotated[
        Literal["graph", "overlay", "answers"], typer.Argument(help="graph files (by default), overlays or answers.")
    ] = "graph",
) -> None:
    r"""Print the JSON Schema of a graph file, of an overlay, or of the answers.

    With the JSON Schema, a text editor can complete and check graph files. The schema of an overlay differs from that
    of a graph file, since entries in an overlay need no title. The schema of the answers describes the output of each
    command with --json, including errors.

    \b
    Examples:
      mlgraph schema
      mlgraph schema > graph.schema.json
      mlgraph schema overlay
      mlgraph schema answers
    """
    from mlgraph.text.json import to_json

    if of == "answers":
        from mlgraph.text.schema import make_answers_schema

        put(to_json(make_answers_schema()))
    else:
        from mlgraph.graphfile.schema import make_json_schema

        put(to_json(make_json_schema(overlay=of == "overlay")))
