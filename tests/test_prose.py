"""Tests of the check of plain English, and its run over all files."""

import sys
from pathlib import Path

import pytest

from support.paths import REPOSITORY

sys.path.append(str(REPOSITORY / "tools"))
import check_prose


def find(name, text, tmp_path):
    path = tmp_path / Path(name).name
    path.write_text(text, encoding="utf-8")
    return [(finding.line, finding.words) for finding in check_prose.check_file(path, name)]


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("src/a.py", '"""What a file holds."""', 1, "What a file holds"),
        ("src/a.py", '"""Roles.\n\nWho knows\nit has it.\n"""', 3, "Who knows it has it"),
        ("src/a.py", "x = 1\n# which needs\n# is told now\n", 3, "is told"),
        ("src/a.py", "x = 1  # what tests share", 1, "what tests share"),
        ("src/a.py", '\n\nf"{x} is no folder of {y}"', 3, "is no folder"),
        ("tests/test_a.py", "\ndef test_a_pace_that_is_none_is_refused(): pass", 2, "that is none"),
        ("src/a.py", '"""Of two names, the first is meant."""', 1, "Of two names,"),
        ("src/a.js", "let x;\n/**\n * Places\n * by the way of it.\n */", 4, "by the way"),
        ("src/a.js", "let x; // so many nodes that it is slow", 1, "so many nodes that"),
        ("docs/a.md", "# Title\n\n- one\n- a list\n  on whose word it stands", 5, "on whose word"),
        ("src/a.py", f'"""{"word " * 25}end."""', 1, "word word word word word word word word word word word ..."),
        (
            "src/a.py",
            f'"""Roles.\n\nRoles {"word " * 15}\n{"word " * 15}end.\n"""',
            3,
            "Roles word word word word word word word word word word ...",
        ),
        ("src/a.py", '"""A set of roles. It holds ids."""', 1, "It holds ids."),
        ("src/a.py", '"""Roles.\n\n- The first.\n- Others are later.\n"""', 4, "- Others are later."),
        ("src/a.py", '"""Bit 1 ends it. So does bit 2."""', 1, "So does bit 2."),
        ("src/a.py", '"""Posts that count; the first is such."""', 1, "is such."),
        ("docs/a.md", "A milestone is reached at once.", 1, "milestone"),
        ("docs/a.md", "A plan for who is there.", 1, "for who"),
        ("a.toml", 'x = "a # is told"\n# Roles that\n# are told', 3, "are told"),
        ("a.toml", "x = 1 # what tests share", 1, "what tests share"),
        ("a.toml", 'about = "Finds errors and mends them."', 1, "mends"),
        ("a.yml", "x:\n  y: What it prints is here.", 2, "What it prints is here"),
    ],
)
def test_a_phrase_is_found_with_its_line(name, text, line, words, tmp_path):
    assert (line, words) in find(name, text, tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("src/a.py", '"""Return the best plan."""\nx = "What next?"  # there is no folder'),
        ("src/a.py", f'"""{"word " * 24}end. {"word " * 24}end."""'),
        ("src/a.py", f'"""Return it.\n\n    >>> print("what is told", {"1, " * 30})\n    what is told\n    """'),
        ("src/a.py", '"""Each role has ids. Those roles are sorted."""\nx = 1  # it holds ids'),
        ("tests/test_a.py", 'assert said == "x is no folder of y"'),
        ("src/a.js", 'const address = "https://what.is/told"; let told = "is told";'),
        ("a.toml", 'x = "a # is told"\naliases = ["Who mends it"]'),
        ("docs/a.md", "# What is promised\n\n```\nit is told\n```\n\n    it is told\n"),
    ],
)
def test_plain_english_and_code_pass(name, text, tmp_path):
    assert find(name, text, tmp_path) == []


@pytest.mark.slow
def test_no_file_has_findings():
    names = check_prose.list_files()
    assert len(names) > 100
    assert [str(finding) for name in names for finding in check_prose.check_file(REPOSITORY / name, name)] == []
