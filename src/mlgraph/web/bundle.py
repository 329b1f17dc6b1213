"""Bundler that joins JavaScript modules into one script.

The bundler turns each JavaScript module into a function with its own scope. Equal names in two JavaScript modules do
not collide, since each module has its own scope. Imports in JavaScript modules must have the form `import { a, b } from
"./other.js";`, on one line or several. Exports of JavaScript modules must have the form `export` before a declaration.
The bundler leaves out comments that have lines of their own, so that the page loads sooner.
"""

import re
from collections.abc import Callable

_IMPORT = re.compile(r'^import (\{\s*[\w$]+(?:,\s*[\w$]+)*,?\s*\}) from "\./([\w.-]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) ([\w$]+))", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*|\bimport\.meta\b|\bimport\(", re.MULTILINE)


def bundle(entry: str, read: Callable[[str], str]) -> str:
    """Join a JavaScript module and all its imports into one script.

    `read` is a function that returns the text of the JavaScript module with a given name. Raises ValueError if imports
    form a cycle, or if an import or export has a form that the bundler does not know.
    """
    functions: dict[str, str] = {}
    _add(entry, read, functions, ())
    return "\n".join(["const modules = {};", *functions.values()])


def _add(name: str, read: Callable[[str], str], functions: dict[str, str], importing: tuple[str, ...]) -> None:
    """Add a JavaScript module to `functions` as the text of a function, after the modules that it imports."""
    if name in importing:
        raise ValueError(f"the imports form a cycle: {' -> '.join((*importing, name))}")
    if name in functions:
        return
    text = _COMMENT.sub("", read(name))
    for _, imported in _IMPORT.findall(text):
        _add(imported, read, functions, (*importing, name))
    exports = [exported for _, exported in _EXPORT.findall(text)]
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r'const \1 = modules["\2"];', text))
    if other := _OTHER.search(body):
        raise ValueError(f"{name}: '{other[0]}' cannot be bundled; import with braces, and export a declaration")
    returned = f"return {{ {', '.join(exports)} }};"
    functions[name] = f'modules["{name}"] = await (async () => {{\n{body}\n{returned}\n}})();'
