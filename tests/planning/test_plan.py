"""The planner agrees with an independent exhaustive judge, and its plans obey the rules of plans."""

import random
from fractions import Fraction
from functools import cache
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlgraph
from mlgraph.errors import NoPlanError, UnknownNameError, UsageError
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.request import Request
from mlgraph.search import astar as search
from mlgraph.search.bitset import set_of
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import NamedGraph
from support import judge
from support.judging import best_by_objectives, rounded
from support.random_graphs import OBJECTIVES, graph_of_parts, layers, random_parts


def random_question(seed):
    rng = random.Random(-seed - 1)
    skills, positions, _ = random_parts(seed)
    have = rng.sample(list(skills), rng.randint(0, min(2, len(skills))))
    return rng.choice(list(positions)), rng.choice(list(positions)), have, rng.choice([10, 1, 2.5, 7])


def random_conditions(seed):
    """Return names for `via` and for `avoid`."""
    rng = random.Random(seed + 7)
    skills, positions, _ = random_parts(seed)
    source, target, _, _ = random_question(seed)
    others = [*skills, *sorted(set(positions) - {source, target})]
    chosen = rng.sample(others, min(len(others), rng.randint(1, 3)))
    via = [name for name in chosen if rng.random() < 0.5]
    passed = [name for name in via if name in positions][1:]  # at most one waypoint, since the judge is slow
    return [name for name in via if name not in passed], [name for name in chosen if name not in via]


def answer(graph, source, target, **options):
    """Return a plan in the form of the judge, or None."""
    try:
        return to_answer(mlgraph.plan(graph, source, target, **options))
    except NoPlanError:
        return None


def to_answer(plan):
    learned = [tuple(sorted(study.id for study in stop.learn)) for stop in plan.stops[1:]]
    return plan.months, plan.hours, plan.moves, [stop.id for stop in plan.stops], learned


@cache
def judged(seed):
    """Return a random graph with a request, and the answers of the judge by objectives: the best plan, and the best few.

    The judge is asked once, since no parameter of the search affects it.
    """
    graph = graph_of_parts(*random_parts(seed))
    source, target, have, pace = random_question(seed)
    question, options = (graph, source, target), {"have": have, "pace": pace}
    return question, options, best_by_objectives(question[0], judge.plans(*question, **options))


