"""Tests of the public API: names, signatures, types, docstrings, texts, tables, pickles and validation."""

import ast
import dataclasses
import inspect
import json
import math
import pickle
import re
import runpy
import subprocess
import sys
import typing
from datetime import date
from importlib.metadata import version
from pathlib import Path

import nbclient
import nbformat
import networkx as nx
import pytest
from numpydoc.docscrape import get_doc_object

import mlgraph
from mlgraph.search.compiled import NamedGraph
from support.careers import SOUND
from support.paths import REPOSITORY

SCRIPT = REPOSITORY / "tests" / "support" / "typed_script.py"
PUBLIC = {name: getattr(mlgraph, name) for name in mlgraph.__all__}
FUNCTIONS = {name: value for name, value in PUBLIC.items() if inspect.isfunction(value)}
CLASSES = {name: value for name, value in PUBLIC.items() if inspect.isclass(value)}
METHODS = {
    f"{name}.{method}": function
    for name, value in CLASSES.items()
    for method, function in vars(value).items()
    if inspect.isfunction(function) and not method.startswith("_")
}
DAYS = (date(2027, 1, 1), date(2032, 1, 1))
# a typical call of each question, after the graph or the planner
QUESTIONS = {
    "plan": ("start", "engineer"),
    "k_best": ("start", "engineer", 2),
    "plan_many": ("start", ["engineer", "lead"]),
    "reach": ("start",),
    "next_skills": ("start",),
    "why": ("maths", "start", "engineer"),
    "compare": ("engineer", "lead"),
    "deadline": ("start", "engineer", *DAYS),
}


# names


def names_in(node):
    """Return the imports below `if TYPE_CHECKING:`, by module."""
    return {
        statement.module.removeprefix("mlgraph."): tuple(alias.name for alias in statement.names)
        for statement in node.body
        if isinstance(statement, ast.ImportFrom)
    }


def test_the_lists_of_public_names_agree():
    tree = ast.parse(Path(mlgraph.__file__).read_text(encoding="utf-8"))
    for_types = next(node for node in tree.body if isinstance(node, ast.If))
    assert names_in(for_types) == mlgraph._MODULES
    assert sorted(name for names in mlgraph._MODULES.values() for name in names) == mlgraph.__all__ == dir(mlgraph)


def test_the_version_is_that_of_the_package():
    assert mlgraph.__version__ == version("mlgraph")


def test_an_unknown_name_raises_attribute_error():
    with pytest.raises(AttributeError, match="'plann'"):
        _ = mlgraph.plann


def classes_in(annotation, module):
    """Yield the classes in an annotation, with or without quotes."""
    if isinstance(annotation, str):
        names = (node.id for node in ast.walk(ast.parse(annotation)) if isinstance(node, ast.Name))
        for name in names:
            yield from classes_in(getattr(module, name, None), module)
    elif inspect.isclass(annotation) and not typing.get_args(annotation):
        yield annotation
    else:
        for part in typing.get_args(annotation):
            yield from classes_in(part, module)


def types_of(value):
    """Yield the classes in the signature of a function, or in the fields and members of a class."""
    if inspect.isclass(value):
        fields = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
        annotations = [field.type for field in fields]
        members = [member.fget if isinstance(member, property) else member for member in vars(value).values()]
        for member in members:
            if inspect.isfunction(member) and not member.__name__.startswith("__"):
                yield from types_of(member)
    else:
        annotations = list(inspect.get_annotations(value).values())
    for annotation in annotations:
        yield from classes_in(annotation, inspect.getmodule(value))


def test_each_type_that_an_answer_has_is_public():
    waiting, seen = [*FUNCTIONS.values(), *CLASSES.values()], set()
    while waiting:
        found = {each for each in types_of(waiting.pop()) if each.__module__.startswith("mlgraph")}
        waiting += found - seen
        seen |= found
    assert {each.__name__ for each in seen if each is not CLASSES.get(each.__name__)} == set()
    assert {mlgraph.Study, mlgraph.Citation, mlgraph.MoveChange, mlgraph.Planner} <= seen


# signatures and docstrings


def documented(function, section):
    """Return a section of a docstring: the type or description of each name."""
    entries = get_doc_object(function, config={"show_class_members": False})[section]
    return {name: entry.type for entry in entries for name in (entry.name or entry.type).split(", ")}


