"""Graphs made in memory: edited copies and graphs built with networkx are validated like files."""

from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mlgraph
from mlgraph.errors import FileError, GraphFileError, UsageError
from mlgraph.graphfile.document import Document, parse
from mlgraph.graphfile.dump import dump
from mlgraph.graphfile.load import build, validate_graph
from mlgraph.printable import is_visible
from support.careers import SOUND
from support.documents import DOCUMENTS, blocks
from support.tables import same, tables


@pytest.fixture
def edited(graph_of):
    """Return an editable copy of the valid graph."""
    return nx.DiGraph(graph_of(SOUND))


def built():
    """Return a minimal graph built with networkx."""
    graph = nx.DiGraph()
    graph.add_node("start", kind="stage", title="Start")
    graph.add_node("engineer", kind="role", title="Engineer")
    graph.add_node("python", kind="skill", title="Python", hours=60)
    graph.add_edge("start", "engineer", relation="leads_to", months=6)
    graph.add_edge("python", "engineer", relation="needed_for")
    return graph


def refused(graph):
    """Return the lines of the message for an invalid graph, without the first."""
    with pytest.raises(GraphFileError) as error:
        validate_graph(graph)
    assert all((found.file, found.line, found.severity) == ("", 0, "error") for found in error.value.diagnostics)
    count = len(error.value.diagnostics)
    first, *lines = str(error.value).split("\n")
    assert first == f"the graph has {count} mistake{'s' if count > 1 else ''}"
    return lines


def test_a_loaded_graph_is_returned_as_it_is(graph_of):
    graph = graph_of(SOUND)
    assert validate_graph(graph) is graph


@pytest.mark.parametrize("copy", [nx.DiGraph, nx.DiGraph.copy], ids=["DiGraph", "copy"])
def test_a_copy_becomes_an_equal_loaded_graph(graph_of, copy):
    graph = graph_of(SOUND)
    again = validate_graph(copy(graph))
    same(again, graph)
    assert nx.is_frozen(again)
    assert validate_graph(again) is again


@given(tables())
@settings(max_examples=50)
def test_a_copy_of_any_graph_is_as_sound_as_the_graph(found):
    graph = build(Document("", "", found))
    same(validate_graph(nx.DiGraph(graph)), graph)


@pytest.mark.parametrize(
    "view",
    [lambda graph: graph.subgraph(["engineer", "lead"]), nx.reverse_view, lambda graph: graph.copy(as_view=True)],
    ids=["subgraph", "reversed", "view"],
)
def test_a_view_of_a_loaded_graph_is_validated(graph_of, view):
    seen = view(graph_of(SOUND))
    try:
        assert validate_graph(seen) is not seen
    except GraphFileError as error:
        assert error.diagnostics


def test_missing_optional_attributes_are_filled_in():
    graph = validate_graph(built())
    assert graph.nodes["engineer"] == {
        "kind": "role",
        "title": "Engineer",
        "about": "",
        "aliases": (),
        "needs": (("python",),),
        "cites": (),
    }
    assert graph.edges["python", "engineer"] == {"relation": "needed_for", "required": True}
    assert graph.graph == {"title": "", "attribution": "", "sources": {}}


def test_an_incomplete_skill_in_a_copy_of_the_bundled_graph_is_reported(ml):
    graph = nx.DiGraph(ml)
    graph.add_node("cobol", title="Cobol", hours=40)
    assert refused(graph) == ["cobol: has no kind; write one of stage, role, skill"]
    graph.nodes["cobol"]["kind"] = "skill"
    assert set(validate_graph(graph)) - set(ml) == {"cobol"}


