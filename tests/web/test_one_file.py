"""Tests of the page as one file: what it cannot answer, and whose ticks it shows."""

import re
from datetime import date
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

import mlgraph
from mlgraph.export import html
from mlgraph.web.panel import describe_plan

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
    expect(page.locator("#file-only")).to_contain_text("the plan as png, pdf, ics, md or csv also needs mlgraph serve")
    page.evaluate("location.hash = '#from=beginner&within=60'")
    expect(page.locator("#reached h2")).to_contain_text("Within reach in 60 months: ")


def test_the_file_of_one_plan_does_not_say_what_is_within_reach(forty, opened, tmp_path):
    path = tmp_path / "plan.html"
    path.write_bytes(html.write(forty, start=None, plan=mlgraph.plan(forty, "beginner", "data-scientist")))
    page = opened(path.as_uri())
    expect(page.locator("#file-only")).to_contain_text("the plan as png, pdf, ics, md or csv also needs mlgraph serve")
    page.get_by_label("Within reach in").fill("36")
    expect(page.locator("#reached .error")).to_contain_text("one plan, and not all that is within reach")
    expect(page.locator("#reached h2")).to_have_count(0)


def test_ticks_stay_in_the_file_of_their_person(forty, opened, few, tmp_path):
    def write(name, **choices):
        path = tmp_path / name
        path.write_bytes(
            html.write(forty, start=None, plan=mlgraph.plan(forty, "beginner", "data-scientist", **choices))
        )
        return path.as_uri()

    def open_checklist(address):
        page.goto("about:blank")
        page.goto(address)
        page.get_by_role("tab", name="Checklist").click()

    first, second, third = write("a.html", pace=8), write("b.html", pace=8, have=["python"]), write("c.html")
    page = opened(first)
    open_checklist(first)
    page.get_by_role("checkbox", name="I have SQL", exact=True).check()
    open_checklist(second)
    expect(page.get_by_role("checkbox", name="I have SQL", exact=True)).not_to_be_checked()
    page.get_by_role("checkbox", name="I have Calculus", exact=True).check()
    for other in (third, f"{few}#from=beginner&to=data-scientist"):
        open_checklist(other)
        for skill in ("SQL", "Calculus"):
            expect(page.get_by_role("checkbox", name=f"I have {skill}", exact=True)).not_to_be_checked()
    # each person finds the own ticks again, and what the plan counts as known
    open_checklist(first)
    expect(page.locator(".study .learned:checked")).to_have_count(1)
    expect(page.get_by_role("checkbox", name="I have SQL", exact=True)).to_be_checked()
    open_checklist(second)
    expect(page.locator(".study .learned:checked")).to_have_count(2)
    for skill in ("Python", "Calculus"):
        expect(page.get_by_role("checkbox", name=f"I have {skill}", exact=True)).to_be_checked()
    # the plan in the file cannot be made without a skill that it counts as known
    page.get_by_role("checkbox", name="I have Python", exact=True).click()
    expect(page.locator("#answer .error")).to_contain_text("one plan, for which you have more skills. For others, run")


def test_the_map_of_tomorrow_has_the_ticks_of_today_and_another_graph_has_not(graph_of):
    def find_key(hours, day):
        graph = graph_of(
            '[role.a]\ntitle = "A"\nleads_to = { b = 3 }\n[role.b]\ntitle = "B"\nneeds = ["s"]\n'
            f'[skill.s]\ntitle = "S"\nhours = {hours}\n'
        )
        return re.findall(r'data-key="([^"]+)"', html.write(graph, start=day, plan=None).decode())

    today, tomorrow = date(2026, 12, 1), date(2026, 12, 2)
    assert find_key(5, today) == find_key(5, tomorrow) != find_key(6, today)


def test_a_file_says_which_choices_in_an_address_it_does_not_use(opened, few):
    page = opened(f"{few}#from=beginner&to=data-scientist&via=docker&avoid=sql&have=pyton")
    notes = page.locator("#unknown p")
    expect(notes).to_contain_text(["does not use via and avoid from its address", 'called "pyton"'])


@pytest.mark.parametrize("choices", [{"pace": 12.5}, {"have": ["sql", "calculus"]}, {"pace": 9, "have": ["python"]}])
def test_a_file_writes_the_total_of_a_changed_plan_as_the_server_does(forty, opened, few, choices):
    page = opened(f"{few}#{urlencode({'from': 'beginner', 'to': 'data-scientist'} | choices, doseq=True)}")
    plan = mlgraph.plan(forty, "beginner", "data-scientist", **choices)
    text = describe_plan(plan, graph=forty)
    expect(page.locator(".costs").first).to_have_text(text.costs)
    form = re.sub("[A-Z][a-z]+ [0-9]+", "[A-Z][a-z]{2,} 20[0-9]{2}", text.total.split(",")[0])
    expect(page.locator(".total")).to_have_text(
        re.compile(f"^{form}, about [0-9]+ years?( [0-9]+ months?)? from Beginner")
    )
