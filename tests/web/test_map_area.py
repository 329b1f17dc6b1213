"""Tests of the map of the bundled graph on the page, at the sizes of common screens."""

import re

import pytest
from playwright.sync_api import expect

from mlgraph.web import scene
from support.page import box

pytestmark = pytest.mark.browser

PLAN = "#from=beginner&to=chief-ai-officer"
SCREENS = [(1280, 800), (1366, 768), (1440, 900), (1600, 900)]


def screen(width, height):
    return {"width": width, "height": height}


def see(opened, address, size, state=""):
    """Open the page with a plan or another state, and wait for what the state shows on the map."""
    page = opened(f"{address}{state}", screen(*size))
    page.evaluate("document.fonts.ready")
    if state:
        expect(page.locator(".world.dimmed")).to_be_attached()
    return page


# for each text of a box: its least distance from the sides and the bottom of the box, in pixels of the screen
PADDED = """() => {
    const scale = document.getElementById("picture").getScreenCTM().a;
    return [...document.querySelectorAll("#picture .box")].flatMap((made) => {
        const box = made.querySelector("rect").getBBox();
        return [...made.querySelectorAll("text")].map((text) => {
            const width = text.getComputedTextLength();
            const [x, y] = [text.getAttribute("x"), text.getAttribute("y")].map(Number);
            const descent = 0.24 * parseFloat(getComputedStyle(text).fontSize);
            const side = Math.min(x - width / 2 - box.x, box.x + box.width - x - width / 2) * scale;
            return [text.textContent, side, (box.y + box.height - y - descent) * scale];
        });
    });
}"""


@pytest.mark.parametrize("size", [(1280, 800), (1600, 900)])
def test_no_name_touches_the_outline_of_its_box(opened, address, size):
    found = see(opened, address, size).evaluate(PADDED)
    assert len(found) > 89
    assert [each for each in found if each[1] < 3.99 or each[2] < 1.5] == []


# texts and boxes that a highlighted box meets or touches, and notes that touch their boxes or the letters above them
COVERED = """() => {
    const area = (text) => {
        const [x, y] = [text.getAttribute("x"), text.getAttribute("y")].map(Number);
        const { fontSize, textAnchor } = getComputedStyle(text);
        const [size, width] = [parseFloat(fontSize), text.getComputedTextLength()];
        const left = textAnchor === "start" ? x : x - width / 2;
        return { left, right: left + width, top: y - 0.72 * size, bottom: y + 0.2 * size, name: text.textContent };
    };
    const frame = (made) => {
        const { x, y, width, height } = made.querySelector("rect").getBBox();
        return { left: x, right: x + width, top: y, bottom: y + height, name: made.dataset.id };
    };
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom + 1 && b.top < a.bottom + 1;
    // the outline is 1.6 pixels wide
    const inside = (a, b) => a.left >= b.left + 2 && a.right <= b.right - 2 && a.top >= b.top + 2.7 && a.bottom <= b.bottom - 2;
    const far = (made) => {
        const [above, note] = [...made.querySelectorAll("text")].slice(-2).map((text) => Number(text.getAttribute("y")));
        return note - above > 11.9;
    };
    const boxes = [...document.querySelectorAll("#picture .box")];
    // a title of a track also needs 2 pixels of air, and the outline of a box takes one
    const titles = [...document.querySelectorAll("#picture .track")].map(area).map((each) => ({ ...each, top: each.top - 3 }));
    const noted = boxes.filter((made) => made.querySelector(".when"));
    const covered = noted.flatMap((made) => {
        const others = boxes.filter((other) => other !== made).map(frame);
        return [...titles, ...others].filter((other) => meet(frame(made), other)).map(({ name }) => [made.dataset.id, name]);
    });
    const outside = noted.filter((made) => ![...made.querySelectorAll("text")].every((text) => inside(area(text), frame(made))) || !far(made));
    return { count: noted.length, covered, outside: outside.map((made) => made.dataset.id) };
}"""


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize(
    ("state", "least"), [(PLAN, 4), ("#node=machine-learning-engineer", 40), ("#from=beginner&within=36", 10)]
)
def test_dates_and_months_are_in_their_boxes_and_cover_nothing(opened, address, size, state, least):
    found = see(opened, address, size, state).evaluate(COVERED)
    assert found["count"] >= least
    assert (found["covered"], found["outside"]) == ([], [])


