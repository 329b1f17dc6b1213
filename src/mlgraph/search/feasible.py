"""Breadth-first search for a path with the fewest moves, whatever its months and hours.

The breadth-first search ignores how long a person waits and studies. A path gains fields of experience, waypoints, and
skills from teaching, and never loses any of these. A state of the breadth-first search is a position with the skills,
fields and waypoints that a path to it has gained. A breadth-first search over states finds a path with the fewest
moves, if any path exists. The search drops a state if an earlier state at the same position has at least the same
skills, fields and waypoints.

**Skills.** A person can learn every skill that neither is avoided nor depends on an avoided skill. A person gains an
avoided skill only if a post teaches the skill.

**Experience.** One post that counts in a field gives enough experience in it, since the person may stay in the post as
long as necessary.

**Teaching.** A person may stay in a post long enough to leave with all skills that the post teaches.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from functools import cache
from math import inf
from typing import NamedTuple

from mlgraph.errors import NoPlanInTimeError
from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import AnyOf, CompiledGraph, find_unmet
from mlgraph.search.problem import Problem


class Route(NamedTuple):
    """A path from start to goal, with skills that meet all requirements of its positions.

    Attributes
    ----------
    positions : tuple of int
        The positions of the path, in order.
    skills : int
        A bit mask of the skills that the person learns along the path. Some of the skills may be redundant, since other
        learned skills meet the same requirements.
    moves : int
        The number of moves of the path, which is the least of all paths.

    """

    positions: tuple[int, ...]
    skills: int
    moves: int


class _Gains(NamedTuple):
    """The skills taught, the fields of experience, and the waypoints passed along a path, as three bit masks."""

    taught: int
    fields: int
    passed: int

    def holds(self, other: "_Gains") -> bool:
        return not (other.taught & ~self.taught or other.fields & ~self.fields or other.passed & ~self.passed)


class _State(NamedTuple):
    position: int
    gains: _Gains
    before: "_State | None"


def find_route(compiled: CompiledGraph, problem: Problem, budget: Budget, most_steps: float = inf) -> Route | None:
    """Return a path with the fewest moves from the start of a problem to its goal, or None if no path exists.

    The returned path need not begin with the prefix of the problem. Raises NoPlanInTimeError if the budget is spent, or
    if the search has to try more than `most_steps` moves.
    """
    return _RouteSearch(compiled, problem, budget).run(most_steps)


class _RouteSearch:
    def __init__(self, compiled: CompiledGraph, problem: Problem, budget: Budget) -> None:
        self._compiled, self._problem, self._budget = compiled, problem, budget
        self._waypoints = set_of(problem.via) if problem.via else 0
        self._permitted = cache(self._find_permitted)
        self._asking = self._find_asking()
        self._fields = unite(self._asking.values())
        lacking = problem.avoided_skills & ~problem.known
        # without avoided skills, a person can study every skill that a post teaches
        self._teachable = lacking & compiled.taught if lacking & ~compiled.marks else 0

    def run(self, most_steps: float) -> Route | None:
        problem = self._problem
        if problem.start == problem.goal and not self._waypoints and not find_unmet(problem.extra, problem.known):
            return Route((problem.start,), 0, 0)
        start = self._enter(problem.start, _Gains(0, 0, 0))
        queue = deque([_State(problem.start, start, None)])
        kept: defaultdict[int, list[_Gains]] = defaultdict(list)
        seen: defaultdict[_Gains, int] = defaultdict(int)
        steps = 0
        while queue:
            self._budget.count_label()  # a limit on labels ends this search too
            state = queue.popleft()
            gains = state.gains
            new = self._list_next(state) & self._permitted(gains.taught) & ~seen[gains]
            seen[gains] |= new
            steps += new.bit_count()
            if steps > most_steps:
                raise NoPlanInTimeError
            for position in list_ranks(new):
                self._budget.check()
                if self._asking.get(position, 0) & ~gains.fields:
                    continue
                if position == problem.goal and self._ends(gains):
                    return self._trace(_State(position, gains, state))
                further = self._enter(position, gains)
                if not any(other.holds(further) for other in kept[position]):
                    kept[position].append(further)
                    # only arrivals at roles are moves
                    add = queue.appendleft if self._compiled.stages >> position & 1 else queue.append
                    add(_State(position, further, state))
        return None

    def _list_next(self, state: _State) -> int:
        """Return, as a bit mask, the positions to which a path may move from the position of a state.

        A path moves from a stage to roles only. The exceptions are the first position, waypoints, and a stage directly
        after a programme of study.
        """
        compiled, position, before = self._compiled, state.position, state.before
        if before is None or not (compiled.stages & ~self._waypoints) >> position & 1:
            return compiled.successors[position]
        return compiled.successors[position] & (-1 if compiled.programmes >> before.position & 1 else ~compiled.stages)

    def _enter(self, position: int, gains: _Gains) -> _Gains:
        """Return the gains of a path that leaves a position, after a stay until the position gives no further gains."""
        posts, passed = self._compiled.posts, gains.passed | 1 << position & self._waypoints
        if posts is None:
            return gains._replace(passed=passed)
        taught, fields = gains.taught, gains.fields | posts.counts[position] & self._fields
        for lesson in posts.lessons[position] if self._teachable else ():
            taught |= lesson.skills & self._teachable
        return _Gains(taught, fields, passed)

    def _ends(self, gains: _Gains) -> bool:
        """Return whether a path that has gained the given skills, fields and waypoints may end at the goal.

        The path may end if all waypoints are passed, and the person can meet the requirements that the request adds at
        the goal (`Problem.extra`).
        """
        passed = gains.passed | 1 << self._problem.goal
        blocked = self._find_blocked(gains.taught)
        return not self._waypoints & ~passed and all(group.mask & ~blocked for group in self._problem.extra)

    def _find_blocked(self, taught: int) -> int:
        """Return, as a bit mask, the skills that a person cannot learn even with the skills that posts have taught."""
        return self._compiled.find_blocked(self._problem.avoided_skills, self._problem.known | taught)

    def _find_permitted(self, taught: int) -> int:
        """Return, as a bit mask, the positions that are not avoided, and whose requirements the person can meet."""
        compiled, blocked = self._compiled, self._find_blocked(taught)
        permitted = (1 << len(compiled.moves)) - 1 & ~self._problem.avoided_positions
        if blocked & ~compiled.marks:
            for position in list_ranks(permitted):
                self._budget.check()
                if any(not group.mask & ~blocked for group in compiled.find_needs(position).own):
                    permitted &= ~(1 << position)
        return permitted

    def _find_asking(self) -> dict[int, int]:
        """Return, for each position, a bit mask of the fields in which the person lacks experience for the position."""
        posts, had = self._compiled.posts, self._problem.experience
        if posts is None:
            return {}
        per_month = self._compiled.per_month
        return {
            position: sum(
                1 << field for field, months in asks.items() if field >= len(had) or months > had[field] * per_month
            )
            for position, asks in enumerate(posts.asks)
            if asks
        }

    def _trace(self, state: _State) -> Route:
        """Return the path to a state, with its moves and with skills that meet all requirements of its positions."""
        path = [state]
        while path[-1].before is not None:
            path.append(path[-1].before)
        skills = 0
        for step in reversed(path[:-1]):  # not the start
            assert step.before is not None
            taught = step.before.gains.taught
            needs: Iterable[AnyOf] = self._compiled.find_needs(step.position).own
            skills |= self._learn(needs, skills | taught, self._find_blocked(taught))
        ends = path[1].gains.taught
        skills |= self._learn(self._problem.extra, skills | ends, self._find_blocked(ends))
        positions = tuple(step.position for step in reversed(path))
        moves = sum(not self._compiled.stages >> step.position & 1 for step in path[:-1])
        return Route(positions, skills, moves)

    def _learn(self, groups: Iterable[AnyOf], skills: int, blocked: int) -> int:
        """Return a bit mask of skills that a person can learn to meet the given requirements.

        For each requirement, the function chooses the first alternative that the person can learn.
        """
        had, learned, waiting = skills | self._problem.known, 0, list(groups)
        while waiting:
            group = waiting.pop()
            if group.mask & (had | learned):
                continue
            first = next(skill for skill in group.members if not blocked >> skill & 1)
            learned |= 1 << first
            waiting += self._compiled.skill_needs[first].own
        return learned
