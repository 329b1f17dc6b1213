"""Tests of `me from`: the profile gets what is recognised, and loses nothing."""

import json
import os
import re
import sys

import pytest
import tomli

from mlgraph import diary, profile
from mlgraph.resumes.registry import parse
from mlgraph.resumes.resolve import resolve_resume
from support.careers import SOUND
from support.terminal import at_a_terminal

CV = "Builder, 2010 - 2012\nLead since Jan 2021\nMaths\nPython, knitting\nJuggler, Mar 2013 - 2014\n"
MADE = """\
# a profile for mlgraph: names are ids, titles or aliases; pace is in hours of study a week
pace = 10
id = "..."
have = ["maths", "python"]

[[post]]
position = "engineer"
from = "2010"
to = "2012"

[[post]]
position = "lead"
from = "2021-01"

# not recognised, a post: Juggler, 2013-03 to 2014 (no node has this name)
# not recognised, a skill: knitting (no node has this name)
"""
ME = """\
# this is me
position = "start"  # not for long
have = [
  "Maths",  # from school
]

[[post]]  # my first
position = "Builder"
from = "2010-06"
to = "2012"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch, graph_file):
    monkeypatch.chdir(tmp_path)
    graph_file(SOUND)
    graph_file(CV, "cv.txt")
    return tmp_path


def test_a_profile_is_made_from_a_cv(run, folder):
    code, out, err = run("me", "from", "cv.txt", "--graph", "graph.toml")
    assert (code, err) == (0, "")
    made = (folder / "me.toml").read_text()
    assert re.sub('id = "[0-9a-f]{16}"', 'id = "..."', made) == MADE
    assert "Read as a list: 2 jobs and 2 skills found." in out
    assert "Note: 'Builder' is read as Engineer (engineer)." in out
    assert "knitting: no node has this name" in out
    assert "Added 2 jobs, 2 skills and 2 comments to me.toml." in out
    assert run("me", "from", "cv.txt", "--graph", "graph.toml")[1].endswith(
        "me.toml has all of it already.\nSee it with: mlgraph me show --me me.toml\n"
    )
    assert (folder / "me.toml").read_text() == made


def test_an_existing_profile_changes_only_after_a_yes(run, folder, graph_file, refused):
    me = graph_file(ME, "me.toml")
    code, _, err = run("me", "from", "cv.txt", "--graph", "graph.toml")
    assert (code, err) == (2, "mlgraph: me.toml exists already; add --yes to change it\n")
    assert me.read_text() == ME
    arguments = ["me", "from", "cv.txt", "--graph", "graph.toml"]
    code, screen = at_a_terminal(arguments, ["n"], folder)
    assert (code, me.read_text()) == (1, ME)
    assert "me.toml exists, and gets 1 job, 1 skill and 2 comments." in screen
    assert "The position Start is replaced" in " ".join(screen.split())
    assert at_a_terminal(arguments, ["y"], folder)[0] == 0
    after = me.read_text()
    assert tomli.loads(after) == {
        "have": ["Maths", "python"],
        "post": [
            {"position": "Builder", "from": "2010-06", "to": "2012"},
            {"position": "lead", "from": "2021-01"},
        ],
    }
    assert [line.partition("#")[2] for line in ME.splitlines() if "#" in line] == [
        line.partition("#")[2] for line in after.splitlines() if "#" in line and "not recognised" not in line
    ]


# a profile, a newer or older CV, and the posts afterwards with their ends
SECOND = {
    "the later post of the CV ends the held one": (
        '[[post]]\nposition = "engineer"\nfrom = "2020-01" # since\n',
        "Lead since Mar 2021",
        ["engineer 2020-01 2021-03", "lead 2021-03 None"],
        "Engineer ends in 2021-03, when Lead begins.",
    ),
    "the CV says when the held post ended": (
        'post = [{ position = "Builder", from = 2020-01-01 }] # since',
        "Builder, Jan 2020 - Nov 2020\nLead since Mar 2021",
        ["engineer 2020-01-01 2020-11", "lead 2021-03 None"],
        "Engineer ends in 2020-11, as the CV says.",
    ),
    "only the end is new": (
        '[[post]] # since\r\n  from = "2020"\r\n  position = "engineer"',
        "Engineer, 2020 - 2021",
        ["engineer 2020 2021"],
        "me.toml is changed. Engineer ends in 2021, as the CV says.",
    ),
    "the end comes last": (
        '# since\n[[post]]\nposition = "engineer"\nfrom = "2020"',
        "Lead since 2022",
        ["engineer 2020 2022", "lead 2022 None"],
        "Engineer ends in 2022, when Lead begins.",
    ),
    "the CV is older": (
        '[[post]] # since\nposition = "lead"\nfrom = "2021-04"\n',
        "Engineer since 2018",
        ["lead 2021-04 None", "engineer 2018 2021-04"],
        "Engineer ends in 2021-04, when Lead begins.",
    ),
}


@pytest.mark.parametrize(("text", "cv", "posts", "said"), SECOND.values(), ids=SECOND)
def test_of_two_posts_without_an_end_the_earlier_ends(run, folder, graph_file, text, cv, posts, said):
    me = graph_file(text.encode(), "me.toml")
    graph_file(cv, "second.txt")
    code, out, err = run("me", "from", "second.txt", "--yes", "--graph", "graph.toml")
    assert (code, err) == (0, "")
    assert said in " ".join(out.split())
    after = me.read_bytes().decode()
    found = [f"{post['position']} {post['from']} {post.get('to')}" for post in tomli.loads(after)["post"]]
    assert [post.replace("Builder", "engineer") for post in found] == posts
    assert "# since" in after
    assert "\r\n" not in text or after.count("\n") == after.count("\r\n")
    assert "has all of it already" in run("me", "from", "second.txt", "--yes", "--graph", "graph.toml")[1]
    assert me.read_bytes().decode() == after


def test_two_posts_without_an_end_of_the_same_day_are_not_written(run, folder, graph_file):
    me = graph_file('[[post]]\nposition = "engineer"\nfrom = "2021-01"\n', "me.toml")
    code, _, err = run("me", "from", "cv.txt", "--yes", "--graph", "graph.toml")
    assert code == 1
    assert "me.toml: nothing was written, since it could not be read back" in err
    assert "post: engineer has no end, and a later post has none; add to" in err
    assert tomli.loads(me.read_text())["post"] == [{"position": "engineer", "from": "2021-01"}]


def test_the_answer_in_json_has_what_is_new(run, folder, graph_file):
    graph_file(ME, "me.toml")
    code, out, _ = run("me", "from", "cv.txt", "--yes", "--json", "--graph", "graph.toml")
    found = json.loads(out)
    assert code == 0
    assert [post["position"]["id"] for post in found["added_posts"]] == ["lead"]
    assert (found["added_skills"], [each["words"] for each in found["unrecognised"]]) == (
        ["python"],
        ["Juggler, 2013-03 to 2014", "knitting"],
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere.zip"], 1, "nowhere.zip: cannot be read"),
        (["cv.txt", "--me", "me.json"], 2, "me.json: the name of a profile ends in .toml"),
        (["cv.txt", "--me", "wrong.toml", "--yes"], 1, "wrong.toml: 1 mistake"),
        (["wrong.zip"], 1, "wrong.zip: is not a zip that can be read"),
    ],
)
def test_a_wrong_file_changes_nothing(refused, folder, graph_file, arguments, code, message):
    graph_file(b"PK\x03\x04", "wrong.zip")
    graph_file("pace = 0", "wrong.toml")
    refused(message, "me", "from", *arguments, "--graph", "graph.toml", code=code)


def test_a_list_with_nothing_but_a_name_makes_no_profile(refused, folder, graph_file):
    graph_file("Ada Lovelace\nada@example.org\n", "name.txt")
    message = "name.txt: has only lines that may be a name or an address"
    refused(message, "me", "from", "name.txt", "--me", "new.toml", "--graph", "graph.toml")
    assert not (folder / "new.toml").exists()


def test_a_cv_is_written_only_to_the_profile(folder, graph_of):
    graph, opened = graph_of(SOUND), []
    sys.addaudithook(lambda event, details: opened.append((event, details)) if opened is not None else None)
    found = resolve_resume(graph, parse("cv.txt", (folder / "cv.txt").read_bytes()), profile.date.today())
    opened.clear()
    diary.adopt(folder / "new.toml", graph, found)
    made = {str(details[0]) for event, details in [*opened] if event == "open" and details[1] not in ("r", "rb", None)}
    opened = None
    assert made
    assert all(".new.toml." in name for name in made)
    assert sorted(os.listdir(folder)) == ["cv.txt", "graph.toml", "new.toml"]
