"""Search for the nodes of a graph whose names are most similar to a text.

A name has a vector of its words, and a vector of the groups of three letters in its words. Each vector of a name has
one number, called a weight, for each word or group of letters. A word or group of letters weighs more if few names have
it (inverse document frequency). The cosine of two vectors is 1 if their weights are in equal proportions, and 0 if the
vectors share no word or group. The similarity of two names is the weighted mean of the cosine between their vectors of
words and the cosine between their vectors of groups. If several names of a node are similar to the text, the node comes
earlier in the result than with only its most similar name.

The program `benchmarks/match.py` compares this similarity with a simpler similarity, which uses only groups of letters,
weighted by rarity (TF-IDF).

The method of weighing words by rarity is from Salton and Buckley, Term-weighting approaches in automatic text
retrieval, 1988.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log, sqrt

from mlgraph.model import Graph
from mlgraph.names import fold

LEAST = 0.25
# the weight of the words in the similarity; the groups of letters have the remaining weight
_WORDS = 0.4
# added to the similarity of a title, so that it wins over an equally similar alias
_TITLE = 0.02
# the weight and the exponent of the power sum over all names of a node
_ALL_NAMES, _POWER = 0.5, 4

Vector = dict[str, float]


class Names:
    """Index of the names of all nodes of some kinds, such as roles, for the search by similarity."""

    def __init__(self, graph: Graph, kinds: Iterable[str]) -> None:
        wanted = set(kinds)
        names = [
            (node, index, fold(name))
            for node, attributes in graph.nodes(data=True)
            if attributes["kind"] in wanted
            for index, name in enumerate(dict.fromkeys((attributes["title"], *attributes["aliases"])))
        ]
        self._nodes = [node for node, _, _ in names]
        self._own = [_TITLE if index == 0 else 0.0 for _, index, _ in names]
        parts = [(Counter(_split(name)), Counter(_list_groups(name))) for _, _, name in names]
        number = Counter(part for pair in parts for counts in pair for part in counts)
        self._rarity = {part: log(1 + len(names) / count) for part, count in number.items()}
        self._with: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, pair in enumerate(parts):
            for part, weight in self._join(*pair).items():
                self._with[part].append((at, weight))

    def find(self, text: str, most: int = 3, least: float = LEAST) -> list[tuple[str, float]]:
        """Return the nodes whose names are most similar to `text`, the most similar first.

        The similarity of a node to the text is the greatest similarity of any name of the node. The similarity of a
        returned node is at least `least` and at most 1. A title counts as slightly more similar than an alias.
        """
        found: dict[int, float] = defaultdict(float)
        for part, weight in self._make_vector(text).items():
            for at, other in self._with.get(part, ()):
                found[at] += weight * other
        best: dict[str, float] = defaultdict(float)
        total: dict[str, float] = defaultdict(float)
        for at, similarity in found.items():
            node, value = self._nodes[at], similarity + self._own[at]
            best[node] = max(best[node], value)
            total[node] += value**_POWER
        ranked = sorted(best, key=lambda node: (-round(best[node] + _ALL_NAMES * total[node] ** (1 / _POWER), 9), node))
        near = [(node, min(1.0, best[node])) for node in ranked]
        return [each for each in near if each[1] >= least][:most]

    def _make_vector(self, text: str) -> Vector:
        name = fold(text)
        return self._join(Counter(_split(name)), Counter(_list_groups(name)))

    def _join(self, words: Counter[str], groups: Counter[str]) -> Vector:
        """Join the vector of the words of a name and the vector of its groups of three letters to one vector.

        The similarity of two names is the dot product of their joined vectors. The dot product is the sum, over all
        common words and groups, of the product of the two weights.
        """
        return self._weigh(words, _WORDS) | self._weigh(groups, 1 - _WORDS)

    def _weigh(self, counts: Counter[str], share: float) -> Vector:
        """Make a vector of numbers, called weights, from how often a name has each word, or each group of letters.

        The function scales the weights so that their squares add up to the parameter `share`. The parameter `share` is
        the part of the similarity of two names that comes from their words, or from their groups of letters. A word or
        group of letters that no name of the graph has weighs as much as one that only one name has.
        """
        unknown = log(1 + len(self._nodes))
        weights = {part: count * self._rarity.get(part, unknown) for part, count in counts.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()) / share) or 1.0
        return {part: weight / length for part, weight in weights.items()}


def _split(name: str) -> list[str]:
    """Split a name into words, each with a space before it, so that no word equals a group of three letters."""
    return [f" {word.strip('().,;:/&') or word}" for word in name.split()]


def _list_groups(name: str) -> list[str]:
    """Return the groups of three letters in the words of a name, with the signs < and > at the ends of a word."""
    words = [f"<{word[1:]}>" for word in _split(name)]
    return [word[at : at + 3] for word in words for at in range(len(word) - 2)]
