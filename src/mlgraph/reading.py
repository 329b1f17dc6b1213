"""Parsers for numbers, dates and lists of names as people type them, in any script."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import nextafter
from unicodedata import category, decimal, name

from mlgraph.errors import UsageError
from mlgraph.model import WEEKS_PER_MONTH, Graph
from mlgraph.names import fold, index_names
from mlgraph.printable import sanitize

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# a number below this one is not a year, unless a month is before it
_FIRST_YEAR = 1900
_DAYS_PER_MONTH = float(7 * WEEKS_PER_MONTH)
_DAYS = {"y": 12 * _DAYS_PER_MONTH, "m": _DAYS_PER_MONTH, "w": 7.0, "d": 1.0}
# the most parts of a name with commas in it
_MOST_PARTS = 20


def read_number(said: str) -> float:
    """Parse a number with a decimal point or comma. Raises ValueError if the text is not a number.

    The function refuses a number such as "1,234", since its comma may separate thousands or decimals.

    >>> read_number("6.5"), read_number("6,5"), read_number("0,125"), read_number("\u06f1\u06f2")
    (6.5, 6.5, 0.125, 12.0)
    """
    said = to_ascii_digits(said)
    # `float` would also accept texts such as "1_0"
    pattern = r"[-+]?(\d+|\d*\.\d+|\d+,\d{1,2}|0,\d+|\d+\.)(e[-+]?\d+)?"
    if not re.fullmatch(pattern, said.strip(), re.IGNORECASE | re.ASCII):
        raise ValueError(said)
    return float(said.strip().replace(",", "."))


def to_ascii_digits(said: str) -> str:
    """Replace digits and decimal signs of another script, such as Persian, by ASCII characters.

    The function leaves a text with digits of two scripts unchanged, since such a text is probably a mistake.

    >>> to_ascii_digits("\u06f6\u066b\u06f5"), to_ascii_digits("\uff11\uff12 Dec")
    ('6.5', '12 Dec')
    """
    if said.isascii() or len({ord(c) - decimal(c) for c in said if c.isdecimal()}) != 1:
        return said
    written = "".join(str(decimal(c)) if c.isdecimal() else c for c in said)
    return written.translate({0x066B: ".", 0xFF0E: ".", 0xFF0C: ","})


def read_first_day(said: str) -> date:
    """Parse the text "today", a day, a month or a year, and return its first day.

    Raises UsageError if the text is not a date.

    >>> read_first_day("2026-12-01"), read_first_day("December 2026")
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 1))
    """
    if said.strip().lower() == "today":
        return date.today()
    found = read_date(said)
    if found is None:
        raise UsageError(f"`start` must be a day, such as 2026-12-01 or 1 Dec 2026, not '{sanitize(said)}'")
    return found[0]


def read_last_day(said: str, start: date) -> date:
    """Parse a deadline, and return its day, or its last day if the deadline is a month or a year.

    A deadline may be a day, a month, a year, or the end of a duration, which begins on the day `start`.

    Raises UsageError if the text is neither a date nor a duration.

    >>> start = date(2026, 12, 1)
    >>> read_last_day("2028-06", start), read_last_day("36", start), read_last_day("3 years", start)
    (datetime.date(2028, 6, 30), datetime.date(2029, 11, 30), datetime.date(2029, 11, 30))
    """
    found = read_date(said)
    if found:
        return found[1]
    try:
        return start + timedelta(_read_time("until", said))
    except OverflowError as error:
        raise UsageError(f"'{sanitize(said)}' ends after the year 9999; write an earlier deadline") from error


def read_months(option: str, said: str, start: date) -> float:
    """Parse a deadline as `read_last_day` does, and return the number of months from the day `start` to the deadline.

    Raises UsageError, which names the option, if the text is neither a date nor a duration, or if the deadline is
    before `start`.

    >>> read_months("within", "2 years", date(2026, 12, 1)), read_months("within", "1,5", date(2026, 12, 1))
    (24.0, 1.5)
    """
    found = read_date(said)
    if found and found[1] < start:
        raise UsageError(f"`{option}` is '{sanitize(said)}', which is before the start, {start}; write a later day")
    # the whole of the last day counts
    days = nextafter((found[1] - start).days + 1, 0) if found else _read_time(option, said)
    return days / _DAYS_PER_MONTH


def split_names(graph: Graph, names: Iterable[str]) -> tuple[str, ...]:
    """Split each of several texts into names at its commas, which may be the commas of any script.

    The function does not split a text that is the name of a node.
    """
    return tuple(part for said in names for part in (_split(graph, said) if any(map(_is_comma, said)) else (said,)))


def _split(graph: Graph, said: str) -> Iterator[str]:
    """Split a text with commas into names.

    Since a title may contain commas, the longest part of the text that is the name of a node counts as one name.
    """
    known, begin = index_names(graph), 0
    ends = [*(at for at, character in enumerate(said) if _is_comma(character)), len(said)]
    while ends:
        lengths = range(min(len(ends), _MOST_PARTS), 1, -1)
        most = next((length for length in lengths if fold(said[begin : ends[length - 1]]) in known), 1)
        if part := said[begin : ends[most - 1]].strip():
            yield part
        begin = ends[most - 1] + 1
        del ends[:most]


def _is_comma(character: str) -> bool:
    """Return whether a character is a comma, in any script."""
    return character == "," or (category(character) == "Po" and name(character).endswith(" COMMA"))


def _read_time(option: str, said: str) -> float:
    """Parse a duration such as "36" (months), "3 years" or "1,5y" into days.

    Raises UsageError, which names the option, if the text is not a duration.
    """
    units = "y|yr|years?|m|mo|months?|w|wk|weeks?|d|days?"
    found = re.fullmatch(rf"([\d.,]+)\s*({units})?", to_ascii_digits(said).strip().lower(), re.ASCII)
    try:
        return read_number(found[1] if found else "") * _DAYS[((found and found[2]) or "m")[0]]
    except ValueError as error:
        right = "a month, such as 2028-06, a day, such as 2028-06-15, or a time, such as '3 years'"
        raise UsageError(f"`{option}` must be {right}, not '{sanitize(said)}'") from error


def read_date(said: str) -> tuple[date, date] | None:
    """Parse a day, a month or a year into its first and last day, or return None if the text is not a date."""
    patterns = (
        r"(?P<y>\d{4})(-(?P<m>\d{1,2})(-(?P<d>\d{1,2}))?)?",
        r"((?P<d>\d{1,2})\.)?(?P<m>\d{1,2})\.(?P<y>\d{4})",
        r"(?P<m>\d{1,2})/(?P<y>\d{4})",
        r"((?P<d>\d{1,2})(st|nd|rd|th)?\.? )?(?P<name>[a-z]{3,9})\.? (?P<y>\d{4})",
        r"(?P<name>[a-z]{3,9})\.? (?P<d>\d{1,2})(st|nd|rd|th)? (?P<y>\d{4})",
    )
    text = re.sub(r"[\s,]+", " ", to_ascii_digits(said).strip().lower())
    found = next(filter(None, (re.fullmatch(pattern, text, re.ASCII) for pattern in patterns)), None)
    return _find_days(found.groupdict()) if found else None


def _find_days(parts: dict[str, str | None]) -> tuple[date, date] | None:
    """Return the first and last day of a date, given by its year, month and day, or None if no such date exists."""
    year, month, day = (parts.get(part) for part in "ymd")
    named = [at for at, each in enumerate(MONTHS, 1) if each.lower().startswith(parts.get("name") or each.lower())]
    if parts.get("name"):
        month = str(named[0]) if len(named) == 1 else "0"
    try:
        first = date(int(year or 0), int(month or 1), int(day or 1))
        last = first.replace(month=int(month or 12))
    except ValueError:
        return None
    if not month and first.year < _FIRST_YEAR:
        return None
    return first, last if day else last.replace(day=monthrange(last.year, last.month)[1])
