"""Tests of files for Gephi, yEd and Neo4j.

None of these programs runs here. Labels and types follow XmlGraphMLReader.java of APOC, and GEXF follows gexf.xsd. Saved
files follow ExporterGEXF.java of Gephi and files of yEd.
"""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings

import mlgraph
from mlgraph.export.formats import export, export_folder
from mlgraph.export.graphml import place_nodes
from mlgraph.importers.registry import read
from support.careers import GIVING, SOUND
from support.paths import REPOSITORY
from support.tables import graph_of_tables, same, tables
from support.titles import LABELS, skills_with

FORMATS = ("graphml", "gexf")
Y = "{http://www.yworks.com/xml/graphml}"
G = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", [SOUND, GIVING])
def test_a_graph_is_read_back_equal(graph_of, tmp_path, format, text):
    graph = graph_of(text)
    path = tmp_path / f"graph.{format}"
    path.write_bytes(export(graph, format))
    same(read(format, path).graph, graph)


@settings(max_examples=25)
@given(tables())
def test_any_graph_is_read_back_equal(tmp_path_factory, tables):
    graph = graph_of_tables(tables)
    for format in FORMATS:
        path = tmp_path_factory.mktemp("exchange") / f"graph.{format}"
        path.write_bytes(export(graph, format))
        same(read(format, path).graph, graph)


@pytest.mark.thorough
@pytest.mark.parametrize("format", FORMATS)
def test_the_bundled_graph_is_read_back_equal(ml, run, tmp_path, format):
    path, again = tmp_path / f"ml.{format}", tmp_path / "again.json"
    assert run("export", path)[0] == 0
    assert run("import", format, path, "-o", again)[0] == 0
    same(mlgraph.load(again), ml)


def apoc(data):
    """Read GraphML as APOC does with `readLabels`: labels of nodes, types of relations and properties."""
    root = ElementTree.fromstring(data)
    # a key without a name would become a property without one, which Neo4j refuses; data with elements is skipped
    names = {key.attrib["id"]: key.get("attr.name") for key in root.iter(f"{G}key")}
    nodes, edges = {}, []
    for part in root.iter(f"{G}node"):
        values = {names[each.attrib["key"]]: each.text or "" for each in part if not len(each)}
        assert None not in values
        nodes[part.attrib["id"]] = ([label for label in part.attrib["labels"].split(":") if label], values)
    for part in root.iter(f"{G}edge"):
        first = part[0]
        assert (first.tag, first.attrib["key"]) == (f"{G}data", "label")
        assert first.text == part.attrib["label"]
        edges.append((part.attrib["source"], part.attrib["label"], part.attrib["target"]))
    return nodes, edges


def test_neo4j_finds_labels_and_relation_types_in_graphml(graph_of):
    graph = graph_of(GIVING)
    nodes, edges = apoc(export(graph, "graphml"))
    assert {node: labels for node, (labels, _) in nodes.items()} == {
        node: [data["kind"].capitalize()] for node, data in graph.nodes(data=True)
    }
    assert {*edges} == {(a, edge["relation"].upper(), b) for a, b, edge in graph.edges(data=True)}
    assert nodes["analyst"][1]["title"] == graph.nodes["analyst"]["title"]


