"""Pictures that a page draws itself: where Graphviz puts the boxes, arrows and lanes of a graph or of its parts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any

from mlgraph.drawing.canvas import DASHED, HUES, SKILL, Canvas, box_style, box_text, title_lines
from mlgraph.drawing.draw import below_title, card, career_map, draw_moves
from mlgraph.drawing.render import layout
from mlgraph.errors import UnknownNameError
from mlgraph.model import POSITIONS, Graph, leads_to, reached_from
from mlgraph.names import resolve
from mlgraph.printable import shown
from mlgraph.requirements import layers_before

# with more positions than these there is no map of all, but of what is around one of them
MOST_ON_A_MAP = 60
MOST_AROUND = 24
MOST_NEEDED = 90
# more boxes side by side than these are easier to read below each other
WIDEST = 14
_MARGIN = 16.0
_LABEL = 24.0  # half of what a label takes at most
_OR = "one of "

# from DOT to where everything stands, as Graphviz says it
Layout = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Lane:
    """A tinted area, with a title where no box has that of its stage; `hue` is its place in time among the lanes."""

    title: str
    hue: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Box:
    """A node with its lines of text, or (kind "or") the place where alternatives meet; `hue` is that of its lane."""

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
    """The head of an arrow, at one of its ends (`at`, an id): the middle of its base, and its tip."""

    at: str
    base: tuple[float, float]
    tip: tuple[float, float]


@dataclass(frozen=True)
class Arrow:
    """An arrow: the path of an SVG, the middle of its label; `months` of a move there and of one back."""

    source: str
    target: str
    path: str
    heads: tuple[Head, ...]
    months: tuple[float | None, float | None]
    x: float
    y: float


@dataclass(frozen=True)
class Undrawn:
    """A move that is not drawn, and its months."""

    source: str
    target: str
    months: float


@dataclass(frozen=True)
class View:
    """A picture, in points from its top left; `left_out` boxes and the moves `not_drawn` have no room in it."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    left_out: int = 0
    not_drawn: tuple[Undrawn, ...] = ()


def has_map(graph: Graph) -> bool:
    """Tell whether a graph has positions, and few enough for a map of all of them."""
    return 0 < sum(graph.nodes[node]["kind"] in POSITIONS for node in graph) <= MOST_ON_A_MAP


def view(graph: Graph, name: str, lay_out: Layout = layout) -> View:
    """Return the picture with this name: `map`, `around:ID`, `needs:ID`, or `way:ID,ID,...`, positions in a row.

    `lay_out` has Graphviz do so. Raises UnknownNameError where there is none, and DrawError.
    """
    kind, _, ids = name.partition(":")
    if kind == "map" and has_map(graph):
        placed = _placed(graph, career_map(graph), lay_out)
        drawn = {frozenset((arrow.source, arrow.target)) for arrow in placed.arrows}
        moves = (
            Undrawn(node, other, m) for node in sorted(graph) for other, m in sorted(leads_to(graph, node).items())
        )
        return replace(placed, not_drawn=tuple(move for move in moves if {move.source, move.target} not in drawn))
    if kind == "around":
        return _around(graph, resolve(graph, ids, POSITIONS), lay_out)
    if kind == "needs":
        return _needs(graph, resolve(graph, ids), lay_out)
    if kind == "way":
        positions = [resolve(graph, each, POSITIONS) for each in ids.split(",")[:MOST_AROUND]]
        return _way(graph, positions, lay_out)
    raise UnknownNameError(f"there is no picture called '{shown(name)}'")


