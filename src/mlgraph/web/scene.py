"""Pictures for the page: boxes, arrows and lanes with the coordinates that Graphviz computes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any

from mlgraph.drawing.canvas import DASHED, HUES, SKILL, Canvas, make_box_style, make_box_text, wrap_title
from mlgraph.drawing.draw import draw_map, draw_moves, format_size, make_card  # X draw_map, draw_moves
from mlgraph.drawing.render import compute_layout
from mlgraph.errors import UnknownNameError
from mlgraph.model import POSITIONS, Graph, leads_to, reached_from
from mlgraph.names import resolve
from mlgraph.printable import shown
from mlgraph.requirements import layers_before
from mlgraph.text.formatting import quantity

# a graph with more positions has no map of all, only pictures of neighbourhoods
MOST_ON_A_MAP = 60
MOST_AROUND = 24
MOST_NEEDED = 90
# with more boxes side by side, a picture runs from left to right
WIDEST = 14
_MARGIN = 16.0
_LABEL = 24.0  # half of the widest label
_OR = "one of "

# a function from DOT to the layout in JSON
Layout = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Lane:
    """A tinted area of a stage; `title` is empty if the stage has a box, and `hue` is the rank in the order of time."""

    title: str
    hue: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Box:
    """A node with its lines of text, in the colour `hue` of its lane. A box of kind "or" joins alternative skills."""

    id: str
    kind: str
    hue: int
    title: tuple[str, ...]
    below: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Head:
    """An arrowhead at the node `at`: the middle of its base, and its tip."""

    at: str
    base: tuple[float, float]
    tip: tuple[float, float]


@dataclass(frozen=True)
class Arrow:
    """An arrow: its SVG path, and its label at (x, y); `months` has the labels of a move there and back."""

    source: str
    target: str
    path: str
    heads: tuple[Head, ...]
    label: str
    months: tuple[str | None, str | None]
    x: float
    y: float


@dataclass(frozen=True)
class Undrawn:
    """A move that the picture leaves out, with its label."""

    source: str
    target: str
    months: str


@dataclass(frozen=True)
class View:
    """A picture in points from the top left, with its legend and the moves that it leaves out."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    legend: str
    not_drawn: tuple[Undrawn, ...] = ()


def has_map(graph: Graph) -> bool:
    """Return whether a graph has positions, and few enough for a map."""
    return 0 < sum(graph.nodes[node]["kind"] in POSITIONS for node in graph) <= MOST_ON_A_MAP


def draw_view(graph: Graph, name: str, lay_out: Layout = compute_layout) -> View:
    """Return the picture with a name: `map`, `around:ID`, `needs:ID`, or `way:ID,ID,...` for a path.

    `lay_out` runs Graphviz. Raises UnknownNameError for a name that is not one of a picture, and DrawError if the
    layout fails.
    """
    kind, _, ids = name.partition(":")
    if kind == "map" and has_map(graph):
        return _draw_map(graph, lay_out)
    if kind == "around":
        return _draw_around(graph, resolve(graph, ids, POSITIONS), lay_out)
    if kind == "needs":
        return _draw_needs(graph, resolve(graph, ids), lay_out)
    if kind == "way":
        positions = [resolve(graph, each, POSITIONS) for each in ids.split(",")[:MOST_AROUND]]
        return _draw_way(graph, positions, lay_out)
    raise UnknownNameError(f"there is no picture called '{shown(name)}'")


def _draw_map(graph: Graph, lay_out: Layout) -> View:
    view = _make_view(graph, draw_map(graph), lay_out)
    drawn = {frozenset((arrow.source, arrow.target)) for arrow in view.arrows}
    moves = (
        Undrawn(node, other, _format_months(months))
        for node in sorted(graph)
        for other, months in sorted(leads_to(graph, node).items())
    )
    not_drawn = tuple(move for move in moves if {move.source, move.target} not in drawn)
    further = [f"{quantity(len(not_drawn))} more moves in the details"] if not_drawn else []
    return replace(view, legend="; ".join([view.legend, *further]), not_drawn=not_drawn)


