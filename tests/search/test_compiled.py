"""The compiled graph: ranks, whole numbers, and what follows from what."""

from fractions import Fraction

import pytest

from mlgraph.search.bitset import list_ranks, set_of
from mlgraph.search.compiled import AnyOf, NamedGraph, find_unmet, to_integers
from mlgraph.search.problem import Problem, find_time_unit
from support.random_graphs import graph_of_parts


@pytest.mark.parametrize(
    ("values", "units", "per_one"),
    [
        ([], [], 1),
        ([0], [0], 1),
        ([40, 80, 120], [1, 2, 3], Fraction(1, 40)),
        ([0.1, 0.2, 0.3], [1, 2, 3], 10),
        ([1.5, 2], [3, 4], 2),
        ([43.5, 87, 0], [1, 2, 0], Fraction(2, 87)),
        ([0.25, 0.1], [5, 2], 20),
    ],
)
def test_decimal_numbers_become_whole_ones(values, units, per_one):
    assert to_integers(values) == (units, per_one)


def test_a_tick_divides_study_and_posts():
    graph = graph_of_parts({"s": (1, ()), "t": (2, ())}, {"a": (), "b": ()}, {("a", "b"): 1.5})
    compiled = NamedGraph(graph)
    for pace in (Fraction(10), Fraction(5, 2), Fraction(7)):
        problem = Problem(start=0, goal=1, known=0, pace=pace, order=(0, 1, 2))
        per_month, study, post = find_time_unit(compiled, problem)
        assert Fraction(post, per_month) == Fraction(3, 2)  # one unit of months is 1.5 months
        assert Fraction(study, per_month) == 1 / (pace * Fraction("365.25") / 12 / 7)


# p and q are alternatives, each needs r; s needs t, and t one of u and v
SKILLS = {
    "p": (1, (("r",),)), "q": (2, (("r",), ("u",))), "r": (3, ()), "s": (4, (("t",),)), "t": (5, (("u", "v"),)),
    "u": (6, ()), "v": (7, ()),
}  # fmt: skip
POSITIONS = {"a": (("s",), ("p", "q")), "b": (("u",), ("t",), ("p", "q"), ("q", "u")), "c": (("r",), ("p", "q"))}


@pytest.fixture
def compiled():
    return NamedGraph(graph_of_parts(SKILLS, POSITIONS, {("a", "b"): 2, ("a", "c"): 4, ("b", "c"): 2}))


def names(compiled, mask):
    return "".join(sorted(compiled.skills[skill] for skill in list_ranks(mask)))


def groups(compiled, found):
    return ["".join(compiled.skills[skill] for skill in group.members) for group in found]


def test_ids_have_ranks(compiled):
    assert compiled.positions == ["a", "b", "c"]
    assert compiled.skills == ["v", "u", "t", "s", "r", "q", "p"]  # the first id has the highest bit
    assert {name: compiled.rank[name] for name in "acvp"} == {"a": 0, "c": 2, "v": 0, "p": 6}
    assert compiled.hours == [7, 6, 5, 4, 3, 2, 1]
    assert compiled.hours_of(set_of([0, 6])) == 8


@pytest.mark.parametrize(
    ("position", "own", "implied", "open_", "forced"),
    [
        ("a", ["s", "pq"], "st", ["uv", "pq"], "rst"),
        ("b", ["u", "t", "pq", "qu"], "tu", ["pq"], "rtu"),
        ("c", ["r", "pq"], "r", ["pq"], "r"),
    ],
)
def test_needs_say_what_follows_and_what_stays_open(compiled, position, own, implied, open_, forced):
    needs = compiled.find_needs(compiled.rank[position])
    assert groups(compiled, needs.own) == own
    assert groups(compiled, needs.open) == open_
    assert (names(compiled, needs.implied), names(compiled, needs.forced)) == (implied, forced)
    assert all(group.mask == set_of(group.members) for group in needs.own)


def test_a_skill_brings_what_it_needs(compiled):
    brings = {
        name: (compiled.with_implied(rank), compiled.with_forced(rank))
        for name, rank in compiled.rank.items()
        if name in SKILLS
    }
    assert {name: [names(compiled, mask) for mask in masks] for name, masks in brings.items()} == {
        "p": ["pr", "pr"], "q": ["qru", "qru"], "r": ["r", "r"], "s": ["st", "st"], "t": ["t", "t"],
        "u": ["u", "u"], "v": ["v", "v"],
    }  # fmt: skip
    assert [names(compiled, compiled.may_need(position)) for position in range(3)] == ["pqrstuv", "pqrtuv", "pqru"]


def test_moves_are_sorted_by_months_both_ways(compiled):
    assert compiled.moves == [{1: 1, 2: 2}, {2: 1}, {}]
    assert compiled.per_month == Fraction(1, 2)
    assert compiled.targets_by_months == [{1: 0b010, 2: 0b100}, {1: 0b100}, {}]
    assert compiled.sources_by_months == [{}, {1: 0b001}, {2: 0b001, 1: 0b010}]
    assert (compiled.successors, compiled.predecessors) == ([0b110, 0b100, 0], [0, 0b001, 0b011])


def test_rare_skills_come_first(compiled):
    assert (
        "".join(compiled.skills[skill] for skill in compiled.sort_by_rarity(0)) == "str"
    )  # needed by one, two and three positions


@pytest.mark.parametrize(
    ("avoided", "known", "unlearnable"),
    [
        ("r", "", "pqr"),
        ("u", "", "qu"),
        ("uv", "", "qstuv"),
        ("uv", "t", "quv"),
        ("r", "r", ""),
        ("r", "q", "pr"),
        ("", "", ""),
    ],
)
def test_a_skill_with_an_avoided_need_is_unlearnable(compiled, avoided, known, unlearnable):
    sets = [set_of(compiled.rank[name] for name in part) for part in (avoided, known)]
    assert names(compiled, compiled.find_unlearnable(*sets)) == unlearnable


@pytest.mark.parametrize(
    ("source", "had", "avoided", "known", "assumed"),
    [
        ("a", "", "", "prstu", {"u": "v", "p": "q"}),
        ("a", "v", "", "prstv", {"p": "q"}),
        ("a", "", "u", "prstv", {"v": "u", "p": "q"}),
        ("a", "", "uv", "prstu", {"u": "v", "p": "q"}),
        ("a", "ru", "", "prstu", {"p": "q"}),
        ("a", "", "p", "qrstu", {"u": "v", "q": "p"}),
        ("b", "", "", "prtu", {"p": "q"}),
        ("c", "t", "", "prtu", {"u": "v", "p": "q"}),
    ],
)
def test_skills_of_a_person_are_known_or_assumed(compiled, source, had, avoided, known, assumed):
    mask, found = compiled.infer_known(
        compiled.rank[source], [compiled.rank[name] for name in had], set_of(compiled.rank[name] for name in avoided)
    )
    assert names(compiled, mask) == known
    assert {
        compiled.skills[first]: "".join(compiled.skills[other] for other in others) for first, others in found.items()
    } == assumed


def test_an_unmet_requirement_stands_once():
    one, other, met = AnyOf(0b11, (0, 1)), AnyOf(0b110, (2, 1)), AnyOf(0b1001, (0, 3))
    assert find_unmet([other, met, one, other], 0b1000) == (other, one)
