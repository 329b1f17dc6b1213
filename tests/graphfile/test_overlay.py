"""Overlays: merged values, the places of errors, and the list of overrides."""

import json

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

import mlgraph
from mlgraph.errors import GraphFileError
from mlgraph.graphfile import document, load, overlay
from mlgraph.graphfile.dump import dump
from support.careers import SOUND
from support.tables import same, tables

COMPANY = """\
title = "Our careers"

[source.ladder]
title = "Our ladder"

[role.engineer]
needs = ["maths", "python"]
leads_to = { lead = 24, principal = 60 }
cites = ["ladder"]

[role.principal]
title = "Principal"
needs = ["maths"]
"""


@pytest.fixture
def files(graph_file):
    """Write the valid graph and overlays, and return their paths."""
    return lambda *others: [
        graph_file(text, f"{name}.toml") for name, text in zip("abcd", (SOUND, *others), strict=False)
    ]


def loaded(paths):
    return mlgraph.load(*paths)


def test_a_later_file_adds_to_and_overrides_an_earlier_one(files):
    below, graph = mlgraph.load(*files()), mlgraph.load(*files(COMPANY))
    assert set(graph) - set(below) == {"principal"}
    engineer = below.nodes["engineer"] | {"needs": (("maths",), ("python",)), "cites": ("ladder",)}
    assert graph.nodes["engineer"] == engineer
    assert graph.edges["engineer", "lead"]["months"] == 24
    assert graph.edges["engineer", "principal"]["months"] == 60
    assert ("r", "engineer") not in graph.edges
    assert graph.graph["title"] == "Our careers"
    assert set(graph.graph["sources"]) == {"book", "ladder"}
    assert all(graph.nodes[node] == below.nodes[node] for node in below if node != "engineer")


def test_needs_may_be_replaced_without_their_citations(graph_file):
    cited = graph_file(SOUND.replace('cites = ["book:p1"]', 'because = { "book:p1" = ["maths", "r"] }'), "cited.toml")
    graph = mlgraph.load(cited, graph_file("[role.engineer]\nneeds = ['maths', 'python']", "over.toml"))
    assert graph.edges["maths", "engineer"]["cites"] == ("book:p1",)
    assert "cites" not in graph.edges["python", "engineer"]
    with pytest.raises(
        GraphFileError, match=r"over\.toml:2: engineer: cites book:p1 for pithon, which it does not need"
    ):
        mlgraph.load(
            cited,
            graph_file("[role.engineer]\nbecause.'book:p1' = ['pithon']\nneeds = ['maths', 'python']", "over.toml"),
        )


def test_a_file_is_an_overlay_of_the_bundled_graph(graph_file, ml):
    over = graph_file("[role.data-scientist]\nneeds = ['sql']\nleads_to = { leadership = 6 }", "over.toml")
    graph = mlgraph.load("mlgraph", over)
    assert graph.nodes["data-scientist"]["needs"] == (("sql",),)
    assert graph.edges["sql", "data-scientist"]["cites"] == ml.edges["sql", "data-scientist"]["cites"]
    assert graph.edges["data-scientist", "leadership"] == {"relation": "leads_to", "months": 6}


# an overlay of the valid file, and a part of the merged tables
MERGES = [
    ("[source.book.points]\np2 = 'More.'", ["source", "book", "points"], {"p1": "Engineers build.", "p2": "More."}),
    ("[source.book]\npublisher = 'B'", ["source", "book", "publisher"], "B"),
    ("[role.engineer]\nleads_to = { start = 1 }", ["role", "engineer", "leads_to"], {"lead": 36.5, "start": 1}),
    ("[role.engineer]\nleads_to = { lead = false }", ["role", "engineer", "leads_to"], {}),
    ("[role.engineer]\nleads_to.lead = { months = 2 }", ["role", "engineer", "leads_to"], {"lead": {"months": 2}}),
    ("[role.engineer]\nneeds = []", ["role", "engineer", "needs"], []),
    ("[role.engineer]\naliases = ['Maker']", ["role", "engineer", "aliases"], ["Maker"]),
    ("attribution = 'Theirs.'", ["attribution"], "Theirs."),
    ("", ["title"], "Two careers"),
]


@pytest.mark.parametrize(("above", "place", "value"), MERGES)
def test_keys_are_replaced_and_tables_in_them_merged(files, above, place, value):
    found = load.read_layers(*files(above)).tables
    for key in place:
        found = found[key]
    assert found == value
    loaded(files(above))


