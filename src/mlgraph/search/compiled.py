"""The compiled graph: the form of a graph on which the search works, with only integers and bit masks.

Each position and each skill has a rank, which is its index in the list of all positions or of all skills. A set of
nodes is a bit mask of ranks. All hours are whole multiples of a unit of hours, and all months are whole multiples of a
unit of months, so sums are exact.

A mark is a further bit of a bit mask of skills. The mark of a skill says that a post has taught the skill. A post that
teaches a skill also teaches the skills that this skill needs, but the graph does not say which alternatives. The mark
of a skill meets all requirements of the skill that have alternatives.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache, cached_property
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from itertools import chain, islice
from math import gcd, lcm
from typing import Any, NamedTuple

from mlgraph.model import POSITIONS, Graph
from mlgraph.requirements import intersect_alternatives
from mlgraph.search.bitset import list_ranks, make_counter, set_of, unite
from mlgraph.search.budget import Budget
from mlgraph.search.distances import find_least_arrivals, find_least_months
from mlgraph.search.posts import Lesson, Posts

# the rarity of a move without a count: rarer than a hundred moves in a row that one person in ten thousand makes
UNCOUNTED = Fraction(10**400)
DISTANCES_KEPT = 200_000  # distances from all positions to goals, which take about 20 MB


class AnyOf(NamedTuple):
    """A requirement, which a person meets with any one of its skills.

    `mask` is a bit mask of the skills of the requirement. `members` lists the skills of the requirement in the order of
    the graph file.
    """

    mask: int
    members: tuple[int, ...]

    def __hash__(self) -> int:
        # faster than a hash of all members; the first three distinguish most requirements
        return hash(self.members[:3])


class Needs(NamedTuple):
    """The needs of a skill or position, in bit masks.

    Attributes
    ----------
    own : tuple of AnyOf
        The requirements that the skill or position itself lists.
    implied : int
        A bit mask of the implied skills, which follow from requirements without alternatives.
    open : tuple of AnyOf
        The requirements with alternatives, both those of the node and those of its implied skills, that no implied
        skill meets.
    forced : int
        A bit mask of the forced skills, which the node needs whichever alternatives a person takes. Forced skills are
        the implied skills, and each skill that, in some requirement, every alternative is or needs.

    """

    own: tuple[AnyOf, ...] = ()
    implied: int = 0
    open: tuple[AnyOf, ...] = ()
    forced: int = 0


class CompiledGraph:
    """A graph with numbers, called ranks, instead of the ids of positions and skills.

    Searches for many different plans can use the same compiled graph.

    Attributes
    ----------
    hours : list of int
        The hours of study of each skill, in units of 1 / `per_hour` hours.
    moves : list of dict of int to int
        For each position, the months in the post before the move to each next position, in units of 1 / `per_month`
        months.
    per_hour, per_month : Fraction
        The number of the units of `hours` that make an hour of study, and the number of the units of `moves` that make
        a month.
    skill_needs : list of Needs
        The needs of each skill, in the order of the ranks of skills.
    hours_of : callable
        A function that adds up the hours of study of all skills in a bit mask, in units of 1 / `per_hour` hours.
    stages : int
        A bit mask of the positions that are stages. A stage is reachable in 0 months from every position
        that is not a programme of study.
    posts : Posts or None
        The experience and teaching of posts, or None if no position asks for experience or teaches a skill.
    marks : int
        A bit mask of the ranks that stand for marks (`Lesson`) instead of skills. A person gets a mark from a post that
        teaches, never by study.

    """

    def __init__(
        self,
        hours: list[int],
        moves: list[dict[int, int]],
        per_hour: Fraction,
        per_month: Fraction,
        skill_needs: list[Needs],
        position_needs: dict[int, Needs],
        stages: int = 0,
        posts: Posts | None = None,
        marks: int = 0,
    ) -> None:
        self.stages, self.posts, self.marks = stages, posts, marks
        self.hours, self.moves, self.per_hour, self.per_month = hours, moves, per_hour, per_month
        self.hours_of = make_counter(dict(enumerate(hours)))
        self.skill_needs, self._position_needs = skill_needs, position_needs
        self._may_need: dict[int, int] = {}
        self._rare_first: dict[int, list[int]] = {}
        self._distances: dict[tuple[str | int, ...], dict[int, int]] = {}

    def find_rarity(self, source: int, target: int) -> Fraction:
        """Return the rarity of a move: the people who leave `source`, divided by the people who make the move.

        A move to a stage has the rarity 1. A move for which the graph has no count of people has the very great rarity
        UNCOUNTED.
        """
        return Fraction(1) if self.stages >> target & 1 else UNCOUNTED

    @cached_property
    def targets_by_months(self) -> list[dict[int, int]]:
        """For each position, the positions to which its moves lead, as bit masks by the months of these moves."""
        return [_group_by_months(targets.items()) for targets in self.moves]

    @cached_property
    def sources_by_months(self) -> list[dict[int, int]]:
        """For each position, the positions from which moves lead to it, as bit masks by the months of these moves."""
        sources: list[dict[int, int]] = [{} for _ in self.moves]
        for source, targets in enumerate(self.moves):
            here = 1 << source
            for target, months in targets.items():
                sets = sources[target]
                sets[months] = sets[months] | here if months in sets else here
        return sources

    @cached_property
    def successors(self) -> list[int]:
        """For each position, a bit mask of the positions to which its moves lead."""
        return [unite(sets.values()) for sets in self.targets_by_months]

    @cached_property
    def predecessors(self) -> list[int]:
        """For each position, a bit mask of the positions from which a move leads to the position."""
        return [unite(sets.values()) for sets in self.sources_by_months]

    def find_moves_to(self, goal: int, budget: Budget) -> dict[int, int]:
        """Return, for each position, the fewest arrivals at roles on a path from the position to a goal.

        The compiled graph stores the returned dictionary, so that later calls for the same goal are fast.
        """
        edges, everywhere, stages = self.predecessors, (1 << len(self.moves)) - 1, self.stages
        return self._keep(
            ("moves", goal), lambda: find_least_arrivals(edges, goal, everywhere, budget, stages, backward=True)
        )

    def find_months_to(self, goal: int, budget: Budget) -> dict[int, int]:
        """Return, for each position, the least months in posts on a path from the position to a goal.

        The compiled graph stores the returned dictionary, so that later calls for the same goal are fast.
        """
        edges, everywhere = self.sources_by_months, (1 << len(self.moves)) - 1
        return self._keep(("months", goal), lambda: find_least_months(edges, goal, everywhere, budget))

    def find_idle_months_to(self, goal: int, field: int, budget: Budget) -> dict[int, int]:
        """Return, for each post, the least months that a path to a goal spends in posts that do not count in a field.

        In the returned dictionary, the key -1 stands for a path that begins without a post. A path from one post to the
        next may pass a stage between the two posts. The compiled graph stores the returned dictionary, so that later
        calls for the same goal are fast.
        """
        return self._keep(("idle", goal, field), lambda: self._find_idle_months(goal, field, budget))

    def _find_idle_months(self, goal: int, field: int, budget: Budget) -> dict[int, int]:
        counting = self.counting[field]
        everywhere = (1 << len(self.moves)) - 1 & ~self.stages
        found: dict[int, int] = {}
        waiting, queue, left = {0: 1 << goal}, [0], everywhere | 1 << goal
        while queue:
            budget.check()
            distance = heappop(queue)
            reached = waiting.pop(distance) & left
            left &= ~reached
            for position in list_ranks(reached):
                found[position] = distance
                moves = [*self.sources_by_months[position].items()]
                if (search := self._months_from_stages.get(position)) is not None:
                    moves.append((search, everywhere))
                    further = distance + search
                    if further < found.get(-1, further + 1):
                        found[-1] = further
                for months, sources in moves:
                    for further, posts in ((distance, sources & counting), (distance + months, sources & ~counting)):
                        if posts & left & ~self.stages:
                            if further not in waiting:
                                heappush(queue, further)
                                waiting[further] = 0
                            waiting[further] |= posts & ~self.stages
        return found

    @cached_property
    def _months_from_stages(self) -> dict[int, int]:
        """The least months of any move from a stage to each position, or 0 if the position is a stage."""
        least = dict.fromkeys(list_ranks(self.stages), 0)
        for stage in list_ranks(self.stages):
            for position, months in self.moves[stage].items():
                least[position] = min(months, least.get(position, months))
        return least

    def _keep(self, key: tuple[str | int, ...], find: Callable[[], dict[int, int]]) -> dict[int, int]:
        """Return the distances (least months or moves) that the compiled graph has stored under a key.

        A key names a goal and a kind of distance, such as the least months from each position to the goal. The first
        call with a key computes and stores a dictionary of the distances, which later calls with the key return.
        """
        found = self._distances.get(key)
        if found is None:
            if len(self._distances) * len(self.moves) > DISTANCES_KEPT:
                self._distances.clear()  # emptying the whole cache is simple, and seldom necessary
            found = self._distances[key] = find()
        return found

    @cached_property
    def programmes(self) -> int:
        """A bit mask of the positions that do not lead to all stages in 0 months: programmes of study."""
        sets = enumerate(self.targets_by_months) if self.stages else ()
        return set_of(position for position, to in sets if self.stages & ~to.get(0, 0) & ~(1 << position))

    @cached_property
    def ends(self) -> int:
        """A bit mask of the stages to which programmes of study lead."""
        return unite(self.successors[position] for position in list_ranks(self.programmes)) & self.stages

    @cached_property
    def useful_moves(self) -> dict[int, dict[int, int]]:
        """For each stage, the moves that may be of use after some other position, with their months.

        All moves from a stage in `ends` may be of use. From other stages, only moves to roles are of use.
        """
        return {
            stage: self.moves[stage] if self.ends >> stage & 1 else self._moves_to_roles[stage]
            for stage in list_ranks(self.stages)
        }

    @cached_property
    def _moves_to_roles(self) -> dict[int, dict[int, int]]:
        return {
            stage: {to: months for to, months in self.moves[stage].items() if not self.stages >> to & 1}
            for stage in list_ranks(self.stages)
        }

    def get_moves_after(self, before: int, position: int) -> dict[int, int]:
        """Return the moves that are of use to a path that reaches a position from another, with their months.

        Only a programme of study does not itself lead to all stages in 0 months. A path from a programme may therefore
        have to pass one of its own stages before any other stage. After all other positions, a second stage is of no
        use.
        """
        if self.stages >> position & 1 and not self.programmes >> before & 1:
            return self._moves_to_roles[position]
        return self.moves[position]

    def find_needs(self, position: int) -> Needs:
        """Return the compiled needs of a position."""
        return self._position_needs[position]

    def sort_by_rarity(self, position: int) -> list[int]:
        """Return the forced skills of a position, first the skills that the fewest positions need."""
        if position not in self._rare_first:
            self._rare_first[position] = sorted(
                list_ranks(self.find_needs(position).forced), key=self._rarity.__getitem__
            )
        return self._rare_first[position]

    @cached_property
    def _rarity(self) -> list[int]:
        counts = [0] * len(self.hours)
        for position in range(len(self.moves)):
            for skill in list_ranks(self.find_needs(position).forced):
                counts[skill] += 1
        return counts

    @cached_property
    def taught(self) -> int:
        """A bit mask of the skills that posts teach, with the marks of these skills."""
        return unite(lesson.skills for lessons in self.posts.lessons for lesson in lessons) if self.posts else 0

    @cached_property
    def counting(self) -> list[int]:
        """For each field of experience, a bit mask of the posts that count in the field."""
        assert self.posts is not None
        posts: list[list[int]] = [[] for _ in range(self.posts.fields)]
        for post, counts in enumerate(self.posts.counts):
            for field in list_ranks(counts):
                posts[field].append(post)
        return [set_of(each) if each else 0 for each in posts]

    @cached_property
    def wider_fields(self) -> list[int]:
        """For each field of experience F, a bit mask of the fields in which all posts that count in F count, too."""
        assert self.posts is not None
        wider = [(1 << self.posts.fields) - 1] * self.posts.fields
        for counts in set(self.posts.counts):
            for field in list_ranks(counts):
                wider[field] &= counts
        return wider

    def find_blocked(self, avoided: int, known: int, taught: int = 0) -> int:
        """Return the skills and marks that a person lacks and cannot study.

        The returned skills include the avoided skills that the person lacks, and all skills that nobody can study
        without an avoided skill. An avoided skill in `taught` does not block other skills, since a post teaches the
        avoided skill.
        """
        blocked = avoided & ~known
        for skill in self.skills_with_needs if blocked & ~self.marks else ():
            if any(not group.mask & ~(blocked & ~taught) for group in self.skill_needs[skill].own):
                blocked |= 1 << skill & ~known
        return blocked | self.marks & ~known

    @cached_property
    def skills_with_needs(self) -> list[int]:
        """A list of all skills that have needs, each after the skills that it needs."""
        before = {skill: unite(group.mask for group in needs.own) for skill, needs in enumerate(self.skill_needs)}
        order = TopologicalSorter({skill: list_ranks(needed) for skill, needed in before.items() if needed})
        return [skill for skill in order.static_order() if before.get(skill)]

    def list_choices(self, group: AnyOf) -> tuple[int, ...]:
        """Return the ranks of the skills in a requirement, any one of which meets the requirement.

        The returned skills leave out the mark that a requirement may contain, since nobody can study a mark.
        """
        if not group.mask & self.marks:
            return group.members
        return tuple([member for member in group.members if not self.marks >> member & 1])

    def with_implied(self, skill: int) -> int:
        """Return a bit mask of a skill and its implied skills."""
        return self.skill_needs[skill].implied | 1 << skill

    def with_forced(self, skill: int) -> int:
        """Return a bit mask of a skill and its forced skills."""
        return self.skill_needs[skill].forced | 1 << skill

    def may_need(self, position: int) -> int:
        """Return a bit mask of all skills that a position may need under some choice of alternatives."""
        if position not in self._may_need:
            self._may_need[position] = self.find_closure(self.find_needs(position).own)
        return self._may_need[position]

    def find_closure(self, groups: Iterable[AnyOf]) -> int:
        """Return a bit mask of every skill that the given requirements may need, directly or through other skills."""
        found, waiting = 0, list(groups)
        while waiting:
            new = waiting.pop().mask & ~found
            found |= new
            waiting += (group for skill in list_ranks(new) for group in self.skill_needs[skill].own)
        return found


class NamedGraph(CompiledGraph):
    """A compiled graph that also has the id of each node.

    The ranks of positions follow the sorted order of their ids, and the ranks of skills follow the reverse order. The
    skill whose id sorts first has the highest bit, so sets of skills with earlier ids have greater bit masks.
    """

    def __init__(self, graph: Graph) -> None:
        # lookups in a dict are faster than in the views of networkx
        nodes: dict[str, dict[str, Any]] = {node: attributes for node, attributes in graph.nodes(data=True)}
        kinds = {node: attributes["kind"] for node, attributes in nodes.items()}
        self.graph = graph
        self.skills = sorted((node for node, kind in kinds.items() if kind == "skill"), reverse=True)
        self.positions = sorted(node for node, kind in kinds.items() if kind in POSITIONS)
        self.rank = {node: rank for nodes in (self.skills, self.positions) for rank, node in enumerate(nodes)}
        self._any_of_cached = cache(self._compile_any_of)  # positions often share requirements
        self.fields = sorted(
            {field for node in nodes.values() for key in ("experience", "counts_as") for field in node.get(key, ())}
        )
        hours, per_hour = to_integers([nodes[skill]["hours"] for skill in self.skills])
        stages = [rank for rank, position in enumerate(self.positions) if kinds[position] == "stage"]
        moves, posts_months, per_month = self._list_moves(nodes, stages)
        super().__init__(hours, moves, per_hour, per_month, [Needs()] * len(self.skills), {}, set_of(stages))
        needs = {skill: groups for skill in self.skills if (groups := nodes[skill]["needs"])}
        before = {skill: {s for group in groups for s in group} for skill, groups in needs.items()}
        # each skill comes after the skills that it needs
        self.skills_with_needs = [
            self.rank[skill] for skill in TopologicalSorter(before).static_order() if skill in needs
        ]
        for skill in self.skills_with_needs:
            self.skill_needs[skill] = self._compile_needs(needs[self.skills[skill]])
        taught = {self.rank[skill] for node in nodes.values() for skill in node.get("teaches", ())}
        mark_of = self._mark_taught(unite(map(self.with_forced, taught)))
        for skill in self.skills_with_needs if mark_of else ():
            self.skill_needs[skill] = self._compile_needs(needs[self.skills[skill]], mark_of.get(skill))
        if any(posts_months):
            self.posts = self._compile_posts(nodes, posts_months, mark_of)

    @cached_property
    def is_counted(self) -> bool:
        """Whether the graph states, for at least one move, what share of people makes the move."""
        return any("share" in edge for _, _, edge in self.graph.edges(data=True))

    def find_rarity(self, source: int, target: int) -> Fraction:
        """Return the rarity of a move, which is 1 divided by the share of the move."""
        if self.stages >> target & 1:
            return Fraction(1)
        share = self.graph.edges[self.positions[source], self.positions[target]].get("share")
        return 1 / Fraction(str(share)) if share else UNCOUNTED

    def _list_moves(
        self, nodes: dict[str, dict[str, Any]], stages: list[int]
    ) -> tuple[list[dict[int, int]], list[list[int]], Fraction]:
        """Return the moves of positions, their months of experience and teaching, and the number of units in a month.

        In the returned moves, every position but a programme of study leads to every stage in 0 months. A programme
        leads to the stages that it names, in its own months.
        """
        adjacency = dict(self.graph.adjacency())
        edges = [adjacency[position] for position in self.positions]
        others = [
            [*nodes[position].get("experience", {}).values(), *nodes[position].get("teaches", {}).values()]
            for position in self.positions
        ]
        months, per_month = to_integers(
            [*(edge["months"] for targets in edges for edge in targets.values()), *chain.from_iterable(others)]
        )
        remaining = iter(months)
        moves = [[(self.rank[target], next(remaining)) for target in targets] for targets in edges]
        for position, targets in enumerate(moves) if stages else ():
            if not nodes[self.positions[position]].get("programme"):
                moves[position] = list({**dict(targets), **dict.fromkeys(stages, 0)}.items())
        for stage in stages:
            moves[stage] = [(target, months) for target, months in moves[stage] if target != stage]
        # sorted, so that answers do not depend on the order in which a graph was built
        return (
            [dict(sorted(targets)) for targets in moves],
            [list(islice(remaining, len(each))) for each in others],
            per_month,
        )

    def _mark_taught(self, taught: int) -> dict[int, int]:
        """Add a mark for each of the given skills that has a requirement with alternatives.

        Return a dictionary from each skill with a mark to its mark.

        Marks get the ranks that follow the ranks of all skills.
        """
        mark_of = {
            skill: len(self.skills) + count
            for count, skill in enumerate(
                skill
                for skill in list_ranks(taught)
                if any(len(group.members) > 1 for group in self.skill_needs[skill].own)
            )
        }
        self.hours += [0] * len(mark_of)
        self.skill_needs += [Needs()] * len(mark_of)
        self.marks = set_of(mark_of.values()) if mark_of else 0
        return mark_of

    def _compile_posts(
        self, nodes: dict[str, dict[str, Any]], months: list[list[int]], mark_of: dict[int, int]
    ) -> Posts:
        rank_of_field = {field: rank for rank, field in enumerate(self.fields)}

        def make_lesson(skill: str, after: int) -> Lesson:
            brought = self.with_forced(self.rank[skill])
            return Lesson(after, brought | unite(1 << mark_of[s] for s in list_ranks(brought) if s in mark_of))

        posts = Posts(len(self.fields), [], [], [])
        for position, values in zip(self.positions, months, strict=True):
            attributes, left = nodes[position], iter(values)
            posts.asks.append({rank_of_field[field]: next(left) for field in attributes.get("experience", ())})
            posts.counts.append(set_of(rank_of_field[field] for field in attributes.get("counts_as", ())))
            posts.lessons.append(
                tuple(sorted(make_lesson(skill, next(left)) for skill in attributes.get("teaches", ())))
            )
        return posts

    def find_needs(self, position: int) -> Needs:
        """Return the compiled needs of a position.

        The first call for a position compiles the needs of the position, and later calls return the same object.
        """
        if position not in self._position_needs:
            self._position_needs[position] = self._compile_needs(self.graph.nodes[self.positions[position]]["needs"])
        return self._position_needs[position]

    def _compile_needs(self, requirements: tuple[tuple[str, ...], ...], mark: int | None = None) -> Needs:
        """Return the compiled needs of a node.

        `mark` is the mark of the node, or None if the node has no mark. The mark meets every requirement of the node
        that has alternatives.
        """
        own = tuple([self._any_of_cached(names) for names in requirements])
        alone = [group.members[0] for group in own if len(group.members) == 1]
        # most skills of a large graph have no needs
        needy = [needs for skill in alone if (needs := self.skill_needs[skill]).own]
        implied = certain = set_of(alone)
        implied |= unite(needs.implied for needs in needy)
        certain |= unite(needs.forced for needs in needy)
        alternatives = list(chain.from_iterable(needs.open for needs in needy))
        choices = [group for group in own if len(group.members) > 1]
        certain |= unite(intersect_alternatives(group.members, self.with_forced) for group in choices)
        if mark is not None:
            own = tuple([_with_member(group, mark) if len(group.members) > 1 else group for group in own])
            choices = [group for group in own if len(group.members) > 1]
        alternatives += choices
        return Needs(own, implied, find_unmet(alternatives, implied), certain)

    def _compile_any_of(self, names: tuple[str, ...]) -> AnyOf:
        members = tuple([self.rank[name] for name in names])
        return AnyOf(set_of(members), members)

    def find_unlearnable(self, avoided: int, known: int) -> int:
        """Return the skills that the person neither has nor can study.

        Nobody can study an avoided skill, a mark, or a skill that needs an avoided skill which no post teaches.
        """
        return self.find_blocked(avoided, known, taught=self.taught)

    def infer_known(self, source: int, had: Iterable[int], avoided: int = 0) -> tuple[int, dict[int, tuple[int, ...]]]:
        """Return the known and assumed skills of a person at `source`, with the alternatives to each assumed skill.

        A person at a position meets the requirements of the position, but nobody knows with which alternatives. For
        each requirement, the function assumes the first alternative that has requirements of its own, all of which the
        person meets. For example, the function assumes tools for R, rather than tools for Python, if a person knows R.
        If no alternative of a requirement has requirements of its own, all of which the person meets, the function
        assumes the first alternative. The function assumes an alternative that is or implies an avoided skill only if
        every alternative of the requirement is or implies an avoided skill. The function chooses the alternatives for
        all unmet requirements at the same time, so the order of requirements does not matter.
        """
        needs, had = self.find_needs(source), tuple(had)
        known = needs.implied | unite(self.with_implied(skill) for skill in had)
        groups = [*needs.open, *(group for skill in had for group in self.skill_needs[skill].open)]
        assumed: defaultdict[int, dict[int, None]] = defaultdict(dict)  # the keys of each inner dict are an ordered set
        while waiting := find_unmet(groups, known):
            groups = []  # this round meets all of `waiting`
            for first, *others in [self._order_by_likelihood(group, known, avoided) for group in waiting]:
                assumed[first] |= dict.fromkeys(others)
                known |= self.with_implied(first)
                groups += self.skill_needs[first].open
        return known, {first: tuple(others) for first, others in assumed.items()}

    def _order_by_likelihood(self, group: AnyOf, known: int, avoided: int) -> list[int]:
        """Sort the alternatives of a requirement at a position, the likeliest for a person at the position first.

        Alternatives that neither are nor imply an avoided skill that the person lacks come before all others. If
        avoided skills do not decide between two alternatives, an alternative that has own requirements, all of which
        the person meets, comes first. If no other rule decides, alternatives keep the order of the graph file.
        """

        def order(skill: int) -> tuple[bool, bool]:
            own = self.skill_needs[skill].own
            is_prepared = bool(own) and all(group.mask & known for group in own)
            return bool(self.with_implied(skill) & avoided & ~known), not is_prepared

        return sorted(self.list_choices(group), key=order)


def to_integers(values: list[float]) -> tuple[list[int], Fraction]:
    """Return decimal numbers as whole multiples of their greatest common divisor, and 1 divided by this divisor."""
    exact = {value: Fraction(str(value)) for value in set(values)}
    per_one = lcm(*(number.denominator for number in exact.values()))
    units = {value: int(number * per_one) for value, number in exact.items()}
    common = gcd(*units.values()) or 1
    return [units[value] // common for value in values], Fraction(per_one, common)


def _with_member(group: AnyOf, member: int) -> AnyOf:
    return AnyOf(group.mask | 1 << member, (*group.members, member))


def _group_by_months(moves: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Group the moves from a position by the months in the position before each move.

    For each number of months, the returned dictionary has a bit mask of the positions to which moves after this number
    of months lead.
    """
    sets: dict[int, int] = {}
    for position, months in moves:
        sets[months] = sets.get(months, 0) | 1 << position
    return sets


def list_posts_along(compiled: CompiledGraph, path: Sequence[int]) -> list[int]:
    """Return the post that the person holds at each position of a path, or -1 for no post."""
    held: list[int] = []
    for position in path:
        held.append(position if not compiled.stages >> position & 1 else held[-1] if held else -1)
    return held


def find_unmet(groups: Iterable[AnyOf], skills: int) -> tuple[AnyOf, ...]:
    """Return the given requirements that no skill in `skills` meets, each only once, in the given order."""
    return tuple(dict.fromkeys([group for group in groups if not group.mask & skills]))
