"""What can go wrong, as one tree: who catches `MlgraphError` catches all of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import category

from mlgraph.limits import MARKS_ON_LETTER, MISTAKES

# printable for Python, and yet nothing to see: fillers, joiners and selectors of other characters
# Source: Unicode, Default_Ignorable_Code_Point, and the blank pattern of Braille
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0100-\U000e01ef]"
)
# what may hold more marks in a row than may stand on a letter: no letters, digits, blanks or ASCII
_RUN = re.compile(rf"[^\w\s\0-\u02ff]{{{MARKS_ON_LETTER + 1},}}")


class MlgraphError(Exception):
    """A failure that mlgraph reports; its text is the message for a person."""


class UsageError(MlgraphError):
    """A question that is put wrongly, such as a pace of zero hours a week."""


class UnknownNameError(MlgraphError):
    """A name that no node of the kind asked for has."""


class AmbiguousNameError(MlgraphError):
    """A name that several nodes have; `candidates` holds their ids."""

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message, candidates)
        self.candidates = candidates

    def __str__(self) -> str:
        return str(self.args[0])


class NoPlanError(MlgraphError):
    """No way leads to the target; `nearest` is the id of the reachable position that comes nearest to it."""

    def __init__(self, message: str, nearest: str) -> None:
        super().__init__(message, nearest)
        self.nearest = nearest

    def __str__(self) -> str:
        return str(self.args[0])


class DrawError(MlgraphError):
    """A picture that cannot be drawn."""


class FileError(MlgraphError):
    """A file that cannot be read or written."""


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong in a graph file: where it stands (file, line, id), what it is, what would be right."""

    file: str
    line: int
    id: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{shown(self.file, 4096)}:{self.line}"
        return ": ".join(part for part in (place, shown(self.id), f"{self.problem}; {self.remedy}") if part)


class GraphFileError(FileError):
    """A profile or graph file, or several as one, or the files of a published source, that are refused.

    `mistakes` holds all, up to a thousand, in the order of lines.
    """

    def __init__(self, path: str, mistakes: Iterable[Mistake]) -> None:
        self.path = path
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))
        count = f"{len(self.mistakes)} mistake{'s' if len(self.mistakes) > 1 else ''}"
        if len(self.mistakes) >= MISTAKES:
            count = f"these {len(self.mistakes):,} mistakes and perhaps more"
        head = f"{shown(path, 200)}: {count}, nothing is loaded"
        super().__init__("\n".join((head, *map(str, self.mistakes))))

    def __reduce__(self) -> tuple[object, ...]:
        """Return what makes it again in another process."""
        return type(self), (self.path, self.mistakes)


def shown(text: object, limit: int = 80) -> str:
    r"""Return `text` as it may be printed: on one line, shortened to `limit` characters, with nothing invisible.

    >>> print(shown("red\x1b[31m"))
    red\x1b[31m
    """
    raw = str(text)
    kept = raw if len(raw) <= limit else raw[: limit - 3] + "..."
    if is_visible(kept):
        return kept
    piled = is_piled(kept)
    return "".join(c if is_visible(c) and not (piled and _is_mark(c)) else _escape(c) for c in kept)


def is_visible(text: str) -> bool:
    """Return whether a text can be printed as it is: nothing in it is invisible, moves the cursor or turns the text.

    Nor does any letter have so many marks that they cover other lines.
    """
    return text.isprintable() and (text.isascii() or not (_UNSEEN.search(text) or is_piled(text)))


def is_piled(text: str) -> bool:
    """Return whether a letter has more marks than any script sets on one."""
    runs = ("".join("m" if _is_mark(c) else " " for c in run) for run in _RUN.findall(text))
    return any("m" * (MARKS_ON_LETTER + 1) in run for run in runs)


def _is_mark(character: str) -> bool:
    return category(character) in ("Mn", "Me")


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
