"""Tests of what an imported graph does not hide: its figures are rules, and licence-bound posts ask for a degree."""

from pathlib import Path

import pytest

import mlgraph
from mlgraph.assistant.tools import Questions
from mlgraph.graphfile.dump import save
from mlgraph.importers.registry import read
from mlgraph.search.budget import Budget
from support.careers import SOUND
from support.paths import shared
from support.sources import ESCO, ONET, UK, source_of

EDUCATION = "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tCategory\tData Value\n" + "".join(
    f"{code}\t2.D.1\tEducation\tRL\t{level}\t{share}\n"
    for code, shares in {
        "29-1141.00": {5: 40, 6: 60},
        "29-1214.00": {8: 10, 11: 30, 12: 60},
        "29-1221.00": {8: 49, 10: 51},
        "25-1011.00": {8: 51, 11: 49},
        "29-1171.00": {6: 10, 8: 90},
        "29-1071.00": {6: 5, 8: 95},
    }.items()
    for level, share in shares.items()
)
HOSPITAL = {
    "Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n"
    "29-1141.00\tNurses\tCare.\n29-1214.00\tEmergency physicians\tCure.\n29-1221.00\tPediatricians\tCure.\n"
    "29-1212.00\tCardiologists\tCure.\n29-1229.00\tAll other\tCure.\n25-1011.00\tTeachers\tTeach.\n"
    "29-1171.00\tNurse practitioners\tCare.\n29-1071.00\tPhysician assistants\tCare.\n31-1131.00\tAssistants\tHelp.\n",
    "Job Zones.txt": "O*NET-SOC Code\tJob Zone\n"
    "29-1141.00\t3\n29-1214.00\t5\n29-1221.00\t5\n29-1212.00\t5\n25-1011.00\t5\n",
    "Related Occupations.txt": "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\n"
    "29-1141.00\t29-1214.00\tPrimary-Short\n29-1214.00\t29-1212.00\tPrimary-Short\n"
    "31-1131.00\t29-1141.00\tPrimary-Short\n29-1141.00\t29-1171.00\tPrimary-Short\n"
    "29-1171.00\t29-1141.00\tPrimary-Short\n29-1141.00\t29-1071.00\tPrimary-Short\n",
    "Education, Training, and Experience.txt": EDUCATION,
}


def test_a_nurse_learns_on_the_way_to_emergency_medicine(tmp_path):
    source_of(tmp_path, ONET | HOSPITAL)
    result = read("onet", tmp_path / "source", hours_per_degree=5000)
    graph = result.graph
    plan = mlgraph.plan(graph, "29-1141.00", "29-1214.00")
    assert [(study.id, study.hours) for study in plan.stops[-1].learn] == [("degree.29-121", 5000)]
    # a physician has the degree of other physicians, also of those that nobody was asked about
    assert not mlgraph.plan(graph, "29-1214.00", "29-1212.00").hours
    asking = {node for node in graph if ("degree.29-121",) in graph.nodes[node]["needs"]}
    assert asking == {"29-1214.00", "29-1221.00", "29-1212.00"}
    assert graph.edges["degree.29-121", "29-1214.00"]["cites"] == ("rule:degrees",)
    assert result.read["licence-bound posts, which ask for a degree"] == 6


@pytest.mark.parametrize(
    ("start", "target", "degrees"),
    [
        ("31-1131.00", "29-1141.00", {"degree.29-1141.bachelor": 5000}),
        ("29-1141.00", "29-1171.00", {"degree.29-1171.master": 2500}),
        ("29-1141.00", "29-1071.00", {"degree.29-1071.master": 2500}),
        ("29-1171.00", "29-1141.00", {}),
        ("31-1131.00", "29-1171.00", {"degree.29-1141.bachelor": 5000, "degree.29-1171.master": 2500}),
    ],
)
def test_posts_of_healthcare_practice_ask_for_their_degrees(tmp_path, start, target, degrees):
    source_of(tmp_path, ONET | HOSPITAL)
    graph = read("onet", tmp_path / "source", hours_per_degree=5000).graph
    plan = mlgraph.plan(graph, start, target)
    assert {study.id: study.hours for study in plan.studies} == degrees


