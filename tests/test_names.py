"""Tests of names: the node with a name, and errors for unknown and ambiguous names."""

import pytest

from mlgraph.errors import AmbiguousNameError, UnknownNameError
from mlgraph.model import POSITIONS
from mlgraph.names import MOST_UNKNOWN, fold, resolve, resolve_all
from support.careers import SOUND


@pytest.fixture
def graph(graph_of):
    return graph_of(SOUND + '[role.tester]\ntitle = "\u00c9ngineer two"\naliases = ["Builder", "q.a."]')


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("lead", "lead"),
        ("LEAD", "lead"),
        (" Lead ", "lead"),
        ("engineer-TWO", "tester"),
        ("Q.A.", "tester"),
        ("R", "r"),
    ],
)
def test_a_name_is_an_id_a_title_or_an_alias(graph, name, node):
    assert resolve(graph, name) == node


def test_a_title_counts_before_an_alias(graph_of):
    graph = graph_of(
        '[role.a]\ntitle = "Data scientist"\n[role.b]\ntitle = "B"\naliases = ["data scientist", "analyst"]'
    )
    assert resolve(graph, "DATA scientist") == "a"
    assert resolve(graph, "analyst") == "b"


def test_an_exact_title_wins(graph_of):
    titles = ("Resume", "R\u00e9sum\u00e9", "RESUME", "-", "_")
    graph = graph_of("".join(f'[role.n{place}]\ntitle = "{title}"\n' for place, title in enumerate(titles)))
    assert [resolve(graph, title) for title in titles] == ["n0", "n1", "n2", "n3", "n4"]
    with pytest.raises(AmbiguousNameError, match="'resume' may mean any of: n0"):
        resolve(graph, "resume")


def test_the_letters_decide_before_the_case(graph_of):
    graph = graph_of(
        "".join(
            f'[role.{node}]\ntitle = "{title}"\naliases = ["{alias}"]\n'
            for node, title, alias in [
                ("r", "Resume", "Ma\u00dfe"),
                ("e", "R\u00e9sum\u00e9", "masse"),
                ("s", "Stra\u00dfe", "resume"),
                ("t", "Strasse", "other"),
            ]
        )
    )
    meant = {
        "re\u0301sume\u0301": "e",
        "Re\u0301sume\u0301": "e",
        "R\u00c9SUM\u00c9": "e",
        "RESUME": "r",
        "resume": "r",
    }
    meant |= {"stra\u00dfe": "s", "strasse": "t", "ma\u00dfe": "r", "MASSE": "e"}
    assert {name: resolve(graph, name) for name in meant} == meant
    with pytest.raises(AmbiguousNameError, match=r"e \(R.*, r \("):
        resolve(graph, "r\u00e9sume")


def test_a_name_that_folds_to_nothing_matches_no_such_title(graph_of):
    graph = graph_of('[role.a]\ntitle = "-"\naliases = ["_"]')
    assert resolve(graph, "-") == "a"
    for name in ("", " ", "--"):
        with pytest.raises(UnknownNameError):
            resolve(graph, name)


def test_an_ambiguous_name_selects_nothing(graph):
    with pytest.raises(AmbiguousNameError, match=r"engineer \(Engineer\), tester") as error:
        resolve(graph, "BUILDER")
    assert error.value.candidates == ("engineer", "tester")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pyton", "no stage, role or skill is called 'pyton', did you mean python?"),
        ("bilder", r"did you mean engineer \(.*\)|tester"),
        ("zzz", "no stage, role or skill is called 'zzz'$"),
        ("", "a name is empty; write an id, a title or an alias$"),
        ("_", "no stage, role or skill is called '_'$"),
    ],
)
def test_an_unknown_name_gets_suggestions(graph, name, message):
    with pytest.raises(UnknownNameError, match=message):
        resolve(graph, name)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "scientist",
            "no stage or role is called 'scientist', did you mean research-scientist or nlp-scientist or data",
        ),
        (
            "CHIEF data",
            r"no stage or role is called 'CHIEF data', did you mean chief-data-officer or chief-data-scientist\?",
        ),
        ("sql", r"'sql' is a skill; a stage or role is needed here"),
        ("calculus", "'calculus' is a skill; a stage or role is needed here$"),
        ("c", "no stage or role is called 'c'$"),
        # an alias, such as "Python developer", does not make a role of the skill
        ("python", "'python' is a skill; a stage or role is needed here$"),
        ("machine learning", "a skill; a stage or role is needed here, did you mean machine-learning-engineer"),
    ],
)
def test_a_part_of_a_name_gets_suggestions(ml, name, message):
    with pytest.raises(UnknownNameError, match=message):
        resolve(ml, name, POSITIONS)


@pytest.mark.parametrize(
    ("names", "message", "nearest"),
    [
        (["pyton"], "no skill is called 'pyton', did you mean python?", ("python",)),
        (
            ["pyton", "r", "mahts"],
            "no skill is called 'pyton' (did you mean python?); no skill is called 'mahts' (did you mean maths?)",
            ("python", "maths"),
        ),
        (["zzz", "lead"], "no skill is called 'zzz'; 'lead' is a role; a skill is needed here", ()),
        ([f"zzz{n}" for n in range(99)], "; ".join(f"no skill is called 'zzz{n}'" for n in range(MOST_UNKNOWN)), ()),
    ],
)
def test_an_error_lists_all_unknown_names(graph, names, message, nearest):
    with pytest.raises(UnknownNameError) as error:
        resolve_all(graph, names, ("skill",))
    assert (str(error.value), error.value.nearest) == (message, nearest)


@pytest.mark.parametrize("name", ["", " ", "\t"])
def test_an_empty_name_differs_from_one_that_folds_to_nothing(graph_of, name):
    graph = graph_of('[role.a]\ntitle = "--"\n[role.b]\ntitle = "_"\naliases = ["-"]')
    assert (resolve(graph, "--"), resolve(graph, " _ "), resolve(graph, "-")) == ("a", "b", "b")
    with pytest.raises(UnknownNameError):
        resolve(graph, name)


@pytest.mark.parametrize("name", ["a B", "A-b_c", "x\x1fy\tz", "a__-b ", "Q.A.", "".join(map(chr, range(128)))])
def test_plain_letters_fold_like_all_others(name):
    assert fold(name) == fold(name + "\u0301")
