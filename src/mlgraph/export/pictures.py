"""Pictures of graphs, neighbourhoods and plans."""

from functools import partial

from mlgraph.drawing.draw import draw
from mlgraph.drawing.formats import MissingLetters
from mlgraph.drawing.render import render
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan


def write(
    graph: Graph,
    format: str,
    *,
    plan: Plan | None,
    focus: str | None,
    only: str | None,
    missing_letters: MissingLetters | None,
) -> bytes:
    """Return the picture from `draw` in a format of `render`."""
    return render(draw(graph, plan=plan, focus=focus, only=only).dot, format, missing_letters or "refuse")


png, pdf = (partial(write, format=format) for format in ("png", "pdf"))
dot, svg = (partial(write, format=format, missing_letters=None) for format in ("dot", "svg"))
