"""Each value of a graph file with each wrong type: one message with file, line and id."""

import pytest

from support.hostile import SOUND, named, written
from support.marks import thorough_after

WRONG = {
    "a string": '"a"',
    "true": "true",
    "a whole number": "7",
    "a number": "1.5",
    "a date": "1979-05-27",
    "a time": "07:32:00",
    "a list": "[7]",
    "a table": "{ x = 7 }",
    "nothing in a list": "[]",
    "an empty string": '""',
    "not a number": "nan",
    "a list of lists": '[["a", ["b"]]]',
}
# each key of a graph file with its line, the id and the word in the message, and the valid types
FIELDS = [
    ('title = "Two careers"', "title", "1: title", "title", ("a string",)),
    ('attribution = "By somebody."', "attribution", "2: attribution", "attribution", ("a string",)),
    ('title = "A book"', "title", "5: book", "title", ("a string",)),
    ('url = "https://example.org/book"', "url", "6: book", "url", ()),
    ('points = { p1 = "Engineers build." }', "points", "7: book", "point", ()),
    ("leads_to = { engineer = 6 }", "leads_to", "11: start", "", ("nothing in a list",)),
    ('stage = "start"', "stage", "15: engineer", "stage", ()),
    ('about = "Builds things."', "about", "16: engineer", "about", ("a string",)),
    ('aliases = ["Builder"]', "aliases", "17: engineer", "aliases", ("nothing in a list",)),
    ('needs = ["maths", ["python", "r"]]', "needs", "1", "needs", ()),
    ('because = { "book:p1" = ["maths"] }', "because", "19: engineer", "because", ()),
    ('optional = ["r"]', "optional", "24: lead", "optional", ("nothing in a list",)),
    ("hours = [20, 40, 60]", "hours", "29: maths", "hours", ("a whole number", "a number")),
    ('shown_by = "A proof."', "shown_by", "30: maths", "shown_by", ("a string",)),
    ('same_as = { "book:p1" = "near" }', "same_as", "31: maths", "same_as", ()),
    ('reasons = { maths = "To count." }', "reasons", "37: python", "reasons", ()),
    ('cites = ["book:p1"]', "cites", "42: r", "cites", ("nothing in a list",)),
    ('subject = "Science"', "subject", "43: r", "subject", ("a string",)),
]


@pytest.mark.parametrize("kind", thorough_after(4, WRONG))
@pytest.mark.parametrize(
    ("old", "key", "place", "word", "right"), FIELDS, ids=[named(field[0], field[2]) for field in FIELDS]
)
def test_each_value_of_a_graph_has_its_type(tmp_path, refused, old, key, place, word, right, kind):
    assert old in SOUND
    written(tmp_path, "g.toml", SOUND.replace(old, f"{key} = {WRONG[kind]}", 1))
    if kind in right:
        return
    refused([f"g.toml:{place}", word], "check", "g.toml")
