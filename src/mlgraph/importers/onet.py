"""Importer of O*NET's text files, which makes roles from occupations, and moves from links between occupations.

The importer turns each technology in O*NET, such as a programming language, into a skill. O*NET rates how much each
occupation needs each element, such as mathematics. An element of O*NET is a general skill, such as negotiation, or a
kind of knowledge, such as mathematics. The importer turns each level of an element, such as mathematics at level 3,
into a skill. O*NET has no months before moves and no hours of study, so rules of mlgraph supply both.

**Moves.** A move takes `months_per_zone` months, and as many more months for each job zone by which the second
occupation is above the first. A job zone is one of O*NET's five levels of preparation for an occupation. If O*NET gives
no job zone for one of two occupations, the move between them takes as long as a move within one job zone.

**Skills.** A technology takes `hours_per_technology` hours of study. Each level of an element, such as mathematics,
takes `hours_per_level` hours of study, and needs the next lower level of the same element. An occupation needs an
element, such as mathematics, if O*NET rates the importance of the element at least 3 of 5 (scale IM). The level of an
element, such as mathematics, that an occupation needs is O*NET's rating on the scale LV, rounded to a whole number.

**Degrees.** O*NET asks people which education each occupation requires. If at least half of the people asked require a
first professional degree or a higher one, as for physicians, the occupation requires a degree. A degree takes
`hours_per_degree` hours of study, but a master's degree takes half as many hours. Occupations that require at least a
professional degree share one degree if they belong to the same broad occupation in SOC, a classification of jobs.
Occupations in healthcare practice, such as nurse, require a bachelor's or master's degree if at least half of the
people asked require such a degree. Engineers, architects, surveyors and schoolteachers also require a bachelor's or
master's degree if at least half of the people asked require such a degree. All engineers share one bachelor's degree,
all architects and surveyors share a second one, and all schoolteachers share a third one.

**Licences.** An occupation without a degree, such as pilot, needs a licence if its description in O*NET names a
required licence or certificate. A few occupations, such as air traffic controller, require a licence although their
descriptions in O*NET name none. A licence takes a quarter of `hours_per_degree` hours of study.
"""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from mlgraph.errors import Diagnostic, FileError, GraphFileError
from mlgraph.graphfile.ids import make_slug
from mlgraph.importers.tables import (
    AS_PUBLISHED,
    Import,
    Progress,
    Row,
    make_aliases,
    make_sources,
    to_description,
    to_title,
)
from mlgraph.printable import sanitize, to_one_line

CODE = "O*NET-SOC Code"
READ_ME = "Read Me.txt"
EDUCATION = "Education, Training, and Experience.txt"
USED = (
    "Occupation Data.txt",
    "Alternate Titles.txt",
    "Job Zones.txt",
    "Related Occupations.txt",
    "Technology Skills.txt",
    "Skills.txt",
    "Knowledge.txt",
    EDUCATION,
)
_VERSION = re.compile(r"O\*NET[^\d\n]{0,3} (\d{1,2}\.\d)\b")
IMPORTANT = 3.0
# Source: O*NET 30.0, Education, Training, and Experience Categories: 10 is a first professional degree, 12 the highest
PROFESSIONAL, HIGHEST = 10, 12
# Source: the same categories: 6 is a bachelor's degree, and 8 is a master's degree
BACHELOR, MASTER = 6, 8
# Source: SOC 2018, minor group 29-1000 Healthcare Diagnosing or Treating Practitioners
_PRACTICE = "29-1"
# Source: SOC 2018, minor groups of architects and surveyors, engineers, and schoolteachers
_LICENSED = ("17-1", "17-2", "25-2")
# Source: O*NET 30.0, Occupation Data, for example of 53-2012, 29-2061, 53-5021, 37-3012 and 47-4041
_LICENCE = re.compile(
    r"\b(?:requires?|(?<!those )required to hold|must hold)\b[^.]*\b(?:licen[cs]e|certificat)"
    r"|(?<!no )\b(?:licen[cs]|certificat)[^.]*(?<!not )\brequired\b",
    re.IGNORECASE,
)
# licences that the descriptions leave out. Source: 14 CFR part 65 for air traffic controllers; O*NET 30.0, Task
# Statements of 29-2042, 29-2043 and 47-2111 for those who treat emergencies, and electricians
_LICENSED_POSTS = ("29-2042", "29-2043", "47-2111", "53-2021")
# Source: SOC 2018: nurse anesthetists, midwives and practitioners are registered nurses first
_NURSES = {"29-1151": "29-1141", "29-1161": "29-1141", "29-1171": "29-1141"}
# Source: SOC 2018, broad occupation 29-1210 Physicians, whose codes go on to 29-1229; surgeons have the same degree
_SAME_DEGREE = {"29-122": "29-121", "29-124": "29-121"}
# Source: O*NET 30.0, Job Zone Reference and Scales Reference (the widest scale of Skills and Knowledge)
ZONES, RATINGS = ("1", "2", "3", "4", "5"), (0, 7)
ATTRIBUTION = (
    "This graph includes information from the O*NET{version} Database by the U.S. Department of Labor, Employment and "
    "Training Administration (USDOL/ETA), used under the CC BY 4.0 license. mlgraph has modified this information."
)


