"""What every way on still costs at least, and so which positions a way as good as the best known can pass.

- **In months**: the shortest remaining moves (Dijkstra), and the hours that are due.
- **In hours**: what the cuts that lie ahead still cost (`cuts` says how), and for a hard question what the positions on
  the way weigh; for a very hard one, what those ahead of each way do (`weights` says how).
- **The corridor**: once some plan is known, a position is left out where no plan through it can be as good.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from math import inf

from mlgraph.search.bitset import ranks, set_of, union
from mlgraph.search.compiled import Masks, unmet
from mlgraph.search.distances import distances, moves_away
from mlgraph.search.dual_ascent import Cut, Toll, cuts
from mlgraph.search.lagrangian import Charges, Look, Weights
from mlgraph.search.problem import STEPS, TIME, Question, ticks

ROUNDS, MORE_ROUNDS = 50, 12  # to find weights for all ways, and more for those on from each path
MOST_STATES = 20_000  # positions times layers


class Bounds:
    """Bounds of the costs of all ways that answer a question, in ticks, hours and moves.

    Of the positions by the way, each has a bit, `been`, among the skills of one who has been there; `everywhere` are
    all of these. `within` are the positions that ways are looked for in, and `shared` the skills that two or more of
    them mention. `most` is what the best way known costs, the cost that counts first in front.
    `weights` are those of positions, once they are worked out.
    """

    def __init__(self, masks: Masks, question: Question) -> None:
        self._masks, self._question = masks, question
        _, self.study, self.post = ticks(masks, question.pace)
        self.been = {position: 1 << len(masks.hours) + n for n, position in enumerate(question.via)}
        self.everywhere = union(self.been.values())
        self.within = self._open_positions()
        self._moves_left = moves_away(masks.predecessors, question.goal, self.within)
        self.within &= set_of(self._moves_left)
        self.shared = -1
        self.most: tuple[float, ...] = (inf, inf, inf)
        self._most_hours: float = inf
        self.weights: Weights | None = None
        due = masks.needs(question.goal).forced & ~question.known
        self._draw([Cut(masks.hours_of(due), due, ~(1 << question.goal))])

    def is_possible(self) -> bool:
        """Return whether there is any way, for a question without positions by the way."""
        learnable = all(group.mask & ~self._question.unwanted for group in self._question.extra)
        return learnable and self._question.start in self._moves_left and bool(self.within >> self._question.goal & 1)

    def is_open(self) -> bool:
        """Return whether the corridor has all positions that the question names."""
        named = (self._question.start, self._question.goal, *self._question.prefix)
        return all(self.within >> position & 1 for position in named)

    def keep(self, most: tuple[float, ...]) -> None:
        """Keep what the best way known costs: no way that is worse is looked at any more."""
        self.most = most
        first = self._question.order[0]
        if most[0] < inf and first != STEPS:
            self._most_hours = most[0] // (self.study if first == TIME else 1)

    def in_order(self, time: float, hours: float, steps: float) -> tuple[float, ...]:
        """Return costs, the one that counts most first."""
        costs = time, hours, steps
        first, second, third = self._question.order
        return costs[first], costs[second], costs[third]

    def of(self, path: tuple[int, ...], skills: int, arrives: int, hours: int) -> tuple[float, ...] | None:
        """Return bounds of the costs, or None where they are worse than the best or the corridor is left."""
        if not self.within >> path[-1] & 1:
            return None
        return self._key(path, skills, arrives, hours + self._due(path, skills, hours))

    def cut(self) -> None:
        """Work out the cuts of the corridor."""
        self._draw(cuts(self._masks, self._due_at(self.within), self._question.start, self._question.goal))

    def weigh(self, tried: Callable[[list[int]], float]) -> None:
        """Work out the weights of positions; `tried` is told of each lightest way, as `weights` says."""
        start, layers = self._question.start, self._layers(1)
        if start not in layers:
            self.within = 0
            return
        charges = self._charges(layers)
        self.weights = charges.weights(charges.look((start,), 0, (), ROUNDS, tried).shares)

    def look(
        self,
        path: tuple[int, ...],
        skills: int,
        costs: tuple[int, int],
        shares: Sequence[float],
        tried: Callable[[list[int]], float],
    ) -> tuple[tuple[float, ...] | None, Look]:
        """Return sharper bounds than `of`, from charges for this path alone, and the look that showed them.

        `costs` are the arrival and the hours so far; `shares` and `tried` are as in `weights`.
        """
        arrives, hours = costs
        look = self._layered.look(path, skills, shares, MORE_ROUNDS, tried)
        return self._key(path, skills, arrives, hours + look.hours), look

    @cached_property
    def _layered(self) -> Charges:
        """Charges with as many layers as can be, in the corridor as it is when first asked for."""
        return self._charges(self._layers(max(1, MOST_STATES // self.within.bit_count())))

    def _layers(self, most: int) -> dict[int, int]:
        """Return layers of the corridor by the moves to the goal, at most so many and one of the goal alone."""
        away = moves_away(self._masks.predecessors, self._question.goal, self.within)
        farthest = max(away.values()) or 1
        count = min(farthest, most)
        return {position: -(-moves * count // farthest) for position, moves in away.items()}

    def _charges(self, layers: dict[int, int]) -> Charges:
        question, masks = self._question, self._masks
        due, goals = self._due_at(set_of(layers)), masks.needs(question.goal).forced

        def asked(position: int) -> list[int]:
            # what the goal asks for is asked for on every way: it is all charged there
            granted = question.known | (goals if position != question.goal else 0)
            open_groups = unmet(masks.needs(position).open, granted | due[position])
            return [*(1 << skill for skill in ranks(due[position] & ~granted)), *(group.mask for group in open_groups)]

        return Charges(masks, {position: asked(position) for position in layers}, layers, question.start, question.goal)

    def narrow(self) -> None:
        """Leave out positions that no way as good as the best passes."""
        question, masks = self._question, self._masks
        months = distances(masks.ahead, question.start, self.within)
        moves = moves_away(masks.successors, question.start, self.within)
        due = self._due_at(set_of(months))
        fit = [position for position, skills in due.items() if self._fits(position, skills, months, moves)]
        self.within = set_of(fit)
        if not question.via:
            self.shared = self._shared(fit)

    def _key(self, path: tuple[int, ...], skills: int, arrives: int, hours: float) -> tuple[float, ...] | None:
        """Return bounds of the costs, of which the hours are given, or None where they are worse than the best."""
        at = path[-1]
        time = max(arrives + self._months_left(at, skills) * self.post, hours * self.study)
        key = self.in_order(time, hours, len(path) - 1 + self._moves_left[at])
        return None if key > self.most or time == inf else key

    def _open_positions(self) -> int:
        masks, question = self._masks, self._question
        everything = (1 << len(masks.moves)) - 1 & ~question.closed
        if question.unwanted:
            concerned = (p for p in range(len(masks.moves)) if masks.mentioned(p) & question.unwanted)
            for position in concerned:
                if any(not group.mask & ~question.unwanted for group in masks.needs(position).own):
                    everything &= ~(1 << position)
        return everything

    @cached_property
    def _months_to_goal(self) -> dict[int, int]:
        """The least months from each position to the goal, as they are when first asked for: in the widest corridor."""
        return distances(self._masks.behind, self._question.goal, self.within)

    @cached_property
    def _by_way_of(self) -> dict[int, dict[int, int]]:
        """The least months from each position to the goal by way of each that is asked for, by the bit of this."""
        return {bit: self._months_by_way_of(via) for via, bit in self.been.items()}

    def _months_by_way_of(self, via: int) -> dict[int, int]:
        on = self._months_to_goal.get(via)
        if on is None:
            return {}
        return {position: months + on for position, months in distances(self._masks.behind, via, self.within).items()}

    def _months_left(self, at: int, skills: int) -> float:
        months: float = self._months_to_goal[at]
        for bit, left in self._by_way_of.items():
            if not skills & bit:
                months = max(months, left.get(at, inf))
        return months

    def _due(self, path: tuple[int, ...], skills: int, hours: int) -> float:
        """Return hours that every way on from the end of a path still costs one who has `skills`, after `hours`."""
        weighed = self.weights.after(path) - hours if self.weights else 0
        if hours + weighed > self._most_hours:
            return weighed
        at = path[-1]
        if at not in self._ahead:
            self._ahead[at] = Toll([cut for cut in self._cuts if cut.before >> at & 1])
        return max(weighed, self._ahead[at].due(skills, self._masks.hours_of))

    def _draw(self, cuts: list[Cut]) -> None:
        self._cuts = cuts
        self._toll = Toll(cuts)
        self._ahead: dict[int, Toll] = {}

    def _due_at(self, positions: int) -> dict[int, int]:
        """Return for each position of a set the skills that it needs in any case and that are not known."""
        return {position: self._masks.needs(position).forced & ~self._question.known for position in ranks(positions)}

    def _fits(self, at: int, skills: int, months: dict[int, int], moves: dict[int, int]) -> bool:
        """Return whether a plan through a position may be as good as the best; all cuts have to be crossed."""
        hours: float = self._masks.hours_of(skills) + self._toll.due(skills, self._masks.hours_of)
        if hours > self._most_hours:
            return False
        if self.weights:
            hours = max(hours, self.weights.through(at))
        in_post = (months[at] + self._months_to_goal[at]) * self.post
        return self.in_order(max(in_post, hours * self.study), hours, moves[at] + self._moves_left[at]) <= self.most

    def _shared(self, corridor: list[int]) -> int:
        """Return the skills that two or more positions mention."""
        once = twice = 0
        for position in corridor:
            mentioned = self._masks.mentioned(position)
            if position == self._question.goal:
                mentioned |= self._masks.closure(self._question.extra)
            twice |= once & mentioned
            once |= mentioned
        return twice
