"""Reader of CVs that are lists, in which each line has skills, or a job with dates before or after its title."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from mlgraph.errors import FileError
from mlgraph.graphfile.parsing import decode
from mlgraph.printable import sanitize
from mlgraph.resumes.dates import BEGINNINGS, is_present, read_period
from mlgraph.resumes.resume import PastPost, Resume, make_post, make_resume

# the bullet or number before an item of a list, and the signs around bold words in Markdown
_MARK = re.compile(r"^\s*(?:[-*+\u2022\u25cf\u25aa\u2013\u2014]+\s|[-\u2022\u25cf\u25aa]+|\d{1,2}[.)]\s)?\s*")
_BOLD = re.compile(r"\*\*|__|`")
_YEAR = r"(?:19|20)\d{2}"
# names of months, with the accents of French and German
_MONTH = rf"(?:{'|'.join(sorted(BEGINNINGS))}|aoû|déc|fév|mär)[^\W\d_]{{0,8}}"
# _PRECISE matches a year with or without a month, and _ROUGH matches only a year
_PRECISE = (
    rf"(?:\b(?:\d{{1,2}}\.?\s)?{_MONTH}\.?,?[\s-]+(?:de\s)?{_YEAR}|(?<!\d)\d{{1,2}}[./-]{_YEAR}"
    rf"|\b{_YEAR}(?:[-/.]\d{{1,2}}){{1,2}}|\b{_YEAR})(?!\d)"
)
_ROUGH = rf"\b{_YEAR}(?!\d)"
_SINCE = r"(?:from|since|seit|depuis|desde|dal)"
_TO = r"\s*(?:-|\u2013|\u2014|\bto\b|\buntil\b|\bbis\b|\b\u00e0\b|\ba\b|\bal\b)\s*"
# words that mean today, for dates before a title: any other word may belong to the title
_LASTS_FIRST = (
    r"(?:present|now|today|current|ongoing|heute|aktuell|aujourd['\u2019]hui|pr\u00e9sent|presente|oggi|heden)\b"
)
_LASTS = r"[^\W\d_]+(?:['\u2019\s][^\W\d_]+){0,2}"


class _Dated(NamedTuple):
    """The title and the dates of a job, in the words of the CV, with None as `ends` if the job has only one date."""

    title: str
    begins: str
    ends: str | None
    is_since: bool


def _make_patterns(date: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make a regular expression for dates at the end of a line, and another for dates at the beginning of a line."""
    begins = rf"(?P<since>\b{_SINCE}\s+)?(?P<begins>{date})"
    # at the end of a line, the last day may be missing, as in "2020 -"
    last, first = (rf"(?:{_TO}(?P<ends>{date}|{lasts}))?" for lasts in (f"{_LASTS}|", _LASTS_FIRST))
    return (
        re.compile(rf"(?:^|[\s,;:(\[|\u2013\u2014-]+){begins}{last}\s*[)\].]?\s*$", re.IGNORECASE),
        re.compile(rf"^[(\[]?{begins}{first}[)\]]?(?:\s*[:|,\u2013\u2014-]\s*|\s+)", re.IGNORECASE),
    )


_FORMS = (_make_patterns(_PRECISE), _make_patterns(_ROUGH))
_LONGEST = 200
# addresses and telephone numbers; a line that has one is not read
_CONTACT = re.compile(r"\S@\S|://|www\.|linkedin\.com|(?:\d[ ()/.-]*){6}")
# separators between the skills in a line
_BETWEEN = re.compile(r"[,;\u2022\u25cf\u25aa|]|\s/\s")
# a label before skills, as in "Skills: Python, SQL", and the headings of a CV
_LABEL = re.compile(r"^[^\W\d_][^:,;()]{0,30}:(?:\s+|$)")
_HEADINGS = re.compile(
    r"(?:curriculum vitae|cv|r[ée]sum[ée]|lebenslauf|profile|summary|about( me)?|contact|employment( history)?|"
    r"(work |professional )?(experience|history)|(key |technical |core |my )?skills|languages|references|education|"
    r"certificat(es|ions)|projects|interests|hobbies|publications|awards|berufserfahrung|kenntnisse|ausbildung|"
    r"expérience( professionnelle)?|compétences|formation|experiencia|habilidades)",
    re.IGNORECASE,
)
# a line that looks like the name of a person, as at the top of a CV
_PERSON = re.compile(r"(?:[^\W\d_][^\W\d_'\u2019.-]*\s+){1,3}[^\W\d_][^\W\d_'\u2019.-]+")


