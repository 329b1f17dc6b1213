"""The checks of style, types and import directions, as tests, so that one command runs all checks."""

import subprocess
import sys
from pathlib import Path

import pytest

import mlgraph
from conftest import REPOSITORY
from mlgraph import store

CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy"],
    ["lint-imports", "--no-cache"],
]


@pytest.mark.parametrize("check", CHECKS, ids=" ".join)
def test_the_code_passes(check):
    program = Path(sys.executable).with_name(check[0])
    done = subprocess.run([program, *check[1:]], cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_in_the_source_is_suppressed():
    for path in (REPOSITORY / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not any(mark in text for mark in ("# noqa", "# type: ignore", "# pragma")), path


def run(*command, cwd, **environment):
    done = subprocess.run(command, cwd=cwd, env=environment or None, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_graph_is_found_from_a_checkout_and_an_editable_install(tmp_path):
    assert store.default_path() == REPOSITORY / "graphs" / "ml.toml"
    listed = run(sys.executable, "-m", "mlgraph", "list", cwd=tmp_path)
    bare = run(sys.executable, "-m", "mlgraph", "list", cwd=tmp_path, PYTHONPATH=str(REPOSITORY / "src"))
    assert listed == bare
    assert len(listed.splitlines()) == len(mlgraph.load())


def test_a_wheel_works_in_an_empty_environment(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(REPOSITORY), cwd=empty)
    (wheel,) = tmp_path.glob("*.whl")
    run(sys.executable, "-m", "venv", str(tmp_path / "env"), cwd=empty)
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    run(str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel), cwd=empty)
    plan = run(str(scripts / "mlgraph"), "path", "--from", "beginner", "--to", "chief-data-scientist", cwd=empty)
    assert plan.startswith("Beginner to Chief data scientist: ")
    run(str(scripts / "mlgraph"), "export", "map.png", cwd=empty)
    assert (empty / "map.png").read_bytes().startswith(b"\x89PNG")
    assert run(str(scripts / "mlgraph"), "--version", cwd=empty).startswith("mlgraph ")
    typed = next((tmp_path / "env").rglob("mlgraph/py.typed"))
    assert typed.exists()
