"""Tests of forced skills, possible needs and dependents, against the definition with sets of skills."""

from graphlib import TopologicalSorter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.requirements import (
    find_dependents,
    find_forced_masks,
    find_layers_before,
    list_prerequisites,
    open_choices,
)
from mlgraph.search.bitset import list_ranks
from mlgraph.search.compiled import NamedGraph
from support.random_graphs import graph_of_parts, random_parts

random_graphs = st.integers(0, 10**6).map(lambda seed: graph_of_parts(*random_parts(seed, skills=(3, 8))))


def can_be_met(graph, node, without):
    """Return whether a node can be learned without the skill `without`."""
    needs = graph.nodes[node]["needs"]
    return node != without and all(any(can_be_met(graph, skill, without) for skill in group) for group in needs)


def may_need(graph, node):
    """Return all skills that a node lists or that these may need."""
    listed = {*chain(*graph.nodes[node]["needs"])}
    return listed.union(*(may_need(graph, skill) for skill in listed))


def forced_by(graph, node):
    return {other for other in graph if other != node and not can_be_met(graph, node, other)}


@given(random_graphs)
def test_prerequisites_are_the_skills_that_no_choice_avoids(graph):
    for node in graph:
        found = list_prerequisites(graph, node)
        assert sorted(found) == sorted(forced_by(graph, node)), node


@given(random_graphs)
def test_prerequisites_are_in_topological_order(graph):
    for node in graph:
        found = list_prerequisites(graph, node)
        assert all(not {*found[place:]} & forced_by(graph, skill) for place, skill in enumerate(found))


@given(random_graphs)
def test_the_compiled_graph_has_the_same_prerequisites(graph):
    compiled = NamedGraph(graph)
    for node in graph:
        rank = compiled.rank[node]
        is_skill = graph.nodes[node]["kind"] == "skill"
        mask = (compiled.skill_needs[rank] if is_skill else compiled.find_needs(rank)).forced
        assert {compiled.skills[skill] for skill in list_ranks(mask)} == {*list_prerequisites(graph, node)}, node


@given(random_graphs)
def test_the_compiled_graph_has_the_same_possible_needs(graph):
    compiled = NamedGraph(graph)
    for position in compiled.positions:
        found = {compiled.skills[skill] for skill in list_ranks(compiled.may_need(compiled.rank[position]))}
        assert found == may_need(graph, position)


@given(random_graphs)
def test_masks_have_the_bits_of_all_forced_skills(graph):
    needs = {node: graph.nodes[node]["needs"] for node in graph}
    order = list(TopologicalSorter({node: {*chain(*needs[node])} for node in graph}).static_order())
    masks = find_forced_masks(
        {node: needs[node] for node in order}, {node: 1 << place for place, node in enumerate(order)}
    )
    assert {node: {order[bit] for bit in list_ranks(mask)} for node, mask in masks.items()} == {
        node: {node, *forced_by(graph, node)} for node in graph
    }


@given(random_graphs)
def test_the_layers_before_a_node_are_its_possible_needs(graph):
    for node in graph:
        layers = list(find_layers_before(graph, (node,)))
        assert sorted(chain(*layers)) == sorted(may_need(graph, node))
        for nearer, farther in zip([[node], *layers], layers, strict=False):
            assert {*farther} <= {*chain(*(group for name in nearer for group in graph.nodes[name]["needs"]))}


@given(random_graphs)
def test_a_skill_opens_what_may_need_it(graph):
    for skill in (node for node in graph if graph.nodes[node]["kind"] == "skill"):
        assert find_dependents(graph, (skill,)) == {node for node in graph if skill in may_need(graph, node)}


@given(random_graphs, st.sets(st.integers(0, 8).map("s{}".format), max_size=3))
def test_a_met_requirement_opens_nothing(graph, known):
    plain = graph.copy()
    for _, attributes in plain.nodes(data=True):
        attributes["needs"] = tuple(group for group in attributes["needs"] if known.isdisjoint(group))
    for skill in (node for node in graph if graph.nodes[node]["kind"] == "skill"):
        assert find_dependents(graph, (skill,), known) == {node for node in plain if skill in may_need(plain, node)}


@given(random_graphs)
def test_choices_stay_open_where_no_prerequisite_meets_them(graph):
    for node in graph:
        skills = forced_by(graph, node)
        listed = {group for name in (node, *skills) for group in graph.nodes[name]["needs"]}
        assert {*open_choices(graph, node, skills)} == {group for group in listed if skills.isdisjoint(group)}


@pytest.mark.slow
def test_the_bundled_graph_agrees_with_the_definition(ml):
    assert all({*list_prerequisites(ml, node)} == forced_by(ml, node) for node in ml)


@pytest.mark.parametrize("walk", [lambda g: [*chain(*find_layers_before(g, ()))], lambda g: [*find_dependents(g, ())]])
def test_no_nodes_have_no_layers_and_no_dependents(ml, walk):
    assert walk(ml) == []
