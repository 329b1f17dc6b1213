"""The card of a role or stage, which is one A5 page that describes the role or stage."""

from collections.abc import Iterator, Mapping, Sequence

from mlgraph.analysis.describe import Description, Move, describe
from mlgraph.analysis.figures import Outlook, Pay, WayIn
from mlgraph.drawing.frame import find_beginner, find_soonest
from mlgraph.drawing.pages import A5, Pages
from mlgraph.drawing.scene import QUIET, Scene
from mlgraph.drawing.views import list_positions
from mlgraph.errors import NoPlanError
from mlgraph.invisible import isolate
from mlgraph.limits import DEFAULT_PACE
from mlgraph.model import POSITIONS, WEEKS_PER_MONTH, Graph
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Plan
from mlgraph.planning.solver import Solver
from mlgraph.requirements import list_prerequisites
from mlgraph.search.budget import Budget
from mlgraph.text.figures import describe_outlook, describe_ways_in, shorten_pay
from mlgraph.text.formatting import capitalize, format_duration, format_number, join_alternatives, join_few
from mlgraph.text.node import add_hours, describe_place, format_hours, group_needs

_MARGIN = 30.0
# the size of the months of the quickest plan, which are the largest number of the card
_LARGE = 20.0
_NO_BREAK = "\u00a0"
# the gap above the sources, which belong to all of the card
_APART = 7.0
# the limits of a card: the moves in each direction, and the lines of skills in addition to one for each subject
_Limits = tuple[int, int]
# the card has the first limits that leave room for its figures and sources
_LIMITS: tuple[_Limits, ...] = (
    *((ways, 12) for ways in (6, 5, 4)),
    *((4, lines) for lines in range(11, 1, -1)),
    *((ways, lines) for ways in (3, 2, 1) for lines in (2, 1, 0)),
)
# the most figures of a kind, and the fewest sources to name if there are more
_MOST_FIGURES, _LEAST_SOURCES = 2, 3
# the size of the sources at the foot of the card
_SMALL = 12.0
# time limit in seconds of the search for the quickest plan, which is one line of the card
_TIME = 10.0


def draw_card(graph: Graph, node: str) -> Scene:
    """Draw an A5 card about a position.

    If the card has room for only a part of a list, the card states the number of all entries, or of the missing ones.
    """
    found = describe(graph, node)
    beginner = find_beginner(graph, list_positions(graph, POSITIONS))
    quickest = _find_quickest(graph, beginner, node)
    months, *soon = _say_when(graph, found, beginner, quickest)
    ways = _sort_ways(graph, found, find_soonest(graph, beginner)[0], quickest)
    for limits in _LIMITS:
        pages = Pages(A5, _MARGIN)
        _write_post(pages, found, months, soon, ways, limits)
        is_whole = _write_figures(pages, found)
        scenes = pages.finish(found.attribution)
        if is_whole and len(scenes) == 1:
            break
    return scenes[0]


def _sort_ways(
    graph: Graph, found: Description, soonest: Mapping[str, float], quickest: Plan | None
) -> dict[str, list[Move]]:
    """Sort the moves to the position of a card, and the moves from the position, for two lists on the card.

    In each list, moves within the career track of the position come first, and so does the last move of the quickest
    plan. The moves with the fewest months of time in post and study follow. Moves towards positions that a beginner
    reaches sooner come last.
    """
    node, needs = found.id, {each: {*list_prerequisites(graph, each)} for each in {found.id, *_name_ways(found)}}
    passed = {stop.id for stop in quickest.stops} if quickest else set[str]()

    def count_months(way: Move, before: str, after: str) -> float:
        hours: float = sum(graph.nodes[skill]["hours"] for skill in needs[after] - needs[before])
        return max(way.months, hours / (DEFAULT_PACE * WEEKS_PER_MONTH))

    def rank(way: Move, before: str, after: str) -> tuple[bool, bool, float, float, str]:
        is_near = way.id in passed or (found.track is not None and graph.nodes[way.id].get("track") == found.track.id)
        return soonest[after] < soonest[before], not is_near, count_months(way, before, after), way.months, way.id

    return {
        "ways in": sorted(found.reached_from, key=lambda way: rank(way, way.id, node)),
        "ways on": sorted(found.leads_to, key=lambda way: rank(way, node, way.id)),
    }


def _name_ways(found: Description) -> Iterator[str]:
    """Yield the ids of the positions at the other ends of the moves to and from a position."""
    return (way.id for way in (*found.reached_from, *found.leads_to))


def _write_post(
    pages: Pages, found: Description, months: str, soon: list[str], ways: Mapping[str, list[Move]], limits: _Limits
) -> None:
    """Write on the card what a position is, how soon a beginner can reach it, its moves, and its skills."""
    most_ways, more_lines = limits
    pages.write(found.title, 22, bold=True, most=2, node=found.id)
    pages.write(capitalize(describe_place(found)), fill=QUIET, most=2)
    pages.y += 4
    pages.write(found.about, most=3)
    pages.write_heading("How soon")
    if months:
        pages.write(months, _LARGE, bold=True)
    for line in soon:
        pages.write(line, most=2)
    _write_ways(pages, ways, most_ways)
    if found.needs:
        own, whole = add_hours(found.needs), found.hours_in_all
        more = f", {format_number(whole)} with all that they need first" if whole > own else ""
        pages.write_heading(f"Skills: {format_number(own)} hours{more}")
    for part in group_needs(found):
        entries = [
            (join_alternatives([isolate(need.title) for need in group], 1), format_hours([group]), group[0].id)
            for group in part.needs
        ]
        more_lines -= pages.write_flow(part.title, part.hours, entries, 1 + more_lines) - 1


