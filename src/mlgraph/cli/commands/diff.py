"""The command `diff`, which shows the changes between two graphs."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mlgraph.cli.options import DEFAULT_LIMIT, All, AsJson, MissingLetters, read_limit, read_pace
from mlgraph.cli.output import fit_one_screen, put, put_table
from mlgraph.cli.progress import Watch
from mlgraph.cli.session import tell_generated
from mlgraph.export.formats import FORMATS, list_suffixes
from mlgraph.limits import DEFAULT_PACE

PICTURES = [suffix for suffix, row in FORMATS.items() if row.holds == "picture"]

TABLES = ("csv", "xlsx")


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A graph file, or mlgraph for mlgraph's own.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The newer graph file.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help=f"Draw it too, as {list_suffixes(PICTURES)}, or write a table, as {list_suffixes(TABLES)}.",
        ),
    ] = None,
    missing_letters: MissingLetters = None,
    pace: Annotated[
        float, typer.Option("--pace", metavar="HOURS", parser=read_pace, help="Hours of study a week.")
    ] = DEFAULT_PACE,
    limit: Annotated[
        float,
        typer.Option(
            "--limit", metavar="SECONDS", parser=read_limit, help="Stop comparing plans after this many seconds."
        ),
    ] = DEFAULT_LIMIT,
    whole: All = False,
    as_json: AsJson = False,
) -> None:
    r"""Show how one graph differs from another graph.

    The command lists the stages, roles, skills and moves that were added, removed or changed. The command also lists
    the pairs of positions between which the best plan became faster or slower. Ctrl-C or the time limit ends a long
    comparison of the plans of both graphs. The exit code is 0, whether or not the graphs differ.

    \b
    Examples:
      mlgraph diff old.toml new.toml --output diff.svg
      mlgraph diff mlgraph my-graph.toml
      mlgraph diff old.toml new.toml -o diff.csv
    """
    from mlgraph.analysis.answers_diff import diff_answers
    from mlgraph.analysis.diff import diff
    from mlgraph.graphfile.load import load
    from mlgraph.planning.solver import Solver
    from mlgraph.search.budget import Budget
    from mlgraph.text.diff import dump_diff, render_diff
    from mlgraph.text.tables import tabulate_diff

    with Watch("reading the graphs") as watch:
        before, after = load(old), load(new)
        tell_generated(after)
        found = diff(before, after)
        is_table = output is not None and (str(output) == "-" or output.suffix.lower() in (".csv", ".xlsx"))
        if output and not is_table:
            from mlgraph.drawing.diff import draw_diff

            watch("drawing")
            draw_diff(before, after, found).save(output, missing_letters or "refuse")
        watch("comparing answers; Ctrl-C prints those compared so far")
        solvers = Solver(before), Solver(after)
        answers = diff_answers(*solvers, Budget(limit, watch.catch_interrupts().is_stopped), pace)
    if put_table(output if is_table else None, after, partial(tabulate_diff, found, answers)):
        put(dump_diff(found, answers) if as_json else fit_one_screen(partial(render_diff, found, answers), whole))
