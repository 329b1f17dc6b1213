"""What changed between two graphs: what they say, and which answers between positions became others."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlgraph.model import KINDS, Graph, Named, named
from mlgraph.results import Result


@dataclass(frozen=True)
class Change:
    """What the old graph and the new one say under one name; None where one says nothing."""

    what: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Item:
    """A stage, role, skill or source that is not the same in both graphs; title and kind are the new ones, if any."""

    id: str
    title: str
    kind: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Move:
    """A move that is not the same in both graphs: its months in each, None where it is not there.

    `changes` has what else the graphs say of it.
    """

    source: Named
    target: Named
    before: float | None
    after: float | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Diff(Result):
    """What leads from an old graph to a new one: nodes and sources by id, moves by their ends.

    `graph` has what the graphs say of themselves, their title and attribution. A diff is false where there is none.
    """

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[Item, ...]
    moves: tuple[Move, ...]
    graph: tuple[Change, ...]

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.moves, self.graph))


def diff(old: Graph, new: Graph) -> Diff:
    """Return what was added, removed and changed from an old graph to a new one."""
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


def _item(name: str, before: dict[str, Any], after: dict[str, Any]) -> Item:
    latest = after or before
    return Item(name, latest["title"], latest["kind"], _changes(before, after))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return tuple(Change(name, before.get(name), after.get(name)) for name in names)


def _moves(old: Graph, new: Graph) -> Iterator[Move]:
    before, after = (
        {(a, b): arrow for a, b, arrow in graph.edges(data=True) if arrow["relation"] == "leads_to"}
        for graph in (old, new)
    )
    for ends in sorted({*before, *after}):
        here, there = before.get(ends, {}), after.get(ends, {})
        if here != there:
            changes = tuple(c for c in _changes(_flat(here), _flat(there)) if c.what not in ("relation", "months"))
            source, target = (named(new if node in new else old, node) for node in ends)
            yield Move(source, target, here.get("months"), there.get("months"), changes)
