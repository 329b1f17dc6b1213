"""Tests of numbers, durations and lists in words."""

import pytest

import mlgraph
from mlgraph.text.formatting import (
    WIDTH,
    agree,
    count_cells,
    format_duration,
    format_number,
    join_few,
    make_bold,
    pad,
    remove_escapes,
    set_width,
    wrap,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (2.25, "2.3"), (2.35, "2.4"), (1240, "1,240"), (1e-6, "0"), (99.95, "100"), (0.05, "0.1")],
)
def test_a_number_has_at_most_one_decimal_and_is_rounded_half_up(value, written):
    assert format_number(value) == written


@pytest.mark.parametrize(
    ("months", "written"),
    [
        (0, "no time"),
        (0.01, "1 day"),
        (0.2, "6 days"),
        (0.5, "2 weeks"),
        (1, "4 weeks"),
        (2.4, "2 months"),
        (11.6, "12 months"),
        (18.5, "19 months"),
        (23.5, "2 years"),
        (24.4, "2 years"),
        (25, "2 years 1 month"),
    ],
)
def test_a_duration_is_in_days_weeks_months_or_years(months, written):
    assert format_duration(months) == written


@pytest.mark.parametrize(
    ("label", "of_one"),
    [
        (
            "titles of a concept, which are not given (its tag is used)",
            "title of a concept, which is not given (its tag is used)",
        ),
        ("files that are not read: notes, a b.csv", "file that is not read: notes, a b.csv"),
        ("lines that do not join two topics", "line that does not join two topics"),
        ("rows marked NOT IN USE, which name no level", "row marked NOT IN USE, which names no level"),
        ("skill-skill relations that would close a cycle", "skill-skill relation that would close a cycle"),
        ("dependencies of a concept that is not in the file", "dependency of a concept that is not in the file"),
        ("Skills.txt: ratings of an occupation", "Skills.txt: rating of an occupation"),
        (
            "Skills.txt, which is not in the folder (skills by level)",
            "Skills.txt, which is not in the folder (skills by level)",
        ),
        ("of these, without a skill type (kept)", "of these, without a skill type (kept)"),
    ],
)
def test_a_label_agrees_with_its_count(label, of_one):
    assert (agree(label, 1), agree(label, 2), agree(label, 0)) == (of_one, label, label)


def test_the_rest_of_a_long_list_is_counted():
    assert join_few(["a", "b", "c"], 3) == "a, b, c"
    assert join_few(["a", "b", "c", "d"], 2) == "a, b and 2 more"
    assert join_few(["a, b", "c", "d", "e"], 2) == "a, b; c and 2 more"


def test_wide_letters_take_two_columns():
    assert [count_cells(text) for text in ("SQL", "数学", "e\u0301", "\U0001f469\u200d\U0001f52c")] == [3, 4, 1, 2]
    assert pad("数学", 6) == "数学  "
    lines = wrap("数学 " * 40, "  ", "    ")
    assert max(map(count_cells, lines)) <= 80 < max(map(len, lines)) * 2


@pytest.mark.parametrize("letter", ["a", "é"])
def test_no_line_ends_in_a_blank_before_a_word_longer_than_a_line(letter):
    for before in range(60, 90):
        assert all(line == line.rstrip() for line in wrap(f"{letter * before} {letter * 200}", "  ", "  ")), before


@pytest.mark.parametrize(("columns", "widest"), [(120, 120), (100, 100), (300, 120), (10, 40)])
def test_lines_are_as_wide_as_the_terminal_within_limits(columns, widest):
    try:
        set_width(columns)
        assert widest - 5 < max(map(len, wrap("word " * 200))) <= widest
    finally:
        set_width(WIDTH)


def test_a_plain_text_has_no_escapes():
    assert remove_escapes(f"{make_bold('Lead')}: 2 years") == "Lead: 2 years"


def test_each_result_has_its_text(forty):
    planner = mlgraph.Planner(forty)
    plan = planner.plan("data scientist", "ml team lead")
    assert str(plan).startswith("ML team lead by ")
    assert str(planner.reach("data scientist", within=24)).startswith("Roles that you can reach from Data scientist")
    assert str(planner.next_skills("beginner")).startswith("What to learn now as Beginner")
    assert str(planner.why("hiring", "data scientist", "ml team lead")).startswith("Why learn Interviewing and hiring")
    assert str(planner.compare("data scientist", "ml team lead")).startswith("Data scientist and ML team lead")
    assert str(planner.plan_many("beginner", ["data scientist", "ml engineer"])).startswith("Beginner to ")
    assert str(planner.unavoidable(plan)).startswith("Every route that mlgraph knows ")
    assert str(mlgraph.describe(forty, "python")).startswith("Python")
    assert str(mlgraph.diff(forty, forty)) == "The two graphs are identical."
    assert "\x1b" not in str(plan)
