"""Importer of the UK Government Digital and Data Profession Capability Framework.

The importer turns each level of seniority of a role in the UK framework into a role of the graph. The importer turns
each level of proficiency in a skill into a skill of the graph that needs the next lower level. The CSV file of the UK
framework lists the levels of seniority of a role in alphabetical order. The function `rank_seniority` ranks the levels
of seniority of a role by words in their names, such as "Junior". The UK framework of digital and data roles has no
months before moves and no hours of study. The rule `months_per_level` supplies the months of a move to the next higher
level of seniority. The rule `hours_per_level` supplies the hours of study for each level of proficiency in a skill.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from mlgraph.errors import FileError
from mlgraph.graphfile.ids import make_slug
from mlgraph.importers.tables import Import, Progress, Row, make_sources, to_description, to_title
from mlgraph.printable import sanitize, to_one_line

PROFICIENCIES = ("awareness", "working", "practitioner", "expert")
LEVELS = tuple(name.capitalize() for name in PROFICIENCIES)
UNUSED = "NOT IN USE"
ATTRIBUTION = (
    "Contains public sector information of the UK Government Digital and Data Profession Capability Framework, Crown "
    "copyright, normally licensed under the Open Government Licence v3.0; modified by mlgraph."
)
# words in the names of levels, the most junior first; a name without these words ranks between junior and senior
_STEPS = ("apprentice|trainee", "junior|associate", "", "senior|major", "lead", "principal")


def rank_seniority(role: str, level: str) -> tuple[int, int]:
    """Return a sort key for the seniority of a level of a role, such as "Lead data scientist".

    The first number of the sort key is 2 for heads and chiefs, 0 for an "analyst" level of a "manager" role, or else 1.
    The second number of the sort key ranks the first word of a level, from 0 for "Trainee" to 5 for "Principal".

    >>> names = ["Lead data scientist", "Head of data science", "Data scientist", "Trainee data scientist"]
    >>> sorted(names, key=lambda name: rank_seniority("Data scientist", name))
    ['Trainee data scientist', 'Data scientist', 'Lead data scientist', 'Head of data science']
    """
    name = level.lower()
    if re.match(r"(head of|chief) ", name):
        return 2, 0
    first = name.split()[0]
    step = next((rank for rank, words in enumerate(_STEPS) if words and first in words.split("|")), _STEPS.index(""))
    # in the role of a manager, an analyst ranks below every manager
    return int(not ("manager" in role.lower() and "analyst" in name)), step


def read(
    folder: Path,
    *,
    months_per_level: float,
    hours_per_level: float,
    progress: Progress,
) -> Import:
    """Import the UK framework of digital and data roles from a CSV file, or from `roles.csv` in a folder or a zip.

    Raises FileError if `roles.csv` is missing. Raises GraphFileError with a list of all errors in `roles.csv`.
    """
    tables = {"title": "UK digital and data roles", "attribution": ATTRIBUTION, "source": _make_sources()}
    result = Import(folder, tables)
    path = folder if result.files.is_one_file else result.files.find("roles.csv")
    if path is None:
        raise FileError(f"{result.files.name}: is not a folder of the UK framework; it has no 'roles.csv'")
    progress("reading role levels")
    roles: dict[str, Any] = {}
    families: dict[str, dict[str, str]] = defaultdict(dict)
    reached: dict[str, int] = defaultdict(int)
    skills: dict[str, Row] = {}
    asked: set[tuple[str, str, int]] = set()
    for row, level, skill, step in _read_levels(result, path):
        families[row["Role"]][level] = to_one_line(row["Role Level"])
        needs = _add_role(row, level, roles)["needs"]
        if skill not in skills:
            skills[skill] = row
            row.add_origin("skill", f"{skill}.{PROFICIENCIES[0]}")
        reached[skill] = max(reached[skill], step)
        if (level, skill, step) in asked:
            result.left_out["rows that repeat a skill of a level"] += 1
        else:
            asked.add((level, skill, step))
            needs.append(f"{skill}.{PROFICIENCIES[step]}")
    for role, levels in families.items():
        _add_moves(result, roles, role, levels, months_per_level)
    result.read |= {"role levels": len(roles), "skills": len(skills)}
    result.tables |= {"role": roles, "skill": _make_skills(result, reached, skills, hours_per_level)}
    result.count_unused_files(path.name)
    return result.complete(progress)


def _read_levels(result: Import, path: Path) -> Iterator[tuple[Row, str, str, int]]:
    """Yield each valid row of the UK framework of digital and data roles, with the ids of its role and skill.

    The last item of each tuple is the index in PROFICIENCIES of the level of proficiency that the role needs in the
    skill.
    """
    levels: dict[str, str] = {}
    skills: dict[str, str] = {}
    for row in result.read_rows(path, ("Role Level", "Role", "Role Level Description", "Skill Name", "Skill Level")):
        result.read["rows"] += 1
        level, skill = _make_id(row, "Role Level", levels), _make_id(row, "Skill Name", skills)
        if UNUSED in (to_one_line(row["Role Level"]), to_one_line(row["Skill Level"])):
            result.left_out[f"rows marked {UNUSED}, which name no level"] += 1
            continue
        step = row.read_choice("Skill Level", LEVELS)
        if level and skill and step is not None:
            yield row, level, skill, step


def _add_role(row: Row, level: str, roles: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the entry of a role in the graph file, which the function makes at the first row about the role."""
    if level not in roles:
        roles[level] = {"title": to_title(row["Role Level"]), "needs": [], "cites": ["uk-ddat", "rule:months"]}
        row.add_origin("role", level)
    if description := to_description(row["Role Level Description"]):
        roles[level]["about"] = description
    return roles[level]


