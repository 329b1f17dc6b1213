"""Calendar days of a plan.

A month has 365.25 / 12 days, as in the search. Dates are rounded down to whole days.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from mlgraph.errors import UsageError
from mlgraph.model import WEEKS_PER_MONTH
from mlgraph.search.compiled import to_integers

_DAYS_PER_MONTH = float(7 * WEEKS_PER_MONTH)


def day_after_months(start: date, months: float) -> date:
    """Return the day a number of months after a start. Raises UsageError if the day is after the year 9999.

    >>> day_after_months(date(2026, 10, 5), 10)
    datetime.date(2027, 8, 5)
    """
    # rounding undoes float errors that would lose a day
    return day_after(start, floor(round(months * _DAYS_PER_MONTH, 6)))


def day_or_none(start: date, months: float) -> date | None:
    """Return the day a number of months after a start, or None if the day is after the year 9999."""
    try:
        return day_after_months(start, months)
    except UsageError:
        return None


def day_after(start: date, days: int) -> date:
    """Return the day a number of days after a start. Raises UsageError if the day is after the year 9999."""
    try:
        return start + timedelta(days)
    except OverflowError as error:
        raise UsageError(
            f"a plan from {start} on ends after the year 9999, the last of the calendar; choose an earlier start"
        ) from error


def study_days(hours: Iterable[float], pace: float, start: date) -> Iterator[tuple[date | None, date | None]]:
    """Yield the first and the last day of each study, one study after another; None after the year 9999."""
    amounts, per_hour = to_integers([*hours])
    a_day, spent = Fraction(str(pace)) / 7 * per_hour, 0
    for each in amounts:  # in whole numbers, since fractions are several times as slow
        first = spent * a_day.denominator // a_day.numerator
        spent += each
        last = max(first, -(-spent * a_day.denominator // a_day.numerator) - 1)
        yield _day(start, first), _day(start, last)


def _day(start: date, days: int) -> date | None:
    try:
        return day_after(start, days)
    except UsageError:
        return None
