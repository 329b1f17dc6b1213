"""Reasons why a plan learns a skill: chains of needs from the skill, and the costs of the best plan without it."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from mlgraph.errors import NoPlanInTimeError, UsageError
from mlgraph.model import Graph, Named, name_node
from mlgraph.names import resolve
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Costs, Plan
from mlgraph.planning.solver import Solver
from mlgraph.printable import sanitize
from mlgraph.results import Result
from mlgraph.search.budget import Budget

MOST_CHAINS, MOST_LINKS = 100, 20_000
# the number of chains can grow exponentially with their length, so the count ends here
MOST_COUNTED = 1_000_000


@dataclass(frozen=True)
class Link:
    """A skill or position in a chain of needs.

    Attributes
    ----------
    id, title : str
        The id and the title of the skill or position that the link stands for.
    kind : str
        The kind of the node: "stage", "role" or "skill".
    cites : tuple of str
        The citations for a link of the chain, each in the form `source:point`. The citations of the first link in a
        chain support the skill with which the chain begins. The citations of each other link in the chain support that
        the node of the link needs the node of the link before it.
    url : str
        The web address of the skill or position that the link stands for, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.why(mlgraph.load(), "calculus", "beginner", "data scientist")
    >>> first, *_, last = found.chains[0]
    >>> first.title, last.title
    ('Calculus', 'Data scientist')
    """

    id: str
    title: str
    kind: str
    cites: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True)
class Why(Result):
    """The reasons why a plan learns a skill, and the costs of the best plan that does not learn it.

    Attributes
    ----------
    skill : Named
        The explained skill: the answer says why the plan learns it.
    source, target : Named
        The first and the last position of the plan.
    known : bool
        Whether the person already has the explained skill.
    chains : tuple of tuple of Link
        At most 100 chains of needs, from the explained skill to the plan, the shortest first. Each chain of needs ends
        at a position of the plan or at a skill in `via`. If `via` names the explained skill, one of the chains has the
        explained skill as its only link. All chains together have at most 20,000 links, so fewer than 100 long chains
        may be listed.
    chains_in_all : int
        The number of all chains of needs from the explained skill to a position of the plan or a skill in `via`, at
        most 1,000,000.
    costs : Costs
        The costs of the best plan from `source` to `target`: months, hours of study and moves.
    without : Costs or None
        The costs of the best plan that does not learn the explained skill. `without` is None if every plan learns the
        explained skill, or if the search for a plan without it ran out of time.
    unknown : bool
        Whether the budget was spent before the search found a plan that does not learn the explained skill.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.why(mlgraph.load(), "calculus", "beginner", "data scientist")
    >>> found.skill.title, found.known, len(found.chains) > 0
    ('Calculus', False, True)
    """

    skill: Named
    source: Named
    target: Named
    known: bool
    chains: tuple[tuple[Link, ...], ...]
    chains_in_all: int
    costs: Costs
    without: Costs | None
    unknown: bool


def why(solver: Solver, skill: str, source: str, target: str, options: PlanOptions, budget: Budget) -> Why:
    """Explain why the best plan between two positions learns a skill, and what the best plan without it costs.

    Raises NoPlanError if no plan exists, and NoPlanInTimeError if the budget is spent before the search finds a plan.
    Raises UnknownNameError or AmbiguousNameError if a name does not belong to exactly one node. Raises UsageError if
    `avoid` names the skill to explain.
    """
    graph, node = solver.graph, resolve(solver.graph, skill, ("skill",))
    plan = solver.plan(source, target, options, budget)
    if node in plan.avoid:
        raise UsageError(
            f"'{sanitize(skill)}' is avoided already; remove it from `avoid` to see what avoiding it costs"
        )
    known = solver.find_known_skills(plan.source, plan.target, options)
    chains = _Chains(graph, plan, known)
    without: Costs | None = plan.costs
    unknown = False
    if chains.is_learned(node):
        try:
            without = solver.find_costs_without(node, source, target, options, budget)
        except NoPlanInTimeError:
            without, unknown = None, True
    shortest = tuple(chains.find_shortest(node)) if chains.is_learned(node) else ()
    in_all = chains.count(node) if chains.is_learned(node) else 0
    return Why(
        skill=name_node(graph, node),
        source=name_node(graph, plan.source),
        target=name_node(graph, plan.target),
        known=node in known,
        chains=shortest,
        chains_in_all=in_all,
        costs=plan.costs,
        without=without,
        unknown=unknown,
    )


class _Ranking:
    """The chains of needs from one node, found one after the other, the shortest first.

    A chain of needs is stored as three values: its number of nodes, its second node, and an index. The index says which
    chain from the second node continues the stored chain: 0 for the shortest, 1 for the second shortest, and so on.

    `found` has the chains of needs found so far, and `queue` has chains of needs that may be found next. `queue` has at
    most one chain of needs with each second node. `last` has the second node and the index of the last chain that was
    added to `found`. After a chain has been found, the chain next in length with the same second node goes to `queue`,
    if such a chain exists. `last` is then None, and the shortest chain that is not in `found` is in `queue`.
    """

    def __init__(self, queue: list[tuple[int, str, int]]) -> None:
        self.found: list[tuple[int, str, int]] = []
        self.queue = queue
        self.last: tuple[str, int] | None = None
        heapify(queue)

    @property
    def is_complete(self) -> bool:
        """Whether `found` has all chains of needs from the node of this ranking."""
        return not self.queue and not self.last

    def take(self) -> None:
        """Move the shortest chain of needs from `queue` to `found`."""
        chain = heappop(self.queue)
        _, needer, number = chain
        self.found.append(chain)
        self.last = (needer, number) if needer else None


class _Chains:
    """The chains of needs in a plan, which explain why the plan learns its skills.

    In a chain, a node comes after a learned skill if only this skill of the person meets a requirement of the node.
    """

    def __init__(self, graph: Graph, plan: Plan, known: frozenset[str]) -> None:
        self._graph = graph
        self._learned = {study.id for study in plan.studies}
        self._asked = self._learned.intersection(plan.via)
        self._needers: dict[str, dict[str, None]] = {skill: {} for skill in self._learned}
        had = set(known)
        for stop in plan.stops[1:]:
            learned = sorted(study.id for study in stop.learn)
            had.update(learned)  # only skills learned so far count, since later skills cannot replace them
            for node in (*learned, stop.id):
                for group in graph.nodes[node]["needs"]:
                    met = [skill for skill in group if skill in had]
                    if len(met) == 1 and met[0] in self._learned:
                        self._needers[met[0]][node] = None
        self._counts: dict[str, int] = {}
        self._lengths: dict[str, int] = {}
        self._ranked: dict[str, _Ranking] = {}
        studies = [study.id for study in plan.studies]  # each after the skills that it needs
        for node in (*(stop.id for stop in plan.stops), *reversed(studies)):
            needers = self._needers.get(node, ())
            ends = self._is_end(node)
            self._counts[node] = min(sum(map(self._counts.__getitem__, needers)) + ends, MOST_COUNTED)
            self._lengths[node] = 1 if ends else 1 + min(map(self._lengths.__getitem__, needers), default=0)

    def _is_end(self, node: str) -> bool:
        """Return whether a chain of needs can end at a node: a position, or a skill in `via`."""
        return node in self._asked or node not in self._learned

    def is_learned(self, skill: str) -> bool:
        """Return whether a skill is one of the skills to learn in the plan."""
        return skill in self._learned

    def count(self, skill: str) -> int:
        """Return the number of chains of needs that begin with a skill, or MOST_COUNTED if there are more.

        A chain of needs ends at a position of the plan or at a skill in `via`.
        """
        return self._counts[skill]

    def find_shortest(self, skill: str) -> Iterator[tuple[Link, ...]]:
        """Yield the chains of needs from a skill, the shortest first, then in the order of ids.

        The method yields at most MOST_CHAINS chains of needs. All yielded chains of needs together have at most
        MOST_LINKS nodes, unless the first yielded chain alone has more.
        """
        links = 0
        for number in range(min(MOST_CHAINS, self.count(skill))):
            chain = self._walk(skill, number)
            links += len(chain)
            if number and links > MOST_LINKS:
                return
            yield tuple(self._make_link(before, node) for before, node in zip((None, *chain), chain, strict=False))

    def _walk(self, node: str, number: int) -> list[str]:
        """Return the shortest chain of needs from a node if `number` is 0, the second shortest if it is 1, etc."""
        chain = []
        while node:
            self._rank_chains(node, number + 1)
            chain.append(node)
            _, node, number = self._ranked[node].found[number]
        return chain

    def _rank_chains(self, node: str, count: int) -> None:
        """Find the `count` shortest chains of needs from a node, or all chains from the node if it has fewer.

        A chain is a sequence of nodes, each of which is needed by the next node. A `_Ranking` stores the chains found
        for a node.

        Jimenez and Marzal (1999) describe the algorithm by which the function finds the shortest chains, in "Computing
        the k shortest paths".
        """
        waiting = [(node, count)]  # a stack instead of recursion, since chains may exceed Python's recursion limit
        while waiting:
            node, count = waiting[-1]
            if node not in self._ranked:
                others = [(1 + self._lengths[needer], needer, 0) for needer in self._needers.get(node, ())]
                self._ranked[node] = _Ranking([*others, (1, "", 0)] if self._is_end(node) else others)
            here = self._ranked[node]
            if len(here.found) >= count or here.is_complete:
                waiting.pop()
                continue
            if here.last:
                needer, number = here.last
                there = self._ranked.get(needer)
                if there is None or (len(there.found) <= number + 1 and not there.is_complete):
                    waiting.append((needer, number + 2))
                    continue
                here.last = None
                if len(there.found) > number + 1:
                    heappush(here.queue, (1 + there.found[number + 1][0], needer, number + 1))
            if here.queue:
                here.take()

    def _make_link(self, before: str | None, node: str) -> Link:
        attributes = self._graph.nodes[node]
        cites = (attributes if before is None else self._graph.edges[before, node]).get("cites", ())
        return Link(node, attributes["title"], attributes["kind"], cites, attributes.get("url", ""))
