"""Tests of the glossary: each term once, in alphabetical order, in short sentences."""

import re

from support.paths import REPOSITORY

GLOSSARY = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")
SECTIONS = [re.findall(r"^- \*\*(.+?)\*\*: (.+)$", part, re.MULTILINE) for part in GLOSSARY.split("\n## ")[1:]]
TERMS = [term for section in SECTIONS for term, _ in section]


def test_each_term_is_listed_once_and_in_order():
    assert len(TERMS) == GLOSSARY.count("\n- ") == len({term.casefold() for term in TERMS})
    for section in SECTIONS:
        terms = [term.casefold() for term, _ in section]
        assert terms == sorted(terms)


def test_an_explanation_has_one_or_two_sentences_of_at_most_25_words():
    for term, explanation in (pair for section in SECTIONS for pair in section):
        sentences = re.split(r"(?<=\.) ", explanation)
        assert len(sentences) <= 2, term
        assert all(len(sentence.split()) <= 25 for sentence in sentences), term


def test_contributors_find_the_glossary():
    assert "docs/glossary.md" in (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_words_of_the_field_are_explained():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "src" / "mlgraph").rglob("*.py"))
    words = ["Transitive reduction", "Lagrangian relaxation", "Dual ascent", "Subgradient method", "Simplex method"]
    assert (
        [word for word in words if word.lower() in code.lower()] == [word for word in words if word in TERMS] == words
    )