@cache
def judged_on_conditions(seed):
    """Return the same with conditions, or None where there are too many walks for the judge."""
    question, options, _ = judged(seed)
    if sum(kind == "role" for _, kind in question[0].nodes(data="kind")) > 4:
        return None
    via, avoid = random_conditions(seed)
    options = options | {"via": via, "avoid": avoid}
    return question, options, best_by_objectives(question[0], judge.plans(*question, **options))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_judge_agrees(objective, patience, graphs):
    answered = 0
    for seed in range(10 + graphs):
        question, options, found = judged(seed)
        best, _ = found[objective]
        assert answer(*question, **options, objective=objective) == best, seed
        answered += best is not None
    assert answered > graphs / 2


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_judge_agrees_on_conditions(objective, patience, graphs):
    answered = 0
    for seed in range(10 + graphs // 6):
        if asked := judged_on_conditions(seed):
            question, options, found = asked
            best, _ = found[objective]
            assert answer(*question, **options, objective=objective) == best, seed
            answered += best is not None
    assert answered > graphs / 40


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_judge_agrees_on_the_best_few(objective, patience, graphs):
    several = 0
    for seed in range(10 + graphs // 4):
        (graph, *ends), options, found = judged(seed)
        _, few = found[objective]
        try:
            plans = mlgraph.Planner(graph).k_best(*ends, 4, **options, objective=objective)
        except NoPlanError:
            plans = ()
        assert [to_answer(plan) for plan in plans] == few, seed
        several += len(few) > 1
    assert several > graphs / 50


seeds = st.integers(10_000, 1_000_000)


@given(seeds, st.sampled_from(OBJECTIVES), st.randoms())
def test_the_order_of_a_graph_changes_no_answer(seed, objective, rng):
    parts = random_parts(seed)
    source, target, have, pace = random_question(seed)
    shuffled = [dict(rng.sample(list(part.items()), len(part))) for part in parts]
    answers = [
        answer(graph_of_parts(*p), source, target, have=have, pace=pace, objective=objective) for p in (parts, shuffled)
    ]
    assert answers[0] == answers[1]


@given(seeds, st.sampled_from(OBJECTIVES))
def test_a_plan_obeys_the_laws_of_plans(seed, objective):
    graph = graph_of_parts(*random_parts(seed))
    source, target, have, pace = random_question(seed)
    try:
        plan = mlgraph.plan(graph, source, target, have=have, pace=pace, objective=objective)
    except NoPlanError:
        return
    known = set(judge.known_for(graph, source, target, have=have))
    hours, months = Fraction(0), Fraction(0)
    assert plan.stops[0].learn == ()
    for before, stop in pairwise(plan.stops):
        for study in stop.learn:
            assert study.id not in known
            assert all(known & set(group) for group in graph.nodes[study.id]["needs"])
            known.add(study.id)
            hours += Fraction(str(study.hours))
        assert all(known & set(group) for group in graph.nodes[stop.id]["needs"])
        months += Fraction(str(graph.edges[before.id, stop.id]["months"]))
        months = max(months, hours / Fraction(str(pace)) / Fraction("365.25") * 12 * 7)
        assert stop.arrives == float(months)
    assert (plan.months, plan.hours, plan.moves) == (float(months), float(hours), len(plan.stops) - 1)
    again = mlgraph.plan(graph, source, target, have=known, pace=pace, objective=objective)
    assert (again.hours, [stop.learn for stop in again.stops]) == (0, [()] * len(again.stops))


# each case fails without one of the conditions of dominance, or without the rule that no learned skill is redundant:
# the skills, the needs of positions, the moves, the objective, and the best path, which looks worse at first
S = {"s": (1, ()), "s2": (1, ())}
SUBTLE = [
    (S, {"y": (("s",),), "t": (("s", "s2"),)}, {"ax": 1, "xp": 100, "ay": 1, "yp": 1, "pt": 1}, "hours", "aypt"),
    (
        S,
        {"y": (("s",),), "t": (("s", "s2"),)},
        {"ax": 1, "xz": 0, "zp": 1, "ay": 1, "yp": 1, "pt": 1},
        "months",
        "aypt",
    ),
    (S, {"y": (("s",),), "t": (("s", "s2"),)}, {"az": 1, "zp": 1, "ay": 1, "yp": 1, "pt": 1}, "months", "aypt"),
    (S, {"y": (("s",),), "t": (("s2",),)}, {"az": 1, "zp": 1, "ay": 1, "yp": 1, "pt": 1}, "months", "azpt"),
    ({k: (0, ()) for k in "klm"}, {"t": (("k", "l"), ("l", "m"))}, {"at": 1}, "months", "at"),
]


@pytest.mark.parametrize(("skills", "needs", "moves", "objective", "way"), SUBTLE)
def test_a_best_path_that_looks_worse_at_first_is_found(skills, needs, moves, objective, way):
    positions = {name: needs.get(name, ()) for move in moves for name in move}
    graph = graph_of_parts(skills, positions, {tuple(move): months for move, months in moves.items()})
    found = answer(graph, "a", way[-1], objective=objective)
    best = judge.best(graph, "a", way[-1], objective=objective)
    assert found == (float(best[0]), float(best[1]), *best[2:])
    assert "".join(found[3]) == way


SKILLS = {"python": (40, ()), "r": (30, ()), "ml": (80, (("python", "r"),))}
POSITIONS = {"a": (), "b": (("ml",),), "c": (("python",),), "island": ()}
MOVES = {("a", "b"): 6, ("b", "c"): 6, ("a", "c"): 24}


@pytest.fixture
def small():
    return graph_of_parts(SKILLS, POSITIONS, MOVES)


@pytest.mark.parametrize(
    ("objective", "pace", "way", "months", "hours"),
    [
        ("months", 10, "abc", 12.0, 120),  # R would be quicker to b, but c needs Python
        ("moves", 10, "ac", 24.0, 40),
        ("hours", 10, "ac", 24.0, 40),
        ("months", 1, "ac", 24.0, 40),  # at one hour a week, learning less wins
    ],
)
def test_each_objective_has_its_own_best_path(small, objective, pace, way, months, hours):
    plan = mlgraph.plan(small, "a", "c", objective=objective, pace=pace)
    assert ("".join(stop.id for stop in plan.stops), plan.months, plan.hours) == (way, months, hours)


def test_a_month_is_4_348_weeks(small):
    plan = mlgraph.plan(small, "b", "c", have=["r"], pace=1)
    assert plan.months == pytest.approx(40 / (365.25 / 12 / 7))


def test_a_plan_lists_its_assumptions(small):
    plan = mlgraph.plan(small, "b", "c")
    assert [(known.id, [n.id for n in known.instead_of]) for known in plan.assumed] == [("python", ["r"])]
    assert (plan.hours, plan.have) == (0, ())
    assert mlgraph.plan(small, "b", "c", have=["r"]).assumed == ()


def test_an_alternative_with_known_requirements_is_assumed_first():
    skills = {"p": (1, ()), "r": (1, ()), "pandas": (1, (("p",),)), "tidyverse": (1, (("r",),))}
    graph = graph_of_parts(skills, {"a": (("pandas", "tidyverse"),), "b": (("p",),)}, {("a", "b"): 1})
    assert [known.id for known in mlgraph.plan(graph, "a", "b").assumed] == ["pandas"]
    plan = mlgraph.plan(graph, "a", "b", have=["r"])
    assert [(known.id, [n.id for n in known.instead_of]) for known in plan.assumed] == [("tidyverse", ["pandas"])]
    assert plan.hours == 1


@pytest.mark.parametrize(
    ("avoid", "needed", "assumed"),
    [
        ([], "tidy", ["pandas", "python"]),
        (["python"], "tidy", ["r", "tidy"]),  # pandas needs Python
        (["pandas"], "tidy", ["python", "tidy"]),
        (["python", "r"], "pandas", ["pandas", "python"]),  # one of them is a forced skill
    ],
)
def test_an_avoided_alternative_is_assumed_last(avoid, needed, assumed):
    skills = {"python": (10, ()), "r": (20, ()), "pandas": (5, (("python",),)), "tidy": (40, (("r",),))}
    positions = {"a": (("pandas", "tidy"), ("python", "r")), "b": ((needed,),)}
    graph = graph_of_parts(skills, positions, {("a", "b"): 1})
    plan = mlgraph.plan(graph, "a", "b", avoid=avoid)
    assert [known.id for known in plan.assumed] == assumed
    assert to_answer(plan) == rounded(judge.best(graph, "a", "b", avoid=avoid))
    free = mlgraph.plan(graph, "a", "b")
    assert not avoid or plan.unconstrained.hours == free.hours


def test_a_plan_to_the_source_itself_is_empty(small):
    plan = mlgraph.plan(small, "b", "b")
    assert (plan.months, plan.hours, plan.moves, len(plan.stops)) == (0, 0, 0, 1)


def test_without_a_path_the_error_names_the_nearest_position(small):
    with pytest.raises(
        NoPlanError, match=r"no path leads from c to a: in this graph one can only start as a; the reverse route exists"
    ):
        mlgraph.plan(small, "c", "a")
    with pytest.raises(NoPlanError) as error:
        mlgraph.plan(small, "b", "a")
    assert error.value.nearest == "b"


@pytest.mark.parametrize("pace", [0, -1, float("nan"), float("inf"), 169])
def test_a_pace_must_be_possible(small, pace):
    with pytest.raises(UsageError, match="`pace` must be a number of hours"):
        mlgraph.plan(small, "a", "c", pace=pace)


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"have": "python"}, r"names come in a list: write \['python'\] for 'python'"),
        ({"via": "python"}, "names come in a list"),
        ({"avoid": "python"}, "names come in a list"),
    ],
)
def test_a_bare_name_is_not_read_letter_by_letter(small, wishes, message):
    questions = (
        lambda: mlgraph.plan(small, "a", "c", **wishes),
        lambda: mlgraph.Planner(small).k_best("a", "c", 2, **wishes),
        lambda: mlgraph.next_skills(small, "a", "c" if "via" in wishes else None, **wishes),
        lambda: mlgraph.reach(small, "a", **wishes),
        lambda: mlgraph.compare(small, "a", "c", **wishes),
        lambda: mlgraph.why(small, "python", "a", "c", **wishes),
        lambda: mlgraph.plan_many(small, "a", ["b", "c"], **wishes),
    )
    for ask in questions:
        with pytest.raises(UsageError, match=message):
            ask()


