"""Fixtures of all tests: graphs written inline, and the command line in this process."""

import gc
import os
import signal
import sys

import hypothesis
import pytest

import mlgraph
from mlgraph.cli import app
from mlgraph.search import astar as search
from support.hostile import beginning, visible
from support.paths import FORTY

# generated tests have no deadline
hypothesis.settings.register_profile("dev", deadline=None, max_examples=20)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=40)


def pytest_addoption(parser):
    parser.addoption(
        "--everything", action="store_true", help="run all tests at length: --graphs 250, and no marker is left out"
    )
    parser.addoption("--graphs", type=int, help="how many random graphs the planner is judged on (20)")
    parser.addoption("--kills", type=int, default=20, help="how many commands are killed while they write")
    parser.addoption("--requests", type=int, default=200, help="how many connections at once besiege the server")
    parser.addoption("--questions", type=int, default=10, help="how many questions schemathesis makes up of each kind")
    parser.addoption("--sizes", action="store_true", help="run every command on graphs as large as the limits allow")


def pytest_configure(config):
    # in a container that forbids it, each worker and each program under test would compile every module again
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if (
        signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    ):  # a background job of a script; programs under test inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    everything = config.getoption("--everything")
    hypothesis.settings.load_profile("ci" if everything else "dev")
    if everything:
        config.option.markexpr = ""
    if config.option.graphs is None:
        config.option.graphs = 250 if everything else 20


def pytest_collection():
    gc.disable()  # a search for garbage among what the tests import finds nothing, and takes a fifth of the time


def pytest_collection_finish():
    gc.enable()


def pytest_make_parametrize_id(val):
    """Return an id in words for a case that pytest would number."""
    if isinstance(val, set):
        val = sorted(val)  # in the same order in each process
    if isinstance(val, list | tuple | dict | BaseException):
        return beginning(repr(val)) if val else "none"
    return beginning(val) if isinstance(val, str) and len(val) > 100 else None


@pytest.fixture
def graphs(request):
    return request.config.getoption("--graphs")


# the work after which a search eliminates positions, computes multipliers and relaxes each label: at once, soon, later,
# or never on small graphs; and the number of alternatives after which a dive chooses greedily
@pytest.fixture(
    params=[(1, 1, 1, 2000), (1, 2, 1000, 1), (10, 60, 60, 3), (1000, 2000, 30_000, 2000)],
    ids=["at once", "soon", "later", "never"],
)
def patience(request, monkeypatch):
    monkeypatch.setattr(search, "COMPILE_AFTER", 1)
    if request.param[3] != 2000:  # without the compiled kernel, which ends a search before it relaxes labels
        monkeypatch.setattr(search, "make_kernel", lambda *_: None)
    for name, value in zip(
        ("REDUCE_AFTER", "WEIGH_AFTER", "RELAX_AFTER", "MOST_ALTERNATIVES"), request.param, strict=True
    ):
        monkeypatch.setattr(search, name, value)


@pytest.fixture
def graph_file(tmp_path):
    """Write a graph file and return its path."""

    def write(content, name="graph.toml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def graph_of(graph_file):
    """Load a graph from TOML."""
    return lambda content: mlgraph.load(graph_file(content))


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command line and return exit code, output and errors."""

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["mlgraph", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            app.main()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return run


@pytest.fixture(scope="session")
def ml():
    """Return the bundled graph."""
    return mlgraph.load()


@pytest.fixture(scope="session")
def forty():
    """Return a graph of forty positions."""
    return mlgraph.load(FORTY)


@pytest.fixture
def refused(run, tmp_path, monkeypatch):
    """Run a command that must fail with one message, and check that it leaves no file."""
    monkeypatch.chdir(tmp_path)

    def refused(words, *arguments, code=1):
        before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
        found, out, err = run(*arguments)
        assert (found, out) == (code, ""), err
        assert visible(err), repr(err)
        assert "Traceback" not in err
        for word in [words] if isinstance(words, str) else words:
            assert word in err
        assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} == before
        return err

    return refused
