"""An answer as lines for a person, at most 80 columns wide, or as JSON for a program."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any

from mlgraph.errors import shown
from mlgraph.model import named

if TYPE_CHECKING:
    from pathlib import Path

    from mlgraph.deadlines import Deadline
    from mlgraph.errors import Mistake
    from mlgraph.model import Graph, Named
    from mlgraph.overlay import Override
    from mlgraph.plans import Musts, Plan, Stop, Study
    from mlgraph.profile import Profile
    from mlgraph.query import Citation, Description, Entry, Move, Need
    from mlgraph.review import Evidence, Remark

WIDTH = 80
# of alternatives that are named beside the one chosen
MOST_OTHERS = 6
_BEST = {
    "time": "No plan is quicker",
    "effort": "No plan takes less study",
    "steps": "No plan has fewer moves",
}

# what leads `from` somewhere leads `to` somewhere, in JSON
NAMES = {"source": "from", "target": "to"}


def plan_lines(plan: Plan, musts: Musts | None = None, deadline: Deadline | None = None) -> str:
    """Return a plan as advice: the positions with the months of arrival, and what to learn on the way to each."""
    first, last = plan.positions[0], plan.positions[-1]
    study = f"{quantity(plan.hours)} hours of study, at {quantity(plan.pace)} a week beside the work"
    lines = [
        *map(bold, wrapped(f"{first.title} to {last.title}: {duration(plan.months)}")),
        f"{counted(plan.steps, 'move')}, {study}",
        *wrapped(_spread(plan)),
        _proven(plan),
        *wrapped(_decisive(plan)),
        *wrapped(_wishes(plan)),
        *wrapped(_unavoidable(plan, musts) if musts else ""),
        *wrapped(_kept(deadline) if deadline else ""),
    ]
    for known in plan.assumed:
        others = ", ".join(f"{other.title} ({other.id})" for other in known.instead_of)
        lines += wrapped(f"Assumed, from being {first.title}: {known.title} ({known.id}), not {others}")
    lines += ["", _month(first)]
    for stop in plan.positions[1:]:
        lines += [*_leg(stop), _month(stop)]
    return "\n".join(lines)


def _spread(plan: Plan) -> str:
    """Return what the plan costs where study takes less or more than is likely."""
    if plan.low is None or plan.high is None:
        return ""
    low, high = plan.low, plan.high
    months = f"{duration(low.months)} to {duration(high.months)}"
    return f"With the low and high hours of each skill: {quantity(low.hours)} to {quantity(high.hours)} hours, {months}"


def _proven(plan: Plan) -> str:
    if plan.optimal:
        return _BEST[plan.by]
    cost = {"time": plan.months, "effort": plan.hours, "steps": plan.steps}[plan.by]
    if not plan.bound:
        return "The best plan found in the time given; how good it is has not been proven"
    return f"The best plan found in the time given, within {ceil(100 * cost / plan.bound - 100)} % of the best possible"


def _decisive(plan: Plan) -> str:
    """Return what decides the total: the study up to some position, and the time in the posts after it."""
    decisive = [stop for stop in plan.positions if stop.critical]
    if not decisive:
        return ""
    if decisive[0].waits_for == "post":
        return "What decides: the time in each post; the study fits in beside it"
    until = f"What decides: the study until {decisive[0].title}, month {decisive[0].arrives:.1f}"
    return until if len(decisive) == 1 else f"{until}; then the time in each post"


def _unavoidable(plan: Plan, musts: Musts) -> str:
    """Return what no other plan does without."""
    learned = sum(len(stop.learn) for stop in plan.positions)
    positions = f"passes {', '.join(position.title for position in musts.positions)}" if musts.positions else ""
    skills = f"learns {len(musts.skills)} of these {counted(learned, 'skill')}" if musts.skills else ""
    return f"Every plan {' and '.join(filter(None, (positions, skills)))}" if positions or skills else ""


def _kept(deadline: Deadline) -> str:
    """Return whether a deadline is kept, and the pace that would be enough."""
    until = f"By {deadline.until}{'' if deadline.proven else ' (by the best plans found in the time given)'}:"
    if deadline.pace is None:
        return f"{until} not at any pace; the time in posts alone takes until {deadline.soonest}"
    enough = f"{quantity(deadline.pace)} hours a week would be enough"
    if deadline.kept:
        return f"{until} in time, on {deadline.arrives}; {enough}"
    return f"{until} not at this pace, which arrives on {deadline.arrives}; {enough}"


def _wishes(plan: Plan) -> str:
    """Return what was wished for, and what it costs."""
    if plan.unconstrained is None:
        return ""
    parts = [
        f"{word} {', '.join(names)}" for word, names in (("by way of", plan.via), ("without", plan.avoid)) if names
    ]
    free = plan.unconstrained
    changes = changed_costs(plan.months - free.months, plan.hours - free.hours, plan.steps - free.steps)
    return f"As wished, {' and '.join(parts)}: {changes}"


def changed_costs(months: float, hours: float, steps: int) -> str:
    """Return by how much a plan costs more or less than another.

    >>> changed_costs(-1.5, 20, 0)
    '1.5 months less, 20 hours more'
    """
    changes = _change(months, "month"), _change(hours, "hour"), _change(steps, "move")
    return ", ".join(filter(None, changes)) or "at no cost"


def _change(difference: float, noun: str) -> str:
    amount = quantity(abs(difference))
    return f"{amount} {noun}{'' if amount == '1' else 's'} {'more' if difference > 0 else 'less'}" if difference else ""


def plans_lines(plans: Sequence[Plan]) -> str:
    """Return the best plans side by side, with where they differ, and then the best of them as advice."""
    best = [stop.id for stop in plans[0].positions]
    lines = [bold(f"The best {counted(len(plans), 'plan')} by {plans[0].by}"), "       months   hours  moves"]
    for place, plan in enumerate(plans, 1):
        lines.append(f"{place:>4} {plan.months:>8.1f} {quantity(plan.hours):>7} {plan.steps:>6}")
        way = [stop.id for stop in plan.positions]
        here = [stop.title for stop in plan.positions[1:-1] if stop.id not in best or place == 1]
        gone = [stop.title for stop in plans[0].positions if stop.id not in way]
        parts = [f"through {', '.join(here)}"] * bool(here) + [f"not {', '.join(gone)}"] * bool(gone)
        parts += [] if parts else ["directly" if plan.steps < 2 else "in another order"]
        lines += [*wrapped("; ".join(parts), " " * 5, " " * 5), *([] if plan.optimal else [f"     {_proven(plan)}"])]
    return "\n".join((*lines, "", plan_lines(plans[0])))


def _month(stop: Stop) -> str:
    return f"Month {stop.arrives:.1f}  {bold(stop.title)}"


def _leg(stop: Stop) -> Iterator[str]:
    if stop.learn:
        hours = f"{quantity(sum(study.hours for study in stop.learn))} hours"
        if stop.waits_for == "study" and stop.spare >= 0.05:
            hours += f", done {stop.spare:.1f} months after the time in post"
        yield from wrapped(f"learn, to be ready for {stop.title} ({hours}):", " " * 4, " " * 4)
    for study in stop.learn:
        what = ", ".join([study.title, *reasons(study)])
        yield from wrapped(what, f"        {quantity(study.hours):>5} h  ", " " * 17)


def reasons(study: Study) -> Iterator[str]:
    """Yield what a skill is for, where that is not the position alone, and what it is chosen over."""
    if len(study.needed_for) > 1:
        yield f"for {study.needed_for[0].title}"
    if study.instead_of:
        others = [other.title for other in study.instead_of[:MOST_OTHERS]]
        rest = len(study.instead_of) - len(others)
        yield f"rather than {' or '.join([*others, f'{rest:,} others'] if rest else others)}"


def plan_json(plan: Plan, musts: Musts | None = None, deadline: Deadline | None = None) -> str:
    """Return a plan as JSON: `from`, `to`, and the other fields of `Plan`, with `musts` and `deadline` where given."""
    further = {"musts": musts, "deadline": deadline}
    return to_json(fields(plan) | {name: value for name, value in further.items() if value})


def plans_json(plans: Iterable[Plan]) -> str:
    """Return plans as JSON, the best first: `plans`, each as `plan_json` has it."""
    return to_json({"plans": [fields(plan) for plan in plans]})


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
