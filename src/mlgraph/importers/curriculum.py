"""Importer of curricula in the CSV format of CurricularAnalytics, a library that analyses curricula.

The importer turns each course of a curriculum into a skill, which needs the prerequisites of the course. A curriculum
file begins with lines about the curriculum as a whole, such as its name. Below the lines about the curriculum, the file
has the line "Courses", a header row, and a row for each course. The importer converts the credits of a course to hours
of study, with the same number of hours for each credit (the rule `hours_per_credit`).

The format of a curriculum file is that of the functions `read_csv` and `write_csv` in the library
CurricularAnalytics.jl.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mlgraph.graphfile.document import Place
from mlgraph.graphfile.ids import is_id, make_slug
from mlgraph.importers.tables import AS_PUBLISHED, Import, Progress, Row, make_sources, to_title
from mlgraph.printable import sanitize

HEADER = ("Course ID", "Course Name", "Prerequisites", "Credit Hours")
SECTIONS = ("Courses", "Additional Courses")
MOST_CREDITS = 1_000


def read(path: Path, *, hours_per_credit: float, progress: Progress) -> Import:
    """Import a curriculum or a degree plan from a CSV file of the library CurricularAnalytics.

    Raises GraphFileError with a list of all errors in the curriculum file.
    """
    progress("reading courses")
    result = Import(path, {"skill": {}})
    about: dict[str, str] = {}
    rows = list(_read_courses(result, path, about))
    ids: dict[str, str] = {}
    for row in rows:
        _add_course(row, hours_per_credit, ids)
    for row in rows:
        _add_prerequisites(row, ids)
    result.read["courses"] = len(ids)
    title = to_title(about.get("Curriculum") or about.get("Curriculum Name") or "") or "Curriculum"
    institution = to_title(about.get("Institution", ""))
    source = {"title": title} | ({"publisher": institution} if institution else {})
    said = f"This graph is made from the curriculum {title}{f' of {institution}' if institution else ''}."
    hours = f"A credit counts {hours_per_credit:g} hours of study. This is a rule, not data."
    sources = make_sources("curriculum", source, "Hours are a rule over credits, not data.", hours=hours)
    result.tables |= {"title": title, "attribution": said, "source": sources}
    return result.complete(progress)


def _read_courses(result: Import, path: Path, about: dict[str, str]) -> Iterator[Row]:
    """Yield the rows of courses in a curriculum file, and put the lines about the curriculum itself into `about`."""
    header: list[str] = []
    place: Place = (str(path), 1)
    for place, fields in result.read_lines(path):
        first = fields[0].strip() if fields else ""
        if first == HEADER[0]:
            header = [each.strip() for each in fields]
            if missing := [column for column in HEADER if column not in header]:
                result.report(place, "", f"has no column {', '.join(missing)}", AS_PUBLISHED)
                return
        elif first and header and first not in SECTIONS:
            if "Learning Outcomes" in first:
                return  # all courses come before the learning outcomes
            # trailing empty fields are often left out
            filled = [*fields, *[""] * (len(header) - len(fields))]
            yield Row(result, place, first, zip(header, filled, strict=False))
        elif first and len(fields) > 1:
            about[first] = fields[1]
    if not header:
        result.report(place, "", f"has no line that begins with {HEADER[0]}", AS_PUBLISHED)


def _add_course(row: Row, hours_per_credit: float, ids: dict[str, str]) -> None:
    key = row["Course ID"].strip()
    title = row.read_title("Course Name")
    code = " ".join(row.get(column, "").strip() for column in ("Prefix", "Number")).strip()
    credits = row.read_number("Credit Hours", 0, MOST_CREDITS)
    if key in ids:
        row.report_duplicate("this course id")
    elif title and credits is not None:
        name = make_slug(code) or f"course-{make_slug(key)}"
        name = f"{name}-{make_slug(key)}" if name in ids.values() else name
        if not is_id(name) or name in ids.values():
            row.report(f"Course ID is {sanitize(key)}, which cannot become an id", "write a number")
            return
        ids[key] = name
        entry: dict[str, Any] = {"title": title, "hours": round(credits * hours_per_credit, 2)}
        entry |= {"aliases": [code]} if code and code != title else {}
        row.result.tables["skill"][name] = entry | {"cites": ["curriculum", "rule:hours"]}
        row.add_origin("skill", name)


def _add_prerequisites(row: Row, ids: dict[str, str]) -> None:
    skill = row.result.tables["skill"].get(ids.get(row["Course ID"].strip(), ""))
    for key in filter(None, (each.strip() for each in row["Prerequisites"].split(";"))):
        row.result.read["prerequisites"] += 1
        if key not in ids:
            row.report(f"Prerequisites has {sanitize(key)}, which is no Course ID", "write the id of a course")
        elif skill is not None and ids[key] not in skill.get("needs", ()):
            skill.setdefault("needs", []).append(ids[key])
    for column in ("Corequisites", "Strict-Corequisites"):
        if others := [each for each in row.get(column, "").split(";") if each.strip()]:
            row.result.left_out["corequisites, which one takes at the same time"] += len(others)
