"""Compare the bundled graph with published taxonomies: coverage and contradictions.

    python benchmarks/knowledge.py [FOLDER OF THE DATA]

The file knowledge.toml has the matches, and the entries left out with the reasons. An entry of a taxonomy is covered if
the role for its occupation needs one of the matching skills, possibly as an alternative. A technology of O*NET is
covered if the graph has it. A contradiction is a pair that the taxonomy and the graph order differently. A prerequisite
of Metacademy that the graph leaves without order is a contradiction too. A topic of a roadmap is named if it is a title
or an alias of a skill. A topic is inside a skill if the skill covers it.
"""

import csv
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx

import mlgraph
from mlgraph.graphfile.ids import make_slug
from mlgraph.importers.registry import read

DATA = Path(__file__).parents[2] / "shared" / "data"
SAME = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@dataclass(frozen=True)
class Comparison:
    """The entries of a source that the graph covers, leaves out for a reason, or lacks.

    `explained` and `contradictions` are pairs that the graph orders differently, with and without a reason. `inside`
    are the covered topics of a roadmap that are not a name in the graph.
    """

    source: str
    covered: tuple[str, ...]
    left_out: tuple[str, ...]
    missing: tuple[str, ...]
    explained: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    @property
    def coverage(self) -> float:
        """The covered share of the entries that are not left out."""
        return len(self.covered) / ((len(self.covered) + len(self.missing)) or 1)


def comparisons(graph: Any, data: Path) -> Iterator[Comparison]:
    """Yield the comparison with each source that has data."""
    needs = nx.DiGraph((s, t) for s, t, arrow in graph.edges(data=True) if arrow["relation"] == "needed_for")
    needs.add_nodes_from(graph)
    before = {node: nx.ancestors(needs, node) for node in graph}
    yield from _onet(data / "onet-30.0" / "Technology Skills.txt", before)
    yield from _esco(data / "esco-1.1.1", before)
    yield from _uk_ddat(data / "uk-ddat" / "roles.csv", before)
    yield _metacademy(data / "metacademy" / "graph_data.json", before)
    yield _lessons(data / "ai-engineering-lessons", before)
    yield from _roadmaps(graph)


def _compared(source: str, entries: Iterable[str], said: dict[str, Any], known: set[str]) -> Comparison:
    names = sorted({*entries})
    covered = [name for name in names if known & {*said["covered"].get(name, ())}]
    left_out = [name for name in names if name in said.get("left-out", ()) and name not in covered]
    return Comparison(source, *map(tuple, (covered, left_out, sorted({*names} - {*covered} - {*left_out}))))


def _onet(path: Path, before: dict[str, set[str]]) -> Iterator[Comparison]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for code in SAME["onet"]["occupations"]:
        wanted = [row["Example"] for row in rows if row["O*NET-SOC Code"] == code and row["In Demand"] == "Y"]
        yield _compared(f"O*NET {code}, technologies in demand", wanted, SAME["onet"], set(before))


def _esco(folder: Path, before: dict[str, set[str]]) -> Iterator[Comparison]:
    labels = {row["conceptUri"]: row["preferredLabel"].strip() for row in _rows(folder / "en" / "skills_en.csv")}
    occupations = {row["preferredLabel"]: row["conceptUri"] for row in _rows(folder / "en" / "occupations_en.csv")}
    essential = defaultdict(set)
    for row in _rows(folder / "relations" / "occupationSkillRelations.csv"):
        if row["relationType"] == "essential":
            essential[row["occupationUri"]].add(labels[row["skillUri"]])
    for name, said in SAME["esco"].items():
        yield _compared(f"ESCO {name}, essential skills", essential[occupations[name]], said, before[said["role"]])


def _uk_ddat(path: Path, before: dict[str, set[str]]) -> Iterator[Comparison]:
    rows = _rows(path)
    for name, said in SAME["uk-ddat"].items():
        wanted = [row["Skill Name"] for row in rows if row["Role"] == name]
        yield _compared(f"UK {name.lower()}, skills", wanted, said, before[said["role"]])


