"""A valid graph file, texts that harm a terminal, and a check of printed text."""

import re
from unicodedata import category

# escape sequences that mlgraph itself writes: bold and faint text, and colours
OWN = re.compile(r"\x1b\[(0|[12]|3[123])m")
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
    "private use": "a\ue000b",
    "unassigned": "a\u0378b",
    "tag": "a\U000e0041b",
}


def visible(text):
    kept = (c for c in OWN.sub("", text) if category(c) != "Zs")
    return all(c == "\n" or (c.isprintable() and c not in "\u3164\u2800\ufe0f") for c in kept)


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
subject = "Science"
"""


def beginning(text):
    """Return the first words of a text, to name a test case."""
    return " ".join(re.sub(r"[^!-~]|[\[\]]", " ", text[:200]).split())[:50] or ascii(text[:10])


def named(case, words):
    """Return the name of a test case, which has the beginning of its input, and the expected message."""
    text = case.decode("utf-8", "replace") if isinstance(case, bytes) else case
    said = words if isinstance(words, str) else "accepted" if words is None else " ".join(words)
    return f"{beginning(text)}: {beginning(said)}"
