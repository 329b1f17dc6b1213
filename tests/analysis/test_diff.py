"""Differences between two graphs: changes, answers that differ, text and pictures."""

import json
import re
from functools import partial
from itertools import permutations, product
from xml.etree import ElementTree

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

import mlgraph
from mlgraph.analysis import answers_diff
from mlgraph.analysis.diff import Change
from mlgraph.drawing import diff
from mlgraph.drawing.scene import BODY, Line, Rect, Text
from mlgraph.errors import NoPlanError, UsageError
from mlgraph.importers.registry import read
from mlgraph.planning.solver import Solver
from mlgraph.search.budget import Budget
from support.careers import SOUND
from support.colours import find_contrast, find_linear
from support.dot import boxes, laid_out, lines, nodes
from support.paths import REPOSITORY, shared
from support.tables import graph_of_tables, tables
from support.titles import HOSTILE

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def diff_answers(old, new, *options):
    return answers_diff.diff_answers(Solver(old), Solver(new), *options)


@pytest.fixture
def pair(graph_file):
    """Load the valid graph, and an edited version."""

    def load(*replacements, further=""):
        text = SOUND
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        return mlgraph.load(graph_file(SOUND)), mlgraph.load(graph_file(text + further, "new.toml"))

    return load


# a replacement in the valid graph, and the changes of one item, by kind and id
CHANGES = [
    (("hours = 40", "hours = 50"), ("skill", "maths"), [Change("hours", 40, 50)]),
    (('about = "Builds things."\n', ""), ("role", "engineer"), [Change("about", "Builds things.", None)]),
    (('stage = "start"\n', ""), ("role", "engineer"), [Change("stage", "start", None)]),
    (("p1 = ", 'p2 = "More.", p1 = '), ("source", "book"), [Change("points p2", None, "More.")]),
    (
        ('["python", "r"]]', '"python"]'),
        ("role", "engineer"),
        [Change("needs", (("maths",), ("python", "r")), (("maths",), ("python",)))],
    ),
]


@pytest.mark.parametrize(("replacement", "item", "expected"), CHANGES)
def test_a_change_has_both_values(pair, replacement, item, expected):
    found = mlgraph.diff(*pair(replacement))
    assert [((item.kind, item.id), list(item.changes)) for item in found.changed] == [(item, expected)]
    assert (found.added, found.removed, found.moves, found.graph) == ((), (), (), ())


def test_changes_of_nodes_moves_and_titles_are_reported(pair):
    replacements = [('"Two careers"', '"Three"'), ("lead = 36.5", "lead = 24, start = 1"), ("engineer = 6", "lead = 9")]
    found = mlgraph.diff(*pair(*replacements, further='[role.cto]\ntitle = "CTO"'))
    assert [(item.kind, item.id) for item in found.added] == [("role", "cto")]
    assert [(move.source.id, move.target.id, move.before, move.after) for move in found.moves] == [
        ("engineer", "lead", 36.5, 24),
        ("engineer", "start", None, 1),
        ("start", "engineer", 6, None),
        ("start", "lead", None, 9),
    ]
    assert found.graph == (Change("title", "Two careers", "Three"),)


def test_fields_of_experience_and_tracks_are_compared(run, graph_file, tmp_path):
    field, track = '[experience.data]\ntitle = "Data"\nasked_most = 2\n', '[track.data]\ntitle = "Science"\n'
    old = graph_file(SOUND + field + track, "old.toml")
    new = graph_file(
        SOUND + field.replace("2", "3") + track + 'about = "Why."\n[experience.lead]\ntitle = "Lead"\n', "new.toml"
    )
    code, out, _ = run("diff", old, new, "-o", tmp_path / "changes.csv")
    assert code == 0
    assert out.startswith("""\
Fields of experience: 1 added (+), 1 changed (~)
+ field  lead  Lead
~ field  data  Data
         asked most: 3 instead of 2

Tracks: 1 changed (~)
~ track  data  Science
         about: "Why." instead of nothing
""")
    assert "changed,field,data,,Data,asked_most,2,3," in (tmp_path / "changes.csv").read_text("utf-8")
    assert [item["id"] for item in json.loads(run("diff", old, new, "--json")[1])["changed"]] == ["data", "data"]
    assert run("diff", old, old)[1] == "The two graphs are identical.\n"


def test_further_attributes_of_a_move_may_change(pair):
    found = mlgraph.diff(*pair(("36.5", '{ months = 36.5, tier = "near" }')))
    assert found.moves[0].changes == (Change("tier", None, "near"),)


def reverse(change):
    return Change(change.what, change.after, change.before)


