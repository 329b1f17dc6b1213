"""Lower bounds on the costs of all paths on from a label, and bound-based elimination of positions.

- **Ticks**: the shortest remaining moves (Dijkstra's algorithm), and the least hours of study that remain.
- **Hours**: dual ascent over the cuts ahead (`dual_ascent`). A hard problem adds the Lagrangian weights of positions,
  and a very hard one a relaxation of its own for each label (`lagrangian`).
- **Elimination**: once there is an incumbent, a position is left out if its bounds are worse than the incumbent's
  costs.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from math import inf

from mlgraph.search.bitset import ranks, set_of, union
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph, unmet
from mlgraph.search.distances import distances, moves_away
from mlgraph.search.dual_ascent import Cut, CutBound, find_cuts
from mlgraph.search.lagrangian import LagrangianBound, PositionWeights, Relaxation
from mlgraph.search.problem import MONTHS, MOVES, Problem, time_unit

ROUNDS, ROUNDS_PER_LABEL = 50, 12  # of the subgradient method, for all paths and for those on from one label
MOST_STATES = 20_000  # positions times layers


class Bounds:
    """Lower bounds on the costs of all paths of a problem.

    Attributes
    ----------
    study, post : int
        Ticks in a unit of study and in a unit of months (`CompiledGraph`).
    waypoint_bit : dict of int to int
        The bit of each required waypoint in the skill mask of a label that has passed it.
    all_waypoints : int
        The bits of all waypoints.
    positions : int
        The positions that are not eliminated, a bit mask.
    shared_skills : int
        The skills that two or more of these may need, a bit mask; -1 (all) until positions are eliminated.
    upper_bound : tuple of float
        The costs of the incumbent, the objective first: ticks, hours and moves in the order of the problem.
    weights : PositionWeights or None
        The Lagrangian weights, once they are computed.

    """

    def __init__(self, compiled: CompiledGraph, problem: Problem, budget: Budget) -> None:
        self._compiled, self._problem, self._budget = compiled, problem, budget
        _, self.study, self.post = time_unit(compiled, problem.pace)
        self.waypoint_bit = {position: 1 << len(compiled.hours) + n for n, position in enumerate(problem.via)}
        self.all_waypoints = union(self.waypoint_bit.values())
        self.positions = self._permitted_positions()
        self._moves_left = moves_away(compiled.predecessors, problem.goal, self.positions, budget)
        self.positions &= set_of(self._moves_left)
        self.shared_skills = -1
        self.upper_bound: tuple[float, ...] = (inf, inf, inf)
        self._upper_bound_hours: float = inf
        self.weights: PositionWeights | None = None
        missing = compiled.needs(problem.goal).forced & ~problem.known
        self._set_cuts([Cut(compiled.hours_of(missing), missing, ~(1 << problem.goal))])

    def is_possible(self) -> bool:
        """Return whether there is any path, for a problem without waypoints."""
        learnable = all(group.mask & ~self._problem.avoided_skills for group in self._problem.extra)
        return learnable and self._problem.start in self._moves_left and bool(self.positions >> self._problem.goal & 1)

    def keeps_ends(self) -> bool:
        """Return whether the start, the goal and the prefix are not eliminated."""
        ends = (self._problem.start, self._problem.goal, *self._problem.prefix)
        return all(self.positions >> position & 1 for position in ends)

    def set_upper_bound(self, upper_bound: tuple[float, ...]) -> None:
        """Set the costs of the incumbent: the search prunes each path that is worse."""
        self.upper_bound = upper_bound
        objective = self._problem.order[0]
        if upper_bound[0] < inf and objective != MOVES:
            self._upper_bound_hours = upper_bound[0] // (self.study if objective == MONTHS else 1)

    def ordered(self, ticks: float, hours: float, moves: float) -> tuple[float, ...]:
        """Return costs in lexicographic order, the objective first."""
        costs = ticks, hours, moves
        first, second, third = self._problem.order
        return costs[first], costs[second], costs[third]

    def lower_bounds(self, path: tuple[int, ...], skills: int, arrives: int, hours: int) -> tuple[float, ...] | None:
        """Return bounds on the costs of all paths that begin with a path, or None where the search may prune them."""
        if not self.positions >> path[-1] & 1:
            return None
        return self._key(path, skills, arrives, hours + self._hours_left(path, skills, hours))

    def compute_cuts(self) -> None:
        """Compute the cuts among the positions that are not eliminated."""
        missing = self._missing_at(self.positions)
        self._set_cuts(find_cuts(self._compiled, missing, self._problem.start, self._problem.goal, self._budget))

    def optimize_multipliers(self, update_target: Callable[[list[int]], float]) -> None:
        """Compute the Lagrangian weights of positions; `LagrangianBound.relax` describes `update_target`."""
        start, layers = self._problem.start, self._layers(1)
        if start not in layers:
            self.positions = 0
            return
        bound = self._lagrangian(layers)
        self.weights = bound.weights(bound.relax((start,), 0, (), ROUNDS, update_target).multipliers)

    def relax(
        self,
        path: tuple[int, ...],
        skills: int,
        costs: tuple[int, int],
        multipliers: Sequence[float],
        update_target: Callable[[list[int]], float],
    ) -> tuple[tuple[float, ...] | None, Relaxation]:
        """Return sharper bounds than `lower_bounds`, from a relaxation for this path alone, and the relaxation.

        `costs` are the ticks and the hours of the path. `LagrangianBound.relax` describes the other parameters.
        """
        arrives, hours = costs
        relaxation = self._layered_bound.relax(path, skills, multipliers, ROUNDS_PER_LABEL, update_target)
        return self._key(path, skills, arrives, hours + relaxation.hours), relaxation

    @cached_property
    def _layered_bound(self) -> LagrangianBound:
        """The Lagrangian bound with as many layers as MOST_STATES allows, on the positions left when first used."""
        return self._lagrangian(self._layers(max(1, MOST_STATES // self.positions.bit_count())))

    def _layers(self, most: int) -> dict[int, int]:
        """Return the layers of positions by moves to the goal: at most `most`, and layer 0 of the goal alone."""
        away = moves_away(self._compiled.predecessors, self._problem.goal, self.positions, self._budget)
        farthest = max(away.values()) or 1
        count = min(farthest, most)
        return {position: -(-moves * count // farthest) for position, moves in away.items()}

    def _lagrangian(self, layers: dict[int, int]) -> LagrangianBound:
        problem, compiled = self._problem, self._compiled
        missing, at_goal = self._missing_at(set_of(layers)), compiled.needs(problem.goal).forced

        def requirements(position: int) -> list[int]:
            self._budget.check()
            # every path needs what the goal needs: the goal alone has multipliers for it
            granted = problem.known | (at_goal if position != problem.goal else 0)
            open_groups = unmet(compiled.needs(position).open, granted | missing[position])
            return [
                *(1 << skill for skill in ranks(missing[position] & ~granted)),
                *(group.mask for group in open_groups),
            ]

        needed = {position: requirements(position) for position in layers}
        return LagrangianBound(compiled, needed, layers, (problem.start, problem.goal), self._budget)

    def eliminate_positions(self) -> None:
        """Eliminate the positions through which no path is as good as the incumbent."""
        problem, compiled = self._problem, self._compiled
        months = distances(compiled.targets_by_months, problem.start, self.positions, self._budget)
        moves = moves_away(compiled.successors, problem.start, self.positions, self._budget)
        missing = self._missing_at(set_of(months))
        kept = [position for position, skills in missing.items() if self._can_match(position, skills, months, moves)]
        self.positions = set_of(kept)
        if not problem.via:
            self.shared_skills = self._needed_twice(kept)

    def _key(self, path: tuple[int, ...], skills: int, arrives: int, hours: float) -> tuple[float, ...] | None:
        """Return bounds on the costs, from one on the hours, or None where they are worse than the incumbent's."""
        at = path[-1]
        ticks = max(arrives + self._months_left(at, skills) * self.post, hours * self.study)
        key = self.ordered(ticks, hours, len(path) - 1 + self._moves_left[at])
        return None if key > self.upper_bound or ticks == inf else key

    def _permitted_positions(self) -> int:
        """Return the positions that the problem does not avoid, directly or by the skills that they need."""
        compiled, avoided = self._compiled, self._problem.avoided_skills
        permitted = (1 << len(compiled.moves)) - 1 & ~self._problem.avoided_positions
        if avoided:
            for position in range(len(compiled.moves)):
                self._budget.check()
                if compiled.may_need(position) & avoided and any(
                    not group.mask & ~avoided for group in compiled.needs(position).own
                ):
                    permitted &= ~(1 << position)
        return permitted

    @cached_property
    def _months_to_goal(self) -> dict[int, int]:
        """The least months from each position to the goal, among the positions left when first used."""
        return distances(self._compiled.sources_by_months, self._problem.goal, self.positions, self._budget)

    @cached_property
    def _months_through_waypoint(self) -> dict[int, dict[int, int]]:
        """The least months from each position through a waypoint to the goal, by the bit of the waypoint."""
        return {bit: self._months_through(waypoint) for waypoint, bit in self.waypoint_bit.items()}

    def _months_through(self, waypoint: int) -> dict[int, int]:
        on = self._months_to_goal.get(waypoint)
        if on is None:
            return {}
        to_waypoint = distances(self._compiled.sources_by_months, waypoint, self.positions, self._budget)
        return {position: months + on for position, months in to_waypoint.items()}

    def _months_left(self, at: int, skills: int) -> float:
        months: float = self._months_to_goal[at]
        for bit, left in self._months_through_waypoint.items():
            if not skills & bit:
                months = max(months, left.get(at, inf))
        return months

    def _hours_left(self, path: tuple[int, ...], skills: int, hours: int) -> float:
        """Return the least hours that remain after a path of so many hours, for a person with `skills`."""
        weighed = self.weights.after(path) - hours if self.weights else 0
        if hours + weighed > self._upper_bound_hours:
            return weighed
        at = path[-1]
        if at not in self._cuts_ahead:
            self._cuts_ahead[at] = CutBound([cut for cut in self._cuts if cut.before >> at & 1])
        return max(weighed, self._cuts_ahead[at].hours_left(skills, self._compiled.hours_of))

    def _set_cuts(self, cuts: list[Cut]) -> None:
        self._cuts = cuts
        self._all_cuts = CutBound(cuts)
        self._cuts_ahead: dict[int, CutBound] = {}

    def _missing_at(self, positions: int) -> dict[int, int]:
        """Return for each position of a set its forced skills that are not known."""
        missing = {}
        for position in ranks(positions):
            self._budget.check()
            missing[position] = self._compiled.needs(position).forced & ~self._problem.known
        return missing

    def _can_match(self, at: int, missing: int, months: dict[int, int], moves: dict[int, int]) -> bool:
        """Return whether a path through a position may be as good as the incumbent; each path crosses all cuts."""
        self._budget.check()
        hours: float = self._compiled.hours_of(missing) + self._all_cuts.hours_left(missing, self._compiled.hours_of)
        if hours > self._upper_bound_hours:
            return False
        if self.weights:
            hours = max(hours, self.weights.through(at))
        in_post = (months[at] + self._months_to_goal[at]) * self.post
        ticks = max(in_post, hours * self.study)
        return self.ordered(ticks, hours, moves[at] + self._moves_left[at]) <= self.upper_bound

    def _needed_twice(self, positions: list[int]) -> int:
        """Return the skills that two or more positions may need."""
        once = twice = 0
        for position in positions:
            self._budget.check()
            skills = self._compiled.may_need(position)
            if position == self._problem.goal:
                skills |= self._compiled.closure(self._problem.extra)
            twice |= once & skills
            once |= skills
        return twice
