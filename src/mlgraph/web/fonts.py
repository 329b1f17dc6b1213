"""Fonts of the web page: the font that comes with mlgraph, and small fonts with the letters that this font lacks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from mlgraph.drawing.fonts import (
    EMOJI,
    FAMILY,
    SELECTOR,
    TEXT_SELECTOR,
    Font,
    list_installed_fonts,
    list_letters,
    make_subset,
)
from mlgraph.drawing.lines import choose_font
from mlgraph.invisible import remove_invisible
from mlgraph.model import Graph

FONT = "open-sans.woff2"
# the letters in the page's own font, which `docs/page_font.py` makes: Latin with accents, Greek, Cyrillic, and signs
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x386, 0x3CF),
    *range(0x400, 0x460),
    *(*range(0x2010, 0x2027), 0x20AC, 0x2122, *range(0x2190, 0x2194), 0x21C6, 0x2212),
)
# the last character of keycap emoji such as 1\ufe0f\u20e3, and a character before a selector of its style
_KEY, _STYLED = "\u20e3", re.compile(f".[{TEXT_SELECTOR}{SELECTOR}]")


@dataclass(frozen=True)
class Face:
    """A WOFF font file with some letters of a font, and the text of its CSS rule `@font-face`, without the URL."""

    name: str
    content: bytes
    rule: str

    def format_rule(self, address: str) -> str:
        """Return the CSS rule `@font-face` with the URL of the font file."""
        return f'@font-face {{ src: url("{address}") format("woff"); {self.rule} }}\n'


def read_font() -> bytes:
    """Return the font file of the web page, in WOFF2."""
    return files("mlgraph.web").joinpath("static", FONT).read_bytes()


def make_faces(graph: Graph) -> tuple[Face, ...]:
    """Make font files with the letters of a graph that the font of the page lacks, from the fonts of this machine."""
    letters, styles = _find_letters(graph)
    # the page's own font has no emoji
    others = sorted(letter for letter in letters if ord(letter) not in LETTERS or styles.get(letter) == SELECTOR)
    text, chosen = "".join(others), dict[Font, list[str]]()
    for letter in others:
        if letter.isspace():
            font = next((font for font in list_installed_fonts() if ord(letter) in list_letters(font)), None)
        else:
            font = choose_font(letter + styles.get(letter, ""), text, list_installed_fonts()[0])
        if font and remove_invisible(letter):
            chosen.setdefault(font, []).append(letter)
    # invisible joiners join letters, so each font needs them
    joiners = [letter for letter in others if not remove_invisible(letter)]
    return tuple(
        _make_face(f"letters-{number}.woff", font, [*found, *joiners])
        for number, (font, found) in enumerate(chosen.items())
    )


def _make_face(name: str, font: Font, letters: list[str]) -> Face:
    # without a range of weights, a browser would not use the font for bold text
    rule = "font-weight: 400 700; font-display: block;"
    if font.family == EMOJI:
        # the font has its own family, so that a browser takes all characters of an emoji from it
        return Face(name, make_subset(font, letters, "woff"), f"font-family: {EMOJI}; {rule}")
    ranges = ", ".join(f"U+{ord(letter):X}" for letter in letters)
    return Face(name, make_subset(font, letters, "woff"), f'font-family: "{FAMILY}"; {rule} unicode-range: {ranges};')


def _find_letters(graph: Graph) -> tuple[set[str], dict[str, str]]:
    """Return the letters in the non-ASCII texts of a graph, and the invisible characters after some of the letters.

    A variation selector is an invisible character that chooses the form of the letter before it, such as a coloured
    emoji.
    """
    edges = (attributes for *_, attributes in graph.edges(data=True))
    texts = [*_list_texts(graph.graph), *_list_texts([*graph.nodes.values()]), *_list_texts([*edges])]
    styled = sorted({pair for text in texts for pair in _STYLED.findall(text)})
    return set().union(*texts), {_KEY: SELECTOR} | {letter: selector for letter, selector in styled}


def _list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not value.isascii():
            yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _list_texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _list_texts(each)
