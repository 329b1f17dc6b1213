"""Pictures of a graph as data, such as boxes and lines with coordinates, which the web page draws."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, pairwise, product
from typing import Any

from mlgraph.drawing import views
from mlgraph.drawing.canvas import DASHED, SKILL, Canvas, make_box_style, make_box_text, wrap_title
from mlgraph.drawing.draw import format_size, make_card
from mlgraph.drawing.frame import Frame
from mlgraph.drawing.letters import measure, wrap
from mlgraph.drawing.map import PAGE, MapLayout, Style, choose_rows, lay_out
from mlgraph.drawing.render import compute_layout
from mlgraph.drawing.routes import Move, route
from mlgraph.drawing.scene import COLOURS, Line, simplify
from mlgraph.errors import UnknownNameError
from mlgraph.model import POSITIONS, Graph, list_sources, list_targets
from mlgraph.names import resolve
from mlgraph.printable import sanitize
from mlgraph.requirements import find_layers_before
from mlgraph.text.formatting import format_number

# a graph with more positions has no map, only pictures of the neighbours of a position
MOST_ON_A_MAP = views.MOST_POSITIONS
# for a screen of 1920 by 1080: boxes are wide, so most titles need one line, which a note has room below, and the whole
# bundled graph fits
WIDE = replace(PAGE, width=1896, height=890, widest=(130, 140, 150, 166, 180, 220), gap=5, strip=24, box=34, grow=11)
# for A4, on which a pixel is 0.732 points: all text is at least 9 points high
PRINT = replace(
    PAGE,
    width=1096,
    height=718,
    body=12.3,
    small=12.3,
    bold=False,
    narrowest=71,
    strip=18.8,
    gap=2,
    gutter=6.8,
    track=2.2,
    lane=2.5,
    clear=2,
    tip=4.8,
    widest=(73, 76, 80, 84, 88, 94, 100, 112, 124),
    edge=2,
    beside=3,
)
MAPS = {"map": PAGE, "map:wide": WIDE, "map:print": PRINT}
# the most columns and rows on each side of a position, and the most positions of a plan side by side
COLUMNS, ROWS, STEPS = 2, 8, 7
# in pixels: width and height of a box, and the distances from one box to the next
_WIDTH, _HEIGHT, _PITCH, _ROW = 142.0, 48.0, 180.0, 70.0
# boxes in the farther column are this much lower, so that their lines pass below the boxes of the nearer column
_PASS = 40.0
MOST_IN_A_WAY = 24
MOST_NEEDED = 90
# with more boxes than this in a layer, a picture of needs runs from left to right instead of downwards
WIDEST = 14
_MARGIN = 16.0
_OR = "one of "

# a function that lays out DOT, and returns the layout as JSON
Layout = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Area:
    """The background area of a career track on the map, whose colour has the index `hue` in the list of colours."""

    hue: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Label:
    """A text on the map: the title of a career track, or words on how soon a beginner reaches a column of positions.

    `y` is the vertical coordinate of the line on which the letters of the text stand.
    """

    text: str
    hue: int
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """The box of a node, with its lines of text, or a box of the kind "or", which joins alternative skills.

    On a map, the colour of the career track of the node has the index `hue` in the list of colours. `soonest` is the
    number of months that a beginner needs to reach the node, or None in pictures that are not maps.
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
    """An arrowhead at the node `at`, with `base` as the middle of its base, and `tip` as its tip."""

    at: str
    base: tuple[float, float]
    tip: tuple[float, float]


@dataclass(frozen=True)
class Arrow:
    """An arrow between two nodes that Graphviz has laid out, as an SVG path with arrowheads."""

    source: str
    target: str
    path: str
    heads: tuple[Head, ...]


@dataclass(frozen=True)
class Way:
    """A move as a line, with the coordinates of its corners as x, y, x, y, and so on in `points`.

    The colour of the line has the index `hue` in the list of colours. The index `hue` is -1 for a move between two
    career tracks, and in a picture without career tracks.
    """

    source: str
    target: str
    months: str
    hue: int
    points: tuple[float, ...]


@dataclass(frozen=True)
class Track:
    """A career track on the map, whose colour has the index `hue` in the list of colours."""

    id: str
    title: str
    hue: int


