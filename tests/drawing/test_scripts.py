"""Pictures in twelve scripts: the right letters, joined, in the right order, and an error for letters that no font has."""

import base64
import io
import re
import unicodedata
import xml.etree.ElementTree as ElementTree

import pypdf
import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from PIL import Image

import mlgraph
from mlgraph.drawing import fonts, render
from mlgraph.drawing.formats import render_tree
from mlgraph.drawing.letters import cut, wrap
from mlgraph.drawing.lines import has_parts, measure, outline_emoji, spell_emoji, split_line
from mlgraph.drawing.scene import Scene, Text
from mlgraph.drawing.svg import make_tree
from mlgraph.errors import LettersError
from mlgraph.invisible import remove_invisible
from support.titles import DOZENS, SCRIPTS

HEBREW = "\u05d0\u05d1\u05d2\u05d3\u05d4"
YI = "\ua000"  # a letter of no font
TITLES = {
    "Latin": "Donn\u00e9es",
    "Greek": "\u0395\u03c0\u03b9\u03c3\u03c4\u03ae\u03bc\u03bf\u03bd\u03b1\u03c2",
    "Cyrillic": "\u0421\u043f\u0435\u0446\u0438\u0430\u043b\u0438\u0441\u0442",
    "Hebrew": "\u05de\u05d3\u05e2\u05df",
    "Arabic": "\u0639\u0627\u0644\u0645",
    "Persian": "\u0645\u06cc\u200c\u06a9\u0646\u062f",
    "Devanagari": "\u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f",
    "Thai": "\u0e02\u0e49\u0e2d\u0e21\u0e39\u0e25",
    "Chinese": "\u6570\u636e\u79d1\u5b66\u5bb6",
    "Japanese": "\u30c7\u30fc\u30bf\u76f4",
    "Korean": "\ub370\uc774\ud130",
    "emoji": "\U0001f469\u200d\U0001f4bb\U0001f680",
}
FAMILIES = {
    **dict.fromkeys(("Latin", "Greek", "Cyrillic", "Hebrew"), fonts.FAMILY),
    **dict.fromkeys(("Arabic", "Persian"), "Noto Sans Arabic"),
    **{"Devanagari": "Noto Sans Devanagari", "Thai": "Noto Sans Thai"},
    **{"Chinese": fonts.CHINESE, "Japanese": fonts.JAPANESE, "Korean": fonts.KOREAN, "emoji": fonts.EMOJI},
}


def rendered(label, format, *more):
    return render.render(f'digraph {{ node [class="title0"]; a [label="{label}"] }}', format, *more)


@pytest.mark.parametrize("script", TITLES)
def test_each_script_has_a_font(script):
    (run,) = split_line(TITLES[script]).runs
    assert (run.text, run.font.family) == (TITLES[script], FAMILIES[script])
    assert run.is_rightward == (script not in ("Hebrew", "Arabic", "Persian"))


@pytest.fixture(scope="module")
def sheet():
    """Return the picture of a box for each script, in each format, and once more."""
    boxes = " ".join(f'"{script}" [label="{title}"]' for script, title in TITLES.items())
    dot = f'digraph {{ node [class="title0"]; {boxes} }}'
    return {format: (render.render(dot, format), render.render(dot, format)) for format in ("png", "svg", "pdf")}


@pytest.mark.slow
def test_equal_pictures_have_equal_bytes(sheet):
    assert all(one == other for one, other in sheet.values())


@pytest.mark.slow
def test_text_of_twelve_scripts_can_be_copied_from_a_pdf(sheet, capfd):
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(sheet["pdf"][0])).pages)
    # this reader puts a zero before the letters of a large font
    words = words.replace("\0", "")
    assert {script for script, title in TITLES.items() if title not in words} == set()
    assert not {letter for letter in words if unicodedata.category(letter) == "Cc"} - {"\n"}