@given(tables(), tables())
@slow
def test_a_diff_is_complete_and_its_reverse_is_the_opposite(one, two):
    old, new = graph_of_tables(one), graph_of_tables(two)
    for graph in (old, new):
        assert not mlgraph.diff(graph, graph)
    there, back = mlgraph.diff(old, new), mlgraph.diff(new, old)
    for ours, theirs in ((there.added, back.removed), (there.removed, back.added), (there.changed, back.changed)):
        assert [(item.id, [*map(reverse, item.changes)]) for item in ours] == [
            (item.id, list(item.changes)) for item in theirs
        ]
    assert [(m.source.id, m.target.id, m.after, m.before) for m in there.moves] == [
        (m.source.id, m.target.id, m.before, m.after) for m in back.moves
    ]
    assert {item.id for item in there.added if item.kind != "source"} == set(new) - set(old)
    same = set(old) & set(new) - {item.id for item in there.changed}
    assert all(old.nodes[node] == new.nodes[node] for node in same)


def months(graph, source, target):
    try:
        return mlgraph.plan(graph, source, target).months
    except NoPlanError:
        return None


@pytest.mark.slow
@given(tables(), tables(), st.booleans())
@slow
def test_the_answers_are_those_of_all_pairs(one, two, similar):
    """Compare all pairs of positions in both graphs, affected by a change or not."""
    if similar:  # the same roles and skills, except the needs and hours of one
        two = json.loads(json.dumps(one)) | {"skill": two.get("skill", {}) | one.get("skill", {})}
        name, role = next(iter(two["role"].items()))
        two["role"][name] = role | {"leads_to": {}, "needs": list(two["skill"])}
    old, new = graph_of_tables(one), graph_of_tables(two)
    positions = [n for n in sorted(set(old) & set(new)) if "skill" not in (old.nodes[n]["kind"], new.nodes[n]["kind"])]
    expected = {(a, b): (months(old, a, b), months(new, a, b)) for a, b in permutations(positions, 2)}
    found = diff_answers(old, new, Budget())
    assert {(a.source.id, a.target.id): (a.before, a.after) for a in found.changed} == {
        ends: costs for ends, costs in expected.items() if costs[0] != costs[1]
    }
    assert len(expected) == found.pairs >= found.affected == found.compared


def test_the_biggest_changes_of_answers_come_first(pair):
    old, new = pair(("lead = 36.5", "lead = 24, start = 1"), ('title = "Lead"', 'title = "Lead"\nneeds = ["r"]'))
    found = diff_answers(old, new, Budget())
    assert [(a.source.id, a.target.id, a.before, a.after) for a in found.changed] == [
        ("engineer", "lead", 36.5, 24),
        ("start", "lead", 42.5, 30),
    ]
    assert (found.pairs, found.affected, found.compared) == (6, 6, 6)


def test_only_affected_pairs_are_compared(graph_file):
    chain = (
        "".join(f'[role.r{n}]\ntitle = "R{n}"\nleads_to = {{ r{n + 1} = 1 }}\n' for n in range(20))
        + '[role.r20]\ntitle = "R"'
    )
    old, new = (mlgraph.load(graph_file(text)) for text in (chain, chain.replace("{ r20 = 1 }", "{ r20 = 2 }")))
    found = diff_answers(old, new, Budget())
    assert (found.pairs, found.affected, found.compared, len(found.changed)) == (420, 20, 20, 20)
    asked = iter([False] * 1000)
    part = diff_answers(old, new, Budget(should_stop=lambda: next(asked, True)))
    assert 0 < part.compared < 20
    assert {answer.source.id for answer in part.changed} == {f"r{19 - n}" for n in range(part.compared)}


def test_an_indirectly_needed_skill_can_change_an_answer(pair):
    needed = ('title = "Lead"\n', 'title = "Lead"\nneeds = ["python"]\n'), ('["maths", ["python", "r"]]', '["r"]')
    (_, old), (_, new) = pair(*needed), pair(*needed, ("hours = 40", "hours = 4000"))
    longer = {(a.source.id, a.target.id) for a in diff_answers(old, new, Budget()).changed}
    assert longer == {("engineer", "lead"), ("start", "lead")}


