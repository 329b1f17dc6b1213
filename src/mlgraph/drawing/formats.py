"""Conversion of an SVG tree to an SVG file with fonts, to PNG or to PDF, with equal results on every machine.

An SVG file of a picture embeds small fonts with the letters that the picture needs. The program that shows an SVG file
puts letters in order and joins them, which scripts such as Arabic require. For PNG and PDF, mlgraph splits each line of
text into parts of one font and one direction. The library HarfBuzz measures each part of a line of text, so that
mlgraph can place the parts beside each other. Pictures show emoji in colour. The library that renders PNG cannot draw
coloured fonts, so mlgraph draws an emoji in a PNG as several shapes, each in one colour.
"""

import base64
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from xml.etree import ElementTree
from zlib import crc32

from mlgraph.drawing.fonts import EMOJI, FONTS, LINES, Font, list_installed_fonts, list_letters, make_subset
from mlgraph.drawing.lines import (
    Line,
    Run,
    has_parts,
    measure_run,
    outline_emoji,
    outline_run,
    separate_signs,
    spell_emoji,
    split_line,
)
from mlgraph.drawing.paper import APART, Page, Span, lay_on_paper
from mlgraph.errors import DrawError, LettersError, UsageError
from mlgraph.printable import sanitize

SPACE = "http://www.w3.org/2000/svg"
_SCREEN_DOTS = 96
# the most pixels of a PNG; the renderer needs about 20 bytes for each pixel
MOST_PIXELS = 50_000_000
# the bytes of a PNG before the place of the chunk with its resolution
_HEADER = 33
MissingLetters = Literal["refuse", "boxes"]
_TEXT, _BLACK = f"{{{SPACE}}}text", "#000000"
# between _LEFTWARD and _END, all letters run to the left; the third character is a space without a line break
_LEFTWARD, _END, _NO_BREAK = "\u202e", "\u202c", "\u00a0"
# invisible characters to remove: marks of direction, word breaks and variation selectors; joiners stay, since they
# change the letters beside them
_SILENT = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# for a line that runs to the left, each anchor becomes its opposite
_OPPOSITE = {"start": "end", "end": "start"}
# for each anchor, the share of a line's width that is to the left of the line's point
SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
# in a cell of a PDF, the distance from the top to the base line, as a share of the font size
_BASELINE = 0.8
# the width of the outlines that make letters bold, as a share of the font size
_BOLDER = 0.04
# how far letters rise above the base line and fall below it, as shares of the font size
_ABOVE, _BELOW = 0.8, 0.25
# in points: the largest width and height of a box that no cut between pages should part
_LARGEST = 200.0, 60.0


def render_tree(
    tree: ElementTree.Element, format: str, missing_letters: MissingLetters = "refuse", dots: int = _SCREEN_DOTS
) -> bytes:
    """Convert an SVG picture to the content of a file: "svg" with its fonts, "png" (`dots` dots an inch) or "pdf".

    If `missing_letters` is "boxes", the function draws a replacement sign for each letter of a PNG or PDF that no
    installed font has. Raises LettersError if `missing_letters` is "refuse" and no installed font has some letter of a
    PNG or PDF. Raises UsageError if the format of the picture is unknown.
    """
    if format == "svg":
        return _make_svg(tree)
    if format == "png":
        return _make_png(tree, missing_letters, dots)
    if format == "pdf":
        return render_pages([tree], missing_letters)
    raise UsageError(f"unknown picture format '{sanitize(format)}'; choose one of svg, png, pdf")


def _make_svg(tree: ElementTree.Element) -> bytes:
    """Embed small fonts in an SVG picture, with only the letters that the picture needs."""
    letters: dict[Font, set[str]] = {}
    texts = list(tree.iter(_TEXT))
    for text in texts:
        line = split_line(text.text or "")
        for run in line.runs:
            letters.setdefault(run.font, set()).update(run.text)
        if line.is_leftward:
            anchor = text.get("text-anchor", "start")
            text.set("direction", "rtl")
            text.set("text-anchor", _OPPOSITE.get(anchor, anchor))
    fonts = [font for font in FONTS if font in letters]
    for text in texts:
        text.set("font-family", ", ".join([*(f"'{font.family}'" for font in fonts), "sans-serif"]))
    style = ElementTree.Element(f"{{{SPACE}}}style")
    style.text = "".join(_make_face(font, letters[font]) for font in fonts)
    tree.insert(0, style)
    return _to_bytes(tree)


