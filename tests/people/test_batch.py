"""One question for many people: rows in order, with the error of a person in the person's row."""

import csv
import io
import json
import subprocess
import sys
from datetime import date
from math import nan

import pytest

import mlgraph
from mlgraph.errors import FileError, UnknownNameError, UsageError
from support.careers import DATA, SOUND

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

from mlgraph.people import rows  # noqa: E402, needs pyarrow
from mlgraph.people.tables import PEOPLE, People  # noqa: E402

TABLE = """\
person,position,have,pace,avoid,goal
ada,Start,Maths; Python,5,,lead
bo,astronaut,,,,lead
cy,Builder,,,,
=dee,start,"maths,r",7,python,engineer
"""
START = date(2026, 12, 1)
NODES = {"from", "to", "positions", "learn", "roles", "skills", "have", "missing", "missing_optional"}


@pytest.fixture
def folder(tmp_path, monkeypatch, graph_file):
    monkeypatch.chdir(tmp_path)
    graph_file(SOUND)
    graph_file(TABLE, "people.csv")
    return tmp_path


def read(path):
    """Return the rows of a file of answers."""
    content = path.read_bytes()
    if path.suffix == ".parquet":
        return parquet.read_table(io.BytesIO(content)).to_pylist()
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in content.splitlines()]
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def answer(graph, people, *question, **options):
    """Return the answers for people as rows; people are rows or a table."""
    table = people if isinstance(people, pyarrow.Table) else pyarrow.Table.from_pylist(people)
    return pyarrow.Table.from_batches(mlgraph.plan_people(graph, table, *question, start=START, **options)).to_pylist()


@pytest.fixture
def ask(run, folder):
    """Ask one question for all people with the command, and return the rows of the answer."""

    def ask(*arguments, people="people.csv", output="x.jsonl", graph="graph.toml"):
        code, out, err = run("batch", people, "-o", output, "--graph", graph, "--start", str(START), *arguments)
        found = read(folder / output)
        wrong, stopped = (
            sum(bool(row["error"]) for row in found),
            sum(row["stopped"] in (True, "true") for row in found),
        )
        notes = f", {wrong} with an error" * bool(wrong) + f", {stopped} stopped by --labels" * bool(stopped)
        assert (code, out, err) == (0, f"{output} has {len(found)} row{'s' * (len(found) != 1)}{notes}.\n", "")
        assert not list(folder.glob("*parts*"))
        return found

    return ask


def test_each_person_has_the_plan_of_that_person_alone(ask, graph_of):
    graph = graph_of(SOUND)
    found = ask()
    assert [row["person"] for row in found] == ["ada", "bo", "cy", "=dee"]
    assert {tuple(row) for row in found} == {rows.ANSWERS["path"]}
    for row, alone in (
        (found[0], mlgraph.plan(graph, "start", "lead", have=["maths", "python"], pace=5, start=START)),
        (
            found[3],
            mlgraph.plan(graph, "start", "engineer", have=["maths", "r"], pace=7, avoid=["python"], start=START),
        ),
    ):
        assert (row["error"], row["stopped"]) == (None, False)
        assert row["arrives_on"] == alone.stops[-1].arrives_on.isoformat()
        assert (row["months"], row["hours"], row["bound"]) == (alone.months, alone.hours, alone.bound)
        assert (row["positions"], row["learn"]) == (
            [stop.id for stop in alone.stops],
            [study.id for study in alone.studies],
        )
    assert found[1]["error"].startswith("no stage or role is called 'astronaut'")
    assert found[2]["error"] == "the person has no goal; fill the column goal, or give --to for all"
    assert all(found[2][column] is None for column in rows.ANSWERS["path"][2:-2])


@pytest.mark.parametrize("people", [["--people", "people.csv"], ["--people=people.csv"]])
@pytest.mark.parametrize("question", ["path", "reach", "next", "match"])
def test_a_command_for_one_person_takes_a_table_of_people(run, ask, folder, people, question):
    (folder / "advert.txt").write_text("Maths and R")
    options = ["--graph", "graph.toml", "--start", str(START)]
    advert = ["advert.txt"] * (question == "match")
    code, _, err = run(question, *advert, *people, *options, "-o", "same.jsonl")
    assert (code, err) == (0, "")
    assert read(folder / "same.jsonl") == ask("--question", question, *(["--advert"] * bool(advert)), *advert)


def test_the_options_of_the_command_count_for_all(ask):
    found = ask("--to", "LEAD", "--pace", "20", "--have", "r")
    assert [row["to"] for row in found] == ["lead", None, "lead", "lead"]
    assert found[0]["learn"] == []


