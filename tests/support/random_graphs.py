"""Graphs built from parts: random ones, and hard ones."""

import random

import networkx as nx

OBJECTIVES = ("months", "hours", "moves")
HOURS = ([0, 0, 1], [0, 1, 10, 100], [43.5, 87, 1, 2], [0.1, 0.2, 0.3], [40, 80, 120])
MONTHS = ([0], [0, 1, 2], [1, 2, 3, 12], [0.5, 1, 10, 20])


def graph_of_parts(skills, positions, moves, posts=None):
    """Build a graph from {id: (hours, needs)}, {id: needs}, {(source, target): months} and {id: further attributes}.

    A position without further attributes is a role; with None for them, it is a stage.
    """
    graph, posts = nx.DiGraph(), posts or {}
    for name, (hours, needs) in skills.items():
        graph.add_node(name, kind="skill", title=name, aliases=(), hours=hours, needs=needs)
    for name, needs in positions.items():
        further = posts.get(name, {})
        kind = "stage" if further is None else "role"
        graph.add_node(name, kind=kind, title=name, aliases=(), needs=needs, **(further or {}))
    for name, needs in graph.nodes(data="needs"):
        for group in needs:
            graph.add_edges_from(((s, name) for s in group), relation="needed_for", required=len(group) == 1)
    for (source, target), months in moves.items():
        low, likely, high = months if isinstance(months, tuple) else (None, months, None)
        graph.add_edge(source, target, relation="leads_to", months=likely)
        if low is not None:
            graph.edges[source, target].update(months_low=low, months_high=high)
    fields = sorted(
        {
            field
            for post in posts.values()
            if post
            for field in (*post.get("experience", ()), *post.get("counts_as", ()))
        }
    )
    if fields:
        graph.graph["experience"] = {field: {"title": field} for field in fields}
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


def random_posts(seed, parts, stages=0.25):
    """Return random further attributes of positions: stages, experience, what counts, and what is taught.

    Zero months, ties and fields that nothing counts as are among them.
    """
    rng = random.Random(-seed - 77)
    skills, positions, _ = parts
    months = rng.choice(([0, 1, 2, 3], [1, 6, 12, 24], [0.5, 2.5, 10, 30]))
    fields = ["f", "g", "h"][: rng.choice([1, 1, 2, 2, 2, 3])]
    taught = rng.sample(list(skills), min(len(skills), rng.choice([0, 1, 1, 2])))
    posts = {}
    for position in positions:
        if rng.random() < stages:
            posts[position] = None
            continue
        asked = {field: rng.choice(months) for field in fields if rng.random() < 0.4}
        counts = tuple(field for field in fields if rng.random() < 0.5)
        teaches = {skill: rng.choice(months) for skill in taught if rng.random() < 0.4}
        attributes = {"experience": asked, "counts_as": counts, "teaches": teaches}
        posts[position] = {key: value for key, value in attributes.items() if value}
    return posts


def random_person(seed, posts):
    """Return the experience and the months in the post of a random person at a position."""
    rng = random.Random(seed + 777)
    fields = sorted(
        {
            field
            for post in posts.values()
            if post
            for field in (*post.get("experience", ()), *post.get("counts_as", ()))
        }
    )
    experience = {field: rng.choice([0, 1, 5, 12]) for field in fields if rng.random() < 0.25}
    return experience, rng.choice([0, 0, 0, 1, 2.5, 12])


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
