"""A graph or a plan as a Mermaid flowchart, for wikis that draw it."""

import re
from collections.abc import Iterable
from itertools import pairwise

from mlgraph.drawing import layout
from mlgraph.errors import DrawError, UsageError
from mlgraph.model import POSITIONS, Graph, leads_to
from mlgraph.planning.plan import Plan
from mlgraph.text.formatting import quantity
from mlgraph.text.plan import arrival

MOST_LINES = 500
_SHAPES = {"stage": ('["', '"]'), "role": ('("', '")'), "skill": ('[["', '"]]')}


def write(graph: Graph, *, plan: Plan | None, only: str | None) -> bytes:
    """Return a plan as a flowchart, or the map where there is none. Raises UsageError where both are asked for."""
    if plan and only:
        raise UsageError("`plan` and `only` cannot be combined; leave out the one or the other")
    return (route(graph, plan) if plan else flowchart(graph, only)).encode()


def flowchart(graph: Graph, only: str | None = None) -> str:
    """Return positions in their stages with the months of the main moves; with `only`, the "roles" or "skills" alone.

    Raises DrawError where it would be too large for Mermaid to draw.
    """
    kinds = {"roles": ("role",), "skills": ("skill",), None: POSITIONS}[only]
    nodes = [node for node in sorted(graph) if graph.nodes[node]["kind"] in kinds]
    names = {node: f"n{rank}" for rank, node in enumerate(nodes)}
    _check_length(len(nodes))
    lanes = [("", nodes)] if only == "skills" else layout.lanes(graph)
    lines = []
    for rank, (stage, positions) in enumerate(lanes):
        members = [node for node in positions if node in names]
        boxes = [_box(names[node], graph.nodes[node]["kind"], [graph.nodes[node]["title"]]) for node in members]
        if stage and members not in ([], [stage]):
            boxes = [f'subgraph s{rank}["{_escaped(graph.nodes[stage]["title"])}"]', *boxes, "end"]
        lines += boxes
    main = graph if only == "skills" else layout.main_moves(graph)
    lines += (line for node in nodes for line in _arrows(main, node, names))
    return _written("LR" if only == "skills" else "TB", graph, lines)


def route(graph: Graph, plan: Plan) -> str:
    """Return the positions of a plan, the day of arrival and what to learn before each, and the months of the moves."""
    lines = []
    for rank, stop in enumerate(plan.stops):
        learn = [f"{quantity(study.hours)} h {study.title}" for study in stop.learn]
        lines.append(_box(f"n{rank}", stop.kind, [stop.title, arrival(stop), *learn]))
    for rank, (first, second) in enumerate(pairwise(plan.stops)):
        lines.append(_move(f"n{rank}", f"n{rank + 1}", leads_to(graph, first.id)[second.id]))
    return _written("TB", graph, lines)


def _written(direction: str, graph: Graph, lines: list[str]) -> str:
    _check_length(len(lines))
    attribution = graph.graph.get("attribution")
    said = [f"%% {_escaped(attribution)}"] if attribution else []
    return "".join(f"{line}\n" for line in (f"flowchart {direction}", *(f"    {line}" for line in (*said, *lines))))


def _check_length(lines: int) -> None:
    if lines > MOST_LINES:
        raise DrawError(f"a flowchart of more than {MOST_LINES} lines cannot be read; choose another format")


def _box(name: str, kind: str, text: Iterable[str]) -> str:
    begin, end = _SHAPES[kind]
    return f"{name}{begin}{'<br>'.join(map(_escaped, text))}{end}"


def _move(source: str, target: str, months: float) -> str:
    return f'{source} -->|"{quantity(months)} mo"| {target}'


def _arrows(graph: Graph, node: str, names: dict[str, str]) -> list[str]:
    if graph.nodes[node]["kind"] in POSITIONS:
        return [_move(names[node], names[t], months) for t, months in leads_to(graph, node).items() if t in names]
    opened = ((target, arrow["required"]) for target, arrow in sorted(graph.adj[node].items()) if target in names)
    return [f"{names[node]} {'-->' if required else '-.->'} {names[target]}" for target, required in opened]


def _escaped(text: str) -> str:
    """Return a text in which Mermaid finds no quote, markup, directive or entity of its own.

    A backslash before n (the end of a line), two dollars (a formula) and "fa:fa-" (an icon) it also finds in entities:
    the word joiner (U+2060, invisible) keeps them apart. It finds "direction TB" anywhere in a line.
    """
    apart = re.sub(r"\\(?=n)|\$(?=\$)|:(?=fa-)", "\\g<0>\u2060", text)
    return re.sub(r"[^\w ,.()/-]|(?<=direction) ", lambda match: f"#{ord(match[0])};", apart)
