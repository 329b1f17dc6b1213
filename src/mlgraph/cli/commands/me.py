"""The commands of `mlgraph me`, which make, show and update the profile of a person."""

import sys
from collections.abc import Callable, Iterable
from datetime import date
from os.path import exists
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from mlgraph.cli.options import (
    DEFAULT_LIMIT,
    AsJson,
    GraphFiles,
    Limit,
    Me,
    Start,
    find_profile,
    has_profile,
    make_number_parser,
)
from mlgraph.cli.output import put, tell, tell_aliases
from mlgraph.cli.parameters import name_options
from mlgraph.cli.session import tell_rules
from mlgraph.errors import FileError, MlgraphError, UsageError
from mlgraph.limits import DEFAULT_PACE, HOURS_LIMIT
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.profile import Profile


class _Me(TyperGroup):
    """The commands of `mlgraph me`, of which `show` runs if the user names none."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, with `show` before them if they begin with an option or the user has a profile."""
        names_option = bool(args) and args[0].startswith("-") and args[0] not in ctx.help_option_names
        if names_option or (not args and has_profile()):
            args = ["show", *args]
        return super().parse_args(ctx, args)


me = typer.Typer(
    cls=_Me,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Keep a profile: your position, your skills, your pace. mlgraph me alone shows it.",
)


def _read_day(said: str) -> date:
    """Parse a day that the user typed. Raises UsageError if the day is invalid or after today."""
    from mlgraph.reading import read_date

    found = read_date(said)
    if found is None or found[0] > date.today():
        raise UsageError(f"--on must be a day until today, such as 2026-03-15, not '{sanitize(said)}'")
    return found[0]


_parse_hours = make_number_parser(
    "--hours", f"a number from 0 to {HOURS_LIMIT:,}, such as 12", lambda hours: 0 <= hours <= HOURS_LIMIT
)


def _read_hours(said: str) -> float:
    """Parse a number of hours of study, so that the profile has 12 and not 12.0. Raises UsageError for other texts."""
    hours = _parse_hours(said)
    return int(hours) if hours.is_integer() else hours


_BY_HAND = """mlgraph me init asks its questions at a terminal; without one, write {file} yourself, such as:
position = "beginner"
pace = 8
have = ["python"]
avoid = []"""


@me.command()
def init(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The profile to write: me.toml, or the one of --me.")
    ] = None,
    profile: Me = None,
    graph: GraphFiles = None,
) -> None:
    r"""Ask questions about you, and write your answers to a profile.

    The command asks for your position, your hours of study, your skills, and what you want to avoid.

    \b
    Examples:
      mlgraph me init
      mlgraph me init at-work.toml --graph company.toml
    """
    from mlgraph.graphfile.load import load
    from mlgraph.profilefile import write
    from mlgraph.text.profile import render_profile

    path = file or profile or Path("me.toml")
    if path.suffix.lower() != ".toml":
        raise UsageError(f"{sanitize(path, 200)}: the name of a profile ends in .toml")
    if not sys.stdin.isatty():
        raise UsageError(_BY_HAND.format(file=sanitize(path, 200)))
    loaded = load(*graph or ())
    if exists(path):
        typer.confirm(f"{sanitize(path, 200)} exists already. Replace it?", abort=True)
    found = _ask(loaded)
    write(path, found, loaded)
    put(render_profile(str(path), loaded, found, date.today()))


