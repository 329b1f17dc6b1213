"""LinkedIn's archive "Get a copy of your data": the zip, or its Positions.csv or Skills.csv.

Only the titles, the dates and the names of skills are read, in memory. No file of the archive is unpacked to disk.
"""

import csv
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import PurePosixPath

from mlgraph.errors import FileError
from mlgraph.graphfile.parsing import decode
from mlgraph.printable import shown
from mlgraph.resumes.resume import MOST_BYTES, PastPost, Resume, make_post, make_resume

POSITIONS = ("Title", "Started On", "Finished On")
SKILLS = ("Name",)
# some files begin with notes for the reader
_MOST_NOTES = 50
_MOST_FILES = 10_000
AGAIN = "get the archive again"


def is_archive(data: bytes) -> bool:
    """Return whether a file is a zip."""
    return data.startswith(b"PK")


def read_archive(name: str, data: bytes) -> Resume:
    """Return the posts and skills of the zip. Raises FileError."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()[:_MOST_FILES]
            wanted = {PurePosixPath(each.filename).name.lower(): each for each in members}
            files = {
                file: _read_member(name, archive, wanted[file.lower()])
                for file in ("Positions.csv", "Skills.csv")
                if file.lower() in wanted
            }
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        message = f"{shown(name, 200)}: is not a zip that can be read ({shown(error, 80)}); {AGAIN}"
        raise FileError(message) from error
    if not files:
        raise FileError(f"{shown(name, 200)}: has no Positions.csv and no Skills.csv; is it LinkedIn's archive?")
    posts = _list_posts(f"{name}/Positions.csv", files.get("Positions.csv", b""))
    skills = _list_skills(f"{name}/Skills.csv", files.get("Skills.csv", b""))
    return make_resume(name, "a LinkedIn archive", posts, skills)


def is_table(data: bytes) -> bool:
    """Return whether the first lines of a file have the header of Positions.csv."""
    head = data[:20_000]
    return all(column.encode() in head for column in POSITIONS)


def read_table(name: str, data: bytes) -> Resume:
    """Return the posts of Positions.csv, or the skills of Skills.csv. Raises FileError and GraphFileError."""
    if is_table(data):
        return make_resume(name, "LinkedIn's table of positions", _list_posts(name, data))
    return make_resume(name, "a table of skills", (), _list_skills(name, data))


def _read_member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a file of the archive, if it is not larger than it may be. The declared size may be wrong."""
    if member.flag_bits & 1:
        raise FileError(f"{shown(name, 200)}: has a password; unpack it, and give Positions.csv and Skills.csv")
    with archive.open(member) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        held = f"{name}/{member.filename}"
        raise FileError(f"{shown(held, 200)}: is larger than {MOST_BYTES // 2**20} MiB, the most that is read")
    return data


def _list_posts(name: str, data: bytes) -> Iterator[PastPost]:
    for row in _read_rows(name, data, POSITIONS):
        if row["Title"].strip() or row["Started On"].strip():
            yield make_post(row["Title"], row["Started On"], row["Finished On"])


def _list_skills(name: str, data: bytes) -> Iterator[str]:
    yield from (row["Name"] for row in _read_rows(name, data, SKILLS))


def _read_rows(name: str, data: bytes, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows below the header with some columns, which notes may precede.

    Raises FileError if the table has no such header, or is cut off.
    """
    if not data.strip():
        return
    rows = csv.reader(StringIO(decode(name, data), newline=""), strict=True)
    try:
        for number, fields in enumerate(rows):
            header = [field.strip() for field in fields]
            if set(columns) <= set(header):
                break
            if number >= _MOST_NOTES:
                break
        else:
            header = []
        if not set(columns) <= set(header):
            missing = ", ".join(columns)
            raise FileError(f"{shown(name, 200)}: has no header with the columns {missing}; {AGAIN}")
        for fields in rows:
            if any(field.strip() for field in fields):
                yield dict.fromkeys(columns, "") | dict(zip(header, fields, strict=False))
    except csv.Error as error:
        message = f"is not a table after line {rows.line_num} ({shown(error, 80)})"
        raise FileError(f"{shown(name, 200)}: {message}; {AGAIN}") from error
