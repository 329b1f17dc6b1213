"""Reports of `check` and of imports, as lines for a terminal or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.errors import Diagnostic
from mlgraph.graphfile.lint import Evidence
from mlgraph.graphfile.overlay import Override
from mlgraph.printable import shown
from mlgraph.text.formatting import counted, wrapped
from mlgraph.text.json import to_json

if TYPE_CHECKING:
    from mlgraph.model import Graph


@dataclass(frozen=True)
class CheckReport:
    """The answer of `check`: the mistakes and warnings of files; `evidence` is None where nobody asked for it."""

    files: tuple[str, ...]
    sound: bool
    diagnostics: tuple[Diagnostic, ...]
    overrides: tuple[Override, ...]
    evidence: Evidence | None


def check_lines(path: str, graph: Graph, warnings: Sequence[Diagnostic] = (), evidence: Evidence | None = None) -> str:
    """Return that a graph file is sound, what it holds, the warnings about it, and what of it is uncited."""
    kinds = [graph.nodes[node]["kind"] for node in graph]
    moves = sum(arrow["relation"] == "leads_to" for _, _, arrow in graph.edges(data=True))
    counts = [*(counted(kinds.count(kind), kind) for kind in ("stage", "role", "skill")), counted(moves, "move")]
    path, slips = shown(path, 1000), f"; {counted(len(warnings), 'warning')}" if warnings else ""
    found = () if evidence is None else _evidence(path, evidence)
    return "\n".join((f"{path}: sound: {', '.join(counts)}{slips}", *map(str, warnings), *found))


def _evidence(path: str, found: Evidence) -> Iterator[str]:
    yield from (f"{path}: uncited: {node}" for node in found.uncited_nodes)
    yield from (f"{path}: uncited: {source} -> {target}" for source, target in found.uncited_arrows)
    nodes, arrows = len(found.uncited_nodes), len(found.uncited_arrows)
    yield f"{path}: evidence: uncited are {nodes:,} of {found.nodes:,} nodes and {arrows:,} of {found.arrows:,} arrows"


def import_lines(path: str, graph: Graph, read: Mapping[str, int], left_out: Mapping[str, int]) -> str:
    """Return what an import has read, what it has left out and why, what it has written, and whose the data are."""
    lines = [check_lines(path, graph).replace("sound", "written")]
    for title, counts in (("Read", read), ("Left out", left_out)):
        found = (wrapped(what, f"  {count:>9,}  ", " " * 13) for what, count in counts.items())
        lines += [f"{title}:", *(line for part in found for line in part)] if counts else []
    return "\n".join([*lines, *wrapped(graph.graph["attribution"])])


def check_json(
    paths: Iterable[Path],
    diagnostics: Iterable[Diagnostic],
    overrides: Iterable[Override] = (),
    evidence: Evidence | None = None,
) -> str:
    """Return the errors and warnings of graph files, what overrides what, and what is uncited, as JSON."""
    found = tuple(diagnostics)
    is_sound = all(each.severity == "warning" for each in found)
    return to_json(CheckReport(tuple(map(str, paths)), is_sound, found, tuple(overrides), evidence))
