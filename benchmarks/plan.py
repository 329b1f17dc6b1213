"""Compare mlgraph with two general solvers, HiGHS and CP-SAT, on the same questions.

    python benchmarks/plan.py [--families a,b,c,d] [--pairs 200] [--solver-pairs 5] [--limit 60] [--easier]

The script needs the packages `highspy` and `ortools`. There are four families of graphs:

- (a) the bundled graph
- (b) O*NET 30.0 and (c) ESCO 1.1.1, from ../shared/data
- (d) random graphs that grow in one parameter at a time

Each solver runs in a new process, one after the other. HiGHS uses the programmes in tests/support/mip.py, CP-SAT the
models below. Both solvers minimise the three costs of mlgraph lexicographically, over all positions on a path to the
target. For the objective "months", these are the positions on a path that may be fast enough. With `--easier`,
`mip.reduce` first reduces each question by bounds on all plans and the costs of one plan. The solvers then minimise the
first cost only. A mismatch is a pair of proven results that contradict each other.

`compiled` is the time of a search on a compiled graph. `all` includes compiling, for the first questions only. The
ratios are medians over pairs of a solver's time, with building its model, to the two times of mlgraph. A solver that
does not finish counts with the time limit. Solvers build their models in Python from the whole graph each time; the
time of solving alone is in brackets.
"""

import argparse
import gc
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from functools import cache, partial
from itertools import pairwise
from math import inf, lcm
from pathlib import Path
from typing import NamedTuple

import networkx as nx

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import mlgraph  # noqa: E402, the judge is part of the tests
from mlgraph.graphfile.document import Document  # noqa: E402
from mlgraph.graphfile.load import build  # noqa: E402
from mlgraph.importers.registry import read  # noqa: E402
from support import mip  # noqa: E402

OBJECTIVES = ("months", "hours", "moves")
DATA = ROOT.parent / "shared" / "data"
SOURCES = {"onet": DATA / "onet-30.0", "esco": DATA / "esco-1.1.1"}
TITLES = {"ml": "graphs/ml", "onet": "O*NET 30.0 with technology skills", "esco": "ESCO 1.1.1 with derived moves"}
FRESH = 20  # questions with a new planner each
SEEDS = 10  # random graphs of each size
PACE = 10
TOLERANCE = 1e-6
SAME, EASIER = {"whole": True, "ties": True}, {"whole": False, "ties": False}

# the random family: each parameter grows from its first value to its last, at the end all of them
GROWTH = {
    "positions": (60, 120, 200, 300),
    "degree": (3, 5, 7, 10),
    "skills": (30, 60, 100, 150),
    "requirements": (1, 2),
    "alternatives": (0.0, 0.1, 0.2),
}


# --- questions ---


def questions(setting, count):
    """Yield the graph, the source and the target of each question of a setting; they are deterministic."""
    if setting.startswith("layered"):
        for seed in range(min(count, SEEDS)):
            yield layered(*json.loads(setting.removeprefix("layered")), seed), "start", "goal"
        return
    graph = real(setting)
    gc.collect()
    gc.freeze()
    for source, target in pairs(graph, count):
        yield graph, source, target


def real(name):
    """Return a graph of real occupations."""
    if name == "ml":
        return mlgraph.load()
    return build(Document(name, "", read(name, SOURCES[name]).tables))


def pairs(graph, count):
    """Return random pairs of positions with a path between them; a smaller count gives a prefix of a larger one."""
    moves = nx.DiGraph((u, v) for u, v, relation in graph.edges(data="relation") if relation == "leads_to")
    positions, rng = sorted(moves), random.Random(30)
    if len(positions) < 100:
        found = [(u, v) for u in positions for v in positions if u != v and nx.has_path(moves, u, v)]
        return rng.sample(found, len(found))[:count]
    found = {}
    while len(found) < count:
        u, v = rng.sample(positions, 2)
        if nx.has_path(moves, u, v):
            found[u, v] = None
    return list(found)