def test_a_request_with_wrong_kinds_is_refused(small):
    with pytest.raises(UsageError, match="`objective` must be one of months, hours, moves, commonest, not 'price'"):
        mlgraph.plan(small, "a", "c", objective="price")
    with pytest.raises(UnknownNameError, match="'python' is a skill; a stage or role is needed here"):
        mlgraph.plan(small, "python", "c")
    with pytest.raises(UnknownNameError, match="'a' is a role; a skill is needed here"):
        mlgraph.plan(small, "a", "c", have=["a"])


def test_a_skill_has_its_reason_and_its_alternatives(small):
    plan = mlgraph.plan(small, "a", "b")
    studies = {study.id: study for study in plan.stops[1].learn}
    assert [node.id for node in studies["ml"].needed_for] == ["b"]
    assert [node.id for node in studies["r"].needed_for] == ["ml", "b"]
    assert [node.id for node in studies["r"].instead_of] == ["python"]
    assert studies["ml"].instead_of == ()


@given(seeds, st.sampled_from(OBJECTIVES))
def test_a_reason_is_a_chain_of_needs(seed, objective):
    graph = graph_of_parts(*random_parts(seed))
    source, target, have, pace = random_question(seed)
    try:
        plan = mlgraph.plan(graph, source, target, have=have, pace=pace, objective=objective)
    except NoPlanError:
        return
    known = set(judge.known_for(graph, source, target, have=have))
    for stop in plan.stops:
        learned = {study.id for study in stop.learn}
        for study in stop.learn:
            chain = [study.id, *(node.id for node in study.needed_for)]
            assert chain[-1] == stop.id
            for skill, node in pairwise(chain):
                assert any(skill in group and not known & set(group) for group in graph.nodes[node]["needs"])
            others = {node.id for node in study.instead_of}
            assert not others & (learned | known)
            assert any({study.id, *others} <= set(group) for group in graph.nodes[chain[1]]["needs"])
        known |= learned


