"""Tests of the sentences about a plan."""

import json
from dataclasses import replace
from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given

import mlgraph
from mlgraph.errors import NoPlanError
from mlgraph.planning.plan import Costs
from mlgraph.text.formatting import WIDTH, remove_escapes, set_width
from mlgraph.text.plan import (
    SCREEN,
    describe_conditions,
    describe_proof,
    describe_way,
    describe_ways,
    dump_plan,
    format_changed_costs,
    render_plan,
    render_plans,
)
from support.random_graphs import graph_of_parts
from support.tables import graph_of_tables, tables


@pytest.mark.parametrize(
    ("objective", "said", "missed"),
    [
        (
            "months",
            "This is the fastest of all routes that mlgraph knows",
            "one as fast with less study",
        ),
        (
            "hours",
            "This route has the least study of all routes that mlgraph knows",
            "a faster one with as little study",
        ),
        (
            "moves",
            "This route has the fewest job changes of all routes that mlgraph knows",
            "a faster one with as few job changes",
        ),
    ],
)
def test_a_search_stopped_during_tie_breaking_returns_its_bound(ml, objective, said, missed):
    plan = replace(mlgraph.plan(ml, "beginner", "data-scientist", objective=objective), optimal=False)
    lines = render_plan(plan).split("\n")
    assert f"{said}. The time was too short to look for {missed}." in remove_escapes(" ".join(lines))
    assert max(map(len, map(remove_escapes, lines[1:5]))) <= 80


NURSE = """
[role.nurse]
title = "Nurse"
needs = ["care"]
leads_to = { analyst = 3 }
[role.analyst]
title = "Analyst"
needs = ["sql", "stats", "care", ["python", "r"], "charts"]
[skill]
care = { title = "Care", hours = 100 }
sql = { title = "SQL", hours = [20, 30, 50], shown_by = "Three queries." }
maths = { title = "Maths", hours = 40 }
stats = { title = "Statistics", hours = 60, needs = ["maths"] }
python = { title = "Python", hours = 60 }
r = { title = "R", hours = 50 }
charts = { title = "Clear, plain charts", hours = 10 }
"""
START = date(2026, 10, 5)


def text_of(graph, **options):
    return str(mlgraph.plan(graph, "nurse", "analyst", start=START, **options))


def test_the_first_lines_say_where_by_when_how_much_how_sure_and_what_first(graph_of):
    assert text_of(graph_of(NURSE)).splitlines()[:7] == [
        "Analyst by February 2027: about 4 months",
        "From Nurse, 1 job change, 190 hours of study at 10 hours a week",
        "Likely range: February 2027, an estimate for 8 in 10 people.",
        "This is the fastest of all routes that mlgraph knows.",
        "Study decides the last date.",
        "",
        "Start with:  SQL, 30 h, until 25 Oct 2026",
    ]


def test_each_known_skill_that_the_plan_needs_has_a_reason(graph_of):
    graph = graph_of(NURSE)
    plan = mlgraph.plan(graph, "nurse", "analyst", have=["stats", "charts", "r"], start=START)
    assert [(known.id, known.because, known.by and known.by.id) for known in plan.known] == [
        ("care", "position", "nurse"),
        ("charts", "said", None),
        ("r", "said", None),
        ("stats", "said", None),
    ]
    assert (
        "Counted as known:\n  Clear, plain charts; R; Statistics (as you said);\n  Care (expected of every Nurse)\n"
        in str(plan)
    )
    needy = graph_of(NURSE.replace('"charts"]\n[skill]', '"charts", "maths"]\n[skill]'))
    assert "Statistics (as you said); Care (expected of every Nurse); Maths (as Statistics needs it)" in " ".join(
        text_of(needy, have=["stats"]).split()
    )
    known = mlgraph.plan(graph, "nurse", "analyst", start=START).known
    assert [each.id for each in known] == ["care"]  # nothing else that the plan needs is known


def test_a_skill_from_a_post_is_not_one_that_the_person_named(run, graph_file, tmp_path):
    graph, me = graph_file(NURSE), tmp_path / "me.toml"
    me.write_text('have = ["charts"]\n[[post]]\nposition = "nurse"\nfrom = "2020"\n')
    _, out, _ = run("path", "--from", "nurse", "--to", "analyst", "--have", "SQL", "--me", me, "--graph", graph)
    assert "Counted as known:\n  Clear, plain charts; SQL (as you said);\n  Care (from being Nurse)\n" in out
    _, out, _ = run("path", "--from", "nurse", "--to", "analyst", "--have", "Care", "--me", me, "--graph", graph)
    assert "Care; Clear, plain charts (as you said)\n" in out


