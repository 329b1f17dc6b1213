"""Lagrangian lower bound on the hours of study, by the subgradient method.

A person learns a skill once, however many positions on a path need it. The Lagrangian relaxation splits the hours of
each skill among the positions that need the skill. A multiplier is the part of a skill's hours that the relaxation
charges to one position. The multipliers of one skill add up to no more than the hours of the skill. The weight of a
position is the sum of its multipliers. The weight of a path is the sum of the weights of its positions.

**Lower bound.** The least weight of any path from start to goal is a lower bound on the hours of every path. The
multipliers of a skill at all positions of a path add up to at most the hours of the skill. Dijkstra's algorithm finds
the path with the least weight, called the lightest path.

**Alternatives.** The Lagrangian bound is also valid for requirements with alternatives. A requirement with alternatives
has one multiplier, which counts towards the hours of each alternative, since a path may learn any alternative.

**Steps.** The subgradient method raises the Lagrangian bound step by step. Each step of the subgradient method raises
multipliers on the lightest path and lowers other multipliers of the same skills. If the Lagrangian bound has not risen
for a few steps, the next steps of the subgradient method are smaller.

**Layers.** Layers of positions sharpen the Lagrangian bound. The more moves lie between a position and the goal, the
higher is the layer of the position. If a path enters a layer lower than all layers before, the path enters the layer at
exactly one position. The positions of a layer can share one multiplier for the position at which a path first enters
the layer. If a path has passed the layer of a position, or a lower layer, before the position, the position has a
multiplier of its own.

The lightest paths of the relaxation also tend to have low costs, so the search runs the diving heuristic along these
paths.

The subgradient method for Lagrangian bounds is from Held, Wolfe and Crowder (1974). The rule for the length of a step
of the subgradient method is from Polyak (1969). The idea that each step repeats a part of the step before is from
Camerini, Fratta and Maffioli (1975).
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from math import ceil, inf
from typing import NamedTuple

from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph

FIRST_STEP, NEXT_STEP = 4.0, 2.0  # Polyak's factor, without and with the multipliers of a parent label
STALLED_ROUNDS, STEP_DECAY = 4, 0.7  # after STALLED_ROUNDS without a better bound, the factor shrinks by STEP_DECAY
DEFLECTION, NEGLIGIBLE = 0.7, 0.3  # the part of a direction kept for the next round, and the least component kept
TOLERANCE = 1e-6  # hours, for the rounding errors of sums
NONE = -1  # in the key of a multiplier: it belongs to no layer, or to no single position


class PositionWeights(NamedTuple):
    """The weights of positions, and the weights of the lightest paths from the start and to the goal.

    All weights are in units of 1 / `CompiledGraph.per_hour` hours. The weight of a path leaves out the weight of its
    first position, whose skills the person has.

    Attributes
    ----------
    own : dict of int to float
        The weight of each position, in units of 1 / `CompiledGraph.per_hour` hours.
    from_start : dict of int to float
        The weight of the lightest path from the start to each position, with the weight of the position itself.
    to_goal : dict of int to float
        The weight of the lightest path from each position to the goal, with the weight of the position itself.

    """

    own: dict[int, float]
    from_start: dict[int, float]
    to_goal: dict[int, float]

    def bound_through(self, position: int) -> float:
        """Return a lower bound on the hours of every path through a position."""
        if position not in self.from_start or position not in self.to_goal:
            return inf
        return _round_up(self.from_start[position] + self.to_goal[position] - self.own[position])

    def bound_after(self, path: tuple[int, ...]) -> float:
        """Return a lower bound on the hours of every path that begins with a given path."""
        if path[-1] not in self.to_goal:
            return inf
        return _round_up(sum([self.own[position] for position in path[:-1]]) + self.to_goal[path[-1]])


class State(NamedTuple):
    """A position on a path, the lowest layer of the path so far, and whether the path enters this layer here."""

    position: int
    lowest: int
    is_first: bool


class Relaxation(NamedTuple):
    """A lower bound on the hours of study after a partial path, the lightest path to the goal, and the multipliers."""

    hours: float
    path: Sequence[int]
    multipliers: Sequence[float]


class LagrangianBound:
    """The Lagrangian relaxation of a problem, on a graph of states, which are positions with layers.

    A state is a position with the lowest layer that the path to the position has entered. An item is a set of skills
    that the same positions need. The multipliers of an item add up to at most the hours of its skills. Each multiplier
    belongs to a requirement, either of one position or of the first position that a path enters in a layer.

    Parameters
    ----------
    compiled : CompiledGraph
        The compiled graph.
    requirements : dict of int to list of int
        The requirements of each position, each requirement as a bit mask of its alternatives.
    layers : dict of int to int
        The number of the layer of each position. Only the goal has the layer 0.
    ends : tuple of int
        The first and the last position of all paths.
    budget : Budget
        The budget of time or labels for the whole answer.

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
        self._states, self._successors = _find_states(compiled.successors, layers, start, budget)
        self._index = {state: index for index, state in enumerate(self._states)}
        self._goal = self._index.get(State(goal, 0, is_first=True), -1)
        self._items, needed = _group_into_items(requirements, budget)
        keys = []
        for position, lowest, is_first in self._states:
            budget.check()
            owner = (lowest, NONE) if is_first else (NONE, position)
            keys.append([(*owner, items) for items in needed[position]])
        # in the order of layers, so that the multipliers that a path can still meet come first
        all_keys = sorted({key for each in keys for key in each})
        rank = {key: index for index, key in enumerate(all_keys)}
        self._multipliers_of_state = [[rank[key] for key in each] for each in keys]
        self._items_of = [items for _, _, items in all_keys]
        lowest_layers = [lowest for lowest, _, _ in all_keys]
        self._keys_below = {layer: bisect_left(lowest_layers, layer) for layer in set(layers.values())}
        self._multipliers_of_item: dict[int, list[list[int]]] = {}

    def relax(
        self,
        path: tuple[int, ...],
        skills: int,
        multipliers: Sequence[float],
        rounds: int,
        update_target: Callable[[list[int]], float],
    ) -> Relaxation:
        """Return the best lower bound on the hours that a person with `skills` still has to study after a partial path.

        Parameters
        ----------
        path : tuple of int
            The positions of a partial path, after which the person still has to study.
        skills : int
            A bit mask of the skills that the person has at the end of the partial path in `path`.
        multipliers : sequence of float
            The multipliers from an earlier relaxation with which the subgradient method begins, or an empty sequence.
        rounds : int
            The greatest number of steps of the subgradient method.
        update_target : callable
            A function that takes each lightest path and returns the least bound on the hours ahead with which the
            search can prune the partial path. Each step of the subgradient method is longer, the farther the bound so
            far is below the least bound that prunes the path.

        Returns
        -------
        Relaxation
            The relaxation with the best bound of all steps of the subgradient method. The bound is infinite if no path
            leads to the goal.

        """
        *layers, last = (self._layers.get(position, self._highest) for position in path)
        lowest = min([*layers, last])
        first = self._index.get(State(path[-1], lowest, is_first=lowest not in layers))
        if first is None:
            return Relaxation(inf, (), multipliers)
        budgets = [self._hours_of(item & ~skills) for item in self._items]
        count = self._keys_below[lowest]
        current = self._scale(multipliers[:count] or [1.0] * count, budgets)
        best, step, stalled = Relaxation(-1.0, (), current), NEXT_STEP if multipliers else FIRST_STEP, 0
        direction: dict[int, float] = {}
        for _ in range(rounds):
            hours, states = self._find_lightest_path(first, current)
            if not states:
                return Relaxation(inf, (), current)
            lightest = [self._states[state].position for state in states]
            stalled += 1
            if hours > best.hours:
                best, stalled = Relaxation(hours, lightest, array("d", current)), 0
            elif stalled == STALLED_ROUNDS:
                step, stalled = step * STEP_DECAY, 0
            shortfall = update_target(lightest) - hours
            if shortfall < 1 - TOLERANCE:  # hours are whole numbers, so the rounded bound has reached the target
                break
            direction = self._find_next_direction(direction, states)
            self._step(direction, step * shortfall, current, budgets)
        return best._replace(hours=_round_up(best.hours))

    def weigh_positions(self, multipliers: Sequence[float]) -> PositionWeights:
        """Return the weight of each position, and the weights of the lightest paths from the start and to the goal.

        All positions of the relaxation except the goal must be in the same layer.
        """
        positions = [state.position for state in self._states]
        own = [sum([multipliers[index] for index in indices]) for indices in self._multipliers_of_state]
        predecessors = [0] * len(self._successors)
        for state, successors in enumerate(self._successors):
            self._budget.check()
            for other in list_ranks(successors):
                predecessors[other] |= 1 << state
        from_start, _ = _find_lightest_paths(self._successors, 0, own.__getitem__, self._budget)
        to_goal, _ = _find_lightest_paths(predecessors, self._goal, own.__getitem__, self._budget)
        return PositionWeights(
            dict(zip(positions, own, strict=True)),
            {positions[state]: weight for state, weight in from_start.items()},
            {positions[state]: weight + own[self._goal] for state, weight in to_goal.items()},
        )

    def _scale(self, multipliers: Sequence[float], budgets: list[int]) -> list[float]:
        """Scale the multipliers of each item by a factor, so that their sum is at most the hours of the item."""
        totals = [0.0] * len(budgets)
        for multiplier, items in zip(multipliers, self._items_of, strict=False):
            for item in items:
                totals[item] += multiplier
        factors = [budget / total if total else 0.0 for budget, total in zip(budgets, totals, strict=True)]
        pairs = zip(multipliers, self._items_of, strict=False)
        return [multiplier * min([factors[item] for item in items]) for multiplier, items in pairs]

    def _find_next_direction(self, direction: dict[int, float], states: list[int]) -> dict[int, float]:
        """Return the relative amounts by which the next step of the subgradient method raises the multipliers.

        Each multiplier on the lightest path rises by 1, before `_step` multiplies all rises by one factor. All
        multipliers also rise by a part of their rise in the previous step.
        """
        deflected = {index: DEFLECTION * part for index, part in direction.items() if part > NEGLIGIBLE}
        for state in states[1:]:
            for index in self._multipliers_of_state[state]:
                deflected[index] = deflected.get(index, 0.0) + 1.0
        return deflected

    def _step(self, direction: dict[int, float], amount: float, multipliers: list[float], budgets: list[int]) -> None:
        """Raise the lightest path's weight by about `amount`.

        If the multipliers of an item then add up to more than the hours of the item, the function lowers these
        multipliers.
        """
        factor = amount / max(1.0, sum([part * part for part in direction.values()]))
        for index, part in direction.items():
            multipliers[index] += factor * part
        sharing = self._map_items_to_multipliers(len(multipliers))
        for item in {item for index in direction for item in self._items_of[index]}:
            self._budget.check()
            _project(multipliers, sharing[item], budgets[item])

    def _map_items_to_multipliers(self, count: int) -> list[list[int]]:
        """Return, for each item, which of the first `count` multipliers share the hours of the item, by index."""
        if count not in self._multipliers_of_item:
            self._multipliers_of_item[count] = [[] for _ in self._items]
            for index, items in enumerate(self._items_of[:count]):
                for item in items:
                    self._multipliers_of_item[count][item].append(index)
        return self._multipliers_of_item[count]

    def _find_lightest_path(self, first: int, multipliers: list[float]) -> tuple[float, list[int]]:
        """Return the weight and the states of the lightest path from a state to the goal.

        The weight of a path is the sum of the weights of its states after the first.
        """
        indices_of, goal = self._multipliers_of_state, self._goal

        def weigh(state: int) -> float:
            return sum([multipliers[index] for index in indices_of[state]])

        hours, before = _find_lightest_paths(self._successors, first, weigh, self._budget, goal)
        if goal not in hours:
            return inf, []
        states = [goal]
        while states[-1] != first:
            states.append(before[states[-1]])
        return hours[goal], states[::-1]


