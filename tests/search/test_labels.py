"""Labels: open requirements with shared alternatives."""

import pytest

import mlgraph
from support.random_graphs import OBJECTIVES, graph_of_parts

# "m" and "n" share the alternative "b"; "o" can only be met by "c"
SKILLS = {"a": (10, ()), "b": (15, ()), "c": (10, ()), "m": (1, (("a", "b"),)), "n": (1, (("b", "c"),))}


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize(
    ("via", "learned"),
    [
        (["m"], {"a", "m"}),
        (["n"], {"c", "n"}),
        (["m", "n"], {"b", "m", "n"}),  # one alternative for both
        (["m", "n", "a"], {"a", "c", "m", "n"}),
    ],
)
def test_several_skills_in_via_share_their_alternatives(objective, via, learned):
    graph = graph_of_parts(SKILLS, {"p": (), "q": ()}, {("p", "q"): 0})
    plan = mlgraph.plan(graph, "p", "q", objective=objective, via=via)
    assert {study.id for study in plan.studies} == learned


def test_skills_in_via_and_at_the_target_share_their_alternatives():
    graph = graph_of_parts(SKILLS, {"p": (), "q": (("a", "c"),)}, {("p", "q"): 0})
    plan = mlgraph.plan(graph, "p", "q", via=["m", "n"])
    assert {study.id for study in plan.studies} == {"a", "c", "m", "n"}
    assert plan.hours == 22


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_skill_to_learn_beside_a_waypoint_is_learned_with_one_alternative(objective):
    graph = graph_of_parts(SKILLS, {"p": (), "q": (), "w": ()}, {("p", "w"): 1, ("w", "q"): 1, ("p", "q"): 1})
    plan = mlgraph.plan(graph, "p", "q", objective=objective, via=["m", "w"])
    assert [stop.id for stop in plan.stops] == ["p", "w", "q"]
    assert {study.id for study in plan.studies} == {"a", "m"}
