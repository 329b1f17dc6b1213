"""Tests of the page as one file: what it cannot answer, and whose ticks it shows."""

import pytest
from playwright.sync_api import expect

import mlgraph
from mlgraph.export import html

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def few(forty, tmp_path_factory):
    """Return the address of a file that has plans from two positions only."""
    path = tmp_path_factory.mktemp("few") / "map.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "MOST_PLANS", 80)
        path.write_bytes(html.write(forty, start=None, plan=None))
    return path.as_uri()


@pytest.mark.parametrize("state", ["within=60", "to=data-scientist", "to=data-scientist&within=60"])
def test_a_file_says_from_where_it_has_plans_and_never_that_nothing_is_within_reach(opened, few, state):
    page = opened(f"{few}#from=ai-architect&{state}")
    words = "This file has no plans from AI architect; it has those from Beginner, "
    for part in ("#reached .error" if "within" in state else "", "#answer .error" if "to" in state else ""):
        if part:
            expect(page.locator(part)).to_contain_text(words)
            expect(page.locator(part)).to_contain_text("run mlgraph serve")
    expect(page.locator("#plan")).not_to_contain_text("no other role")
    page.evaluate("location.hash = '#from=beginner&within=60'")
    expect(page.locator("#reached h2")).to_contain_text("Within reach in 60 months: ")


def test_the_file_of_one_plan_does_not_say_what_is_within_reach(forty, opened, tmp_path):
    path = tmp_path / "plan.html"
    path.write_bytes(html.write(forty, start=None, plan=mlgraph.plan(forty, "beginner", "data-scientist")))
    page = opened(path.as_uri())
    page.get_by_label("Within reach in").fill("36")
    expect(page.locator("#reached .error")).to_contain_text("one plan, and not all that is within reach")
    expect(page.locator("#reached h2")).to_have_count(0)
