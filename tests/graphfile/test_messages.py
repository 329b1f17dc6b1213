"""Tests of complete messages: the line, the id, the problem and the fix."""

import networkx as nx
import pytest

import mlgraph
from mlgraph.errors import FileError, GraphFileError
from mlgraph.graphfile import parsing

GRAPH = """\
attribution = 7
titel = "A graph"
skills = 1

[source.book]
title = "A book"
points = { p1 = "A point", p2 = "" }

[stage.start]
title = "Start"
leads_to = { engineer = 1, lost = 2, maths = 3, start = 4, lead = "6" }
stage = "start"

[role.engineer]
title = " Engineer"
stage = "lead"
needs = ["maths", ["maths", "r"], "rr", 7, [], "start"]
leads_to = { lead = { month = 3 }, enginer = { months = 3, relation = "x", note = [], cites = ["book", "boook", "book:p9"] }, start = false, engineer = 1 }
cites = ["book:p1", "book:p3", "books", "book:p1"]
because = { book = ["maths", "sql"], "none:1" = ["r"] }
optional = ["r", "lead"]
same_as = { "book:x" = "none", book = "exact", "book:y" = "same" }
url = "ftp://x"

[role.lead]
title = "Lead"
salary = 3
cite = ["book"]
reasons = { r = "x" }

[skill.maths]
title = "Maths"
hours = [10, -1, 30]
needs = ["r"]
leads_to = { lead = 1 }

[skill.r]
title = "R"
hours = [30, 20, 10]
needs = [["maths", "Python_3"]]

[skill.Python_3]
hours = [1, 2]
reasons = { maths = 4, lost = "x" }

[skill.none]
title = "None"
"""
MISTAKES = """\
1: attribution: is 7, a whole number; write a text in quotes
2: titel: is not a table of a graph; use one of source, resource, experience, track, stage, role, skill
3: skills: is not a table of a graph; use one of source, resource, experience, track, stage, role, skill, did you mean skill?
7: book : p2: the point is "", an empty text; write a text
11: start -> lead: months is "6", a string; write a number of months from 0 to 1200, without quotes
11: start -> lost: leads to lost, which is not in the graph; name a stage or role
11: start -> maths: leads to maths, which is a skill; name a stage or role
11: start -> start: leads to itself; remove this move
12: start: has the unknown key stage; use one of title, about, aliases, url, needs, leads_to, because, cites, same_as
15: engineer: title is " Engineer", with blanks at an end; remove the blanks
16: engineer: is in stage lead, which is a role; name a stage
17: engineer: needs is 7, a whole number; write the id of a skill, or a list of ids of which one is enough
17: engineer: needs is a requirement without a skill, so nobody can meet it; name a skill, or remove it
17: engineer: lists an alternative to maths, which another requirement needs anyway; remove one of the two requirements
17: engineer: needs rr, which is not in the graph; name a skill, did you mean r?
17: engineer: needs start, which is a stage; name a skill
18: engineer -> lead: months is a table without months; write { months = ... }
18: engineer -> enginer: relation is not a key of a move; write lower-case words joined by hyphens, but not relation, required, id, label, type, weight, start, end, spells, viz
18: engineer -> enginer: note is [], a list; write a text in quotes
18: engineer -> start: months is false, but no earlier file has this move to remove; write the months of the move
18: engineer -> enginer: leads to enginer, which is not in the graph; name a stage or role, did you mean engineer?
18: engineer -> engineer: leads to itself; remove this move
18: engineer: cites boook, a source that is not declared; declare it as [source.boook], did you mean book?
18: engineer: cites book:p9, a point that the source does not have; cite one of the points of [source.book]
19: engineer: cites has 'book:p1' twice; write it once
19: engineer: cites book:p3, a point that the source does not have; cite one of the points of [source.book]
19: engineer: cites books, a source that is not declared; declare it as [source.books], did you mean book?
20: engineer: cites none:1, a source that is not declared; declare it as [source.none]
20: engineer: cites book for sql, which it does not need; name one of its needs
21: engineer: optional lead, which is a role; name a skill
22: engineer: same_as is "none", a string, for book:x; write book = "none"
22: engineer: same_as is "exact", a string, for book; write source:code
22: engineer: same_as is "same", a string, for book:y; write one of exact, near, none
22: engineer: cites book:x, a point that the source does not have; cite one of the points of [source.book]
22: engineer: cites book:y, a point that the source does not have; cite one of the points of [source.book]
23: engineer: url is "ftp://x", a string; write an address that begins with https://
27: lead: has the unknown key salary; use one of title, about, aliases, url, needs, leads_to, stage, track, experience, usual_experience, usual_skills, counts_as, teaches, programme, optional, experience_from, usual_experience_from, usual_skills_from, pay, outlook, entry, because, cites, same_as
28: lead: has the unknown key cite; did you mean cites or title?
29: lead: has the unknown key reasons; use one of title, about, aliases, url, needs, leads_to, stage, track, experience, usual_experience, usual_skills, counts_as, teaches, programme, optional, experience_from, usual_experience_from, usual_skills_from, pay, outlook, entry, because, cites, same_as
31: maths: needs itself: maths -> r -> maths; remove one need of this cycle
33: maths: hours, likely, is -1; write a number of hours from 0 to 100000
35: maths: is a skill with leads_to; name the skill in the needs of the nodes that need it
39: r: hours is [30, 20, 10], a list, out of order; write [low, likely, high]
42: Python_3: is not an id: it holds U+0050, latin capital letter p; write lower-case words joined by hyphens, at most 100 characters, such as python-3
42: Python_3: has no title; add title = ...
43: Python_3: hours is [1, 2], a list; write a number of hours, or [low, likely, high]
44: Python_3: reasons is 4, a whole number; write a text in quotes
44: Python_3: reasons lost, which is not in the graph; name a skill
46: none: has no hours; add hours = ...
"""


