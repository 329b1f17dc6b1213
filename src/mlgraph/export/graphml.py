"""A graph as GraphML or GEXF, for Gephi, yEd, Neo4j and their like."""

import io
import json
import re
from typing import Any

import networkx as nx

from mlgraph.model import Graph


def written(graph: Graph, format: str) -> bytes:
    """Return a graph as "graphml" or as "gexf" (1.2, without the date of writing, so that it stays the same).

    Lists and tables become JSON in a text, since neither format has them.
    """
    data = io.BytesIO()
    write = nx.write_graphml_xml if format == "graphml" else nx.write_gexf
    write(_flat(graph), data, encoding="utf-8")
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", data.getvalue(), count=1)


def _flat(graph: Graph) -> Graph:
    flat: Graph = nx.DiGraph(**{key: _scalar(value) for key, value in graph.graph.items()})
    for node, attributes in graph.nodes(data=True):
        flat.add_node(node, label=attributes["title"], **{key: _scalar(value) for key, value in attributes.items()})
    for source, target, attributes in graph.edges(data=True):
        # not as arguments by name: a file may call an attribute of a move as it likes
        flat.add_edges_from([(source, target, {key: _scalar(value) for key, value in attributes.items()})])
    return flat


def _scalar(value: Any) -> Any:
    if isinstance(value, str | bool):
        return value
    # one type for all numbers: GEXF knows an attribute by the first value that it meets
    return float(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)
