"""Tests of the search for the plans of a page in one file."""

from datetime import date
from itertools import pairwise

import pytest

from mlgraph.errors import MlgraphError
from mlgraph.export.page_plans import begin_search
from mlgraph.planning.plan import Plan
from mlgraph.web.openapi import Problem
from mlgraph.web.panel import PlanText
from support.random_graphs import graph_of_parts

START = date(2027, 1, 1)


def find_plans(graph, sources, targets):
    with begin_search(graph, sources, targets, START) as collect:
        return collect()


def test_each_pair_of_positions_has_its_plan_or_the_reason_why_there_is_none():
    found = find_plans(graph_of_parts({}, {"a": (), "b": ()}, {("a", "b"): 2}), ["a", "b"], ["a", "b"])
    assert [(pair, type(each)) for pair, each in found.items()] == [
        ("a a", PlanText),
        ("a b", PlanText),
        ("b a", Problem),
        ("b b", PlanText),
    ]


def test_no_plan_is_rendered_for_the_terminal(monkeypatch):
    monkeypatch.setattr(Plan, "__str__", None)
    found = find_plans(graph_of_parts({}, {"a": (), "b": ()}, {("a", "b"): 2}), ["a"], ["a", "b"])
    assert {type(each) for each in found.values()} == {PlanText}


@pytest.mark.process
def test_processes_find_the_same_plans_in_the_same_order():
    positions = [f"p{number:02}" for number in range(21)]
    needs = {position: ((f"s{number}",),) for number, position in enumerate(positions)}
    skills = {skill: (5, ()) for ((skill,),) in needs.values()}
    graph = graph_of_parts(skills, needs, dict.fromkeys(pairwise(positions), 2))
    sources = positions[:20]
    together = find_plans(graph, sources, positions)
    apart = {}
    for source in sources:  # too few plans for further processes
        apart |= find_plans(graph, [source], positions)
    assert list(together) == list(apart)
    assert together == apart
    assert {type(each) for each in together.values()} <= {PlanText, Problem}


@pytest.mark.process
def test_the_end_of_a_process_is_reported(forty):
    with pytest.raises(MlgraphError, match="a process has ended while it searched for plans"):
        find_plans(forty, ["beginner"] * 20, ["no position"] * 20)
