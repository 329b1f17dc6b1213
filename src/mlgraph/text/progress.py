"""Text about the study of a person so far, and about the goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mlgraph.model import Named
from mlgraph.printable import sanitize
from mlgraph.text.dates import format_date
from mlgraph.text.figures import with_pages
from mlgraph.text.formatting import format_count, format_number, join, make_bold, wrap

if TYPE_CHECKING:
    from mlgraph.analysis.progress import Moved, Progress

_CAUSES = {
    "graph": "changes of the graph",
    "pace": "your pace",
    "learning": "the time since, and what you learned",
    "removed": "the skills that you removed",
}


@dataclass(frozen=True)
class Goal:
    """The answer of the command `me goal`, with the goal, and with the day on which today's plan reaches it."""

    file: str
    goal: Named
    arrives_on: date | None


def render_goal(found: Goal) -> str:
    """Return the text about a new goal of a person, with the day of arrival at the goal."""
    said = f"{found.goal.title} is your goal in {sanitize(found.file, 200)}."
    if found.arrives_on is None:
        said += " No plan is saved, since your position is unknown."
    else:
        said += f" Today's plan (saved) arrives on {format_date(found.arrives_on)}."
    return with_pages("\n".join(wrap(said)), [found.goal])


def render_progress(found: Progress) -> str:
    """Return the text about the study of a person so far, and about the expected arrival at the goal."""
    said = dict(_describe(found))
    wide = max(map(len, said))
    head = f"Progress on {format_date(found.on)}"
    lines = [line for key, text in said.items() for line in wrap(text, f"  {key:{wide}}  ", " " * (wide + 4))]
    text = "\n".join([make_bold(f"{head}: {found.goal.title}" if found.goal else head), *lines])
    done = (each.skill for each in found.done)
    return with_pages(text, filter(None, (found.goal, *done, *found.learning, *found.next)))


def _describe(found: Progress) -> Iterator[tuple[str, str]]:
    if found.since is None:
        yield "Learned", "no skill with a day; type mlgraph me learned SKILL when you have learned one"
    else:
        weekly = format_number(found.weekly or 0)
        fact = f"{format_number(found.hours)} h since {format_date(found.since)}, {weekly} h a week"
        yield "Study", f"{fact}; your pace is {format_number(found.pace)} h a week"
        done = (
            f"{each.skill.title} ({format_date(each.on)}, {'about ' * each.is_estimate}{format_number(each.hours)} h)"
            for each in found.done
        )
        yield "Learned", join(done) or "nothing since then"
    if found.learning:
        yield "Learning", join(skill.title for skill in found.learning)
    if found.goal is None:
        yield "Goal", "none; set one with: mlgraph me goal POSITION"
        return
    if found.next:
        yield "Next", join(skill.title for skill in found.next)
    if found.arrives_on is None:
        yield "Arrival", "unknown: there is no plan from your position to your goal"
    else:
        yield "Arrival", f"{format_date(found.arrives_on)} by the plan of today"
    if found.planned_on is None or found.planned_for is None:
        yield "Before", f"no plan to this goal is saved; save one with: mlgraph me goal {found.goal.id}"
        return
    yield "Before", f"{format_date(found.planned_for)} by the plan of {format_date(found.planned_on)}"
    if found.moved:
        yield "Change", _describe_change(found.moved)


def _describe_change(moved: tuple[Moved, ...]) -> str:
    parts = [f"{_describe_difference(each.days)} by {_CAUSES[each.cause]}" for each in moved if each.days]
    if len(parts) == 1:
        return parts[0]
    return _describe_difference(sum(each.days for each in moved)) + (f": {join(parts)}" if parts else "")


def _describe_difference(days: int) -> str:
    if not days:
        return "none"
    return f"{format_count(abs(days), 'day')} {'later' if days > 0 else 'sooner'}"
