"""Tests of plans side by side, of cards of posts, and of plans to hand out."""

import io
import itertools
import re
from datetime import date
from functools import cache
from math import dist

import pypdf
import pytest
from PIL import Image

import mlgraph
from mlgraph.drawing.frame import find_soonest
from mlgraph.drawing.letters import measure
from mlgraph.drawing.pages import A4, A5, Pages
from mlgraph.drawing.scene import INK, PAPER, Line, Polygon, Rect, Text
from mlgraph.drawing.timeline import ROLE, STAGE
from mlgraph.errors import UsageError
from mlgraph.text.dates import format_date
from mlgraph.text.plan import format_arrival
from support.marks import thorough_after
from support.paths import FORTY
from support.texts import check_nothing_overlaps, find_sides, find_texts


def words(scene):
    return [shape.text for shape in scene.shapes if isinstance(shape, Text)]


def check_texts(scene, smallest):
    for shape in scene.shapes:
        if isinstance(shape, Text):
            width = measure(shape.text, shape.size, bold=shape.bold)
            left = shape.x - {"start": 0, "middle": width / 2, "end": width}[shape.anchor]
            assert -1 <= left <= left + width <= scene.width + 1, shape.text
            assert 0 < shape.y < scene.height, shape.text
            assert shape.size >= smallest


def test_plans_side_by_side_show_how_they_differ(graph_of):
    graph = graph_of(
        """
        stage.beginner = { title = "Beginner", leads_to = { data-scientist = 24, analyst = 6, engineer = 12 } }
        role.analyst = { title = "Analyst", leads_to = { data-scientist = 12 } }
        role.engineer = { title = "Engineer", leads_to = { data-scientist = 24 } }
        role.data-scientist = { title = "Data scientist", needs = ["sql"] }
        skill.sql = { title = "SQL", hours = 30 }
        """
    )
    plans = mlgraph.k_best(graph, "beginner", "data scientist", 3)
    scene = mlgraph.draw(graph, plans=plans).scenes[0]
    check_texts(scene, 15)
    said = words(scene)
    assert "Beginner to Data scientist: 3 ways" in said
    assert any(word.startswith("+") for word in said)
    assert said.count("Data scientist") == 3


@pytest.mark.thorough
def test_five_plans_fit_on_a_slide_and_their_texts_are_large_enough_for_paper(forty):
    scene = mlgraph.draw(forty, plans=mlgraph.k_best(forty, "beginner", "chief data scientist", 5)).scenes[0]
    assert (scene.width, scene.height) == (1280, 720)
    check_texts(scene, 15)  # 9 points, since a slide is 785 points wide on A4
    bands = sorted((shape.y, shape.height) for shape in scene.shapes if isinstance(shape, Rect) and shape.radius == 10)
    texts = [shape for shape in scene.shapes if isinstance(shape, Text) and shape.node]
    for y, height in bands:
        near = [text for text in texts if y - 10 < text.y < y + height + 10]
        assert near
        assert all(y <= text.y - 0.75 * text.size <= text.y <= y + height for text in near)


@pytest.mark.parametrize("count", thorough_after(2, [1, 2, 3, 5, 7]))
def test_plans_side_by_side_leave_no_part_of_the_picture_empty(forty, count):
    scene = mlgraph.draw(forty, plans=mlgraph.k_best(forty, "beginner", "chief data scientist", count)).scenes[0]
    check_texts(scene, 15)
    lowest = max(shape.y for shape in scene.shapes if isinstance(shape, Text))
    assert 12 <= scene.height - lowest < 50
    assert scene.width / scene.height >= 1280 / 720 - 0.001


@pytest.fixture(scope="module", params=["data scientist", "chief data scientist"])
def strips(forty, request):
    plans = mlgraph.k_best(forty, "beginner", request.param, 5, start=date(2027, 1, 1))
    return plans, mlgraph.draw(forty, plans=plans).scenes[0]


def find_fills(shapes):
    return {shape.fill for shape in shapes if isinstance(shape, Rect)} & {*ROLE, *STAGE}


