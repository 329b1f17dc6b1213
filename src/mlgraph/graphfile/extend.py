"""Insertion of ids, keys, tables and comments into TOML text, without changes to existing comments and layout."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import tomli

from mlgraph.graphfile.positions import find_end_of_value, find_newline, iterate_key_ends, list_values

# the remainder of a line, if it holds at most a comma and a comment
_END_OF_LINE = re.compile(r"[ \t]*(?P<comma>,?)[ \t]*(?:#[^\n]*?)?(?P<newline>\r?\n)")


def extend(text: str, key: str, ids: Sequence[str]) -> str:
    """Add ids to the end of the top-level list `key` in well-formed TOML, and return the text.

    If each value of the list `key` has its own line, each new id gets its own line. If the text has no list `key`, the
    function adds the list before the first table, or else at the end of the text.
    """
    values = [f'"{each}"' for each in ids]
    if list_values(text, key):
        return _extend(text, key, values)
    return _add_line(text, f"{key} = [{', '.join(values)}]")


def _extend(text: str, key: str, values: Sequence[str]) -> str:
    """Add values to the end of an existing top-level list of well-formed TOML, and return the text."""
    begin, spans = list_values(text, key) or (0, [])
    is_empty = not spans
    end = begin if is_empty else spans[-1][1]
    rest = _END_OF_LINE.match(text, end)
    if rest and (is_empty or "\n" in text[begin:end]):
        line = text[text.rfind("\n", 0, end) + 1 : end]
        indent = " " * 4 if is_empty else line[: len(line) - len(line.lstrip(" \t"))]
        before, behind = ("", ",") if is_empty else ("" if rest["comma"] else ",", rest["comma"])
        lines = f",{rest['newline']}".join(indent + value for value in values)
        return f"{text[:end]}{before}{rest.group()}{lines}{behind}{rest['newline']}{text[rest.end() :]}"
    # valid TOML even if a comma follows the last value
    return f"{text[:end]}{'' if is_empty else ', '}{', '.join(values)}{text[end:]}"


def append_tables(text: str, key: str, tables: Iterable[Mapping[str, Any]]) -> str:
    """Add tables to the array of tables `key` in well-formed TOML, and return the text.

    If the text has a list `key` of inline tables, add the new tables to the list. If the text has no list `key` of
    inline tables, add each new table at the end of the text under the header [[key]]. The values in the tables to add
    are ids, numbers and dates.
    """
    if list_values(text, key):
        inline = (", ".join(_format_values(table)) for table in tables)
        return _extend(text, key, [f"{{ {values} }}" for values in inline])
    for table in tables:
        text += _begin_part(text) + _format_table(f"[[{key}]]", table, text)
    return text


def append_table(text: str, key: str, table: Mapping[str, Any]) -> str:
    """Add the table [key] with ids, numbers and dates to the end of well-formed TOML, and return the text."""
    return text + _begin_part(text) + _format_table(f"[{key}]", table, text)


def add_to_table(text: str, key: str, index: int, behind: str, name: str, value: str) -> str:
    """Add the key `name`, with an id as its value, to a table of the array `key` of well-formed TOML; return the text.

    The new key `name` stands after the existing key `behind`, on a line of its own unless the table is inline.
    """
    equals = next(end for path, end in iterate_key_ends(text) if path == (key, index, behind))
    end = find_end_of_value(text, equals)
    if list_values(text, key):
        return f'{text[:end]}, {name} = "{value}"{text[end:]}'
    first, last = text.rfind("\n", 0, equals) + 1, text.find("\n", end)
    indent, newline = text[first : len(text) - len(text[first:].lstrip(" \t"))], find_newline(text)
    if last < 0:
        return f'{text}{newline}{indent}{name} = "{value}"{newline}'
    return f'{text[: last + 1]}{indent}{name} = "{value}"{newline}{text[last + 1 :]}'


def append_comments(text: str, lines: Iterable[str]) -> str:
    """Add each of `lines` as a comment to the end of well-formed TOML, and return the resulting text.

    The function does not add a comment that is already a line of `text`.
    """
    known = {line.strip() for line in text.splitlines()}
    new = [line for line in dict.fromkeys(f"# {line}" for line in lines) if line not in known]
    return text + (_begin_part(text) + find_newline(text).join([*new, ""]) if new else "")


def add_value(text: str, key: str, value: str | float) -> str:
    """Add a top-level key with an id or a number before the first table of well-formed TOML, and return the text."""
    return _add_line(text, f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}")


def _add_line(text: str, line: str) -> str:
    """Add a line with a top-level key to well-formed TOML, and return the text.

    The line stands behind the last top-level key. A comment above it that is about the whole file remains set apart.
    """
    top, newline = _find_end_of_top(text), find_newline(text)
    before, after = text[:top], text[top:]
    is_apart = after and not after.partition("\n")[0].strip()
    is_comment = before.rstrip("\r\n").rpartition("\n")[2].lstrip().startswith("#")
    gap = newline if (before and not before.endswith("\n")) or (is_apart and is_comment) else ""
    return f"{before}{gap}{line}{newline}{after}"


def _begin_part(text: str) -> str:
    """Return the line breaks to write between the end of a text and a table or comment to add there."""
    return find_newline(text) * (bool(text) + (bool(text) and not text.endswith("\n")))


def _format_table(header: str, table: Mapping[str, Any], text: str) -> str:
    return find_newline(text).join([header, *_format_values(table), ""])


def _format_values(table: Mapping[str, Any]) -> list[str]:
    return [f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in table.items()]


def _find_end_of_top(text: str) -> int:
    """Return the offset behind the top-level keys of well-formed TOML, or the length of a text without table headers.

    A comment directly above the first table belongs to the table. The returned offset is before that comment and before
    the empty lines that set the table apart.
    """
    for header in re.finditer(r"^[ \t]*\[", text, re.MULTILINE):
        with suppress(tomli.TOMLDecodeError):  # the line may be inside a string or a list
            tomli.loads(text[: header.start()])
            lines = text[: header.start()].split("\n")[:-1]
            while lines and lines[-1].lstrip().startswith("#"):
                lines.pop()
            while lines and not lines[-1].strip():
                lines.pop()
            return sum(len(line) + 1 for line in lines)
    return len(text)
