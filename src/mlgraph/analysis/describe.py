"""Plain questions to a graph: what is this, what leads where, who needs it, on whose word."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from mlgraph.graphfile.load import validate_graph
from mlgraph.model import KINDS, Graph, Named, leads_to, named, reached_from
from mlgraph.names import resolve
from mlgraph.requirements import opened, prerequisites
from mlgraph.results import Result


@dataclass(frozen=True)
class Move:
    """A position at the other end of a move, the months before the move, and on whose word."""

    id: str
    title: str
    months: float
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """A skill that is needed, and on whose word."""

    id: str
    title: str
    cites: tuple[str, ...]


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
    """A node in a list; `stage` (an id) is of a role, `hours` (with their range, if any) of a skill, else None."""

    id: str
    title: str
    kind: str
    stage: str | None
    hours: float | None
    hours_low: float | None
    hours_high: float | None


@dataclass(frozen=True)
class Description(Result):
    """All that a graph says of one node. Of each tuple in `needs`, one is enough; `needed_for` is who needs it.

    `same_as` says how it matches entries of published taxonomies: "exact", "near" or "none"; `cites` holds what the
    node, its needs and its moves cite, and these entries. `prerequisites` are the skills that come before it whichever
    alternatives one takes, in an order in which they can be learned, and `hours_in_all` the hours of these and its own.
    `opens_roles` and `opens_skills` are what needs it, directly or by way of others, at least as an alternative.
    """

    id: str
    title: str
    kind: str
    about: str
    aliases: tuple[str, ...]
    stage: Named | None
    hours: float | None
    hours_low: float | None
    hours_high: float | None
    shown_by: str
    same_as: dict[str, str]
    needs: tuple[tuple[Need, ...], ...]
    leads_to: tuple[Move, ...]
    reached_from: tuple[Move, ...]
    needed_for: tuple[Named, ...]
    opens_roles: tuple[Named, ...]
    opens_skills: tuple[Named, ...]
    prerequisites: tuple[Named, ...]
    hours_in_all: float
    cites: tuple[Citation, ...]
    attribution: str


def describe(graph: Graph, name: str) -> Description:
    """Return what is known of the node with this id, title or alias.

    Raises UnknownNameError and AmbiguousNameError.
    """
    graph = validate_graph(graph)
    node = resolve(graph, name)
    attributes = graph.nodes[node]
    stage = attributes.get("stage")
    before = prerequisites(graph, node)
    opens = [(other, graph.nodes[other]["kind"]) for other in sorted(opened(graph, (node,)))]
    hours = sum(graph.nodes[skill]["hours"] for skill in before) + attributes.get("hours", 0)
    return Description(
        id=node,
        title=attributes["title"],
        kind=attributes["kind"],
        about=attributes["about"],
        aliases=attributes["aliases"],
        stage=None if stage is None else named(graph, stage),
        hours=attributes.get("hours"),
        hours_low=attributes.get("hours_low"),
        hours_high=attributes.get("hours_high"),
        shown_by=attributes.get("shown_by", ""),
        same_as=dict(attributes.get("same_as", {})),
        needs=tuple(tuple(_need(graph, skill, node) for skill in group) for group in attributes["needs"]),
        leads_to=tuple(_move(graph, target, graph.edges[node, target]) for target in leads_to(graph, node)),
        reached_from=tuple(_move(graph, source, graph.edges[source, node]) for source in reached_from(graph, node)),
        needed_for=tuple(named(graph, n) for n in sorted(graph.adj[node]) if attributes["kind"] == "skill"),
        opens_roles=tuple(named(graph, other) for other, kind in opens if kind == "role"),
        opens_skills=tuple(named(graph, other) for other, kind in opens if kind == "skill"),
        prerequisites=tuple(named(graph, skill) for skill in before),
        hours_in_all=round(hours, 6),
        cites=tuple(_citation(graph, cite) for cite in _cited(graph, node)),
        attribution=graph.graph.get("attribution", ""),
    )


def entries(graph: Graph, kinds: Iterable[str] = KINDS) -> tuple[Entry, ...]:
    """Return the nodes of these kinds, in the order of kinds and then of ids."""
    further = ("stage", "hours", "hours_low", "hours_high")
    return tuple(
        Entry(node, graph.nodes[node]["title"], kind, *map(graph.nodes[node].get, further))
        for kind in kinds
        for node in sorted(graph)
        if graph.nodes[node]["kind"] == kind
    )


def _move(graph: Graph, other: str, arrow: dict[str, Any]) -> Move:
    return Move(other, graph.nodes[other]["title"], arrow["months"], arrow.get("cites", ()))


def _need(graph: Graph, skill: str, node: str) -> Need:
    return Need(skill, graph.nodes[skill]["title"], graph.edges[skill, node].get("cites", ()))


def _cited(graph: Graph, node: str) -> list[str]:
    """Return what a node, its needs and its moves cite, and the entries that it matches, each once."""
    attributes = graph.nodes[node]
    arrows = [graph.edges[skill, node] for group in attributes["needs"] for skill in group]
    arrows += (graph.edges[node, target] for target in leads_to(graph, node))
    cites = [*attributes["cites"], *chain.from_iterable(arrow.get("cites", ()) for arrow in arrows)]
    return list(dict.fromkeys((*cites, *attributes.get("same_as", {}))))


def _citation(graph: Graph, cite: str) -> Citation:
    name, _, locator = cite.partition(":")
    source = graph.graph["sources"][name]
    point = source.get("points", {}).get(locator, "")
    return Citation(cite, source["title"], source.get("publisher", ""), source.get("date", ""), point)
