"""Loading and validation of graphs. A loaded graph is an immutable `networkx.DiGraph`.

The parser and the validator are imported only to parse a file, since a cached graph needs neither.
"""

import gc
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from mlgraph.errors import UsageError
from mlgraph.graphfile.files import OWN, locate
from mlgraph.graphfile.frozen import FrozenDict, freeze, freeze_lists
from mlgraph.graphfile.kept import find_key, read_tables, write_tables
from mlgraph.graphfile.nodes import Node, list_nodes
from mlgraph.model import FIGURES, HEADINGS, Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlgraph.errors import Diagnostic
    from mlgraph.graphfile.document import Document

Edge = tuple[str, str, FrozenDict]
# an attribute of the graph object; pickle and deepcopy keep it, but the copies and views of networkx do not
_VALIDATED = "mlgraph_validated"
# attributes that only some nodes of a loaded graph have
_FURTHER = (
    *("counts_as", "experience_from", "hours_from", "learn_with"),
    *("optional", "programme", "reasons", "same_as", "shown_by", "stage", "subject", "track", "url"),
    *("usual_experience_from", "usual_skills", "usual_skills_from"),
)
_FURTHER_MONTHS = ("experience", "teaches", "usual_experience")
# tables of a file that do not describe nodes, with their names in a graph; most graphs lack them
_DECLARED = {"experience": "experience", "resource": "resources", "track": "tracks"}


def load(*paths: str | Path) -> Graph:
    """Load and validate the graph in one or more files, by default the bundled graph.

    Every node has the attributes `kind`, `title`, `about`, `aliases`, `needs` and `cites`. A role may have the
    attribute `stage`, the id of the stage to which it belongs. A skill has `hours` of study, and `hours_low` and
    `hours_high` if the file gives a range. The attribute `same_as` of a node may list the entries that stand for the
    node in catalogues such as ESCO. A skill may have a `subject`, a way to prove the skill in `shown_by`, and resources
    in `learn_with`. A role may have `pay`, `outlook` and `entry`, each of which is a tuple of dictionaries.

    Every edge has the attribute `relation`, which is "leads_to" for a move and "needed_for" for a need. A move has the
    attribute `months`, the months in the first position before the move. A need has the attribute `required`, which is
    false if the skill is one of several alternatives. An edge has `cites` if the file cites sources for the edge. The
    dictionary `graph.graph` holds `title`, `attribution` and `sources`, and if a file has any, `resources`,
    `experience` and `tracks`.

    A graph from `mlgraph.load` and its attributes are immutable. `networkx.DiGraph(graph)` makes a copy that can be
    changed.

    Parameters
    ----------
    *paths : str or pathlib.Path
        TOML, JSON or CSV files, workbooks (.xlsx), or folders of TOML or CSV files. Each file after the first is an
        overlay, which adds nodes and keys to the earlier files, and replaces their values by id. The path "mlgraph"
        stands for the bundled graph.

    Returns
    -------
    networkx.DiGraph
        The validated, immutable graph.

    Raises
    ------
    FileError
        Raised if a file cannot be read.
    GraphFileError
        Raised if the graph is invalid. The attribute `diagnostics` of the GraphFileError lists all errors in the graph.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load()
    >>> graph.nodes["python"]["kind"], graph.edges["senior-data-scientist", "ml-team-lead"]["relation"]
    ('skill', 'leads_to')
    """
    paths = paths or (OWN,)
    with _pause_garbage_collection():
        key = find_key(paths)
        tables = key and read_tables(key)
        if tables:
            return _assemble(list_nodes(tables), tables)
        document = read_layers(*paths)
        graph = build(document)
        if key and key == find_key(paths):
            write_tables(key, document.tables)
        return graph


