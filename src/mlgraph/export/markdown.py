"""A plan as a Markdown checklist to tick."""

import re
from collections.abc import Iterator

from mlgraph.model import Graph
from mlgraph.planning.plan import Plan, Stop
from mlgraph.text.dates import day_month_year
from mlgraph.text.formatting import quantity
from mlgraph.text.plan import arrival, costs, headline, reasons


def write(graph: Graph, *, plan: Plan) -> bytes:
    """Return a plan on a graph as a checklist."""
    return checklist(plan, graph.graph.get("attribution", "")).encode()


def checklist(plan: Plan, attribution: str = "") -> str:
    """Return a plan as Markdown: positions with the days of arrival, and what to learn for each by when."""
    first, *others = plan.stops
    lines = [
        f"# {headline(plan, _escaped(plan.stops[-1].title))}",
        "",
        f"From {_escaped(first.title)}, {costs(plan)}.",
        "",
        f"- [x] {_reached(first)}",
    ]
    for stop in others:
        lines += ["", f"## {_escaped(stop.title)}", "", *_tasks(stop), f"- [ ] {_reached(stop)}"]
    return "\n".join([*lines, *(["", _escaped(attribution)] if attribution else []), ""])


def _reached(stop: Stop) -> str:
    return f"**{_escaped(stop.title)}**, {arrival(stop)}"


def _tasks(stop: Stop) -> Iterator[str]:
    for study in stop.learn:
        until = [f"until {day_month_year(study.ends)}"] if study.ends else []
        said = [_escaped(study.title), f"{quantity(study.hours)} h", *until, *map(_escaped, reasons(study))]
        yield f"- [ ] {', '.join(said)}"


def _escaped(text: str) -> str:
    """Return a text in which Markdown finds no markup, no HTML, no link and no address.

    A list is found by what a line begins with, such as "-" or "1)". An address is found by its @ even if that is
    escaped: the word joiner (U+2060, invisible) behind it prevents that.
    """
    plain = re.sub(r"([\\`*_{}\[\]<>#+.!|~&@:\"$^=])", r"\\\1", text).replace("@", "@\u2060")
    return re.sub(r"^(\d*)([-)])", r"\1\\\2", plain)
