"""The order of stages, and the posts that lie below both ends of a plan."""

from collections.abc import Iterator

import networkx as nx

from mlgraph.model import Graph


def find_earlier_stages(graph: Graph) -> dict[str, set[str]]:
    """Return, for each stage, the stages that lead to it, directly or through other stages.

    Two stages that lead to each other each come before the other.
    """
    stages = graph.subgraph(name for name, node in graph.nodes(data=True) if node["kind"] == "stage")
    return {stage: nx.ancestors(stages, stage) for stage in stages}


def list_posts_below(graph: Graph, source: str, target: str) -> Iterator[frozenset[str]]:
    """Yield the posts whose stages come before the stages of two positions, then again without those of the latest.

    The function yields nothing if one of the positions is not a role with a stage.
    """
    before = find_earlier_stages(graph)
    ends = {graph.nodes[end].get("stage", "") for end in (source, target)}
    earlier = set.intersection(*(before.get(end, set()) for end in ends))
    earlier = {stage for stage in earlier if not before[stage] & ends}
    while earlier:
        yield frozenset(name for name, role in graph.nodes(data=True) if role.get("stage") in earlier)
        latest = max(len(before[stage]) for stage in earlier)
        earlier = {stage for stage in earlier if len(before[stage]) < latest}
