"""Independent judge of plans and advice: an exhaustive search of walks and choices, straight from the definitions.

It shares no code with the planner, and works with fractions and sets of ids. It is fast enough for tiny graphs only.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import chain, combinations, pairwise
from operator import sub

Names = frozenset[str]


def best(graph, source, target, *, have=(), pace=10, objective="months", via=(), avoid=()):
    """Return (months, hours, steps, positions, learned before each) of the best plan, or None without any."""
    found = plans(graph, source, target, have=have, pace=pace, objective=objective, via=via, avoid=avoid)
    return found[0] if found else None


def best_few(graph, source, target, count, **options):
    """Return the best plan of each of the best `count` simple paths, the best first."""
    walks = {}
    for found in plans(graph, source, target, **options):
        if len(set(found[3])) == len(found[3]):
            walks.setdefault(tuple(found[3]), found)
    return list(walks.values())[:count]


def plans(graph, source, target, *, have=(), pace=10, objective="months", via=(), avoid=(), beside=()):
    """Return all plans, the best first; `beside` are skills in addition to the known and assumed ones."""
    known = known_for(graph, source, target, have=have, via=via, avoid=avoid) | set(beside)
    skills = {node for node in graph if graph.nodes[node]["kind"] == "skill"}
    wishes = frozenset(via) & skills, frozenset(via) - skills, frozenset(avoid) - known
    found = [plan(graph, walk, sets, known, pace) for walk, sets in ways(graph, [source], [known], target, wishes)]
    order = {"months": (0, 1, 2), "hours": (1, 0, 2), "moves": (2, 0, 1)}[objective]
    return sorted(found, key=lambda p: (*(p[place] for place in order), p[3], p[4]))


def known_for(graph, source, target, *, have=(), via=(), avoid=(), **_) -> Names:
    """Return the skills of a person at `source` with `have`, for a request of a plan.

    An assumption never picks an alternative because it is a forced skill of the target or of `via`.
    """
    settling = set(have) - needed_for(graph, target, via)
    return implied(graph, source, implied(graph, source, settling, avoid) | set(have), avoid)


def needed_for(graph, target, via=()) -> Names:
    """Return the forced skills of the target and of `via`."""
    needs = graph.nodes(data="needs")
    skills = {node for node in graph if graph.nodes[node]["kind"] == "skill"}

    def is_met(node, left):
        return all(left & set(group) for group in needs[node])

    def is_possible_without(skill):
        left = skills - {skill}
        while lost := {other for other in left if not is_met(other, left)}:
            left -= lost
        return set(via) & skills <= left and all(is_met(node, left) for node in {target, *via} - skills)

    return frozenset(skill for skill in skills if not is_possible_without(skill))


def implied(graph, source, have, avoid=()) -> Names:
    """Return the skills of a person at `source` with `have`, including assumptions.

    If several alternatives are open, the assumption is the first with needs that are all known, or else the first
    listed. Avoided alternatives, and those with an avoided forced skill, are taken only without any other.
    """

    def certain(skill):
        return {skill}.union(*(certain(group[0]) for group in graph.nodes[skill]["needs"] if len(group) == 1))

    def likeliest(group):
        group = [s for s in group if not certain(s) & (set(avoid) - known)] or group
        prepared = [s for s in group if graph.nodes[s]["needs"] and all(known & {*g} for g in graph.nodes[s]["needs"])]
        return [*prepared, *group][0]

    known = set(have)
    while True:
        groups = [g for node in (source, *known) for g in graph.nodes[node]["needs"] if not known & set(g)]
        alone = {group[0] for group in groups if len(group) == 1}
        added = alone or {likeliest(group) for group in groups}
        if not added:
            return frozenset(known)
        known |= added


def ways(graph, walk, sets, target, wishes) -> Iterator[tuple[list[str], list[Names]]]:
    """Yield the walks to `target` with every choice of skills; `wishes` are skills, waypoints and nodes to avoid.

    Between two waypoints, a walk has at most as many moves as the graph has positions.
    """
    wanted, passed, avoided = wishes
    if walk[-1] == target and wanted <= sets[-1] and passed <= set(walk):
        yield walk, sets
    positions = [node for node in graph if graph.nodes[node]["kind"] != "skill"]
    if len(walk) > len(positions) * (1 + len(passed)):
        return
    for position in graph.successors(walk[-1]):
        if position not in avoided:
            for skills in sufficient(graph, position, sets[-1], avoided, frozenset()):
                yield from ways(graph, [*walk, position], [*sets, skills], target, wishes)
            if position == target and wanted - sets[-1] and passed <= {*walk, position}:
                for skills in sufficient(graph, position, sets[-1], avoided, wanted):
                    yield [*walk, position], [*sets, skills]


@lru_cache(1000)
def sufficient(graph, position, known, avoided, wanted) -> list[Names]:
    """Return each minimal set of skills that contains `known` and meets the needs of `position`."""
    skills = [node for node in graph if graph.nodes[node]["kind"] == "skill"]
    others = [skill for skill in skills if skill not in known and skill not in avoided]
    enough: list[Names] = []
    for size in range(len(others) + 1):
        for learned in combinations(others, size):
            skills = known | set(learned)
            nodes = [position, *skills]
            met = all(skills & set(group) for node in nodes for group in graph.nodes[node]["needs"])
            if met and skills.issuperset(wanted) and not any(less <= skills for less in enough):
                enough.append(skills)
    return enough


def plan(graph, walk, sets, known, pace):
    """Return the costs of one walk, and the ids that break ties."""
    weeks_per_month = Fraction("365.25") / 12 / 7

    def hours(skills):
        return sum((Fraction(str(graph.nodes[skill]["hours"])) for skill in skills - known), Fraction(0))

    months = Fraction(0)
    for before, after, skills in zip(walk, walk[1:], sets[1:], strict=False):
        in_post = months + Fraction(str(graph.edges[before, after]["months"]))
        months = max(in_post, hours(skills) / Fraction(str(pace)) / weeks_per_month)
    learned = [tuple(sorted(new - old)) for old, new in pairwise(sets)]
    return months, hours(sets[-1]), len(walk) - 1, walk, learned


def nearer(graph, source, target, *, avoid=(), **options):
    """Return the saving in each cost for each skill that is learnable now, and the skills without any saving.

    The saving is that of a person who has the skill in addition to the known and assumed ones.
    """
    known = known_for(graph, source, target, avoid=avoid, **options)
    skills = {node for node in graph if graph.nodes[node]["kind"] == "skill"} - known - set(avoid)
    ready = {skill for skill in skills if all(known & set(group) for group in graph.nodes[skill]["needs"])}
    costs = plans(graph, source, target, avoid=avoid, **options)[0][:3]
    saved = {}
    for skill in ready:
        less = plans(graph, source, target, avoid=avoid, beside=[skill], **options)[0][:3]
        saved[skill] = tuple(map(sub, costs, less))
    helpful = {skill: costs for skill, costs in saved.items() if any(costs)}
    return helpful, ready - set(helpful)


def unavoidable(graph, source, target, **options):
    """Return the positions between the ends, and the skills, that all plans have in common."""
    every = plans(graph, source, target, **options)
    walks = [set(walk) - {source, target} for *_, walk, _ in every]
    return set.intersection(*walks), set.intersection(*(set(chain(*learned)) for *_, learned in every))


def reasons(graph, plan, known, via):
    """Return all chains of needs for each skill of a plan, as tuples of ids.

    A chain ends at a position of the plan, or at a skill in `via`. A link needs the one before it if no other skill
    meets its requirement on arrival at that position.
    """
    *_, walk, learned = plan
    had, new = set(known), set(chain(*learned))
    needers = {skill: set() for skill in new}
    for position, skills in zip(walk[1:], learned, strict=True):
        had |= set(skills)
        for node in (position, *skills):
            for group in graph.nodes[node]["needs"]:
                if len(had & set(group)) == 1 and new & had & set(group):
                    needers[min(had & set(group))].add(node)

    def chains(skill):
        ends = [()] if skill in via else []
        ends += [(node,) for node in needers[skill] - new]
        return [(skill, *rest) for rest in (*ends, *(c for node in needers[skill] & new for c in chains(node)))]

    return {skill: set(chains(skill)) for skill in new}


def reachable(graph, source, *, within=None, avoid=(), **options):
    """Return the costs of the best plan to each role in time, and the numbers of roles later and unreachable."""
    roles = {node for node in graph if graph.nodes[node]["kind"] == "role"} - {source}
    found = {role: role not in avoid and best(graph, source, role, avoid=avoid, **options) for role in roles}
    reached = {role: plan[:3] for role, plan in found.items() if plan}
    near = {role: costs for role, costs in reached.items() if within is None or costs[0] <= within}
    return near, len(reached) - len(near), len(roles) - len(reached)
