"""Plans of people who begin in a post, whose holders usually know skills that the post does not ask for."""

import pytest

import mlgraph
from mlgraph.analysis.answers_diff import diff_answers
from mlgraph.analysis.laws import check_laws
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget
from mlgraph.text import plan as text_of_plans
from mlgraph.text.plan import list_credits, render_plan
from support import judge
from support.judging import career
from support.random_graphs import OBJECTIVES, graph_of_parts

SKILLS = {
    "python": (100, ()),
    "r": (80, ()),
    "numpy": (30, (("python",),)),
    "pandas": (40, (("numpy",),)),
    "git": (10, ()),
}
POSITIONS = {"junior": (), "scientist": (("python", "r"),), "engineer": (("pandas",), ("git",))}
MOVES = {("junior", "scientist"): 1, ("scientist", "engineer"): 1}
POSTS = {"scientist": {"usual_skills": ("pandas", "git", "numpy")}}
ESTIMATE = "an estimate, usual for any scientist"


def graph_of_posts(posts=POSTS):
    return graph_of_parts(SKILLS, POSITIONS, MOVES, posts)


def plan_to_engineer(source="scientist", **said):
    return mlgraph.plan(graph_of_posts(), source, "engineer", **said)


def learned(plan):
    return [study.id for study in plan.studies]


def known(plan):
    return {skill.id: (skill.because, skill.by and skill.by.id) for skill in plan.known}


def test_a_person_who_begins_in_a_post_knows_what_is_usual_there():
    plan = plan_to_engineer()
    assert (learned(plan), plan.months, plan.given_up) == ([], 1, ())
    assert known(plan) == {"git": ("usual", "scientist"), "pandas": ("usual", "scientist")}
    assert list_credits(plan) == [f"git, pandas ({ESTIMATE})"]
    assert f"Counted as known: git, pandas ({ESTIMATE})" in " ".join(render_plan(plan).split())


def test_a_post_that_a_plan_reaches_brings_nothing_usual():
    plan = plan_to_engineer("junior")
    assert learned(plan)[-3:] == ["numpy", "pandas", "git"]
    assert known(plan) == {}


@pytest.mark.parametrize(
    ("via", "studied"),
    [
        (["git"], ["git"]),
        (["pandas"], ["pandas"]),
        (["numpy"], ["numpy", "pandas"]),  # nobody knows pandas without numpy
        (["numpy", "git"], ["numpy", "pandas", "git"]),
    ],
)
def test_a_person_learns_a_usual_skill_that_via_names(via, studied):
    plan = plan_to_engineer(via=via)
    assert learned(plan) == studied
    assert plan.unconstrained.hours == 0
    assert plan.hours == sum(SKILLS[skill][0] for skill in studied)


def test_a_usual_skill_that_the_person_names_is_known_although_via_names_it_as_well():
    plan = plan_to_engineer(have=["numpy"], via=["numpy"])
    assert learned(plan) == []
    assert known(plan)["pandas"] == ("usual", "scientist")


def test_a_usual_skill_that_is_avoided_stays_known():
    assert learned(plan_to_engineer(avoid=["pandas"])) == []


def test_a_person_with_r_instead_of_python_has_no_usual_skill_that_needs_python():
    plan = plan_to_engineer(have=["r"])
    assert learned(plan) == ["python", "numpy", "pandas"]
    assert known(plan) == {"git": ("usual", "scientist")}
    assert [each.id for each in plan.given_up] == ["numpy", "pandas", "python"]
    both = plan_to_engineer(have=["r", "python"])
    assert (learned(both), both.given_up) == ([], ())


@pytest.mark.parametrize(("usual", "studied"), [(("numpy", "b"), []), (("b",), ["numpy", "b"])])
def test_usual_skills_bring_no_skill_that_they_need(usual, studied):
    skills = {"numpy": (30, ()), "b": (1, (("numpy",), ("git", "r"))), "git": (1, ()), "r": (1, ())}
    graph = graph_of_parts(skills, {"x": (("r",),), "y": (("b",),)}, {("x", "y"): 1}, {"x": {"usual_skills": usual}})
    assert learned(mlgraph.plan(graph, "x", "y")) == studied


def test_usual_skills_change_no_assumption():
    # if numpy counted earlier, pandas would be assumed as the first alternative with known requirements
    skills = {"numpy": (30, ()), "r": (80, ()), "pandas": (40, (("numpy",),))}
    positions = {"x": (("r", "pandas"),), "y": (("r",), ("numpy",))}
    graph = graph_of_parts(skills, positions, {("x", "y"): 1}, {"x": {"usual_skills": ("numpy",)}})
    plan = mlgraph.plan(graph, "x", "y")
    assert known(plan) == {"r": ("assumed", "x"), "numpy": ("usual", "x")}


