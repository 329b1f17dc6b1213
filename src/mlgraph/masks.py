"""A graph compiled to whole numbers for the planner: sets of skills as bit masks, hours and months without rounding."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import and_, or_
from typing import NamedTuple

import networkx as nx

from mlgraph.model import POSITIONS, Graph, leads_to


class Group(NamedTuple):
    """A requirement: the skills of which one is enough, as a bit mask and in the order listed."""

    mask: int
    members: tuple[int, ...]


class Needs(NamedTuple):
    """What a skill or position needs.

    `own` are its requirements, `every` the skills that follow from those that stand alone, `open` the alternatives
    still open after these, `forced` the skills that it needs whichever alternatives one takes.
    """

    own: tuple[Group, ...]
    every: int
    open: tuple[Group, ...]
    forced: int


class Masks:
    """A graph in whole numbers: nodes by their rank among the sorted ids, sets of skills as bit masks."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.skills = sorted(node for node in graph if graph.nodes[node]["kind"] == "skill")
        self.positions = sorted(node for node in graph if graph.nodes[node]["kind"] in POSITIONS)
        self.rank = {node: rank for nodes in (self.skills, self.positions) for rank, node in enumerate(nodes)}
        hours = [Fraction(str(graph.nodes[skill]["hours"])) for skill in self.skills]
        self.per_hour = lcm(*(value.denominator for value in hours))
        self.hours = [int(value * self.per_hour) for value in hours]
        self.per_month, self.moves = self._moves()
        self.skill_needs: dict[int, Needs] = {}
        for skill in nx.topological_sort(graph.subgraph(self.skills)):
            self.skill_needs[self.rank[skill]] = self._needs(skill)
        self.position_needs = [self._needs(position) for position in self.positions]

    def _moves(self) -> tuple[int, "nx.DiGraph[int]"]:
        months = [
            (self.rank[source], self.rank[target], Fraction(str(value)))
            for source in self.positions
            for target, value in leads_to(self.graph, source).items()
        ]
        per_month = lcm(*(value.denominator for _, _, value in months))
        moves: nx.DiGraph[int] = nx.DiGraph()
        moves.add_nodes_from(range(len(self.positions)))
        moves.add_edges_from((a, b, {"months": int(value * per_month)}) for a, b, value in months)
        return per_month, moves

    def _needs(self, node: str) -> Needs:
        every = forced = 0
        own: list[Group] = []
        alternatives: list[Group] = []
        for names in self.graph.nodes[node]["needs"]:
            members = tuple(self.rank[name] for name in names)
            group = Group(union(1 << member for member in members), members)
            own.append(group)
            forced |= reduce(and_, (self.skill_needs[member].forced | 1 << member for member in members))
            if len(members) == 1:
                every |= self.closed(members[0])
                alternatives += self.skill_needs[members[0]].open
            else:
                alternatives.append(group)
        return Needs(tuple(own), every, unmet(alternatives, every), forced)

    def closed(self, skill: int) -> int:
        """Return a skill together with the skills that follow from requirements that stand alone."""
        return self.skill_needs[skill].every | 1 << skill

    def hours_of(self, skills: int) -> int:
        """Return the hours of a set of skills, in units of 1 / per_hour."""
        return sum(self.hours[skill] for skill in ranks(skills))

    def known(self, source: str, have: Iterable[str]) -> tuple[int, dict[int, tuple[int, ...]]]:
        """Return what a person at `source` who has `have` knows, and what is assumed instead of which others.

        Open alternatives are settled in rounds, all of a round at once, so that no order among them matters.
        """
        needs = self.position_needs[self.rank[source]]
        had = [self.rank[skill] for skill in have]
        known = needs.every | union(self.closed(skill) for skill in had)
        groups = [*needs.open, *(group for skill in had for group in self.skill_needs[skill].open)]
        assumed: dict[int, tuple[int, ...]] = {}
        while waiting := unmet(groups, known):
            for first, *others in (group.members for group in waiting):
                assumed[first] = tuple(dict.fromkeys((*assumed.get(first, ()), *others)))
                known |= self.closed(first)
                groups += self.skill_needs[first].open
        return known, assumed


def union(masks: Iterable[int]) -> int:
    """Return the set of all skills that are in any of the sets."""
    return reduce(or_, masks, 0)


def unmet(groups: Iterable[Group], skills: int) -> tuple[Group, ...]:
    """Return the requirements that `skills` do not meet, each once, in the order given."""
    return tuple(dict.fromkeys(group for group in groups if not group.mask & skills))


def ranks(mask: int) -> Iterator[int]:
    """Yield the ranks of the skills in a set, in rising order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
