"""Tests of a CV on a graph: what becomes a post or a skill, and what is left with its nearest nodes."""

from datetime import date

import pytest

import mlgraph
from mlgraph.errors import FileError
from mlgraph.resumes.nearest import Names
from mlgraph.resumes.registry import parse
from mlgraph.resumes.resolve import resolve_resume
from mlgraph.resumes.resume import PastPost, Resume
from support.careers import SOUND

GRAPH = (
    SOUND.replace('about = "Builds things."', 'same_as = { "esco:1.1" = "exact", "esco:1.2" = "near" }')
    + """
[source.esco]
title = "ESCO"
[source.esco.points]
"1.1" = "engineer, http://data.europa.eu/esco/occupation/one; builds."
"1.2" = "wizard, http://data.europa.eu/esco/occupation/two"
[skill.knots]
title = "Knots"
hours = 1
url = "http://example.org/knots"
[role.keeper]
title = "Senior keeper"
url = "http://example.org/keeper"
aliases = ["Warden"]
[role.guard]
title = "Guard"
aliases = ["Warden"]
same_as = { "esco:1.2" = "near" }
"""
)
TODAY = date(2026, 11, 28)


@pytest.fixture
def read(graph_of):
    graph = graph_of(GRAPH)
    return lambda *posts, skills=(): resolve_resume(graph, Resume("a test", posts, tuple(skills)), TODAY)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Engineer", "engineer"),
        ("builder", "engineer"),
        ("Engineer II", "engineer"),
        ("Engineer (contract)", "engineer"),
        ("Engineer at Acme", "engineer"),
        ("Engineer @ Acme | Speaker", "engineer"),
        ("Engineer \u2013 Tools, Berlin", "engineer"),
        ("Engineer (m/f/d)", "engineer"),
        ("Sr. Keeper", "keeper"),
        ("Senior Engineer", None),
        ("Engineering", None),
        ("Warden", None),
        ("", None),
    ],
)
def test_a_title_is_a_role_only_by_its_whole_name(read, title, role):
    found = read(PastPost(title, "2020-01", None))
    assert [post.position.id for post in found.posts] == ([role] if role else [])
    assert [each.kind for each in found.unrecognised] == ([] if role else ["post"])
    assert "Acme" not in str(found)


@pytest.mark.parametrize(
    ("title", "roles"),
    [
        ("Acme \u2014 Engineer", ["engineer"]),
        ("Acme: Engineer II", ["engineer"]),
        ("Acme | Senior Engineer", []),
        ("Acme, Engineer, Lead", []),
        ("Acme: Warden", []),
    ],
)
def test_an_employer_may_come_before_a_title(read, title, roles):
    assert [post.position.id for post in read(PastPost(title, "2020", None)).posts] == roles


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Acme: Engineering", "Engineering, 2020 to 2021"),
        ("Engineering wizard (Acme), Berlin", "Engineering wizard, 2020 to 2021"),
        ("Barista \u2022 Acme", "a title with other words, 2020 to 2021"),
        ("Barista", "Barista, 2020 to 2021"),
    ],
)
def test_the_parts_of_a_title_that_may_be_an_employer_are_not_kept(read, title, words):
    (left,) = read(PastPost(title, "2020", "2021")).unrecognised
    assert left.words == words


def test_skills_between_slashes_are_read_each(read):
    found = read(skills=["Knots / Maths", "Maths / Sewing", "Maths/R"])
    assert [each.skill.id for each in found.skills] == ["knots", "maths"]
    assert [each.words for each in found.unrecognised] == ["Sewing", "Maths/R"]


def test_a_title_with_several_meanings_lists_them(read):
    (left,) = read(PastPost("Warden", "2020", None)).unrecognised
    assert (left.reason, [node.id for node in left.nearest]) == ("it may mean several nodes", ["guard", "keeper"])


@pytest.mark.parametrize(
    ("address", "role", "nearest"),
    [
        ("http://data.europa.eu/esco/occupation/ONE", "engineer", []),
        ("http://example.org/keeper", "keeper", []),
        ("http://data.europa.eu/esco/occupation/two", None, ["engineer", "guard"]),
        ("http://data.europa.eu/esco/occupation/three", "lead", []),
    ],
    ids=["exact", "own", "near", "unknown"],
)
def test_an_address_wins_over_the_title(read, address, role, nearest):
    found = read(PastPost("Lead", "2020", None, (address,)))
    assert [post.position.id for post in found.posts] == ([role] if role else [])
    assert [node.id for each in found.unrecognised for node in each.nearest] == nearest


@pytest.mark.parametrize(
    ("begins", "ends", "reason"),
    [
        ("1949-12", "1960", "it begins before 1950"),
        ("2026-12", None, "it begins after today"),
        ("2020-05", "2020-04", "it ends before it begins"),
        ("2020-05", "", "it has no last day"),
    ],
)
def test_a_post_with_impossible_dates_is_left(read, begins, ends, reason):
    found = read(PastPost("Engineer", begins, ends, problem="" if ends != "" else reason))
    assert ends is None or f"{begins} to {ends or '?'}" in found.unrecognised[0].words
    assert (found.posts, [each.reason for each in found.unrecognised]) == ((), [reason])


