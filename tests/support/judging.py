"""Comparison of the planner with the judge on random careers.

Run `python -m support.judging [GRAPHS]` in `tests`.

The script asks each question about many random graphs (10,000 by default), with each objective. On a small graph, a
search ends before its later phases. So the script makes the phases begin at once, soon, later or never. For each
question, the script prints how many answers were judged, how many of them had a plan, and the seeds of those that
differ.
"""

import json
import random
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from math import inf
from multiprocessing import Pool

import mlgraph
from mlgraph.errors import NoPlanError
from mlgraph.planning.days import add_months
from mlgraph.search import astar
from support import judge
from support.random_graphs import OBJECTIVES, random_career, random_conditions

# the work after which a search eliminates positions, computes multipliers, and relaxes each label; and the number of
# alternatives after which a dive chooses greedily
NAMES = "REDUCE_AFTER", "WEIGH_AFTER", "RELAX_AFTER", "RELAX_POSTS_AFTER", "MOST_ALTERNATIVES"
PATIENCE = {
    "at once": (1, 1, 1, 1, 2000),
    "soon": (1, 2, 1000, 1, 1),
    "later": (10, 60, 60, 10, 3),
    "never": (1000, 2000, 30_000, 50, 2000),
}
LOOKS = 1_000  # the most ways to look at before a question is left out
NOTHING = (inf, inf, inf)
START = date(2027, 1, 4)


@contextmanager
def patience(values):
    """Change the work after which a search begins its phases."""
    names = (*NAMES, "COMPILE_AFTER", "make_kernel")
    # the compiled kernel ends a search before it relaxes labels
    make_kernel = astar.make_kernel if values[-1] == 2000 else lambda *_: None
    before = [getattr(astar, name) for name in names]
    for name, value in zip(names, (*values, 1, make_kernel), strict=True):
        setattr(astar, name, value)
    try:
        yield
    finally:
        for name, value in zip(names, before, strict=True):
            setattr(astar, name, value)


def begun(seed, objective):
    """Make a search begin its phases early or late, depending on the graph and the objective."""
    return patience([*PATIENCE.values()][(seed + OBJECTIVES.index(objective)) % 4])


def written(plan):
    """Convert a plan to the form of the judge."""
    learned = [tuple(sorted(study.id for study in stop.learn)) for stop in plan.stops[1:]]
    return plan.months, plan.hours, plan.moves, [stop.id for stop in plan.stops], learned


def rounded(found):
    """Convert the numbers of a plan of the judge to floats, as the planner has them."""
    return found and (float(found[0]), float(found[1]), *found[2:])


def best_by_objectives(graph, every):
    """Return, for each objective, the best of some plans of the judge, and the best four with different jobs."""
    found = {}
    for objective in OBJECTIVES:
        ranked = sorted(every, key=lambda plan: judge.rank(plan, objective))
        found[objective] = (
            rounded(ranked[0]) if ranked else None,
            [rounded(plan) for plan in judge.first_ways(graph, ranked, 4)],
        )
    return found


def costs_of(plan):
    return (plan.months, plan.hours, plan.moves) if plan else NOTHING


def plan_or_none(ask, *ends, **options):
    try:
        return ask(*ends, **options)
    except NoPlanError:
        return None


def career(seed, objective, positions=(5, 8), *, conditions=True):
    """Return a planner, two positions and options.

    With `conditions`, the options may have waypoints and nodes to avoid.
    """
    graph, source, target, person = random_career(seed, positions)
    wishes = {}
    if conditions:
        wishes, target = random_conditions(seed, graph, source, target)
    return mlgraph.Planner(graph), source, target, person | wishes | {"objective": objective}


