"""The compiled kernel gives the plans of the search in Python."""

import random
import shutil
import subprocess
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

import mlgraph
from mlgraph.errors import NoPlanError, UsageError
from mlgraph.search import astar, kernel
from support.marks import thorough_after
from support.random_graphs import OBJECTIVES, graph_of_parts, layers, random_parts

PHASES = "REDUCE_AFTER", "WEIGH_AFTER", "COMPILE_AFTER"


@pytest.fixture
def at_once(monkeypatch):
    """Begin the kernel at once, and count the searches that it has ended."""
    ended = []
    for name in PHASES:
        monkeypatch.setattr(astar, name, 1)
    run = kernel.Kernel.run

    def counted(self):
        for progress in run(self):
            ended.append(progress.status)
            yield progress

    monkeypatch.setattr(kernel.Kernel, "run", counted)
    return ended


def answers(graph, seed, **options):
    """Return the plans between a few pairs of positions, by every objective."""
    positions = sorted(node for node, kind in graph.nodes(data="kind") if kind in ("role", "stage"))
    planner, found = mlgraph.Planner(graph), []
    for source, target in random.Random(seed).sample(list(permutations(positions, 2)), 2):
        for objective in OBJECTIVES:
            try:
                found.append(planner.plan(source, target, objective=objective, **options))
            except (NoPlanError, UsageError) as error:
                found.append(str(error))
    return found


def question(seed):
    """Return a random graph with ties, zeros, cycles and alternatives, some with stages, and random options."""
    rng = random.Random(seed)
    parts = random_parts(seed, skills=(3, 9), positions=(4, 8), share=rng.choice([0.3, 0.5, 0.8]))
    stages = {position: None for position in parts[1] if rng.random() < 0.2}
    graph = graph_of_parts(*parts, stages)
    skills = list(parts[0])
    options = {
        "start": date(2027, 1, 4),
        "pace": rng.choice([1, 10, 40]),
        "have": rng.sample(skills, rng.choice([0, 0, 1])),
    }
    if not stages:
        options["months_in_post"] = rng.choice([0, 1])
    if rng.random() < 0.5:
        options["avoid"] = rng.sample([*skills, *parts[1]], 1)
    return graph, options


def agree(seeds, at_once, monkeypatch):
    for seed in seeds:
        graph, options = question(seed)
        compiled = answers(graph, seed, **options)
        with monkeypatch.context() as patch:
            patch.setattr(astar, "make_kernel", lambda *_: None)
            assert answers(graph, seed, **options) == compiled, seed
    assert at_once.count(kernel.Status.FOUND) > len(seeds)


@pytest.mark.parametrize("seeds", thorough_after(1, [range(8), range(8, 40)]), ids=["few", "more"])
def test_the_kernel_and_python_give_the_same_plans(at_once, monkeypatch, seeds):
    agree(seeds, at_once, monkeypatch)


@pytest.mark.slow
@pytest.mark.exhaustive
def test_the_kernel_and_python_give_the_same_plans_for_many_graphs(at_once, monkeypatch):
    agree(range(1000, 1400), at_once, monkeypatch)


def test_a_search_without_compiled_code_goes_on_in_python(at_once, monkeypatch):
    monkeypatch.setattr(kernel, "start_code", lambda: None)
    graph, options = question(0)
    answers(graph, 0, **options)
    assert not at_once


def test_a_stopped_kernel_returns_a_plan_and_a_bound(at_once, monkeypatch):
    monkeypatch.setattr(kernel, "WORK_PER_SLICE", 1000)
    graph = layers(8, 8)
    best = mlgraph.plan(graph, "a", "z", objective="hours")
    at_once.clear()
    plan = mlgraph.plan(graph, "a", "z", objective="hours", should_stop=lambda: len(at_once) > 3)
    assert set(at_once) == {kernel.Status.RUNNING}
    assert not plan.optimal
    assert plan.bound <= best.hours <= plan.hours


@pytest.mark.thorough
@pytest.mark.parametrize(("objective", "is_proven"), [("months", False), ("hours", True)])
def test_a_kernel_without_memory_stops_or_leaves_the_search_to_python(at_once, monkeypatch, objective, is_proven):
    graph, make_kernel = layers(8, 8), astar.make_kernel
    best = mlgraph.plan(graph, "a", "z", objective=objective, pace=1)
    monkeypatch.setattr(astar, "make_kernel", lambda *args: make_kernel(*args[:4], 120_000, args[5]))
    plan = mlgraph.plan(graph, "a", "z", objective=objective, pace=1)
    assert at_once[-1] is kernel.Status.FULL
    assert plan.optimal == is_proven
    assert plan.bound <= getattr(best, objective) <= getattr(plan, objective)


@pytest.mark.process
@pytest.mark.skipif(not (shutil.which("clang") and shutil.which("wasm-ld")), reason="needs clang and lld")
def test_the_compiled_code_is_that_of_the_source(at_once, monkeypatch, tmp_path):
    folder = Path(kernel.__file__).parent
    command = (folder / "kernel.c").read_text().split("Build it with:")[1].split("*/")[0].replace("\\\n", " ").split()
    subprocess.run([*command[:-3], "-o", tmp_path / "kernel.wasm", folder / "kernel.c"], check=True)
    monkeypatch.setattr(kernel, "files", lambda _: tmp_path)
    agree(range(5), at_once, monkeypatch)
