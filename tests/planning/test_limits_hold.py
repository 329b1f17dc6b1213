"""Every answer ends soon after its budget is spent, and is then still true."""

import json
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from itertools import count, pairwise

import pytest

import mlgraph
from mlgraph.cli.commands import path
from mlgraph.cli.session import Session
from mlgraph.errors import NoPlanError, NoPlanInTimeError
from mlgraph.model import POSITIONS
from mlgraph.planning.options import PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.search import astar as search
from mlgraph.search import budget
from mlgraph.text.json import to_json
from support import limits
from support.random_graphs import OBJECTIVES, graph_of_parts, layers, random_parts
from support.tables import graph_of_tables

QUESTIONS = {
    "plan": lambda planner, a, z, **options: [planner.plan(a, z, **options)],
    "plan by a waypoint": lambda planner, a, z, **options: [planner.plan(a, z, via=[a], **options)],
    "k best": lambda planner, a, z, **options: planner.k_best(a, z, 3, **options)[:1],
    "several targets": lambda planner, a, z, **options: [
        branch.plan for branch in planner.plan_many(a, [z, a], **options).branches if branch.plan.target == z
    ],
    "reach": lambda planner, a, _, **options: planner.reach(a, **options) and [],
    "next": lambda planner, a, z, **options: planner.next_skills(a, z, **options) and [],
    "compare": lambda planner, a, z, **options: filter(None, [planner.compare(a, z, **options).sides[0].plan]),
    "unavoidable": lambda planner, a, z, **options: ask_unavoidable(planner, a, z, **options),
}


def ask_unavoidable(planner, a, z, objective, **options):
    """Return what is unavoidable. None means that the budget was spent; every other answer is complete."""
    plan = planner.plan(a, z, objective=objective)
    assert planner.unavoidable(plan, **options) in (None, planner.unavoidable(plan))
    return []


def stop_after(checks):
    """Return a signal that becomes true after a number of checks."""
    asked = iter(range(checks))
    return lambda: next(asked, None) is None


