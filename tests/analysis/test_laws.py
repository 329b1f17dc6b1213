"""The laws of plans: what breaks them is found, and nothing else."""

import random
from dataclasses import replace

import pytest

import mlgraph
from mlgraph.analysis import laws
from mlgraph.analysis.laws import _check_range, check_laws
from mlgraph.errors import UsageError
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Costs
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget
from support.random_graphs import graph_of_parts, random_career, random_parts, random_posts

SKILLS = {"a": (100, ()), "b": (10, ())}


def of_one_stage(moves, **posts):
    """Return a graph of a stage and posts of this stage, each of which needs the skill b."""
    positions = {"first": (), **dict.fromkeys("pqr", (("b",),))}
    further = {name: {"stage": "first", **posts.get(name, {})} for name in "pqr"}
    return graph_of_parts(SKILLS, positions, moves, {"first": None, **further})


def broken(graph, **options):
    return [
        (each.law, each.source, each.target, each.months, each.allowed)
        for each in mlgraph.check_laws(graph, **options).breaches
    ]


ROUND = {
    ("first", "p"): 1,
    ("p", "q"): 6,
    ("q", "p"): 6,
    ("q", "r"): 12,
    ("r", "q"): 12,
    ("p", "r"): 12,
    ("r", "p"): 12,
}


def test_a_level_with_a_move_of_a_year_between_all_posts_keeps_the_laws():
    assert broken(of_one_stage(ROUND)) == []


def test_a_slow_or_missing_move_across_a_level_is_named():
    slow = of_one_stage(ROUND | {("p", "r"): 30})
    assert broken(slow) == [("level", "p", "r", 18, 12)]
    missing = of_one_stage({("p", "q"): 6, ("q", "p"): 6, ("q", "r"): 12, ("p", "r"): 12})
    assert [each[:4] for each in broken(missing)] == [("level", "r", "p", None), ("level", "r", "q", None)]


def test_the_law_across_a_level_asks_for_no_way_to_a_career_that_no_move_leads_to():
    only_left = of_one_stage({move: months for move, months in ROUND.items() if move[1] != "r"})
    found = mlgraph.check_laws(only_left)
    assert (found.breaches, found.level_pairs, found.level_pairs_of) == ((), 4, 4)
    lost = of_one_stage({("p", "q"): 6, ("q", "p"): 6})
    assert [each[:4] for each in broken(lost)] == [("level", "r", "p", None), ("level", "r", "q", None)]


def test_the_law_across_a_level_asks_for_no_way_out_of_a_programme():
    slow = ROUND | {("p", "r"): 30}
    found = mlgraph.check_laws(of_one_stage(slow, p={"programme": True}))
    assert (found.breaches, found.level_pairs, found.level_pairs_of) == ((), 4, 4)


def test_missing_study_and_experience_excuse_a_long_way():
    senior = {"p": {"counts_as": ("data",)}, "r": {"experience": {"data": 18}}}
    assert broken(of_one_stage(ROUND, **senior)) == []  # r asks for 18 months in p
    assert broken(of_one_stage(ROUND | {("p", "r"): 20}, **senior)) == [("level", "p", "r", 20, 18)]
    cannot = of_one_stage(
        ROUND | {("p", "r"): 60, ("q", "r"): 60}, q={"counts_as": ("data",)}, r={"experience": {"data": 18}}
    )
    assert [each[:3] for each in broken(cannot)] == [("level", "q", "r")]


