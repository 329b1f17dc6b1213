"""Differences between two graphs: their nodes, moves, fields of experience, tracks, sources and resources."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlgraph.graphfile.evidence import is_generated
from mlgraph.graphfile.load import validate_graph
from mlgraph.model import KINDS, Graph, Named, name_node
from mlgraph.results import Tabular

# the kinds of items other than nodes, each with its namespace and the attribute of the graph that holds the items
_TABLES = {
    "field": ("field", "experience"),
    "track": ("track", "tracks"),
    "source": ("source", "sources"),
    "resource": ("source", "resources"),
}


@dataclass(frozen=True)
class Change:
    """An attribute of a node or a move, with different values in two graphs.

    Attributes
    ----------
    what : str
        The name of the attribute whose value differs, such as "hours". If an attribute is a table, `what` has the name
        of the attribute and a key of the table, such as "reasons python".
    before, after : object
        The value of the attribute in the old and in the new graph, or None in a graph without the attribute.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.Change("hours", before=30, after=40).after
    40
    """

    what: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ItemChange:
    """A node, field of experience, track, source or resource that differs between two graphs.

    Attributes
    ----------
    id : str
        The id of the item.
    title, kind : str
        The title and the kind of the item, from the new graph unless only the old graph has it. The kind is that of a
        node, or "field", "track", "source" or "resource".
    changes : tuple of Change
        The attributes of the item that differ between the two graphs.
    url : str
        The web address of the item, from the new graph unless only the old graph has it.

    Examples
    --------
    >>> import mlgraph
    >>> import networkx as nx
    >>> old = mlgraph.load()
    >>> new = nx.DiGraph(old)
    >>> new.nodes["python"]["about"] = "A language."
    >>> [item.id for item in mlgraph.diff(old, new).changed]
    ['python']
    """

    id: str
    title: str
    kind: str
    changes: tuple[Change, ...]
    url: str = ""


@dataclass(frozen=True)
class MoveChange:
    """A move that only one of two graphs has, or whose attributes differ between the two graphs.

    Attributes
    ----------
    source, target : Named
        The positions that the move connects.
    before, after : float or None
        The months in the first position before the move, in the old and in the new graph, or None in a graph without
        the move.
    changes : tuple of Change
        The attributes of the move, other than its months, that differ between the graphs.
    generated : bool
        Whether the new graph has counted the move in career histories that a program generated, instead of those of
        people.

    Examples
    --------
    >>> import mlgraph
    >>> import networkx as nx
    >>> old = mlgraph.load()
    >>> new = nx.DiGraph(old)
    >>> new.add_edge("data-scientist", "statistician", relation="leads_to", months=6)
    >>> [(move.target.title, move.after) for move in mlgraph.diff(old, new).moves]
    [('Statistician', 6)]
    """

    source: Named
    target: Named
    before: float | None
    after: float | None
    changes: tuple[Change, ...]
    generated: bool = False


@dataclass(frozen=True)
class Diff(Tabular):
    """The differences between an old graph and a new graph. `bool(diff)` is false if the two graphs do not differ.

    Attributes
    ----------
    added, removed, changed : tuple of ItemChange
        `added` has the items that only the new graph has, `removed` those only in the old graph, and `changed` those
        that differ. An item is a node, field of experience, track, source or resource.
    moves : tuple of MoveChange
        The moves that only one of the two graphs has, or whose attributes differ. Two moves count as the same move if
        they connect the same two positions.
    graph : tuple of Change
        The differences between the titles of the two graphs, and between the texts that credit the publishers of their
        sources.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load()
    >>> bool(mlgraph.diff(graph, graph))
    False
    """

    added: tuple[ItemChange, ...]
    removed: tuple[ItemChange, ...]
    changed: tuple[ItemChange, ...]
    moves: tuple[MoveChange, ...]
    graph: tuple[Change, ...]

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.moves, self.graph))


def diff(old: Graph, new: Graph) -> Diff:
    """Return what only one of two graphs has, or what differs between the two, such as nodes and moves.

    Parameters
    ----------
    old, new : networkx.DiGraph
        Two graphs from `mlgraph.load`, or graphs whose nodes and edges have the same attributes.

    Returns
    -------
    Diff
        The differences between nodes and other items with the same id, and between moves with the same two positions.

    Raises
    ------
    GraphFileError
        Raised if a graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> import networkx as nx
    >>> graph = mlgraph.load()
    >>> edited = nx.DiGraph(graph)
    >>> edited.edges["data-scientist", "machine-learning-engineer"]["months"] = 12
    >>> [(move.source.id, move.after) for move in mlgraph.diff(graph, edited).moves]
    [('data-scientist', 12)]
    """
    old, new = validate_graph(old), validate_graph(new)
    before, after = _flatten_graph(old), _flatten_graph(new)
    items = [
        (key, _make_item_change(key[1], before.get(key, {}), after.get(key, {}))) for key in sorted({*before, *after})
    ]
    items.sort(key=lambda found: (*KINDS, *_TABLES).index(found[1].kind))
    return Diff(
        added=tuple(item for key, item in items if key not in before),
        removed=tuple(item for key, item in items if key not in after),
        changed=tuple(item for key, item in items if key in before and key in after and item.changes),
        moves=tuple(_list_move_changes(old, new)),
        graph=_list_changes(
            *(_flatten({key: graph.graph.get(key) for key in ("title", "attribution")}) for graph in (old, new))
        ),
    )


def _flatten_graph(graph: Graph) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the attributes of all nodes and of the entries of `_TABLES`, with tables split as by `_flatten`.

    In the result, each key has a namespace and an id. Within a namespace, no two items have the same id.
    """
    nodes = {("", node): _flatten(attributes) for node, attributes in graph.nodes.items()}
    return nodes | {
        (namespace, name): {"kind": kind} | _flatten(entry)
        for kind, (namespace, key) in _TABLES.items()
        for name, entry in graph.graph.get(key, {}).items()
    }


def _flatten(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return attributes without tables: each key of a table becomes an attribute, such as "reasons r".

    The result leaves out attributes whose value is None, or an empty text or tuple.
    """
    flat: dict[str, Any] = {}
    for key, value in attributes.items():
        flat |= (
            {f"{key} {entry}": content for entry, content in value.items()} if isinstance(value, dict) else {key: value}
        )
    return {key: value for key, value in flat.items() if value not in ("", (), None)}


def _make_item_change(name: str, before: dict[str, Any], after: dict[str, Any]) -> ItemChange:
    latest = after or before
    return ItemChange(name, latest["title"], latest["kind"], _list_changes(before, after), latest.get("url", ""))


def _list_changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return tuple(Change(name, before.get(name), after.get(name)) for name in names)


def _list_move_changes(old: Graph, new: Graph) -> Iterator[MoveChange]:
    before, after = (
        {(a, b): edge for a, b, edge in graph.edges(data=True) if edge["relation"] == "leads_to"}
        for graph in (old, new)
    )
    for ends in sorted({*before, *after}):
        here, there = before.get(ends, {}), after.get(ends, {})
        if here != there:
            changes = tuple(
                c for c in _list_changes(_flatten(here), _flatten(there)) if c.what not in ("relation", "months")
            )
            source, target = (name_node(new if node in new else old, node) for node in ends)
            generated = is_generated(new, there.get("cites", ()))
            yield MoveChange(source, target, here.get("months"), there.get("months"), changes, generated)
