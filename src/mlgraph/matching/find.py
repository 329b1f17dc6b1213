"""Search for skills and roles that a text, such as a job advert, names.

For each skill that a text names, the search decides whether the text requires, prefers or excludes the skill.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from mlgraph.errors import MissingPackageError
from mlgraph.matching.words import Word, find_verbs, join_wrapped, list_verb_forms, make_key, split_words
from mlgraph.model import Graph

Demand = Literal["required", "optional", "excluded"]
# English words that are also names of tools; a word counts as a tool if it is capitalised inside a sentence, or in a
# list of skills
_ORDINARY = re.compile(
    "access|agile|air|bash|beam|bolt|chef|dash|excel|flask|flink|go|hive|keras|lean|make|mean|nest|node|office|outlook|"
    "parity|perl|puppet|rest|rust|scheme|scratch|sense|shell|spark|stata|storm|swift|word"
)
_LANGUAGE = frozenset(
    ("code", "coding", "language", "package", "programming", "script", "scripting", "software", "studio")
)
# languages and tools that a graph may lack; they mark a list of skills
_TOOLS = frozenset(
    ("c#", "fortran", "javascript", "julia", "matlab", "minitab", "ruby", "sas", "scala", "spss", "stata", "typescript")
)
# words in names of skills that alone mean something else
_OTHER = frozenset(("adoption", "alignment", "environment", "flexibility", "management", "reproduction"))
# words after "degree" and "reporting" that show another meaning, and words after "publications" that show the skill
_AMOUNT = re.compile(r"\s+of\b(?!\s+(?:bachelor|doctor|master))", re.IGNORECASE)
_VENUE = re.compile(r"\s+at\b", re.IGNORECASE)
_SUPERIOR = re.compile(r"\s+(?:directly\s+)?(?:in)?to\b", re.IGNORECASE)
# words before a verb that name what the person will do, as in "you will mentor"
_ASKING = frozenset(("also", "and", "can", "ll", "to", "will", "you"))
# words that are names of skills, but also headings of adverts
_HEADINGS = frozenset(("qualification", "requirement", "responsibility"))
# a word after such a prefix does not name a skill: "multi-agent" is not about agents
_PREFIX = re.compile(r"\b(?:anti|inter|multi|non|pre|sub)-$", re.IGNORECASE)
# matches before the field of a degree, which is not a skill
_STUDIED = re.compile(
    r"\b(?:degrees?|doctorate|diploma|ph\.?d\.?|[mb]\.?sc\.?|(?:master|bachelor)(?:['\u2019]?s)?)\s+(?:in|of)\s"
    r"(?:(?!\b(?:experience|knowledge|skills?|background|with)\b)[^.;:\n]){0,80}$",
    re.IGNORECASE,
)
_FIELDS = re.compile(
    r"(?:applied |bio)?statistics|mathematics|maths?|physics|machine learning|artificial intelligence|AI|data science|"
    r"(?:computational )?linguistics|natural language processing|NLP|computer vision|operations research|ML",
    re.IGNORECASE,
)
_JOINS = frozenset(("and", "or", "und", "oder", "et", "ou"))
_OPTIONAL = re.compile(
    r"\b(nice[- ]to[- ]have|bonus|a (?:big |huge |strong )?plus|plus(?:es)?$|preferred|preferably|desirable|desired|"
    r"advantage(?:ous)?|ideally|optional|an asset|beneficial|would be (?:great|good|helpful|nice|useful)|"
    r"not (?:strictly )?(?:required|necessary|essential|mandatory|a must)|helpful but|nice[- ]to[- ]haves|"
    r"good[- ]to[- ]have|a nice extra|an? (?:big |huge |real )?advantage|an extra|we.d love)\b|"
    # only at the end of a clause, since "build useful reports" is not optional
    r"\b(?:appreciated|encouraged|helpful|helps|useful|welcomed?)(?=\s*(?:$|[,;)]))",
    re.IGNORECASE,
)
# if one of these words is the label before a colon, the skills after the colon are optional
_OPTIONAL_LABEL = re.compile(r"\W*(?:good|great|pluse?s?|extras?|nice)\W*", re.IGNORECASE)
_LABEL = re.compile(r"\W*([^:;\n]{2,50}):\s")
_STOP = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bincl)[.!?]\s|\n")
_REQUIRED = re.compile(
    r"\b(require[ds]?|requirements?|must[- ]have|must|essential|you (?:will )?need|minimum|mandatory|what you bring|"
    r"your profile|qualifications?|responsibilities|what you.ll do|your tasks)\b",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\b(?:no|without|never|instead of|rather than|not (?:looking for|using|a)|kein(?:e[mnrs]?)?|ohne|sans|"
    r"(?:do(?:es)?|is|are|need|will)(?: not|n.t)(?! (?:only|just|merely)))\b"
    # after one of these words, the text again says what it asks for
    r"(?:(?!\b(?:but|however|just|only|though|sondern|mais)\b)[^.;:\n]){0,60}$|\bnot(?: in| with)?\s+$",
    re.IGNORECASE,
)
# phrases in which "no" or "not" does not exclude anything
_KEEPS = re.compile(
    r"\b(?:no less|not only|not just|not least|no matter|without doubt|no doubt)\b"
    r"|(?:\bnot|n.t)(?: be)? (?:afraid|scared|shy|mind)\b",
    re.IGNORECASE,
)
_NOT_NEEDED = re.compile(
    r"^(?:[^.;:\n]{0,40}\b(?:is|are)(?:\snot|n['\u2019]t)|[^\w.;:\n]{1,3}not) (?:required|needed|necessary|used)"
    r"|^\?\s{1,3}(?:no|nope|not (?:required|needed|necessary))\b",
    re.IGNORECASE,
)
# invisible characters inside a word, such as a soft hyphen, and a zero-width space between Latin letters
_INSIDE = re.compile("[\u00ad\u2060\ufeff]|(?<=[A-Za-z])\u200b(?=[A-Za-z])")
# words before "hiring" when the firm hires, as in "we're hiring a data analyst"
_HIRES = re.compile(r"\b(?:we|is|are|re|now|currently|actively|not)\s+$", re.IGNORECASE)
# a letter next to a hyphen is a part of a word, as in R-CNN and C-level
_HYPHENS = ("-", "\u2010", "\u2011")
_HEADING = re.compile(r"^\s*(?:#+\s*)?[*_]*([^\n]{3,60}?)[*_]*\s*:?\s*[*_]*\s*$")
_NUMBER_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS)}
_NUMBER = rf"\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_LONGEST_HEADING = 80
_BULLETS = ("-", "*", "\u2022")
_ENDS = (".", ",", ";")
# at most three spaces, since the search for an unlimited number would take quadratic time
_GAP = r"\s{0,3}"
_YEARS = re.compile(
    rf"(?<![\w.,])(?P<least>{_NUMBER}){_GAP}(?P<open>\+|plus\b|or more\b)?{_GAP}"
    rf"(?P<range>(?:-|\u2013|to\b){_GAP}(?:{_NUMBER}){_GAP}\+?{_GAP})?(?:years?|yrs?)\b"
    rf"(?P<more>{_GAP}\+|\s{{1,3}}or more\b)?(?P<of>[^.;\n]{{0,80}})",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(r"experience|background|track record|hands-on|working", re.IGNORECASE)
# the first two find words before and after years of work experience, the third words near other years
_AT_LEAST = re.compile(r"(?:at least|minimum(?: of)?|min\.?|>=?|\u2265|over|more than)\s*$", re.IGNORECASE)
_WORKED = re.compile(r"['\u2019]?\s+(?:in|with|as|of|building|leading|managing|running)\b", re.IGNORECASE)
_OTHER_YEARS = re.compile(
    r"\b(?:ago|old|contract|fixed[- ]term|founded|funded|funding|growth|history|in business|(?:last|next|past))\b",
    re.IGNORECASE,
)


class Mention(NamedTuple):
    """A place in a text that names a node.

    `start` is the offset of the first letter of the name of the node, and `end` is the offset just after the last
    letter.
    """

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
        The number of years of experience that the text asks for, or for a range, the least number.
    words : str
        The words of the text that state the years of experience.
    line : int
        The number of the line that states the years of experience, counted from 1.

    Examples
    --------
    >>> import mlgraph
    >>> mlgraph.match(mlgraph.load(), "3 to 5 years of experience").years[0].years
    3
    """

    years: int
    words: str
    line: int