def test_the_range_of_dates_is_below_the_bars(strips):
    plans, scene = strips
    check_nothing_overlaps(scene)
    bars = [s for s in scene.shapes if isinstance(s, Rect) and s.fill in (*ROLE, *STAGE) and s.height in (23, 24)]
    ranges = [
        shape
        for shape in scene.shapes
        if isinstance(shape, Line) and shape.stroke == ROLE[0] and shape.points[1][0] - shape.points[0][0] > 60
    ]
    assert len(ranges) == len(plans)
    for line in ranges:
        (low, y), (high, _) = line.points
        assert not [bar for bar in bars if bar.y - 8 < y < bar.y + bar.height + 2]
        crossed = [t for t in find_texts(scene) if t.y - t.size < y < t.y + 4 and t.x < high and t.node]
        assert all(text.x + measure(text.text, text.size, bold=text.bold) < low for text in crossed)


def test_the_range_and_the_arrival_have_dates_that_cover_no_bar(strips):
    plans, scene = strips
    ranges = sorted(
        line.points
        for line in scene.shapes
        if isinstance(line, Line) and line.stroke == ROLE[0] and line.points[1][0] - line.points[0][0] > 60
    )
    texts = find_texts(scene)
    for plan, ((low, y), (high, _)) in zip(plans, sorted(ranges, key=lambda points: points[0][1]), strict=True):
        early, late = (f"{each.arrives_on:%b %Y}" for each in (plan.spread[0], plan.spread[-1]))
        beside = {text.text: find_sides(text) for text in texts if text.y == y + 5}
        assert 0 < low - beside[early][1] < 12
        assert 0 < beside[late][0] - high < 12
    bars = [s for s in scene.shapes if isinstance(s, Rect) and s.fill in (*ROLE, *STAGE) and s.height in (23, 24)]
    papers = [s for s in scene.shapes if isinstance(s, Rect) and s.radius == 3 and s.fill in ("#FFFFFF", "#F1F5F9")]
    for paper, bar in itertools.product(papers, bars):
        beside = paper.x >= bar.x + bar.width or paper.x + paper.width <= bar.x
        assert beside or paper.y >= bar.y + bar.height + 1 or paper.y + paper.height <= bar.y + 1
    ends = [text for text in texts if text.bold and text.node == plans[0].target]
    for plan, end in zip(plans, sorted(ends, key=lambda text: text.y), strict=True):
        assert f"{plan.stops[-1].arrives_on:%b %Y}" in [t.text for t in texts if (t.y == end.y and t.x > end.x)]


def test_a_long_title_is_whole_where_there_is_room(graph_of):
    title = "Social Science Research Assistants and Technicians"
    graph = graph_of(
        f'[role.a]\ntitle = "A"\nleads_to = {{ b = 9 }}\n[role.b]\ntitle = "{title}"\nleads_to = {{ c = 40 }}\n'
        '[role.c]\ntitle = "C"'
    )
    plan = mlgraph.plan(graph, "a", "c")
    assert title in [text.text for text in find_texts(mlgraph.draw(graph, plans=[plan, plan]).scenes[0])]


def test_plans_side_by_side_have_a_legend(strips):
    plans, scene = strips
    (base,) = (text.y for text in find_texts(scene) if text.text == "required time in a post")
    legend = [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.y > base - 14]
    above = [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.y < base - 14]
    assert find_fills(legend) == find_fills(above)
    named = {"time at a stage", "decides the last date", "could end later without delay", "arrival", "8 in 10 arrive"}
    assert named | {"waiting for study"} <= {*words(scene)}
    common = set.intersection(*({stop.title for stop in plan.stops[:-1] if stop.kind == "role"} for plan in plans))
    assert ("every plan passes" in words(scene)) == bool(common)


def find_outlines(scene):
    return [shape for shape in scene.shapes if isinstance(shape, Line) and (shape.stroke, shape.weight) == (INK, 2.4)]


def test_an_outline_is_apart_from_the_bar_in_it(forty):
    plans = mlgraph.k_best(forty, "beginner", "chief data scientist", 2)
    scene = mlgraph.draw(forty, plans=plans).scenes[0]
    outlines = find_outlines(scene)
    lines = [shape for shape in scene.shapes if isinstance(shape, Line) and shape.stroke == PAPER]
    assert len(lines) == len(outlines) > 0
    for line in lines:
        nearest = min(dist(find_middle(line), find_middle(outline)) for outline in outlines)
        assert nearest == pytest.approx((line.weight + 2.4) / 2)


