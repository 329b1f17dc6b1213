"""Tests of pictures as data."""

from collections import defaultdict
from itertools import combinations, pairwise

import pytest

from mlgraph.drawing.letters import measure
from mlgraph.drawing.quality import is_on
from mlgraph.web import scene


@pytest.fixture(scope="module")
def view(forty):
    return scene.draw_view(forty, "map")


@pytest.fixture(scope="module")
def maps(ml):
    return scene.draw_maps(ml)


@pytest.mark.thorough
def test_the_map_has_every_move_of_each_position_and_none_passes_over_a_box(forty, view):
    areas = {box.id: (box.x, box.y, box.x + box.width, box.y + box.height) for box in view.boxes}
    moves = {
        (a, b) for a, b, relation in forty.edges(data="relation") if relation == "leads_to" and {a, b} <= areas.keys()
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


def test_a_stage_that_is_reached_at_once_has_a_way_from_every_position(forty, view):
    stages = {box.id for box in view.boxes if box.kind == "stage"}
    drawn = {(way.source, way.target) for way in (*view.jumps, *(way for ways in view.ways.values() for way in ways))}
    assert {(box.id, stage) for box in view.boxes for stage in stages if stage != box.id} <= drawn


def test_the_boxes_and_texts_of_the_map_are_inside(view):
    for box in view.boxes:
        assert (box.x >= 0, box.y >= 0) == (True, True)
        assert (box.x + box.width <= view.width, box.y + box.height <= view.height) == (True, True)
    assert all(0 <= label.x <= view.width and 0 <= label.y <= view.height for label in view.labels)


@pytest.mark.slow
def test_the_title_of_an_area_is_clear_of_the_boxes_below_it(maps):
    for name, view in maps.items():
        size, least = scene.MAPS[name].small, 2 if name == "map:print" else 3
        for label in (label for label in view.labels if label.hue >= 0):
            right = label.x + measure(label.text, size, bold=True)
            below = [box.y for box in view.boxes if box.x < right and label.x < box.x + box.width and box.y > label.y]
            # letters fall by 0.24 of the font size below the line on which they stand
            assert min(below, default=view.height) - label.y - 0.24 * size >= least, (name, label)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "to_box", "to_line"), [("map", 4, 3), ("map:print", 2, 2)])
def test_lines_keep_away_from_boxes_and_from_each_other(maps, name, to_box, to_line):
    view, near = maps[name], []
    pieces = [
        (way, piece) for way in view.main for piece in pairwise(zip(way.points[::2], way.points[1::2], strict=True))
    ]
    for axis in (0, 1):
        # the pieces that are upright, and then those that are level: where they are, and from where to where
        along = [(way, a[axis], *sorted((a[1 - axis], b[1 - axis]))) for way, (a, b) in pieces if a[axis] == b[axis]]
        for way, at, low, high in along if axis == 0 else ():
            for box in view.boxes:
                is_beside = low < box.y + box.height and box.y < high
                if is_beside and min(abs(box.x - at), abs(box.x + box.width - at)) < to_box:
                    near.append((way.source, way.target, box.id))
        for (one, at, low, high), (two, other, other_low, other_high) in combinations(along, 2):
            are_kin = one.source == two.source or one.target == two.target
            if not are_kin and low < other_high and other_low < high and abs(at - other) < to_line - 0.11:
                near.append((one.source, one.target, two.source, two.target))
    assert near == []


@pytest.mark.slow
def test_two_lines_of_a_post_seldom_frame_a_box_of_another_track(maps):
    for name, view in maps.items():
        hues, sides = {box.id: box.hue for box in view.boxes}, defaultdict(set)
        for way in view.main:
            for (x, y), (end, level) in pairwise(zip(way.points[::2], way.points[1::2], strict=True)):
                for box in view.boxes if y == level else ():
                    is_along = min(x, end) <= box.x and max(x, end) >= box.x + box.width
                    above, below = 0 <= box.y - y < 30, 0 <= y - box.y - box.height < 30
                    if is_along and (above or below) and hues[way.source] != box.hue:
                        sides[way.source, box.id].add(above)
        framed = [(name, *each) for each, both in sides.items() if len(both) > 1]
        assert len(framed) <= 2, framed


def test_a_map_has_its_tracks_with_titles_and_colours(graph_of):
    graph = graph_of(
        '[track.t]\ntitle = "T"\n[role.r]\ntitle = "R"\ntrack = "t"\nleads_to = { s = 5 }\n'
        '[role.s]\ntitle = "S"\ntrack = "t"\n'
    )
    view = scene.draw_view(graph, "map")
    assert [(track.id, track.title) for track in view.tracks] == [("t", "T")]
    assert {box.hue for box in view.boxes} == {track.hue for track in view.tracks}
    assert [(way.source, way.target, way.months) for way in view.main] == [("r", "s", "5")]