def check_plan(seed, objective, *, conditions=False):
    """Check one plan. Return whether there is a plan."""
    planner, source, target, options = career(seed, objective, conditions=conditions)
    plan = plan_or_none(planner.plan, source, target, **options)
    most = costs_of(plan)
    found = judge.best_within(planner.graph, source, target, most, looks=LOOKS, **options)
    assert (plan and written(plan)) == rounded(found), (plan and written(plan), found)
    return plan is not None


def answer(seed, objective, *, conditions=False, positions=(5, 8)):
    """Return the plan that `check_plan` would check, or the error as a text."""
    planner, source, target, options = career(seed, objective, positions, conditions=conditions)
    with begun(seed, objective):
        try:
            plan = plan_or_none(planner.plan, source, target, **options)
        except Exception as error:  # the code may be broken on purpose
            return repr(error)
    return plan and written(plan)


def check_round(seed, objective):
    """Check one plan that ends where it begins."""
    planner, source, _, options = career(seed, objective)
    plan = plan_or_none(planner.plan, source, source, **options)
    found = judge.best_within(planner.graph, source, source, costs_of(plan), looks=LOOKS, **options)
    assert (plan and written(plan)) == rounded(found), (plan and written(plan), found)
    return plan is not None


def check_few(seed, objective):
    """Check the best plan, and the next best plans that do not repeat a job."""
    planner, source, target, options = career(seed, objective, (3, 6))
    options["via"] = [name for name in options["via"] if planner.graph.nodes[name]["kind"] == "skill"]
    plans = plan_or_none(planner.k_best, source, target, 4, **options) or ()
    most = costs_of(plans[-1]) if len(plans) == 4 else NOTHING
    every = judge.plans_within(planner.graph, source, target, most, looks=LOOKS, **options)
    expected = [rounded(found) for found in judge.first_ways(planner.graph, every, 4)]
    assert [written(plan) for plan in plans] == expected, expected
    return len(plans) > 1


def check_targets(seed, objective):
    """Check that plans to two targets are the best, and share first moves as long as any best plans do."""
    planner, source, target, options = career(seed, objective, (3, 6))
    graph, place = planner.graph, OBJECTIVES.index(objective)
    options["via"] = [name for name in options["via"] if graph.nodes[name]["kind"] == "skill"]
    others = [name for name in sorted(graph) if graph.nodes[name]["kind"] != "skill" and name not in options["avoid"]]
    targets = [target, random.Random(seed).choice(others)]
    alone = [plan_or_none(planner.plan, source, each, **options) for each in targets]
    joint = plan_or_none(planner.plan_many, source, targets, **options)
    assert (joint is None) == (None in alone)
    if joint is None or targets[0] == targets[1]:
        return False
    ways = [[stop.id for stop in branch.plan.stops] for branch in joint.branches]
    best = []
    for branch, plan, each in zip(joint.branches, alone, targets, strict=True):
        assert costs_of(branch.plan)[place] == costs_of(plan)[place]
        most = [cost if rank == place else inf for rank, cost in enumerate(costs_of(plan))]
        found = judge.plans_within(graph, source, each, most, looks=LOOKS, **options)
        assert rounded(found[0])[place] == costs_of(plan)[place]
        assert written(branch.plan) in [rounded(one) for one in found]
        best.append([walk for *_, walk, _ in found if not judge.repeats_post(graph, walk)])

    def length(way):
        months = sum(judge.months_between(graph, *move) for move in pairwise(way))
        return months, sum(not judge.is_stage(graph, position) for position in way[1:])

    beginnings = [{tuple(walk[:end]) for walk in walks for end in range(1, len(walk) + 1)} for walks in best]
    common = beginnings[0] & beginnings[1]
    assert length([stop.id for stop in joint.prefix]) >= max(map(length, common), default=(0, 0))
    assert all(way[: len(joint.prefix)] == [stop.id for stop in joint.prefix] for way in ways)
    return True


