"""Analyses with plans agree with independent judges, and are printed."""

import json
from datetime import date
from itertools import pairwise, takewhile

import networkx as nx
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import mlgraph
from mlgraph.errors import NoPlanError, UsageError
from mlgraph.planner import compare, deadline, next_skills, plan_many, reach, why
from mlgraph.text.plan import describe_deadline, render_plan
from support import judge
from support.random_graphs import OBJECTIVES, graph_of_parts, random_parts

# a start, two branches, and an end; every path needs "a", one needs "b" or "c", and "e" needs "d"
GRAPH = """
[source.book]
title = "A book"

[role.start]
title = "Start"
leads_to = { north = 6, south = 12 }

[role.north]
title = "North"
needs = ["a", ["b", "c"]]
cites = ["book:p2"]
leads_to = { end = 6 }

[role.south]
title = "South"
needs = ["a", "e"]
leads_to = { end = 1 }

[role.end]
title = "End"
needs = ["d"]

[role.apart]
title = "Apart"

[skill.a]
title = "A skill"
hours = 10
cites = ["book:p1"]

[skill.b]
title = "B skill"
hours = 20
needs = ["a"]

[skill.c]
title = "C skill"
hours = 30

[skill.d]
title = "D skill"
hours = 100
needs = ["a"]

[skill.e]
title = "E skill"
hours = 5
needs = ["d"]
"""


@pytest.fixture
def graph(graph_of):
    return graph_of(GRAPH)


@pytest.fixture
def file(graph_file):
    return graph_file(GRAPH)


START = date(2026, 12, 1)
seeds = st.integers(0, 10**6)
costs = st.sampled_from(OBJECTIVES)


def small(seed):
    return graph_of_parts(*random_parts(seed, skills=(0, 4), positions=(2, 4)))


