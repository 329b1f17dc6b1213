"""Descriptions of nodes, and lists of nodes."""

import networkx as nx
import pytest

import mlgraph
from mlgraph.analysis.describe import list_entries
from support.careers import SOUND


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
