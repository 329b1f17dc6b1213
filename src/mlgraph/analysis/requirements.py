"""What a node requires whichever alternatives one takes, and what requires it."""

from collections.abc import Set
from functools import reduce
from operator import and_, or_

import networkx as nx

from mlgraph.model import Graph


def edges_of(graph: Graph, relation: str) -> Graph:
    """Return a view of a graph with the arrows of one relation only, for the algorithms of networkx."""
    view: Graph = nx.subgraph_view(graph, filter_edge=lambda u, v: graph.edges[u, v]["relation"] == relation)
    return view


def opened(graph: Graph, skill: str, known: Set[str] = frozenset()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the roles and the skills that need a skill, directly or by way of others, at least as an alternative.

    Alternatives of which one is `known` need no other.
    """

    def needs(other: str, node: str) -> bool:
        return not known or any(node in group and known.isdisjoint(group) for group in nodes[other]["needs"])

    nodes, waiting = graph.nodes, [skill]
    further: set[str] = set()
    while waiting:
        node = waiting.pop()
        others = graph.adj[node] if nodes[node]["kind"] == "skill" else ()
        needers = {other for other in others if other not in further and needs(other, node)}
        waiting += needers
        further.update(needers)
    roles, skills = (tuple(sorted(n for n in further if nodes[n]["kind"] == kind)) for kind in ("role", "skill"))
    return roles, skills


def required(graph: Graph, node: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the skills that a node needs whatever one chooses, in an order of learning, and the choices left open."""
    skills = dict.fromkeys(prerequisites(graph, node))
    groups = (group for needer in (node, *skills) for group in graph.nodes[needer]["needs"])
    return tuple(skills), tuple(dict.fromkeys(group for group in groups if skills.keys().isdisjoint(group)))


def prerequisites(graph: Graph, node: str) -> list[str]:
    """Return the skills that a node needs whichever alternatives one takes, in an order of learning."""
    needed_for = edges_of(graph, "needed_for")
    order = list(nx.lexicographical_topological_sort(needed_for.subgraph({node, *nx.ancestors(needed_for, node)})))
    sets: dict[str, int] = {}
    for rank, name in enumerate(order):
        groups = (reduce(and_, map(sets.__getitem__, group)) for group in graph.nodes[name]["needs"])
        sets[name] = reduce(or_, groups, 1 << rank)
    return [name for rank, name in enumerate(order) if sets[node] >> rank & 1 and name != node]
