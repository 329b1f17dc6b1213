"""Tests of pictures as PDF, whose text is at least 9 points high on A4."""

import io
from itertools import pairwise
from math import hypot, inf
from xml.etree import ElementTree

import pypdf
import pytest

import mlgraph
from mlgraph.drawing import formats
from mlgraph.drawing.letters import measure
from mlgraph.drawing.lines import split_line
from mlgraph.drawing.paper import lay_on_paper
from mlgraph.drawing.scene import Text

# in points: the least size of text, but for rounding in the file, and the sizes of paper
LEAST, A4, A5 = 8.99, (842, 595), (420, 595)


def read_pages(data):
    """Return the size of each page of a PDF, its text, and the size in points of its smallest text."""
    pages = []
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        sizes = []

        def visit(text, around, own, font, size, sizes=sizes):
            if text.strip():
                down = (own[2] * around[0] + own[3] * around[2], own[2] * around[1] + own[3] * around[3])
                sizes.append(abs(size) * hypot(*down))

        text = page.extract_text(visitor_text=visit)
        pages.append((tuple(map(round, page.mediabox[2:])), text, min(sizes, default=inf)))
    return pages


@pytest.fixture
def make(forty):
    def plan(target):
        return mlgraph.plan(forty, "beginner", target)

    options = {
        "plan": lambda: {"plan": plan("chief data scientist")},
        "detail": lambda: {"plan": plan("data scientist"), "detail": True},
        "on-map": lambda: {"plan": plan("chief data scientist"), "on_map": True},
        "compare": lambda: {"plans": mlgraph.k_best(forty, "beginner", "data scientist", 10)},
        "map": dict,
        "all": lambda: {"all_moves": True},
        "post": lambda: {"focus": "data-scientist"},
        "skill": lambda: {"focus": "python"},
        "skills": lambda: {"only": "skills"},
    }
    return lambda name: mlgraph.draw(forty, **options[name]())


@pytest.mark.parametrize(
    "name",
    [
        "plan",
        "detail",
        "on-map",
        "compare",
        "map",
        "all",
        "post",
        "skill",
        "skills",
    ],
)
def test_each_picture_is_on_pages_of_a4_with_text_of_9_points(make, name):
    drawing = make(name)
    pages = read_pages(drawing.render("pdf"))
    for size, _, least in pages:
        assert size in (A4, A4[::-1])
        assert least >= LEAST
    assert len(pages) == 1 or name in ("detail", "compare", "all", "post", "skills")
    texts = "".join("".join(text for _, text, _ in pages).split())
    for scene in drawing.make_pages() if drawing.make_pages else drawing.scenes:
        for text in {shape.text for shape in scene.shapes if isinstance(shape, Text) and shape.node}:
            assert "".join(text.split()) in texts


def test_the_skills_fill_their_pages_in_two_columns(ml):
    skills = {str(ml.nodes[node]["title"]) for node in ml if ml.nodes[node]["kind"] == "skill"}
    scenes = mlgraph.draw(ml, only="skills").make_pages()
    texts = [[shape for shape in scene.shapes if isinstance(shape, Text) and shape.y < 1078] for scene in scenes]
    said = [text for page in texts for text in page]
    assert len(scenes) <= 8
    for left, right in ((0, 400), (400, 794)):
        for page in texts[:-1]:
            column = [text for text in page if left < text.x < right and text.anchor == "start"]
            # the room of a heading with some lines may stay empty
            assert max(text.y for text in column) > 1123 - 45 - 90
            assert all(text.x + measure(text.text, text.size, bold=text.bold) < right for text in column)
    drawn = " ".join(text.text for text in said if text.node)
    assert all(title in drawn or len(title) > 40 for title in skills)
    assert {str(ml.nodes[node]["subject"]) for node in ml if "subject" in ml.nodes[node]} <= {
        text.text for text in said if text.bold
    }
    # below a skill: its needs, and the number of nodes that need it
    below = said[next(at for at, text in enumerate(said) if text.node == "transformers") + 2]
    assert below.text.startswith("Needs PyTorch or TensorFlow; needed for ")


def test_a_card_is_a_page_of_a5(forty):
    ((size, _, least),) = read_pages(mlgraph.draw(forty, focus="data-scientist", sheet="card").render("pdf"))
    assert size == A5
    assert least >= LEAST


