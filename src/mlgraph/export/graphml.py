"""A graph as GraphML or GEXF, for Gephi, yEd, Neo4j and their like."""

import io
import json
import re
from typing import Any

import networkx as nx

from mlgraph.model import Graph


def write_graphml(graph: Graph) -> bytes:
    """Return a graph as GraphML."""
    data = io.BytesIO()
    nx.write_graphml_xml(_flat(graph), data, encoding="utf-8")
    return data.getvalue()


def write_gexf(graph: Graph) -> bytes:
    """Return a graph as GEXF 1.2, without the date of writing, so that it stays the same."""
    data = io.BytesIO()
    nx.write_gexf(_flat(graph), data, encoding="utf-8")
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", data.getvalue(), count=1)


def _flat(graph: Graph) -> Graph:
    """Return a graph with texts and numbers only; neither format has lists and tables, which become JSON."""
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
