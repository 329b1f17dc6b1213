"""Calendar days of a plan.

A month has 365.25 / 12 days, as in the search. Dates are rounded down to whole days.
"""

from datetime import date, timedelta
from math import floor

from mlgraph.errors import UsageError
from mlgraph.model import WEEKS_PER_MONTH

_DAYS_PER_MONTH = float(7 * WEEKS_PER_MONTH)


def day_after_months(start: date, months: float) -> date:
    """Return the day a number of months after a start. Raises UsageError if it is after the year 9999.

    >>> day_after_months(date(2026, 10, 5), 10)
    datetime.date(2027, 8, 5)
    """
    # rounding undoes float errors that would lose a day
    return day_after(start, floor(round(months * _DAYS_PER_MONTH, 6)))


def day_after(start: date, days: int) -> date:
    """Return the day a number of days after a start. Raises UsageError if it is after the year 9999."""
    try:
        return start + timedelta(days)
    except OverflowError as error:
        raise UsageError(
            f"a plan from {start} on ends after the year 9999, the last of the calendar; choose an earlier start"
        ) from error
