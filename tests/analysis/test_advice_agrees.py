"""Analyses agree with a list of all plans, for random requests with waypoints and avoided nodes."""

import random
import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar

import mlgraph
from mlgraph.errors import NoPlanError
from mlgraph.export.icalendar import make_calendar
from mlgraph.export.markdown import make_checklist
from mlgraph.planning.plan import Study
from mlgraph.planning.timetable import make_timetable
from mlgraph.text.dates import format_date
from mlgraph.text.formatting import coarsen, format_number
from support import judge
from support.judging import career
from support.random_graphs import OBJECTIVES, graph_of_parts, random_parts


def questions(count):
    """Yield random graphs, two positions, which are the same in a fifth of the cases, and options of a plan."""
    for seed in range(count):
        rng = random.Random(-seed - 1)
        skills, positions, _ = parts = random_parts(seed, skills=(0, 5), positions=(2, 4))
        source, target = rng.choice(list(positions)), rng.choice(list(positions))
        if rng.random() < 0.2:
            source = target
        between = [name for name in positions if name not in (source, target)]
        via = [*pick(rng, skills, 2), *pick(rng, between, 1)]
        avoid = [name for name in (*pick(rng, skills, 2), *pick(rng, between, 1)) if name not in via]
        options = {"have": pick(rng, skills, 2), "pace": rng.choice([10, 1, 2.5]), "via": via, "avoid": avoid}
        yield seed, graph_of_parts(*parts), (source, target), options | {"objective": rng.choice(OBJECTIVES)}


def pick(rng, names, most):
    return rng.sample(list(names), min(len(names), rng.choice([0, 0, most, rng.randint(0, most)])))


def answered(count):
    """Yield the random requests that have a plan, with a planner and all plans."""
    for seed, graph, ends, options in questions(count):
        if every := judge.plans(graph, *ends, **options):
            yield seed, mlgraph.Planner(graph), ends, options, every


@pytest.fixture
def count(graphs):
    return 300 + 3 * max(graphs - 60, 0)


@pytest.mark.thorough
def test_next_lists_each_skill_that_lowers_the_costs_of_the_plan(count):
    helpful = 0
    for seed, planner, ends, options, _ in answered(count):
        saved, others = judge.nearer(planner.graph, *ends, **options)
        found = planner.next_skills(*ends, **options)
        free = others & {study.id for study in planner.plan(*ends, **options).studies}  # of no hours
        listed = [(name, skill) for skill in found.skills for name in (skill.id, *(a.id for a in skill.alternatives))]
        assert sorted(name for name, _ in listed) == sorted({*saved, *free}), seed
        for name, skill in listed:
            expected = pytest.approx([float(cost) for cost in saved.get(name, (0, 0))[:2]], abs=1e-6)
            assert [skill.saves_months, skill.saves_hours] == expected, seed
        assert (found.others, found.unknown) == (len(others - free), 0), seed
        helpful += len(saved)
    assert helpful > count / 20


def first_skills(planner, ends, options, start):
    """Return the first skill of the plan and of the checklist, and that of the others with the last day of its study."""
    plan = planner.plan(*ends, **options, start=start)
    asked = planner.next_skills(*ends, **options, start=start).skills[0]
    spans = [span for span in make_timetable(plan) if isinstance(span.what, Study)]
    task = next(line for line in make_checklist(plan).split("\n") if re.match(r"- \[ \] (?!\*\*)", line))
    entries = (event for event in Calendar.from_ical(make_calendar(plan)).walk("VEVENT") if " h)" in event["summary"])
    entry = min(entries, key=lambda event: event["dtstart"].dt)
    return (
        plan.studies[0],
        task,
        {
            "next": (asked.title, asked.ends),
            "plan": (plan.studies[0].title, plan.studies[0].ends),
            "timetable": (spans[0].what.title, spans[0].ends),
            "calendar": (entry["summary"].rpartition(" (")[0], entry["dtend"].dt - timedelta(1)),
        },
    )


def agree(first, task, found):
    """Return whether all answers begin with the same skill on the same day."""
    hours = format_number(coarsen(first.hours))
    assert f"{task}, ".startswith(f"- [ ] {first.title}, {hours} h, until {format_date(first.ends)}, "), task
    assert set(found.values()) == {(first.title, first.ends)}, found
    return True


def test_all_answers_begin_with_the_same_skill_on_the_same_day(count):
    begun = 0
    for seed, planner, ends, options, _ in answered(count):
        if planner.plan(*ends, **options).studies:
            assert agree(*first_skills(planner, ends, options, date(2026, 10, 5) + timedelta(seed))), seed
            begun += 1
    assert begun > count / 20


