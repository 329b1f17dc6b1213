"""Titles that may do harm in some format."""

import tomllib
from itertools import islice
from pathlib import Path

from mlgraph.graphfile.document import Document
from mlgraph.graphfile.load import build

HOSTILE = [
    '"];evil->pwn;b[label="c',
    '"',
    "<b>x</b>",
    "<<table></table>>",
    "a\\",
    "\\N\\G",
    "&lt;&#0;&amp;",
    "%3",
    "a\\nb",
]

# one title in each of twelve scripts, with the marks, joiners, spaces and selectors that people use there
SCRIPTS = {
    "Latin": "D\xe9veloppeur\xb7se d\u2019IA \u2013 10\xa0h\u202f?",
    "Greek": "\u0395\u03c0\u03b9\u03c3\u03c4\u03ae\u03bc\u03bf\u03bd\u03b1\u03c2 \u03b4\u03b5\u03b4\u03bf\u03bc\u03ad\u03bd\u03c9\u03bd",
    "Cyrillic": "\u0418\u043d\u0436\u0435\u043d\u0435\u0440 \u2014 \xab\u0434\u0430\u043d\u043d\u044b\u0435\xbb",
    "Hebrew": "\u05de\u05b7\u05d3\u05b0\u05e2\u05b8\u05df \u05e0\u05ea\u05d5\u05e0\u05d9\u05dd \u2066C++\u2069\u200f",
    "Arabic": "\u0645\u064f\u0647\u064e\u0646\u0652\u062f\u0650\u0633 \u0628\u064a\u0627\u0646\u0627\u062a\u060c \u0661\u0662",
    "Persian": "\u0628\u0631\u0646\u0627\u0645\u0647\u200c\u0646\u0648\u06cc\u0633\u06cc \u0645\u06cc\u200c\u06a9\u0646\u062f",
    "Devanagari": "\u0915\u094d\u200d\u0937 \u0921\u0947\u091f\u093e \u0935\u0948\u091c\u094d\u091e\u093e\u0928\u093f\u0915",
    "Thai": "\u0e27\u0e34\u0e28\u0e27\u0e01\u0e23\u200b\u0e02\u0e49\u0e2d\u0e21\u0e39\u0e25",
    "Chinese": "\u845b\U000e0100\u57ce\u3000\u6570\u636e\u79d1\u5b66\u5bb6\uff08\u9ad8\u7ea7\uff09",
    "Japanese": "\u30c7\u30fc\u30bf\u30fb\uff83\uff9e\uff70\uff80\u5206\u6790 \u3042",
    "Korean": "\ub370\uc774\ud130 \u1112\u1161\u11ab",
    "emoji": "\U0001f469\U0001f3fd\u200d\U0001f4bb \u2699\ufe0f \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 1\ufe0f\u20e3",
}

# a dozen titles in each of these scripts
DOZENS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

LABELS = [
    # DOT: quotes, escapes, entities, HTML, and attributes that read files
    '"];evil->pwn;b[label="c',
    '", image="/etc/passwd',
    '"',
    "a\\",
    "\\\\",
    "\\N\\G\\L\\E",
    "a\\nb\\lc\\r",
    "<<img src='/etc/passwd'/>>",
    "&lt;&#60;&amp;&bogus;",
    "%3 \\200",
    # HTML, SVG, XML
    "<script>alert(1)</script>",
    "</script></style></title></textarea>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<!-- x",
    "--> x <![CDATA[ ]]>",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<?xml-stylesheet href="x"?>',
    '" onload="alert(1)" x=\'',
    "javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "file:///etc/passwd",
    # Markdown
    "[x](javascript:alert(1))",
    "![x](file:///etc/passwd)",
    "[x]: https://example.org",
    "[^1]",
    "# x",
    "- x",
    "+ x",
    "* x",
    "1. x",
    "1) x",
    "> x",
    "---",
    "===",
    "```x",
    "~~~",
    "~~x~~ **y** __z__ `c`",
    "a | b | c",
    "|---|---|",
    "https://example.org www.example.org",
    "<https://example.org>",
    "me@example.org mailto:me@example.org xmpp:me@example.org",
    "@everyone #1 :smile: $x$",
    "[ ] x",
    "&copy;&#x3c;",
    # Mermaid
    '%%{init: {"securityLevel": "loose"}}%%',
    'x"] click n0 href "javascript:alert(1)',
    "end",
    "subgraph x",
    "#quot;#35;",
    "fa:fa-ban `x` $$x$$",
    "direction TB",
    # iCalendar
    "END:VEVENT",
    "x\\nATTACH:file:///etc/passwd",
    'a;b,c:d="e"^n^\'',
    # a spreadsheet, a template, a shell
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "=cmd|' /C calc'!A0",
    "{{x}} {% x %} ${x} $(x) #{x} %s {0}",
    # TOML, JSON, JavaScript
    "\"\"\" ''' ]",
    "\\u0000 \\ud800 \\x1b",
    "__proto__",
    "constructor",
    "null",
    "NaN",
    # other scripts, and long titles
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\u0628\u0631\u0646\u0627\u0645\u0647\u200c\u0646\u0648\u06cc\u0633 \u0dc1\u0dca\u200d\u0dbb\u0dd3",
    # emoji of several characters, unusual spaces, a word break in Thai, both directions, a variant of an ideograph
    "\u2699\ufe0f \U0001f469\U0001f3fd\u200d\U0001f4bb 1\ufe0f\u20e3 \U0001f1ee\U0001f1f7 \u2699\ufe0e",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f \u2764\ufe0f\u200d\U0001f525",
    "a\u00a0b\u202fc\u2009d\u3000e",
    "\u0e02\u0e49\u0e2d\u200b\u0e21\u0e39\u0e25 \u845b\U000e0100\u57ce",
    "C++\u200f \u05de\u05ea\u05db\u05e0\u05ea \u2067ab\u2069",
    "\U0001f469\U0001f3fd e" + 8 * "\u0301",
    *(" ".join(islice(SCRIPTS.values(), first, first + 3)) for first in range(0, len(SCRIPTS), 3)),
    75 * "\u00e9",
    90 * "W ",
]
LABELS = [label.strip() for label in LABELS]


def skills_with(labels):
    skills = {f"k{place}": {"title": label, "hours": 1, "about": label} for place, label in enumerate(labels)}
    role = {"r": {"title": labels[0], "about": labels[1], "needs": [*skills], "stage": "s"}}
    tables = {"title": labels[-1], "attribution": labels[0], "skill": skills, "role": role}
    return build(
        Document(
            "hostile", "", tables | {"stage": {"s": {"title": labels[0], "about": labels[1], "leads_to": {"r": 1}}}}
        )
    )