def _make_png(tree: ElementTree.Element, missing_letters: MissingLetters, dots: int) -> bytes:
    """Convert a picture to PNG with `dots` dots an inch, which the file states, so that prints have the right size.

    Raises DrawError if the picture is too large, and LettersError if `missing_letters` is "refuse" and no installed
    font has some letter.
    """
    import resvg_py

    width, height = (round(side * dots / 72) for side in _read_size(tree))
    if width * height > MOST_PIXELS:
        raise DrawError(f"a picture of {width:,} by {height:,} dots is too large as .png; choose .svg or .pdf")
    lines = _split_texts(tree, missing_letters)
    for parent in list(tree.iter()):
        for place, child in enumerate(parent):
            if child in lines:
                parent[place] = _draw_line(child, lines[child])
    files = dict.fromkeys(run.font.path for line in lines.values() for run in line.runs)
    picture = _to_bytes(tree).decode()
    written = bytes(
        resvg_py.svg_to_bytes(svg_string=picture, dpi=dots, skip_system_fonts=True, font_files=list(files) or None)
    )
    per_metre = round(dots / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    resolution = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", crc32(chunk))
    return written[:_HEADER] + resolution + written[_HEADER:]


def render_pages(trees: Iterable[ElementTree.Element], missing_letters: MissingLetters = "refuse") -> bytes:
    """Convert SVG pictures to a PDF with selectable text, on pages of at most A4 in print.

    Raises LettersError if `missing_letters` is "refuse" and no installed font has some letter of a picture.
    """
    from fpdf import FPDF
    from fpdf.svg import SVGObject

    pdf: Any = FPDF(unit="pt")
    pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))  # so that equal pictures give equal bytes
    pdf.c_margin = 0
    pdf.set_auto_page_break(False)
    pages = [
        (tree, {text: separate_signs(line) for text, line in _split_texts(tree, missing_letters).items()})
        for tree in trees
    ]
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # fpdf processes all letters of a font, which takes seconds for a large font
        fonts = _write_subsets(Path(folder), (line for _, lines in pages for line in lines.values()))
        for tree, lines in pages:
            texts = list(_place_texts(tree))
            for parent in list(tree.iter()):
                for place, child in enumerate(parent):
                    if child in lines:
                        parent[place] = _outline_parts(child, lines[child])
            links, group = _take_links(tree), _group_children(tree)
            for page in _lay_out(tree, [(text, lines[text], x, y) for text, x, y in texts]):
                pdf.add_page(format=(page.width, page.height))
                _add_links(pdf, links, page)
                _place(tree, group, page)
                (left, right), (top, bottom) = page.across, page.down
                with pdf.rect_clip(left, top, right - left, bottom - top):
                    SVGObject(_to_bytes(tree)).draw_to_page(pdf)
                    for text, x, y in texts:
                        _write_line(pdf, text, lines[text], x, y, fonts, page)
        written = bytes(pdf.output())
        for font in pdf.fonts.values():
            font.ttfont.close()
    return written


def _take_links(tree: ElementTree.Element) -> list[ElementTree.Element]:
    """Remove the web links from an SVG picture, and return them."""
    links = tree.findall(f"{{{SPACE}}}a")
    for link in links:
        tree.remove(link)
    return links


def _add_links(pdf: Any, links: Iterable[ElementTree.Element], page: Page) -> None:
    """Add the web links of the part of a picture on the current page of a PDF."""
    for link in links:
        for area in link:
            x, y, width, height = (page.scale * float(area.get(side, "0")) for side in ("x", "y", "width", "height"))
            if page.has(x + page.x, y + page.y, width, height):
                pdf.link(x + page.x, y + page.y, width, height, link=link.get("href"))


def _group_children(tree: ElementTree.Element) -> ElementTree.Element:
    """Move all shapes of an SVG picture into one group, and return the group."""
    group = ElementTree.Element(f"{{{SPACE}}}g")
    group.extend(tree)
    tree[:] = [group]
    return group


def _lay_out(tree: ElementTree.Element, texts: Iterable[tuple[ElementTree.Element, Line, float, float]]) -> list[Page]:
    """Return the pages of a picture, whose texts have the given places."""
    sizes, columns, rows = [inf], list[Span](), list[Span]()
    for text, line, x, y in texts:
        if places := [*_place_line(text, line)]:
            size, (last, width) = _read_font_size(text), places[-1]
            sizes.append(size)
            columns.append((x + places[0][0], x + last + width))
            rows.append((y - _ABOVE * size, y + _BELOW * size))
    for box in tree.iter(f"{{{SPACE}}}rect"):
        x, y, width, height = (float(box.get(side, "0")) for side in ("x", "y", "width", "height"))
        if width <= _LARGEST[0] and height <= _LARGEST[1]:  # larger ones are areas
            # a cut may be near a box, but not near text
            columns.append((x + APART, x + width - APART))
            rows.append((y + APART, y + height - APART))
    return lay_on_paper(*_read_size(tree), min(sizes), columns, rows)


