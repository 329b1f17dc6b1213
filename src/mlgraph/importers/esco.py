"""Importer of ESCO's CSV files, which turns occupations into roles, and their essential skills into needs.

ESCO has neither hours of study nor moves between occupations, so three rules of mlgraph supply the hours and moves. By
the rule `hours_per_skill`, the study of each skill takes the same number of hours. By the rule `overlap`, occupation A
leads to occupation B if A needs at least the share `overlap` of the essential skills of B. By the rule
`months_per_move`, each move takes the same number of months.

In the graph, a move states which share of the essential skills of the second occupation the first occupation needs.
The optional skills of an occupation in ESCO become an attribute of the role, and not needs.
"""

import re
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path
from typing import Any

import networkx as nx

from mlgraph.errors import FileError
from mlgraph.importers.tables import Import, Progress, make_aliases, make_sources, to_description
from mlgraph.limits import EDGES
from mlgraph.printable import sanitize

_OCCUPATIONS = r"occupations_([a-z]{2,3})\.csv"
_VERSION = re.compile(r"esco\D{0,20}(\d+(?:\.\d+){1,2})", re.IGNORECASE)
# the attribution that the Commission requires, with a note that mlgraph changed the data
ATTRIBUTION = "This graph uses the ESCO classification of the European Commission. mlgraph has modified it."
TABIYA = " The copy is the one that Tabiya publishes under CC BY 4.0."
ESCO = {
    "title": "ESCO classification",
    "publisher": "European Commission",
    "url": "https://esco.ec.europa.eu/",
}

RELATIONS = ("essential", "optional")
RELATION_FILES = ("occupationSkillRelations", "skillSkillRelations")
# the most pairs of occupations with a common skill: 40 times as many as in ESCO 1.1.1, which takes seconds
MOST_PAIRS = 100_000_000
# the most relations on cycles; each one is compared with all earlier ones, which takes quadratic time
MOST_ON_CYCLES = 3_000


def read(
    folder: Path,
    *,
    overlap: float,
    months_per_move: float,
    hours_per_skill: float,
    language: str,
    progress: Progress,
) -> Import:
    """Import ESCO from a folder or a zip, as the European Commission or the organisation Tabiya publishes it.

    Titles in other languages than `language` become aliases.

    Raises FileError if files of ESCO are missing. Raises GraphFileError with a list of all errors in the files of ESCO.
    """
    result = Import(folder, {})
    found = {match[1]: path for path, match in reversed([*result.files.match(_OCCUPATIONS)])}
    if not found:
        raise FileError(f"{result.files.name}: is not ESCO; it has no 'occupations_en.csv', or of another language")
    language = _choose_language(result.files.name, language, [*found])
    relations = {name: _find_relations(result, name, language) for name in RELATION_FILES}
    esco = _describe_source(folder, [*relations.values()])
    title, attribution = "ESCO occupations", ATTRIBUTION + (TABIYA if "Tabiya" in esco["publisher"] else "")
    result.tables |= {"title": title, "attribution": attribution, "source": make_esco_sources(esco)}
    progress("reading occupations and skills")
    files = (found[language], found[language].with_name(f"skills_{language}.csv"))
    roles, codes = _read_concepts(result, files[0], "code", {})
    skills, uuids = _read_concepts(result, files[1], "", {"hours": hours_per_skill})
    result.read |= {"occupations": len(roles), "skills": len(skills)}
    for other in sorted(found.keys() - {language}):
        progress(f"reading titles in the language {other}")
        _add_titles(result, found[other], roles, codes)
        _add_titles(result, found[other].with_name(f"skills_{other}.csv"), skills, uuids)
    _add_needs(relations[RELATION_FILES[0]], result, (roles, codes), (skills, uuids), progress)
    _add_prerequisites(relations[RELATION_FILES[1]], result, skills, uuids)
    if not result.errors:
        progress("deriving moves from the overlap of skills")
        derive_moves(result, roles, overlap, months_per_move, relations[RELATION_FILES[0]])
    result.tables |= {"role": roles, "skill": skills}
    titles = (f"{name}_{each}.csv" for each in found for name in ("occupations", "skills"))
    result.count_unused_files(*titles, *(path.name for path in relations.values()))
    return result.complete(progress)


