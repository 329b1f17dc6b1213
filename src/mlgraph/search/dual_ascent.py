"""Hours that every way still owes, by cuts: a bound from below for the search.

A cut is a set of positions of which every way from the start to the goal passes one: the border of a region around one
of the two. Some skills are set aside for it, such that whichever of its positions a way passes asks for so many hours
of them. No skill is set aside twice, so what different cuts cost adds up (a dual ascent, as R. T. Wong's of 1984 for
Steiner trees). Regions grow around both ends until they meet; the one with the smaller border is next, since the fewer
positions a cut has, the fewer skills it uses up. A way that has some of these skills owes the cut that much less.
"""

from collections.abc import Callable
from typing import NamedTuple

from mlgraph.search.bitset import ranks, set_of, union
from mlgraph.search.compiled import CompiledGraph


class Cut(NamedTuple):
    """What every way from one of the positions `before` still costs: so many hours of the skills `counted`.

    A way to any other position has paid for it.
    """

    hours: int
    counted: int
    before: int


class CutBound:
    """What some cuts cost together."""

    def __init__(self, cuts: list[Cut]) -> None:
        self._cuts = [(compute_cuts.hours, compute_cuts.counted) for compute_cuts in cuts]
        self._hours, self._counted = (
            sum(compute_cuts.hours for compute_cuts in cuts),
            union(compute_cuts.counted for compute_cuts in cuts),
        )

    def due(self, skills: int, hours_of: Callable[[int], int]) -> int:
        """Return the hours that one who has `skills` still owes."""
        due, had = self._hours, skills & self._counted
        for hours, counted in self._cuts if had else ():
            if paid := had & counted:
                due -= min(hours, hours_of(paid))
                had ^= paid
                if not had:
                    break
        return due


def cuts(compiled: CompiledGraph, due: dict[int, int], start: int, goal: int) -> list[Cut]:
    """Return cuts between two positions; `due` has the skills that each position asks for, of those that count."""
    within = set_of(due)
    around_start, around_goal = (
        _Region(compiled.successors, within, start),
        _Region(compiled.predecessors, within, goal),
    )
    found: list[Cut] = []
    uncounted = -1

    def left(position: int) -> int:
        return compiled.hours_of(due[position] & uncounted)

    while True:
        starts, goals = around_start.border(left), around_goal.border(left)
        if not starts or not goals or around_goal.inside >> start & 1:
            return found
        border, before = (
            (starts, around_start.inside) if len(starts) < len(goals) else (goals, within & ~around_goal.inside)
        )
        least = min(border.values())
        aside = _set_aside(compiled, {position: due[position] & uncounted for position in border}, least)
        found.append(Cut(least, aside, before))
        uncounted &= ~aside


class _Region:
    """Positions around `origin` that one can pass without more than what is set aside already."""

    def __init__(self, arrows: list[int], within: int, origin: int) -> None:
        self._arrows, self._reduced_problem = arrows, within
        self.inside, self._edge = 0, 1 << origin

    def border(self, left: Callable[[int], int]) -> dict[int, int]:
        """Grow over positions that ask for nothing more; return the others around, with the hours that they ask for."""
        asked: dict[int, int] = {}
        new = self._edge
        while new:
            hours = {position: left(position) for position in ranks(new)}
            asked |= hours
            free = [position for position in hours if not hours[position]]
            self.inside |= set_of(free)
            new = (
                union(self._arrows[position] for position in free) & self._reduced_problem & ~self.inside & ~self._edge
            )
            self._edge |= new
        self._edge &= ~self.inside
        return {position: hours for position, hours in asked.items() if hours}


def _set_aside(compiled: CompiledGraph, due: dict[int, int], least: int) -> int:
    """Return skills of which each position asks for at least so many hours."""
    aside = 0
    for position in sorted(due, key=lambda position: compiled.hours_of(due[position])):
        lacking = least - compiled.hours_of(due[position] & aside)
        # rare ones first: these are the least likely to be had, or to be wanted by another cut
        for skill in compiled.rare_first(position) if lacking > 0 else ():
            if (due[position] & ~aside) >> skill & 1:
                aside |= 1 << skill
                lacking -= compiled.hours[skill]
                if lacking <= 0:
                    break
    return aside
