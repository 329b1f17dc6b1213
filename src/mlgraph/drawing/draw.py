"""Pictures of graphs, neighbourhoods and plans in DOT, the language of Graphviz."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

from mlgraph import filesystem
from mlgraph.drawing import layout
from mlgraph.drawing.canvas import (
    DASHED,
    FAINT,
    HUES,
    INK,
    SKILL,
    BoxText,
    Canvas,
    make_box_style,
    make_box_text,
    wrap_title,
)
from mlgraph.drawing.formats import MissingLetters
from mlgraph.drawing.render import render
from mlgraph.errors import DrawError, UsageError
from mlgraph.graphfile.load import validate_graph
from mlgraph.model import KINDS, POSITIONS, Graph, leads_to, reached_from
from mlgraph.names import resolve
from mlgraph.planning.plan import Plan, Stop
from mlgraph.printable import shorten
from mlgraph.text.formatting import counted, quantity
from mlgraph.text.plan import arrival, ends, headline

# in a graph with more positions, a plan is drawn without the others
MOST_AROUND_A_PLAN = 30
# skills listed in a box; the box counts the rest
MOST_LISTED = 200
_PLANNED = {"color": INK, "fontcolor": INK, "penwidth": "3.2", "arrowsize": "0.9", "weight": "20"}
_FADED = {"color": FAINT, "penwidth": "1.1"}
_MOVES = ("12: months in post before the move", "12 / 6: months there / back")
_MAIN = ("not drawn: moves that two shorter ones make as well", "(a neighbourhood shows all)")
_ROUTE = ("6 mo: months in post before the move", "thick: the plan, with what to learn before each arrival")
_NEEDS = ("blue: needed for", "dashed: one of several is enough")


@dataclass(frozen=True)
class Drawing:
    """A picture, which `save` writes to a file and a notebook shows.

    Attributes
    ----------
    dot : str
        The picture in DOT, the language of Graphviz.

    Examples
    --------
    >>> import mlgraph
    >>> drawing = mlgraph.draw(mlgraph.load(), focus="python")
    >>> drawing.dot.splitlines()[0]
    'digraph mlgraph {'
    """

    dot: str

    def save(self, path: str | Path, missing_letters: MissingLetters = "refuse") -> None:
        """Write the picture to a file, in the format of its suffix; an existing file is replaced.

        Parameters
        ----------
        path : str or Path
            The file to write; it ends in .png (96 dots an inch), .svg, .pdf or .dot.
        missing_letters : {"refuse", "boxes"}, default "refuse"
            Whether letters of a PNG or PDF that no installed font has are an error, or drawn as signs.

        Raises
        ------
        UsageError
            If the suffix is not one of these.
        FileError
            If the file cannot be written; an existing file stays unchanged.
        DrawError
            If the picture cannot be laid out, or no installed font has a letter.

        Examples
        --------
        >>> import mlgraph
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "python.svg")
        >>> mlgraph.draw(mlgraph.load(), focus="python").save(path)
        """
        filesystem.write(path, render(self.dot, Path(path).suffix.removeprefix(".").lower(), missing_letters))

    def _repr_svg_(self) -> str:
        """Return the picture for a notebook, no wider than its cell."""
        return render(self.dot, "svg").decode().replace("<svg ", '<svg style="max-width: 100%; height: auto" ', 1)


def draw(graph: Graph, *, plan: Plan | None = None, focus: str | None = None, only: str | None = None) -> Drawing:
    """Return a picture of a graph, of a plan on it, or of a part of it.

    Without an option, the picture shows all positions, each with the number of skills that it needs. Equal graphs give
    equal pictures.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or one of the same form.
    plan : Plan or None, default None
        A plan to draw on the map.
    focus : str or None, default None
        A node, by id, title or alias, to draw with its neighbours.
    only : {"roles", "skills"} or None, default None
        The kind of nodes to draw.

    Returns
    -------
    Drawing
        The picture.

    Raises
    ------
    DrawError
        If the picture would be empty, or too large to read.
    UsageError
        If more than one option is given, or `only` has another value.
    UnknownNameError
        If no node has the name `focus`.
    AmbiguousNameError
        If several nodes have the name `focus`.
    GraphFileError
        If the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.draw(mlgraph.load(), focus="python").dot.startswith("digraph")
    True
    """
    if sum(choice is not None for choice in (plan, focus, only)) > 1:
        raise UsageError("`plan`, `focus` and `only` cannot be combined; leave out all but one")
    if only not in (None, "roles", "skills"):
        raise UsageError('`only` is "roles" or "skills"; leave it out to draw all positions')
    graph = validate_graph(graph)
    present = {graph.nodes[node]["kind"] for node in graph}
    if only and only.removesuffix("s") not in present:
        raise DrawError(f"there is nothing to draw: the graph has no {only}")
    if focus is not None:
        canvas = _draw_focus(graph, resolve(graph, focus))
    elif only == "skills" or present == {"skill"}:
        canvas = _draw_skills(graph)
    else:
        canvas = draw_map(graph, plan, ("role",) if only == "roles" else POSITIONS)
    return Drawing(str(canvas.dot.to_string()))


def draw_map(graph: Graph, plan: Plan | None = None, kinds: tuple[str, ...] = POSITIONS) -> Canvas:
    """Draw the positions in lanes; with a plan, highlight it and fade the rest."""
    stops = {stop.id: stop for stop in plan.stops} if plan else {}
    canvas = Canvas(_make_title(graph, plan), "TB")
    lanes = layout.arrange_lanes(graph)
    around = not plan or sum(len(positions) for _, positions in lanes) <= MOST_AROUND_A_PLAN
    drawn: list[tuple[str, list[str]]] = []
    for rank, (stage, positions) in enumerate(lanes):
        hue = HUES[rank * len(HUES) // max(len(lanes), len(HUES))]
        members = [node for node in positions if node in stops or (around and has_box(graph, node, positions, kinds))]
        # a box of the stage itself is title enough
        title = graph.nodes[stage]["title"] if stage and stage not in members else ""
        lane = canvas.add_lane(title, hue) if stage and members not in ([stage], []) else None
        for node in members:
            kind, stop = graph.nodes[node]["kind"], stops.get(node)
            text = _make_stop_text(stop) if stop else make_card(graph, node)
            canvas.add_box(
                node, text, make_box_style(kind, hue, marked=bool(stop), faded=bool(plan) and not stop), lane
            )
        drawn += [(stage, members)] if members else []
    words: tuple[str, ...] = _ROUTE if plan else _MOVES
    if not plan and (main := layout.select_main_moves(graph)) is not graph:
        graph, words = main, (*_MOVES, *_MAIN)
    rows = layout.arrange_rows(graph, drawn, [*stops])
    nodes = [*chain.from_iterable(rows)]
    pairs = {(min(pair, key=nodes.index), max(pair, key=nodes.index)) for pair in graph.subgraph(nodes).edges}
    for first, second in sorted(pairs, key=lambda pair: (nodes.index(pair[0]), nodes.index(pair[1]))):
        draw_moves(canvas, graph, first, second, [*stops])
    canvas.set_rows(rows)
    canvas.add_legend(graph, nodes, words, marked=bool(plan))
    return canvas


def has_box(graph: Graph, node: str, lane: list[str], kinds: tuple[str, ...]) -> bool:
    """Return whether a position has a box. A stage without moves is only the title of a lane."""
    kind = graph.nodes[node]["kind"]
    lonely = not leads_to(graph, node) and not reached_from(graph, node)
    return kind in kinds and not (kind == "stage" and lonely and len(lane) > 1)


def _make_title(graph: Graph, plan: Plan | None) -> str:
    if plan is None:
        return str(graph.graph.get("title", ""))
    return f"{headline(plan, ends(plan))}, {counted(plan.hours, 'hour')} of study"


def draw_moves(canvas: Canvas, graph: Graph, first: str, second: str, path: Sequence[str] = ()) -> None:
    """Draw the moves between two positions as one arrow from the first; for a plan, only the planned move."""
    moves = [(a, b) for a, b in ((first, second), (second, first)) if b in leads_to(graph, a)]
    planned = [move for move in moves if move in pairwise(path)]
    shown = planned or moves
    label = " / ".join(quantity(leads_to(graph, a)[b]) for a, b in shown)
    style = {"dir": "both" if len(shown) == 2 else "forward" if shown[0] == (first, second) else "back"}
    if path:
        label = f"{label} mo" if planned else ""
        style |= _PLANNED if planned else _FADED
    canvas.add_arrow(first, second, label, style)


def _draw_skills(graph: Graph) -> Canvas:
    """Draw the skills and the needs among them."""
    canvas = Canvas(str(graph.graph.get("title", "")), "LR")
    skills = [node for node in sorted(graph) if graph.nodes[node]["kind"] == "skill"]
    for node in skills:
        canvas.add_box(node, make_card(graph, node), make_box_style("skill", SKILL))
    for node in skills:
        for group in graph.nodes[node]["needs"]:
            for skill in group:
                canvas.add_arrow(skill, node, "", {"color": SKILL} | (DASHED if len(group) > 1 else {}))
    canvas.add_legend(graph, skills, _NEEDS)
    return canvas


def _draw_focus(graph: Graph, node: str) -> Canvas:
    """Draw a node between its predecessors and its successors."""
    canvas = Canvas(graph.nodes[node]["title"], "LR")
    order = {name: (KINDS.index(graph.nodes[name]["kind"]), name) for name in {*graph.pred[node], *graph.adj[node]}}
    around = sorted(order, key=order.__getitem__)
    for name in (*around, node):
        kind = graph.nodes[name]["kind"]
        canvas.add_box(
            name,
            make_card(graph, name),
            make_box_style(kind, SKILL if kind == "skill" else HUES[0], marked=name == node),
        )
    for number, group in enumerate(graph.nodes[node]["needs"]):
        end, style = node, {"color": SKILL}
        if len(group) > 1:
            end = f"one of {number}"
            canvas.add_box(
                end, make_box_text(below=["or"]), {"shape": "circle", "margin": "0", "width": "0.3", "color": SKILL}
            )
            canvas.add_arrow(end, node, "", style)
            style |= DASHED
        for skill in group:
            canvas.add_arrow(skill, end, "", style)
    for first, second in ((node, name) if name in graph.adj[node] else (name, node) for name in around):
        if graph.edges[first, second]["relation"] == "leads_to":
            draw_moves(canvas, graph, first, second)
        elif first == node:
            dashed = {} if graph.edges[node, second]["required"] else DASHED
            canvas.add_arrow(node, second, "", {"color": SKILL} | dashed)
    canvas.add_legend(graph, (*around, node), (*(_MOVES if graph.nodes[node]["kind"] in POSITIONS else ()), *_NEEDS))
    return canvas


def make_card(graph: Graph, node: str) -> BoxText:
    """Return the text in the box of a node: its title, and its hours or the number of its skills."""
    return make_box_text(wrap_title(graph.nodes[node]["title"]), [format_size(graph, node)])


def format_size(graph: Graph, node: str) -> str:
    """Return the text below the title of a box: the hours of a skill, or the number of skills that a position needs."""
    attributes = graph.nodes[node]
    if attributes["kind"] == "skill":
        return f"{quantity(attributes['hours'])} h"
    return counted(len(attributes["needs"]), "skill")


def _make_stop_text(stop: Stop) -> BoxText:
    learn = stop.learn[:MOST_LISTED]
    hours = [quantity(study.hours) for study in learn]
    widest = max(map(len, hours), default=0)
    # pad with blanks as wide as a digit
    listed = [f"{h:\u2007>{widest}} h  {shorten(study.title, 36)}" for h, study in zip(hours, learn, strict=True)]
    if rest := len(stop.learn) - len(listed):
        listed.append(f"and {rest:,} more")
    return make_box_text(wrap_title(stop.title), [arrival(stop)], [" ", *listed] if listed else ())
