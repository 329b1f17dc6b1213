"""The start page of a web server with several graphs."""

from collections.abc import Iterator, Mapping
from html import escape

from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import Graph
from mlgraph.text.formatting import format_count

STYLE = "start.css"
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Career plans</title>
<link rel="stylesheet" href="{style}">
<main>
<h1>Career plans</h1>
<ul>
{items}
</ul>
</main>
</html>
"""


def write(graphs: Mapping[str, Graph]) -> str:
    """Return the start page as HTML, with a link to the page of each graph."""
    items = "\n".join(_write_item(name, graph) for name, graph in graphs.items())
    return _PAGE.format(style=STYLE, items=items)


def _write_item(name: str, graph: Graph) -> str:
    title = graph.graph.get("title") or name
    link = f'<a href="{name}/" dir="auto">{escape(title)}</a>'
    attribution = make_attribution(graph)
    credit = f'<p class="credit" dir="auto">{escape(attribution)}</p>' if attribution else ""
    return f"<li>{link}<p>{', '.join(_count(graph))}</p>{credit}</li>"


def _count(graph: Graph) -> Iterator[str]:
    for kind in ("role", "skill"):
        yield format_count(sum(graph.nodes[node]["kind"] == kind for node in graph), kind)
