"""Writing: the old file or the new one, whole, and nothing beside it."""

import os
import stat

import pytest

from mlgraph import files
from mlgraph.errors import FileError


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "map.svg"
    path.write_bytes(b"old")
    path.chmod(0o640)
    files.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_usual_permissions(tmp_path):
    files.write(tmp_path / "new", b"")
    (tmp_path / "usual").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_is_followed_and_stays_a_link(tmp_path):
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    files.write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "map.svg"
    path.write_bytes(b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"map\.svg: cannot be written: no space left on device"):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_written_to_and_stays():
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    files.write("/dev/null", b"x")
    with pytest.raises(FileError, match="/dev/full: cannot be written: no space left on device"):
        files.write("/dev/full", b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize("name", ["none/map.svg", "", "a\0b", "x" * 300])
def test_what_cannot_be_written_is_told(tmp_path, name):
    with pytest.raises(FileError, match="cannot be written"):
        files.write(tmp_path / name, b"x")
    assert list(tmp_path.iterdir()) == []
