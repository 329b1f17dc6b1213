"""The effort of the search: on fixed questions, the search makes as many labels as noted.

A weaker bound, a missing pruning or a dive at a wrong time changes no answer, but makes more labels. A bound that is too
high makes fewer labels, and may miss the best plan of another question. After a change of the search, note the new counts.
"""

import random
from itertools import islice

import pytest

from mlgraph.planning.k_best import list_best
from mlgraph.planning.many_targets import Missed, find_paths
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.request import Request
from mlgraph.search import astar, bounds, earliest, forward, labels, service_labels
from mlgraph.search.astar import Search
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import NamedGraph
from mlgraph.search.feasible import find_route
from mlgraph.search.forward import search_forward
from support.random_graphs import (
    graph_of_parts,
    layers,
    random_career,
    random_conditions,
    random_parts,
    with_shares,
)


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


def ask_for_alternatives():
    for seed in range(18):
        parts = random_parts(seed, skills=(8, 14), positions=(9, 14), share=0.25)
        yield graph_of_parts(*parts), *random.Random(seed).sample(list(parts[1]), 2), {}


def ask_for_alternatives_on_conditions():
    for seed, (graph, source, target, _) in enumerate(ask_for_alternatives()):
        wishes, target = random_conditions(seed, graph, source, target)
        yield graph, source, target, wishes


def make_no_kernel(*_):
    """Leave the search to Python, whose effort is noted."""


# the limits of the search: the later phases begin at once, and the other limits are those of the search; or the phases
# begin later, and the other limits are low
LIMITS = [
    (astar, "REDUCE_AFTER", [1, 10]),
    (astar, "WEIGH_AFTER", [1, 20]),
    (astar, "COMPILE_AFTER", [1, 1]),
    (astar, "make_kernel", [make_no_kernel] * 2),
    (astar, "RELAX_AFTER", [1, 20]),
    (astar, "RELAX_POSTS_AFTER", [50, 3]),
    (astar, "MOST_ALTERNATIVES", [2000, 3]),
    (astar, "MOST_GREEDY", [100, 2]),
    (astar, "DIVE_EVERY", [2000, 7]),
    (bounds, "MOST_CHAINS", [20, 3]),
    (bounds, "MOST_UNIONS", [500, 3]),
    (earliest, "MOST_NEAR_GOAL", [40, 2]),
    (labels, "DETOUR_WINDOW", [64, 2]),
    (service_labels, "DETOUR_WINDOW", [64, 2]),
]


@pytest.fixture
def each_limits(monkeypatch):
    """Return an iterator that sets the limits, first those at once and then the later ones."""

    def set_each():
        for late in (0, 1):
            for module, name, values in LIMITS:
                monkeypatch.setattr(module, name, values[late])
            yield

    return set_each


# the labels and the work for each question and objective, with the phases at once, and later; the states of a search for
# any route count as labels
EFFORT = [
    (ask_layers, "months", [64, 1, 67, 11]),
    (ask_layers, "hours", [584, 136, 818, 189]),
    (ask_layers, "moves", [64, 1, 67, 11]),
    (ask_careers, "months", [418, 164, 548, 310]),
    (ask_careers, "hours", [433, 166, 562, 312]),
    (ask_careers, "moves", [453, 17, 525, 163]),
    (ask_careers, "commonest", [506, 36, 623, 191]),
    (ask_on_conditions, "months", [247, 74, 313, 154]),
    (ask_on_conditions, "hours", [269, 76, 321, 178]),
    (ask_on_conditions, "moves", [354, 126, 478, 219]),
    (ask_on_conditions, "commonest", [296, 96, 337, 187]),
    (ask_for_alternatives, "months", [365, 27, 334, 186]),
    (ask_for_alternatives, "hours", [456, 43, 318, 186]),
    (ask_for_alternatives, "moves", [330, 17, 235, 160]),
    (ask_for_alternatives, "commonest", [504, 17, 337, 173]),
    (ask_for_alternatives_on_conditions, "months", [971, 74, 222, 135]),
    (ask_for_alternatives_on_conditions, "hours", [1009, 129, 608, 167]),
    (ask_for_alternatives_on_conditions, "moves", [1217, 63, 228, 131]),
    (ask_for_alternatives_on_conditions, "commonest", [853, 135, 415, 205]),
]


def requests(ask, objective):
    for seed, (graph, source, target, options) in enumerate(ask()):
        counted = with_shares(graph, seed) if objective == "commonest" else graph
        yield Request(NamedGraph(counted), source, target, PlanOptions(objective=objective, **options))


@pytest.mark.parametrize(("ask", "objective", "noted"), EFFORT)
def test_a_search_takes_the_noted_effort(ask, objective, noted, each_limits):
    efforts, answers = [], []
    for _ in each_limits():
        budget, work, found = Budget(), 0, []
        for request in requests(ask, objective):
            search = Search(request.compiled, request.problem, budget)
            best = search.find_best()
            found.append(best and (best.label.list_costs(), best.label.path, best.label.learned))
            work += search.work
        efforts += [budget.labels, work]
        answers.append(found)
    assert efforts == noted
    assert answers[0] == answers[1]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("ask", "objective", "noted"),
    [
        (ask_careers, "months", [1350, 1998]),
        (ask_careers, "commonest", [1669, 2223]),
        (ask_for_alternatives, "hours", [1186, 989]),
    ],
)
def test_the_next_best_paths_take_the_noted_effort(ask, objective, noted, each_limits):
    efforts, answers = [], []
    for _ in each_limits():
        budget, found = Budget(), []
        for request in islice(requests(ask, objective), 9):
            for best in islice(list_best(request.compiled, request.problem, budget), 3):
                found.append((best.label.list_costs(), best.label.path, best.label.learned))
        efforts.append(budget.labels)
        answers.append(found)
    assert efforts == noted
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("ask", "noted"), [(ask_careers, [1112, 239]), (ask_for_alternatives, [961, 187])])
def test_a_search_for_many_targets_takes_the_noted_effort(ask, noted):
    budget, best = Budget(), 0
    for request in requests(ask, "months"):
        positions = range(len(request.compiled.positions))
        best += len(search_forward(request.compiled, request.problem, positions, budget).best)
    assert [budget.labels, best] == noted


@pytest.mark.thorough
@pytest.mark.parametrize(("ask", "noted"), [(ask_careers, 2267)])
def test_searches_that_begin_with_incumbents_take_the_noted_effort(ask, noted, monkeypatch):
    monkeypatch.setattr(forward, "WORK_PER_TARGET", 0)  # the first pass finds incumbents, and each target is searched
    budget = Budget()
    for graph, source, _, options in ask():
        compiled = NamedGraph(graph)
        every = [Request(compiled, source, target, PlanOptions(**options)) for target in compiled.positions]
        for request, found in find_paths(compiled, every, (), budget, None):
            best = Search(compiled, request.problem).find_best()
            assert (best and best.label.list_costs()) == (None if found is Missed.BLOCKED else found.label.list_costs())
    assert budget.labels == noted


@pytest.mark.parametrize(("ask", "noted"), [(ask_careers, [138, 38]), (ask_on_conditions, [98, 25])])
def test_a_search_for_any_route_takes_the_noted_effort(ask, noted):
    budget, moves = Budget(), 0
    for request in requests(ask, "months"):
        route = find_route(request.compiled, request.problem, budget)
        moves += route.moves if route else 0
    assert [budget.labels, moves] == noted