@pytest.mark.thorough
def test_all_answers_about_careers_begin_with_the_same_skill_on_the_same_day(graphs):
    begun = 0
    for seed in range(graphs):
        planner, *ends, options = career(seed, OBJECTIVES[seed % 3])
        try:
            has_studies = bool(planner.plan(*ends, **options).studies)
        except NoPlanError:
            continue
        if has_studies:
            assert agree(*first_skills(planner, ends, options, date(2026, 10, 5) + timedelta(seed))), seed
            begun += 1
    assert begun > graphs / 30


@pytest.mark.slow
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_all_answers_on_a_graph_of_forty_positions_begin_with_the_same_skill(forty, objective):
    planner = mlgraph.Planner(forty)
    for ends in (
        ("beginner", "chief data scientist"),
        ("statistician", "NLP scientist"),
        ("data scientist", "ML engineer"),
        ("software engineer", "AI architect"),
    ):
        options = {"objective": objective, "have": ["sql"], "pace": 7.5}
        assert agree(*first_skills(planner, ends, options, date(2026, 10, 5))), ends


@pytest.mark.thorough
def test_unavoidable_is_the_intersection_of_all_plans(count):
    passed = learned = 0
    for seed, planner, ends, options, _ in answered(count):
        found = planner.unavoidable(planner.plan(*ends, **options))
        positions, skills = judge.unavoidable(planner.graph, *ends, **options)
        assert ({node.id for node in found.positions}, {node.id for node in found.skills}) == (positions, skills), seed
        passed, learned = passed + len(positions), learned + len(skills)
    assert passed > count / 20
    assert learned > count / 10


@pytest.mark.thorough
def test_why_gives_all_reasons_and_the_costs_without(count):
    asked = 0
    for seed, planner, ends, options, every in answered(count):
        graph, avoid = planner.graph, options["avoid"]
        known = judge.known_for(graph, *ends, **options)
        reasons = judge.reasons(graph, every[0], known, options["via"])
        for skill in sorted(node for node in graph if graph.nodes[node]["kind"] == "skill" and node not in avoid):
            found = planner.why(skill, *ends, **options)
            chains = [tuple(link.id for link in chain) for chain in found.chains]
            assert chains == sorted(reasons.get(skill, ()), key=lambda chain: (len(chain), chain)), (seed, skill)
            assert found.chains_in_all == len(chains), (seed, skill)
            assert (found.known, bool(chains)) == (skill in known, skill in reasons), (seed, skill)
            others = [plan for plan in every if not any(skill in part for part in plan[4])]
            without = (float(others[0][0]), float(others[0][1]), others[0][2]) if others else None
            got = found.without and (found.without.months, found.without.hours, found.without.moves)
            assert got == without, (seed, skill)
            asked += skill in reasons
    assert asked > count / 10


