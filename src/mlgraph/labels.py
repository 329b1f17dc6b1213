"""A way so far, and which ways the search need not look at.

- **Dominance.** Who is at a position no later than another, with skills to which those that the other has in addition
  can be added for no more hours in all, and after no more moves, can do whatever the other does. Fewer hours or moves
  stay fewer whatever follows, so what counts less than these need not be compared; an earlier arrival may not last, as
  both may come to wait for their study. Only skills that two or more positions still within reach mention count as
  additional: one that a single position asks for is never needed twice, as the best way passes no position twice.
- **No detours.** A way does not go where one was before, nor to a position to which an earlier one on it leads in no
  more months. Who goes there straight dominates, which is known before there is a label.
"""

from math import inf
from typing import NamedTuple

from mlgraph.bounds import Bounds
from mlgraph.masks import Group, Masks
from mlgraph.question import EFFORT, STEPS, Question


class Label(NamedTuple):
    """A way so far: where it goes, what was learned before each move (sets, negative), and choices still `open`."""

    key: tuple[float, ...]
    path: tuple[int, ...]
    learned: tuple[int, ...]
    skills: int
    before: int
    ready: int
    arrives: int
    hours: int
    open: tuple[Group, ...]

    def costs(self) -> tuple[int, int, int]:
        """Return ticks, hours and moves."""
        return self.arrives, self.hours, len(self.path) - 1


class Labels:
    """Labels of one question, compared with each other."""

    def __init__(self, masks: Masks, question: Question, bounds: Bounds) -> None:
        self._masks, self._question, self._bounds = masks, question, bounds

    def is_detour(self, path: tuple[int, ...], position: int, months: int) -> bool:
        """Return whether one was there before, or could have gone there straight from an earlier position, no later."""
        if self._question.via:  # positions asked for may be off the straight way
            return False
        if position in path:
            return position != self._question.goal  # to which one may come back with a skill
        moves = self._masks.moves
        for place in range(len(path) - 2, len(self._question.prefix) - 1, -1):
            months += moves[path[place]][path[place + 1]]
            if moves[path[place]].get(position, inf) <= months:
                return True
        return False

    def is_dominated(self, label: Label, others: list[Label]) -> bool:
        """Return whether nothing that follows a label is better than what can follow some other at its position."""
        first, moves, hours_of = self._question.order[0], len(label.path), self._masks.hours_of
        everywhere, wanted = self._bounds.everywhere, label.skills & self._bounds.shared
        for other in others:
            missing = wanted & ~other.skills
            if missing & everywhere:
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
