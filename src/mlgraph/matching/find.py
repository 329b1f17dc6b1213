"""Skills and positions that a text names, and whether it requires them."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mlgraph.errors import MissingPackageError
from mlgraph.matching.words import Word, name_key, split_words
from mlgraph.model import Graph

Demand = Literal["required", "optional", "excluded"]
# words of English that are names of tools as well: they count with a capital within a sentence, or in a list of skills
_ORDINARY = re.compile(
    "access|agile|air|bash|beam|bolt|chef|dash|excel|flask|flink|go|hive|keras|lean|make|mean|nest|node|office|outlook|"
    "parity|perl|puppet|rest|rust|scheme|scratch|sense|shell|spark|stata|storm|swift|word"
)
_LANGUAGE = frozenset(
    ("code", "coding", "language", "package", "programming", "script", "scripting", "software", "studio")
)
_JOINS = frozenset(("and", "or", "und", "oder", "et", "ou"))
_OPTIONAL = re.compile(
    r"\b(nice[- ]to[- ]have|bonus|a (?:big |huge |strong )?plus|plus(?:es)?$|preferred|preferably|desirable|desired|"
    r"advantage(?:ous)?|ideally|optional|an asset|beneficial|would be (?:great|good|helpful|useful)|"
    r"not (?:strictly )?(?:required|necessary|essential|mandatory)|helpful but)\b",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(require[ds]?|requirements?|must[- ]have|must|essential|you (?:will )?need|minimum|mandatory|what you bring|"
    r"your profile|qualifications?|responsibilities|what you.ll do|your tasks)\b",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\b(?:no|without|never|instead of|rather than|not (?:looking for|using|a)|"
    r"(?:do(?:es)?|is|are|need|will)(?: not|n.t)(?! (?:only|just|merely)))\b[^.;:\n]{0,60}$",
    re.IGNORECASE,
)
# no "no" where it denies a limit
_KEEPS = re.compile(r"\b(?:no less|not only|not just|not least|no matter|without doubt|no doubt)\b", re.IGNORECASE)
_NOT_NEEDED = re.compile(r"^[^.;:\n]{0,40}\b(?:is|are) not (?:required|needed|necessary|used)", re.IGNORECASE)
_HEADING = re.compile(r"^\s*(?:#+\s*)?[*_]*([^\n]{3,60}?)[*_]*\s*:?\s*[*_]*\s*$")
_YEARS = re.compile(
    r"(?P<least>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\s*(?:\+|plus|or more)?\s*"
    r"(?:(?:-|\u2013|to)\s*\d{1,2}\s*\+?\s*)?(?:years?|yrs?)\b(?P<of>[^.;\n]{0,80})",
    re.IGNORECASE,
)
_NUMBERS = dict(
    zip(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), range(1, 11), strict=True)
)


class Mention(NamedTuple):
    """Words of a text that name a node, with their place and their line."""

    node: str
    words: str
    start: int
    end: int
    line: int
    demand: Demand


@dataclass(frozen=True)
class Years:
    """Years of experience that a text asks for.

    Attributes
    ----------
    years : int
        The years, the least of a range.
    words : str
        The words of the text that say so.
    line : int
        The line of the words, from 1 on.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.match(mlgraph.load(), "3 to 5 years of experience").years[0].years
    3
    """

    years: int
    words: str
    line: int


class Finder:
    """Finds the names of a graph in texts."""

    def __init__(self, graph: Graph) -> None:
        """Index the ids, titles and aliases of all nodes. Raises MissingPackageError without the extra `match`."""
        try:
            from ahocorasick_rs import AhoCorasick
        except ModuleNotFoundError as error:
            raise MissingPackageError(
                "ahocorasick_rs is not installed; it needs: pip install 'mlgraph[match]'"
            ) from error
        nodes: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for node, attributes in graph.nodes(data=True):
            if attributes["kind"] == "stage":
                continue
            for name in (attributes["title"], node, *attributes["aliases"]):
                if key := name_key(name):
                    nodes[key].add(node)
        # a name that may mean several nodes names none
        self._nodes = {" ".join(key): owners.pop() for key, owners in nodes.items() if len(owners) == 1}
        self._names = sorted(self._nodes)
        self._automaton = AhoCorasick(self._names)

    def find(self, text: str) -> list[Mention]:
        """Return all mentions of nodes in a text, in the order of the text; where names overlap, the longest counts."""
        words = split_words(text)
        spans = self._spans(words)
        named = {at for first, last, _ in spans for at in range(first, last)}
        lines = _Lines(text)
        places = (
            (words[first].start, words[last - 1].end, node)
            for first, last, node in spans
            if last - first > 1 or self._is_meant(text, words, first, named)
        )
        return [
            Mention(node, " ".join(text[start:end].split()), start, end, *lines.place(start, end))
            for start, end, node in places
        ]

    def _spans(self, words: list[Word]) -> list[tuple[int, int, str]]:
        """Return the first word, the end and the node of each name in a text, without names inside other names."""
        joined, starts, ends = "", {}, {}
        for at, word in enumerate(words):
            starts[len(joined)] = at
            joined += word.key or "\n"
            ends[len(joined)] = at + 1
            joined += " "
        found = [
            (starts[start], ends[end], self._nodes[self._names[name]])
            for name, start, end in self._automaton.find_matches_as_indexes(joined, overlapping=True)
            if start in starts and end in ends
        ]
        kept: list[tuple[int, int, str]] = []
        for span in sorted(found, key=lambda span: (span[0], -span[1])):
            if not kept or span[0] >= kept[-1][1]:
                kept.append(span)
        return kept

    def _is_meant(self, text: str, words: list[Word], at: int, named: set[int]) -> bool:
        """Return whether a single word names a node here, and is not a letter or a word of English."""
        word = words[at]
        raw = text[word.start : word.end]
        is_letter = len(word.key) == 1
        if not is_letter and not _ORDINARY.fullmatch(word.key):
            return True
        if is_letter and not raw.isupper():
            return False
        if self._is_listed(words, at, named):
            return True
        if is_letter:
            return False
        begins = at == 0 or not words[at - 1].key
        return raw[:1].isupper() and not begins

    def _is_listed(self, words: list[Word], at: int, named: set[int]) -> bool:
        """Return whether a neighbour of a word in a list is a skill, or says that the word is a language."""
        for step in (1, -1):
            place, seen = at + step, 0
            while 0 <= place < len(words) and seen < 2 and words[place].key:
                if words[place].key not in _JOINS and words[place].key != "in":
                    seen += 1
                    if words[place].key in _LANGUAGE or (place in named and len(words[place].key) > 1 and seen == 1):
                        return True
                place += step
        return False


class _Lines:
    """The lines of a text, each with the demand of the heading above it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._demands: list[Demand] = []
        demand: Demand = "required"
        for line in text.split("\n"):
            if (heading := _HEADING.match(line)) and not line.lstrip().startswith(("-", "*", "\u2022")):
                if _OPTIONAL.search(heading[1]) and len(heading[1].split()) < 9:
                    demand = "optional"
                elif (_REQUIRED.search(heading[1]) or line.rstrip().endswith(":")) and len(heading[1].split()) < 9:
                    demand = "required"
            self._demands.append(demand)

    def place(self, first: int, last: int) -> tuple[int, Demand]:
        """Return the line of words, from 1 on, and what the text around them demands."""
        line = bisect(self._starts, first) - 1
        begin, end = self._sentence(first, last)
        before, after = self._text[begin:first], self._text[last:end]
        if _OPTIONAL.search(f"{before} {after}".strip()):
            return line + 1, "optional"
        if _NOT_NEEDED.search(after) or (_EXCLUDED.search(before) and not _KEEPS.search(before)):
            return line + 1, "excluded"
        return line + 1, self._demands[line]

    def _sentence(self, first: int, last: int) -> tuple[int, int]:
        starts = [found.end() for found in re.finditer(r"[.!?;]\s|\n", self._text[max(0, first - 400) : first])]
        begin = max(0, first - 400) + (starts[-1] if starts else 0)
        found = re.search(r"[.!?;](?:\s|$)|\n", self._text[last : last + 400])
        return begin, last + found.start() if found else min(len(self._text), last + 400)


def find_years(text: str) -> Iterator[Years]:
    """Yield the years of experience that a text asks for."""
    for found in _YEARS.finditer(text):
        around = text[max(0, found.start() - 60) : found.end()]
        if re.search(r"experience|background|track record|hands-on|working", around, re.IGNORECASE):
            least = found["least"].lower()
            words = " ".join(found[0].split())
            yield Years(_NUMBERS.get(least) or int(least), words, text.count("\n", 0, found.start()) + 1)
