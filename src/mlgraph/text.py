"""An answer as lines for a person, at most 80 columns wide, or as JSON for a program."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from mlgraph.errors import shown
from mlgraph.model import named

if TYPE_CHECKING:
    from pathlib import Path

    from mlgraph.errors import Mistake
    from mlgraph.model import Graph, Named
    from mlgraph.overlay import Override
    from mlgraph.profile import Profile
    from mlgraph.query import Citation, Description, Entry, Move, Need
    from mlgraph.review import Evidence, Remark

WIDTH = 80
# what leads `from` somewhere leads `to` somewhere, in JSON
NAMES = {"source": "from", "target": "to"}


def description_lines(found: Description) -> str:
    """Return all that is known of one node, in sections."""
    kind = f"a {found.kind} in {found.stage.title}" if found.stage else f"a {found.kind}"
    hours = "" if found.hours is None else f", {quantity(found.hours)} hours of study{_study_range(found)}"
    if found.prerequisites:
        before = counted(len(found.prerequisites), "skill")
        hours += f"; {quantity(found.hours_in_all)} hours with all that it needs in any case ({before})"
    lines = [bold(found.title), *wrapped(f"{found.id}, {kind}{hours}")]
    if found.aliases:
        lines += wrapped(f"also called {', '.join(found.aliases)}")
    if found.about:
        lines += ["", *wrapped(found.about)]
    sections = {
        "Shown by": filter(None, [found.shown_by]),
        "Needs": (_requirement(group) for group in found.needs),
        "Leads to": map(_move, found.leads_to),
        "Reached from": map(_move, found.reached_from),
        "Needed for": (_named(node) for node in found.needed_for),
        "Opens in all": (
            f"{counted(len(nodes), kind)}: {', '.join(node.title for node in nodes)}"
            for kind, nodes in (("role", found.opens_roles), ("skill", found.opens_skills))
            if nodes
        ),
        "Elsewhere": (f"{code}: {match}" for code, match in found.same_as.items()),
        "Sources": [*map(_citation, found.cites), *filter(None, [found.attribution])],
    }
    for title, items in sections.items():
        body = [line for item in items for line in wrapped(item, "  ", "      ")]
        lines += ["", bold(title), *body] if body else []
    return "\n".join(lines)


def _study_range(found: Description | Entry) -> str:
    if found.hours_low is None or found.hours_high is None:
        return ""
    return f" ({quantity(found.hours_low)} to {quantity(found.hours_high)})"


def _requirement(group: tuple[Need, ...]) -> str:
    names = ", or ".join(f"{_named(skill)}{_by(skill)}" for skill in group)
    return f"one of: {names}" if len(group) > 1 else names


def _move(move: Move) -> str:
    return f"{_named(move)}, after {quantity(move.months)} {'month' if move.months == 1 else 'months'}{_by(move)}"


def _by(arrow: Need | Move) -> str:
    return f" [{', '.join(arrow.cites)}]" if arrow.cites else ""


def _named(node: Any) -> str:
    return f"{node.title} ({node.id})"


def _citation(cite: Citation) -> str:
    source = ", ".join(part for part in (cite.title, cite.publisher, cite.date) if part)
    return f"{cite.cite}: {cite.point} [{source}]" if cite.point else f"{cite.cite} [{source}]"


def entry_lines(entries: Iterable[Entry]) -> str:
    """Return nodes as a table: kind, id, title, and the stage of a role or the hours of a skill."""
    rows = [(e.kind, e.id, e.title, e.stage or _hours(e)) for e in entries]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return "\n".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)), row[3])).rstrip()
        for row in rows
    )


def profile_lines(path: str, graph: Graph, profile: Profile) -> str:
    """Return what a profile says."""
    fields = _profile_fields(path, graph, profile)
    lines = [f"{shown(path, 200)}: {quantity(profile.pace)} hours of study a week"]
    for title, nodes in (("At", [fields["position"]]), ("Has", fields["have"]), ("Avoids", fields["avoid"])):
        body = [line for node in nodes if node for line in wrapped(_named(node), "  ", "      ")]
        lines += ["", bold(title), *body] if body else []
    return "\n".join(lines)


def profile_json(path: str, graph: Graph, profile: Profile) -> str:
    """Return what a profile says as JSON; `pace` is in hours of study a week."""
    return to_json(_profile_fields(path, graph, profile))


def _profile_fields(path: str, graph: Graph, profile: Profile) -> dict[str, Any]:
    have, avoid = ([named(graph, node) for node in nodes] for nodes in (profile.have, profile.avoid))
    position = None if profile.position is None else named(graph, profile.position)
    return {"file": path, "position": position, "pace": profile.pace, "have": have, "avoid": avoid}


def learned_lines(path: str, skills: Iterable[tuple[Named, bool]]) -> str:
    """Return for each skill whether it is new in a profile."""
    return "\n".join(
        f"{shown(path, 200)}: {_named(skill)} {'is added' if new else 'was there already'}" for skill, new in skills
    )


def _hours(entry: Entry) -> str:
    return "" if entry.hours is None else f"{quantity(entry.hours)} h{_study_range(entry)}"


def check_lines(path: str, graph: Graph, remarks: Iterable[Remark] = (), evidence: Evidence | None = None) -> str:
    """Return that a graph file is sound, what it holds, what in it is probably a slip, and what of it is uncited."""
    kinds = [graph.nodes[node]["kind"] for node in graph]
    moves = sum(arrow["relation"] == "leads_to" for _, _, arrow in graph.edges(data=True))
    counts = (*(counted(kinds.count(kind), kind) for kind in ("stage", "role", "skill")), counted(moves, "move"))
    path = shown(path, 1000)
    warnings = (f"{path}: warning: {remark.id}: {remark.problem}" for remark in remarks)
    found = () if evidence is None else _evidence(path, evidence)
    return "\n".join((f"{path}: sound: {', '.join(counts)}", *warnings, *found))


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
    mistakes: Iterable[Mistake],
    remarks: Iterable[Remark] = (),
    overrides: Iterable[Override] = (),
    evidence: Evidence | None = None,
) -> str:
    """Return what is wrong in graph files, what is probably a slip, what overrides what, what is uncited, as JSON."""
    found = [dataclasses.asdict(mistake) for mistake in mistakes]
    said = {"files": [str(path) for path in paths], "sound": not found, "mistakes": found, "warnings": [*remarks]}
    said |= {"overrides": [*overrides]} | ({} if evidence is None else {"evidence": evidence})
    return to_json(said)


def to_json(value: Any, indent: int | None = 2) -> str:
    """Return a value of plain types, days or dataclasses as JSON, in ASCII; without `indent`, on one line."""
    return json.dumps(value, default=_plain, indent=indent, separators=None if indent else (",", ":"))


def fields(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass as JSON names them: what leads `from` somewhere leads `to` somewhere."""
    return {NAMES.get(field.name, field.name): getattr(value, field.name) for field in dataclasses.fields(value)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else fields(value)


def duration(months: float) -> str:
    """Return a number of months in years and months, rounded to whole months.

    >>> duration(110.2)
    '9 years 2 months'
    """
    years, rest = divmod(round(months), 12)
    parts = [counted(years, "year")] if years else []
    return " ".join([*parts, counted(rest, "month")] if rest or not years else parts)


def quantity(value: float) -> str:
    """Return a number with thousands separated and at most one decimal.

    >>> quantity(1240), quantity(2.25)
    ('1,240', '2.2')
    """
    return f"{value:,.1f}".removesuffix(".0")


def counted(number: int, noun: str) -> str:
    """Return a number of things in words.

    >>> counted(0, "move"), counted(1, "move"), counted(1200, "move")
    ('no moves', '1 move', '1,200 moves')
    """
    return f"{f'{number:,}' if number else 'no'} {noun}{'' if number == 1 else 's'}"


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """Return a text as lines of at most 80 columns, with what the first and all others begin with."""
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def bold(text: str) -> str:
    """Return a text as a terminal shows it in bold type."""
    return f"\x1b[1m{text}\x1b[0m"
