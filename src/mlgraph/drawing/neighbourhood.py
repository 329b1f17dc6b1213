"""Picture of a position in a large graph, between the positions that lead to it and those that it leads to."""

from itertools import islice

from mlgraph.drawing.letters import cut, measure, wrap
from mlgraph.drawing.map import HEIGHT, IN, OUT, WIDTH
from mlgraph.drawing.scene import BODY, INK, PAPER, QUIET, SMALL, TITLE, Line, Rect, Scene, Shape, Text
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import Graph, leads_to, reached_from
from mlgraph.text.formatting import counted, quantity

_MARGIN, _TOP = 26.0, 124.0
_COLUMNS, _ROWS = 3, 12
# the most positions on each side
MOST = _COLUMNS * _ROWS


def draw_neighbourhood(graph: Graph, node: str) -> Scene:
    """Draw a position between the positions that lead to it, on the left, and those that it leads to, on the right."""
    title = str(graph.nodes[node]["title"])
    before, after = reached_from(graph, node), leads_to(graph, node)
    words = f"{counted(len(before), 'way')} in on the left, and {counted(len(after), 'way')} out on the right, "
    words += "with the months in the post before the move. The graph is too large for a map on one sheet."
    shapes: list[Shape] = [
        Text(_MARGIN, 38, cut(title, WIDTH - 2 * _MARGIN, TITLE, bold=True), TITLE, bold=True),
        *(
            Text(_MARGIN, 62 + 20 * n, line, BODY, QUIET)
            for n, line in enumerate(wrap(words, WIDTH - 2 * _MARGIN, BODY))
        ),
    ]
    middle = (WIDTH / 2, _TOP + (HEIGHT - _TOP - 60) / 2)
    name = wrap(title, 170, BODY + 2, bold=True, most=4)
    box = Rect(
        middle[0] - 100, middle[1] - 14 * len(name) - 8, 200, 28 * len(name) + 16, PAPER, INK, 3.4, 10, node=node
    )
    sides = ((before, IN, "leads here", box.x), (after, OUT, "opens from here", box.x + box.width))
    boxes: list[Shape] = []
    for number, (ways, colour, heading, edge) in enumerate(sides):
        shapes += _draw_side(graph, node, ways, colour, heading, number == 1, edge, middle[1], boxes)
    shapes += [*boxes, box]
    top = middle[1] - 10 * (len(name) - 1) + 5
    shapes += [Text(middle[0], top + 20 * n, line, BODY + 2, bold=True, anchor="middle") for n, line in enumerate(name)]
    owner = wrap(make_attribution(graph), WIDTH - 2 * _MARGIN, SMALL, most=4)
    shapes += [
        Text(_MARGIN, HEIGHT - 12 - 16 * (len(owner) - 1 - n), line, SMALL, QUIET) for n, line in enumerate(owner)
    ]
    return Scene(WIDTH, HEIGHT, tuple(shapes))


def _draw_side(
    graph: Graph,
    node: str,
    ways: dict[str, float],
    colour: str,
    heading: str,
    is_right: bool,
    edge: float,
    middle: float,
    boxes: list[Shape],
) -> list[Shape]:
    """Add the positions left or right of the middle to `boxes`, and return the heading and the arrow for this side.

    The arrow on a side of the picture stands for all moves between the position in the middle and the positions on this
    side. If a side of the picture has no positions, it has no arrow.
    """
    nearest = sorted(ways, key=lambda other: (ways[other], str(graph.nodes[other]["title"]), other))
    drawn = nearest[:MOST]
    rest = f", and {len(nearest) - MOST:,} more" if len(nearest) > MOST else ""
    far = WIDTH - _MARGIN if is_right else _MARGIN
    shapes: list[Shape] = [
        Text(far, _TOP - 16, f"{heading}{rest}", BODY, colour, bold=True, anchor="end" if is_right else "start")
    ]
    columns = -(-len(drawn) // _ROWS)
    if not columns:
        return shapes
    room = abs(far - edge) - 40
    pitch = min(room / columns, 230.0)
    width, rows = pitch - 26, -(-len(drawn) // columns)
    step = min(58.0, (HEIGHT - _TOP - 60) / rows)
    supply = iter(drawn)
    for column in range(columns):
        chosen = [*islice(supply, rows)]
        near = edge + (40 + column * pitch) * (1 if is_right else -1)
        for at, other in enumerate(chosen):
            y = middle + (at - (len(chosen) - 1) / 2) * step
            x = near if is_right else near - width
            boxes.append(Rect(x, y - step * 0.42, width, step * 0.84, PAPER, colour, 1.4, 8, node=other))
            months = f"{quantity(ways[other])} mo"
            lines = wrap(
                str(graph.nodes[other]["title"]), width - 20 - measure(months, SMALL), SMALL + 1, bold=True, most=2
            )
            top = y + 4.5 - 8 * (len(lines) - 1)
            boxes += [Text(x + 8, top + 16 * n, line, SMALL + 1, bold=True) for n, line in enumerate(lines)]
            boxes.append(Text(x + width - 8, y + 4.5, months, SMALL, colour, anchor="end"))
    # one line, between the position and the nearest column, stands for all moves of a side
    near = edge + 40 * (1 if is_right else -1)
    ends = ((edge, middle), (near, middle))
    shapes.append(Line(ends if is_right else ends[::-1], colour, 3, has_tip=True))
    return shapes
