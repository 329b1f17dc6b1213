"""Importer of GraphML and GEXF files that mlgraph wrote, and that yEd or Gephi may have changed.

The importer reads only those attributes of nodes and edges that mlgraph writes to GraphML and GEXF files. The importer
ignores coordinates, colours and titles that yEd or Gephi has added to the drawing.
"""

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx

from mlgraph import filesystem
from mlgraph.errors import Diagnostic, FileError, GraphFileError
from mlgraph.graphfile import parsing
from mlgraph.graphfile.schema import KEYS, TOP, is_free_move_key
from mlgraph.graphfile.tables import to_tables
from mlgraph.importers.tables import Import, Progress
from mlgraph.model import IDENTIFIER, KINDS, WHOLE, Graph
from mlgraph.printable import sanitize

_GRAPH_TABLES = ("sources", "resources", "experience", "tracks")
_TEXTS = ("kind", "title", "about", "url", "stage", "track", "subject", "shown_by")
_NODE_KEYS = {"kind", "hours_low", "hours_high", *(key for kind in KINDS for key in KEYS[kind])} - {
    "leads_to",
    "because",
}
# the namespaces of GEXF 1.3: the official one, and the one that Gephi writes
_NEWER = re.compile(r"""(=["'])http://(?:www\.)?gexf\.net/1\.3(/viz)?(?=["'])""")
# the encoding that an XML file names; the text is encoded as UTF-8 again
_ENCODING = re.compile(r"""(?<=<\?xml)([^>]*?)\s+encoding=(["'])[\w.-]+\2""")
_EDGE_KEYS = ("relation", "required", "months", "months_low", "months_high", "cites")


def read(path: Path, *, progress: Progress) -> Import:
    """Import a GraphML or GEXF file that mlgraph wrote.

    Raises GraphFileError with a list of all errors in the imported file.
    """
    progress("reading nodes and edges")
    result = Import(path, {})
    try:
        graph = _parse(path)
        tables, errors = to_tables(_restore(graph))
    except FileError as error:
        result.report_unreadable(path, error)
        return result.complete(progress)
    result.tables |= tables
    result.errors += [replace(found, file=str(path), line=1) if not found.file else found for found in errors]
    result.read |= {"nodes": len(graph), "edges": graph.number_of_edges()}
    drawn = ((data["label"], data.get("title")) for _, data in graph.nodes(data=True) if data.get("label"))
    if renamed := sum(label != title for label, title in drawn):
        result.left_out["labels changed in the drawing; a title changes in the property title"] = renamed
    return result.complete(progress)


def _parse(path: Path) -> Graph:
    """Return the graph that networkx reads from a GraphML or GEXF file."""
    text = _ENCODING.sub(r"\1", parsing.decode(str(path), filesystem.read(path)), count=1)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        # XML entities can expand without limit
        raise _make_error(path, 1, "has a document type, which is not read", "remove the line <!DOCTYPE ...>")
    try:
        found: Any
        if "graphdrawing.org/xmlns" in text[:4000]:
            found = nx.read_graphml(io.BytesIO(text.encode()), node_type=str)
        else:
            # Gephi writes GEXF 1.3, which networkx does not read; mlgraph's elements mean the same in 1.2
            found = nx.read_gexf(io.BytesIO(_NEWER.sub(_as_older, text, count=2).encode()))
            whole = next((value for _, value in found.nodes(data=WHOLE) if value), "{}")
            about = json.loads(whole)
            found.graph = about if isinstance(about, dict) else {}
    except ElementTree.ParseError as error:
        raise _make_error(path, error.position[0], f"is not XML: {error.msg}") from error
    except Exception as error:  # networkx raises errors of many kinds for a malformed file
        raise _make_error(path, 1, f"is not GraphML or GEXF: {sanitize(error, 150)}") from error
    if not found.is_directed() or found.is_multigraph():
        raise _make_error(path, 1, "has edges without a direction, or two from one node to another")
    # when yEd saves a file, it gives the nodes new ids
    own = {node: str(name) for node, name in found.nodes(data=IDENTIFIER) if name}
    if len({*own.values()}) < len(own):
        raise _make_error(path, 1, f"has two nodes with the same {IDENTIFIER}", "give each node its own")
    graph: Graph = nx.relabel_nodes(found, own)
    return graph


def _as_older(found: re.Match[str]) -> str:
    return f"{found[1]}http://www.gexf.net/1.2draft{found[2] or ''}"


def _make_error(path: Path, line: int, message: str, fix: str = "take the file as mlgraph wrote it") -> GraphFileError:
    return GraphFileError(str(path), [Diagnostic("error", str(path), line, "", message, fix)])


def _restore(graph: Graph) -> Graph:
    """Return a copy of a graph with only mlgraph's attributes, and with tables and lists in place of JSON texts."""
    made: Graph = nx.DiGraph()
    for key in (*TOP, *_GRAPH_TABLES):
        if key in graph.graph:
            made.graph[key] = graph.graph[key] if key in TOP else _from_json(graph.graph[key])
    for node, attributes in graph.nodes(data=True):
        known = {key: value for key, value in attributes.items() if key in _NODE_KEYS}
        made.add_nodes_from(
            [(node, {key: value if key in _TEXTS else _from_json(value) for key, value in known.items()})]
        )
    for source, target, attributes in graph.edges(data=True):
        own = {
            key: _from_json(attributes[key]) if key == "cites" else attributes[key]
            for key in _EDGE_KEYS
            if key in attributes
        }
        if own.get("relation") == "leads_to":
            # a name from a graph program, such as "Modularity Class", cannot be a key of a move
            free = {key: value for key, value in attributes.items() if is_free_move_key(key)}
            own = free | own
        made.add_edges_from([(source, target, own)])
    return made


def _from_json(value: Any) -> Any:
    """Return the table or list in a JSON text, or any other value unchanged, since validation reports it later."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
