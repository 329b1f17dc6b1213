"""Tests of states of the page with the bundled graph: what is in view, and whether it agrees with itself."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from support.page import PHONE, SIZES, TOO_SMALL, WIDE, box

pytestmark = pytest.mark.browser

PLAN = "#from=beginner&to=chief-data-scientist"

# the largest gap, in pixels, between bars that decide the last date, from the first day to the arrival
HOLE = """() => {
    const frame = (made) => made.getBoundingClientRect();
    const bars = [...document.querySelectorAll(".stairs i:is(.critical, .gained)")].map(frame);
    bars.sort((a, b) => a.left - b.left);
    let [reached, most] = [frame(document.querySelector(".bars")).left, 0];
    for (const { left, right } of bars) {
        most = Math.max(most, left - reached);
        reached = Math.max(reached, right);
    }
    const { left, right } = frame(document.querySelector(".arrival"));
    return Math.max(most, (left + right) / 2 - reached);
}"""


@pytest.mark.parametrize("goal", ["data-scientist", "chief-data-scientist", "staff-data-scientist"])
def test_some_strong_bar_decides_each_month_of_a_plan(opened, address, goal):
    page = opened(f"{address}#from=beginner&to={goal}")
    expect(page.locator(".stairs .arrival")).to_be_visible()
    assert page.evaluate(HOLE) < 2
    whisker = page.locator(".stairs .whisker").bounding_box()
    for name in page.locator("span.gained").all():
        assert "months of experience" in name.text_content()
        frame = name.bounding_box()
        assert (
            frame["y"] > whisker["y"] + whisker["height"]
            or frame["x"] + frame["width"] <= whisker["x"] + 1
            or (frame["y"] + frame["height"] < whisker["y"])
        )


def test_roles_within_reach_stand_above_the_parts_of_a_plan_and_the_start_keeps_its_day(opened, address):
    page = opened(f"{address}{PLAN}&within=24")
    expect(page.locator("#reached h2")).to_be_visible()
    heading, tabs = (page.locator(part).bounding_box() for part in ("#reached h2", ".tabs"))
    assert heading["y"] < tabs["y"]
    expect(box(page, "beginner").locator(".when")).to_have_text(page.locator(".stop .name .quiet").first.inner_text())


def test_the_header_says_what_to_do_without_a_goal(opened, address):
    page = opened(f"{address}#from=beginner")
    expect(page.locator(".hint")).to_contain_text("Choose where you want to be")
    hint, sheet, first = (page.locator(part).bounding_box() for part in (".hint", "#sheet", "#wishes .field >> nth=0"))
    assert hint["y"] + hint["height"] <= sheet["y"]
    assert hint["x"] + hint["width"] <= first["x"]


def test_nothing_covers_the_ring_around_a_focused_slider(opened, address):
    page = opened(f"{address}{PLAN}")
    page.locator("#faster").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#within")).to_be_focused()
    style = "made => parseFloat(getComputedStyle(made).outlineOffset) + parseFloat(getComputedStyle(made).outlineWidth)"
    grown = page.locator("#within").evaluate(style)
    ring, header, sheet = (page.locator(part).bounding_box() for part in ("#within", "header", "#sheet"))
    assert ring["y"] - grown >= header["y"] + header["height"]
    assert ring["y"] + ring["height"] + grown <= sheet["y"]


def test_on_a_phone_an_answer_is_soon_in_view_and_lists_are_short(opened, address):
    page = opened("about:blank", PHONE, ready=False)

    def answer_after_the_plan(route):
        page.wait_for_selector(".total")
        route.continue_()

    page.route("**/api/view?*", answer_after_the_plan)
    page.goto(f"{address}{PLAN}&tab=checklist")
    expect(page.locator(".total")).to_be_visible()
    assert page.locator(".total").bounding_box()["y"] < 320
    expect(page.locator(".ladder details:not([open]) h2")).to_have_text("Start")
    rows = [each.bounding_box()["height"] for each in page.locator(".study").all()]
    assert sum(rows) / len(rows) < 115
    page.unroute_all()
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".ladder .rung").first).to_be_visible()
    expect(page.locator(".ladder details:not([open])")).to_have_count(0)


@pytest.mark.parametrize("state", ["", PLAN, f"{PLAN}&within=24"])
def test_until_the_map_is_drawn_a_message_says_so_in_its_middle(opened, address, state):
    page = opened("about:blank", ready=False)
    page.route("**/api/view?*", lambda route: None)  # the server is still drawing
    page.goto(f"{address}{state}")
    if state:
        expect(page.locator(".total")).to_be_visible()
    if "within" in state:
        expect(page.locator("#reached li").first).to_be_attached()
    expect(page.locator("#waiting")).to_contain_text("The map is being drawn")
    words, sheet = (page.locator(part).bounding_box() for part in ("#waiting", "#sheet"))
    for start, size in (("x", "width"), ("y", "height")):
        middle = [each[start] + each[size] / 2 for each in (words, sheet)]
        assert middle[0] == pytest.approx(middle[1], abs=40)
    page.set_viewport_size(PHONE)
    expect(page.locator("#waiting")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("state", "words", "offer", "part"),
    [
        ("have=pyton&to=data-scientist", 'No skill here is called "pyton". Near it:', "Python", "have=python"),
        ("learning=pyton", 'No skill here is called "pyton". Near it:', "Python", "learning=python"),
        ("via=dokcer", 'Nothing here is called "dokcer". Near it:', "Containers", "via=containers"),
        ("avoid=Data%20scientist", 'Which one is "Data scientist"?', "Data scientist", "avoid=data-scientist"),
        ("node=pyton", 'Nothing here is called "pyton". Near it:', "Python", "node=python"),
        ("track=reserch", 'No track here is called "reserch". Near it:', "Research", "track=research"),
    ],
)
@pytest.mark.parametrize("way", ["opened", "typed"])
def test_an_unknown_name_anywhere_in_an_address_says_so_and_offers_what_is_near(
    opened, address, state, words, offer, part, way
):
    page = opened(f"{address}#from=beginner&{state}" if way == "opened" else address)
    if way == "typed":
        page.evaluate("state => { location.hash = `from=beginner&${state}` }", state)
    note = page.locator("#unknown p")
    expect(note).to_contain_text(words)
    note.get_by_role("button", name=offer, exact=True).click()
    expect(note).to_have_count(0)
    page.wait_for_function("part => location.hash.includes(part)", arg=part)


@pytest.mark.parametrize(
    "wrong", ["tab=other", "side=x", "within=abc", "by=luck", "way=12", "colour=red", "toString=1"]
)
def test_an_unknown_value_or_key_in_an_address_says_so(opened, address, wrong):
    page = opened(f"{address}#from=beginner&{wrong}")
    note = page.locator("#unknown p")
    expect(note).to_have_text(f'The address has "{wrong}", which this page does not know. Leave it out')
    note.get_by_role("button", name="Leave it out").click()
    expect(note).to_have_count(0)
    assert wrong not in page.url


def test_an_address_that_the_page_knows_whole_has_no_notice(opened, address):
    page = opened(f"{address}#from=beginner&pace=12&by=hours&start=2027-01-31&tab=why&way=1&within=24&side=next")
    expect(page.locator("#next li").first).to_be_visible()
    expect(page.locator("#unknown p")).to_have_count(0)
    page.evaluate("location.hash = '#node=sql&tab=other'")
    expect(page.locator("#unknown p")).to_have_count(1)


def test_two_unknown_names_are_two_notes_and_one_is_left_out(opened, address):
    page = opened(f"{address}#have=pyton&have=qqqq&from=beginner", PHONE, ready=False)
    notes = page.locator("#unknown p")
    expect(notes).to_have_text([re.compile("pyton.*Near it"), re.compile('called "qqqq". Leave it out')])
    assert min(each.bounding_box()["height"] for each in page.locator("#unknown button").all()) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    notes.last.get_by_role("button", name="Leave it out").click()
    expect(notes).to_have_count(1)


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_the_page_of_the_bundled_graph_is_large_enough_and_accessible(opened, address, viewport, scheme):
    page = opened(address, viewport, color_scheme=scheme, ready=False)
    states = {
        "": "#tracks button",
        "#node=algorithms": "#node [data-id=r]",
        f"{PLAN}&side=next": "#next li a",
        f"{PLAN}&tab=checklist": ".study",
    }
    for state, ready in states.items():
        page.goto("about:blank")
        page.goto(address + state)
        expect(page.locator(ready).first).to_be_attached()
        page.wait_for_timeout(150)
        assert page.evaluate(TOO_SMALL, 44 if viewport is PHONE else 24) == [], state
        assert min(page.evaluate(SIZES)["other"]) >= (14 if viewport is PHONE else 11), state
        found = Axe().run(page)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"
