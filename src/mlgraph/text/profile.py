"""A profile as lines for a terminal or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlgraph.model import Named, named
from mlgraph.printable import shown
from mlgraph.text.formatting import bold, named_with_id, quantity, wrapped
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
    """Return what a profile says."""
    found = _with_titles(path, graph, profile)
    lines = [f"{shown(path, 200)}: {quantity(profile.pace)} hours of study a week"]
    for title, nodes in (("At", [found.position]), ("Has", found.have), ("Avoids", found.avoid)):
        body = [line for node in nodes if node for line in wrapped(named_with_id(node), "  ", "      ")]
        lines += ["", bold(title), *body] if body else []
    return "\n".join(lines)


def profile_json(path: str, graph: Graph, profile: Profile) -> str:
    """Return what a profile says as JSON."""
    return to_json(_with_titles(path, graph, profile))


def _with_titles(path: str, graph: Graph, profile: Profile) -> ProfileText:
    have, avoid = (tuple(named(graph, node) for node in nodes) for nodes in (profile.have, profile.avoid))
    position = None if profile.position is None else named(graph, profile.position)
    return ProfileText(path, position, profile.pace, have, avoid)


def learned_lines(path: str, skills: Iterable[tuple[Named, bool]]) -> str:
    """Return for each skill whether it is new in a profile."""
    return "\n".join(
        f"{shown(path, 200)}: {named_with_id(skill)} {'is added' if new else 'was there already'}"
        for skill, new in skills
    )
