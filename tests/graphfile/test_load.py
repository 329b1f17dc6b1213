"""Loading: valid graph files, and the message for each error."""

import csv
import json
from itertools import pairwise
from pathlib import Path

import hypothesis.strategies as st
import networkx as nx
import pytest
from hypothesis import HealthCheck, assume, given, settings

import mlgraph
from mlgraph.errors import FileError, GraphFileError
from mlgraph.graphfile import document
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build
from support.careers import SOUND
from support.paths import shared


def test_a_graph_is_plain_networkx(graph_of):
    graph = graph_of(SOUND)
    assert type(graph) is nx.DiGraph
    assert nx.is_frozen(graph)
    assert list(graph) == ["engineer", "lead", "maths", "python", "r", "start"]
    assert graph.nodes["engineer"] == {
        "kind": "role",
        "title": "Engineer",
        "about": "Builds things.",
        "aliases": ("Builder",),
        "needs": (("maths",), ("python", "r")),
        "cites": ("book:p1",),
        "stage": "start",
    }
    assert str(graph.nodes["r"]["hours"]) == "0.0"
    assert graph.edges["engineer", "lead"] == {"relation": "leads_to", "months": 36.5}
    assert graph.edges["maths", "engineer"] == {"relation": "needed_for", "required": True}
    assert graph.edges["r", "engineer"] == {"relation": "needed_for", "required": False}
    assert (graph.graph["title"], graph.graph["sources"]["book"]["title"]) == ("Two careers", "A book")
    assert nx.shortest_path(graph, "start", "lead") == ["start", "engineer", "lead"]


def test_citations_and_ranges_of_hours_are_attributes(graph_of):
    graph = graph_of(
        SOUND.replace(
            "hours = 40",
            'hours = [30, 40, 60.5]\nsubject = "Science"\nshown_by = "A proof."\nsame_as = { "book:p1" = "near" }',
        )
        .replace('cites = ["book:p1"]', 'because = { "book:p1" = ["maths", "r"] }')
        .replace("36.5", '{ months = 36, cites = ["book:p1"] }')
    )
    maths = graph.nodes["maths"]
    assert [maths[key] for key in ("hours_low", "hours", "hours_high")] == [30, 40, 60.5]
    assert (maths["subject"], maths["shown_by"], maths["same_as"]) == ("Science", "A proof.", {"book:p1": "near"})
    assert graph.edges["r", "engineer"] == {"relation": "needed_for", "required": False, "cites": ("book:p1",)}
    assert graph.edges["python", "engineer"] == {"relation": "needed_for", "required": False}
    assert graph.edges["engineer", "lead"] == {"relation": "leads_to", "months": 36, "cites": ("book:p1",)}


def test_json_has_the_same_tables(graph_file):
    graph = mlgraph.load(graph_file(SOUND))
    tables = document.read(graph_file(SOUND)).tables
    assert nx.utils.graphs_equal(mlgraph.load(graph_file(json.dumps(tables), "graph.json")), graph)


@given(st.randoms())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_a_file_changes_nothing(graph_file, rng):
    blocks = SOUND.split("\n\n")[1:]
    graph = mlgraph.load(graph_file("\n\n".join(blocks)))
    rng.shuffle(blocks)
    shuffled = mlgraph.load(graph_file("\n\n".join(blocks)))
    assert list(shuffled.nodes(data=True)) == list(graph.nodes(data=True))
    assert list(shuffled.edges(data=True)) == list(graph.edges(data=True))


def test_the_order_of_moves_changes_nothing(graph_of):
    rest = '\n[role.b]\ntitle = "B"\n[role.c]\ntitle = "C"'
    one, other = (
        graph_of(f'[role.a]\ntitle = "A"\nleads_to = {{ {moves} }}{rest}') for moves in ("b = 1, c = 2", "c = 2, b = 1")
    )
    assert list(one.edges(data=True)) == list(other.edges(data=True))


