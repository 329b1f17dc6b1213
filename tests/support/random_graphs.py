"""Builders of random graphs and of hard graphs."""

import random
from itertools import pairwise

import networkx as nx

OBJECTIVES = ("months", "hours", "moves")
HOURS = ([0, 0, 1], [0, 1, 10, 100], [43.5, 87, 1, 2], [0.1, 0.2, 0.3], [40, 80, 120])
MONTHS = ([0], [0, 1, 2], [1, 2, 3, 12], [0.5, 1, 10, 20])
# shares whose products tie, and that are nearly the same
SHARES = (0.5, 0.25, 0.125, 0.2, 0.4, 0.8, 0.1, 0.01, 1.0)


def graph_of_parts(skills, positions, moves, posts=None):
    """Build a graph from {id: (hours, needs)}, {id: needs}, {(source, target): months} and {id: more attributes}.

    `posts` has more attributes of positions. If a position has the value None there, it is a stage, and otherwise a
    role.
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
            for field in (*post.get("experience", ()), *post.get("usual_experience", ()), *post.get("counts_as", ()))
        }
    )
    if fields:
        graph.graph["experience"] = {field: {"title": field} for field in fields}
    return graph


def random_parts(seed, skills=(0, 5), positions=(2, 5), share=0.45):
    """Return the parts of a random graph with cycles, ties, zeros and alternatives, in random order.

    `skills` and `positions` are ranges for their numbers. `share` is the share of pairs of positions that have a move.
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
        }  # a requirement with one of these would already be met, and such a graph is refused
        return tuple(group for group in groups if len(group) == 1 or alone.isdisjoint(group))

    return (
        {skill: (rng.choice(hours), needs(skills[:rank], 2)) for rank, skill in enumerate(skills)},
        {position: needs(skills, 3) for position in positions},
        {(a, b): rng.choice(months) for a in positions for b in positions if a != b and rng.random() < share},
    )


def random_posts(seed, parts, stages=0.25):
    """Return random attributes of positions, such as their experience, and the skills that they teach.

    Among the values are zero months, ties, and fields in which no position counts.
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
    add_usual_experience(seed, posts, fields, months)
    add_usual_skills(seed, posts, skills)
    add_programmes(seed, posts)
    return posts


def add_usual_experience(seed, posts, fields, months):
    """Give some posts in some graphs a usual experience, which is as much as the posts ask for or more."""
    rng = random.Random(f"arrive {seed}")
    for post in posts.values() if rng.random() < 0.4 else ():
        usual = {field: rng.choice(months) for field in fields if rng.random() < 0.4} if post is not None else {}
        if usual:
            asked = post.get("experience", {})
            post["usual_experience"] = {field: asked.get(field, 0) + more for field, more in usual.items()}


def add_usual_skills(seed, posts, skills):
    """Give some posts in some graphs usual skills. The posts may also ask for or teach some of these."""
    rng = random.Random(f"usual {seed}")
    for post in posts.values() if rng.random() < 0.4 else ():
        usual = tuple(skill for skill in skills if rng.random() < 0.3) if post is not None else ()
        if usual:
            post["usual_skills"] = usual


def add_programmes(seed, posts):
    """Make programmes of study of some posts in some graphs."""
    rng = random.Random(f"programme {seed}")
    for post in posts.values() if rng.random() < 0.3 else ():
        if post is not None and rng.random() < 0.4:
            post["programme"] = True


def random_person(seed, posts):
    """Return a random person's experience and months in post."""
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
    """Return a hard graph of layers. Each position leads to all of the next layer, and needs random skills."""
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


def with_shares(graph, seed):
    """Return a graph on which people were counted who made most of the moves to roles."""
    rng, counted = random.Random(seed), nx.DiGraph(graph)
    for source, target, edge in sorted(counted.edges(data=True), key=lambda each: each[:2]):
        if edge["relation"] == "leads_to" and counted.nodes[target]["kind"] == "role" and rng.random() < 0.8:
            counted.edges[source, target].update(share=rng.choice(SHARES), people=30)
    return counted


def with_texts(graph):
    for _, attributes in graph.nodes(data=True):
        attributes |= {"about": "", "cites": ()}
    graph.graph["sources"] = {}
    return graph