# each box that comes nearer than half a pixel to a highlighted line of other positions, for each position in turn
RUN_OVER = """() => [...document.querySelectorAll("#picture .box[data-id]")].flatMap((made) => {
    made.focus();
    const lit = [...document.querySelectorAll("#picture .box.lit")].map((other) => [other.dataset.id, other.querySelector("rect").getBBox()]);
    return [...document.querySelectorAll("#picture .ways .way")].flatMap((way) => {
        const line = way.querySelector(".line");
        const half = parseFloat(getComputedStyle(line).strokeWidth) / 2 + 0.8 + 0.5;
        const points = Array.from({ length: line.getTotalLength() / 6 }, (_, step) => line.getPointAtLength(6 * step));
        // the corners of boxes and of lines are round
        const isNear = (at, { x, y, width, height }, [aside, above]) => at.x > x - aside && at.x < x + width + aside && at.y > y - above && at.y < y + height + above;
        const meets = ([id, frame]) => id !== way.dataset.from && id !== way.dataset.to
            && points.some((at) => isNear(at, frame, [half, -5]) || isNear(at, frame, [-5, half]));
        return lit.filter(meets).map(([id]) => `${made.dataset.id}: ${way.dataset.from} to ${way.dataset.to} over ${id}`);
    });
})"""


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_no_line_of_a_position_runs_behind_a_box_with_months(opened, address, size):
    page = see(opened, address, size)
    assert page.evaluate(RUN_OVER) == []
    assert page.locator("#picture .ways .way").count() > 0
    layers = page.locator("#picture .world > g").evaluate_all("all => all.map((each) => each.className.baseVal)")
    assert layers == ["areas", "main", "ways", "labels", "boxes"]  # no line crosses out the title of a track
    hidden = page.locator("#picture .track").evaluate_all(
        "made => made.filter((each) => !each.checkVisibility({ visibilityProperty: true }))"
    )
    assert hidden == []


def test_the_node_whose_needs_are_shown_and_the_text_below_are_in_view(opened, address):
    page = see(opened, address, (1280, 800), "#node=transformers&view=needs:transformers")
    expect(box(page, "transformers")).to_be_in_viewport(ratio=0.99)
    expect(page.locator("#legend")).to_be_in_viewport(ratio=0.5)  # it has room for a second line


# boxes whose label does not have the words in the box one after the other, as people who speak to a computer expect
MISNAMED = """() => {
    const words = (text) => text.replaceAll(",", "").split(/\\s+/).filter(Boolean).join(" ");
    return [...document.querySelectorAll("#picture .box[role]")]
        .filter((made) => !words(made.getAttribute("aria-label")).includes(words(made.textContent)))
        .map((made) => [made.getAttribute("aria-label"), made.textContent]);
}"""


@pytest.mark.parametrize(
    "state", ["", PLAN, "#node=machine-learning-engineer", "#node=transformers&view=needs:transformers"]
)
def test_the_label_of_a_box_has_the_words_in_it(opened, address, state):
    page = see(opened, address, (1280, 800), state)
    assert page.locator("#picture .box[aria-label]").count() > 8
    assert page.evaluate(MISNAMED) == []


PAPER = """() => {
    dispatchEvent(new Event("beforeprint"));
    const frames = Object.fromEntries([...document.querySelectorAll("#picture .box")].map((made) => {
        const { x, width } = made.querySelector("rect").getBBox();
        const widths = [...made.querySelectorAll("text")].map((text) => text.getComputedTextLength());
        return [made.dataset.id, [x, width, Math.max(...widths), made.querySelector(".when")?.textContent]];
    }));
    dispatchEvent(new Event("afterprint"));
    return frames;
}"""


def test_on_paper_the_boxes_of_a_plan_keep_their_places_and_have_a_month(ml, opened, address):
    page = see(opened, address, (1280, 800), PLAN)
    page.wait_for_function("() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('print'))")
    page.wait_for_timeout(200)
    page.emulate_media(media="print")
    found = page.evaluate(PAPER)
    view = scene.draw_view(ml, "map:print")
    assert {each.id: [each.x, each.width] for each in view.boxes} == {
        node: [pytest.approx(place, abs=0.01) for place in each[:2]] for node, each in found.items()
    }
    assert min(area.x for area in view.areas) >= 0
    assert max(area.x + area.width for area in view.areas) <= view.width == 1096
    dates = [each[3] for each in found.values() if each[3]]
    assert len(dates) >= 4
    assert [date for date in dates if not re.fullmatch(r"[A-Z][a-z]+ \d{4}", date)] == []
    assert [node for node, (_, width, longest, _) in found.items() if width - longest < 2 * 3] == []


