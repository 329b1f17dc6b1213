"""Independent judge of plans and advice, which searches all walks and choices, and was written from the definitions.

The judge shares no code with the planner. The judge works with fractions and sets of ids, and is fast enough only for
very small graphs.

**What a plan is.** A plan is a walk of positions, the months spent in each, and the skills studied before each arrival.
From every position but a programme, a way of 0 months leads to every stage. From a programme, its edges alone lead to
stages, in their own months. An arrival at a stage is not a move. At a stage, a person still holds the last post, which continues to give
experience and to teach. A stay in a post begins with the arrival there and ends with the arrival at the next role. After a return to a post, a new stay begins. Only the first stay has months
served before the plan. An arrival asks

- for the months of the edge, spent at the position before it (at the start, months already served in the post count);
- for the skills of the position, which are known, taught or studied. A skill is studied after the skills that it
  requires. A skill that is taught brings all its forced skills, and asks for nothing else;
- for time: all hours studied so far must fit into all months so far;
- for experience, which is what the person had before, and all months so far in posts that count as the field.

**Waits.** A plan may rely on a stay to teach all that the post teaches within some number of months. The judge tries
all walks, and all such numbers for each stay. Then it computes the least months that satisfy linear inequalities. Each
of them asks a sum of stays to be long enough.

**Walks.** A walk may return to a position only if it has passed a new position since. If not, all months of the round
trip could be spent in the first stays in the same posts instead. All other arrivals would stay where they are, no stay
would get shorter, and experience would come earlier. Only the target may be reached again without a new position, since
the target may itself teach a skill that the plan must learn. Unless it is an end or waypoint, a stage must lead to a
role: a stage that leads to another stage is of no use. Only from a programme, a person may have to reach one stage
before another.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import chain, combinations, count, pairwise
from math import inf, lcm, prod
from operator import sub

Names = frozenset[str]
WEEKS_PER_MONTH = Fraction("365.25") / 12 / 7
OPTIONS = {"have": (), "pace": 10, "via": (), "avoid": (), "experience": {}, "months_in_post": 0}


def best(graph, source, target, *, objective="months", **options):
    """Return the best plan as (months, hours, moves, positions, skills learned before each), or None."""
    found = plans(graph, source, target, objective=objective, **options)
    return found[0] if found else None


def first_ways(graph, found, count):
    """Return up to `count` plans with different jobs, the best first. Only the first plan may repeat a job."""
    careers = {}
    for each in found:
        if not careers or not repeats_post(graph, each[3]):
            careers.setdefault(tuple(position for position in each[3] if not is_stage(graph, position)), each)
    return list(careers.values())[:count]


def repeats_post(graph, walk):
    """Return whether a walk passes a post or its last position more than once."""
    posts = [position for position in walk if position == walk[-1] or not is_stage(graph, position)]
    return len(set(posts)) < len(posts)


def plans(graph, source, target, *, objective="months", beside=(), goes_on=None, looks=inf, **options):
    """Return all plans, the best first.

    `beside` has skills that the person also has, with the skills that these need. `goes_on` returns whether the search
    should continue a way. Raises TooManyWalksError after `looks` ways.
    """
    asked = OPTIONS | options
    have, via, avoid = (asked[key] for key in ("have", "via", "avoid"))
    months_in_post = exact(asked["months_in_post"])
    known = known_for(graph, source, target, have=have, via=via, avoid=avoid, months_in_post=months_in_post)
    known = implied(graph, source, known | set(beside), avoid) if beside else known
    skills = {node for node in graph if graph.nodes[node]["kind"] == "skill"}
    wishes = frozenset(via) & skills, frozenset(via) - skills, frozenset(avoid) - known
    had = experience_at(graph, source, asked["experience"], months_in_post)
    person = known, exact(asked["pace"]), had, months_in_post
    begin = ([source], [known], [frozenset()], [])
    looked = count(1)

    def follow(*way):
        if next(looked) > looks:
            raise TooManyWalksError
        return goes_on is None or goes_on(*way, person=person)

    found = [plan(graph, *way, person) for way in ways(graph, *begin, target, wishes, months_in_post, follow)]
    return sorted(filter(None, found), key=lambda plan: rank(plan, objective, graph))


def best_within(graph, source, target, most, *, objective="months", **options):
    """Return the best of all plans that cost no more than `most` (months, hours, moves), or None."""
    found = plans_within(graph, source, target, most, objective=objective, **options)
    return found[0] if found else None


def plans_within(graph, source, target, most, *, objective="months", **options):
    """Return all plans that cost no more than `most` (months, hours, moves), the best first.

    For each walk, a lower bound is what it costs so far, with the least months and moves from its end to the target.
    The search gives up a walk whose lower bound is more than `most`.
    """
    left = {cost: distances(graph, target, cost) for cost in ("months", "moves")}

    def goes_on(walk, learned, had, stays, person):
        so_far = plan(graph, walk, learned, had, stays, person) if walk[-1] in left["months"] else None
        if so_far is None:
            return False
        months, hours, moves, *_ = so_far
        costs = months + left["months"][walk[-1]], hours, moves + left["moves"][walk[-1]]
        return not exceeds(costs, most, objective)

    found = plans(graph, source, target, objective=objective, goes_on=goes_on, **options)
    return [each for each in found if not exceeds(each, most, objective)]


class TooManyWalksError(Exception):
    """A question with more walks than the judge may look at."""


def exceeds(costs, most, objective):
    """Return whether `costs` are worse than `most`, apart from rounding errors."""
    order = {"months": (0, 1, 2), "hours": (1, 0, 2), "moves": (2, 0, 1)}[objective]
    for place in order:
        if abs(costs[place] - most[place]) > 1e-9:
            return costs[place] > most[place]
    return False


def distances(graph, target, cost):
    """Return the least months or moves from each position to the target, if positions asked for nothing."""
    positions = [node for node in graph if graph.nodes[node]["kind"] != "skill"]
    edges = {
        (a, b): months if cost == "months" else int(not is_stage(graph, b))
        for a in positions
        for b in positions
        if (months := months_between(graph, a, b)) is not None
    }
    found = {target: 0}
    for _ in positions:
        for (a, b), more in edges.items():
            if b in found and found[b] + more < found.get(a, found[b] + more + 1):
                found[a] = found[b] + more
    return found


def rank(plan, objective, graph=None):
    """Return the sort key of a plan, by costs, then by the number of positions, then by ids.

    The commonest plan has the fewest moves without a count of people, then the largest product of shares. If one set of
    skills contains another, the larger set comes first. The larger set may study skills of 0 hours that are also
    taught.
    """
    months, hours, moves, walk, learned = plan
    if objective == "commonest":
        return *rarity(graph, walk), months, hours, len(walk) - moves, walk, [(*skills, "~") for skills in learned]
    costs = {"months": (months, hours, moves), "hours": (hours, months, moves), "moves": (moves, months, hours)}
    return *costs[objective], len(walk), walk, [(*skills, "~") for skills in learned]


def rarity(graph, walk):
    """Return how many moves of a walk have no count, and the negated product of the shares of all others."""
    ends = [ends for ends in pairwise(walk) if not is_stage(graph, ends[1])]
    shares = [graph.edges[each].get("share") for each in ends]
    return shares.count(None), -prod((exact(share) for share in shares if share is not None), start=Fraction(1))


@lru_cache(10_000)
def exact(number) -> Fraction:
    """Return a number of a graph as an exact fraction."""
    return Fraction(str(number))


@lru_cache(10_000)
def hours_of(graph, skills) -> Fraction:
    """Return the total hours of some skills."""
    return sum((exact(graph.nodes[skill]["hours"]) for skill in skills), Fraction(0))


@lru_cache(10_000)
def fields_of(graph, post) -> Names:
    """Return the fields in which a post counts as experience. `post` may be None, for no post."""
    return frozenset(graph.nodes[post].get("counts_as", ())) if post else frozenset()


@lru_cache(10_000)
def asks_of(graph, position):
    """Return the months of experience that a position asks for in each field."""
    return {field: exact(months) for field, months in graph.nodes[position].get("experience", {}).items()}


@lru_cache(10_000)
def teaches(graph, post):
    """Return the months after which a post has taught each skill."""
    return {skill: exact(months) for skill, months in graph.nodes[post].get("teaches", {}).items()} if post else {}


def experience_at(graph, source, given, months_in_post):
    """Return the experience of a person at `source`, which is at least what the post asks for and has given.

    In a field that is not given, the person had the usual experience on arrival.
    """
    found = {field: exact(months) for field, months in given.items()}
    usual = {field: exact(months) for field, months in graph.nodes[source].get("usual_experience", {}).items()}
    asked, counts = asks_of(graph, source), fields_of(graph, source)
    for field in {*asked, *usual, *counts}:
        served = months_in_post if field in counts else 0
        arrived = max(asked.get(field, Fraction(0)), 0 if field in given else usual.get(field, Fraction(0)))
        found[field] = max(found.get(field, Fraction(0)), arrived + served)
    return found


@lru_cache(10_000)
def is_stage(graph, position):
    return graph.nodes[position]["kind"] == "stage"


def held_along(graph, walk):
    """Return the post that a person holds at each position of a walk, or None before the first post."""
    held = []
    for position in walk:
        held.append(position if not is_stage(graph, position) else held[-1] if held else None)
    return held


@lru_cache(10_000)
def brought_by(graph, skill) -> Names:
    """Return a skill with all its forced skills, which it needs whichever alternatives a person takes."""
    return frozenset({skill}) | lacking_without(graph, lambda left: skill in left)


def known_for(graph, source, target, *, have=(), via=(), avoid=(), months_in_post=0, **_) -> Names:
    """Return the skills that a plan counts as known for a person at `source` who has `have`.

    Skills that the plan needs in any case, for the target or for `via`, do not decide which alternatives are assumed.
    Skills that the post has taught so far do. The usual skills of the post count last, each after the skills that it
    requires, except those in `via`.
    """
    taught = {s for s, months in teaches(graph, source).items() if months <= exact(months_in_post)}
    settling = set(have) - needed_for(graph, target, via) | taught
    known = implied(graph, source, implied(graph, source, settling, avoid) | set(have), avoid)
    usual = set(graph.nodes[source].get("usual_skills", ())) - set(via)
    while more := {skill for skill in usual - known if is_met(graph, skill, known)}:
        known |= more
    return known


def needed_for(graph, target, via=()) -> Names:
    """Return the skills that nobody can do without, to reach the target and to learn `via`."""
    skills = {node for node in graph if graph.nodes[node]["kind"] == "skill"}

    def is_enough(left):
        return set(via) & skills <= left and all(is_met(graph, node, left) for node in {target, *via} - skills)

    return lacking_without(graph, is_enough)


def is_met(graph, node, left):
    return all(left & set(group) for group in graph.nodes[node]["needs"])


def lacking_without(graph, is_enough) -> Names:
    """Return the skills that nobody can do without, to know enough."""
    skills = {node for node in graph if graph.nodes[node]["kind"] == "skill"}

    def is_possible_without(skill):
        left = skills - {skill}
        while lost := {other for other in left if not is_met(graph, other, left)}:
            left -= lost
        return is_enough(left)

    return frozenset(skill for skill in skills if not is_possible_without(skill))


def implied(graph, source, have, avoid=()) -> Names:
    """Return the skills of a person at `source` who has `have`, including assumed ones.

    If one of several alternatives must be assumed, the choice is the first whose needs are all known, or else the first
    in the list. An alternative that is avoided, or has an avoided forced skill, is assumed only if all are.
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


