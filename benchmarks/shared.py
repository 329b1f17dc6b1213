"""Compare questions that share their work with one plan for each role or skill.

    python benchmarks/shared.py [--graphs ml,onet] [--questions 10] [--pace 10] [--limit 60]

`reach` is compared with a plan to each role, and `next` with a plan for each skill that a person can learn now. The
last two lines are for one name and one picture, asked first and again. O*NET 30.0 comes from ../shared/data. All times
are of the processor, so other programs disturb them little. Ratios are medians over questions. The plans for
each skill stop after the limit, so their ratio is too low.
"""

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time

from plan import TITLES, pairs, real

import mlgraph
from mlgraph.errors import NoPlanError
from mlgraph.planning.options import PlanOptions
from mlgraph.search.budget import Budget

PICTURE = "from mlgraph.drawing.render import render; render('digraph { a -> b }', 'svg')"


def seconds(work):
    """Return the seconds of the processor that a function takes, and its result."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def each_role(planner, source, pace):
    """Return the costs of a plan to each role, as far as there is one."""
    found = {}
    for role in sorted(node for node, kind in planner.graph.nodes(data="kind") if kind == "role" and node != source):
        try:
            found[role] = planner._solver.plan(source, role, PlanOptions(pace=pace), Budget()).costs
        except NoPlanError:
            continue
    return found


def each_skill(planner, source, target, pace, limit):
    """Return the costs of a plan for each skill that a person can learn now."""
    solver, options, nodes = planner._solver, PlanOptions(pace=pace), planner.graph.nodes
    known, found, budget = solver.find_known_skills(source, target, options), {}, Budget(limit)
    for skill in sorted(node for node in nodes if nodes[node]["kind"] == "skill" and node not in known):
        if not budget.is_spent() and all(not known.isdisjoint(group) for group in nodes[skill]["needs"]):
            found[skill] = solver.plan(source, target, options, budget, also_known=(skill,)).costs
    return found


def compare(title, asked):
    """Print the times of pairs of functions, the shared one first, and the median of their ratios."""
    times = [(seconds(shared)[0], seconds(alone)[0]) for shared, alone in asked]
    shared, alone = (statistics.median(column) for column in zip(*times, strict=True))
    worst = max(time for time, _ in times)
    ratio = statistics.median(alone / shared for shared, alone in times)
    print(f"{title}: {shared:.3f} s median, {worst:.3f} worst; one by one {alone:.2f} s, {ratio:.1f} times", flush=True)


def compare_graph(name, options):
    """Print the comparisons on a graph."""
    graph = real(name)
    planner, pace, limit = mlgraph.Planner(graph), options.pace, options.limit
    print(f"\n{TITLES[name]}: {len(graph):,} nodes, pace {pace:g}")
    ends = list(pairs(graph, 10 * options.questions))
    sources = random.Random(1).sample(sorted({source for source, _ in ends}), options.questions)
    planner.reach(sources[0])
    compare(
        "reach",
        (
            (lambda s=source: planner.reach(s, pace=pace), lambda s=source: each_role(planner, s, pace))
            for source in sources
        ),
    )
    compare(
        "next ",
        (
            (
                lambda e=each: planner.next_skills(*e, pace=pace),
                lambda e=each: each_skill(planner, *e, pace, limit),
            )
            for each in ends[: options.questions]
        ),
    )
    title = graph.nodes[max(graph)]["title"]
    first, again = (seconds(lambda: mlgraph.resolve(graph, title))[0] for _ in range(2))
    print(f"name : {first:.3f} s first, {again:.6f} again")


def compare_pictures():
    """Print the seconds of a small picture in a new process, with an empty cache folder and with a full one."""
    with tempfile.TemporaryDirectory() as folder:
        taken = []
        for _ in range(2):
            before = os.times()
            subprocess.run([sys.executable, "-c", PICTURE], env={**os.environ, "XDG_CACHE_HOME": folder}, check=True)
            after = os.times()
            taken.append(after.children_user + after.children_system - before.children_user - before.children_system)
    print(f"\npicture: {taken[0]:.2f} s first, {taken[1]:.2f} again")


def main():
    """Read the options and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--graphs", default="ml,onet", help="ml, onet, esco")
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--pace", type=float, default=10)
    parser.add_argument("--limit", type=float, default=60, help="seconds for the plans for each skill of a question")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}")
    for name in options.graphs.split(","):
        compare_graph(name, options)
    compare_pictures()


if __name__ == "__main__":
    main()