def merge(base: Graph, *overlays: "Graph | str | Path") -> Graph:
    """Merge a base graph with overlays, in the given order. Return the merged graph, validated and immutable.

    The overlays change the base graph in the same way as the later files in a call of `mlgraph.load`. An overlay that
    is a graph in memory has the same effect as the file that `mlgraph.save` would write for it. An overlay that removes
    moves, or that refers to nodes of the base graph, must be a file or folder. A graph in memory cannot remove moves,
    and must be valid without the base graph.

    Parameters
    ----------
    base : networkx.DiGraph
        A graph from `mlgraph.load`, or another graph with the same attributes.
    *overlays : networkx.DiGraph, str or pathlib.Path
        The graphs, files or folders to lay over the base graph.

    Returns
    -------
    networkx.DiGraph
        A new, immutable graph.

    Raises
    ------
    FileError
        Raised if a file cannot be read.
    GraphFileError
        Raised if the graph is invalid. The attribute `diagnostics` of the GraphFileError lists all errors in the graph.

    Examples
    --------
    >>> import mlgraph
    >>> import networkx as nx
    >>> ours = nx.DiGraph()
    >>> ours.add_node("our-tools", kind="skill", title="Our tools", hours=15)
    >>> len(mlgraph.merge(mlgraph.load(), ours)) - len(mlgraph.load())
    1
    """
    from mlgraph.graphfile.overlay import merge_documents

    with _pause_garbage_collection():
        return build(merge_documents(*map(to_document, (base, *overlays))))


def validate_graph(graph: Graph) -> Graph:
    """Validate a graph and return an immutable copy.

    If `mlgraph.load` made the graph, which is then valid and immutable, return the graph itself.

    A node must have `kind` ("stage", "role" or "skill") and `title`, and a skill must have `hours`. An edge must have
    `relation` ("leads_to" or "needed_for"), and a move must have `months`. Each further attribute that nodes and edges
    of graphs from `mlgraph.load` have, such as `about` or `cites`, is optional. An attribute that graphs from
    `mlgraph.load` never have is an error.

    The attribute `needs` of a node must match the edges "needed_for" that lead to the node. If a node has no `needs`,
    each edge "needed_for" that leads to the node is a requirement.

    Raises UsageError if `graph` is not a networkx.DiGraph. Raises GraphFileError with all errors if the graph is
    invalid.
    """
    if getattr(graph, _VALIDATED, False):
        return graph
    if not isinstance(graph, nx.DiGraph) or graph.is_multigraph():
        raise UsageError(f"a graph must be a networkx.DiGraph, not a {type(graph).__name__}")
    from mlgraph.graphfile.document import Document
    from mlgraph.graphfile.tables import to_tables

    tables, errors = to_tables(graph)
    return build(Document("", "", tables), errors)


def read_layers(*paths: str | Path) -> "Document":
    """Return the merged tables of graph files as a document, without validation.

    Raises FileError if a file cannot be read, and GraphFileError if a file is not well-formed.
    """
    from mlgraph.graphfile.overlay import merge_documents

    return merge_documents(*map(to_document, paths or (OWN,)))


def to_document(layer: "Graph | str | Path") -> "Document":
    """Return the tables of a graph file, of a folder, or of a graph in memory as a document.

    Raises FileError if a file cannot be read, and GraphFileError if a file is not well-formed or the
    graph in memory is invalid.
    """
    from mlgraph.graphfile.document import Document, read
    from mlgraph.graphfile.tables import to_tables

    if isinstance(layer, str | Path):
        return read(locate(layer))
    tables, _ = to_tables(validate_graph(layer))
    return Document("", "", tables)


def build(document: "Document", found: "Sequence[Diagnostic]" = ()) -> Graph:
    """Validate a document, and return the immutable graph that it describes.

    Raises GraphFileError with all errors: first the errors in `found`, then the errors in the document.
    """
    from mlgraph.graphfile.validate import validate

    return _assemble(validate(document, found), document.tables)