def test_named_skills_that_the_plan_does_not_need_are_listed(graph_of):
    graph = graph_of(NURSE + "".join(f'extra-{n} = {{ title = "Extra {n}", hours = 9 }}\n' for n in range(4)))
    said = "Counted as known: SQL (as you said); Care (expected of every Nurse); Extra 0 (no difference here) "
    assert said in " ".join(text_of(graph, have=["extra-0", "sql"]).split())
    plan = mlgraph.plan(graph, "nurse", "analyst", have=["stats", *(f"extra-{n}" for n in range(4))])
    assert [skill.id for skill in plan.unneeded] == ["extra-0", "extra-1", "extra-2", "extra-3"]
    assert "Extra 0, Extra 1 and 2 more (no difference here)" in str(plan)
    needy = graph_of(NURSE.replace('"stats", "care"', '"maths", "care"'))
    assert not mlgraph.plan(needy, "nurse", "analyst", have=["stats"]).unneeded  # the reason why Maths is known


@given(tables(), st.floats(0.01, 168))
def test_the_range_holds_the_date_of_the_plan(tables, pace):
    try:
        plan = mlgraph.plan(graph_of_tables(tables), "r0", f"r{len(tables['role']) - 1}", pace=pace, start=START)
    except NoPlanError:
        return
    for cost in ("months", "hours"):
        low, high = (getattr(costs, cost) for costs in (plan.low or plan.costs, plan.high or plan.costs))
        assert low <= getattr(plan.costs, cost) + 1e-9
        assert getattr(plan.costs, cost) <= high + 1e-9
    assert "None" not in str(plan)


def test_study_that_decides_the_date_is_named_and_a_faster_pace_is_offered(run, graph_file):
    graph = graph_file(NURSE)
    question = ("path", "--from", "nurse", "--to", "analyst", "--graph", graph, "--start", "2026-10-05")
    _, out, _ = run(*question, "--pace", "6")
    said = "Study decides the last date: with 8 hours a week instead of 6, you would arrive in March 2027."
    assert said in " ".join(out.split())
    _, out, _ = run(*question, "--pace", "100")
    assert "The time in each job decides the last date; the study fits in beside it." in out
    assert "instead of" not in out


@pytest.mark.parametrize(
    ("options", "is_said"),
    [
        (("--pace", "100"), True),
        (("--pace", "100", "--months-in-post", "1"), False),  # the person has told it
        (("--pace", "6"), False),  # study decides, so that months in the post change nothing
    ],
)
def test_a_plan_that_months_in_the_post_would_shorten_says_that_it_counts_from_the_first_day(
    run, graph_file, options, is_said
):
    _, out, _ = run("path", "--from", "nurse", "--to", "analyst", "--graph", graph_file(NURSE), *options)
    assert ("It counts from your first day as Nurse." in " ".join(out.split())) == is_said
    assert ("Add --months-in-post 12 if a year of it is over" in out) == is_said


@pytest.mark.parametrize(("hours", "is_said"), [(999, False), (1000, True)])
def test_a_plan_with_a_skill_of_years_asks_whether_the_person_has_it(run, graph_file, hours, is_said):
    graph = graph_file(
        NURSE.replace("skill]", f"skill]\ndegree = {{ title = 'Degree', hours = {hours} }}").replace(
            '"stats", "care"', '"degree", "care"'
        )
    )
    _, out, _ = run("path", "--from", "nurse", "--to", "analyst", "--graph", graph)
    assert ("Add --have degree if you have it.\n" in out) == is_said


def test_study_before_an_earlier_job_is_named_though_experience_decides_later(run, graph_file):
    graph = graph_file("""
[experience.work]
title = "Work"
[role.nurse]
title = "Nurse"
leads_to = { analyst = 3 }
[role.analyst]
title = "Analyst"
needs = ["sql"]
counts_as = ["work"]
leads_to = { lead = 3 }
[role.lead]
title = "Lead"
experience = { work = 12 }
[skill]
sql = { title = "SQL", hours = 200 }
""")
    question = ("path", "--from", "nurse", "--to", "lead", "--graph", graph, "--start", "2026-10-05")
    _, out, _ = run(*question, "--pace", "10")
    said = "Study decides the last date as far as Analyst; after that, the time in each job decides. "
    assert said + "With 12 hours a week instead of 10, you would arrive in January 2028." in " ".join(out.split())


