"""Text made safe to print: on one line, shortened, with nothing invisible."""

import re
from unicodedata import category

from mlgraph.limits import MARKS_ON_LETTER

# printable for Python, and yet nothing to see: fillers, joiners and selectors of other characters
# Source: Unicode, Default_Ignorable_Code_Point, and the blank pattern of Braille
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0100-\U000e01ef]"
)
# what may hold more marks in a row than may stand on a letter: no letters, digits, blanks or ASCII
_RUN = re.compile(rf"[^\w\s\0-\u02ff]{{{MARKS_ON_LETTER + 1},}}")


def shown(text: object, limit: int = 80) -> str:
    r"""Return `text` as it may be printed: on one line, shortened to `limit` characters, with nothing invisible.

    >>> print(shown("red\x1b[31m"))
    red\x1b[31m
    """
    raw = str(text)
    # not at a word, as `shorten` does: of a name that is wrong, as much as possible is shown
    kept = raw if len(raw) <= limit else raw[: limit - 3] + "..."
    if is_visible(kept):
        return kept
    piled = is_piled(kept)
    return "".join(c if is_visible(c) and not (piled and _is_mark(c)) else _escape(c) for c in kept)


def shorten(text: str, width: int) -> str:
    """Return a text of at most `width` characters, cut at a word, with dots, where it is longer.

    >>> shorten("Machine learning engineer", 20)
    'Machine learning ...'
    """
    if len(text) <= width:
        return text
    return f"{text[: width - 3].rpartition(' ')[0] or text[: width - 4]} ..."


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
