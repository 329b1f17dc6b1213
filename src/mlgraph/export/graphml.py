"""Export of graphs as GraphML and GEXF, for graph programs such as Gephi, yEd and Neo4j.

A GraphML file cannot have lists or tables as attributes, so texts in JSON replace the lists and tables. A GraphML file
also has XML attributes for APOC, the library with which the database Neo4j imports GraphML. The XML attributes for
Neo4j's library APOC state the kind of each node, and the relation type of each edge. For the graph editor yEd, a
GraphML file has boxes with titles, colours and coordinates. In the graph editor yEd, a stage is a wide box behind the
boxes of its roles. A GEXF file has the coordinates and colours of nodes for Gephi, and credits the sources in its
description.

APOC, a library for Neo4j, reads kinds and relation types from the XML attributes `labels` and `label`, as its file
XmlGraphMLReader.java shows. The XML elements for the graph editor yEd follow the schema ygraphml.xsd 1.1 of its maker,
yWorks. The schema ygraphml.xsd does not define the XML attributes `labels` and `label`, which Neo4j's library APOC
reads. The form of GEXF files follows the schema gexf.xsd of GEXF 1.2draft, and ImporterGEXF.java of Gephi. The schema
gexf.xsd puts the colours and coordinates of nodes into the main XML namespace of GEXF. Unlike gexf.xsd, mlgraph puts
colours and coordinates into the XML namespace `viz`. The introduction to GEXF (its primer) and all programs that read
GEXF use the namespace `viz`, too.
"""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from mlgraph.drawing.layout import arrange_lanes
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import IDENTIFIER, WHOLE, Graph

# width and height of a box and the gap between boxes, in points, and the number of boxes in a row
WIDTH, HEIGHT, GAP, ACROSS = 180, 40, 30, 8
# colours have capital letters, as the schema of yEd requires
COLOURS = {"stage": "#EEF2F7", "role": "#CFE3FF", "skill": "#FFF3C4"}
LABELS = {"stage": "Stage", "role": "Role", "skill": "Skill"}

Box = tuple[float, float, float, float]


def write_graphml(graph: Graph) -> bytes:
    """Return a graph as the bytes of a GraphML file."""
    writer = GraphMLWriter(encoding="utf-8")
    flat = _flatten(graph)
    nx.set_node_attributes(flat, {node: node for node in flat}, IDENTIFIER)
    writer.add_graph_element(flat)
    root: Element = writer.xml
    root.set("xmlns:y", "http://www.yworks.com/xml/graphml")
    # yEd finds its keys by `yfiles.type`, and needs no names; APOC skips such keys, since their content is not text
    for rank, (kind, name) in enumerate((("node", "nodegraphics"), ("edge", "edgegraphics"))):
        root.insert(rank, Element("key", {"id": name, "for": kind, "yfiles.type": name}))
    key = {"id": "label", "for": "edge", "attr.name": "label", "attr.type": "string"}
    root.insert(0, Element("key", key))
    boxes = place_nodes(graph)
    body = root.find("graph")
    for part in list(body) if body is not None else ():
        if part.tag == "node":
            _add_box(part, graph, boxes[part.attrib["id"]])
        elif part.tag == "edge":
            _add_line(part, graph.edges[part.attrib["source"], part.attrib["target"]])
    # yEd draws nodes in this order: stages come first, so that they are behind their roles
    if body is not None:
        body[:] = sorted(
            body, key=lambda part: part.tag == "node" and graph.nodes[part.attrib["id"]]["kind"] != "stage"
        )
        body[:] = sorted(body, key=lambda part: part.tag == "edge")
    return _to_bytes(root)


def write_gexf(graph: Graph) -> bytes:
    """Return a graph as the bytes of a GEXF 1.2 file. The GEXF file has no date, so equal graphs give equal bytes."""
    flat = _flatten(graph)
    if len(flat):
        # GEXF has no attributes of a graph, and Gephi keeps only those of nodes, so a node holds the graph's attributes
        flat.nodes[min(flat)][WHOLE] = json.dumps(_convert_to_plain(graph.graph), ensure_ascii=False)
    for node, (left, top, width, height) in place_nodes(graph).items():
        red, green, blue = (int(COLOURS[graph.nodes[node]["kind"]][at : at + 2], 16) for at in (1, 3, 5))
        # in Gephi, y grows upward, and the coordinates of a node are those of its centre
        position = {"x": left + width / 2, "y": -(top + height / 2), "z": 0.0}
        flat.nodes[node]["viz"] = {"position": position, "color": {"r": red, "g": green, "b": blue}}
    writer = GEXFWriter(encoding="utf-8")
    writer.add_graph(flat)
    root: Element = writer.xml
    meta = root.find("meta")
    if meta is None:
        meta = Element("meta")
        root.insert(0, meta)
    meta.attrib.pop("lastmodifieddate", None)
    meta[:] = []
    SubElement(meta, "creator").text = "mlgraph"
    sources = [source["title"] for source in graph.graph.get("sources", {}).values()]
    said = [graph.graph.get("title"), make_attribution(graph), f"Sources: {'; '.join(sources)}." if sources else ""]
    SubElement(meta, "description").text = " ".join(filter(None, said))
    for part in root.iter("graph"):
        part.attrib.pop("name", None)  # networkx writes a name, which the schema does not allow
    return _to_bytes(root)


