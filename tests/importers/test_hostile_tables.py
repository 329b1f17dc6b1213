"""Tests of broken published tables: read, or refused with file and line."""

import os

import pytest

from support.hostile import visible
from support.sources import ONET, SOURCES, source_of

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
    "UTF-16": (lambda text: text.encode("utf-16"), None),
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


# the first table of each source stands for the others, which one function reads
FIRST = {source: table for source, table in reversed(TABLES)}
CASES = [
    pytest.param(
        source,
        table,
        kind,
        marks=[pytest.mark.exhaustive if kind == "too large" else pytest.mark.thorough] * (table != FIRST[source]),
    )
    for source, table in TABLES
    for kind in BROKEN
]


@pytest.mark.parametrize(("source", "table", "kind"), CASES)
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


def test_an_error_names_a_file_in_any_depth(tmp_path, refused):
    deep = "/".join(["d" * 120] * 3)
    source_of(tmp_path, {f"{deep}/{name}": text for name, text in ONET.items() if name != "Job Zones.txt"})
    words = f"{deep}/Job Zones.txt:1: cannot be read"
    refused(words, "import", "onet", tmp_path / "source" / deep, "-o", tmp_path / "g.json")
