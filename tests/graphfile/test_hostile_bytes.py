"""Bytes that are not TOML or JSON: refused with file and line."""

import pytest

from support.hostile import SOUND, named, written

ROUND = SOUND.encode()
BYTES = [
    (b"", "1: holds no stage, role or skill"),
    (b"\n\n# nothing\n", "1: holds no stage, role or skill"),
    (b"\x00", "1: is not TOML"),
    (b"\x00" * 100_000, "1: is not TOML"),
    (b"\xef\xbb\xbf" + ROUND, None),
    (b"\xef\xbb\xbf" + b"\xef\xbb\xbf" + ROUND, "1: is not TOML"),
    (SOUND.encode("utf-16"), None),
    (b"\xfe\xff" + SOUND.encode("utf-16-be"), None),
    (SOUND.encode("utf-16")[:-1], "43: r: byte 0x0a is not UTF-16 text"),
    (b"\xef\xbb\xbf" + SOUND.replace("Lead", "L\u00e9ad").encode("latin-1"), "23: lead: byte 0xe9 is not UTF-8 text"),
    (SOUND.encode("utf-16-be"), "1: is UTF-16 text without a byte-order mark; save the file as UTF-8"),
    (SOUND.encode("utf-16-le"), "1: is UTF-16 text without a byte-order mark; save the file as UTF-8"),
    (SOUND.replace("Lead", "\u9577").encode("cp932"), "23: lead: byte 0x92 is not UTF-8 text; save the file as UTF-8"),
    (SOUND.replace("Lead", "L\u00e9ad").encode("cp437"), "23: lead: byte 0x82 is not UTF-8 text"),
    (SOUND.encode("utf-32"), "1: is UTF-32 text; save the file as UTF-8"),
    (SOUND.encode("utf-32-le"), "1: is UTF-32 text; save the file as UTF-8"),
    (SOUND.encode("utf-32-be"), "1: is UTF-32 text; save the file as UTF-8"),
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
    (ROUND + ROUND, "44: r: is not TOML: Cannot overwrite a value"),
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


@pytest.mark.parametrize(("content", "words"), BYTES, ids=[named(*case) for case in BYTES])
def test_bytes_are_a_graph_in_toml_or_refused(tmp_path, run, refused, content, words):
    path = written(tmp_path, "g.toml", content)
    if words is None:
        code, out, err = run("check", path)
        assert (code, err, "no mistakes" in out) == (0, "", True)
    else:
        refused(f"g.toml:{words}" if words[:1].isdigit() else words, "check", "g.toml")


JSON = [
    ('{"skill": {"a": {"title": "A", "hours": 1}}}', None),
    ('\n {"skill": {"a": {"title": "A", "hours": 1e0}}} \n', None),
    ('{"skill": {"a": {"title": "A", "hours": 1, "hours": 2}}}', "1: has the key hours twice in one object"),
    ('{"skill": {"a": {"title": "A", "hours": 1},\n"a": {"title": "B", "hours": 1}}}', "2: has the key a twice"),
    ('{"skill": {"a": {}}, "skill": {}}', "1: has the key skill twice"),
    ('{"\\u001b[31m": 1, "\\u001b[31m": 2}', "1: has the key \\x1b[31m twice"),
    ('{"skill": {"a": {"title": "A", "hours": NaN}}}', "1: NaN is not a JSON number"),
    ('{"skill": {"a": {"title": "A", "hours": Infinity}}}', "1: Infinity is not a JSON number"),
    ('{"skill": {"a": {"title": "A", "hours": -Infinity}}}', "1: -Infinity is not a JSON number"),
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
    ('{"\\ud800": 1}', "1: \\ud800: is not a table of a graph"),
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
    ("NaN", "1: NaN is not a JSON number"),
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
    ('{"__proto__": {"a": 1}}', "1: __proto__: is not a table of a graph"),
    ("[" * 100_000, "1: is nested too deeply"),
    ("[" * 500 + "]" * 500, "1: is not an object of tables"),
    ('{"a":' * 100_000, "1: is nested too deeply"),
    ('{"skill": ' + '{"a": ' * 500 + "1" + "}" * 501, "1: "),
    ('{"skill": {"a": {"title": "A", "hours": ' + "[" * 900 + "]" * 900 + "}}}", "1: "),
    ('\ufeff{"skill": {}}', "1: holds no stage, role or skill"),
    ('{"skill": {"a": {"title": "A", "hours": 1}}}\x00', "1: is not JSON: Extra data"),
]


@pytest.mark.parametrize(("content", "words"), JSON, ids=[named(*case) for case in JSON])
def test_a_graph_in_json_is_accepted_or_refused(tmp_path, run, refused, content, words):
    path = written(tmp_path, "g.json", content)
    if words is None:
        code, out, err = run("check", path)
        assert (code, err, "no mistakes" in out) == (0, "", True)
    else:
        refused(f"g.json:{words}", "check", "g.json")