def _write_ways(pages: Pages, ways: Mapping[str, list[Move]], most: int) -> None:
    """Write two lists side by side on the card: the moves to a position, and the moves from the position."""
    shares = [f"{title}{_say_share(moves, most)}" for title, moves in ways.items() if moves]
    if not shares:
        return
    pages.write_heading(f"{capitalize(' and '.join(shares))}, most alike first; months before")
    lists = [
        [(f"{word} {isolate(way.title)}", f"{format_number(way.months)} mo", way.id) for way in moves[:most]]
        for word, moves in zip(("from", "to"), ways.values(), strict=True)
        if moves
    ]
    rows = max(map(len, lists)) if len(lists) > 1 else 0
    pages.write_columns([entry for listed in lists for entry in (*listed, *[("", "", "")] * (rows - len(listed)))])


def _say_share(entries: Sequence[object], most: int) -> str:
    """Return words such as " (3 of 8)" if the card of a position shows only a part of a list, or else ""."""
    return f" ({most} of {len(entries)})" if len(entries) > most else ""


def _write_figures(pages: Pages, found: Description) -> bool:
    """Write pay, outlook, the education that a position asks for, and sources, as far as the card has room.

    Return false if the card leaves out all pay, all outlook, all education or all sources that the graph has.
    """
    figures: dict[str, Sequence[tuple[str, Pay | Outlook | WayIn]]] = {
        "Pay": [(shorten_pay(each).removesuffix(f" [{each.publication}]"), each) for each in found.pay],
        "Demand": [(describe_outlook(each), each) for each in found.outlook],
        "Education": [(text, each) for each in found.entry for text in describe_ways_in(each)][:1],
    }
    # the number of each source, which stands behind the figures from it
    notes: dict[str, int] = {}
    is_whole = True
    for title, listed in figures.items():
        for count in range(min(len(listed), _MOST_FIGURES), 0, -1):
            numbers = {**notes}
            texts = [
                f"{capitalize(text)} [{numbers.setdefault(figure.publication, len(numbers) + 1)}]"
                for text, figure in listed[:count]
            ]
            # a number is never without its source
            if pages.fits(texts, _measure_sources(pages, _name_sources(found, numbers))):
                break
        else:
            is_whole = is_whole and not listed
            continue
        notes = numbers
        pages.write_heading(title)
        for text in texts:
            pages.write(text)
    sources = _name_sources(found, notes)
    if sources and pages.room >= _measure_sources(pages, sources):
        pages.y += _APART
        pages.write(sources, _SMALL, fill=QUIET)
    elif sources:
        is_whole = False
    return is_whole


def _name_sources(found: Description, notes: Mapping[str, int]) -> str:
    """Return a text with the sources of a card, of which those in `notes` have numbers, or "" if there are none."""
    others = dict.fromkeys(", ".join(filter(None, (each.title, each.publisher))) for each in found.cites)
    numbered = [f"[{number}]{_NO_BREAK}{name}" for name, number in notes.items()]
    sources = [*numbered, *(each for each in others if each not in notes)]
    return f"Sources: {join_few(sources, max(len(notes), _LEAST_SOURCES))}" if sources else ""


def _measure_sources(pages: Pages, sources: str) -> float:
    """Return the height of the sources at the foot of a card, with the gap above them."""
    return _APART + pages.measure_height([sources], _SMALL)


def _find_quickest(graph: Graph, beginner: str, node: str) -> Plan | None:
    """Return the quickest plan from where a beginner starts to a position, or None if there is no such plan."""
    try:
        return Solver(graph).plan(beginner, node, PlanOptions(), Budget(_TIME)) if beginner != node else None
    except NoPlanError:
        return None


def _say_when(graph: Graph, found: Description, beginner: str, quickest: Plan | None) -> list[str]:
    """Return the months in which a beginner can reach a position with the quickest plan, and sentences about them.

    The months come first, as a text that is empty if there is no such plan. If figures of the plan have ranges, the
    last sentence states in how many months the plan arrives with 50 % and 90 % probability.
    """
    start = isolate(str(graph.nodes[beginner]["title"]))
    if beginner == found.id:
        return ["", "This is where a beginner starts."]
    if quickest is None:
        return ["", f'No moves lead here from "{start}".']
    pace = format_number(quickest.pace)
    said = [format_duration(quickest.months), f'at the soonest, from "{start}" with {pace} hours of study a week.']
    typical = _say_typical(quickest)
    return [*said, *([typical] if typical else [])]


def _say_typical(plan: Plan) -> str:
    if not plan.spread or plan.spread[0].months == plan.spread[-1].months:
        return ""
    _, half, late = plan.spread
    # a line never ends within a duration
    middle, most = (format_duration(each.months).replace(" ", _NO_BREAK) for each in (half, late))
    return f"Half of such plans take up to {middle}, and nine in ten up to {most}."
