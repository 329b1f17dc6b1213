"""Tests of the page in a browser, with `mlgraph serve` and as one file."""

import itertools
import re
import subprocess
import sys
from contextlib import nullcontext
from datetime import date, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import mlgraph
from mlgraph import profilefile
from mlgraph.export.html import hold_all, make_page, write
from mlgraph.text.dates import format_date
from mlgraph.text.formatting import format_number
from mlgraph.text.plan import format_arrival
from mlgraph.web.panel import describe_plan
from mlgraph.web.scene import MOST_ON_A_MAP, draw_view
from support.page import PHONE, SIZES, TOO_SMALL, WIDE, box, close_drawer, open_wishes, route, total
from support.paths import FORTY
from support.serving import serving
from support.titles import LABELS, skills_with

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror='window.hacked=1'></script><script>window.hacked=1</script>"
HOSTILE = f"""
title = "{EVIL}"
attribution = "{EVIL}"
[stage.first]
title = "{EVIL}"
about = "{EVIL}"
leads_to = {{ second = 3 }}
[role.second]
title = "Second {EVIL}"
stage = "first"
aliases = ["{EVIL} alias"]
needs = [["evil", "other"]]
cites = ["source:{EVIL}"]
[skill.evil]
title = "Evil {EVIL}"
hours = 10
[skill.other]
title = "\\\\ \\" & &lt; {{x|y}} \\\\N"
hours = 20
[source.source]
title = "{EVIL}"
"""


@pytest.fixture(scope="module")
def address():
    with serving("--no-open", "--graph", FORTY) as found:
        yield found


@pytest.fixture(scope="module")
def one_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "map.html"
    subprocess.run([sys.executable, "-m", "mlgraph", "export", path, "--graph", FORTY], check=True)
    return path.as_uri()


@pytest.mark.parametrize("name", ["CDS", "chief  DATA-scientist", "Chíef dàta scientist"])
def test_a_search_finds_names_in_any_case_with_any_accents(opened, address, name):
    page = opened(address)
    page.fill("#search", name)
    expect(page.get_by_role("option").first).to_contain_text("Chief data scientist")
    page.press("#search", "Enter")
    expect(page.locator("#node h2")).to_have_text("Chief data scientist")
    expect(box(page, "chief-data-scientist")).to_have_class(re.compile("chosen"))


def test_the_page_opens_with_few_requests(opened, address):
    page = opened(address)
    loads = "performance.getEntriesByType('resource')"
    page.wait_for_function(f"() => {loads}.some(({{ name }}) => name.endsWith('print'))")
    loaded = page.evaluate(f"() => {loads}.map(({{ name, initiatorType }}) => [initiatorType, name])")
    # the head of the page asks for the font and the names, so that they do not wait for the style and the script
    early = [["link", name] for name in ("api/graph", "open-sans.woff2", "page.css")]
    late = [["fetch", "api/view?name=map"], ["fetch", "api/view?name=map%3Aprint"], ["script", "page.js"]]
    assert sorted(loaded) == sorted([kind, f"{address}{name}"] for kind, name in early + late)


def test_clicks_choose_from_and_to_and_ticks_change_the_plan(forty, opened, address):
    page = opened(address)
    box(page, "beginner").click()
    expect(page.locator("#node h2")).to_have_text("Beginner")
    page.get_by_role("button", name="I am here").click()
    expect(page.locator("#drawer")).to_be_hidden()
    box(page, "data-scientist").click()
    expect(page.locator("#node h2")).to_have_text("Data scientist")
    page.get_by_role("button", name="I want to be here").click()
    best = mlgraph.plan(forty, "beginner", "data-scientist")
    expect(page.locator(".totals")).to_contain_text(total(best))
    assert route(page) == {stop.id for stop in best.stops}
    expect(page.locator(".box.on .when")).to_have_text([format_arrival(stop) for stop in best.stops])
    page.get_by_role("tab", name="Checklist").click()
    page.get_by_role("checkbox", name="I have Calculus", exact=True).click()  # it moves to the learned ones
    better = mlgraph.plan(forty, "beginner", "data-scientist", have=["calculus"])
    assert better.hours < best.hours
    expect(page.locator(".totals")).to_contain_text(total(better))
    ticked = page.get_by_role("checkbox", name="I have Calculus", exact=True)
    expect(ticked).to_be_checked()
    page.get_by_role("button", name="Skip PyTorch").click()
    without = mlgraph.plan(forty, "beginner", "data-scientist", have=["calculus"], avoid=["pytorch"])
    expect(page.locator(".totals")).to_contain_text(total(without))
    page.get_by_role("button", name="Plan with PyTorch").click()
    page.get_by_role("button", name="Skip SQL").click()
    expect(page.locator("#answer .error")).to_contain_text("without SQL")
    page.get_by_role("button", name="Plan with SQL").click()
    page.get_by_role("button", name="Learning SQL").click()
    expect(page.get_by_role("button", name="Learning SQL")).to_have_attribute("aria-pressed", "true")
    page.errors.clear()  # the browser logs the missing plan
    again = page.context.new_page()  # the browser has kept the ticks
    again.goto(address)
    again.get_by_role("button", name="My skills and wishes").click()
    expect(again.locator("#have-chips li")).to_have_text([re.compile("^Calculus")])
    ticked.click()
    expect(page.locator(".totals")).to_contain_text(total(best))


def test_options_and_alternative_plans_are_kept_in_the_address(forty, opened, address):
    wishes = {"pace": 6, "objective": "hours", "via": ["machine-learning-engineer"], "avoid": ["degree"]}
    page = opened(f"{address}#from=beginner&to=chief-data-scientist")
    open_wishes(page)
    page.get_by_label("studying").fill("6")
    page.get_by_label("studying").press("Tab")
    page.get_by_text("Study", exact=True).click()
    for field, name in (("Pass through", "ML engineer"), ("Avoid", "degree")):
        page.get_by_role("combobox", name=field, exact=True).fill(name)
        page.get_by_role("combobox", name=field, exact=True).press("Enter")
    plan = mlgraph.plan(forty, "beginner", "cds", **wishes)
    expect(page.locator(".costs").first).to_have_text(total(plan))
    again = opened(page.url)
    expect(again.locator(".costs").first).to_have_text(total(plan))
    assert route(again) == {stop.id for stop in plan.stops}
    page.go_back()
    expect(page.locator("#avoid-chips li")).to_have_count(0)
    page.get_by_role("button", name="Remove ML engineer").click()
    page.get_by_role("tab", name="Compare").click()
    ways = mlgraph.Planner(forty).k_best("beginner", "cds", 2, pace=6, objective="hours")
    page.locator(".choices input").nth(1).check()
    expect(page.locator(".costs").first).to_contain_text(total(ways[1]))
    assert route(page) == {stop.id for stop in ways[1].stops}


