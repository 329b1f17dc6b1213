"""Tests of the panel's content for plans and nodes, on a small graph."""

import json
from dataclasses import replace
from datetime import date

import pytest

import mlgraph
from mlgraph.text.formatting import coarsen, format_number
from mlgraph.text.plan import describe_ways
from mlgraph.web.answers import Answers, Question
from mlgraph.web.page import make_index
from mlgraph.web.panel import MOST_ALIASES, FigureText, describe_node, describe_plan

ALIASES = [f"alias {number:02}" for number in range(MOST_ALIASES + 3)]
GRAPH = f"""
[role.start]
title = "Start"
leads_to = {{ middle = 6, goal = 30 }}
[role.middle]
title = "Middle"
needs = ["maths", ["python", "r"]]
leads_to = {{ goal = 2.25 }}
[role.goal]
title = "Goal"
needs = ["models"]
[skill]
maths = {{ title = "Maths", hours = 40, aliases = {ALIASES} }}
python = {{ title = "Python", hours = 60 }}
r = {{ title = "R", hours = 90 }}
models = {{ title = "Models", hours = 100, needs = ["maths"] }}
"""


@pytest.fixture
def graph(graph_of):
    return graph_of(GRAPH)


def test_costs_of_a_plan_have_their_differences_from_the_best(ml):
    best, other = (
        mlgraph.plan(ml, "beginner", "data-scientist", via=via) for via in ([], ["business-intelligence-developer"])
    )
    moves, hours = other.moves - best.moves, round(coarsen(other.hours) - coarsen(best.hours), 1)
    changes = [cost.change for cost in describe_plan(other, best=best).brief]
    assert changes == [
        f"+{format_number(round(other.months - best.months, 1))}",
        f"+{format_number(hours)}",
        f"+{moves}",
    ]
    assert [cost.change for cost in describe_plan(best, best=other).brief] == [
        each.replace("+", "-") for each in changes
    ]


def test_the_answer_of_the_page_names_a_step_back_and_the_route_without_it(ml):
    asked = {"from": ["founder"], "to": ["senior-data-analyst"]}
    answer = Answers(ml).answer(Question("plan", asked, 20.0), lambda: False)
    remarks = json.loads(answer.text)["remarks"]
    assert any("is a step back. The fastest route without such a post leads through" in each for each in remarks)


def test_a_plan_explains_each_arrival_and_each_skill(graph):
    found = describe_plan(mlgraph.plan(graph, "start", "goal", start=date(2026, 10, 5)))
    assert (found.ends, found.total, found.way) == ("Start to Goal", "By June 2027, about 8 months", "The best")
    assert found.costs == "2 job changes, 200 hours of study at 10 hours a week"
    assert [(cost.value, cost.change) for cost in found.brief] == [("8.3 mo", ""), ("200 h", ""), ("2 moves", "")]
    start, middle, goal = found.stops
    assert (start.decides, start.learn, start.day) == ("You are here", "", "5 Oct 2026")
    assert middle.decides == "The time in post decides when you start here; the study is over 4 months earlier"
    assert middle.learn == "Learn 2 skills, 100 hours"
    assert {study.title: study.purpose for study in middle.studies} == {
        "Maths": "",
        "Python": "or R",
    }
    assert [study.day for study in middle.studies] == ["1 Nov 2026", "13 Dec 2026"]
    assert goal.reason == "On your plan: you arrive on 13 Jun 2027."
    assert goal.studies[0].reason == "On your plan: learned before Goal, for Goal."


def test_study_is_critical_up_to_the_last_post_whose_date_it_decides(graph):
    def critical(**wishes):
        return [stop.is_study_critical for stop in describe_plan(mlgraph.plan(graph, "start", "goal", **wishes)).stops]

    assert critical(pace=2) == [True, True, True]
    assert critical(pace=2, have=["models"]) == [True, True, False]
    assert critical(pace=10) == [False, False, False]


def test_a_plan_to_the_current_position_has_no_duration(graph):
    found = describe_plan(mlgraph.plan(graph, "start", "start"))
    assert (found.total, len(found.stops)) == ("You are there", 1)


def test_an_alternative_plan_is_described_by_its_difference_and_its_place(graph):
    best, other = mlgraph.Planner(graph).k_best("start", "goal", 2)
    found = describe_plan(other, way=describe_ways([best, other])[1], number=2)
    assert (describe_plan(best).way, found.way) == ("The best", "Directly")
    assert "This is number 2 of the fastest routes that mlgraph knows." in found.remarks
    unproven = describe_plan(replace(other, optimal=False), number=2)
    assert "This is number 2 of the fastest routes that mlgraph knows. The time was too short" in unproven.range


def test_the_panel_shows_hours_moves_and_some_aliases_of_a_node(graph):
    start, models, maths = (describe_node(mlgraph.describe(graph, name)) for name in ("start", "models", "maths"))
    assert [(move.title, move.after) for move in start.leads_to] == [
        ("Goal", "after 30 months"),
        ("Middle", "after 6 months"),
    ]
    assert models.summary == ("Skill, 100 hours of study; 140 hours with the 1 skill that it always needs")
    assert maths.aliases == f"Also called {', '.join(ALIASES[:MOST_ALIASES])} and 3 more"


