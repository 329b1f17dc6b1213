"""Removal of values and tables from TOML text, without changes to comments and to the layout of the remaining text."""

import re
from collections.abc import Collection, Iterable

from mlgraph.graphfile.positions import find_end_of_value, find_newline, iterate_key_ends, list_comments, list_values

# possessive quantifiers, so that a comma inside a comment does not match
_COMMA = re.compile(r"(?:\s|#[^\n]*+)*+,")
_BLANKS = re.compile(r"[ \t]*")


def remove_values(text: str, key: str, indices: Collection[int]) -> str:
    """Remove the values at some indices of the top-level list `key` from well-formed TOML, and return the text."""
    _, spans = list_values(text, key) or (0, [])
    for index, (start, end) in reversed([*enumerate(spans)]):
        if index in indices:
            text = _cut_value(text, start, end)
    return text


def _cut_value(text: str, start: int, end: int) -> str:
    """Remove a value of a list and its comma from a text.

    If the line of the removed value holds nothing else, the function removes the whole line.
    """
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

    The function also removes dotted keys that begin with the removed key, such as `x.y` if the key is `x`. Comments in
    and after the value of the removed key stay in the text.
    """
    for equals in reversed(_find_equals(text, key)):
        end = find_end_of_value(text, equals)
        first, last = text.rfind("\n", 0, equals) + 1, end + len(_match(_BLANKS, text, end))
        comments = _on_lines(list_comments(text[equals:end]), text)
        is_alone = text[last:].startswith(("\n", "\r\n"))
        last = text.find("\n", last) + 1 if is_alone else last
        text = text[:first] + comments + text[last:]
    return text


def _on_lines(comments: Iterable[str], text: str) -> str:
    """Join TOML comments to lines, one comment on each line, with the same line ends as `text`."""
    return "".join(comment.removesuffix("\r") + find_newline(text) for comment in comments)


def _find_equals(text: str, key: str) -> list[int]:
    """Return the offset after the `=` of a top-level key, and after the `=` of each dotted key that begins with it."""
    return [end for path, end in iterate_key_ends(text) if path == (key,) and text[end - 1] == "="]


def _match(pattern: re.Pattern[str], text: str, start: int) -> str:
    found = pattern.match(text, start)
    return found.group() if found else ""


def remove_tables(text: str, key: str, indices: Collection[int] | None = None) -> str:
    """Remove tables from well-formed TOML, and return the text.

    The function removes the table [key] or, if `indices` is given, the tables of the array [[key]] at these indices.

    The function removes tables that are written inline, as in `key = {}`, too. If no table of an array is left, the
    function also removes the array. Comments in removed tables stay in the text.
    """
    if _find_equals(text, key):
        _, spans = list_values(text, key) or (0, [])
        is_whole = indices is None or len(indices) == len(spans)
        return remove_key(text, key) if is_whole else remove_values(text, key, indices or ())
    # a table header ends at its closing bracket
    headers = [(path, end) for path, end in iterate_key_ends(text) if text[end - 1] == "]"]
    starts = [(path, text.rfind("\n", 0, end) + 1) for path, end in headers]
    wanted = {(key,)} if indices is None else {(key, index) for index in indices}
    for at, (path, start) in reversed([*enumerate(starts)]):
        if path not in wanted:
            continue
        following = next((begin for _, begin in starts[at + 1 :] if begin > start), len(text))
        text = text[:start] + _on_lines(list_comments(text[start:following]), text) + text[following:]
    return text
