"""A graph file into a checked, frozen `networkx.DiGraph`."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx

from mlgraph.document import Document, Key, read
from mlgraph.errors import GraphFileError, Mistake, shown
from mlgraph.model import KINDS, POSITIONS, Graph, did_you_mean
from mlgraph.schema import KEYS, REQUIRED, TOP, Fault, described, id_faults


def load(path: str | Path | None = None) -> Graph:
    """Return the graph in the file at `path`, or the one that comes with mlgraph, checked and frozen.

    Nodes carry `kind`, `title`, `about`, `aliases`, `needs`, `cites`, and as they apply `stage` and `hours` (of study);
    arrows carry `relation` with `months` (`leads_to`) or `required` (`needed_for`). `graph.graph` holds `title`
    and `sources`. Raises FileError, and GraphFileError with all mistakes of the file.
    """
    document = read(default_path() if path is None else path)
    mistakes = [*_shape_mistakes(document), *_reference_mistakes(document), *_circle_mistakes(document)]
    if mistakes:
        raise GraphFileError(document.path, mistakes)
    return _graph(document.tables)


def default_path() -> Path:
    """Return where the graph that comes with mlgraph stands: in the installed package, or at the top of a checkout."""
    package = Path(__file__).parent
    installed = package / "graphs" / "ml.toml"
    return installed if installed.exists() else package.parents[1] / "graphs" / "ml.toml"


def _shape_mistakes(document: Document) -> Iterator[Mistake]:
    for kind, tables in document.tables.items():
        if kind in TOP:
            yield from (_mistake(document, (kind,), kind, fault) for fault in TOP[kind](tables))
        elif kind not in KEYS:
            right = f"the tables of a graph are {', '.join(KEYS)}{did_you_mean(kind, KEYS)}"
            yield _mistake(document, (kind,), kind, Fault("is no table of a graph", right))
        elif not isinstance(tables, dict):
            yield _mistake(document, (kind,), kind, Fault(f"is {described(tables)}", f"write [{kind}.some-id]"))
        else:
            for name, table in tables.items():
                yield from _entry_mistakes(document, kind, name, table)
    if not any(document.tables.get(kind) for kind in KINDS):
        yield Mistake(1, "", "holds no stage, role or skill", "write at least one, such as [skill.python]")


def _entry_mistakes(document: Document, kind: str, name: str, table: Any) -> Iterator[Mistake]:
    at = (kind, name)
    if not isinstance(table, dict):
        yield _mistake(document, at, name, Fault(f"is {described(table)}", f"write a table, [{kind}.some-id]"))
        return
    yield from (_mistake(document, at, name or '""', fault) for fault in id_faults(name, table.get("title")))
    for key, value in table.items():
        if key in KEYS[kind]:
            yield from (_value_mistake(document, (*at, key), fault) for fault in KEYS[kind][key](value))
        else:
            yield _mistake(document, (*at, key), name, _unknown_key(kind, key))
    for key in REQUIRED[kind]:
        if key not in table:
            yield _mistake(document, at, name, Fault(f"has no {key}", f"every {kind} has one, write {key} = ..."))


def _unknown_key(kind: str, key: str) -> Fault:
    if kind == "skill" and key == "leads_to":
        return Fault("is a skill that leads to something", "name the skill in the needs of what it opens")
    right = f"the keys of a {kind} are {', '.join(KEYS[kind])}{did_you_mean(key, KEYS[kind])}"
    return Fault(f"has the unknown key {shown(key)}", right)


def _value_mistake(document: Document, key: Key, fault: Fault) -> Mistake:
    name, attribute = str(key[1]), str(key[2])
    if attribute in ("leads_to", "points") and fault.at:
        arrow, noun = ("->", "months") if attribute == "leads_to" else (":", "the point")
        name, attribute = f"{name} {arrow} {fault.at[0]}", noun
    return _mistake(document, key, name, fault._replace(problem=f"{attribute} {fault.problem}"))


def _mistake(document: Document, key: Key, name: str, fault: Fault) -> Mistake:
    return Mistake(document.line((*key, *fault.at)), name, fault.problem, fault.remedy)


def _reference_mistakes(document: Document) -> Iterator[Mistake]:
    kinds: dict[str, str] = {}
    for kind, name, _ in _entries(document.tables):
        if kinds.setdefault(name, kind) != kind:
            problem = f"is the id of a {kinds[name]} and of a {kind}"
            yield _mistake(document, (kind, name), name, Fault(problem, "give one of them another id"))
    for kind, name, table in _entries(document.tables):
        faults = (*_need_faults(table, kinds), *_position_faults(name, table, kinds), *_cite_faults(table, document))
        for label, fault in faults:
            yield _mistake(document, (kind, name), f"{name}{label}", fault)


def _need_faults(table: dict[str, Any], kinds: dict[str, str]) -> Iterator[tuple[str, Fault]]:
    groups = _groups(table)
    alone = {group[0] for _, group in groups if len(group) == 1}
    for index, group in groups:
        for skill in group:
            if fault := _reference_fault(skill, kinds, ("skill",), "needs"):
                yield "", fault._replace(at=("needs", index))
        for skill in sorted(alone.intersection(group)) if len(group) > 1 else ():
            problem = f"needs an alternative to {shown(skill)}, which it needs in any case"
            yield "", Fault(problem, "remove the one or the other", ("needs", index))


def _position_faults(name: str, table: dict[str, Any], kinds: dict[str, str]) -> Iterator[tuple[str, Fault]]:
    moves = table.get("leads_to")
    for target in moves if isinstance(moves, dict) and kinds[name] in POSITIONS else ():
        if target == name:
            yield f" -> {target}", Fault("leads to itself", "remove this move", ("leads_to", target))
        elif fault := _reference_fault(target, kinds, POSITIONS, "leads to"):
            yield f" -> {target}", fault._replace(at=("leads_to", target))
    stage = table.get("stage")
    if isinstance(stage, str) and (fault := _reference_fault(stage, kinds, ("stage",), "is in stage")):
        yield "", fault._replace(at=("stage",))


def _reference_fault(name: str, kinds: dict[str, str], wanted: tuple[str, ...], verb: str) -> Fault | None:
    right = " or ".join(wanted)
    if name not in kinds:
        known = (known for known, kind in kinds.items() if kind in wanted)
        return Fault(f"{verb} {shown(name)}, which is not in the file", f"name a {right}{did_you_mean(name, known)}")
    if kinds[name] not in wanted:
        return Fault(f"{verb} {shown(name)}, which is a {kinds[name]}", f"name a {right}")
    return None


def _cite_faults(table: dict[str, Any], document: Document) -> Iterator[tuple[str, Fault]]:
    sources = document.tables.get("source")
    known = sources if isinstance(sources, dict) else {}
    cites = table.get("cites")
    for index, cite in enumerate(cites if isinstance(cites, list) else ()):
        source, _, locator = cite.partition(":") if isinstance(cite, str) else ("", "", "")
        points = known[source].get("points") if isinstance(known.get(source), dict) else None
        at: Key = ("cites", index)
        if isinstance(cite, str) and source not in known:
            remedy = f"declare it as [source.{shown(source) or 'some-id'}]{did_you_mean(source, known)}"
            yield "", Fault(f"cites {shown(cite)}, a source that is not declared", remedy, at)
        elif isinstance(points, dict) and locator not in points:
            remedy = f"cite one of the points of [source.{shown(source)}]{did_you_mean(locator, points)}"
            yield "", Fault(f"cites {shown(cite)}, a point that the source does not have", remedy, at)


def _circle_mistakes(document: Document) -> Iterator[Mistake]:
    order = {name: place for place, (kind, name, _) in enumerate(_entries(document.tables)) if kind == "skill"}
    needed_for: Graph = nx.DiGraph()
    for kind, name, table in _entries(document.tables):
        if kind == "skill":
            needed_for.add_edges_from((skill, name) for _, group in _groups(table) for skill in group if skill in order)
    for members in nx.strongly_connected_components(needed_for):
        first = min(members, key=order.__getitem__)
        if len(members) > 1 or needed_for.has_edge(first, first):
            problem = f"needs itself: {_shortened(_circle(needed_for, first))}"
            yield _mistake(document, ("skill", first), first, Fault(problem, "remove one need of this circle"))


def _circle(graph: Graph, node: str) -> list[str]:
    """Return the shortest way from `node` back to itself, with `node` first and last."""
    ways = nx.single_source_shortest_path(graph, node)
    last = min((before for before in graph.pred[node] if before in ways), key=lambda n: (len(ways[n]), n))
    return [*ways[last], node]


def _shortened(circle: list[str], limit: int = 12) -> str:
    names = [shown(name) for name in circle]
    if len(names) > limit:
        names[limit // 2 : -limit // 2] = [f"... {len(names) - limit} more ..."]
    return " -> ".join(names)


def _entries(tables: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield kind, id and table of each node that the file describes in the right shape."""
    for kind in KINDS:
        entries = tables.get(kind)
        for name, table in entries.items() if isinstance(entries, dict) else ():
            if isinstance(table, dict):
                yield kind, name, table