def ways(graph, walk, learned, had, stays, target, wishes, months_in_post, goes_on) -> Iterator[tuple]:
    """Yield all walks to `target`, each with every way to learn for it, as (walk, skills, taught, stays).

    For each position, `learned` has the skills that the person knew before or has studied on arrival. `had` has those
    that posts have taught by then. A stay (first, last, months) asks that the positions from first to before last take
    so many months. The wishes are skills to learn, positions to pass, and nodes to avoid.
    """
    wanted, passed, avoided = wishes
    if walk[-1] == target and wanted <= learned[-1] | had[-1] and passed <= set(walk):
        yield walk, learned, had, stays
    for position, taught, stay in steps(graph, walk, had[-1], stays, months_in_post, wishes, target):
        known = learned[-1] | taught
        onward = [*had, taught], [*stays, *stay]
        for skills in sufficient(graph, position, known, avoided, frozenset()):
            way = [*walk, position], [*learned, learned[-1] | (skills - taught)], *onward
            if goes_on(*way):
                yield from ways(graph, *way, target, wishes, months_in_post, goes_on)
        if position == target and wanted - known and passed <= {*walk, position}:
            for skills in sufficient(graph, position, known, avoided, wanted):
                yield [*walk, position], [*learned, learned[-1] | (skills - taught)], *onward


