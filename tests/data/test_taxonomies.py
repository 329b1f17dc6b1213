"""Tests of the bundled graph against published taxonomies: codes, addresses and figures."""

import csv
import importlib.util
import re
import tomllib
from collections import Counter

import networkx as nx
import pytest

from mlgraph.graphfile.ids import make_slug
from mlgraph.importers.registry import read
from support.paths import REPOSITORY, shared


def points(ml, source):
    return ml.graph["sources"][source]["points"]


def rows(*parts, **options):
    with shared("data", *parts).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, **options))


def test_onet_codes_and_titles(ml):
    onet = {"delimiter": "\t", "quoting": csv.QUOTE_NONE}
    titles = {row["O*NET-SOC Code"]: row["Title"] for row in rows("onet-30.0", "Occupation Data.txt", **onet)}
    codes = [code for code in points(ml, "onet") if re.fullmatch(r"\d\d-\d{4}\.\d\d", code)]
    assert len(codes) >= 10
    for code in codes:
        assert re.match(rf"{re.escape(titles[code])}[.:]", points(ml, "onet")[code]), code


@pytest.mark.parametrize(
    ("point", "code"), [("in-demand-data-scientists", "15-2051.00"), ("in-demand-researchers", "15-1221.00")]
)
def test_technologies_in_demand(ml, point, code):
    technologies = rows("onet-30.0", "Technology Skills.txt", delimiter="\t", quoting=csv.QUOTE_NONE)
    wanted = [
        row["Example"].lower() for row in technologies if row["O*NET-SOC Code"] == code and row["In Demand"] == "Y"
    ]
    named = points(ml, "onet")[point].partition("among others ")[2].rstrip(".").split(", ")
    assert len(named) >= 14
    for name in named:
        assert any(re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", technology) for technology in wanted), name


def test_esco_codes_labels_and_addresses(ml):
    occupations = {row["code"]: row for row in rows("esco-1.1.1", "en", "occupations_en.csv")}
    skills = {make_slug(row["preferredLabel"]): row for row in rows("esco-1.1.1", "en", "skills_en.csv")}
    for code, point in points(ml, "esco").items():
        entry = occupations[code] if code[0].isdigit() else skills[code]
        assert re.match(
            rf"{re.escape(entry['preferredLabel'].strip())}, {re.escape(entry['conceptUri'])}($|;)", point
        ), code


def test_roles_and_levels_of_the_uk_framework(ml):
    roles = rows("uk-ddat", "roles.csv")
    names = {make_slug(name): name.strip() for row in roles for name in (row["Role Level"], row["Role"])}
    for code, point in points(ml, "uk-ddat").items():
        assert re.match(rf"{re.escape(names[code])}[.,:]", point), code


def test_concepts_and_hours_of_metacademy(ml):
    result = read("metacademy", shared("data", "metacademy", "graph_data.json"))
    concepts = result.tables["skill"]
    needs = nx.DiGraph((need, name) for name, concept in concepts.items() for need in concept.get("needs", ()))
    needs.add_nodes_from(concepts)
    for tag, point in points(ml, "metacademy").items():
        name = tag.replace("_", "-")
        if whole := re.match(r"[\w ]+: (\d+) concepts of ([\d.]+) hours", point):  # those of one skill
            covered = tomllib.loads((REPOSITORY / "benchmarks" / "knowledge.toml").read_text("utf-8"))
            listed = covered["metacademy"]["covered"]["probabilistic-modelling"]
            hours = sum(concepts[concept]["hours"] for concept in listed)
            assert (int(whole[1]), float(whole[2])) == (len(listed), pytest.approx(hours, abs=0.051)), tag
            continue
        before = nx.ancestors(needs, name)
        hours = sum(concepts[concept]["hours"] for concept in (*before, name))
        assert float(re.search(r"([\d.]+) hours", point)[1]) == pytest.approx(hours, abs=0.051), tag
        assert int((re.search(r"its (\d+) prerequisite", point) or [0, 0])[1]) == len(before), tag


def test_lessons_and_their_hours(ml):
    lessons = rows("ai-engineering-lessons", "lessons.csv")
    count, minutes = Counter(row["phase"] for row in lessons), Counter()
    for row in lessons:
        minutes[row["phase"]] += float(row["minutes"] or 0)
    phases = {phase: point for phase, point in points(ml, "lessons").items() if not phase.startswith("hours-")}
    for phase, point in phases.items():
        number, hours = re.search(r": (\d+) lessons of ([\d.]+) hours", point).groups()
        assert (int(number), float(hours)) == (count[phase], round(minutes[phase] / 60, 1)), phase


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("knowledge", REPOSITORY / "benchmarks" / "knowledge.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found(benchmark, ml):
    return {each.source: each for each in benchmark.comparisons(ml, shared("data"))}


def test_relevant_entries_are_covered_and_contradictions_have_reasons(found):
    assert len(found) == 15
    for comparison in found.values():
        assert comparison.coverage >= 0.9, comparison
        assert comparison.contradictions == (), comparison


def test_topics_of_roadmaps_are_named_or_inside_a_skill_or_left_out_for_a_reason(benchmark, found, ml):
    said = benchmark.SAME["roadmaps"]
    topics = {topic for topics in said["topics"].values() for topic in topics}
    explained = [topic for part in said["covered"].values() for topic in part]
    explained += [topic for group in said["left-out"] for topic in group["topics"]]
    assert len(explained) == len(set(explained))
    assert set(explained) <= topics
    assert {skill for skill in said["covered"] if skill not in ml} == set()
    for title, listed in said["topics"].items():
        comparison = found[f"Roadmap {title}, topics"]
        assert len(comparison.missing) <= 0.05 * len(listed), comparison


def test_no_reason_is_given_for_nothing(benchmark, found):
    for source, title in (("metacademy", "Metacademy, concepts"), ("lessons", "AI engineering from scratch, lessons")):
        used = {pair.partition(" (")[0] for pair in found[title].explained}
        assert benchmark._explained(source) == used
    left_out = {name for comparison in found.values() for name in comparison.left_out}
    for said in (benchmark.SAME["onet"], *benchmark.SAME["esco"].values()):
        assert set(said["left-out"]) <= left_out


@pytest.mark.slow
def test_the_benchmark_sees_a_contradiction_and_what_is_missing(benchmark, ml):
    turned = nx.DiGraph(ml)
    turned.remove_edge("neural-networks", "pytorch")
    turned.remove_edges_from([*turned.in_edges("neural-networks")])
    turned.add_edge("pytorch", "optimisation", relation="needed_for", required=True)
    turned.remove_edges_from([*turned.out_edges("sql")])
    found = {each.source: each for each in benchmark.comparisons(turned, shared("data"))}
    assert found["UK data scientist, skills"].covered == tuple(sorted(found["UK data scientist, skills"].covered))
    assert "use databases" in found["ESCO data scientist, essential skills"].missing
    assert found["Metacademy, concepts"].contradictions
