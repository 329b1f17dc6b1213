"""Bounds on the lessons that a path takes, beside experience and study."""

from math import inf

import pytest

from mlgraph.planning.options import PlanOptions
from mlgraph.planning.request import Request
from mlgraph.search import earliest
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import NamedGraph
from mlgraph.search.earliest import Reach, Standing
from support.random_graphs import graph_of_parts

SKILLS = {"r": (101, ()), "s": (1000, ()), "w": (3000, ())}
POSTS = {
    "a": {"counts_as": ["f"]}, "b": {"teaches": {"w": 2}}, "t": {"teaches": {"s": 12}}, "u": {"teaches": {"s": 6, "w": 6}, "counts_as": ["f"]},
    "z": {"experience": {"f": 20}},
}  # fmt: skip
MOVES = {("a", "b"): 1, ("b", "t"): 2, ("t", "u"): 3, ("u", "z"): 4, ("b", "z"): 9}


def relaxed(asked=(("r",), ("s",))):
    """Return the relaxed problem of a graph, the ticks of a month, the rank of each node, and the ticks of an hour."""
    graph = graph_of_parts(SKILLS, {"a": (), "b": (), "t": (), "u": (), "z": asked}, MOVES, POSTS)
    compiled = NamedGraph(graph)
    bounds = Bounds(compiled, Request(compiled, "a", "z", PlanOptions(pace=10)).problem, Budget())
    return bounds._earliest, bounds.post_ticks, compiled.rank, bounds.study_ticks


def standing(position, skills=0, hours=0, *, arrives=0, gained=0, most=None, served=0):
    return Standing(position, arrives, hours, skills, (gained,), (most,), position, served, 0, (0,))


# the hours that the limit leaves beyond those of s and r, the skills and hours of the person, the post with the months
# served, and the months that remain of the lessons at t and u
@pytest.mark.parametrize(
    ("spare", "had", "hours", "post", "served", "expected"),
    [
        (0, "", 0, "b", 9, []),  # there is time to study
        (-1, "", 0, "b", 9, [[12, 6]]),
        (0, "", 1, "b", 9, [[12, 6]]),
        (-1, "s", 0, "b", 9, []),
        (-1, "r", 0, "b", 9, []),
        (-102, "r", 0, "b", 9, [[12, 6]]),
        (-1, "", 0, "t", 5, [[7, 6]]),
        (-1, "", 0, "u", 5, [[12, 1]]),
        (-1, "", 0, "u", 7, [[12, 0]]),  # the post has taught the skill
    ],
)
def test_a_path_takes_a_lesson_that_it_has_no_time_to_study(spare, had, hours, post, served, expected):
    graph, month, rank, hour = relaxed()
    here = standing(rank[post], sum(1 << rank[skill] for skill in had), hours, served=served * month)
    lessons = graph._find_lessons_to_take(here, (1101 + spare) * hour)
    found = [dict(each) for each in lessons]
    assert found == [{rank["t"]: month * at_t, rank["u"]: month * at_u} for at_t, at_u in expected]


# lessons by post with the ticks that remain, the arrivals at these posts, and the bound for 20 ticks of experience
@pytest.mark.parametrize(
    ("lessons", "arrivals", "expected"),
    [
        ([], {}, 0),
        ([[("t", 12)]], {"t": 1}, 33),  # the lesson ends at 13, after which the experience begins
        ([[("t", 12)]], {"t": 10}, 37),  # the experience begins at 5, and the lesson interrupts it
        ([[("t", 12)]], {}, 37),
        ([[("t", 1)]], {"t": 1}, 25),
        ([[("u", 12)]], {"u": 1}, 25),  # the lesson is in a post that counts
        ([[("t", 12), ("u", 12)]], {"t": 1, "u": 1}, 25),
        ([[("t", 12)], [("t", 3)]], {"t": 1}, 33),
        ([[("b", 4)]], {"b": 30}, 26),  # the person holds this post since 2
        ([[]], {}, inf),
    ],
)
def test_a_lesson_comes_before_experience_or_interrupts_it(lessons, arrivals, expected):
    graph, _, rank, _ = relaxed()
    each = [[(rank[post], stay) for post, stay in some] for some in lessons]
    reach = Reach({rank[post]: ticks for post, ticks in arrivals.items()}, 0, [5])
    here = standing(rank["b"], arrives=2)
    assert graph._bound_ticks_by_lessons(here, each, 0, 20, reach) == expected


def test_lessons_matter_only_to_experience_that_one_lacks():
    graph, _, rank, _ = relaxed()
    lessons, reach = [[(rank["t"], 12)]], Reach({rank["t"]: 1}, 0, [5])
    assert graph._bound_ticks_by_lessons(standing(rank["b"], gained=2), lessons, 0, 20, reach) == 31
    assert graph._bound_ticks_by_lessons(standing(rank["b"], gained=2), [[(rank["u"], 12)]], 0, 20, reach) == 25
    assert graph._bound_ticks_by_lessons(standing(rank["b"], most=0), lessons, 0, 20, reach) == 0
    assert graph._bound_ticks_by_lessons(standing(rank["b"]), lessons, 0, 20, reach._replace(offsets=[None])) == 0


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (40, {"az": 10, "tz": 7, "au": 6, "ub": inf, "zu": inf, "at": 0}),
        (2, {"az": 10, "au": 6}),
        (1, {"az": 10, "au": 0}),
    ],
)
def test_months_are_exact_near_the_goal(most, expected, monkeypatch):
    monkeypatch.setattr(earliest, "MOST_NEAR_GOAL", most)
    graph, _, rank, _ = relaxed()
    assert {pair: graph.bound_months_between(*(rank[name] for name in pair)) for pair in expected} == expected
