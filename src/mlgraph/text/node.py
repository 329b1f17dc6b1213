"""Text that describes a node, and lists of nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mlgraph.invisible import isolate
from mlgraph.text.figures import (
    NOT_KNOWN,
    describe_outlook,
    describe_pay,
    describe_resource,
    describe_scarcity,
    describe_ways_in,
    list_pages,
    shorten_pay,
    with_pages,
    with_source,
)
from mlgraph.text.formatting import (
    count_cells,
    format_count,
    format_name_with_id,
    format_number,
    join,
    join_alternatives,
    join_few,
    make_bold,
    pad,
    wrap,
)
from mlgraph.text.screen import choose_first_that_fits
from mlgraph.text.table import format_table

if TYPE_CHECKING:
    from mlgraph.analysis.describe import Citation, Description, Entry, Move, Need, Taught
    from mlgraph.planning.plan import Experience

# the most names, moves and alternatives in a section, so that the answer fits one screen
MOST_NAMES = 6
MOST_MOVES = 3
MOST_ALTERNATIVES = 3


def render_description(found: Description, whole: bool = False, area: str | None = None) -> str:
    """Describe a node in a text with sections, such as needs and moves.

    With `whole`, the text about a node has all names, figures and sources. Without `whole`, the text about a node has
    one figure of pay or one resource, and fits one screen. With `area`, the figures on pay and jobs in the text are
    only those for the given country or region.
    """
    needs, moves = chain.from_iterable(found.needs), (*found.leads_to, *found.reached_from)
    text = _describe(found, whole, area)
    return with_pages(text, (*needs, *found.usual_skills, *found.teaches, *moves, *found.needed_for), whole)


def _describe(found: Description, whole: bool, area: str | None) -> str:
    figures = list_figures(found, area)
    if whole:
        lines = [*_list_head(found, None), *_render_sections({**_list_sections(found), **figures}, "      ")]
        return "\n".join(lines)
    best = {title: items[:1] for title, items in _sum_up_figures(found, figures, area).items() if items}
    texts = ((*_list_head(found, size), *_render_sections({**_sum_up(found, size), **best}, "  ")) for size in _SIZES)
    end = ["", f"{format_count(len(found.cites), 'source')}", *wrap(found.attribution)] if found.cites else []
    return choose_first_that_fits("\n".join((*text, *end)) for text in texts)


class _Size(NamedTuple):
    """How many names and how many moves each section of a short text about a node lists at most."""

    names: int
    moves: int


_SIZES = (
    _Size(MOST_NAMES, MOST_MOVES),
    _Size(MOST_NAMES, 2),
    _Size(4, 2),
    _Size(3, 1),
    _Size(2, 1),
    _Size(1, 0),
    _Size(0, 0),
)


def _list_head(found: Description, size: _Size | None) -> list[str]:
    lines = [*map(make_bold, wrap(found.title)), *wrap(f"{found.id}, a {summarize(found)}")]
    if found.aliases and (size is None or size.names):
        lines += wrap(f"also called {join_few(found.aliases, size.names) if size else join(found.aliases)}")
    more = [*wrap(found.about), *([found.url] if found.url else [])]  # not wrapped, so that a click opens it
    return [*lines, "", *more] if more else lines


def _render_sections(sections: Mapping[str, Iterable[str]], indent: str) -> Iterator[str]:
    for title, items in sections.items():
        body = [line for item in items if item for line in wrap(item, "  ", indent)]
        yield from ("", make_bold(title), *body) if body else ()


def _sum_up(found: Description, size: _Size) -> dict[str, Iterable[str]]:
    """Return the sections of a short text about a node, each under its title, with only a few titles of other nodes."""
    needs = [join_alternatives([skill.title for skill in group], MOST_ALTERNATIVES) for group in found.needs]
    opens = ((found.opens_roles, "role"), (found.opens_skills, "skill"))
    in_all = " and ".join(format_count(len(nodes), kind) for nodes, kind in opens if nodes)
    moves = {
        title: join_few([f"{move.title} {describe_wait(move)}" for move in listed], size.moves)
        for title, listed in (("Leads to", found.leads_to), ("Reached from", found.reached_from))
    }
    most = None if size.moves else 1 + bool(size.names)
    return {
        "Shown by": [found.shown_by],
        "Needs": [join_few(needs, max(1, size.names))],
        "Experience": ["; ".join(filter(None, describe_experience(found)[:most]))],
        "Usually known": [join_few([skill.title for skill in found.usual_skills], size.names)] if size.names else [],
        "Teaches": [join_few([describe_taught(each) for each in found.teaches], max(1, size.names))],
        **{title: [text] if size.moves else [] for title, text in moves.items()},
        "Needed for": [
            join_few([node.title for node in found.needed_for], size.names) if size.names else "",
            in_all and f"In all: {in_all}",
        ],
    }


def list_figures(found: Description, area: str | None = None) -> dict[str, list[str]]:
    """Return the sections of the text about a node that state figures, such as resources, pay, outlook and scarcity.

    With `area`, the figures on pay and jobs are only those for the given country or region, such as "US".
    """
    pay = [describe_pay(each) for each in found.pay if area in (None, each.area)]
    if area is not None and found.kind == "role" and not pay:
        pay = [f"in {area}: {NOT_KNOWN}"]
    return {
        "Learn with": [describe_resource(each) for each in found.learn_with],
        "Pay": pay,
        "Outlook": [with_source(describe_outlook(each), each) for each in found.outlook if area in (None, each.area)],
        "Ways in": [
            with_source(said, each)
            for each in found.entry
            if area in (None, each.area)
            for said in describe_ways_in(each)
        ],
        "Scarcity": [
            with_source(describe_scarcity(each), each) for each in found.scarcity if area in (None, each.area)
        ],
    }


def _sum_up_figures(found: Description, figures: Mapping[str, list[str]], area: str | None) -> dict[str, list[str]]:
    """Return the pay of a role, or the resources of a skill, for a short text about the node."""
    pay = sorted((each for each in found.pay if area in (None, each.area)), key=lambda each: each.wider)
    return {"Learn with": figures["Learn with"], "Pay": [*map(shorten_pay, pay)] or figures["Pay"]}


def _list_sections(found: Description) -> dict[str, Iterable[str]]:
    return {
        "Shown by": [found.shown_by],
        **{
            f"Needs: {part.title}, {part.hours}" if part.title else "Needs": map(_describe_requirement, part.needs)
            for part in group_needs(found)
        },
        "Experience": describe_experience(found, with_ranges=True),
        "Usually known": map(format_name_with_id, found.usual_skills),
        "Teaches": map(describe_taught, found.teaches),
        "Leads to": map(_describe_move, found.leads_to),
        "Reached from": map(_describe_move, found.reached_from),
        "Needed for": map(format_name_with_id, found.needed_for),
        "Opens in all": (
            f"{format_count(len(nodes), kind)}: {join(node.title for node in nodes)}"
            for kind, nodes in (("role", found.opens_roles), ("skill", found.opens_skills))
            if nodes
        ),
        "Elsewhere": (f"{code}: {match}" for code, match in found.same_as.items()),
        "Sources": [*map(_format_citation, found.cites), found.attribution],
    }


class SubjectNeeds(NamedTuple):
    """Requirements whose skills belong to one subject, with the title of the subject and the total hours in words."""

    title: str
    hours: str
    needs: list[tuple[Need, ...]]


def group_needs(found: Description) -> list[SubjectNeeds]:
    """Return the requirements of a node by subject, in the order of the first requirement of each subject.

    A requirement with several alternatives belongs to the subject of the alternative with the fewest hours.
    Requirements whose skill belongs to no subject come at the end of the result. If the node is a skill, or if no
    needed skill has a subject, the result has at most one group, whose title is empty.
    """
    groups: dict[str, list[tuple[Need, ...]]] = {}
    for group in found.needs:
        subject = min(group, key=lambda need: need.hours).subject
        groups.setdefault(subject if found.kind != "skill" else "", []).append(group)
    rest = "Other" if len(groups) > 1 else ""
    return [
        SubjectNeeds(subject or rest, format_hours(needs), needs)
        for subject, needs in sorted(groups.items(), key=lambda each: not each[0])
    ]


def add_hours(needs: Iterable[tuple[Need, ...]]) -> float:
    """Return the sum of the hours of requirements, where each has the hours of its quickest alternative."""
    return sum(min(need.hours for need in group) for group in needs)


def format_hours(needs: Iterable[tuple[Need, ...]]) -> str:
    """Return the sum of the hours of requirements as a text, such as "97 h"."""
    return f"{format_number(add_hours(needs))} h"


def describe_place(found: Description) -> str:
    """Return the kind of a node, with the stage and the career track of a role, or with the subject of a skill."""
    part = found.stage.title if found.stage else found.subject
    track = f", track {isolate(found.track.title)}" if found.track else ""
    return f"{found.kind} in {isolate(part)}{track}" if part else f"{found.kind}{track}"


def summarize(found: Description) -> str:
    """Return the kind, stage, career track and hours of a node, and the total hours of its forced skills and itself."""
    parts = [describe_place(found)]
    if found.hours is not None:
        parts.append(f", {format_count(found.hours, 'hour')} of study{_format_study_range(found)}")
    if found.prerequisites:
        before = format_count(len(found.prerequisites), "skill")
        parts.append(f"; {format_count(found.hours_in_all, 'hour')} with the {before} that it always needs")
    return "".join(parts)


def _format_study_range(found: Description | Entry) -> str:
    if found.hours_low is None or found.hours_high is None:
        return ""
    return f" ({format_number(found.hours_low)} to {format_number(found.hours_high)})"


def _describe_requirement(group: tuple[Need, ...]) -> str:
    names = ", or ".join(f"{format_name_with_id(skill)}{_format_by(skill)}" for skill in group)
    return f"one of: {names}" if len(group) > 1 else names


def _describe_move(move: Move) -> str:
    return f"{format_name_with_id(move)}, {describe_wait(move)}{_format_by(move)}"


def describe_experience(found: Description, *, with_ranges: bool = False) -> list[str]:
    """Return texts on the experience that a role asks for, that its holders usually have, and that the role gives."""
    asked, usual = (
        join(
            f"{format_count(each.months, 'month')}{_format_range(each) if with_ranges else ''} in {each.title}"
            for each in listed
        )
        for listed in (found.experience, found.usual_experience)
    )
    fields = join(each.title for each in found.counts_as)
    return [
        f"asks for {asked}" if asked else "",
        f"holders usually arrive with {usual}" if usual else "",
        f"counts as experience in {fields}" if fields else "",
    ]


def describe_taught(taught: Taught) -> str:
    """Return the title of a skill that a role teaches, and the months in the role until a person has the skill."""
    return f"{taught.title}, after {format_count(taught.months, 'month')}"


def describe_wait(move: Move) -> str:
    """Describe the least time in a post before a move, such as "after 12 months"."""
    return (f"after {format_count(move.months, 'month')}" if move.months else "at once") + _format_range(move)


def _format_range(found: Move | Experience) -> str:
    if found.months_low is None or found.months_high is None:
        return ""
    return f" ({format_number(found.months_low)} to {format_number(found.months_high)})"


def _format_by(arrow: Need | Move) -> str:
    return f" [{', '.join(arrow.cites)}]" if arrow.cites else ""


def _format_citation(cite: Citation) -> str:
    source = name_publication(cite)
    return f"{cite.cite}: {cite.point} [{source}]" if cite.point else f"{cite.cite} [{source}]"


def name_publication(cite: Citation) -> str:
    """Return the title, publisher and date of a source, as far as they are known."""
    return ", ".join(filter(None, (cite.title, cite.publisher, cite.date)))


def format_entry_table(entries: Sequence[Entry]) -> str:
    """Return nodes as a table that fits a terminal.

    In the table of nodes, the title of a role is followed by its stage, and the title of a skill by its hours. Below
    the table are the web addresses of the nodes.
    """
    rows = [(e.kind, e.id, ", ".join(filter(None, (e.title, e.stage or _format_hours(e))))) for e in entries]
    pages = list_pages(entries)
    return "\n".join([*format_table(("Kind", "Id", "Title"), rows), *pages]) if rows else ""


def format_entry_lines(entries: Iterable[Entry]) -> str:
    """Return nodes as lines with aligned columns, which may be wider than a terminal, for a pipe.

    The fourth column of the lines has the stage of a role or the hours of a skill.
    """
    rows = [(e.kind, e.id, e.title, e.stage or _format_hours(e), e.url or "") for e in entries]
    widths = [max((count_cells(row[column]) for row in rows), default=0) for column in range(4)]
    return "\n".join("  ".join((*map(pad, row[:4], widths), row[4])).rstrip() for row in rows)


def _format_hours(entry: Entry) -> str:
    return "" if entry.hours is None else f"{format_number(entry.hours)} h{_format_study_range(entry)}"
