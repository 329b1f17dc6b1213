"""Tests of graphs in other formats: an independent parser reads each back, with hostile titles."""

import contextlib
import io
import json
import re

import jsonschema
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlgraph
from mlgraph.drawing import layout
from mlgraph.errors import DrawError, GraphFileError
from mlgraph.export import graphml, mermaid
from mlgraph.graphfile import document, schema
from mlgraph.graphfile.dump import dump
from mlgraph.model import list_targets
from support.careers import GIVING, SOUND
from support.paths import REPOSITORY
from support.tables import graph_of_tables, same, tables


@given(tables())
def test_written_graphs_load_back_equal(tmp_path_factory, tables):
    graph = graph_of_tables(tables)
    folder = tmp_path_factory.mktemp("dump")
    for format in ("json", "toml"):
        path = folder / f"graph.{format}"
        path.write_text(dump(graph, format), encoding="utf-8", newline="")
        same(mlgraph.load(path), graph)


@given(tables())
def test_graphml_and_gexf_are_read_by_networkx(tables):
    graph = graph_of_tables(tables)
    for write, read in ((graphml.write_graphml, nx.read_graphml), (graphml.write_gexf, nx.read_gexf)):
        data = write(graph)
        assert write(graph) == data
        back = read(io.BytesIO(data))
        assert set(back) == set(graph)
        assert {*back.edges()} == {*graph.edges()}
        for node, attributes in back.nodes(data=True):
            assert attributes["title"] == graph.nodes[node]["title"]
            assert attributes.get("hours_high") == graph.nodes[node].get("hours_high")
            assert json.loads(attributes["needs"]) == [list(group) for group in graph.nodes[node]["needs"]]
        for source, target, attributes in back.edges(data=True):
            assert attributes.get("months") == graph.edges[source, target].get("months")


@given(tables())
def test_a_flowchart_has_titles_as_plain_text_only(tables):
    graph = graph_of_tables(tables)
    for only, kinds in ((None, ("stage", "role")), ("skills", ("skill",))):
        lines = mermaid.format_map(graph, only).splitlines()
        assert lines[0] == f"flowchart {'LR' if only else 'TB'}"
        node = r'n\d+(\["|\("|\[\[")([\w ,.()/#;-]*)("\]|"\)|"\]\])'
        arrow = r'n\d+ (-->|-\.->)(\|"[\d.,]+ mo"\|)? n\d+'
        frame = r'subgraph s\d+\["[\w ,.()/#;-]*"\]|end|click n\d+ href "[\w:/?#@!$&*+,=~.%-]*"'
        assert all(re.fullmatch(rf"    ({node}|{arrow}|{frame})", line) for line in lines[1:]), lines
        found = [re.fullmatch(rf"    {node}", line) for line in lines]
        shown = sorted(re.sub(r"#(\d+);", lambda m: chr(int(m[1])), match[2]) for match in found if match)
        shown = [title.replace("\u2060", "") for title in shown]  # the joiner separates characters that would be markup
        assert sorted(shown) == sorted(graph.nodes[n]["title"] for n in graph if graph.nodes[n]["kind"] in kinds)


def test_a_flowchart_of_the_map_reads_well(graph_of):
    assert (
        mermaid.format_map(graph_of(SOUND))
        == """\
flowchart TB
    subgraph s0["Start"]
    n0("Engineer")
    n2["Start"]
    end
    n1("Lead")
    n0 -->|"36.5 mo"| n1
    n2 -->|"6 mo"| n0
"""
    )


def test_a_flowchart_of_many_moves_has_the_main_moves(ml):
    arrows = mermaid.format_map(ml).count(" -->|")
    main = layout.select_main_moves(ml)
    assert (
        arrows == sum(len(list_targets(main, node)) for node in main) < sum(len(list_targets(ml, node)) for node in ml)
    )
    assert all(nx.descendants(main, node) == nx.descendants(ml, node) for node in ml)


def test_a_flowchart_of_a_plan_has_its_path_and_skills(run, graph_file, tmp_path):
    graph = graph_file(
        '[stage.a]\ntitle = "A"\nleads_to = { b = 6 }\n[role.b]\ntitle = "B \\"<br>"\nneeds = ["s"]\n'
        '[skill.s]\ntitle = "S; %% end"\nhours = 20\n[role.c]\ntitle = "C"'
    )
    code, _, err = run(
        "export", tmp_path / "plan.mmd", "--from", "a", "--to", "b", "--graph", graph, "--start", "2026-10-05"
    )
    assert (code, err) == (0, "")
    assert (
        (tmp_path / "plan.mmd").read_text(encoding="utf-8")
        == """\
flowchart TB
    n0["A<br>5 Oct 2026"]
    n1("B #34;#60;br#62;<br>5 Apr 2027<br>20 h S#59; #37;#37; end")
    n0 -->|"6 mo"| n1
"""
    )


def test_a_box_of_a_flowchart_is_a_link(graph_of):
    graph = graph_of(SOUND.replace('title = "Lead"', 'title = "Lead"\nurl = "https://e.org/a?b=1&c=#35;%20x"'))
    line = '    click n1 href "https://e.org/a?b=1&c=#35%3B%20x"\n'
    assert line in mermaid.format_map(graph)
    assert line.replace("n1", "n2") in mermaid.format_plan(graph, mlgraph.plan(graph, "start", "lead"))