def test_a_stop_names_whether_post_or_study_decides_its_arrival():
    positions = {"a": (), "b": (("ml",),), "c": (), "d": (("sql",),)}
    skills = {"ml": (435, ()), "sql": (100, ())}
    graph = graph_of_parts(skills, positions, {("a", "b"): 2, ("b", "c"): 3, ("c", "d"): 4})
    plan = mlgraph.plan(graph, "a", "d")
    study = 435 / 10 / (365.25 / 12 / 7)
    assert [stop.waits_for for stop in plan.stops] == [None, "study", "post", "post"]
    assert [stop.critical for stop in plan.stops] == [False, True, True, True]
    assert plan.stops[1].spare == pytest.approx(study - 2)
    assert plan.stops[2].spare == pytest.approx(3)
    assert [stop.critical for stop in mlgraph.plan(graph, "a", "d", pace=0.5).stops] == [False, False, False, True]
    assert [stop.critical for stop in mlgraph.plan(graph, "b", "d").stops] == [False, True, True]


def test_a_plan_with_conditions_has_the_costs_without_them(small):
    plan = mlgraph.plan(small, "a", "c", avoid=["b"])
    assert ("".join(stop.id for stop in plan.stops), plan.months) == ("ac", 24)
    assert (plan.unconstrained.months, plan.unconstrained.hours, plan.unconstrained.moves) == (12, 120, 2)
    assert mlgraph.plan(small, "a", "c").unconstrained is None
    assert mlgraph.plan(small, "a", "c", objective="hours", via=["b", "r"]).hours == 150


