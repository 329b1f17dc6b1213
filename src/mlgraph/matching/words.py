"""Words of a text in a form for comparison, each with its place in the text."""

import re
from typing import NamedTuple

from mlgraph.names import fold

# letters and digits, with the signs of C++ and C#; a single letter keeps those that belong to it, as in R&D
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]&[^\W\d_](?![^\W_])|[^\W_]+(?:\+\+|\#)?(?![^\W_])|[^\W_]+")
# the end of a sentence or of an item in a list
_END = re.compile(r"[.!?;:]+(?=\s|$)|\n+|[\u2022\u25aa\u25cf|]")
_BRITISH = re.compile(r"(?<=[a-z]{3})is(?=(?:e[ds]?|ing|ation|ations|er|ers)$)")
_DOUBLED = re.compile(r"(?<=[aeiou])ll(?=(?:ing|ed|er|ers)$)")


class Word(NamedTuple):
    """A word in a form for comparison, with its place in the text; the end of a sentence is an empty word."""

    key: str
    start: int
    end: int


def split_words(text: str) -> list[Word]:
    """Return the words of a text, and an empty word at the end of each sentence or line.

    Examples
    --------
    >>> [word.key for word in split_words("Visualising data; C++.")]
    ['visualizing', 'data', '', 'c++', '']
    """
    words = [Word(_normalize(found[0]), *found.span()) for found in _WORD.finditer(text)]
    ends = [Word("", *found.span()) for found in _END.finditer(text)]
    return sorted([*words, *ends], key=lambda word: word.start)


def name_key(name: str) -> tuple[str, ...]:
    """Return the words of a name in a form for comparison.

    Examples
    --------
    >>> name_key("Data models"), name_key("CI/CD")
    (('data', 'model'), ('ci', 'cd'))
    """
    return tuple(word.key for word in split_words(name) if word.key)


def _normalize(word: str) -> str:
    """Return a word without case, accents, the plural and the spelling of one country."""
    key = fold(word)
    if key == "&":
        return "and"
    key = _DOUBLED.sub("l", _BRITISH.sub("iz", key))
    if len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is", "ps", "ras", "das")):
        key = key[:-3] + "y" if key.endswith("ies") and len(key) > 4 else key[:-1]
    return key
