"""The effort of the search: on fixed questions, the search makes no more labels than before.

A weaker bound, a missing pruning or a dive at a wrong time changes no answer, but makes more labels.
"""

import pytest

from mlgraph.planning.options import PlanOptions
from mlgraph.planning.request import Request
from mlgraph.search import astar
from mlgraph.search.astar import Search
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import NamedGraph
from support.random_graphs import layers, random_career, random_conditions


def ask_layers():
    yield layers(9, 5), "a", "z", {}


def ask_careers():
    for seed in range(18):
        yield random_career(seed, (14, 20))


def ask_on_conditions():
    for seed in range(18):
        graph, source, target, person = random_career(seed, (9, 14))
        wishes, target = random_conditions(seed, graph, source, target)
        yield graph, source, target, person | wishes


# the most labels and the most work for each question and objective, if the later phases begin at once, and if later; by moves,
# the states of the search for any route count as labels
PHASES = [(1, 1, 1, 2000), (30, 100, 100, 3)]
EFFORT = [
    (ask_layers, "months", [64, 1, 85, 31]),
    (ask_layers, "hours", [584, 135, 953, 370]),
    (ask_layers, "moves", [64, 1, 85, 31]),
    (ask_careers, "months", [1704, 162, 336, 393]),
    (ask_careers, "hours", [681, 170, 353, 411]),
    (ask_careers, "moves", [699, 17, 434, 266]),
    (ask_on_conditions, "months", [513, 90, 192, 186]),
    (ask_on_conditions, "hours", [340, 90, 192, 186]),
    (ask_on_conditions, "moves", [400, 135, 289, 223]),
]


@pytest.mark.parametrize(("ask", "objective", "most"), EFFORT)
def test_a_search_takes_no_more_effort(ask, objective, most, monkeypatch):
    found = []
    for after in PHASES:
        for name, value in zip(("REDUCE_AFTER", "WEIGH_AFTER", "RELAX_AFTER", "MOST_ALTERNATIVES"), after, strict=True):
            monkeypatch.setattr(astar, name, value)
        budget, work = Budget(), 0
        for graph, source, target, options in ask():
            request = Request(NamedGraph(graph), source, target, PlanOptions(objective=objective, **options))
            search = Search(request.compiled, request.problem, budget)
            search.find_best()
            work += search.work
        found += [budget.labels, work]
    assert all(now <= before for now, before in zip(found, most, strict=True)), found