@pytest.mark.slow
def test_an_svg_holds_the_fonts_of_its_letters(sheet):
    tree = ElementTree.fromstring(sheet["svg"][0])
    style = next(tree.iter("{http://www.w3.org/2000/svg}style")).text
    texts = {text.text: text for text in tree.iter("{http://www.w3.org/2000/svg}text")}
    for script, title in TITLES.items():
        assert f"'{FAMILIES[script]}'" in texts[title].get("font-family")
        assert f'font-family: "{FAMILIES[script]}"' in style


@pytest.mark.parametrize("script", TITLES)
def test_a_png_shows_other_signs_than_for_missing_letters(script, capfd):
    drawn = rendered(TITLES[script], "png")
    assert drawn.startswith(b"\x89PNG") and drawn != rendered("\ufffd" * len(TITLES[script]), "png")
    assert capfd.readouterr() == ("", "")


# with a word in Latin letters, with marks in parts, and with a letter that takes another form before a joiner
MORE = [
    "SQL\u200c\u0646\u0648\u06cc\u0633\u06cc (C++) \u06f1\u06f2",
    "Ky\u0303 su\u031b lie\u0323\u0302u",
    "\u0926\u0931\u094d\u200d\u092f\u093e",
]


@pytest.mark.parametrize(
    "title", [*SCRIPTS.values(), *MORE], ids=[*SCRIPTS, "Persian and Latin", "Vietnamese", "Marathi"]
)
def test_titles_as_people_write_them_are_drawn(title, capfd, caplog):
    """No joiner, selector, space or sign of direction lacks a font or stops the writer of PDF."""
    assert not split_line(title).lacking
    words = pypdf.PdfReader(io.BytesIO(rendered(title, "pdf"))).pages[0].extract_text()
    assert words.strip()
    assert rendered(title, "png").startswith(b"\x89PNG")
    assert capfd.readouterr() == ("", "")
    # without a handler, Python prints what a library reports
    assert caplog.records == []


@pytest.mark.parametrize("script", DOZENS)
def test_a_dozen_titles_in_each_script_lack_no_letter(script):
    assert {title: split_line(title).lacking for title in DOZENS[script]} == dict.fromkeys(DOZENS[script], "")


@pytest.mark.parametrize("script", DOZENS)
def test_a_subset_draws_each_letter_of_its_text(script):
    for run in (run for title in DOZENS[script] for run in split_line(title).runs):
        shaped = hb.Buffer()
        shaped.add_str(remove_invisible(run.text))
        shaped.guess_segment_properties()
        hb.shape(hb.Font(hb.Face(fonts.make_subset(run.font, run.text))), shaped)
        assert 0 not in {sign.codepoint for sign in shaped.glyph_infos}, run


@pytest.mark.parametrize(
    ("text", "is_apart"),
    [("x\u0304", True), ("\u0430\u0301", True), ("\xe9", False), ("\u0e19\u0e49", False), ("\u05e9\u05c1", False)],
    ids=["Latin", "Cyrillic", "composed", "Thai", "Hebrew"],
)
def test_a_letter_with_an_accent_of_all_scripts_is_drawn_as_one(text, is_apart):
    """The writer of PDF takes such an accent for another script, and would place it behind its letter."""
    (run,) = split_line(text).runs
    assert has_parts(run) == is_apart
    assert text in pypdf.PdfReader(io.BytesIO(rendered(text, "pdf"))).pages[0].extract_text()


@pytest.mark.parametrize(
    "letters",
    [
        "\u05e6\u05d4\u05f4\u05dc \u05d2\u05f3 \u05f2 \u05d0\u0591\u05b8",
        "\u1f18\u03c0\u03b9\u03c3\u03c4\u03ae\u03bc\u03b7 \u1fb7 \u03b1\u02b9 \u0375\u03b3",
        "\u0181 \u0257 \u0198 \u0254 \u01c3 \u1e25 \u02bf",
        "\u20b9 \u20bd \u20ba \u20b8",
    ],
    ids=["Hebrew", "ancient Greek", "African and phonetic", "currencies"],
)
def test_rare_letters_need_no_extra(monkeypatch, letters):
    monkeypatch.setattr(fonts, "is_installed", lambda package: package == "fontpkg")
    assert split_line(letters).lacking == ""


