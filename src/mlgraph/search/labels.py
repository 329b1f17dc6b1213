"""Labels of partial paths, and the rules by which the search extends and prunes labels.

Two rules, dominance and the exclusion of detours, prune labels, but always keep the labels of at least one optimal
path.

**Dominance.** A label that dominates another label at the same position can continue along the same paths, at no higher
costs. Dominance compares the two labels as if the dominating label also studied all skills that only the other label
has. A dominating label arrives no later and has no more hours than the label that it dominates. If two labels have
equal hours, the dominating label also has no more moves than the other.

A label with fewer hours or moves than another label keeps this advantage if both paths continue alike. If the objective
is hours or moves, and one of two labels costs less in the objective, dominance compares no other costs. A label that
arrives earlier than another label may lose this advantage, since its path may later have to wait for study. Dominance
considers only skills that two or more remaining positions may need. The best path passes no position twice, so a skill
that only one position may need is useless after this position.

Directly after a programme of study, a path may go on from one stage to another (`CompiledGraph.get_moves_after`). A
label of such a path is dominated only by labels that also come from a programme.

**No detours.** In a problem without waypoints, a path returns only to the goal, or once to a stage of the prefix. With
a prefix, a path may also return to a stage directly after a programme of study. A move is a detour if an earlier
position leads directly to the same position, in no more months than the path takes. The direct path costs no more, so
the search makes no label for the detour. If the objective is the rarity of a path, the search does not drop detours. A
detour by moves that many people make may have less rarity than a direct move to the same position.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice, pairwise
from math import inf
from typing import NamedTuple, TypeAlias

from mlgraph.search.bitset import list_ranks, unite
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import AnyOf, CompiledGraph, find_unmet
from mlgraph.search.problem import HOURS, MOVES, Key, Problem
from mlgraph.search.service import Service
from mlgraph.search.waits import Ticks

ALL_FIELDS = -1
DETOUR_WINDOW = 64  # number of last moves checked for detours; to check all would take minutes on very long paths

# a search ends when its labels take this number of bytes
MOST_BYTES = 10**9
# the memory of a label and of its service, without the parts that grow: two bit masks of skills, the path, open
# requirements, multipliers, and the numbers of a service
BYTES_OF_LABEL, BYTES_OF_SERVICE, BYTES_OF_NUMBER = 600, 300, 24

# five fields of a label: `path`, `learned` without the last move, `skills`, `skills_before` and `stages`
Extended: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], int, int, int]


class Label(NamedTuple):
    """A partial path with its costs, its skills and its open requirements.

    The queue orders labels by their lower bounds in `key`, then by their paths, then by their learned skills.

    Attributes
    ----------
    key : tuple of float or Fraction
        Lower bounds on the ticks, hours and moves of all complete paths that begin with `path`, the objective first.
        The last item of `key` is the number of stages on the path, which decides between paths with equal costs.
    path : tuple of int
        The positions of the path in order, from the first position to the last.
    learned : tuple of int
        For each move of the path, the skills learned before the move, as their bit mask with a minus sign. Sets of
        skills with earlier ids have greater bit masks, so the minus sign makes labels with these sets sort first.
    skills : int
        A bit mask of the skills that the person has at the end of the path, and of the waypoints passed.
    skills_before : int
        The value that `skills` had before the study for the last move of the path.
    post_ends : int or Fraction
        The tick at which the required months in the post before the last move have passed.
    arrives : int or Fraction
        The tick of arrival at the last position, when both the required months in the post before the last move and all
        study have ended.
    hours : int
        The hours of study along the path, in units of 1 / `CompiledGraph.per_hour` hours.
    open : tuple of AnyOf
        The requirements of the last position that `skills` does not meet yet.
    multipliers : sequence of float
        The multipliers of the latest Lagrangian relaxation for the path, or empty before the first relaxation.
    is_relaxed : bool
        Whether the lower bounds in `key` come from a relaxed problem that the search has solved for the label.
    stages : int
        The number of stages on the path after its first position. An arrival at a stage does not count as a move.
    service : Service or None
        The service of the person in posts, or None in a problem without experience and teaching.
    ahead : int
        A bit mask of the positions that a continuation of the path may pass.
    rarity : Fraction or int
        The product of the rarities of the moves if the objective is rarity (`Problem.by_rarity`), or else 0.

    """

    key: Key
    path: tuple[int, ...]
    learned: tuple[int, ...]
    skills: int
    skills_before: int
    post_ends: Ticks
    arrives: Ticks
    hours: int
    open: tuple[AnyOf, ...]
    multipliers: Sequence[float] = ()
    is_relaxed: bool = False
    stages: int = 0
    service: Service | None = None
    ahead: int = -1
    rarity: int | Fraction = 0

    @property
    def moves(self) -> int:
        """The number of arrivals at roles on the path."""
        return len(self.path) - 1 - self.stages

    @property
    def move_cost(self) -> int | Fraction:
        """The number of moves of the path, or its rarity if the problem asks for common moves (`Problem.by_rarity`)."""
        return self.rarity or len(self.path) - 1 - self.stages

    def list_costs(self) -> tuple[Ticks, int, int | Fraction, int]:
        """Return the time of the path in ticks, its hours of study, its moves or its rarity, and its stages."""
        return self.arrives, self.hours, self.move_cost, self.stages


def estimate_bytes(label: Label, skill_count: int) -> int:
    """Return the estimated memory of a label in bytes, in a graph with `skill_count` skills."""
    size = BYTES_OF_LABEL + skill_count // 4 + 16 * len(label.path) + 8 * len(label.open)
    size += 8 * len(label.multipliers) * label.is_relaxed
    if service := label.service:
        numbers = 2 * len(service.gained) + len(service.rays) + len(service.waits) + 2 * len(service.rows)
        size += BYTES_OF_SERVICE + BYTES_OF_NUMBER * numbers
    return size


class Labels:
    """A maker of labels for the paths of one problem, which also extends and compares labels.

    Each label that `Labels` makes counts towards the budget.
    """

    def __init__(self, compiled: CompiledGraph, problem: Problem, bounds: Bounds, budget: Budget) -> None:
        self._compiled, self._problem, self._bounds, self._budget = compiled, problem, bounds, budget

    def is_complete(self, label: Label) -> bool:
        """Return whether the path of a label ends at the goal, has passed all waypoints and meets all requirements."""
        if label.open or label.path[-1] != self._problem.goal or len(label.path) < len(self._problem.prefix):
            return False
        return not self._bounds.all_waypoints & ~label.skills and not find_unmet(self._problem.extra, label.skills)

    @cached_property
    def fields_at_goal(self) -> int:
        """A bit mask of all fields, among them the fields in which the goal asks for experience."""
        return ALL_FIELDS

    def make_state(self, label: Label, fields: int = ALL_FIELDS) -> tuple[int, ...]:
        """Return the state of a label, which decides along which paths the label can continue.

        The state of a label includes experience only in the fields of the bit mask `fields`.

        If the state includes experience in all fields, labels with equal states can continue along the same paths.
        """
        # the first item lets a path that returns to the start leave the start again
        begun, follows = len(label.path) > 1, self._follows_programme(label)
        return begun, label.path[-1], label.skills & self._bounds.all_waypoints, follows

    def make_root(self) -> Label | None:
        """Return the label at the first position, or None if no path can be as good as the incumbent."""
        problem = self._problem
        known = problem.known | self._bounds.waypoint_bit.get(problem.start, 0)
        key = self._bounds.compute_lower_bounds((problem.start,), known, 0, 0, 0)
        if key is None:
            return None
        rarity = Fraction(1) if problem.by_rarity else 0
        return Label(key, (problem.start,), (), known, known, 0, 0, 0, (), rarity=rarity)

    def extend_by_moves(self, label: Label, useful: int = -1) -> Iterator[Label]:
        """Yield a label for each move to a remaining position from the end of a label's path, without detours.

        The method makes labels only at the positions in the bit mask `useful`.
        """
        problem, compiled, allowed = self._problem, self._compiled, self._bounds.positions & useful
        stages = compiled.stages
        served = self._bounds.served if len(label.path) == 1 else 0
        recent_moves = self._list_recent_moves(label.path)
        for position, months in self._list_targets(label.path).items():
            if not allowed >> position & 1 or self._is_detour(label.path, recent_moves, position, months):
                continue
            needs = compiled.find_needs(position)
            skills = label.skills | needs.implied | self._bounds.waypoint_bit.get(position, 0)
            open_groups = find_unmet(needs.open, skills) if needs.open else ()
            if problem.extra and position == problem.goal and not self._bounds.all_waypoints & ~skills:
                open_groups = find_unmet((*open_groups, *problem.extra), skills)
            post_ends = label.arrives + max(0, months * self._bounds.post_ticks - served)
            passed = label.stages + (stages >> position & 1)
            extended = (*label.path, position), label.learned, skills, label.skills, passed
            if child := self._make_label(extended, label, post_ends, open_groups):
                yield child

    def follow(self, path: tuple[int, ...], skills_at: list[int]) -> Label | None:
        """Return the label of a path, given the skills that the person has at each of its positions.

        The method returns None if the search can prune the path.
        """
        problem, compiled, bounds = self._problem, self._compiled, self._bounds
        label = self.make_root()
        for (before, position), skills in zip(pairwise(path), skills_at[1:], strict=True):
            if label is None:
                return None
            served = bounds.served if len(label.path) == 1 else 0
            post_ends = label.arrives + max(0, compiled.moves[before][position] * bounds.post_ticks - served)
            stages = label.stages + (compiled.stages >> position & 1)
            extended = (*label.path, position), label.learned, skills | problem.known, label.skills, stages
            label = self._make_label(extended, label, post_ends, ())
        return label

    def _list_targets(self, path: tuple[int, ...]) -> dict[int, int]:
        """Return the positions to which a path may move, with the months in the post before each move.

        In a problem with a prefix, a path repeats neither a role nor the goal.
        """
        problem, length = self._problem, len(path)
        targets = self._list_moves_on(path, length - 1)
        if length < len(problem.prefix):
            return {problem.prefix[length]: targets[problem.prefix[length]]}
        if problem.prefix:
            excluded = {position for position in problem.prefix if not self.may_repeat(position)}
            excluded |= problem.excluded if length == len(problem.prefix) else set()
            targets = {position: months for position, months in targets.items() if position not in excluded}
        return targets

    def extend_by_choices(self, label: Label) -> Iterator[Label]:
        """Yield a label for each alternative of the first open requirement of a label.

        The method skips an alternative that makes another skill redundant, if the label has learned this other skill
        before the same move.
        """
        for skill, skills in self._list_permitted_alternatives(label.open[0], label):
            further = self._compiled.skill_needs[skill].open
            if further:
                open_groups = find_unmet((*label.open, *further), skills)
            else:  # ten times as fast as find_unmet(), which computes hashes
                open_groups = tuple([group for group in label.open if not group.mask & skills])
            is_minimal = bool(open_groups) or not self._has_redundant_skill(label.path[-1], label.skills_before, skills)
            if is_minimal and (child := self._choose(label, skills, open_groups)):
                yield child

    def choose_greedily(self, label: Label, most: int) -> Label | None:
        """Return a label that meets all open requirements, or None if the search can prune all choices.

        For each requirement, the method chooses, among the first `most` alternatives, the alternative with the least
        lower bounds on the costs of complete paths. In contrast to `extend_by_choices`, the method may choose an
        alternative that makes another learned skill redundant.
        """
        groups = list(label.open)
        for group in groups:
            if not group.mask & label.skills:
                alternatives = islice(self._list_permitted_alternatives(group, label), most)
                # label.open is out of date here, but the bounds do not depend on it
                children = [(self._choose(label, skills, label.open), skill) for skill, skills in alternatives]
                found = [(child.key, child.skills, skill, child) for child, skill in children if child]
                if not found:
                    return None
                *_, skill, label = min(found)
                groups += self._compiled.skill_needs[skill].open
        return self._choose(label, label.skills, ())

    def _list_permitted_alternatives(self, group: AnyOf, label: Label) -> Iterator[tuple[int, int]]:
        """Yield each permitted alternative of a requirement, with all skills of a label that learns the alternative.

        The method leaves out each alternative that is or implies an avoided skill, unless the label already has this
        skill.
        """
        for skill in group.members:
            skills = label.skills | self._compiled.with_implied(skill)
            if not skills & ~label.skills & self._problem.avoided_skills:
                yield skill, skills

    def _choose(self, label: Label, skills: int, open_groups: tuple[AnyOf, ...]) -> Label | None:
        """Return a copy of a label that has `skills` before its last move, or None if the search can prune the copy."""
        extended = label.path, label.learned[:-1], skills, label.skills_before, label.stages
        return self._make_label(extended, label, label.post_ends, open_groups)

    def _has_redundant_skill(self, position: int, skills_before: int, skills: int) -> bool:
        """Return whether a skill learned for `position` is redundant, because other skills meet all requirements."""
        learned = skills & ~skills_before & ~self._bounds.all_waypoints
        own = {group.mask for skill in list_ranks(learned) for group in self._compiled.skill_needs[skill].own}
        own |= {group.mask for group in self._compiled.find_needs(position).own}
        if position == self._problem.goal and not self._bounds.all_waypoints & ~skills:
            own |= {group.mask for group in self._problem.extra}
        met = (mask & skills for mask in own)
        return bool(learned & ~unite(skill for skill in met if not skill & (skill - 1)))

    def _make_label(
        self,
        extended: Extended,
        parent: Label,
        post_ends: Ticks,
        open_groups: tuple[AnyOf, ...],
    ) -> Label | None:
        """Return a new label with the lower bounds of its path, or None if the search can prune the label."""
        self._budget.count_label()
        path, learned, skills, skills_before, stages = extended
        hours = parent.hours + self._compiled.hours_of(skills ^ parent.skills)
        arrives = max(post_ends, hours * self._bounds.study_ticks)
        least = self._find_ticks_to_goal(path[-1], parent.service, arrives, skills) if parent.service else 0
        key = self._bounds.compute_lower_bounds(path, skills, arrives, hours, stages, least)
        if key is None:
            return None
        # with open requirements, use a value that is less than every set of skills, since the label may learn any set
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
            False,
            stages,
            parent.service,
            parent.ahead,
            self._bounds.multiply_rarities(path) if parent.rarity else 0,
        )

    def _find_ticks_to_goal(self, position: int, service: Service, arrives: Ticks, skills: int) -> float | Fraction:
        """Return the least ticks from the start until a person has the experience that the goal asks for, here 0."""
        return 0

    def _list_recent_moves(self, path: tuple[int, ...]) -> list[tuple[dict[int, int], int]]:
        """Return, for each of the last positions of a path, all moves from there and the months to the path's end.

        The returned list covers the positions after the prefix and before the end of the path, at most the last
        DETOUR_WINDOW positions. The list is empty in a problem with waypoints or with the objective rarity, since a
        detour may then be useful.
        """
        if self._problem.via or self._problem.by_rarity:  # a detour may pass a waypoint, or be more common
            return []
        recent, moves, months = [], self._compiled.moves, 0
        last = len(path) - 2
        for index in range(last, max(len(self._problem.prefix) - 1, last - DETOUR_WINDOW), -1):
            months += moves[path[index]][path[index + 1]]
            recent.append((self._list_moves_on(path, index), months))
        return recent

    def _list_moves_on(self, path: tuple[int, ...], index: int) -> dict[int, int]:
        """Return the moves that a path may make from the position at `index` on the path.

        A path moves from a stage to roles only. The exceptions are the first position, waypoints, and a stage directly
        after a programme of study.
        """
        position = path[index]
        if index and position not in self._problem.via:
            return self._compiled.get_moves_after(path[index - 1], position)
        return self._compiled.moves[position]

    def _select_comparable(self, label: Label, others: list[Label]) -> list[Label]:
        """Return the labels in `others` that may dominate a label at the same position.

        The prefix of the problem fixes the first moves of all paths (`Problem.prefix`). If a label's path is no longer
        than the prefix, only labels whose paths have equally many positions may dominate the label.

        Directly after a programme of study, a path may go from one stage to another. So at a stage, only labels that
        come from programmes may dominate a label that comes from a programme.
        """
        prefix = self._problem.prefix
        if self._follows_programme(label):
            others = [other for other in others if self._follows_programme(other)]
        if label.path[-1] not in prefix:
            return others
        # all lengths beyond the prefix count as one
        beyond = len(prefix) + 1
        length = min(len(label.path), beyond)
        return [other for other in others if min(len(other.path), beyond) == length]

    def _follows_programme(self, label: Label) -> bool:
        """Return whether the last move of a path leads from a programme of study to a stage."""
        before, position = label.path[-2:][0], label.path[-1]
        return bool(self._compiled.ends >> position & 1 and self._compiled.programmes >> before & 1)

    def may_repeat(self, position: int) -> bool:
        """Return whether a path may pass a position again, in a problem with a prefix.

        In a problem with a prefix, only a stage that is not the goal may occur twice on a path.
        """
        return bool(self._compiled.stages >> position & 1) and position != self._problem.goal

    def returns_by_programme(self, path: tuple[int, ...], position: int) -> bool:
        """Return whether a move from a programme of study returns to a stage, in a problem with a prefix.

        Such a move may be the only one that makes a path with the programme complete. Among the k best paths, a path
        with the programme is another path, although the programme may bring nothing new.
        """
        is_return = bool(self._problem.prefix) and position in path and self.may_repeat(position)
        return is_return and bool(self._compiled.programmes >> path[-1] & 1)

    def _is_detour(
        self, path: tuple[int, ...], recent_moves: list[tuple[dict[int, int], int]], position: int, months: int
    ) -> bool:
        """Return whether a move that takes `months` to `position` is a detour or a return, which the search can skip.

        A move is a return if the path has passed `position` already. The search skips neither a return to the goal,
        which may bring further skills, nor a return in a problem with waypoints. In a problem with a prefix, a path may
        return once to a stage of the prefix. Directly after a programme of study, it may return to any stage. A move is
        a detour if an earlier position leads directly to `position`, in no more months than the path takes.
        """
        if self.returns_by_programme(path, position):
            return False
        if position in path and not self._problem.via:
            prefix = self._problem.prefix
            if position not in prefix or position in path[len(prefix) :] or not self.may_repeat(position):
                return position != self._problem.goal  # a path may return to the goal with further skills
        # this loop runs for each move, and is twice as fast as any()
        for targets, since in recent_moves:
            if targets.get(position, inf) <= since + months:
                break
        else:
            return False
        return True

    def is_dominated(self, label: Label, others: list[Label]) -> bool:
        """Return whether any label in `others`, which are at the same position, dominates a label.

        If two labels have equal costs, the label whose path, or else whose learned skills, sort first dominates the
        other.
        """
        first, moves, hours_of = self._problem.order[0], label.move_cost, self._compiled.hours_of
        all_waypoints, wanted = self._bounds.all_waypoints, label.skills & self._bounds.shared_skills
        for other in self._select_comparable(label, others):
            missing = wanted & ~other.skills
            if missing & all_waypoints:
                continue
            if first == MOVES and other.move_cost != moves:
                if other.move_cost < moves:
                    return True
                continue
            hours = other.hours + hours_of(missing)
            if hours > label.hours or (other.arrives > label.arrives and (first != HOURS or hours == label.hours)):
                continue
            if hours < label.hours or comes_before(other, label, is_equal=not missing):
                return True
        return False


def comes_before(other: Label, label: Label, *, is_equal: bool) -> bool:
    """Return whether label `other` sorts before `label` by moves, stages, path and learned skills.

    The caller promises that the labels `other` and `label` have equal hours. If `is_equal` is true, the label `other`
    has all skills of `label` that later positions on a path may need. If the labels tie in moves, stages and path, the
    function compares their learned skills only if `is_equal` is true.
    """
    costs = other.move_cost, other.stages, other.path
    label_costs = label.move_cost, label.stages, label.path
    return costs < label_costs or (is_equal and costs == label_costs and other.learned <= label.learned)
