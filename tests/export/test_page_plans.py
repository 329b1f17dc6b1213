"""Tests of the search for the plans of a page in one file."""

from datetime import date

import pytest

import mlgraph
from mlgraph.errors import MlgraphError
from mlgraph.export.page_plans import find_plans
from mlgraph.model import POSITIONS
from mlgraph.web.openapi import Problem
from mlgraph.web.panel import PlanText
from support.paths import FORTY

START = date(2027, 1, 1)


@pytest.fixture(scope="module")
def graph():
    return mlgraph.load(FORTY)


def test_processes_find_the_same_plans_in_the_same_order(graph):
    positions = [node for node in graph if graph.nodes[node]["kind"] in POSITIONS]
    sources = positions[:12]
    together = find_plans(graph, sources, positions, START)
    apart = {}
    for source in sources:  # too few plans for further processes
        apart |= find_plans(graph, [source], positions, START)
    assert list(together) == list(apart)
    assert together == apart
    assert {type(each) for each in together.values()} <= {PlanText, Problem}


def test_the_end_of_a_process_is_reported(graph):
    with pytest.raises(MlgraphError, match="a process has ended while it searched for plans"):
        find_plans(graph, ["beginner"] * 20, ["no position"] * 20, START)
