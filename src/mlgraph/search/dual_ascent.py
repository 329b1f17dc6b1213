"""Lower bound on the hours of study, by dual ascent over cuts.

A cut is a set of positions that every path from start to goal must cross. A cut reserves some skills, so that the lower
bound counts the hours of these skills for this cut only. The hours of a cut are the fewest hours of study that any one
position of the cut needs for skills that the cut reserves.

The hours of all cuts add up to a lower bound on the hours of every path. Every path crosses each cut, and no two cuts
count the hours of the same skill, so the lower bound counts no hours twice. If the person already has skills that a cut
reserves, the hours of these skills reduce the hours of the cut, at most to 0.

Each cut is the border of one of two regions of positions, which grow around the start and the goal until they meet. The
border of a region has the positions next to the region. The border with fewer positions becomes the next cut, since
fewer positions mean fewer reserved skills.

The dual ascent is from Wong (1984), "A dual ascent approach for Steiner tree problems on a directed graph".
"""

from collections.abc import Callable
from typing import NamedTuple

from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph


class Cut(NamedTuple):
    """A cut between start and goal, with the skills whose hours the lower bound counts for this cut only.

    Attributes
    ----------
    hours : int
        The least hours of study that any position of the cut needs for the skills in `reserved`.
    reserved : int
        A bit mask of the skills whose hours count for this cut only.
    before : int
        A bit mask of the positions from which every path to the goal still has to cross the cut.

    """

    hours: int
    reserved: int
    before: int


class CutBound:
    """A lower bound on hours of study that adds up the least hours of study for each of several cuts."""

    def __init__(self, cuts: list[Cut]) -> None:
        self._cuts = cuts
        self._hours, self._reserved = sum(cut.hours for cut in cuts), unite(cut.reserved for cut in cuts)

    def bound_hours_left(self, skills: int, hours_of: Callable[[int], int]) -> int:
        """Return a lower bound on the hours that a person with `skills` still has to study."""
        left, had = self._hours, skills & self._reserved
        for hours, reserved, _ in self._cuts if had else ():
            if paid := had & reserved:
                left -= min(hours, hours_of(paid))
                had ^= paid
                if not had:
                    break
        return left


def find_cuts(compiled: CompiledGraph, missing: dict[int, int], start: int, goal: int, budget: Budget) -> list[Cut]:
    """Return cuts between start and goal, each with the skills whose hours the lower bound counts for this cut only.

    `missing` maps each position that a path may pass to the forced skills of the position that the person does not
    know.
    """
    positions = set_of(missing)
    around_start = _Region(compiled.successors, positions, start)
    around_goal = _Region(compiled.predecessors, positions, goal)
    found: list[Cut] = []
    unreserved = -1

    def find_hours(position: int) -> int:
        budget.check()
        return compiled.hours_of(missing[position] & unreserved)

    while True:
        starts, goals = around_start.grow(find_hours), around_goal.grow(find_hours)
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
    """A region of positions around the start or the goal, which grows as cuts reserve more skills.

    A cut reserves a skill if the lower bound counts the hours of the skill for this cut only. The skills that the
    person lacks for the positions inside a region are all reserved, so the positions cost no further hours.
    """

    def __init__(self, edges: list[int], positions: int, origin: int) -> None:
        self._edges, self._positions = edges, positions
        self.inside, self._frontier = 0, 1 << origin

    def grow(self, hours_at: Callable[[int], int]) -> dict[int, int]:
        """Add each position next to the region that costs no further hours, and return the border of the region.

        A position costs no further hours if cuts have already reserved all skills that the person lacks for the
        position. The returned border has the positions next to the grown region, each with the hours of its skills that
        no cut has reserved.
        """
        needed: dict[int, int] = {}
        new = self._frontier
        while new:
            hours = {position: hours_at(position) for position in list_ranks(new)}
            needed |= hours
            free = [position for position in hours if not hours[position]]
            self.inside |= set_of(free)
            adjacent = unite(self._edges[position] for position in free)
            new = adjacent & self._positions & ~self.inside & ~self._frontier
            self._frontier |= new
        self._frontier &= ~self.inside
        return {position: hours for position, hours in needed.items() if hours}


def _reserve(compiled: CompiledGraph, missing: dict[int, int], least: int) -> int:
    """Return skills for a cut to reserve, of which each position of the cut needs at least `least` hours."""
    reserved = 0
    for position in sorted(missing, key=lambda position: compiled.hours_of(missing[position])):
        lacking = least - compiled.hours_of(missing[position] & reserved)
        # rare skills first: other cuts rarely need them, and a person rarely has them already
        for skill in compiled.sort_by_rarity(position) if lacking > 0 else ():
            if (missing[position] & ~reserved) >> skill & 1:
                reserved |= 1 << skill
                lacking -= compiled.hours[skill]
                if lacking <= 0:
                    break
    return reserved
