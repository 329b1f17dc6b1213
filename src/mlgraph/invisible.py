"""Checks of the invisible characters in a text, since some invisible characters deceive readers.

Some languages, typographic rules and emoji need invisible characters. The module accepts an invisible character in a
place where it has a meaning according to Unicode. The module refuses an invisible character that has no meaning in its
place, or that changes the direction of the text around it.

The rules for invisible characters inside words are from the chapters 12 (Indic), 13 (Mongolian), 18 (Hangul) and 23 of
the Unicode Standard. The rules for directions of text are from Unicode Standard Annex 9, and the rules for emoji from
Unicode Technical Standard 51. The package `idna` has Unicode's data about which letters join the letters beside them.
"""

import re
from collections.abc import Container, Iterator
from functools import cache
from unicodedata import bidirectional, category, combining, name

# characters that Python calls printable, but that are invisible: fillers, joiners and variation selectors Source:
# Unicode, Default_Ignorable_Code_Point, and the blank pattern of Braille
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U0001d159\U000e0100-\U000e01ef]"
)
_NON_JOINER = "\u200c"
_VIRAMA = 9
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_MONGOLIAN = re.compile("[\u180b-\u180f]")
# in a Korean syllable with another letter, a filler takes the place of a missing consonant or vowel
_FILLER = re.compile(
    "(?<=[\u1100-\u115e\ua960-\ua97c])\u1160|\u115f(?=\u1160?[\u1161-\u11ff\ud7b0-\ud7fb])"
    "|(?<=\u115f)\u1160(?=[\u11a8-\u11ff\ud7cb-\ud7fb])"
)
# matches what may be an emoji: a character with a selector, keycap, skin colour or tags, and others joined to it
# Source: Unicode Technical Standard 51, EBNF of possible emoji
_PART = "[^\\s\u200d](?:\ufe0f\u20e3?|[\U0001f3fb-\U0001f3ff]\ufe0f?|[\U000e0020-\U000e007e]{1,6}\U000e007f)?"
_POSSIBLE_EMOJI = re.compile(f"{_PART}(?:\u200d{_PART})*")
# matches characters that are in emoji only beside others, and blocks to which new versions of Unicode add emoji matches
# the flag of a region, such as Scotland, with the letters of the country and of the region
_FLAG = re.compile("\U0001f3f4([\U000e0061-\U000e007a]{2})[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,3}\U000e007f")
_TAGS = 0xE0000
_IN_EMOJI = re.compile("[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]|[\U0001f000-\U0001faff]")
_MARKS_OF_DIRECTION = "\u200e\u200f\u061c"
_OPENING = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069", "\u202a": "\u202c", "\u202b": "\u202c"}
_CLOSING = frozenset(_OPENING.values())


def find_unseen(text: str) -> list[int]:
    r"""Return the indices of characters in a text that are invisible, move the cursor or change the text's direction.

    The result leaves out invisible characters that the spelling of a word, a typographic rule or an emoji needs.

    Examples
    --------
    >>> find_unseen("a\u200cb"), find_unseen("a\u00a0b"), find_unseen("\u2699\ufe0f Operations")
    ([1], [], [])
    """
    if text.isprintable() and not _UNSEEN.search(text):
        return []
    unseen = {at for at, c in enumerate(text) if not c.isprintable() or _UNSEEN.match(c)}
    unseen = {at for at in unseen if not _is_needed(text, at)}
    for needed in (_find_directions, _find_emoji):
        if unseen:
            unseen.difference_update(needed(text))
    return sorted(unseen)


def remove_invisible(text: str) -> str:
    r"""Remove invisible characters from a text, such as joiners, variation selectors and direction marks.

    Examples
    --------
    >>> remove_invisible("\u2699\ufe0f Operations") == "\u2699 Operations"
    True
    """
    return "".join(c for c in text if category(c) != "Cf" and not _UNSEEN.match(c))


def isolate(text: str) -> str:
    r"""Put a text in right-to-left letters between direction marks, so that the words around the text keep their order.

    Examples
    --------
    >>> isolate("Data engineer"), len(isolate("\u05de\u05d3\u05e2\u05df"))
    ('Data engineer', 6)
    """
    return f"\u2068{text}\u2069" if any(bidirectional(c) in ("R", "AL") for c in text) else text


def _is_needed(text: str, at: int) -> bool:
    """Return whether the invisible character at an index of a text has a meaning between the characters beside it."""
    character, before, after = text[at], text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    match character:
        case "\u200c" | "\u200d":
            return _is_spelled(text, at)
        case "\u200b" | "\u2060":  # a word break or word joiner, which has a meaning beside a script without spaces
            letter = _find_letter_before(text, at)
            return (_is_uncased(letter) or _is_uncased(after)) and _is_inked(letter) and _is_inked(after)
        case "\u115f" | "\u1160":
            return _FILLER.match(text, at) is not None
        case "\u2800":  # the space of Braille
            return all(name(c, "").startswith("BRAILLE") and c != character for c in (before, after))
    if character == "\u034f":  # keeps two marks in order, as in Hebrew
        return combining(before) > 0 and combining(after) > 0
    if _SELECTOR.match(character):
        return _has_variants(before, character)
    if _MONGOLIAN.match(character):
        letters = (before, after) if character == "\u180e" else (before,)
        return all(name(c, "").startswith("MONGOLIAN LETTER") for c in letters)
    return _is_seen(character)