def question(graph, seed):
    positions = sorted(node for node in graph if graph.nodes[node]["kind"] == "role")
    skills = sorted(node for node in graph if graph.nodes[node]["kind"] == "skill")
    return positions[seed % len(positions)], positions[seed // 7 % len(positions)], skills[: seed // 3 % 2]


# --- unavoidable ---


@given(seeds, costs)
def test_unavoidable_nodes_are_those_in_every_plan(seed, objective):
    graph = small(seed)
    source, target, have = question(graph, seed)
    every = judge.plans(graph, source, target, have=have, objective=objective)
    assume(every)
    planner = mlgraph.Planner(graph)
    found = planner.unavoidable(planner.plan(source, target, have=have, objective=objective))
    walks = [set(walk) - {source, target} for _, _, _, walk, _ in every]
    learned = [{skill for part in parts for skill in part} for *_, parts in every]
    assert {must.id for must in found.positions} == set.intersection(*walks)
    assert {must.id for must in found.skills} == set.intersection(*learned)


def test_unavoidable_nodes_are_printed_in_the_order_of_the_path(run, file):
    code, out, _ = run("path", "--from", "start", "--to", "end", "--graph", file)
    assert code == 0
    assert "Every route that mlgraph knows" not in out
    _, out, _ = run("path", "--from", "start", "--to", "end", "--graph", file, "--all")
    assert "Every route that mlgraph knows needs 2 of these 3 skills" in out
    plan = json.loads(run("path", "--from", "start", "--to", "end", "--graph", file, "--json")[1])
    assert [must["id"] for must in plan["unavoidable"]["skills"]] == ["a", "d"]


# --- reach ---


@given(seeds, costs, st.sampled_from([None, 0, 2, 12]))
def test_reach_has_the_best_plan_to_each_role(seed, objective, within):
    graph = small(seed)
    source, _, have = question(graph, seed)
    found = reach(graph, source, within=within, objective=objective, have=have)
    best, lost = {}, 0
    for role in set(graph.nodes) - {source}:
        if graph.nodes[role]["kind"] == "role":
            try:
                best[role] = mlgraph.plan(graph, source, role, objective=objective, have=have)
            except NoPlanError:
                lost += 1
    near = {role: plan for role, plan in best.items() if within is None or plan.months <= within}
    assert {role.id: (role.costs.months, role.costs.hours, role.costs.moves) for role in found.roles} == {
        role: (plan.months, plan.hours, plan.moves) for role, plan in near.items()
    }
    assert (found.beyond, found.unreached, found.unknown) == (len(best) - len(near), lost, 0)
    assert all(getattr(a.costs, objective) <= getattr(b.costs, objective) for a, b in pairwise(found.roles))


def test_a_condition_may_make_a_role_unreachable(graph):
    assert [role.id for role in reach(graph, "start", avoid=["d"]).roles] == ["north"]
    assert reach(graph, "start", avoid=["d"]).unreached == 3


def test_roles_not_evaluated_in_time_are_counted(graph):
    looked = iter([False, True])
    found = reach(graph, "start", objective="hours", should_stop=lambda: next(looked, True))
    assert (len(found.roles), found.unknown) == (1, 2)


def test_roles_have_unproven_plans_if_the_time_ends(graph):
    found = reach(graph, "start", should_stop=lambda: True)
    assert [(role.id, role.optimal) for role in found.roles] == [("north", False), ("south", False), ("end", False)]
    assert (found.beyond, found.unreached, found.unknown) == (0, 1, 0)


def test_reach_is_printed(run, file):
    assert run("reach", "--from", "start", "--within", "6", "--start", "2026-12-01", "--graph", file) == (
        0,
        """Roles that you can reach from Start within 6 months, the soonest first
From 1 Dec 2026 on, at 10 hours of study a week

Earliest  Time      Study     Changes  Role
Jun 2027  6 months  30 hours  1        North

2 roles take longer than 6 months.
1 role cannot be reached from Start.
The first role:
mlgraph path --from start --start 2026-12-01 --graph GRAPH --to north
""".replace("GRAPH", str(file)),
        "",
    )
    assert (
        run("reach", "--from", "apart", "--start", "2026-12-01", "--graph", file)[1]
        == """Roles that you can reach from Apart, the soonest first
From 1 Dec 2026 on, at 10 hours of study a week

4 roles cannot be reached from Apart.
"""
    )
    out = run("reach", "--from", "start", "--within", "0", "--graph", file)[1]
    assert "within 0 months, " in out and " roles take longer than 0 months." in out
    assert "within 24 months, " in run("reach", "--from", "start", "--within", "2 years", "--graph", file)[1]
    assert "within 2.3 months, " in run("reach", "--from", "start", "--within", "10 weeks", "--graph", file)[1]
    code, _, err = run("reach", "--graph", file)
    assert (code, "the position to start from is unknown" in err) == (2, True)


# --- next ---


@given(seeds)
def test_next_lists_the_nodes_that_each_skill_opens(seed):
    graph = small(seed)
    source, _, have = question(graph, seed)
    known = judge.known_for(graph, source, source, have=have)
    waiting = ((group, n) for n in graph for group in graph.nodes[n]["needs"] if not known & {*group})
    needs = nx.DiGraph((s, n) for group, n in waiting for s in group)
    needs.add_nodes_from(graph)
    found = next_skills(graph, source, have=have)
    for skill in found.skills:
        further = nx.descendants(needs, skill.id) - known
        kinds = [graph.nodes[node]["kind"] for node in further]
        assert (skill.opens_roles, skill.opens_skills) == (kinds.count("role"), kinds.count("skill"))
    order = [(-skill.opens_roles, -skill.opens_skills, skill.hours, skill.id) for skill in found.skills]
    assert order == sorted(order)


def test_next_includes_requirements_of_skills_in_via(graph):
    # "e" needs "d", and no position on the path needs "e"
    found = next_skills(graph, "start", "north", via=["e"], have=["b"])
    assert [skill.id for skill in found.skills] == ["d"]


def test_avoided_skills_are_not_proposed(graph):
    assert [skill.id for skill in next_skills(graph, "start", avoid=["a"]).skills] == ["c"]


def test_next_has_the_days_of_the_plan(forty):
    ends = {"source": "beginner", "target": "ML engineer", "start": START}
    days = {study.id: study.ends for study in mlgraph.plan(forty, **ends).studies}
    rows = [skill for skill in next_skills(forty, **ends).skills if skill.in_plan]
    assert len(rows) > 2
    assert [(row.id, row.ends) for row in rows] == [(row.id, days[row.id]) for row in rows]
    assert [row.ends for row in rows] == sorted(row.ends for row in rows)


def test_next_is_printed(run, file):
    now = ["--start", "2026-12-01", "--graph", file]
    assert (
        run("next", "--from", "start", "--to", "end", *now)[1]
        == """What to learn now as Start to reach End
From 1 Dec 2026 on, at 10 hours of study a week, you arrive in December 2027.

Your plan learns these in this order. You can begin with any of them:
Study     Done by     Saves              Skill
10 hours  7 Dec 2026  10 hours of study  A skill

These help as well, the most time saved for an hour of study first:
Study     Done by      Saves              Skill
30 hours  21 Dec 2026  20 hours of study  C skill

Done by: the day in your plan; for the other skills, the last day if you begin
with that skill.
"""
    )
    out = run("next", "--from", "north", "--to", "end", "--have", "b", *now)[1]
    assert "\n1 other skill that you can learn now does not help.\n" in out
    assert (
        run("next", "--from", "start", *now)[1]
        == """What to learn now as Start: the skills that open most come first
From 1 Dec 2026 on, at 10 hours of study a week.

Study     Done by      Opens              Skill
10 hours  7 Dec 2026   3 roles, 3 skills  A skill
30 hours  21 Dec 2026  1 role             C skill

Done by: the last day of study if you begin with that skill.
"""
    )
    assert "\n\nYou are there already.\n" in run("next", "--from", "start", "--to", "start", *now)[1]


# --- compare ---


def test_two_positions_are_compared(graph):
    found = compare(graph, "north", "south")
    north, south = found.sides
    assert [skill.id for skill in found.both] == ["a"]
    assert [skill.id for skill in north.only] == []
    assert [[skill.id for skill in group] for group in north.choices] == [["b", "c"]]
    assert [skill.id for skill in south.only] == ["d", "e"]
    assert (north.hours, south.hours) == (10, 115)
    assert (north.plan, south.plan) == (None, None)
    assert found.choices == ()
    alike = compare(graph, "north", "north")
    assert [[skill.id for skill in group] for group in alike.choices] == [["b", "c"]]
    assert [side.choices for side in alike.sides] == [(), ()]


def test_compare_prints_the_plans_between_two_positions(run, file):
    assert run("compare", "start", "north", "--start", "2026-12-01", "--graph", file) == (
        0,
        """Start and North
Start to North by June 2027: about 6 months, 1 job change, 30 hours of study at
  10 hours a week
North to Start: no path leads there

Start needs nothing that the other does not

Only North needs 1 skill, 10 hours of study
  A skill
  and one of these: B skill or C skill
""",
        "",
    )


# --- why ---


def test_each_chain_of_needs_is_found(graph):
    found = why(graph, "a", "start", "end", objective="moves", via=["south"])
    chains = [[link.id for link in chain] for chain in found.chains]
    assert chains == [["a", "south"], ["a", "d", "end"], ["a", "d", "e", "south"]]
    assert (found.chains_in_all, found.without) == (3, None)
    assert found.chains[0][0].cites == ("book:p1",)


def test_a_requirement_met_by_another_skill_gives_no_chain(graph):
    found = why(graph, "b", "start", "north")
    assert [[link.id for link in chain] for chain in found.chains] == [["b", "north"]]
    assert (found.costs.hours, found.without.hours) == (30, 40)
    assert why(graph, "b", "start", "north", have=["c"]).chains == ()


@given(seeds, costs)
@example(1410, "months")  # an alternative to a skill learned later
def test_a_chain_leads_from_every_skill_of_a_plan_to_a_position(seed, objective):
    graph = small(seed)
    source, target, have = question(graph, seed)
    try:
        plan = mlgraph.plan(graph, source, target, objective=objective, have=have)
    except NoPlanError:
        assume(False)
    learned = {study.id for stop in plan.stops for study in stop.learn}
    for skill in learned:
        found = why(graph, skill, source, target, objective=objective, have=have)
        assert found.chains
        assert found.chains_in_all == len(found.chains)
        for chain in found.chains:
            ids = [link.id for link in chain]
            assert ids[0] == skill
            assert set(ids[:-1]) <= learned
            assert ids[-1] in {stop.id for stop in plan.stops[1:]}
            assert all(any(a in group for group in graph.nodes[b]["needs"]) for a, b in pairwise(ids))
        others = judge.plans(graph, source, target, have=have, objective=objective, avoid=[skill])
        expected = (float(others[0][0]), float(others[0][1]), others[0][2]) if others else None
        got = found.without and (found.without.months, found.without.hours, found.without.moves)
        assert got == expected


def test_many_chains_are_counted():
    skills = {"a0": (1, ())} | {f"{x}{n}": (1, ((f"a{n - 1}",),)) for n in range(1, 8) for x in "bc"}
    skills |= {f"a{n}": (1, ((f"b{n}",), (f"c{n}",))) for n in range(1, 8)}
    graph = graph_of_parts(skills, {"p": (), "q": (("a7",),)}, {("p", "q"): 1})
    found = why(graph, "a0", "p", "q")
    assert (len(found.chains), found.chains_in_all) == (100, 128)


@pytest.mark.parametrize(("rungs", "count"), [(30, 100), (400, 49), pytest.param(12_000, 1, marks=pytest.mark.slow)])
def test_long_chains_are_fewer(rungs, count):
    skills = {f"{x}{n}": (1, ((f"a{n - 1}",), (f"b{n - 1}",)) if n else ()) for n in range(rungs) for x in "ab"}
    graph = graph_of_parts(skills, {"p": (), "q": ((f"b{rungs - 1}",),)}, {("p", "q"): 1})
    found = why(graph, "a0", "p", "q")
    assert (len(found.chains), found.chains_in_all) == (count, 1_000_000)
    assert {len(chain) for chain in found.chains} == {rungs + 1}
    ids = [[link.id for link in chain] for chain in found.chains]
    assert ids == sorted(ids)
    assert len({*map(tuple, ids)}) == count


def test_why_is_printed(run, file):
    asked = ["--from", "start", "--to", "end", "--graph", file]
    assert (
        run("why", "a", *asked)[1]
        == """Why learn A skill on the way from Start to End?

  A skill is needed for North.

2 more reasons.

There is no plan without A skill.
All of it:
mlgraph why a --from start --to end --graph GRAPH --all
""".replace("GRAPH", str(file))
    )
    assert (
        run("why", "a", *asked, "--all")[1]
        == """Why learn A skill on the way from Start to End?

  A skill [book:p1] is needed for North.

  A skill [book:p1] is needed for B skill,
  which is needed for North.

  A skill [book:p1] is needed for D skill,
  which is needed for End.

There is no plan without A skill.
"""
    )
    assert "B skill: 10 hours more.\n" in run("why", "b", *asked)[1]
    out = run("why", "e", *asked)[1]
    assert out == "E skill is not learned on the way from Start to End\nNo position of the plan needs it.\n"
    out = run("why", "a", "--from", "south", "--to", "end", "--graph", file)[1]
    assert out == "A skill is not learned on the way from South to End\nYou have it already.\n"


def test_why_refuses_a_skill_that_is_avoided(graph):
    with pytest.raises(UsageError, match="avoided already"):
        why(graph, "b", "start", "north", avoid=["b"])


# --- several targets ---


def simple(plans):
    return [plan for plan in plans if len(set(plan[3])) == len(plan[3])]


@given(seeds, costs)
def test_the_common_prefix_is_the_longest_at_no_extra_cost(seed, objective):
    graph = small(seed)
    source, target, have = question(graph, seed)
    other = sorted(node for node in graph if graph.nodes[node]["kind"] == "role")[seed // 11 % 2]
    place = OBJECTIVES.index(objective)
    best = []
    for end in (target, other):
        every = simple(judge.plans(graph, source, end, have=have, objective=objective))
        assume(every)
        best.append([walk for *costs, walk, _ in every if costs[place] == every[0][place]])
    found = plan_many(graph, source, [target, other], objective=objective, have=have)
    for branch, end in zip(found.branches, (target, other), strict=True):
        alone = mlgraph.plan(graph, source, end, objective=objective, have=have)
        assert (branch.plan.months, branch.plan.hours, branch.plan.moves)[place] == (
            (alone.months, alone.hours, alone.moves)[place]
        )
    beginnings = [{tuple(walk[:n]) for walk in walks for n in range(1, len(walk) + 1)} for walks in best]

    def length(beginning):
        return sum(graph.edges[pair]["months"] for pair in pairwise(beginning)), len(beginning)

    longest = max(map(length, beginnings[0] & beginnings[1]))
    assert length([stop.id for stop in found.prefix]) >= longest
    ways = [[stop.id for stop in branch.plan.stops] for branch in found.branches]
    same = takewhile(lambda pair: pair[0] == pair[1], zip(*ways, strict=False))
    assert [stop.id for stop in found.prefix] == [here for here, _ in same]


def test_joint_plans_list_shared_and_added_skills(run, file):
    asked = ["--from", "start", "--to", "north", "--to", "end", "--start", "2026-12-01", "--graph", file]
    assert run("path", *asked) == (
        0,
        """Start to North or End
Both share the first move: North (1 Jun 2027).
Both need 2 skills, 30 hours: A skill, B skill

North by June 2027: about 6 months
  1 job change, 30 hours of study at 10 hours a week
  This is the fastest of all routes that mlgraph knows.

End by December 2027: about 12 months
  2 job changes, 130 hours of study at 10 hours a week
  This is the fastest of all routes that mlgraph knows.
  Then End (1 Dec 2027)
  It adds 1 skill, 100 hours: D skill
""",
        "",
    )
    answer = json.loads(run("path", "--from", "start", "--to", "north", "--to", "south", "--graph", file, "--json")[1])
    assert [stop["id"] for stop in answer["prefix"]] == ["start"]
    assert [skill["id"] for skill in answer["shared"]] == ["a"]


def test_joint_plans_leave_out_a_stage_that_takes_no_time(run, graph_file):
    graph = graph_file("""
[role.a]
title = "A"
leads_to = { "search" = 0, "d" = 9 }
[stage.search]
title = "Job search"
leads_to = { "c" = 2, "f" = 3 }
[role.c]
title = "C, junior"
leads_to = { "d" = 2, "e" = 2 }
[role.d]
title = "D"
[role.e]
title = "E"
[role.f]
title = "F"
""")
    asked = ("path", "--from", "a", "--start", "2026-12-01", "--graph", graph)
    code, out, _ = run(*asked, "--to", "d", "--to", "e")
    assert code == 0
    assert "Both share the first move: C, junior (30 Jan 2027).\n" in out
    assert "Job search" not in out
    answer = json.loads(run(*asked, "--to", "d", "--to", "e", "--json")[1])
    assert [stop["id"] for stop in answer["prefix"]] == ["a", "search", "c"]
    _, out, _ = run(*asked, "--to", "c", "--to", "f")
    assert "The routes differ from the first move.\n" in out
    assert "  Then F (2 Mar 2027)\n" in out


@pytest.mark.parametrize("more", [["--alternatives", "2"], ["--until", "2030-01"]])
def test_options_for_one_target_refuse_several(run, file, more):
    code, _, err = run("path", "--from", "start", "--to", "north", "--to", "end", *more, "--graph", file)
    assert code == 2
    assert "give --to once" in err


# --- low and high hours ---


def test_a_plan_has_costs_with_low_and_high_hours():
    graph = graph_of_parts({"a": (40, ()), "b": (10, ())}, {"p": (), "q": (("a",),), "r": (("b",),)}, {})
    graph.add_edge("p", "q", relation="leads_to", months=1)
    graph.add_edge("q", "r", relation="leads_to", months=2)
    graph.nodes["a"].update(hours_low=10, hours_high=100)
    plan = mlgraph.plan(graph, "p", "r", start=START)
    weeks = 365.25 / 12 / 7
    assert (plan.low.hours, plan.hours, plan.high.hours) == (20, 50, 110)
    assert (plan.low.months, plan.high.months) == pytest.approx((3, 10 / weeks + 2))
    assert "Likely range: March 2027, an estimate for 8 in 10 people." in render_plan(plan)
    del graph.nodes["a"]["hours_low"], graph.nodes["a"]["hours_high"]
    plan = mlgraph.plan(graph, "p", "r")
    assert (plan.low, plan.high) == (None, None)
    assert "Likely range" not in render_plan(plan)


# --- deadlines ---


@given(seeds, st.integers(0, 2000))
def test_the_pace_of_a_deadline_is_the_least_that_meets_it(seed, days):
    graph = small(seed)
    source, target, have = question(graph, seed)
    until = date.fromordinal(START.toordinal() + days)
    planner = mlgraph.Planner(graph)

    def arrives(pace):
        return planner.plan(source, target, have=have, pace=pace).stops[-1].date_from(START)

    try:
        found = deadline(graph, source, target, START, until, have=have)
    except NoPlanError:
        assume(False)
    assert (found.arrives, found.kept) == (arrives(10), arrives(10) <= until)
    if found.pace is None:
        assert arrives(168) > until
    else:
        assert arrives(found.pace) <= until
        assert found.pace == 0.1 or arrives(round(found.pace - 0.1, 1)) > until


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (
            "2027-12",
            "In time for your deadline, 31 Dec 2027: you arrive on 1 Dec 2027; 2.3 hours of study a week are enough",
        ),
        (
            "2027-12-01",
            "In time for your deadline, 1 Dec 2027: you arrive on 1 Dec 2027; 2.5 hours of study a week are",
        ),
        (
            "2027-11-30",
            "Too late for your deadline, 30 Nov 2027: at the usual times you arrive on 1 Dec 2027 at the earliest, however",
        ),
    ],
)
def test_a_deadline_is_kept_or_not(run, file, until, said):
    out = run("path", "--from", "start", "--to", "end", "--until", until, "--start", "2026-12-01", "--graph", file)[1]
    assert said in " ".join(out.split())
    options = ["--until", until, "--start", "2026-12-01", "--pace", "1", "--graph", file, "--json"]
    plan = json.loads(run("path", "--from", "start", "--to", "end", *options)[1])
    assert plan["deadline"]["kept"] is False
    assert (plan["deadline"]["pace"] is None) == (until == "2027-11-30")


def test_a_deadline_with_little_chance_is_kept_only_with_luck():
    graph = graph_of_parts({"s": (100, ())}, {"a": (), "b": (("s",),)}, {("a", "b"): (6, 6, 24)})
    plan = mlgraph.plan(graph, "a", "b", start=START)
    until = plan.stops[-1].date_from(START)
    said = describe_deadline(deadline(graph, "a", "b", START, until))
    assert said.startswith("In time only with luck for your deadline")
    late = deadline(graph, "a", "b", START, date.fromordinal(until.toordinal() + 400))
    assert describe_deadline(late).startswith("In time for your deadline")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--until", "soon"], "--until must be a month, such as 2028-06"),
        (["--until", "2028-13"], "not '2028-13'"),
        (["--until", "2020-01", "--start", "2026-12-01"], "is before the start"),
        (["--until", "2030-01", "--by", "hours"], "a deadline is about months"),
        (["--until", "2030-01", "--alternatives", "2"], "leave out --alternatives"),
    ],
)
def test_a_deadline_must_make_sense(run, file, options, said):
    code, out, err = run("path", "--from", "start", "--to", "end", *options, "--graph", file)
    assert (code, out) == (2, "")
    assert said in err
