"""Loading: graph files, or a graph that somebody made, into a checked, frozen `networkx.DiGraph`."""

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

import networkx as nx

from mlgraph.errors import Diagnostic, UsageError
from mlgraph.graphfile.document import OWN, Document, locate, read
from mlgraph.graphfile.frozen import FrozenDict, freeze
from mlgraph.graphfile.overlay import merge_documents
from mlgraph.graphfile.schema import TOP
from mlgraph.graphfile.tables import to_tables
from mlgraph.graphfile.validate import Node, validate
from mlgraph.model import Graph

Edge = tuple[str, str, FrozenDict]
# an attribute of the graph as an object: pickle and deepcopy carry it, the copies and views of networkx do not
_VALIDATED = "mlgraph_validated"
_FURTHER = ("optional", "reasons", "same_as", "shown_by", "stage", "url")  # attributes that only some nodes have


def load(*paths: str | Path) -> Graph:
    """Return the graph in files, or the one that comes with mlgraph, checked and frozen.

    Nodes carry `kind`, `title`, `about`, `aliases`, `needs`, `cites`, and as they apply `stage`, `shown_by`, `same_as`
    and `hours` of study. These are the likely ones, beside `hours_low` and `hours_high` where the file gives a range.
    Edges carry `relation`, with `months` in post ("leads_to") or `required` ("needed_for"), and `cites` where the file
    has citations. `graph.graph` holds `title`, `attribution` and `sources`. Nobody can change any of this, but a copy
    made by `networkx.DiGraph(graph)`.

    Parameters
    ----------
    *paths : str or pathlib.Path
        Files or folders. Later ones add to earlier ones and override them, by id, key by key. "mlgraph" names the graph
        that comes with mlgraph, which is also the default.

    Returns
    -------
    networkx.DiGraph
        The graph.

    Raises
    ------
    FileError
        Where a file cannot be read.
    GraphFileError
        Where the graph is wrong; `diagnostics` says all that is.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load()
    >>> graph.nodes["python"]["kind"], graph.edges["data-scientist", "leadership"]["relation"]
    ('skill', 'leads_to')
    """
    with _uncollected():
        return build(read_layers(*paths))


def merge(base: Graph, *overlays: "Graph | str | Path") -> Graph:
    """Return a graph with others laid over it, each over those before, checked and frozen.

    The rules are those of `mlgraph.load` for several files; a graph counts as the file that `mlgraph.save` writes of
    it. Only files can take a move away, and only they may hold a part of a graph.

    Parameters
    ----------
    base : networkx.DiGraph
        A graph from `mlgraph.load`, or one of the same form.
    *overlays : networkx.DiGraph, str or pathlib.Path
        Graphs, files or folders.

    Returns
    -------
    networkx.DiGraph
        A new graph.

    Raises
    ------
    FileError
        Where a file cannot be read.
    GraphFileError
        Where the graph is wrong; `diagnostics` says all that is.

    Examples
    --------
    >>> import mlgraph
    >>> import networkx as nx
    >>> ours = nx.DiGraph()
    >>> ours.add_node("our-tools", kind="skill", title="Our tools", hours=15)
    >>> len(mlgraph.merge(mlgraph.load(), ours)) - len(mlgraph.load())
    1
    """
    with _uncollected():
        return build(merge_documents(*map(_document, (base, *overlays))))


def validate_graph(graph: Graph) -> Graph:
    """Return a checked, frozen graph: `graph` itself if `load` made it, or else a copy as `load` would make it.

    A node needs `kind` ("stage", "role" or "skill"), `title` and, if it is a skill, `hours`; an edge needs `relation`
    ("leads_to" or "needed_for") and, if it leads to a position, `months`. All else may be left out, and nodes and edges
    may have no attributes but those of a loaded graph. Where a node has `needs`, they agree with the edges "needed_for"
    to it; where it has none, each of these edges is a need. Raises GraphFileError with all that is wrong.
    """
    if getattr(graph, _VALIDATED, False):
        return graph
    if not isinstance(graph, nx.DiGraph) or graph.is_multigraph():
        raise UsageError(f"a graph is a networkx.DiGraph, not a {type(graph).__name__}")
    tables, errors = to_tables(graph)
    return build(Document("", "", tables), errors)


