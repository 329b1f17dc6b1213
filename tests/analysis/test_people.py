"""Tests of questions for many people: rows in order, with the error of a person in the person's row."""

import csv
import io
import json
from datetime import date
from math import nan

import pytest

import mlgraph
from mlgraph.analysis.people import MATCH_ROW, PLAN_ROW, REACH_ROW, read_people
from mlgraph.errors import FileError, UnknownNameError, UsageError
from mlgraph.export.rows import write_rows
from support.careers import SOUND

PEOPLE = """\
person,position,have,pace,avoid,goal
ada,Start,Maths; Python,5,,lead
bo,astronaut,,,,lead
cy,Builder,,,,
=dee,start,"maths,r",7,python,engineer
"""
START = date(2026, 12, 1)


@pytest.fixture
def folder(tmp_path, monkeypatch, graph_file):
    monkeypatch.chdir(tmp_path)
    graph_file(SOUND)
    graph_file(PEOPLE, "people.csv")
    return tmp_path


@pytest.fixture
def ask(run, folder):
    def ask(*arguments):
        code, out, err = run(*arguments, "--graph", "graph.toml", "--start", str(START))
        assert (code, err) == (0, "")
        return out

    return ask


def test_each_person_has_the_plan_of_that_person_alone(ask, graph_of):
    graph = graph_of(SOUND)
    rows = [json.loads(line) for line in ask("path", "--people", "people.csv", "--json").splitlines()]
    assert [(row["row"], row["person"]) for row in rows] == [(1, "ada"), (2, "bo"), (3, "cy"), (4, "=dee")]
    assert {tuple(row) for row in rows} == {PLAN_ROW}
    for row, alone in (
        (rows[0], mlgraph.plan(graph, "start", "lead", have=["maths", "python"], pace=5, start=START)),
        (rows[3], mlgraph.plan(graph, "start", "engineer", have=["maths", "r"], pace=7, avoid=["python"], start=START)),
    ):
        assert row["error"] is None
        assert row["arrives_on"] == alone.stops[-1].arrives_on.isoformat()
        assert (row["months"], row["hours"], row["optimal"]) == (alone.months, alone.hours, True)
        assert (row["positions"], row["learn"]) == (
            [stop.id for stop in alone.stops],
            [study.id for study in alone.studies],
        )
    assert rows[1]["error"].startswith("no stage or role is called 'astronaut'")
    assert rows[2]["error"] == "no target is given; give --to, or a goal for each person"
    assert all(value is None for row in rows[1:3] for key, value in row.items() if key in PLAN_ROW[3:-1])


def test_the_options_of_the_command_count_for_all(ask):
    rows = [
        json.loads(line)
        for line in ask(
            "path", "--people", "people.csv", "--to", "LEAD", "--pace", "20", "--have", "r", "--json"
        ).split("\n")
        if line
    ]
    assert [row["to"] for row in rows] == ["lead", None, "lead", "lead"]
    assert rows[0]["learn"] == []


def test_roles_in_reach_are_lists(ask, graph_of):
    rows = list(csv.DictReader(io.StringIO(ask("reach", "--people", "people.csv", "--within", "12"))))
    found = mlgraph.reach(graph_of(SOUND), "start", have=["maths", "python"], pace=5, within=12)
    assert tuple(rows[0]) == REACH_ROW
    assert rows[0]["roles"] == "; ".join(role.id for role in found.roles) == "engineer"
    assert rows[0]["months"] == "6.0"
    # a spreadsheet would take it for a formula
    assert [row["person"] for row in rows] == ["ada", "bo", "cy", "'=dee"]


def test_an_advert_has_what_each_person_lacks(ask, folder):
    (folder / "advert.txt").write_text("Engineer\nYou know maths, and Python or R.\n")
    rows = [json.loads(line) for line in ask("match", "advert.txt", "--people", "people.csv", "--json").splitlines()]
    assert {tuple(row) for row in rows} == {MATCH_ROW}
    assert (rows[0]["required"], rows[0]["have"], rows[0]["missing"]) == (3, ["maths", "python"], [])
    assert (rows[3]["have"], rows[3]["missing"], rows[3]["to"]) == (["maths", "r"], [], "advert")
    assert rows[1]["error"].startswith("no stage or role")
    (folder / "people.csv").write_text("person,have\na,maths\n")
    (row,) = [json.loads(line) for line in ask("match", "advert.txt", "--people", "people.csv", "--json").splitlines()]
    assert (row["have"], row["missing"], row["error"]) == (["maths"], ["python", "r"], "the person has no position")


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet"])
def test_all_formats_hold_the_same(ask, folder, format):
    assert ask("path", "--people", "people.csv", "-o", f"x.{format}") == f"x.{format} has 4 rows.\n"
    content = (folder / f"x.{format}").read_bytes()
    if format == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        rows = parquet.read_table(io.BytesIO(content)).to_pylist()
        assert rows[0]["arrives_on"] > START
        assert rows[0]["positions"] == ["start", "engineer", "lead"]
    elif format == "jsonl":
        rows = [json.loads(line) for line in content.splitlines()]
    else:
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        assert rows[0]["positions"] == "start; engineer; lead"
    assert [tuple(row) for row in rows] == [PLAN_ROW] * 4
    assert [row["to"] or None for row in rows] == ["lead", None, None, "engineer"]


