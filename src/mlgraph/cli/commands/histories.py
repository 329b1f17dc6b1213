"""The command `histories`, which counts moves in the careers of many people and writes an overlay."""

import shlex
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlgraph.cli.options import All, AsJson, GraphFiles, make_whole_number_parser
from mlgraph.cli.output import fit_one_screen, keep_inputs, put, tell
from mlgraph.cli.parameters import name_option
from mlgraph.errors import UsageError

if TYPE_CHECKING:
    from mlgraph.histories.moves import Histories


def _read_day(said: str) -> date:
    from mlgraph.printable import sanitize
    from mlgraph.reading import read_date

    found = read_date(said)
    if found is None:
        raise UsageError(f"`as_of` must be a day, such as 2024-12-31, not '{sanitize(said)}'")
    return found[1]


def histories(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files or folders of CSV, Parquet or JSON lines, or DATABASE#TABLE."),
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="The overlay to write, .toml or .json."),
    ],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="jobhop, karrierewege, decorte, linkedin, successfactors, workday or orcid.",
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns", metavar="NAMES", help="Your columns, such as 'person=id title=job start=from end=to'."
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE.csv", help="The columns title and position, for titles that name no role."),
    ] = None,
    unresolved: Annotated[
        Path | None,
        typer.Option(
            "--unresolved", metavar="FILE.csv", help="Write the titles that name no role, to fill in for --map."
        ),
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of", metavar="DATE", parser=_read_day, help="The last day of the histories; else the last in them."
        ),
    ] = None,
    gap: Annotated[
        int,
        typer.Option(
            "--gap",
            metavar="MONTHS",
            parser=make_whole_number_parser("--gap", 12, least=0, most=120),
            help="The most months between the posts of a move.",
        ),
    ] = 12,
    least: Annotated[
        int,
        typer.Option(
            "--least",
            metavar="PEOPLE",
            parser=make_whole_number_parser("--least", 30),
            help="The least number of people behind a figure.",
        ),
    ] = 30,
    private: Annotated[
        bool, typer.Option("--private", help="Write no figure that shows fewer people, also not by a difference.")
    ] = False,
    generated: Annotated[bool, typer.Option("--generated", help="Say that a program made these histories.")] = False,
    engine: Annotated[
        str, typer.Option("--engine", metavar="ENGINE", help="duckdb, spark, or the URL of a Spark master.")
    ] = "duckdb",
    graph: GraphFiles = None,
    whole: All = False,
    as_json: AsJson = False,
) -> None:
    r"""Count the moves that people made in career histories.

    Each row of the career histories is one post of a person, with its first and last day. For each move, the overlay
    has the number of people who made it, and their share of all who left the post. The overlay also has the months that
    people spent in the post before each move. The estimate of the months in a post takes people into account who are
    still in the post. Every command of mlgraph reads the overlay with --graph. Install the packages for `histories`
    with: pip install 'mlgraph[scale]'. With --engine spark, the command needs Java and 'mlgraph[spark]'.

    The command finds the role of a post by an id, by a code in ESCO or O*NET, or by a title. The report of the command
    lists the titles for which it found no role, the most frequent first. The report of the command also lists the moves
    whose counted months contradict those of the graph.

    \b
    Examples:
      mlgraph histories jobs.csv --format jobhop -o moves.toml
      mlgraph histories jobs.csv --format jobhop --least 50 --private -o m.json
      mlgraph histories hr.csv --columns person=id,title=job,start=from -o a.toml
    """
    from mlgraph import filesystem
    from mlgraph.cli.progress import Watch
    from mlgraph.graphfile.dump import find_file_format
    from mlgraph.graphfile.load import load
    from mlgraph.histories.count import count_histories
    from mlgraph.histories.moves import dump_overlay, make_overlay
    from mlgraph.printable import sanitize
    from mlgraph.text.formatting import wrap
    from mlgraph.text.histories import dump_histories, render_histories

    is_printed = filesystem.is_standard(output)
    if is_printed and as_json:
        raise UsageError("--output - prints the overlay; leave out --json, or name a file")
    keep_inputs(output, *sources, *graph or ())
    kind = "toml" if is_printed else find_file_format(output)  # before the count, which takes long
    listed = [part for each in columns or () for part in each.replace(",", " ").split()]
    with Watch("reading the graph") as watch:
        loaded = load(*graph or ())
        found = count_histories(
            loaded,
            sources,
            format=format,
            columns=listed,
            mapping=mapping,
            as_of=as_of,
            gap=gap,
            least=least,
            private=private,
            generated=generated,
            engine=engine,
            progress=watch,
        )
    found = replace(found, command=_to_command(found.settings))
    if unresolved:
        filesystem.write(unresolved, _to_csv(found))
    filesystem.write(output, dump_overlay(make_overlay(found), kind))
    if is_printed:
        if found.generated:
            tell("these histories are generated by a program, not those of people")
        return
    if as_json:
        put(dump_histories(found, str(output)))
        return
    hints: list[str] = []
    if found.unresolved and not unresolved:
        hints += wrap("--unresolved FILE.csv writes all titles without a role; fill in the positions, for --map.")
    used = f"--graph {graph[-1] if graph else 'mlgraph'} --graph {output}"
    said = f"{sanitize(output, 1000)} is written. Use it with: {used}"
    put("\n".join([fit_one_screen(partial(render_histories, found), whole), "", *hints, said]))


def _to_command(settings: dict[str, Any]) -> str:
    """Return the command line that counts the moves again with the given settings."""
    parts = ["mlgraph histories", *map(shlex.quote, settings["sources"])]
    for name, value in settings.items():
        for each in value if isinstance(value, list) else [value]:
            if name != "sources":
                parts.append(name_option(name) if value is True else f"{name_option(name)} {shlex.quote(str(each))}")
    return " ".join(parts)


def _to_csv(found: "Histories") -> bytes:
    from mlgraph.spreadsheets import Table, mark_generated, write_csv

    rows = [(each.text, each.rows, "") for each in found.unresolved]
    table = Table("unresolved", ("title", "rows", "position"), rows)
    return write_csv(mark_generated(table) if found.generated else table)
