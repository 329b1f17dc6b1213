"""A graph, a neighbourhood or a plan as a picture in DOT, the language of Graphviz."""

import textwrap
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any, NamedTuple

import networkx as nx
import pydot

from mlgraph.errors import DrawError, UsageError
from mlgraph.model import KINDS, POSITIONS, Graph, leads_to, resolve
from mlgraph.plan import Plan, Stop
from mlgraph.render import FONT, render
from mlgraph.text import counted, duration, quantity

MOST_BOXES, MOST_ARROWS = 300, 1000
INSTEAD = "draw a plan (--from, --to) or a neighbourhood (--focus) instead"
# with more positions than these, a plan is drawn without what is not on it
MOST_AROUND_A_PLAN = 60

# one hue a lane, in time order: dark enough for white text (5.0 : 1 and more), apart in lightness for the colour-blind
HUES = ("#475569", "#0369A1", "#047857", "#B45309", "#B91C1C", "#6D28D9")
INK, QUIET, MOVE, FAINT, FAINT_INK, PAPER = "#0F172A", "#475569", "#64748B", "#E2E8F0", "#94A3B8", "#FFFFFF"
SKILL, SKILL_PAPER = "#0284C7", "#F0F9FF"
SHAPES = {"stage": "box", "role": "box", "skill": "note"}

_GRAPH = {
    "splines": "spline",
    "newrank": "true",
    "outputorder": "edgesfirst",
    "remincross": "true",
    "pad": "0.35",
    "nodesep": "0.28",
    "ranksep": "0.55",
    "fontname": FONT,
    "fontsize": "20",
    "fontcolor": INK,
    "labelloc": "t",
    "labeljust": "l",
}
_NODE = {"fontname": FONT, "fontsize": "12", "margin": "0.24,0.1", "penwidth": "1.4"}
_EDGE = {"fontname": FONT, "fontsize": "10", "fontcolor": QUIET, "color": MOVE, "penwidth": "1.4", "arrowsize": "0.7"}
_PLANNED = {"color": INK, "fontcolor": INK, "penwidth": "3.2", "arrowsize": "0.9", "fontsize": "11", "weight": "20"}
_FADED = {"color": FAINT, "penwidth": "1.1"}
_DASHED = {"style": "dashed"}


@dataclass(frozen=True)
class Drawing:
    """A picture: `dot` is its source; a notebook shows it, and `render(drawing.dot, "png")` gives its bytes."""

    dot: str

    def _repr_svg_(self) -> str:
        return render(self.dot, "svg").decode()


def draw(graph: Graph, *, plan: Plan | None = None, focus: str | None = None, only: str | None = None) -> Drawing:
    """Return the picture of a graph: of a `plan` on it, of what is next to the node `focus`, or of `only` some nodes.

    `only` is "roles" or "skills". Without any of these all positions are drawn, each with the number of its needs.
    The same graph gives the same picture. Raises DrawError where it would be too large to be read, and UsageError where
    more than one of these is asked for.
    """
    if sum(choice is not None for choice in (plan, focus, only)) > 1:
        raise UsageError("a picture shows a plan (--from, --to), or a neighbourhood (--focus), or some nodes (--only)")
    present = {graph.nodes[node]["kind"] for node in graph}
    if only and only.removesuffix("s") not in present:
        raise DrawError(f"there is nothing to draw: the graph has no {only}")
    if focus is not None:
        canvas = _focus(graph, resolve(graph, focus))
    elif only == "skills" or present == {"skill"}:
        canvas = _skills(graph)
    else:
        canvas = _map(graph, plan, ("role",) if only == "roles" else POSITIONS)
    return Drawing(canvas.to_dot())


class _Words(NamedTuple):
    """The lines of text in a box: its title, what stands below, and a list at the left edge."""

    title: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


