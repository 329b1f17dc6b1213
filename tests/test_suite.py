"""Tests of the test suite: helpers are in support/, and every system can collect the tests."""

import ast
import subprocess
import sys

import pytest

from support.paths import REPOSITORY


def test_no_test_imports_another():
    """Test that helpers of several tests are in tests/support."""
    found = {}
    for path in (REPOSITORY / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if any(part.startswith("test_") or part == "conftest" for name in names for part in name.split(".")):
                found[path.name] = names
    assert found == {}


# simulates a system without POSIX for later imports; Python and pytest have theirs already
WITHOUT_POSIX = """
import asyncio, contextlib, multiprocessing, os, signal, subprocess, sys
import pytest
with contextlib.suppress(ImportError):  # plugins of pytest may use it
    import platformdirs
for name in ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"):
    sys.modules[name] = None
for name in ("fork", "geteuid", "getuid", "killpg", "mkfifo", "setuid", "wait4"):
    delattr(os, name)
for name in ("SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGSTOP"):
    delattr(signal, name)
"""
COLLECT = (
    'sys.exit(pytest.main(["--collect-only", "-qq", "-n", "0", "--everything", "-p", "no:cacheprovider", "tests"]))'
)
HELPERS = sorted(f"import support.{path.stem}" for path in (REPOSITORY / "tests" / "support").glob("[!_]*.py"))


@pytest.mark.process
def test_the_tests_can_be_collected_without_posix():
    for code in (COLLECT, "\n".join(["sys.path.insert(0, 'tests')", *HELPERS])):
        command = [sys.executable, "-c", WITHOUT_POSIX + code]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-3000:]
