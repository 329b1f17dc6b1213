"""Input that is wrong in any way: one clear message with file, line and id, exit code 1 or 2, and nothing written.

A case is a line of a table: what is handed over, and the words that have to be in the message, or None where it is
accepted. Every case goes through the command line, and whatever comes out has to be fit for a terminal.
"""

import json
import os
import re

import pytest

from mlgraph.importers import tables as importers_tables

# what this program itself sends to a terminal beside plain lines: bold type, and the colours of a diff
OWN = re.compile(r"\x1b\[(0|1|3[123])m")
HIDDEN = {
    "ESC": "\x1b[5m",
    "OSC": "\x1b]0;title\x07",
    "OSC 52": "\x1b]52;c;ZXZpbA==\x1b\\",
    "CSI of 8 bits": "\x9b31m",
    "return": "good\rEVIL",
    "newline": "a\nb",
    "backspace": "a\x08b",
    "delete": "a\x7fb",
    "tab": "a\tb",
    "line separator": "a\u2028b",
    "next line": "a\x85b",
    "right-to-left override": "a\u202eb",
    "isolate": "a\u2066b",
    "right-to-left mark": "a\u200fb",
    "zero-width space": "a\u200bb",
    "zero-width joiner": "a\u200db",
    "soft hyphen": "a\u00adb",
    "byte-order mark": "a\ufeffb",
    "word joiner": "a\u2060b",
    "Hangul filler": "a\u3164b",
    "blank of Braille": "a\u2800b",
    "selector": "a\ufe0fb",
    "no-break space": "a\u00a0b",
    "private use": "a\ue000b",
    "unassigned": "a\u0378b",
    "tag": "a\U000e0041b",
}


def visible(text):
    return all(c == "\n" or (c.isprintable() and c not in "\u3164\u2800\ufe0f") for c in OWN.sub("", text))


@pytest.fixture
def refused(run, tmp_path, monkeypatch):
    """Run a command that has to fail with one message, and see that it left no trace."""
    monkeypatch.chdir(tmp_path)

    def refused(words, *arguments, code=1):
        before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
        found, out, err = run(*arguments)
        assert (found, out) == (code, ""), err
        assert visible(err), repr(err)
        assert "Traceback" not in err
        for word in [words] if isinstance(words, str) else words:
            assert word in err
        assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} == before
        return err

    return refused


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


SOUND = """\
title = "Two careers"
attribution = "By somebody."

[source.book]
title = "A book"
url = "https://example.org/book"
points = { p1 = "Engineers build." }

[stage.start]
title = "Start"
leads_to = { engineer = 6 }

[role.engineer]
title = "Engineer"
stage = "start"
about = "Builds things."
aliases = ["Builder"]
needs = ["maths", ["python", "r"]]
because = { "book:p1" = ["maths"] }
leads_to = { lead = 36.5 }

[role.lead]
title = "Lead"
optional = ["r"]
url = "https://example.org/lead"

[skill.maths]
title = "Maths"
hours = [20, 40, 60]
shown_by = "A proof."
same_as = { "book:p1" = "near" }

[skill.python]
title = "Python"
hours = 60.5
needs = ["maths"]
reasons = { maths = "To count." }

[skill.r]
title = "R"
hours = 50
cites = ["book:p1"]
"""

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
# each key of a graph file with its line, the id and the word that the message has, and the values that are right
FIELDS = [
    ('title = "Two careers"', "title", "1: title", "title", ("a string",)),
    ('attribution = "By somebody."', "attribution", "2: attribution", "attribution", ("a string",)),
    ('title = "A book"', "title", "5: book", "title", ("a string",)),
    ('url = "https://example.org/book"', "url", "6: book", "url", ()),
    ('points = { p1 = "Engineers build." }', "points", "7: book", "point", ()),
    ("leads_to = { engineer = 6 }", "leads_to", "11: start", "", ()),
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
]


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize(
    ("old", "key", "place", "word", "right"), FIELDS, ids=[f[2].replace(": ", "-") for f in FIELDS]
)
def test_each_value_of_a_graph_has_its_type(tmp_path, refused, old, key, place, word, right, kind):
    assert old in SOUND
    written(tmp_path, "g.toml", SOUND.replace(old, f"{key} = {WRONG[kind]}", 1))
    if kind in right:
        return
    refused([f"g.toml:{place}", word], "check", "g.toml")


