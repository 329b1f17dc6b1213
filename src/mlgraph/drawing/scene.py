"""Scenes, which are pictures as plain data, from which SVG, PNG and PDF files and the web page are drawn.

A scene is a list of shapes, in which later shapes cover earlier ones. Lengths in a scene are in pixels of 1/96 inch.
Colours in a scene are written as "#RRGGBB", and text has no markup.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

INK, QUIET, GRID, PAPER = "#0F172A", "#475569", "#CBD5E1", "#FFFFFF"
# the first colour is for positions without a career track; each has a contrast of at least 4.5 : 1 with white and with
# its own tint. Any two differ also for people who do not see red, green or blue, by the simulation of Machado (2009).
# In the order of the tracks of the bundled graph, tracks that are close on its map differ most.
COLOURS = (
    *("#334155", "#285F78", "#4F1370", "#155DCE", "#7D1553", "#10402A", "#522E0B"),
    *("#C1064B", "#856900", "#754D9E", "#1513A3", "#A03317", "#345F00", "#26775C"),
)
# text of 12 pixels is 9 points high on paper
SMALL, BODY, TITLE = 12.0, 14.0, 26.0

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Rect:
    """A rectangle in a picture, with the id `node` if the rectangle stands for a node."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""
    weight: float = 1.8
    radius: float = 0
    dash: str = ""
    opacity: float = 1
    node: str = ""


@dataclass(frozen=True)
class Line:
    """A line through points, with rounded corners, which stands for a move if it has the ids `source` and `target`."""

    points: tuple[Point, ...]
    stroke: str
    weight: float = 1.5
    radius: float = 0
    dash: str = ""
    has_tip: bool = False
    source: str = ""
    target: str = ""


@dataclass(frozen=True)
class Polygon:
    """A filled polygon in a picture."""

    points: tuple[Point, ...]
    fill: str


@dataclass(frozen=True)
class Text:
    """A line of text that stands on the height `y`, with its "start", "middle" or "end" at `x`, as `anchor` says."""

    x: float
    y: float
    text: str
    size: float = BODY
    fill: str = INK
    bold: bool = False
    anchor: str = "start"
    # whether the text is a label; no box and no move may touch a label
    is_label: bool = False
    node: str = ""


Shape: TypeAlias = Rect | Line | Polygon | Text


@dataclass(frozen=True)
class Scene:
    """A picture that consists of shapes on white paper.

    Attributes
    ----------
    width, height : float
        The size of the picture in pixels of 1/96 inch.
    shapes : tuple of Shape
        The shapes of the picture, of which later ones cover earlier ones.
    dots : int
        The resolution of the picture as PNG in dots an inch, which is higher for paper than for a screen.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    dots: int = 96


def hatch(x: float, y: float, width: float, height: float, stroke: str, step: float) -> list[Shape]:
    """Return a rectangle that is hatched with lines at 45 degrees."""
    shapes: list[Shape] = [Rect(x, y, width, height, PAPER, stroke, 1)]
    offset = step
    while offset < width + height:
        start = (x + max(0.0, offset - height), y + min(height, offset))
        end = (x + min(width, offset), y + max(0.0, offset - width))
        shapes.append(Line((start, end), stroke, 1.6))
        offset += step
    return shapes


def shift(shape: Shape, x: float, y: float) -> Shape:
    """Return a copy of a shape that is shifted by `x` and `y`."""
    if isinstance(shape, Line | Polygon):
        return replace(shape, points=tuple((px + x, py + y) for px, py in shape.points))
    return replace(shape, x=shape.x + x, y=shape.y + y)


def simplify(points: tuple[Point, ...]) -> list[Point]:
    """Return the ends and corners of a line, without points inside its horizontal and vertical pieces."""
    corners = [points[0]]
    for point in points[1:]:
        if abs(point[0] - corners[-1][0]) + abs(point[1] - corners[-1][1]) < 0.05:
            continue
        if len(corners) > 1 and any(
            abs(corners[-2][axis] - corners[-1][axis]) < 0.05 and abs(corners[-1][axis] - point[axis]) < 0.05
            for axis in (0, 1)
        ):
            corners.pop()
        corners.append(point)
    return corners


def list_pieces(line: Line) -> list[tuple[Point, Point]]:
    """Return the straight pieces of a line with corners."""
    return [*pairwise(simplify(line.points))]