@me.command("from")
def from_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Your CV.")],
    yes: Annotated[bool, typer.Option("--yes", help="Change an existing profile without a question.")] = False,
    profile: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Copy the jobs and skills of your CV into a profile.

    The CV is LinkedIn's zip, its Positions.csv or Skills.csv, a JSON Resume, a Europass XML or PDF, or a list. A CV
    that is a list has one skill or one job in each line. The profile gets only jobs and skills that are the exact name
    of a node, or an exact entry of ESCO. Jobs and skills without an exact match become comments in the profile, and the
    command lists them with the nearest nodes. The profile does not keep names of people, addresses or employers.

    The command writes the profile to me.toml, or to the file that --me names. If the profile exists, the command asks
    before adding to it, and keeps its comments.

    \b
    Examples:
      mlgraph me from cv.txt --me from-cv.toml
      mlgraph me from linkedin.zip --yes
    """
    from mlgraph import diary
    from mlgraph.graphfile.load import load
    from mlgraph.resumes.registry import read
    from mlgraph.resumes.resolve import resolve_resume
    from mlgraph.text.resume import describe_additions, dump_resume, render_resume

    path = profile or Path("me.toml")
    if path.suffix.lower() != ".toml":
        raise UsageError(f"{sanitize(path, 200)}: the name of a profile ends in .toml")
    resume, loaded = read(file), load(*graph or ())
    found = resolve_resume(loaded, resume, date.today())
    if not (found.posts or found.skills or found.unrecognised):
        raise FileError(
            f"{sanitize(file, 200)}: has only lines that may be a name or an address; is this the right file?"
        )
    new = diary.compare_resume(path, loaded, found)
    if not as_json:
        put(render_resume(loaded, found))
    if new is not None and new and not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"{sanitize(path, 200)} exists already; add --yes to change it")
        typer.confirm(f"{describe_additions(str(path), loaded, new)} Change it?", abort=True)
    done = diary.adopt(path, loaded, found)
    if as_json:
        put(dump_resume(str(path), found, done))
    else:
        put(describe_additions(str(path), loaded, done, is_done=True))
        put(f"See it with: mlgraph me show --me {sanitize(path, 200)}")


@me.command()
def show(profile: Me = None, start: Start = None, graph: GraphFiles = None, as_json: AsJson = False) -> None:
    r"""Show your profile, and what follows from your posts.

    The command prints titles of nodes instead of ids, and the posts behind your experience and skills. The time in
    posts counts until the day of --start.

    \b
    Examples:
      mlgraph me show --me me.toml
      mlgraph me show --me me.toml --json
    """
    from mlgraph.graphfile.load import load
    from mlgraph.profilefile import read
    from mlgraph.text.profile import dump_profile, render_profile

    path, loaded = _find_profile(profile), load(*graph or ())
    found = read(path, loaded)
    answer = dump_profile if as_json else render_profile
    put(answer(str(path), loaded, found, start or date.today()))


Skills = Annotated[list[str] | None, typer.Argument(metavar="[SKILL...]", help="Skills that you have now.")]


@me.command()
def learned(
    skills: Skills = None,
    on: Annotated[
        date | None, typer.Option("--on", metavar="DATE", parser=_read_day, help="When you had learned it; else today.")
    ] = None,
    hours: Annotated[
        float | None, typer.Option("--hours", metavar="HOURS", parser=_read_hours, help="Hours of study that it took.")
    ] = None,
    checklist: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Skills with a tick in an exported checklist.")
    ] = None,
    profile: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Add to your profile the skills that you have learned, with the day on which you learned them.

    If you name several skills, write commas between the names. The command keeps the comments and the layout of the
    profile. A skill that is already in the profile does not change, unless you give --on or --hours.

    \b
    Examples:
      mlgraph me learned python --me me.toml
      mlgraph me learned sql,git "linear algebra" --me me.toml
      mlgraph me learned calculus --on 2026-03-15 --hours 40
      mlgraph me learned --from plan.md
    """
    from mlgraph import diary, filesystem
    from mlgraph.graphfile.load import load
    from mlgraph.graphfile.parsing import decode
    from mlgraph.model import name_node
    from mlgraph.text.profile import dump_learned, render_learned

    if not skills and not checklist:
        raise UsageError("no skill is given; type its name, or --from with a checklist")
    path, loaded = _find_profile(profile), load(*graph or ())
    ticked: tuple[str, ...] = ()
    if checklist:
        ticked, unknown = diary.read_ticks(loaded, decode(str(checklist), filesystem.read(checklist)))
        file = sanitize(checklist, 200)
        if unknown:
            tell(f"{file}: these ticked texts name no skill: {'; '.join(map(sanitize, unknown))}")
        if not (ticked or skills):
            raise FileError(f"{file}: has no skill with a tick, which is a line such as '- [x] Python'")
    found = dict.fromkeys((*_resolve_skills(loaded, skills or ()), *ticked))
    if hours is not None and len(found) > 1:
        raise UsageError("--hours are those of a single skill; give one skill")
    again = on is not None or hours is not None
    new = diary.record(path, loaded, dict.fromkeys(found, hours), on or date.today(), again=again)
    write = dump_learned if as_json else render_learned
    put(write(str(path), [(name_node(loaded, skill), skill in new) for skill in found]))