def test_every_attribution_is_kept_and_the_last_title_wins(files):
    texts = [f'title = "T{name}"\nattribution = "Of {name}."\n' for name in "xyx"]
    graph = loaded(files(*texts))
    assert (graph.graph["attribution"], graph.graph["title"]) == ("Of x. Of y.", "Tx")
    assert {change.keys for change in overlay.list_overrides(load.read_layers(*files(*texts)))} == {("title",)}


def test_the_name_mlgraph_stands_for_the_bundled_graph(graph_file, ml):
    same(mlgraph.load("mlgraph"), ml)
    graph = mlgraph.load("mlgraph", graph_file('[role.wizard]\ntitle = "W"\nleads_to = { chief-data-scientist = 1 }'))
    assert set(graph) - set(ml) == {"wizard"}


# an overlay of the valid file, and the error with its file
MISTAKES = [
    (
        "[role.engineer]\nleads_to = { leed = 1 }",
        "b.toml:2: engineer -> leed: leads to leed, which is not in the graph",
    ),
    ("[role.engineer]\nneeds = ['maths',\n'pyton']", "b.toml:3: engineer: needs pyton, which is not in the graph"),
    ("[skill.maths]\nneeds = ['python']", "b.toml:1: maths: needs itself: maths -> python -> maths"),
    ("[role.engineer]\nhours = 3", "b.toml:2: engineer: has the unknown key hours"),
    ("[role.engineer]\ntitle = 3", "b.toml:2: engineer: title is 3, a whole number"),
    ("[role.engineer]\nstage = 'lead'", "b.toml:2: engineer: is in stage lead, which is a role"),
    ("[role.new]\nabout = 'x'", "b.toml:1: new: has no title; add title = ..."),
    ("[source.book.points]\np1 = ''", 'b.toml:2: book : p1: the point is "", an empty text'),
    (
        "[role.engineer]\nleads_to = { start = false }",
        "b.toml:2: engineer -> start: months is false, but no earlier file",
    ),
    ("[skill.engineer]\ntitle = 'E'\nhours = 1", "b.toml:1: engineer: is the id of a role ({a}:13) and of a skill"),
    ("[stage.engineer]\ntitle = 'E'", "a.toml:13: engineer: is the id of a stage ({b}:1) and of a role"),
    ("[role.x]\ntitle = 'X", "b.toml:2: x: is not TOML"),
]


@pytest.mark.parametrize(("above", "message"), MISTAKES)
def test_an_error_names_its_file(files, above, message):
    a, b = paths = files(above)
    with pytest.raises(GraphFileError) as error:
        loaded(paths)
    assert message.format(a=a, b=b) in str(error.value)
    assert f"{a}, {b}: " in str(error.value) or "is not TOML" in message


def test_errors_are_sorted_by_file_and_line(graph_file):
    paths = (
        graph_file(SOUND.replace("hours = 40", "hours = -1"), "a.toml"),
        graph_file("[skill.r]\nhours = -1", "b.toml"),
    )
    with pytest.raises(GraphFileError) as error:
        loaded(paths)
    assert [(mistake.file, mistake.line) for mistake in error.value.diagnostics] == [
        (str(paths[0]), 27),
        (str(paths[1]), 2),
    ]


def test_positions_are_found_in_nested_documents(files):
    a, b, c = map(document.read, files(COMPANY, "[skill.r]\nhours = 1"))
    for nested in (
        overlay.merge_documents(overlay.merge_documents(a, b), c),
        overlay.merge_documents(a, overlay.merge_documents(b, c)),
    ):
        keys = ("role", "engineer", "needs"), ("skill", "r", "hours"), ("skill", "maths", "hours")
        assert [nested.find_place(key) for key in keys] == [(b.path, 7), (c.path, 2), (a.path, 27)]


def test_a_later_file_may_correct_an_error_of_an_earlier_one(graph_file):
    wrong = graph_file(SOUND.replace("hours = 40", "hours = -1"))
    loaded([wrong, graph_file("[skill.maths]\nhours = 40", "b.toml")])


