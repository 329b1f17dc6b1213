"""The budget of an answer: a time limit, and a signal to stop."""

from collections.abc import Callable
from math import inf, isfinite
from time import monotonic

from mlgraph.errors import UsageError


class Budget:
    """The time that an answer may take; one budget is passed to all parts of the answer."""

    def __init__(self, time_limit: float | None = None, should_stop: Callable[[], bool] | None = None) -> None:
        """Start the clock; `time_limit` is in seconds, None without end. Raises UsageError."""
        if time_limit is not None:
            check_time_limit(time_limit)
        self._end = inf if time_limit is None else monotonic() + time_limit
        self._should_stop = should_stop

    def is_spent(self) -> bool:
        """Return whether the time is over, or the signal says to stop."""
        return monotonic() > self._end or (self._should_stop is not None and self._should_stop())


def check_time_limit(seconds: float) -> None:
    """Raise UsageError for a time limit that is not a positive number of seconds."""
    if not (isfinite(seconds) and seconds > 0):
        raise UsageError(f"`time_limit` is a number of seconds above 0, not {seconds}")
