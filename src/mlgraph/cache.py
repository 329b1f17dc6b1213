"""A cache of results that take long to compute, as files in the user's cache folder that only the user can write.

mlgraph runs compiled code of Graphviz from the cache, and does not validate a graph from the cache a second time. Three
strict rules keep mlgraph from using damaged files in the cache, and files that another user may have changed.

**Owner.** The cache folder, mlgraph's subfolder and each cached file belong to the user with whose rights mlgraph runs.
No other user may write to the cache folder, or open mlgraph's subfolder or a file in the subfolder. In the cache
folder, mlgraph follows no symbolic links. mlgraph checks the owner of a cached file after opening it, so nobody can
replace the file between check and use.

**Complete files.** A cached file begins with a SHA-256 checksum of its file name and of the result that the file
stores.

**Doubt.** If mlgraph cannot read or write the cache, mlgraph computes the result again, and reports no error.

The checksum of a cached file finds accidental damage, but not a deliberate change. Other programs of the user, and
administrators, could write a file with a valid checksum to the cache. A secret key for the checksums would not keep the
user's programs from forging files, since they could read the key or change mlgraph. On Windows, mlgraph caches nothing,
since files there do not have owners and permissions as on Unix.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

FOLDER = "mlgraph"
_CHECKSUM = sha256().digest_size


def read(kind: str, key: str) -> bytes | None:
    """Return the content that the cache has under a key, or None if the cache has none."""
    name = _name(kind, key)
    with suppress(OSError, RuntimeError), _open_folder() as folder:
        with os.fdopen(_open(name, os.O_RDONLY, folder, others=0o077), "rb") as file:
            kept = file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
        content = kept[_CHECKSUM:]
        if kept[:_CHECKSUM] == _compute_checksum(name, content):
            return content
    return None


def write(kind: str, key: str, content: bytes, *, most: int) -> None:
    """Store content in the cache under a key.

    If the cache then has more than `most` files of the given `kind`, such as "graph", the function deletes the oldest
    of these files.
    """
    name = _name(kind, key)
    with suppress(OSError, RuntimeError), _open_folder() as folder:
        draft = f"{name}.{os.urandom(8).hex()}"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder), "wb") as file:
                file.write(_compute_checksum(name, content))
                file.write(content)
            os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(draft, dir_fd=folder)
            raise
        others = [other for other in os.listdir(folder) if other.startswith(f"{kind}-")]
        others.sort(key=lambda other: os.stat(other, dir_fd=folder).st_mtime, reverse=True)
        for other in others[most:]:
            os.unlink(other, dir_fd=folder)


def _name(kind: str, key: str) -> str:
    return f"{kind}-{sha256(key.encode()).hexdigest()}"


def _compute_checksum(name: str, content: bytes) -> bytes:
    total = sha256(name.encode())
    total.update(content)
    return total.digest()


def _find() -> Path:
    """Find the cache folder of the user. Raises RuntimeError if the user has no home folder."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return given if given.is_absolute() else Path.home() / ".cache"


@contextmanager
def _open_folder() -> Iterator[int]:
    """Open mlgraph's folder in the user's cache folder, after making the two folders if they do not exist.

    Raises OSError if other users can write to the user's cache folder, or have any permission for mlgraph's folder.
    """
    if sys.platform == "win32":
        raise OSError
    cache_folder = _find()
    with suppress(FileExistsError):
        os.mkdir(cache_folder, 0o700)
    outer = _open(cache_folder.resolve(), os.O_RDONLY | os.O_DIRECTORY, None, others=0o022)
    try:
        with suppress(FileExistsError):
            os.mkdir(FOLDER, 0o700, dir_fd=outer)
        inner = _open(FOLDER, os.O_RDONLY | os.O_DIRECTORY, outer, others=0o077)
    finally:
        os.close(outer)
    try:
        yield inner
    finally:
        os.close(inner)


def _open(path: str | Path, flags: int, folder: int | None, *, others: int) -> int:
    """Open a file or folder that belongs to the user.

    Raises OSError if the file or folder belongs to another user, or grants other users one of the permissions in the
    bit mask `others`.
    """
    if sys.platform == "win32":
        raise OSError
    handle = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    found = os.fstat(handle)
    if found.st_uid != os.geteuid() or found.st_mode & others:
        os.close(handle)
        raise PermissionError
    return handle
