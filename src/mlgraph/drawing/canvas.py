"""A canvas for pictures in DOT: boxes in lanes and rows, arrows, and a legend."""

import textwrap
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import pydot

from mlgraph.drawing.render import FONT
from mlgraph.errors import DrawError
from mlgraph.model import KINDS, Graph
from mlgraph.printable import shorten

MOST_BOXES = 300
# of boxes times arrows: half a minute to lay out at the worst
MOST_TANGLE = 100_000
INSTEAD = "draw a plan (`plan`) or a neighbourhood (`focus`) instead"

# one hue a lane, in time order: dark enough for white text (5.0 : 1 and more), apart in lightness for the colour-blind
HUES = ("#475569", "#0369A1", "#047857", "#B45309", "#B91C1C", "#6D28D9")
INK, QUIET, MOVE, FAINT, FAINT_INK, PAPER = "#0F172A", "#475569", "#64748B", "#E2E8F0", "#94A3B8", "#FFFFFF"
SKILL, SKILL_PAPER = "#0284C7", "#F0F9FF"
SHAPES = {"stage": "box", "role": "box", "skill": "note"}

# with remincross, Graphviz forgets the order of boxes in a row
_GRAPH = {"splines": "spline", "newrank": "true", "outputorder": "edgesfirst", "remincross": "false", "pad": "0.35"}
_GRAPH |= {"nodesep": "0.28", "ranksep": "0.55", "labelloc": "t", "labeljust": "l"}
_GRAPH |= {"fontname": FONT, "fontsize": "20", "fontcolor": INK}
_NODE = {"fontname": FONT, "fontsize": "12", "margin": "0.24,0.1", "penwidth": "1.4"}
_EDGE = {"fontname": FONT, "fontsize": "11", "fontcolor": QUIET, "color": MOVE, "penwidth": "1.4", "arrowsize": "0.7"}
_LANE = {"style": "rounded,filled", "fontsize": "14", "margin": "14", "class": "title1"}
DASHED = {"style": "dashed"}
BoxText: TypeAlias = dict[str, Any]


