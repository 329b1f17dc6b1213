"""Tests of writing: a failed write leaves the complete old file, and no other file."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mlgraph import filesystem
from mlgraph.errors import FileError
from support.paths import REPOSITORY


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "map.svg"
    path.write_bytes(b"old")
    path.chmod(0o666)  # more permissions than the umask gives to a new file
    filesystem.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o666
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_usual_permissions(tmp_path):
    filesystem.write(tmp_path / "new", b"")
    (tmp_path / "usual").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_is_followed_and_stays_a_link(tmp_path):
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    filesystem.write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_writing_to_a_hard_link_leaves_the_other_links_unchanged(tmp_path):
    (tmp_path / "one").write_bytes(b"old")
    os.link(tmp_path / "one", tmp_path / "other")
    filesystem.write(tmp_path / "one", b"new")
    assert [(tmp_path / name).read_bytes() for name in ("one", "other")] == [b"new", b"old"]


def test_a_dangling_link_creates_its_target_and_a_link_cycle_is_an_error(tmp_path):
    (tmp_path / "link").symlink_to("target")
    filesystem.write(tmp_path / "link", b"new")
    assert (tmp_path / "target").read_bytes() == b"new"
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(FileError, match="circle: cannot be written"):
        filesystem.write(tmp_path / "circle", b"new")


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe with a name")
def test_a_pipe_is_written_to_and_a_closed_pipe_is_an_error(tmp_path):
    pipe, read = tmp_path / "map.json", []
    os.mkfifo(pipe)
    long = b"x" * 2_000_000  # larger than the buffer of a pipe
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    filesystem.write(pipe, long)
    reader.join(10)
    assert (read, [*tmp_path.iterdir()]) == ([long], [pipe])
    leaver = threading.Thread(target=lambda: pipe.open("rb").close(), daemon=True)
    leaver.start()
    with pytest.raises(FileError, match="cannot be written: broken pipe"):
        filesystem.write(pipe, long)
    leaver.join(10)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_failed_write_leaves_the_old_file_only(tmp_path, monkeypatch):
    path = tmp_path / "map.svg"
    path.write_bytes(b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"map\.svg: cannot be written: no space left on device"):
        filesystem.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


EXPORT = "import sys; sys.argv = ['mlgraph', 'export', 'map.json']; from mlgraph.cli.app import main; main()"


def refused(folder, code):
    """Run code that overwrites a file, check that the old file is unchanged, and return the output."""
    (folder / "map.json").write_bytes(b"old")
    # -B: else Python leaves half a compiled module behind at a limit
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 1
    assert [path.name for path in folder.iterdir()] == ["map.json"]
    assert (folder / "map.json").read_bytes() == b"old"
    return done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX")
def test_a_file_size_limit_leaves_the_old_file(tmp_path):
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)); "
    assert refused(tmp_path, limit + EXPORT) == "mlgraph: map.json: cannot be written: file too large\n"


@pytest.fixture
def public():
    """Yield a folder that every user of the machine can enter."""
    with TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def test_a_full_disk_leaves_the_old_file(public):
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", public]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no small disk can be had here")
    try:
        assert refused(public, EXPORT) == "mlgraph: map.json: cannot be written: no space left on device\n"
    finally:
        subprocess.run(["umount", public], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can try another user")
@pytest.mark.parametrize("barred", ["folder", "file"])
def test_a_file_without_write_permission_stays(public, barred):
    (public / "map.json").touch(0o444 if barred == "file" else 0o666)
    public.chmod(0o777 if barred == "file" else 0o755)
    write = "import os; from mlgraph import filesystem; os.setuid(65534); filesystem.write('map.json', b'new')"
    assert refused(public, write).endswith("FileError: map.json: cannot be written: permission denied\n")


@pytest.mark.process
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes of POSIX")
def test_a_killed_command_leaves_the_old_or_the_new_file(request):
    kills = request.config.getoption("--kills")
    command = [sys.executable, "-m", "support.kills", str(kills)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=REPOSITORY / "tests")
    found = json.loads(done.stdout)
    assert sum(count for what, count in found.items() if what.startswith("SIGKILL")) == kills
    assert not [what for what in found if what.endswith("torn")], found
    assert found["SIGKILL: old, with a draft"], "none was killed while it wrote"


def test_ctrl_c_waits_until_the_file_is_complete(tmp_path, monkeypatch):
    path, fsync = tmp_path / "map.svg", os.fsync

    def interrupted(handle):
        signal.raise_signal(signal.SIGINT)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        filesystem.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_written_to_and_stays():
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    filesystem.write("/dev/null", b"x")
    with pytest.raises(FileError, match="/dev/full: cannot be written: no space left on device"):
        filesystem.write("/dev/full", b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize("name", ["none/map.svg", "", "a\0b", "x" * 300])
def test_an_unwritable_file_is_an_error(tmp_path, name):
    with pytest.raises(FileError, match="cannot be written"):
        filesystem.write(tmp_path / name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_an_error_names_a_missing_folder(tmp_path):
    with pytest.raises(FileError, match=r"map\.svg: cannot be written: there is no folder .*/None$"):
        filesystem.write(tmp_path / "None" / "map.svg", b"x")


def test_a_file_is_written_in_any_thread(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes(b"old")
    with ThreadPoolExecutor(1) as threads:
        threads.submit(filesystem.write, path, b"new").result()
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"new", ["x.txt"])
