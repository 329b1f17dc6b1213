"""A question in names, checked and put in the terms of the search; and a way that was found, as an answer in names."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from operator import or_

from mlgraph.errors import NoPlanError, UsageError
from mlgraph.model import POSITIONS, named
from mlgraph.names import resolve, resolve_all
from mlgraph.planning.options import COSTS, Wishes, check_pace
from mlgraph.planning.plan import Assumption, Costs, Plan
from mlgraph.planning.reconstruct import costs_with, stops
from mlgraph.printable import shown
from mlgraph.search.astar import Found, Search
from mlgraph.search.bitset import set_of
from mlgraph.search.bounds import Bounds
from mlgraph.search.compiled import Compiled, Group
from mlgraph.search.distances import distances, moves_away
from mlgraph.search.problem import Question, ticks


class Asked:
    """A question in names, checked and put in the terms of the search; and a way that was found, as an answer."""

    def __init__(self, masks: Compiled, source: str, target: str, wishes: Wishes) -> None:
        pace, by = wishes.get("pace", 10), wishes.get("by", "time")
        if by not in COSTS:
            raise UsageError(f"a plan is best by {', '.join(COSTS)}, not by '{shown(by)}'")
        check_pace(pace)
        self.masks, self.pace, self.by = masks, pace, by
        self.source, self.target = (resolve(masks.graph, name, POSITIONS) for name in (source, target))
        self.have = resolve_all(masks.graph, wishes.get("have", ()), ("skill",))
        self.via = resolve_all(masks.graph, wishes.get("via", ()))
        self.avoid = resolve_all(masks.graph, wishes.get("avoid", ()))
        for name in self.avoid:
            if name in (self.source, self.target, *self.via):
                raise UsageError(f"'{shown(name)}' cannot be avoided: the plan is asked to pass it")
        unwanted = set_of(self._ranks(self.avoid, are_skills=True))
        known, assumed = self._known(unwanted)
        self.assumed = {masks.skills[first]: others for first, others in assumed.items()}
        self.question = self._question(known, unwanted)

    def _ranks(self, names: Iterable[str], *, are_skills: bool) -> list[int]:
        """Return the ranks of those names that are skills, or of the others."""
        masks = self.masks
        return [masks.rank[name] for name in names if (masks.graph.nodes[name]["kind"] == "skill") == are_skills]

    def _known(self, avoided: int = 0) -> tuple[int, dict[int, tuple[int, ...]]]:
        return self.masks.known(self.masks.rank[self.source], self._ranks(self.have, are_skills=True), avoided)

    def _question(self, known: int, unwanted: int) -> Question:
        masks, rank = self.masks, self.masks.rank
        passed = (name for name in self.via if name not in (self.source, self.target))
        return Question(
            start=rank[self.source],
            goal=rank[self.target],
            known=known,
            pace=Fraction(str(self.pace)),
            order=COSTS[self.by],
            via=tuple(self._ranks(passed, are_skills=False)),
            extra=tuple(Group(1 << skill, (skill,)) for skill in self._ranks(self.via, are_skills=True)),
            closed=set_of(self._ranks(self.avoid, are_skills=False)),
            unwanted=masks.spoiled(unwanted, known),
        )

    def is_possible_without(self, name: str, stop: Callable[[], bool]) -> bool:
        """Return whether there is a plan that does not pass a position, or does not learn a skill."""
        masks, rank = self.masks, self.masks.rank[name]
        if masks.graph.nodes[name]["kind"] == "skill":
            unwanted = self.question.unwanted | 1 << rank
            question = self.question._replace(unwanted=masks.spoiled(unwanted, self.question.known))
        else:
            question = self.question._replace(closed=self.question.closed | 1 << rank)
        if not question.via:
            return Bounds(masks, question).is_possible()
        return Search(masks, question._replace(order=COSTS["steps"]), stop).best() is not None

    def unconstrained(self) -> Question:
        """Return the question without `via` and `avoid`."""
        return self.question._replace(known=self._known()[0], via=(), extra=(), closed=0, unwanted=0)

    def answer(self, found: Found, free: Found | None) -> Plan:
        """Return a way as a plan; `free` is the best way without `via` and `avoid`, where these were asked for."""
        units = (Fraction(ticks(self.masks, self.question.pace).per_month), self.masks.per_hour, Fraction(1))
        months, hours, steps = (_number(Fraction(c) / u) for c, u in zip(found.label.costs(), units, strict=True))
        first = self.question.order[0]
        unconstrained = None
        if free:
            values = [_number(Fraction(c) / u) for c, u in zip(free.label.costs(), units, strict=True)]
            unconstrained = Costs(float(values[0]), values[1], int(values[2]))
        return Plan(
            source=self.source,
            target=self.target,
            by=self.by,
            pace=self.pace,
            have=self.have,
            via=self.via,
            avoid=self.avoid,
            assumed=tuple(self._assumption(first, others) for first, others in sorted(self.assumed.items())),
            optimal=found.proven,
            bound=float(found.bound / units[first]),
            months=float(months),
            hours=hours,
            steps=int(steps),
            unconstrained=unconstrained,
            low=costs_with(self.masks, self.question, found.label, "hours_low"),
            high=costs_with(self.masks, self.question, found.label, "hours_high"),
            positions=stops(self.masks, self.question, found.label),
        )

    def _assumption(self, first: str, others: Iterable[int]) -> Assumption:
        graph, skills = self.masks.graph, self.masks.skills
        return Assumption(first, graph.nodes[first]["title"], tuple(named(graph, skills[other]) for other in others))


def no_plan(masks: Compiled, asked: Asked) -> NoPlanError:
    """Return the error that says why there is no plan, and how near one can come."""
    question, everywhere = asked.question, (1 << len(masks.positions)) - 1
    start, goal = question.start, question.goal
    months = distances(masks.ahead, start, everywhere)
    if goal in months:
        wishes = [
            f"{word} {', '.join(names)}"
            for word, names in (("by way of", asked.via), ("without", asked.avoid))
            if names
        ]
        names = [masks.graph.nodes[masks.positions[rank]]["title"] for rank in (start, goal)]
        way = f"no way leads from {shown(names[0])} to {shown(names[1])} {' and '.join(wishes)}"
        return NoPlanError(f"{way}; there is one without that wish", masks.positions[start])
    around = list(map(or_, masks.successors, masks.predecessors))
    apart = moves_away(around, goal, everywhere)
    nearest = min(months, key=lambda position: (apart.get(position, len(masks.moves)), months[position], position))
    names = [masks.positions[rank] for rank in (start, goal, nearest)]
    titles = [shown(masks.graph.nodes[name]["title"]) for name in names]
    reason = "" if masks.predecessors[goal] else f", because nothing leads to {titles[1]}"
    reached = f"{titles[2]} ({names[2]})" if nearest != start else f"{titles[0]} itself, where one is,"
    opposite = "; the opposite way exists" if start in moves_away(masks.successors, goal, everywhere) else ""
    nothing = f"no way leads from {titles[0]} to {titles[1]}{reason}"
    return NoPlanError(f"{nothing}; of what can be reached, {reached} comes nearest{opposite}", names[2])


def _number(value: Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)