def _index_names(graph: Graph) -> dict[tuple[str, ...], set[str]]:
    """Map the names of roles and skills, in the forms in which a text may have the names, to the ids of the nodes.

    The function leaves out some aliases of skills from catalogues, since these aliases may be broader words or mere
    examples. If the same words are names of several nodes, an id or a whole title wins over a title without its part in
    brackets. A title without its part in brackets wins over an alias, and an alias wins over other forms of names.
    Another form of the name "data cleaning", for example, is "clean data".
    """
    ranks: list[dict[tuple[str, ...], set[str]]] = [defaultdict(set) for _ in range(3)]
    for node, attributes in graph.nodes(data=True):
        if attributes["kind"] == "stage":
            continue
        title, bare = make_key(attributes["title"]), make_key(_drop_bracket(attributes["title"]))
        # the aliases in a public catalogue may be broader words or mere examples, such as "data" for statistics
        is_loose = "url" in attributes and attributes["kind"] == "skill"
        aliases = [make_key(alias) for alias in attributes["aliases"]]
        kept = [alias for alias in aliases if not is_loose or (set(alias) & set(title) and not set(alias) < set(bare))]
        for rank, keys in zip(ranks, ((title, make_key(node)), (bare,), kept), strict=True):
            for key in filter(None, keys):
                rank[key].add(node)
    nodes: dict[tuple[str, ...], set[str]] = {}
    for rank in ranks:
        nodes |= {key: owners for key, owners in rank.items() if key not in nodes}
    forms: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for key, owners in nodes.items():
        # a text may write two words as one, as in "timeseries"
        one_word = [("".join(key),)] if len(key) == 2 and min(map(len, key)) > 2 else []
        for form in (*list_verb_forms(key), *one_word):
            if form not in nodes:
                forms[form] |= owners
    return nodes | forms