def test_the_target_is_in_view_at_the_end_of_the_route_of_a_long_plan_at_1280_by_800(opened, address):
    page = see(opened, address, (1280, 800), "#from=beginner&to=chief-data-scientist")
    expect(page.locator(".route b").last).to_have_text("Chief data scientist")
    expect(page.locator(".route b").last).to_be_in_viewport(ratio=0.9)
    parts = page.locator(".route > span").all_inner_texts()
    assert [part.strip()[-1] == "\u203a" for part in parts] == [True] * (len(parts) - 1) + [False]


def test_months_of_moves_are_in_words_where_boxes_have_room_and_else_the_key_decodes_them(opened, address):
    for width, both, has_code in ((1280, r"\d+ in, \d+ on", True), (1920, r"\d+ mo to here\s+after \d+ mo", False)):
        page = see(opened, address, (width, 1080))
        box(page, "data-scientist").hover()
        expect(box(page, "applied-scientist")).to_have_attribute("aria-label", re.compile(both))
        assert ("9 in, 6 on" in page.locator("#legend").inner_text()) == has_code


@pytest.mark.parametrize("within", ["", "&within=24"])
def test_a_key_beside_the_sliders_says_what_a_plan_and_dates_on_the_map_mean(opened, address, within):
    page = see(opened, address, (1280, 800), f"#from=beginner&to=data-scientist{within}")
    if within:
        expect(box(page, "junior-data-scientist")).to_have_class(re.compile("reached"))
    key = page.locator("#key")
    assert key.inner_text() == "Thick: your plan." + " Dated: in reach." * bool(within)
    assert key.evaluate("made => made.scrollWidth <= made.clientWidth")
    expect(key).to_be_in_viewport(ratio=1)


def test_among_the_posts_in_reach_the_plan_has_the_same_dates_and_says_what_is_later(opened, address):
    page = see(opened, address, (1280, 800), "#from=beginner&to=data-scientist&within=24")
    expect(box(page, "data-scientist").locator(".when")).to_have_text(re.compile(r"^later, \d{4}$"))
    dates = page.locator(".box:not([data-id=beginner], [data-id=data-scientist]) .when").all_text_contents()
    assert len(dates) > 5
    assert [date for date in dates if not re.fullmatch(r"\w{3,4} \d{4}", date)] == []
    page = see(opened, address, (1280, 800), "#from=beginner&to=chief-data-scientist&node=data-analyst")
    expect(box(page, "data-scientist").locator(".when")).to_have_text(re.compile(r"\d{4}$"))  # it keeps its date


def test_a_pressed_chip_says_what_is_lit_and_is_read_under_the_pointer(opened, address):
    page = see(opened, address, (1280, 800))
    for chip in page.locator("#tracks button").all():
        chip.click()
        chip.hover()
        expect(page.locator("#legend")).to_have_text(f"Lit: all moves within {chip.inner_text()}.")
        # any tint of a track takes less from the contrast of ink than from that of an accent
        assert chip.evaluate("made => getComputedStyle(made).color") == page.evaluate(
            "getComputedStyle(document.body).color"
        )


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_the_chips_of_tracks_are_seen_whole_or_not_at_all_at_first(opened, address, size):
    page = see(opened, address, size)
    frame = page.locator("#tracks button").first.bounding_box()
    assert frame["y"] + frame["height"] <= size[1] or frame["y"] >= size[1]


@pytest.mark.parametrize("size", SCREENS)
def test_the_heads_of_columns_have_the_scale_of_the_map(opened, address, size):
    page = see(opened, address, size, PLAN)
    heads, boxes = page.evaluate("""() => ["axis", "picture"].map((id) => {
        const { a, e } = document.getElementById(id).getScreenCTM();
        return [a, e];
    })""")
    assert heads[0] == pytest.approx(boxes[0], abs=0.001)
    assert heads[1] == pytest.approx(boxes[1], abs=0.5)


