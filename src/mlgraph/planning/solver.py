"""Plans that are proven to be the best, on a graph that is compiled once and then answers many requests.

`Solver` translates requests for plans into problems for the search. The module `mlgraph.search.astar` describes how the
search finds a path and proves that the path is optimal. Most methods of `Solver` take the options of a request, and a
budget for the time of the search.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property

from mlgraph.errors import NoPlanError, NoPlanInTimeError, UsageError
from mlgraph.graphfile.load import validate_graph
from mlgraph.model import POSITIONS, Graph, Named, find_ways, name_node
from mlgraph.names import check_names, resolve
from mlgraph.planning.corridor import Corridor
from mlgraph.planning.joint_plans import JointPlans, find_joint_paths, join
from mlgraph.planning.k_best import list_best
from mlgraph.planning.many_targets import Missed, find_paths
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.pert import set_figures
from mlgraph.planning.plan import Costs, Plan, PlanSummary, Unavoidable
from mlgraph.planning.request import Request, explain_no_plan
from mlgraph.planning.spread import find_chance, with_spread
from mlgraph.printable import sanitize
from mlgraph.search.astar import Search, SearchResult
from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import NamedGraph
from mlgraph.search.problem import MONTHS, Problem
from mlgraph.stages import list_posts_below

# requests between two looks at the clock: a look for each would stop small graphs without any route
_REQUESTS = 1000
# the most labels of a search without a step back, which must not delay a plan, and be the same on every machine
_MOST_LABELS = 10_000


class Solver:
    """A graph, validated and compiled once for many requests.

    Raises GraphFileError if the graph is invalid.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = validate_graph(graph)
        self._compiled = NamedGraph(self.graph)
        self._sure: tuple[float, NamedGraph] | None = None  # the last value of `sure`, with its graph
        self._below: dict[tuple[str, ...], tuple[int, ...]] = {}  # for two stages, the posts below both, as bit masks

    @cached_property
    def ways(self) -> Graph:
        """The positions and moves of the graph as a directed graph, with the months of each move."""
        return find_ways(self.graph)

    def plan(
        self, source: str, target: str, options: PlanOptions, budget: Budget, *, also_known: Iterable[str] = ()
    ) -> Plan:
        """Return the best plan from `source` to `target`.

        If the budget is spent before the search ends, return the best plan found so far, with a lower bound on the
        objective.

        `also_known` has ids of further skills of the person, which do not change the skills that the plan assumes.
        Raises NoPlanError if no plan exists, and NoPlanInTimeError if the budget is spent before the search finds any
        plan. Raises UnknownNameError or AmbiguousNameError for a wrong name, and UsageError for an invalid option.
        """
        request = self._make_request(source, target, options, also_known)
        return self._to_plan(request, self._find_best(request, budget), self._solve_unconstrained(request, budget))

    def plan_each(
        self, source: str, targets: Iterable[str], options: PlanOptions, most_labels: int
    ) -> Iterator[tuple[str, Plan | NoPlanError | NoPlanInTimeError]]:
        """Yield the id of each target with the best plan to it, or with the error that says why there is no plan.

        One search looks for the paths to all targets at once, which takes less time than a search for each. A target
        without a proven path gets a separate search, which ends early after `most_labels` partial paths.

        Raises UnknownNameError or AmbiguousNameError for a wrong name, and UsageError for an invalid option.
        """
        requests, budget = [self._make_request(source, target, options) for target in targets], Budget()
        compiled = next((request.compiled for request in requests), self._compiled)
        for request, found in find_paths(compiled, requests, (), budget, None, most_labels):
            if found is Missed.BLOCKED:
                yield request.target, explain_no_plan(compiled, request, budget)
            elif isinstance(found, Missed):
                yield request.target, NoPlanInTimeError()
            else:
                best = self._find_without_step_back(request, request.problem, found, budget)
                yield request.target, self._to_plan(request, best, self._solve_unconstrained(request, budget))

    def plan_with_corridor(
        self, source: str, target: str, options: PlanOptions, budget: Budget, skills: Iterable[str]
    ) -> tuple[Plan, Corridor | None]:
        """Return the best plan, and the corridor, which may hold the best plan of a person with one more skill.

        If the budget is spent before the corridor is found, the result has None instead of the corridor. The method
        raises the same errors as `Solver.plan`.
        """
        request = self._make_request(source, target, options)
        best = self._search_best(request, budget)
        plan = self._to_plan(request, self._find_without_step_back(request, request.problem, best, budget), None)
        try:
            return plan, budget.run_with_grace(lambda: Corridor(request, best, skills, budget))
        except NoPlanInTimeError:
            return plan, None

    def k_best(self, source: str, target: str, count: int, options: PlanOptions, budget: Budget) -> tuple[Plan, ...]:
        """Return the `count` best plans between two positions, or all plans if there are fewer, the best first.

        Of the returned plans, only the best plan may repeat a post. No two plans of the result pass the same posts in
        the same order.

        Raises NoPlanError if no plan exists, and NoPlanInTimeError if the budget is spent before the search finds any
        plan. Raises UnknownNameError or AmbiguousNameError for a wrong name. Raises UsageError if `via` names
        positions, since a plan may have to repeat a position to pass all positions in `via`.
        """
        if not isinstance(count, int) or count < 1:
            raise UsageError(f"`count` must be a whole number of plans, at least 1, not {sanitize(count)}")
        request = self._make_request(source, target, options)
        if request.problem.via:
            raise UsageError("the k best plans repeat no post; name only skills in `via`")
        plans: list[Plan] = []
        seen: set[tuple[int, ...]] = set()
        for found in self._list_best(request, budget):
            posts = tuple([position for position in found.label.path if not request.compiled.stages >> position & 1])
            if posts not in seen:  # a detour over a stage does not make a different career
                seen.add(posts)
                # build each plan before the next search, so that the budget covers this work
                plans.append(self._to_plan(request, found, None))
            if len(plans) == count:
                break
        if not plans:
            raise budget.run_with_grace(lambda: explain_no_plan(request.compiled, request, budget))
        free = self._solve_unconstrained(request, budget)
        return tuple(replace(plan, unconstrained=request.to_costs(free) if free else None) for plan in plans)

    def plan_many(self, source: str, targets: Iterable[str], options: PlanOptions, budget: Budget) -> JointPlans:
        """Return a best plan to each target, such that all plans begin with the longest possible shared prefix.

        The attribute `unknown` of the result has the targets to which the search has found no plan when the budget is
        spent. Raises NoPlanInTimeError if the search has found no plan to any target. Raises NoPlanError if a target
        has no plan, and UnknownNameError or AmbiguousNameError for a wrong name. Raises UsageError if `via` names
        positions and not only skills.
        """
        targets = check_names(targets)
        if not targets:
            raise UsageError("`targets` names no position; name at least one")
        requests = [self._make_request(source, target, options) for target in targets]
        if any(request.problem.via for request in requests):
            raise UsageError("plans to several targets repeat no post; name only skills in `via`")
        best: dict[Request, SearchResult] = {}
        for request in requests:
            with suppress(NoPlanInTimeError):  # the plans to other targets are still useful
                best[request] = self._find_best(request, budget)
        if not best:
            raise NoPlanInTimeError
        problems = [request.problem for request in best]
        joint, is_longest = find_joint_paths(requests[0].compiled, problems, [*best.values()], budget)
        plans = [
            self._to_plan(request, found, self._solve_unconstrained(request, budget))
            for request, found in zip(best, joint, strict=True)
        ]
        unknown = (name_node(self.graph, request.target) for request in requests if request not in best)
        return join(plans, _count_common([[stop.id for stop in plan.stops] for plan in plans]), unknown, is_longest)

    def find_least_months(self, source: str, target: str, options: PlanOptions, budget: Budget) -> float:
        """Return only the months of the best plan, in less time than the method `plan` takes.

        The method raises the same errors as `Solver.plan`.
        """
        request = self._make_request(source, target, options)
        return request.to_costs(self._search_best(request, budget)).months

    def find_costs_without(
        self, skill: str, source: str, target: str, options: PlanOptions, budget: Budget
    ) -> Costs | None:
        """Return the costs of the best plan that does not learn a skill, or None if every plan learns the skill.

        A plan that does not learn the skill may nevertheless pass a post that teaches the skill. Raises
        NoPlanInTimeError if the budget is spent before the search finds a plan. Raises UnknownNameError or
        AmbiguousNameError for a wrong name, and UsageError for an invalid option.
        """
        request = self._make_request(source, target, options)
        problem = request.make_problem_without(skill)
        found = Search(request.compiled, problem, budget).find_best()
        return request.to_costs(self._find_without_step_back(request, problem, found, budget)) if found else None

    def summarize_plan(self, source: str, target: str, options: PlanOptions, budget: Budget) -> PlanSummary:
        """Return a summary of the best plan, in half the time that the method `plan` takes.

        The summary leaves out the days of arrival at earlier stops, the reasons for skills, and the spread of the
        arrival.

        The method raises the same errors as `Solver.plan`.
        """
        request = self._make_request(source, target, options)
        return request.summarize(self._find_best(request, budget))

    def summarize_plans(
        self,
        source: str,
        near: Iterable[str],
        far: Iterable[str],
        options: PlanOptions,
        budget: Budget,
        *,
        within: float | None = None,
    ) -> Iterator[PlanSummary | Missed]:
        """Yield a summary of the best plan to each target, or the reason why the search gives no plan to a target.

        The caller promises that the best plan to each target in `far` takes more than `within` months. For a target in
        `far`, the method yields no summary, but a reason of the class `Missed`. For a target in `far`, LATE means that
        a plan exists, BLOCKED that no plan exists, and UNKNOWN that the budget was spent. If the objective is months,
        and the best plan to a target in `near` takes more than `within` months, the method yields LATE. If the budget
        is spent before the search ends, the method yields UNKNOWN, or a summary of a plan that is not proven the best.

        Raises UnknownNameError or AmbiguousNameError for a wrong name, and UsageError for an invalid option.
        """
        names = tuple(map(tuple, (near, far)))
        requests = [[*self._list_requests(source, targets, options, budget)] for targets in names]
        compiled = next((request.compiled for part in requests for request in part), self._compiled)
        for request, found in find_paths(compiled, requests[0], requests[1], budget, within):
            if isinstance(found, Missed):
                yield found
            elif budget.has_time_to_report():
                yield request.summarize(self._find_without_step_back(request, request.problem, found, budget))
            else:
                yield Missed.UNKNOWN
        yield from [Missed.UNKNOWN] * (sum(map(len, names)) - sum(map(len, requests)))

    def _list_requests(
        self, source: str, targets: Iterable[str], options: PlanOptions, budget: Budget
    ) -> Iterator[Request]:
        """Yield the request for each target, until no time is left to find and report further plans."""
        for count, target in enumerate(targets, 1):
            if count % _REQUESTS == 0 and not budget.has_time_to_report():
                return
            yield self._make_request(source, target, options)

    def is_possible(self, source: str, target: str, options: PlanOptions, budget: Budget) -> bool:
        """Return whether any plan from `source` to `target` exists.

        Raises NoPlanInTimeError if the budget is spent, UnknownNameError or AmbiguousNameError for a wrong name, and
        UsageError for an invalid option.
        """
        return self._make_request(source, target, options).is_possible(budget)

    def unavoidable(self, plan: Plan, budget: Budget) -> Unavoidable | None:
        """Return the positions and skills that every plan for the request of a given plan contains.

        Return None if the budget is spent before the search has proved which positions and skills are in every plan.
        """
        if budget.is_spent():
            return None
        compiled = self._compiled
        request = Request(compiled, plan.source, plan.target, repeat_options(plan))

        doubtful = set(self.graph)  # nodes that may be in every plan, since they are in all plans found so far

        def is_needed(name: str) -> bool:
            if name not in doubtful:
                return False
            others = request.find_nodes_without(name, budget)
            doubtful.intersection_update(self.graph if others is None else others)
            return others is None

        between = dict.fromkeys(stop.id for stop in plan.stops[1:-1] if stop.id not in (plan.source, plan.target))
        try:
            positions = [name for name in between if is_needed(name)]
            certain = unite(compiled.find_needs(compiled.rank[name]).forced for name in (plan.target, *positions))
            certain &= ~compiled.taught  # a plan need not study skills that a post may teach
            learned = (study.id for study in plan.studies)
            skills = [skill for skill in learned if certain >> compiled.rank[skill] & 1 or is_needed(skill)]
        except NoPlanInTimeError:
            return None
        return Unavoidable(*(tuple(name_node(self.graph, name) for name in names) for names in (positions, skills)))

    def list_without_step_back(self, plan: Plan, budget: Budget) -> Iterator[tuple[tuple[Named, ...], PlanSummary]]:
        """Yield some posts of a plan that lie below both its ends, with a summary of the best plan without such posts.

        The first plan avoids all posts below both ends of the plan, and each further plan avoids only lower posts.
        """
        request = self._make_request(plan.source, plan.target, repeat_options(plan))
        rank = {stop.id: request.compiled.rank[stop.id] for stop in plan.stops}
        for below, found in self._list_without_step_back(request, request.problem, rank.values(), budget):
            posts = (name_node(self.graph, name) for name, position in rank.items() if below >> position & 1)
            yield tuple(posts), request.summarize(found)

    def find_position(self, name: str) -> str:
        """Return the id of the position that has a given name.

        Raises UnknownNameError if no position has the name, and AmbiguousNameError if several positions have the name.
        """
        return resolve(self.graph, name, POSITIONS)

    def find_known_skills(self, source: str, target: str, options: PlanOptions) -> frozenset[str]:
        """Return the ids of all skills of a person at the first position, including implied and assumed skills."""
        known = self._make_request(source, target, options).problem.known
        return frozenset(self._compiled.skills[skill] for skill in list_ranks(known))

    def find_chance(self, plan: Plan, start: date, until: date) -> float:
        """Return the probability that a plan arrives by the day `until` if it begins on the day `start`."""
        return find_chance(plan, self.graph, start, until)

    def _make_request(self, source: str, target: str, options: PlanOptions, also_known: Iterable[str] = ()) -> Request:
        """Return a validated request on a graph in which each figure has its likely number.

        If the option `sure` is given, each figure has its quantile: the number below which the figure lies with the
        probability `sure`.
        """
        if options.sure is not None and (self._sure is None or self._sure[0] != options.sure):
            self._sure = options.sure, NamedGraph(set_figures(self.graph, options.sure))
        compiled = self._compiled if options.sure is None or self._sure is None else self._sure[1]
        return Request(compiled, source, target, options, also_known=also_known)

    def _to_plan(self, request: Request, found: SearchResult, free: SearchResult | None) -> Plan:
        """Make a plan from a search result, with the spread that follows from the ranges of figures in the graph."""
        return with_spread(request.to_plan(found, free), self.graph)

    def find_assumed_skills(self, source: str, target: str, options: PlanOptions) -> frozenset[str]:
        """Return the ids of the skills that a plan assumes a person to have at the first position."""
        return frozenset(self._make_request(source, target, options).assumed)

    def _find_best(self, request: Request, budget: Budget) -> SearchResult:
        return self._find_without_step_back(request, request.problem, self._search_best(request, budget), budget)

    def _search_best(self, request: Request, budget: Budget) -> SearchResult:
        found = Search(request.compiled, request.problem, budget).find_best()
        if found is None:
            raise budget.run_with_grace(lambda: explain_no_plan(request.compiled, request, budget))
        return found

    def _list_best(self, request: Request, budget: Budget) -> Iterator[SearchResult]:
        """Yield the best path, then all paths in the order of their costs, which contain the best path again."""
        paths = list_best(request.compiled, request.problem, budget)
        if first := next(paths, None):
            yield self._find_without_step_back(request, request.problem, first, budget)
            yield first
        yield from paths

    def _find_without_step_back(
        self, request: Request, problem: Problem, found: SearchResult, budget: Budget
    ) -> SearchResult:
        """Return a path without a step back that is as fast as the fastest path found, or else that path.

        A step back is a post whose stage comes before the stages of both the first and the last position. A path with
        more moves than the fastest path is a detour, and so no better than a step back.
        """
        if problem.order[0] != MONTHS or problem.by_rarity or not found.proven:
            return found
        arrives, moves = found.label.arrives, found.label.moves
        for _, other in self._list_without_step_back(request, problem, found.label.path, budget):
            if other.label.arrives == arrives and other.label.moves <= moves:
                return other
        return found

    def _list_without_step_back(
        self, request: Request, problem: Problem, path: Iterable[int], budget: Budget
    ) -> Iterator[tuple[int, SearchResult]]:
        """Yield the best path without the posts below both ends, then paths that avoid fewer and fewer of these posts.

        Each path comes with a bit mask of the posts that it avoids, of which at least one is on the given path.
        """
        passed = set_of(path)
        for posts in self._list_below(request):
            below = posts & ~set_of((problem.start, problem.goal, *problem.via))
            if not below & passed or budget.is_spent():
                return
            avoided = problem.avoided_positions | below
            searching = Budget(should_stop=budget.is_spent, label_limit=_MOST_LABELS)
            try:
                found = Search(request.compiled, problem._replace(avoided_positions=avoided), searching).find_best()
            except NoPlanInTimeError:
                return
            if found and found.proven:
                yield below, found

    def _list_below(self, request: Request) -> tuple[int, ...]:
        """Return bit masks of the posts below both ends of a request, with fewer posts in each further bit mask."""
        ends = request.source, request.target
        stages = tuple(self.graph.nodes[end].get("stage", "") for end in ends)
        if stages not in self._below:
            rank = request.compiled.rank
            self._below[stages] = tuple(
                set_of(map(rank.__getitem__, names)) for names in list_posts_below(self.graph, *ends)
            )
        return self._below[stages]

    def _solve_unconstrained(self, request: Request, budget: Budget) -> SearchResult | None:
        """Return the best path for a request without its conditions `via` and `avoid`.

        Return None if `via` and `avoid` of the request are already empty, or if the budget is spent before the search
        finds a path.
        """
        if not (request.via or request.avoid):
            return None
        problem = request.drop_conditions()
        try:
            found = Search(request.compiled, problem, budget).find_best()
        except NoPlanInTimeError:
            return None
        return found and self._find_without_step_back(request, problem, found, budget)


def repeat_options(plan: Plan) -> PlanOptions:
    """Return the options of the request that a plan answers."""
    experience = {each.id: each.counted for each in plan.usual_experience}  # `plan.experience` has no months of 0
    experience |= {each.id: each.months for each in plan.experience}
    return PlanOptions(
        have=plan.have,
        pace=plan.pace,
        objective=plan.objective,
        via=plan.via,
        avoid=plan.avoid,
        start=plan.start,
        experience=experience,
        months_in_post=plan.months_in_post,
        sure=plan.sure,
    )


def _count_common(paths: list[list[str]]) -> int:
    """Return the length of the longest prefix that all given paths share."""
    differing = (index for index, here in enumerate(zip(*paths, strict=False)) if len(set(here)) > 1)
    return next(differing, min(map(len, paths)))
