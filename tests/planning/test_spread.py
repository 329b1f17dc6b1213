"""The spread of arrival, the chance of a date, and plans that hold with a chance."""

import random
from datetime import date, timedelta
from itertools import pairwise
from statistics import NormalDist

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mlgraph
from mlgraph.errors import NoPlanError, UsageError
from mlgraph.model import WEEKS_PER_MONTH
from mlgraph.planning.pert import Estimate, set_figures
from mlgraph.planning.spread import Figures, _find_least_total
from mlgraph.search.waits import find_least_waits
from support.random_graphs import graph_of_parts, random_parts, random_person, random_posts

START = date(2027, 1, 1)
CHANCES = [step / 10 for step in range(11)]


def with_ranges(graph, seed):
    """Return a graph with a range for most hours and months."""
    rng, graph = random.Random(seed), graph.copy()
    for key, each in [
        *(("hours", each) for *_, each in graph.nodes(data=True)),
        *(("months", e[2]) for e in graph.edges(data=True)),
    ]:
        if key in each and each[key] and rng.random() < 0.7:
            each[f"{key}_low"] = round(each[key] * rng.choice([0.5, 0.8, 1]), 3)
            each[f"{key}_high"] = round(each[key] * rng.choice([1, 1.5, 3]), 3)
    for field in graph.graph.get("experience", {}).values():
        if rng.random() < 0.5:
            field.update(asked_least=rng.choice([0.25, 0.5, 1]), asked_most=rng.choice([1, 1.5, 3]))
    return graph


def random_plans(seed, count=1):
    """Return a random graph with experience and ranges, its best plans, and the request."""
    parts = random_parts(seed, skills=(0, 4), positions=(2, 4))
    posts = random_posts(seed, parts)
    rng = random.Random(seed + 5)
    source, target = rng.choice(list(parts[1])), rng.choice(list(parts[1]))
    experience, months = random_person(seed, posts)
    person = {"experience": experience, "months_in_post": 0 if posts[source] is None else months, "pace": 10}
    graph = with_ranges(graph_of_parts(*parts, posts), seed)
    try:
        plans = mlgraph.k_best(graph, source, target, count, start=START, **person)
    except NoPlanError:
        plans = ()
    return graph, plans, (source, target), person


@pytest.mark.parametrize(
    ("estimate", "exact"),
    [
        (Estimate(0, 0, 1), lambda chance: 1 - (1 - chance) ** 0.2),
        (Estimate(0, 1, 1), lambda chance: chance**0.2),
        (Estimate(10, 10, 60), lambda chance: 10 + 50 * (1 - (1 - chance) ** 0.2)),
    ],
    ids=["likely is low", "likely is high", "with a unit"],
)
def test_quantiles_against_the_closed_form(estimate, exact):
    for chance in CHANCES:
        assert estimate.find_quantile(chance) == pytest.approx(exact(chance), abs=1e-3 * (estimate.high - estimate.low))


def test_a_symmetric_estimate_against_its_polynomial():
    for chance in CHANCES:
        x = Estimate(0, 0.5, 1).find_quantile(chance)
        assert x**3 * (10 - 15 * x + 6 * x * x) == pytest.approx(chance, abs=1e-5)


@given(st.lists(st.floats(0, 100), min_size=3, max_size=3))
def test_quantiles_have_the_mean_of_pert_and_grow(figures):
    estimate = Estimate(*sorted(figures))
    found = [estimate.find_quantile((step + 0.5) / 1000) for step in range(1000)]
    assert found == sorted(found)
    assert estimate.low <= found[0] <= found[-1] <= estimate.high
    mean = (estimate.low + 4 * estimate.likely + estimate.high) / 6
    assert sum(found) / 1000 == pytest.approx(mean, abs=1e-3 * (estimate.high - estimate.low) + 1e-9)


def test_a_counted_estimate_has_its_figures_as_quantiles_and_grows_by_their_ratios():
    estimate = Estimate(10, 20, 80, is_counted=True)
    z = NormalDist().inv_cdf
    for chance, exact in (
        (0.1, 10),
        (0.5, 20),
        (0.9, 80),
        (0.7, 20 * 4 ** (z(0.7) / z(0.9))),
        (0.02, 20 * 2 ** (z(0.02) / z(0.9))),
    ):
        assert estimate.find_quantile(chance) == pytest.approx(exact)
    assert [estimate.find_quantile(0), estimate.find_quantile(1)] == [
        estimate.find_quantile(0.001),
        estimate.find_quantile(0.999),
    ]
    assert estimate.find_quantile(0.0005) == estimate.find_quantile(0) < estimate.find_quantile(0.0015)
    assert Estimate(0, 0, 12, is_counted=True).find_quantile(0.9) == pytest.approx(12)
    assert Estimate(0, 0, 12, is_counted=True).find_quantile(0.1) == pytest.approx(0.1)


