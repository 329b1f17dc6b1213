"""`reach` finds the plans that `plan` finds for each role alone, ties included."""

import random
from datetime import date

import pytest

import mlgraph
from mlgraph.errors import NoPlanError
from mlgraph.model import POSITIONS
from mlgraph.planning import many_targets
from mlgraph.search import forward
from support.random_graphs import graph_of_parts, random_parts, random_posts

START = date(2026, 10, 5)


def answers(graph):
    """Return a planner, and each question to `reach` with the plans that `plan` finds for it."""
    planner = mlgraph.Planner(graph)
    roles = [node for node, kind in graph.nodes(data="kind") if kind == "role"]

    def one_by_one(source, options):
        for role in roles:
            try:
                if role != source and role not in options.get("avoid", ()):
                    plan = planner.plan(source, role, start=START, **options)
                    yield role, plan.costs, plan.stops[-1].arrives_on, True, [study.id for study in plan.studies]
            except NoPlanError:
                pass

    def together(source, options, within=None):
        found = planner.reach(source, start=START, within=within, **options)
        assert found.unknown == 0
        rows = [(r.id, r.costs, r.arrives_on, r.optimal, [skill.id for skill in r.missing]) for r in found.roles]
        assert len(rows) + found.beyond + found.unreached == len([role for role in roles if role != source])
        return rows, found.beyond

    return one_by_one, together


def check(graph, source, options):
    """Check one question; return the number of plans."""
    one_by_one, together = answers(graph)
    expected = sorted(one_by_one(source, options))
    rows, beyond = together(source, options)
    assert (sorted(rows), beyond) == (expected, 0)
    if expected:
        within = expected[len(expected) // 2][1].months
        near = [row for row in expected if row[1].months <= within]
        rows, beyond = together(source, options, within)
        assert (sorted(rows), beyond) == (near, len(expected) - len(near))
    return len(expected)


def random_options(rng, skills, graph, source):
    names = list(skills)
    avoidable = [name for name in graph if name != source]
    options = {
        "have": rng.sample(names, min(len(names), rng.choice([0, 0, 1, 2]))),
        "avoid": rng.sample(avoidable, min(len(avoidable), rng.choice([0, 0, 0, 1, 2]))),
        "pace": rng.choice([10, 1, 2.5]),
    }
    if fields := graph.graph.get("experience"):
        options["experience"] = {field: rng.choice([0, 2, 12]) for field in fields if rng.random() < 0.4}
    if graph.nodes[source]["kind"] == "role":
        options["months_in_post"] = rng.choice([0, 0, 2, 5.5])
    return options


@pytest.mark.parametrize("has_posts", [False, True], ids=["plain", "experience"])
@pytest.mark.parametrize("limits", [(10_000, 10**9), (2, 10**9), (10_000, 4_000)], ids=["shared", "work", "memory"])
def test_reach_finds_the_plan_to_each_role(graphs, monkeypatch, has_posts, limits):
    for name, limit in zip(("WORK_PER_TARGET", "MOST_BYTES"), limits, strict=True):
        monkeypatch.setattr(forward, name, limit)
    found = 0
    for seed in range(graphs):
        rng = random.Random(seed)
        parts = random_parts(seed, skills=(0, 6), positions=(3, 7))
        graph = graph_of_parts(*parts, random_posts(seed, parts) if has_posts else None)
        source = rng.choice([node for node, kind in graph.nodes(data="kind") if kind in POSITIONS])
        found += check(graph, source, random_options(rng, parts[0], graph, source))
    assert found > graphs / 3


@pytest.mark.parametrize(("name", "limit"), [("WORK_PER_TARGET", 2), ("MOST_BYTES", 10_000)])
def test_a_search_for_all_roles_stops_at_its_limit(monkeypatch, name, limit):
    parts = random_parts(0, skills=(10, 12), positions=(10, 12))
    graph = graph_of_parts(*parts, random_posts(0, parts))
    source = min(node for node, kind in graph.nodes(data="kind") if kind == "role")
    searches = []
    alone = many_targets._find_alone
    monkeypatch.setattr(many_targets, "_find_alone", lambda *given: searches.append(given) or alone(*given))
    monkeypatch.setattr(forward, "WORK_PER_TARGET", 10_000)
    whole = mlgraph.reach(graph, source, start=START)
    assert not searches
    monkeypatch.setattr(forward, name, limit)
    assert len(whole.roles) > 3
    assert mlgraph.reach(graph, source, start=START) == whole
    assert searches


@pytest.mark.slow
@pytest.mark.parametrize("pace", [10, 4])
def test_reach_finds_the_plan_to_each_of_forty_positions(forty, pace):
    for source in sorted(node for node, kind in forty.nodes(data="kind") if kind in POSITIONS):
        check(forty, source, {"pace": pace})
