"""`next_skills` finds what a plan for each skill alone would find, ties and experience included."""

import random
from datetime import date

import pytest

import mlgraph
from mlgraph.errors import NoPlanError
from mlgraph.model import POSITIONS
from mlgraph.planning.options import PlanOptions
from mlgraph.search.budget import Budget
from support.judging import is_begun
from support.random_graphs import OBJECTIVES, graph_of_parts, random_parts, random_person, random_posts

START = date(2026, 10, 5)


def one_by_one(planner, ends, options):
    """Return the savings by skills that a person can learn now, from a plan for each; None without a plan."""
    solver, asked = planner._solver, PlanOptions(**options, start=START)
    known = solver.find_known_skills(*ends, asked)
    nodes = planner.graph.nodes
    try:
        plan = solver.plan(*ends, asked, Budget())
    except NoPlanError:
        return None
    own, found, ready = {study.id for study in plan.studies}, {}, 0
    for skill in sorted(node for node in nodes if nodes[node]["kind"] == "skill" and node not in known):
        if skill in asked.avoid or not is_begun(planner.graph, skill, known, own):
            continue
        ready += 1
        costs = solver.plan(*ends, asked, Budget(), also_known=(skill,)).costs
        saves = (plan.months - costs.months, plan.hours - costs.hours, plan.moves - costs.moves)
        if skill in own or max(round(each, 6) for each in saves) > 0:
            found[skill] = pytest.approx(saves[:2], abs=1e-6)
    return found, ready


def check(planner, ends, options):
    """Check one question; return the number of skills that save something."""
    expected = one_by_one(planner, ends, options)
    if expected is None:
        return 0
    saves, ready = expected
    found = planner.next_skills(*ends, **options, start=START)
    listed = {
        name: (skill.saves_months, skill.saves_hours)
        for skill in found.skills
        for name in (skill.id, *(other.id for other in skill.alternatives))
    }
    assert listed == saves
    assert (found.others, found.unknown) == (ready - len(saves), 0)
    return len(saves)


@pytest.mark.parametrize("has_posts", [False, True], ids=["plain", "experience"])
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_next_finds_what_each_skill_saves(graphs, objective, has_posts):
    helpful = 0
    for seed in range(graphs):
        rng = random.Random(seed)
        skills, positions, _ = parts = random_parts(seed, skills=(1, 8), positions=(3, 7))
        posts = random_posts(seed, parts) if has_posts else {}
        graph = graph_of_parts(*parts, posts)
        ends = rng.sample([node for node, kind in graph.nodes(data="kind") if kind in POSITIONS], 2)
        experience, months = random_person(seed, posts)
        others = [name for name in (*skills, *positions) if name not in ends]
        via = rng.sample(others, min(len(others), rng.choice([0, 0, 0, 1, 2])))
        avoid = [name for name in rng.sample(others, min(len(others), rng.choice([0, 0, 1]))) if name not in via]
        options = {
            "have": rng.sample(list(skills), min(len(skills), rng.choice([0, 0, 1, 2]))),
            "via": via,
            "avoid": avoid,
            "pace": rng.choice([10, 1, 2.5]),
            "objective": objective,
            "experience": experience,
            "months_in_post": months if graph.nodes[ends[0]]["kind"] == "role" else 0,
        }
        helpful += check(mlgraph.Planner(graph), ends, options)
    assert helpful > graphs / 6


def test_skills_that_the_same_positions_need_are_one_search(graph_of, monkeypatch):
    skills = "".join(f"[skill.s{n}]\ntitle = 'S{n}'\nhours = 10\n" for n in range(30))
    needs = ", ".join(f"'s{n}'" for n in range(30))
    graph = graph_of(f"[role.a]\ntitle = 'A'\nleads_to = {{b = 1}}\n[role.b]\ntitle = 'B'\nneeds = [{needs}]\n{skills}")
    searches = []
    from mlgraph.planning import corridor

    search = corridor.Search
    monkeypatch.setattr(corridor, "Search", lambda *given: searches.append(given) or search(*given))
    assert len(mlgraph.next_skills(graph, "a", "b").skills) == 30
    assert len(searches) == 1


def test_a_skill_that_is_an_alternative_elsewhere_may_save_what_its_like_does_not():
    skills = {"a": (10, ()), "b": (10, ()), "x": (15, ())}
    positions = {"s": (), "p": (("a",), ("b",)), "q": (("a", "x"),), "t": ()}
    graph = graph_of_parts(skills, positions, {("s", "p"): 1, ("p", "t"): 1, ("s", "q"): 1, ("q", "t"): 1})
    found = mlgraph.next_skills(graph, "s", "t", objective="hours").skills
    assert [(skill.id, skill.saves_hours) for skill in found] == [("a", 10), ("x", 10)]  # not b


@pytest.mark.slow
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_next_finds_what_each_skill_of_forty_positions_saves(forty, objective):
    planner = mlgraph.Planner(forty)
    for ends in (
        ("beginner", "data-scientist"),
        ("data-analyst", "ml-team-lead"),
        ("software-engineer", "ai-architect"),
    ):
        assert check(planner, ends, {"objective": objective, "have": ["sql"], "pace": 7.5})
