"""Tests of answers from the bundled graph, which a senior practitioner would accept."""

from itertools import pairwise

import networkx as nx
import pytest

import mlgraph
from mlgraph.model import list_targets

QUESTIONS = [
    # from, to, have, skills that must be learned, skills that must not, months, hours
    # the ranges follow experience: nobody skips the first level of a ladder, and years count in all posts of a field
    ("beginner", "data-scientist", "", "python sql", "r tensorflow", (18, 36), (800, 1300)),
    ("beginner", "data-scientist", "r", "", "python pytorch", (18, 36), (750, 1300)),
    ("beginner", "foundations", "degree", "", "linear-algebra self-study", (0, 3), (0, 60)),
    ("beginner", "ML engineer", "", "model-serving neural-networks", "linguistics", (24, 42), (1100, 1500)),
    ("beginner", "ML engineer", "tensorflow", "model-serving", "python pytorch", (18, 36), (550, 900)),
    (
        "beginner",
        "nlp-scientist",
        "",
        "fine-tuning linguistics transformers",
        "image-recognition",
        (36, 84),
        # probability and multivariable calculus are among the needs of networks and of language models; a data scientist
        # keeps environments apart; a person without a degree publishes research
        (1000, 1800),
    ),
    (
        "beginner",
        "CV engineer",
        "",
        "image-processing image-recognition transformers",
        "linguistics",
        (29, 50),
        (950, 1550),
    ),
    # a data scientist's post lies between: nobody becomes a scientist of one kind of data from a junior post
    ("beginner", "speech-scientist", "", "phonetics signal-processing", "image-processing", (36, 84), (950, 1750)),
    ("beginner", "ml-team-lead", "", "hiring leading-people", "budgeting", (48, 84), (910, 1540)),
    ("beginner", "data-analyst", "", "dashboards spreadsheets sql", "supervised-learning", (5, 9), (220, 380)),
    ("beginner", "junior-data-scientist", "", "model-evaluation portfolio", "causal-inference", (15, 30), (510, 870)),
    ("beginner", "software-engineer", "", "algorithms git", "calculus probability", (21, 37), (440, 760)),
    (
        "beginner",
        "data-engineer",
        "",
        "distributed-data orchestration",
        "linear-algebra probability",
        (19, 33),
        (500, 900),
    ),
    ("beginner", "ai-product-manager", "", "product-strategy", "neural-networks", (36, 60), (440, 750)),
    (
        "software-engineer",
        "data-engineer",
        "",
        "data-lakes distributed-data",
        "git probability python",
        (6, 15),
        (200, 450),
    ),
    (
        "software-engineer",
        "ai-engineer",
        "",
        "agents retrieval-augmented-generation",
        "neural-networks python",
        (9, 20),
        (250, 430),
    ),
    ("software-engineer", "ai-engineer", "java", "python", "", (9, 22), (300, 510)),
    # nine in ten developers' posts ask for a degree (O*NET), so the mathematics is assumed
    ("software-engineer", "ML engineer", "", "model-monitoring neural-networks", "algorithms git", (9, 27), (400, 800)),
    (
        "software-engineer",
        "mlops-engineer",
        "",
        "kubernetes training-pipelines",
        "neural-networks",
        (9, 21),
        (260, 450),
    ),
    (
        "statistician",
        "data-scientist",
        "",
        "sql tree-ensembles",
        "experiment-design statistical-inference",
        (6, 15),
        (250, 550),
    ),
    ("statistician", "data-analyst", "", "business-metrics", "regression", (3, 9), (80, 250)),
    (
        "physicist",
        "data-scientist",
        "",
        "sql supervised-learning",
        "calculus linear-algebra python",
        (9, 18),
        (380, 700),
    ),
    (
        "physicist",
        "research-scientist",
        "",
        "learning-theory",
        "linear-algebra numerical-computing",
        (15, 28),
        (600, 1000),
    ),
    # a year and a half as a product manager lies between: analysts do no product work, and nobody manages AI products at once
    (
        "domain-expert",
        "ai-product-manager",
        "",
        "ai-literacy product-strategy",
        "calculus python",
        (15, 36),
        (400, 750),
    ),
    ("domain-expert", "data-analyst", "", "dashboards sql", "calculus domain-knowledge", (6, 12), (190, 340)),
    ("data-scientist", "ML engineer", "", "model-serving neural-networks", "sql tree-ensembles", (7, 13), (350, 700)),
    ("data-scientist", "ml-consultant", "", "adoption proposal-writing", "kubernetes", (18, 30), (150, 350)),
    ("data-scientist", "ml-educator", "", "assessment-design course-design", "sql", (7, 13), (120, 210)),
    (
        "data-analyst",
        "data-scientist",
        "",
        "experiment-design supervised-learning",
        "dashboards sql",
        (12, 27),
        (650, 1110),
    ),
    (
        "data-analyst",
        "analytics-engineer",
        "",
        "sql-transformations",
        "distributed-data supervised-learning",
        (6, 15),
        (160, 290),
    ),
    ("BI developer", "data-scientist", "", "supervised-learning", "sql", (12, 30), (670, 1140)),
    (
        "data-engineer",
        "mlops-engineer",
        "",
        "kubernetes model-monitoring",
        "data-pipelines neural-networks",
        (9, 20),
        (220, 390),
    ),
    ("data-engineer", "analytics-engineer", "", "business-metrics", "probability", (6, 15), (30, 150)),
    ("ML engineer", "ai-engineer", "", "agents llm-security", "containers python", (6, 12), (120, 300)),
    ("ML engineer", "CV engineer", "", "image-recognition", "pytorch", (6, 18), (100, 300)),
    ("ML engineer", "research-engineer", "", "distributed-training", "learning-theory", (12, 24), (80, 250)),
    (
        "nlp-scientist",
        "ai-engineer",
        "",
        "retrieval-augmented-generation",
        "model-evaluation transformers",
        (6, 15),
        (150, 400),
    ),
    ("nlp-scientist", "speech-scientist", "", "signal-processing", "transformers", (6, 18), (100, 300)),
    ("research-scientist", "ML engineer", "", "continuous-delivery", "algorithms pytorch", (9, 18), (250, 500)),
    ("applied-scientist", "research-scientist", "", "learning-theory", "paper-reading", (38, 65), (250, 770)),
    ("ai-engineer", "ai-evaluation-specialist", "", "benchmark-design", "llm-security", (9, 18), (200, 400)),
    (
        "junior-data-scientist",
        "data-scientist",
        "",
        "experiment-design",
        "sql supervised-learning",
        (9, 18),
        (280, 560),
    ),
    (
        "data-scientist",
        "senior-data-scientist",
        "",
        "causal-inference mentoring",
        "leading-people",
        (18, 36),
        (80, 250),
    ),
    (
        "senior-data-scientist",
        "staff-data-scientist",
        "",
        "technical-leadership",
        "hiring leading-people",
        # nine years at work until staff, of which a senior post has seen four and a half (dropbox:ladder)
        (36, 60),
        (100, 300),
    ),
    ("ML engineer", "senior MLE", "", "ml-system-design", "leading-people", (24, 42), (80, 250)),
    ("ML engineer", "ai-architect", "", "ml-system-design software-architecture", "sql", (36, 60), (50, 600)),
    ("research-scientist", "ml-team-lead", "", "hiring", "python", (24, 72), (50, 750)),
    ("ml-consultant", "ml-team-lead", "", "leading-people", "business-case", (24, 60), (50, 800)),
    ("data-scientist", "chief-data-scientist", "", "leading-people", "python sql", (100, 171), (150, 600)),
    (
        "ml-team-lead",
        "director-of-data-science",
        "",
        "budgeting organisation-design",
        "leading-people",
        (18, 36),
        (80, 300),
    ),
    ("director-of-data-science", "chief-data-officer", "", "data-governance", "budgeting", (24, 48), (150, 500)),
    ("chief-data-scientist", "chief-ai-officer", "", "product-strategy", "data-strategy", (12, 36), (80, 300)),
]