def test_check_lists_every_override(run, files):
    a, b, c = files(COMPANY, '[skill.r]\nhours = 1\ntitle = "R"\n[role.engineer]\nleads_to = { lead = false }')
    code, out, _ = run("check", a, b, c)
    assert code == 0
    assert out.splitlines() == [
        f"{a}, {b}, {c}: no mistakes, 1 stage, 3 roles, 3 skills, 2 moves",
        f"{a}:22: lead: no move leads to or from this role; add one, or remove the role",
        f"{b}:7: engineer: needs maths, which follows from its other needs; remove this need",
        f'{b}:1: title "Our careers" instead of "Two careers" ({a}:1)',
        f"{b}:7: role engineer: needs also python; no longer python or r ({a}:18)",
        f"{b}:8: role engineer: months to lead 24 instead of 36.5 ({a}:19)",
        f"{b}:9: role engineer: cites also ladder; no longer book:p1 ({a}:20)",
        f"{c}:2: skill r: hours 1 instead of 0 ({a}:36)",
        f"{c}:5: role engineer: months to lead nothing instead of 24 ({b}:8)",
        f"{a}, {b}, {c}: 2 warnings",
    ]
    assert run("check", "--graph", a, "--graph", b, "--graph", c)[1] == out
    found = json.loads(run("check", a, b, "--json")[1])
    assert (found["files"], found["sound"], len(found["overrides"])) == ([str(a), str(b)], True, 4)
    assert found["overrides"][2] == {
        "keys": ["role", "engineer", "leads_to", "lead"],
        "before": 36.5,
        "after": 24,
        "file": str(b),
        "line": 8,
        "earlier_file": str(a),
        "earlier_line": 19,
    }
    assert run("check", a, "--graph", b)[0] == 2


def test_every_command_takes_several_files(run, files, tmp_path):
    graphs = [word for path in files(COMPANY) for word in ("--graph", str(path))]
    assert "Principal" in run("list", "roles", *graphs)[1]
    assert "principal, a role" in run("show", "principal", *graphs)[1]
    assert ": about 5 years 6 months\n" in run("path", "--from", "start", "--to", "principal", *graphs)[1]
    run("export", tmp_path / "out.json", *graphs)
    same(mlgraph.load(tmp_path / "out.json"), loaded(files(COMPANY)))


@given(tables(), tables(), tables())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_merging_is_associative_and_an_empty_overlay_changes_nothing(one, two, three):
    a, b, c, empty = (
        document.Document(name, "", found) for name, found in zip("abce", (one, two, three, {}), strict=True)
    )
    left, right = (
        overlay.merge_documents(overlay.merge_documents(a, b), c).tables,
        overlay.merge_documents(a, overlay.merge_documents(b, c)).tables,
    )
    assert left == right == overlay.merge_documents(a, b, c).tables
    assert overlay.merge_documents(a, empty).tables == overlay.merge_documents(empty, a).tables == one
    assert overlay.merge_documents(a, a).tables == one
    assert overlay.list_overrides(overlay.merge_documents(a, a, empty)) == ()


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_saved_merge_is_an_equal_base_for_further_overlays(graph_file, data):
    """A later file removes the same moves if the earlier files are first saved as one."""
    below = data.draw(tables())
    moves = {name: [*role["leads_to"]] for name, role in below["role"].items()}
    gone = {
        name: {"leads_to": {data.draw(st.sampled_from(targets)): False}} for name, targets in moves.items() if targets
    }
    a, b, c = (
        graph_file(json.dumps(part), f"{name}.json")
        for name, part in (("a", below), ("b", {"title": "B"}), ("c", {"role": gone}))
    )
    merged = graph_file(dump(mlgraph.load(a, b), "json"), "merged.json")
    graph = mlgraph.load(a, b, c)
    same(mlgraph.load(merged, c), graph)
    assert graph.size() == mlgraph.load(a).size() - len(gone)


def test_an_overlay_replaces_the_whole_table_of_a_move(graph_file):
    move = 'leads_to.lead = { months = 36.5, cites = ["book:p1"] }'
    sound = graph_file(SOUND.replace("leads_to = { lead = 36.5 }", move), "cited.toml")
    over = graph_file("[role.engineer]\nleads_to.lead = { months = 12 }", "over.toml")
    assert mlgraph.load(sound).edges["engineer", "lead"]["cites"] == ("book:p1",)
    assert mlgraph.load(sound, over).edges["engineer", "lead"] == {"relation": "leads_to", "months": 12}
