"""GraphML and GEXF, for graph programs such as Gephi, yEd and Neo4j."""

import io
import json
import re
from typing import Any

import networkx as nx

from mlgraph.model import Graph


def write_graphml(graph: Graph) -> bytes:
    """Return a graph as GraphML."""
    data = io.BytesIO()
    nx.write_graphml_xml(_flatten(graph), data, encoding="utf-8")
    return data.getvalue()


def write_gexf(graph: Graph) -> bytes:
    """Return a graph as GEXF 1.2, without the date of writing, so that equal graphs give equal bytes."""
    data = io.BytesIO()
    nx.write_gexf(_flatten(graph), data, encoding="utf-8")
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", data.getvalue(), count=1)


def _flatten(graph: Graph) -> Graph:
    """Return a graph whose attributes are strings and numbers; lists and tables become JSON strings."""
    flat: Graph = nx.DiGraph(**{key: _to_scalar(value) for key, value in graph.graph.items()})
    for node, attributes in graph.nodes(data=True):
        flat.add_node(node, label=attributes["title"], **{key: _to_scalar(value) for key, value in attributes.items()})
    for source, target, attributes in graph.edges(data=True):
        # not as keyword arguments: a file may name an attribute like a parameter of `add_edge`
        flat.add_edges_from([(source, target, {key: _to_scalar(value) for key, value in attributes.items()})])
    return flat


def _to_scalar(value: Any) -> Any:
    if isinstance(value, str | bool):
        return value
    # one type for all numbers: GEXF takes the type of an attribute from its first value
    return float(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)
