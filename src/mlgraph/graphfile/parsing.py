"""TOML and JSON text as plain tables, or a refusal with its line."""

import json
import re
from codecs import BOM_UTF8
from collections import Counter
from contextlib import suppress
from typing import Any, NoReturn

import tomli

from mlgraph.errors import Diagnostic, FileError, GraphFileError
from mlgraph.graphfile.positions import Key, keys
from mlgraph.limits import FILE_BYTES, MARKS
from mlgraph.printable import shown

# the lookbehinds keep these patterns linear on hostile input
# Python reads such a number of TOML and then refuses to write it, even into a message
_LONG_NUMBER = re.compile(r"(?<![\da-zA-Z_])0[xob][\da-fA-F_]{1000}")
_MANY_DIGITS = re.compile(r"(?<![\d_])[\d_]{1000}")
_HEADER = re.compile(r"^[ \t]*\[{1,2}([^\]\n]++)\]", re.MULTILINE)
_PART = re.compile(r"\"[^\"]*\"|'[^']*'|[^.\s]+")


def is_json(name: str) -> bool:
    """Return whether the name of a file is one of JSON."""
    return name.lower().endswith(".json")


def count_marks(data: bytes) -> int:
    """Return how many signs a file has that may begin a value: the time and memory to read it go with them.

    A dot counts three times: between the parts of a key of TOML, each makes a table.
    """
    return sum(map(data.count, (b",", b":", b"=", b"[", b"{"))) + 3 * data.count(b".")


def check_room(name: str, size: int, count: int) -> None:
    """Raise FileError where a file, or all files of a folder, hold more than is read."""
    if size > FILE_BYTES:
        raise FileError(f"{shown(name, 200)}: is larger than {FILE_BYTES // 2**20} MiB, the most that is read")
    if count > MARKS:
        message = f"holds {count:,} commas, colons, equals signs, brackets and dots (each counts three times)"
        raise FileError(f"{shown(name, 200)}: {message}; at most {MARKS:,} are read")


def decode(path: str, data: bytes) -> str:
    """Return the bytes of a file as text. Raises GraphFileError, with the line, where they are not plain UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refusal(path, 1, "", "is UTF-16", "save it as UTF-8")
    if data.startswith(BOM_UTF8):
        raise _refusal(path, 1, "", "begins with a byte-order mark", "save it as UTF-8 without one")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"byte 0x{data[error.start]:02x} is not UTF-8 text"
        line, fix = before.count("\n") + 1, "save the file as UTF-8, complete to its last character"
        raise _refusal(path, line, before, message, fix) from error


def parse_toml(path: str, text: str) -> dict[str, Any]:
    """Return the tables of a TOML text. Raises GraphFileError."""
    try:
        if _LONG_NUMBER.search(text):
            raise ValueError
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        reason = str(error)
        found = re.search(r" \(at line (\d+), column (\d+)\)$", reason)
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        column = f" (column {found[2]})" if found else ""
        message = f"is not TOML: {shown(reason[: found.start()] if found else reason)}{column}"
        before = "\n".join(text.split("\n")[:line])
    except (ValueError, RecursionError) as error:
        line, before, message = _too_much(text, error)
    raise _refusal(path, line, before, message, "correct this first, the rest is read after it")


def parse_json(path: str, text: str) -> dict[str, Any]:
    """Return the tables of a JSON text. Raises GraphFileError."""
    try:
        tables = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique)
    except _RepeatedKeyError as error:
        message = f"has the key {shown(error)} twice in one object"
        raise _refusal(path, _repeated(text), "", message, "keep one of the two") from error
    except (ValueError, RecursionError) as error:
        raise json_error(path, text, error) from error
    if not isinstance(tables, dict):
        raise _refusal(path, 1, "", "is not an object of tables", 'write {"role": {...}, "skill": {...}}')
    return tables


def json_error(path: str, text: str, error: ValueError | RecursionError) -> GraphFileError:
    """Return the error for a text that Python's reader of JSON has refused."""
    if isinstance(error, json.JSONDecodeError):
        line, message = error.lineno, f"is not JSON: {error.msg} (column {error.colno})"
    else:
        line, _, message = _too_much(text, error)
    return _refusal(path, line, "", message, "correct this first, the rest is read after it")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise _RepeatedKeyError(Counter(name for name, _ in pairs).most_common(1)[0][0])
    return table


class _RepeatedKeyError(Exception):
    """A JSON object has one key twice."""


def _repeated(text: str) -> int:
    """Return the line of the first key that an object of JSON has a second time."""
    seen: set[Key] = set()
    with suppress(ValueError):  # behind that key, the text need not be JSON
        for key, line in keys(text, is_json=True):
            if key in seen and isinstance(key[-1], str):
                return line
            seen.add(key)
    return 1


def _too_much(text: str, error: Exception) -> tuple[int, str, str]:
    """Return line, text before it and message where a file goes beyond what the parser can hold."""
    if isinstance(error, RecursionError):
        return 1, "", "is nested too deeply"
    digits = _MANY_DIGITS.search(text) or _LONG_NUMBER.search(text)
    before = text[: digits.start()] if digits else ""
    message = "holds a number with too many digits" if digits else shown(error)
    return before.count("\n") + 1, before, message


def _refusal(path: str, line: int, before: str, message: str, fix: str) -> GraphFileError:
    """Return the error for text that cannot be parsed; it names the node under whose header the text stands."""
    headers = _HEADER.findall(before) if path.lower().endswith(".toml") else []
    parts = [part.strip("\"'") for part in _PART.findall(headers[-1])] if headers else []
    node = parts[1] if len(parts) > 1 else ""
    return GraphFileError(path, [Diagnostic("error", path, line, node, message, fix)])
