"""AND-OR prerequisites: the skills that a node always needs, and the skills that it may need.

A node needs each of its requirements (AND). A requirement lists skills, and any one of these skills is enough (OR). A
skill is forced for a node if the node needs the skill whichever alternatives a person takes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import reduce
from itertools import chain
from operator import and_, or_
from typing import TypeVar

import networkx as nx

from mlgraph.model import Graph

Node = TypeVar("Node")


def intersect_alternatives(alternatives: Iterable[Node], mask_of: Callable[[Node], int]) -> int:
    """Return a bit mask with the bits that the bit masks of all alternatives of a requirement have in common."""
    return reduce(and_, map(mask_of, alternatives))


def find_forced_masks(needs: Mapping[Node, Iterable[Iterable[Node]]], own: Mapping[Node, int]) -> dict[Node, int]:
    """Return a bit mask for each node, with the bits of the node itself and of its forced skills.

    `needs` has the requirements of each node, and must list each node after the skills that the node needs. `own` has
    the bit of each node itself.
    """
    masks: dict[Node, int] = {}
    for node, requirements in needs.items():
        masks[node] = reduce(or_, [intersect_alternatives(each, masks.__getitem__) for each in requirements], own[node])
    return masks


def list_prerequisites(graph: Graph, node: str) -> tuple[str, ...]:
    """Return the ids of the forced skills of a node, each skill after the skills that it needs."""
    nodes = graph.nodes
    possible: nx.DiGraph[str] = nx.DiGraph()  # faster than a subgraph view
    possible.add_node(node)
    for name in (node, *chain.from_iterable(find_layers_before(graph, (node,)))):
        possible.add_edges_from((skill, name) for group in nodes[name]["needs"] for skill in group)
    order = list(nx.lexicographical_topological_sort(possible))
    needs = {name: nodes[name]["needs"] for name in order}
    mask = find_forced_masks(needs, {name: 1 << rank for rank, name in enumerate(order)})[node]
    return tuple(name for rank, name in enumerate(order) if mask >> rank & 1 and name != node)


def open_choices(graph: Graph, node: str, before: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Return the requirements of a node that leave a person a choice, since no forced skill meets them.

    The function also looks at the requirements of the skills in `before`, which are the forced skills of the node.
    """
    had = frozenset(before)
    groups = (group for needer in (node, *before) for group in graph.nodes[needer]["needs"])
    return tuple(dict.fromkeys(group for group in groups if had.isdisjoint(group)))


def find_layers_before(graph: Graph, nodes: Iterable[str]) -> Iterator[list[str]]:
    """Yield the skills that given nodes may need, in lists, the skills nearest to the nodes first.

    The first yielded list has the skills in the requirements of the given nodes. The second yielded list has the skills
    in the requirements of the skills in the first list, and so on.
    """
    layer = list(nodes)
    seen = set(layer)
    while layer:
        needed = (skill for name in layer for group in graph.nodes[name]["needs"] for skill in group)
        layer = [skill for skill in dict.fromkeys(needed) if skill not in seen]
        seen.update(layer)
        if layer:
            yield layer


def find_dependents(graph: Graph, skills: Iterable[str], known: Set[str] = frozenset()) -> set[str]:
    """Return the nodes that may need one of the given skills, directly or through other skills.

    A requirement that a skill in `known` meets does not count as a need.
    """

    def needs(other: str, skill: str) -> bool:
        return not known or any(skill in group and known.isdisjoint(group) for group in nodes[other]["needs"])

    nodes, waiting = graph.nodes, list(skills)
    found: set[str] = set()
    while waiting:
        node = waiting.pop()
        others = graph.adj[node] if nodes[node]["kind"] == "skill" else ()
        needers = {other for other in others if other not in found and needs(other, node)}
        waiting += needers
        found |= needers
    return found