def test_yed_finds_titles_colours_positions_and_lanes(graph_of):
    graph = graph_of(
        GIVING.replace("[role.analyst]\n", '[stage.first]\ntitle = "First"\n[role.analyst]\nstage = "first"\n')
    )
    root = ElementTree.fromstring(export(graph, "graphml"))
    key = next(key.attrib["id"] for key in root.iter(f"{G}key") if key.get("yfiles.type") == "nodegraphics")
    boxes, order = {}, []
    for part in root.iter(f"{G}node"):
        (shape,) = (data[0] for data in part if data.attrib["key"] == key)
        # the order of elements in ygraphml.xsd
        tags = [each.tag.removeprefix(Y) for each in shape]
        assert (shape.tag, tags) == (f"{Y}ShapeNode", ["Geometry", "Fill", "BorderStyle", "NodeLabel", "Shape"])
        assert shape.find(f"{Y}NodeLabel").text == graph.nodes[part.attrib["id"]]["title"]
        assert re.fullmatch("#[0-9A-F]{6}", shape.find(f"{Y}Fill").attrib["color"])
        box = shape.find(f"{Y}Geometry").attrib
        boxes[part.attrib["id"]] = [float(box[name]) for name in ("x", "y", "width", "height")]
        order.append(part.attrib["id"])
    assert boxes == {node: [*box] for node, box in place_nodes(graph).items()}
    lane, analyst = boxes["first"], boxes["analyst"]
    assert lane[0] <= analyst[0] and analyst[0] + analyst[2] <= lane[0] + lane[2]
    assert lane[1] <= analyst[1] and analyst[1] + analyst[3] <= lane[1] + lane[3]
    assert order.index("first") < order.index("analyst")
    lines = [line for line in root.iter(f"{Y}PolyLineEdge")]
    for line in lines:
        tags = [each.tag.removeprefix(Y) for each in line]
        assert tags in (["LineStyle", "Arrows", *label, "BendStyle"] for label in ([], ["EdgeLabel"]))
        assert re.fullmatch("#[0-9A-F]{6}", line[0].attrib["color"])
    assert len(lines) == graph.number_of_edges()
    assert "12 mo" in {label.text for label in root.iter(f"{Y}EdgeLabel")}


def test_another_reader_of_yed_finds_titles_and_positions(graph_of):
    graph = graph_of(GIVING)
    boxes = place_nodes(graph)
    for node, found in nx.read_graphml(io.BytesIO(export(graph, "graphml"))).nodes.items():
        assert (float(found["x"]), float(found["y"])) == boxes[node][:2]
        assert (found["label"], found["shape_type"]) == (graph.nodes[node]["title"], "roundrectangle")


def test_no_two_boxes_overlap(ml):
    boxes = [box for node, box in place_nodes(ml).items() if ml.nodes[node]["kind"] != "stage"]
    assert len({(left, top) for left, top, _, _ in boxes}) == len(boxes)
    assert {*place_nodes(ml)} == {*ml}


def test_gephi_finds_positions_and_the_attribution(graph_of):
    graph = graph_of('attribution = "By <us>."\n' + SOUND)
    root = ElementTree.fromstring(export(graph, "gexf"))
    meta = root.find("{*}meta")
    assert (
        meta.find("{*}description").text == f"Two careers By <us>. Sources: {graph.graph['sources']['book']['title']}."
    )
    places = nx.read_gexf(io.BytesIO(export(graph, "gexf"))).nodes(data="viz")
    boxes = place_nodes(graph)
    for node, viz in places:
        left, top, width, height = boxes[node]
        assert (viz["position"]["x"], viz["position"]["y"]) == (left + width / 2, -(top + height / 2))
        assert {*viz["color"]} >= {"r", "g", "b"}


# the elements of gexf.xsd 1.2draft, with their children and attributes, as far as mlgraph writes them
GEXF = {
    "gexf": ({"meta", "graph"}, {"version"}),
    "meta": ({"creator", "description"}, set()),
    "graph": ({"attributes", "nodes", "edges"}, {"defaultedgetype", "mode"}),
    "attributes": ({"attribute"}, {"class", "mode"}),
    "attribute": (set(), {"id", "title", "type"}),
    "nodes": ({"node"}, set()),
    "node": ({"attvalues", "color", "position"}, {"id", "label"}),
    "color": (set(), {"r", "g", "b", "a"}),
    "position": (set(), {"x", "y", "z"}),
    "edges": ({"edge"}, set()),
    "edge": ({"attvalues"}, {"id", "source", "target"}),
    "attvalues": ({"attvalue"}, set()),
    "attvalue": (set(), {"for", "value"}),
}


