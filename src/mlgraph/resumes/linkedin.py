"""Reader of the zip that LinkedIn calls "a copy of your data", and of Positions.csv and Skills.csv in this zip.

mlgraph reads only the titles and dates of jobs and the names of skills from LinkedIn's data. mlgraph does not unpack
LinkedIn's zip to disk.
"""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import PurePosixPath

from mlgraph.errors import FileError
from mlgraph.filesystem import open_zip
from mlgraph.graphfile.parsing import decode
from mlgraph.printable import sanitize
from mlgraph.resumes.dates import read_period
from mlgraph.resumes.resume import MOST_BYTES, PastPost, Resume, make_post, make_resume

POSITIONS = ("Title", "Started On", "Finished On")
SKILLS = ("Name",)
# LinkedIn's columns; their names are translated, but all languages have this order
_ORDER = ("Company Name", "Title", "Description", "Location", "Started On", "Finished On")
_NAMES = frozenset(("name", "nom", "nombre", "nome", "naam", "navn", "namn", "nazwa", "ad", "nimi", "n\u00e9v"))
# some files begin with notes, which have at most this many lines
_MOST_NOTES = 50
_MOST_FILES = 10_000
AGAIN = "get the archive again"


def is_archive(data: bytes) -> bool:
    """Return whether a file begins like a zip."""
    return data.startswith(b"PK")


def read_archive(name: str, data: bytes) -> Resume:
    """Return the jobs and skills of a person from the zip with the data of the person that LinkedIn provides.

    Raises FileError if the zip cannot be read, or if it has neither Positions.csv nor Skills.csv.
    """
    try:
        with open_zip(BytesIO(data)) as archive:
            members = archive.infolist()[:_MOST_FILES]
            names = {each.filename for each in members}
            wanted = {PurePosixPath(each.filename).name.lower(): each for each in members}
            files = {
                file: _read_member(name, archive, wanted[file.lower()])
                for file in ("Positions.csv", "Skills.csv")
                if file.lower() in wanted
            }
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        message = f"{sanitize(name, 200)}: is not a zip that can be read ({sanitize(error, 80)}); {AGAIN}"
        raise FileError(message) from error
    if not files and "word/document.xml" in names:
        raise FileError(
            f"{sanitize(name, 200)}: is a Word document, which is not read; write its posts and skills into a list"
        )
    if not files:
        raise FileError(f"{sanitize(name, 200)}: has no Positions.csv and no Skills.csv; is it LinkedIn's archive?")
    tables = {file: _split_rows(f"{name}/{file}", data) for file, data in files.items()}
    posts = _list_posts(f"{name}/Positions.csv", tables.get("Positions.csv", []))
    skills = _list_skills(f"{name}/Skills.csv", tables.get("Skills.csv", []))
    return make_resume(name, "a LinkedIn archive", posts, skills)


def is_table(data: bytes) -> bool:
    """Return whether the first lines of a file have the header of Positions.csv."""
    head = data[:20_000].replace(b"\0", b"").lower()
    return all(column.lower().encode() in head for column in POSITIONS)


def read_table(name: str, data: bytes) -> Resume:
    """Return the jobs in Positions.csv of LinkedIn, or the skills in Skills.csv.

    Raises FileError if the table is malformed, and GraphFileError if it is not text.
    """
    rows = _split_rows(name, data)
    if _find_header(rows, POSITIONS):
        return make_resume(name, "LinkedIn's table of positions", _list_posts(name, rows))
    return make_resume(name, "a table of skills", (), _list_skills(name, rows))


def _read_member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return the bytes of the file `member` in the zip `name`.

    Raises FileError if the file is too large, even if the zip states a smaller size, or if the file needs a password.
    """
    if member.flag_bits & 1:
        raise FileError(f"{sanitize(name, 200)}: has a password; unpack it, and give Positions.csv and Skills.csv")
    with archive.open(member) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        held = f"{name}/{member.filename}"
        raise FileError(f"{sanitize(held, 200)}: is larger than {MOST_BYTES // 2**20} MiB, the most that is read")
    return data


def _list_posts(name: str, rows: list[list[str]]) -> Iterator[PastPost]:
    for row in _read_rows(name, rows, POSITIONS):
        if row["Title"].strip() or row["Started On"].strip():
            yield make_post(row["Title"], row["Started On"], row["Finished On"])


def _list_skills(name: str, rows: list[list[str]]) -> Iterator[str]:
    yield from (row["Name"] for row in _read_rows(name, rows, SKILLS))


def _split_rows(name: str, data: bytes) -> list[list[str]]:
    """Split a CSV table into rows. Raises FileError if the CSV is malformed, and GraphFileError if it is not text."""
    text = decode(name, data)
    # a spreadsheet program may have saved the table with another separator of columns
    lines = text.split("\n")[: _MOST_NOTES + 1]
    mark = max(",;\t", key=lambda mark: max(line.count(mark) for line in lines))
    rows = csv.reader(StringIO(text, newline=""), strict=True, delimiter=mark)
    try:
        return list(rows)
    except csv.Error as error:
        message = f"is not a table after line {rows.line_num} ({sanitize(error, 80)})"
        raise FileError(f"{sanitize(name, 200)}: {message}; {AGAIN}") from error


def _read_rows(name: str, rows: list[list[str]], columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows below the header of a table as mappings from columns to values.

    The rows above the header are notes, which the function skips. Raises FileError if the table has no header with the
    given columns.
    """
    if not any(map(any, rows)):
        return
    found = _find_header(rows, columns)
    if found is None:
        wanted = f"{', '.join(columns)}" if columns == POSITIONS else f"{', '.join(POSITIONS)}, and none with Name"
        right = f"is it LinkedIn's Positions.csv or Skills.csv? If so, {AGAIN}"
        raise FileError(f"{sanitize(name, 200)}: has no header with the columns {wanted}; {right}")
    index, header = found
    for fields in rows[index + 1 :]:
        if any(field.strip() for field in fields):
            yield dict.fromkeys(columns, "") | dict(zip(header, fields, strict=False))


def _find_header(rows: list[list[str]], columns: tuple[str, ...]) -> tuple[int, list[str]] | None:
    """Return the row number of the header of a table and the English names of its columns, or None without a header.

    LinkedIn translates the names of the columns, but keeps the order of the columns.
    """
    names = {column.casefold(): column for column in columns}
    for index, fields in enumerate(rows[: _MOST_NOTES + 1]):
        header = [names.get(field.strip().casefold(), field.strip()) for field in fields]
        if set(columns) <= set(header):
            return index, header
    for index, (fields, after) in enumerate(pairwise(rows[: _MOST_NOTES + 2])):
        if columns == SKILLS and len(fields) == 1 and fields[0].strip().casefold() in _NAMES:
            return index, [*SKILLS]
        if columns == POSITIONS and len(fields) == len(after) == len(_ORDER) and _is_header(fields, after):
            return index, [*_ORDER]
    return None


def _is_header(fields: list[str], after: list[str]) -> bool:
    """Return whether a row can be the header of a table of jobs.

    Each cell of a header has text without digits, and the row after the header has a date in the column "Started On".
    """
    is_named = all(field.strip() and not re.search(r"\d", field) for field in fields)
    return is_named and read_period(after[_ORDER.index("Started On")]) is not None