@pytest.mark.slow
def test_each_area_of_the_bundled_map_has_the_title_of_its_track_in_full(maps):
    for name, view in maps.items():
        written = [label.text for label in view.labels if label.hue >= 0]
        assert (name, len(written)) == (name, len(view.areas))
        assert {*written} <= {track.title for track in view.tracks}


def star(before, after):
    """Return a graph file with a post between posts before and after it, each at another distance."""
    on = ", ".join(f"a{n} = {n + 1}" for n in range(after))
    posts = "".join(f'[role.b{n}]\ntitle = "Before {n}"\nleads_to = {{ middle = {n + 1} }}\n' for n in range(before))
    posts += "".join(f'[role.a{n}]\ntitle = "After {n} with a long title in three lines"\n' for n in range(after))
    return f'[role.middle]\ntitle = "Middle"\nleads_to = {{ {on} }}\n{posts}'


def find_overlaps(view):
    """Return pairs of boxes that meet, and moves that pass over a box."""
    areas = {box.id: (box.x, box.y, box.x + box.width, box.y + box.height) for box in view.boxes}
    boxes = [
        (a, b)
        for (a, p), (b, q) in combinations(areas.items(), 2)
        if p[0] < q[2] and q[0] < p[2] and p[1] < q[3] and q[1] < p[3]
    ]
    moves = [
        (way.source, way.target, node)
        for way in view.main
        for node, area in areas.items()
        if node not in (way.source, way.target)
        and any(is_on(piece, area, 1) for piece in pairwise(zip(way.points[::2], way.points[1::2], strict=True)))
    ]
    return boxes, moves


@pytest.mark.parametrize(("before", "after"), [(0, 0), (1, 0), (3, 9), (30, 20)])
def test_the_ways_in_and_on_stand_in_columns_and_the_nearest_are_shown(graph_of, before, after):
    view = scene.draw_view(graph_of(star(before, after)), "around:middle")
    most = scene.COLUMNS * scene.ROWS
    shown = {f"b{n}" for n in range(min(before, most))} | {f"a{n}" for n in range(min(after, most))}
    assert {box.id for box in view.boxes} == {"middle", *shown}
    assert {way.source if way.target == "middle" else way.target for way in view.ways["middle"]} == shown
    assert find_overlaps(view) == ([], [])
    assert all(box.x >= 0 and box.x + box.width <= view.width for box in view.boxes)
    assert all(box.y >= 0 and box.y + box.height <= view.height for box in view.boxes)
    middle = next(box.x for box in view.boxes if box.id == "middle")
    assert all((box.x > middle) == (box.id[0] == "a") for box in view.boxes if box.id != "middle")
    left_out = before + after - len(shown)
    assert (f"{left_out} more" in view.legend) == bool(left_out)
    assert all(" ".join(box.title).endswith("lines") for box in view.boxes if box.id[0] == "a")


def test_the_nearest_ways_are_shown_and_a_way_there_and_back_is_on_the_right(graph_of):
    graph = graph_of(
        '[role.here]\ntitle = "Here"\nleads_to = { both = 5 }\n[role.both]\ntitle = "Both"\nleads_to = { here = 7 }\n'
    )
    view = scene.draw_view(graph, "around:here")
    assert {(way.source, way.target, way.months) for way in view.ways["both"]} == {
        ("here", "both", "5"),
        ("both", "here", "7"),
    }
    assert find_overlaps(view) == ([], [])


def test_a_plan_stands_in_rows_and_may_pass_a_post_again(graph_of):
    steps = scene.STEPS + 2
    ladder = "".join(f'[role.r{n}]\ntitle = "R{n}"\nleads_to = {{ r{n + 1} = 2 }}\n' for n in range(steps))
    path = [*(f"r{n}" for n in range(steps + 1)), "r0"]
    graph = graph_of(f'{ladder}[role.r{steps}]\ntitle = "Last"\nleads_to = {{ r0 = 1 }}\n')
    view = scene.draw_view(graph, f"way:{','.join(path)}")
    assert [(way.source, way.target) for way in view.main] == [*pairwise(path)]
    assert find_overlaps(view) == ([], [])


@pytest.mark.slow
def test_the_axis_says_from_where_its_times_count(maps):
    for view in maps.values():
        heads = [label.text for label in view.labels if label.hue < 0]
        assert (heads[0], heads[1][-2:]) == ("Time from Beginner", "mo")
