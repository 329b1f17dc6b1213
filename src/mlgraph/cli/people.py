"""A question for many people: the rows of a table in, the rows of answers out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mlgraph.cli.output import put
from mlgraph.cli.parameters import name_options
from mlgraph.cli.progress import Watch
from mlgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlgraph.analysis.people import Questions, Row
    from mlgraph.model import Graph
    from mlgraph.planning.options import Objective
    from mlgraph.profile import Profile

People = Annotated[
    Path | None,
    typer.Option("--people", metavar="FILE.csv", help="Answer for each person in a table, in a row each."),
]
RowsOutput = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write a table, .csv or .xlsx, too; with --people .csv, .jsonl or .parquet.",
    ),
]


def refuse_beside_people(**options: object) -> None:
    """Raise UsageError for an option that says something about a single person."""
    if given := [f"--{name.replace('_', '-')}" for name, value in options.items() if value]:
        raise UsageError(f"--people has the people in its rows; leave out {', '.join(given)}")


def answer_people(
    people: Path,
    load: "Callable[[], Graph]",
    columns: tuple[str, ...],
    prepare: "Callable[[Graph, Questions], Callable[[Profile], Row]]",
    output: Path | None,
    as_json: bool,
    *,
    limit: float,
    objective: "Objective" = "months",
    via: "Iterable[str] | None" = None,
    start: date | None = None,
    have: "Iterable[str] | None" = None,
    pace: float | None = None,
    avoid: "Iterable[str] | None" = None,
) -> None:
    """Print or write the answer of a question for each person.

    `load` returns the graph, and `prepare` the question on it. As with a profile, `have` and `avoid` add to each row,
    and `pace` replaces its value. Each person has `limit` seconds; the first Ctrl-C ends all searches.
    """
    from mlgraph import filesystem
    from mlgraph.analysis.people import Questions, answer_people, read_people
    from mlgraph.export.rows import find_format, write_rows
    from mlgraph.names import resolve_all
    from mlgraph.planning.solver import Solver
    from mlgraph.reading import split_names

    format = find_format(output) if output else "jsonl" if as_json else "csv"
    rows = read_people(str(people), filesystem.read(people))
    with Watch("reading the graph") as watch:
        loaded = load()
        known, avoided, waypoints = (split_names(loaded, names or ()) for names in (have, avoid, via))
        resolve_all(loaded, known, ("skill",))
        watch("looking for the best plans; Ctrl-C prints those so far")
        solver, passed = Solver(loaded), resolve_all(loaded, waypoints)
        stopped = watch.interruptible().stopped
        asked = Questions(solver, start or date.today(), objective, passed, limit, stopped)

        def change(person: "Profile") -> "Profile":
            return person.updated(loaded, have=known, pace=pace, avoid=avoided)

        found = _name_options(answer_people(loaded, rows, columns, prepare(loaded, asked), change))
        content = write_rows(columns, found, format)
    if output:
        filesystem.write(output, content)
        put(f"{output} has {len(rows):,} rows.")
    else:
        put(content.decode().replace("\r\n", "\n").removesuffix("\n"))


def _name_options(rows: "Iterator[Row]") -> "Iterator[Row]":
    """Yield rows whose errors name options instead of parameters."""
    for row in rows:
        yield row if row["error"] is None else row | {"error": name_options(row["error"])}
