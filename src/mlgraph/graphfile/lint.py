"""Warnings about unconnected roles, redundant needs, confusable names, and missing sources in valid graphs."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

from mlgraph.errors import Diagnostic, GraphFileError
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.evidence import KINDS_OF_EVIDENCE, KINDS_OF_FIGURES, find_figures
from mlgraph.graphfile.lint_posts import find_post_findings
from mlgraph.graphfile.load import build, read_layers
from mlgraph.model import KINDS, Graph, list_sources, list_targets
from mlgraph.names import fold
from mlgraph.printable import sanitize
from mlgraph.requirements import find_forced_masks, intersect_alternatives

# digits that look like letters, and a dot, which separates words as a blank does
_ALIKE = str.maketrans("01.", "ol ")

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")


@dataclass(frozen=True)
class Estimated:
    """A figure of a graph, such as the hours of a skill, that is only an estimate.

    `what` names the kind of the figure, such as "hours". `nodes` has the id of the node, or the two ids of the move,
    about which the figure is.
    """

    what: str
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """The evidence in a graph: the nodes and edges that cite no source, and the number of figures by kind of evidence.

    `nodes` and `edges` are the numbers of all nodes and edges of the graph. `uncited_nodes` and `uncited_edges` list
    the nodes and edges without a source.

    For each kind of figure, such as "hours", `figures` has the number of figures by kind of evidence. `estimated` lists
    the figures that are only estimates.
    """

    nodes: int
    edges: int
    uncited_nodes: tuple[str, ...]
    uncited_edges: tuple[tuple[str, str], ...]
    figures: dict[str, dict[str, int]]
    estimated: tuple[Estimated, ...]

    @property
    def complete(self) -> bool:
        """Whether every node and edge cites a source."""
        return not self.uncited_nodes and not self.uncited_edges


def check(*paths: str | Path) -> tuple[Diagnostic, ...]:
    """Return the errors in graph files or, if the files have no errors, the warnings about the graph in them.

    Parameters
    ----------
    *paths : str or pathlib.Path
        The paths of files or folders, by default the bundled graph. Each file changes the graph of the earlier files,
        as in `mlgraph.load`.

    Returns
    -------
    tuple of Diagnostic
        All errors or, in a graph without errors, all warnings about likely mistakes, such as a role without moves.

    Raises
    ------
    FileError
        Raised if a file cannot be read.

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
    """Return the warnings about a valid graph, in the order of files and lines."""

    def make_warning(node: str, message: str, fix: str, *inside: str | int, other: str | None = None) -> Diagnostic:
        place = document.find_place((graph.nodes[node]["kind"], node, *inside))
        return Diagnostic("warning", *place, node, message, fix, (node,) if other is None else (node, other))

    found = [
        make_warning(role, "no move leads to or from this role", "add one, or remove the role")
        for role in find_unconnected(graph)
    ]
    for node, group in find_redundant(graph):
        message = f"needs {' or '.join(group)}, which follows from its other needs"
        index = graph.nodes[node]["needs"].index(group)
        found.append(make_warning(node, message, "remove this need", "needs", index))
    for node, other, name in find_confusable(graph):
        message, inside = f"reads like {sanitize(other)}: {sanitize(name)}", () if name == node else ("title",)
        found.append(make_warning(node, message, "rename one of the two", *inside, other=other))
    for skill, first in find_confusable_subjects(graph):
        message = f"subject {sanitize(graph.nodes[skill]['subject'])} reads like {sanitize(first)}"
        found.append(make_warning(skill, message, "write one of the two everywhere", "subject"))
    for resource in find_unused_resources(graph):
        place = document.find_place(("resource", resource))
        fix = "name it in learn_with of a skill, or remove it"
        found.append(Diagnostic("warning", *place, resource, "no skill is learned with this resource", fix, ()))
    for key, message, fix in find_post_findings(graph):
        own = (str(key[1]),) if key[0] in KINDS else ()
        found.append(Diagnostic("warning", *document.find_place(key), str(key[1]), message, fix, own))
    return tuple(sorted(found, key=lambda each: (each.file, each.line)))


def find_confusable(graph: Graph) -> tuple[tuple[str, str, str], ...]:
    """Return each node whose id or title looks like the id or title of another node whose id sorts before its own.

    For each name of a node that looks like a name of an earlier node, the result has a tuple (node, earlier node,
    name).

    Two names are confusable if they differ only in case, accents, or separators of words (blank, hyphen or dot). Two
    names are also confusable if they differ only in look-alikes, such as 0 and o, rn and m, or letters of two scripts.

    Unicode Technical Standard 39 describes confusable names. The package `confusable-homoglyphs` lists which letters
    look alike.
    """
    seen: dict[str, str] = {}
    found = []
    for node in sorted(graph):
        names = {_normalize(name): name for name in (node, graph.nodes[node]["title"])}
        found += [(node, seen[read], name) for read, name in names.items() if read in seen]
        for read in names:
            seen.setdefault(read, node)
    return tuple(found)


