"""Tests of the picture of a skill between what it needs and what needs it."""

from collections import Counter

import pytest

import mlgraph
from mlgraph.drawing.letters import measure
from mlgraph.drawing.neighbourhood import PAPER_SIZE, SLIDE, draw_neighbourhood
from mlgraph.drawing.scene import Line, Rect, Text


def test_a_skill_stands_between_what_it_needs_and_the_posts_and_skills_that_need_it(ml):
    scene = mlgraph.draw(ml, focus="attention and transformers").scenes[0]
    assert scene.width / scene.height == pytest.approx(16 / 9)
    boxes = {each.node: each for each in scene.shapes if isinstance(each, Rect) and each.node}
    (middle,) = (box for box in boxes.values() if box.node == "transformers")
    around = [box for box in boxes.values() if box is not middle]
    assert {*boxes} == {"pytorch", "tensorflow", *ml.adj["transformers"], "transformers"}
    assert len({(box.width, box.height) for box in around}) == 1
    assert {box.node for box in around if box.x < middle.x} == {"pytorch", "tensorflow"}
    assert len({box.x for box in around if box.x > middle.x}) == 3
    is_sure = {node: each["required"] for node, each in ml.adj["transformers"].items()}
    assert {box.node: not box.dash for box in around} == is_sure | {"pytorch": False, "tensorflow": False}
    texts = [each for each in scene.shapes if isinstance(each, Text)]
    kinds = Counter(ml.nodes[node]["kind"] for node in is_sure)
    for words, kind in (
        (f"needed for {kinds['role']} posts", "role"),
        (f"needed for {kinds['skill']} skills", "skill"),
    ):
        (head,) = (each for each in texts if each.text == words)
        members = [boxes[node] for node in is_sure if ml.nodes[node]["kind"] == kind]
        assert min((box.y, box.x) for box in members) > (head.y, head.x) > (min(box.y for box in members) - 20, 0)
        lines = [each.points for each in scene.shapes if isinstance(each, Line)]
        assert any(first[0] == middle.x + middle.width and last[0] < head.x for first, *_, last in lines)
    assert not any("read" in each.text for each in texts)


def test_a_skill_that_much_needs_says_how_much_it_shows(graph_of):
    few = "".join(f'[role.r{n}]\ntitle = "R{n}"\nneeds = ["a"]\n' for n in range(5))
    many = "".join(f'[skill.s{n}]\ntitle = "S{n}"\nhours = 1\nneeds = ["a"]\n' for n in range(90))
    scene = mlgraph.draw(graph_of(f'{few}{many}[skill.a]\ntitle = "A"\nhours = 1'), focus="a").scenes[0]
    said = [each.text for each in scene.shapes if isinstance(each, Text)]
    assert {"needed for 5 posts", "needed for 90 skills (30 shown)"} <= {*said}
    boxes = [each for each in scene.shapes if isinstance(each, Rect) and each.node]
    assert len(boxes) == 36
    assert all(box.y > 62 and box.y + box.height < scene.height for box in boxes)
    assert "1 hour of study. On the right is what needs it." in said


def test_a_post_with_hundreds_of_moves_is_drawn_with_the_nearest_of_them(graph_of):
    # more boxes than Graphviz would lay out
    posts = "".join(
        f'[role.r{n}]\ntitle = "Registered specialists of the department {n}"\nleads_to = {{ a = {n + 1} }}\n'
        for n in range(412)
    )
    drawing = mlgraph.draw(graph_of(f'{posts}[role.a]\ntitle = "A"'), focus="a")
    assert "Registered specialists" in drawing.dot
    (scene,) = drawing.scenes
    said = [each.text for each in scene.shapes if isinstance(each, Text)]
    assert "leads here: the 36 nearest of 412" in said
    assert any(each.startswith("412 ways in on the left") for each in said)
    boxes = [each for each in scene.shapes if isinstance(each, Rect) and each.node != "a"]
    assert {f"r{n}" for n in range(36)} == {each.node for each in boxes if each.node}
    assert not any("…" in each for each in said)
    for format in ("png", "svg", "pdf"):
        assert drawing.render(format)


@pytest.mark.parametrize("size", ["slide", "paper"])
def test_titles_of_three_lines_have_room_in_narrow_boxes(graph_of, size):
    title = "Computer Network Support Specialists and Technicians"
    way = "".join(
        f'[role.{k}{n}]\ntitle = "{title} {n}"\nleads_to = {{ {"a" if k == "b" else "b0"} = 9 }}\n'
        for k in "bc"
        for n in range(14)
    )
    graph = graph_of(f'{way}[role.a]\ntitle = "A"\nleads_to = {{ {", ".join(f"c{n} = 9" for n in range(14))} }}')
    found = draw_neighbourhood(graph, "a", SLIDE if size == "slide" else PAPER_SIZE)
    said = [each for each in found.shapes if isinstance(each, Text)]
    assert sum("Technicians" in each.text for each in said) == 28
    assert not any("…" in each.text for each in said)
    boxes = {each.node: each for each in found.shapes if isinstance(each, Rect) and each.node}
    for each in said:
        for box in boxes.values():
            if box.x < each.x < box.x + box.width and box.y < each.y - 6 < box.y + box.height:
                assert box.y + 0.75 * each.size <= each.y <= box.y + box.height - 0.2 * each.size


def test_plans_in_a_graph_too_large_for_a_map_stand_side_by_side(graph_of):
    posts = "".join(f'[role.r{n}]\ntitle = "R{n}"\n' for n in range(310))
    graph = graph_of(f'{posts}[role.a]\ntitle = "A"\nleads_to = {{ r0 = 9, r1 = 12 }}')
    plans = [mlgraph.plan(graph, "a", target) for target in ("r0", "r1")]
    assert mlgraph.draw(graph, plans=plans).render("svg")


@pytest.mark.parametrize("size", [SLIDE, PAPER_SIZE], ids=["slide", "paper"])
def test_or_is_between_the_boxes_of_alternatives_and_covers_no_text(ml, size):
    scene = draw_neighbourhood(ml, "concurrency", size)
    boxes = {each.node: each for each in scene.shapes if isinstance(each, Rect) and each.node}
    texts = [each for each in scene.shapes if isinstance(each, Text)]
    words = [each for each in texts if each.text == "or"]
    (group,) = (group for group in ml.nodes["concurrency"]["needs"] if len(group) > 1)
    assert len(words) == len(group) - 1
    for node, word in zip(group, words, strict=False):
        box = boxes[node]
        assert abs(word.x - box.x - box.width / 2) < 1
        assert abs(word.y - 4 - box.y - box.height) < size.gap
    assert not any(each.text.endswith(" or") for each in texts)
    for word in words:
        near = [each for each in texts if each is not word and each.y - each.size < word.y < each.y + word.size]
        assert not any(each.x <= word.x <= each.x + measure(each.text, each.size, bold=each.bold) for each in near)
