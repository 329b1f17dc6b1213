"""Tests of pictures as data."""

from mlgraph.web import scene


def test_a_lane_without_a_box_for_its_stage_has_its_name(graph_of):
    graph = graph_of('[stage.s]\ntitle = "S"\n[role.r]\ntitle = "R"\nstage = "s"\n[stage.t]\ntitle = "T"\n')
    assert [lane.title for lane in scene.draw_view(graph, "map").lanes] == ["S"]