@pytest.mark.parametrize("grace", [0, 60], ids=["without grace", "with grace"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_spent_budget_ends_each_question_with_a_true_answer(question, grace, graphs, monkeypatch):
    monkeypatch.setattr(budget, "GRACE", grace)
    stopped = 0
    for seed in range(4 + graphs // 10):
        graph, objective = graph_of_parts(*random_parts(seed)), OBJECTIVES[seed % 3]
        planner = mlgraph.Planner(graph)
        a, *_, z = sorted(node for node in graph if node.startswith("p"))
        try:
            best = planner.plan(a, z, objective=objective)
        except NoPlanError:
            continue
        for checks in (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233):
            try:
                plans = QUESTIONS[question](planner, a, z, objective=objective, should_stop=stop_after(checks))
            except NoPlanInTimeError:
                assert not grace, "a spent budget leaves the time for a plan on a small graph"
                stopped += 1
                continue
            for plan in plans:
                assert plan.bound <= getattr(best, objective) <= getattr(plan, objective), (seed, checks)
                assert not plan.optimal or plan.costs == best.costs, (seed, checks)
                stopped += not plan.optimal
    # reach, compare, next and unavoidable do not raise but report a spent budget in their fields
    reported = ("reach", "compare", "unavoidable")
    assert stopped or question in reported or (grace and question == "next")


def test_roles_and_skills_not_evaluated_are_counted(monkeypatch):
    monkeypatch.setattr(budget, "GRACE", 0)
    graph = graph_of_parts({}, {"a": (), "b": (), "c": ()}, {("a", "b"): 1, ("b", "c"): 1})
    found = mlgraph.reach(graph, "a", should_stop=lambda: True)
    assert (found.roles, found.unknown) == ((), 2)
    found = mlgraph.reach(graph, "a", should_stop=stop_after(1))  # during the search for the first plan
    assert (found.roles, found.unknown) == ((), 2)
    planner = mlgraph.Planner(graph)
    assert planner.unavoidable(planner.plan("a", "c"), should_stop=lambda: True) is None


def ask_until_partial(ask, is_partial):
    """Return the first partial answer, asking with ever later stops."""
    for checks in range(2000):
        with suppress(NoPlanInTimeError):
            found = ask(stop_after(checks))
            if is_partial(found):
                return found
    raise AssertionError("each answer is whole, or none")


def test_a_partial_answer_keeps_the_first_plan(monkeypatch):
    monkeypatch.setattr(budget, "GRACE", 0)
    ways = {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 9, ("c", "a"): 1}
    graph = graph_of_parts({"s": (10, ()), "t": (1, ())}, {"a": (), "b": (), "c": (("s", "t"),)}, ways)
    planner = mlgraph.Planner(graph)

    found = ask_until_partial(lambda stop: planner.why("t", "a", "c", should_stop=stop), lambda found: found.unknown)
    assert (found.without, found.costs) == (None, planner.plan("a", "c").costs)
    assert "No plan without t was found in the time given; there may be one" in str(found)
    assert not planner.why("t", "a", "c").unknown

    found = ask_until_partial(
        lambda stop: planner.compare("a", "c", should_stop=stop), lambda found: found.sides[0].plan
    )
    assert [side.unknown for side in found.sides] == [False, True]
    assert "c to a: no plan was found in the time given" in str(found)
    assert json.loads(to_json(found))["sides"][1]["unknown"] is True
    assert not any(side.unknown for side in planner.compare("a", "c").sides)


def test_a_plan_is_kept_without_its_faster_pace(monkeypatch):
    monkeypatch.setattr(budget, "GRACE", 0)
    solver = Solver(graph_of_parts({"s": (400, ())}, {"a": (), "b": (("s",),)}, {("a", "b"): 1}))
    options = PlanOptions()
    plan = solver.plan("a", "b", options, budget.Budget())
    assert path._find_faster(Session(solver, "a", options, budget.Budget()), plan).months < plan.months
    assert path._find_faster(Session(solver, "a", options, budget.Budget(should_stop=lambda: True)), plan) is None
    solver, options = Solver(layers(6, 6)), PlanOptions(pace=0.5)
    plan = solver.plan("a", "p5-5", options, budget.Budget())
    assert path._find_faster(Session(solver, "a", options, budget.Budget()), plan).months < plan.months
    monkeypatch.setattr(path, "LABELS_MORE", 1)
    assert path._find_faster(Session(solver, "a", options, budget.Budget()), plan) is None


def test_a_busy_machine_finds_the_same_faster_pace(monkeypatch):
    solver = Solver(graph_of_parts({"s": (400, ())}, {"a": (), "b": (("s",),)}, {("a", "b"): 1}))
    plan = solver.plan("a", "b", PlanOptions(), budget.Budget())
    hours = count(step=3600)
    monkeypatch.setattr(budget, "monotonic", lambda: next(hours))  # each step of the search takes an hour
    assert path._find_faster(Session(solver, "a", PlanOptions(), budget.Budget()), plan).months < plan.months


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2027, 12, 1), "In time for your deadline, 1 Dec 2027: you arrive on 2 Mar 2027"),
        (date(2027, 1, 2), "Too late for your deadline, 2 Jan 2027: you arrive on 2 Mar 2027"),
    ],
)
def test_a_deadline_is_answered_without_other_paces(until, said, monkeypatch):
    monkeypatch.setattr(budget, "GRACE", 0)
    graph = graph_of_parts({}, {"a": (), "b": ()}, {("a", "b"): 2})
    days = date(2027, 1, 1), until
    # a planner keeps what it computed, so each question has a new one
    found = ask_until_partial(
        lambda stop: mlgraph.deadline(graph, "a", "b", *days, should_stop=stop), lambda found: found.soonest is None
    )
    whole = mlgraph.deadline(graph, "a", "b", *days)
    assert (found.arrives, found.kept, found.pace, found.proven) == (whole.arrives, whole.kept, None, False)
    assert str(found) == f"{said}; other paces were not checked in the time given"


