"""Tests of the guides to new formats and importers, followed in a copy of the package."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from support.documents import blocks
from support.paths import REPOSITORY

pytestmark = pytest.mark.process


def document(name):
    return (REPOSITORY / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8")


def commands(guide):
    return [line.removeprefix("$ ") for block in blocks("console", guide) for line in block.splitlines()]


class Copy:
    """A copy of the sources and the tests, to follow a guide in it."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("src", "tests"):
            shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "graphs", "README.md", "docs"):
            (folder / name).symlink_to(REPOSITORY / name)

    def follow(self, guide):
        for block in blocks("python", guide):
            place, _, code = block.partition("\n")
            if row := re.fullmatch(r"# in (\w+) of (\S+)", place):
                self.insert(self.folder / row[2], rf"^{row[1]}\b.*[{{\[]\n", code)
            elif top := re.fullmatch(r"# at the top of (\S+)", place):
                self.insert(self.folder / top[1], r"^(?=import )", code)
            else:
                path = self.folder / place.removeprefix("# ")
                assert not path.exists()
                path.write_text(code, encoding="utf-8")
        for block in blocks("text", guide):
            name, _, content = block.partition("\n")
            (self.folder / name.removeprefix("# ")).write_text(content, encoding="utf-8")

    def insert(self, path, behind, code):
        text = path.read_text(encoding="utf-8")
        end = re.search(behind, text, re.MULTILINE).end()
        path.write_text(text[:end] + code + text[end:], encoding="utf-8")

    def run(self, *command):
        environment = os.environ | {"PYTHONPATH": str(self.folder / "src")}
        command = [sys.executable, "-m", *command]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True)

    def says(self, *arguments, code=0):
        done = self.run("mlgraph", *arguments)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    def passes(self, test, *options):
        done = self.run("pytest", "-q", "-n", "0", "-m", "", "-p", "no:cacheprovider", f"tests/{test}", *options)
        assert done.returncode == 0, done.stdout
        assert "passed" in done.stdout

    def fails(self, test, *options):
        done = self.run("pytest", "-q", "-n", "0", "-m", "", "-p", "no:cacheprovider", f"tests/{test}", *options)
        assert done.returncode == 1, done.stdout


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path)


def without_row(guide, table):
    """Return a guide without the block for a table of the tests."""
    return re.sub(rf"^```python\n# in {table} of .*?^```\n", "", guide, flags=re.MULTILINE | re.DOTALL)


def test_a_format_is_added_as_the_guide_says(copy):
    guide = document("add-an-output-format")
    assert ".psv" not in copy.says("export", "--help")
    assert "unknown export format 'psv'" in copy.says("export", "x.psv", code=2)
    copy.follow(guide)
    assert ".psv, .dot" in copy.says("export", "x.gif", code=2)
    assert re.search(r"^ +\.psv +positions for a spreadsheet \(--only\)$", copy.says("export", "--help"), re.MULTILINE)
    assert "x.psv\tpositions for a spreadsheet\n" in copy.says("complete", "zsh", "--", "mlgraph export x.")
    assert "a .psv file does not take --focus" in copy.says("export", "x.psv", "--focus", "python", code=2)
    for command in commands(guide):
        copy.says(*shlex.split(command)[1:])
    positions, skills = (copy.folder / f"{name}.psv" for name in ("positions", "skills"))
    assert "data-scientist|role|Data scientist" in positions.read_text(encoding="utf-8").splitlines()
    assert "python|skill|Python" in skills.read_text(encoding="utf-8").splitlines()
    copy.passes("export/test_outputs.py", "-k", "psv")
    copy.passes("test_registries.py", "-k", "psv")


def test_a_format_without_a_reader_fails(copy):
    copy.follow(without_row(document("add-an-output-format"), "READERS"))
    copy.fails("export/test_outputs.py", "-k", "psv")


def test_an_importer_is_added_as_the_guide_says(copy):
    guide = document("add-an-importer")
    assert "company" not in copy.says("import", "--help")
    copy.follow(guide)
    assert re.search(r"^ +company +Import a company's table of roles and skills", copy.says("import", "--help"), re.M)
    helped = copy.says("import", "company", "--help")
    assert "--hours-per-skill HOURS Rule: hours of study, the same for each skill. [default: 40]" in " ".join(
        helped.split()
    )
    assert set(commands(guide)[:2]) == set(re.findall(r"^ +(mlgraph import company .*)", helped, re.MULTILINE))
    assert "--months-per-move" in copy.says("complete", "zsh", "--", "mlgraph import company --mo")
    assert copy.says("complete", "zsh", "--", "mlgraph import comp").startswith("company\t")
    said = [copy.says(*shlex.split(command)[1:]) for command in commands(guide)]
    assert "written: 2 roles, 2 skills, 1 move" in said[0]
    assert "Scientist" in said[-1]
    assert "2 years" in said[-1]
    copy.passes("importers/test_imports.py", "-k", "company or every_importer_is_tested")
    copy.passes("test_registries.py", "-k", "company")


def test_an_importer_without_a_case_fails(copy):
    copy.follow(without_row(document("add-an-importer"), "MANY"))
    copy.fails("importers/test_imports.py", "-k", "every_importer_is_tested")
