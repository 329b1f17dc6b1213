"""Hard graphs and questions with a limit: `python -m support.limits [SECONDS [WORD]]`, in the folder tests, measures how it is kept.

Each question is a process of its own. Reading and compiling the graph have no limit: the clock of a question begins
with its budget. What follows the limit is counted in seconds of the processor, which other programs cannot stretch.
WORD keeps the questions whose graph or command holds it. Only POSIX tells the memory of a process.
"""

import json
import os
import random
import shlex
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

# what `mlgraph` runs, with a budget that remembers when it began, and what the processor had done when it was spent
CHILD = """
import json, os, resource, sys, threading, time
from mlgraph.search import budget

noted = {}

class Noted(budget.Budget):
    def __init__(self, time_limit=None, should_stop=None):
        super().__init__(time_limit, should_stop)
        noted.update(begun=time.monotonic(), begun_work=time.process_time())
        timer = threading.Timer(time_limit, lambda: noted.update(spent_work=time.process_time()))
        timer.daemon = True
        timer.start()

budget.Budget = Noted
sys.argv[0] = "mlgraph"
from mlgraph.cli.app import main
code = 0
try:
    main()
except SystemExit as end:
    code = end.code or 0
sys.stdout.flush()
now, work = time.monotonic(), time.process_time()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 if sys.platform == "darwin" else 1024)
print(json.dumps({
    "code": code, "loading": noted["begun_work"], "took": now - noted["begun"], "over": work - noted.get("spent_work", work),
    "peak": peak,
}), file=sys.stderr)
sys.stderr.flush()
os._exit(0)
"""
PATIENCE = 600.0


def document(skills, positions, moves):
    """Return a graph file of {id: (hours, needs)}, {id: needs} and {(source, target): months}."""
    leads = {}
    for (source, target), months in moves.items():
        leads.setdefault(source, {})[target] = months
    return {
        "skill": {
            name: {"title": name.upper(), "hours": hours, "needs": needs} for name, (hours, needs) in skills.items()
        },
        "role": {
            name: {"title": name.upper(), "needs": needs, "leads_to": leads.get(name, {})}
            for name, needs in positions.items()
        },
    }


def chain():
    """A position that needs a chain of 49,000 skills."""
    skills = {f"s{n:05}": (1 + n % 7, [f"s{n + 1:05}"] if n < 48_999 else []) for n in range(49_000)}
    return document(skills, {"a": [], "b": ["s00000"], "z": []}, {("a", "b"): 1, ("b", "z"): 1, ("a", "z"): 9})


def line():
    """A line of 49,000 positions."""
    names = [f"p{n:05}" for n in range(49_000)]
    moves = dict.fromkeys(pairwise(names), 1)
    return document({"s": (5, [])}, {**{name: [] for name in names}, names[-1]: ["s"], names[700]: ["s"]}, moves)


def grid(side=200, skills=300):
    """Positions in rows and columns, each of which leads to the next of both, and needs a skill."""
    rng = random.Random(1)
    here = {(row, column): f"p{row:03}-{column:03}" for row in range(side) for column in range(side)}
    moves = {
        (name, here[further]): rng.randint(1, 3)
        for (row, column), name in here.items()
        for further in ((row + 1, column), (row, column + 1))
        if further in here
    }
    known = {f"s{n}": (rng.randint(1, 100), []) for n in range(skills)}
    return document(known, {name: [rng.choice(list(known))] for name in here.values()}, moves)


def alternatives():
    """A position with 5,000 needs, each of one of 50 skills."""
    rng = random.Random(2)
    skills = {f"s{n}": (1 + n * 7919 % 97, []) for n in range(5_000)}
    needs = [rng.sample(list(skills), 50) for _ in range(5_000)]
    return document(skills, {"a": [], "b": needs, "z": []}, {("a", "b"): 1, ("b", "z"): 1, ("a", "z"): 9})


def choices():
    """A chain of 20,000 choices, each between a skill with the next choice behind it and one without."""
    last = 20_000
    skills = {f"s{n}": (1, [[f"s{n + 1}", f"t{n}"]]) for n in range(last)} | {f"s{last}": (1, [])}
    skills |= {f"t{n}": (50_000, []) for n in range(last)}
    return document(skills, {"a": [], "b": [["s0", "t0"]], "z": []}, {("a", "b"): 1, ("b", "z"): 1, ("a", "z"): 9})


def dense(count=500):
    """Positions that all lead to each other in one month, with needs that overlap, and ties everywhere."""
    rng = random.Random(3)
    skills = {f"s{n}": (10, []) for n in range(60)}
    names = [f"p{n:03}" for n in range(count)]
    needs = {name: [rng.sample(list(skills), 3) for _ in range(4)] for name in names}
    moves = {(one, other): 1 for one in names for other in names if one != other}
    moves |= {("a", name): 1 for name in names[:20]} | {(name, "z"): 1 for name in names[-20:]}
    return document(skills, {"a": [], **needs, "z": [rng.sample(list(skills), 3) for _ in range(20)]}, moves)


