"""Whole files, read and written: what the operating system refuses becomes one clear message."""

import os
import stat
import tempfile
from pathlib import Path

from mlgraph.errors import FileError, shown
from mlgraph.limits import FILE_BYTES


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

    A link is followed; a device or a pipe is written to, since it cannot be replaced.
    """
    try:
        target = Path(path).resolve()
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            target.write_bytes(data)
        else:
            _replace(target, data)
    except (OSError, ValueError, RuntimeError) as error:
        raise FileError(f"{shown(path, 200)}: cannot be written: {_reason(error)}") from error


def _replace(target: Path, data: bytes) -> None:
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(0, "permission denied")
    handle, draft = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: Exception) -> str:
    return str((error.strerror if isinstance(error, OSError) else None) or error).lower()
