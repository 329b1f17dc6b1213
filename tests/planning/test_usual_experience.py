"""Plans of people who begin in a post, whose holders usually have more experience than the post asks for."""

from datetime import date

import pytest

import mlgraph
from mlgraph.analysis.answers_diff import diff_answers
from mlgraph.errors import NoPlanError
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget
from mlgraph.text import plan as text_of_plans
from mlgraph.text.plan import list_credits, render_plan
from support import judge
from support.judging import best_by_objectives, written
from support.random_graphs import OBJECTIVES, graph_of_parts, random_career

SENIOR = {"experience": {"f": 6}, "usual_experience": {"f": 36, "g": 12}, "counts_as": ("f",)}
POSTS = {
    "a": {"counts_as": ("f",)},
    "b": SENIOR,
    "c": {"experience": {"f": 30}},
    "d": {},
    "e": {"experience": {"g": 12}},
}
MOVES = {("a", "b"): 6, ("b", "c"): 2, ("b", "d"): 2}


def graph_of_posts(posts=POSTS):
    return graph_of_parts({}, dict.fromkeys(posts, ()), MOVES, posts)


def test_a_holder_who_says_nothing_has_the_usual_experience():
    graph = graph_of_posts()
    plan = mlgraph.plan(graph, "b", "c")
    assert plan.months == 2
    assert plan.usual_experience == (mlgraph.UsualExperience("f", "f", months=36, counted=36),)  # c does not ask for g
    assert [(each.id, each.months) for each in plan.experience] == [("f", 36), ("g", 12)]
    assert list_credits(plan) == ["36 months in f (an estimate, counted as usual for any b)"]
    assert "Counted as known: 36 months in f (an estimate, counted as usual for any b)" in render_plan(plan)


def test_the_months_in_the_post_add_to_what_is_usual_on_arrival():
    plan = mlgraph.plan(graph_of_posts(), "b", "c", months_in_post=10)
    assert plan.usual_experience == (mlgraph.UsualExperience("f", "f", months=46, counted=46),)
    assert [(each.id, each.months) for each in plan.experience] == [("f", 46), ("g", 12)]
    assert list_credits(plan) == ["46 months in f (an estimate, counted as usual for any b after 10 months)"]


@pytest.mark.parametrize(("said", "months"), [(0, 24), (12, 18), (36, 2), (50, 2)])
def test_the_months_that_a_person_states_win(said, months):
    plan = mlgraph.plan(graph_of_posts(), "b", "c", experience={"f": said})
    assert plan.months == months
    less = (mlgraph.UsualExperience("f", "f", months=36, counted=max(said, 6)),) if said < 36 else ()
    assert plan.usual_experience == less
    text = f"{max(said, 6)} months in f (by what you say; 36 are usual for any b)"
    assert (text in render_plan(plan)) is (said < 36)


def test_a_text_without_room_for_skills_still_says_what_is_usual(monkeypatch):
    monkeypatch.setattr(text_of_plans, "SCREEN", 1)
    skills = {f"a-long-name-{number}": (1, ()) for number in range(9)}
    needs = tuple((skill,) for skill in skills)
    graph = graph_of_parts(skills, {"b": needs, "c": needs}, {("b", "c"): 2}, {"b": SENIOR, "c": POSTS["c"]})
    for said, line in (
        ({}, "36 months in f (an estimate, counted as usual for any b)"),
        ({"experience": {"f": 35}}, "35 months in f (by what you say; 36 are usual for any b)"),
    ):
        text = render_plan(mlgraph.plan(graph, "b", "c", **said))
        assert f"\nCounted as known: 9 skills of the 9 needed; {line}\n" in text.replace("\n  ", " ")


def test_a_post_that_a_plan_reaches_brings_nothing_usual():
    plan = mlgraph.plan(graph_of_posts(), "a", "c")
    assert (plan.months, plan.usual_experience) == (30, ())


def test_a_plan_does_not_list_what_none_of_its_positions_asks_for():
    assert mlgraph.plan(graph_of_posts(), "b", "d").usual_experience == ()


def test_all_plans_share_what_the_statement_of_the_person_leaves():
    # a person with the usual 12 months can go to c directly, and a person without them passes x
    posts = {"b": {"usual_experience": {"f": 12}}, "x": {"counts_as": ("f",)}, "c": {"experience": {"f": 12}}}
    graph = graph_of_parts({}, dict.fromkeys("bxc", ()), {("b", "c"): 1, ("b", "x"): 1, ("x", "c"): 12}, posts)
    planner = mlgraph.Planner(graph)
    plan = planner.plan("b", "c", experience={"f": 0})
    assert [stop.id for stop in plan.stops] == ["b", "x", "c"]
    assert [each.id for each in planner.unavoidable(plan).positions] == ["x"]
    assert [stop.id for stop in planner.plan("b", "c").stops] == ["b", "c"]


def test_dated_posts_say_what_a_person_has(graph_of):
    text = """
experience.f.title = "Work"
role.a = { title = "A", counts_as = ["f"], usual_experience = { f = 36 }, leads_to = { b = 1 } }
role.b = { title = "B", experience = { f = 24 } }
"""
    graph = graph_of(text)
    me = mlgraph.Profile.parse(graph, '[[post]]\nposition = "a"\nfrom = "2026-01-01"')
    plan = mlgraph.plan(graph, me.start, "b", **me.options(graph, date(2027, 1, 1)))
    (usual,) = plan.usual_experience
    assert (usual.is_counted, round(usual.counted), round(usual.months)) == (False, 12, 48)
    assert mlgraph.plan(graph, "a", "b").months == 1


def test_an_answer_counts_what_usual_experience_rests_on():
    graph = graph_of_posts(POSTS | {"b": SENIOR | {"usual_experience_from": ("ours",)}})
    graph.graph["sources"] = {"ours": {"title": "Ours", "evidence": "estimate"}}
    plans = [mlgraph.plan(graph, "b", "c", **said) for said in ({}, {"experience": {"f": 36}})]
    assert [mlgraph.plan_figures(graph, plan).evidence for plan in plans] == [
        {"unstated": 2, "estimate": 1},
        {"unstated": 2},
    ]
    assert [each.cite for each in mlgraph.describe(graph, "b").cites] == ["ours"]


def test_a_change_of_usual_experience_changes_answers():
    old, new = graph_of_posts(), graph_of_posts(POSTS | {"b": SENIOR | {"usual_experience": {"f": 10}}})
    (changed,) = mlgraph.diff(old, new).changed
    assert [(each.what, each.before, each.after) for each in changed.changes] == [
        ("usual_experience f", 36, 10),
        ("usual_experience g", 12, None),
    ]
    answers = diff_answers(Solver(old), Solver(new), Budget())
    assert [(each.source.id, each.target.id) for each in answers.changed] == [("b", "c")]


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_judge_agrees(objective, graphs):
    answered = needed = 0
    for seed in range(10 + graphs):
        graph, source, target, person = random_career(seed, (2, 4))
        found = best_by_objectives(graph, judge.plans(graph, source, target, **person))
        best = found[objective][0] if found else None
        try:
            plan = mlgraph.plan(graph, source, target, objective=objective, **person)
        except NoPlanError:
            assert best is None, seed
            continue
        assert written(plan) == best, seed
        answered += 1
        needed += bool(plan.usual_experience)
    assert answered > 20
    assert needed > 2