@pytest.mark.parametrize(("first", "posts"), [("b", 0), ("c", 2)])
def test_the_key_mentions_outlines_if_a_post_is_passed_by_every_plan(graph_of, first, posts):
    graph = graph_of(
        """
        stage.a = { title = "A", leads_to = { b = 6 } }
        role.b = { title = "B", leads_to = { c = 6, d = 6 } }
        role.c = { title = "C" }
        role.d = { title = "D" }
        """
    )
    plans = [mlgraph.plan(graph, "a", target) for target in (first, "d")]
    scene = mlgraph.draw(graph, plans=plans).scenes[0]
    assert len(find_outlines(scene)) == 4 * posts
    assert ("every plan passes" in words(scene)) == bool(posts)


def find_middle(line):
    (left, top), (right, bottom) = line.points
    return (left + right) / 2, (top + bottom) / 2


def test_the_numbers_of_a_plan_are_at_the_height_of_its_bar(strips):
    _, scene = strips
    diamonds = [
        shape for shape in scene.shapes if isinstance(shape, Polygon) if shape.points[2][1] - shape.points[0][1] > 20
    ]
    middles = sorted({shape.points[1][1] for shape in diamonds})
    for size in (18, 20):
        bases = sorted({text.y for text in find_texts(scene) if text.size == size and text.bold})
        # capitals and digits of the font are 0.714 of its size high
        assert [base - 0.714 * size / 2 for base in bases] == pytest.approx(middles, abs=0.5)


@pytest.mark.parametrize(
    ("months", "column"), [(6.5, ["12.0", "12.5", "+0.5"]), (7, ["12", "13", "+1"])], ids=["tenths", "whole"]
)
def test_the_figures_of_a_column_have_the_same_decimals(graph_of, months, column):
    graph = graph_of(
        f"""
        role.a = {{ title = "A", leads_to = {{ b = 12, c = 6 }} }}
        role.b = {{ title = "B" }}
        role.c = {{ title = "C", leads_to = {{ b = {months} }} }}
        """
    )
    scene = mlgraph.draw(graph, plans=mlgraph.k_best(graph, "a", "b", 2)).scenes[0]
    (head,) = (text for text in find_texts(scene) if text.text == "months")
    assert [text.text for text in find_texts(scene) if text.x == head.x and text is not head] == column


def test_plans_to_several_posts_are_named(forty, run, tmp_path):
    joint = mlgraph.plan_many(forty, "beginner", ["data scientist", "data analyst"])
    scene = mlgraph.draw(forty, plans=[branch.plan for branch in joint.branches]).scenes[0]
    assert {"From Beginner to 2 posts", "Data scientist", "Data analyst"} <= {*words(scene)}
    path = tmp_path / "both.svg"
    both = ("--from", "beginner", "--to", "data-scientist", "--to", "data-analyst", "--graph", FORTY)
    code, _, err = run("export", path, *both)
    assert (code, err, path.exists()) == (0, "", True)
    code, _, err = run("export", path, *both, "--alternatives", "2")
    assert (code, "--alternatives is for one target" in err) == (2, True)
    code, _, err = run("export", tmp_path / "a.md", "--from", "beginner", "--to", "data-analyst", "--alternatives", "2")
    assert (code, "does not take --alternatives" in err) == (2, True)


def test_a_card_is_a_page_with_what_matters(forty):
    scene = mlgraph.draw(forty, focus="data scientist", sheet="card").scenes[0]
    assert (scene.width, scene.height) == A5
    check_texts(scene, 12)
    said = " ".join(words(scene))
    for part in ("How soon", "Ways in", "ways on", "Skills", "Pay", "Demand", "Sources", "SQL"):
        assert part in said
    months = mlgraph.plan(forty, "beginner", "data scientist").months
    assert 24 < months < 36
    assert "2 years" in said


def test_how_soon_is_the_largest_number_of_a_card_and_no_line_ends_within_a_duration(ml):
    scene = mlgraph.draw(ml, focus="data-scientist", sheet="card").scenes[0]
    title, soon, *_ = sorted(find_texts(scene), key=lambda text: -text.size)
    assert (title.text, soon.text) == ("Data scientist", "2 years 3 months")
    assert soon.bold
    said = words(scene)
    assert said[said.index(soon.text) + 1] == 'at the soonest, from "Beginner" with 10 hours of study a week.'
    assert "nine in ten up to 3\xa0years\xa06\xa0months." in " ".join(said)