class Canvas:
    """A picture in the making: ids and attributes are ours, and what a file says only goes into quoted labels."""

    def __init__(self, title: str, direction: str, instead: str = INSTEAD) -> None:
        self._instead = instead
        lines = textwrap.wrap(shorten(title, 120), 52)
        look = _quoted(_GRAPH | {"rankdir": direction, "class": f"title{len(lines)}"})
        # Graphviz takes the letters for narrower than the bold ones that are drawn
        roomy = [line + " " * (len(line) // 4) for line in lines]
        label = _label((), [*roomy, " "] if lines else ())
        self.dot = pydot.Dot("mlgraph", graph_type="digraph", label=label, **look)
        self.dot.set_node_defaults(**_quoted(_NODE))
        self.dot.set_edge_defaults(**_quoted(_EDGE))
        self._names: dict[str, str] = {}
        self._arrows: set[tuple[str, str]] = set()

    @property
    def boxes(self) -> dict[str, str]:
        """Return the key of each box by the name that it has in DOT."""
        return {name: key for key, name in self._names.items()}

    def lane(self, title: str, hue: str) -> pydot.Subgraph:
        """Add a tinted area for boxes."""
        style = _quoted(_LANE | {"color": f"{hue}50", "fillcolor": f"{hue}10", "fontcolor": hue})
        label = _label((), [shorten(title, 60)] if title else ())
        cluster = pydot.Subgraph(f"cluster_{len(self._names)}", label=label, **style)
        self.dot.add_subgraph(cluster)
        return cluster

    def box(self, key: str, text: BoxText, style: dict[str, str], lane: pydot.Subgraph | None = None) -> None:
        """Add a box with a text."""
        if len(self._names) == MOST_BOXES:
            raise DrawError(f"more than {MOST_BOXES} boxes cannot be read; {self._instead}")
        self._names[key] = f"n{len(self._names)}"
        (lane or self.dot).add_node(pydot.Node(self._names[key], **text, **_quoted(style)))

    def arrow(self, source: str, target: str, label: str, style: dict[str, str]) -> None:
        """Add an arrow between boxes that are there."""
        self._arrows.add((source, target))
        if len(self._arrows) * len(self._names) > MOST_TANGLE:
            raise DrawError(f"{len(self._names)} boxes with so many arrows cannot be read; {self._instead}")
        attributes = _quoted(style) | ({"label": _label([f"  {label} "])} if label else {})
        self.dot.add_edge(pydot.Edge(self._names[source], self._names[target], **attributes))

    def hint(self, before: str, after: str, weight: str) -> None:
        """Keep one box before another, in a row only if there is some weight."""
        look = _quoted({"style": "invis", "weight": weight})
        self.dot.add_edge(pydot.Edge(self._names[before], self._names[after], **look))

    def row(self, keys: Sequence[str]) -> None:
        """Set boxes side by side, or below each other where the picture goes to the right."""
        same = pydot.Subgraph(rank="same")
        for key in keys:
            same.add_node(pydot.Node(self._names[key]))
        self.dot.add_subgraph(same)

    def rows(self, rows: list[list[str]]) -> None:
        """Set boxes in rows, each in the order given; all other arrows must be there already."""
        for row in rows:
            self.row(row)
            for pair in pairwise(row):
                if pair not in self._arrows:
                    self.hint(*pair, "1")
        for above, below in pairwise(rows):
            self.hint(above[0], below[0], "0")

    def legend(
        self,
        graph: Graph,
        drawn: Sequence[str],
        words: Iterable[str],
        samples: dict[str, dict[str, str]] | None = None,
        marked: bool = False,
    ) -> None:
        """Explain boxes by boxes, of each kind (those that are `marked`) or of `samples`, and arrows by words.

        It also says whose the data are.
        """
        lane = self.lane("How to read it", QUIET)
        kinds = [kind for kind in KINDS if any(graph.nodes[node]["kind"] == kind for node in drawn)]
        hues = {kind: SKILL if kind == "skill" else QUIET for kind in kinds}
        samples = samples or {kind: box_style(kind, hue, marked=marked) for kind, hue in hues.items()}
        for sample, style in samples.items():
            self.box(f"legend {sample}", box_text([sample]), style, lane)
        look = {"shape": "plaintext", "fontcolor": QUIET, "fontsize": "10", "margin": "0.1,0"}
        listed = (*words, *textwrap.wrap(graph.graph.get("attribution", ""), 60))
        self.box("legend words", box_text(listed=listed), look, lane)
        parts = [*(f"legend {sample}" for sample in samples), "legend words"]
        self.row(parts)
        for last in drawn[-1:]:
            self.hint(last, parts[0], "0")


def box_style(kind: str, hue: str, *, marked: bool = False, faded: bool = False) -> dict[str, str]:
    """Return how a box looks: its shape says the kind, its colour the lane."""
    style = {"shape": SHAPES[kind], "style": "rounded,filled" if kind == "role" else "filled"}
    if faded:
        return style | {"fillcolor": PAPER, "color": FAINT, "fontcolor": FAINT_INK}
    if kind == "stage" and not marked:
        return style | {"fillcolor": hue, "color": hue, "fontcolor": PAPER}
    style |= {"fillcolor": SKILL_PAPER if kind == "skill" else PAPER, "color": hue, "fontcolor": INK}
    return style | ({"penwidth": "3.2"} if marked else {})


def title_lines(title: str) -> Sequence[str]:
    """Return a title as the lines that it fills in a box."""
    return textwrap.wrap(title, 24, max_lines=3, placeholder=" ...") or [title]


def box_text(title: Sequence[str] = (), below: Sequence[str] = (), listed: Sequence[str] = ()) -> BoxText:
    """Return the lines in a box; its class tells the renderer how many of them are the title."""
    return {"label": _label((*title, *below), listed), "class": f'"title{len(title)}"'}


def _label(centred: Iterable[str], listed: Iterable[str] = ()) -> str:
    """Return lines of text as a quoted label, in which Graphviz finds no markup, entity or escape of its own."""

    def escaped(line: str) -> str:
        # a label of an empty line alone breaks the memory of Graphviz as WebAssembly
        return (line or " ").replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")

    lines = (*(escaped(line) + "\\n" for line in centred), *(escaped(line) + "\\l" for line in listed))
    return f'"{"".join(lines)}"'


def _quoted(attributes: dict[str, str]) -> dict[str, Any]:
    return {name: f'"{value}"' for name, value in attributes.items()}