SEARCHES = {("a", "search"): 0, ("b", "search"): 0, ("search", "b"): 3, ("search", "c"): 3, ("search", "d"): 9}
POSTS = {"search": None, "a": {}, "b": {"counts_as": ("f",)}, "c": {"experience": {"f": 12}, "counts_as": ("g",)}}


def test_the_first_of_several_plans_is_the_best_plan_though_it_passes_a_stage_twice():
    positions = dict.fromkeys(("a", "b", "c", "d", "search"), ())
    graph = graph_of_parts({}, positions, SEARCHES, POSTS | {"d": {"counts_as": ("f",)}})
    best = mlgraph.plan(graph, "a", "c")
    found = mlgraph.Planner(graph).k_best("a", "c", 3)
    assert ["".join(stop.id[0] for stop in plan.stops) for plan in found] == ["asbsc", "asbsdsc", "asdsc"]
    assert found[0] == best
    assert found[0].months == found[1].months < found[2].months


def test_a_further_plan_may_pass_a_stage_again_where_an_earlier_plan_passed_it_twice(graph_of):
    graph = graph_of(
        "[stage.open]\ntitle = 'Open'\nleads_to = { b = 6, c = 6, z = 12 }\n[role.a]\ntitle = 'A'\nleads_to = { z = 3 }\n"
        "[role.b]\ntitle = 'B'\n[role.c]\ntitle = 'C'\n[role.z]\ntitle = 'Z'\n"
    )
    found = mlgraph.k_best(graph, "a", "z", 5)
    ways = [(plan.months, "".join(stop.id[0] for stop in plan.stops)) for plan in found]
    assert ways == [(3, "az"), (18, "aoboz"), (18, "aocoz"), (24, "aobocoz"), (24, "aocoboz")]


def test_the_first_of_several_plans_is_the_best_plan_though_it_repeats_a_post():
    moves = {("a", "b"): 0, ("b", "a"): 6, ("a", "c"): 6, ("a", "d"): 3, ("d", "c"): 60}
    posts = {"b": {"counts_as": ("f",)}, "c": {"experience": {"f": 12}}, "d": {"counts_as": ("f",)}}
    graph = graph_of_parts({}, dict.fromkeys("abcd", ()), moves, posts)
    found = mlgraph.Planner(graph).k_best("a", "c", 3)
    assert ["".join(stop.id for stop in plan.stops) for plan in found] == ["abac", "adc"]
    assert found[0] == mlgraph.plan(graph, "a", "c")


def test_an_impossible_condition_is_refused(small):
    with pytest.raises(NoPlanError, match="from a to c without python; drop a condition to get a plan"):
        mlgraph.plan(small, "a", "c", avoid=["python"])
    with pytest.raises(NoPlanError, match="via island"):
        mlgraph.plan(small, "a", "c", via=["island"])
    with pytest.raises(UsageError, match="'c' cannot be avoided"):
        mlgraph.plan(small, "a", "c", avoid=["c"])
    with pytest.raises(UsageError, match="repeat no post"):
        mlgraph.Planner(small).k_best("a", "c", 2, via=["b"])
    with pytest.raises(UsageError, match="at least 1, not 0"):
        mlgraph.Planner(small).k_best("a", "c", 0)
    with pytest.raises(UsageError, match=r"whole number of plans, at least 1, not 1\.5"):
        mlgraph.Planner(small).k_best("a", "c", 1.5)
    with pytest.raises(UsageError, match="`targets` names no position"):
        mlgraph.plan_many(small, "a", [])
    with pytest.raises(UsageError, match="names come in a list"):
        mlgraph.plan_many(small, "a", "c")
    with pytest.raises(UsageError, match="seconds above 0, not 0"):
        mlgraph.plan(small, "a", "c", time_limit=0)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(1, 5))])
