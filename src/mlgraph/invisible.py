"""Invisible characters of a text: which a script, a typographic rule or an emoji needs, and which deceive.

Sources: Unicode Standard Annex 31 (joiners in words), Unicode Technical Standard 51 (emoji), Unicode Standard Annex 9
(directions), and chapters 13 and 23 of the Unicode Standard (Mongolian, variation selectors).
"""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import bidirectional, category, combining, decomposition, name

from mlgraph.limits import MARKS_ON_LETTER

# printable for Python, but invisible: fillers, joiners and variation selectors
# Source: Unicode, Default_Ignorable_Code_Point, and the blank pattern of Braille
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0100-\U000e01ef]"
)
_NON_JOINER, _JOINER, _BREAK = "\u200c", "\u200d", "\u200b"
# prefixes of the names of letters in cursive scripts
_CURSIVE = tuple(f"{script} LETTER" for script in ("ARABIC", "SYRIAC", "MANDAIC", "NKO", "MONGOLIAN"))
# scripts without spaces between words, where U+200B may separate words
_UNSPACED = ("THAI ", "LAO ", "KHMER ", "MYANMAR ", "TAI ", "NEW TAI ", "JAVANESE ", "BALINESE ")
# a joiner belongs to the spelling between letters that join (J; E joins to the letter before it only), or after a sign
# that removes the vowel of a letter (V); marks (M) and dependent vowels (D) may come between
# Source: Unicode Standard Annex 31, contexts A1, A2 and B
_SPELLING = re.compile(
    rf"J[MV]{{0,{MARKS_ON_LETTER}}}n(?=[MV]{{0,{MARKS_ON_LETTER}}}[JE])"
    rf"|[JEL][MVD]{{0,{MARKS_ON_LETTER}}}V[MV]{{0,{MARKS_ON_LETTER}}}(?:n(?=[MV]{{0,{MARKS_ON_LETTER}}}[JEL])|z(?![MV]*+D))"
)
# a variation selector after a letter that has such variants: ideographs, and letters of Mongolian, Myanmar and Phags-pa
_VARIANTS = {
    "CJK ": "\ufe00-\ufe02\U000e0100-\U000e01ef",
    "MONGOLIAN LETTER": "\u180b-\u180d\u180f",
    "MYANMAR LETTER": "\ufe00",
    "PHAGS-PA LETTER": "\ufe00",
}
# a sequence that may be an emoji: a character with a selector, a keycap, a skin colour or tags, and others joined to it
# Source: Unicode Technical Standard 51, EBNF of possible emoji
_PART = "[^\\s\u200d](?:\ufe0f\u20e3?|[\U0001f3fb-\U0001f3ff]\ufe0f?|[\U000e0020-\U000e007e]{1,6}\U000e007f)?"
_POSSIBLE_EMOJI = re.compile(f"{_PART}(?:\u200d{_PART})*")
# the characters that occur in emoji only with others, and blocks to which new versions of Unicode add emoji
_IN_EMOJI = re.compile("[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]|[\U0001f000-\U0001faff]")
_MARKS_OF_DIRECTION = "\u200e\u200f\u061c"
_OPENING = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069", "\u202a": "\u202c", "\u202b": "\u202c"}
_CLOSING = frozenset(_OPENING.values())


def find_unseen(text: str) -> list[int]:
    r"""Return the indices of characters that are invisible, move the cursor or change the direction of a text.

    Characters that the spelling of a word, a typographic rule or an emoji needs are left out.

    Examples
    --------
    >>> find_unseen("a\u200cb"), find_unseen("a\u00a0b"), find_unseen("\u2699\ufe0f Operations")
    ([1], [], [])
    """
    if text.isprintable() and not _UNSEEN.search(text):
        return []
    unseen = {at for at, c in enumerate(text) if not c.isprintable() or _UNSEEN.match(c)}
    # spaces of all widths; a line or paragraph separator has another category
    unseen -= {at for at in unseen if category(text[at]) == "Zs"}
    for needed in (_joiners, _selectors, _word_breaks, _directions, _emoji):
        if unseen:
            unseen.difference_update(needed(text))
    return sorted(unseen)


def remove_invisible(text: str) -> str:
    r"""Return a text without joiners, variation selectors, marks of direction and the like.

    Examples
    --------
    >>> remove_invisible("\u2699\ufe0f Operations") == "\u2699 Operations"
    True
    """
    return "".join(c for c in text if category(c) != "Cf" and not _UNSEEN.match(c))


def _joiners(text: str) -> Iterator[int]:
    """Yield the indices of joiners that belong to the spelling of a word."""
    if _NON_JOINER in text or _JOINER in text:
        for found in _SPELLING.finditer("".join(map(_role_in_spelling, text))):
            yield found.end() - 1


def _selectors(text: str) -> Iterator[int]:
    """Yield the indices of variation selectors after letters that have variants, and of Mongolian vowel separators."""
    for found in _UNSEEN.finditer(text):
        at = found.start()
        before, after = (name(c, "") for c in (text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "))
        for script, selectors in _VARIANTS.items():
            if before.startswith(script) and re.match(f"[{selectors}]", text[at]):
                yield at
        if text[at] == "\u180e" and all(letter.startswith("MONGOLIAN LETTER") for letter in (before, after)):
            yield at


def _word_breaks(text: str) -> Iterator[int]:
    """Yield the indices of invisible word breaks between letters of a script without spaces between words."""
    for found in re.finditer(f"(?<=(.)){_BREAK}(?=(.))", text):
        if all(name(letter, "").startswith(_UNSPACED) for letter in found.groups()):
            yield found.start()


def _directions(text: str) -> Iterator[int]:
    """Yield the indices of marks and of closed isolates and embeddings, in a text with letters from right to left."""
    if not any(bidirectional(c) in ("R", "AL") and category(c).startswith("L") for c in text):
        return
    yield from (at for at, c in enumerate(text) if c in _MARKS_OF_DIRECTION)
    opened: list[int] = []
    pairs: list[int] = []
    for at, c in enumerate(text):
        if c in _OPENING:
            opened.append(at)
        elif c in _CLOSING:
            if not opened or _OPENING[text[opened[-1]]] != c:
                return
            pairs += [opened.pop(), at]
    if not opened:
        yield from pairs


def _emoji(text: str) -> Iterator[int]:
    """Yield the indices of all characters of emoji, and of selectors that ask for an emoji in black and white."""
    if not _IN_EMOJI.search(text):
        return
    # its tables take time to load, and few texts need them
    from emoji import EMOJI_DATA

    for found in _POSSIBLE_EMOJI.finditer(text):
        if found[0] in EMOJI_DATA:
            yield from range(*found.span())
            if text[found.end() : found.end() + 1] == "\ufe0e":
                yield found.end()


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
