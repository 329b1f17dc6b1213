"""Lines of text in pictures, split into runs, which are parts of one font and one direction.

The Unicode Bidirectional Algorithm decides the order of the letters in a line of text. The first letter in Latin,
Arabic or another script decides the direction of the whole line of text, but digits and signs do not.

Sources: Unicode Standard Annex 9 for the order of letters, and Annex 29 for characters that readers see as one letter.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from wcwidth import iter_graphemes

from mlgraph.drawing.fonts import (
    CHINESE,
    EMOJI,
    JAPANESE,
    KOREAN,
    LINES,
    SELECTOR,
    TEXT_SELECTOR,
    Font,
    list_installed_fonts,
    list_letters,
    open_font,
    open_shaper,
)
from mlgraph.invisible import remove_invisible

# the sign that replaces letters that no font has
LACKING = "\ufffd"
_SELECTORS = re.compile("[\ufe0e\ufe0f]")
# the Unicode classes of letters that run to the left, and of signs that set a direction
_TURNING = frozenset({"R", "AL", "AN", "LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


class Run(NamedTuple):
    """A part of a line of text, in one font and one direction, at the place `number` in the order of reading."""

    text: str
    font: Font
    is_rightward: bool
    number: int = 0


@dataclass(frozen=True)
class Line:
    """A line of text, with its parts from left to right as `runs`, and the letters that no font has as `lacking`."""

    runs: tuple[Run, ...]
    is_leftward: bool
    lacking: str


class Outline(NamedTuple):
    """A shape of one colour, which is a part of an emoji, as an SVG path."""

    path: str
    colour: str


def split_line(text: str) -> Line:
    """Split a line of text into parts that each have one font and one direction."""
    plain = list_installed_fonts()[0]
    if text.isascii():
        return Line((Run(text, plain, is_rightward=True),) if text else (), is_leftward=False, lacking="")
    levels, base = _find_levels(text)
    lacking: dict[str, None] = {}
    parts: list[tuple[int, Font, str]] = []
    place = 0
    for cluster in iter_graphemes(text):
        last = parts[-1][1] if parts else plain
        # a font may have a letter with its accent, but not the accent alone; a single ideograph is not normalised,
        # since that may change its form
        drawn = unicodedata.normalize("NFC", cluster) if len(cluster) > 1 else cluster
        found = choose_font(drawn, text, last)
        if not found:
            lacking |= dict.fromkeys(_list_visible(cluster))
        font, drawn = (found, drawn) if found else (plain, LACKING)
        level = levels.get(place, parts[-1][0] if parts else base)
        parts.append((level, font, drawn))
        place += len(cluster)
    runs = [
        (level, Run("".join(part[2] for part in group), font, is_rightward=level % 2 == 0, number=number))
        for number, ((level, font), group) in enumerate(groupby(parts, key=itemgetter(0, 1)))
    ]
    return Line(tuple(_reorder(runs)), base % 2 == 1, "".join(lacking))


def separate_signs(line: Line) -> Line:
    """Split punctuation, symbols and spaces off both ends of those parts of a line that run from right to left.

    Most PDF viewers put punctuation on the wrong side of words that run to the left, unless it is a separate part of
    the line.
    """
    runs: list[Run] = []
    for run in line.runs:
        signs = "".join(c for c in run.text if not run.is_rightward and unicodedata.category(c)[0] in "PSZ")
        parts = run.text.partition(run.text.strip(signs) or run.text) if signs else ("", run.text, "")
        separate = [run._replace(text=part, number=3 * run.number + at) for at, part in enumerate(parts) if part]
        runs += separate if run.is_rightward else reversed(separate)
    return replace(line, runs=tuple(runs))


def _find_levels(text: str) -> tuple[dict[int, int], int]:
    """Return the embedding level of each letter of a line of text by index, and the embedding level of the line.

    The Unicode Bidirectional Algorithm gives each letter an embedding level, which counts nested changes of direction.
    The embedding level is odd for a letter that runs to the left, and even for any other letter. If no letter runs to
    the left and no sign changes the direction, the result has no levels of letters, and 0 for the line.
    """
    if _TURNING.isdisjoint(map(unicodedata.bidirectional, text)):
        return {}, 0
    # imported late, since this takes a third of a second
    from fpdf.bidi import BidiParagraph

    paragraph = BidiParagraph(text)
    # joiners and marks of direction have no level, so they are missing here
    levels = {each.character_index: each.embedding_level for each in paragraph.get_characters_with_embedding_level()}
    return levels, paragraph.base_embedding_level


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in the font size `size`, in the unit of `size`."""
    return sum(measure_run(run, size, bold=bold) for run in split_line(text).runs)


def measure_run(run: Run, size: float, *, bold: bool = False) -> float:
    """Return the width of a part of a line of text in the font size `size`, in the unit of `size`."""
    shaper = open_shaper(run.font, bold=bold)
    advance = sum(position.x_advance for position in _shape(run, shaper).glyph_positions)
    return float(size * advance / shaper.face.upem)