@pytest.mark.parametrize("name", FUNCTIONS | METHODS)
def test_a_docstring_gives_the_default_of_each_parameter(name):
    function = (FUNCTIONS | METHODS)[name]
    said = documented(function, "Parameters")
    for parameter in inspect.signature(function).parameters.values():
        if parameter.default is not inspect.Parameter.empty:
            assert ast.literal_eval(said[parameter.name].partition("default ")[2]) == parameter.default, parameter.name


@pytest.mark.parametrize("name", FUNCTIONS | METHODS)
def test_a_docstring_names_errors_that_can_be_imported(name):
    assert set(documented((FUNCTIONS | METHODS)[name], "Raises")) <= set(mlgraph.__all__)


EXAMPLES = FUNCTIONS | METHODS | CLASSES


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_docstring_has_an_example(name):
    assert ">>> import mlgraph" in inspect.getdoc(EXAMPLES[name]).partition("Examples\n--------\n")[2]


def test_help_on_a_plan_is_complete(capsys):
    help(mlgraph.plan)
    printed = capsys.readouterr().out
    for option in (
        "pace: float = 10.0",
        "objective: Literal['months', 'hours', 'moves', 'commonest'] = 'months'",
        "-> mlgraph",
    ):
        assert option in printed
    assert "Hours of study a week, from 0.01 to 168." in printed
    assert "The most seconds for the search" in printed


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_method_of_a_planner_is_the_public_function(name):
    assert getattr(mlgraph.Planner, name) is getattr(mlgraph, name)


# types


def uses():
    """Return the names of `mlgraph` that the script uses."""
    nodes = ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8")))
    return {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "mlgraph"
    }


def test_the_typed_script_uses_each_public_name():
    assert uses() == {*mlgraph.__all__, "__version__"}


@pytest.mark.slow
def test_the_typed_script_runs(capsys):
    runpy.run_path(str(SCRIPT), run_name="__main__")
    assert capsys.readouterr().out.splitlines()[-1].startswith("data-scientist")


CHECKERS = {
    "mypy": ("--strict", f"--python-executable={sys.executable}"),
    "basedpyright": ("--level", "error", "--pythonpath", sys.executable),
}


def judged(checker, path):
    """Run a type checker on a script, without the settings of the project."""
    command = [Path(sys.executable).with_name(checker), *CHECKERS[checker], str(path)]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
def test_a_type_checker_accepts_the_typed_script(checker, tmp_path):
    path = tmp_path / SCRIPT.name
    path.write_bytes(SCRIPT.read_bytes())
    code, said = judged(checker, path)
    assert code == 0, said


# a wrong call, and a word of the error
WRONG = {
    "mlgraph.plan(graph, 'a', 'b', speed=3)": "speed",
    "mlgraph.plan(graph, 'a', 'b', pace='fast')": "float",
    "mlgraph.plan(graph, 'a', 'b', objective='time')": "Literal",
    "mlgraph.plan(graph, 'a')": "target",
    "planner.reach('a', within='b')": "float",
    "mlgraph.plan(graph, 'a', 'b').steps": "steps",
    "mlgraph.plann(graph, 'a', 'b')": "plann",
}


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
def test_a_type_checker_sees_each_wrong_call(checker, tmp_path):
    path = tmp_path / "wrong.py"
    head = ["import mlgraph", "graph = mlgraph.load()", "planner = mlgraph.Planner(graph)"]
    path.write_text("\n".join([*head, *(f"print({call})" for call in WRONG)]), encoding="utf-8")
    code, said = judged(checker, path)
    assert code == 1
    for line, word in enumerate(WRONG.values(), 1 + len(head)):
        assert any(f"wrong.py:{line}:" in complaint and word in complaint for complaint in said.splitlines()), word


# texts and JSON


