"""Lagrangian lower bound on the hours of study, by the subgradient method.

A person learns a skill once, however many positions on a path need it. The relaxation splits the hours of each skill
among the positions that need it. Each share is a multiplier, and those of one skill add up to no more than its hours.
The weight of a position is the sum of its multipliers. The lightest path from start to goal is thus a lower bound for
all paths, and Dijkstra's algorithm finds it.

The subgradient method raises the bound: it raises the multipliers on the lightest path and lowers the others of the
same skills, in ever smaller steps. Sources: B. T. Polyak, 1969, the length of a step; M. Held, P. Wolfe and H. P.
Crowder, 1974; P. M. Camerini, L. Fratta and F. Maffioli, 1975, a direction that keeps a part of the previous ones. The
lightest paths are also good ones for the diving heuristic.

Positions lie in layers, by moves to the goal. A path first enters each layer that is lower than all before at exactly
one position, so all positions of a layer can share one multiplier for that entry. Where a path goes on above its lowest
layer, each position has multipliers of its own.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from math import ceil, inf
from typing import NamedTuple

from mlgraph.search.bitset import ranks, set_of, union
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph

FIRST_STEP, NEXT_STEP = 4.0, 2.0  # Polyak's factor, from nothing and from the multipliers of a parent label
STALLED_ROUNDS, STEP_DECAY = 4, 0.7  # the factor shrinks after so many rounds without a better bound
DEFLECTION, NEGLIGIBLE = 0.7, 0.3  # the part of a direction that stays for the next round, and what is dropped from it
TOLERANCE = 1e-6  # of hours, for rounding errors of sums
ANY_LAYER = -1  # stands for the layer, or the position, in the key of a multiplier that has none


class PositionWeights(NamedTuple):
    """Weights of positions in hours, and the weights of the lightest paths from the start and to the goal.

    Attributes
    ----------
    own : dict of int to float
        The weight of each position.
    from_start, to_goal : dict of int to float
        The weight of the lightest path from the start, itself not weighed, to each position, and of the lightest path
        from each position to the goal.

    """

    own: dict[int, float]
    from_start: dict[int, float]
    to_goal: dict[int, float]

    def through(self, position: int) -> float:
        """Return the least hours of all paths through a position."""
        if position not in self.from_start or position not in self.to_goal:
            return inf
        return _round_up(self.from_start[position] + self.to_goal[position] - self.own[position])

    def after(self, path: tuple[int, ...]) -> float:
        """Return the least hours of all paths that begin with a path."""
        if path[-1] not in self.to_goal:
            return inf
        return _round_up(sum([self.own[position] for position in path[:-1]]) + self.to_goal[path[-1]])


class State(NamedTuple):
    """A position on a path, the lowest layer so far, and whether the path enters that layer here."""

    position: int
    lowest: int
    is_first: bool


class Relaxation(NamedTuple):
    """A lower bound on the hours that remain, the lightest path that shows it, and the multipliers."""

    hours: float
    path: Sequence[int]
    multipliers: Sequence[float]


class LagrangianBound:
    """The relaxed problem on a graph of states: positions with the lowest layer of the path so far.

    `requirements` has for each position the bit masks of skills of any of which one is enough. `layers` has the layer
    of each position, 0 for the goal alone. `ends` are the start and the goal.

    Skills that the same positions need form one item, with one budget: its hours. A multiplier belongs to a requirement
    (the indices of its items), in a state or in all states that enter a layer.
    """

    def __init__(
        self,
        compiled: CompiledGraph,
        requirements: dict[int, list[int]],
        layers: dict[int, int],
        ends: tuple[int, int],
        budget: Budget,
    ) -> None:
        start, goal = ends
        self._budget = budget
        self._hours_of, self._layers, self._highest = compiled.hours_of, layers, max(layers.values())
        self._states, self._successors = _state_space(compiled.successors, layers, start, budget)
        self._index = {state: index for index, state in enumerate(self._states)}
        self._goal = self._index.get(State(goal, 0, is_first=True), -1)
        self._items, needed = _items(requirements, budget)
        keys = []
        for position, lowest, is_first in self._states:
            budget.check()
            place = (lowest, ANY_LAYER) if is_first else (ANY_LAYER, position)
            keys.append([(*place, items) for items in needed[position]])
        all_keys = sorted({key for each in keys for key in each})  # the lowest layers, which come last on a path, first
        rank = {key: index for index, key in enumerate(all_keys)}
        self._multipliers_of = [[rank[key] for key in each] for each in keys]
        self._items_of = [items for _, _, items in all_keys]
        lowest_layers = [lowest for lowest, _, _ in all_keys]
        self._count_below = {layer: bisect_left(lowest_layers, layer) for layer in set(layers.values())}
        self._sharing: dict[int, list[list[int]]] = {}

    def relax(
        self,
        path: tuple[int, ...],
        skills: int,
        multipliers: Sequence[float],
        rounds: int,
        update_target: Callable[[list[int]], float],
    ) -> Relaxation:
        """Return the best bound on the hours that a person with `skills` still studies after a path.

        `multipliers` are those to begin with, of an earlier relaxation or none. `update_target` takes each lightest
        path and returns the hours at which a bound prunes; the steps aim at these.
        """
        *layers, last = (self._layers.get(position, self._highest) for position in path)
        lowest = min([*layers, last])
        begin = self._index.get(State(path[-1], lowest, is_first=lowest not in layers))
        if begin is None:
            return Relaxation(inf, (), multipliers)
        budgets = [self._hours_of(item & ~skills) for item in self._items]
        count = self._count_below[lowest]
        now = self._scaled(multipliers[:count] or [1.0] * count, budgets)
        best, step, stalled = Relaxation(-1.0, (), now), NEXT_STEP if multipliers else FIRST_STEP, 0
        direction: dict[int, float] = {}
        for _ in range(rounds):
            hours, states = self._lightest_path(begin, now)
            if not states:
                return Relaxation(inf, (), now)
            lightest = [self._states[state].position for state in states]
            stalled += 1
            if hours > best.hours:
                best, stalled = Relaxation(hours, lightest, array("d", now)), 0
            elif stalled == STALLED_ROUNDS:
                step, stalled = step * STEP_DECAY, 0
            lacking = update_target(lightest) - hours
            if lacking < 1 - TOLERANCE:  # the hours are whole numbers
                break
            direction = self._next_direction(direction, states)
            self._step(direction, step * lacking, now, budgets)
        return best._replace(hours=_round_up(best.hours))

    def weights(self, multipliers: Sequence[float]) -> PositionWeights:
        """Return the weights of positions by multipliers for all paths; there is one layer, and a state a position."""
        positions = [state.position for state in self._states]
        own = [sum([multipliers[index] for index in indices]) for indices in self._multipliers_of]
        predecessors = [0] * len(self._successors)
        for state, successors in enumerate(self._successors):
            self._budget.check()
            for other in ranks(successors):
                predecessors[other] |= 1 << state
        from_start, _ = _lightest(self._successors, 0, own.__getitem__, self._budget)
        to_goal, _ = _lightest(predecessors, self._goal, own.__getitem__, self._budget)
        return PositionWeights(
            dict(zip(positions, own, strict=True)),
            {positions[state]: weight for state, weight in from_start.items()},
            {positions[state]: weight + own[self._goal] for state, weight in to_goal.items()},
        )

    def _scaled(self, multipliers: Sequence[float], budgets: list[int]) -> list[float]:
        """Return multipliers in the same proportions that use up, but do not exceed, the budgets."""
        totals = [0.0] * len(budgets)
        for multiplier, items in zip(multipliers, self._items_of, strict=False):
            for item in items:
                totals[item] += multiplier
        factors = [budget / total if total else 0.0 for budget, total in zip(budgets, totals, strict=True)]
        pairs = zip(multipliers, self._items_of, strict=False)
        return [multiplier * min([factors[item] for item in items]) for multiplier, items in pairs]

    def _next_direction(self, direction: dict[int, float], states: list[int]) -> dict[int, float]:
        """Return the subgradient of the lightest path, deflected by the previous direction."""
        deflected = {index: DEFLECTION * part for index, part in direction.items() if part > NEGLIGIBLE}
        for state in states[1:]:
            for index in self._multipliers_of[state]:
                deflected[index] = deflected.get(index, 0.0) + 1.0
        return deflected

    def _step(self, direction: dict[int, float], amount: float, multipliers: list[float], budgets: list[int]) -> None:
        """Raise multipliers along a direction, by about an amount in all, and project them onto the budgets."""
        factor = amount / max(1.0, sum([part * part for part in direction.values()]))
        for index, part in direction.items():
            multipliers[index] += factor * part
        sharing = self._sharing_among(len(multipliers))
        for item in {item for index in direction for item in self._items_of[index]}:
            self._budget.check()
            _project(multipliers, sharing[item], budgets[item])

    def _sharing_among(self, count: int) -> list[list[int]]:
        """Return for each item which of the first `count` multipliers share its budget."""
        if count not in self._sharing:
            self._sharing[count] = [[] for _ in self._items]
            for index, items in enumerate(self._items_of[:count]):
                for item in items:
                    self._sharing[count][item].append(index)
        return self._sharing[count]

    def _lightest_path(self, begin: int, multipliers: list[float]) -> tuple[float, list[int]]:
        """Return the weight of the lightest path from a state, itself not weighed, to the goal, and its states."""
        indices_of, goal = self._multipliers_of, self._goal

        def weight(state: int) -> float:
            return sum([multipliers[index] for index in indices_of[state]])

        hours, before = _lightest(self._successors, begin, weight, self._budget, goal)
        if goal not in hours:
            return inf, []
        states = [goal]
        while states[-1] != begin:
            states.append(before[states[-1]])
        return hours[goal], states[::-1]


def _state_space(edges: list[int], layers: dict[int, int], start: int, budget: Budget) -> tuple[list[State], list[int]]:
    """Return the states of all paths from the start, which is the first of them, and the successors of each."""
    states, successors, allowed = [State(start, layers[start], is_first=True)], [], set_of(layers) & ~(1 << start)
    index = {states[0]: 0}
    for position, lowest, _ in states:
        budget.check()
        targets = ranks(edges[position] & allowed if layers[position] else 0)  # a path ends at the goal
        next_states = [State(target, min(lowest, layers[target]), layers[target] < lowest) for target in targets]
        for state in next_states:
            if state not in index:
                index[state] = len(states)
                states.append(state)
        successors.append(set_of(index[state] for state in next_states))
    return states, successors


def _items(requirements: dict[int, list[int]], budget: Budget) -> tuple[list[int], dict[int, list[tuple[int, ...]]]]:
    """Return the items, sets of skills that the same positions need, and each requirement by the indices of its items.

    A skill of a requirement with alternatives is an item of its own.
    """
    optional = union(mask for masks in requirements.values() for mask in masks if mask & mask - 1)
    needers: defaultdict[int, list[int]] = defaultdict(list)
    for position, masks in requirements.items():
        budget.check()
        for mask in masks:
            if not mask & optional:
                needers[mask].append(position)
    joined: defaultdict[tuple[int, ...], int] = defaultdict(int)
    for mask, positions in needers.items():
        joined[tuple(positions)] |= mask
    items = [*joined.values(), *(1 << skill for skill in ranks(optional))]
    index = {skill: index for index, item in enumerate(items) for skill in ranks(item)}
    needed = {}
    for position, masks in requirements.items():
        budget.check()
        needed[position] = list(dict.fromkeys(tuple([index[skill] for skill in ranks(mask)]) for mask in masks))
    return items, needed


def _round_up(hours: float) -> int:
    """Return the least whole number of hours that is not below `hours`, rounding errors apart."""
    return ceil(hours - TOLERANCE * max(1.0, hours))


def _project(multipliers: list[float], indices: list[int], budget: int) -> None:
    """Lower some multipliers to the nearest ones, none below 0, that add up to no more than a budget."""
    old = [multipliers[index] for index in indices]
    if sum(old) <= budget:
        return
    total = less = 0.0
    for count, multiplier in enumerate(sorted(old, reverse=True), 1):
        total += multiplier
        if multiplier * count < total - budget:
            break
        less = (total - budget) / count
    new = [multiplier - less if multiplier > less else 0.0 for multiplier in old]
    # far above the budget, the differences are not exact
    factor = min(1.0, budget / (sum(new) or 1.0))
    for index, multiplier in zip(indices, new, strict=True):
        multipliers[index] = multiplier * factor


def _lightest(
    edges: list[int], origin: int, weight: Callable[[int], float], budget: Budget, goal: int = -1
) -> tuple[dict[int, float], dict[int, int]]:
    """Return the weight of the lightest path from `origin`, itself not weighed, to each state, and the state before it.

    Dijkstra's algorithm with weights of states: the first path to reach a state is the lightest. It ends at `goal`.
    """
    found: dict[int, float] = {}
    before: dict[int, int] = {}
    queue, left = [(0.0, origin)], ~(1 << origin)
    while queue:
        budget.check()
        total, state = heappop(queue)
        found[state] = total
        if state == goal:
            break
        new = edges[state] & left
        left ^= new
        for target in ranks(new):
            before[target] = state
            heappush(queue, (total + weight(target), target))
    return found, before
