"""Tests of pipes: `-` stands for standard input and output, and a pipe of the shell is read."""

import io
import json
import subprocess
import sys

import pytest

import mlgraph
from mlgraph.export.sheets import write_xlsx
from mlgraph.graphfile.dump import dump
from mlgraph.spreadsheets import Table, write_workbook
from support.careers import SOUND
from support.tables import same

QUESTION = ("--from", "start", "--to", "lead")


@pytest.fixture
def fed(run, monkeypatch):
    """Run the command line with bytes on standard input."""

    def fed(content, *arguments):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        return run(*arguments)

    return fed


def test_a_graph_is_read_from_standard_input(run, fed, graph_file):
    path = graph_file(SOUND)
    as_json = dump(mlgraph.load(path), "json")
    for content in (
        SOUND.encode(),
        b"\xef\xbb\xbf" + as_json.encode(),
        as_json.encode("utf-16"),
        SOUND.encode("utf-16"),
    ):
        assert fed(content, "check", "-")[:2] == (0, run("check", path)[1].replace(str(path), "standard input"))
        code, out, _ = fed(content, "path", *QUESTION, "--graph", "-")
        expected = run("path", *QUESTION, "--graph", path)[1]
        assert (code, out.partition("Calendar")[0]) == (0, expected.partition("Calendar")[0])
    wrong = SOUND.replace("hours = 40", "hours = -40").encode()
    assert "standard input:27: maths: hours is -40" in fed(wrong, "check", "-")[2]
    assert fed(b"\xff", "check", "-")[0] == 1
    out = path.with_name("out.toml")
    assert (
        fed("titel;hours\nÜben;6,5\n".encode(), "import", "sheet", "-", "-o", out, "--columns", "titel=title")[0] == 0
    )
    assert mlgraph.load(out).nodes["uben"]["hours"] == 6.5
    book = write_xlsx(mlgraph.load(path))
    assert fed(book, "check", "-")[:2] == (0, "standard input: no mistakes, 1 stage, 2 roles, 3 skills, 2 moves\n")
    assert fed(book, "import", "sheet", "-", "-o", out)[0] == 0
    same(mlgraph.load(out), mlgraph.load(path))
    for content in ("Our skills;;\n\ntitle;hours;needs\nÜben;6,5;\nSQL;3;Üben\n", "sep=,\ntitle,hours\nSQL,3\nR,2\n"):
        for encoding in ("utf-8-sig", "utf-16"):
            assert fed(content.encode(encoding), "check", "-")[:2] == (0, "standard input: no mistakes, 2 skills\n")
    assert "standard input: row 2, column B: hours is 'many'" in fed(b"title,hours\nSQL,many\n", "check", "-")[2]
    assert "standard input:1: is not TOML" in fed(b'title: "x"\n', "check", "-")[2]
    wrong = write_workbook([Table("skills", ("title", "hours"), [("SQL", "many")])])
    assert "standard input: sheet skills, row 2, column B: hours is 'many'" in fed(wrong, "check", "-")[2]


@pytest.mark.parametrize(
    "format",
    ["toml", *(pytest.param(name, marks=pytest.mark.process) for name in ("json", "md", "mmd", "graphml", ".svg"))],
)
def test_any_format_is_printed_under_its_name(run, graph_file, tmp_path, format):
    question = ["--graph", graph_file(SOUND)] + [*QUESTION, "--start", "2026-12-01"] * (format == "md")
    file = tmp_path / f"x.{format.removeprefix('.')}"
    assert run("export", file, *question)[0] == 0
    command = [sys.executable, "-m", "mlgraph", "export", "--format", format, "-", *map(str, question)]
    assert subprocess.run(command, capture_output=True, check=True).stdout == file.read_bytes()


def test_output_without_a_format_is_refused(refused, run, tmp_path, graph_file):
    refused("- has no suffix; give --format, one of dot, png", "export", "-", code=2)
    refused("unknown export format 'doc'", "export", "-", "--format", "doc", code=2)
    assert run("export", tmp_path / "plan", "--format", "toml", "--graph", graph_file(SOUND))[0] == 0
    same(mlgraph.load(graph_file((tmp_path / "plan").read_bytes(), "plan.toml")), mlgraph.load(graph_file(SOUND)))


@pytest.mark.process
def test_an_import_is_read_from_and_printed_to_a_pipe(tmp_path):
    (tmp_path / "skills.csv").write_text("title;hours\nSQL;6,5\n")
    command = [sys.executable, "-m", "mlgraph", "import", "sheet", tmp_path / "skills.csv", "-o", "-"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == {"skill": {"sql": {"title": "SQL", "hours": 6.5}}}
    assert "1  skill\n" in done.stderr
    assert done.stderr.startswith("mlgraph: standard output is written: 1 skill")
    done = subprocess.run([*command, "--json"], capture_output=True, check=False, text=True)
    assert (done.returncode, "leave out --json" in done.stderr) == (2, True)


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="a shell with process substitution")
def test_a_pipe_of_the_shell_is_read(tmp_path, graph_file):
    mlgraph_ = f"{sys.executable} -m mlgraph"
    graph = graph_file(SOUND)
    for line in (
        f"{mlgraph_} check <({mlgraph_} export --format json - --graph {graph})",
        f"{mlgraph_} export --format toml - --graph {graph} | {mlgraph_} check -",
        f"cat {graph} | {mlgraph_} check /dev/stdin",
        f"{mlgraph_} check <({mlgraph_} export --format xlsx - --graph {graph})",
        *(
            f"{mlgraph_} export --format {format} - --graph {graph} | {mlgraph_} import {name} - -o - | {mlgraph_} check -"
            for format, name in {"ttl": "rdf", "jsonld": "rdf", "graphml": "graphml", "gexf": "gexf"}.items()
        ),
        f"{mlgraph_} import rdf <({mlgraph_} export --format ttl - --graph {graph}) -o - | {mlgraph_} check -",
    ):
        done = subprocess.run(["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, check=False)
        assert (done.returncode, "no mistakes, 1 stage, 2 roles" in done.stdout) == (0, True), done


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("graph.toml", ["export", "graph.toml", "--graph", "graph.toml"]),
        ("graph.json", ["export", "link.json", "--graph", "graph.json"]),
        ("me.toml", ["export", "me.toml", "--graph", "graph.toml"]),
        ("you.toml", ["export", "you.toml", "--graph", "graph.toml", "--from", "start", "--me", "you.toml"]),
        ("people.csv", ["batch", "people.csv", "-o", "./people.csv"]),
        ("skills.json", ["import", "roadmap", "skills.json", "-o", "skills.json"]),
        ("advert.toml", ["match", "advert.toml", "--as-role", "acme", "-o", "advert.toml"]),
        ("me.toml", ["match", "advert.toml", "--as-role", "acme", "-o", "me.toml"]),
        ("jobs.json", ["histories", "jobs.json", "--format", "jobhop", "-o", "jobs.json"]),
    ],
)
def test_no_command_replaces_a_file_that_it_reads(run, graph_file, tmp_path, monkeypatch, name, arguments):
    monkeypatch.chdir(tmp_path)
    graph_file(SOUND)
    (tmp_path / "advert.toml").write_text("We want SQL.")
    path = tmp_path / name
    path.touch()
    (tmp_path / "link.json").symlink_to(tmp_path / "graph.json")
    before = path.read_bytes()
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "is what this command reads, and would be lost; write to another file" in err
    assert path.read_bytes() == before
