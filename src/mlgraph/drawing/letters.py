"""Widths of texts in the font of pictures: the one place that knows how wide a text is."""

import textwrap
from collections.abc import Callable
from functools import cache

FAMILY = "Open Sans"


def find_font() -> str:
    """Return the path of the font file."""
    import fontpkg

    return str(fontpkg.path("open-sans"))


@cache
def _load_widths(weight: int) -> Callable[[str], float]:
    """Return a function that gives the width of a letter in ems, for a weight of the variable font."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.models import normalizeLocation, piecewiseLinearMap
    from fontTools.varLib.varStore import VarStoreInstancer

    with TTFont(find_font()) as font:
        names, widths, units = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
        axes, table = font["fvar"].axes, font["HVAR"].table
        limits = {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in axes}
        place = normalizeLocation({"wght": weight}, limits)
        if "avar" in font:
            curves = font["avar"].segments
            place = {tag: piecewiseLinearMap(value, curves[tag]) for tag, value in place.items()}
        deltas, rows = VarStoreInstancer(table.VarStore, axes, place), table.AdvWidthMap.mapping

    @cache
    def measure_letter(letter: str) -> float:
        name = names.get(ord(letter))
        # a letter that the font lacks is most often of a script with wide letters
        return float(widths[name][0] + deltas[rows[name]]) / units if name else 1.0

    return measure_letter


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text, in the unit of its size."""
    return size * sum(map(_load_widths(700 if bold else 400), text))


def cut(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text no wider than `width`, with an ellipsis for the letters left out."""
    if measure(text, size, bold=bold) <= width:
        return text
    while text and measure(f"{text}…", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """Return a text as at most `most` lines, each no wider than `width`."""
    lines = [""]
    words = [part for word in text.split() for part in textwrap.wrap(word, 200)]
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or measure(longer, size, bold=bold) <= width:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[number:]])
            break
    return [cut(line, width, size, bold=bold) for line in lines]
