"""Public function `draw` for pictures of graphs and plans, and functions for the pictures that Graphviz lays out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Literal

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
from mlgraph.drawing.card import draw_card
from mlgraph.drawing.formats import MissingLetters, render_pages, render_tree
from mlgraph.drawing.handout import draw_handout
from mlgraph.drawing.map import A4_SHEET
from mlgraph.drawing.neighbourhood import PAPER_SIZE, draw_neighbourhood
from mlgraph.drawing.render import FORMATS, render
from mlgraph.drawing.scene import Scene
from mlgraph.drawing.skills import draw_skills
from mlgraph.drawing.strips import draw_strips
from mlgraph.drawing.svg import make_tree
from mlgraph.drawing.timeline import draw_timeline
from mlgraph.drawing.views import draw_plan_on_map, draw_positions, draw_post_on_paper
from mlgraph.errors import DrawError, UsageError
from mlgraph.graphfile.load import validate_graph
from mlgraph.model import KINDS, POSITIONS, Graph, list_links, list_sources, list_targets
from mlgraph.names import resolve
from mlgraph.planning.plan import Plan, Stop
from mlgraph.printable import shorten
from mlgraph.text.dates import format_short_month
from mlgraph.text.formatting import format_count, format_number
from mlgraph.text.plan import format_arrival, name_ends, write_headline

# in a larger graph, the picture of a plan shows only the positions of the plan
MOST_AROUND_A_PLAN = 30
# the most skills listed in a box; the box states how many more there are
MOST_LISTED = 200
_PLANNED = {"color": INK, "fontcolor": INK, "penwidth": "3.2", "arrowsize": "0.9", "weight": "20"}
_FADED = {"color": FAINT, "penwidth": "1.1"}
_MOVES = ("12: months in post before the move", "12 / 6: months there / back")
_ROUTE = ("6 mo: months in post before the move", "thick: the plan, with what to learn before each arrival")
_NEEDS = ("blue: needed for", "dashed: one of several is enough")


Sheet = Literal["card", "handout"]


@dataclass(frozen=True)
class Drawing:
    """A picture that a Jupyter notebook shows, and that `save` writes to a file.

    Attributes
    ----------
    dot : str
        The source code of the picture in DOT, the language of Graphviz.
    make_scenes : callable or None
        A function that returns the picture as scenes (lists of shapes), or None if Graphviz lays out the picture.
    links : dict of str to str
        A mapping from ids of nodes to web addresses, which become links in SVG and PDF files. The DOT code in `dot`
        states the links of its boxes itself, so a change of `links` does not change `dot`.
    make_pages : callable or None
        A function that returns the picture as scenes for PDF, or None if these are the scenes of `make_scenes`.

    Examples
    --------
    >>> import mlgraph
    >>> drawing = mlgraph.draw(mlgraph.load(), focus="python")
    >>> drawing.dot.splitlines()[0]
    'digraph mlgraph {'
    """

    dot: str
    make_scenes: Callable[[], Sequence[Any]] | None = field(default=None, repr=False, compare=False)
    links: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    make_pages: Callable[[], Sequence[Any]] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def scenes(self) -> tuple[Any, ...]:
        """The pages of the picture, each as a `drawing.scene.Scene`, or () if Graphviz lays out the picture."""
        return tuple(self.make_scenes()) if self.make_scenes else ()

    def render(self, format: str, missing_letters: MissingLetters = "refuse") -> bytes:
        """Render the picture as the bytes of a file.

        Parameters
        ----------
        format : {"dot", "png", "svg", "pdf"}
            The format of the file, where "dot" is source code from which Graphviz can draw the picture. As "pdf", a
            picture is on pages of A4 or smaller, on which all text is at least 9 points high.
        missing_letters : {"refuse", "boxes"}, default "refuse"
            Whether a letter that no installed font has is an error in a PNG or PDF ("refuse"), or is drawn as a
            replacement sign ("boxes").

        Returns
        -------
        bytes
            The bytes of a picture file.

        Raises
        ------
        UsageError
            Raised if `format` is not "dot", "png", "svg" or "pdf", or if a picture of several pages is rendered as
            "png" or "svg".
        DrawError
            Raised if the picture cannot be drawn. DrawError is also raised if `missing_letters` is "refuse" and no
            installed font has some letter of a PNG or PDF.

        Examples
        --------
        >>> import mlgraph
        >>> mlgraph.draw(mlgraph.load(), focus="python").render("svg")[:5]
        b'<?xml'
        """
        make = self.make_pages if format == "pdf" and self.make_pages else self.make_scenes
        if make is None or format not in FORMATS or format == "dot":
            return render(self.dot, format, missing_letters)
        scenes = self.scenes if make is self.make_scenes else make()
        pages = [make_tree(scene, self.links) for scene in scenes]
        if format == "pdf":
            return render_pages(pages, missing_letters)
        if len(pages) > 1:
            raise UsageError(f"a .{format} file has one page; choose .pdf")
        return render_tree(pages[0], format, missing_letters, self.scenes[0].dots)

    def save(self, path: str | Path, missing_letters: MissingLetters = "refuse") -> None:
        """Save the picture as a file.

        The suffix of the path decides the format of the picture. The saved picture replaces an existing file at the
        same path.

        Parameters
        ----------
        path : str or Path
            The file to write, with the suffix .png, .svg, .pdf or .dot. A .png has 96 dots an inch, or 300 for a sheet.
        missing_letters : {"refuse", "boxes"}, default "refuse"
            Whether a letter that no installed font has is an error in a PNG or PDF ("refuse"), or is drawn as a
            replacement sign ("boxes").

        Raises
        ------
        UsageError
            Raised if the path does not end in .png, .svg, .pdf or .dot, or if a .png or .svg would need several pages.
        FileError
            Raised if the file cannot be written. If the function cannot write the file, an existing file stays
            unchanged.
        DrawError
            Raised if the picture cannot be drawn. DrawError is also raised if `missing_letters` is "refuse" and no
            installed font has some letter of a PNG or PDF.

        Examples
        --------
        >>> import mlgraph
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "python.svg")
        >>> mlgraph.draw(mlgraph.load(), focus="python").save(path)
        """
        filesystem.write(path, self.render(Path(path).suffix.removeprefix(".").lower(), missing_letters))

    def _repr_svg_(self) -> str:
        """Return the picture as SVG that is no wider than the cell of a Jupyter notebook."""
        return self.render("svg").decode().replace("<svg ", '<svg style="max-width: 100%; height: auto" ', 1)


def draw(
    graph: Graph,
    *,
    plan: Plan | None = None,
    focus: str | None = None,
    only: str | None = None,
    track: str | None = None,
    all_moves: bool = False,
    detail: bool = False,
    on_map: bool = False,
    plans: Sequence[Plan] = (),
    sheet: Sheet | None = None,
) -> Drawing:
    """Draw a graph, a part of it, or a plan.

    Without an option, the picture is the map of all positions with the main moves. On the map, each column has the
    positions that a beginner can reach in about the same time. Each coloured area of the map has the positions of one
    career track, such as research. Equal graphs give equal pictures.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph from `mlgraph.load`, or another graph with the same attributes.
    plan : Plan or None, default None
        A plan to draw, by default as a timeline.
    focus : str or None, default None
        The id, title or alias of a node to draw. If `focus` is a position, the picture is the map with all moves of the
        position. If the graph is too large for a map, the picture has the position `focus` and the positions one move
        away. If `focus` is a skill, the picture has the skill, the skills that it needs, and the nodes that need it.
    only : {"roles", "skills"} or None, default None
        Draw only the roles, or only the skills.
    track : str or None, default None
        The id or title of a career track to draw on the map, with all moves within the track.
    all_moves : bool, default False
        Whether to draw all moves on the map, instead of only the main moves.
    detail : bool, default False
        Whether the timeline of a plan has a row for each skill. If `detail` is true, each row of the timeline names a
        resource to learn the skill from.
    on_map : bool, default False
        Whether to draw a plan on the map instead of a timeline.
    plans : sequence of Plan, default ()
        Plans from the same position, to draw below each other on one axis of time.
    sheet : {"card", "handout"} or None, default None
        A form for paper: "card" is an A5 page about the position `focus`, and "handout" shows the plan `plan` on A4
        pages.

    Returns
    -------
    Drawing
        The picture of the graph, of a part of the graph, or of one or more plans.

    Raises
    ------
    DrawError
        Raised if the picture would be empty, or would have too many boxes or lines to be readable. Some pictures raise
        DrawError only when you save or render the picture.
    UsageError
        Raised if options cannot be combined, or if an option has an invalid value.
    UnknownNameError
        Raised if no node has the id, title or alias `focus`. If no career track has the name `track`, the picture
        raises UnknownNameError only when you render it.
    AmbiguousNameError
        Raised if several nodes have the title or alias `focus`.
    GraphFileError
        Raised if the graph is invalid.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.draw(mlgraph.load(), focus="python").dot.startswith("digraph")
    True
    """
    _check_choice(plan, plans or None, focus, only, track, all_moves or None)
    if (detail or on_map) and plan is None:
        raise UsageError("`detail` and `on_map` need a plan; give `plan` as well")
    if detail and on_map:
        raise UsageError("`detail` and `on_map` cannot be combined; leave out one")
    _check_sheet(sheet, plan, focus)
    graph = validate_graph(graph)
    present = {graph.nodes[node]["kind"] for node in graph}
    if only and only.removesuffix("s") not in present:
        raise DrawError(f"there is nothing to draw: the graph has no {only}")
    if focus is not None:
        return _draw_node(graph, resolve(graph, focus), sheet)
    if only == "skills" or present == {"skill"}:
        dot = str(_draw_skills(graph).dot.to_string())
        return Drawing(dot, links=list_links(graph), make_pages=partial(draw_skills, graph))
    kinds = ("role",) if only == "roles" else POSITIONS
    # for several plans, the DOT code has the first one, since a large graph is not readable as a whole
    dot = str(draw_map(graph, plan or next(iter(plans), None), kinds).dot.to_string())
    if plan is not None:
        if on_map and not sheet:
            return _draw_on_map(graph, dot, partial(draw_plan_on_map, graph, plan))
        return Drawing(dot, partial(_draw_plan, graph, plan, sheet, detail=detail), list_links(graph))
    if plans:
        make = partial(draw_strips, graph, plans)
        return Drawing(dot, lambda: [make()], list_links(graph), lambda: [make(is_slide=False)])
    return _draw_on_map(graph, dot, partial(draw_positions, graph, kinds, track=track, all_moves=all_moves))


def _draw_on_map(graph: Graph, dot: str, make: Callable[..., Scene]) -> Drawing:
    """Return a map as a drawing, with other sizes for PDF, so that the text is large enough on A4."""
    return Drawing(dot, lambda: [make()], list_links(graph), lambda: [make(style=A4_SHEET)])


def _check_choice(
    plan: Plan | None,
    plans: Sequence[Plan] | None,
    focus: str | None,
    only: str | None,
    track: str | None,
    all_moves: bool | None,
) -> None:
    """Raise UsageError if two options of `draw` exclude each other, or if the kind of nodes to draw is unknown."""
    things = sum(choice is not None for choice in (plan, plans, focus, track, all_moves))
    if things > 1 or (only and (plan or plans or focus is not None)) or (only == "skills" and things):
        names = "`plan`, `plans`, `focus`, `only`, `track` and `all_moves`"
        raise UsageError(f"{names} cannot be combined; leave out all but one")
    if only not in (None, "roles", "skills"):
        raise UsageError('`only` is "roles" or "skills"; leave it out to draw all positions')


def _draw_node(graph: Graph, node: str, sheet: Sheet | None) -> Drawing:
    is_skill = graph.nodes[node]["kind"] == "skill"
    if sheet and is_skill:
        raise UsageError(f"a card shows a position, and {graph.nodes[node]['title']} is a skill; leave out `sheet`")
    dot = str(_draw_focus(graph, node).dot.to_string())
    links = list_links(graph)
    if sheet:
        return Drawing(dot, lambda: [draw_card(graph, node)], links)
    if is_skill:
        make = partial(draw_neighbourhood, graph, node)
        return Drawing(dot, lambda: [make()], links, lambda: [make(PAPER_SIZE)])
    make_pages = partial(draw_post_on_paper, graph, node)
    return Drawing(dot, lambda: [draw_positions(graph, focus=node)], links, make_pages)


def _draw_plan(graph: Graph, plan: Plan, sheet: Sheet | None, *, detail: bool) -> Sequence[Scene]:
    return draw_handout(graph, plan) if sheet else [draw_timeline(graph, plan, detail=detail)]


def _check_sheet(sheet: str | None, plan: Plan | None, focus: str | None) -> None:
    if sheet not in (None, "card", "handout"):
        raise UsageError('`sheet` is "card" or "handout"; leave it out for a picture')
    if sheet == "card" and focus is None:
        raise UsageError("a card shows a position; give `focus`")
    if sheet == "handout" and plan is None:
        raise UsageError("a handout shows a plan; give `plan`")


def draw_map(graph: Graph, plan: Plan | None = None, kinds: tuple[str, ...] = POSITIONS) -> Canvas:
    """Draw positions in lanes, one for each stage. If a plan is given, highlight its positions and fade all others."""
    stops = {stop.id: stop for stop in plan.stops} if plan else {}
    canvas = Canvas(_make_title(graph, plan), "TB", list_links(graph))
    lanes = layout.arrange_lanes(graph)
    around = not plan or sum(len(positions) for _, positions in lanes) <= MOST_AROUND_A_PLAN
    drawn: list[tuple[str, list[str]]] = []
    for rank, (stage, positions) in enumerate(lanes):
        hue = HUES[rank * len(HUES) // max(len(lanes), len(HUES))]
        members = [node for node in positions if node in stops or (around and has_box(graph, node, positions, kinds))]
        # a lane that has a box for its stage needs no title
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
    stays = {(a.id, b.id): round(b.arrives - a.arrives, 1) for a, b in pairwise(plan.stops)} if plan else {}
    rows = layout.arrange_rows(graph, drawn, [*stops])
    nodes = [*chain.from_iterable(rows)]
    pairs = {(min(pair, key=nodes.index), max(pair, key=nodes.index)) for pair in graph.subgraph(nodes).edges}
    for first, second in sorted(pairs, key=lambda pair: (nodes.index(pair[0]), nodes.index(pair[1]))):
        draw_moves(canvas, graph, first, second, stays)
    canvas.set_rows(rows)
    canvas.add_legend(graph, nodes, words, marked=bool(plan))
    return canvas


def has_box(graph: Graph, node: str, lane: list[str], kinds: tuple[str, ...]) -> bool:
    """Return whether the picture has a box for a position.

    A stage without moves has no box if its lane also has roles, since the title of the lane then names the stage.
    """
    kind = graph.nodes[node]["kind"]
    lonely = not list_targets(graph, node) and not list_sources(graph, node)
    return kind in kinds and not (kind == "stage" and lonely and len(lane) > 1)


def _make_title(graph: Graph, plan: Plan | None) -> str:
    if plan is None:
        return str(graph.graph.get("title", ""))
    return f"{write_headline(plan, name_ends(plan), format_short_month)}, {format_count(plan.hours, 'hour')} of study"


def draw_moves(
    canvas: Canvas, graph: Graph, first: str, second: str, stays: Mapping[tuple[str, str], float] | None = None
) -> None:
    """Draw the moves between two positions, in either direction, as one arrow.

    `stays` has the months in post before each move of a plan. If `stays` is not empty, the arrow is highlighted for a
    move of the plan, and faded for any other move. If the plan makes a move between `first` and `second`, the arrow
    stands only for this move, not for a move in the other direction.
    """
    stays = stays or {}
    moves = [(a, b) for a, b in ((first, second), (second, first)) if b in list_targets(graph, a)]
    planned = [move for move in moves if move in stays]
    shown = planned or moves
    label = " / ".join(format_number(stays.get((a, b), list_targets(graph, a)[b])) for a, b in shown)
    style = {"dir": "both" if len(shown) == 2 else "forward" if shown[0] == (first, second) else "back"}
    if stays:
        label = f"{label} mo" if planned else ""
        style |= _PLANNED if planned else _FADED
    canvas.add_arrow(first, second, label, style)


def _draw_skills(graph: Graph) -> Canvas:
    """Draw all skills of a graph, with arrows from each skill to the skills that need it."""
    canvas = Canvas(str(graph.graph.get("title", "")), "LR", list_links(graph))
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
    """Draw a node with the nodes from which edges lead to it, and the nodes to which edges lead from it."""
    # the pictures of a node draw its nearest neighbours, and only the DOT code has all of them
    canvas = Canvas(graph.nodes[node]["title"], "LR", list_links(graph), is_limited=False)
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
    """Return the text in a node's box: its title, and a skill's hours or the number of a position's requirements."""
    return make_box_text(wrap_title(graph.nodes[node]["title"]), [format_size(graph, node)])


def format_size(graph: Graph, node: str) -> str:
    """Return a line with the hours of a skill, or with the number of requirements of a position."""
    attributes = graph.nodes[node]
    if attributes["kind"] == "skill":
        return f"{format_number(attributes['hours'])} h"
    return format_count(len(attributes["needs"]), "skill")


def _make_stop_text(stop: Stop) -> BoxText:
    learn = stop.learn[:MOST_LISTED]
    hours = [format_number(study.hours) for study in learn]
    widest = max(map(len, hours), default=0)
    # figure spaces are as wide as digits, so they align the numbers
    listed = [f"{h:\u2007>{widest}} h  {shorten(study.title, 36)}" for h, study in zip(hours, learn, strict=True)]
    if rest := len(stop.learn) - len(listed):
        listed.append(f"and {rest:,} more")
    return make_box_text(wrap_title(stop.title), [format_arrival(stop)], [" ", *listed] if listed else ())
