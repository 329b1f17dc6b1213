"""Tests of hostile files, profiles and arguments: all output is safe for a terminal."""

import re

import pytest

from support.hostile import HIDDEN, SOUND, visible, written
from support.marks import thorough_after

COMMANDS = [
    ("check",),
    ("check", "--evidence"),
    ("check", "--json"),
    ("list",),
    ("show", "engineer"),
    ("show", "python"),
    ("path", "--from", "start", "--to", "lead"),
    ("path", "--from", "start", "--to", "lead", "--json"),
    ("path", "--from", "start", "--to", "lead", "--alternatives", "2", "--have", "maths"),
    ("path", "--from", "start", "--to", "lead", "--to", "engineer"),
    ("path", "--from", "Builder", "--to", "lead", "--until", "2040-01", "--via", "r", "--avoid", "maths"),
    ("reach", "--from", "start"),
    ("next", "--from", "start"),
    ("next", "--from", "start", "--to", "lead"),
    ("why", "maths", "--from", "start", "--to", "lead"),
    ("compare", "start", "engineer"),
    ("diff", "mlgraph", "g.toml", "--limit", "1"),
    ("export", "o.svg"),
    ("export", "o.md", "--from", "start", "--to", "lead"),
    ("me", "show", "--me", "me.toml"),
    ("me", "learned", "r", "--me", "me.toml"),
    ("complete", "bash", "--", "mlgraph show --graph=g.toml "),
]


def at_graph(command):
    first, *rest = command
    named = first in ("diff", "complete")
    return [*command] if named else [first, "g.toml", *rest] if first == "check" else [*command, "--graph", "g.toml"]


@pytest.mark.parametrize("command", COMMANDS, ids=map(" ".join, COMMANDS))
@pytest.mark.parametrize(
    "kind", thorough_after(1, ["ESC", "OSC 52", "CSI of 8 bits", "newline", "isolate", "zero-width space"])
)
def test_nothing_invisible_reaches_a_terminal_from_any_command(tmp_path, monkeypatch, run, command, kind):
    """Return a marker in each field of a file, in the profile and in the arguments."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("typer._click.utils.should_strip_ansi", lambda *_: False)  # as at a terminal
    escaped = "".join(f"\\U{ord(c):08x}" for c in HIDDEN[kind])
    marked = re.sub(r'(?<=[^\\=] )"([^"]+)"', lambda match: f'"{match[1]}{escaped}"', SOUND)
    marked += f'[skill."{escaped}"]\ntitle = "{escaped}"\nhours = 1\n"{escaped}" = 1\n["{escaped}"]\n'
    for text in (SOUND, marked):
        written(tmp_path, "g.toml", text)
        written(tmp_path, "me.toml", 'position = "start"\nhave = ["python"]\n')
        code, out, err = run(*at_graph(command))
        assert visible(out + err), (out, err)
        assert (code in (0, 1)) if text == SOUND else (code == 1 or command[0] == "complete")
        code, out, err = run(*at_graph([*command, HIDDEN[kind]]))
        assert code in (1, 2) or command[0] in ("complete", "me")
        assert visible(out + err), (out, err)


def test_markup_of_others_is_plain_text(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    title = "[bold]x[/bold] [/red] [link=https://e] :smile: %s {0} <b> 学"
    written(tmp_path, "g.toml", SOUND.replace('title = "Engineer"', f'title = "{title}"'))
    for command in (("list",), ("show", "engineer"), ("compare", "start", "engineer")):
        code, out, err = run(*at_graph(command))
        assert (code, err) == (0, "")
        assert title.split()[2] in out
        assert "[bold]x[/bold]" in out
