"""The planner agrees with mixed-integer programmes, on graphs too large for the exhaustive judge."""

import random
from functools import cache

import pytest

import mlgraph
from mlgraph.errors import NoPlanError
from support import mip, mip_careers
from support.random_graphs import OBJECTIVES, graph_of_parts, random_parts


@cache
def solved(objective, seed):
    """Return a random question and its least costs, which no parameter of the search affects."""
    parts = random_parts(seed, skills=(8, 24), positions=(8, 20), share=0.2)
    graph = graph_of_parts(*parts)
    rng = random.Random(-seed)
    source, target = rng.sample(list(parts[1]), 2)
    question = {
        "have": rng.sample(list(parts[0]), rng.randint(0, 2)),
        "pace": rng.choice([10, 1, 2.5, 40]),
        "objective": objective,
    }
    return (graph, source, target), question, mip.best_costs(graph, source, target, **question)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_mixed_integer_solver_agrees(objective, patience, graphs):
    answered = 0
    for seed in range(2 + graphs // 20):
        ends, question, expected = solved(objective, seed)
        try:
            plan = mlgraph.plan(*ends, **question)
            found = tuple(getattr(plan, cost) for cost in mip.ORDERS[objective])
        except NoPlanError:
            found = None
        assert found == (None if expected is None else pytest.approx(expected, rel=1e-6, abs=1e-6)), seed
        answered += found is not None
    assert answered > graphs / 40


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_mixed_integer_solver_agrees_on_careers(objective, graphs):
    ends = [mip_careers.check(objective, seed, (4, 7)) for seed in range(3 + graphs // 20)]
    assert {*ends} <= {"plan", "no plan", "left out"}, ends
    assert "plan" in ends
