"""Tests of experience and teaching in graph files: valid and invalid values, overlays, ranges, round trips and lint."""

import pytest

import mlgraph
from mlgraph.errors import GraphFileError
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.lint_posts import find_post_findings
from mlgraph.graphfile.load import build

POSTS = """\
[experience.data]
title = "Data"

[experience.lead]
title = "Leading"

[track.science]
title = "Science"

[stage.start]
title = "Start"
leads_to = ["middle"]

[stage.middle]
title = "Middle"
leads_to = { junior = [1, 3, 9] }

[role.junior]
title = "Junior"
track = "science"
counts_as = ["data"]
teaches = { sql = 12 }
leads_to = { senior = { months = [6, 12, 24], tier = "near" } }

[role.senior]
title = "Senior"
experience = { data = 24 }
usual_experience = { data = 36 }
counts_as = ["data", "lead"]
usual_skills = ["sql"]

[skill.sql]
title = "SQL"
hours = 40
"""


def test_a_graph_has_what_posts_ask_and_give(graph_of):
    graph = graph_of(POSTS)
    junior, senior = graph.nodes["junior"], graph.nodes["senior"]
    assert (junior["counts_as"], junior["teaches"], junior["track"]) == (("data",), {"sql": 12}, "science")
    assert (senior["counts_as"], senior["experience"]) == (("data", "lead"), {"data": 24})
    assert (senior["usual_experience"], senior["usual_skills"]) == ({"data": 36}, ("sql",))
    assert graph.graph["experience"] == {"data": {"title": "Data"}, "lead": {"title": "Leading"}}
    assert graph.graph["tracks"] == {"science": {"title": "Science"}}
    assert graph.edges["start", "middle"]["months"] == 0
    edge = graph.edges["junior", "senior"]
    assert (edge["months_low"], edge["months"], edge["months_high"], edge["tier"]) == (6, 12, 24, "near")


def test_a_stage_may_lead_nowhere(graph_file):
    path = graph_file(POSTS.replace("leads_to = { junior = [1, 3, 9] }", "leads_to = []"))
    assert mlgraph.load(path).out_degree("middle") == 0


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_graph_is_written_and_read_back_equal(graph_of, tmp_path, suffix):
    graph = graph_of(POSTS)
    mlgraph.save(graph, tmp_path / f"copy.{suffix}")
    copy = mlgraph.load(tmp_path / f"copy.{suffix}")
    assert not mlgraph.diff(graph, copy)
    assert (dict(copy.nodes), dict(copy.edges), copy.graph) == (dict(graph.nodes), dict(graph.edges), graph.graph)


