"""Posts of a plan that are a step back, and the fastest route without them."""

import pytest

import mlgraph

CAREER = """
[stage.junior]
title = "Junior level"
leads_to = ["middle"]
[stage.middle]
title = "Middle level"
leads_to = ["senior"]
[stage.senior]
title = "Senior level"
leads_to = []
[role.clerk]
title = "Clerk"
stage = "junior"
leads_to = { judge = 6 }
[role.notary]
title = "Notary"
stage = "middle"
leads_to = { judge = MIDDLE }
[role.lawyer]
title = "Lawyer"
stage = "senior"
leads_to = { clerk = 6, notary = 6, professor = 12 }
[role.professor]
title = "Professor"
stage = "senior"
leads_to = { judge = SENIOR }
[role.judge]
title = "Judge"
stage = "senior"
needs = ["law"]
[skill.law]
title = "Law"
hours = 10
"""


def find(graph_of, source="lawyer", target="judge", middle=8, senior=20, text=CAREER, **options):
    planner = mlgraph.Planner(graph_of(text.replace("MIDDLE", str(middle)).replace("SENIOR", str(senior))))
    return planner.step_back(planner.plan(source, target, **options))


@pytest.mark.parametrize(
    ("middle", "senior", "instead", "months"),
    [
        # all posts on the way are as senior as both ends, and this takes up to half a year longer
        (8, 6, ["professor"], 18),
        # a step back to the middle level is allowed, since a way without it takes too long
        (8, 7, ["notary"], 14),
        (12, 20, ["notary"], 18),
    ],
)
def test_the_route_without_a_step_back_leads_through_posts_that_are_as_senior_as_possible(
    graph_of, middle, senior, instead, months
):
    found = find(graph_of, middle=middle, senior=senior)
    assert [post.title for post in found.posts] == ["Clerk"]
    assert [post.id for post in found.instead] == instead
    assert (found.costs.months, found.costs.moves) == (months, 2)
    assert found.arrives_on is not None


@pytest.mark.parametrize(
    "wishes",
    [
        {"middle": 13},  # every other route takes over half a year longer
        {
            "source": "senior",
            "text": CAREER.replace("leads_to = []", "leads_to = { clerk = 6 }"),
        },  # a stage is not a post
        {"source": "clerk"},  # no role lies below the first
        {"target": "clerk"},  # no post lies below the last
        {"target": "professor"},  # the plan is direct
        {"via": ["clerk"]},  # the person asks for the post
        {"avoid": ["clerk", "notary"]},  # the plan takes no step back
        {"objective": "hours"},  # the plan is not the fastest
        {"text": CAREER.replace("leads_to = { clerk = 6", "programme = true\nleads_to = { clerk = 6")},  # still studies
        {"text": CAREER.replace('leads_to = ["senior"]', "leads_to = []")},  # nothing tells the senior level is higher
        {"text": CAREER.replace("leads_to = []", 'leads_to = ["junior"]')},  # each stage comes before each other
    ],
)
def test_without_a_step_back_or_a_fair_choice_nothing_is_found(graph_of, wishes):
    assert find(graph_of, **wishes) is None


def test_a_step_back_counts_the_known_skills_the_pace_and_the_avoided_nodes_of_the_plan(graph_of):
    slow = find(graph_of, pace=0.2, senior=6)
    assert slow is not None and slow.costs.hours == 10
    assert find(graph_of, have=["law"], senior=6).costs.hours == 0
    assert [post.id for post in find(graph_of, avoid=["professor"], senior=6).instead] == ["notary"]


@pytest.mark.parametrize(("middle", "senior", "way"), [(6, 20, "notary"), (20, 0, "professor"), (6, 0, "professor")])
def test_of_equally_fast_plans_one_without_a_step_back_is_the_best(graph_of, middle, senior, way):
    planner = mlgraph.Planner(graph_of(CAREER.replace("MIDDLE", str(middle)).replace("SENIOR", str(senior))))
    plan = planner.plan("lawyer", "judge")
    # by the order of ids alone, the clerk would come first
    assert [stop.id for stop in plan.stops] == ["lawyer", way, "judge"]
    assert planner.plan("lawyer", "judge", via=["clerk"]).months == plan.months == 12
    first, second = planner.k_best("lawyer", "judge", 2)
    assert first == plan
    assert [stop.id for stop in second.stops] == ["lawyer", "clerk", "judge"]
    (reached,) = [role for role in planner.reach("lawyer").roles if role.id == "judge"]
    assert reached.costs == plan.costs
    assert planner.plan("lawyer", "judge", objective="hours").stops[1].id == "clerk"


def test_of_equally_fast_plans_a_step_back_is_better_than_a_detour(graph_of):
    detour = CAREER.replace("{ judge = SENIOR }", "{ dean = 0 }")
    dean = '[role.dean]\ntitle = "Dean"\nstage = "senior"\nleads_to = { judge = 0 }\n'
    planner = mlgraph.Planner(graph_of((detour + dean).replace("MIDDLE", "20")))
    plan = planner.plan("lawyer", "judge")
    assert [stop.id for stop in plan.stops] == ["lawyer", "clerk", "judge"]
    found = planner.step_back(plan)
    assert [post.id for post in found.instead] == ["professor", "dean"]
    assert (found.costs.months, found.costs.moves) == (plan.months, 3)


def test_the_text_names_the_step_back_and_what_it_costs_to_do_without(graph_of, run, graph_file):
    text = CAREER.replace("MIDDLE", "8").replace("SENIOR", "6")
    found = find(graph_of, senior=6)
    said = "Clerk is a step back. The fastest route without such a post leads through Professor"
    assert str(found) == said
    asked = ("path", "--from", "lawyer", "--to", "judge", "--graph", graph_file(text))
    _, out, _ = run(*asked)
    assert f"{said}: 6 months more." in " ".join(out.split())
    _, out, _ = run(*asked, "--json")
    assert '"step_back"' in out and '"instead"' in out


def test_on_the_bundled_graph_no_step_back_is_left_and_the_route_is_the_fastest_without_it():
    graph = mlgraph.load()
    planner = mlgraph.Planner(graph)
    plan = planner.plan("founder", "senior-data-analyst")
    found = planner.step_back(plan)
    below = {"beginner", "foundations", "programming", "frameworks"}
    roles = [name for name, role in graph.nodes(data=True) if role.get("stage") in below]
    without = planner.plan(plan.source, plan.target, avoid=roles)
    assert found.costs == without.costs
    assert [post.id for post in found.instead] == [stop.id for stop in without.stops[1:-1] if stop.kind == "role"]
    assert plan.months <= found.costs.months <= plan.months + 6
