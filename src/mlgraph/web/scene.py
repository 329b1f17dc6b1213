"""Pictures for the page as data: the map of `drawing`, and neighbourhoods in the layout of Graphviz."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, product
from typing import Any

from mlgraph.drawing import views
from mlgraph.drawing.canvas import DASHED, HUES, SKILL, Canvas, make_box_style, make_box_text, wrap_title
from mlgraph.drawing.draw import draw_moves, format_size, make_card
from mlgraph.drawing.map import MapLayout, Style, lay_out
from mlgraph.drawing.render import compute_layout
from mlgraph.drawing.scene import COLOURS, Line, simplify
from mlgraph.errors import UnknownNameError
from mlgraph.model import POSITIONS, Graph, leads_to, reached_from
from mlgraph.names import resolve
from mlgraph.printable import shown
from mlgraph.requirements import layers_before
from mlgraph.text.formatting import quantity

# a graph with more positions has no map of all, only pictures of neighbourhoods
MOST_ON_A_MAP = views.MOST_POSITIONS
# at this size, titles have 12 pixels and other text 11 on a screen of 1280 by 800
PAGE = Style(
    width=1256,
    height=636,
    body=12.5,
    small=11.5,
    line=14,
    widest=(76, 84, 92, 100, 112, 124),
    pad=5,
    box=28,
    beneath=7,
    margin=6,
    head=0,
    axis=24,
    foot=6,
    edge=12,
    gutter=12,
    gap=8,
    track=4,
    lane=3,
    tip=9,
    strip=14,
    beside=6,
    keeps_ratio=False,
)
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
class Area:
    """The area of a track, in the colour `hue`."""

    hue: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Label:
    """A text at its base line: the title of a track in its colour, or the time of a column."""

    text: str
    hue: int
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A node with its lines of text, in the colour `hue` of its track. A box of kind "or" joins alternative skills.

    `soonest` is the number of months after which a beginner can be there; None in pictures without an axis of time.
    """

    id: str
    kind: str
    hue: int
    track: str
    title: tuple[str, ...]
    below: str
    soonest: float | None
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
    """An arrow of Graphviz: its SVG path, and its label at (x, y)."""

    source: str
    target: str
    path: str
    heads: tuple[Head, ...]
    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Way:
    """A move on the map: the coordinates of its corners in turn, and its months. `hue` is -1 between tracks."""

    source: str
    target: str
    months: str
    hue: int
    points: tuple[float, ...]


@dataclass(frozen=True)
class Track:
    """A track of the map, with its colour."""

    id: str
    title: str
    hue: int


