"""Harness of the loader.

The bytes are a graph file or a profile, which is loaded or refused with a message. A loaded graph stays equal when it
is saved and loaded again.
"""

from mlgraph import profilefile
from mlgraph.errors import GraphFileError, MlgraphError
from mlgraph.graphfile import document
from mlgraph.graphfile.dump import dump
from mlgraph.graphfile.load import build
from mlgraph.printable import is_visible
from support.titles import SCRIPTS

# the first byte selects the kind of file
FILES = {"t": "graph.toml", "j": "graph.json", "m": "me.toml"}
_ROLES = b"""[role.a]
title = "A"
aliases = ["One"]
needs = ["s", ["u", "v"]]
leads_to = { b = 3 }
[role.b]
title = "B"
"""
_SKILLS = b"""[skill.s]
title = "S"
hours = [1, 2, 4]
[skill]
u = { title = "U", hours = 2 }
v = { title = "V", hours = 0 }
"""
_ALL_KEYS = b"""title = "T"
attribution = "X"
[source.x]
title = "X"
url = "https://example.org"
points = { p = "P" }
[stage.a]
title = "A"
cites = ["x:p"]
leads_to = { b = { months = 2, tier = "near", cites = ["x:p"] } }
[role.b]
title = "B"
stage = "a"
needs = ["s"]
because = { "x:p" = ["s"] }
same_as = { "x:p" = "near" }
optional = ["s"]
[skill.s]
title = "S"
hours = 1
shown_by = "It."
reasons = { }
"""
_CIRCLE = b"""[skill]
a = { title = "A", hours = 1, needs = ["b"] }
b = { title = "B", hours = 1, needs = ["a"] }
"""
_OTHER_SYNTAX = b"""["skill"."a"]
"title" = '''A'''
hours = 0x10 # note
[[role]]
[stage.x.y.z]
date = 2026-01-01T00:00:00Z
"""
_JSON = b"""{"role": {"a": {"title": "A", "leads_to": {"b": 3}, "needs": ["s"]}, "b": {"title": "B"}},
"skill": {"s": {"title": "S", "hours": 1.5}}}"""
_STRANGE_JSON = rb"""{"title": "\u00e9\ud800",
"role": {"a": {"title": "A", "cites": ["x:\u0007"], "leads_to": {"a": 1e999}}}}"""
_PROFILE = b"""position = "One"
have = ["s"]
pace = 8
avoid = ["b"]
"""
# one skill for each script, with its title as alias and description too
_SCRIPTS = "".join(
    f'[skill.k{at}]\ntitle = "{title}"\nabout = "{title}."\naliases = ["{title} 2"]\nhours = {at}\n'
    for at, title in enumerate(SCRIPTS.values())
).encode()
_ALL_IN_JSON = dump(build(document.parse("all.toml", _ALL_KEYS)), "json").encode()
# too deep nesting and too long numbers, for which the parsers of Python raise other exceptions
_TOO_MUCH = (b"j" + b"[" * 3000, b"t" + b"a = " + b"[" * 3000, b"ttitle = 0x" + b"f" * 4000, b"j" + b"9" * 5000)
SEEDS = (
    *(b"t" + seed for seed in (_ROLES + _SKILLS, _ALL_KEYS, _CIRCLE, _OTHER_SYNTAX)),
    b"t" + _ROLES.replace(b"One", "\u202eenO".encode()) + _SKILLS,
    *(b"j" + seed for seed in (_JSON, _STRANGE_JSON, _ALL_IN_JSON, _ALL_IN_JSON.replace(b"x:p", rb"x:\u00e9"))),
    *_TOO_MUCH,
    b"m" + _PROFILE,
    *(b"t[role.a]\ntitle = '" + title.encode() + b"'\nneeds = ['s']\n" + _SKILLS for title in SCRIPTS.values()),
    b"t" + _SCRIPTS,
    b"j" + dump(build(document.parse("scripts.toml", _SCRIPTS)), "json").encode(),
    # once a traceback, and once a message that showed a selector behind an escaped character
    "t[role.a]\ntitle = '\U000173fd\u200d\U0001f4bb'\n".encode(),
    'j{"\u2800\ufe0fz": 1}'.encode(),
    b"t\xef\xbb\xbf" + _SCRIPTS,
    b"t" + _SCRIPTS.decode().encode("utf-16"),
)
KNOWN = build(document.parse("known.toml", _ROLES + _SKILLS))


def attempt(data: bytes) -> None:
    """Load bytes, and fail unless the result is a valid graph or a proper error."""
    name, content = FILES.get(data[:1].decode("latin-1"), "graph.toml"), data[1:]
    try:
        if name == "me.toml":
            found = profilefile.parse(name, content, KNOWN)
            assert profilefile.parse(name, profilefile.dump(found, KNOWN).encode(), KNOWN) == found
            return
        graph = build(document.parse(name, content))
    except MlgraphError as error:
        _judge(error, content)
        return
    for format in ("json", "toml"):
        back = build(document.parse(f"back.{format}", dump(graph, format).encode()))
        assert (back.graph, [*back.nodes.items()], [*back.edges.items()]) == (
            (graph.graph, [*graph.nodes.items()], [*graph.edges.items()])
        )
    texts = [*_texts(graph.graph), *_texts(dict(graph.nodes)), *_texts(list(graph.edges(data=True)))]
    assert all(is_visible(text) for text in texts), texts


def _judge(error: MlgraphError, content: bytes) -> None:
    """Fail if an error is not printable, or lacks a place, a message or a fix."""
    assert all(map(is_visible, str(error).split("\n"))), str(error)
    for found in error.diagnostics if isinstance(error, GraphFileError) else ():
        assert 1 <= found.line <= content.count(b"\n") + 1, found
        assert found.message, found
        assert found.fix, found


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []
