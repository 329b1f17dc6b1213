"""A plan as a value: its costs, its table, its picture in a notebook; and questions whether there is one."""

from datetime import date

import pytest

import mlgraph
from mlgraph.errors import NoPlanError, UsageError
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.plan import Costs
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget
from support.random_graphs import OBJECTIVES, graph_of_parts, random_career

SKILLS = {"s": (14.5, ()), "t": (2, ()), "u": (3, ()), "v": (9, ())}
POSITIONS = {"a": (), "b<i>": (("s",), ("t",)), "c": (), "d": (("u", "v"),)}
MOVES = {("a", "b<i>"): 1, ("b<i>", "c"): 2, ("b<i>", "d"): 2, ("a", "c"): 9}


@pytest.fixture
def graph():
    parts = [{name.replace("<i>", ""): value for name, value in part.items()} for part in (SKILLS, POSITIONS)]
    graph = graph_of_parts(*parts, {(a[0], b[0]): months for (a, b), months in MOVES.items()})
    for name in [*SKILLS, *POSITIONS]:
        graph.nodes[name[0]]["title"] = f"{name.upper()}"
    return graph


def test_costs_are_subtracted_and_put_in_order():
    assert Costs(5, 20, 3) - Costs(1, 7, 2) == Costs(4, 13, 1)
    assert [Costs(5, 20, 3).by(objective) for objective in OBJECTIVES] == [(5, 20, 3), (20, 5, 3), (3, 5, 20)]


def test_a_plan_has_the_sums_and_the_order_of_its_studies(graph):
    plan = mlgraph.plan(graph, "a", "c", via=["b"], pace=100)
    assert (plan.months, plan.hours, plan.moves, plan.gap) == (3, 16.5, 2, 0)
    assert [study.id for study in plan.studies] == ["s", "t"]
    assert (plan.source, plan.target, plan.objective, plan.pace, plan.via, plan.avoid, plan.have) == (
        "a", "c", "months", 100, ("b",), (), ())  # fmt: skip
    assert mlgraph.plan(graph, "a", "a").gap == 0


def test_the_gap_is_a_part_of_the_objective(graph):
    plan = mlgraph.plan(graph, "a", "d", objective="hours")
    assert plan.hours == 19.5
    object.__setattr__(plan, "bound", 13.0)
    assert plan.gap == pytest.approx(1 / 3)


def test_a_notebook_shows_a_plan_as_a_table(graph):
    plan = mlgraph.plan(graph, "a", "c", via=["b"], pace=100).start_on(date(2026, 1, 1))
    assert plan._repr_html_() == (
        "<table><caption>3.0 months, 16.5 hours of study, 2 job changes</caption>"
        "<tr><th>Day</th><th>Month</th><th>Position</th><th>Learn before it</th></tr>"
        "<tr><td>2026-01-01</td><td>0.0</td><td>A</td><td></td></tr>"
        "<tr><td>2026-01-31</td><td>1.0</td><td>B&lt;I&gt;</td><td>S (14.5 h); T (2 h)</td></tr>"
        "<tr><td>2026-04-02</td><td>3.0</td><td>C</td><td></td></tr></table>"
    )


@pytest.mark.parametrize(
    ("ends", "wishes", "possible"),
    [
        ("ad", {}, True),
        ("da", {}, False),
        ("ad", {"avoid": ["b"]}, False),
        ("ad", {"avoid": ["v"]}, True),
        ("ad", {"avoid": ["u", "v"]}, False),
        ("ad", {"via": ["c"]}, False),
        ("ad", {"via": ["b"]}, True),
        ("aa", {}, True),
    ],
)
def test_whether_there_is_a_plan(graph, ends, wishes, possible):
    assert Solver(graph).is_possible(*ends, PlanOptions(**wishes), Budget()) is possible


def test_known_skills_are_listed(graph):
    known = Solver(graph).find_known_skills
    assert known("b", "d", PlanOptions(have=["v"])) == {"s", "t", "v"}
    assert known("d", "c", PlanOptions()) == {"u"}


def test_a_position_is_found_by_its_title(graph):
    assert Solver(graph).find_position("B<I>") == "b"


