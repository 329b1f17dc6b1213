"""Fonts of the page: the letters that a graph needs, in the fonts of pictures, and none for a graph in Latin letters."""

import base64
import io
import re

import pytest
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


def test_the_server_and_the_single_file_have_the_same_fonts(graph):
    contents = [face.content for face in make_faces(graph)]
    page = export(graph, "html").decode()
    packed = re.findall(r'src: url\("data:font/woff;base64,([^"]+)"\)', page)
    assert [base64.b64decode(each) for each in packed] == contents
    served = {route.path for route in create_app(graph).routes}
    assert {f"/letters-{number}.woff" for number in range(len(contents))} <= served
