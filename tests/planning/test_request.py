"""A question in names: why it has no answer, and whether it has one without a position or a skill."""

import pytest

import mlgraph
from mlgraph.errors import NoPlanError
from support.random_graphs import graph_of_parts


def titled(skills, positions, moves):
    """Build a graph of positions called "a" with the title "A", and moves such as "ab"."""
    graph = graph_of_parts(skills, positions, {tuple(move): months for move, months in moves.items()})
    for name, attributes in graph.nodes(data=True):
        attributes["title"] = name.upper()
    return graph


# a position is near if few moves, in whichever direction, are between it and the target; among these, if it is soon reached
NO_WAY = [
    (
        "ad",
        {"ab": 1, "bc": 1, "dc": 1},
        "a",
        "no path leads from A to D: in this graph one can only start as D",
    ),
    (
        "ad",
        {"ab": 1, "bc": 1, "dc": 1, "ed": 1},
        "c",
        "no path leads from A to D; the nearest reachable position is C (c)",
    ),
    (
        "ad",
        {"ac": 1, "ab": 2, "db": 1, "dc": 1, "ed": 1},
        "c",
        "no path leads from A to D; the nearest reachable position is C (c)",
    ),
    ("bd", {"ba": 1, "da": 1, "ed": 1}, "a", "no path leads from B to D; the nearest reachable position is A (a)"),
    (
        "ad",
        {"ab": 1, "da": 1},
        "a",
        "no path leads from A to D: in this graph one can only start as D; the reverse route exists",
    ),
    (
        "ad",
        {"ab": 1, "ed": 1},
        "a",
        "no path leads from A to D; the nearest reachable position is A itself",
    ),
]


@pytest.mark.parametrize(("ends", "moves", "nearest", "message"), NO_WAY)
def test_an_unreachable_target_names_the_nearest_position(ends, moves, nearest, message):
    graph = titled({}, dict.fromkeys("abcde", ()), moves)
    with pytest.raises(NoPlanError) as error:
        mlgraph.plan(graph, *ends)
    assert (str(error.value), error.value.nearest) == (message, nearest)


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"avoid": ["b"]}, "without B"),
        ({"via": ["d", "e"], "avoid": ["s", "t"]}, "via D, E and without S, T"),
    ],
)
def test_impossible_conditions_are_named(wishes, message):
    graph = titled({"s": (1, ()), "t": (1, ())}, dict.fromkeys("abcde", ()), {"ab": 1, "bc": 1})
    with pytest.raises(NoPlanError) as error:
        mlgraph.plan(graph, "a", "c", **wishes)
    assert str(error.value) == f"no path leads from A to C {message}; drop a condition to get a plan"
    assert error.value.nearest == "a"


# from a to d by b or c, of which b needs s and c needs t; u and v are alternatives
SKILLS = {"s": (1, ()), "t": (1, ()), "u": (1, ()), "v": (2, ())}
NEEDS = {"a": (), "b": (("s",), ("u", "v")), "c": (("t",), ("u", "v")), "d": ()}


@pytest.mark.parametrize(
    ("moves", "target", "wishes", "positions", "skills"),
    [
        ("ab ac bd cd", "d", {}, [], []),
        ("ab ac bd", "d", {}, ["b"], ["s"]),
        ("ab ac bd cd", "d", {"via": ["b"]}, ["b"], ["s"]),
        ("ab ac bd cd", "d", {"avoid": ["c"]}, ["b"], ["s"]),
        ("ab ac bd cd", "d", {"avoid": ["t"]}, ["b"], ["s"]),
        ("ab ac bd cd", "d", {"avoid": ["v"]}, [], ["u"]),
        ("ab ac bd cd", "d", {"have": ["u", "v"], "via": ["s"]}, [], ["s"]),
        ("ab ac ba ca", "a", {"via": ["s"]}, [], ["s"]),
        ("ab ac ba", "a", {"via": ["b"]}, ["b"], ["s"]),
    ],
)
def test_unavoidable_nodes_are_those_of_every_plan(moves, target, wishes, positions, skills):
    graph = titled(SKILLS, NEEDS, dict.fromkeys(moves.split(), 1))
    planner = mlgraph.Planner(graph)
    found = planner.unavoidable(planner.plan("a", target, **wishes))
    assert [node.id for node in found.positions] == positions
    assert [node.id for node in found.skills] == skills


def test_the_nearest_position_is_a_post_if_one_is_reachable(graph_of):
    graph = graph_of("""
[stage.first]
title = "First"
leads_to = ["second"]
[stage.second]
title = "Second"
leads_to = { clerk = 1 }
[role.clerk]
title = "Clerk"
[role.judge]
title = "Judge"
leads_to = { clerk = 1 }
[role.counsel]
title = "Counsel"
leads_to = { judge = 1 }
""")
    with pytest.raises(NoPlanError, match=r"the nearest reachable position is Clerk \(clerk\)"):
        mlgraph.plan(graph, "first", "judge")


def test_each_known_skill_has_its_reason_and_its_address():
    skills = {"assumed": (1, ()), "implied": (1, ()), "said": (1, (("implied",),)), "own": (1, ()), "usual": (1, ())}
    skills["other"] = (1, ())
    needs = {"p": (("own",), ("assumed", "other")), "z": tuple((skill,) for skill in skills if skill != "other")}
    graph = graph_of_parts(skills, needs, {("p", "z"): 1}, {"p": {"usual_skills": ("usual",)}})
    for skill in skills:
        graph.nodes[skill]["url"] = f"https://a.example/{skill}"
    plan = mlgraph.plan(graph, "p", "z", have=["said"])
    assert {skill.id: (skill.because, skill.by and skill.by.id) for skill in plan.known} == {
        "assumed": ("assumed", "p"),
        "implied": ("implied", "said"),
        "own": ("position", "p"),
        "said": ("said", None),
        "usual": ("usual", "p"),
    }
    assert all(skill.url == f"https://a.example/{skill.id}" for skill in plan.known)


def test_a_round_trip_from_a_stage_needs_a_post_and_not_another_stage(graph_of):
    graph = graph_of(
        "[stage.home]\ntitle = 'Home'\nleads_to = { r = 0 }\n[stage.hall]\ntitle = 'Hall'\nneeds = ['s']\n"
        "leads_to = { r = 4 }\n[role.r]\ntitle = 'R'\n[skill.s]\ntitle = 'S'\nhours = 8\n"
    )
    planner = mlgraph.Planner(graph)
    plan = planner.plan("home", "home", via=["s"])
    assert [stop.id for stop in plan.stops] == ["home", "r", "home"]
    assert [each.id for each in planner.unavoidable(plan).positions] == ["r"]
