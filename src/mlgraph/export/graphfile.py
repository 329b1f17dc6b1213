"""Export of graphs as graph files in TOML or JSON."""

from mlgraph.graphfile.dump import dump
from mlgraph.model import Graph


def write_json(graph: Graph) -> bytes:
    """Return a graph as a graph file in JSON."""
    return dump(graph, "json").encode()


def write_toml(graph: Graph) -> bytes:
    """Return a graph as a graph file in TOML."""
    return dump(graph, "toml").encode()