def test_the_error_of_a_spent_budget_names_a_fix(run, graph_file, monkeypatch):
    monkeypatch.setattr(budget, "GRACE", 0)
    path = graph_file('[role.a]\ntitle = "A"\nleads_to = { b = 1 }\n[role.b]\ntitle = "B"\n')
    code, out, err = run("path", "--from", "a", "--to", "b", "--graph", path, "--limit", "1e-9")
    assert (code, out) == (1, "")
    assert err == "mlgraph: no plan was found in the time given; raise --limit, or ask for fewer nodes in --via\n"


def test_a_search_after_the_last_plan_ends_without_a_limit():
    inner = [f"p{n:02}" for n in range(18)]
    # no move is a detour, and no label dominates another: a search would list every subset
    moves = {(one, other): (int(one[1:]) - int(other[1:])) ** 2 for one in inner for other in inner if one != other}
    moves |= {("a", "b"): 1, ("b", "z"): 1, ("b", "p00"): 1, **{(one, "b"): 1 for one in inner}}
    skills = {f"s{one}": (1 + n, ()) for n, one in enumerate(inner)}
    positions = {
        "a": (),
        "b": (),
        "z": (),
        **{one: ((f"s{one}",), (f"s{inner[n - 1]}",)) for n, one in enumerate(inner)},
    }
    graph, begin = graph_of_parts(skills, positions, moves), time.monotonic()
    assert [plan.moves for plan in mlgraph.k_best(graph, "a", "z", 3, time_limit=60)] == [2]
    assert time.monotonic() - begin < 20


def test_several_targets_by_moves_end_without_a_limit():
    graph = layers(7, 7)
    graph.add_node("y", kind="role", title="y", aliases=(), needs=())
    graph.add_edges_from([(f"p6-{n}", "y") for n in range(7)], relation="leads_to", months=1)
    found = mlgraph.plan_many(graph, "a", ["y", "z"], objective="moves")
    months = max(sum(graph.edges[pair]["months"] for pair in pairwise(way)) for way in longest(graph, 7))
    assert len(found.prefix) == 8
    names = [stop.id for stop in found.prefix]
    assert sum(graph.edges[pair]["months"] for pair in pairwise(names)) == months


def longest(graph, depth):
    """Return the path with the most months to each position of the last layer, by layers."""
    best = {"a": (0, ["a"])}
    for layer in range(depth):
        best = {
            here: max(
                (total + graph.edges[before, here]["months"], [*way, here]) for before, (total, way) in best.items()
            )
            for here in (f"p{layer}-{n}" for n in range(7))
        }
    return [way for _, way in best.values()]


def test_stopped_plans_to_several_targets_cost_no_more_than_single_plans():
    graph = layers(4, 4)
    graph.add_node("y", kind="role", title="y", aliases=(), needs=())
    graph.add_edges_from([(f"p3-{n}", "y") for n in range(4)], relation="leads_to", months=1)
    planner = mlgraph.Planner(graph)
    least = {target: planner.plan("a", target, objective="hours").hours for target in ("y", "z")}
    proven = 0
    for checks in range(0, 12_000, 400):
        found = planner.plan_many("a", ["y", "z"], objective="hours", should_stop=stop_after(checks))
        for branch in found.branches:
            assert branch.plan.bound <= least[branch.plan.target] <= branch.plan.hours
            proven += branch.plan.optimal
            assert not branch.plan.optimal or branch.plan.hours == least[branch.plan.target]
    assert proven


