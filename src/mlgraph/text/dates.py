"""Conversion of days and months to English text, whatever the locale of the machine is."""

from datetime import date

from mlgraph.reading import MONTHS


def format_month(day: date) -> str:
    """Return the month and year of a day, for headings and totals.

    >>> format_month(date(2027, 8, 4))
    'August 2027'
    """
    return f"{MONTHS[day.month - 1]} {day.year}"


def format_short_month(day: date) -> str:
    """Return the abbreviated month and the year of a day, for a column of a table.

    >>> format_short_month(date(2027, 9, 4))
    'Sep 2027'
    """
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def format_day(day: date) -> str:
    """Return the text of a day without its year, such as "5 Oct", for use below a line that has the year.

    >>> format_day(date(2026, 10, 5))
    '5 Oct'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def format_date(day: date) -> str:
    """Return the text of a day with its month and year, such as "5 Oct 2026".

    >>> format_date(date(2026, 10, 5))
    '5 Oct 2026'
    """
    return f"{format_day(day)} {day.year}"
