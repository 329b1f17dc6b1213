"""Budgets, which limit the time of a search or the number of its labels.

A budget may also have a signal, a function that ends a search when it returns true.

Unlike a limit on time, a limit on labels stops a search at the same label on every machine.
"""

from collections.abc import Callable
from math import inf, isfinite
from time import monotonic
from typing import TypeVar

from mlgraph.errors import NoPlanInTimeError, UsageError
from mlgraph.printable import sanitize

# the grace to find at least one path after the budget is spent: in seconds, or in labels if labels are limited
GRACE, LABELS_OF_GRACE = 0.5, 20_000
# seconds after the grace period, in which an answer computes the costs and dates of the paths found
REPORT = 0.25

T = TypeVar("T")


class Budget:
    """A limit on the time, or on the number of labels, that the searches for one answer may take.

    All searches for one answer share one budget.

    Attributes
    ----------
    labels : int
        The number of labels that all searches with the budget have made so far.

    """

    def __init__(
        self,
        time_limit: float | None = None,
        should_stop: Callable[[], bool] | None = None,
        *,
        label_limit: int | None = None,
    ) -> None:
        """Make a budget, whose limit on time counts from now on.

        `time_limit` is a number of seconds, or None for no limit. `label_limit` is a number of labels, or None for no
        limit. Raises UsageError if a limit is not a positive number.
        """
        if time_limit is not None:
            check_time_limit(time_limit)
        if label_limit is not None:
            check_label_limit(label_limit)
        self._end = inf if time_limit is None else monotonic() + time_limit
        self._should_stop = should_stop
        self.labels, self._most_labels = 0, inf if label_limit is None else label_limit
        self._grace_end = self._most_labels_in_grace = inf
        self._is_in_grace = False

    def is_spent(self) -> bool:
        """Return whether the limit on time or labels is reached, or the signal `should_stop` returns true."""
        is_over = self.labels > self._most_labels or monotonic() > self._end
        return is_over or (self._should_stop is not None and self._should_stop())

    def has_time_to_report(self) -> bool:
        """Return whether time is left to compute the costs and dates of one more path.

        If a budget limits only the number of labels, the result is always true.
        """
        if not self.is_spent():
            return True
        self._begin_grace()
        return monotonic() < self._grace_end + REPORT

    def count_label(self) -> None:
        """Count a label that the search has made. Raises NoPlanInTimeError if the budget is spent."""
        self.labels += 1
        self.check()

    def check(self) -> None:
        """Raise NoPlanInTimeError if the budget is spent.

        Every loop that takes longer on a larger graph calls `check`.
        """
        # repeats is_spent() to save a call for each label
        is_over = self.labels > self._most_labels or monotonic() > self._end
        is_spent = is_over or (self._should_stop is not None and self._should_stop())
        if is_spent and not (self._is_in_grace and self._is_grace_left()):
            raise NoPlanInTimeError

    def _begin_grace(self) -> None:
        if self._end < inf or self._should_stop is not None:
            self._grace_end = min(self._grace_end, monotonic() + GRACE)

    def _is_grace_left(self) -> bool:
        return self.labels < self._most_labels_in_grace and monotonic() < self._grace_end

    def run_with_grace(self, work: Callable[[], T]) -> T:
        """Call the function `work` and return its result.

        If the budget is spent before the call returns, call `work` once more, within a further time called grace
        period.

        All searches for one answer share one grace period, which begins when the first of these searches finds the
        budget spent. If the budget limits time or has a signal, the grace period lasts GRACE seconds. If the budget
        limits labels, the grace period ends after LABELS_OF_GRACE further labels. Raises NoPlanInTimeError if the grace
        period ends before `work` returns.
        """
        try:
            return work()
        except NoPlanInTimeError:
            if self._most_labels < inf:
                self._most_labels_in_grace = min(self._most_labels_in_grace, self.labels + LABELS_OF_GRACE)
            self._begin_grace()
        self._is_in_grace = True
        try:
            return work()
        finally:
            self._is_in_grace = False


def check_time_limit(seconds: float) -> None:
    """Raise UsageError if a time limit is not a positive number of seconds."""
    if not (isfinite(seconds) and seconds > 0):
        raise UsageError(f"`time_limit` must be a number of seconds above 0, not {seconds}")


def check_label_limit(labels: int) -> None:
    """Raise UsageError if a limit on labels is not a positive whole number."""
    if not (isinstance(labels, int) and labels > 0):
        raise UsageError(f"`label_limit` must be a whole number of labels above 0, not {sanitize(labels)}")
