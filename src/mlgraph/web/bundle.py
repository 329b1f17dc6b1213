"""Bundler of JavaScript modules into one script.

Each JavaScript module becomes a function with its own scope, so equal names in two modules do not collide. A module may
use two forms of module syntax: `import { a, b } from "./other.js";`, on one line or several, and `export` before a
declaration.
"""

import re
from collections.abc import Callable

_IMPORT = re.compile(r'^import (\{\s*[\w$]+(?:,\s*[\w$]+)*,?\s*\}) from "\./([\w.-]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) ([\w$]+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*|\bimport\.meta\b|\bimport\(", re.MULTILINE)


def bundle(entry: str, read: Callable[[str], str]) -> str:
    """Return a module and all its imports as one script; `read` returns the text of a module by name.

    Raises ValueError for an import or export in a form that the bundler does not know, and for a cycle of imports.
    """
    functions: dict[str, str] = {}
    _add(entry, read, functions, ())
    return "\n".join(["const modules = {};", *functions.values()])


def _add(name: str, read: Callable[[str], str], functions: dict[str, str], importing: tuple[str, ...]) -> None:
    """Add a module after its imports."""
    if name in importing:
        raise ValueError(f"the imports form a cycle: {' -> '.join((*importing, name))}")
    if name in functions:
        return
    text = read(name)
    for _, imported in _IMPORT.findall(text):
        _add(imported, read, functions, (*importing, name))
    exports = [exported for _, exported in _EXPORT.findall(text)]
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r'const \1 = modules["\2"];', text))
    if other := _OTHER.search(body):
        raise ValueError(f"{name}: '{other[0]}' cannot be bundled; import with braces, and export a declaration")
    returned = f"return {{ {', '.join(exports)} }};"
    functions[name] = f'modules["{name}"] = await (async () => {{\n{body}\n{returned}\n}})();'
