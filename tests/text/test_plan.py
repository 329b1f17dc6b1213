"""Tests of the sentences about a plan."""

from dataclasses import replace

import pytest

import mlgraph
from mlgraph.text.plan import plan_lines


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        ("months", "No plan is quicker; one as quick may take less study"),
        ("hours", "No plan takes less study; one with as little may be quicker"),
        ("moves", "No plan has fewer moves; one with as few may be quicker"),
    ],
)
def test_a_search_stopped_during_tie_breaking_returns_its_bound(ml, objective, said):
    plan = replace(mlgraph.plan(ml, "beginner", "data-scientist", objective=objective), optimal=False)
    lines = plan_lines(plan).split("\n")
    assert f"{said}, the time given was not enough to tell" in " ".join(lines)
    assert max(map(len, lines[1:4])) <= 80
