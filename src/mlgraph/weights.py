"""Hours as weights of positions: a sharper bound than cuts give, for questions that are hard enough to pay for it.

Each position is charged for what it asks for: shares of hours, such that no skill's shares come to more than its hours
in all. The weights of the positions on a way, each the sum of its shares, then add up to no more than the hours that
the way costs, and the lightest way is a bound for all. To raise it, what the lightest way asks for is charged more
there and less elsewhere, in ever smaller steps (the subgradient method on this Lagrangian relaxation, with the step of
B. T. Polyak 1969; M. Held, P. Wolfe and H. P. Crowder 1974). The ways tried are good ones to look at, too.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from math import ceil
from typing import NamedTuple

from mlgraph.masks import Masks, ranks, set_of

ROUNDS = 100
FIRST_STEP, PATIENCE, SHORTER = 4.0, 4, 0.7  # a step is made shorter after so many rounds without a better bound
SLACK = 1e-6  # for the rounding of sums


class Weights(NamedTuple):
    """Weights of positions, and how light a way can be from the start to each, and from each to the goal."""

    of: dict[int, float]
    from_start: dict[int, float]
    to_goal: dict[int, float]

    def through(self, position: int) -> float:
        """Return what a way through a position costs at least."""
        if position not in self.from_start or position not in self.to_goal:
            return float("inf")
        return ceil(self.from_start[position] + self.to_goal[position] - self.of[position] - SLACK)

    def after(self, path: tuple[int, ...]) -> float:
        """Return what a way that begins with a path costs at least."""
        if path[-1] not in self.to_goal:
            return float("inf")
        return ceil(sum([self.of[position] for position in path[:-1]]) + self.to_goal[path[-1]] - SLACK)


def weighed(
    masks: Masks, asks: dict[int, list[int]], start: int, goal: int, tried: Callable[[list[int]], float]
) -> Weights:
    """Return weights for positions from what they ask for, sets of skills of any of which one is enough.

    `tried` is told of each lightest way and returns the fewest hours known so far, or less than any bound to end.
    """
    shares = _Shares(masks, asks)
    behind, ahead = (_listed(arrows, asks) for arrows in (masks.predecessors, masks.successors))
    best, best_bound, step, unchanged = dict(shares.weights), -1.0, FIRST_STEP, 0
    for _ in range(ROUNDS):
        distances, onward = _lightest(behind, goal, shares.weights)
        if start not in distances:
            break
        bound, path = distances[start], [start]
        while path[-1] != goal:
            path.append(onward[path[-1]])
        unchanged += 1
        if bound > best_bound:
            best, best_bound, unchanged = dict(shares.weights), bound, 0
        elif unchanged == PATIENCE:
            step, unchanged = step * SHORTER, 0
        lacking = tried(path) - bound
        if lacking < 1 - SLACK:  # the hours are whole numbers
            break
        shares.raise_on(path, step * lacking)
    from_start, to_goal = (_lightest(arrows, end, best)[0] for arrows, end in ((ahead, start), (behind, goal)))
    return Weights(best, from_start, to_goal)


class _Shares:
    """Hours charged: for each position a share for each thing that it asks for, and their sums."""

    def __init__(self, masks: Masks, asks: dict[int, list[int]]) -> None:
        self._hours, self._asked = _merged(
            masks.hours, {position: [tuple(ranks(mask)) for mask in masks_] for position, masks_ in asks.items()}
        )
        self._askers = _askers(self._asked)
        even = {skill: self._hours[skill] / len(askers) for skill, askers in self._askers.items()}
        self._of = {
            position: [min(even[skill] for skill in skills) for skills in asked]
            for position, asked in self._asked.items()
        }
        self.weights = {position: sum(shares) for position, shares in self._of.items()}

    def raise_on(self, path: list[int], amount: float) -> None:
        """Charge more on a way for what it asks for, in all about so much more, and less elsewhere."""
        on, times = set(path), Counter(skill for p in path for skills in self._asked[p] for skill in skills)
        for position in path:
            shares = self._of[position]
            for place, skills in enumerate(self._asked[position]):
                shares[place] += amount / len(times) / max(times[skill] for skill in skills)
        changed = set(path)
        for skill in times:
            askers = self._askers[skill]
            excess = sum([self._of[position][place] for position, place in askers]) - self._hours[skill]
            elsewhere = [asker for asker in askers if asker[0] not in on]
            left = self._lower(elsewhere, excess)
            self._lower([asker for asker in askers if asker[0] in on], left)
            changed.update(position for position, _ in elsewhere)
        for position in changed:
            self.weights[position] = sum(self._of[position])

    def _lower(self, askers: list[tuple[int, int]], amount: float) -> float:
        """Charge less, each in proportion to its share; return what could not be taken off."""
        charged = sum([self._of[position][place] for position, place in askers])
        if amount <= 0 or not charged:
            return amount
        factor = max(0.0, 1 - amount / charged)
        for position, place in askers:
            self._of[position][place] *= factor
        return max(0.0, amount - charged)


def _askers(asked: dict[int, list[tuple[int, ...]]]) -> dict[int, list[tuple[int, int]]]:
    """Return for each skill who asks for it: positions, and the place among the things that each asks for."""
    askers: dict[int, list[tuple[int, int]]] = {}
    for position, things in asked.items():
        for place, skills in enumerate(things):
            for skill in skills:
                askers.setdefault(skill, []).append((position, place))
    return askers


def _merged(
    hours: list[int], asked: dict[int, list[tuple[int, ...]]]
) -> tuple[dict[int, int], dict[int, list[tuple[int, ...]]]]:
    """Return the hours of skills and who asks for them, with one for all that the same positions ask for."""
    chosen = {skill for things in asked.values() for skills in things if len(skills) > 1 for skill in skills}
    first: dict[tuple[int, ...], int] = {}
    merged: dict[int, int] = {}
    for skill, askers in _askers(asked).items():
        kept = skill if skill in chosen else first.setdefault(tuple(position for position, _ in askers), skill)
        merged[kept] = merged.get(kept, 0) + hours[skill]
    return merged, {p: [skills for skills in things if skills[0] in merged] for p, things in asked.items()}


def _listed(arrows: list[int], within: Iterable[int]) -> dict[int, list[int]]:
    """Return the positions of a set to which each of them has an arrow."""
    everywhere = set_of(within)
    return {position: list(ranks(arrows[position] & everywhere)) for position in within}


def _lightest(
    arrows: dict[int, list[int]], origin: int, weights: dict[int, float]
) -> tuple[dict[int, float], dict[int, int]]:
    """Return how light a way from `origin` to each position can be, both included, and the last position before it."""
    found: dict[int, float] = {}
    seen, queue = {origin: weights[origin]}, [(weights[origin], origin)]
    before: dict[int, int] = {}
    while queue:
        weight, at = heappop(queue)
        if at in found:
            continue
        found[at] = weight
        for position in arrows[at]:
            if position not in found:
                further = weight + weights[position]
                if position not in seen or further < seen[position]:
                    seen[position], before[position] = further, at
                    heappush(queue, (further, position))
    return found, before