@dataclass(frozen=True)
class View:
    """A picture with its legend, and with coordinates in pixels from the top left.

    Only pictures of the map have values in `areas`, `labels` and `tracks`. `main` has the main moves, and `ways` has
    all moves to and from each position. If no move leads from a position to a stage, `jumps` has a line from the
    position to the stage. Plans may go to any stage directly, even if the graph has no move to the stage.
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
    """Return whether a graph has a map, which takes at least one position and at most MOST_ON_A_MAP positions."""
    return 0 < sum(graph.nodes[node]["kind"] in POSITIONS for node in graph) <= MOST_ON_A_MAP


def draw_view(graph: Graph, name: str, run: Layout = compute_layout) -> View:
    """Draw the picture of a graph that has the name `name`.

    The pictures called `map`, `map:wide` and `map:print` are maps of different sizes. The picture called `around:ID`
    shows the position ID, the positions that lead to it, and the positions to which it leads. The picture called
    `needs:ID` shows the skills that the node ID may need. The picture called `way:ID,ID,...` shows the positions of a
    path in order.

    `run` is a function that lays out a picture with Graphviz, from a description in DOT, the language of Graphviz.
    Raises UnknownNameError if no picture has the name, and DrawError if the layout fails.
    """
    kind, _, ids = name.partition(":")
    if name in MAPS and has_map(graph):
        return draw_maps(graph, [name])[name]
    if kind == "around":
        return _draw_around(graph, resolve(graph, ids, POSITIONS))
    if kind == "needs":
        return _draw_needs(graph, resolve(graph, ids), run)
    if kind == "way":
        return _draw_way(graph, [resolve(graph, each, POSITIONS) for each in ids.split(",")[:MOST_IN_A_WAY]])
    raise UnknownNameError(f"there is no picture called '{sanitize(name)}'")


def draw_maps(graph: Graph, names: Iterable[str] = tuple(MAPS)) -> dict[str, View]:
    """Draw the maps with the given names, such as `map:wide`, with each box in the same column and row on all maps."""
    frame, view = views.frame_all(graph)
    titles = {node: str(graph.nodes[node]["title"]) for node in frame.column}
    rows = choose_rows(frame, titles)
    # to find routes takes most of the time, and all maps have the same routes
    moves = _list_moves(graph, frame.track)
    routes = {node: route(frame.column, rows.row, each) for node, each in moves.items()}
    jumps = [route(frame.column, rows.row, [move]) for move in _list_jumps(graph, moves)]
    # the page shows the words as its legend, so the picture leaves them out
    bare, maps = replace(view, words=""), {}
    for name in names:
        layout = lay_out(frame, titles, {}, bare, style=MAPS[name], rows=rows)
        read = partial(_read_way, graph, frame.track, layout)
        maps[name] = replace(
            _read_map(graph, frame, view.words, layout, MAPS[name]),
            ways={node: tuple(map(read, layout.trace(each, is_lit=True))) for node, each in routes.items()},
            jumps=tuple(read(line) for each in jumps for line in layout.trace(each, is_lit=True)),
        )
    return maps


def _read_map(graph: Graph, frame: Frame, legend: str, layout: MapLayout, style: Style) -> View:
    """Convert the layout of a map to data for the web page, with the main moves only."""
    main = layout.trace_moves()
    taken = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in layout.sheet.boxes.values()]
    (x, width, words), *others = layout.list_columns()
    # the head of the first column says from where the times of all columns count, if it has room
    head = f"Time from {graph.nodes[frame.beginner]['title']}"
    columns = [(x, width, head if measure(head, style.body, bold=True) <= width else words), *others]
    labels = [
        Label(text.text, COLOURS.index(text.fill), _round(text.x), _round(text.y))
        for text in layout.draw_band_titles(main, taken)
    ]
    labels += [Label(words, -1, _round(x + width / 2), style.axis - 8) for x, width, words in columns]
    used = {key: title for key, title in frame.track_titles.items() if key in {*frame.track.values()}}
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
        legend=legend,
        areas=tuple(
            Area(COLOURS.index(each.fill), *map(_round, (each.x, each.y, each.width, each.height)))
            for each in layout.draw_bands()
        ),
        labels=tuple(labels),
        tracks=tuple(Track(key, title, COLOURS.index(layout.hue[key])) for key, title in used.items()),
        main=tuple(_read_way(graph, frame.track, layout, line) for line in main),
    )


def _list_moves(graph: Graph, track: Mapping[str, str]) -> dict[str, list[Move]]:
    """Return all moves to and from each position of a graph."""
    moves: dict[str, list[Move]] = {node: [] for node in sorted(track)}
    for source in moves:
        for target in list_targets(graph, source):
            if target in moves and target != source:
                moves[source].append((source, target))
                moves[target].append((source, target))
    return moves


def _list_jumps(graph: Graph, nodes: Collection[str]) -> Iterator[Move]:
    """Yield each pair of a position and a stage such that the graph has no move from the position to the stage."""
    for source, target in product(nodes, nodes):
        is_open = graph.nodes[target]["kind"] == "stage" and not graph.nodes[source].get("programme")
        if is_open and source != target and target not in list_targets(graph, source):
            yield source, target


def _read_way(graph: Graph, track: Mapping[str, str], layout: MapLayout, line: Line) -> Way:
    """Convert the line of a move on a map to data for the web page."""
    a, b = line.source, line.target
    months = list_targets(graph, a).get(b, 0)
    hue = COLOURS.index(layout.hue[track[a]]) if track[a] == track[b] else -1
    points = tuple(_round(each) for point in simplify(line.points) for each in point)
    return Way(a, b, format_number(months), hue, points)


def _round(number: float) -> float:
    return round(number, 1)


def _draw_around(graph: Graph, node: str) -> View:
    """Draw a position, the positions that lead to it on the left, and the positions to which it leads on the right.

    If one side has too many positions, the picture shows only the positions of this side whose moves take the fewest
    months.
    """
    after, before = list_targets(graph, node), list_sources(graph, node)
    sides = [
        sorted(months.keys() - {node, *others}, key=lambda n: (months[n], str(graph.nodes[n]["title"]), n))
        for months, others in ((before, after), (after, ()))
    ]
    left, right = (side[: COLUMNS * ROWS] for side in sides)
    wide = -(-len(left) // ROWS)
    high = max(min(len(side), ROWS) for side in (left, right, [node]))
    middle = _MARGIN + high * _ROW / 2
    spots = {node: (_MARGIN + wide * _PITCH, middle)}
    for side, step in ((left, -_PITCH), (right, _PITCH)):
        rows = -(-len(side) // (-(-len(side) // ROWS) or 1))
        for number, other in enumerate(side):
            column, row = divmod(number, rows)
            y = middle + (row - (rows - 1) / 2) * _ROW
            spots[other] = (spots[node][0] + step * (column + 1), y + column * _PASS)
    bends = [_MARGIN + wide * _PITCH - (_PITCH - _WIDTH) / 2, _MARGIN + wide * _PITCH + (_PITCH + _WIDTH) / 2]
    ways = []
    for other, (x, y) in spots.items():
        is_right = x > spots[node][0]
        near = (x if is_right else x + _WIDTH, y)
        end = (spots[node][0] + (_WIDTH if is_right else 0), middle)
        points = [end, (bends[is_right], middle), (bends[is_right], y), near]
        ways += [_make_way(node, other, after[other], points)] if other in right else []
        ways += [_make_way(other, node, before[other], points[::-1])] if other in before and other != node else []
    said = "On the left the ways in, and on the right the ways on and back"
    return _place(graph, spots, ways, said, sum(map(len, sides)) - len(left) - len(right))


def _draw_way(graph: Graph, positions: list[str]) -> View:
    """Draw the positions of a plan in the order of the plan, in rows from left to right."""
    spots = {
        node: (_MARGIN + number % STEPS * _PITCH, _MARGIN + _ROW / 2 + number // STEPS * 1.5 * _ROW)
        for number, node in enumerate(dict.fromkeys(positions))
    }
    ways, gap = [], (_PITCH - _WIDTH) / 2
    for first, second in pairwise(positions):
        if (months := list_targets(graph, first).get(second)) is None:
            continue
        (x, y), (next_x, next_y) = spots[first], spots[second]
        points = [(x + _WIDTH, y), (next_x, next_y)]
        if (next_x, next_y) != (x + _PITCH, y):
            pass_y = y + 0.75 * _ROW
            bends = [(x + _WIDTH + gap, y), (x + _WIDTH + gap, pass_y), (next_x - gap, pass_y), (next_x - gap, next_y)]
            points[1:1] = bends
        ways.append(_make_way(first, second, months, points))
    return _place(graph, spots, ways, "", 0)


def _make_way(source: str, target: str, months: float, points: Iterable[tuple[float, float]]) -> Way:
    return Way(source, target, format_number(months), -1, tuple(_round(each) for point in points for each in point))


def _place(graph: Graph, spots: Mapping[str, tuple[float, float]], ways: list[Way], said: str, left_out: int) -> View:
    """Make the picture that has the positions in `spots` as boxes, and the moves in `ways` as lines.

    For each position, `spots` has the coordinates of the middle of the left side of its box.
    """
    rest = f"{format_number(left_out)} more have no room here" if left_out else ""
    return View(
        width=_round(max(x for x, _ in spots.values()) + _WIDTH + _MARGIN),
        height=_round(max(y for _, y in spots.values()) + _ROW / 2 + _MARGIN),
        boxes=tuple(
            Box(
                node,
                str(graph.nodes[node]["kind"]),
                0,
                "",
                tuple(wrap(str(graph.nodes[node]["title"]), _WIDTH - 12, PAGE.body, bold=True)),
                "",
                None,
                *map(_round, (x, y - _HEIGHT / 2, _WIDTH, _HEIGHT)),
            )
            for node, (x, y) in spots.items()
        ),
        legend="; ".join(filter(None, (said, rest))),
        main=tuple(ways),
        ways={node: tuple(way for way in ways if node in (way.source, way.target)) for node in spots},
    )


def _draw_needs(graph: Graph, node: str, run: Layout) -> View:
    """Draw a node and the skills that it may need, with arrows from each skill to the nodes that need it.

    The picture shows at most MOST_NEEDED nodes, and leaves out the skills that are the most needs away from the node.
    """
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
    """Return a node and the skills that it may need, the skills that are the fewest needs away from the node first.

    The returned list has at most MOST_NEEDED nodes. The second returned value is the greatest number of skills at one
    distance from the node, counted in needs. The third returned value is the number of skills that the node may need,
    but that the returned list leaves out.
    """
    layers = [[node], *find_layers_before(graph, (node,))]
    found = list(chain.from_iterable(layers))
    kept = found[:MOST_NEEDED]
    return kept, max(map(len, layers)), len(found) - len(kept)


def _make_view(graph: Graph, canvas: Canvas, run: Layout, left_out: int = 0) -> View:
    """Lay out a picture with Graphviz, and convert its boxes and arrows to data for the web page."""
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
    arrows = tuple(_read_arrow(str(names[e["tail"]]), str(names[e["head"]]), e, shift) for e in lines)
    return View(
        width=round(right - left, 1),
        height=round(top - bottom, 1),
        boxes=boxes,
        legend="; ".join(_explain_signs(boxes, arrows, left_out)),
        arrows=arrows,
    )


def _explain_signs(boxes: Iterable[Box], arrows: Sequence[Arrow], left_out: int) -> Iterator[str]:
    """Yield sentences that explain the signs in a picture, and say how many nodes the picture leaves out."""
    if arrows:
        yield "An arrow leads from a skill to what needs it"
    if any(box.kind == "or" for box in boxes):
        yield "dashed: one of these is enough"
    if left_out:
        yield f"{format_number(left_out)} more have no room here"


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


def _parse_points(pos: str) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the points of a curved line in the layout of Graphviz, each with the text "s", "e" or "".

    An arrowhead's tip at the start of the curved line has the text "s", and a tip at the end of the line has "e". A
    point of the curved line that is not the tip of an arrowhead has the empty text.
    """
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


def _read_arrow(source: str, target: str, line: dict[str, Any], shift: _Shift) -> Arrow:
    points = [(mark, shift(*point)) for mark, point in _parse_points(line["pos"])]
    path = [point for mark, point in points if not mark]
    tips = {mark: point for mark, point in points if mark}
    ends = {"s": (source, path[0]), "e": (target, path[-1])}
    heads = tuple(Head(ends[mark][0], ends[mark][1], tip) for mark, tip in sorted(tips.items()))
    steps = " ".join(f"{x} {y}" for x, y in path[1:])
    return Arrow(source, target, f"M{path[0][0]} {path[0][1]}C{steps}", heads)


def list_views(graph: Graph) -> Iterator[str]:
    """Yield the names of the maps of a graph, and of the pictures that show the skills that a node may need."""
    if has_map(graph):
        yield from MAPS
    for node in sorted(graph):
        if graph.nodes[node]["needs"]:
            yield f"needs:{node}"