def read(
    folder: Path,
    *,
    months_per_zone: float,
    hours_per_technology: float,
    hours_per_level: float,
    hours_per_degree: float,
    downward: bool,
    progress: Progress,
) -> Import:
    """Import the O*NET database from the text files in a folder or a zip.

    Unless `downward` is true, the importer leaves out each move to an occupation whose job zone is lower than that of
    the first occupation. A job zone is O*NET's grade, from 1 to 5, of the preparation for an occupation.

    Raises FileError if O*NET's file of occupations is missing. Raises GraphFileError with a list of all errors in the
    files of O*NET.
    """
    result = Import(folder, {})
    first = result.files.find("Occupation Data.txt")
    if first is None:
        raise FileError(f"{result.files.name}: is not a folder of O*NET text files; it has no 'Occupation Data.txt'")
    version = _read_version(result)
    attribution, sources = ATTRIBUTION.format(version=version), _make_sources(version)
    result.tables |= {"title": "O*NET occupations", "attribution": attribution, "source": sources}
    folder = first.parent
    roles = _read_occupations(folder, result, progress)
    zones = _read_zones(folder, result, roles, progress)
    _read_moves(folder, result, roles, zones, (months_per_zone, downward))
    skills = _read_technologies(folder, result, roles, hours_per_technology, progress)
    for name in ("Skills", "Knowledge"):
        skills |= _read_elements(folder / f"{name}.txt", result, roles, hours_per_level, progress)
    skills |= _read_degrees(folder / EDUCATION, result, roles, zones, hours_per_degree)
    skills |= _make_licences(first, result, roles, hours_per_degree)
    result.tables |= {"role": roles, "skill": skills}
    result.count_unused_files(*USED, READ_ME)
    return result.complete(progress)


def _read_version(result: Import) -> str:
    """Return the version in the read-me file of O*NET, after a blank, or an empty text if the file has none."""
    path = result.files.find(READ_ME)
    try:
        text = result.files.read(path).decode("utf-8", "replace") if path else ""
    except FileError as error:
        raise GraphFileError(str(path), [Diagnostic("error", str(path), 1, "", str(error), AS_PUBLISHED)]) from error
    found = _VERSION.search(text)
    return f" {found[1]}" if found else ""


def _make_sources(version: str) -> dict[str, Any]:
    onet = {
        "title": f"O*NET{version} Database",
        "publisher": "US Department of Labor, Employment and Training Administration",
        "url": "https://www.onetcenter.org/database.html",
        "licence": "CC BY 4.0",
    }
    return make_sources(
        "onet-database",
        onet,
        "Months and hours are rules, not data, and moves join similar occupations.",
        degrees="A post asks for a degree of its own if at least half of those asked say that it needs a first "
        "professional degree or more. In job zone 5, a post without answers follows the others of its group. A post of "
        "healthcare practice asks for the bachelor's or master's degree that at least half name. So does a post of an "
        "engineer, architect, surveyor or schoolteacher. The hours of a degree are a rule.",
        licences="A post asks for a licence if its description says that one is required, and if it asks for no "
        "degree. Air traffic controllers, electricians and two posts in emergencies do so, too. The hours of a "
        "licence are a rule: a quarter of those of a degree.",
        months="Months before a move follow a rule over job zones, not data. Related means similar, not next.",
        hours="Hours of study follow a rule, not data: the same for each technology, and the same for each level.",
    )