def test_a_mark_of_direction_changes_no_font():
    assert {run.font.family for run in split_line("\u200f12 \u05d0").runs} == {fonts.FAMILY}


def test_a_word_with_a_rare_letter_is_in_one_font():
    (run,) = split_line("\u05e6\u05d4\u05f4\u05dc").runs
    assert run.font.family == "Arimo"


@pytest.mark.parametrize(
    ("emoji", "spelled"),
    [
        ("\u2699\ufe0f", "\u2699"),
        ("\U0001f441\u200d\U0001f5e8", "\U0001f441\U0001f5e8"),
        ("\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f3f3\ufe0f\u200d\U0001f308"),
    ],
    ids=["selector", "joiner", "flag"],
)
def test_a_pdf_has_no_empty_signs_in_emoji(emoji, spelled):
    """Poppler reports a sign without a drawing as a syntax error."""
    (run,) = split_line(f"{emoji}\U0001f680").runs
    assert spell_emoji(run) == f"{spelled}\U0001f680"
    assert pypdf.PdfReader(io.BytesIO(rendered(emoji, "pdf"))).pages[0].extract_text().strip("\0\n ") == spelled


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("\u2764\ufe0e", fonts.LINES),
        ("\U0001f680\ufe0e", fonts.LINES),
        ("\u2764\ufe0f", fonts.EMOJI),
        # the font of letters has these signs, and no emoji
        ("\u203c\ufe0e", fonts.FAMILY),
        ("\xa9\ufe0f", fonts.EMOJI),
        ("\u203c\ufe0f", fonts.EMOJI),
    ],
    ids=["heart as text", "rocket as text", "heart", "marks as text", "copyright as emoji", "marks as emoji"],
)
def test_a_selector_decides_between_text_and_emoji(text, family):
    assert split_line(text).runs[-1].font.family == family


@pytest.mark.thorough
@pytest.mark.parametrize("selector", ["\ufe0e", "\ufe0f"], ids=["text", "emoji"])
def test_an_emoji_in_the_style_of_text_has_the_colour_of_the_text(selector):
    scene = Scene(40, 20, (Text(5, 15, f"\u2764{selector}", 12, fill="#0000ff"),))
    drawn = {format: render_tree(make_tree(scene), format) for format in ("png", "pdf", "svg")}
    colours = {colour[:3] for _, colour in Image.open(io.BytesIO(drawn["png"])).getcolors()}
    assert any(red > blue for red, _, blue in colours) == (selector == "\ufe0f")
    page = pypdf.PdfReader(io.BytesIO(drawn["pdf"])).pages[0]
    assert page.extract_text().strip("\0\n ") == "\u2764"
    # only a font with colours is of type 3
    types = {font["/Subtype"] for font in page["/Resources"]["/Font"].values()}
    assert ("/Type3" in types) == (selector == "\ufe0f")
    face = TTFont(io.BytesIO(base64.b64decode(re.search(rb"base64,([^)]+)\)", drawn["svg"])[1])))
    assert ("COLR" in face) == (selector == "\ufe0f")


def test_an_emoji_that_python_does_not_know_is_drawn():
    (run,) = split_line("\U0001fae9").runs
    assert run.font.family == fonts.EMOJI
    assert split_line("\U0001b150").lacking == "\U0001b150"


