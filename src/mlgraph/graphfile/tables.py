"""Conversion of a graph to the tables of a graph file.

The graph to convert may be from `mlgraph.load`, a changed copy of such a graph, or made with networkx.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from operator import itemgetter
from typing import Any

from mlgraph.errors import Diagnostic
from mlgraph.graphfile.schema import CITES, TOP
from mlgraph.graphfile.validators import describe_value
from mlgraph.model import KINDS, Graph
from mlgraph.names import suggest_names
from mlgraph.printable import sanitize

# attributes that every loaded node has, even if they are empty
_ALWAYS = ("about", "aliases", "needs", "cites")
# keys of a file that are edges in a graph, with the advice for somebody who writes them as attributes
_EDGE_KEYS = {"leads_to": "an edge with the relation leads_to", "because": "the cites of an edge"}
_RELATIONS = ("leads_to", "needed_for")
_NEED_KEYS = ("relation", "required", "cites")
_DEEPEST = 4  # valid attributes are not nested deeper; deeper values stay unchanged, and validation rejects them


def to_tables(graph: Graph) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Return the tables that stand for a graph, and the errors in the graph that no table can show.

    For example, an edge with a wrong `relation` is in none of the tables, so it is one of the returned errors.
    """
    maker = _TableMaker(graph)
    tables: dict[str, Any] = maker.make_top() | {kind: {} for kind in KINDS}
    for node, kind in maker.kinds.items():
        tables[kind][node] = maker.make_entry(node)
    return {key: part for key, part in tables.items() if not _is_empty(part)}, maker.errors