@pytest.mark.slow
@pytest.mark.parametrize("node", ["data-scientist", "machine-learning-engineer"])
def test_the_months_of_many_moves_are_on_the_page_after_the_map(ml, node):
    on_map, around, *_ = pages = read_pages(mlgraph.draw(ml, focus=node).render("pdf"))
    assert {size for size, _, _ in pages} == {A4}
    assert min(least for *_, least in pages) >= LEAST
    assert "with the months on the next page" in on_map[1]
    assert " mo to here" not in on_map[1]
    assert " mo\n" in around[1]


def test_a_few_moves_are_on_the_map_with_their_months(graph_of):
    graph = graph_of('[role.a]\ntitle = "A"\nleads_to = { b = 1 }\n[role.b]\ntitle = "B"')
    ((_, text, _),) = read_pages(mlgraph.draw(graph, focus="a").render("pdf"))
    assert "after 1 mo" in text


def test_on_paper_all_neighbours_are_shown(graph_of):
    many = "".join(f'[skill.s{n}]\ntitle = "S{n}"\nhours = 1\nneeds = ["a"]\n' for n in range(90))
    drawing = mlgraph.draw(graph_of(f'{many}[skill.a]\ntitle = "A"\nhours = 1'), focus="a")
    pages = read_pages(drawing.render("pdf"))
    assert {size for size, _, _ in pages} == {A4}
    assert len(pages) == 2
    said = "\n".join(text for _, text, _ in pages).split()
    assert {f"S{n}" for n in range(90)} <= {*said}
    assert "shown)" not in said


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (960, 540, (842, 595)),
        (540, 960, (595, 842)),
        (300, 200, (300, 200)),
        (420, 595, (420, 595)),
        (595, 842, (595, 842)),
    ],
    ids=["slide", "tall", "small", "A5", "A4"],
)
def test_a_picture_with_large_text_is_on_one_page(width, height, expected):
    (page,) = lay_on_paper(width, height, 12, [], [])
    assert (round(page.width), round(page.height)) == expected
    assert page.x >= 0
    assert page.x + page.scale * width <= page.width + 0.5
    assert page.y + page.scale * height <= page.height + 0.5


def test_a_picture_with_an_empty_margin_may_be_a_little_wider_than_a_page():
    (page,) = lay_on_paper(848, 300, 9, [(20, 400)], [(20, 30)])
    assert page.scale == 1
    assert -5 < page.x < 0


def test_a_picture_with_small_text_is_cut_between_its_texts():
    rows = [(top, top + 10) for top in range(0, 2000, 30)]
    pages = lay_on_paper(800, 2000, 9, [(20, 700)], rows)
    assert [page.scale for page in pages] == [1] * len(pages)
    shown = [(page.down[0] - page.y, page.down[1] - page.y) for page in pages]
    assert shown[0][0] == 0
    assert shown[-1][1] == pytest.approx(2000)
    for (_, end), (start, _) in pairwise(shown):
        assert end == pytest.approx(start)
        assert not [row for row in rows if row[0] - 8 < end < row[1] + 8]
    assert all(page.down[1] <= page.height - 13 for page in pages)


def test_no_cut_is_between_a_bar_and_its_title():
    # each title is 9 points above the next text, and 40 points below the one before
    rows = [(top + shift, top + shift + 10) for top in range(0, 2000, 69) for shift in (0, 19)]
    pages = lay_on_paper(800, 2000, 9, [(20, 700)], rows)
    ends = [page.down[1] - page.y for page in pages[:-1]]
    assert ends
    assert all(end % 69 == pytest.approx(49, abs=1) for end in ends)


def test_no_cut_is_through_a_box():
    boxes = [(top, top + 26) for top in range(10, 1100, 29)]
    shapes = "".join(f'<rect x="10" y="{top}" width="90" height="{end - top}" />' for top, end in boxes)
    area = '<rect x="0" y="0" width="400" height="1100" />'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="1100pt">{area}{shapes}</svg>'
    word = ElementTree.Element("text", {"font-size": "9"})
    pages = formats._lay_out(ElementTree.fromstring(picture), [(word, split_line("A"), 20, 24)])
    ends = [page.down[1] - page.y for page in pages[:-1]]
    assert ends
    assert not [end for end in ends for top, bottom in boxes if top < end < bottom]
