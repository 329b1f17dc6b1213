"""The days of a plan: in each position, and of each study."""

from datetime import date

import pytest

import mlgraph
from mlgraph.errors import UsageError
from mlgraph.planning.days import add_days, add_months
from mlgraph.planning.timetable import make_timetable
from support.random_graphs import graph_of_parts

START = date(2026, 1, 1)


def spans(plan, start=START):
    """Return the first and the last day of each span, in days from the start."""
    return [
        (span.what.id, (span.begins - start).days, (span.ends - start).days)
        for span in make_timetable(plan.start_on(start))
    ]


def test_posts_last_until_the_day_before_the_next_and_study_is_in_the_post_before():
    skills = {"s": (14, ()), "t": (3, ()), "u": (11, ())}  # at 14 hours a week, two a day
    positions = {"a": (), "b": (("s",), ("t",)), "c": (("u",),)}
    plan = mlgraph.plan(graph_of_parts(skills, positions, {("a", "b"): 1, ("b", "c"): 2}), "a", "c", pace=14)
    assert spans(plan) == [
        ("a", 0, 29),
        ("b", 30, 90),
        ("c", 91, 91),
        ("s", 0, 6),
        ("t", 7, 8),  # on the second day for one hour of two
        ("u", 30, 35),
    ]


def test_a_post_without_months_and_a_study_without_hours_have_one_day():
    graph = graph_of_parts({"s": (0, ()), "t": (2, ())}, {"a": (), "b": (("s",), ("t",))}, {("a", "b"): 0})
    plan = mlgraph.plan(graph, "a", "b", pace=14)
    assert spans(plan) == [("a", 0, 0), ("b", 1, 1), ("s", 0, 0), ("t", 0, 0)]
    plan = mlgraph.plan(graph, "a", "b", have=["s", "t"])
    assert spans(plan) == [("a", 0, 0), ("b", 0, 0)]


@pytest.mark.parametrize(
    ("months", "days"), [(0, 0), (1, 30), (2, 60), (12, 365), (12 / 365.25, 1), (11.9999 / 365.25, 0)]
)
def test_the_part_of_a_day_is_cut_off(months, days):
    assert (add_months(START, months) - START).days == days


def test_calendars_end_with_the_year_9999():
    assert add_days(date(9999, 12, 30), 1) == date(9999, 12, 31)
    with pytest.raises(UsageError) as error:
        add_days(date(9999, 12, 30), 2)
    assert (
        str(error.value)
        == "a plan from 9999-12-30 on ends after the year 9999, the last of the calendar; choose an earlier start"
    )