ANSWERS = {
    "reach": (("reach", "--from", "start"), lambda g: mlgraph.reach(g, "start")),
    "next": (("next", "--from", "start"), lambda g: mlgraph.next_skills(g, "start")),
    "next for a target": (
        ("next", "--from", "start", "--to", "engineer"),
        lambda g: mlgraph.next_skills(g, "start", "engineer"),
    ),
    "why": (
        ("why", "maths", "--from", "start", "--to", "engineer"),
        lambda g: mlgraph.why(g, "maths", "start", "engineer"),
    ),
    "compare": (("compare", "engineer", "lead"), lambda g: mlgraph.compare(g, "engineer", "lead")),
    "several targets": (
        ("path", "--from", "start", "--to", "engineer", "--to", "lead"),
        lambda g: mlgraph.plan_many(g, "start", ["engineer", "lead"]),
    ),
    "show": (("show", "engineer"), lambda g: mlgraph.describe(g, "engineer")),
    "plan": (("path", "--from", "engineer", "--to", "lead"), lambda g: mlgraph.plan(g, "engineer", "lead")),
}


# options and commands to type next, which only the command line prints
HINTS = r"^(Add --.*|(All of it|The first role|Calendar):\s+mlgraph .*)\n"


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_has_the_text_and_the_json_of_the_command_line(case, run, graph_file):
    arguments, ask = ANSWERS[case]
    path = graph_file(SOUND)
    answer = ask(mlgraph.load(path))
    code, out, err = run(*arguments, "--graph", path)
    # the command line says in addition what to type next
    assert (
        code,
        re.sub(HINTS, "", out, flags=re.MULTILINE),
        err,
    ) == (
        0,
        f"{answer}\n",
        "",
    )
    code, out, _ = run(*arguments, "--graph", path, "--json")
    printed = json.loads(out)
    assert code == 0
    assert {name: printed[name] for name in answer.to_dict()} == json.loads(json.dumps(answer.to_dict()))


def test_the_text_of_a_plan_is_that_of_the_command_line_without_further_searches_and_commands(run, graph_file):
    path = graph_file(SOUND)
    plan = mlgraph.plan(mlgraph.load(path), "start", "lead")
    _, out, _ = run("path", "--from", "start", "--to", "lead", "--graph", path)
    lines = re.sub(HINTS, "", out, flags=re.MULTILINE).splitlines()
    assert [line for line in lines if not line.startswith("Every route that mlgraph knows ")] == str(plan).splitlines()
    assert len(lines) == len(str(plan).splitlines()) + 1
    _, out, _ = run("path", "--from", "start", "--to", "lead", "--graph", path, "--json")
    further = ("unavoidable", "figures")
    assert {name: value for name, value in json.loads(out).items() if name not in further} == plan.to_dict()
    assert [(name, plan.to_dict()[name]) for name in ("from", "to")] == [("from", "start"), ("to", "lead")]


def test_an_answer_in_plain_types_has_only_types_of_json(graph_of):
    found = mlgraph.deadline(graph_of(SOUND), "start", "engineer", *DAYS).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["start"] == "2027-01-01"


# tables


def test_the_table_of_a_plan_has_a_row_for_each_stay_and_each_skill(graph_of):
    start = date(2026, 12, 1)
    frame = mlgraph.plan(graph_of(SOUND), "start", "lead", have=["r"], start=start).to_frame()
    rows = frame[["kind", "id", "begins", "ends", "hours", "before", "waits_for"]].values.tolist()
    assert [[None if value != value else value for value in row] for row in rows] == [
        ["stage", "start", start, date(2027, 6, 1), None, None, None],
        ["skill", "maths", start, date(2026, 12, 28), 40.0, "engineer", None],
        ["role", "engineer", date(2027, 6, 1), date(2030, 6, 16), None, None, "post"],
        ["role", "lead", date(2030, 6, 16), None, None, None, "post"],
    ]


def test_the_tables_of_a_graph_have_a_row_for_each_node_and_edge(graph_of):
    graph = graph_of(SOUND)
    nodes, edges = mlgraph.nodes_frame(graph), mlgraph.edges_frame(graph)
    assert list(nodes["id"]) == sorted(graph)
    assert nodes.set_index("id").loc["python", ["kind", "title", "hours"]].tolist() == ["skill", "Python", 60.5]
    assert math.isnan(nodes.set_index("id").loc["lead", "hours"])
    assert sorted(zip(edges["source"], edges["target"], strict=True)) == sorted(graph.edges)
    assert edges.set_index(["source", "target"]).loc[("engineer", "lead"), "months"] == 36.5
    assert not edges.set_index(["source", "target"]).loc[("r", "engineer"), "required"]


