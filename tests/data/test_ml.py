"""Tests of the bundled graph: the facts of the article, and the consistency of the data."""

import tomllib
from collections import Counter
from itertools import chain

import networkx as nx
import pytest

import mlgraph
from mlgraph.graphfile import files, lint
from mlgraph.names import fold

FACTS = [f"A{number}" for number in range(1, 36)]
ROLES_OF_THE_ARTICLE = [
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
# the order of the keys of a table in the files
ORDER = [
    *(
        "title",
        "about",
        "aliases",
        "stage",
        "track",
        "subject",
        "hours",
        "hours_from",
        "shown_by",
        "needs",
        "experience",
        "experience_from",
        "usual_experience",
        "usual_experience_from",
        "usual_skills",
        "usual_skills_from",
        "counts_as",
        "teaches",
        "programme",
        "cites",
        "same_as",
    ),
    *("because", "leads_to"),
]
DEGREES = {"any-degree", "degree"}
STAGES = ["beginner", "foundations", "programming", "frameworks", "specialisation", "leadership", "job-search"]
# files of figures and of what one learns from, which add keys to roles and skills


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
def test_a_fact_is_in_the_right_part(ml, fact, nodes):
    assert nodes <= citing(ml, fact)


def test_the_graph_has_the_stages_roles_and_skills_asked_for(ml):
    assert set(ROLES_OF_THE_ARTICLE) <= set(kind(ml, "role"))
    assert set(kind(ml, "stage")) == set(STAGES)
    assert len(kind(ml, "role")) + len(kind(ml, "stage")) >= 30
    assert len(kind(ml, "skill")) >= 180
    assert all(ml.nodes[node]["about"] for node in ml)


def test_nothing_is_uncited_and_nothing_follows_from_the_rest(ml):
    assert lint.collect_evidence(ml).complete
    assert mlgraph.check() == ()


def test_every_citation_is_used_and_every_estimate_has_its_reasoning(ml):
    used = {cite for node in ml for cite in (*ml.nodes[node]["cites"], *ml.nodes[node].get("same_as", {}))}
    used |= {cite.cite for node in ml for cite in mlgraph.describe(ml, node).cites}
    used |= {cite for _, _, arrow in ml.edges(data=True) for cite in arrow["cites"]}
    declared = {f"{name}:{point}" for name, source in ml.graph["sources"].items() for point in source.get("points", ())}
    assert declared - used == set()
    assert all(len(reason.split()) >= 8 for reason in ml.graph["sources"]["estimate"]["points"].values())


def test_a_skill_is_learned_in_5_to_150_hours_and_can_be_shown(ml):
    for skill in kind(ml, "skill"):
        attributes = ml.nodes[skill]
        assert attributes["hours_low"] < attributes["hours"] < attributes["hours_high"] or skill in DEGREES, skill
        assert 5 <= attributes["hours"] <= 150 or skill in DEGREES, skill
        assert attributes["shown_by"].endswith("."), skill
        assert attributes["subject"], skill
        assert any(cite.startswith("estimate:") for cite in attributes["cites"]), skill


def test_every_role_cites_its_taxonomy_entries(ml):
    for role in kind(ml, "role"):
        assert {code.partition(":")[0] for code in ml.nodes[role]["same_as"]} == {"onet", "esco", "uk-ddat"}, role


def test_the_files_keep_their_order(ml):
    folder = files.find_default_path()
    read = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}
    assert [*read["positions-stages"]["stage"]] == STAGES
    assert [*read.pop("sources")] == ["title", "source"]
    assert [*read.pop("experience")] == ["experience", "track"]
    for name in ("sources-figures", "pay", "outlook", "entry", "resources"):  # parts of entries, by kind of figure
        read.pop(name)
    for name, tables in read.items():
        assert set(tables) <= ({"skill"} if name.startswith("skills-") else {"role", "stage"}), name
        for node, table in chain.from_iterable(entries.items() for entries in tables.values()):
            assert [*table] == [key for key in ORDER if key in table], node


def test_alternatives_are_alternatives(ml):
    groups = {frozenset(group) for node in ml for group in ml.nodes[node]["needs"] if len(group) > 1}
    for pair in [("self-study", "degree"), ("python", "r"), ("pytorch", "tensorflow")]:
        assert frozenset(pair) in groups