@pytest.mark.parametrize("within", [None, 0, 2, 12])
def test_reach_distinguishes_distant_and_unreachable_roles(within, count):
    totals = [0, 0, 0]
    for seed, graph, (source, _), options in questions(count // 4):
        options["avoid"] = [name for name in options["avoid"] if name != source]
        near, beyond, unreached = judge.reachable(graph, source, within=within, **options)
        found = mlgraph.reach(graph, source, within=within, **options)
        assert {role.id: (role.costs.months, role.costs.hours, role.costs.moves) for role in found.roles} == {
            role: (float(months), float(hours), moves) for role, (months, hours, moves) in near.items()
        }, seed
        assert (found.beyond, found.unreached, found.unknown) == (beyond, unreached, 0), seed
        totals = [total + more for total, more in zip(totals, (len(near), beyond, unreached), strict=True)]
    assert totals[0] > count / 40
    assert totals[2] > count / 40
    assert within is None or totals[1] > count / 80


ANALYST = """
[role.a]
title = "Analyst"
needs = [["x", "y"]]
leads_to = { b = 1 }

[role.b]
title = "Boss"
needs = ["x", ["y", "z"]]

[skill.t]
title = "Talking"
hours = 5

[skill.x]
title = "Xylophone"
hours = 50
needs = ["t"]

[skill.y]
title = "Yodel"
hours = 50
needs = ["t"]

[skill.z]
title = "Zither"
hours = 60
"""
HOME = """
[role.a]
title = "Home"
leads_to = { v = 6, b = 1, r = 12 }

[role.v]
title = "Abroad"
leads_to = { a = 1 }

[role.b]
title = "Boss"

[role.r]
title = "Rare"
needs = ["x"]

[skill.s]
title = "Public speaking"
hours = 40
needs = ["t"]

[skill.t]
title = "Talking"
hours = 5

[skill.x]
title = "Rare skill"
hours = 1
"""


@pytest.mark.parametrize("avoid", [[], ["x", "t"]])
def test_an_alternative_to_an_assumed_skill_lowers_costs(avoid, graph_of):
    found = mlgraph.next_skills(graph_of(ANALYST), "a", "b", avoid=avoid).skills
    assert [(skill.id, skill.saves_hours) for skill in found if skill.id in "xy"] == [("y", 50)]


def test_next_lists_skills_of_the_plan_before_those_that_save_more():
    skills = {"s": (40, ()), "u": (1000, ())}
    positions = {"p": (), "r": (("u",),), "t": (("s",),)}
    graph = graph_of_parts(skills, positions, {("p", "t"): 12, ("p", "r"): 1, ("r", "t"): 1})
    found = mlgraph.next_skills(graph, "p", "t").skills
    assert [(skill.id, skill.saves_months) for skill in found] == [("s", 0), ("u", 10)]


def test_alternatives_that_do_the_same_are_one(graph_of):
    text = ANALYST.replace('needs = [["x", "y"]]\n', "").replace('["x", ["y", "z"]]', '[["x", "y"], ["z", "u"]]')
    text += "[skill.u]\ntitle = 'Ukulele'\nhours = 70"
    found = mlgraph.next_skills(graph_of(text), "a", "b", have=["t"])
    listed = [(skill.id, [other.id for other in skill.alternatives], skill.in_plan) for skill in found.skills]
    assert listed == [("x", ["y"], True), ("z", [], True), ("u", [], False)]
    assert "  Xylophone or Yodel\n" in str(found)
    found = mlgraph.next_skills(graph_of(text), "a", have=["t"])
    assert [(skill.id, [other.id for other in skill.alternatives]) for skill in found.skills] == [
        ("x", ["y"]),
        ("z", []),
        ("u", []),
    ]


def test_alternatives_of_which_both_help_are_two():
    skills = {"x": (50, ()), "y": (50, ())}
    positions = {"a": (), "b": (("x", "y"),), "c": (("x",), ("y",))}
    graph = graph_of_parts(skills, positions, {("a", "b"): 1, ("b", "c"): 1})
    assert [(skill.id, skill.alternatives) for skill in mlgraph.next_skills(graph, "a", "c").skills] == [
        ("x", ()),
        ("y", ()),
    ]


def test_rounding_decides_no_rank():
    # both save a thirtieth of a month for each hour; as floats, the second saves a little more
    skills = {"a": (9, ()), "b": (3, ())}
    positions = {"p": (), "q": (("a",),), "r": (("b",),), "t": ()}
    months = {("p", "t"): 1.3, ("p", "q"): 0.5, ("q", "t"): 0.5, ("p", "r"): 0.6, ("r", "t"): 0.6}
    graph = graph_of_parts(skills, positions, months)
    found = mlgraph.next_skills(graph, "p", "t", pace=0.01).skills
    assert [(skill.id, skill.saves_months) for skill in found] == [("a", 0.3), ("b", 0.1)]
    assert (1.3 - 1.2) / 3 > (1.3 - 1) / 9


def test_chains_that_end_at_a_skill_in_via_are_sorted_by_length():
    skills = {"t": (1, ()), "s": (1, (("t",),)), "v": (1, (("t",),)), "w": (1, (("s",),))}
    graph = graph_of_parts(skills, {"p": (), "q": (("v",), ("w",))}, {("p", "q"): 1})
    chains = ["".join(link.id for link in chain) for chain in mlgraph.why(graph, "t", "p", "q", via=["s"]).chains]
    assert chains == ["ts", "tvq", "tswq"]


def test_why_reports_that_via_names_the_skill(run, graph_file):
    where = ["--from", "a", "--to", "b", "--via", "s", "--graph", graph_file(HOME)]
    out = run("why", "s", *where)[1]
    assert "\n  Public speaking: you asked for it.\n\nThere is no plan without Public speaking.\n" in out
    out = run("why", "t", *where)[1]
    assert (
        "\n  Talking is needed for Public speaking, which you asked for.\n\nThere is no plan without Talking.\n" in out
    )


def test_a_distant_role_may_be_unreachable(run, graph_file):
    out = run("reach", "--from", "a", "--avoid", "x", "--within", "6", "--graph", graph_file(HOME))[1]
    assert "\n\n1 role cannot be reached from Home.\n" in out


def test_an_avoided_role_cannot_be_reached(graph_of):
    found = mlgraph.reach(graph_of(HOME), "a", avoid=["v"])
    assert ([role.id for role in found.roles], found.unreached) == (["b", "r"], 1)


def test_distant_roles_not_evaluated_in_time_are_counted(graph_of):
    looked = iter([False, False])
    found = mlgraph.reach(graph_of(HOME), "a", within=1, avoid=["x"], should_stop=lambda: next(looked, True))
    assert (len(found.roles) + found.beyond + found.unreached + found.unknown, found.unknown > 0) == (3, True)


def test_source_and_target_are_not_among_unavoidable_positions(run, graph_file):
    out = run("path", "--from", "a", "--to", "b", "--via", "v", "--graph", graph_file(HOME))[1]
    assert "Every route that mlgraph knows passes through Abroad.\n" in out


@pytest.mark.thorough
def test_having_a_skill_that_the_plan_needs_never_raises_its_costs(count):
    shorter = 0
    for seed, planner, ends, options, _ in answered(count):
        if options.pop("have"):
            continue
        objective, needed = options["objective"], judge.needed_for(planner.graph, ends[1], options["via"])
        before = planner.plan(*ends, **options).costs.by(objective)
        for skill in sorted(needed):
            after = planner.plan(*ends, have=[skill], **options).costs.by(objective)
            assert after <= before, (seed, skill)
            shorter += after < before
    assert shorter > count / 20


def test_a_skill_learned_for_the_target_changes_no_assumption(run, graph_file):
    file = graph_file(ANALYST.replace('["x", ["y", "z"]]', '["x", "y"]'))
    where = ["--from", "a", "--to", "b", "--graph", file, "--all"]
    out = run("path", *where)[1]
    assert "1 job change, 50 hours of study" in out
    assert "Xylophone (assumed, since you have this or Yodel);\n" in out
    out = run("path", *where, "--have", "y")[1]
    assert "1 job change, nothing to learn" in out
    assert "Xylophone (assumed of every Analyst)" in out


def test_a_skill_learned_for_a_waypoint_changes_no_assumption():
    positions = {"a": (("x", "y"),), "v": (("x",), ("y",)), "b": ()}
    graph = graph_of_parts({"x": (50, ()), "y": (50, ())}, positions, {("a", "v"): 1, ("v", "b"): 1, ("a", "b"): 1})
    assert mlgraph.plan(graph, "a", "b", via=["v"]).hours == 50
    assert mlgraph.plan(graph, "a", "b", via=["v"], have=["y"]).hours == 0


def test_an_alternative_to_an_assumption_of_a_had_skill_lowers_costs():
    skills = {"x": (50, ()), "y": (50, ()), "h": (10, (("x", "y"),))}
    graph = graph_of_parts(skills, {"a": (), "b": (("x",), ("y",), ("h",))}, {("a", "b"): 1})
    found = mlgraph.next_skills(graph, "a", "b", have=["h"]).skills
    assert [(skill.id, skill.saves_hours) for skill in found] == [("y", 50)]


def test_a_had_alternative_replaces_the_assumed_one(graph_of):
    plan = mlgraph.plan(graph_of(ANALYST.replace('["x", ["y", "z"]]', '["x"]')), "a", "b", have=["y"])
    assert ([skill.id for skill in plan.assumed], plan.hours) == ([], 50)


def test_a_plan_without_a_skill_in_via_may_be_taught_it():
    posts = {"b": {"teaches": {"s": 3}}}
    graph = graph_of_parts({"s": (5, ())}, {"a": (), "b": (), "c": ()}, {("a", "b"): 1, ("b", "c"): 1}, posts)
    found = mlgraph.why(graph, "s", "a", "c", via=["s"])
    assert (found.costs.hours, found.costs.months) == (5, 2)
    assert (found.without.hours, found.without.months) == (0, 4)


def test_next_lists_the_first_skill_of_a_plan_though_a_post_teaches_what_it_requires():
    skills, posts = {"s": (5, (("t",),)), "t": (5, ())}, {"a": {"teaches": {"t": 3}}}
    graph = graph_of_parts(skills, {"a": (), "b": (("s",),)}, {("a", "b"): 3}, posts)
    assert [study.id for study in mlgraph.plan(graph, "a", "b").studies] == ["s"]
    assert [skill.id for skill in mlgraph.next_skills(graph, "a", "b").skills] == ["s"]


def test_a_lesson_may_end_with_the_months_before_a_move():
    graph = graph_of_parts({"s": (900, ())}, {"a": (), "b": (("s",),)}, {("a", "b"): 2}, {"a": {"teaches": {"s": 2}}})
    assert mlgraph.plan(graph, "a", "b", avoid=["s"]).months == 2
    assert mlgraph.next_skills(graph, "a", "b", avoid=["s"]).skills == ()
