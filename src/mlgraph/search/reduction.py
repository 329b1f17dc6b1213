"""A reduced problem: the positions that are not eliminated, and the skills that these may need.

These are few of the skills of a large graph, so their bit masks are short. Positions and skills keep their order, and
with it the tie-breaks and the answer.
"""

from collections.abc import Iterable

from mlgraph.search.bitset import ranks, set_of
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import AnyOf, CompiledGraph, Needs


class Reduction:
    """A compiled graph of some positions, for a person who has `known` and meets `extra` at the goal.

    Attributes
    ----------
    positions : list of int
        The original rank of each position.
    rank : dict of int to int
        The rank of each original position.
    compiled : CompiledGraph
        The reduced graph, without the skills that are known.

    """

    def __init__(
        self, compiled: CompiledGraph, positions: int, known: int, extra: tuple[AnyOf, ...], budget: Budget
    ) -> None:
        self._known, self._budget = known, budget
        self.positions = list(ranks(positions))
        self.rank = {position: rank for rank, position in enumerate(self.positions)}
        possible = compiled.closure(extra)
        for position in self.positions:
            budget.check()
            possible |= compiled.may_need(position)
        self._original_skills = list(ranks(possible & ~known))
        self._skill_rank = {original: skill for skill, original in enumerate(self._original_skills)}
        moves = (compiled.moves[position] for position in self.positions)
        self.compiled = CompiledGraph(
            [compiled.hours[original] for original in self._original_skills],
            [{self.rank[to]: months for to, months in targets.items() if to in self.rank} for targets in moves],
            compiled.per_hour,
            compiled.per_month,
            [self._needs(compiled.skill_needs[original]) for original in self._original_skills],
            {rank: self._needs(compiled.needs(position)) for position, rank in self.rank.items()},
        )

    def _needs(self, needs: Needs) -> Needs:
        self._budget.check()
        implied = self.skills(needs.implied)
        forced = implied if needs.forced == needs.implied else self.skills(needs.forced)
        return Needs(self.groups(needs.own), implied, self.groups(needs.open), forced)

    def groups(self, groups: Iterable[AnyOf]) -> tuple[AnyOf, ...]:
        """Return requirements in ranks of the reduction, without those that known skills meet."""
        unknown = (group.members for group in groups if self._skill_rank.keys() >= set(group.members))
        members = (tuple([self._skill_rank[original] for original in each]) for each in unknown)
        return tuple([AnyOf(set_of(each), each) for each in members])

    def skills(self, originals: int) -> int:
        """Return a set of original skills in ranks of the reduction, without those that are known or not in it."""
        unknown = ranks(originals & ~self._known)
        return set_of(self._skill_rank[original] for original in unknown if original in self._skill_rank)

    def original_skills(self, learned: int) -> int:
        """Return an element of `Label.learned`, a negative set of skills, in original ranks."""
        return -set_of(self._original_skills[skill] for skill in ranks(-learned))
