"""The schedule of study: in the post before a move, earlier only as far as it must be, and after lessons."""

import pytest

import mlgraph
from mlgraph.errors import NoPlanError
from mlgraph.model import WEEKS_PER_MONTH
from mlgraph.search.compiled import NamedGraph, list_posts_along
from support.judging import career
from support.random_graphs import OBJECTIVES, graph_of_parts

# at this pace, a month has 10 hours of study
PACE = 10 / float(WEEKS_PER_MONTH)
NEAR = 1e-6


def schedule(skills, positions, moves, posts=None, ends=("a", "c"), **options):
    """Return the months when the study of each skill begins and ends."""
    plan = mlgraph.plan(graph_of_parts(skills, positions, moves, posts), *ends, pace=PACE, **options)
    return {study.id: (round(study.from_month, 6), round(study.to_month, 6)) for study in plan.studies}


MOVES = {("a", "b"): 12, ("b", "c"): 6}


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param((30, 20), {"s": (0, 3), "t": (12, 14)}, id="in the post before each move"),
        pytest.param((0, 20), {"s": (0, 0), "t": (12, 14)}, id="a pause without any study"),
        pytest.param((30, 100), {"s": (0, 3), "t": (8, 18)}, id="earlier as far as it must be"),
        pytest.param((110, 100), {"s": (0, 11), "t": (11, 21)}, id="without a pause where study decides"),
    ],
)
def test_study_for_a_move_is_in_the_post_before_it(hours, expected):
    skills = {"s": (hours[0], ()), "t": (hours[1], ())}
    assert schedule(skills, {"a": (), "b": (("s",),), "c": (("t",),)}, MOVES) == expected


@pytest.mark.parametrize(
    ("months", "hours", "expected"),
    [
        pytest.param(4, 40, {"t": (0, 1), "s": (4, 8)}, id="after the lesson"),
        pytest.param(9, 40, {"t": (0, 1), "s": (8, 12)}, id="before the lesson, since no time is left after it"),
        pytest.param(4, 120, {"t": (0, 1), "s": (1, 13)}, id="at once where study decides"),
    ],
)
def test_study_that_builds_on_a_lesson_follows_the_lesson_if_there_is_time(months, hours, expected):
    skills = {"l": (500, ()), "s": (hours, (("l",),)), "t": (10, ())}
    positions, moves = {"a": (), "b": (("s",), ("t",))}, {("a", "b"): 12}
    assert schedule(skills, positions, moves, {"a": {"teaches": {"l": months}}}, ("a", "b")) == expected


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        pytest.param((12, 8), {"s": (0, 3), "t": (12, 14)}, id="at once if half a year or less is left"),
        pytest.param((12, 36), {"s": (0, 3), "t": (40, 42)}, id="half a year before a later move"),
        pytest.param((36, 8), {"s": (0, 3), "t": (36, 38)}, id="at once for the first move"),
    ],
)
def test_study_for_a_later_move_ends_half_a_year_before_it(months, expected):
    skills, moves = {"s": (30, ()), "t": (20, ())}, dict(zip(MOVES, months, strict=True))
    assert schedule(skills, {"a": (), "b": (("s",),), "c": (("t",),)}, moves) == expected


def test_the_first_move_may_lead_through_a_stage():
    skills, positions = {"s": (30, ()), "t": (20, ())}, {"a": (), "b": (("s",),), "c": (("t",),)}
    moves = {("a", "b"): 0, ("b", "c"): 24}
    assert schedule(skills, positions, moves, {"b": None}) == {"s": (0, 3), "t": (3, 5)}


def test_months_served_in_the_post_bring_its_lesson_nearer():
    skills = {"l": (500, ()), "s": (40, (("l",),))}
    positions, posts = {"a": (), "b": (("s",),)}, {"a": {"teaches": {"l": 8}}}
    options = {"posts": posts, "ends": ("a", "b"), "months_in_post": 5}
    assert schedule(skills, positions, {("a", "b"): 15}, **options) == {"s": (3, 7)}


def planned(graphs, **further):
    """Yield the random careers that have a plan with skills to learn, each with its seed."""
    for seed in range(4 * graphs):
        planner, source, target, options = career(seed, OBJECTIVES[seed % 3], **further)
        try:
            plan = planner.plan(source, target, **options)
        except NoPlanError:
            continue
        if plan.studies:
            yield seed, planner, plan, options


def test_reach_has_the_skills_of_a_plan_in_the_same_order(graphs):
    compared = 0
    for seed, planner, plan, options in planned(graphs, conditions=False):
        roles = {role.id: role for role in planner.reach(plan.source, **options).roles}
        if plan.target in roles:
            assert [skill.id for skill in roles[plan.target].missing] == [study.id for study in plan.studies], seed
            compared += len(plan.studies) > 1
    assert compared > graphs / 10


def test_laws_of_the_schedule(graphs):
    """Studies last as long as their hours, follow each other, and are in time; none is earlier than it must be."""
    paused = 0
    for seed, _, plan, _ in planned(graphs):
        studies, now = [(place, study) for place, stop in enumerate(plan.stops) for study in stop.learn], 0.0
        for order, (place, study) in enumerate(studies):
            lasts = study.hours / plan.pace / float(WEEKS_PER_MONTH)
            assert study.to_month - study.from_month == pytest.approx(lasts, abs=NEAR), seed
            assert now - NEAR <= study.from_month, seed
            assert study.to_month <= plan.stops[place].arrives + NEAR, seed
            if study.from_month < plan.stops[place - 1].arrives - NEAR:
                assert must_begin(plan, studies[order:]), seed
            paused += study.from_month > now + NEAR
            now = study.to_month
    assert paused > graphs / 20


def must_begin(plan, studies):
    """Return whether the first of some studies and those that follow without a pause end when a stop is reached."""
    ends = studies[0][1].from_month
    for place, study in studies:
        if study.from_month > ends + NEAR:
            return False
        ends = study.to_month
        if ends == pytest.approx(plan.stops[place].arrives, abs=NEAR):
            return True
    return False


def test_at_a_stage_one_holds_the_post_held_last_if_any():
    compiled = NamedGraph(graph_of_parts({}, dict.fromkeys("abcd", ()), {}, {"a": None, "c": None, "d": None}))
    assert list_posts_along(compiled, [0, 3, 1, 2, 0]) == [-1, -1, 1, 1, 1]
    assert list_posts_along(compiled, []) == []