def _around(graph: Graph, node: str, lay_out: Layout) -> View:
    """Place a position between those before and after it, the nearest in months where there is no room for all."""
    months = [*reached_from(graph, node).items()], [*leads_to(graph, node).items()]
    before, after = ([n for n, _ in sorted(found, key=lambda move: (move[1], move[0]))] for found in months)
    near = [*dict.fromkeys((*after[: MOST_AROUND // 2], *before[: MOST_AROUND // 2]))]
    canvas = Canvas("", "LR")
    for position in (node, *near):
        canvas.box(position, card(graph, position), box_style(graph.nodes[position]["kind"], HUES[0]))
    for position in near:
        ends = (node, position) if position in after else (position, node)
        draw_moves(canvas, graph, *ends)
    return _placed(graph, canvas, lay_out, len({*before, *after}) - len(near))


def _way(graph: Graph, positions: list[str], lay_out: Layout) -> View:
    canvas = Canvas("", "TB")
    for position in dict.fromkeys(positions):
        canvas.box(position, card(graph, position), box_style(graph.nodes[position]["kind"], HUES[0]))
    for first, second in pairwise(positions):
        if second in leads_to(graph, first):
            draw_moves(canvas, graph, first, second)
    return _placed(graph, canvas, lay_out)


def _needs(graph: Graph, node: str, lay_out: Layout) -> View:
    """Place a node after all the skills that it may need, with those nearest to it where there is no room for all."""
    kept, widest, left_out = _before(graph, node)
    canvas = Canvas("", "TB" if widest <= WIDEST else "LR")
    for name in kept:
        canvas.box(name, card(graph, name), box_style(graph.nodes[name]["kind"], SKILL))
    for name in kept:
        for number, group in enumerate(graph.nodes[name]["needs"]):
            within = [skill for skill in group if skill in kept]
            end, style = name, {"color": SKILL}
            if len(group) > 1 and within:
                end, style = f"{_OR}{number} for {name}", style | DASHED
                canvas.box(end, box_text(below=["or"]), {"shape": "circle", "margin": "0", "width": "0.3"})
                canvas.arrow(end, name, "", style)
            for skill in within:
                canvas.arrow(skill, end, "", style)
    return _placed(graph, canvas, lay_out, left_out)


def _before(graph: Graph, node: str) -> tuple[list[str], int, int]:
    """Return a node and the skills before it that there is room for, the size of the largest layer, and the rest."""
    layers = [[node], *layers_before(graph, (node,))]
    found = list(chain.from_iterable(layers))
    kept = found[:MOST_NEEDED]
    return kept, max(map(len, layers)), len(found) - len(kept)


def _placed(graph: Graph, canvas: Canvas, lay_out: Layout, left_out: int = 0) -> View:
    """Return what Graphviz makes of a canvas, without legend and title, in coordinates from the top left."""
    found = lay_out(canvas.dot.to_string())
    keys = {n: key for n, key in canvas.boxes.items() if key in graph or key.startswith(_OR)}
    names = {each["_gvid"]: keys.get(each["name"]) for each in found.get("objects", ())}
    areas = [each for each in found.get("objects", ()) if any(names.get(n) for n in each.get("nodes", ()))]
    areas = [each for each in areas if each["name"].startswith("cluster")]
    nodes = [each for each in found.get("objects", ()) if names[each["_gvid"]]]
    lines = [each for each in found.get("edges", ()) if each.get("style") != "invis" and "pos" in each]
    lines = [each for each in lines if names[each["tail"]] and names[each["head"]]]
    corners = [*_corners(areas, nodes, lines)]
    left, top = min((x for x, _ in corners), default=0) - _MARGIN, max((y for _, y in corners), default=0) + _MARGIN
    right, bottom = max((x for x, _ in corners), default=0) + _MARGIN, min((y for _, y in corners), default=0) - _MARGIN
    shift = _Shift(left, top)
    return View(
        width=round(right - left, 1),
        height=round(top - bottom, 1),
        lanes=tuple(_lane(graph, each, [*filter(None, map(names.get, each["nodes"]))], shift) for each in areas),
        boxes=tuple(_box(graph, str(names[each["_gvid"]]), each, shift) for each in nodes),
        arrows=tuple(_arrow(graph, str(names[e["tail"]]), str(names[e["head"]]), e, shift) for e in lines),
        left_out=left_out,
    )


@dataclass(frozen=True)
class _Shift:
    left: float
    top: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return round(x - self.left, 1), round(self.top - y, 1)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]


def _corners(
    areas: list[dict[str, Any]], nodes: list[dict[str, Any]], lines: list[dict[str, Any]]
) -> Iterator[tuple[float, float]]:
    for area in areas:
        left, bottom, right, top = _numbers(area["bb"])
        yield from ((left, bottom), (right, top))
    for node in nodes:
        (x, y), wide, high = _numbers(node["pos"]), float(node["width"]) * 36, float(node["height"]) * 36
        yield from ((x - wide, y - high), (x + wide, y + high))
    for line in lines:
        yield from (point for _, point in _points(line["pos"]))
        if "lp" in line:
            x, y = _numbers(line["lp"])
            yield from ((x - _LABEL, y), (x + _LABEL, y))


def _points(pos: str) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the points of a spline, with "s" or "e" for the tips of arrow heads at its start and its end."""
    for word in pos.split():
        mark = word[0] if word[0] in "se" else ""
        x, y = _numbers(word[2:] if mark else word)
        yield mark, (x, y)


def _lane(graph: Graph, area: dict[str, Any], members: list[str], shift: _Shift) -> Lane:
    left, bottom, right, top = _numbers(area["bb"])
    x, y = shift(left, top)
    # a box with the name of the stage says what the lane is
    stage = graph.nodes[members[0]].get("stage") or members[0]
    title = "" if stage in members else graph.nodes[stage]["title"]
    return Lane(title, _hue(area["fontcolor"]), x, y, round(right - left, 1), round(top - bottom, 1))


def _hue(colour: str) -> int:
    return HUES.index(colour) if colour in HUES else 0


def _box(graph: Graph, key: str, node: dict[str, Any], shift: _Shift) -> Box:
    wide, high = float(node["width"]) * 72, float(node["height"]) * 72
    (x, y) = _numbers(node["pos"])
    corner = shift(x - wide / 2, y + high / 2)
    if key not in graph:
        return Box(key, "or", 0, (), "or", *corner, round(wide, 1), round(high, 1))
    attributes = graph.nodes[key]
    title, below = tuple(title_lines(attributes["title"])), below_title(graph, key)
    hue = _hue(node.get("color", ""))
    return Box(key, attributes["kind"], hue, title, below, *corner, round(wide, 1), round(high, 1))


def _arrow(graph: Graph, source: str, target: str, line: dict[str, Any], shift: _Shift) -> Arrow:
    points = [(mark, shift(*point)) for mark, point in _points(line["pos"])]
    way = [point for mark, point in points if not mark]
    tips = {mark: point for mark, point in points if mark}
    ends = {"s": (source, way[0]), "e": (target, way[-1])}
    heads = tuple(Head(ends[mark][0], ends[mark][1], tip) for mark, tip in sorted(tips.items()))
    steps = " ".join(f"{x} {y}" for x, y in way[1:])
    positions = all(key in graph and graph.nodes[key]["kind"] in POSITIONS for key in (source, target))
    months = (leads_to(graph, source).get(target), leads_to(graph, target).get(source)) if positions else (None, None)
    middle = shift(*_numbers(line["lp"])) if "lp" in line else way[len(way) // 2]
    return Arrow(source, target, f"M{way[0][0]} {way[0][1]}C{steps}", heads, months, *middle)


def names(graph: Graph) -> Iterable[str]:
    """Yield the names of all pictures of a graph but ways."""
    if has_map(graph):
        yield "map"
    for node in sorted(graph):
        if graph.nodes[node]["needs"]:
            yield f"needs:{node}"