def _read_occupations(folder: Path, result: Import, progress: Progress) -> dict[str, Any]:
    progress("reading occupations and their titles")
    roles: dict[str, Any] = {}
    for row in result.read_rows(folder / "Occupation Data.txt", (CODE, "Title", "Description"), tabs=True):
        if row[CODE] in roles:
            row.report_duplicate("this code")
            continue
        own = row.read_title("Title")
        if not row.check_id(CODE, row[CODE]) or not own:
            continue
        cites = [f"onet-database:{row[CODE]}", "rule:months"]
        roles[row[CODE]] = {"title": own, "about": to_description(row["Description"]), "cites": cites}
        row.add_origin("role", row[CODE])
    titles: dict[str, list[str]] = defaultdict(list)
    for row in result.read_rows(folder / "Alternate Titles.txt", (CODE, "Alternate Title", "Short Title"), tabs=True):
        short = row["Short Title"]
        titles[row[CODE]] += [row["Alternate Title"], *([short] if short not in ("n/a", "") else [])]
        result.read["alternate titles"] += 1
    for code, names in titles.items():
        if code in roles:
            roles[code]["aliases"] = make_aliases(names, roles[code]["title"])
        else:
            result.left_out["alternate titles of an occupation that is not in the file"] += len(names)
    result.read["occupations"] = len(roles)
    return roles


def _read_zones(folder: Path, result: Import, roles: dict[str, Any], progress: Progress) -> dict[str, int]:
    progress("reading related occupations")
    zones: dict[str, int] = {}
    for row in result.read_rows(folder / "Job Zones.txt", (CODE, "Job Zone"), tabs=True):
        zone = row.read_choice("Job Zone", ZONES)
        if row[CODE] in zones:
            row.report_duplicate("a job zone")
        elif zone is not None:
            zones[row[CODE]] = zone
    result.read["job zones"] = len(zones)
    result.left_out["job zones, which are not given (moves count as level)"] = len(roles.keys() - zones.keys())
    return zones


def _read_moves(
    folder: Path, result: Import, roles: dict[str, Any], zones: dict[str, int], rules: tuple[float, bool]
) -> None:
    """Add a move for each pair of occupations that O*NET calls related, unless the rule `downward` forbids the move."""
    months_per_zone, downward = rules
    columns = (CODE, f"Related {CODE}", "Relatedness Tier")
    for row in result.read_rows(folder / "Related Occupations.txt", columns, tabs=True):
        source, target = row[CODE], row[f"Related {CODE}"]
        result.read["related occupations"] += 1
        if source not in roles or target not in roles:
            result.left_out["relations of an occupation that is not in the file"] += 1
            continue
        if ("role", source, "leads_to", target) in result.origins:
            row.report_duplicate(f"the related occupation {sanitize(target)}")
            continue
        row.add_origin("role", source, "leads_to", target)
        known = source in zones and target in zones
        climb = zones[target] - zones[source] if known else 0
        if climb < 0 and not downward:
            result.left_out["moves to a lower job zone"] += 1
            continue
        direction = ("down" if climb < 0 else "up" if climb else "level") if known else "unknown"
        months = months_per_zone * (1 + max(climb, 0))
        move = {"months": months, "tier": row["Relatedness Tier"], "direction": direction}
        roles[source].setdefault("leads_to", {})[target] = move


def _read_technologies(
    folder: Path, result: Import, roles: dict[str, Any], hours: float, progress: Progress
) -> dict[str, Any]:
    progress("reading technology skills")
    skills: dict[str, Any] = {}
    ids: dict[str, str] = {}
    tried: dict[str, int] = defaultdict(int)
    named: set[tuple[str, str]] = set()
    for row in result.read_rows(folder / "Technology Skills.txt", (CODE, "Example", "Commodity Title"), tabs=True):
        result.read["technology skills of occupations"] += 1
        name = row["Example"]
        if name not in ids:
            if not (own := row.read_title("Example")):
                continue
            ids[name] = _make_free_id(name, skills, tried)
            kind = f"A technology of the kind: {to_one_line(row['Commodity Title'])}."
            cites = ["onet-database:technology-skills", "rule:hours"]
            skills[ids[name]] = {"title": own, "about": to_description(kind), "hours": hours, "cites": cites}
            row.add_origin("skill", ids[name])
        needs = roles[row[CODE]].setdefault("needs", []) if row[CODE] in roles else None
        if needs is None:
            result.left_out["technology skills of an occupation that is not in the file"] += 1
        elif (row[CODE], name) in named:
            result.left_out["technologies named twice for an occupation (under two kinds)"] += 1
        else:
            named.add((row[CODE], name))
            needs.append(ids[name])
    result.read["technologies"] = len(skills)
    return skills


