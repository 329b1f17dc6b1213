"""Sentences on how sure a plan is."""

from datetime import date

import mlgraph
from mlgraph.text.formatting import remove_escapes
from mlgraph.text.plan import render_plan
from mlgraph.text.spread import describe_chance, describe_spread
from support.random_graphs import graph_of_parts

START = date(2027, 1, 1)
GRAPH = graph_of_parts({"a": (400, ())}, {"p": (), "q": (("a",),)}, {("p", "q"): (6, 12, 30)})
GRAPH.nodes["a"].update(hours_low=200, hours_high=1200)


def test_a_plan_says_its_likely_range_of_dates():
    plan = mlgraph.plan(GRAPH, "p", "q", start=START)
    assert describe_spread(plan) == "Likely range: September 2027 to September 2028, an estimate for 8 in 10 people"
    assert f"{describe_spread(plan)}." in str(plan).replace("\n", " ")


def test_a_narrow_spread_has_one_month_and_none_says_so():
    graph = graph_of_parts({}, {"p": (), "q": ()}, {("p", "q"): (6.3, 6.4, 6.6)})
    assert (
        describe_spread(mlgraph.plan(graph, "p", "q", start=START))
        == "Likely range: July 2027, an estimate for 8 in 10 people"
    )
    graph = graph_of_parts({"a": (10, ())}, {"p": (), "q": (("a",),)}, {("p", "q"): 6})
    graph.nodes["a"].update(hours_low=5, hours_high=20)
    same = "The date is the same whether study is quick or slow"
    assert describe_spread(mlgraph.plan(graph, "p", "q", start=START)) == same


def test_after_the_year_9999_the_spread_is_in_months():
    plan = mlgraph.plan(GRAPH, "p", "q", start=date(9999, 1, 1))
    assert describe_spread(plan) == "Likely range: 9 months to 20 months, an estimate for 8 in 10 people"


def test_a_sure_plan_says_its_chance():
    plan = mlgraph.plan(GRAPH, "p", "q", sure=0.8, start=START)
    assert (
        describe_spread(plan)
        == "Each date holds with a chance of 80 %; you arrive by February 2028 with a chance of 50 %"
    )


def test_a_deadline_says_its_chance():
    def said(*until):
        found = mlgraph.deadline(GRAPH, "p", "q", START, date(*until))
        return describe_chance(found)

    assert said(2028, 1, 1) == "The chance to arrive by 1 Jan 2028 is 37 %"
    assert said(2027, 9, 1) == "With luck (6 %) you make it"
    assert said(2027, 2, 1) == "The chance to arrive by 1 Feb 2027 is less than 1 %"
    assert said(2035, 1, 1) == "The chance to arrive by 1 Jan 2035 is over 99 %"
    certain = graph_of_parts({}, {"p": (), "q": ()}, {("p", "q"): 6})
    assert describe_chance(mlgraph.deadline(certain, "p", "q", START, date(2028, 1, 1))) == ""


def test_the_text_of_a_plan_has_the_chance_of_its_deadline():
    plan = mlgraph.plan(GRAPH, "p", "q", start=START)
    kept = mlgraph.deadline(GRAPH, "p", "q", START, date(2028, 1, 1))
    assert f"{describe_chance(kept)}." in remove_escapes(render_plan(plan, None, kept)).replace("\n", " ")
