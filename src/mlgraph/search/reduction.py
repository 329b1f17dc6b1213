"""Reduced problems, which have only the positions left by elimination and the skills that the positions may need.

A reduced problem has far fewer skills than a large graph, so its bit masks of skills are much shorter. A reduced
problem keeps the order of positions and skills. If costs tie, the same path therefore wins as in the original problem.
"""

from collections.abc import Iterable
from fractions import Fraction

from mlgraph.search.bitset import list_ranks, set_of
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import AnyOf, CompiledGraph, Needs
from mlgraph.search.posts import Posts
from mlgraph.search.problem import Problem


class _ReducedGraph(CompiledGraph):
    """A part of a compiled graph, which takes the rarities of its moves from the whole graph."""

    whole: CompiledGraph
    positions: list[int]

    def find_rarity(self, source: int, target: int) -> Fraction:
        """Return the rarity that a move of the reduced graph has in the whole graph."""
        return self.whole.find_rarity(self.positions[source], self.positions[target])


class Reduction:
    """A compiled graph with only some positions, without the skills that a person knows.

    Attributes
    ----------
    positions : list of int
        The rank in the original graph of each position of the reduced graph.
    skills : int
        A bit mask of the skills that the remaining positions may need and the person does not know. The bits of
        `skills` are ranks of skills in the original graph.
    rank : dict of int to int
        The rank in the reduced graph of each remaining position of the original graph.
    compiled : CompiledGraph
        The reduced graph.

    """

    def __init__(
        self, compiled: CompiledGraph, positions: int, known: int, extra: tuple[AnyOf, ...], budget: Budget
    ) -> None:
        self._known, self._budget = known, budget
        self.positions = list(list_ranks(positions))
        self.rank = {position: rank for rank, position in enumerate(self.positions)}
        possible = compiled.find_closure(extra)
        for position in self.positions:
            budget.check()
            possible |= compiled.may_need(position)
        self.skills = possible & ~known
        self._original_skills = list(list_ranks(self.skills))
        self._skill_rank = {original: skill for skill, original in enumerate(self._original_skills)}
        moves = (compiled.moves[position] for position in self.positions)
        self.compiled = _ReducedGraph(
            [compiled.hours[original] for original in self._original_skills],
            [{self.rank[to]: months for to, months in targets.items() if to in self.rank} for targets in moves],
            compiled.per_hour,
            compiled.per_month,
            [self._reduce_needs(compiled.skill_needs[original]) for original in self._original_skills],
            {rank: self._reduce_needs(compiled.find_needs(position)) for position, rank in self.rank.items()},
            set_of(rank for position, rank in self.rank.items() if compiled.stages >> position & 1),
            self._reduce_posts(compiled.posts) if compiled.posts else None,
            self.reduce_skills(compiled.marks),
        )
        self.compiled.whole, self.compiled.positions = compiled, self.positions

    def _reduce_posts(self, posts: Posts) -> Posts:
        lessons = [
            tuple([lesson._replace(skills=self.reduce_skills(lesson.skills)) for lesson in posts.lessons[position]])
            for position in self.positions
        ]
        asks = [posts.asks[position] for position in self.positions]
        counts = [posts.counts[position] for position in self.positions]
        return Posts(posts.fields, asks, counts, lessons)

    def _reduce_needs(self, needs: Needs) -> Needs:
        self._budget.check()
        implied = self.reduce_skills(needs.implied)
        forced = implied if needs.forced == needs.implied else self.reduce_skills(needs.forced)
        return Needs(self.reduce_requirements(needs.own), implied, self.reduce_requirements(needs.open), forced)

    def reduce_requirements(self, groups: Iterable[AnyOf]) -> tuple[AnyOf, ...]:
        """Translate requirements to ranks of the reduced graph.

        The returned requirements leave out the requirements that known skills meet.
        """
        unknown = (group.members for group in groups if self._skill_rank.keys() >= set(group.members))
        members = (tuple([self._skill_rank[original] for original in each]) for each in unknown)
        return tuple([AnyOf(set_of(each), each) for each in members])

    def reduce_skills(self, originals: int) -> int:
        """Translate a set of skills to ranks of the reduced graph.

        The returned set of skills leaves out skills that the reduced graph lacks.
        """
        unknown = list_ranks(originals & ~self._known)
        return set_of(self._skill_rank[original] for original in unknown if original in self._skill_rank)

    def reduce_problem(self, problem: Problem) -> Problem:
        """Translate a problem to ranks of the reduced graph.

        The start, the goal and the waypoints of the problem have to be in the reduced graph.
        """
        rank = self.rank
        return problem._replace(
            start=rank[problem.start],
            goal=rank[problem.goal],
            known=0,
            via=tuple(rank[position] for position in problem.via),
            extra=self.reduce_requirements(problem.extra),
            avoided_positions=0,
            avoided_skills=self.reduce_skills(problem.avoided_skills),
            prefix=tuple(rank[position] for position in problem.prefix),
            excluded=frozenset(rank[position] for position in problem.excluded if position in rank),
        )

    def restore_skills(self, learned: int) -> int:
        """Translate the skills learned before one move (`Label.learned`) back to ranks of the whole graph."""
        return -set_of(self._original_skills[skill] for skill in list_ranks(-learned))