# a text of the valid file, its replacement, and the message after the name of the file
MISTAKES = [
    ("hours = 40", 'hours = "a"', '27: maths: hours is "a", a string; write a number of hours from 0 to 100000'),
    ("hours = 40", "hours = true", "27: maths: hours is true, true or false; write a number"),
    ("hours = 40", "hours = nan", "27: maths: hours is nan; write a number"),
    ("hours = 40", "hours = -1", "27: maths: hours is -1; write a number"),
    ("hours = 40", "hours = 1e9", "27: maths: hours is 1000000000.0; write a number"),
    ("hours = 40", "hours = [40]", "27: maths: hours is [40], a list; write a number of hours, or [low, likely, high]"),
    (
        "hours = 40",
        "hours = [30, 60, 40]",
        "27: maths: hours is [30, 60, 40], a list, out of order; write [low, likely",
    ),
    ("hours = 40", 'hours = [30, "a", 40]', '27: maths: hours, likely, is "a", a string; write a number of hours'),
    ("hours = 40", "hours = 40\nsubject = 1", "28: maths: subject is 1, a whole number"),
    ("hours = 40", 'hours = 40\nshown_by = ""', '28: maths: shown_by is "", an empty text'),
    (
        "hours = 40",
        'hours = 40\nsame_as = { "book:p1" = "like" }',
        '28: maths: same_as is "like", a string, for book:p1',
    ),
    (
        "hours = 40",
        'hours = 40\nsame_as = { book = "near" }',
        '28: maths: same_as is "near", a string, for book; write source',
    ),
    ("hours = 40", 'hours = 40\nsame_as = { "book:p1" = "none" }', 'for book:p1; write book = "none"'),
    ("hours = 40", 'hours = 40\nsame_as = { "book:p2" = "near" }', "28: maths: cites book:p2, a point that"),
    ("hours = 40", 'hours = 40\nsame_as = { bok = "none" }', "28: maths: cites bok, a source that is not declared"),
    ("hours = 40", 'hours = 40\nsame_as = "book"', '28: maths: same_as is "book", a string; write a table'),
    (
        'cites = ["book:p1"]',
        'because = { "book:p1" = ["python", "math"] }',
        "20: engineer: cites book:p1 for math, which it does not need; name one of its needs, did you mean maths?",
    ),
    ('cites = ["book:p1"]', 'because = { "book:p2" = ["maths"] }', "20: engineer: cites book:p2, a point that"),
    (
        'cites = ["book:p1"]',
        'because = { "book:p1" = "maths" }',
        '20: engineer: because is "maths", a string; write a list',
    ),
    (
        "36.5",
        '{ months = 1, cites = ["book:p2"] }',
        "19: engineer: cites book:p2, a point that the source does not have",
    ),
    ("36.5", '{ months = 1, cites = "book:p1" }', '19: engineer -> lead: cites is "book:p1", a string; write a list'),
    ("hours = 40", "hours = 1979-05-27", "27: maths: hours is 1979-05-27, a date or time; write a number"),
    ("hours = 40\n", "", "25: maths: has no hours; add hours = ..."),
    ("36.5", "1201", "19: engineer -> lead: months is 1201; write a number of months from 0 to 1200"),
    ("36.5", "inf", "19: engineer -> lead: months is inf; write a number of months"),
    ("lead = 36.5", "leed = 36.5", "19: engineer -> leed: leads to leed, which is not in the graph; "),
    ("lead = 36.5", "leed = 36.5", "name a stage or role, did you mean lead?"),
    ("lead = 36.5", "maths = 1", "19: engineer -> maths: leads to maths, which is a skill; name a stage or role"),
    ("lead = 36.5", "engineer = 1", "19: engineer -> engineer: leads to itself; remove this move"),
    ("{ lead = 36.5 }", '["lead"]', "19: engineer: leads_to is ['lead'], a list; write a table"),
    (
        '["maths", [',
        '["math", [',
        "18: engineer: needs math, which is not in the graph; name a skill, did you mean maths?",
    ),
    ('["maths", [', '["lead", [', "18: engineer: needs lead, which is a role; name a skill"),
    ('["python", "r"]', "[]", "18: engineer: needs is a requirement without a skill"),
    ('["python", "r"]', '["r", "r"]', "18: engineer: needs has 'r' twice; write it once"),
    (
        '["python", "r"]',
        '["r", "maths"]',
        "18: engineer: lists an alternative to maths, which another requirement needs anyway",
    ),
    ('["python", "r"]', "3", "18: engineer: needs is 3, a whole number; write the id of a skill, or a list"),
    ('needs = ["maths", ["python", "r"]]', 'needs = "maths"', '18: engineer: needs is "maths", a string; write a list'),
    ('needs = ["maths"]', 'needs = ["python"]', "29: python: needs itself: python -> python; remove one need"),
    (
        "hours = -0.0",
        'hours = 1\nneeds = [["r2", "python"]]\n[skill.r2]\ntitle="R2"\nhours=1\nneeds=["r"]',
        "r -> r2 -> r;",
    ),
    (
        'stage = "start"',
        'stage = "strat"',
        "15: engineer: is in stage strat, which is not in the graph; name a stage, did",
    ),
    ('stage = "start"', 'stage = "lead"', "15: engineer: is in stage lead, which is a role; name a stage"),
    ('"book:p1"', '"book:p2"', "20: engineer: cites book:p2, a point that the source does not have; cite one of"),
    ('"book:p1"', '"bok:p1"', "20: engineer: cites bok:p1, a source that is not declared; declare it as [source.bok]"),
    ("https://", "javascript://", '6: book: url is "javascript://example.org/book", a string; write an address'),
    ("Engineers build.", "Engineers\\u001b build.", "7: book : p1: the point holds U+001B, a control character"),
    ('title = "Lead"', 'titel = "Lead"', "23: lead: has the unknown key titel; did you mean title"),
    ('title = "Lead"', 'titel = "Lead"', "22: lead: has no title; add title = ..."),
    ('title = "Lead"', 'title = ""', '23: lead: title is "", an empty text; write a text'),
    ('title = "Lead"', 'title = " Lead"', "blanks at an end; remove the blanks"),
    ('title = "Lead"', f'title = "{"x" * 201}"', "23: lead: title has 201 characters; shorten it to 200"),
    ('title = "Lead"', 'title = "a\\u202eb"', "23: lead: title holds U+202E, right-to-left override; write visible"),
    ('title = "Lead"', "title = 7", "23: lead: title is 7, a whole number; write a text in quotes"),
    ('["Builder"]', '["Builder", "Builder"]', "17: engineer: aliases has 'Builder' twice; write it once"),
    (
        "[role.lead]",
        "[role.Lead]",
        "22: Lead: is not an id: it holds U+004C, latin capital letter l; write lower-case words",
    ),
    ("[role.lead]", '[role."l\u0435ad"]', "U+0435, cyrillic small letter ie; write lower-case words joined by hyphens"),
    ("[role.lead]", '[role."-lead"]', "22: -lead: is not an id; write lower-case words joined by hyphens"),
    ("[role.lead]", "[role.maths]", "graph.toml:22) and of a skill; give one of them another id"),
    (
        "[role.lead]",
        "[rolle.lead]",
        "22: rolle: is not a table of a graph; use one of source, resource, experience, track, stage, role, skill, did",
    ),
    ("[role.lead]", "[role]\nlead = 3\n[skill.x]\nhours = 1", "23: lead: is 3, a whole number; write a table"),
    (
        "[skill.r]",
        "[skill.r]\nleads_to = { lead = 3 }",
        "r: is a skill with leads_to; name the skill in the needs",
    ),
    ('title = "Two careers"', "title = 2", "1: title: is 2, a whole number; write a text in quotes"),
    ('title = "Two careers"', "role = 2", ":"),
    ('title = "Lead"', 'title = "Lead', "23: lead: is not TOML: Illegal character '\\n' (column 14)"),
    (
        'title = "Lead"',
        'title = "Lead"\ntitle = "Chief"',
        "24: lead: is not TOML: Cannot overwrite a value (column 16)",
    ),
    ("36.5", "9" * 5000, "19: engineer: holds a number with too many digits"),
    ("36.5", "[" * 50_000 + "]" * 50_000, "1: is nested too deeply"),
    ('title = "Lead"', f"{'.'.join(['a'] * 100_000)} = 1", "1: is nested too deeply"),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_each_error_has_line_id_and_fix(graph_file, old, new, message):
    assert old in SOUND
    path = graph_file(SOUND.replace(old, new, 1))
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(path)
    assert message in str(error.value)
    assert all(str(mistake) in str(error.value) for mistake in error.value.diagnostics)
    assert str(error.value).startswith(f"{path}: ")


def test_a_citation_for_a_missing_need_is_reported_without_alternatives(graph_file):
    plain = SOUND.replace('["maths", ["python", "r"]]', '["maths"]').replace("cites = ", 'because.x = ["r"]\ncites = ')
    with pytest.raises(
        GraphFileError, match="22: engineer: cites x for r, which it does not need; name one of its needs"
    ):
        mlgraph.load(graph_file(plain.replace("[source.book]", '[source.x]\ntitle = "X"\n[source.book]')))


def test_all_errors_are_reported_at_once(graph_file):
    wrong = SOUND.replace("hours = 40", "hours = -1").replace('"book:p1"', '"x"').replace("lead = 36.5", "leed = 1")
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(graph_file(wrong))
    assert [(mistake.line, mistake.id) for mistake in error.value.diagnostics] == [
        (19, "engineer -> leed"),
        (20, "engineer"),
        (27, "maths"),
    ]
    assert ": 3 mistakes, nothing is loaded\n" in str(error.value)


@pytest.mark.parametrize(
    ("needs", "cycles"),
    [
        ({"a": "b", "b": "ac", "c": "b"}, ["a -> b -> a", "b -> c -> b"]),
        ({"a": "ab", "b": "a"}, ["a -> a", "a -> b -> a"]),
        ({"a": "bd", "b": "a", "c": "b", "d": "c"}, ["a -> b -> a", "a -> b -> c -> d -> a"]),
        ({"a": "b", "b": "a", "c": "ad", "d": "c"}, ["a -> b -> a", "c -> d -> c"]),
    ],
)
def test_all_cycles_through_a_shared_skill_are_reported(graph_file, needs, cycles):
    skills = (f'[skill.{name}]\ntitle="S"\nhours=1\nneeds={[*each]}\n' for name, each in needs.items())
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(graph_file("".join(skills)))
    assert [mistake.message.removeprefix("needs itself: ") for mistake in error.value.diagnostics] == cycles


def cycles_of(needs):
    tables = {name: {"title": "S", "hours": 1, "needs": each} for name, each in needs.items()}
    with pytest.raises(GraphFileError) as error:
        build(Document("g.json", "", {"skill": tables}))
    return [mistake.message for mistake in error.value.diagnostics]


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20))
def test_every_edge_on_a_cycle_is_in_a_reported_cycle(pairs):
    part = {tied for tied in pairs if nx.has_path(nx.DiGraph(pairs), tied[1], tied[0])}
    assume(part)
    reported = [cycle.removeprefix("needs itself: s").split(" -> s") for cycle in cycles_of(needs_of(pairs))]
    assert {(int(a), int(b)) for cycle in reported for a, b in pairwise(cycle)} == part


