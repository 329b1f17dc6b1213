"""Earliest arrivals: a relaxed problem with experience and teaching, solved for one label.

The relaxation lets a person be at several positions at the same time: at all that are within reach. Four rules
remain:

1. A position is reached no earlier than the months of a move allow, from a position reached before.
2. The hours of the label and the hours of the forced skills of a position fit into the time until arrival. A skill that
   may have been taught by then takes no hours.
3. Experience in a field grows with time from the first arrival at a post that counts in the field. If the label has
   passed such a post, its service limits the experience at each time.
4. A lesson ends no earlier than its months after the first arrival at its post.

A path that continues the label keeps all four rules, and each time grows with the times on which it depends. By
induction over its moves, the path arrives at no position before the time that the relaxation gives. Dijkstra's
algorithm finds these times for all positions in one pass, since an event causes only later ones. A position that lacks
skills or experience waits for the events that may give them.

The relaxation drops each event that is too late: the time of the event plus the least months from its position to the
goal exceeds a limit. A lesson ends before the arrival at the next role, so the least months from the next role count
for a lesson. A path that arrives at the goal by the limit passes only positions that the relaxation reaches, and no
lesson that it drops ends on this path.

Source of bounds by relaxed reachability: Bonet and Geffner (2001), planning as heuristic search.
"""

from bisect import bisect_right
from collections import defaultdict
from fractions import Fraction
from heapq import heappop, heappush
from itertools import accumulate, permutations
from math import inf
from operator import or_
from typing import NamedTuple

from mlgraph.search.bitset import ranks
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.problem import Problem
from mlgraph.search.waits import Ticks


class Standing(NamedTuple):
    """The end of a path: where a person is, and with what.

    Attributes
    ----------
    position : int
        The last position of the path.
    arrives : int or Fraction
        The tick of arrival there.
    hours : int
        The hours of study so far.
    skills : int
        The skills of the person, a bit mask.
    gained : tuple of int
        The experience in each field without waits, in ticks.
    most : tuple of int or None
        For each field, the most experience at any time minus that time; None if no post so far counts in the field.
    post, served : int
        The post that the person holds, -1 for none, and the ticks served there.
    base : int
        The tick of arrival without waits.
    rays : tuple of int
        Sets of fields. Each post so far counts in no field outside one of them.

    """

    position: int
    arrives: Ticks
    hours: int
    skills: int
    gained: tuple[int, ...]
    most: tuple[Ticks | None, ...]
    post: int
    served: Ticks
    base: int
    rays: tuple[int, ...]


class Reach(NamedTuple):
    """The positions and the skills within reach.

    Attributes
    ----------
    arrivals : dict of int to float or Fraction
        A lower bound on the ticks until arrival at each position within reach.
    lessons : set of (int, int)
        The lessons within reach: the post and the months of each.
    skills : int
        The skills of the person and those that lessons within reach teach, a bit mask.
    offsets : list of float or Fraction or None
        For each field, the least ticks until a person has any experience minus this experience; None if no position
        within reach counts in the field.

    """

    arrivals: dict[int, float | Fraction]
    lessons: set[tuple[int, int]]
    skills: int
    offsets: list[float | Fraction | None]