def _choose_language(name: str, language: str, found: list[str]) -> str:
    """Return the language in which to import titles.

    If `language` is the default "en" and the files of ESCO have only one other language, return the other language.
    """
    if language in found:
        return language
    if language == "en" and len(found) == 1:
        return found[0]
    choices = ", ".join(sorted(found))
    raise FileError(f"{name}: has no titles in '{sanitize(language)}'; choose `language` from {choices}")


def _find_relations(result: Import, name: str, language: str) -> Path:
    """Return the path of the file `name` with relations of skills, if possible in the given language."""
    found = {match[1] or "": path for path, match in result.files.match(rf"{name}(?:_([a-z]{{2,3}}))?\.csv")}
    return found.get(language) or next(iter(found.values()), result.source / f"{name}.csv")


def _describe_source(folder: Path, relations: list[Path]) -> dict[str, str]:
    """Return the entry for ESCO in the sources of the graph, with the version and the publisher of this copy of ESCO.

    The version of ESCO is in the name of the folder.

    The folders of the files show who published the copy of ESCO: the European Commission or Tabiya. The European
    Commission publishes all files of a language in one folder. Tabiya, an organisation with its own edition of ESCO,
    puts the files with relations between occupations and skills into a folder `relations`.
    """
    version = _VERSION.search(folder.name)
    title = f"{ESCO['title']} {version[1]}" if version else ESCO["title"]
    if all(path.parent.name == "relations" for path in relations):
        publisher = f"{ESCO['publisher']}, as published by Tabiya"
        return ESCO | {"title": title, "publisher": publisher, "licence": "CC BY 4.0"}
    return ESCO | {"title": title}


def make_esco_sources(esco: dict[str, str]) -> dict[str, Any]:
    """Return the sources of a graph made from ESCO: ESCO itself, and the rules that supply what ESCO does not have."""
    return make_sources(
        "esco-classification",
        esco,
        "Months and hours are rules, not data, and moves join occupations with common skills.",
        months="Months before a move are a rule, not data: the same for each move.",
        moves="Moves are derived, not data: one occupation has enough of the essential skills of the other.",
        hours="Hours of study are a rule, not data: the same for each skill.",
    )


