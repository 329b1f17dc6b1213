"""Runs of programs in a simulated terminal."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest


def at_a_terminal(arguments, answers, cwd):
    """Run mlgraph in a terminal with typed answers, and return the exit code and the screen."""
    screen, inside = pytest.importorskip("pty").openpty()
    os.write(screen, "".join(f"{answer}\n" for answer in answers).encode())
    command = [sys.executable, "-m", "mlgraph", *arguments]
    done = subprocess.run(command, stdin=inside, stdout=inside, stderr=inside, cwd=cwd, timeout=30)
    shown = os.read(screen, 10_000).decode()
    os.close(screen)
    os.close(inside)
    return done.returncode, shown


SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(mlgraph completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(mlgraph completion zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "mlgraph completion fish | source"),
}
# PowerShell has no terminal here
POWERSHELL = "mlgraph completion powershell | Out-String | Invoke-Expression"
# a program that prints its arguments, to show how a shell parses a completed line
ECHO = f"{sys.executable} -c 'import sys; print(chr(10), *map(ascii, sys.argv[1:]), sep=chr(30), end=chr(29))'"


class Shell:
    """A shell in a terminal."""

    def __init__(self, name, folder):
        command, setup = SHELLS[name]
        fcntl, pty, termios = (pytest.importorskip(module) for module in ("fcntl", "pty", "termios"))
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            own = {
                "PATH": path,
                "HOME": str(folder),
                "TERM": "dumb" if name == "bash" else "xterm",
                "LC_ALL": "C.UTF-8",
            }
            os.chdir(folder)
            os.execvpe(command[0], command, dict(os.environ) | own)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self.read()
        self.write(f"{setup}; echo rea''dy\r")
        self.read("ready\r\n")
        self.read()

    def write(self, keys):
        os.write(self.terminal, keys.encode())

    def read(self, until="", pause=0.4):
        """Return the output until some text appears, or until it pauses."""
        found, end = "", time.monotonic() + 20
        while time.monotonic() < end and not (until and until in found):
            if select.select([self.terminal], [], [], pause)[0]:
                found += os.read(self.terminal, 65536).decode(errors="replace")
            elif not until:
                return found
        assert until in found, found
        return found

    def arguments(self, line):
        """Return the words of a line as the shell parses them after the Tab key."""
        self.write(f"{line}\t\x01{ECHO} \r")
        shown = self.read("\x1d")
        return re.findall(r"\x1e('[^\x1d\x1e]*'|\"[^\x1d\x1e]*\")", shown)

    def end(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)