# what replaces what in the sound file, and what is said of it
GRAPHS = [
    # numbers
    ("hours = 50", "hours = inf", "41: r: hours is inf; write a number of hours from 0 to 100000"),
    ("hours = 50", "hours = -inf", "41: r: hours is -inf"),
    ("hours = 50", "hours = 1e309", "41: r: hours is inf"),
    ("hours = 50", "hours = -0.0", None),
    ("hours = 50", "hours = -1e-9", "41: r: hours is -1e-09"),
    ("hours = 50", "hours = 5e-324", "41: r: hours is 5e-324; write 0, or 0.000001 hours and more"),
    ("hours = 50", "hours = [0, 9e-7, 1]", "41: r: hours, likely, is 9e-07; write 0, or 0.000001 hours and more"),
    ("hours = 50", "hours = 1e-6", None),
    (
        "{ engineer = 6 }",
        "{ engineer = 1e-200 }",
        "11: start -> engineer: months is 1e-200; write 0, or 0.000001 months",
    ),
    ("hours = 50", "hours = 100000", None),
    ("hours = 50", "hours = 100000.00000001", "41: r: hours is 100000"),
    ("hours = 50", "hours = 9223372036854775808", "41: r: hours is 9223372036854775808"),
    ("hours = 50", "hours = 0x7fffffff", "41: r: hours is 2147483647"),
    ("hours = 50", "hours = 0o17", None),
    ("hours = 50", "hours = 1_000", None),
    ("hours = 50", "hours = 1__0", "41: r: is not TOML"),
    ("hours = 50", "hours = 050", "41: r: is not TOML"),
    ("hours = 50", "hours = +50", None),
    ("hours = 50", "hours = .5", "41: r: is not TOML"),
    ("hours = 50", "hours = 5.", "41: r: is not TOML"),
    ("hours = 50", "hours = \u0665\u0660", "41: r: is not TOML"),
    ("hours = 50", 'hours = "50"', '41: r: hours is "50", a string; write a number of hours from 0 to 100000, without'),
    ("hours = 50", f"hours = {'9' * 10_000}", "41: r: holds a number with too many digits"),
    ("hours = 50", f"hours = 0x{'f' * 10_000}", "41: r: holds a number with too many digits"),
    ("hours = 50", f"hours = 0.{'9' * 10_000}", None),
    ("hours = 50", f"hours = 1e{'9' * 5000}", "41: r: "),
    ("hours = 50", "hours = [1, 2]", "41: r: hours is [1, 2], a list; write a number of hours, or [low, likely, high]"),
    ("hours = 50", "hours = [1, 2, 3, 4]", "41: r: hours is [1, 2, 3, 4]"),
    ("hours = 50", "hours = [3, 2, 1]", "41: r: hours is [3, 2, 1], a list, out of order"),
    ("hours = 50", "hours = [1, nan, 3]", "41: r: hours, likely, is nan"),
    ("hours = 50", "hours = [1, 2, true]", "41: r: hours, high, is true, true or false"),
    ("hours = 50", "hours = [-1, 2, 3]", "41: r: hours, low, is -1"),
    ("hours = 50", "hours = [0, 0, 0]", None),
    ("lead = 36.5", "lead = true", "20: engineer -> lead: months is true, true or false"),
    ("lead = 36.5", "lead = -1", "20: engineer -> lead: months is -1"),
    ("lead = 36.5", "lead = nan", "20: engineer -> lead: months is nan"),
    ("lead = 36.5", "lead = 1200.1", "20: engineer -> lead: months is 1200.1; write a number of months from 0 to 1200"),
    ("lead = 36.5", "lead = 0", None),
    ("lead = 36.5", 'lead = "12"', '20: engineer -> lead: months is "12", a string'),
    ("lead = 36.5", "lead = []", "20: engineer -> lead: months is [], a list"),
    ("lead = 36.5", "lead = {}", "20: engineer -> lead: months is a table without months"),
    ("lead = 36.5", "lead = { month = 1 }", "20: engineer -> lead: months is a table without months"),
    ("lead = 36.5", "lead = { months = 1, relation = 2 }", "20: engineer -> lead: relation is no key for a move"),
    ("lead = 36.5", "lead = { months = 1, __class__ = 2 }", "20: engineer -> lead: __class__ is no key for a move"),
    ("lead = 36.5", "lead = { months = 1, tier = nan }", "20: engineer -> lead: tier is nan"),
    ("lead = 36.5", "lead = { months = 1, tier = [1] }", "20: engineer -> lead: tier is [1], a list"),
    ("lead = 36.5", "lead = { months = 1, tier = 2 }", None),
    ("lead = 36.5", "lead = false", "20: engineer -> lead: months is false, and no earlier file has this move"),
    # names of nodes
    ("[role.lead]", "[role.Lead]", "22: Lead: is not an id: it holds U+004C, latin capital letter l"),
    ("[role.lead]", "[role.LEAD]", "22: LEAD: is not an id"),
    ("[role.lead]", '[role."lead\u0301"]', "is not an id: it holds U+0301, combining acute accent"),
    ("[role.lead]", '[role."l\u00e9ad"]', "22: l\u00e9ad: is not an id: it holds U+00E9"),
    ("[role.lead]", '[role."le\u0430d"]', "U+0430, cyrillic small letter a"),
    ("[role.lead]", '[role."\uff4cead"]', "U+FF4C, fullwidth latin small letter l"),
    ("[role.lead]", '[role."\u217cead"]', "U+217C, small roman numeral fifty"),
    ("[role.lead]", '[role."lead\u0661"]', "U+0661, arabic-indic digit one"),
    ("[role.lead]", '[role."le ad"]', "22: le ad: is not an id: it holds U+0020, space"),
    ("[role.lead]", '[role."lead\\n"]', "22: lead\\n: is not an id: it holds U+000A, a control character"),
    ("[role.lead]", '[role."lead\\u0000"]', "22: lead\\x00: is not an id: it holds U+0000"),
    ("[role.lead]", '[role."lead\\u202e"]', "22: lead\\u202e: is not an id: it holds U+202E, right-to-left override"),
    ("[role.lead]", '[role."lead\\u200b"]', "22: lead\\u200b: is not an id: it holds U+200B, zero width space"),
    ("[role.lead]", '[role."lead\\u001b[31m"]', "22: lead\\x1b[31m: is not an id: it holds U+001B"),
    ("[role.lead]", '[role.""]', '22: "": is not an id'),
    ("[role.lead]", '[role."-rf"]', "22: -rf: is not an id"),
    ("[role.lead]", '[role."lead-"]', "22: lead-: is not an id"),
    ("[role.lead]", '[role."a--b"]', "22: a--b: is not an id"),
    ("[role.lead]", '[role."."]', "22: .: is not an id"),
    ("[role.lead]", '[role.".."]', "22: ..: is not an id"),
    ("[role.lead]", '[role."../x"]', "22: ../x: is not an id: it holds U+002F, solidus"),
    ("[role.lead]", '[role."a/b"]', "22: a/b: is not an id"),
    ("[role.lead]", '[role."a\\\\b"]', "22: a\\b: is not an id"),
    ("[role.lead]", '[role."a:b"]', "22: a:b: is not an id: it holds U+003A, colon"),
    ("[role.lead]", "[role.__class__]", "22: __class__: is not an id: it holds U+005F, low line"),
    ("[role.lead]", "[role.__proto__]", "22: __proto__: is not an id"),
    ("[role.lead]", '[role."$(rm)"]', "22: $(rm): is not an id"),
    ("[role.lead]", '[role."\'"]', "22: ': is not an id"),
    ("[role.lead]", '[role."<b>"]', "22: <b>: is not an id"),
    ("[role.lead]", f"[role.{'x' * 101}]", "is not an id; write lower-case words joined by hyphens, at most 100"),
    ("[role.lead]", f"[role.{'x' * 100_000}]", "is not an id"),
    ("[role.lead]", "[role.maths]", "g.toml:22) and of a skill; give one of them another id"),
    ("[role.lead]", "[role.start]", "(g.toml:9) and of a role; give one of them another id"),
    ("[role.lead]", '[role."a.b"]\ntitle = "X"\n[role.lead]', None),
    ("[role.lead]", '[role.constructor]\ntitle = "X"\n[role.lead]', None),
    ("[role.lead]", '[role.node]\ntitle = "X"\n[role.lead]', None),
    # references
    (
        'needs = ["maths"]',
        'needs = ["math"]',
        "36: python: needs math, which is not in the file; name a skill, did you",
    ),
    (
        'needs = ["maths"]',
        'needs = ["Maths"]',
        "36: python: needs Maths, which is not in the file; name a skill, did you",
    ),
    ('needs = ["maths"]', 'needs = ["maths "]', '36: python: needs is "maths ", a string, empty or with blanks'),
    ('needs = ["maths"]', 'needs = ["lead"]', "36: python: needs lead, which is a role; name a skill"),
    ('needs = ["maths"]', 'needs = ["book"]', "36: python: needs book, which is not in the file"),
    ('needs = ["maths"]', 'needs = ["python"]', "33: python: needs itself: python -> python"),
    ('needs = ["maths"]', 'needs = [["python", "r"]]', "33: python: needs itself: python -> python"),
    ('needs = ["maths"]', 'needs = ["maths", "maths"]', "36: python: needs has 'maths' twice"),
    ('needs = ["maths"]', "needs = [[]]", "36: python: needs is an alternative without any skill"),
    ('needs = ["maths"]', 'needs = [""]', '36: python: needs is "", a string, empty'),
    ('needs = ["maths"]', 'needs = [["maths", "r"], ["r", "maths"]]', None),
    (
        'needs = ["maths"]',
        f"needs = [{', '.join(f'{chr(34)}x{n}{chr(34)}' for n in range(10_001))}]",
        "36: python: needs has 10,001 entries; at most 10,000 fit",
    ),
    ("shown_by", 'needs = ["python"]\nshown_by', "needs itself: maths -> python -> maths"),
    ("{ engineer = 6 }", "{ start = 6 }", "11: start -> start: leads to itself"),
    ("{ engineer = 6 }", "{ maths = 6 }", "11: start -> maths: leads to maths, which is a skill"),
    ("{ engineer = 6 }", '{ "" = 6 }', "leads to , which is not in the file"),
    ("{ engineer = 6 }", '{ "\\u001b[2J" = 6 }', "11: start -> \\x1b[2J: leads to \\x1b[2J, which is not in the file"),
    ('stage = "start"', 'stage = "lead"', "15: engineer: is in stage lead, which is a role"),
    ('stage = "start"', 'stage = "engineer"', "15: engineer: is in stage engineer, which is a role"),
    ('optional = ["r"]', 'optional = ["q"]', "24: lead: optional q, which is not in the file"),
    ('{ maths = "To count." }', '{ q = "To count." }', "37: python: reasons q, which is not in the file"),
    ('"book:p1" = ["maths"]', '"book:p1" = ["r", "q"]', "19: engineer: gives book:p1 for q, which it does not need"),
    (
        '"book:p1" = ["maths"]',
        '"book:p9" = ["maths"]',
        "19: engineer: cites book:p9, a point that the source does not have",
    ),
    (
        '"book:p1" = ["maths"]',
        '"bock" = ["maths"]',
        "19: engineer: cites bock, a source that is not declared; declare it as [source.bock], did you mean book?",
    ),
    ('cites = ["book:p1"]', 'cites = [":p1"]', "42: r: cites :p1, a source that is not declared"),
    ('cites = ["book:p1"]', 'cites = ["book:"]', "42: r: cites book, a point that"),
    ('cites = ["book:p1"]', 'cites = ["BOOK:p1"]', "42: r: cites BOOK:p1, a source that is not declared"),
    # addresses
    (
        "https://example.org/book",
        "javascript:alert(1)",
        '6: book: url is "javascript:alert(1)", a string; write an address',
    ),
    ("https://example.org/book", "data:text/html,x", "6: book: url is"),
    ("https://example.org/book", "file:///etc/passwd", "6: book: url is"),
    ("https://example.org/book", " https://example.org", "6: book: url is"),
    ("https://example.org/book", "https://a b", "6: book: url is"),
    ("https://example.org/book", 'https://a\\"onclick=x', "6: book: url is"),
    ("https://example.org/book", "https://a\\u202eb", "6: book: url holds U+202E"),
    ("https://example.org/book", "//example.org", "6: book: url is"),
    ("https://example.org/book", "HTTPS://example.org", "6: book: url is"),
    # texts
    ('title = "Lead"', 'title = "[bold]Lead[/bold] [link=x]y[/link] [/red] :smile:"', None),
    ('title = "Lead"', 'title = "<script>alert(1)</script>"', None),
    ('title = "Lead"', 'title = "%s %n {0} {x} \\\\N ${HOME} `id`"', None),
    ('title = "Lead"', 'title = "=1+1"', None),
    ('title = "Lead"', f'title = "{"x" * 200}"', None),
    ('title = "Lead"', f'title = "{"x" * 100_000}"', "23: lead: title has 100000 characters; at most 200 fit"),
    (
        'about = "Builds things."',
        f'about = "{"x" * 2001}"',
        "16: engineer: about has 2001 characters; at most 2000 fit",
    ),
    ('title = "Lead"', 'title = """\nLead\n"""', '23: lead: title is "Lead\\n"'),
    ('title = "Lead"', "title = '''a\nb'''", "23: lead: title holds U+000A, a control character"),
    ('title = "Lead"', 'title = " "', '23: lead: title is " ", a string, empty or with blanks'),
    ('title = "Lead"', 'title = "\u3000"', "23: lead: title is"),
    ('title = "Lead"', 'title = "\u0e40\u0e23\u0e35\u0e22\u0e19 \u5b66\u3076 \U0001f600 e\u0301"', None),
    ('title = "Lead"', 'title = "Le' + 8 * "\u0301" + 'ad"', None),
    (
        'title = "Lead"',
        'title = "Le' + 9 * "\u0301" + 'ad"',
        "23: lead: title has more than 8 marks on a letter; write fewer",
    ),
    ('title = "Lead"', 'title = "\u0e01' + 20 * "\u0e47\u0e48" + '"', "23: lead: title has more than 8 marks"),
    (
        'title = "Lead"',
        'title = "\u0f67\u0f90\u0fb5\u0fa8\u0fb3\u0fba\u0fbc\u0fbb\u0f82 \u05d1\u05b0\u05bc\u05e8\u05b5\u05d0\u05e9\u05b4\u05c1\u0596\u05d9\u05ea"',
        None,
    ),
    ('title = "Lead"', 'title = "' + 20 * "\u2192" + '"', None),
    ('title = "Lead"', 'title = "a\U0001d159b"', "23: lead: title holds U+1D159, musical symbol null notehead"),
    ('["Builder"]', '["Builder", "Builder"]', "17: engineer: aliases has 'Builder' twice"),
    ('["Builder"]', '["Builder", ""]', '17: engineer: aliases is "", a string, empty'),
    ('["Builder"]', '[["Builder"]]', "17: engineer: aliases is ['Builder'], a list"),
    ('["Builder"]', '["Lead", "Engineer", "engineer"]', None),
    # tables and keys
    (
        "[role.lead]",
        "[roles.lead]",
        "22: roles: is no table of a graph; the tables of a graph are source, stage, role, skill, did",
    ),
    ("[role.lead]", "[Role.lead]", "22: Role: is no table of a graph"),
    ("[role.lead]", "[[role.lead]]", "22: lead: is [{"),
    ("[role.lead]", "[role.lead.x]", "lead: has the unknown key x"),
    ("[role.lead]", "[role]\nlead = 3\n[x]", "23: lead: is 3, a whole number"),
    ("[role.lead]", "[lead]", "22: lead: is no table of a graph"),
    ("[role.lead]", '["role.lead"]', "22: role.lead: is no table of a graph"),
    ("[role.lead]", "[role.engineer]", "22: engineer: is not TOML: Cannot declare"),
    ("[role.lead]", "[role.lead", "22: engineer: is not TOML"),
    ("[role.lead]", "role.lead]", "22: engineer: is not TOML"),
    ("[role.lead]", "[]", "22: engineer: is not TOML"),
    ("[role.lead]", '["\\u001b[31m"]', "22: \\x1b[31m: is no table of a graph"),
    (
        'title = "Lead"',
        'titel = "Lead"',
        ["23: lead: has the unknown key titel", "did you mean title or cites?", "22: lead: has no title"],
    ),
    ('title = "Lead"', 'title = "Lead"\nhours = 3', "24: lead: has the unknown key hours"),
    ('title = "Lead"', 'title = "Lead"\n"\\u001b[31m" = 3', "24: lead: has the unknown key \\x1b[31m"),
    ('title = "Lead"', 'title = "Lead"\nkind = "skill"', "24: lead: has the unknown key kind"),
    ('title = "Lead"', 'title.x = "Lead"', "23: lead: title is {'x': 'Lead'}, a table"),
    (
        "hours = 50",
        "hours = 50\nleads_to = { lead = 1 }",
        "r: is a skill that leads to something; name the skill in the needs of what it opens",
    ),
    # TOML that is none
    ('title = "Lead"', 'title = "Lead', "23: lead: is not TOML: Illegal character '\\n' (column 14)"),
    ('title = "Lead"', 'title = "Lead\\q"', "23: lead: is not TOML: Unescaped"),
    ('title = "Lead"', 'title = "\\ud800"', "23: lead: is not TOML"),
    ('title = "Lead"', 'title = "\\U00110000"', "23: lead: is not TOML"),
    ('title = "Lead"', 'title = "a\x1bb"', "23: lead: is not TOML: Illegal character '\\x1b'"),
    ('title = "Lead"', 'title = "a\x00b"', "23: lead: is not TOML: Illegal character '\\x00'"),
    ('title = "Lead"', "title = Lead", "23: lead: is not TOML: Invalid value"),
    ('title = "Lead"', "title = \u201cLead\u201d", "23: lead: is not TOML: Invalid value"),
    ('title = "Lead"', "title =", "23: lead: is not TOML: Invalid value"),
    ('title = "Lead"', 'title "Lead"', "23: lead: is not TOML: Expected '='"),
    ('title = "Lead"', 'title: "Lead"', "23: lead: is not TOML: Expected '='"),
    ('title = "Lead"', '= "Lead"', "23: lead: is not TOML"),
    ('title = "Lead"', 'title = "Lead" x', "23: lead: is not TOML: Expected newline"),
    ('title = "Lead"', 'title = "Lead"; x = 1', "23: lead: is not TOML: Expected newline"),
    ('title = "Lead"', 'title = "Lead" // x', "23: lead: is not TOML: Expected newline"),
    ('title = "Lead"', 'title = "Lead"\ntitle = "Lead"', "24: lead: is not TOML: Cannot overwrite a value"),
    ('title = "Lead"', "title = null", "23: lead: is not TOML: Invalid value"),
    ('title = "Lead"', 'title = """Lead', "42: r: is not TOML: Unterminated string (at end of document)"),
    ('title = "Lead"', "- title: Lead", "23: lead: is not TOML"),
    ('optional = ["r"]', 'optional = ["r"', "is not TOML"),
    ('optional = ["r"]', 'optional = ["r" "python"]', "24: lead: is not TOML: Unclosed array"),
    ('optional = ["r"]', "optional = [r]", "24: lead: is not TOML: Invalid value"),
    ('optional = ["r"]', 'optional = ["r",,]', "24: lead: is not TOML"),
    ('optional = ["r"]', 'optional = ["r",]', None),
    ("{ engineer = 6 }", "{ engineer: 6 }", "11: start: is not TOML"),
    ("{ engineer = 6 }", "{ engineer = 6, engineer = 7 }", "11: start: is not TOML"),
    ("{ engineer = 6 }", "{ engineer = 6", "is not TOML"),
    ('title = "Two careers"', "{", "1: is not TOML"),
    ('title = "Two careers"', "<<<<<<< HEAD", "1: is not TOML"),
    ('title = "Two careers"', "!!python/object:os.system", "1: is not TOML"),
    ('title = "Two careers"', f"title = {'[' * 100_000}", "1: is nested too deeply"),
    ('title = "Two careers"', f"title = {'{a=' * 100_000}", "1: is nested too deeply"),
    ('title = "Two careers"', f"{'a.' * 100_000}a = 1", "1: is nested too deeply"),
    ('title = "Two careers"', f"title = {'[' * 300}{']' * 300}", "1: "),
    ('title = "Two careers"', f"{'a.' * 500}a = 1", "1: "),
]


