"""Checks of style, types, imports and packaging."""

import subprocess
import sys
from pathlib import Path

import pytest

import mlgraph
from mlgraph.graphfile import files
from support.paths import REPOSITORY

CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    pytest.param(["mypy"], marks=pytest.mark.slow),
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


@pytest.mark.process
def test_the_graph_is_found_from_a_checkout_and_an_editable_install(tmp_path):
    assert files.find_default_path() == REPOSITORY / "graphs" / "ml"
    listed = run(sys.executable, "-m", "mlgraph", "list", cwd=tmp_path)
    bare = run(sys.executable, "-m", "mlgraph", "list", cwd=tmp_path, PYTHONPATH=str(REPOSITORY / "src"))
    assert listed == bare
    assert len(listed.splitlines()) == len(mlgraph.load())


@pytest.mark.process
def test_a_wheel_works_in_an_empty_environment(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(REPOSITORY), cwd=empty)
    (wheel,) = tmp_path.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "env"), cwd=empty)
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", str(scripts / "python"))
    run(*pip, "install", "--quiet", "--no-compile", str(wheel), cwd=empty)
    plan = run(str(scripts / "mlgraph"), "path", "--from", "beginner", "--to", "chief-data-scientist", cwd=empty)
    assert plan.startswith("Chief data scientist by ")
    run(str(scripts / "mlgraph"), "export", "map.png", cwd=empty)
    assert (empty / "map.png").read_bytes().startswith(b"\x89PNG")
    assert run(str(scripts / "mlgraph"), "--version", cwd=empty).startswith("mlgraph ")
    typed = next((tmp_path / "env").rglob("mlgraph/py.typed"))
    assert typed.exists()


# code that runs a command and prints the loaded modules outside the standard library
LOADED = """
import sys
sys.argv = ["mlgraph", *{arguments}]
try:
    {run}
finally:
    print("loaded", *sorted(m for m in sys.modules if m.split(".")[0] not in sys.stdlib_module_names), file=sys.stderr)
"""
TYPER = "import typer; app = typer.Typer(rich_markup_mode=None); app.command()(lambda: None); app()"
OURS = "from mlgraph.cli.app import main; main()"


def loaded(run, *arguments):
    code = LOADED.format(arguments=arguments, run=run)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True)
    return set(done.stderr.splitlines()[-1].split()[1:])


EXPORT, IMPORT = {"export", "export.formats"}, {"importers", "importers.registry"}


@pytest.mark.parametrize(
    ("arguments", "registries"),
    [
        (["--help"], EXPORT | IMPORT),
        (["path", "--help"], set()),
        pytest.param(["export", "--help"], EXPORT, marks=pytest.mark.process),
        pytest.param(["diff", "--help"], EXPORT, marks=pytest.mark.process),
        pytest.param(["import", "--help"], IMPORT, marks=pytest.mark.process),
        pytest.param(["import", "onet", "--help"], IMPORT, marks=pytest.mark.process),
        pytest.param(["complete", "bash", "--", "mlgraph pa"], EXPORT | IMPORT, marks=pytest.mark.process),
        (["complete", "bash", "--", "mlgraph path --b"], set()),
        pytest.param(["complete", "bash", "--", "mlgraph import onet --mo"], IMPORT, marks=pytest.mark.process),
    ],
    ids=lambda case: " ".join(case) if isinstance(case, list) else "",
)
def test_help_and_completion_load_typer_the_command_line_and_registries_only(arguments, registries):
    ours = {"mlgraph", *(f"mlgraph.{name}" for name in {"errors", "invisible", "limits", "printable", *registries})}
    found = {name for name in loaded(OURS, *arguments) if not name.startswith("mlgraph.cli")}
    assert found <= loaded(TYPER, "--help") | ours
    assert ours <= found


def is_tomli(name):
    """Return whether a module belongs to the TOML reader, which may be compiled."""
    return name.split(".")[0] == "tomli" or name.endswith("__mypyc")


def test_the_completion_of_a_name_reads_the_file_without_building_the_graph():
    ours = {"mlgraph", *(f"mlgraph.{name}" for name in ("errors", "invisible", "limits", "printable"))}
    ours |= {
        f"mlgraph.{name}"
        for name in (
            "filesystem",
            "graphfile",
            "graphfile.document",
            "graphfile.files",
            "graphfile.overlay",
            "graphfile.parsing",
            "graphfile.positions",
            "model",
            "names",
        )
    }
    found = loaded(OURS, "complete", "bash", "--", "mlgraph path --to ")
    others = {name for name in found if not name.startswith("mlgraph.cli") and not is_tomli(name)}
    assert others <= loaded(TYPER, "--help") | ours
    assert "mlgraph.graphfile.document" in found


@pytest.mark.process
def test_a_plan_loads_networkx_and_few_modules():
    found = loaded(OURS, "path", "--from", "beginner", "--to", "cds")
    base = loaded("import networkx; " + TYPER, "--help")
    assert "mlgraph.planning.solver" in found
    assert {name for name in found - base if not name.startswith("mlgraph") and not is_tomli(name)} == set()
    assert not found & {f"mlgraph.{name}" for name in ("drawing", "export", "importers", "analysis.describe", "web")}


def test_all_public_names_are_listed_and_exist():
    assert set(mlgraph.__all__) <= set(dir(mlgraph))
    assert all(getattr(mlgraph, name) for name in mlgraph.__all__)


def test_a_command_skips_the_teardown_of_modules():
    run = "import atexit; atexit.register(print, 'taken down'); from mlgraph.__main__ import main; main()"
    code = f"import sys; sys.argv = ['mlgraph', 'path', '--from', 'beginner', '--to', 'data-scientist']; {run}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, "Data scientist" in done.stdout, "taken down" in done.stdout) == (0, True, False)