def layered(positions, degree, skills, requirements, alternatives, seed):
    """Return a random graph of layers, with moves from each layer to the next, from `start` to `goal`."""
    rng = random.Random(seed)
    graph = nx.DiGraph()
    names = [f"s{number:03}" for number in range(skills)]
    for number, name in enumerate(names):
        needs = _needs(rng, names[max(0, number - 30) : number], rng.randint(0, 2), alternatives)
        graph.add_node(name, kind="skill", title=name, aliases=(), hours=rng.randint(1, 20) * 5, needs=needs)
    middle = [f"p{number:04}" for number in range(positions - 2)]
    layers = [["start"], *(middle[at : at + 2 * degree] for at in range(0, len(middle), 2 * degree)), ["goal"]]
    for name in ("start", *middle, "goal"):
        needs = () if name == "start" else _needs(rng, names, requirements, alternatives)
        graph.add_node(name, kind="role", title=name, aliases=(), needs=needs)
    for here, there in pairwise(layers):
        for source in here:
            for target in rng.sample(there, min(degree, len(there))):
                graph.add_edge(source, target, relation="leads_to", months=rng.randint(3, 36))
    for node, needs in graph.nodes(data="needs"):
        for group in needs:
            graph.add_edges_from(((s, node) for s in group), relation="needed_for", required=len(group) == 1)
    return graph


def _needs(rng, among, count, alternatives):
    """Return `count` requirements, some with alternatives that no other requirement meets."""
    found = {}
    for _ in range(count if among else 0):
        size = 1 if rng.random() >= alternatives else rng.randint(2, 3)
        found[tuple(rng.sample(among, min(size, len(among))))] = None
    alone = {group[0] for group in found if len(group) == 1}
    return tuple(group for group in found if len(group) == 1 or not alone & set(group))


# --- CP-SAT ---


class Model(mip.Programme):
    """A model for CP-SAT with its costs: the integer to minimise for each, and the number of its units in one."""

    def __init__(self):
        from ortools.sat.python import cp_model  # here, as it must not be loaded beside HiGHS

        self.names = {cp_model.OPTIMAL: "optimal", cp_model.INFEASIBLE: "infeasible"}
        self.cp, self.solver, self.costs = cp_model.CpModel(), cp_model.CpSolver(), {}

    def least(self, cost, limit):
        """Minimise one cost; return the status, the best value, the bound, and the months of the moves."""
        whole, unit = self.costs[cost]
        self.cp.minimize(whole)
        self.solver.parameters.max_time_in_seconds = max(0.0, limit)
        status = self.names.get(self.solver.solve(self.cp), "unfinished")
        proven, months = self.solver.best_objective_bound / float(unit), inf
        if not self.solver.response_proto.solution:
            return status, inf, proven, months
        if "months" in self.costs:
            moved, per_month = self.costs["months"]
            months = float(self.solver.value(moved) / per_month)
        return status, self.solver.objective_value / float(unit), proven, months

    def at_most(self, cost, most):
        """Constrain a cost to at most a value."""
        whole, unit = self.costs[cost]
        self.cp.add(whole <= round(most * unit))


def _circuit(cp, question):
    """Add a circuit through the target and back to the source; return a literal of each move and of each position."""
    positions = sorted({name for move in question.moves for name in move})
    number = {name: index for index, name in enumerate(positions)}
    moved = {move: cp.new_bool_var("") for move in question.moves}
    passed = {name: cp.new_bool_var("") for name in positions}
    arcs = [(number[u], number[v], literal) for (u, v), literal in moved.items()]
    arcs += [(number[name], number[name], ~literal) for name, literal in passed.items()]
    cp.add_circuit([*arcs, (number[question.target], number[question.source], True)])
    return moved, passed


def _steps(question, rate):
    model = Model()
    moved, _ = _circuit(model.cp, question)
    model.costs = {"moves": (sum(moved.values()), 1)}
    return model


