"""Sanitised text, safe to print: on one line, shortened, without invisible characters."""

import re
from collections.abc import Callable
from functools import cache
from unicodedata import category, combining, decomposition, name

from mlgraph.limits import MARKS_ON_LETTER

# printable for Python, but invisible: fillers, joiners and variation selectors
# Source: Unicode, Default_Ignorable_Code_Point, and the blank pattern of Braille
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0100-\U000e01ef]"
)
_NON_JOINER, _JOINER = "\u200c", "\u200d"
# prefixes of the names of letters in cursive scripts
_CURSIVE = tuple(f"{script} LETTER" for script in ("ARABIC", "SYRIAC", "MANDAIC", "NKO", "MONGOLIAN"))
# a joiner belongs to the spelling between letters that join (J; E joins to the letter before it only), or after a sign
# that removes the vowel of a letter (V); marks (M) and dependent vowels (D) may come between
# Source: Unicode Standard Annex 31, contexts A1, A2 and B
_SPELLING = re.compile(
    rf"J[MV]{{0,{MARKS_ON_LETTER}}}n(?=[MV]{{0,{MARKS_ON_LETTER}}}[JE])"
    rf"|[JEL][MVD]{{0,{MARKS_ON_LETTER}}}V[MV]{{0,{MARKS_ON_LETTER}}}(?:n(?=[MV]{{0,{MARKS_ON_LETTER}}}[JEL])|z(?![MV]*+D))"
)
# a run that may have too many marks on a letter: without letters, digits, spaces and ASCII
_RUN = re.compile(rf"[^\w\s\0-\u02ff]{{{MARKS_ON_LETTER + 1},}}")


def shown(text: object, limit: int = 80) -> str:
    r"""Return `text` safe to print: on one line, cut to `limit` characters, with invisible characters escaped.

    >>> print(shown("red\x1b[31m"))
    red\x1b[31m
    """
    raw = str(text)
    # not cut at a word: show as much as possible of an unknown name
    kept = raw if len(raw) <= limit else raw[: limit - 3] + "..."
    if is_visible(kept):
        return kept
    piled, unseen = is_piled(kept), set(find_unseen(kept))
    return "".join(_escape(c) if at in unseen or (piled and _is_mark(c)) else c for at, c in enumerate(kept))


def shorten(text: str, width: int) -> str:
    """Return a text of at most `width` characters, cut at a word and with dots if it is longer.

    >>> shorten("Machine learning engineer", 20)
    'Machine learning ...'
    """
    if len(text) <= width:
        return text
    return f"{text[: width - 3].rpartition(' ')[0] or text[: width - 4]} ..."


def is_visible(text: str) -> bool:
    """Return whether a text is safe to print.

    A safe text has only visible characters, which do not move the cursor or change the direction of the text. No letter
    of a safe text has too many marks.
    """
    if text.isascii():
        return text.isprintable()
    return not (is_piled(text) or find_unseen(text))


def find_unseen(text: str) -> list[int]:
    """Return the indices of characters that are invisible, move the cursor or change the direction of the text.

    Joiners that belong to the spelling of a word are allowed.
    """
    if text.isprintable() and not _UNSEEN.search(text):
        return []
    unseen = [at for at, c in enumerate(text) if not c.isprintable() or _UNSEEN.match(c)]
    if _NON_JOINER in text or _JOINER in text:
        spelling = {found.end() - 1 for found in _SPELLING.finditer("".join(map(_role_in_spelling, text)))}
        unseen = [at for at in unseen if at not in spelling]
    return unseen


def is_piled(text: str) -> bool:
    """Return whether a letter has more combining marks than in any script."""
    runs = ("".join("m" if _is_mark(c) else " " for c in run) for run in _RUN.findall(text))
    return any("m" * (MARKS_ON_LETTER + 1) in run for run in runs)


def _is_mark(character: str) -> bool:
    return category(character) in ("Mn", "Me")


@cache
def _role_in_spelling(character: str) -> str:
    """Return the class of a character for the rules on joiners, as one letter."""
    if character in (_NON_JOINER, _JOINER):
        return "n" if character == _NON_JOINER else "z"
    called = name(character, "")
    if combining(character):
        return "V" if combining(character) == 9 else "M"
    if category(character) in ("Mn", "Mc", "Me"):
        return "D" if "VOWEL SIGN" in called else "M"
    if category(character) not in ("Lo", "Lm"):
        return "L" if category(character).startswith("L") else " "
    if not called.startswith(_CURSIVE):
        return "L"
    return "E" if called.partition(" WITH ")[0] in _end_letters() else "J"


@cache
def _end_letters() -> frozenset[str]:
    """Return the names of the Arabic letters without an initial form, which do not join to the next letter."""
    forms = [decomposition(chr(code)).split() for code in (*range(0xFB50, 0xFDD0), *range(0xFE70, 0xFEFD))]
    letters = {
        tag: {name(chr(int(form[1], 16))) for form in forms if form[:1] == [tag] and len(form) == 2}
        for tag in ("<isolated>", "<initial>")
    }
    return frozenset(letters["<isolated>"] - letters["<initial>"])


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()


# a parameter in backticks, but nothing in quotes: that was typed by a person or comes from a file
_PARAMETER = re.compile(r"(?<!\w)'.*?'(?!\w)|`([a-z]+(?:_[a-z]+)*)`")


def rename_parameters(message: str, name: Callable[[str], str]) -> str:
    """Return a message of the library with each parameter in backticks replaced by another name, such as an option.

    >>> rename_parameters("`time_limit` is 0; '`time_limit`' is no name", lambda parameter: "limit")
    "limit is 0; '`time_limit`' is no name"
    """
    return _PARAMETER.sub(lambda found: name(found[1]) if found[1] else found[0], message)