def test_the_panel_has_the_needs_by_subject_with_their_hours(graph, graph_of):
    plain = describe_node(mlgraph.describe(graph, "middle")).needs
    assert [(part.title, part.hours) for part in plain] == [("", "100 h")]
    subjects = graph_of(GRAPH.replace("hours = 60 }", 'hours = 60, subject = "Programming" }'))
    found = describe_node(mlgraph.describe(subjects, "middle")).needs
    assert [(part.title, [[(need.title, need.hours) for need in group] for group in part.needs]) for part in found] == [
        ("Programming", [[("Python", "60 h"), ("R", "90 h")]]),
        ("Other", [[("Maths", "40 h")]]),
    ]


def test_the_index_has_the_folded_title_of_a_node_first_and_the_defaults(graph):
    index = make_index(graph)
    maths = next(node for node in index.nodes if node.id == "maths")
    assert maths.names == ("maths", *ALIASES)
    assert (index.pace, index.objective in index.objectives, index.has_map) == ("10", True, True)


SERVED = """
[experience.data]
title = "data work"
[role.analyst]
title = "Analyst"
counts_as = ["data"]
teaches = { talking = 30 }
leads_to = { lead = 12, guide = 12 }
[role.lead]
title = "Lead"
experience = { data = 48 }
[role.guide]
title = "Guide"
needs = ["talking"]
[skill]
talking = { title = "Talking", hours = 4000 }
"""


def test_a_plan_says_what_one_waits_for(graph_of):
    planner = mlgraph.Planner(graph_of(SERVED))
    lead = describe_plan(planner.plan("analyst", "lead", experience={"data": 10})).stops[-1]
    assert (lead.waits_for, lead.decides) == ("experience", "The experience to gain decides when you start here")
    assert lead.waits == ("Lead asks for 48 months of experience in data work: you have 10 and gain 38 in this step",)
    guide = describe_plan(planner.plan("analyst", "guide", pace=1)).stops[-1]
    assert (guide.waits_for, guide.decides) == (
        "teaching",
        "The skill that the job teaches decides when you start here",
    )
    assert guide.waits == ("Your time as Analyst teaches Talking. You stay until then",)


def test_the_study_is_over_when_its_dates_say_so(graph_of):
    graph = graph_of(
        "[role.a]\ntitle = 'A'\nleads_to = { b = 20 }\n[role.b]\ntitle = 'B'\nleads_to = { c = 20 }\n"
        "[role.c]\ntitle = 'C'\nneeds = ['x']\n[skill.x]\ntitle = 'X'\nhours = 100\n"
    )
    plan = mlgraph.plan(graph, "a", "c")
    study, last = plan.studies[0], plan.stops[-1]
    assert (round(study.to_month, 6), last.arrives) == (34, 40)
    told = describe_plan(plan).stops[-1].decides
    assert told == "The time in post decides when you start here; the study is over 6 months earlier"


def test_without_study_the_time_in_post_has_no_study_beside_it(graph_of):
    stop = describe_plan(mlgraph.plan(graph_of(SERVED), "analyst", "lead", experience={"data": 48})).stops[-1]
    assert (stop.waits_for, stop.decides, stop.waits) == ("post", "The time in post decides when you start here", ())


def test_the_panel_has_figures_and_resources(graph_of):
    graph = graph_of(
        GRAPH
        + """
[source.survey]
title = "Survey"
evidence = "official"
[resource.course]
title = "Course"
publisher = "School"
url = "https://school.example.org/"
hours = 20
[[role.goal.pay]]
area = "US"
currency = "USD"
year = 2024
median = 60000
people = 400
counted = "goals"
cites = ["survey"]
[[role.goal.outlook]]
area = "US"
years = [2024, 2034]
growth = 4
counted = "goals"
cites = ["survey"]
"""
    ).copy()
    graph.nodes["maths"]["learn_with"] = ("course",)
    goal, maths = (describe_node(mlgraph.describe(graph, name)) for name in ("goal", "maths"))
    assert [(each.title, each.lines) for each in goal.figures] == [
        ("Pay", (FigureText("60,000 USD a year", "in US, 2024: 400 people, goals", "Survey"),)),
        ("Outlook", (FigureText("", "In US, 2024 to 2034: +4 % posts, goals", "Survey"),)),
    ]
    assert [(each.title, each.url, each.facts) for each in maths.learn_with] == [
        ("Course", "https://school.example.org/", "School, 20 h")
    ]
    plan = mlgraph.plan(graph, "start", "goal")
    remarks = describe_plan(plan, figures=mlgraph.plan_figures(graph, plan)).remarks
    assert "Pay in US, 2024: 60,000 USD a year, 400 people, goals [Survey]." in remarks


def test_the_totals_name_a_skill_that_is_not_assumed_because_of_another(graph_of):
    graph = graph_of(
        "[role.a]\ntitle = 'A'\nneeds = [['x', 'y']]\nleads_to = { b = 2 }\n[role.b]\ntitle = 'B'\nneeds = ['x']\n"
        "[skill.x]\ntitle = 'X'\nhours = 1\nneeds = ['z']\n[skill]\nz = { title = 'Z', hours = 1 }\n"
        "y = { title = 'Y', hours = 1 }\n"
    )
    told = "X is not assumed, because of the skills that you named; if you have it, name it as well."
    assert told not in describe_plan(mlgraph.plan(graph, "a", "b")).range
    assert told in describe_plan(mlgraph.plan(graph, "a", "b", have=["y"])).range
