"""Tests of `me from`: the profile gets what is recognised, and loses nothing."""

import json
import os
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
    assert (folder / "me.toml").read_text() == MADE
    assert "A list: 2 posts and 2 skills of the graph" in out
    assert "Note: 'Builder' is read as Engineer (engineer)." in out
    assert "knitting: no node has this name" in out
    assert "me.toml has 2 posts, 2 skills, 2 comments more." in out
    assert run("me", "from", "cv.txt", "--graph", "graph.toml")[1].endswith(
        "me.toml has all of it already.\nSee it with: mlgraph me show --me me.toml\n"
    )
    assert (folder / "me.toml").read_text() == MADE


def test_an_existing_profile_changes_only_after_a_yes(run, folder, graph_file, refused):
    me = graph_file(ME, "me.toml")
    code, _, err = run("me", "from", "cv.txt", "--graph", "graph.toml")
    assert (code, err) == (2, "mlgraph: me.toml exists already; add --yes to change it\n")
    assert me.read_text() == ME
    arguments = ["me", "from", "cv.txt", "--graph", "graph.toml"]
    code, screen = at_a_terminal(arguments, ["n"], folder)
    assert (code, me.read_text()) == (1, ME)
    assert "me.toml exists, and gets 1 post, 1 skill, 2 comments more." in screen
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


def test_two_posts_without_an_end_are_not_written(run, folder, graph_file):
    me = graph_file('[[post]]\nposition = "engineer"\nfrom = "2020-01"\n', "me.toml")
    code, _, err = run("me", "from", "cv.txt", "--yes", "--graph", "graph.toml")
    assert code == 1
    assert "me.toml: nothing was written, since it could not be read back" in err
    assert "post: engineer has no end, and a later post has none; add to" in err
    assert tomli.loads(me.read_text())["post"] == [{"position": "engineer", "from": "2020-01"}]


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