def _place(tree: ElementTree.Element, group: ElementTree.Element, page: Page) -> None:
    """Give an SVG picture the size of a page, and move the group with its shapes to its place on the page."""
    sides = {"width": f"{page.width:g}pt", "height": f"{page.height:g}pt"}
    tree.attrib |= sides | {"viewBox": f"0 0 {page.width:g} {page.height:g}"}
    group.set("transform", f"translate({page.x:g} {page.y:g}) scale({page.scale:g})")


def _write_subsets(folder: Path, lines: Iterable[Line]) -> dict[Font, Path]:
    """Write a font file for each font that the given lines of text need, with only the letters in these lines."""
    letters: dict[Font, set[str]] = {}
    for line in lines:
        for run in line.runs:
            letters.setdefault(run.font, set()).update(run.text)
    paths = {font: folder / f"{place}.ttf" for place, font in enumerate(letters)}
    for font, path in paths.items():
        path.write_bytes(make_subset(font, sorted(letters[font])))
    return paths


def _read_size(tree: ElementTree.Element) -> tuple[float, float]:
    """Return the width and height of a picture in points of 1/72 inch."""
    width, height = (float(tree.get(side, "0").removesuffix("pt")) for side in ("width", "height"))
    return width, height


def _to_bytes(tree: ElementTree.Element) -> bytes:
    ElementTree.register_namespace("", SPACE)
    return bytes(ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True))


def _make_face(font: Font, letters: Iterable[str]) -> str:
    """Return a CSS rule that embeds a font, reduced to the given letters."""
    data = base64.b64encode(make_subset(font, sorted(letters), "woff")).decode()
    return f'@font-face {{ font-family: "{font.family}"; src: url(data:font/woff;base64,{data}); }}'


def _split_texts(tree: ElementTree.Element, missing_letters: MissingLetters) -> dict[ElementTree.Element, Line]:
    """Split each text of a picture into parts of one font and direction.

    Raises LettersError if `missing_letters` is "refuse" and no installed font has some letter of the picture.
    """
    lines = {text: split_line(text.text or "") for text in tree.iter(_TEXT)}
    lacking = "".join(dict.fromkeys("".join(line.lacking for line in lines.values())))
    if lacking and missing_letters == "refuse":
        # suggest the extra only if some of its fonts are not installed
        more = "run pip install 'mlgraph[fonts]', " if len(list_installed_fonts()) < len(FONTS) else ""
        raise LettersError(
            f"no installed font has the letters {sanitize(lacking)}; {more}choose .svg, which uses the fonts of the "
            "reader, or draw boxes for them (`missing_letters`)"
        )
    return lines


def _read_font_size(text: ElementTree.Element) -> float:
    return float(text.get("font-size", "16"))


def _is_bold(text: ElementTree.Element) -> bool:
    return text.get("font-weight", "normal") in ("bold", "700")


def _needs_outline(run: Run, *, bold: bool) -> bool:
    """Return whether a part of a line of text is bold, but its font is not, so that outlines make the letters bold."""
    return bold and not run.font.has_weights and run.font.family not in (EMOJI, LINES)


def _place_line(text: ElementTree.Element, line: Line) -> Iterator[tuple[float, float]]:
    """Yield the distance of each part of a line of text from the line's x coordinate, and the width of the part."""
    size, bold = _read_font_size(text), _is_bold(text)
    widths = [measure_run(run, size, bold=bold) for run in line.runs]
    x = -sum(widths) * SHARES[text.get("text-anchor", "start")]
    for width in widths:
        yield x, width
        x += width


def _draw_line(text: ElementTree.Element, line: Line) -> ElementTree.Element:
    """Return an SVG group that draws a line of text, with a text element or the shapes of emoji for each part."""
    group = ElementTree.Element(f"{{{SPACE}}}g")
    x, y, size = (float(text.get(key, "0")) for key in ("x", "y", "font-size"))
    for run, (offset, _) in zip(line.runs, _place_line(text, line), strict=True):
        if run.font.family in (EMOJI, LINES):
            place = f"translate({x + offset:.2f} {y:.2f})"
            layers = ElementTree.SubElement(group, f"{{{SPACE}}}g", transform=place)
            is_plain, ink = run.font.family == LINES, text.get("fill", _BLACK)
            for path, colour in outline_emoji(run, size):
                if colour == _BLACK or not is_plain:
                    ElementTree.SubElement(layers, f"{{{SPACE}}}path", d=path, fill=ink if is_plain else colour)
        else:
            attributes = {**text.attrib, "x": f"{x + offset:.2f}", "text-anchor": "start"}
            part = ElementTree.SubElement(group, _TEXT, attributes)
            part.set("font-family", run.font.family)
            if _needs_outline(run, bold=_is_bold(text)):
                part.set("stroke", text.get("fill", _BLACK))
                part.set("stroke-width", f"{_BOLDER * size:.3f}")
            part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            # even after _LEFTWARD, an ordinary space at the end of a line would run to the right
            part.text = run.text if run.is_rightward else f"{_LEFTWARD}{run.text.replace(' ', _NO_BREAK)}{_END}"
    return group