def test_the_address_has_the_chosen_plan_and_tab(forty, opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist&tab=compare")
    page.locator(".choices input").nth(1).check()
    page.get_by_role("tab", name="Timeline").click()
    page.locator(".stop .link").first.click()
    expect(page.locator("#node h2")).to_have_text("Beginner")
    second = mlgraph.Planner(forty).k_best("beginner", "cds", 2)[1]
    again = opened(page.url)
    expect(again.locator("#node .reason")).to_be_visible()
    again.get_by_role("tab", name="Compare").click()
    expect(again.locator(".choices input").nth(1)).to_be_checked()
    expect(again.locator(".costs").first).to_contain_text(total(second))
    again.mouse.move(2, 2)  # the map is now where the tab was, and a box under the pointer would show its moves
    again.keyboard.press("Escape")
    expect(again.locator(".box.on")).to_have_count(len(second.stops))
    assert route(again) == {stop.id for stop in second.stops}
    page.get_by_role("tab", name="Compare").click()
    page.go_back()
    page.go_back()
    expect(page.locator(".choices input").first).to_be_checked()
    page.go_forward()
    expect(page.locator(".choices input").nth(1)).to_be_checked()
    open_wishes(page)
    page.get_by_text("Moves", exact=True).click()  # another question has other alternatives
    expect(page.locator(".costs").first).to_contain_text(
        total(mlgraph.plan(forty, "beginner", "cds", objective="moves"))
    )


@pytest.mark.parametrize("wishes", ["", "&via=data-analyst"])
def test_a_plan_and_its_alternatives_are_seen_before_what_every_route_passes(opened, address, wishes):
    page = opened("about:blank", ready=False)
    held = []
    page.route(lambda url: "/api/plan?" in url and "all=true" in url, lambda route: held.append(route))
    page.goto(f"{address}#from=beginner&to=data-scientist&tab=why{wishes}")
    expect(page.locator(".total")).to_be_visible()
    alternatives = page.locator(".choices input") if not wishes else page.get_by_text("no other plan to compare with")
    expect(alternatives.first).to_be_attached()
    expect(page.locator("#panel-why")).to_contain_text("What decides when you start")
    expect(page.locator("#panel-why")).not_to_contain_text("Every route")
    page.wait_for_timeout(100)
    held[0].continue_()
    expect(page.locator("#panel-why")).to_contain_text("Every route that mlgraph knows")


FIGURES = """
[role.start]
title = "Start"
needs = [["known", "other"]]
leads_to = { middle = 18.5, goal = 30 }
[role.middle]
title = "Middle"
needs = ["quarter", "many"]
leads_to = { goal = 2.25 }
[role.goal]
title = "Goal"
needs = ["quarter", "many", ["half", "hard"], "odd", "known"]
[skill]
known = { title = "Known", hours = 5 }
other = { title = "Other", hours = 9 }
quarter = { title = "Quarter", hours = [1.35, 2.25, 1240.05] }
many = { title = "Many", hours = 1240 }
half = { title = "Half", hours = 0.05 }
hard = { title = "Hard", hours = 30.149 }
odd = { title = "Odd", hours = 1.449 }
"""


def test_the_page_and_the_terminal_say_the_same_in_the_same_figures(opened, graph_file, run):
    path = graph_file(FIGURES)
    ends = ("--from", "start", "--to", "goal", "--graph", path)
    _, planned, _ = run("path", *ends, "--pace", "168", "--avoid", "half")
    _, whole, _ = run("path", *ends, "--pace", "168", "--avoid", "half", "--all")
    _, described, _ = run("show", "quarter", "--graph", path)
    planned_words, whole_words, described_words = (" ".join(text.split()) for text in (planned, whole, described))
    with serving("--no-open", "--graph", path) as address:
        page = opened(f"{address}#from=start&to=goal&pace=168&avoid=half&node=quarter&tab=checklist")
        page.get_by_role("tab", name="Why").click()
        expect(page.locator("#panel-why")).to_contain_text("Every route")
        by, about = page.locator(".total").inner_text().split("from ")[0].strip().removeprefix("By ").split(", ")
        assert about == "about 21 months"
        assert f"Goal by {by}: {about}" in planned_words
        assert page.locator(".costs").first.text_content() in planned_words
        remarks = page.locator("#panel-why > p, .range").all_text_contents()
        assert len(remarks) == 6
        assert [remark for remark in remarks if remark.removesuffix(".") not in whole_words] == []
        hours = ["1,240 h", "2.3 h", "30 h", "1.4 h"]
        assert sorted(page.locator(".study .hours").all_text_contents()) == sorted(hours)
        assert sorted(f"{each} h" for each in re.findall(r"(\S+) h  ", planned.partition("\n\n1. ")[2])) == sorted(
            hours
        )
        _, *arrivals = page.locator("#panel-timeline [aria-label='The plan'] .name .quiet").all_text_contents()
        assert f"Start until {arrivals[0]}, then Middle\n" in planned
        assert f"Middle until {arrivals[1]}, then Goal\n" in planned
        assert page.locator("#node h2 + p").text_content() == "Skill, 2.3 hours of study (1.4 to 1,240.1)"
        assert "a skill, 2.3 hours of study (1.4 to 1,240.1)" in described_words
        page = opened(address)  # posts of a plan would keep their dates
        box(page, "start").hover()
        notes = page.locator(".when").all_text_contents()
        assert sorted(note for note in notes if note.startswith("after")) == ["after 18.5 mo", "after 30 mo"]


def test_the_page_folds_letters_like_the_terminal_and_exact_titles_win(opened, graph_file, run):
    skills = {"street": "Straße", "way": "ΟΔΟΣ", "resume": "Resume", "cv": "Résumé"}
    tables = "".join(f'[skill.{key}]\ntitle = "{title}"\nhours = 1\n' for key, title in skills.items())
    path = graph_file(f'[role.r]\ntitle = "R"\nneeds = {[*skills]}\n{tables}')
    with serving("--no-open", "--graph", path) as address:
        page = opened(address)
        for typed, title in {"STRASSE": "Straße", "οδός": "ΟΔΟΣ", "Resume": "Resume", "Résumé": "Résumé"}.items():
            page.fill("#search", typed)
            page.press("#search", "Enter")
            expect(page.locator("#node h2")).to_have_text(title)
            assert title in run("show", typed, "--graph", path)[1]


@pytest.mark.parametrize("kind", ["address", "one_file"])
def test_an_unknown_picture_is_refused_for_any_name(opened, request, kind):
    page = opened(request.getfixturevalue(kind))
    page.evaluate("location.hash = '#track=toString&node=toString&within=5&side=toString&from=toString'")
    expect(page.locator(".world")).not_to_have_class(re.compile("dimmed"))
    for name in ("toString", "__proto__", "constructor:x"):
        page.evaluate("view => { location.hash = new URLSearchParams({ view }) }", name)
        expect(page.locator("#legend")).to_contain_text(name if kind == "address" else "does not have")
    page.errors.clear()


def test_changes_stay_while_details_are_open(opened, address):
    page = opened(f"{address}#node=sql")
    expect(page.locator("#node h2")).to_have_text("SQL")
    open_wishes(page)
    page.get_by_role("combobox", name="I have").fill("python")
    page.get_by_role("combobox", name="I have").press("Enter")
    close_drawer(page)
    page.fill("#search", "SQL")
    page.press("#search", "Enter")
    page.get_by_role("button", name="I have it").click()
    open_wishes(page)
    expect(page.locator("#have-chips li")).to_have_text([re.compile("^Python"), re.compile("^SQL")])


def test_the_needs_of_a_skill_have_a_picture(forty, opened, address):
    page = opened(f"{address}#node=transformers")
    page.get_by_role("button", name="Needs of").click()
    expect(box(page, "transformers")).to_be_visible()
    expect(page.locator("#pictured")).to_have_text("Needs of Transformers")
    for skill in mlgraph.describe(forty, "transformers").prerequisites:
        expect(box(page, skill.id)).to_be_attached()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(box(page, "beginner")).to_be_visible()


def test_the_page_works_with_the_keyboard_only(opened, address):
    page = opened(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the map")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("begin")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="I am", exact=True)).to_have_value("Beginner")
    page.get_by_role("combobox", name="Search").focus()
    page.keyboard.press("Tab")
    first = page.locator(".box:focus")
    expect(first).to_have_count(1)
    seen = {first.get_attribute("data-id")}
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        seen.add(page.locator(".box:focus").get_attribute("data-id"))
    assert len(seen) > 3
    box(page, "data-engineer").focus()  # a post that every beginner can reach
    expect(page.locator(".world")).to_have_class(re.compile("dimmed"))
    here = page.locator(".box:focus").get_attribute("data-id")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer")).to_be_visible()
    expect(box(page, here)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(box(page, here)).to_have_attribute("aria-pressed", "false")
    expect(box(page, here)).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="I want to be here").press("Enter")
    expect(page.locator(".total")).to_be_visible()
    page.get_by_role("tab", name="Timeline").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Why")).to_be_focused()
    expect(page.locator("#panel-why")).to_be_visible()


def test_the_link_behind_the_map_leads_to_the_plan_and_keeps_it(opened, address):
    page = opened(f"{address}#from=beginner&to=data-scientist")
    expect(page.locator(".total")).to_be_visible()
    before = page.url
    page.get_by_role("link", name="Skip the map").press("Enter")
    expect(page.locator("#plan")).to_be_focused()
    assert page.url == before
    expect(page.locator(".total")).to_be_visible()


def test_the_focus_is_never_lost(opened, address):
    page = opened(f"{address}#from=beginner&to=data-scientist&tab=checklist")
    ticks = page.get_by_role("checkbox")
    expect(ticks.first).to_be_visible()
    names = [tick.get_attribute("aria-label") for tick in ticks.all()]
    ticks.nth(1).focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=names[1], exact=True)).to_be_checked()
    expect(page.locator(".study .learned:focus")).to_have_count(1)
    # the plan is drawn again with the tick
    expect(page.get_by_role("link", name="png", exact=True)).to_have_attribute("href", re.compile("have="))
    page.locator(".study .link").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer")).to_be_focused()
    page.locator("#node .rows .link").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="My skills and wishes").press("Enter")
    expect(page.locator("#drawer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="My skills and wishes")).to_be_focused()
    for leave in (
        lambda: page.get_by_role("button", name="Back").press("Enter"),
        lambda: page.keyboard.press("Escape"),
    ):
        page.goto("about:blank")
        page.goto(f"{address}#view=needs:transformers")
        expect(box(page, "python")).to_be_attached()
        box(page, "python").focus()
        leave()
        expect(box(page, "beginner")).to_be_attached()
        expect(page.locator(".box:focus")).to_have_count(1)


def test_pay_on_a_card_begins_with_the_sum_and_ends_with_its_source_in_small_letters(opened, address):
    page = opened(f"{address}#node=data-scientist")
    pay = page.locator("#node li", has=page.locator("b")).first
    assert re.fullmatch(r"[\d,]+ \w+ a year", pay.locator("b").inner_text())
    assert pay.inner_text().startswith(pay.locator("b").inner_text())
    sizes = [each.evaluate("made => parseFloat(getComputedStyle(made).fontSize)") for each in (pay, pay.locator("p"))]
    assert sizes == [14, 12.5]
    assert "[" not in pay.inner_text()


def test_pointing_at_a_post_shows_all_of_its_moves_with_their_months(forty, opened, address):
    page = opened(address)
    node = "machine-learning-engineer"
    assert page.locator(".when").count() == 0
    box(page, node).hover()
    moves = {(a, b) for a, b, relation in forty.edges(data="relation") if relation == "leads_to" and node in (a, b)}
    drawn = page.locator(".ways .way").all()
    assert {(each.get_attribute("data-from"), each.get_attribute("data-to")) for each in drawn} == moves
    near = {end for move in moves for end in move}
    assert {each.get_attribute("data-id") for each in page.locator(".box.lit").all()} == near
    assert page.locator(".when").count() == len(near) - 1
    end = min(b for a, b in moves if a == node and (b, a) not in moves)
    months = format_number(forty.edges[node, end]["months"])
    expect(box(page, end)).to_have_attribute("aria-label", re.compile(f"after {months} mo|at once"))
    page.mouse.move(640, 780)
    expect(page.locator(".world")).not_to_have_class(re.compile("dimmed"))
    box(page, node).click()
    page.mouse.move(640, 780)
    expect(page.locator(".when")).to_have_count(len(near) - 1)  # a click pins it


OUTLINED = "all => all.filter((made) => getComputedStyle(made).outlineStyle !== 'none').length"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_pinned_box_is_filled_with_ink_and_its_ways_on_are_dashed_which_the_text_below_explains(
    opened, address, scheme
):
    page = opened(address, color_scheme=scheme)
    node = "machine-learning-engineer"
    before = page.locator("#legend").inner_text()
    box(page, node).click()
    expect(page.locator("#node h2")).to_have_text("ML engineer")
    page.mouse.move(640, 780)
    fills = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.box')].map(each =>"
        " [each.dataset.id, ['rect', 'text'].map(part => getComputedStyle(each.querySelector(part)).fill)]))"
    )
    ink, ground = page.evaluate(
        "() => ['--plan', '--ground'].map(name => {"
        " document.body.style.color = `var(${name})`; return getComputedStyle(document.body).color; })"
    )
    assert [name for name, (fill, _) in fills.items() if fill == ink] == [node]
    assert fills[node] == [ink, ground]
    # it has a second outline, since the stages that are lit are filled as well
    rect = box(page, node).locator("rect")
    expect(rect).to_have_css("outline", f"{ink} solid 3px")
    expect(rect).to_have_css("stroke", ground)
    assert page.locator("#picture .box rect").evaluate_all(OUTLINED) == 1
    dashes = {
        name: {
            each.evaluate("line => getComputedStyle(line).strokeDasharray")
            for each in page.locator(f".ways .{name} .line").all()
        }
        for name in ("in", "out")
    }
    assert dashes == {"in": {"none"}, "out": {"7px, 3px"}}
    # two round corners where dashed lines part would look like the head of an arrow
    most = {name: max(page.locator(f".ways .{name} .line").evaluate_all(RADII)) for name in dashes}
    assert most == {"in": pytest.approx(9, abs=0.01), "out": pytest.approx(2, abs=0.01)}
    expect(page.locator("#legend")).to_contain_text("Solid (blue): the ways in")
    expect(page.locator("#legend")).to_contain_text("Dashed (orange): the ways on")
    expect(page.locator("#legend")).to_contain_text('"9 in, 6 on": 9 months there, then here; 6 here, then there')
    assert re.search(r"^\d+ in, \d+ on$", "\n".join(page.locator(".box.both .when").all_text_contents()), re.M)
    samples = page.locator("#legend i").evaluate_all("all => all.map((made) => getComputedStyle(made).borderTopStyle)")
    assert samples == ["solid", "dashed"]
    page.keyboard.press("Escape")
    page.locator("#search").focus()
    expect(page.locator("#legend")).to_have_text(before)
    box(page, node).hover()
    expect(page.locator("#legend")).to_contain_text("Dashed (orange)")


@pytest.mark.parametrize("media", ["screen", "print"])
def test_the_ways_back_to_an_earlier_post_are_thin_and_behind_the_others(forty, opened, address, media):
    page = opened(address)
    box(page, "data-scientist").hover()
    page.emulate_media(media=media)
    soonest = {each.id: each.soonest for each in draw_view(forty, "map").boxes}
    drawn = page.locator(".ways .way").evaluate_all(
        "all => all.map((each) => [each.dataset, parseFloat(getComputedStyle(each.firstChild).strokeWidth)])"
    )
    are_back = [soonest[ends["from"]] > soonest[ends["to"]] for ends, _ in drawn]
    assert {*are_back} == {True, False}
    assert are_back == sorted(are_back, reverse=True)
    assert {(is_back, width) for is_back, (_, width) in zip(are_back, drawn, strict=True)} == {
        (True, 0.75),
        (False, 2),
    }
    expect(page.locator("#legend")).to_contain_text("Thin: back to an earlier post")


# how far from their corners lines begin to turn
RADII = """(lines) => lines.flatMap((line) => [...line.getAttribute("d").matchAll(/([\\d.-]+),([\\d.-]+)Q([\\d.-]+),([\\d.-]+)/g)]
    .map(([, x, y, cornerX, cornerY]) => Math.hypot(x - cornerX, y - cornerY)))"""


def test_while_a_post_is_pointed_at_its_key_is_below_a_plan_and_nothing_moves(opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist")
    expect(page.locator(".range")).to_be_visible()
    page.wait_for_load_state("networkidle")  # until then, the page may draw its tabs again
    parts = page.locator(".sheet, .range, .route, .tabs")
    expect(page.locator("#legend")).to_be_hidden()
    before = parts.evaluate_all(FRAMES)
    box(page, "data-scientist").hover()
    expect(page.locator("#legend")).to_contain_text("Solid (blue): the ways in")
    expect(page.locator("#legend")).to_be_in_viewport(ratio=1)
    assert parts.evaluate_all(FRAMES) == before
    page.mouse.move(640, 20)
    expect(page.locator("#legend")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lines_of_needs_of_needs_are_thin_and_not_faint(opened, address, scheme):
    page = opened(f"{address}#node=transformers&view=needs:transformers", color_scheme=scheme)
    expect(page.locator(".arrow.near").first).to_be_attached()
    faint = page.evaluate(
        "() => { document.body.style.color = 'var(--faint)'; return getComputedStyle(document.body).color; }"
    )
    style = "each => { const { stroke, strokeWidth } = getComputedStyle(each.firstChild);"
    style += " return [stroke, parseFloat(strokeWidth), getComputedStyle(each).opacity]; }"
    far = [each.evaluate(style) for each in page.locator(".arrow:not(.near)").all()]
    near = [each.evaluate(style) for each in page.locator(".arrow.near").all()]
    assert {(colour, opacity) for colour, _, opacity in far} == {(faint, "1")}
    assert max(width for _, width, _ in far) < min(width for _, width, _ in near)


def test_pointing_from_post_to_post_touches_their_moves_only_and_measures_nothing(opened, address):
    page = opened(address)
    page.evaluate(COUNTED)
    before = 0
    for name in ("chief-ai-officer", "machine-learning-engineer", "chief-ai-officer"):
        work = page.evaluate("id => window.point(id)", name)
        near = page.locator(".box.lit").count()
        assert work["measured"] == 0
        # a few attributes of each box, and the shapes of each move; the former ones are taken away as whole layers
        assert work["changed"] <= 16 * (before + near)
        before = near


# the work for pointing at a box: reads that force a layout, and changes of the picture
COUNTED = """() => {
    let measured = 0;
    const methods = [[Element, "getBoundingClientRect"], [Element, "getClientRects"], [SVGGraphicsElement, "getBBox"],
        [SVGTextContentElement, "getComputedTextLength"], [SVGGraphicsElement, "getScreenCTM"], [window, "getComputedStyle"]];
    for (const [owner, name] of methods) {
        const place = owner.prototype && name in owner.prototype ? owner.prototype : owner;
        const own = place[name];
        place[name] = function (...given) { measured += 1; return own.apply(this, given); };
    }
    const watcher = new MutationObserver(() => {});
    watcher.observe(document.body, { subtree: true, childList: true, attributes: true });
    window.point = (id) => {
        measured = 0;
        watcher.takeRecords();
        document.querySelector(`.box[data-id="${id}"] rect`).dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
        return { measured, changed: watcher.takeRecords().length };
    };
}"""


def test_a_map_too_high_for_the_screen_scrolls_below_its_times_to_the_plan(opened, graph_file):
    posts = "".join(
        f'[role.r{n}]\ntitle = "Post {n}"\nleads_to = {{ s{n} = 12 }}\n[role.s{n}]\ntitle = "Senior {n}"\n'
        for n in range(40)
    )
    with serving("--no-open", "--graph", graph_file(posts)) as address:
        page = opened(address)
        assert min(page.evaluate(SIZES)["name"]) >= 12
        for number in (3, 38):
            page.goto(f"{address}#from=r{number}&to=s{number}")
            expect(page.locator(".total")).to_be_in_viewport(ratio=1)
            for name in (f"r{number}", f"s{number}"):
                expect(box(page, name)).to_be_in_viewport(ratio=1)
        page.locator("#sheet").evaluate("sheet => { sheet.scrollTop = 300 }")
        expect(page.locator("#axis")).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth") == WIDE["width"]


def test_a_plan_runs_along_the_map_and_covers_no_name(forty, opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist")
    plan = mlgraph.plan(forty, "beginner", "cds")
    steps = [*itertools.pairwise(stop.id for stop in plan.stops)]
    expect(page.locator(".ways .way.on")).to_have_count(len(steps))
    drawn = page.locator(".ways .way.on").all()
    assert [(each.get_attribute("data-from"), each.get_attribute("data-to")) for each in drawn] == steps
    assert page.evaluate(COVERED) == []


# the texts outside the boxes of the plan that these boxes meet
COVERED = """() => {
    const frame = (made) => made.getBoundingClientRect();
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const names = [...document.querySelectorAll('.box:not(.on) text')];
    return [...document.querySelectorAll('.box.on rect')].flatMap((box) =>
        names.filter((name) => meet(frame(box), frame(name))).map((name) => name.textContent));
}"""


def test_a_map_of_forty_posts_is_seen_and_read_whole_on_a_screen_of_1280_by_800(opened, graph_file):
    tracks = "".join(f'[track.t{n}]\ntitle = "Track {n}"\n' for n in range(5))
    posts = "".join(
        f'[role.p{n}]\ntitle = "Senior specialist {n}"\ntrack = "t{n // 8}"\n'
        + (f"leads_to = {{ p{n + 1} = 12, p{(n + 9) % 40} = 18 }}\n" if n % 8 < 7 else "")
        for n in range(40)
    )
    with serving("--no-open", "--graph", graph_file(tracks + posts)) as address:
        page = opened(address)
        boxes = page.locator("#picture .box")
        expect(boxes).to_have_count(40)
        for each in boxes.all():
            expect(each).to_be_in_viewport(ratio=0.99)
        assert min(page.evaluate(SIZES)["name"]) >= 12


def test_the_map_of_machine_learning_is_seen_whole_on_a_screen_of_1920_by_1080(opened, address):
    page = opened(address, {"width": 1920, "height": 1080})
    for each in page.locator("#picture .box").all():
        expect(each).to_be_in_viewport(ratio=0.99)
    assert min(page.evaluate(SIZES)["name"]) >= 12


def test_the_posts_of_a_plan_are_in_one_line_beside_its_date(opened, address):
    page = opened(f"{address}#from=beginner&to=data-scientist")
    route = page.locator(".route")
    expect(route).to_contain_text("Beginner")
    expect(route).to_contain_text("Data scientist")
    expect(route).to_be_in_viewport(ratio=0.99)


FRAMES = "all => all.map((made) => made.getBoundingClientRect().toJSON())"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_bars_of_plans_are_as_wide_as_their_axis_and_its_dates_lie_within(opened, address, viewport):
    page = opened(address, viewport)
    for tab, drawer in itertools.product(("timeline", "compare"), ("", "&node=sql")):
        for goal in ("chief-data-scientist", "data-scientist"):
            page.goto("about:blank")
            page.goto(f"{address}#from=beginner&to={goal}&tab={tab}{drawer}")
            page.wait_for_load_state("networkidle")  # until then, the page may draw its tabs again
            panel = page.locator(f"#panel-{tab}")
            expect(panel.locator(".bars").nth(1)).to_be_visible()
            axis, *bars = panel.locator(".axis, .bars").evaluate_all(FRAMES)
            assert {(each["x"], each["width"]) for each in bars} == {(axis["x"], axis["width"])}, (tab, drawer)
            assert axis["width"] > 200
            dates = panel.locator(".axis span")
            assert all(re.fullmatch(r"\S+ y\n\w+ \d{4}", each) for each in dates.all_text_contents())
            assert dates.evaluate_all(OUT_OF_THE_AXIS) == []
            if viewport is PHONE and tab == "compare":
                row, figures, *_ = panel.locator(".option").first.locator(".bars, .hours").evaluate_all(FRAMES)
                assert row["y"] + row["height"] <= figures["y"]


# the texts of marks that reach beyond their axis
OUT_OF_THE_AXIS = """(marks) => marks.filter((mark) => {
    const range = document.createRange();
    range.selectNodeContents(mark);
    const [text, axis] = [range, mark.parentNode].map((made) => made.getBoundingClientRect());
    return text.left < axis.left || text.right > axis.right;
}).map((mark) => mark.textContent)"""


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_bars_of_compared_plans_have_a_key_and_each_name_that_has_room(forty, opened, address, viewport):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist&tab=compare", viewport)
    expect(page.locator("#panel-compare .samples")).to_contain_text("waiting for experience")
    titles = {stop.title for stop in mlgraph.plan(forty, "beginner", "cds").stops}
    if viewport is PHONE:  # it has no room for names beside bars
        expect(page.locator(".option .bars span").first).to_be_hidden()
        stops = page.locator(".option .stops").first
        expect(stops).to_be_visible()
        assert {*re.split(r" \W ", stops.text_content())} <= titles
        return
    whole, cut = page.locator(".option").first.locator(".bars span").evaluate_all(READ_NAMES)
    assert cut == []
    assert {*whole} <= titles
    assert len(whole) >= len(titles) - 1


# the names that are in view as a whole, and those that are in view in part
READ_NAMES = """(names) => {
    const seen = { whole: [], cut: [] };
    for (const name of names) {
        const range = document.createRange();
        range.selectNodeContents(name);
        const [text, room] = [range, name].map((made) => made.getBoundingClientRect());
        if (text.top >= room.bottom - 1) continue;
        seen[text.right <= room.right + 0.5 ? "whole" : "cut"].push(name.textContent);
    }
    return [seen.whole, seen.cut];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_are_strong_where_the_plan_says_so_and_the_key_names_no_tone(forty, opened, address, scheme):
    page = opened(address, color_scheme=scheme)
    found = {"posts": set(), "study": set()}
    for goal, pace in (("chief-data-scientist", 10), ("chief-data-scientist", 20)):
        page.goto("about:blank")
        page.goto(f"{address}#from=beginner&to={goal}&pace={pace}")
        page.wait_for_load_state("networkidle")  # until then, the page may draw its tabs again
        panel = page.locator("#panel-timeline")
        expect(panel.locator(".samples")).to_be_visible()
        stops = describe_plan(mlgraph.plan(forty, "beginner", goal, pace=pace), graph=forty).stops
        steps = [(here, after) for here, after in itertools.pairwise(stops) if after.free > here.months]
        posts = [(here.kind, after.is_critical and after.free == after.months) for here, after in steps]
        study = [stop.is_study_critical for stop in stops for _ in find_times(stop)]
        for name, facts, bars in (("posts", posts, ".stop .required"), ("study", study, ".study-bar:not(.samples i)")):
            found[name] |= {*zip(facts, panel.locator(bars).evaluate_all(COLOURS), strict=True)}
    key = {
        each.text_content(): each.locator("i").first.evaluate("bar => getComputedStyle(bar).backgroundColor")
        for each in panel.locator(".samples > span").all()
    }
    assert not re.search("dark|light", " ".join(key))
    strong, pale = key["strong or dense: decides the last date"], key["pale or sparse: could end later without delay"]
    assert strong == key["required time in a post"]
    # one colour for each kind and strength: each is seen in one of the two plans
    posts, study = dict(found["posts"]), dict(found["study"])
    assert (len(posts), len(study)) == (len(found["posts"]), len(found["study"])) == (4, 2)
    assert (posts["role", True], posts["role", False], study[True]) == (strong, pale, key["study"])
    assert len({*posts.values(), *study.values()}) == 6


COLOURS = "bars => bars.map((bar) => getComputedStyle(bar).backgroundColor)"


@pytest.mark.parametrize("tab", ["timeline", "compare"])
def test_bars_differ_in_more_than_colour(opened, address, tab):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist&tab={tab}")
    page.wait_for_load_state("networkidle")  # until then, the page may draw its tabs again
    key = {
        each.text_content(): each.locator("i").evaluate_all(PATTERNS)
        for each in page.locator(f"#panel-{tab} .samples > span").all()
    }
    assert "time at a stage" in key
    decides, spare = key["strong or dense: decides the last date"], key["pale or sparse: could end later without delay"]
    waits = [key["waiting for study"][0], key["waiting for experience"][0]]
    assert spare[1:] == waits
    assert len({*decides[1:], *waits}) == 4
    if tab == "timeline":
        assert key["study"] != key["required time in a post"]
        heights = [{*page.locator(bar).evaluate_all(HEIGHTS)} for bar in (".stop .study-bar", ".stop .required")]
        assert heights == [{14}, {22}]


# the patterns of bars without their colours, and their heights
PATTERNS = """bars => bars.map((bar) => {
    const { backgroundImage, backgroundSize, height } = getComputedStyle(bar);
    return `${backgroundImage.replaceAll(/(rgb|color)a?\\([^)]*\\)/g, "")} ${backgroundSize} ${height}`;
})"""
HEIGHTS = "bars => bars.map((bar) => bar.getBoundingClientRect().height)"


def find_times(stop):
    """Return the studies of a stop that begin after a pause, of which each begins a bar."""
    ends = [None, *(study.to_month for study in stop.studies)]
    return [each for each, end in zip(stop.studies, ends, strict=False) if end is None or each.from_month - end >= 0.05]


def test_a_post_of_the_route_and_its_day_stay_in_one_line(opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist")
    expect(page.locator(".route")).to_be_visible()
    broken = []
    for width in range(800, 1281, 20):
        page.set_viewport_size({"width": width, "height": 800})
        broken += page.locator(".route b").evaluate_all(BROKEN)
    assert broken == []


BROKEN = """(titles) => titles.filter((title) => {
    const [own, day] = [title, title.nextElementSibling].map((made) => made.getClientRects());
    return day.length > 1 || own[0].bottom <= day[0].top + 1;
}).map((title) => title.textContent)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_boxes_that_are_not_checked_have_no_fill(opened, address, scheme):
    page = opened(f"{address}#from=beginner&to=data-scientist&tab=checklist", color_scheme=scheme)
    page.wait_for_load_state("networkidle")  # until then, the page may draw its tabs again
    tick = page.get_by_role("checkbox").first
    expect(tick).to_have_css("appearance", "none")
    ground = page.locator("header").evaluate("made => getComputedStyle(made).backgroundColor")
    expect(tick).to_have_css("background-color", ground)
    assert tick.bounding_box()["width"] == 16
    edges = [
        page.locator(each).first.evaluate("made => getComputedStyle(made).borderColor") for each in (".state", "#swap")
    ]
    assert edges[0] == edges[1]  # an edge that is seen, not the colour of lines between rows
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator(".choices :checked")).to_have_css("appearance", "auto")
    expect(page.locator(".choices input:not(:checked)").first).to_have_css("appearance", "none")


def test_a_phone_has_the_result_then_the_sliders_and_what_is_within_reach_before_the_parts_of_the_plan(opened, address):
    page = opened(f"{address}#from=beginner&to=data-scientist", PHONE)
    expect(page.locator(".total")).to_be_in_viewport(ratio=1)
    parts = [page.locator(part) for part in (".total", ".files", "#whatif", ".tabs", "#show-next")]
    for part in parts:
        expect(part).to_be_visible()
    page.wait_for_load_state("networkidle")  # until then, the page may draw its parts again
    tops = [part.bounding_box()["y"] for part in parts]
    assert tops == sorted(tops)
    for name in ("faster", "within"):
        expect(page.locator(f"#{name}")).to_be_in_viewport(ratio=1)
    off = page.locator("output").evaluate_all(RIGHT_ENDS)
    page.get_by_label("Within reach in").fill("24")
    expect(page.locator("#within-said")).to_have_text("24 months")
    expect(page.locator("#reached h2")).to_be_in_viewport(ratio=1)
    assert {*off} == {*page.locator("output").evaluate_all(RIGHT_ENDS)} == {374}


# where texts end on the right
RIGHT_ENDS = """(outputs) => outputs.map((output) => {
    const range = document.createRange();
    range.selectNodeContents(output);
    return Math.round(range.getBoundingClientRect().right);
})"""


# how far parts of the page have moved since it was opened, in the browser's own measure
SHIFTED = """() => new Promise((done) => {
    let sum = 0;
    const add = (list) => list.getEntries().forEach(({ value }) => { sum += value; });
    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 300);
})"""


def test_the_whole_map_is_seen_and_read_on_a_screen_of_1280_by_800(opened, address):
    page = opened(address)
    assert page.evaluate(SHIFTED) < 0.1  # the map has its room before it is drawn
    frames = [each.bounding_box() for each in page.locator("#picture .box").all()]
    assert all(frame["x"] >= 0 and frame["x"] + frame["width"] <= WIDE["width"] for frame in frames)
    assert all(frame["y"] >= 0 and frame["y"] + frame["height"] <= WIDE["height"] for frame in frames)
    expect(page.locator("#axis")).to_be_in_viewport(ratio=0.99)
    page.evaluate("document.fonts.ready")
    sizes = page.evaluate(SIZES)
    assert min(sizes["name"]) >= 12
    assert min(sizes["other"]) >= 11
    assert page.evaluate("document.fonts.check('12px \"Open Sans\"')")
    assert page.evaluate(TOO_SMALL, 24) == []


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    ("state", "last"),
    [
        ("", "#examples button"),
        ("#from=beginner&to=chief-data-scientist", ".total"),
        ("#from=beginner&within=24", "#reached li"),
    ],
)
def test_nothing_that_is_in_view_moves_while_the_page_opens(opened, address, viewport, state, last):
    page = opened("about:blank", viewport, ready=False)

    def answer_late(route):
        page.wait_for_timeout(300)  # the map and the rest of the page are in view before
        route.continue_()

    page.route("**/api/plan?*", answer_late)
    page.route("**/api/reach?*", answer_late)
    page.goto(f"{address}{state}")
    if "within" in state:
        expect(page.locator("#reached")).to_contain_text("Looking for the roles that you can reach")
    expect(page.locator(last).first).to_be_visible()
    assert page.evaluate(SHIFTED) < 0.03


def test_the_page_writes_a_pace_exactly_that_the_slider_cannot_show(opened, address):
    page = opened(f"{address}#from=beginner&pace=12.5")
    expect(page.locator("#faster-said")).to_have_text("12.5 h a week")
    page.get_by_label("What if I study").fill("20")
    expect(page.locator("#faster-said")).to_have_text("20 h a week")


def test_an_unknown_name_says_so_and_offers_what_is_near(opened, address):
    page = opened(address)
    field = page.get_by_role("combobox", name="and want to be")
    field.fill("Dta scientest")
    expect(page.locator("#to-note")).to_have_text('No post or stage here is called "Dta scientest". Near it:')
    expect(page.get_by_role("option").first).to_contain_text("Data scientist")
    field.press("Tab")
    expect(page.locator("#to-note")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "")
    field.focus()
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(re.compile("scientist"))
    expect(page.locator("#to-note")).to_be_hidden()


# whether a text is on top at its four corners
IS_ON_TOP = """note => {
    const { left, right, top, bottom } = note.getBoundingClientRect();
    return [left + 9, right - 9].every((x) => [top + 9, bottom - 9].every((y) => document.elementFromPoint(x, y) === note));
}"""


@pytest.mark.parametrize("typed", ["xx yy", "Dta scientest"])
def test_on_a_phone_the_note_of_an_unknown_name_stays_readable_while_another_is_typed(opened, address, typed):
    page = opened(address, PHONE)
    page.get_by_role("combobox", name="I am", exact=True).fill("xx yy")
    page.get_by_role("combobox", name="and want to be").fill(typed)
    for name in ("from", "to"):
        expect(page.locator(f"#{name}-note")).to_be_visible()
        assert page.locator(f"#{name}-note").evaluate(IS_ON_TOP)
    page.get_by_role("combobox", name="and want to be").blur()
    assert page.locator("#pace").evaluate(IS_ON_TOP)


def test_an_unknown_name_in_an_address_says_so_until_another_is_chosen(opened, address):
    page = opened(f"{address}#from=beginner&to=Dta%20scientest")
    expect(page.locator("#to-note")).to_contain_text('called "Dta scientest". Near it:')
    expect(page.get_by_role("option").first).to_contain_text("Data scientist")
    page.get_by_role("combobox", name="and want to be").blur()
    page.get_by_label("studying").fill("12")
    page.get_by_label("studying").press("Tab")
    expect(page.get_by_role("combobox", name="and want to be")).to_have_value("Dta scientest")
    box(page, "data-engineer").click()
    page.get_by_role("button", name="I want to be here").click()
    expect(page.locator("#to-note")).to_be_hidden()
    expect(page.get_by_role("combobox", name="and want to be")).to_have_value("Data engineer")


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_notes_of_two_unknown_names_stand_beside_each_other(opened, address, width):
    page = opened(f"{address}#from=Data%20scientst&to=Dta%20scientest", {"width": width, "height": 800})
    frames = [page.locator(f"#{name}-note").locator("..").bounding_box() for name in ("from", "to")]
    assert frames[0]["x"] + frames[0]["width"] <= frames[1]["x"]
    for name in ("from", "to"):
        expect(page.locator(f"#{name}-note")).to_contain_text("Near it:")
        assert page.locator(f"#{name}-note").evaluate(IS_ON_TOP)
        expect(page.locator(f"#{name}-list [role=option]").first).to_contain_text("Data scientist")
        assert page.locator(f"#{name}-list [role=option]").first.evaluate(
            "made => made.scrollWidth <= made.clientWidth"
        )


def test_an_example_is_a_plan_with_one_click(opened, address):
    page = opened(address)
    examples = page.locator("#examples button")
    expect(examples).to_have_count(3)
    examples.last.click()
    expect(page.locator(".total")).to_be_in_viewport(ratio=1)
    expect(page.locator(".range")).to_contain_text("8 in 10")


def test_the_map_shows_what_is_within_reach_and_a_track(forty, opened, address):
    page = opened(f"{address}#from=beginner&within=24")
    found = mlgraph.reach(forty, "beginner", within=24)
    words = f"Within reach in 24 months: {len(found.roles)} roles. Later: {found.beyond}."
    expect(page.locator("#reached h2")).to_have_text(words)
    assert {each.get_attribute("data-id") for each in page.locator(".box.lit").all()} == {
        "beginner",
        *(role.id for role in found.roles),
    }
    assert route(page) == {"beginner"}
    expect(page.locator("#legend")).to_contain_text("With a date: the posts within reach. Faded: later")
    # fewer months than the server was asked for
    page.get_by_label("Within reach in").fill("18")
    near = [role for role in found.roles if role.costs.months <= 18]
    later = found.beyond + len(found.roles) - len(near)
    words = f"Within reach in 18 months: {len(near)} roles. Later: {later}."
    expect(page.locator("#reached h2")).to_have_text(words)
    expect(page.locator("#reached")).not_to_contain_text("24 months")
    page.get_by_label("Within reach in").fill("0")
    expect(page.locator("#reached h2")).to_have_count(0)
    chip = page.locator("#tracks button").first
    chip.click()
    expect(page.locator(".world")).to_have_class(re.compile("dimmed"))
    expect(page.locator("#tracks button").first).to_have_attribute("aria-pressed", "true")
    page.locator("#tracks button").first.click()
    expect(page.locator(".world")).not_to_have_class(re.compile("dimmed"))


def test_the_chips_of_tracks_are_sorted_and_a_plan_leaves_the_track(opened, address):
    page = opened(address)
    chips = page.locator("#tracks button")
    titles = chips.all_inner_texts()
    assert len(titles) > 3
    assert titles == sorted(titles, key=str.casefold)
    chips.first.click()
    page.wait_for_function("() => location.hash.includes('track=')")
    page.locator("#examples button").first.click()
    expect(page.locator(".total")).to_be_visible()
    assert "track=" not in page.url
    page = opened(f"{address}#from=beginner&to=data-scientist&track=research")
    expect(page.locator(".total")).to_be_visible()
    assert "track=" not in page.url


def test_the_key_of_a_plan_is_shown_only_with_a_plan(opened, address):
    page = opened(f"{address}#from=beginner&to=data-scientist&avoid=calculus&within=24")
    expect(page.locator(".box.reached").first).to_be_attached()
    expect(page.locator("#answer .error")).to_be_visible()
    expect(page.locator("#key")).to_have_text(" Dated: in reach.", use_inner_text=True)
    page.errors.clear()  # the browser logs the missing plan
    open_wishes(page)
    page.get_by_role("button", name="Remove Calculus").click()
    close_drawer(page)
    expect(page.locator("#key")).to_have_text("Thick: your plan. Dated: in reach.", use_inner_text=True)


@pytest.mark.parametrize("state", ["within=24", "node=machine-learning-engineer"])
def test_the_plan_stays_on_the_map_among_what_is_within_reach_and_above_the_moves_of_a_post(
    forty, opened, address, state
):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist&{state}")
    plan = mlgraph.plan(forty, "beginner", "cds")
    steps = {*itertools.pairwise(stop.id for stop in plan.stops)}
    expect(page.locator(".ways .way.on")).to_have_count(len(steps))
    assert page.locator(".ways .way").evaluate_all("all => all.at(-1).classList.contains('on')")
    drawn = page.locator(".ways .way.on").all()
    assert {(each.get_attribute("data-from"), each.get_attribute("data-to")) for each in drawn} == steps
    assert route(page) == {stop.id for stop in plan.stops}
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert {
        each.evaluate("box => getComputedStyle(box.firstChild).stroke") for each in page.locator(".box.on").all()
    } == {ink}


def test_another_pace_moves_the_date_and_the_next_skills_are_listed(forty, opened, address):
    page = opened(f"{address}#from=beginner&to=data-scientist")
    expect(page.locator(".total")).to_be_visible()
    page.get_by_label("What if I study").fill("25")
    expect(page.locator(".costs").first).to_have_text(total(mlgraph.plan(forty, "beginner", "data-scientist", pace=25)))
    expect(page.get_by_label("studying")).to_have_value("25")
    page.get_by_role("button", name="What to learn next").click()
    skills = mlgraph.next_skills(forty, "beginner", "data-scientist", pace=25).skills
    expect(page.locator("#next li .link")).to_contain_text([skill.title for skill in skills])


def test_the_next_skills_are_listed_also_while_the_page_looks_for_what_is_within_reach(opened, address):
    page = opened(f"{address}#from=beginner&within=24&side=next")
    expect(page.locator("#next li").first).to_be_visible()
    expect(page.locator("#reached li").first).to_be_attached()


def test_a_run_of_paces_is_one_question_and_one_step_back(opened, address):
    page = opened(f"{address}#from=beginner&to=data-scientist")
    expect(page.locator(".total")).to_be_visible()
    asked = []
    page.on("request", lambda request: "/api/plan?" in request.url and "all=" not in request.url and asked.append(1))
    entries = page.evaluate("history.length")
    # all within one pause, also on a busy machine
    page.get_by_label("What if I study").evaluate("""(slider) => {
        for (let pace = 11; pace <= 25; pace += 1) {
            slider.value = pace;
            for (const name of ["input", "change"]) slider.dispatchEvent(new Event(name, { bubbles: true }));
        }
    }""")
    expect(page.get_by_label("studying")).to_have_value("25")
    page.get_by_label("What if I study").press("ArrowRight")
    expect(page.get_by_label("studying")).to_have_value("26")
    expect(page.locator("#answer")).not_to_have_attribute("aria-busy", "true")
    assert len(asked) == 2
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    expect(page.get_by_label("studying")).to_have_value("10")
    page.get_by_label("What if I study").press("ArrowRight")
    expect(page.get_by_label("studying")).to_have_value("11")
    page.go_back()
    expect(page.get_by_label("studying")).to_have_value("10")


def test_after_a_step_back_the_sliders_show_what_the_address_has(opened, address):
    page = opened(f"{address}#from=beginner")
    page.evaluate("location.hash = '#from=data-analyst'")
    expect(page.get_by_role("combobox", name="I am", exact=True)).to_have_value("Data analyst")
    slider = page.get_by_label("Within reach in")
    slider.press("ArrowRight")
    expect(page.locator("#within-said")).to_have_text("1 months")
    page.go_back()
    expect(page.get_by_role("combobox", name="I am", exact=True)).to_have_value("Beginner")
    assert "within" not in page.url
    expect(slider).to_be_focused()
    expect(slider).to_have_value("0")
    expect(page.locator("#within-said")).to_have_text("off")


def test_the_page_prints_completely_and_respects_forced_colours(opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist", color_scheme="dark")
    expect(page.locator(".total")).to_be_visible()
    printed = page.pdf(prefer_css_page_size=True)
    pages = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(pages) > 2
    assert all(float(width) > float(height) for width, height in pages)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(15, 23, 42)"
    for part in ("#picture", "#panel-timeline", "#panel-checklist", ".study .learned", ".required", "#title"):
        expect(page.locator(part).first).to_be_visible()
    forced = opened(f"{address}#from=beginner&to=data-scientist", forced_colors="active", color_scheme="dark")
    expect(forced.locator(".total")).to_be_visible()
    ground = forced.evaluate("getComputedStyle(document.body).backgroundColor")
    # the tabs are made again when a later answer comes, so ask until they stay
    expect(forced.locator("#tab-why")).to_have_css("border-bottom-color", ground)
    expect(forced.locator("#tab-timeline")).not_to_have_css("border-bottom-color", ground)
    name = forced.locator(".box.role text").first
    assert name.evaluate("text => getComputedStyle(text).fill") != ground


def test_the_page_reports_a_stopped_server(opened):
    with serving("--no-open", "--graph", FORTY) as address:
        page = opened(f"{address}#from=beginner&to=data-scientist")
        expect(page.locator(".costs").first).to_be_visible()
    page.get_by_role("button", name="Exchange from and to").click()
    expect(page.locator("#answer .error")).to_contain_text("Is mlgraph serve still running?")
    box(page, "beginner").click()
    expect(page.locator("#node .error")).to_contain_text("Is mlgraph serve still running?")
    page.errors.clear()


def test_a_page_in_one_file_shows_plans_without_the_network(forty, opened, one_file):
    page = opened(one_file)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("combobox", name="I am", exact=True).fill("beginner")
    page.get_by_role("combobox", name="I am", exact=True).press("Enter")
    page.get_by_role("combobox", name="and want to be").fill("cds")
    page.get_by_role("combobox", name="and want to be").press("Enter")
    plan = mlgraph.plan(forty, "beginner", "cds")
    expect(page.locator(".costs").first).to_contain_text(total(plan))
    assert route(page) == {stop.id for stop in plan.stops}
    expect(page.locator("#file-only")).to_contain_text("mlgraph serve")
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator("#panel-compare")).to_contain_text("mlgraph serve")
    page.get_by_role("combobox", name="Search").fill("LLMs")
    page.get_by_role("combobox", name="Search").press("Enter")
    page.get_by_role("button", name="Needs of").click()
    expect(box(page, "python")).to_be_visible()
    box(page, "python").click()
    expect(page.locator("#node h2")).to_have_text("Python")
    again = opened(page.url)
    expect(again.locator(".costs").first).to_contain_text(total(plan))
    assert asked == []


def test_a_graph_too_large_for_a_map_is_shown_by_neighbourhoods(opened, graph_file, run):
    ladder = "\n".join(
        f'[role.r{n}]\ntitle = "Role {n}"\nneeds = ["s"]\nleads_to = {{ r{n + 1} = 2 }}' for n in range(MOST_ON_A_MAP)
    )
    source = f'attribution = "made from what others have published{", or so they say" * 24}"'
    path = graph_file(
        f'{source}\n{ladder}\n[role.r{MOST_ON_A_MAP}]\ntitle = "Last"\n[skill.s]\ntitle = "S"\nhours = 5\n'
    )
    code, _, err = run("export", path.with_suffix(".html"), "--graph", path)
    assert (code, "mlgraph serve" in err) == (1, True)
    with serving("--no-open", "--graph", path) as address:
        page = opened(f"{address}#node=r7")
        assert {each.get_attribute("data-id") for each in page.locator(".box").all()} == {"r6", "r7", "r8"}
        page.get_by_role("button", name="I am here").click()
        page.mouse.move(640, 790)  # away from the boxes of the plan
        page.get_by_role("combobox", name="and want to be").fill("role 9")
        page.get_by_role("combobox", name="and want to be").press("Enter")
        expect(page.locator(".box.on")).to_have_count(3)
        page.goto("about:blank")
        page.goto(address)
        expect(page.get_by_text("Search for a post or a skill to see what is around it.")).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_the_plan_of_a_person_is_one_file(forty, opened, graph_of, tmp_path):
    plan = mlgraph.plan(forty, "beginner", "data-scientist", have=["python"], pace=6)
    path = tmp_path / "plan.html"
    path.write_bytes(write(forty, start=None, plan=plan))
    page = opened(path.as_uri())
    expect(page.locator(".costs").first).to_have_text(total(plan))
    expect(page.get_by_label("studying")).to_have_value("6")
    assert route(page) == {stop.id for stop in plan.stops}
    page.get_by_role("button", name="Exchange from and to").click()
    expect(page.locator("#answer .error")).to_contain_text("one plan, and not this one. For others, run mlgraph serve")
    rungs = "".join(f'[role.r{n}]\ntitle = "R{n}"\nleads_to = {{ r{n + 1} = 2 }}\n' for n in range(MOST_ON_A_MAP))
    large = graph_of(f'{rungs}[role.r{MOST_ON_A_MAP}]\ntitle = "Last"\n')
    path.write_bytes(write(large, start=None, plan=mlgraph.plan(large, "r0", "r3")))
    page = opened(path.as_uri())
    expect(page.locator(".box.lit")).to_have_count(4)


def test_the_posts_of_a_route_in_hebrew_stand_from_left_to_right_with_their_days(opened, graph_of, tmp_path):
    graph = graph_of(
        '[stage.a]\ntitle = "\u05d0\u05d1 1"\nleads_to = { b = 3 }\n[role.b]\ntitle = "\u05d2\u05d3 2"\nleads_to = { c = 3 }\n'
        '[role.c]\ntitle = "\u05d4\u05d5 3"'
    )
    path = tmp_path / "plan.html"
    path.write_bytes(write(graph, start=None, plan=mlgraph.plan(graph, "a", "c")))
    words = opened(path.as_uri()).locator(".route b, .route .quiet")
    expect(words.first).to_be_visible()
    lefts = [word.bounding_box()["x"] for word in words.all()]
    assert len(lefts) == 8 and lefts == sorted(lefts)


@pytest.mark.parametrize("kind", ["served", "file"])
def test_hostile_labels_stay_text(opened, graph_file, run, kind):
    path = graph_file(HOSTILE)
    assert run("check", path)[0] == 0
    assert run("export", path.with_suffix(".html"), "--graph", path)[0] == 0
    with serving("--no-open", "--graph", path) as address:
        page = opened(path.with_suffix(".html").as_uri() if kind == "file" else address)
        expect(page.locator("#title")).to_have_text(EVIL)
        page.goto(f"{page.url.partition('#')[0]}#from=first&to=second&node=second")
        expect(page.locator(".costs").first).to_be_attached()
        page.fill("#search", "alias")
        expect(page.get_by_role("option").first).to_contain_text("<img")
        page.press("#search", "Escape")
        page.get_by_role("button", name="Needs of").click()
        expect(box(page, "evil")).to_contain_text("Evil")
        assert page.locator("img").count() == 0
        assert page.evaluate("window.hacked") is None


def test_each_hostile_label_is_shown_as_text(opened, tmp_path):
    graph = skills_with(LABELS)
    path = tmp_path / "page.html"
    path.write_text(make_page(graph, hold_all(graph, date.today())), encoding="utf-8")
    page = opened(path.as_uri())
    for node, attributes in graph.nodes.items():
        page.evaluate("node => { location.hash = new URLSearchParams({ node }) }", node)
        expect(page.locator("#node h2")).to_have_text(attributes["title"])
        expect(page.locator("#node .about")).to_have_text(attributes["about"])
    assert page.locator(":is(a:not(.skip), img, iframe, object, embed, form:not(#wishes))").count() == 0


@pytest.mark.parametrize("kind", ["address", "one_file"])
def test_markup_would_not_run_even_if_it_came_in(opened, request, kind):
    page = opened(request.getfixturevalue(kind))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran=1\">')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran=1'}))")
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert page.errors
    assert all("Content Security Policy" in error for error in page.errors)
    page.errors.clear()


STATES = {
    "map": "",
    "plan": "#from=beginner&to=chief-data-scientist&have=python&via=docker",
    "details": "#node=data-scientist",
    "skill": "#node=r",
    "needs": "#node=transformers&view=needs:transformers",
    "no plan": "#from=beginner&to=data-scientist&avoid=sql",
    "compare": "#from=beginner&to=chief-data-scientist&tab=compare",
    "checklist": "#from=beginner&to=data-scientist&tab=checklist&have=python&learning=sql",
    "why": "#from=beginner&to=data-scientist&tab=why",
    "reach": "#from=beginner&within=24",
    "wishes": "#side=own&have=sql",
    "next": "#from=beginner&to=data-scientist&side=next",
}


@pytest.mark.parametrize(
    ("viewport", "scheme", "states"),
    [(WIDE, "light", [*STATES]), (WIDE, "dark", [*STATES]), (PHONE, "light", [*STATES]), (PHONE, "dark", [*STATES])],
)
def test_the_page_is_accessible(opened, address, viewport, scheme, states):
    page = opened(address, viewport, color_scheme=scheme)
    for name in states:
        state = STATES[name]
        page.goto("about:blank")
        page.goto(address + state)
        ready = {"map": "#examples button", "no plan": "#answer .error", "wishes": "#have-chips li", "next": "#next li"}
        ready |= {"details": "#node h2", "skill": "#node a", "needs": "#picture .skill", "reach": "#reached li"}
        expect(page.locator(ready.get(name, ".totals")).first).to_be_attached()
        page.wait_for_timeout(150)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"], name
        assert page.evaluate(TOO_SMALL, 44 if viewport is PHONE else 24) == [], name
        if viewport is PHONE:
            assert min(page.evaluate(SIZES)["other"]) >= 14, name
    page.errors.clear()  # the browser logs the missing plan


def test_the_page_has_a_dark_mode_and_fits_a_phone(opened, address):
    def ground(page):
        return page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")

    light = opened(address, PHONE, color_scheme="light", has_touch=True)
    dark = opened(address, PHONE, color_scheme="dark")
    assert min(ground(light)) > 200
    assert max(ground(dark)) < 60
    expect(light.locator("#picture")).to_be_hidden()
    expect(light.locator("#ladder h2").first).to_have_text("Start")
    light.goto(f"{address}#from=beginner&to=data-scientist")
    expect(light.locator(".total")).to_be_in_viewport()
    rung = light.locator('.rung[data-id="data-scientist"]')
    expect(rung).to_have_class(re.compile("on"))
    rung.tap()
    expect(light.locator("#node h2")).to_have_text("Data scientist")
    expect(light.locator("#node h2")).to_be_in_viewport()


@pytest.mark.parametrize("kind", ["address", "one_file"])
def test_a_profile_is_loaded_and_saved_with_all_that_the_page_does_not_know(forty, opened, request, tmp_path, kind):
    mine = tmp_path / "me.toml"
    mine.write_text(
        '# my own words\nposition = "Beginner"\nid = "ad&a"\npace = 8\nhave = [\n  "SQL", # a comment ]\n]\ngoal = "data-scientist"\n'
        '\n[[post]]\nposition = "data-analyst"\nfrom = "2020-01"\nto = "2020-06"\n'
        '\n[[learned]]\nskill = "Python"\non = "2026-03-15"\nhours = 70\n\n[[learned]]\nskill = "calculus"\n'
    )
    page = opened(request.getfixturevalue(kind))
    open_wishes(page)
    page.get_by_label("Your profile, me.toml").set_input_files(mine)
    expect(page.locator(".total")).to_be_visible()
    if kind == "address":
        before = profilefile.read(mine, forty).conclude(forty, date.today())
        plan = mlgraph.plan(forty, "beginner", "data-scientist", have=before.have, pace=8, experience=before.experience)
        expect(page.locator(".costs").first).to_have_text(total(plan))
        link = page.locator(".files").get_by_role("link", name="ics", exact=True)
        expect(link).to_have_attribute("href", re.compile("&id=ad%26a$"))
    close_drawer(page)
    page.get_by_role("tab", name="Checklist").click()
    page.get_by_role("checkbox", name="I have Calculus", exact=True).uncheck()
    page.get_by_role("button", name="Learning Probability").click()
    open_wishes(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    saved = tmp_path / "saved" / "me.toml"
    download.value.save_as(saved)
    text = saved.read_text()
    assert text.startswith("# my own words\n")
    assert 'from = "2020-01"' in text
    found, known = profilefile.read(saved, forty), profilefile.read(mine, forty)
    assert (found.posts, found.goal, found.position, found.pace) == (known.posts, known.goal, known.position, 8)
    assert found.learned == known.learned[:1]
    assert {"sql", "python"} <= {*found.have} <= {*known.have} | {*known.conclude(forty, date.today()).have}
    assert found.learning == ("probability",)
    mine.write_text('learned = [{ skill = "calculus" }]\n')  # the page cannot untick it
    page.get_by_label("Your profile, me.toml").set_input_files(mine)
    expect(page.locator("#loaded")).to_have_text("me.toml is loaded.")
    if kind == "address":
        close_drawer(page)
        expect(page.get_by_role("checkbox", name="I have Calculus", exact=True)).to_be_checked()  # the file is read
        page.get_by_role("checkbox", name="I have Calculus", exact=True).uncheck()
        open_wishes(page)
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#loaded .error")).to_contain_text("nothing is saved")
    mine.write_text('position = "begginer"\n')
    page.get_by_label("Your profile, me.toml").set_input_files(mine)
    expect(page.locator("#loaded .error")).to_contain_text("begginer")
    page.errors.clear()


@pytest.mark.parametrize("kind", ["served", "loaded", "loaded and saved"])
def test_the_page_and_the_terminal_give_the_same_reasons_for_skills_of_a_profile(opened, address, run, tmp_path, kind):
    mine = tmp_path / "me.toml"
    mine.write_text('have = ["Python"]\n[[post]]\nposition = "data analyst"\nfrom = "2020-01"\n')
    _, printed, _ = run("path", "--graph", FORTY, "--me", mine, "--to", "ml engineer", "--all")
    with serving("--no-open", "--graph", FORTY, "--me", mine) if kind == "served" else nullcontext(address) as own:
        page = opened(f"{own}#to=machine-learning-engineer&tab=why")
        if kind != "served":
            open_wishes(page)
            page.get_by_label("Your profile, me.toml").set_input_files(mine)
        if kind == "loaded and saved":
            expect(page.locator(".total")).to_be_visible()
            with page.expect_download() as download:
                page.get_by_role("button", name="Save").click()
            download.value.save_as(mine)
            page.get_by_label("Your profile, me.toml").set_input_files(mine)
        shown = page.locator("#panel-why > p", has_text="Counted as known:")
        expect(shown).to_contain_text("from being Data analyst")
        pages, terminals = group_known(shown.inner_text()), group_known(printed)
    assert {*pages} == {*terminals} >= {"as you said", "from being Data analyst"}
    assert all({*titles} <= {*terminals[reason]} for reason, titles in pages.items())


def group_known(text):
    """Return the skills that a text counts as known, by the reason why."""
    listed = " ".join(text.partition("Counted as known:")[2].split())
    groups = re.findall(r"([^;()]+) \(((?:as you|from|expected|an estimate|assumed)[^()]*)\)", listed)
    return {reason: re.sub(r" and \d+ more$", "", titles).strip().split(", ") for titles, reason in groups}


def test_ticks_are_written_to_the_profile_of_the_server(forty, opened, tmp_path):
    mine = tmp_path / "me.toml"
    mine.write_text('position = "beginner"\ngoal = "data-scientist"\nhave = ["python"]\n')
    with serving("--no-open", "--graph", FORTY, "--me", mine) as address:
        page = opened(address)
        plan = mlgraph.plan(forty, "beginner", "data-scientist", have=["python"])
        expect(page.locator(".costs").first).to_have_text(total(plan))
        page.get_by_role("tab", name="Checklist").click()
        page.get_by_role("button", name="Learning SQL").click()
        page.get_by_role("checkbox", name="I have Calculus", exact=True).check()
        expect(page.locator("#said")).to_have_text(re.compile("profile is written|Beginner to"))
        again = opened(address)
        again.get_by_role("tab", name="Checklist").click()
        expect(again.get_by_role("checkbox", name="I have Calculus", exact=True)).to_be_checked()
        expect(again.get_by_role("button", name="Learning SQL")).to_have_attribute("aria-pressed", "true")
        open_wishes(again)
        again.get_by_label("studying").fill("7")
        again.get_by_label("studying").press("Tab")
        again.get_by_role("button", name="Save").click()
        expect(again.locator("#loaded")).to_have_text("Your profile is written.")
        for each in (page, again):  # a server that ends would refuse their last questions
            each.goto("about:blank")
    found = profilefile.read(mine, forty)
    assert (found.pace, found.learning, "calculus" in found.have) == (7, ("sql",), True)


def test_an_address_replaces_only_what_it_says_of_the_profile_of_the_server(forty, opened, tmp_path):
    mine = tmp_path / "me.toml"
    mine.write_text(
        'position = "beginner"\ngoal = "data-scientist"\npace = 8\nhave = ["python"]\navoid = ["pytorch"]\n'
    )
    with serving("--no-open", "--graph", FORTY, "--me", mine) as address:
        page = opened(f"{address}#have=sql")
        plan = mlgraph.plan(forty, "beginner", "data-scientist", have=["sql"], pace=8, avoid=["pytorch"])
        expect(page.locator(".costs").first).to_have_text(total(plan))
        # a choice stays when the page is loaded again, also if it is the default
        page.get_by_label("studying").fill("10")
        page.get_by_label("studying").press("Tab")
        open_wishes(page)
        page.get_by_role("button", name="Remove PyTorch").click()
        plan = mlgraph.plan(forty, "beginner", "data-scientist", have=["sql"])
        expect(page.locator(".costs").first).to_have_text(total(plan))
        page.reload()
        expect(page.locator(".costs").first).to_have_text(total(plan))
        expect(page.locator("#avoid-chips li")).to_have_count(0)
        page.goto("about:blank")


def test_a_file_moves_the_dates_of_its_routes_and_says_what_it_cannot(forty, opened, one_file):
    page = opened(f"{one_file}#from=beginner&to=data-scientist&tab=checklist")
    plan = mlgraph.plan(forty, "beginner", "data-scientist")
    expect(page.locator(".costs").first).to_contain_text(total(plan))
    page.get_by_role("checkbox", name="I have Calculus", exact=True).check()
    known = mlgraph.plan(forty, "beginner", "data-scientist", have=["calculus"])
    expect(page.locator(".costs").first).to_have_text(total(known))
    expect(page.locator(".range")).to_contain_text("another route may then be faster")
    page.get_by_label("studying").fill("20")
    page.get_by_label("studying").press("Tab")
    fast = mlgraph.plan(forty, "beginner", "data-scientist", have=["calculus"], pace=20)
    expect(page.locator(".costs").first).to_contain_text("at 20 hours a week")
    page.get_by_role("tab", name="Timeline").click()
    said = page.locator("#panel-timeline [aria-label='The plan'] .name .quiet").last.inner_text()
    assert datetime.strptime(said, "%d %b %Y").date() >= fast.stops[-1].arrives_on
    assert datetime.strptime(said, "%d %b %Y").date() < plan.stops[-1].arrives_on
    page.get_by_role("tab", name="Checklist").click()
    expect(page.locator(".study .quiet").first).to_contain_text(f"until {format_date(fast.studies[0].ends)}")


def test_an_advert_is_pasted_and_planned_for(opened, address):
    page = opened(f"{address}#from=beginner&have=sql")
    open_wishes(page)
    page.get_by_label("Match an advert or a CV").fill(
        "Data analyst\nYou know SQL, and Python or R. Docker is a plus. <b>No</b> markup"
    )
    page.get_by_role("button", name="Find its skills").click()
    found = page.locator("#matched")
    expect(found.locator("li")).to_have_count(4)
    expect(found.locator("li").first).to_have_text("SQL asked for: SQL (line 2)you have it")
    expect(found).to_contain_text("One of these is enough: Python, R.")
    found.get_by_role("button", name="I want to be Data analyst").click()
    found.get_by_role("button", name="Learn what I lack").click()
    expect(page.locator(".costs").first).to_be_visible()
    assert ["to=data-analyst" in page.url, "via=python" in page.url, "via=r" in page.url] == [True, True, False]
    page.get_by_label("Match an advert or a CV").fill("Nothing here")
    page.get_by_role("button", name="Find its skills").click()
    expect(found).to_contain_text("no skills of the graph named in this text")
    page.get_by_label("Match an advert or a CV").fill("x" * 70_000)
    page.get_by_role("button", name="Find its skills").click()
    expect(found.locator(".error")).to_contain_text("An advert has at most 64,000 bytes")
    page.errors.clear()


def test_a_plan_counts_posts_experience_and_the_first_day(forty, opened, address, tmp_path):
    mine = tmp_path / "me.toml"
    mine.write_text('[[post]]\nposition = "data-scientist"\nfrom = 2020-01-01\n')
    page = opened(f"{address}#to=senior-data-scientist")
    open_wishes(page)
    page.get_by_label("Your profile, me.toml").set_input_files(mine)
    known = profilefile.read(mine, forty).conclude(forty, date.today())
    expect(page.get_by_label("Months in post")).to_have_value(str(known.months_in_post))
    expect(page.get_by_label("Months of experience")).to_have_value(f"data={known.experience['data']}")
    expect(page.locator(".costs").first).to_be_visible()
    page.get_by_label("First day").fill("2027-03-01")
    page.get_by_label("First day").blur()
    expect(page.locator(".stop .quiet").first).to_have_text("1 Mar 2027")
    assert "start=2027-03-01" in page.url
    page.get_by_label("Months of experience").fill("cooking=3")
    page.get_by_label("Months of experience").blur()
    expect(page.locator("#answer .error")).to_contain_text("No field of experience is called 'cooking'")
    page.errors.clear()
