"""Attributions: the merge of several graph files keeps each of them."""

from hypothesis import given
from hypothesis import strategies as st

import mlgraph
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
