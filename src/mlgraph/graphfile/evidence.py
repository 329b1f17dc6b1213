"""The kind of evidence behind each figure of a graph, such as a measurement or an estimate."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from mlgraph.model import EVIDENCE, FIGURES, UNSTATED, Graph

# the kinds of evidence, from the strongest to the weakest
KINDS_OF_EVIDENCE = (*EVIDENCE, UNSTATED)
# the claims about roles that have their own sources
_CLAIMS = ("experience", "usual_experience", "usual_skills")
# the figures that authors add to a graph, in the order in which reports list them
KINDS_OF_FIGURES = ("hours", "months", *_CLAIMS, *FIGURES)


class Figure(NamedTuple):
    """A number that the authors of a graph state, such as hours of study or months before a move.

    `what` names the kind of the figure, such as "hours". `nodes` has the id of the node, or the two ids of the move,
    about which the figure is. `evidence` is the kind of evidence for the figure.
    """

    what: str
    nodes: tuple[str, ...]
    evidence: str


def find_figures(graph: Graph) -> Iterator[Figure]:
    """Yield the figures of a graph, in the order of its nodes and edges.

    The result leaves out the months of moves that take 0 months.
    """
    for node, attributes in graph.nodes.items():
        if "hours" in attributes:
            yield Figure("hours", (node,), find_evidence_of_hours(graph, node))
        for what in _CLAIMS:
            if attributes.get(what):
                yield Figure(what, (node,), find_evidence_of_claim(graph, node, what))
        for what in FIGURES:
            for figure in attributes.get(what, ()):
                yield Figure(what, (node,), find_evidence(graph, figure["cites"]))
    for source, target, edge in graph.edges(data=True):
        if edge.get("months"):
            yield Figure("months", (source, target), find_evidence(graph, edge.get("cites", ())))


def find_evidence_of_hours(graph: Graph, skill: str) -> str:
    """Return the kind of evidence for the hours of a skill.

    If the skill has no sources for its hours (`hours_from`), the function uses the sources of the skill itself.
    """
    attributes = graph.nodes[skill]
    return find_evidence(graph, attributes.get("hours_from") or attributes["cites"])


def find_evidence_of_claim(graph: Graph, role: str, what: str) -> str:
    """Return the kind of evidence for a claim about a role, such as "experience" or "usual_skills".

    The sources of a claim such as "experience" are in the key "experience_from" of the role.
    """
    return find_evidence(graph, graph.nodes[role].get(f"{what}_from", ()))


def find_evidence(graph: Graph, cites: Iterable[str]) -> str:
    """Return the weakest kind of evidence among the sources that a figure cites."""
    sources, resources = graph.graph.get("sources", {}), graph.graph.get("resources", {})
    kinds = [find_evidence_of_source(sources, resources, cite) for cite in cites]
    return max(kinds, key=KINDS_OF_EVIDENCE.index, default=UNSTATED)


def is_generated(graph: Graph, cites: Iterable[str]) -> bool:
    """Return whether at least one of the cited sources says that a program generated its content."""
    sources = graph.graph.get("sources", {})
    return any(sources.get(cite.partition(":")[0], {}).get("generated", False) for cite in cites)


def has_generated(graph: Graph) -> bool:
    """Return whether any source of a graph says that a program generated its content."""
    return is_generated(graph, graph.graph.get("sources", ()))


def note_generated(graph: Graph) -> str:
    """Return a note that moves come from career histories which a program generated, or "" if no moves do."""
    said = "This graph has moves counted in histories that a program generated, not in those of people."
    return said if has_generated(graph) else ""


def make_attribution(graph: Graph) -> str:
    """Return the attribution of a graph, which credits the publishers of its sources.

    If a program generated the career histories behind the graph, the attribution begins with a note that says so.
    Pictures leave out the end of a long attribution, so the note about generated histories is at its beginning.
    """
    return " ".join(filter(None, (note_generated(graph), graph.graph.get("attribution"))))


def find_evidence_of_source(sources: Mapping[str, Any], resources: Mapping[str, Any], cite: str) -> str:
    """Return the kind of evidence of a cited source or resource.

    A cited resource, such as a course, has the evidence "published", since its publisher states its hours.
    """
    name = cite.partition(":")[0]
    if name in resources:
        return "published"
    source = sources.get(name)
    kind = source.get("evidence") if isinstance(source, Mapping) else None
    return kind if isinstance(kind, str) and kind in EVIDENCE else UNSTATED
