"""The search backward from the goal: the fastest path with the experience that it needs, and bounds of its states."""

from math import inf

import pytest

import mlgraph
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.request import Request
from mlgraph.search import backward
from mlgraph.search.backward import BackwardSearch
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import NamedGraph
from mlgraph.search.times import State, TimesToGoal
from support.random_graphs import graph_of_parts

# z asks for experience from f, which asks for experience from g
POSTS = {
    "g": {"counts_as": ["g"]},
    "f": {"counts_as": ["f"], "experience": {"g": 12}},
    "y": {"counts_as": ["f"], "experience": {"f": 6}},
    "z": {"experience": {"f": 24}},
}
MOVES = {("a", "g"): 6, ("a", "f"): 6, ("g", "f"): 6, ("f", "y"): 9, ("y", "z"): 6, ("f", "z"): 30, ("a", "z"): 1}


class Backward:
    """A search backward on a graph without skills, with times in months."""

    def __init__(self, posts=POSTS, moves=MOVES, **options):
        self.graph = graph_of_parts({}, {name: () for name in sorted({*sum(moves, ())})}, moves, posts)
        self.compiled = NamedGraph(mlgraph.Planner(self.graph).graph)
        problem = Request(self.compiled, "a", "z", PlanOptions(**options)).problem
        self.bounds = Bounds(self.compiled, problem, Budget())
        self.search = BackwardSearch(self.compiled, problem, self.bounds, Budget())

    def find_fastest(self):
        """Return the fastest path, and the months that no path beats."""
        path = self.search.find_fastest()
        return "".join(self.compiled.positions[at] for at in path), self.search.beyond / self.bounds.post_ticks

    def list_states(self, position, months):
        """Return the months to the goal from the states at a position, with their needs."""
        times, month = self.search.find_times(months * self.bounds.post_ticks), self.bounds.post_ticks
        return [
            (state.ticks / month, {self.compiled.fields[field]: ticks / month for field, ticks in state.needs})
            for state in times.states.get(self.compiled.rank[position], ())
        ]


def test_the_fastest_path_waits_in_the_first_post_of_each_field():
    found = Backward()
    assert found.find_fastest() == ("agfyz", 42)
    plan = mlgraph.plan(found.graph, "a", "z")
    assert ("".join(stop.id for stop in plan.stops), plan.months) == ("agfyz", 42)


def test_a_state_says_what_a_path_needs_on_arrival():
    found = Backward()
    assert found.list_states("y", 42) == [(6, {"f": 18})]
    assert found.list_states("f", 42) == [(24, {"g": 12})]
    assert found.list_states("g", 42) == [(36, {})]
    assert found.list_states("g", 41) == []


def test_experience_at_the_start_is_not_needed_again():
    assert Backward(experience={"g": 12}).find_fastest() == ("afyz", 30)
    assert Backward(experience={"g": 12, "f": 20}).find_fastest() == ("afyz", 21)
    assert Backward(experience={"f": 24}).find_fastest() == ("az", 1)


def test_a_wait_for_fields_that_share_a_post_is_not_counted_twice():
    # the wait in r serves both fields
    posts = {"q": {"counts_as": ["f"]}, "p": {"counts_as": ["g"]}, "r": {"counts_as": ["f", "g"]}}
    posts["z"] = {"experience": {"f": 10, "g": 10}}
    found = Backward(posts, {("a", "q"): 1, ("q", "p"): 1, ("p", "r"): 1, ("r", "z"): 1})
    assert found.find_fastest()[1] <= mlgraph.plan(found.graph, "a", "z").months == 12


def test_without_a_path_the_search_proves_that_there_is_none():
    found = Backward(moves={("a", "g"): 6, ("f", "g"): 6, ("a", "z"): 6, ("z", "f"): 6, ("f", "z"): 6})
    assert found.find_fastest() == ("", inf)


def test_a_search_that_gives_up_still_bounds_all_paths(monkeypatch):
    monkeypatch.setattr(backward, "MOST_STEPS", 2)
    found = Backward()
    path, months = found.find_fastest()
    assert path == ""
    assert 0 < months <= 42
    times = found.search.find_times(50 * found.bounds.post_ticks)
    assert times.beyond == months * found.bounds.post_ticks
    assert mlgraph.plan(found.graph, "a", "z").months == 42


@pytest.mark.parametrize(("fields", "kept"), [(0b11, ((0, 5), (1, 7))), (0b10, ((1, 7),)), (0, ())])
def test_a_reduced_graph_leaves_out_fields_that_it_does_not_need(fields, kept):
    times = TimesToGoal({4: [State(4, 9, ((0, 5), (1, 7)))], 6: []}, 0, inf)
    assert times.translate({4: 2}, fields).states == {2: [State(4, 9, kept)]}
