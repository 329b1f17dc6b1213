"""A graph as the text of a graph file."""

import json
from collections import defaultdict
from typing import Any

from mlgraph.errors import FileError
from mlgraph.graphfile.parsing import marks
from mlgraph.graphfile.schema import TOP
from mlgraph.limits import FILE_BYTES, MARKS
from mlgraph.model import KINDS, Graph


def dump(graph: Graph, format: str) -> str:
    """Return a graph as the text of a graph file, "json" or "toml"; it loads back equal.

    Raises FileError where the text is more than a file that is read may hold.
    """
    tables = _tables(graph)
    if format == "toml":
        from tomli_w import dumps

        text = dumps(tables)
    else:
        text = "{" + ",\n".join(f"{json.dumps(key)}: {_object(part)}" for key, part in tables.items()) + "}\n"
    data = text.encode()
    if len(data) > FILE_BYTES:
        most = f"{FILE_BYTES // 2**20} MiB, the most that is read back"
        raise FileError(f"the graph takes {len(data) / 2**20:.1f} MiB as .{format}, more than {most}; divide it")
    if (count := marks(data)) > MARKS:
        most = f"the {MARKS:,} that are read back"
        raise FileError(
            f"the graph takes {count:,} commas, brackets and such as .{format}, more than {most}; divide it"
        )
    return text


def _object(table: dict[str, Any] | str) -> str:
    """Return JSON with a line for each node, so that files can be compared and mistakes have a line."""
    if isinstance(table, str):
        return json.dumps(table)
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in table.items()) + "}"


def _tables(graph: Graph) -> dict[str, Any]:
    tables: dict[str, Any] = {key: graph.graph[key] for key in TOP if graph.graph.get(key)}
    tables |= {"source": graph.graph.get("sources", {})} | {kind: {} for kind in KINDS}
    for node in sorted(graph):
        tables[graph.nodes[node]["kind"]][node] = _entry(graph, node)
    return {key: part for key, part in tables.items() if part}


def _entry(graph: Graph, node: str) -> dict[str, Any]:
    attributes = {key: value for key, value in graph.nodes[node].items() if value != "" and value != ()}
    attributes.pop("kind")
    if "needs" in attributes:
        attributes["needs"] = [group[0] if len(group) == 1 else list(group) for group in attributes["needs"]]
    if "hours_low" in attributes:
        attributes["hours"] = [attributes.pop("hours_low"), attributes["hours"], attributes.pop("hours_high")]
    moves = {target: _plain(a) for target, a in sorted(graph.adj[node].items()) if a["relation"] == "leads_to"}
    for arrow in moves.values():
        arrow.pop("relation")
    if moves:
        attributes["leads_to"] = {t: arrow["months"] if len(arrow) == 1 else arrow for t, arrow in moves.items()}
    because: dict[str, list[str]] = defaultdict(list)
    for skill, arrow in sorted(graph.pred[node].items()):
        for cite in arrow.get("cites", ()) if arrow["relation"] == "needed_for" else ():
            because[cite].append(skill)
    return _plain(attributes | ({"because": dict(sorted(because.items()))} if because else {}))


def _plain(attributes: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in attributes.items()}
