"""The rules of values: what each refuses, in full, and the same in JSON Schema."""

import tomllib
from datetime import date, time

import pytest
from jsonschema import Draft202012Validator

import mlgraph
from mlgraph.errors import GraphFileError
from mlgraph.graphfile import validators
from mlgraph.graphfile.ids import ID
from mlgraph.graphfile.schema import KEYS, REQUIRED, TOP, make_json_schema
from mlgraph.graphfile.validators import (
    Fault,
    describe_value,
    make_id_fault,
    make_list,
    make_number,
    make_table,
    make_text,
    parse_decimal,
)
from support.paths import REPOSITORY

DIGITS = 10**5000  # more than Python writes


def faults(rule, value):
    return [tuple(fault) for fault in rule.find_faults(value)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("abc", []),
        ("äbcde", []),
        ("äbcdef", [("has 6 characters", "shorten it to 5", ())]),
        ("abcdef", [("has 6 characters", "shorten it to 5", ())]),
        ("", [('is "", an empty text', "write a text", ())]),
        (" a", [('is " a", with blanks at an end', "remove the blanks", ())]),
        (7, [("is 7, a whole number", "write a text in quotes", ())]),
        ("a\u202eb", [("holds U+202E, right-to-left override", "write visible characters on one line", ())]),
        ("a\nb\n.", [("holds U+000A, a control character", "write visible characters on one line", ())]),
    ],
)
def test_a_text_is_short_visible_and_on_one_line(value, expected):
    assert faults(make_text(5), value) == expected


def test_a_text_has_few_marks_on_a_letter():
    piled = "a" + "\u0301" * 9
    assert faults(make_text(20), piled) == [("has more than 8 marks on a letter", "write fewer", ())]
    assert faults(make_text(20), "a" + "\u0301" * 8) == []
    assert [message for message, *_ in faults(make_text(20), f"{piled}\u202e")] == [
        "has more than 8 marks on a letter",
        "holds U+202E, right-to-left override",
    ]


RIGHT = "write a number of months from 2 to 9"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2, []),
        (9.0, []),
        (1, [("is 1", RIGHT, ())]),
        (9.5, [("is 9.5", RIGHT, ())]),
        (float("nan"), [("is nan", RIGHT, ())]),
        (True, [("is true, true or false", RIGHT, ())]),
        ("5", [('is "5", a string', f"{RIGHT}, without quotes", ())]),
        pytest.param(DIGITS, [("is a number with too many digits", RIGHT, ())], id="thousands of digits"),
        (1e300 + 1, [("is 1e+300", RIGHT, ())]),
        (10**40, [("is 100000000000000000000000000...", RIGHT, ())]),
    ],
)
def test_a_number_is_within_its_limits(value, expected):
    assert faults(make_number(9, "months", 2), value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, []),
        (0.5, []),
        (0.25, [("is 0.25", "write 0, or 0.500000 hours and more", ())]),
        (-0.25, [("is -0.25", "write a number of hours from 0 to 9", ())]),
    ],
)
def test_a_number_is_zero_or_not_too_fine(value, expected):
    assert faults(make_number(9, "hours", finest=0.5), value) == expected


TWICE = "write it once"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], []),
        (["a", "b"], []),
        ("a", [('is "a", a string', "write a list, in square brackets", ())]),
        (["a", 1], [("is 1, a whole number", "write a text in quotes", (1,))]),
        (["a", "b", "a", "a"], [("has 'a' twice", TWICE, (2,)), ("has 'a' twice", TWICE, (3,))]),
        (
            ["a" * 5, "b" * 6, "a" * 5],
            [("has 6 characters", "shorten it to 5", (1,)), ("has 'aaaaa' twice", TWICE, (2,))],
        ),
    ],
)
def test_a_list_keeps_a_rule_and_repeats_nothing(value, expected):
    assert faults(make_list(make_text(5)), value) == expected


