"""The schedule of study: when the study of each skill of a plan begins and ends.

A person studies for a move in the post before the move. The study begins earlier only if it would not end in time. A
skill that needs a skill which a post teaches follows the lesson, as far as there is time.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from mlgraph.planning.arrivals import posts_along, served_at_start
from mlgraph.search.bitset import ranks
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.labels import Label
from mlgraph.search.problem import Problem, find_time_unit
from mlgraph.search.waits import Ticks


class Studied(NamedTuple):
    """A skill that a plan learns, and when its study begins and ends, in ticks from the start."""

    skill: int
    begins: Ticks
    ends: Ticks


def schedule_studies(
    compiled: CompiledGraph, problem: Problem, label: Label, arrivals: Sequence[Ticks]
) -> list[list[Studied]]:
    """Return the studies before each position of a path, in the order of learning."""
    unit, lessons, known = (
        find_time_unit(compiled, problem),
        _find_lessons(compiled, problem, label, arrivals),
        problem.known,
    )
    wanted: list[list[tuple[int, Ticks]]] = [[]]
    for learned, arrives in zip(label.learned, arrivals, strict=False):
        known |= -learned
        earliest = {skill: max([arrives, *_list_lessons(compiled, skill, known, lessons)]) for skill in ranks(-learned)}
        wanted.append([*order_skills(compiled, earliest)])
    latest, ends = arrivals[-1], list[Ticks]()
    for studies, arrives in zip(reversed(wanted), reversed(arrivals), strict=True):
        latest = min(latest, arrives)
        for skill, _ in reversed(studies):
            ends.append(latest)
            latest -= compiled.hours_of(1 << skill) * unit.study_ticks
    found, now = list[list[Studied]](), latest * 0
    for studies in wanted:
        found.append([])
        for skill, earliest_begin in studies:
            lasts = compiled.hours_of(1 << skill) * unit.study_ticks
            begins = max(now, min(earliest_begin, ends.pop() - lasts))
            now = begins + lasts
            found[-1].append(Studied(skill, begins, now))
    return found


def order_skills(compiled: CompiledGraph, earliest: Mapping[int, Ticks]) -> Iterator[tuple[int, Ticks]]:
    """Yield skills with the time before which their study should not begin, the earliest first.

    Each skill follows the skills that it needs, and has no earlier time than they have. Skills with the same time are
    in the order of ids. `earliest` has the skills, each with the time that it would have alone.
    """
    times = dict(earliest)
    before = {
        skill: {s for group in compiled.skill_needs[skill].own for s in group.members} & times.keys() for skill in times
    }
    lacking = {skill: len(needed) for skill, needed in before.items()}
    opens: dict[int, list[int]] = defaultdict(list)
    for skill, needed in before.items():
        for other in needed:
            opens[other].append(skill)
    ready = [
        (times[skill], -skill) for skill, count in lacking.items() if not count
    ]  # the first id has the highest rank
    heapify(ready)
    while ready:
        time, skill = ready[0][0], -heappop(ready)[1]
        yield skill, time
        for other in opens[skill]:
            times[other] = max(times[other], time)
            lacking[other] -= 1
            if not lacking[other]:
                heappush(ready, (times[other], -other))


def _find_lessons(
    compiled: CompiledGraph, problem: Problem, label: Label, arrivals: Sequence[Ticks]
) -> dict[int, Ticks]:
    """Return the skills that the posts of a path teach, each with the time when it is taught first."""
    posts, unit, found = compiled.posts, find_time_unit(compiled, problem), dict[int, Ticks]()
    begins: Ticks = -served_at_start(compiled, problem)
    for place, post in enumerate(posts_along(compiled, label.path[:-1]) if posts else ()):
        if place and not compiled.stages >> label.path[place] & 1:
            begins = arrivals[place]
        for lesson in posts.lessons[post] if posts and post >= 0 else ():
            time = begins + lesson.months * unit.post_ticks
            if time <= arrivals[place + 1]:
                for skill in ranks(lesson.skills):
                    found.setdefault(skill, time)
    return found


def _list_lessons(compiled: CompiledGraph, skill: int, known: int, lessons: Mapping[int, Ticks]) -> Iterator[Ticks]:
    """Yield the time of each lesson on which the study of a skill builds."""
    for group in compiled.skill_needs[skill].own:
        times = [lessons[other] for other in group.members if other in lessons] if not group.mask & known else ()
        if times:
            yield min(times)
