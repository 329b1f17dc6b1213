"""The order of stages, and the posts that lie below both ends of a plan."""

from collections.abc import Iterator

import networkx as nx

from mlgraph.model import Graph


def find_earlier_stages(graph: Graph) -> dict[str, set[str]]:
    """Return, for each stage, the stages that lead to it, directly or through other stages, but not back."""
    stages = graph.subgraph(name for name, node in graph.nodes(data=True) if node["kind"] == "stage")
    leading = {stage: nx.ancestors(stages, stage) for stage in stages}
    return {stage: {other for other in leading[stage] if stage not in leading[other]} for stage in stages}


def list_posts_below(graph: Graph, source: str, target: str) -> Iterator[frozenset[str]]:
    """Yield the posts whose stages come before the stages of two positions, then again without those of the latest.

    The function yields nothing if one of the positions is not a role with a stage. The function also yields nothing if
    the first position is a programme of study, which a junior post may follow.
    """
    if graph.nodes[source].get("programme"):
        return
    before = find_earlier_stages(graph)
    earlier = set.intersection(*(before.get(graph.nodes[end].get("stage", ""), set()) for end in (source, target)))
    while earlier:
        yield frozenset(name for name, role in graph.nodes(data=True) if role.get("stage") in earlier)
        latest = max(len(before[stage]) for stage in earlier)
        earlier = {stage for stage in earlier if len(before[stage]) < latest}
