"""Tests of `match` on adverts.toml, whose labels a person wrote before reading the matcher."""

import importlib.util
import json
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import mlgraph

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "match.py"


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("benchmark_match", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    # its data classes look for their module
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def adverts(benchmark):
    return benchmark.read_adverts()


@pytest.fixture(scope="module")
def graph():
    return mlgraph.load()


@pytest.fixture(scope="module")
def score(benchmark, adverts, graph):
    return benchmark.score(benchmark.matcher(graph), [*enumerate(adverts, 1)])


def test_the_labels_are_skills_of_the_graph(adverts, graph):
    assert (len(adverts), sum(advert.held_out for advert in adverts)) == (60, 20)
    for advert in adverts:
        assert [skill for skill in advert.demands if graph.nodes[skill]["kind"] != "skill"] == []


@pytest.mark.slow
def test_most_found_skills_are_in_the_advert(score):
    assert score.precision >= 0.85, score.wrong


@pytest.mark.slow
def test_most_skills_of_an_advert_are_found(score):
    assert score.recall >= 0.75, score.missed


@pytest.mark.slow
def test_the_demand_of_a_skill_is_right(score):
    assert score.demand >= 0.9


@pytest.mark.slow
def test_the_years_of_most_adverts_are_right(score):
    assert score.years >= 0.85 * score.adverts


@pytest.mark.slow
def test_the_matcher_finds_more_than_a_search_for_titles(benchmark, adverts, graph, score):
    titles = benchmark.score(benchmark.anchor(graph), [*enumerate(adverts, 1)])
    assert score.f1 > titles.f1 + 0.2


def test_titles_of_adverts_are_compared_with_character_tfidf(benchmark, graph_of, tmp_path):
    roles = {"keeper": ("Zoo keeper", ["Keeper of animals"]), "guard": ("Guard", ["Night watch"]), "cook": ("Cook", [])}
    graph = graph_of(
        "".join(
            f'[role.{role}]\ntitle = "{title}"\naliases = {aliases}\nurl = "http://example.org/{role}"\n'
            for role, (title, aliases) in roles.items()
        )
    )
    table = tmp_path / "titles.csv"
    titles = {"Animal keeper": "keeper", "night guard": "guard", "COOK (Berlin)": "cook", "Pilot": "pilot"}
    lines = (f"{title},http://example.org/{role}" for title, role in titles.items())
    table.write_text("\n".join(["vacancyTitle,conceptUri", *lines]))
    read = benchmark.read_titles(table, graph)
    assert read == [("Animal keeper", "keeper"), ("night guard", "guard"), ("COOK (Berlin)", "cook")]
    assert benchmark.compare_titles(read, graph)["mlgraph"] == 1
    assert 0 < benchmark.compare_titles(read, graph)["character TF-IDF"] <= 1


def test_arrays_give_the_same_nearest_role(benchmark, graph):
    names = benchmark.NearestName(graph)
    roles = [data["title"] for _, data in graph.nodes(data=True) if data["kind"] == "role"]
    titles = [*roles, *(f"{one.split()[-1]} {other.upper()}" for one, other in pairwise(roles)), "", "\u4e2d", "cook"]
    found = [names.find_first(title) for title in titles]
    assert found == [next((node for node, _ in names.find(title, 1, 0.0)), None) for title in titles]
    assert {None, "data-scientist"} <= {*found}


def test_sentences_are_compared_with_a_search_for_titles(benchmark, graph_of, tmp_path):
    table = """[skill.{}]
title = "{}"
aliases = {}
hours = 1
url = "http://example.org/{}"
"""
    skills = {
        "java": ("Java (computer programming)", ["Java"]),
        "statistics": ("statistics", ["data"]),
        "people": ("lead people", ["people leadership"]),
    }
    graph = graph_of("".join(table.format(id, title, aliases, id) for id, (title, aliases) in skills.items()))
    file = tmp_path / "sentences.csv"
    rows = ["sentence,label", "Java and data,Java (computer programming)", "we care,LABEL NOT PRESENT"]
    file.write_text("\n".join([*rows, "people leadership,lead people", "stats,of another version"]))
    sentences = benchmark.read_sentences(file, graph)
    assert [each.demands for each in sentences] == [
        {"java": "required"},
        {"people": "required"},
        {"of another version": "required"},
    ]
    numbered = [*enumerate(sentences, 1)]
    ours, plain = (benchmark.score(find(graph), numbered) for find in (benchmark.find_skills, benchmark.anchor))
    assert (ours.right, ours.found, ours.labelled) == (2, 2, 3)
    assert (plain.right, plain.found) == (1, 1)


def test_names_of_the_graph_are_measured_on_the_skills_that_both_have(benchmark, graph_of):
    esco = """[skill.{0}]
title = "{1}"
hours = 1
url = "http://example.org/{0}"
"""
    titles = {"java": "Java (computer programming)", "tidy": "perform tidying", "bees": "keep bees"}
    esco = graph_of("".join(esco.format(*skill) for skill in titles.items()))
    graph = graph_of(
        """[source.esco]
title = "E"
[source.esco.points]
tidy = "perform tidying, http://example.org/tidy"
[skill.coffee]
title = "Java"
hours = 1
[skill.tidying]
title = "Tidying"
aliases = ["clean-up"]
hours = 1
same_as = { "esco:tidy" = "near" }
[skill.own]
title = "Wizardry"
hours = 1
"""
    )
    shared = benchmark.find_shared(graph, esco)
    assert shared == {"java": "coffee", "tidy": "tidying"}
    # a skill that only the graph has is neither right nor wrong
    demands, _ = benchmark.find_skills(graph)("Wizardry, clean-up and Java")
    assert benchmark.rename(demands, {"coffee": "coffee", "tidying": "tidying"}) == dict.fromkeys(
        ("tidying", "coffee"), "required"
    )
    demands, _ = benchmark.find_skills(esco)("keep bees, Java")
    assert benchmark.rename(demands, shared) == {"coffee": "required"}


def test_marked_words_are_compared_with_the_places_of_names(benchmark, graph_of, tmp_path):
    table = tmp_path / "spans.json"
    rows = [
        {
            "tokens": ["Night", "watch", "with", "R", "Studio"],
            "tags_skill": ["B", "I", "O", "O", "O"],
            "source": "tech",
        },
        {"tokens": ["Night", "watch"], "tags_skill": ["O", "O"], "source": "house"},
    ]
    rows[0]["tags_knowledge"], rows[1]["tags_knowledge"] = ["O", "O", "O", "B", "I"], ["O", "O"]
    table.write_text("\n".join(map(json.dumps, rows)))
    read = benchmark.read_spans(table)
    assert read == {
        "tech": [("Night watch with R Studio", {(0, 11), (17, 25)})],
        "house": [("Night watch", set())],
    }
    graph = graph_of('[skill.watch]\ntitle = "Night watch"\nhours = 1\n[skill.r]\ntitle = "R"\nhours = 1\n')
    assert benchmark.find_titles(graph)("Night watch with R Studio") == [(0, 11, "watch"), (17, 18, "r")]
    places = benchmark.find_places(graph)
    assert places("Night watch with R Studio") == [(0, 11), (17, 18)]
    assert benchmark.score_spans(places, read["tech"]).split() == ["1.000", "1.000", "1.000", "0.500"]
    assert benchmark.score_spans(places, read["house"]).split() == ["0.000", "0.000", "0.000", "0.000"]
