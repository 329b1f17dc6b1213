"""Compare `mlgraph.match` with a plain search for titles, on adverts that a person has labelled.

    python benchmarks/match.py [ADVERTS.toml]
    python benchmarks/match.py --titles TITLES.csv ESCO
    python benchmarks/match.py --sentences ESCO SENTENCES.csv ...
    python benchmarks/match.py --spans ESCO SPANS.json ...

The adverts are those of tests/analysis/adverts.toml, whose head has the rules of the labels. Every third advert is held
out: its mistakes are not printed, and nobody changes the matcher after them.

The second command compares the resolver of titles, which `mlgraph me from` uses, with character TF-IDF. TITLES.csv has
titles of adverts in the column vacancyTitle, and the addresses of occupations in conceptUri. The evaluation of JobBERT
(Decorte and others, 2021) has such a file, at github.com/jensjorisdecorte/JobBERT-evaluation-dataset. ESCO is the
folder of the classification, as `mlgraph import esco` takes it. The 15,462 titles with a known occupation take half a
minute of the processor. The titles have no licence, so they do not come with mlgraph.

The third command compares the matcher on all of ESCO with the search for titles, on sentences of adverts. SENTENCES.csv
has these sentences in the column sentence, and the title of a skill in label. The sets TECH, HOUSE and TECHWOLF
(Decorte and others, 2022 and 2023) are such files, at github.com/jensjorisdecorte/Skill-Extraction-benchmark. Only
sentences with a skill count. These sets do not come with mlgraph either. The rule for the alternative labels of a
catalogue was chosen on the validation parts of TECH and HOUSE, so use the test parts. The bundled graph has few skills
of ESCO, by name or by `same_as`. On these skills only, the names of the graph are compared with those of ESCO.

The fourth command compares both searches on words that a person has marked, for the names of the bundled graph and for
those of ESCO. SPANS.json has a sentence in each line, with tokens, tags_skill, tags_knowledge and source, as in
SkillSpan (Zhang and others, 2022). A found name is right if it has a marked word, and exact if it has the same words.
"""

import csv
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from math import log, sqrt
from pathlib import Path
from typing import Any

import numpy as np

import mlgraph
from mlgraph.importers.registry import read as read_source
from mlgraph.matching.find import Finder
from mlgraph.model import Graph
from mlgraph.resumes.nearest import _ALL_NAMES, _POWER, Names
from mlgraph.resumes.resolve import find_by_name, list_addresses

ADVERTS = Path(__file__).parents[1] / "tests" / "analysis" / "adverts.toml"
# the answer of a matcher: the demand of each skill, and the years
Found = tuple[dict[str, str], list[int]]
SHOWN = 25
_WORD = re.compile(r"\w+|[^\w\s]")
# labels of sentences without an entry in ESCO
_NO_SKILL = ("", "LABEL NOT PRESENT", "UNDERSPECIFIED")


@dataclass(frozen=True)
class Advert:
    """The text of an advert, the demand of each skill in it, the years, and whether the advert is held out."""

    text: str
    demands: dict[str, str]
    years: list[int]
    held_out: bool


@dataclass(frozen=True)
class Score:
    """How many skills were right, found and labelled, with the demands and adverts with years that were right.

    `missed` and `wrong` hold the number of the advert, from 1 on, and the id of the skill.
    """

    right: int
    found: int
    labelled: int
    demands: int
    years: int
    adverts: int
    missed: tuple[tuple[int, str], ...]
    wrong: tuple[tuple[int, str], ...]

    @property
    def precision(self) -> float:
        """The share of the found skills that the labels have."""
        return self.right / (self.found or 1)

    @property
    def recall(self) -> float:
        """The share of the labelled skills that were found."""
        return self.right / (self.labelled or 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.labelled or 1)

    @property
    def demand(self) -> float:
        """The share of the right skills with the right demand."""
        return self.demands / (self.right or 1)


