"""Lower bounds: none is above what the best path costs, and where paths have no choice they are exact."""

import random
from fractions import Fraction
from math import inf

import networkx as nx
import pytest

import mlgraph
from mlgraph.errors import NoPlanError
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.request import Request
from mlgraph.search import lagrangian
from mlgraph.search.astar import Search
from mlgraph.search.backward import BackwardSearch
from mlgraph.search.bitset import list_ranks, set_of
from mlgraph.search.bounds import Bounds
from mlgraph.search.budget import Budget
from mlgraph.search.compiled import NamedGraph
from mlgraph.search.dual_ascent import Cut, CutBound, find_cuts
from support.judging import career
from support.random_graphs import OBJECTIVES, graph_of_parts, random_parts


def bounds_of(graph, source, target, **options):
    """Return a compiled graph, a problem on it, and its bounds."""
    compiled = NamedGraph(graph)
    problem = Request(compiled, source, target, PlanOptions(**options)).problem
    return compiled, problem, Bounds(compiled, problem, Budget())


def prefixes(compiled, problem, plan, post):
    """Yield each beginning of a plan: its path, the skills after it, ticks, and hours."""
    path, skills = (), problem.known
    for stop in plan.stops:
        path = (*path, compiled.rank[stop.id])
        skills |= set_of(compiled.rank[study.id] for study in stop.learn)
        yield path, skills, round(Fraction(stop.arrives) * post), compiled.hours_of(skills & ~problem.known)


@pytest.mark.parametrize(
    ("kind", "further", "is_possible"),
    [("role", {}, False), ("stage", {}, True), ("role", {("r", "g"): 1}, True)],
    ids=["only over a post of the prefix", "over a stage of the prefix", "over another post"],
)
def test_no_path_goes_on_from_a_prefix_over_its_own_posts(kind, further, is_possible):
    moves = {("p", "q"): 1, ("q", "g"): 1, ("q", "r"): 1, ("r", "p"): 1, ("p", "g"): 1} | further
    posts = {"p": None if kind == "stage" else {}}
    graph = graph_of_parts({}, dict.fromkeys("pqrg", ()), moves, posts)
    compiled, problem, _ = bounds_of(graph, "p", "g")
    rank = compiled.rank
    begun = problem._replace(prefix=(rank["p"], rank["q"]), excluded=frozenset({rank["g"]}))
    assert Bounds(compiled, begun, Budget()).is_possible() == is_possible
    assert (Search(compiled, begun).find_best() is not None) == is_possible


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_no_bound_is_above_the_costs_of_the_best_path(objective, graphs):
    stronger = 0
    for seed in range(10 + graphs):
        parts = random_parts(seed, skills=(4, 9), positions=(5, 9), share=0.3)
        graph, (source, target) = graph_of_parts(*parts), random.Random(seed).sample(list(parts[1]), 2)
        try:
            plan = mlgraph.plan(graph, source, target, objective=objective)
        except NoPlanError:
            continue
        compiled, problem, bounds = bounds_of(graph, source, target, objective=objective)
        unit = mlgraph.search.problem.find_time_unit(compiled, problem)
        found = list(prefixes(compiled, problem, plan, unit.per_month))
        path, _, ticks, hours = found[-1]
        best = bounds.order_costs(ticks, hours, len(path) - 1, 0)
        loose = bounds.compute_lower_bounds(path[:1], problem.known, 0, 0, 0)
        for phase in ("plain", "cuts", "eliminated", "weights", "eliminated again"):
            if phase == "cuts":
                bounds.compute_cuts()
            elif phase == "weights":
                bounds.optimize_multipliers(lambda _, hours=hours: hours)
            elif phase != "plain":
                bounds.set_upper_bound(best)
                bounds.eliminate_positions()
            for prefix, skills, arrives, studied in found:
                key = bounds.compute_lower_bounds(prefix, skills, arrives, studied, 0)
                assert key is not None, (seed, phase)
                assert key <= best, (seed, phase)
            assert bounds.keeps_ends()
        stronger += bounds.compute_lower_bounds(path[:1], problem.known, 0, 0, 0) > loose
    assert stronger > graphs / 20


def test_skills_are_reserved_once_and_each_position_of_a_cut_needs_them(graphs):
    several = 0
    for seed in range(10 + graphs):
        parts = random_parts(seed, skills=(4, 9), positions=(5, 12), share=0.2)
        graph, (source, target) = graph_of_parts(*parts), random.Random(seed).sample(list(parts[1]), 2)
        compiled, problem, _ = bounds_of(graph, source, target)
        missing = {at: compiled.find_needs(at).forced & ~problem.known for at in range(len(compiled.positions))}
        cuts = find_cuts(compiled, missing, problem.start, problem.goal, Budget())
        used = 0
        for cut in cuts:
            assert cut.hours > 0
            assert not cut.reserved & used
            used |= cut.reserved
            assert cut.before >> problem.start & 1
            without = {at for at in missing if compiled.hours_of(missing[at] & cut.reserved) < cut.hours}
            moves = [(one, other) for one in without for other in compiled.moves[one] if other in without]
            reached = nx.descendants(nx.DiGraph([*moves, (problem.start,) * 2]), problem.start)
            assert problem.goal not in reached, seed
        several += len(cuts) > 1
    assert several


