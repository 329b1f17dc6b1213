"""Every answer and every error with --json, held against its schema."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from mlgraph.text.schema import ANSWERS, make_answers_schema
from support.careers import SOUND

SCHEMA = make_answers_schema()
OTHER = SOUND.replace("hours = 40", "hours = [30, 50, 60]").replace("36.5", "12")
OVERLAY = "[role.lead]\nneeds = []\n[role.engineer]\nleads_to = { lead = false }\n"
ENDS = ["--from", "start", "--to", "lead"]
QUESTIONS = [
    ("path", ["path", *ENDS]),
    ("path", ["path", *ENDS, "--avoid", "r", "--until", "2040-01", "--start", "2026-10-05"]),
    ("path-alternatives", ["path", *ENDS, "--alternatives", "2"]),
    ("path-several", ["path", "--from", "start", "--to", "engineer", "--to", "lead"]),
    ("reach", ["reach", "--from", "start"]),
    ("reach", ["reach", "--from", "lead"]),
    ("next", ["next", "--from", "start"]),
    ("next", ["next", *ENDS]),
    ("why", ["why", "maths", *ENDS]),
    ("why", ["why", "python", *ENDS]),
    ("compare", ["compare", "start", "lead"]),
    ("show", ["show", "engineer"]),
    ("show", ["show", "maths"]),
    ("list", ["list"]),
    ("check", ["check"]),
    ("check", ["check", "--evidence"]),
    ("match", ["match", "advert.txt"]),
    ("match", ["match", "advert.txt", "--from", "start", "--have", "maths"]),
    ("me-show", ["me", "show", "--me", "mine.toml"]),
    ("me-goal", ["me", "goal", "lead", "--me", "mine.toml"]),
    ("me-progress", ["me", "progress", "--me", "mine.toml"]),
    ("me-from", ["me", "from", "cv.txt", "--me", "new.toml"]),
    ("me-learned", ["me", "learned", "maths,python", "--me", "mine.toml"]),
]
WITH_FILES = [
    ("check", 0, ["check", "sound.toml", "overlay.toml"]),
    ("check", 1, ["check", "wrong.toml"]),
    ("diff", 0, ["diff", "sound.toml", "other.toml"]),
    ("import", 0, ["import", "metacademy", "concepts.json", "-o", "graph.json"]),
    ("export", 0, ["export", "map.mmd", "--graph", "sound.toml"]),
    ("export", 0, ["export", "plan.md", *ENDS, "--graph", "sound.toml"]),
    ("error", 1, ["import", "onet", "nowhere", "-o", "graph.json"]),
    ("diff", 0, ["diff", "sound.toml", "sound.toml"]),
    ("error", 1, ["show", "zzz"]),
    ("error", 1, ["show", "builder", "--graph", "twice.toml"]),
    ("error", 1, ["show", "maths", "--graph", "wrong.toml"]),
    ("error", 1, ["path", "--from", "start", "--to", "lead", "--avoid", "engineer", "--graph", "sound.toml"]),
    ("error", 2, ["path", "--to", "lead", "--graph", "sound.toml"]),
    ("error", 2, ["path", "--from", "start"]),
    ("error", 2, ["frobnicate"]),
    ("error", 2, ["list", "jobs"]),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {"sound": SOUND, "other": OTHER, "overlay": OVERLAY, "wrong": SOUND.replace("= 40", "= -1")}
    files["twice"] = SOUND + '[role.maker]\ntitle = "Maker"\naliases = ["BUILDER"]'
    files["mine"] = 'position = "start"\nhave = ["maths"]\navoid = ["python"]\n'
    concept = {"model": "graph.concept", "pk": "1", "fields": {"tag": "a", "title": "", "summary": "", "learn_time": 1}}
    (tmp_path / "concepts.json").write_text(json.dumps([concept]))
    (tmp_path / "cv.txt").write_text("Engineer, 2020 - 2021\nMaths, juggling")
    (tmp_path / "advert.txt").write_text("Engineer\nMaths, Python or R. 3 years of experience.")
    for name, content in files.items():
        (tmp_path / f"{name}.toml").write_text(content)
    return tmp_path


def holds(answer, schema):
    """Return whether an answer is as its schema says, and as the schema of all answers says."""
    for rule in (SCHEMA, {"$ref": f"#/$defs/{schema}", "$defs": SCHEMA["$defs"]}):
        Draft202012Validator(rule, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer)
    return True


@pytest.mark.parametrize(("schema", "question"), QUESTIONS)
def test_an_answer_is_as_its_schema_says(run, folder, schema, question):
    for graph in ("sound.toml", "other.toml"):
        code, out, _ = run(*question, "--graph", graph, "--json")
        assert code == ("--evidence" in question)
        assert holds(json.loads(out), schema)


def test_an_answer_has_the_address_of_each_node_that_it_names(run, folder):
    text, kinds = SOUND, "stage|role|skill"
    for node in re.findall(rf"^\[(?:{kinds})\.(.+)\]$", SOUND, re.MULTILINE):
        text = re.sub(rf"^(\[(?:{kinds})\.{node}\])$", rf'\1\nurl = "https://e.org/{node}"', text, flags=re.MULTILINE)
    (folder / "sound.toml").write_text(text)
    (folder / "other.toml").write_text(text.replace("hours = 40", "hours = 50").replace("engineer = 6", "engineer = 7"))
    questions = [[*question, "--graph", "sound.toml"] for _, question in QUESTIONS if question != ["check"]]
    named = set()
    for question in [*questions, ["diff", "sound.toml", "other.toml"]]:
        for node in find_nodes(json.loads(run(*question, "--json")[1])):
            assert node.get("url") == f"https://e.org/{node['id']}", (question, node)
            named.add((question[0], node["id"]))
    assert len(named) > 30


def find_nodes(answer):
    """Yield each object of an answer that has the id and the title of a node, at any depth."""
    if isinstance(answer, dict):
        if answer.get("id") in ("start", "engineer", "lead", "maths", "python", "r") and "title" in answer:
            yield answer
        answer = [*answer.values()]
    for each in answer if isinstance(answer, list) else ():
        yield from find_nodes(each)


@pytest.mark.parametrize(("schema", "code", "question"), WITH_FILES)
def test_an_answer_about_files_and_an_error_are_as_their_schemas_say(run, folder, schema, code, question):
    found, out, err = run(*question, "--json")
    assert (found, bool(err)) == (code, schema == "error")
    assert holds(json.loads(out), schema)


def test_an_import_counts_what_its_graph_has(run, folder):
    _, out, _ = run("import", "metacademy", "concepts.json", "-o", "graph.json", "--json")
    report = json.loads(out)
    assert [report[key] for key in ("file", "stages", "roles", "skills", "moves")] == ["graph.json", 0, 0, 1, 0]
    assert sum(report["left_out"].values()) == 1


def test_an_export_reports_whether_its_plan_is_proven(run, folder):
    for options, proven in ([], None), (ENDS, True):
        _, out, _ = run("export", "file.mmd", *options, "--graph", "sound.toml", "--json")
        assert json.loads(out) == {"file": "file.mmd", "format": "mmd", "optimal": proven}


def test_every_schema_is_tried():
    assert {schema for schema, *_ in [*QUESTIONS, *WITH_FILES]} == set(ANSWERS)


@pytest.mark.thorough
def test_the_answers_of_the_graph_that_comes_with_mlgraph_are_as_their_schemas_say(run):
    ends = ["--from", "beginner", "--to", "data scientist"]
    asked = {"path": ["path", *ends], "next": ["next", *ends], "why": ["why", "calculus", *ends]}
    asked |= {"reach": ["reach", "--from", "data scientist"], "show": ["show", "python"], "list": ["list"]}
    for schema, question in asked.items():
        assert holds(json.loads(run(*question, "--json")[1]), schema)


def test_the_schema_of_answers_is_a_schema_and_forbids_what_it_does_not_name(run):
    assert json.loads(run("schema", "answers")[1]) == json.loads(json.dumps(SCHEMA))
    Draft202012Validator.check_schema(SCHEMA)
    answer = {"error": {"kind": "UsageError", "message": "", "candidates": [], "nearest": [], "diagnostics": []}}
    assert Draft202012Validator(SCHEMA).is_valid(answer)
    assert not Draft202012Validator(SCHEMA).is_valid(answer | {"more": 1})


@pytest.mark.parametrize(
    ("question", "kind", "field", "ids"),
    [
        (["show", "pyton", "--graph", "sound.toml"], "UnknownNameError", "nearest", ["python"]),
        (["show", "builder", "--graph", "twice.toml"], "AmbiguousNameError", "candidates", ["engineer", "maker"]),
        (
            ["path", "--from", "start", "--to", "lead", "--avoid", "engineer", "--graph", "sound.toml"],
            "NoPlanError",
            "nearest",
            ["start"],
        ),
    ],
)
def test_an_error_as_json_has_the_ids_that_it_names(run, folder, question, kind, field, ids):
    code, out, err = run(*question, "--json")
    error = json.loads(out)["error"]
    assert (code, error["kind"], error[field]) == (1, kind, ids)
    assert err == f"mlgraph: {error['message']}\n"


def test_an_error_of_a_file_lists_each_mistake_once(run, folder):
    code, out, err = run("list", "--graph", "wrong.toml", "--json")
    error = json.loads(out)["error"]
    assert (code, error["kind"]) == (1, "GraphFileError")
    assert error["message"] == "wrong.toml: 1 mistake, nothing is loaded"
    (mistake,) = error["diagnostics"]
    assert f"wrong.toml:{mistake['line']}: {mistake['id']}: {mistake['message']}; {mistake['fix']}" in err


def test_without_json_an_error_prints_nothing_to_standard_output(run, folder):
    assert run("show", "zzz", "--graph", "sound.toml") == (
        1,
        "",
        "mlgraph: no stage, role or skill is called 'zzz'; mlgraph list prints all names\n",
    )