def read_adverts(path: Path = ADVERTS) -> list[Advert]:
    """Return the labelled adverts of a file."""
    tables = tomllib.loads(path.read_text("utf-8"))["advert"]
    return [
        Advert(
            table["text"],
            dict.fromkeys(table["required"], "required") | dict.fromkeys(table["optional"], "optional"),
            table["years"],
            number % 3 == 0,
        )
        for number, table in enumerate(tables, 1)
    ]


def matcher(graph: mlgraph.Graph) -> Callable[[str], Found]:
    """Return the search of `mlgraph.match`, without the skills that a text excludes."""

    def find(text: str) -> Found:
        found = mlgraph.match(graph, text)
        demands: dict[str, str] = {skill.id: skill.demand for skill in found.skills if skill.demand != "excluded"}
        return demands, [each.years for each in found.years]

    return find


def anchor(graph: mlgraph.Graph) -> Callable[[str], Found]:
    """Return a plain search: the longest titles of skills, whole words in any case, all of them required.

    A title counts without the bracket behind it too, as in "Java (computer programming)".
    """
    search = find_titles(graph)
    return lambda text: (dict.fromkeys((node for *_, node in search(text)), "required"), [])


def find_titles(graph: mlgraph.Graph) -> Callable[[str], list[tuple[int, int, str]]]:
    """Return the search of `anchor`, which gives the begin and the end of each title, and its node."""
    skills = [(node, data["title"].lower()) for node, data in graph.nodes(data=True) if data["kind"] == "skill"]
    titles = {_leave_out_bracket(title): node for node, title in skills}
    titles |= {title: node for node, title in skills}
    most = max(len(_WORD.findall(title)) for title in titles)

    def find(text: str) -> list[tuple[int, int, str]]:
        lower, found, at = text.lower(), list[tuple[int, int, str]](), 0
        words = [word.span() for word in _WORD.finditer(lower)]
        while at < len(words):
            names = (
                (end, lower[words[at][0] : words[end - 1][1]]) for end in range(min(len(words), at + most), at, -1)
            )
            end, name = next(((end, name) for end, name in names if name in titles), (at + 1, ""))
            if name:
                found.append((words[at][0], words[end - 1][1], titles[name]))
            at = end
        return found

    return find


def _leave_out_bracket(title: str) -> str:
    return re.sub(r"(?<=\S)\s*\([^()]*\)$", "", title)


def score(find: Callable[[str], Found], adverts: Iterable[tuple[int, Advert]]) -> Score:
    """Count what a matcher finds in numbered adverts."""
    total: Counter[str] = Counter()
    missed: list[tuple[int, str]] = []
    wrong: list[tuple[int, str]] = []
    for number, advert in adverts:
        demands, years = find(advert.text)
        both = demands.keys() & advert.demands.keys()
        total["right"] += len(both)
        total["found"] += len(demands)
        total["labelled"] += len(advert.demands)
        total["demands"] += sum(demands[skill] == advert.demands[skill] for skill in both)
        total["years"] += years == advert.years
        total["adverts"] += 1
        missed += [(number, skill) for skill in advert.demands if skill not in both]
        wrong += [(number, skill) for skill in demands if skill not in both]
    counts = {key: total[key] for key in ("right", "found", "labelled", "demands", "years", "adverts")}
    return Score(**counts, missed=tuple(missed), wrong=tuple(wrong))


class Postings:
    """The names that have each part of a name, with the weight of the part, in arrays for the sums of many texts."""

    def __init__(self, entries: Mapping[str, list[tuple[int, float]]], names: int) -> None:
        self._entries = {part: tuple(map(np.array, zip(*pairs, strict=True))) for part, pairs in entries.items()}
        self._names = names

    def add_up(self, vector: Mapping[str, float]) -> np.ndarray:
        """Return the product of a vector with the vector of each name."""
        found = np.zeros(self._names)
        for part, weight in vector.items():
            if part in self._entries:
                places, others = self._entries[part]
                found[places] += weight * others
        return found


