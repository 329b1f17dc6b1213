"""Parts of a plan: reasons of skills, arrivals, and low and high costs."""

import pytest

import mlgraph
from support.random_graphs import graph_of_parts

MONTH_OF_STUDY = 36.525  # hours, at a pace of 8.4 a week


def chains(stop):
    return {study.id: [node.id for node in study.needed_for] for study in stop.learn}


def test_a_skill_in_via_that_a_position_needs_has_the_reason_of_the_position():
    skills = {"s": (10, ()), "ml": (10, (("s",),)), "t": (10, ())}
    graph = graph_of_parts(skills, {"a": (), "b": (("ml",),), "c": ()}, {("a", "b"): 1, ("b", "c"): 1})
    _, b, c = mlgraph.plan(graph, "a", "c", via=["s", "t"]).stops
    assert chains(b) == {"ml": ["b"], "s": ["ml", "b"]}
    assert chains(c) == {"t": ["c"]}


def test_an_arrival_waits_for_the_post_if_study_takes_as_long():
    skills = {"s": (MONTH_OF_STUDY, ()), "t": (MONTH_OF_STUDY, ())}
    graph = graph_of_parts(skills, {"a": (), "b": (("s",),), "c": (("t",),)}, {("a", "b"): 1, ("b", "c"): 1})
    plan = mlgraph.plan(graph, "a", "c", pace=8.4)
    assert [stop.arrives for stop in plan.stops] == [0, 1, 2]
    assert [(stop.waits_for, stop.spare) for stop in plan.stops] == [(None, 0), ("post", 0), ("post", 0)]
    assert [stop.critical for stop in plan.stops] == [False, True, True]


@pytest.mark.parametrize(
    ("counts", "critical"),
    [
        pytest.param("", [False, True, True], id="the wait begins with the second post, after the study"),
        pytest.param('counts_as = ["f"]', [False, False, True], id="the wait makes up for a later move"),
    ],
)
def test_a_wait_for_experience_makes_up_for_a_delay_only_in_posts_that_count(graph_of, counts, critical):
    graph = graph_of(f"""
        experience.f.title = "F"
        skill.s = {{ title = "S", hours = 365.25 }}
        [role.a]
        title = "A"
        leads_to = {{ b = 6 }}
        {counts}
        [role.b]
        title = "B"
        needs = ["s"]
        counts_as = ["f"]
        leads_to = {{ c = 3 }}
        [role.c]
        title = "C"
        experience = {{ f = 24 }}
    """)
    plan = mlgraph.plan(graph, "a", "c", pace=8.4)
    assert [(stop.arrives, stop.waits_for) for stop in plan.stops[1:]] == [
        (10, "study"),
        (24 + 10 * (not counts), "experience"),
    ]
    assert [stop.critical for stop in plan.stops] == critical


def test_experience_is_late_if_the_first_post_that_counts_is_late(graph_of):
    graph = graph_of("""
        experience.f.title = "F"
        skill.s = { title = "S", hours = 365.25 }
        skill.t = { title = "T", hours = 365.25 }
        [stage.start]
        title = "Start"
        leads_to = { a = 6 }
        [role.a]
        title = "A"
        needs = ["s"]
        counts_as = ["f"]
        leads_to = { b = 6 }
        [role.b]
        title = "B"
        needs = ["t"]
        counts_as = ["f"]
        leads_to = { c = 3 }
        [role.c]
        title = "C"
        experience = { f = 24 }
    """)
    plan = mlgraph.plan(graph, "start", "c", pace=8.4)
    assert [(stop.arrives, stop.waits_for) for stop in plan.stops[1:]] == [
        (10, "study"),
        (20, "study"),
        (34, "experience"),
    ]
    assert [stop.critical for stop in plan.stops] == [False, True, False, True]
    assert mlgraph.plan(graph, "start", "c", pace=8.4, have=["t"]).months == 34
    assert mlgraph.plan(graph, "start", "c", pace=8.4, have=["s"]).months == 30


def test_low_and_high_costs_have_the_moves_of_the_plan():
    graph = graph_of_parts({"s": (10, ())}, {"a": (), "b": (("s",),), "c": ()}, {("a", "b"): 1, ("b", "c"): 1})
    graph.nodes["s"].update(hours_low=5, hours_high=20)
    plan = mlgraph.plan(graph, "a", "c")
    assert (plan.low.moves, plan.moves, plan.high.moves) == (2, 2, 2)


def test_low_and_high_costs_have_the_low_and_high_hours_of_each_skill():
    skills = {"s": (2 * MONTH_OF_STUDY, ()), "t": (MONTH_OF_STUDY, ())}
    graph = graph_of_parts(skills, {"a": (), "b": (("s",),), "c": (("t",),)}, {("a", "b"): 1, ("b", "c"): 3})
    graph.nodes["s"].update(hours_low=MONTH_OF_STUDY, hours_high=4 * MONTH_OF_STUDY)
    plan = mlgraph.plan(graph, "a", "c", pace=8.4)
    assert [(costs.months, costs.hours) for costs in (plan.low, plan.costs, plan.high)] == [
        (4, 2 * MONTH_OF_STUDY),
        (5, pytest.approx(3 * MONTH_OF_STUDY)),
        (7, 5 * MONTH_OF_STUDY),
    ]
    del graph.nodes["s"]["hours_low"], graph.nodes["s"]["hours_high"]
    plan = mlgraph.plan(graph, "a", "c", pace=8.4)
    assert (plan.low, plan.high) == (None, None)
