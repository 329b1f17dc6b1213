"""The exact planner: which moves to make, and what to learn before each of them.

A plan is a walk along `leads_to` with a growing set of skills: on arrival at each position every requirement of it is
met, and every skill in the set has its own requirements in the set. Its costs are exact (whole numbers of a common
unit), and it is found by a best-first search over labels (position, skills), in which

- the set that meets a position is the closure of its single requirements; alternatives are branched one at a time,
  when a label comes to the front;
- the key of a label is a lower bound of each cost, from the shortest remaining moves and from the hours of skills that
  every remaining way needs. The first label to leave the queue at the target is therefore the best plan;
- a label is dropped where another at the same position has no more skills, is there no later, after no more moves, and
  by ids no later in order: whatever follows the one can follow the other, at no higher cost.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from html import escape
from math import isfinite, lcm
from operator import and_
from typing import NamedTuple

import networkx as nx

from mlgraph.errors import NoPlanError, UsageError, shown
from mlgraph.masks import Group, Masks, ranks, unmet
from mlgraph.model import POSITIONS, WEEKS_PER_MONTH, Graph, resolve

COSTS = ("time", "effort", "steps")
HOURS_IN_A_WEEK = 168


@dataclass(frozen=True)
class Study:
    """A skill to learn, with its hours of study."""

    id: str
    title: str
    hours: float


@dataclass(frozen=True)
class Stop:
    """A position on the way: when one arrives (months from the start), and what one learns before, in order."""

    id: str
    title: str
    kind: str
    arrives: float
    learn: tuple[Study, ...]


@dataclass(frozen=True)
class Assumption:
    """A skill taken for granted because it is listed first among alternatives, and the ids of the others."""

    id: str
    title: str
    instead_of: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The best way from `source` to `target` (ids) for a person who has `have` and studies `pace` hours a week.

    `months` until arrival, `hours` of study in all and `steps` (moves) are its costs; `by` says which counts first.
    """

    source: str
    target: str
    by: str
    pace: float
    have: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    optimal: bool
    months: float
    hours: float
    steps: int
    positions: tuple[Stop, ...]

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{stop.arrives:.1f}</td><td>{escape(stop.title)}</td>"
            f"<td>{escape(', '.join(f'{study.title} ({study.hours:g} h)' for study in stop.learn))}</td></tr>"
            for stop in self.positions
        )
        head = "<tr><th>Month</th><th>Position</th><th>Learn before it</th></tr>"
        total = f"{self.months:.1f} months, {self.hours:g} hours of study, {self.steps} moves"
        return f"<table><caption>{total}</caption>{head}{rows}</table>"


def plan(
    graph: Graph,
    source: str,
    target: str,
    *,
    have: Iterable[str] = (),
    pace: float = 10,
    by: str = "time",
) -> Plan:
    """Return the best plan from one position to another, with ids, titles or aliases for names.

    `have` are the skills one has, `pace` the hours of study a week, `by` the cost that counts first: "time" (months),
    "effort" (hours of study) or "steps" (moves); the other two and then the order of ids break ties. Raises NoPlanError
    where no way leads to the target, UnknownNameError, AmbiguousNameError, and UsageError.
    """
    if by not in COSTS:
        raise UsageError(f"a plan is best by {', '.join(COSTS)}, not by '{shown(by)}'")
    if not (isfinite(pace) and 0 < pace <= HOURS_IN_A_WEEK):
        raise UsageError(f"the pace is a number of hours a week above 0 and up to {HOURS_IN_A_WEEK}, not {pace}")
    start, goal = (resolve(graph, name, POSITIONS) for name in (source, target))
    had = tuple(sorted({resolve(graph, name, ("skill",)) for name in have}))
    masks = Masks(graph)
    known, assumed = masks.known(start, had)
    search = _Search(masks, start, goal, known, Fraction(str(pace)), COSTS.index(by))
    best = search.run()
    stops = tuple(search.stops(best))
    return Plan(
        source=start,
        target=goal,
        by=by,
        pace=pace,
        have=had,
        assumed=tuple(_assumption(masks, first, others) for first, others in sorted(assumed.items())),
        optimal=True,
        months=stops[-1].arrives,
        hours=_number(Fraction(masks.hours_of(best.skills & ~known), masks.per_hour)),
        steps=len(best.path) - 1,
        positions=stops,
    )


class _Label(NamedTuple):
    """A way so far: where it goes, what was learned before each move, and whether it waits for a choice (`open`)."""

    bound: tuple[int, ...]
    path: tuple[int, ...]
    learned: tuple[tuple[int, ...], ...]
    skills: int
    before: int
    ready: int
    arrives: int
    open: tuple[Group, ...]