def check_unavoidable(seed, objective):
    """Check the positions and skills that all plans have in common."""
    planner, source, target, options = career(seed, objective, (2, 4))
    plan = plan_or_none(planner.plan, source, target, **options)
    every = judge.plans(planner.graph, source, target, looks=LOOKS, **options)
    assert (plan is None) == (not every)
    if plan is None:
        return False
    found = planner.unavoidable(plan)
    positions = set.intersection(*(set(walk) - {source, target} for *_, walk, _ in every))
    skills = set.intersection(*({skill for part in learned for skill in part} for *_, learned in every))
    assert ({each.id for each in found.positions}, {each.id for each in found.skills}) == (positions, skills)
    return bool(positions or skills)


def check_deadline(seed, objective):
    """Check whether a plan meets a deadline, and the least pace that is enough."""
    planner, source, target, options = career(seed, objective)
    del options["objective"]
    plan = plan_or_none(planner.plan, source, target, **options)
    if plan is None:
        return False
    until = START + timedelta(days=random.Random(seed).choice([0, 30, 91, 365, 1000]))
    found = planner.deadline(source, target, START, until, **options)

    def arrives(pace):
        asked = options | {"pace": pace}
        most = costs_of(planner.plan(source, target, **asked))
        best = judge.best_within(planner.graph, source, target, most, looks=LOOKS, **asked)
        return add_months(START, float(best[0]))

    assert found.arrives == arrives(options["pace"])
    assert found.kept == (found.arrives <= until)
    assert found.soonest == arrives(168)
    assert (found.pace is not None) == (found.soonest <= until)
    if found.pace:
        assert arrives(found.pace) <= until
        assert round(found.pace, 1) == 0.1 or arrives(round(found.pace - 0.1, 1)) > until
    return True


def check_reach(seed, objective):
    """Check the best plan to each role."""
    planner, source, _, options = career(seed, objective, (3, 6))
    graph = planner.graph
    options["via"], options["avoid"] = [], [name for name in options["avoid"] if name != source]
    within = random.Random(seed).choice([None, None, 0, 3, 12])
    asked = {key: value for key, value in options.items() if key != "via"}
    reached = planner.reach(source, within=within, **asked)
    rows = {role.id: costs_of(role.costs) for role in reached.roles}
    roles = {node for node in graph if graph.nodes[node]["kind"] == "role"} - {source}
    found = {}
    for role in roles - set(options["avoid"]):
        most = rows.get(role, NOTHING)
        if best := judge.best_within(graph, source, role, most, looks=LOOKS, **options):
            found[role] = rounded(best)[:3]
    near = {role: costs for role, costs in found.items() if within is None or costs[0] <= within}
    assert rows == near, near
    counts = reached.beyond, reached.unreached, reached.unknown
    assert counts == (len(found) - len(near), len(roles) - len(found), 0)
    return bool(near)


def check_next(seed, objective):
    """Check how much each skill that can be learned now saves."""
    planner, source, target, options = career(seed, objective, (3, 6))
    graph = planner.graph
    plan = plan_or_none(planner.plan, source, target, **options)
    if plan is None:
        return False
    exact = judge.best_within(graph, source, target, costs_of(plan), looks=LOOKS, **options)
    assert rounded(exact) == written(plan)
    known = judge.known_for(graph, source, target, **options)
    saved, ready, own = {}, 0, {study.id for study in plan.studies}
    for skill in sorted(node for node in graph if graph.nodes[node]["kind"] == "skill"):
        if skill in known or skill in options["avoid"] or not is_begun(graph, skill, known, own):
            continue
        ready += 1
        less = judge.best_within(graph, source, target, costs_of(plan), beside=[skill], looks=LOOKS, **options)
        saves = [float(before - after) for before, after in zip(exact[:3], less[:3], strict=True)]
        if skill in own or max(saves) > 1e-9:
            saved[skill] = [round(saves[0], 6), round(saves[1], 6)]
    found = planner.next_skills(source, target, **options)
    listed = {
        name: [round(skill.saves_months, 6), round(skill.saves_hours, 6)]
        for skill in found.skills
        for name in (skill.id, *(other.id for other in skill.alternatives))
    }
    assert listed == saved, (listed, saved)
    assert (found.others, found.unknown) == (ready - len(saved), 0)
    return bool(saved)


