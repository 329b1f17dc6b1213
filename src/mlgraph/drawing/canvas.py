"""Builder of pictures in DOT, the language of Graphviz.

A `Canvas` builds a picture with boxes in lanes and rows, arrows between the boxes, and a legend.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import inf
from types import MappingProxyType
from typing import Any, TypeAlias

import pydot
from wcwidth import wrap

from mlgraph.drawing.lines import measure
from mlgraph.drawing.render import FONT
from mlgraph.errors import DrawError
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import KINDS, Graph
from mlgraph.printable import shorten

MOST_BOXES = 300
# the most boxes times arrows, which Graphviz lays out in about a minute
MOST_TANGLE = 200_000
INSTEAD = "draw a plan (`plan`) or a neighbourhood (`focus`) instead"

# the colours of lanes, the first lane first; each has a contrast of at least 5.0 : 1 with white text, and they differ
# in lightness for colour-blind readers
HUES = ("#475569", "#0369A1", "#047857", "#B45309", "#B91C1C", "#6D28D9")
INK, QUIET, MOVE, FAINT, FAINT_INK, PAPER = "#0F172A", "#475569", "#64748B", "#E2E8F0", "#94A3B8", "#FFFFFF"
SKILL, SKILL_PAPER = "#0284C7", "#F0F9FF"
SHAPES = {"stage": "box", "role": "box", "skill": "note"}

# with remincross, Graphviz would not keep the order of boxes in a row
_GRAPH = {"splines": "spline", "newrank": "true", "outputorder": "edgesfirst", "remincross": "false", "pad": "0.35"}
_GRAPH |= {"nodesep": "0.28", "ranksep": "0.55", "labelloc": "t", "labeljust": "l"}
_GRAPH |= {"fontname": FONT, "fontsize": "20", "fontcolor": INK}
_NODE = {"fontname": FONT, "fontsize": "12", "margin": "0.24,0.1", "penwidth": "1.4"}
_EDGE = {"fontname": FONT, "fontsize": "11", "fontcolor": QUIET, "color": MOVE, "penwidth": "1.4", "arrowsize": "0.7"}
_LANE = {"style": "rounded,filled", "fontsize": "14", "margin": "14", "class": "title1"}
# the width of a space in Arial, and the first letter whose width Graphviz does not know
_SPACE, _NOT_LATIN = 0.278, 0x100
DASHED = {"style": "dashed"}
BoxText: TypeAlias = dict[str, Any]


class Canvas:
    """A picture under construction, to which functions add lanes, boxes and arrows.

    In the DOT code of a canvas, text from graph files stands only in quoted strings, so that Graphviz never reads this
    text as code.

    `links` maps the key of a box, such as the id of its node, to the web address that the box links to. A canvas that
    only becomes DOT code, of which mlgraph draws no picture with Graphviz, has no limit (`is_limited`).
    """

    def __init__(
        self,
        title: str,
        direction: str,
        links: Mapping[str, str] = MappingProxyType({}),
        instead: str = INSTEAD,
        *,
        is_limited: bool = True,
    ) -> None:
        self._links, self._instead = links, instead
        most: tuple[float, float] = (MOST_BOXES, MOST_TANGLE) if is_limited else (inf, inf)
        self._most_boxes, self._most_tangle = most
        lines = wrap(shorten(title, 120), 52)
        style = _quote(_GRAPH | {"rankdir": direction, "class": f"title{len(lines)}"})
        label = _make_label((), [*(_make_room(line, bold=True) for line in lines), " "] if lines else ())
        self.dot = pydot.Dot("mlgraph", graph_type="digraph", label=label, **style)
        self.dot.set_node_defaults(**_quote(_NODE))
        self.dot.set_edge_defaults(**_quote(_EDGE))
        self._names: dict[str, str] = {}
        self._arrows: set[tuple[str, str]] = set()

    @property
    def boxes(self) -> dict[str, str]:
        """Return a mapping from the name of each box in the DOT code to the key that `add_box` got for the box."""
        return {name: key for key, name in self._names.items()}

    def add_lane(self, title: str, hue: str) -> pydot.Subgraph:
        """Add a lane to the picture: a tinted area with a title, into which callers can put boxes."""
        style = _quote(_LANE | {"color": f"{hue}50", "fillcolor": f"{hue}10", "fontcolor": hue})
        label = _make_label((), [shorten(title, 60)] if title else ())
        cluster = pydot.Subgraph(f"cluster_{len(self._names)}", label=label, **style)
        self.dot.add_subgraph(cluster)
        return cluster

    def add_box(self, key: str, text: BoxText, style: dict[str, str], lane: pydot.Subgraph | None = None) -> None:
        """Add a box with a text to the picture."""
        if len(self._names) == self._most_boxes:
            raise DrawError(f"more than {self._most_boxes} boxes are not readable; {self._instead}")
        self._names[key] = f"n{len(self._names)}"
        # Graphviz would take "&lt;" for "<"
        link = {"URL": self._links[key].replace(";", "%3B")} if key in self._links else {}
        (lane or self.dot).add_node(pydot.Node(self._names[key], **text, **_quote(style | link)))

    def add_arrow(self, source: str, target: str, label: str, style: dict[str, str]) -> None:
        """Add an arrow between two boxes of the canvas."""
        self._arrows.add((source, target))
        if len(self._arrows) * len(self._names) > self._most_tangle:
            raise DrawError(
                f"{len(self._names)} boxes with {len(self._arrows)} arrows are not readable; {self._instead}"
            )
        attributes = _quote(style) | ({"label": _make_label([f"  {label} "])} if label else {})
        self.dot.add_edge(pydot.Edge(self._names[source], self._names[target], **attributes))

    def add_order(self, before: str, after: str, weight: str) -> None:
        """Add an invisible arrow between two boxes, which makes Graphviz draw the box `before` first.

        If `weight` is "0", the invisible arrow only fixes the order of the two boxes, and does not pull them together.
        """
        style = _quote({"style": "invis", "weight": weight})
        self.dot.add_edge(pydot.Edge(self._names[before], self._names[after], **style))

    def set_row(self, keys: Sequence[str]) -> None:
        """Make Graphviz draw boxes side by side, or below each other in a picture that runs from left to right."""
        same = pydot.Subgraph(rank="same")
        for key in keys:
            same.add_node(pydot.Node(self._names[key]))
        self.dot.add_subgraph(same)

    def set_rows(self, rows: list[list[str]]) -> None:
        """Make Graphviz draw boxes in rows, with the boxes of each row in the given order.

        Callers must add all arrows before they call `set_rows`. The method adds an invisible arrow between neighbouring
        boxes of a row that no arrow connects.
        """
        for row in rows:
            self.set_row(row)
            for pair in pairwise(row):
                if pair not in self._arrows:
                    self.add_order(*pair, "1")
        for above, below in pairwise(rows):
            self.add_order(above[0], below[0], "0")

    def add_legend(
        self,
        graph: Graph,
        drawn: Sequence[str],
        words: Iterable[str],
        samples: dict[str, dict[str, str]] | None = None,
        marked: bool = False,
    ) -> None:
        """Add a legend to the picture: sample boxes, lines of text about the arrows, and the attribution of the graph.

        `words` are the lines of text about the arrows. `samples` maps the texts of the sample boxes in the legend to
        the styles of these boxes. If `samples` is None, the legend has a sample box for each kind of node in the
        picture. If `marked` is true and `samples` is None, the sample boxes have a thick outline, like the boxes of a
        plan.
        """
        lane = self.add_lane("How to read it", QUIET)
        kinds = [kind for kind in KINDS if any(graph.nodes[node]["kind"] == kind for node in drawn)]
        hues = {kind: SKILL if kind == "skill" else QUIET for kind in kinds}
        samples = samples or {kind: make_box_style(kind, hue, marked=marked) for kind, hue in hues.items()}
        for sample, style in samples.items():
            self.add_box(f"legend {sample}", make_box_text([sample]), style, lane)
        style = {"shape": "plaintext", "fontcolor": QUIET, "fontsize": "10", "margin": "0.1,0"}
        listed = (*words, *wrap(make_attribution(graph), 60))
        self.add_box("legend words", make_box_text(listed=listed), style, lane)
        parts = [*(f"legend {sample}" for sample in samples), "legend words"]
        self.set_row(parts)
        for last in drawn[-1:]:
            self.add_order(last, parts[0], "0")


def make_box_style(kind: str, hue: str, *, marked: bool = False, faded: bool = False) -> dict[str, str]:
    """Return the DOT attributes for the box of a node, with a shape for the kind of the node, and the colour `hue`."""
    style = {"shape": SHAPES[kind], "style": "rounded,filled" if kind == "role" else "filled"}
    if faded:
        return style | {"fillcolor": PAPER, "color": FAINT, "fontcolor": FAINT_INK}
    if kind == "stage" and not marked:
        return style | {"fillcolor": hue, "color": hue, "fontcolor": PAPER}
    style |= {"fillcolor": SKILL_PAPER if kind == "skill" else PAPER, "color": hue, "fontcolor": INK}
    return style | ({"penwidth": "3.2"} if marked else {})


def wrap_title(title: str) -> Sequence[str]:
    """Break the title of a node into lines that fit into a box."""
    return wrap(title, 24, max_lines=3, placeholder=" ...") or [title]


def make_box_text(title: Sequence[str] = (), below: Sequence[str] = (), listed: Sequence[str] = ()) -> BoxText:
    """Return two DOT attributes of a box: `label` with its text, and `class` with the number of its lines in bold type.

    The attribute `class` of a box says to `drawing.render` how many lines of its text to make bold.
    """
    return {"label": _make_label((*map(_make_room, title), *below), listed), "class": f'"title{len(title)}"'}


def _make_room(line: str, *, bold: bool = False) -> str:
    """Add spaces to a line of text, so that Graphviz leaves enough room for the line.

    Graphviz knows the widths of Latin letters in plain type, but not in bold type. For a letter that is not Latin,
    Graphviz leaves the width of one space for each byte of the letter.
    """
    latin = "".join(letter for letter in line if ord(letter) < _NOT_LATIN)
    other = len(line.encode()) - len(latin.encode())
    room = measure(latin, 1) + other * _SPACE
    return line + " " * round((measure(line, 1, bold=bold) - room) / _SPACE)


def _make_label(centred: Iterable[str], listed: Iterable[str] = ()) -> str:
    """Join lines of text into a quoted string of DOT, and escape each character that Graphviz would read as markup."""

    def escape(line: str) -> str:
        # a label that is one empty line corrupts the memory of Graphviz in WebAssembly
        return (line or " ").replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")

    lines = (*(escape(line) + "\\n" for line in centred), *(escape(line) + "\\l" for line in listed))
    return f'"{"".join(lines)}"'


def _quote(attributes: dict[str, str]) -> dict[str, Any]:
    return {name: f'"{value}"' for name, value in attributes.items()}
