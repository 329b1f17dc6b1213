"""The schedule of study: when the study of each skill in a plan begins and ends.

A person studies for a move in the post before the move. A post is a role that a person holds. The study for a move
begins at an earlier position only if the study would otherwise end too late for the move. If a post teaches a skill
that another skill needs, the study of the other skill begins after the teaching, if time allows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain, pairwise
from typing import NamedTuple

from mlgraph.planning.arrivals import count_served_at_start
from mlgraph.search.bitset import list_ranks
from mlgraph.search.compiled import AnyOf, CompiledGraph, list_posts_along
from mlgraph.search.labels import Label
from mlgraph.search.problem import Problem, find_time_unit
from mlgraph.search.waits import Ticks

# the months between the end of the study for a later move and the move: a skill learned years before its use is lost
MONTHS_TO_SPARE = 6


class Studied(NamedTuple):
    """A skill that a plan learns, with the ticks after the start of the plan at which the study begins and ends."""

    skill: int
    begins: Ticks
    ends: Ticks


def schedule_studies(
    compiled: CompiledGraph, problem: Problem, label: Label, arrivals: Sequence[Ticks]
) -> list[list[Studied]]:
    """Return the skills to study before each position of a path, with the times of study, in the order of learning."""
    unit, known = find_time_unit(compiled, problem), problem.known
    lessons = _find_lessons(compiled, problem, label, arrivals)
    wanted: list[list[tuple[int, Ticks]]] = [[]]
    is_later = False  # whether the person has changed jobs
    for position, learned, (arrives, leaves) in zip(label.path[1:], label.learned, pairwise(arrivals), strict=False):
        known |= -learned
        if is_later:
            lasts = compiled.hours_of(-learned) * unit.study_ticks
            arrives = max(arrives, leaves - lasts - MONTHS_TO_SPARE * unit.per_month)
        earliest = {
            skill: max([arrives, *_list_lessons(compiled, skill, known, lessons)]) for skill in list_ranks(-learned)
        }
        wanted.append([*_order_skills(compiled, (*compiled.find_needs(position).own, *problem.extra), earliest)])
        is_later |= not compiled.stages >> position & 1
    latest, ends = arrivals[-1], list[Ticks]()
    for studies, arrives in zip(reversed(wanted), reversed(arrivals), strict=True):
        latest = min(latest, arrives)
        for skill, _ in reversed(studies):
            ends.append(latest)
            latest -= compiled.hours[skill] * unit.study_ticks
    found, now = list[list[Studied]](), latest * 0
    for studies in wanted:
        found.append([])
        for skill, earliest_begin in studies:
            lasts = compiled.hours[skill] * unit.study_ticks
            begins = max(now, min(earliest_begin, ends.pop() - lasts))
            now = begins + lasts
            found[-1].append(Studied(skill, begins, now))
    return found


def _order_skills(
    compiled: CompiledGraph, needs: Sequence[AnyOf], earliest: Mapping[int, Ticks]
) -> Iterator[tuple[int, Ticks]]:
    """Yield each skill to learn with its earliest begin, in the order of the earliest begins of the skills.

    The earliest begin of a skill is the time before which the study of the skill should not begin. A skill comes after
    the skills that it needs, and its earliest begin is no earlier than the earliest begins of those skills. Skills with
    the same earliest begin follow the order of the requirements in `needs`, each directly after the skills that it
    needs. The argument `needs` has the requirements of the position for which the person learns the skills. For each
    skill, the argument `earliest` has the earliest begin without regard to the skills that the skill needs.
    """
    times, order = dict(earliest), _find_order(compiled, needs, earliest.keys())
    before = {
        skill: {s for group in compiled.skill_needs[skill].own for s in group.members} & times.keys() for skill in times
    }
    lacking = {skill: len(needed) for skill, needed in before.items()}
    opens: dict[int, list[int]] = defaultdict(list)
    for skill, needed in before.items():
        for other in needed:
            opens[other].append(skill)
    ready = [(times[skill], order[skill], skill) for skill, count in lacking.items() if not count]
    heapify(ready)
    while ready:
        time, _, skill = heappop(ready)
        yield skill, time
        for other in opens[skill]:
            times[other] = max(times[other], time)
            lacking[other] -= 1
            if not lacking[other]:
                heappush(ready, (times[other], order[other], other))


def _find_order(compiled: CompiledGraph, needs: Sequence[AnyOf], skills: Collection[int]) -> dict[int, int]:
    """Return the index of each skill in the order of learning, which follows the order of the requirements in `needs`.

    The argument `needs` has the requirements of the position for which the person learns the skills. In the order of
    learning, a skill comes after the skills that it needs.
    """

    def list_needed(groups: Sequence[AnyOf]) -> Iterator[int]:
        return (skill for group in groups for skill in group.members if skill in skills)

    order, seen = dict[int, int](), set[int]()
    # the first id has the highest rank
    stack = [(-1, chain(list_needed(needs), sorted(skills, reverse=True)))]
    while stack:
        skill, rest = stack[-1]
        following = next((each for each in rest if each not in seen), None)
        if following is not None:
            seen.add(following)
            stack.append((following, chain(list_needed(compiled.skill_needs[following].own))))
        else:
            stack.pop()
            order[skill] = len(order)
    return order


def _find_lessons(
    compiled: CompiledGraph, problem: Problem, label: Label, arrivals: Sequence[Ticks]
) -> dict[int, Ticks]:
    """Return the skills that posts on a path teach, each with the time at which a post has first taught the skill."""
    posts, unit, found = compiled.posts, find_time_unit(compiled, problem), dict[int, Ticks]()
    begins: Ticks = -count_served_at_start(compiled, problem)
    for index, post in enumerate(list_posts_along(compiled, label.path[:-1]) if posts else ()):
        if index and not compiled.stages >> label.path[index] & 1:
            begins = arrivals[index]
        for lesson in posts.lessons[post] if posts and post >= 0 else ():
            time = begins + lesson.months * unit.post_ticks
            if time <= arrivals[index + 1]:
                for skill in list_ranks(lesson.skills):
                    found.setdefault(skill, time)
    return found


def _list_lessons(compiled: CompiledGraph, skill: int, known: int, lessons: Mapping[int, Ticks]) -> Iterator[Ticks]:
    """Yield, for each unmet requirement of a skill, the first time at which a post has taught an alternative."""
    for group in compiled.skill_needs[skill].own:
        times = [lessons[other] for other in group.members if other in lessons] if not group.mask & known else ()
        if times:
            yield min(times)