def test_each_error_of_a_file_has_a_complete_message(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g.toml").write_text(GRAPH, encoding="utf-8")
    with pytest.raises(GraphFileError) as error:
        mlgraph.load("g.toml")
    told = [str(found).removeprefix("g.toml:") for found in error.value.diagnostics]
    assert told == MISTAKES.splitlines()
    assert {found.severity for found in error.value.diagnostics} == {"error"}
    nodes = {found.nodes for found in error.value.diagnostics}
    assert {(), ("engineer",), ("start", "lost"), ("engineer", "enginer"), ("maths", "r")} <= nodes


HAND_MADE = """\
has the node 3, a whole number; write an id in quotes
a: kind is "rol", a string; write one of stage, role, skill, did you mean role?
b: has no kind; write one of stage, role, skill
c: kind is 7, a whole number; write one of stage, role, skill
has the unknown attribute titel; use one of title, attribution, sources, resources, experience and tracks, did you mean title?
a: has the attribute leads_to, which is a key of files; write an edge with the relation leads_to
r -> q: has no relation; write one of leads_to, needed_for
u -> q: required is false, true or false, and q has no needs; write the alternatives in the needs of q
u -> q: cites is "book", a string; write a list, in square brackets
r: has the attribute because, which is a key of files; write the cites of an edge
a -> r: relation is "lead_to", a string; write one of leads_to, needed_for
r: needs w, for which there is no edge; add one from w to r with the relation needed_for, or remove the need
b -> r: is not a need of r; name it in the needs of r, or remove the edge
s -> r: required is false, true or false; write True, as the needs of r say
t -> r: required is true, true or false; write False, as the needs of r say
u -> r: has the unknown attribute requird; use one of relation, required, cites, did you mean required?
title: is 7, a whole number; write a text in quotes
q -> r: months is "3", a string; write a number of months from 0 to 1200, without quotes
s: hours is [2, 1, 3], a list, out of order; write [low, likely, high]
r: cites bok, a source that is not declared; declare it as [source.bok], did you mean book?
"""


def test_each_error_of_a_graph_made_in_python_has_a_complete_message():
    graph = nx.DiGraph(titel="x", sources={"book": {"title": "A book"}}, title=7)
    graph.add_node(3)
    graph.add_node("a", kind="rol", title="A", leads_to={}, needs=())
    graph.add_node("b", title="B", hours=1)
    graph.add_node("c", kind=7, title="C")
    graph.add_node("r", kind="role", title="R", needs=(("s",), ("t", "u"), ("w",)), because={"book": 1})
    graph.add_node("q", kind="role", title="Q")
    for s in "stuw":
        graph.add_node(s, kind="skill", title=s.upper(), hours=1)
    graph.nodes["s"].update(hours_low=2, hours_high=3)
    graph.add_edge("s", "r", relation="needed_for", required=False)
    graph.add_edge("t", "r", relation="needed_for", required=True)
    graph.add_edge("u", "r", relation="needed_for", requird=False, cites=("book", "bok"))
    graph.add_edge("u", "q", relation="needed_for", required=False, cites="book")
    graph.add_edge("s", "q", relation="needed_for", required=True, cites=["book"])
    graph.add_edge("b", "r", relation="needed_for")
    graph.add_edge("a", "r", relation="lead_to")
    graph.add_edge("r", "q")
    graph.add_edge("q", "r", relation="leads_to", months="3")
    with pytest.raises(GraphFileError) as error:
        mlgraph.plan(graph, "r", "q")
    assert [str(found) for found in error.value.diagnostics] == HAND_MADE.splitlines()
    assert {(found.severity, found.file, found.line) for found in error.value.diagnostics} == {("error", "", 0)}
    assert {(), ("a",), ("r", "q")} <= {found.nodes for found in error.value.diagnostics}


def test_a_range_without_an_end_is_refused():
    graph = nx.DiGraph()
    graph.add_node("s", kind="skill", title="S", hours=3, hours_high=4)
    graph.add_node("t", kind="skill", title="T", hours=3, hours_low=2)
    graph.add_nodes_from(["a", "b"], kind="role", title="R")
    graph.add_edge("a", "b", relation="leads_to", months=3, months_high=4)
    graph.add_edge("b", "a", relation="leads_to", months=3, months_low=2)
    with pytest.raises(GraphFileError) as error:
        mlgraph.plan(graph, "a", "b")
    months, hours = "write a number of months from 0 to 1200", "write a number of hours from 0 to 100000"
    assert [str(found) for found in error.value.diagnostics] == [
        f"a -> b: months, low, is null; {months}",
        f"b -> a: months, high, is null; {months}",
        f"s: hours, low, is null; {hours}",
        f"t: hours, high, is null; {hours}",
    ]


LATER = "; correct this first; later errors are found only then"
UNREADABLE = [
    (
        "g.toml",
        b"\xff\xfe\n\0a",
        "2: byte 0x61 is not UTF-16 text; save the file as UTF-8, complete to its last character",
    ),
    (
        "g.toml",
        b'a = 1\n[skill.python]\ntitle = "P\xff"',
        "3: python: byte 0xff is not UTF-8 text; save the file as UTF-8, complete to its last character",
    ),
    ("g.toml", b"[skill.r]\n\n[skill.'python']\ntitle = P", f"4: python: is not TOML: Invalid value (column 9){LATER}"),
    (
        "g.toml",
        b"[skill.r]\nhours = 0x" + b"f" * 2000 + b"\n[skill.s]",
        f"2: r: holds a number with too many digits{LATER}",
    ),
    ("g.toml", b"[skill.r]\n\nhours = " + b"1" * 5000, f"3: r: holds a number with too many digits{LATER}"),
    ("g.toml", b'[skill."c.2"]\nhours = ' + b"1" * 5000, f"2: c.2: holds a number with too many digits{LATER}"),
    (
        "g.toml",
        b"[ skill . 'c.2' . reasons ]\nx = " + b"1" * 5000,
        f"2: c.2: holds a number with too many digits{LATER}",
    ),
    ("g.toml", b"[skill]\nx = " + b"1" * 5000, f"2: holds a number with too many digits{LATER}"),
    ("g.toml", b"a = " + b"[" * 2000, f"1: is nested too deeply{LATER}"),
    ("g.toml", b"", "1: holds no stage, role or skill; write at least one, such as [skill.python]"),
    ("g.json", b"[]", '1: is not an object of tables; write {"role": {...}, "skill": {...}}'),
    (
        "g.json",
        b'{"skill": {"x": {"hours": 1,\n"a": 2,\n"hours": 2}}}',
        "3: has the key hours twice in one object; keep one of the two",
    ),
    (
        "g.json",
        b'{"skill": {"x": 1,\n"a\\/b": 2,\n"a\\/b": 2}}',
        "3: has the key a/b twice in one object; keep one of the two",
    ),
    ("g.json", b'{"a": NaN}', f"1: NaN is not a JSON number{LATER}"),
    ("g.json", b'{"a": 1\n "b": 2}', f"2: is not JSON: Expecting ',' delimiter (column 2){LATER}"),
    ("g.json", b'{"a":\n' + b"1" * 5000 + b"}", f"2: holds a number with too many digits{LATER}"),
    ("g.json", b'{"a": ' + b"[" * 200_000, f"1: is nested too deeply{LATER}"),
    (
        "G.JSON",
        b'{"skill": {"x": {"title": "X",\n "hours": -1}}}',
        "2: x: hours is -1; write a number of hours from 0 to 100000",
    ),
]


@pytest.mark.parametrize(("name", "data", "told"), UNREADABLE, ids=[told[:40] for *_, told in UNREADABLE])
def test_an_unreadable_file_has_a_complete_message(name, data, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(name)
    assert [str(found) for found in error.value.diagnostics] == [f"{name}:{told}"]


def test_anything_but_a_graph_file_is_refused_with_a_complete_message(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(parsing, "FILE_BYTES", 3 * 2**20)
    monkeypatch.setattr(parsing, "DELIMITERS", 1003)
    (tmp_path / "large.toml").write_bytes(b"#" * (3 * 2**20 + 1))
    (tmp_path / "many.toml").write_bytes(b"a=[1.0," + b"1," * 998)
    (tmp_path / "empty").mkdir()
    for path, message in {
        "g.txt": "g.txt: is not a graph file; use a file that ends in .toml, .json, .xlsx or .csv",
        "g.toml": "g.toml: cannot be read: no such file or directory",
        "empty": "empty: is a folder without .toml files; put the graph into .toml files",
        "large.toml": "large.toml: is larger than 3 MiB, the most that is read; split it",
        "many.toml": "many.toml: holds 1,004 delimiters (commas, colons, equals signs, brackets, and dots, which count three times), more than the 1,003 that are read; split it",
    }.items():
        with pytest.raises(FileError) as error:
            mlgraph.load(path)
        assert str(error.value) == message
