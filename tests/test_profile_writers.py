"""Tests of written profiles: each reads back equal, or nothing is written."""

import json
import os
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
from mlgraph.errors import FileError
from mlgraph.graphfile import document
from mlgraph.graphfile.load import build
from mlgraph.limits import ENTRIES
from mlgraph.profile import Profile
from support.careers import SOUND
from support.layouts import is_kept, layouts

GRAPH = build(document.parse("graph.toml", SOUND.encode()))
SKILLS = ["maths", "python", "r"]
DAY = date(2026, 3, 15)
OTHERS = ["pace = 7.5", 'position = "Builder"', """'avoid' = ["lead", # have = [\n '''start''']"""]


@given(layouts(["MATHS", "Python", "r"], OTHERS), st.permutations(SKILLS))
def test_learned_skills_read_back_and_the_rest_stays(layout, skills):
    text, have, comments = layout
    with TemporaryDirectory() as folder:
        me = Path(folder, "me.toml")
        me.write_bytes(text.encode())
        known = profilefile.read(me, GRAPH).have
        new = diary.record(me, GRAPH, dict.fromkeys(skills), DAY)
        after = me.read_bytes().decode()
        assert new == tuple(skill for skill in skills if skill not in known)
        assert profilefile.read(me, GRAPH).have == tuple(SKILLS)
        added = {"have": [*have, *new], "learned": [{"skill": skill, "on": DAY} for skill in new]} if new else {}
        assert tomli.loads(after) == tomli.loads(text) | added
        assert is_kept(text, after, comments)
        assert diary.record(me, GRAPH, dict.fromkeys(skills), DAY) == ()
        assert me.read_bytes() == after.encode()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_new_key_stands_with_the_others_before_the_empty_lines_above_a_table(tmp_path, newline):
    posts = ["", "", "# where I work", "[[post]]", 'position = "Builder"', 'from = "2024-01"', ""]
    me = tmp_path / "me.toml"
    me.write_bytes(newline.join(["# my profile", "pace = 8", *posts]).encode())
    diary.update(me, GRAPH, diary.ProfileUpdate(skipped=("r",), goal="lead"), DAY, None)
    written = ["# my profile", "pace = 8", 'avoid = ["r"]', 'goal = "lead"', *posts]
    assert me.read_bytes().decode() == newline.join(written)


STATES = ["learned", "learning", "skipped", "open"]


@given(
    layouts(["MATHS", "Python", "r"], OTHERS),
    st.lists(st.dictionaries(st.sampled_from(SKILLS), st.sampled_from(STATES)), min_size=1, max_size=3),
)
def test_an_updated_skill_has_one_state_and_the_rest_stays(layout, updates):
    text, _, comments = layout
    with TemporaryDirectory() as folder:
        me = Path(folder, "me.toml")
        me.write_bytes(text.encode())
        for update in updates:
            before = profilefile.read(me, GRAPH)
            groups = {state: tuple(skill for skill in update if update[skill] == state) for state in STATES}
            diary.update(me, GRAPH, diary.ProfileUpdate(pace=3.5, **groups), DAY)
            after = profilefile.read(me, GRAPH)
            assert (after.position, after.pace) == (before.position, 3.5)
            for skill in SKILLS:
                now, then = (
                    [
                        state
                        for state, skills in zip(STATES, (each.have, each.learning, each.avoid), strict=False)
                        if skill in skills
                    ]
                    for each in (after, before)
                )
                state = update.get(skill)
                assert now == (then if state is None else [] if state == "open" else [state])
            assert all(comment in me.read_bytes().decode() for comment in comments if '"' not in comment)


POSITIONS = {None: None, "start": "start", "Builder": "engineer"}


