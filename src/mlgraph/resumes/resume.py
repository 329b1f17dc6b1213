"""The jobs and skills in a CV, in the words of the CV. In names of the code, a job is a "post"."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from mlgraph.errors import FileError
from mlgraph.limits import TITLE_LENGTH
from mlgraph.printable import remove_piles, sanitize, shorten, to_one_line
from mlgraph.resumes.dates import is_present, read_period

# more than any person has, but few enough to compare each of them with all names of a graph
MOST_POSTS, MOST_SKILLS = 500, 2_000
MOST_BYTES = 8 * 2**20
# UTF-8 that a program has read as Western letters, such as "Ã©" for "é"
_MOJIBAKE = re.compile("[\u00c2-\u00f4](?:[\u0080-\u00bf]|[\u0152-\u2122])")


@dataclass(frozen=True)
class PastPost:
    """A job in a CV, with its title and its dates.

    `begins` and `ends` are each a year, a month or a day in ISO 8601, as precise as in the CV. For a current job,
    `ends` is None. If mlgraph cannot read a date, the date stays in the words of the CV, and `problem` says what is
    wrong with the date. `addresses` has the web addresses of the occupation of the job in catalogues such as ESCO.
    """

    title: str
    begins: str
    ends: str | None
    addresses: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Resume:
    """The jobs and skills of a CV, in the order of the CV.

    `kind` describes the format of the CV, such as "a LinkedIn archive". `top` has texts from the top of the CV, which
    may be skills, or the name and the address of the person. `groups` has the headings above lists of skills in the CV.
    A heading may also name a skill.
    """

    kind: str
    posts: tuple[PastPost, ...] = ()
    skills: tuple[str, ...] = ()
    top: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def make_resume(
    name: str,
    kind: str,
    posts: Iterable[PastPost] = (),
    skills: Iterable[str] = (),
    *,
    top: Iterable[str] = (),
    groups: Iterable[str] = (),
) -> Resume:
    """Make a `Resume` from the jobs and skills in a CV, and leave out repeated jobs and skills.

    Raises FileError if the CV is empty, or has too many jobs or skills.
    """
    named, first, above = (tuple(dict.fromkeys(filter(None, map(to_words, names)))) for names in (skills, top, groups))
    found = Resume(kind, tuple(dict.fromkeys(posts)), named, first[:MOST_SKILLS], above[:MOST_SKILLS])
    for what, number, most in (("posts", len(found.posts), MOST_POSTS), ("skills", len(found.skills), MOST_SKILLS)):
        if number > most:
            raise FileError(
                f"{sanitize(name, 200)}: has {number:,} {what}, more than the {most:,} that are read; cut it"
            )
    if not (found.posts or found.skills or found.top):
        raise FileError(f"{sanitize(name, 200)}: is {kind} without posts and skills; is this the right file?")
    return found


def make_post(
    title: str, begins: object, ends: object, *, addresses: Iterable[str] = (), lasts: bool | None = None
) -> PastPost:
    """Make the `PastPost` of a job in a CV, and convert the dates that mlgraph can read to ISO 8601."""
    first, last = (" ".join(str("" if said is None else said).split())[:40] for said in (begins, ends))
    is_open = bool(lasts) or (is_present(last) and not (lasts is False and not last))
    start, end = read_period(first), None if is_open else read_period(last)
    problem = ""
    if start is None:
        problem = f"its first day is '{sanitize(first)}'" if first else "it has no first day"
    elif not is_open and end is None:
        problem = f"its last day is '{sanitize(last)}'" if last else "it has no last day"
    kept = None if is_open else end or sanitize(last)
    return PastPost(to_words(title), start or sanitize(first), kept, tuple(addresses), problem)


def to_words(text: str) -> str:
    r"""Put a text of a CV on one line, remove invisible characters and surplus accents, and repair garbled letters.

    >>> to_words("Ing\u00c3\u00a9nieur   de donn\u00c3\u00a9es")
    'Ingénieur de données'
    """
    line = to_one_line(_repair_letters(text[: 10 * TITLE_LENGTH]))
    # an invisible character may have parted the accents of a pile, or follow one that is removed
    return shorten(to_one_line(remove_piles(line)), TITLE_LENGTH)


def _repair_letters(text: str) -> str:
    """Repair a text in UTF-8 that another program has wrongly decoded, once or twice, as text in a Western encoding."""
    for _ in range(2):
        if not _MOJIBAKE.search(text):
            break
        for encoding in ("cp1252", "latin-1"):
            with suppress(UnicodeError):
                text = text.encode(encoding).decode()
                break
    return text