@pytest.mark.parametrize("seed", [12, 27, 3])
@pytest.mark.parametrize("objective", ["months", "hours"])
def test_the_bound_of_plans_to_several_targets_is_valid_after_one_stopped_search(seed, objective, monkeypatch):
    monkeypatch.setattr(search, "MOST_ALTERNATIVES", 1)  # so that dives are greedy, and the incumbent may be dear
    planner = mlgraph.Planner(graph_of_parts(*random_parts(seed, skills=(8, 14), positions=(8, 12), share=0.3)))
    source, *_, one, other = sorted(node for node in planner.graph if node.startswith("p"))
    least = {target: getattr(planner.plan(source, target, objective=objective), objective) for target in (one, other)}
    for check in (40, 64, 100, 150):  # one check fails, as for lack of memory; the search of the prefix is in time
        asked = iter(range(10**9))
        found = planner.plan_many(
            source, [one, other], objective=objective, should_stop=lambda at=check, asked=asked: next(asked) == at
        )
        for branch in found.branches:
            assert branch.plan.bound <= least[branch.plan.target], check


def test_the_queue_of_a_dive_counts_as_memory(monkeypatch):
    monkeypatch.setattr(search, "MOST_BYTES", 20_000)
    with pytest.raises(NoPlanInTimeError):
        mlgraph.plan(layers(8, 8), "a", "z", objective="hours")


@pytest.mark.slow
def test_thousands_of_alternatives_are_planned_in_time():
    rng, skills = random.Random(2), {f"s{n}": (1 + n * 7919 % 97, ()) for n in range(1000)}
    needs = tuple(tuple(rng.sample(list(skills), 50)) for _ in range(1500))
    graph = graph_of_parts(skills, {"a": (), "b": needs}, {("a", "b"): 1})
    begin = time.monotonic()
    assert mlgraph.plan(graph, "a", "b", time_limit=1).moves == 1
    assert time.monotonic() - begin < 15  # it once took minutes, whatever the limit


def test_a_limit_on_labels_ends_the_search_for_any_route(monkeypatch):
    """Posts for 24 fields have as many sets of experience as 24 bits; a search for a route tried all of them."""
    monkeypatch.setattr(budget, "LABELS_OF_GRACE", 500)
    fields = [f"f{n}" for n in range(24)]
    posts = {f"p-{field}": {"title": "P", "counts_as": [field]} for field in fields}
    for name, post in posts.items():
        post["leads_to"] = {other: 1 for other in (*posts, "b") if other != name}
    posts["a"] = {"title": "A", "leads_to": dict.fromkeys([*posts], 1)}
    posts["b"] = {"title": "B", "experience": dict.fromkeys(fields, 1200)}
    solver = Solver(graph_of_tables({"experience": {field: {"title": "F"} for field in fields}, "role": posts}))
    with pytest.raises(NoPlanInTimeError):
        solver.plan("a", "b", PlanOptions(objective="moves"), budget.Budget(label_limit=100))


@pytest.mark.slow
def test_a_plan_past_teaching_posts_is_found_in_time(monkeypatch):
    """A relaxation took the whole limit, and a dive among all lessons more than the time after it."""
    monkeypatch.setattr(budget, "monotonic", time.process_time)
    plan = mlgraph.plan(graph_of_tables(limits.teachers()), "a", "z", time_limit=0.1)
    assert not plan.optimal
    assert plan.bound <= plan.months


@pytest.mark.slow
def test_thousands_of_roles_are_reached_in_time(monkeypatch):
    """The requests for all roles, and the costs and dates of all paths, each took seconds after the limit."""
    monkeypatch.setattr(budget, "monotonic", time.process_time)
    planner = mlgraph.Planner(graph_of_tables(limits.star(20_000)))
    planner.plan("a", "z")
    begin = time.process_time()
    found = planner.reach("a", time_limit=0.1)
    assert time.process_time() - begin < 1.5
    assert len(found.roles) + found.unknown == 20_007


@pytest.mark.slow
def test_a_chain_of_many_alternatives_is_assumed_in_time():
    skills = {f"s{n}": (1, ((f"s{n + 1}", f"t{n}"),)) for n in range(8000)} | {"s8000": (1, ())}
    skills |= {f"t{n}": (1, ()) for n in range(8000)}
    graph = graph_of_parts(dict(reversed(skills.items())), {"a": (("s0", "t0"),), "b": ()}, {("a", "b"): 1})
    planner, begin = mlgraph.Planner(graph), time.monotonic()
    assert len(planner.plan("a", "b").assumed) == 8001
    assert time.monotonic() - begin < 8  # it once took a round for each requirement


