"""Pictures of the differences between two graphs.

A picture of the differences between two graphs shows removed nodes too, among the nodes of the new graph.
"""

from collections.abc import Iterator
from itertools import chain

import networkx as nx
import pydot

from mlgraph.analysis.diff import Change, Diff, ItemChange, MoveChange
from mlgraph.drawing import layout
from mlgraph.drawing.canvas import PAPER, QUIET, SHAPES, Canvas, make_box_text, wrap_title
from mlgraph.drawing.draw import MOST_AROUND_A_PLAN, Drawing, has_box
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import KINDS, POSITIONS, Graph, list_links
from mlgraph.printable import shorten
from mlgraph.text.formatting import quantity

INSTEAD = "list the changes as text instead"
MOST_LINES = 8
# text has a contrast of at least 4.8 : 1; for people who do not see red or green, removed boxes are dashed, and the
# green of added boxes differs from the blue of changed boxes
_LOOKS = {
    "added": {"color": "#047857", "fontcolor": "#047857", "fillcolor": "#ECFDF5", "penwidth": "2.4"},
    "removed": {"color": "#B91C1C", "fontcolor": "#B91C1C", "fillcolor": "#FEF2F2", "penwidth": "1.8"},
    "changed": {"color": "#1D4ED8", "fontcolor": "#1E40AF", "fillcolor": "#EFF6FF", "penwidth": "2.4"},
    "the same": {"color": "#CBD5E1", "fontcolor": QUIET, "fillcolor": PAPER, "penwidth": "1.2"},
}
_WORDS = ("12: months in post before the move", "12, was 24: it took another time", "+ needed now, - no longer needed")


def draw_diff(old: Graph, new: Graph, found: Diff) -> Drawing:
    """Draw two graphs in one picture, whose colours show which nodes and moves were added, removed or changed.

    The picture of the differences shows a skill only if the skill was added, removed or changed. If the two graphs
    together have at most 30 positions, the picture of their differences shows all positions. If the two graphs have
    more than 30 positions, the picture shows only positions that changed, or whose moves changed. Raises DrawError if
    the picture would be too large to read.
    """
    both = _merge_graphs(old, new)
    canvas = Canvas(_make_title(old, new), "TB", list_links(both), INSTEAD)
    listed = {"added": found.added, "removed": found.removed, "changed": found.changed}
    items = {item.id: (state, item) for state, part in listed.items() for item in part if item.kind in KINDS}
    moves = {(move.source.id, move.target.id): move for move in found.moves}
    lanes = layout.arrange_lanes(both)
    whole = sum(len(positions) for _, positions in lanes) <= MOST_AROUND_A_PLAN
    drawn = []
    for stage, positions in lanes:
        marked = {*items, *chain.from_iterable(moves)}
        members = [n for n in positions if n in marked or (whole and has_box(both, n, positions, POSITIONS))]
        title = both.nodes[stage]["title"] if stage and stage not in members else ""
        _add_boxes(
            canvas,
            both,
            members,
            items,
            canvas.add_lane(title, QUIET) if stage and members not in ([stage], []) else None,
        )
        drawn += [(stage, members)] if members else []
    rows = layout.arrange_rows(both, drawn, [])
    _add_arrows(canvas, both, [*chain.from_iterable(rows)], moves)
    skills = sorted(node for node in items if both.nodes[node]["kind"] == "skill")
    _add_boxes(canvas, both, skills, items, canvas.add_lane("Skills", QUIET) if skills else None)
    rows += [skills[start : start + layout.WIDEST_ROW] for start in range(0, len(skills), layout.WIDEST_ROW)]
    canvas.set_rows(rows)
    canvas.add_legend(
        both, [*chain.from_iterable(rows)], _WORDS, {s: _make_style(s, rounded=True) | {"shape": "box"} for s in _LOOKS}
    )
    return Drawing(str(canvas.dot.to_string()))


def _make_title(old: Graph, new: Graph) -> str:
    before, after = (str(graph.graph.get("title", "")) for graph in (old, new))
    return ": ".join(filter(None, ("What changed", after if before == after else f"{after} (was: {before})")))