def _drop_bracket(title: str) -> str:
    """Remove the brackets at the end of a title such as "Java (computer programming)"."""
    return re.sub(r"(?<=\S)\s*\([^()]*\)$", "", title)


class Finder:
    """Finder of the roles and skills of one graph in texts, by their names."""

    def __init__(self, graph: Graph) -> None:
        """Index the names of all roles and skills of a graph.

        Raises MissingPackageError if the extra `match` is not installed.
        """
        try:
            from ahocorasick_rs import AhoCorasick
        except ModuleNotFoundError as error:
            raise MissingPackageError(
                "ahocorasick_rs is not installed; it needs: pip install 'mlgraph[match]'"
            ) from error
        nodes = _index_names(graph)
        # a verb such as "mentor" counts only after words such as "you will", since a mentor is also a person
        actions = {
            (verb,): node
            for node, attributes in graph.nodes(data=True)
            if len(key := make_key(attributes["title"])) == 1
            for verb in find_verbs(key[0])
            if (verb,) not in nodes
        }
        self._actions = frozenset(verb for (verb,) in actions)
        for form, node in actions.items():
            nodes[form].add(node)
        # ignore a name that several nodes have
        self._nodes = {" ".join(key): owners.pop() for key, owners in nodes.items() if len(owners) == 1}
        self._names = sorted(self._nodes)
        self._automaton = AhoCorasick(self._names)

    def find(self, text: str) -> list[Mention]:
        """Return the places of a text that name roles and skills of the graph, in the order of the text.

        If two names in a text overlap, the method keeps the name that begins first. If several names begin at the same
        word of a text, the method keeps the longest of these names.
        """
        lines = _Lines(_INSIDE.sub("", text))
        text = lines.joined
        words = split_words(text)
        spans = self._find_spans(text, words)
        named = {at for first, last, _ in spans for at in range(first, last)}
        places = (
            (words[first].start, words[last - 1].end, node)
            for first, last, node in spans
            if last - first > 1 or self._is_meant(text, words, first, named)
        )
        return [
            Mention(node, " ".join(text[start:end].split()), start, end, *lines.find_place(start, end))
            for start, end, node in places
            if not (_FIELDS.fullmatch(text[start:end]) and _STUDIED.search(text[max(0, start - 120) : start]))
        ]

    def _find_spans(self, text: str, words: list[Word]) -> list[tuple[int, int, str]]:
        """Find the names of nodes in a text, without overlaps.

        For each name, the result has the index of its first word, the index just after its last word, and the node.
        """
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
        found += self._find_hyphenated(text, words)
        found += [each for first, last, _ in found if (each := self._shorten(text, words, first, last))]
        kept: list[tuple[int, int, str]] = []
        for span in sorted(found, key=lambda span: (span[0], -span[1])):
            if not kept or span[0] >= kept[-1][1]:
                kept.append(span)
        return kept

    def _find_hyphenated(self, text: str, words: list[Word]) -> Iterator[tuple[int, int, str]]:
        """Find names of nodes that the text writes with a hyphen and the graph as one word, such as multi-threading."""
        for at, (word, after) in enumerate(pairwise(words)):
            if text[word.end : after.start] in _HYPHENS and (node := self._nodes.get(word.key + after.key)):
                yield at, at + 2, node

    def _shorten(self, text: str, words: list[Word], first: int, last: int) -> tuple[int, int, str] | None:
        """Return the first of two names that share their last words, as in "supervised and unsupervised learning"."""
        if last - first < 2 or first == 0:
            return None
        at = first - 2 if words[first - 1].key in _JOINS else first - 1
        if at < 0 or (at == first - 1 and text[words[at].end : words[first].start] != "/"):
            return None
        node = self._nodes.get(" ".join((words[at].key, *(word.key for word in words[first + 1 : last]))))
        return (at, at + 1, node) if node else None

    def _is_meant(self, text: str, words: list[Word], at: int, named: set[int]) -> bool:
        """Return whether a single word of a text names a node, and is not a mere letter or an ordinary English word."""
        word = words[at]
        raw = text[word.start : word.end]
        is_letter = len(word.key) == 1
        begins = at == 0 or not words[at - 1].key
        if _means_other(text, word):
            return False
        if is_letter and (text[word.end : word.end + 1] in _HYPHENS or text[word.start - 1 : word.start] in _HYPHENS):
            return False
        if word.key in self._actions:
            return begins or words[at - 1].key in _ASKING
        if word.key in _HEADINGS:
            # the singular is a condition and not a skill, as in "German is a requirement"
            return (
                raw.lower() != word.key
                and not begins
                and not re.match(r"[ *_]*(?:[:\n]|$)", text[word.end : word.end + 9])
            )
        if not is_letter and not _ORDINARY.fullmatch(word.key):
            return True
        if is_letter and not raw.isupper():
            return False
        if self._is_listed(words, at, named):
            return True
        if is_letter:
            return False
        return raw[:1].isupper() and not begins

    def _is_listed(self, words: list[Word], at: int, named: set[int]) -> bool:
        """Return whether a word stands in a list of skills in the text, or next to a word such as "programming"."""
        for step in (1, -1):
            index, seen = at + step, 0
            while 0 <= index < len(words) and seen < 2 and words[index].key:
                if words[index].key not in _JOINS and words[index].key != "in":
                    seen += 1
                    if (
                        words[index].key in _LANGUAGE
                        or (words[index].key in _TOOLS and seen == 1)
                        or (index in named and len(words[index].key) > 1 and seen == 1)
                    ):
                        return True
                index += step
        return False


