"""The graph that comes with mlgraph: the facts of the article are in it, and its knowledge hangs together."""

from collections import Counter

import networkx as nx
import pytest

import mlgraph
from mlgraph.model import fold

FACTS = [f"A{number}" for number in range(1, 36)]
ROLES = [
    "ai-architect",
    "business-intelligence-developer",
    "chief-data-scientist",
    "data-scientist",
    "machine-learning-engineer",
    "ml-consultant",
    "ml-educator",
    "ml-team-lead",
    "nlp-scientist",
    "research-scientist",
]
STAGES = ["beginner", "foundations", "programming", "frameworks", "specialisation", "leadership"]


def kind(ml, wanted):
    return [node for node in ml if ml.nodes[node]["kind"] == wanted]


def citing(ml, fact):
    return {node for node in ml if f"metana:{fact}" in ml.nodes[node]["cites"]}


@pytest.mark.parametrize("fact", FACTS)
def test_each_fact_of_the_article_is_in_the_graph(ml, fact):
    assert fact in ml.graph["sources"]["metana"]["points"]
    assert citing(ml, fact)


@pytest.mark.parametrize(
    ("fact", "nodes"),
    [
        ("A1", {"foundations", "linear-algebra", "probability", "statistical-inference"}),
        ("A2", {"degree"}),
        ("A3", {"self-study"}),
        ("A4", {"programming"}),
        ("A5", {"python"}),
        ("A6", {"r"}),
        ("A8", {"frameworks"}),
        ("A9", {"tensorflow", "pytorch"}),
        ("A10", {"specialisation"}),
        ("A11", {"machine-learning-engineer"}),
        ("A12", {"data-scientist"}),
        ("A13", {"leadership"}),
        ("A14", {"ml-team-lead", "chief-data-scientist"}),
        ("A17", {"adaptability"}),
        ("A18", {"continuous-learning"}),
        ("A19", {"problem-solving"}),
        ("A20", {"creative-thinking"}),
        ("A21", {"communication"}),
        ("A24", {"research-scientist"}),
        ("A25", {"ml-consultant"}),
        ("A26", {"ml-educator"}),
        ("A31", {"ai-architect"}),
        ("A32", {"nlp-scientist"}),
        ("A33", {"business-intelligence-developer"}),
    ],
)
def test_a_fact_stands_where_it_belongs(ml, fact, nodes):
    assert nodes <= citing(ml, fact)


def test_the_graph_has_the_stages_roles_and_skills_asked_for(ml):
    assert sorted(kind(ml, "role")) == sorted(ROLES)
    assert set(kind(ml, "stage")) == set(STAGES)
    assert len(kind(ml, "skill")) >= 60
    assert all(ml.nodes[node]["about"] for node in ml)


def test_alternatives_are_alternatives(ml):
    groups = {frozenset(group) for node in ml for group in ml.nodes[node]["needs"] if len(group) > 1}
    for pair in [("self-study", "degree"), ("python", "r"), ("pytorch", "tensorflow")]:
        assert frozenset(pair) in groups


def test_every_figure_says_where_it_comes_from(ml):
    for node in ml:
        attributes = ml.nodes[node]
        if "hours" in attributes or any(arrow["relation"] == "leads_to" for arrow in ml.adj[node].values()):
            assert any(not cite.startswith("metana:") for cite in attributes["cites"]), node


def test_no_need_follows_from_another(ml):
    alone = nx.DiGraph((skill, node) for skill, node, arrow in ml.edges(data=True) if arrow.get("required"))
    for node in alone:
        for skill in alone.pred[node]:
            others = set(alone.pred[node]) - {skill}
            assert not any(nx.has_path(alone, skill, other) for other in others), f"{node} needs {skill} anyway"


def test_every_skill_is_needed_in_the_end(ml):
    positions = {*kind(ml, "stage"), *kind(ml, "role")}
    assert [skill for skill in kind(ml, "skill") if not positions & nx.descendants(ml, skill)] == []


def test_no_name_stands_for_two_things(ml):
    names = Counter(
        name for n in ml for name in {fold(n), fold(ml.nodes[n]["title"]), *map(fold, ml.nodes[n]["aliases"])}
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "node"), [("MLE", "machine-learning-engineer"), ("data science lead", "ml-team-lead")]
)
def test_people_are_understood(ml, name, node):
    assert mlgraph.describe(ml, name).id == node


QUESTIONS = [
    # from, to, have, must be in the plan, must not be in it, months, hours
    ("beginner", "data-scientist", [], {"python", "sql"}, {"r", "tensorflow"}, (18, 36), (800, 1300)),
    ("beginner", "data-scientist", ["r"], {"tensorflow"}, {"python", "pytorch"}, (18, 36), (750, 1300)),
    ("beginner", "chief-data-scientist", [], {"leading-people", "data-strategy"}, {"degree"}, (84, 144), (1200, 1800)),
    ("beginner", "foundations", ["degree"], set(), {"linear-algebra", "self-study"}, (0, 3), (0, 60)),
    ("data-scientist", "chief-data-scientist", [], {"leading-people"}, {"python", "sql"}, (60, 120), (150, 600)),
    ("research-scientist", "ml-team-lead", [], {"hiring"}, {"python"}, (36, 72), (50, 600)),
    ("ml-consultant", "ml-team-lead", [], {"leading-people"}, {"business-case"}, (24, 60), (50, 500)),
    ("machine-learning-engineer", "ai-architect", [], {"ml-system-design"}, {"sql"}, (36, 60), (50, 400)),
    ("business-intelligence-developer", "data-scientist", [], {"supervised-learning"}, {"sql"}, (12, 30), (100, 500)),
]


@pytest.mark.parametrize(("source", "target", "have", "must", "must_not", "months", "hours"), QUESTIONS)
def test_a_plan_is_one_that_a_practitioner_would_accept(ml, source, target, have, must, must_not, months, hours):
    plan = mlgraph.plan(ml, source, target, have=have)
    learned = {study.id for stop in plan.positions for study in stop.learn}
    assert must <= learned
    assert not must_not & learned
    assert months[0] <= plan.months <= months[1]
    assert hours[0] <= plan.hours <= hours[1]


def test_there_are_several_ways_to_lead_and_none_past_leading_people(ml):
    moves = nx.DiGraph((s, t) for s, t, arrow in ml.edges(data=True) if arrow["relation"] == "leads_to")
    for role in ("machine-learning-engineer", "research-scientist", "ml-consultant"):
        assert nx.has_path(moves, role, "chief-data-scientist")
    without_leading = nx.restricted_view(moves, ["ml-team-lead"], [])
    assert not nx.has_path(without_leading, "beginner", "chief-data-scientist")
    assert any(moves.has_edge(target, source) for source, target in moves.edges)
