"""Nodes as sentences and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlgraph.analysis.describe import Citation, Description, Entry, Move, Need
from mlgraph.text.formatting import bold, counted, named_with_id, quantity, wrapped


def description_lines(found: Description) -> str:
    """Return all that is known of one node, in sections."""
    lines = [bold(found.title), *wrapped(f"{found.id}, a {summary(found)}")]
    if found.aliases:
        lines += wrapped(f"also called {', '.join(found.aliases)}")
    if found.about:
        lines += ["", *wrapped(found.about)]
    sections = {
        "Shown by": filter(None, [found.shown_by]),
        "Needs": (_requirement(group) for group in found.needs),
        "Leads to": map(_move, found.leads_to),
        "Reached from": map(_move, found.reached_from),
        "Needed for": (named_with_id(node) for node in found.needed_for),
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


def summary(found: Description) -> str:
    """Return the kind of a node with its stage, its hours of study, and the hours with all that it needs."""
    parts = [f"{found.kind} in {found.stage.title}" if found.stage else found.kind]
    if found.hours is not None:
        parts.append(f", {quantity(found.hours)} hours of study{_study_range(found)}")
    if found.prerequisites:
        before = counted(len(found.prerequisites), "skill")
        parts.append(f"; {quantity(found.hours_in_all)} hours with all that it needs in any case ({before})")
    return "".join(parts)


def _study_range(found: Description | Entry) -> str:
    if found.hours_low is None or found.hours_high is None:
        return ""
    return f" ({quantity(found.hours_low)} to {quantity(found.hours_high)})"


def _requirement(group: tuple[Need, ...]) -> str:
    names = ", or ".join(f"{named_with_id(skill)}{_by(skill)}" for skill in group)
    return f"one of: {names}" if len(group) > 1 else names


def _move(move: Move) -> str:
    return f"{named_with_id(move)}, {after(move)}{_by(move)}"


def after(move: Move) -> str:
    """Return the time in a post before a move."""
    return f"after {counted(move.months, 'month')}"


def _by(arrow: Need | Move) -> str:
    return f" [{', '.join(arrow.cites)}]" if arrow.cites else ""


def _citation(cite: Citation) -> str:
    source = publication(cite)
    return f"{cite.cite}: {cite.point} [{source}]" if cite.point else f"{cite.cite} [{source}]"


def publication(cite: Citation) -> str:
    """Return the title, publisher and date of a source, as far as they are known."""
    return ", ".join(filter(None, (cite.title, cite.publisher, cite.date)))


def entry_lines(entries: Iterable[Entry]) -> str:
    """Return nodes as a table: kind, id, title, and the stage of a role or the hours of a skill."""
    rows = [(e.kind, e.id, e.title, e.stage or _hours(e)) for e in entries]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return "\n".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)), row[3])).rstrip()
        for row in rows
    )


def _hours(entry: Entry) -> str:
    return "" if entry.hours is None else f"{quantity(entry.hours)} h{_study_range(entry)}"
