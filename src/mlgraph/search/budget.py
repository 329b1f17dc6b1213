"""The budget of an answer: a time limit, and a signal to stop."""

from collections.abc import Callable
from math import inf, isfinite
from time import monotonic
from typing import TypeVar

from mlgraph.errors import NoPlanInTimeError, UsageError

GRACE = 0.5  # seconds that a spent budget leaves, once, to find any path at all

T = TypeVar("T")


class Budget:
    """The time that an answer may take; one budget is passed to all parts of the answer."""

    def __init__(self, time_limit: float | None = None, should_stop: Callable[[], bool] | None = None) -> None:
        """Start the clock; `time_limit` is in seconds, None without end. Raises UsageError."""
        if time_limit is not None:
            check_time_limit(time_limit)
        self._end = inf if time_limit is None else monotonic() + time_limit
        self._should_stop = should_stop
        self._grace_end = inf
        self._is_in_grace = False

    def is_spent(self) -> bool:
        """Return whether the time is over, or the signal says to stop."""
        return monotonic() > self._end or (self._should_stop is not None and self._should_stop())

    def check(self) -> None:
        """Raise NoPlanInTimeError if the budget is spent: each loop that grows with the graph calls this."""
        # not is_spent(): a search asks for each of its labels
        is_spent = monotonic() > self._end or (self._should_stop is not None and self._should_stop())
        if is_spent and not (self._is_in_grace and monotonic() < self._grace_end):
            raise NoPlanInTimeError

    def with_grace(self, work: Callable[[], T]) -> T:
        """Return what a function returns; where the budget ends it, let it begin anew until the grace is over.

        The grace begins at its first use, so that the parts of an answer share it.
        """
        try:
            return work()
        except NoPlanInTimeError:
            self._grace_end = min(self._grace_end, monotonic() + GRACE)
        self._is_in_grace = True
        try:
            return work()
        finally:
            self._is_in_grace = False


def check_time_limit(seconds: float) -> None:
    """Raise UsageError for a time limit that is not a positive number of seconds."""
    if not (isfinite(seconds) and seconds > 0):
        raise UsageError(f"`time_limit` is a number of seconds above 0, not {seconds}")