def test_a_table_without_people_has_no_rows(ask, folder):
    (folder / "people.csv").write_text("person,position\n")
    assert ask("path", "--people", "people.csv", "--to", "lead") == ",".join(PLAN_ROW) + "\n"
    assert write_rows(("row", "roles"), [], "jsonl") == b""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "people.csv: is empty; begin with a row of columns"),
        ("person,hvae\n", "people.csv:1: has the unknown column 'hvae'; use person, position, pace, have"),
        ("have,have\n", "people.csv:1: has the column have twice; keep one of the two"),
        ('have\n"a', "people.csv:2: is not a row of a table (unexpected end of data)"),
        (b"have\n\xff", "byte 0xff is not UTF-8 text"),
    ],
)
def test_a_wrong_table_is_refused(refused, folder, content, message):
    (folder / "people.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    refused(message, "path", "--people", "people.csv", "--to", "lead", "--graph", "graph.toml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["path", "--people", "people.csv", "--from", "start"],
            "--people has the people in its rows; leave out --from",
        ),
        (
            ["path", "--people", "people.csv", "--to", "a", "--to", "b"],
            "--people needs a single target; give --to once",
        ),
        (["reach", "--people", "people.csv", "--sort", "pay"], "leave out --sort"),
        (["path", "--people", "people.csv", "-o", "x.xlsx"], "x.xlsx: rows are written as .csv, .jsonl, .parquet"),
        (["match", "people.csv", "--people", "people.csv", "--as-role", "x"], "leave out --as-role"),
    ],
)
def test_options_about_one_person_are_refused(refused, folder, arguments, message):
    refused(message, *arguments, "--graph", "graph.toml", code=2)


def test_an_unknown_target_is_an_error_of_the_question(refused, folder, graph_of):
    refused("no stage or role is called", "path", "--people", "people.csv", "--to", "nix", "--graph", "graph.toml")
    with pytest.raises(UnknownNameError):
        mlgraph.plan_people(graph_of(SOUND), [], "nix")
    with pytest.raises(UsageError, match="`time_limit`"):
        mlgraph.plan_people(graph_of(SOUND), [], "lead", time_limit=0)


WRONG = [
    ({"position": "start", "pace": "fast"}, "'fast' is not a number of hours"),
    ({"position": "start", "pace": 0}, "the pace is 0"),
    ({"position": "start", "have": ["nix"]}, "no skill is called 'nix'"),
    ({"position": "start", "experience": "data=1"}, "no field of experience is called 'data'; this graph has none"),
    ({"position": "lead", "months_in_post": "long"}, "`months_in_post` is 'long'"),
    ({"position": "start", "hvae": "r"}, "a person has no 'hvae'; use person, position"),
    ({}, "the person has no position"),
    ({"position": "lead", "goal": "start", "avoid": ["lead"]}, "'lead' cannot be avoided"),
]


@pytest.mark.parametrize(("person", "message"), WRONG)
def test_a_wrong_person_has_an_error_and_the_next_an_answer(graph_of, person, message):
    graph = graph_of(SOUND)
    rows = mlgraph.plan_people(graph, [{"goal": "lead"} | person, {"position": "engineer", "goal": "lead"}])
    assert message in rows[0]["error"]
    assert (rows[1]["to"], rows[1]["error"]) == ("lead", None)


def test_an_empty_cell_of_a_data_frame_gives_the_default(graph_of):
    graph = graph_of(SOUND)
    people = [{"position": "engineer", "goal": "lead", "pace": nan, "have": None, "months_in_post": 6.0}]
    (row,) = mlgraph.Planner(graph).plan_people(people, start=START)
    assert (row["months"], row["error"]) == (30.5, None)


def test_a_table_of_a_spreadsheet_may_have_semicolons():
    rows = read_people("x.csv", "person;Position;have\na;start;maths,r\n\n".encode("utf-16"))
    assert rows == [{"person": "a", "position": "start", "have": "maths,r"}]
    with pytest.raises(FileError, match="has more than 100,000 people"):
        read_people("x.csv", b"person\n" + b"a\n" * 100_001)
