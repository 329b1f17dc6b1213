"""Measures of how readable a map is, such as the number of crossing lines, or of texts that touch boxes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import atan2, degrees, dist

from mlgraph.drawing.letters import measure
from mlgraph.drawing.scene import Line, Point, Rect, Scene, Text, list_pieces

# a rectangle: left, top, right and bottom
Area = tuple[float, float, float, float]
Piece = tuple[Point, Point]
# a reader sees crossings within this many pixels as one
_NEAR = 4.0
_CLEAR = 2.0


@dataclass(frozen=True)
class Quality:
    """Measures of how readable a map is.

    Attributes
    ----------
    boxes, lines : int
        The number of boxes on the map, and the number of lines for moves.
    crossings : int
        The number of crossings of lines of moves, where several crossings at about the same point count once.
    least_angle : float
        The smallest angle between crossing lines of moves, in degrees, or 90 if no lines cross.
    over_boxes : int
        How often the line of a move passes over a box other than the boxes of the two positions of the move.
    shared : float
        The total length, in pixels, over which lines of two moves overlap, if the moves have neither the first nor the
        last position in common.
    labels_on_boxes, labels_on_lines, labels_on_labels : int
        How often a text on the map touches a box, the line of a move that the text does not describe, or another text.
        Only the titles of career tracks and the months of moves count as texts on the map.
    ratio : float
        The width of the map divided by its height.
    """

    boxes: int
    lines: int
    crossings: int
    least_angle: float
    over_boxes: int
    shared: float
    labels_on_boxes: int
    labels_on_lines: int
    labels_on_labels: int
    ratio: float


def assess(scene: Scene) -> Quality:
    """Measure how readable a map is."""
    boxes = [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.node]
    lines = [shape for shape in scene.shapes if isinstance(shape, Line) and shape.source]
    labels = [_find_area(shape) for shape in scene.shapes if isinstance(shape, Text) and shape.is_label]
    areas = {box.node: (box.x, box.y, box.x + box.width, box.y + box.height) for box in boxes}
    found = find_crossings(lines)
    over = sum(
        any(is_on(piece, area, 1) for piece in list_pieces(line))
        for line in lines
        for node, area in areas.items()
        if node not in (line.source, line.target)
    )
    on_lines = 0
    for left, top, right, bottom in labels:
        # a label may be on the line of its own move, which passes through the middle of the label
        hit = [line for line in lines if any(is_on(piece, (left, top, right, bottom)) for piece in list_pieces(line))]
        own = [
            line
            for line in hit
            if any(abs(a[1] - (top + bottom) / 2) < 2 for a, b in list_pieces(line) if abs(a[1] - b[1]) < 0.1)
        ]
        on_lines += len(hit) - min(1, len(own))
    return Quality(
        boxes=len(boxes),
        lines=len(lines),
        crossings=len(found),
        least_angle=min((angle for _, angle in found), default=90.0),
        over_boxes=over,
        shared=round(
            sum(_measure_overlap(one, two) for one, two in combinations(lines, 2) if not _is_kin(one, two)), 1
        ),
        labels_on_boxes=sum(_are_overlapping(label, area) for label in labels for area in areas.values()),
        labels_on_lines=on_lines,
        labels_on_labels=sum(_are_overlapping(one, two) for one, two in combinations(labels, 2)),
        ratio=scene.width / scene.height,
    )


def _find_area(text: Text) -> Area:
    width = measure(text.text, text.size, bold=text.bold)
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    return left, text.y - text.size * 0.75, left + width, text.y + text.size * 0.08


def find_crossings(lines: Sequence[Line], near: float = _NEAR) -> list[tuple[Point, float]]:
    """Return the points where lines of moves cross, with the angle of each crossing in degrees.

    Crossings that are less than `near` pixels apart count as one.

    If two moves begin or end at the same position, the point where their lines part or join does not count as a
    crossing.
    """
    # each straight piece of a line with its left, right, top and bottom
    pieces = sorted(
        (min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1]), number, a, b)
        for number, line in enumerate(lines)
        for a, b in list_pieces(line)
    )
    found: list[tuple[Point, float]] = []
    # go through the pieces from left to right, and drop pieces that end before the next one begins
    active: list[tuple[float, float, float, float, int, Point, Point]] = []
    for piece in pieces:
        left, _, top, bottom, number, a, b = piece
        active = [other for other in active if other[1] >= left]
        for _, _, other_top, other_bottom, other_number, c, d in active:
            if number == other_number or other_bottom < top or bottom < other_top:
                continue
            point = _find_crossing(a, b, c, d)
            if point is None or any(dist(point, other) < near for other, _ in found):
                continue
            if _is_kin(lines[number], lines[other_number]) and min(dist(point, end) for end in (a, b, c, d)) < 0.6:
                continue
            angle = abs(degrees(atan2(b[1] - a[1], b[0] - a[0]) - atan2(d[1] - c[1], d[0] - c[0]))) % 180
            found.append((point, min(angle, 180 - angle)))
        active.append(piece)
    return found


def is_free(area: Area, pieces: Iterable[Piece], taken: Iterable[Area]) -> bool:
    """Return whether a rectangle of the map is free of the given pieces of lines and of the rectangles `taken`."""
    return not any(_are_overlapping(area, other) for other in taken) and not any(
        is_on(p, area, -_CLEAR) for p in pieces
    )


def keep_near(pieces: Iterable[Piece], top: float, bottom: float) -> list[Piece]:
    """Return the pieces of lines that touch the part of the map between the y coordinates `top` and `bottom`."""
    low, high = top - _CLEAR, bottom + _CLEAR
    return [piece for piece in pieces if min(piece[0][1], piece[1][1]) < high and max(piece[0][1], piece[1][1]) > low]


def is_on(piece: Piece, area: Area, inset: float = 0) -> bool:
    """Return whether a horizontal or vertical piece of a line passes over the rectangle `area`.

    The function first shrinks the rectangle `area` by `inset` pixels on each side.
    """
    (x0, y0), (x1, y1) = piece
    left, top, right, bottom = area
    return (
        min(x0, x1) < right - inset
        and max(x0, x1) > left + inset
        and min(y0, y1) < bottom - inset
        and max(y0, y1) > top + inset
    )


def _is_kin(one: Line, two: Line) -> bool:
    return one.source == two.source or one.target == two.target


def _are_overlapping(one: Area, two: Area) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _find_crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    along, across = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    area = along[0] * across[1] - along[1] * across[0]
    if abs(area) < 1e-9:
        return None
    away = (c[0] - a[0], c[1] - a[1])
    first = (away[0] * across[1] - away[1] * across[0]) / area
    second = (away[0] * along[1] - away[1] * along[0]) / area
    if not (-1e-9 <= first <= 1 + 1e-9 and -1e-9 <= second <= 1 + 1e-9):
        return None
    return a[0] + first * along[0], a[1] + first * along[1]


def _measure_overlap(one: Line, two: Line) -> float:
    """Return the length over which two lines of horizontal and vertical pieces overlap."""
    shared = 0.0
    for a, b in list_pieces(one):
        for c, d in list_pieces(two):
            for axis in (0, 1):
                if max(abs(a[axis] - p[axis]) for p in (b, c, d)) < 1:
                    other = 1 - axis
                    low = max(min(a[other], b[other]), min(c[other], d[other]))
                    high = min(max(a[other], b[other]), max(c[other], d[other]))
                    shared += max(0.0, high - low)
    return shared