@pytest.mark.parametrize(("source", "target", "have", "must", "must_not", "months", "hours"), QUESTIONS)
def test_a_practitioner_would_accept_the_plan(ml, source, target, have, must, must_not, months, hours):
    plan = mlgraph.plan(ml, source, target, have=have.split())
    learned = {study.id for stop in plan.stops for study in stop.learn}
    assert {*must.split(), *must_not.split()} <= set(ml)
    assert {*must.split()} <= learned
    assert not {*must_not.split()} & learned
    assert months[0] <= plan.months <= months[1]
    assert hours[0] <= plan.hours <= hours[1]
    assert plan.optimal


NEARER = [
    # from, have, the nearer, the farther
    ("data-engineer", [], "mlops-engineer", "nlp-scientist"),
    ("data-analyst", [], "data-scientist", "nlp-scientist"),
    ("statistician", [], "data-scientist", "machine-learning-engineer"),
    ("software-engineer", [], "data-engineer", "data-scientist"),
    ("nlp-scientist", [], "ai-engineer", "mlops-engineer"),
    ("beginner", [], "data-analyst", "data-scientist"),
    ("research-scientist", [], "applied-scientist", "staff-data-scientist"),
    ("ml-team-lead", [], "director-of-data-science", "chief-ai-officer"),
]


