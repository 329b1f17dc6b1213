"""Tests of profiles: valid and invalid files, and combinations with options."""

import io
import json
from datetime import date

import pytest

import mlgraph
from mlgraph import profilefile
from mlgraph.errors import FileError, GraphFileError, UsageError
from mlgraph.profile import Profile
from support.careers import SOUND
from support.terminal import at_a_terminal

ME = """\
# this is me
position = "Builder"  # an alias
pace = 7.5
have = [
    "R",  # from the university
    "maths",
]
avoid = ["Lead"]
"""


@pytest.fixture
def me(graph_file):
    return graph_file(ME, "me.toml")


@pytest.fixture
def sound(graph_file):
    return graph_file(SOUND)


def test_a_profile_is_read_in_the_ids_of_a_graph(graph_of, me):
    assert profilefile.read(me, graph_of(SOUND)) == Profile("engineer", ("maths", "r"), 7.5, ("lead",))


def test_an_empty_profile_says_nothing(graph_of, graph_file):
    found = profilefile.read(graph_file("", "me.toml"), graph_of(SOUND))
    assert found == Profile() == Profile(None, (), 10, ())
    with pytest.raises(UsageError, match="the position to start from is unknown"):
        _ = found.start


MISTAKES = [
    ('position = "Buidler"', "1: position: no stage or role is called 'Buidler'; did you mean engineer"),
    ('position = "maths"', "1: position: 'maths' is a skill; a stage or role is needed here; write the id, title or"),
    ("position = 3", "1: position: is 3, a whole number; write a text in quotes"),
    ("pace = 0", "1: pace: is 0; write a number of hours a week from 0.01 to 168"),
    ("pace = 169", "1: pace: is 169; write a number of hours a week from 0.01 to 168"),
    ('pace = "8"', '1: pace: is "8", a string; write a number'),
    ("pace = nan", "1: pace: is nan"),
    ('hav = ["r"]', "1: hav: is not a key of a profile; use one of position, pace, have, avoid, post, goal,"),
    ('have = "r"', '1: have: is "r", a string; write a list'),
    ('have = [\n"r",\n"lead"]', "3: have: 'lead' is a role; a skill is needed here"),
    ('have = ["r",\n["maths"]]', "2: have: is ['maths'], a list; write a text"),
    ('have = ["r", "r"]', "1: have: has 'r' twice"),
    ('\navoid = ["nix"]', "2: avoid: no stage, role or skill is called 'nix'; write the id"),
    ('avoid = ["lead"]\nposition = "lead"', "1: avoid: names lead, the current position; remove"),
    ("have = [", "1: is not TOML"),
]


@pytest.mark.parametrize(("content", "message"), MISTAKES)
def test_an_error_has_its_line_and_a_fix(graph_of, graph_file, content, message):
    path = graph_file(content, "me.toml")
    with pytest.raises(GraphFileError) as error:
        profilefile.read(path, graph_of(SOUND))
    assert str(error.value).startswith(f"{path}: 1 mistake, nothing is loaded\n{path}:{message}")


def test_all_errors_are_reported_at_once(graph_of, graph_file):
    path = graph_file('position = "Buidler"\npace = 0\nhav = []\nhave = [\n3, "pyton"]\navoid = "r"', "me.toml")
    with pytest.raises(GraphFileError) as error:
        profilefile.read(path, graph_of(SOUND))
    assert [(found.line, found.id) for found in error.value.diagnostics] == [
        *[(1, "position"), (2, "pace"), (3, "hav"), (5, "have"), (5, "have"), (6, "avoid")]
    ]


def test_a_name_with_several_meanings_lists_the_ids(graph_of, graph_file):
    with pytest.raises(GraphFileError, match="1: position: Builder has several meanings; write one of the ids b, eng"):
        profilefile.read(
            graph_file(ME.partition("\n")[2], "me.toml"),
            graph_of(SOUND + '[role.b]\ntitle = "B"\naliases = ["Builder"]'),
        )


@pytest.mark.parametrize("name", ["me.json", "me"])
def test_a_profile_is_a_toml_file(graph_of, graph_file, name):
    with pytest.raises(FileError, match=r"is not a profile; use a file that ends in \.toml"):
        profilefile.read(graph_file("{}", name), graph_of(SOUND))


