"""The first incumbent of a hard search: a path with the fewest moves, with greedy choices."""

from math import inf

import pytest

from mlgraph.planning.options import PlanOptions
from mlgraph.planning.request import Request
from mlgraph.search import astar
from mlgraph.search.astar import Search
from mlgraph.search.compiled import NamedGraph
from support.random_graphs import graph_of_parts

SKILLS = {"c": (5, ()), "d": (9, ()), "e": (5000, ())}
NEEDS = {"p": (), "m": (("c", "d"),), "n": (), "o": (), "z": (("e",),)}
POSTS = {"m": {"counts_as": ["f"], "teaches": {"e": 3}}, "z": {"experience": {"f": 1}}}
MOVES = {("p", "m"): 24, ("m", "z"): 3, ("p", "n"): 1, ("n", "o"): 1, ("o", "m"): 1}


def follow(source="p", moves=MOVES, **options):
    """Return the incumbent after the search has followed a route: its positions, and its skills in order."""
    compiled = NamedGraph(graph_of_parts(SKILLS, NEEDS, moves, POSTS))
    request = Request(compiled, source, "z", PlanOptions(**options))
    search = Search(compiled, request.problem)
    search._follow_route(search.labels.make_root())
    if search.incumbent is None:
        return None
    skills = ["".join(name for name in SKILLS if -each >> compiled.rank[name] & 1) for each in search.incumbent.learned]
    return "".join(compiled.positions[at] for at in search.incumbent.path), skills


def test_the_first_incumbent_has_the_fewest_moves_and_the_shortest_studies():
    assert follow() == ("pmz", ["c", ""])
    assert follow(avoid=["c"]) == ("pmz", ["d", ""])
    assert follow(via=["d"]) == ("pmz", ["d", ""])
    assert follow("m") == ("mz", [""])


def test_the_first_incumbent_waits_for_teaching_only_where_it_must():
    soon = MOVES | {("m", "z"): 2}
    assert follow(moves=soon) == ("pmz", ["c", "e"])
    assert follow(moves=soon, avoid=["e"]) == ("pmz", ["c", ""])


def test_without_a_route_there_is_no_first_incumbent(monkeypatch):
    monkeypatch.setattr(astar, "MOST_STEPS_OF_ROUTE", 1)
    assert follow() is None
    monkeypatch.setattr(astar, "MOST_STEPS_OF_ROUTE", 100)
    assert follow() is not None


@pytest.mark.parametrize(("most", "learned"), [(1, "d"), (2, "c")])
def test_a_greedy_choice_looks_at_few_alternatives(most, learned, monkeypatch):
    monkeypatch.setattr(astar, "MOST_GREEDY", most)
    monkeypatch.setitem(NEEDS, "m", (("d", "c"),))
    assert follow() == ("pmz", [learned, ""])


def test_a_deadline_is_too_early_if_the_relaxed_problem_of_the_first_label_misses_it():
    compiled = NamedGraph(graph_of_parts(SKILLS, NEEDS, MOVES, POSTS))
    problem = Request(compiled, "p", "z", PlanOptions()).problem
    search, best = Search(compiled, problem), Search(compiled, problem).find_best()
    assert search._is_too_early(1)
    assert not search._is_too_early(best.label.arrives)
    assert search.bounds.upper_bound == (inf, inf, inf, inf)
