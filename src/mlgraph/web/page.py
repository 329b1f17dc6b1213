"""The files of the web page, and the index of a graph: the data about all nodes that the page loads first."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import networkx as nx

from mlgraph.drawing.frame import find_beginner
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import POSITIONS, Graph, list_targets
from mlgraph.names import fold, list_names
from mlgraph.planning.options import OBJECTIVES
from mlgraph.profile import Profile
from mlgraph.text.formatting import format_number
from mlgraph.web import scene

STYLE, SCRIPT = "page.css", "page.js"
# the default objective of the page and of its API
OBJECTIVE = OBJECTIVES[0]
# the most nodes in a page that is one file: it has a picture for each node, which takes about 0.1 s to lay out
MOST_NODES = 600


@dataclass(frozen=True)
class IndexNode:
    """A node in the index of a graph, which is the data that the web page loads first.

    `names` has all names of the node, in lower case and without accents, the title first.
    """

    id: str
    title: str
    kind: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """A plan that the web page suggests as an example, through a link with the text `words`."""

    source: str
    target: str
    words: str


@dataclass(frozen=True)
class Index:
    """The data about a graph that the web page loads first.

    The page asks for plans with the values `pace` and `objective`, unless the user chooses other values.

    If `has_profile` is true, the server reads and writes the profile of a person.
    """

    title: str
    attribution: str
    has_map: bool
    pace: str
    objective: str
    objectives: tuple[str, ...]
    nodes: tuple[IndexNode, ...]
    examples: tuple[Example, ...] = ()
    has_profile: bool = False


def read_part(name: str) -> str:
    """Return the text of a file of the web page: index.html, the style sheet or a JavaScript module."""
    return files("mlgraph.web").joinpath("static", name).read_text(encoding="utf-8")


def make_index(graph: Graph, has_profile: bool = False) -> Index:
    """Make the index of a graph, which is the data that the web page loads first.

    With `has_profile`, the index states that the server also reads and writes the profile of a person.
    """
    return Index(
        title=graph.graph.get("title", ""),
        attribution=make_attribution(graph),
        has_map=scene.has_map(graph),
        pace=format_number(Profile.pace),
        objective=OBJECTIVE,
        objectives=OBJECTIVES,
        nodes=tuple(_make_index_node(graph, node) for node in sorted(graph)),
        examples=tuple(_find_examples(graph)),
        has_profile=has_profile,
    )


def _find_examples(graph: Graph) -> Iterator[Example]:
    """Yield up to three plans that the web page suggests as examples, each by its first and its last position.

    The most popular role is the role with the most moves to and from it, of all roles that a beginner can reach. The
    first suggested plan leads from the position of a beginner to the most popular role. The second suggested plan leads
    from the most popular role to another popular role, which takes a beginner more moves than the most popular role.
    The third suggested plan leads from the position of a beginner to a role that takes a beginner the most moves.
    """
    positions = [node for node in sorted(graph) if graph.nodes[node]["kind"] in POSITIONS]
    if not positions or not scene.has_map(graph):
        return
    ways = nx.DiGraph((a, b) for a in positions for b in list_targets(graph, a))
    beginner = find_beginner(graph, positions)
    after = nx.descendants(ways, beginner) if beginner in ways else set[str]()
    roles = [node for node in after if graph.nodes[node]["kind"] == "role"]
    far = nx.single_source_shortest_path_length(ways, beginner) if roles else {}
    roles.sort(key=lambda node: (-ways.degree(node), far[node], node))
    if not roles:
        return
    near = roles[0]
    later = [node for node in roles[1:] if far[node] > far[near] and nx.has_path(ways, near, node)]
    last = max(later, key=lambda node: (far[node], ways.degree(node), node), default=None)
    pairs = [(beginner, near), *((near, node) for node in later[:1]), *((beginner, node) for node in [last] if node)]
    for source, target in pairs:
        yield Example(source, target, f"{graph.nodes[source]['title']} to {graph.nodes[target]['title']}")


def _make_index_node(graph: Graph, node: str) -> IndexNode:
    title = graph.nodes[node]["title"]
    others = sorted(list_names(graph, node) - {fold(title)})
    return IndexNode(node, title, graph.nodes[node]["kind"], (fold(title), *others))