def _metacademy(path: Path, before: dict[str, set[str]]) -> Comparison:
    concepts = read("metacademy", path).tables["skill"]
    needs = nx.DiGraph((need, name) for name, concept in concepts.items() for need in concept.get("needs", ()))
    skill = {concept: name for name, part in SAME["metacademy"]["covered"].items() for concept in part}
    left_out = {concept for group in SAME["metacademy"]["left-out"] for concept in group["concepts"]}
    pairs = defaultdict(set)
    for first, second in nx.transitive_closure(needs).edges:
        one, other = skill.get(first), skill.get(second)
        known = one and other and one != other and one not in before[other]
        if known and (other in before[one] or needs.has_edge(first, second)):
            pairs[f"{one} -> {other}"].add(f"{first} -> {second}")
    return _ordered("Metacademy, concepts", concepts, skill, left_out, _explained("metacademy"), pairs)


def _lessons(folder: Path, before: dict[str, set[str]]) -> Comparison:
    lessons = [row["id"] for row in _rows(folder / "lessons.csv")]
    named = {part: name for name, parts in SAME["lessons"]["covered"].items() for part in parts}
    skill = {lesson: named[part] for lesson in lessons for part in (lesson[:2], lesson) if part in named}
    left_out = {part for group in SAME["lessons"]["left-out"] for part in group["lessons"]}
    pairs = defaultdict(set)
    for row in _rows(folder / "prerequisite_edges.csv"):
        one, other = skill.get(row["prerequisite"]), skill.get(row["lesson"])
        if one and other and other in before[one]:
            pairs[f"{one} -> {other}"].add(f"{row['prerequisite']} -> {row['lesson']}")
    left_out = {lesson for lesson in lessons if {lesson, lesson[:2]} & left_out and lesson not in skill}
    return _ordered("AI engineering from scratch, lessons", lessons, skill, left_out, _explained("lessons"), pairs)


def _roadmaps(graph: Any) -> Iterator[Comparison]:
    said = SAME["roadmaps"]
    names = {
        make_slug(name)
        for node, said_of in graph.nodes(data=True)
        for name in (node, said_of["title"], *said_of["aliases"])
    }
    covered = {topic for skill, topics in said["covered"].items() if skill in graph for topic in topics}
    reasons = {topic for group in said["left-out"] for topic in group["topics"]}
    for title, topics in said["topics"].items():
        named = {topic for topic in topics if make_slug(topic) in names}
        inside = {*topics} & covered - named
        left_out = {*topics} & reasons - named - inside
        missing = {*topics} - named - inside - left_out
        parts = (sorted(part) for part in (named | inside, left_out, missing))
        yield Comparison(f"Roadmap {title}, topics", *map(tuple, parts), inside=tuple(sorted(inside)))


def _explained(source: str) -> set[str]:
    return {pair for group in SAME[source].get("explained", ()) for pair in group["pairs"]}


def _ordered(
    source: str,
    entries: Iterable[str],
    skill: dict[str, str],
    left_out: set[str],
    reasons: set[str],
    pairs: dict[str, set[str]],
) -> Comparison:
    names = {*entries}
    found = {pair: f"{pair} ({len(examples)}, as {min(examples)})" for pair, examples in sorted(pairs.items())}
    explained = (text for pair, text in found.items() if pair in reasons)
    contradictions = (text for pair, text in found.items() if pair not in reasons)
    parts = (names & skill.keys(), names & left_out, names - skill.keys() - left_out)
    return Comparison(source, *map(tuple, (*map(sorted, parts), explained, contradictions)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main(data: Path) -> None:
    """Print each comparison with its names."""
    if not data.exists():
        sys.exit(f"not there: {data}; name a folder of the data")
    for found in comparisons(mlgraph.load(), data):
        relevant = len(found.covered) + len(found.missing)
        print(f"{found.source}: {len(found.covered)} of {relevant} covered, {found.coverage:.0%}")
        for title, names in (
            ("left out, each for a reason", found.left_out),
            ("inside a skill", found.inside),
            ("missing", found.missing),
            ("ordered otherwise, each for a reason", found.explained),
            ("contradictions", found.contradictions),
        ):
            if names:
                print(f"  {title} ({len(names)}): {'; '.join(names)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
