"""Tests of the help: each command has a description and at least two examples, which work."""

import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from mlgraph.export.formats import export
from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build
from support.careers import SOUND
from support.command_line import COMMANDS
from support.documents import DOCUMENTS, commands
from support.paths import shared
from support.serving import serving
from support.terminal import POWERSHELL, SHELLS, at_a_terminal


def _zip(name, content):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, content)
    return made.getvalue()


def _parquet(columns):
    made = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), made)
    return made.getvalue()


DOCUMENTED = {command for document in DOCUMENTS.values() for command, _ in commands(document)}
FILES = {
    "me.toml": 'position = "beginner"\npace = 8\nhave = ["python"]\n[[learned]]\nskill = "sql"\non = 2026-01-01\n',
    "my-graph.toml": SOUND,
    "company.toml": SOUND,
    "my-company.toml": 'role.data-scientist.title = "Analyst"\n',
    "old.toml": SOUND,
    "people.csv": "person,position,have\na,data analyst,SQL\n",
    "people.parquet": _parquet({"position": ["data analyst"], "goal": ["data scientist"]}),
    "plan.md": "- [x] SQL, 12 h",
    "jobs.csv": "person_id,matched_code,start_date,end_date\na,data-analyst,Q1 2014,Q4 2014\na,unknown,Q4 2014,Present\n",
    "hr.csv": "id,job,from\na,data analyst,2020\na,data scientist,2022\n",
    "advert.txt": "Data scientist\nPython, SQL",
    "advert.html": "<h1>Data scientist</h1><p>Python, SQL",
    "graph.ttl": "@prefix e: <http://data.europa.eu/esco/model#> . @prefix s: <http://www.w3.org/2004/02/skos/core#> ."
    '<http://e/o> a e:Occupation ; s:prefLabel "analyst"@en .',
    **{
        f"graph.{name}": export(build(Document("", "", tomllib.loads(SOUND))), name).decode()
        for name in ("graphml", "gexf")
    },
    "tree.toml": '[groups.basics.skills.maths]\nname = "Maths"\n',
    "ai-engineer.json": '{"nodes": [{"id": "a", "type": "topic", "data": {"label": "Maths"}}], "edges": []}',
    "bsc.csv": "Curriculum,Weaving\nCourses\nCourse ID,Course Name,Prerequisites,Credit Hours\n1,Baskets,,3\n",
    "cv.txt": "Data analyst, Jan 2020 - Present\nPython, juggling",
    "linkedin.zip": _zip("Skills.csv", "Name\nPython\nSQL\n"),
    "ladder.csv": "title,hours\nSQL,30\n",
    "new.toml": SOUND.replace("hours = 40", "hours = 50"),
}
DATA = {
    "db_30_0_text": "onet-30.0",
    "esco-1.1.1": "esco-1.1.1",
    "uk-ddat": "uk-ddat",
    "graph_data.json": "metacademy/graph_data.json",
}
FOUND = "me.toml is your profile"
ANSWERS = {"mlgraph me init": "beginner", "mlgraph me init at-work.toml --graph company.toml": "engineer"}


def examples(command):
    found = re.search(r"^\x08\nExamples:\n((?:  .+\n?)+)", command.help, re.MULTILINE)
    return [line.strip() for line in found[1].splitlines()] if found else []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_shows_two_examples(run, name):
    code, out, _ = run(*name.split()[1:], "--help")
    assert code == 0
    assert "\\b" not in out
    assert max(map(len, out.splitlines())) <= 80
    lines = [line.strip() for line in out.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()]
    assert lines == examples(COMMANDS[name])
    assert len(lines) >= 2
    assert all(re.search(rf"\b{name}\b", line) for line in lines)


def further_examples():
    """Yield each example that is not in a document; test_examples.py runs those."""
    for command in COMMANDS.values():
        for number, each in enumerate(each for each in examples(command) if each not in DOCUMENTED):
            marks = [pytest.mark.slow] * takes_long(each) + [pytest.mark.process] * starts_a_process(each)
            yield pytest.param(each, marks=marks + [pytest.mark.thorough] * (number > 0))


def takes_long(example):
    """Return whether an example reads a published table, starts an engine, draws much, or plans to each role by hours."""
    return any(name in example.split() for name in (*DATA, "histories", "hours")) or bool(
        re.search(r"\.(pdf|svg)\b", example)
    )


def starts_a_process(example):
    return any(name in example for name in (" mcp", " serve")) or bool(set(example) & set("|>$"))


@pytest.mark.parametrize("example", [*further_examples()])
def test_an_example_works(run, tmp_path, monkeypatch, example):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for name, place in DATA.items():
        if name in example.split():
            (tmp_path / name).symlink_to(shared("data", *place.split("/")))
    monkeypatch.chdir(tmp_path)
    if "completion" in example:
        assert any(
            example in setup for setup in (*(setup for _, setup in SHELLS.values()), POWERSHELL)
        )  # test_completion runs it in its shell
    elif " mcp" in example:
        # a server for a client that starts it; test_assistant tests it, and closes its input
        command = [sys.executable, "-m", *shlex.split(example)]
        done = subprocess.run(command, input="", capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    elif " serve" in example:
        # a server does not end; test_page tests it
        with serving(*shlex.split(example)[2:]) as address:
            assert address
    elif example in ANSWERS:
        (tmp_path / "me.toml").unlink()
        code, screen = at_a_terminal(example.split()[1:], [ANSWERS[example], "", "", ""], tmp_path)
        assert code == 0, screen
    elif set(example) & set("|>$"):
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(["bash", "-c", f"set -o pipefail; {example}"], env=os.environ | {"PATH": path}, check=True)
    else:
        code, _, err = run(*shlex.split(example)[1:])
        assert (code, [line for line in err.splitlines() if " is read as " not in line and FOUND not in line]) == (
            0,
            [],
        )