def test_a_list_of_lists_says_where_in_them():
    assert faults(make_list(make_list(make_text(5))), [["a"], ["a", 1]]) == [
        ("is 1, a whole number", "write a text in quotes", (1, 1))
    ]
    assert faults(make_list(make_list(make_text(5))), [["a"], ["a"]]) == [("has ['a'] twice", TWICE, (1,))]


def test_equal_numbers_in_different_notation_are_not_duplicates():
    assert faults(make_list(make_number(9, "hours")), [1, 1.0]) == []
    assert faults(make_list(make_number(9, "hours")), [DIGITS, DIGITS])[2:] == [
        ("has a number with too many digits twice", TWICE, (1,))
    ]


def test_a_long_repetition_is_cut():
    assert faults(make_list(make_text(99)), ["a" * 99] * 2) == [(f"has '{'a' * 56}... twice", TWICE, (1,))]


@pytest.mark.parametrize(
    ("keys", "value", "expected"),
    [
        (None, {}, []),
        (None, {"abcdef": "a"}, []),
        (make_text(5), {"abcdef": "a"}, [("has 6 characters", "shorten it to 5", ("abcdef",))]),
        (None, {"x": 1}, [("is 1, a whole number", "write a text in quotes", ("x",))]),
        (make_text(5), ["x"], [("is ['x'], a list", "write a table, such as { name = ... }", ())]),
    ],
)
def test_a_table_keeps_a_rule_for_values_and_one_for_keys(keys, value, expected):
    assert faults(make_table(make_text(5), keys), value) == expected


def test_a_table_says_where_in_its_values():
    assert faults(make_table(make_list(make_text(5))), {"x": [1]}) == [
        ("is 1, a whole number", "write a text in quotes", ("x", 0))
    ]


def test_a_list_and_a_table_have_no_more_entries_than_fit(monkeypatch):
    monkeypatch.setattr(validators, "ENTRIES", 1000)
    many = [("has 1,001 entries", "keep at most 1,000", ())]
    names = [str(n) for n in range(1001)]
    assert faults(make_list(make_text(5)), names) == faults(make_table(make_text(5)), dict.fromkeys(names, "a")) == many
    assert (
        faults(make_list(make_text(5)), names[1:])
        == faults(make_table(make_text(5)), dict.fromkeys(names[1:], "a"))
        == []
    )


@pytest.mark.parametrize(
    ("value", "described"),
    [
        (None, "null"),
        (False, "false, true or false"),
        (7, "7, a whole number"),
        (7.5, "7.5, a number"),
        ("a", '"a", a string'),
        ([1], "[1], a list"),
        ({"A": 1}, "{'A': 1}, a table"),
        (date(2026, 1, 2), "2026-01-02, a date or time"),
        (time(1, 2), "01:02:00, a date or time"),
        ((1,), "(1,), of the type tuple"),
        ("x" * 100, f'"{"x" * 56}..., a string'),
    ],
)
def test_a_value_is_described_with_its_type(value, described):
    assert describe_value(value) == described


WORDS = "write lower-case words joined by hyphens, at most 100 characters"


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        (
            "Data",
            "Data Science",
            ("is not an id: it holds U+0044, latin capital letter d", f"{WORDS}, such as data-science"),
        ),
        ("a--b", None, ("is not an id", f"{WORDS}, such as a-b")),
        ("a\n", 7, ("is not an id: it holds U+000A, a control character", f"{WORDS}, such as a")),
        ("--", "\u65e5\u672c", ("is not an id", f"{WORDS}, such as riben")),
    ],
)
def test_an_id_is_proposed_for_what_is_none(name, title, expected):
    assert make_id_fault(name, title) == Fault(*expected)


@pytest.mark.parametrize("written", ["1", "-1.5", "+.5", "2.", "1e3", "1E-3"])
def test_plain_digits_are_a_number(written):
    assert parse_decimal(written) == float(written)