def _read_concepts(
    result: Import, path: Path, code: str, common: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the occupations or skills in a file of ESCO by id, and their ids by IRI."""
    nodes: dict[str, Any] = {}
    ids: dict[str, str] = {}
    columns = ("conceptUri", "preferredLabel", "altLabels", "description", *([code] if code else []))
    for row in result.read_rows(path, columns):
        name = row[code] if code else row["conceptUri"].rpartition("/")[2].lower()
        if name in nodes or row["conceptUri"] in ids:
            row.report_duplicate(f"the code {sanitize(name)}" if name in nodes else "this address")
            continue
        own = row.read_title("preferredLabel")
        if not row.check_id(code or "conceptUri", name) or not own:
            continue
        cites = [f"esco-classification:{name}", "rule:moves" if code else "rule:hours"]
        node = {
            "title": own,
            "about": to_description(row["description"]),
            "url": row["conceptUri"],
            **common,
            "cites": cites,
        }
        node["aliases"] = make_aliases(row["altLabels"].splitlines(), own)
        nodes[name] = {key: value for key, value in node.items() if value not in ("", [])}
        ids[row["conceptUri"]] = name
        row.add_origin("role" if code else "skill", name)
    return nodes, ids


def _add_titles(result: Import, path: Path, nodes: dict[str, Any], ids: dict[str, str]) -> None:
    """Add the titles of ESCO's concepts in another language to the aliases of their nodes."""
    for row in result.read_rows(path, ("conceptUri", "preferredLabel")):
        if (name := ids.get(row["conceptUri"])) is None:
            result.left_out["titles in another language of a concept that is not in the file"] += 1
            continue
        node = nodes[name]
        if aliases := make_aliases([*node.get("aliases", ()), row["preferredLabel"]], node["title"]):
            node["aliases"] = aliases


def _add_needs(
    path: Path,
    result: Import,
    occupations: tuple[dict[str, Any], dict[str, str]],
    skills: tuple[dict[str, Any], dict[str, str]],
    progress: Progress,
) -> None:
    """Give the role of each occupation its essential skills as needs, and its optional skills as an attribute."""
    progress("reading what occupations need")
    seen: set[tuple[str, str]] = set()
    for row in result.read_rows(path, ("occupationUri", "relationType", "skillType", "skillUri")):
        result.read["occupation-skill relations"] += 1
        if row.read_choice("relationType", RELATIONS) is None:
            continue
        role, skill = occupations[1].get(row["occupationUri"]), skills[1].get(row["skillUri"])
        if role is None or skill is None:
            result.left_out["occupation-skill relations that name an occupation or skill which is not in the file"] += 1
            continue
        if (role, skill) in seen:
            row.report_duplicate(f"the skill {sanitize(row['skillUri'])}")
            continue
        seen.add((role, skill))
        if not row["skillType"]:
            result.read["of these, without a skill type (kept)"] += 1
        key = "needs" if row["relationType"] == "essential" else "optional"
        occupations[0][role].setdefault(key, []).append(skill)


def _add_prerequisites(path: Path, result: Import, skills: dict[str, Any], ids: dict[str, str]) -> None:
    """Add to each skill the prerequisites that ESCO calls essential, unless they would close a cycle of needs."""
    found: dict[tuple[str, str], None] = {}
    columns = ("originalSkillUri", "relationType", "relatedSkillUri")
    for row in result.read_rows(path, columns):
        result.read["skill-skill relations"] += 1
        skill, needed = ids.get(row["originalSkillUri"]), ids.get(row["relatedSkillUri"])
        kind = row.read_choice("relationType", RELATIONS)
        if kind is None:
            continue
        if skill == needed:
            result.left_out["skill-skill relations of a skill to itself"] += 1
        elif RELATIONS[kind] != "essential":
            result.left_out["skill-skill relations that are only optional"] += 1
        elif skill is None or needed is None:
            result.left_out["skill-skill relations that name a skill which is not in the file"] += 1
        elif (needed, skill) in found:
            row.report_duplicate(f"the skill {sanitize(row['relatedSkillUri'])}")
        else:
            found[needed, skill] = None
    closing = find_cycle_edges(result, [*found], path)
    for count, (needed, skill) in enumerate(found):
        if count in closing:
            result.left_out["skill-skill relations that would close a cycle"] += 1
        else:
            skills[skill].setdefault("needs", []).append(needed)


def find_cycle_edges(result: Import, found: list[tuple[str, str]], path: Path) -> set[int]:
    """Return the indices of the relations in `found` that would close a cycle of needs with relations before them."""
    tied = {n: part for part, group in enumerate(nx.strongly_connected_components(nx.DiGraph(found))) for n in group}
    # only edges within a strongly connected component lie on a cycle
    inside = [(count, pair) for count, pair in enumerate(found) if tied[pair[0]] == tied[pair[1]]]
    if len(inside) > MOST_ON_CYCLES:
        message = f"has {len(inside):,} relations that form cycles, more than {MOST_ON_CYCLES:,}"
        result.report((str(path), 1), "", message, "remove some of them")
        return set()
    needed_for: nx.DiGraph[str] = nx.DiGraph()
    closing: set[int] = set()
    for count, (needed, skill) in inside:
        if needed in needed_for and skill in needed_for and nx.has_path(needed_for, skill, needed):
            closing.add(count)
        else:
            needed_for.add_edge(needed, skill)
    return closing


def derive_moves(result: Import, roles: dict[str, Any], overlap: float, months: float, relations: Path) -> None:
    """Add a move from role A to role B if A needs at least a share `overlap` of the skills that B needs."""
    users: dict[str, list[str]] = defaultdict(list)
    for role, entry in roles.items():
        for skill in entry.get("needs", ()):
            users[skill].append(role)
    if sum(len(names) ** 2 for names in users.values()) > MOST_PAIRS:
        result.report((str(relations), 1), "", "has too many occupations that share a skill", "divide the folder")
        return
    for target, entry in roles.items():
        if result.read["moves derived"] > EDGES:
            message = f"more than {EDGES:,} moves result from an overlap of {overlap}"
            result.report((str(relations), 1), "", message, "choose a greater `overlap`")
            return
        needs = entry.get("needs", ())
        shared = Counter(chain.from_iterable(users[skill] for skill in needs))
        for source, count in shared.items():
            if source != target and count >= overlap * len(needs):
                move = {"months": months, "overlap": round(count / len(needs), 3)}
                roles[source].setdefault("leads_to", {})[target] = move
                result.read["moves derived"] += 1
