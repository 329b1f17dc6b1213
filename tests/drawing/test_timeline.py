"""Tests of the timeline: bars that last as long as the plan says, and words that stay on the sheet."""

from datetime import date

import pytest

import mlgraph
from mlgraph.drawing.letters import measure
from mlgraph.drawing.scene import Rect, Text
from mlgraph.drawing.timeline import MOST_SKILLS, ROLE, STUDY, list_legs
from mlgraph.errors import UsageError
from support.careers import SOUND

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


def test_each_skill_has_a_row_with_a_resource_unless_there_are_many(forty):
    plan = mlgraph.plan(forty, "data analyst", "data scientist")
    said = " ".join(words(mlgraph.draw(forty, plan=plan, detail=True).scenes[0]))
    assert all(study.title in said for study in plan.studies)
    assert "MIT" in said
    long = mlgraph.plan(forty, "beginner", "chief data scientist")
    assert len(long.studies) > MOST_SKILLS
    said = " ".join(words(mlgraph.draw(forty, plan=long, detail=True).scenes[0]))
    assert f"The {len(long.studies)} skills are shown in groups." in said


def test_the_details_of_a_plan_need_a_plan(ml, run, tmp_path):
    with pytest.raises(UsageError, match="`detail` and `on_map` need a plan"):
        mlgraph.draw(ml, detail=True)
    code, _, err = run("export", tmp_path / "plan.png", "--on-map")
    assert (code, "--detail and --on-map need a plan; give --to as well" in err) == (2, True)
