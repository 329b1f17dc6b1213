"""Tests of calendars that change: what four independent readers find after a plan has moved, and whose entry it is."""

import json
import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar

import mlgraph
from mlgraph.export.calendar_update import update_calendar
from mlgraph.export.icalendar import write
from support.careers import SOUND
from support.paths import REPOSITORY

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
READERS = Path(__file__).with_name("calendar_readers.js")
LINKED = SOUND.replace(
    'title = "Maths"', 'title = "Maths"\nurl = "https://example.org/maths"\nlearn_with = ["course"]'
).replace('title = "Lead"', 'title = "Lead"\nurl = "https://example.org/lead"')
LINKED += '[resource.course]\ntitle = "A course"\nurl = "https://example.org/a?b=1&c=2"\nhours = 30\n'


def entries(data):
    """Return the entries by the first part of their UIDs, as icalendar reads them."""
    found = Calendar.from_ical(data).walk("VEVENT")
    return {str(event["UID"]).partition(".")[0]: event for event in found}


def stamps(event):
    return event["SEQUENCE"], event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt


def test_an_entry_that_moved_is_newer_and_one_that_is_gone_is_cancelled(graph_of):
    graph = graph_of(SOUND)
    first = update_calendar(b"", write(graph, plan=mlgraph.plan(graph, "start", "lead", start=NOW.date())), "a", NOW)
    again = update_calendar(
        first, write(graph, plan=mlgraph.plan(graph, "start", "lead", start=NOW.date())), "a", NOW + timedelta(1)
    )
    assert again == first
    plan = mlgraph.plan(graph, "start", "lead", start=NOW.date(), have=["r"], pace=5)
    later = NOW + timedelta(hours=1)
    second = update_calendar(first, write(graph, plan=plan), "a", later)
    before, after = entries(first), entries(second)
    assert before.keys() == after.keys() == {"start", "engineer", "lead", "maths", "r"}
    assert {name: stamps(event) for name, event in before.items()} == dict.fromkeys(before, (0, NOW, NOW))
    assert stamps(after["start"]) == (0, NOW, NOW)  # it is where it was
    assert stamps(after["maths"]) == stamps(after["r"]) == (1, later, later)
    assert "STATUS" not in after["maths"]
    assert after["r"]["STATUS"] == "CANCELLED"
    # a clock that was put back makes no earlier stamp, and what is cancelled stays so
    third = entries(
        update_calendar(second, write(graph, plan=mlgraph.plan(graph, "start", "lead", start=NOW.date())), "a", NOW)
    )
    assert stamps(third["maths"]) == (2, later + timedelta(seconds=1), later + timedelta(seconds=1))
    assert "STATUS" not in third["r"] and third["r"]["SEQUENCE"] == 2
    assert stamps(entries(update_calendar(second, write(graph, plan=plan), "a", NOW + timedelta(9)))["r"]) == (
        1,
        later,
        later,
    )


LEAD = ("--to", "lead", "--graph")


def test_two_people_have_entries_of_their_own(run, graph_file, tmp_path, monkeypatch):
    graph = graph_file(SOUND)
    monkeypatch.chdir(tmp_path)
    for name, content in (("a", 'id = "one"\n'), ("b", 'id = "two"\n'), ("c", ""), ("d", "")):
        (tmp_path / f"{name}.toml").write_text(f'{content}position = "start"\n')

    def uids(file, *options):
        assert run("export", file, "--to", "lead", "--graph", graph, *options)[0] == 0
        return {str(event["UID"]) for event in entries((tmp_path / file).read_bytes()).values()}

    a, b, c, d = (uids(f"{name}.ics", "--me", f"{name}.toml") for name in "abcd")
    none = uids("none.ics", "--from", "start")
    assert len(a | b | c | d | none) == 5 * len(a)
    (tmp_path / "moved.toml").write_bytes((tmp_path / "a.toml").read_bytes() + b"pace = 3\n")
    assert uids("again.ics", "--me", "moved.toml") == a
    assert uids("other.ics", "--me", "c.toml") == c
    # the id that a note gives keeps the entries of a profile that moves
    (line,) = re.findall('add the line (id = ".*") to keep', run("export", "c.ics", *LEAD, graph, "--me", "c.toml")[2])
    (tmp_path / "away.toml").write_text(f'{line}\nposition = "start"\n')
    assert uids("away.ics", "--me", "away.toml") == c
    assert run("export", "a.ics", *LEAD, graph, "--me", "a.toml") == (0, "", "")
    assert "give each one with --me" in run("export", "none.ics", *LEAD, graph, "--from", "start")[2]
    assert not any("one" in uid or str(tmp_path) in uid for uid in a | c)