@pytest.mark.parametrize(
    "title",
    [
        "\u05de\u05d3\u05e2\u05df 12 \u05e0\u05ea\u05d5\u05e0\u05d9\u05dd",
        "12 \u05e0\u05ea\u05d5\u05e0\u05d9\u05dd",
        "SQL \u05d5\u05d2\u05dd \u05e0\u05ea\u05d5\u05e0\u05d9\u05dd 12",
        "\u05d0\u05e0\u05d2\u05dc\u05d9\u05ea: Python 3.12",
        "1,250 \u05e9\u05e2\u05d5\u05ea, 15%",
        "\u0628\u064a\u0627\u0646\u0627\u062a SQL \u0648 Python 3.12",
        "\u062f\u0627\u062f\u0647\u200c\u06a9\u0627\u0648\u06cc (SQL)",
        "Data \u05de\u05d3\u05e2\u05df 12 x",
        "about \u2068\u05de\u05d3\u05e2\u05df 12\u2069 to \u2068\u05e2\u05d5\u05e8\u05da 3\u2069 by 12 May 2027",
    ],
    ids=[
        "figures",
        "figures first",
        "Latin",
        "Latin behind a colon",
        "shares",
        "Arabic",
        "brackets",
        "in English",
        "isolated",
    ],
)
def test_a_pdf_has_the_words_of_a_line_in_reading_order(title):
    words = pypdf.PdfReader(io.BytesIO(rendered(title, "pdf"))).pages[0].extract_text()
    assert " ".join(words.split()) == re.sub("[\u2066-\u2069]", "", title)


@pytest.mark.slow
@pytest.mark.parametrize("format", ["png", "pdf", "svg"])
def test_a_dozen_titles_in_each_script_are_drawn(format, capfd, caplog):
    boxes = [title for titles in DOZENS.values() for title in titles]
    dot = "".join(f'n{at} [label="{title}"];' for at, title in enumerate(boxes))
    drawn = render.render(f'digraph {{ node [class="title0"]; {dot} }}', format)
    if format == "svg":
        texts = {text.text for text in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")}
        assert {*boxes} <= texts
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "\u8d1f\u8d23\u5927\u89c4\u6a21\u6570\u636e\u7684\u5de5\u7a0b\u5e08",
            ["\u8d1f\u8d23\u5927\u89c4", "\u6a21\u6570\u636e\u7684", "\u5de5\u7a0b\u5e08"],
        ),
        # a comma never begins a line, and a bracket never ends one
        ("\u6e05\u6d17\u6807\u6ce8\u3001\u7edf\u8ba1", ["\u6e05\u6d17\u6807", "\u6ce8\u3001\u7edf\u8ba1"]),
        ("\u6570\u636e\u5b66\uff08\u9ad8\uff09", ["\u6570\u636e\u5b66", "\uff08\u9ad8\uff09"]),
        (
            "\u0e27\u0e34\u0e28\u0e27\u0e01\u0e23\u200b\u0e02\u0e49\u0e2d\u0e21\u0e39\u0e25",
            ["\u0e27\u0e34\u0e28\u0e27\u0e01\u0e23\u200b", "\u0e02\u0e49\u0e2d\u0e21\u0e39\u0e25"],
        ),
        (
            4 * "\U0001f469\U0001f3fd\u200d\U0001f4bb",
            [3 * "\U0001f469\U0001f3fd\u200d\U0001f4bb", "\U0001f469\U0001f3fd\u200d\U0001f4bb"],
        ),
        # nor do a small kana and the sign of a long vowel
        ("\u30d7\u30e9\u30c3\u30c8\u30d5\u30a9\u30fc\u30e0", ["\u30d7\u30e9\u30c3\u30c8", "\u30d5\u30a9\u30fc\u30e0"]),
        ("\u30c7\u30fc\u30bf\u30c1\u30fc\u30e0", ["\u30c7\u30fc\u30bf", "\u30c1\u30fc\u30e0"]),
        # the spaces of a script stay, and a no-break space ends no line
        ("\u6570\u3000\u636e", ["\u6570\u3000\u636e"]),
        ("niveau 2\u00a0!", ["niveau", "2\u00a0!"]),
        # words with spaces around stay whole
        ("Softwareentwicklung", ["Softwa\u2026"]),
        ("\ub370\uc774\ud130 \uacfc\ud559\uc790", ["\ub370\uc774\ud130", "\uacfc\ud559\uc790"]),
    ],
    ids=[
        "Chinese",
        "Chinese comma",
        "Chinese bracket",
        "Thai",
        "emoji",
        "small kana",
        "long vowel",
        "ideographic space",
        "no-break space",
        "German",
        "Korean",
    ],
)
def test_long_titles_are_wrapped_as_their_script_asks(title, lines):
    assert wrap(title, 50, 12) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "\u05d0\u05d1\u05d2\u05d3\u05d4\u05d5 AI-\u05d0\u05d1 12",
            ["\u05d0\u05d1\u05d2\u05d3\u05d4\u05d5", "\u200fAI-\u05d0\u05d1 12"],
        ),
        (
            "\u0628\u062d\u062b \u0628\u062d\u062b\u064b\u0627 \u0661\u0662\u066b\u0665\u066a",
            ["\u0628\u062d\u062b \u0628\u062d\u062b\u064b\u0627", "\u200f\u0661\u0662\u066b\u0665\u066a"],
        ),
        ("Lead data \u05d0\u05d1\u05d2 12", ["Lead data", "\u200e\u05d0\u05d1\u05d2 12"]),
    ],
    ids=["Latin in Hebrew", "percentage in Arabic", "Hebrew in Latin"],
)
def test_each_line_of_a_title_runs_in_the_direction_of_the_title(text, lines):
    assert wrap(text, 60, 12) == lines
    assert {split_line(line).is_leftward for line in lines} == {split_line(text).is_leftward}