class _TableMaker:
    """A converter from a graph to the tables of a graph file.

    The attribute `errors` collects the errors that the converter finds in the graph. The attribute `kinds` has the kind
    of each node by id.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.errors: list[Diagnostic] = []
        self.kinds = {node: self._read_kind(node) for node in sorted(filter(self._is_named, graph))}

    def make_top(self) -> dict[str, Any]:
        """Return the tables and texts that are not about nodes, such as the title, the attribution and the sources."""
        attributes = {str(key): _convert_to_plain(value) for key, value in self.graph.graph.items()}
        names = {"sources": "source", "resources": "resource", "experience": "experience", "tracks": "track"}
        for key in attributes.keys() - {*TOP, *names}:
            known = (*TOP, *names)
            fix = f"use one of {', '.join(known[:-1])} and {known[-1]}{suggest_names(key, known)}"
            self._add_error((), f"has the unknown attribute {sanitize(key)}", fix)
        tables = {key: attributes[key] for key in TOP if key in attributes}
        return tables | {table: attributes.get(name, {}) for name, table in names.items()}

    def make_entry(self, node: str) -> dict[str, Any]:
        """Return the table that stands for a node in a graph file."""
        attributes = {str(key): _convert_to_plain(value) for key, value in self.graph.nodes[node].items()}
        attributes.pop("kind", None)
        for key, right in _EDGE_KEYS.items():
            if attributes.pop(key, None) is not None:
                self._add_error((node,), f"has the attribute {key}, which is a key of files", f"write {right}")
        if "hours_low" in attributes or "hours_high" in attributes:
            low, high = (attributes.pop(key, None) for key in ("hours_low", "hours_high"))
            attributes["hours"] = [low, attributes.get("hours"), high]
        needed_by = self._find_edges_to(node)
        if "needs" in attributes:
            attributes["needs"] = _shorten_needs(attributes["needs"])
            self._check_needs(node, attributes["needs"], needed_by)
        else:
            attributes["needs"] = self._infer_needs(node, needed_by)
        for key in _ALWAYS:
            if _is_empty(attributes.get(key)):
                del attributes[key]
        moves, because = self._list_moves(node), self._group_citations(node, needed_by)
        return attributes | ({"leads_to": moves} if moves else {}) | ({"because": because} if because else {})

    def _add_error(self, nodes: Iterable[str], message: str, fix: str) -> None:
        ids = tuple(nodes)
        self.errors.append(Diagnostic("error", "", 0, " -> ".join(ids), message, fix, ids))

    def _is_named(self, node: Any) -> bool:
        if not isinstance(node, str):
            self._add_error((), f"has the node {describe_value(node)}", "write an id in quotes")
        return isinstance(node, str)

    def _read_kind(self, node: str) -> str:
        """Return the kind of a node.

        If the kind of a node is missing or wrong, the method adds an error and guesses the kind from the attributes.
        """
        attributes = self.graph.nodes[node]
        kind = attributes.get("kind")
        if isinstance(kind, str) and kind in KINDS:
            return kind
        fix = f"write one of {', '.join(KINDS)}{suggest_names(kind, KINDS) if isinstance(kind, str) else ''}"
        self._add_error((node,), f"kind is {describe_value(kind)}" if "kind" in attributes else "has no kind", fix)
        return "skill" if "hours" in attributes else "role"

    def _find_edges_to(self, node: str) -> dict[str, dict[str, Any]]:
        """Return the attributes of each edge from a needed skill to a node, in the order of the skills' ids."""
        edges: dict[str, dict[str, Any]] = {}
        for source, edge in self.graph.pred[node].items():
            relation = _find_relation(edge)
            if source in self.kinds and relation == "needed_for":
                edges[source] = edge
            elif source in self.kinds and relation is None:
                message = f"relation is {describe_value(edge['relation'])}" if "relation" in edge else "has no relation"
                self._add_error((source, node), message, f"write one of {', '.join(_RELATIONS)}")
        return dict(sorted(edges.items(), key=itemgetter(0)))

    def _list_moves(self, node: str) -> dict[str, Any]:
        moves: dict[str, Any] = {}
        found = ((target, edge) for target, edge in self.graph.adj[node].items() if _find_relation(edge) == "leads_to")
        for target, edge in sorted((pair for pair in found if pair[0] in self.kinds), key=itemgetter(0)):
            move = {str(key): _convert_to_plain(value) for key, value in edge.items() if key != "relation"}
            if "months_low" in move or "months_high" in move:
                move["months"] = [move.pop("months_low", None), move.get("months"), move.pop("months_high", None)]
            months = move.get("months")
            moves[target] = months if len(move) == 1 and type(months) in (int, float, list) else move
        return moves

    def _check_needs(self, node: str, needs: Any, edges: dict[str, dict[str, Any]]) -> None:
        """Add an error for each difference between the attribute `needs` of a node and the edges from needed skills."""
        listed = needs if isinstance(needs, list) else []
        groups = [group if isinstance(group, list) else [group] for group in listed]
        alone = {group[0] for group in groups if len(group) == 1 and isinstance(group[0], str)}
        needed = [skill for skill in chain.from_iterable(groups) if isinstance(skill, str)]
        for skill in dict.fromkeys(needed):
            if skill in self.kinds and not self.graph.has_edge(skill, node):
                fix = f"add one from {skill} to {node} with the relation needed_for, or remove the need"
                self._add_error((node,), f"needs {sanitize(skill)}, for which there is no edge", fix)
        for skill in edges.keys() - needed:
            self._add_error(
                (skill, node), f"is not a need of {node}", f"name it in the needs of {node}, or remove the edge"
            )
        for skill in filter(edges.__contains__, dict.fromkeys(needed)):
            required = edges[skill].get("required", skill in alone)
            if required is not (skill in alone):
                fix = f"write {skill in alone}, as the needs of {node} say"
                self._add_error((skill, node), f"required is {describe_value(required)}", fix)

    def _infer_needs(self, node: str, edges: dict[str, dict[str, Any]]) -> list[str]:
        """Return the needs of a node that has no attribute `needs`, with one need for each edge from a needed skill."""
        for skill, edge in edges.items():
            if edge.get("required", True) is not True:
                message = f"required is {describe_value(edge['required'])}, and {node} has no needs"
                self._add_error((skill, node), message, f"write the alternatives in the needs of {node}")
        return [*edges]

    def _group_citations(self, node: str, edges: dict[str, dict[str, Any]]) -> dict[str, list[str]]:
        """Return the citations of the needs of a node, each with the skills whose need the citation supports."""
        because: dict[str, list[str]] = defaultdict(list)
        for skill, edge in edges.items():
            for key in map(str, edge.keys() - _NEED_KEYS):
                fix = f"use one of {', '.join(_NEED_KEYS)}{suggest_names(key, _NEED_KEYS)}"
                self._add_error((skill, node), f"has the unknown attribute {sanitize(key)}", fix)
            cites = _convert_to_plain(edge.get("cites", []))
            faults = CITES.find_faults(cites) if cites != [] else ()
            for fault in faults:
                self._add_error((skill, node), f"cites {fault.message}", fault.fix)
            for cite in () if faults else cites:
                because[cite].append(skill)
        return dict(sorted(because.items()))


def _find_relation(edge: dict[str, Any]) -> str | None:
    relation = edge.get("relation")
    return relation if isinstance(relation, str) and relation in _RELATIONS else None


def _is_empty(value: Any) -> bool:
    return isinstance(value, str | list | dict) and not value


def _shorten_needs(needs: Any) -> Any:
    """Return needs as a graph file has them: a list for alternatives, and a string for a single skill."""
    if not isinstance(needs, list):
        return needs
    return [group[0] if isinstance(group, list) and len(group) == 1 else group for group in needs]


def _convert_to_plain(value: Any, depth: int = _DEEPEST) -> Any:
    """Return a copy of a value with lists instead of tuples, and with mutable dictionaries."""
    if type(value) in (str, int, float, bool):
        return value
    if depth and isinstance(value, list | tuple):
        return [_convert_to_plain(part, depth - 1) for part in value]
    if depth and isinstance(value, dict):
        return {str(key): _convert_to_plain(part, depth - 1) for key, part in value.items()}
    return value