class _Canvas:
    """A picture in the making: ids and attributes are ours, and what a file says only goes into quoted labels."""

    def __init__(self, title: str, direction: str) -> None:
        self._graph = pydot.Dot("mlgraph", graph_type="digraph", rankdir=direction, **_quoted(_GRAPH))
        self._graph.set_node_defaults(**_quoted(_NODE))
        self._graph.set_edge_defaults(**_quoted(_EDGE))
        if title:
            self._graph.set("label", _label(listed=[title, " "]))
        self._direction = direction
        self._names: dict[str, str] = {}
        self._lanes = self._arrows = 0

    def lane(self, title: str, hue: str) -> pydot.Subgraph:
        """Add a tinted area for boxes."""
        style = {"style": "rounded,filled", "color": f"{hue}50", "fillcolor": f"{hue}10", "fontcolor": hue}
        style |= {"fontsize": "14", "margin": "14"}
        cluster = pydot.Subgraph(f"cluster_{self._lanes}", label=_label(listed=[title]), **_quoted(style))
        self._lanes += 1
        self._graph.add_subgraph(cluster)
        return cluster

    def box(self, key: str, words: _Words, style: dict[str, str], lane: pydot.Subgraph | None = None) -> None:
        """Add a box; its class tells the renderer how many of its lines are the title."""
        if len(self._names) == MOST_BOXES:
            raise DrawError(f"more than {MOST_BOXES} boxes cannot be read; {INSTEAD}")
        self._names[key] = f"n{len(self._names)}"
        label = _label((*words.title, *words.below), words.listed)
        attributes = _quoted(style | {"class": f"title{len(words.title)}"})
        (lane or self._graph).add_node(pydot.Node(self._names[key], label=label, **attributes))

    def arrow(self, source: str, target: str, label: str, style: dict[str, str]) -> None:
        """Add an arrow between boxes that are there."""
        self._arrows += 1
        if self._arrows > MOST_ARROWS:
            raise DrawError(f"more than {MOST_ARROWS} arrows cannot be read; {INSTEAD}")
        attributes = _quoted(style) | ({"label": _label([f"  {label} "])} if label else {})
        self._graph.add_edge(pydot.Edge(self._names[source], self._names[target], **attributes))

    def separate(self, before: list[str], after: list[str]) -> None:
        """Keep the boxes `after` behind the boxes `before`, whatever moves go back."""
        hidden = _quoted({"style": "invis", "weight": "0"})
        ends = [self._names[key] for key in before], [self._names[key] for key in after]
        if len(before) > 1 and len(after) > 1:  # a point between them spares an edge for each pair
            gap = f"gap_{ends[1][0]}"
            self._graph.add_node(pydot.Node(gap, label='""', **_quoted({"style": "invis", "shape": "point"})))
            pairs = [*((name, gap) for name in ends[0]), *((gap, name) for name in ends[1])]
        else:
            pairs = list(product(*ends))
        for pair in pairs:
            self._graph.add_edge(pydot.Edge(*pair, **hidden))

    def legend(self, graph: Graph, drawn: Iterable[str]) -> None:
        """Explain the boxes by boxes and the arrows by words, in a row, and say whose the data are."""
        kinds = {graph.nodes[node]["kind"] for node in drawn}
        lane = self.lane("How to read it", QUIET)
        shown = [kind for kind in KINDS if kind in kinds]
        for kind in shown:
            self.box(f"legend {kind}", _Words((kind,)), _style(kind, SKILL if kind == "skill" else QUIET), lane)
        moves = ("12: months in post before the move", "12 / 6: months there / back")
        needs = ("blue: needed for", "dashed: one of several is enough")
        source = textwrap.wrap(graph.graph.get("attribution", ""), 60)
        words = _Words(listed=(*(moves if kinds & {*POSITIONS} else ()), *(needs if "skill" in kinds else ()), *source))
        look = {"shape": "plaintext", "fontcolor": QUIET, "fontsize": "10", "margin": "0.1,0"}
        self.box("legend words", words, look, lane)
        if self._direction == "LR":
            for pair in pairwise([*(f"legend {kind}" for kind in shown), "legend words"]):
                self.arrow(*pair, "", {"style": "invis"})

    def to_dot(self) -> str:
        return str(self._graph.to_string())