def test_a_first_skill_that_can_wait_begins_on_its_day(run, graph_file):
    graph = graph_file("""
[role.a]
title = "A"
leads_to = { b = 24 }
[role.b]
title = "B"
leads_to = { c = 24 }
[role.c]
title = "C"
needs = ["sql"]
[skill]
sql = { title = "SQL", hours = 40 }
""")
    _, out, _ = run("path", "--from", "a", "--to", "c", "--graph", graph, "--start", "2026-10-05")
    assert "Start with: nothing to learn before 8 Mar 2030, then SQL, 40 h, until 5 Apr 2030" in " ".join(out.split())


def test_a_long_plan_has_one_screen_and_all_skills_where_they_are_asked_for(ml):
    plan = mlgraph.plan(ml, "beginner", "data-scientist", start=START)
    short, whole = render_plan(plan), render_plan(plan, whole=True)
    assert " skills, such as " in short
    assert " skills, such as " not in whole
    assert all(study.title.split()[0] in whole for study in plan.studies)
    assert all(len(line) <= 80 for line in remove_escapes(short).splitlines())


@pytest.mark.parametrize(
    ("source", "target"),
    [("director-of-data-science", "ai-evaluation-specialist"), ("beginner", "machine-learning-engineer")],
)
def test_a_plan_is_cut_to_thirty_lines_with_the_next_step_below(ml, source, target):
    planner = mlgraph.Planner(ml)
    plan = planner.plan(source, target, start=START)
    lines = render_plan(plan, planner.unavoidable(plan), None, plan).splitlines()
    assert len(lines) <= SCREEN == 27
    roles = [stop.title for stop in plan.stops if stop.kind == "role"]
    assert [title for title in roles if not any(title in line for line in lines)] == []


def test_a_plan_of_many_moves_keeps_each_of_them(graph_of):
    skills = [f"[skill.s{n}]\ntitle = 'Skill {n}'\nhours = 10\n" for n in range(27)]
    roles = [
        f"[role.r{n}]\ntitle = 'Role {n}'\nneeds = {[f's{3 * n + k}' for k in range(3)]}\nleads_to = {{ r{n + 1} = 24 }}\n"
        for n in range(9)
    ]
    graph = graph_of("".join((*skills, *roles, "[role.r9]\ntitle = 'Role 9'\n")))
    said = remove_escapes(render_plan(mlgraph.plan(graph, "r0", "r9", start=START)))
    assert len(said.splitlines()) <= SCREEN
    assert [f"{n}. Role {n - 1} until " in said for n in range(1, 10)] == [True] * 9
    assert len(render_plan(mlgraph.plan(graph, "r0", "r9", start=START), whole=True).splitlines()) > SCREEN


def test_a_change_begins_at_the_start_and_not_at_a_stage_passed_at_once(graph_of):
    graph = graph_of(
        "[stage.late]\ntitle = 'Late'\nneeds = ['s']\n[stage.open]\ntitle = 'Open'\nleads_to = { a = 2 }\n"
        "[role.a]\ntitle = 'A'\n[skill.s]\ntitle = 'S'\nhours = 1\n"
    )
    plan = mlgraph.plan(graph, "late", "a", start=START)
    assert [stop.id for stop in plan.stops] == ["late", "open", "a"]
    for said in (remove_escapes(render_plan(plan)), remove_escapes(render_plan(plan, whole=True))):
        assert "1. Late until 4 Dec 2026, then A" in said
        assert "Open" not in said


@pytest.mark.parametrize(
    ("served", "target", "usual"),
    [
        pytest.param(0, "clerk", 36, id="a sixth of the usual time"),
        pytest.param(13, "clerk", None, id="over half of the usual time, with that before the plan"),
        pytest.param(0, "tutor", None, id="a move of its own"),
    ],
)
def test_a_plan_reports_an_early_exit_from_a_post_across_a_stage(graph_of, served, target, usual):
    graph = graph_of("""
        [stage.start]
        title = "Start"
        leads_to = { clerk = 6 }
        [role.student]
        title = "Student"
        leads_to = { start = 0, scholar = 36, teacher = 48, tutor = 6 }
        [role.clerk]
        title = "Clerk"
        [role.scholar]
        title = "Scholar"
        [role.teacher]
        title = "Teacher"
        [role.tutor]
        title = "Tutor"
    """)
    plan = mlgraph.plan(graph, "student", target, months_in_post=served)
    assert plan.stops[-1].usual_stay == usual
    assert ("You leave early: most changes from there take 3 years or more." in str(plan)) == bool(usual)


