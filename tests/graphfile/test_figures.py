"""Figures and resources in graph files: pay, outlook, ways in, resources, and what figures rest on."""

import json
import tomllib

import networkx as nx
import pytest
from jsonschema import Draft202012Validator

import mlgraph
from mlgraph.graphfile.evidence import find_evidence, find_figures
from mlgraph.graphfile.lint import list_addresses
from mlgraph.graphfile.schema import make_json_schema

SOURCES = """
[source.bureau]
title = "Survey"
publisher = "Bureau"
url = "https://bureau.example.org/"
evidence = "official"
points = { table = "Table 1, at https://bureau.example.org/table-1." }
[source.board]
title = "Job board"
evidence = "adverts"
[source.own]
title = "Own"
evidence = "estimate"
[source.old]
title = "Says nothing"
[resource.course]
title = "Course"
publisher = "School"
url = "https://school.example.org/"
hours = [20, 40]
free = true
language = "en"
cites = ["bureau"]
"""
PAY = 'area = "US"\ncurrency = "USD"\nyear = 2024\nlow = 1\nmedian = 2\nhigh = 3\npeople = 30\ncounted = "A"\ncites = ["bureau"]'
GRAPH = f"""
{SOURCES}
[skill.maths]
title = "Maths"
hours = 10
hours_from = ["course"]
learn_with = ["course"]
[role.a]
title = "A"
[[role.a.pay]]
{PAY}
[[role.a.pay]]
area = "UK"
currency = "GBP"
year = [2023, 2024]
median = 2.5
people = 400
counted = "B"
wider = true
cites = ["board"]
[[role.a.outlook]]
area = "US"
years = [2024, 2034]
growth = -0.7
openings = 40
employed = 900
transfers = 3.2
counted = "A"
cites = ["bureau:table"]
[[role.a.entry]]
area = "US"
year = 2024
people = 22
education = {{ degree = 60.5, none = 39.5 }}
counted = "A"
cites = ["bureau"]
"""


def test_figures_and_resources_are_attributes_of_a_frozen_graph(graph_of):
    graph = graph_of(GRAPH)
    role = graph.nodes["a"]
    assert [pay["year"] for pay in role["pay"]] == [2024, (2023, 2024)]
    assert role["outlook"][0]["growth"] == -0.7
    assert role["entry"][0]["education"] == {"degree": 60.5, "none": 39.5}
    assert graph.nodes["maths"]["learn_with"] == ("course",)
    assert graph.graph["resources"]["course"]["hours"] == (20, 40)
    for table in (role["pay"][0], role["entry"][0]["education"], graph.graph["resources"]["course"]):
        with pytest.raises(TypeError, match="cannot be changed"):
            table["area"] = "FR"


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_saved_graph_has_the_same_figures_and_resources(graph_of, tmp_path, suffix):
    graph = graph_of(GRAPH)
    mlgraph.save(nx.DiGraph(graph), tmp_path / f"copy.{suffix}")
    copy = mlgraph.load(tmp_path / f"copy.{suffix}")
    assert copy.nodes["a"] == graph.nodes["a"]
    assert copy.graph == graph.graph
    assert not mlgraph.diff(graph, copy)