def test_pairs_nearest_to_a_change_are_compared_first(graph_file):
    text = """\
[role.a]\ntitle = "A"\nleads_to = { b = 1 }\n[role.b]\ntitle = "B"\nneeds = ["s"]
[role.c]\ntitle = "C"\nleads_to = { d = 1 }\n[role.d]\ntitle = "D"\n[skill.s]\ntitle = "S"\nhours = 100
"""
    changed = text.replace("100", "200").replace("d = 1", "d = 2")
    old, new = mlgraph.load(graph_file(text)), mlgraph.load(graph_file(changed))
    parts = (
        diff_answers(old, new, Budget(should_stop=partial(next, iter([False] * asked), True))) for asked in range(1, 50)
    )
    first = next(part for part in parts if part.compared == 1)
    assert [(a.source.id, a.target.id) for a in first.changed] == [("a", "b")]
    assert first.affected == 2


@pytest.mark.parametrize("wrong", [(0, 10), (float("nan"), 10), (1, 0)])
def test_a_wrong_limit_or_pace_is_reported(pair, wrong):
    with pytest.raises(UsageError):
        limit, pace = wrong
        diff_answers(*pair(("hours = 40", "hours = 50")), Budget(limit), pace)


@pytest.fixture
def files(graph_file):
    changed = SOUND.replace("lead = 36.5", "lead = 24, start = 1").replace('"r"]]', '"r"], "git"]')
    changed = changed.replace("Builds things.", "Builds.") + '[skill.git]\ntitle = "Git"\nhours = 10'
    return graph_file(SOUND, "old.toml"), graph_file(changed, "new.toml")


def test_diff_is_printed(run, files):
    code, out, err = run("diff", *files)
    assert (code, err) == (0, "")
    assert (
        out
        == """\
Stages, roles and skills: 1 added (+), 1 changed (~)
+ skill  git       Git, 10 hours
~ role   engineer  Engineer
         about: "Builds." instead of "Builds things."
         needs: also git

Moves: 1 added (+), 1 changed (~)
+ Engineer to Start: 1 month
~ Engineer to Lead: 24 months instead of 36.5

Plans: time of the fastest, at 10 hours of study a week
A change can affect 6 of 6 pairs of positions: 2 shorter, 4 the same.

Before            Now               Plan
3 years 1 month   2 years           Engineer to Lead
3 years 7 months  2 years 6 months  Start to Lead
"""
    )
    assert run("diff", files[0], files[0]) == (0, "The two graphs are identical.\n", "")
    assert run("diff", "mlgraph", "mlgraph")[1] == "The two graphs are identical.\n"


def test_diff_as_json(run, files):
    found = json.loads(run("diff", *files, "--json", "--pace", "5")[1])
    assert list(found) == ["added", "removed", "changed", "moves", "graph", "answers"]
    assert found["changed"][0]["changes"][1] == {
        "what": "needs",
        "before": [["maths"], ["python", "r"]],
        "after": [["maths"], ["python", "r"], ["git"]],
    }
    assert (found["answers"]["pace"], len(found["answers"]["changed"])) == (5, 2)


def test_pairs_not_compared_in_time_are_reported(run, graph_file):
    names = range(70)
    old, new = (
        "".join(
            f'[role.r{n}]\ntitle = "R{n}"\nneeds = ["s"]\nleads_to = {{ {", ".join(f"r{m} = {m}" for m in names if m != n)} }}\n'
            for n in names
        )
        + f'[skill.s]\ntitle = "S"\nhours = {hours}'
        for hours in (1, 2)
    )
    code, out, _ = run("diff", graph_file(old, "old.toml"), graph_file(new, "new.toml"), "--limit", "0.01")
    assert code == 0
    said = re.sub(r"\s+", " ", out)
    assert re.search(
        r"affect 4,830 of 4,830 pairs of positions; the time given was enough to compare the [\d,]+ nearest", said
    )


def states(picture):
    return {lines(box)[0].lstrip("+-~ "): (box["color"], box["style"]) for box in nodes(picture) if "color" in box}


@pytest.mark.thorough
def test_the_picture_shows_removed_nodes(pair):
    old, new = pair(("hours = 40", "hours = 50"), ("lead = 36.5", "cto = 12"), further='[role.cto]\ntitle = "CTO"')
    signs = {"added": "(+)", "removed": "(-)"}
    for graphs, looks in (((old, new), ("added", "removed")), ((new, old), ("removed", "added"))):
        picture = laid_out(diff.draw_diff(*graphs, mlgraph.diff(*graphs)).dot)
        found = states(picture)
        assert found["CTO"] == found[looks[0]]
        assert found["Maths"][0] == found["changed"][0]
        assert found["Engineer"] == found["the same"]
        assert [name for name in ("added", "removed", "changed") if "dashed" in found[name][1]] == ["removed"]
        arrows = {
            arrow["label"].replace("\\n", "").strip(): arrow["color"] for arrow in picture["edges"] if "label" in arrow
        }
        labels = [f"{signs[look]} {months}" for look, months in zip(looks, ("12", "36.5"), strict=True)]
        assert [arrows[label] for label in labels] == [found[look][0] for look in looks]
    assert ["~ Maths", "", "hours 40, was 50"] in map(lines, nodes(picture))