class NearestName(Names):
    """The node that `Names.find` returns first, found a twentieth of its time."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph, ("role",))
        self._postings = Postings(self._with, len(self._nodes))
        self._titles = np.array(self._own)
        # the names of a node follow one another
        groups = [(node, len([*names])) for node, names in groupby(self._nodes)]
        self._each = [node for node, _ in groups]
        self._first = [0, *accumulate(count for _, count in groups[:-1])]

    def find_first(self, text: str) -> str | None:
        """Return the node with the most similar names."""
        found = self._postings.add_up(self._make_vector(text))
        similar = np.where(found > 0, found + self._titles, 0)
        total = np.add.reduceat(similar**_POWER, self._first)
        rank = np.maximum.reduceat(similar, self._first) + _ALL_NAMES * total ** (1 / _POWER)
        best = int(rank.round(9).argmax())
        return self._each[best] if rank[best] else None


class CharacterTfidf:
    """A plain ranking of names: the cosine of groups of three letters in words, weighted by their rarity."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        pairs = [(node, self._split(name)) for node, name in names]
        number = Counter(part for _, parts in pairs for part in parts)
        self._rarity = {part: log((1 + len(pairs)) / (1 + count)) + 1 for part, count in number.items()}
        self._nodes = [node for node, _ in pairs]
        entries: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, (_, parts) in enumerate(pairs):
            for part, weight in self._weigh(parts).items():
                entries[part].append((at, weight))
        self._postings = Postings(entries, len(pairs))

    def find_first(self, text: str) -> str | None:
        """Return the node with the most similar name."""
        found = self._postings.add_up(self._weigh(self._split(text)))
        best = int(found.argmax())
        return self._nodes[best] if found[best] else None

    def _weigh(self, parts: Counter[str]) -> dict[str, float]:
        weights = {part: count * self._rarity[part] for part, count in parts.items() if part in self._rarity}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {part: weight / length for part, weight in weights.items()}

    @staticmethod
    def _split(name: str) -> Counter[str]:
        words = [f" {word} " for word in name.lower().split()]
        return Counter(word[at : at + 3] for word in words for at in range(len(word) - 2))


def read_titles(path: Path, graph: Graph) -> list[tuple[str, str]]:
    """Return titles of adverts with the role of each, where the graph has the occupation."""
    roles = {data["url"]: node for node, data in graph.nodes(data=True) if data["kind"] == "role" and "url" in data}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["vacancyTitle"], row["conceptUri"]) for row in csv.DictReader(file)]
    return [(title, roles[address]) for title, address in rows if address in roles]


def compare_titles(titles: list[tuple[str, str]], graph: Graph) -> dict[str, float]:
    """Return the share of titles whose first role is right, of both rankings."""
    roles = [(node, data) for node, data in graph.nodes(data=True) if data["kind"] == "role"]
    plain = CharacterTfidf((node, name) for node, data in roles for name in (data["title"], *data["aliases"]))
    searches = {"mlgraph": NearestName(graph).find_first, "character TF-IDF": plain.find_first}
    return {name: sum(find(title) == role for title, role in titles) / len(titles) for name, find in searches.items()}


def read_sentences(path: Path, graph: Graph) -> list[Advert]:
    """Return the sentences of a file that have at least one skill, each as an advert."""
    skills = {data["title"].lower(): node for node, data in graph.nodes(data=True) if data["kind"] == "skill"}
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] not in _NO_SKILL:
                # a label of another version of ESCO is never found
                labels[row["sentence"]][skills.get(row["label"].lower(), row["label"])] = "required"
    return [Advert(sentence, demands, [], False) for sentence, demands in labels.items()]


def find_shared(graph: Graph, esco: Graph) -> dict[str, str]:
    """Return for each skill of ESCO the skill of a graph with its title, or else the one whose `same_as` names it."""
    addresses = list_addresses(graph)
    shared = {}
    for node, data in esco.nodes(data=True):
        skill, _ = find_by_name(graph, (data["title"], _leave_out_bracket(data["title"])), "skill")
        exact, near = addresses.get(data.get("url", ""), ((), ()))
        if data["kind"] == "skill" and (found := [each for each in (skill, *exact, *near) if each]):
            shared[node] = found[0]
    return shared