def test_relaxing_each_label_changes_no_answer(seed, monkeypatch):
    graph = layers(8, 8, seed)
    plan = mlgraph.plan(graph, "a", "z", objective="hours")
    assert plan.optimal
    monkeypatch.setattr(search, "WEIGH_AFTER", 20)
    monkeypatch.setattr(search, "RELAX_AFTER", 300)
    assert mlgraph.plan(graph, "a", "z", objective="hours") == plan


@pytest.mark.parametrize("most_states", [1, 20, 20_000])
def test_a_relaxation_never_exceeds_the_hours_of_the_best_path(most_states, graphs, monkeypatch):
    monkeypatch.setattr(mlgraph.search.bounds, "MOST_STATES", most_states)
    positive = 0
    for seed in range(10 + graphs):
        parts = random_parts(seed, skills=(3, 8), positions=(4, 9), share=0.25)
        unit = (1, 800)[seed % 2]  # up to nearly the limit of hours
        skills = {name: (round(hours) * unit + n, needs) for n, (name, (hours, needs)) in enumerate(parts[0].items())}
        graph, (source, target) = graph_of_parts(skills, *parts[1:]), random.Random(seed).sample(list(parts[1]), 2)
        try:
            plan = mlgraph.plan(graph, source, target, objective="hours")
        except NoPlanError:
            continue
        compiled = NamedGraph(graph)
        problem = Request(compiled, source, target, PlanOptions(objective="hours")).problem
        bounds, multipliers = Bounds(compiled, problem, Budget()), ()
        path, skills = (), problem.known
        for stop in plan.stops[:-1]:
            path = (*path, compiled.rank[stop.id])
            skills |= set_of(compiled.rank[study.id] for study in stop.learn)
            left = compiled.hours_of(set_of(compiled.rank[s.id] for p in plan.stops for s in p.learn) & ~skills)
            hours = compiled.hours_of(skills & ~problem.known)
            _, relaxation = bounds.relax(path, skills, (0, hours, 0), multipliers, lambda _, left=left: 2 * left)
            multipliers = relaxation.multipliers
            assert relaxation.hours <= left, seed
            positive += relaxation.hours > 0
    assert positive > graphs / 10


def test_a_relaxation_with_hours_of_very_different_size_stays_a_bound(monkeypatch):
    for name in ("REDUCE_AFTER", "WEIGH_AFTER", "RELAX_AFTER", "MOST_ALTERNATIVES", "MOST_GREEDY", "DIVE_EVERY"):
        monkeypatch.setattr(search, name, 1)
    skills = {"x15": (100_000, ()), "x5": (100_000, ()), "s20": (1e-6, ()), "s64": (1e-6, ())}
    skills["x24"] = (1e-6, (("s64", "x5", "x15", "s20"),))
    needs = (("s20", "x15", "s64", "x5"), ("x5", "x15", "s64", "x24"), ("x15", "s20", "s64", "x24"))
    plan = mlgraph.plan(graph_of_parts(skills, {"p": (), "q": needs}, {("p", "q"): 0.5}), "p", "q", objective="hours")
    assert (plan.hours, plan.bound) == (1e-6, 1e-6)


