"""Tests of the page in a browser, with `mlgraph serve` and as one file."""

import itertools
import re
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import mlgraph
from mlgraph import profilefile
from mlgraph.export.html import make_page
from mlgraph.text.formatting import quantity
from mlgraph.text.plan import arrival
from mlgraph.web import scene
from mlgraph.web.scene import MOST_ON_A_MAP
from support.page import PHONE, WIDE, box, route, see_all, total
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


@pytest.mark.parametrize("name", ["CDS", "chief  DATA-scientist", "Chíef dàta scientist"])
def test_a_search_finds_names_in_any_case_with_any_accents(opened, address, name):
    page = opened(address)
    page.fill("#search", name)
    expect(page.get_by_role("option").first).to_contain_text("Chief data scientist")
    page.press("#search", "Enter")
    expect(page.locator("#node h2")).to_have_text("Chief data scientist")
    expect(box(page, "chief-data-scientist")).to_have_class(re.compile("chosen"))


def test_clicks_choose_from_and_to_and_ticks_change_the_plan(ml, opened, address):
    page = opened(address)
    see_all(page)
    box(page, "beginner").click()
    expect(page.locator("#node h2")).to_have_text("Beginner")
    page.get_by_role("button", name="I am here").click()
    see_all(page)
    box(page, "data-scientist").click()
    expect(page.locator("#node h2")).to_have_text("Data scientist")
    page.get_by_role("button", name="I want to be here").click()
    best = mlgraph.plan(ml, "beginner", "data-scientist")
    expect(page.locator(".totals")).to_contain_text(total(best))
    assert route(page) == {stop.id for stop in best.stops}
    expect(box(page, "data-scientist")).to_contain_text(arrival(best.stops[-1]))
    page.get_by_role("checkbox", name="I have Calculus", exact=True).click()  # it is no longer on the list
    better = mlgraph.plan(ml, "beginner", "data-scientist", have=["calculus"])
    assert better.hours < best.hours
    expect(page.locator(".totals")).to_contain_text(total(better))
    expect(page.locator("#have-chips li")).to_have_text([re.compile("^Calculus")])
    page.get_by_role("button", name="Remove Calculus").click()
    expect(page.locator(".totals")).to_contain_text(total(best))


def test_options_and_alternative_plans_are_kept_in_the_address(ml, opened, address):
    wishes = {"pace": 6, "objective": "hours", "via": ["machine-learning-engineer"], "avoid": ["degree"]}
    page = opened(f"{address}#from=beginner&to=chief-data-scientist")
    page.get_by_text("Via, avoid, profile").click()
    page.get_by_label("Hours a week").fill("6")
    page.get_by_label("Hours a week").press("Tab")
    page.get_by_text("Study", exact=True).click()
    for field, name in (("Via", "ML engineer"), ("Avoid", "degree")):
        page.get_by_role("combobox", name=field, exact=True).fill(name)
        page.get_by_role("combobox", name=field, exact=True).press("Enter")
    plan = mlgraph.plan(ml, "beginner", "cds", **wishes)
    expect(page.locator(".totals")).to_have_text(total(plan))
    again = opened(page.url)
    expect(again.locator(".totals")).to_have_text(total(plan))
    assert route(again) == {stop.id for stop in plan.stops}
    page.go_back()
    expect(page.locator("#avoid-chips li")).to_have_count(0)
    page.get_by_role("button", name="Remove ML engineer").click()
    ways = mlgraph.Planner(ml).k_best("beginner", "cds", 2, pace=6, objective="hours")
    page.locator(".choices input").nth(1).check()
    expect(page.locator(".totals")).to_contain_text(total(ways[1]))
    assert route(page) == {stop.id for stop in ways[1].stops}


