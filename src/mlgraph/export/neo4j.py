"""Export of a graph as a folder for Neo4j, with CSV for `neo4j-admin database import`, and a script of Neo4j queries.

The CSV headers follow the section "CSV header format" of Neo4j's operations manual. No test of mlgraph runs Neo4j.
"""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from mlgraph.export.graphml import LABELS
from mlgraph.graphfile.evidence import has_generated, is_generated, note_generated
from mlgraph.graphfile.load import validate_graph
from mlgraph.model import Graph

# separates the values of a list, since no value has a tab; Neo4j needs --array-delimiter=TAB
BETWEEN = "\t"
# columns of the type `double`, since Neo4j's `float` has only 32 bits
_NUMBERS = ("hours", "hours_low", "hours_high", "months", "months_low", "months_high")
_NODE_COLUMNS = ("title", "about", "url", "stage", "track", "subject", "shown_by", "hours", "hours_low", "hours_high")
_LISTS = ("aliases", "cites", "counts_as", "learn_with", "optional", "usual_skills")
_EDGE_COLUMNS = ("months", "months_low", "months_high", "required", "cites")


def write_folder(graph: Graph) -> dict[str, bytes]:
    """Return files for Neo4j by name: the nodes and edges of a graph, and a script in Cypher, the language of Neo4j."""
    checked = validate_graph(graph)
    return {
        "nodes.csv": _write_csv(_list_nodes(checked)),
        "relationships.csv": _write_csv(_list_edges(checked)),
        "import.cypher": _write_cypher(checked).encode(),
    }


def _write_csv(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _list_nodes(graph: Graph) -> Iterable[list[str]]:
    typed = [f"{name}:double" if name in _NUMBERS else name for name in _NODE_COLUMNS]
    yield ["id:ID", *typed, *(f"{name}:string[]" for name in _LISTS), "tables", ":LABEL"]
    for node, attributes in graph.nodes(data=True):
        plain = [_format_cell(attributes.get(name, "")) for name in _NODE_COLUMNS]
        lists = [BETWEEN.join(attributes.get(name, ())) for name in _LISTS]
        yield [node, *plain, *lists, _dump_tables(attributes), LABELS[attributes["kind"]]]


def _list_edges(graph: Graph) -> Iterable[list[str]]:
    kinds = {"required": ":boolean", "cites": ":string[]"}
    typed = [f"{name}{kinds.get(name, ':double')}" for name in _EDGE_COLUMNS]
    marks = has_generated(graph)
    yield [":START_ID", ":END_ID", ":TYPE", *typed, *(["generated:boolean"] if marks else [])]
    for source, target, edge in graph.edges(data=True):
        cells = [_format_cell(edge.get(name, "")) for name in _EDGE_COLUMNS]
        mark = [_format_cell(is_generated(graph, edge.get("cites", ())))] if marks else []
        yield [source, target, edge["relation"].upper(), *cells, *mark]


def _format_cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return BETWEEN.join(value) if isinstance(value, tuple) else str(value)


def _dump_tables(attributes: dict[str, Any]) -> str:
    """Return JSON of the attributes of a node that no property in Neo4j can hold, such as alternatives and pay."""
    known = {"kind", *_NODE_COLUMNS, *_LISTS}
    rest = {key: value for key, value in attributes.items() if key not in known and value}
    return json.dumps(rest, ensure_ascii=False) if rest else ""


def _write_cypher(graph: Graph) -> str:
    note = note_generated(graph)
    lines = [f"// {note}"] if note else []
    lines += (
        f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE;" for label in sorted(LABELS.values())
    )
    for node, attributes in graph.nodes(data=True):
        values = {
            name: attributes[name] for name in (*_NODE_COLUMNS, *_LISTS) if attributes.get(name) not in (None, "")
        }
        table = {"id": node, **values} | ({"tables": text} if (text := _dump_tables(attributes)) else {})
        lines.append(f"CREATE (:{LABELS[attributes['kind']]} {_format_map(table)});")
    for source, target, edge in graph.edges(data=True):
        ends = (
            f"({name}:{LABELS[graph.nodes[end]['kind']]} {_format_map({'id': end})})"
            for name, end in (("a", source), ("b", target))
        )
        values = {name: edge[name] for name in _EDGE_COLUMNS if name in edge}
        values |= {"generated": True} if is_generated(graph, edge.get("cites", ())) else {}
        lines.append(f"MATCH {', '.join(ends)} CREATE (a)-[:{edge['relation'].upper()} {_format_map(values)}]->(b);")
    return "\n".join([*lines, ""])


def _format_map(values: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_format_literal(value)}" for key, value in values.items()) + "}"


def _format_literal(value: Any) -> str:
    r"""Return a value of a graph as a literal of Cypher, the query language of Neo4j.

    Some versions of Neo4j replace an escape such as \u0027 before they parse quotes, even if a backslash is before the
    escape. The function writes a letter u after a backslash as an escape, so that Neo4j finds no escape in the text.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(float(value))
    if isinstance(value, tuple):
        return f"[{', '.join(map(_format_literal, value))}]"
    text = str(value).replace("\\u", "\\\0").replace("\\", "\\\\").replace("'", "\\'").replace("\0", "\\u0075")
    return f"'{text}'"