def test_a_card_has_the_soonest_ways_in_first_and_the_ways_back_last(graph_of):
    scene = mlgraph.draw(
        graph_of(
            """
            stage.beginner = { title = "Beginner", leads_to = { analyst = 6, tester = 9 } }
            role.analyst = { title = "Analyst", leads_to = { scientist = 24 } }
            role.tester = { title = "Tester", leads_to = { scientist = 30 } }
            role.scientist = { title = "Scientist", leads_to = { head = 36, analyst = 3 } }
            role.head = { title = "Head", leads_to = { scientist = 1 } }
            """
        ),
        focus="scientist",
        sheet="card",
    ).scenes[0]
    moves = [text for text in words(scene) if text.startswith(("from ", "to "))]
    assert moves == ["from Analyst", "from Tester", "from Head", "to Head", "to Analyst"]


def test_a_card_has_the_nearest_ways_first_with_its_own_track_and_the_quickest_plan_at_the_top(graph_of, ml):
    scene = mlgraph.draw(
        graph_of(
            """
            track.models = { title = "Models" }
            skill.maths = { title = "Maths", hours = 900 }
            stage.beginner = { title = "Beginner", leads_to = { analyst = 2, baker = 3, cook = 3, junior = 3 } }
            role.analyst = { title = "Analyst", leads_to = { senior = 9 } }
            role.baker = { title = "Baker", leads_to = { senior = 9 } }
            role.cook = { title = "Cook", needs = ["maths"], leads_to = { senior = 9 } }
            role.junior = { title = "Junior", track = "models", leads_to = { senior = 24 } }
            role.senior = { title = "Senior", track = "models", needs = ["maths"], leads_to = { chief = 36, guide = 6 } }
            role.chief = { title = "Chief", track = "models", needs = ["maths"] }
            role.guide = { title = "Guide", needs = ["maths"] }
            """
        ),
        focus="senior",
        sheet="card",
    ).scenes[0]
    moves = [text for text in words(scene) if text.startswith(("from ", "to "))]
    # the holder of a post that asks for the same skill studies nothing more
    assert moves == ["from Analyst", "from Junior", "from Cook", "from Baker", "to Chief", "to Guide"]
    said = words(mlgraph.draw(ml, focus="machine-learning-engineer", sheet="card").scenes[0])
    assert {"from Junior ML engineer", "from Data scientist", "to Senior ML engineer"} <= {*said}


@pytest.mark.thorough
def test_every_card_fits_its_page(forty):
    for node in ("beginner", "chief-ai-officer", "leadership", "physicist"):
        drawing = mlgraph.draw(forty, focus=node, sheet="card")
        assert len(drawing.scenes) == 1
        check_texts(drawing.scenes[0], 12)


def test_a_card_leaves_room_for_all_kinds_of_figures(graph_of):
    skills = "".join(f'[skill.s{n}]\ntitle = "Skill {n} of many that there are"\nhours = 10\n' for n in range(60))
    ways = "".join(f'[role.w{n}]\ntitle = "Way {n}"\nleads_to = {{ post = {n + 1} }}\n' for n in range(20))
    figures = """
    [[role.post.pay]]
    area = "US"
    currency = "USD"
    year = 2024
    median = 165000
    people = 500
    counted = "people in posts that are wider than this one"
    cites = ["s"]
    [[role.post.outlook]]
    area = "US"
    years = [2024, 2034]
    growth = 0.25
    openings = 1000
    counted = "people in posts that are wider than this one"
    cites = ["s"]
    [[role.post.entry]]
    area = "US"
    year = 2024
    people = 20
    counted = "people in posts that are wider than this one"
    education = { "a degree in a field that is near to the work" = 60, "a school that is over after twelve years" = 40 }
    cites = ["s"]
    [source.s]
    title = "A statistical office with a name that takes a line of the card by itself"
    """
    needs = [f"s{n}" for n in range(60)]
    graph = graph_of(
        f'[role.post]\ntitle = "Post"\nabout = "{"What it is. " * 19}The end."\nneeds = {needs}\ncites = ["s"]\n{figures}\n{ways}{skills}'
    )
    drawing = mlgraph.draw(graph, focus="post", sheet="card")
    assert len(drawing.scenes) == 1
    check_texts(drawing.scenes[0], 12)
    said = " ".join(words(drawing.scenes[0]))
    for part in ("Pay", "Demand", "Education", "Sources", " of 20), most alike first", "Skills: 600 hours"):
        assert part in said
    shown = said.count("Skill ")
    assert 0 < shown < 60
    assert f"and {60 - shown} more" in said


