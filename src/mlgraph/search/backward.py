"""Lower bounds on the arrival at the goal, from a search backward that knows which experience a path still needs.

A position may ask for experience in a field, so a path first passes a post that counts in the field. Often only posts
that ask for experience in a second field lead to this post. From the start, a search sees such a chain of fields late.
Backward from the goal, a search follows only the fields that a path needs, so it makes few states.

A state is a position with needs: the experience in each field with which a path has to arrive there. Each step goes
back over a move, to the post that a person holds before the move. The stay in the post takes at least the months of the
move. If the post counts in a field, the stay reduces the need. The post itself may ask for further experience.

A post that counts in a needed field, but does not ask for experience in it, gives two states. The first state is for
paths on which an earlier post counts in the field, too. The second state is for paths on which no earlier post does.
In the second state, a person waits in the post for all experience that neither the start nor later posts give.

**Lower bound.** Each path to the goal fits one state at each of its positions. The time of this state is at most the
time that the path takes from there. The moves of the path take at least their months. The experience that the moves
leave missing needs waits in posts that count in the field. The search adds up the waits for several fields only if no
post counts in two of these fields. The search therefore counts no wait twice. For all other fields, the search asks for
a post that counts, but adds no wait.

A label may have less experience than a state needs. The missing experience takes waits, in posts on the path of the
label or in later posts. If no post on the path counts in the field, the label does not fit the state. The least time of
all states that fit a label bounds the arrivals of all paths that continue the label.

**Dominance.** A state dominates another state at the same position if it takes no longer and needs no more experience.
Each step back keeps this relation, so the search makes no steps from a dominated state. The moves from the dominated
state become moves from the dominating state.

**Order.** States leave the queue in the order of a lower bound on the arrival of all paths that fit them. The bound is
the time of the state plus the earliest arrival at its position (see the module `earliest`). If a state needs experience
in a field, its paths pass a first post in the field before. The first state at the start without needs ends the
search for the fastest path. The time of this state is a lower bound on the arrivals of all paths.

**States in time.** The search then goes on until the arrival of an incumbent. A pass forward from the start removes all
states that no path reaches early enough. Every path that arrives no later than the incumbent fits the states that
remain. The search eliminates all positions without a state.

A search backward over what is still needed is called regression search (Bonet and Geffner 2001).
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from heapq import heappop, heappush
from math import inf

from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.distances import find_least_months_from
from mlgraph.search.problem import Problem
from mlgraph.search.times import Needs, State, TimesToGoal

MOST_STEPS = 20_000  # the search takes at most this number of states from its queue, within half a second


class BackwardSearch:
    """A search backward from the goal of a problem for the states of paths, the fastest paths first.

    Attributes
    ----------
    beyond : float or Fraction
        A lower bound on the arrival at the goal of every path whose states the search has not found.

    """

    def __init__(self, compiled: CompiledGraph, problem: Problem, bounds: Bounds, budget: Budget) -> None:
        assert compiled.posts is not None
        self._compiled, self._bounds, self._budget, self._start = compiled, bounds, budget, problem.start
        # at the start, a person is in the post already
        self._asks = [{} if position == self._start else asks for position, asks in enumerate(bounds.asks)]
        self._counts = [fields & bounds.fields for fields in compiled.posts.counts]
        self._shared = unite(fields for fields in self._counts if fields & (fields - 1))
        self._initial = [bounds.find_initial(field) for field in range(compiled.posts.fields)]
        self._earliest = self._find_earliest(problem.goal)
        self._passable = set_of(self._earliest)
        self._earliest_after: dict[int, dict[int, int]] = {}
        self._stays: dict[int, list[tuple[int, int]]] = {}
        self._states: list[State] = []
        self._moves: list[list[tuple[int, int]]] = []  # the moves from each state, with the least stay before each
        self._at: defaultdict[int, list[int]] = defaultdict(list)
        self._queue: list[tuple[float | Fraction, State, int, int]] = []
        self.beyond: float | Fraction = 0
        self._steps = 0
        if problem.goal in self._earliest:
            goal = State(problem.goal, 0, tuple(sorted(self._asks[problem.goal].items())))
            self._queue.append((self._earliest[problem.goal], goal, -1, 0))

    def _find_earliest(self, goal: int) -> dict[int, float | Fraction]:
        """Return the earliest arrivals at all positions that a path may pass, or an empty dictionary without a path.

        Without an incumbent, the function stops at the earliest arrival at the goal, which bounds all later arrivals.
        """
        if self._bounds.upper_bound[0] < inf:
            return self._bounds.find_reach().arrivals
        arrivals = self._bounds.find_reach(stops_at_goal=True).arrivals
        return dict.fromkeys(list_ranks(self._bounds.positions), arrivals[goal]) | arrivals if goal in arrivals else {}

    def find_fastest(self) -> list[int]:
        """Return a path to the goal that no path is faster than if its study takes no time, or an empty list.

        The list is empty if no path exists, or if the search has found none after MOST_STEPS steps.
        """
        path: list[int] = []
        state = self._run(inf, stops_at_start=True)
        while state >= 0:
            path.append(self._states[state].position)
            state = self._moves[state][0][0]
        return path

    def find_times(self, limit: float | Fraction) -> TimesToGoal:
        """Return the states of all paths that arrive at the goal by the tick `limit`."""
        self._run(limit)
        states: defaultdict[int, list[State]] = defaultdict(list)
        for state in self._find_reached(limit):
            states[self._states[state].position].append(self._states[state])
        return TimesToGoal(states, self._shared, self.beyond if self.beyond <= limit else inf)

    def _run(self, limit: float | Fraction, *, stops_at_start: bool = False) -> int:
        """Find the states of paths that may arrive by the tick `limit`.

        If `stops_at_start` is true, stop at the first state at the start without needs, and return the state.
        """
        while self._queue and self._queue[0][0] <= limit and self._steps < MOST_STEPS:
            self._budget.check()
            total, found, after, stay = heappop(self._queue)
            self._steps += 1
            state = self._find_dominating(found)
            if state >= 0:
                self._moves[state].append((after, stay))
                continue
            if (bound := self._bound(found)) > total:  # computed late, since most states are dominated
                if bound < inf:
                    heappush(self._queue, (bound, found, after, stay))
                continue
            state = len(self._states)
            self._states.append(found)
            self._moves.append([(after, stay)])
            self._at[found.position].append(state)
            for post, least in self._list_stays(found.position):
                for ticks, needs in self._extend_back(post, least, found.needs):
                    further = State(post, found.ticks + ticks, needs)
                    heappush(self._queue, (max(total, self._earliest[post] + further.ticks), further, state, ticks))
            if stops_at_start and found.position == self._start and not found.needs:
                self.beyond = total
                return state
        self.beyond = self._queue[0][0] if self._queue else inf
        return -1

    def _bound(self, state: State) -> float | Fraction:
        """Return a lower bound on the arrival at the goal of all paths that pass a state."""
        earliest = self._earliest[state.position]
        for field, _ in state.needs:
            if not self._counts[self._start] >> field & 1:
                earliest = max(earliest, self._find_earliest_after(field).get(state.position, inf))
        return earliest + state.ticks

    def _find_dominating(self, state: State) -> int:
        """Return an earlier state that takes no longer and needs no more experience than a state, or -1."""
        needs = dict(state.needs)
        for other in self._at[state.position]:
            _, ticks, needed = self._states[other]
            if ticks <= state.ticks and all(needs.get(field, 0) >= asked for field, asked in needed):
                return other
        return -1

    def _list_stays(self, position: int) -> list[tuple[int, int]]:
        """Return the posts from which a move leads to a position, with the least ticks of the stay before the move."""
        if position not in self._stays:
            self._stays[position] = [
                (post, self._bounds.find_least_stay(post, months))
                for months, posts in self._compiled.sources_by_months[position].items()
                for post in list_ranks(posts & self._passable)
            ]
        return self._stays[position]

    def _extend_back(self, post: int, stay: int, needs: Needs) -> Iterator[tuple[int, Needs]]:
        """Yield the least ticks in a post before a move to a position with `needs`, with the needs at the post."""
        counts, asks = self._counts[post], self._asks[post]
        ways = [(stay, asks)]
        for field, needed in needs:
            is_counted = counts >> field & 1
            lacking = needed - stay if is_counted else needed
            if lacking <= self._initial[field]:
                continue
            later = [(ticks, {**before, field: max(lacking, asks.get(field, 0))}) for ticks, before in ways]
            if is_counted and field not in asks:
                wait = 0 if self._shared >> field & 1 else lacking - self._initial[field]
                later += [(ticks + wait, before) for ticks, before in ways]
            ways = later
        for ticks, before in ways:
            yield ticks, tuple(sorted(before.items()))

    def _find_earliest_after(self, field: int) -> dict[int, int]:
        """Return the earliest arrivals, in ticks, of paths that have passed a first post in a field."""
        if field not in self._earliest_after:
            firsts: defaultdict[int, int] = defaultdict(int)
            for post in list_ranks(self._compiled.counting[field] & self._passable):
                if field not in self._asks[post]:
                    firsts[int(self._earliest[post] // self._bounds.post_ticks)] |= 1 << post
            months = find_least_months_from(self._compiled.targets_by_months, firsts, self._passable, self._budget)
            self._earliest_after[field] = {at: least * self._bounds.post_ticks for at, least in months.items()}
        return self._earliest_after[field]

    def _find_reached(self, limit: float | Fraction) -> list[int]:
        """Return the states that paths from the start reach early enough to arrive at the goal by the tick `limit`."""
        queue: list[tuple[float | Fraction, int]] = [
            (0, state) for state in self._at[self._start] if not self._states[state].needs
        ]
        reached: set[int] = set()
        while queue:
            self._budget.check()
            arrives, state = heappop(queue)
            if state in reached or arrives + self._states[state].ticks > limit:
                continue
            reached.add(state)
            for after, stay in self._moves[state]:
                if after >= 0 and after not in reached:
                    earliest = self._earliest[self._states[after].position]
                    heappush(queue, (max(arrives + stay, earliest), after))
        return sorted(reached)
