"""Atomic reading and writing of whole files, with one clear message for each refusal."""

import os
import signal
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mlgraph.errors import FileError
from mlgraph.limits import FILE_BYTES
from mlgraph.printable import shown

# what a person or the system sends to end a program, where it has it
_ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

# how long another process may keep a file locked, which it needs for some milliseconds
_LOCK_SECONDS, _LOCK_PAUSE = 10, 0.005


def read(path: str | Path) -> bytes:
    """Return what the file at `path` holds. Raises FileError, also for more than fits and for what may never end."""
    try:
        mode = os.stat(path).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise OSError(0, "it is a device or a pipe, not a file")
        with open(path, "rb") as file:
            data = file.read(FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileError(f"{shown(path, 200)}: cannot be read: {_reason(error)}") from error
    if len(data) > FILE_BYTES:
        raise FileError(f"{shown(path, 200)}: is larger than {FILE_BYTES // 2**20} MiB, the most that is read")
    return data


def write(path: str | Path, data: bytes) -> None:
    """Put `data` in the file at `path`, whole or not at all; an older file of that name is replaced. Raises FileError.

    A symbolic link is followed and stays; of a file with several names, only this one gets the new content. A device
    or a pipe is written to, since it cannot be replaced.
    """
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            Path(path).write_bytes(data)
        else:
            _replace(Path(path).resolve(), data)
    except (OSError, ValueError, RuntimeError) as error:
        raise FileError(f"{shown(path, 200)}: cannot be written: {_reason(error)}") from error


@contextmanager
def locked(path: str | Path) -> Iterator[None]:
    """Keep the file at `path` from all others that lock it, in this process and in others. Raises FileError."""
    end = time.monotonic() + _LOCK_SECONDS
    try:
        target = Path(path).resolve()
        _check_folder(target)
        while (handle := _lock(target)) is None:
            if time.monotonic() > end:
                raise OSError(0, "another process is changing it")
            time.sleep(_LOCK_PAUSE)
    except (OSError, ValueError, RuntimeError) as error:
        raise FileError(f"{shown(path, 200)}: cannot be written: {_reason(error)}") from error
    try:
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _lock(target: Path) -> int | None:
        """Return the handle of a lock, a file that goes when its process ends, or None where another has it."""
        try:
            lock = target.with_name(f".{target.name[:50]}.mlgraph-lock")
            return os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY)
        except (FileExistsError, PermissionError):  # the second while it is being removed
            return None

else:

    def _lock(target: Path) -> int | None:
        """Return the handle of a lock on the folder, which leaves no file behind, or None where another has it."""
        import fcntl

        handle = os.open(target.parent, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            if isinstance(error, BlockingIOError):
                return None
            raise
        return handle


def _check_folder(target: Path) -> None:
    if not target.parent.is_dir():
        raise FileNotFoundError(0, f"there is no folder {shown(target.parent, 200)}")


def _replace(target: Path, data: bytes) -> None:
    """Write a draft beside the target, down to the disk, and give it the target's name."""
    _check_folder(target)
    old = target.stat().st_mode & 0o777 if target.exists() else None
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(0, "permission denied")
    mode = 0o666 if old is None else old
    draft = target.with_name(f".{target.name[:50]}.{os.urandom(8).hex()}.mlgraph-draft")
    with _whole():
        try:
            with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if old is not None:
                os.chmod(draft, old)  # the umask may have taken some of it
            os.replace(draft, target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


@contextmanager
def _whole() -> Iterator[None]:
    """Let Ctrl-C and its like wait until a file is whole and its draft is gone."""
    caught: list[int] = []
    before = {ending: signal.signal(ending, lambda number, frame: caught.append(number)) for ending in _ENDINGS}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)
        for ending in caught:
            signal.raise_signal(ending)


def _reason(error: Exception) -> str:
    reason = str((error.strerror if isinstance(error, OSError) else None) or error)
    return reason[:1].lower() + reason[1:]
