"""Measure plans on graphs with experience and teaching.

    python benchmarks/experience.py [--graphs ml,made,onet] [--pairs 200] [--pace 10] [--limit 60]

There are three graphs:

- `ml` is the bundled graph
- `made` is a random graph with the size of a trade: 75 positions, 280 skills and 7 fields
- `onet` is O*NET 30.0, from ../shared/data, with experience and teaching by rules

The rules for O*NET:

- An occupation counts in one field, its major group: the first two digits of its code.
- An occupation asks for experience in this field: the least months of the median answer on related work experience. If
  there is no answer, the job zone of the occupation decides.
- An occupation teaches one technology, after the months of the median answer on training on the job. Most other
  occupations of the group need this technology, but the occupation itself does not.
"""

import argparse
import csv
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))
sys.path.insert(0, str(ROOT / "tests"))

from plan import OBJECTIVES, SOURCES, Document, build, pairs, read  # noqa: E402

import mlgraph  # noqa: E402
from support.random_graphs import graph_of_parts  # noqa: E402

# the least months of each category of related work experience (RW) and of training on the job (OJ)
WORKED = {1: 0, 2: 0, 3: 1, 4: 3, 5: 6, 6: 12, 7: 24, 8: 48, 9: 72, 10: 96, 11: 120}
TRAINED = {1: 1, 2: 1, 3: 3, 4: 6, 5: 12, 6: 24, 7: 48, 8: 120, 9: 120}
WORKED_BY_ZONE = {"1": 0, "2": 3, "3": 12, "4": 24, "5": 48}


def onet():
    """Return O*NET with experience and teaching."""
    folder = SOURCES["onet"]
    tables = read("onet", folder).tables
    worked, trained = _medians(folder, "RW", WORKED), _medians(folder, "OJ", TRAINED)
    zones = {row["O*NET-SOC Code"]: row["Job Zone"] for row in _rows(folder / "Job Zones.txt")}
    groups = defaultdict(Counter)
    for code, role in tables["role"].items():
        groups[code[:2]].update(need for need in role.get("needs", ()) if isinstance(need, str))
    tables["experience"] = {f"group-{group}": {"title": f"Work in major group {group}"} for group in groups}
    for code, role in tables["role"].items():
        field = f"group-{code[:2]}"
        role["counts_as"] = [field]
        if months := worked.get(code, WORKED_BY_ZONE.get(zones.get(code), 0)):
            role["experience"] = {field: months}
        common = [skill for skill, _ in groups[code[:2]].most_common() if skill not in role.get("needs", ())]
        if code in trained and common:
            role["teaches"] = {common[0]: trained[code]}
    return build(Document("onet", "", tables))


def _rows(path):
    with open(path, encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _medians(folder, scale, months):
    """Return the months of the category in which the median answer of each occupation lies."""
    shares = defaultdict(dict)
    for row in _rows(folder / "Education, Training, and Experience.txt"):
        if row["Scale ID"] == scale:
            shares[row["O*NET-SOC Code"]][int(row["Category"])] = float(row["Data Value"])
    found = {}
    for code, share in shares.items():
        below = 0.0
        for category in sorted(share):
            below += share[category]
            if below >= 50:
                found[code] = months[category]
                break
    return found


def made(seed=0, positions=75, skills=280, fields=7):
    """Return a random graph with the size and the form of a trade: levels, tracks, stages, experience and teaching."""
    rng = random.Random(seed)
    names = [f"s{number:03}" for number in range(skills)]
    parts = {}
    for number, name in enumerate(names):
        among = names[max(0, number - 40) : number]
        needs = {skill: None for skill in rng.sample(among, min(len(among), rng.choice([0, 1, 1, 2, 3])))}
        parts[name] = (rng.choice([10, 20, 30, 40, 60, 80, 120]), tuple((skill,) for skill in needs))
    stages = [f"stage-{number}" for number in range(6)]
    levels = [[] for _ in range(5)]
    for number in range(positions - len(stages)):
        levels[min(4, number * 5 // (positions - len(stages)))].append(f"role-{number:02}")
    needed, posts, moves = {}, dict.fromkeys(stages), {}
    for number, stage in enumerate(stages):
        needed[stage] = tuple((skill,) for skill in rng.sample(names[: 20 + 30 * number], 2 + 2 * number))
        for role in rng.sample(levels[min(4, number // 2)], 6):
            moves[stage, role] = rng.choice([1, 2, 3, 4, 6])
    moves |= {move: 0 for move in pairwise(stages)}
    for level, roles in enumerate(levels):
        for role in roles:
            field = f"field-{rng.randrange(fields)}"
            least, most = 40 * level, 120 + 40 * level
            alone = rng.sample(names[least:most], rng.randint(6, 14))
            choice = rng.sample([name for name in names[least:most] if name not in alone], 2)
            needed[role] = (*((skill,) for skill in alone), tuple(choice))
            others = [name for name in names if name not in alone]
            posts[role] = _post(rng, level, field, others)
            near = [other for step in (-1, 0, 1) for other in (levels[level + step] if 0 <= level + step < 5 else ())]
            for other in rng.sample([each for each in near if each != role], 6):
                moves[role, other] = rng.choice([6, 12, 18, 24, 36])
    return graph_of_parts(parts, needed, moves, posts)


def _post(rng, level, field, others):
    """Return what a post at a level counts as, asks for and teaches."""
    post = {"counts_as": tuple(dict.fromkeys([field, rng.choice([field, "field-0"])]))}
    asked = {field: 12 * level + rng.choice([0, 6, 12])} if level and rng.random() < 0.8 else {}
    if level > 2 and rng.random() < 0.4:
        asked["field-0"] = 24
    teaches = {rng.choice(others): rng.choice([6, 12, 24])} if rng.random() < 0.5 else {}
    return post | ({"experience": asked} if asked else {}) | ({"teaches": teaches} if teaches else {})


GRAPHS = {"ml": mlgraph.load, "made": made, "onet": onet}


def measure(name, count, pace, limit):
    """Print the times of plans on a graph, for each objective."""
    graph = GRAPHS[name]()
    planner, asked = mlgraph.Planner(graph), pairs(graph, count)
    planner.plan(*asked[0])
    for objective in OBJECTIVES:
        seconds, unproven, none = [], 0, 0
        for pair in asked:
            begin = time.process_time()
            try:
                unproven += not planner.plan(*pair, pace=pace, objective=objective, time_limit=limit).optimal
            except mlgraph.errors.NoPlanError:
                none += 1
            except mlgraph.errors.NoPlanInTimeError:
                unproven += 1
            seconds.append(time.process_time() - begin)
        worst = max(zip(seconds, asked, strict=True))
        figures = f"median {1000 * statistics.median(seconds):.1f} ms, mean {1000 * statistics.mean(seconds):.1f} ms"
        most = f"most {worst[0]:.2f} s ({' to '.join(worst[1])})"
        print(f"{name} {objective}: {len(asked)} pairs, {none} without a plan, {figures}, {most}; {unproven} unproven")


def main():
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--graphs", default="ml,made,onet")
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--pace", type=float, default=10)
    parser.add_argument("--limit", type=float, default=60, help="seconds for one plan")
    options = parser.parse_args()
    for name in options.graphs.split(","):
        measure(name, options.pairs, options.pace, options.limit)


if __name__ == "__main__":
    main()