def _merge_graphs(old: Graph, new: Graph) -> Graph:
    """Join the nodes and moves of two graphs into one graph, with the attributes of `new` if attributes differ."""
    owners = filter(None, map(make_attribution, (old, new)))
    both: Graph = nx.DiGraph(attribution=" ".join(dict.fromkeys(owners)))
    for graph in (old, new):
        both.add_nodes_from(graph.nodes(data=True))
    for graph in (old, new):
        both.add_edges_from((a, b, arrow) for a, b, arrow in graph.edges(data=True) if arrow["relation"] == "leads_to")
    skills = [node for node in both if both.nodes[node]["kind"] not in POSITIONS]
    both.remove_edges_from([*both.edges(skills), *both.in_edges(skills)])
    return both


def _add_boxes(
    canvas: Canvas, both: Graph, nodes: list[str], items: dict[str, tuple[str, ItemChange]], lane: pydot.Subgraph | None
) -> None:
    for node in nodes:
        state, item = items.get(node, ("the same", None))
        attributes = both.nodes[node]
        changed_keys = {change.what for change in item.changes} if item and state == "changed" else set()
        below = (
            [f"{quantity(attributes['hours'])} h"]
            if attributes["kind"] == "skill" and "hours" not in changed_keys
            else []
        )
        listed = (
            [line for change in item.changes for line in _list_lines(both, change)]
            if item and state == "changed"
            else []
        )
        if len(listed) > MOST_LINES:
            listed[MOST_LINES - 1 :] = [f"and {len(listed) - MOST_LINES + 1} more"]
        canvas.add_box(
            node,
            make_box_text(wrap_title(attributes["title"]), below, [" ", *listed] if listed else ()),
            _make_style(state, rounded=attributes["kind"] == "role") | {"shape": SHAPES[attributes["kind"]]},
            lane,
        )


def _make_style(state: str, *, rounded: bool) -> dict[str, str]:
    style = "filled" + ",rounded" * rounded + ",dashed" * (state == "removed")
    return _LOOKS[state] | {"style": style}


def _list_lines(both: Graph, change: Change) -> Iterator[str]:
    """Yield a short line, for the box of a changed node, about each part of a change."""
    if change.what == "needs":
        before, after = change.before or (), change.after or ()
        parts = (("+", [g for g in after if g not in before]), ("-", [g for g in before if g not in after]))
        for mark, groups in parts:
            yield from (shorten(f"{mark} {' or '.join(both.nodes[s]['title'] for s in group)}", 36) for group in groups)
    elif isinstance(change.before, int | float) and isinstance(change.after, int | float):
        yield f"{change.what.replace('_', ' ')} {quantity(change.after)}, was {quantity(change.before)}"
    else:
        yield shorten(f"{change.what.replace('_', ' ')} changed", 36)


def _add_arrows(canvas: Canvas, both: Graph, nodes: list[str], moves: dict[tuple[str, str], MoveChange]) -> None:
    """Draw the moves between nodes as arrows, with one arrow for two unchanged moves in opposite directions."""
    place = {node: rank for rank, node in enumerate(nodes)}
    for a, b in sorted(both.subgraph(nodes).edges, key=lambda ends: (place[ends[0]], place[ends[1]])):
        months, move = quantity(both.edges[a, b]["months"]), moves.get((a, b))
        first, second, direction = (a, b, "forward") if place[a] < place[b] else (b, a, "back")
        if move:
            state = "added" if move.before is None else "removed" if move.after is None else "changed"
            if state == "changed" and move.before is not None and move.before != move.after:
                months += f", was {quantity(move.before)}"
        elif both.has_edge(b, a) and (b, a) not in moves:
            if direction == "back":
                continue
            state, direction = "the same", "both"
            months += f" / {quantity(both.edges[b, a]['months'])}"
        else:
            state = "the same"
        look = {key: _LOOKS[state][key] for key in ("color", "fontcolor", "penwidth")}
        canvas.add_arrow(
            first, second, months, look | {"dir": direction} | ({"style": "dashed"} if state == "removed" else {})
        )
