"""Tests of locks: one process at a time has a lock, and an ended process releases it."""

import os
import subprocess
import sys

import pytest

from mlgraph import filesystem
from mlgraph.errors import FileError

HOLDING = """
import time
from mlgraph import filesystem
with filesystem.lock("me.toml"):
    print("locked", flush=True)
    time.sleep(600)
"""


def test_only_one_thread_at_a_time_locks_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(filesystem, "_LOCK_SECONDS", 0.05)
    path = tmp_path / "me.toml"
    with filesystem.lock(path):
        with pytest.raises(FileError, match=r"me\.toml: cannot be written: another process is changing it"):
            filesystem.lock(path).__enter__()
        filesystem.write(path, b"new")
    with filesystem.lock(path):
        assert os.path.exists(path)
    assert os.listdir(tmp_path) == ["me.toml"]


def test_an_error_releases_a_lock(tmp_path):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), filesystem.lock(tmp_path / "me.toml"):
            _ = 1 / 0


@pytest.mark.parametrize(
    ("name", "message"), [("none/me.toml", "there is no folder"), ("a\0b", "null"), ("circle/me.toml", "")]
)
def test_an_unavailable_lock_is_an_error(tmp_path, name, message):
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(FileError, match=f"cannot be written: .*{message}"), filesystem.lock(tmp_path / name):
        pass


@pytest.mark.process
def test_a_killed_process_releases_its_lock(tmp_path, monkeypatch):
    holder = subprocess.Popen([sys.executable, "-c", HOLDING], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    assert holder.stdout.readline() == "locked\n"
    with monkeypatch.context() as short:
        short.setattr(filesystem, "_LOCK_SECONDS", 0.05)
        with pytest.raises(FileError, match="another process is changing it"):
            filesystem.lock(tmp_path / "me.toml").__enter__()
    holder.kill()
    holder.communicate()
    with filesystem.lock(tmp_path / "me.toml"):
        pass
    assert os.listdir(tmp_path) == []
