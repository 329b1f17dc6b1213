"""Removal of values and tables from TOML text. The remaining text keeps its layout and its comments."""

import re
from collections.abc import Collection

from mlgraph.graphfile.positions import iterate_key_ends

# blanks, commas and comments between the values of a list
_GAP = re.compile(r"(?:[\s,]|#[^\n]*)*")
# possessive, so that a comma inside a comment does not match
_COMMA = re.compile(r"(?:\s|#[^\n]*+)*+,")
_SCALAR = re.compile(r"[ \t]*(?:\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[^\s#]+)[ \t]*")


def remove_values(text: str, key: str, indices: Collection[int]) -> str:
    """Remove the values at some indices of the top-level list `key` from well-formed TOML, and return the text."""
    ends = [(path, end) for path, end in iterate_key_ends(text) if path[0] == key]
    if not ends:
        return text
    begin = text.index("[", ends[0][1]) + 1
    spans = []
    for path, end in ends[1:]:
        spans.append((path[1], _skip_gap(text, begin), end))
        begin = end
    for index, start, end in reversed(spans):
        if index in indices:
            text = _cut_value(text, start, end)
    return text


def _skip_gap(text: str, begin: int) -> int:
    """Return the offset of the first value of a list at or after the offset `begin`."""
    gap = _GAP.match(text, begin)
    return gap.end() if gap else begin


def _cut_value(text: str, start: int, end: int) -> str:
    """Remove a value and its comma from a text, or the whole line if it holds nothing else."""
    if comma := _COMMA.match(text, end):
        text = text[: comma.end() - 1] + text[comma.end() :]
    else:
        # the last value of a list may have its comma before it
        before = text.rfind(",", 0, start)
        if before >= 0 and not re.sub(r"#[^\n]*", "", text[before + 1 : start]).strip():
            text, start, end = text[:before] + text[before + 1 :], start - 1, end - 1
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    if last >= 0 and not (text[first:start] + text[end:last]).strip():
        return text[:first] + text[last + 1 :]
    behind = text[end:]
    if behind.startswith("]"):
        return text[:start].rstrip(" \t") + behind
    return text[:start] + (behind.lstrip(" \t") if text[:start].endswith((" ", "[")) else behind)


def remove_key(text: str, key: str) -> str:
    """Remove a top-level key from well-formed TOML, and return the text.

    The value of the key must be on one line. The comment after the value stays.
    """
    end = next((end for path, end in iterate_key_ends(text) if path == (key,)), None)
    if end is None:
        return text
    value = _SCALAR.match(text, end)
    first, last = text.rfind("\n", 0, end) + 1, value.end() if value else end
    is_alone = text[last : last + 1] == "\n"
    return text[:first] + text[last + is_alone :]


def remove_tables(text: str, key: str, indices: Collection[int] | None = None) -> str:
    """Remove some tables of the array [[key]], or the table [key], from well-formed TOML, and return the text."""
    # a table header ends at its closing bracket
    headers = [(path, end) for path, end in iterate_key_ends(text) if text[end - 1] == "]"]
    starts = [(path, text.rfind("\n", 0, end) + 1) for path, end in headers]
    wanted = {(key,)} if indices is None else {(key, index) for index in indices}
    for at, (path, start) in reversed([*enumerate(starts)]):
        if path not in wanted:
            continue
        following = next((begin for _, begin in starts[at + 1 :] if begin > start), len(text))
        kept = (line for line in text[start:following].splitlines(keepends=True) if line.lstrip().startswith("#"))
        text = text[:start] + "".join(kept) + text[following:]
    return text