LINE = {
    "skills": {"s": (3, ()), "t": (4, ()), "u": (5, ()), "v": (6, ())},
    "positions": {"a": (), "b": (("s",), ("t",)), "c": (("t",), ("u",)), "d": (("s",), ("v",))},
    "moves": {("a", "b"): 1, ("b", "c"): 2, ("c", "d"): 3},
}


def test_on_a_line_all_bounds_are_exact():
    compiled, _, bounds = bounds_of(graph_of_parts(*LINE.values()), "a", "d", pace=10, objective="hours")
    assert bounds.compute_lower_bounds((0,), 0, 0, 0, 0)[0] == 9  # the needs of the goal
    assert bounds.compute_lower_bounds((0,), 0, 0, 0, 0)[1:] == (6 * bounds.post_ticks, 3, 0)
    bounds.compute_cuts()
    assert bounds.compute_lower_bounds((0,), 0, 0, 0, 0)[0] == 18
    had = set_of(compiled.rank[name] for name in "st")
    assert bounds.compute_lower_bounds((0, 1), had, 0, 7, 0)[0] == 18
    assert bounds.compute_lower_bounds((0, 1), had, 100 * bounds.post_ticks, 7, 0)[1] == 105 * bounds.post_ticks
    bounds.optimize_multipliers(lambda _: 18)
    assert [bounds.weights.bound_through(at) for at in range(4)] == [18] * 4
    assert bounds.weights.bound_after((0,)) == 18
    bounds.set_upper_bound((17, inf, inf, inf))
    assert bounds.compute_lower_bounds((0,), 0, 0, 0, 0) is None
    bounds.eliminate_positions()
    assert bounds.positions == 0
    assert not bounds.keeps_ends()


def test_a_bound_is_that_of_the_easier_of_two_ways():
    skills = {"s": (3, ()), "t": (4, ()), "u": (5, ())}
    positions = {"a": (), "b": (("s",),), "c": (("t",),), "d": (("u",),)}
    moves = {("a", "b"): 9, ("b", "d"): 9, ("a", "c"): 1, ("c", "d"): 1}
    compiled, _, bounds = bounds_of(graph_of_parts(skills, positions, moves), "a", "d", pace=10, objective="hours")
    assert bounds.positions == 0b1111
    bounds.compute_cuts()
    assert bounds.compute_lower_bounds((0,), 0, 0, 0, 0) == (
        8,
        max(2 * bounds.post_ticks, 8 * bounds.study_ticks),
        2,
        0,
    )
    bounds.set_upper_bound((8, 18 * bounds.post_ticks, 2, 0))
    bounds.eliminate_positions()
    assert bounds.positions == 0b1011  # by c it takes nine hours
    assert bounds.compute_lower_bounds((0, 2), 0, 0, 0, 0) is None
    assert bounds.shared_skills == 0
    t = 1 << compiled.rank["t"]
    assert bounds_of(graph_of_parts(skills, positions, moves), "a", "d", avoid=["t"])[2].positions & 0b100 == 0
    assert compiled.hours_of(t) == 4


def test_a_cut_has_the_positions_behind_free_ones_and_those_before():
    skills = {"s": (5, ()), "t": (1, ())}
    positions = {"a": (), "b": (), "c": (("s",),), "d": (("t",),), "e": ()}
    moves = {("a", "b"): 1, ("b", "c"): 1, ("a", "d"): 1, ("c", "e"): 1, ("d", "e"): 1}
    _, _, bounds = bounds_of(graph_of_parts(skills, positions, moves), "a", "e", objective="hours")
    bounds.compute_cuts()
    assert bounds.compute_lower_bounds((0,), 0, 0, 0, 0)[0] == 1


