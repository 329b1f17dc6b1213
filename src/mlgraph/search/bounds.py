"""Lower bounds on the costs of paths, and elimination of positions that the best path cannot pass.

**Months.** A path takes at least the months in posts on the quickest path to the goal, which Dijkstra's algorithm
finds. A path also takes at least the time to study the least hours that the path may need.

**Hours.** Dual ascent over cuts gives a lower bound on the hours of a path (see the module `dual_ascent`). If the
search has not ended after many labels, the weights of positions in a Lagrangian relaxation give a second lower bound on
the hours. If the objective is hours, the last phase of the search solves a Lagrangian relaxation for each label (see
the module `lagrangian`).

A post may teach a skill so late that a person who waits for it arrives at the goal later than the incumbent. The module
`earliest` finds such skills. If no post can teach a forced skill of the goal early enough to match the incumbent's
arrival, the lower bound counts the skill's hours. A path that arrives no later than the incumbent also needs the study
for its last posts before the goal. The least hours of study for the goal and these posts, among all possible choices of
the posts, are a further lower bound.

A path that arrives no later than the incumbent has at most the hours of study until then. The path needs the skills of
the goal. If no post so far counts in a field of the goal, the path also needs the skills of a first post in the field.
The search leaves out each position that, together with all these skills, takes too many hours.

If posts give experience, a search backward from the goal finds the least time to the goal with each experience (see the
module `backward`).

**Moves.** The moves of a path are at least the fewest moves to the goal, which a breadth-first search finds. If posts
give experience or teach skills, a search that ignores time finds the fewest moves of any path (see the module
`feasible`). If the incumbent already has the fewest moves, and moves are the objective, the search prunes labels that
must arrive later than the incumbent.

**Elimination.** The search eliminates a position if the lower bounds on all paths through the position exceed the costs
of the incumbent.

A label is a partial path with its costs and skills. A lower bound of a label never exceeds the cost of any path that
continues the label.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, reduce
from heapq import heappop, heappush
from itertools import pairwise, starmap
from math import inf, prod
from operator import and_
from typing import NamedTuple, TypeAlias

from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import CompiledGraph, find_unmet
from mlgraph.search.distances import (
    find_least_arrivals,
    find_least_months,
    find_least_moves,
    find_least_rarities,
)
from mlgraph.search.dual_ascent import Cut, CutBound, find_cuts
from mlgraph.search.earliest import EarliestArrivals, Reach, Standing
from mlgraph.search.lagrangian import LagrangianBound, PositionWeights, Relaxation
from mlgraph.search.problem import HOURS, MONTHS, MOVES, Key, Problem, find_time_unit
from mlgraph.search.times import TimesToGoal
from mlgraph.search.waits import Ticks

ROUNDS, ROUNDS_PER_LABEL = 50, 12  # rounds of the subgradient method, for the whole problem and for one label
MOST_STATES = 20_000  # the most states of a relaxation: positions times layers
MOST_CHAINS = 20  # most chains of posts before the goal in a bound of one label
MOST_UNIONS = 500  # most sets of posts that count in fields, in a bound of one label
# about the last posts of a path: their least hours, whether these hours include landmarks, the first of these posts,
# the latest arrival there, and the skills of the posts
_Chain: TypeAlias = tuple[float, bool, int, float | Fraction, int]


class PositionBounds(NamedTuple):
    """The parts of the lower bounds of a label that depend only on its last position.

    Attributes
    ----------
    ticks_left, moves_left : int
        The least ticks and moves from the position to the goal.
    weight, weight_to_goal : float
        The weight of the position, and of the lightest path from it to the goal (`PositionWeights`), or 0 without
        weights.
    cuts : list of int
        The cuts that a path from the position to the goal still has to cross, as indices of `Bounds.cuts`.

    """

    ticks_left: int
    moves_left: int
    weight: float
    weight_to_goal: float
    cuts: list[int]


class Bounds:
    """Lower bounds on the costs of the paths that solve one problem.

    Attributes
    ----------
    study_ticks, post_ticks : int
        The number of ticks to study one unit of hours, and the number of ticks in one unit of months. Both units are
        those of the compiled graph.
    waypoint_bit : dict of int to int
        A dictionary from each waypoint to the bit of `Label.skills` that is 1 as soon as a path has passed the
        waypoint. In `Label.skills`, the bits of waypoints follow the bits of skills.
    all_waypoints : int
        A bit mask that has the bits of all waypoints.
    positions : int
        A bit mask of the positions that the search has not eliminated.
    shared_skills : int
        A bit mask of the skills that two or more of the remaining positions may need. Until the search eliminates
        positions, `shared_skills` is -1, which stands for all skills.
    upper_bound : tuple of float or Fraction
        The ticks, hours and moves of the incumbent, the objective first, and then the number of stages on its path.
    least_moves : int
        A proven lower bound on the number of moves of every path from start to goal.
    cuts : list of Cut
        The cuts between start and goal, each of which adds its hours to the lower bound.
    times : TimesToGoal or None
        The least times to the goal with the experience that paths need, or None without a search backward from the goal
        (see the module `backward`).
    weights : PositionWeights or None
        The weights of positions in a Lagrangian relaxation, or None until `optimize_multipliers` has computed them.
    served : int
        The ticks that the person, before the plan begins, has served in the post where the plan begins.
    experience : tuple of int
        The ticks of experience in each field that the person has when the plan begins.
    asks : list of dict of int to int
        For each position, a dictionary from each field to the ticks of experience that the position asks for. The
        dictionary for a position leaves out each field in which the person has enough experience for the position when
        the plan begins.
    most_asked : tuple of int
        For each field, the most ticks of experience that any remaining position asks for, or 0 if the person begins
        with as much experience.
    fields : int
        A bit mask of the fields in which any remaining position asks for more experience than the person begins with.
    needs_service : bool
        Whether the paths of the problem depend on experience, or on skills that posts teach.
    teachable : int
        A bit mask of the skills that posts teach and the person lacks, with the marks of these skills. Lower bounds on
        hours leave out skills in `teachable`, which may take no study, unless posts teach these skills too late to
        match the incumbent.

    """

    def __init__(self, compiled: CompiledGraph, problem: Problem, budget: Budget) -> None:
        self._compiled, self._problem, self._budget = compiled, problem, budget
        per_month, self.study_ticks, self.post_ticks = find_time_unit(compiled, problem)
        self.waypoint_bit = {position: 1 << len(compiled.hours) + n for n, position in enumerate(problem.via)}
        self.all_waypoints = unite(self.waypoint_bit.values())
        self.served = int(problem.served * per_month)
        self.experience = tuple([int(months * per_month) for months in problem.experience])
        self.teachable = compiled.taught & ~problem.known
        self.positions = self._find_permitted_positions()
        self.most_asked: tuple[int, ...] = ()
        self.asks: list[dict[int, int]] = []
        self._moves_left = self._find_moves_left()
        self.positions &= set_of(self._moves_left)
        if compiled.posts:
            self.asks = self._find_asks()
            before, self.most_asked = self.positions, self._find_most_asked()
            if self.positions != before:
                self._moves_left = self._find_moves_left()
                self.positions &= set_of(self._moves_left)
        self.fields = sum(1 << field for field, most in enumerate(self.most_asked) if most)
        self.needs_service = bool(self.fields or self.teachable)
        self.shared_skills = -1
        self.upper_bound: Key = (inf, inf, inf, inf)
        self._upper_bound_hours: float | Fraction = inf
        self.least_moves = 0
        self._by_moves: dict[int, int] = {}
        self._wanted_by_passed: dict[int, int] = {}
        self.times: TimesToGoal | None = None
        self.weights: PositionWeights | None = None
        missing = compiled.find_needs(problem.goal).forced & ~problem.known & ~self.teachable
        self._set_cuts([Cut(compiled.hours_of(missing), missing, ~(1 << problem.goal))])

    def is_possible(self) -> bool:
        """Return whether any path from start to goal exists.

        If the problem has waypoints, experience or teaching, the result may be true although no path exists.
        """
        blocked = self._problem.avoided_skills & ~self.teachable
        learnable = all(group.mask & ~blocked for group in self._problem.extra)
        ends = self._problem.start in self._moves_left and bool(self.positions >> self._problem.goal & 1)
        return learnable and ends and self._can_go_on()

    def _can_go_on(self) -> bool:
        """Return whether a path can go from the prefix to the goal without a second visit to a role of the prefix."""
        compiled, problem = self._compiled, self._problem
        if not problem.prefix or problem.goal in problem.prefix:
            return True
        ahead = self.positions & ~(set_of(problem.prefix) & ~compiled.stages)
        reaching = set_of(find_least_moves(compiled.predecessors, problem.goal, ahead, self._budget))
        return bool(compiled.successors[problem.prefix[-1]] & reaching & ~set_of(problem.excluded))

    def keeps_ends(self) -> bool:
        """Return whether the first position, the goal and the positions of the prefix all remain after elimination."""
        ends = (self._problem.start, self._problem.goal, *self._problem.prefix)
        return all(self.positions >> position & 1 for position in ends)

    def set_upper_bound(self, upper_bound: Key) -> None:
        """Store upper bounds on costs, such as those of a new incumbent. The search prunes every path above them."""
        self.upper_bound = upper_bound
        limit = self._find_limit()
        if self._problem.order[0] == HOURS:
            self._upper_bound_hours = upper_bound[0]
        elif limit < inf:
            self._upper_bound_hours = limit // self.study_ticks

    def multiply_rarities(self, path: tuple[int, ...]) -> Fraction:
        """Return the rarity of a path, which is the product of the rarities of its moves."""
        return prod(starmap(self._compiled.find_rarity, pairwise(path)), start=Fraction(1))

    def order_costs(self, ticks: float | Fraction, hours: float, moves: float | Fraction, stages: float) -> Key:
        """Return the costs of a path in the order in which the search compares costs, the number of stages last."""
        costs = ticks, hours, moves
        first, second, third = self._problem.order
        return costs[first], costs[second], costs[third], stages

    def compute_lower_bounds(
        self,
        path: tuple[int, ...],
        skills: int,
        arrives: Ticks,
        hours: int,
        stages: int,
        least_ticks: float | Fraction = 0,
    ) -> Key | None:
        """Return lower bounds on the costs of paths that begin with a given path, or None if the search can prune them.

        `stages` is the number of stages on the given path. `least_ticks` is a lower bound on the arrival at the goal
        that the caller already knows.
        """
        if not self.positions >> path[-1] & 1:
            return None
        costs = arrives, hours + self._bound_hours_left(path, skills, hours), stages
        return self._bound_costs(path, skills, costs, least_ticks)

    def relax_posts(
        self, path: tuple[int, ...], standing: Standing, stages: int, ahead: int, key: Key
    ) -> tuple[Key | None, int]:
        """Return lower bounds on the costs of paths with a given beginning, and the positions that such paths may pass.

        The bounds from the earliest arrivals (`EarliestArrivals`) are sharper than the bounds that
        `compute_lower_bounds` returns. If the search can prune the given path, the function returns None instead of
        bounds. `ahead` holds the positions that continuations of the given path may pass, as far as the search knew
        before the call. `key` holds the lower bounds that the search knew before the call.
        """
        limit = self._find_limit()
        allowed = self.positions & ahead
        if limit < inf and self._problem.order[0] == MOVES:
            allowed &= self._find_within_moves(self.least_moves - (len(path) - 1 - stages))
        index = self._problem.order.index(HOURS)
        is_limited = limit < inf or (index == 0 and self.upper_bound[0] < inf)
        needs_fewer_hours = key[:index] == self.upper_bound[:index]  # only fewer hours can beat the incumbent
        most = self.upper_bound[index] if needs_fewer_hours else self._upper_bound_hours
        if is_limited:
            allowed = self._find_within_hours(standing, most, allowed)
        reach = self._earliest.find(standing, limit, allowed, stops_at_goal=not is_limited)
        goal, skills, hours = self._problem.goal, standing.skills, standing.hours
        arrives = reach.arrivals.get(goal, inf)
        if is_limited:
            arrives = max(arrives, self._bound_ticks_by_waypoints(skills, reach))
        if arrives == inf:
            return None, 0
        left = self._bound_hours_left(path, skills, hours)
        if is_limited:
            forced = self._find_skills_of_first_posts(standing, reach)
            ahead = self._find_within_hours(standing, most, set_of(reach.arrivals), forced)
            # no cut reserves these skills
            left += self._compiled.hours_of(self._find_wanted(skills) & self.teachable & ~reach.skills)
        if limit < inf:
            left = max(left, self._bound_hours_of_last_posts(standing, reach))
        costs = standing.arrives, hours + left, stages
        return self._bound_costs(path, skills, costs, arrives), ahead

    def _bound_ticks_by_waypoints(self, skills: int, reach: Reach) -> float | Fraction:
        """Return a lower bound on the arrival at the goal of a path that still has to pass some waypoints."""
        return max(
            [
                reach.arrivals.get(waypoint, inf) + self._months_to_goal.get(waypoint, inf) * self.post_ticks
                for waypoint, bit in self.waypoint_bit.items()
                if not skills & bit
            ],
            default=0,
        )

    def _find_skills_of_first_posts(self, standing: Standing, reach: Reach) -> int:
        """Return skills that a path needs for its first posts in the fields in which the goal asks for experience."""
        posts, forced = self._compiled.posts, 0
        assert posts is not None
        for field in self.asks[self._problem.goal]:
            if standing.most[field] is None:
                firsts = (post for post in reach.arrivals if posts.counts[post] >> field & 1)
                needed = [self._earliest.find_missing(post) for post in firsts if field not in self.asks[post]]
                forced |= reduce(and_, needed) if needed else 0
        return forced

    def _find_within_hours(self, standing: Standing, most: float | Fraction, allowed: int, forced: int = 0) -> int:
        """Return the positions in `allowed` that a path to the goal can pass with at most `most` hours of study.

        The caller promises that the path also needs the skills in `forced`.
        """
        wanted, without = self._find_wanted(standing.skills) | forced, ~(self.teachable | standing.skills)
        hours_of, missing, least = self._compiled.hours_of, self._earliest.find_missing, most - standing.hours
        return set_of(
            position for position in list_ranks(allowed) if hours_of((wanted | missing(position)) & without) <= least
        )

    def _find_within_moves(self, moves: int) -> int:
        """Return the positions that a path to the goal can still pass within at most `moves` further moves."""
        if moves not in self._by_moves:
            arrival = ((position, not self._compiled.stages >> position & 1) for position in self._moves_left)
            self._by_moves[moves] = set_of(
                position for position, move in arrival if self._moves_left[position] + move <= moves
            )
        return self._by_moves[moves]

    def _bound_hours_of_last_posts(self, standing: Standing, reach: Reach) -> float:
        """Return the least hours of study for the goal and the last posts of a path no later than the incumbent.

        In the returned bound, skills that posts may have taught count as 0 hours. The function builds chains of posts
        backward from the goal, and at each step extends the chain with the least hours of study.
        """
        compiled, arrivals, missing = self._compiled, reach.arrivals, self._earliest.find_missing
        wanted = self._find_wanted(standing.skills) & ~reach.skills
        first: _Chain = compiled.hours_of(wanted), False, self._problem.goal, self._find_limit(), wanted
        queue = [first]
        for _ in range(MOST_CHAINS):
            hours, has_landmarks, here, latest, wanted = heappop(queue)
            if here == standing.position:
                return hours
            if not has_landmarks:
                most = self._bound_hours_of_landmarks(standing, reach, here, latest, wanted)
                heappush(queue, (max(hours, most), True, here, latest, wanted))
                continue
            before = [
                (earlier, position)
                for months, sources in compiled.sources_by_months[here].items()
                for position in list_ranks(sources & self.positions)
                if arrivals.get(position, inf) <= (earlier := latest - self.find_least_stay(position, months))
            ]
            if any(compiled.stages >> position & 1 for _, position in before):
                return hours
            for earlier, position in before:
                further = wanted if position == standing.position else wanted | missing(position) & ~reach.skills
                heappush(queue, (max(hours, compiled.hours_of(further)), False, position, earlier, further))
            if not queue:
                return inf
        return queue[0][0]

    def find_least_stay(self, position: int, months: int) -> int:
        """Return the least ticks that a person stays in a post before a move that takes `months`.

        In the first post of a plan, the least stay is shorter by the ticks that the person has served there before the
        plan begins.
        """
        served = self.served if position == self._problem.start else 0
        return max(0, months * self.post_ticks - served)

    def _bound_hours_of_landmarks(
        self, standing: Standing, reach: Reach, here: int, latest: float | Fraction, wanted: int
    ) -> float:
        """Return the least hours of study for the `wanted` skills and for posts that a path to `here` must pass.

        The function considers only paths that continue the path in `standing` and arrive at the position `here` by the
        tick `latest`. If no post so far counts in a field that `here` asks for, the path to `here` must pass a post
        that counts in it. The time until `latest` may be too short to gain the experience that `here` asks for in two
        fields, one field after the other. In this case, the path to `here` must pass a post that counts in both fields.
        """
        compiled, arrivals, missing = self._compiled, reach.arrivals, self._earliest.find_missing
        assert compiled.posts is not None
        counts = compiled.posts.counts
        landmarks: dict[int, float | Fraction] = {}
        lacking = [
            (field, asked - standing.gained[field])
            for field, asked in self.asks[here].items()
            if asked > standing.gained[field]
        ]
        for field, lacks in lacking:
            if standing.most[field] is None:
                landmarks[1 << field] = lacks
            for other, more in lacking:
                both = 1 << field | 1 << other
                apart = standing.base + lacks + more
                if field < other and apart > latest and all(ray & both != both for ray in standing.rays):
                    landmarks[both] = 0
        unions = {wanted}
        for fields, least in sorted(landmarks.items()):
            passed = {
                missing(position) & ~reach.skills
                for position, arrives in arrivals.items()
                if counts[position] & fields == fields
                and position != here
                and arrives + max(least, self._earliest.bound_months_between(position, here) * self.post_ticks)
                <= latest
            }
            if len(unions) * len(passed) <= MOST_UNIONS:
                unions = {union | needed for union in unions for needed in passed}
        return min(map(compiled.hours_of, unions), default=inf)

    def find_idle_ticks(self, field: int, post: int, skills: int) -> float:
        """Return the least ticks that a path from a post to the goal spends in posts that do not count in a field.

        For each role in `via` that the path still has to pass, the function also computes the least ticks on paths
        through the role. The function returns the greatest of all computed ticks, since each of these is a lower bound.
        """
        idle = self._earliest.find_idle_months(field)
        months = idle.get(post, inf)
        for waypoint, bit in self.waypoint_bit.items():
            if not (skills & bit or self._compiled.stages >> waypoint & 1):
                before = self._compiled.find_idle_months_to(waypoint, field, self._budget)
                months = max(months, before.get(post, inf) + idle.get(waypoint, inf))
        return months * self.post_ticks

    def _find_limit(self) -> float | Fraction:
        """Return the latest arrival at the goal, in ticks, of a path that may be as good as the incumbent."""
        if self._problem.order[0] == MONTHS:
            return self.upper_bound[0]
        has_fewest = self._problem.order[0] == MOVES and self.upper_bound[0] == self.least_moves
        return self.upper_bound[1] if has_fewest else inf

    @cached_property
    def _earliest(self) -> EarliestArrivals:
        ticks = self.study_ticks, self.post_ticks, self.served
        return EarliestArrivals(self._compiled, self._problem, self.asks, self._months_to_goal, ticks, self._budget)

    def set_times(self, times: TimesToGoal) -> None:
        """Store the times that a search backward from the goal has found, and eliminate positions without a state."""
        self.times = times
        if times.beyond == inf:
            self.positions &= set_of(times.states)

    def find_reach(self, *, stops_at_goal: bool = False) -> Reach:
        """Return what a path can reach if it arrives at the goal no later than the incumbent.

        If `stops_at_goal` is true, the result leaves out positions that a path reaches later than the goal.
        """
        problem, posts = self._problem, self._compiled.posts
        assert posts is not None
        post = -1 if self._compiled.stages >> problem.start & 1 else problem.start
        gained = tuple([self.find_initial(field) for field in range(posts.fields)])
        counts = posts.counts[problem.start]
        most = tuple([had if counts >> field & 1 else None for field, had in enumerate(gained)])
        served = self.served if post >= 0 else 0
        standing = Standing(problem.start, 0, 0, problem.known, gained, most, post, served, 0, (counts,))
        return self._earliest.find(standing, self._find_limit(), self.positions, stops_at_goal=stops_at_goal)

    def find_bounds(self, position: int) -> PositionBounds | None:
        """Return the bounds of a position, or None if no path from it reaches the goal."""
        months, weights, moves = self._months_to_goal.get(position), self.weights, self._moves_left.get(position)
        if months is None or moves is None or (weights and position not in weights.to_goal):
            return None
        own, to_goal = (weights.own[position], weights.to_goal[position]) if weights else (0.0, 0.0)
        cuts = [index for index, cut in enumerate(self.cuts) if cut.before >> position & 1]
        return PositionBounds(months * self.post_ticks, int(moves), own, to_goal, cuts)

    @property
    def wanted(self) -> int:
        """The skills that the requirements in addition to those of the goal make certain, with those of the goal."""
        return self._find_wanted(self._problem.known) if self._problem.extra else 0

    def compute_cuts(self) -> None:
        """Compute cuts among the positions that the search has not eliminated."""
        missing = self._find_missing_skills(self.positions)
        self._set_cuts(find_cuts(self._compiled, missing, self._problem.start, self._problem.goal, self._budget))

    def optimize_multipliers(self, update_target: Callable[[list[int]], float]) -> None:
        """Compute the weight of each position that the search has not eliminated, in a Lagrangian relaxation.

        The docstring of `LagrangianBound.relax` explains the parameter `update_target`.
        """
        start, layers = self._problem.start, self._assign_layers(1)
        if start not in layers:
            self.positions = 0
            return
        bound = self._make_lagrangian_bound(layers)
        self.weights = bound.weigh_positions(bound.relax((start,), 0, (), ROUNDS, update_target).multipliers)

    def relax(
        self,
        path: tuple[int, ...],
        skills: int,
        costs: tuple[Ticks, int, int],
        multipliers: Sequence[float],
        update_target: Callable[[list[int]], float],
    ) -> tuple[Key | None, Relaxation]:
        """Solve a Lagrangian relaxation for the paths that begin with a given path.

        Return lower bounds on the costs of all paths that begin with the given path, and the solved relaxation with its
        lightest path.

        The bounds from a Lagrangian relaxation are sharper than the bounds that `compute_lower_bounds` returns. If the
        search can prune the given path, the function returns None instead of bounds. `costs` holds the ticks, the hours
        and the number of stages of the given path. The docstring of `LagrangianBound.relax` explains the parameters
        `multipliers` and `update_target`.
        """
        arrives, hours, stages = costs
        relaxation = self._layered_bound.relax(path, skills, multipliers, ROUNDS_PER_LABEL, update_target)
        bounds = arrives, hours + relaxation.hours, stages
        return self._bound_costs(path, skills, bounds), relaxation

    @cached_property
    def _layered_bound(self) -> LagrangianBound:
        """The Lagrangian bound on hours for the positions that the search has not eliminated, grouped into layers.

        More layers make the Lagrangian bound sharper but slower, so MOST_STATES limits the number of positions times
        the number of layers.
        """
        return self._make_lagrangian_bound(self._assign_layers(max(1, MOST_STATES // self.positions.bit_count())))

    def _assign_layers(self, most: int) -> dict[int, int]:
        """Return the number of the layer of each position, from 0 at the goal to at most `most`.

        The more moves lie between a position and the goal, the higher is the layer of the position.
        """
        away = find_least_moves(self._compiled.predecessors, self._problem.goal, self.positions, self._budget)
        farthest = max(away.values()) or 1
        count = min(farthest, most)
        return {position: -(-moves * count // farthest) for position, moves in away.items()}

    def _make_lagrangian_bound(self, layers: dict[int, int]) -> LagrangianBound:
        problem, compiled = self._problem, self._compiled
        missing, at_goal = self._find_missing_skills(set_of(layers)), compiled.find_needs(problem.goal).forced

        def list_requirements(position: int) -> list[int]:
            self._budget.check()
            # every path needs the skills of the goal, so these need multipliers at the goal only
            granted = problem.known | (at_goal if position != problem.goal else 0)
            open_groups = find_unmet(compiled.find_needs(position).open, granted | missing[position])
            return [
                *(1 << skill for skill in list_ranks(missing[position] & ~granted)),
                *(group.mask for group in open_groups),
            ]

        needed = {position: list_requirements(position) for position in layers}
        return LagrangianBound(compiled, needed, layers, (problem.start, problem.goal), self._budget)

    def eliminate_positions(self) -> None:
        """Eliminate each position if all paths through the position cost more than the incumbent."""
        problem, compiled = self._problem, self._compiled
        is_known = self.times is not None and self.times.beyond == inf  # `set_times` has used the earliest arrivals
        arrivals = self.find_reach().arrivals if self.needs_service and not is_known else None
        months = find_least_months(compiled.targets_by_months, problem.start, self.positions, self._budget)
        moves = self._find_moves_from_start()
        missing = self._find_missing_skills(set_of(months))
        kept = [
            position
            for position, skills in missing.items()
            if self._can_match_incumbent(position, skills, months, moves, arrivals)
        ]
        self.positions = set_of(kept)
        if not problem.via and not self.needs_service:
            self.shared_skills = self._find_shared_skills(kept)

    def _find_moves_from_start(self) -> Mapping[int, int | Fraction]:
        compiled, start = self._compiled, self._problem.start
        if self._problem.by_rarity:
            return find_least_rarities(compiled.successors, start, self.positions, self._budget, compiled.find_rarity)
        return find_least_arrivals(compiled.successors, start, self.positions, self._budget, compiled.stages)

    def _bound_costs(
        self,
        path: tuple[int, ...],
        skills: int,
        costs: tuple[Ticks, float, int],
        least_ticks: float | Fraction = 0,
    ) -> Key | None:
        """Return a lower bound on each cost of all complete paths that begin with a given path.

        `costs` holds the ticks and stages of the given path, with a lower bound on the hours of the complete paths.

        Return None if the lower bounds exceed the costs of the incumbent.
        """
        at, (arrives, hours, stages) = path[-1], costs
        left = self._find_months_left(at, skills) * self.post_ticks
        if self.served and len(path) == 1:
            left = max(0, left - self.served)
        ticks: float | Fraction = max(arrives + left, hours * self.study_ticks, least_ticks)
        if self._problem.by_rarity:
            moves: float | Fraction = self.multiply_rarities(path) * self._moves_left[at]
        else:
            moves = max(len(path) - 1 - stages + self._moves_left[at], self.least_moves)
        key = self.order_costs(ticks, hours, moves, stages)
        return None if key > self.upper_bound or ticks == inf else key

    def _find_permitted_positions(self) -> int:
        """Return the positions that neither are avoided nor need an avoided skill that no post teaches."""
        compiled, avoided = self._compiled, self._problem.avoided_skills & ~self.teachable
        permitted = (1 << len(compiled.moves)) - 1 & ~self._problem.avoided_positions
        if avoided:
            for position in range(len(compiled.moves)):
                self._budget.check()
                if compiled.may_need(position) & avoided and any(
                    not group.mask & ~avoided for group in compiled.find_needs(position).own
                ):
                    permitted &= ~(1 << position)
        return permitted

    def _find_moves_left(self) -> Mapping[int, int | Fraction]:
        compiled, goal = self._compiled, self._problem.goal
        self._is_whole = self.positions.bit_count() == len(compiled.moves)  # whether all positions are permitted
        if self._problem.by_rarity:
            edges, rarity = compiled.predecessors, compiled.find_rarity
            return find_least_rarities(edges, goal, self.positions, self._budget, rarity, backward=True)
        if self._is_whole:
            return compiled.find_moves_to(goal, self._budget)
        edges, stages = compiled.predecessors, compiled.stages
        return find_least_arrivals(edges, goal, self.positions, self._budget, stages, backward=True)

    def _find_asks(self) -> list[dict[int, int]]:
        """Return, for each position, the ticks of experience that the position asks for in each field.

        The dictionary for a position leaves out fields in which the person has enough experience for the position from
        the start. The dictionary for a position also leaves out a field F if enough experience in another field G
        implies enough in F. Experience in a field G implies as much experience in a field F if every post that counts
        in G also counts in F.
        """
        posts, wider = self._compiled.posts, self._compiled.wider_fields
        assert posts is not None
        had = [self.find_initial(field) for field in range(posts.fields)]
        found: list[dict[int, int]] = []
        for months in posts.asks:
            asks = {field: ticks for field, each in months.items() if (ticks := each * self.post_ticks) > had[field]}
            for field, asked in list(asks.items()) if len(asks) > 1 else ():
                for other, more in asks.items():
                    if wider[other] >> field & 1 and other != field and more - had[other] >= asked - had[field]:
                        del asks[field]
                        break
            found.append(asks)
        return found

    def _find_most_asked(self) -> tuple[int, ...]:
        """Return, for each field, the most experience that any position asks for, or 0 if the person begins with it.

        A person cannot gain experience in a field if all posts that count in it ask for more of this experience than
        the person has. The first position is an exception, since the person is there already. The function also
        eliminates each position that asks for experience in a field in which the person cannot gain any.
        """
        posts, start = self._compiled.posts, 1 << self._problem.start
        assert posts is not None
        while True:
            most, asking = [0] * posts.fields, [0] * posts.fields
            for position in list_ranks(self.positions & ~start):
                self._budget.check()
                for field, asked in self.asks[position].items():
                    most[field] = max(most[field], asked)
                    asking[field] |= 1 << position
            here = posts.counts[self._problem.start]
            closed = unite(
                asked
                for field, asked in enumerate(asking)
                if not here >> field & 1 and not self._find_entries(field, asked)
            )
            if not closed:
                return tuple(most)
            self.positions &= ~closed

    def _find_entries(self, field: int, asking: int) -> int:
        """Return a bit mask of the posts that count in a field, but do not ask for experience in the field.

        A person without experience in the field can gain the first months of experience only in one of the returned
        posts.
        """
        return self._compiled.counting[field] & self.positions & ~asking

    def find_initial(self, field: int) -> int:
        """Return the ticks of experience that the person has in a field when the plan begins."""
        return self.experience[field] if field < len(self.experience) else 0

    @cached_property
    def _months_to_goal(self) -> dict[int, int]:
        """The least months from each position to the goal, through positions that the search has not eliminated.

        The search computes the least months only once, so the months may be those of a path through positions that the
        search eliminates later.
        """
        goal = self._problem.goal
        if self._is_whole and self.positions.bit_count() == len(self._moves_left):
            return self._compiled.find_months_to(goal, self._budget)  # no other position leads to the goal
        return find_least_months(self._compiled.sources_by_months, goal, self.positions, self._budget)

    @cached_property
    def _months_through_waypoint(self) -> dict[int, dict[int, int]]:
        """For each waypoint, by its bit, the least months from each position through the waypoint to the goal."""
        return {bit: self._find_months_through(waypoint) for waypoint, bit in self.waypoint_bit.items()}

    def _find_months_through(self, waypoint: int) -> dict[int, int]:
        on = self._months_to_goal.get(waypoint)
        if on is None:
            return {}
        to_waypoint = find_least_months(self._compiled.sources_by_months, waypoint, self.positions, self._budget)
        return {position: months + on for position, months in to_waypoint.items()}

    def _find_months_left(self, at: int, skills: int) -> float:
        months: float = self._months_to_goal[at]
        for bit, left in self._months_through_waypoint.items():
            if not skills & bit:
                months = max(months, left.get(at, inf))
        return months

    def _bound_hours_left(self, path: tuple[int, ...], skills: int, hours: int) -> float:
        """Return a lower bound on the hours still to study after a path that took `hours` and ended with `skills`."""
        weighed = self.weights.bound_after(path) - hours if self.weights else 0
        if hours + weighed > self._upper_bound_hours:
            return weighed
        at = path[-1]
        if at not in self._cuts_ahead:
            self._cuts_ahead[at] = CutBound([cut for cut in self.cuts if cut.before >> at & 1])
        left = max(weighed, self._cuts_ahead[at].bound_hours_left(skills, self._compiled.hours_of))
        if self.waypoint_bit or self._problem.extra:
            left = max(left, self._compiled.hours_of(self._find_wanted(skills) & ~self.teachable & ~skills))
        return left

    def _find_wanted(self, skills: int) -> int:
        """Return the forced skills, of the goal and of the waypoints still to pass, that the person lacks at the start.

        If the request adds a requirement without alternatives at the goal (`Problem.extra`), the returned skills
        include the skill of this requirement and its forced skills.
        """
        if skills & self.all_waypoints not in self._wanted_by_passed:
            left = (position for position, bit in self.waypoint_bit.items() if not skills & bit)
            wanted = unite(self._compiled.find_needs(position).forced for position in (self._problem.goal, *left))
            alone = (group.members[0] for group in self._problem.extra if len(group.members) == 1)
            wanted |= unite(map(self._compiled.with_forced, alone))
            self._wanted_by_passed[skills & self.all_waypoints] = wanted & ~self._problem.known
        return self._wanted_by_passed[skills & self.all_waypoints]

    def _set_cuts(self, cuts: list[Cut]) -> None:
        self.cuts = cuts
        self._all_cuts = CutBound(cuts)
        self._cuts_ahead: dict[int, CutBound] = {}

    def _find_missing_skills(self, positions: int) -> dict[int, int]:
        """Return, for each position of a set, the forced skills that the person lacks and no post teaches."""
        missing, known = {}, self._problem.known | self.teachable
        for position in list_ranks(positions):
            self._budget.check()
            missing[position] = self._compiled.find_needs(position).forced & ~known
        return missing

    def _can_match_incumbent(
        self,
        at: int,
        missing: int,
        months: dict[int, int],
        moves: Mapping[int, int | Fraction],
        arrivals: Mapping[int, float | Fraction] | None,
    ) -> bool:
        """Return whether the lower bounds allow a path through a position to be as good as the incumbent.

        `arrivals` holds lower bounds on the arrivals at positions. Without experience and teaching, or after a complete
        search backward, `arrivals` is None.

        The lower bound on hours adds up the study for the given position and for all cuts, without counting a skill
        twice. All cuts count, since every path from start to goal crosses all cuts.
        """
        self._budget.check()
        hours: float = self._compiled.hours_of(missing) + self._all_cuts.bound_hours_left(
            missing, self._compiled.hours_of
        )
        if hours > self._upper_bound_hours:
            return False
        if self.weights:
            hours = max(hours, self.weights.bound_through(at))
        in_post = (months[at] + self._months_to_goal.get(at, inf)) * self.post_ticks - self.served
        ticks: float | Fraction = max(in_post, hours * self.study_ticks)
        if arrivals is not None:
            if at not in arrivals:
                return False
            if at != self._problem.start:
                ticks = max(ticks, arrivals[at] + self._months_to_goal[at] * self.post_ticks)
        before, after = moves[at], self._moves_left[at]
        through = before * after if self._problem.by_rarity else before + after
        return self.order_costs(ticks, hours, through, 0) <= self.upper_bound

    def _find_shared_skills(self, positions: list[int]) -> int:
        """Return, as a bit mask, the skills that at least two positions of a set may need."""
        once = twice = 0
        for position in positions:
            self._budget.check()
            skills = self._compiled.may_need(position)
            if position == self._problem.goal:
                skills |= self._compiled.find_closure(self._problem.extra)
            twice |= once & skills
            once |= skills
        return twice
