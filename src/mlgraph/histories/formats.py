"""Formats of files with career histories, which say which columns have the person, the job and its dates."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlgraph.errors import FileError, UsageError
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from ibis.expr.types import Table

# the neutral columns, to which every format is converted; all values are texts
NEUTRAL = ("person", "title", "code", "start", "end")
# the most jobs of one person in a table with one row for each person
_WIDEST = 50
_LEFT = ("t", "terminated", "retired", "inactive", "discarded")


@dataclass(frozen=True)
class Format:
    """A format of files with career histories.

    `help` is one line of text that explains the format to users. `columns` maps each column that mlgraph needs to the
    names that it may have in the files, the preferred name first. `reshape` is a function that converts a table of the
    format to a table with a row for each job. The second argument of `reshape` is the number of the table among all
    tables with histories. `read` is a function that yields the rows of a file that neither DuckDB nor Spark can read.
    If `dated` is false, files in the format have the order of a person's jobs, but not how long the jobs last. If
    `has_changes` is true, each row of a file is a change of job, and states no end of the job.
    """

    help: str
    columns: Mapping[str, tuple[str, ...]]
    reshape: "Callable[[Table, int], Table] | None" = None
    read: "Callable[[Path], Iterable[tuple[str | None, ...]]] | None" = None
    dated: bool = True
    has_changes: bool = False
    suffixes: tuple[str, ...] = ()


def _widen(table: "Table", source: int) -> "Table":
    """Convert a table with a row for each person, perhaps without an id, to a table with a row for each job."""
    import ibis

    names = {name.lower(): name for name in table.columns}
    numbers = [number for number in range(_WIDEST) if f"title_{number}" in names]
    if not numbers:
        raise UsageError("the histories have no column title_0; is this DECORTE?")
    own = next((names[each] for each in ("_id", "id", "resume_id", "person") if each in names), None)
    person = table[own].cast("string") if own else ibis.row_number().cast("string") + f" of {source}"

    def find_column(name: str) -> Any:
        return table[names[name]].cast("string") if name in names else ibis.null("string")

    keys = ("title", "esco_uri", "start", "end")
    # read the table only once, since a second pass may number its rows in another order
    posts = ibis.array([ibis.struct({key: find_column(f"{key}_{number}") for key in keys}) for number in numbers])
    rows = table.select(_id=person, posts=posts)
    rows = rows.select("_id", post=rows.posts.unnest())
    rows = rows.select("_id", **{key: rows.post[key] for key in keys})
    return rows.filter(rows.start.notnull() | rows.title.notnull())


def _drop_left(table: "Table", source: int) -> "Table":
    """Remove from an employer's table of jobs each row whose status says that the person has left the employer."""
    name = next((each for each in table.columns if each.lower() == "emplstatus"), None)
    return table if name is None else table.filter(~table[name].cast("string").lower().isin(_LEFT).fill_null(False))


def _list_changes(table: "Table", source: int) -> "Table":
    """Convert a history of staff from the personnel software Workday to a table of changes.

    The table has a row for each change of job, and a row for each departure of a person from the employer.
    """
    import ibis

    names = {name.lower(): name for name in table.columns}
    missing = [each for each in ("employee_id", "effective_date", "job_code_proposed") if each not in names]
    if missing:
        raise UsageError(f"the histories have no column {missing[0]}; is this a staffing history of Workday?")

    def find_column(name: str) -> Any:
        return table[names[name]].cast("string").nullif("") if name in names else ibis.null("string")

    has_left = find_column("business_process_type").lower().contains("terminat").fill_null(False)
    # a change of manager or department keeps the job
    job = ibis.coalesce(find_column("job_code_proposed"), find_column("job_code_current"))
    return table.select(
        employee_id=find_column("employee_id"),
        effective_date=find_column("effective_date"),
        termination_date=find_column("termination_date"),
        job_code=ibis.ifelse(has_left, ibis.null("string"), job),
    )


def _read_linkedin(path: Path) -> Iterable[tuple[str | None, ...]]:
    """Yield the jobs of the person who exported a LinkedIn archive."""
    from mlgraph import filesystem
    from mlgraph.resumes import linkedin
    from mlgraph.resumes.resume import MOST_BYTES

    data = filesystem.read(path, MOST_BYTES)
    read = linkedin.read_archive if linkedin.is_archive(data) else linkedin.read_table
    for post in read(str(path), data).posts:
        yield str(path), post.title, None, post.begins, post.ends


def _read_orcid(path: Path) -> Iterable[tuple[str | None, ...]]:
    """Yield the jobs of the person whom a record of ORCID, a registry of researchers, describes."""
    from mlgraph import filesystem

    try:
        record = json.loads(filesystem.read(path))
        person = record.get("orcid-identifier", {}).get("path") or str(path)
        groups = record["activities-summary"]["employments"]["affiliation-group"]
        posts = [each["employment-summary"] for group in groups for each in group["summaries"]]
        for post in posts:
            yield (
                person,
                post.get("role-title"),
                None,
                _parse_orcid_date(post["start-date"]),
                _parse_orcid_date(post["end-date"]),
            )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = "is not an ORCID record with employments (JSON 3.0); export the record again"
        raise FileError(f"{sanitize(path, 200)}: {message}") from error