def test_a_skill_that_an_assumed_skill_needs_is_assumed_as_well(graph_of):
    graph = graph_of(
        "[role.a]\ntitle = 'A'\nneeds = [['x', 'y']]\nleads_to = { b = 2 }\n[role.b]\ntitle = 'B'\nneeds = ['n', 'x']\n"
        "[skill.x]\ntitle = 'X'\nhours = 1\nneeds = ['n']\n[skill.y]\ntitle = 'Y'\nhours = 1\n"
        "[skill.n]\ntitle = 'N'\nhours = 1\n"
    )
    plan = mlgraph.plan(graph, "a", "b", start=START)
    assert [(skill.id, skill.because, skill.by.id) for skill in plan.known] == [
        ("n", "implied", "x"),
        ("x", "assumed", "a"),
    ]
    assert "N (assumed along with X)" in " ".join(remove_escapes(render_plan(plan)).split())


def test_an_assumption_names_its_alternative(graph_of):
    graph = graph_of(
        "[role.a]\ntitle = 'A'\nleads_to = { b = 2 }\n[role.b]\ntitle = 'B'\nneeds = ['x']\n"
        "[skill.n]\ntitle = 'N'\nhours = 1\nneeds = [['x', 'y']]\n"
        "[skill.x]\ntitle = 'X'\nhours = 1\n[skill.y]\ntitle = 'Y'\nhours = 1\n"
    )
    plan = mlgraph.plan(graph, "a", "b", start=START, have=["n"])
    assert "X (assumed, since you have this or Y)" in remove_escapes(render_plan(plan))


def test_someone_at_the_target_reads_one_line(graph_of):
    graph = graph_of("[role.a]\ntitle = 'A'\n")
    assert remove_escapes(render_plan(mlgraph.plan(graph, "a", "a"))) == "A: you are there already"


def test_study_for_a_stage_names_no_move_of_no_time(graph_of):
    graph = graph_of(
        "[role.a]\ntitle = 'A'\n[stage.b]\ntitle = 'B'\nneeds = ['s']\n[skill.s]\ntitle = 'S'\nhours = 90\n"
    )
    said = remove_escapes(render_plan(mlgraph.plan(graph, "a", "b", start=START)))
    assert "-  Reach the stage B by 7 Dec 2026\n    5 Oct -  6 Dec  90 h  S\n" in said
    assert "Such a change" not in said
    assert "no job changes, 90 hours" in said


@pytest.mark.parametrize(
    ("months", "hours", "moves", "written"),
    [
        (0, 0, 0, "at no cost"),
        (0.04, 0.04, 0, "at no cost"),
        (33.3, 0, 0, "2 years 9 months more"),
        (0.2, 9, 0, "6 days and 9 hours more"),
        (1, 20, 1, "4 weeks, 20 hours and 1 job change more"),
        (-3, -1, 0, "3 months and 1 hour less"),
        (0, -572, 1, "572 fewer hours and 1 more job change"),
        (33.3, -572, 1, "2 years 9 months more, 572 fewer hours and 1 more job change"),
        (-1.5, 20, 2, "7 weeks less, 20 more hours and 2 more job changes"),
    ],
)
def test_changed_costs_are_in_words(months, hours, moves, written):
    assert format_changed_costs(Costs(months, hours, moves)) == written


def test_a_condition_names_titles_and_job_moves(graph_of):
    graph = graph_of(
        "[role.a]\ntitle = 'Clerk'\nleads_to = { b = 6, c = 20 }\n[role.b]\ntitle = 'Head, of sales'\nleads_to = { c = 6 }\n"
        "[role.c]\ntitle = 'Chief'\n"
    )
    plan = mlgraph.plan(graph, "a", "c", avoid=["b"])
    assert describe_conditions(plan) == "Without Head, of sales: 8 months more and 1 fewer job change"
    assert (plan.avoid, plan.avoid_titles) == (("b",), ("Head, of sales",))


