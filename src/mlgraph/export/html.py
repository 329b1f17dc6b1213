"""The page in one HTML file, with its graph, plans and pictures."""

import base64
import gzip
import hashlib
from collections.abc import Iterator
from datetime import date

from mlgraph.analysis.describe import describe
from mlgraph.analysis.figures import plan_figures
from mlgraph.errors import DrawError, NoPlanError
from mlgraph.export.schema_org import make_script
from mlgraph.model import POSITIONS, Graph
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget
from mlgraph.text.json import to_json
from mlgraph.web import page, scene
from mlgraph.web.bundle import bundle
from mlgraph.web.openapi import Problem
from mlgraph.web.panel import PlanText, describe_node, describe_plan

_NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'"
_LINK = '<link rel="stylesheet" href="page.css">'
_SCRIPT = '<script type="module" src="page.js"></script>'


def write(graph: Graph, *, start: date | None) -> bytes:
    """Return the page of a graph as one file. All plans of the page begin on the day `start`, by default today."""
    return make_page(graph, start or date.today()).encode()


def make_page(graph: Graph, start: date) -> str:
    """Return the page as one file that needs no server.

    The page has the quickest plan between every two positions. All plans of the page begin on the day `start`.

    Raises DrawError if the graph has no positions, or too many positions or skills.
    """
    if not scene.has_map(graph):
        raise DrawError(
            f"a page in one file needs a graph with 1 to {scene.MOST_ON_A_MAP} positions; open this graph with"
            " mlgraph serve"
        )
    if len(graph) > page.MOST_NODES:
        raise DrawError(f"a page in one file has at most {page.MOST_NODES} nodes; open this graph with mlgraph serve")
    known = {
        "graph": page.make_index(graph),
        "nodes": {node: describe_node(describe(graph, node)) for node in sorted(graph)},
        "views": {name: scene.draw_view(graph, name) for name in scene.list_views(graph)},
        "plans": dict(_find_plans(graph, start)),
    }
    packed = base64.b64encode(gzip.compress(to_json(known, indent=None).encode(), mtime=0)).decode()
    style, script = page.read_part(page.STYLE), bundle("page.js", page.read_part)
    policy = f"script-src '{_hash(script)}'; style-src '{_hash(style)}'; {_NOTHING_ELSE}"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>'
    # not in the head, whose size decides how soon the page is there
    described = f'<script type="application/ld+json">{make_script(graph)}</script>'
    data = f'<script type="application/gzip" id="known">{packed}</script>'
    body = f'{data}\n<script type="module">{script}</script>\n{described}'
    return page.read_part("index.html").replace(_LINK, head).replace(_SCRIPT, body)


def _find_plans(graph: Graph, start: date) -> Iterator[tuple[str, PlanText | Problem]]:
    """Yield the quickest plan between every two positions, or the reason that there is no plan."""
    solver, options, budget = Solver(graph), PlanOptions(start=start), Budget()
    positions = [node for node in sorted(graph) if graph.nodes[node]["kind"] in POSITIONS]
    for source in positions:
        for target in positions:
            try:
                plan = solver.plan(source, target, options, budget)
                yield f"{source} {target}", describe_plan(plan, figures=plan_figures(graph, plan))
            except NoPlanError as error:
                yield f"{source} {target}", Problem(str(error))


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