def test_the_address_has_the_chosen_plan_and_tab(ml, opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist")
    page.locator(".choices input").nth(1).check()
    page.locator(".stop .link").first.click()
    expect(page.locator("#node h2")).to_have_text("Beginner")
    second = mlgraph.Planner(ml).k_best("beginner", "cds", 2)[1]
    again = opened(page.url)
    expect(again.locator("#node h2")).to_be_visible()
    expect(again.locator("#node .reason")).to_be_visible()
    again.get_by_role("tab", name="Plan").click()
    expect(again.locator(".totals")).to_contain_text(total(second))
    assert route(again) == {stop.id for stop in second.stops}
    page.go_back()
    page.go_back()
    expect(page.locator(".choices input").first).to_be_checked()
    page.go_forward()
    expect(page.locator(".choices input").nth(1)).to_be_checked()
    page.get_by_text("Moves", exact=True).click()  # another question has other alternatives
    expect(page.locator(".totals")).to_contain_text(total(mlgraph.plan(ml, "beginner", "cds", objective="moves")))


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
        page = opened(f"{address}#from=start&to=goal&pace=168&avoid=half&node=quarter")
        by, about = page.locator(".total").inner_text().split("from ")[0].strip().removeprefix("By ").split(", ")
        assert about == "about 21 months"
        assert f"Goal by {by}: {about}" in planned_words
        assert page.locator(".totals").text_content() in planned_words
        remarks = page.locator("#answer > p.quiet").all_text_contents()
        assert len(remarks) == 5
        assert [remark for remark in remarks if remark.removesuffix(".") not in whole_words] == []
        hours = ["1,240 h", "2.3 h", "30.1 h", "1.4 h"]
        assert sorted(page.locator(".study .hours").all_text_contents()) == sorted(hours)
        assert sorted(f"{each} h" for each in re.findall(r"(\S+) h  ", planned.partition("\n\n1. ")[2])) == sorted(
            hours
        )
        first, *arrivals = page.locator(".day").all_text_contents()
        assert f"{first} - {arrivals[0]}\n" in planned
        assert f"{arrivals[0]} - {arrivals[1]}\n" in planned
        assert page.locator("#node h2 + p").text_content() == "Skill, 2.3 hours of study (1.4 to 1,240.1)"
        assert "a skill, 2.3 hours of study (1.4 to 1,240.1)" in described_words
        assert sorted(page.locator(".months").all_text_contents()) == ["18.5 mo", "2.3 mo", "30"]


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
    for name in ("toString", "__proto__", "constructor:x"):
        page.evaluate("view => { location.hash = new URLSearchParams({ view }) }", name)
        expect(page.locator("#legend")).to_contain_text(name if kind == "address" else "does not have")
    page.errors.clear()


def test_changes_stay_while_details_are_open(opened, address):
    page = opened(f"{address}#node=sql")
    expect(page.locator("#node h2")).to_have_text("SQL")
    page.get_by_role("tab", name="Plan").click()
    page.get_by_role("combobox", name="I have").fill("python")
    page.get_by_role("combobox", name="I have").press("Enter")
    page.get_by_role("tab", name="Details").click()
    page.get_by_role("button", name="I have it").click()
    expect(page.locator("#have-chips li")).to_have_text([re.compile("^Python"), re.compile("^SQL")])


def test_the_needs_of_a_skill_have_a_picture(ml, opened, address):
    page = opened(f"{address}#node=transformers")
    page.get_by_role("button", name="Needs of").click()
    expect(box(page, "transformers")).to_be_visible()
    expect(page.locator("#pictured")).to_have_text("Needs of Transformers")
    for skill in mlgraph.describe(ml, "transformers").prerequisites:
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
    expect(page.locator("#node h2")).to_have_text("Beginner")
    page.get_by_role("button", name="I am here").press("Enter")
    expect(page.locator("#tab-plan")).to_be_focused()
    page.get_by_role("combobox", name="Search").focus()
    page.keyboard.press("Tab")
    first = page.locator(".box:focus")
    expect(first).to_have_count(1)
    before = first.get_attribute("data-id")
    seen = {before}
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        seen.add(page.locator(".box:focus").get_attribute("data-id"))
    assert len(seen) > 3
    expect(page.locator(".world")).to_have_class(re.compile("hovered"))
    scale = page.locator(".world").get_attribute("transform")
    page.keyboard.press("+")
    assert page.locator(".world").get_attribute("transform") != scale
    page.keyboard.press("Enter")
    page.get_by_role("button", name="I want to be here").press("Enter")
    expect(page.locator(".totals")).to_be_visible()


def test_the_focus_is_never_lost(opened, address):
    page = opened(f"{address}#from=beginner&to=data-scientist")
    ticks = page.get_by_role("checkbox")
    expect(ticks.first).to_be_visible()
    names = [tick.get_attribute("aria-label") for tick in ticks.all()]
    ticks.nth(1).focus()
    page.keyboard.press("Space")
    expect(page.locator("#have-chips li")).to_have_count(1)
    expect(page.get_by_role("checkbox", name=names[2], exact=True)).to_be_focused()
    page.locator(".study .link").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#node")).to_be_focused()
    page.keyboard.press("Tab")
    page.locator("#node .rows .link").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#node")).to_be_focused()
    for leave in (
        lambda: page.get_by_role("button", name="Back").press("Enter"),
        lambda: page.keyboard.press("Escape"),
    ):
        page.goto(f"{address}#node=transformers&view=needs:transformers")
        expect(box(page, "python")).to_be_attached()
        box(page, "python").focus()
        leave()
        expect(box(page, "beginner")).to_be_attached()
        expect(page.locator(".box:focus")).to_have_count(1)


def test_two_fingers_zoom_and_choose_nothing(opened, address):
    page = opened(address, PHONE, has_touch=True)
    touch = page.context.new_cdp_session(page)
    before = page.evaluate("document.querySelector('.world').getCTM().a")
    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 60), ("touchEnd", None)):
        points = [{"x": 190 + side * apart, "y": 200, "id": side} for side in (-1, 1)] if apart else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert page.evaluate("document.querySelector('.world').getCTM().a") > 2 * before
    assert "#" not in page.url


