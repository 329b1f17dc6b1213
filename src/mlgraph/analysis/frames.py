"""A graph as pandas data frames: a row for each node, and a row for each edge."""

from typing import TYPE_CHECKING

from mlgraph.graphfile.load import validate_graph
from mlgraph.model import Graph
from mlgraph.results import frame

if TYPE_CHECKING:
    import pandas

_NODE = ("kind", "title", "stage", "hours", "hours_low", "hours_high", "about")
_EDGE = ("relation", "months", "required")


def nodes_frame(graph: Graph) -> "pandas.DataFrame":
    """Return the nodes of a graph as a pandas data frame.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or one of the same form.

    Returns
    -------
    pandas.DataFrame
        Columns `id`, `kind`, `title`, `stage` (of a role), `hours`, `hours_low` and `hours_high` (of study, of a
        skill), and `about`; missing where a node has none.

    Raises
    ------
    MissingPackageError
        Where pandas is not installed.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> nodes = mlgraph.nodes_frame(mlgraph.load())
    >>> sorted(set(nodes["kind"]))
    ['role', 'skill', 'stage']
    """
    checked = validate_graph(graph)
    rows = ((node, *map(attributes.get, _NODE)) for node, attributes in checked.nodes(data=True))
    return frame(("id", *_NODE), rows)


def edges_frame(graph: Graph) -> "pandas.DataFrame":
    """Return the edges of a graph as a pandas data frame.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or one of the same form.

    Returns
    -------
    pandas.DataFrame
        Columns `source` and `target` (ids), `relation`, `months` (before the move, of "leads_to") and `required`
        (whether no alternative is enough, of "needed_for").

    Raises
    ------
    MissingPackageError
        Where pandas is not installed.
    GraphFileError
        Where the graph is wrong.

    Examples
    --------
    >>> import mlgraph
    >>> edges = mlgraph.edges_frame(mlgraph.load())
    >>> sorted(set(edges["relation"]))
    ['leads_to', 'needed_for']
    """
    checked = validate_graph(graph)
    rows = ((source, target, *map(edge.get, _EDGE)) for source, target, edge in checked.edges(data=True))
    return frame(("source", "target", *_EDGE), rows)