def needs_of(pairs):
    needs = {f"s{n}": [] for pair in pairs for n in pair}
    for needed, skill in pairs:
        needs[f"s{skill}"].append(f"s{needed}")
    return needs


@pytest.mark.slow
def test_with_too_many_cycles_the_last_fault_reports_that_more_are_left():
    pairs = [(n, (n + step) % 20_000) for step in (1, 9_973, 14_983) for n in range(20_000)]
    reported = cycles_of(needs_of(pairs))
    assert 10 < len(reported) < 1000
    assert reported[-1] == "is one of 20,000 skills with more cycles among their needs"


def test_too_many_moves_to_stages_are_refused():
    """A file of few megabytes with 24,000 stages and as many roles once took 18 GB."""
    roles = {f"r{n}": {"title": f"R{n}"} for n in range(9_900)}
    tables = {"role": roles, "stage": {f"s{n}": {"title": f"S{n}"} for n in range(100)}}
    assert len(build(Document("g.toml", "", tables))) == 10_000
    tables["stage"]["one-more"] = {"title": "One more"}
    with pytest.raises(GraphFileError, match=r"holds 1,010,101 moves to stages .*, more than 1,000,000; write fewer"):
        build(Document("g.toml", "", tables))


def test_a_long_cycle_is_shortened(graph_file):
    skills = (f'[skill.s{n}]\ntitle="S"\nhours=1\nneeds=["s{(n + 1) % 1000}"]\n' for n in range(1000))
    with pytest.raises(
        GraphFileError, match=r"1: s0: needs itself: s0 -> s999 .*\.\.\. 989 more \.\.\..* -> s1 -> s0;"
    ):
        mlgraph.load(graph_file("".join(skills)))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "1: holds no stage, role or skill; write at least one"),
        ("# nothing", "1: holds no stage, role or skill"),
        ("[skill]", "1: holds no stage, role or skill"),
        (SOUND.replace("Lead", "L\u00e9ad").encode("latin-1"), "23: lead: byte 0xe9 is not UTF-8 text"),
        (bytes(range(256)), "is not"),
    ],
)
def test_a_file_without_a_graph_is_refused(graph_file, content, message):
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(graph_file(content))
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"skill": {"a": {"title": "A",\n"title": "B", "hours": 1}}}', "2: has the key title twice in one object"),
        ('{"skill": {"a": {"title": "A", "hours": NaN}}}', "NaN is not a JSON number"),
        ('{"skill": {"a": \n{"title": "A", "hours": "1"}}}', '2: a: hours is "1", a string'),
        ('{"skill": {"a": {"title": "\\ud800", "hours": 1}}}', "1: a: title holds U+D800"),
        ('{"skill":\n', "2: is not JSON: Expecting value (column 1)"),
        ("[]", "1: is not an object of tables"),
        ("[" * 100_000, "1: is nested too deeply"),
    ],
)
def test_json_is_validated_like_toml(graph_file, content, message):
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(graph_file(content, "graph.json"))
    assert message in str(error.value)