def test_arrows_of_a_plan_have_their_months_and_heads_and_cover_no_name(ml, opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist")
    expect(page.locator(".choices")).to_be_visible()
    plan = mlgraph.plan(ml, "beginner", "cds")
    ids = [stop.id for stop in plan.stops]
    months = sorted(f"{quantity(ml.edges[pair]['months'])} mo" for pair in itertools.pairwise(ids))
    assert sorted(page.locator(".months.on").all_text_contents()) == months
    assert "far" in page.locator(".world").get_attribute("class")
    assert sum(head.is_visible() for head in page.locator(".arrow.on .head.large").all()) == len(months)
    assert page.evaluate(COVERED) == []


COVERED = """() => {
    const frame = (made) => made.getBoundingClientRect();
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const names = [...document.querySelectorAll('.box:not(.on) text')];
    return [...document.querySelectorAll('.months.on')].flatMap((label) =>
        names.filter((name) => meet(frame(label), frame(name))).map((name) => name.textContent));
}"""


def test_a_lane_without_a_box_for_its_stage_has_its_name(graph_of):
    graph = graph_of('[stage.s]\ntitle = "S"\n[role.r]\ntitle = "R"\nstage = "s"\n[stage.t]\ntitle = "T"\n')
    assert [lane.title for lane in scene.draw_view(graph, "map").lanes] == ["S"]


def test_the_page_prints_completely_and_respects_forced_colours(opened, address):
    page = opened(f"{address}#from=beginner&to=chief-data-scientist", color_scheme="dark")
    expect(page.locator(".choices")).to_be_visible()
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) > 2
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(15, 23, 42)"
    forced = opened(f"{address}#from=beginner&to=data-scientist", forced_colors="active", color_scheme="dark")
    line = "tab => getComputedStyle(tab).borderBottomColor"
    ground = forced.evaluate("getComputedStyle(document.body).backgroundColor")
    assert forced.locator("#tab-node").evaluate(line) == ground != forced.locator("#tab-plan").evaluate(line)
    name = forced.locator(".box.role text").first
    assert name.evaluate("text => getComputedStyle(text).fill") != ground


def test_the_page_reports_a_stopped_server(opened):
    with serving("--no-open") as address:
        page = opened(f"{address}#from=beginner&to=data-scientist")
        expect(page.locator(".totals")).to_be_visible()
    page.get_by_role("button", name="Exchange from and to").click()
    expect(page.locator("#answer .error")).to_contain_text("Is mlgraph serve still running?")
    box(page, "beginner").dispatch_event("pointerdown")
    box(page, "beginner").dispatch_event("pointerup")
    expect(page.locator("#node .error")).to_contain_text("Is mlgraph serve still running?")
    page.errors.clear()


