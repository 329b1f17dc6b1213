"""Compare `mlgraph.match` with a plain search for titles, on adverts that a person has labelled.

    python benchmarks/match.py [ADVERTS.toml]

The adverts are those of tests/analysis/adverts.toml, whose head has the rules of the labels. Every third advert is held
out: its mistakes are not printed, and nobody changes the matcher after them.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mlgraph

ADVERTS = Path(__file__).parents[1] / "tests" / "analysis" / "adverts.toml"
# the answer of a matcher: the demand of each skill, and the years
Found = tuple[dict[str, str], list[int]]
SHOWN = 25


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
        demands = {skill.id: skill.demand for skill in found.skills if skill.demand != "excluded"}
        return demands, [each.years for each in found.years]

    return find


def anchor(graph: mlgraph.Graph) -> Callable[[str], Found]:
    """Return a plain search: the longest titles of skills, whole words in any case, all of them required."""
    titles = {data["title"].lower(): node for node, data in graph.nodes(data=True) if data["kind"] == "skill"}
    longest = sorted(titles, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
    return lambda text: ({titles[found[0].lower()]: "required" for found in pattern.finditer(text)}, [])


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


def main(arguments: list[str]) -> None:
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


if __name__ == "__main__":
    main(sys.argv[1:])
