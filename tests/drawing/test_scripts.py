"""Tests of other scripts in pictures: missing letters get a warning, and Hebrew runs from right to left."""

import io
import re
import warnings

import pypdf
import pytest

from mlgraph.drawing import render
from mlgraph.errors import LettersWarning

HEBREW = "\u05d0\u05d1\u05d2\u05d3\u05d4"


def rendered(label, format):
    return render.render(f'digraph {{ node [class="title0"]; a [label="{label}"] }}', format)


@pytest.mark.parametrize("format", ["png", "pdf"])
def test_a_warning_names_letters_that_the_font_lacks(run, graph_file, tmp_path, format):
    graph = graph_file('[role.a]\ntitle = "\u6570\u636e one"\n[role.b]\ntitle = "\u0645 \u6570"')
    code, out, err = run("export", tmp_path / f"o.{format}", "--graph", graph)
    fix = "choose .svg, which uses the fonts of the reader"
    assert (code, out, err) == (
        0,
        "",
        f"mlgraph: the font of the picture lacks the letters \u6570\u636e\u0645; {fix}\n",
    )


@pytest.mark.parametrize("format", ["png", "pdf", "svg", "dot"])
def test_no_warning_for_formats_that_use_the_fonts_of_the_reader(format):
    label = "Caf\u00e9 \u0416\u03a9 " + HEBREW + (" \u6570" if format in ("svg", "dot") else "")
    with warnings.catch_warnings(action="error"):
        assert rendered(label, format)


def test_a_replacement_character_marks_a_missing_letter(capfd, caplog):
    with pytest.warns(LettersWarning, match="\u6570"):
        words = pypdf.PdfReader(io.BytesIO(rendered("a\u6570b", "pdf"))).pages[0].extract_text()
    assert words == "a\ufffdb"
    assert (capfd.readouterr().err, caplog.text) == ("", "")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (f"{HEBREW} 123", f"123 {HEBREW[::-1]}"),
        (f"Lead ({HEBREW}) x", f"Lead ({HEBREW[::-1]}) x"),
        ("\u05e9\u05b8\u05c1\u05dc", "\u05dc\u05e9\u05b8\u05c1"),
        ("e\u0301 plain", "e\u0301 plain"),
    ],
    ids=["figures", "brackets", "points", "Latin"],
)
def test_letters_stand_in_visual_order(text, seen):
    assert render._reorder_visually(text) == seen


def test_hebrew_in_a_pdf_runs_from_right_to_left_and_is_copied_as_written():
    data = rendered(HEBREW, "pdf")
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    drawn = re.findall(rb"\((.*?)\) Tj", page.get_contents().get_data(), re.DOTALL)
    assert len(drawn) == 1
    assert page.extract_text() == HEBREW
