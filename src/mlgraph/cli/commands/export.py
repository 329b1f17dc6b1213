"""The command `export`: graphs and plans as files."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from mlgraph.cli.options import (
    DEFAULT_LIMIT,
    AsJson,
    Avoid,
    By,
    Experience,
    From,
    GraphFiles,
    Have,
    Limit,
    Me,
    MonthsInPost,
    Pace,
    Start,
    Via,
    person,
)
from mlgraph.cli.output import put, tell, tell_aliases
from mlgraph.cli.parameters import option
from mlgraph.cli.progress import Watch
from mlgraph.cli.session import open_session
from mlgraph.errors import UsageError
from mlgraph.export.formats import FORMATS, Format, find_format, list_suffixes


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.FORMAT", help="The file to write.")],
    source: From = None,
    target: Annotated[
        str | None, typer.Option("--to", metavar="POSITION", help="Write the plan from your position to this one.")
    ] = None,
    focus: Annotated[
        str | None, typer.Option("--focus", metavar="NAME", help="Draw this node and its neighbours.")
    ] = None,
    only: Annotated[
        Literal["roles", "skills"] | None, typer.Option("--only", help="Draw only the roles, or only the skills.")
    ] = None,
    track: Annotated[
        str | None, typer.Option("--track", metavar="TRACK", help="Draw this track with all moves within it.")
    ] = None,
    all_moves: Annotated[bool, typer.Option("--all", help="Draw every move of the map.")] = False,
    detail: Annotated[
        bool, typer.Option("--detail", help="Give a plan a row for each skill, with what to learn it from.")
    ] = False,
    on_map: Annotated[bool, typer.Option("--on-map", help="Draw a plan on the map.")] = False,
    start: Start = None,
    by: By = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    via: Via = None,
    avoid: Avoid = None,
    limit: Limit = DEFAULT_LIMIT,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Write a graph or a plan to a file.

    The suffix of the file decides its format, such as a picture or a calendar. An existing file is replaced. A plan
    begins on the day --start, or today.

    \b
    Formats:
      {formats}

    \b
    Examples:
      mlgraph export map.png
      mlgraph export map.pdf --focus "data scientist"
      mlgraph export map.html
      mlgraph export plan.svg --from beginner --to chief-data-scientist
      mlgraph export python.pdf --focus python
      mlgraph export plan.md --from beginner --to cds
      mlgraph export plan.ics --from beginner --to cds --start 2026-12-01
    """
    from mlgraph import filesystem
    from mlgraph.export.formats import export as write_format
    from mlgraph.graphfile.load import load

    format = find_format(file)
    if target is None:
        if source or via or avoid or have or (start and "start" not in FORMATS[format].takes):
            raise UsageError("--from, --have, --via, --avoid and --start need a plan; give --to as well")
        loaded, plan = load(*graph or ()), None
    else:
        who = partial(
            person,
            me=me,
            source=source,
            have=have,
            pace=pace,
            avoid=avoid,
            wanted=(target, *(via or ())),
            experience=experience,
            months_in_post=months_in_post,
        )
        with open_session(graph, who, limit, objective=by, via=via, start=start) as session:
            loaded = session.graph
            plan = session.solver.plan(session.start, target, session.options, session.budget)
        tell_aliases(loaded, (source, plan.source), (target, plan.target))
        if not plan.optimal:
            from mlgraph.text.plan import proof

            tell(f"{file.name} has a plan that may not be the best. {proof(plan)}.")
    with Watch("drawing"):
        first = None if plan else start  # a plan has its own first day
        content = write_format(
            loaded,
            format,
            plan=plan,
            focus=focus,
            only=only,
            track=track,
            all_moves=all_moves or None,
            detail=detail or None,
            on_map=on_map or None,
            start=first,
        )
        filesystem.write(file, content)
    if as_json:
        from mlgraph.text.json import ExportReport, to_json

        put(to_json(ExportReport(str(file), format, plan.optimal if plan else None)))


def _list_formats() -> str:
    """Return a line for each kind of format: its suffixes, the content of a file, and its options."""
    kinds: dict[Format, list[str]] = {}
    for suffix, row in FORMATS.items():
        kinds.setdefault(replace(row, writer=""), []).append(suffix)
    return "\n      ".join(f"{list_suffixes(names):<24}{row.help}{_list_options(row)}" for row, names in kinds.items())


def _list_options(row: Format) -> str:
    listed = ", ".join(map(option, (*row.needs, *row.takes)))
    return f" ({listed})" if listed else ""


export.__doc__ = (export.__doc__ or "").format(formats=_list_formats())
