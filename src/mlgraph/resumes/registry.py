"""Registry of the formats of CVs. mlgraph reads a file in the first format of the registry that fits the file."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from mlgraph import filesystem
from mlgraph.errors import FileError
from mlgraph.printable import sanitize
from mlgraph.resumes import europass, json_resume, linkedin, plain
from mlgraph.resumes.resume import MOST_BYTES, Resume


@dataclass(frozen=True)
class Format:
    """A format of CVs, with a function `fits` that decides whether a file has the format, and a reader `read`."""

    help: str
    fits: Callable[[str, bytes], bool]
    read: Callable[[str, bytes], Resume]


# a file is read in the first format that fits
FORMATS: dict[str, Format] = {
    "linkedin": Format("LinkedIn's zip", lambda name, data: linkedin.is_archive(data), linkedin.read_archive),
    "linkedin-table": Format(
        "its Positions.csv or Skills.csv",
        lambda name, data: name.lower().endswith(".csv") or linkedin.is_table(data),
        linkedin.read_table,
    ),
    "europass-pdf": Format("a Europass PDF", lambda name, data: europass.is_pdf(data), europass.read_pdf),
    "europass": Format("its XML", lambda name, data: europass.is_xml(data), europass.read),
    "json-resume": Format(
        "a JSON Resume",
        lambda name, data: name.lower().endswith(".json") or json_resume.is_json(data),
        json_resume.read,
    ),
    "list": Format("a list of posts and skills, one in each line", lambda name, data: True, plain.read),
}


def read(path: str | os.PathLike[str]) -> Resume:
    """Read the jobs and skills in a CV file. Raises FileError or GraphFileError if the CV is malformed."""
    return parse(str(path), filesystem.read(str(path)))


def parse(name: str, data: bytes) -> Resume:
    """Read the jobs and skills in the bytes of a CV.

    The parameter `name` is the name of the CV in error messages.
    """
    if len(data) > MOST_BYTES and not linkedin.is_archive(data):
        raise FileError(
            f"{sanitize(name, 200)}: is larger than {MOST_BYTES // 2**20} MiB, the most that is read; cut it"
        )
    if not data.strip():
        raise FileError(f"{sanitize(name, 200)}: is empty")
    return next(each for each in FORMATS.values() if each.fits(name, data)).read(name, data)
