"""A graph, a neighbourhood or a plan as a picture in DOT, the language of Graphviz."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, TypeAlias

import pydot

from mlgraph import places
from mlgraph.errors import DrawError, UsageError
from mlgraph.model import KINDS, POSITIONS, Graph, leads_to, reached_from, resolve
from mlgraph.plans import Plan, Stop
from mlgraph.render import FONT, render
from mlgraph.text import counted, duration, quantity

MOST_BOXES = 300
# of boxes times arrows: half a minute to lay out at the worst
MOST_TANGLE = 100_000
# with more positions than these, a plan is drawn without what is not on it
MOST_AROUND_A_PLAN = 30
# with more skills to learn at once than these, a box says how many more there are
MOST_LISTED = 200
INSTEAD = "draw a plan (--from, --to) or a neighbourhood (--focus) instead"

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
_PLANNED = {"color": INK, "fontcolor": INK, "penwidth": "3.2", "arrowsize": "0.9", "weight": "20"}
_FADED, DASHED = {"color": FAINT, "penwidth": "1.1"}, {"style": "dashed"}
_MOVES = ("12: months in post before the move", "12 / 6: months there / back")
_MAIN = ("not drawn: moves that two shorter ones make as well", "(--focus shows all)")
_ROUTE = ("6 mo: months in post before the move", "thick: the plan, with what to learn before each arrival")
_NEEDS = ("blue: needed for", "dashed: one of several is enough")
BoxText: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Drawing:
    """A picture: `dot` is its source; a notebook shows it, and `render(drawing.dot, "png")` gives its bytes."""

    dot: str

    def _repr_svg_(self) -> str:
        return render(self.dot, "svg").decode()


def draw(graph: Graph, *, plan: Plan | None = None, focus: str | None = None, only: str | None = None) -> Drawing:
    """Return the picture of a graph: of a `plan` on it, of what is next to the node `focus`, or of `only` some nodes.

    `only` is "roles" or "skills". Without any of these all positions are drawn, each with the number of its skills.
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
        canvas = career_map(graph, plan, ("role",) if only == "roles" else POSITIONS)
    return Drawing(str(canvas.dot.to_string()))


class Canvas:
    """A picture in the making: ids and attributes are ours, and what a file says only goes into quoted labels."""

    def __init__(self, title: str, direction: str, instead: str = INSTEAD) -> None:
        self._instead = instead
        lines = textwrap.wrap(cut(title, 120), 52)
        look = _quoted(_GRAPH | {"rankdir": direction, "class": f"title{len(lines)}"})
        label = _label((), [*lines, " "] if lines else ())
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
        label = _label((), [cut(title, 60)] if title else ())
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


