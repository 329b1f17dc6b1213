"""The page on which a graph is looked at: its files, what it knows of the graph, and all of it as one file of HTML."""

import base64
import gzip
import hashlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from mlgraph import text, views
from mlgraph.errors import DrawError, NoPlanError
from mlgraph.model import POSITIONS, Graph, names_of
from mlgraph.planner import Planner
from mlgraph.query import describe

# each imports from those before it only
MODULES = ("address.js", "answers.js", "route.js", "picture.js", "words.js", "search.js", "page.js")
STYLE = "page.css"
# each is laid out with what it needs, which takes about a tenth of a second
MOST_NODES = 600
_NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'"
_LINK = '<link rel="stylesheet" href="page.css">'
_SCRIPT = '<script type="module" src="page.js"></script>'


def part(name: str) -> str:
    """Return one of the files of the page: index.html, STYLE or one of MODULES."""
    return files("mlgraph").joinpath("browser", name).read_text(encoding="utf-8")


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
    return about | {"map": views.has_map(graph), "nodes": nodes}


def standalone(graph: Graph) -> str:
    """Return the page as one file that needs no server: exploring, and the quickest plans between all positions.

    Raises DrawError for a graph with too many positions or skills for that.
    """
    if not views.has_map(graph):
        raise DrawError(
            f"a page in one file holds the plans between 1 to {views.MOST_ON_A_MAP} positions, which the graph does not"
            " have; look at it with mlgraph serve"
        )
    if len(graph) > MOST_NODES:
        raise DrawError(f"a page in one file has room for {MOST_NODES} nodes; look at the graph with mlgraph serve")
    known = {
        "graph": index(graph),
        "nodes": {node: describe(graph, node) for node in sorted(graph)},
        "views": {name: views.view(graph, name) for name in views.names(graph)},
        "plans": dict(_plans(graph)),
    }
    packed = base64.b64encode(gzip.compress(text.to_json(known, indent=None).encode(), mtime=0)).decode()
    style, script = part(STYLE), joined()
    policy = f"script-src '{_hash(script)}'; style-src '{_hash(style)}'; {_NOTHING_ELSE}"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>'
    body = f'<script type="application/gzip" id="known">{packed}</script>\n<script type="module">{script}</script>'
    return part("index.html").replace(_LINK, head).replace(_SCRIPT, body)


def joined() -> str:
    """Return the modules of the page as one, without their imports and exports."""
    lines = (line for name in MODULES for line in part(name).splitlines() if not line.startswith("import "))
    return "\n".join(line.removeprefix("export ") for line in lines)


def _plans(graph: Graph) -> Iterator[tuple[str, Any]]:
    """Yield the quickest plan, or why there is none, between each two positions."""
    planner = Planner(graph)
    positions = [node for node in sorted(graph) if graph.nodes[node]["kind"] in POSITIONS]
    for source in positions:
        for target in positions:
            try:
                yield f"{source} {target}", text.fields(planner.plan(source, target))
            except NoPlanError as error:
                yield f"{source} {target}", {"error": str(error)}


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
