"""Tests of the timeline: bars that last as long as the plan says, and words that stay on the sheet."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

import mlgraph
from mlgraph.drawing.letters import measure
from mlgraph.drawing.scene import GRID, PAPER, Line, Polygon, Rect, Text
from mlgraph.drawing.timeline import (
    BAND,
    MOST_SKILLS,
    ROLE,
    STAGE,
    STUDY,
    WAITING,
    Axis,
    Leg,
    draw_leg,
    draw_timeline,
    list_legs,
    list_samples,
)
from mlgraph.errors import UsageError
from mlgraph.model import list_sources
from support.careers import SOUND
from support.marks import thorough_after
from support.texts import check_nothing_overlaps, find_sides, find_texts

EXPERIENCE = """
[experience.data]
title = "Data"
[role.a]
title = "A"
counts_as = ["data"]
leads_to = { b = 6 }
[role.b]
title = "B"
experience = { data = 24 }
"""


def words(scene):
    return [shape.text for shape in scene.shapes if isinstance(shape, Text)]


def find_bars(scene, colours):
    return [
        shape
        for shape in scene.shapes
        if isinstance(shape, Rect) and shape.fill in colours and shape.y < scene.height - 70
    ]


def test_a_leg_ends_when_the_plan_moves_on(forty):
    plan = mlgraph.plan(forty, "beginner", "chief data scientist")
    legs = list_legs(forty, plan)
    assert [leg.leaves for leg in legs] == [stop.arrives for stop in plan.stops[1:]]
    assert all(leg.arrives <= leg.free <= leg.leaves for leg in legs)


@pytest.mark.slow
@pytest.mark.parametrize("goal", ["ai-annotator", "cds", "staff-data-scientist"])
def test_some_dark_bar_decides_each_month_of_a_plan(ml, goal):
    plan = mlgraph.plan(ml, "beginner", goal)
    scene = draw_timeline(ml, plan)
    bars = find_bars(scene, [ROLE[0], STAGE[0], STUDY[0]])
    reached = min(bar.x for bar in bars)
    for bar in sorted(bars, key=lambda bar: bar.x):
        assert bar.x - reached < 2
        reached = max(reached, bar.x + bar.width)
    [diamond] = [shape for shape in scene.shapes if isinstance(shape, Polygon) and shape.points[0][1] < 450]
    assert reached == pytest.approx(diamond.points[0][0], abs=2)
    assert ("experience that decides the last date" in words(scene)) == (goal != "ai-annotator")


def test_a_wait_for_experience_is_dotted_and_said(graph_of):
    graph = graph_of(EXPERIENCE)
    scene = mlgraph.draw(graph, plan=mlgraph.plan(graph, "a", "b", start=date(2026, 1, 1))).scenes[0]
    assert "6 mo, then 18 mo until the experience is gained" in words(scene)
    assert len([shape for shape in scene.shapes if isinstance(shape, Rect) and shape.width == 2]) > 20


def test_bars_are_as_long_as_the_months(graph_of):
    graph = graph_of(SOUND)
    plan = mlgraph.plan(graph, "start", "lead", start=date(2026, 10, 5))
    scene = mlgraph.draw(graph, plan=plan).scenes[0]
    bars = [bar for bar in find_bars(scene, ROLE) if bar.width > 10]
    (study,) = find_bars(scene, STUDY)
    months = 40 / 10 / (365.25 / 12 / 7)
    assert study.width / bars[0].width == pytest.approx(months / 36.5, rel=0.1)


SEARCH = """
[role.student-of-many-fields-and-languages]
title = "Student of many fields and languages"
leads_to = { search = 0 }
[stage.search]
title = "Job search"
leads_to = { b = 9 }
[role.b]
title = "B"
"""


def test_a_post_keeps_its_time_while_its_holder_looks_for_another_and_its_title_is_whole(graph_of):
    graph = graph_of(SEARCH)
    plan = mlgraph.plan(graph, "student-of-many-fields-and-languages", "b", start=date(2026, 1, 1))
    assert [stop.title for stop in plan.stops][1] == "Job search"
    scene = mlgraph.draw(graph, plan=plan).scenes[0]
    said = words(scene)
    assert "Job search" not in said
    assert "Student of many fields and languages" in said
    assert "9 mo" in said


@pytest.mark.parametrize(
    "ends", [("beginner", "chief data scientist"), ("data analyst", "data scientist"), ("beginner", "beginner")]
)
@pytest.mark.parametrize("detail", [False, True])
def test_words_stay_on_the_sheet_and_are_large_enough_for_paper(forty, ends, detail):
    scene = mlgraph.draw(forty, plan=mlgraph.plan(forty, *ends), detail=detail).scenes[0]
    for shape in scene.shapes:
        if isinstance(shape, Text):
            width = measure(shape.text, shape.size, bold=shape.bold)
            left = shape.x - {"start": 0, "middle": width / 2, "end": width}[shape.anchor]
            assert -1 <= left <= left + width <= scene.width + 1, shape.text
            assert 0 < shape.y < scene.height
            # a sheet is 785 points wide on A4
            assert shape.size * 785 / scene.width >= 9


ENDS = [
    ("beginner", "chief data scientist"),
    ("beginner", "data scientist"),
    ("data analyst", "data scientist"),
    ("beginner", "data analyst"),
]


def draw(graph, ends, detail=False):
    plan = mlgraph.plan(graph, *ends, start=date(2027, 1, 1))
    return plan, mlgraph.draw(graph, plan=plan, detail=detail).scenes[0]


def find_legend(scene):
    """Return the height at which the legend begins."""
    return next(text.y for text in find_texts(scene) if text.text == "arrival") - 40


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("detail", [False, True])
def test_the_date_of_arrival_is_above_its_diamond_and_other_dates_at_the_ends_of_the_range(forty, ends, detail):
    plan, scene = draw(forty, ends, detail)
    check_nothing_overlaps(scene)
    diamond = next(shape for shape in scene.shapes if isinstance(shape, Polygon))
    xs, ys = zip(*diamond.points, strict=True)
    (said,) = (text for text in find_texts(scene) if text.bold and text.text == f"{plan.stops[-1].arrives_on:%b %Y}")
    assert sum(find_sides(said)) / 2 == pytest.approx(sum(xs) / 4)
    assert min(ys) - 12 < said.y < min(ys)
    line = max(
        (shape for shape in scene.shapes if isinstance(shape, Line) and shape.stroke == ROLE[0]),
        key=lambda line: line.points[1][0] - line.points[0][0],
    )
    (low, y), (high, _) = line.points
    beside = {text.text: find_sides(text) for text in find_texts(scene) if text.y == y + 5 and not text.bold}
    early, late = (f"{each.arrives_on:%b %Y}" for each in (plan.spread[0], plan.spread[-1]))
    assert 0 < min(low, min(xs)) - beside[early][1] < 12
    assert 0 < beside[late][0] - max(high, *xs) < 12


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("detail", [False, True])
def test_a_legend_has_the_colours_of_the_picture_and_no_others(forty, ends, detail):
    _, scene = draw(forty, ends, detail)
    edge = find_legend(scene)

    def looks(shapes):
        rects = [shape for shape in shapes if isinstance(shape, Rect) and shape.radius != 1]
        fills = {shape.fill for shape in rects} & {*ROLE, *STAGE, *STUDY}
        dots = {shape.fill for shape in shapes if isinstance(shape, Rect) and shape.radius == 1}
        return fills, dots, {shape.stroke for shape in shapes if isinstance(shape, Line) and shape.weight == 1.6}

    below = [shape for shape in scene.shapes if isinstance(shape, Rect | Text) and shape.y > edge]
    below += [shape for shape in scene.shapes if isinstance(shape, Line) and shape.points[0][1] > edge]
    assert looks(below) == looks([shape for shape in scene.shapes if shape not in below])


def test_the_text_of_a_study_is_to_the_right_of_its_bar_in_whole_names(forty):
    plan, scene = draw(forty, ENDS[0])
    told = [text for text in find_texts(scene) if " skills, " in text.text]
    assert len(told) == len([stop for stop in plan.stops if stop.learn])
    titles = {study.title for study in plan.studies}
    for text in told:
        names = re.split(", | and (?=[0-9]+ more$)", text.text.partition(" h: ")[2])
        more = int(names.pop().removesuffix(" more")) if names[-1].endswith(" more") else 0
        assert {*filter(None, names)} <= titles
        # a text without room for names has only the number of skills
        assert names == [""] or len(names) + more == int(text.text.partition(" ")[0])
        right = max(bar.x + bar.width for bar in find_bars(scene, STUDY) if bar.y < text.y < bar.y + bar.height)
        assert find_sides(text)[0] > right


WAIT = """
role.a = {{ title = "A", leads_to = {{ b = 24 }} }}
role.b = {{ title = "B", needs = ["s"] }}
skill.s = {{ title = "S", hours = {} }}
"""


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (1050, "24 mo"),
        (1080, "24 mo, then 4 weeks until the study is done"),
        (1500, "24 mo, then 10 mo until the study is done"),
    ],
)
def test_a_wait_has_whole_months_or_weeks_unless_it_is_too_short_to_see(graph_of, hours, told):
    graph = graph_of(WAIT.format(hours))
    plan = mlgraph.plan(graph, "a", "b", start=date(2027, 1, 1))
    (leg,) = list_legs(graph, plan)
    assert leg.leaves > leg.free
    scene = mlgraph.draw(graph, plan=plan).scenes[0]
    # the text may have several lines
    assert told in " ".join(words(scene))
    assert ("waiting for study" in words(scene)) == any(
        isinstance(shape, Line) and shape.weight == 1.6 for shape in scene.shapes
    )
    assert ("waiting for study" in words(scene)) == ("until" in told) == ("until" in " ".join(words(scene)))


@pytest.mark.parametrize("reason", ["study", "experience"])
@pytest.mark.parametrize(("kind", "dark"), [("role", ROLE[0]), ("stage", STAGE[0])])
def test_a_wait_that_decides_differs_from_one_with_time_to_spare_without_colour(forty, reason, kind, dark):
    plan = mlgraph.plan(forty, *ENDS[0], start=date(2027, 1, 1))
    stop = next(stop for stop in plan.stops if stop.kind == kind)
    wait = Leg(stop, arrives=0, free=0, leaves=20, waits_for=reason, is_decisive=True)
    axis = Axis(0, 400, 40, plan.start)
    strong, pale = (draw_leg(replace(wait, is_decisive=each), axis, 0, 24) for each in (True, False))
    assert len(strong) > 1.4 * len(pale)
    assert {shape.stroke or shape.fill for shape in strong} == {dark}
    assert {shape.stroke or shape.fill for shape in pale} == {WAITING}
    for shape in (each for each in strong if isinstance(each, Rect)):
        assert 0 <= shape.x < shape.x + shape.width <= 200
        assert 0 <= shape.y < shape.y + shape.height <= 24
    # both are in the key, beside the words on all bars of their sort
    samples = list_samples([wait, replace(wait, is_decisive=False)], 40, [plan])
    assert len(samples[f"waiting for {reason}"]) == 2
    assert [samples["decides the last date"], samples["could end later without delay"]] == [
        [s] for s in samples[f"waiting for {reason}"]
    ]


@pytest.mark.parametrize(("reason", "waits"), [("study", 9), ("experience", 9), ("teaching", 9), ("post", 0)])
def test_required_time_before_a_wait_is_pale_since_a_shorter_wait_would_make_up_for_it(forty, reason, waits):
    plan = mlgraph.plan(forty, *ENDS[0], start=date(2027, 1, 1))
    stop = next(stop for stop in plan.stops if stop.kind == "role")
    leg = Leg(stop, arrives=0, free=9, leaves=9 + waits, waits_for=reason, is_decisive=True)
    bar, *wait = draw_leg(leg, Axis(0, 400, 40, plan.start), 0, 24)
    assert bar.fill == ROLE[bool(waits)]
    assert {shape.stroke or shape.fill for shape in wait} == ({ROLE[0]} if waits else set())
    # the key has the same bars
    [[[sample]]] = [list_samples([leg], 40, [plan])["required time in a post"]]
    assert sample.fill == bar.fill


@pytest.mark.parametrize("free", [20, 30])
def test_the_ground_separates_bars_that_follow_each_other(forty, free):
    plan = mlgraph.plan(forty, *ENDS[0], start=date(2027, 1, 1))
    first = Leg(plan.stops[-1], arrives=0, free=10, leaves=20, waits_for="study", is_decisive=True)
    second = replace(first, arrives=20, free=free, leaves=30)
    axis = Axis(0, 400, 40, plan.start)
    bars = [shape for leg in (first, second) for shape in draw_leg(leg, axis, 0, 24) if isinstance(shape, Rect)]
    bars.sort(key=lambda bar: bar.x)
    assert len(bars) == 3
    assert all(1.5 <= after.x - (bar.x + bar.width) < 3 for bar, after in pairwise(bars))


@pytest.mark.parametrize(("text", "ends"), [(EXPERIENCE, ("a", "b")), (SOUND, ("start", "engineer"))])
def test_the_lines_of_the_axis_of_a_short_plan_end_at_its_last_row(graph_of, text, ends):
    scene = mlgraph.draw(graph_of(text), plan=mlgraph.plan(graph_of(text), *ends)).scenes[0]
    bars = find_bars(scene, {*ROLE, *STUDY, *STAGE, PAPER})
    low = max(line.points[1][1] for line in scene.shapes if isinstance(line, Line) and line.stroke == GRID)
    assert low < max(bar.y + bar.height for bar in bars) + 80 < scene.height


def test_each_post_has_its_day_of_arrival(forty):
    plan, scene = draw(forty, ENDS[0])
    texts = {text.text: text for text in find_texts(scene) if text.anchor == "end"}
    for stop in plan.stops:
        title, day = texts[stop.title], texts[f"{stop.arrives_on.day} {stop.arrives_on:%b %Y}"]
        assert title.y == day.y
        assert title.x < find_sides(day)[0]


def test_details_have_columns_that_can_be_read_along_the_axis(forty):
    plan, scene = draw(forty, ENDS[2], detail=True)
    texts = {text.text: text for text in find_texts(scene)}
    bars = sorted(find_bars(scene, STUDY), key=lambda bar: bar.y)
    assert len(bars) == len(plan.studies)
    titles = [texts[study.title] for study in plan.studies]
    hours = [text for text in find_texts(scene) if text.text.endswith(" h") and text.anchor == "end"]
    assert [text.text for text in hours] == [f"{study.hours:g} h" for study in plan.studies]
    assert len({text.x for text in titles}) == len({text.x for text in hours}) == 1
    for title, hour, bar in zip(titles, hours, bars, strict=True):
        assert bar.y < title.y == hour.y < bar.y + bar.height
        assert title.x < find_sides(hour)[0] < hour.x < bar.x
    sources = [text for text in find_texts(scene) if text.x == texts["OpenIntro Statistics, OpenIntro"].x]
    assert sources[0].x > max(bar.x + bar.width for bar in bars)
    # the lines of the axis are on the bands, under the bars, and end before the resources
    lines = [n for n, shape in enumerate(scene.shapes) if isinstance(shape, Line) and shape.stroke == GRID]
    low = [n for n in lines if scene.shapes[n].points[1][1] > bars[-1].y]
    assert scene.shapes.index(next(shape for shape in scene.shapes if isinstance(shape, Rect))) < low[0]
    assert next(shape for shape in scene.shapes if isinstance(shape, Rect)).fill == BAND
    assert low[-1] < scene.shapes.index(bars[0])
    assert max(scene.shapes[n].points[0][0] for n in low) < sources[0].x
    # a high picture has the dates at its foot as well
    assert scene.height > 720
    starts = [text.y for text in find_texts(scene) if text.text == "Jan 2027"]
    assert len(starts) == 2
    assert starts[1] > bars[-1].y
    # the title of a group is above its skills
    assert texts["For Data scientist, 1 Jul 2028"].y < bars[0].y


def test_each_skill_has_a_row_with_a_resource_unless_there_are_many(forty):
    plan = mlgraph.plan(forty, "data analyst", "data scientist")
    said = " ".join(words(mlgraph.draw(forty, plan=plan, detail=True).scenes[0]))
    assert all(study.title in said for study in plan.studies)
    assert "MIT" in said
    long = mlgraph.plan(forty, "beginner", "chief data scientist")
    assert len(long.studies) > MOST_SKILLS
    said = " ".join(words(mlgraph.draw(forty, plan=long, detail=True).scenes[0]))
    assert f"The {len(long.studies)} skills are shown in groups." in said


@pytest.mark.parametrize(("target", "is_told"), [("chief-data-scientist", True), ("data-scientist", False)])
def test_a_note_says_why_details_are_in_groups_and_what_lists_each_skill(run, tmp_path, target, is_told):
    code, _, err = run("export", tmp_path / "plan.svg", "--from", "beginner", "--to", target, "--detail")
    assert code == 0
    assert ("handout.pdf lists each skill" in err) == is_told
    assert ("plan.svg shows skills in groups, since the plan has 72 " in err) == is_told


def test_the_details_of_a_plan_need_a_plan(ml, run, tmp_path):
    with pytest.raises(UsageError, match="`detail` and `on_map` need a plan"):
        mlgraph.draw(ml, detail=True)
    code, _, err = run("export", tmp_path / "plan.png", "--on-map")
    assert (code, "--detail and --on-map need a plan; give --to as well" in err) == (2, True)


@pytest.mark.parametrize("target", ["data-scientist", "ml-engineer", "data-engineer"])
def test_the_rows_of_a_short_plan_fill_the_slide_and_texts_have_several_lines(ml, target):
    plan = mlgraph.plan(ml, "data-analyst", target)
    scene = draw_timeline(ml, plan)
    check_nothing_overlaps(scene)
    texts = find_texts(scene)
    legend = next(text.y for text in texts if text.text == "arrival")
    # most of the slide, without the space around the bars
    assert max(bar.y + bar.height for bar in find_bars(scene, STUDY)) > legend - 125
    assert any(text.text in ("more", "and") or text.text.endswith(" more") for text in texts)
    named = sum(study.title in " ".join(text.text for text in texts) for study in plan.studies)
    assert named >= min(12, len(plan.studies))


def test_a_wait_with_little_room_has_a_short_reason(ml):
    plan = mlgraph.plan(ml, "nurse", "data-scientist", start=date(2027, 1, 1))
    wide, narrow = draw_timeline(ml, plan), mlgraph.draw(ml, plan=plan, sheet="handout").scenes[0]
    assert "9 mo, then 9 mo until the study is done" in words(wide)
    assert "9 mo, then 9 mo for study" in words(narrow)


@pytest.mark.parametrize(
    ("target", "width"),
    [
        ("chief-data-scientist", None),
        ("staff-data-scientist", None),
        ("director-of-data-science", 930),
        ("head-of-ai-product", 930),
    ],
)
def test_a_thin_bar_has_the_months_of_its_experience_above_it(ml, target, width):
    scene = draw_timeline(ml, mlgraph.plan(ml, "beginner", target), width=width)
    check_nothing_overlaps(scene)
    bars = [shape for shape in find_bars(scene, [ROLE[0]]) if shape.height == 4]
    (said,) = (text for text in find_texts(scene) if re.fullmatch(r"[0-9]+ mo(nths)? of experience", text.text))
    assert 0 < bars[0].y - said.y < 8
    left, right = find_sides(said)
    assert bars[0].x < left < right < max(bar.x + bar.width for bar in bars)


@pytest.mark.parametrize("target", ["data-scientist", "chief-data-scientist", "ai-architect"])
def test_the_texts_of_a_narrow_timeline_are_shorter_and_never_cut(ml, target):
    plan = mlgraph.plan(ml, "beginner", target)
    texts = find_texts(draw_timeline(ml, plan, width=930))
    assert [text.text for text in texts if "…" in text.text or "..." in text.text] == []
    # nor is a word of the title alone
    assert not [text.text for text in texts if text.size == 26 and " " not in text.text]
    assert sum(" mo" in text.text for text in texts) >= len(list_legs(ml, plan)) - 1


# the months at C have no room to the right of its bar, and the experience that C asks for is written to its left
CROWDED = """
[experience.data]
title = "Data"
[experience.research]
title = "Research"
[role.a]
title = "A"
counts_as = ["data"]
leads_to = { b = 6 }
[role.b]
title = "B"
counts_as = ["data"]
leads_to = { c = 6 }
[role.c]
title = "C"
counts_as = ["research"]
experience = { data = 36 }
leads_to = { d = 9 }
[role.d]
title = "D"
experience = { research = 36 }
"""
WIDTHS = [None, *range(640, 1200, 40)]


def test_the_months_of_a_stay_are_not_on_the_months_of_experience(graph_of):
    graph = graph_of(CROWDED)
    plan, stays = mlgraph.plan(graph, "a", "d", start=date(2027, 1, 1)), 0
    for width in WIDTHS:
        scene = draw_timeline(graph, plan, width=width)
        check_nothing_overlaps(scene)
        assert "36 months of experience" in words(scene)
        stays += any(text.startswith("9 mo, then 27 mo") for text in words(scene))
    assert stays > len(WIDTHS) / 2


@pytest.mark.parametrize("width", thorough_after(3, [None, 920, 700, 800, 1000, 1100]))
def test_no_texts_of_a_timeline_are_on_each_other_or_cut(forty, width):
    planner = mlgraph.Planner(forty)
    targets = [node for node in sorted(forty) if forty.nodes[node]["kind"] == "role" and list_sources(forty, node)]
    for target in targets[::3]:
        check_nothing_overlaps(draw_timeline(forty, planner.plan("beginner", target), width=width))


@pytest.mark.parametrize("width", [None, 920, 700])
def test_a_long_title_of_a_post_is_on_two_lines_beside_its_bar(graph_of, width):
    title = "Head of data and artificial intelligence governance of all sites"
    graph = graph_of(
        f"""
        stage.a = {{ title = "A", leads_to = {{ head = 3 }} }}
        role.head = {{ title = "{title}", needs = ["s"], leads_to = {{ b = 9 }} }}
        role.b = {{ title = "B", needs = ["t"] }}
        skill.s = {{ title = "S", hours = 90 }}
        skill.t = {{ title = "T", hours = 90 }}
        """
    )
    scene = draw_timeline(graph, mlgraph.plan(graph, "a", "b"), width=width)
    check_nothing_overlaps(scene)
    lines = [text for text in find_texts(scene) if text.node == "head"]
    assert {text.bold: " ".join(each.text for each in lines if each.bold == text.bold) for text in lines} == {
        True: title,
        False: f"for {title}",
    }
    for bold, colours in ((True, ROLE), (False, STUDY)):
        first, *others = [text.y for text in lines if text.bold == bold]
        assert len(others) > 0
        assert any(bar.y < (first + others[-1]) / 2 < bar.y + bar.height for bar in find_bars(scene, colours))
    # all bars are equally high, also in a row of two lines
    heights = [bar.height for bar in find_bars(scene, [*ROLE, *STAGE, *STUDY]) if bar.height > 15]
    assert len(heights) >= 4
    assert max(heights) - min(heights) <= 1


def test_all_months_of_a_picture_are_written_in_the_same_way(ml):
    plan = mlgraph.plan(ml, "beginner", "data-scientist", start=date(2027, 1, 1))
    drawings = [{"plan": plan}, {"plan": plan, "on_map": True}, {"plan": plan, "sheet": "handout"}]
    for options in drawings:
        said = " ".join(text.text for scene in mlgraph.draw(ml, **options).scenes for text in find_texts(scene))
        assert "Apr 2029" in said
        assert not re.search("(January|February|March|April|June|July|August|September|October|November) 20", said)


@pytest.mark.parametrize("target", ["chief-data-scientist", "data-scientist"])
def test_no_text_goes_past_the_right_end_of_the_rules(ml, target):
    scene = draw_timeline(ml, mlgraph.plan(ml, "beginner", target))
    end = max(x for line in scene.shapes if isinstance(line, Line) for x, _ in line.points)
    texts = [each for each in scene.shapes if isinstance(each, Text)]
    assert [each.text for each in texts if find_sides(each)[1] > end + 0.5] == []