def test_a_cut_title_keeps_whole_letters():
    coder = "\U0001f469\U0001f3fd\u200d\U0001f4bb"
    assert cut(4 * coder, 50, 12) == f"{2 * coder}\u2026"
    # all of a long title without spaces is on one line, without a space of ours
    assert " " not in wrap(20 * "\u6570", 50, 12, most=1)[0]


@pytest.mark.parametrize("sheet", [None, "handout"])
def test_a_sentence_about_hebrew_posts_keeps_the_order_of_its_words(graph_of, sheet):
    graph = graph_of(
        f'[stage.a]\ntitle = "{HEBREW}"\nleads_to = {{ b = 3 }}\n[role.b]\ntitle = "{HEBREW[::-1]} (AI)"\nneeds = ["c"]\n'
        f'[skill.c]\ntitle = "{HEBREW} SQL"\nhours = 5'
    )
    drawing = mlgraph.draw(graph, plan=mlgraph.plan(graph, "a", "b"), sheet=sheet)
    lines = [split_line(text.text) for scene in drawing.scenes for text in scene.shapes if hasattr(text, "text")]
    title = next(line for line in lines if "about" in "".join(run.text for run in line.runs))
    seen = [word for run in title.runs if (word := run.text.strip("\u2068\u2069 "))]
    assert (title.is_leftward, seen[:2]) == (False, [HEBREW, "to"])
    assert seen[-1].startswith("by ")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (f"{HEBREW} 123", ["123", f"{HEBREW} "]),
        (f"Lead ({HEBREW}) x", ["Lead (", HEBREW, ") x"]),
        (f"{HEBREW} (AI)", [")", "AI", f"{HEBREW} ("]),
        ("Caf\u00e9 \u6570 x", ["Caf\u00e9 ", "\u6570 ", "x"]),
        ("e\u0301 plain", ["\u00e9 plain"]),
        ("lu\u031b\u0303", ["l\u1eef"]),
        ("\u05e9\u05b8\u05c1\u05dc", ["\u05e9\u05b8\u05c1\u05dc"]),
        ("a \U0001f680 \u2764\ufe0f", ["a ", "\U0001f680", " ", "\u2764\ufe0f"]),
    ],
    ids=[
        "figures",
        "brackets",
        "Latin in Hebrew",
        "Chinese in Latin",
        "accent",
        "Vietnamese in parts",
        "points",
        "emoji",
    ],
)
def test_runs_stand_from_left_to_right(text, seen):
    assert [run.text for run in split_line(text).runs] == seen