def _groups(table: dict[str, Any]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the requirements of a node, each as the skills of which one is enough, with its place in the list."""
    needs = table.get("needs")
    groups = enumerate(needs if isinstance(needs, list) else ())
    lists = ((index, group if isinstance(group, list) else [group]) for index, group in groups)
    return [(index, tuple(group)) for index, group in lists if group and all(isinstance(s, str) for s in group)]


def _graph(tables: dict[str, Any]) -> Graph:
    sources = {name: dict(source) for name, source in sorted(tables.get("source", {}).items())}
    graph: Graph = nx.DiGraph(title=tables.get("title", ""), sources=sources)
    entries = sorted(_entries(tables), key=lambda entry: entry[1])
    graph.add_nodes_from((name, _attributes(kind, table)) for kind, name, table in entries)
    graph.add_edges_from(sorted(_arrows(entries), key=lambda arrow: arrow[:2]))
    frozen: Graph = nx.freeze(graph)
    return frozen


def _attributes(kind: str, table: dict[str, Any]) -> dict[str, Any]:
    attributes = {
        "kind": kind,
        "title": table["title"],
        "about": table.get("about", ""),
        "aliases": tuple(table.get("aliases", ())),
        "needs": tuple(group for _, group in _groups(table)),
        "cites": tuple(table.get("cites", ())),
    }
    if kind == "skill":
        attributes["hours"] = table["hours"] + 0  # makes -0.0 a plain zero
    if "stage" in table:
        attributes["stage"] = table["stage"]
    return attributes


def _arrows(entries: Iterable[tuple[str, str, dict[str, Any]]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for _, name, table in entries:
        for target, months in table.get("leads_to", {}).items():
            yield name, target, {"relation": "leads_to", "months": months + 0}
        for _, group in _groups(table):
            for skill in group:
                yield skill, name, {"relation": "needed_for", "required": len(group) == 1}
