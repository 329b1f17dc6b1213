"""The commands of a profile: make, show and update it."""

import sys
from collections.abc import Callable
from datetime import date
from os.path import exists
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlgraph.cli.options import AsJson, GraphFiles, Me
from mlgraph.cli.output import put, tell_aliases
from mlgraph.cli.parameters import name_options
from mlgraph.errors import MlgraphError, UsageError
from mlgraph.limits import DEFAULT_PACE
from mlgraph.printable import shown

if TYPE_CHECKING:
    from mlgraph.model import Graph


me = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Keep a profile: your position, your skills, your pace.",
)

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
    r"""Ask about you, and write the answers to a profile.

    The questions are about your position, your hours of study, your skills, and the nodes that you want to avoid.

    \b
    Examples:
      mlgraph me init
      mlgraph me init at-work.toml --graph company.toml
    """
    from mlgraph.graphfile.load import load
    from mlgraph.profile import write
    from mlgraph.text.profile import profile_lines

    path = file or profile or Path("me.toml")
    if path.suffix.lower() != ".toml":
        raise UsageError(f"{shown(path, 200)}: the name of a profile ends in .toml")
    if not sys.stdin.isatty():
        raise UsageError(_BY_HAND.format(file=shown(path, 200)))
    loaded = load(*graph or ())
    if exists(path):
        typer.confirm(f"{shown(path, 200)} exists already. Replace it?", abort=True)
    found = _ask(loaded)
    write(path, found, loaded)
    put(profile_lines(str(path), loaded, found))


@me.command("from")
def from_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Your CV.")],
    yes: Annotated[bool, typer.Option("--yes", help="Change an existing profile without a question.")] = False,
    profile: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Read your CV into a profile: your posts with their dates, and your skills.

    The file is LinkedIn's zip, its Positions.csv or Skills.csv, a JSON Resume, a Europass XML or PDF, or a list. A list
    has a skill or a post in each line. Only an exact name, or an exact entry of ESCO, becomes a part of the
    profile. All other texts are listed with the nearest nodes, and become comments. Names, addresses and employers are
    not kept.

    The profile is me.toml, or that of --me. If it exists, its comments stay, and the command asks before it adds to it.

    \b
    Examples:
      mlgraph me from cv.txt --me from-cv.toml
      mlgraph me from linkedin.zip --yes
    """
    from mlgraph import diary
    from mlgraph.graphfile.load import load
    from mlgraph.resumes.registry import read
    from mlgraph.resumes.resolve import resolve_resume
    from mlgraph.text.resume import additions_lines, resume_json, resume_lines

    path = profile or Path("me.toml")
    if path.suffix.lower() != ".toml":
        raise UsageError(f"{shown(path, 200)}: the name of a profile ends in .toml")
    resume, loaded = read(file), load(*graph or ())
    found = resolve_resume(loaded, resume, date.today())
    new = diary.compare_resume(path, loaded, found)
    if not as_json:
        put(resume_lines(loaded, found))
    if new is not None and new and not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"{shown(path, 200)} exists already; add --yes to change it")
        typer.confirm(f"{additions_lines(str(path), loaded, new)} Change it?", abort=True)
    done = diary.adopt(path, loaded, found)
    if as_json:
        put(resume_json(str(path), found, done))
    else:
        put(additions_lines(str(path), loaded, done, is_done=True))
        put(f"See it with: mlgraph me show --me {shown(path, 200)}")


@me.command()
def show(profile: Me = None, graph: GraphFiles = None, as_json: AsJson = False) -> None:
    r"""Show a profile, with titles.

    \b
    Examples:
      mlgraph me show --me me.toml
      mlgraph me show --me me.toml --json
    """
    from mlgraph.graphfile.load import load
    from mlgraph.profile import read
    from mlgraph.text.profile import profile_json, profile_lines

    path, loaded = _given(profile), load(*graph or ())
    found = read(path, loaded)
    answer = profile_json if as_json else profile_lines
    put(answer(str(path), loaded, found))


@me.command()
def learned(
    skills: Annotated[list[str], typer.Argument(metavar="SKILL...", help="Skills that you have now.")],
    profile: Me = None,
    graph: GraphFiles = None,
    as_json: AsJson = False,
) -> None:
    r"""Add skills to a profile, and keep its comments and layout.

    Commas may separate several names.

    \b
    Examples:
      mlgraph me learned python --me me.toml
      mlgraph me learned sql,git "linear algebra" --me me.toml
    """
    from mlgraph.graphfile.load import load
    from mlgraph.model import named
    from mlgraph.names import resolve
    from mlgraph.profile import learn
    from mlgraph.reading import split_names
    from mlgraph.text.profile import learned_json, learned_lines

    path, loaded = _given(profile), load(*graph or ())
    names = {resolve(loaded, name, ("skill",)): name for name in split_names(loaded, skills)}
    tell_aliases(loaded, *((name, skill) for skill, name in names.items()))
    new = learn(path, loaded, names)
    write = learned_json if as_json else learned_lines
    put(write(str(path), [(named(loaded, skill), skill in new) for skill in names]))


def _given(profile: Path | None) -> Path:
    if profile is None:
        raise UsageError("no profile is given; type --me FILE, or make one with: mlgraph me init")
    return profile


def _ask(graph: "Graph") -> Any:
    """Ask the person at the terminal, and return the profile."""
    from mlgraph.model import KINDS, POSITIONS
    from mlgraph.names import resolve, resolve_all
    from mlgraph.profile import Profile, parse_pace

    def many(kinds: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
        return lambda answer: resolve_all(graph, map(str.strip, _listed(answer)), kinds)

    def unwanted(answer: str) -> tuple[str, ...]:
        nodes = many(KINDS)(answer)
        if position in nodes:
            raise UsageError(f"{position} is your position; leave it out")
        return nodes

    position = _answer("Where are you? A stage or role, such as beginner", lambda name: resolve(graph, name, POSITIONS))
    pace = _answer("Hours of study a week", parse_pace, default=f"{DEFAULT_PACE:g}")
    have = _answer("Skills that you have, with commas between; Enter for none", many(("skill",)), default="")
    avoid = _answer("Positions and skills that you do not want, likewise", unwanted, default="")
    return Profile(position, have, pace, avoid)


def _listed(answer: str) -> list[str]:
    return [name for name in answer.split(",") if name.strip()]


def _answer(question: str, understood: Callable[[str], Any], *, default: str | None = None) -> Any:
    """Ask until the person gives a valid answer, and return its value; explain each invalid answer."""

    def tried(answer: str) -> Any:
        try:
            return understood(answer)
        except MlgraphError as error:
            raise typer.BadParameter(name_options(str(error))) from error

    return typer.prompt(question, default=default, show_default=bool(default), value_proc=tried)
