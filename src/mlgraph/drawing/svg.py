"""Conversion of pictures as plain data, which are called scenes, to SVG."""

from collections.abc import Mapping
from dataclasses import replace
from math import dist
from xml.etree import ElementTree

from mlgraph.drawing.fonts import FAMILY
from mlgraph.drawing.formats import SHARES, SPACE
from mlgraph.drawing.lines import measure
from mlgraph.drawing.scene import PAPER, Line, Point, Polygon, Rect, Scene, Shape, Text, simplify

_POINTS_PER_PIXEL = 0.75
_TIP, _STUB = 6.5, 4.0


# the height of a link on a line of text, and how much of it is above the base line, as multiples of the font size
_LINE, _ABOVE = 1.3, 1.0


def make_tree(scene: Scene, links: Mapping[str, str] | None = None) -> ElementTree.Element:
    """Convert a picture, given as a scene, to an SVG tree.

    Lengths in the SVG tree are in points of 1/72 inch, as the libraries that make PNG and PDF expect.

    `links` maps the ids of nodes to web addresses. If a node has a web address, the function puts an invisible
    rectangle with the link over each box and text of the node.
    """
    width, height = (side * _POINTS_PER_PIXEL for side in (scene.width, scene.height))
    sides = {"width": f"{width:g}pt", "height": f"{height:g}pt", "viewBox": f"0 0 {width:g} {height:g}"}
    tree = ElementTree.Element(f"{{{SPACE}}}svg", sides)
    _draw(tree, Rect(0, 0, width, height, PAPER))
    for shape in scene.shapes:
        _draw(tree, _scale(shape, _POINTS_PER_PIXEL))
    for shape in scene.shapes if links else ():
        if isinstance(shape, Rect | Text) and (address := (links or {}).get(shape.node)):
            link = ElementTree.SubElement(tree, f"{{{SPACE}}}a", {"href": address})
            _draw(link, _scale(_find_area(shape), _POINTS_PER_PIXEL))
    return tree


def _find_area(shape: Rect | Text) -> Rect:
    """Return an invisible rectangle over a box or a line of text, to which a web link can be added."""
    if isinstance(shape, Rect):
        return Rect(shape.x, shape.y, shape.width, shape.height, PAPER, opacity=0)
    width = measure(shape.text, shape.size, bold=shape.bold)
    left = shape.x - width * SHARES[shape.anchor]
    return Rect(left, shape.y - shape.size * _ABOVE, width, shape.size * _LINE, PAPER, opacity=0)


def _scale(shape: Shape, by: float) -> Shape:
    if isinstance(shape, Text):
        return replace(shape, x=shape.x * by, y=shape.y * by, size=shape.size * by)
    if isinstance(shape, Rect):
        x, y, width, height = shape.x * by, shape.y * by, shape.width * by, shape.height * by
        weight, radius = shape.weight * by, shape.radius * by
        return replace(shape, x=x, y=y, width=width, height=height, weight=weight, radius=radius)
    points = tuple((x * by, y * by) for x, y in shape.points)
    if isinstance(shape, Polygon):
        return replace(shape, points=points)
    return replace(shape, points=points, weight=shape.weight * by, radius=shape.radius * by)


def _add(tree: ElementTree.Element, tag: str, attributes: Mapping[str, str | float], text: str | None = None) -> None:
    """Add an element to an SVG tree, and leave out each of its attributes that has an empty value."""
    written = {
        name: value if isinstance(value, str) else f"{value:.5g}" for name, value in attributes.items() if value != ""
    }
    ElementTree.SubElement(tree, f"{{{SPACE}}}{tag}", written).text = text


def _draw(tree: ElementTree.Element, shape: Shape) -> None:
    attributes: dict[str, str | float]
    if isinstance(shape, Text):
        attributes = {"x": shape.x, "y": shape.y, "font-family": FAMILY, "font-size": shape.size, "fill": shape.fill}
        attributes |= {"text-anchor": shape.anchor, "font-weight": "bold" if shape.bold else ""}
        _add(tree, "text", attributes, shape.text)
    elif isinstance(shape, Rect):
        attributes = {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height, "fill": shape.fill}
        attributes |= {"rx": shape.radius or "", "fill-opacity": shape.opacity if shape.opacity < 1 else ""}
        if shape.stroke:
            attributes |= {"stroke": shape.stroke, "stroke-width": shape.weight, "stroke-dasharray": shape.dash}
        _add(tree, "rect", attributes)
    elif isinstance(shape, Polygon):
        _add(tree, "polygon", {"points": " ".join(f"{x:.5g},{y:.5g}" for x, y in shape.points), "fill": shape.fill})
    else:
        corners = simplify(shape.points)
        if shape.has_tip:
            _draw_tip(tree, shape, corners)
        attributes = {"d": trace(corners, shape.radius), "fill": "none", "stroke": shape.stroke}
        _add(tree, "path", attributes | {"stroke-width": shape.weight, "stroke-dasharray": shape.dash})


def _draw_tip(tree: ElementTree.Element, line: Line, corners: list[Point]) -> None:
    """Draw the arrowhead of a line, and shorten the line so that it ends at the arrowhead."""
    (x0, y0), (x1, y1) = corners[-2:]
    long, high = _TIP + line.weight * 0.6, 2.5 + line.weight * 0.7
    whole = dist((x0, y0), (x1, y1))
    ahead, aside = ((x1 - x0) / whole, (y1 - y0) / whole), (-(y1 - y0) / whole, (x1 - x0) / whole)
    bottom = (x1 - ahead[0] * long, y1 - ahead[1] * long)
    wings = [(bottom[0] + side * aside[0] * high, bottom[1] + side * aside[1] * high) for side in (1, -1)]
    _draw(tree, Polygon(((x1, y1), *wings), line.stroke))
    if line.dash and whole > long + _STUB:
        # the last dash may be missing, and then the arrowhead would stand apart from its line
        start = (bottom[0] - ahead[0] * _STUB, bottom[1] - ahead[1] * _STUB)
        _draw(tree, Line((start, bottom), line.stroke, line.weight))
    corners[-1] = (x1 - ahead[0] * min(long, whole) * 0.8, y1 - ahead[1] * min(long, whole) * 0.8)


def trace(corners: list[Point], radius: float) -> str:
    """Return a line with rounded corners as an SVG path."""
    parts = [f"M{corners[0][0]:.5g} {corners[0][1]:.5g}"]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        there, onward = dist(before, corner), dist(corner, after)
        cut = min(radius, there / 2, onward / 2)
        start = [corner[axis] + (before[axis] - corner[axis]) / there * cut for axis in (0, 1)]
        end = [corner[axis] + (after[axis] - corner[axis]) / onward * cut for axis in (0, 1)]
        curve = f"Q{corner[0]:.5g} {corner[1]:.5g} {end[0]:.5g} {end[1]:.5g}" if cut else ""
        parts.append(f"L{start[0]:.5g} {start[1]:.5g}{curve}")
    return "".join([*parts, f"L{corners[-1][0]:.5g} {corners[-1][1]:.5g}"])