def _effort(question, rate):
    model = Model()
    cp = model.cp
    moved, passed = _circuit(cp, question)
    had = {item: cp.new_bool_var("") for item in question.hours}
    for node, groups in question.needs.items():
        asking = had[node] if node in had else passed[node]
        for group in groups:
            cp.add_bool_or(~asking, *(had[item] for item in group))
    unit = _unit([*question.hours.values(), *question.alone.values()])
    spent = [(had[item], hours) for item, hours in question.hours.items()]
    spent += [(passed[name], hours) for name, hours in question.alone.items()]
    effort = sum(int(hours * unit) * literal for literal, hours in spent)
    months = {move: mip.exact(value) for move, value in question.moves.items()}
    per_month = _unit(months.values())
    posts = sum(int(months[move] * per_month) * literal for move, literal in moved.items())
    model.costs = {"hours": (effort, unit), "months": (posts, per_month)}
    return model


def _drawn_out(question, rate):
    """Return a model of all costs, time-expanded over the number of moves."""
    model = Model()
    cp = model.cp
    months = {move: mip.exact(value) for move, value in question.moves.items()}
    alone = {name: hours / rate for name, hours in question.alone.items()}
    shared = {item: hours / rate for item, hours in question.hours.items()}
    unit = _unit([*months.values(), *alone.values(), *shared.values()])
    longest = sum(months.values()) + sum(alone.values()) + sum(shared.values())
    most = int(min(question.upper, longest) * unit) + 1
    at = [{name: cp.new_bool_var("") for name in sorted(names)} for names in question.after]
    had = [{item: cp.new_bool_var("") for item in shared} for _ in at]
    arrives, study = ([cp.new_int_var(0, most, "") for _ in at] for _ in range(2))
    arrivals = [(index, names[question.target]) for index, names in enumerate(at) if question.target in names]
    cp.add_exactly_one(literal for _, literal in arrivals)
    cp.add_bool_and(at[0].values())
    for step, (here, there) in enumerate(pairwise(at), 1):
        moved = _moved(cp, question, here, there)
        _met(cp, question, there, had[step])
        for before, after in zip(had[step - 1].values(), had[step].values(), strict=True):
            cp.add_implication(before, after)
        posts = sum(int(months[move] * unit) * literal for move, literal in moved.items())
        cp.add(arrives[step] >= arrives[step - 1] + posts)
        more = sum(int(alone.get(name, 0) * unit) * literal for name, literal in there.items())
        cp.add(study[step] >= study[step - 1] + more)
        learned = sum(int(hours * unit) * had[step][item] for item, hours in shared.items())
        cp.add(arrives[step] >= study[step] + learned)
    steps = sum(index * literal for index, literal in arrivals)
    model.costs = {"months": (arrives[-1], unit), "hours": (study[-1] + learned, unit / rate), "moves": (steps, 1)}
    return model


def _moved(cp, question, here, there):
    """Add one move from the current positions to the next ones; the target has no moves."""
    moved = {(u, v): cp.new_bool_var("") for u, v in question.moves if u in here and v in there}
    out, into = defaultdict(list), defaultdict(list)
    for (u, v), literal in moved.items():
        out[u].append(literal)
        into[v].append(literal)
    for name, literal in here.items():
        if name != question.target:
            cp.add_exactly_one(~literal, *out[name])
    for name, literal in there.items():
        cp.add_exactly_one(~literal, *into[name])
    return moved


def _met(cp, question, at, had):
    """Constrain needs to be met, with one constraint for all positions of a step, of which exactly one is taken."""
    askers = defaultdict(list)
    for node, groups in question.needs.items():
        for group in groups:
            if node in had:
                cp.add_bool_or(~had[node], *(had[item] for item in group))
            elif node in at:
                askers[group].append(at[node])
    for group, literals in askers.items():
        cp.add(sum(literals) <= sum(had[item] for item in group))


def _unit(numbers):
    """Return the least factor that makes all numbers integers."""
    return lcm(*(number.denominator for number in numbers)) if numbers else 1


