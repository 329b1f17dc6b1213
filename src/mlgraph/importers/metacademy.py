"""Importer of the graph of concepts from the website Metacademy.

Each concept of Metacademy, such as Bayes' rule, becomes a skill with its hours of study. The prerequisites of a concept
become the needs of its skill, each with Metacademy's explanation of the need, if any.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any

from mlgraph.errors import FileError
from mlgraph.graphfile import parsing
from mlgraph.graphfile.ids import make_slug
from mlgraph.graphfile.schema import LINK
from mlgraph.graphfile.validators import describe_value
from mlgraph.importers.tables import AS_PUBLISHED, Import, Progress, Row, to_description, to_title
from mlgraph.printable import sanitize, to_one_line

ATTRIBUTION = (
    "This graph is made of Metacademy's concept graph, CC BY-SA 3.0, and may be shared under the same licence."
)
SOURCE = {"title": "Metacademy concept graph", "publisher": "Metacademy", "licence": "CC BY-SA 3.0"}

# the types of the fields that the importer reads
Shape = dict[str, tuple[type, ...]]
RECORD: Shape = {"model": (str,), "pk": (str, int), "fields": (dict,)}
CONCEPT: Shape = {"tag": (str,), "title": (str, NoneType), "summary": (str,), "learn_time": (int, float, NoneType)}
RESOURCE: Shape = {"title": (str,), "url": (str,), "access": (str,)}
USE: Shape = {"concept": (str, int), "global_resource": (str, int)}
LOCATION: Shape = {"cresource": (str, int), "url": (str, NoneType)}
DEPENDENCY: Shape = {"source": (str, int), "target": (str, int), "reason": (str,)}
_NOUNS = {str: "a text", int: "a number", float: "a number", dict: "an object", list: "a list", NoneType: "null"}
READ = ("dependency", "globalresource", "conceptresource", "resourcelocation")
# matches the first character of an element, or the end of the list
_SIGN = re.compile(r"[^ \t\r\n,]")


def read(path: Path, *, progress: Progress) -> Import:
    """Import Metacademy's concept graph from the file `path`, or from `graph_data.json` if `path` is a folder or a zip.

    Raises GraphFileError with a list of all errors in the imported file.
    """
    progress("reading concepts")
    tables = {"title": "Metacademy concepts", "attribution": ATTRIBUTION, "source": {"metacademy-graph": SOURCE}}
    result = Import(path, tables)
    skills: dict[str, Any] = {}
    ids: dict[str, str] = {}
    rows: dict[str, list[tuple[str, Row]]] = {f"graph.{name}": [] for name in READ}
    for record in _read_records(result, path if result.files.is_one_file else result.files.get("graph_data.json")):
        row = Row(result, record.place, record.name, record["fields"])
        if record["model"] == "graph.concept":
            _add_concept(row, str(record["pk"]), skills, ids)
        elif record["model"] in rows:
            rows[record["model"]].append((str(record["pk"]), row))
        else:
            result.left_out[f"records of the kind {to_one_line(record['model'])}"] += 1
    result.read["concepts"] = len(skills)
    for _, row in rows["graph.dependency"]:
        _add_dependency(row, skills, ids)
    _add_resources(result, rows, skills, ids)
    result.tables["skill"] = skills
    return result.complete(progress)


def _read_records(result: Import, path: Path) -> Iterator[Row]:
    """Yield the valid records of a Metacademy file, and report an error for each invalid record."""
    repeated: list[str] = []
    for count, (line, record) in enumerate(_parse_elements(result, path, repeated), 1):
        fields = record if isinstance(record, dict) else {}
        name = str(fields["pk"]) if type(fields.get("pk")) in RECORD["pk"] else f"record {count}"
        row = Row(result, (str(path), line), name, fields)
        if not isinstance(record, dict):
            row.report(f"is {_describe(record)}", f"write an object with {', '.join(RECORD)}")
        elif repeated:
            row.report(f"has the key {sanitize(repeated[0])} twice in one object", "keep one of the two")
        elif _check_fields(row, RECORD):
            yield row
        repeated.clear()


def _parse_elements(result: Import, path: Path, repeated: list[str]) -> Iterator[tuple[int, Any]]:
    """Yield the elements of a JSON list with their lines, and append keys that an element has twice to `repeated`."""

    def refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            repeated.append(Counter(name for name, _ in pairs).most_common(1)[0][0])
        return table

    text = ""
    try:
        data = result.files.read(path)
        parsing.check_size(str(path), len(data), parsing.count_delimiters(data))
        text = parsing.decode(str(path), data)
        if not isinstance(json.loads(text), list):  # this call also checks the syntax of the whole file
            result.report((str(path), 1), "", "is not a list of records", AS_PUBLISHED)
            return
        decoder = json.JSONDecoder(object_pairs_hook=refuse_duplicates)
        end, line = text.index("[") + 1, 1 + text.count("\n", 0, text.index("["))
        while (sign := _SIGN.search(text, end)) and sign[0] != "]":
            line += text.count("\n", end, sign.start())
            record, end = decoder.raw_decode(text, sign.start())
            yield line, record
            line += text.count("\n", sign.start(), end)
    except FileError as error:
        result.report_unreadable(path, error)
    except (ValueError, RecursionError) as error:
        result.report_unreadable(path, parsing.make_json_error(str(path), text, error))


def _check_fields(row: Row, shape: Shape) -> bool:
    """Return whether a record has all keys of `shape` with values of the types in `shape`.

    The function reports each key that is missing or has a value of a wrong type.
    """
    fits = True
    for key, types in shape.items():
        if key in row and type(row[key]) in types:
            continue
        fits, right = False, " or ".join(dict.fromkeys(_NOUNS[each] for each in types))
        if key in row:
            row.report(f"{key} is {_describe(row[key])}", f"write {right}")
        else:
            row.report(f"has no {key}", f"write one, {right}")
    return fits


def _describe(value: object) -> str:
    """Describe a JSON value for a message, or only its type for objects and lists, which may be large."""
    return _NOUNS[type(value)] if type(value) in (dict, list) else describe_value(value)


def _add_concept(row: Row, key: str, skills: dict[str, Any], ids: dict[str, str]) -> None:
    """Add a concept of Metacademy as a skill to `skills`."""
    if not _check_fields(row, CONCEPT) or not row.check_id("tag", name := make_slug(row["tag"])):
        return
    if key in ids or name in skills:
        row.report_duplicate("this pk" if key in ids else f"the tag {name}")
    else:
        if row["learn_time"] is None:
            row.result.left_out["concepts without hours (counted as 0)"] += 1
        if not row["title"]:
            row.result.left_out["titles of a concept, which are not given (its tag is used)"] += 1
        named = to_title(row["title"] or row["tag"].replace("_", " "))
        entry = {"title": named, "about": to_description(row["summary"]), "hours": round(row["learn_time"] or 0, 2)}
        skills[name] = {k: v for k, v in entry.items() if v != ""} | {"cites": [f"metacademy-graph:{name}"]}
        ids[key] = name
        row.add_origin("skill", name)


def _add_resources(
    result: Import, rows: dict[str, list[tuple[str, Row]]], skills: dict[str, Any], ids: dict[str, str]
) -> None:
    """Add to each skill the learning resources of its concept that have a title and a web address.

    If a learning resource has no web address of its own, the function takes the address of the resource's first
    location in the imported file.
    """
    addresses: dict[str, str] = {}
    for _, row in rows["graph.resourcelocation"]:
        if _check_fields(row, LOCATION) and row["url"]:
            addresses.setdefault(str(row["cresource"]), row["url"])
    given = {key: row for key, row in rows["graph.globalresource"] if _check_fields(row, RESOURCE)}
    resources: dict[str, Any] = {}
    for key, row in rows["graph.conceptresource"]:
        if not _check_fields(row, USE):
            continue
        skill, resource = ids.get(str(row["concept"])), given.get(str(row["global_resource"]))
        title = to_title(resource["title"]) if resource else ""
        address = (resource["url"] if resource else "") or addresses.get(key, "")
        if skill is None or not title or not address or LINK.find_faults(address):
            result.left_out["resources of a concept without a title or an address"] += 1
            continue
        # one title may have several locations, each with its own address
        name = make_slug(
            f"{title[:70]} {row['global_resource']}" if resource and resource["url"] else f"{title[:70]} {key}"
        )
        entry = {"title": title, "url": address, "cites": ["metacademy-graph"]}
        if name not in resources:
            resources[name] = entry | ({"free": row_free} if (row_free := _is_free(resource)) is not None else {})
            row.add_origin("resource", name)
        if name not in (listed := skills[skill].setdefault("learn_with", [])):
            listed.append(name)
    if resources:
        result.tables["resource"] = resources
        result.read["resources"] = len(resources)


def _is_free(resource: Row | None) -> bool | None:
    """Return whether a learning resource is free, perhaps after registration, or None if Metacademy does not say."""
    return {"free": True, "reg": True, "paid": False}.get(resource["access"] if resource else "")


def _add_dependency(row: Row, skills: dict[str, Any], ids: dict[str, str]) -> None:
    """Add a dependency between two concepts of Metacademy as a need, with Metacademy's explanation of the need."""
    row.result.read["dependencies"] += 1
    if not _check_fields(row, DEPENDENCY):
        return
    source, target = ids.get(str(row["source"])), ids.get(str(row["target"]))
    if source is None or target is None:
        row.result.left_out["dependencies of a concept that is not in the file"] += 1
        return
    if ("skill", target, "reasons", source) in row.result.origins:
        row.report_duplicate(f"the need of {source} for {target}")
        return
    row.add_origin("skill", target, "reasons", source)
    skills[target].setdefault("needs", []).append(source)
    if reason := to_description(row["reason"]):
        skills[target].setdefault("reasons", {})[source] = reason
