"""Tests of the commands that record learning, and of the profile that is found by itself."""

import json
from datetime import date

import pytest
import tomli

from support.careers import SOUND

FOUND = "mlgraph: me.toml is your profile; --me gives another one\n"
ME = '# me\nposition = "start"\npace = 5\n'


@pytest.fixture
def me(tmp_path, monkeypatch, graph_file):
    monkeypatch.chdir(tmp_path)
    graph_file(SOUND)
    return graph_file(ME, "me.toml")


@pytest.fixture
def ask(run, me):
    return lambda *arguments: run(*arguments, "--graph", "graph.toml")


def test_a_day_and_hours_are_recorded(ask, me):
    assert ask("me", "learned", "maths", "--on", "15 Mar 2026", "--hours", "12,5") == (
        0,
        "Maths is added to me.toml.\n",
        FOUND,
    )
    assert tomli.loads(me.read_text()) == tomli.loads(ME) | {
        "have": ["maths"],
        "learned": [{"skill": "maths", "on": date(2026, 3, 15), "hours": 12.5}],
    }
    assert ask("me", "learned", "maths", "--hours", "3")[1] == "Maths is already in me.toml.\n"
    assert tomli.loads(me.read_text())["learned"] == [{"skill": "maths", "on": date.today(), "hours": 3}]
    assert ask("me", "forget", "MATHS,r")[1] == "Maths is removed from me.toml.\nR is not in me.toml.\n"
    assert ask("me", "learning", "r")[1] == "me.toml: you are learning R.\n"
    assert "  Learning  R\n" in ask("me", "show")[1]
    assert ask("me", "learned", "r")[1] == "R is added to me.toml.\n"
    assert me.read_text().startswith(ME)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["learned"], "no skill is given; type its name, or --from with a checklist"),
        (["learned", "maths,r", "--hours", "3"], "--hours are those of a single skill; give one skill"),
        (["learned", "maths", "--on", "soon"], "--on must be a day until today, such as 2026-03-15, not 'soon'"),
        (["learned", "maths", "--on", "2999"], "--on must be a day until today, such as 2026-03-15, not '2999'"),
        (["learned", "maths", "--hours", "-1"], "--hours must be a number from 0 to 100,000, such as 12, not '-1'"),
        (["progress", "-o", "x.gif"], "no learned skill has a day, so there is nothing to draw"),
    ],
)
def test_wrong_usage_changes_nothing(ask, me, arguments, message):
    code, out, err = ask("me", *arguments)
    assert (code, out, err.removeprefix(FOUND)) == (2, "", f"mlgraph: {message}\n")
    assert me.read_text() == ME


def test_a_goal_makes_the_target_optional(ask, me):
    assert ask("path", "--json")[0] == 2
    assert "no target is given; give --to, or set a goal in your profile" in ask("path")[2]
    code, out, _ = ask("me", "goal", "lead")
    assert (code, out.startswith("Lead is your goal in me.toml. Today's plan (saved) arrives on ")) == (0, True)
    plan = json.loads(ask("path", "--json")[1])
    kept = tomli.loads(me.read_text())
    assert (kept["goal"], kept["plan"]["from"], kept["plan"]["to"]) == ("lead", "start", "lead")
    assert plan["stops"][-1]["arrives_on"] == kept["plan"]["arrives"].isoformat()
    assert json.loads(ask("next", "--json")[1])["to"]["id"] == "lead"
    assert ask("why", "maths")[0] == 0
    assert ask("export", "map.mmd")[0] == 0
    assert ask("export", "plan.ics")[0] == 0
    assert json.loads(ask("path", "--to", "engineer", "--json")[1])["to"] == "engineer"
    code, out, _ = ask("me", "progress", "-o", "progress.svg")
    assert code == 0
    assert "Learned  nothing since then" in out
    assert "Change   none" in out
    assert (me.parent / "progress.svg").read_bytes().startswith(b"<?xml")


def test_a_goal_that_is_avoided_is_wanted_all_the_same(ask, me):
    me.write_text(ME + 'avoid = ["lead"]\ngoal = "lead"\n')
    assert ask("path")[0] == 0
    assert ask("me", "progress")[0] == 0


def test_a_goal_without_a_position_keeps_no_plan(ask, me):
    me.write_text("pace = 5\n")
    code, out, _ = ask("me", "goal", "lead")
    assert (code, out) == (0, "Lead is your goal in me.toml. No plan is saved, since your position is unknown.\n")
    assert tomli.loads(me.read_text()) == {"pace": 5, "goal": "lead"}


def test_ticks_are_read_back_and_kept(ask, me, tmp_path):
    plan = tmp_path / "plan.md"
    ask("export", "plan.md", "--to", "lead")
    fresh = plan.read_text()
    assert "- [ ] Maths, 40 h" in fresh
    plan.write_text(fresh.replace("- [ ] Maths", "- [x] Maths").replace("- [ ] **Engineer", "- [X] **Engineer"))
    ask("export", "plan.md", "--to", "lead")
    assert plan.read_text() == fresh.replace("- [ ] Maths", "- [x] Maths").replace("- [ ] **Engin", "- [x] **Engin")
    assert ask("me", "learned", "--from", "plan.md")[1] == "Maths is added to me.toml.\n"
    assert ask("me", "learned", "--from", "plan.md")[1] == "Maths is already in me.toml.\n"
    ask("export", "plan.md", "--to", "lead")
    again = plan.read_text()
    assert "## Done\n\n- [x] Maths\n\n## Engineer\n" in again
    ask("export", "plan.md", "--to", "lead")
    assert plan.read_text() == again


def test_a_profile_in_the_folder_is_reported_and_another_one_wins(ask, run, me, graph_file, monkeypatch):
    here = ask("path", "--to", "lead")
    assert (here[0], here[2]) == (0, FOUND)
    assert "5 hours a week" in here[1]
    other = graph_file('position = "start"\npace = 7\n', "other.toml")
    code, out, err = ask("path", "--to", "lead", "--me", other)
    assert (code, err, "7 hours a week" in out) == (0, "", True)
    monkeypatch.setenv("MLGRAPH_ME", "other.toml")
    assert ask("path", "--to", "lead")[1].partition("Calendar")[0] == out.partition("Calendar")[0]
    me.write_text("pace = 0")
    monkeypatch.delenv("MLGRAPH_ME")
    assert "me.toml:1: pace: is 0" in ask("path", "--from", "start", "--to", "lead")[2]
