"""A graph as a Mermaid flowchart, for wikis that draw it."""

import re
from collections import defaultdict

from mlgraph.errors import DrawError
from mlgraph.model import POSITIONS, Graph, leads_to
from mlgraph.text import quantity

MOST_LINES = 500
_SHAPES = {"stage": ('["', '"]'), "role": ('("', '")'), "skill": ('[["', '"]]')}


def flowchart(graph: Graph, only: str | None = None) -> str:
    """Return positions in their stages with the months of moves; with `only`, the "roles" or the "skills" alone.

    Raises DrawError where it would be too large for Mermaid to draw.
    """
    kinds = {"roles": ("role",), "skills": ("skill",), None: POSITIONS}[only]
    nodes = [node for node in sorted(graph) if graph.nodes[node]["kind"] in kinds]
    names = {node: f"n{rank}" for rank, node in enumerate(nodes)}
    lanes: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        own = node if graph.nodes[node]["kind"] == "stage" else graph.nodes[node].get("stage", "")
        lanes[own].append(node)
    lines = ["flowchart LR"]
    if attribution := graph.graph.get("attribution"):
        lines.append(f"    %% {_escaped(attribution)}")
    for rank, (stage, members) in enumerate(sorted(lanes.items())):
        boxes = [f"    {names[node]}{_label(graph, node)}" for node in members]
        if stage and members != [stage]:
            boxes = [f'    subgraph s{rank}["{_escaped(graph.nodes[stage]["title"])}"]', *boxes, "    end"]
        lines += boxes
    lines += (line for node in nodes for line in _arrows(graph, node, names))
    if len(lines) > MOST_LINES:
        raise DrawError(f"a flowchart of more than {MOST_LINES} lines cannot be read; choose another format")
    return "\n".join(lines) + "\n"


def _label(graph: Graph, node: str) -> str:
    begin, end = _SHAPES[graph.nodes[node]["kind"]]
    return f"{begin}{_escaped(graph.nodes[node]['title'])}{end}"


def _arrows(graph: Graph, node: str, names: dict[str, str]) -> list[str]:
    if graph.nodes[node]["kind"] in POSITIONS:
        moves = leads_to(graph, node).items()
        return [f'    {names[node]} -->|"{quantity(m)}"| {names[t]}' for t, m in moves if t in names]
    opened = ((target, arrow["required"]) for target, arrow in sorted(graph.adj[node].items()) if target in names)
    return [f"    {names[node]} {'-->' if required else '-.->'} {names[target]}" for target, required in opened]


def _escaped(text: str) -> str:
    """Return a text in which Mermaid finds no quote, markup, directive or entity of its own."""
    return re.sub(r"[^\w ,.()/-]", lambda match: f"#{ord(match[0])};", text)
