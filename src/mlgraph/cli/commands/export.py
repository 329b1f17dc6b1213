"""The command `export`, which writes graphs and plans to files."""

import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlgraph.cli.options import (
    DEFAULT_LIMIT,
    OWN,
    AsJson,
    Avoid,
    ByOfPlan,
    Experience,
    From,
    GraphFiles,
    Have,
    Limit,
    Me,
    MissingLetters,
    MonthsInPost,
    Pace,
    Start,
    Via,
    make_whole_number_parser,
    read_person,
)
from mlgraph.cli.output import keep_inputs, put, tell, tell_aliases
from mlgraph.cli.parameters import name_option
from mlgraph.cli.progress import Watch
from mlgraph.cli.session import Session, open_session
from mlgraph.errors import UsageError
from mlgraph.export.formats import (
    BINARY,
    FOLDERS,
    FORMATS,
    Format,
    export_folder,
    find_folder,
    find_format,
    list_suffixes,
)
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.planning.plan import Plan


def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.FORMAT", help="The file to write; - prints it, in the format of --format.")
    ],
    source: From = None,
    targets: Annotated[
        list[str] | None,
        typer.Option(
            "--to", metavar="POSITION", help="Write the plan from your position to this one; repeat it to compare."
        ),
    ] = None,
    alternatives: Annotated[
        int | None,
        typer.Option(
            "--alternatives",
            metavar="K",
            parser=make_whole_number_parser("--alternatives", 3),
            help="Draw the K best plans, each with other jobs.",
        ),
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
    sheet: Annotated[
        Literal["card", "handout"] | None,
        typer.Option(
            "--sheet", help="A sheet of paper: a card of a post, or a plan to hand out.  [default: by the name]"
        ),
    ] = None,
    missing_letters: MissingLetters = None,
    start: Start = None,
    by: ByOfPlan = "months",
    have: Have = None,
    experience: Experience = None,
    months_in_post: MonthsInPost = None,
    pace: Pace = None,
    via: Via = None,
    avoid: Avoid = None,
    format: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="The format, if the suffix does not say it.")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    me: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Write a graph or a plan to a file.

    The suffix of the file decides its format, such as a picture or a calendar. The command replaces an existing file
    with the same name. If the name of the file has no suffix, the command writes a folder. The first day of a plan is
    the day given with --start, or else today. If the command replaces a checklist of a plan, the new checklist keeps
    the ticks of the old one.

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
      mlgraph export compare.png --from beginner --to cds --alternatives 3
      mlgraph export card.png --focus "data scientist"
      mlgraph export handout.pdf --from beginner --to cds
      mlgraph export plan.md --from beginner --to cds
      mlgraph export plan.ics --from beginner --to cds --start 2026-12-01
      mlgraph export graph/
      mlgraph export --format toml -
    """
    from mlgraph import filesystem
    from mlgraph.export.calendar_update import name_owner, update_calendar
    from mlgraph.export.formats import export as write_format
    from mlgraph.export.markdown import keep_ticks
    from mlgraph.graphfile.load import load

    target = targets[0] if targets else None
    plans: Sequence[Plan] = ()
    if format is None and not filesystem.is_standard(file) and (folder := find_folder(file)):
        if target is not None or source or via or avoid or have or start or focus or only:
            raise UsageError(f"{sanitize(file)} without a suffix is a folder for a graph; write a suffix, such as .png")
        _export_folder(load(*graph or ()), file, folder, as_json)
        return
    format = _choose_format(file, format)
    keep_inputs(file, me or OWN, *graph or ())
    before = filesystem.read(file) if format in ("md", "ics") and file.is_file() else b""
    owner: tuple[str, Path | None] = "", None
    if target is None and "plan" not in FORMATS[format].needs:
        if source or via or avoid or have or (start and "start" not in FORMATS[format].takes):
            raise UsageError("--from, --have, --via, --avoid and --start need a plan; give --to as well")
        loaded, plan = load(*graph or ()), None
    else:
        who = partial(
            read_person,
            me=me,
            source=source,
            have=have,
            pace=pace,
            avoid=avoid,
            wanted=(*(targets or ()), *(via or ())),
            experience=experience,
            months_in_post=months_in_post,
            has_target=target is not None,
        )
        with open_session(graph, who, limit, objective=by, via=via, start=start) as session:
            loaded = session.graph
            if target is None and session.person.goal is None:
                raise UsageError(f"a .{format} file holds a plan; give `target`, or set a goal in your profile")
            owner = session.person.id, me or OWN
            plans = _find_plans(session, targets or [], alternatives)
            plan = plans[0]
        tell_aliases(loaded, (source, plan.source), (target, plan.target))
        if unproven := next((each for each in plans if not each.optimal), None):
            from mlgraph.text.plan import describe_proof

            number = plans.index(unproven) + 1 if alternatives else 1
            tell(f"{file.name} has a plan that may not be the best. {describe_proof(unproven, number)}.")
    with Watch("drawing"):
        first = None if plan else start  # the plan contains its own first day
        content = write_format(
            loaded,
            format,
            plan=plan if len(plans) < 2 else None,
            plans=plans if len(plans) > 1 else None,
            sheet=sheet or _find_sheet(file, format, plan, focus),
            focus=focus,
            only=only,
            track=track,
            all_moves=all_moves or None,
            detail=detail or None,
            on_map=on_map or None,
            start=first,
            missing_letters=missing_letters,
        )
        if format == "ics":
            name = name_owner(*owner)
            content = update_calendar(before, content, name, datetime.now(UTC))
            _tell_owner(*owner, name)
        elif before:
            content = keep_ticks(before, content)
        filesystem.write(file, content)
    _tell_groups(file, plans if detail else [])
    if as_json:
        _report(file, format, plan.optimal if plan else None)


def _tell_groups(file: Path, detailed: "Sequence[Plan]") -> None:
    """Print a note for each plan drawn in detail that has too many skills for rows of their own."""
    for skills in (len(plan.studies) for plan in detailed):
        from mlgraph.drawing.timeline import MOST_SKILLS

        if skills > MOST_SKILLS:
            tell(
                f"{file.name} shows skills in groups, since the plan has {skills} and a sheet has room for "
                f"{MOST_SKILLS}; handout.pdf lists each skill, and so does --detail with an earlier post (--to)"
            )


def _tell_owner(id: str, profile: Path | None, name: str) -> None:
    """Print a note if no profile gives an id, from which the unique ids of the events in the calendar file are made."""
    if id:
        return
    if profile and profile.is_file():
        tell(f'{profile} has no id, so its entries are new ones when it moves; add the line id = "{name}" to keep them')
    else:
        tell("without a profile, calendars that you make for two people have the same entries; give each one with --me")


def _find_plans(session: Session, targets: list[str], alternatives: int | None) -> "Sequence[Plan]":
    """Return the plans to export: one plan, several plans to one target, or one plan to each of several targets."""
    solver, options, budget = session.solver, session.options, session.budget
    if len(targets) > 1:
        if alternatives:
            raise UsageError("--alternatives is for one target; give --to once")
        found = solver.plan_many(session.start, targets, options, budget)
        return [branch.plan for branch in found.branches]
    target = session.choose_target(targets[0] if targets else None)
    if alternatives and alternatives > 1:
        return solver.k_best(session.start, target, alternatives, options, budget)
    return [solver.plan(session.start, target, options, budget)]


def _find_sheet(file: Path, format: str, plan: "Plan | None", focus: str | None) -> Literal["card", "handout"] | None:
    """Return the kind of sheet to export, "card" or "handout", or None for any other export.

    A file named card, such as card.pdf, gets a card, which is one page about the node of the option --focus. A file
    named handout, such as handout.pdf, gets a printable handout of a plan.
    """
    if "sheet" not in FORMATS[format].takes:
        return None
    if file.stem == "card" and focus:
        return "card"
    return "handout" if file.stem == "handout" and plan else None


def _choose_format(file: Path, format: str | None) -> str:
    """Return the format of the file to export.

    Raises UsageError if the export format is unknown, or if a terminal cannot show a file in this format.
    """
    from mlgraph import filesystem

    if format is None and filesystem.is_standard(file):
        raise UsageError(f"- has no suffix; give --format, one of {', '.join(FORMATS)}")
    if format is None:
        return find_format(file)
    found = find_format(Path(f"graph.{format.removeprefix('.')}"))
    if filesystem.is_standard(file) and found in BINARY and sys.stdout.isatty():
        raise UsageError(f"a .{found} file is not text; write it to a file, or into a pipe")
    return found


def _export_folder(graph: "Graph", folder: Path, format: str, as_json: bool) -> None:
    from mlgraph import filesystem
    from mlgraph.graphfile.files import list_visible

    if list_visible(folder, "toml"):
        raise UsageError(f"{sanitize(folder)} has a graph in .toml files, which would hide others; name another folder")
    for name, content in export_folder(graph, format).items():
        filesystem.make_folder(folder)
        filesystem.write(folder / name, content)
    if as_json:
        _report(folder, format, None)


def _report(file: Path, format: str, optimal: bool | None) -> None:
    from mlgraph.text.json import ExportReport, to_json

    put(to_json(ExportReport(str(file), format, optimal)))


def _list_formats() -> str:
    """Return a line of help on each export format, with its suffixes, its content and its options."""
    kinds: dict[Format, list[str]] = {}
    for suffix, row in FORMATS.items():
        kinds.setdefault(replace(row, writer=""), []).append(suffix)
    rows = [(list_suffixes(names), row) for row, names in kinds.items()]
    rows += [("graph/" if name == next(iter(FOLDERS)) else f"{name}/", row) for name, row in FOLDERS.items()]
    return "\n      ".join(f"{names:<24}{row.help}{_list_options(row)}" for names, row in rows)


def _list_options(row: Format) -> str:
    listed = ", ".join(map(name_option, (*row.needs, *row.takes)))
    if not listed:
        return ""
    # a line of help has 80 columns
    return (
        f" ({listed})"
        if len(row.help) + len(listed) < 50
        else "".join(f"\n{' ' * 30}{line}" for line in textwrap.wrap(f"({listed})", 50, break_on_hyphens=False))
    )


export.__doc__ = (export.__doc__ or "").format(formats=_list_formats())