def random_career(seed, positions=(5, 8)):
    """Return a random graph in which experience and teaching matter, with two positions and a person.

    A short way leads from the source to the target, and there are few or many other moves. There are four kinds of
    graphs. In the first, the target asks for experience in several fields, each post counts in at most one field, and
    few posts need skills. The second is similar, but has two ways that join before the target, in half of the graphs at
    a stage. The third has many stages, and posts that teach skills that take long to study. The fourth has all of this.
    """
    rng = random.Random(f"career {seed}")
    kind = rng.choice(["fields", "twins", "lessons", "all", "all"])
    months = rng.choice(([0, 1, 2], [1, 2, 3, 6], [3, 6, 12], [0.5, 1, 2.5], [0, 0, 4]))
    asked = rng.choice(([1, 2, 4], [6, 9, 12], [3, 5, 8, 13], [0.5, 2, 7.5]))
    hours = rng.choice(([0, 1, 10], [43.5, 87, 174], [40, 200, 800], [100, 300]))
    names = [f"p{rank}" for rank in rng.sample(range(max(9, positions[1])), rng.randint(*positions))]
    way = names[: rng.randint(2, min(5, len(names)))]
    count, ways, stages, most_needs = rng.choice([1, 2, 3, 4, 5]), rng.choice([1, 1.6, 2.6]), 0.2, [0, 1, 2, 3]
    fields = "fgh"[: rng.choice([1, 2, 2, 2, 3, 3])]
    if kind == "twins" and len(names) > 4:
        way, ways, most_needs = [names[0], *names[3::2], names[1], names[2]], 0.5, [0, 0, 1]
    if kind in ("fields", "twins"):
        count, fields, stages, most_needs = rng.choice([0, 1, 2]), rng.choice(["fg", "fg", "fgh"]), 0.05, [0, 0, 1]
        ways = rng.choice([1.6, 2.6]) if kind == "fields" else 0.5
        asked = rng.choice([asked, [max(months) * 2, max(months) * 3], [sum(months), 2 * sum(months)]])
    elif kind == "lessons":
        count, fields, stages, most_needs = rng.choice([1, 2, 3]), rng.choice(["", "f"]), 0.4, [0, 1, 1, 2]
        hours, asked = [max(months) * 50 + 40, max(months) * 100 + 40], [each for each in months if each] * 2 + asked
    skills = [f"s{rank}" for rank in rng.sample(range(9), count)]
    taught = (
        [] if kind == "fields" or rng.random() < 0.3 else rng.sample(skills, min(len(skills), rng.choice([1, 1, 2, 3])))
    )
    others = [names[0], *names[4::2], names[1]] if kind == "twins" and len(names) > 4 else ()  # a way that joins `way`
    moves = {move: rng.choice(months) for move in (*pairwise(way), *pairwise(others))}
    moves |= {(a, b): rng.choice(months) for a in names for b in names if a != b and rng.random() < ways / len(names)}
    needs = {}
    for rank, name in enumerate(skills):
        needs[name] = rng.choice(hours), _groups(rng, skills[:rank], rng.choice([0, 0, 1, 2]))
    posts = {}
    for name in names:
        share = 0.5 if others and name == others[-1] else stages / 2 if name in (way[0], way[-1]) else stages
        if rng.random() < share:
            posts[name] = None
            continue
        is_simple = kind in ("fields", "twins")
        share = 0.8 if name == way[-1] else 0.1 if is_simple else 0.2
        counts = rng.sample(fields, rng.randint(0, min(len(fields), 1 if is_simple else 3)))
        attributes = {
            "experience": {field: rng.choice(asked) for field in fields if rng.random() < share},
            "counts_as": tuple(sorted(counts)),
            "teaches": {skill: rng.choice(asked) for skill in taught if rng.random() < 0.5},
        }
        posts[name] = {key: value for key, value in attributes.items() if value}
    givers = [name for name in names if posts[name] is not None and name != way[-1]]
    for field in (posts[way[-1]] or {}).get("experience", ()) if givers else ():
        giver = posts[rng.choice(givers)]
        if rng.random() < 0.8 and field not in giver.get("experience", ()):
            giver["counts_as"] = tuple({**dict.fromkeys(giver.get("counts_as", ())), field: None})
    add_usual_experience(seed, posts, fields, asked)
    add_usual_skills(seed, posts, skills)
    add_programmes(seed, posts)
    needed = {name: _groups(rng, skills, rng.choice(most_needs)) for name in names}
    needed[way[-1]] = needed[way[-1]] or _groups(rng, skills, rng.choice([0, 1]))
    graph = graph_of_parts(needs, needed, moves, posts)
    known = graph.graph.get("experience", ())
    person = {
        "experience": {field: rng.choice([0, 1, 3, 5]) for field in known if rng.random() < 0.25},
        "months_in_post": 0 if posts[way[0]] is None else rng.choice([0, 0, 0, 1, 2.5, 6]),
        "have": rng.sample(skills, min(len(skills), rng.choice([0, 0, 0, 1, 2]))),
        "pace": rng.choice([10, 10, 1, 2.5, 40]),
    }
    return graph, way[0], way[-1], person


def random_conditions(seed, graph, source, target):
    """Return random names for `via` and `avoid`. Also return the target, which in some cases is the source."""
    rng = random.Random(f"conditions {seed}")
    others = [name for name in sorted(graph) if name not in (source, target)]
    skills = [name for name in others if graph.nodes[name]["kind"] == "skill"]
    avoid = rng.sample(others, min(len(others), rng.choice([0, 1, 2])))
    avoid += [name for name in rng.sample(skills, min(len(skills), rng.choice([0, 0, 1, 3]))) if name not in avoid]
    free = [name for name in others if name not in avoid]
    positions = [name for name in free if name not in skills]
    via = rng.sample(positions, min(len(positions), rng.choice([0, 0, 1])))
    free = [name for name in skills if name not in avoid]
    via += rng.sample(free, min(len(free), rng.choice([0, 0, 1, 2])))
    return {"via": via, "avoid": avoid}, source if rng.random() < 0.15 else target


def _groups(rng, among, most):
    """Return random requirements. No requirement follows from another one."""
    sizes = (rng.choice([1, 1, 2, 2, 3]) for _ in range(most if among else 0))
    groups = {tuple(rng.sample(among, min(size, len(among)))): None for size in sizes}
    alone = {group[0] for group in groups if len(group) == 1}
    return tuple(group for group in groups if len(group) == 1 or alone.isdisjoint(group))
