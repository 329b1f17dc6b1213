"""Words of a text with their places, normalised (lower case, singular, no accents) to compare them with other words."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import category

from mlgraph.names import fold

# scripts in which each letter counts as a word: scripts without spaces, and Korean, which adds particles to words
_ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
# accents, points and vowel signs, which belong to the letter before them
_MARKS = "".join(c for c in map(chr, range(0x300, 0x3100)) if category(c).startswith("M")) + "\uff9e\uff9f"
_LETTER = rf"(?:[^\W_{_ALONE}]|[{_MARKS}])"
# a word is made of letters and digits; also C++ and C#, C++ before a year as in C++17, and two letters with & as in R&D
_WORD = re.compile(
    rf"(?<!{_LETTER})[Cc]\+\+(?=\d\d(?!{_LETTER}))"
    rf"|(?<!{_LETTER})[^\W\d_{_ALONE}]&[^\W\d_{_ALONE}](?!{_LETTER})"
    rf"|{_LETTER}+(?:\+\+|\#)?(?!{_LETTER})|{_LETTER}+|[{_ALONE}][{_MARKS}]*"
)
# the end of a sentence or of an item in a list
_END = re.compile(r"[.!?;:]+(?=\s|$)|\n+|[\u2022\u25aa\u25cf|\u3002\uff01\uff1f\uff1b\uff1a\u0964]")
_BRITISH = re.compile(r"(?<=[a-z]{3})is(?=(?:e[ds]?|ing|ation|ations|er|ers)$)")
# British endings, as in behaviour, colour, labour, neighbour and rigour
_OUR = re.compile("(?<=avi|col|ghb|lab|rig)our")
_DOUBLED = re.compile(r"(?<=[aeiou])ll(?=(?:ing|ed|er|ers)$)")
# a line break inside a sentence: the next line begins in lower case, or the word before cannot end a sentence
_WRAPPED = re.compile(
    r"(?<=[^\n]{40})(?P<end>[^\s.!?;:]|\b(?:e\.g|i\.e|incl|etc)\.)(?P<gap>[ \t\r]*\n[ \t]*)(?=[a-z(])"
    r"|(?<=[^\n]{40})(?P<joint>,|\b(?:and|or|of|in|with|the|an?|for|to))(?P<space>[ \t\r]*\n[ \t]*)(?=[^\W_])"
)


class Word(NamedTuple):
    """A normalised word with its place in a text. The end of a sentence counts as an empty word."""

    key: str
    start: int
    end: int


def split_words(text: str) -> list[Word]:
    r"""Split a text into normalised words, with an empty word at the end of each sentence or line.

    Examples
    --------
    >>> [word.key for word in split_words("Visualising neighbours; C++.")]
    ['visualizing', 'neighbor', '', 'c++', '']
    >>> len(split_words("\u6570\u636e\u548cPython"))
    4
    """
    words = [Word(_normalize(found[0]), *found.span()) for found in _WORD.finditer(text)]
    ends = [Word("", *found.span()) for found in _END.finditer(text)]
    return sorted([*words, *ends], key=lambda word: word.start)


def join_wrapped(text: str) -> str:
    r"""Replace the line breaks inside sentences by spaces.

    The text keeps its length, so that the offset of each letter stays the same.

    Examples
    --------
    >>> join_wrapped("You know how our teams build and run machine\nlearning")
    'You know how our teams build and run machine learning'
    """
    return _WRAPPED.sub(lambda found: found[0].replace("\n", " "), text)


def list_verb_forms(key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield forms of the name of a skill with a verb instead of a noun, such as "clean data" for "data cleaning".

    A yielded form of a name may be wrong English, such as "data clean". A wrong form does no harm, since no text
    contains it.

    Examples
    --------
    >>> forms = {" ".join(form) for form in list_verb_forms(("data", "cleaning"))}
    >>> sorted(forms & {"clean data", "cleaning data", "data clean"})
    ['clean data', 'cleaning data', 'data clean']
    """
    if len(key) < 2:
        return
    for verb in find_verbs(key[0]):
        yield (verb, *key[1:])
    if key[-1].endswith("ing"):
        # the verb may also be a noun, as in A/B tests
        yield from ((*key[:-1], verb) for verb in find_verbs(key[-1]))
    if len(key) == 2:
        for verb in find_verbs(key[1]):
            yield verb, key[0]
            yield f"{verb.removesuffix('e')}ing", key[0]


def find_verbs(word: str) -> Iterator[str]:
    """Yield the verbs from which a noun may come, such as "hire" for "hiring".

    The function yields no verb for "engineering", since "engineer" usually names a person in a text.

    Examples
    --------
    >>> [*find_verbs("hiring")]
    ['hir', 'hire']
    """
    if word in ("design", "review"):
        yield word
    for ending, verb in (("ing", ""), ("ing", "e"), ("ment", ""), ("ation", "e"), ("ation", "ate"), ("ction", "ct")):
        stem = word.removesuffix(ending)
        if stem not in (word, "engineer") and len(stem) > 2:
            yield stem + verb
            if ending == "ing" and stem[-1] == stem[-2]:
                yield stem[:-1]


def make_key(name: str) -> tuple[str, ...]:
    """Split a name into normalised words: in lower case, singular, without accents, and in American spelling.

    Examples
    --------
    >>> make_key("Data models"), make_key("CI/CD")
    (('data', 'model'), ('ci', 'cd'))
    """
    return tuple(word.key for word in split_words(name) if word.key)


def _normalize(word: str) -> str:
    """Convert a word to lower case, to the singular and to American spelling, and remove its accents."""
    key = fold(word)
    if key == "&":
        return "and"
    key = _OUR.sub("or", _DOUBLED.sub("l", _BRITISH.sub("iz", key)))
    if len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is", "ps", "ras", "das")):
        key = key[:-3] + "y" if key.endswith("ies") and len(key) > 4 else key[:-1]
    return key