def test_study_counts_as_no_work_and_a_field_of_two_fields_is_either(ml):
    for role in kind(ml, "role"):
        counted = set(ml.nodes[role].get("counts_as", ()))
        assert ("building" in counted) == bool(counted & {"software", "ml"}), role
        assert ("modelling" in counted) == bool(counted & {"research", "ml"}), role
    for study in ("student", "masters-student"):
        assert set(ml.nodes[study].get("counts_as", ())) <= {"enrolled", "graduate"}
        assert min(ml.nodes[study]["teaches"].values()) >= 21  # people who leave early lack it


def test_holders_usually_have_more_than_their_post_asks_for(ml):
    usual = {role: ml.nodes[role]["usual_experience"] for role in ml if "usual_experience" in ml.nodes[role]}
    assert {"senior-machine-learning-engineer", "ml-team-lead", "director-of-data-science"} <= usual.keys()
    for role, months in usual.items():
        asked = ml.nodes[role].get("experience", {})  # nobody asks founders
        had = asked | months
        assert all(asked.get(field, 0) < more <= had["work"] for field, more in months.items()), role
        assert had.get("building", 0) >= max(had.get("software", 0), had.get("ml", 0)), role
        assert had.get("modelling", 0) >= max(had.get("ml", 0), had.get("research", 0)), role
        assert ml.nodes[role]["usual_experience_from"] == ("estimate:usual",)


def test_every_skill_is_needed_in_the_end(ml):
    positions = {*kind(ml, "stage"), *kind(ml, "role")}
    assert [skill for skill in kind(ml, "skill") if not positions & nx.descendants(ml, skill)] == []


def test_no_name_has_two_meanings(ml):
    names = Counter(
        name for n in ml for name in {fold(n), fold(ml.nodes[n]["title"]), *map(fold, ml.nodes[n]["aliases"])}
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("MLE", "machine-learning-engineer"),
        ("data science lead", "ml-team-lead"),
        ("nurse", "nurse"),
        ("Registered nurse", "nurse"),
        ("student", "student"),
        ("prompt engineer", "junior-ai-engineer"),
        ("librarian", "domain-expert"),
        ("SRE", "devops-engineer"),
        ("product owner", "product-manager"),
        ("associate product manager", "product-manager"),
        ("technical product manager", "product-manager"),
        ("data product manager", "ai-product-manager"),
        ("Excel", "spreadsheets"),
        ("AI", "ai-literacy"),
        ("LLMs", "how-llms-work"),
        ("ChatGPT", "ai-literacy"),
        ("data modeling", "dimensional-modelling"),
        # no physician, physicist or designer, and no engineer of robots
        ("pharmacist", "domain-expert"),
        ("chemist", "domain-expert"),
        ("graphic designer", "domain-expert"),
        ("automation engineer", "civil-engineer"),
        ("Scala", "scala"),
        ("LangChain", "llm-applications"),
        ("LoRA", "fine-tuning"),
        ("SHAP", "model-explanation"),
        ("sklearn", "supervised-learning"),
        ("SPSS", "descriptive-statistics"),
    ],
)
def test_inexact_names_are_understood(ml, name, node):
    assert mlgraph.describe(ml, name).id == node


@pytest.mark.parametrize("name", ["CTO", "engineering manager", "sales engineer", "entrepreneur", "Kotlin"])
def test_a_post_without_ai_and_another_language_have_no_entry(ml, name):
    with pytest.raises(mlgraph.UnknownNameError):
        mlgraph.describe(ml, name)


def test_there_are_several_ways_to_lead_and_none_past_leading_people(ml):
    moves = nx.DiGraph((s, t) for s, t, arrow in ml.edges(data=True) if arrow["relation"] == "leads_to")
    for role in ("machine-learning-engineer", "research-scientist", "ml-consultant"):
        assert nx.has_path(moves, role, "chief-data-scientist")
    for chief in ("director-of-data-science", "chief-data-scientist", "chief-data-officer", "chief-ai-officer"):
        assert ml.nodes[chief]["experience"]["leading"] >= 36
    assert any(moves.has_edge(target, source) for source, target in moves.edges)
