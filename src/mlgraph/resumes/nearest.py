"""The names of a graph most similar to a text, by their shared words and parts of words.

A name is a vector of its words and of the groups of three letters in them. A rare word or group weighs more (inverse
document frequency), and the similarity of two names is the cosine of their vectors.

Source: Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log, sqrt

from mlgraph.model import Graph
from mlgraph.names import fold

# a shared word weighs more than the letters in it
_WORD = 2.0
LEAST = 0.25
# words that a title may have or not, which say nothing about the work
_EMPTY = frozenset(("a", "an", "the", "of", "and", "for", "in", "with", "to"))


class Names:
    """The names of the nodes of a graph that are of some kinds, prepared for comparison."""

    def __init__(self, graph: Graph, kinds: Iterable[str]) -> None:
        wanted = set(kinds)
        names = [
            (node, fold(name))
            for node, attributes in graph.nodes(data=True)
            if attributes["kind"] in wanted
            for name in dict.fromkeys((attributes["title"], *attributes["aliases"]))
        ]
        vectors = [Counter(_parts(name)) for _, name in names]
        number = Counter(part for vector in vectors for part in vector)
        self._rarity = {part: log(1 + len(names) / count) for part, count in number.items()}
        self._nodes = [node for node, _ in names]
        self._with: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, vector in enumerate(vectors):
            for part, weight in self._weigh(vector).items():
                self._with[part].append((at, weight))

    def find(self, text: str, most: int = 3, least: float = LEAST) -> list[tuple[str, float]]:
        """Return the nodes with the most similar names, the nearest first, with their similarity from 0 to 1."""
        found: dict[int, float] = defaultdict(float)
        for part, weight in self._weigh(Counter(_parts(fold(text)))).items():
            for at, other in self._with.get(part, ()):
                found[at] += weight * other
        best: dict[str, float] = {}
        for at, similarity in found.items():
            node = self._nodes[at]
            best[node] = max(best.get(node, 0.0), similarity)
        ranked = sorted(best.items(), key=lambda each: (-round(each[1], 9), each[0]))
        return [(node, similarity) for node, similarity in ranked[:most] if similarity >= least]

    def _weigh(self, vector: Counter[str]) -> dict[str, float]:
        """Return the vector with weights, of length 1. A part that no name has counts as the rarest."""
        unknown = log(1 + len(self._nodes))
        weights = {part: count * self._rarity.get(part, unknown) for part, count in vector.items()}
        weights = {part: weight * (_WORD if part[0] == " " else 1) for part, weight in weights.items()}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {part: weight / length for part, weight in weights.items()}


def _parts(name: str) -> Iterator[str]:
    """Yield the words of a folded name, each with a space before it, and their groups of three letters."""
    for word in name.split():
        bare = word.strip("().,;:/&") or word
        if bare in _EMPTY:
            continue
        yield f" {bare}"
        around = f"<{bare}>"
        yield from (around[at : at + 3] for at in range(len(around) - 2))