def test_exporting_over_a_calendar_changes_it(run, graph_file, tmp_path):
    question = ("--from", "start", "--to", "lead", "--graph", graph_file(SOUND))
    path = tmp_path / "plan.ics"
    foreign = b"BEGIN:VEVENT\r\nUID:own\r\nDTSTAMP:20200101T000000Z\r\nDTSTART:20200101T000000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\n"
    assert run("export", path, *question, "--start", "2026-12-01")[:2] == (0, "")
    path.write_bytes(path.read_bytes().replace(b"END:VCALENDAR", foreign + b"END:VCALENDAR"))
    assert run("export", path, *question, "--start", "2027-01-01")[:2] == (0, "")
    found = entries(path.read_bytes())
    assert found["own"]["SUMMARY"] == "Dentist" and "STATUS" not in found["own"]
    assert {event["SEQUENCE"] for name, event in found.items() if name != "own"} == {1}
    assert found["start"]["DTSTART"].dt == date(2027, 1, 1)
    path.write_bytes(b"BEGIN:VCALENDAR\r\nnonsense")
    code, _, err = run("export", path, *question)
    assert (code, path.read_bytes()) == (1, b"BEGIN:VCALENDAR\r\nnonsense")
    assert "cannot be read, so its entries cannot be changed; move the file away" in err


def test_entries_have_links(graph_of):
    graph = graph_of(LINKED)
    data = write(graph, plan=mlgraph.plan(graph, "start", "lead", start=NOW.date()))
    for event in vobject.readOne(data.decode()).vevent_list:
        name = event.uid.value.partition(".")[0]
        links = {"maths": "https://example.org/a?b=1&c=2", "lead": "https://example.org/lead"}
        assert (event.url.value if name in links else getattr(event, "url", None)) == links.get(name)
    assert str(entries(data)["maths"]["DESCRIPTION"]).endswith(
        "https://example.org/a?b=1&c=2; https://example.org/maths"
    )


@pytest.mark.process
@pytest.mark.skipif(
    not (shutil.which("node") and (REPOSITORY / "node_modules" / "ical.js").exists()), reason="not installed: npm ci"
)
def test_readers_in_javascript_find_the_same(graph_of):
    graph = graph_of(LINKED)
    first = update_calendar(b"", write(graph, plan=mlgraph.plan(graph, "start", "lead", start=NOW.date())), "a", NOW)
    later = NOW + timedelta(hours=1)
    plan = mlgraph.plan(graph, "start", "lead", start=NOW.date(), have=["r"], pace=5)
    data = update_calendar(first, write(graph, plan=plan), "a", later)
    done = subprocess.run(["node", READERS], input=data, capture_output=True, cwd=REPOSITORY, check=False)
    assert done.returncode == 0, done.stderr
    events = [event for event in Calendar.from_ical(data).walk("VEVENT")]
    expected = [
        {
            "uid": str(event["UID"]),
            "summary": str(event["SUMMARY"]),
            "sequence": event["SEQUENCE"],
            "status": str(event["STATUS"]) if "STATUS" in event else None,
            "url": str(event["URL"]) if "URL" in event else None,
        }
        for event in events
    ]
    kept = expected[0].keys()
    one, other = json.loads(done.stdout)
    assert [{key: each[key] for key in kept} for each in one] == expected
    assert sorted(({key: each[key] for key in kept} for each in other), key=str) == sorted(expected, key=str)
    assert [each["start"] for each in one] == [event["DTSTART"].dt.isoformat() for event in events]
    assert {each["modified"] for each in one if each["sequence"]} == {"2026-12-01T13:00:00Z"}
    assert {each["stamp"] for each in other if each["sequence"]} == {"2026-12-01T13:00:00.000Z"}
