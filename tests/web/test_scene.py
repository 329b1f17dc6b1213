"""Tests of pictures as data."""

from itertools import pairwise

import pytest

from mlgraph.drawing.quality import is_on
from mlgraph.web import scene


@pytest.fixture(scope="module")
def view(ml):
    return scene.draw_view(ml, "map")


def test_the_map_has_every_move_of_each_position_and_none_passes_over_a_box(ml, view):
    areas = {box.id: (box.x, box.y, box.x + box.width, box.y + box.height) for box in view.boxes}
    moves = {
        (a, b) for a, b, relation in ml.edges(data="relation") if relation == "leads_to" and {a, b} <= areas.keys()
    }
    drawn = {(way.source, way.target) for ways in view.ways.values() for way in ways}
    assert drawn == moves
    for node, ways in view.ways.items():
        assert {(way.source, way.target) for way in ways} == {move for move in moves if node in move}
    over = []
    for way in [*view.main, *view.jumps, *(way for ways in view.ways.values() for way in ways)]:
        corners = [*zip(way.points[::2], way.points[1::2], strict=True)]
        for node, area in areas.items():
            if node not in (way.source, way.target) and any(is_on(piece, area, 1) for piece in pairwise(corners)):
                over.append((way.source, way.target, node))
    assert over == []


def test_a_stage_that_is_reached_at_once_has_a_way_from_every_position(ml, view):
    stages = {box.id for box in view.boxes if box.kind == "stage"}
    drawn = {(way.source, way.target) for way in (*view.jumps, *(way for ways in view.ways.values() for way in ways))}
    assert {(box.id, stage) for box in view.boxes for stage in stages if stage != box.id} <= drawn


def test_the_boxes_and_texts_of_the_map_are_inside(view):
    for box in view.boxes:
        assert (box.x >= 0, box.y >= 0) == (True, True)
        assert (box.x + box.width <= view.width, box.y + box.height <= view.height) == (True, True)
    assert all(0 <= label.x <= view.width and 0 <= label.y <= view.height for label in view.labels)


def test_a_map_has_its_tracks_with_titles_and_colours(graph_of):
    graph = graph_of(
        '[track.t]\ntitle = "T"\n[role.r]\ntitle = "R"\ntrack = "t"\nleads_to = { s = 5 }\n'
        '[role.s]\ntitle = "S"\ntrack = "t"\n'
    )
    view = scene.draw_view(graph, "map")
    assert [(track.id, track.title) for track in view.tracks] == [("t", "T")]
    assert {box.hue for box in view.boxes} == {track.hue for track in view.tracks}
    assert [(way.source, way.target, way.months) for way in view.main] == [("r", "s", "5")]