def test_study_and_months_are_slow_together():
    skills = {"a": (100, ()), "b": (50, ())}
    graph = graph_of_parts(skills, {"p": (), "q": (("a",), ("b",))}, {("p", "q"): (1, 1, 40)})
    graph.nodes["a"].update(hours_low=100, hours_high=600)
    graph.nodes["b"].update(hours_low=50, hours_high=50)
    plan = mlgraph.plan(graph, "p", "q", pace=10, start=START)
    for arrival in plan.spread:
        grown = 1 - (1 - arrival.chance) ** 0.2  # the likely figure is the low one
        study, post = (150 + 500 * grown) / 10 / float(WEEKS_PER_MONTH), 1 + 39 * grown
        assert arrival.months == pytest.approx(max(study, post), rel=1e-3)
        assert arrival.arrives_on == START + timedelta(int(arrival.months * 365.25 / 12))
    assert [each.chance for each in plan.spread] == [0.1, 0.5, 0.9]


def test_experience_is_waited_for_whatever_the_months():
    posts = {"p": {"counts_as": ("data",)}, "q": {}, "r": {"experience": {"data": 20}}}
    graph = graph_of_parts({}, {"p": (), "q": (), "r": ()}, {("p", "q"): (6, 12, 30), ("q", "r"): (1, 2, 3)}, posts)
    plan = mlgraph.plan(graph, "p", "r", start=START)
    figures = Figures(plan, graph)
    assert plan.months == 22
    assert figures.arrive(0) == pytest.approx(21)
    assert figures.arrive(1) == pytest.approx(33)


@pytest.mark.parametrize(
    ("person", "low", "likely", "high"),
    [
        ({}, 7, 14, 28),  # the person has the 10 months that p asks for, whatever employers ask for
        ({"months_in_post": 6}, 1, 8, 22),
        ({"experience": {"data": 20}}, 2, 4, 28),  # 20 months are more than employers ever ask for at p, or as many
    ],
    ids=["who says nothing", "who has served", "who states months"],
)
def test_employers_ask_for_more_or_less_experience(person, low, likely, high):
    posts = {"p": {"experience": {"data": 10}, "counts_as": ("data",)}, "q": {"experience": {"data": 24}}}
    graph = graph_of_parts({}, {"p": (), "q": ()}, {("p", "q"): 2}, posts)
    graph.graph["experience"]["data"].update(asked_least=0.5, asked_most=2)
    plan = mlgraph.plan(graph, "p", "q", start=START, **person)
    assert (plan.low.months, plan.months, plan.high.months) == (low, likely, high)
    assert [arrival.months for arrival in plan.spread] == sorted(arrival.months for arrival in plan.spread)
    sure = mlgraph.plan(graph, "p", "q", start=START, sure=0.9, **person)
    assert sure.months == pytest.approx(plan.spread[-1].months, abs=0.1)


def test_little_experience_counts_where_the_source_gives_none():
    posts = {"p": {}, "m": {"counts_as": ("data",)}, "q": {"experience": {"data": 24}}}
    graph = graph_of_parts({}, dict.fromkeys("pmq", ()), {("p", "m"): 1, ("m", "q"): 1}, posts)
    graph.graph["experience"]["data"].update(asked_least=0.5, asked_most=2)
    plan = mlgraph.plan(graph, "p", "q", experience={"data": 0.5})
    assert (plan.low.months, plan.costs.months, plan.high.months) == (12.5, 24.5, 48.5)


def test_experience_that_no_post_of_the_plan_gives_has_no_range():
    posts = {"p": {}, "q": {"experience": {"data": 24}}}
    graph = graph_of_parts({}, {"p": (), "q": ()}, {("p", "q"): 2}, posts)
    graph.graph["experience"]["data"].update(asked_least=0.5, asked_most=2)
    assert mlgraph.plan(graph, "p", "q", experience={"data": 24}).spread == ()


def test_served_months_shorten_the_first_move_only():
    graph = graph_of_parts({}, {"p": (), "q": (), "r": ()}, {("p", "q"): (6, 12, 30), ("q", "r"): (6, 12, 30)})
    plan = mlgraph.plan(graph, "p", "r", months_in_post=8)
    figures = Figures(plan, graph)
    assert [figures.arrive(chance) for chance in (0, 1)] == [6, 52]


def test_without_ranges_there_is_no_spread():
    graph = graph_of_parts({"a": (100, ())}, {"p": (), "q": (("a",),)}, {("p", "q"): 3})
    plan = mlgraph.plan(graph, "p", "q", start=START)
    assert plan.spread == ()
    assert mlgraph.deadline(graph, "p", "q", START, date(2030, 1, 1)).chance is None


def test_a_later_start_moves_the_spread():
    graph = graph_of_parts({"a": (100, ())}, {"p": (), "q": (("a",),)}, {("p", "q"): (1, 2, 3)})
    plan = mlgraph.plan(graph, "p", "q", start=START)
    other = mlgraph.plan(graph, "p", "q", start=date(2030, 1, 1))
    assert plan.start_on(date(2030, 1, 1)) == other