class _Search:
    """One question to a masks graph; times are in ticks, a whole number of which makes a month."""

    def __init__(self, masks: Masks, start: str, goal: str, known: int, pace: Fraction, first_cost: int) -> None:
        self.masks, self.known, self.first_cost = masks, known, first_cost
        self.start, self.goal = masks.rank[start], masks.rank[goal]
        study, post = 1 / (masks.per_hour * pace * WEEKS_PER_MONTH), Fraction(1, masks.per_month)
        self.per_month = lcm(study.denominator, post.denominator)
        self.study, self.post = int(study * self.per_month), int(post * self.per_month)
        back = masks.moves.reverse(copy=False)
        months_left = nx.single_source_dijkstra_path_length(back, self.goal, weight="months")
        self.months_left = {position: int(months) for position, months in months_left.items()}
        self.moves_left = nx.single_source_shortest_path_length(back, self.goal)
        if self.start not in self.moves_left:
            raise _no_plan(masks, self.start, self.goal)
        self.needed_after = self._needed_after()

    def _needed_after(self) -> dict[int, int]:
        """Return, for each position, the skills that every way from it to the goal needs: a greatest fixed point."""
        after = dict.fromkeys(self.moves_left, -1) | {self.goal: 0}
        changed = True
        while changed:
            changed = False
            for position in after.keys() - {self.goal}:
                ways = (q for q in self.masks.moves.adj[position] if q in after)
                common = reduce(and_, (self.masks.position_needs[q].forced | after[q] for q in ways))
                changed |= common != after[position]
                after[position] = common
        return after

    def run(self) -> _Label:
        """Return the best way to the goal."""
        queue = [self._label((self.start,), (), self.known, self.known, 0, ())]
        settled: dict[int, list[_Label]] = defaultdict(list)
        while True:
            label = heapq.heappop(queue)
            position = label.path[-1]
            if label.open:
                following = self._choices(label)
            elif position == self.goal:
                return label
            elif any(_dominates(other, label) for other in settled[position]):
                continue
            else:
                settled[position].append(label)
                following = self._moves(label)
            for child in following:
                heapq.heappush(queue, child)

    def _moves(self, label: _Label) -> Iterator[_Label]:
        for position, months in self.masks.moves.adj[label.path[-1]].items():
            if position in self.moves_left:
                needs = self.masks.position_needs[position]
                skills = label.skills | needs.every
                ready = label.arrives + months["months"] * self.post
                open_groups = unmet(needs.open, skills)
                yield self._label((*label.path, position), label.learned, label.skills, skills, ready, open_groups)

    def _choices(self, label: _Label) -> Iterator[_Label]:
        for skill in label.open[0].members:
            skills = label.skills | self.masks.closed(skill)
            open_groups = unmet((*label.open, *self.masks.skill_needs[skill].open), skills)
            if open_groups or not self._has_needless(label.path[-1], label.before, skills):
                yield self._label(label.path, label.learned[:-1], label.before, skills, label.ready, open_groups)

    def _has_needless(self, position: int, before: int, skills: int) -> bool:
        """Return whether something learned for `position` could be left out, all else being kept."""
        learned = skills & ~before
        needs = [self.masks.position_needs[position], *(self.masks.skill_needs[s] for s in ranks(learned))]
        own = {group.mask for need in needs for group in need.own}
        return any(all(mask & skills & ~(1 << s) for mask in own) for s in ranks(learned))

    def _label(
        self,
        path: tuple[int, ...],
        learned: tuple[tuple[int, ...], ...],
        before: int,
        skills: int,
        ready: int,
        open_groups: tuple[Group, ...],
    ) -> _Label:
        position = path[-1]
        hours = self.masks.hours_of(skills & ~self.known)
        most = hours + self.masks.hours_of(self.needed_after[position] & ~skills)
        arrives = max(ready, hours * self.study)
        ends = max(arrives + self.months_left[position] * self.post, most * self.study)
        costs: list[int] = [ends, most, len(path) - 1 + self.moves_left[position]]
        bound = (costs.pop(self.first_cost), *costs)
        # a choice still to be made may put another skill first: an empty tuple comes before all of them
        study = () if open_groups else tuple(ranks(skills & ~before))
        return _Label(bound, path, (*learned, study), skills, before, ready, arrives, open_groups)

    def stops(self, label: _Label) -> Iterator[Stop]:
        """Yield the positions of a way, with what is learned before each in an order in which it can be learned."""
        graph, arrives, known = self.masks.graph, 0, 0
        for place, (rank, learned) in enumerate(zip(label.path, label.learned, strict=True)):
            known += sum(self.masks.hours[skill] for skill in learned)
            if place:
                move = self.masks.moves.edges[label.path[place - 1], rank]
                arrives = max(arrives + move["months"] * self.post, known * self.study)
            names = graph.subgraph(self.masks.skills[skill] for skill in learned)
            order = nx.lexicographical_topological_sort(names)
            studies = tuple(Study(name, graph.nodes[name]["title"], graph.nodes[name]["hours"]) for name in order)
            node = self.masks.positions[rank]
            attributes = graph.nodes[node]
            month = float(Fraction(arrives, self.per_month))
            yield Stop(node, attributes["title"], attributes["kind"], month, studies)


def _assumption(masks: Masks, first: int, others: Iterable[int]) -> Assumption:
    name = masks.skills[first]
    return Assumption(name, masks.graph.nodes[name]["title"], tuple(masks.skills[other] for other in others))


def _dominates(one: _Label, other: _Label) -> bool:
    return (
        one.skills & ~other.skills == 0
        and one.arrives <= other.arrives
        and len(one.path) <= len(other.path)
        and (one.path, one.learned) <= (other.path, other.learned)
    )


def _no_plan(masks: Masks, start: int, goal: int) -> NoPlanError:
    moves = masks.moves
    months = nx.single_source_dijkstra_path_length(moves, start, weight="months")
    apart = nx.single_source_shortest_path_length(moves.to_undirected(as_view=True), goal)
    nearest = min(months, key=lambda position: (apart.get(position, len(moves)), months[position], position))
    names = [masks.positions[rank] for rank in (start, goal, nearest)]
    titles = [shown(masks.graph.nodes[name]["title"]) for name in names]
    reason = "" if moves.pred[goal] else f", because nothing leads to {titles[1]}"
    reached = f"{titles[2]} ({names[2]})" if nearest != start else f"{titles[0]} itself, where one is,"
    opposite = "; the opposite way exists" if nx.has_path(moves, goal, start) else ""
    nothing = f"no way leads from {titles[0]} to {titles[1]}{reason}"
    return NoPlanError(f"{nothing}; of what can be reached, {reached} comes nearest{opposite}", names[2])


def _number(value: Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)