def read_layers(*paths: str | Path) -> Document:
    """Return the tables that `load` makes a graph of, unchecked. Raises FileError and GraphFileError."""
    return merge_documents(*map(_document, paths or (OWN,)))


def _document(layer: "Graph | str | Path") -> Document:
    if isinstance(layer, str | Path):
        return read(locate(layer))
    tables, _ = to_tables(validate_graph(layer))
    return Document("", "", tables)


def build(document: Document, found: Sequence[Diagnostic] = ()) -> Graph:
    """Return the graph that the tables of a document describe, checked and frozen.

    Raises GraphFileError with all that is wrong, `found` before it.
    """
    nodes = sorted(validate(document, found), key=attrgetter("name"))
    tables = document.tables
    sources = freeze(dict(sorted(tables.get("source", {}).items())))
    graph: Any = nx.DiGraph()  # its public methods would copy the attributes into dictionaries that can be changed
    graph.add_nodes_from(node.name for node in nodes)
    for node in nodes:
        graph._node[node.name] = _attributes(node)
    for source, target, attributes in _edges(nodes):
        graph._succ[source][target] = graph._pred[target][source] = attributes
    graph.graph = FrozenDict({key: tables.get(key, "") for key in TOP} | {"sources": sources})
    frozen: Graph = nx.freeze(graph)
    setattr(frozen, _VALIDATED, True)
    return frozen


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the garbage collector: it would walk a large, growing graph again and again and find nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # what is new goes to the oldest generation, without being walked even once
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()


def _attributes(node: Node) -> FrozenDict:
    table = node.table
    attributes = {
        "kind": node.kind,
        "title": table["title"],
        "about": table.get("about", ""),
        "aliases": tuple(table.get("aliases", ())),
        "needs": node.needs,
        "cites": tuple(table.get("cites", ())),
    }
    for key in _FURTHER:
        if key in table:
            attributes[key] = tuple(table[key]) if isinstance(table[key], list) else table[key]
    if node.kind == "skill":
        hours = table["hours"] if isinstance(table["hours"], list) else [table["hours"]]
        names = ("hours_low", "hours", "hours_high") if len(hours) > 1 else ("hours",)
        attributes |= {name: value + 0 for name, value in zip(names, hours, strict=True)}  # -0.0 becomes a plain zero
    return freeze(attributes)


def _edges(nodes: list[Node]) -> list[Edge]:
    """Return the edges of nodes that are in the order of names, in the order of their two ends."""
    required, choice = (FrozenDict(relation="needed_for", required=required) for required in (True, False))
    opened: dict[str, list[Edge]] = defaultdict(list)
    for node in nodes:
        cites = _edge_cites(node.table["because"]) if "because" in node.table else {}
        for group in node.needs:
            need = required if len(group) == 1 else choice
            for skill in group:
                cited = FrozenDict(need | {"cites": cites[skill]}) if skill in cites else need
                opened[skill].append((skill, node.name, cited))
    edges: list[Edge] = []
    for node in nodes:
        edges += opened[node.name]
        for target, move in sorted(node.table.get("leads_to", {}).items(), key=itemgetter(0)):
            edge: dict[str, Any] = {"relation": "leads_to", **(move if isinstance(move, dict) else {"months": move})}
            edge["months"] += 0
            if "cites" in edge:
                edge["cites"] = tuple(edge["cites"])
            edges.append((node.name, target, FrozenDict(edge)))
    return edges


def _edge_cites(because: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return the citations of each skill, of a table with the skills of each citation."""
    cites: dict[str, list[str]] = defaultdict(list)
    for cite, skills in sorted(because.items()):
        for skill in skills:
            cites[skill].append(cite)
    return {skill: tuple(found) for skill, found in cites.items()}
