"""Translation of a request with names of nodes into a search problem with ranks, and of a search result into a plan."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from operator import or_

from mlgraph.errors import NoPlanError, UsageError
from mlgraph.model import POSITIONS, Named, name_node
from mlgraph.names import name_field, resolve, resolve_all, resolve_fields
from mlgraph.planning.arrivals import find_times
from mlgraph.planning.days import try_add_months
from mlgraph.planning.options import OBJECTIVES, Objective, PlanOptions
from mlgraph.planning.plan import Assumption, Costs, Experience, Known, Plan, PlanSummary, Stop, UsualExperience
from mlgraph.planning.reconstruct import build_stops, list_needs
from mlgraph.planning.schedule import schedule_studies
from mlgraph.printable import sanitize
from mlgraph.search.astar import SearchResult
from mlgraph.search.bitset import list_ranks, set_of, unite
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import AnyOf, NamedGraph, find_unmet
from mlgraph.search.distances import find_least_months, find_least_moves
from mlgraph.search.feasible import find_route
from mlgraph.search.problem import Problem, find_time_unit


class Request:
    """A request for a plan between two positions, with validated options and with ids in place of names.

    Attributes
    ----------
    source, target : str
        Ids of the first and the last position.
    have, via, avoid : tuple of str
        Ids of the skills that the person has, of the nodes that the plan must contain, and of the nodes that the plan
        must avoid.
    assumed : dict of str to tuple of int
        The ids of the assumed skills, each with the ranks of its alternatives.
    problem : Problem
        The request, translated into a problem for the search.

    """

    def __init__(
        self, compiled: NamedGraph, source: str, target: str, options: PlanOptions, *, also_known: Iterable[str] = ()
    ) -> None:
        """Validate the options of a request, and translate the names of nodes to ids.

        `also_known` has the ids of skills that the person has besides the skills in `have`. Skills in `also_known` do
        not change which alternatives the plan assumes.
        """
        self.compiled, self.pace, self.objective = compiled, options.pace, options.objective
        self.start, self.sure = options.start, options.sure
        self.source, self.target = (resolve(compiled.graph, name, POSITIONS) for name in (source, target))
        self.have = resolve_all(compiled.graph, options.have, ("skill",))
        self.via = resolve_all(compiled.graph, options.via)
        self.avoid = resolve_all(compiled.graph, options.avoid)
        self.months_in_post = options.months_in_post
        if self.months_in_post and compiled.graph.nodes[self.source]["kind"] == "stage":
            raise UsageError(f"`months_in_post` is for a post, and {sanitize(self.source)} is a stage; leave it out")
        given = ((name, _to_exact(months)) for name, months in dict(options.experience).items())
        self._stated: dict[str, int | Fraction] = resolve_fields(compiled.graph, given)
        self.experience = {field: self._find_experience(field) for field in compiled.fields}
        self._options, self._also_known, self._from_posts = options, tuple(also_known), options.from_posts
        if self.objective == "commonest" and not compiled.is_counted:
            raise UsageError("no move of this graph is counted; add an overlay that mlgraph histories writes")
        for name in self.avoid:
            if name in (self.source, self.target, *self.via):
                raise UsageError(
                    f"'{sanitize(name)}' cannot be avoided, since the plan has to pass it; remove it from `avoid`"
                )
        avoided = set_of(self._rank_names(self.avoid, are_skills=True))
        known, assumed, self._usual = self._infer_known(self.have, avoided, self.via)
        self.assumed = {compiled.skills[first]: others for first, others in assumed.items()}
        self.problem = self._make_problem(known, avoided)

    def _find_experience(self, field: str) -> int | Fraction:
        """Return the experience of the person in a field, in months.

        A person has at least the experience that the first position asks for, plus the months served there if they
        count in the field. A person who states no experience in a field has the usual experience of holders of the
        first position.
        """
        stated = self._stated.get(field, self._count_months_at_source("usual_experience", field))
        return max(stated, self._count_months_at_source("experience", field))

    def _count_months_at_source(self, key: str, field: str) -> int | Fraction:
        """Return the months of experience in a field that the table `key` of the first position states.

        `key` is the name of the table, "experience" or "usual_experience".

        If time in the first position counts as experience in the field, the result includes the months that the person
        has served there.
        """
        source = self.compiled.graph.nodes[self.source]
        served = _to_exact(self.months_in_post) if field in source.get("counts_as", ()) else 0
        return _to_exact(source.get(key, {}).get(field, 0)) + served

    def _rank_names(self, names: Iterable[str], *, are_skills: bool) -> list[int]:
        """Return the ranks of the skills in `names` if `are_skills` is true, or else of the positions in `names`."""
        compiled = self.compiled
        return [compiled.rank[name] for name in names if (compiled.graph.nodes[name]["kind"] == "skill") == are_skills]

    def _infer_known(
        self, have: Sequence[str], avoided: int = 0, wanted: Collection[str] = ()
    ) -> tuple[int, dict[int, tuple[int, ...]], int]:
        """Return the known skills, the assumed skills with their alternatives, and the usual skills that are known.

        `have` lists the skills that the request names as known.

        A skill in `have` that every plan needs changes no assumption, since the person may have learned it after the
        arrival at the first position. A usual skill in `wanted` does not count as known, since the request asks to
        learn the skill.
        """
        compiled, source = self.compiled, self.compiled.rank[self.source]
        needed = compiled.find_needs(compiled.rank[self.target]).forced
        needed |= unite(map(compiled.with_forced, self._rank_names(self.via, are_skills=True)))
        needed |= unite(
            compiled.find_needs(position).forced for position in self._rank_names(self.via, are_skills=False)
        )
        taught = [
            skill
            for skill, months in compiled.graph.nodes[self.source].get("teaches", {}).items()
            if months <= self.months_in_post
        ]
        deciding = [*taught, *(name for name in have if not needed >> compiled.rank[name] & 1)]
        known, assumed = compiled.infer_known(source, self._rank_names(deciding, are_skills=True), avoided)
        known, assumed = self._extend_known(known, assumed, have, avoided)
        usual = self._find_usual(known, wanted)
        return *self._extend_known(known | usual, assumed, self._also_known, avoided), usual

    def _extend_known(
        self, known: int, assumed: dict[int, tuple[int, ...]], names: Iterable[str], avoided: int
    ) -> tuple[int, dict[int, tuple[int, ...]]]:
        """Extend `known` by the skills in `names`, by the skills that these imply, and by the newly assumed skills.

        Return a bit mask of all known skills, and all assumed skills with their alternatives, including the given ones.
        """
        more = set_of(self._rank_names(names, are_skills=True)) & ~known
        if not more:
            return known, assumed
        source = self.compiled.rank[self.source]
        known, further = self.compiled.infer_known(source, list_ranks(known | more), avoided)
        return known, assumed | further

    def _find_usual(self, known: int, wanted: Collection[str]) -> int:
        """Return a bit mask of the usual skills of the first position that count as known for the person.

        A usual skill is a skill that holders of a role usually have, although the role does not ask for it.

        A usual skill counts as known if known skills, or other usual skills that count as known, meet the requirements
        of the usual skill.
        """
        compiled = self.compiled
        names = compiled.graph.nodes[self.source].get("usual_skills", ())
        usual = set_of(compiled.rank[name] for name in names if name not in wanted) & ~known
        for skill in compiled.skills_with_needs if usual else ():  # each comes after the skills that it needs
            if usual >> skill & 1 and find_unmet(compiled.skill_needs[skill].own, known | usual):
                usual ^= 1 << skill
        return usual

    def _make_problem(self, known: int, avoided: int) -> Problem:
        compiled, rank = self.compiled, self.compiled.rank
        passed = (name for name in self.via if name not in (self.source, self.target))
        return Problem(
            start=rank[self.source],
            goal=rank[self.target],
            known=known,
            pace=Fraction(str(self.pace)),
            order=rank_costs(self.objective),
            via=tuple(self._rank_names(passed, are_skills=False)),
            extra=tuple(AnyOf(1 << skill, (skill,)) for skill in self._rank_names(self.via, are_skills=True)),
            avoided_positions=set_of(self._rank_names(self.avoid, are_skills=False)),
            avoided_skills=compiled.find_unlearnable(avoided, known),
            served=_to_exact(self.months_in_post),
            experience=tuple(self.experience.values()),
            by_rarity=self.objective == "commonest",
        )

    def add_known(self, skills: Iterable[str]) -> "Request":
        """Return the same request for a person who also knows the skills in `skills`.

        A plan for the returned request assumes every skill that a plan for the original request assumes. If a skill in
        `skills` has requirements with alternatives, the plan may assume further skills.
        """
        return Request(self.compiled, self.source, self.target, self._options, also_known=skills)

    def is_possible(self, budget: Budget) -> bool:
        """Return whether any plan for the request exists."""
        return find_route(self.compiled, self.problem, budget) is not None

    def find_nodes_without(self, name: str, budget: Budget) -> frozenset[str] | None:
        """Return the positions and skills of some plan without the node `name`, or None if no such plan exists."""
        compiled, route = self.compiled, find_route(self.compiled, self.make_problem_without(name), budget)
        if route is None:
            return None
        return frozenset(
            (*(compiled.positions[p] for p in route.positions), *(compiled.skills[s] for s in list_ranks(route.skills)))
        )

    def make_problem_without(self, name: str) -> Problem:
        """Return the problem of the request, with the further condition to avoid the position or the skill `name`."""
        compiled, rank = self.compiled, self.compiled.rank[name]
        if compiled.graph.nodes[name]["kind"] == "skill":
            avoided = self.problem.avoided_skills | 1 << rank
            return self.problem._replace(avoided_skills=compiled.find_unlearnable(avoided, self.problem.known))
        return self.problem._replace(avoided_positions=self.problem.avoided_positions | 1 << rank)

    def drop_conditions(self) -> Problem:
        """Return the problem of the same request, but without the conditions `via` and `avoid`."""
        return self.problem._replace(
            known=self._infer_known(self.have)[0],
            via=(),
            extra=(),
            avoided_positions=0,
            avoided_skills=self.compiled.marks,
        )

    def to_plan(self, found: SearchResult, free: SearchResult | None) -> Plan:
        """Make a plan from a search result, but without its spread, its low costs and its high costs.

        The plan states the costs of `free`, the search result for the same request without `via` and `avoid`, unless
        `free` is None.
        """
        stops = build_stops(self.compiled, self.problem, found.label)
        known = tuple(self._find_needed_and_known(found))
        plan = Plan(
            source=self.source,
            target=self.target,
            objective=self.objective,
            pace=self.pace,
            start=self.start,
            have=self.have,
            via=self.via,
            avoid=self.avoid,
            via_titles=self._list_titles(self.via),
            avoid_titles=self._list_titles(self.avoid),
            assumed=tuple(self._make_assumption(first, others) for first, others in sorted(self.assumed.items())),
            known=known,
            optimal=found.proven,
            bound=self._to_bound(found.bound),
            costs=self.to_costs(found),
            unconstrained=self.to_costs(free) if free else None,
            low=None,
            high=None,
            experience=tuple(self._list_experience(found)),
            usual_experience=tuple(self._list_usual_experience(found)),
            months_in_post=self.months_in_post,
            stops=stops,
            given_up=tuple(self._find_given_up(stops)),
            sure=self.sure,
            unneeded=tuple(self._find_unneeded(known)),
        )
        return plan.start_on(self.start)

    def summarize(self, found: SearchResult) -> PlanSummary:
        """Return a summary of the plan for a search result: its positions, costs and skills."""
        compiled, costs = self.compiled, self.to_costs(found)
        arrivals = find_times(compiled, self.problem, found.label).arrivals
        schedule = schedule_studies(compiled, self.problem, found.label, arrivals)
        return PlanSummary(
            target=self.target,
            costs=costs,
            arrives_on=try_add_months(self.start, costs.months),
            optimal=found.proven,
            bound=self._to_bound(found.bound),
            positions=tuple(compiled.positions[position] for position in found.label.path),
            learned=tuple(
                name_node(compiled.graph, compiled.skills[study.skill]) for studies in schedule for study in studies
            ),
        )

    def _list_titles(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.compiled.graph.nodes[name]["title"] for name in names)

    def explain_conditions(self) -> str:
        """Describe in words which nodes the plan has to pass or learn (`via`) and to avoid (`avoid`)."""
        words = (("via", self.via), ("without", self.avoid))
        return " and ".join(
            f"{word} {', '.join(map(sanitize, self._list_titles(names)))}" for word, names in words if names
        )

    def to_costs(self, found: SearchResult) -> Costs:
        """Convert the costs of a search result to months, hours and moves."""
        months, hours = Fraction(found.label.arrives) / self._units[0], Fraction(found.label.hours) / self._units[1]
        return Costs(float(months), _to_number(hours), found.label.moves)

    @property
    def _units(self) -> tuple[Fraction, Fraction, Fraction]:
        """The number of the search's units in a month, in an hour of study, and in a move."""
        return Fraction(find_time_unit(self.compiled, self.problem).per_month), self.compiled.per_hour, Fraction(1)

    def _to_bound(self, bound: float | Fraction) -> float:
        """Convert a lower bound of the search on the objective to months, hours or moves.

        For the objective "commonest", the result is an upper bound on the share of every plan.
        """
        if self.objective == "commonest":
            return float(1 / Fraction(bound)) if bound else 1.0
        return float(bound / self._units[self.problem.order[0]])

    def _find_needed_and_known(self, found: SearchResult) -> Iterator[Known]:
        """Yield the known skills that a path needs, sorted by id, each with the reason why the skill is known."""
        compiled, known = self.compiled, self.problem.known
        needed = unite(group.mask for needs in list_needs(compiled, found.label) for group in needs.own) & known
        source = name_node(compiled.graph, self.source)
        from_source = compiled.find_needs(compiled.rank[self.source]).implied
        usual, assumed = {*list_ranks(self._usual)}, {compiled.rank[skill] for skill in self.assumed}
        said, implied = set(self.have), dict[int, str]()
        unexplained = needed & ~from_source & ~set_of(self._rank_names(self.have, are_skills=True))
        for name in (*self.have, *self.assumed) if unexplained else ():
            explained = compiled.skill_needs[compiled.rank[name]].implied & unexplained
            implied |= dict.fromkeys(list_ranks(explained), name)
            unexplained ^= explained  # each skill only once, since a long chain would otherwise take quadratic time
        for skill in sorted(list_ranks(needed), reverse=True):  # the highest rank is the first id
            here = name_node(compiled.graph, compiled.skills[skill])
            if here.id in self._from_posts:
                post = name_node(compiled.graph, self._from_posts[here.id])
                yield Known(here.id, here.title, "post", post, here.url)
            elif here.id in said:
                yield Known(here.id, here.title, "said", None, here.url)
            elif skill in usual:
                yield Known(here.id, here.title, "usual", source, here.url)
            elif skill in implied:
                yield Known(here.id, here.title, "implied", name_node(compiled.graph, implied[skill]), here.url)
            elif skill in assumed:
                yield Known(
                    here.id, here.title, "assumed", name_node(compiled.graph, self._find_asker(skill)), here.url
                )
            else:
                yield Known(here.id, here.title, "position", source, here.url)

    def _find_unneeded(self, known: Iterable[Known]) -> Iterator[Named]:
        """Yield the skills that the person named, but that neither a plan nor the reason for a known skill needs."""
        used = {node.id for each in known for node in (each, each.by) if node}
        yield from (
            name_node(self.compiled.graph, skill)
            for skill in self.have
            if skill not in used and skill not in self._from_posts
        )

    def _list_experience(self, found: SearchResult) -> Iterator[Experience]:
        """Yield the experience of the person, with what the positions of a path ask for beyond the first one."""
        graph, positions = self.compiled.graph, self.compiled.positions
        tables = [graph.nodes[positions[rank]].get("experience", {}) for rank in found.label.path]
        for field, months in self.experience.items():
            if months:
                first, *later = (table.get(field, 0) for table in tables)
                asked = max(later, default=0)
                title = name_field(graph, field)
                yield Experience(field, title, _to_number(months), asked=asked if asked > first else None)

    def _list_usual_experience(self, found: SearchResult) -> Iterator[UsualExperience]:
        """Yield, for some fields, the usual experience and the months of experience that count for the person.

        The generator yields each field in which the person states fewer months than the usual experience. The generator
        also yields a field in which the person states nothing, if a later position asks for more experience than the
        first position.
        """
        graph, positions = self.compiled.graph, self.compiled.positions
        asked = [graph.nodes[positions[rank]].get("experience", {}) for rank in found.label.path[1:]]
        at_source = graph.nodes[self.source].get("usual_experience", {})
        for field, months in self.experience.items():
            if field not in at_source:
                continue
            usual, least = (self._count_months_at_source(key, field) for key in ("usual_experience", "experience"))
            is_unstated = field not in self._stated and usual > least
            if months < usual or (is_unstated and any(_to_exact(each.get(field, 0)) > least for each in asked)):
                title = name_field(graph, field)
                yield UsualExperience(field, title, _to_number(usual), _to_number(months))

    def _find_asker(self, skill: int) -> str:
        """Return the id of the position or skill whose requirement an assumed skill meets."""
        compiled = self.compiled
        if any(group.mask >> skill & 1 for group in compiled.find_needs(compiled.rank[self.source]).own):
            return self.source
        known = self.problem.known & ~self._usual  # the requirements of a usual skill are known without it
        for asker in sorted(list_ranks(known), reverse=True):  # the first id has the highest rank
            if any(group.mask >> skill & 1 for group in compiled.skill_needs[asker].own):
                return compiled.skills[asker]
        return self.source

    def _find_given_up(self, stops: Iterable[Stop]) -> Iterator[Named]:
        """Yield the skills that a plan learns or its posts teach, but that would count as known if `have` were empty.

        If the request named no skills of the person in `have`, the plan would assume each yielded skill, or count it as
        usual.
        """
        if self.have:
            graph, skills = self.compiled.graph, self.compiled.skills
            avoided = set_of(self._rank_names(self.avoid, are_skills=True))
            _, assumed, usual = self._infer_known((), avoided, self.via)
            learned = {study.id for stop in stops for study in stop.learn}
            learned |= {skill.id for stop in stops for skill in stop.taught}
            lost = {skills[skill] for skill in (*assumed, *list_ranks(usual))}
            yield from (name_node(graph, skill) for skill in sorted(lost & learned))

    def _make_assumption(self, first: str, others: Iterable[int]) -> Assumption:
        graph, skills = self.compiled.graph, self.compiled.skills
        lacking = (name_node(graph, skills[other]) for other in others if not self.problem.known >> other & 1)
        return Assumption(first, graph.nodes[first]["title"], tuple(lacking), graph.nodes[first].get("url", ""))