@pytest.mark.slow
def test_thousands_of_implied_skills_are_explained_in_time():
    skills = {f"s{n}": (1, ((f"s{n + 1}",),) if n < 19_999 else ()) for n in range(20_000)}
    needs = tuple((f"s{n}",) for n in range(0, 20_000, 2))
    graph = graph_of_parts(skills, {"a": (), "b": needs}, {("a", "b"): 1})
    planner, begin = mlgraph.Planner(graph), time.process_time()
    plan = planner.plan("a", "b", have=[f"s{n}" for n in range(0, 20_000, 3)])
    assert [known.because for known in plan.known].count("implied") == len(plan.known) - 3334
    assert time.process_time() - begin < 8  # each known skill once explained all those below it


@pytest.mark.slow
def test_thousands_of_skills_are_printed_in_time():
    skills = {f"s{n}": (1 + n % 7, ((f"s{n + 1}",),) if n < 19_999 else ()) for n in range(20_000)}
    plan = mlgraph.plan(graph_of_parts(skills, {"a": (), "b": (("s0",),)}, {("a", "b"): 1}), "a", "b")
    begin = time.process_time()
    assert " more skills, such as s" in str(plan)
    assert time.process_time() - begin < 5  # it once joined the titles of all skills, then of all but one, and so on


# roles with a path to the chief data scientist: there are too many plans through all of them to enumerate
MANY_ROLES = [
    "ai-architect",
    "ai-engineer",
    "ai-evaluation-specialist",
    "ai-product-manager",
    "analytics-engineer",
    "applied-scientist",
    "business-intelligence-developer",
    "computer-vision-engineer",
    "data-analyst",
    "data-engineer",
    "data-scientist",
    "director-of-data-science",
    "junior-data-scientist",
    "leadership",
    "machine-learning-engineer",
    "ml-consultant",
    "ml-educator",
    "ml-platform-engineer",
    "ml-team-lead",
    "mlops-engineer",
    "nlp-scientist",
    "research-engineer",
    "research-scientist",
    "senior-data-scientist",
    "senior-machine-learning-engineer",
    "speech-scientist",
    "staff-data-scientist",
    "staff-machine-learning-engineer",
]


@pytest.mark.process
def test_a_plan_with_many_waypoints_ends_on_time():
    via = [part for name in MANY_ROLES for part in ("--via", name)]
    command = [sys.executable, "-m", "mlgraph", "path", "--from", "beginner", "--to", "cds", "--limit", "1", *via]
    begin = time.monotonic()
    process = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert time.monotonic() - begin < 20
    assert process.returncode == 0 or "no plan was found in the time given" in process.stderr


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["ml", *limits.GRAPHS])
def test_ctrl_c_ends_a_command_within_a_second(name, tmp_path):
    (tmp_path / "graph.json").write_text(json.dumps(limits.GRAPHS[name]() if name != "ml" else {}))
    question = limits.everything() if name == "ml" else [*limits.questions(name)[2], "--graph", "graph.json"]
    for seconds in (0, random.uniform(0, 4), random.uniform(4, 10)):
        code, errors, went_on, worked = limits.interrupted([*question, "--limit", "600"], seconds, tmp_path)
        # the most of a second and what a busy machine makes of it; it may also be over before
        assert min(went_on, worked) < 1.5, seconds
        assert (code, errors) in ((0, ""), (-signal.SIGINT, "")) or "in the time given" in errors


def ladder(length):
    """Return a line of positions with a longer detour around each. Elimination removes the detours."""
    positions, moves, skills = {"a0": ()}, {}, {f"s{n}": (n % 7 + 1, ()) for n in range(40)}
    for n in range(length):
        positions |= {f"a{n + 1}": ((f"s{n % 20}",), ("s39", f"s{20 + n % 19}")), f"b{n}": (("s37",), ("s38",))}
        moves |= {(f"a{n}", f"a{n + 1}"): 1, (f"a{n}", f"b{n}"): 50, (f"b{n}", f"a{n + 1}"): 50}
    return graph_of_parts(skills, positions, moves)