@pytest.mark.parametrize(("old", "new", "words"), GRAPHS, ids=[f"{n}" for n in range(len(GRAPHS))])
def test_a_graph_in_toml_is_accepted_or_refused(tmp_path, run, refused, old, new, words):
    assert old in SOUND
    written(tmp_path, "g.toml", SOUND.replace(old, new, 1))
    if words is None:
        code, out, err = run("check", "g.toml")
        assert (code, err, "sound" in out, visible(out)) == (0, "", True, True)
    else:
        refused(
            [f"g.toml:{words}" if words[:1].isdigit() else words] if isinstance(words, str) else words,
            "check",
            "g.toml",
        )


# fields of a graph in which a text may stand, as far as the text; keys are hostile as well
PLACES = {
    "title of the graph": ('title = "', "Two careers"),
    "attribution": ('attribution = "', "By somebody."),
    "title of a source": ('[source.book]\ntitle = "', "A book"),
    "address": ("https://example.org/", "book"),
    "point": ('p1 = "', "Engineers build."),
    "title of a stage": ('[stage.start]\ntitle = "', "Start"),
    "title of a role": ('[role.engineer]\ntitle = "', "Engineer"),
    "about": ('about = "', "Builds things."),
    "alias": ('aliases = ["', "Builder"),
    "stage": ('stage = "', "start"),
    "need": ('needs = ["maths", ["', "python"),
    "shown by": ('shown_by = "', "A proof."),
    "match": ('same_as = { "book:p1" = "', "near"),
    "reason": ('reasons = { maths = "', "To count."),
    "citation": ('cites = ["', "book:p1"),
    "code": ('same_as = { "book:', "p1"),
    "reason's source": ('because = { "book:', "p1"),
    "name of a point": ('points = { "', "p1"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", HIDDEN)
def test_what_is_invisible_is_refused_wherever_it_stands(tmp_path, refused, place, kind):
    sound = SOUND.replace("{ p1 =", '{ "p1" =')
    if place in ("citation", "code", "reason's source"):  # nobody has declared the points
        sound = sound.replace('points = { "p1" = "Engineers build." }\n', "")
    before, text = PLACES[place]
    assert before + text in (sound.replace('{ "p1" =', "{ p1 =") if place == "point" else sound)
    escaped = "".join(f"\\U{ord(c):08x}" for c in HIDDEN[kind])
    sound = sound.replace('{ "p1" =', "{ p1 =") if place == "point" else sound
    end = escaped if place != "citation" else f"book:{escaped}"
    written(
        tmp_path, "g.toml", sound.replace(before + text, before + (end if place == "citation" else text + escaped), 1)
    )
    refused("g.toml:", "check", "g.toml")


ROUND = SOUND.encode()
BYTES = [
    (b"", "1: holds no stage, role or skill"),
    (b"\n\n# nothing\n", "1: holds no stage, role or skill"),
    (b"\x00", "1: is not TOML"),
    (b"\x00" * 100_000, "1: is not TOML"),
    (b"\xef\xbb\xbf" + ROUND, "1: begins with a byte-order mark; save it as UTF-8 without one"),
    (SOUND.encode("utf-16"), "1: is UTF-16; save it as UTF-8"),
    (SOUND.encode("utf-16-be"), "1: is not TOML"),
    (SOUND.encode("utf-16-le"), "1: is not TOML"),
    (SOUND.encode("utf-32"), "1: is UTF-16"),
    (SOUND.replace("Lead", "L\u00e9ad").encode("latin-1"), "23: lead: byte 0xe9 is not UTF-8 text"),
    (SOUND.replace("Lead", "\u201eL\u201c").encode("cp1252"), "23: lead: byte 0x84 is not UTF-8 text"),
    (SOUND.replace("Lead", "L\u20ac").encode("utf-8")[:-4] + b"\xe2", "is not UTF-8 text"),
    (ROUND.replace(b"Lead", b"\xc0\xaf"), "23: lead: byte 0xc0 is not UTF-8 text"),  # overlong
    (ROUND.replace(b"Lead", b"\xed\xa0\x80"), "23: lead: byte 0xed is not UTF-8 text"),  # a surrogate
    (ROUND.replace(b"Lead", b"\xf4\x90\x80\x80"), "23: lead: byte 0xf4 is not UTF-8 text"),  # beyond Unicode
    (ROUND.replace(b"Lead", b"\xe2\x80"), "23: lead: byte 0xe2 is not UTF-8 text"),  # half a character
    (ROUND.replace(b"\n", b"\r\n"), None),
    (ROUND.replace(b"\n", b"\r"), "1: is not TOML: Expected newline"),
    (ROUND.replace(b"\n", b"\x0b"), "1: is not TOML"),
    (ROUND.replace(b"\n", b"\n\t \n"), None),
    (ROUND.rstrip(), None),
    (ROUND + ROUND, "43: r: is not TOML: Cannot overwrite a value"),
    (ROUND[: len(ROUND) // 2], "g.toml:"),
    (b"PK\x03\x04" + bytes(range(256)), "2: byte 0x80 is not UTF-8 text"),
    (b"\x89PNG\r\n\x1a\n", "1: byte 0x89 is not UTF-8 text"),
    (b"\x1f\x8b\x08\x00", "1: byte 0x8b is not UTF-8 text"),
    (b"%PDF-1.7\n%\xe2\xe3", "2: byte 0xe2 is not UTF-8 text"),
    (b"<html>", "1: is not TOML"),
    (b"id,title\na,b\n", "1: is not TOML"),
    (b'{"role": {}}', "1: is not TOML"),
    (b"role:\n  lead:\n    title: Lead\n", "1: is not TOML"),
    (b"=" * 1_000_000, "1: is not TOML"),
    (b"a" * 1_000_000, "1: is not TOML"),
    (b"[a]\n" * 100_000, "2: "),
    (b"\n".join(b"k%d = 1" % n for n in range(50_000)), "these 1,000 mistakes and perhaps more"),
    (b"[role]\n" + b"\n".join(b"k%d = 1" % n for n in range(5_000)), "these 1,000 mistakes and perhaps more"),
    (
        b"\n".join(b"[skill.s%d]\ntitle='S'\nhours=1" % n for n in range(50_001)),
        "1: holds 50,001 stages, roles, skills and",
    ),
]


@pytest.mark.parametrize(("content", "words"), BYTES, ids=[f"{n}" for n in range(len(BYTES))])
def test_bytes_are_a_graph_in_toml_or_refused(tmp_path, run, refused, content, words):
    path = written(tmp_path, "g.toml", content)
    if words is None:
        code, out, err = run("check", path)
        assert (code, err, "sound" in out) == (0, "", True)
    else:
        refused(f"g.toml:{words}" if words[:1].isdigit() else words, "check", "g.toml")


JSON = [
    ('{"skill": {"a": {"title": "A", "hours": 1}}}', None),
    ('\n {"skill": {"a": {"title": "A", "hours": 1e0}}} \n', None),
    ('{"skill": {"a": {"title": "A", "hours": 1, "hours": 2}}}', "1: has the key hours twice in one object"),
    ('{"skill": {"a": {"title": "A", "hours": 1},\n"a": {"title": "B", "hours": 1}}}', "2: has the key a twice"),
    ('{"skill": {"a": {}}, "skill": {}}', "1: has the key skill twice"),
    ('{"\\u001b[31m": 1, "\\u001b[31m": 2}', "1: has the key \\x1b[31m twice"),
    ('{"skill": {"a": {"title": "A", "hours": NaN}}}', "1: NaN is not a number of JSON"),
    ('{"skill": {"a": {"title": "A", "hours": Infinity}}}', "1: Infinity is not a number of JSON"),
    ('{"skill": {"a": {"title": "A", "hours": -Infinity}}}', "1: -Infinity is not a number of JSON"),
    ('{"skill": {"a": {"title": "A", "hours": 1e309}}}', "1: a: hours is inf"),
    ('{"skill": {"a": {"title": "A", "hours": -1e309}}}', "1: a: hours is -inf"),
    ('{"skill": {"a": {"title": "A", "hours": 1e5000}}}', "1: a: hours is inf"),
    ('{"skill": {"a": {"title": "A", "hours": null}}}', "1: a: hours is null"),
    ('{"skill": {"a": {"title": "A", "hours": "1"}}}', '1: a: hours is "1", a string'),
    ('{"skill": {"a": {"title": "A", "hours": true}}}', "1: a: hours is true, true or false"),
    ('{"skill": {"a": {"title": "A", "hours": {}}}}', "1: a: hours is {}, a table"),
    ('{"skill": {"a": {"title": "A", "hours": 01}}}', "1: is not JSON"),
    ('{"skill": {"a": {"title": "A", "hours": 0x1}}}', "1: is not JSON"),
    ('{"skill": {"a": {"title": "A", "hours": +1}}}', "1: is not JSON"),
    ('{"skill": {"a": {"title": "A", "hours": -0}}}', None),
    (f'{{"skill": {{"a": {{"title": "A", "hours": {"9" * 5000}}}}}}}', "1: holds a number with too many digits"),
    (f'{{"skill":\n{{"a": {{"title": "A", "hours": -{"9" * 100_000}}}}}}}', "2: holds a number with too many digits"),
    ('{"skill": {"a": {"title": "\\ud800", "hours": 1}}}', "1: a: title holds U+D800"),
    ('{"skill": {"a": {"title": "\\udc00\\ud800", "hours": 1}}}', "1: a: title holds U+DC00"),
    ('{"skill": {"a": {"title": "\\ud83d\\ude00", "hours": 1}}}', None),
    ('{"skill": {"a": {"title": "\\u0000", "hours": 1}}}', "1: a: title holds U+0000"),
    ('{"skill": {"a": {"title": "\\u001b[31m", "hours": 1}}}', "1: a: title holds U+001B"),
    ('{"skill": {"\\ud800": {"title": "A", "hours": 1}}}', "1: \\ud800: is not an id: it holds U+D800"),
    ('{"skill": {"\\u0000": {"title": "A", "hours": 1}}}', "1: \\x00: is not an id"),
    ('{"skill": {"a": {"title": "A", "hours": 1, "\\ud800": 1}}}', "1: a: has the unknown key \\ud800"),
    ('{"\\ud800": 1}', "1: \\ud800: is no table of a graph"),
    ('{"skill": {"a": {"title": "A\tB", "hours": 1}}}', "1: is not JSON: Invalid control character at"),
    ('{"skill": {"a": {"title": "A", "hours": 1}},}', "1: is not JSON"),
    ('{"skill": {"a": {"title": "A", "hours": 1}}', "1: is not JSON"),
    ('{"skill": {"a": {"title": "A", "hours": 1}}}}', "1: is not JSON: Extra data"),
    ('{"skill": {"a": {"title": "A", "hours": 1}}} {}', "1: is not JSON: Extra data"),
    ("{'skill': {}}", "1: is not JSON"),
    ('{"skill": {} // none\n}', "1: is not JSON"),
    ("{skill: {}}", "1: is not JSON"),
    ("{}", "1: holds no stage, role or skill"),
    ("[]", "1: is not an object of tables; write"),
    ("null", "1: is not an object of tables"),
    ("3", "1: is not an object of tables"),
    ('"skill"', "1: is not an object of tables"),
    ("NaN", "1: NaN is not a number of JSON"),
    ("", "1: is not JSON: Expecting value"),
    ("\n\n{", "3: is not JSON"),
    ("title = 1", "1: is not JSON"),
    ('{"skill": []}', "1: skill: is [], a list; write [skill.some-id]"),
    ('{"skill": [{"title": "A"}]}', "1: skill: is [{"),
    ('{"skill": {"a": []}}', "1: a: is [], a list"),
    ('{"skill": {"a": null}}', "1: a: is null"),
    ('{"skill": {"a": {"title": "A", "hours": 1, "needs": {"b": 1}}}}', "1: a: needs is {'b': 1}, a table"),
    ('{"skill": {"a": {"title": "A", "hours": 1, "needs": ["a"]}}}', "1: a: needs itself: a -> a"),
    ('{"skill": {"a": {"title": "A", "hours": 1, "aliases": ["\\ud800"]}}}', "1: a: aliases holds U+D800"),
    ('{"skill": {"a": {"title": "A", "hours": 1, "cites": ["\\ud800"]}}}', "1: a: cites holds U+D800"),
    ('{"__proto__": {"a": 1}}', "1: __proto__: is no table of a graph"),
    ("[" * 100_000, "1: is nested too deeply"),
    ("[" * 500 + "]" * 500, "1: is not an object of tables"),
    ('{"a":' * 100_000, "1: is nested too deeply"),
    ('{"skill": ' + '{"a": ' * 500 + "1" + "}" * 501, "1: "),
    ('{"skill": {"a": {"title": "A", "hours": ' + "[" * 900 + "]" * 900 + "}}}", "1: "),
    ('\ufeff{"skill": {}}', "1: begins with a byte-order mark"),
    ('{"skill": {"a": {"title": "A", "hours": 1}}}\x00', "1: is not JSON: Extra data"),
]


@pytest.mark.parametrize(("content", "words"), JSON, ids=[f"{n}" for n in range(len(JSON))])
def test_a_graph_in_json_is_accepted_or_refused(tmp_path, run, refused, content, words):
    path = written(tmp_path, "g.json", content)
    if words is None:
        code, out, err = run("check", path)
        assert (code, err, "sound" in out) == (0, "", True)
    else:
        refused(f"g.json:{words}", "check", "g.json")


ME = [
    ('position = "engineer"\npace = 8\nhave = ["maths"]\navoid = ["r"]\n', None),
    ("", None),
    ("position = 3", "1: position: is 3, a whole number; write a text in quotes"),
    ('position = ["engineer"]', "1: position: is ['engineer'], a list"),
    ('position = ""', '1: position: is "", a string, empty'),
    ('position = "engineeer"', "1: position: no stage or role is called 'engineeer'; did you mean engineer?"),
    ('position = "maths"', "1: position: 'maths' is a skill; a stage or role is needed here"),
    ('position = "\\u001b[31m"', "1: position: holds U+001B"),
    ('position = "\\u202eengineer"', "1: position: holds U+202E"),
    (f'position = "{"x" * 100_000}"', "1: position: has 100000 characters"),
    ("position = 2020-01-01", "1: position: is 2020-01-01, a date or time"),
    ("position = engineer", "1: is not TOML: Invalid value"),
    ("pace = 0", "1: pace: is 0; write a number of hours a week from 0.01 to 168"),
    ("pace = -1", "1: pace: is -1; write a number of hours a week from 0.01 to 168"),
    ("pace = 169", "1: pace: is 169"),
    ("pace = nan", "1: pace: is nan"),
    ("pace = inf", "1: pace: is inf"),
    ("pace = true", "1: pace: is true, true or false"),
    ('pace = "8"', '1: pace: is "8", a string'),
    ("pace = [8]", "1: pace: is [8], a list"),
    ("pace = 8 hours", "1: is not TOML"),
    ("pace = 8,5", "1: is not TOML"),
    (f"pace = {'9' * 5000}", "1: holds a number with too many digits"),
    ('have = "maths"', '1: have: is "maths", a string; write a list'),
    ("have = [1]", "1: have: is 1, a whole number"),
    ("have = { maths = true }", "1: have: is {'maths': True}, a table"),
    ('have = ["maths", "maths"]', "1: have: has 'maths' twice"),
    ('have = ["mathss"]', "1: have: no skill is called 'mathss'; did you mean maths?"),
    ('have = ["engineer"]', "1: have: 'engineer' is a role; a skill is needed here"),
    ('have = ["maths",\n"r",\n"q"]', "3: have: no skill is called 'q'"),
    ('have = ["a\\nb"]', "1: have: holds U+000A"),
    ('avoid = ["engineer"]\nposition = "engineer"', "1: avoid: names engineer, the position that you have"),
    ('avoid = ["nothing"]', "1: avoid: no stage, role or skill is called 'nothing'"),
    ("avoid = false", "1: avoid: is false, true or false"),
    (
        "hvae = []",
        "1: hvae: is no key of a profile; the keys of a profile are position, pace, have, avoid, did you mean have?",
    ),
    ('"\\u001b[31m" = []', "1: \\x1b[31m: is no key of a profile"),
    ("[me]\npace = 3", "1: me: is no key of a profile"),
    ("[[have]]", "1: have: is {}, a table"),
    ("pace = 3\npace = 4", "2: is not TOML: Cannot overwrite a value"),
    ("\ufeffpace = 3", "1: begins with a byte-order mark"),
    ("pace = 3\nposition = 4\nhave = 5\navoid = 6\nx = 7", "me.toml: 4 mistakes, nothing is loaded"),
    ("have = [" + ", ".join(f'"q{n}"' for n in range(3000)) + "]", "these 1,000 mistakes and perhaps more"),
    ("a." * 100_000 + "a = 1", "1: is nested too deeply"),
]


@pytest.mark.parametrize("command", ["show", "plan", "learned"])
@pytest.mark.parametrize(("content", "words"), ME, ids=[f"{n}" for n in range(len(ME))])
def test_a_profile_is_accepted_or_refused(tmp_path, run, refused, content, words, command):
    written(tmp_path, "g.toml", SOUND)
    written(tmp_path, "me.toml", content)
    commands = {
        "show": ["me", "show", "--me", "me.toml"],
        "plan": ["path", "--from", "start", "--to", "lead", "--me", "me.toml"],
        "learned": ["me", "learned", "r", "--me", "me.toml"],
    }
    if words is None:
        code, out, err = run(*commands[command], "--graph", tmp_path / "g.toml", *(["--me", tmp_path / "me.toml"]))
        assert (code, err, visible(out)) == (0, "", True)
    else:
        words = f"me.toml:{words}" if words[:1].isdigit() else words
        refused(words, *commands[command], "--graph", "g.toml")


# what stands in a published table, and what is said of it; the rest of the source is sound
ONET = {
    "Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n15-2051.00\tData Scientists\tFind.\n15-1252.00\tDevelopers\tBuild.\n",
    "Alternate Titles.txt": "O*NET-SOC Code\tAlternate Title\tShort Title\n15-2051.00\tAnalyst\tn/a\n",
    "Job Zones.txt": "O*NET-SOC Code\tJob Zone\n15-2051.00\t5\n15-1252.00\t4\n",
    "Related Occupations.txt": "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier\n15-1252.00\t15-2051.00\tPrimary\n",
    "Technology Skills.txt": "O*NET-SOC Code\tExample\tCommodity Title\n15-2051.00\tPython\tLanguage\n",
    "Skills.txt": "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\n15-2051.00\t2.A.1\tReading\tIM\t4\n15-2051.00\t2.A.1\tReading\tLV\t2\n",
}
ESCO = {
    "en/occupations_en.csv": "conceptUri,code,preferredLabel,altLabels,description\nhttp://e/o/1,1.1,Data scientist,,Finds.\nhttp://e/o/2,1.2,Developer,,Builds.\n",
    "en/skills_en.csv": "conceptUri,preferredLabel,altLabels,description\nhttp://e/s/A,Python,,A language.\nhttp://e/s/B,SQL,,A language.\n",
    "relations/occupationSkillRelations.csv": "occupationUri,relationType,skillType,skillUri\nhttp://e/o/1,essential,x,http://e/s/A\nhttp://e/o/2,essential,x,http://e/s/A\n",
    "relations/skillSkillRelations.csv": "originalSkillUri,relationType,relatedSkillUri\nhttp://e/s/A,essential,http://e/s/B\n",
}
UK = {
    "roles.csv": "Role,Role Level,Role Level Description,Skill Name,Skill Level\nData scientist,Lead data scientist,Leads.,Maths,Expert\n"
}
METACADEMY = {
    "graph_data.json": json.dumps(
        [
            {"model": "graph.concept", "pk": "1", "fields": {"tag": "a", "title": "A", "summary": "", "learn_time": 1}},
            {"model": "graph.concept", "pk": "2", "fields": {"tag": "b", "title": "B", "summary": "", "learn_time": 2}},
            {"model": "graph.dependency", "pk": "3", "fields": {"source": "1", "target": "2", "reason": "so"}},
        ]
    )
}
SOURCES = {"onet": ONET, "esco": ESCO, "uk-ddat": UK, "metacademy": METACADEMY}
BROKEN = {
    "no file": (None, ""),
    "nothing": ("", ""),
    "a header alone": (lambda text: text.splitlines()[0] + "\n", None),
    "another header": (lambda text: "x,y\n1,2\n", "1"),
    "no header": (lambda text: text.split("\n", 1)[1], "1"),
    "the wrong delimiter": (lambda text: text.replace("\t", ";").replace(",", ";"), "1"),
    "a short row": (lambda text: text + "x\n", "has 1 fields where the header has"),
    "a long row": (lambda text: text.rstrip("\n") + "\t,x\t,x\t,x\n", "fields where the header has"),
    "an empty row": (lambda text: text + "\n", "has 0 fields where the header has"),
    "half a character": (
        lambda text: text.encode() + b"\xe2\x82",
        "byte 0xe2 is not UTF-8 text; save the file as UTF-8",
    ),
    "Latin-1": (lambda text: text.encode() + b"\xe9\n", "byte 0xe9 is not UTF-8 text"),
    "UTF-16": (lambda text: text.encode("utf-16"), "1: is UTF-16; save it as UTF-8"),
    "NUL": (lambda text: text + "\x00", ""),
    "a huge field": (lambda text: text + "x" * 1_000_000 + "\n", ""),
    "a zip file": (lambda text: b"PK\x03\x04\xff\xfe", "1: byte 0xff is not UTF-8 text"),
    "a byte-order mark": (lambda text: b"\xef\xbb\xbf" + text.encode(), None),
    "Windows lines": (lambda text: text.replace("\n", "\r\n"), None),
    "a folder": ("/", "cannot be read: is a directory"),
    "a pipe": ("|", "cannot be read"),
    "too large": (lambda text: text + "x" * (33 << 20), ""),
}
TABLES = [(source, table) for source, tables in SOURCES.items() for table in tables if source != "metacademy"]


def source_of(tmp_path, tables):
    for name, text in tables.items():
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text == "/":
            path.mkdir()
        elif text == "|":
            os.mkfifo(path)
        elif text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize(("source", "table"), TABLES, ids=[f"{s}-{t}" for s, t in TABLES])
def test_a_published_table_is_read_or_refused(tmp_path, run, refused, source, table, kind):
    change, words = BROKEN[kind]
    text = SOURCES[source][table]
    source_of(tmp_path, SOURCES[source] | {table: change(text) if callable(change) else change})
    import_ = ("import", source, tmp_path / "source", "-o", tmp_path / "g.json")
    if words is None or (table == "Skills.txt" and kind == "no file"):
        code, out, err = run(*import_)
        assert visible(out + err)
        if code == 0:
            assert run("check", tmp_path / "g.json")[0] == 0
        else:  # a table of roles without a role
            assert (code, kind) == (1, "a header alone")
    else:
        refused([os.path.basename(table) if kind != "no file" else "", words], *import_)


# a field of a table, what stands in it, and the words of the message, or None where it is made harmless
CELLS = [
    (
        "onet",
        "Job Zones.txt",
        "\t5",
        "\tfive",
        "Job Zones.txt:2: 15-2051.00: Job Zone is 'five'; write one of 1, 2, 3, 4, 5",
    ),
    ("onet", "Job Zones.txt", "\t5", "\tnan", "Job Zones.txt:2: 15-2051.00: Job Zone is 'nan'; write one of 1, 2"),
    ("onet", "Job Zones.txt", "\t5", "\tinf", "Job Zones.txt:2: 15-2051.00: Job Zone is 'inf'"),
    ("onet", "Job Zones.txt", "\t5", "\t1e308", "Job Zones.txt:2: 15-2051.00: Job Zone is '1e308'"),
    ("onet", "Job Zones.txt", "\t5", "\t", "Job Zones.txt:2: 15-2051.00: Job Zone is ''"),
    ("onet", "Job Zones.txt", "\t5", "\t4.7", "Job Zones.txt:2: 15-2051.00: Job Zone is '4.7'"),
    ("onet", "Job Zones.txt", "\t5", "\t0_5", "Job Zones.txt:2: 15-2051.00: Job Zone is '0_5'"),
    ("onet", "Job Zones.txt", "\t5", "\t\u0661", "Job Zones.txt:2: 15-2051.00: Job Zone is '\u0661'"),
    (
        "onet",
        "Skills.txt",
        "IM\t4",
        "IM\tmuch",
        "Skills.txt:2: 15-2051.00: Data Value is 'much'; write a number from 0 to 7",
    ),
    ("onet", "Skills.txt", "LV\t2", "LV\t1e9", "Skills.txt:3: 15-2051.00: Data Value is"),
    ("onet", "Skills.txt", "LV\t2", "LV\t-1e9", "Skills.txt:3: 15-2051.00: Data Value is '-1e9'"),
    ("onet", "Skills.txt", "LV\t2", "LV\t0_2", "Skills.txt:3: 15-2051.00: Data Value is '0_2'"),
    ("onet", "Skills.txt", "LV\t2", "LV\t\u0662", "Skills.txt:3: 15-2051.00: Data Value is '\u0662'"),
    ("onet", "Skills.txt", "LV\t2", "LV\t0x2", "Skills.txt:3: 15-2051.00: Data Value is '0x2'"),
    ("onet", "Skills.txt", "LV\t2", "LV\t.2e+1", None),
    (
        "onet",
        "Skills.txt",
        "LV\t2",
        "IM\t2",
        "Skills.txt:3: 15-2051.00: has a rating of 2.a.1 on the scale IM a second time",
    ),
    (
        "onet",
        "Skills.txt",
        "Reading\tIM",
        "\u200b\tIM",
        "Skills.txt:2: 15-2051.00: Element Name is '\\u200b'; write a name",
    ),
    (
        "onet",
        "Skills.txt",
        "2.A.1\tReading\tIM",
        "\x1b[31m\tReading\tIM",
        "Skills.txt:2: 15-2051.00: Element ID is '\\x1b[31m', of which",
    ),
    ("onet", "Occupation Data.txt", "Developers", "\x1b]0;x\x07Dev\u202eelopers", None),
    ("onet", "Occupation Data.txt", "Developers", "=HYPERLINK(1)", None),
    ("onet", "Occupation Data.txt", "Developers", '"Developers', None),
    ("onet", "Occupation Data.txt", "Developers", "x" * 5000, None),
    (
        "onet",
        "Occupation Data.txt",
        "Developers",
        "",
        "Data.txt:3: 15-1252.00: Title is ''; write a name that can be seen",
    ),
    ("onet", "Occupation Data.txt", "Developers", "\u200b", "Data.txt:3: 15-1252.00: Title is '\\u200b'"),
    ("onet", "Occupation Data.txt", "Build.", "", 'Data.txt:3: 15-1252.00: about is ""'),
    (
        "onet",
        "Occupation Data.txt",
        "15-1252.00",
        "../../x",
        "Data.txt:3: ../../x: O*NET-SOC Code is '../../x', of which no id can be made; write words of a to z",
    ),
    ("onet", "Occupation Data.txt", "15-1252.00", "\x1b[31m", "Data.txt:3: \\x1b[31m: O*NET-SOC Code is '\\x1b[31m'"),
    ("onet", "Occupation Data.txt", "15-1252.00", "", "Data.txt:3: O*NET-SOC Code is ''"),
    (
        "onet",
        "Occupation Data.txt",
        "15-1252.00",
        "15-2051.00",
        "Data.txt:3: 15-2051.00: has this code a second time; keep one",
    ),
    ("onet", "Related Occupations.txt", "\t15-2051.00", "\t99-9999.99", None),
    (
        "onet",
        "Related Occupations.txt",
        "\t15-2051.00",
        "\t15-1252.00",
        "Occupations.txt:2: 15-1252.00 -> 15-1252.00: leads to itself",
    ),
    (
        "onet",
        "Related Occupations.txt",
        "Primary",
        "\x1b[31m",
        "Occupations.txt:2: 15-1252.00 -> 15-2051.00: tier holds U+001B",
    ),
    (
        "onet",
        "Related Occupations.txt",
        "Primary",
        "Primary\n15-1252.00\t15-2051.00\tOther",
        "Occupations.txt:3: 15-1252.00: has the related occupation 15-2051.00 a second time",
    ),
    ("onet", "Technology Skills.txt", "Python", "\u5b66", None),
    ("onet", "Technology Skills.txt", "Python", "", "Technology Skills.txt:2: 15-2051.00: Example is ''"),
    ("onet", "Alternate Titles.txt", "Analyst", "\x9b31m", None),
    ("esco", "en/occupations_en.csv", "Developer", '"Dev\neloper"', None),
    (
        "esco",
        "en/occupations_en.csv",
        "Developer",
        '"Dev',
        "csv:3: is no row of a table: unexpected end of data; mend it",
    ),
    ("esco", "en/occupations_en.csv", "Developer", 'Dev"el"oper', None),
    (
        "esco",
        "en/occupations_en.csv",
        "http://e/o/2",
        "javascript:alert(1)",
        'csv:3: 1.2: url is "javascript:alert(1)"',
    ),
    ("esco", "en/occupations_en.csv", "Developer", "", "csv:3: http://e/o/2: preferredLabel is ''"),
    (
        "esco",
        "en/occupations_en.csv",
        "Data scientist",
        '"Data" scientist',
        "csv:2: is no row of a table: ',' expected",
    ),
    (
        "esco",
        "en/occupations_en.csv",
        "1.2,Developer,",
        '1.1,Developer,"a\nb\nc"',
        "csv:3: http://e/o/2: has the code 1.1 a",
    ),
    (
        "esco",
        "en/occupations_en.csv",
        "1.2",
        "1.1",
        "occupations_en.csv:3: http://e/o/2: has the code 1.1 a second time",
    ),
    (
        "esco",
        "en/occupations_en.csv",
        "1.2",
        "\u0661",
        "csv:3: http://e/o/2: code is '\u0661', of which no id can be made",
    ),
    ("esco", "en/skills_en.csv", "http://e/s/B", "http://e/s/\u202e", "csv:3: http://e/s/\\u202e: conceptUri is"),
    (
        "esco",
        "en/skills_en.csv",
        "http://e/s/B",
        "http://e/s/a",
        "skills_en.csv:3: http://e/s/a: has the code a a second",
    ),
    ("esco", "relations/occupationSkillRelations.csv", "http://e/o/2,essential", "http://e/o/9,essential", None),
    (
        "esco",
        "relations/occupationSkillRelations.csv",
        "essential,x,http://e/s/A\nhttp://e/o/2",
        "sometimes,x,http://e/s/A\nhttp://e/o/2",
        "Relations.csv:2: http://e/o/1: relationType is 'sometimes'; write one of essential, optional",
    ),
    (
        "esco",
        "relations/occupationSkillRelations.csv",
        "http://e/o/2",
        "http://e/o/1",
        "Relations.csv:3: http://e/o/1: has the skill http://e/s/A a second time",
    ),
    ("esco", "relations/skillSkillRelations.csv", ",essential,", ",,", "csv:2: http://e/s/A: relationType is ''"),
    (
        "esco",
        "relations/skillSkillRelations.csv",
        "http://e/s/B",
        "http://e/s/B\nhttp://e/s/A,essential,http://e/s/B",
        "Relations.csv:3: http://e/s/A: has the skill http://e/s/B a second time",
    ),
    ("esco", "relations/skillSkillRelations.csv", "http://e/s/B", "http://e/s/A", None),
    (
        "esco",
        "en/occupations_en.csv",
        "http://e/o/2",
        "http://e/o/1",
        "csv:3: http://e/o/1: has this address a second time",
    ),
    (
        "esco",
        "en/occupations_en.csv",
        "Builds.",
        "x" * 200_000,
        "occupations_en.csv:3: is no row of a table: field larger",
    ),
    ("esco", "en/occupations_en.csv", "preferredLabel,", "preferredLabel,code,", "1: has the column code twice"),
    (
        "onet",
        "Job Zones.txt",
        "15-1252.00\t4",
        "15-2051.00\t4",
        "Zones.txt:3: 15-2051.00: has a job zone a second time",
    ),
    ("metacademy", "graph_data.json", '"tag": "b"', '"tag": "A"', "json:1: 2: has the tag a a second time"),
    ("metacademy", "graph_data.json", '"pk": "2"', '"pk": "1"', "json:1: 1: has this pk a second time"),
    (
        "uk-ddat",
        "roles.csv",
        "Expert",
        "Master",
        "roles.csv:2: Lead data scientist: Skill Level is 'Master'; write one of Awareness",
    ),
    ("uk-ddat", "roles.csv", "Expert", "\x1b[31m", "roles.csv:2: Lead data scientist: Skill Level is '\\x1b[31m'"),
    ("uk-ddat", "roles.csv", "Leads.", '"\n[role.lead]\n"\ud800', "roles.csv:4: byte 0xed is not UTF-8 text"),
    ("uk-ddat", "roles.csv", "Expert", "expert", "roles.csv:2: Lead data scientist: Skill Level is 'expert'"),
    ("uk-ddat", "roles.csv", "Lead data scientist,", ",", "roles.csv:2: Role Level is ''"),
    (
        "uk-ddat",
        "roles.csv",
        "Lead data scientist,",
        "\u5b66,",
        "roles.csv:2: \u5b66: Role Level is '\u5b66', of which no id",
    ),
    ("uk-ddat", "roles.csv", "Lead data scientist,", "\x1b[31m,", None),
    ("uk-ddat", "roles.csv", "Maths", "", "roles.csv:2: Lead data scientist: Skill Name is ''"),
    ("uk-ddat", "roles.csv", "Maths", "m" * 300, "roles.csv:2: mmm"),
    (
        "uk-ddat",
        "roles.csv",
        "Maths,Expert",
        "Maths,Expert\nX,Lead, data scientist,Leads.,Maths,Expert",
        "roles.csv:3: Lead: has 6 fields where the header has 5; separate them by commas",
    ),
    (
        "uk-ddat",
        "roles.csv",
        "Maths,Expert",
        "Maths,Expert\nX,Lead data-scientist,Leads.,Maths,Expert",
        "3: Lead data-scientist: Role Level is Lead data-scientist, which makes the same id as Lead data scientist; write",
    ),
    (
        "uk-ddat",
        "roles.csv",
        "Maths,Expert",
        "Maths,Expert\nX,Lead data scientist,Leads.,Maths!,Expert",
        "roles.csv:3: Lead data scientist: Skill Name is Maths!, which makes the same id as Maths",
    ),
    ("metacademy", "graph_data.json", '"learn_time": 1', '"learn_time": NaN', "graph_data.json:1: a: hours is nan"),
    ("metacademy", "graph_data.json", '"learn_time": 1', '"learn_time": 1e309', "graph_data.json:1: a: hours is inf"),
    (
        "metacademy",
        "graph_data.json",
        '"learn_time": 1',
        '"learn_time": "x"',
        'json:1: 1: learn_time is "x", a string; write a number or null',
    ),
    ("metacademy", "graph_data.json", '"learn_time": 1', '"learn_time": -5', "hours is -5"),
    (
        "metacademy",
        "graph_data.json",
        '"learn_time": 1',
        '"learn_time": true',
        "json:1: 1: learn_time is true, true or false",
    ),
    ("metacademy", "graph_data.json", '"learn_time": 1', '"learn_time": null', None),
    (
        "metacademy",
        "graph_data.json",
        '"learn_time": 1',
        f'"learn_time": {"9" * 5000}',
        "json:1: holds a number with too many",
    ),
    ("metacademy", "graph_data.json", '"title": "A"', '"title": "\\u001b[31mA"', None),
    ("metacademy", "graph_data.json", '"title": "A"', '"title": "\\ud800"', "json:1: a: has no title"),
    (
        "metacademy",
        "graph_data.json",
        '"title": "A"',
        '"title": 3',
        "json:1: 1: title is 3, a whole number; write a text or null",
    ),
    ("metacademy", "graph_data.json", '"tag": "a"', '"tag": ""', "json:1: 1: tag is '', of which no id can be made"),
    ("metacademy", "graph_data.json", '"tag": "a"', '"tag": "b"', "json:1: 2: has the tag b a second time"),
    ("metacademy", "graph_data.json", '"tag": "a"', '"tag": null', "json:1: 1: tag is null; write a text"),
    ("metacademy", "graph_data.json", '"source": "1"', '"source": "2"', "json:1: b: needs itself: b -> b"),
    (
        "metacademy",
        "graph_data.json",
        '"source": "1"',
        '"source": []',
        "json:1: 3: source is a list; write a text or a number",
    ),
    ("metacademy", "graph_data.json", '"source": "1"', '"source": "9"', None),
    (
        "metacademy",
        "graph_data.json",
        '"reason": "so"',
        '"reason": 3',
        "json:1: 3: reason is 3, a whole number; write a text",
    ),
    (
        "metacademy",
        "graph_data.json",
        '"fields": {"tag": "a"',
        '"field": {"tag": "a"',
        "json:1: 1: has no fields; write one, an object",
    ),
    ("metacademy", "graph_data.json", '"graph.concept", "pk": "1"', '"\\u001b[31m", "pk": "1"', None),
    (
        "metacademy",
        "graph_data.json",
        METACADEMY["graph_data.json"],
        "{}",
        "json:1: is no list of records; take the file",
    ),
    ("metacademy", "graph_data.json", METACADEMY["graph_data.json"], "[]", "1: has nothing that becomes a skill; take"),
    ("metacademy", "graph_data.json", METACADEMY["graph_data.json"], "null", "json:1: is no list of records"),
    (
        "metacademy",
        "graph_data.json",
        METACADEMY["graph_data.json"],
        "[1,\n[]]",
        ["1: record 1: is 1, a whole", "2: record 2: is a list"],
    ),
    ("metacademy", "graph_data.json", METACADEMY["graph_data.json"], "", "json:1: is not JSON: Expecting value"),
    (
        "metacademy",
        "graph_data.json",
        METACADEMY["graph_data.json"],
        "[{}\n{}]",
        "json:2: is not JSON: Expecting ',' delimiter",
    ),
    (
        "metacademy",
        "graph_data.json",
        METACADEMY["graph_data.json"],
        "[\n{},]",
        "json:2: is not JSON: Expecting value (column 4)",
    ),
    ("metacademy", "graph_data.json", METACADEMY["graph_data.json"], "[] []", "json:1: is not JSON: Extra data"),
    (
        "metacademy",
        "graph_data.json",
        METACADEMY["graph_data.json"],
        "[" + "1," * 3_000_000 + "1]",
        "at most 2,500,000 are read",
    ),
    ("metacademy", "graph_data.json", '"tag": "a"', f'"tag": {"[" * 900}{"]" * 900}', "json:1: 1: tag is a list"),
    (
        "metacademy",
        "graph_data.json",
        '"pk": "1"',
        '"pk": "1", "pk": "4"',
        "json:1: 4: has the key pk twice in one object",
    ),
    (
        "metacademy",
        "graph_data.json",
        '"tag": "a"',
        '"tag": "a", "tag": "c"',
        "json:1: 1: has the key tag twice in one object",
    ),
    (
        "metacademy",
        "graph_data.json",
        '"pk": "1"',
        '"pk": null',
        "json:1: record 1: pk is null; write a text or a number",
    ),
    (
        "metacademy",
        "graph_data.json",
        '"pk": "1"',
        '"pk": "\\u001b[31m", "x": 1, "fields": 1',
        "1: \\x1b[31m: has the key fields twice",
    ),
    (
        "metacademy",
        "graph_data.json",
        '"reason": "so"',
        '"reason": "so", "target": "1"',
        "json:1: 3: has the key target twice",
    ),
    (
        "metacademy",
        "graph_data.json",
        METACADEMY["graph_data.json"],
        "[" * 100_000,
        "json:1: is nested too deeply",
    ),
    (
        "metacademy",
        "graph_data.json",
        METACADEMY["graph_data.json"],
        "\x1b[31m",
        "json:1: is not JSON: Expecting value",
    ),
    ("metacademy", "graph_data.json", METACADEMY["graph_data.json"], "/", "cannot be read: is a directory"),
    ("metacademy", "graph_data.json", METACADEMY["graph_data.json"], "|", "cannot be read: it is a device or a pipe"),
]


@pytest.mark.parametrize(("source", "table", "old", "new", "words"), CELLS, ids=[f"{n}" for n in range(len(CELLS))])
def test_a_field_of_a_published_table_is_made_harmless_or_refused(
    tmp_path, run, refused, source, table, old, new, words
):
    text = SOURCES[source][table]
    assert old in text
    source_of(tmp_path, SOURCES[source] | {table: new if new in ("/", "|") else text.replace(old, new)})
    import_ = ("import", source, tmp_path / "source", "-o", tmp_path / "g.json")
    if words is None:
        code, out, err = run(*import_)
        assert (code, err, visible(out)) == (0, "", True)
        assert run("check", tmp_path / "g.json")[0] == 0
    else:
        refused(words, *import_)


def test_an_import_that_would_derive_too_many_moves_is_refused_soon(tmp_path, refused):
    def occupations(count):
        return ESCO["en/occupations_en.csv"].split("\n")[0] + "".join(
            f"\nhttp://e/o/{n},{n},T,,D" for n in range(count)
        )

    def relations(count, skills):
        rows = (f"\nhttp://e/o/{n},essential,x,http://e/s/{skill}" for n in range(count) for skill in skills)
        return ESCO["relations/occupationSkillRelations.csv"].split("\n")[0] + "".join(rows)

    import_ = ("import", "esco", tmp_path / "source", "-o", tmp_path / "g.json")
    for count, words in ((2_000, "more than 300,000 moves"), (30_000, "has too many occupations that share a skill")):
        changed = {"en/occupations_en.csv": occupations(count)}
        changed["relations/occupationSkillRelations.csv"] = relations(count, "A")
        source_of(tmp_path, ESCO | changed)
        refused(words, *import_)


def test_a_file_is_named_however_deep_it_lies(tmp_path, refused):
    deep = "/".join(["d" * 120] * 3)
    source_of(tmp_path, {f"{deep}/{name}": text for name, text in ONET.items() if name != "Job Zones.txt"})
    words = f"{deep}/Job Zones.txt:1: cannot be read"
    refused(words, "import", "onet", tmp_path / "source" / deep, "-o", tmp_path / "g.json")


@pytest.mark.parametrize(
    ("source", "table", "row"),
    [
        ("onet", "Occupation Data.txt", "o{}\tO\tD\n"),
        ("onet", "Technology Skills.txt", "15-2051.00\tt{}\tT\n"),
        ("onet", "Skills.txt", "15-2051.00\te{}\tE\tIM\t5\n"),
        ("esco", "en/skills_en.csv", "http://e/s/s{},S,,\n"),
        ("uk-ddat", "roles.csv", "R,L{},,Maths,Expert\n"),
        ("uk-ddat", "roles.csv", "R,L,,M{},Expert\n"),
    ],
)
def test_a_source_of_more_than_a_graph_holds_is_refused_where_it_becomes_so(
    tmp_path, refused, monkeypatch, source, table, row
):
    monkeypatch.setattr(importers_tables, "NODES", 500)
    monkeypatch.setattr(importers_tables, "ARROWS", 500)
    rows = "".join(row.format(n) for n in range(3_000))
    source_of(tmp_path, SOURCES[source] | {table: SOURCES[source][table].split("\n")[0] + "\n" + rows})
    words = [os.path.basename(table), "makes more than the 500 roles and skills and the 500 moves that a graph holds"]
    message = refused(words, "import", source, tmp_path / "source", "-o", tmp_path / "g.json")
    (line,) = re.findall(r":(\d+): makes more", message)
    assert 900 < int(line) < 1_010


def test_levels_of_the_uk_framework_that_make_too_many_moves_are_refused_soon(tmp_path, refused):
    rows = "".join(f"R,{step} {n},,Maths,Expert\n" for step in ("Junior", "Senior") for n in range(8_000))
    source_of(tmp_path, {"roles.csv": UK["roles.csv"].split("\n")[0] + "\n" + rows})
    words = ["makes more than the 50,000 roles", "the 300,000 moves"]
    refused(words, "import", "uk-ddat", tmp_path / "source", "-o", tmp_path / "g.json")


def test_many_skills_of_one_level_and_needs_of_one_concept_are_read_soon(tmp_path, refused):
    rows = "".join(f"R,L,,M{n},Expert\n" for n in range(20_000))
    source_of(tmp_path, {"roles.csv": UK["roles.csv"].split("\n")[0] + "\n" + rows})
    refused("more than 50,000; divide", "import", "uk-ddat", tmp_path / "source", "-o", tmp_path / "g.json")
    fields = {"title": "C", "summary": "", "learn_time": 1}
    records = [{"model": "graph.concept", "pk": n, "fields": fields | {"tag": f"c{n}"}} for n in range(20_000)]
    needs = ({"source": n, "target": 0, "reason": ""} for n in range(1, 20_000))
    records += ({"model": "graph.dependency", "pk": 0, "fields": need} for need in needs)
    source_of(tmp_path, {"graph_data.json": json.dumps(records)})
    words = "graph_data.json:1: c0: needs has 19,999 entries; at most 10,000 fit"
    refused(words, "import", "metacademy", tmp_path / "source", "-o", tmp_path / "g.json")


def test_relations_of_skills_in_long_chains_and_circles_are_read_soon(tmp_path, run, refused):
    names = [f"http://e/s/k{n}" for n in range(8_000)]
    steps = [(names[n], names[n + step]) for step in (1, 3, 7, 50) for n in range(len(names) - step)]
    skills = ESCO["en/skills_en.csv"] + "".join(f"{name},S,,\n" for name in names)
    import_ = ("import", "esco", tmp_path / "source", "-o", tmp_path / "g.json")
    for pairs in ([*steps, (names[-1], names[0])], steps):
        relations = "".join(f"{a},essential,{b}\n" for a, b in pairs)
        table = {"relations/skillSkillRelations.csv": ESCO["relations/skillSkillRelations.csv"] + relations}
        source_of(tmp_path, ESCO | {"en/skills_en.csv": skills} | table)
        if pairs is not steps:
            refused("relations that run in circles, more than 3,000", *import_)
    assert run(*import_)[0] == 0


def test_technologies_of_one_name_but_for_their_signs_are_told_apart_soon(tmp_path, run):
    names = ["x" + "!" * (n % 150) + "?" * (n // 150) for n in range(20_000)]
    table = "".join(f"15-2051.00\t{name}\tLanguage\n" for name in names)
    source_of(tmp_path, ONET | {"Technology Skills.txt": ONET["Technology Skills.txt"].split("\n")[0] + "\n" + table})
    code, out, err = run("import", "onet", tmp_path / "source", "-o", tmp_path / "g.json")
    assert (code, out, "has 20,001 entries; at most 10,000 fit" in err) == (1, "", True), err[:300]


PLAN = ("path", "--from", "start", "--to", "lead", "--graph", "g.toml")
LINES = [
    # numbers and days
    (2, "the pace is a number of hours a week from 0.01 to 168, not 0", *PLAN, "--pace", "0"),
    (2, "not -1", *PLAN, "--pace", "-1"),
    (2, "not nan", *PLAN, "--pace", "nan"),
    (2, "not inf", *PLAN, "--pace", "inf"),
    (2, "not -inf", *PLAN, "--pace=-inf"),
    (2, "not 169", *PLAN, "--pace", "169"),
    (2, "not inf", *PLAN, "--pace", "1e309"),
    (2, "'--pace'", *PLAN, "--pace", ""),
    (2, "'--pace'", *PLAN, "--pace", "8,5"),
    (2, "'--pace'", *PLAN, "--pace", "\u0968h"),
    (2, "'--pace'", *PLAN, "--pace", "9" * 100_000 + "x"),
    (2, "not inf", *PLAN, "--pace", "9" * 5000),
    (2, "the limit is a number of seconds above 0, not 0", *PLAN, "--limit", "0"),
    (2, "not nan", *PLAN, "--limit", "nan"),
    (2, "not inf", *PLAN, "--limit", "inf"),
    (2, "not -5", *PLAN, "--limit", "-5"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "0"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "-1"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "1.5"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "nan"),
    (2, "'--alternatives'", *PLAN, "--alternatives", "9" * 5000),
    (2, "is no month", *PLAN, "--until", "2028-13"),
    (2, "is no month", *PLAN, "--until", "2028-02-30"),
    (2, "is no month", *PLAN, "--until", ""),
    (2, "is no month", *PLAN, "--until", "soon"),
    (2, "is no month", *PLAN, "--until", "0000-01"),
    (2, "is no month", *PLAN, "--until", "99999-01"),
    (2, "is before the start", *PLAN, "--until", "0001-01"),
    (2, "year 9999", *PLAN, "--until", "9999-12", "--start", "9999-12-01"),
    (2, "'--start'", *PLAN, "--start", "2028-13-01"),
    (2, "'--start'", *PLAN, "--start", "01.02.2028"),
    (2, "'--start'", *PLAN, "--start", ""),
    (
        2,
        "the months within which to arrive are 0 or more, not nan",
        "reach",
        "--from",
        "start",
        "--within",
        "nan",
        "--graph",
        "g.toml",
    ),
    (2, "'--within'", "reach", "--from", "start", "--within", "-1", "--graph", "g.toml"),
    (2, "'--port'", "serve", "--port", "65536"),
    (2, "'--port'", "serve", "--port", "-1"),
    (2, "the limit is a number", "diff", "g.toml", "g.toml", "--limit", "nan"),
    (2, "'--months-per-zone'", "import", "onet", ".", "-o", "o.json", "--months-per-zone", "-1"),
    (2, "--months-per-zone is nan; choose a number", "import", "onet", ".", "-o", "o.json", "--months-per-zone", "nan"),
    (
        2,
        "--hours-per-technology is nan; choose a number",
        "import",
        "onet",
        ".",
        "-o",
        "o.json",
        "--hours-per-technology",
        "nan",
    ),
    (2, "--hours-per-skill is nan; choose a number", "import", "esco", ".", "-o", "o.json", "--hours-per-skill", "nan"),
    (
        2,
        "--hours-per-level is nan; choose a number",
        "import",
        "uk-ddat",
        ".",
        "-o",
        "o.json",
        "--hours-per-level",
        "nan",
    ),
    (2, "--overlap is nan; choose a number", "import", "esco", ".", "-o", "o.json", "--overlap", "nan"),
    (2, "not nan", "diff", "g.toml", "g.toml", "--pace", "nan"),
    (2, "not nan", "diff", "g.toml", "h.toml", "--pace", "nan", "-o", "d.dot"),
    (2, "not 0", "diff", "g.toml", "h.toml", "--limit", "0", "-o", "d.dot"),
    (2, "not nan", "next", "--from", "start", "--pace", "nan", "--graph", "g.toml"),
    (2, "not -1", "reach", "--from", "lead", "--pace", "-1", "--graph", "g.toml"),
    (2, "not 0", "export", "x.json", "--pace", "0", "--graph", "g.toml"),
    (2, "not inf", "export", "x.svg", "--limit", "inf", "--graph", "g.toml"),
    (2, "'--overlap'", "import", "esco", ".", "-o", "o.json", "--overlap", "0"),
    # names
    (1, "no stage or role is called ''", "path", "--from", "start", "--to", "", "--graph", "g.toml"),
    (1, "no stage or role is called ' '", "path", "--from", "start", "--to", " ", "--graph", "g.toml"),
    (
        1,
        "no stage or role is called '\\u202elead'",
        "path",
        "--from",
        "start",
        "--to",
        "\u202elead",
        "--graph",
        "g.toml",
    ),
    (1, "is called '\\x1b[31m'", "path", "--from", "\x1b[31m", "--to", "lead", "--graph", "g.toml"),
    (1, "is called '\\udcff\\udcfe'", "path", "--from", "\udcff\udcfe", "--to", "lead", "--graph", "g.toml"),
    (
        1,
        "'maths' is a skill; a stage or role is needed here",
        "path",
        "--from",
        "start",
        "--to",
        "maths",
        "--graph",
        "g.toml",
    ),
    (1, "no skill is called 'math', did you mean maths?", *PLAN, "--have", "math"),
    (1, "'engineer' is a role; a skill is needed here", *PLAN, "--have", "engineer"),
    (1, "is called 'xxx", "show", "x" * 100_000, "--graph", "g.toml"),
    (1, "is called '--'", "show", "--graph", "g.toml", "--", "--"),
    (1, "is called '-x'", "show", "--graph", "g.toml", "--", "-x"),
    (1, "is called '*'", "show", "*", "--graph", "g.toml"),
    (1, "is called '[/red]'", "show", "[/red]", "--graph", "g.toml"),
    (1, "is called '\u0131'", "show", "\u0131", "--graph", "g.toml"),
    (2, "'start' cannot be avoided", *PLAN, "--avoid", "start"),
    (2, "'python' cannot be avoided", *PLAN, "--avoid", "python", "--via", "python"),
    (1, "no way leads from Lead to Start", "path", "--from", "lead", "--to", "start", "--graph", "g.toml"),
    (2, "where are you?", "path", "--to", "lead", "--graph", "g.toml"),
    (2, "where are you?", "reach", "--graph", "g.toml"),
    # commands and options
    (2, "No such command", "paht"),
    (2, "No such command '\\x1b[31m'", "\x1b[31m"),
    (2, "No such command '\\u202e'", "\u202e"),
    (2, "No such command ''", ""),
    (2, "No such option: --\\u202e", *PLAN, "--\u202e"),
    (2, "No such option: --\\u200b", *PLAN, "--\u200b"),
    (2, "No such option: --\\udcff", *PLAN, "--\udcff"),
    (2, "No such option: -\\u2800", *PLAN, "-\u2800"),
    (2, "unexpected extra argument", "show", "lead", "\u202e"),
    (2, "unexpected extra argument", "list", "roles", "\udcff"),
    (2, "requires an argument", "path", "--to"),
    (2, "Missing option '--to'", "path"),
    (2, "Missing argument 'NAME'", "show"),
    (2, "'--by'", *PLAN, "--by", "money"),
    (2, "'--by'", *PLAN, "--by", ""),
    (2, "'--by'", *PLAN, "--by", "\u202etime"),
    (2, "'SHELL'", "completion", "tcsh"),
    (2, "is not one of 'stages', 'roles', 'skills'", "list", "jobs"),
    (2, "--alternatives and --until are about one target", *PLAN, "--to", "engineer", "--alternatives", "2"),
    (2, "--until is about the best plan", *PLAN, "--alternatives", "2", "--until", "2040-01"),
    (2, "name the files once", "check", "g.toml", "--graph", "g.toml"),
    # files
    (2, "an export ends in one of", "export", "x", "--graph", "g.toml"),
    (2, "not in ''", "export", "", "--graph", "g.toml"),
    (2, "not in 'exe'", "export", "x.exe", "--graph", "g.toml"),
    (2, "not in '\\x1b[31m'", "export", "x.\x1b[31m", "--graph", "g.toml"),
    (2, "a .md file holds a plan", "export", "x.md", "--graph", "g.toml"),
    (2, "a .json file takes no --focus", "export", "x.json", "--focus", "lead", "--graph", "g.toml"),
    (2, "a .svg file takes no --start", "export", "x.svg", "--start", "2028-01-01", "--graph", "g.toml"),
    (1, "cannot be written: there is no folder", "export", "none/x.json", "--graph", "g.toml"),
    (1, "cannot be written: there is no folder", "export", "g.toml/x.json", "--graph", "g.toml"),
    (1, "cannot be written", "export", "folder.json", "--graph", "g.toml"),
    (1, "cannot be written: file name too long", "export", f"{'x' * 300}.json", "--graph", "g.toml"),
    (1, "cannot be written", "export", "loop.json", "--graph", "g.toml"),
    (2, "a graph file ends in .json or .toml", "import", "esco", ".", "-o", "x.csv"),
    (1, "is no folder of ESCO", "import", "esco", "g.toml", "-o", "x.json"),
    (1, "is no folder of O*NET text files", "import", "onet", "", "-o", "x.json"),
    (1, "is no folder of the UK framework", "import", "uk-ddat", "\x1b[31m", "-o", "x.json"),
    (1, "cannot be read", "import", "metacademy", "none", "-o", "x.json"),
    (1, "\\x1b[31m.toml: cannot be read: no such file", "check", "\x1b[31m.toml"),
    (1, "\\udcff.toml: cannot be read: no such file", "check", "\udcff.toml"),
    (1, "cannot be read: file name too long", "check", f"{'x' * 300}.toml"),
    (1, "cannot be read: file name too long", "check", f"{'x/' * 5000}x.toml"),
    (1, "cannot be read: no such file or directory", "check", "none.toml"),
    (1, "is no graph file; the name of one ends in .toml or .json", "check", "text.txt"),
    (1, "folder.toml: cannot be read: is a directory", "check", ""),
    (1, "folder.toml: cannot be read: is a directory", "show", "lead", "--graph", ""),
    (1, "is a folder without .toml files", "check", "empty"),
    (1, "folder.toml: is a folder without .toml files", "check", "folder.toml"),
    (1, "odd/deep.toml: cannot be read: is a directory", "check", "odd"),
    (1, "loop.toml: cannot be read: too many levels of symbolic links", "check", "loop.toml"),
    (1, "gone.toml: cannot be read: no such file", "check", "gone.toml"),
    (1, "zero.toml: cannot be read: it is a device or a pipe", "check", "zero.toml"),
    (1, "pipe.toml: cannot be read: it is a device or a pipe", "check", "pipe.toml"),
    (1, "pipes/pipe.toml: cannot be read: it is a device or a pipe", "check", "pipes"),
    (1, "tty.toml: cannot be read", "check", "tty.toml"),
    (1, "is larger than 32 MiB, the most that is read", "check", "large.toml"),
    (1, "is larger than 32 MiB", "check", "large.json"),
    (1, "is larger than 32 MiB", "show", "lead", "--graph", "g.toml", "--graph", "large.toml"),
    (1, "is no profile; the name of one ends in .toml", *PLAN, "--me", "me.json"),
    (1, "me.toml: cannot be read: no such file", *PLAN, "--me", "me.toml"),
    (1, "pipe.toml: cannot be read: it is a device or a pipe", *PLAN, "--me", "pipe.toml"),
    (1, "is larger than 32 MiB", *PLAN, "--me", "large.toml"),
    (2, "the questions of me init are asked at a terminal", "me", "init", "new.toml", "--graph", "g.toml"),
    (2, "which profile?", "me", "show", "--graph", "g.toml"),
    (1, "is no graph file", "diff", "g.toml", "text.txt"),
    (1, "none.toml: cannot be read", "diff", "none.toml", "g.toml"),
]


@pytest.fixture
def files(tmp_path):
    """Put files of every odd kind in a folder."""
    written(tmp_path, "g.toml", SOUND)
    written(tmp_path, "h.toml", SOUND.replace("36.5", "37"))
    written(tmp_path, "text.txt", "x")
    for folder in ("empty", "folder.toml", "folder.json", "odd/deep.toml", "pipes"):
        (tmp_path / folder).mkdir(parents=True)
    for link, target in (
        ("loop.toml", "loop.toml"),
        ("loop.json", "loop.json"),
        ("gone.toml", "none"),
        ("zero.toml", "/dev/zero"),
        ("tty.toml", "/dev/tty"),
    ):
        (tmp_path / link).symlink_to(target)
    for pipe in ("pipe.toml", "pipes/pipe.toml"):
        os.mkfifo(tmp_path / pipe)
    for name in ("large.toml", "large.json"):  # of holes, not of data
        with open(tmp_path / name, "wb") as file:
            file.truncate(100 << 20)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "words", "arguments"), [(c, w, a) for c, w, *a in LINES], ids=[f"{n}" for n in range(len(LINES))]
)
def test_a_line_that_is_wrong_is_told_so(files, refused, code, words, arguments):
    refused(words, *arguments, code=code)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_one_may_not_read_is_told(tmp_path, refused):
    written(tmp_path, "g.toml", SOUND).chmod(0)
    refused("g.toml: cannot be read: permission denied", "check", "g.toml")


COMMANDS = [
    ("check",),
    ("check", "--evidence"),
    ("check", "--json"),
    ("list",),
    ("show", "engineer"),
    ("show", "python"),
    ("path", "--from", "start", "--to", "lead"),
    ("path", "--from", "start", "--to", "lead", "--json"),
    ("path", "--from", "start", "--to", "lead", "--alternatives", "2", "--have", "maths"),
    ("path", "--from", "start", "--to", "lead", "--to", "engineer"),
    ("path", "--from", "Builder", "--to", "lead", "--until", "2040-01", "--via", "r", "--avoid", "maths"),
    ("reach", "--from", "start"),
    ("next", "--from", "start"),
    ("next", "--from", "start", "--to", "lead"),
    ("why", "maths", "--from", "start", "--to", "lead"),
    ("compare", "start", "engineer"),
    ("diff", "mlgraph", "g.toml", "--limit", "1"),
    ("export", "o.svg"),
    ("export", "o.md", "--from", "start", "--to", "lead"),
    ("me", "show", "--me", "me.toml"),
    ("me", "learned", "r", "--me", "me.toml"),
    ("complete", "bash", "--", "mlgraph show --graph=g.toml "),
]


def at_graph(command):
    first, *rest = command
    named = first in ("diff", "complete")
    return [*command] if named else [first, "g.toml", *rest] if first == "check" else [*command, "--graph", "g.toml"]


@pytest.mark.parametrize("command", COMMANDS, ids=map(" ".join, COMMANDS))
@pytest.mark.parametrize("kind", ["ESC", "OSC 52", "CSI of 8 bits", "newline", "isolate", "zero-width space"])
def test_nothing_invisible_reaches_a_terminal_from_any_command(tmp_path, monkeypatch, run, command, kind):
    """A marker stands in each field that a file may have, and in the profile, and in what is typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("typer._click.utils.should_strip_ansi", lambda *_: False)  # as at a terminal
    escaped = "".join(f"\\U{ord(c):08x}" for c in HIDDEN[kind])
    marked = re.sub(r'(?<=[^\\=] )"([^"]+)"', lambda match: f'"{match[1]}{escaped}"', SOUND)
    marked += f'[skill."{escaped}"]\ntitle = "{escaped}"\nhours = 1\n"{escaped}" = 1\n["{escaped}"]\n'
    for text in (SOUND, marked):
        written(tmp_path, "g.toml", text)
        written(tmp_path, "me.toml", 'position = "start"\nhave = ["python"]\n')
        code, out, err = run(*at_graph(command))
        assert visible(out + err), (out, err)
        assert (code in (0, 1)) if text == SOUND else (code == 1 or command[0] == "complete")
        code, out, err = run(*at_graph([*command, HIDDEN[kind]]))
        assert code in (1, 2) or command[0] in ("complete", "me")
        assert visible(out + err), (out, err)


def test_markup_of_others_is_plain_text(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    title = "[bold]x[/bold] [/red] [link=https://e] :smile: %s {0} <b> 学"
    written(tmp_path, "g.toml", SOUND.replace('title = "Engineer"', f'title = "{title}"'))
    for command in (("list",), ("show", "engineer"), ("compare", "start", "engineer")):
        code, out, err = run(*at_graph(command))
        assert (code, err) == (0, "")
        assert title.split()[2] in out
        assert "[bold]x[/bold]" in out


def test_there_are_more_than_300_cases(request):
    assert (
        sum(item.path == request.path for item in request.session.items) > 300
        or "-k" in request.config.invocation_params.args
    )
