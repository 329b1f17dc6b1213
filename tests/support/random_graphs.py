"""Graphs built from parts: random ones, and hard ones."""

import random

import networkx as nx

OBJECTIVES = ("months", "hours", "moves")
HOURS = ([0, 0, 1], [0, 1, 10, 100], [43.5, 87, 1, 2], [0.1, 0.2, 0.3], [40, 80, 120])
MONTHS = ([0], [0, 1, 2], [1, 2, 3, 12], [0.5, 1, 10, 20])


def graph_of_parts(skills, positions, moves):
    """Build a graph from {id: (hours, needs)}, {id: needs} and {(source, target): months}."""
    graph = nx.DiGraph()
    for name, (hours, needs) in skills.items():
        graph.add_node(name, kind="skill", title=name, aliases=(), hours=hours, needs=needs)
    for name, needs in positions.items():
        graph.add_node(name, kind="role", title=name, aliases=(), needs=needs)
    for name, needs in graph.nodes(data="needs"):
        for group in needs:
            graph.add_edges_from(((s, name) for s in group), relation="needed_for", required=len(group) == 1)
    for (source, target), months in moves.items():
        graph.add_edge(source, target, relation="leads_to", months=months)
    return graph


def random_parts(seed, skills=(0, 5), positions=(2, 5), share=0.45):
    """Return the parts of a random graph with cycles, ties, zeros and alternatives, in random order.

    `skills` and `positions` are ranges of their numbers. `share` is the share of pairs of positions with a move.
    """
    rng = random.Random(seed)
    skills = [f"s{rank}" for rank in rng.sample(range(9 if skills[1] < 9 else 99), rng.randint(*skills))]
    positions = [f"p{rank}" for rank in rng.sample(range(9 if positions[1] < 9 else 99), rng.randint(*positions))]
    hours, months = rng.choice(HOURS), rng.choice(MONTHS)

    def needs(among, most):
        sizes = (rng.choice([1, 1, 2, 2, 3]) for _ in range(rng.randint(0, most) if among else 0))
        groups = {tuple(rng.sample(among, min(size, len(among)))): None for size in sizes}
        alone = {
            group[0] for group in groups if len(group) == 1
        }  # a requirement with one of these is already met, so the graph would be refused
        return tuple(group for group in groups if len(group) == 1 or alone.isdisjoint(group))

    return (
        {skill: (rng.choice(hours), needs(skills[:rank], 2)) for rank, skill in enumerate(skills)},
        {position: needs(skills, 3) for position in positions},
        {(a, b): rng.choice(months) for a in positions for b in positions if a != b and rng.random() < share},
    )


def layers(width, depth, seed=1):
    """Return a hard graph of layers: each position leads to the whole next layer, and needs random skills."""
    rng = random.Random(seed)
    skills = {f"s{n}": (rng.randint(1, 20), ()) for n in range(60)}
    positions, moves = {"a": (), "z": ()}, {}
    before = ["a"]
    for layer in range(depth):
        here = [f"p{layer}-{n}" for n in range(width)]
        positions |= {name: tuple((skill,) for skill in rng.sample(list(skills), 4)) for name in here}
        moves |= {(one, other): rng.randint(1, 30) for one in before for other in here}
        before = here
    moves |= {(one, "z"): 1 for one in before}
    return graph_of_parts(skills, positions, moves)


def with_texts(graph):
    for _, attributes in graph.nodes(data=True):
        attributes |= {"about": "", "cites": ()}
    graph.graph["sources"] = {}
    return graph