class EarliestArrivals:
    """The relaxed problem on some positions.

    Parameters
    ----------
    compiled : CompiledGraph
        The graph, with posts.
    problem : Problem
        The problem.
    asks : list of dict of int to int
        The experience in fields that each position asks for, in ticks.
    left : dict of int to int
        The least months from each position to the goal; a path passes only these positions.
    ticks : tuple of int
        The number of ticks in a unit of hours and in a unit of months, and those served in the post at the start.
    budget : Budget
        The budget of the answer.

    """

    def __init__(
        self,
        compiled: CompiledGraph,
        problem: Problem,
        asks: list[dict[int, int]],
        left: dict[int, int],
        ticks: tuple[int, int, int],
        budget: Budget,
    ) -> None:
        assert compiled.posts is not None
        self.study_ticks, self.post_ticks, self.served = ticks
        self.start, self.budget, self.posts, self.stages = problem.start, budget, compiled.posts, compiled.stages
        self._compiled, self.goal = compiled, problem.goal
        self.hours_of, self.count = compiled.hours_of, len(compiled.moves)
        self.left = {position: months * self.post_ticks for position, months in left.items()}
        self.asks = {position: tuple(asks[position].items()) for position in left}
        self.missing = {position: compiled.needs(position).forced & ~problem.known for position in left}
        self.pairs = {
            position: tuple(
                [(1 << one[0] | 1 << other[0], *one, *other) for one, other in permutations(self.asks[position], 2)]
            )
            for position in left
        }
        self._least_asked: dict[tuple[int, int, int], float] = {}
        self._by_idle: dict[int, tuple[list[int], list[int]]] = {}
        self.moves: dict[int, list[tuple[int, int]]] = {}
        for position in left:
            only_roles = compiled.stages >> position & 1 and position != problem.start and not problem.via
            targets = compiled.moves_to_roles[position] if only_roles else compiled.moves[position]
            self.moves[position] = [(months * self.post_ticks, to) for to, months in targets.items() if to in left]
        self.left_after = self._find_left_after(compiled)

    def _find_left_after(self, compiled: CompiledGraph) -> dict[int, float]:
        """Return the least ticks to the goal from a role that may come next after each position, or after a stage."""
        left, stages = self.left, compiled.stages
        by_stage: float = inf
        for stage in ranks(stages):
            if left.get(stage) == 0:  # it is the goal, or leads there at once
                by_stage = 0
            by_stage = min(
                by_stage, min((left[to] for to in compiled.moves_to_roles[stage] if to in left), default=inf)
            )
        found: dict[int, float] = {}
        for position, moves in self.moves.items():
            self.budget.check()
            nexts = (by_stage if stages >> to & 1 else left[to] for _, to in moves)
            found[position] = min(nexts, default=inf)
        return found

    def _ticks_of_lessons(self, standing: Standing, limit: float | Fraction, field: int) -> float | Fraction:
        """Return the least ticks, not counting in a field, of a lesson that every path by a limit takes.

        A path takes a lesson if the goal needs a skill for which there is no time to study.
        """
        most: float | Fraction = 0
        for skill in ranks(self.missing[self.goal] & ~standing.skills & self._compiled.taught):
            alone = self._compiled.with_forced(skill) & ~standing.skills & ~self._compiled.taught | 1 << skill
            if (standing.hours + self.hours_of(alone)) * self.study_ticks > limit:
                stays = [
                    0
                    if self.posts.counts[post] >> field & 1
                    else max(0, lesson.months * self.post_ticks - (standing.served if post == standing.post else 0))
                    for post, lessons in enumerate(self.posts.lessons)
                    for lesson in lessons
                    if lesson.skills >> skill & 1
                ]
                most = max(most, min(stays, default=inf))
        return most

    def _keeping(self, field: int, spare: float | Fraction) -> int:
        """Return the positions from which a path spends at most some ticks in posts that do not count in a field."""
        if field not in self._by_idle:
            masks: defaultdict[int, int] = defaultdict(int)
            for post, months in self.idle(field).items():
                if post >= 0:
                    masks[months * self.post_ticks] |= 1 << post
            times = sorted(masks)
            self._by_idle[field] = times, list(accumulate([masks[time] for time in times], or_, initial=self.stages))
        times, sets = self._by_idle[field]
        return sets[bisect_right(times, spare)]

    def idle(self, field: int) -> dict[int, int]:
        """Return the least months to the goal in posts that do not count in a field (`CompiledGraph`)."""
        return self._compiled.idle_months_to(self.goal, field, self.budget)

    def least_asked(self, field: int, other: int, allowed: int) -> float:
        """Return the least experience in `other` that any post asks for that counts in `field` and in `other`."""
        key = field, other, allowed
        if key not in self._least_asked:
            both, posts = 1 << field | 1 << other, self.posts
            self._least_asked[key] = min(
                [
                    posts.asks[position].get(other, 0) * self.post_ticks
                    for position in self.left
                    if allowed >> position & 1 and posts.counts[position] & both == both
                ],
                default=inf,
            )
        return self._least_asked[key]

    def find(self, standing: Standing, limit: float | Fraction, allowed: int) -> Reach:
        """Return the positions and skills within reach of a path, up to a limit on the arrival at the goal.

        The path goes on through the positions `allowed` only.
        """
        least: float | Fraction = standing.arrives
        spare: list[tuple[int, float | Fraction]] = []
        for field, asked in self.asks[self.goal] if limit < inf else ():
            counted = standing.base + max(0, asked - standing.gained[field])
            spare.append((field, limit - counted))
            allowed &= self._keeping(field, limit - counted)
            least = max(least, counted + self._ticks_of_lessons(standing, limit, field))
        search = _Relaxation(self, standing, limit, allowed, spare)
        if least <= limit:
            search.run()
        if self.goal in search.arrivals:
            search.arrivals[self.goal] = max(search.arrivals[self.goal], least)
        return Reach(search.arrivals, search.lessons, search.skills, search.offsets)


