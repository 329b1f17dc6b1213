"""Text and JSON of a profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from mlgraph.model import Named, named
from mlgraph.printable import shown
from mlgraph.text.formatting import bold, counted, joined, wrapped
from mlgraph.text.json import to_json

if TYPE_CHECKING:
    from mlgraph.model import Graph
    from mlgraph.profile import Profile


@dataclass(frozen=True)
class ProfileText:
    """A profile with titles; `pace` is in hours of study a week."""

    file: str
    position: Named | None
    pace: float
    have: tuple[Named, ...]
    avoid: tuple[Named, ...]


def profile_lines(path: str, graph: Graph, profile: Profile) -> str:
    """Return the text of a profile."""
    found = _with_titles(path, graph, profile)
    said = {
        "Position": found.position.title if found.position else "not given",
        "Study": f"{counted(found.pace, 'hour')} a week",
        "Skills": joined(skill.title for skill in found.have) or "those of the position",
        "Avoid": joined(node.title for node in found.avoid) or "nothing",
    }
    lines = chain.from_iterable(wrapped(what, f"  {key:8}  ", " " * 12) for key, what in said.items())
    return "\n".join([bold(shown(path, 200)), *lines])


def profile_json(path: str, graph: Graph, profile: Profile) -> str:
    """Return a profile as JSON."""
    return to_json(_with_titles(path, graph, profile))


def _with_titles(path: str, graph: Graph, profile: Profile) -> ProfileText:
    have, avoid = (tuple(named(graph, node) for node in nodes) for nodes in (profile.have, profile.avoid))
    position = None if profile.position is None else named(graph, profile.position)
    return ProfileText(path, position, profile.pace, have, avoid)


def learned_lines(path: str, skills: Iterable[tuple[Named, bool]]) -> str:
    """Return a line for each skill, which states whether it is new in a profile."""
    file = shown(path, 200)
    return "\n".join(f"{skill.title} is {'added to' if new else 'already in'} {file}." for skill, new in skills)