def test_a_person_pays_each_cut_with_what_is_reserved_for_it():
    hours = {0: 3, 1: 4, 2: 5}

    def hours_of(mask):
        return sum(hours[skill] for skill in list_ranks(mask))

    bound = CutBound([Cut(3, 0b011, 0), Cut(5, 0b100, 0)])
    assert [bound.bound_hours_left(skills, hours_of) for skills in (0, 0b001, 0b010, 0b011, 0b100, 0b111, 0b1000)] == [
        8, 5, 5, 5, 3, 0, 8,
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_shares_above_a_budget_are_lowered_to_the_nearest_within_it(seed):
    rng = random.Random(seed)
    shares = [rng.choice([0.0, 1.0, 2.5, rng.random() * 10]) for _ in range(6)]
    some, budget = sorted(rng.sample(range(6), rng.randint(1, 6))), rng.randint(0, 12)
    expected, old = list(shares), [shares[index] for index in some]
    if sum(old) > budget:
        low, high = 0.0, max(old)  # the reduction of each share, found by bisection
        for _ in range(200):
            less = (low + high) / 2
            low, high = (less, high) if sum(max(0.0, share - less) for share in old) > budget else (low, less)
        for index in some:
            expected[index] = max(0.0, shares[index] - high)
    lagrangian._project(shares, some, budget)
    assert shares == pytest.approx(expected, abs=1e-9)
    assert sum(shares[index] for index in some) <= max(budget, sum(expected[index] for index in some)) + 1e-9


def test_hours_are_rounded_up_but_for_rounding_errors():
    assert [lagrangian._round_up(hours) for hours in (0, 0.2, 3, 3 + 1e-9, 3.001, 10**6 + 0.9)] == [
        0,
        1,
        3,
        3,
        4,
        10**6,
    ]


@pytest.mark.parametrize("seed", range(20))
def test_networkx_finds_the_same_lightest_paths(seed):
    rng = random.Random(seed)
    graph = nx.gnp_random_graph(8, 0.3, seed=seed, directed=True)
    weights = [rng.randint(0, 5) for _ in graph]
    for one, other in graph.edges:
        graph.edges[one, other]["weight"] = weights[other]
    edges = [set_of(graph.successors(at)) for at in graph]
    found, before = lagrangian._find_lightest_paths(edges, 0, weights.__getitem__, Budget())
    assert found == nx.single_source_dijkstra_path_length(graph, 0)
    assert all(found[at] == found[before[at]] + weights[at] and graph.has_edge(before[at], at) for at in before)
    assert before.keys() == found.keys() - {0}
    for goal in found:
        assert lagrangian._find_lightest_paths(edges, 0, weights.__getitem__, Budget(), goal)[0][goal] == found[goal]


def beginnings(search, best):
    """Yield a label for each beginning of a path with experience or lessons."""
    labels, label = search.labels, search.labels.make_root()
    while label is not None:
        yield label
        done, waiting, label = label, [*labels.extend_by_moves(label)], None
        while waiting and label is None:
            child = waiting.pop()
            count = len(child.path)
            stays = tuple(stay for stay in best.service.stays if stay[0] < count)
            if child.path != best.path[:count] or child.service.stays != stays:
                continue
            if child.open:
                waiting += labels.extend_by_choices(child)
            elif child.learned == best.learned[: len(child.learned)]:
                label = child
        if done.path == best.path:
            return


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_no_relaxation_of_a_beginning_is_above_the_costs_of_the_best_path(objective, graphs):
    relaxed = searched = 0
    for seed in range(2 * graphs):
        planner, source, target, options = career(seed, objective, conditions=bool(seed % 2))
        request = Request(NamedGraph(planner.graph), source, target, PlanOptions(**options))
        found = Search(request.compiled, request.problem).find_best()
        search = Search(request.compiled, request.problem)
        if found is None or not search.bounds.needs_service:
            continue
        best = found.label
        search.set_incumbent(best)
        costs = search.bounds.order_costs(*best.list_costs())
        for phase in ("plain", "backward", "eliminated"):
            if phase == "backward" and search._searches_backward:
                backward = BackwardSearch(request.compiled, request.problem, search.bounds, Budget())
                assert bool(backward.find_fastest()), seed
                assert backward.beyond <= best.arrives, seed
                search._set_times(backward)
                searched += 1
            if phase == "eliminated":
                search.bounds.compute_cuts()
                search.bounds.eliminate_positions()
            label = None
            for label in beginnings(search, best):
                standing = search.labels.describe_standing(label)
                key, ahead = search.bounds.relax_posts(label.path, standing, label.stages, label.ahead, label.key)
                assert key is not None, (seed, phase, label.path)
                assert max(key, label.key) <= costs, (seed, phase, label.path)
                assert not set_of(best.path[len(label.path) - 1 :]) & ~ahead, (seed, phase, label.path)
                relaxed += 1
            assert label is not None, (seed, phase)
            assert label.path == best.path, (seed, phase)
    assert relaxed > graphs
    assert searched > graphs // 4 or objective != "months"


def test_no_path_ahead_studies_longer_than_the_goal_and_its_first_posts_leave_time():
    skills = {"s": (50, ()), "t": (5, ()), "long": (60, ())}
    needs = {"a": (), "f": (("s",), ("t",)), "g": (("s",),), "p": (("long",),), "z": ()}
    posts = {"f": {"counts_as": ["x"]}, "g": {"counts_as": ["x"]}, "z": {"experience": {"x": 1}}}
    moves = {("a", "f"): 0.5, ("a", "g"): 0.5, ("a", "p"): 0.5, ("p", "f"): 0.5, ("f", "z"): 0.5, ("g", "z"): 0.5}
    compiled = NamedGraph(mlgraph.Planner(graph_of_parts(skills, needs, moves, posts)).graph)
    search = Search(compiled, Request(compiled, "a", "z", PlanOptions(pace=10)).problem)
    for hours, kept in ((112, "afgpz"), (108, "afgz")):
        search.bounds.set_upper_bound((int(hours * compiled.per_hour) * search.bounds.study_ticks, inf, inf, inf))
        standing = search.labels.describe_standing(root := search.labels.make_root())
        _, ahead = search.bounds.relax_posts(root.path, standing, root.stages, root.ahead, root.key)
        assert "".join(compiled.positions[at] for at in list_ranks(ahead)) == kept