def test_a_file_that_cannot_be_read_is_reported(tmp_path, graph_file):
    for path, message in [
        (tmp_path / "none.toml", "none.toml: cannot be read: no such file or directory"),
        (tmp_path, "is a folder without .toml files; put the graph"),
        (graph_file("x", "graph.txt"), "graph.txt: is not a graph file"),
        (tmp_path / "a\0b.toml", ": embedded null"),
    ]:
        with pytest.raises(FileError) as error:
            mlgraph.load(path)
        assert message in str(error.value)
    (tmp_path / "graph" / "folder.toml").mkdir(parents=True)
    with pytest.raises(FileError, match=r"folder\.toml: cannot be read: is a directory"):
        mlgraph.load(tmp_path / "graph")


def folder_of(tmp_path, **contents):
    folder = tmp_path / "parts"
    folder.mkdir()
    for name, content in contents.items():
        (folder / f"{name}.toml").write_text(content, encoding="utf-8", newline="")
    return folder


def test_a_folder_of_files_is_one_graph(tmp_path, graph_of):
    blocks = SOUND.split("\n\n")
    folder = folder_of(tmp_path, **{f"part-{place}": block for place, block in enumerate(blocks)})
    assert nx.utils.graphs_equal(mlgraph.load(folder), graph_of(SOUND))
    assert mlgraph.load(folder).graph == graph_of(SOUND).graph


