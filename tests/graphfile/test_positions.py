"""Lines of keys: the full scan, and the fast scan that skips lists and tables on one line."""

import json

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.graphfile.positions import iterate_keys, iterate_outer_keys

words = st.text(st.sampled_from("ab[]{}\"'#,=:.\\ \n"), max_size=5)
values = st.recursive(
    words | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)
tables = st.dictionaries(words, st.dictionaries(words, values, max_size=3), max_size=3)


def agree(text, is_json):
    """Assert that each key has the same line as its nearest key in the fast scan."""
    lines, quick = {}, {}
    for found, scan in ((lines, iterate_keys), (quick, iterate_outer_keys)):
        for key, line in scan(text, is_json=is_json):
            found.setdefault(key, line)
    assert quick.keys() <= lines.keys()
    for key, line in lines.items():
        nearest = next((key[:n] for n in range(len(key), 0, -1) if key[:n] in quick), None)
        assert quick.get(nearest, 1) == line, (text, key)


@given(
    tables, st.sampled_from([None, 0, 2]), st.sampled_from([": ", ":\n", "\n:"]), st.sampled_from([",", "\n,", ",\n"])
)
def test_the_quick_scan_of_json_finds_the_same_lines(found, indent, colon, comma):
    agree(json.dumps(found, indent=indent, separators=(comma, colon)), is_json=True)


@given(tables, st.booleans())
def test_the_quick_scan_of_toml_finds_the_same_lines(found, multiline):
    agree(tomli_w.dumps(found, multiline_strings=multiline), is_json=False)


def test_the_quick_scan_skips_a_table_on_one_line():
    text = '{"role": {\n"a": {"title": "A", "leads_to": {"b": [1, {"c": 2}]}},\n"b": {\n"title": "B"}}}'
    expected = [(("role",), 1), (("role", "a"), 2), (("role", "b"), 3), (("role", "b", "title"), 4)]
    assert list(iterate_outer_keys(text, is_json=True)) == expected