def layers(depth=30, width=30):
    """Layers of positions, each of which leads to all of the next, with a few skills of many for each."""
    rng = random.Random(4)
    skills = {f"s{n}": (rng.randint(1, 99), []) for n in range(200)}
    names = [[f"p{layer:02}-{n:02}" for n in range(width)] for layer in range(depth)]
    needs = {name: rng.sample(list(skills), 8) for layer in names for name in layer}
    moves = {(one, other): rng.randint(1, 9) for layer, after in pairwise(names) for one in layer for other in after}
    moves |= {("a", name): 1 for name in names[0]} | {(name, end): 1 for name in names[-1] for end in ("b", "z")}
    return document(skills, {"a": [], **needs, "b": [], "z": []}, moves)


GRAPHS = {"chain": chain, "line": line, "grid": grid, "alternatives": alternatives, "choices": choices}
GRAPHS |= {"dense": dense, "layers": layers}
ENDS = {"line": ("p00000", "p48999", "p00700", "s"), "grid": ("p000-000", "p199-199", "p199-198", "s7")}
ENDS |= {"chain": ("a", "z", "b", "s48999"), "choices": ("a", "z", "b", "t500"), "dense": ("a", "z", "p499", "s7")}
# the target of each graph is its hard one
ENDS |= {"alternatives": ("a", "b", "z", "s1"), "chain": ("a", "b", "z", "s48999"), "choices": ("a", "b", "z", "t500")}
ML = ("beginner", "cds", "nlp-scientist", "python")


def questions(graph):
    """Return the command lines about a graph."""
    source, target, other, skill = ENDS.get(graph, ("a", "z", "b", "s7"))
    ends = ["--from", source, "--to", target]
    return [
        ["path", *ends],
        ["path", *ends, "--by", "hours"],
        ["path", *ends, "--by", "moves", "--json"],
        ["path", *ends, "--via", other],
        ["path", *ends, "--avoid", skill],
        ["path", *ends, "--alternatives", "5"],
        ["path", *ends, "--to", other],
        ["path", *ends, "--until", "2999-01"],
        ["reach", "--from", source],
        ["reach", "--from", source, "--by", "hours", "--avoid", other],
        ["next", "--from", source],
        ["next", *ends],
        ["why", skill, *ends],
        ["compare", source, target],
    ]


def everything():
    """Return the command line of a plan past every role of mlgraph's own graph that has a way to the target."""
    import networkx as nx

    import mlgraph

    graph = mlgraph.load()
    moves = nx.subgraph_view(graph, filter_edge=lambda *ends: graph.edges[ends]["relation"] == "leads_to")
    roles = (
        name for name in sorted(nx.ancestors(moves, "chief-data-scientist")) if graph.nodes[name]["kind"] == "role"
    )
    return ["path", "--from", "beginner", "--to", "cds", *(part for name in roles for part in ("--via", name))]


def measured(arguments, seconds):
    """Return what a command line took, in a process of its own."""
    command = [sys.executable, "-c", CHILD, *arguments, "--limit", str(seconds)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    *said, last = done.stderr.splitlines()
    try:
        return json.loads(last) | {"said": said}
    except json.JSONDecodeError:
        return {"code": done.returncode, "loading": 0, "took": 0, "over": 0, "peak": 0, "said": [*said, last]}


def asked(folder):
    """Yield the name of each graph with its command lines, the files made beforehand."""
    yield "ml", everything()
    for name, make in GRAPHS.items():
        path, edited = Path(folder) / f"{name}.json", Path(folder) / f"{name}-edited.json"
        tables = make()
        path.write_text(json.dumps(tables), encoding="utf-8")
        for question in questions(name):
            yield name, [*question, "--graph", str(path)]
        first = next(iter(tables["skill"].values()))
        first["hours"] += 1
        edited.write_text(json.dumps(tables), encoding="utf-8")
        yield name, ["diff", str(path), str(edited)]


def main(seconds, word=""):
    """Yield what became of each question."""
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in asked(folder):
            said = shlex.join(arguments).replace(f"{folder}{os.sep}", "")
            if word not in f"{name}: {said}":
                continue
            begun = time.monotonic()
            found = measured(arguments, seconds)
            yield {"graph": name, "command": said, **found, "wall": time.monotonic() - begun}


if __name__ == "__main__":
    for row in main(float(sys.argv[1]) if len(sys.argv) > 1 else 2.0, sys.argv[2] if len(sys.argv) > 2 else ""):
        row = {key: round(value, 2) if isinstance(value, float) else value for key, value in row.items()}
        print(json.dumps(row), flush=True)