def check_numbers(scene):
    """Check that each number behind a figure of a card stands before a source at its foot."""
    figures, _, sources = " ".join(words(scene)).partition("Sources: ")
    assert re.findall(r"\[[0-9]+\]", sources) == [*dict.fromkeys(re.findall(r"\[[0-9]+\]", figures))]


# the fast tests look at every ninth card
@pytest.mark.parametrize("step", thorough_after(1, [9, 1]))
def test_each_card_of_the_bundled_graph_has_whole_words_and_the_sources_of_its_numbers(ml, monkeypatch, step):
    # nearly all time of a card goes to these months, which are the same for all cards
    monkeypatch.setattr("mlgraph.drawing.card.find_soonest", cache(find_soonest))
    found = 0
    for node in [node for node in sorted(ml) if ml.nodes[node]["kind"] != "skill"][::step]:
        (scene,) = mlgraph.draw(ml, focus=node, sheet="card").scenes
        check_texts(scene, 12)
        check_nothing_overlaps(scene)
        check_numbers(scene)
        figures = mlgraph.describe(ml, node)
        has_figures = bool(figures.pay or figures.outlook or figures.entry)
        assert any(text.startswith("Sources: [1]") for text in words(scene)) == has_figures, node
        found += has_figures
    assert found > 50 / step


def test_a_card_has_no_number_of_a_source_that_has_no_room(graph_of):
    pay = "".join(
        f"""
        [[role.post.pay]]
        area = "{area}"
        currency = "USD"
        year = 2024
        median = 165000
        people = 500
        counted = "people in such posts"
        cites = ["{area.lower()}"]
        [source.{area.lower()}]
        title = "{"A statistical office with a name that takes a line of the card. " * 2}{area}"
        """
        for area in ("US", "UK")
    )
    counts = set()
    # each subject takes a line of the card
    for subjects in range(24, 40):
        skills = "".join(
            f'[skill.s{number}]\ntitle = "{number}"\nhours = 9\nsubject = "Subject {number}"\n'
            for number in range(subjects)
        )
        needs = [f"s{number}" for number in range(subjects)]
        graph = graph_of(f'[role.post]\ntitle = "Post"\nneeds = {needs}\n{pay}{skills}')
        scene = mlgraph.draw(graph, focus="post", sheet="card").scenes[0]
        check_texts(scene, 12)
        check_numbers(scene)
        counts.add(sum(text.startswith("165,000 USD") for text in words(scene)))
    assert counts == {0, 1, 2}


def test_a_card_has_long_titles_on_two_lines(graph_of):
    long = "Head of data and artificial intelligence governance"
    many = "Audits and assessments of the conformity of systems for machine learning with all of their standards"
    graph = graph_of(
        f"""
        stage.beginner = {{ title = "Beginner", leads_to = {{ post = 6, other = 6 }} }}
        role.post = {{ title = "Post", needs = ["many", "few"], leads_to = {{ head = 12, chief = 18 }} }}
        role.head = {{ title = "{long}" }}
        role.chief = {{ title = "Chief" }}
        role.other = {{ title = "Other", leads_to = {{ post = 6 }} }}
        skill.many = {{ title = "{many}", hours = 18, subject = "Subject" }}
        skill.few = {{ title = "Few", hours = 9, subject = "Subject" }}
        """
    )
    scene = mlgraph.draw(graph, focus="post", sheet="card").scenes[0]
    check_texts(scene, 12)
    check_nothing_overlaps(scene)
    texts = {
        node: [text for text in find_texts(scene) if text.node == node] for node in ("head", "many", "other", "chief")
    }
    for node, whole in (("head", f"to {long}"), ("many", many)):
        first, second = texts[node]
        assert f"{first.text} {second.text}" == whole
        assert 15 < second.y - first.y < 20
    # months are on the first line of their title, and hours behind the last one
    marks = {text.text: text.y for text in find_texts(scene) if text.anchor == "end"}
    assert marks["12 mo"] == texts["head"][0].y
    assert marks["18 h"] == texts["many"][1].y
    # the rows of both lists are at the same height, also below a title of two lines
    assert texts["head"][0].y < texts["head"][1].y < texts["chief"][0].y
    assert marks["18 mo"] == texts["chief"][0].y


