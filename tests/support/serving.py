"""The server in a process of its own."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager


@contextmanager
def serving(*arguments, python=(sys.executable, "-m", "mlgraph")):
    """Run `mlgraph serve` and give the address that it prints."""
    command = [*python, "serve", *map(str, arguments)]
    environment = os.environ | {"BROWSER": "true"}  # a program that does nothing, instead of a browser
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    server = subprocess.Popen(command, env=environment, text=True, **pipes)
    try:
        line = server.stdout.readline()
        assert line, server.stderr.read()
        yield re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
    finally:
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=20)
        assert "Traceback" not in errors
