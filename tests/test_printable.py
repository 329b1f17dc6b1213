"""Tests of printable text: joiners are allowed only where the spelling of a word has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.printable import find_unseen, is_visible, shown

# words of Persian, Kurdish, Urdu, Sinhala, Hindi and Malayalam
SPELLED = {
    "Persian": "\u0628\u0631\u0646\u0627\u0645\u0647\u200c\u0646\u0648\u06cc\u0633",
    "Persian, two": "\u0645\u06cc\u200c\u0631\u0648\u0645 \u06a9\u062a\u0627\u0628\u200c\u0647\u0627",
    "Persian, marks": "\u0645\u06cc\u0650\u200c\u064e\u0631\u0648\u0645",
    "Kurdish": "\u06b5\u200c\u06ce",
    "Sinhala": "\u0dc1\u0dca\u200d\u0dbb\u0dd3 \u0dbd\u0d82\u0d9a\u0dcf",
    "Hindi, joined": "\u0915\u094d\u200d\u0937",
    "Hindi, apart": "\u0915\u094d\u200c\u0937",
    "Malayalam": "\u0d28\u0d4d\u200d",
}
WRONG = {
    "Latin": "a\u200cb",
    "Latin with a mark": "a\u0301\u200db",
    "at the end": "\u0628\u200c",
    "at the beginning": "\u200c\u0628",
    "behind a letter that joins to none": "\u062f\u200c\u0627",
    "behind reh with a mark of its own": "\u0695\u200c\u0627",
    "two in a row": "\u0645\u06cc\u200c\u200c\u0631",
    "a joiner between letters that join": "\u0628\u200d\u0628",
    "without virama": "\u0915\u200d\u0937",
    "before a vowel": "\u0915\u094d\u200d\u093f",
    "between words": "\u0628 \u200c \u0628",
    "between figures": "1\u200d2",
}


@pytest.mark.parametrize("text", SPELLED.values(), ids=SPELLED)
def test_a_joiner_in_a_word_is_part_of_its_spelling(text, graph_of):
    assert is_visible(text)
    assert shown(text) == text
    assert graph_of(f'[role.a]\ntitle = "{text}"').nodes["a"]["title"] == text


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_joiner_elsewhere_is_invisible(text):
    assert not is_visible(text)
    assert "\\u200" in shown(text)


def test_a_message_names_the_wrong_character(run, graph_file):
    path = graph_file(f'[role.a]\ntitle = "{SPELLED["Persian"]}\u200b"')
    code, _, err = run("check", path)
    assert (code, "holds U+200B, zero width space" in err) == (1, True)


@given(st.text(st.sampled_from("a1 \u0301\u0628\u062f\u064e\u0915\u094d\u093f\u093c\u200c\u200d\u200b"), max_size=12))
def test_only_joiners_next_to_letters_are_kept(text):
    kept = "".join(c for place, c in enumerate(text) if place not in find_unseen(text))
    for place in (place for place, c in enumerate(kept) if not c.isprintable()):
        before = kept[:place].rstrip("\u064e\u093c")[-1:]
        assert kept[place] in "\u200c\u200d"
        assert before in (("\u0628", "\u094d") if kept[place] == "\u200c" else ("\u094d",))