LAW = {
    "Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n"
    "17-2051.00\tCivil engineers\tBuild.\n17-2141.00\tMechanical engineers\tBuild.\n17-2111.00\tSafety\tBuild.\n"
    "17-2199.09\tNano engineers\tBuild.\n25-2031.00\tTeachers\tTeach.\n25-2011.00\tPreschool\tTeach.\n"
    "53-2011.00\tAirline pilots\tPilot. Requires a Federal certificate.\n53-2021.00\tControllers\tControl.\n"
    "53-5021.00\tCaptains\tSail. Required to hold license issued by U.S. Coast Guard.\n"
    "37-3012.00\tSprayers\tSpray. Usually requires training and state certification.\n"
    "29-2061.00\tPractical nurses\tCare. Licensing required.\n43-4031.00\tClerks\tIssue licenses. May require tact.\n"
    "27-2022.00\tCoaches\tCoach. Those required to hold teaching certifications are teachers.\n"
    "31-1131.00\tAssistants\tHelp licensed staff. No license is required; certificates are not required.\n",
    "Job Zones.txt": "O*NET-SOC Code\tJob Zone\n17-2111.00\t4\n",
    "Related Occupations.txt": "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\n"
    "43-4031.00\t17-2051.00\tPrimary-Short\n17-2051.00\t17-2141.00\tPrimary-Short\n",
    "Education, Training, and Experience.txt": "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tCategory\tData Value\n"
    + "".join(
        f"{code}\t2.D.1\tEducation\tRL\t{level}\t100\n"
        for code, level in {
            "17-2051.00": 6,
            "17-2141.00": 7,
            "17-2199.09": 11,
            "25-2031.00": 6,
            "25-2011.00": 4,
            "53-2011.00": 6,
        }.items()
    ),
}


def test_posts_that_need_a_licence_by_law_ask_for_it(tmp_path):
    source_of(tmp_path, ONET | LAW)
    result = read("onet", tmp_path / "source", hours_per_degree=5000)
    graph = result.graph
    asked = {
        node: sorted(skill for (skill,) in data["needs"] if skill.startswith(("degree", "licence")))
        for node, data in graph.nodes(data=True)
        if data["kind"] == "role"
    }
    engineer = "degree.17-2.bachelor"
    assert {node: skills for node, skills in asked.items() if skills} == {
        **{code: [engineer] for code in ("17-2051.00", "17-2141.00", "17-2111.00")},
        "17-2199.09": [engineer, "degree.17-219"],
        "25-2031.00": ["degree.25-2.bachelor"],
        **{f"{code}.00": [f"licence.{code}"] for code in ("53-2011", "53-2021", "53-5021", "37-3012", "29-2061")},
    }
    assert graph.nodes["licence.53-2021"]["hours"] == 1250
    assert result.read["posts that ask for a licence"] == 5
    assert mlgraph.plan(graph, "43-4031.00", "17-2051.00").hours == 5000
    assert not mlgraph.plan(graph, "17-2051.00", "17-2141.00").hours


@pytest.fixture
def imported(tmp_path):
    def write(name, tables):
        source_of(tmp_path, tables)
        path = tmp_path / f"{name}.json"
        save(read(name, tmp_path / "source").graph, path)
        return path

    return write


ROUTES = {
    "onet": (ONET, "15-1252.00", "15-2051.00", "moves join similar occupations"),
    "esco": (ESCO, "1.2", "1.1", "moves join occupations with common skills"),
}


