"""The calendar days on which the parts of a plan begin and end.

A month counts as 365.25 / 12 days. A time within a day is rounded down to the day.
"""

from datetime import date, timedelta
from math import ceil, floor

from mlgraph.errors import UsageError
from mlgraph.model import WEEKS_PER_MONTH

_DAYS_PER_MONTH = float(7 * WEEKS_PER_MONTH)


def add_months(start: date, months: float) -> date:
    """Return the day that is a number of months after the day `start`.

    Raises UsageError if the resulting day is after the year 9999.

    >>> add_months(date(2026, 10, 5), 10)
    datetime.date(2027, 8, 5)
    """
    return add_days(start, floor(_to_days(months)))


def try_add_months(start: date, months: float) -> date | None:
    """Return the day that is a number of months after the day `start`, or None if the day is after the year 9999."""
    return _try_add_days(start, floor(_to_days(months)))


def add_days(start: date, days: int) -> date:
    """Return the day that is a number of days after the day `start`.

    Raises UsageError if the resulting day is after the year 9999.
    """
    try:
        return start + timedelta(days)
    except OverflowError as error:
        raise UsageError(
            f"a plan from {start} on ends after the year 9999, the last of the calendar; choose an earlier start"
        ) from error


def count_months_until(start: date, until: date) -> float:
    """Return the least number of months after the day `start` at which the day `until` has passed.

    A plan that takes the returned number of months, or more, arrives later than the day `until`.

    >>> add_months(date(2026, 10, 5), count_months_until(date(2026, 10, 5), date(2027, 8, 5)))
    datetime.date(2027, 8, 6)
    """
    return ((until - start).days + 1) / _DAYS_PER_MONTH


def find_days(start: date, from_month: float, to_month: float) -> tuple[date | None, date | None]:
    """Return the first and the last day of a period from `from_month` to `to_month`, in months after the day `start`.

    The result has None instead of a day after the year 9999.

    >>> find_days(date(2026, 10, 5), 0, 1.5)
    (datetime.date(2026, 10, 5), datetime.date(2026, 11, 19))
    """
    first = floor(_to_days(from_month))
    return _try_add_days(start, first), _try_add_days(start, max(first, ceil(_to_days(to_month)) - 1))


def _to_days(months: float) -> float:
    """Convert months to days, rounded so that no rounding error of floats adds or loses a day."""
    return round(months * _DAYS_PER_MONTH, 6)


def _try_add_days(start: date, days: int) -> date | None:
    try:
        return add_days(start, days)
    except UsageError:
        return None
