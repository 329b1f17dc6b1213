"""Tests of the README: each example runs, with the output in the README."""

import io
import re
import shlex
from contextlib import redirect_stdout

import pytest

import mlgraph
from support.documents import README, blocks
from support.paths import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "guide.md").read_text(encoding="utf-8")


def commands():
    """Yield each command of the console examples, with the command that writes its input, and its output."""
    for block in blocks("console"):
        earlier = []
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            yield pytest.param(tuple(earlier), command, output, id=command)
            earlier += [command] if command.startswith("mlgraph export ours.toml") else []


def matches(out, output):
    """Return whether a command printed the expected output, in which a line of dots matches any lines."""
    pattern = ".*\n".join(re.escape(piece) for piece in re.split(r"^\.\.\.\n", output, flags=re.MULTILINE))
    return re.fullmatch(pattern, out, re.DOTALL) is not None


@pytest.mark.parametrize(("earlier", "command", "output"), list(commands()))
def test_a_command_prints_what_the_readme_says(run, tmp_path, monkeypatch, earlier, command, output):
    for name, block in zip(("me.toml", "mine.toml", "company.toml", "cited.toml"), blocks("toml"), strict=True):
        (tmp_path / name).write_text(block, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for export in earlier:
        run(*shlex.split(export)[1:])
    program, *arguments = shlex.split(command)
    code, out, err = run(*arguments)
    assert (program, code) == ("mlgraph", 0)
    assert all(" is an alias of " in line for line in err.splitlines())
    assert matches(out, output), out
    if arguments[0] == "export":
        assert (tmp_path / arguments[1]).stat().st_size > 300


def test_the_guide_works_from_start_to_end(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (profile,) = blocks("toml", GUIDE)
    (tmp_path / "me.toml").write_text(profile, encoding="utf-8")
    for block in blocks("console", GUIDE):
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            program, *arguments = shlex.split(command)
            code, out, err = run(*arguments)
            assert (program, code, err) == ("mlgraph", 0, "")
            assert matches(out, output), out
    assert {path.name for path in tmp_path.iterdir()} == {"me.toml", "plan.md", "plan.ics", "plan.png"}


def test_the_example_of_evidence_can_be_laid_over_the_first(graph_file):
    _, mine, _, cited = blocks("toml")
    graph = mlgraph.load(graph_file(mine), graph_file(cited, "cited.toml"))
    assert graph.edges["analyst", "scientist"]["cites"] == graph.edges["sql", "analyst"]["cites"] == ("book",)


def test_the_python_example_runs():
    (code,) = blocks("python")
    assert len(code.splitlines()) <= 16
    with redirect_stdout(io.StringIO()) as printed:
        exec(code, {})
    first, *_, last = printed.getvalue().splitlines()
    assert first.startswith("Data scientist by ")
    assert last.startswith("together up to ")


def test_the_readme_has_the_two_commands():
    assert [line for block in blocks("sh") for line in block.splitlines()] == [
        "pip install . && mlgraph path --from beginner --to chief-data-scientist",
        "pip install -e '.[dev]' && pytest",
    ]


def test_links_of_the_readme_have_targets():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (REPOSITORY / target).exists(), target
