"""Attributions: the merge of several graph files keeps each of them."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlgraph
from mlgraph.graphfile import evidence
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.overlay import merge_documents


@given(st.lists(st.sampled_from(["by Bob", "by Bobson", "Data by Bob", "Data by Bob and Bobson.", "Bob"]), min_size=1))
def test_each_attribution_is_kept_once_even_if_another_contains_it(said):
    merged = merge_documents(*(Document("", "", {"attribution": each}) for each in said))
    assert merged.tables["attribution"] == " ".join(dict.fromkeys(said))


def test_files_without_a_title_change_nothing(graph_file):
    paths = [
        graph_file('[role.a]\ntitle = "A"', "a.toml"),
        graph_file('attribution = "by Bobson"', "b.toml"),
        graph_file('attribution = "by Bob"\n[role.b]\ntitle = "B"', "c.toml"),
    ]
    assert mlgraph.load(*paths).graph["attribution"] == "by Bobson by Bob"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_wrong_attribution_is_reported_with_its_own_file_and_text(graph_file, order):
    paths = [
        graph_file('attribution = "by Ann\\n"\n[role.a]\ntitle = "A"', "ann.toml"),
        graph_file('attribution = "by Bob"\n[role.b]\ntitle = "B"', "bob.toml"),
    ]
    with pytest.raises(mlgraph.GraphFileError) as error:
        mlgraph.load(*(paths[place] for place in order))
    (found,) = error.value.diagnostics
    assert (found.file, found.id) == (str(paths[0]), "attribution")
    assert found.message.startswith('is "by Ann\\n"')


def test_a_long_attribution_of_several_files_is_reported_as_joined(graph_file):
    paths = [
        graph_file(f'attribution = "{c * 1500}"\n[skill.{c}]\ntitle = "{c}"\nhours = 1', f"{c}.toml") for c in "ab"
    ]
    assert [mlgraph.load(path).graph["attribution"] for path in paths] == ["a" * 1500, "b" * 1500]
    with pytest.raises(mlgraph.GraphFileError) as error:
        mlgraph.load(*paths)
    (found,) = error.value.diagnostics
    assert found.message == "has 3001 characters, joined from all files"


@pytest.mark.parametrize("is_generated", [True, False])
def test_an_attribution_says_whether_a_program_made_the_histories(is_generated):
    sources = {"x": {"title": "X"}, "y": {"title": "Y", "generated": is_generated}}
    graph = nx.DiGraph(sources=sources, attribution="by Bob")
    note = "This graph has moves counted in histories that a program generated, not in those of people."
    assert (evidence.note_generated(graph), evidence.has_generated(graph)) == (
        note if is_generated else "",
        is_generated,
    )
    assert [evidence.is_generated(graph, cites) for cites in ([], ["x"], ["x", "y:p"])] == [False, False, is_generated]
    assert evidence.make_attribution(graph) == (f"{note} by Bob" if is_generated else "by Bob")
