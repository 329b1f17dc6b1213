"""The UK Government Digital and Data Profession Capability Framework as a graph.

Role levels are roles; each proficiency in a skill is a skill that needs the one below. The file lists levels by the
alphabet, so their seniority is ours, read from their names: see `seniority`. Rules, which are ours and not data: each
step of seniority takes `months_per_level`, each step of proficiency `hours_per_level`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from os.path import exists
from pathlib import Path
from typing import Any

from mlgraph.errors import FileError
from mlgraph.graphfile.ids import slug
from mlgraph.importers.tables import Import, Progress, Row, about, one_line, sources, title
from mlgraph.printable import shown

PROFICIENCIES = ("awareness", "working", "practitioner", "expert")
LEVELS = tuple(name.capitalize() for name in PROFICIENCIES)
UNUSED = "NOT IN USE"
ATTRIBUTION = (
    "Contains public sector information of the UK Government Digital and Data Profession Capability Framework, Crown "
    "copyright, normally licensed under the Open Government Licence v3.0; modified by mlgraph."
)
# from the most junior up; a name that has none of these words stands between junior and senior
_STEPS = ("apprentice|trainee", "junior|associate", "", "senior|major", "lead", "principal")


def seniority(role: str, level: str) -> tuple[int, int]:
    """Return how senior a level of a role is: its kind of post first, then the first word of its name.

    >>> names = ["Lead data scientist", "Head of data science", "Data scientist", "Trainee data scientist"]
    >>> sorted(names, key=lambda name: seniority("Data scientist", name))
    ['Trainee data scientist', 'Data scientist', 'Lead data scientist', 'Head of data science']
    """
    name = level.lower()
    if re.match(r"(head of|chief) ", name):
        return 2, 0
    first = name.split()[0]
    step = next((rank for rank, words in enumerate(_STEPS) if words and first in words.split("|")), _STEPS.index(""))
    # in a family of managers, an analyst stands below every manager
    return int(not ("manager" in role.lower() and "analyst" in name)), step


def read(
    folder: Path,
    *,
    months_per_level: float,
    hours_per_level: float,
    progress: Progress,
) -> Import:
    """Return the framework in `folder` (its `roles.csv`) as a graph.

    Raises FileError where it is not there, and GraphFileError with all that is wrong in it.
    """
    path = folder / "roles.csv"
    if not exists(path):
        raise FileError(f"{shown(folder, 200)}: is no folder of the UK framework; it has no 'roles.csv'")
    result = Import(folder, {"title": "UK digital and data roles", "attribution": ATTRIBUTION, "source": _sources()})
    progress("reading role levels")
    roles: dict[str, Any] = {}
    families: dict[str, dict[str, str]] = defaultdict(dict)
    reached: dict[str, int] = defaultdict(int)
    skills: dict[str, Row] = {}
    asked: set[tuple[str, str, int]] = set()
    for row, level, skill, step in _levels(result, path):
        families[row["Role"]][level] = one_line(row["Role Level"])
        needs = _role(row, level, roles)["needs"]
        if skill not in skills:
            skills[skill] = row
            row.makes("skill", f"{skill}.{PROFICIENCIES[0]}")
        reached[skill] = max(reached[skill], step)
        if (level, skill, step) in asked:
            result.left_out["rows that repeat a skill of a level"] += 1
        else:
            asked.add((level, skill, step))
            needs.append(f"{skill}.{PROFICIENCIES[step]}")
    for role, levels in families.items():
        _climb(result, roles, role, levels, months_per_level)
    result.read |= {"role levels": len(roles), "skills": len(skills)}
    result.tables |= {"role": roles, "skill": _ladders(result, reached, skills, hours_per_level)}
    result.leave_out_files(folder, ("roles.csv",))
    return result.complete(progress)


def _levels(result: Import, path: Path) -> Iterator[tuple[Row, str, str, int]]:
    """Yield each sound row with the ids of its role level and its skill, and the proficiency that it asks for."""
    levels: dict[str, str] = {}
    skills: dict[str, str] = {}
    for row in result.rows(path, ("Role Level", "Role", "Role Level Description", "Skill Name", "Skill Level")):
        result.read["rows"] += 1
        level, skill = _id(row, "Role Level", levels), _id(row, "Skill Name", skills)
        if UNUSED in (one_line(row["Role Level"]), one_line(row["Skill Level"])):
            result.left_out[f"rows marked {UNUSED}, which are no levels"] += 1
            continue
        step = row.one_of("Skill Level", LEVELS)
        if level and skill and step is not None:
            yield row, level, skill, step


def _role(row: Row, level: str, roles: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the entry of a role level with what a row says of it; the first row about it makes it."""
    if level not in roles:
        roles[level] = {"title": title(row["Role Level"]), "needs": [], "cites": ["uk-ddat", "rule:months"]}
        row.makes("role", level)
    if description := about(row["Role Level Description"]):
        roles[level]["about"] = description
    return roles[level]


def _id(row: Row, column: str, known: dict[str, str]) -> str:
    """Return the id of a name, or nothing, with a note, where none can be made or another name has it already."""
    name = one_line(row[column])
    made = slug(name)
    if not row.identifies(column, made):
        return ""
    if known.setdefault(made, name) != name:
        message = f"{column} is {shown(name)}, which makes the same id as {shown(known[made])}"
        row.wrong(message, "write both alike, or with other letters or digits")
        return ""
    return made


def _sources() -> dict[str, Any]:
    framework = {
        "title": "Digital and Data Profession Capability Framework",
        "publisher": "UK Government",
        "licence": "Open Government Licence v3.0 (normally; the copy does not state it)",
    }
    return sources(
        "uk-ddat",
        framework,
        months="The order of levels is read from their names, and the months between them are a rule, not data.",
        hours="Hours of study are a rule, not data: the same for each step of proficiency.",
    )


def _climb(result: Import, roles: dict[str, Any], role: str, levels: dict[str, str], months: float) -> None:
    """Let each level of a role lead to all levels of the next higher seniority."""
    ranks = defaultdict(list)
    for name, level in levels.items():
        ranks[seniority(role, level)].append(name)
    order = sorted(ranks)
    for lower, higher in pairwise(order):
        for source in ranks[lower]:
            for target in ranks[higher]:
                result.stand(("role", source, "leads_to", target), result.places["role", source])
                roles[source].setdefault("leads_to", {})[target] = months
                result.read["moves between levels"] += 1


def _ladders(result: Import, reached: dict[str, int], rows: dict[str, Row], hours: float) -> dict[str, Any]:
    """Return each skill as a chain of proficiencies, up to the highest that a level asks for."""
    skills: dict[str, Any] = {}
    for skill, highest in reached.items():
        for step in range(highest + 1):
            skills[f"{skill}.{PROFICIENCIES[step]}"] = {
                "title": f"{title(rows[skill]['Skill Name'])[:180]}: {PROFICIENCIES[step]}",
                "hours": hours,
                "cites": ["uk-ddat", "rule:hours"],
                **({"needs": [f"{skill}.{PROFICIENCIES[step - 1]}"]} if step else {}),
            }
            rows[skill].makes("skill", f"{skill}.{PROFICIENCIES[step]}")
    return skills
