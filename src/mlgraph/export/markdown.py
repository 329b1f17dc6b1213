"""A plan as a Markdown checklist to tick."""

import re
from collections.abc import Iterator
from datetime import date

from mlgraph.model import Graph
from mlgraph.planning.plan import Plan, Stop
from mlgraph.text.formatting import duration, quantity, tenths
from mlgraph.text.plan import costs, ends, reasons


def write(graph: Graph, *, plan: Plan, start: date | None) -> bytes:
    """Return a plan on a graph as a checklist, with dates where `start` is given."""
    return checklist(plan, start, graph.graph.get("attribution", "")).encode()


def checklist(plan: Plan, start: date | None = None, attribution: str = "") -> str:
    """Return a plan as Markdown: positions with months, and dates where `start` is given, and what to learn for each.

    Raises UsageError where that ends after the year 9999.
    """
    lines = [
        f"# {_escaped(ends(plan))}",
        "",
        f"{duration(plan.months)}: {costs(plan)} beside the work.",
        "",
        f"- [x] {_reached(plan.stops[0], start)}",
    ]
    for stop in plan.stops[1:]:
        lines += ["", f"## {_escaped(stop.title)}", "", *_tasks(stop), f"- [ ] {_reached(stop, start)}"]
    return "\n".join([*lines, *(["", _escaped(attribution)] if attribution else []), ""])


def _reached(stop: Stop, start: date | None) -> str:
    day = f", {stop.date_from(start)}" if start else ""
    return f"**{_escaped(stop.title)}**, month {tenths(stop.arrives)}{day}"


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
