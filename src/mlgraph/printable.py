"""Text made safe to print: on one line, shortened, with nothing invisible."""

import re
from functools import cache
from unicodedata import category, combining, decomposition, name

from mlgraph.limits import MARKS_ON_LETTER

# printable for Python, and yet nothing to see: fillers, joiners and selectors of other characters
# Source: Unicode, Default_Ignorable_Code_Point, and the blank pattern of Braille
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0100-\U000e01ef]"
)
_NON_JOINER, _JOINER = "\u200c", "\u200d"
# scripts whose letters join, by the names of their letters
_CURSIVE = tuple(f"{script} LETTER" for script in ("ARABIC", "SYRIAC", "MANDAIC", "NKO", "MONGOLIAN"))
# a joiner is a part of the spelling between letters that would join (J, and E joins to the letter before it only), or
# behind a sign that takes the vowel from a letter (V); marks may stand between (M, and D are vowels that depend)
# Source: Unicode Standard Annex 31, contexts A1, A2 and B
_SPELLING = re.compile(
    rf"J[MV]{{0,{MARKS_ON_LETTER}}}n(?=[MV]{{0,{MARKS_ON_LETTER}}}[JE])"
    rf"|[JEL][MVD]{{0,{MARKS_ON_LETTER}}}V[MV]{{0,{MARKS_ON_LETTER}}}(?:n(?=[MV]{{0,{MARKS_ON_LETTER}}}[JEL])|z(?![MV]*+D))"
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
    piled, unseen = is_piled(kept), set(find_unseen(kept))
    return "".join(_escape(c) if at in unseen or (piled and _is_mark(c)) else c for at, c in enumerate(kept))


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
    if text.isascii():
        return text.isprintable()
    return not (is_piled(text) or find_unseen(text))


def find_unseen(text: str) -> list[int]:
    """Return the places of characters that are invisible, move the cursor or turn the text.

    A joiner is none of them where the spelling of a word has it.
    """
    if text.isprintable() and not _UNSEEN.search(text):
        return []
    unseen = [at for at, c in enumerate(text) if not c.isprintable() or _UNSEEN.match(c)]
    if _NON_JOINER in text or _JOINER in text:
        spelling = {found.end() - 1 for found in _SPELLING.finditer("".join(map(_role_in_spelling, text)))}
        unseen = [at for at in unseen if at not in spelling]
    return unseen


def is_piled(text: str) -> bool:
    """Return whether a letter has more marks than any script sets on one."""
    runs = ("".join("m" if _is_mark(c) else " " for c in run) for run in _RUN.findall(text))
    return any("m" * (MARKS_ON_LETTER + 1) in run for run in runs)


def _is_mark(character: str) -> bool:
    return category(character) in ("Mn", "Me")


@cache
def _role_in_spelling(character: str) -> str:
    """Return the letter that stands for a character in the pattern of spellings."""
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
    """Return the names of the Arabic letters without a form for the beginning of a word: they join to none behind."""
    forms = [decomposition(chr(code)).split() for code in (*range(0xFB50, 0xFDD0), *range(0xFE70, 0xFEFD))]
    letters = {
        tag: {name(chr(int(form[1], 16))) for form in forms if form[:1] == [tag] and len(form) == 2}
        for tag in ("<isolated>", "<initial>")
    }
    return frozenset(letters["<isolated>"] - letters["<initial>"])


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