def outline_emoji(run: Run, size: float) -> tuple[Outline, ...]:
    """Return shapes of one colour each, which together draw a row of emoji from the point (0, 0) to the right."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    font = open_font(run.font)
    names, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    layers, colours = font["COLR"].ColorLayers, font["CPAL"].palettes[0]
    shaper = open_shaper(run.font, bold=False)
    shaped, scale = _shape(run, shaper), size / shaper.face.upem
    found, x = [], 0
    for glyph, position in zip(shaped.glyph_infos, shaped.glyph_positions, strict=True):
        for layer in layers.get(names[glyph.codepoint], ()):
            pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}")
            glyphs[layer.name].draw(TransformPen(pen, (scale, 0, 0, -scale, (x + position.x_offset) * scale, 0)))
            colour = colours[layer.colorID]
            found.append(Outline(pen.getCommands(), f"#{colour.red:02x}{colour.green:02x}{colour.blue:02x}"))
        x += position.x_advance
    return tuple(found)


def spell_emoji(run: Run) -> str:
    """Remove invisible characters without effect from emoji, since a PDF would show each one as an empty sign.

    The removed characters are variation selectors, which choose the form of a sign, and zero-width joiners, which join
    several emoji to one.
    """
    shaper, spelled = open_shaper(run.font, bold=False), ""
    for emoji in iter_graphemes(run.text):
        bare = _SELECTORS.sub("", emoji)
        forms = (emoji, bare, bare.replace("\u200d", ""))
        spelled += min(forms, key=lambda form: len(_shape(run._replace(text=form), shaper).glyph_infos))
    return spelled


def has_parts(run: Run) -> bool:
    """Return whether the library fpdf, which writes PDF files, would split letters in a part of a line of text.

    The library fpdf separates accents and invisible joiners from their letters, and splits letters that the font draws
    as several shapes.
    """
    from fontTools.unicodedata import script

    if any(c in "\u200c\u200d" or (unicodedata.combining(c) and script(c) == "Zinh") for c in run.text):
        return True
    signs = _shape(run, open_shaper(run.font, bold=False)).glyph_infos
    return len({sign.cluster for sign in signs}) < len(signs)


def outline_run(run: Run, size: float, *, bold: bool) -> str:
    """Return the outline of the letters in a part of a line of text as an SVG path from the point (0, 0)."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    shaper = open_shaper(run.font, bold=bold)
    shaped, scale, x = _shape(run, shaper), size / shaper.face.upem, 0
    pen = SVGPathPen(None, ntos=lambda number: f"{number:.2f}")
    for sign, position in zip(shaped.glyph_infos, shaped.glyph_positions, strict=True):
        place = (scale, 0, 0, -scale, (x + position.x_offset) * scale, -position.y_offset * scale)
        shaper.draw_glyph_with_pen(sign.codepoint, TransformPen(pen, place))
        x += position.x_advance
    return str(pen.getCommands())


def _shape(run: Run, shaper: Any) -> Any:
    import uharfbuzz as hb

    buffer = hb.Buffer()
    # at this level, HarfBuzz treats an accent as a letter of its own
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "ltr" if run.is_rightward else "rtl"
    hb.shape(shaper, buffer)
    return buffer


def choose_font(cluster: str, text: str, last: Font) -> Font | None:
    """Choose the font for a letter with its accents, or return None if no installed font has them.

    A space or sign gets the font of the letter before it, if that font has the sign. For an ideograph (Chinese
    character), the language of the text decides the font. If a text asks for an emoji as a plain sign, the emoji never
    gets the coloured font.
    """
    visible = {*map(ord, _list_visible(cluster))}
    is_sign, is_picture = unicodedata.category(cluster[0])[0] not in "LMN", SELECTOR in cluster
    fonts = (last,) * (is_sign and not is_picture and last.family not in (EMOJI, LINES))
    fonts += _prefer(list_installed_fonts(), text, is_picture=is_picture)
    other = EMOJI if TEXT_SELECTOR in cluster else LINES
    return next((font for font in fonts if font.family != other and list_letters(font).issuperset(visible)), None)


def _list_visible(cluster: str) -> Iterator[str]:
    """Yield those characters of a letter that its font must have: all but invisible characters and unusual spaces."""
    return (letter for letter in remove_invisible(cluster) if not letter.isspace() or letter == " ")


@lru_cache(maxsize=256)
def _prefer(fonts: tuple[Font, ...], text: str, *, is_picture: bool) -> tuple[Font, ...]:
    """Return fonts in the order in which to try them for a letter of a text.

    The letters of the text decide whether its ideographs (Chinese characters) get a Chinese, a Japanese or a Korean
    font. For a letter with the emoji selector U+FE0F, the emoji font comes first. For other letters, the emoji font
    comes after the fonts of ordinary letters. If a text has a letter that the font Arimo has and the font Open Sans
    lacks, Arimo comes first for the whole text.
    """
    names = {name.split()[0] for name in (unicodedata.name(letter, "?") for letter in text)}
    order = {JAPANESE: {"HIRAGANA", "KATAKANA"}, KOREAN: {"HANGUL"}, CHINESE: names}
    first = next(family for family, scripts in order.items() if scripts & names)

    plain, rare = fonts[:2]
    is_rare = any(
        letter in list_letters(rare) and letter not in list_letters(plain) for letter in map(ord, _list_visible(text))
    )

    def rank(font: Font) -> tuple[bool, bool, bool]:
        is_other = font.family in order and font.family != first
        return is_other, (font.family == EMOJI) != is_picture, font == plain and is_rare

    return tuple(sorted(fonts, key=rank))


def _reorder(runs: list[tuple[int, Run]]) -> Iterator[Run]:
    """Yield the parts of a line of text in order from left to right, by rule L2 of Unicode Standard Annex 9."""
    for level in range(max((level for level, _ in runs), default=0), 0, -1):
        groups = [list(group) for _, group in groupby(runs, key=lambda run: run[0] >= level)]
        runs = [run for group in groups for run in (reversed(group) if group[0][0] >= level else group)]
    return (run for _, run in runs)
