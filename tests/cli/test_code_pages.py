"""Tests of output in encodings that lack letters, which are escaped without an error."""

import io
import json
import os
import subprocess
import sys

import pytest

from support.hostile import SOUND, written

TITLE = "\u6570\u636e \U0001f600 \u00e9\u0142"
COMMANDS = [
    ("list",),
    ("show", "engineer"),
    ("check",),
    ("path", "--from", "start", "--to", "lead"),
    ("reach", "--from", "start"),
    ("next", "--from", "start", "--to", "lead"),
    ("why", "maths", "--from", "start", "--to", "lead"),
    ("compare", "start", "engineer"),
    ("show", TITLE + "?"),
    ("complete", "zsh", "--", "mlgraph show --graph=g.toml \u6570"),
    ("export", "o.png"),
]


@pytest.fixture
def printed(tmp_path, monkeypatch, run):
    """Run a command in an encoding, and return its output and its errors."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "g.toml", SOUND.replace('title = "Engineer"', f'title = "{TITLE}"'))

    def printed(command, encoding):
        streams = [io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", streams[0])
            patch.setattr("sys.stderr", streams[1])
            graph = [] if command[0] == "complete" else ["g.toml"] if command[0] == "check" else ["--graph", "g.toml"]
            code, *_ = run(*command[:1], *graph, *command[1:])
            assert code in (0, 1)
        for stream in streams:
            stream.flush()
        return tuple(stream.buffer.getvalue().decode(encoding) for stream in streams)

    return printed


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp437", "cp932", "utf-8"])
@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
def test_letters_outside_an_encoding_are_escaped(printed, command, encoding):
    out, err = printed(command, encoding)
    assert "Traceback" not in err
    if command[0] in ("list", "show", "path", "complete"):
        # Japanese has the letters of this title, but no emoji and no accents
        sign = "\\u6570" if encoding != "cp932" else "\\ud83d"
        assert (sign in out + err) == (encoding != "utf-8")
        note = f"the output is in {encoding}, which lacks some letters, written as \\uXXXX; set PYTHONUTF8=1"
        assert (note in " ".join(err.split())) == (encoding != "utf-8" and command[0] != "complete")


@pytest.mark.parametrize("encoding", ["latin-1", "cp437", "utf-8"])
def test_json_stays_json(printed, encoding):
    out, _ = printed(("show", "engineer", "--json"), encoding)
    assert json.loads(out)["title"] == TITLE


@pytest.mark.process
@pytest.mark.parametrize("encoding", ["cp437", "cp932"])
def test_a_program_prints_in_a_code_page(tmp_path, encoding):
    written(tmp_path, "g.toml", SOUND.replace('title = "Engineer"', f'title = "{TITLE}"'))
    environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "mlgraph", "list", "--graph", "g.toml"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=60)
    assert (done.returncode, b"Traceback" in done.stderr, b"PYTHONUTF8=1" in done.stderr) == (0, False, True)
    assert b"\\ud83d\\ude00" in done.stdout