def is_begun(graph, skill, known, own):
    """Return whether a person can begin a skill now. In a plan, a post may teach what a skill requires."""
    groups = [set(group) for group in graph.nodes[skill]["needs"] if not known & set(group)]
    return not groups or (skill in own and not any(group & own for group in groups))


def check_why(seed, objective):
    """Check the reasons for each skill, and the costs of the best plan without it."""
    planner, source, target, options = career(seed, objective, (2, 4))
    graph = planner.graph
    every = judge.plans(graph, source, target, looks=LOOKS, **options)
    if not every:
        return False
    known = judge.known_for(graph, source, target, **options)
    reasons = judge.reasons(graph, every[0], known, options["via"])
    skills = {node for node in graph if graph.nodes[node]["kind"] == "skill"} - set(options["avoid"])
    for skill in sorted(skills):
        found = planner.why(skill, source, target, **options)
        chains = [tuple(link.id for link in chain) for chain in found.chains]
        assert chains == sorted(reasons.get(skill, ()), key=lambda chain: (len(chain), chain)), (skill, reasons)
        others = [plan for plan in every if not any(skill in part for part in plan[4])]
        without = rounded(others[0])[:3] if others else None
        assert (found.without and costs_of(found.without)) == without, (skill, without)
    return bool(reasons)


def check_compare(seed, objective):
    """Check the plans between two positions in both directions."""
    planner, source, target, options = career(seed, objective, conditions=False)
    found = planner.compare(source, target, **options)
    for side, ends in zip(found.sides, ((source, target), (target, source)), strict=True):
        best = judge.best_within(planner.graph, *ends, costs_of(side.plan), looks=LOOKS, **options)
        assert (side.plan and written(side.plan)) == rounded(best), best
        options["months_in_post"] = 0
    return any(side.plan for side in found.sides)


QUESTIONS = {
    "plan": check_plan,
    "plan with waypoints and avoidance": partial(check_plan, conditions=True),
    "plan from a position to itself": check_round,
    "k best": check_few,
    "several targets": check_targets,
    "unavoidable": check_unavoidable,
    "deadline": check_deadline,
    "reach": check_reach,
    "next": check_next,
    "why": check_why,
    "compare": check_compare,
}


def check(question, objective, seed):
    """Judge a question about one graph. Return "plan", "no plan", "left out", or how the answers differ."""
    with begun(seed, objective):
        try:
            return "plan" if QUESTIONS[question](seed, objective) else "no plan"
        except judge.TooManyWalksError:
            return "left out"
        except Exception as error:  # go on with the other graphs
            return f"{type(error).__name__}: {error}"


def judged(question, objective, seeds, chunk=20):
    """Judge a question about many graphs. Return counts of the results, and the seeds whose answers differ."""
    with Pool(2) as pool:
        ends = pool.map(partial(check, question, objective), seeds, chunk)
    counts = Counter(end if end in ("plan", "no plan", "left out") else "differs" for end in ends)
    wrong = {seed: end for seed, end in zip(seeds, ends, strict=True) if end not in ("plan", "no plan", "left out")}
    return dict(counts), wrong


def main():
    """Judge all questions, or the named ones, about many graphs with each objective."""
    count, *named = sys.argv[1:] or ["10000"]
    found = {}
    for question in named or QUESTIONS:
        for objective in OBJECTIVES if question != "deadline" else ["months"]:
            counts, wrong = judged(question, objective, range(int(count)))
            found.setdefault(question, {})[objective] = counts
            for seed, end in wrong.items():
                print(question, objective, seed, end[:2000], file=sys.stderr)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
