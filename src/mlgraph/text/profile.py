"""Conversion of the profile of a person to text and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mlgraph.history import conclude
from mlgraph.model import Named, name_node
from mlgraph.names import name_field
from mlgraph.printable import sanitize
from mlgraph.text.dates import format_date
from mlgraph.text.figures import with_pages
from mlgraph.text.formatting import format_count, format_duration, join, make_bold, wrap
from mlgraph.text.json import to_json

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.profile import Profile


@dataclass(frozen=True)
class PostText:
    """A job that a person has or had. For a job that the person still has, the last day `ends` is None."""

    position: Named
    begins: date
    ends: date | None


@dataclass(frozen=True)
class FromPost:
    """A skill that a person has because a job needs or teaches it."""

    skill: Named
    post: Named


@dataclass(frozen=True)
class ExperienceText:
    """The months of experience in a field that a person has from a job.

    If `on_arrival` is true, the months are those that the job asks for and that no earlier job gives.
    """

    field: str
    post: Named
    months: float
    on_arrival: bool


@dataclass(frozen=True)
class ProfileText:
    """A profile with titles of nodes, and with the skills and experience that all jobs have given until the day `on`.

    `pace` is the number of hours of study a week.
    """

    file: str
    position: Named | None
    pace: float
    have: tuple[Named, ...]
    avoid: tuple[Named, ...]
    posts: tuple[PostText, ...]
    on: date
    months_in_post: float
    experience: dict[str, float]
    experience_from: tuple[ExperienceText, ...]
    from_posts: tuple[FromPost, ...]
    goal: Named | None
    learning: tuple[Named, ...]


def render_profile(path: str, graph: Graph, profile: Profile, day: date) -> str:
    """Return the profile of a person as text, with what follows from the posts in it until a day."""
    found = _with_titles(path, graph, profile, day)
    said = {
        "Position": [found.position.title if found.position else "not given"],
        "Study": [f"{format_count(found.pace, 'hour')} a week"],
        "Skills": [join(skill.title for skill in found.have) or "those of the position"],
        "Avoid": [join(node.title for node in found.avoid) or "nothing"],
    }
    said |= {"Goal": [found.goal.title]} if found.goal else {}
    said |= {"Learning": [join(skill.title for skill in found.learning)]} if found.learning else {}
    said |= {"Posts": [f"{post.position.title}, {_format_dates(post)}" for post in found.posts]} if found.posts else {}
    said |= _list_concluded(graph, found)
    wide = max(map(len, said))
    lines = [
        line
        for key, rows in said.items()
        for at, row in enumerate(rows)
        for line in wrap(row, f"  {'' if at else key:{wide}}  ", " " * (wide + 4))
    ]
    held, taught = (post.position for post in found.posts), (each.skill for each in found.from_posts)
    nodes = (found.position, *found.have, *found.avoid, *held, *taught, found.goal, *found.learning)
    return with_pages("\n".join([make_bold(sanitize(path, 200)), *lines]), filter(None, nodes))


def _list_concluded(graph: Graph, found: ProfileText) -> dict[str, list[str]]:
    """Return the rows that follow from the posts, each with the posts that it follows from."""
    since = max((post.begins for post in found.posts if post.ends is None), default=found.on)
    in_post = [f"{format_duration(found.months_in_post)}, since {format_date(since)}"] if found.months_in_post else []
    experience = []
    for field, months in found.experience.items():
        gains = [each for each in found.experience_from if each.field == field]
        parts = (
            (f"{format_duration(each.months)} " if len(gains) > 1 else "")
            + (f"that {each.post.title} asks for" if each.on_arrival else f"as {each.post.title}")
            for each in gains
        )
        experience.append(f"{sanitize(name_field(graph, field))}: {format_duration(months)} ({join(parts)})")
    skills: dict[str, list[str]] = {}
    for each in found.from_posts:
        skills.setdefault(each.post.title, []).append(each.skill.title)
    known = [f"{join(titles)} (from being {post})" for post, titles in skills.items()]
    return {key: rows for key, rows in (("In post", in_post), ("Experience", experience), ("Known", known)) if rows}


def dump_profile(path: str, graph: Graph, profile: Profile, day: date) -> str:
    """Return the profile of a person as JSON, with what follows from the posts in it until a day."""
    return to_json(_with_titles(path, graph, profile, day))


def _with_titles(path: str, graph: Graph, profile: Profile, day: date) -> ProfileText:
    have, avoid = (tuple(name_node(graph, node) for node in nodes) for nodes in (profile.have, profile.avoid))
    position = None if profile.position is None else name_node(graph, profile.position)
    found = conclude(graph, profile.posts, day)
    posts = (PostText(name_node(graph, post.position), post.begins, post.ends) for post in profile.posts)
    skills = (FromPost(name_node(graph, skill), name_node(graph, post)) for skill, post in found.skills.items())
    gains = (ExperienceText(**vars(each) | {"post": name_node(graph, each.post)}) for each in found.gains)
    served = found.months_in_post, found.experience, tuple(gains)
    goal = None if profile.goal is None else name_node(graph, profile.goal)
    learning = tuple(name_node(graph, skill) for skill in profile.learning)
    known = (path, position, profile.pace, have, avoid, tuple(posts), day, *served, tuple(skills))
    return ProfileText(*known, goal, learning)


def _format_dates(post: PostText) -> str:
    if post.ends is None:
        return f"since {format_date(post.begins)}"
    return f"{format_date(post.begins)} to {format_date(post.ends)}"


@dataclass(frozen=True)
class Learned:
    """The answer of the command `me learned`, with the skills that the user named in the command.

    `added` has the named skills that are new in the profile, and `already_there` the named skills that the profile had
    before.
    """

    file: str
    added: tuple[Named, ...]
    already_there: tuple[Named, ...]


def dump_learned(path: str, skills: Iterable[tuple[Named, bool]]) -> str:
    """Return the answer of `me learned` as JSON; `skills` pairs each skill with whether it is new in the profile."""
    listed = list(skills)
    added, others = (tuple(skill for skill, new in listed if new is wanted) for wanted in (True, False))
    return to_json(Learned(path, added, others))


def render_learned(path: str, skills: Iterable[tuple[Named, bool]]) -> str:
    """Return a line for each skill, which says whether the skill is new in the profile."""
    listed, file = list(skills), sanitize(path, 200)
    lines = (f"{skill.title} is {'added to' if new else 'already in'} {file}." for skill, new in listed)
    return with_pages("\n".join(lines), (skill for skill, _ in listed))