@given(
    st.builds(
        Profile,
        st.sampled_from([*POSITIONS]),
        st.lists(st.sampled_from(SKILLS), unique=True).map(tuple),
        st.floats(0.01, 168) | st.integers(1, 168),
        st.lists(st.sampled_from(["engineer", "python", "start"]), unique=True).map(tuple),
    )
)
def test_a_dumped_profile_reads_back_or_is_refused(person):
    if POSITIONS[person.position] in person.avoid:
        with pytest.raises(
            FileError, match=r"me\.toml: nothing was written, .*\navoid: names \w+, the current position"
        ):
            profilefile.dump(person, GRAPH)
        return
    found = profilefile.parse("me.toml", profilefile.dump(person, GRAPH).encode(), GRAPH)
    have, avoid = (tuple(sorted(names)) for names in (person.have, person.avoid))
    assert found == Profile(POSITIONS[person.position], have, person.pace, avoid)


def test_a_contradictory_profile_is_not_written(tmp_path):
    (tmp_path / "me.toml").write_bytes(b"old")
    with pytest.raises(FileError, match="nothing was written"):
        profilefile.write(tmp_path / "me.toml", Profile("start", avoid=("start",)), GRAPH)
    assert (tmp_path / "me.toml").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["me.toml"]


ME = 'have = [\n  "r",  # at work\n]\n'
CARELESS = {
    "no comma": lambda text, key, ids: text.replace(",  # at work", '  # at work\n  "python"'),
    "in a comment": lambda text, key, ids: text.replace("# at", '"python", # at').replace('  "python"', ' # "python"'),
    "another list": lambda text, key, ids: f'{text}avoid = ["python"]\n',
    "one too few": lambda text, key, ids: text.replace('"r"', '"python"'),
    "one too many": lambda text, key, ids: text.replace('"r"', '"r", "maths", "python"'),
}


@pytest.mark.parametrize("careless", CARELESS.values(), ids=CARELESS)
def test_a_writer_with_a_bug_changes_nothing(run, graph_file, monkeypatch, careless):
    sound, me = graph_file(SOUND), graph_file(ME, "me.toml")
    monkeypatch.setattr(diary, "extend", careless)
    code, out, err = run("me", "learned", "python", "--me", me, "--graph", sound)
    assert (code, out) == (1, "")
    assert err.startswith(f"mlgraph: {me}: nothing was written, since it could not be read back")
    assert me.read_text() == ME


@pytest.mark.slow
def test_a_full_profile_accepts_no_more_skills(graph_file):
    skills = [f"s{place}" for place in range(ENTRIES + 1)]
    graph = build(
        document.parse(
            "many.toml", "\n".join(f'[skill.{each}]\ntitle = "{each}"\nhours = 1' for each in skills).encode()
        )
    )
    full = f"have = {json.dumps(skills[:-1])}"
    me = graph_file(full, "me.toml")
    with pytest.raises(FileError, match=rf"nothing was written.*\nhave: has {ENTRIES + 1:,}"):
        diary.record(me, graph, dict.fromkeys(skills), DAY)
    assert me.read_text() == full


# each process adds its skills one by one after a common start
ADDING = """
import sys
from datetime import date
from mlgraph import diary, load
graph = load("graph.toml")
print("ready", flush=True)
input()
for skill in sys.argv[1:]:
    assert diary.record("me.toml", graph, {skill: None}, date(2026, 3, 15)) == (skill,)
"""


@pytest.mark.process
def test_concurrent_additions_to_a_profile_lose_nothing(graph_file, tmp_path):
    skills = [f"s{place}" for place in range(24)]
    graph_file("".join(f'[skill.{each}]\ntitle = "{each}"\nhours = 1\n' for each in skills))
    me = graph_file(ME.replace('"r"', '"s0"'), "me.toml")
    parts = [skills[1:][part::4] for part in range(4)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": tmp_path}
    adding = [subprocess.Popen([sys.executable, "-c", ADDING, *part], **pipes) for part in parts]
    assert [process.stdout.readline() for process in adding] == ["ready\n"] * len(adding)
    for process in adding:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [(process.communicate(timeout=60), process.returncode)[1] for process in adding] == [0] * len(adding)
    assert sorted(tomli.loads(me.read_text())["have"]) == sorted(skills)
    assert "# at work" in me.read_text()
    assert sorted(os.listdir(tmp_path)) == ["graph.toml", "me.toml"]