@pytest.mark.parametrize("written", ["", "1_0", "nan", "inf", "\u0661", "1 ", "e3", "."])
def test_other_digits_are_not_a_number(written):
    with pytest.raises(ValueError):
        parse_decimal(written)


def test_each_rule_says_the_same_in_json_schema():
    string = {"type": "string", "minLength": 1, "maxLength": 5}
    assert make_text(5).schema == string
    assert make_number(9, "hours", 2).schema == {"type": "number", "minimum": 2, "maximum": 9}
    assert make_number(9, "hours", finest=0.5).schema == {
        "type": "number",
        "minimum": 0,
        "maximum": 9,
        "not": {"exclusiveMinimum": 0, "exclusiveMaximum": 0.5},
    }
    assert make_list(make_text(5)).schema == {"type": "array", "items": string, "uniqueItems": True}
    assert make_table(make_text(5)).schema == {"type": "object", "additionalProperties": string}
    assert make_table(make_number(9, "hours"), make_text(5)).schema == {
        "type": "object",
        "additionalProperties": {"type": "number", "minimum": 0, "maximum": 9},
        "propertyNames": string,
    }


def test_the_schema_of_a_graph_file_has_each_table_and_each_rule():
    schema = make_json_schema()
    tables = {
        kind: {
            "type": "object",
            "propertyNames": {"pattern": f"^{ID.pattern}$", "maxLength": 100},
            "additionalProperties": {
                "type": "object",
                "properties": {key: rule.schema for key, rule in rules.items()},
                "required": list(REQUIRED[kind]),
                "additionalProperties": False,
            },
        }
        for kind, rules in KEYS.items()
    }
    assert schema == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A career graph of mlgraph",
        "type": "object",
        "properties": {"title": TOP["title"].schema, "attribution": TOP["attribution"].schema, **tables},
        "additionalProperties": False,
    }


OVERLAYS = [
    ("[role.a]\nleads_to = { b = false }", True),
    ('[role.a]\nleads_to = { b = 3 }\n[role.c]\ntitle = "C"', True),
    ("[role.a]\nleads_to = { b = true }", False),
    ("[role.a]\nleads_to = { b = { months = false } }", False),
    ("[role.a]\nexperience = { data = false }", True),
    ('[role.a]\nsame_as = { "book:1" = false }', True),
    ("[stage.s]\nleads_to = { a = false }", True),
    ("[skill.k]\nhours = 50", True),
    ("[skill.k]\nhours = false", False),
    ("[skill.k]\nhuors = 50", False),
    ("[skill.k]\nneeds = [false]", False),
    ("[source.book]\npoints = { p = false }", True),
]
BELOW = """
[experience.data]
title = "D"
[source.book]
title = "B"
points = { p = "P", 1 = "One" }
[stage.s]
title = "S"
leads_to = { a = 1 }
[role.a]
title = "A"
counts_as = ["data"]
experience = { data = 3 }
same_as = { "book:1" = "exact" }
leads_to = { b = 1 }
[role.b]
title = "B"
[skill.k]
title = "K"
hours = 3
"""


@pytest.mark.parametrize(("overlay", "fits"), OVERLAYS)
def test_the_schema_of_overlays_says_what_is_loaded(graph_file, overlay, fits):
    found = [*Draft202012Validator(make_json_schema(overlay=True)).iter_errors(tomllib.loads(overlay))]
    assert (not found) is fits
    below, above = graph_file(BELOW, "below.toml"), graph_file(overlay, "above.toml")
    try:
        mlgraph.load(below, above)
    except GraphFileError:
        assert not fits
    else:
        assert fits


@pytest.mark.thorough
def test_the_schema_of_overlays_accepts_whole_files():
    for path in (REPOSITORY / "graphs" / "ml").glob("*.toml"):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        assert not [*Draft202012Validator(make_json_schema(overlay=True)).iter_errors(tables)]
