"""Metacademy's concept graph: concepts as skills, with their hours and the reasons for each prerequisite."""

import json
from os.path import isdir
from pathlib import Path
from typing import Any

from mlgraph import files
from mlgraph.errors import FileError, shown
from mlgraph.schema import slug
from mlgraph.sheets import Import, Progress, about, one_line, title

ATTRIBUTION = (
    "This graph is made of Metacademy's concept graph, CC BY-SA 3.0, and may be shared under the same licence."
)
SOURCE = {"title": "Metacademy concept graph", "publisher": "Metacademy", "licence": "CC BY-SA 3.0"}


def read(path: Path, *, progress: Progress = lambda step: None) -> Import:
    """Return the concept graph in `path`, or in its `graph_data.json` where it is a folder, as tables.

    Raises FileError where it is not that.
    """
    source = path / "graph_data.json" if isdir(path) else path
    progress("reading concepts")
    result = Import({"title": "Metacademy concepts", "attribution": ATTRIBUTION, "source": {"metacademy": SOURCE}})
    try:
        records = [(record["model"], str(record["pk"]), record["fields"]) for record in json.loads(files.read(source))]
        skills, ids = _concepts(records, result)
        _dependencies(records, result, skills, ids)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = f"is not Metacademy's graph_data.json: {shown(type(error).__name__)} {shown(error)}"
        raise FileError(f"{shown(source, 200)}: {problem}") from error
    if not skills:
        raise FileError(f"{shown(source, 200)}: is not Metacademy's graph_data.json: it has no concept")
    result.tables["skill"] = skills
    return result


def _concepts(records: list[tuple[str, str, Any]], result: Import) -> tuple[dict[str, Any], dict[str, str]]:
    skills: dict[str, Any] = {}
    ids: dict[str, str] = {}
    for model, key, fields in records:
        if model != "graph.concept":
            result.left_out[f"records of the kind {one_line(model)}"] += model != "graph.dependency"
            continue
        hours = fields["learn_time"]
        if isinstance(hours, bool):
            raise TypeError("learn_time is true or false")
        if hours is None:
            result.left_out["hours of a concept, which are not given (counted as 0)"] += 1
        name = slug(fields["tag"])
        if key in ids or name in skills:
            raise ValueError(f"has the {f'pk {key}' if key in ids else f'tag {name}'} a second time")
        ids[key] = name
        if not fields["title"]:
            result.left_out["titles of a concept, which are not given (its tag stands in)"] += 1
        named = title(fields["title"] or fields["tag"].replace("_", " "))
        entry = {"title": named, "about": about(fields["summary"]), "hours": round(hours or 0, 2)}
        skills[name] = {k: v for k, v in entry.items() if v != ""} | {"cites": [f"metacademy:{name}"]}
    result.left_out = type(result.left_out)({reason: count for reason, count in result.left_out.items() if count})
    result.read["concepts"] = len(skills)
    return skills, ids


def _dependencies(
    records: list[tuple[str, str, Any]], result: Import, skills: dict[str, Any], ids: dict[str, str]
) -> None:
    for model, _, fields in records:
        if model != "graph.dependency":
            continue
        result.read["dependencies"] += 1
        source, target = ids.get(fields["source"]), ids.get(fields["target"])
        if source is None or target is None:
            result.left_out["dependencies of a concept that is not in the file"] += 1
            continue
        skills[target].setdefault("needs", []).append(source)
        if reason := about(fields["reason"]):
            skills[target].setdefault("reasons", {})[source] = reason