def test_the_flags_win_over_the_profile_and_lists_add(graph_of):
    known = Profile("engineer", ("r",), 8, ("lead", "maths"))
    asked = known.update_with(
        graph_of(SOUND), position="start", have=["python"], pace=3, avoid=["sql"], wanted=["LEAD"]
    )
    assert asked == Profile("start", ("r", "python"), 3, ("maths", "sql"))
    assert known.update_with(graph_of(SOUND)) == known


@pytest.mark.parametrize("objective", ["flag", "environment"])
def test_a_plan_starts_where_the_profile_says(run, sound, graph_file, monkeypatch, objective):
    me = graph_file('position = "start"\npace = 4\nhave = ["maths"]\navoid = ["r", "lead"]', "me.toml")
    if objective == "environment":
        monkeypatch.setenv("MLGRAPH_ME", str(me))
    flag = ["--me", me] if objective == "flag" else []
    by_profile = run("path", "--to", "lead", "--graph", sound, *flag)[1]
    by_options = run(
        *["path", "--from", "start", "--to", "lead", "--graph", sound],
        *["--have", "maths", "--pace", "4", "--avoid", "r"],
    )[1]
    assert "Without R" in by_profile
    assert by_profile.partition("Calendar:")[0] == by_options.partition("Calendar:")[0]


def test_an_export_uses_the_profile(run, sound, me, tmp_path):
    assert run("export", tmp_path / "plan.dot", "--to", "lead", "--me", me, "--graph", sound)[0] == 0
    assert "Engineer to Lead" in (tmp_path / "plan.dot").read_text()
    code, _, err = run("export", tmp_path / "other.dot", "--from", "start", "--graph", sound)
    assert (code, err) == (
        2,
        "mlgraph: --from, --have, --via, --avoid and --start need a plan; give --to as well\n",
    )


LAYOUTS = [
    (ME, ME.replace('    "maths",\n]', '    "maths",\n    "python",\n]')),
    ("", 'have = ["python"]\n'),
    ("have = []  # nothing yet", 'have = ["python"]  # nothing yet'),
    ('have=["r"]\n# the end', 'have=["r", "python"]\n# the end'),
    ('have = [\r\n  "r" # at work\r\n]\r\n', 'have = [\r\n  "r", # at work\r\n  "python"\r\n]\r\n'),
]


@pytest.mark.parametrize(("before", "after"), LAYOUTS)
def test_learned_skills_are_added_and_the_rest_stays(run, sound, graph_file, before, after):
    me = graph_file(before.encode(), "me.toml")
    answer = f"Python is added to {me}.\n"
    assert run("me", "learned", "Python", "--me", me, "--graph", sound) == (0, answer, "")
    newline = "\r\n" if "\r\n" in before else "\n"
    block = ["", "[[learned]]", 'skill = "python"', f"on = {date.today()}", ""]
    after += (newline if not after.endswith("\n") else "") + newline.join(block)
    assert me.read_bytes() == after.encode()
    assert run("me", "learned", "python", "PYTHON", "--me", me, "--graph", sound)[1] == answer.replace(
        "added to", "already in"
    )
    assert me.read_bytes() == after.encode()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["learned", "pyton"], 1, "no skill is called 'pyton', did you mean python?"),
        (["learned", "python", "lead"], 1, "'lead' is a role; a skill is needed here"),
        (["learned"], 2, "no skill is given; type its name, or --from with a checklist"),
    ],
)
def test_an_unknown_skill_changes_nothing(run, sound, me, arguments, code, message):
    got, out, err = run("me", *arguments, "--me", me, "--graph", sound)
    assert (got, out) == (code, "")
    assert message in err
    assert me.read_text() == ME


def test_a_wrong_profile_is_not_added_to(run, sound, graph_file):
    me = graph_file('hav = ["r"]', "me.toml")
    code, _, err = run("me", "learned", "python", "--me", me, "--graph", sound)
    assert code == 1
    assert "hav: is not a key of a profile" in err
    assert me.read_text() == 'hav = ["r"]'


@pytest.mark.parametrize("command", [["show"], ["learned", "python"]])
def test_a_profile_is_named_or_asked_for(run, command):
    code, out, err = run("me", *command)
    assert (code, out) == (2, "")
    assert err == "mlgraph: no profile is given; type --me FILE, or make one with: mlgraph me init\n"


