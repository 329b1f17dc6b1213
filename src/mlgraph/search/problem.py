"""A planning problem in ranks and bit masks, and a unit of time that keeps sums of times exact."""

from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple, TypeAlias

from mlgraph.model import WEEKS_PER_MONTH
from mlgraph.search.compiled import AnyOf, CompiledGraph

UNITS_KEPT = 100
MONTHS, HOURS, MOVES = range(3)  # the index of each cost
Key: TypeAlias = tuple[float | Fraction, ...]  # costs in the order of a problem


class Problem(NamedTuple):
    """A resource-constrained shortest path problem on a compiled graph.

    Attributes
    ----------
    start, goal : int
        The first and the last position of every path.
    known : int
        A bit mask of the skills that the person has at the start.
    pace : Fraction
        The hours that the person studies a week.
    order : tuple of int
        The costs MONTHS, HOURS and MOVES in the order in which the lexicographic objective compares them.
    via : tuple of int
        The waypoints of the problem, all of which every path has to pass, in any order.
    extra : tuple of AnyOf
        Requirements that the person has to meet at the goal, in addition to the requirements of the goal itself.
    avoided_positions : int
        A bit mask of the positions that no path may pass.
    avoided_skills : int
        A bit mask of the skills that no path may learn.
    prefix : tuple of int
        The positions with which every path must begin.
    excluded : frozenset of int
        The positions that may not come directly after the prefix of a path. The search for the k best paths excludes
        the positions that follow the same prefix on paths found before (`k_best`).
    served : int or Fraction
        The months that the person, before the plan begins, has served in the post where the plan begins.
    experience : tuple of int or Fraction
        The months of experience that the person has when the plan begins, where item n belongs to the field of number
        n. If `experience` has no item n, the person has no experience in the field of number n.
    by_rarity : bool
        Whether the cost MOVES of a path is the rarity of the path instead of the number of its moves. The rarity of a
        path is the product of the rarities of its moves.

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
    served: int | Fraction = 0
    experience: tuple[int | Fraction, ...] = ()
    by_rarity: bool = False


class TimeUnit(NamedTuple):
    """The tick: a unit of time in which all times of a problem are whole numbers.

    Attributes
    ----------
    per_month : int
        The number of ticks in a month.
    study_ticks : int
        The number of ticks to study one unit of hours, where `CompiledGraph.per_hour` units make an hour.
    post_ticks : int
        The number of ticks in one unit of months, where `CompiledGraph.per_month` units make a month.

    """

    per_month: int
    study_ticks: int
    post_ticks: int


def find_time_unit(compiled: CompiledGraph, problem: Problem) -> TimeUnit:
    """Return a tick of such a length that all times of a problem are whole numbers of ticks.

    A month, one unit of months of the compiled graph, and the study of one unit of hours each take a whole number of
    ticks. The months served in the first post and the months of experience when the plan begins are whole numbers of
    ticks, too.
    """
    return _find_time_unit(compiled.per_hour, compiled.per_month, problem.pace, problem.served, problem.experience)


@lru_cache(UNITS_KEPT)  # one answer needs the same unit many times
def _find_time_unit(
    per_hour: Fraction,
    each_month: Fraction,
    pace: Fraction,
    served: int | Fraction,
    experience: tuple[int | Fraction, ...],
) -> TimeUnit:
    study = 1 / (per_hour * pace * WEEKS_PER_MONTH)
    post = 1 / each_month
    per_month = lcm(*(each.denominator for each in (study, post, served, *experience)))
    return TimeUnit(per_month, int(study * per_month), int(post * per_month))