def _to_bytes(root: Element) -> bytes:
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def place_nodes(graph: Graph) -> dict[str, Box]:
    """Return the left, top, width and height of the box of each node, with skills below stages and roles."""
    boxes: dict[str, Box] = {}
    top = 0.0
    for lane, members in arrange_lanes(graph):
        roles = [node for node in members if node != lane]
        rows = max(1, -(-len(roles) // ACROSS))
        height = GAP + rows * (HEIGHT + GAP)
        if lane in graph:
            boxes[lane] = (0, top, GAP + ACROSS * (WIDTH + GAP), height)
        boxes |= dict(zip(roles, _place_in_grid(top + GAP), strict=False))
        top += height + GAP
    skills = [node for node in sorted(graph) if graph.nodes[node]["kind"] == "skill"]
    return boxes | dict(zip(skills, _place_in_grid(top + GAP), strict=False))


def _place_in_grid(top: float) -> Iterator[Box]:
    rank = 0
    while True:
        row, column = divmod(rank, ACROSS)
        yield GAP + column * (WIDTH + GAP), top + row * (HEIGHT + GAP), WIDTH, HEIGHT
        rank += 1


def _add_box(part: Element, graph: Graph, box: Box) -> None:
    """Add the kind for APOC, Neo4j's library, and a box for the editor yEd to the XML element of a node."""
    attributes = graph.nodes[part.attrib["id"]]
    kind = attributes["kind"]
    part.set("labels", f":{LABELS[kind]}")
    shape = SubElement(SubElement(part, "data", {"key": "nodegraphics"}), "y:ShapeNode")
    left, top, width, height = (f"{number:g}" for number in box)
    SubElement(shape, "y:Geometry", {"height": height, "width": width, "x": left, "y": top})
    SubElement(shape, "y:Fill", {"color": COLOURS[kind], "transparent": "false"})
    SubElement(shape, "y:BorderStyle", {"color": "#5B6B7F", "type": "line", "width": "1.0"})
    alignment = {"modelName": "internal", "modelPosition": "tl" if kind == "stage" else "c"}
    SubElement(shape, "y:NodeLabel", {"alignment": "center", "fontSize": "12", **alignment}).text = attributes["title"]
    SubElement(shape, "y:Shape", {"type": "rectangle" if kind == "stage" else "roundrectangle"})


def _add_line(part: Element, edge: dict[str, Any]) -> None:
    """Add the relation type for APOC, Neo4j's library, and a line for the editor yEd to the XML element of an edge."""
    is_move = edge["relation"] == "leads_to"
    type = edge["relation"].upper()
    part.set("label", type)
    first = Element("data", {"key": "label"})
    first.text = type
    part.insert(0, first)
    line = SubElement(SubElement(part, "data", {"key": "edgegraphics"}), "y:PolyLineEdge")
    dashed = not is_move and not edge["required"]
    colour, style = ("#2B6CB0", "line") if is_move else ("#A0A0A0", "dashed" if dashed else "line")
    SubElement(line, "y:LineStyle", {"color": colour, "type": style, "width": "1.0"})
    SubElement(line, "y:Arrows", {"source": "none", "target": "standard"})
    if is_move:
        SubElement(line, "y:EdgeLabel", {"fontSize": "10"}).text = f"{edge['months']:g} mo"
    SubElement(line, "y:BendStyle", {"smoothed": "false"})


def _flatten(graph: Graph) -> Graph:
    """Return a copy of a graph in which JSON texts replace attributes that are lists or tables."""
    flat: Graph = nx.DiGraph(**{key: _to_scalar(value) for key, value in graph.graph.items()})
    for node, attributes in graph.nodes(data=True):
        flat.add_node(node, label=attributes["title"], **{key: _to_scalar(value) for key, value in attributes.items()})
    for source, target, attributes in graph.edges(data=True):
        # not as keyword arguments, since an attribute may have the name of a parameter of `add_edge`
        flat.add_edges_from([(source, target, {key: _to_scalar(value) for key, value in attributes.items()})])
    return flat


def _convert_to_plain(value: Any) -> Any:
    """Convert a value of a read-only graph to plain lists and dictionaries."""
    return json.loads(json.dumps(value))


def _to_scalar(value: Any) -> Any:
    if isinstance(value, str | bool):
        return value
    # all numbers have one type, since the writer takes the type of an attribute from its first value
    return float(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)