def without_ranges(graph):
    certain = nx.DiGraph(graph)
    for each in [*certain.nodes.values(), *certain.edges.values()]:
        for key in ("hours_low", "hours_high", "months_low", "months_high"):
            each.pop(key, None)
    certain.graph["experience"] = {field: {"title": field} for field in graph.graph.get("experience", {})}
    return certain


def test_likely_figures_give_the_plan_and_the_spread_lies_between_low_and_high(graphs):
    for seed in range(graphs * 2):
        graph, plans, _, _ = random_plans(seed, 3)
        certain = without_ranges(graph)
        for plan in plans:
            assert Figures(plan, certain).arrive(0.3) == pytest.approx(plan.months, abs=1e-8), seed
            figures = Figures(plan, graph)
            if figures.are_certain:
                assert plan.spread == ()
                continue
            low, *between, high = [figures.arrive(chance) for chance in CHANCES]
            assert plan.low.months - 1e-8 <= low, seed
            assert high == pytest.approx(plan.high.months, abs=1e-8), seed
            for before, after in pairwise([low, *between, high]):
                assert before <= after, seed
            assert low - 1e-8 <= plan.months <= high + 1e-8
            assert [each.months for each in plan.spread] == [between[0], between[4], between[8]]


def test_the_chance_of_a_date_is_that_of_its_quantile():
    graph = graph_of_parts({"a": (100, ())}, {"p": (), "q": (("a",),)}, {("p", "q"): (1, 2, 9)})
    graph.nodes["a"].update(hours_low=50, hours_high=400)
    plan = mlgraph.plan(graph, "p", "q", start=START)
    for arrival in plan.spread:
        found = mlgraph.deadline(graph, "p", "q", START, arrival.arrives_on)
        assert found.chance == pytest.approx(arrival.chance, abs=0.03)  # a day has many chances
    assert mlgraph.deadline(graph, "p", "q", START, START).chance == 0
    assert mlgraph.deadline(graph, "p", "q", START, date(2040, 1, 1)).chance == 1


def test_a_sure_plan_is_the_earliest_of_all_routes(graphs):
    rounding = 0.1 * 9 + 0.1 * 9 / 10  # each figure is rounded up to a tenth
    for seed in range(graphs):
        graph, plans, ends, person = random_plans(seed, 500)
        for chance in (0.25, 0.8) if plans else ():
            sure = mlgraph.plan(graph, *ends, sure=chance, start=START, **person)
            earliest = min(Figures(plan, graph).arrive(chance) for plan in plans)
            assert sure.months <= earliest + rounding, seed
            if len({stop.id for stop in sure.stops}) == len(sure.stops):  # k best plans repeat no post
                assert Figures(sure, graph).arrive(chance) <= sure.months + rounding, seed
            assert sure.sure == chance


def test_figures_that_hold_with_a_chance_are_rounded_up_within_the_range():
    graph = graph_of_parts({"a": (100, ()), "b": (7, ())}, {"p": (), "q": (("a",),)}, {("p", "q"): (0.01, 0.02, 0.03)})
    graph.nodes["a"].update(hours_low=50, hours_high=400)
    changed = set_figures(graph, 0.5)
    assert changed.nodes["a"]["hours"] >= Estimate(50, 100, 400).find_quantile(0.5)
    assert changed.nodes["a"]["hours"] * 10 == round(changed.nodes["a"]["hours"] * 10)
    assert changed.nodes["b"]["hours"] == 7
    assert changed.edges["p", "q"]["months"] == 0.03
    assert graph.nodes["a"]["hours"] == 100


@given(st.lists(st.tuples(st.integers(1, 31), st.integers(0, 20)), max_size=7))
def test_the_least_total_of_waits_is_that_of_the_linear_program(rows):
    assert _find_least_total(5, rows) == sum(find_least_waits(5, rows))


@pytest.mark.parametrize("chance", [0, 1, -0.5, 80, float("nan")])
def test_a_chance_outside_0_and_1_is_refused(chance):
    graph = graph_of_parts({}, {"p": (), "q": ()}, {("p", "q"): 1})
    with pytest.raises(UsageError, match="`sure` must be a chance between 0 and 1, such as"):
        mlgraph.plan(graph, "p", "q", sure=chance)


@pytest.mark.slow
def test_the_likely_dates_of_a_graph_lie_within_the_spread(forty):
    planner = mlgraph.Planner(forty)
    roles = [node for node in forty if forty.nodes[node]["kind"] == "role"]
    for source in roles:
        for target in roles:
            try:
                plan = planner.plan(source, target, start=START)
            except NoPlanError:
                continue
            if plan.spread:
                early, half, late = (each.months for each in plan.spread)
                assert plan.low.months - 1e-8 <= early <= half <= late <= plan.high.months + 1e-8, (source, target)
                assert early - 1e-8 <= plan.months <= late + 1e-8, (source, target)