@pytest.mark.parametrize("name", ROUTES)
def test_each_answer_says_that_its_figures_are_rules(imported, run, name):
    tables, start, target, words = ROUTES[name]
    graph = imported(name, tables)
    skill = next(node for node, data in mlgraph.load(graph).nodes(data=True) if data["kind"] == "skill")
    person = ("--from", start, "--graph", graph)
    for command in (
        ("path", *person, "--to", target),
        ("reach", *person),
        ("next", *person, "--to", target),
        ("compare", start, target, "--graph", graph),
        ("why", skill, *person, "--to", target),
    ):
        code, _, err = run(*command)
        (note,) = [line for line in err.splitlines() if "imported graph" in line]
        assert (code, words in note, note.endswith("--rules prints the rules.")) == (0, True, True), command
        code, _, err = run(*command, "--rules")
        assert code == 0
        assert "hours: Hours of study" in err
        assert "imported graph" not in err


@pytest.mark.parametrize("name", ROUTES)
def test_each_answer_without_the_option_says_so_too(imported, run, tmp_path, monkeypatch, name):
    tables, start, target, words = ROUTES[name]
    graph, skill = imported(name, tables), "Python"
    monkeypatch.chdir(tmp_path)
    title = mlgraph.load(graph).nodes[target]["title"]
    Path("me.toml").write_text(f'position = "{start}"\ngoal = "{target}"\n', encoding="utf-8")
    Path("people.csv").write_text(f"person,position\na,{start}\n", encoding="utf-8")
    Path("advert.txt").write_text(f"{title}. You know {skill}.\n", encoding="utf-8")
    for command in (
        ("export", "plan.md"),
        ("match", "advert.txt"),
        ("batch", "people.csv", "-o", "answers.csv", "--to", target),
        ("me", "goal", target),
        ("me", "progress"),
    ):
        code, _, err = run(*command, "--graph", graph)
        (note,) = [line for line in err.splitlines() if "imported graph" in line]
        assert (code, words in note, note.endswith("mlgraph path --rules prints the rules.")) == (0, True, True), (
            command
        )
    reply = Questions(mlgraph.load(graph)).ask("plan", {"from": start, "to": target}, Budget())
    assert words in reply.text.splitlines()[-1]


def test_pictures_and_checklists_say_it_in_the_attribution(imported, run, tmp_path):
    graph = imported("onet", ONET)
    where = ("--graph", graph, "--from", "15-1252.00", "--to", "15-2051.00")
    assert run("export", tmp_path / "plan.md", *where)[0] == 0
    assert "not data" in (tmp_path / "plan.md").read_text(encoding="utf-8")


def test_other_graphs_have_no_such_note(graph_file, run):
    graph = graph_file(SOUND + '[source.rule]\ntitle = "Ours"\npoints = { in-short = "Not a rule." }')
    code, out, err = run("path", "--from", "start", "--to", "lead", "--graph", graph)
    assert (code, err, "imported" in out) == (0, "", False)
    assert "is not an import" in run("path", "--from", "start", "--to", "lead", "--graph", graph, "--rules")[2]


def test_an_overlay_keeps_the_note(imported, graph_file, run):
    graph = imported(
        "uk-ddat", UK | {"roles.csv": UK["roles.csv"] + "Data scientist,Junior data scientist,Helps.,Maths,Working\n"}
    )
    ours = graph_file('[skill.ours]\ntitle = "Ours"\nhours = 3')
    person = ("--from", "junior-data-scientist", "--to", "lead-data-scientist")
    _, _, err = run("path", *person, "--graph", graph, "--graph", ours)
    assert "the order of levels are rules" in err


@pytest.mark.slow
def test_the_real_onet_asks_physicians_for_a_degree():
    result = read("onet", shared("data", "onet-30.0"))
    plan = mlgraph.plan(result.graph, "29-1141.00", "29-1214.00")
    assert any(study.id == "degree.29-121" for study in plan.stops[-1].learn)
    assert result.read["licence-bound posts, which ask for a degree"] > 110
    for licensed in ("17-2051.00", "25-2031.00", "53-2011.00", "53-2012.00", "53-2021.00", "53-3032.00", "47-2111.00"):
        needs = [skill for (skill,) in result.graph.nodes[licensed]["needs"]]
        assert any(skill.startswith(("degree.", "licence.")) for skill in needs), licensed
