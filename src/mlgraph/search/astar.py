"""Label-setting A* search for the resource-constrained shortest path of a plan.

The objective is lexicographic: three costs in the order of the problem, then ids. A label is a partial path with the
skills at its end (`labels`). Labels leave a queue in the order of their lower bounds, so the first complete label that
leaves it is optimal. Alternatives of AND-OR prerequisites stay open in a label until it leaves the queue.

- **Dominance** and **no detours** prune labels (`labels`).
- **Bounds** order and prune them, and **elimination** leaves out positions that no path as good as the incumbent passes
  (`bounds`). Where many are left out, the rest is searched as a problem of its own, with far fewer skills
  (`reduction`).

Each phase costs time that an easier problem does not repay, so the search starts it only after so much work:

1. `Phase.PLAIN`: the bounds of the compiled graph.
2. `Phase.REDUCED`: cuts, a diving heuristic for the incumbent, and elimination.
3. `Phase.WEIGHTED`: Lagrangian weights of positions, and elimination again.
4. `Phase.RELAXED`: for the objective hours, the search begins anew with a relaxation for each label.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from heapq import heapify, heappop, heappush
from math import inf
from typing import NamedTuple

from mlgraph.errors import NoPlanInTimeError
from mlgraph.search.bitset import set_of
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.labels import Label, Labels
from mlgraph.search.problem import HOURS, Problem
from mlgraph.search.reduction import Reduction

# work, in labels made and taken, after which each phase begins
REDUCE_AFTER, WEIGH_AFTER, RELAX_AFTER = 1000, 2000, 30_000
SMALL_REDUCTION = 0.7  # of all positions: a reduction that keeps more is not worth a problem of its own
DIVE_EVERY = 2000  # labels between dives, so that a stopped search has a good incumbent
# alternatives that a dive tries before it chooses greedily, and those that it then tries for each requirement
MOST_ALTERNATIVES, MOST_GREEDY = 2_000, 100
# memory for labels; a label takes this, a byte for eight skills in each of two sets, and some for each position on the
# path, open requirement and multiplier
MOST_BYTES, BYTES_OF_LABEL = 10**9, 600
BYTES_OF_PLACE = 250  # what a dive keeps for each position that it leaves


class Phase(Enum):
    """A phase of the search; each has sharper bounds than the one before."""

    PLAIN = auto()
    REDUCED = auto()
    WEIGHTED = auto()
    RELAXED = auto()


class SearchResult(NamedTuple):
    """The incumbent at the end of a search.

    Attributes
    ----------
    label : Label
        The best path found.
    proven : bool
        Whether it is proven optimal in all costs.
    bound : float
        A lower bound on the objective: in ticks, hours (in units of `CompiledGraph.per_hour`) or moves.

    """

    label: Label
    proven: bool
    bound: float


class Search:
    """The search for one problem on a compiled graph; it ends when its budget is spent.

    Raises NoPlanInTimeError where the budget is spent before it begins, and the grace as well.

    Attributes
    ----------
    incumbent : Label or None
        The best complete path so far.
    proven : tuple of float
        Lower bounds on the costs of the best path, the objective first.
    work : int
        Labels taken and made; one taken may make thousands.
    bytes_kept : int
        The memory of labels that the queue, settled positions and dives keep, as estimated.
    phase : Phase
        The phase at hand; the next begins when `work` reaches `next_phase_at`.

    """

    def __init__(self, compiled: CompiledGraph, problem: Problem, budget: Budget | None = None) -> None:
        self.compiled, self.problem, self.budget = compiled, problem, budget or Budget()
        self.bounds = self.budget.with_grace(lambda: Bounds(compiled, problem, self.budget))
        self.labels = Labels(compiled, problem, self.bounds, self.budget)
        self.incumbent: Label | None = None
        self.proven: tuple[float, ...] = (0, 0, 0)
        self.work = self.bytes_kept = 0
        self.phase, self.next_phase_at = Phase.PLAIN, float(REDUCE_AFTER)

    def best(self) -> SearchResult | None:
        """Return the best path, or None where there is none.

        With a spent budget, return the incumbent. Raises NoPlanInTimeError where a last dive finds none either.
        """
        if not self.bounds.is_possible():
            return None
        proven = True
        try:
            self._search()
        except NoPlanInTimeError:  # another path may tie on the objective and win on the other costs
            proven = False
        if not proven and self.incumbent is None:  # the labels of the search are gone by now
            self.bytes_kept = 0
            self.budget.with_grace(self._dive_from_root)
        if self.incumbent is None:
            return None
        cost = self.incumbent.costs()[self.problem.order[0]]
        return SearchResult(self.incumbent, proven, cost if proven else min(cost, self.proven[0]))

    def _dive_from_root(self) -> None:
        """Dive for an incumbent from the start, which proves a first bound as well."""
        root = self.labels.root()
        self.proven = max(self.proven, root.key if root else self.proven)
        self._set_incumbent(self._dive(root))

    def _search(self) -> None:
        """Search until `incumbent` is the best path, or there is none."""
        queue = self._restart()
        settled: defaultdict[int, list[Label]] = defaultdict(list)
        taken = 0
        while queue:
            label = heappop(queue)
            if self.labels.is_complete(label):
                self.incumbent = label
                return
            self.proven = max(self.proven, label.key)
            taken += 1
            self.work += 1
            self.budget.check()
            if self.work >= self.next_phase_at:
                if self.phase is Phase.PLAIN and not self.problem.via:
                    self._search_reduced()
                    return
                queue = self._next_phase([label, *queue], settled)
                continue
            if self.phase is Phase.RELAXED and not (label.is_relaxed or label.open):
                self._push(queue, self._relaxed(label, settled[label.path[-1]]))
                continue
            if taken % DIVE_EVERY == 0:
                self._set_incumbent(self._dive(label))
            for child in self._children(label, settled[label.path[-1]]):
                self.work += 1
                self._push(queue, child)

    def _restart(self) -> list[Label]:
        """Return a queue with the label at the start."""
        root = self.labels.root()
        return [root._replace(key=max(root.key, self.proven))] if root else []

    def _push(self, queue: list[Label], label: Label | None) -> None:
        """Put a label into a queue and count its memory. Raises NoPlanInTimeError where that is too much."""
        if label is not None:
            self.bytes_kept += self._bytes(label)
            if self.bytes_kept > MOST_BYTES:
                raise NoPlanInTimeError
            heappush(queue, label)

    def _bytes(self, label: Label) -> int:
        size = BYTES_OF_LABEL + len(self.compiled.hours) // 4
        return size + 16 * len(label.path) + 8 * len(label.open) + 8 * len(label.multipliers) * label.is_relaxed

    def _next_phase(self, queue: list[Label], settled: dict[int, list[Label]]) -> list[Label]:
        """Begin the next phase; return the queue with its bounds, or one that begins anew."""
        self.next_phase_at = inf
        problem = self.problem
        if problem.via or problem.goal in (problem.start, *problem.prefix):  # a path may pass them twice: no weights
            self._tighten()
        elif self.phase is Phase.REDUCED:
            self.phase, self.next_phase_at = Phase.WEIGHTED, self.work + RELAX_AFTER
            self._optimize_multipliers()
        elif problem.order[0] == HOURS and self.bounds.upper_bound[0] < inf:
            self.phase = Phase.RELAXED
            settled.clear()
            return self._restart()
        return self._keyed(queue)

    def _relaxed(self, label: Label, others: list[Label]) -> Label | None:
        """Return a label with the bounds of its own relaxation, or None where the search may prune it."""
        if self.labels.is_dominated(label, others):
            return None

        def update_target(_: list[int]) -> float:
            return 0 if self.budget.is_spent() else self.bounds.upper_bound[0] + 1 - label.hours

        costs = label.arrives, label.hours
        key, relaxation = self.bounds.relax(label.path, label.skills, costs, label.multipliers, update_target)
        if key is None:
            return None
        self._dive_along(label, [*label.path, *relaxation.path])
        return label._replace(key=max(key, label.key), multipliers=relaxation.multipliers, is_relaxed=True)

    def _set_incumbent(self, label: Label | None) -> None:
        """Make a complete label the incumbent, if there is one."""
        if label is not None:
            self.incumbent = label
            self.bounds.set_upper_bound(self.bounds.ordered(*label.costs()))

    def _keyed(self, labels: Iterable[Label]) -> list[Label]:
        """Return a queue of labels with the bounds of this phase, without those that these prune."""
        keyed = ((self.bounds.lower_bounds(old.path, old.skills, old.arrives, old.hours), old) for old in labels)
        queue = [old._replace(key=max(key, old.key)) for key, old in keyed if key is not None]
        heapify(queue)
        return queue

    def _search_reduced(self) -> None:
        """Eliminate positions and search the rest, where it pays as a reduced problem."""
        self.phase, self.next_phase_at = Phase.REDUCED, self.work + WEIGH_AFTER
        self._tighten()
        if not self.bounds.keeps_ends():
            return
        if self.bounds.positions.bit_count() > SMALL_REDUCTION * len(self.compiled.moves):
            self._search()
            return
        reduction = Reduction(self.compiled, self.bounds.positions, self.problem.known, self.problem.extra, self.budget)
        search = Search(reduction.compiled, self._reduced_problem(reduction), self.budget)
        search.bounds.set_upper_bound(self.bounds.upper_bound)
        search.proven, search.bytes_kept = self.proven, self.bytes_kept
        try:
            search._search_reduced()
        finally:
            self.proven = search.proven
            if label := search.incumbent:
                path = tuple(reduction.positions[at] for at in label.path)
                learned = tuple(map(reduction.original_skills, label.learned))
                self._set_incumbent(label._replace(path=path, learned=learned))

    def _reduced_problem(self, reduction: Reduction) -> Problem:
        """Return the problem in the ranks of a reduction."""
        problem, rank = self.problem, reduction.rank
        return problem._replace(
            start=rank[problem.start],
            goal=rank[problem.goal],
            known=0,
            extra=reduction.groups(problem.extra),
            avoided_positions=0,
            avoided_skills=reduction.skills(problem.avoided_skills),
            prefix=tuple(rank[position] for position in problem.prefix),
            excluded=frozenset(rank[position] for position in problem.excluded if position in rank),
        )

    def _children(self, label: Label, others: list[Label]) -> Iterator[Label]:
        if label.open:
            return self.labels.choices(label)
        if self.labels.is_dominated(label, others):
            return iter(())
        others.append(label)
        return self.labels.moves(label)

    def _dive(self, start: Label | None) -> Label | None:
        """Return a complete label no worse than the incumbent, by the diving heuristic: best bounds first.

        A dive leaves each position once only. After MOST_ALTERNATIVES it chooses greedily. Without an upper bound, it
        returns None only where there is no path at all.
        """
        bytes_before = self.bytes_kept
        queue: list[Label] = []
        self._push(queue, start)
        left: set[tuple[bool, int, int]] = set()  # a path that returns to the start may leave it again
        alternatives = 0
        while queue:
            found = heappop(queue)
            self.bytes_kept -= self._bytes(found)
            here = (len(found.path) > 1, found.path[-1], found.skills & self.bounds.all_waypoints)
            if here in left:
                continue
            if found.open:  # each choice looks at all that is open
                alternatives += len(found.open[0].members) * (1 + len(found.open) // MOST_GREEDY)
            is_greedy = found.open and alternatives > MOST_ALTERNATIVES
            label = self.labels.choose_greedily(found, MOST_GREEDY) if is_greedy else found
            if label is None:  # it is worse than the incumbent, and so would most others be
                if self.bounds.upper_bound[0] < inf:
                    break
                continue
            if self.labels.is_complete(label):
                self.bytes_kept = bytes_before
                return label
            if not label.open:
                left.add(here)
                self.bytes_kept += BYTES_OF_PLACE
            for child in self.labels.choices(label) if label.open else self.labels.moves(label):
                self._push(queue, child)
        self.bytes_kept = bytes_before
        return None

    def _tighten(self) -> None:
        """Compute cuts, dive for an incumbent, and eliminate positions by both."""
        self.bounds.compute_cuts()
        self._set_incumbent(self._dive(self.labels.root()))
        if self.bounds.upper_bound[0] == inf:
            self.bounds.positions = 0  # the dive has shown that there is no path: a search would look at everything
        else:
            self.bounds.eliminate_positions()

    def _optimize_multipliers(self) -> None:
        """Compute Lagrangian weights, with a dive along each lightest path, and eliminate positions by them."""
        bounds, rank = self.bounds, self.problem.order.index(HOURS)

        def update_target(path: list[int]) -> float:
            self._dive_along(self.labels.root(), path)
            hours = bounds.upper_bound[rank]
            return 0 if hours == inf or self.budget.is_spent() else hours

        bounds.optimize_multipliers(update_target)
        bounds.eliminate_positions()

    def _dive_along(self, label: Label | None, path: Iterable[int]) -> None:
        """Dive from a label among the positions of a path."""
        positions, self.bounds.positions = self.bounds.positions, set_of(path)
        try:
            self._set_incumbent(self._dive(label))
        finally:
            self.bounds.positions = positions
