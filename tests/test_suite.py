"""Tests of the test suite: helpers are in support/, and every system can collect the tests."""

import ast
import subprocess
import sys

import pytest

from support.paths import REPOSITORY
from support.posix import WITHOUT_POSIX


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
