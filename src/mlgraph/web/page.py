"""The page on which a graph is looked at: its files, what it knows of the graph, and all of it as one file of HTML."""

from importlib.resources import files
from typing import Any

from mlgraph.model import Graph
from mlgraph.names import names_of
from mlgraph.web import scene

# each imports from those before it only
MODULES = ("address.js", "answers.js", "route.js", "picture.js", "words.js", "search.js", "page.js")
STYLE = "page.css"
# each is laid out with what it needs, which takes about a tenth of a second
MOST_NODES = 600


def part(name: str) -> str:
    """Return one of the files of the page: index.html, STYLE or one of MODULES."""
    return files("mlgraph.web").joinpath("static", name).read_text(encoding="utf-8")


def index(graph: Graph) -> dict[str, Any]:
    """Return what the page knows of a graph from the start: its nodes with all their names, folded."""
    nodes = [
        {
            "id": node,
            "title": graph.nodes[node]["title"],
            "kind": graph.nodes[node]["kind"],
            "stage": graph.nodes[node].get("stage"),
            "names": sorted(names_of(graph, node)),
        }
        for node in sorted(graph)
    ]
    about = {key: graph.graph.get(key, "") for key in ("title", "attribution")}
    return about | {"map": scene.has_map(graph), "nodes": nodes}