def test_gexf_has_only_what_its_schema_has(graph_of):
    for part in ElementTree.fromstring(export(graph_of(GIVING), "gexf")).iter():
        children, attributes = GEXF.get(part.tag.rpartition("}")[2], (set(), set()))
        assert {child.tag.rpartition("}")[2] for child in part} <= children, part.tag
        assert {name for name in part.attrib if "schemaLocation" not in name} <= attributes, part.tag
        if part.tag.endswith("}attribute"):
            assert part.attrib["type"] in ("string", "double", "boolean")


@pytest.mark.process
@pytest.mark.skipif(
    not (shutil.which("node") and (REPOSITORY / "node_modules" / "graphology-gexf").exists()),
    reason="not installed: npm ci",
)
def test_the_reader_of_gephi_lite_finds_the_graph(graph_of):
    graph = graph_of('attribution = "By <us>."\n' + GIVING)
    done = subprocess.run(
        ["node", Path(__file__).with_name("graph_readers.js")],
        input=export(graph, "gexf"),
        capture_output=True,
        cwd=REPOSITORY,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert "By <us>." in found["about"]["description"]
    assert sorted(found["edges"]) == sorted([a, b, edge["relation"]] for a, b, edge in graph.edges(data=True))
    assert {*found["nodes"]} == {*graph}
    for node, (left, top, width, height) in place_nodes(graph).items():
        attributes = found["nodes"][node]
        assert (attributes["label"], attributes["kind"]) == (graph.nodes[node]["title"], graph.nodes[node]["kind"])
        assert (attributes["x"], attributes["y"]) == (left + width / 2, -(top + height / 2))
        assert re.fullmatch(r"rgba\(\d+,\d+,\d+,1.0\)", attributes["color"])


def test_ids_survive_a_program_that_gives_nodes_its_own(graph_of, tmp_path):
    graph = graph_of(GIVING)
    data = nx.read_graphml(io.BytesIO(export(graph, "graphml")))
    renamed = nx.relabel_nodes(data, {node: f"n{rank}" for rank, node in enumerate(data)})
    nx.set_node_attributes(renamed, "a note", "description")
    path = tmp_path / "saved.graphml"
    nx.write_graphml(renamed, path)
    same(read("graphml", path).graph, graph)


def as_gephi(data):
    """Return GEXF as Gephi saves it: version 1.3, its own meta, no attributes of the graph, sizes and columns added."""
    old, new = "http://www.gexf.net/1.2draft", "http://www.gexf.net/1.3"
    root = ElementTree.fromstring(data.decode().replace(f'"{old}', f'"{new}').replace('version="1.2"', 'version="1.3"'))
    named, viz = f"{{{new}}}", f"{{{new}/viz}}"
    meta = root.find(f"{named}meta")
    meta[:] = []
    ElementTree.SubElement(meta, f"{named}creator").text = "Gephi 0.10"
    ElementTree.SubElement(meta, f"{named}description").text = ""
    for table in root.iter(f"{named}attributes"):
        added = {"id": "modularity_class", "title": "Modularity Class", "type": "integer"}
        ElementTree.SubElement(table, f"{named}attribute", added)
    for part in [*root.iter(f"{named}node"), *root.iter(f"{named}edge")]:
        values = part.find(f"{named}attvalues")
        ElementTree.SubElement(values, f"{named}attvalue", {"for": "modularity_class", "value": "3"})
        if part.tag.endswith("node"):
            ElementTree.SubElement(part, f"{viz}size", {"value": "10.0"})
            part.find(f"{viz}position").attrib |= {"x": "-12.5", "y": "3.25"}
        else:
            ElementTree.SubElement(part, f"{viz}color", {"r": "1", "g": "2", "b": "3"})
            part.set("weight", "2.0")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def as_yed(data):
    """Return GraphML as yEd saves it: its own ids for nodes, edges and keys, its own keys, and lines between elements."""
    root = ElementTree.fromstring(data)
    keys = {key.attrib["id"]: f"d{rank}" for rank, key in enumerate(root.iter(f"{G}key"), 3)}
    nodes = {node.attrib["id"]: f"n{rank}" for rank, node in enumerate(root.iter(f"{G}node"))}
    for part in root.iter():
        part.attrib.pop("labels", None)
        if part.tag == f"{G}key":
            part.set("id", keys[part.attrib["id"]])
        elif part.tag == f"{G}data":
            part.set("key", keys[part.attrib["key"]])
            part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            part.text = "\n" if len(part) else part.text
        elif part.tag == f"{G}node":
            part.set("id", nodes[part.attrib["id"]])
        elif part.tag == f"{G}edge":
            part.attrib |= {"source": nodes[part.attrib["source"]], "target": nodes[part.attrib["target"]], "id": "e1"}
        elif part.tag in (f"{Y}NodeLabel", f"{Y}EdgeLabel"):
            model = ElementTree.SubElement(part, f"{Y}LabelModel")
            ElementTree.SubElement(model, f"{Y}SmartNodeLabelModel", {"distance": "4.0"})
        elif part.tag == f"{Y}Geometry":
            part.attrib |= {"x": "-7.0", "y": "3.5"}
    for rank, kind in enumerate(("portgraphics", "portgeometry", "portuserdata")):
        root.insert(0, ElementTree.Element(f"{G}key", {"id": f"d{rank}", "for": "port", "yfiles.type": kind}))
    for name in ("url", "description"):
        own = {"id": f"own-{name}", "for": "node", "attr.name": name, "attr.type": "string"}
        root.insert(0, ElementTree.Element(f"{G}key", own))
    ElementTree.SubElement(root, f"{G}data", {"key": "resources"}).append(ElementTree.Element(f"{Y}Resources"))
    root.insert(0, ElementTree.Element(f"{G}key", {"id": "resources", "for": "graphml", "yfiles.type": "resources"}))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


@pytest.mark.parametrize(("format", "saved"), [("gexf", as_gephi), ("graphml", as_yed)])
@pytest.mark.parametrize("text", [SOUND, GIVING])
def test_a_file_that_the_program_saved_is_read_back_equal(graph_of, tmp_path, format, saved, text):
    graph = graph_of(text)
    path = tmp_path / f"graph.{format}"
    path.write_bytes(saved(export(graph, format)))
    same(read(format, path).graph, graph)


@pytest.mark.parametrize(
    ("format", "saved", "label"),
    [("gexf", as_gephi, '" label="Lead"'), ("graphml", as_yed, ">Lead</y:NodeLabel>")],
)
def test_a_label_changed_in_the_program_is_counted(graph_of, tmp_path, format, saved, label):
    graph = graph_of(SOUND)
    path = tmp_path / f"graph.{format}"
    text = export(graph, format).decode()
    assert text.count(label) == 1
    path.write_bytes(saved(text.replace(label, label.replace("Lead", "Chief")).encode()))
    result = read(format, path)
    same(result.graph, graph)
    assert result.left_out == {"labels changed in the drawing; a title changes in the property title": 1}


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><graphml xmlns="http://graphml.graphdrawing.org/xmlns">&b;</graphml>'
HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "has a document type, which is not read"),
        (BOMB.encode("utf-16"), "has a document type, which is not read"),
        ("<graphml", "is not XML"),
        ("<a/>", "is not GraphML or GEXF"),
        (f"{HEAD}</graphml>", "is not GraphML or GEXF"),
        (f'{HEAD}<graph edgedefault="undirected"><node id="a"/></graph></graphml>', "edges without a direction"),
        (f'{HEAD}<graph edgedefault="directed"><node id="a"/></graph></graphml>', "a: has no kind"),
        (
            f'{HEAD}<graph edgedefault="directed"><node id="a"><data key="x">1</data></node></graph></graphml>',
            "is not GraphML",
        ),
        ("", "is not XML"),
        (b"\xff\xff", "is not UTF-8"),
    ],
)
def test_other_files_are_refused(tmp_path, refused, text, message):
    path = tmp_path / "x.graphml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    refused(message, "import", "graphml", path, "-o", tmp_path / "g.json")


