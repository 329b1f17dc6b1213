"""A question with nothing in it that cannot matter, once it is known which positions a way may pass.

The skills that these ask for are few of all those of a large graph, so that sets of them are small numbers. Positions
and skills keep their order, and with it the answer.
"""

from collections.abc import Iterable

from mlgraph.search.bitset import ranks, set_of, union
from mlgraph.search.compiled import AnyOf, CompiledGraph, Needs


class Reduction:
    """The positions `within`, and what they ask for of one who knows `known` and wants `extra` at the end, as `masks`.

    `positions` has the old rank of each position, and `place` the new one.
    """

    def __init__(self, compiled: CompiledGraph, within: int, known: int, extra: tuple[AnyOf, ...]) -> None:
        self._known = known
        self.positions = list(ranks(within))
        self.place = {position: place for place, position in enumerate(self.positions)}
        mentioned = union(compiled.mentioned(position) for position in self.positions) | compiled.closure(extra)
        self._olds = list(ranks(mentioned & ~known))
        self._skill = {old: skill for skill, old in enumerate(self._olds)}
        moves = (compiled.moves[position] for position in self.positions)
        self.compiled = CompiledGraph(
            [compiled.hours[old] for old in self._olds],
            [{self.place[to]: months for to, months in leads.items() if to in self.place} for leads in moves],
            compiled.per_hour,
            compiled.per_month,
            [self._needs(compiled.skill_needs[old]) for old in self._olds],
            {place: self._needs(compiled.needs(position)) for position, place in self.place.items()},
        )

    def _needs(self, needs: Needs) -> Needs:
        every = self.skills(needs.every)
        forced = every if needs.forced == needs.every else self.skills(needs.forced)
        return Needs(self.groups(needs.own), every, self.groups(needs.open), forced)

    def groups(self, groups: Iterable[AnyOf]) -> tuple[AnyOf, ...]:
        """Return requirements in the new skills, without those that are met by what is known."""
        unknown = (group.members for group in groups if self._skill.keys() >= set(group.members))
        members = (tuple([self._skill[old] for old in each]) for each in unknown)
        return tuple([AnyOf(set_of(each), each) for each in members])

    def skills(self, olds: int) -> int:
        """Return a set of old skills in new ones, without those that are known or beside the corridor."""
        return set_of(self._skill[old] for old in ranks(olds & ~self._known) if old in self._skill)

    def whole(self, learned: int) -> int:
        """Return a set of new skills, negative as labels have it, in old ones."""
        return -set_of(self._olds[skill] for skill in ranks(-learned))
