"""Tests of the sentences about a plan."""

from dataclasses import replace

import pytest

import mlgraph
from mlgraph.text.formatting import plain
from mlgraph.text.plan import plan_lines


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        ("months", "This is the fastest route (proven); another as fast may take less study"),
        ("hours", "This route takes the least study (proven); another with as little may be faster"),
        ("moves", "This route has the fewest moves (proven); another with as few may be faster"),
    ],
)
def test_a_search_stopped_during_tie_breaking_returns_its_bound(ml, objective, said):
    plan = replace(mlgraph.plan(ml, "beginner", "data-scientist", objective=objective), optimal=False)
    lines = plan_lines(plan).split("\n")
    assert f"{said}, the time given was not enough to tell" in plain(" ".join(lines))
    assert max(map(len, map(plain, lines[1:5]))) <= 80
