"""Lower bounds on the arrivals of paths that continue a label, in graphs whose posts give experience or teach skills.

A label is a partial path with its costs and skills. The lower bounds come from a relaxed problem, which drops some
conditions of the planning problem. In the relaxed problem, a person is at all positions reached so far at the same
time, and never leaves any position. A lesson is a set of skills that a post has taught after some months. The relaxed
problem of a label has the following rules, which also hold for every path that continues the label.

**Moves.** A person reaches a position only from a position reached before, and only after the months of the move
between the two.

**Study.** A person arrives at a position only after enough time for the study so far and for the forced skills of the
position. In the relaxed problem, a skill that a post may have taught before the arrival at a position takes no hours of
study. A person gets an avoided skill only from a post.

**Experience.** In the relaxed problem, experience in a field grows all the time after the first arrival at a post that
counts in the field. If a post on a label's path counts in a field, the label states the most experience that a person
can have at each time. To gain experience in a field in which no post so far counts, a path must pass a post that counts
in the field. After the arrival at this post, the least months from the post to the position that asks for experience
must pass.

**Lessons.** A lesson ends only when its months have passed since the first arrival at its post.

**Two fields.** If no post so far counts in both fields F and G, each month so far counts in at most one field. If no
post at all counts in both fields F and G, the months that a person lacks in F and in G add up. A post that counts in
both fields F and G may itself ask for months in G before a person arrives there. A person then needs the months lacking
in F, plus the fewest months lacking in G for any post that counts in both fields.

Every path that continues a label keeps the rules of the relaxed problem, since the relaxed problem has only fewer
conditions. By induction over the moves of such a path, the path arrives at no position earlier than a person in the
relaxed problem. Dijkstra's algorithm finds the earliest arrivals at all positions in one pass, since an arrival or a
lesson causes only later arrivals and lessons. If skills or experience are missing for a position, the algorithm checks
the position again after each arrival or lesson that may give some.

Dijkstra's algorithm drops an arrival at a position from which no path reaches the goal by a given deadline. Dijkstra's
algorithm drops a lesson only if a person who leaves the post after the lesson cannot reach the goal by a given
deadline. A path that reaches the goal by the given deadline passes no position, and takes no lesson, that Dijkstra's
algorithm has dropped.

The experience that the goal asks for gives further lower bounds on the arrival at the goal. For each field in which the
goal asks for experience, a path consists of time in posts that count and time in other posts. A wait in a post counts
as time in the post.

In posts that count in a field, a path still needs the months of experience in the field that the person lacks for the
goal. `CompiledGraph.find_idle_months_to` returns the least months that a path from a post to the goal spends in posts
that do not count in a field. For a field, the months lacking plus the least months in posts that do not count are a
lower bound on the time ahead. The time ahead includes waits in earlier posts whose length the search has not decided
yet.

A lesson in a post that does not count in a field adds to the time in posts that do not count. If the study of a skill
that the goal needs would end after a given deadline, the path must take a lesson in the skill.

Bonet and Geffner (2001), "Planning as heuristic search", compute lower bounds from a relaxed problem, in which nothing
once reached is lost.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from itertools import accumulate, permutations
from math import inf
from operator import or_
from typing import NamedTuple, TypeAlias

from mlgraph.search.bitset import list_ranks, unite
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.problem import Problem
from mlgraph.search.waits import Ticks

MOST_NEAR_GOAL = 40  # compute all distances to at most this many positions; each takes milliseconds on a large graph
# lists of lessons: a path takes one lesson of each list; a lesson is a post with the ticks that remain until its end
_Lessons: TypeAlias = list[list[tuple[int, Ticks]]]


class Standing(NamedTuple):
    """The situation of a person at the end of a path, with the position, the time, the skills and the experience there.

    Attributes
    ----------
    position : int
        The last position of the path.
    arrives : int or Fraction
        The tick of arrival at the last position of the path.
    hours : int
        The hours of study along the path, in units of 1 / `CompiledGraph.per_hour` hours.
    skills : int
        A bit mask of the skills of the person at the end of the path.
    gained : tuple of int
        The ticks of experience in each field, without the ticks from waits whose length the search has not decided yet.
    most : tuple of int or None
        For each field, the most ticks by which experience in the field can exceed the time since the start of the path.
        For a field in which no post on the path counts, the item of `most` is None.
    post, served : int
        The post that the person holds (-1 for no post), and the ticks served in the post.
    base : int
        The tick at which the path arrives without the waits whose length the search has not decided yet.
    rays : tuple of int
        For each post on the path, a bit mask of its fields, unless an earlier post counts in all of these fields.

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
    """The positions and the skills that a person can reach who arrives at the goal by a given time.

    Attributes
    ----------
    arrivals : dict of int to float or Fraction
        A lower bound on the arrival, in ticks, at each position from which a path can reach the goal by the given time.
    skills : int
        A bit mask of skills that the person has or may get from posts on a path that reaches the goal by the given
        time.
    offsets : list of float or Fraction or None
        For each field, the least ticks by which the time since the start exceeds the experience in the field. If no
        post on the path or in `arrivals` counts in a field, the item of `offsets` is None.

    """

    arrivals: dict[int, float | Fraction]
    skills: int
    offsets: list[float | Fraction | None]