class _Relaxation:
    """One pass of Dijkstra's algorithm. An event is the arrival at a position, or the end of a lesson."""

    def __init__(
        self,
        graph: EarliestArrivals,
        standing: Standing,
        limit: float | Fraction,
        allowed: int,
        spare: list[tuple[int, float | Fraction]],
    ) -> None:
        self._graph, self._standing, self._limit, self._allowed = graph, standing, limit, allowed
        self._spare, self.skills = spare, standing.skills
        self.arrivals: dict[int, float | Fraction] = {}
        self.lessons: set[tuple[int, int]] = set()
        self.offsets: list[float | Fraction | None] = [None if each is None else -each for each in standing.most]
        self._apart: dict[int, bool] = {}
        self._taught: list[int] = []  # events after those of all positions
        self._until: dict[int, float | Fraction] = {}  # positions that wait, and the time until which they wait
        self._unskilled: list[int] = []
        self._inexperienced: defaultdict[int, list[int]] = defaultdict(list)
        self._queue: list[tuple[Ticks | float, int]] = []

    def run(self) -> None:
        graph, standing, queue = self._graph, self._standing, self._queue
        at, until, stages = standing.position, self._until, graph.stages
        self._leave(standing.arrives, at, graph.served if at == graph.start else 0)
        self._teach(standing.arrives, at, standing.post, standing.served)
        while queue:
            ticks, here = heappop(queue)
            if here >= graph.count:
                self._learn(ticks, self._taught[here - graph.count])
            elif here not in self.arrivals and ticks >= until.get(here, 0) and self._is_ready(ticks, here):
                if not stages >> here & 1:
                    self._enter(ticks, here)
                    self._teach(ticks, here, here, 0)
                self._leave(ticks, here, 0)

    def _leave(self, ticks: Ticks | float, here: int, served: int) -> None:
        """Add the arrivals at all positions to which a position leads."""
        self._graph.budget.check()
        arrivals, allowed, limit, left = self.arrivals, self._allowed, self._limit, self._graph.left
        arrivals[here] = ticks
        for months, to in self._graph.moves[here]:
            if to not in arrivals and allowed >> to & 1:
                arrives = ticks + (max(0, months - served) if served else months)
                if arrives + left[to] <= limit:
                    heappush(self._queue, (arrives, to))

    def _teach(self, begin: Ticks | float, here: int, teacher: int, served: Ticks) -> None:
        """Add the lessons of the post that a person holds at a position."""
        graph = self._graph
        for months, lesson in graph.posts.lessons[teacher] if teacher >= 0 else ():
            stay = max(0, months * graph.post_ticks - served)
            ends = begin + stay
            if ends + graph.left_after[here] <= self._limit and self._may_stay(teacher, stay):
                self.lessons.add((teacher, months))
                if lesson & ~self.skills:
                    heappush(self._queue, (ends, graph.count + len(self._taught)))
                    self._taught.append(lesson)

    def _may_stay(self, teacher: int, ticks: Ticks) -> bool:
        """Return whether a stay leaves enough time for experience in the fields in which its post does not count."""
        counts = self._graph.posts.counts[teacher]
        return all(counts >> field & 1 or ticks <= spare for field, spare in self._spare)

    def _learn(self, ticks: Ticks | float, lesson: int) -> None:
        """Add the skills of a lesson, and try the positions again that lack skills."""
        if lesson & ~self.skills:
            self.skills |= lesson
            self._try_again(ticks, self._unskilled)

    def _enter(self, ticks: Ticks | float, here: int) -> None:
        """Begin the experience that a post gives, and try the positions again that ask for it."""
        counts = self._graph.posts.counts[here]
        for field, offset in enumerate(self.offsets):
            if offset is None and counts >> field & 1:
                self.offsets[field] = ticks - self._standing.gained[field]
                self._try_again(ticks, self._inexperienced[field])

    def _try_again(self, ticks: Ticks | float, positions: list[int]) -> None:
        for position in positions:
            self._until.pop(position, None)
            heappush(self._queue, (ticks, position))
        positions.clear()

    def _is_apart(self, both: int) -> bool:
        """Return whether no post so far counts in both of two fields."""
        if both not in self._apart:
            self._apart[both] = all(ray & both != both for ray in self._standing.rays)
        return self._apart[both]

    def _ticks_apart(self, field: int, asked: int, other: int, more: int) -> float | Fraction:
        """Return a bound on the arrival at a position that asks for experience in two fields, the sixth rule."""
        standing = self._standing
        begins: float | Fraction = standing.base
        had, had_other = standing.gained[field], standing.gained[other]
        if standing.most[field] is None and standing.most[other] is None:
            entered = self.offsets[field], self.offsets[other]
            assert entered[0] is not None and entered[1] is not None
            begins = min(entered[0] + had, entered[1] + had_other)
        least = min(more, self._graph.least_asked(field, other, self._allowed))
        return begins + max(0, asked - had) + max(0, least - had_other)

    def _is_ready(self, ticks: Ticks | float, here: int) -> bool:
        """Return whether a person may have the skills and the experience of a position; if not, let it wait."""
        graph, ready = self._graph, ticks
        if lacking := graph.missing[here] & ~self.skills:
            studied = (self._standing.hours + graph.hours_of(lacking)) * graph.study_ticks
            if studied > ready:
                ready = studied
                self._unskilled.append(here)
        for field, asked in graph.asks[here]:
            offset = self.offsets[field]
            if offset is None:
                self._inexperienced[field].append(here)
                ready = inf
                break
            ready = max(ready, asked + offset)
        for both, *pair in graph.pairs[here] if ready < inf else ():
            if self._is_apart(both):
                ready = max(ready, self._ticks_apart(*pair))
        if ready <= ticks:
            return True
        self._until[here] = ready
        if ready + graph.left[here] <= self._limit and ready < inf:
            heappush(self._queue, (ready, here))
        return False
