"""Extension of lists in TOML text: the new content and the unchanged layout."""

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.graphfile.extend import (
    add_to_table,
    add_value,
    append_comments,
    append_table,
    append_tables,
    extend,
)
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
    "a table": ("pace = 3\n\n# a\n# b\n[[post]]\n", 'pace = 3\nhave = ["sql", "git"]\n\n# a\n# b\n[[post]]\n'),
    "a comment of the file": ("# me\r\n\r\n[[post]]\r\n", '# me\r\n\r\nhave = ["sql", "git"]\r\n\r\n[[post]]\r\n'),
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


POST, POSTS = {"a": "b", "n": 2}, [{"a": "b", "n": 2}, {"a": "c"}]
END = ("post", 0, "from", "to", "2024")
EDITS = [
    (append_comments, (["a", "b", "a"],), "", "# a\n# b\n"),
    (append_comments, (["a"],), "x = 1", "x = 1\n\n# a\n"),
    (append_comments, (["a", "b", "c"],), "x = 1\r\n # a \r\n", "x = 1\r\n # a \r\n\r\n# b\r\n# c\r\n"),
    (append_comments, (["a"],), "# a", "# a"),
    (append_table, ("t", POST), "", '[t]\na = "b"\nn = 2\n'),
    (append_table, ("t", POST), "x = 1\r\n", 'x = 1\r\n\r\n[t]\r\na = "b"\r\nn = 2\r\n'),
    (append_tables, ("t", POSTS), "x = 1", 'x = 1\n\n[[t]]\na = "b"\nn = 2\n\n[[t]]\na = "c"\n'),
    (append_tables, ("t", POSTS), "t = [{ n = 1 }]", 't = [{ n = 1 }, { a = "b", n = 2 }, { a = "c" }]'),
    (append_tables, ("t", [POST]), "t = [\n  { n = 1 },\n]", 't = [\n  { n = 1 },\n  { a = "b", n = 2 },\n]'),
    (add_value, ("k", "v"), "", 'k = "v"\n'),
    (add_value, ("k", 2.5), "x = 1", "x = 1\nk = 2.5\n"),
    (add_value, ("k", "v"), "x = 1\r\n# c\r\n[t]\r\n", 'x = 1\r\nk = "v"\r\n# c\r\n[t]\r\n'),
    (add_to_table, END, '[[post]]\nfrom = "1"\nx = 2\n', '[[post]]\nfrom = "1"\nto = "2024"\nx = 2\n'),
    (add_to_table, END, '[[post]]\r\n\tfrom = "1"', '[[post]]\r\n\tfrom = "1"\r\n\tto = "2024"\r\n'),
    (add_to_table, END, '[[post]]\nfrom = "1"\n\n[[post]]', '[[post]]\nfrom = "1"\nto = "2024"\n\n[[post]]'),
    (
        add_to_table,
        ("post", 1, "from", "to", "2024"),
        '[[post]]\nfrom = "1"\n[[post]]\r\n  from = "2" # c\r\n[[post]]\n',
        '[[post]]\nfrom = "1"\n[[post]]\r\n  from = "2" # c\r\n  to = "2024"\r\n[[post]]\n',
    ),
    (
        add_to_table,
        ("post", 1, "from", "to", "2024"),
        'post = [{ from = "1" }, { from = "2", x = 3 }]\n',
        'post = [{ from = "1" }, { from = "2", to = "2024", x = 3 }]\n',
    ),
]


@pytest.mark.parametrize(("edit", "arguments", "before", "after"), EDITS)
def test_an_addition_keeps_the_layout(edit, arguments, before, after):
    assert edit(before, *arguments) == after