def test_an_assumed_skill_is_asked_for_by_what_the_person_named_and_not_by_a_usual_skill():
    skills = {"python": (1, ()), "r": (1, ()), "tool": (1, (("python", "r"),)), "numpy": (1, (("python",),))}
    positions = {"x": (), "y": (("python",), ("numpy",))}
    graph = graph_of_parts(skills, positions, {("x", "y"): 1}, {"x": {"usual_skills": ("numpy",)}})
    plan = mlgraph.plan(graph, "x", "y", have=["tool"])
    assert known(plan) == {"python": ("assumed", "tool"), "numpy": ("usual", "x")}


def test_a_text_without_room_for_skills_still_says_that_some_are_usual(monkeypatch):
    monkeypatch.setattr(text_of_plans, "SCREEN", 1)
    skills = {f"a-long-name-{number}": (1, ()) for number in range(9)}
    needs = tuple((skill,) for skill in skills)
    posts = {"b": {"usual_skills": ("a-long-name-7", "a-long-name-8")}}
    graph = graph_of_parts(skills, {"b": needs[:7], "c": needs}, {("b", "c"): 2}, posts)
    text = render_plan(mlgraph.plan(graph, "b", "c"))
    assert "Counted as known: 9 skills of the 9 needed (2 by an estimate: usual for any b)" in text.splitlines()


def test_all_questions_count_the_same_skills():
    planner = mlgraph.Planner(graph_of_posts())
    assert [role.costs.hours for role in planner.reach("scientist").roles if role.id == "engineer"] == [0]
    assert planner.next_skills("scientist", "engineer").skills == ()
    assert planner.next_skills("scientist", "engineer", via=["git"]).skills[0].id == "git"
    assert "git" not in [skill.id for skill in planner.next_skills("scientist").skills]
    assert planner.why("git", "scientist", "engineer").known
    assert planner.compare("scientist", "engineer").sides[0].plan.hours == 0
    assert [plan.hours for plan in planner.k_best("scientist", "engineer", 1)] == [0]


def test_dated_posts_count_what_is_usual_only_where_a_person_is_now(graph_of):
    text = """
role.a = { title = "A", usual_skills = ["s"], leads_to = { b = 1, c = 1 } }
role.b = { title = "B", leads_to = { c = 1 } }
role.c = { title = "C", needs = ["s"] }
skill.s = { title = "S", hours = 40 }
"""
    graph = graph_of(text)
    post = '[[post]]\nposition = "{}"\nfrom = "{}"\n'
    for posts, studied in (
        (post.format("a", "2025-01-01"), []),
        (f'{post.format("a", "2024-01-01")}to = "2024-12-31"\n{post.format("b", "2025-01-01")}', ["s"]),
    ):
        me = mlgraph.Profile.parse(graph, posts)
        assert learned(mlgraph.plan(graph, me.start, "c", **me.options(graph))) == studied


def test_an_answer_counts_what_usual_skills_rest_on():
    graph = graph_of_posts({"scientist": POSTS["scientist"] | {"usual_skills_from": ("ours",)}})
    graph.graph["sources"] = {"ours": {"title": "Ours", "evidence": "estimate"}}
    usual, said = (mlgraph.plan(graph, "scientist", "engineer", have=have) for have in ((), ("pandas", "git")))
    assert mlgraph.plan_figures(graph, usual).evidence == {"estimate": 1, "unstated": 1}
    assert mlgraph.plan_figures(graph, said).evidence == {"unstated": 1}
    assert [each.cite for each in mlgraph.describe(graph, "scientist").cites] == ["ours"]


def test_a_change_of_usual_skills_changes_answers():
    old, new = graph_of_posts(), graph_of_posts({"scientist": {"usual_skills": ("git",)}})
    answers = diff_answers(Solver(old), Solver(new), Budget())
    assert [(each.source.id, each.target.id) for each in answers.changed] == [("scientist", "engineer")]


def test_the_laws_of_plans_hold():
    laws = check_laws(Solver(graph_of_posts()), PlanOptions(), Budget())
    assert laws.breaches == ()


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_judge_knows_the_same_skills(objective, graphs):
    usual = 0
    for seed in range(60 + graphs):
        planner, source, target, options = career(seed, objective)
        solver = Solver(planner.graph)
        found = solver.find_known_skills(source, target, PlanOptions(**options))
        assert found == judge.known_for(planner.graph, source, target, **options), seed
        usual += bool(planner.graph.nodes[source].get("usual_skills"))
    assert usual > 5
