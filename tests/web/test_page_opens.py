"""Test that opens the page once in a browser; test_page.py tests the rest."""

import pytest
from playwright.sync_api import expect

import mlgraph
from support.page import WIDE, box

# the sizes of the titles of a map, in pixels of the screen
SIZES = """() => [...document.querySelectorAll("#picture .name")]
    .map((made) => parseFloat(getComputedStyle(made).fontSize) * made.getScreenCTM().a)"""


@pytest.mark.browser
def test_the_map_has_every_position_and_a_click_explains_one(ml, opened, address):
    page = opened(address)
    shown = {each.get_attribute("data-id") for each in page.locator(".box").all()}
    assert shown == {node for node in ml if ml.nodes[node]["kind"] != "skill"}
    for frame in (each.bounding_box() for each in page.locator(".box").all()):
        assert (frame["x"] >= 0, frame["y"] >= 0) == (True, True)
        assert frame["x"] + frame["width"] <= WIDE["width"]
        assert frame["y"] + frame["height"] <= WIDE["height"]
    assert min(page.evaluate(SIZES)) >= 12
    box(page, "data-scientist").click()
    panel = page.locator("#node")
    expect(panel.locator("h2")).to_have_text("Data scientist")
    found = mlgraph.describe(ml, "data-scientist")
    for title in ("Needs", "Leads to", "Reached from", "Sources"):
        expect(panel.get_by_role("heading", name=title)).to_be_visible()
    expect(panel.locator("section", has_text="Leads to").locator("li").first).to_contain_text(found.leads_to[0].title)
    assert panel.get_by_text("one of").count() == sum(len(group) > 1 for group in found.needs)
