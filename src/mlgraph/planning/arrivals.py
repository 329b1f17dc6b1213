"""The time of arrival at each position of a path.

A person arrives at the last position of a path as early as possible. The person arrives at each other position as early
as possible without a later arrival at the last position. A label is a path with its costs, as the search stores it. A
post is a role that a person holds.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from mlgraph.search.bitset import list_ranks, set_of
from mlgraph.search.compiled import CompiledGraph, list_posts_along
from mlgraph.search.labels import Label
from mlgraph.search.problem import Problem, find_time_unit
from mlgraph.search.waits import Row, Ticks, find_least_waits


class Times(NamedTuple):
    """The times of arrival, of moves and of study along a path, in ticks.

    Attributes
    ----------
    moves : list of int
        The least time in the post before each move. The time before the first move does not include the time that the
        person has served in the first post before the plan begins.
    studied : list of int
        For each position after the first, the time of all study from the first day of the plan to the arrival there.
    arrivals : list of Ticks
        The time of arrival at each position of the path.

    """

    moves: list[int]
    studied: list[int]
    arrivals: list[Ticks]


def find_times(compiled: CompiledGraph, problem: Problem, label: Label) -> Times:
    """Return the time of arrival at each position of a path, with the time that the moves and the study take."""
    _, study_unit, post_unit = find_time_unit(compiled, problem)
    moves = [compiled.moves[source][target] * post_unit for source, target in pairwise(label.path)]
    if moves:
        moves[0] = max(0, moves[0] - count_served_at_start(compiled, problem))
    known, studied = problem.known, list[int]()
    for learned in label.learned:
        known |= -learned
        studied.append(compiled.hours_of(known & ~problem.known) * study_unit)
    return Times(moves, studied, find_arrivals(compiled, problem, label, moves, studied))


def count_served_at_start(compiled: CompiledGraph, problem: Problem) -> int:
    """Return the ticks that the person has served in the first post before the plan begins, or 0 at a stage."""
    if compiled.stages >> problem.start & 1:
        return 0
    return int(problem.served * find_time_unit(compiled, problem).per_month)


def find_arrivals(
    compiled: CompiledGraph, problem: Problem, label: Label, moves: Sequence[Ticks], study: Sequence[Ticks]
) -> list[Ticks]:
    """Return the time of arrival, in ticks, at each position of a path.

    `moves` has the least ticks in the post before each move. The ticks before the first move do not include ticks that
    the person has served in the first post before the plan begins. For each position after the first, `study` has the
    ticks of all study from the first day of the plan to the arrival there.
    """
    stays: list[Ticks] = []
    for months, needed in zip(moves, study, strict=True):
        stays.append(max(months, needed - sum(stays)))
    rows = _make_rows(compiled, problem, label)
    if rows and any(sum(stays[index] for index in list_ranks(chosen)) < amount for chosen, amount in rows):
        rows += [(set_of(range(index)), needed) for index, needed in enumerate(study, 1)]
        lacking = [(chosen, amount - sum(moves[index] for index in list_ranks(chosen))) for chosen, amount in rows]
        waits = find_least_waits(len(stays), lacking)
        assert waits is not None
        stays = [months + wait for months, wait in zip(moves, waits, strict=True)]
        while _wait_later(stays, moves, rows):
            pass
    return [sum(stays[:index]) for index in range(len(stays) + 1)]


def _make_rows(compiled: CompiledGraph, problem: Problem, label: Label) -> list[Row]:
    """Return rows: bit masks of stays, each with the ticks that these stays must last in total."""
    posts, service = compiled.posts, label.service
    if posts is None or service is None:
        return []
    unit, path, rows = find_time_unit(compiled, problem), label.path, list[Row]()
    held = list_posts_along(compiled, path)
    for index, position in enumerate(path[1:], 1):
        for field, months in posts.asks[position].items():
            had = problem.experience[field] * unit.per_month if field < len(problem.experience) else 0
            counting = [i for i in range(index) if held[i] >= 0 and posts.counts[held[i]] >> field & 1]
            if months * unit.post_ticks > had:
                rows.append((set_of(counting), months * unit.post_ticks - int(had)))
    for move, ticks in service.stays:
        first = max(i for i in range(move) if i == 0 or not compiled.stages >> path[i] & 1)
        served = count_served_at_start(compiled, problem) if first == 0 else 0
        rows.append((set_of(range(first, move)), ticks - served))
    return rows


def _wait_later(stays: list[Ticks], moves: Sequence[Ticks], rows: Sequence[Row]) -> bool:
    """Shift waiting time from each stay to the next stay, as far as the conditions for experience and teaching allow.

    Return whether the function could shift any waiting time to a later stay.
    """
    has_moved = False
    for index in range(len(stays) - 1):
        spare = stays[index] - moves[index]
        for chosen, amount in rows:
            if chosen >> index & 1 and not chosen >> index + 1 & 1:
                spare = min(spare, sum(stays[each] for each in list_ranks(chosen)) - amount)
        if spare > 0:
            stays[index] -= spare
            stays[index + 1] += spare
            has_moved = True
    return has_moved
