"""Tests of the commonest plan: the most travelled way, against the judge and by hand."""

import random
from functools import cache

import pytest

import mlgraph
from support import judge
from support.judging import plan_or_none, written
from support.random_graphs import graph_of_parts, random_career, random_conditions, random_parts, with_shares


@cache
def asked(seed):
    """Return a graph, two positions and options, and the commonest plan of the judge."""
    if seed % 3:
        graph, source, target, options = random_career(seed, (2, 5))
    else:
        graph = graph_of_parts(*random_parts(seed))
        positions = sorted(node for node in graph if graph.nodes[node]["kind"] != "skill")
        rng = random.Random(seed)
        source, target, options = rng.choice(positions), rng.choice(positions), {}
    graph = with_shares(graph, seed)
    if seed % 2:
        wishes, target = random_conditions(seed, graph, source, target)
        options = options | wishes
    if not any("share" in edge for _, _, edge in graph.edges(data=True)):
        return None
    return graph, source, target, options, judge.best(graph, source, target, objective="commonest", **options)


def costs(graph, plan):
    months, hours, moves, walk, _ = plan
    return (*judge.rarity(graph, walk), round(float(months), 6), float(hours), moves, walk)


def test_the_judge_agrees(patience, graphs):
    plans = 0
    for seed in range(graphs // 4):
        if (question := asked(seed)) is None:
            continue
        graph, source, target, options, expected = question
        plan = plan_or_none(mlgraph.Planner(graph).plan, source, target, objective="commonest", **options)
        assert (plan and costs(graph, written(plan))) == (expected and costs(graph, expected)), seed
        assert plan is None or plan.optimal
        plans += plan is not None
    assert plans > graphs / 16


TWO_WAYS = ({}, {"a": (), "b": (), "c": (), "d": ()}, {("a", "d"): 1, ("a", "b"): 9, ("b", "c"): 9, ("c", "d"): 9})


def test_a_longer_way_may_be_more_common():
    graph = graph_of_parts(*TWO_WAYS)
    for (source, target), share in {("a", "d"): 0.1, ("a", "b"): 0.5, ("b", "c"): 0.5, ("c", "d"): 0.5}.items():
        graph.edges[source, target].update(share=share, people=40)
    found = mlgraph.plan(graph, "a", "d", objective="commonest")
    assert [stop.id for stop in found.stops] == ["a", "b", "c", "d"]
    assert (found.share, found.bound, found.gap) == (0.125, 0.125, 0)
    assert mlgraph.plan(graph, "a", "d").share == 0.1
    # a move that nobody counted is the last choice
    del graph.edges["b", "c"]["share"]
    found = mlgraph.plan(graph, "a", "d", objective="commonest")
    assert [stop.id for stop in found.stops] == ["a", "d"]
    del graph.edges["a", "d"]["share"]
    assert mlgraph.plan(graph, "a", "d", objective="commonest").share is None


def test_without_counted_moves_there_is_no_commonest_way():
    with pytest.raises(mlgraph.UsageError, match="no move of this graph is counted"):
        mlgraph.plan(graph_of_parts(*TWO_WAYS), "a", "d", objective="commonest")
