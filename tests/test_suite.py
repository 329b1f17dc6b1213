"""Tests of the test suite: helpers are in support/, and every system can collect the tests."""

import re
import subprocess
import sys

import pytest

from support.paths import REPOSITORY
from support.posix import WITHOUT_POSIX


def test_no_test_imports_another():
    """Test that helpers of several tests are in tests/support."""
    imported = re.compile(r"^ *(?:from|import) .*\b(?:test_|conftest\b).*", re.MULTILINE)
    paths = (REPOSITORY / "tests").rglob("*.py")
    assert {path.name: found for path in paths if (found := imported.findall(path.read_text(encoding="utf-8")))} == {}


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