def steps(graph, walk, had, stays, months_in_post, wishes, target):
    """Yield each position that may follow a walk, with the skills taught by then, and the stay that the plan relies on.

    A skill is taught if the edges and stays take long enough. A person may also stay longer to be taught more.
    """
    wanted, passed, avoided = wishes
    held = held_along(graph, walk)
    first = max(index for index in range(len(walk)) if index == 0 or not is_stage(graph, walk[index]))
    lessons = teaches(graph, held[-1])
    for position in graph:
        if graph.nodes[position]["kind"] != "skill" and months_between(graph, walk[-1], position) is not None:
            is_idle = is_stage(graph, walk[-1]) and len(walk) > 1 and walk[-1] not in passed
            is_idle = is_idle and not graph.nodes[walk[-2]].get("programme")
            if position in avoided or (is_idle and is_stage(graph, position)):
                continue
            if position in walk:
                last = len(walk) - 1 - walk[::-1].index(position)
                if set(walk[last:]) <= set(walk[: last + 1]) and not (position == target and wanted):
                    continue
            least = months_in_post if first == 0 and held[-1] else Fraction(0)
            for index, months in enumerate(least_months(graph, [*walk, position], months_in_post)[first:], first + 1):
                least = max([least + months, *(asked for begin, end, asked in stays if (begin, end) == (first, index))])
            for months in sorted({least, *(each for each in lessons.values() if each > least)}):
                skills = (skill for skill, after in lessons.items() if after <= months)
                taught = had.union(*(brought_by(graph, skill) for skill in skills))
                yield position, taught, [(first, len(walk), months)] if months > least else []


