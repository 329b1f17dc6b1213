"""Pictures of the differences between two graphs.

A picture of the differences between two graphs shows removed nodes too, among the nodes of the new graph. Graphviz
places the positions with their moves, and mlgraph itself places all other parts of the picture.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise

import networkx as nx
import pydot

from mlgraph.analysis.diff import Change, Diff, ItemChange, MoveChange
from mlgraph.drawing import layout
from mlgraph.drawing.canvas import MOVE, PAPER, QUIET, SHAPES, Canvas, make_box_text, wrap_title
from mlgraph.drawing.draw import MOST_AROUND_A_PLAN, Drawing, has_box
from mlgraph.drawing.letters import cut, measure, wrap
from mlgraph.drawing.render import compute_layout
from mlgraph.drawing.scene import BODY, INK, SMALL, TITLE, Line, Point, Rect, Scene, Shape, Text, shift
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import KINDS, POSITIONS, Graph, list_links
from mlgraph.printable import shorten
from mlgraph.text.formatting import format_number

INSTEAD = "list the changes as text instead"
MOST_LINES = 8
# text has a contrast of at least 4.8 : 1; for people who do not see red or green, removed boxes are dashed, and the
# green of added boxes differs from the blue of changed boxes; without any colour, the signs differ
_LOOKS = {
    "added": {"color": "#047857", "fontcolor": "#047857", "fillcolor": "#ECFDF5", "penwidth": "2.4"},
    "removed": {"color": "#B91C1C", "fontcolor": "#B91C1C", "fillcolor": "#FEF2F2", "penwidth": "1.8"},
    "changed": {"color": "#1D4ED8", "fontcolor": "#1E40AF", "fillcolor": "#EFF6FF", "penwidth": "2.4"},
    "the same": {"color": MOVE, "fontcolor": QUIET, "fillcolor": PAPER, "penwidth": "1.2"},
}
# the signs of changes in text, too
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "the same": ""}
_KEY = ("12: months in post before the move", "12, was 24: it took another time", "+ needed now, - no longer needed")
_WORDS = "At a move are the months in the post before it. + needed now, - no longer needed."
# sizes of the picture in pixels: its margin, the least and the greatest room for its title, and the boxes
_MARGIN, _LEAST, _WIDEST, _WIDE, _GAP, _DASH = 26.0, 620.0, 1500.0, 190.0, 18.0, "6 4"
# Graphviz has points of 1/72 inch
_SCALE = 96 / 72
_LAYOUT = (
    "rankdir=LR; splines=polyline; nodesep=0.35; ranksep=0.7; edge [fontname=Arial, fontsize=11, arrowhead=none]; "
    f'node [shape=box, fixedsize=true, label="", width={_WIDE / 96:.3f}]'
)


def draw_diff(old: Graph, new: Graph, found: Diff) -> Drawing:
    """Draw two graphs in one picture, whose colours show which nodes and moves were added, removed or changed.

    The picture of the differences shows a skill only if the skill was added, removed or changed. If the two graphs
    together have at most 30 positions, the picture of their differences shows all positions. If the two graphs have
    more than 30 positions, the picture shows only positions that changed, or whose moves changed. Raises DrawError if
    the picture would be too large to read.
    """
    both = _merge_graphs(old, new)
    canvas = Canvas(_make_title(old, new), "TB", list_links(both), INSTEAD)
    listed = {"added": found.added, "removed": found.removed, "changed": found.changed}
    items = {item.id: (state, item) for state, part in listed.items() for item in part if item.kind in KINDS}
    moves = {(move.source.id, move.target.id): move for move in found.moves}
    lanes = layout.arrange_lanes(both)
    whole = sum(len(positions) for _, positions in lanes) <= MOST_AROUND_A_PLAN
    drawn = []
    for stage, positions in lanes:
        marked = {*items, *chain.from_iterable(moves)}
        members = [n for n in positions if n in marked or (whole and has_box(both, n, positions, POSITIONS))]
        title = both.nodes[stage]["title"] if stage and stage not in members else ""
        _add_boxes(
            canvas,
            both,
            members,
            items,
            canvas.add_lane(title, QUIET) if stage and members not in ([stage], []) else None,
        )
        drawn += [(stage, members)] if members else []
    rows = layout.arrange_rows(both, drawn, [])
    _add_arrows(canvas, both, [*chain.from_iterable(rows)], moves)
    skills = sorted(node for node in items if both.nodes[node]["kind"] == "skill")
    _add_boxes(canvas, both, skills, items, canvas.add_lane("Skills", QUIET) if skills else None)
    rows += [skills[start : start + layout.WIDEST_ROW] for start in range(0, len(skills), layout.WIDEST_ROW)]
    canvas.set_rows(rows)
    canvas.add_legend(
        both,
        [*chain.from_iterable(rows)],
        _KEY,
        {f"{_SIGNS[s]} {s}".strip(): _make_style(s, rounded=True) | {"shape": "box"} for s in _LOOKS},
    )
    positions = [node for _, members in drawn for node in members]

    def make_scenes() -> list[Scene]:
        return [_draw_scene(_make_title(old, new), both, positions, skills, items, moves)]

    return Drawing(str(canvas.dot.to_string()), make_scenes, list_links(both))


def _make_title(old: Graph, new: Graph) -> str:
    before, after = (str(graph.graph.get("title", "")) for graph in (old, new))
    return ": ".join(filter(None, ("What changed", after if before == after else f"{after} (was: {before})")))


def _merge_graphs(old: Graph, new: Graph) -> Graph:
    """Join the nodes and moves of two graphs into one graph, with the attributes of `new` if attributes differ."""
    owners = filter(None, map(make_attribution, (old, new)))
    both: Graph = nx.DiGraph(attribution=" ".join(dict.fromkeys(owners)))
    for graph in (old, new):
        both.add_nodes_from(graph.nodes(data=True))
    for graph in (old, new):
        both.add_edges_from((a, b, arrow) for a, b, arrow in graph.edges(data=True) if arrow["relation"] == "leads_to")
    skills = [node for node in both if both.nodes[node]["kind"] not in POSITIONS]
    both.remove_edges_from([*both.edges(skills), *both.in_edges(skills)])
    return both


def _add_boxes(
    canvas: Canvas, both: Graph, nodes: list[str], items: dict[str, tuple[str, ItemChange]], lane: pydot.Subgraph | None
) -> None:
    for node in nodes:
        state, below, listed = _say_state(both, node, items)
        attributes = both.nodes[node]
        canvas.add_box(
            node,
            make_box_text(wrap_title(_sign_title(both, node, state)), below, [" ", *listed] if listed else ()),
            _make_style(state, rounded=attributes["kind"] == "role") | {"shape": SHAPES[attributes["kind"]]},
            lane,
        )


def _sign_title(both: Graph, node: str, state: str) -> str:
    return f"{_SIGNS[state]} {both.nodes[node]['title']}".strip()


def _say_state(both: Graph, node: str, items: Mapping[str, tuple[str, ItemChange]]) -> tuple[str, list[str], list[str]]:
    """Return the state of a node, such as "added", a line with the hours of a skill, and lines about the changes."""
    state, item = items.get(node, ("the same", None))
    attributes, changes = both.nodes[node], item.changes if item and state == "changed" else ()
    has_hours = attributes["kind"] == "skill" and all(change.what != "hours" for change in changes)
    listed = [line for change in changes for line in _list_lines(both, change)]
    if len(listed) > MOST_LINES:
        listed[MOST_LINES - 1 :] = [f"and {len(listed) - MOST_LINES + 1} more"]
    return state, [f"{format_number(attributes['hours'])} h"] if has_hours else [], listed


def _make_style(state: str, *, rounded: bool) -> dict[str, str]:
    style = "filled" + ",rounded" * rounded + ",dashed" * (state == "removed")
    return _LOOKS[state] | {"style": style}


def _list_lines(both: Graph, change: Change) -> Iterator[str]:
    """Yield a short line, for the box of a changed node, about each part of a change."""
    if change.what == "needs":
        before, after = change.before or (), change.after or ()
        parts = (("+", [g for g in after if g not in before]), ("-", [g for g in before if g not in after]))
        for mark, groups in parts:
            yield from (shorten(f"{mark} {' or '.join(both.nodes[s]['title'] for s in group)}", 36) for group in groups)
    elif isinstance(change.before, int | float) and isinstance(change.after, int | float):
        yield f"{change.what.replace('_', ' ')} {format_number(change.after)}, was {format_number(change.before)}"
    else:
        yield shorten(f"{change.what.replace('_', ' ')} changed", 36)


@dataclass(frozen=True)
class _Arrow:
    """An arrow for a move, or for two unchanged moves in opposite directions.

    `months` is the text at the arrow, with the months of the move, and a sign such as (+) for an added move. `is_back`
    is true for a move from a later to an earlier position in the order of the picture.
    """

    source: str
    target: str
    months: str
    state: str
    is_both: bool
    is_back: bool


def _list_arrows(both: Graph, nodes: Sequence[str], moves: Mapping[tuple[str, str], MoveChange]) -> Iterator[_Arrow]:
    """Yield the moves between nodes, with one arrow for two unchanged moves in opposite directions."""
    place = {node: rank for rank, node in enumerate(nodes)}
    for a, b in sorted(both.subgraph(nodes).edges, key=lambda ends: (place[ends[0]], place[ends[1]])):
        months, move, state, is_both = format_number(both.edges[a, b]["months"]), moves.get((a, b)), "the same", False
        if move:
            state = "added" if move.before is None else "removed" if move.after is None else "changed"
            if state == "changed" and move.before is not None and move.before != move.after:
                months += f", was {format_number(move.before)}"
        elif both.has_edge(b, a) and (b, a) not in moves:
            if place[a] >= place[b]:
                continue
            is_both = True
            months += f" / {format_number(both.edges[b, a]['months'])}"
        if sign := _SIGNS[state]:
            # in brackets, since "+ 12" would read as 12 months more
            months = f"({sign}) {months}"
        yield _Arrow(a, b, months, state, is_both, place[a] > place[b])


def _add_arrows(canvas: Canvas, both: Graph, nodes: list[str], moves: dict[tuple[str, str], MoveChange]) -> None:
    for arrow in _list_arrows(both, nodes, moves):
        ends, direction = (arrow.source, arrow.target), "both" if arrow.is_both else "forward"
        if arrow.is_back:
            ends, direction = ends[::-1], "back"
        look = {key: _LOOKS[arrow.state][key] for key in ("color", "fontcolor", "penwidth")}
        dash = {"style": "dashed"} if arrow.state == "removed" else {}
        canvas.add_arrow(*ends, arrow.months, look | {"dir": direction} | dash)


def _draw_scene(
    title: str,
    both: Graph,
    positions: Sequence[str],
    skills: Sequence[str],
    items: Mapping[str, tuple[str, ItemChange]],
    moves: Mapping[tuple[str, str], MoveChange],
) -> Scene:
    """Draw positions with their moves from left to right, the changed skills below, and a legend at the bottom."""
    boxes = {node: _draw_box(both, node, items) for node in (*positions, *skills)}
    shapes: list[Shape] = []
    right = _MARGIN + max(_LEAST, min(_WIDEST, measure(title, TITLE, bold=True)))
    y = 62.0
    arrows = [*_list_arrows(both, positions, moves)]
    moving = {node for arrow in arrows for node in (arrow.source, arrow.target)}
    if moving:
        shapes.append(Text(_MARGIN, y, _WORDS, BODY, QUIET))
        found, width, height = _place([node for node in positions if node in moving], boxes, arrows)
        shapes += [shift(shape, _MARGIN, y + 24) for shape in found]
        right, y = max(right, _MARGIN + width), y + 24 + height + 36
    still = [node for node in positions if node not in moving]
    for heading, nodes in (("Posts without moves", still), ("Skills", skills)):
        if not nodes:
            continue
        shapes.append(Text(_MARGIN, y, heading, BODY, INK, bold=True))
        y += 14
        supply, in_a_row = iter(nodes), int((right - _MARGIN + _GAP) / (_WIDE + _GAP))
        while row := [boxes[node] for node in islice(supply, in_a_row)]:
            for number, box in enumerate(row):
                shapes += [shift(shape, _MARGIN + number * (_WIDE + _GAP), y) for shape in box]
            y += max(_measure_height(box) for box in row) + _GAP
        y += 20
    x, used = _MARGIN, {shape.stroke for shape in shapes if isinstance(shape, Rect | Line)}
    for state in (state for state, look in _LOOKS.items() if look["color"] in used):
        shapes += [_frame(state, Rect(x, y, 40, 17, PAPER, radius=5)), Text(x + 50, y + 13, state, SMALL + 1, QUIET)]
        if sign := _SIGNS[state]:
            shapes.append(Text(x + 20, y + 13, sign, BODY, _LOOKS[state]["fontcolor"], True, "middle"))
        x += 80 + measure(state, SMALL + 1)
    y += 17
    for credit in wrap(make_attribution(both), right - _MARGIN, SMALL, most=6):
        y += 16
        shapes.append(Text(_MARGIN, y + 4, credit, SMALL, QUIET))
    shapes.insert(0, Text(_MARGIN, 38, cut(title, right - _MARGIN, TITLE, bold=True), TITLE, INK, bold=True))
    return Scene(right + _MARGIN, y + 20, tuple(shapes))


def _draw_box(both: Graph, node: str, items: Mapping[str, tuple[str, ItemChange]]) -> list[Shape]:
    """Draw the box of a node, with its top left corner at 0, 0."""
    state, below, listed = _say_state(both, node, items)
    title = wrap(_sign_title(both, node, state), _WIDE - 20, BODY, bold=True)
    lines = [cut(line, _WIDE - 16, SMALL) for line in (*below, *listed)]
    height = 18 + 17 * (len(title) + len(lines))
    radius = 10 if both.nodes[node]["kind"] == "role" else 4
    colour, middle = _LOOKS[state]["fontcolor"], _WIDE / 2
    return [
        _frame(state, Rect(0, 0, _WIDE, height, PAPER, radius=radius, node=node)),
        *(Text(middle, 22 + 17 * n, line, BODY, colour, True, "middle") for n, line in enumerate(title)),
        *(Text(middle, 22 + 17 * n, line, SMALL, colour, False, "middle") for n, line in enumerate(lines, len(title))),
    ]


def _frame(state: str, box: Rect) -> Rect:
    look = _LOOKS[state]
    dash = _DASH if state == "removed" else ""
    return replace(box, fill=look["fillcolor"], stroke=look["color"], weight=float(look["penwidth"]), dash=dash)


def _measure_height(box: Sequence[Shape]) -> float:
    return next(shape.height for shape in box if isinstance(shape, Rect))


def _place(
    positions: Sequence[str], boxes: Mapping[str, Sequence[Shape]], arrows: Sequence[_Arrow]
) -> tuple[list[Shape], float, float]:
    """Let Graphviz place positions and moves, and return their shapes, and the total width and height."""
    number = {node: rank for rank, node in enumerate(positions)}
    parts = [f"n{number[node]} [height={_measure_height(boxes[node]) / 96:.3f}]" for node in positions]
    parts += [
        f'n{number[arrow.source]} -> n{number[arrow.target]} [id={rank}, label="{arrow.months}"]'
        for rank, arrow in enumerate(arrows)
    ]
    found = compute_layout(f"digraph {{ {_LAYOUT}; {'; '.join(parts)} }}")
    width, height = (_SCALE * float(side) for side in found["bb"].split(",")[2:])

    def read(text: str) -> list[Point]:
        pairs = (pair.split(",") for pair in text.split())
        return [(_SCALE * float(x), height - _SCALE * float(y)) for x, y in pairs]

    lines, labels, placed = list[Shape](), list[Shape](), list[Shape]()
    for edge in found.get("edges", ()):
        arrow = arrows[int(edge["id"])]
        colour, weight = _LOOKS[arrow.state]["color"], float(_LOOKS[arrow.state]["penwidth"])
        # each third point of the curve that Graphviz returns is a corner of the line
        corners = tuple(read(edge["pos"])[::3])
        line = Line(corners, colour, weight, 9, _DASH if arrow.state == "removed" else "", has_tip=True)
        line = replace(line, source=arrow.source, target=arrow.target)
        lines += [line, replace(line, points=corners[::-1])] if arrow.is_both else [line]
        ((x, y),) = read(edge["lp"])
        # Graphviz leaves room beside the line; on the map and here, months are on the line
        ends = next((ends for ends in pairwise(corners) if min(ends)[0] < x < max(ends)[0]), None)
        if ends:
            (x0, y0), (x1, y1) = ends
            y = y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        wide = measure(arrow.months, SMALL) + 8
        labels.append(Rect(x - wide / 2, y - 8, wide, 16, PAPER, radius=8))
        ink = _LOOKS[arrow.state]["fontcolor"]
        labels.append(Text(x, y + 4.4, arrow.months, SMALL, ink, anchor="middle", is_label=True))
    for node, each in zip(positions, found["objects"], strict=True):
        ((x, y),) = read(each["pos"])
        top = y - _measure_height(boxes[node]) / 2
        placed += [shift(shape, x - _WIDE / 2, top) for shape in boxes[node]]
    return [*lines, *labels, *placed], width, height
