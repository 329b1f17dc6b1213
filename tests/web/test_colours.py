"""Tests of colours: contrast with what is behind, light and dark, and the colours of career tracks in all pictures."""

import re
from itertools import combinations
from math import dist

import pytest

import mlgraph
from mlgraph.drawing import timeline
from mlgraph.drawing.scene import COLOURS, Rect
from mlgraph.web import page
from mlgraph.web.scene import draw_view

# the lines that carry meaning, by their variables; --line only separates rows, which their distance does as well
LINES = ("move", "plan", "in", "out", "back", "back-on", "skill", "accent", "post", "stage", "study", "field", "error")
TEXTS = ("ink", "quiet", "faint", "accent", "error", "in", "out")
# the simulations of Machado, Oliveira and Fernandes (2009) at full severity, on linear RGB
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# from linear RGB to cones, and from their cube roots to OKLab (Ottosson 2020)
CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
# the least difference of any two tracks, and of two tracks of near fields or of areas that are close on the map
LEAST, LEAST_OF_KIN = {"usual": 0.085, "protanopia": 0.045, "deuteranopia": 0.045, "tritanopia": 0.045}, 0.095
KIN = (
    *combinations(("analytics", "science", "governance"), 2),
    *(("ai-engineering", other) for other in ("safety", "ml-engineering", "science", "software")),
    *(("research", "science"), ("safety", "analytics"), ("data-engineering", "science")),
    ("data-engineering", "ml-engineering"),
)


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


def see(colour, sight):
    """Return a colour as a person with the given sight sees it, in linear RGB."""
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour]
    return [min(1, max(0, each)) for each in multiply(SIGHTS[sight], linear)]


def multiply(matrix, column):
    return [sum(a * b for a, b in zip(row, column, strict=True)) for row in matrix]


def find_oklab(linear):
    """Return a colour in OKLab, where distances are differences for the eye."""
    return multiply(OKLAB, [max(0, each) ** (1 / 3) for each in multiply(CONES, linear)])


def contrast(first, second, sight="usual"):
    low, high = sorted(multiply([(0.2126, 0.7152, 0.0722)], see(colour, sight))[0] for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_have_a_contrast_of_3_and_texts_of_4_5(scheme, sight):
    theme, hues = read_theme(scheme)
    assert len(hues) == 14
    ground, paper = read_colour(theme["ground"]), read_colour(theme["paper"])
    tint = int(theme["tint"][:-1]) / 100
    tracks = {f"hue{number}": read_colour(colour) for number, colour in hues.items()}
    areas = [[tint * a + (1 - tint) * b for a, b in zip(colour, ground, strict=True)] for colour in tracks.values()]
    behind = [ground, paper, *areas]
    lines = {name: read_colour(theme[name]) for name in LINES} | tracks
    assert {
        name: round(worst, 2) for name, c in lines.items() if (worst := min(contrast(c, b, sight) for b in behind)) < 3
    } == {}
    texts = {name: read_colour(theme[name]) for name in TEXTS}
    on = [ground, paper, read_colour(theme["wash"])]
    assert {
        name: round(worst, 2)
        for name, c in (texts | tracks).items()
        if (worst := min(contrast(c, b, sight) for b in on[: 2 if name in ("faint", "in", "out", *tracks) else 3]))
        < 4.5
    } == {}
    assert contrast(read_colour(theme["accent"]), read_colour(theme["on-accent"]), sight) >= 4.5
    own = [contrast(track, area, sight) for track, area in zip(tracks.values(), areas, strict=True)]
    assert min(own) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_tracks_differ_also_without_red_green_or_blue(ml, scheme, sight):
    seen = [
        find_oklab(see(read_colour(colour), sight))
        for _, colour in sorted(read_theme(scheme)[1].items(), key=by_number)
    ]
    near = {(a, b): round(d, 3) for a, b in combinations(range(14), 2) if (d := dist(seen[a], seen[b])) < LEAST[sight]}
    assert near == {}
    tracks = dict(zip(sorted(ml.graph["tracks"]), seen[1:], strict=True))
    found = {kin: dist(*(tracks[key] for key in kin)) for kin in KIN}
    assert {kin: round(d, 3) for kin, d in found.items() if d < LEAST_OF_KIN} == {}


def by_number(pair):
    return int(pair[0])


def test_a_track_has_one_colour_in_all_pictures_and_on_the_page(graph_of):
    graph = graph_of(
        """
        track = { a = { title = "First" }, b = { title = "Second" }, c = { title = "Third" } }
        stage.start = { title = "Start", leads_to = { one = 1, two = 2 } }
        stage.middle = { title = "Middle", leads_to = { two = 1 } }
        role.one = { title = "One", track = "b", leads_to = { two = 1, middle = 3 } }
        role.two = { title = "Two", track = "c" }
        """
    )
    assert [*COLOURS] == [colour for _, colour in sorted(read_theme("light")[1].items(), key=by_number)]
    for options in ({}, {"only": "roles"}, {"focus": "start"}):
        shapes = mlgraph.draw(graph, **options).scenes[0].shapes
        strokes = {each.node: each.stroke for each in shapes if isinstance(each, Rect)}
        assert (strokes["one"], strokes["two"]) == (COLOURS[2], COLOURS[3])
    tracks = {track.title: track.hue for track in draw_view(graph, "map").tracks}
    assert tracks == {"Stages": 0, "Second": 2, "Third": 3}


def test_bars_have_the_colours_of_the_picture_of_a_timeline():
    theme, _ = read_theme("light")
    strong = {"post": timeline.ROLE, "stage": timeline.STAGE, "study": timeline.STUDY}
    assert {name: theme[name].upper() for name in strong} == {name: dark for name, (dark, _) in strong.items()}
