"""Types and constants for the parts of a graph, and functions that return the moves of a graph."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import networkx as nx


Graph: TypeAlias = "nx.DiGraph[str]"

POSITIONS = ("stage", "role")
KINDS = (*POSITIONS, "skill")
# the kinds of evidence for a figure, the firmest first; "unstated" means that a source does not state its kind
EVIDENCE = ("official", "measured", "adverts", "published", "rule", "estimate")
UNSTATED = "unstated"
# the keys of a role that hold figures, as lists of tables
FIGURES = ("pay", "outlook", "entry")
# the keys of a graph file that are not tables
HEADINGS = ("title", "attribution")
# in an imported graph, the source with the rules of the import, and its point that sums them up in one sentence
RULES, IN_SHORT = "rule", "in-short"

# a year of 365.25 days
WEEKS_PER_MONTH = Fraction(36525, 100) / 12 / 7


# the attribute in GraphML that keeps the id of a node, since a graph program may give nodes other ids
IDENTIFIER = "identifier"
# the attribute in GEXF with which one node holds the attributes of the graph, as JSON
WHOLE = "graph"


@dataclass(frozen=True)
class Named:
    """The id, title and web address of a stage, role or skill.

    Attributes
    ----------
    id : str
        The id of the node.
    title : str
        The title of the node.
    url : str
        The web address of the node, or an empty text if the graph has none.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.describe(mlgraph.load(), "python").needed_for[0]
    Named(id='advanced-python', title='Advanced Python', url='')
    """

    id: str
    title: str
    url: str = ""


def name_node(graph: Graph, node: str) -> Named:
    """Return the id, the title and the web address of a node as a `Named`."""
    attributes = graph.nodes[node]
    return Named(node, attributes["title"], attributes.get("url", ""))


def find_ways(graph: Graph) -> Graph:
    """Return the positions and moves of a graph, with a move of 0 months added from each position to each stage.

    From a role that is a programme of study, no move to a stage is added, and its own moves keep their months.
    """
    import networkx as nx  # imported late: networkx takes 0.1 s to load, and only planning needs it

    ways: Graph = nx.DiGraph()
    positions = [node for node, attributes in graph.nodes.items() if attributes["kind"] in POSITIONS]
    ways.add_nodes_from(positions)
    for position in positions:
        ways.add_weighted_edges_from(
            ((position, *move) for move in list_targets(graph, position).items()), weight="months"
        )
    stages = [position for position in positions if graph.nodes[position]["kind"] == "stage"]
    for here in positions:
        if not graph.nodes[here].get("programme"):
            ways.add_edges_from([(here, stage) for stage in stages if stage != here], months=0)
    return ways


def list_targets(graph: Graph, position: str) -> dict[str, float]:
    """Return the positions to which moves from `position` lead, sorted by id, each with the months of the move."""
    moves = graph.adj[position].items()
    return {target: arrow["months"] for target, arrow in sorted(moves) if arrow["relation"] == "leads_to"}


def list_links(graph: Graph) -> dict[str, str]:
    """Return a mapping from the id of each node that has a web address to this address."""
    return {node: attributes["url"] for node, attributes in graph.nodes.items() if "url" in attributes}


def list_sources(graph: Graph, position: str) -> dict[str, float]:
    """Return the positions from which moves lead to `position`, sorted by id, each with the months of the move."""
    moves = graph.pred[position].items()
    return {source: arrow["months"] for source, arrow in sorted(moves) if arrow["relation"] == "leads_to"}
