"""Reports of the commands `check` and `import`, as text and as JSON."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.analysis.breaches import Laws
from mlgraph.errors import Diagnostic, GraphFileError
from mlgraph.graphfile.lint import Evidence
from mlgraph.graphfile.overlay import Override
from mlgraph.printable import sanitize
from mlgraph.text.formatting import agree, format_count, make_bold, wrap
from mlgraph.text.json import to_json
from mlgraph.text.laws import describe_asked, describe_breach
from mlgraph.text.screen import LINES

if TYPE_CHECKING:
    from mlgraph.model import Graph

# the most lines of a list, so that a report fits one screen
MOST_LINES = 6


@dataclass(frozen=True)
class CheckReport:
    """The answer of the command `check`, with the mistakes and warnings of graph files.

    `evidence` is None unless the user asked for the evidence in the graph. `laws` is None unless the user asked for
    plans that break a law.
    """

    files: tuple[str, ...]
    sound: bool
    diagnostics: tuple[Diagnostic, ...]
    overrides: tuple[Override, ...]
    evidence: Evidence | None
    laws: Laws | None


@dataclass(frozen=True)
class ImportReport:
    """The answer of the command `import`: the size of the new graph, and the numbers of records read and left out."""

    file: str
    stages: int
    roles: int
    skills: int
    moves: int
    read: dict[str, int]
    left_out: dict[str, int]
    attribution: str


def render_check(
    path: str,
    graph: Graph,
    warnings: Sequence[Diagnostic] = (),
    overridden: Sequence[str] = (),
    evidence: Evidence | None = None,
    whole: bool = False,
    laws: Laws | None = None,
) -> str:
    """Return, as text, the report of the command `check` on a graph file that has no mistakes.

    The report on a graph file has the numbers of nodes and moves, the warnings, and the values that overlays replace.
    With `evidence`, the report also lists the nodes and edges without a source. With `laws`, the report also lists the
    plans that break a law, such as a plan that takes longer at a higher pace. Without `whole`, the report fits one
    screen.
    """
    path = sanitize(path, 1000)
    uncited = [] if evidence is None else _list_uncited(path, evidence)
    estimated = [] if evidence is None else [*_list_estimated(path, evidence)]
    lines = [f"{path}: no mistakes, {_describe_contents(graph)}"]
    broken = [] if laws is None else [f"{path}: {describe_breach(each)}" for each in laws.breaches]
    for listed in ([*map(str, warnings)], [*overridden], uncited, estimated, broken):
        kept = listed if whole or len(listed) <= MOST_LINES + 1 else listed[:MOST_LINES]
        lines += [*kept, *([f"{len(listed) - len(kept):,} more"] if kept != listed else [])]
    if warnings:
        lines.append(f"{path}: {format_count(len(warnings), 'warning')}")
    if evidence is not None:
        lines += (f"{path}: {_describe_counts(what, kinds)}" for what, kinds in evidence.figures.items())
        lines.append(f"{path}: {_describe_coverage(evidence)}")
    if laws is not None:
        lines.append(f"{path}: {describe_asked(laws)}")
    return "\n".join(lines)


def list_mistakes(error: GraphFileError, whole: bool = False) -> str:
    """Return, as text, the mistakes of a file. Without `whole`, the text has only those that fit one screen."""
    head, _, _ = str(error).partition("\n")
    mistakes = [*map(str, error.diagnostics)]
    # each mistake ends on this row of the screen, after the head, which stands behind the name of the program
    ends = [*accumulate(len(wrap(each, "", "  ")) for each in (f"mlgraph: {head}", *mistakes))][1:]
    kept = len(mistakes)
    if not whole and ends[-1] > LINES:
        # the number of the others has one row, and the command to print them two
        kept = max(1, bisect(ends, LINES - 3))
    left = len(mistakes) - kept
    return "\n".join([head, *mistakes[:kept], *([f"{left:,} more"] if left else [])])


def _describe_contents(graph: Graph) -> str:
    counts = _count(graph).items()
    return ", ".join(format_count(number, noun) for noun, number in counts if number) or "nothing in it"


def _count(graph: Graph) -> dict[str, int]:
    """Return the number of stages, roles, skills and moves in a graph."""
    kinds = [graph.nodes[node]["kind"] for node in graph]
    moves = sum(edge["relation"] == "leads_to" for _, _, edge in graph.edges(data=True))
    return {kind: kinds.count(kind) for kind in ("stage", "role", "skill")} | {"move": moves}


def _list_uncited(path: str, found: Evidence) -> list[str]:
    names = (*found.uncited_nodes, *(f"{source} -> {target}" for source, target in found.uncited_edges))
    return [f"{path}: {name}: cites no source" for name in names]


def _list_estimated(path: str, found: Evidence) -> Iterator[str]:
    for each in found.estimated:
        yield f"{path}: {' -> '.join(each.nodes)}: {each.what} only estimated"


def _describe_counts(what: str, kinds: Mapping[str, int]) -> str:
    said = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items())
    return f"{format_count(sum(kinds.values()), 'figure')} of {what}: {said}"


def _describe_coverage(found: Evidence) -> str:
    all_of_it = f"{format_count(found.nodes, 'node')} and {format_count(found.edges, 'edge')}"
    if found.complete:
        return f"{all_of_it}, each with a source"
    nodes, edges = len(found.uncited_nodes), len(found.uncited_edges)
    return f"{all_of_it}; no source for {format_count(nodes, 'node')} and {format_count(edges, 'edge')}"


def render_import(path: str, graph: Graph, read: Mapping[str, int], left_out: Mapping[str, int]) -> str:
    """Return the text of `import`: the size of the graph, and the records of the catalogue read or left out."""
    lines = [f"{sanitize(path, 1000)} is written: {_describe_contents(graph)}"]
    for title, counts in (("Read", read), ("Left out", left_out)):
        found = (wrap(agree(what, count), f"  {count:>9,}  ", " " * 13) for what, count in counts.items())
        lines += ["", make_bold(title), *chain.from_iterable(found)] if counts else []
    return "\n".join([*lines, "", *wrap(graph.graph["attribution"])])


def dump_import(path: str, graph: Graph, read: Mapping[str, int], left_out: Mapping[str, int]) -> str:
    """Return the report of the command `import` on a new graph as JSON."""
    counts = {f"{kind}s": number for kind, number in _count(graph).items()}
    attribution = graph.graph["attribution"]
    return to_json(ImportReport(path, **counts, read={**read}, left_out={**left_out}, attribution=attribution))


def dump_check(
    paths: Iterable[Path],
    diagnostics: Iterable[Diagnostic],
    overrides: Iterable[Override] = (),
    evidence: Evidence | None = None,
    laws: Laws | None = None,
) -> str:
    """Return the report of the command `check` on graph files as JSON."""
    found = tuple(diagnostics)
    is_sound = all(each.severity == "warning" for each in found)
    return to_json(CheckReport(tuple(map(str, paths)), is_sound, found, tuple(overrides), evidence, laws))
