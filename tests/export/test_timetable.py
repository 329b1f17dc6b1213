"""Tests of plans as checklists and calendars: dates, and the content for independent parsers, with hostile titles."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from itertools import pairwise

import cmarkgfm
import hypothesis.strategies as st
import pytest
import vobject
from hypothesis import given

import mlgraph
from mlgraph.errors import NoPlanError, UsageError
from mlgraph.export.icalendar import make_calendar
from mlgraph.export.markdown import make_checklist
from mlgraph.model import WEEKS_PER_MONTH
from mlgraph.planning.plan import Study
from mlgraph.planning.timetable import make_timetable
from support.careers import SOUND
from support.tables import graph_of_tables, tables, words
from support.titles import HOSTILE

START = date(2026, 12, 1)
LINKS = ["www.example.com", "https://example.com/x", "me@example.com", "mailto:me@example.com", "[x](https://e.org)"]
LINKS += [
    "<script>alert(1)</script>",
    "a * b * c _d_ ~~e~~ `f`",
    "1. x",
    "# x",
    "&lt;b&gt;",
    "![x](y)",
    "[^1]",
    "a | b",
]
LINKS += ["END:VEVENT", "a;b,c\\n:d", "\\", '"', "xmpp:me@example.com/x", "@everyone", "é" * 150]


@pytest.fixture
def plan(graph_of):
    return mlgraph.plan(graph_of(SOUND), "start", "lead", pace=8, start=START)


def test_a_checklist_lists_skills_with_their_dates(plan):
    assert (
        make_checklist(plan)
        == """\
# Lead by June 2030: about 3 years 7 months

From Start, 2 job changes, 40 hours of study at 8 hours a week.

- [x] **Start**, 1 Dec 2026

## Engineer

- [ ] Maths, 40 h, until 4 Jan 2027
- [ ] R, 0 h, until 5 Jan 2027, or Python
- [ ] **Engineer**, 1 Jun 2027

## Lead