# wrong values that the JSON Schema of a graph file refuses, too
SHAPES = [
    (
        'currency = "USD"',
        'currency = "dollar"',
        '35: a: pay 1, currency, is "dollar", a string; write the three capital letters of a currency, such as USD',
    ),
    ("people = 30", "people = 29", "40: a: pay 1, people, is 29; leave this figure out: it needs at least 30 people"),
    ("people = 22", "people = 9", "64: a: entry 1, people, is 9; leave this figure out: it needs at least 10 answers"),
    ("year = 2024\nlow", 'year = "2024"\nlow', '36: a: pay 1, year, is "2024", a string; write a year, such as 2024'),
    ("median = 2\n", "", "33: a: pay 1 has no median; add median = ..."),
    ("growth = -0.7", "growt = -0.7", "52: a: outlook 1 has the unknown key growt; did you mean growth?"),
    (
        'evidence = "adverts"',
        'evidence = "advert"',
        '11: board: evidence is "advert", a string; write one of official, measured, adverts, published, rule, estimate',
    ),
    ("free = true", "free = 1", "22: course: free is 1, a whole number; write true or false"),
    (
        "people = 30",
        'people = "30"',
        '40: a: pay 1, people, is "30", a string; write a whole number of people, without quotes',
    ),
    (
        "people = 22",
        "people = 22.5",
        "64: a: entry 1, people, is 22.5, a number; write a whole number of answers",
    ),
    ("year = 2024\nlow", "year = 1899\nlow", "36: a: pay 1, year, is 1899, a whole number; write a year, such as 2024"),
    (
        "year = 2024\npeople = 22",
        "year = 2101\npeople = 22",
        "63: a: entry 1, year, is 2101, a whole number; write a year, such as 2024",
    ),
    (
        "year = [2023, 2024]",
        "year = [2023]",
        "46: a: pay 2, year, is [2023], a list; write the first and the last year, such as [2024, 2034]",
    ),
    (
        "year = [2023, 2024]",
        "year = [2023, 3000]",
        "46: a: pay 2, year, is 3000, a whole number; write a year, such as 2024",
    ),
    (
        "years = [2024, 2034]",
        "years = 2024",
        "54: a: outlook 1, years, is 2024, a whole number; write the first and the last year, such as [2024, 2034]",
    ),
    (
        "low = 1",
        "low = -1",
        "37: a: pay 1, low, is -1; write a number of money a year from 0 to 1000000000",
    ),
    (
        "growth = -0.7",
        "growth = -101",
        "55: a: outlook 1, growth, is -101; write a number of percent from -100 to 1000",
    ),
    (
        "openings = 40",
        "openings = -1",
        "56: a: outlook 1, openings, is -1; write a number of openings a year from 0 to 1000000000",
    ),
    (
        "employed = 900",
        "employed = 3",
        "57: a: outlook 1, employed, is 3; leave this figure out: it needs at least 30 people",
    ),
    (
        "transfers = 3.2",
        "transfers = 101",
        "58: a: outlook 1, transfers, is 101; write a number of percent from 0 to 100",
    ),
    (
        "degree = 60.5",
        "degree = 101",
        "65: a: entry 1, education, degree, is 101; write a number of percent from 0 to 100",
    ),
    ("wider = true", "wider = 1", "50: a: pay 2, wider, is 1, a whole number; write true or false"),
    (
        "hours = [20, 40]",
        "hours = [20]",
        "21: course: hours is [20], a list; write a number of hours, or [least, most]",
    ),
    (
        "hours = [20, 40]",
        "hours = [-1, 40]",
        "21: course: hours is -1; write a number of hours from 0 to 100000",
    ),
    (
        "[[role.a.entry]]\n",
        "[role.c]\nentry = [7]\n[[role.b.entry]]\n",
        '62: c: entry 1 is 7, a whole number; write a table, such as { area = "US", year = 2024, ... }',
    ),
]
# wrong values that JSON Schema cannot exclude
RULES = [
    ("low = 1", "low = 5", "33: a: pay 1 has 5, 2, 3, out of order; write low <= median <= high"),
    (
        "[2024, 2034]",
        "[2034, 2024]",
        "54: a: outlook 1, years, is [2034, 2024], a list, out of order; write the earlier year first",
    ),
    (
        "degree = 60.5",
        "degree = 90",
        "65: a: entry 1, education, has 129.5 percent in all; write shares of 100 percent in all",
    ),
    (
        '["bureau"]\n[[role.a.pay',
        '["bureau", "board"]\n[[role.a.pay',
        "42: a: pay 1 mixes sources of several kinds: adverts and official; write one figure for each kind",
    ),
    ('["bureau"]\n[[role.a.pay', "[]\n[[role.a.pay", "42: a: pay 1 cites nothing; cite the source of the figure"),
    (
        '["bureau:table"]',
        '["bureau:tabel"]',
        "60: a: cites bureau:tabel, a point that the source does not have; cite one of the points of [source.bureau], did you mean table?",
    ),
    (
        "hours = [20, 40]",
        "hours = [40, 20]",
        "21: course: hours is [40, 20], a list, out of order; write [least, most]",
    ),
    (
        'learn_with = ["course"]',
        'learn_with = ["corse"]',
        "30: maths: learn_with names corse, a resource that is not declared; declare it as [resource.corse], did you mean course?",
    ),
    (
        'hours_from = ["course"]',
        'hours_from = ["corse"]',
        "29: maths: cites corse, a source that is not declared; declare it as [source.corse], did you mean course?",
    ),
    (
        "[resource.course]",
        "[resource.own]",
        "17: own: is the id of a source and of a resource; give one of them another id",
    ),
    (
        "year = [2023, 2024]",
        "year = [2023, 2023]",
        "46: a: pay 2, year, is [2023, 2023], a list, out of order; write the earlier year first",
    ),
    ("high = 3", "high = 1.5", "33: a: pay 1 has 1, 2, 1.5, out of order; write low <= median <= high"),
    (
        "degree = 60.5",
        "degree = 62",
        "65: a: entry 1, education, has 101.5 percent in all; write shares of 100 percent in all",
    ),
]