def _means_other(text: str, word: Word) -> bool:
    """Return whether the text around a word shows that the word does not name a skill."""
    before, after = text[max(0, word.start - 20) : word.start], text[word.end : word.end + 20]
    return bool(
        word.key in _OTHER
        or _PREFIX.search(before[-6:])
        or (word.key in ("hiring", "recruiting") and _HIRES.search(before))
        or (word.key == "degree" and _AMOUNT.match(after))
        or (word.key == "publication" and not _VENUE.match(after))
        or (word.key == "reporting" and _SUPERIOR.match(after))
    )


class _Lines:
    """The lines of a text, whose headings decide whether the skills in the lines below are required or optional."""

    def __init__(self, text: str) -> None:
        self.joined = join_wrapped(text)
        self._starts = _find_line_starts(text)
        self._joined_starts = _find_line_starts(self.joined)
        self._demands: list[Demand] = []
        demand: Demand = "required"
        for line in map(str.strip, self.joined.split("\n")):
            # only short lines are headings; in a long line, many spaces would take the pattern cubic time
            heading = _HEADING.match(line) if len(line) < _LONGEST_HEADING else None
            if heading and len(heading[1].split()) < 9 and not line.startswith(_BULLETS) and not line.endswith(_ENDS):
                if _OPTIONAL.search(heading[1]):
                    demand = "optional"
                elif _REQUIRED.search(heading[1]) or line.endswith(":"):
                    demand = "required"
            self._demands.append(demand)

    def find_place(self, first: int, last: int) -> tuple[int, Demand]:
        """Return the line number of a place that names a skill, and the demand of the text for the skill."""
        return bisect(self._starts, first), self._find_demand(first, last)

    def _find_demand(self, first: int, last: int) -> Demand:
        begin, end = self._find_sentence(first, last)
        before, after = self.joined[begin:first], self.joined[last:end]
        if (optional := _OPTIONAL.search(f"{before} {after}".strip())) and _REQUIRED.search(f"{before} {after}"):
            # one sentence may say both, as in "SQL is required, Python preferred"
            clause = f"{before.rpartition(',')[2]} {after.partition(',')[0]}".strip()
            if _REQUIRED.search(clause) and not _OPTIONAL.search(clause):
                return "required"
        if optional:
            return "optional"
        # the answer to a question is a sentence of its own, as in "Python? No."
        is_dropped = _NOT_NEEDED.search(self.joined[last : max(end, last + 16)]) is not None
        if is_dropped or (_EXCLUDED.search(before) and not _KEEPS.search(before)):
            return "excluded"
        if label := self._find_label(first):
            if _OPTIONAL.search(label) or _OPTIONAL_LABEL.fullmatch(label):
                return "optional"
            if _REQUIRED.search(label):
                return "required"
        return self._demands[bisect(self._joined_starts, first) - 1]

    def _find_label(self, first: int) -> str | None:
        """Return the words before the first colon in the sentence of a place in the text, or None if there is no colon.

        The words before a colon, called a label, may say whether the skills in a list after the colon are required.
        """
        text = self.joined[max(0, first - 400) : first]
        stops = [found.end() for found in _STOP.finditer(text)]
        found = _LABEL.match(text, stops[-1] if stops else 0)
        return found[1] if found else None

    def _find_sentence(self, first: int, last: int) -> tuple[int, int]:
        starts = [found.end() for found in re.finditer(r"[.!?;]\s|\n", self.joined[max(0, first - 400) : first])]
        begin = max(0, first - 400) + (starts[-1] if starts else 0)
        found = re.search(r"[.!?;](?:\s|$)|\n", self.joined[last : last + 400])
        return begin, last + found.start() if found else min(len(self.joined), last + 400)


def _find_line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def find_years(text: str) -> Iterator[Years]:
    """Yield the years of experience that a text asks for."""
    joined, starts, at = join_wrapped(text), _find_line_starts(text), 0
    # go on right after the years, since the words after them may have further years
    while found := _YEARS.search(joined, at):
        at = found.start("of")
        least = found["least"].lower()
        years = _NUMBERS[least] if least in _NUMBERS else int(least)
        if years and _is_experience(joined, found):
            words = " ".join(found[0].split())
            yield Years(years, words, bisect(starts, found.start()))


def _is_experience(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 60) : found.start()]
    if _EXPERIENCE.search(before + found[0]):
        return True
    clause = re.split(r"[.;!?\n]", before)[-1]
    if _OTHER_YEARS.search(clause) or _OTHER_YEARS.search(found["of"].partition(",")[0]):
        return False
    is_alone = not clause.strip(" -*\u2022(") and re.match(
        r"\s*(?:[.,;)]|$)", text[found.start("of") : found.start("of") + 9]
    )
    is_least = found["open"] or found["more"] or found["range"] or _AT_LEAST.search(before)
    return bool(is_least or is_alone or _WORKED.match(found["of"]))
