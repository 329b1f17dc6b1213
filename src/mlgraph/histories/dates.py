"""Dates of career histories as whole numbers, which count days of a calendar in which every month has 30 days.

mlgraph reads a date that names only a month, a quarter or a year as the middle day of the period. If dates name only
years, the middle days of the years make the differences between the dates right on average. Months of 30 days, which
are also usual in finance, keep all arithmetic in whole numbers, so each engine computes the same numbers of months.
"""

import re
from datetime import UTC, date, datetime, timedelta

from mlgraph.reading import read_date

DAYS = 30  # days in a month
# HR systems write this year as the end of a post that has not ended
_NEVER = 9000
_PRESENT = frozenset(("", "-", "present", "current", "now", "today", "ongoing", "to date", "none", "null", "nan"))
_QUARTER = re.compile(r"q([1-4])[\s/-]*(\d{4})|(\d{4})[\s/-]*q([1-4])", re.ASCII)
# a date of OData 2, in milliseconds since 1970
_MILLISECONDS = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/", re.ASCII)
_TIME = re.compile(r"(?<=\d)[T ]\d{1,2}:.*", re.ASCII)


def is_open(text: str | None) -> bool:
    """Return whether the text of an end date means that the post has not ended.

    >>> is_open("Present"), is_open(None), is_open("2020"), is_open("9999-12-31")
    (True, True, False, True)
    """
    said = (text or "").strip().lower()
    return said in _PRESENT or (said[:4].isdigit() and int(said[:4]) >= _NEVER) or _read_milliseconds(said) == date.max


def read_day(text: str | None) -> int | None:
    """Return the number of the middle day of a typed day, month, quarter or year, or None if the text is not a date.

    >>> read_day("Q3 2014") == read_day("2014-08"), read_day("2014-08-16") - read_day("2014-08-01")
    (True, 15)
    >>> read_day("soon") is None
    True
    """
    said = " ".join((text or "").split())[:40]
    if found := _QUARTER.fullmatch(said.lower()):
        year, quarter = int(found[2] or found[3]), int(found[1] or found[4])
        return (12 * year + 3 * quarter - 2) * DAYS + DAYS // 2
    day = _read_milliseconds(said)
    period = (day, day) if day else read_date(_TIME.sub("", said))
    if period is None:
        return None
    first, last = period
    begins, ends = _to_number(first), _to_number(last)
    # the last day of a month counts as day 30, even if it is the 28th or the 31st
    end = ends + 1 if first == last else (12 * last.year + last.month) * DAYS
    return (begins + end) // 2


def count_days(day: date) -> int:
    """Return the number of a day, counted from the beginning of the year 0, in the calendar of 30-day months."""
    return _to_number(day)


def to_month(number: int) -> str:
    """Return the month, such as "2014-08", of a day that is given by its number in the calendar of 30-day months."""
    year, month = divmod(number // DAYS, 12)
    return f"{year:04}-{month + 1:02}"


def _to_number(day: date) -> int:
    return (12 * day.year + day.month - 1) * DAYS + min(day.day, DAYS) - 1


def _read_milliseconds(said: str) -> date | None:
    found = _MILLISECONDS.fullmatch(said) or _MILLISECONDS.fullmatch(said.replace("/date(", "/Date("))
    if not found:
        return None
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(found[1]))).date()
    except OverflowError:
        return date.max
