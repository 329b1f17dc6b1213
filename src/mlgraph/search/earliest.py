"""Earliest arrivals: a relaxed problem with experience and teaching, solved for one label.

The relaxation lets a person be at all positions that are within reach at once. It keeps four rules:

1. A position is reached no earlier than the months of a move allow, from a position reached before.
2. The hours of the label and the hours of the forced skills of a position fit into the time until arrival. A skill that
   may have been taught by then takes no hours.
3. Experience in a field grows with time from the first arrival at a post that counts in the field. If the label has
   passed such a post, its service limits the experience at each time.
4. A lesson ends no earlier than its months after the first arrival at its post.

A path that continues the label keeps all four rules, and each time grows with the times on which it depends. By
induction over the moves of the path, it arrives nowhere earlier than the relaxation says. Dijkstra's algorithm finds
these times for all positions in one pass, since an event causes only later ones. A position that lacks skills or
experience waits for the events that may give them.

The relaxation drops each event that is too late: the time of the event plus the least months from its position to the
goal exceeds a limit. A path that arrives at the goal by the limit passes only positions that the relaxation reaches,
and no lesson that it drops ends on this path.

Source of bounds by relaxed reachability: Bonet and Geffner (2001), planning as heuristic search.
"""

from collections import defaultdict
from fractions import Fraction
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

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

    """

    position: int
    arrives: Ticks
    hours: int
    skills: int
    gained: tuple[int, ...]
    most: tuple[Ticks | None, ...]
    post: int
    served: Ticks


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
        self.hours_of, self.count = compiled.hours_of, len(compiled.moves)
        self.left = {position: months * self.post_ticks for position, months in left.items()}
        self.asks = {position: tuple(asks[position].items()) for position in left}
        self.missing = {position: compiled.needs(position).forced & ~problem.known for position in left}
        self.moves: dict[int, list[tuple[int, int]]] = {}
        for position in left:
            only_roles = compiled.stages >> position & 1 and position != problem.start and not problem.via
            targets = compiled.moves_to_roles[position] if only_roles else compiled.moves[position]
            self.moves[position] = [(months * self.post_ticks, to) for to, months in targets.items() if to in left]

    def find(self, standing: Standing, limit: float | Fraction, allowed: int = -1) -> Reach:
        """Return the positions and skills within reach of a path, up to a limit on the arrival at the goal.

        The path goes on through the positions `allowed` only.
        """
        search = _Relaxation(self, standing, limit, allowed)
        search.run()
        return Reach(search.arrivals, search.lessons, search.skills, search.offsets)


class _Relaxation:
    """One pass of Dijkstra's algorithm. An event is the arrival at a position, or the end of a lesson."""

    def __init__(self, graph: EarliestArrivals, standing: Standing, limit: float | Fraction, allowed: int) -> None:
        self._graph, self._standing, self._limit, self._allowed = graph, standing, limit, allowed
        self.skills = standing.skills
        self.arrivals: dict[int, float | Fraction] = {}
        self.lessons: set[tuple[int, int]] = set()
        self.offsets: list[float | Fraction | None] = [None if each is None else -each for each in standing.most]
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
            ends = begin + max(0, months * graph.post_ticks - served)
            if ends + graph.left[here] <= self._limit:
                self.lessons.add((teacher, months))
                if lesson & ~self.skills:
                    heappush(self._queue, (ends, graph.count + len(self._taught)))
                    self._taught.append(lesson)

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
        if ready <= ticks:
            return True
        self._until[here] = ready
        if ready + graph.left[here] <= self._limit and ready < inf:
            heappush(self._queue, (ready, here))
        return False
