"""Test of a picture in a notebook: it fits into the cell and keeps its proportions."""

import pytest

import mlgraph

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [300, 900, 5000])
def test_a_drawing_is_no_wider_than_the_cell_of_a_notebook(browser, ml, width):
    drawing = mlgraph.draw(ml, plan=mlgraph.plan(ml, "beginner", "chief data scientist"))
    page = browser.new_page()
    page.set_content(f'<div style="width: {width}px">{drawing._repr_svg_()}</div>')
    box = page.locator("svg").bounding_box()
    sides = page.locator("svg").evaluate("svg => [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]")
    assert box["width"] <= width
    assert box["width"] / box["height"] == pytest.approx(sides[0] / sides[1], rel=0.01)
    page.close()
