"""A graph compiled to whole numbers for the planner: sets of skills as bit masks, hours and months without rounding."""

from collections.abc import Iterable
from fractions import Fraction
from functools import cache, cached_property
from graphlib import TopologicalSorter
from itertools import chain
from math import gcd, lcm
from typing import Any, NamedTuple

from mlgraph.model import POSITIONS, Graph
from mlgraph.requirements import forced
from mlgraph.search.bitset import counter, ranks, set_of, union


class AnyOf(NamedTuple):
    """A requirement: the skills of which one is enough, as a bit mask and in the order listed."""

    mask: int
    members: tuple[int, ...]

    def __hash__(self) -> int:
        # thousands of alternatives are hashed again and again otherwise; the first few tell most groups apart
        return hash(self.members[:3])


class Needs(NamedTuple):
    """What a skill or position needs.

    `own` are its requirements, `every` the skills that follow from those that stand alone, `open` the alternatives
    still open after these, `forced` the skills that it needs whichever alternatives one takes.
    """

    own: tuple[AnyOf, ...] = ()
    every: int = 0
    open: tuple[AnyOf, ...] = ()
    forced: int = 0


class CompiledGraph:
    """Positions and skills in whole numbers, for many questions.

    `hours` has a number for each skill, and `moves` for each position where it leads and after how many months.
    `skill_needs` has what each skill needs, `position_needs` each position.
    """

    def __init__(
        self,
        hours: list[int],
        moves: list[dict[int, int]],
        per_hour: Fraction,
        per_month: Fraction,
        skill_needs: list[Needs],
        position_needs: dict[int, Needs],
    ) -> None:
        self.hours, self.moves, self.per_hour, self.per_month = hours, moves, per_hour, per_month
        self.hours_of = counter(dict(enumerate(hours)))
        self.skill_needs, self._position_needs = skill_needs, position_needs
        self._mentioned: dict[int, int] = {}
        self._rare_first: dict[int, list[int]] = {}

    @cached_property
    def ahead(self) -> list[dict[int, int]]:
        """For each position and number of months, the set of positions to which it leads after these."""
        return [_sets(targets.items()) for targets in self.moves]

    @cached_property
    def behind(self) -> list[dict[int, int]]:
        """For each position and number of months, the set of positions that lead to it after these."""
        behind: list[dict[int, int]] = [{} for _ in self.moves]
        for source, targets in enumerate(self.moves):
            here = 1 << source
            for target, months in targets.items():
                sets = behind[target]
                sets[months] = sets[months] | here if months in sets else here
        return behind

    @cached_property
    def successors(self) -> list[int]:
        """The set of positions to which each position leads."""
        return [union(sets.values()) for sets in self.ahead]

    @cached_property
    def predecessors(self) -> list[int]:
        """The set of positions that lead to each position."""
        return [union(sets.values()) for sets in self.behind]

    def needs(self, position: int) -> Needs:
        """Return what a position needs."""
        return self._position_needs[position]

    def rare_first(self, position: int) -> list[int]:
        """Return the skills that a position needs in any case, those that fewer positions need first."""
        if position not in self._rare_first:
            self._rare_first[position] = sorted(ranks(self.needs(position).forced), key=self._rarity.__getitem__)
        return self._rare_first[position]

    @cached_property
    def _rarity(self) -> list[int]:
        counts = [0] * len(self.hours)
        for position in range(len(self.moves)):
            for skill in ranks(self.needs(position).forced):
                counts[skill] += 1
        return counts

    def closed(self, skill: int) -> int:
        """Return a skill together with the skills that follow from requirements that stand alone."""
        return self.skill_needs[skill].every | 1 << skill

    def forced(self, skill: int) -> int:
        """Return a skill together with the skills that it needs whichever alternatives one takes."""
        return self.skill_needs[skill].forced | 1 << skill

    def mentioned(self, position: int) -> int:
        """Return all skills that could come to be learned for a position."""
        if position not in self._mentioned:
            self._mentioned[position] = self.closure(self.needs(position).own)
        return self._mentioned[position]

    def closure(self, groups: Iterable[AnyOf]) -> int:
        """Return all skills that could come to be learned to meet requirements."""
        found, waiting = 0, list(groups)
        while waiting:
            new = waiting.pop().mask & ~found
            found |= new
            waiting += (group for skill in ranks(new) for group in self.skill_needs[skill].own)
        return found


