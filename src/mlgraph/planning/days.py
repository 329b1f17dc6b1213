"""Days of the calendar, counted from a first day.

A month is 365.25 / 12 days, as in the search, and the part of a day is cut off.
"""

from datetime import date, timedelta
from math import floor

from mlgraph.errors import UsageError
from mlgraph.model import WEEKS_PER_MONTH

_DAYS_PER_MONTH = float(7 * WEEKS_PER_MONTH)


def day_of_month(start: date, months: float) -> date:
    """Return the day that lies a number of months after another. Raises UsageError after the year 9999.

    >>> day_of_month(date(2026, 10, 5), 10)
    datetime.date(2027, 8, 5)
    """
    # a float may be a hair too small
    return day_after(start, floor(round(months * _DAYS_PER_MONTH, 6)))


def day_after(start: date, days: int) -> date:
    """Return the day that lies a number of days after another. Raises UsageError after the year 9999."""
    try:
        return start + timedelta(days)
    except OverflowError as error:
        raise UsageError(f"from {start} on, the plan goes on after the year 9999, where calendars end") from error
