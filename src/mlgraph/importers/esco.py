"""ESCO's CSV files as a graph: occupations as roles, skills with what is essential, and moves derived from overlap.

Rules, which are ours and not data: each skill takes `hours_per_skill`; ESCO has no moves, so one occupation leads to
another, after `months_per_move`, where it already has at least the share `overlap` of the other's essential skills. The
measured share stands on the arrow. Optional skills are kept as an attribute and required of nobody.
"""

from collections import Counter, defaultdict
from itertools import chain
from os.path import exists
from pathlib import Path
from typing import Any

import networkx as nx

from mlgraph.errors import FileError
from mlgraph.importers.tables import Import, Progress, about, aliases, sources
from mlgraph.limits import ARROWS
from mlgraph.printable import shown

USED = ("occupations_en.csv", "skills_en.csv", "occupationSkillRelations.csv", "skillSkillRelations.csv")
ATTRIBUTION = "Made from the European Commission's ESCO, as published by Tabiya under CC BY 4.0; modified by mlgraph."

RELATIONS = ("essential", "optional")
# comparisons of two occupations that share a skill: 40 times those in ESCO 1.1.1, and what is done in seconds
PAIRS = 100_000_000
# relations that run in circles, of which each is compared with those before it
CIRCLING = 3_000


def read(
    folder: Path,
    *,
    overlap: float,
    months_per_move: float,
    hours_per_skill: float,
    progress: Progress,
) -> Import:
    """Return the ESCO classification in `folder` (with its `en` and `relations`) as a graph.

    Raises FileError where it is not there, and GraphFileError with all that is wrong in it.
    """
    if not exists(folder / "en" / "occupations_en.csv"):
        raise FileError(f"{shown(folder, 200)}: is no folder of ESCO; it has no 'en/occupations_en.csv'")
    result = Import(folder, {"title": "ESCO occupations", "attribution": ATTRIBUTION, "source": _sources()})
    progress("reading occupations and skills")
    roles, codes = _concepts(result, folder / "en" / "occupations_en.csv", "code", {})
    skills, uuids = _concepts(result, folder / "en" / "skills_en.csv", "", {"hours": hours_per_skill})
    result.read |= {"occupations": len(roles), "skills": len(skills)}
    _attach(folder, result, (roles, codes), (skills, uuids), progress)
    _chain(folder, result, skills, uuids)
    if not result.errors:
        progress("deriving moves from the overlap of skills")
        _derive(result, roles, overlap, months_per_move, folder / "relations" / USED[2])
    result.tables |= {"role": roles, "skill": skills}
    result.leave_out_files(folder, USED)
    return result.complete(progress)


def _sources() -> dict[str, Any]:
    esco = {
        "title": "ESCO classification",
        "publisher": "European Commission, as published by Tabiya",
        "url": "https://esco.ec.europa.eu/",
        "licence": "CC BY 4.0",
    }
    return sources(
        "esco-classification",
        esco,
        moves="Moves are derived, not data: the essential skills of the one cover enough of those of the other.",
        hours="Hours of study are a rule, not data: the same for each skill.",
    )


