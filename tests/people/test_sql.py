"""The queries of the page "At scale", against counts in Python."""

import random
import re
from collections import Counter, defaultdict
from datetime import date

import pytest

import mlgraph
from support.careers import DATA
from support.documents import DOCUMENTS

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
duckdb = pytest.importorskip("duckdb")

SKILLS, OPENED, COURSES = re.findall(r'duckdb\.sql\("""(.+?)LIMIT 5', DOCUMENTS["docs/how-to/at-scale.md"], re.DOTALL)


def test_the_queries_of_the_page_count_right(graph_of, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    graph, rng = graph_of(DATA), random.Random(1)
    people = [
        {
            # at this pace, study decides the dates
            **{"person": str(number), "pace": 2, "position": rng.choice(["data analyst", "data engineer", "nobody"])},
            **{"goal": rng.choice(["data scientist", "ML engineer"]), "have": rng.choice([["SQL"], ["statistics"]])},
        }
        for number in range(8)
    ]
    planner, found = mlgraph.Planner(graph), {}
    for question, name in (("path", "plans"), ("reach", "reach"), ("next", "next")):
        table = pyarrow.Table.from_pylist(people)
        answers = mlgraph.plan_people(planner, table, question, top=12, start=date(2026, 12, 1))
        parquet.write_table(pyarrow.Table.from_batches(answers), f"{name}.parquet")
        found[question] = parquet.read_table(f"{name}.parquet").to_pylist()

    lacking = Counter((row["to"], skill) for row in found["path"] for skill in row["learn"] or ())
    assert {row[:2]: row[2] for row in duckdb.sql(SKILLS).fetchall()} == lacking
    courses = {
        skill: course
        for row in found["next"]
        for skill, course in zip(row["skills"] or (), row["learn_with"] or (), strict=True)
        if course
    }
    opened = defaultdict(lambda: (set(), set()))
    for row in found["reach"]:
        for role, missing in zip(row["roles"] or (), row["missing"] or (), strict=True):
            for course in {courses[skill] for skill in missing if skill in courses}:
                opened[course][0].add(row["person"])
                opened[course][1].add(role)
    assert {row[0]: row[1:] for row in duckdb.sql(OPENED).fetchall()} == {
        course: (len(persons), len(roles)) for course, (persons, roles) in opened.items()
    }
    takers, months = defaultdict(set), Counter()
    for row in found["next"]:
        for course, saved in zip(row["learn_with"] or (), row["saves_months"] or (), strict=True):
            if course and saved > 0:
                takers[course].add(row["person"])
                months[course] += saved
    assert {row[0]: row[1:] for row in duckdb.sql(COURSES).fetchall()} == {
        course: (len(persons), pytest.approx(months[course], abs=0.06)) for course, persons in takers.items()
    }
    assert min(map(len, (lacking, opened, takers))) > 1