# a change of the minimal graph, and all lines of the message
WRONG = {
    "no kind": (lambda g: g.nodes["python"].pop("kind"), ["python: has no kind; write one of stage, role, skill"]),
    "unknown kind": (
        lambda g: g.nodes["python"].update(kind="skil"),
        ['python: kind is "skil", a string; write one of stage, role, skill, did you mean skill?'],
    ),
    "kind of another type": (
        lambda g: g.nodes["start"].update(kind=["stage"]),
        ["start: kind is ['stage'], a list; write one of stage, role, skill"],
    ),
    "no title": (
        lambda g: g.nodes["start"].pop("title"),
        ["start: has no title; add title = ..."],
    ),
    "no hours": (
        lambda g: g.nodes["python"].pop("hours"),
        ["python: has no hours; add hours = ..."],
    ),
    "negative hours": (
        lambda g: g.nodes["python"].update(hours=-1),
        ["python: hours is -1; write a number of hours from 0 to 100000"],
    ),
    "half a range": (
        lambda g: g.nodes["python"].update(hours_low=1),
        ["python: hours, high, is null; write a number of hours from 0 to 100000"],
    ),
    "another type of number": (
        lambda g: g.nodes["python"].update(hours=1j),
        ["python: hours is 1j, of the type complex; write a number of hours from 0 to 100000"],
    ),
    "a number that Python does not write": (
        lambda g: g.nodes["python"].update(hours=10**5000, aliases=[10**5000]),
        [
            "python: hours is a number with too many digits; write a number of hours from 0 to 100000",
            "python: aliases is a number with too many digits, a whole number; write a text in quotes",
        ],
    ),
    "no months": (
        lambda g: g.edges["start", "engineer"].pop("months"),
        ["start -> engineer: months is a table without months; write { months = ... }"],
    ),
    "negative months": (
        lambda g: g.edges["start", "engineer"].update(months=-1),
        ["start -> engineer: months is -1; write a number of months from 0 to 1200"],
    ),
    "months that take away": (
        lambda g: g.edges["start", "engineer"].update(months=False),
        ["start -> engineer: months is false, true or false; write a number of months from 0 to 1200"],
    ),
    "no relation": (
        lambda g: g.edges["start", "engineer"].pop("relation"),
        ["start -> engineer: has no relation; write one of leads_to, needed_for"],
    ),
    "unknown relation": (
        lambda g: g.edges["python", "engineer"].update(relation="needs"),
        ['python -> engineer: relation is "needs", a string; write one of leads_to, needed_for'],
    ),
    "an edge between new nodes": (
        lambda g: g.add_edge("a", "engineer", relation="leads_to", months=1),
        ["a: has no kind; write one of stage, role, skill", "a: has no title; add title = ..."],
    ),
    "a move of a skill": (
        lambda g: g.add_edge("python", "start", relation="leads_to", months=1),
        ["python: is a skill with leads_to; name the skill in the needs of the nodes that need it"],
    ),
    "a need of a position": (
        lambda g: g.edges["start", "engineer"].update(relation="needed_for"),
        [
            "start -> engineer: has the unknown attribute months; use one of relation, required, cites",
            "engineer: needs start, which is a stage; name a skill",
        ],
    ),
    "needs of a skill that is not there": (
        lambda g: g.nodes["engineer"].update(needs=(("python",), ("pyton",))),
        ["engineer: needs pyton, which is not in the graph; name a skill, did you mean python?"],
    ),
    "an edge that needs do not name": (
        lambda g: g.nodes["engineer"].update(needs=()),
        ["python -> engineer: is not a need of engineer; name it in the needs of engineer, or remove the edge"],
    ),
    "needs without an edge": (
        lambda g: g.nodes["engineer"].update(needs=(("python",),)) or g.remove_edge("python", "engineer"),
        [
            "engineer: needs python, for which there is no edge; add one from python to engineer with the relation "
            "needed_for, or remove the need"
        ],
    ),
    "needs and edges that differ about a choice": (
        lambda g: g.nodes["engineer"].update(needs=["python"]) or g.edges["python", "engineer"].update(required=False),
        ["python -> engineer: required is false, true or false; write True, as the needs of engineer say"],
    ),
    "a choice without needs": (
        lambda g: g.edges["python", "engineer"].update(required=False),
        [
            "python -> engineer: required is false, true or false, and engineer has no needs; write the alternatives "
            "in the needs of engineer"
        ],
    ),
    "needs of another type": (
        lambda g: g.nodes["start"].update(needs="python"),
        ['start: needs is "python", a string; write a list, in square brackets'],
    ),
    "a need of itself": (
        lambda g: g.add_edge("python", "python", relation="needed_for"),
        ["python: needs itself: python -> python; remove one need of this cycle"],
    ),
    "a source that is not there": (
        lambda g: g.nodes["python"].update(cites=("book:1",)),
        ["python: cites book:1, a source that is not declared; declare it as [source.book]"],
    ),
    "a source that an edge cites": (
        lambda g: g.edges["python", "engineer"].update(cites=("book",)),
        ["engineer: cites book, a source that is not declared; declare it as [source.book]"],
    ),
    "cites of another type": (
        lambda g: g.edges["python", "engineer"].update(cites="book"),
        ['python -> engineer: cites is "book", a string; write a list, in square brackets'],
    ),
    "sources of another type": (
        lambda g: g.graph.update(sources=["book"]),
        ["source: is ['book'], a list; write [source.some-id]"],
    ),
    "a title of another type": (
        lambda g: g.graph.update(title=3),
        ["title: is 3, a whole number; write a text in quotes"],
    ),
    "an unknown attribute of the graph": (
        lambda g: g.graph.update(titel="T"),
        [
            "has the unknown attribute titel; use one of title, attribution, sources, resources, experience and tracks, did you mean title?"
        ],
    ),
    "an unknown attribute of a node": (
        lambda g: g.nodes["start"].update({3: 4}),
        ["start: has the unknown key 3; use one of title, about"],
    ),
    "a key of files": (
        lambda g: g.nodes["start"].update(leads_to={"engineer": 3}),
        ["start: has the attribute leads_to, which is a key of files; write an edge with the relation leads_to"],
    ),
    "a node that is no id": (
        lambda g: g.add_node(3, kind="role", title="Three"),
        ["has the node 3, a whole number; write an id in quotes"],
    ),
    "an id with capitals": (
        lambda g: g.add_node("Lead", kind="role", title="Lead"),
        ["Lead: is not an id: it holds U+004C, latin capital letter l; write lower-case words"],
    ),
    "attributes that hold themselves": (
        lambda g: g.nodes["python"].update(reasons=endless()),
        ["python: reasons "],
    ),
}


