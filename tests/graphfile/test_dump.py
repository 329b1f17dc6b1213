"""The text of a graph: what it looks like, and what is too large."""

import json

import pytest

import mlgraph
from mlgraph.errors import FileError, UsageError
from mlgraph.graphfile import dump
from support.random_graphs import graph_of_parts


@pytest.fixture
def graph():
    graph = graph_of_parts({"s": (1, ()), "t": (2.5, ())}, {"a": (), "b": (("s", "t"),)}, {("a", "b"): 3})
    graph.graph["title"] = "G"
    return graph


def test_json_has_a_line_for_each_node(graph):
    text = dump.dump(graph, "json")
    assert text.splitlines() == [
        '{"title": "G",',
        '"role": {',
        '"a": {"title": "a", "leads_to": {"b": 3}},',
        '"b": {"title": "b", "needs": [["s", "t"]]}},',
        '"skill": {',
        '"s": {"title": "s", "hours": 1},',
        '"t": {"title": "t", "hours": 2.5}}}',
    ]
    assert json.loads(text)["role"]["b"] == {"title": "b", "needs": [["s", "t"]]}


def test_toml_has_a_table_for_each_node(graph):
    assert [line for line in dump.dump(graph, "toml").splitlines() if line.startswith("[")] == [
        "[role.a]",
        "[role.a.leads_to]",
        "[role.b]",
        "[skill.s]",
        "[skill.t]",
    ]


@pytest.mark.parametrize(("path", "format"), [("g.toml", "toml"), ("a/G.JSON", "json"), ("g.json.toml", "toml")])
def test_the_suffix_is_the_format(path, format):
    assert dump.find_file_format(path) == format


def test_another_suffix_is_refused():
    with pytest.raises(UsageError) as error:
        dump.find_file_format("g.xml")
    assert str(error.value) == "a graph file ends in .json or .toml, not in 'xml'"


def test_an_unreadable_graph_is_not_written(graph, tmp_path, monkeypatch):
    size, path = len(dump.dump(graph, "json")), tmp_path / "g.json"
    monkeypatch.setattr(dump, "FILE_BYTES", size)
    mlgraph.save(graph, path)
    monkeypatch.setattr(dump, "FILE_BYTES", size - 1)
    with pytest.raises(FileError) as error:
        mlgraph.save(graph, path)
    assert str(error.value) == "the graph takes 0.0 MiB as .json, more than the 0 MiB that can be loaded; split it"
    monkeypatch.setattr(dump, "FILE_BYTES", 2**20)
    graph.nodes["a"]["about"] = "x" * 1999
    graph.nodes["s"]["aliases"] = tuple(f"{n:0200}" for n in range(6000))
    with pytest.raises(FileError, match=r"takes 1\.2 MiB as \.toml, more than the 1 MiB"):
        dump.dump(graph, "toml")


def test_a_graph_too_slow_to_read_is_not_written(graph, monkeypatch):
    text = dump.dump(graph, "json")
    marks = sum(map(text.count, ",:[{")) + 3 * text.count(".")
    monkeypatch.setattr(dump, "DELIMITERS", marks)
    dump.dump(graph, "json")
    monkeypatch.setattr(dump, "DELIMITERS", marks - 1)
    with pytest.raises(FileError) as error:
        dump.dump(graph, "json")
    assert str(error.value) == (
        f"the graph takes {marks} delimiters as .json, more than the {marks - 1} that can be loaded; split it"
    )
