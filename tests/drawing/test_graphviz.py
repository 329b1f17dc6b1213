"""The compiled module of Graphviz is kept, and compiled again on any doubt."""

import os
import subprocess
import sys

import pytest
from wasmtime import Engine, Module

from mlgraph.drawing.graphviz import load_module

WASM = b"\0asm\1\0\0\0"  # the smallest module

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is kept on Windows")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return an empty cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setattr(sys, "platform", "linux")
    return folder


@pytest.fixture
def load(monkeypatch):
    """Return a function that loads the module, and says whether it had to compile."""
    compiled = []

    class Counted(Module):
        def __init__(self, engine, wasm):
            compiled.append(wasm)
            super().__init__(engine, wasm)

    monkeypatch.setattr("mlgraph.drawing.graphviz.Module", Counted)

    def load(wasm=WASM):
        compiled.clear()
        assert list(load_module(Engine(), wasm).exports) == []
        return bool(compiled)

    return load


def kept(home):
    return sorted((home / "mlgraph").iterdir())


def test_a_module_is_compiled_once_and_only_the_user_can_open_it(home, load):
    assert [load(), load()] == [True, False]
    (file,) = kept(home)
    assert [path.stat().st_mode & 0o077 for path in (home, file.parent, file)] == [0, 0, 0]


def test_another_module_is_compiled_and_old_ones_are_deleted(home, load):
    sections = [WASM + bytes([0, 2, 1, letter]) for letter in b"abcd"]  # a custom section with a name
    assert [load(wasm) for wasm in sections for _ in range(2)] == [True, False] * 4
    assert len(kept(home)) == 3


@pytest.mark.parametrize("change", [lambda code: code[:-1], lambda code: code[:-1] + b"!", lambda code: b""])
def test_a_damaged_file_is_replaced(home, load, change):
    load()
    (file,) = kept(home)
    whole = file.read_bytes()
    file.write_bytes(change(whole))
    assert [load(), load()] == [True, False]
    assert file.read_bytes() == whole


def test_a_file_of_another_module_does_not_count(home, load):
    load(WASM + b"\0\2\1a")
    (other,) = kept(home)
    load()
    (file,) = [path for path in kept(home) if path != other]
    file.write_bytes(other.read_bytes())
    assert load()


@pytest.mark.parametrize("name", ["", "mlgraph"])
def test_a_folder_that_others_can_write_is_not_used(home, load, name):
    load()
    (home / name).chmod(0o777)
    assert [load(), load()] == [True, True]


def test_a_file_that_others_can_write_is_replaced(home, load):
    load()
    kept(home)[0].chmod(0o666)
    assert [load(), load()] == [True, False]


@pytest.mark.parametrize("name", ["mlgraph", "file"])
def test_no_link_is_followed(home, load, name, tmp_path):
    load()
    path = kept(home)[0] if name == "file" else home / name
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert load()


def test_a_folder_of_another_user_is_not_used(home, load, monkeypatch):
    load()
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    assert load()


@pytest.mark.process
@pytest.mark.parametrize("home_folder", ["/nonexistent", "/dev/null"])
def test_a_picture_needs_no_folder(home_folder):
    code = "from mlgraph.drawing.render import render; assert b'<svg' in render('digraph { a }', 'svg')"
    environment = {"HOME": home_folder, "PATH": ""}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