def _map(graph: Graph, plan: Plan | None, kinds: tuple[str, ...]) -> _Canvas:
    """Draw positions in their lanes, and a plan on them with the rest faded."""
    stops = {stop.id: stop for stop in plan.positions} if plan else {}
    canvas = _Canvas(_title(graph, plan), "TB")
    rank_of: dict[str, int] = {}
    lanes = _lanes(graph)
    around = not plan or sum(len(positions) for _, positions in lanes) <= MOST_AROUND_A_PLAN
    for rank, (stage, positions) in enumerate(lanes):
        hue = HUES[rank * len(HUES) // max(len(lanes), len(HUES))]
        members = [node for node in positions if graph.nodes[node]["kind"] in kinds and (around or node in stops)]
        lane = canvas.lane(graph.nodes[stage]["title"], hue) if stage and members not in ([stage], []) else None
        for node in members:
            rank_of[node] = rank
            kind, stop = graph.nodes[node]["kind"], stops.get(node)
            words = _stop_words(stop) if stop else _card(graph, node)
            canvas.box(node, words, _style(kind, hue, faded=bool(plan) and not stop, filled=bool(stop)), lane)
    drawn = [[node for node in positions if node in rank_of] for _, positions in lanes]
    for before, after in pairwise(filter(None, drawn)):
        canvas.separate(before, after)
    _draw_moves(canvas, graph, rank_of, [stop.id for stop in plan.positions] if plan else None)
    canvas.legend(graph, rank_of)
    return canvas


def _title(graph: Graph, plan: Plan | None) -> str:
    if plan is None:
        return str(graph.graph.get("title", ""))
    ends = f"{plan.positions[0].title} to {plan.positions[-1].title}"
    return f"{ends}: {duration(plan.months)}, {quantity(plan.hours)} hours of study"


def _lanes(graph: Graph) -> list[tuple[str, list[str]]]:
    """Return the lanes with their positions, by the mean number of moves from where ways begin."""
    positions = [node for node in sorted(graph) if graph.nodes[node]["kind"] in POSITIONS]
    moves: Graph = nx.DiGraph((node, target) for node in positions for target in leads_to(graph, node))
    moves.add_nodes_from(positions)
    circles = nx.condensation(moves)
    begins = {node for circle in circles if not circles.pred[circle] for node in circles.nodes[circle]["members"]}
    moves.add_edges_from(("", node) for node in begins)
    depth = nx.single_source_shortest_path_length(moves, "")
    members: dict[str, list[str]] = defaultdict(list)
    for node in positions:
        members[node if graph.nodes[node]["kind"] == "stage" else graph.nodes[node].get("stage", "")].append(node)
    mean = {stage: sum(depth[node] for node in nodes) / len(nodes) for stage, nodes in members.items()}
    return sorted(members.items(), key=lambda lane: (mean[lane[0]], lane[0]))


def _draw_moves(canvas: _Canvas, graph: Graph, rank_of: dict[str, int], way: list[str] | None) -> None:
    """Draw the moves among these positions; a move there and a move back share one arrow, but on a plan."""
    planned = set(pairwise(way or ()))
    for source in rank_of:
        for target, months in leads_to(graph, source).items():
            back = leads_to(graph, target).get(source)
            shared = back is not None and not planned & {(source, target), (target, source)}
            second = (rank_of.get(target, 0), target) < (rank_of[source], source)
            if target not in rank_of or (shared and second) or (target, source) in planned:
                continue
            # an arrow to an earlier lane must not push that lane behind the later one
            style = {"constraint": "false"} if rank_of[target] < rank_of[source] else {}
            label = f"{quantity(months)} / {quantity(back)}" if shared and back is not None else quantity(months)
            if way is not None:
                label = f"{label} mo" if (source, target) in planned else ""
                style |= _PLANNED if (source, target) in planned else _FADED
            canvas.arrow(source, target, label, style | ({"dir": "both"} if shared else {}))


def _skills(graph: Graph) -> _Canvas:
    """Draw skills and what each is needed for among them."""
    canvas = _Canvas(str(graph.graph.get("title", "")), "LR")
    skills = [node for node in sorted(graph) if graph.nodes[node]["kind"] == "skill"]
    for node in skills:
        canvas.box(node, _card(graph, node), _style("skill", SKILL))
    for node in skills:
        for group in graph.nodes[node]["needs"]:
            for skill in group:
                canvas.arrow(skill, node, "", {"color": SKILL} | (_DASHED if len(group) > 1 else {}))
    canvas.legend(graph, skills)
    return canvas


def _focus(graph: Graph, node: str) -> _Canvas:
    """Draw a node between what leads to it or is needed for it, and what it opens."""
    canvas = _Canvas(graph.nodes[node]["title"], "LR")
    around = sorted({*graph.pred[node], *graph.adj[node]})
    for name in (node, *around):
        kind = graph.nodes[name]["kind"]
        canvas.box(name, _card(graph, name), _style(kind, SKILL if kind == "skill" else HUES[0], filled=name == node))
    for number, group in enumerate(graph.nodes[node]["needs"]):
        end, style = node, {"color": SKILL}
        if len(group) > 1:
            end = f"one of {number}"
            canvas.box(end, _Words(below=("or",)), {"shape": "circle", "margin": "0", "width": "0.3", "color": SKILL})
            canvas.arrow(end, node, "", style)
            style |= _DASHED
        for skill in group:
            canvas.arrow(skill, end, "", style)
    for source, target, arrow in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        if arrow["relation"] == "leads_to" and node in (source, target):
            canvas.arrow(source, target, quantity(arrow["months"]), {})
        elif source == node:
            canvas.arrow(source, target, "", {"color": SKILL} | ({} if arrow["required"] else _DASHED))
    canvas.legend(graph, (node, *around))
    return canvas


def _style(kind: str, hue: str, *, filled: bool = False, faded: bool = False) -> dict[str, str]:
    """Return how a box looks: its shape says the kind, its colour the lane."""
    style = {"shape": SHAPES[kind], "style": "rounded,filled" if kind == "role" else "filled"}
    if faded:
        return style | {"fillcolor": PAPER, "color": FAINT, "fontcolor": FAINT_INK}
    if filled or kind == "stage":
        return style | {"fillcolor": hue, "color": hue, "fontcolor": PAPER}
    return style | {"fillcolor": SKILL_PAPER if kind == "skill" else PAPER, "color": hue, "fontcolor": INK}


def _card(graph: Graph, node: str) -> _Words:
    attributes = graph.nodes[node]
    needs = len(attributes["needs"])
    below = f"{quantity(attributes['hours'])} h" if attributes["kind"] == "skill" else counted(needs, "need")
    return _Words(_wrapped(attributes["title"]), (below,))


def _stop_words(stop: Stop) -> _Words:
    titles = (textwrap.shorten(study.title, 36, placeholder=" ...") for study in stop.learn)
    listed = tuple(f"{quantity(study.hours)} h  {title}" for study, title in zip(stop.learn, titles, strict=True))
    return _Words(_wrapped(stop.title), (f"month {quantity(stop.arrives)}",), (" ", *listed) if listed else ())


def _wrapped(title: str, width: int = 24) -> tuple[str, ...]:
    return tuple(textwrap.wrap(title, width, max_lines=3, placeholder=" ...")) or (title,)


def _label(centred: Iterable[str] = (), listed: Iterable[str] = ()) -> str:
    """Return lines of text as a quoted label, in which Graphviz finds no markup, entity or escape of its own."""

    def escaped(line: str) -> str:
        return line.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")

    lines = (*(escaped(line) + "\\n" for line in centred), *(escaped(line) + "\\l" for line in listed))
    return f'"{"".join(lines)}"'


def _quoted(attributes: dict[str, str]) -> dict[str, Any]:
    return {name: f'"{value}"' for name, value in attributes.items()}
