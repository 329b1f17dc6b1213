"""Days of a plan that begins on a day."""

from datetime import date, timedelta
from math import floor

from mlgraph.errors import UsageError
from mlgraph.model import WEEKS_PER_MONTH
from mlgraph.plans import Stop


def arrival(stop: Stop, start: date) -> date:
    """Return the day of arrival at a position of a plan that begins on the day `start`.

    A month is 365.25 / 12 days, as in the plan. Raises UsageError after the year 9999.
    """
    return day_after(
        start, floor(round(stop.arrives * 7 * float(WEEKS_PER_MONTH), 6))
    )  # a float may be a hair too small


def day_after(start: date, days: int) -> date:
    """Return the day so many days after another. Raises UsageError after the year 9999."""
    try:
        return start + timedelta(days)
    except OverflowError as error:
        raise UsageError(f"from {start} on, the plan goes on after the year 9999, where calendars end") from error