# the boxes that are not whole on the screen, and the least size in pixels of titles and of other texts
SEEN = """() => {
    const scale = document.getElementById("picture").getScreenCTM().a;
    const sheet = document.getElementById("sheet").getBoundingClientRect();
    const cut = [...document.querySelectorAll("#picture .box")].filter((made) => {
        const { left, top, right, bottom } = made.getBoundingClientRect();
        const isInSheet = left >= sheet.left && top >= sheet.top && right <= sheet.right && bottom <= sheet.bottom;
        return !isInSheet || right > innerWidth || bottom > innerHeight;
    });
    const least = (texts, by) => Math.min(...[...document.querySelectorAll(texts)]
        .filter((made) => made.checkVisibility()).map((made) => parseFloat(getComputedStyle(made).fontSize) * by));
    return {
        cut: cut.map((made) => made.dataset.id),
        title: least("#picture .name", scale),
        other: Math.min(least("#picture text:not(.name)", scale), least("header *, .top *, #plan *", 1)),
    };
}"""


@pytest.mark.parametrize("state", ["", PLAN, f"{PLAN}&within=36", f"{PLAN}&have=sql&have=python&pace=12.5"])
def test_each_box_and_the_totals_of_a_plan_are_seen_at_1280_by_800(opened, address, state):
    page = see(opened, address, (1280, 800), state)
    if state:
        for part in (".total", ".totals .costs", ".files", "#whatif"):
            expect(page.locator(part)).to_be_in_viewport(ratio=0.99)
        expect(page.locator(".range")).to_be_in_viewport(ratio=0.3)  # on a busy machine, it has more lines
    found = page.evaluate(SEEN)
    assert found["cut"] == []
    assert found["title"] >= 12
    assert found["other"] >= 11


def test_the_totals_and_the_sentence_do_not_meet_and_stay_in_view(opened, address):
    for width in (1240, 1280, 1920):
        page = see(opened, address, (width, 800), f"{PLAN}&pace=12.5")
        page.locator(".samples").first.scroll_into_view_if_needed()
        totals, form = (page.locator(part).bounding_box() for part in (".totals", "#wishes .field >> nth=0"))
        assert totals["x"] + totals["width"] <= form["x"], width
        expect(page.locator(".total")).to_be_in_viewport(ratio=1)


def test_names_of_posts_beside_each_other_stay_apart(opened, address):
    page = see(opened, address, (1280, 800), f"{PLAN}&tab=compare")
    expect(page.locator(".option .bars").first).to_be_visible()
    assert page.locator(".option .bars").evaluate_all(MEASURE_GAPS) >= 8


# for each title, on which sides of the bars it stands; and the least distance of a range of dates below its bars
SIDES = """(rows) => {
    const sides = {};
    for (const { textContent, className } of rows.flatMap((row) => [...row.querySelectorAll("span")]))
        sides[textContent] = [...new Set([...(sides[textContent] ?? []), className.split(" ")[0]])];
    const gaps = rows.map((row) => {
        const [whisker, bar] = [".whisker", ".bar"].map((part) => row.querySelector(part).getBoundingClientRect());
        return whisker.top - bar.bottom;
    });
    return [sides, Math.min(...gaps)];
}"""


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_in_all_compared_plans_a_name_is_on_the_same_side_and_the_range_below_the_bars(opened, address, size):
    page = opened(f"{address}{PLAN}&tab=compare", screen(*size))
    expect(page.locator(".option .bars").first).to_be_visible()
    sides, gap = page.locator(".option .bars").evaluate_all(SIDES)
    assert len(sides) > 5
    assert {len(each) for each in sides.values()} == {1}
    assert gap > 1


# the names that are in view, in each row, and how far the names below the bars are from them
NAMED = """(rows) => rows.map((row) => {
    const names = [...row.querySelectorAll("span")].filter((name) => {
        const range = document.createRange();
        range.selectNodeContents(name);
        return range.getBoundingClientRect().top < name.getBoundingClientRect().bottom - 1;
    });
    const bottom = row.querySelector(".bar").getBoundingClientRect().bottom;
    const below = names.filter((name) => name.matches(".below")).map((name) => name.getBoundingClientRect().top - bottom);
    return [names.map((name) => name.textContent), below];
})"""