def test_a_page_in_one_file_shows_plans_without_the_network(ml, opened, one_file):
    page = opened(one_file)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("combobox", name="From").fill("beginner")
    page.get_by_role("combobox", name="From").press("Enter")
    page.get_by_role("combobox", name="To", exact=True).fill("cds")
    page.get_by_role("combobox", name="To", exact=True).press("Enter")
    plan = mlgraph.plan(ml, "beginner", "cds")
    expect(page.locator(".totals")).to_contain_text(total(plan))
    assert route(page) == {stop.id for stop in plan.stops}
    expect(page.locator("#file-only")).to_contain_text("mlgraph serve")
    expect(page.get_by_label("I have", exact=True)).to_be_hidden()
    page.get_by_role("combobox", name="Search").fill("LLMs")
    page.get_by_role("combobox", name="Search").press("Enter")
    page.get_by_role("button", name="Needs of").click()
    expect(box(page, "python")).to_be_visible()
    box(page, "python").click()
    expect(page.locator("#node h2")).to_have_text("Python")
    again = opened(page.url)
    expect(again.locator(".totals")).to_contain_text(total(plan))
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
        page.get_by_role("combobox", name="To", exact=True).fill("role 9")
        page.get_by_role("combobox", name="To", exact=True).press("Enter")
        expect(page.locator(".box.on")).to_have_count(3)
        page.goto("about:blank")
        page.goto(address)
        expect(page.get_by_text("Search for a position or a skill to see what is around it.")).to_be_visible()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("kind", ["served", "file"])
def test_hostile_labels_stay_text(opened, graph_file, run, kind):
    path = graph_file(HOSTILE)
    assert run("check", path)[0] == 0
    assert run("export", path.with_suffix(".html"), "--graph", path)[0] == 0
    with serving("--no-open", "--graph", path) as address:
        page = opened(path.with_suffix(".html").as_uri() if kind == "file" else address)
        expect(page.locator("#title")).to_have_text(EVIL)
        page.goto(f"{page.url.partition('#')[0]}#from=first&to=second&node=second")
        expect(page.locator(".totals")).to_be_attached()
        page.fill("#search", "alias")
        expect(page.get_by_role("option").first).to_contain_text("<img")
        page.press("#search", "Escape")
        page.get_by_role("tab", name="Details").click()
        page.get_by_role("button", name="Needs of").click()
        expect(box(page, "evil")).to_contain_text("Evil")
        assert page.locator("img").count() == 0
        assert page.evaluate("window.hacked") is None


def test_each_hostile_label_is_shown_as_text(opened, tmp_path):
    graph = skills_with(LABELS)
    path = tmp_path / "page.html"
    path.write_text(make_page(graph, date.today()), encoding="utf-8")
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
    "needs": "#node=transformers&view=needs:transformers",
    "no plan": "#from=chief-data-scientist&to=beginner",
}


@pytest.mark.parametrize(
    ("viewport", "scheme", "states"),
    [(WIDE, "light", [*STATES]), (WIDE, "dark", ["plan"]), (PHONE, "light", ["plan"]), (PHONE, "dark", ["details"])],
)
def test_the_page_is_accessible(opened, address, viewport, scheme, states):
    page = opened(address, viewport, color_scheme=scheme)
    for name in states:
        state = STATES[name]
        page.goto("about:blank")
        page.goto(address + state)
        expect(page.locator("#node h2, #answer .totals, #answer .error, #answer .empty").first).to_be_attached()
        page.wait_for_timeout(150)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"], name
    page.errors.clear()  # the browser logs the missing plan


def test_the_page_has_a_dark_mode_and_fits_a_phone(opened, address):
    def ground(page):
        return page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")

    light = opened(address, PHONE, color_scheme="light", has_touch=True)
    dark = opened(address, PHONE, color_scheme="dark")
    assert min(ground(light)) > 200
    assert max(ground(dark)) < 60
    light.goto(f"{address}#from=beginner&to=data-scientist")
    expect(light.locator(".total")).to_be_in_viewport()
    expect(box(light, "beginner")).to_be_in_viewport()
    box(light, "foundations").tap()
    expect(light.locator("#node h2")).to_have_text("Foundations")


