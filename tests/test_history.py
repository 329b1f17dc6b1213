"""Tests of the conclusions from the posts of a person: months in post, experience and skills."""

import json
from calendar import monthrange
from datetime import date, timedelta

import pytest

from mlgraph import diary, profilefile
from mlgraph.errors import GraphFileError
from mlgraph.history import Post, conclude, count_months
from mlgraph.planning.days import add_months
from mlgraph.profile import parse_experience
from support.careers import SOUND

CAREER = """\
[experience.data]
title = "Data"

[role.analyst]
title = "Analyst"
needs = ["sql"]
counts_as = ["data"]
teaches = { talk = 12, lead = 36 }
leads_to = { senior = 12 }

[role.senior]
title = "Senior"
experience = { data = 24 }
counts_as = ["data"]
leads_to = { head = 6 }

[role.head]
title = "Head"
experience = { data = 60 }

[skill.sql]
title = "SQL"
hours = 40
[skill.talk]
title = "Talk"
hours = 10
needs = ["write"]
[skill.write]
title = "Write"
hours = 10
[skill.lead]
title = "Lead"
hours = 10
"""
ME = """\
pace = 5
[[post]]
position = "Analyst"
from = "2021-01"
to = "2022-12"

[[post]]
position = "senior"
from = 2023-01-01
"""


def test_posts_give_months_experience_and_skills(graph_of):
    posts = [Post("analyst", date(2021, 1, 1), date(2022, 12, 31)), Post("senior", date(2023, 1, 1), None)]
    found = conclude(graph_of(CAREER), posts, date(2023, 7, 1))
    assert found.months_in_post == 6
    assert found.experience == {"data": 30}
    assert found.skills == dict.fromkeys(["sql", "talk", "write"], "analyst")


def test_experience_that_a_post_asks_for_counts_from_its_first_day(graph_of):
    posts = [Post("analyst", date(2022, 1, 1), date(2023, 12, 31)), Post("senior", date(2023, 1, 1), None)]
    assert conclude(graph_of(CAREER), posts, date(2024, 1, 1)).experience == {"data": 24 + 12}


@pytest.mark.parametrize("begins", [date(2022, 1, 1), date(2023, 3, 15), date(2024, 2, 29), date(2021, 8, 31)])
def test_a_post_is_never_shorter_than_the_plan_or_the_calendar_says(begins):
    for months in range(1, 61):
        year, month = divmod(12 * begins.year + begins.month - 1 + months, 12)
        by_calendar = date(year, month + 1, min(begins.day, monthrange(year, month + 1)[1]))
        assert count_months(begins, by_calendar) == months
        assert count_months(begins, add_months(begins, months)) >= months
    counts = [count_months(begins, begins + timedelta(days)) for days in range(1000)]
    assert counts == sorted(counts)
    assert counts[15] == 0.49  # 15 days of 30.4375


def test_experience_says_which_posts_give_it(graph_of):
    posts = [Post("analyst", date(2021, 1, 1), date(2021, 12, 31)), Post("senior", date(2023, 1, 1), None)]
    found = conclude(graph_of(CAREER), posts, date(2023, 7, 1))
    assert found.experience == {"data": 30}
    # the senior post asks for 24 months on arrival, and the posts before gave 12
    assert [(gain.post, gain.months, gain.on_arrival) for gain in found.gains] == [
        ("analyst", 12, False),
        ("senior", 12, True),
        ("senior", 6, False),
    ]


def test_me_alone_shows_the_profile(run, graph_file, tmp_path, monkeypatch):
    career, me = graph_file(CAREER), graph_file(ME, "me.toml")
    shown = run("me", "show", "--me", me, "--graph", career)
    assert shown[0] == 0
    assert run("me", "--me", me, "--graph", career) == shown
    forty = graph_file('position = "beginner"\n', "forty.toml")
    monkeypatch.setenv("MLGRAPH_ME", str(forty))
    assert run("me") == run("me", "show")
    monkeypatch.delenv("MLGRAPH_ME")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    code, out, err = run("me")  # there is no profile to show
    assert (code, "Commands:" in out + err) == (2, True)