def test_a_later_file_adds_to_and_removes_from_earlier_ones(graph_file):
    above = """\
[experience.data]
about = "Ours."
[stage.start]
leads_to = { middle = false, junior = 2 }
[role.junior]
teaches = { sql = false, r = 6 }
[role.senior]
experience = { lead = 3 }
usual_experience = { data = false, lead = 4 }
usual_skills = ["r"]
[skill.r]
title = "R"
hours = 1
"""
    graph = mlgraph.load(graph_file(POSTS), graph_file(above, "above.toml"))
    assert graph.graph["experience"]["data"] == {"title": "Data", "about": "Ours."}
    assert graph.nodes["junior"]["teaches"] == {"r": 6}
    assert graph.nodes["senior"]["experience"] == {"data": 24, "lead": 3}
    assert graph.nodes["senior"]["usual_experience"] == {"lead": 4}
    assert graph.nodes["senior"]["usual_skills"] == ("r",)
    assert [target for target in graph.adj["start"]] == ["junior"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "\nexperience = { data",
            "\nexperience = { dat",
            "27: senior: experience names dat, a field of experience that is not declared; declare it as [experience.dat], did you mean data?",
        ),
        (
            "usual_experience = { data = 36 }",
            "usual_experience = { dat = 36 }",
            "28: senior: usual_experience names dat, a field of experience that is not declared; declare it as [experience.dat], did you mean data?",
        ),
        (
            "usual_experience = { data = 36 }",
            "usual_experience = { data = -1 }",
            "28: senior: usual_experience, data, is -1; write a number of months from 0 to 1200",
        ),
        (
            "usual_experience = { data = 36 }",
            "usual_experience = { data = 23.5 }",
            "28: senior: usual_experience, data, is 23.5, but experience asks for 24; write at least 24, or remove it",
        ),
        (
            "usual_experience = { data = 36 }",
            'usual_experience_from = ["book"]',
            "28: senior: cites book, a source that is not declared; declare it as [source.book]",
        ),
        (
            'usual_skills = ["sql"]',
            'usual_skills = ["sql", "sq"]',
            "30: senior: usual_skills sq, which is not in the graph; name a skill, did you mean sql?",
        ),
        (
            'usual_skills = ["sql"]',
            'usual_skills = ["junior"]',
            "30: senior: usual_skills junior, which is a role; name a skill",
        ),
        (
            'usual_skills = ["sql"]',
            "usual_skills = { sql = 1 }",
            "30: senior: usual_skills is {'sql': 1}, a table; write a list, in square brackets",
        ),
        (
            'usual_skills = ["sql"]',
            'usual_skills_from = ["book"]',
            "30: senior: cites book, a source that is not declared; declare it as [source.book]",
        ),
        (
            'leads_to = ["middle"]',
            'leads_to = ["middle"]\nusual_skills = ["sql"]',
            "13: start: has the unknown key usual_skills; use one of title, about, aliases, url, needs, leads_to, because, cites, same_as",
        ),
        (
            'counts_as = ["data"]',
            'counts_as = ["dat"]',
            "21: junior: counts_as names dat, a field of experience that is not declared; declare it as [experience.dat], did you mean data?",
        ),
        (
            'track = "science"',
            'track = "sience"',
            "20: junior: is in track sience, which is not declared; declare it as [track.sience], did you mean science?",
        ),
        (
            "{ sql = 12 }",
            "{ sqll = 12 }",
            "22: junior: teaches sqll, which is not in the graph; name a skill, did you mean sql?",
        ),
        ("{ sql = 12 }", "{ senior = 12 }", "22: junior: teaches senior, which is a role; name a skill"),
        (
            "{ sql = 12 }",
            '{ sql = "12" }',
            '22: junior: teaches, sql, is "12", a string; write a number of months from 0 to 1200, without quotes',
        ),
        (
            "{ data = 24 }",
            "{ data = -1 }",
            "27: senior: experience, data, is -1; write a number of months from 0 to 1200",
        ),
        (
            "[1, 3, 9]",
            "[3, 1, 9]",
            "16: middle -> junior: months is [3, 1, 9], a list, out of order; write [low, likely, high]",
        ),
        (
            "[1, 3, 9]",
            "[3, 9]",
            "16: middle -> junior: months is [3, 9], a list; write a number of months, or [low, likely, high]",
        ),
        (
            "[1, 3, 9]",
            '[1, "3", 9]',
            '16: middle -> junior: months, likely, is "3", a string; write a number of months from 0 to 1200, without quotes',
        ),
        (
            "[6, 12, 24]",
            "[6, 12, -1]",
            "23: junior -> senior: months, high, is -1; write a number of months from 0 to 1200",
        ),
        (
            '["middle"]',
            '["junior"]',
            "12: start -> junior: has no months to this role; write { junior = 6 }",
        ),
        (
            '["middle"]',
            '["middel"]',
            "12: start -> middel: leads to middel, which is not in the graph; name a stage or role, did you mean middle?",
        ),
        (
            "{ junior = [1, 3, 9] }",
            "{ junior = true }",
            "16: middle -> junior: has no months to this role; write { junior = 6 }",
        ),
        (
            "{ months = [6, 12, 24], tier",
            "{ months = true, tier",
            "23: junior -> senior: months is true, true or false; write a number of months from 0 to 1200",
        ),
        (
            'title = "Leading"',
            'titel = "Leading"',
            "5: lead: has the unknown key titel; did you mean title or cites?",
        ),
    ],
)
def test_each_mistake_has_its_line_and_a_fix(graph_file, old, new, message):
    assert old in POSTS
    path = graph_file(POSTS.replace(old, new))
    with pytest.raises(GraphFileError) as error:
        mlgraph.load(path)
    assert f"{path}:{message}" in map(str, error.value.diagnostics)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '["middle"]',
            "{ middle = 2 }",
            "12: start: takes 2 months to reach middle, a stage, which takes none; write 0 months, since a person who meets the needs of a stage has reached it",
        ),
        ('["data", "lead"]', '["data"]', "4: lead: no role counts as this field; name it in `counts_as`, or remove it"),
        (
            "{ data = 24 }",
            "{ lead = 24 }",
            "27: senior: asks for experience in lead, but no role that counts as it leads there; add a move from one, or ask for less",
        ),
        (
            "{ sql = 12 }",
            "{ sql = 25 }",
            "22: junior: teaches sql after 25 months, but every move from it comes after 24 months or less; write fewer months, or remove it",
        ),
        (
            "teaches =",
            'needs = ["sql"]\nteaches =',
            "23: junior: teaches sql, which it needs on arrival; remove one of the two",
        ),
        (
            "usual_skills =",
            'needs = ["sql"]\nusual_skills =',
            "31: senior: lists sql in usual_skills, which it needs anyway; remove one of the two",
        ),
        (
            "usual_skills =",
            "programme = true\nusual_skills =",
            "30: senior: is a programme, which one leaves by its own moves only, but has no move; "
            "write its moves in `leads_to`, or remove `programme`",
        ),
    ],
)
def test_a_likely_mistake_is_a_warning(graph_file, old, new, message):
    path = graph_file(POSTS)
    assert mlgraph.check(path) == ()
    path = graph_file(POSTS.replace(old, new))
    assert [str(each) for each in mlgraph.check(path)] == [f"{path}:{message}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{ sql = 12 }", "{ sql = 24 }"),
        # nobody leaves this role
        ('["data", "lead"]', '["data", "lead"]\nteaches = { sql = 99 }'),
        ('["middle"]', "{ middle = 0, junior = 3 }"),
        ("leads_to = { senior =", "programme = true\nleads_to = { middle = 36, senior ="),
        ("{ data = 24 }", "{ data = 24, lead = 0 }"),
    ],
)
def test_a_post_without_a_likely_mistake_has_no_warning(graph_file, old, new):
    assert old in POSTS
    assert mlgraph.check(graph_file(POSTS.replace(old, new))) == ()


