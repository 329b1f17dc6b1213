"""Mermaid flowcharts of graphs and plans, for wikis that draw Mermaid."""

import re
from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import quote

from mlgraph.drawing import layout
from mlgraph.errors import DrawError, UsageError
from mlgraph.graphfile.evidence import make_attribution
from mlgraph.model import POSITIONS, Graph, list_links, list_targets
from mlgraph.planning.plan import Plan
from mlgraph.text.formatting import format_number
from mlgraph.text.plan import format_arrival

MOST_LINES = 500
_SHAPES = {"stage": ('["', '"]'), "role": ('("', '")'), "skill": ('[["', '"]]')}


def write(graph: Graph, *, plan: Plan | None, only: str | None) -> bytes:
    """Return a flowchart of a plan, or of the whole graph. Raises UsageError if both `plan` and `only` are given."""
    if plan and only:
        raise UsageError("`plan` and `only` cannot be combined; leave one of them out")
    return (format_plan(graph, plan) if plan else format_map(graph, only)).encode()


def format_map(graph: Graph, only: str | None = None) -> str:
    """Return a flowchart of the positions, grouped by stage, with the main moves and their months.

    If `only` is "roles" or "skills", the flowchart shows only roles or only skills. Raises DrawError if the flowchart
    would be too long to read.
    """
    kinds = {"roles": ("role",), "skills": ("skill",), None: POSITIONS}[only]
    nodes = [node for node in sorted(graph) if graph.nodes[node]["kind"] in kinds]
    names = {node: f"n{rank}" for rank, node in enumerate(nodes)}
    _check_length(len(nodes))
    lanes = [("", nodes)] if only == "skills" else layout.arrange_lanes(graph)
    lines = []
    for rank, (stage, positions) in enumerate(lanes):
        members = [node for node in positions if node in names]
        boxes = [_format_box(names[node], graph.nodes[node]["kind"], [graph.nodes[node]["title"]]) for node in members]
        if stage and members not in ([], [stage]):
            boxes = [f'subgraph s{rank}["{_escape(graph.nodes[stage]["title"])}"]', *boxes, "end"]
        lines += boxes
    lines += _list_links(graph, names.items())
    main = graph if only == "skills" else layout.select_main_moves(graph)
    lines += (line for node in nodes for line in _list_edges(main, node, names))
    return _join_lines("LR" if only == "skills" else "TB", graph, lines)


def format_plan(graph: Graph, plan: Plan) -> str:
    """Return a flowchart of a plan, with a box for each position and the skills to learn before it."""
    lines = []
    for rank, stop in enumerate(plan.stops):
        learn = [f"{format_number(study.hours)} h {study.title}" for study in stop.learn]
        lines.append(_format_box(f"n{rank}", stop.kind, [stop.title, format_arrival(stop), *learn]))
    lines += _list_links(graph, ((stop.id, f"n{rank}") for rank, stop in enumerate(plan.stops)))
    for rank, (first, second) in enumerate(pairwise(plan.stops)):
        lines.append(_format_move(f"n{rank}", f"n{rank + 1}", round(second.arrives - first.arrives, 1)))
    return _join_lines("TB", graph, lines)


def _join_lines(direction: str, graph: Graph, lines: list[str]) -> str:
    _check_length(len(lines))
    attribution = make_attribution(graph)
    comment = [f"%% {_escape(attribution)}"] if attribution else []
    return "".join(f"{line}\n" for line in (f"flowchart {direction}", *(f"    {line}" for line in (*comment, *lines))))


def _check_length(lines: int) -> None:
    if lines > MOST_LINES:
        raise DrawError(f"a flowchart of more than {MOST_LINES} lines is not readable; choose another format")


def _format_box(name: str, kind: str, text: Iterable[str]) -> str:
    begin, end = _SHAPES[kind]
    return f"{name}{begin}{'<br>'.join(map(_escape, text))}{end}"


def _list_links(graph: Graph, names: Iterable[tuple[str, str]]) -> list[str]:
    """Return a line of Mermaid code for each box that has a web address.

    `names` has pairs of the id of a node and the name of its box in the Mermaid code.
    """
    links = list_links(graph)
    # a semicolon could end an entity of Mermaid
    return [f'click {name} href "{quote(links[node], safe="%:/?#@!$&*+,=~")}"' for node, name in names if node in links]


def _format_move(source: str, target: str, months: float) -> str:
    return f'{source} -->|"{format_number(months)} mo"| {target}'


def _list_edges(graph: Graph, node: str, names: dict[str, str]) -> list[str]:
    if graph.nodes[node]["kind"] in POSITIONS:
        return [
            _format_move(names[node], names[t], months) for t, months in list_targets(graph, node).items() if t in names
        ]
    opened = ((target, arrow["required"]) for target, arrow in sorted(graph.adj[node].items()) if target in names)
    return [f"{names[node]} {'-->' if required else '-.->'} {names[target]}" for target, required in opened]


def _escape(text: str) -> str:
    r"""Escape a text so that Mermaid finds no quote, markup, directive or character code in it.

    Mermaid replaces character codes, such as #36; for "$", before it looks for "\n" (a line break), "$$" (a formula)
    and "fa:fa-" (an icon). The function puts the invisible word joiner, U+2060, into "\n", "$$" and "fa:fa-", so that
    Mermaid finds none of them. The function replaces the blank after "direction" by its character code #32;, since
    "direction TB" is a command anywhere in a line.
    """
    apart = re.sub(r"\\(?=n)|\$(?=\$)|:(?=fa-)", "\\g<0>\u2060", text)
    return re.sub(r"[^\w ,.()/-]|(?<=direction) ", lambda match: f"#{ord(match[0])};", apart)
