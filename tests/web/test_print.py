"""Tests of the page on paper, as Chromium prints it on A4."""

import io
import re
from math import hypot

import pypdf
import pytest
from playwright.sync_api import expect

from mlgraph.model import POSITIONS
from mlgraph.web import scene
from support.page import box

pytestmark = pytest.mark.browser

# in points: the least size of text, but for rounding in the file, and the size of A4
LEAST, A4 = 8.99, (842, 595)
# the layout for paper has arrived, and the page has read it
IS_LOADED = """() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("print"))
    && new Promise((done) => setTimeout(() => done(true), 100))"""


def print_page(page):
    """Return the words of each printed page, and the size in points of its smallest text."""
    page.wait_for_function(IS_LOADED)
    pages = []
    for each in pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages:
        assert tuple(map(round, each.mediabox[2:])) == A4
        texts, sizes = [], []

        def visit(text, around, own, font, size, texts=texts, sizes=sizes):
            if text.strip():
                texts.append(text)
                down = (own[2] * around[0] + own[3] * around[2], own[2] * around[1] + own[3] * around[3])
                sizes.append(abs(size) * hypot(*down))

        each.extract_text(visitor_text=visit)
        pages.append((words_of(texts), min(sizes)))
    return pages


def words_of(texts):
    return {*re.findall(r"\w+", " ".join(texts))}


def title_words(graph):
    return words_of(graph.nodes[node]["title"] for node in graph if graph.nodes[node]["kind"] in POSITIONS)


def test_the_map_is_on_one_page_and_each_text_has_9_points(ml, opened, address):
    page = opened(address)
    ((words, least),) = print_page(page)
    assert title_words(ml) | words_of(["From left to right"]) <= words
    assert least >= LEAST


def test_a_plan_is_on_the_printed_map_and_its_timeline_on_the_next_page(ml, opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist", color_scheme="dark")
    expect(page.locator(".total")).to_be_visible()
    pages = print_page(page)
    on_map, *after = [words for words, _ in pages]
    assert title_words(ml) | words_of([page.locator(".total").evaluate("made => made.firstChild.data")]) <= on_map
    # on a busy machine, the plan may say more, and its timeline be longer than a page
    assert {"Study", "strong", "learned"} <= set().union(*after)
    assert min(least for _, least in pages) >= LEAST


def test_the_hint_to_choose_a_goal_is_not_printed_with_what_is_within_reach(opened, address):
    page = opened(f"{address}#from=beginner&within=24")
    expect(page.locator("#reached li").first).to_be_visible()
    expect(page.locator(".hint")).to_be_visible()
    pages = [words for words, _ in print_page(page)]
    assert {"Within", "reach"} <= pages[1]
    assert not [words for words in pages if "Choose" in words]


@pytest.mark.parametrize("goal", ["chief-ai-officer", "chief-data-scientist"])
def test_no_printed_page_of_a_plan_is_nearly_empty(opened, address, goal):
    page = opened(f"{address}#from=beginner&to={goal}")
    expect(page.locator(".total")).to_be_visible()
    pages = [words for words, _ in print_page(page)]
    assert len(pages) > 3
    assert [words for words in pages if len(words) < 30] == []


def test_the_result_of_a_printed_plan_and_the_sentence_do_not_meet(opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist", {"width": 1070, "height": 740})
    expect(page.locator(".total")).to_be_visible()
    page.emulate_media(media="print")
    totals, form = (page.locator(part).bounding_box() for part in (".totals", "#wishes .field >> nth=0"))
    assert totals["y"] + totals["height"] <= 30
    assert totals["x"] + totals["width"] <= form["x"]


def test_the_card_of_a_pinned_post_is_printed_after_the_map(ml, opened, address):
    page = opened(f"{address}#node=data-scientist")
    expect(page.locator("#node h2")).to_be_visible()
    on_map, *after = print_page(page)
    assert title_words(ml) <= on_map[0]
    assert words_of(["Reached from", "Needs", "Pay"]) <= after[0][0]
    assert min(least for _, least in after) >= LEAST


def test_the_focus_and_the_picture_are_the_same_after_printing(opened, address):
    page = opened(address)
    box(page, "data-scientist").focus()
    before = page.locator("#picture").get_attribute("viewBox")
    print_page(page)
    assert page.locator("#picture").get_attribute("viewBox") == before
    assert page.evaluate("document.activeElement.dataset.id") == "data-scientist"


def test_the_map_for_paper_has_the_size_of_a_page(ml):
    view = scene.draw_view(ml, "map:print")
    # a page has 283 by 195.5 millimetres; the title is 30 pixels high, and the text of 12.3 pixels is 9 points high
    scale = 12 / 12.3
    assert view.width * scale <= 283 * 96 / 25.4
    assert view.height * scale <= 195.5 * 96 / 25.4 - 30
