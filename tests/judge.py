"""An independent judge of plans: it tries every walk and every choice, straight from the definition of a plan.

It shares no code with the planner, works with fractions on sets of ids, and is only good for very small graphs.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise

Names = frozenset[str]


def best(graph, source, target, *, have=(), pace=10, by="time"):
    """Return (months, hours, steps, positions, learned before each) of the best plan, or None where there is none."""
    known = implied(graph, source, have)
    plans = [plan(graph, walk, sets, known, pace) for walk, sets in ways(graph, [source], [known], target)]
    order = {"time": (0, 1, 2), "effort": (1, 0, 2), "steps": (2, 0, 1)}[by]
    return min(plans, key=lambda p: (*(p[place] for place in order), p[3], p[4]), default=None)


def implied(graph, source, have) -> Names:
    """Return what follows from being at `source` with `have`: of open alternatives, the first listed of each."""
    known = set(have)
    while True:
        groups = [g for node in (source, *known) for g in graph.nodes[node]["needs"] if not known & set(g)]
        alone = {group[0] for group in groups if len(group) == 1}
        added = alone or {group[0] for group in groups}
        if not added:
            return frozenset(known)
        known |= added


def ways(graph, walk, sets, target) -> Iterator[tuple[list[str], list[Names]]]:
    """Yield every walk to `target` of at most as many moves as there are positions, with every way to learn for it."""
    if walk[-1] == target:
        yield walk, sets
    positions = [node for node in graph if graph.nodes[node]["kind"] != "skill"]
    if len(walk) > len(positions):
        return
    for position in graph.successors(walk[-1]):
        for skills in sufficient(graph, position, sets[-1]):
            yield from ways(graph, [*walk, position], [*sets, skills], target)


def sufficient(graph, position, known) -> list[Names]:
    """Return each set of skills that contains `known`, is enough for `position`, and holds nothing needless for it."""
    others = [n for n in graph if graph.nodes[n]["kind"] == "skill" and n not in known]
    enough: list[Names] = []
    for size in range(len(others) + 1):
        for learned in combinations(others, size):
            skills = known | set(learned)
            nodes = [position, *skills]
            met = all(skills & set(group) for node in nodes for group in graph.nodes[node]["needs"])
            if met and not any(less <= skills for less in enough):
                enough.append(skills)
    return enough


def plan(graph, walk, sets, known, pace):
    """Return the costs of one walk, and the ids by which ties are broken."""
    weeks_per_month = Fraction("365.25") / 12 / 7

    def hours(skills):
        return sum((Fraction(str(graph.nodes[skill]["hours"])) for skill in skills - known), Fraction(0))

    months = Fraction(0)
    for before, after, skills in zip(walk, walk[1:], sets[1:], strict=False):
        in_post = months + Fraction(str(graph.edges[before, after]["months"]))
        months = max(in_post, hours(skills) / Fraction(str(pace)) / weeks_per_month)
    learned = [tuple(sorted(new - old)) for old, new in pairwise(sets)]
    return months, hours(sets[-1]), len(walk) - 1, walk, learned