def test_errors_in_a_folder_name_their_files(tmp_path):
    folder = folder_of(
        tmp_path,
        a='title = "A"\n[skill.x]\ntitle = "X"\nhours = -1',
        b='title = "A"\n\n[skill.x]\ntitle = "X"\nhours = 1\n[role.y]\ntitle = "Y"\nneeds = ["z"]',
        c='role = "none"',
    )
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(folder)
    assert str(error.value).splitlines() == [
        f"{folder}: 3 mistakes, nothing is loaded",
        f"{folder / 'b.toml'}:1: title: is already in a.toml, line 1; keep one of the two",
        f"{folder / 'b.toml'}:3: x: is already in a.toml, line 2; keep one of the two",
        f"{folder / 'c.toml'}:1: role: is already in b.toml, line 6; keep one of the two",
    ]
    (folder / "b.toml").write_text('[role.y]\ntitle = "Y"\nneeds = ["z"]', encoding="utf-8")
    (folder / "c.toml").unlink()
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(folder)
    assert [(mistake.file, mistake.line, mistake.id) for mistake in error.value.diagnostics] == [
        (str(folder / "a.toml"), 4, "x"),
        (str(folder / "b.toml"), 3, "y"),
    ]
    (folder / "c.toml").write_text("= 1", encoding="utf-8")
    (folder / "d.toml").write_text("= 2", encoding="utf-8")
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(folder)
    assert [Path(mistake.file).name for mistake in error.value.diagnostics] == ["c.toml", "d.toml"]


