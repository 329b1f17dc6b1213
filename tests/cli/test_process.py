"""Tests of commands as processes: with signals and closed streams, without terminal, locale, home, folder or network."""

import json
import os
import random
import re
import signal
import struct
import subprocess
import sys
import time

import pytest

from support.careers import SOUND
from support.limits import BEGUN

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes and terminals of POSIX")
COMMAND = [sys.executable, "-m", "mlgraph"]
CONCEPTS = [{"model": "graph.concept", "pk": 1, "fields": {"tag": "a", "title": "A", "summary": "", "learn_time": 2}}]
ENDS = ["--from", "start", "--to", "lead", "--graph", "sound.toml"]
COMMANDS = {
    "help": ["--help"],
    "version": ["--version"],
    "path": ["path", *ENDS],
    "path --json": ["path", *ENDS, "--json"],
    "reach": ["reach", "--from", "start", "--graph", "sound.toml"],
    "next": ["next", *ENDS],
    "why": ["why", "maths", *ENDS],
    "compare": ["compare", "start", "lead", "--graph", "sound.toml"],
    "show": ["show", "maths", "--graph", "sound.toml"],
    "list": ["list", "--graph", "sound.toml"],
    "check": ["check", "sound.toml"],
    "diff": ["diff", "sound.toml", "sound.toml"],
    "schema": ["schema"],
    "completion": ["completion", "bash"],
    "complete": ["complete", "bash", "--", "mlgraph path --to "],
    "me show": ["me", "show", "--me", "person.toml", "--graph", "sound.toml"],
    "me learned": ["me", "learned", "maths", "--me", "person.toml", "--graph", "sound.toml"],
    "import": ["import", "metacademy", "source.json", "-o", "taxonomy.json"],
    "export dot": ["export", "map.dot", "--graph", "sound.toml"],
}
DRAWING = {
    f"export {suffix}": ["export", f"map.{suffix}", "--graph", "sound.toml"] for suffix in ("html", "pdf", "png", "svg")
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sound.toml").write_text(SOUND)
    (tmp_path / "person.toml").write_text('position = "start"\n')
    (tmp_path / "source.json").write_text(json.dumps(CONCEPTS))
    return tmp_path


def shell(command, redirection, folder):
    arguments = subprocess.list2cmdline(COMMANDS.get(command, command.split()))
    line = f"{sys.executable} -m mlgraph {arguments} {redirection}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.process
@pytest.mark.parametrize("command", COMMANDS)
def test_an_answer_without_an_output_is_an_error(folder, command):
    full = (1, "", "mlgraph: standard output: no space left on device\n")
    assert shell(command, "> /dev/full", folder) == ((0, "", "") if command == "export dot" else full)
    code, out, _ = shell(command, "2>&- <&-", folder)
    assert (code, bool(out)) == (0, command != "export dot")


@pytest.mark.process
@pytest.mark.parametrize("command", ["path", "list", "schema", "complete"])
def test_a_reader_may_end_early(folder, command):
    code, _, err = shell(command, "| head -c 1; exit ${PIPESTATUS[0]}", folder)
    assert (code in (0, 1), err) == (True, "")


@pytest.mark.process
@pytest.mark.parametrize("command", ["help", "path"])
def test_a_closed_or_full_stream_is_an_error_if_the_answer_is_lost(folder, command):
    assert shell(command, ">&-", folder) == (1, "", "mlgraph: standard output: not writable\n")
    assert shell(command, "> /dev/full 2> /dev/full <&-", folder) == (1, "", "")
    code, out, _ = shell(command, "2> /dev/full", folder)
    assert (code, bool(out)) == (0, True)


@pytest.mark.process
def test_a_question_is_asked_at_a_terminal_only(folder):
    for redirection in ("<&-", "< /dev/null"):
        code, _, err = shell("me init", redirection, folder)
        assert (code, "asks its questions at a terminal" in err) == (2, True)


@pytest.mark.process
@pytest.mark.parametrize("command", ["path", "show", "check", "reach"])
def test_a_terminal_of_20_columns_without_colours_gets_the_whole_answer(folder, command):
    fcntl, pty, termios = (pytest.importorskip(name) for name in ("fcntl", "pty", "termios"))
    control, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))
    arguments = [*COMMAND, *COMMANDS[command]]
    done = subprocess.Popen(arguments, cwd=folder, stdout=terminal, stderr=terminal, env=os.environ | {"TERM": "dumb"})
    os.close(terminal)
    said = b""
    try:
        while piece := os.read(control, 65536):
            said += piece
    except OSError:  # the reading end is closed
        pass
    os.close(control)
    assert done.wait() == 0
    usual = subprocess.run(arguments, cwd=folder, capture_output=True, text=True).stdout
    assert "".join(said.decode().split()) == "".join(usual.split())  # only the lines are shorter


