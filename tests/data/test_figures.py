"""The figures of the bundled graph: equal to the official tables and adverts, where these are present."""

import csv
import importlib.util
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import mlgraph

ROOT = Path(__file__).parents[2]
FOLDERS = [folder / "shared" / "data" for folder in (ROOT.parent, ROOT.parent.parent)]
DATA = next((folder for folder in FOLDERS if (folder / "pay-us").is_dir()), None)


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("figures", ROOT / "benchmarks" / "figures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(script):
    if DATA is None:
        pytest.skip("the official tables and adverts are not on this machine")
    return script.make_figures(DATA)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["pay", "outlook", "entry"])
def test_figures_equal_those_of_the_tables(ml, script, figures, key):
    roles = {role for role, attributes in ml.nodes.items() if attributes["kind"] == "role"}
    expected = script.write({role: found for role, found in figures[key].items() if role in roles}, key)
    written = (ROOT / "graphs" / "ml" / f"{key}.toml").read_text("utf-8")
    assert written == expected, "run python benchmarks/figures.py"


@pytest.mark.slow
def test_figures_equal_published_ones(figures):
    """A few figures read by eye, so that a mistake of the script does not prove itself right."""
    official, adverts = figures["pay"]["data-scientist"][:2]
    assert (official["people"], official["low"], official["median"], official["high"]) == (
        233440,
        82630,
        112590,
        155810,
    )
    assert (adverts["people"], adverts["low"], adverts["median"], adverts["high"]) == (3117, 103300, 138000, 178300)
    british = figures["pay"]["software-engineer"][-1]
    assert (british["currency"], british["low"], british["median"], british["high"]) == ("GBP", 40023, 54669, 70478)
    outlook = figures["outlook"]["data-scientist"][0]
    assert (outlook["growth"], outlook["openings"], outlook["transfers"]) == (33.5, 23400, 3.2)


# the least months of each class of O*NET's answers on related experience
CLASSES = {1: 0, 2: 0, 3: 1, 4: 3, 5: 6, 6: 12, 7: 24, 8: 48, 9: 72, 10: 96, 11: 120}
OCCUPATIONS = {"managers": "11-3021.00", "chiefs": "11-1011.00"}


def test_experience_lies_where_the_cited_answers_lie(ml, script):
    """From the class in which the lowest fifth of answers ends to the end of the class of the middle one."""
    if DATA is None:
        pytest.skip("the official tables are not on this machine")
    asked = script.read_onet(DATA)
    seen = 0
    for role, attributes in ml.nodes.items():
        for cite in attributes.get("experience_from", ()):
            point = cite.removeprefix("onet:")
            code = OCCUPATIONS.get(point, point.removeprefix("experience-"))
            if not cite.startswith("onet:") or point == "zone-5" or point.startswith("education-"):
                continue
            shares = asked[code if "." in code else f"{code}.00"]["RW"]
            ends = {part: _class_at(shares, part) for part in (20, 50)}
            most = CLASSES[min(ends[50] + 1, 11)]
            total = max(attributes["experience"].values())
            assert CLASSES[ends[20]] <= total and (total <= most or ends[50] == 11), role
            seen += 1
    assert seen > 30


def _class_at(shares, part):
    total = 0.0
    for number in sorted(shares):
        total += shares[number]
        if total >= part:
            return number
    raise AssertionError(shares)


def test_hours_follow_those_of_the_cited_lessons(ml):
    if DATA is None:
        pytest.skip("the lessons are not on this machine")
    with (DATA / "ai-engineering-lessons" / "lessons.csv").open(encoding="utf-8", newline="") as file:
        minutes = {row["id"]: float(row["minutes"] or 0) for row in csv.DictReader(file)}
    points = ml.graph["sources"]["lessons"]["points"]
    skills = [point for point in points if point.startswith("hours-")]
    assert len(skills) > 30
    for point in skills:
        parts = re.findall(r"\b(\d\d(?:\.\d\d)?)(?:-(\d\d\.\d\d))?(?=[ :])", points[point])
        taken = [
            each
            for each in minutes
            for first, last in parts
            if (first <= each <= last if last else each == first or each.startswith(f"{first}."))
        ]
        hours = sum(minutes[each] for each in taken) / 60
        assert f": {hours:.1f} hours." in points[point], point
        assert 1 <= ml.nodes[point.removeprefix("hours-")]["hours"] / hours <= 2.5, point


def test_every_skill_of_the_best_known_roles_has_a_resource(ml):
    planner = mlgraph.Planner(ml)
    roles = (
        "data-analyst",
        "data-scientist",
        "data-engineer",
        "machine-learning-engineer",
        "mlops-engineer",
        "ai-engineer",
    )
    lacking = {
        study.id
        for role in (*roles, "research-scientist", "nlp-scientist", "computer-vision-engineer", "ml-team-lead")
        for study in planner.plan("beginner", role).studies
        if not any(resource.free is not False for resource in mlgraph.describe(ml, study.id).learn_with)
    }
    assert lacking <= {"creative-thinking", "adaptability"}  # nobody teaches these by a course


def test_resources_have_a_publisher_and_an_address_of_their_own(ml):
    resources = ml.graph["resources"].values()
    assert len(resources) >= 120
    assert all(each["publisher"] and urlsplit(each["url"]).netloc for each in resources)
    assert len({each["url"] for each in resources}) == len(resources)
    stated = [each for each in resources if "hours" in each and not each.get("cites")]
    assert all(each["publisher"] in ("Google", "Kaggle", "Open Source Society University") for each in stated)


def test_no_figure_of_pay_is_of_fewer_than_30_people_or_of_two_kinds(ml):
    for role in ml:
        for pay in mlgraph.describe(ml, role).pay:
            assert pay.people >= 30
            assert pay.evidence in ("official", "adverts")
            assert pay.evidence == "adverts" or "SOC" in pay.counted
