"""Extension of lists in TOML text: the new content and the unchanged layout."""

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.graphfile.extend import extend
from support.layouts import is_kept, layouts

OTHERS = [
    "pace = 7.5",
    'position = "here"',
    'a.have = ["x"]',
    "have-not = []",
    '"have.x" = 1979-05-27T07:32:00Z',
    'b = { have = ["x", []], c.d = { have = [1] } }',
    "c = [[\"have\", '['], # have = [\n { have = [] }]",
    'd = """\nhave = ["x"]\n"""',
    "e = '''\\'''",
]
TABLES = ['[t]\nhave = ["x"]', '[[have-all]]\nhave = ["x"]\n[t.have]\n', '["have.y"]']
ids = st.lists(st.sampled_from(["sql", "linear-algebra", "c.2"]), min_size=1, max_size=3, unique=True)


@given(layouts(["python", "r", "maths"], OTHERS, TABLES), ids, ids)
def test_extending_a_list_leaves_the_rest_unchanged(layout, some, more):
    text, have, comments = layout
    tables = tomli.loads(text)
    assert tables.get("have", []) == have
    once = extend(text, "have", some)
    twice = extend(once, "have", more)
    assert tomli.loads(once) == tables | {"have": have + some}
    assert tomli.loads(twice) == tables | {"have": have + some + more}
    assert is_kept(text, once, comments)
    assert is_kept(text, twice, comments)


LOOKS = {
    "no list": ("", 'have = ["sql", "git"]\n'),
    "a table": ("pace = 3\n\n# a\n# b\n[[post]]\n", 'pace = 3\n\nhave = ["sql", "git"]\n# a\n# b\n[[post]]\n'),
    "a comment of the file": ("# me\r\n\r\n[[post]]\r\n", '# me\r\n\r\nhave = ["sql", "git"]\r\n[[post]]\r\n'),
    "no end of line": ("pace = 3 # c", 'pace = 3 # c\nhave = ["sql", "git"]\n'),
    "empty": ("have = []  # nothing yet", 'have = ["sql", "git"]  # nothing yet'),
    "empty, over lines": ("have = [ # yet\r\n]\r\n", 'have = [ # yet\r\n    "sql",\r\n    "git",\r\n]\r\n'),
    "one line": ('have=["r"]\n# the end', 'have=["r", "sql", "git"]\n# the end'),
    "one line, a comma": ('have = [ "r", ]', 'have = [ "r", "sql", "git", ]'),
    "lines": ('have = [\n\t"r" # work\n]', 'have = [\n\t"r", # work\n\t"sql",\n\t"git"\n]'),
    "lines, commas": ('have = [\n  "r",\n]', 'have = [\n  "r",\n  "sql",\n  "git",\n]'),
    "lines of several": ('have = [\n  "a", "r", # b\n]', 'have = [\n  "a", "r", # b\n  "sql",\n  "git",\n]'),
    "lines of several depths": (
        'have = [\n  "a",\n    "r",\n]',
        'have = [\n  "a",\n    "r",\n    "sql",\n    "git",\n]',
    ),
    "a comment behind": ('have = [\n  "r"\n  # "q"\n]', 'have = [\n  "r",\n  "sql",\n  "git"\n  # "q"\n]'),
    "a comma in the next line": ('have = [\n  "r" # a\n, # b\n]', 'have = [\n  "r", # a\n  "sql",\n  "git"\n, # b\n]'),
    "a bracket in the line": ('have = [\n  "q",\n  "r"]', 'have = [\n  "q",\n  "r", "sql", "git"]'),
}


@pytest.mark.parametrize(("before", "after"), LOOKS.values(), ids=LOOKS)
def test_extending_a_list_keeps_its_layout(before, after):
    assert extend(before, "have", ["sql", "git"]) == after