def _outline_parts(text: ElementTree.Element, line: Line) -> ElementTree.Element:
    """Return an SVG group with outlines for those parts of a line in which the library fpdf would split letters."""
    group = ElementTree.Element(f"{{{SPACE}}}g")
    x, y, size = (float(text.get(key, default)) for key, default in (("x", "0"), ("y", "0"), ("font-size", "16")))
    for run, (offset, _) in zip(line.runs, _place_line(text, line), strict=True):
        if run.font.family != EMOJI and has_parts(run):
            place, path = f"translate({x + offset:.2f} {y:.2f})", outline_run(run, size, bold=_is_bold(text))
            fill = text.get("fill", _BLACK)
            ElementTree.SubElement(group, f"{{{SPACE}}}path", d=path, fill=fill, transform=place)
    return group


def _place_texts(tree: ElementTree.Element, around: Any = None) -> Iterator[tuple[ElementTree.Element, float, float]]:
    """Yield each text element of an SVG picture with its x and y on the page."""
    from fpdf.svg import convert_transforms

    own = convert_transforms(tree.get("transform", ""))
    own = own if around is None else own @ around
    if tree.tag == _TEXT:
        x, y = float(tree.get("x", "0")), float(tree.get("y", "0"))
        yield tree, own.a * x + own.c * y + own.e, own.b * x + own.d * y + own.f
    for child in tree:
        yield from _place_texts(child, own)


def _write_line(
    pdf: Any, text: ElementTree.Element, line: Line, x: float, y: float, fonts: Mapping[Font, Path], page: Page
) -> None:
    """Write the parts of a line of text on a PDF page, in the order in which PDF viewers should copy them.

    The point (`x`, `y`) is in the whole picture. A line of text that the page does not show is left out.
    """
    size, bold = page.scale * _read_font_size(text), _is_bold(text)
    x, y = page.scale * x + page.x, page.scale * y + page.y
    places = [(page.scale * offset, page.scale * width) for offset, width in _place_line(text, line)]
    if not places or not page.has(
        x + places[0][0], y - _ABOVE * size, sum(width for _, width in places), size * (_ABOVE + _BELOW)
    ):
        return
    pdf.set_text_color(text.get("fill", _BLACK))
    placed = zip(line.runs, places, strict=True)
    for run, (offset, width) in sorted(placed, key=lambda pair: pair[0].number):
        # fpdf would write each of these characters as a separate empty text
        written = spell_emoji(run) if run.font.family == EMOJI else _SILENT.sub("", run.text)
        if not written:
            continue
        font, style = run.font, "B" if bold and run.font.has_weights else ""
        name = font.family.replace(" ", "")
        if name.lower() + style not in pdf.fonts:
            weight = 700.0 if style else 400.0
            axes = {"wght": weight} if font.has_weights else None
            pdf.add_font(name, style, fonts[font], variations=axes)
            if axes:  # otherwise, fpdf would space the bold letters like plain ones
                pdf.fonts[name.lower() + style].hbfont.set_variations({"wght": weight})
        pdf.set_font(name, style, size)
        # the method `set_xy` takes negative numbers from the other edge of the page
        pdf.x, pdf.y = x + offset, y - _BASELINE * size
        if font.family != EMOJI and has_parts(run):
            known = "".join(letter for letter in written if ord(letter) in list_letters(font))
            _write_unseen(pdf, known if run.is_rightward else known[::-1], width, size)
        else:
            pdf.set_text_shaping(True, direction="ltr" if run.is_rightward else "rtl")
            if not _needs_outline(run, bold=bold):
                pdf.cell(width, size, written)
                continue
            with pdf.local_context(text_mode="FILL_STROKE", line_width=_BOLDER * size, draw_color=pdf.text_color):
                pdf.cell(width, size, written)


def _write_unseen(pdf: Any, written: str, width: float, size: float) -> None:
    """Write an invisible text over the outlines of letters, so that readers of a PDF can select the text."""
    pdf.set_text_shaping(False)
    with pdf.local_context(text_mode="INVISIBLE"):
        pdf.set_stretching(100 * width / pdf.get_string_width(written))
        pdf.cell(width, size, written)