def test_a_plan_says_that_the_time_was_too_short_for_what_all_plans_have(graph_of):
    graph = graph_of("[role.a]\ntitle = 'A'\nleads_to = { b = 6 }\n[role.b]\ntitle = 'B'\n")
    plan = mlgraph.plan(graph, "a", "b")
    assert "The time given was not enough to tell which posts every route passes through." in render_plan(
        plan, in_time=False
    )
    assert "not enough" not in render_plan(plan)
    assert json.loads(dump_plan(plan))["unavoidable"] is None


def test_columns_stay_aligned_with_wide_letters(graph_of):
    wide = NURSE.replace('"Nurse"', '"看護師"').replace('"Statistics"', '"統計"').replace('"SQL"', '"\U0001f680 SQL"')
    lines = text_of(graph_of(wide)).splitlines()
    assert len({line.index(" h  ") for line in lines if " h  " in line}) == 1


def test_an_answer_is_as_wide_as_the_terminal(ml):
    plan = mlgraph.plan(ml, "data-scientist", "machine-learning-engineer", start=START)
    for width in (40, 120):
        try:
            set_width(width)
            lines = remove_escapes(render_plan(plan)).splitlines()
        finally:
            set_width(WIDTH)
        assert width - 8 < max(len(line) for line in lines if not line.startswith("Sources of")) <= width


def test_a_plan_names_the_stages_that_it_passes_and_does_not_count_them(graph_of):
    plan = mlgraph.plan(
        graph_of("""
[stage.first]
title = "First"
[stage.second]
title = "Second"
needs = ["sums"]
[stage.third]
title = "Third"
needs = [["art", "music"]]
[stage.last]
title = "Last"
needs = ["sums", "art"]
[stage.other]
title = "Other"
needs = ["music"]
[skill]
sums = { title = "Sums", hours = 10 }
art = { title = "Art", hours = 10 }
music = { title = "Music", hours = 50 }
"""),
        "first",
        "last",
    )
    assert [stop.id for stop in plan.stops] == ["first", "last"]
    said = remove_escapes(render_plan(plan, whole=True))
    assert "\nStages that you pass on the way: Third, Second." in said
    assert "no job changes, 20 hours" in said


def test_the_stages_that_a_plan_passes_stand_in_the_order_in_which_they_are_reached(graph_of):
    plan = mlgraph.plan(
        graph_of("""
stage.first.title = "First"
stage.late = { title = "Late", needs = ["music"] }
stage.soon = { title = "Soon", needs = ["sums", "art"] }
stage.last = { title = "Last", needs = ["sums", "art", "music"] }
skill.sums = { title = "Sums", hours = 10 }
skill.art = { title = "Art", hours = 10 }
skill.music = { title = "Music", hours = 50 }
"""),
        "first",
        "last",
    )
    assert [study.id for study in plan.stops[-1].learn] == ["sums", "art", "music"]
    assert [stage.id for stage in plan.stops[-1].passes] == ["soon", "late"]


def test_a_skill_that_the_rest_of_a_plan_needs_has_no_alternatives(graph_of):
    graph = graph_of(
        "[role.a]\ntitle = 'A'\nleads_to = { b = 2 }\n[role.b]\ntitle = 'B'\nneeds = [['x', 'y']]\n"
        "leads_to = { c = 2 }\n[role.c]\ntitle = 'C'\nneeds = ['x']\n"
        "[skill.x]\ntitle = 'X'\nhours = 1\n[skill.y]\ntitle = 'Y'\nhours = 1\n"
    )
    (study,) = mlgraph.plan(graph, "a", "c", start=START).studies
    assert (study.id, study.instead_of) == ("x", ())
    (study,) = mlgraph.plan(graph, "a", "b", start=START).studies
    assert [other.id for other in study.instead_of] == ["y"]


def test_a_further_plan_that_is_not_proven_keeps_its_number(ml):
    best, other = mlgraph.Planner(ml).k_best("beginner", "data-scientist", 2)
    unproven = [replace(plan, optimal=False) for plan in (best, other)]
    text = render_plans(unproven)
    assert text.count("This is the fastest of all routes") == 1
    assert "This is number 2 of the fastest routes that mlgraph knows. The time was too" in text
    late = replace(other, optimal=False, bound=other.months / 2)
    assert (
        describe_proof(late, 2)
        == "This is number 2 of the routes found in the time given; another may take up to 50 % less time"
    )
    assert "; there may be better ones" in describe_proof(replace(late, bound=0), 3)