@pytest.mark.parametrize("table", ["plan", "nodes", "edges"])
def test_a_table_without_pandas_says_what_to_install(table, graph_of, monkeypatch):
    graph = graph_of(SOUND)
    plan = mlgraph.plan(graph, "start", "lead")
    monkeypatch.setitem(sys.modules, "pandas", None)  # how Python marks a missing module
    make = {
        "plan": plan.to_frame,
        "nodes": lambda: mlgraph.nodes_frame(graph),
        "edges": lambda: mlgraph.edges_frame(graph),
    }
    with pytest.raises(mlgraph.MissingPackageError, match="pip install pandas"):
        make[table]()


# planners


def compiled(ask):
    """Return the number of graphs compiled during a question, counted with a profiler."""
    calls = []
    before = sys.getprofile()

    def note(frame, event, _):
        if event == "call" and frame.f_code is NamedGraph.__init__.__code__:
            calls.append(frame)

    sys.setprofile(note)
    try:
        ask()
    finally:
        sys.setprofile(before)
    return len(calls)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_planner_compiles_its_graph_once_and_answers_the_same(question, graph_of):
    graph, ask, arguments = graph_of(SOUND), getattr(mlgraph, question), QUESTIONS[question]
    planner = mlgraph.Planner(graph)
    assert compiled(lambda: ask(graph, *arguments)) == 1
    assert compiled(lambda: ask(planner, *arguments)) == 0
    assert compiled(lambda: getattr(planner, question)(*arguments)) == 0
    assert ask(planner, *arguments) == ask(graph, *arguments) == getattr(planner, question)(*arguments)


def test_a_planner_can_be_pickled(graph_of):
    planner = mlgraph.Planner(graph_of(SOUND))
    other = pickle.loads(pickle.dumps(planner))
    assert other.plan("start", "lead") == planner.plan("start", "lead")
    assert nx.utils.graphs_equal(other.graph, planner.graph)


def test_a_planner_keeps_its_graph():
    graph = by_hand()
    planner = mlgraph.Planner(graph)
    graph.edges["start", "end"]["months"] = 99
    assert (planner.plan("start", "end").months, mlgraph.plan(graph, "start", "end").months) == (6, 99)


# graphs that did not come from a file


def by_hand():
    """Return a valid graph made in Python."""
    graph = nx.DiGraph()
    graph.add_node("start", kind="stage", title="Start")
    graph.add_node("end", kind="role", title="End")
    graph.add_node("maths", kind="skill", title="Maths", hours=20)
    graph.add_edge("start", "end", relation="leads_to", months=6)
    graph.add_edge("maths", "end", relation="needed_for", required=True)
    return graph


def edited_copy(graph):
    """Add a skill without a kind, which is impossible in a file."""
    copy = nx.DiGraph(graph)
    copy.add_node("rust", title="Rust", hours=40)
    return copy


def negative_hours(graph):
    """Set the hours of a skill to a negative number."""
    copy = nx.DiGraph(graph)
    copy.add_node("maths", **{**copy.nodes["maths"], "hours": -1})
    return copy


def count(graph, path):
    path.write_text("who,job,begin\na,start,2020\na,end,2021\n", encoding="utf-8")
    return mlgraph.count_histories(graph, [path], columns={"person": "who", "title": "job", "start": "begin"})


