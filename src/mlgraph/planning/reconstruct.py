"""Reconstruction of a plan from a label: stops, arrivals, and the reason for each skill."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import pairwise

from mlgraph.model import WEEKS_PER_MONTH, Named, named
from mlgraph.planning.plan import Costs, Stop, Study
from mlgraph.search.bitset import ranks
from mlgraph.search.compiled import AnyOf, NamedGraph
from mlgraph.search.labels import Label
from mlgraph.search.problem import Problem, find_time_unit

# nodes in a reason, and in all reasons together; without a limit, reasons take quadratic memory on long chains
LONGEST_CHAIN, MOST_LINKS = 20, 100_000


def build_stops(compiled: NamedGraph, problem: Problem, label: Label) -> tuple[Stop, ...]:
    """Return the stops of a path, with the skills to learn before each."""
    per_month, study_unit, post_unit = find_time_unit(compiled, problem.pace)
    arrives, known, legs = 0, problem.known, [(0, 0, 0)]
    for (source, target), learned in zip(pairwise(label.path), label.learned, strict=True):
        known |= -learned
        post = arrives + compiled.moves[source][target] * post_unit
        study = compiled.hours_of(known & ~problem.known) * study_unit
        arrives = max(post, study)
        legs.append((arrives, post, study))
    decisive = max((index for index, (_, post, study) in enumerate(legs) if study > post), default=1)
    found, known = [], problem.known
    for index, (position, learned) in enumerate(zip(label.path, (0, *label.learned), strict=True)):
        arrives, post, study = legs[index]
        name = compiled.positions[position]
        node = compiled.graph.nodes[name]
        extra = problem.extra if index == len(label.path) - 1 else ()
        found.append(
            Stop(
                id=name,
                title=node["title"],
                kind=node["kind"],
                arrives=float(Fraction(arrives, per_month)),
                learn=tuple(_order_studies(compiled, position, known, -learned, extra)) if learned else (),
                waits_for=("study" if study > post else "post") if index else None,
                spare=float(Fraction(abs(study - post), per_month)),
                critical=index >= decisive and index > 0,
            )
        )
        known |= -learned
    return tuple(found)


def compute_costs(compiled: NamedGraph, problem: Problem, label: Label, hours: str) -> Costs | None:
    """Return the costs of a path if its skills take "hours_low" or "hours_high", or None if none has these."""
    nodes, arrives, study = compiled.graph.nodes, Fraction(0), Fraction(0)
    studies = [[nodes[compiled.skills[skill]] for skill in ranks(-learned)] for learned in label.learned]
    if not any(hours in attributes for learned in studies for attributes in learned):
        return None
    for (source, target), learned in zip(pairwise(label.path), studies, strict=True):
        study += sum(Fraction(str(attributes.get(hours, attributes["hours"]))) for attributes in learned)
        in_post = arrives + compiled.moves[source][target] / compiled.per_month
        arrives = max(in_post, study / problem.pace / WEEKS_PER_MONTH)
    return Costs(float(arrives), float(study), len(label.path) - 1)


def _order_studies(
    compiled: NamedGraph, position: int, known: int, learned: int, extra: tuple[AnyOf, ...]
) -> Iterator[Study]:
    """Yield the skills learned for a position, each after the skills that it needs, then in the order of ids."""
    reasons = _find_reasons(compiled, position, known, learned, extra)
    new = set(ranks(learned))
    before = {skill: {s for group in compiled.skill_needs[skill].own for s in group.members} & new for skill in new}
    lacking = {skill: len(needed) for skill, needed in before.items()}
    opens: dict[int, list[int]] = defaultdict(list)
    for skill, needed in before.items():
        for other in needed:
            opens[other].append(skill)
    ready = [-skill for skill, count in lacking.items() if not count]  # the first id has the highest rank
    heapify(ready)
    while ready:
        skill = -heappop(ready)
        for other in opens[skill]:
            lacking[other] -= 1
            if not lacking[other]:
                heappush(ready, -other)
        node = compiled.graph.nodes[compiled.skills[skill]]
        chain, others = reasons[skill]
        shown_by = node.get("shown_by", "")
        yield Study(compiled.skills[skill], node["title"], node["hours"], chain, others, shown_by)


def _find_reasons(
    compiled: NamedGraph, position: int, known: int, learned: int, extra: tuple[AnyOf, ...]
) -> dict[int, tuple[tuple[Named, ...], tuple[Named, ...]]]:
    """Return for each skill its shortest chain of needs up to the position, and the alternatives not learned."""
    graph, skills, new = compiled.graph, compiled.skills, set(ranks(learned))
    reasons: dict[int, tuple[tuple[Named, ...], tuple[Named, ...]]] = {}
    chain: tuple[Named, ...] = (named(graph, compiled.positions[position]),)
    longest = max(2, min(LONGEST_CHAIN, MOST_LINKS // max(1, len(new))))
    waiting = [(chain, (*compiled.needs(position).own, *extra))]
    for chain, groups in waiting:
        for group in sorted(groups, key=lambda group: len(group.members)):
            for skill in group.members if not group.mask & known else ():
                if skill in new and skill not in reasons:
                    others = (other for other in group.members if other not in new)
                    reasons[skill] = (chain, tuple(named(graph, skills[other]) for other in others))
                    longer = (named(graph, skills[skill]), *chain[:-1][: longest - 2], chain[-1])
                    waiting.append((longer, compiled.skill_needs[skill].own))
    return reasons