def test_titles_with_commas_are_separated_from_the_order_of_a_list(graph_of):
    graph = graph_of(
        "[role.a]\ntitle = 'Start, here'\nleads_to = { b = 3, c = 1 }\n"
        "[role.b]\ntitle = 'Lead, data'\n[role.c]\ntitle = 'Analyst, junior'\nleads_to = { b = 3 }\n"
    )
    plans = mlgraph.Planner(graph).k_best("a", "b", 2)
    assert remove_escapes(render_plans(plans[:1])).startswith("1 route from Start, here to Lead, data\n")
    assert remove_escapes(render_plans(plans)).startswith(
        "2 routes from Start, here to Lead, data, the fastest first\n"
    )


def test_a_way_names_the_jobs_between_and_a_stage_is_none():
    moves = {("a", "search"): 0, ("search", "c"): 3, ("a", "b"): 1, ("b", "c"): 1, ("b", "d"): 1, ("d", "b"): 1}
    moves |= {("a", "d"): 9, ("d", "c"): 9}
    graph = graph_of_parts({}, dict.fromkeys(("a", "b", "c", "d", "search"), ()), moves, {"search": None})
    found = mlgraph.Planner(graph).k_best("a", "c", 5)
    plans = {"".join(stop.id[0] for stop in plan.stops): plan for plan in found}
    said = {path: describe_way(plan, None) for path, plan in plans.items()}
    assert (said["asc"], said["abc"], said["adbc"]) == ("directly", "through b", "through d, b")
    by = {path: describe_way(plan, plans["abc"]) for path, plan in plans.items()}
    assert (by["asc"], by["adsc"]) == ("directly", "through d instead of b")
    assert (by["abdsc"], by["adbc"]) == ("also through d", "also through d")
    assert describe_way(plans["abc"], plans["abdsc"]) == "without d"
    assert describe_way(plans["adbc"], plans["abdsc"]) == "through d, b"
    ways = [plans[path] for path in ("abc", "asc", "abdsc", "adbc")]
    assert describe_ways(ways) == ["through b", "directly", "through b, d", "through d, b"]
    assert describe_ways(ways[:3]) == ["through b", "directly", "also through d"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(
            "data = 12, work = 12", "12 months of experience in Data work: you have 0", id="the first of equals"
        ),
        pytest.param("data = 12, work = 18", "18 months of experience in Any work: you have 0", id="the stronger"),
    ],
)
def test_experience_that_other_experience_covers_is_left_out(graph_of, asked, said):
    graph = graph_of(
        "[experience]\ndata = { title = 'Data work' }\nwork = { title = 'Any work' }\n"
        "[role.a]\ntitle = 'A'\ncounts_as = ['data', 'work']\nleads_to = { b = 6 }\n"
        f"[role.b]\ntitle = 'B'\nexperience = {{ {asked} }}\n"
    )
    text = " ".join(remove_escapes(render_plan(mlgraph.plan(graph, "a", "b", start=START))).split())
    assert f"B asks for {said}" in text
    assert text.count("asks for") == 1


def test_each_of_several_fields_says_how_much_the_person_has(graph_of):
    graph = graph_of(
        "[experience]\ndata = { title = 'Data work' }\nwork = { title = 'Any work' }\n"
        "[role.a]\ntitle = 'A'\nexperience = { work = 12 }\ncounts_as = ['data', 'work']\nleads_to = { b = 6 }\n"
        "[role.b]\ntitle = 'B'\nexperience = { data = 24, work = 36 }\n"
    )
    text = " ".join(remove_escapes(render_plan(mlgraph.plan(graph, "a", "b", start=START))).split())
    asked = "24 in Data work (you have 0), 36 in Any work (you have 12)"
    assert f"B asks for months of experience: {asked}. You gain 24 in this step." in text


def test_a_step_names_first_the_skill_that_takes_most_of_its_hours(graph_of):
    hours = {f"k{number:02}": 1 for number in range(30)} | {"k30": 100}
    graph = graph_of(
        'stage.s.title = "S"\nstage.s.leads_to = { r = 1 }\n'
        + "".join(f'skill.{skill} = {{ title = "Long skill {skill}", hours = {hours[skill]} }}\n' for skill in hours)
        + f'role.r = {{ title = "R", needs = {json.dumps([*hours])} }}\n'
    )
    assert "16 more skills, such as Long skill k30" in " ".join(str(mlgraph.plan(graph, "s", "r")).split())
