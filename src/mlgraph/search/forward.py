"""Label-setting search from one position to many targets at once, for the objective months.

Separate searches for several targets would repeat most of the work, since the best paths to different targets begin
alike. One search for all targets makes each label once, even if the label begins the best paths to several targets. The
order of labels, the rules of dominance and latest useful arrivals ensure that the search finds the best path to each
target.

**Order.** Labels leave the priority queue in the order of their ticks, hours, moves and stages. Labels with equal costs
leave the priority queue in the order of their paths, then of their learned skills. No cost of a path decreases when the
path continues. The first label without open requirements that the queue yields at a target is the best path to the
target.

**Dominance.** The rules of dominance (`labels`, `service_labels`) hold for every continuation of a path, whatever its
target. Dominance depends on the skills and the experience that positions may need, but not on the target. A search for
all targets eliminates no position, so the needs of all positions count for dominance. A label that dominates another
label while all positions remain also does so in a search for one target, which eliminates positions.

**Latest useful arrivals.** A first pass of the search keeps few labels at each position and gives most targets an
incumbent. A target without an incumbent gets a separate search. The incumbent of a target is the best path to the
target found so far. A label is useful only if, at some target whose best path is not proven, the label can arrive no
later than the target's incumbent. For one target, the latest useful arrival at a position is the incumbent's arrival at
the target minus the least months to the target. For several targets, the latest useful arrival at a position is the
latest of the latest useful arrivals for each target. Dijkstra's algorithm finds the latest useful arrivals at all
positions, backward from all targets whose best path is not proven. The search drops labels that arrive at their
position after the latest useful arrival there. The search keeps a label that arrives exactly at the latest useful
arrival, since its path may have fewer hours, moves or stages.

The search for all targets has no lower bounds on study or experience, which would be different for each target. Without
lower bounds on study and experience, the search may make too many labels if study or experience takes longer than most
moves. The search for all targets stops after WORK_PER_TARGET labels for each target, or after a third as many if posts
give experience or teach skills. If the search stops early, the best paths that it has found until then are proven. A
target without a proven path gets a separate search, for which the costs of its incumbent are upper bounds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce
from heapq import heapify, heappop, heappush
from math import inf
from operator import and_
from typing import NamedTuple

from mlgraph.errors import NoPlanInTimeError
from mlgraph.search.bitset import list_ranks, unite
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.distances import find_least_arrivals
from mlgraph.search.labels import MOST_BYTES, Label, Labels, estimate_bytes
from mlgraph.search.problem import Key, Problem
from mlgraph.search.service_labels import ServiceLabels
from mlgraph.search.waits import Ticks

# most labels made and taken from the queue, for each target; the median search for one target makes more
WORK_PER_TARGET = 60
# number of alternatives of a requirement among which the first pass chooses
_MOST_GREEDY = 100
# the latest useful arrivals are computed again when only this part of the targets is open
_LEFT = 0.5


class Forward(NamedTuple):
    """The result of a search for paths to many targets.

    Attributes
    ----------
    best : dict of int to Label
        The proven best path to each target, without the targets to which the search has found no proven path.
    incumbents : dict of int to Label
        A path to each position that the search has reached, which need not be the best path.
    is_complete : bool
        Whether `best` has a path to every target at which any path can arrive by the tick `limit` (`search_forward`).

    """

    best: dict[int, Label]
    incumbents: dict[int, Label]
    is_complete: bool


class _ForwardBounds(Bounds):
    """Lower bounds on the costs of paths to any of several targets.

    The lower bounds of a path are the costs of the path up to its last position. The search prunes a path that arrives
    at a position after the latest useful arrival there (`latest`).
    """

    latest: dict[int, Ticks] | None = None

    def _find_moves_left(self) -> Mapping[int, int | Fraction]:
        """Return the fewest arrivals at roles on a path from the start to each position that a path can reach."""
        compiled = self._compiled
        start, edges = self._problem.start, compiled.successors
        return find_least_arrivals(edges, start, self.positions, self._budget, compiled.stages)

    def compute_lower_bounds(
        self,
        path: tuple[int, ...],
        skills: int,
        arrives: Ticks,
        hours: int,
        stages: int,
        least_ticks: float | Fraction = 0,
    ) -> Key | None:
        """Return the costs of a path so far, which are lower bounds on the costs of all paths that continue the path.

        Return None if the path arrives at its last position after the latest useful arrival there.
        """
        if self.latest is not None and arrives > self.latest.get(path[-1], -1):
            return None
        return arrives, hours, len(path) - 1 - stages, stages

    def find_shared_skills(self) -> None:
        """Find the skills that two or more positions may need, since dominance ignores all other skills."""
        if not self.needs_service:
            self.shared_skills = self._find_shared_skills(list(list_ranks(self.positions)))

    def set_latest(self, arrivals: dict[int, Ticks]) -> None:
        """Compute the latest useful arrivals at all positions from the latest useful arrivals at the targets."""
        queue = [(-ticks, target) for target, ticks in arrivals.items()]
        heapify(queue)
        self.latest = {}
        while queue:
            self._budget.check()
            latest, position = heappop(queue)
            if position in self.latest:
                continue
            self.latest[position] = -latest
            for months, sources in self._compiled.sources_by_months[position].items():
                for source in list_ranks(sources & self.positions):
                    if source not in self.latest:
                        heappush(queue, (latest + self.find_least_stay(source, months), source))


def search_forward(
    compiled: CompiledGraph, problem: Problem, targets: Iterable[int], budget: Budget, limit: Ticks | float = inf
) -> Forward:
    """Return the best path from the start of a problem to each target.

    The dictionary `Forward.best` leaves out targets at which every path arrives after `limit` ticks.

    The problem must have the objective months, no waypoints, and no requirements that a request adds at the goal
    (`Problem.extra`). The function ignores the goal of the problem, since it searches for paths to `targets`. If the
    budget of time or labels is spent, the result holds the paths found so far.
    """
    search = _ForwardSearch(compiled, problem._replace(goal=problem.start), budget)
    try:
        budget.run_with_grace(search.find_incumbents)
        is_complete = search.find_best(targets, limit)
    except NoPlanInTimeError:
        is_complete = False
    return Forward(search.best, search.incumbents, is_complete)


class _ForwardSearch:
    def __init__(self, compiled: CompiledGraph, problem: Problem, budget: Budget) -> None:
        self._compiled, self._problem, self._budget = compiled, problem, budget
        self.best: dict[int, Label] = {}
        self.incumbents: dict[int, Label] = {}
        self._bytes_kept = 0

    def find_incumbents(self) -> None:
        """Find a path from the start to each position, with a greedy choice of one alternative in each requirement.

        The function skips a label without experience in a further field, which no earlier label at the position has.
        The paths found need not be the best, and the function may find no path to some positions.
        """
        self._bounds = _ForwardBounds(self._compiled, self._problem, self._budget)
        make_labels = ServiceLabels if self._bounds.needs_service else Labels
        self._labels = make_labels(self._compiled, self._problem, self._bounds, self._budget)
        # for each field, the positions that earlier labels reach with experience in it, and at -1 all that they reach
        queue, reached = self._start_queue(), defaultdict[int, int](int)

        def find_new(label: Label) -> int:
            """Return the positions at which the experience of a label is new."""
            return ~reduce(and_, (reached[field] for field in list_ranks(_find_fields(label))), reached[-1])

        while queue:
            found = self._pop(queue)
            at = found.path[-1]
            # to choose skills adds only the fields of the last post, which earlier labels at the position have as well
            if not find_new(found) >> at & 1:
                continue
            label = self._labels.choose_greedily(found, _MOST_GREEDY) if found.open else found
            if label is None:
                continue
            for field in (-1, *list_ranks(_find_fields(label))):
                reached[field] |= 1 << at
            if at not in self.incumbents or label.key < self.incumbents[at].key:
                self.incumbents[at] = label
            # this loop would skip a label at any other position when it leaves the queue
            for child in self._labels.extend_by_moves(label, find_new(label)):
                self._push(queue, child)

    def find_best(self, targets: Iterable[int], limit: Ticks | float) -> bool:
        """Find the best path from the start to each target at which a path can arrive by the tick `limit`.

        Return whether the search is complete. If so, a target without a path in `best` has no path that arrives by
        `limit`.
        """
        bounds, labels = self._bounds, self._labels
        bounds.find_shared_skills()
        arrivals = {target: self.incumbents[target].arrives for target in targets if target in self.incumbents}
        latest = {target: ticks if ticks <= limit else Fraction(limit) for target, ticks in arrivals.items()}
        bounds.set_latest(latest)
        settled: defaultdict[int, list[Label]] = defaultdict(list)
        most = WORK_PER_TARGET * len(latest) // (3 if bounds.needs_service else 1)
        queue, work, refresh_at = self._start_queue(), 0, _LEFT * len(latest)
        while queue and latest:
            if work > most:
                return False
            label, work = self._pop(queue), work + 1
            at = label.path[-1]
            assert bounds.latest is not None
            if label.arrives > bounds.latest.get(at, -1):
                continue
            if label.open:
                children = labels.extend_by_choices(label)
            elif labels.is_dominated(label, settled[at]):
                continue
            else:
                settled[at].append(label)
                self._count(label)
                if at in latest:
                    self.best[at] = label
                    del latest[at]
                    if len(latest) <= refresh_at:
                        bounds.set_latest(latest)
                        refresh_at = _LEFT * len(latest)
                children = labels.extend_by_moves(label)
            for child in children:
                work += 1
                self._push(queue, child)
        return True

    def _start_queue(self) -> list[Label]:
        self._bytes_kept = 0
        queue: list[Label] = []
        if root := self._labels.make_root():
            self._push(queue, root)
        return queue

    def _push(self, queue: list[Label], label: Label) -> None:
        self._count(label)
        heappush(queue, label)

    def _pop(self, queue: list[Label]) -> Label:
        label = heappop(queue)
        self._bytes_kept -= estimate_bytes(label, len(self._compiled.hours))
        return label

    def _count(self, label: Label) -> None:
        """Add the memory of a label to the sum of the memory of all labels.

        Raises NoPlanInTimeError if all labels together use more than MOST_BYTES of memory.
        """
        self._bytes_kept += estimate_bytes(label, len(self._compiled.hours))
        if self._bytes_kept > MOST_BYTES:
            raise NoPlanInTimeError


def _find_fields(label: Label) -> int:
    """Return a bit mask of the fields in which the posts on a label's path count."""
    return unite(label.service.rays) if label.service else 0
