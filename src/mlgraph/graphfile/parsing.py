"""Parsing of TOML and JSON into dictionaries.

An error about a malformed text names the line, and the node whose table has the line.
"""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE
from collections import Counter
from contextlib import suppress
from typing import Any, NoReturn

from mlgraph.errors import Diagnostic, FileError, GraphFileError
from mlgraph.graphfile.positions import Key, iterate_keys
from mlgraph.limits import DELIMITERS, FILE_BYTES
from mlgraph.printable import sanitize

# Python can parse a number with thousands of digits, but raises an error when it prints the number in a message. The
# lookbehinds keep these patterns linear on hostile input.
_LONG_NUMBER = re.compile(r"(?<![\da-zA-Z_])0[xob][\da-fA-F_]{1000}")
_MANY_DIGITS = re.compile(r"(?<![\d_])[\d_]{1000}")
_BARE_MONTH = re.compile(r"=[ \t]*(\d{4}-\d\d)[ \t]*(?:$|[#,}\r])")
_HEADER = re.compile(r"^[ \t]*\[{1,2}([^\]\n]++)\]", re.MULTILINE)
_PART = re.compile(r"\"[^\"]*\"|'[^']*'|[^.\s]+")


def is_json(name: str) -> bool:
    """Return whether the name of a file ends in `.json`."""
    return name.lower().endswith(".json")


def count_delimiters(data: bytes) -> int:
    """Count the delimiters in the bytes of a file, such as commas, brackets and dots.

    The time and memory to parse a file are proportional to the number of its delimiters. A dot counts as three
    delimiters, since each dot in a TOML key creates a table.
    """
    return sum(map(data.count, (b",", b":", b"=", b"[", b"{"))) + 3 * data.count(b".")


def check_size(name: str, size: int, count: int) -> None:
    """Raise FileError if a file, or all files of a folder together, are too large to parse."""
    if size > FILE_BYTES:
        raise FileError(
            f"{sanitize(name, 200)}: is larger than {FILE_BYTES // 2**20} MiB, the most that is read; split it"
        )
    if count > DELIMITERS:
        message = (
            f"holds {count:,} delimiters (commas, colons, equals signs, brackets, and dots, which count three times)"
        )
        raise FileError(f"{sanitize(name, 200)}: {message}, more than the {DELIMITERS:,} that are read; split it")


def is_zip(data: bytes) -> bool:
    """Return whether bytes begin like a zip archive, as Excel workbooks do."""
    return data.startswith(b"PK\x03\x04")


def decode(path: str, data: bytes) -> str:
    """Decode the bytes of a file in UTF-8, or in UTF-16 with a byte-order mark.

    Raises GraphFileError with the line of the first byte that cannot be decoded.
    """
    encoding = "UTF-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "UTF-8-SIG"
    # a file in an older Windows encoding does not say which one
    note = "which Excel calls CSV UTF-8" if path.lower().endswith(".csv") else "complete to its last character"
    fix = f"save the file as UTF-8, {note}"
    if data.startswith(BOM_UTF32_LE) or data[:4].count(0) == 3:
        raise _make_error(path, 1, "", "is UTF-32 text", fix)
    zeros = [byte == 0 for byte in data[:4]]
    if encoding != "UTF-16" and zeros in ([True, False] * 2, [False, True] * 2):
        raise _make_error(path, 1, "", "is UTF-16 text without a byte-order mark", fix)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        # the codec removes the byte-order mark before it counts bytes
        read = error.object
        before = read[: error.start].decode(encoding, "replace")
        message = f"byte 0x{read[error.start]:02x} is not {encoding.removesuffix('-SIG')} text"
        raise _make_error(path, before.count("\n") + 1, before, message, fix) from error


def parse_toml(path: str, text: str) -> dict[str, Any]:
    """Parse a TOML text into a dictionary. Raises GraphFileError if the text is not well-formed."""
    # imported late: cached graphs and JSON need no TOML parser
    import tomli

    try:
        if _LONG_NUMBER.search(text):
            raise ValueError
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        reason = str(error)
        found = re.search(r" \(at line (\d+), column (\d+)\)$", reason)
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        column = f" (column {found[2]})" if found else ""
        message = f"is not TOML: {sanitize(reason[: found.start()] if found else reason)}{column}"
        before = "\n".join(text.split("\n")[:line])
        if month := _BARE_MONTH.search(before.rpartition("\n")[2]):
            raise _make_error(path, line, before, message, f'write a month in quotes, "{month[1]}"') from error
    except (ValueError, RecursionError) as error:
        line, before, message = _explain_excess(text, error)
    raise _make_error(path, line, before, message, "correct this first; later errors are found only then")


def parse_json(path: str, text: str) -> dict[str, Any]:
    """Parse a JSON text into a dictionary. Raises GraphFileError if the text is not well-formed."""
    try:
        tables = json.loads(text, parse_constant=_reject_constant, object_pairs_hook=_reject_repeated_keys)
    except _RepeatedKeyError as error:
        message = f"has the key {sanitize(error)} twice in one object"
        raise _make_error(path, _find_repeated(text), "", message, "keep one of the two") from error
    except (ValueError, RecursionError) as error:
        raise make_json_error(path, text, error) from error
    if not isinstance(tables, dict):
        raise _make_error(path, 1, "", "is not an object of tables", 'write {"role": {...}, "skill": {...}}')
    return tables


def make_json_error(path: str, text: str, error: ValueError | RecursionError) -> GraphFileError:
    """Convert an error of Python's JSON parser to a GraphFileError."""
    if isinstance(error, json.JSONDecodeError):
        line, message = error.lineno, f"is not JSON: {error.msg} (column {error.colno})"
    else:
        line, _, message = _explain_excess(text, error)
    return _make_error(path, line, "", message, "correct this first; later errors are found only then")


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _reject_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise _RepeatedKeyError(Counter(name for name, _ in pairs).most_common(1)[0][0])
    return table


class _RepeatedKeyError(Exception):
    """The error that a JSON object holds the same key twice."""


def _find_repeated(text: str) -> int:
    """Return the number of the line on which a JSON text first repeats a key of an object."""
    seen: set[Key] = set()
    with suppress(ValueError):  # after the repeated key, the text may be malformed
        for key, line in iterate_keys(text, is_json=True):
            if key in seen and isinstance(key[-1], str):
                return line
            seen.add(key)
    return 1


def _explain_excess(text: str, error: Exception) -> tuple[int, str, str]:
    """Return the line on which a text exceeds a limit of the parser, the text before this place, and a message."""
    if isinstance(error, RecursionError):
        return 1, "", "is nested too deeply"
    digits = _MANY_DIGITS.search(text) or _LONG_NUMBER.search(text)
    before = text[: digits.start()] if digits else ""
    message = "holds a number with too many digits" if digits else sanitize(error)
    return before.count("\n") + 1, before, message


def _make_error(path: str, line: int, before: str, message: str, fix: str) -> GraphFileError:
    """Return the error about a text that the parser rejects.

    In a TOML file, the error names the node in the last table header before the place that the parser rejects.
    """
    headers = _HEADER.findall(before) if path.lower().endswith(".toml") else []
    parts = [part.strip("\"'") for part in _PART.findall(headers[-1])] if headers else []
    node = parts[1] if len(parts) > 1 else ""
    return GraphFileError(path, [Diagnostic("error", path, line, node, message, fix)])