@pytest.mark.parametrize(
    ("most", "written"),
    [
        (4, ["A long name of a skill", "B", "Another long name of a skill"]),
        (1, ["B", "and 2 more"]),
        (0, ["3 in all"]),
    ],
)
def test_a_flow_with_little_room_has_the_shortest_names(most, written):
    pages = Pages((260, 400), 20)
    names = ["A long name of a skill", "B", "Another long name of a skill"]
    lines = pages.write_flow("Subject", "9 h", [(name, "3 h", name) for name in names], most)
    (scene,) = pages.finish()
    said = [text.text for text in find_texts(scene) if not text.bold and text.text != "3 h"]
    assert [each for each in said if each] == written
    assert lines == len({text.y for text in find_texts(scene)})


def test_the_skills_of_a_card_use_its_room_and_its_sources_are_at_its_foot(ml):
    scene = mlgraph.draw(ml, focus="machine-learning-engineer", sheet="card").scenes[0]
    found, said = mlgraph.describe(ml, "machine-learning-engineer"), words(scene)
    named = [group for group in found.needs if group[0].title in " ".join(said)]
    assert len(named) > 0.6 * len(found.needs)
    at = next(number for number, text in enumerate(said) if text.startswith("Sources: [1]"))
    for figure in (found.pay[0], found.outlook[0], found.entry[0]):
        assert figure.publication not in " ".join(said[:at])
        assert figure.publication in " ".join(said[at:])
    figures = " ".join(said[said.index("Pay") : at])
    assert (
        re.findall(r"\[[0-9]\]", figures)
        == re.findall(r"\[[0-9]\]", " ".join(said[at:]))
        == ["[1]", "[2]", "[3]", "[4]"]
    )


def test_a_card_has_the_skills_by_subject_with_their_hours(graph_of):
    skills = {"talking": ("People", 40), "sums": ("Mathematics", 20), "odds": ("Mathematics", 30), "walking": ("", 8)}
    graph = graph_of(
        f'[role.post]\ntitle = "Post"\nneeds = {[*skills]}\n'
        + "".join(
            f'[skill.{name}]\ntitle = "{name}"\nhours = {hours}\n{f"subject = {subject!r}" * bool(subject)}\n'
            for name, (subject, hours) in skills.items()
        )
    )
    scene = mlgraph.draw(graph, focus="post", sheet="card").scenes[0]
    check_texts(scene, 12)
    texts = [shape for shape in scene.shapes if isinstance(shape, Text)]
    said = [shape.text for shape in texts]
    at = said.index("Skills: 98 hours") + 1
    assert said[at:] == [
        *("People", "40 h", "talking", "40 h"),
        *("Mathematics", "50 h", "sums", "20 h", "odds", "30 h"),
        *("Other", "8 h", "walking", "8 h"),
    ]
    subjects = ["People", "40 h", "Mathematics", "50 h", "Other", "8 h"]
    assert [shape.text for shape in texts[at:] if shape.bold] == subjects
    assert len({shape.y for shape in texts[at:]}) == 3
    assert [shape.node for shape in texts[at:] if shape.node] == ["talking", "sums", "odds", "walking"]


@pytest.mark.thorough
def test_a_card_says_which_hours_it_counts_and_keeps_its_sources_apart(ml):
    scene = mlgraph.draw(ml, focus="data scientist", sheet="card").scenes[0]
    texts = [each for each in scene.shapes if isinstance(each, Text)]
    (head,) = [each.text for each in texts if each.text.startswith("Skills: ")]
    own, whole = re.fullmatch(r"Skills: ([\d,]+) hours, ([\d,]+) with all that they need first", head).groups()
    sums = [each.text for each in texts if each.bold and re.fullmatch(r"[\d,]+ h", each.text)]
    assert sum(int(each.removesuffix(" h")) for each in sums) == int(own) < int(whole)
    at = next(number for number, each in enumerate(texts) if each.text.startswith("Sources"))
    # lines of a paragraph are 17 pixels apart
    assert texts[at].y - texts[at - 1].y > 22


