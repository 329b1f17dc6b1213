"""Options that several commands have."""

from pathlib import Path
from typing import Annotated, Literal

import typer

_FILES = "A graph file; repeat it to lay further files over it. mlgraph's own is called mlgraph."
GraphFiles = Annotated[list[Path] | None, typer.Option("--graph", metavar="FILE", help=_FILES)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Have = Annotated[list[str] | None, typer.Option("--have", metavar="SKILL", help="A skill you have; may be repeated.")]
Pace = Annotated[float, typer.Option("--pace", metavar="HOURS", help="Hours of study a week.")]
By = Annotated[Literal["time", "effort", "steps"], typer.Option("--by", help="What to keep smallest.")]
Via = Annotated[
    list[str] | None, typer.Option("--via", metavar="NAME", help="Pass this position, or learn this skill.")
]
Avoid = Annotated[list[str] | None, typer.Option("--avoid", metavar="NAME", help="Not this position or skill.")]
Limit = Annotated[float, typer.Option("--limit", metavar="SECONDS", help="Then print the best plan found so far.")]
