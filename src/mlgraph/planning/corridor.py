"""Computation of the months, hours and moves that a person saves with one more skill, for each skill to learn now.

For each skill that a person can learn now, the command `next` compares the best plans of the person without and with
the skill. On a large graph, a person can learn thousands of skills now, and nearly all of these skills would not
improve the best plan. Two ideas avoid most searches of the whole graph: a search of only a part of the graph, and one
search for several skills.

**Corridor.** Only a part of the graph, the corridor, can hold the best plan of a person who has one more skill. A
person without a skill can study the skill first, and then follow the best plan of a person with the skill. The study of
a skill that a person can learn now takes only the hours of this skill, because the person meets its requirements. The
objective of the best plan that begins with this study therefore exceeds the least objective by at most this study. The
corridor has the positions of all plans whose objective exceeds the least objective by at most the longest study of such
a skill. Study adds to the objective only if the objective is months or hours. The search finds the corridor by
elimination of all other positions (module `mlgraph.search.bounds`). A skill that no position of the corridor may need
saves nothing.

**Classes.** Two skills save the same months and hours if each can replace the other in every plan. Skills are
interchangeable, and form a class, if their hours are equal and the same positions of the corridor need them. Each skill
of a class lowers the costs of the best plan equally, so one search finds these costs for all skills of the class. A
skill belongs to no class if it is an alternative, if a post teaches it, or if another skill or `via` asks for it. For
each skill outside the classes, a separate search finds the best plan of a person with the skill.

For a person who knows one more skill, a plan may assume other skills, or the person may be able to learn other skills.
In these cases, a search of the whole graph finds the best plan of a person with the skill.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import inf

from mlgraph.errors import NoPlanInTimeError
from mlgraph.planning.plan import Costs
from mlgraph.planning.request import Request
from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.problem import HOURS, MONTHS, Key
from mlgraph.search.reduction import Reduction


class Corridor:
    """The part of a graph that may hold the best plan of a person who has one more skill.

    Raises NoPlanInTimeError if the budget is spent before the corridor is found.

    Attributes
    ----------
    relevant : list of str
        The ids, in alphabetical order, of the given skills that may lower the months, hours or moves of the best plan.

    """

    def __init__(self, request: Request, best: SearchResult, skills: Iterable[str], budget: Budget) -> None:
        self._request, self._best, self._budget = request, best, budget
        compiled, problem = request.compiled, request.problem
        asked = set_of(compiled.rank[skill] for skill in skills)
        bounds = Bounds(compiled, problem, budget)
        most = max((compiled.hours[skill] for skill in list_ranks(asked)), default=0)
        further = {MONTHS: most * bounds.study_ticks, HOURS: most}.get(problem.order[0], 0)
        bounds.set_upper_bound((best.label.list_costs()[problem.order[0]] + further, inf, inf, inf))
        bounds.compute_cuts()
        bounds.eliminate_positions()
        self._reduction = Reduction(compiled, bounds.positions, problem.known, problem.extra, budget)
        self._problem = self._reduction.reduce_problem(problem)
        costs = bounds.order_costs(*best.label.list_costs())
        self._below: Key = (*costs[:3], -1)  # a plan that saves anything has costs below these
        self._class_of = self._find_classes()
        self._found: dict[object, SearchResult] = {}
        relevant = sorted(list_ranks(asked & self._reduction.skills), reverse=True)  # the first id has the highest rank
        self.relevant = [compiled.skills[skill] for skill in relevant]

    def find_costs(self, skill: str) -> Costs:
        """Return the costs of the best plan of a person who also knows a given skill.

        If the budget is spent before the search ends, return the costs of the best plan found so far. Raises
        NoPlanInTimeError if the budget is spent before the search finds any plan.
        """
        compiled, problem, rank = self._request.compiled, self._request.problem, self._request.compiled.rank[skill]
        knowing = self._request.add_known((skill,))
        if knowing.problem != problem._replace(known=problem.known | 1 << rank):
            found = Search(compiled, knowing.problem, self._budget).find_best()
            return knowing.to_costs(found or self._best)
        reduced = self._reduction.reduce_skills(1 << rank)
        name = self._class_of.get(reduced.bit_length() - 1, skill)
        if name not in self._found:
            self._found[name] = self._search(reduced)
        return self._request.to_costs(self._found[name])

    def _search(self, known: int) -> SearchResult:
        """Return the best path of a person who also knows a given skill.

        If the skill saves nothing, return the best path of the person without the skill.
        """
        search = Search(self._reduction.compiled, self._problem._replace(known=known), self._budget)
        search.bounds.set_upper_bound(self._below)
        found = search.find_best()
        if found is None and self._budget.is_spent():
            raise NoPlanInTimeError
        return found or self._best

    def _find_classes(self) -> dict[int, tuple[int, int]]:
        """Return, for each skill that belongs to a class, its hours and a bit mask of the positions that need it.

        Skills with equal hours that the same positions need form a class, and one search is enough for all skills of a
        class.
        """
        compiled, extra = self._reduction.compiled, self._problem.extra
        positions = range(len(compiled.moves))
        groups = [*extra, *(group for needs in compiled.skill_needs for group in needs.own)]
        groups += [
            group for position in positions for group in compiled.find_needs(position).own if len(group.members) > 1
        ]
        others = unite(group.mask for group in groups) | compiled.taught
        needing: defaultdict[int, int] = defaultdict(int)
        for position in positions:
            self._budget.check()
            for skill in list_ranks(compiled.find_needs(position).forced & ~others):
                needing[skill] |= 1 << position
        return {skill: (compiled.hours[skill], positions) for skill, positions in needing.items()}
