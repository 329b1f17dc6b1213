"""A large valid graph is kept parsed and checked; a change in a file, or any doubt, means to read it again."""

import json
import sys

import pytest

import mlgraph
from mlgraph.errors import GraphFileError
from mlgraph.graphfile import load as loader
from support.tables import same

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is kept on Windows")

LONG = "x" * 2000


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with a graph of two files, large enough to be kept, and an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "graph"
    folder.mkdir()
    (folder / "a.toml").write_text(
        '[role.a]\ntitle = "A"\nneeds = [["s0", "s1"], "s2"]\nleads_to = { b = [1, 2, 4] }\n[role.b]\ntitle = "B"\n'
        '[role.b.experience]\nwork = 12\n[experience.work]\ntitle = "Work"\n'
    )
    (folder / "b.toml").write_text(
        "".join(f'[skill.s{i}]\ntitle = "S {i}"\nhours = {i + 0.5}\nabout = "{LONG}"\n' for i in range(40))
    )
    return folder


@pytest.fixture
def read(monkeypatch):
    """Return a function that loads a graph, and says whether the files had to be parsed and checked."""
    parsed = []
    read_layers = loader.read_layers
    monkeypatch.setattr(loader, "read_layers", lambda *paths: parsed.append(paths) or read_layers(*paths))

    def read(*paths):
        parsed.clear()
        return mlgraph.load(*paths), bool(parsed)

    return read


def kept(folder):
    return sorted((folder.parent / "cache" / "mlgraph").glob("graph-*"))


def test_a_kept_graph_equals_the_graph_that_was_checked(folder, read):
    (first, was_parsed), (second, is_parsed) = read(folder), read(folder)
    assert (was_parsed, is_parsed) == (True, False)
    same(first, second)
    with pytest.raises(TypeError):
        second.nodes["a"]["title"] = "changed"


def test_a_graph_in_json_is_kept_too(folder, read):
    skills = {f"s{i}": {"title": f"S {i}", "hours": 1, "about": LONG} for i in range(40)}
    path = folder.parent / "graph.JSON"
    path.write_text(json.dumps({"skill": skills}))
    assert [read(path)[1], read(path)[1]] == [True, False]


def test_the_bundled_graph_is_kept_as_it_is(tmp_path, monkeypatch, read):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (first, _), (second, is_parsed) = read(), read()
    assert not is_parsed
    same(first, second)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "b.toml").write_text((folder / "b.toml").read_text().replace("0.5", "0.6")),
        lambda folder: (folder / "c.toml").write_text('[skill.new]\ntitle = "New"\nhours = 1\n'),
        lambda folder: (folder / "a.toml").rename(folder / "a.txt"),
    ],
    ids=["another figure", "a further file", "a file less"],
)
def test_a_changed_graph_is_read_again(folder, read, change):
    read(folder)
    change(folder)
    assert read(folder)[1]


def test_an_overlay_and_the_file_itself_are_different_graphs(folder, read):
    alone, over = read(folder)[0], read(folder, folder / "b.toml")[0]
    assert [read(folder)[1], read(folder, folder / "b.toml")[1]] == [False, False]
    same(alone, over)
    assert len(kept(folder)) == 2


def test_an_invalid_graph_is_never_kept(folder, read):
    (folder / "c.toml").write_text('[role.c]\ntitle = "C"\nneeds = ["missing"]\n')
    for _ in range(2):
        with pytest.raises(GraphFileError):
            read(folder)
    assert kept(folder) == []


@pytest.mark.parametrize("change", [lambda kept: kept[:-1], lambda kept: kept[:-1] + b" ", lambda kept: b""])
def test_a_damaged_file_is_not_used(folder, read, change):
    read(folder)
    (file,) = kept(folder)
    file.write_bytes(change(file.read_bytes()))
    assert [read(folder)[1], read(folder)[1]] == [True, False]


def test_a_small_graph_is_not_kept(folder, read):
    (folder / "b.toml").write_text("".join(f'[skill.s{i}]\ntitle = "S {i}"\nhours = 1\n' for i in range(3)))
    assert [read(folder)[1], read(folder)[1]] == [True, True]


def test_only_the_newest_graphs_are_kept(folder, read):
    for hours in range(10):
        (folder / "c.toml").write_text(f'[skill.new]\ntitle = "New"\nhours = {hours}\n')
        read(folder)
    assert len(kept(folder)) == 8
