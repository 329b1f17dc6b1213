"""Plain questions to a graph: what is this, what leads where, who needs it, on whose word."""

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from mlgraph.model import KINDS, Graph, Named, leads_to, named, reached_from, resolve


@dataclass(frozen=True)
class Move:
    """A position at the other end of a move, and the months before the move."""

    id: str
    title: str
    months: float


@dataclass(frozen=True)
class Citation:
    """A citation as the file writes it, the title, publisher and date of its source, and the point it refers to."""

    cite: str
    title: str
    publisher: str
    date: str
    point: str


@dataclass(frozen=True)
class Entry:
    """A node in a list; `stage` (an id) is of a role, `hours` of a skill, else None."""

    id: str
    title: str
    kind: str
    stage: str | None
    hours: float | None


@dataclass(frozen=True)
class Description:
    """All that a graph says of one node. Of each tuple in `needs`, one is enough; `needed_for` is who needs it.

    `prerequisites` are the skills that come before it whichever alternatives one takes, in an order in which they can
    be learned, and `hours_in_all` the hours of these and its own.
    """

    id: str
    title: str
    kind: str
    about: str
    aliases: tuple[str, ...]
    stage: Named | None
    hours: float | None
    needs: tuple[tuple[Named, ...], ...]
    leads_to: tuple[Move, ...]
    reached_from: tuple[Move, ...]
    needed_for: tuple[Named, ...]
    prerequisites: tuple[Named, ...]
    hours_in_all: float
    cites: tuple[Citation, ...]
    attribution: str


def describe(graph: Graph, name: str) -> Description:
    """Return what is known of the node with this id, title or alias.

    Raises UnknownNameError and AmbiguousNameError.
    """
    node = resolve(graph, name)
    attributes = graph.nodes[node]
    stage = attributes.get("stage")
    before = _prerequisites(graph, node)
    hours = sum(graph.nodes[skill]["hours"] for skill in before) + attributes.get("hours", 0)
    return Description(
        id=node,
        title=attributes["title"],
        kind=attributes["kind"],
        about=attributes["about"],
        aliases=attributes["aliases"],
        stage=None if stage is None else named(graph, stage),
        hours=attributes.get("hours"),
        needs=tuple(tuple(named(graph, skill) for skill in group) for group in attributes["needs"]),
        leads_to=_moves(graph, leads_to(graph, node)),
        reached_from=_moves(graph, reached_from(graph, node)),
        needed_for=tuple(named(graph, n) for n in sorted(graph.adj[node]) if attributes["kind"] == "skill"),
        prerequisites=tuple(named(graph, skill) for skill in before),
        hours_in_all=round(hours, 6),
        cites=tuple(_citation(graph, cite) for cite in attributes["cites"]),
        attribution=graph.graph.get("attribution", ""),
    )


def entries(graph: Graph, kinds: Iterable[str] = KINDS) -> tuple[Entry, ...]:
    """Return the nodes of these kinds, in the order of kinds and then of ids."""
    return tuple(
        Entry(node, graph.nodes[node]["title"], kind, graph.nodes[node].get("stage"), graph.nodes[node].get("hours"))
        for kind in kinds
        for node in sorted(graph)
        if graph.nodes[node]["kind"] == kind
    )


def arrows(graph: Graph, relation: str) -> Graph:
    """Return a view of a graph with the arrows of one relation only, for the algorithms of networkx."""
    view: Graph = nx.subgraph_view(graph, filter_edge=lambda u, v: graph.edges[u, v]["relation"] == relation)
    return view


def opened(graph: Graph, skill: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the roles and the skills that need a skill, directly or by way of others, at least as an alternative."""
    further = sorted(nx.descendants(arrows(graph, "needed_for"), skill))
    roles, skills = (tuple(n for n in further if graph.nodes[n]["kind"] == kind) for kind in ("role", "skill"))
    return roles, skills


def required(graph: Graph, node: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the skills that a node needs whatever one chooses, in an order of learning, and the choices left open."""
    skills = _prerequisites(graph, node)
    groups = (group for needer in (node, *skills) for group in graph.nodes[needer]["needs"])
    return tuple(skills), tuple(dict.fromkeys(group for group in groups if not set(group) & set(skills)))


def unconnected(graph: Graph) -> tuple[str, ...]:
    """Return the ids of roles that no move leads to or from: legal, but usually forgotten."""
    roles = (node for node in sorted(graph) if graph.nodes[node]["kind"] == "role")
    return tuple(role for role in roles if not leads_to(graph, role) and not reached_from(graph, role))


def _prerequisites(graph: Graph, node: str) -> list[str]:
    alone = nx.subgraph_view(graph, filter_edge=lambda skill, other: graph.edges[skill, other].get("required", False))
    return list(nx.lexicographical_topological_sort(alone.subgraph(nx.ancestors(alone, node))))


def _moves(graph: Graph, months: dict[str, float]) -> tuple[Move, ...]:
    return tuple(Move(node, graph.nodes[node]["title"], value) for node, value in months.items())


def _citation(graph: Graph, cite: str) -> Citation:
    name, _, locator = cite.partition(":")
    source = graph.graph["sources"][name]
    point = source.get("points", {}).get(locator, "")
    return Citation(cite, source["title"], source.get("publisher", ""), source.get("date", ""), point)
