"""Tests of changes of a profile: each reads back, and comments and layout stay."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from mlgraph import diary, profilefile
from mlgraph.graphfile import document
from mlgraph.graphfile.load import build
from mlgraph.graphfile.shrink import remove_key, remove_tables, remove_values
from mlgraph.profile import KeptPlan, LearnedSkill
from support.careers import SOUND
from support.layouts import layouts

GRAPH = build(document.parse("graph.toml", SOUND.encode()))
DAY = date(2026, 3, 15)
ME = """\
# me
position = "start"  # today
have = [
  "Maths",  # from school
  "r",
]

# what I know since
[[learned]]
skill = "r"  # at work
# a hard one
on = 2026-01-01

[[post]]
position = "engineer"
from = "2020"
to = "2021"
"""
OTHERS = ["pace = 7.5", """'avoid' = ["lead", # have = [\n '''start''']"""]


@given(layouts(["MATHS", "Python", "r"], OTHERS), st.lists(st.sampled_from(["maths", "python", "r"]), unique=True))
def test_forgotten_skills_are_gone_and_the_rest_stays(layout, skills):
    text, have, comments = layout
    with TemporaryDirectory() as folder:
        me = Path(folder, "me.toml")
        me.write_bytes(text.encode())
        known = profilefile.read(me, GRAPH).have
        assert diary.forget(me, GRAPH, skills) == tuple(skill for skill in skills if skill in known)
        after = me.read_bytes().decode()
        left = [name for name in have if name.lower() not in skills]
        assert tomli.loads(after) == tomli.loads(text) | ({"have": left} if have or "have" in tomli.loads(text) else {})
        lines = after.replace("\r\n", "\n").split("\n")
        assert all(sum(line.endswith(comment) for line in lines) == 1 for comment in comments)


@pytest.fixture
def me(graph_file):
    return graph_file(ME, "me.toml")


def test_a_record_has_its_day_and_hours(me):
    assert diary.record(me, GRAPH, {"python": 12, "maths": None}, DAY) == ("python",)
    found = profilefile.read(me, GRAPH)
    assert found.have == ("maths", "python", "r")
    assert found.learned == (LearnedSkill("r", date(2026, 1, 1)), LearnedSkill("python", DAY, 12))
    assert me.read_text().startswith(ME.replace('  "r",\n', '  "r",\n  "python",\n'))
    before = me.read_text()
    assert diary.record(me, GRAPH, {"python": 3}, DAY) == ()
    assert me.read_text() == before


def test_a_day_or_hours_replace_the_record(me):
    assert diary.record(me, GRAPH, {"r": 3}, DAY, again=True) == ()
    assert profilefile.read(me, GRAPH).learned == (LearnedSkill("r", DAY, 3),)
    assert [line for line in me.read_text().splitlines() if "#" in line] == [
        "# at work" if "at work" in line else line for line in ME.splitlines() if "#" in line
    ]


def test_a_learned_skill_is_not_being_learned_any_more(me):
    assert diary.begin(me, GRAPH, ["python", "maths"]) == ("python",)
    assert profilefile.read(me, GRAPH).learning == ("python",)
    diary.record(me, GRAPH, {"python": None}, DAY)
    assert profilefile.read(me, GRAPH).learning == ()


def test_forgetting_removes_the_record_as_well(me):
    assert diary.forget(me, GRAPH, ["r", "python"]) == ("r",)
    found = profilefile.read(me, GRAPH)
    assert (found.have, found.learned, len(found.posts)) == (("maths",), (), 1)
    assert "# a hard one" in me.read_text()
    assert "# what I know since" in me.read_text()


def test_a_goal_and_its_plan_are_replaced(me):
    for goal, arrives in (("lead", date(2030, 1, 1)), ("engineer", date(2031, 1, 1))):
        kept = KeptPlan("start", goal, DAY, 8, arrives, ("maths", "of-another-graph"))
        diary.set_goal(me, GRAPH, goal, kept)
        found = profilefile.read(me, GRAPH)
        assert (found.goal, found.plan) == (goal, kept)
    diary.set_goal(me, GRAPH, "lead", None)
    assert (profilefile.read(me, GRAPH).goal, profilefile.read(me, GRAPH).plan) == ("lead", None)
    assert [line for line in ME.splitlines() if "#" in line] == [
        line for line in me.read_text().splitlines() if "#" in line
    ]


def test_a_profile_with_everything_is_written_back(me, tmp_path):
    diary.set_goal(me, GRAPH, "lead", KeptPlan("start", "lead", DAY, 8, DAY))
    diary.begin(me, GRAPH, ["python"])
    found = profilefile.read(me, GRAPH)
    profilefile.write(tmp_path / "copy.toml", found, GRAPH)
    assert profilefile.read(tmp_path / "copy.toml", GRAPH) == found


# layouts of the tables that a change adds to, removes or replaces
TABLES = {
    "inline": 'learned = [{ skill = "r", on = 2026-01-01 }]\nplan = { PLAN }\n',
    "inline, over lines": """
"learned" = [  # mine
\t{ skill = '''r''', on = 2026-01-01 } # one
\t, # two
]
plan = { PLAN } # three
pace = 7.5
""",
    "inline, with CRLF": 'learned = [\r\n  {skill="r",on=2026-01-01},# one\r\n]\r\nplan={PLAN}\r\n# end',
    "dotted": 'plan.DOTTED # one\nlearned = []\nhave = ["""\\\n   r"""]\n',
    "headers": '[plan] # one\nLINES # two\n # three\n  [[ learned ]] # four\n\tskill = "r" # five\n  # six',
    "a list without tables": 'learned = [ # none\n]\nhave = ["r"] # one',
}
PLAN = ['from = "start"', 'to = "lead"', "on = 2026-01-01", "pace = 8", "arrives = 2030-01-01"]


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_tables_in_each_layout_are_changed_and_comments_stay(graph_file, text):
    for name, joint in (("PLAN", ", "), ("DOTTED", "\nplan."), ("LINES", "\n")):
        text = text.replace(name, joint.join(PLAN))
    me = graph_file(text.encode(), "me.toml")
    assert profilefile.read(me, GRAPH).have == ("r",)
    diary.record(me, GRAPH, {"maths": 1.5, "r": None}, DAY)
    assert [each.skill for each in profilefile.read(me, GRAPH).learned][-1] == "maths"
    diary.record(me, GRAPH, {"r": 3}, DAY, again=True)
    assert LearnedSkill("r", DAY, 3) in profilefile.read(me, GRAPH).learned
    diary.set_goal(me, GRAPH, "engineer", KeptPlan("start", "engineer", DAY, 8, date(2031, 1, 1)))
    found = profilefile.read(me, GRAPH)
    assert (found.goal, found.plan.target, found.have) == ("engineer", "engineer", ("maths", "r"))
    diary.forget(me, GRAPH, ["r"])
    assert profilefile.read(me, GRAPH).learned == (LearnedSkill("maths", DAY, 1.5),)
    diary.forget(me, GRAPH, ["maths"])
    assert profilefile.read(me, GRAPH).have == ()
    after = me.read_bytes().decode()
    assert all(after.count(f"#{line.partition('#')[2]}") == 1 for line in text.splitlines() if "#" in line)
    assert "\r\n" not in text or after.count("\n") == after.count("\r\n")


@pytest.mark.parametrize(
    ("text", "indices", "after"),
    [
        ('have = ["a", "b", "c"]', {1}, 'have = ["a", "c"]'),
        ('have = ["a", "b"] # x', {0}, 'have = ["b"] # x'),
        ('have = ["a", "b"]', {1}, 'have = ["a"]'),
        ('have = [\n  "a",\n  "b"\n]', {1}, 'have = [\n  "a"\n]'),
        ('have = [\n  "a", # 1\n  "b", # 2\n]', {0}, 'have = [\n  # 1\n  "b", # 2\n]'),
        ('have = ["a"]', {0}, "have = []"),
        ('have = ["a" # 1, 2\n]', {0}, "have = [# 1, 2\n]"),
        ('have = ["a", # 1, 2\n"b"]', {1}, 'have = ["a", # 1, 2\n]'),
        ("pace = 3", {0}, "pace = 3"),
    ],
)
def test_a_value_leaves_with_its_comma(text, indices, after):
    assert remove_values(text, "have", indices) == after


def test_a_key_or_a_table_leaves_alone():
    assert remove_key('a = 1\ngoal = "x" # why\nb = 2\n', "goal") == "a = 1\n# why\nb = 2\n"
    assert remove_key('goal = "x"\nb = 2\n', "goal") == "b = 2\n"
    assert remove_key("b = 2\n", "goal") == "b = 2\n"
    text = "a = 1\n[plan]\nx = 1\n# kept\n\n# of b\n[[b]]\ny = 1\n[[b]]\ny = 2\n"
    assert remove_tables(text, "plan") == "a = 1\n# kept\n# of b\n[[b]]\ny = 1\n[[b]]\ny = 2\n"
    assert remove_tables(text, "b", {1}) == text.removesuffix("[[b]]\ny = 2\n")


def test_a_comment_that_moves_ends_like_the_other_lines():
    text = "a = [ # of a\r\n1]\r\nb = 2\r\n[c] # of c\r\nx = 1 # the last line"
    assert remove_key(text, "a").startswith("# of a\r\nb = 2\r\n")
    assert remove_tables(text, "c") == text[: text.index("[c]")] + "# of c\r\n# the last line\r\n"


TICKS = """
- [x] **Start**, 1 Jan 2026
- [X] Maths, 40 h, until 3 Mar 2027
    - learn with Maths, 3 h
* [x] Python
- [ ] R, 3 h
- [x] Reading\\, writing \\& arithmetic\\.\\_ @\u2060home, 12\\.5 h, until 4 May 2027
- [x] Nothing, 3 h
- [x] Engineer, 2 h
> 1. [x] **Maths**
  +  [x]  [R](https://example.org), 3 h
- [x]
- [x] \\*\\*bold, 3 h
"""


def test_ticks_of_a_checklist_are_read(graph_of):
    graph = graph_of(SOUND + '[skill.three]\ntitle = "Reading, writing & arithmetic._ @home"\nhours = 12.5\n')
    found = diary.read_ticks(graph, TICKS)
    assert found == (("maths", "python", "three", "r"), ("Nothing, 3 h", "\\*\\*bold, 3 h"))


def test_the_command_names_ticks_without_a_skill(run, graph_file):
    graph, me = graph_file(SOUND), graph_file("", "me.toml")
    for ticks, code, messages in (
        ("- [x] Maths (40 h)\n- [x] Python", 0, ["name no skill: Maths (40 h)"]),
        ("- [ ] Maths\n- [x] **Start**", 1, ["has no skill with a tick"]),
        ("- [x] Sums", 1, ["name no skill: Sums", "has no skill with a tick"]),
    ):
        done = run("me", "learned", "--from", graph_file(ticks, "plan.md"), "--me", me, "--graph", graph)
        assert (done[0], [message in done[2] for message in messages]) == (code, [True] * len(messages))


# each process changes the same profile in its own way after a common start
CHANGING = """
import sys
from datetime import date
from mlgraph import load, diary
graph = load("graph.toml")
print("ready", flush=True)
input()
kind, *skills = sys.argv[1:]
for skill in skills:
    if kind == "learned":
        assert diary.record("me.toml", graph, {skill: 1}, date(2026, 1, 1)) == (skill,)
    else:
        assert diary.begin("me.toml", graph, [skill]) == (skill,)
"""


@pytest.mark.process
def test_concurrent_changes_of_a_profile_lose_nothing(graph_file, tmp_path):
    skills = [f"s{place}" for place in range(24)]
    graph_file("".join(f'[skill.{each}]\ntitle = "{each}"\nhours = 1\n' for each in skills))
    graph_file("# mine\n", "me.toml")
    parts = [("learned", skills[:6]), ("learned", skills[6:12]), ("learning", skills[12:18]), ("learning", skills[18:])]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": tmp_path}
    changing = [subprocess.Popen([sys.executable, "-c", CHANGING, kind, *part], **pipes) for kind, part in parts]
    assert [process.stdout.readline() for process in changing] == ["ready\n"] * len(changing)
    for process in changing:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [(process.communicate(timeout=60), process.returncode)[1] for process in changing] == [0] * len(changing)
    found = tomli.loads((tmp_path / "me.toml").read_text())
    assert sorted(found["have"]) == sorted(skills[:12])
    assert sorted(found["learning"]) == sorted(skills[12:])
    assert sorted(each["skill"] for each in found["learned"]) == sorted(skills[:12])
    assert "# mine" in (tmp_path / "me.toml").read_text()
