"""Tests that every file from a graph with generated histories says so, and that no other file does."""

import gzip
import io
import re
from base64 import b64decode
from datetime import date
from html import unescape

import openpyxl
import pypdf
import pytest

import mlgraph
from mlgraph.drawing.diff import draw_diff
from mlgraph.drawing.draw import Drawing
from mlgraph.drawing.neighbourhood import draw_neighbourhood
from mlgraph.drawing.scene import Text
from mlgraph.export.formats import FOLDERS, FORMATS, export, export_folder
from mlgraph.web import start
from support.careers import SOUND

OVERLAY = """
[source.histories]
title = "Moves"
generated = true
points = { moves = "Counted." }
[stage.start.leads_to]
engineer = { months = 7, people = 40, share = 0.4, half = 7, cites = ["histories:moves"] }
"""
NOTE = "This graph has moves counted in histories that a program generated, not in those of people"
FLAG = r'"?(ml:)?generated"?( =|:)? true'
# the mark in the text of a file
MARKS = {
    **dict.fromkeys(("dot", "png", "svg", "pdf", "html", "md", "ics", "mmd", "tsv", "gexf"), NOTE),
    **dict.fromkeys(("json", "toml", "ttl", "jsonld", "graphml"), FLAG),
    "csv": r"kind,id,.*,generated (\w+,[^\n]*,yes ){3}$",
    "xlsx": r"generated .*histories Moves .*yes",
}
FOLDER_MARKS = {
    "csv": {"sources.csv": r"generated.* histories,Moves,.*yes"},
    "neo4j": {
        "relationships.csv": r",generated:boolean engineer,lead,[^ ]*,false .*start,engineer,LEADS_TO,7,[^ ]*,true",
        "import.cypher": rf"^// {NOTE}.*generated: true",
    },
}
# options of a picture: each one is drawn by another function
PICTURES = {
    "map": {},
    "every move": {"all_moves": True},
    "roles": {"only": "roles"},
    "skills": {"only": "skills"},
    "a post": {"focus": "engineer"},
    "a skill": {"focus": "python"},
    "a card": {"focus": "engineer", "sheet": "card"},
    "a plan": {"plan": True},
    "its skills": {"plan": True, "detail": True},
    "a plan on the map": {"plan": True, "on_map": True},
    "a handout": {"plan": True, "sheet": "handout"},
    "plans side by side": {"plans": True},
}


@pytest.fixture(params=["generated = true\n", ""], ids=["generated", "not generated"])
def graph(request, graph_of):
    here = SOUND.replace("leads_to = { engineer = 6 }\n", "")
    return graph_of(here + OVERLAY.replace("generated = true\n", request.param))


def says(graph, mark, text):
    """Check that a text has a mark if histories of the graph are generated, and only then."""
    found = re.search(mark, re.sub(r"\s+", " ", text))
    assert bool(found) == graph.graph["sources"]["histories"].get("generated", False), text


def read(suffix, content, options, graph):
    """Return the text in a file, without the signs of its format."""
    if suffix == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
    if suffix == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if suffix == "png":
        scenes = mlgraph.draw(graph, **options).scenes
        return " ".join(shape.text for scene in scenes for shape in scene.shapes if isinstance(shape, Text))
    text = content.decode("utf-8-sig")
    if suffix == "html":
        return gzip.decompress(b64decode(re.search(r'id="known"[^>]*>([^<]*)<', text)[1])).decode()
    # lines of iCalendar are folded, and Graphviz has its own sign for the end of a line
    return unescape(re.sub(r"\\l|<[^>]*>", " ", text.replace("\r\n ", ""))).replace("\\", "")


@pytest.mark.parametrize(
    ("suffix", "whole"),
    [
        (suffix, whole)
        for suffix, row in FORMATS.items()
        for whole in (True, False)
        if ("plan" not in row.needs if whole else "plan" in (*row.needs, *row.takes))
    ],
)
def test_a_file_of_a_graph_or_a_plan_says_that_histories_are_generated(graph, suffix, whole):
    options = {} if whole else {"plan": mlgraph.plan(graph, "start", "lead", start=date(2026, 1, 1))}
    says(graph, MARKS[suffix], read(suffix, export(graph, suffix, **options), options, graph))


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_says_that_histories_are_generated(graph, folder):
    files = export_folder(graph, folder)
    for name, mark in FOLDER_MARKS[folder].items():
        says(graph, mark, files[name].decode())


@pytest.mark.thorough
@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_says_that_histories_are_generated(graph, name):
    plan = mlgraph.plan(graph, "start", "lead", start=date(2026, 1, 1))
    made = {"plan": plan, "plans": [plan, plan]}
    options = {key: made.get(key, value) for key, value in PICTURES[name].items()}
    # the foot of a card has one line
    mark = "histories that a program generated" if name == "a card" else NOTE
    suffix = "pdf" if name == "a handout" else "svg"
    says(graph, mark, read(suffix, export(graph, suffix, **options), options, graph))


def test_a_position_of_a_large_graph_says_that_histories_are_generated(graph):
    drawing = Drawing("", lambda: [draw_neighbourhood(graph, "engineer")])
    says(graph, NOTE, read("svg", drawing.render("svg"), {}, graph))


def test_the_start_page_says_that_histories_are_generated(graph):
    says(graph, NOTE, start.write({"graph": graph}))


def test_a_picture_of_changes_says_that_histories_are_generated(graph, graph_of):
    before = graph_of(SOUND)
    says(graph, NOTE, read("svg", draw_diff(before, graph, mlgraph.diff(before, graph)).render("svg"), {}, graph))