def test_each_compared_plan_has_the_names_of_its_posts_near_its_bars(opened, address):
    page = see(opened, address, (1280, 800), "#from=beginner&to=data-scientist&tab=compare")
    expect(page.locator(".option .bars").first).to_be_visible()
    posts = [words.split(" \u203a ") for words in page.locator(".option .stops").all_text_contents()]
    found = page.locator(".option .bars").evaluate_all(NAMED)
    assert len(found) == 5
    assert [names for names, _ in found] == posts
    gaps = [gap for _, row in found for gap in row]
    assert gaps and max(gaps) < 8
    expect(page.locator("#panel-compare .samples")).to_contain_text("arrival")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_the_bars_of_two_compared_posts_are_apart(opened, address, size):
    page = opened(f"{address}#from=beginner&to=data-scientist&tab=compare", screen(*size))
    expect(page.locator(".option .bars").first).to_be_visible()
    for row in page.locator(".option .bars").all():
        posts = row.locator("i.first")
        assert posts.count() == row.locator("span").count() - 1
        assert {*posts.evaluate_all(FIRST_LINES)} == {"2px solid"}


FIRST_LINES = """(posts) => posts.map((made) => getComputedStyle(made))
    .map((style) => `${style.borderLeftWidth} ${style.borderLeftStyle}`)"""


# the least space between two names in view that are side by side
MEASURE_GAPS = """(rows) => Math.min(...rows.flatMap((row) => [".above", ".near", ".below:not(.near)"].flatMap((side) => {
    const frames = [...row.querySelectorAll(side)].flatMap((name) => {
        const range = document.createRange();
        range.selectNodeContents(name);
        const [text, room] = [range, name].map((made) => made.getBoundingClientRect());
        return text.top < room.bottom - 1 ? [text] : [];
    });
    return frames.slice(1).map(({ left }, index) => left - frames[index].right);
})))"""


@pytest.mark.parametrize("state", ["#node=chief-ai-officer", f"{PLAN}&node=ml-team-lead", f"{PLAN}&side=next"])
def test_beside_a_card_the_map_scrolls_sideways_only(opened, address, state):
    page = see(opened, address, (1280, 800), state)
    hidden = {edge: size for edge, size, _ in page.evaluate(HIDDEN)}
    assert hidden["top"] + hidden["bottom"] <= 1
    assert page.evaluate(SEEN)["title"] >= 12


# for each edge of the map: how much is hidden behind the edge, and the width over which it fades
HIDDEN = """() => {
    const sheet = document.getElementById("sheet");
    const { scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight } = sheet;
    const sizes = {
        left: scrollLeft,
        right: scrollWidth - clientWidth - scrollLeft,
        top: scrollTop,
        bottom: scrollHeight - clientHeight - scrollTop,
    };
    return Object.entries(sizes).map(([edge, size]) => [edge, size, parseFloat(sheet.style.getPropertyValue(`--${edge}`))]);
}"""


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize(
    "state", ["", PLAN, "#node=chief-ai-officer", f"{PLAN}&node=beginner", "#node=transformers&view=needs:transformers"]
)
def test_the_map_is_whole_or_clearly_goes_on_behind_a_fading_edge(opened, address, size, state):
    page = see(opened, address, size, state)
    mask = page.locator("#sheet").evaluate("sheet => getComputedStyle(sheet).maskImage")
    assert mask.count("linear-gradient") == 2
    page.wait_for_timeout(200)
    found = page.evaluate(HIDDEN)
    assert [each for each in found if (each[2] > 0) != (each[1] > 1)] == []
    hidden = {edge: size for edge, size, _ in found}
    for total in (hidden["left"] + hidden["right"], hidden["top"] + hidden["bottom"]):
        assert total <= 1 or total > 20  # no edge of a box alone is cut off


def test_the_map_is_whole_beside_a_card_at_1600_and_shows_a_pinned_post_with_its_neighbours_at_1280(opened, address):
    state = "#node=chief-ai-officer"
    page = see(opened, address, (1600, 900), state)
    assert page.locator("#sheet").evaluate("sheet => sheet.scrollWidth <= sheet.clientWidth")
    page = see(opened, address, (1280, 800), state)
    for name in ("chief-ai-officer", "director-of-data-science", "ml-team-lead", "tech-lead"):
        expect(box(page, name)).to_be_in_viewport(ratio=0.99)