@pytest.mark.parametrize(
    ("options", "dots", "size"),
    [({"sheet": "card"}, 300, (1748, 2480)), ({}, 96, (1600, 900))],
    ids=["paper", "screen"],
)
def test_a_png_for_paper_is_sharp_and_says_its_dots(graph_of, options, dots, size):
    graph = graph_of('[role.a]\ntitle = "A"\nleads_to = { b = 1 }\n[role.b]\ntitle = "B"')
    picture = Image.open(io.BytesIO(mlgraph.draw(graph, focus="a", **options).render("png")))
    picture.verify()
    assert (picture.size, [round(each) for each in picture.info["dpi"]]) == (size, [dots, dots])


def test_a_handout_has_a_box_for_each_skill(forty):
    plan = mlgraph.plan(forty, "beginner", "data scientist", start=date(2027, 1, 1))
    drawing = mlgraph.draw(forty, plan=plan, sheet="handout")
    boxes = [s for page in drawing.scenes for s in page.shapes if isinstance(s, Rect) and s.width == s.height == 14]
    assert len(boxes) == len(plan.studies)
    for page in drawing.scenes:
        assert (page.width, page.height) == A4
        check_texts(page, 12)
        check_nothing_overlaps(page)
    pages = pypdf.PdfReader(io.BytesIO(drawing.render("pdf"))).pages
    assert len(pages) == len(drawing.scenes) > 1
    first = pages[0].extract_text()
    assert "Next steps, for " in first
    # no skill is listed twice
    assert all(first.count(format_date(study.ends)) == 1 for study in plan.studies[:2] if study.ends)
    with pytest.raises(UsageError, match=r"a \.png file has one page; choose \.pdf"):
        drawing.render("png")


def test_the_last_word_of_a_paragraph_does_not_stand_alone():
    for most in (2, 40):
        pages, words = Pages(A5, 40), ["word"] * 40
        while measure(" ".join(words), 12.5) > pages.width:
            words.pop()
        pages.write(" ".join([*words, "last"]), most=most)
        first, second = (shape.text for shape in pages.finish()[0].shapes)
        assert second.endswith("word last")
        assert first.split() + second.split() == [*words, "last"]


def test_the_last_line_of_a_paragraph_has_more_than_two_short_words():
    pages, words = Pages(A5, 40), ["word"] * 40
    while measure(" ".join(words), 12.5) > pages.width:
        words.pop()
    pages.write(" ".join([*words, "an", "end"]))
    pages.write("")
    _, second = (shape.text for shape in pages.finish()[0].shapes)
    assert measure(second, 12.5) > pages.width * 0.12
    assert second.endswith("word an end")


def test_the_second_line_of_a_text_below_a_task_is_indented(ml):
    plan = mlgraph.plan(ml, "beginner", "data scientist", start=date(2027, 1, 1))
    texts = [text for page in mlgraph.draw(ml, plan=plan, sheet="handout").scenes for text in find_texts(page)]
    begins = {text.x for text in texts if text.text.startswith("learn with ")}
    alone = [text for text in texts if text.text.startswith("https://")]
    assert len(begins) == 1
    assert len(alone) > 5
    # a long address may have room for less
    assert all(text.x >= min(max(begins) + 10, A4[0] - 45 - measure(text.text, text.size)) for text in alone)


def test_a_web_address_that_is_wider_than_paper_is_whole_and_breaks_after_a_slash(graph_of):
    url = f"https://www.example.com/{'a-part-of-the-address-that-is-long/' * 4}last"
    graph = graph_of(
        f"""
        stage.a = {{ title = "A", leads_to = {{ b = 3 }} }}
        role.b = {{ title = "B", needs = ["s"] }}
        [skill.s]
        title = "S"
        hours = 10
        learn_with = ["r"]
        [resource.r]
        title = "A course"
        publisher = "A school"
        url = "{url}"
        """
    )
    plan = mlgraph.plan(graph, "a", "b")
    texts = [text for page in mlgraph.draw(graph, plan=plan, sheet="handout").scenes for text in find_texts(page)]
    first = next(number for number, text in enumerate(texts) if text.text.startswith("https://"))
    begin, end = texts[first : first + 2]
    assert begin.text + end.text == url
    assert begin.text.endswith("/")
    assert 15 < end.y - begin.y < 20