def test_a_year_in_two_posts_without_a_break_is_a_year(graph_of):
    posts = [
        Post("analyst", date(2022, 1, 15), date(2022, 6, 30)),
        Post("analyst", date(2022, 7, 1), date(2023, 1, 14)),
    ]
    assert conclude(graph_of(CAREER), posts, date(2024, 1, 1)).experience == {"data": 12}


def test_a_post_of_twelve_calendar_months_teaches_what_takes_twelve(graph_of):
    posts = [Post("analyst", date(2022, 1, 1), date(2022, 12, 31))]
    found = conclude(graph_of(CAREER), posts, date(2024, 1, 1))
    assert (found.experience, "talk" in found.skills) == ({"data": 12}, True)


def test_a_stay_that_a_plan_dates_leaves_no_wait(run, graph_file):
    me = graph_file('[[post]]\nposition = "analyst"\nfrom = "2023-03-15"\n', "me.toml")
    # a plan that begins on this day leaves after 12 months on 2024-03-14, as its year has 366 days
    assert add_months(date(2023, 3, 15), 12) == date(2024, 3, 14)
    asked = ("path", "--to", "head", "--graph", graph_file(CAREER), "--json", "--experience", "data=60")
    _, out, _ = run(*asked, "--me", me, "--start", "2024-03-14")
    assert json.loads(out)["costs"]["months"] == 6  # the months as Senior


def test_months_of_two_posts_at_once_count_once(graph_of):
    posts = [
        Post("analyst", date(2021, 1, 1), date(2021, 12, 31)),
        Post("analyst", date(2021, 7, 1), date(2022, 6, 30)),
    ]
    found = conclude(graph_of(CAREER), posts, date(2023, 1, 1))
    assert (found.months_in_post, found.experience["data"]) == (0, 18)


def test_a_profile_is_where_its_last_post_has_no_end(graph_of, graph_file):
    graph = graph_of(CAREER)
    found = profilefile.read(graph_file(ME, "me.toml"), graph)
    assert (found.position, found.pace, len(found.posts)) == ("senior", 5, 2)
    there = found.conclude(graph, date(2023, 7, 1))
    assert (there.months_in_post, there.experience, there.have) == (6, {"data": 30}, ("sql", "talk", "write"))
    elsewhere = found.update_with(graph, position="analyst").conclude(graph, date(2023, 7, 1))
    assert (elsewhere.months_in_post, elsewhere.experience) == (0, {"data": 30})
    said = found.update_with(graph, experience={"data": 3}, months_in_post=1).conclude(graph, date(2023, 7, 1))
    assert (said.months_in_post, said.experience) == (1, {"data": 3})


def test_a_profile_with_posts_is_written_back(graph_of, graph_file, tmp_path):
    graph = graph_of(CAREER)
    found = profilefile.read(graph_file(ME, "me.toml"), graph)
    profilefile.write(tmp_path / "copy.toml", found, graph)
    assert profilefile.read(tmp_path / "copy.toml", graph) == found


