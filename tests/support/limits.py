"""Hard questions with a time limit, or with Ctrl-C.

Run `python -m support.limits [SECONDS [WORD]]` in `tests`.

Each question runs in a process of its own. The time limit begins when the graph has been read and compiled. The limit
counts processor time, so other programs on the machine make no difference. With WORD, the script asks only questions
whose graph or command contains it. The memory of a process is measured on POSIX only, and the processor time of another
process on Linux only.
"""

import json
import os
import random
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

# runs the command line with a budget in processor seconds, and prints how many it took
CHILD = """
import json, os, resource, sys, time
from mlgraph.search import budget

begun = []

class Noted(budget.Budget):
    def __init__(self, *limits):
        super().__init__(*limits)
        begun.append(time.process_time())

budget.monotonic = time.process_time
budget.Budget = Noted
from mlgraph.cli.app import main
code = 0
try:
    main()
except SystemExit as end:
    code = end.code or 0
sys.stdout.flush()
took = time.process_time() - begun[0]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024**2 if sys.platform == "darwin" else 1024)
print(json.dumps({"code": code, "loading": begun[0], "seconds": took, "megabytes": peak}), file=sys.stderr)
sys.stderr.flush()
os._exit(0)
"""
# prints a word when mlgraph begins, since errors before that come from Python
BEGUN = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what runs in the background ignore it
sys.addaudithook(lambda event, about: event == "import" and about[0] == "mlgraph.cli.app" and os.write(2, b"begun"))
from mlgraph.__main__ import main
main()
"""
PATIENCE = 600.0
# seconds from the start of a command to Ctrl-C, while it reads, compiles or searches
MOMENTS = (0.2, 1, 2, 3, 4, 5, 6, 8)


def document(skills, positions, moves):
    """Make a graph file from {id: (hours, needs)}, {id: needs} and {(source, target): months}."""
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
    """Make a graph in which a position needs a chain of 49,000 skills."""
    skills = {f"s{n:05}": (1 + n % 7, [f"s{n + 1:05}"] if n < 48_999 else []) for n in range(49_000)}
    return document(skills, {"a": [], "b": ["s00000"], "z": []}, {("a", "b"): 1, ("b", "z"): 1, ("a", "z"): 9})


def ladder():
    """Make two chains of 20,000 skills.

    A skill needs the next one of both chains, so there are exponentially many paths.
    """
    further = [[f"s{n:05}", f"t{n:05}"] for n in range(1, 20_000)] + [[]]
    skills = {f"{side}{n:05}": (1 + n % 7, needs) for n, needs in enumerate(further) for side in "st"}
    return document(skills, {"a": [], "b": ["s00000"], "z": []}, {("a", "b"): 1, ("b", "z"): 1, ("a", "z"): 9})


def line():
    """Make a line of 49,000 positions."""
    names = [f"p{n:05}" for n in range(49_000)]
    moves = dict.fromkeys(pairwise(names), 1)
    return document({"s": (5, [])}, {**{name: [] for name in names}, names[-1]: ["s"], names[700]: ["s"]}, moves)


def grid(side=200, skills=300):
    """Make positions in rows and columns. Each leads to the next in its row and column, and needs a skill."""
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
    """Make a position with 5,000 requirements. For each, any one of 50 skills is enough."""
    rng = random.Random(2)
    skills = {f"s{n}": (1 + n * 7919 % 97, []) for n in range(5_000)}
    needs = [rng.sample(list(skills), 50) for _ in range(5_000)]
    return document(skills, {"a": [], "b": needs, "z": []}, {("a", "b"): 1, ("b", "z"): 1, ("a", "z"): 9})


def choices():
    """Make a chain of 20,000 choices between two skills. One of them needs the next choice, the other needs nothing."""
    last = 20_000
    skills = {f"s{n}": (1, [[f"s{n + 1}", f"t{n}"]]) for n in range(last)} | {f"s{last}": (1, [])}
    skills |= {f"t{n}": (50_000, []) for n in range(last)}
    return document(skills, {"a": [], "b": [["s0", "t0"]], "z": []}, {("a", "b"): 1, ("b", "z"): 1, ("a", "z"): 9})


def dense(count=500):
    """Make positions that all lead to each other in one month, with overlapping needs and many ties."""
    rng = random.Random(3)
    skills = {f"s{n}": (10, []) for n in range(60)}
    names = [f"p{n:03}" for n in range(count)]
    needs = {name: [rng.sample(list(skills), 3) for _ in range(4)] for name in names}
    moves = {(one, other): 1 for one in names for other in names if one != other}
    moves |= {("a", name): 1 for name in names[:20]} | {(name, "z"): 1 for name in names[-20:]}
    return document(skills, {"a": [], **needs, "z": [rng.sample(list(skills), 3) for _ in range(20)]}, moves)


def layers(depth=30, width=30):
    """Make layers of positions. A position leads to all of the next layer, and needs a few of many skills."""
    rng = random.Random(4)
    skills = {f"s{n}": (rng.randint(1, 99), []) for n in range(200)}
    names = [[f"p{layer:02}-{n:02}" for n in range(width)] for layer in range(depth)]
    needs = {name: rng.sample(list(skills), 8) for layer in names for name in layer}
    moves = {(one, other): rng.randint(1, 9) for layer, after in pairwise(names) for one in layer for other in after}
    moves |= {("a", name): 1 for name in names[0]} | {(name, end): 1 for name in names[-1] for end in ("b", "z")}
    return document(skills, {"a": [], **needs, "b": [], "z": []}, moves)


def star(count=45_000):
    """Make many positions that are two moves away, and all lead to the target."""
    names = [f"p{n:05}" for n in range(count)]
    hubs = {f"h{n}": names[n::5] for n in range(5)}
    moves = {("a", hub): 1 for hub in hubs} | {(hub, name): 2 for hub in hubs for name in hubs[hub]}
    moves |= {(name, end): 3 for name in names for end in ("z", "b")}
    return document({f"s{n}": (n, []) for n in range(9)}, {name: [] for name in ("a", "b", "z", *hubs, *names)}, moves)


def teachers(count=250, lessons=500):
    """Posts that teach half of the skills each, after different months, before a post that needs half of them."""
    rng = random.Random(8)
    skills = {f"s{n}": (rng.randint(5, 300), []) for n in range(2 * lessons)}
    names = [f"p{n:03}" for n in range(count)]
    needs = {name: rng.sample(list(skills), 4) for name in names} | {"z": rng.sample(list(skills), lessons)}
    moves = {(name, other): 1 for name in names for other in rng.sample(names, 20) if other != name}
    moves |= {("a", name): 1 for name in names[:20]} | {(name, end): 1 for name in names[::10] for end in ("z", "b")}
    found = document(skills, {"a": [], "b": [], **needs}, moves)
    for name in names:
        taught = rng.sample(list(skills), lessons)
        found["role"][name]["teaches"] = {skill: rng.choice([2, 3, 5, 7, 11]) for skill in taught}
    return found


GRAPHS = {
    "chain": chain,
    "ladder": ladder,
    "line": line,
    "grid": grid,
    "alternatives": alternatives,
    "choices": choices,
}
GRAPHS |= {"dense": dense, "layers": layers, "star": star, "teachers": teachers}
ENDS = {"line": ("p00000", "p48999", "p00700", "s"), "grid": ("p000-000", "p199-199", "p199-198", "s7")}
ENDS |= {"chain": ("a", "z", "b", "s48999"), "choices": ("a", "z", "b", "t500"), "dense": ("a", "z", "p499", "s7")}
# for each graph, the target (the second name) makes the question hard
ENDS |= {"ladder": ("a", "b", "z", "t19999")}
ENDS |= {"alternatives": ("a", "b", "z", "s1"), "chain": ("a", "b", "z", "s48999"), "choices": ("a", "b", "z", "t500")}
ML = ("beginner", "cds", "nlp-scientist", "python")


def questions(graph):
    """Return the command lines with the questions about a graph."""
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
    """Return the command line of a plan in mlgraph's own graph that must pass many roles, in any order."""
    import networkx as nx

    import mlgraph

    graph = mlgraph.load()
    moves = nx.subgraph_view(graph, filter_edge=lambda *ends: graph.edges[ends]["relation"] == "leads_to")
    circle = max(nx.strongly_connected_components(moves), key=len)
    roles = (name for name in sorted(circle) if graph.nodes[name]["kind"] == "role")
    return ["path", "--from", "beginner", "--to", "cds", *(part for name in roles for part in ("--via", name))]


