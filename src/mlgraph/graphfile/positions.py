"""The line of each key of TOML or JSON, which no reader of these tells: a scan made only where there is a mistake."""

import json
import re
from collections.abc import Callable, Iterator

import tomli

Key = tuple[str | int, ...]

# each place of a text is looked at once only, whatever stands in it
_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r]++|\#[^\n]*+)
      | (?P<newline>\n(?:[ \t\r\n]++|\#[^\n]*+)*+)
      | (?P<string>\"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+\"{3,5} | '{3}.*?'{3,5} | "(?:[^"\\]++|\\.)*+" | '[^'\n]*+')
      | (?P<mark>[\[\]{}=:,.])
      | (?P<bare>[^\s\[\]{}=:,.\#"']+)""",
    re.VERBOSE | re.DOTALL,
)
_DEEPEST = 6  # kind, id, leads_to, target, cites, place in the list: keys below these have no line of their own


def keys(text: str, *, is_json: bool) -> Iterator[tuple[Key, int]]:
    """Yield each key and list element of well-formed TOML or JSON, as its path from the top, with its line."""
    scanner, line = _Scanner(json.loads if is_json else _toml), 1
    for token in _TOKEN.finditer(text):
        piece = token.group()
        yield from ((key, line) for key in scanner.feed(token.lastgroup or "", piece))
        line += piece.count("\n")


def _toml(piece: str) -> str:
    """Return a quoted key as TOML reads it, which has other escapes than JSON."""
    return str(tomli.loads(f"k = {piece}")["k"])


class _Scanner:
    """Follows the tokens of TOML or JSON; `feed` returns the keys that a token completes."""

    def __init__(self, unquoted: Callable[[str], str]) -> None:
        self.unquoted = unquoted
        self.awaits = "key"  # or "header" or "value"
        self.header: Key = ()
        self.parts: Key = ()
        self.brackets: list[tuple[str, Key]] = []
        self.index: list[int] = []
        self.value: Key = ()

    def feed(self, kind: str, piece: str) -> list[Key]:
        if kind == "newline" and not self.brackets:
            self.awaits, self.parts = "key", ()
        elif kind == "mark":
            return self._mark(piece)
        elif kind in ("string", "bare"):
            if self.awaits != "value":
                self.parts += (self.unquoted(piece) if piece[0] in "\"'" else piece,)
            elif self._in_list() and len(self._around()) < _DEEPEST:
                return [self._here()]
        return []

    def _mark(self, mark: str) -> list[Key]:
        if mark == "[" and not self.brackets and self.awaits != "value":
            self.awaits, self.parts = "header", ()
        elif mark == "]" and self.awaits == "header":
            self.awaits, self.header = "value", self.parts
            return [self.header[:n] for n in range(1, min(len(self.header), _DEEPEST) + 1)]
        elif mark in "[{":
            return self._open(mark)
        elif mark in "]}" and self.brackets:
            self.brackets.pop()
            self.index.pop()
            self.awaits = "value"
        elif mark in "=:" and self.awaits == "key":
            self.awaits, self.value = "value", self._around() + self.parts
            around = len(self.value) - len(self.parts)
            return [self.value[:n] for n in range(around + 1, min(len(self.value), _DEEPEST) + 1)]
        elif mark == "," and self.brackets:
            self.index[-1] += 1
            self.awaits, self.parts = "value" if self._in_list() else "key", ()
        return []

    def _open(self, bracket: str) -> list[Key]:
        noted = [self._here()] if self._in_list() else []
        self.brackets.append((bracket, noted[0] if noted else self.value))
        self.index.append(0)
        self.awaits, self.parts = "value" if bracket == "[" else "key", ()
        return noted

    def _around(self) -> Key:
        return self.brackets[-1][1] if self.brackets else self.header

    def _here(self) -> Key:
        return (*self._around(), self.index[-1])

    def _in_list(self) -> bool:
        return bool(self.brackets) and self.brackets[-1][0] == "["