def career_map(graph: Graph, plan: Plan | None = None, kinds: tuple[str, ...] = POSITIONS) -> Canvas:
    """Draw positions in their lanes, and a plan on them with the rest faded."""
    stops = {stop.id: stop for stop in plan.positions} if plan else {}
    canvas = Canvas(_title(graph, plan), "TB")
    lanes = places.lanes(graph)
    around = not plan or sum(len(positions) for _, positions in lanes) <= MOST_AROUND_A_PLAN
    drawn: list[tuple[str, list[str]]] = []
    for rank, (stage, positions) in enumerate(lanes):
        hue = HUES[rank * len(HUES) // max(len(lanes), len(HUES))]
        members = [node for node in positions if node in stops or (around and has_box(graph, node, positions, kinds))]
        # a box with the name of the stage says what the lane is
        title = graph.nodes[stage]["title"] if stage and stage not in members else ""
        lane = canvas.lane(title, hue) if stage and members not in ([stage], []) else None
        for node in members:
            kind, stop = graph.nodes[node]["kind"], stops.get(node)
            text = _stop_text(stop) if stop else card(graph, node)
            canvas.box(node, text, box_style(kind, hue, marked=bool(stop), faded=bool(plan) and not stop), lane)
        drawn += [(stage, members)] if members else []
    words: tuple[str, ...] = _ROUTE if plan else _MOVES
    if not plan and (main := places.main_moves(graph)) is not graph:
        graph, words = main, (*_MOVES, *_MAIN)
    rows = places.rows(graph, drawn, [*stops])
    nodes = [*chain.from_iterable(rows)]
    pairs = {(min(pair, key=nodes.index), max(pair, key=nodes.index)) for pair in graph.subgraph(nodes).edges}
    for first, second in sorted(pairs, key=lambda pair: (nodes.index(pair[0]), nodes.index(pair[1]))):
        draw_moves(canvas, graph, first, second, [*stops])
    canvas.rows(rows)
    canvas.legend(graph, nodes, words, marked=bool(plan))
    return canvas


def has_box(graph: Graph, node: str, lane: list[str], kinds: tuple[str, ...]) -> bool:
    """Tell whether a position has a box of its own: a stage without moves is but the lane of its roles."""
    kind = graph.nodes[node]["kind"]
    lonely = not leads_to(graph, node) and not reached_from(graph, node)
    return kind in kinds and not (kind == "stage" and lonely and len(lane) > 1)


def _title(graph: Graph, plan: Plan | None) -> str:
    if plan is None:
        return str(graph.graph.get("title", ""))
    ends = f"{plan.positions[0].title} to {plan.positions[-1].title}"
    return f"{ends}: {duration(plan.months)}, {quantity(plan.hours)} hours of study"


def draw_moves(canvas: Canvas, graph: Graph, first: str, second: str, way: Sequence[str] = ()) -> None:
    """Draw the moves between two positions as one arrow that leaves the first, or the one of them that is planned."""
    moves = [(a, b) for a, b in ((first, second), (second, first)) if b in leads_to(graph, a)]
    planned = [move for move in moves if move in pairwise(way)]
    shown = planned or moves
    label = " / ".join(quantity(leads_to(graph, a)[b]) for a, b in shown)
    style = {"dir": "both" if len(shown) == 2 else "forward" if shown[0] == (first, second) else "back"}
    if way:
        label = f"{label} mo" if planned else ""
        style |= _PLANNED if planned else _FADED
    canvas.arrow(first, second, label, style)


def _skills(graph: Graph) -> Canvas:
    """Draw skills and what each is needed for among them."""
    canvas = Canvas(str(graph.graph.get("title", "")), "LR")
    skills = [node for node in sorted(graph) if graph.nodes[node]["kind"] == "skill"]
    for node in skills:
        canvas.box(node, card(graph, node), box_style("skill", SKILL))
    for node in skills:
        for group in graph.nodes[node]["needs"]:
            for skill in group:
                canvas.arrow(skill, node, "", {"color": SKILL} | (DASHED if len(group) > 1 else {}))
    canvas.legend(graph, skills, _NEEDS)
    return canvas


def _focus(graph: Graph, node: str) -> Canvas:
    """Draw a node between what leads to it or is needed for it, and what it opens."""
    canvas = Canvas(graph.nodes[node]["title"], "LR")
    order = {name: (KINDS.index(graph.nodes[name]["kind"]), name) for name in {*graph.pred[node], *graph.adj[node]}}
    around = sorted(order, key=order.__getitem__)
    for name in (*around, node):
        kind = graph.nodes[name]["kind"]
        canvas.box(name, card(graph, name), box_style(kind, SKILL if kind == "skill" else HUES[0], marked=name == node))
    for number, group in enumerate(graph.nodes[node]["needs"]):
        end, style = node, {"color": SKILL}
        if len(group) > 1:
            end = f"one of {number}"
            canvas.box(end, box_text(below=["or"]), {"shape": "circle", "margin": "0", "width": "0.3", "color": SKILL})
            canvas.arrow(end, node, "", style)
            style |= DASHED
        for skill in group:
            canvas.arrow(skill, end, "", style)
    for first, second in ((node, name) if name in graph.adj[node] else (name, node) for name in around):
        if graph.edges[first, second]["relation"] == "leads_to":
            draw_moves(canvas, graph, first, second)
        elif first == node:
            dashed = {} if graph.edges[node, second]["required"] else DASHED
            canvas.arrow(node, second, "", {"color": SKILL} | dashed)
    canvas.legend(graph, (*around, node), (*(_MOVES if graph.nodes[node]["kind"] in POSITIONS else ()), *_NEEDS))
    return canvas


def box_style(kind: str, hue: str, *, marked: bool = False, faded: bool = False) -> dict[str, str]:
    """Return how a box looks: its shape says the kind, its colour the lane."""
    style = {"shape": SHAPES[kind], "style": "rounded,filled" if kind == "role" else "filled"}
    if faded:
        return style | {"fillcolor": PAPER, "color": FAINT, "fontcolor": FAINT_INK}
    if kind == "stage" and not marked:
        return style | {"fillcolor": hue, "color": hue, "fontcolor": PAPER}
    style |= {"fillcolor": SKILL_PAPER if kind == "skill" else PAPER, "color": hue, "fontcolor": INK}
    return style | ({"penwidth": "3.2"} if marked else {})


def card(graph: Graph, node: str) -> BoxText:
    """Return the text in the box of a node: its title, and its hours or the number of its skills."""
    return box_text(title_lines(graph.nodes[node]["title"]), [below_title(graph, node)])


def below_title(graph: Graph, node: str) -> str:
    """Return what a box says below its title: the hours of a skill, or how many skills a position needs."""
    attributes = graph.nodes[node]
    if attributes["kind"] == "skill":
        return f"{quantity(attributes['hours'])} h"
    return counted(len(attributes["needs"]), "skill")


def _stop_text(stop: Stop) -> BoxText:
    listed = [f"{quantity(study.hours)} h  {cut(study.title, 36)}" for study in stop.learn[:MOST_LISTED]]
    if rest := len(stop.learn) - len(listed):
        listed.append(f"and {rest:,} more")
    return box_text(title_lines(stop.title), [f"month {quantity(stop.arrives)}"], [" ", *listed] if listed else ())


def title_lines(title: str) -> Sequence[str]:
    """Return a title as the lines that it fills in a box."""
    return textwrap.wrap(title, 24, max_lines=3, placeholder=" ...") or [title]


def cut(title: str, width: int) -> str:
    """Return a title of at most `width` characters."""
    return textwrap.shorten(title, width, placeholder=" ...")


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
