"""Texts that fit a width, in the fonts of pictures."""

import textwrap
from functools import cache

from mlgraph.drawing import lines


@cache
def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text, in the unit of `size`."""
    return lines.measure(text, size, bold=bold)


def cut(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text no wider than `width`. An ellipsis replaces the letters that have no room."""
    if measure(text, size, bold=bold) <= width:
        return text
    while text and measure(f"{text}…", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """Return a text as at most `most` lines, each no wider than `width`."""
    if not text.strip():
        return []
    found = [""]
    words = [part for word in text.split() for part in textwrap.wrap(word, 200)]
    for number, word in enumerate(words):
        longer = f"{found[-1]} {word}".strip()
        if not found[-1] or measure(longer, size, bold=bold) <= width:
            found[-1] = longer
        elif len(found) < most:
            found.append(word)
        else:
            found[-1] = " ".join([found[-1], *words[number:]])
            break
    return [cut(line, width, size, bold=bold) for line in found]
