"""Text of a node, and of a list of nodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlgraph.text.figures import NOT_KNOWN, outlook_text, pay_text, resource_text, scarcity_text, way_in_texts
from mlgraph.text.formatting import bold, cells, counted, either, few, joined, ljust, named_with_id, quantity, wrapped
from mlgraph.text.table import table

if TYPE_CHECKING:
    from mlgraph.analysis.describe import Citation, Description, Entry, Move, Need

# the most names, moves and alternatives of a section, so that the answer fits one screen
MOST_NAMES = 6
MOST_MOVES = 3
MOST_ALTERNATIVES = 3
MOST_FIGURES = 2


def description_lines(found: Description, whole: bool = False, area: str | None = None) -> str:
    """Return the description of a node in sections. With `whole`, it has all names, ids and sources.

    With `area`, it has only the figures of that area.
    """
    lines = [*map(bold, wrapped(found.title)), *wrapped(f"{found.id}, a {summary(found)}")]
    if found.aliases:
        lines += wrapped(f"also called {joined(found.aliases) if whole else few(found.aliases, MOST_NAMES)}")
    if found.about:
        lines += ["", *wrapped(found.about)]
    sections = _list_sections(found) if whole else _sum_up(found)
    for title, items in {**sections, **list_figures(found, whole, area)}.items():
        body = [line for item in items if item for line in wrapped(item, "  ", "      " if whole else "  ")]
        lines += ["", bold(title), *body] if body else []
    if not whole and found.cites:
        lines += ["", f"{counted(len(found.cites), 'source')}", *wrapped(found.attribution)]
    return "\n".join(lines)


def _sum_up(found: Description) -> dict[str, Iterable[str]]:
    """Return the sections by title, each cut to its first names, without ids."""
    needs = [either([skill.title for skill in group], MOST_ALTERNATIVES) for group in found.needs]
    opens = ((found.opens_roles, "role"), (found.opens_skills, "skill"))
    in_all = " and ".join(counted(len(nodes), kind) for nodes, kind in opens if nodes)
    return {
        "Shown by": [found.shown_by],
        "Needs": [few(needs, MOST_NAMES)],
        "Leads to": [few([f"{move.title} {after(move)}" for move in found.leads_to], MOST_MOVES)],
        "Reached from": [few([f"{move.title} {after(move)}" for move in found.reached_from], MOST_MOVES)],
        "Needed for": [few([node.title for node in found.needed_for], MOST_NAMES), in_all and f"In all: {in_all}"],
    }


def list_figures(found: Description, whole: bool = True, area: str | None = None) -> dict[str, list[str]]:
    """Return the sections of figures of a node: what to learn from, pay, outlook, ways in and scarcity.

    Without `whole`, each has its first figures only. With `area`, only those of the area are listed.
    """
    pay, outlook, entry, scarcity = (
        [each for each in listed if area in (None, each.area)]
        for listed in (found.pay, found.outlook, found.entry, found.scarcity)
    )
    most = None if whole else MOST_FIGURES
    is_missing = area is not None and found.kind == "role" and not pay
    return {
        "Learn with": [resource_text(each) for each in found.learn_with][:most],
        "Pay": [f"in {area}: {NOT_KNOWN}"] if is_missing else [pay_text(each) for each in pay][:most],
        "Outlook": [outlook_text(each) for each in outlook][:most],
        "Ways in": [said for each in entry for said in way_in_texts(each)][:most],
        "Scarcity": [scarcity_text(each) for each in scarcity][:most],
    }


def _list_sections(found: Description) -> dict[str, Iterable[str]]:
    return {
        "Shown by": [found.shown_by],
        "Needs": map(_requirement, found.needs),
        "Leads to": map(_move, found.leads_to),
        "Reached from": map(_move, found.reached_from),
        "Needed for": map(named_with_id, found.needed_for),
        "Opens in all": (
            f"{counted(len(nodes), kind)}: {joined(node.title for node in nodes)}"
            for kind, nodes in (("role", found.opens_roles), ("skill", found.opens_skills))
            if nodes
        ),
        "Elsewhere": (f"{code}: {match}" for code, match in found.same_as.items()),
        "Sources": [*map(_citation, found.cites), found.attribution],
    }


def summary(found: Description) -> str:
    """Return the kind and stage of a node, its hours of study, and the hours including all forced skills."""
    parts = [f"{found.kind} in {found.stage.title}" if found.stage else found.kind]
    if found.hours is not None:
        parts.append(f", {counted(found.hours, 'hour')} of study{_study_range(found)}")
    if found.prerequisites:
        before = counted(len(found.prerequisites), "skill")
        parts.append(f"; {counted(found.hours_in_all, 'hour')} with all that it needs in any case ({before})")
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
    """Return the least time in a post before a move as words, such as "after 12 months"."""
    return f"after {counted(move.months, 'month')}"


def _by(arrow: Need | Move) -> str:
    return f" [{', '.join(arrow.cites)}]" if arrow.cites else ""


def _citation(cite: Citation) -> str:
    source = publication(cite)
    return f"{cite.cite}: {cite.point} [{source}]" if cite.point else f"{cite.cite} [{source}]"


def publication(cite: Citation) -> str:
    """Return the title, publisher and date of a source; unknown ones are left out."""
    return ", ".join(filter(None, (cite.title, cite.publisher, cite.date)))


def entry_table(entries: Iterable[Entry]) -> str:
    """Return nodes as a table that fits a terminal: kind, id and title, with the stage of a role or the hours."""
    rows = [(e.kind, e.id, ", ".join(filter(None, (e.title, e.stage or _hours(e))))) for e in entries]
    return "\n".join(table(("Kind", "Id", "Title"), rows)) if rows else ""


def entry_lines(entries: Iterable[Entry]) -> str:
    """Return nodes as lines of any width: kind, id, title, and the stage of a role or the hours of a skill."""
    rows = [(e.kind, e.id, e.title, e.stage or _hours(e)) for e in entries]
    widths = [max((cells(row[column]) for row in rows), default=0) for column in range(3)]
    return "\n".join("  ".join((*map(ljust, row[:3], widths), row[3])).rstrip() for row in rows)


def _hours(entry: Entry) -> str:
    return "" if entry.hours is None else f"{quantity(entry.hours)} h{_study_range(entry)}"