@dataclass(frozen=True)
class View:
    """A picture in pixels from the top left, with its legend.

    A map has areas, labels and tracks, and the main moves in `main`. `ways` has all moves of each position, and `jumps`
    the moves to stages that are reached at once.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    legend: str
    arrows: tuple[Arrow, ...] = ()
    areas: tuple[Area, ...] = ()
    labels: tuple[Label, ...] = ()
    tracks: tuple[Track, ...] = ()
    main: tuple[Way, ...] = ()
    ways: dict[str, tuple[Way, ...]] = field(default_factory=dict)
    jumps: tuple[Way, ...] = ()


def has_map(graph: Graph) -> bool:
    """Return whether a graph has positions, and few enough for a map."""
    return 0 < sum(graph.nodes[node]["kind"] in POSITIONS for node in graph) <= MOST_ON_A_MAP


def draw_view(graph: Graph, name: str, run: Layout = compute_layout) -> View:
    """Return the picture with a name: `map`, `around:ID`, `needs:ID`, or `way:ID,ID,...` for a path.

    `run` runs Graphviz. Raises UnknownNameError for a name that is not one of a picture, and DrawError if the
    layout fails.
    """
    kind, _, ids = name.partition(":")
    if kind == "map" and has_map(graph):
        return _draw_map(graph)
    if kind == "around":
        return _draw_around(graph, resolve(graph, ids, POSITIONS), run)
    if kind == "needs":
        return _draw_needs(graph, resolve(graph, ids), run)
    if kind == "way":
        positions = [resolve(graph, each, POSITIONS) for each in ids.split(",")[:MOST_AROUND]]
        return _draw_way(graph, positions, run)
    raise UnknownNameError(f"there is no picture called '{shown(name)}'")


def _draw_map(graph: Graph) -> View:
    frame, view = views.frame_all(graph)
    titles = {node: str(graph.nodes[node]["title"]) for node in frame.column}
    layout = lay_out(frame, titles, {}, view, style=PAGE)
    main = layout.trace_moves()
    taken = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in layout.sheet.boxes.values()]
    labels = [
        Label(text.text, COLOURS.index(text.fill), _round(text.x), _round(text.y))
        for text in layout.draw_band_titles(main, taken)
    ]
    labels += [Label(words, -1, _round(x + width / 2), PAGE.axis - 12) for x, width, words in layout.list_columns()]
    used = {key: title for key, title in frame.track_titles.items() if key in {*frame.track.values()}}
    found = MapWays(graph, frame.track, layout)
    return View(
        width=_round(layout.sheet.width),
        height=_round(layout.sheet.height),
        boxes=tuple(
            Box(
                node,
                str(graph.nodes[node]["kind"]),
                COLOURS.index(layout.hue[frame.track[node]]),
                frame.track[node],
                tuple(layout.sheet.lines[node]),
                "",
                round(frame.soonest[node], 2),
                *map(_round, (box.x, box.y, box.width, box.height)),
            )
            for node, box in sorted(layout.sheet.boxes.items(), key=lambda each: (frame.soonest[each[0]], each[0]))
        ),
        legend=view.words,
        areas=tuple(
            Area(COLOURS.index(each.fill), *map(_round, (each.x, each.y, each.width, each.height)))
            for each in layout.draw_bands()
        ),
        labels=tuple(labels),
        tracks=tuple(Track(key, title, COLOURS.index(layout.hue[key])) for key, title in used.items()),
        main=tuple(map(found.read, main)),
        ways={node: tuple(map(found.read, layout.trace_others(moves))) for node, moves in found.moves.items()},
        jumps=tuple(found.read(line) for move in found.list_jumps() for line in layout.trace_others([move])),
    )


class MapWays:
    """The moves of a map as data."""

    def __init__(self, graph: Graph, track: Mapping[str, str], layout: MapLayout) -> None:
        self._graph, self._track, self._layout = graph, track, layout
        self.moves: dict[str, list[tuple[str, str]]] = {node: [] for node in sorted(track)}
        for source in self.moves:
            for target in leads_to(graph, source):
                if target in track and target != source:
                    self.moves[source].append((source, target))
                    self.moves[target].append((source, target))

    def list_jumps(self) -> Iterator[tuple[str, str]]:
        """Yield the moves to stages that take no time, and are not in the graph."""
        for source, target in product(self.moves, self.moves):
            is_stage = self._graph.nodes[target]["kind"] == "stage"
            if is_stage and source != target and target not in leads_to(self._graph, source):
                yield source, target

    def read(self, line: Line) -> Way:
        """Return a line of the layout as a move."""
        a, b = line.source, line.target
        months = leads_to(self._graph, a).get(b, 0)
        hue = COLOURS.index(self._layout.hue[self._track[a]]) if self._track[a] == self._track[b] else -1
        points = tuple(_round(each) for point in simplify(line.points) for each in point)
        return Way(a, b, quantity(months), hue, points)


def _round(number: float) -> float:
    return round(number, 1)


def _draw_around(graph: Graph, node: str, run: Layout) -> View:
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
    return _make_view(graph, canvas, run, len({*before, *after}) - len(near))


def _draw_way(graph: Graph, positions: list[str], run: Layout) -> View:
    canvas = Canvas("", "TB")
    for position in dict.fromkeys(positions):
        canvas.add_box(position, make_card(graph, position), make_box_style(graph.nodes[position]["kind"], HUES[0]))
    for first, second in pairwise(positions):
        if second in leads_to(graph, first):
            draw_moves(canvas, graph, first, second)
    return _make_view(graph, canvas, run)


def _draw_needs(graph: Graph, node: str, run: Layout) -> View:
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
    return _make_view(graph, canvas, run, left_out)


def _find_before(graph: Graph, node: str) -> tuple[list[str], int, int]:
    """Return a node with its nearest skills, the size of the largest layer, and the number of skills left out."""
    layers = [[node], *layers_before(graph, (node,))]
    found = list(chain.from_iterable(layers))
    kept = found[:MOST_NEEDED]
    return kept, max(map(len, layers)), len(found) - len(kept)


def _make_view(graph: Graph, canvas: Canvas, run: Layout, left_out: int = 0) -> View:
    """Return the layout of a canvas without legend and title, in coordinates from the top left."""
    found = run(canvas.dot.to_string())
    keys = {n: key for n, key in canvas.boxes.items() if key in graph or key.startswith(_OR)}
    names = {each["_gvid"]: keys.get(each["name"]) for each in found.get("objects", ())}
    nodes = [each for each in found.get("objects", ()) if names[each["_gvid"]]]
    lines = [each for each in found.get("edges", ()) if each.get("style") != "invis" and "pos" in each]
    lines = [each for each in lines if names[each["tail"]] and names[each["head"]]]
    corners = [*_list_corners(nodes, lines)]
    left, top = min((x for x, _ in corners), default=0) - _MARGIN, max((y for _, y in corners), default=0) + _MARGIN
    right, bottom = max((x for x, _ in corners), default=0) + _MARGIN, min((y for _, y in corners), default=0) - _MARGIN
    shift = _Shift(left, top)
    boxes = tuple(_read_box(graph, str(names[each["_gvid"]]), each, shift) for each in nodes)
    arrows = tuple(_read_arrow(graph, str(names[e["tail"]]), str(names[e["head"]]), e, shift) for e in lines)
    return View(
        width=round(right - left, 1),
        height=round(top - bottom, 1),
        boxes=boxes,
        legend="; ".join(_explain_signs(boxes, arrows, left_out)),
        arrows=arrows,
    )


def _explain_signs(boxes: Iterable[Box], arrows: Sequence[Arrow], left_out: int) -> Iterator[str]:
    """Yield the lines of the legend, and the number of boxes left out."""
    moves = [arrow.label for arrow in arrows if arrow.label]
    if moves:
        both = "; 12 / 6: there / back" if any("/" in label for label in moves) else ""
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


def _list_corners(nodes: list[dict[str, Any]], lines: list[dict[str, Any]]) -> Iterator[tuple[float, float]]:
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


def _read_box(graph: Graph, key: str, node: dict[str, Any], shift: _Shift) -> Box:
    wide, high = float(node["width"]) * 72, float(node["height"]) * 72
    (x, y) = _parse_numbers(node["pos"])
    corner = shift(x - wide / 2, y + high / 2)
    if key not in graph:
        return Box(key, "or", 0, "", (), "or", None, *corner, round(wide, 1), round(high, 1))
    attributes = graph.nodes[key]
    title, below = tuple(wrap_title(attributes["title"])), format_size(graph, key)
    return Box(key, attributes["kind"], 0, "", title, below, None, *corner, round(wide, 1), round(high, 1))


def _read_arrow(graph: Graph, source: str, target: str, line: dict[str, Any], shift: _Shift) -> Arrow:
    points = [(mark, shift(*point)) for mark, point in _parse_points(line["pos"])]
    path = [point for mark, point in points if not mark]
    tips = {mark: point for mark, point in points if mark}
    ends = {"s": (source, path[0]), "e": (target, path[-1])}
    heads = tuple(Head(ends[mark][0], ends[mark][1], tip) for mark, tip in sorted(tips.items()))
    steps = " ".join(f"{x} {y}" for x, y in path[1:])
    positions = all(key in graph and graph.nodes[key]["kind"] in POSITIONS for key in (source, target))
    months = (leads_to(graph, source).get(target), leads_to(graph, target).get(source)) if positions else (None, None)
    label = " / ".join(quantity(each) for each in months if each is not None)
    middle = shift(*_parse_numbers(line["lp"])) if "lp" in line else path[len(path) // 2]
    return Arrow(source, target, f"M{path[0][0]} {path[0][1]}C{steps}", heads, label, *middle)


def list_views(graph: Graph) -> Iterator[str]:
    """Yield the names of all pictures of a graph, except those of plans."""
    if has_map(graph):
        yield "map"
    for node in sorted(graph):
        if graph.nodes[node]["needs"]:
            yield f"needs:{node}"
