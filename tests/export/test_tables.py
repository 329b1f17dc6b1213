"""Tests of answers as tables: CSV, workbooks and data frames have what the JSON of the command says."""

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest

import mlgraph
from mlgraph.spreadsheets import unescape_field
from support.careers import SOUND

COMMANDS = {
    "path": ("--from", "start", "--to", "lead", "--start", "2026-12-01"),
    "reach": ("--from", "start", "--start", "2026-12-01"),
    "next": ("--from", "start", "--to", "lead", "--start", "2026-12-01"),
    "compare": ("engineer", "lead", "--start", "2026-12-01"),
    "list": (),
}


def rows_of(path):
    if path.suffix == ".csv":
        rows = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        return [{key: unescape_field(value) for key, value in row.items()} for row in rows]
    head, *rows = openpyxl.load_workbook(path).worksheets[0].values
    return [dict(zip(head, map(as_field, row), strict=True)) for row in rows]


def as_field(value):
    """Return a value of a workbook as in CSV."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@pytest.fixture
def table_of(run, graph_file, tmp_path):
    """Return the rows that a command writes as CSV, after a check that the workbook has the same."""

    def table_of(command, *arguments):
        answer = run(command, *arguments)
        found = []
        for suffix in ("csv", "xlsx"):
            path = tmp_path / f"x.{suffix}"
            assert run(command, *arguments, "-o", path) == answer
            found.append(rows_of(path))
        assert answer[0] == 0
        assert numbers_in(found[0]) == numbers_in(found[1])
        return found[0]

    return table_of


def fields_of(frame):
    """Return the rows of a data frame as in CSV, with numbers."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return numbers_in([{key: as_field(value) for key, value in row.items()} for row in rows])


def numbers_in(rows):
    return [{key: as_number(value) for key, value in row.items()} for row in rows]


def as_number(text):
    try:
        return round(float(text), 9)
    except ValueError:
        return text


def test_a_plan_has_a_row_for_each_stay_and_each_skill(table_of, graph_file, run):
    question = (*COMMANDS["path"], "--graph", graph_file(SOUND))
    rows = table_of("path", *question)
    assert [(row["kind"], row["id"], row["begins"], row["ends"], row["before"]) for row in rows] == [
        ("stage", "start", "2026-12-01", "2027-06-01", ""),
        ("skill", "maths", "2026-12-01", "2026-12-28", "engineer"),
        ("skill", "r", "2026-12-29", "2026-12-29", "engineer"),
        ("role", "engineer", "2027-06-01", "2030-06-16", ""),
        ("role", "lead", "2030-06-16", "", ""),
    ]
    several = table_of("path", *question, "--alternatives", "2")
    assert several[: len(rows)] == [{"plan": "1", "to": "lead"} | row for row in several[: len(rows)]]
    assert {row["to"] for row in table_of("path", *question, "--to", "engineer")} == {"lead", "engineer"}
    code, out, _ = run("path", *question, "-o", "-")
    assert code == 0
    assert [*csv.DictReader(io.StringIO(out.lstrip("\ufeff")))] == rows
    assert table_of("path", *question, "--show", "1") == rows


def test_a_plan_is_exported_for_planners(run, graph_file, tmp_path, ml):
    path = tmp_path / "plan.csv"
    assert run("export", path, "--from", "beginner", "--to", "data scientist") == (0, "", "")
    rows = rows_of(path)
    plan = mlgraph.plan(ml, "beginner", "data scientist")
    assert [row["id"] for row in rows if row["kind"] == "skill"] == [study.id for study in plan.studies]
    assert any(row["learn_with"] and row["learn_with_url"].startswith("https://") for row in rows)