@me.command()
def learning(
    skills: Annotated[list[str], typer.Argument(metavar="SKILL...", help="Skills that you are learning.")],
    profile: Me = None,
    graph: GraphFiles = None,
) -> None:
    r"""Add to your profile the skills that you are learning now.

    The command keeps the comments and the layout of the profile.

    \b
    Examples:
      mlgraph me learning calculus
      mlgraph me learning "linear algebra",probability --me me.toml
    """
    from mlgraph import diary
    from mlgraph.graphfile.load import load
    from mlgraph.model import name_node
    from mlgraph.text.figures import with_pages

    path, loaded = _find_profile(profile), load(*graph or ())
    found = _resolve_skills(loaded, skills)
    new = diary.begin(path, loaded, found)
    nodes, file = [name_node(loaded, skill) for skill in found], sanitize(path, 200)
    lines = (
        f"{file}: you are learning {node.title}." if node.id in new else f"{node.title} is already in {file}."
        for node in nodes
    )
    put(with_pages("\n".join(lines), nodes))


@me.command()
def forget(
    skills: Annotated[list[str], typer.Argument(metavar="SKILL...", help="Skills to remove.")],
    profile: Me = None,
    graph: GraphFiles = None,
) -> None:
    r"""Remove skills from your profile, both learned skills and those that you are learning.

    \b
    Examples:
      mlgraph me forget python
      mlgraph me forget sql,git --me me.toml
    """
    from mlgraph import diary
    from mlgraph.graphfile.load import load
    from mlgraph.model import name_node
    from mlgraph.text.figures import with_pages

    path, loaded = _find_profile(profile), load(*graph or ())
    found = _resolve_skills(loaded, skills)
    gone = diary.forget(path, loaded, found)
    nodes, file = [name_node(loaded, skill) for skill in found], sanitize(path, 200)
    lines = (f"{node.title} {'is removed from' if node.id in gone else 'is not in'} {file}." for node in nodes)
    put(with_pages("\n".join(lines), nodes))


