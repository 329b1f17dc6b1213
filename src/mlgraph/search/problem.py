"""A planning problem in ranks and bit masks, and its unit of time."""

from fractions import Fraction
from math import lcm
from typing import NamedTuple

from mlgraph.model import WEEKS_PER_MONTH
from mlgraph.search.compiled import AnyOf, CompiledGraph

MONTHS, HOURS, MOVES = range(3)  # the costs by rank


class Problem(NamedTuple):
    """A resource-constrained shortest path problem on a compiled graph, with a lexicographic objective.

    Attributes
    ----------
    start, goal : int
        The first and the last position.
    known : int
        The skills that the person has, a bit mask.
    pace : Fraction
        Hours of study a week.
    order : tuple of int
        The costs in the order in which paths are compared, the objective first.
    via : tuple of int
        The waypoints that the path passes, in any order.
    extra : tuple of AnyOf
        Requirements to meet at the goal beside its own.
    avoided_positions, avoided_skills : int
        The positions that the path does not pass, and the skills that it does not learn, bit masks.
    prefix : tuple of int
        The positions that the path begins with.
    excluded : frozenset of int
        The positions that do not follow the prefix directly (Lawler's partition).

    """

    start: int
    goal: int
    known: int
    pace: Fraction
    order: tuple[int, int, int]
    via: tuple[int, ...] = ()
    extra: tuple[AnyOf, ...] = ()
    avoided_positions: int = 0
    avoided_skills: int = 0
    prefix: tuple[int, ...] = ()
    excluded: frozenset[int] = frozenset()


class TimeUnit(NamedTuple):
    """A tick: a unit of which all times are whole numbers.

    Attributes
    ----------
    per_month : int
        Ticks in a month.
    study : int
        Ticks in a unit of study, of which `CompiledGraph.per_hour` make an hour.
    post : int
        Ticks in a unit of months, of which `CompiledGraph.per_month` make a month.

    """

    per_month: int
    study: int
    post: int


def time_unit(compiled: CompiledGraph, pace: Fraction) -> TimeUnit:
    """Return the tick for a pace in hours of study a week."""
    study = 1 / (compiled.per_hour * pace * WEEKS_PER_MONTH)
    post = 1 / compiled.per_month
    per_month = lcm(study.denominator, post.denominator)
    return TimeUnit(per_month, int(study * per_month), int(post * per_month))