@pytest.mark.process
@pytest.mark.parametrize("command", [*COMMANDS, *DRAWING, "serve"])
def test_ctrl_c_ends_a_command_silently_at_any_moment(folder, command):
    arguments = (COMMANDS | DRAWING).get(command, ["serve", "--no-open", "--graph", "sound.toml"])
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen([sys.executable, "-c", BEGUN, *arguments], cwd=folder, **pipes)
    assert process.stderr.read(5) == b"begun"
    time.sleep(random.uniform(0, 0.5))
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    # finished before, ended by the signal (130 for a shell), or with the best plan so far
    assert (process.returncode in (0, -signal.SIGINT), errors) == (True, b"")
    assert not [name for name in os.listdir(folder) if "draft" in name]


@pytest.mark.process
def test_ctrl_c_is_130_for_a_shell(folder):
    line = f"{sys.executable} -m mlgraph serve --no-open --graph sound.toml"
    script = f"set -m; {line} & sleep 1.5; kill -INT %1; wait %1; exit $?"
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (130, False), done.stderr


@pytest.mark.parametrize("command", [*COMMANDS, *DRAWING])
def test_in_a_deleted_folder_commands_without_files_work(run, tmp_path, monkeypatch, command):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    code, _, err = run(*(COMMANDS | DRAWING)[command])
    if command in ("help", "version", "schema", "completion", "complete"):
        assert (code, err) == (0, "")
    else:
        assert (code, err.startswith("mlgraph: ")) == (1, True)


# breaks the functions of every network access of Python; a server may still listen on this machine
OFFLINE = """
import socket, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        raise SystemError(f"{event} {arguments}")
    if event == "socket.bind" and arguments[1][0] != "127.0.0.1":
        raise SystemError(f"{event} {arguments}")
sys.addaudithook(refuse)
sys.argv[0] = "mlgraph"
from mlgraph.__main__ import main
main()
"""


BARE = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "TERM": "dumb"}


@pytest.mark.process
@pytest.mark.parametrize("command", [*COMMANDS, *DRAWING])
def test_without_network_home_locale_and_input_the_answer_is_the_same(run, folder, monkeypatch, command):
    arguments = (COMMANDS | DRAWING)[command]
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, *arguments],
        cwd=folder,
        env=BARE,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    (folder / "person.toml").write_text('position = "start"\n')
    monkeypatch.chdir(folder)
    assert (done.returncode, done.stdout, done.stderr) == run(*arguments)
    assert done.returncode == 0


@pytest.mark.process
def test_the_server_fetches_nothing_and_listens_to_its_own_machine_only(folder):
    serve = [sys.executable, "-c", OFFLINE, "serve", "--no-open", "--graph", "sound.toml"]
    with subprocess.Popen(serve, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        line = server.stdout.readline()
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=20)
    assert re.search(r"http://127\.0\.0\.1:\d+/", line), errors
    assert errors == ""


@pytest.mark.process
def test_windows_line_ends_and_paths_are_accepted(folder):
    (folder / "win.toml").write_bytes(SOUND.replace("\n", "\r\n").encode())
    done = subprocess.run([*COMMAND, "check", "win.toml"], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "win.toml: no mistakes, 1 stage, 2 roles, 3 skills, 2 moves\n")
    (folder / "person.toml").write_bytes(b'position = "start"\r\nhave = ["R"]  # kept\r\n')
    learned = [*COMMAND, "me", "learned", "maths", "--me", "person.toml", "--graph", "sound.toml"]
    subprocess.run(learned, cwd=folder, check=True, capture_output=True)
    added = b'\r\n[[learned]]\r\nskill = "maths"\r\n'
    kept = b'position = "start"\r\nhave = ["R", "maths"]  # kept\r\n'
    assert (folder / "person.toml").read_bytes().startswith(kept + added)
    done = subprocess.run([*COMMAND, "check", r"C:\graphs\my.toml"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("mlgraph: C:\\graphs\\my.toml: cannot be read: ")
