"""Labels of partial paths: how the search extends and prunes them.

- **Dominance.** A label dominates another at the same position if it arrives no later, uses no more moves, and could
  add the other's extra skills without exceeding its hours. Fewer hours or moves stay fewer whatever follows, so the
  costs after these in the lexicographic order need no comparison. An earlier arrival may not last, since both paths may
  come to wait for study. Only skills that two or more remaining positions may need count as extra: the best path passes
  no position twice, so it needs every other skill once only.
- **No detours.** A path does not return to a position, nor move to one to which an earlier position leads in no more
  months. The path that goes there straight dominates, which is known before there is a label.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import inf
from typing import NamedTuple

from mlgraph.search.bitset import ranks, union
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import AnyOf, CompiledGraph, unmet
from mlgraph.search.problem import HOURS, MOVES, Problem

DETOUR_WINDOW = 64  # last moves that are checked for detours: with all, paths of thousands of moves took minutes


class Label(NamedTuple):
    """A partial path with its costs, its skills and the choices that are still open.

    Labels compare by `key`, then by path, then by what they learn.

    Attributes
    ----------
    key : tuple of float
        Lower bounds on ticks, hours and moves of all complete paths from here, the objective first.
    path : tuple of int
        The positions passed, from the start.
    learned : tuple of int
        The skills learned before each move: bit masks, negative so that the ids that come first compare less.
    skills : int
        The skills of the person, and the bits of waypoints passed.
    before : int
        `skills` before the last move.
    ready : int
        The tick at which the post before the last move is over.
    arrives : int
        The tick of arrival: when both the post and the study are over.
    hours : int
        The hours of study so far, in units of `CompiledGraph.per_hour`.
    open : tuple of AnyOf
        The requirements of the last position that are not met yet.
    multipliers : sequence of float
        The multipliers of the last relaxation on the path, if any.
    is_relaxed : bool
        Whether `key` comes from a relaxation of this label.

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
    """The labels of one problem: extends, completes and compares them. Each new one asks the budget."""

    def __init__(self, compiled: CompiledGraph, problem: Problem, bounds: Bounds, budget: Budget) -> None:
        self._compiled, self._problem, self._bounds, self._budget = compiled, problem, bounds, budget

    def is_complete(self, label: Label) -> bool:
        """Return whether a label is a complete path: at the goal, with all waypoints passed and requirements met."""
        if label.open or label.path[-1] != self._problem.goal or len(label.path) < len(self._problem.prefix):
            return False
        return not self._bounds.all_waypoints & ~label.skills and not unmet(self._problem.extra, label.skills)

    def root(self) -> Label | None:
        """Return the label at the start, or None where no path is as good as the incumbent."""
        problem = self._problem
        known = problem.known | self._bounds.waypoint_bit.get(problem.start, 0)
        key = self._bounds.lower_bounds((problem.start,), known, 0, 0)
        return None if key is None else Label(key, (problem.start,), (), known, known, 0, 0, 0, ())

    def moves(self, label: Label) -> Iterator[Label]:
        """Yield a label for each move from the end of a path."""
        problem, compiled, allowed = self._problem, self._compiled, self._bounds.positions
        at, length = label.path[-1], len(label.path)
        targets = compiled.moves[at]
        if length < len(problem.prefix):
            targets = {problem.prefix[length]: targets[problem.prefix[length]]}
        elif problem.prefix:
            excluded = {*problem.prefix, *(problem.excluded if length == len(problem.prefix) else ())}
            targets = {position: months for position, months in targets.items() if position not in excluded}
        earlier = self._earlier(label.path)
        for position, months in targets.items():
            if not allowed >> position & 1 or self._is_detour(label.path, earlier, position, months):
                continue
            needs = compiled.needs(position)
            skills = label.skills | needs.implied | self._bounds.waypoint_bit.get(position, 0)
            open_groups = unmet(needs.open, skills) if needs.open else ()
            if problem.extra and position == problem.goal and not self._bounds.all_waypoints & ~skills:
                open_groups = unmet((*open_groups, *problem.extra), skills)
            ready = label.arrives + months * self._bounds.post
            extended = (*label.path, position), label.learned, skills, label.skills
            if child := self._label(extended, label, ready, open_groups):
                yield child

    def choices(self, label: Label) -> Iterator[Label]:
        """Yield a label for each skill that meets the next open requirement and leaves no learned skill redundant."""
        for skill, skills in self._ways_to_meet(label.open[0], label):
            further = self._compiled.skill_needs[skill].open
            if further:
                open_groups = unmet((*label.open, *further), skills)
            else:  # the hashes of unmet() take ten times as long
                open_groups = tuple([group for group in label.open if not group.mask & skills])
            is_minimal = bool(open_groups) or not self._has_redundant_skill(label.path[-1], label.before, skills)
            if is_minimal and (child := self._choice(label, skills, open_groups)):
                yield child

    def choose_greedily(self, label: Label, most: int) -> Label | None:
        """Return a label with all open requirements met, each by the best bounds of at most so many choices.

        It may leave a learned skill redundant.
        """
        groups = list(label.open)
        for group in groups:
            if not group.mask & label.skills:
                ways = islice(self._ways_to_meet(group, label), most)
                # the bounds do not ask which requirements stay open
                children = [(self._choice(label, skills, label.open), skill) for skill, skills in ways]
                found = [(child.key, child.skills, skill, child) for child, skill in children if child]
                if not found:
                    return None
                *_, skill, label = min(found)
                groups += self._compiled.skill_needs[skill].open
        return self._choice(label, label.skills, ())

    def _ways_to_meet(self, group: AnyOf, label: Label) -> Iterator[tuple[int, int]]:
        """Yield each skill that may meet a requirement of a label, and the skills of the person with it."""
        for skill in group.members:
            skills = label.skills | self._compiled.with_implied(skill)
            if not skills & ~label.skills & self._problem.avoided_skills:
                yield skill, skills

    def _choice(self, label: Label, skills: int, open_: tuple[AnyOf, ...]) -> Label | None:
        """Return a label with further skills learned before the last move, or None where the search may prune it."""
        return self._label((label.path, label.learned[:-1], skills, label.before), label, label.ready, open_)

    def _has_redundant_skill(self, position: int, before: int, skills: int) -> bool:
        """Return whether a path could skip one skill learned for `position` and keep all others."""
        learned = skills & ~before & ~self._bounds.all_waypoints
        own = {group.mask for skill in ranks(learned) for group in self._compiled.skill_needs[skill].own}
        own |= {group.mask for group in self._compiled.needs(position).own}
        if position == self._problem.goal and not self._bounds.all_waypoints & ~skills:
            own |= {group.mask for group in self._problem.extra}
        met = (mask & skills for mask in own)
        return bool(learned & ~union(skill for skill in met if not skill & (skill - 1)))

    def _label(
        self,
        extended: tuple[tuple[int, ...], tuple[int, ...], int, int],
        parent: Label,
        ready: int,
        open_: tuple[AnyOf, ...],
    ) -> Label | None:
        """Return the label of (path, learned, skills, skills before), or None where the search may prune it."""
        self._budget.check()
        path, learned, skills, before = extended
        hours = parent.hours + self._compiled.hours_of(skills ^ parent.skills)
        arrives = max(ready, hours * self._bounds.study)
        key = self._bounds.lower_bounds(path, skills, arrives, hours)
        if key is None:
            return None
        # an open choice may learn any skill: this value compares less than the set of every choice
        new = -(1 << len(self._compiled.hours)) if open_ else -((skills ^ before) & ~self._bounds.all_waypoints)
        key = max(key, parent.key)  # a bound of the parent holds for its children
        return Label(key, path, (*learned, new), skills, before, ready, arrives, hours, open_, parent.multipliers)

    def _earlier(self, path: tuple[int, ...]) -> list[tuple[dict[int, int], int]]:
        """Return the moves of earlier positions on a path, and the months between each of these and the end."""
        if self._problem.via:  # a waypoint may lie on a detour
            return []
        earlier, moves, months = [], self._compiled.moves, 0
        last = len(path) - 2
        for index in range(last, max(len(self._problem.prefix) - 1, last - DETOUR_WINDOW), -1):
            straight = moves[path[index]]
            months += straight[path[index + 1]]
            earlier.append((straight, months))
        return earlier

    def _is_detour(
        self, path: tuple[int, ...], earlier: list[tuple[dict[int, int], int]], position: int, months: int
    ) -> bool:
        """Return whether a path passed a position, or could have moved there from an earlier one in no more months."""
        if position in path and not self._problem.via:
            return position != self._problem.goal  # a path may return to the goal with a skill
        # any() would take twice as long, and this runs for each move
        for straight, since in earlier:
            if straight.get(position, inf) <= since + months:
                break
        else:
            return False
        return True

    def is_dominated(self, label: Label, others: list[Label]) -> bool:
        """Return whether one of the others, at the same position, dominates a label."""
        first, moves, hours_of = self._problem.order[0], len(label.path), self._compiled.hours_of
        all_waypoints, wanted = self._bounds.all_waypoints, label.skills & self._bounds.shared_skills
        for other in others:
            missing = wanted & ~other.skills
            if missing & all_waypoints:
                continue
            if first == MOVES and len(other.path) != moves:
                if len(other.path) < moves:
                    return True
                continue
            hours = other.hours + hours_of(missing)
            if hours > label.hours or (other.arrives > label.arrives and (first != HOURS or hours == label.hours)):
                continue
            if hours < label.hours or len(other.path) != moves:
                if hours < label.hours or len(other.path) < moves:
                    return True
            elif other.path < label.path or (
                not missing and (other.path, other.learned) <= (label.path, label.learned)
            ):
                return True
        return False
