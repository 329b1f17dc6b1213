"""A question in the terms of the search, and the unit of time in which it is answered."""

from fractions import Fraction
from math import lcm
from typing import NamedTuple

from mlgraph.model import WEEKS_PER_MONTH
from mlgraph.search.compiled import AnyOf, CompiledGraph

TIME, EFFORT, STEPS = range(3)


class Problem(NamedTuple):
    """What is asked of a compiled graph, in its ranks and sets.

    `order` says which cost counts first. The way begins with `prefix` and does not go on to any of `barred`, nor
    through `closed`; it passes `via` and ends with `extra` met; the skills in `unwanted` are not learned.
    """

    start: int
    goal: int
    known: int
    pace: Fraction
    order: tuple[int, int, int]
    via: tuple[int, ...] = ()
    extra: tuple[AnyOf, ...] = ()
    closed: int = 0
    unwanted: int = 0
    prefix: tuple[int, ...] = ()
    barred: frozenset[int] = frozenset()


class TimeUnit(NamedTuple):
    """A unit of time of which all times are whole numbers: how many are in a month, a unit of study, one of post."""

    per_month: int
    study: int
    post: int


def time_unit(compiled: CompiledGraph, pace: Fraction) -> TimeUnit:
    """Return the unit of time for a pace of study in hours a week."""
    study = 1 / (compiled.per_hour * pace * WEEKS_PER_MONTH)
    post = 1 / compiled.per_month
    per_month = lcm(study.denominator, post.denominator)
    return TimeUnit(per_month, int(study * per_month), int(post * per_month))
