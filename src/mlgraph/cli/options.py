"""Options that several commands have, and the person whom they describe."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlgraph.limits import DEFAULT_PACE

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.profile import Profile

DEFAULT_LIMIT = 20.0  # seconds


# a wrong number is told even where a question does without it, and before anything is written
def paced(pace: float | None) -> float | None:
    """Return a pace that was typed. Raises UsageError."""
    from mlgraph.planning.options import check_pace

    if pace is not None:
        check_pace(pace)
    return pace


def limited(limit: float) -> float:
    """Return a limit that was typed. Raises UsageError."""
    from mlgraph.search.budget import check_time_limit

    check_time_limit(limit)
    return limit


Me = Annotated[
    Path | None,
    typer.Option("--me", metavar="FILE", envvar="MLGRAPH_ME", help="Your profile, as mlgraph me init writes it."),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="POSITION", help="Where you are, if your profile does not say it.")
]
_FILES = "A graph file or folder; repeat it to lay further files over it. mlgraph's own is called mlgraph."
GraphFiles = Annotated[list[Path] | None, typer.Option("--graph", metavar="FILE", help=_FILES)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
All = Annotated[bool, typer.Option("--all", help="Print all of it, not only what fits one screen.")]
Have = Annotated[list[str] | None, typer.Option("--have", metavar="SKILL", help="A skill you have; may be repeated.")]
_PACE = f"Hours of study a week; {DEFAULT_PACE:g} if nothing is said."
Pace = Annotated[
    float | None,
    typer.Option(
        "--pace", metavar="HOURS", callback=paced, help=f"Hours of study a week; {DEFAULT_PACE:g} if nothing is said."
    ),
]
By = Annotated[Literal["months", "hours", "moves"], typer.Option("--by", help="What to keep smallest.")]
Via = Annotated[
    list[str] | None, typer.Option("--via", metavar="NAME", help="Pass this position, or learn this skill.")
]
Avoid = Annotated[list[str] | None, typer.Option("--avoid", metavar="NAME", help="Not this position or skill.")]
Start = Annotated[
    datetime | None, typer.Option("--start", metavar="DATE", formats=["%Y-%m-%d"], help="The plan's first day.")
]
Limit = Annotated[
    float,
    typer.Option("--limit", metavar="SECONDS", callback=limited, help="Then print the best plan found so far."),
]


def person(
    graph: "Graph",
    me: Path | None,
    *,
    source: str | None = None,
    have: Iterable[str] | None = None,
    pace: float | None = None,
    avoid: Iterable[str] | None = None,
    wanted: Iterable[str] | None = None,
) -> "Profile":
    """Return who asks: what the profile says, and what the flags say: they win, --have and --avoid add.

    What the question wants, such as its target, is `wanted`: a profile cannot avoid it. `start` of the answer is the
    position, or an error that says how to give it.
    """
    from mlgraph import profile

    known = profile.Profile() if me is None else profile.read(me, graph)
    return known.updated(graph, position=source, have=have or (), pace=pace, avoid=avoid or (), wanted=wanted or ())
