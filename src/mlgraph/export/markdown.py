"""Export of a plan as a checklist in Markdown."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from mlgraph.analysis.figures import PlanFigures, plan_figures
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import Graph
from mlgraph.planning.plan import Plan, Stop
from mlgraph.text.dates import format_date
from mlgraph.text.figures import describe_pay, describe_resource
from mlgraph.text.formatting import coarsen, format_number
from mlgraph.text.plan import describe_costs, explain_study, format_arrival, write_headline

_DONE = "Done"
# matches the hours of a skill and all text after them, or the day after the title of a position
_TASK = re.compile(r", [\d.,]+ h\b.*|(?<=\*\*), .*")


def write(graph: Graph, *, plan: Plan) -> bytes:
    """Return a plan as a checklist in Markdown, with figures of the graph, such as pay."""
    return make_checklist(plan, make_attribution(graph), plan_figures(graph, plan)).encode()


def make_checklist(plan: Plan, attribution: str = "", figures: PlanFigures | None = None) -> str:
    """Return a plan as a checklist in Markdown.

    The checklist states the day of arrival at a position, and the last day of study of a skill. For each skill, the
    checklist lists resources to learn from. With `figures`, the checklist states the pay at the target of the plan.
    """
    first, *others = plan.stops
    lines = [
        f"# {write_headline(plan, _escape(plan.stops[-1].title))}",
        "",
        f"From {_escape(first.title)}, {describe_costs(plan)}.",
        "",
        f"- [x] {_format_arrival(first)}",
    ]
    for stop in others:
        lines += [
            "",
            f"## {_escape(stop.title)}",
            "",
            *_list_tasks(stop),
            f"- [ ] {_format_arrival(stop)}",
        ]
    for each in figures.pay if figures else ():
        lines += ["", f"Pay {_escape(describe_pay(each))}."]
    return "\n".join([*lines, *(["", _escape(attribution)] if attribution else []), ""])


def keep_ticks(before: bytes, content: bytes) -> bytes:
    """Set the tasks that are done in the checklist `before` to done in the new checklist `content`.

    Tasks that are done in the checklist `before`, and that `content` lacks, go below a heading "Done".

    Two tasks of checklists are the same if they have the same title. In a line of a checklist, the title of a task ends
    before the hours of study or the day of arrival.
    """
    encoding = "utf-16" if before.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    ticked = dict(_find_tasks(before.decode(encoding, "replace"), "xX"))
    lines = content.decode().splitlines()
    for at, line in enumerate(lines):
        for title, _ in _find_tasks(line, " "):
            if title in ticked:
                lines[at] = line.replace("[ ]", "[x]", 1)
    here = {title for title, _ in _find_tasks("\n".join(lines), "xX")}
    done = [f"- [x] {title}" for title in ticked if title not in here]
    if done:
        at = next((at for at, line in enumerate(lines) if line.startswith("## ")), len(lines))
        lines[at:at] = [f"## {_DONE}", "", *done, ""]
    return "\n".join([*lines, ""]).encode()


def _find_tasks(text: str, marks: str) -> Iterator[tuple[str, str]]:
    """Yield the tasks of a checklist, each with its title and the character in its box, such as x.

    The function yields only tasks whose character is one of `marks`.
    """
    for found in re.finditer(rf"^[ \t]*[-*+][ \t]+\[([{marks}])\] (.+)$", text, re.MULTILINE):
        yield _TASK.sub("", found[2]).strip(), found[1]


def _format_arrival(stop: Stop) -> str:
    return f"**{_escape(stop.title)}**, {format_arrival(stop)}{_format_link(stop.url)}"


def _format_link(address: str) -> str:
    """Return a comma and a link to the web address, or an empty text if the address is empty."""
    return f", <{address.replace('<', '%3C').replace('>', '%3E')}>" if address else ""


def _list_tasks(stop: Stop) -> Iterator[str]:
    for study in stop.learn:
        until = [f"until {format_date(study.ends)}"] if study.ends else []
        said = [
            _escape(study.title),
            f"{format_number(coarsen(study.hours))} h",
            *until,
            *map(_escape, explain_study(study)),
        ]
        yield f"- [ ] {', '.join(said)}{_format_link(study.url)}"
        for each in study.learn_with:
            yield f"    - learn with {_escape(describe_resource(each, with_address=False))}{_format_link(each.url)}"


def _escape(text: str) -> str:
    """Escape a text so that Markdown finds no markup, HTML, link or address in it.

    The function escapes "-" and "1)" at the beginning of a line, which would begin a list in Markdown. In Markdown, the
    sign @ makes an e-mail address even if it is escaped. The function adds the invisible word joiner, U+2060, after
    each sign @, which prevents an e-mail address.
    """
    plain = re.sub(r"([\\`*_{}\[\]<>#+.!|~&@:\"$^=])", r"\\\1", text).replace("@", "@\u2060")
    return re.sub(r"^(\d*)([-)])", r"\1\\\2", plain)
