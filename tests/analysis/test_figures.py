"""Pay, scarcity, resources and evidence in the answers to questions, on a small graph."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

import mlgraph
from mlgraph.analysis.figures import choose_area, find_pay, pick_series
from mlgraph.errors import UsageError
from mlgraph.export.icalendar import make_calendar
from mlgraph.export.markdown import make_checklist
from mlgraph.text.figures import describe_pay, describe_resource
from mlgraph.web.advice import describe_comparison, describe_reach


def pay(role, kind, median, people, area="US", wider=False):
    currency, source = {"US": "USD", "UK": "GBP"}[area], {"official": "bureau", "adverts": "board"}[kind]
    return f"""
[[role.{role}.pay]]
area = "{area}"
currency = "{currency}"
year = 2024
low = {median - 10}
median = {median}
high = {median + 10}
people = {people}
counted = "{role}s"
wider = {"true" if wider else "false"}
cites = ["{source}"]
"""


GRAPH = f"""
[source.bureau]
title = "Survey"
publisher = "Bureau"
evidence = "official"
[source.board]
title = "Board"
evidence = "adverts"
[source.own]
title = "Own"
evidence = "estimate"
[resource.course]
title = "Course"
publisher = "School"
url = "https://school.example.org/"
hours = 20
free = true
[skill.maths]
title = "Maths"
hours = 10
hours_from = ["course"]
learn_with = ["course"]
[skill.sql]
title = "SQL"
hours = 20
cites = ["own"]
[role.junior]
title = "Junior"
leads_to = {{ senior = {{ months = 12, cites = ["own"] }}, teacher = 12 }}
[role.senior]
title = "Senior"
needs = ["maths", "sql"]
leads_to = {{ teacher = 12 }}
[role.teacher]
title = "Teacher"
{pay("junior", "adverts", 50, 4000)}
{pay("senior", "official", 70, 90000, wider=True)}
{pay("senior", "adverts", 90, 100)}
{pay("senior", "official", 60, 500, area="UK")}
{pay("teacher", "official", 40, 1000)}
"""
START = date(2026, 10, 5)


@pytest.fixture
def graph(graph_of):
    return graph_of(GRAPH)


@pytest.fixture
def plan(graph):
    return mlgraph.plan(graph, "junior", "senior", start=START)


def test_a_description_has_every_figure_with_area_year_and_source(graph):
    found = mlgraph.describe(graph, "senior")
    assert [(each.area, each.evidence, each.median, each.wider) for each in found.pay] == [
        ("US", "official", 70, True),
        ("US", "adverts", 90, False),
        ("UK", "official", 60, False),
    ]
    assert (found.pay[0].publication, found.pay[0].years, found.pay[0].cites) == (
        "Survey, Bureau",
        (2024, 2024),
        ("bureau",),
    )
    assert mlgraph.describe(graph, "maths").learn_with[0].title == "Course"
    assert mlgraph.describe(graph, "sql").learn_with == mlgraph.describe(graph, "teacher").outlook == ()
    assert [each.cite for each in mlgraph.describe(graph, "maths").cites] == ["course"]


def test_scarcity_compares_with_posts_below_in_the_same_source(graph_of):
    chief = '[role.chief]\ntitle = "Chief"\nleads_to = { senior = 1 }\n'  # a way back: it pays more
    graph = graph_of(f"{GRAPH}{chief}{pay('chief', 'adverts', 200, 30)}")
    (found,) = mlgraph.describe(graph, "senior").scarcity
    assert (found.here, found.below, [role.id for role in found.roles], found.evidence) == (
        100,
        4000,
        ["junior"],
        "adverts",
    )
    # the teacher is counted by another source than the posts that lead there, and these pay more
    assert mlgraph.describe(graph, "teacher").scarcity == ()


def test_a_plan_has_the_pay_on_arrival_and_what_its_figures_rest_on(graph, plan):
    found = mlgraph.plan_figures(graph, plan)
    assert (found.area, found.other_areas) == ("US", ("UK",))
    assert [each.median for each in found.pay_elsewhere] == [60]
    assert [each.median for each in found.pay] == [90]  # not that of a wider occupation
    assert found.evidence == {"estimate": 2, "published": 1}
    assert [[each.title for each in study.learn_with] for study in plan.studies] == [["Course"], []]
    assert mlgraph.plan_figures(graph, plan, "uk").pay[0].currency == "GBP"
    with pytest.raises(UsageError, match="no pay is known for the area 'France'; name one of UK, US"):
        mlgraph.plan_figures(graph, plan, "France")


def test_the_pay_of_a_wider_occupation_is_given_if_there_is_no_other(graph_of):
    graph = graph_of(GRAPH.replace(pay("senior", "adverts", 90, 100), ""))
    found = mlgraph.plan_figures(graph, mlgraph.plan(graph, "junior", "senior"))
    assert [(each.median, each.wider) for each in found.pay] == [(70, True)]
    assert "all seniors" in describe_pay(found.pay[0])


def test_a_graph_without_figures_has_no_area(graph_of):
    graph = graph_of('[role.a]\ntitle = "A"\nleads_to = { b = 1 }\n[role.b]\ntitle = "B"\n')
    found = mlgraph.plan_figures(graph, mlgraph.plan(graph, "a", "b"))
    assert (found.area, found.pay, found.scarcity) == (None, (), ())
    with pytest.raises(UsageError, match="leave out `area`"):
        choose_area(graph, "US")


def test_a_stage_has_no_pay(graph_file, run):
    text = GRAPH + '[stage.end]\ntitle = "End"\nneeds = ["sql"]\n'
    _, out, _ = run("path", "--graph", graph_file(text), "--from", "junior", "--to", "end")
    assert "Pay" not in out


def test_a_column_of_pay_has_one_kind_of_source(graph):
    found = mlgraph.reach(graph, "junior")
    series = pick_series(role.pay for role in found.roles)
    medians = {role.id: each.median if (each := find_pay(role.pay, series)) else None for role in found.roles}
    assert series == ("US", "official")
    assert medians == {"senior": None, "teacher": 40}  # the official figure of the senior is of a wider occupation


def test_reach_sorts_by_pay_and_says_what_the_column_is(graph_file, run):
    text = GRAPH + pay("teacher", "adverts", 1000, 50)
    _, out, _ = run("reach", "--graph", graph_file(text), "--from", "junior", "--sort", "pay")
    rows = [
        line.split()
        for line in out.split("\n")
        if "job" not in line.lower() and ("Senior" in line or "Teacher" in line)
    ]
    assert [row[-1] for row in rows] == ["Teacher", "Senior"]
    assert "the median of a year in US in USD, 2024, adverts" in out
    _, out, _ = run("reach", "--graph", graph_file(text), "--from", "junior", "--sort", "pay", "--json")
    assert [role["id"] for role in json.loads(out)["roles"]] == ["teacher", "senior"]
    code, _, err = run("reach", "--graph", graph_file(text), "--from", "junior", "--area", "France")
    assert code == 2
    assert "no pay is known for the area 'France'; name one of UK, US" in err


def test_path_says_pay_scarcity_resources_and_evidence(graph_file, run):
    asked = ("path", "--graph", graph_file(GRAPH), "--from", "junior", "--to", "senior")
    _, out, _ = run(*asked)
    assert "Where to learn it: Course (20 h), https://school.example.org/\n" in out
    assert "Typical pay: 90 USD a year (US, adverts, 2024) [Board].\n" in out
    assert "Few adverts with this title: 1 for every 40 with the title Junior (US, 2024)" in " ".join(out.split())
    assert "The date and the range count no wait for such a rare job: take them as the earliest." in " ".join(
        out.split()
    )
    assert "\nFigures used for the dates: 1 published, 2 estimated.\nSources of the figures: " in out
    _, out, _ = run(*asked, "--all")
    assert "Where to learn:\n  Maths: Course (School, 20 h, free), https://school.example.org/\n" in out
    assert "Pay in US, 2024: 90 USD (80 to 100) a year, 100 adverts, seniors [Board].\n" in out
    assert "the title Junior (100 against 4,000) (US, 2024) [Board]." in " ".join(out.split())
    _, out, _ = run(*asked, "--area", "UK")
    assert "Typical pay: 60 GBP a year (UK, 2024) [Survey, Bureau]" in out
    assert "openings" not in out
    assert "the earliest" not in out
    _, out, _ = run("path", "--graph", graph_file(GRAPH), "--from", "junior", "--to", "teacher", "--area", "UK")
    assert "Pay: not known for UK; 40 USD a year (US, 2024) [Survey, Bureau]." in out
    _, out, _ = run(*asked, "--json")
    assert json.loads(out)["figures"]["pay"][0]["publication"] == "Board"


def test_an_area_needs_the_plan_to_one_target(graph_file, run):
    asked = ("path", "--graph", graph_file(GRAPH), "--from", "junior", "--to", "senior", "--area", "US")
    for further in (("--to", "teacher"), ("--alternatives", "2")):
        code, _, err = run(*asked, *further)
        assert code == 2
        assert "--area says the pay of one plan" in err


def test_show_compare_and_next_say_figures(graph_file, run):
    path = graph_file(GRAPH)
    _, out, _ = run("show", "senior", "--graph", path)
    assert "Pay\n  90 USD a year (US, adverts, 2024) [Board]\n" in out
    _, out, _ = run("show", "senior", "--graph", path, "--all")
    assert "in US, 2024: 70 USD (60 to 80) a year, 90,000 people, all seniors [Survey, Bureau]" in out.replace(
        "\n      ", " "
    )
    _, out, _ = run("show", "teacher", "--graph", path, "--area", "uk")
    assert "Pay\n  in UK: not known\n" in out
    _, out, _ = run("compare", "junior", "senior", "--graph", path)
    assert (
        "Pay as Junior: 50 USD a year (US, adverts, 2024) [Board]\nPay as Senior: 90 USD a year (US, adverts, 2024) [Board]\n"
        in out
    )
    _, out, _ = run("next", "--graph", path, "--from", "junior", "--to", "senior")
    assert "Where to learn:\n  Maths: Course (20 h), https://school.example.org/\n" in out


def test_pay_is_unknown_only_for_an_area_that_is_asked_for_or_below_a_column_with_a_dash(graph_file, run):
    path = graph_file(f'{GRAPH}[role.intern]\ntitle = "Intern"\nleads_to = {{ teacher = 6 }}\n')
    _, out, _ = run("compare", "intern", "teacher", "--graph", path)
    assert "Pay as Teacher: 40 USD a year" in out
    assert "not known" not in out
    _, out, _ = run("compare", "intern", "senior", "--graph", path, "--area", "UK")
    assert "Pay as Intern in UK: not known\nPay as Senior: 60 GBP a year" in out
    _, out, _ = run("reach", "--graph", path, "--from", "senior")
    assert "official figures [Survey, Bureau]." in " ".join(out.split())
    _, out, _ = run("reach", "--graph", path, "--from", "junior")
    assert "official figures; - is not known [Survey, Bureau]." in " ".join(out.split())


def test_the_page_has_no_dashes_for_unknown_pay(graph_of):
    planner = mlgraph.Planner(graph := graph_of(f'{GRAPH}[role.intern]\ntitle = "Intern"\n'))
    found = describe_reach(planner.reach("junior"))
    assert {role.title: role.pay for role in found.roles} == {"Senior": "", "Teacher": "0k"}
    assert found.notes[-1] == "Pay: the median of a year in US in USD, 2024, official figures [Survey, Bureau]."
    sides = describe_comparison(mlgraph.compare(graph, "intern", "teacher")).sides
    assert [side.pay for side in sides] == ["", "Pay as Teacher: 40 USD a year (US, 2024) [Survey, Bureau]"]


def test_path_says_the_addresses_of_nodes(graph_file, run):
    text = GRAPH.replace('title = "Senior"', 'title = "Senior"\nurl = "https://senior.example.org"')
    text = text.replace('title = "Maths"', 'title = "Maths"\nurl = "https://maths.example.org"')
    asked = ("path", "--graph", graph_file(text), "--from", "junior", "--to", "senior")
    assert "\nPages:\n  Senior: https://senior.example.org\nTypical pay" in run(*asked)[1]
    both = "\nPages:\n  Senior: https://senior.example.org\n  Maths: https://maths.example.org\n"
    assert both in run(*asked, "--all")[1]


def test_advice_has_the_addresses_of_its_nodes(graph_file, run, tmp_path):
    text = GRAPH.replace('title = "Senior"', 'title = "Senior"\nurl = "https://senior.example.org"')
    path = graph_file(text.replace('title = "Maths"', 'title = "Maths"\nurl = "https://maths.example.org"'))
    ends, advert = ["--from", "junior", "--to", "senior"], tmp_path / "advert.txt"
    advert.write_text("Senior: you know maths.\n")
    senior, maths = "  Senior: https://senior.example.org\n", "  Maths: https://maths.example.org\n"
    for question, pages in (
        (["next", *ends], senior + maths),
        (["why", "maths", *ends], maths),
        (["reach", "--from", "junior"], senior),
        (["compare", "junior", "senior"], senior + maths),
        (["path", *ends, "--to", "junior"], senior + maths),
        (["path", *ends, "--alternatives", "2"], senior),
        (["match", advert], maths + senior),
    ):
        assert f"\nPages:\n{pages}" in run(*question, "--graph", path)[1]
    changed = tmp_path / "changed.toml"
    changed.write_text(Path(path).read_text(encoding="utf-8").replace('title = "Maths"', 'title = "Mathematics"'))
    assert "\nPages:\n  Mathematics: https://maths.example.org" in run("diff", path, changed)[1]
    assert re.search("^role +senior .*  https://senior.example.org$", run("list", "--graph", path)[1], re.MULTILINE)


def test_checklists_and_calendars_say_where_to_learn_and_the_pay(graph, plan):
    figures = mlgraph.plan_figures(graph, plan)
    checklist = make_checklist(plan, figures=figures)
    assert "    - learn with Course (School, 20 h, free), <https://school.example.org/>\n" in checklist
    assert "Pay in US, 2024\\: 90 USD" in checklist
    calendar = make_calendar(plan, figures=figures).replace(b"\r\n ", b"").decode()
    assert "learn with Course (School\\, 20 h\\, free)\\, https://school.example.org/\r\n" in calendar
    assert "pay in US\\, 2024: 90 USD" in calendar


def test_a_resource_says_only_what_is_known():
    resource = mlgraph.Resource("x", "Book", "", "https://x.org", None, None, None, "")
    assert describe_resource(resource) == "Book, https://x.org"
    resource = mlgraph.Resource("x", "Livre", "Éditions", "https://x.org", 10, 20, False, "fr")
    assert describe_resource(resource) == "Livre (Éditions, 10 to 20 h, paid, fr), https://x.org"
    # letters to the left keep their place in the line
    resource = mlgraph.Resource("x", "\u05d0 7", "\u05d1 8", "https://x.org", 10, 20, False, "fr")
    assert (
        describe_resource(resource)
        == "\u2068\u05d0 7\u2069 (\u2068\u05d1 8\u2069, 10 to 20 h, paid, fr), https://x.org"
    )


def test_a_count_without_the_last_job_says_nothing_on_openings():
    graph = mlgraph.load()
    found = {
        source: mlgraph.plan_figures(graph, mlgraph.plan(graph, source, "junior-data-scientist")).scarcity
        for source in ("data-analyst", "senior-data-scientist")
    }
    assert found["data-analyst"]
    assert not found["senior-data-scientist"]


def test_a_count_of_a_senior_title_says_nothing_on_openings_below():
    graph = mlgraph.load()

    def find_scarcity(source):
        return mlgraph.plan_figures(graph, mlgraph.plan(graph, source, "machine-learning-engineer")).scarcity

    assert find_scarcity("data-scientist")
    assert not find_scarcity("senior-data-scientist")


def test_adverts_say_nothing_on_a_job_whose_people_are_counted(graph_of):
    counted = GRAPH.replace(pay("senior", "official", 70, 90000, wider=True), pay("senior", "official", 70, 90000))
    assert mlgraph.describe(graph_of(GRAPH), "senior").scarcity
    assert not mlgraph.describe(graph_of(counted), "senior").scarcity
