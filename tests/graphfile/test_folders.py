"""Folders of graph files: which files belong to the graph."""

from pathlib import Path

import pytest

import mlgraph
from mlgraph.errors import FileError, GraphFileError
from mlgraph.graphfile import parsing


@pytest.mark.parametrize("name", ["~$x.toml", "._x.toml", ".#x.toml", ".x.toml", ".x.toml.swp", "x.toml~", "#x.toml#"])
def test_files_of_editors_and_systems_in_a_folder_are_ignored(tmp_path, name):
    (tmp_path / "x.toml").write_text('[role.a]\ntitle = "A"', encoding="utf-8")
    (tmp_path / name).write_bytes(b"\x00\x05\x16\x07 no text")
    assert list(mlgraph.load(tmp_path)) == ["a"]


@pytest.mark.parametrize("name", [".x.toml", "._x.toml", ".#x.toml", "~$x.toml"])
def test_a_folder_of_sheets_stays_one_beside_hidden_files(tmp_path, name):
    (tmp_path / "skills.csv").write_text("title,hours\nX,5\n", encoding="utf-8")
    (tmp_path / name).write_bytes(b"\x00\x05\x16\x07 no text")
    assert list(mlgraph.load(tmp_path)) == ["x"]


def test_the_case_of_a_suffix_makes_no_difference(tmp_path):
    (tmp_path / "X.TOML").write_text('[role.a]\ntitle = "A"', encoding="utf-8")
    (tmp_path / "y.toml").write_text('[role.b]\ntitle = "B"', encoding="utf-8")
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "SKILLS.CSV").write_text("title,hours\nX,5\n", encoding="utf-8")
    assert list(mlgraph.load(tmp_path)) == ["a", "b"]
    assert list(mlgraph.load(tmp_path / "sheets")) == ["x"]


def test_the_error_for_an_entry_in_two_files_names_both_places(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("g").mkdir()
    Path("g/a.toml").write_text('title = "A"\n[role.a]\ntitle = "A"\n[role.b]\ntitle = "B"\n', encoding="utf-8")
    Path("g/b.toml").write_text('[role.c]\ntitle = "C"\n\n[role.b]\ntitle = "B"\n', encoding="utf-8")
    Path("g/c.toml").write_text('title = "C"\n[role.b]\ntitle = "B"\n[role.c]\ntitle = "C"\n', encoding="utf-8")
    with pytest.raises(GraphFileError) as error:
        mlgraph.load("g")
    assert [str(found).replace("\\", "/") for found in error.value.diagnostics] == [
        "g/b.toml:4: b: is already in a.toml, line 4; keep one of the two",
        "g/c.toml:1: title: is already in a.toml, line 1; keep one of the two",
        "g/c.toml:2: b: is already in a.toml, line 4; keep one of the two",
        "g/c.toml:4: c: is already in b.toml, line 1; keep one of the two",
    ]


def test_the_files_of_a_folder_are_one_graph_and_mistakes_name_their_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("g").mkdir()
    Path("g/a.toml").write_text('title = "A"\n[role.a]\ntitle = "A"\nneeds = ["s"]\n', encoding="utf-8")
    Path("g/b.toml").write_text('[skill.s]\ntitle = "S"\nhours = 1\n[role.c]\ntitle = "C"\n', encoding="utf-8")
    assert list(mlgraph.load("g")) == ["a", "c", "s"]
    Path("g/b.toml").write_text('[skill.t]\ntitle = "T"\n[role.c]\ntitle = 3\n', encoding="utf-8")
    Path("g/c.toml").write_text("[", encoding="utf-8")
    Path("g/d.toml").write_bytes(b"\xff")
    with pytest.raises(GraphFileError) as error:
        mlgraph.load("g")
    assert [(Path(found.file).name, found.line) for found in error.value.diagnostics] == [("c.toml", 1), ("d.toml", 1)]
    Path("g/c.toml").unlink()
    Path("g/d.toml").unlink()
    with pytest.raises(GraphFileError) as error:
        mlgraph.load("g")
    assert [str(found).replace("\\", "/") for found in error.value.diagnostics] == [
        "g/a.toml:4: a: needs s, which is not in the graph; name a skill",
        "g/b.toml:1: t: has no hours; add hours = ...",
        "g/b.toml:4: c: title is 3, a whole number; write a text in quotes",
    ]


def test_a_folder_holds_no_more_than_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(parsing, "FILE_BYTES", 100)
    Path("g").mkdir()
    for name in "abc":
        Path(f"g/{name}.toml").write_text(f'[role.{name}]\ntitle = "A"'.ljust(34), encoding="utf-8")
    with pytest.raises(FileError, match="g: is larger than 0 MiB, the most that is read"):
        mlgraph.load("g")
    monkeypatch.setattr(parsing, "FILE_BYTES", 102)
    assert list(mlgraph.load("g")) == ["a", "b", "c"]
    monkeypatch.setattr(parsing, "DELIMITERS", 14)  # a bracket, a dot and an equals sign in each
    with pytest.raises(FileError, match="g: holds 15 delimiters"):
        mlgraph.load("g")
