"""Evidence: what each figure of a graph rests on, by the sources that it cites."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from mlgraph.model import EVIDENCE, FIGURES, UNSTATED, Graph

# the kinds from the firmest to the weakest
KINDS_OF_EVIDENCE = (*EVIDENCE, UNSTATED)
# the figures that a person adds to a graph, in the order of reports
KINDS_OF_FIGURES = ("hours", "months", "experience", *FIGURES)


class Figure(NamedTuple):
    """A figure of a graph: its kind such as "hours", the ids that it belongs to, and what it rests on."""

    what: str
    nodes: tuple[str, ...]
    evidence: str


def find_figures(graph: Graph) -> Iterator[Figure]:
    """Yield the figures of a graph, in the order of its nodes and edges. A move of no months has no figure."""
    for node, attributes in graph.nodes.items():
        if "hours" in attributes:
            yield Figure("hours", (node,), evidence_of_hours(graph, node))
        if attributes.get("experience"):
            yield Figure("experience", (node,), evidence_of_experience(graph, node))
        for what in FIGURES:
            for figure in attributes.get(what, ()):
                yield Figure(what, (node,), evidence_of(graph, figure["cites"]))
    for source, target, edge in graph.edges(data=True):
        if edge.get("months"):
            yield Figure("months", (source, target), evidence_of(graph, edge.get("cites", ())))


def evidence_of_hours(graph: Graph, skill: str) -> str:
    """Return what the hours of a skill rest on: the sources in `hours_from`, or else those of the whole skill."""
    attributes = graph.nodes[skill]
    return evidence_of(graph, attributes.get("hours_from") or attributes["cites"])


def evidence_of_experience(graph: Graph, role: str) -> str:
    """Return what the experience that a role asks for rests on: the sources in `experience_from`."""
    return evidence_of(graph, graph.nodes[role].get("experience_from", ()))


def evidence_of(graph: Graph, cites: Iterable[str]) -> str:
    """Return what a figure with some citations rests on. A figure is as firm as the weakest of its sources."""
    sources, resources = graph.graph.get("sources", {}), graph.graph.get("resources", {})
    kinds = [evidence_of_source(sources, resources, cite) for cite in cites]
    return max(kinds, key=KINDS_OF_EVIDENCE.index, default=UNSTATED)


def is_generated(graph: Graph, cites: Iterable[str]) -> bool:
    """Return whether one of some cited sources says that a program made it up."""
    sources = graph.graph.get("sources", {})
    return any(sources.get(cite.partition(":")[0], {}).get("generated", False) for cite in cites)


def evidence_of_source(sources: Mapping[str, Any], resources: Mapping[str, Any], cite: str) -> str:
    """Return the kind of evidence of a cited source. A resource publishes its own hours."""
    name = cite.partition(":")[0]
    if name in resources:
        return "published"
    source = sources.get(name)
    kind = source.get("evidence") if isinstance(source, Mapping) else None
    return kind if isinstance(kind, str) and kind in EVIDENCE else UNSTATED