@pytest.mark.parametrize(("source", "have", "nearer", "farther"), NEARER)
def test_a_nearer_target_takes_less_time_and_study(ml, source, have, nearer, farther):
    for objective in ("months", "hours"):
        near, far = (mlgraph.plan(ml, source, target, have=have, objective=objective) for target in (nearer, farther))
        assert (near.months, near.hours) < (far.months, far.hours) if objective == "months" else near.hours < far.hours


def roles(ml):
    return [node for node in ml if ml.nodes[node]["kind"] == "role"]


def needed_in_any_case(ml, role):
    alone = nx.subgraph_view(ml, filter_edge=lambda skill, node: ml.edges[skill, node].get("required", False))
    return nx.ancestors(alone, role)


def test_no_role_needs_two_frameworks_or_two_languages_of_the_same_use(ml):
    for role in roles(ml):
        needed = needed_in_any_case(ml, role)
        assert not {"tensorflow", "pytorch"} <= needed
        assert not {"pandas", "tidyverse"} <= needed
        assert "r" not in needed


@pytest.mark.parametrize(
    "chief", ["chief-data-scientist", "chief-data-officer", "chief-ai-officer", "director-of-data-science"]
)
def test_nobody_becomes_chief_without_having_led_people(ml, chief):
    assert "leading-people" in needed_in_any_case(ml, chief)
    assert ml.nodes[chief]["experience"]["leading"] >= 36
    leads = {role for role in roles(ml) if "leading" in ml.nodes[role].get("counts_as", ())}
    for source in ("staff-data-scientist", "staff-machine-learning-engineer", "ml-team-lead"):
        assert leads & {stop.id for stop in mlgraph.plan(ml, source, chief).stops[:-1]}, source


def test_a_senior_ml_engineer_has_worked_with_software(ml):
    plan = mlgraph.plan(ml, "senior-machine-learning-engineer", "senior-ai-engineer")
    assert ml.nodes["senior-machine-learning-engineer"]["experience"]["software"] == 12
    assert [(each.id, each.months) for each in plan.usual_experience] == [("building", 36)]
    usual = "36 months in Software or ML work (an estimate, counted as usual for any Senior ML"
    assert usual in " ".join(str(plan).split())
    said = mlgraph.plan(ml, "senior-machine-learning-engineer", "senior-ai-engineer", experience={"building": 26})
    own = "26 months in Software or ML work (by what you say; 36 are usual for any Senior ML"
    assert own in " ".join(str(said).split())


def test_seniors_need_all_that_their_juniors_need_of_lasting_use(ml):
    ladder = ["junior-data-scientist", "data-scientist", "senior-data-scientist"]
    for junior, senior in pairwise(ladder):
        missing = needed_in_any_case(ml, junior) - needed_in_any_case(ml, senior)
        assert missing <= {
            "portfolio",
            "self-study",  # for a portfolio project
            "job-applications",
            "data-collection",
            "experiment-design",
            "exploratory-analysis",
        }
    assert (
        needed_in_any_case(ml, "machine-learning-engineer") - needed_in_any_case(ml, "senior-machine-learning-engineer")
        == set()
    )


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("data-engineer", "devops-engineer"),
        ("senior-data-engineer", "devops-engineer"),
        ("senior-data-engineer", "data-governance-manager"),
        ("staff-machine-learning-engineer", "speech-scientist"),
        ("staff-machine-learning-engineer", "computer-vision-engineer"),
        ("ai-architect", "ai-engineer"),
        ("system-administrator", "devops-engineer"),
        ("research-scientist", "postdoc"),
        ("postdoc", "quantitative-researcher"),
        ("masters-student", "quantitative-researcher"),
        ("phd-student", "business-intelligence-developer"),
        ("phd-student", "ai-safety-researcher"),
        ("data-scientist", "mlops-engineer"),
    ],
)
def test_a_move_to_a_neighbouring_post_is_direct(ml, source, target):
    assert mlgraph.plan(ml, source, target).moves == 1