@pytest.mark.parametrize(
    ("whole", "message"),
    [
        ("3", ""),
        ("nonsense", "is not GraphML or GEXF: Expecting value"),
        ('{"sources": 3}', "source: is 3"),
        ('{"sources": {"rule": {"points": 3}}}', "rule: points is 3"),
        ('{"title": [1]}', "title: is [1]"),
        ("[" * 100_000, "is not GraphML or GEXF"),
    ],
)
def test_any_attributes_of_a_graph_are_read_or_refused(graph_of, run, tmp_path, whole, message):
    root = ElementTree.fromstring(export(graph_of('[skill.a]\ntitle = "A"\nhours = 1'), "gexf"))
    place = next(part.attrib["id"] for part in root.iter() if part.get("title") == "graph")
    next(part for part in root.iter() if part.get("for") == place).set("value", whole)
    path = tmp_path / "x.gexf"
    path.write_bytes(ElementTree.tostring(root))
    code, _, err = run("import", "gexf", path, "-o", tmp_path / "g.json")
    assert (code, message in err) == (1 if message else 0, True), err


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_a_folder_for_neo4j_has_typed_columns(graph_of, run, tmp_path, monkeypatch, graph_file):
    graph = graph_of(GIVING)
    files = export_folder(graph, "neo4j")
    nodes, edges = rows(files["nodes.csv"]), rows(files["relationships.csv"])
    assert {row["id:ID"]: row[":LABEL"] for row in nodes} == {
        node: data["kind"].capitalize() for node, data in graph.nodes(data=True)
    }
    assert {row["id:ID"]: row["subject"] for row in nodes if row["subject"]} == {"talking": "People"}
    # the header of neo4j-admin: a name, a colon and a type of its manual
    types = {"", "double", "boolean", "string[]", "ID", "LABEL", "START_ID", "END_ID", "TYPE"}
    assert {name.partition(":")[2] for row in (nodes[0], edges[0]) for name in row} <= types
    move = next(row for row in edges if (row[":START_ID"], row[":END_ID"]) == ("analyst", "lead"))
    assert (move[":TYPE"], float(move["months:double"]), float(move["months_high:double"])) == ("LEADS_TO", 12, 24)
    monkeypatch.chdir(tmp_path)
    assert run("export", "neo4j/", "--graph", graph_file(GIVING))[0] == 0
    assert sorted(path.name for path in (tmp_path / "neo4j").iterdir()) == [*sorted(files)]


