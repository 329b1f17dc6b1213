"""Tests of the colours of the page: the contrast of every line and bar with what is behind it, light and dark."""

import re

import pytest

from mlgraph.web import page

# the lines that carry meaning, by their variables; --line only separates rows, which their distance does as well
LINES = ("move", "plan", "in", "out", "skill", "accent", "post", "study", "field", "error")
TEXTS = ("ink", "quiet", "faint", "accent", "error", "in", "out")


def read_theme(scheme):
    """Return the variables of a colour scheme, and the colours of the tracks."""
    text = page.read_part(page.STYLE)
    dark = "".join(re.findall(r"^@media screen and \(prefers-color-scheme: dark\) \{\n(.*?)^\}", text, re.M | re.S))
    light = text.partition("@media screen and (prefers-color-scheme: dark)")[0] + text
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6}|\d+%);", light.partition("* { box-sizing")[0], re.I)
    theme = dict(reversed(found))
    hues = dict(re.findall(r"\.hue(\d+) \{ --hue: (#[0-9a-f]{6}); \}", text.partition("@media screen")[0], re.I))
    hues |= dict(reversed(re.findall(r"\.hue(\d+) \{ --hue: (#[0-9a-f]{6}); \}", text, re.I)))
    if scheme == "dark":
        theme |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6}|\d+%);", dark, re.I))
        hues |= dict(re.findall(r"\.hue(\d+) \{ --hue: (#[0-9a-f]{6}); \}", dark, re.I))
    return theme, hues


def read_colour(text):
    return [int(text[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def luminance(colour):
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_have_a_contrast_of_3_and_texts_of_4_5(scheme):
    theme, hues = read_theme(scheme)
    assert len(hues) == 14
    ground, paper = read_colour(theme["ground"]), read_colour(theme["paper"])
    tint = int(theme["tint"][:-1]) / 100
    tracks = {f"hue{number}": read_colour(colour) for number, colour in hues.items()}
    areas = [[tint * a + (1 - tint) * b for a, b in zip(colour, ground, strict=True)] for colour in tracks.values()]
    behind = [ground, paper, *areas]
    lines = {name: read_colour(theme[name]) for name in LINES} | tracks
    assert {
        name: round(worst, 2) for name, c in lines.items() if (worst := min(contrast(c, b) for b in behind)) < 3
    } == {}
    texts = {name: read_colour(theme[name]) for name in TEXTS}
    on = [ground, paper, read_colour(theme["wash"])]
    assert {
        name: round(worst, 2)
        for name, c in (texts | tracks).items()
        if (worst := min(contrast(c, b) for b in on[: 2 if name in ("faint", "in", "out", *tracks) else 3])) < 4.5
    } == {}
    assert contrast(read_colour(theme["accent"]), read_colour(theme["on-accent"])) >= 4.5
