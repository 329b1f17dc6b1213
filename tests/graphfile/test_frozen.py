"""Immutability: a loaded graph cannot be changed, and changes of a copy do not affect it."""

import copy
import pickle
from multiprocessing import get_context

import networkx as nx
import pytest

from mlgraph.graphfile.frozen import FrozenDict
from mlgraph.graphfile.load import validate_graph
from support.careers import SOUND
from support.tables import same

RICH = SOUND.replace("hours = 40", 'hours = [30, 40, 60.5]\nsame_as = { "book:p1" = "near" }')


@pytest.fixture
def graph(graph_of):
    return graph_of(RICH)


CHANGES = {
    "an attribute of a node": lambda g: g.nodes["maths"].update(hours=1),
    "a new attribute of a node": lambda g: g.nodes["maths"].setdefault("new", 1),
    "an attribute of an edge": lambda g: g.edges["engineer", "lead"].__setitem__("months", 1),
    "an attribute of an edge from its end": lambda g: g.pred["lead"]["engineer"].pop("months"),
    "an attribute removed": lambda g: g.nodes["maths"].__delitem__("hours"),
    "all attributes removed": lambda g: g.nodes["maths"].clear(),
    "any attribute removed": lambda g: g.nodes["maths"].popitem(),
    "attributes added in place": lambda g: g.nodes["maths"].__ior__({"hours": 1}),
    "the title": lambda g: g.graph.__setitem__("title", "T"),
    "the name of networkx": lambda g: setattr(g, "name", "N"),
    "a table of a node": lambda g: g.nodes["maths"]["same_as"].clear(),
    "the sources": lambda g: g.graph["sources"].pop("book"),
    "a source": lambda g: g.graph["sources"]["book"].update(title="T"),
    "a point of a source": lambda g: g.graph["sources"]["book"]["points"].update(p1="P"),
    "attributes of all nodes": lambda g: nx.set_node_attributes(g, 1, "hours"),
    "attributes of all edges": lambda g: nx.set_edge_attributes(g, 1, "months"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_attributes_of_a_loaded_graph_cannot_be_changed(graph, graph_of, change):
    with pytest.raises(
        TypeError, match=r"^a loaded graph cannot be changed; change a copy, networkx\.DiGraph\(graph\)$"
    ):
        change(graph)
    same(graph, graph_of(RICH))


@pytest.mark.parametrize("editable", [nx.DiGraph, nx.DiGraph.copy], ids=["DiGraph", "copy"])
def test_a_copy_can_be_changed_and_the_graph_stays(graph, graph_of, editable):
    other = editable(graph)
    assert not nx.is_frozen(other)
    dictionaries = [other.graph, *dict(other.nodes).values(), *(edge for *_, edge in other.edges(data=True))]
    assert {*map(type, dictionaries)} == {dict}
    other.nodes["maths"]["hours"] = 1
    other.edges["maths", "engineer"]["months"] = 1
    other.graph["title"] = "T"
    other.graph["sources"] = other.graph["sources"] | {"new": {"title": "New"}}
    other.remove_node("lead")
    same(graph, graph_of(RICH))
    assert "months" not in other.edges["maths", "python"]  # loaded edges may share attributes, edges of a copy may not


def test_a_table_in_a_copy_can_be_replaced(graph):
    other = nx.DiGraph(graph)
    with pytest.raises(TypeError):
        other.nodes["maths"]["same_as"]["book:p1"] = "exact"
    other.nodes["maths"]["same_as"] = {**other.nodes["maths"]["same_as"], "book:p1": "exact"}
    assert graph.nodes["maths"]["same_as"] == {"book:p1": "near"}
    assert validate_graph(other).nodes["maths"]["same_as"] == {"book:p1": "exact"}


def pickle_and_unpickle(graph):
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(copy.copy, (graph,))


@pytest.mark.parametrize(
    "again",
    [lambda graph: pickle.loads(pickle.dumps(graph)), copy.deepcopy, copy.copy, pickle_and_unpickle],
    ids=["pickle", "deepcopy", "copy", "another process"],
)
def test_a_copied_or_pickled_graph_stays_validated(graph, again):
    other = again(graph)
    same(other, graph)
    assert validate_graph(other) is other
    with pytest.raises(TypeError):
        other.nodes["maths"]["same_as"]["book:p1"] = "exact"
    with pytest.raises(nx.NetworkXError):
        other.add_node("new")


def test_copies_of_a_frozen_dictionary_are_plain():
    frozen = FrozenDict(a=1)
    assert [type(each) for each in (dict(frozen), frozen.copy(), frozen | {"b": 2})] == [dict] * 3
    assert frozen == {"a": 1}
