"""Every question about random careers, held against the judge, and against the planner with fewer bounds."""

from contextlib import ExitStack
from unittest import mock

import pytest

from mlgraph.search.astar import Search
from mlgraph.search.bounds import Bounds
from mlgraph.search.compiled import CompiledGraph
from mlgraph.search.earliest import Reach
from mlgraph.search.labels import ALL_FIELDS
from mlgraph.search.service_labels import ServiceLabels
from support.judging import QUESTIONS, answer, check
from support.random_graphs import OBJECTIVES

AGREES = ("plan", "no plan", "left out")


class Everywhere(dict):
    """A bound of 0 for every position."""

    def __contains__(self, position):
        return True

    def __missing__(self, position):
        return 0


ANYTHING = Reach(Everywhere(), 0, [0, 0, 0])
TRIVIAL = {
    "relax_posts": (Bounds, lambda *_: ((0, 0, 0, 0), -1)),
    "find_reach": (Bounds, lambda *_, **__: ANYTHING),
    "_searches_backward": (Search, False),
    "_find_ticks_to_goal": (ServiceLabels, lambda *_: 0),
    "wider_fields": (CompiledGraph, [0, 0, 0]),
    "fields_at_goal": (ServiceLabels, ALL_FIELDS),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_judge_agrees(question, graphs):
    ends = [check(question, OBJECTIVES[seed // 4 % 3], seed) for seed in range(max(6, graphs // 6))]
    assert {end: seed for seed, end in enumerate(ends) if end not in AGREES} == {}
    assert "plan" in ends


@pytest.mark.parametrize(
    "names", [*TRIVIAL, tuple(TRIVIAL)], ids=lambda names: names if isinstance(names, str) else "all"
)
def test_a_bound_changes_no_answer(names, graphs):
    for seed in range(graphs // 4):
        asked = {"conditions": bool(seed % 2), "positions": (7, 10)}
        expected = answer(seed, OBJECTIVES[seed % 3], **asked)
        with ExitStack() as stack:
            for name in [names] if isinstance(names, str) else names:
                owner, bound = TRIVIAL[name]
                stack.enter_context(mock.patch.object(owner, name, bound))
            assert answer(seed, OBJECTIVES[seed % 3], **asked) == expected, seed
