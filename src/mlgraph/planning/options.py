"""The options of a plan, validated."""

from collections.abc import Callable, Iterable
from math import inf, isfinite
from time import monotonic
from typing import TypedDict

from mlgraph.errors import UsageError
from mlgraph.limits import HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.printable import shown

COSTS = {"time": (0, 1, 2), "effort": (1, 0, 2), "steps": (2, 0, 1)}  # which cost counts, and which break ties


class Wishes(TypedDict, total=False):
    """The options of a plan.

    `have` are the skills one has, `pace` the hours of study a week (10), `by` the cost that counts first: "time"
    (months, the default), "effort" (hours of study) or "steps" (moves); the other two and then the order of ids break
    ties. The plan passes the positions and learns the skills in `via`, and does not touch those in `avoid`. After
    `limit` seconds, or when `stop` says so, the best plan so far is returned. All names may be ids, titles or aliases.
    """

    have: Iterable[str]
    pace: float
    by: str
    via: Iterable[str]
    avoid: Iterable[str]
    limit: float | None
    stop: Callable[[], bool] | None


def check_limit(limit: float) -> None:
    """Raise UsageError for a limit of a search that is none."""
    if not (isfinite(limit) and limit > 0):
        raise UsageError(f"the limit is a number of seconds above 0, not {limit}")


def check_pace(pace: float) -> None:
    """Raise UsageError for a pace at which nobody studies."""
    if not LEAST_PACE <= pace <= HOURS_IN_A_WEEK:
        raise UsageError(f"the pace is a number of hours a week from {LEAST_PACE} to {HOURS_IN_A_WEEK}, not {pace}")


def stopper(wishes: Wishes) -> Callable[[], bool]:
    """Return what tells whether `limit` is over or `stop` says so.

    Raises UsageError for a limit that is none, and for an option that there is not, which would be ignored in silence.
    """
    known = Wishes.__annotations__
    for name in wishes.keys() - known.keys():
        raise UsageError(f"a plan has no option '{shown(name)}'; it has {', '.join(known)}")
    limit, stop = wishes.get("limit"), wishes.get("stop")
    if limit is not None:
        check_limit(limit)
    end = inf if limit is None else monotonic() + limit
    return lambda: monotonic() > end or (stop is not None and stop())