def read(name: str, data: bytes) -> Resume:
    """Return the jobs and skills of a CV in plain text, in which each line has a job or skills.

    A line of the CV with dates at its end or its beginning is a job, such as "Data analyst, Jan 2020 - Present". A line
    of the CV without dates has skills, with commas or semicolons between them. Raises FileError if a line is too long,
    and GraphFileError if the CV is not text.
    """
    lines = [_MARK.sub("", _BOLD.sub("", line)).strip() for line in decode(name, data).splitlines()]
    long = next((number for number, line in enumerate(lines, 1) if len(line) > _LONGEST), None)
    if long:
        right = "write a skill or a post in each line, or let mlgraph match read a text"
        raise FileError(f"{sanitize(name, 200)}: line {long} is too long for a list; {right}")
    # leave out headings, which have no job and no skill
    dated = [(at, line, _find_dates(line)) for at, line in enumerate(lines) if line and not _is_heading(line)]
    posts = [_make_post(found) for _, _, found in dated if found]
    rest = {at: line for at, line, found in dated if not found}
    top = _count_top(lines, rest)
    skills = _list_skills(line for at, line in rest.items() if at >= top)
    return make_resume(name, "a list", posts, skills, top=_list_skills(line for at, line in rest.items() if at < top))


def _find_dates(line: str) -> _Dated | None:
    """Find the title and the dates of a job in a line of a CV, or return None if the line has no dates."""
    found = []
    for form in _FORMS:
        for pattern in form:
            if (dates := pattern.search(line)) and (
                title := f"{line[: dates.start()]}{line[dates.end() :]}".strip(" \t,;:|\u2013\u2014-")
            ):
                found.append(_Dated(title, dates["begins"], dates["ends"], bool(dates["since"])))
    good = (each for each in found if read_period(each.begins) and _is_end(each.ends))
    return next(good, found[0] if found else None)


def _is_end(said: str | None) -> bool:
    return said is None or is_present(said) or read_period(said) is not None


def _make_post(found: _Dated) -> PastPost:
    is_one_day = found.ends is None and not found.is_since and read_period(found.begins)
    return make_post(found.title, found.begins, found.begins if is_one_day else found.ends)


def _list_skills(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        # a line with an address may also have the name of a person
        if not _CONTACT.search(line):
            yield from _BETWEEN.split(_LABEL.sub("", line))


def _is_heading(line: str) -> bool:
    return line.startswith("#") or _HEADINGS.fullmatch(line.rstrip(": ")) is not None


def _is_person(line: str) -> bool:
    """Return whether a line of a CV looks like the name of a person, and not like a heading."""
    name = line.strip("# ")
    return _PERSON.fullmatch(name) is not None and name.istitle() and not _is_heading(name)


def _count_top(lines: list[str], rest: Mapping[int, str]) -> int:
    """Return the number of lines at the top of a CV that may have the name and the address of the person.

    The top of a CV ends at the first heading, or else at the first empty line. All lines at the top may identify the
    person if the first line looks like a name, or if any line there has contact details. In a CV without headings,
    empty lines and contact details, only the first line may identify the person, if the line looks like a name. `rest`
    has the lines of the CV that are not headings and have no dates, by index.
    """
    if not rest:
        return 0
    first = next(at for at, line in enumerate(lines) if line)
    is_named = _is_person(lines[first])
    after = range(first + is_named, len(lines))
    empty = next((at for at in after if not lines[at]), len(lines))
    end = next((at for at in after if lines[at] and _is_heading(lines[at])), empty)
    is_address = any(_CONTACT.search(line) for at, line in rest.items() if at < end)
    return end if is_address or (is_named and end < len(lines)) else first + is_named
