"""Conversion of texts from files to texts that are safe to print: short, on one line, without invisible characters."""

import re
from collections.abc import Callable
from unicodedata import category

from mlgraph.invisible import find_unseen
from mlgraph.limits import MARKS_ON_LETTER

# a run of characters that may be marks on one letter: all but letters, digits, spaces and ASCII
_RUN = re.compile(rf"[^\w\s\0-\u02ff]{{{MARKS_ON_LETTER + 1},}}")

_KEPT_SPACES = ("\u00a0", "\u202f", "\u3000")
# a joiner or word break, repeated: people type it twice since they do not see it
_REPEATED = re.compile("([\u200b-\u200d\u2060])\\1+")


def sanitize(text: object, limit: int = 80) -> str:
    r"""Make a text safe to print: put it on one line, cut it to `limit` characters, and escape invisible characters.

    >>> print(sanitize("red\x1b[31m"))
    red\x1b[31m
    """
    raw = str(text)
    # cut even inside a word, to show as much as possible of an unknown name
    kept = raw if len(raw) <= limit else raw[: limit - 3] + "..."
    before = None
    while kept != before and not is_visible(kept):  # escapes may make the next character invisible
        before, piled, unseen = kept, is_piled(kept), set(find_unseen(kept))
        kept = "".join(_escape(c) if at in unseen or (piled and _is_mark(c)) else c for at, c in enumerate(kept))
    return kept


def quote(value: object) -> str:
    r"""Convert a value from a file to a short text without invisible characters, in quotes if the value is a text.

    Unlike `repr`, `quote` keeps the zero-width joiners that a word needs.

    >>> print(quote("5 h\t"), quote(5))
    '5 h\t' 5
    """
    return f"'{sanitize(value, 60)}'" if isinstance(value, str) else sanitize(value, 60)


def shorten(text: str, width: int) -> str:
    """Shorten a text to `width` characters.

    The function cuts a text longer than `width` characters at the end of a word, and adds dots.

    >>> shorten("Machine learning engineer", 20)
    'Machine learning ...'
    """
    if len(text) <= width:
        return text
    return f"{text[: width - 3].rpartition(' ')[0] or text[: width - 4]} ..."


def to_one_line(text: str) -> str:
    r"""Put a text on one line, and remove invisible characters that no word needs.

    >>> to_one_line(" a\n  b\u200b\u00a0c ") == "a b\u00a0c"
    True
    """
    before, text = None, _REPEATED.sub(r"\1", text)
    while text != before:  # repeat, since the removed character may have made one after it invisible
        before, unseen = text, set(find_unseen(text))
        kept = "".join(c for at, c in enumerate(text) if at not in unseen or c.isspace())
        # a single no-break or ideographic space is part of the text
        text = re.sub(r"\s+", lambda found: found[0] if found[0] in _KEPT_SPACES else " ", kept).strip()
    return text


def is_visible(text: str) -> bool:
    """Return whether a text has only visible characters that do not change how the text around them appears.

    The function returns false for a text with characters that move the cursor or change the direction of text. The
    function also returns false if a letter has more accents than any script uses.
    """
    if text.isascii():
        return text.isprintable()
    return not (is_piled(text) or find_unseen(text))


def is_piled(text: str) -> bool:
    """Return whether some letter of a text has more accents and similar signs than any script uses."""
    runs = ("".join("m" if _is_mark(c) else " " for c in run) for run in _RUN.findall(text))
    return any("m" * (MARKS_ON_LETTER + 1) in run for run in runs)


def remove_piles(text: str) -> str:
    r"""Remove accents that are separate characters if a letter has more of them than any script uses.

    >>> remove_piles("e" + 9 * "\u0301"), remove_piles("e\u0301") == "e\u0301"
    ('e', True)
    """
    return "".join(c for c in text if not _is_mark(c)) if is_piled(text) else text


def _is_mark(character: str) -> bool:
    return category(character) in ("Mn", "Me")


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()


# a parameter in backticks; text in quotes is skipped, since it comes from a user or a file
_PARAMETER = re.compile(r"(?<!\w)'.*?'(?!\w)|`([a-z]+(?:_[a-z]+)*)`")


def rename_parameters(message: str, name: Callable[[str], str]) -> str:
    """Replace each parameter in backticks in a message by the text that `name` returns for the parameter.

    >>> rename_parameters("`time_limit` is 0; '`time_limit`' is no name", lambda parameter: "limit")
    "limit is 0; '`time_limit`' is no name"
    """
    return _PARAMETER.sub(lambda found: name(found[1]) if found[1] else found[0], message)
