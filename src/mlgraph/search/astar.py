"""Label-setting A* search for the best path from one position to another.

The search solves a resource-constrained shortest path problem, since the cost of a path depends on the skills that it
gathers. A label is a partial path with its costs and its skills (see the module `labels`). The search compares two
paths first by the objective, then by the other costs among months, hours and moves. If two paths have equal costs, the
path with fewer stages is better, then the path whose ids of positions and skills sort first.

The order of labels, and rules for pruning and elimination that keep an optimal path, prove that the search returns the
best path.

**Order.** A priority queue yields labels, lowest bound first, so the first complete path from the queue costs no more
than any other complete path.

**Pruning.** The search always keeps the labels of at least one optimal path. The search drops a label if another label
dominates it, or if its path has a detour (see the module `labels`). The search also drops a label if its lower bounds
exceed the costs of the incumbent (see the module `bounds`).

**Elimination.** The elimination of positions always keeps at least one optimal path. The search eliminates a position
only if lower bounds prove that every path through the position costs more than the incumbent (see the module `bounds`).
If few positions remain, the search solves a reduced problem without the skills that no remaining position needs (see
the module `reduction`).

**Early end.** A search that ends before it has found the best path still proves lower bounds. The lower bounds of the
label that left the priority queue most recently also hold for every path that the search has not found yet.

A label may postpone the choice among the alternative skills of a requirement. When a label with a postponed choice
leaves the priority queue, the search replaces the label by one label for each alternative of one requirement.

The search has five phases. Each phase but `Phase.COMPILED` computes sharper lower bounds than the phase before. Sharper
lower bounds take longer to compute, but save time if the search would otherwise make many labels. Each phase but the
last ends after a fixed number of further labels, where labels made and labels taken from the queue count.

`Phase.PLAIN` uses only lower bounds that are fast to compute, such as the least months from each position to the goal.

`Phase.REDUCED` computes cuts, runs a diving heuristic to find an incumbent, and eliminates positions.

`Phase.WEIGHTED` computes the weights of positions in a Lagrangian relaxation, and uses the weights to eliminate further
positions.

`Phase.COMPILED` starts again from the first position, in compiled code (see the module `kernel`), and proves the best
path. If the kernel cannot solve the problem, the search goes on in Python.

`Phase.RELAXED` solves a Lagrangian relaxation for each label. The search begins `Phase.RELAXED` only if the objective
is hours. When `Phase.RELAXED` begins, the search drops all labels and starts again from the first position.

If a path may pass a position twice, the search skips all phases after `Phase.REDUCED`, since a path's weight counts
each position only once. If posts give experience or teach skills, the search skips these phases, too. In these
problems, a search for the fewest months tries a few guessed deadlines for the arrival in turn, the earliest first
(`Search._search_by_deadlines`). In these problems, a search that begins with an incumbent skips `Phase.PLAIN`, since
the incumbent eliminates positions at once. In a graph without stages, a search for the fewest months skips
`Phase.PLAIN`, too. A search backward from the goal then finds an incumbent (see the module `backward`).

The label-setting search with dominance is from Desrochers and Soumis (1988). Irnich and Desaulniers (2005) survey
shortest path problems with resource constraints.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum, auto
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import inf
from typing import NamedTuple

from mlgraph.errors import NoPlanInTimeError
from mlgraph.search.backward import BackwardSearch
from mlgraph.search.bitset import set_of
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.feasible import find_route
from mlgraph.search.kernel import Status, make_kernel
from mlgraph.search.labels import ALL_FIELDS, MOST_BYTES, Label, Labels, estimate_bytes
from mlgraph.search.problem import HOURS, MONTHS, MOVES, Key, Problem
from mlgraph.search.reduction import Reduction
from mlgraph.search.service_labels import ServiceLabels

# the next phase begins after this number of labels, made or taken from the queue
REDUCE_AFTER, WEIGH_AFTER, COMPILE_AFTER, RELAX_AFTER = 1000, 2000, 3000, 30_000
REDUCE_POSTS_AFTER = 100  # the same for REDUCE_AFTER with experience or teaching, which make labels cost more
RELAX_POSTS_AFTER = 50  # number of labels after which the search relaxes labels with experience and teaching
PART_OF_MEMORY = 8  # the compiled code has this part of the memory if the search may relax labels after it
POSITIONS_OF_WORK = 8  # a relaxation with this number of positions takes as long as making one label
DEADLINES = 16  # the deadlines divide the time between the proven bound and the incumbent into this number of parts
GROWTH = 1.5  # an early deadline saves little if a later one takes less than this multiple of its labels
SMALL_REDUCTION = 0.7  # search a reduced problem only if at most this part of all positions remains
DIVE_EVERY = 2000  # dive again after this number of labels, so that a stopped search has a good incumbent
# a dive tries MOST_ALTERNATIVES, then chooses greedily among MOST_GREEDY alternatives of each requirement
MOST_ALTERNATIVES, MOST_GREEDY = 2_000, 100
MOST_STEPS_OF_ROUTE = 40_000  # an attempt to find a route takes at most this number of steps, to leave time for a dive
BYTES_OF_DIVE_STATE = 250  # memory for each state that a dive has expanded


class Phase(Enum):
    """A phase of the A* search, which decides how the search computes lower bounds.

    A later phase of the search has sharper lower bounds than an earlier phase.
    """

    PLAIN = auto()
    REDUCED = auto()
    WEIGHTED = auto()
    COMPILED = auto()
    RELAXED = auto()


class SearchResult(NamedTuple):
    """The best path that a search has found, with a proven lower bound on the objective.

    Attributes
    ----------
    label : Label
        The best path found.
    proven : bool
        Whether the search has proven that no path is better in the objective, or equal in the objective and better in
        the other costs.
    bound : float or Fraction
        A proven lower bound on the objective of every path from start to goal. If the objective is months, the bound is
        in ticks; for hours, it is in units of 1 / `CompiledGraph.per_hour` hours.

    """

    label: Label
    proven: bool
    bound: float | Fraction


class Search:
    """A label-setting search for the best path that solves one problem on a compiled graph.

    The search ends early if its budget is spent.

    Raises NoPlanInTimeError if the budget and its grace period end before the search has computed its first bounds.

    Attributes
    ----------
    incumbent : Label or None
        The label of the best path from start to goal that the search has found so far, or None.
    proven : tuple of float
        Proven lower bounds on the costs of the best path, the objective first.
    work : int
        The number of labels made plus the number of labels taken from the queue, as a measure of the work of the search
        so far. If the search solves a relaxed problem for a label with experience or teaching, `work` grows by 1 for
        each POSITIONS_OF_WORK positions ahead.
    bytes_kept : int
        The estimated memory, in bytes, of all labels that the search keeps.
    is_stopped : bool
        Whether the search ended, for lack of time or memory, before it could prove which path is the best.
    has_deadline : bool
        Whether the search looks only for paths that arrive at the goal by a deadline that another search has guessed. A
        search with a guessed deadline does not guess further deadlines itself (`_search_by_deadlines`).
    phase : Phase
        The current phase of the search, which decides how the search computes lower bounds. The next phase begins when
        `work` reaches `next_phase_at`.

    """

    def __init__(self, compiled: CompiledGraph, problem: Problem, budget: Budget | None = None) -> None:
        self.compiled, self.problem, self.budget = compiled, problem, budget or Budget()
        self.bounds = self.budget.run_with_grace(lambda: Bounds(compiled, problem, self.budget))
        make_labels = ServiceLabels if self.bounds.needs_service else Labels
        self.labels = make_labels(compiled, problem, self.bounds, self.budget)
        self._relaxes_posts = self.bounds.needs_service and not problem.by_rarity
        self.incumbent: Label | None = None
        self.is_stopped = self.has_deadline = False
        self.proven: Key = (0, 0, 0, 0)
        self.work = self.bytes_kept = 0
        reduce_after = min(REDUCE_AFTER, REDUCE_POSTS_AFTER) if self.bounds.needs_service else REDUCE_AFTER
        self.phase, self.next_phase_at = Phase.PLAIN, float(reduce_after)

    @property
    def _searches_backward(self) -> bool:
        """Whether the search begins with a search backward from the goal (see the module `backward`).

        A stage leads to its posts from everywhere, so the search backward would make too many states.
        """
        is_for_months = self.problem.order[0] == MONTHS and self._relaxes_posts
        return is_for_months and not (self.has_deadline or self.compiled.stages)

    @property
    def _may_repeat_stage(self) -> bool:
        """Whether a path may return to a stage, in a problem with given first positions of all paths."""
        prefix = self.problem.prefix
        return any(map(self.labels.may_repeat, prefix)) or bool(prefix and self.compiled.ends)

    def find_best(self) -> SearchResult | None:
        """Return the best path from start to goal, or None if no path exists.

        If the budget is spent before the search ends, return the best path found so far. Raises NoPlanInTimeError if
        the search has found no path within its budget and grace period.
        """
        if not self.bounds.is_possible():
            return None
        proven = True
        try:
            self._find_least_moves()
            is_reduced = self._searches_backward or (self.incumbent and self.bounds.needs_service)
            if is_reduced and not self.problem.via:
                self._search_reduced()
            else:
                self._search()
        except NoPlanInTimeError:  # even if the objective is proven, another path may win on the other costs
            proven, self.is_stopped = False, True
        if not proven and self.incumbent is None:  # the stopped search has released its labels
            self.bytes_kept = 0
            self.budget.run_with_grace(self._dive_from_root)
        if self.incumbent is None:
            return None
        cost = self.incumbent.list_costs()[self.problem.order[0]]
        return SearchResult(self.incumbent, proven, cost if proven else min(cost, self.proven[0]))

    def _find_least_moves(self) -> None:
        """Find the fewest moves of any path from start to goal, as a lower bound that prunes many labels."""
        problem = self.problem
        if self.bounds.needs_service and problem.order[0] == MOVES and not problem.by_rarity:
            route = find_route(self.compiled, problem, self.budget)
            self.bounds.least_moves = route.moves if route else 0

    def _dive_from_root(self) -> None:
        """Run the diving heuristic from the first position to find an incumbent.

        The function also stores the lower bounds of the first label, which hold for all paths from start to goal.
        """
        root = self.labels.make_root()
        self.proven = max(self.proven, root.key if root else self.proven)
        if root and self.bounds.needs_service:
            self._follow_route(root)  # experience and teaching make many states, so a dive may not end in time
        try:
            self.set_incumbent(self._dive(root))
        except NoPlanInTimeError:
            if self.incumbent is None:
                raise

    def _follow_route(self, label: Label) -> None:
        """Extend a label along a path to the goal with the fewest moves, and make the extended label the incumbent.

        For each requirement on the path, the function chooses the alternative that gives the least lower bounds on the
        costs of complete paths. On the resulting path, the person never waits for a post to teach a skill.
        """
        route = None
        with suppress(NoPlanInTimeError):
            route = find_route(self.compiled, self.problem, self.budget, MOST_STEPS_OF_ROUTE)
        self._follow(label, route.positions if route else ())

    def _follow(self, label: Label, path: Sequence[int]) -> None:
        """Extend a label along a path, and make the extended label the incumbent if its path is complete."""
        for position in path[1:]:
            children = self.labels.extend_by_moves(label)
            child = next((child for child in children if child.path[-1] == position), None)
            if child and child.open:
                child = self.labels.choose_greedily(child, MOST_GREEDY)
            if child is None:
                return
            label = child
        if self.labels.is_complete(label):
            self.set_incumbent(label)

    def _search(self) -> None:
        """Search until the incumbent is proven optimal, or the priority queue has no more labels."""
        queue = self._start_queue()
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
                queue = self._begin_next_phase([label, *queue], settled)
                continue
            if self._is_to_relax(label):
                self._push(queue, self._relax(label, settled[label.path[-1]]))
                continue
            if taken % DIVE_EVERY == 0:
                self.set_incumbent(self._dive(label))
            for child in self._list_children(label, settled[label.path[-1]]):
                self.work += 1
                self._push(queue, child)

    def _start_queue(self) -> list[Label]:
        """Return a priority queue that holds only the label whose path has just the first position."""
        root = self.labels.make_root()
        return [root._replace(key=max(root.key, self.proven))] if root else []

    def _push(self, queue: list[Label], label: Label | None) -> None:
        """Add a label to a priority queue.

        Raises NoPlanInTimeError if all labels of the search use more than MOST_BYTES of memory.
        """
        if label is not None:
            self.bytes_kept += self._estimate_bytes(label)
            if self.bytes_kept > MOST_BYTES:
                raise NoPlanInTimeError
            heappush(queue, label)

    def _estimate_bytes(self, label: Label) -> int:
        return estimate_bytes(label, len(self.compiled.hours))

    def _begin_next_phase(self, queue: list[Label], settled: dict[int, list[Label]]) -> list[Label]:
        """Begin the next phase of the search, and return the queue of labels with the bounds of the new phase."""
        self.next_phase_at = inf
        problem = self.problem
        ends_again = problem.goal in (problem.start, *problem.prefix)
        if problem.via or ends_again or self._may_repeat_stage or self.bounds.needs_service:
            self._tighten()  # weights count each position once, but a path may pass a position twice
            if self._search_by_deadlines():
                return []
        elif self.phase is Phase.REDUCED:
            self.phase, self.next_phase_at = Phase.WEIGHTED, self.work + COMPILE_AFTER
            self._optimize_multipliers()
        elif self.phase is Phase.WEIGHTED:
            self.phase, self.next_phase_at = Phase.COMPILED, self.work + RELAX_AFTER
            if self._search_compiled():
                return []
        elif problem.order[0] == HOURS and self.bounds.upper_bound[0] < inf:
            self.phase = Phase.RELAXED
            settled.clear()
            return self._start_queue()
        return self._rekey(queue)

    def _search_compiled(self) -> bool:
        """Search from the first position again, in compiled code. Return whether the search has ended.

        If the objective is hours, the compiled code ends when it has used a part of the memory. Relaxing each label may
        then be faster. Raises NoPlanInTimeError if the budget is spent, or the memory for another objective.
        """
        may_relax = self.problem.order[0] == HOURS
        most_bytes = (MOST_BYTES - self.bytes_kept) // (PART_OF_MEMORY if may_relax else 1)
        kernel = make_kernel(self.compiled, self.problem, self.bounds, self.proven, most_bytes, self.budget)
        if kernel is None:
            return False
        made = self.budget.labels
        try:
            for progress in kernel.run():
                self.proven = max(self.proven, progress.proven)
                self.budget.labels = made + progress.made
                if progress.status is Status.RUNNING:
                    self.budget.check()
                elif progress.status is Status.FULL:
                    if may_relax:
                        return False
                    raise NoPlanInTimeError
        finally:
            path, skills = kernel.find_path()
            if path:
                self.set_incumbent(self.labels.follow(path, skills))
        return True

    def _is_to_relax(self, label: Label) -> bool:
        """Return whether sharper bounds of a label, from a relaxed problem, are worth the time of their computation."""
        if label.is_relaxed or label.open:
            return False
        if self.phase is Phase.RELAXED:
            return True
        # at a stage, little has changed since the relaxation at the post before
        is_stage = self.compiled.stages >> label.path[-1] & 1 and len(label.path) > 1
        is_late = self.work > RELAX_POSTS_AFTER or not (self.phase is Phase.PLAIN or self.bounds.times)
        return self._relaxes_posts and not is_stage and is_late

    def _relax(self, label: Label, others: list[Label]) -> Label | None:
        """Compute sharper lower bounds of a label from a relaxed, easier problem for the paths that continue the label.

        Return a copy of the label with the sharper lower bounds, or None if the search can prune the label.
        """
        if self.labels.is_dominated(label, others):
            return None
        if isinstance(self.labels, ServiceLabels):
            key, ahead = self.bounds.relax_posts(
                label.path, self.labels.describe_standing(label), label.stages, label.ahead, label.key
            )
            self.work += (ahead & self.bounds.positions).bit_count() // POSITIONS_OF_WORK
            return None if key is None else label._replace(key=max(key, label.key), ahead=ahead, is_relaxed=True)

        def update_target(_: list[int]) -> float:
            return 0 if self.budget.is_spent() else float(self.bounds.upper_bound[0]) + 1 - label.hours

        costs = label.arrives, label.hours, label.stages
        key, relaxation = self.bounds.relax(label.path, label.skills, costs, label.multipliers, update_target)
        if key is None:
            return None
        self._dive_along(label, [*label.path, *relaxation.path])
        return label._replace(key=max(key, label.key), multipliers=relaxation.multipliers, is_relaxed=True)

    def set_incumbent(self, label: Label | None) -> None:
        """Make a label with a path from start to goal the incumbent, or do nothing if the label is None."""
        if label is not None:
            self.incumbent = label
            self.bounds.set_upper_bound(self.bounds.order_costs(*label.list_costs()))

    def _rekey(self, labels: Iterable[Label]) -> list[Label]:
        """Return a priority queue of the given labels, with the lower bounds that the current phase computes for them.

        The returned queue leaves out labels whose lower bounds exceed the costs of the incumbent.
        """
        keyed = (
            (self.bounds.compute_lower_bounds(old.path, old.skills, old.arrives, old.hours, old.stages), old)
            for old in labels
        )
        queue = [old._replace(key=max(key, old.key)) for key, old in keyed if key is not None]
        heapify(queue)
        return queue

    def _search_by_deadlines(self) -> bool:
        """Search for the best path that arrives by one of a few guessed deadlines, the earliest deadline first.

        Return whether the function has found a path that arrives at the goal by one of its guessed deadlines.

        The guessed deadlines divide the time between the proven lower bound and the arrival of the incumbent into
        DEADLINES parts. A search with an early deadline prunes more labels than a search that is limited only by the
        later arrival of the incumbent. If the search finds no path that arrives by a deadline, the best path arrives
        later than this deadline. The function gives up if a later deadline takes hardly more labels than the deadline
        before, since then no deadline saves much.
        """
        least, most = self.proven[0], self.bounds.upper_bound[0]
        if self.has_deadline or not self._relaxes_posts or self.problem.order[0] != MONTHS or not least < most < inf:
            return False
        labels = 0
        for deadline in sorted({int(least + (most - least) * part / DEADLINES) for part in range(1, DEADLINES)}):
            if self._is_too_early(deadline):
                self.proven = max(self.proven, (deadline, 0, 0, 0))
                continue
            before, labels = labels, self.budget.labels
            search = self._make_search(self.compiled, self.problem, (deadline, inf, inf, inf))
            search.has_deadline, search.bounds.times = True, self.bounds.times
            try:
                search._search() if self.problem.via else search._search_reduced()
            finally:
                self.proven = search.proven
                self.set_incumbent(search.incumbent)
            if search.incumbent:
                return True
            self.proven = max(self.proven, (deadline, 0, 0, 0))
            labels = self.budget.labels - labels
            if REDUCE_AFTER < labels < GROWTH * before:
                return False
        return False

    def _is_too_early(self, deadline: int) -> bool:
        """Return whether the relaxed problem of the first label proves that no path arrives by a deadline."""
        before = self.bounds.upper_bound
        self.bounds.set_upper_bound((deadline, inf, inf, inf))
        root, key = self.labels.make_root(), None
        if root and isinstance(self.labels, ServiceLabels):
            standing = self.labels.describe_standing(root)
            key, _ = self.bounds.relax_posts(root.path, standing, root.stages, root.ahead, root.key)
        self.bounds.set_upper_bound(before)
        return key is None

    def _make_search(self, compiled: CompiledGraph, problem: Problem, upper_bound: Key) -> "Search":
        """Make a search for paths whose costs do not exceed an upper bound.

        The new search begins with the lower bounds that the calling search has proven. The limit on the memory of the
        new search also covers the memory that the calling search uses.
        """
        search = Search(compiled, problem, self.budget)
        search.bounds.least_moves, search.has_deadline = self.bounds.least_moves, self.has_deadline
        search.bounds.set_upper_bound(upper_bound)
        search.proven, search.bytes_kept = self.proven, self.bytes_kept
        return search

    def _search_reduced(self) -> None:
        """Eliminate positions, then search for the best path through the remaining positions.

        If few positions remain, the search continues on a reduced problem, which lacks the eliminated positions.
        """
        self.phase, self.next_phase_at = Phase.REDUCED, self.work + WEIGH_AFTER
        self._tighten()
        if not self.bounds.keeps_ends():
            return
        if self.bounds.positions.bit_count() > SMALL_REDUCTION * len(self.compiled.moves):
            self._search()
            return
        reduction = Reduction(self.compiled, self.bounds.positions, self.problem.known, self.problem.extra, self.budget)
        problem = reduction.reduce_problem(self.problem)
        search = self._make_search(reduction.compiled, problem, self.bounds.upper_bound)
        if self.bounds.times:
            search.bounds.times = self.bounds.times.translate(reduction.rank, search.bounds.fields)
        if not search.bounds.is_possible():
            return
        try:
            search._search_reduced()
        finally:
            self.proven = search.proven
            if label := search.incumbent:
                path = tuple(reduction.positions[position] for position in label.path)
                learned = tuple(map(reduction.restore_skills, label.learned))
                root = self.labels.make_root()
                service = label.service or (root and root.service)  # a path that needs no service never waits for it
                self.set_incumbent(label._replace(path=path, learned=learned, service=service))

    def _list_children(self, label: Label, others: list[Label]) -> Iterator[Label]:
        if label.open:
            return self.labels.extend_by_choices(label)
        if self.labels.is_dominated(label, others):
            return iter(())
        others.append(label)
        return self.labels.extend_by_moves(label)

    def _dive(self, start: Label | None) -> Label | None:
        """Run the diving heuristic.

        Return the label of a complete path that is no worse than the incumbent, or None if the heuristic finds none.

        If the problem has no prefix, and the search has no incumbent yet, the result None means that no path to the
        goal exists.
        """
        found = self._dive_for(start, self.labels.fields_at_goal)
        # few fields make few states, but a path may first need experience in other fields
        if found is None and self.labels.fields_at_goal != ALL_FIELDS and self.bounds.upper_bound[0] == inf:
            found = self._dive_for(start, ALL_FIELDS)
        return found

    def _dive_for(self, start: Label | None, fields: int) -> Label | None:
        """Run the diving heuristic once from a given label.

        Return the label of a complete path that is no worse than the incumbent, or None if the heuristic finds none.

        The diving heuristic extends labels in the order of their lower bounds. Among all labels that can continue along
        the same paths (`Labels.state`), the diving heuristic extends only the first. After the diving heuristic has
        tried about MOST_ALTERNATIVES alternatives, the heuristic tries only the best alternative of each requirement.
        """
        bytes_before = self.bytes_kept
        queue: list[Label] = []
        self._push(queue, start)
        expanded: set[tuple[int, ...]] = set()
        alternatives = 0
        while queue:
            found = heappop(queue)
            self.bytes_kept -= self._estimate_bytes(found)
            state = self.labels.make_state(found, fields)
            if state in expanded:
                continue
            if found.open:  # each choice scans all open requirements
                alternatives += len(found.open[0].members) * (1 + len(found.open) // MOST_GREEDY)
            is_greedy = found.open and alternatives > MOST_ALTERNATIVES
            label = self.labels.choose_greedily(found, MOST_GREEDY) if is_greedy else found
            if label is None:
                if self.bounds.upper_bound[0] < inf:
                    break  # worse than the incumbent, as most labels left in the queue probably are
                label = found  # the choice may have led to avoided skills that no post has taught yet
            if self.labels.is_complete(label):
                self.bytes_kept = bytes_before
                return label
            if not label.open:
                expanded.add(self.labels.make_state(label, fields) if is_greedy else state)
                self.bytes_kept += BYTES_OF_DIVE_STATE
            for child in self.labels.extend_by_choices(label) if label.open else self.labels.extend_by_moves(label):
                self._push(queue, child)
        self.bytes_kept = bytes_before
        return None

    def _tighten(self) -> None:
        """Compute cuts, find an incumbent with the diving heuristic, and use both to eliminate positions.

        With experience or teaching, the function dives only if no upper bound is known.
        """
        # a further dive takes as long as the search, but rarely finds a better path
        dives = not self.bounds.needs_service or self.bounds.upper_bound[0] == inf
        if dives and self._searches_backward:
            self._search_backward()
            dives = False
        if not self.bounds.keeps_ends():
            return
        self.bounds.compute_cuts()
        if dives:
            self.set_incumbent(self._dive(self.labels.make_root()))
        if self.bounds.upper_bound[0] < inf:
            self.bounds.eliminate_positions()
        elif not (self.bounds.needs_service and self.problem.prefix) and not self._may_repeat_stage:
            # (the states of a dive ignore which positions a path may not repeat)
            self.bounds.positions = 0  # the dive proved that no path exists, so skip the search of the whole graph

    def _search_backward(self) -> None:
        """Search backward from the goal for bounds and an incumbent (see the module `backward`)."""
        search, path = self._find_fastest()
        if search.beyond == inf:
            self.bounds.positions = 0
            return
        if root := self.labels.make_root():
            self._follow(root, path)
        if self.proven[0] < self.bounds.upper_bound[0]:  # another path may need less study
            search, _ = self._find_fastest()
            self._set_times(search)
            self.bounds.compute_cuts()
            self.set_incumbent(self._dive(root))
        self._set_times(search)

    def _find_fastest(self) -> tuple[BackwardSearch, list[int]]:
        search = BackwardSearch(self.compiled, self.problem, self.bounds, self.budget)
        path = search.find_fastest()
        self.proven = max(self.proven, (search.beyond, 0, 0, 0))
        return search, path

    def _set_times(self, search: BackwardSearch) -> None:
        if self.bounds.upper_bound[0] < inf:
            self.bounds.set_times(search.find_times(self.bounds.upper_bound[0]))

    def _optimize_multipliers(self) -> None:
        """Compute the weights of positions in a Lagrangian relaxation, and use the weights to eliminate positions.

        Run the diving heuristic along each lightest path of the Lagrangian relaxation, to find a better incumbent.
        """
        bounds, rank = self.bounds, self.problem.order.index(HOURS)

        def update_target(path: list[int]) -> float:
            self._dive_along(self.labels.make_root(), path)
            hours = bounds.upper_bound[rank]
            return 0 if hours == inf or self.budget.is_spent() else float(hours)

        bounds.optimize_multipliers(update_target)
        bounds.eliminate_positions()

    def _dive_along(self, label: Label | None, path: Iterable[int]) -> None:
        """Run the diving heuristic from a label, only through positions of a given path."""
        positions, self.bounds.positions = self.bounds.positions, set_of(path)
        try:
            self.set_incumbent(self._dive(label))
        finally:
            self.bounds.positions = positions