def rename(demands: Mapping[str, str], nodes: Mapping[str, str]) -> dict[str, str]:
    """Return the demands of some nodes only, under other ids."""
    return {nodes[node]: demand for node, demand in demands.items() if node in nodes}


def find_skills(graph: Graph) -> Callable[[str], Found]:
    """Return the search of `mlgraph.match` for skills only, which indexes the names of a graph once."""
    finder = Finder(graph)

    def find(text: str) -> Found:
        mentions = [each for each in finder.find(text) if graph.nodes[each.node]["kind"] == "skill"]
        return {each.node: "required" for each in mentions if each.demand != "excluded"}, []

    return find


def read_spans(path: Path) -> dict[str, list[tuple[str, set[tuple[int, int]]]]]:
    """Return the sentences of each source in a file, with the begin and the end of the words that a person marked."""
    found: dict[str, list[tuple[str, set[tuple[int, int]]]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        ends = [*accumulate(len(token) + 1 for token in row["tokens"])]
        spans = set()
        for tags in (row["tags_skill"], row["tags_knowledge"]):
            for at, tag in enumerate(tags):
                if tag == "B":
                    last = next((end for end in range(at + 1, len(tags)) if tags[end] != "I"), len(tags))
                    spans.add((ends[at] - len(row["tokens"][at]) - 1, ends[last - 1] - 1))
        found[row["source"]].append((" ".join(row["tokens"]), spans))
    return found


def score_spans(find: Callable[[str], Iterable[tuple[int, int]]], texts: list[tuple[str, set[tuple[int, int]]]]) -> str:
    """Return the precision, the recall and F1 of the places of names, and the precision for the same words."""
    total: Counter[str] = Counter()
    for text, marked in texts:
        found = {*find(text)}
        total["found"] += len(found)
        total["exact"] += len(found & marked)
        total["right"] += sum(any(begin < last and first < end for first, last in marked) for begin, end in found)
        total["marked"] += len(marked)
        total["met"] += sum(any(begin < last and first < end for begin, end in found) for first, last in marked)
    precision, recall = total["right"] / (total["found"] or 1), total["met"] / (total["marked"] or 1)
    f1 = 2 * precision * recall / (precision + recall or 1)
    return f"{precision:9.3f} {recall:6.3f} {f1:5.3f} {total['exact'] / (total['found'] or 1):6.3f}"


def find_places(graph: Graph) -> Callable[[str], list[tuple[int, int]]]:
    """Return the search of `mlgraph.match` for the places of skills, which indexes the names of a graph once."""
    finder = Finder(graph)
    return lambda text: [
        (each.start, each.end) for each in finder.find(text) if graph.nodes[each.node]["kind"] == "skill"
    ]


def print_spans(arguments: list[str]) -> None:
    """Print the figures of both matchers on marked words, with the names of both graphs."""
    if len(arguments) < 2 or not all(Path(each).exists() for each in arguments):
        sys.exit("spans or ESCO are absent: give the folder of ESCO and SPANS.json behind --spans")
    print(f"{'matcher':14} {'names':>7} {'source':>6} {'sentences':>9} {'precision':>9} {'recall':>6} {'F1':>5}  exact")
    texts: dict[str, list[tuple[str, set[tuple[int, int]]]]] = defaultdict(list)
    for path in map(Path, arguments[1:]):
        for source, rows in read_spans(path).items():
            texts[source] += rows
    for names, graph in (("mlgraph", mlgraph.load()), ("ESCO", read_source("esco", Path(arguments[0])).graph)):
        titles, places = find_titles(graph), find_places(graph)
        searches = {"mlgraph.match": places, "titles only": lambda text, titles=titles: [x[:2] for x in titles(text)]}
        for matcher_name, find in searches.items():
            for source, rows in sorted(texts.items()):
                print(f"{matcher_name:14} {names:>7} {source:>6} {len(rows):9} {score_spans(find, rows)}")


def print_titles(arguments: list[str]) -> None:
    """Print the figures of both rankings of titles."""
    if len(arguments) != 2 or not all(Path(each).exists() for each in arguments):
        sys.exit("titles or ESCO are absent: give TITLES.csv and the folder of ESCO behind --titles")
    esco = read_source("esco", Path(arguments[1])).graph
    titles = read_titles(Path(arguments[0]), esco)
    for name, share in compare_titles(titles, esco).items():
        print(f"{name:16} {share:.3f} of {len(titles):,} titles have the right occupation first")


def print_sentences(arguments: list[str]) -> None:
    """Print the figures of both matchers on sentences of adverts."""
    if len(arguments) < 2 or not all(Path(each).exists() for each in arguments):
        sys.exit("sentences or ESCO are absent: give the folder of ESCO and SENTENCES.csv behind --sentences")
    esco = read_source("esco", Path(arguments[0])).graph
    sentences = {path.stem[:19]: read_sentences(path, esco) for path in map(Path, arguments[1:])}
    print(f"{'matcher':14} {'names':>7} {'sentences':>24} {'labels':>6} {'precision':>9} {'recall':>6} {'F1':>5}")
    searches = {"mlgraph.match": find_skills, "titles only": anchor}
    for name, search in searches.items():
        print_score(name, "ESCO", search(esco), sentences)
    graph = mlgraph.load()
    shared = find_shared(graph, esco)
    print(f"\nOnly the {len(shared)} skills of ESCO that the bundled graph has:")
    met = {
        path: [replace(advert, demands=rename(advert.demands, shared)) for advert in adverts]
        for path, adverts in sentences.items()
    }
    for names, of, nodes in (("mlgraph", graph, {node: node for node in shared.values()}), ("ESCO", esco, shared)):
        for name, search in searches.items():
            find = search(of)
            print_score(name, names, lambda text, find=find, nodes=nodes: (rename(find(text)[0], nodes), []), met)


def print_score(name: str, names: str, find: Callable[[str], Found], sentences: Mapping[str, list[Advert]]) -> None:
    """Print the figures of one matcher on each set of sentences."""
    for path, adverts in sentences.items():
        found = score(find, enumerate(adverts, 1))
        rates = f"{found.labelled:6} {found.precision:9.3f} {found.recall:6.3f} {found.f1:5.3f}"
        print(f"{name:14} {names:>7} {path:>19} {len(adverts):4} {rates}")


def print_adverts(arguments: list[str]) -> None:
    """Print the figures of both matchers, and examples of the mistakes of `mlgraph.match`."""
    numbered = [*enumerate(read_adverts(Path(arguments[0]) if arguments else ADVERTS), 1)]
    parts: dict[str, list[tuple[int, Any]]] = {
        "all": numbered,
        "seen": [each for each in numbered if not each[1].held_out],
        "held out": [each for each in numbered if each[1].held_out],
    }
    graph = mlgraph.load()
    print(f"{'matcher':14} {'adverts':>12} {'precision':>9} {'recall':>6} {'F1':>5} {'demand':>6} {'years':>7}")
    for name, find in (("mlgraph.match", matcher(graph)), ("titles only", anchor(graph))):
        for part, adverts in parts.items():
            of = score(find, adverts)
            print(
                f"{name:14} {part:>9} {of.adverts:2} {of.precision:9.3f} {of.recall:6.3f} {of.f1:5.3f} {of.demand:6.3f}"
                f" {of.years:4}/{of.adverts}"
            )
    # only mistakes in adverts that are not held out
    seen = score(matcher(graph), parts["seen"])
    for title, mistakes in (("Missed", seen.missed), ("Wrongly found", seen.wrong)):
        print(f"\n{title} by mlgraph.match, advert and skill ({min(SHOWN, len(mistakes))} of {len(mistakes)}):")
        print("  " + "\n  ".join(f"{number:2} {skill}" for number, skill in mistakes[:SHOWN]))


def main(arguments: list[str]) -> None:
    """Print the comparison that the first argument names."""
    commands = {"--titles": print_titles, "--sentences": print_sentences, "--spans": print_spans}
    if arguments[:1] and arguments[0] in commands:
        commands[arguments[0]](arguments[1:])
    else:
        print_adverts(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