def least_months(graph, walk, months_in_post):
    """Return the months of each edge of a walk. Months already served in the first post are subtracted."""
    least = [months_between(graph, *edge) for edge in pairwise(walk)]
    if least and not is_stage(graph, walk[0]):
        least[0] = max(least[0] - months_in_post, Fraction(0))
    return least


@lru_cache(10_000)
def months_between(graph, source, target):
    """Return the months of the way from one position to another, or None if there is no way."""
    edge = graph.get_edge_data(source, target)
    if is_stage(graph, target) and not graph.nodes[source].get("programme"):
        return Fraction(0) if source != target else None
    return exact(edge["months"]) if edge else None


@lru_cache(10_000)
def sufficient(graph, position, known, avoided, wanted) -> list[Names]:
    """Return all minimal sets of skills that contain `known` and `wanted`, and meet the needs of `position`."""
    skills = [node for node in graph if graph.nodes[node]["kind"] == "skill"]
    others = [skill for skill in skills if skill not in known and skill not in avoided]
    enough: list[Names] = []
    for size in range(len(others) + 1):
        for learned in combinations(others, size):
            skills = known | set(learned)
            met = all(is_met(graph, node, skills) for node in (position, *learned))
            if met and skills.issuperset(wanted) and not any(less <= skills for less in enough):
                enough.append(skills)
    return enough


def plan(graph, walk, learned, had, stays, person):
    """Return the costs of a walk and the ids that break ties. Return None if the experience cannot be gained."""
    known, pace, experience, months_in_post = person
    rate = pace * WEEKS_PER_MONTH

    held = held_along(graph, walk)
    served = 0 if is_stage(graph, walk[0]) else months_in_post
    least = least_months(graph, walk, months_in_post)
    sums = []  # pairs of stays and their least sum
    for index, position in enumerate(walk[1:], 1):
        sums.append((range(index), hours_of(graph, learned[index] - known) / rate))
        for field, asked in asks_of(graph, position).items():
            counting = [place for place in range(index) if field in fields_of(graph, held[place])]
            sums.append((counting, asked - experience.get(field, 0)))
    sums += [(range(first, last), months - (served if first == 0 else 0)) for first, last, months in stays]
    months = least_sum(least, sums)
    if months is None:
        return None
    moves = sum(not is_stage(graph, position) for position in walk[1:])
    new = [tuple(sorted(now - before)) for before, now in pairwise(learned)]
    return months, hours_of(graph, learned[-1] - known), moves, walk, new