@pytest.mark.slow
@pytest.mark.parametrize("objective", ["months", "hours"])
@pytest.mark.parametrize("avoid", [(), ("s30",)], ids=["", "avoided"])
def test_the_budget_is_checked_often(objective, avoid, monkeypatch):
    for name in ("REDUCE_AFTER", "WEIGH_AFTER", "RELAX_AFTER"):
        monkeypatch.setattr(search, name, 1)
    planner, end = mlgraph.Planner(ladder(800)), "a800"
    planner.plan("a0", end, objective="moves")  # compute what the planner caches
    gaps, calls = [], 0

    def count(*_):
        nonlocal calls
        calls += 1

    def should_stop():
        nonlocal calls
        gaps.append(calls)
        calls = 0
        return len(gaps) > 60_000

    sys.setprofile(count)
    try:
        planner.plan("a0", end, objective=objective, avoid=avoid, should_stop=should_stop)
    finally:
        sys.setprofile(None)
    assert max(gaps) < 20_000, sorted(gaps)[-9:]


def test_plans_to_several_targets_keep_those_found_before_the_time_ended(monkeypatch):
    monkeypatch.setattr(budget, "GRACE", 0)
    graph = graph_of_parts({}, {"a": (), "b": (), "c": ()}, {("a", "b"): 1, ("a", "c"): 1})
    found = ask_until_partial(
        lambda stop: mlgraph.plan_many(graph, "a", ["b", "c"], should_stop=stop), lambda found: found.unknown
    )
    assert ([branch.plan.target for branch in found.branches], [each.id for each in found.unknown]) == (["b"], ["c"])
    assert "b by " in str(found) and "No plan to c was found in the time given; there may be one." in str(found)
    assert [each["id"] for each in json.loads(to_json(found))["unknown"]] == ["c"]
    assert mlgraph.plan_many(graph, "a", ["b", "c"]).unknown == ()


def test_a_command_with_several_targets_prints_those_found_before_the_time_ended(monkeypatch, capsys):
    monkeypatch.setattr(budget, "GRACE", 0)
    graph = graph_of_parts({}, {"a": (), "b": (), "c": ()}, {("a", "b"): 1, ("a", "c"): 1})
    solver, person = Solver(graph), mlgraph.Profile("a")

    def ask(stop):
        session = Session(solver, person, PlanOptions(), budget.Budget(should_stop=stop))
        return path._plan_many(session, "a", ["B", "c"], True, False)[0]

    assert "b by " in ask_until_partial(ask, lambda text: "No plan to c was found in the time given" in text)
    assert capsys.readouterr() == ("", "")


def test_plans_to_each_of_many_targets_are_the_plans_of_single_searches(forty):
    source, solver, options = "data-analyst", Solver(forty), PlanOptions(start=date(2027, 1, 1))
    positions = [node for node in forty if forty.nodes[node]["kind"] in POSITIONS]
    found = dict(solver.plan_each(source, positions, options, 5000))
    assert found.keys() == set(positions)
    for target, plan in found.items():
        try:
            assert plan == solver.plan(source, target, options, budget.Budget())
        except NoPlanError as error:
            assert (type(plan), str(plan)) == (NoPlanError, str(error))


def test_each_of_many_plans_has_its_own_limit_on_labels(forty):
    solver, options = Solver(forty), PlanOptions(start=date(2027, 1, 1))
    positions = [node for node in forty if forty.nodes[node]["kind"] in POSITIONS]
    plans = [each for _, each in solver.plan_each("beginner", positions, options, 1) if not isinstance(each, Exception)]
    proven = [plan.target for plan in plans if plan.optimal]
    assert len(proven) < len(plans)  # some searches end early, and nevertheless have a plan
    assert all(plan.bound <= plan.months for plan in plans)