@me.command()
def goal(
    position: Annotated[str, typer.Argument(metavar="POSITION", help="Where you want to be.")],
    limit: Limit = DEFAULT_LIMIT,
    profile: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Set your goal, and save the date at which today's plan reaches it.

    With a goal in your profile, you can leave out --to in the commands path, next, why and export.

    \b
    Examples:
      mlgraph me goal "data scientist"
      mlgraph me goal cds --me me.toml
    """
    from mlgraph import diary
    from mlgraph.cli.options import read_person
    from mlgraph.cli.session import open_session
    from mlgraph.model import POSITIONS, name_node
    from mlgraph.names import resolve
    from mlgraph.profile import KeptPlan
    from mlgraph.text.json import to_json
    from mlgraph.text.progress import Goal, render_goal

    path, kept = _find_profile(profile), None
    # the skills in the profile's file, without those that follow from jobs
    have: tuple[str, ...] = ()

    def read_me(loaded: "Graph") -> "Profile":
        nonlocal have
        found = read_person(loaded, path, wanted=[position])
        have = found.have
        return found

    with open_session(graph, read_me, limit) as session:
        target = resolve(session.graph, position, POSITIONS)
        if session.person.position is not None:
            plan = session.solver.plan(session.start, target, session.options, session.budget)
            if arrives := plan.stops[-1].arrives_on:
                kept = KeptPlan(plan.source, target, plan.start, plan.pace, arrives, have)
    tell_aliases(session.graph, (position, target))
    diary.set_goal(path, session.graph, target, kept)
    found = Goal(str(path), name_node(session.graph, target), kept.arrives if kept else None)
    put(to_json(found) if as_json else render_goal(found))


@me.command()
def progress(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Draw it: a file in .png, .svg or .pdf.")
    ] = None,
    limit: Limit = DEFAULT_LIMIT,
    profile: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Show how much you have studied, and whether your goal comes nearer.

    The command compares the hours that you studied a week so far with your planned pace. The command also compares the
    date of your goal in the saved plan with the date in today's plan.

    The command counts study from the day on which you ran mlgraph me goal. If you have never run it, the command counts
    study from the earliest day on which you learned a skill. If you gave no hours of study for a skill, the command
    counts the hours in the graph.

    \b
    Examples:
      mlgraph me progress
      mlgraph me progress --me me.toml -o progress.png
    """
    from mlgraph import filesystem
    from mlgraph.analysis import progress as analysis
    from mlgraph.cli.options import read_person
    from mlgraph.graphfile.load import load
    from mlgraph.planning.solver import Solver
    from mlgraph.search.budget import Budget
    from mlgraph.text.json import to_json
    from mlgraph.text.progress import render_progress

    path, loaded = _find_profile(profile), load(*graph or ())
    found = analysis.progress(Solver(loaded), read_person(loaded, path), date.today(), Budget(limit))
    if output:
        from mlgraph.drawing.progress import draw_progress

        filesystem.write(output, draw_progress(found, output.suffix.removeprefix(".").lower()))
    put(to_json(found) if as_json else render_progress(found))
    tell_rules(loaded)


def _resolve_skills(graph: "Graph", skills: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of comma-separated skills, and print which skill each alias stands for."""
    from mlgraph.names import resolve
    from mlgraph.reading import split_names

    names = {resolve(graph, name, ("skill",)): name for name in split_names(graph, skills)}
    tell_aliases(graph, *((name, skill) for skill, name in names.items()))
    return tuple(names)


def _find_profile(profile: Path | None) -> Path:
    """Return the given path of a profile, or else me.toml.

    Raises UsageError if no path of a profile is given and the current folder has no me.toml.
    """
    profile = find_profile(profile)
    if profile is None:
        raise UsageError("no profile is given; type --me FILE, or make one with: mlgraph me init")
    return profile


def _ask(graph: "Graph") -> Any:
    """Ask the questions of `me init` at the terminal, and return the profile."""
    from secrets import token_hex

    from mlgraph.model import KINDS, POSITIONS
    from mlgraph.names import resolve, resolve_all
    from mlgraph.profile import Profile
    from mlgraph.profilefile import parse_pace
    from mlgraph.reading import split_names

    def read_many(kinds: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
        return lambda answer: resolve_all(graph, split_names(graph, [answer] if answer.strip() else []), kinds)

    def read_unwanted(answer: str) -> tuple[str, ...]:
        nodes = read_many(KINDS)(answer)
        if position in nodes:
            raise UsageError(f"{position} is your position; leave it out")
        return nodes

    position = _answer("Where are you? A stage or role, such as beginner", lambda name: resolve(graph, name, POSITIONS))
    pace = _answer("Hours of study a week", parse_pace, default=f"{DEFAULT_PACE:g}")
    have = _answer("Skills that you have, separated by commas; Enter for none", read_many(("skill",)), default="")
    avoid = _answer("Positions and skills to avoid, separated by commas; Enter for none", read_unwanted, default="")
    return Profile(position, have, pace, avoid, id=token_hex(8))


def _answer(question: str, understood: Callable[[str], Any], *, default: str | None = None) -> Any:
    """Ask a question until the person gives a valid answer, explain each invalid answer, and return the valid one."""

    def try_answer(answer: str) -> Any:
        try:
            return understood(answer)
        except MlgraphError as error:
            raise typer.BadParameter(name_options(str(error))) from error

    return typer.prompt(question, default=default, show_default=bool(default), value_proc=try_answer)