def test_skills_known_beside_make_a_plan_shorter(graph):
    plan = Solver(graph).plan("a", "d", PlanOptions(), Budget(), also_known=["s"])
    assert (plan.hours, plan.have, plan.assumed) == (5, (), ())


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda p: p.k_best("a", "d", 0), "`count` must be a whole number of plans, at least 1, not 0"),
        (lambda p: p.k_best("a", "d", 2, via=["b"]), "the k best plans repeat no post; name only skills in `via`"),
        (lambda p: p.plan_many("a", []), "`targets` names no position; name at least one"),
        (lambda p: p.plan_many("a", ["c", "d"], via=["b"]), "plans to several targets repeat no post; name only skills in `via`"),
        (lambda p: p.plan("a", "d", avoid=["d"]), "'d' cannot be avoided, since the plan has to pass it; remove it from `avoid`"),
        (lambda p: p.plan("a", "d", via=["b"], avoid=["b"]), "'b' cannot be avoided, since the plan has to pass it; remove it from `avoid`"),
        (lambda p: p.plan("b", "d", avoid=["b"]), "'b' cannot be avoided, since the plan has to pass it; remove it from `avoid`"),
        (lambda p: p.plan("a", "d", objective="pay"), "`objective` must be one of months, hours, moves, commonest, not 'pay'"),
        (lambda p: p.plan("a", "d", pace=0), "`pace` must be a number of hours a week from 0.01 to 168, not 0"),
        (lambda p: p.plan("a", "d", pace=168.5), "`pace` must be a number of hours a week from 0.01 to 168, not 168.5"),
        (lambda p: p.plan("a", "d", sure=0), "`sure` must be a chance between 0 and 1, such as 0.8, not 0"),
        (lambda p: p.plan("a", "d", sure=1), "`sure` must be a chance between 0 and 1, such as 0.8, not 1"),
        (lambda p: p.plan("a", "d", objective="commonest"), "no move of this graph is counted; add an overlay that mlgraph histories writes"),
        (lambda p: p.plan("a", "d", time_limit=-1), "`time_limit` must be a number of seconds above 0, not -1"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused_in_full(graph, ask, message):
    with pytest.raises(UsageError) as error:
        ask(mlgraph.Planner(graph))
    assert str(error.value) == message


@pytest.mark.parametrize("options", [{"pace": 0.01}, {"pace": 168}, {"months_in_post": 1200}, {"sure": 0.999}])
def test_an_option_at_its_limit_is_accepted(options):
    PlanOptions(**options)


@pytest.mark.parametrize(
    ("wishes", "cost"),
    [
        ({}, None),
        ({"via": ["b"], "objective": "moves"}, Costs(9, 0, 1)),
        ({"via": ["v"], "objective": "hours"}, Costs(9, 0, 1)),
        ({"avoid": ["b"], "pace": 100}, Costs(3, 16.5, 2)),
        ({"avoid": ["s"], "pace": 100}, Costs(3, 16.5, 2)),
    ],
)
def test_a_plan_says_what_its_conditions_cost(graph, wishes, cost):
    assert mlgraph.plan(graph, "a", "c", **wishes).unconstrained == cost


def test_the_best_few_say_what_a_condition_costs_and_where_there_is_none(graph):
    planner = mlgraph.Planner(graph)
    (plan,) = planner.k_best("a", "c", 3, avoid=["s"], pace=100)
    assert (plan.months, plan.unconstrained) == (9, Costs(3, 16.5, 2))
    assert [plan.unconstrained for plan in planner.k_best("a", "c", 3)] == [None, None]
    with pytest.raises(NoPlanError) as error:
        planner.k_best("d", "a", 3)
    assert error.value.nearest == "d"


# from a by b to d, or by c to d or e; b and c take as long, c is left later for e only
JOINT = {("a", "b"): 1, ("a", "c"): 2, ("b", "c"): 1, ("b", "d"): 3, ("c", "d"): 2, ("c", "e"): 1}


@pytest.mark.parametrize(
    ("targets", "wishes", "prefix", "ways"),
    [
        (["d", "e"], {}, "abc", ["abcd", "abce"]),
        (["e", "d"], {}, "abc", ["abce", "abcd"]),
        (["d", "e"], {"objective": "moves"}, "ac", ["acd", "ace"]),
        (["d", "c"], {}, "abc", ["abcd", "abc"]),
        # the plan to one target is the best plan, which has fewer moves than a longer prefix
        (["d"], {}, "abd", ["abd"]),
        (["d", "a"], {}, "a", ["abd", "a"]),
        (["d", "d"], {"avoid": ["c"]}, "abd", ["abd", "abd"]),
    ],
)
def test_plans_to_several_targets_begin_alike_as_long_as_they_may(targets, wishes, prefix, ways):
    graph = graph_of_parts({}, dict.fromkeys("abcde", ()), JOINT)
    found = mlgraph.plan_many(graph, "a", targets, **wishes)
    assert "".join(stop.id for stop in found.prefix) == prefix
    assert ["".join(stop.id for stop in branch.plan.stops) for branch in found.branches] == ways
    assert ["".join(stop.id for stop in branch.stops) for branch in found.branches] == [
        way[len(prefix) :] for way in ways
    ]
    assert all(branch.plan.optimal for branch in found.branches)


def test_skills_of_all_plans_are_shared():
    skills = {name: (1, ()) for name in "stuv"}
    positions = {"a": (), "b": (("s",), ("t",)), "d": (("u",), ("v",)), "e": (("u",),)}
    graph = graph_of_parts(skills, positions, {("a", "b"): 1, ("b", "d"): 1, ("b", "e"): 1})
    found = mlgraph.plan_many(graph, "a", ["d", "e"])
    assert [study.id for study in found.shared] == ["s", "t", "u"]
    assert [[study.id for study in branch.adds] for branch in found.branches] == [["v"], []]


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize(("target", "via"), [("d", ()), ("c", ("b",)), ("c", ())])
def test_a_summary_is_a_plan_in_brief(graph, objective, target, via):
    solver = Solver(graph)
    options = PlanOptions(objective=objective, via=via, have=["t"], start=date(2026, 1, 1))
    plan = solver.plan("a", target, options, Budget())
    summary = solver.summarize_plan("a", target, options, Budget())
    assert (summary.target, summary.costs, summary.arrives_on) == (target, plan.costs, plan.stops[-1].arrives_on)
    assert (summary.optimal, summary.bound) == (plan.optimal, plan.bound)
    assert summary.positions == tuple(stop.id for stop in plan.stops)
    assert [(skill.id, skill.title) for skill in summary.learned] == [(study.id, study.title) for study in plan.studies]


def test_assumed_skills_are_those_that_a_plan_assumes():
    graph = graph_of_parts({"s": (1, ()), "t": (1, ())}, {"a": (("s", "t"),), "b": (("s",),)}, {("a", "b"): 1})
    solver, options = Solver(graph), PlanOptions()
    assert solver.find_assumed_skills("a", "b", options) == {
        each.id for each in solver.plan("a", "b", options, Budget()).assumed
    }
    assert solver.find_assumed_skills("a", "b", options)
    assert not solver.find_assumed_skills("b", "b", options)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_corridor_has_the_costs_of_one_who_knows_a_skill_more(objective):
    cheaper = 0
    for seed in range(12):
        graph, source, target, person = random_career(seed)
        solver, options = Solver(graph), PlanOptions(objective=objective, **person)
        skills = graph.nodes - solver.find_known_skills(source, target, options)
        skills = [name for name in sorted(skills) if graph.nodes[name]["kind"] == "skill"]
        try:
            plan, corridor = solver.plan_with_corridor(source, target, options, Budget(), skills)
        except NoPlanError:
            continue
        for skill in skills:
            knowing = solver.plan(source, target, options, Budget(), also_known=[skill])
            if skill in corridor.relevant:
                assert corridor.find_costs(skill) == knowing.costs, (seed, skill)
            else:
                assert knowing.costs == plan.costs, (seed, skill)
            cheaper += knowing.costs != plan.costs
    assert cheaper


def test_each_stop_has_the_skills_that_the_post_before_it_taught():
    posts = {"a": {"teaches": {"s": 12}}, "c": {"teaches": {"s": 1, "t": 2}}}
    moves = {("a", "b"): 12, ("b", "c"): 1, ("c", "d"): 3}
    graph = graph_of_parts(
        {"s": (9, ()), "t": (9, ())}, {**dict.fromkeys("abc", ()), "d": (("s",), ("t",))}, moves, posts
    )
    plan = mlgraph.plan(graph, "a", "d")
    assert [[skill.id for skill in stop.taught] for stop in plan.stops] == [[], ["s"], [], ["t"]]
    assert not plan.studies


@pytest.mark.parametrize(("months", "known"), [(11, set()), (12, {"s"})])
def test_a_post_has_taught_a_skill_after_as_many_months(months, known):
    posts = {"a": {"teaches": {"s": 12}}}
    graph = graph_of_parts({"s": (9, ())}, {"a": (), "b": (("s",),)}, {("a", "b"): 12}, posts)
    assert Solver(graph).find_known_skills("a", "b", PlanOptions(months_in_post=months)) == known


def test_a_post_may_teach_all_that_a_position_needs():
    posts = {"a": {"teaches": {"s": 1, "t": 2}}}
    skills, positions = {"s": (9, ()), "t": (9, ())}, {"a": (), "b": (("s",), ("t",))}
    solver = Solver(graph_of_parts(skills, positions, {("a", "b"): 0}, posts))
    options = PlanOptions(avoid=["s", "t"])
    assert solver.is_possible("a", "b", options, Budget())
    assert solver.plan("a", "b", options, Budget()).months == 2


@pytest.mark.parametrize("needs", [("u", "s"), ("s", "u")])
def test_skills_are_studied_in_the_order_of_needs_each_after_its_own(needs):
    skills = {"s": (1, ()), "t": (1, ()), "u": (1, (("t",),))}
    graph = graph_of_parts(skills, {"a": (), "b": tuple((skill,) for skill in needs)}, {("a", "b"): 1})
    studied = [study.id for study in mlgraph.plan(graph, "a", "b").studies]
    assert studied == (["t", "u", "s"] if needs[0] == "u" else ["s", "t", "u"])