def test_tables_and_json_have_the_addresses_of_their_nodes(table_of, graph_file, run, tmp_path):
    text = SOUND
    for title in ("Start", "Engineer", "Lead", "Maths", "R"):
        text = text.replace(f'title = "{title}"\n', f'title = "{title}"\nurl = "https://e.org/{title.lower()}"\n')
    graph = ("--graph", graph_file(text))
    for command, arguments in COMMANDS.items():
        for row in table_of(command, *arguments, *graph):
            named = "lead" if row["id"] == "engineer -> lead" else row["id"].rpartition(" -> ")[2]
            expected = f"https://e.org/{named}" if f"/{named}" in text else ""
            assert row["url"] == expected, (command, row)
    for row in table_of("path", *COMMANDS["path"], "--alternatives", "2", *graph):
        assert row["url"] == f"https://e.org/{row['id']}"
    changed = graph_file(text.replace("hours = 40", "hours = 50"), "changed.toml")
    assert [row["url"] for row in table_of("diff", graph[1], changed) if row["kind"] == "skill"] == [
        "https://e.org/maths"
    ]
    advert = tmp_path / "advert.txt"
    advert.write_text("Lead: you know maths.\n")
    for question, found in (
        (("reach", *COMMANDS["reach"]), lambda said: said["roles"][0]),
        (("next", *COMMANDS["next"]), lambda said: said["skills"][0]),
        (("compare", *COMMANDS["compare"]), lambda said: said["sides"][0]),
        (("match", advert), lambda said: said["skills"][0]),
        (("match", advert), lambda said: said["roles"][0]),
    ):
        each = found(json.loads(run(*question, *graph, "--json")[1]))
        assert each["url"] == f"https://e.org/{each['id']}"


def test_each_answer_is_a_table_and_a_frame(table_of, graph_file, run):
    graph = graph_file(SOUND)
    loaded = mlgraph.load(graph)
    asked = {name: (*arguments, "--graph", graph) for name, arguments in COMMANDS.items()}
    said = {name: json.loads(run(name, *arguments, "--json")[1]) for name, arguments in asked.items()}
    reached = table_of("reach", *asked["reach"])
    assert [(row["id"], row["arrives_on"]) for row in reached] == [
        (role["id"], role["arrives_on"]) for role in said["reach"]["roles"]
    ]
    assert [row["id"] for row in table_of("next", *asked["next"])] == [each["id"] for each in said["next"]["skills"]]
    assert [row["id"] for row in table_of("list", *asked["list"])] == [each["id"] for each in said["list"]]
    compared = table_of("compare", *asked["compare"])
    assert [(row["what"], row["id"], row["needed_by"]) for row in compared] == [
        ("skill", "maths", "engineer"),
        ("choice", "python or r", "engineer"),
        ("plan", "engineer -> lead", ""),
        ("plan", "lead -> engineer", ""),
    ]
    start = date(2026, 12, 1)
    plan = mlgraph.plan(loaded, "start", "lead", start=start)
    for name, found in (
        ("path", plan),
        ("reach", mlgraph.reach(loaded, "start", start=start)),
        ("next", mlgraph.next_skills(loaded, "start", "lead", start=start)),
        ("compare", mlgraph.compare(loaded, "engineer", "lead", start=start)),
        ("path", mlgraph.plan_many(loaded, "start", ["lead", "engineer"], start=start)),
    ):
        more = ("--to", "engineer") if name == "path" and found is not plan else ()
        assert fields_of(found.to_frame()) == numbers_in(table_of(name, *asked[name], *more))


def test_changes_are_a_table(table_of, graph_file):
    old, new = graph_file(SOUND, "old.toml"), graph_file(
        SOUND.replace("hours = 40", "hours = 50").replace("engineer = 6", "engineer = 9").replace('title = "Lead"', 'title = "Head"')
        + '[skill.sql]\ntitle = "=SQL"\nhours = 3\n',
        "new.toml",
    )  # fmt: skip
    rows = [tuple(row.values())[:-1] for row in table_of("diff", old, new)]
    assert rows[:4] == [
        ("added", "skill", "sql", "", "=SQL", "", "", ""),
        ("changed", "role", "lead", "", "Head", "title", "Lead", "Head"),
        ("changed", "skill", "maths", "", "Maths", "hours", "40", "50"),
        ("changed", "move", "start", "engineer", "Start to Engineer", "months", "6", "9"),
    ]
    assert {row[1] for row in rows[4:]} == {"plan"}
    frame = mlgraph.diff(mlgraph.load(old), mlgraph.load(new)).to_frame()
    assert fields_of(frame) == numbers_in(table_of("diff", old, new))[:4]


def test_another_suffix_is_refused_before_the_search(refused, graph_file):
    refused("a table ends in .csv or .xlsx, not in '.pdf'", "reach", "--from", "beginner", "-o", "x.pdf", code=2)
