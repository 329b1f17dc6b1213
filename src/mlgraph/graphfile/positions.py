"""The line numbers of TOML and JSON keys, which Python's parsers do not report.

mlgraph computes line numbers only to report an error or a warning.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import reduce

import tomli

Key = tuple[str | int, ...]

# possessive quantifiers never scan a character twice, which keeps these patterns linear on hostile input
_TOKENS = r"""
        (?P<blank>[ \t\r]++|\#[^\n]*+)
      | (?P<newline>\n(?:[ \t\r\n]++|\#[^\n]*+)*+)
      | (?P<string>\"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+\"{3,5} | '{3}.*?'{3,5} | "(?:[^"\\]++|\\.)*+" | '[^'\n]*+')
      | (?P<mark>[\[\]{}=:,.])
      | (?P<bare>[^\s\[\]{}=:,.\#"']+)"""
_FLAT = r"""[\[{](?:[^\[\]{}"'\n\#]++|"(?!"")(?:[^"\\\n]++|\\.)*+"|'(?!'')[^'\n]*+'|NESTED)*+[\]}]"""
# a list or table on one line, nested at most four deep
_ON_ONE_LINE = f"(?P<one_line>{reduce(lambda inside, _: _FLAT.replace('NESTED', inside), range(4), '(?!)')})"
_TOKEN = re.compile(_TOKENS, re.VERBOSE | re.DOTALL)
_COARSE_TOKEN = re.compile(f"{_ON_ONE_LINE} | {_TOKENS}", re.VERBOSE | re.DOTALL)
# blanks, commas and comments between the values of a list
_GAP = re.compile(r"(?:[\s,]|#[^\n]*)*+")
DEEPEST = 6  # kind, id, leads_to, target, cites, index; keys nested deeper get no line


def iterate_keys(text: str, *, is_json: bool) -> Iterator[tuple[Key, int]]:
    """Yield a pair for each key and list element of TOML or JSON: the keys that lead to it, and its line."""
    yield from _find_lines(text, _TOKEN, is_json)


def iterate_outer_keys(text: str, *, is_json: bool) -> Iterator[tuple[Key, int]]:
    """Yield the same pairs as `iterate_keys`, but leave out keys inside lists and tables that are on a single line.

    To leave out the keys inside lists and tables on a single line makes the function much faster.
    """
    yield from _find_lines(text, _COARSE_TOKEN, is_json)


def iterate_key_ends(text: str) -> Iterator[tuple[Key, int]]:
    """Yield a pair for each key and list element of well-formed TOML: the keys that lead to it, and an offset.

    For a key, the function yields the offset after its `=`, or after the closing bracket if the key is in a table
    header. For a list element, the function yields the offset after the first token of the element, such as a string or
    an opening bracket.
    """
    scanner = _Scanner(_unescape_toml)
    for token in _TOKEN.finditer(text):
        yield from ((key, token.end()) for key in scanner.feed(token.lastgroup, token.group()))


def find_end_of_value(text: str, start: int) -> int:
    """Return the offset of the end of the first value of well-formed TOML at or after the offset `start`."""
    depth, end = 0, start
    for token in _TOKEN.finditer(text, start):
        kind, piece = token.lastgroup, token.group()
        if depth == 0 and (piece in ("]", "}", ",") or (kind == "newline" and end > start)):
            break
        if kind == "mark":
            depth += (piece in "[{") - (piece in "]}")
        if kind not in ("blank", "newline"):
            end = token.end()
    return end


def list_values(text: str, key: str) -> tuple[int, list[tuple[int, int]]] | None:
    """Return the offset after the opening bracket of the top-level list `key`, and the two ends of each of its values.

    Return None if the TOML text has no top-level key `key` with a value in brackets.
    """
    equals = next((end for path, end in iterate_key_ends(text) if path == (key,) and text[end - 1] == "="), None)
    opened = equals and re.compile(r"[ \t]*\[").match(text, equals)
    if not opened:
        return None
    spans: list[tuple[int, int]] = []
    at = opened.end()
    while (start := _skip_gap(text, at)) < len(text) and text[start] != "]":
        at = find_end_of_value(text, start)
        spans.append((start, at))
    return opened.end(), spans


def _skip_gap(text: str, begin: int) -> int:
    """Return the offset of the next value of a list at or after the offset `begin`."""
    gap = _GAP.match(text, begin)
    return gap.end() if gap else begin


def find_newline(text: str) -> str:
    """Return the line break of a text: CR LF, as on Windows, if the text contains it, or else a line feed (LF)."""
    return "\r\n" if "\r\n" in text else "\n"


def list_comments(text: str) -> list[str]:
    """Return the comments in a part of well-formed TOML that does not begin or end inside a key or a value."""
    blanks = (token.group() for token in _TOKEN.finditer(text) if token.lastgroup in ("blank", "newline"))
    return [comment for blank in blanks for comment in re.findall(r"#[^\n]*", blank)]


def _find_lines(text: str, tokens: re.Pattern[str], is_json: bool) -> Iterator[tuple[Key, int]]:
    scanner, line = _Scanner(json.loads if is_json else _unescape_toml), 1
    for token in tokens.finditer(text):
        piece = token.group()
        yield from ((key, line) for key in scanner.feed(token.lastgroup, piece))
        line += piece.count("\n")


def _unescape_toml(piece: str) -> str:
    """Return the text of a quoted TOML key, whose escapes differ from the escapes of JSON."""
    return str(tomli.loads(f"k = {piece}")["k"])


class _Scanner:
    """A scanner of the tokens of TOML or JSON, such as strings and brackets.

    The method `feed` takes a token, and returns each key that the token completes, with the keys that lead to it.
    """

    def __init__(self, unquoted: Callable[[str], str]) -> None:
        self.unquoted = unquoted
        self.awaits = "key"  # the kind of token expected next: "key", "header" or "value"
        self.header: Key = ()
        self.is_array = False
        self.tables: dict[Key, int] = {}  # the index of the last table of each array, by its key
        self.parts: Key = ()
        self.brackets: list[tuple[str, Key]] = []
        self.index: list[int] = []
        self.value: Key = ()
        self.is_below_key = False

    def feed(self, kind: str | None, piece: str) -> list[Key]:
        if kind == "newline":
            self.is_below_key = self.awaits == "value" and not self._is_in_list()
            self.awaits, self.parts = (self.awaits, self.parts) if self.brackets else ("key", ())
        elif kind == "one_line" and (self.is_below_key or not (self.brackets or self.awaits == "value")):
            # the list begins on a later line than its key, or this is a table header
            return [key for token in _TOKEN.finditer(piece) for key in self.feed(token.lastgroup, token.group())]
        elif kind == "mark":
            return self._mark(piece)
        elif kind in ("string", "bare", "one_line"):
            if self.awaits != "value":
                self.parts += (self.unquoted(piece) if piece[0] in "\"'" else piece,)
            elif self._is_in_list() and len(self._find_around()) < DEEPEST:
                return [self._find_here()]
        return []

    def _mark(self, mark: str) -> list[Key]:
        if mark == "[" and not self.brackets and self.awaits != "value":
            self.is_array, self.awaits, self.parts = self.awaits == "header", "header", ()
        elif mark == "]" and self.awaits == "header":
            self.awaits, self.header = "value", self._find_in_tables(self.parts)
            return [self.header[:n] for n in range(1, min(len(self.header), DEEPEST) + 1)]
        elif mark in "[{":
            return self._open(mark)
        elif mark in "]}" and self.brackets:
            self.brackets.pop()
            self.index.pop()
            self.awaits = "value"
        elif mark in "=:" and self.awaits == "key":
            self.awaits, self.value, self.is_below_key = "value", self._find_around() + self.parts, False
            around = len(self.value) - len(self.parts)
            return [self.value[:n] for n in range(around + 1, min(len(self.value), DEEPEST) + 1)]
        elif mark == "," and self.brackets:
            self.index[-1] += 1
            self.awaits, self.parts = "value" if self._is_in_list() else "key", ()
        return []

    def _find_in_tables(self, parts: Key) -> Key:
        """Return the keys in a table header, with an index after the key of each array of tables."""
        key: Key = ()
        for number, part in enumerate(parts, 1):
            key += (part,)
            if self.is_array and number == len(parts):
                self.tables[key] = self.tables.get(key, -1) + 1
            if key in self.tables:
                key += (self.tables[key],)
        return key

    def _open(self, bracket: str) -> list[Key]:
        noted = [self._find_here()] if self._is_in_list() else []
        self.brackets.append((bracket, noted[0] if noted else self.value))
        self.index.append(0)
        self.awaits, self.parts = "value" if bracket == "[" else "key", ()
        return noted

    def _find_around(self) -> Key:
        return self.brackets[-1][1] if self.brackets else self.header

    def _find_here(self) -> Key:
        return (*self._find_around(), self.index[-1])

    def _is_in_list(self) -> bool:
        return bool(self.brackets) and self.brackets[-1][0] == "["
