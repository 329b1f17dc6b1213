"""Reasons for a skill of a plan: the chains of needs that require it, and the costs of a plan without it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from heapq import heappop, heappush

from mlgraph.errors import NoPlanError, NoPlanInTimeError, UsageError
from mlgraph.model import Graph, Named, named
from mlgraph.names import resolve
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Costs, Plan
from mlgraph.planning.solver import Solver
from mlgraph.printable import shown
from mlgraph.results import Result
from mlgraph.search.budget import Budget

MOST_CHAINS = 100
# the number of chains can grow exponentially with their length
MOST_COUNTED = 1_000_000


@dataclass(frozen=True)
class Link:
    """A skill or position in a chain of needs.

    Attributes
    ----------
    id, title : str
        Id and title.
    kind : str
        "stage", "role" or "skill".
    cites : tuple of str
        Citations, each in the form `source:point`. The citations of the first link support its node, and those of any
        other link the edge from the link before.

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


@dataclass(frozen=True)
class Why(Result):
    """The reasons why a plan learns a skill, and the costs of the plan without it.

    Attributes
    ----------
    skill : Named
        The skill.
    source, target : Named
        The ends of the plan.
    known : bool
        Whether the person has it already.
    chains : tuple of tuple of Link
        At most 100 chains of needs, the shortest first. Each leads from the skill to a position of the plan or to a
        skill in `via`. A skill in `via` is also a chain of one link.
    chains_in_all : int
        Number of all chains, counted up to 1,000,000.
    costs : Costs
        The costs of the plan: months, hours of study and moves.
    without : Costs or None
        The costs of the best plan that does not learn the skill; None if no such plan exists, or if `unknown` is true.
    unknown : bool
        Whether the budget was spent before a plan without the skill was found, so such a plan may exist.

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
    """Return why the best plan between two positions learns a skill, and the costs of the best plan without it.

    Raises NoPlanError, NoPlanInTimeError, UnknownNameError and AmbiguousNameError. Raises UsageError if `avoid` names
    the skill.
    """
    graph, node = solver.graph, resolve(solver.graph, skill, ("skill",))
    plan = solver.plan(source, target, options, budget)
    if node in plan.avoid:
        raise UsageError(f"'{shown(skill)}' is avoided already; remove it from `avoid` to see what avoiding it costs")
    known = solver.known_skills(plan.source, plan.target, options)
    chains = _Chains(graph, plan, known)
    without: Costs | None = plan.costs
    unknown = False
    if chains.is_learned(node):
        try:
            without = solver.plan(source, target, replace(options, avoid=(*options.avoid, node)), budget).costs
        except (NoPlanError, UsageError):  # `via` may name the skill itself
            without = None
        except NoPlanInTimeError:
            without, unknown = None, True
    shortest = tuple(chains.find_shortest(node)) if chains.is_learned(node) else ()
    in_all = chains.count(node) if chains.is_learned(node) else 0
    return Why(
        skill=named(graph, node),
        source=named(graph, plan.source),
        target=named(graph, plan.target),
        known=node in known,
        chains=shortest,
        chains_in_all=in_all,
        costs=plan.costs,
        without=without,
        unknown=unknown,
    )


class _Chains:
    """The chains of needs in a plan.

    An edge leads from a learned skill to each node of the plan with a requirement that only this skill meets.
    """

    def __init__(self, graph: Graph, plan: Plan, known: frozenset[str]) -> None:
        self._graph = graph
        self._learned = {study.id for study in plan.studies}
        self._asked = self._learned.intersection(plan.via)
        self._needers: dict[str, dict[str, None]] = {skill: {} for skill in self._learned}
        had = set(known)
        for stop in plan.stops[1:]:
            learned = sorted(study.id for study in stop.learn)
            had.update(learned)  # only skills learned by now count, since later ones cannot replace them
            for node in (*learned, stop.id):
                for group in graph.nodes[node]["needs"]:
                    met = [skill for skill in group if skill in had]
                    if len(met) == 1 and met[0] in self._learned:
                        self._needers[met[0]][node] = None
        self._counts: dict[str, int] = {}
        self._lengths: dict[str, int] = {}
        for node in TopologicalSorter(self._needers).static_order():  # each node comes before the skills that it needs
            needers = self._needers.get(node, ())
            ends = self._is_end(node)
            self._counts[node] = min(sum(map(self._counts.__getitem__, needers)) + ends, MOST_COUNTED)
            self._lengths[node] = 1 if ends else 1 + min(map(self._lengths.__getitem__, needers), default=0)

    def _is_end(self, node: str) -> bool:
        """Return whether a chain can end at a node, which is a position or a skill in `via`."""
        return node in self._asked or node not in self._learned

    def is_learned(self, skill: str) -> bool:
        """Return whether the plan learns a skill."""
        return skill in self._learned

    def count(self, skill: str) -> int:
        """Return the number of chains from a skill, at most MOST_COUNTED."""
        return self._counts[skill]

    def find_shortest(self, skill: str) -> Iterator[tuple[Link, ...]]:
        """Yield at most MOST_CHAINS chains from a skill, the shortest first, then in the order of ids."""
        queue: list[tuple[int, tuple[str, ...]]] = [(0, self._extend((skill,)))]
        found = 0
        while queue and found < MOST_CHAINS:
            _, chain = heappop(queue)
            if self._is_end(chain[-1]):
                found += 1
                yield tuple(self._make_link(before, node) for before, node in zip((None, *chain), chain, strict=False))
            for needer in self._needers.get(chain[-1], ()):
                heappush(queue, (len(chain) + self._lengths[needer], self._extend((*chain, needer))))

    def _extend(self, chain: tuple[str, ...]) -> tuple[str, ...]:
        """Return a chain of needs, extended for as long as only one next link is possible.

        Adding one link at a time would be slower.
        """
        links = [*chain]
        while not self._is_end(links[-1]) and len(needers := self._needers[links[-1]]) == 1:
            links += needers
        return tuple(links)

    def _make_link(self, before: str | None, node: str) -> Link:
        attributes = self._graph.nodes[node]
        cites = (attributes if before is None else self._graph.edges[before, node]).get("cites", ())
        return Link(node, attributes["title"], attributes["kind"], cites)
