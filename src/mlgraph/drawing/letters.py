"""Functions that measure, shorten and wrap texts in the fonts of pictures."""

import re
import textwrap
from collections.abc import Iterator
from functools import cache
from unicodedata import category, east_asian_width, name

from wcwidth import iter_graphemes

from mlgraph.drawing import lines

# these scripts have no spaces between words; Chinese and Japanese have none either, and are known by their wide letters
_WITHOUT_SPACES = ("THAI", "LAO", "MYANMAR", "KHMER")
_WORD_BREAK = "\u200b"
# invisible characters that set the direction of a line
_TO_LEFT, _TO_RIGHT = "\u200f", "\u200e"
# a word with the spaces before it; a line never breaks at the spaces that are part of the word
_WORDS = re.compile("([^\\S\u00a0\u202f]*)((?:\\S|[\u00a0\u202f])+)")
# the width of a last line that is very short, and the width of a paragraph that would end so, as shares of the width
_SHORT, _NARROW = 0.2, 0.88
# the categories of opening brackets and quotation marks
_OPENING = ("Ps", "Pi")


@cache
def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text in the font size `size`, in the unit of `size`."""
    return lines.measure(text, size, bold=bold)


def cut(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Shorten a text so that it is no wider than `width`. An ellipsis replaces the end of a text that is too wide."""
    if measure(text, size, bold=bold) <= width:
        return text
    letters = [*iter_graphemes(text)]
    while letters and measure(f"{''.join(letters)}…", size, bold=bold) > width:
        del letters[-1]
    return f"{''.join(letters).rstrip()}…"


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """Wrap a text to at most `most` lines, each no wider than `width`.

    The function breaks lines of text between words. A word that is wider than a line is broken in a script without
    spaces, and shortened in other scripts. A web address is broken after a slash. All lines of a wrapped text run in
    the direction of the whole text, from left to right or from right to left. If a line would run in the other
    direction than the whole text, the function begins it with an invisible character for the direction.
    """
    if not text.strip():
        return []
    found, is_leftward = [""], lines.split_line(text).is_leftward
    words = [
        (space[:1] * (place == 0), part)
        for space, word in _WORDS.findall(text)
        for piece in textwrap.wrap(word, 200)
        for place, part in enumerate(_break_word(piece, width, size, bold=bold))
    ]
    for number, (space, word) in enumerate(words):
        longer = f"{found[-1]}{space}{word}".strip()
        if not found[-1] or measure(longer, size, bold=bold) <= width:
            found[-1] = longer
        elif len(found) < most:
            found.append(word)
        else:
            found[-1] += "".join(f"{space}{word}" for space, word in words[number:])
            break
    kept = [cut(line, width, size, bold=bold) for line in found]
    mark = _TO_LEFT if is_leftward else _TO_RIGHT
    return [line if lines.split_line(line).is_leftward == is_leftward else f"{mark}{line}" for line in kept]


def wrap_paragraph(text: str, width: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """Wrap a text to lines no wider than `width`, with narrower lines if the last one would be very short."""
    lines = wrap(text, width, size, bold=bold, most=most)
    is_alone = len(lines) > 1 and (" " not in lines[-1] or measure(lines[-1], size, bold=bold) < width * _SHORT)
    narrow = wrap(text, width * _NARROW, size, bold=bold, most=most + 1) if is_alone else lines
    return narrow if len(narrow) == len(lines) else lines


def _break_word(word: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    """Yield parts of a word that are no wider than `width`, or the whole word if it must not be broken."""
    if measure(word, size, bold=bold) <= width:
        yield word
        return
    line = ""
    for part in _split_word(word):
        if line and measure(line + part, size, bold=bold) > width:
            yield line
            line = ""
        line += part
    yield line


def _split_word(word: str) -> Iterator[str]:
    """Split a word at the places where a line of text may end.

    If a word has zero-width spaces, which are invisible, a line may end only after one of them. A line may also end
    after a slash of a web address. In any other word, a line may end between two letters if the rules of their script
    permit it, as in Chinese.
    """
    part, sign = "", _WORD_BREAK if _WORD_BREAK in word else "/" * ("://" in word)
    for letter in iter_graphemes(word):
        is_break = part.endswith(sign) and letter != "/" if sign else _may_end(part[-1:], letter)
        if part and is_break:
            yield part
            part = ""
        part += letter
    yield part


def _may_end(before: str, after: str) -> bool:
    """Return whether a line of text may end between two letters.

    A line of text never ends inside a word of a script with spaces, or after an opening bracket. A line of text never
    begins with punctuation such as a comma, or with a small letter or a long-vowel sign of Japanese.
    """
    first = category(after[0])
    if not before or category(before) in _OPENING or "LETTER SMALL" in name(after[0], ""):
        return False
    is_beginning = first in _OPENING or (first[0] not in "PM" and first != "Lm")
    return is_beginning and any(map(_is_without_spaces, (before, after[0])))


def _is_without_spaces(letter: str) -> bool:
    """Return whether a letter is an emoji, or belongs to a script without spaces between words, such as Thai."""
    if name(letter, "").startswith("HANGUL"):
        return False
    return east_asian_width(letter) in ("W", "F") or name(letter, "").startswith(_WITHOUT_SPACES)
