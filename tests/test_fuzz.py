"""Tests of the harnesses of fuzz/ with their seeds and some thousand mutations."""

import importlib
import sys
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.paths import REPOSITORY

FUZZ = REPOSITORY / "fuzz"
HARNESSES = ("loader", "profiles", "exporters", "importers", "server", "resumes")
# inputs that break readers: delimiters, invisible and unpaired characters, invalid UTF-8, numbers out of range
BREAKERS = [b"", b"\0", b"\n", b'"', b"\\", b"'", b"[", b"{", b"]", b"}", b"=", b":", b",", b"\t", b"\x1e", b"&", b"%"]
BREAKERS += [b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b[31m", b"\\ud800", b"nan", b"1e999", b"-1", b"9" * 5000]
BREAKERS += [b"[" * 2000, b"true", b"null", b"__proto__", b"A" * 300]


@pytest.fixture(scope="module", params=HARNESSES)
def harness(request):
    sys.path.insert(0, str(FUZZ))
    try:
        return importlib.import_module(request.param)
    finally:
        sys.path.remove(str(FUZZ))


@st.composite
def changed(draw, seeds):
    """Draw a seed with some pieces removed, replaced, or exchanged for pieces of another seed."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(data)))
        end = min(len(data), begin + draw(st.sampled_from([0, 1, 2, 8, 64])))
        other = draw(st.sampled_from(seeds))
        cut = draw(st.integers(0, len(other)))
        piece = draw(st.sampled_from(BREAKERS) | st.binary(max_size=3) | st.just(other[cut : cut + 30]))
        data = data[:begin] + piece + data[end:]
    return data


def test_the_seeds_pass(harness):
    for seed in harness.SEEDS:
        harness.attempt(seed)


@pytest.mark.thorough
def test_changes_of_the_seeds_pass(harness):
    # no input takes 20 seconds, even on a busy machine
    @settings(
        max_examples=6 * settings.default.max_examples,
        deadline=timedelta(seconds=20),
        suppress_health_check=[*HealthCheck],
        database=None,
    )
    @given(changed(harness.SEEDS) | st.binary(max_size=200))
    def passes(data):
        harness.attempt(data)

    passes()


def test_a_harness_detects_a_bug(harness, monkeypatch):
    """Test that the seeds fail without a guard of the code: a harness that cannot fail proves nothing."""
    guards = {
        "loader": ("mlgraph.printable._escape", str),
        "profiles": ("mlgraph.profilefile._verify", lambda path, text, *meant: text.replace("# languages", "#")),
        "exporters": ("mlgraph.export.mermaid._escape", str),
        "importers": ("mlgraph.importers.tables.to_one_line", lambda text: 1 / 0),
        "resumes": ("mlgraph.resumes.resume.to_one_line", lambda text: text),
        "server": ("mlgraph.web.answers.resolve_all", lambda *names: 1 / 0),
    }
    monkeypatch.setattr(*guards[harness.__name__])
    with pytest.raises((AssertionError, ZeroDivisionError, ExceptionGroup)):
        for seed in harness.SEEDS:
            harness.attempt(seed)