def _find_states(edges: list[int], layers: dict[int, int], start: int, budget: Budget) -> tuple[list[State], list[int]]:
    """Return all states of paths, the state at the start first, and the set of successors of each state."""
    states, successors, allowed = [State(start, layers[start], is_first=True)], [], set_of(layers) & ~(1 << start)
    index = {states[0]: 0}
    for position, lowest, _ in states:
        budget.check()
        targets = list_ranks(
            edges[position] & allowed if layers[position] else 0
        )  # the path ends at the goal, in layer 0
        next_states = [State(target, min(lowest, layers[target]), layers[target] < lowest) for target in targets]
        for state in next_states:
            if state not in index:
                index[state] = len(states)
                states.append(state)
        successors.append(set_of(index[state] for state in next_states))
    return states, successors


def _group_into_items(
    requirements: dict[int, list[int]], budget: Budget
) -> tuple[list[int], dict[int, list[tuple[int, ...]]]]:
    """Return the items, which are sets of skills, and the requirements of each position as indices of items.

    An item is a set of skills that the same positions need. Each skill of a requirement with alternatives is an item of
    its own.
    """
    optional = unite(mask for masks in requirements.values() for mask in masks if mask & mask - 1)
    needers: defaultdict[int, list[int]] = defaultdict(list)
    for position, masks in requirements.items():
        budget.check()
        for mask in masks:
            if not mask & optional:
                needers[mask].append(position)
    joined: defaultdict[tuple[int, ...], int] = defaultdict(int)
    for mask, positions in needers.items():
        joined[tuple(positions)] |= mask
    items = [*joined.values(), *(1 << skill for skill in list_ranks(optional))]
    index = {skill: index for index, item in enumerate(items) for skill in list_ranks(item)}
    needed = {}
    for position, masks in requirements.items():
        budget.check()
        needed[position] = list(dict.fromkeys(tuple([index[skill] for skill in list_ranks(mask)]) for mask in masks))
    return items, needed


def _round_up(hours: float) -> int:
    """Round a lower bound on hours up to a whole number of units, since every path takes whole units of hours.

    The function ignores rounding errors up to TOLERANCE.
    """
    return ceil(hours - TOLERANCE * max(1.0, hours))


def _project(multipliers: list[float], indices: list[int], budget: int) -> None:
    """Replace multipliers by the nearest nonnegative numbers whose sum is at most `budget` hours."""
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
    # correct the rounding error of multipliers that were far above the budget
    factor = min(1.0, budget / (sum(new) or 1.0))
    for index, multiplier in zip(indices, new, strict=True):
        multipliers[index] = multiplier * factor


def _find_lightest_paths(
    edges: list[int], origin: int, weight: Callable[[int], float], budget: Budget, goal: int = -1
) -> tuple[dict[int, float], dict[int, int]]:
    """Find the path of least weight from the state `origin` to each state.

    Return the weight of the lightest path to each state, and the state before each state on this path.

    The weight of a path leaves out the weight of `origin`. The function stops when it reaches the state `goal`.
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
        for target in list_ranks(new):
            before[target] = state
            heappush(queue, (total + weight(target), target))
    return found, before
