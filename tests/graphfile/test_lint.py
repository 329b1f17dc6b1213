"""Lint of valid graphs: unconnected roles, redundant needs, confusable names, uncited nodes and edges."""

import json
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlgraph
from mlgraph.graphfile import lint
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build
from mlgraph.importers.registry import read
from support.careers import SOUND
from support.paths import shared


def graph_of_needs(needs):
    """Return a graph of the skills 0, 1, ... with the given needs."""
    skills = {f"s{i}": {"title": "S", "hours": 1, "needs": each} for i, each in enumerate(needs)}
    return build(Document("test", "", {"skill": skills}))


@pytest.mark.parametrize(
    ("needs", "redundant"),
    [
        ([[], ["s0"], ["s0", "s1"]], [("s2", ("s0",))]),
        ([[], ["s0"], ["s1"]], []),
        # both alternatives need it
        ([[], ["s0"], ["s0"], [["s1", "s2"], "s0"]], [("s3", ("s0",))]),
        ([[], ["s0"], [], [["s1", "s2"], "s0"]], []),
        # another need includes one of the alternatives, or the same requirement
        ([[], [], ["s0"], ["s2", ["s0", "s1"]]], [("s3", ("s0", "s1"))]),
        ([[], [], [["s1", "s0"]], ["s2", ["s0", "s1"]]], [("s3", ("s0", "s1"))]),
        ([[], [], [], [["s0", "s1"], ["s0", "s1", "s2"]]], [("s3", ("s0", "s1", "s2"))]),
        ([[], [], [], [["s0", "s1"], ["s1", "s2"]]], []),
    ],
)
def test_an_implied_need_is_redundant(needs, redundant):
    assert lint.find_redundant(graph_of_needs(needs)) == tuple(redundant)


@st.composite
def any_needs(draw):
    """Draw the needs of up to seven skills. A skill needs only earlier skills."""
    needs = []
    for rank in range(draw(st.integers(2, 7))):
        earlier = st.lists(
            st.sampled_from([f"s{i}" for i in range(rank)] or ["-"]), min_size=1, max_size=3, unique=True
        )
        groups = draw(st.lists(earlier.map(tuple), max_size=4, unique_by=frozenset)) if rank else []
        alone = {group[0] for group in groups if len(group) == 1}
        kept = [group for group in groups if len(group) == 1 or not alone & {*group}]
        needs.append([group[0] if len(group) == 1 else [*group] for group in kept])
    return needs


@given(any_needs())
def test_a_need_is_redundant_if_no_set_of_skills_meets_only_the_others(needs):
    graph = graph_of_needs(needs)
    subsets = [{*chosen} for size in range(len(graph) + 1) for chosen in combinations(graph, size)]
    closed = [held for held in subsets if all(held & {*group} for n in held for group in graph.nodes[n]["needs"])]
    expected = [
        (node, group)
        for node in sorted(graph)
        for group in graph.nodes[node]["needs"]
        if all(
            held & {*group}
            for held in closed
            if all(held & {*other} for other in graph.nodes[node]["needs"] if other != group)
        )
    ]
    assert lint.find_redundant(graph) == tuple(sorted(expected))


def test_metacademy_has_its_known_redundant_needs():
    result = read("metacademy", shared("data", "metacademy", "graph_data.json"))
    assert len(lint.find_redundant(result.graph)) == 374


def test_only_roles_without_any_move_are_unconnected(graph_of):
    graph = graph_of(SOUND + '[role.tester]\ntitle = "Tester"')
    assert lint.find_unconnected(graph) == ("tester",)


def test_check_warns_of_likely_mistakes_and_counts_uncited_nodes(run, graph_file):
    slips = graph_file(
        SOUND.replace('["maths", [', '["maths", "python", ["r", ').replace(', ["r", "python", "r"]]', "]")
    )
    code, out, _ = run("check", slips)
    assert (code, out.splitlines()[1:]) == (
        0,
        [
            f"{slips}:18: engineer: needs maths, which follows from its other needs; remove this need",
            f"{slips}: 1 warning",
        ],
    )
    code, out, _ = run("check", slips, "--evidence")
    assert code == 1
    assert f"{slips}: engineer -> lead: cites no source\n4 more\n" in out
    assert out.endswith(
        f"{slips}: 6 nodes and 5 edges; no source for 5 nodes and 5 edges\nAll of it:\nmlgraph check {slips} --evidence --all\n"
    )
    code, out, _ = run("check", slips, "--evidence", "--all")
    assert (code, f"{slips}: start -> engineer: cites no source\n" in out) == (1, True)
    code, out, _ = run("check", slips, "--evidence", "--json")
    found = json.loads(out)
    assert (code, found["diagnostics"][0]["id"], found["evidence"]["uncited_edges"][0]) == (
        1,
        "engineer",
        ["engineer", "lead"],
    )
    cited = graph_file(
        """
        [source.book]
        title = "A book"
        [role.a]
        title = "A"
        leads_to = { b = { months = 1, cites = ["book"] } }
        cites = ["book"]
        [role.b]
        title = "B"
        needs = ["c"]
        cites = ["book"]
        because = { book = ["c"] }
        [skill.c]
        title = "C"
        hours = 1
        cites = ["book"]
        """,
        "cited.toml",
    )
    code, out, _ = run("check", cited, "--evidence")
    figures = [f"{cited}: 1 figure of {what}: 1 unstated" for what in ("hours", "months")]
    assert (code, out.splitlines()[1:]) == (0, [*figures, f"{cited}: 3 nodes and 2 edges, each with a source"])


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("s1", "sl", True),
        ("s0", "so", True),
        ("a-b", "a.b", True),
        ("modern", "modem", True),
        ("ab", "a-b", False),
        ("s1", "s2", False),
        ("i", "l", False),
    ],
)
def test_confusable_ids_are_reported(graph_of, one, other, alike):
    graph = graph_of(
        "".join(f'[skill."{name}"]\ntitle = "T{place}"\nhours = 1\n' for place, name in enumerate((one, other)))
    )
    assert bool(lint.find_confusable(graph)) is alike