def test_changes_differ_without_colour():
    old, new = (mlgraph.load(REPOSITORY / "docs" / "gallery" / name) for name in ("before.toml", "after.toml"))
    scene = diff.draw_diff(old, new, mlgraph.diff(old, new)).scenes[0]
    texts = [shape.text for shape in scene.shapes if isinstance(shape, Text)]
    boxes = {"+ ML engineer", "+ Containers", "- Report clerk", "- Spreadsheets", "~ Data analyst", "~ Python"}
    moves = {"(+) 12", "(-) 12", "(~) 18, was 24"}
    assert boxes | moves | {"Data scientist"} <= {*texts}
    assert [texts[texts.index(state) + 1] for state in ("added", "removed", "changed")] == ["+", "-", "~"]
    for box in scene.shapes:
        if isinstance(box, Rect) and box.stroke:
            assert find_contrast(box.stroke, "#FFFFFF") >= 3


def test_the_picture_has_one_left_edge_and_its_moves_lead_to_the_right():
    old, new = (mlgraph.load(REPOSITORY / "docs" / "gallery" / name) for name in ("before.toml", "after.toml"))
    scene = diff.draw_diff(old, new, mlgraph.diff(old, new)).scenes[0]
    texts = {shape.text: shape for shape in scene.shapes if isinstance(shape, Text)}
    framed = {shape.node: shape for shape in scene.shapes if isinstance(shape, Rect) and shape.node}
    assert "What changed: The bootcamp, this year (was: A bootcamp, last year)" in texts
    assert {shape.x for shape in texts.values() if shape.anchor == "start" and shape.size >= BODY} == {26}
    assert round(min(framed[node].x for node in ("clerk", "analyst", "engineer", "scientist"))) == 26
    skills = [framed[node] for node in ("containers", "python", "spreadsheets")]
    assert [box.x for box in skills] == [26, 234, 442]
    assert len({box.y for box in skills}) == 1
    moves = [shape for shape in scene.shapes if isinstance(shape, Line)]
    assert len(moves) == 4
    for move in moves:
        source, target = framed[move.source], framed[move.target]
        assert source.x + source.width < target.x
        assert [x for x, _ in move.points] == sorted(x for x, _ in move.points)
        assert bool(move.dash) == (move.source == "clerk")
    months = [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.radius == 8]
    assert len(months) == 4
    for label, box in product(months, framed.values()):
        is_beside = label.x + label.width <= box.x or box.x + box.width <= label.x
        assert is_beside or label.y + label.height <= box.y or box.y + box.height <= label.y
    key = [texts[state] for state in ("added", "removed", "changed", "the same")]
    assert len({text.y for text in key}) == 1
    assert key[0].y > max(box.y + box.height for box in framed.values())


def test_the_key_of_the_picture_has_the_states_that_it_shows(graph_of):
    text = '[role.a]\ntitle = "A"\nleads_to = { b = 6 }\n[role.b]\ntitle = "B"\nleads_to = { a = 6 }'
    old, new = graph_of(text), graph_of(text.replace('"B"', '"C"'))
    scene = diff.draw_diff(old, new, mlgraph.diff(old, new)).scenes[0]
    said = [shape.text for shape in scene.shapes if isinstance(shape, Text)]
    assert [text for text in said if text in ("added", "removed", "changed", "the same")] == ["changed", "the same"]
    # a line with two tips is two lines
    assert "6 / 6" in said
    there, back = (shape for shape in scene.shapes if isinstance(shape, Line))
    assert there.points == back.points[::-1]


def test_posts_without_moves_fill_rows_of_the_picture(graph_of):
    many = "".join(f'[role.r{n:02}]\ntitle = "R{n}"\n' for n in range(25))
    old = graph_of('[role.a]\ntitle = "A"\nleads_to = { b = 6 }\n[role.b]\ntitle = "B"')
    new = graph_of(many + '[role.a]\ntitle = "A"\nleads_to = { b = 9 }\n[role.b]\ntitle = "B"')
    scene = diff.draw_diff(old, new, mlgraph.diff(old, new)).scenes[0]
    assert "Posts without moves" in [shape.text for shape in scene.shapes if isinstance(shape, Text)]
    framed = [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.node.startswith("r")]
    assert len(framed) == 25
    assert len({box.y for box in framed}) == 9
    assert all(box.x >= 26 and box.x + box.width <= scene.width - 26 for box in framed)