TAKERS = {
    "Planner": lambda graph, path: mlgraph.Planner(graph),
    "plan": lambda graph, path: mlgraph.plan(graph, "start", "end"),
    "k_best": lambda graph, path: mlgraph.k_best(graph, "start", "end", 1),
    "plan_many": lambda graph, path: mlgraph.plan_many(graph, "start", ["end"]),
    "plan_people": lambda graph, path: mlgraph.plan_people(graph, (), target="end"),
    "reach": lambda graph, path: mlgraph.reach(graph, "start"),
    "next_skills": lambda graph, path: mlgraph.next_skills(graph, "start"),
    "why": lambda graph, path: mlgraph.why(graph, "maths", "start", "end"),
    "compare": lambda graph, path: mlgraph.compare(graph, "start", "end"),
    "deadline": lambda graph, path: mlgraph.deadline(graph, "start", "end", *DAYS),
    "plan_figures": lambda graph, path: mlgraph.plan_figures(graph, mlgraph.plan(by_hand(), "start", "end")),
    "check_laws": lambda graph, path: mlgraph.check_laws(graph),
    "resolve": lambda graph, path: mlgraph.resolve(graph, "End"),
    "match": lambda graph, path: mlgraph.match(graph, "maths"),
    "describe": lambda graph, path: mlgraph.describe(graph, "end"),
    "diff": lambda graph, path: mlgraph.diff(by_hand(), graph),
    "diff, the old one": lambda graph, path: mlgraph.diff(graph, by_hand()),
    "draw": lambda graph, path: mlgraph.draw(graph),
    "nodes_frame": lambda graph, path: mlgraph.nodes_frame(graph),
    "edges_frame": lambda graph, path: mlgraph.edges_frame(graph),
    "merge": lambda graph, path: mlgraph.merge(graph),
    "merge, over another": lambda graph, path: mlgraph.merge(by_hand(), graph),
    "save": lambda graph, path: mlgraph.save(graph, path / "graph.toml"),
    "count_histories": lambda graph, path: count(graph, path.with_suffix(".csv")),
}


def takes_a_graph(name):
    """Return whether a public name has a graph parameter."""
    return any(
        "Graph" in str(parameter.annotation) for parameter in inspect.signature(PUBLIC[name]).parameters.values()
    )


def test_each_public_name_with_a_graph_parameter_is_in_the_table():
    taking = {name for name in (*FUNCTIONS, "Planner") if takes_a_graph(name)}
    assert {name.partition(",")[0] for name in TAKERS} == taking


@pytest.mark.parametrize("taker", TAKERS)
@pytest.mark.parametrize(
    ("spoil", "words"),
    [(edited_copy, ["rust", "kind"]), (negative_hours, ["maths", "hours", "-1"])],
    ids=["no kind", "negative hours"],
)
def test_a_wrong_graph_is_refused_with_its_ids(taker, spoil, words, tmp_path):
    with pytest.raises(mlgraph.GraphFileError) as error:
        TAKERS[taker](spoil(by_hand()), tmp_path)
    assert error.value.nodes == (words[0],)
    assert all(word in str(error.value) for word in words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("taker", TAKERS)
def test_a_graph_built_in_python_equals_a_loaded_graph(taker, tmp_path):
    graph = by_hand()
    TAKERS[taker](graph, tmp_path)
    assert nx.utils.graphs_equal(graph, by_hand())


@pytest.mark.parametrize(
    "value", [nx.Graph(), nx.MultiDiGraph(), "ml.toml", None], ids=["undirected", "multi", "path", "none"]
)
def test_anything_but_a_directed_graph_is_refused(value):
    with pytest.raises(mlgraph.UsageError, match=r"networkx\.DiGraph"):
        mlgraph.plan(value, "start", "end")


def test_a_picture_of_an_unknown_kind_is_refused(graph_of):
    with pytest.raises(mlgraph.UsageError, match="roles"):
        mlgraph.draw(graph_of(SOUND), only="rols")


# notebooks

NOTEBOOK = """
import mlgraph
graph = mlgraph.load()
plan = mlgraph.plan(graph, "beginner", "data scientist")
plan
---
mlgraph.draw(graph, plan=plan)
"""


@pytest.mark.slow
def test_a_plan_and_a_drawing_show_themselves_in_a_notebook(ml):
    cells = [nbformat.v4.new_code_cell(cell) for cell in NOTEBOOK.split("---")]
    notebook = nbclient.execute(nbformat.v4.new_notebook(cells=cells))
    table, picture = (cell.outputs[0].data for cell in notebook.cells)
    plan = mlgraph.plan(ml, "beginner", "data scientist")
    assert table["text/html"] == plan._repr_html_()
    assert picture["image/svg+xml"] == mlgraph.draw(ml, plan=plan)._repr_svg_()


def test_a_drawing_in_a_notebook_is_no_wider_than_its_cell_and_else_the_same(graph_of):
    drawing = mlgraph.draw(graph_of(SOUND))
    shown, saved = drawing._repr_svg_(), drawing.render("svg").decode()
    style = ' style="max-width: 100%; height: auto"'
    assert style in shown and "viewBox" in shown
    assert shown.replace(style, "") == saved
