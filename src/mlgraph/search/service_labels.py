"""Labels of partial paths with experience and teaching.

A label is a partial path with its costs and skills. The module `service` explains the waits of labels, and why a search
with waits still finds the best path.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from math import inf
from typing import NamedTuple

from mlgraph.search.bitset import list_ranks, unite
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import AnyOf, CompiledGraph, find_unmet, list_posts_along
from mlgraph.search.earliest import Standing
from mlgraph.search.labels import ALL_FIELDS, DETOUR_WINDOW, Extended, Label, Labels, comes_before
from mlgraph.search.posts import Posts
from mlgraph.search.problem import HOURS, MONTHS, MOVES, Problem
from mlgraph.search.service import Service
from mlgraph.search.waits import Row, Ticks, find_least_waits


class Relevant(NamedTuple):
    """The skills and the experience that matter to the paths that continue a label.

    Attributes
    ----------
    skills : int
        A bit mask of the skills and marks that the positions ahead may need.
    caps : tuple of int
        For each field, the most ticks of experience that any position ahead asks for, or 0 if the person begins with as
        much experience.
    fields : int
        A bit mask of the fields in which the positions ahead ask for experience.

    """

    skills: int
    caps: tuple[int, ...]
    fields: int


class ServiceLabels(Labels):
    """A maker of labels that also have the service of the person in the posts of the path."""

    def __init__(self, compiled: CompiledGraph, problem: Problem, bounds: Bounds, budget: Budget) -> None:
        super().__init__(compiled, problem, bounds, budget)
        assert compiled.posts is not None
        self._posts: Posts = compiled.posts
        self._fields = [*list_ranks(bounds.fields)]
        self._counts = [fields & bounds.fields for fields in self._posts.counts]
        self._relevant: dict[int, Relevant] = {}

    def _find_relevant(self, label: Label) -> Relevant:
        """Return the skills and the experience that positions ahead of a label may ask for.

        The method computes the skills and experience once for all labels with the same positions ahead.
        """
        positions = label.ahead & self._bounds.positions
        found = self._relevant.get(positions)
        if found is None:
            skills, caps = self._compiled.find_closure(self._problem.extra), [0] * self._posts.fields
            for position in list_ranks(positions):
                skills |= self._compiled.may_need(position)
                for field, asked in self._bounds.asks[position].items():
                    caps[field] = max(caps[field], asked)
            found = Relevant(skills, tuple(caps), sum(1 << field for field, most in enumerate(caps) if most))
            self._relevant[positions] = found
        return found

    @cached_property
    def _lessons_of(self) -> list[int]:
        """For each post, a bit mask of the skills that the post teaches, with the marks of these skills."""
        return [unite(lesson.skills for lesson in each) if each else 0 for each in self._posts.lessons]

    def _find_fields(self, post: int) -> int:
        return self._counts[post] if post >= 0 else 0

    @cached_property
    def fields_at_goal(self) -> int:
        """A bit mask of the fields in which the goal asks for experience."""
        return sum(1 << field for field in self._posts.asks[self._problem.goal])

    def make_state(self, label: Label, fields: int = ALL_FIELDS) -> tuple[int, ...]:
        """Return the state of a label, which decides along which paths the label can continue."""
        service = label.service
        assert service is not None
        unstudied = self._problem.avoided_skills & self._bounds.teachable
        # a path may pass the goal before it meets the requirements of the goal
        waits_at_goal = bool(label.open) and label.path[-1] == self._problem.goal
        is_complete = not find_unmet(self._problem.extra, label.skills)
        further = service.post, unite(service.rays) & fields, label.skills & unstudied, waits_at_goal, is_complete
        return (*super().make_state(label, fields), *further)

    def make_root(self) -> Label | None:
        """Return the label with only the first position, with the time served there before the plan begins."""
        label, start = super().make_root(), self._problem.start
        if label is None:
            return None
        is_post = not self._compiled.stages >> start & 1
        counts = self._counts[start] if is_post else 0
        gained = tuple([self._bounds.find_initial(field) for field in range(self._posts.fields)])
        most = tuple([had if counts >> field & 1 else None for field, had in enumerate(gained)])
        served = self._bounds.served if is_post else 0
        post = start if is_post else -1
        return label._replace(service=Service(post, served, 0, gained, most, (counts,), waits=(0,)))

    def extend_by_moves(self, label: Label, useful: int = -1) -> Iterator[Label]:
        """Yield a label for each move from the end of a label's path and for each wait for teaching before the move.

        The method makes labels only at the positions in the bit mask `useful`.
        """
        problem, compiled, bounds, service = self._problem, self._compiled, self._bounds, label.service
        assert service is not None
        served = bounds.served if len(label.path) == 1 else 0
        relevant, allowed = self._find_relevant(label), bounds.positions & label.ahead & useful
        earlier = self._list_earlier_posts(label, relevant)
        for position, months in self._list_targets(label.path).items():
            if not allowed >> position & 1 or self._is_idle(label.path, earlier, position, months):
                continue
            needs = compiled.find_needs(position)
            ticks = max(0, months * bounds.post_ticks - served)
            for wait, taught in self._list_lessons(service, ticks, label.skills, relevant.skills):
                had = label.skills | taught
                if needs.implied & ~had & problem.avoided_skills:
                    continue
                further = self._serve(service, position, ticks, wait, len(label.path))
                if further is None:
                    continue
                parent = label._replace(skills=had, service=further)
                skills = had | needs.implied | bounds.waypoint_bit.get(position, 0)
                passed = label.stages + (compiled.stages >> position & 1)
                extended = (*label.path, position), label.learned, skills, had, passed
                post_ends = further.base + sum(further.waits)
                open_groups = find_unmet(needs.open, skills) if needs.open else ()
                variants = [open_groups]
                if problem.extra and position == problem.goal and not bounds.all_waypoints & ~skills:
                    # a later return to this position may also teach the missing skills
                    variants = list(dict.fromkeys([find_unmet((*open_groups, *problem.extra), skills), open_groups]))
                for groups in variants:
                    if child := self._make_label(extended, parent, post_ends, groups):
                        yield child

    def _make_label(
        self, extended: Extended, parent: Label, post_ends: Ticks, open_groups: tuple[AnyOf, ...]
    ) -> Label | None:
        label = super()._make_label(extended, parent, post_ends, open_groups)
        return label if label is None or open_groups else label._replace(service=self._settle(label))

    def _list_lessons(self, service: Service, ticks: int, skills: int, useful: int) -> Iterator[tuple[int, int]]:
        """Yield each possible wait for teaching before a move, with the skills that the post has taught after the wait.

        The first wait that the method yields is 0 ticks.
        """
        taught, ends = 0, service.served + ticks
        later: dict[int, int] = {}
        for months, lesson in self._posts.lessons[service.post] if service.post >= 0 else ():
            after = months * self._bounds.post_ticks
            if after <= ends:
                taught |= lesson
            else:
                later[after] = later.get(after, 0) | lesson
        yield 0, taught
        for after, lesson in later.items():
            if lesson & ~skills & ~taught & useful:
                yield after - ends, taught | lesson
            taught |= lesson

    def _serve(self, service: Service, position: int, ticks: int, wait: int, move: int) -> Service | None:
        """Return the service on arrival at a position, or None if no waits give the experience asked for there."""
        counts = self._find_fields(service.post)
        spent = ticks + wait
        gained, most = list(service.gained), list(service.most)
        for field in self._fields:
            if counts >> field & 1:
                gained[field] += spent
            elif (bound := most[field]) is not None:
                most[field] = bound - spent
        lacks = max(0, service.lacks - wait)
        rows, everything = service.rows, (1 << len(service.rays)) - 1
        stays = (*service.stays, (move, service.served + spent)) if wait else service.stays
        is_stage = self._compiled.stages >> position & 1
        post, served = (service.post, service.served + spent) if is_stage else (position, 0)
        if not is_stage:
            if lacks:
                rows, lacks = _with_row(rows, (everything, lacks)), 0
            for field, asked in self._bounds.asks[position].items():
                lacking = asked - gained[field]
                if lacking > 0:
                    counting = sum(1 << index for index, ray in enumerate(service.rays) if ray >> field & 1)
                    if not counting:
                        return None
                    rows = _with_row(rows, (counting, lacking))
        waits = service.waits
        all_rows = (*rows, (everything, lacks)) if lacks else rows
        if wait or not _keeps(waits, all_rows):
            found = find_least_waits(len(service.rays), all_rows)
            assert found is not None
            waits = found
        return Service(
            post, served, service.base + spent, tuple(gained), tuple(most), service.rays, rows, lacks, waits, stays
        )

    def _settle(self, label: Label) -> Service:
        """Return the service of a label on arrival, with waits for study and a variable for a wait in the new post."""
        service, position = label.service, label.path[-1]
        assert service is not None
        rows, lacks, waits, everything = service.rows, service.lacks, service.waits, (1 << len(service.rays)) - 1
        if label.arrives > label.post_ends:
            lacking = label.arrives - service.base
            if self._compiled.stages >> position & 1:
                lacks = lacking
                waits = find_least_waits(len(service.rays), (*rows, (everything, lacks))) or ()
            else:
                rows = _with_row(rows, (everything, lacking))
                waits = find_least_waits(len(service.rays), rows) or ()
        rays, most, counts = service.rays, service.most, self._counts[position]
        if not self._compiled.stages >> position & 1 and all(counts & ~ray for ray in rays):
            rays, waits = (*rays, counts), (*waits, 0)
            most = tuple(
                [
                    service.gained[field] - label.arrives if bound is None and counts >> field & 1 else bound
                    for field, bound in enumerate(most)
                ]
            )
        return service._replace(rows=rows, lacks=lacks, waits=waits, rays=rays, most=most)

    def _find_ticks_to_goal(self, position: int, service: Service, arrives: Ticks, skills: int) -> float | Fraction:
        least: float | Fraction = 0
        if self._bounds.times:
            least = self._bounds.times.bound_arrival(position, arrives, service)
        for field, asked in self._bounds.asks[self._problem.goal].items():
            idle = self._bounds.find_idle_ticks(field, service.post, skills)
            had, bound = service.gained[field], service.most[field]
            if bound is not None:
                least = max(least, service.base + max(0, asked - had) + idle, asked - bound)
            else:  # since no post so far counts, the time until arrival does not count
                least = max(least, asked - had + arrives + idle)
        return least

    def describe_standing(self, label: Label) -> Standing:
        """Return the situation of a person at the end of the path of a label."""
        service = label.service
        assert service is not None
        served: Ticks = service.served
        if self._compiled.stages >> label.path[-1] & 1:
            served += label.arrives - service.base  # the person may have spent all waits so far in this post
        person = label.arrives, label.hours, label.skills, service.gained, service.most
        return Standing(label.path[-1], *person, service.post, served, service.base, service.rays)

    def _list_earlier_posts(self, label: Label, relevant: Relevant) -> list[tuple[int, dict[int, int], int]]:
        """Return the earlier positions of a path since which no post gives anything that positions ahead may need.

        A post gives skills that positions ahead may need, and experience in fields that positions ahead ask for. A
        longer stay in the post held at an earlier position gives experience in the fields of that post, too. The
        function therefore ignores these fields.

        For each earlier position, the result has its rank, the moves from the position, and the months from there to
        the end of the path.
        """
        if self._problem.by_rarity:
            return []
        path, moves, stages, held = (
            label.path,
            self._compiled.moves,
            self._compiled.stages,
            list_posts_along(self._compiled, label.path),
        )
        found: list[tuple[int, dict[int, int], int]] = []
        gained = months = 0
        last = len(path) - 2
        for index in range(last, max(len(self._problem.prefix) - 1, last - DETOUR_WINDOW), -1):
            after = path[index + 1]
            if after in self._problem.via:
                break
            if not stages >> after & 1:
                gained |= self._counts[after] & relevant.fields
                if self._lessons_of[after] & relevant.skills & ~self._problem.known:
                    break
            months += moves[path[index]][after]
            if not gained & ~self._find_fields(held[index]):
                found.append((path[index], self._list_moves_on(path, index), months))
        return found

    def _is_idle(
        self, path: tuple[int, ...], earlier: list[tuple[int, dict[int, int], int]], position: int, months: int
    ) -> bool:
        """Return whether the search can skip a move, as a detour or as the end of a round that brings nothing new.

        A round brings nothing new if the path passed all positions of the round before the round began. A round also
        brings nothing new if its posts give nothing that positions ahead may need (`_list_earlier_posts`).
        """
        if position in path:
            if self._problem.prefix and not self.may_repeat(position):
                return True
            if self.returns_by_programme(path, position):
                return False
            last = len(path) - 1 - path[::-1].index(position)
            # the goal itself may have taught a skill that `via` asks for on arrival at the goal
            ends = position == self._problem.goal and bool(self._problem.extra)
            if not ends and set(path[last:]) <= set(path[: last + 1]):
                return True
        is_goal = position == self._problem.goal
        return any(
            targets.get(position, inf) <= since + months or (here == position and not is_goal)
            for here, targets, since in earlier
        )

    def is_dominated(self, label: Label, others: list[Label]) -> bool:
        """Return whether any label in `others`, at the same position, is known to dominate a label (see `service`)."""
        unstudied = self._bounds.all_waypoints | self._problem.avoided_skills
        relevant = self._find_relevant(label)
        wanted = label.skills & (relevant.skills | self._bounds.all_waypoints)
        must_match = bool(self._problem.prefix or self._compiled.stages >> label.path[-1] & 1)
        first = self._problem.order[0]
        for other in self._select_comparable(label, others):
            # the cheap tests first: most others fail them
            if (first != MOVES and other.hours > label.hours) or (first == MONTHS and other.arrives > label.arrives):
                continue
            missing = wanted & ~other.skills
            if missing & unstudied or (must_match and not self._may_replace(other, label, relevant)):
                continue
            if self._costs_less(other, label, missing, relevant):
                return True
        return False

    def _costs_less(self, other: Label, label: Label, missing: int, relevant: Relevant) -> bool:
        """Return whether `other` wins over `label` in costs and experience, if it also studies the `missing` skills."""
        first = self._problem.order[0]
        moves, other_moves = label.move_cost, other.move_cost
        if first == MOVES and other_moves != moves:
            return other_moves < moves and self._gives_in_time(other, label, relevant)
        hours = other.hours + (self._compiled.hours_of(missing) if missing else 0)
        if hours > label.hours:
            return False
        if first == HOURS and hours < label.hours:
            return self._gives_in_time(other, label, relevant)
        comes_first = hours < label.hours or comes_before(other, label, is_equal=not missing)
        return comes_first and other.arrives <= label.arrives and self._covers(other, label, relevant)

    def _may_replace(self, other: Label, label: Label, relevant: Relevant) -> bool:
        """Return whether the label `other` may dominate `label`, before any comparison of costs and experience.

        If the problem has a prefix (`Problem.prefix`), all positions on the path of `other` must also be on the path of
        `label`. At a stage where the post of `label` teaches a skill that `other` lacks and may need, `other` can
        dominate only with the same service.
        """
        if self._problem.prefix and not set(other.path) <= set(label.path):
            return False
        mine, its = label.service, other.service
        assert mine is not None and its is not None
        if not self._compiled.stages >> label.path[-1] & 1 or mine.post < 0:
            return True
        if not self._lessons_of[mine.post] & relevant.skills & ~other.skills:
            return True
        return its.post == mine.post and its._replace(stays=()) == mine._replace(stays=())

    def _gives_in_time(self, other: Label, label: Label, relevant: Relevant) -> bool:
        """Return whether the label `other` can have as much experience as `label`, perhaps at a later time."""
        mine, its = label.service, other.service
        assert mine is not None and its is not None
        # without a post that counts in a field, nobody has more than at the start
        return not unite(mine.rays) & ~unite(its.rays) & relevant.fields

    def _covers(self, other: Label, label: Label, relevant: Relevant) -> bool:
        """Return whether label `other`, which arrives no later, can always have as much experience as `label`."""
        mine, its = label.service, other.service
        assert mine is not None and its is not None
        has, spare = its.can_have(), label.arrives - other.arrives
        growing = sum(1 << field for field in list_ranks(relevant.fields) if has[field] < relevant.caps[field])
        if not growing:
            return True
        if mine.post != its.post and self._find_fields(mine.post) & growing & ~self._find_fields(its.post):
            return False
        for ray in mine.rays:
            if all(ray & growing & ~wider for wider in its.rays):
                return False
        waited = label.arrives - mine.base
        for ray in mine.rays if waited else (0,):
            lacking = 0
            most: Ticks = 0
            for field in list_ranks(growing):
                wanted: Ticks = mine.gained[field] + (waited if ray >> field & 1 else 0)
                bound = mine.most[field]
                if bound is not None:
                    wanted = min(wanted, bound + label.arrives)
                wanted = min(wanted, relevant.caps[field]) - has[field]
                if wanted > 0:
                    lacking |= 1 << field
                    most = max(most, wanted)
            if lacking and (most > spare or all(lacking & ~wider for wider in its.rays)):
                return False
        return True


def _with_row(rows: tuple[Row, ...], row: Row) -> tuple[Row, ...]:
    """Return the rows of a linear program together with a further row.

    If two rows have the same variables, the result keeps only the row with the greater amount.
    """
    variables, amount = row
    same = next((asked for others, asked in rows if others == variables), None)
    if same is None:
        return (*rows, row)
    if same >= amount:
        return rows
    return tuple([row if others == variables else (others, asked) for others, asked in rows])


def _keeps(waits: tuple[Ticks, ...], rows: tuple[Row, ...]) -> bool:
    return all(sum([waits[index] for index in list_ranks(variables)]) >= amount for variables, amount in rows)
