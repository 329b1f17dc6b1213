"""Measure `mlgraph batch`: answers a second and core, scaling, memory, and what ten million people need.

    python benchmarks/batch.py [--graphs ml,onet] [--people 1000] [--rounds 3] [--spark]

The people are made up: positions and goals with a path between them, up to five skills, and a pace. O*NET 30.0 comes
from ../shared/data. Without it, only graphs/ml is measured. `core` is the time of the processor in one process, without
compiling the graph. The runs with one and two processes take turns, and their ratio is a median. Other programs on the
machine disturb the seconds on the clock more than those of the processor. The sums for ten million people take the
rates of this run as they are.
"""

import argparse
import os
import pickle
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pyarrow
from plan import SOURCES, TITLES, pairs, real

from mlgraph.people import local, rows
from mlgraph.people.core import answer_batch, find_schema, from_bytes, to_bytes
from mlgraph.people.tables import PEOPLE, People, write_batches

START = date(2026, 12, 1)
MANY = 10_000_000
# people of each question, as a part of those of `path`
PARTS = {"path": 1.0, "reach": 0.1, "next": 0.02}


def make_people(graph, count):
    """Return a table of made-up people; a smaller count gives a prefix of a larger one."""
    rng = random.Random(1)
    ends = list(pairs(graph, min(count, 1000)))
    skills = sorted(node for node, kind in graph.nodes(data="kind") if kind == "skill")
    made = []
    for number in range(count):
        source, goal = ends[number % len(ends)]
        have = rng.sample(skills, rng.randint(0, 5))
        made.append({"person": f"p{number}", "position": source, "goal": goal, "have": have, "pace": rng.choice("46")})
    return pyarrow.Table.from_pylist(made)


def measure_core(graph, people, kind):
    """Return the answers a second of the processor to a question, and the part of the rows that were stopped."""
    task = rows.prepare(graph, rows.Question(kind, start=START))
    answer, schema = task.compile(), find_schema(task)
    answer_batch(answer, schema, people.slice(0, 1).to_batches()[0])
    began = time.process_time()
    found = [answer_batch(answer, schema, batch) for batch in people.to_batches(max_chunksize=PEOPLE)]
    taken = time.process_time() - began
    stopped = sum(sum(batch["stopped"].to_pylist()) for batch in found)
    return people.num_rows / taken, stopped / people.num_rows


def run_local(task, parts, jobs):
    """Return the answers a second on the clock after the start of processes, and the seconds of the processors.

    The clock begins when each process has compiled the graph and answered its first part.
    """
    began, answered, before, starting = None, 0, children(), set(range(jobs))
    for number, answers in local.run(task, parts, jobs):
        if began is None:
            starting.discard(number)
            began = None if starting else time.monotonic()
        else:
            answered += from_bytes(answers).num_rows
    taken = time.monotonic() - began
    return answered / taken, children() - before


def children():
    """Return the seconds of the processor of ended processes."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def measure_scaling(graph, people, rounds):
    """Print the answers a second of one and two processes, and the memory of a process."""
    task = pickle.dumps(rows.prepare(graph, rows.Question(start=START)))
    size = max(10, people.num_rows // 40)
    parts = [(number, to_bytes(batch)) for number, batch in enumerate(people.to_batches(max_chunksize=size))]
    first = [(number, to_bytes(people.to_batches()[0].slice(0, 1))) for number in (0, 1)]
    found = {1: [], 2: []}
    for _ in range(rounds):
        for jobs, runs in found.items():
            runs.append(run_local(task, parts, jobs))
    cores = {}
    for jobs, runs in found.items():
        rate, spent = (statistics.median(column) for column in zip(*runs, strict=True))
        # two people take hardly more than the start of the processes
        cores[jobs] = people.num_rows / (spent - run_local(task, first, jobs)[1])
        print(f"  {jobs} process(es): {rate:.1f} answers a second on the clock, {cores[jobs]:.1f} a second and core")
    ratio = statistics.median(two[0] / one[0] for one, two in zip(found[1], found[2], strict=True))
    spent = 2 * cores[2] / cores[1]
    print(f"  1 to 2 processes: {ratio:.2f} times on the clock, {spent:.2f} by the time of the processors")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10
    print(f"  memory of a process: {memory:.0f} MiB at most", flush=True)


def measure_spark(graph, people):
    """Print the answers a second of Spark with one core and with two."""
    from pyspark.sql import SparkSession

    from mlgraph.people import spark

    task = pickle.dumps(rows.prepare(graph, rows.Question(start=START)))
    parts = [(number, to_bytes(batch)) for number, batch in enumerate(people.to_batches(max_chunksize=PEOPLE))]
    for cores in (1, 2):
        master = f"local[{cores}]"
        list(spark.run(task, parts[:cores], master))
        began = time.monotonic()
        list(spark.run(task, parts, master))
        print(f"  Spark, {master}: {people.num_rows / (time.monotonic() - began):.1f} answers a second", flush=True)
        SparkSession.getActiveSession().stop()


def measure_driver(people, answers):
    """Print how fast one process reads people and writes answers, which no further core speeds up."""
    kept, times = to_bytes(answers), 100_000 // people.num_rows
    with tempfile.TemporaryDirectory() as folder:
        for format in ("csv", "jsonl", "parquet"):
            path = Path(folder, f"people.{format}")
            write(path, people.schema, people.to_batches() * times)
            began = time.process_time()
            for batch in People(path).read_batches():
                to_bytes(batch)
            read = time.process_time() - began
            began = time.process_time()
            write(path, answers.schema, (from_bytes(kept) for _ in range(times)))
            written = time.process_time() - began
            write(path, answers.schema, [answers])
            million = 1e6 / times / people.num_rows
            print(
                f"  {format}: {read * million:.0f} s to read and {written * million:.0f} s to write a million", end="; "
            )
            print(f"{path.stat().st_size / people.num_rows:.0f} bytes an answer", flush=True)


def write(path, schema, batches):
    """Write batches to a file in the format of its suffix."""
    with open(path, "wb") as file:
        write_batches(file, schema, batches, path.suffix[1:])


def measure(name, options):
    """Print the measurements on a graph."""
    graph = real(name)
    people = make_people(graph, options.people)
    print(f"\n{TITLES[name]}: {len(graph):,} nodes", flush=True)
    for kind, part in PARTS.items():
        rate, stopped = measure_core(graph, people.slice(0, max(5, int(part * people.num_rows))), kind)
        hours = MANY / rate / 3600
        print(f"  {kind:6}{rate:8.2f} answers a second and core, {stopped:.1%} stopped;", end=" ")
        print(f"{MANY:,} people: {hours:,.0f} hours of a core, {hours / 64:,.1f} h on 64 cores", flush=True)
    measure_scaling(graph, people, options.rounds)
    if options.spark:
        measure_spark(graph, people)
    if name == "ml":
        task = rows.prepare(graph, rows.Question(start=START))
        measure_driver(people, answer_batch(task.compile(), find_schema(task), people.combine_chunks().to_batches()[0]))


def main():
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--graphs", default="ml,onet", help="ml, onet, esco")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spark", action="store_true", help="also with Spark, which needs pyspark and Java")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}")
    for name in options.graphs.split(","):
        if name == "ml" or SOURCES[name].exists():
            measure(name, options)
        else:
            print(f"{SOURCES[name]} is missing", file=sys.stderr)


if __name__ == "__main__":
    main()
