"""The command `batch`, which answers one question for all people in a table."""

import signal
import sys
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlgraph.cli.options import Avoid, By, GraphFiles, Have, Pace, Start, Via, make_whole_number_parser
from mlgraph.cli.output import keep_inputs, put
from mlgraph.cli.parameters import name_options
from mlgraph.cli.session import tell_rules
from mlgraph.errors import MlgraphError, UsageError
from mlgraph.limits import LABELS_OF_PERSON, count_cores
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from mlgraph.people.run import Engine, Progress

# seconds between two lines of progress: _OFTEN at a terminal, where each line replaces the one before, else _SELDOM
_OFTEN, _SELDOM = 1.0, 60.0


def batch(
    people: Annotated[Path, typer.Argument(metavar="PEOPLE", help="The people: a .csv, .jsonl or .parquet.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The answers: a .csv, .jsonl or .parquet.")
    ],
    question: Annotated[
        Literal["path", "reach", "next", "match"], typer.Option("--question", help="The question for each person.")
    ] = "path",
    target: Annotated[
        str | None, typer.Option("--to", metavar="POSITION", help="Where all want to be; else the goal of each.")
    ] = None,
    top: Annotated[
        int,
        typer.Option(
            "--top",
            metavar="K",
            parser=make_whole_number_parser("--top", 10),
            help="How many roles of reach, or skills of next.",
        ),
    ] = 10,
    advert: Annotated[
        Path | None, typer.Option("--advert", metavar="FILE", help="The advert of match: text, HTML or PDF.")
    ] = None,
    by: By = "months",
    have: Have = None,
    pace: Pace = None,
    via: Via = None,
    avoid: Avoid = None,
    start: Start = None,
    labels: Annotated[
        int,
        typer.Option(
            "--labels",
            metavar="N",
            parser=make_whole_number_parser("--labels", LABELS_OF_PERSON),
            help="Stop the search for a person after N labels.",
        ),
    ] = LABELS_OF_PERSON,
    engine: Annotated[
        str, typer.Option("--engine", metavar="ENGINE", help="local, spark, or the URL of a Spark master.")
    ] = "local",
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            metavar="N",
            parser=make_whole_number_parser("--jobs", 2),
            help="How many processes; else one for each core.",
        ),
    ] = None,
    graph: GraphFiles = None,
) -> None:
    r"""Answer one question for each person in a table.

    The table may have the columns person, position, have, pace, avoid, goal, experience and months_in_post. If the
    table lacks a column, such as pace, all people have the default value of that column. The file of answers has one
    row for each person, in the order of the people. If the question has no answer for a person, the row of that person
    has an error message.

    If you stop the command and run it again, it continues with the first person without an answer. The answers do not
    depend on the number of processes, on the engine (this machine or Spark), or on whether you stopped the command. The
    option --labels limits the search for each person by steps, and not by seconds. The column "stopped" is true if
    --labels ended the search for a person. Install the packages for `batch` with: pip install 'mlgraph[scale]'

    \b
    Examples:
      mlgraph batch people.csv --to "data scientist" -o plans.csv
      mlgraph batch people.parquet -o plans.parquet --jobs 2
      mlgraph batch people.csv --question reach --top 5 -o reach.parquet
      mlgraph batch people.csv --question next -o next.jsonl
      mlgraph batch people.csv --question match --advert advert.txt -o match.csv
    """
    from mlgraph import filesystem
    from mlgraph.graphfile.load import load
    from mlgraph.matching.documents import read_text
    from mlgraph.people.rows import Question
    from mlgraph.people.run import run

    keep_inputs(output, people, advert)
    run_on = _find_engine(engine, jobs)
    text = None if advert is None else read_text(str(advert), filesystem.read(advert))
    lists = tuple(via or ()), tuple(avoid or ()), tuple(have or ())
    asked = Question(question, target, top, text, by, *lists, pace, label_limit=labels)
    display = _Shown()
    # a run may take hours, so Ctrl-C must end it; the finished parts are kept
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        loaded = load(*graph or ())
        found = run(loaded, people, output, asked, run_on, start=start, explain=name_options, report=display.update)
    except KeyboardInterrupt as error:
        raise MlgraphError(f"stopped {display.describe()}; the same command goes on from there") from error
    finally:
        display.end()
        signal.signal(signal.SIGINT, before)
    parts = [f"{output} has {found.rows:,} {'row' if found.rows == 1 else 'rows'}"]
    parts += [f"{found.errors:,} with an error"] * bool(found.errors)
    parts += [f"{found.stopped:,} stopped by --labels"] * bool(found.stopped)
    put(f"{', '.join(parts)}.")
    tell_rules(loaded)


def _find_engine(engine: str, jobs: int | None) -> "Engine":
    """Return the engine for "local" (this machine), for "spark", or for a Spark address such as spark://host:7077.

    Raises UsageError if the name of the engine is not "local", "spark" or a Spark address such as spark://host:7077.
    """
    if engine == "local":
        from mlgraph.people import local

        return partial(local.run, jobs=jobs or count_cores())
    if engine != "spark" and not engine.startswith(("spark:", "local[", "yarn")):
        right = "write local, spark, or the URL of a Spark master, such as local[2] or spark://host:7077"
        raise UsageError(f"--engine is '{sanitize(engine)}'; {right}")
    if jobs:
        raise UsageError("--jobs is for --engine local; Spark has the cores of its master")
    from mlgraph.people import spark

    return partial(spark.run, master=None if engine == "spark" else engine)


class _Shown:
    """Printer of progress, such as how many people have an answer, to standard error."""

    def __init__(self) -> None:
        self._began = self._last = monotonic()
        self._progress: Progress | None = None
        self._is_terminal = sys.stderr.isatty()
        self._has_line = False

    def update(self, progress: "Progress") -> None:
        """Print the progress of the run, at most once a second on a terminal, and at most once a minute elsewhere."""
        if self._progress is None:
            self._began = self._last = monotonic()  # start the clock after reading the people
        self._progress = progress
        if monotonic() - self._last >= (_OFTEN if self._is_terminal else _SELDOM):
            self._last = monotonic()
            line = f"mlgraph: {self.describe()}"
            print(f"\r\x1b[K{line}" if self._is_terminal else line, end="", file=sys.stderr)
            print(end="" if self._is_terminal else "\n", file=sys.stderr, flush=True)
            self._has_line = self._is_terminal

    def end(self) -> None:
        """Print a line break after the last line of progress, if standard error is a terminal."""
        if self._has_line:
            print(file=sys.stderr)
            self._has_line = False

    def describe(self) -> str:
        """Describe how many people have an answer, how many more get one each second, and when all will have one."""
        found = self._progress
        if found is None:
            return "before the first answer"
        words = f"after {found.done:,} of {found.people:,} people"
        rate = (found.done - found.before) / max(monotonic() - self._began, 1e-9)
        if found.done > found.before:
            end = datetime.now() + timedelta(seconds=(found.people - found.done) / rate)
            day = "" if end.date() == date.today() else f"{end:%Y-%m-%d} "
            words += f", {rate:,.1f} a second, done at {day}{end:%H:%M}"
        return words