class EarliestArrivals:
    """An easier, relaxed problem, whose earliest arrivals at positions are lower bounds on the arrivals of all paths.

    Parameters
    ----------
    compiled : CompiledGraph
        The compiled graph, in which posts give experience or teach skills.
    problem : Problem
        The planning problem. The relaxed problem drops some of its conditions, such as that a person is at one position
        at a time.
    asks : list of dict of int to int
        For each position, a dictionary from each field to the ticks of experience that the position asks for.
    left : dict of int to int
        The least months to the goal from each position that a path may pass. A path may pass no position that `left`
        lacks.
    ticks : tuple of int
        The ticks to study a unit of hours, the ticks in a unit of months, and the ticks already served in the first
        post.
    budget : Budget
        The budget of time or labels for the whole answer.

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
        self._compiled, self.goal, self.hours_of = compiled, problem.goal, compiled.hours_of
        self.left, self.asks, self._known, self.avoided = left, asks, problem.known, problem.avoided_skills
        self._missing: dict[int, int] = {}
        self._pairs: dict[int, tuple[tuple[int, ...], ...]] = {}
        self._left_after: dict[int, float] = {}
        self._least_asked: dict[tuple[int, int, int], float] = {}
        self._by_idle: dict[int, tuple[list[int], list[int]]] = {}
        # a stage leads to roles only, apart from the start, waypoints and the ends of programmes of study
        self._to_all = -1 if problem.via else ~compiled.stages | 1 << problem.start | compiled.ends

    def list_moves(self, position: int) -> Iterable[tuple[int, int]]:
        """Return the months of moves from a position, each with a bit mask of the positions to which they lead."""
        moves = self._compiled.targets_by_months[position].items()
        if self._to_all >> position & 1:
            return moves
        return [(months, targets & ~self.stages) for months, targets in moves]

    def find_missing(self, position: int) -> int:
        """Return a bit mask of the forced skills of a position that the person lacks at the start."""
        found = self._missing.get(position)
        if found is None:
            found = self._missing[position] = self._compiled.find_needs(position).forced & ~self._known
        return found

    def list_pairs(self, position: int) -> tuple[tuple[int, ...], ...]:
        """Return each pair of fields in which a position asks for experience, with the ticks asked for in each."""
        if position not in self._pairs:
            pairs = permutations(self.asks[position].items(), 2)
            self._pairs[position] = tuple([(1 << one[0] | 1 << other[0], *one, *other) for one, other in pairs])
        return self._pairs[position]

    def bound_months_between(self, position: int, other: int) -> float:
        """Return a lower bound on the months of a path from a position to the position `other`.

        The function returns the least months if `other` is the goal or one of a few positions just before the goal
        (`_near_goal`), or else 0.
        """
        if not self._near_goal >> other & 1:
            return 0
        return self._compiled.find_months_to(other, self.budget).get(position, inf)

    @cached_property
    def _near_goal(self) -> int:
        """A bit mask of the goal, and of all positions with a move to the goal if these are at most MOST_NEAR_GOAL."""
        before = self._compiled.predecessors[self.goal]
        return 1 << self.goal | (before if before.bit_count() <= MOST_NEAR_GOAL else 0)

    def bound_months_after(self, position: int) -> float:
        """Return the least months to the goal from any role that may follow a position, directly or after a stage."""
        found = self._left_after.get(position)
        if found is None:
            nexts = unite(targets for _, targets in self.list_moves(position))
            by_stage = self._left_after_stages if nexts & self.stages else inf
            found = min((self.left[to] for to in list_ranks(nexts & ~self.stages) if to in self.left), default=inf)
            found = self._left_after[position] = min(found, by_stage)
        return found

    @cached_property
    def _left_after_stages(self) -> float:
        """Return the least months to the goal from any role to which a stage leads.

        Return 0 if a path of 0 months leads from some stage to the goal.
        """
        if any(self.left.get(stage) == 0 for stage in list_ranks(self.stages)):
            return 0
        roles = (to for stage in list_ranks(self.stages) for to in self._compiled.useful_moves[stage])
        return min((self.left[to] for to in roles if to in self.left), default=inf)

    def _bound_ticks_of_lessons(self, lessons: _Lessons, field: int) -> float | Fraction:
        """Return the least ticks in posts that do not count in a field, for a path with one lesson of each list."""
        counts = self.posts.counts
        return max(
            [min([0 if counts[post] >> field & 1 else stay for post, stay in each], default=inf) for each in lessons],
            default=0,
        )

    def _find_lessons_to_take(self, standing: Standing, limit: float | Fraction) -> _Lessons:
        """Return lists of lessons, such that every path to the goal by the tick `limit` takes one lesson of each list.

        A path must take a lesson in a skill if the goal needs the skill, and study of the skill would end after
        `limit`.
        """
        wanted = self.find_missing(self.goal) & ~standing.skills
        studied = standing.hours + self.hours_of(wanted & ~self._compiled.taught)
        skills = (
            skill
            for skill in list_ranks(wanted & self._compiled.taught)
            if (studied + self._compiled.hours[skill]) * self.study_ticks > limit
        )
        served = {standing.post: standing.served}
        return [
            [
                (post, max(0, lesson.months * self.post_ticks - served.get(post, 0)))
                for post, lessons in enumerate(self.posts.lessons)
                for lesson in lessons
                if lesson.skills >> skill & 1
            ]
            for skill in skills
        ]

    def _bound_ticks_by_lessons(
        self, standing: Standing, lessons: _Lessons, field: int, asked: int, reach: Reach
    ) -> float | Fraction:
        """Return a lower bound on the arrival at the goal with the experience that the goal asks for in a field.

        If no post on the path so far counts in the field, lessons in posts that do not count may delay the experience.
        If a post on the path so far counts in the field `field`, the function returns 0, a lower bound that excludes no
        arrival.
        """
        offset, counts = reach.offsets[field], self.posts.counts
        if standing.most[field] is not None or offset is None:
            return 0
        lacking, enters = asked - standing.gained[field], offset + standing.gained[field]
        most: float | Fraction = 0
        for each in lessons:
            times: list[float | Fraction] = []
            for post, stay in each:
                begins = standing.arrives if post == standing.post else reach.arrivals.get(post, inf)
                is_counted = counts[post] >> field & 1
                times.append(enters if is_counted else min(max(enters, begins + stay), enters + stay))
            most = max(most, min(times, default=inf) + lacking)
        return most

    def _find_keeping(self, field: int, spare: float | Fraction) -> int:
        """Return all stages, and each post for which the months that `idle` returns take at most `spare` ticks.

        The method `idle` returns the least time on a path to the goal in posts that do not count in the field.
        """
        if field not in self._by_idle:
            masks: defaultdict[int, int] = defaultdict(int)
            for post, months in self.find_idle_months(field).items():
                if post >= 0:
                    masks[months * self.post_ticks] |= 1 << post
            times = sorted(masks)
            self._by_idle[field] = times, list(accumulate([masks[time] for time in times], or_, initial=self.stages))
        times, sets = self._by_idle[field]
        return sets[bisect_right(times, spare)]

    def find_idle_months(self, field: int) -> dict[int, int]:
        """Return, for each post, the least months on a path to the goal in posts that do not count in a field."""
        return self._compiled.find_idle_months_to(self.goal, field, self.budget)

    def find_least_asked(self, field: int, other: int, allowed: int) -> float:
        """Return the least experience in `other` that posts ask for, among posts that count in `field` and `other`."""
        key = field, other, allowed
        if key not in self._least_asked:
            both = self._compiled.counting[field] & self._compiled.counting[other] & allowed
            asked = [self.posts.asks[post].get(other, 0) for post in list_ranks(both) if post in self.left]
            self._least_asked[key] = min(asked, default=inf) * self.post_ticks
        return self._least_asked[key]

    def find(self, standing: Standing, limit: float | Fraction, allowed: int, *, stops_at_goal: bool = False) -> Reach:
        """Return the positions and skills that a path which arrives at the goal by the tick `limit` can still reach.

        After the end of the path in `standing`, a path may pass only positions in the bit mask `allowed`. If
        `stops_at_goal` is true, the returned `Reach` leaves out positions that a path reaches later than the goal.
        """
        least: float | Fraction = standing.arrives
        spare: list[tuple[int, float | Fraction]] = []
        asks = self.asks[self.goal] if limit < inf else {}
        lessons = self._find_lessons_to_take(standing, limit) if asks else []
        for field, asked in asks.items():
            counted = standing.base + max(0, asked - standing.gained[field])
            spare.append((field, limit - counted))
            allowed &= self._find_keeping(field, limit - counted)
            least = max(least, counted + self._bound_ticks_of_lessons(lessons, field))
        search = _Relaxation(self, standing, limit, allowed, spare)
        if least <= limit:
            search.run(self.goal if stops_at_goal else -1)
        reach = Reach(search.arrivals, search.skills, search.offsets)
        if self.goal in reach.arrivals:
            for field, asked in asks.items():
                least = max(least, self._bound_ticks_by_lessons(standing, lessons, field, asked, reach))
            reach.arrivals[self.goal] = max(reach.arrivals[self.goal], least)
        return reach


class _Relaxation:
    """One pass of Dijkstra's algorithm over events: arrivals at positions, and ends of lessons."""

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
        self.offsets: list[float | Fraction | None] = [None if each is None else -each for each in standing.most]
        self._unentered = sum(1 << field for field, each in enumerate(standing.most) if each is None)
        # for each field in which the label passed no post: the posts reached that count, in the order of arrival
        self._entries: dict[int, list[tuple[float | Fraction, int]]] = {
            each: [] for each in list_ranks(self._unentered)
        }
        self._far: defaultdict[int, int] = defaultdict(int)  # positions that wait for a nearer post in a field
        self._apart: dict[int, bool] = {}
        self._reached = 0  # a bit mask of the positions in `arrivals`
        self._until: dict[int, float | Fraction] = {}  # positions that wait, and the time until which they wait
        self._unskilled = 0  # positions that wait for skills
        self._inexperienced: defaultdict[int, int] = defaultdict(int)  # positions that wait for a post in a field
        self._arriving: dict[float | Fraction, int] = {}  # the positions at which a person arrives at a time
        self._taught: dict[float | Fraction, int] = {}  # the skills of lessons that end at a time
        self._times: list[float | Fraction] = []

    def run(self, last: int) -> None:
        graph, standing, times = self._graph, self._standing, self._times
        until, left, post_ticks, limit = self._until, graph.left, graph.post_ticks, self._limit
        self._leave(standing.arrives, standing.position, graph.served if standing.position == graph.start else 0)
        self._teach(standing.arrives, standing.position, standing.post, standing.served)
        while times:
            ticks = heappop(times)
            for here in list_ranks(self._arriving.pop(ticks, 0) & ~self._reached):
                if here in until and ticks < until[here]:
                    continue
                if ticks + left[here] * post_ticks <= limit and self._is_ready(ticks, here):
                    if not graph.stages >> here & 1:
                        self._enter(ticks, here)
                        self._teach(ticks, here, here, 0)
                    self._leave(ticks, here, 0)
                    if here == last:
                        return
            if lesson := self._taught.pop(ticks, 0) & ~self.skills:
                self.skills |= lesson
                self._try_again(ticks, self._unskilled)
                self._unskilled = 0

    def _arrive(self, ticks: float | Fraction, positions: int) -> None:
        if ticks in self._arriving:
            self._arriving[ticks] |= positions
        else:
            self._arriving[ticks] = positions
            heappush(self._times, ticks)

    def _leave(self, ticks: float | Fraction, here: int, served: int) -> None:
        """Schedule an event for the arrival at each position to which a move from a given position leads."""
        graph = self._graph
        graph.budget.check()
        self.arrivals[here] = ticks
        self._reached |= 1 << here
        others, post_ticks = self._allowed & ~self._reached, graph.post_ticks
        for months, targets in graph.list_moves(here):
            if new := targets & others:
                self._arrive(ticks + max(0, months * post_ticks - served), new)

    def _teach(self, begin: float | Fraction, here: int, teacher: int, served: Ticks) -> None:
        """Schedule an event for the end of each lesson in the post that a person holds."""
        graph = self._graph
        for months, lesson in graph.posts.lessons[teacher] if teacher >= 0 else ():
            stay = max(0, months * graph.post_ticks - served)
            ends = begin + stay
            if lesson & ~self.skills and self._may_stay(teacher, stay) and not self._is_late(ends, here):
                self._taught[ends] = self._taught.get(ends, 0) | lesson
                heappush(self._times, ends)

    def _is_late(self, ticks: float | Fraction, here: int) -> bool:
        """Return whether a path that moves on from a position at the tick `ticks` arrives at the goal too late."""
        graph, limit = self._graph, self._limit
        return limit < inf and ticks + graph.bound_months_after(here) * graph.post_ticks > limit

    def _may_stay(self, teacher: int, ticks: Ticks) -> bool:
        """Return whether a stay of `ticks` in a post leaves enough time to gain the experience that the goal asks for.

        In each field in which the post does not count, the person has to gain the experience for the goal outside the
        stay. The stay is too long if every path with the stay arrives at the goal after the given deadline.
        """
        counts = self._graph.posts.counts[teacher]
        return all(counts >> field & 1 or ticks <= spare for field, spare in self._spare)

    def _enter(self, ticks: float | Fraction, here: int) -> None:
        """Let experience in the fields of a post grow from the tick `ticks`.

        The function also checks again each position that the person could not enter before for lack of experience in a
        field of the post.
        """
        counts = self._graph.posts.counts[here]
        for field, entries in self._entries.items():
            if counts >> field & 1:
                entries.append((ticks, here))
                self._try_again(ticks, self._far.pop(field, 0))
        for field in list_ranks(counts & self._unentered):
            self._unentered ^= 1 << field
            self.offsets[field] = ticks - self._standing.gained[field]
            self._try_again(ticks, self._inexperienced.pop(field, 0))

    def _try_again(self, ticks: float | Fraction, positions: int) -> None:
        for position in list_ranks(positions):
            self._until.pop(position, None)
        if positions:
            self._arrive(ticks, positions)

    def _wait_for_nearer_posts(self, ticks: float | Fraction, here: int, asks: dict[int, int]) -> float | Fraction:
        """Return the earliest time at which experience from the posts reached so far is enough to arrive at a position.

        A post that a person reaches later may be nearer to a position, in months, than the posts reached before. When
        the search reaches a further post that counts in a field, it checks again all positions that were too far from
        earlier posts.
        """
        ready: float | Fraction = 0
        for field, asked in asks.items():
            entered = self._find_ticks_from_entry(here, field, asked)
            if entered > ticks:
                self._far[field] |= 1 << here
                ready = max(ready, entered)
        return ready

    def _find_ticks_from_entry(self, here: int, field: int, asked: int) -> float | Fraction:
        """Return the earliest arrival at a position that asks for `asked` experience in a field.

        The function assumes that the person gains the `asked` experience in posts that the search has reached so far.
        The returned arrival is infinite if no path from a post reached so far leads to the position.
        """
        entries, lacking = self._entries.get(field, ()), asked - self._standing.gained[field]
        least: float | Fraction = inf if entries and lacking > 0 else 0
        for entered, post in entries if lacking > 0 else ():
            if entered + lacking >= least:
                break
            months = self._graph.bound_months_between(post, here)
            least = min(least, entered + max(lacking, months * self._graph.post_ticks))
        return least

    def _is_apart(self, both: int) -> bool:
        """Return whether no post on the path so far counts in both of the two fields in the bit mask `both`."""
        if both not in self._apart:
            self._apart[both] = all(ray & both != both for ray in self._standing.rays)
        return self._apart[both]

    def _bound_ticks_apart(self, field: int, asked: int, other: int, more: int) -> float | Fraction:
        """Return a lower bound on the arrival at a position that asks for experience in two fields."""
        standing = self._standing
        begins: float | Fraction = standing.base
        had, had_other = standing.gained[field], standing.gained[other]
        if standing.most[field] is None and standing.most[other] is None:
            entered = self.offsets[field], self.offsets[other]
            assert entered[0] is not None and entered[1] is not None
            begins = min(entered[0] + had, entered[1] + had_other)
        least = min(more, self._graph.find_least_asked(field, other, self._allowed))
        return begins + max(0, asked - had) + max(0, least - had_other)

    def _is_ready(self, ticks: float | Fraction, here: int) -> bool:
        """Return whether a person may have the skills and the experience that a position asks for at a given time.

        If skills or experience for the position are missing, the search checks the position again after each arrival or
        lesson that may give some.
        """
        graph = self._graph
        ready: float | Fraction = ticks
        if lacking := graph.find_missing(here) & ~self.skills:
            hours = inf if lacking & graph.avoided else self._standing.hours + graph.hours_of(lacking)
            studied = hours * graph.study_ticks
            if studied > ready:
                ready = studied
                self._unskilled |= 1 << here
        asks = graph.asks[here]
        for field, asked in asks.items():
            offset = self.offsets[field]
            if offset is None:
                self._inexperienced[field] |= 1 << here
                self._until[here] = inf
                return False
            ready = max(ready, asked + offset)
        for both, *pair in graph.list_pairs(here) if len(asks) > 1 else ():
            if self._is_apart(both):
                ready = max(ready, self._bound_ticks_apart(*pair))
        if ready <= ticks:
            ready = self._wait_for_nearer_posts(ticks, here, asks)
        if ready <= ticks:
            return True
        self._until[here] = ready
        if ready < inf:
            self._arrive(ready, 1 << here)
        return False
