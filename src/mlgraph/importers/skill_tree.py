"""Importer of skill trees from two tools that draw such trees, beautiful-skill-tree (JSON) and skillmap (TOML).

Each skill of a skill tree becomes a skill of the graph. In a file of the tool beautiful-skill-tree, a skill needs the
skill above it in the tree, its parent. If the parent is optional, the skill needs the parent of the optional skill
instead. In a file of the tool skillmap, the key `requires` of a skill lists skills or whole groups of skills that it
needs. The files of the tools beautiful-skill-tree and skillmap state no hours of study, so the importer uses the same
number of hours for each skill.

The importer reads the formats of the tools beautiful-skill-tree 1.7 (see its models/index.d.ts) and skillmap 0.3 (see
its skillmap/nodes).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mlgraph.errors import FileError
from mlgraph.graphfile import parsing
from mlgraph.graphfile.ids import make_slug
from mlgraph.importers.esco import find_cycle_edges
from mlgraph.importers.tables import Import, Progress, make_sources, to_description, to_title
from mlgraph.limits import ID_LENGTH
from mlgraph.printable import sanitize

IN_SHORT = "Hours are a rule, not data."
FORMS = "take the JSON of beautiful-skill-tree or the TOML of skillmap"


@dataclass
class _Skill:
    """A skill of a skill tree, with its key in the file, its texts, and the keys of the skills that it requires."""

    key: str
    name: str
    title: str
    about: str = ""
    requires: list[str] = field(default_factory=list)


def read(path: Path, *, hours_per_skill: float, progress: Progress) -> Import:
    """Import a skill tree. Raises GraphFileError with a list of all errors in the skill tree."""
    progress("reading skills")
    result = Import(path, {"title": "Skill tree", "skill": {}})
    try:
        found = _read_tree(result, path)
    except FileError as error:
        result.report_unreadable(path, error)
        found = []
    ids: dict[str, str] = {}
    for skill in found:
        if skill.key in ids:
            result.report(_place(result), skill.key, "is the key of two skills", "give each skill its own")
            continue
        ids[skill.key] = _add_skill(result, skill, hours_per_skill)
    result.read["skills"] = len(ids)
    _add_needs(result, found, ids)
    title = result.tables["title"]
    hours = "Hours of study are a rule, not data: the same for each skill."
    result.tables["attribution"] = f"This graph is made from the skill tree {title}."
    result.tables["source"] = make_sources("skill-tree", {"title": title}, IN_SHORT, hours=hours)
    return result.complete(progress)


def _place(result: Import) -> tuple[str, int]:
    return str(result.source), 1


def _read_tree(result: Import, path: Path) -> list[_Skill]:
    """Read the skills in a file of the tool beautiful-skill-tree, if the text looks like JSON, or else of skillmap.

    Raises FileError if the file cannot be parsed.
    """
    text = parsing.decode(str(path), result.files.read(path))
    begins = text.lstrip()[:2]
    if begins[:1] == "{" or (begins[:1] == "[" and begins[1:] != "" and not begins[1:].isalpha()):
        # a file with only a list is the property `data` of the component
        whole = text if begins[0] == "{" else f'{{"data":{text}}}'
        return [*_read_nodes(result, parsing.parse_json(str(path), whole))]
    return [*_read_groups(result, parsing.parse_toml(str(path), text))]


def _read_nodes(result: Import, document: dict[str, Any]) -> Iterator[_Skill]:
    """Yield the skills in a file of the tool beautiful-skill-tree, with parents before their children."""
    result.tables["title"] = to_title(_read_text(document.get("title"))) or result.tables["title"]
    waiting: list[tuple[Any, str]] = [(document.get("data"), "")]
    while waiting:
        nodes, above = waiting.pop()
        if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
            result.report(_place(result), above, "has no list of skills", FORMS)
            continue
        for node in nodes:
            key, title = _read_text(node.get("id")), to_title(_read_text(node.get("title")))
            if not key or not title:
                result.report(_place(result), key or above, "has a skill without an id or a title", "write both")
                continue
            tooltip = node.get("tooltip")
            about = to_description(_read_text(tooltip.get("content"))) if isinstance(tooltip, dict) else ""
            yield _Skill(key, key, title, about, [above] if above else [])
            is_passed_over = node.get("optional") is True
            result.read["optional skills"] += is_passed_over
            waiting.append((node.get("children", []), above if is_passed_over else key))


def _read_groups(result: Import, document: dict[str, Any]) -> Iterator[_Skill]:
    """Yield the skills in a file of the tool skillmap.

    A skill that requires a group of skills requires all skills of the group.
    """
    about, groups = document.get("skillmap"), document.get("groups")
    if not isinstance(groups, dict) or not all(isinstance(group, dict) for group in groups.values()):
        result.report(_place(result), "", "has no table of groups", FORMS)
        return
    result.tables["title"] = (
        to_title(_read_text((about or {}).get("name"))) if isinstance(about, dict) else "Skill tree"
    )
    members: dict[str, list[str]] = {}
    found: list[tuple[_Skill, Any]] = []
    for name, group in groups.items():
        prefix, skills = f"groups.{name}", group.get("skills", {})
        if not isinstance(skills, dict):
            result.report(_place(result), prefix, "has no table of skills", FORMS)
            continue
        # a group without skills becomes a skill
        own = {f"{prefix}.skills.{each}": (each, table) for each, table in skills.items()} or {prefix: (name, group)}
        for key, (each, table) in own.items():
            title = to_title(_read_text(table.get("name"))) if isinstance(table, dict) else ""
            if not title:
                result.left_out["skills without a name, which skillmap shows as locked"] += 1
                continue
            members.setdefault(prefix, []).append(key)
            required = [*_list(table.get("requires")), *(_list(group.get("requires")) if key != prefix else [])]
            found.append((_Skill(key, each, title), required))
    known = {skill.key for skill, _ in found}
    for skill, required in found:
        for name in required:
            if name not in known and name not in members:
                message = f"requires {sanitize(name)}, which is no skill and no group"
                result.report(_place(result), skill.key, message, "write groups.GROUP or groups.GROUP.skills.SKILL")
            skill.requires += members.get(name, [name] if name in known else [])
        yield skill


def _read_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _add_skill(result: Import, skill: _Skill, hours: float) -> str:
    """Add a skill to the tables of a graph file, and return its id."""
    skills = result.tables["skill"]
    made = make_slug(skill.name)[: ID_LENGTH - 6] or make_slug(skill.title)[: ID_LENGTH - 6] or "skill"
    name = next(each for each in (made, *(f"{made}-{n}" for n in range(2, len(skills) + 3))) if each not in skills)
    about = {"about": skill.about} if skill.about else {}
    skills[name] = {"title": skill.title, **about, "hours": hours, "cites": ["skill-tree", "rule:hours"]}
    result.add_origin(("skill", name), _place(result))
    return name


def _add_needs(result: Import, found: list[_Skill], ids: dict[str, str]) -> None:
    pairs = [
        *dict.fromkeys(
            (ids[needed], ids[skill.key])
            for skill in found
            for needed in skill.requires
            if needed in ids and needed != skill.key
        )
    ]
    closing = find_cycle_edges(result, pairs, result.source)
    for count, (needed, skill_id) in enumerate(pairs):
        if count in closing:
            result.left_out["requirements that would close a cycle"] += 1
            continue
        result.tables["skill"][skill_id].setdefault("needs", []).append(needed)
        result.read["requirements"] += 1
