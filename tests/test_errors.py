"""Tests of errors: messages for persons and data for programs, in this process and in another."""

import pickle

import networkx as nx
import pytest

import mlgraph
from mlgraph import errors
from mlgraph.errors import Diagnostic
from mlgraph.names import resolve
from mlgraph.profilefile import parse
from support.careers import SOUND

ONE = Diagnostic("error", "g.toml", 3, "a", "is wrong", "write it otherwise", ("a", "b"))
OTHER = Diagnostic("warning", "", 0, "a -> b", "is a slip", "remove it")

# every error, its text, and its data
ERRORS = {
    "mlgraph": (errors.MlgraphError("it failed"), "it failed", {}),
    "usage": (errors.UsageError("a pace of 0"), "a pace of 0", {}),
    "unknown": (
        errors.UnknownNameError("no role is called x", ("a", "b"), "did you mean a or b?"),
        "no role is called x, did you mean a or b?",
        {"problem": "no role is called x", "nearest": ("a", "b"), "question": "did you mean a or b?"},
    ),
    "ambiguous": (errors.AmbiguousNameError("may mean two", ("a", "b")), "may mean two", {"candidates": ("a", "b")}),
    "no plan": (errors.NoPlanError("no way", "a"), "no way", {"nearest": "a"}),
    "no plan in time": (
        errors.NoPlanInTimeError(),
        "no plan was found in the time given; raise `time_limit`, or ask for fewer nodes in `via`",
        {},
    ),
    "missing package": (errors.MissingPackageError("it needs pandas"), "it needs pandas", {}),
    "engine": (errors.EngineError("Spark does not start"), "Spark does not start", {}),
    "draw": (errors.DrawError("too large"), "too large", {}),
    "letters": (errors.LettersError("no font"), "no font", {}),
    "file": (errors.FileError("g.toml: is missing"), "g.toml: is missing", {}),
    "graph file": (
        errors.GraphFileError("g.toml", [ONE]),
        "g.toml: 1 mistake, nothing is loaded\ng.toml:3: a: is wrong; write it otherwise",
        {"path": "g.toml", "diagnostics": (ONE,), "nodes": ("a", "b")},
    ),
    "graph": (
        errors.GraphFileError("", [OTHER, OTHER]),
        "the graph has 2 mistakes\na -> b: is a slip; remove it\na -> b: is a slip; remove it",
        {"path": "", "diagnostics": (OTHER, OTHER), "nodes": ()},
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_an_error_can_be_pickled(case):
    error, text, data = ERRORS[case]
    for each in (error, pickle.loads(pickle.dumps(error))):
        assert (type(each), str(each), vars(each)) == (type(error), text, data)


def test_every_error_is_in_the_table():
    known = {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.MlgraphError)}
    assert {type(error) for error, _, _ in ERRORS.values()} == known


@pytest.mark.parametrize(
    ("name", "kinds", "nearest"),
    [
        ("pyton", ("skill",), ("python",)),
        ("mathz", ("stage", "role", "skill"), ("maths",)),
        ("builde", ("role",), ("engineer",)),
        ("python", ("role",), ()),
        ("zzz", ("skill",), ()),
    ],
    ids=["a slip", "of any kind", "an alias", "of another kind", "nothing alike"],
)
def test_an_unknown_name_error_has_the_ids_of_similar_names(graph_of, name, kinds, nearest):
    with pytest.raises(errors.UnknownNameError) as error:
        resolve(graph_of(SOUND), name, kinds)
    assert error.value.nearest == nearest
    assert all(node in str(error.value) for node in nearest)


@pytest.mark.parametrize(
    ("old", "new", "nodes"),
    [
        ('needs = ["maths"]', 'needs = ["python"]', ("python",)),
        ("hours = 40", 'hours = 40\nneeds = ["python"]', ("maths", "python")),
        ("hours = 40", "hours = -1", ("maths",)),
        ("lead = 36.5", "leed = 36.5", ("engineer", "leed")),
        ("lead = 36.5", "lead = -1", ("engineer", "lead")),
        ('title = "Two careers"', "title = 2", ()),
        ('publisher = "A publisher"', "publisher = 2", ()),
    ],
    ids=["itself", "a cycle", "a node", "a move to nowhere", "a move", "the title", "a source"],
)
def test_a_diagnostic_carries_the_ids_of_its_nodes(graph_file, old, new, nodes):
    with pytest.raises(errors.GraphFileError) as error:
        mlgraph.load(graph_file(SOUND.replace(old, new, 1)))
    assert [found.nodes for found in error.value.diagnostics] == [nodes]
    assert error.value.nodes == nodes


def test_an_error_in_a_profile_has_the_candidate_ids(graph_of):
    graph = nx.DiGraph(graph_of(SOUND))
    graph.nodes["python"]["aliases"] = graph.nodes["r"]["aliases"] = ("Scripting",)
    with pytest.raises(errors.GraphFileError) as error:
        parse("me.toml", b'have = [\n"Scripting",\n"mathz"]', graph)
    assert [(found.line, found.id, found.nodes) for found in error.value.diagnostics] == [
        (2, "have", ("python", "r")),
        (3, "have", ("maths",)),
    ]
