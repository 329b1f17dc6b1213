"""A profile as lines for a terminal or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mlgraph.model import named
from mlgraph.printable import shown

if TYPE_CHECKING:
    from mlgraph.model import Graph, Named
    from mlgraph.profile import Profile
from mlgraph.text.formatting import bold, named_with_id, quantity, wrapped
from mlgraph.text.json import to_json


def profile_lines(path: str, graph: Graph, profile: Profile) -> str:
    """Return what a profile says."""
    fields = _profile_fields(path, graph, profile)
    lines = [f"{shown(path, 200)}: {quantity(profile.pace)} hours of study a week"]
    for title, nodes in (("At", [fields["position"]]), ("Has", fields["have"]), ("Avoids", fields["avoid"])):
        body = [line for node in nodes if node for line in wrapped(named_with_id(node), "  ", "      ")]
        lines += ["", bold(title), *body] if body else []
    return "\n".join(lines)


def profile_json(path: str, graph: Graph, profile: Profile) -> str:
    """Return what a profile says as JSON; `pace` is in hours of study a week."""
    return to_json(_profile_fields(path, graph, profile))


def _profile_fields(path: str, graph: Graph, profile: Profile) -> dict[str, Any]:
    have, avoid = ([named(graph, node) for node in nodes] for nodes in (profile.have, profile.avoid))
    position = None if profile.position is None else named(graph, profile.position)
    return {"file": path, "position": position, "pace": profile.pace, "have": have, "avoid": avoid}


def learned_lines(path: str, skills: Iterable[tuple[Named, bool]]) -> str:
    """Return for each skill whether it is new in a profile."""
    return "\n".join(
        f"{shown(path, 200)}: {named_with_id(skill)} {'is added' if new else 'was there already'}"
        for skill, new in skills
    )