def _assemble(nodes: list[Node], tables: dict[str, Any]) -> Graph:
    """Build the immutable graph from valid nodes and the tables of their document."""
    nodes = sorted(nodes, key=attrgetter("name"))
    sources = freeze(dict(sorted(tables.get("source", {}).items())))
    graph: Any = nx.DiGraph()  # networkx's public methods would copy the attributes into mutable dictionaries
    graph.add_nodes_from(node.name for node in nodes)
    for node in nodes:
        graph._node[node.name] = _make_attributes(node)
    for source, target, attributes in _make_edges(nodes):
        graph._succ[source][target] = graph._pred[target][source] = attributes
    declared = {
        name: freeze_lists(dict(sorted(tables[key].items()))) for key, name in _DECLARED.items() if tables.get(key)
    }
    graph.graph = FrozenDict({key: tables.get(key, "") for key in HEADINGS} | {"sources": sources} | declared)
    frozen: Graph = nx.freeze(graph)
    setattr(frozen, _VALIDATED, True)
    return frozen


@contextmanager
def _pause_garbage_collection() -> Iterator[None]:
    """Pause Python's garbage collector, which would traverse a growing graph many times and free nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # this moves new objects to the oldest generation without a traversal
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()


def _make_attributes(node: Node) -> FrozenDict:
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
        if table.get(key):  # an empty list or table has no meaning
            attributes[key] = tuple(table[key]) if isinstance(table[key], list) else table[key]
    for key in _FURTHER_MONTHS:
        if table.get(key):
            attributes[key] = {name: months + 0 for name, months in sorted(table[key].items())}
    attributes |= {key: freeze_lists(table[key]) for key in FIGURES if key in table}
    if node.kind == "skill":
        attributes |= _name_range("hours", table["hours"])
    return freeze(attributes)


def _name_range(name: str, value: Any) -> dict[str, float]:
    """Return attributes for a value that is one number, or a list of a low, a likely and a high number.

    The returned attribute with the name `name`, such as "hours", holds the likely number. If the value is a list, the
    returned attributes whose names end in "_low" and "_high" hold the low and the high number.
    """
    numbers = value if isinstance(value, list) else [value]
    names = (f"{name}_low", name, f"{name}_high") if len(numbers) > 1 else (name,)
    return {name: number + 0 for name, number in zip(names, numbers, strict=True)}  # -0.0 becomes 0


def _make_edges(nodes: list[Node]) -> list[Edge]:
    """Return the needs and the moves of nodes as edges.

    The returned edges are in the order of their first nodes, and then of their second nodes.
    """
    required, choice = (FrozenDict(relation="needed_for", required=required) for required in (True, False))
    opened: dict[str, list[Edge]] = defaultdict(list)
    for node in nodes:
        cites = _find_edge_cites(node.table["because"]) if "because" in node.table else {}
        for group in node.needs:
            need = required if len(group) == 1 else choice
            for skill in group:
                cited = FrozenDict(need | {"cites": cites[skill]}) if skill in cites else need
                opened[skill].append((skill, node.name, cited))
    edges: list[Edge] = []
    for node in nodes:
        edges += opened[node.name]
        for target, move in sorted(node.table.get("leads_to", {}).items(), key=itemgetter(0)):
            edge: dict[str, Any] = {
                "relation": "leads_to",
                **(move if isinstance(move, dict) else {"months": 0 if move is True else move}),
            }
            edge |= _name_range("months", edge["months"])
            if "cites" in edge:
                edge["cites"] = tuple(edge["cites"])
            edges.append((node.name, target, FrozenDict(edge)))
    return edges


def _find_edge_cites(because: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return, for each skill that a node needs, the citations that support this need.

    In the table `because` of a node, each citation has a list of the skills whose need it supports.
    """
    cites: dict[str, list[str]] = defaultdict(list)
    for cite, skills in sorted(because.items()):
        for skill in skills:
            cites[skill].append(cite)
    return {skill: tuple(found) for skill, found in cites.items()}
