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
from mlgraph.search.compiled import CompiledGraph, unmet
from mlgraph.search.distances import distances, moves_away
from mlgraph.search.dual_ascent import Cut, CutBound, cuts
from mlgraph.search.lagrangian import LagrangianBound, PositionWeights, Relaxation
from mlgraph.search.problem import STEPS, TIME, Problem, time_unit

ROUNDS, MORE_ROUNDS = 50, 12  # to find weights for all ways, and more for those on from each path
MOST_STATES = 20_000  # positions times layers


class Bounds:
    """Bounds of the costs of all ways that answer a question, in ticks, hours and moves.

    Of the positions by the way, each has a bit, `been`, among the skills of one who has been there; `everywhere` are
    all of these. `within` are the positions that ways are looked for in, and `shared` the skills that two or more of
    them mention. `most` is what the best way known costs, the cost that counts first in front.
    `weights` are those of positions, once they are worked out.
    """

    def __init__(self, compiled: CompiledGraph, problem: Problem) -> None:
        self._compiled, self._problem = compiled, problem
        _, self.study, self.post = time_unit(compiled, problem.pace)
        self.waypoint_bit = {position: 1 << len(compiled.hours) + n for n, position in enumerate(problem.via)}
        self.all_waypoints = union(self.waypoint_bit.values())
        self.within = self._open_positions()
        self._moves_left = moves_away(compiled.predecessors, problem.goal, self.within)
        self.within &= set_of(self._moves_left)
        self.shared = -1
        self.upper_bound: tuple[float, ...] = (inf, inf, inf)
        self._upper_bound_hours: float = inf
        self.weights: PositionWeights | None = None
        due = compiled.needs(problem.goal).forced & ~problem.known
        self._set_cuts([Cut(compiled.hours_of(due), due, ~(1 << problem.goal))])

    def is_possible(self) -> bool:
        """Return whether there is any way, for a question without positions by the way."""
        learnable = all(group.mask & ~self._problem.unwanted for group in self._problem.extra)
        return learnable and self._problem.start in self._moves_left and bool(self.within >> self._problem.goal & 1)

    def is_open(self) -> bool:
        """Return whether the corridor has all positions that the question names."""
        named = (self._problem.start, self._problem.goal, *self._problem.prefix)
        return all(self.within >> position & 1 for position in named)

    def set_upper_bound(self, upper_bound: tuple[float, ...]) -> None:
        """Keep what the best way known costs: no way that is worse is looked at any more."""
        self.upper_bound = upper_bound
        first = self._problem.order[0]
        if upper_bound[0] < inf and first != STEPS:
            self._upper_bound_hours = upper_bound[0] // (self.study if first == TIME else 1)

    def ordered(self, time: float, hours: float, steps: float) -> tuple[float, ...]:
        """Return costs, the one that counts most first."""
        costs = time, hours, steps
        first, second, third = self._problem.order
        return costs[first], costs[second], costs[third]

    def of(self, path: tuple[int, ...], skills: int, arrives: int, hours: int) -> tuple[float, ...] | None:
        """Return bounds of the costs, or None where they are worse than the best or the corridor is left."""
        if not self.within >> path[-1] & 1:
            return None
        return self._key(path, skills, arrives, hours + self._due(path, skills, hours))

    def compute_cuts(self) -> None:
        """Work out the cuts of the corridor."""
        self._set_cuts(cuts(self._compiled, self._due_at(self.within), self._problem.start, self._problem.goal))

    def optimize_multipliers(self, tried: Callable[[list[int]], float]) -> None:
        """Work out the weights of positions; `tried` is told of each lightest way, as `weights` says."""
        start, layers = self._problem.start, self._layers(1)
        if start not in layers:
            self.within = 0
            return
        charges = self._lagrangian(layers)
        self.weights = charges.weights(charges.relax((start,), 0, (), ROUNDS, tried).multipliers)

    def relax(
        self,
        path: tuple[int, ...],
        skills: int,
        costs: tuple[int, int],
        multipliers: Sequence[float],
        tried: Callable[[list[int]], float],
    ) -> tuple[tuple[float, ...] | None, Relaxation]:
        """Return sharper bounds than `of`, from charges for this path alone, and the look that showed them.

        `costs` are the arrival and the hours so far; `shares` and `tried` are as in `weights`.
        """
        arrives, hours = costs
        relax = self._layered_bound.relax(path, skills, multipliers, MORE_ROUNDS, tried)
        return self._key(path, skills, arrives, hours + relax.hours), relax

    @cached_property
    def _layered_bound(self) -> LagrangianBound:
        """Charges with as many layers as can be, in the corridor as it is when first asked for."""
        return self._lagrangian(self._layers(max(1, MOST_STATES // self.within.bit_count())))

    def _layers(self, upper_bound: int) -> dict[int, int]:
        """Return layers of the corridor by the moves to the goal, at most so many and one of the goal alone."""
        away = moves_away(self._compiled.predecessors, self._problem.goal, self.within)
        farthest = max(away.values()) or 1
        count = min(farthest, upper_bound)
        return {position: -(-moves * count // farthest) for position, moves in away.items()}

    def _lagrangian(self, layers: dict[int, int]) -> LagrangianBound:
        problem, compiled = self._problem, self._compiled
        due, goals = self._due_at(set_of(layers)), compiled.needs(problem.goal).forced

        def asked(position: int) -> list[int]:
            # what the goal asks for is asked for on every way: it is all charged there
            granted = problem.known | (goals if position != problem.goal else 0)
            open_groups = unmet(compiled.needs(position).open, granted | due[position])
            return [*(1 << skill for skill in ranks(due[position] & ~granted)), *(group.mask for group in open_groups)]

        return LagrangianBound(
            compiled, {position: asked(position) for position in layers}, layers, problem.start, problem.goal
        )

    def eliminate_positions(self) -> None:
        """Leave out positions that no way as good as the best passes."""
        problem, compiled = self._problem, self._compiled
        months = distances(compiled.ahead, problem.start, self.within)
        moves = moves_away(compiled.successors, problem.start, self.within)
        due = self._due_at(set_of(months))
        fit = [position for position, skills in due.items() if self._fits(position, skills, months, moves)]
        self.within = set_of(fit)
        if not problem.via:
            self.shared = self._shared(fit)

    def _key(self, path: tuple[int, ...], skills: int, arrives: int, hours: float) -> tuple[float, ...] | None:
        """Return bounds of the costs, of which the hours are given, or None where they are worse than the best."""
        at = path[-1]
        time = max(arrives + self._months_left(at, skills) * self.post, hours * self.study)
        key = self.ordered(time, hours, len(path) - 1 + self._moves_left[at])
        return None if key > self.upper_bound or time == inf else key

    def _open_positions(self) -> int:
        compiled, problem = self._compiled, self._problem
        everything = (1 << len(compiled.moves)) - 1 & ~problem.closed
        if problem.unwanted:
            concerned = (p for p in range(len(compiled.moves)) if compiled.mentioned(p) & problem.unwanted)
            for position in concerned:
                if any(not group.mask & ~problem.unwanted for group in compiled.needs(position).own):
                    everything &= ~(1 << position)
        return everything

    @cached_property
    def _months_to_goal(self) -> dict[int, int]:
        """The least months from each position to the goal, as they are when first asked for: in the widest corridor."""
        return distances(self._compiled.behind, self._problem.goal, self.within)

    @cached_property
    def _by_way_of(self) -> dict[int, dict[int, int]]:
        """The least months from each position to the goal by way of each that is asked for, by the bit of this."""
        return {bit: self._months_by_way_of(via) for via, bit in self.waypoint_bit.items()}

    def _months_by_way_of(self, via: int) -> dict[int, int]:
        on = self._months_to_goal.get(via)
        if on is None:
            return {}
        return {
            position: months + on for position, months in distances(self._compiled.behind, via, self.within).items()
        }

    def _months_left(self, at: int, skills: int) -> float:
        months: float = self._months_to_goal[at]
        for bit, left in self._by_way_of.items():
            if not skills & bit:
                months = max(months, left.get(at, inf))
        return months

    def _due(self, path: tuple[int, ...], skills: int, hours: int) -> float:
        """Return hours that every way on from the end of a path still costs one who has `skills`, after `hours`."""
        weighed = self.weights.after(path) - hours if self.weights else 0
        if hours + weighed > self._upper_bound_hours:
            return weighed
        at = path[-1]
        if at not in self._ahead:
            self._ahead[at] = CutBound([compute_cuts for compute_cuts in self._cuts if compute_cuts.before >> at & 1])
        return max(weighed, self._ahead[at].due(skills, self._compiled.hours_of))

    def _set_cuts(self, cuts: list[Cut]) -> None:
        self._cuts = cuts
        self._toll = CutBound(cuts)
        self._ahead: dict[int, CutBound] = {}

    def _due_at(self, positions: int) -> dict[int, int]:
        """Return for each position of a set the skills that it needs in any case and that are not known."""
        return {position: self._compiled.needs(position).forced & ~self._problem.known for position in ranks(positions)}

    def _fits(self, at: int, skills: int, months: dict[int, int], moves: dict[int, int]) -> bool:
        """Return whether a plan through a position may be as good as the best; all cuts have to be crossed."""
        hours: float = self._compiled.hours_of(skills) + self._toll.due(skills, self._compiled.hours_of)
        if hours > self._upper_bound_hours:
            return False
        if self.weights:
            hours = max(hours, self.weights.through(at))
        in_post = (months[at] + self._months_to_goal[at]) * self.post
        return (
            self.ordered(max(in_post, hours * self.study), hours, moves[at] + self._moves_left[at]) <= self.upper_bound
        )

    def _shared(self, reduction: list[int]) -> int:
        """Return the skills that two or more positions mention."""
        once = twice = 0
        for position in reduction:
            mentioned = self._compiled.mentioned(position)
            if position == self._problem.goal:
                mentioned |= self._compiled.closure(self._problem.extra)
            twice |= once & mentioned
            once |= mentioned
        return twice