def _make_id(row: Row, column: str, known: dict[str, str]) -> str:
    """Make an id from a name, or report an invalid or duplicate id and return an empty string."""
    name = to_one_line(row[column])
    made = make_slug(name)
    if not row.check_id(column, made):
        return ""
    if known.setdefault(made, name) != name:
        message = f"{column} is {sanitize(name)}, which makes the same id as {sanitize(known[made])}"
        row.report(message, "write both names the same way, or change a letter or digit")
        return ""
    return made


def _make_sources() -> dict[str, Any]:
    framework = {
        "title": "Digital and Data Profession Capability Framework",
        "publisher": "UK Government",
        "licence": "Open Government Licence v3.0 (normally; the copy does not state it)",
    }
    return make_sources(
        "uk-ddat",
        framework,
        "Months, hours and the order of levels are rules, not data.",
        months="The order of levels is read from their names, and the months between them are a rule, not data.",
        hours="Hours of study are a rule, not data: the same for each step of proficiency.",
    )


def _add_moves(result: Import, roles: dict[str, Any], role: str, levels: dict[str, str], months: float) -> None:
    """Add moves from each level of a role in the framework to all levels of the role with the next higher seniority."""
    ranks = defaultdict(list)
    for name, level in levels.items():
        ranks[rank_seniority(role, level)].append(name)
    order = sorted(ranks)
    for lower, higher in pairwise(order):
        for source in ranks[lower]:
            for target in ranks[higher]:
                result.add_origin(("role", source, "leads_to", target), result.origins["role", source])
                roles[source].setdefault("leads_to", {})[target] = months
                result.read["moves between levels"] += 1


def _make_skills(result: Import, reached: dict[str, int], rows: dict[str, Row], hours: float) -> dict[str, Any]:
    """Return a skill of the graph for each level of proficiency in each skill of the UK framework of data roles.

    The function makes no skills above the highest level of proficiency that any role needs. Each level of proficiency
    needs the next lower level.
    """
    skills: dict[str, Any] = {}
    for skill, highest in reached.items():
        for step in range(highest + 1):
            skills[f"{skill}.{PROFICIENCIES[step]}"] = {
                "title": f"{to_title(rows[skill]['Skill Name'])[:180]}: {PROFICIENCIES[step]}",
                "hours": hours,
                "cites": ["uk-ddat", "rule:hours"],
                **({"needs": [f"{skill}.{PROFICIENCIES[step - 1]}"]} if step else {}),
            }
            rows[skill].add_origin("skill", f"{skill}.{PROFICIENCIES[step]}")
    return skills
