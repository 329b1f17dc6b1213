"""Start of the server in a new process."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def serving(*arguments, python=(sys.executable, "-m", "mlgraph"), **options):
    """Run `mlgraph serve` and yield the address that it prints."""
    with started(*arguments, python=python, **options) as (_, address):
        yield address


@contextmanager
def started(*arguments, python=(sys.executable, "-m", "mlgraph"), **options):
    """Run `mlgraph serve`, and yield its process and the address that it prints. The test may end the process."""
    command = [*python, "serve", *map(str, arguments)]
    environment = os.environ | {"BROWSER": "true"}  # a program that does nothing, instead of a browser
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    server = subprocess.Popen(command, env=environment, text=True, **pipes, **options)
    try:
        line = server.stdout.readline()
        assert line, server.stderr.read()
        yield server, re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
    finally:
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=20)
        assert "Traceback" not in errors


def workers(server, state="RSDIT"):
    """Return the worker processes of a server that are in one of these states. This works on Linux only."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text()
    return {int(child) for child in children.split() if is_worker(child, state)}


def is_worker(process, state="RSDIT"):
    """Return whether a process is a worker in one of these states."""
    with suppress(OSError):
        command = Path(f"/proc/{process}/cmdline").read_bytes()
        # a zombie has no command line
        return state_of(process) in state and (b"mlgraph.web.worker" in command or not command)
    return False


def state_of(process):
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def megabytes(process):
    """Return the memory of a process in MB. Shared memory counts by its share."""
    with suppress(OSError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0