@pytest.mark.parametrize("pace", [4, 10])
@pytest.mark.parametrize(
    ("source", "target", "passed", "not_passed"),
    [
        ("postdoc", "ml-team-lead", "", "ai-safety-researcher"),
        ("chief-data-officer", "mlops-engineer", "", "junior-data-scientist"),
        ("head-of-ai-product", "ai-evaluation-specialist", "", "data-engineer"),
        (
            "ai-solutions-engineer",
            "staff-machine-learning-engineer",
            "senior-machine-learning-engineer",
            "ai-architect",
        ),
        ("ml-team-lead", "staff-machine-learning-engineer", "senior-machine-learning-engineer", "ai-architect"),
        ("founder", "data-governance-manager", "ai-governance-officer", "data-analyst"),
    ],
)
def test_a_post_on_the_way_is_a_usual_feeder_of_the_next(ml, source, target, passed, not_passed, pace):
    stops = {stop.id for stop in mlgraph.plan(ml, source, target, pace=pace).stops}
    assert {*passed.split()} <= stops
    assert not {*not_passed.split()} & stops


@pytest.mark.parametrize(
    "source",
    [
        "marketer",
        "domain-expert",
        "project-manager",
        "designer",
        "sales-representative",
        "data-analyst",
        "software-engineer",
        "senior-data-analyst",
        "tech-lead",
        "beginner",
        "teacher",
    ],
)
def test_an_ai_product_manager_was_a_product_manager_for_a_year_and_a_half(ml, source):
    *_, before, last = mlgraph.plan(ml, source, "ai-product-manager").stops
    assert before.id == "product-manager"
    assert last.arrives - before.arrives >= 18


def test_analysts_engineers_of_data_and_juniors_do_no_product_work(ml):
    for role in roles(ml):
        if ml.nodes[role]["track"] in ("analytics", "entry", "data-engineering") or role.startswith("junior-"):
            assert "product" not in ml.nodes[role].get("counts_as", ()), role
    assert {"work", "product"} == set(ml.nodes["product-manager"]["counts_as"])


def test_a_safety_researcher_without_a_doctorate_has_years_in_ml_and_research(ml):
    plan = mlgraph.plan(ml, "designer", "ai-safety-researcher")
    assert plan.months >= 72


@pytest.mark.parametrize("chief", ["chief-data-officer", "chief-ai-officer"])
def test_a_chief_has_a_degree_in_some_subject(ml, chief):
    plan = mlgraph.plan(ml, "foundations", chief)
    assert "any-degree" in {study.id for stop in plan.stops for study in (*stop.learn, *stop.taught)}


def test_nobody_founds_a_company_to_get_a_post(ml):
    for source in ("beginner", "ai-product-manager", "data-scientist", "ml-team-lead"):
        for target in ("group-product-manager", "head-of-ai-product", "chief-ai-officer"):
            assert "founder" not in {stop.id for stop in mlgraph.plan(ml, source, target).stops}, (source, target)
    assert not mlgraph.describe(ml, "founder").pay


@pytest.mark.parametrize(
    ("role", "skills"),
    [
        ("ml-platform-engineer", {"python"}),
        ("ai-safety-researcher", {"transformers"}),
        ("nlp-scientist", {"how-llms-work", "embeddings"}),
        ("physicist", {"communication"}),
    ],
)
def test_a_role_needs_what_its_holder_uses_every_day(ml, role, skills):
    assert skills <= needed_in_any_case(ml, role)


def test_every_target_is_reachable_from_other_careers(ml):
    for entry in ("domain-expert", "physicist", "software-engineer", "statistician"):
        moves = nx.DiGraph((a, b) for a in ml if ml.nodes[a]["kind"] != "skill" for b in list_targets(ml, a))
        reached = nx.descendants(moves, entry)
        assert {"data-scientist", "machine-learning-engineer", "chief-data-scientist", "research-scientist"} <= reached


def test_a_quant_has_studied_and_a_trainer_has_worked_with_models(ml):
    programmes = {"masters-student", "phd-student"}
    for source in ("software-engineer", "data-scientist", "data-engineering-manager"):
        assert programmes & {stop.id for stop in mlgraph.plan(ml, source, "quantitative-researcher").stops}, source
    for source in ("marketer", "teacher", "data-engineer", "masters-student"):
        posts = [stop.id for stop in mlgraph.plan(ml, source, "ml-educator").stops[:-1]]
        assert any("modelling" in ml.nodes[post].get("counts_as", ()) for post in posts), source


def test_people_with_any_degree_need_no_second_bachelor(ml):
    for source in ("teacher", "lawyer", "data-analyst", "group-product-manager"):
        stops = [stop.id for stop in mlgraph.plan(ml, source, "phd-student").stops]
        assert "student" not in stops, source
        assert "masters-student" in stops, source


def test_the_text_names_an_assumed_degree(ml):
    text = " ".join(str(mlgraph.plan(ml, "analytics-manager", "applied-scientist")).split())
    assert "Degree in CS or mathematics (assumed, since you have this or Portfolio project)" in text
