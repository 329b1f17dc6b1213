"""Tests of numbers, durations and lists in words."""

import pytest

import mlgraph
from mlgraph.text.formatting import bold, duration, few, plain, quantity


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (2.25, "2.3"), (2.35, "2.4"), (1240, "1,240"), (1e-6, "0"), (99.95, "100"), (0.05, "0.1")],
)
def test_a_number_has_at_most_one_decimal_and_is_rounded_half_up(value, written):
    assert quantity(value) == written


@pytest.mark.parametrize(
    ("months", "written"),
    [(0, "no months"), (1, "1 month"), (18.5, "1 year 7 months"), (12, "1 year"), (24.4, "2 years")],
)
def test_a_duration_has_years_and_whole_months(months, written):
    assert duration(months) == written


def test_the_rest_of_a_long_list_is_counted():
    assert few(["a", "b", "c"], 3) == "a, b, c"
    assert few(["a", "b", "c", "d"], 2) == "a, b and 2 more"


def test_a_plain_text_has_no_escapes():
    assert plain(f"{bold('Lead')}: 2 years") == "Lead: 2 years"


def test_each_result_has_its_text(ml):
    planner = mlgraph.Planner(ml)
    plan = planner.plan("data scientist", "ml team lead")
    assert str(plan).startswith("Data scientist to ML team lead: ")
    assert str(planner.reach("data scientist", within=24)).startswith("Roles from Data scientist")
    assert str(planner.next_skills("beginner")).startswith("What to learn now, as Beginner")
    assert str(planner.why("hiring", "data scientist", "ml team lead")).startswith("Why Interviewing and hiring")
    assert str(planner.compare("data scientist", "ml team lead")).startswith("Data scientist and ML team lead")
    assert str(planner.plan_many("beginner", ["data scientist", "ml engineer"])).startswith("Beginner to ")
    assert str(planner.unavoidable(plan)).startswith("Every plan ")
    assert str(mlgraph.describe(ml, "python")).startswith("Python")
    assert str(mlgraph.diff(ml, ml)) == "The two graphs are identical"
    assert "\x1b" not in str(plan)
