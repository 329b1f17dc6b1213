"""A plain list: one skill or one post in each line, a post with its dates behind it."""

import re
from collections.abc import Iterator

from mlgraph.errors import FileError
from mlgraph.graphfile.parsing import decode
from mlgraph.printable import shown
from mlgraph.resumes.resume import PastPost, Resume, make_post, make_resume, read_period

# marks of lists and headings
_MARK = re.compile(r"^\s*(?:[-*+•\u2013\u2014]+|\d+[.)])?\s*")
_YEAR = r"(?:[A-Za-z]{3,9}\.?\s+|\d{1,2}[./])?(?:19|20)\d{2}(?:-\d{1,2}(?:-\d{1,2})?)?"
_DATES = re.compile(
    rf"[\s,;:(|]*\b(?:from\s+|since\s+)?(?P<begins>{_YEAR})"
    rf"(?:\s*(?:-|\u2013|\u2014|to|until)\s*(?P<ends>{_YEAR}|[A-Za-z]+))?\s*\)?\s*$"
)
_LONGEST = 200
# addresses and telephone numbers, which a profile does not keep
_CONTACT = re.compile(r"@|://|www\.|(?:\d[ ()/.-]*){6}")


def read(name: str, data: bytes) -> Resume:
    """Return the posts and skills of a list. Raises FileError, and GraphFileError if the bytes are not text.

    A line with dates at its end is a post, such as "Data analyst, Jan 2020 - Present". Any other line has skills, with
    commas between them.
    """
    lines = [
        # a heading says nothing about the person
        "" if line.startswith("#") else _MARK.sub("", line).strip()
        for line in decode(name, data).splitlines()
    ]
    long = next((number for number, line in enumerate(lines, 1) if len(line) > _LONGEST), None)
    if long:
        right = "write a skill or a post in each line, or let mlgraph match read a text"
        raise FileError(f"{shown(name, 200)}: line {long} is too long for a list; {right}")
    posts = list(_list_posts(lines))
    return make_resume(name, "a list", posts, _list_skills(lines))


def _list_posts(lines: list[str]) -> Iterator[PastPost]:
    for line in lines:
        if (dates := _DATES.search(line)) and (title := line[: dates.start()].strip()):
            is_one_day = dates["ends"] is None and not re.search(r"\b(from|since)\b", dates[0])
            ends = dates["begins"] if is_one_day and read_period(dates["begins"]) else dates["ends"]
            yield make_post(title, dates["begins"], ends)


def _list_skills(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not _DATES.search(line):
            yield from (piece for piece in line.split(",") if not _CONTACT.search(piece))
