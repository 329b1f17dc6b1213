"""Pandas data frames of a graph, with one row for each node or edge."""

from typing import TYPE_CHECKING

from mlgraph.graphfile.load import validate_graph
from mlgraph.model import Graph
from mlgraph.results import make_frame

if TYPE_CHECKING:
    import pandas

_NODE = (
    *("kind", "title", "stage", "track", "experience", "usual_experience", "usual_skills", "counts_as", "teaches"),
    "programme",
    *("subject", "hours", "hours_low", "hours_high", "about", "url"),
)
_EDGE = ("relation", "months", "months_low", "months_high", "required")


def nodes_frame(graph: Graph) -> "pandas.DataFrame":
    """Return the nodes of a graph as a pandas data frame, with one row for each node.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or a graph whose nodes and edges have the same attributes.

    Returns
    -------
    pandas.DataFrame
        A data frame with one row for each node. All nodes have the columns `id`, `kind`, `title`, `about` and `url`.
        Roles have the columns `stage`, `track`, `experience`, `usual_experience`, `usual_skills`, `counts_as`,
        `teaches` and `programme`. Skills have the columns `subject`, `hours`, `hours_low` and `hours_high`. If a node
        has no value for a column, the cell of the node in this column is a missing value.

    Raises
    ------
    MissingPackageError
        Raised if pandas is not installed.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> nodes = mlgraph.nodes_frame(mlgraph.load())
    >>> sorted(set(nodes["kind"]))
    ['role', 'skill', 'stage']
    """
    validated = validate_graph(graph)
    rows = ((node, *map(attributes.get, _NODE)) for node, attributes in validated.nodes(data=True))
    return make_frame(("id", *_NODE), rows)


def edges_frame(graph: Graph) -> "pandas.DataFrame":
    """Return the edges of a graph as a pandas data frame, with one row for each need and each move.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or a graph whose nodes and edges have the same attributes.

    Returns
    -------
    pandas.DataFrame
        A data frame with one row for each edge. Each row has the ids `source` and `target` of two nodes, and the
        `relation` of the edge: "leads_to" or "needed_for". For a move ("leads_to"), `months`, `months_low` and
        `months_high` are the likely, low and high months in the first position before the move. For a need
        ("needed_for"), `required` is false if the skill is one of several alternatives.

    Raises
    ------
    MissingPackageError
        Raised if pandas is not installed.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> edges = mlgraph.edges_frame(mlgraph.load())
    >>> sorted(set(edges["relation"]))
    ['leads_to', 'needed_for']
    """
    validated = validate_graph(graph)
    rows = ((source, target, *map(edge.get, _EDGE)) for source, target, edge in validated.edges(data=True))
    return make_frame(("source", "target", *_EDGE), rows)
