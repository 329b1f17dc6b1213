"""Export of the web page as one HTML file, with a graph, its plans and its pictures, or with one person's plan."""

import base64
import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from mlgraph.analysis.describe import describe
from mlgraph.analysis.figures import plan_figures
from mlgraph.drawing.frame import find_beginner
from mlgraph.errors import DrawError
from mlgraph.export.page_plans import begin_search
from mlgraph.export.schema_org import make_script
from mlgraph.model import POSITIONS, Graph, list_targets
from mlgraph.planning.plan import Plan
from mlgraph.text.formatting import format_number
from mlgraph.text.json import to_json
from mlgraph.web import fonts, page, scene
from mlgraph.web.bundle import bundle
from mlgraph.web.openapi import Problem
from mlgraph.web.panel import NodeText, PlanText, describe_node, describe_plan

_NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'"
_LINK = (
    f'<link rel="preload" href="{fonts.FONT}" as="font" type="font/woff2" crossorigin>\n'
    '<link rel="preload" href="api/graph" as="fetch" crossorigin>\n'
    f'<link rel="stylesheet" href="{page.STYLE}">'
)
_SCRIPT = f'<script type="module" src="{page.SCRIPT}"></script>'


# the most plans in a file: each plan takes about 8 ms to compute, and makes the file larger
MOST_PLANS = 1600


@dataclass(frozen=True)
class Held:
    """The answers to questions about a graph that an HTML file contains.

    `address` is a URL fragment with the choices, such as a target, that the web page shows when it opens. `sources`
    lists the first positions of the plans in the HTML file, from which a reader may choose. If `sources` is empty, the
    HTML file has only one plan, which was made for one person.
    """

    graph: page.Index
    nodes: dict[str, NodeText]
    views: dict[str, scene.View]
    plans: dict[str, PlanText | Problem]
    sources: tuple[str, ...] = ()
    address: str = ""


def write(graph: Graph, *, start: date | None, plan: Plan | None) -> bytes:
    """Return the web page about a graph as one HTML file.

    The plans in the web page begin on the day `start`, by default today.

    With `plan`, the web page has only the given plan, which keeps its own first day.
    """
    held = hold_plan(graph, plan) if plan else hold_all(graph, start or date.today())
    return make_page(graph, held).encode()


def hold_all(graph: Graph, start: date) -> Held:
    """Return the answers for a web page with the best plans between many positions.

    Each plan begins on the day `start`.

    Raises DrawError if the graph has no positions, or too many positions or skills.
    """
    if not scene.has_map(graph):
        raise DrawError(
            f"a page in one file needs a graph with 1 to {scene.MOST_ON_A_MAP} positions; open this graph with"
            " mlgraph serve, or write one plan (`plan`)"
        )
    if len(graph) > page.MOST_NODES:
        raise DrawError(
            f"a page in one file has at most {page.MOST_NODES} nodes; open this graph with mlgraph serve, or write one"
            " plan (`plan`)"
        )
    positions = _list_positions(graph)
    beginner = find_beginner(graph, positions)
    index = page.make_index(graph)
    examples = {example.source for example in index.examples}
    # the beginner and the examples come first, then the positions with the most moves from them
    positions.sort(key=lambda each: (each != beginner, each not in examples, -len(list_targets(graph, each)), each))
    sources = positions[: max(1, MOST_PLANS // len(positions))]
    with begin_search(graph, sources, positions, start) as collect:
        needs = [name for name in scene.list_views(graph) if name not in scene.MAPS]
        return Held(
            graph=index,
            nodes=_describe_nodes(graph, graph),
            views=scene.draw_maps(graph) | {name: scene.draw_view(graph, name) for name in needs},
            plans=collect(),
            sources=tuple(sources),
        )


def hold_plan(graph: Graph, plan: Plan) -> Held:
    """Return the answers for a web page with one plan, and with a map unless the graph is too large for a map."""
    index, path = page.make_index(graph), [stop.id for stop in plan.stops]
    if scene.has_map(graph) and len(graph) <= page.MOST_NODES:
        views, nodes = scene.draw_maps(graph), set(graph)
    else:
        name = f"way:{','.join(path)}"
        views, nodes = {name: scene.draw_view(graph, name)}, {*path, *(study.id for study in plan.studies)}
        index = replace(index, has_map=False, nodes=tuple(node for node in index.nodes if node.id in nodes))
    text = describe_plan(plan, figures=plan_figures(graph, plan), graph=graph)
    choices = {"from": plan.source, "to": plan.target, "pace": format_number(plan.pace), "have": plan.have}
    return Held(
        graph=replace(index, examples=()),
        nodes=_describe_nodes(graph, nodes),
        views=views,
        plans={f"{plan.source} {plan.target}": text},
        address=f"#{urlencode(choices, doseq=True)}",
    )


def make_page(graph: Graph, held: Held) -> str:
    """Return the web page as one HTML file that contains all answers, so that the page needs no server."""
    text = to_json(held, indent=None)
    packed = base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
    # browsers keep the ticks of all files in one place; tomorrow's map of the same graph still has today's ticks
    key = _hash(to_json((held.graph, held.nodes), indent=None) if held.sources else text)
    font = f"data:font/woff2;base64,{base64.b64encode(fonts.read_font()).decode()}"
    faces = (
        face.format_rule(f"data:font/woff;base64,{base64.b64encode(face.content).decode()}")
        for face in fonts.make_faces(graph)
    )
    style = page.read_part(page.STYLE).replace(fonts.FONT, font) + "".join(faces)
    script = bundle(page.SCRIPT, page.read_part)
    policy = f"script-src '{_hash(script)}'; style-src '{_hash(style)}'; font-src data:; {_NOTHING_ELSE}"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>'
    # the description is not in the head, since a smaller head makes the page appear sooner
    described = f'<script type="application/ld+json">{make_script(graph)}</script>'
    data = f'<script type="application/gzip" id="known" data-key="{key}">{packed}</script>'
    body = f'{data}\n<script type="module">{script}</script>\n{described}'
    return page.read_part("index.html").replace(_LINK, head).replace(_SCRIPT, body)


def _list_positions(graph: Graph) -> list[str]:
    return [node for node in graph if graph.nodes[node]["kind"] in POSITIONS]


def _describe_nodes(graph: Graph, nodes: Iterable[str]) -> dict[str, NodeText]:
    return {node: describe_node(describe(graph, node)) for node in sorted(nodes)}


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
