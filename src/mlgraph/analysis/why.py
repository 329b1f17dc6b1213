"""Reasons of a plan: the chains of needs that lead to a skill, and the plan's costs without it."""

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
# chains may be more than there are atoms in the world
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
        Citations of its need of the link before it, each as `source:point`; of the first link, its own.
    """

    id: str
    title: str
    kind: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Why(Result):
    """Why a plan learns a skill.

    Attributes
    ----------
    skill : Named
        The skill.
    source, target : Named
        The ends of the plan.
    known : bool
        Whether the person has it already.
    chains : tuple of tuple of Link
        Chains of needs from the skill to positions of the plan, or to skills that `via` asks for, the shortest first,
        at most 100. A skill that `via` asks for is a chain of its own.
    chains_in_all : int
        Number of all chains, counted up to 1,000,000.
    costs : Costs
        The costs of the plan: months, hours of study, moves.
    without : Costs or None
        The costs of the best plan that does not learn the skill; None where there is none, or it is unknown.
    unknown : bool
        Whether the time was over before a plan without the skill was found, so that there may be one.
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
    """Return why the best plan from one position to another learns a skill, and what the best plan without it costs.

    Raises as `Solver.plan` does, and UsageError where `avoid` names the skill.
    """
    graph, node = solver.graph, resolve(solver.graph, skill, ("skill",))
    plan = solver.plan(source, target, options, budget)
    if node in plan.avoid:
        raise UsageError(f"'{shown(skill)}' is avoided already; leave it out of `avoid` to see what avoiding it costs")
    known = solver.known_skills(plan.source, plan.target, options)
    chains = _Chains(graph, plan, known)
    without: Costs | None = plan.costs
    unknown = False
    if chains.learned(node):
        try:
            without = solver.plan(source, target, replace(options, avoid=(*options.avoid, node)), budget).costs
        except (NoPlanError, UsageError):  # `via` may ask for the skill itself
            without = None
        except NoPlanInTimeError:
            without, unknown = None, True
    shortest = tuple(chains.shortest(node)) if chains.learned(node) else ()
    in_all = chains.count(node) if chains.learned(node) else 0
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
    """What needs what in a plan: a skill leads to the skills and positions that nothing else makes ready."""

    def __init__(self, graph: Graph, plan: Plan, known: frozenset[str]) -> None:
        self._graph = graph
        self._learned = {study.id for study in plan.studies}
        self._asked = self._learned.intersection(plan.via)
        self._needers: dict[str, dict[str, None]] = {skill: {} for skill in self._learned}
        held = set(known)
        for stop in plan.stops[1:]:
            learned = sorted(study.id for study in stop.learn)
            held.update(learned)  # what comes later does not make it needless
            for node in (*learned, stop.id):
                for group in graph.nodes[node]["needs"]:
                    met = [skill for skill in group if skill in held]
                    if len(met) == 1 and met[0] in self._learned:
                        self._needers[met[0]][node] = None
        self._counts: dict[str, int] = {}
        self._lengths: dict[str, int] = {}
        for node in TopologicalSorter(self._needers).static_order():  # a position comes before what it needs
            needers = self._needers.get(node, ())
            ends = self._ends(node)
            self._counts[node] = min(sum(map(self._counts.__getitem__, needers)) + ends, MOST_COUNTED)
            self._lengths[node] = 1 if ends else 1 + min(map(self._lengths.__getitem__, needers), default=0)

    def _ends(self, node: str) -> bool:
        """Return whether a chain ends at a node: a position, or a skill that `via` asks for."""
        return node in self._asked or node not in self._learned

    def learned(self, skill: str) -> bool:
        """Return whether the plan learns a skill."""
        return skill in self._learned

    def count(self, skill: str) -> int:
        """Return how many chains lead from a skill to its ends, at most MOST_COUNTED."""
        return self._counts[skill]

    def shortest(self, skill: str) -> Iterator[tuple[Link, ...]]:
        """Yield the shortest chains from a skill to their ends, then in the order of ids."""
        queue: list[tuple[int, tuple[str, ...]]] = [(0, (skill,))]
        found = 0
        while queue and found < MOST_CHAINS:
            _, chain = heappop(queue)
            if self._ends(chain[-1]):
                found += 1
                yield tuple(self._link(before, node) for before, node in zip((None, *chain), chain, strict=False))
            for needer in self._needers.get(chain[-1], ()):
                heappush(queue, (len(chain) + self._lengths[needer], (*chain, needer)))

    def _link(self, before: str | None, node: str) -> Link:
        attributes = self._graph.nodes[node]
        cites = (attributes if before is None else self._graph.edges[before, node]).get("cites", ())
        return Link(node, attributes["title"], attributes["kind"], cites)