def _make_free_id(technology: str, taken: dict[str, Any], tried: dict[str, int]) -> str:
    """Return an id for the skill of a technology, different from the ids of all other skills, even for C, C# and C++.

    If another skill has the id, the function appends 2, 3 and so on, until the id is free. For each id without a
    number, `tried` has the last number that the function has tried to append.
    """
    name = make_slug(technology.replace("#", " sharp").replace("+", " plus "))[:90].rstrip("-") or "technology"
    while True:
        tried[name] += 1
        candidate = name if tried[name] == 1 else f"{name}-{tried[name]}"
        if candidate not in taken:
            return candidate


def _read_elements(
    path: Path, result: Import, roles: dict[str, Any], hours: float, progress: Progress
) -> dict[str, Any]:
    if result.files.find(path.name) is None:
        result.left_out[f"{path.name}, which is not in the folder (skills by level)"] = 1
        return {}
    progress(f"reading {path.name}")
    rated, named = _read_ratings(path, result)
    levels: dict[str, int] = defaultdict(int)
    for (code, element), scales in rated.items():
        level = round(scales.get("LV", 0))
        if code not in roles:
            result.left_out[f"{path.name}: ratings of an occupation that is not in the file"] += len(scales)
        elif level < 1 or scales.get("IM", 0) < IMPORTANT:
            result.left_out[f"{path.name}: elements below importance {IMPORTANT:g} or level 1"] += 1
        else:
            roles[code].setdefault("needs", []).append(f"{element}.level-{level}")
            levels[element] = max(levels[element], level)
    skills: dict[str, Any] = {}
    for element, highest in levels.items():
        for level in range(1, highest + 1):
            skills[f"{element}.level-{level}"] = {
                "title": f"{to_title(named[element]['Element Name'])}, level {level}",
                "hours": hours,
                "cites": [f"onet-database:{named[element]['Element ID']}", "rule:hours"],
                **({"needs": [f"{element}.level-{level - 1}"]} if level > 1 else {}),
            }
            named[element].add_origin("skill", f"{element}.level-{level}")
    return skills


def _read_ratings(path: Path, result: Import) -> tuple[dict[tuple[str, str], dict[str, float]], dict[str, Row]]:
    """Return the ratings by occupation, element (skill or knowledge) and scale, and the first row about each element.

    An element is a general skill, such as negotiation, or a kind of knowledge, such as mathematics. The scale IM rates
    how important an element is for an occupation, and the scale LV which level of the element the occupation needs.
    """
    rated: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    named: dict[str, Row] = {}
    for row in result.read_rows(path, (CODE, "Element ID", "Element Name", "Scale ID", "Data Value"), tabs=True):
        element, value = row["Element ID"].lower(), row.read_number("Data Value", *RATINGS)
        if element not in named:
            if not row.check_id("Element ID", element) or not row.read_title("Element Name"):
                continue
            named[element] = row
            row.add_origin("skill", f"{element}.level-1")
        if row["Scale ID"] in rated[row[CODE], element]:
            row.report_duplicate(f"a rating of {sanitize(element)} on the scale {sanitize(row['Scale ID'])}")
        elif value is not None:
            rated[row[CODE], element][row["Scale ID"]] = value
        result.read[f"ratings in {path.name}"] += 1
    return rated, named


def _read_degrees(
    path: Path, result: Import, roles: dict[str, Any], zones: dict[str, int], hours: float
) -> dict[str, Any]:
    """Add a degree to the needs of each occupation that requires a degree, and return all added degrees as skills."""
    if result.files.find(path.name) is None:
        result.left_out[f"{path.name}, which is not in the folder (degrees)"] = 1
        return {}
    levels = {code: level for code, level in _read_education(path, result).items() if code in roles}
    bound = {code for code, level in levels.items() if level >= PROFESSIONAL}
    groups = {_find_degree_code(code) for code in bound}
    # O*NET has no answers about some occupations; these count as licensed if another one in their group does
    bound |= {
        code
        for code in roles
        if code not in levels and zones.get(code) == len(ZONES) - 1 and _find_degree_code(code) in groups
    }
    degrees: dict[str, Any] = {}
    for code in sorted(bound):
        name = _find_degree_code(code)
        if name not in degrees:
            title = to_title(f"Professional or doctoral degree, such as of {roles[code]['title']}")
            cites = [f"onet-database:{code}", "rule:degrees", "rule:hours"]
            degrees[name] = {"title": title, "hours": hours, "cites": cites}
            result.add_origin(("skill", name), (str(path), 1))
        _ask(roles[code], name)
    asked = {code: level for code, level in levels.items() if BACHELOR <= level < PROFESSIONAL}
    groups = {code[:4] for code in asked} & {*_LICENSED}
    asked |= {
        code: BACHELOR
        for code in roles
        if code not in levels and code[:4] in groups and zones.get(code, 0) >= len(ZONES) - 2
    }
    practice = [code for code in sorted(asked) if code[:4] in (_PRACTICE, *_LICENSED)]
    for code in practice:
        _ask_of_practice(result, path, roles, degrees, code, asked[code], hours)
    # every nurse has been a registered nurse, and also needs that degree; the same holds for engineers with a doctorate
    for code in sorted(bound):
        basic = f"degree.{_find_basic(code)}.bachelor"
        if basic in degrees and _find_basic(code) != code[:7]:
            _ask(roles[code], basic)
    result.read["licence-bound posts, which ask for a degree"] = len(bound) + len(practice)
    return degrees


