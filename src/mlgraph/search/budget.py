"""The budget of an answer: a time limit and a signal that ends it early."""

from collections.abc import Callable
from math import inf, isfinite
from time import monotonic
from typing import TypeVar

from mlgraph.errors import NoPlanInTimeError, UsageError

GRACE = 0.5  # seconds to find at least one path after the budget is spent

T = TypeVar("T")


class Budget:
    """The time that an answer may take. All parts of an answer share one budget."""

    def __init__(self, time_limit: float | None = None, should_stop: Callable[[], bool] | None = None) -> None:
        """Start the clock.

        `time_limit` is in seconds, and None sets no limit. Raises UsageError if the limit is not a positive number.
        """
        if time_limit is not None:
            check_time_limit(time_limit)
        self._end = inf if time_limit is None else monotonic() + time_limit
        self._should_stop = should_stop
        self._grace_end = inf
        self._is_in_grace = False

    def is_spent(self) -> bool:
        """Return whether the time is over or `should_stop` returns true."""
        return monotonic() > self._end or (self._should_stop is not None and self._should_stop())

    def check(self) -> None:
        """Raise NoPlanInTimeError if the budget is spent.

        Every loop whose length depends on the graph calls `check`.
        """
        # repeats is_spent() to save a call for each label
        is_spent = monotonic() > self._end or (self._should_stop is not None and self._should_stop())
        if is_spent and not (self._is_in_grace and monotonic() < self._grace_end):
            raise NoPlanInTimeError

    def run_with_grace(self, work: Callable[[], T]) -> T:
        """Call a function and return its result.

        If the budget ends the call, the call is repeated within a grace period.

        The parts of an answer share one grace period of GRACE seconds, which begins when it is first needed. Raises
        NoPlanInTimeError if the grace period ends as well.
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
    """Raise UsageError if a time limit is not a positive number of seconds."""
    if not (isfinite(seconds) and seconds > 0):
        raise UsageError(f"`time_limit` must be a number of seconds above 0, not {seconds}")
