"""A planner keeps distances between questions, and they change no answer."""

import random

import pytest

import mlgraph
from mlgraph.errors import NoPlanError
from mlgraph.search import compiled
from support.random_graphs import graph_of_parts, random_parts, random_posts


def answer(planner, source, target, avoid):
    try:
        return planner.plan(source, target, avoid=avoid)
    except NoPlanError as error:
        return str(error)


@pytest.mark.parametrize("kept", [compiled.DISTANCES_KEPT, 8], ids=["all", "few"])
def test_a_planner_answers_like_a_new_one(graphs, monkeypatch, kept):
    monkeypatch.setattr(compiled, "DISTANCES_KEPT", kept)
    for seed in range(graphs // 3):
        rng = random.Random(seed)
        parts = random_parts(seed, skills=(0, 4), positions=(3, 6))
        graph = graph_of_parts(*parts, random_posts(seed, parts) if seed % 2 else None)
        planner, positions = mlgraph.Planner(graph), sorted(parts[1])
        for _ in range(8):
            source, target, other = rng.sample(positions, 3)
            avoid = [other] if rng.random() < 0.4 else []
            assert answer(planner, source, target, avoid) == answer(mlgraph.Planner(graph), source, target, avoid), seed


def test_distances_to_a_goal_are_found_once(ml, monkeypatch):
    searches = []
    find = compiled.find_least_months
    monkeypatch.setattr(compiled, "find_least_months", lambda *given: searches.append(given[1]) or find(*given))
    planner = mlgraph.Planner(ml)
    for source in ("beginner", "software engineer", "data analyst"):
        planner.plan(source, "data scientist")
    assert searches
    assert len(searches) == len(set(searches))
