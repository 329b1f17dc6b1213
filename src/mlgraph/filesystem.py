"""Functions that read whole files, write files atomically, and report errors clearly."""

import errno
import os
import signal
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mlgraph.errors import FileError
from mlgraph.limits import FILE_BYTES
from mlgraph.printable import sanitize

if TYPE_CHECKING:
    from zipfile import ZipFile

# signals that end a program, if the system has them
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

# a process holds a lock for milliseconds only; wait longer, in case the machine is busy
_LOCK_SECONDS, _LOCK_PAUSE = 10, 0.005


# the path that stands for standard input and output
STANDARD = "-"
# the folders in which a shell puts its pipes, as in `mlgraph check <(command)`
_PIPES = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")


def read(path: str | Path, most: int = FILE_BYTES) -> bytes:
    """Return the content of a file of at most `most` bytes. If the path is "-", the function reads standard input.

    Raises FileError if the file is too large or cannot be read. Raises FileError for a device or a pipe, whose content
    might never end, except for a pipe that a shell has made.
    """
    try:
        if is_standard(path):
            data = sys.stdin.buffer.read(most + 1)
        else:
            mode = os.stat(path).st_mode
            is_pipe = stat.S_ISFIFO(mode) and is_shell_pipe(path)
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or is_pipe):
                raise OSError(0, "it is a device or a pipe, not a file")
            with open(path, "rb") as file:
                data = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise FileError(f"{sanitize(path, 200)}: cannot be read: {_format_reason(error)}") from error
    if len(data) > most:
        raise FileError(f"{sanitize(path, 200)}: is larger than {most // 2**20} MiB, the most that is read; split it")
    return data


def check_exists(path: str | Path) -> None:
    """Raise FileError if there is no file or folder at a path."""
    try:
        os.stat(path)
    except (OSError, ValueError) as error:
        raise FileError(f"{sanitize(path, 200)}: cannot be read: {_format_reason(error)}") from error


def open_zip(source: str | Path | BinaryIO) -> "ZipFile":
    """Open a zip file whose content is uncompressed or compressed by the usual method, deflate.

    Raises BadZipFile if the zip file uses any other method of compression than deflate. With other methods of
    compression than deflate, Python unpacks whole blocks, which could fill the memory.
    """
    from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

    archive = ZipFile(source)
    for member in archive.infolist():
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile(f"{sanitize(member.filename)} is packed with neither of the usual methods")
    return archive


def is_standard(path: str | Path) -> bool:
    """Return whether a path is "-", which stands for standard input or output."""
    return str(path) == STANDARD


def name_of(path: str | Path) -> str:
    """Return the name of a file for messages: its path, or "standard input" for the path "-"."""
    return "standard input" if is_standard(path) else str(path)


def is_shell_pipe(path: str | Path) -> bool:
    """Return whether a path is a pipe that a shell has made, as in `mlgraph check <(command)`."""
    return str(path).startswith(_PIPES)


def write(path: str | Path, data: bytes) -> None:
    """Write `data` to a file atomically, so that an existing file is replaced as a whole or stays as it is.

    Raises FileError if the file cannot be written.

    If the path is "-", the function writes to standard output.

    If the path is a symbolic link, the function replaces the file to which the link leads. If an existing file has
    several hard links, the other links keep the old content. If the path is a device or a pipe, the function writes to
    it directly, and not atomically.
    """
    try:
        if is_standard(path):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        elif os.path.exists(path) and not os.path.isfile(path):
            Path(path).write_bytes(data)
        else:
            _replace(_resolve(path), data)
    except (OSError, ValueError, RuntimeError) as error:
        raise FileError(f"{sanitize(path, 200)}: cannot be written: {_format_reason(error)}") from error


