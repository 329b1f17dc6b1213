"""Tests of profiles with one change: accepted, or refused with file, line and key."""

import pytest

from support.hostile import SOUND, named, visible, written

ME = [
    ('position = "engineer"\npace = 8\nhave = ["maths"]\navoid = ["r"]\n', None),
    ("", None),
    ("position = 3", "1: position: is 3, a whole number; write a text in quotes"),
    ('position = ["engineer"]', "1: position: is ['engineer'], a list"),
    ('position = ""', '1: position: is "", an empty text'),
    ('position = "engineeer"', "1: position: no stage or role is called 'engineeer'; did you mean engineer?"),
    ('position = "a, did you mean b"', "1: position: no stage or role is called 'a, did you mean b'; write the id"),
    ('position = "maths"', "1: position: 'maths' is a skill; a stage or role is needed here"),
    ('position = "\\u001b[31m"', "1: position: holds U+001B"),
    ('position = "\\u202eengineer"', "1: position: holds U+202E"),
    (f'position = "{"x" * 100_000}"', "1: position: has 100000 characters"),
    ("position = 2020-01-01", "1: position: is 2020-01-01, a date or time"),
    ("position = engineer", "1: is not TOML: Invalid value"),
    ("pace = 0", "1: pace: is 0; write a number of hours a week from 0.01 to 168"),
    ("pace = -1", "1: pace: is -1; write a number of hours a week from 0.01 to 168"),
    ("pace = 169", "1: pace: is 169"),
    ("pace = nan", "1: pace: is nan"),
    ("pace = inf", "1: pace: is inf"),
    ("pace = true", "1: pace: is true, true or false"),
    ('pace = "8"', '1: pace: is "8", a string'),
    ("pace = [8]", "1: pace: is [8], a list"),
    ("pace = 8 hours", "1: is not TOML"),
    ("pace = 8,5", "1: is not TOML"),
    (f"pace = {'9' * 5000}", "1: holds a number with too many digits"),
    ('have = "maths"', '1: have: is "maths", a string; write a list'),
    ("have = [1]", "1: have: is 1, a whole number"),
    ("have = { maths = true }", "1: have: is {'maths': True}, a table"),
    ('have = ["maths", "maths"]', "1: have: has 'maths' twice"),
    ('have = ["mathss"]', "1: have: no skill is called 'mathss'; did you mean maths?"),
    ('have = ["engineer"]', "1: have: 'engineer' is a role; a skill is needed here"),
    ('have = ["maths",\n"r",\n"q"]', "3: have: no skill is called 'q'"),
    ('have = ["a\\nb"]', "1: have: holds U+000A"),
    ('avoid = ["engineer"]\nposition = "engineer"', "1: avoid: names engineer, the current position"),
    ('avoid = ["nothing"]', "1: avoid: no stage, role or skill is called 'nothing'"),
    ("avoid = false", "1: avoid: is false, true or false"),
    (
        "hvae = []",
        "1: hvae: is not a key of a profile; use one of position, pace, have, avoid, post, goal, learning, learned, plan, id, did you mean have?",
    ),
    ('"\\u001b[31m" = []', "1: \\x1b[31m: is not a key of a profile"),
    ("[me]\npace = 3", "1: me: is not a key of a profile"),
    ("[[have]]", "1: have: is {}, a table"),
    ("pace = 3\npace = 4", "2: is not TOML: Cannot overwrite a value"),
    ("\ufeffpace = 3", None),
    ("pace = 3\nposition = 4\nhave = 5\navoid = 6\nx = 7", "me.toml: 4 mistakes, nothing is loaded"),
    ("have = [" + ", ".join(f'"q{n}"' for n in range(3000)) + "]", "these 1,000 mistakes and perhaps more"),
    ("a." * 100_000 + "a = 1", "1: is nested too deeply"),
]


@pytest.mark.parametrize("command", ["show", "plan", "learned"])
@pytest.mark.parametrize(("content", "words"), ME, ids=[named(*case) for case in ME])
def test_a_profile_is_accepted_or_refused(tmp_path, run, refused, content, words, command):
    written(tmp_path, "g.toml", SOUND)
    written(tmp_path, "me.toml", content)
    commands = {
        "show": ["me", "show", "--me", "me.toml"],
        "plan": ["path", "--from", "start", "--to", "lead", "--me", "me.toml"],
        "learned": ["me", "learned", "r", "--me", "me.toml"],
    }
    if words is None:
        code, out, err = run(*commands[command], "--graph", tmp_path / "g.toml", *(["--me", tmp_path / "me.toml"]))
        assert (code, err, visible(out)) == (0, "", True)
    else:
        words = f"me.toml:{words}" if words[:1].isdigit() else words
        refused(words, *commands[command], "--graph", "g.toml")