class NamedGraph(CompiledGraph):
    """A graph as masks, with its names.

    A position is its rank among the sorted ids. A skill is a bit, the first id the highest: of two different sets
    neither of which contains the other, the one whose sorted ids come first is then the larger number.
    """

    def __init__(self, graph: Graph) -> None:
        # a dict is faster to look into than the views of networkx
        nodes: dict[str, dict[str, Any]] = {node: attributes for node, attributes in graph.nodes(data=True)}
        kinds = {node: attributes["kind"] for node, attributes in nodes.items()}
        self.graph = graph
        self.skills = sorted((node for node, kind in kinds.items() if kind == "skill"), reverse=True)
        self.positions = sorted(node for node, kind in kinds.items() if kind in POSITIONS)
        self.rank = {node: rank for nodes in (self.skills, self.positions) for rank, node in enumerate(nodes)}
        self._any_of_cached = cache(self._any_of)  # many positions need the same
        hours, per_hour = whole([nodes[skill]["hours"] for skill in self.skills])
        moves, per_month = self._moves()
        super().__init__(hours, moves, per_hour, per_month, [Needs()] * len(self.skills), {})
        needs = {skill: groups for skill in self.skills if (groups := nodes[skill]["needs"])}
        before = {skill: {s for group in groups for s in group} for skill, groups in needs.items()}
        # those that need others, in an order of learning
        self.needy = [self.rank[skill] for skill in TopologicalSorter(before).static_order() if skill in needs]
        for skill in self.needy:
            self.skill_needs[skill] = self._compile_needs(needs[self.skills[skill]])

    def _moves(self) -> tuple[list[dict[int, int]], Fraction]:
        adjacency = dict(self.graph.adjacency())
        arrows = [adjacency[position] for position in self.positions]
        months, per_month = whole([arrow["months"] for targets in arrows for arrow in targets.values()])
        remaining = iter(months)
        moves = ([(self.rank[target], next(remaining)) for target in targets] for targets in arrows)
        # sorted, so that the order in which a graph was built changes nothing
        return [dict(sorted(targets)) for targets in moves], per_month

    def needs(self, position: int) -> Needs:
        """Return what a position needs, which is compiled when it is first asked for."""
        if position not in self._position_needs:
            self._position_needs[position] = self._compile_needs(self.graph.nodes[self.positions[position]]["needs"])
        return self._position_needs[position]

    def _compile_needs(self, requirements: tuple[tuple[str, ...], ...]) -> Needs:
        own = tuple([self._any_of_cached(names) for names in requirements])
        alone = [group.members[0] for group in own if len(group.members) == 1]
        # most skills of a large graph need nothing
        needy = [needs for skill in alone if (needs := self.skill_needs[skill]).own]
        every = in_any_case = set_of(alone)
        every |= union(needs.every for needs in needy)
        in_any_case |= union(needs.forced for needs in needy)
        alternatives = list(chain.from_iterable(needs.open for needs in needy))
        for group in own:
            if len(group.members) > 1:
                in_any_case |= forced(group.members, self.forced)
                alternatives.append(group)
        return Needs(own, every, unmet(alternatives, every), in_any_case)

    def _any_of(self, names: tuple[str, ...]) -> AnyOf:
        members = tuple([self.rank[name] for name in names])
        return AnyOf(set_of(members), members)

    def unlearnable(self, unwanted: int, known: int) -> int:
        """Return unwanted skills together with those that cannot be learned without them, but for those known."""
        unwanted &= ~known
        for skill in self.needy if unwanted else ():
            if any(not group.mask & ~unwanted for group in self.skill_needs[skill].own):
                unwanted |= 1 << skill & ~known
        return unwanted

    def known(self, source: int, had: Iterable[int], avoided: int = 0) -> tuple[int, dict[int, tuple[int, ...]]]:
        """Return what a person at `source` who has `had` knows, and what is assumed instead of which others.

        Of open alternatives, the first is assumed whose own requirements are known, or else the first listed: who knows
        R uses the tools for R. One that is avoided, or requires what is, comes last. They are settled in rounds, all of
        a round at once, so that no order among them matters.
        """
        needs, had = self.needs(source), tuple(had)
        known = needs.every | union(self.closed(skill) for skill in had)
        groups = [*needs.open, *(group for skill in had for group in self.skill_needs[skill].open)]
        assumed: dict[int, tuple[int, ...]] = {}
        while waiting := unmet(groups, known):
            for members in [self._likeliest(group.members, known, avoided) for group in waiting]:
                first, *others = members
                assumed[first] = tuple(dict.fromkeys((*assumed.get(first, ()), *others)))
                known |= self.closed(first)
                groups += self.skill_needs[first].open
        return known, assumed

    def _likeliest(self, members: tuple[int, ...], known: int, avoided: int) -> list[int]:
        """Return alternatives, first those that need nothing avoided, then those whose requirements one knows."""

        def order(skill: int) -> tuple[bool, bool]:
            own = self.skill_needs[skill].own
            is_prepared = bool(own) and all(group.mask & known for group in own)
            return bool(self.closed(skill) & avoided & ~known), not is_prepared

        return sorted(members, key=order)


def whole(values: list[float]) -> tuple[list[int], Fraction]:
    """Return decimal numbers as whole numbers of the largest common unit, and how many units make one."""
    exact = {value: Fraction(str(value)) for value in set(values)}
    per_one = lcm(*(number.denominator for number in exact.values()))
    units = {value: int(number * per_one) for value, number in exact.items()}
    common = gcd(*units.values()) or 1
    return [units[value] // common for value in values], Fraction(per_one, common)


def _sets(moves: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return for each number of months the set of positions that stand with it."""
    sets: dict[int, int] = {}
    for position, months in moves:
        sets[months] = sets.get(months, 0) | 1 << position
    return sets


def unmet(groups: Iterable[AnyOf], skills: int) -> tuple[AnyOf, ...]:
    """Return the requirements that `skills` do not meet, each once, in the order given."""
    return tuple(dict.fromkeys([group for group in groups if not group.mask & skills]))
