"""Descriptions of nodes, and lists of nodes."""

import networkx as nx
import pytest

import mlgraph
from mlgraph.analysis.describe import list_entries
from mlgraph.text.node import group_needs, render_description
from mlgraph.web.panel import describe_node
from support.careers import GIVING, SOUND


@pytest.fixture
def graph(graph_of):
    return graph_of(SOUND + '[role.tester]\ntitle = "\u00c9ngineer two"\naliases = ["Builder", "q.a."]')


def test_a_description_has_both_directions_of_moves_and_needs(graph):
    found = mlgraph.describe(graph, "python")
    assert [[need.id for need in group] for group in found.needs] == [["maths"]]
    assert [node.id for node in found.needed_for] == ["engineer"]
    found = mlgraph.describe(graph, "engineer")
    assert [(move.id, move.months) for move in (*found.reached_from, *found.leads_to)] == [("start", 6), ("lead", 36.5)]
    assert found.stage.title == "Start"
    (cite,) = found.cites
    assert (cite.cite, cite.title, cite.publisher, cite.point) == (
        "book:p1",
        "A book",
        "A publisher",
        "Engineers build.",
    )


def test_entries_are_sorted_by_kind_and_id(graph):
    assert [entry.id for entry in list_entries(graph)] == [
        "start",
        "engineer",
        "lead",
        "tester",
        "maths",
        "python",
        "r",
    ]
    assert [entry.hours for entry in list_entries(graph, ["skill"])] == [40, 60.5, 0]


def test_the_graph_is_frozen(graph):
    with pytest.raises(nx.NetworkXError, match="Frozen graph"):
        graph.add_edge("a", "b")
    copy = graph.copy()
    copy.add_edge("a", "b")
    assert "a" not in graph


SHARED = """
[role.engineer]
title = "Engineer"
needs = [["torch", "flow"]]
[skill]
torch = { title = "Torch", hours = 1, needs = ["python", "networks"] }
flow = { title = "Flow", hours = 2, needs = ["networks"] }
networks = { title = "Networks", hours = 4, needs = [["python", "r"]] }
python = { title = "Python", hours = 8 }
r = { title = "R", hours = 16 }
"""


def test_a_skill_that_all_alternatives_need_is_forced(graph_of):
    found = mlgraph.describe(graph_of(SHARED), "engineer")
    assert ([skill.id for skill in found.prerequisites], found.hours_in_all) == (["networks"], 4)
    found = mlgraph.describe(graph_of(SHARED), "torch")
    assert ([skill.id for skill in found.prerequisites], found.hours_in_all) == (["python", "networks"], 13)


def test_a_description_has_what_a_post_asks_for_and_gives(graph_of):
    graph = graph_of(GIVING)
    found = mlgraph.describe(graph, "analyst")
    assert found.track == mlgraph.Named("science", "Data science")
    assert found.counts_as == (mlgraph.Named("data", "data work"),)
    assert found.teaches == (mlgraph.Taught("talking", "Talking", 6),)
    (move,) = found.leads_to
    assert (move.months_low, move.months, move.months_high) == (6, 12, 24)
    lead = mlgraph.describe(graph, "lead")
    assert lead.experience == (mlgraph.Experience("data", "data work", 48),)
    assert lead.usual_experience == (mlgraph.Experience("data", "data work", 60.5),)
    assert lead.usual_skills == (mlgraph.Named("talking", "Talking"),)


@pytest.mark.parametrize("whole", [True, False])
def test_the_text_says_what_a_post_asks_for_and_gives(graph_of, whole):
    graph = graph_of(GIVING)
    analyst, lead = (render_description(mlgraph.describe(graph, name), whole) for name in ("analyst", "lead"))
    for said in (
        "role, track Data science",
        "counts as experience in data work",
        "Talking, after 6 months",
        "after 12 months (6 to 24)",
    ):
        assert said in analyst
    assert "asks for 48 months in data work" in lead
    assert "holders usually arrive with 60.5 months in data work" in " ".join(lead.split())
    assert "Usually known" in lead
    assert f"\n  Talking{' (talking)' * whole}\n" in lead


SUBJECTS = """
[role.analyst]
title = "Analyst"
needs = ["talking", "sums", ["degree", "odds"], "writing"]
[skill]
talking = { title = "Talking", subject = "People", hours = 40 }
sums = { title = "Sums", subject = "Mathematics", hours = 20, needs = ["writing"] }
degree = { title = "Degree", hours = 5000 }
odds = { title = "Odds", subject = "Mathematics", hours = 30.5 }
writing = { title = "Writing", hours = 8 }
"""


def test_the_needs_of_a_post_are_listed_by_subject_with_their_hours(graph_of):
    graph = graph_of(SUBJECTS)
    analyst, sums = (mlgraph.describe(graph, name) for name in ("analyst", "sums"))
    assert [(part.title, part.hours, [group[0].id for group in part.needs]) for part in group_needs(analyst)] == [
        ("People", "40 h", ["talking"]),
        ("Mathematics", "50.5 h", ["sums", "degree"]),
        ("Other", "8 h", ["writing"]),
    ]
    said = render_description(analyst, whole=True)
    order = (
        "Needs: People, 40 h",
        "Talking (talking)",
        "Needs: Mathematics, 50.5 h",
        "Sums (sums)",
        "Needs: Other, 8 h",
    )
    assert sorted(order, key=said.index) == [*order]
    assert (sums.subject, [part.title for part in group_needs(sums)]) == ("Mathematics", [""])
    assert "sums, a skill in Mathematics, 20 hours of study" in render_description(sums)


def test_frames_have_what_posts_ask_for_and_give(graph_of):
    graph = graph_of(GIVING)
    nodes = mlgraph.nodes_frame(graph).set_index("id")
    analyst = nodes.loc["analyst"]
    assert (analyst["track"], analyst["counts_as"], analyst["teaches"]) == ("science", ("data",), {"talking": 6})
    assert nodes.loc["lead", "experience"] == {"data": 48}
    assert nodes.loc["lead", "usual_experience"] == {"data": 60.5}
    assert nodes.loc["lead", "usual_skills"] == ("talking",)
    assert nodes.loc["talking", "subject"] == "People"
    (move,) = mlgraph.edges_frame(graph).query("relation == 'leads_to'").itertuples()
    assert (move.months_low, move.months, move.months_high) == (6, 12, 24)
    plan = mlgraph.plan(graph, "analyst", "lead")
    assert plan.to_frame()["waits_for"].iloc[-1] == "experience"


def test_the_address_of_a_node_is_shown_wherever_the_node_is(run, graph_file):
    address = "https://example.org/lead?a=1"
    path = graph_file(SOUND.replace('title = "Lead"', f'title = "Lead"\nurl = "{address}"'))
    graph = mlgraph.load(path)
    assert mlgraph.describe(graph, "lead").url == address
    assert mlgraph.describe(graph, "maths").url == ""
    for answer in (("show", "lead"), ("show", "lead", "--json"), ("show", "lead", "--all"), ("list", "--json")):
        assert address in run(*answer, "--graph", path)[1]
    assert f",{address}\n" in run("list", "roles", "-o", "-", "--graph", path)[1].replace("\r", "")
    assert describe_node(mlgraph.describe(graph, "lead")).url == address