def test_resources_are_listed_and_have_no_box(run, tmp_path, graph_file):
    resource = '[resource.course]\ntitle = "A course"\nurl = "https://example.com/course"\n'
    old, new = graph_file(SOUND, "old.toml"), graph_file(SOUND + resource, "new.toml")
    for ends, word, mark in (((old, new), "added", "+"), ((new, old), "removed", "-")):
        code, out, err = run("diff", *ends, "--output", tmp_path / "picture.dot")
        assert (code, err) == (0, "")
        assert out.startswith(f"Resources: 1 {word} ({mark})\n{mark} resource course  A course\n")
        assert "course" not in (tmp_path / "picture.dot").read_text()


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_stays_text(run, tmp_path, graph_file, title):
    role = f"[role.x]\ntitle = {json.dumps(title)}\n"
    old = graph_file(role + '[role.y]\ntitle = "Y"', "old.toml")
    new = graph_file(role + f"leads_to = {{ z = 1 }}\n[role.z]\ntitle = {json.dumps(title)}", "new.toml")
    code, out, _ = run("diff", old, new, "-o", tmp_path / "diff.svg")
    assert code == 0
    assert "\x1b" not in out
    tree = ElementTree.fromstring((tmp_path / "diff.svg").read_bytes())
    assert {element.tag.rpartition("}")[2] for element in tree.iter()} <= {
        "svg",
        "g",
        "style",
        "text",
        "path",
        "polygon",
        "rect",
    }
    assert "".join(title.split()) in "".join("".join(tree.itertext()).split())


def test_a_large_picture_is_refused_and_a_wrong_suffix_too(run, tmp_path, graph_file, files):
    many = "".join(f'[role.r{n}]\ntitle = "R"\n' for n in range(400))
    code, _, err = run("diff", files[0], graph_file(many, "many.toml"), "-o", tmp_path / "x.png")
    assert (code, "boxes are not readable; list the changes as text instead" in err) == (1, True)
    assert run("diff", *files, "-o", tmp_path / "x.txt")[0] == 2
    assert not list(tmp_path.glob("x.*"))


def test_a_picture_of_a_large_graph_shows_only_changes(pair, graph_file):
    many = "".join(f'[role.r{n}]\ntitle = "R{n}"\n' for n in range(400))
    old, new = (mlgraph.load(graph_file(text)) for text in (many, many.replace('"R7"', '"Seven"')))
    assert boxes(diff.draw_diff(old, new, mlgraph.diff(old, new)).dot) == [["~ Seven", "", "title changed"]]
    new = mlgraph.load(graph_file(many.replace('"R7"', '"R7"\nleads_to = { r8 = 3 }')))
    found = boxes(diff.draw_diff(old, new, mlgraph.diff(old, new)).dot)
    assert [box[0] for box in found] == ["R7", "R8"]


@pytest.mark.slow
def test_a_diff_of_onet_takes_bounded_time():
    folder = shared("data", "onet-30.0")
    old, new = (graph_of_tables(read("onet", folder, months_per_zone=months).tables) for months in (12, 13))
    found = diff_answers(old, new, Budget(2))
    assert found.pairs == 1016 * 1015
    assert found.affected > 800_000
    assert 0 < found.compared < found.affected


# linear light as people see it who do not see green or red (Machado, Oliveira and Fernandes, 2009)
BLIND = {
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
}


def see(colour, matrix):
    """Return a colour, as "#RRGGBB", in sRGB from 0 to 255 as somebody with this matrix sees the colour."""
    seen = [min(1, max(0, sum(a * b for a, b in zip(row, find_linear(colour), strict=True)))) for row in matrix]
    return [255 * (v * 12.92 if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055) for v in seen]


@pytest.mark.parametrize("kind", BLIND)
def test_additions_and_changes_differ_without_red_and_green(graph_of, kind):
    old = graph_of('[role.a]\ntitle = "A"\nleads_to = { b = 6 }\n[role.b]\ntitle = "B"')
    new = graph_of('[role.a]\ntitle = "A"\nleads_to = { b = 9, c = 6 }\n[role.b]\ntitle = "B"\n[role.c]\ntitle = "C"')
    arrows = laid_out(diff.draw_diff(old, new, mlgraph.diff(old, new)).dot)["edges"]
    looks = {arrow["label"].strip(" \\n"): arrow["color"] for arrow in arrows}
    added, changed = (see(colour, BLIND[kind]) for colour in (looks["(+) 6"], looks["(~) 9, was 6"]))
    assert sum(abs(a - b) for a, b in zip(added, changed, strict=True)) > 180
