"""Lower bound on the hours of study by dual ascent over cuts.

A cut is a set of positions that every path from start to goal must cross: the border of a region around one of the two.
Each cut reserves some skills, such that each of its positions needs at least so many hours of them. No skill is
reserved twice, so the hours of all cuts add up to a bound. A path that has some of the reserved skills owes a cut that
much less.

Regions grow around both ends until they meet. The region with the smaller border grows next, since a cut of fewer
positions reserves fewer skills. Source: R. T. Wong, 1984, a dual ascent for Steiner trees.
"""

from collections.abc import Callable
from typing import NamedTuple

from mlgraph.search.bitset import ranks, set_of, union
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph


class Cut(NamedTuple):
    """A cut that lies ahead of the positions `before`, and behind every other.

    Attributes
    ----------
    hours : int
        The least hours of the reserved skills that each position of the cut needs.
    reserved : int
        The skills reserved for the cut, a bit mask.
    before : int
        The positions from which every path to the goal still crosses the cut, a bit mask.

    """

    hours: int
    reserved: int
    before: int


class CutBound:
    """The bound of some cuts together."""

    def __init__(self, cuts: list[Cut]) -> None:
        self._cuts = cuts
        self._hours, self._reserved = sum(cut.hours for cut in cuts), union(cut.reserved for cut in cuts)

    def hours_left(self, skills: int, hours_of: Callable[[int], int]) -> int:
        """Return the least hours that a person with `skills` still has to study."""
        left, had = self._hours, skills & self._reserved
        for hours, reserved, _ in self._cuts if had else ():
            if paid := had & reserved:
                left -= min(hours, hours_of(paid))
                had ^= paid
                if not had:
                    break
        return left


def find_cuts(compiled: CompiledGraph, missing: dict[int, int], start: int, goal: int, budget: Budget) -> list[Cut]:
    """Return cuts between start and goal inside the positions of `missing`.

    `missing` has for each position the forced skills that are not known, a bit mask.
    """
    positions = set_of(missing)
    around_start = _Region(compiled.successors, positions, start)
    around_goal = _Region(compiled.predecessors, positions, goal)
    found: list[Cut] = []
    unreserved = -1

    def hours_at(position: int) -> int:
        budget.check()
        return compiled.hours_of(missing[position] & unreserved)

    while True:
        starts, goals = around_start.border(hours_at), around_goal.border(hours_at)
        if not starts or not goals or around_goal.inside >> start & 1:
            return found
        border, before = (
            (starts, around_start.inside) if len(starts) < len(goals) else (goals, positions & ~around_goal.inside)
        )
        least = min(border.values())
        reserved = _reserve(compiled, {position: missing[position] & unreserved for position in border}, least)
        found.append(Cut(least, reserved, before))
        unreserved &= ~reserved


class _Region:
    """The positions around `origin` that a path can pass with no skill but reserved ones."""

    def __init__(self, edges: list[int], positions: int, origin: int) -> None:
        self._edges, self._positions = edges, positions
        self.inside, self._frontier = 0, 1 << origin

    def border(self, hours_at: Callable[[int], int]) -> dict[int, int]:
        """Grow over positions that need no further hours; return those around the region with the hours they need."""
        needed: dict[int, int] = {}
        new = self._frontier
        while new:
            hours = {position: hours_at(position) for position in ranks(new)}
            needed |= hours
            free = [position for position in hours if not hours[position]]
            self.inside |= set_of(free)
            adjacent = union(self._edges[position] for position in free)
            new = adjacent & self._positions & ~self.inside & ~self._frontier
            self._frontier |= new
        self._frontier &= ~self.inside
        return {position: hours for position, hours in needed.items() if hours}


def _reserve(compiled: CompiledGraph, missing: dict[int, int], least: int) -> int:
    """Return skills of which each position needs at least so many hours."""
    reserved = 0
    for position in sorted(missing, key=lambda position: compiled.hours_of(missing[position])):
        lacking = least - compiled.hours_of(missing[position] & reserved)
        # rare skills first: a path is least likely to have these, and another cut to want them
        for skill in compiled.rare_first(position) if lacking > 0 else ():
            if (missing[position] & ~reserved) >> skill & 1:
                reserved |= 1 << skill
                lacking -= compiled.hours[skill]
                if lacking <= 0:
                    break
    return reserved
