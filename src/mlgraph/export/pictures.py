"""Export of pictures of graphs, of parts of graphs, and of plans."""

from collections.abc import Sequence
from functools import partial

from mlgraph.drawing.draw import Sheet, draw
from mlgraph.drawing.formats import MissingLetters
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan


def write(
    graph: Graph,
    format: str,
    *,
    plan: Plan | None,
    focus: str | None,
    only: str | None,
    track: str | None,
    all_moves: bool | None,
    detail: bool | None,
    on_map: bool | None,
    plans: Sequence[Plan] | None,
    sheet: Sheet | None,
    missing_letters: MissingLetters | None,
) -> bytes:
    """Draw a graph or a plan, and return the picture as the bytes of a file."""
    switches = {"all_moves": bool(all_moves), "detail": bool(detail), "on_map": bool(on_map)}
    drawing = draw(graph, plan=plan, focus=focus, only=only, track=track, plans=plans or (), sheet=sheet, **switches)
    return drawing.render(format, missing_letters or "refuse")


png, pdf = (partial(write, format=format) for format in ("png", "pdf"))
dot, svg = (partial(write, format=format, missing_letters=None) for format in ("dot", "svg"))