PROGRAMMES = {"highs": mip.HIGHS, "cpsat": {"months": _drawn_out, "hours": _effort, "moves": _steps}}


# --- answers, each solver in a new process ---


class Answer(NamedTuple):
    """The costs in order, the bound on the first, whether all are proven, and two times in seconds."""

    costs: tuple[float, ...]
    bound: float
    is_proven: bool
    seconds: float
    other: float | None


def solved(solver, graph, source, target, objective, limit, easier):
    """Return the answer of a solver, with the seconds in total and of solving."""
    settings = EASIER if easier else SAME
    found = mip.solve(
        graph, source, target, pace=PACE, objective=objective, limit=limit, programmes=PROGRAMMES[solver], **settings
    )
    return Answer(found.costs, found.bound, found.status == "optimal", found.build + found.solve, found.solve)


def work(solver, setting, count, limit, easier):
    """Print one line for each objective and question, with the answer."""
    ask = planned if solver == "mlgraph" else partial(solved, solver, easier=easier)
    ask(layered(4, 1, 2, 1, 0.0, 0), "start", "goal", "months", limit)  # load modules that are imported late
    asked = list(questions(setting, count))
    for objective in OBJECTIVES:
        for number, (graph, source, target) in enumerate(asked):
            last = {"fresh": number < FRESH} if solver == "mlgraph" else {}
            print(json.dumps([objective, *ask(graph, source, target, objective, limit, **last)]), flush=True)


@cache
def compiled(graph):
    """Return the planner of a graph."""
    return mlgraph.Planner(graph)


def planned(graph, source, target, objective, limit, fresh=True):
    """Return the answer of mlgraph, with the seconds of the search, and of compiling and search."""
    planner = compiled(graph)
    times = [time.perf_counter()]
    plan = planner.plan(source, target, pace=PACE, objective=objective, time_limit=limit)
    times.append(time.perf_counter())
    if fresh:
        mlgraph.Planner(graph).plan(source, target, pace=PACE, objective=objective, time_limit=limit)
        times.append(time.perf_counter())
    costs = tuple(getattr(plan, cost) for cost in mip.ORDERS[objective])
    seconds = [after - before for before, after in pairwise(times)]
    bound = costs[0] if plan.optimal else plan.bound
    return Answer(costs, bound, plan.optimal, seconds[0], seconds[1] if fresh else None)


def answers(solver, setting, count, options):
    """Return the answers of a solver in a new process, by objective."""
    arguments = [sys.executable, __file__, "--work", solver, setting, str(count), str(options.limit)]
    arguments += ["--easier"] if options.easier else []
    done = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, check=True)
    found = defaultdict(list)
    lines = (line for line in done.stdout.splitlines() if line.startswith("["))  # HiGHS may print a banner
    for objective, *answer in map(json.loads, lines):
        found[objective].append(Answer(*answer))
    return found


# --- output ---


def compare(setting, options):
    """Print the comparison on a setting; return the median seconds of mlgraph by objective."""
    ours = answers("mlgraph", setting, options.pairs, options)
    few = min(options.solver_pairs, options.pairs)
    theirs = {solver: answers(solver, setting, few, options) for solver in PROGRAMMES if few}
    for objective in OBJECTIVES:
        print(f"{objective:7} mlgraph  {our_line(ours[objective])}")
        for solver, found in theirs.items():
            print(f"{'':7} {solver:8} {their_line(ours[objective], found[objective])}")
    return {objective: statistics.median(answer.seconds for answer in found) for objective, found in ours.items()}