def test_random_graphs_keep_all_laws_of_the_planner(graphs):
    for seed in range(graphs // 3):
        parts = random_parts(seed, skills=(0, 4), positions=(2, 4))
        graph = random_career(seed, (3, 5))[0] if seed % 3 else graph_of_parts(*parts, random_posts(seed, parts))
        found = mlgraph.check_laws(graph)
        assert [each for each in found.breaches if each.law != "level"] == [], seed
        assert (found.pairs, found.complete) == (found.pairs_of, True)


def test_a_changed_assumption_is_excused():
    skills = {"a": (100, ()), "b": (10, ()), "d": (20, ())}
    graph = graph_of_parts(skills, {"p": (("a", "b"),), "q": (("a",), ("b", "d"))}, {("p", "q"): 0})
    plain = mlgraph.plan(graph, "p", "q")
    assert plain.months < mlgraph.plan(graph, "p", "q", have=["b"]).months
    found = mlgraph.check_laws(graph)
    assert (found.breaches, found.excused) == ((), 1)


class Later(Solver):
    """A planner with an error: every plan after the first of a pair is later, but those from a stage are at once."""

    def find_least_months(self, source, target, options, budget):
        return 0 if source == "first" or {"r"} & {*options.avoid, *options.via} else 1000


def test_an_error_of_the_planner_breaks_each_law_of_having_more(monkeypatch):
    monkeypatch.setattr(laws, "Solver", Later)
    graph = of_one_stage(ROUND, p={"counts_as": ("data",), "experience": {"data": 1}})
    graph.add_node("a", **graph.nodes["a"])
    graph.nodes["q"]["needs"] = (("a",), ("b",))
    graph.add_edge("a", "q", relation="needed_for", required=True)
    found = check_laws(Later(graph), PlanOptions(), Budget())
    assert {each.law for each in found.breaches} == {
        "skill",
        "pace",
        "months_in_post",
        "experience",
        "first_stage",
        "ways",
        "via",
        "level",
    }
    skill = next(each for each in found.breaches if (each.law, each.source) == ("skill", "p"))
    assert (skill.by, skill.target, skill.months) == ("a", "q", 1000)
    assert {each.by for each in found.breaches if each.law == "via"} == {"r"}


def test_a_plan_that_is_shorter_without_one_of_its_nodes_breaks_a_law():
    graph = graph_of_parts(SKILLS, {"p": (), "r": (), "q": ()}, {("p", "r"): 1, ("r", "q"): 1})
    broken = [*check_laws(Later(graph), PlanOptions(), Budget()).breaches]
    assert [(each.source, each.target, each.by, each.allowed) for each in broken if each.law == "avoid"] == [
        ("p", "q", "r", 0)
    ]


def test_costs_out_of_order_break_the_law_of_ranges():
    graph = graph_of_parts({}, {"p": (), "q": ()}, {("p", "q"): (1, 2, 3)})
    plan = mlgraph.plan(graph, "p", "q")
    assert [*_check_range(plan)] == []
    assert len([*_check_range(replace(plan, low=Costs(2.5, 0, 1)))]) == 1
    assert len([*_check_range(replace(plan, spread=plan.spread[::-1]))]) == 1


def test_a_large_graph_is_asked_about_a_sample_that_is_always_the_same():
    positions = {f"p{number}": () for number in range(30)}
    rng = random.Random(1)
    moves = {(a, b): 30 for a in positions for b in positions if a != b and rng.random() < 0.2}
    graph = graph_of_parts({}, positions, moves, {name: {"stage": "first"} for name in positions} | {"first": None})
    graph.add_node("first", kind="stage", title="first", aliases=(), needs=())
    found = mlgraph.check_laws(graph, pairs=20)
    assert found == mlgraph.check_laws(graph, pairs=20)
    assert 10 < found.pairs <= 20
    assert (found.pairs_of, found.level_pairs_of, found.complete) == (30 * 30, 30 * 29, True)
    assert found.breaches


def test_an_early_end_says_so():
    found = mlgraph.check_laws(of_one_stage(ROUND), should_stop=lambda: True)
    assert (found.pairs, found.level_pairs, found.complete, found.breaches) == (0, 0, False, ())


def test_an_early_end_has_checked_as_many_pairs_of_each_kind():
    done = []
    budget = Budget(should_stop=lambda: 4 in done)
    found = check_laws(Solver(of_one_stage(ROUND)), PlanOptions(), budget, tell=lambda pairs, _: done.append(pairs))
    assert (found.pairs, found.level_pairs, found.complete) == (2, 2, False)


@pytest.mark.parametrize("pairs", [0, -1, 2.5])
def test_a_wrong_number_of_pairs_is_refused(pairs):
    with pytest.raises(UsageError, match="the number of pairs must be a whole number, at least 1"):
        mlgraph.check_laws(of_one_stage(ROUND), pairs=pairs)


@pytest.mark.slow
def test_plans_on_the_graph_keep_the_laws_of_the_planner(forty):
    found = mlgraph.check_laws(forty, pairs=15)
    assert found.complete
    assert {each.law for each in found.breaches} <= {"level"}  # a level is a claim of the graph