def rank_costs(objective: Objective) -> tuple[int, int, int]:
    """Return the indices of months (0), hours (1) and moves (2), with the index of the objective first."""
    first = OBJECTIVES.index("moves" if objective == "commonest" else objective)
    second, third = (rank for rank in range(len(OBJECTIVES)) if rank != first)
    return first, second, third


def explain_no_plan(compiled: NamedGraph, request: Request, budget: Budget) -> NoPlanError:
    """Return the error that explains why no plan exists for a request.

    If no moves lead from the first position to the target, the error names the reachable post nearest to the target. If
    the person can reach no post, the error names the reachable stage nearest to the target. If the graph has no move to
    the target at all, the error says so, and names no nearest position. If moves lead from the first position to the
    target, the error names the conditions `via` and `avoid`, or the lack of experience.
    """
    problem, everywhere = request.problem, (1 << len(compiled.positions)) - 1
    start, goal = problem.start, problem.goal
    months = find_least_months(compiled.targets_by_months, start, everywhere, budget)
    if goal in months:
        names = [compiled.graph.nodes[compiled.positions[rank]]["title"] for rank in (start, goal)]
        if not (request.via or request.avoid):
            lacking = (
                f"no path from {sanitize(names[0])} to {sanitize(names[1])} gives the experience that its posts ask for"
            )
            return NoPlanError(f"{lacking}; give your experience in `experience`", compiled.positions[start])
        problem_text = f"no path leads from {sanitize(names[0])} to {sanitize(names[1])} {request.explain_conditions()}"
        return NoPlanError(f"{problem_text}; drop a condition to get a plan", compiled.positions[start])
    has_opposite = start in find_least_moves(compiled.successors, goal, everywhere, budget)
    opposite = "; the reverse route exists" if has_opposite else ""
    if not compiled.predecessors[goal]:
        names = [compiled.positions[rank] for rank in (start, goal)]
        titles = [sanitize(compiled.graph.nodes[name]["title"]) for name in names]
        problem_text = f"no path leads from {titles[0]} to {titles[1]}: in this graph one can only start as {titles[1]}"
        return NoPlanError(f"{problem_text}{opposite}", names[0])
    around = list(map(or_, compiled.successors, compiled.predecessors))
    apart = find_least_moves(around, goal, everywhere, budget)
    # a stage is reachable from everywhere, and says less than a post
    posts = [position for position in months if not compiled.stages >> position & 1] or [*months]
    nearest = min(posts, key=lambda position: (apart.get(position, len(compiled.moves)), months[position], position))
    names = [compiled.positions[rank] for rank in (start, goal, nearest)]
    titles = [sanitize(compiled.graph.nodes[name]["title"]) for name in names]
    reached = f"{titles[2]} ({names[2]})" if nearest != start else f"{titles[0]} itself"
    return NoPlanError(
        f"no path leads from {titles[0]} to {titles[1]}; the nearest reachable position is {reached}{opposite}",
        names[2],
    )


def _to_exact(value: float) -> int | Fraction:
    """Return a decimal number as a fraction, or as it is if it is an integer, with which Python is faster."""
    return value if isinstance(value, int) else Fraction(str(value))


def _to_number(value: int | Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)