def our_line(found):
    """Return the times of mlgraph as text."""
    seconds = sorted(answer.seconds for answer in found)
    late = seconds[-(-99 * len(seconds) // 100) - 1]
    fresh = [answer.other for answer in found if answer.other is not None]
    times = [statistics.median(seconds), late, seconds[-1]]
    compiled = "{:.1f} ms median, {:.1f} 99th percentile, {:.1f} worst".format(*(1000 * each for each in times))
    return f"{len(found)} pairs, compiled: {compiled}; all: {1000 * statistics.median(fresh):.1f} ms{unfinished(found)}"


def their_line(ours, found):
    """Return the times of a solver, its ratios to mlgraph, and its mismatches as text."""
    both = list(zip(ours, found, strict=False))
    compiled = statistics.median(b.seconds / a.seconds for a, b in both)
    everything = statistics.median(b.seconds / a.other for a, b in both if a.other)
    wrong = sum(mismatch(a, b) for a, b in both)
    ratio = f"{compiled:.1f} times compiled, {everything:.1f} times all"
    seconds, solving = (statistics.median(answer[index] for answer in found) for index in (3, 4))
    counted = f"{len(found)} pairs: {seconds:.3g} s median ({solving:.3g})"
    return f"{counted}, {ratio}; {wrong} mismatches{unfinished(found)}"


def mismatch(one, other):
    """Return whether two answers contradict each other: both proven but different, or a bound above a cost found."""
    if one.is_proven and other.is_proven:
        return any(map(_differ, one.costs, other.costs))
    bound, cost = max(one.bound, other.bound), min(one.costs[0], other.costs[0])
    return bound > cost and _differ(bound, cost)


def _differ(one, other):
    return abs(one - other) > TOLERANCE * max(1, abs(other))


def unfinished(found):
    """Return the number of answers that are not proven, and their median gap in the first cost."""
    gaps = [_gap(answer) for answer in found if not answer.is_proven]
    return f"; {len(gaps)} unfinished, gap {100 * statistics.median(gaps):.1f} %" if gaps else ""


def _gap(answer):
    cost, bound = answer.costs[0], answer.bound
    return 1.0 if cost == inf else (cost - bound) / max(1, abs(cost))


def compare_real(name, options):
    """Compare on a graph of real occupations, if its data exist."""
    if name in SOURCES and not SOURCES[name].exists():
        print(f"\n{TITLES[name]}: skipped, because {SOURCES[name]} does not exist")
        return
    graph = real(name)
    print(f"\n{TITLES[name]}: {len(graph):,} nodes, {graph.size():,} edges")
    compare(name, options)


def compare_layered(options):
    """Compare on random graphs, with one parameter after the other growing."""
    base = {parameter: values[0] for parameter, values in GROWTH.items()}
    largest = {parameter: values[-1] for parameter, values in GROWTH.items()}
    known = {}

    def measured(values):
        setting = "layered" + json.dumps(list(values.values()))
        if setting not in known:
            print("\nrandom:", ", ".join(f"{name} {value}" for name, value in values.items()))
            known[setting] = compare(setting, options)
        return known[setting]

    grown = {name: [measured(base | {name: value}) for value in values] for name, values in GROWTH.items()}
    grown["all"] = [measured(base), measured(largest)]
    print("\nrandom: median ms of mlgraph, compiled, as one parameter grows")
    for name, found in grown.items():
        for objective in OBJECTIVES:
            row = "  ".join(f"{1000 * medians[objective]:8.1f}" for medians in found)
            print(f"{name:13} {', '.join(map(str, GROWTH.get(name, ('base', 'largest')))):18} {objective:7} {row}")


def main():
    """Read the options and compare on each family."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--families", default="a,b,c,d", help="a: ml, b: O*NET, c: ESCO, d: random")
    parser.add_argument("--pairs", type=int, default=200, help="questions to mlgraph for each real graph")
    parser.add_argument("--solver-pairs", type=int, default=5, help="of these, questions to the solvers")
    parser.add_argument("--limit", type=float, default=60, help="seconds for one question")
    parser.add_argument("--easier", action="store_true", help="reduce the questions first, and minimise one cost only")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}")
    for family in options.families.split(","):
        if family == "d":
            compare_layered(options)
        else:
            compare_real({"a": "ml", "b": "onet", "c": "esco"}[family], options)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work(*sys.argv[2:4], int(sys.argv[4]), float(sys.argv[5]), easier="--easier" in sys.argv)
    else:
        main()