def measured(arguments, seconds):
    """Run a command line in a process of its own, and return its time and memory."""
    command = [sys.executable, "-c", CHILD, *arguments, "--limit", str(seconds)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    found = json.loads(done.stderr.splitlines()[-1])
    return found | {"over": max(0.0, found["seconds"] - seconds)}


def interrupted(arguments, seconds, folder):
    """Press Ctrl-C some seconds after a command has begun. Return its exit code, its errors, and how long it went on.

    The time is given in seconds, and in processor seconds, which only Linux reports.
    """
    command = [sys.executable, "-c", BEGUN, *arguments]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with process.stderr:
        assert process.stderr.read(5) == b"begun"
        time.sleep(seconds)
        work, begun = worked(process.pid), time.monotonic()
        os.kill(process.pid, signal.SIGINT)  # send_signal() would reap a process that has ended
        errors = process.stderr.read()
    went_on = time.monotonic() - begun
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, errors.decode(), went_on, usage.ru_utime + usage.ru_stime - work


def worked(pid):
    """Return how many processor seconds a process has used so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def asked():
    """Write each graph to a file in the current folder, and yield its name with its command lines."""
    yield "ml", [everything()]
    for name, make in GRAPHS.items():
        file, edited, tables = f"{name}.json", f"{name}-edited.json", make()
        Path(file).write_text(json.dumps(tables), encoding="utf-8")
        next(iter(tables["skill"].values()))["hours"] += 1
        Path(edited).write_text(json.dumps(tables), encoding="utf-8")
        commands = [*questions(name), *([knowing(name, tables)] if name in ("chain", "ladder") else ())]
        yield name, [*([*question, "--graph", file] for question in commands), ["diff", file, edited]]


def knowing(name, tables):
    """Return the command line of a plan for a person who has every skill of a graph."""
    source, target, *_ = ENDS[name]
    lists = batched(tables["skill"], 10_000)  # the system limits the length of an argument
    return [
        "path",
        "--from",
        source,
        "--to",
        target,
        "--json",
        *(p for each in lists for p in ("--have", ",".join(each))),
    ]


def batched(items, count):
    items = list(items)
    return [items[start : start + count] for start in range(0, len(items), count)]


def main(seconds, word=""):
    """Ask each question with a limit, and one question of each graph with Ctrl-C. Yield the results."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, commands in asked():
            for arguments in (each for each in commands if word in f"{name}: {shlex.join(each)}"):
                yield {"graph": name, "question": asked_in_short(arguments), **measured(arguments, seconds)}
            if word in f"{name}: Ctrl-C":
                ends = [interrupted(commands[len(commands) // 5], moment, folder) for moment in MOMENTS]
                worst = {"seconds": max(end[2] for end in ends), "of the processor": max(end[3] for end in ends)}
                yield {"graph": name, "question": "Ctrl-C", **worst}
        os.chdir("/")


def asked_in_short(arguments):
    """Return a command line in short, without the names of the graph and its nodes."""
    options = [part for part in arguments[1:] if part.startswith("--") and part not in ("--from", "--graph")]
    return " ".join([arguments[0], *dict.fromkeys(options)]) + (" (all)" if arguments.count("--via") > 1 else "")


if __name__ == "__main__":
    for row in main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0, *sys.argv[2:]):
        print(json.dumps(row), flush=True)