def least_sum(least, sums):
    """Return the least sum of numbers, if each number and some partial sums must be large enough, or None.

    `least` has the least value of each number, and `sums` has pairs of places and the least sum of the numbers there.

    First, a greedy method makes each sum just large enough, one after another. If its result does not reach a lower
    bound, the simplex method solves the dual problem. There, each sum has a price, and for each number, the prices of
    its sums add up to at most 1. Sources: G. B. Dantzig; R. G. Bland, 1977, against cycling.
    """
    scale = lcm(*(number.denominator for number in (*least, *(asked for _, asked in sums))))  # whole numbers are faster
    least = [int(months * scale) for months in least]
    sums = [(list(counting), int(asked * scale)) for counting, asked in sums]
    spent = list(least)
    for counting, asked in sums:
        if asked > 0 and not counting:
            return None
        lacking = asked - sum(spent[place] for place in counting)
        if lacking > 0:
            spent[counting[-1]] += lacking
    rows = [(set(counting), asked - sum(least[place] for place in counting)) for counting, asked in sums]
    rows = [(counting, asked) for counting, asked in rows if asked > 0]
    floor = sum(least) + max((asked for _, asked in rows), default=0)
    if sum(spent) == floor:
        return Fraction(floor, scale)
    rows = [
        row
        for rank, row in enumerate(rows)
        if not any(
            other[0] <= row[0] and (other[1], -len(other[0]), -place) > (row[1], -len(row[0]), -rank)
            for place, other in enumerate(rows)
        )
    ]  # drop a sum if a part of it already has to be as large
    size = len(least)
    table = [[int(place in counting) for counting, _ in rows] for place in range(size)]
    for place, row in enumerate(table):
        row += [int(place == other) for other in range(size)] + [1]
    gains = [asked for _, asked in rows] + [0] * (size + 1)
    basis = [len(rows) + place for place in range(size)]
    while any(gain > 0 for gain in gains[:-1]):
        column = next(index for index, gain in enumerate(gains[:-1]) if gain > 0)
        _, _, row = min((Fraction(r[-1]) / r[column], basis[i], i) for i, r in enumerate(table) if r[column] > 0)
        pivot = table[row][column]
        if pivot != 1:
            table[row] = [Fraction(value) / pivot for value in table[row]]
        for other, values in enumerate(table):
            if other != row and values[column]:
                factor = values[column]
                table[other] = [a - factor * b for a, b in zip(values, table[row], strict=True)]
        factor = gains[column]
        gains = [a - factor * b for a, b in zip(gains, table[row], strict=True)]
        basis[row] = column
    return Fraction(sum(least) - gains[-1]) / scale


def nearer(graph, source, target, *, avoid=(), **options):
    """For each skill that can be learned now, return how much it saves of each cost.

    Also return the skills that save nothing. The saving is the difference that it makes to have the skill, and the
    skills that it needs, from the start.
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
    """Return the positions on the way and the skills that all plans have in common."""
    every = plans(graph, source, target, **options)
    walks = [set(walk) - {source, target} for *_, walk, _ in every]
    return set.intersection(*walks), set.intersection(*(set(chain(*learned)) for *_, learned in every))


def reasons(graph, plan, known, via):
    """Return, for each skill of a plan, all chains of needs, as tuples of ids.

    A chain ends at a position of the plan, or at a skill in `via`. Each link needs the one before it, since no other
    skill meets its requirement on arrival at the position.
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
    """Return the costs of the best plan to each role in reach.

    Also return how many roles take longer, and how many cannot be reached.
    """
    roles = {node for node in graph if graph.nodes[node]["kind"] == "role"} - {source}
    found = {role: role not in avoid and best(graph, source, role, avoid=avoid, **options) for role in roles}
    reached = {role: plan[:3] for role, plan in found.items() if plan}
    near = {role: costs for role, costs in reached.items() if within is None or costs[0] <= within}
    return near, len(reached) - len(near), len(roles) - len(reached)
