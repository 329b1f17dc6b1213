"""A plan as a Markdown checklist to tick."""

import re
from collections.abc import Iterator
from datetime import date

from mlgraph.model import Graph
from mlgraph.planning.plan import Plan, Stop
from mlgraph.text.formatting import counted, duration, quantity
from mlgraph.text.plan import reasons


def write(graph: Graph, *, plan: Plan, start: date | None) -> bytes:
    """Return a plan on a graph as a checklist, with dates where `start` is given."""
    return checklist(plan, start, graph.graph.get("attribution", "")).encode()


def checklist(plan: Plan, start: date | None = None, attribution: str = "") -> str:
    """Return a plan as Markdown: positions with months, and dates where `start` is given, and what to learn for each.

    Raises UsageError where that ends after the year 9999.
    """
    first, last = plan.stops[0], plan.stops[-1]
    study = f"{quantity(plan.hours)} hours of study, at {quantity(plan.pace)} a week beside the work"
    lines = [
        f"# {_escaped(first.title)} to {_escaped(last.title)}",
        "",
        f"{duration(plan.months)}: {counted(plan.moves, 'move')}, {study}.",
        "",
        f"- [x] {_reached(first, start)}",
    ]
    for stop in plan.stops[1:]:
        lines += ["", f"## {_escaped(stop.title)}", "", *_tasks(stop), f"- [ ] {_reached(stop, start)}"]
    return "\n".join([*lines, *(["", _escaped(attribution)] if attribution else []), ""])


def _reached(stop: Stop, start: date | None) -> str:
    day = f", {stop.date_from(start)}" if start else ""
    return f"**{_escaped(stop.title)}**, month {stop.arrives:.1f}{day}"


def _tasks(stop: Stop) -> Iterator[str]:
    for study in stop.learn:
        yield ", ".join(
            [f"- [ ] {_escaped(study.title)}", f"{quantity(study.hours)} h", *map(_escaped, reasons(study))]
        )


def _escaped(text: str) -> str:
    """Return a text in which Markdown finds no markup, no HTML, no link and no address.

    A list is found by what a line begins with, such as "-" or "1)". An address is found by its @ even if that is
    escaped: the word joiner (U+2060, invisible) behind it prevents that.
    """
    plain = re.sub(r"([\\`*_{}\[\]<>#+.!|~&@:\"$^=])", r"\\\1", text).replace("@", "@\u2060")
    return re.sub(r"^(\d*)([-)])", r"\1\\\2", plain)
