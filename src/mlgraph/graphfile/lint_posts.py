"""Warnings about mistakes in experience, in taught and usual skills, in programmes, and in moves to stages.

A post is a role that a person holds. A stage is a position that is not a job.
"""

from collections.abc import Iterator

import networkx as nx

from mlgraph.graphfile.positions import Key
from mlgraph.model import POSITIONS, Graph, find_ways, list_targets
from mlgraph.printable import sanitize
from mlgraph.requirements import list_prerequisites

Finding = tuple[Key, str, str]  # the key, the problem and the fix


def find_post_findings(graph: Graph) -> Iterator[Finding]:
    """Yield warnings about likely mistakes in experience, taught and usual skills, and months of moves to stages."""
    nodes = graph.nodes
    counting: dict[str, list[str]] = {field: [] for field in graph.graph.get("experience", {})}
    for role in sorted(graph):
        for field in nodes[role].get("counts_as", ()):
            counting[field].append(role)
    for field, roles in counting.items():
        if not roles:
            yield ("experience", field), "no role counts as this field", "name it in `counts_as`, or remove it"
    ways = find_ways(graph) if counting else graph
    barred = _find_barred(graph, ways) if counting else {}
    for node in sorted(graph):
        if nodes[node]["kind"] in POSITIONS and not nodes[node].get("programme"):
            yield from _find_stage_moves(graph, node)
        if nodes[node]["kind"] == "role":
            yield from _find_missing_experience(graph, ways, node, counting, barred.get(node, set()))
            yield from _find_useless_teaching(graph, node)
            yield from _find_needed_usual_skills(graph, node)
            if nodes[node].get("programme") and not list_targets(graph, node):
                message = "is a programme, which one leaves by its own moves only, but has no move"
                yield ("role", node, "programme"), message, "write its moves in `leads_to`, or remove `programme`"


def _find_stage_moves(graph: Graph, node: str) -> Iterator[Finding]:
    for target, months in list_targets(graph, node).items():
        if months and graph.nodes[target]["kind"] == "stage":
            message = f"takes {months:g} months to reach {sanitize(target)}, a stage, which takes none"
            fix = "write 0 months, since a person who meets the needs of a stage has reached it"
            yield (graph.nodes[node]["kind"], node, "leads_to", target), message, fix


def _find_missing_experience(
    graph: Graph, ways: Graph, role: str, counting: dict[str, list[str]], barred: set[str]
) -> Iterator[Finding]:
    if not ways.pred[role]:
        return  # no move leads to this role, so its experience describes people who begin there
    for field, months in graph.nodes[role].get("experience", {}).items():
        if not months or not counting[field]:
            continue
        key, message = ("role", role, "experience", field), f"asks for experience in {sanitize(field)}"
        if not _may_count_before(ways, role, set(counting[field])):
            yield key, f"{message}, but no role that counts as it leads there", "add a move from one, or ask for less"
        elif field in barred:
            yield key, f"{message}, but nobody can enter a role that counts as it", "ask for less in one of the two"


def _find_barred(graph: Graph, ways: Graph) -> dict[str, set[str]]:
    """Return the fields that bar people from roles, since they gain no experience in the field in any role before.

    People begin at a stage, or in a role to which no move leads.
    """
    nodes = graph.nodes
    entered = {node for node in ways if nodes[node]["kind"] == "stage" or not ways.pred[node]}
    gained = {field for node in entered for key in ("experience", "counts_as") for field in nodes[node].get(key, ())}
    while True:
        next_roles = [role for role in ways.nodes - entered if not entered.isdisjoint(ways.pred[role])]
        asked = {role: nodes[role].get("experience", {}) for role in next_roles}
        barred = {role: {field for field in asked[role] if asked[role][field]} - gained for role in next_roles}
        new = {role for role, fields in barred.items() if not fields}
        if not new:
            return barred
        entered |= new
        gained |= {field for role in new for field in nodes[role].get("counts_as", ())}


def _may_count_before(ways: Graph, role: str, counting: set[str]) -> bool:
    """Return whether a path leads from one of the roles `counting` to `role`, and passes `role` only at its end."""
    if not counting.isdisjoint(ways.pred[role]):
        return True  # the usual case: a role in `counting` leads directly to this role
    others: Graph = ways.copy()
    others.remove_edges_from(list(ways.out_edges(role)))
    before: set[str] = nx.ancestors(others, role)
    return not counting.isdisjoint(before)


def _find_useless_teaching(graph: Graph, role: str) -> Iterator[Finding]:
    taught = graph.nodes[role].get("teaches", {})
    needed = list_prerequisites(graph, role) if taught else ()
    stays = [
        graph.edges[role, target].get("months_high", months) for target, months in list_targets(graph, role).items()
    ]
    for skill, months in taught.items():
        key = ("role", role, "teaches", skill)
        if skill in needed:
            yield key, f"teaches {sanitize(skill)}, which it needs on arrival", "remove one of the two"
        elif stays and months > max(stays):
            message = f"teaches {sanitize(skill)} after {months:g} months"
            stay = f"every move from it comes after {max(stays):g} months or less"
            yield key, f"{message}, but {stay}", "write fewer months, or remove it"


def _find_needed_usual_skills(graph: Graph, role: str) -> Iterator[Finding]:
    usual = graph.nodes[role].get("usual_skills", ())
    needed = list_prerequisites(graph, role) if usual else ()
    for index, skill in enumerate(usual):
        if skill in needed:
            message = f"lists {sanitize(skill)} in usual_skills, which it needs anyway"
            yield ("role", role, "usual_skills", index), message, "remove one of the two"
