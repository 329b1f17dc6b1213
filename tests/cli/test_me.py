"""Tests of the commands `me`: the output agrees with the profile afterwards."""

import re

import pytest

from mlgraph import profilefile
from mlgraph.profile import Profile
from support.careers import SOUND
from support.terminal import at_a_terminal

LISTS = {
    "a comment behind": 'position = "start"\nhave = [\n  "maths"\n  # "r" comes next\n]\n',
    "a comment behind two": 'have = [\n  "maths", "python",  # languages\n]\n',
    "one line": 'have = ["maths"] # ["r"]\n',
    "a comma in front": 'have = [\n    "maths" # first\n  , "python" # second\n]\n',
    "a comment, then a comma": 'have = [\n  "maths" # first\n  , # ]\n]',
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_learned_skill_is_shown_afterwards(run, graph_file, text, newline):
    sound = graph_file(SOUND)
    me = graph_file(text.replace("\n", newline).encode(), "me.toml")
    comments = [line[line.index("#") :] for line in text.split("\n") if "#" in line]
    assert run("me", "learned", "r", "--me", me, "--graph", sound) == (0, f"R is added to {me}.\n", "")
    code, out, err = run("me", "show", "--me", me, "--graph", sound)
    assert (code, err) == (0, "")
    titles = ["Maths", *(["Python"] if "python" in text else []), "R"]
    assert f"  Skills    {', '.join(titles)}\n" in out
    lines = me.read_bytes().decode().split(newline)
    assert [line[line.index("#") :] for line in lines if "#" in line] == comments


def test_several_skills_are_learned_at_once(run, graph_file):
    sound, me = graph_file(SOUND), graph_file('have = ["r"]\n', "me.toml")
    out = run("me", "learned", "maths,r", "--me", me, "--graph", sound)[1]
    assert out == f"Maths is added to {me}.\nR is already in {me}.\n"
    assert me.read_text().startswith('have = ["r", "maths"]\n\n[[learned]]\nskill = "maths"\n')


def test_init_asks_again_for_what_contradicts(graph_file, graph_of, tmp_path):
    sound = graph_file(SOUND)
    answers = ["Builder", "8", "", "r, engineer", "r"]
    code, screen = at_a_terminal(["me", "init", "--graph", str(sound)], answers, tmp_path)
    assert code == 0
    assert screen.count("Positions and skills to avoid") == 2
    assert "Error: engineer is your position; leave it out" in screen
    assert profilefile.read(tmp_path / "me.toml", graph_of(SOUND)) == Profile("engineer", (), 8, ("r",))


def test_init_splits_names_as_all_commands_do(graph_file, graph_of, tmp_path):
    """A title may have a comma, and each script has its own."""
    office = SOUND + '[skill.office]\ntitle = "Excel, Word"\nhours = 1\n[skill.excel]\ntitle = "Excel"\nhours = 1\n'
    answers = ["start", "8", "maths, Excel, Word\u060c R", "lead\uff0cexcel"]
    code, _ = at_a_terminal(["me", "init", "--graph", str(graph_file(office))], answers, tmp_path)
    assert code == 0
    expected = Profile("start", ("maths", "office", "r"), 8, ("excel", "lead"))
    assert profilefile.read(tmp_path / "me.toml", graph_of(office)) == expected


def test_a_text_about_a_profile_has_the_addresses_of_its_nodes(run, graph_file, tmp_path):
    text = SOUND
    for title in ("Start", "Engineer", "Lead", "Maths", "Python"):
        text = text.replace(f'title = "{title}"\n', f'title = "{title}"\nurl = "https://e.org/{title.lower()}"\n')
    post = '[[post]]\nposition = "engineer"\nfrom = "2020-01"\nto = "2021-01"\n'
    learned = '[[learned]]\nskill = "maths"\non = 2026-01-02\n'
    me = 'position = "start"\nhave = ["maths"]\navoid = ["r"]\nlearning = ["python"]\ngoal = "lead"\n' + post + learned
    cv = graph_file("Engineer, 2020 - 2021\nMaths\n", "cv.txt")
    for question, named in (
        (["show"], ("Start", "Maths", "Engineer", "Python", "Lead")),
        (["progress"], ("Lead", "Maths", "Python")),
        (["goal", "engineer"], ("Engineer",)),
        (["learned", "python,r"], ("Python",)),
        (["learning", "python"], ("Python",)),
        (["forget", "maths"], ("Maths",)),
        (["from", cv, "--yes"], ("Engineer", "Maths")),
    ):
        out = run("me", *question, "--me", graph_file(me, "me.toml"), "--graph", graph_file(text))[1]
        assert set(re.findall(r"^  (\w+): https://e.org/(\w+)$", out.partition("\nPages:\n")[2], re.MULTILINE)) == {
            (title, title.lower()) for title in named
        }, question


BARE = '[stage.s]\ntitle = "--"\n[stage.t]\ntitle = "_"\nleads_to = { s = 1 }\n[skill.k]\ntitle = "-"\nhours = 1\n'


@pytest.mark.parametrize("name", ["", " ", "- -"])
def test_an_empty_name_means_no_title_without_letters(run, graph_file, name):
    bare = graph_file(BARE)
    for question in (["--from", name, "--to", "s"], ["--from", "t", "--to", "s", "--have", name]):
        code, out, err = run("path", *question, "--graph", bare)
        assert (code, out) == (1, "")
        assert ("a name is empty" if not name.strip() else f"is called '{name}'") in err


def test_a_title_without_letters_is_found_exactly(run, graph_file):
    assert run("path", "--from", "_", "--to", "--", "--have", "-", "--graph", graph_file(BARE))[0] == 0


def test_init_accepts_no_empty_name_for_a_position(graph_file, graph_of, tmp_path):
    bare = graph_file(BARE)
    code, screen = at_a_terminal(["me", "init", "--graph", str(bare)], ["", " ", "_", "", " , ", ""], tmp_path)
    assert code == 0
    assert "Error: a name is empty" in screen
    assert profilefile.read(tmp_path / "me.toml", graph_of(BARE)) == Profile("t")