def endless():
    found = {}
    found["python"] = found
    return found


@pytest.mark.parametrize("case", WRONG)
def test_each_error_is_reported_with_its_id(case):
    change, expected = WRONG[case]
    graph = built()
    change(graph)
    lines = refused(graph)
    assert [line[: len(start)] for line, start in zip(lines, expected, strict=True)] == expected


def test_all_errors_are_reported_at_once(edited):
    edited.add_node("rust", title="Rust", hours=-1)
    edited.remove_node("r")
    edited.edges["engineer", "lead"].pop("months")
    edited.graph["sources"] = {}
    with pytest.raises(GraphFileError) as error:
        validate_graph(edited)
    assert [found.id for found in error.value.diagnostics] == ["rust", "engineer -> lead", "rust", *["engineer"] * 2]
    assert error.value.nodes == ("rust", "engineer", "lead")


anything = st.recursive(
    st.sampled_from(
        [None, True, 1.5, float("nan"), 2**2000, "python", "engineer", "", "\x1b", b"x", {1}, object, date.max]
    )
    | st.builds(object),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.lists(inner, max_size=2).map(tuple)
        | st.dictionaries(st.sampled_from(["python", "x:1", "", 3, None, ("a", 1)]), inner, max_size=2)
    ),
    max_leaves=6,
)
keys = st.sampled_from(
    [
        None,
        3,
        "",
        "kind",
        "title",
        "about",
        "aliases",
        "needs",
        "cites",
        "hours",
        "hours_low",
        "same_as",
        "reasons",
        "stage",
        "url",
        "optional",
        "relation",
        "months",
        "required",
        "leads_to",
        "because",
        "sources",
        "attribution",
    ]
)


@given(st.data())
@settings(max_examples=100)
def test_any_value_of_any_attribute_is_accepted_or_refused_with_a_printable_message(data):
    graph = built()
    for _ in range(data.draw(st.integers(1, 3))):
        places = [graph.graph, *dict(graph.nodes).values(), *(edge for *_, edge in graph.edges(data=True))]
        data.draw(st.sampled_from(places))[data.draw(keys)] = data.draw(anything)
    try:
        validated = validate_graph(graph)
    except GraphFileError as error:
        assert all(map(is_visible, str(error).split("\n")))
    else:
        same(build(parse("back.json", dump(validated, "json").encode())), validated)


def test_alternatives_may_be_written_as_in_a_file(edited):
    edited.nodes["engineer"]["needs"] = ["maths", ["r", "python"]]
    assert validate_graph(edited).nodes["engineer"]["needs"] == (("maths",), ("r", "python"))


@pytest.mark.parametrize("kind", [nx.Graph, nx.MultiDiGraph, dict], ids=lambda kind: kind.__name__)
def test_other_graphs_are_refused(kind):
    with pytest.raises(UsageError, match=rf"a graph must be a networkx\.DiGraph, not a {kind.__name__}"):
        validate_graph(kind())


@pytest.mark.parametrize("name", ["graph.toml", "graph.json", "GRAPH.JSON"])
def test_a_saved_graph_loads_back_equal(tmp_path, graph_of, name):
    graph = graph_of(SOUND)
    mlgraph.save(graph, tmp_path / name)
    same(mlgraph.load(tmp_path / name), graph)
    mlgraph.save(built(), str(tmp_path / name))
    same(mlgraph.load(tmp_path / name), validate_graph(built()))


