"""Labels of partial paths: how the search extends and prunes them.

Two rules prune labels, and neither loses an optimal path.

1. **Dominance.** One label dominates another at the same position if three conditions hold. It arrives no later, it
   uses no more moves, and it could add the other's extra skills without exceeding the other's hours. It can then
   continue like the other label, at no higher costs.

   - Fewer hours or moves stay fewer, whatever follows. Costs after these in the lexicographic order need no comparison.
   - An earlier arrival may not stay earlier, since both paths may have to wait for study later.
   - Only skills that two or more remaining positions may need count as extra. The best path passes no position twice,
     so every other skill has already served its only position.

2. **No detours.** A path does not return to a position. It also makes no move to a position that an earlier position on
   the path reaches directly in no more months. The direct path dominates, so the search need not make the label.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import inf
from typing import NamedTuple

from mlgraph.search.bitset import ranks, union
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import AnyOf, CompiledGraph, find_unmet
from mlgraph.search.problem import HOURS, MOVES, Problem

DETOUR_WINDOW = 64  # how many of the last moves are checked for detours; all would take minutes on very long paths


class Label(NamedTuple):
    """A partial path with its costs, its skills and its open requirements.

    Labels compare by `key`, then by path, then by learned skills.

    Attributes
    ----------
    key : tuple of float
        Lower bounds on the ticks, hours and moves of all complete paths that begin with `path`, the objective first.
    path : tuple of int
        The positions passed, from the start.
    learned : tuple of int
        The skills learned before each move. Each set is a negative bit mask, so that sets with earlier ids compare
        less.
    skills : int
        The skills of the person and the bits of waypoints passed, a bit mask.
    skills_before : int
        The value of `skills` before the last move.
    post_ends : int
        The tick at which the post before the last move ends.
    arrives : int
        The tick of arrival at the last position. Both the post before it and the study have ended by then.
    hours : int
        The hours of study so far, in units of 1 / `CompiledGraph.per_hour` hours.
    open : tuple of AnyOf
        The requirements of the last position that are not met yet.
    multipliers : sequence of float
        The multipliers of the latest relaxation on the path; empty if there was none.
    is_relaxed : bool
        Whether a relaxation of this label gave `key`.

    """

    key: tuple[float, ...]
    path: tuple[int, ...]
    learned: tuple[int, ...]
    skills: int
    skills_before: int
    post_ends: int
    arrives: int
    hours: int
    open: tuple[AnyOf, ...]
    multipliers: Sequence[float] = ()
    is_relaxed: bool = False

    def costs(self) -> tuple[int, int, int]:
        """Return the ticks, hours and moves of the path."""
        return self.arrives, self.hours, len(self.path) - 1


class Labels:
    """Makes, extends and compares the labels of one problem. Making a label checks the budget."""

    def __init__(self, compiled: CompiledGraph, problem: Problem, bounds: Bounds, budget: Budget) -> None:
        self._compiled, self._problem, self._bounds, self._budget = compiled, problem, bounds, budget

    def is_complete(self, label: Label) -> bool:
        """Return whether a label is at the goal, has passed all waypoints and has met all requirements."""
        if label.open or label.path[-1] != self._problem.goal or len(label.path) < len(self._problem.prefix):
            return False
        return not self._bounds.all_waypoints & ~label.skills and not find_unmet(self._problem.extra, label.skills)

    def root(self) -> Label | None:
        """Return the label at the start, or None if no path can be as good as the incumbent."""
        problem = self._problem
        known = problem.known | self._bounds.waypoint_bit.get(problem.start, 0)
        key = self._bounds.lower_bounds((problem.start,), known, 0, 0)
        return None if key is None else Label(key, (problem.start,), (), known, known, 0, 0, 0, ())

    def extend_by_moves(self, label: Label) -> Iterator[Label]:
        """Yield a label for each move from the last position of a label."""
        problem, compiled, allowed = self._problem, self._compiled, self._bounds.positions
        at, length = label.path[-1], len(label.path)
        targets = compiled.moves[at]
        if length < len(problem.prefix):
            targets = {problem.prefix[length]: targets[problem.prefix[length]]}
        elif problem.prefix:
            excluded = {*problem.prefix, *(problem.excluded if length == len(problem.prefix) else ())}
            targets = {position: months for position, months in targets.items() if position not in excluded}
        recent_moves = self._recent_moves(label.path)
        for position, months in targets.items():
            if not allowed >> position & 1 or self._is_detour(label.path, recent_moves, position, months):
                continue
            needs = compiled.needs(position)
            skills = label.skills | needs.implied | self._bounds.waypoint_bit.get(position, 0)
            open_groups = find_unmet(needs.open, skills) if needs.open else ()
            if problem.extra and position == problem.goal and not self._bounds.all_waypoints & ~skills:
                open_groups = find_unmet((*open_groups, *problem.extra), skills)
            post_ends = label.arrives + months * self._bounds.post_ticks
            extended = (*label.path, position), label.learned, skills, label.skills
            if child := self._make_label(extended, label, post_ends, open_groups):
                yield child

    def extend_by_choices(self, label: Label) -> Iterator[Label]:
        """Yield a label for each alternative of the first open requirement.

        An alternative that leaves a learned skill redundant is skipped.
        """
        for skill, skills in self._permitted_alternatives(label.open[0], label):
            further = self._compiled.skill_needs[skill].open
            if further:
                open_groups = find_unmet((*label.open, *further), skills)
            else:  # ten times as fast as find_unmet(), which hashes
                open_groups = tuple([group for group in label.open if not group.mask & skills])
            is_minimal = bool(open_groups) or not self._has_redundant_skill(label.path[-1], label.skills_before, skills)
            if is_minimal and (child := self._choose(label, skills, open_groups)):
                yield child

    def choose_greedily(self, label: Label, most: int) -> Label | None:
        """Return a label that meets all open requirements, or None if the search can prune all choices.

        For each requirement, the alternative with the best bounds among the first `most` is chosen. A learned skill may
        become redundant.
        """
        groups = list(label.open)
        for group in groups:
            if not group.mask & label.skills:
                alternatives = islice(self._permitted_alternatives(group, label), most)
                # label.open is out of date here, but the bounds do not depend on it
                children = [(self._choose(label, skills, label.open), skill) for skill, skills in alternatives]
                found = [(child.key, child.skills, skill, child) for child, skill in children if child]
                if not found:
                    return None
                *_, skill, label = min(found)
                groups += self._compiled.skill_needs[skill].open
        return self._choose(label, label.skills, ())

    def _permitted_alternatives(self, group: AnyOf, label: Label) -> Iterator[tuple[int, int]]:
        """Yield each alternative of a requirement that implies no avoided skill, and all skills with it."""
        for skill in group.members:
            skills = label.skills | self._compiled.with_implied(skill)
            if not skills & ~label.skills & self._problem.avoided_skills:
                yield skill, skills

    def _choose(self, label: Label, skills: int, open_groups: tuple[AnyOf, ...]) -> Label | None:
        """Return a label that learns further skills before its last move, or None if the search can prune it."""
        return self._make_label(
            (label.path, label.learned[:-1], skills, label.skills_before), label, label.post_ends, open_groups
        )

    def _has_redundant_skill(self, position: int, skills_before: int, skills: int) -> bool:
        """Return whether a skill learned for `position` is redundant: all requirements are met without it."""
        learned = skills & ~skills_before & ~self._bounds.all_waypoints
        own = {group.mask for skill in ranks(learned) for group in self._compiled.skill_needs[skill].own}
        own |= {group.mask for group in self._compiled.needs(position).own}
        if position == self._problem.goal and not self._bounds.all_waypoints & ~skills:
            own |= {group.mask for group in self._problem.extra}
        met = (mask & skills for mask in own)
        return bool(learned & ~union(skill for skill in met if not skill & (skill - 1)))

    def _make_label(
        self,
        extended: tuple[tuple[int, ...], tuple[int, ...], int, int],
        parent: Label,
        post_ends: int,
        open_groups: tuple[AnyOf, ...],
    ) -> Label | None:
        """Return a label, or None if the search can prune it.

        `extended` holds four fields of the label: `path`, `learned` without the last move, `skills`, `skills_before`.
        """
        self._budget.check()
        path, learned, skills, skills_before = extended
        hours = parent.hours + self._compiled.hours_of(skills ^ parent.skills)
        arrives = max(post_ends, hours * self._bounds.study_ticks)
        key = self._bounds.lower_bounds(path, skills, arrives, hours)
        if key is None:
            return None
        # with open requirements, a value that compares less than every set of skills, since any may yet be learned
        new = (
            -(1 << len(self._compiled.hours))
            if open_groups
            else -((skills ^ skills_before) & ~self._bounds.all_waypoints)
        )
        key = max(key, parent.key)  # a bound of the parent holds for the child
        return Label(
            key,
            path,
            (*learned, new),
            skills,
            skills_before,
            post_ends,
            arrives,
            hours,
            open_groups,
            parent.multipliers,
        )

    def _recent_moves(self, path: tuple[int, ...]) -> list[tuple[dict[int, int], int]]:
        """Return the moves from recent positions on a path, and the months from each of them to the end."""
        if self._problem.via:  # the path to a waypoint may be a detour
            return []
        recent, moves, months = [], self._compiled.moves, 0
        last = len(path) - 2
        for index in range(last, max(len(self._problem.prefix) - 1, last - DETOUR_WINDOW), -1):
            targets = moves[path[index]]
            months += targets[path[index + 1]]
            recent.append((targets, months))
        return recent

    def _is_detour(
        self, path: tuple[int, ...], recent_moves: list[tuple[dict[int, int], int]], position: int, months: int
    ) -> bool:
        """Return whether a move is a detour.

        It is if the path has passed the position already, or an earlier position leads there in no more months.
        """
        if position in path and not self._problem.via:
            return position != self._problem.goal  # a path may return to the goal with further skills
        # twice as fast as any(), and this runs for each move
        for targets, since in recent_moves:
            if targets.get(position, inf) <= since + months:
                break
        else:
            return False
        return True

    def is_dominated(self, label: Label, others: list[Label]) -> bool:
        """Return whether one of the other labels at the same position dominates a label.

        Labels with equal costs compare by their paths, then by their learned skills.
        """
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
