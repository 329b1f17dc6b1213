"""Importer of a roadmap in the JSON of the website roadmap.sh.

Users copy the JSON of a roadmap from roadmap.sh themselves, since mlgraph itself downloads nothing. The importer turns
each topic and subtopic of a roadmap into a skill. A roadmap is a drawing of boxes with topics, and of lines that
connect them. The lines in the drawing of a roadmap do not mean prerequisites, so the imported skills have no needs by
default. If the rule `in_order` is true, a drawn line from one topic to another means that the second topic needs the
first.
"""

from pathlib import Path
from typing import Any

from mlgraph.errors import FileError
from mlgraph.graphfile import parsing
from mlgraph.graphfile.ids import make_slug
from mlgraph.importers.esco import find_cycle_edges
from mlgraph.importers.tables import Import, Progress, make_sources, to_title
from mlgraph.limits import ID_LENGTH
from mlgraph.names import fold

IN_SHORT = "Hours are a rule, not data, and needs are lines of a drawing."
LEARNED = ("topic", "subtopic")
ATTRIBUTION = (
    "Made from a copy of a roadmap in the form of roadmap.sh. The content of roadmap.sh itself is for personal use and "
    "may not be passed on."
)


def read(path: Path, *, hours_per_topic: float, in_order: bool, progress: Progress) -> Import:
    """Import a roadmap in the JSON of roadmap.sh. Raises GraphFileError with a list of all errors in the roadmap."""
    progress("reading topics")
    result = Import(path, {"title": "Roadmap", "attribution": ATTRIBUTION, "skill": {}})
    document = _read_document(result, path)
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    for node in _list_objects(result, document, "nodes"):
        data = node.get("data")
        label = to_title(str(data.get("label") or "")) if isinstance(data, dict) else ""
        if node.get("type") == "title" and label:
            result.tables["title"] = label
        if node.get("type") not in LEARNED:
            result.left_out["nodes of the drawing other than topics"] += 1
        elif not label:
            result.left_out["topics without a label"] += 1
        else:
            ids[str(node.get("id"))] = _add_topic(result, label, hours_per_topic, names)
    result.read["topics"] = len(ids)
    edges = list(_list_objects(result, document, "edges"))
    if in_order:
        _add_needs(result, edges, ids)
    else:
        result.left_out["lines between topics, which are not read as needs"] = len(edges)
    title = {"title": result.tables["title"], "publisher": "in the form of roadmap.sh"}
    needs = "A topic needs the topic before it on a line of the drawing. The roadmap does not say so."
    hours = "Hours of study are a rule, not data: the same for each topic."
    result.tables["source"] = make_sources("roadmap", title, IN_SHORT, hours=hours, needs=needs)
    return result.complete(progress)


def _read_document(result: Import, path: Path) -> dict[str, Any]:
    """Read a JSON file with a roadmap, or report an error and return an empty roadmap."""
    try:
        return parsing.parse_json(str(path), parsing.decode(str(path), result.files.read(path)))
    except FileError as error:
        result.report_unreadable(path, error)
        return {"nodes": [], "edges": []}


def _list_objects(result: Import, document: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = document.get(key)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        result.report((str(result.source), 1), "", f"has no list of {key}", "take the file as you copied it")
        return []
    return found


def _add_topic(result: Import, label: str, hours: float, names: dict[str, str]) -> str:
    """Add a topic of a roadmap as a skill, and return the id of the skill, which topics with the same name share."""
    skills, said = result.tables["skill"], fold(label)
    if said not in names:
        made = make_slug(label)[: ID_LENGTH - 6] or "topic"
        name = next(each for each in (made, *(f"{made}-{n}" for n in range(2, len(skills) + 3))) if each not in skills)
        names[said] = name
        skills[name] = {"title": label, "hours": hours, "cites": ["roadmap", "rule:hours"]}
        result.add_origin(("skill", name), (str(result.source), 1))
    return names[said]


def _add_needs(result: Import, edges: list[dict[str, Any]], ids: dict[str, str]) -> None:
    pairs: dict[tuple[str, str], None] = {}
    for edge in edges:
        before, after = ids.get(str(edge.get("source"))), ids.get(str(edge.get("target")))
        if before is None or after is None or before == after:
            result.left_out["lines that do not join two topics"] += 1
        else:
            pairs[before, after] = None
    closing = find_cycle_edges(result, [*pairs], result.source)
    for count, (before, after) in enumerate(pairs):
        if count in closing:
            result.left_out["lines that would close a cycle"] += 1
            continue
        skill = result.tables["skill"][after]
        skill.setdefault("needs", []).append(before)
        skill.setdefault("because", {}).setdefault("rule:needs", []).append(before)
        result.read["lines as needs"] += 1