def _parse_orcid_date(said: Any) -> str | None:
    parts = ((said or {}).get(part) for part in ("year", "month", "day"))
    given = [str(part["value"]) for part in parts if part and part.get("value")]
    return "-".join(given) or None


FORMATS: dict[str, Format] = {
    "jobhop": Format(
        "JobHop 1 or 2: ESCO codes and quarters",
        {
            "person": ("resume_id", "person_id"),
            "title": ("matched_label",),
            "code": ("matched_code",),
            "start": ("start_date",),
            "end": ("end_date",),
        },
    ),
    "karrierewege": Format(
        "Karrierewege: ESCO titles in order, without dates",
        {"person": ("_id",), "title": ("preferredLabel_en",), "start": ("experience_order",)},
        dated=False,
        has_changes=True,
    ),
    "decorte": Format(
        "DECORTE: a row for each person, with ESCO addresses",
        {"person": ("_id",), "title": ("title",), "code": ("esco_uri",), "start": ("start",), "end": ("end",)},
        reshape=_widen,
    ),
    "linkedin": Format(
        "archives of LinkedIn or their Positions.csv, one for each person",
        {},
        read=_read_linkedin,
        suffixes=(".zip", ".csv"),
    ),
    "successfactors": Format(
        "EmpJob of SAP SuccessFactors",
        {
            "person": ("userId",),
            "title": ("jobTitle",),
            "code": ("jobCode", "position"),
            "start": ("startDate",),
            "end": ("endDate",),
        },
        reshape=_drop_left,
    ),
    "workday": Format(
        "the staffing history of Workday, whose rows are changes",
        {
            "person": ("employee_id",),
            "title": ("job_code",),
            "start": ("effective_date",),
            "end": ("termination_date",),
        },
        reshape=_list_changes,
        has_changes=True,
    ),
    "orcid": Format("records of ORCID in JSON, one for each person", {}, read=_read_orcid, suffixes=(".json",)),
}


def to_neutral(table: "Table", format: Format, source: int) -> "Table":
    """Convert a table of any format to a table with the columns in NEUTRAL, such as `person`, with all values as texts.

    `source` is the number of the table among all tables with histories. Raises UsageError if the table lacks a column
    that the format of the career histories needs.
    """
    import ibis

    if format.read:
        return table
    if format.reshape:
        table = format.reshape(table, source)
    exact, folded = set(table.columns), {name.lower(): name for name in table.columns}

    def find(neutral: str) -> Any:
        given = format.columns.get(neutral, ())
        found = next((name for name in given if name in exact), None) or next(
            (folded[name.lower()] for name in given if name.lower() in folded), None
        )
        if found:
            return table[found].cast("string").nullif("")
        if given and (neutral in ("person", "start", "end") or not format.help):
            have = ", ".join(sanitize(each) for each in list(table.columns)[:12])
            raise UsageError(f"the histories have no column '{sanitize(given[0])}'; they have {have}")
        return ibis.null("string")

    columns = {neutral: find(neutral) for neutral in NEUTRAL}
    if all(not set(format.columns.get(each, ())) & {*exact, *folded} for each in ("title", "code")):
        wanted = " or ".join(name for each in ("code", "title") for name in format.columns.get(each, ()))
        raise UsageError(f"the histories have no column {sanitize(wanted, 100)}; give their names in `columns`")
    return table.select(**columns)


def parse_columns(given: Iterable[str]) -> Format:
    """Return a format of career histories for column names that a user typed, such as `person=employee`.

    Raises UsageError if a column is unknown, repeated or missing.
    """
    columns: dict[str, tuple[str, ...]] = {}
    for each in given:
        neutral, equals, name = each.partition("=")
        if neutral.strip() not in NEUTRAL or not equals or not name.strip():
            right = f"write person=NAME title=NAME start=NAME end=NAME, with one of {', '.join(NEUTRAL)} on the left"
            raise UsageError(f"`columns` has '{sanitize(each)}'; {right}")
        if neutral.strip() in columns:
            raise UsageError(f"`columns` names the column of the {neutral.strip()} twice; keep one of the two")
        columns[neutral.strip()] = (name.strip(),)
    missing = [each for each in ("person", "start") if each not in columns]
    if missing or not ("title" in columns or "code" in columns):
        lacking = missing[0] if missing else "title"
        raise UsageError(f"`columns` does not name the column of the {lacking}; add {lacking}=NAME")
    return Format("", columns, has_changes="end" not in columns)
