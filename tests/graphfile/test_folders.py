"""Folders of graph files: which files belong to the graph."""

import pytest

import mlgraph


@pytest.mark.parametrize("name", ["._x.toml", ".#x.toml", ".x.toml", ".x.toml.swp", "x.toml~", "#x.toml#"])
def test_files_of_editors_and_systems_in_a_folder_are_ignored(tmp_path, name):
    (tmp_path / "x.toml").write_text('[role.a]\ntitle = "A"', encoding="utf-8")
    (tmp_path / name).write_bytes(b"\x00\x05\x16\x07 no text")
    assert list(mlgraph.load(tmp_path)) == ["a"]
