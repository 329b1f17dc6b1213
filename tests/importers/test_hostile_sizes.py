"""Tests of sources with large results: read or refused within seconds."""

import json
import os
import re

import pytest

from mlgraph.importers import tables as importers_tables
from support.sources import ESCO, ONET, SOURCES, UK, source_of


@pytest.mark.slow
def test_an_import_with_too_many_derived_moves_is_refused_quickly(tmp_path, refused):
    def occupations(count):
        return ESCO["en/occupations_en.csv"].split("\n")[0] + "".join(
            f"\nhttp://e/o/{n},{n},T,,D" for n in range(count)
        )

    def relations(count, skills):
        rows = (f"\nhttp://e/o/{n},essential,x,http://e/s/{skill}" for n in range(count) for skill in skills)
        return ESCO["relations/occupationSkillRelations.csv"].split("\n")[0] + "".join(rows)

    import_ = ("import", "esco", tmp_path / "source", "-o", tmp_path / "g.json")
    for count, words in ((2_000, "more than 300,000 moves"), (30_000, "has too many occupations that share a skill")):
        changed = {"en/occupations_en.csv": occupations(count)}
        changed["relations/occupationSkillRelations.csv"] = relations(count, "A")
        source_of(tmp_path, ESCO | changed)
        refused(words, *import_)


@pytest.mark.parametrize(
    ("source", "table", "row"),
    [
        ("onet", "Occupation Data.txt", "o{}\tO\tD\n"),
        ("onet", "Technology Skills.txt", "15-2051.00\tt{}\tT\n"),
        ("onet", "Skills.txt", "15-2051.00\te{}\tE\tIM\t5\n"),
        ("esco", "en/skills_en.csv", "http://e/s/s{},S,,\n"),
        ("uk-ddat", "roles.csv", "R,L{},,Maths,Expert\n"),
        ("uk-ddat", "roles.csv", "R,L,,M{},Expert\n"),
    ],
)
def test_a_source_too_large_for_a_graph_is_refused_at_the_first_excess_row(
    tmp_path, refused, monkeypatch, source, table, row
):
    monkeypatch.setattr(importers_tables, "NODES", 500)
    monkeypatch.setattr(importers_tables, "EDGES", 500)
    rows = "".join(row.format(n) for n in range(3_000))
    source_of(tmp_path, SOURCES[source] | {table: SOURCES[source][table].split("\n")[0] + "\n" + rows})
    words = [os.path.basename(table), "has more than the 500 roles and skills and the 500 moves that a graph may have"]
    message = refused(words, "import", source, tmp_path / "source", "-o", tmp_path / "g.json")
    (line,) = re.findall(r":(\d+): has more", message)
    assert 900 < int(line) < 1_010


@pytest.mark.slow
def test_uk_levels_with_too_many_moves_are_refused_quickly(tmp_path, refused):
    rows = "".join(f"R,{step} {n},,Maths,Expert\n" for step in ("Junior", "Senior") for n in range(8_000))
    source_of(tmp_path, {"roles.csv": UK["roles.csv"].split("\n")[0] + "\n" + rows})
    words = ["has more than the 50,000 roles", "the 300,000 moves"]
    refused(words, "import", "uk-ddat", tmp_path / "source", "-o", tmp_path / "g.json")


@pytest.mark.slow
def test_many_skills_of_a_level_and_needs_of_a_concept_are_read_quickly(tmp_path, refused):
    rows = "".join(f"R,L,,M{n},Expert\n" for n in range(20_000))
    source_of(tmp_path, {"roles.csv": UK["roles.csv"].split("\n")[0] + "\n" + rows})
    refused("more than 50,000; split the graph", "import", "uk-ddat", tmp_path / "source", "-o", tmp_path / "g.json")
    fields = {"title": "C", "summary": "", "learn_time": 1}
    records = [{"model": "graph.concept", "pk": n, "fields": fields | {"tag": f"c{n}"}} for n in range(20_000)]
    needs = ({"source": n, "target": 0, "reason": ""} for n in range(1, 20_000))
    records += ({"model": "graph.dependency", "pk": 0, "fields": need} for need in needs)
    source_of(tmp_path, {"graph_data.json": json.dumps(records)})
    words = "graph_data.json:1: c0: needs has 19,999 entries; keep at most 10,000"
    refused(words, "import", "metacademy", tmp_path / "source", "-o", tmp_path / "g.json")


@pytest.mark.slow
def test_long_chains_and_cycles_of_skills_are_read_quickly(tmp_path, run, refused):
    names = [f"http://e/s/k{n}" for n in range(8_000)]
    steps = [(names[n], names[n + step]) for step in (1, 3, 7, 50) for n in range(len(names) - step)]
    skills = ESCO["en/skills_en.csv"] + "".join(f"{name},S,,\n" for name in names)
    import_ = ("import", "esco", tmp_path / "source", "-o", tmp_path / "g.json")
    for pairs in ([*steps, (names[-1], names[0])], steps):
        relations = "".join(f"{a},essential,{b}\n" for a, b in pairs)
        table = {"relations/skillSkillRelations.csv": ESCO["relations/skillSkillRelations.csv"] + relations}
        source_of(tmp_path, ESCO | {"en/skills_en.csv": skills} | table)
        if pairs is not steps:
            refused("relations that form cycles, more than 3,000", *import_)
    assert run(*import_)[0] == 0


@pytest.mark.slow
def test_technologies_that_differ_in_signs_get_different_ids_quickly(tmp_path, run):
    names = ["x" + "!" * (n % 150) + "?" * (n // 150) for n in range(20_000)]
    table = "".join(f"15-2051.00\t{name}\tLanguage\n" for name in names)
    source_of(tmp_path, ONET | {"Technology Skills.txt": ONET["Technology Skills.txt"].split("\n")[0] + "\n" + table})
    code, out, err = run("import", "onet", tmp_path / "source", "-o", tmp_path / "g.json")
    assert (code, out, "has 20,001 entries; keep at most 10,000" in err) == (1, "", True), err[:300]
