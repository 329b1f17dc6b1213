"""The card of a position, which is one A5 page that describes the position."""

from collections.abc import Mapping, Sequence

from mlgraph.analysis.describe import Description, Move, describe
from mlgraph.drawing.frame import find_beginner, find_soonest
from mlgraph.drawing.pages import A5, TEXT, Pages
from mlgraph.drawing.scene import QUIET, Scene
from mlgraph.drawing.views import list_positions
from mlgraph.errors import NoPlanError
from mlgraph.invisible import isolate
from mlgraph.model import POSITIONS, Graph
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Plan
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget
from mlgraph.text.figures import outlook_text, short_pay_text, way_in_texts
from mlgraph.text.formatting import capitalize, duration, few, quantity
from mlgraph.text.node import summary

_MARGIN = 30.0
# the most moves in each direction, and the most skills; the first pair is used that leaves room for figures and sources
_LIMITS = ((6, 16), (6, 12), (4, 10), (4, 8), (2, 6))
# the most figures of a kind, and the most sources
_MOST_FIGURES, _MOST_SOURCES = 2, 3
# time limit in seconds of the search for the quickest plan, which is one line of the card
_TIME = 10.0


def draw_card(graph: Graph, node: str) -> Scene:
    """Draw the card of a position. If a list is too long for the page, the card states its length."""
    found = describe(graph, node)
    beginner = find_beginner(graph, list_positions(graph, POSITIONS))
    soon = _say_when(graph, found, beginner)
    ways = _sort_ways(found, find_soonest(graph, beginner)[0])
    for most_ways, most_skills in _LIMITS:
        pages = Pages(A5, _MARGIN)
        _write_post(pages, graph, found, soon, ways, most_ways, most_skills)
        if _write_figures(pages, found):
            break
    return pages.finish(found.attribution)[0]


def _sort_ways(found: Description, soonest: Mapping[str, float]) -> dict[str, list[Move]]:
    """Return the moves to and from a position, in the order in which they help a career.

    Moves to the position come in the order in which a beginner can make them. Moves back to an earlier position come
    last.
    """
    here = soonest[found.id]
    to_here = {way.id: max(here, soonest[way.id] + way.months) for way in found.reached_from}
    return {
        "Ways in": sorted(found.reached_from, key=lambda way: (to_here[way.id], way.months, way.id)),
        "Ways on": sorted(found.leads_to, key=lambda way: (soonest[way.id] < here, way.months, way.id)),
    }


def _write_post(
    pages: Pages,
    graph: Graph,
    found: Description,
    soon: list[str],
    ways: Mapping[str, list[Move]],
    most_ways: int,
    most_skills: int,
) -> None:
    """Write what a position is, how soon one can be there, its moves, and its skills."""
    pages.write(found.title, 22, bold=True, most=2, node=found.id)
    pages.write(capitalize(summary(found)), fill=QUIET, most=2)
    pages.y += 4
    pages.write(found.about, most=3)
    pages.head("How soon")
    for line in soon:
        pages.write(line, most=2)
    for title, word in (("Ways in", "from"), ("Ways on", "to")):
        if moves := ways[title]:
            pages.head(f"{title}{_say_share(moves, most_ways)}, with the months in the post before")
            pages.columns(
                [(f"{word} {isolate(way.title)}", f"{quantity(way.months)} mo", way.id) for way in moves[:most_ways]]
            )
    if found.needs:
        entries = [
            (few([isolate(need.title) for need in group], 2), _hours(graph, group[0].id), group[0].id)
            for group in found.needs
        ]
        share = _say_share(entries, most_skills)
        pages.head(f"Skills{share}, {quantity(found.hours_in_all)} hours with all that they need")
        pages.columns(entries[:most_skills])


def _say_share(entries: Sequence[object], most: int) -> str:
    """Say how many of the entries are on the card. Return "" if all of them are."""
    return f" ({most} of {len(entries)})" if len(entries) > most else ""


def _write_figures(pages: Pages, found: Description) -> bool:
    """Write pay, demand, education and sources, as far as there is room. Return whether there was room for all."""
    figures = {
        "Pay": [short_pay_text(each) for each in found.pay],
        "Demand": [outlook_text(each) for each in found.outlook],
        "Education of holders": [text for each in found.entry for text in way_in_texts(each)][:1],
    }
    is_whole = True
    for title, texts in figures.items():
        fitting = [texts[:count] for count in range(min(len(texts), _MOST_FIGURES), 0, -1) if pages.fits(texts[:count])]
        if fitting:
            pages.head(title)
            for text in fitting[0]:
                pages.write(capitalize(text))
        elif texts:
            is_whole = False
    sources = list(dict.fromkeys(cite.title for cite in found.cites))
    if sources and pages.room > 3 * TEXT:
        pages.write(f"Sources: {few(sources, _MOST_SOURCES)}", 12, fill=QUIET, most=2)
    elif sources:
        is_whole = False
    return is_whole


def _hours(graph: Graph, skill: str) -> str:
    return f"{quantity(graph.nodes[skill]['hours'])} h"


def _say_when(graph: Graph, found: Description, beginner: str) -> list[str]:
    """Say how soon a beginner can reach the position, and how long this typically takes."""
    start = isolate(str(graph.nodes[beginner]["title"]))
    if beginner == found.id:
        return ["This is where a beginner starts."]
    try:
        plan = Solver(graph).plan(beginner, found.id, PlanOptions(), Budget(_TIME))
    except NoPlanError:
        return [f'No moves lead here from "{start}".']
    pace = quantity(plan.pace)
    said = [f'From "{start}", with {pace} hours of study a week: {duration(plan.months)} at the soonest.']
    typical = _say_typical(plan)
    return [*said, *([typical] if typical else [])]


def _say_typical(plan: Plan) -> str:
    if not plan.spread or plan.spread[0].months == plan.spread[-1].months:
        return ""
    _, half, late = plan.spread
    return f"Half of such plans take up to {duration(half.months)}, and nine in ten up to {duration(late.months)}."