def test_skills_are_added_above_the_posts(graph_of, graph_file):
    graph, path = graph_of(CAREER), graph_file(ME, "me.toml")
    assert diary.record(path, graph, {"lead": None}, date(2026, 3, 15)) == ("lead",)
    assert profilefile.read(path, graph).have == ("lead",)
    assert path.read_text("utf-8").startswith(ME.replace("pace = 5\n", 'pace = 5\nhave = ["lead"]\n'))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Analyst"', '"Analist"', "3: post: no role is called 'Analist'; did you mean analyst?"),
        ('"2021-01"', '"soon"', '4: post: from is "soon", a string; write a month or a day, such as "2021-03"'),
        (
            '"2021-01"',
            "2021-01",
            '4: is not TOML: Expected newline or end of document after a statement (column 12); write a month in quotes, "2021-01"',
        ),
        (
            '"2022-12"',
            "2022-12 # it ended",
            '5: is not TOML: Expected newline or end of document after a statement (column 10); write a month in quotes, "2022-12"',
        ),
        ('to = "2022-12"', 'to = "2020-12"', "2: post: ends before it begins; exchange from and to"),
        ('to = "2022-12"', 'till = "2022-12"', "5: post: has the unknown key till; use position, from and to"),
        ('to = "2022-12"\n', "", "2: post: analyst has no end, and a later post has none; add to"),
        ("pace = 5", 'position = "analyst"', "1: position: names analyst, but the post without an end is senior"),
    ],
)
def test_each_mistake_has_its_line_and_a_fix(graph_of, graph_file, old, new, message):
    path = graph_file(ME.replace(old, new), "me.toml")
    with pytest.raises(GraphFileError) as error:
        profilefile.read(path, graph_of(CAREER))
    assert f"{path}:{message}" in str(error.value)


def test_a_post_after_the_first_day_is_refused(run, graph_file):
    posts = ('position = "analyst"\nfrom = "2023-07"\nto = "2024-06"', 'position = "senior"\nfrom = "2023-07"')
    for post in posts:
        me = graph_file(f"[[post]]\n{post}\n", "me.toml")
        asked = ("path", "--from", "senior", "--to", "head", "--graph", graph_file(CAREER), "--me", me)
        code, _, err = run(*asked, "--start", "2023-06-30")
        assert code
        said = "in the profile begins on 2023-07-01, after 2023-06-30; correct it, or give the first day in the post as"
        assert f"{said} --start" in " ".join(err.split())
        assert run(*asked, "--start", "2023-07-01")[0] == 0


def test_the_command_line_shows_and_uses_what_follows(run, graph_file):
    career, me = graph_file(CAREER), graph_file(ME, "me.toml")
    code, out, _ = run("me", "show", "--me", me, "--graph", career, "--json")
    shown = json.loads(out)
    assert (code, shown["position"]["id"]) == (0, "senior")
    assert [(post["position"]["id"], post["ends"]) for post in shown["posts"]] == [
        ("analyst", "2022-12-31"),
        ("senior", None),
    ]
    assert [each["skill"]["id"] for each in shown["from_posts"]] == ["sql", "talk", "write"]
    _, out, _ = run("me", "show", "--me", me, "--graph", career)
    posts = "  Posts       Analyst, 1 Jan 2021 to 31 Dec 2022\n              Senior, since 1 Jan 2023\n  In post "
    assert posts in out
    _, out, _ = run("me", "show", "--me", me, "--graph", career, "--start", "2023-07-01")
    assert out.partition("  In post ")[2] == (
        "    6 months, since 1 Jan 2023\n"
        "  Experience  Data: 2 years 6 months (2 years as Analyst, 6 months as Senior)\n"
        "  Known       SQL, Talk, Write (from being Analyst)\n"
    )
    asked = ("path", "--to", "head", "--graph", career, "--start", "2023-07-01", "--json")
    _, out, _ = run(*asked, "--me", me)
    plan = json.loads(out)
    assert (plan["months"] if "months" in plan else plan["costs"]["months"]) == 30
    _, out, _ = run(*asked, "--from", "senior", "--experience", "data=50", "--months-in-post", "2")
    assert json.loads(out)["costs"]["months"] == 10
    _, out, _ = run(*asked[:-1], "--from", "senior", "--experience", "data=50")
    assert "asks for 60 months of experience in Data: you have 50 and gain 10 in this step." in " ".join(out.split())


def test_the_months_one_has_and_gains_add_up(run, graph_file):
    asked = ("path", "--from", "analyst", "--to", "senior", "--graph", graph_file(CAREER), "--months-in-post", "0.5")
    assert "you have 0.5 and gain 23.5 in this step" in " ".join(run(*asked)[1].split())


