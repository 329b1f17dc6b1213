"""The exact search for a plan.

A label is a way so far, and the skills had at its end. Labels leave a queue in the order of their lower bounds (A*): of
the cost that counts first, then of the second and the third, then of their ids, so that the first one that leaves it at
the goal is the best. Alternatives stay open in a label until it leaves the queue.

What keeps the search small, and why it is allowed:

- **Dominance**: of two labels at the same position, one may make the other superfluous; and **no detours** (`labels`).
- **Bounds** of what every way on still costs, and the **corridor** of positions outside of which no way is as good as
  the best known (`bounds`). Where much is left out, the rest is searched as a question of its own, with far fewer
  skills (`corridor`).

An easy question is answered before these would have paid: cuts and corridor are worked out when `PATIENCE` labels were
made or taken, and weights after `HARD` more. After `VERY_HARD` more, a search for the least effort begins anew, with
a look at each label that leaves the queue: charges are worked out for the ways on from it alone (`weights`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from itertools import islice
from math import inf
from typing import NamedTuple

from mlgraph.search.bitset import set_of
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.labels import Label, Labels
from mlgraph.search.problem import EFFORT, Problem
from mlgraph.search.reduction import Reduction

PATIENCE, HARD, VERY_HARD = 1000, 2000, 30_000
MUCH_NARROWER = 0.7  # of the positions
DIVE_EVERY = 2000  # labels after which a better plan is looked for, for who stops the search
ASKED_EVERY = 64  # labels until the search asks again whether it has to end
MOST_CHOICES, MOST_TRIED = 2_000, 100  # for just some good way: in all, and then of each requirement
# what a search may keep; a label takes so many bytes, a byte for eight skills in each of two sets of its own, and for
# each position on the way, each choice that is open and each share
MOST_BYTES, BYTES_OF_LABEL = 10**9, 600


class SearchResult(NamedTuple):
    """The best way found, whether it is proven best, and what the cost that counts first is at least."""

    label: Label
    proven: bool
    bound: float


class StoppedError(Exception):
    """The search was told to stop; `bound` is what it has proven of the cost at hand."""

    def __init__(self, bound: float) -> None:
        self.bound = bound


class Search:
    """One question to a compiled graph; the search ends when its budget is spent."""

    def __init__(self, compiled: CompiledGraph, problem: Problem, budget: Budget | None = None) -> None:
        self.compiled, self.problem, self.budget = compiled, problem, budget or Budget()
        self.bounds = Bounds(compiled, problem)
        self.labels = Labels(compiled, problem, self.bounds)
        self.incumbent: Label | None = None
        self.proven: tuple[float, ...] = (0, 0, 0)  # of what the best way costs, the cost that counts first in front
        self.work = 0  # labels taken and labels made, of which one may have thousands
        self.bytes_kept = 0  # bytes of labels
        self.is_reduced = self.relaxes_labels = False
        self.next_phase_at: float = PATIENCE  # when so much work is done

    def best(self) -> SearchResult | None:
        """Return the best way, or None where there is none."""
        if not self.bounds.is_possible():
            return None
        bound, proven = inf, True
        try:
            self._search()
        except StoppedError as stopped:
            # a way as good in what counts first may be better in the rest
            bound, proven = stopped.bound, False
            self._set_incumbent(self.incumbent or self._dive(self.labels.root()))
        if self.incumbent is None:
            return None
        return SearchResult(self.incumbent, proven, min(bound, self.incumbent.costs()[self.problem.order[0]]))

    def _search(self) -> None:
        """Make `best_label` the best way, if there is any."""
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
            self._tick()
            if self.work >= self.next_phase_at:
                if not self.is_reduced and not self.problem.via:
                    self._search_reduced()
                    return
                queue = self._next_phase([label, *queue], settled)
                continue
            if self.relaxes_labels and not (label.is_relaxed or label.open):
                self._push(queue, self._relaxed(label, settled[label.path[-1]]))
                continue
            if taken % DIVE_EVERY == 0:
                self._set_incumbent(self._dive(label))
            for child in self._children(label, settled[label.path[-1]]):
                self._tick()
                self._push(queue, child)

    def _restart(self) -> list[Label]:
        """Return a queue to begin with."""
        root = self.labels.root()
        return [root._replace(key=max(root.key, self.proven))] if root else []

    def _push(self, queue: list[Label], label: Label | None) -> None:
        if label is not None:
            size = BYTES_OF_LABEL + len(self.compiled.hours) // 4
            self.bytes_kept += (
                size + 16 * len(label.path) + 8 * len(label.open) + 8 * len(label.multipliers) * label.is_relaxed
            )
            heappush(queue, label)

    def _next_phase(self, queue: list[Label], settled: dict[int, list[Label]]) -> list[Label]:
        """Return the queue with sharper bounds, or one that begins anew, with a look at each label."""
        self.next_phase_at = inf
        problem = self.problem
        if problem.via or problem.goal in (problem.start, *problem.prefix):  # which a way may pass more than once
            self._tighten()
        elif self.bounds.weights is None:
            self.next_phase_at = self.work + VERY_HARD
            self._optimize_multipliers()
        elif problem.order[0] == EFFORT and self.bounds.upper_bound[0] < inf:
            self.relaxes_labels = True
            settled.clear()
            return self._restart()
        return self._keyed(queue)

    def _relaxed(self, label: Label, others: list[Label]) -> Label | None:
        """Return a label with bounds from a look at it, or None where no plan of use comes of it."""
        if self.labels.is_dominated(label, others):
            return None

        def tried(_: list[int]) -> float:
            return 0 if self.budget.is_spent() else self.bounds.upper_bound[0] + 1 - label.hours

        costs = label.arrives, label.hours
        key, relax = self.bounds.relax(label.path, label.skills, costs, label.multipliers, tried)
        if key is None:
            return None
        self._try(label, [*label.path, *relax.way])
        return label._replace(key=max(key, label.key), multipliers=relax.multipliers, is_relaxed=True)

    def _set_incumbent(self, label: Label | None) -> None:
        """Keep a way from start to goal as the best one so far."""
        if label is not None:
            self.incumbent = label
            self.bounds.set_upper_bound(self.bounds.ordered(*label.costs()))

    def _tick(self) -> None:
        """Ask now and then whether the search has to end, or has kept too many bytes; raise StoppedError if so."""
        self.work += 1
        if (self.relaxes_labels or self.work % ASKED_EVERY == 0) and (
            self.budget.is_spent() or self.bytes_kept > MOST_BYTES
        ):
            raise StoppedError(self.proven[0])

    def _keyed(self, labels: Iterable[Label]) -> list[Label]:
        """Return a queue of labels with the bounds of now, without those that are out."""
        keyed = ((self.bounds.of(old.path, old.skills, old.arrives, old.hours), old) for old in labels)
        queue = [old._replace(key=max(key, old.key)) for key, old in keyed if key is not None]
        heapify(queue)
        return queue

    def _search_reduced(self) -> None:
        """Work out sharper bounds and the corridor, and search there, where it pays as a question of its own."""
        self.is_reduced, self.next_phase_at = True, self.work + HARD
        self._tighten()
        if not self.bounds.is_open():
            return
        if self.bounds.within.bit_count() > MUCH_NARROWER * len(self.compiled.moves):
            self._search()
            return
        reduction = Reduction(self.compiled, self.bounds.within, self.problem.known, self.problem.extra)
        search = Search(reduction.compiled, self._reduced_problem(reduction), self.budget)
        search.bounds.set_upper_bound(self.bounds.upper_bound)
        search.proven = self.proven
        try:
            search._search_reduced()
        finally:
            if label := search.incumbent:
                path, learned = (reduction.positions[at] for at in label.path), map(reduction.whole, label.learned)
                self._set_incumbent(label._replace(path=tuple(path), learned=tuple(learned)))

    def _reduced_problem(self, reduction: Reduction) -> Problem:
        """Return the question in the ranks and sets of a corridor."""
        problem, place = self.problem, reduction.place
        return problem._replace(
            start=place[problem.start],
            goal=place[problem.goal],
            known=0,
            extra=reduction.groups(problem.extra),
            closed=0,
            unwanted=reduction.skills(problem.unwanted),
            prefix=tuple(place[position] for position in problem.prefix),
            barred=frozenset(place[position] for position in problem.barred if position in place),
        )

    def _children(self, label: Label, others: list[Label]) -> Iterator[Label]:
        if label.open:
            return self.labels.choices(label)
        if self.labels.is_dominated(label, others):
            return iter(())
        others.append(label)
        return self.labels.moves(label)

    def _dive(self, start: Label | None) -> Label | None:
        """Return some good way on from a label that is not worse than the best: each position is left in one way only.

        Where there are very many choices, the one that looks best at each place is taken.
        """
        queue = [start] if start else []
        left: set[tuple[bool, int, int]] = set()  # who comes back to the start is not where one began
        choices = 0
        while queue:
            found = heappop(queue)
            here = (len(found.path) > 1, found.path[-1], found.skills & self.bounds.all_waypoints)
            if here in left:
                continue
            choices += len(found.open[0].members) if found.open else 0
            label = self._choose_greedily(found) if choices > MOST_CHOICES else found
            if label is None:  # it is worse than the best, and so would most others be
                return None
            if self.labels.is_complete(label):
                return label
            if not label.open:
                left.add(here)
            for child in self.labels.choices(label) if label.open else self.labels.moves(label):
                heappush(queue, child)
        return None

    def _choose_greedily(self, label: Label | None) -> Label | None:
        """Return a label with all of its choices made, one after the other, each for what looks best."""
        while label is not None and label.open:
            label = min(islice(self.labels.choices(label, sparing=False), MOST_TRIED), default=None)
        return label

    def _tighten(self) -> None:
        """Work out the cuts, some good way, and from these the corridor."""
        self.bounds.compute_cuts()
        self._set_incumbent(self._dive(self.labels.root()))
        self.bounds.eliminate_positions()

    def _optimize_multipliers(self) -> None:
        """Work out weights of positions, with a look at each of the lightest ways, and from them the corridor."""
        bounds, place = self.bounds, self.problem.order.index(EFFORT)

        def tried(way: list[int]) -> float:
            self._try(self.labels.root(), way)
            return 0 if bounds.upper_bound[place] == inf or self.budget.is_spent() else bounds.upper_bound[place]

        bounds.optimize_multipliers(tried)
        bounds.eliminate_positions()

    def _try(self, label: Label | None, way: Iterable[int]) -> None:
        """Keep the best plan so far that goes on from a label along a way."""
        reduction, self.bounds.within = self.bounds.within, set_of(way)
        self._set_incumbent(self._dive(label))
        self.bounds.within = reduction