@pytest.mark.parametrize("by", ["months", "moves"])
def test_the_nearest_roles_are_those_of_reach(graph_of, by):
    graph = graph_of(DATA)
    people = [{"position": "data analyst", "have": ["SQL"], "pace": pace} for pace in (3, 40)]
    for row, pace in zip(answer(graph, people, "reach", top=4, objective=by), (3, 40), strict=True):
        alone = mlgraph.reach(graph, "data analyst", have=["SQL"], pace=pace, objective=by, start=START).roles[:4]
        assert row["roles"] == [role.id for role in alone]
        assert row["months"] == [role.costs.months for role in alone]
        assert row["missing"] == [[skill.id for skill in role.missing] for role in alone]


def test_skills_to_learn_now_are_those_of_next(graph_of):
    graph = graph_of(DATA)
    people = [{"position": "data analyst", "goal": "data scientist"}, {"position": "data analyst"}]
    for row, target in zip(answer(graph, people, "next", top=3), ("data scientist", None), strict=True):
        alone = mlgraph.next_skills(graph, "data analyst", target, start=START).skills[:3]
        assert row["skills"] == [skill.id for skill in alone]
        assert row["saves_months"] == [skill.saves_months for skill in alone]
        assert row["learn_with"] == [skill.learn_with[0].id if skill.learn_with else None for skill in alone]


def test_an_advert_has_what_each_person_lacks(ask, folder):
    (folder / "advert.txt").write_text("Engineer\nYou know maths, and Python or R.\n")
    found = ask("--question", "match", "--advert", "advert.txt")
    assert {tuple(row) for row in found} == {rows.ANSWERS["match"]}
    assert (found[0]["required"], found[0]["have"], found[0]["missing"]) == (3, ["maths", "python"], [])
    assert (found[3]["have"], found[3]["missing"], found[3]["to"]) == (["maths", "r"], [], "advert")
    assert found[1]["error"].startswith("no stage or role")
    (folder / "people.csv").write_text("person,have\na,maths\n")
    (row,) = ask("--question", "match", "--advert", "advert.txt")
    assert (row["have"], row["missing"], row["error"]) == (["maths"], ["python", "r"], "the person has no position")


@pytest.mark.parametrize("question", ["path", "reach", "next", "match"])
def test_an_answer_ends_with_the_addresses_of_its_nodes(ask, folder, graph_file, question):
    text = SOUND
    for title in ("Start", "Lead", "Maths"):
        text = text.replace(f'title = "{title}"\n', f'title = "{title}"\nurl = "https://e.org/{title.lower()}"\n')
    graph_file(text, "linked.toml")
    (folder / "people.csv").write_text("person,position,goal\na,start,lead\nb,wizard,\n")
    (folder / "advert.txt").write_text("You know maths and R. Python is a plus.\n")
    advert = ["--advert", "advert.txt"] * (question == "match")
    plain = ask("--question", question, *advert)
    found = ask("--question", question, *advert, graph="linked.toml")
    columns = rows.ANSWERS[question]
    further = [*found[0]][len(columns) :]
    assert [{column: row[column] for column in columns} for row in found] == plain
    assert further == [f"{column}_url" for column in columns if column in NODES]

    def address(said):
        if isinstance(said, list):
            return [*map(address, said)]
        return f"https://e.org/{said}" if said in ("start", "lead", "maths") else None

    for row in found:
        assert [row[column] for column in further] == [address(row[column[:-4]]) for column in further]
    assert "https://e.org/maths" in str([found[0][column] for column in further])


def test_addresses_stand_in_the_order_of_their_nodes_in_csv(ask, graph_file):
    text = SOUND
    for title in ("Lead", "Maths"):
        text = text.replace(f'title = "{title}"\n', f'title = "{title}"\nurl = "https://e.org/{title.lower()}"\n')
    graph_file(text, "linked.toml")
    graph_file("position\nstart\n", "people.csv")
    (row,) = ask("--question", "reach", output="x.csv", graph="linked.toml")
    assert (row["roles"], row["roles_url"]) == ("engineer; lead", "; https://e.org/lead")
    assert (row["missing"], row["missing_url"]) == (
        "maths + r; maths + r",
        "https://e.org/maths + ; https://e.org/maths + ",
    )


@pytest.mark.parametrize("output", ["x.csv", "x.jsonl", "x.parquet"])
@pytest.mark.parametrize("people", ["people.csv", "people.jsonl", "people.parquet"])
def test_all_formats_hold_the_same(ask, folder, people, output):
    table = list(csv.DictReader(io.StringIO(TABLE)))
    (folder / "people.jsonl").write_text("".join(json.dumps(row) + "\n\n" for row in table))
    parquet.write_table(pyarrow.Table.from_pylist(table), folder / "people.parquet")
    found = ask(people=people, output=output)
    assert [row["to"] or None for row in found] == ["lead", None, None, "engineer"]
    first = found[0]
    if output == "x.csv":
        assert (first["positions"], first["stopped"]) == ("start; engineer; lead", "false")
        assert found[3]["person"] == "'=dee"  # a spreadsheet would take it for a formula
    else:
        assert (first["positions"], first["stopped"]) == (["start", "engineer", "lead"], False)
    assert str(first["arrives_on"]) > str(START)


