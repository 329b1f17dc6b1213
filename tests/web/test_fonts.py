"""Fonts of the page: the letters that a graph needs, in the fonts of pictures, and none for a graph in Latin letters."""

import base64
import io
import re

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from mlgraph.export.formats import export
from mlgraph.invisible import remove_invisible
from mlgraph.web import create_app
from mlgraph.web.fonts import LETTERS, make_faces
from support.tables import graph_of_tables
from support.titles import SCRIPTS


@pytest.fixture(scope="module")
def graph():
    """Return a graph with a post for each script."""
    posts = {f"r{at}": {"title": title} for at, title in enumerate(SCRIPTS.values())}
    return graph_of_tables({"role": posts, "stage": {"start": {"title": "Start", "leads_to": {"r0": 1}}}})


def letters_of(content):
    return {chr(code) for code in TTFont(io.BytesIO(content)).getBestCmap()}


def test_the_page_brings_the_letters_of_its_graph(graph):
    faces = make_faces(graph)
    # a key, such as 1 in a box, has the font of the reader
    wanted = set(remove_invisible("".join(SCRIPTS.values()))) - {*map(chr, LETTERS), "\u20e3"}
    assert {letter for letter in wanted if letter.isprintable()} <= set().union(
        *(letters_of(face.content) for face in faces)
    )
    for face in faces:
        ranges = {chr(int(code, 16)) for code in re.findall(r"U\+(\w+)", face.rule)}
        assert ranges.isdisjoint(map(chr, LETTERS))
        assert ranges or "OpenMoji" in face.rule


def test_a_graph_in_latin_letters_needs_no_other_font(ml):
    assert make_faces(ml) == ()


@pytest.mark.thorough
def test_the_server_and_the_single_file_have_the_same_fonts(graph):
    contents = [face.content for face in make_faces(graph)]
    page = export(graph, "html").decode()
    packed = re.findall(r'src: url\("data:font/woff;base64,([^"]+)"\)', page)
    assert [base64.b64decode(each) for each in packed] == contents
    served = {route.path for route in create_app(graph).routes}
    assert {f"/letters-{number}.woff" for number in range(len(contents))} <= served


@pytest.mark.parametrize(
    "emoji",
    [
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\u2764\ufe0f\u200d\U0001f525",
        "1\ufe0f\u20e3",
        "\U0001f469\U0001f3fd\u200d\U0001f4bb",
    ],
    ids=["rainbow flag", "heart on fire", "key", "technologist"],
)
def test_an_emoji_is_one_sign_with_and_without_its_selector(emoji):
    """Browsers remove the selector before the font joins the characters."""
    (face,) = make_faces(graph_of_tables({"role": {"a": {"title": f"{emoji} A"}}}))
    woff = io.BytesIO()
    font = TTFont(io.BytesIO(face.content))
    font.flavor = None
    font.save(woff)
    font = hb.Font(hb.Face(woff.getvalue()))
    for text in (emoji, emoji.replace("\ufe0f", "")):
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        assert len(buffer.glyph_infos) == 1, ascii(text)


def test_the_page_brings_the_spaces_of_its_graph():
    faces = make_faces(graph_of_tables({"role": {"a": {"title": "\u6570\u3000\u636e"}}}))
    assert ["\u3000" in letters_of(face.content) for face in faces if "U+3000" in face.rule] == [True]


def test_the_page_has_a_sign_without_colours_for_an_emoji_in_the_style_of_text():
    faces = make_faces(graph_of_tables({"role": {"a": {"title": "\u2764\ufe0e \u2699\ufe0f \xa9\ufe0f"}}}))
    colours = {
        letter: "COLR" in TTFont(io.BytesIO(face.content)) for face in faces for letter in letters_of(face.content)
    }
    assert {"\u2764": False, "\u2699": True, "\xa9": True}.items() <= colours.items()
