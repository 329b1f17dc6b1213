"""A graph file, or a folder of them, into a checked, frozen `networkx.DiGraph`, and back."""

import gc
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

import networkx as nx

from mlgraph.graphfile.document import OWN, Document, locate, read
from mlgraph.graphfile.overlay import overlaid
from mlgraph.graphfile.schema import TOP
from mlgraph.graphfile.validate import Node, checked
from mlgraph.model import Graph

Arrow = tuple[str, str, dict[str, Any]]
_FURTHER = ("optional", "reasons", "same_as", "shown_by", "stage", "url")  # attributes that only some nodes have


def load(*paths: str | Path) -> Graph:
    """Return the graph in the file or folder at a path, or the one that comes with mlgraph, checked and frozen.

    Of several paths, later files add to and override earlier ones, as `overlay` says; among them, "mlgraph" names the
    graph that comes with mlgraph.

    Nodes carry `kind`, `title`, `about`, `aliases`, `needs`, `cites`, and as they apply `stage`, `shown_by`, `same_as`
    and `hours` (of study; the likely ones, beside `hours_low` and `hours_high` where the file gives a range). Arrows
    carry `relation` with `months` (`leads_to`) or `required` (`needed_for`), and `cites` where a file says on whose
    word. `graph.graph` holds `title` and `sources`. Raises FileError, and GraphFileError with all mistakes of files.
    """
    with _uncollected():
        return build(read_layers(*paths))


def read_layers(*paths: str | Path) -> Document:
    """Return the tables that `load` makes a graph of, unchecked. Raises FileError and GraphFileError."""
    return overlaid(*(read(locate(path)) for path in paths or (OWN,)))


def build(document: Document) -> Graph:
    """Return the graph that the tables of a document describe, checked and frozen. Raises GraphFileError."""
    return _graph(document.tables, checked(document))


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


def _graph(tables: dict[str, Any], nodes: list[Node]) -> Graph:
    sources = {name: dict(source) for name, source in sorted(tables.get("source", {}).items())}
    graph: Graph = nx.DiGraph(**{key: tables.get(key, "") for key in TOP}, sources=sources)
    nodes = sorted(nodes, key=lambda node: node.name)
    graph.add_nodes_from((node.name, _attributes(node)) for node in nodes)
    graph.add_edges_from(_arrows(nodes))
    frozen: Graph = nx.freeze(graph)
    return frozen


def _attributes(node: Node) -> dict[str, Any]:
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
    return attributes


def _arrows(nodes: list[Node]) -> list[Arrow]:
    """Return the arrows of nodes that are in the order of names, in the order of their two ends."""
    required, choice = ({"relation": "needed_for", "required": required} for required in (True, False))
    opened: dict[str, list[Arrow]] = defaultdict(list)
    for _, name, table, needs in nodes:
        cites = _arrow_cites(table["because"]) if "because" in table else {}
        for group in needs:
            for skill in group:
                need = required if len(group) == 1 else choice
                opened[skill].append((skill, name, need | {"cites": cites[skill]} if skill in cites else need))
    arrows: list[Arrow] = []
    for _, name, table, _ in nodes:
        arrows += opened[name]
        for target, move in sorted(table.get("leads_to", {}).items(), key=itemgetter(0)):
            arrow: dict[str, Any] = {"relation": "leads_to", **(move if isinstance(move, dict) else {"months": move})}
            arrow["months"] += 0
            if "cites" in arrow:
                arrow["cites"] = tuple(arrow["cites"])
            arrows.append((name, target, arrow))
    return arrows


def _arrow_cites(because: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return the citations of each skill, of a table with the skills of each citation."""
    cites: dict[str, list[str]] = defaultdict(list)
    for cite, skills in sorted(because.items()):
        for skill in skills:
            cites[skill].append(cite)
    return {skill: tuple(found) for skill, found in cites.items()}
