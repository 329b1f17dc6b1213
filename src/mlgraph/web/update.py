"""Reader of changes to a profile, which the web page sends as JSON."""

import json
from collections import Counter
from dataclasses import fields
from typing import Any

from mlgraph.diary import ProfileUpdate
from mlgraph.errors import UsageError
from mlgraph.model import POSITIONS, Graph
from mlgraph.names import resolve, resolve_all, suggest_names
from mlgraph.printable import sanitize
from mlgraph.profilefile import KEYS

_LISTS = ("learned", "learning", "skipped", "open")
_KEYS = tuple(field.name for field in fields(ProfileUpdate))


def read_update(data: bytes, graph: Graph) -> ProfileUpdate:
    """Read a change of a profile from JSON, and replace the names of nodes in the change by ids.

    Raises UsageError if the JSON object has an unknown key or a value of the wrong type, or names a skill twice. Raises
    UnknownNameError or AmbiguousNameError if a name does not belong to exactly one node.
    """
    found = _read_object(data)
    for key, value in found.items():
        if key not in _KEYS:
            raise UsageError(
                f"'{sanitize(key)}' is not a key of a change; use one of {', '.join(_KEYS)}{suggest_names(key, _KEYS)}"
            )
        _check(key, value)
    position, goal = (
        None if found.get(key) is None else resolve(graph, found[key], POSITIONS) for key in ("position", "goal")
    )
    skills = {key: resolve_all(graph, found.get(key, ()), ("skill",)) for key in _LISTS}
    twice = [skill for skill, count in Counter(id for ids in skills.values() for id in ids).items() if count > 1]
    if twice:
        raise UsageError(f"{twice[0]} is named twice; give each skill one state")
    return ProfileUpdate(position, goal, found.get("pace"), **skills)


def _read_object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError("the change of a profile is not JSON") from error
    if not isinstance(found, dict):
        raise UsageError('the change of a profile is a JSON object, such as {"learned": ["sql"]}')
    return found


def _check(key: str, value: Any) -> None:
    """Raise UsageError if a value in the change of a profile has the wrong type, or if a pace is out of range."""
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise UsageError(f'`{key}` must be a list of names of skills, such as ["sql"]')
    elif value is None:
        return
    elif key == "pace":
        for fault in KEYS[key].find_faults(value):
            raise UsageError(f"`pace` {fault.message}; {fault.fix}")
    elif not isinstance(value, str):
        raise UsageError(f"`{key}` must be the name of a position")