@pytest.mark.parametrize(("wrong", "right", "message"), SHAPES + RULES)
def test_wrong_figures_and_resources_are_refused_with_place_and_fix(graph_file, wrong, right, message):
    text = GRAPH.replace(wrong, right, 1)
    assert text != GRAPH
    path = graph_file(text)
    assert f"{path}:{message}" in map(str, mlgraph.check(path))


@pytest.mark.parametrize(("wrong", "right"), [("", ""), *(case[:2] for case in SHAPES)])
def test_the_schema_refuses_the_same_figures_and_resources(wrong, right):
    tables = tomllib.loads(GRAPH.replace(wrong, right, 1))
    assert Draft202012Validator(make_json_schema()).is_valid(tables) is (not wrong)


def test_an_error_in_a_figure_names_its_line(graph_file):
    text = GRAPH.replace('currency = "GBP"', 'currency = "pound"')
    (found,) = mlgraph.check(graph_file(text))
    assert text.split("\n")[found.line - 1] == 'currency = "pound"'


def test_an_id_may_be_spread_over_the_files_of_a_folder(tmp_path):
    (tmp_path / "z.toml").write_text(f"{SOURCES}\n[[role.a.pay]]\n{PAY}\n", encoding="utf-8")
    (tmp_path / "b.toml").write_text('[role.a]\ntitle = "A"\nneeds = ["x"]\n', encoding="utf-8")
    (found,) = [each for each in mlgraph.check(tmp_path) if each.severity == "error"]
    assert (found.file.rpartition("/")[2], found.line, found.id) == ("b.toml", 3, "a")
    (tmp_path / "b.toml").write_text('[role.a]\ntitle = "A"\n', encoding="utf-8")
    graph = mlgraph.load(tmp_path)
    assert (graph.nodes["a"]["title"], len(graph.nodes["a"]["pay"])) == ("A", 1)
    unconnected = next(each for each in mlgraph.check(tmp_path) if each.id == "a")
    assert unconnected.file.endswith("b.toml")  # the file with the title


def test_a_misspelt_id_in_another_file_is_explained(tmp_path):
    (tmp_path / "a.toml").write_text(f"{SOURCES}\n[[role.analist.pay]]\n{PAY}\n", encoding="utf-8")
    (tmp_path / "b.toml").write_text('[role.analyst]\ntitle = "A"\n', encoding="utf-8")
    (found,) = mlgraph.check(tmp_path)
    assert str(found).endswith("analist: has no title; add title = ..., did you mean analyst?")


def test_a_key_in_two_files_of_a_folder_is_an_error(tmp_path):
    first = f"{SOURCES}\n[[role.r.pay]]".count("\n") + 1
    for name in "ab":
        text = (SOURCES if name == "a" else "") + f"\n[[role.r.pay]]\n{PAY}\n"
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "c.toml").write_text('[role.r]\ntitle = "R"\n', encoding="utf-8")
    (found,) = mlgraph.check(tmp_path)
    assert (found.id, found.message) == ("r", f"is already in a.toml, line {first}")


