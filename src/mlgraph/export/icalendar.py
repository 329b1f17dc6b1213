"""Export of a plan as a calendar with dated entries (iCalendar, RFC 5545)."""

from collections import Counter
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from mlgraph.analysis.figures import PlanFigures, plan_figures
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import Graph
from mlgraph.planning.days import add_days
from mlgraph.planning.plan import Plan, Stop, Study
from mlgraph.planning.timetable import make_timetable
from mlgraph.text.figures import describe_pay, describe_resource
from mlgraph.text.formatting import format_number
from mlgraph.text.plan import explain_study

if TYPE_CHECKING:
    from icalendar import Component


def write(graph: Graph, *, plan: Plan) -> bytes:
    """Return a plan as a calendar, with figures of the graph, such as pay."""
    return make_calendar(plan, make_attribution(graph), plan_figures(graph, plan))


def make_calendar(plan: Plan, attribution: str = "", figures: PlanFigures | None = None) -> bytes:
    """Return a plan as iCalendar, with an entry for each position and each skill.

    The calendar entry of a skill lists resources with links. With `figures`, the calendar entry of the target states
    the pay. Equal plans give calendars with equal bytes. In the calendars of all plans to the same target, the entry of
    a node has the same UID. If a person imports the calendar of a new plan, the calendar program updates entries with
    the same UID. The calendar follows RFC 5545, and the name of the calendar follows RFC 7986. Raises UsageError if the
    plan ends after the year 9999.
    """
    from icalendar import Calendar, Event

    first, last = plan.stops[0], plan.stops[-1]
    result, seen = Calendar(), Counter[str]()
    _fill(result, version="2.0", prodid="-//mlgraph//mlgraph//EN")
    _fill(result, name=f"{first.title} to {last.title}", x_wr_calname=f"{first.title} to {last.title}")
    if attribution:
        _fill(result, description=attribution)
    for span in make_timetable(plan):
        seen[span.what.id] += 1
        again = f".{seen[span.what.id]}" if seen[span.what.id] > 1 else ""
        event = Event()
        _fill(
            event, uid=f"{span.what.id}{again}.{plan.target}@mlgraph", dtstamp=datetime.combine(plan.start, time(), UTC)
        )
        _fill(event, last_modified=datetime.combine(plan.start, time(), UTC), sequence=0)
        link = _find_link(span.what)
        if link:
            event.add("url", link)
        _fill(event, dtstart=span.begins, dtend=add_days(span.ends, 1), transp="TRANSPARENT")  # the days stay free
        if isinstance(span.what, Study):
            shown_by = [f"how you show it: {span.what.shown_by}"] if span.what.shown_by else []
            what = "; ".join(
                [
                    f"to be ready for {span.what.needed_for[-1].title}",
                    *explain_study(span.what),
                    *shown_by,
                    *(f"learn with {describe_resource(each)}" for each in span.what.learn_with),
                    *([span.what.url] if span.what.url not in ("", link) else []),
                ]
            )
            _fill(event, summary=f"{span.what.title} ({format_number(span.what.hours)} h)", description=what)
        else:
            _fill(event, summary=span.what.title)
            if figures and figures.pay and span.what.id == plan.target:
                _fill(event, description="; ".join(f"pay {describe_pay(each)}" for each in figures.pay))
        result.add_component(event)
    return bytes(result.to_ical())


def _find_link(what: Stop | Study) -> str:
    """Return the web address for the calendar entry of a skill or position, or "" if there is none.

    For a skill, the function returns the address of the first resource that has one, or else the address of the skill
    itself.
    """
    resources = what.learn_with if isinstance(what, Study) else ()
    return next((each.url for each in resources if each.url), what.url)


def _fill(component: "Component", **properties: str | int | date) -> None:
    """Add properties to a component of a calendar, such as an event.

    The function converts texts to `vText`, a class of the library icalendar that escapes special characters.

    The library icalendar reads a backslash before the letter N as a line break, even in a text with a real backslash
    and N. The function puts the invisible word joiner, U+2060, between a backslash and N, so that no line break arises.
    """
    from icalendar import vText

    for name, value in properties.items():
        text = vText(value.replace("\\N", "\\\u2060N")) if isinstance(value, str) else value
        component.add(name.replace("_", "-"), text)