def test_an_empty_list_loads_back(tmp_path, graph_of):
    graph = graph_of(SOUND.replace('stage = "start"', "optional = []\nsame_as = {}"))
    mlgraph.save(graph, tmp_path / "graph.json")
    same(mlgraph.load(tmp_path / "graph.json"), graph)


def test_the_examples_of_the_documentation_run(tmp_path, monkeypatch, ml):
    monkeypatch.chdir(tmp_path)
    found = {}
    exec("".join(blocks("python", DOCUMENTS["docs/reference/graph-attributes.md"])), found)
    graph = mlgraph.load("ours.toml")
    assert set(graph) - set(ml) == {"cobol", "wizard"}
    assert graph.nodes["cobol"]["needs"] == (("python", "sql"),)
    edited = validate_graph(found["graph"])
    assert "Data wizard" in edited.nodes["data-scientist"]["aliases"]
    assert set(edited.graph["sources"]) - set(ml.graph["sources"]) == {"ladder"}


def test_a_failed_save_leaves_the_file_unchanged(tmp_path, graph_file):
    path = graph_file("old", "graph.toml")
    graph = built()
    graph.add_node("rust")
    for wrong, name, error in (
        (graph, "graph.toml", GraphFileError),
        (built(), "graph.csv", UsageError),
        (built(), "no/graph.toml", FileError),
    ):
        with pytest.raises(error):
            mlgraph.save(wrong, tmp_path / name)
    assert (path.read_text(encoding="utf-8"), [each.name for each in tmp_path.iterdir()]) == ("old", ["graph.toml"])


OVER = '[role.engineer]\nleads_to = { lead = 1, cto = 2 }\n[role.cto]\ntitle = "CTO"\n'


def test_a_file_is_merged_as_by_load(graph_file):
    path, over = graph_file(SOUND), graph_file(OVER, "over.toml")
    same(mlgraph.merge(mlgraph.load(path), over), mlgraph.load(path, over))


def test_merging_graphs_equals_merging_their_files(graph_file, edited):
    edited.add_node("cto", kind="role", title="CTO")
    edited.edges["engineer", "lead"]["months"] = 1
    edited.graph["title"] = ""
    graph = mlgraph.merge(mlgraph.load(graph_file(SOUND)), edited, built())
    assert graph.nodes["cto"]["title"] == "CTO"
    assert graph.edges["engineer", "lead"]["months"] == 1
    assert (graph.graph["title"], graph.nodes["engineer"]["needs"]) == ("Two careers", (("python",),))


def test_an_error_in_merged_graphs_has_its_place_in_the_file(graph_file):
    base = mlgraph.load(graph_file(SOUND))
    with pytest.raises(GraphFileError, match=r"over\.toml:1: engineer -> cto: leads to cto, which is not in the graph"):
        mlgraph.merge(base, graph_file("role.engineer.leads_to = { cto = 2 }", "over.toml"))
    with pytest.raises(GraphFileError, match=r"(?m)^maths: needs itself: maths -> python -> maths"):
        over = nx.DiGraph()
        over.add_nodes_from((name, {"kind": "skill", "title": "T", "hours": 1}) for name in ("maths", "python"))
        over.add_edge("python", "maths", relation="needed_for")
        mlgraph.merge(base, over)


def test_check_returns_the_errors_of_load_or_warnings(graph_file):
    wrong = graph_file(SOUND.replace("hours = 40", "hours = -1"), "wrong.toml")
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(wrong)
    assert mlgraph.check(wrong) == error.value.diagnostics
    path = graph_file(SOUND + '[role.cto]\ntitle = "CTO"\n[role.tester]\ntitle = "c-t-o"')
    assert [(str(found), found.severity, found.nodes) for found in mlgraph.check(path)] == [
        (f"{path}:37: cto: no move leads to or from this role; add one, or remove the role", "warning", ("cto",)),
        (f"{path}:39: tester: no move leads to or from this role; add one, or remove the role", "warning", ("tester",)),
    ]
    same_titles = graph_file(SOUND.replace('"Lead"', '"Engineer"'), "same.toml")
    (found,) = mlgraph.check(same_titles)
    assert (found.line, found.id, found.nodes) == (23, "lead", ("lead", "engineer"))
    assert mlgraph.check() == ()
    with pytest.raises(FileError):
        mlgraph.check("nothing.toml")