@pytest.mark.parametrize(
    ("title", "alike"),
    [
        ("Data", True),
        ("DATA", True),
        ("D\u00e1ta", True),
        ("D\u0430ta", True),
        ("Dat\u03b1", True),
        ("D\uff21TA", True),
        ("\u0394ata", False),
        ("\uff24ata", True),
        ("Date", False),
    ],
)
def test_confusable_titles_are_reported(graph_of, title, alike):
    graph = graph_of(f'[skill.x]\ntitle = "Data"\nhours = 1\n[skill.y]\ntitle = "{title}"\nhours = 1')
    found = [warning.message for warning in lint.lint(graph, Document("", "", {})) if "reads like" in warning.message]
    assert found == ([f"reads like x: {title}"] if alike else [])


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Model Optics", "Model \u0555ptics", True),
        ("Input", "\u0406nput", True),
        ("KMH", "\u043a\u043c\u043d", True),
        ("Ops", "\u04c0ps", False),
        # letters of one script stay apart
        ("\u05d3\u05d9\u05df", "\u05d3\u05d9\u05d5", False),
        ("AI", "AL", False),
    ],
    ids=["Armenian", "upper case", "Cyrillic", "another letter", "Hebrew", "Latin"],
)
def test_letters_of_other_scripts_look_like_latin_ones_by_the_data_of_unicode(graph_of, one, other, alike):
    graph = graph_of(f'[skill.x]\ntitle = "{one}"\nhours = 1\n[skill.y]\ntitle = "{other}"\nhours = 1')
    assert bool(lint.find_confusable(graph)) is alike


def test_subjects_that_differ_only_in_spelling_are_reported(graph_file):
    subjects = ("Data work", "data-work", "Data work", "Networks")
    skills = (f'[skill.s{n}]\ntitle = "S{n}"\nhours = 1\nsubject = "{each}"\n' for n, each in enumerate(subjects))
    path = graph_file("".join(skills))
    assert [str(each).removeprefix(f"{path}:") for each in mlgraph.check(path)] == [
        "8: s1: subject data-work reads like Data work; write one of the two everywhere"
    ]


def test_warnings_are_complete_and_in_the_order_of_lines(graph_file):
    path = graph_file(
        """
        [skill.data]
        title = "Data"
        hours = 1
        needs = [["sql", "r"], "python", ["r", "sql", "python"]]
        [skill.sql]
        title = "D\u0430ta"
        hours = 1
        [skill.r]
        title = "R"
        hours = 1
        [role.rn]
        title = "Tester"
        [skill.python]
        title = "P"
        hours = 1
        [skill.m]
        title = "M"
        hours = 1
        """.replace('["r", "sql", "python"]', '["r", "sql", "m"]')
    )
    found = mlgraph.check(path)
    assert [str(each).removeprefix(f"{path}:") for each in found] == [
        "5: data: needs r or sql or m, which follows from its other needs; remove this need",
        "7: sql: reads like data: D\u0430ta; rename one of the two",
        "12: rn: no move leads to or from this role; add one, or remove the role",
        "12: rn: reads like m: rn; rename one of the two",
    ]
    assert [each.nodes for each in found] == [("data",), ("sql", "data"), ("rn",), ("rn", "m")]
    assert {(each.severity, each.file) for each in found} == {("warning", str(path))}


def test_a_redundant_need_has_its_line(graph_file):
    skills = '[skill.a]\ntitle = "A"\nhours = 1\n[skill.b]\ntitle = "B"\nhours = 1\nneeds = ["a"]\n'
    path = graph_file(f'{skills}[skill.c]\ntitle = "C"\nhours = 1\nneeds = [\n  "b",\n  "a",\n]\n')
    [found] = mlgraph.check(path)
    assert (found.line, found.message) == (13, "needs a, which follows from its other needs")
