"""Shortest distances and numbers of moves inside a set of positions, held against networkx."""

import random

import networkx as nx
import pytest

from mlgraph.errors import NoPlanInTimeError
from mlgraph.search.bitset import set_of
from mlgraph.search.budget import Budget
from mlgraph.search.distances import find_least_months, find_least_moves


def random_moves(seed):
    """Return the moves from each of some positions with their months, and a set of positions that may be passed."""
    rng = random.Random(seed)
    count = rng.randint(2, 9)
    moves = [
        {target: rng.choice([0, 1, 1, 2, 5]) for target in range(count) if target != at and rng.random() < 0.35}
        for at in range(count)
    ]
    return moves, {position for position in range(count) if rng.random() < 0.8}


@pytest.mark.parametrize("seed", range(60))
def test_networkx_finds_the_same(seed):
    moves, allowed = random_moves(seed)
    graph = nx.DiGraph(
        [(at, to, {"months": months}) for at, targets in enumerate(moves) for to, months in targets.items()]
    )
    graph.add_nodes_from(range(len(moves)))
    for origin in range(len(moves)):
        inside = graph.subgraph(allowed | {origin})
        by_months = [
            {months: set_of(to for to, own in targets.items() if own == months) for months in set(targets.values())}
            for targets in moves
        ]
        assert find_least_months(by_months, origin, set_of(allowed), Budget()) == nx.single_source_dijkstra_path_length(
            inside, origin, weight="months"
        )
        assert find_least_moves([set_of(targets) for targets in moves], origin, set_of(allowed), Budget()) == dict(
            nx.single_source_shortest_path_length(inside, origin)
        )


@pytest.mark.parametrize("search", [find_least_months, find_least_moves])
def test_a_spent_budget_ends_them(search):
    with pytest.raises(NoPlanInTimeError):
        search([{}] if search is find_least_months else [0], 0, 1, Budget(should_stop=lambda: True))