STRING = r"'(?:[^'\\]|\\[\\']|\\u0075)*'"
VALUE = rf"(?:{STRING}|-?[\d.e+-]+|true|false|\[(?:{STRING}(?:, {STRING})*)?\])"
MAP = rf"\{{\w+: {VALUE}(?:, \w+: {VALUE})*\}}"
STATEMENT = re.compile(
    rf"CREATE CONSTRAINT IF NOT EXISTS FOR \(n:\w+\) REQUIRE n\.id IS UNIQUE;|CREATE \(:\w+ {MAP}\);"
    rf"|MATCH \(a:\w+ {MAP}\), \(b:\w+ {MAP}\) CREATE \(a\)-\[:[A-Z_]+ {MAP}\]->\(b\);"
)


def decode(literal):
    return re.sub(r"\\(u0075|.)", lambda found: "u" if len(found[1]) > 1 else found[1], literal[1:-1])


def test_cypher_keeps_each_title_a_text():
    labels = [*LABELS, "' }) DETACH DELETE n //", "\\u0027 }) //", "\\\\u0027", "\\", "ends with \\"]
    graph = skills_with(labels)
    lines = export_folder(graph, "neo4j")["import.cypher"].decode().split("\n")
    assert lines.pop() == ""
    assert all(STATEMENT.fullmatch(line) for line in lines), [line for line in lines if not STATEMENT.fullmatch(line)]
    # a reader that replaces escapes before quotes finds only the letter u
    assert not any(re.search(r"\\u(?!0075)", line) for line in lines)
    titles = [decode(re.search(rf"title: ({STRING})", line)[1]) for line in lines if line.startswith("CREATE (")]
    assert titles == [graph.nodes[node]["title"] for node in graph]
