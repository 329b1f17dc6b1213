"""Check that the name of each function begins with a verb. Add a new verb to the list if no verb of the list fits."""

import ast

from support.paths import REPOSITORY

VERBS = """
add adopt advise agree aim allow annotate answer append arrange arrive ask assemble assess assign batch begin bound
break build bundle call cancel capitalize catch change check choose cite coarsen collect compare compile complete
compose compute conclude convert count create cross cut decode defer derive describe diff discard dive draw drop
dump echo edit eliminate end enter enumerate escape estimate exchange expand expect explain export extend fail feed
fetch fill find finish fit flatten fold follow forget format frame freeze get give group grow handle hash hatch hide
hold import index infer init interrupt intersect invoke isolate iterate join keep lay learn leave limit lint list
listen load locate lock make map mark match measure merge move multiply name normalize note open optimize order
outline pack pad paint parse pause pick place plan pop prefer prepare price project push put quote rank rate reach
read record redirect reduce refuse reject rekey relax remove rename render reorder repair repeat replace report
reserve resolve respond restore round route run sample sanitize save say scale schedule search select send separate
serve set settle shape share shift shorten show sign simplify skip solve sort spell split spread stack stamp start
step study subtract suggest sum summarize tabulate take teach tell tighten trace translate try turn unescape unfold
unite unset update validate verify view wait walk watch weigh widen work wrap write
"""
# first words of predicates, conversions and handlers, such as `can_have`, `to_json`, `with_range` and `on_request`
IDIOMS = {"as", "can", "from", "is", "main", "may", "on", "to", "with"}
# questions, commands, the public names of tables, and methods that other libraries call
FIXED = """
Connection.connection_lost Connection.connection_made Costs.by Drawing._repr_svg_ Plan._repr_html_ Planner.unavoidable
Profile.options Questions._next Questions._why Solver.k_best Solver.unavoidable Stop.date_from _k_best completion
deadline edges_frame goal histories k_best learned learning mcp mlgraph next_ next_skills nodes_frame path progress
schema template why
"""


def list_functions(node, around=""):
    """Yield each function below a node, with its name after the classes and functions around it."""
    for child in ast.iter_child_nodes(node):
        is_named = isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        name = f"{around}{child.name}" if is_named else around
        if is_named and not isinstance(child, ast.ClassDef):
            yield name, child
        yield from list_functions(child, f"{name}." if is_named else around)


def begins_with_a_verb(name, function):
    last = name.rpartition(".")[2]
    decorators = {getattr(each, "attr", getattr(each, "id", "")) for each in function.decorator_list}
    is_predicate = isinstance(function.returns, ast.Name) and function.returns.id == "bool"
    if name in FIXED.split() or is_predicate or last.startswith("__") or decorators & {"property", "cached_property"}:
        return True
    return last.lstrip("_").partition("_")[0] in IDIOMS.union(VERBS.split())


def test_the_name_of_each_function_begins_with_a_verb():
    paths = sorted((REPOSITORY / "src").rglob("*.py"))
    found = [
        (path.name, each) for path in paths for each in list_functions(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert [(path, name) for path, (name, function) in found if not begins_with_a_verb(name, function)] == []


def test_a_function_named_by_a_noun_is_found():
    code = "class A:\n    def _hours(self): ...\n    def is_a(self) -> bool: ...\n    def find(self): ...\ndef months(): ..."
    found = [name for name, function in list_functions(ast.parse(code)) if not begins_with_a_verb(name, function)]
    assert found == ["A._hours", "months"]
