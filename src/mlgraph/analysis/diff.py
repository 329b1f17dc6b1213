"""Differences between two graphs: nodes, moves, needs and texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlgraph.graphfile.load import validate_graph
from mlgraph.model import KINDS, Graph, Named, named
from mlgraph.results import Result


@dataclass(frozen=True)
class Change:
    """What two graphs say under one name.

    Attributes
    ----------
    what : str
        The name, such as "hours"; an entry of a table has the name of the table before its own.
    before, after : object
        What the old graph says, and the new one; None where it says nothing.
    """

    what: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ItemChange:
    """A stage, role, skill or source that is not the same in two graphs.

    Attributes
    ----------
    id : str
        The id.
    title, kind : str
        Title and kind in the new graph, or in the old one where the new one has none.
    changes : tuple of Change
        What the graphs say of it otherwise.
    """

    id: str
    title: str
    kind: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class MoveChange:
    """A move that is not the same in two graphs.

    Attributes
    ----------
    source, target : Named
        The positions from which and to which it leads.
    before, after : float or None
        Months in post before the move, in the old graph and the new one; None where there is no such move.
    changes : tuple of Change
        What else the graphs say of it otherwise.
    """

    source: Named
    target: Named
    before: float | None
    after: float | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Diff(Result):
    """What leads from an old graph to a new one; it is false where nothing does.

    Attributes
    ----------
    added, removed, changed : tuple of ItemChange
        Nodes and sources that only the new graph has, that only the old one has, and that both have, by id.
    moves : tuple of MoveChange
        Moves that are not the same, by their ends.
    graph : tuple of Change
        What the graphs say of themselves otherwise: their title and attribution.
    """

    added: tuple[ItemChange, ...]
    removed: tuple[ItemChange, ...]
    changed: tuple[ItemChange, ...]
    moves: tuple[MoveChange, ...]
    graph: tuple[Change, ...]

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.moves, self.graph))


def diff(old: Graph, new: Graph) -> Diff:
    """Return what was added, removed and changed from an old graph to a new one.

    Parameters
    ----------
    old, new : networkx.DiGraph
        Graphs from `mlgraph.load`, or of the same form.

    Returns
    -------
    Diff
        Nodes and sources, matched by id, and moves, matched by their ends.

    Raises
    ------
    GraphFileError
        Where a graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> import networkx as nx
    >>> graph = mlgraph.load()
    >>> edited = nx.DiGraph(graph)
    >>> edited.edges["data-scientist", "leadership"]["months"] = 99
    >>> [(move.source.id, move.after) for move in mlgraph.diff(graph, edited).moves]
    [('data-scientist', 99)]
    """
    old, new = validate_graph(old), validate_graph(new)
    before, after = _said(old), _said(new)
    items = [(key, _item(key[1], before.get(key, {}), after.get(key, {}))) for key in sorted({*before, *after})]
    items.sort(key=lambda found: (*KINDS, "source").index(found[1].kind))
    return Diff(
        added=tuple(item for key, item in items if key not in before),
        removed=tuple(item for key, item in items if key not in after),
        changed=tuple(item for key, item in items if key in before and key in after and item.changes),
        moves=tuple(_moves(old, new)),
        graph=_changes(
            *(_flat({key: graph.graph.get(key) for key in ("title", "attribution")}) for graph in (old, new))
        ),
    )


def _said(graph: Graph) -> dict[tuple[bool, str], dict[str, Any]]:
    """Return what a graph says of each source (true) and node (false)."""
    nodes = {(False, node): _flat(attributes) for node, attributes in graph.nodes.items()}
    sources = graph.graph.get("sources", {}).items()
    return nodes | {(True, name): {"kind": "source"} | _flat(source) for name, source in sources}


def _flat(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return what is said, each entry of a table under a name of its own, without what says nothing."""
    flat: dict[str, Any] = {}
    for key, value in attributes.items():
        flat |= {f"{key} {entry}": said for entry, said in value.items()} if isinstance(value, dict) else {key: value}
    return {key: value for key, value in flat.items() if value not in ("", (), None)}


def _item(name: str, before: dict[str, Any], after: dict[str, Any]) -> ItemChange:
    latest = after or before
    return ItemChange(name, latest["title"], latest["kind"], _changes(before, after))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return tuple(Change(name, before.get(name), after.get(name)) for name in names)


def _moves(old: Graph, new: Graph) -> Iterator[MoveChange]:
    before, after = (
        {(a, b): arrow for a, b, arrow in graph.edges(data=True) if arrow["relation"] == "leads_to"}
        for graph in (old, new)
    )
    for ends in sorted({*before, *after}):
        here, there = before.get(ends, {}), after.get(ends, {})
        if here != there:
            changes = tuple(c for c in _changes(_flat(here), _flat(there)) if c.what not in ("relation", "months"))
            source, target = (named(new if node in new else old, node) for node in ends)
            yield MoveChange(source, target, here.get("months"), there.get("months"), changes)