def test_a_profile_is_shown_with_titles(run, sound, me):
    code, out, _ = run("me", "show", "--me", me, "--graph", sound)
    assert code == 0
    assert (
        out
        == f"""\
{me}
  Position  Engineer
  Study     7.5 hours a week
  Skills    Maths, R
  Avoid     Lead
"""
    )
    code, out, _ = run("me", "show", "--me", me, "--graph", sound, "--json")
    shown = json.loads(out)
    assert [shown.pop(key) for key in ("posts", "months_in_post", "from_posts")] == [[], 0, []]
    assert (shown.pop("experience"), shown.pop("experience_from")) == ({}, [])
    assert (shown.pop("goal"), shown.pop("learning")) == (None, [])
    assert date.fromisoformat(shown.pop("on")) <= date.today()
    assert shown == {
        "file": str(me),
        "position": {"id": "engineer", "title": "Engineer", "url": ""},
        "pace": 7.5,
        "have": [{"id": "maths", "title": "Maths", "url": ""}, {"id": "r", "title": "R", "url": ""}],
        "avoid": [{"id": "lead", "title": "Lead", "url": ""}],
    }


def test_init_asks_until_it_understands(sound, graph_of, tmp_path):
    answers = ["buidler", "", "builder", "eight", "0", "1_0", "8", "maths, pyton", "r, Maths", "Lead"]
    code, screen = at_a_terminal(["me", "init", "--graph", str(sound)], answers, tmp_path)
    assert code == 0
    assert "me.toml\x1b[0m\r\n  Position  Engineer\r\n  Study     8 hours a week\r\n" in screen
    for message in (
        "no stage or role is called 'buidler'",
        "'eight' is not a number of hours",
        "the pace is 0.0; write a number of hours a week from 0.01 to 168",
        "'1_0' is not a number of hours",
        "no skill is called 'pyton', did you mean python?",
    ):
        assert f"Error: {message}" in screen
    found = profilefile.read(tmp_path / "me.toml", graph_of(SOUND))
    assert found == Profile("engineer", ("maths", "r"), 8, ("lead",))


def test_init_accepts_enter_and_asks_before_it_replaces_a_file(sound, graph_of, tmp_path):
    (tmp_path / "my.toml").write_text(ME)
    arguments = ["me", "init", "my.toml", "--graph", str(sound)]
    code, screen = at_a_terminal(arguments, ["n"], tmp_path)
    assert code == 1
    assert "my.toml exists already. Replace it? [y/N]" in screen
    assert (tmp_path / "my.toml").read_text() == ME
    assert at_a_terminal(arguments, ["y", "start", "", "", ""], tmp_path)[0] == 0
    assert profilefile.read(tmp_path / "my.toml", graph_of(SOUND)) == Profile("start")


def test_init_without_a_terminal_says_what_to_do(run, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    code, out, err = run("me", "init", tmp_path / "me.toml")
    assert (code, out) == (2, "")
    example = err.partition("such as:\n")[2]
    (tmp_path / "me.toml").write_text(example)
    assert profilefile.read(tmp_path / "me.toml", mlgraph.load()) == Profile("beginner", ("python",), 8)
    code, _, err = run("me", "init", "me.json")
    assert (code, err) == (2, "mlgraph: me.json: the name of a profile ends in .toml\n")


@pytest.mark.parametrize(
    ("second", "line"),
    [
        ('position = "nobody"\nfrom = 2021-01-01', 8),
        ('position = "start"\nfrom = "x"', 9),
        ('position = "start"', 7),
        ('position = "start"\nfrom = 2021-01-01\nwhen = 3', 10),
    ],
)
def test_a_fault_in_a_post_has_the_line_of_that_post(graph_of, second, line):
    graph = graph_of("[role.start]\ntitle = 'Start'\n")
    first = '[[post]]\nposition = "start"\nfrom = 2020-01-01\nto = 2020-06-01\n'
    text = f"pace = 5\n{first}\n[[post]]\n{second}\n"
    with pytest.raises(mlgraph.GraphFileError) as error:
        profilefile.parse("me.toml", text.encode(), graph)
    assert [fault.line for fault in error.value.diagnostics] == [line]
