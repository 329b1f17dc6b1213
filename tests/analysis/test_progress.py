"""Tests of progress: hours in fact, what is next, and the date then and now with its causes."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from mlgraph.analysis.progress import progress
from mlgraph.drawing.progress import draw_progress
from mlgraph.errors import UsageError
from mlgraph.history import Post
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.profile import KeptPlan, LearnedSkill, Profile
from mlgraph.search.budget import Budget

CAREER = """
[stage.start]
title = "Start"
leads_to = { engineer = 1 }
[role.engineer]
title = "Engineer"
needs = ["maths", "python", "r"]
[role.island]
title = "Island"
[skill.maths]
title = "Maths"
hours = [30, 40, 50]
[skill.python]
title = "Python"
hours = 60
needs = ["maths"]
[skill.r]
title = "R"
hours = 100
"""
THEN, NOW = date(2026, 1, 5), date(2026, 3, 16)  # ten weeks


@pytest.fixture
def solver(graph_of):
    return Solver(graph_of(CAREER))


def arrival(solver, have, pace, day):
    options = PlanOptions(have, pace, "months", (), (), day, {}, 0)
    return solver.plan("start", "engineer", options, Budget(None)).stops[-1].arrives_on


def test_learning_at_the_pace_moves_nothing_and_less_moves_the_date(solver):
    arrives = arrival(solver, (), 10, THEN)
    kept = KeptPlan("start", "engineer", THEN, 10, arrives)
    learned = (LearnedSkill("maths", date(2026, 2, 1)), LearnedSkill("python", date(2026, 3, 16), 60))
    me = Profile("start", ("maths", "python"), 10, goal="engineer", plan=kept, learned=learned, learning=("r",))
    found = progress(solver, me, NOW, Budget(None))
    assert (found.since, found.hours, found.weekly, found.pace) == (THEN, 100, 10, 10)
    assert [(each.skill.id, each.hours, each.is_estimate) for each in found.done] == [
        ("maths", 40, True),
        ("python", 60, False),
    ]
    assert [node.id for node in (*found.learning, *found.next)] == ["r", "r"]
    assert (found.planned_on, found.planned_for, found.arrives_on) == (THEN, arrives, arrives)
    assert {each.cause: each.days for each in found.moved} == {"graph": 0, "pace": 0, "learning": 0}
    slow = replace(me, have=(), learned=())
    found = progress(solver, slow, NOW, Budget(None))
    assert (found.hours, found.weekly) == (0, 0)
    assert {each.cause: each.days for each in found.moved} == {"graph": 0, "pace": 0, "learning": 70}


def test_each_cause_is_counted_alone_and_all_add_up(solver):
    # the graph of then had fewer hours, the pace was lower, and nothing was learned
    kept = KeptPlan("start", "engineer", THEN, 5, date(2026, 6, 1))
    me = Profile("start", (), 20, goal="engineer", plan=kept)
    found = progress(solver, me, NOW, Budget(None))
    again, faster = (arrival(solver, (), pace, THEN) for pace in (5, 20))
    now = arrival(solver, (), 20, NOW)
    assert {each.cause: each.days for each in found.moved} == {
        "graph": (again - date(2026, 6, 1)).days,
        "pace": (faster - again).days,
        "learning": (now - faster).days,
    }
    assert sum(each.days for each in found.moved) == (found.arrives_on - found.planned_for).days


def test_the_past_has_no_later_skills_and_posts(solver):
    # at a post since then: the plan is made again from the position of then
    kept = KeptPlan("start", "engineer", THEN, 10, arrival(solver, (), 10, THEN))
    posts = (Post("engineer", date(2026, 2, 1), None),)
    me = Profile("engineer", (), 10, posts=posts, goal="engineer", plan=kept)
    found = progress(solver, me, NOW, Budget(None))
    assert (found.arrives_on, found.next) == (NOW, ())
    assert [each.days for each in found.moved[:2]] == [0, 0]


@pytest.mark.parametrize("on", [date(2025, 12, 1), THEN, date(2026, 2, 1), None])
def test_a_skill_that_was_not_there_then_is_learning_whatever_its_date(solver, on):
    kept = KeptPlan("start", "engineer", THEN, 10, arrival(solver, ("python",), 10, THEN), ("python", "gone"))
    learned = (LearnedSkill("r", on),)
    me = Profile("start", ("python", "r"), 10, goal="engineer", plan=kept, learned=learned)
    found = progress(solver, me, THEN, Budget(None))
    assert [(each.cause, each.days < 0) for each in found.moved] == [
        ("graph", False),
        ("pace", False),
        ("learning", True),
    ]


@pytest.mark.parametrize(
    ("then", "have", "days", "said"),
    [
        (("maths", "python"), ("maths",), {"removed": 42}, "Change 42 days later by the skills that you removed"),
        (("maths",), ("maths", "python"), {"learning": -42}, "Change 42 days sooner by the time since"),
        (
            ("maths",),
            ("r",),
            {"learning": -70, "removed": 28},
            "Change 42 days sooner: 70 days sooner by the time since, and what you learned; 28 days later by the skills",
        ),
    ],
)
def test_a_removed_skill_is_a_cause_of_its_own(solver, then, have, days, said):
    kept = KeptPlan("start", "engineer", THEN, 10, arrival(solver, then, 10, THEN), (*then, "gone"))
    me = Profile("start", have, 10, goal="engineer", plan=kept)
    found = progress(solver, me, THEN, Budget(None))
    assert {each.cause: each.days for each in found.moved if each.days} == days
    assert said in " ".join(str(found).split())


@pytest.mark.parametrize(
    ("me", "parts"),
    [
        (Profile(), {"since": None, "weekly": None, "goal": None, "arrives_on": None}),
        (Profile(goal="engineer"), {"arrives_on": None, "planned_on": None}),
        (Profile("start", goal="island"), {"arrives_on": None, "moved": ()}),
        (Profile("start", learned=(LearnedSkill("r", date(2026, 3, 2)),), have=("r",)), {"weekly": 50, "hours": 100}),
        (Profile("start", learned=(LearnedSkill("r"),), have=("r",)), {"since": None, "hours": 0}),
        (
            Profile("start", goal="island", plan=KeptPlan("start", "engineer", THEN, 5, NOW)),
            {"planned_on": None, "since": None},
        ),
    ],
    ids=["empty", "nowhere", "no way", "without a goal", "without a day", "another goal"],
)
def test_nothing_is_made_up(solver, me, parts):
    found = progress(solver, me, NOW, Budget(None))
    assert {name: getattr(found, name) for name in parts} == parts
    assert str(found).startswith("Progress on 16 Mar 2026")


@pytest.mark.parametrize(("format", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_progress_is_drawn(solver, format, begins):
    learned = (LearnedSkill("maths", date(2026, 2, 1)), LearnedSkill("r", date(2026, 3, 2), 12))
    found = progress(solver, Profile("start", ("maths",), 10, learned=learned), NOW, Budget(None))
    picture = draw_progress(found, format)
    assert picture.startswith(begins)
    assert picture == draw_progress(found, format)
    if format == "svg":
        lines = [each for each in ElementTree.fromstring(picture).iter() if each.tag.endswith("polyline")]
        assert [len(line.get("points").split()) for line in lines] == [2, 6]


def test_nothing_to_draw_is_an_error(solver):
    empty = progress(solver, Profile(), NOW, Budget(None))
    with pytest.raises(UsageError, match="no learned skill has a day"):
        draw_progress(empty, "png")
    some = progress(solver, Profile(learned=(LearnedSkill("r", NOW),)), NOW, Budget(None))
    with pytest.raises(UsageError, match="unknown picture format 'gif'; choose one of svg, png, pdf"):
        draw_progress(some, "gif")