def test_a_table_without_people_has_no_rows(ask, folder):
    (folder / "people.csv").write_text("person,position\n")
    for output in ("x.csv", "x.jsonl", "x.parquet"):
        assert ask("--to", "lead", output=output) == []


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.csv", "", "p.csv: is empty; begin with a row of columns"),
        ("p.csv", "person,hvae\n", "p.csv:1: has the unknown column 'hvae'; use person, position, pace, have"),
        ("p.csv", "have,have\n", "p.csv:1: has the column have twice; keep one of the two"),
        ("p.csv", 'have\n"a', "p.csv:2: is not a row of a table (unexpected end of data)"),
        ("p.csv", "have\n" + "a" * 200_000, "p.csv:2: is not a row of a table (field larger than field limit"),
        ("p.csv", b"have\n\xff", "p.csv:2: byte 0xff is not UTF-8 text; save the file as UTF-8"),
        ("p.csv", b"\xff", "p.csv:1: byte 0xff is not UTF-8 text"),
        ("p.parquet", "PAR1", "p.parquet: is not a Parquet file"),
        ("none.csv", None, "none.csv: cannot be read: no such file or directory"),
    ],
)
def test_a_wrong_table_is_refused(refused, folder, name, content, message):
    if content is not None:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    refused(message, "batch", name, "-o", "x.csv", "--to", "lead", "--graph", "graph.toml")
    assert not list(folder.glob("x.csv*"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["people.csv", "-o", "x.xlsx"], "x.xlsx: people and answers are .csv, .jsonl, .parquet"),
        (["people.xlsx", "-o", "x.csv"], "people.xlsx: people and answers are .csv, .jsonl, .parquet"),
        (["people.csv", "-o", "x.csv", "--question", "match"], "--advert belongs to the question match"),
        (["people.csv", "-o", "x.csv", "--question", "reach", "--to", "lead"], "--to is for path and next"),
        (["people.csv", "-o", "x.csv", "--question", "reach", "--via", "r"], "--via is for plans to a position"),
        (["people.csv", "-o", "x.csv", "--engine", "spark", "--jobs", "2"], "--jobs is for --engine local"),
        (["people.csv", "-o", "x.csv", "--engine", "dask"], "--engine is 'dask'; write local, spark, or the URL"),
    ],
)
def test_options_that_do_not_go_together_are_refused(refused, folder, arguments, message):
    refused(message, "batch", *arguments, "--graph", "graph.toml", code=2)


def test_wrong_options_are_errors_of_the_question(refused, folder, graph_of):
    refused("no stage or role is called", "batch", "people.csv", "-o", "x.csv", "--to", "nix", "--graph", "graph.toml")
    graph, people = graph_of(SOUND), pyarrow.table({"position": []})
    with pytest.raises(UnknownNameError):
        mlgraph.plan_people(graph, people, target="nix")
    for options, name in (({"label_limit": 0}, "label_limit"), ({"top": 0}, "top"), ({"pace": 0}, "pace")):
        with pytest.raises(UsageError, match=f"`{name}`"):
            mlgraph.plan_people(graph, people, **options)
    with pytest.raises(UsageError, match="`question` must be one of path, reach, next, match"):
        mlgraph.plan_people(graph, people, "plan")


WRONG = [
    ({"position": "start", "pace": "fast"}, "'fast' is not a number of hours"),
    ({"position": "start", "pace": 0}, "the pace is 0"),
    ({"position": "start", "have": ["nix"]}, "no skill is called 'nix'"),
    ({"position": "start", "have": 5}, "the column have is '5'; write names with semicolons"),
    ({"position": "start", "have": [["maths"]]}, "no skill is called"),
    ({"position": 5}, "no stage or role is called '5'"),
    ({"position": b"\xff"}, "no stage or role is called"),
    ({"position": "start", "have": "maths;" * 20_000}, "the column have has more than 100,000 letters"),
    ({"position": "стартовый"}, "no stage or role is called 'стартовый'"),
    ({"position": "start", "experience": "data=1"}, "no field of experience is called 'data'; this graph has none"),
    ({"position": "start", "experience": {"data": 1}}, "no field of experience is called 'data'; this graph has none"),
    ({"position": "start", "experience": 7}, "the column experience is '7'; write fields and months"),
    ({"position": "lead", "months_in_post": "long"}, "the column months_in_post is 'long'"),
    ({"position": "lead", "months_in_post": nan, "pace": 1e9}, "the pace is 1000000000.0"),
    ({"position": "start", "hvae": "r"}, "a person has no 'hvae'; use person, position"),
    ({}, "the person has no position"),
    ({"position": "lead", "goal": "start", "avoid": ["lead"]}, "'lead' cannot be avoided"),
]