@pytest.mark.parametrize(
    ("moves", "counting", "is_possible"),
    [
        ("ad", "a", True),
        ("ab bd", "a", True),
        ("ad", "b", False),
        ("ad", "d", False),
        ("ad db", "b", False),
        ("ad da", "d", False),
        # from a, nobody can enter b before d
        ("ad db bd", "b", False),
        ("ad db ba", "b", True),
        # every position leads to a stage
        ("sd", "a", True),
        ("sd", "d", False),
        # no move leads there, so its holder has the experience from elsewhere
        ("da", "a", True),
    ],
)
def test_experience_is_possible_before_a_post_is_first_reached(moves, counting, is_possible):
    nodes = {name: {"title": name, "leads_to": {}} for name in "abds"}
    for source, target in moves.split():
        nodes[source]["leads_to"][target] = 12
    nodes[counting]["counts_as"] = ["data"]
    nodes["d"]["experience"] = {"data": 6}
    stages = {"s": nodes.pop("s")} if "s" in moves else {}
    graph = build(Document("", "", {"experience": {"data": {"title": "Data"}}, "stage": stages, "role": nodes}))
    assert [key for key, *_ in find_post_findings(graph)] == [("role", "d", "experience", "data")] * (not is_possible)


@pytest.mark.parametrize("other", ["", "c"])
def test_roles_that_ask_for_each_others_experience_are_named(other):
    moves = {"a": 3, "b": 3} | dict.fromkeys(other, 0)
    roles = {
        "a": {"experience": {"data": 12}, "counts_as": ["lead"], "leads_to": {"b": 3}},
        "b": {"experience": {"lead": 12}, "counts_as": ["data"], "leads_to": {"a": 3}},
        "c": {"counts_as": ["data"], "leads_to": {"a": 3}},
    }
    nodes = {name: {"title": name} | roles[name] for name in "ab" + other}
    fields = {field: {"title": field} for field in ("data", "lead")}
    stages = {"s": {"title": "s", "leads_to": moves}}
    graph = build(Document("", "", {"experience": fields, "stage": stages, "role": nodes}))
    keys = [key for key, *_ in find_post_findings(graph)]
    assert keys == ([] if other else [("role", "a", "experience", "data"), ("role", "b", "experience", "lead")])