def test_an_overlay_replaces_the_figures_of_a_role(graph_file):
    overlay = f"{SOURCES}\n[[role.a.pay]]\n{PAY}".replace("people = 30", "people = 77")
    graph = mlgraph.load(graph_file(GRAPH), graph_file(overlay, "overlay.toml"))
    assert [pay["people"] for pay in graph.nodes["a"]["pay"]] == [77]
    assert len(graph.nodes["a"]["outlook"]) == 1


def test_a_difference_names_figures_and_resources(graph_of):
    old, new = (
        graph_of(GRAPH),
        graph_of(GRAPH.replace("people = 30", "people = 31").replace("hours = [20", "hours = [21")),
    )
    assert [
        (item.id, item.kind, [change.what for change in item.changes]) for item in mlgraph.diff(old, new).changed
    ] == [
        ("a", "role", ["pay"]),
        ("course", "resource", ["hours"]),
    ]


def test_a_figure_is_as_firm_as_its_weakest_source(graph_of):
    graph = graph_of(GRAPH)
    for cites, kind in (
        (["bureau"], "official"),
        (["bureau:table", "own"], "estimate"),
        (["course"], "published"),
        (["bureau", "old"], "unstated"),
        ([], "unstated"),
    ):
        assert find_evidence(graph, cites) == kind
    assert {(each.what, each.evidence) for each in find_figures(graph)} == {
        ("hours", "published"),
        ("pay", "official"),
        ("pay", "adverts"),
        ("outlook", "official"),
        ("entry", "official"),
    }


def test_usual_experience_and_skills_rest_on_their_own_sources(graph_of):
    role = """
[experience.data]
title = "Data"
[role.b]
title = "B"
experience = { data = 1 }
experience_from = ["bureau"]
usual_experience = { data = 2 }
usual_experience_from = ["own"]
usual_skills = ["maths"]
usual_skills_from = ["bureau", "own"]
"""
    found = [each for each in find_figures(graph_of(f"{GRAPH}{role}")) if each.nodes == ("b",)]
    kinds = [("experience", "official"), ("usual_experience", "estimate"), ("usual_skills", "estimate")]
    assert found == [(what, ("b",), kind) for what, kind in kinds]


def test_check_counts_figures_by_what_they_rest_on(graph_file, run):
    text = GRAPH.replace('hours_from = ["course"]', 'hours_from = ["own"]')
    code, out, _ = run("check", graph_file(text), "--evidence")
    assert code == 1  # nodes without a source
    assert "maths: hours only estimated" in out
    assert "2 figures of pay: 1 official, 1 adverts" in out
    _, out, _ = run("check", graph_file(text), "--evidence", "--json")
    evidence = json.loads(out)["evidence"]
    assert evidence["figures"]["hours"] == {"estimate": 1}
    assert evidence["estimated"] == [{"what": "hours", "nodes": ["maths"]}]


def test_addresses_are_listed_once_and_nothing_is_fetched(graph_file, graph_of, run, tmp_path):
    addresses = ["https://bureau.example.org/", "https://bureau.example.org/table-1", "https://school.example.org/"]
    assert list(list_addresses(graph_of(GRAPH))) == addresses
    path = graph_file(GRAPH)
    code, out, _ = run("check", path, "--links", "-")
    assert (code, out.split()) == (0, addresses)
    code, out, _ = run("check", path, "--links", tmp_path / "links.txt")
    assert (code, (tmp_path / "links.txt").read_text().split()) == (0, addresses)
    assert "no mistakes" in out
    code, _, err = run("check", path, "--links", "-", "--json")
    assert code == 2
    assert "--links -" in err


def test_a_resource_that_no_skill_names_is_reported(graph_file):
    text = GRAPH.replace('learn_with = ["course"]', "")
    found = [each for each in mlgraph.check(graph_file(text)) if each.id == "course"]
    assert [each.message for each in found] == ["no skill is learned with this resource"]