@pytest.mark.parametrize(("person", "message"), WRONG)
def test_a_wrong_person_has_an_error_and_the_next_an_answer(graph_of, person, message):
    graph = graph_of(SOUND)
    (wrong,) = answer(graph, [{"goal": "lead"} | person])
    assert message in wrong["error"]
    found = answer(graph, [{"goal": "lead", "position": 5}, {"position": None, "goal": "lead"}])
    assert [row["error"] is None for row in found] == [False, False]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "the line is not JSON"),
        ("[1]", "the line is [1]; write an object"),
        ("[" * 100_000, "the line is not JSON"),
        ('{"hvae": 1}', "a person has no 'hvae'"),
        ('{"have": {"maths": 1}}', "the column have is '{'maths': 1}'; write a list of names"),
        ('{"position": ["start"]}', "the column position is '['start']'; write a text"),
        ('{"position": "\\ud800"}', "the column position is '"),
        ('{"pace": true}', "the column pace is 'True'; write a number"),
        ('{"experience": {"data": []}}', "the column experience is '{'data': []}'; write fields and months"),
        ('{"person": "' + "a" * 2**20 + '"}', "the line has more than 1,048,576 bytes"),
        (b"\xff", "the line is not JSON"),
    ],
)
def test_a_wrong_line_of_json_has_an_error_and_the_next_an_answer(ask, folder, line, message):
    good = b'{"person": "z", "position": "start", "goal": "lead", "pace": 6, "have": "maths; r", "experience": {}}'
    content = line if isinstance(line, bytes) else line.encode()
    (folder / "people.jsonl").write_bytes(b"\xef\xbb\xbf" + content + b"\n" + good)
    wrong, right = ask(people="people.jsonl")
    assert message in wrong["error"]
    assert (right["person"], right["to"], right["error"]) == ("z", "lead", None)


def test_a_row_with_too_few_fields_has_an_error(ask, folder):
    (folder / "people.csv").write_bytes("person;Position;goal\na;start\n\nb;start;lead\n".encode("utf-16"))
    short, whole = ask()
    assert (short["person"], short["error"]) == ("a", "line 2 has 2 fields, but the header has 3")
    assert (whole["person"], whole["to"]) == ("b", "lead")


def test_an_empty_cell_of_a_data_frame_gives_the_default(graph_of):
    people = [{"position": "engineer", "goal": "lead", "pace": nan, "have": None, "months_in_post": 6.0}]
    (row,) = answer(mlgraph.Planner(graph_of(SOUND)), people)
    assert (row["months"], row["error"]) == (30.5, None)


def test_a_limit_of_labels_stops_a_row_and_says_so(ask, folder):
    (folder / "data.toml").write_text(DATA)
    (folder / "people.csv").write_text("position,goal\nbeginner,cds\ndata analyst,data scientist\n")
    whole = ask(graph="data.toml")
    found = ask("--labels", "8", graph="data.toml")
    assert [row["stopped"] for row in found] == [True, False]
    assert found[0]["bound"] <= whole[0]["months"] <= found[0]["months"]
    assert found[1] == whole[1]


def test_people_are_read_as_they_are_asked_for(folder, monkeypatch):
    (folder / "people.csv").write_text("person\n" + "a\n" * 10 * PEOPLE)
    table = People(folder / "people.csv")
    assert table.count == 10 * PEOPLE
    batches = table.read_batches()
    assert next(batches).num_rows == PEOPLE
    (folder / "people.csv").write_text("person\n")
    with pytest.raises(FileError, match=r"people\.csv: has changed during the run; begin anew"):
        list(batches)


@pytest.mark.slow
def test_a_stopped_row_is_the_same_in_any_order(graph_of):
    graph = graph_of(DATA)
    people = [
        {"position": position, "goal": goal, "pace": pace}
        for position, goal in (("beginner", "cds"), ("data scientist", "ML engineer"))
        for pace in (3, 17)
    ]
    for question, labels in (("path", 8), ("reach", 130), ("next", 40)):
        planner = mlgraph.Planner(graph)
        found = answer(planner, people, question, label_limit=labels)
        again = answer(planner, people[::-1], question, label_limit=labels)
        assert found == again[::-1]
        assert {row["stopped"] for row in found} == {True, False}, question


@pytest.mark.process
def test_without_arrow_the_command_names_its_extra(folder):
    script = "import sys; sys.modules['pyarrow'] = None; from mlgraph.cli.app import main; main()"
    command = [sys.executable, "-c", script, "batch", "people.csv", "-o", "out.csv", "--graph", "graph.toml"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "mlgraph: pyarrow is not installed; batches need: pip install 'mlgraph[scale]'\n"
