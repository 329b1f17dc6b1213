"""Ways so far: how they go on, and which of them the search need not look at.

- **Dominance.** Who is at a position no later than another, with skills to which those that the other has in addition
  can be added for no more hours in all, and after no more moves, can do whatever the other does. Fewer hours or moves
  stay fewer whatever follows, so what counts less than these need not be compared; an earlier arrival may not last, as
  both may come to wait for their study. Only skills that two or more positions still within reach mention count as
  additional: one that a single position asks for is never needed twice, as the best way passes no position twice.
- **No detours.** A way does not go where one was before, nor to a position to which an earlier one on it leads in no
  more months. Who goes there straight dominates, which is known before there is a label.
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from mlgraph.search.bitset import ranks, union
from mlgraph.search.bounds import Bounds
from mlgraph.search.compiled import AnyOf, CompiledGraph, unmet
from mlgraph.search.problem import EFFORT, STEPS, Problem

FARTHEST = 64  # moves back on a way that detours are looked for: with all, ways of thousands of moves took minutes


class Label(NamedTuple):
    """A way so far: where it goes, what was learned before each move (sets, negative), and choices still `open`.

    Where a question is very hard, there is a look at it (`weights`), which begins with the `shares` of the one before.
    """

    key: tuple[float, ...]
    path: tuple[int, ...]
    learned: tuple[int, ...]
    skills: int
    before: int
    ready: int
    arrives: int
    hours: int
    open: tuple[AnyOf, ...]
    multipliers: Sequence[float] = ()
    is_relaxed: bool = False

    def costs(self) -> tuple[int, int, int]:
        """Return ticks, hours and moves."""
        return self.arrives, self.hours, len(self.path) - 1


class Labels:
    """Labels of one question, made from and compared with each other."""

    def __init__(self, compiled: CompiledGraph, problem: Problem, bounds: Bounds) -> None:
        self._compiled, self._problem, self._bounds = compiled, problem, bounds

    def is_complete(self, label: Label) -> bool:
        """Return whether a label answers the question."""
        if label.open or label.path[-1] != self._problem.goal or len(label.path) < len(self._problem.prefix):
            return False
        return not self._bounds.all_waypoints & ~label.skills and not unmet(self._problem.extra, label.skills)

    def root(self) -> Label | None:
        """Return the label of one who has not moved, or None where no way is as good as the best."""
        problem = self._problem
        known = problem.known | self._bounds.waypoint_bit.get(problem.start, 0)
        key = self._bounds.of((problem.start,), known, 0, 0)
        return None if key is None else Label(key, (problem.start,), (), known, known, 0, 0, 0, ())

    def moves(self, label: Label) -> Iterator[Label]:
        """Yield a label for each position to which one may go on."""
        problem, compiled, within = self._problem, self._compiled, self._bounds.within
        at, place = label.path[-1], len(label.path)
        targets = compiled.moves[at]
        if place < len(problem.prefix):
            targets = {problem.prefix[place]: targets[problem.prefix[place]]}
        elif problem.prefix:
            gone = {*problem.prefix, *(problem.barred if place == len(problem.prefix) else ())}
            targets = {position: months for position, months in targets.items() if position not in gone}
        earlier = self._earlier(label.path)
        for position, months in targets.items():
            if not within >> position & 1 or self._is_detour(label.path, earlier, position, months):
                continue
            needs = compiled.needs(position)
            skills = label.skills | needs.every | self._bounds.waypoint_bit.get(position, 0)
            open_groups = unmet(needs.open, skills) if needs.open else ()
            if problem.extra and position == problem.goal and not self._bounds.all_waypoints & ~skills:
                open_groups = unmet((*open_groups, *problem.extra), skills)
            ready = label.arrives + months * self._bounds.post
            way = (*label.path, position), label.learned, skills, label.skills
            if child := self._label(way, label, ready, open_groups):
                yield child

    def choices(self, label: Label, *, sparing: bool = True) -> Iterator[Label]:
        """Yield a label for each way to meet the next open requirement; `sparing` ones learn nothing needless."""
        for skill in label.open[0].members:
            skills = label.skills | self._compiled.closed(skill)
            if not skills & ~label.skills & self._problem.unwanted:
                open_groups = unmet((*label.open, *self._compiled.skill_needs[skill].open), skills)
                if not sparing or open_groups or not self._has_needless(label.path[-1], label.before, skills):
                    way = label.path, label.learned[:-1], skills, label.before
                    if child := self._label(way, label, label.ready, open_groups):
                        yield child

    def _has_needless(self, position: int, before: int, skills: int) -> bool:
        """Return whether something learned for `position` could be left out, all else being kept."""
        learned = skills & ~before & ~self._bounds.all_waypoints
        own = {group.mask for skill in ranks(learned) for group in self._compiled.skill_needs[skill].own}
        own |= {group.mask for group in self._compiled.needs(position).own}
        if position == self._problem.goal and not self._bounds.all_waypoints & ~skills:
            own |= {group.mask for group in self._problem.extra}
        met = (mask & skills for mask in own)
        return bool(learned & ~union(skill for skill in met if not skill & (skill - 1)))

    def _label(
        self,
        way: tuple[tuple[int, ...], tuple[int, ...], int, int],
        parent: Label,
        ready: int,
        open_: tuple[AnyOf, ...],
    ) -> Label | None:
        """Return the label of a way (path, learned, skills, those before), or None where no plan of use comes of it."""
        path, learned, skills, before = way
        hours = parent.hours + self._compiled.hours_of(skills ^ parent.skills)
        arrives = max(ready, hours * self._bounds.study)
        key = self._bounds.of(path, skills, arrives, hours)
        if key is None:
            return None
        # a choice still to be made may put another skill first: this comes before all of them
        new = -(1 << len(self._compiled.hours)) if open_ else -((skills ^ before) & ~self._bounds.all_waypoints)
        key = max(key, parent.key)  # what all ways on from the parent cost
        return Label(key, path, (*learned, new), skills, before, ready, arrives, hours, open_, parent.multipliers)

    def _earlier(self, path: tuple[int, ...]) -> list[tuple[dict[int, int], int]]:
        """Return where earlier positions on a path lead to straight, and how long before its end one was there."""
        if self._problem.via:  # positions asked for may be off the straight way
            return []
        earlier, moves, months = [], self._compiled.moves, 0
        last = len(path) - 2
        for place in range(last, max(len(self._problem.prefix) - 1, last - FARTHEST), -1):
            straight = moves[path[place]]
            months += straight[path[place + 1]]
            earlier.append((straight, months))
        return earlier

    def _is_detour(
        self, path: tuple[int, ...], earlier: list[tuple[dict[int, int], int]], position: int, months: int
    ) -> bool:
        """Return whether one was there before, or could have gone there straight from an earlier position, no later."""
        if position in path and not self._problem.via:
            return position != self._problem.goal  # to which one may come back with a skill
        # any() would take twice as long, and this is asked for each move
        for straight, since in earlier:
            if straight.get(position, inf) <= since + months:
                break
        else:
            return False
        return True

    def is_dominated(self, label: Label, others: list[Label]) -> bool:
        """Return whether nothing that follows a label is better than what can follow some other at its position."""
        first, moves, hours_of = self._problem.order[0], len(label.path), self._compiled.hours_of
        all_waypoints, wanted = self._bounds.all_waypoints, label.skills & self._bounds.shared
        for other in others:
            missing = wanted & ~other.skills
            if missing & all_waypoints:
                continue
            if first == STEPS and len(other.path) != moves:
                if len(other.path) < moves:
                    return True
                continue
            hours = other.hours + hours_of(missing)
            if hours > label.hours or (other.arrives > label.arrives and (first != EFFORT or hours == label.hours)):
                continue
            if hours < label.hours or len(other.path) != moves:
                if hours < label.hours or len(other.path) < moves:
                    return True
            elif other.path < label.path or (
                not missing and (other.path, other.learned) <= (label.path, label.learned)
            ):
                return True
        return False