def test_a_deadline_of_a_plan_without_study_needs_no_study(run, graph_file):
    asked = ("path", "--from", "analyst", "--to", "senior", "--graph", graph_file(CAREER), "--start", "2027-01-01")
    said = " ".join(run(*asked, "--until", "2030")[1].split())
    assert "you arrive on 31 Dec 2028; no study is needed." in said


def test_a_flowchart_shows_the_whole_stay(run, graph_file, tmp_path):
    asked = ("--from", "analyst", "--to", "senior", "--graph", graph_file(CAREER))
    for file, said in (("plan.mmd", '-->|"24 mo"|'), ("plan.dot", "24 mo")):
        assert run("export", tmp_path / file, *asked)[0] == 0
        text = (tmp_path / file).read_text("utf-8")
        assert (said in text, "12 mo" in text) == (True, False)  # the move itself asks for 12 months


def test_a_plan_says_what_experience_counted(run, graph_file):
    asked = ("path", "--from", "analyst", "--to", "head", "--graph", graph_file(CAREER), "--all")
    said = " ".join(run(*asked, "--experience", "data=70")[1].split())
    assert "Counted as known: 70 months in Data (60 asked)" in said
    # the months of the moves make up for what is missing, so nothing waits for it
    said = " ".join(run(*asked, "--experience", "data=45.5")[1].split())
    assert "Counted as known: 45.5 months in Data (60 asked)" in said
    # where it is missing, the plan says so at the stop
    said = " ".join(run(*asked, "--experience", "data=24")[1].split())
    assert "you have 36 and gain 24 in this step" in said
    assert "24 months in Data" not in said
    # a senior has what each senior has
    asked = (
        "path",
        "--from",
        "senior",
        "--to",
        "head",
        "--graph",
        graph_file(CAREER.replace("data = 60", "data = 24")),
    )
    assert "months in Data" not in run(*asked)[1]


@pytest.mark.parametrize(
    ("said", "months"),
    [
        (["data=24"], {"data": 24}),
        (["data=24,lead=6", "x=3"], {"data": 24, "lead": 6, "x": 3}),
        (["data=1,5"], {"data": 1.5}),
        (["data=1,5,lead=2,25", "x=3"], {"data": 1.5, "lead": 2.25, "x": 3}),
        (["data=1,5", "x=3, "], {"data": 1.5, "x": 3}),
        (["data=24,,lead = 6,"], {"data": 24, "lead": 6}),
    ],
)
def test_a_comma_between_digits_of_experience_is_a_decimal_comma(said, months):
    assert parse_experience(said) == months


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--experience", "data=1,234"), "--experience is 'data=1,234'; write a field and its months, such as data=24"),
        (("--experience", "data=-3"), "--experience in data must be a number of months from 0 to 1200, not -3"),
        (("--experience", "data"), "--experience is 'data'; write a field and its months, such as data=24"),
        (
            ("--experience", "data=24", "--experience", "data=12"),
            "--experience has the field data twice; give its months",
        ),
        (("--experience", "data=24,DATA=12"), "--experience has the field data twice; give its months once"),
        (("--experience", "dat=3"), "no field of experience is called 'dat', did you mean data?"),
        (
            ("--months-in-post", "x"),
            "--months-in-post must be a number of months from 0 to 1200, such as 18 or 18.5, not 'x'",
        ),
        (("--months-in-post", "-1"), "--months-in-post must be a number of months from 0 to"),
    ],
)
def test_a_wrong_option_is_refused(run, graph_file, options, message):
    code, out, err = run("path", "--from", "analyst", "--to", "head", "--graph", graph_file(CAREER), *options)
    assert (code, out) == (2, "") or (code, out) == (1, "")
    assert message in " ".join(err.split())
    assert "mlgraph list" not in err  # it prints no fields


def test_a_graph_without_fields_says_so(run, graph_file):
    code, _, err = run(
        "path", "--from", "engineer", "--to", "lead", "--graph", graph_file(SOUND), "--experience", "x=1"
    )
    assert code
    assert "no field of experience is called 'x'; this graph has none" in " ".join(err.split())
    assert "mlgraph list" not in err