def find_confusable_subjects(graph: Graph) -> tuple[tuple[str, str], ...]:
    """Return each skill whose subject looks like another subject of an earlier skill, with that earlier subject."""
    seen: dict[str, str] = {}
    subjects = ((node, graph.nodes[node].get("subject")) for node in sorted(graph))
    pairs = ((node, subject, seen.setdefault(_normalize(subject), subject)) for node, subject in subjects if subject)
    return tuple((node, first) for node, subject, first in pairs if subject != first)


def _normalize(name: str) -> str:
    latin = name if name.isascii() else "".join(map(_find_latin, name))
    return fold(latin).translate(_ALIKE).replace("rn", "m")


@cache
def _find_latin(letter: str) -> str:
    """Return a Latin letter that looks like the given letter, or the given letter if no Latin letter does."""
    # imported late: the tables take time to load, and few names need them
    from confusable_homoglyphs.confusables import confusables_data

    for form in (letter, letter.lower(), letter.upper()):
        for other in (str(each["c"]) for each in confusables_data.get(form, ())):
            if other.isascii() and other.isalpha() and other.isupper() == form.isupper():
                return other
    return letter


def find_unconnected(graph: Graph) -> tuple[str, ...]:
    """Return the ids of roles without any move to or from them.

    A role without any moves is valid, but usually a mistake in the graph file.
    """
    roles = (node for node in sorted(graph) if graph.nodes[node]["kind"] == "role")
    return tuple(role for role in roles if not list_targets(graph, role) and not list_sources(graph, role))


def find_redundant(graph: Graph) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the requirements of nodes that follow from the other requirements of the same node.

    A requirement is redundant if everyone who meets the other requirements of the node meets this requirement, too. For
    each redundant requirement, the result has a pair of its node and the requirement.

    Without the redundant requirements, AND-OR prerequisites are a transitive reduction: the fewest requirements from
    which all others follow. In the bit masks of this function, each bit stands for one requirement, and no bit stands
    for a skill. The bit mask of a skill has the bits of the requirements that everyone with the skill meets.
    """
    needs = {node: graph.nodes[node]["needs"] for node in sorted(graph)}
    bit = {need: 1 << index for index, need in enumerate({frozenset(n): None for n in chain(*needs.values())})}
    own: dict[str, int] = defaultdict(int)
    for need in bit:
        for skill in need:
            own[skill] |= bit[need]
    order = TopologicalSorter({node: set(chain(*needs[node])) for node in needs}).static_order()
    brings = find_forced_masks({skill: needs[skill] for skill in order if skill in own}, own)
    found = []
    for node in needs:
        once = twice = 0
        for need in needs[node]:
            surely = intersect_alternatives(need, brings.__getitem__)
            once, twice = once | surely, twice | once & surely
        found += [(node, need) for need in needs[node] if bit[frozenset(need)] & twice]
    return tuple(sorted(found))


def collect_evidence(graph: Graph) -> Evidence:
    """Return the nodes, needs and moves that cite no source, and the number of figures by kind of evidence."""
    nodes = tuple(node for node in sorted(graph) if not graph.nodes[node]["cites"])
    edges = sorted((source, target) for source, target, edge in graph.edges(data=True) if not edge.get("cites"))
    figures: dict[str, dict[str, int]] = {}
    for what in KINDS_OF_FIGURES:
        counts = Counter(figure.evidence for figure in find_figures(graph) if figure.what == what)
        if counts:
            figures[what] = {kind: counts[kind] for kind in KINDS_OF_EVIDENCE if kind in counts}
    weak = (Estimated(each.what, each.nodes) for each in find_figures(graph) if each.evidence == "estimate")
    estimated = tuple(sorted(weak, key=lambda each: (KINDS_OF_FIGURES.index(each.what), each.nodes)))
    return Evidence(len(graph), graph.number_of_edges(), nodes, tuple(edges), figures, estimated)


def list_addresses(graph: Graph) -> tuple[str, ...]:
    """Return the web addresses of nodes, sources and resources, and the addresses in the texts of their points.

    A point is a part of a source or resource that citations may name, such as a table.
    """
    entries = [*graph.graph.get("sources", {}).values(), *graph.graph.get("resources", {}).values()]
    found = {entry["url"] for entry in (*entries, *graph.nodes.values()) if "url" in entry}
    for entry in entries:
        for point in entry.get("points", {}).values():
            found.update(match.rstrip(".,;:)") for match in _ADDRESS.findall(point))
    return tuple(sorted(found))


def find_unused_resources(graph: Graph) -> tuple[str, ...]:
    """Return the ids of learning resources that no skill names.

    A learning resource that no skill names is valid, but mlgraph never shows the resource to anybody.
    """
    used = {resource for attributes in graph.nodes.values() for resource in attributes.get("learn_with", ())}
    return tuple(sorted(graph.graph.get("resources", {}).keys() - used))