def test_one_post_lasts_and_the_others_count_until_today(read):
    found = read(
        PastPost("Lead", "2021-05", None),
        PastPost("Engineer", "2020", "2027-01"),
        PastPost("Engineer", "2010", "2012"),
        PastPost("Builder", "2010", "2013"),
        PastPost("Senior keeper", "2011-02-03", "2014"),
    )
    assert [(post.position.id, post.begins, post.ends) for post in found.posts] == [
        ("engineer", "2010", "2013"),
        ("keeper", "2011-02-03", "2014"),
        ("engineer", "2020", "2026-11-28"),
        ("lead", "2021-05", None),
    ]
    assert found.notes == (
        "Engineer ends in 2027-01, which is to come: you hold the post today",
        "'Builder' is read as Engineer (engineer)",
        "Engineer has no end either; it counts until today, and Lead is your position",
    )


def test_a_skill_is_known_without_its_brackets_or_by_them(read):
    addresses = ["http://example.org/knots", "http://example.org/keeper"]
    found = read(skills=["Python (Programming Language)", "Statistics (R)", "MATHS", "Pythn", "engineer", *addresses])
    assert [(each.skill.id, each.words) for each in found.skills] == [
        ("python", "Python (Programming Language)"),
        ("r", "Statistics (R)"),
        ("maths", "MATHS"),
        ("knots", "http://example.org/knots"),
    ]
    assert [(each.words, [node.id for node in each.nearest]) for each in found.unrecognised] == [
        ("Pythn", ["python"]),
        ("engineer", []),
        ("http://example.org/keeper", []),
    ]


def test_the_nearest_names_share_words_or_parts_of_them(ml):
    names = Names(ml, ("role",))
    assert names.find("Chief data sientist")[0][0] == "chief-data-scientist"
    assert names.find("zzzz") == []
    assert names.find("Data scientist")[0][1] == pytest.approx(1)


def test_a_profile_from_a_cv_equals_that_of_its_file(graph_of, tmp_path):
    graph = graph_of(GRAPH)
    path = tmp_path / "cv.txt"
    path.write_text("Builder, 2010 - 2012\nLead since Jan 2021\nMaths, knitting\n")
    me = mlgraph.Profile.from_resume(graph, path, day=TODAY)
    assert me == mlgraph.Profile.from_resume(graph, path.read_bytes(), day=TODAY)
    assert (me.position, me.have, [post.ends for post in me.posts]) == ("lead", ("maths",), [date(2012, 12, 31), None])
    assert [each.words for each in me.unrecognised] == ["knitting"]
    assert parse("cv.txt", path.read_bytes()).kind == "a list"


@pytest.mark.parametrize(
    ("text", "skills", "unrecognised", "top"),
    [
        ("Jane Doe\nKnots\nSewing\n", ["Knots"], ["Sewing"], "Jane Doe"),
        ("# Jane Doe\n7 Street\njane@example.org\n\nKnots, Sewing", ["Knots"], ["Sewing"], "7 Street"),
        ("Jane Doe\n7 Street, Knots\n\n+44 20 7946 0000\nSkills:\nSewing", ["Knots"], ["Sewing"], "Jane Doe, 7 Street"),
        ("Jane Doe\n7 Street\n\nKnots, Sewing", ["Knots"], ["Sewing"], "Jane Doe, 7 Street"),
        ("\njane@example.org\nKnots\nSewing", ["Knots"], [], "Sewing"),
        ("Knots\nSewing\n\nReferences\njane@example.org", ["Knots"], ["Sewing"], ""),
        ("# Skills\nKnots, Sewing\n\njane@example.org", ["Knots"], ["Sewing"], ""),
    ],
)
def test_a_name_and_an_address_at_the_top_of_a_list_are_not_kept(graph_of, text, skills, unrecognised, top):
    found = resolve_resume(graph_of(GRAPH), parse("cv.txt", text.encode()), TODAY)
    assert [each.words for each in found.skills] == skills
    assert [each.words for each in found.unrecognised] == unrecognised
    said = f"left out, as it may be a name or an address: {top}"
    assert found.notes == ((said,) if top else ())


def test_a_first_line_that_looks_like_a_name_may_be_a_skill(graph_of):
    graph = graph_of(GRAPH.replace('"Knots"', '"Jane Doe"'))
    assert [each.words for each in resolve_resume(graph, parse("cv.txt", b"Jane Doe\n"), TODAY).skills] == ["Jane Doe"]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b"- \n#\n", b"# Jane Doe\n"])
def test_a_list_without_words_is_refused(data):
    with pytest.raises(FileError, match="without posts and skills"):
        parse("cv.txt", data)


def test_a_group_of_skills_counts_only_if_it_is_a_skill(graph_of):
    data = b'{"skills": [{"name": "Knots", "keywords": ["Ropes"]}, {"name": "Things", "keywords": ["Ropes"]}]}'
    found = resolve_resume(graph_of(GRAPH), parse("cv.json", data), TODAY)
    assert [each.words for each in found.skills] == ["Knots"]
    assert [each.words for each in found.unrecognised] == ["Ropes"]
