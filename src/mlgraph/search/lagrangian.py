"""Hours as weights of positions: a sharper bound than cuts give, for questions that are hard enough to pay for it.

Each position is charged for what it asks for: shares of hours, such that no way is charged more for a skill than its
hours. What the positions on a way are charged then adds up to no more than the hours that the way costs, and the
lightest way is a bound for all. To raise it, what the lightest ways ask for is charged more there and less elsewhere,
in ever smaller steps (the subgradient method on this Lagrangian relaxation, with the step of B. T. Polyak 1969; M.
Held, P. Wolfe and H. P. Crowder 1974; a step goes on in the direction of the last ones, as P. M. Camerini, L. Fratta
and F. Maffioli proposed in 1975). The ways tried are good ones to look at, too.

Positions are in layers. A way comes to a layer lower than all before at one position of that layer only, so that all
its positions can be charged the same hours there. Where it goes on above its lowest layer, each is charged for itself.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from math import ceil, inf
from typing import NamedTuple

from mlgraph.search.bitset import ranks, set_of, union
from mlgraph.search.compiled import CompiledGraph

FIRST_STEP, NEXT_STEP = 4.0, 2.0  # where a look begins from nothing, and with the shares of another
PATIENCE, SHORTER = 4, 0.7  # a step is made shorter after so many rounds without a better bound
MEMORY, FORGOTTEN = 0.7, 0.3  # what stays of a direction in the next round, and what is too little to stay
SLACK = 1e-6  # of hours, for the rounding of sums
ANY_LAYER = -1  # of what a position is charged for itself


class PositionWeights(NamedTuple):
    """Weights of positions, and how light a way can be from the start to each, and from each to the goal."""

    of: dict[int, float]
    from_start: dict[int, float]
    to_goal: dict[int, float]

    def through(self, position: int) -> float:
        """Return what a way through a position costs at least."""
        if position not in self.from_start or position not in self.to_goal:
            return inf
        return _whole(self.from_start[position] + self.to_goal[position] - self.of[position])

    def after(self, path: tuple[int, ...]) -> float:
        """Return what a way that begins with a path costs at least."""
        if path[-1] not in self.to_goal:
            return inf
        return _whole(sum([self.of[position] for position in path[:-1]]) + self.to_goal[path[-1]])


class State(NamedTuple):
    """Where a way is, the lowest layer where it has been, and whether it is the first time that it is there."""

    position: int
    lowest: int
    is_first: bool


class Relaxation(NamedTuple):
    """The hours that every way on costs at least, the lightest way, and the shares that show it."""

    hours: float
    way: Sequence[int]
    multipliers: Sequence[float]


class LagrangianBound:
    """What positions are charged for what each of them `asks` for: sets of skills of any of which one is enough.

    `layers` has the layer of each position, 0 for the goal alone.
    """

    def __init__(
        self, compiled: CompiledGraph, asks: dict[int, list[int]], layers: dict[int, int], start: int, goal: int
    ) -> None:
        self._hours_of, self._layers, self._highest = compiled.hours_of, layers, max(layers.values())
        self._states, self._ahead = _state_space(compiled.successors, layers, start)
        self._number = {state: number for number, state in enumerate(self._states)}
        self._goal = self._number.get(State(goal, 0, is_first=True), -1)
        self._items, things = _items(asks)
        charges = [
            [(lowest, ANY_LAYER, thing) if is_first else (ANY_LAYER, position, thing) for thing in things[position]]
            for position, lowest, is_first in self._states
        ]
        all_charges = sorted({charge for each in charges for charge in each})  # what lies ahead of a way stands first
        rank = {charge: place for place, charge in enumerate(all_charges)}
        self._charged = [[rank[charge] for charge in each] for each in charges]
        self._things = [thing for _, _, thing in all_charges]
        self._below = {layer: sum(low < layer for low, _, _ in all_charges) for layer in set(layers.values())}
        self._askers: dict[int, list[list[int]]] = {}

    def relax(
        self,
        path: tuple[int, ...],
        skills: int,
        multipliers: Sequence[float],
        rounds: int,
        tried: Callable[[list[int]], float],
    ) -> Relaxation:
        """Return what every way on from a path costs one who has `skills`, by shares like those of an earlier look.

        `tried` is told of each lightest way and returns how many hours are enough.
        """
        *layers, last = (self._layers.get(position, self._highest) for position in path)
        lowest = min([*layers, last])
        begin = self._number.get(State(path[-1], lowest, is_first=lowest not in layers))
        if begin is None:
            return Relaxation(inf, (), multipliers)
        budgets = [self._hours_of(item & ~skills) for item in self._items]
        ahead = self._below[lowest]
        now = self._scaled(multipliers[:ahead] or [1.0] * ahead, budgets)
        best, step, unchanged = Relaxation(-1.0, (), now), NEXT_STEP if multipliers else FIRST_STEP, 0
        direction: dict[int, float] = {}
        for _ in range(rounds):
            hours, states = self._lightest_path(begin, now)
            if not states:
                return Relaxation(inf, (), now)
            way = [self._states[state].position for state in states]
            unchanged += 1
            if hours > best.hours:
                best, unchanged = Relaxation(hours, way, array("d", now)), 0
            elif unchanged == PATIENCE:
                step, unchanged = step * SHORTER, 0
            lacking = tried(way) - hours
            if lacking < 1 - SLACK:  # the hours are whole numbers
                break
            direction = self._next_direction(direction, states)
            self._follow(direction, step * lacking, now, budgets)
        return best._replace(hours=_whole(best.hours))

    def weights(self, multipliers: Sequence[float]) -> PositionWeights:
        """Return the weights of positions by shares for all ways; without layers, as each position is in one state."""
        positions = [state.position for state in self._states]
        of = [sum([multipliers[place] for place in charged]) for charged in self._charged]
        behind = [0] * len(self._ahead)
        for state, ahead in enumerate(self._ahead):
            for other in ranks(ahead):
                behind[other] |= 1 << state
        from_start, _ = _lightest(self._ahead, 0, of.__getitem__)
        to_goal, _ = _lightest(behind, self._goal, of.__getitem__)
        return PositionWeights(
            dict(zip(positions, of, strict=True)),
            {positions[state]: weight for state, weight in from_start.items()},
            {positions[state]: weight + of[self._goal] for state, weight in to_goal.items()},
        )

    def _scaled(self, multipliers: Sequence[float], budgets: list[int]) -> list[float]:
        """Return shares in the same proportions that use up, but do not exceed, the budgets."""
        charged = [0.0] * len(budgets)
        for multiplier, thing in zip(multipliers, self._things, strict=False):
            for item in thing:
                charged[item] += multiplier
        factors = [budget / total if total else 0.0 for budget, total in zip(budgets, charged, strict=True)]
        things = zip(multipliers, self._things, strict=False)
        return [multiplier * min([factors[item] for item in thing]) for multiplier, thing in things]

    def _next_direction(self, direction: dict[int, float], way: list[int]) -> dict[int, float]:
        """Return the direction of the last steps turned to what a way is charged for."""
        turned = {place: MEMORY * part for place, part in direction.items() if part > FORGOTTEN}
        for state in way[1:]:
            for place in self._charged[state]:
                turned[place] = turned.get(place, 0.0) + 1.0
        return turned

    def _follow(self, direction: dict[int, float], amount: float, multipliers: list[float], budgets: list[int]) -> None:
        """Raise shares in a direction, in all by about an amount, and lower them until they keep to the budgets."""
        factor = amount / max(1.0, sum([part * part for part in direction.values()]))
        for place, part in direction.items():
            multipliers[place] += factor * part
        askers = self._askers_among(len(multipliers))
        for item in {item for place in direction for item in self._things[place]}:
            _lower(multipliers, askers[item], budgets[item])

    def _askers_among(self, count: int) -> list[list[int]]:
        """Return for each item which of the first charges are for it."""
        if count not in self._askers:
            self._askers[count] = [[] for _ in self._items]
            for place, thing in enumerate(self._things[:count]):
                for item in thing:
                    self._askers[count][item].append(place)
        return self._askers[count]

    def _lightest_path(self, begin: int, multipliers: list[float]) -> tuple[float, list[int]]:
        """Return how light a way from a state to the goal can be, its own weight not counted, and the states on it."""
        charged, goal = self._charged, self._goal
        hours, before = _lightest(self._ahead, begin, lambda state: sum([multipliers[p] for p in charged[state]]), goal)
        if goal not in hours:
            return inf, []
        way = [goal]
        while way[-1] != begin:
            way.append(before[way[-1]])
        return hours[goal], way[::-1]


def _state_space(successors: list[int], layers: dict[int, int], start: int) -> tuple[list[State], list[int]]:
    """Return the states of all ways from the start, which is the first of them, and the set to which each leads."""
    states, ahead, within = [State(start, layers[start], is_first=True)], [], set_of(layers) & ~(1 << start)
    number = {states[0]: 0}
    for position, lowest, _ in states:
        leads = ranks(successors[position] & within if layers[position] else 0)  # a way ends at the goal
        others = [State(other, min(lowest, layers[other]), layers[other] < lowest) for other in leads]
        for state in others:
            if state not in number:
                number[state] = len(states)
                states.append(state)
        ahead.append(set_of(number[state] for state in others))
    return states, ahead


def _items(asks: dict[int, list[int]]) -> tuple[list[int], dict[int, list[tuple[int, ...]]]]:
    """Return sets of skills that the same positions ask for, and what each position asks for by the places of these."""
    chosen = union(mask for things in asks.values() for mask in things if mask & mask - 1)
    askers: defaultdict[int, list[int]] = defaultdict(list)
    for position, things in asks.items():
        for mask in things:
            if not mask & chosen:
                askers[mask].append(position)
    together: defaultdict[tuple[int, ...], int] = defaultdict(int)
    for mask, positions in askers.items():
        together[tuple(positions)] |= mask
    items = [*together.values(), *(1 << skill for skill in ranks(chosen))]
    place = {skill: place for place, item in enumerate(items) for skill in ranks(item)}
    asked = {
        position: list(dict.fromkeys(tuple([place[skill] for skill in ranks(mask)]) for mask in things))
        for position, things in asks.items()
    }
    return items, asked


def _whole(hours: float) -> int:
    """Return the least whole number of hours that is not below some hours, but for rounding."""
    return ceil(hours - SLACK * max(1.0, hours))


def _lower(multipliers: list[float], places: list[int], budget: int) -> None:
    """Take so much off each of some shares that all come to no more than a budget (the nearest that do)."""
    old = [multipliers[place] for place in places]
    if sum(old) <= budget:
        return
    total = less = 0.0
    for count, multiplier in enumerate(sorted(old, reverse=True), 1):
        total += multiplier
        if multiplier * count < total - budget:
            break
        less = (total - budget) / count
    new = [multiplier - less if multiplier > less else 0.0 for multiplier in old]
    # of shares that were far above the budget, the differences are not exact
    factor = min(1.0, budget / (sum(new) or 1.0))
    for place, multiplier in zip(places, new, strict=True):
        multipliers[place] = multiplier * factor


def _lightest(
    arrows: list[int], origin: int, optimize_multipliers: Callable[[int], float], goal: int = -1
) -> tuple[dict[int, float], dict[int, int]]:
    """Return how light a way from `origin`, itself not weighed, can be to each state, and the state before it.

    Dijkstra's algorithm with weights of states: who comes to one first comes on the lightest way. It ends at `goal`.
    """
    found: dict[int, float] = {}
    before: dict[int, int] = {}
    queue, left = [(0.0, origin)], ~(1 << origin)
    while queue:
        weight, at = heappop(queue)
        found[at] = weight
        if at == goal:
            break
        new = arrows[at] & left
        left ^= new
        for state in ranks(new):
            before[state] = at
            heappush(queue, (weight + optimize_multipliers(state), state))
    return found, before