def test_line_ends_of_windows_count_as_one(graph_file):
    wrong = SOUND.replace("hours = 40", "hours = -1").replace("\n", "\r\n")
    with pytest.raises(GraphFileError, match="27: maths: hours"):
        mlgraph.load(graph_file(wrong))


@pytest.mark.parametrize(
    ("toml", "key", "line"),
    [
        ("a = 1\nb.c = 2", ("b", "c"), 2),
        ('[x."y.z"]\n"k" = """\n[no]\n"""\nl = [\n 1,\n [2,\n 3]]', ("x", "y.z", "l", 1, 1), 8),
        ("[x]\ny = { a = 1, b = { c = [10.5, 07:32:00] } } # z = 1\nz = '''\n'''\nw = 1", ("x", "w"), 5),
        ("[x]\ny = { a = 1, b = { c = 2 } }", ("x", "y", "b", "c", "not", "there"), 2),
        ("[[x]]\ny = 1\n[[x]]\nz = 1", ("x", 1, "z"), 4),
        ("[[x.y.p]]\na = 1\n[x.z]\n[[x.y.p]]\na = 1\nb = [\n1,\n2]", ("x", "y", "p", 1, "b", 1), 8),
    ],
)
def test_a_key_is_found_on_its_line(graph_file, toml, key, line):
    assert document.read(graph_file(toml)).find_place(key)[1] == line


def manifest():
    text = shared("hostile", "manifest.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_the_hostile_corpus_is_refused_or_accepted_as_its_manifest_says():
    for row in manifest():
        path = shared("hostile", row["file"])
        # the corpus refuses UTF-16, which spreadsheets and Windows write; a mark says what it is
        if row["expected"].startswith("accept") or row["case"] == "T06":
            mlgraph.load(path)
            continue
        with pytest.raises(GraphFileError) as error:
            mlgraph.load(path)
        assert row["error_id"] in str(error.value), row["case"]
        assert all(mistake.line > 0 for mistake in error.value.diagnostics)
