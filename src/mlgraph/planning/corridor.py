"""Plans of a person who knows one more skill, with the work shared among all skills.

The question of `next` is how much each skill would save that the person can learn now. On a large graph, a person can
learn thousands of skills now. Nearly all of these skills save nothing, and two steps find such skills without a search
for each.

1. **Corridor.** Let a plan for the person who knows a skill cost less than the best plan for the person who does not.
   The person who does not know the skill can study it first and then follow the same plan. All requirements of the
   skill are known, so the detour adds no more than the hours of the skill. Every arrival moves by the time that the
   hours of the skill take, since the person can stay longer in the first post. The moves of the plan stay the same. The
   plan therefore lies within a relaxed optimum: its objective exceeds the best by no more than the hours of one skill.
   The largest hours of all skills give one relaxed optimum that holds for every skill. Elimination with the relaxed
   optimum as upper bound (`bounds`) leaves the positions of the corridor. A skill that no position of the corridor may
   need saves nothing; searches of the corridor answer for other skills.
2. **Classes.** Two skills are alike if they take the same hours and the same positions of the corridor require them.
   Nothing else may name two skills that are alike: no alternative, no other skill, no waypoint and no lesson of a post.
   An exchange of two such skills in a plan changes no costs. One search therefore answers for all skills of a class.

A further skill may change what is assumed of the person, or what cannot be learned. A skill that changes what is
assumed or possible is asked about by itself, on the whole graph.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import inf

from mlgraph.errors import NoPlanInTimeError
from mlgraph.planning.plan import Costs
from mlgraph.planning.request import Request
from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.bitset import ranks, set_of, union
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.problem import HOURS, MONTHS, Key
from mlgraph.search.reduction import Reduction


class Corridor:
    """The plans within the optimum of a request, relaxed by the largest hours of some skills.

    Raises NoPlanInTimeError if the budget is spent.

    Attributes
    ----------
    relevant : list of str
        The ids of the skills that may save anything, in the order of ids.

    """

    def __init__(self, request: Request, best: SearchResult, skills: Iterable[str], budget: Budget) -> None:
        self._request, self._best, self._budget = request, best, budget
        compiled, problem = request.compiled, request.problem
        asked = set_of(compiled.rank[skill] for skill in skills)
        bounds = Bounds(compiled, problem, budget)
        most = max((compiled.hours[skill] for skill in ranks(asked)), default=0)
        further = {MONTHS: most * bounds.study_ticks, HOURS: most}.get(problem.order[0], 0)
        bounds.set_upper_bound((best.label.costs()[problem.order[0]] + further, inf, inf, inf))
        bounds.compute_cuts()
        bounds.eliminate_positions()
        self._reduction = Reduction(compiled, bounds.positions, problem.known, problem.extra, budget)
        self._problem = self._reduction.reduce_problem(problem)
        costs = bounds.order_costs(*best.label.costs())
        self._below: Key = (*costs[:3], -1)  # the costs of plans that save anything come before this
        self._class_of = self._find_classes()
        self._found: dict[object, SearchResult] = {}
        relevant = sorted(ranks(asked & self._reduction.skills), reverse=True)  # the highest rank is the first id
        self.relevant = [compiled.skills[skill] for skill in relevant]

    def find_costs(self, skill: str) -> Costs:
        """Return the costs of the best plan of a person who also knows a relevant skill. Raises NoPlanInTimeError."""
        compiled, problem, rank = self._request.compiled, self._request.problem, self._request.compiled.rank[skill]
        knowing = self._request.knowing((skill,))
        if knowing.problem != problem._replace(known=problem.known | 1 << rank):
            found = Search(compiled, knowing.problem, self._budget).find_best()
            return knowing.to_costs(found or self._best)
        reduced = self._reduction.reduce_skills(1 << rank)
        name = self._class_of.get(reduced.bit_length() - 1, skill)
        if name not in self._found:
            self._found[name] = self._search(reduced)
        return self._request.to_costs(self._found[name])

    def _search(self, known: int) -> SearchResult:
        """Return the best path of a person who also knows a skill, or the path of the request if that saves nothing."""
        search = Search(self._reduction.compiled, self._problem._replace(known=known), self._budget)
        search.bounds.set_upper_bound(self._below)
        found = search.find_best()
        if found is None and self._budget.is_spent():
            raise NoPlanInTimeError
        return found or self._best

    def _find_classes(self) -> dict[int, tuple[int, int]]:
        """Return the hours and the positions of each skill that only requirements without alternatives ask for."""
        compiled, extra = self._reduction.compiled, self._problem.extra
        places = range(len(compiled.moves))
        groups = [*extra, *(group for needs in compiled.skill_needs for group in needs.own)]
        groups += [group for place in places for group in compiled.needs(place).own if len(group.members) > 1]
        others = union(group.mask for group in groups) | compiled.taught
        needing: defaultdict[int, int] = defaultdict(int)
        for place in places:
            self._budget.check()
            for skill in ranks(compiled.needs(place).forced & ~others):
                needing[skill] |= 1 << place
        return {skill: (compiled.hours[skill], positions) for skill, positions in needing.items()}