def test_a_stopped_search_finds_a_path_back_to_the_source():
    moves = {pair: 1 for n in range(80) for pair in (("a", f"p{n}"), (f"p{n}", "a"))}
    positions = {"a": (), **{f"p{n}": ((f"s{n % 20}",),) for n in range(80)}}
    graph = graph_of_parts({f"s{n}": (n + 1, ()) for n in range(21)}, positions, moves)
    plan = mlgraph.plan(graph, "a", "a", via=["s20"], should_stop=lambda: True)
    assert [stop.id for stop in plan.stops] == ["a", "p0", "a"]


def test_a_stopped_search_returns_a_plan_and_a_bound():
    graph = layers(6, 6)
    best = mlgraph.plan(graph, "a", "z", objective="hours")
    assert best.optimal
    assert best.bound == best.hours
    for patience in (0, 1, 1000):
        asked = iter(range(10**9))
        stopped = mlgraph.plan(
            graph, "a", "z", objective="hours", should_stop=lambda asked=asked, last=patience: next(asked) >= last
        )
        assert not stopped.optimal
        assert stopped.bound <= best.hours <= stopped.hours
    assert stopped.bound > 0
    limited = mlgraph.plan(graph, "a", "z", objective="hours", time_limit=0.001)
    assert limited.bound <= best.hours <= limited.hours


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_bound_of_a_stopped_search_is_valid(objective, patience, graphs, monkeypatch):
    unproven = 0
    for seed in range(2 + graphs // 20):
        graph = graph_of_parts(*random_parts(seed, skills=(8, 14), positions=(8, 12), share=0.3))
        planner, cost = mlgraph.Planner(graph), objective
        source, *_, target = sorted(node for node in graph if node.startswith("p"))
        try:
            best = planner.k_best(source, target, 3, objective=objective)
        except NoPlanError:
            continue
        for last, ends in product(
            (0, 1, 2, 4, 8, 16, 32, 64), (1, 10**9)
        ):  # one failed check, as for lack of memory, or all later ones
            asked = iter(range(10**9))
            found = planner.k_best(
                source,
                target,
                3,
                objective=objective,
                should_stop=lambda at=range(last, last + ends), asked=asked: next(asked) in at,
            )
            for plan, exact in zip(found, best, strict=False):
                assert not plan.optimal or to_answer(plan) == to_answer(exact), (seed, last)
                assert plan.bound <= getattr(exact, cost), (seed, last)
                unproven += not plan.optimal
    assert unproven > graphs / 4


@pytest.mark.slow
def test_the_bound_rises_in_each_phase(monkeypatch):
    monkeypatch.setattr(search, "WEIGH_AFTER", 200)
    monkeypatch.setattr(search, "RELAX_AFTER", 600)
    graph = layers(8, 8)
    skills = [name for name in graph if name.startswith("s")]
    for n in range(40):  # makes the search eliminate positions
        graph.add_node(f"x{n}", kind="role", title="x", aliases=(), needs=tuple((skill,) for skill in skills))
        graph.add_edges_from([("a", f"x{n}"), (f"x{n}", "z")], relation="leads_to", months=1)
        graph.add_edges_from([(skill, f"x{n}") for skill in skills], relation="needed_for", required=True)
    best = mlgraph.plan(graph, "a", "z", objective="hours")
    proven = []
    for patience in (*range(0, 3000, 100), *range(3000, 60_000, 3000)):
        asked = iter(range(10**9))
        stopped = mlgraph.plan(
            graph, "a", "z", objective="hours", should_stop=lambda asked=asked, last=patience: next(asked) >= last
        )
        assert stopped.bound <= best.hours <= stopped.hours
        proven.append(stopped.bound)
    assert proven == sorted(proven)
    assert proven[0] < proven[-1]


def test_a_search_that_exceeds_its_memory_ends(monkeypatch):
    monkeypatch.setattr(search, "MOST_BYTES", 200_000)
    plan = mlgraph.plan(layers(8, 8), "a", "z", objective="hours")
    assert not plan.optimal
    assert 0 < plan.bound < plan.hours
