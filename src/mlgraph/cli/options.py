"""Options that several commands share, and the profile of a person that these options describe."""

import os
from collections.abc import Callable, Iterable
from datetime import date
from math import inf, isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlgraph.limits import DEFAULT_PACE, HOURS_IN_A_WEEK, LEAST_PACE, MONTHS_LIMIT

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.profile import Profile

DEFAULT_LIMIT = 20.0  # seconds
OWN = Path("me.toml")


# parsers run while options are parsed, so that a wrong value is refused before any work
def make_number_parser(option: str, right: str, fits: Callable[[float], bool]) -> Callable[[object], float]:
    """Return a parser of an option whose value is a number such as `6,5`, for which the function `fits` returns true.

    The parser raises UsageError for any other text, and the error says that the option must be `right`.
    """

    def parse(said: object) -> float:
        from mlgraph.errors import UsageError
        from mlgraph.printable import sanitize
        from mlgraph.reading import read_number

        try:
            value = read_number(str(said))  # the default value is a number, not a text
        except ValueError:
            value = nan
        if not fits(value):
            raise UsageError(f"{option} must be {right}, not '{sanitize(said)}'")
        return value

    return parse


def make_whole_number_parser(option: str, such_as: int, least: int = 1, most: float = inf) -> Callable[[object], int]:
    """Return a parser of an option whose value is a whole number from `least` to `most`."""
    up_to = f" to {most:g}" if isfinite(most) else ""
    right = f"a whole number from {least}{up_to}, such as {such_as}"
    parse = make_number_parser(option, right, lambda value: least <= value <= most and value.is_integer())
    return lambda said: int(parse(said))


read_pace = make_number_parser(
    "--pace",
    f"a number of hours a week from {LEAST_PACE} to {HOURS_IN_A_WEEK}, such as 6 or 6.5",
    lambda pace: LEAST_PACE <= pace <= HOURS_IN_A_WEEK,
)
read_months_in_post = make_number_parser(
    "--months-in-post",
    f"a number of months from 0 to {MONTHS_LIMIT}, such as 18 or 18.5",
    lambda months: 0 <= months <= MONTHS_LIMIT,
)
read_sure = make_number_parser("--sure", "a chance between 0 and 1, such as 0.8", lambda chance: 0 < chance < 1)
read_limit = make_number_parser(
    "--limit", "a number of seconds above 0, such as 20 or 0.5", lambda limit: limit > 0 and isfinite(limit)
)


def read_start(said: str) -> date:
    """Parse the first day of a plan. Raises UsageError if the text is not a valid day."""
    from mlgraph.reading import read_first_day

    return read_first_day(said)


Me = Annotated[
    Path | None,
    typer.Option("--me", metavar="FILE", envvar="MLGRAPH_ME", help="Your profile; else ./me.toml, if there is one."),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="POSITION", help="Where you are; else the position in your profile.")
]
_FILES = "A graph file or folder; repeat it to add overlays. The name mlgraph stands for the bundled graph."
GraphFiles = Annotated[list[Path] | None, typer.Option("--graph", metavar="FILE", help=_FILES)]


def check_tabular(path: Path | None) -> Path | None:
    """Check the suffix of the path of a table to write, and return the path, which may be None.

    Raises UsageError if the suffix of the path is neither .csv nor .xlsx.
    """
    if path is not None:
        from mlgraph.export.tables import check_suffix

        check_suffix(path)
    return path


Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        callback=check_tabular,
        help="Write a table, .csv or .xlsx, too; - prints CSV only.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
All = Annotated[bool, typer.Option("--all", help="Print the whole answer, not only one screen.")]
MissingLetters = Annotated[
    Literal["refuse", "boxes"] | None,
    typer.Option("--missing-letters", help="Refuse letters that no installed font has, or draw signs for them."),
]
Have = Annotated[list[str] | None, typer.Option("--have", metavar="SKILL", help="Skills you have, such as python,sql.")]
Experience = Annotated[
    list[str] | None,
    typer.Option("--experience", metavar="FIELD=MONTHS", help="Months of experience that you have, such as data=24."),
]
MonthsInPost = Annotated[
    float | None,
    typer.Option(
        "--months-in-post",
        metavar="MONTHS",
        parser=read_months_in_post,
        help="Months that you have held your position.",
    ),
]
Pace = Annotated[
    float | None,
    typer.Option(
        "--pace",
        metavar="HOURS",
        parser=read_pace,
        help=f"Hours of study a week; else those of your profile, or {DEFAULT_PACE:g}.",
    ),
]
Area = Annotated[
    str | None,
    typer.Option(
        "--area", metavar="AREA", help="Show pay for this area, such as UK; by default, the one with most data."
    ),
]
By = Annotated[Literal["months", "hours", "moves"], typer.Option("--by", help="What to minimise.")]
ByOfPlan = Annotated[
    Literal["months", "hours", "moves", "commonest"],
    typer.Option("--by", help="What to minimise, or the route that most people took."),
]
Via = Annotated[
    list[str] | None, typer.Option("--via", metavar="NAME", help="Pass this position, or learn this skill.")
]
Avoid = Annotated[
    list[str] | None, typer.Option("--avoid", metavar="NAME", help="Plan without this position or skill.")
]
Start = Annotated[
    date | None,
    typer.Option("--start", metavar="DATE", parser=read_start, help="The first day, such as 2026-12-01; else today."),
]
Rules = Annotated[bool, typer.Option("--rules", help="Print the rules of an imported graph as well.")]
Limit = Annotated[
    float,
    typer.Option(
        "--limit",
        metavar="SECONDS",
        parser=read_limit,
        help="Stop after this many seconds with the best answer so far.",
    ),
]


def has_profile() -> bool:
    """Return whether the environment names a profile, or the current folder has me.toml."""
    return bool(os.environ.get("MLGRAPH_ME")) or OWN.is_file()


def find_profile(me: Path | None) -> Path | None:
    """Return the path `me` of a profile, or else me.toml if the current folder has it, or else None."""
    if me is None and OWN.is_file():
        from mlgraph.cli.output import tell

        tell(f"{OWN} is your profile; --me gives another one")
        return OWN
    return me


def read_person(
    graph: "Graph",
    me: Path | None,
    *,
    source: str | None = None,
    have: Iterable[str] | None = None,
    pace: float | None = None,
    avoid: Iterable[str] | None = None,
    wanted: Iterable[str] | None = None,
    experience: Iterable[str] | None = None,
    months_in_post: float | None = None,
    has_target: bool = True,
) -> "Profile":
    """Return the profile of the person, changed by the options of the command line.

    The options --have and --avoid add nodes to the profile, and the other options replace values of the profile.
    `wanted` has the nodes that the command asks for, such as its target. The function removes the nodes in `wanted`
    from the nodes that the profile avoids. If the command has no target, the function also removes the goal of the
    profile from the nodes that the profile avoids.
    """
    from mlgraph.names import resolve_fields
    from mlgraph.profile import Profile, parse_experience
    from mlgraph.reading import split_names

    file = find_profile(me)
    known = Profile() if file is None else Profile.read(graph, file)
    wanted = [*(wanted or ()), *([known.goal] if known.goal and not has_target else [])]
    listed = {"have": have, "avoid": avoid, "wanted": wanted}
    named = {name: split_names(graph, names or ()) for name, names in listed.items()}
    given = resolve_fields(graph, parse_experience(experience or ()).items())
    return known.update_with(
        graph, position=source, pace=pace, experience=given, months_in_post=months_in_post, **named
    )
