"""Views of the map, which show all positions, one career track, one position with all of its moves, or a plan."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mlgraph.drawing.frame import Frame, make_frame
from mlgraph.drawing.map import A4_SHEET, IN, OUT, SHEET, Style, View, draw_map
from mlgraph.drawing.neighbourhood import PAPER_SIZE, draw_neighbourhood
from mlgraph.drawing.scene import INK, Scene
from mlgraph.errors import DrawError, UnknownNameError
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.invisible import isolate
from mlgraph.limits import DEFAULT_PACE
from mlgraph.model import POSITIONS, Graph, list_sources, list_targets
from mlgraph.planning.plan import Plan
from mlgraph.printable import sanitize
from mlgraph.text.dates import format_short_month
from mlgraph.text.formatting import format_count, format_number
from mlgraph.text.plan import name_ends, write_headline

# the most positions on a map; in a larger graph, a position is drawn with its neighbours only
MOST_POSITIONS = 120
_TOO_LARGE = "The graph is too large for a map on one sheet."


def draw_positions(
    graph: Graph,
    kinds: Sequence[str] = POSITIONS,
    *,
    focus: str | None = None,
    track: str | None = None,
    all_moves: bool = False,
    style: Style = SHEET,
) -> Scene:
    """Draw the map of a graph with its main moves, or with all moves of one position or one career track.

    `focus` is the id of a position of which the map shows all moves. `track` is the id or title of a career track
    within which the map shows all moves. `style` has the sizes of the map. Raises DrawError if the graph is too large
    for one sheet of paper, and UnknownNameError if no career track has the name `track`.
    """
    positions = list_positions(graph, kinds)
    if focus is not None and (len(positions) > MOST_POSITIONS or focus not in positions):
        return draw_neighbourhood(graph, focus, note=_TOO_LARGE)
    frame = _make_frame(graph, positions)
    if focus is not None:
        view = _view_post(graph, frame, focus)
    elif track is not None:
        view = _view_track(graph, frame, _find_track(frame, track))
    else:
        view = _view_all(graph, frame, all_moves=all_moves)
    return _draw(graph, frame, view, style)


def draw_post_on_paper(graph: Graph, node: str) -> list[Scene]:
    """Draw the map with all moves of one position on A4, or its neighbours in a graph that is too large for a map.

    If the months of the moves have no room in the boxes of the map, the neighbours with the months follow the map.
    """
    positions = list_positions(graph, POSITIONS)
    if len(positions) > MOST_POSITIONS or node not in positions:
        return [draw_neighbourhood(graph, node, PAPER_SIZE, _TOO_LARGE)]
    frame = _make_frame(graph, positions)
    view = _view_post(graph, frame, node)
    scene = _draw(graph, frame, view, A4_SHEET)
    if scene.width <= A4_SHEET.width + 1:
        return [scene]
    words = view.words.replace("with the months in the post before", "with the months on the next page")
    plain = replace(view, below={}, words=words)
    return [_draw(graph, frame, plain, A4_SHEET), draw_neighbourhood(graph, node, PAPER_SIZE)]


def frame_all(graph: Graph) -> tuple[Frame, View]:
    """Return the columns and career tracks of the map with all positions, and the view with the main moves.

    Raises DrawError if the graph is too large for one sheet of paper.
    """
    frame = _make_frame(graph, list_positions(graph, POSITIONS))
    return frame, _view_all(graph, frame, all_moves=False)


def draw_plan_on_map(graph: Graph, plan: Plan, style: Style = SHEET) -> Scene:
    """Draw a plan on the map of a graph. Raises DrawError if the graph is too large for one sheet of paper."""
    frame = _make_frame(graph, list_positions(graph, POSITIONS))
    path = [stop.id for stop in plan.stops]
    moves = tuple(sorted({move for move in pairwise(path) if move[0] != move[1]}))
    below = {
        stop.id: ((format_short_month(stop.arrives_on) if stop.arrives_on else f"month {stop.arrives:.0f}", INK),)
        for stop in plan.stops
    }
    words = f"{format_count(plan.moves, 'job change')} and {format_count(plan.hours, 'hour')} of study, "
    words += f"{format_number(plan.pace)} a week. "
    words += f"Below each post of the plan is the month of arrival. {_explain_axis(graph, frame)}"
    view = View(
        write_headline(plan, name_ends(plan), format_short_month),
        words,
        moves,
        shown=frozenset(path),
        marked=frozenset(path),
        below=below,
        strong=frozenset(moves),
        colours=dict.fromkeys(moves, INK),
    )
    return _draw(graph, frame, view, style)


def list_positions(graph: Graph, kinds: Sequence[str]) -> list[str]:
    """Return the positions of the given kinds for a map, without stages that have no moves."""
    found = [node for node in sorted(graph) if graph.nodes[node]["kind"] in kinds]
    used = [n for n in found if graph.nodes[n]["kind"] == "role" or list_targets(graph, n) or list_sources(graph, n)]
    return used or found


def _make_frame(graph: Graph, positions: Sequence[str]) -> Frame:
    if len(positions) > MOST_POSITIONS:
        raise DrawError(
            f"a map of {len(positions):,} positions is not readable on one sheet; draw a position with its neighbours "
            "(`focus`), or a plan (`plan`)"
        )
    return make_frame(graph, positions)


def _draw(graph: Graph, frame: Frame, view: View, style: Style) -> Scene:
    titles = {node: str(graph.nodes[node]["title"]) for node in frame.column}
    kinds = {node: str(graph.nodes[node]["kind"]) for node in frame.column}
    return draw_map(frame, titles, kinds, view, make_attribution(graph), style)


def _explain_axis(graph: Graph, frame: Frame) -> str:
    start = isolate(str(graph.nodes[frame.beginner]["title"]))
    rest = "" if frame.is_proven else "; some times are estimates"
    pace = format_number(DEFAULT_PACE)
    return f'From left to right: how soon you can be there from "{start}" with {pace} hours of study a week{rest}. '


def _view_all(graph: Graph, frame: Frame, *, all_moves: bool) -> View:
    title = str(graph.graph.get("title", "")) or format_count(len(frame.column), "position")
    axis = _explain_axis(graph, frame)
    moves = [move for move in frame.moves if move[0] != move[1]] if all_moves else frame.backbone
    if len(moves) == len(frame.moves):
        rule = f"Drawn: {'all ' * bool(moves)}{format_count(len(moves), 'move')}."
    else:
        within = " within tracks" if frame.has_tracks else ""
        rule = f"Drawn: the next steps{within}, and the busiest ways of other posts: "
        rule += f"{len(moves):,} of {format_count(len(frame.moves), 'move')}."
    return View(title, axis + rule, tuple(sorted(moves)), has_months=True)


def _find_track(frame: Frame, name: str) -> str:
    for key, title in frame.track_titles.items():
        if key and name.casefold() in (key.casefold(), title.casefold()):
            return key
    known = ", ".join(key for key in frame.track_titles if key)
    if not known:
        raise DrawError("the graph has no tracks; draw the whole map")
    raise UnknownNameError(f"there is no track called '{sanitize(name)}'; the tracks are {known}")


def _view_track(graph: Graph, frame: Frame, track: str) -> View:
    inside = {node for node in frame.track if frame.track[node] == track}
    moves = [m for m in frame.moves if m[0] != m[1] and ({*m} <= inside or (m in frame.backbone and {*m} & inside))]
    title = f"{isolate(frame.track_titles[track])}: {format_count(len(inside), 'position')}"
    rule = (
        "Drawn: all moves within the track, and the busiest to and from it: "
        f"{len(moves):,} of {format_count(len(frame.moves), 'move')}."
    )
    shown = frozenset(inside.union(*moves))
    return View(title, _explain_axis(graph, frame) + rule, tuple(sorted(moves)), shown=shown, has_months=True)


def _view_post(graph: Graph, frame: Frame, node: str) -> View:
    """Make the view of the map with all moves of one position.

    The box at the other end of each move from or to this position shows the months of the move.
    """
    ways_in = {a: months for (a, b), months in frame.moves.items() if b == node != a}
    ways_on = {b: months for (a, b), months in frame.moves.items() if a == node != b}
    moves = {**dict.fromkeys(((a, node) for a in ways_in), IN), **dict.fromkeys(((node, b) for b in ways_on), OUT)}
    below: dict[str, tuple[tuple[str, str], ...]] = {}
    for other in {*ways_in, *ways_on}:
        said = [(f"{format_number(ways_in[other])} mo to here", IN)] if other in ways_in else []
        said += [(f"after {format_number(ways_on[other])} mo", OUT)] if other in ways_on else []
        below[other] = tuple(said)
    words = f"{format_count(len(ways_in), 'way')} in and {format_count(len(ways_on), 'way')} on, "
    words += f"with the months in the post before. {_explain_axis(graph, frame)}"
    shown = frozenset({node, *ways_in, *ways_on})
    return View(
        str(graph.nodes[node]["title"]),
        words,
        tuple(sorted(moves)),
        shown=shown,
        marked=frozenset({node}),
        centre=node,
        below=below,
        colours=moves,
    )