def _ask(role: dict[str, Any], skill: str, rule: str = "rule:degrees") -> None:
    """Add a degree or a licence to the needs of a role."""
    role.setdefault("needs", []).append(skill)
    role.setdefault("because", {}).setdefault(rule, []).append(skill)


def _ask_of_practice(
    result: Import, path: Path, roles: dict[str, Any], degrees: dict[str, Any], code: str, level: int, hours: float
) -> None:
    """Add a bachelor's or master's degree to the needs of an occupation, such as nurse or engineer.

    An occupation of advanced nurses, such as nurse practitioner, also needs the degree of registered nurses. An
    occupation of engineers needs the bachelor's degree that all occupations of engineers share.
    """
    occupation, basic = code[:7], _find_basic(code)
    is_shared = basic in (*_NURSES.values(), *_LICENSED)
    kinds = [("bachelor", "Bachelor's", basic, hours)] if level < MASTER or is_shared else []
    kinds += [("master", "Master's", occupation, hours / 2)] if level >= MASTER else []
    for kind, title, owner, long in kinds:
        name = f"degree.{owner}.{kind}"
        if name not in degrees:
            post = roles.get(f"{owner}.00", roles[code])["title"]
            cites = [f"onet-database:{code}", "rule:degrees", "rule:hours"]
            said = to_title(f"{title} degree, such as of {post}")
            degrees[name] = {"title": said, "hours": round(long, 2), "cites": cites}
            result.add_origin(("skill", name), (str(path), 1))
        _ask(roles[code], name)


def _find_basic(code: str) -> str:
    """Return the code of the occupation or group of occupations whose bachelor's degree a given occupation needs."""
    return code[:4] if code[:4] in _LICENSED else _NURSES.get(code[:7], code[:7])


def _make_licences(path: Path, result: Import, roles: dict[str, Any], hours: float) -> dict[str, Any]:
    """Add a licence to the needs of each occupation that requires a licence but no degree, and return the licences."""
    licences: dict[str, Any] = {}
    for code, role in roles.items():
        is_bound = code[:7] in _LICENSED_POSTS or _LICENCE.search(role["about"])
        if not is_bound or "rule:degrees" in role.get("because", {}):
            continue
        name = f"licence.{code[:7]}"
        if name not in licences:
            title = to_title(f"Licence or certificate, such as of {role['title']}")
            cites = [f"onet-database:{code}", "rule:licences", "rule:hours"]
            licences[name] = {"title": title, "hours": round(hours / 4, 2), "cites": cites}
            result.add_origin(("skill", name), (str(path), 1))
        _ask(role, name, "rule:licences")
    result.read["posts that ask for a licence"] = len(licences)
    return licences


def _find_degree_code(code: str) -> str:
    group = code[:6]
    return f"degree.{_SAME_DEGREE.get(group, group)}"


def _read_education(path: Path, result: Import) -> dict[str, int]:
    """Return, for each occupation, the education that at least half of the people asked by O*NET require or exceed."""
    shares: dict[str, dict[int, float]] = defaultdict(dict)
    categories = tuple(map(str, range(1, HIGHEST + 1)))
    for row in result.read_rows(path, (CODE, "Scale ID", "Category", "Data Value"), tabs=True):
        if row["Scale ID"] != "RL":
            continue
        category, share = row.read_choice("Category", categories), row.read_number("Data Value", 0, 100)
        if category is not None and share is not None:
            shares[row[CODE]][category + 1] = share
    found: dict[str, int] = {}
    for code, by_level in shares.items():
        rest = 0.0
        for level in sorted(by_level, reverse=True):
            rest += by_level[level]
            if rest >= 50:
                found[code] = level
                break
    result.read["occupations with an education"] = len(found)
    return found
