"""Days and months as text. The text is always English, whatever the locale of the machine is."""

from datetime import date

from mlgraph.reading import MONTHS


def month_and_year(day: date) -> str:
    """Return the month and year of a day, for headings and totals.

    >>> month_and_year(date(2027, 8, 4))
    'August 2027'
    """
    return f"{MONTHS[day.month - 1]} {day.year}"


def short_month_and_year(day: date) -> str:
    """Return the abbreviated month and the year of a day, for a column of a table.

    >>> short_month_and_year(date(2027, 9, 4))
    'Sep 2027'
    """
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def day_month(day: date) -> str:
    """Return a day without its year, for use below a line that has the year.

    >>> day_month(date(2026, 10, 5))
    '5 Oct'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def day_month_year(day: date) -> str:
    """Return a day with its month and year.

    >>> day_month_year(date(2026, 10, 5))
    '5 Oct 2026'
    """
    return f"{day_month(day)} {day.year}"


def days_between(first: date | None, last: date | None) -> str:
    """Return a period of days, or a single day. None stands for a day after the year 9999.

    >>> days_between(date(2026, 10, 5), date(2027, 8, 4)), days_between(date(2026, 10, 5), date(2026, 10, 5))
    ('5 Oct 2026 - 4 Aug 2027', '5 Oct 2026')
    """
    if first is None:
        return "after the year 9999"
    if last is None:
        return f"from {day_month_year(first)}"
    return day_month_year(first) if first == last else f"{day_month_year(first)} - {day_month_year(last)}"
