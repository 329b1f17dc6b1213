"""Lint: unconnected roles, redundant needs, confusable names, uncited claims."""

from collections import defaultdict
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

from mlgraph.errors import Diagnostic, GraphFileError
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build, read_layers
from mlgraph.model import Graph, leads_to, reached_from
from mlgraph.names import fold
from mlgraph.printable import shown
from mlgraph.requirements import forced, forced_masks

# what looks like what: digits, Cyrillic, Greek; and what stands between words
_LOOKS = str.maketrans("01.авекмнорстухѕіјԁԛԝαβεηικμνορτυχγ", "ol abekmhopctyxsijdqwabenikuvoptuxy")


@dataclass(frozen=True)
class Evidence:
    """How many nodes and arrows a graph has, and which of them cite no source."""

    nodes: int
    arrows: int
    uncited_nodes: tuple[str, ...]
    uncited_arrows: tuple[tuple[str, str], ...]

    @property
    def complete(self) -> bool:
        """Whether everything cites a source."""
        return not self.uncited_nodes and not self.uncited_arrows


def check(*paths: str | Path) -> tuple[Diagnostic, ...]:
    """Return the errors of graph files, or else the warnings of their graph.

    Parameters
    ----------
    *paths : str or pathlib.Path
        Files or folders, laid over each other as by `mlgraph.load`; without any, the graph that comes with mlgraph.

    Returns
    -------
    tuple of Diagnostic
        Errors; or, in a sound graph, likely slips such as a role without moves.

    Raises
    ------
    FileError
        Where a file cannot be read.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.check()
    ()
    """
    try:
        document = read_layers(*paths)
        return lint(build(document), document)
    except GraphFileError as error:
        return error.diagnostics


def lint(graph: Graph, document: Document) -> tuple[Diagnostic, ...]:
    """Return the warnings of a sound graph, in the order of their places in the document that it was made of."""

    def warning(node: str, message: str, fix: str, *inside: str | int, other: str | None = None) -> Diagnostic:
        place = document.place((graph.nodes[node]["kind"], node, *inside))
        return Diagnostic("warning", *place, node, message, fix, (node,) if other is None else (node, other))

    found = [
        warning(role, "no move leads to or from this role", "add one, or remove the role")
        for role in unconnected(graph)
    ]
    for node, group in redundant(graph):
        message = f"needs {' or '.join(group)}, which follows from its other needs"
        place = graph.nodes[node]["needs"].index(group)
        found.append(warning(node, message, "remove this need", "needs", place))
    for node, other, name in alike(graph):
        message, inside = f"reads like {shown(other)}: {shown(name)}", () if name == node else ("title",)
        found.append(warning(node, message, "rename one of the two", *inside, other=other))
    return tuple(sorted(found, key=lambda each: (each.file, each.line)))


def alike(graph: Graph) -> tuple[tuple[str, str, str], ...]:
    """Return nodes whose id or title reads like one of an earlier node, as (node, other, name), in the order of nodes.

    Two names read alike that are the same but for case, accents, the blank, hyphen or dot between words, 0 for o, 1 for
    l, rn for m, and Cyrillic and Greek letters for the Latin ones that they look like.
    Source: Unicode Technical Standard 39, the confusables of the Latin small letters
    """
    seen: dict[str, str] = {}
    found = []
    for node in sorted(graph):
        names = {_read(name): name for name in (node, graph.nodes[node]["title"])}
        found += [(node, seen[read], name) for read, name in names.items() if read in seen]
        for read in names:
            seen.setdefault(read, node)
    return tuple(found)


def _read(name: str) -> str:
    return fold(name).translate(_LOOKS).replace("rn", "m")


def unconnected(graph: Graph) -> tuple[str, ...]:
    """Return the ids of roles that no move leads to or from: legal, but usually forgotten."""
    roles = (node for node in sorted(graph) if graph.nodes[node]["kind"] == "role")
    return tuple(role for role in roles if not leads_to(graph, role) and not reached_from(graph, role))


def redundant(graph: Graph) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the needs that follow from the others of their node, as (node, need), in the order of nodes.

    One follows if the others cannot be met without meeting it, whichever alternatives one takes. What a skill brings
    with it, skills and alternatives that are met, is a bit mask; a need that two of its node bring is one too many.
    """
    needs = {node: graph.nodes[node]["needs"] for node in sorted(graph)}
    bit = {need: 1 << place for place, need in enumerate({frozenset(n): None for n in chain(*needs.values())})}
    own: dict[str, int] = defaultdict(int)
    for need in bit:
        for skill in need:
            own[skill] |= bit[need]
    order = TopologicalSorter({node: set(chain(*needs[node])) for node in needs}).static_order()
    brings = forced_masks({skill: needs[skill] for skill in order if skill in own}, own)
    found = []
    for node in needs:
        once = twice = 0
        for need in needs[node]:
            surely = forced(need, brings.__getitem__)
            once, twice = once | surely, twice | once & surely
        found += [(node, need) for need in needs[node] if bit[frozenset(need)] & twice]
    return tuple(sorted(found))


def evidence(graph: Graph) -> Evidence:
    """Return which nodes, needs and moves cite no source."""
    nodes = tuple(node for node in sorted(graph) if not graph.nodes[node]["cites"])
    arrows = sorted((source, target) for source, target, arrow in graph.edges(data=True) if not arrow.get("cites"))
    return Evidence(len(graph), graph.number_of_edges(), nodes, tuple(arrows))
