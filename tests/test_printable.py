"""Tests of printable text: invisible characters stay where a spelling or a typographic rule has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.invisible import find_unseen
from mlgraph.names import resolve
from mlgraph.printable import is_visible, sanitize, to_one_line

# words of Persian, Kurdish, Sinhala, Hindi, Malayalam and Bengali
SPELLED = {
    "Persian": "\u0628\u0631\u0646\u0627\u0645\u0647\u200c\u0646\u0648\u06cc\u0633",
    "Persian, two": "\u0645\u06cc\u200c\u0631\u0648\u0645 \u06a9\u062a\u0627\u0628\u200c\u0647\u0627",
    "Persian, marks": "\u0645\u06cc\u0650\u200c\u064e\u0631\u0648\u0645",
    "Kurdish": "\u06b5\u200c\u06ce",
    "Sinhala": "\u0dc1\u0dca\u200d\u0dbb\u0dd3 \u0dbd\u0d82\u0d9a\u0dcf",
    "Hindi, joined": "\u0915\u094d\u200d\u0937",
    "Hindi, apart": "\u0915\u094d\u200c\u0937",
    "Malayalam": "\u0d28\u0d4d\u200d",
    "Persian, behind a letter that joins to none": "\u0645\u062f\u06cc\u0631\u200c\u0639\u0627\u0645\u0644",
    "Persian, a year": "\u06f1\u06f4\u06f0\u06f5 \u0647\u200d.\u0634.",
    "Bengali": "\u09b0\u200d\u09cd\u09af\u09be\u0982\u0995",
    "Persian, behind a word in Latin letters": "SQL\u200c\u0646\u0648\u06cc\u0633\u06cc",
    "Persian, behind figures": "\u06f1\u06f2\u200c\u0633\u0627\u0644\u0647",
    "Khmer, before a vowel": "\u179f\u17ca\u200c\u17b8",
    "Persian, behind hamza": "\u0634\u06cc\u0621\u200c\u06af\u0631\u0627",
    "Persian, behind signs": "C++\u200c\u0646\u0648\u06cc\u0633",
    "Persian, behind a quotation": "\xab\u062f\u0627\u062f\u0647\xbb\u200c\u0647\u0627",
}
WRONG = {
    "Latin": "a\u200cb",
    "Latin with a mark": "a\u0301\u200db",
    "at the end": "\u0628\u200c",
    "at the beginning": "\u200c\u0628",
    "a joiner behind a letter that joins to none": "\u062f\u200d",
    "two in a row": "\u0645\u06cc\u200c\u200c\u0631",
    "a joiner between letters that join": "\u0628\u200d\u0628",
    "without virama": "\u0915\u200d\u0937",
    "before a vowel": "\u0915\u200d\u093f",
    "between words": "\u0628 \u200c \u0628",
    "between figures": "1\u200d2",
    "before a word in Latin letters": "\u0628\u200cSQL",
}


@pytest.mark.parametrize("text", SPELLED.values(), ids=SPELLED)
def test_a_joiner_in_a_word_is_part_of_its_spelling(text, graph_of):
    assert is_visible(text)
    assert sanitize(text) == text
    assert graph_of(f'[role.a]\ntitle = "{text}"').nodes["a"]["title"] == text


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_joiner_elsewhere_is_invisible(text):
    assert not is_visible(text)
    assert "\\u200" in sanitize(text)


def test_a_message_names_the_wrong_character(run, graph_file):
    path = graph_file(f'[role.a]\ntitle = "{SPELLED["Persian"]}\u200b"')
    code, _, err = run("check", path)
    assert (code, "holds U+200B, zero width space" in err) == (1, True)


@given(st.text(st.sampled_from("a1 \u0301\u0628\u062f\u064e\u0915\u094d\u093f\u093c\u200c\u200d\u200b"), max_size=12))
def test_invisible_letters_stay_next_to_letters_only(text):
    kept = "".join(c for place, c in enumerate(text) if place not in find_unseen(text))
    for place in (place for place, c in enumerate(kept) if not c.isprintable()):
        before = kept[:place].rstrip("\u0301\u064e\u093c\u093f")[-1:]
        if kept[place] == "\u200b":  # beside a letter without case that runs to the right, and another letter
            letters = kept[:place].rstrip("\u0301\u064e\u094d\u093f\u093c")[-1:], kept[place + 1]
            assert "\u0915" in letters
            assert {*letters} <= {*"a1\u0915\u0628\u062f"}
        else:
            # behind a word in letters that do not join, only a letter that joins follows
            after = kept[place + 1 :].lstrip("\u0301\u064e\u093c\u093f")[:1]
            latin = ("a", "1", "\u0915") if after in ("\u0628", "\u062f") else ()
            assert before in (
                ("\u0628", "\u062f", "\u094d", *latin) if kept[place] == "\u200c" else ("\u094d", "\u0628", "\u0915")
            )


# characters whose meaning depends on their neighbours
HARD = "a1 \n\u0628\u062f\u0915\u094d\u05d0\u6570\U000173fd\u2800\u2811\u1160\u115f\u1161\u182e\u180b\u180e\u200b\u200c\u200d\u200e\u2060\u2066\u2069\u202a\u202c"
HARD += "\u034f\u0301\u064e\ufe00\ufe0e\ufe0f\u20e3\U000e0100\U0001f3f4\U000e0075\U000e0073\U000e007f\U0001f469\U0001f3fd\u2699\u3000\u00a0\u00ad"
# texts that people write, with characters that are invisible or not printable for Python
WRITTEN = {
    "emoji with a selector": "\u2699\ufe0f Operations",
    "emoji in black and white": "\u2699\ufe0e Operations",
    "woman technologist, with a skin colour": "\U0001f469\U0001f3fd\u200d\U0001f4bb dev",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "flag of England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "flag of Iran": "\U0001f1ee\U0001f1f7 \u0641\u0627\u0631\u0633\u06cc",
    "keycap": "1\ufe0f\u20e3 first",
    "emoji that this Python may not know": "\U0001fae8",
    "no-break space": "10\u00a0h",
    "narrow no-break space of French": "pourquoi\u202f?",
    "ideographic space": "\u30c7\u30fc\u30bf\u3000\u5206\u6790",
    "word break in Thai": "\u0e02\u0e49\u0e2d\u200b\u0e21\u0e39\u0e25",
    "word break between Thai and Latin": "\u0e02\u0e49\u0e2d\u0e21\u0e39\u0e25\u200bSQL",
    "word break before a bracket": "\u0e02\u0e49\u0e2d\u0e21\u0e39\u0e25\u200b(ML)",
    "word break behind figures": "\u0e51\u0e52\u200b\u0e1b\u0e35",
    "word break in Khmer": "\u1791\u17b7\u1793\u17d2\u1793\u200b\u1793\u17d0\u1799",
    "variant of an ideograph": "\u845b\U000e0100\u57ce",
    "Mongolian": "\u182e\u1823\u182f\u180b",
    "Hebrew with a mark of direction": "C++\u200f \u05de\u05ea\u05db\u05e0\u05ea",
    "date in digits of Arabic": "\u061c\u0661\u0662/\u0663",
    "Arabic with an isolate": "\u0645\u0637\u0648\u0631 \u2066C++\u2069",
    "isolate that a program put around a name": "Lead of \u2068Data\u2069",
    "sign of a year in Arabic": "\u06012026",
    "ideograph that this Python may not know": "\U00031350",
    "syllable of Korean without its first consonant": "\u115f\u1161\u11ab",
    "consonant of Korean alone": "\u1100\u1160",
    "variant of a sign of mathematics": "a \u2229\ufe00 b",
    "selector behind kana": "\u3042\ufe00",
    "word break in Chinese": "\u6570\u636e\u200b\u79d1\u5b66",
    "Braille": "\u2813\u2811\u2800\u2817",
    "Hebrew with two vowels": "\u05d9\u05e8\u05d5\u05e9\u05dc\u05b7\u034f\u05b4\u05dd",
    "no word break in Burmese": "\u1000\u2060\u1001",
    "flag of Texas": "\U0001f3f4\U000e0075\U000e0073\U000e0074\U000e0078\U000e007f",
}
DECEPTIVE = {
    "override": "\u05d0\u202eab",
    "isolate that is not closed": "\u05d0\u2066ab",
    "isolate closed by another sign": "\u05d0\u2066ab\u202c",
    "sign that closes nothing": "\u05d0\u2069",
    "override that is closed": "\u05d0\u202eab\u202c",
    "filler of Korean": "a\u3164b",
    "fillers of Korean without a letter": "\u115f\u1160",
    "two selectors": "\u845b\U000e0100\U000e0101",
    "selectors of emoji and of text": "\u2764\ufe0f\ufe0e",
    "letter of a program's own": "a\ue000",
    "mark of direction in Latin": "a\u200fb",
    "selector after a letter": "a\ufe0f",
    "selector after a digit": "1\ufe0f",
    "joiner between an emoji and a letter": "\U0001f469\u200da",
    "joiner at the end of an emoji": "\U0001f469\u200d",
    "tags after a letter": "a\U000e0067\U000e007f",
    "flag of no country": "\U0001f3f4\U000e0078\U000e0078\U000e0061\U000e007f",
    "flag with a text": "\U0001f3f4\U000e0075\U000e0073\U000e0061\U000e0062\U000e0063\U000e0064\U000e007f",
    "joiner of marks behind a letter": "a\u034f\u0301",
    "word joiner in Latin": "a\u2060b",
    "selector of an emoji behind an ideograph": "\u6570\ufe0f",
    "variant of an ideograph behind kana": "\u3042\U000e0100",
    "word break in Latin": "a\u200bb",
    "variant of a letter": "a\U000e0100",
    "line separator": "a\u2028b",
    "soft hyphen": "a\u00adb",
    "word break behind a Latin accent": "e\u0301\u200bb",
    "word joiner behind a Hebrew letter": "\u05ea\u2060\u05b8",
    "word break beside a space": "\u0e02\u0e49\u0e2d\u0e21\u0e39\u0e25\u200b SQL",
    "two word breaks": "\u0e02\u0e49\u0e2d\u200b\u200b\u0e21\u0e39\u0e25",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_a_script_a_typographic_rule_and_an_emoji_keep_their_characters(text, graph_of):
    assert sanitize(text) == text
    assert graph_of(f'[role.a]\ntitle = "{text}"').nodes["a"]["title"] == text


@pytest.mark.parametrize("text", DECEPTIVE.values(), ids=DECEPTIVE)
def test_a_text_that_deceives_is_refused_and_escaped(text, run, graph_file):
    assert sanitize(text).isprintable()
    code, _, err = run("check", graph_file(f'[role.a]\ntitle = "{text}"'))
    assert (code, "2: a: title holds U+" in err) == (1, True)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("\u2699 operations", "\u2699\ufe0f Operations"),
        ("\u0627\u0641\u0632\u0648\u0646\u0647\u0647\u0627", "\u0627\u0641\u0632\u0648\u0646\u0647\u200c\u0647\u0627"),
        ("\u30c7\u30fc\u30bf \u5206\u6790", "\uff83\uff9e\uff70\uff80\u3000\u5206\u6790"),
        ("C++ \u05de\u05ea\u05db\u05e0\u05ea", "C++\u200f \u05de\u05ea\u05db\u05e0\u05ea"),
        ("10 h", "10\u00a0h"),
    ],
)
def test_a_name_is_found_without_its_invisible_characters(typed, title, graph_of):
    assert resolve(graph_of(f'[role.a]\ntitle = "{title}"'), typed) == "a"


@pytest.mark.parametrize(
    "text",
    [
        "\u2800\ufe0fzs",  # a selector behind a sign that is escaped
        "\U000173fd\u200d\U0001f4bb",  # a joiner behind a letter without a name
        "\u0915\u094d\u2800\u200d\u200d",
        "a\u2066\u0628\u200f",
    ],
)
def test_a_text_without_its_invisible_characters_is_visible(text):
    assert not is_visible(text)
    assert is_visible(sanitize(text))
    assert is_visible(to_one_line(text))


def test_an_import_keeps_one_of_two_joiners():
    """A letter would join to the next one if both were removed."""
    assert to_one_line("\u0645\u06cc\u200c\u200c\u0631\u0648\u0645") == "\u0645\u06cc\u200c\u0631\u0648\u0645"
    assert to_one_line("a\u200b\u200bb") == "ab"


@given(st.text(st.sampled_from(HARD), max_size=8))
def test_any_text_is_shown_and_written_visibly(text):
    assert is_visible(sanitize(text))
    assert is_visible(to_one_line(text))
    assert to_one_line(to_one_line(text)) == to_one_line(text)