def _draw_around(graph: Graph, node: str, lay_out: Layout) -> View:
    """Draw a position between those before and after it; if there are many, only the nearest in months."""
    months = [*reached_from(graph, node).items()], [*leads_to(graph, node).items()]
    before, after = ([n for n, _ in sorted(found, key=lambda move: (move[1], move[0]))] for found in months)
    near = [*dict.fromkeys((*after[: MOST_AROUND // 2], *before[: MOST_AROUND // 2]))]
    canvas = Canvas("", "LR")
    for position in (node, *near):
        canvas.add_box(position, make_card(graph, position), make_box_style(graph.nodes[position]["kind"], HUES[0]))
    for position in near:
        ends = (node, position) if position in after else (position, node)
        draw_moves(canvas, graph, *ends)
    return _make_view(graph, canvas, lay_out, len({*before, *after}) - len(near))


def _draw_way(graph: Graph, positions: list[str], lay_out: Layout) -> View:
    canvas = Canvas("", "TB")
    for position in dict.fromkeys(positions):
        canvas.add_box(position, make_card(graph, position), make_box_style(graph.nodes[position]["kind"], HUES[0]))
    for first, second in pairwise(positions):
        if second in leads_to(graph, first):
            draw_moves(canvas, graph, first, second)
    return _make_view(graph, canvas, lay_out)


def _draw_needs(graph: Graph, node: str, lay_out: Layout) -> View:
    """Draw a node after the skills that it may need; if there are many, only those in the nearest layers."""
    kept, widest, left_out = _find_before(graph, node)
    canvas = Canvas("", "TB" if widest <= WIDEST else "LR")
    for name in kept:
        canvas.add_box(name, make_card(graph, name), make_box_style(graph.nodes[name]["kind"], SKILL))
    for name in kept:
        for number, group in enumerate(graph.nodes[name]["needs"]):
            within = [skill for skill in group if skill in kept]
            end, style = name, {"color": SKILL}
            if len(group) > 1 and within:
                end, style = f"{_OR}{number} for {name}", style | DASHED
                canvas.add_box(end, make_box_text(below=["or"]), {"shape": "circle", "margin": "0", "width": "0.3"})
                canvas.add_arrow(end, name, "", style)
            for skill in within:
                canvas.add_arrow(skill, end, "", style)
    return _make_view(graph, canvas, lay_out, left_out)


def _find_before(graph: Graph, node: str) -> tuple[list[str], int, int]:
    """Return a node with its nearest skills, the size of the largest layer, and the number of skills left out."""
    layers = [[node], *layers_before(graph, (node,))]
    found = list(chain.from_iterable(layers))
    kept = found[:MOST_NEEDED]
    return kept, max(map(len, layers)), len(found) - len(kept)


def _make_view(graph: Graph, canvas: Canvas, lay_out: Layout, left_out: int = 0) -> View:
    """Return the layout of a canvas without legend and title, in coordinates from the top left."""
    found = lay_out(canvas.dot.to_string())
    keys = {n: key for n, key in canvas.boxes.items() if key in graph or key.startswith(_OR)}
    names = {each["_gvid"]: keys.get(each["name"]) for each in found.get("objects", ())}
    areas = [each for each in found.get("objects", ()) if any(names.get(n) for n in each.get("nodes", ()))]
    areas = [each for each in areas if each["name"].startswith("cluster")]
    nodes = [each for each in found.get("objects", ()) if names[each["_gvid"]]]
    lines = [each for each in found.get("edges", ()) if each.get("style") != "invis" and "pos" in each]
    lines = [each for each in lines if names[each["tail"]] and names[each["head"]]]
    corners = [*_list_corners(areas, nodes, lines)]
    left, top = min((x for x, _ in corners), default=0) - _MARGIN, max((y for _, y in corners), default=0) + _MARGIN
    right, bottom = max((x for x, _ in corners), default=0) + _MARGIN, min((y for _, y in corners), default=0) - _MARGIN
    shift = _Shift(left, top)
    boxes = tuple(_read_box(graph, str(names[each["_gvid"]]), each, shift) for each in nodes)
    arrows = tuple(_read_arrow(graph, str(names[e["tail"]]), str(names[e["head"]]), e, shift) for e in lines)
    return View(
        width=round(right - left, 1),
        height=round(top - bottom, 1),
        lanes=tuple(_read_lane(graph, each, [*filter(None, map(names.get, each["nodes"]))], shift) for each in areas),
        boxes=boxes,
        arrows=arrows,
        legend="; ".join(_explain_signs(boxes, arrows, left_out)),
    )


def _explain_signs(boxes: Iterable[Box], arrows: Sequence[Arrow], left_out: int) -> Iterator[str]:
    """Yield the lines of the legend, and the number of boxes left out."""
    moves = [arrow.months for arrow in arrows if arrow.months != (None, None)]
    if moves:
        both = "; 12 / 6: there / back" if any(None not in months for months in moves) else ""
        yield f"12: months in the post before the move{both}"
    elif arrows:
        yield "An arrow leads from a skill to what needs it"
    if any(box.kind == "or" for box in boxes):
        yield "dashed: one of these is enough"
    if left_out:
        yield f"{quantity(left_out)} more have no room here"


@dataclass(frozen=True)
class _Shift:
    left: float
    top: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return round(x - self.left, 1), round(self.top - y, 1)


def _parse_numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]


def _list_corners(
    areas: list[dict[str, Any]], nodes: list[dict[str, Any]], lines: list[dict[str, Any]]
) -> Iterator[tuple[float, float]]:
    for area in areas:
        left, bottom, right, top = _parse_numbers(area["bb"])
        yield from ((left, bottom), (right, top))
    for node in nodes:
        (x, y), wide, high = _parse_numbers(node["pos"]), float(node["width"]) * 36, float(node["height"]) * 36
        yield from ((x - wide, y - high), (x + wide, y + high))
    for line in lines:
        yield from (point for _, point in _parse_points(line["pos"]))
        if "lp" in line:
            x, y = _parse_numbers(line["lp"])
            yield from ((x - _LABEL, y), (x + _LABEL, y))


def _parse_points(pos: str) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the points of a spline, marked with "s" or "e" if they are arrow tips at its start or end."""
    for word in pos.split():
        mark = word[0] if word[0] in "se" else ""
        x, y = _parse_numbers(word[2:] if mark else word)
        yield mark, (x, y)


def _read_lane(graph: Graph, area: dict[str, Any], members: list[str], shift: _Shift) -> Lane:
    left, bottom, right, top = _parse_numbers(area["bb"])
    x, y = shift(left, top)
    # a box of the stage itself is title enough
    stage = graph.nodes[members[0]].get("stage") or members[0]
    title = "" if stage in members else graph.nodes[stage]["title"]
    return Lane(title, _read_hue(area["fontcolor"]), x, y, round(right - left, 1), round(top - bottom, 1))


def _read_hue(colour: str) -> int:
    return HUES.index(colour) if colour in HUES else 0


def _read_box(graph: Graph, key: str, node: dict[str, Any], shift: _Shift) -> Box:
    wide, high = float(node["width"]) * 72, float(node["height"]) * 72
    (x, y) = _parse_numbers(node["pos"])
    corner = shift(x - wide / 2, y + high / 2)
    if key not in graph:
        return Box(key, "or", 0, (), "or", *corner, round(wide, 1), round(high, 1))
    attributes = graph.nodes[key]
    title, below = tuple(wrap_title(attributes["title"])), format_size(graph, key)
    hue = _read_hue(node.get("color", ""))
    return Box(key, attributes["kind"], hue, title, below, *corner, round(wide, 1), round(high, 1))


def _read_arrow(graph: Graph, source: str, target: str, line: dict[str, Any], shift: _Shift) -> Arrow:
    points = [(mark, shift(*point)) for mark, point in _parse_points(line["pos"])]
    path = [point for mark, point in points if not mark]
    tips = {mark: point for mark, point in points if mark}
    ends = {"s": (source, path[0]), "e": (target, path[-1])}
    heads = tuple(Head(ends[mark][0], ends[mark][1], tip) for mark, tip in sorted(tips.items()))
    steps = " ".join(f"{x} {y}" for x, y in path[1:])
    positions = all(key in graph and graph.nodes[key]["kind"] in POSITIONS for key in (source, target))
    months = (leads_to(graph, source).get(target), leads_to(graph, target).get(source)) if positions else (None, None)
    there, back = (None if each is None else _format_months(each) for each in months)
    label = " / ".join(quantity(each) for each in months if each is not None)
    middle = shift(*_parse_numbers(line["lp"])) if "lp" in line else path[len(path) // 2]
    return Arrow(source, target, f"M{path[0][0]} {path[0][1]}C{steps}", heads, label, (there, back), *middle)


def _format_months(months: float) -> str:
    return f"{quantity(months)} mo"


def list_views(graph: Graph) -> Iterator[str]:
    """Yield the names of all pictures of a graph, except those of plans."""
    if has_map(graph):
        yield "map"
    for node in sorted(graph):
        if graph.nodes[node]["needs"]:
            yield f"needs:{node}"