def _is_seen(character: str) -> bool:
    """Return whether a reader sees a character, or the space that it takes, whichever characters are beside it."""
    match category(character):
        case "Zs":  # all spaces; separators of lines and paragraphs have other categories
            return True
        case "Cf":  # visible signs around figures, such as the Arabic sign of a year
            return bidirectional(character) in ("L", "R", "AL", "AN") and character not in _MARKS_OF_DIRECTION
        case "Cn":
            return _is_newer(character)
    return False


def _has_variants(character: str, selector: str) -> bool:
    """Return whether a variation selector may change the form of a character, such as an emoji."""
    if selector >= "\U000e0100":
        return "IDEOGRAPH" in name(character, "IDEOGRAPH NEWER THAN THIS PYTHON")
    if category(character) == "Lo":
        return selector < "\ufe0e"
    return not character.isascii() and category(character)[0] in "SP"


def _find_letter_before(text: str, at: int) -> str:
    """Return the last letter before an index of a text, without its accents, or a space if no letter comes before."""
    return next((c for c in reversed(text[:at]) if not category(c).startswith("M")), " ")


def _is_uncased(character: str) -> bool:
    """Return whether a character is a letter of a script that runs from left to right and has no upper case."""
    return category(character) in ("Lo", "Lm") and bidirectional(character) not in ("R", "AL")


def _is_newer(character: str) -> bool:
    """Return whether a character belongs to a script, but is too new for the Unicode data of the running Python."""
    from fontTools.unicodedata import script

    return script(character) not in ("Zzzz", "Zyyy", "Zinh")


def _is_spelled(text: str, at: int) -> bool:
    """Return whether an invisible joiner belongs to the spelling of a word.

    An invisible joiner is a character without width that joins the letters around it, or keeps them apart.
    """
    if combining(text[at - 1 : at] or " ") == _VIRAMA:
        return True
    if _is_before_mark_of_khmer(text, at):
        return True
    before = _find_letter_before(text, at)
    after = next((c for c in text[at + 1 :] if not category(c).startswith("M")), " ")
    if text[at] == _NON_JOINER:
        # Persian also uses the non-joiner after figures, signs, Latin letters, and letters that never join
        return _joins(after) and _is_inked(before)
    # in Bengali, the joiner keeps the form of a letter before a virama; in Persian, it shows the initial form of a
    # letter
    is_before_virama = _is_uncased(before) and combining(text[at + 1 : at + 2] or " ") == _VIRAMA
    return is_before_virama or (_joins(before, to_next=True) and not _joins(after))


def _is_before_mark_of_khmer(text: str, at: int) -> bool:
    """Return whether an invisible joiner is between two Khmer characters and decides the form of a vowel or a sign."""
    neighbours = (text[at - 1 : at], text[at + 1 : at + 2])
    return all(each and name(each, "").startswith("KHMER") for each in neighbours) and category(neighbours[1])[0] == "M"


@cache
def _joins(letter: str, *, to_next: bool = False) -> bool:
    """Return whether an Arabic or similar letter joins to the letter before it, or to the next if `to_next` is true."""
    from idna import valid_contextj

    # idna accepts a non-joiner only between two letters that join, and the letter beh joins to both sides idna would
    # need the name of the letter, which Tangut ideographs lack
    has_name = letter.isalpha() and name(letter, "") != ""
    return has_name and bool(valid_contextj(f"{letter}\u200c\u0628" if to_next else f"\u0628\u200c{letter}", 1))


def _is_inked(character: str) -> bool:
    """Return whether a character is a visible letter, digit, punctuation mark or symbol, and not a space."""
    return category(character)[0] in "LNPS" and not _UNSEEN.match(character)


def _find_directions(text: str) -> Iterator[int]:
    """Yield the indices of direction marks in a text that do not change the direction of other text.

    Isolates and embeddings, which are direction marks in pairs, do no harm if each opening mark has its closing mark.
    Single direction marks, such as the right-to-left mark, belong in a text with Hebrew or Arabic letters.
    """
    if any(bidirectional(c) in ("R", "AL", "AN") and category(c)[0] in "LN" for c in text):
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


def _is_flag(text: str, known: Container[str]) -> bool:
    """Return whether a sequence of characters is the emoji of a regional flag, such as Scotland's.

    The function returns false if `known` lacks the flag of the region's country, such as the United Kingdom.
    """
    found = _FLAG.fullmatch(text)
    return found is not None and "".join(chr(ord(c) - _TAGS - ord("a") + 0x1F1E6) for c in found[1]) in known


def _find_emoji(text: str) -> Iterator[int]:
    """Yield the indices of emoji in a text, and of variation selectors that turn an emoji into a plain sign."""
    if not _IN_EMOJI.search(text):
        return
    # imported late, since few texts need the tables of emoji, which take time to load
    from emoji import EMOJI_DATA

    for found in _POSSIBLE_EMOJI.finditer(text):
        if found[0] in EMOJI_DATA or _is_flag(found[0], EMOJI_DATA):
            yield from range(*found.span())
            if text[found.end() : found.end() + 1] == "\ufe0e" and not found[0].endswith("\ufe0f"):
                yield found.end()