def test_the_map_is_dragged_and_zoomed(opened, address):
    page = opened(address)
    see_all(page)
    at = page.locator(".world")
    before = at.get_attribute("transform")
    page.mouse.move(60, 700)
    page.mouse.down()
    page.mouse.move(140, 640, steps=4)
    page.mouse.up()
    dragged = at.get_attribute("transform")
    page.mouse.wheel(0, -200)
    expect(at).not_to_have_attribute("transform", dragged)
    see_all(page)
    expect(at).to_have_attribute("transform", before)


def test_a_profile_is_loaded_and_saved(ml, opened, address, tmp_path):
    mine = tmp_path / "me.toml"
    mine.write_text('position = "beginner"\npace = 8\nhave = ["SQL"]\navoid = ["degree"]\n')
    page = opened(f"{address}#to=data-scientist")
    page.get_by_text("Via, avoid, profile").click()
    page.get_by_label("Your profile, me.toml").set_input_files(mine)
    plan = mlgraph.plan(ml, "beginner", "data-scientist", have=["sql"], pace=8, avoid=["degree"])
    expect(page.locator(".totals")).to_have_text(total(plan))
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    saved = Path(download.value.path()).read_text()
    assert saved == profilefile.dump(profilefile.read(mine, ml), ml)
    mine.write_text('position = "begginer"\n')
    page.get_by_label("Your profile, me.toml").set_input_files(mine)
    expect(page.locator("#answer .error")).to_contain_text("me.toml:1: position: ")
    expect(page.locator("#answer .error")).to_contain_text("did you mean beginner")
    page.errors.clear()


def test_an_advert_is_pasted_and_planned_for(opened, address):
    page = opened(f"{address}#from=beginner&have=sql")
    page.get_by_text("Match an advert or a CV").click()
    page.get_by_label("Its text").fill(
        "Data analyst\nYou know SQL, and Python or R. Docker is a plus. <b>No</b> markup"
    )
    page.get_by_role("button", name="Find its skills").click()
    found = page.locator("#matched")
    expect(found.locator("li")).to_have_count(4)
    expect(found.locator("li").first).to_have_text("SQL asked for: SQL (line 2)you have it")
    expect(found).to_contain_text("One of these is enough: Python, R.")
    found.get_by_role("button", name="I want to be Data analyst").click()
    found.get_by_role("button", name="Learn what I lack").click()
    expect(page.locator(".totals")).to_be_visible()
    assert ["to=data-analyst" in page.url, "via=python" in page.url, "via=r" in page.url] == [True, True, False]
    page.get_by_label("Its text").fill("Nothing here")
    page.get_by_role("button", name="Find its skills").click()
    expect(found).to_contain_text("no skills of the graph named in this text")
    page.get_by_label("Its text").fill("x" * 70_000)
    page.get_by_role("button", name="Find its skills").click()
    expect(found.locator(".error")).to_contain_text("An advert has at most 64,000 bytes")
    page.errors.clear()


def test_a_plan_counts_posts_experience_and_the_first_day(ml, opened, address, tmp_path):
    mine = tmp_path / "me.toml"
    mine.write_text('[[post]]\nposition = "data-scientist"\nfrom = 2020-01-01\n')
    page = opened(f"{address}#to=senior-data-scientist")
    page.get_by_text("Via, avoid, profile").click()
    page.get_by_label("Your profile, me.toml").set_input_files(mine)
    known = profilefile.read(mine, ml).concluded(ml, date.today())
    expect(page.get_by_label("Months in post")).to_have_value(str(known.months_in_post))
    expect(page.get_by_label("Months of experience")).to_have_value(f"data={known.experience['data']}")
    expect(page.locator(".totals")).to_be_visible()
    page.get_by_label("First day").fill("2027-03-01")
    page.get_by_label("First day").blur()
    expect(page.locator(".stop .day").first).to_have_text("1 Mar 2027")
    assert "start=2027-03-01" in page.url
    page.get_by_label("Months of experience").fill("cooking=3")
    page.get_by_label("Months of experience").blur()
    expect(page.locator("#answer .error")).to_contain_text("No field of experience is called 'cooking'")
    page.errors.clear()