def test_a_flowchart_of_a_plan_reaches_a_stage_from_a_role(graph_of):
    graph = graph_of(
        '[role.a]\ntitle = "A"\n[stage.b]\ntitle = "B"\nneeds = ["s"]\nleads_to = { c = 6 }\n'
        '[role.c]\ntitle = "C"\n[skill.s]\ntitle = "S"\nhours = 20\n'
    )
    assert 'n0 -->|"0.5 mo"| n1\n    n1 -->|"6 mo"| n2\n' in mermaid.format_plan(graph, mlgraph.plan(graph, "a", "c"))


def test_a_flowchart_too_large_is_refused(ml):
    graph = nx.DiGraph()
    for number in range(600):
        graph.add_node(f"r{number}", kind="role", title="R", needs=())
    with pytest.raises(DrawError, match="more than 500 lines"):
        mermaid.format_map(graph)


def test_export_writes_each_format(run, graph_file, tmp_path):
    graph = graph_file(SOUND)
    for suffix in ("json", "toml", "graphml", "gexf", "mmd"):
        code, _, err = run("export", tmp_path / f"out.{suffix}", "--graph", graph)
        assert (code, err) == (0, "")
        assert b"Engineer" in (tmp_path / f"out.{suffix}").read_bytes()
    same(mlgraph.load(tmp_path / "out.json"), mlgraph.load(tmp_path / "out.toml"))
    code, _, err = run("export", tmp_path / "focus.json", "--graph", graph, "--focus", "lead")
    assert code == 2
    assert "a .json file does not take --focus; leave it out, or choose one of .dot, .png, .svg, .pdf\n" in err
    code, _, err = run("export", tmp_path / "focus.mmd", "--graph", graph, "--focus", "lead")
    assert (code, err) == (
        2,
        "mlgraph: a .mmd file does not take --focus; leave it out, or choose one of .dot, .png, .svg, .pdf\n",
    )
    assert not (tmp_path / "focus.mmd").exists()


@pytest.mark.thorough
def test_the_schema_accepts_sound_files_and_refuses_wrong_ones(run):
    code, out, _ = run("schema")
    assert code == 0
    judge = jsonschema.Draft202012Validator(json.loads(out))
    judge.check_schema(json.loads(out))
    tables = document.read(REPOSITORY / "graphs" / "ml").tables
    assert list(judge.iter_errors(tables)) == []
    for kind, name, key, value in [
        ("skill", "python", "hours", "40"),
        ("skill", "python", "hours", -1),
        ("skill", "python", "hours", [1, 2]),
        ("skill", "python", "same_as", {"metana": "exact"}),
        ("skill", "python", "same_as", {"metana:A5": "none"}),
        ("skill", "python", "because", {"metana:A5": "command-line"}),
        ("role", "data-scientist", "titel", "x"),
        ("role", "data-scientist", "leads_to", {"a": {"tier": "x"}}),
        ("role", "data-scientist", "needs", [[]]),
        ("role", "Data Scientist", "title", "x"),
    ]:
        known = name.lower().replace(" ", "-")
        sound = tables[kind][known]
        assert judge.is_valid({kind: {known: sound}})
        assert not judge.is_valid({kind: {name: sound | {key: value}}}), (key, value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    )
)
def test_any_value_anywhere_is_checked_without_an_accident(value):
    for kind, rules in schema.KEYS.items():
        for key in rules:
            table = {"title": "A", "hours": 1} if kind == "skill" else {"title": "A"}
            with contextlib.suppress(GraphFileError):
                graph_of_tables(
                    {kind: {"a": table | {key: value}}, "role": {"b": {"title": "B", "leads_to": {"a": 1}}}}
                )
    with contextlib.suppress(GraphFileError):
        graph_of_tables({"role": value, "title": value})


@pytest.mark.parametrize(
    ("write", "read"), [(graphml.write_graphml, nx.read_graphml), (graphml.write_gexf, nx.read_gexf)]
)
def test_graph_programs_read_what_posts_ask_for_and_give(graph_of, write, read):
    back = read(io.BytesIO(write(graph_of(GIVING))))
    analyst, lead = back.nodes["analyst"], back.nodes["lead"]
    assert (analyst["track"], json.loads(analyst["counts_as"])) == ("science", ["data"])
    assert (json.loads(analyst["teaches"]), json.loads(lead["experience"])) == ({"talking": 6}, {"data": 48})
    assert json.loads(lead["usual_experience"]) == {"data": 60.5}
    assert json.loads(lead["usual_skills"]) == ["talking"]
    assert back.nodes["talking"]["subject"] == "People"
    move = back.edges["analyst", "lead"]
    assert (move["months_low"], move["months"], move["months_high"]) == (6, 12, 24)


@pytest.mark.parametrize("format", ["json", "toml"])
def test_graph_files_keep_what_posts_ask_for_and_give(graph_of, tmp_path, format):
    graph = graph_of(GIVING)
    path = tmp_path / f"graph.{format}"
    path.write_text(dump(graph, format), encoding="utf-8")
    same(mlgraph.load(path), graph)