def test_the_timeline_of_a_handout_has_the_days_of_arrival(forty):
    plan = mlgraph.plan(forty, "beginner", "data scientist", start=date(2027, 1, 1))
    said = [text.text for text in find_texts(mlgraph.draw(forty, plan=plan, sheet="handout").scenes[0])]
    assert {format_arrival(stop) for stop in plan.stops} <= {*said}


@pytest.mark.parametrize("target", ["data analyst", "data scientist", "chief data scientist"])
def test_the_pages_of_a_handout_have_a_running_title_and_are_about_as_full(forty, target):
    plan = mlgraph.plan(forty, "beginner", target, start=date(2027, 1, 1))
    first, *others = mlgraph.draw(forty, plan=plan, sheet="handout").scenes
    title = next(text.text for text in find_texts(first) if text.bold)
    assert title.startswith("Beginner to ")
    for page in others:
        head = min(find_texts(page), key=lambda text: text.y)
        assert head.text.startswith(title)
    assert max(text.y for text in find_texts(others[-1]) if text.node) > A4[1] / 2


def test_a_handout_has_a_table_of_pay(forty):
    plan = mlgraph.plan(forty, "beginner", "data scientist", start=date(2027, 1, 1))
    pay = mlgraph.plan_figures(forty, plan).pay
    texts = {text.text: text for text in find_texts(mlgraph.draw(forty, plan=plan, sheet="handout").scenes[0])}
    assert len(pay) > 1
    rights = {texts[f"{each.median:,.0f} USD"].x for each in pay}
    assert rights == {texts["median"].x}
    assert {texts[f"{each.low:,.0f}"].x for each in pay} == {texts["quarter below"].x}
    assert {texts[f"{each.high:,.0f}"].x for each in pay} == {texts["quarter above"].x}


@pytest.mark.parametrize(
    ("target", "heading"),
    [("data-analyst", "Pay for Data analyst"), ("ml-platform-engineer", "Pay and demand for ML platform engineer")],
)
def test_a_handout_has_a_heading_for_what_it_says_of_a_post(ml, target, heading):
    scenes = mlgraph.draw(ml, plan=mlgraph.plan(ml, "beginner", target), sheet="handout").scenes
    said = [text.text for scene in scenes for text in find_texts(scene)]
    assert heading in said
    assert any("1 for every" in text for text in said) == ("demand" in heading)


def test_a_handout_says_that_pay_is_not_known(ml):
    # no source has the pay of the post in the area with the most figures
    plan = mlgraph.plan(ml, "beginner", "chief data scientist", start=date(2027, 1, 1))
    figures = mlgraph.plan_figures(ml, plan)
    assert (figures.area, figures.pay, figures.other_areas) == ("US", (), ("UK",))
    said = " ".join(words(mlgraph.draw(ml, plan=plan, sheet="handout").scenes[0]))
    assert "Pay: not known for US; in UK, 2024: 86,033 GBP (61,154 to 112,441) a year" in said
    assert "median" not in said


@pytest.mark.thorough
def test_the_name_of_a_file_asks_for_a_sheet(run, tmp_path):
    post = ("--focus", "data-scientist", "--graph", FORTY)
    assert run("export", tmp_path / "card.pdf", *post)[0] == 0
    assert run("export", tmp_path / "other.pdf", *post, "--sheet", "card")[0] == 0
    assert (tmp_path / "card.pdf").read_bytes() == (tmp_path / "other.pdf").read_bytes()


def test_a_sheet_needs_what_it_shows(ml):
    for options, message in [
        ({"sheet": "poster"}, '`sheet` is "card" or "handout"'),
        ({"sheet": "card"}, "a card shows a position; give `focus`"),
        ({"sheet": "handout"}, "a handout shows a plan; give `plan`"),
        ({"sheet": "card", "focus": "python"}, "a card shows a position, and Python is a skill"),
    ]:
        with pytest.raises(UsageError, match=message):
            mlgraph.draw(ml, **options)


def test_a_block_without_room_begins_a_page():
    pages = Pages(A5, 30)
    for number in range(60):
        pages.write_item(f"Entry {number}", mark="1 h")
    pages.write_columns([(f"Column {number}", "", "") for number in range(150)])
    scenes = pages.finish("foot")
    assert len(scenes) == 4
    said = [word for scene in scenes for word in words(scene)]
    assert {f"Entry {number}" for number in range(60)} | {f"Column {number}" for number in range(150)} <= {*said}
    for scene in scenes:
        check_texts(scene, 12)