def test_a_line_that_begins_in_hebrew_begins_at_the_right():
    assert split_line(f"{HEBREW} AI").is_leftward
    assert not split_line(f"AI {HEBREW}").is_leftward
    (text,) = ElementTree.fromstring(rendered(f"{HEBREW} AI", "svg")).iter("{http://www.w3.org/2000/svg}text")
    assert text.get("direction") == "rtl"


@pytest.mark.parametrize(
    ("kana", "family"), [("\u30c7\u30fc\u30bf", fonts.JAPANESE), ("\ub370", fonts.KOREAN), ("", fonts.CHINESE)]
)
def test_the_other_letters_decide_how_an_ideograph_looks(kana, family):
    assert {run.font.family for run in split_line(f"{kana}\u76f4").runs} == {family}


def test_joined_letters_are_measured_as_joined():
    apart = sum(measure(letter, 10) for letter in TITLES["Arabic"])
    assert 0 < measure(TITLES["Arabic"], 10) < apart
    assert measure("Wide", 10, bold=True) > measure("Wide", 10)


def test_a_family_of_emoji_is_one_picture():
    (run,) = split_line(TITLES["emoji"]).runs
    assert measure(TITLES["emoji"], 10) == 2 * measure("\U0001f680", 10)
    assert len({outline.colour for outline in outline_emoji(run, 10)}) > 3


@pytest.mark.parametrize("format", ["png", "pdf"])
def test_letters_without_a_font_are_refused_or_drawn_as_signs(run, graph_file, tmp_path, format):
    graph, file = graph_file(f'[role.a]\ntitle = "{YI} one"'), tmp_path / f"o.{format}"
    code, out, err = run("export", file, "--graph", graph)
    assert (code, out) == (1, "")
    assert err == (
        f"mlgraph: no installed font has the letters {YI}; choose .svg, which uses the fonts of the "
        "reader, or draw boxes for them (--missing-letters)\n"
    )
    assert not file.exists()
    assert run("export", file, "--graph", graph, "--missing-letters", "boxes") == (0, "", "")
    if format == "pdf":
        assert "\ufffd one" in pypdf.PdfReader(file).pages[0].extract_text()


def test_without_the_extra_the_error_says_how_to_get_the_letters(monkeypatch):
    monkeypatch.setattr(fonts, "is_installed", lambda package: package == "fontpkg")
    with pytest.raises(LettersError, match=r"has the letters \u6570; run pip install 'mlgraph\[fonts\]'"):
        rendered("a\u6570", "png")
    assert rendered(f"Caf\u00e9 {HEBREW} {TITLES['Thai']}", "png")


@pytest.mark.parametrize("format", ["svg", "dot"])
def test_readers_of_svg_and_dot_bring_their_own_fonts(format):
    assert YI in rendered(YI, format).decode()


@pytest.mark.parametrize("script", ["Latin", "Arabic", "Chinese", "Japanese", "Korean"])
def test_bold_letters_of_each_script_are_darker(script):
    def render_text(format, *, bold):
        tree = make_tree(Scene(300, 60, (Text(10, 44, TITLES[script], 32, "#000000", bold=bold),)))
        return render_tree(tree, format)

    def count_ink(data):
        histogram = Image.open(io.BytesIO(data)).convert("L").histogram()
        return sum((255 - level) * count for level, count in enumerate(histogram))

    plain, bold = (count_ink(render_text("png", bold=bold)) for bold in (False, True))
    assert bold > 1.15 * plain
    if script in ("Chinese", "Japanese", "Korean"):
        # in a PDF, mode 2 fills and outlines letters
        pages = [pypdf.PdfReader(io.BytesIO(render_text("pdf", bold=bold))).pages[0] for bold in (False, True)]
        modes = [b"2 Tr" in page.get_contents().get_data() for page in pages]
        assert modes == [False, True]