def _concepts(result: Import, path: Path, code: str, common: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the nodes of a file by their ids, and the ids by the addresses that relations use."""
    nodes: dict[str, Any] = {}
    ids: dict[str, str] = {}
    columns = ("conceptUri", "preferredLabel", "altLabels", "description", *([code] if code else []))
    for row in result.rows(path, columns):
        name = row[code] if code else row["conceptUri"].rpartition("/")[2].lower()
        if name in nodes or row["conceptUri"] in ids:
            row.again(f"the code {shown(name)}" if name in nodes else "this address")
            continue
        own = row.title("preferredLabel")
        if not row.identifies(code or "conceptUri", name) or not own:
            continue
        cites = [f"esco-classification:{name}", "rule:moves" if code else "rule:hours"]
        node = {"title": own, "about": about(row["description"]), "url": row["conceptUri"], **common, "cites": cites}
        node["aliases"] = aliases(row["altLabels"].splitlines(), own)
        nodes[name] = {key: value for key, value in node.items() if value not in ("", [])}
        ids[row["conceptUri"]] = name
        row.makes("role" if code else "skill", name)
    return nodes, ids


def _attach(
    folder: Path,
    result: Import,
    occupations: tuple[dict[str, Any], dict[str, str]],
    skills: tuple[dict[str, Any], dict[str, str]],
    progress: Progress,
) -> None:
    """Give each occupation its essential skills as needs, and its optional ones as an attribute."""
    progress("reading what occupations need")
    path = folder / "relations" / "occupationSkillRelations.csv"
    seen: set[tuple[str, str]] = set()
    for row in result.rows(path, ("occupationUri", "relationType", "skillType", "skillUri")):
        result.read["occupation-skill relations"] += 1
        if row.one_of("relationType", RELATIONS) is None:
            continue
        role, skill = occupations[1].get(row["occupationUri"]), skills[1].get(row["skillUri"])
        if role is None or skill is None:
            result.left_out["occupation-skill relations that name an occupation or skill which is not in the file"] += 1
            continue
        if (role, skill) in seen:
            row.again(f"the skill {shown(row['skillUri'])}")
            continue
        seen.add((role, skill))
        if not row["skillType"]:
            result.read["of these, without a skill type (kept)"] += 1
        key = "needs" if row["relationType"] == "essential" else "optional"
        occupations[0][role].setdefault(key, []).append(skill)


def _chain(folder: Path, result: Import, skills: dict[str, Any], ids: dict[str, str]) -> None:
    """Give skills their essential prerequisites, as far as these run in no circle."""
    found: dict[tuple[str, str], None] = {}
    columns = ("originalSkillUri", "relationType", "relatedSkillUri")
    path = folder / "relations" / "skillSkillRelations.csv"
    for row in result.rows(path, columns):
        result.read["skill-skill relations"] += 1
        skill, needed = ids.get(row["originalSkillUri"]), ids.get(row["relatedSkillUri"])
        kind = row.one_of("relationType", RELATIONS)
        if kind is None:
            continue
        if skill == needed:
            result.left_out["skill-skill relations of a skill to itself"] += 1
        elif RELATIONS[kind] != "essential":
            result.left_out["skill-skill relations that are only optional"] += 1
        elif skill is None or needed is None:
            result.left_out["skill-skill relations that name a skill which is not in the file"] += 1
        elif (needed, skill) in found:
            row.again(f"the skill {shown(row['relatedSkillUri'])}")
        else:
            found[needed, skill] = None
    closing = _closing(result, [*found], path)
    for count, (needed, skill) in enumerate(found):
        if count in closing:
            result.left_out["skill-skill relations that would close a circle"] += 1
        else:
            skills[skill].setdefault("needs", []).append(needed)


def _closing(result: Import, found: list[tuple[str, str]], path: Path) -> set[int]:
    """Return the places of the relations that close a circle with those before them."""
    tied = {n: part for part, group in enumerate(nx.strongly_connected_components(nx.DiGraph(found))) for n in group}
    # no other relation is part of any circle
    inside = [(count, pair) for count, pair in enumerate(found) if tied[pair[0]] == tied[pair[1]]]
    if len(inside) > CIRCLING:
        message = f"has {len(inside):,} relations that run in circles, more than {CIRCLING:,}"
        result.note((str(path), 1), "", message, "remove some of them")
        return set()
    needed_for: nx.DiGraph[str] = nx.DiGraph()
    closing: set[int] = set()
    for count, (needed, skill) in inside:
        if needed in needed_for and skill in needed_for and nx.has_path(needed_for, skill, needed):
            closing.add(count)
        else:
            needed_for.add_edge(needed, skill)
    return closing


def _derive(result: Import, roles: dict[str, Any], overlap: float, months: float, relations: Path) -> None:
    """Let one role lead to another where it has at least the share `overlap` of the other's needs."""
    users: dict[str, list[str]] = defaultdict(list)
    for role, entry in roles.items():
        for skill in entry.get("needs", ()):
            users[skill].append(role)
    if sum(len(names) ** 2 for names in users.values()) > PAIRS:
        result.note((str(relations), 1), "", "has too many occupations that share a skill", "divide the folder")
        return
    for target, entry in roles.items():
        if result.read["moves derived"] > ARROWS:
            message = f"more than {ARROWS:,} moves come of an overlap of {overlap}"
            result.note((str(relations), 1), "", message, "take a greater `overlap`")
            return
        needs = entry.get("needs", ())
        shared = Counter(chain.from_iterable(users[skill] for skill in needs))
        for source, count in shared.items():
            if source != target and count >= overlap * len(needs):
                move = {"months": months, "overlap": round(count / len(needs), 3)}
                roles[source].setdefault("leads_to", {})[target] = move
                result.read["moves derived"] += 1