- [ ] **Lead**, 16 Jun 2030
"""
    )


def test_skills_come_one_after_another_and_posts_from_arrival(plan):
    assert [(span.what.id, span.begins, span.ends) for span in make_timetable(plan)] == [
        ("start", date(2026, 12, 1), date(2027, 5, 31)),
        ("engineer", date(2027, 6, 1), date(2030, 6, 15)),
        ("lead", date(2030, 6, 16), date(2030, 6, 16)),
        ("maths", date(2026, 12, 1), date(2027, 1, 4)),  # five weeks
        ("r", date(2027, 1, 5), date(2027, 1, 5)),
    ]


def planned(tables, pace):
    graph = graph_of_tables(tables)
    try:
        return mlgraph.plan(graph, "r0", f"r{len(tables['role']) - 1}", pace=pace, start=START)
    except NoPlanError:
        return None


@given(tables(), st.floats(0.5, 168))
def test_each_day_of_a_plan_is_accounted_for(tables, pace):
    plan = planned(tables, pace)
    if plan is None:
        return
    spans = make_timetable(plan)
    stays = [span for span in spans if not isinstance(span.what, Study)]
    studies = [span for span in spans if isinstance(span.what, Study)]
    assert [span.what for span in stays] == list(plan.stops)
    assert [span.what for span in studies] == [study for stop in plan.stops for study in stop.learn]
    assert stays[0].begins == START
    assert all(span.begins <= span.ends for span in spans)
    for one, other in pairwise(stays):
        assert one.ends == max(other.begins - timedelta(1), one.begins)
    for one, other in pairwise(studies):
        assert one.begins <= other.begins
        assert one.ends <= other.begins + timedelta(1)
    arrived = {study: stop.date_from(START) for stop in plan.stops for study in stop.learn}
    assert all(span.ends <= arrived[span.what] for span in studies if span.what.hours)


def test_study_of_whole_weeks_ends_on_the_day(plan):
    for weeks in range(1, 200):  # rounding makes some months slightly shorter than the weeks
        stop = replace(plan.stops[1], arrives=float(weeks / WEEKS_PER_MONTH))
        assert stop.date_from(START) == START + timedelta(weeks=weeks)


def test_the_year_9999_is_the_last(plan):
    with pytest.raises(UsageError, match="after the year 9999"):
        make_calendar(plan.start_on(date(9998, 1, 1)))
    late = plan.start_on(date(9998, 1, 1))
    assert late.stops[-1].arrives_on is None
    assert "- [ ] **Lead**, month 42.5\n" in make_checklist(late)
    assert str(late).startswith("Lead: about 3 years 7 months\n")


def test_the_text_the_checklist_and_the_calendar_begin_with_the_same_skill_on_the_same_day(graph_of):
    graph = graph_of(SOUND.replace("hours = -0.0", "hours = 20"))
    plan = mlgraph.plan(graph, "start", "lead", start=START)
    first = plan.studies[0]
    assert (first.title, first.begins, first.ends) == ("Maths", START, date(2026, 12, 28))
    assert "\nStart with:  Maths, 40 h, until 28 Dec 2026\n" in str(plan)
    assert (
        next(line for line in make_checklist(plan).splitlines() if "[ ]" in line)
        == "- [ ] Maths, 40 h, until 28 Dec 2026"
    )
    _, found = events(make_calendar(plan))
    earliest = min((event for event in found if " h)" in event.summary.value), key=lambda event: event.dtstart.value)
    assert (plain(earliest.summary), earliest.dtstart.value) == ("Maths (40 h)", START)
    assert earliest.dtend.value == date(2026, 12, 29)
    assert mlgraph.next_skills(graph, "start", "lead").skills[0].title == "Maths"


def hostile(title, other):
    graph = SOUND.replace('"Lead"', toml(title)).replace('"Maths"', toml(other)).replace('"Engineer"', toml(title))
    return graph.replace('needs = ["maths"]', f'needs = ["maths"]\naliases = [{toml(title)}]')


def toml(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize("title", [*HOSTILE, *LINKS])
def test_a_title_stays_text_in_a_checklist(graph_of, title):
    plan = mlgraph.plan(graph_of(hostile(title, title)), "start", "lead", have=["r"])
    html = cmarkgfm.github_flavored_markdown_to_html(make_checklist(plan, attribution=title))
    assert Counter(re.findall(r"</?(\w+)", html)) == {
        **{"h1": 2, "p": 4, "ul": 6, "li": 8, "strong": 6, "h2": 4},
        "input": 4,
    }
    text = unescape(re.sub(r"<[^>]*>", "", html)).replace("\u2060", "")
    assert text.split("\n")[0].startswith(f"{title} by ")
    assert f"\n {title}, 40 h, until " in text


def plain(line):
    return line.value.replace("\u2060", "")


def events(data):
    (read,) = vobject.readComponents(data.decode())
    return read, list(read.vevent_list)


@given(tables(), words | st.sampled_from(LINKS))
def test_a_calendar_agrees_with_its_plan(tables, attribution):
    plan = planned(tables, 10)
    if plan is None:
        return
    data = make_calendar(plan, attribution)
    assert b"DTSTAMP:20261201T000000Z" in data
    assert data == make_calendar(plan, attribution)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    read, found = events(data)
    spans = make_timetable(plan)
    assert plain(read.description) == attribution
    assert [(event.dtstart.value, event.dtend.value - timedelta(1)) for event in found] == [
        (span.begins, span.ends) for span in spans
    ]
    assert [plain(event.summary) for event in found] == [
        f"{span.what.title} ({mlgraph.text.formatting.format_number(span.what.hours)} h)"
        if isinstance(span.what, Study)
        else span.what.title
        for span in spans
    ]


@pytest.mark.parametrize("title", [*HOSTILE, *LINKS])
def test_a_title_stays_a_title_in_a_calendar(graph_of, title):
    plan = mlgraph.plan(graph_of(hostile(title, title)), "start", "lead", have=["r"])
    read, found = events(make_calendar(plan))
    assert read.x_wr_calname.value.startswith("Start to ")
    assert [plain(event.summary) for event in found] == ["Start", title, title, f"{title} (40 h)"]
    assert plain(found[-1].description) == f"to be ready for {title}"


def test_entries_keep_their_names_from_plan_to_plan(graph_of):
    graph = graph_of(SOUND)

    def names(source, start, **wishes):
        return [
            event.uid.value
            for event in events(make_calendar(mlgraph.plan(graph, source, "lead", start=start, **wishes)))[1]
        ]

    first = names("start", START)
    assert len(set(first)) == len(first)
    assert set(names("engineer", date(2027, 5, 5))) <= set(first)
    assert names("start", date(2030, 1, 1), pace=1) == first


def test_a_position_passed_twice_has_two_entries(graph_of):
    graph = graph_of(
        """
        [role]
        a = { title = "A", leads_to = { b = 1, c = 1 } }
        b = { title = "B", leads_to = { a = 1 } }
        c = { title = "C" }
        """
    )
    _, found = events(make_calendar(mlgraph.plan(graph, "a", "c", via=["b"])))
    assert [event.uid.value for event in found] == ["a.c@mlgraph", "b.c@mlgraph", "a.2.c@mlgraph", "c.c@mlgraph"]


def test_export_writes_checklist_and_calendar(run, graph_file, tmp_path):
    question = ["--from", "start", "--to", "lead", "--graph", graph_file(SOUND)]
    for name in ("plan.md", "plan.ics"):
        assert run("export", tmp_path / name, *question, "--start", "2026-12-01")[:2] == (0, "")
    assert "Lead**, 16 Jun 2030" in (tmp_path / "plan.md").read_text()
    assert events((tmp_path / "plan.ics").read_bytes())[1][0].dtstart.value == START
    assert run("export", tmp_path / "plan.md", *question)[0] == 0
    assert "# Lead by " in (tmp_path / "plan.md").read_text()
    before = date.today()
    assert run("export", tmp_path / "plan.ics", *question)[0] == 0
    assert before <= events((tmp_path / "plan.ics").read_bytes())[1][0].dtstart.value <= date.today()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plan.md"], "a .md file holds a plan; give --to"),
        (["plan.ics", "--only", "skills"], "a .ics file holds a plan"),
        (["plan.md", "--from", "start", "--to", "lead", "--focus", "r"], "a .md file does not take --focus"),
        (
            ["plan.png", "--start", "2026-12-01"],
            "--start need a plan; give --to as well",
        ),
        (["plan.ics", "--start", "soon"], "--start must be a day, such as 2026-12-01 or 1 Dec 2026, not 'soon'"),
    ],
)
def test_an_unsuitable_option_for_a_file_is_refused(run, graph_file, tmp_path, monkeypatch, arguments, message):
    graph = graph_file(SOUND)
    monkeypatch.chdir(tmp_path)
    code, out, err = run("export", *arguments, "--graph", graph)
    assert (code, out) == (2, "")
    assert message in err
    assert list(tmp_path.iterdir()) == [graph]