@contextmanager
def replace(path: str | Path) -> Iterator[BinaryIO]:
    """Open a temporary file for writing, which takes the place of any file at `path` when the `with` block ends.

    Raises FileError if the file cannot be written. In contrast to `write`, the function `replace` can write content
    that does not fit into memory. If the code in the `with` block raises an error, the file at `path` stays unchanged.
    """
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as file:
                yield file
        else:
            target = _resolve(path)
            draft, mode, old = _begin_draft(target)
            try:
                with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
                    yield file
                    _finish_draft(file, draft, target, old)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
    except (OSError, ValueError, RuntimeError) as error:
        raise FileError(f"{sanitize(path, 200)}: cannot be written: {_format_reason(error)}") from error


def make_folder(path: str | Path) -> None:
    """Make a folder inside an existing folder, unless the new folder exists already.

    Raises FileError if the folder cannot be made.
    """
    try:
        _check_folder(_resolve(path))
        Path(path).mkdir(exist_ok=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise FileError(f"{sanitize(path, 200)}: cannot be written: {_format_reason(error)}") from error


@contextmanager
def lock(path: str | Path) -> Iterator[None]:
    """Lock the file at `path` against other threads and processes while the `with` block runs.

    Raises FileError if another process keeps the lock for over ten seconds, or if the file cannot be locked.
    """
    end = time.monotonic() + _LOCK_SECONDS
    try:
        target = _resolve(path)
        _check_folder(target)
        while (handle := _lock(target)) is None:
            if time.monotonic() > end:
                raise OSError(0, "another process is changing it")
            time.sleep(_LOCK_PAUSE)
    except (OSError, ValueError, RuntimeError) as error:
        raise FileError(f"{sanitize(path, 200)}: cannot be written: {_format_reason(error)}") from error
    try:
        yield
    finally:
        os.close(handle)


def _resolve(path: str | Path) -> Path:
    """Return the path of the file to which a path leads through symbolic links.

    Raises OSError for a symbolic link that leads to itself, which Python accepts without an error since version 3.13.
    """
    target = Path(path).resolve()
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


if sys.platform == "win32":

    def _lock(target: Path) -> int | None:
        """Make a lock file beside a file, and return its handle, or None if another process has the lock.

        Windows deletes the lock file when the program closes the returned handle.
        """
        try:
            lock = target.with_name(f".{target.name[:50]}.mlgraph-lock")
            return os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY)
        except (FileExistsError, PermissionError):  # PermissionError: Windows is just deleting the file
            return None

else:

    def _lock(target: Path) -> int | None:
        """Lock the folder of a file, and return a handle of the folder, or None if another process has the lock."""
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
        raise FileNotFoundError(0, f"there is no folder {sanitize(target.parent, 200)}")


def _replace(target: Path, data: bytes) -> None:
    """Write a temporary file beside the file to replace, flush it to the disk, and rename it to replace the file."""
    draft, mode, old = _begin_draft(target)
    with _defer_signals():
        try:
            with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
                file.write(data)
                _finish_draft(file, draft, target, old)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def _begin_draft(target: Path) -> tuple[Path, int, int | None]:
    """Return a path and permissions for a temporary file, and the permissions of the file that it is to replace.

    If there is no file to replace, the last part of the result is None.
    """
    _check_folder(target)
    old = target.stat().st_mode & 0o777 if target.exists() else None
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(0, "permission denied")
    draft = target.with_name(f".{target.name[:50]}.{os.urandom(8).hex()}.mlgraph-draft")
    return draft, 0o666 if old is None else old, old


def _finish_draft(file: BinaryIO, draft: Path, target: Path, old: int | None) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()  # Windows cannot rename an open file
    if old is not None:
        os.chmod(draft, old)  # the umask may have removed permissions
    os.replace(draft, target)


@contextmanager
def _defer_signals() -> Iterator[None]:
    """Delay Ctrl-C and other signals until the `with` block has written its file and removed temporary files.

    In any thread but the main thread, the function delays no signal, since Python handles signals only in the main
    thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []
    before = {ending: signal.signal(ending, lambda number, frame: caught.append(number)) for ending in _SIGNALS}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)
        for ending in caught:
            signal.raise_signal(ending)


def _format_reason(error: Exception) -> str:
    reason = str((error.strerror if isinstance(error, OSError) else None) or error)
    return reason[:1].lower() + reason[1:]
