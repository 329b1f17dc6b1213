"""Tests of the registries of formats and importers, and of parameter names in messages."""

import ast
import json
import re
from inspect import Parameter, signature
from itertools import chain
from math import inf, nan
from pkgutil import resolve_name
from xml.etree import ElementTree

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

import mlgraph
from mlgraph.cli.app import app
from mlgraph.cli.parameters import name_option, name_options
from mlgraph.drawing import render
from mlgraph.errors import UsageError
from mlgraph.export.formats import FORMATS, export
from mlgraph.importers.registry import IMPORTERS, read
from mlgraph.printable import shorten
from support.careers import SOUND
from support.paths import REPOSITORY

SOURCE = REPOSITORY / "src" / "mlgraph"


def keywords(place):
    """Return the names of keyword-only parameters, none of which has a default."""
    found = [each for each in signature(resolve_name(place)).parameters.values() if each.kind is Parameter.KEYWORD_ONLY]
    return {each.name for each in found if each.default is Parameter.empty}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_writer_accepts_the_options_of_its_row(suffix):
    row = FORMATS[suffix]
    assert keywords(row.writer) == {*row.needs, *row.takes}


@pytest.mark.parametrize("name", IMPORTERS)
def test_a_reader_accepts_the_rules_of_its_row(name):
    assert keywords(IMPORTERS[name].reader) == {*IMPORTERS[name].rules, "progress"}


@pytest.mark.parametrize("suffix", FORMATS)
def test_options_outside_the_row_are_refused(graph_of, suffix):
    graph = graph_of(SOUND)
    given = {"plan": mlgraph.plan(graph, "start", "lead"), "focus": "lead", "only": "roles", "start": "2026-01-01"}
    row = FORMATS[suffix]
    needed = {name: given[name] for name in row.needs}
    for name in given.keys() - {*row.needs, *row.takes}:
        with pytest.raises(UsageError, match=rf"a \.{suffix} file does not take `{name}`; leave it out, or choose"):
            export(graph, suffix, **needed | {name: given[name]})
    for name in row.needs:
        with pytest.raises(UsageError, match=rf"a \.{suffix} file holds a {row.holds}; give `{name}`"):
            export(graph, suffix)


def test_a_flowchart_is_of_a_plan_or_of_a_part(graph_of):
    graph = graph_of(SOUND)
    with pytest.raises(UsageError, match="`plan` and `only` cannot be combined"):
        export(graph, "mmd", plan=mlgraph.plan(graph, "start", "lead"), only="roles")


def test_the_picture_of_a_diff_can_be_exported(run):
    pictures = [suffix for suffix, row in FORMATS.items() if row.holds == "picture"]
    assert sorted(pictures) == sorted(render.FORMATS)
    assert f"as {', '.join(f'.{suffix}' for suffix in pictures)}" in " ".join(run("diff", "--help")[1].split())


@pytest.mark.parametrize("suffix", render.FORMATS)
def test_a_drawing_is_saved_by_its_suffix(graph_of, tmp_path, suffix):
    drawing = mlgraph.draw(graph_of(SOUND))
    path = tmp_path / f"map.{suffix.upper()}"
    path.write_text("older")
    drawing.save(path)
    assert path.read_bytes() == drawing.render(suffix)
    assert {each.name for each in tmp_path.iterdir()} == {"graph.toml", path.name}
    with pytest.raises(UsageError, match="unknown picture format 'gif'; choose one of dot, png, svg, pdf"):
        drawing.save(tmp_path / "map.gif")


def test_a_notebook_shows_a_drawing_no_wider_than_its_cell(graph_of):
    drawing = mlgraph.draw(graph_of(SOUND))
    shown = ElementTree.fromstring(drawing._repr_svg_())
    assert shown.get("style") == "max-width: 100%; height: auto"
    assert "style" not in ElementTree.fromstring(render.render(drawing.dot, "svg")).attrib


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("mlgraph export map.", [f"map.{suffix}" for suffix in FORMATS]),
        ("mlgraph export out/my.map.p", ["out/my.map.png", "out/my.map.pdf"]),
        ("mlgraph export ../ma", None),
        ("mlgraph export ..", None),
        ("mlgraph export .", None),
        ("mlgraph export map.gif", None),
        ("mlgraph check map.", None),
    ],
)
def test_the_tab_key_offers_the_formats(run, line, offered):
    code, out, _ = run("complete", "zsh", "--", line)
    assert (code, [answer.partition("\t")[0] for answer in out.splitlines()]) == ((0, offered) if offered else (1, []))


@pytest.mark.parametrize(
    ("name", "rules", "message"),
    [
        ("linkedin", {}, f"there is no importer 'linkedin'; choose one of {', '.join(IMPORTERS)}"),
        ("metacademy", {"overlap": 1}, "metacademy has no rule 'overlap'; it has none"),
        ("uk-ddat", {"overlap": 1}, "uk-ddat has no rule 'overlap'; it has months_per_level, hours_per_level"),
        ("esco", {"overlap": 0}, "`overlap` is 0; choose a number from 0.01 to 1"),
        ("esco", {"months_per_move": nan}, "`months_per_move` is nan; choose a number from 0 to 1200"),
        ("esco", {"hours_per_skill": inf}, "`hours_per_skill` is inf; choose a number from 0 to 100000"),
        ("esco", {"hours_per_skill": True}, "`hours_per_skill` is True; choose a number from 0 to 100000"),
        ("onet", {"downward": 1}, "`downward` is 1; choose True or False"),
    ],
)
def test_an_invalid_rule_is_refused(tmp_path, name, rules, message):
    with pytest.raises(UsageError) as refused:
        read(name, tmp_path, **rules)
    assert str(refused.value) == message


def test_the_command_line_names_the_option_of_a_rule(run, tmp_path):
    code, _, err = run("import", "esco", tmp_path, "-o", tmp_path / "x.json", "--overlap", "nan")
    assert (code, err) == (2, "mlgraph: --overlap must be a number from 0.01 to 1, such as 0.5, not 'nan'\n")


def test_the_bundled_graph_is_called_alike_wherever_it_is_named(run):
    said = [
        json.loads(run("check", *named, "--json")[1])["files"] for named in ([], ["mlgraph"], ["--graph", "mlgraph"])
    ]
    assert said == [["mlgraph"]] * 3


def test_the_documentation_has_each_format():
    page = (REPOSITORY / "docs" / "how-to" / "draw-and-export.md").read_text(encoding="utf-8")
    assert [suffix for suffix in FORMATS if f".{suffix}" not in page] == []


@pytest.mark.parametrize(
    ("message", "printed"),
    [
        ("`focus` and `plan` cannot be combined", "--focus and --to cannot be combined"),
        ("give `months_per_move`.", "give --months-per-move."),
        ("there is no skill '`have`', did you mean 'have'", "there is no skill '`have`', did you mean 'have'"),
        (
            "mlgraph's own has no `source`; 'x `via` y' is not '`via`'",
            "mlgraph's own has no --from; 'x `via` y' is not '`via`'",
        ),
        ("`touch pwned` and `Via` and ``", "`touch pwned` and `Via` and ``"),
    ],
    ids=["two", "blanks", "typed", "apostrophe", "other"],
)
def test_a_message_names_options(message, printed):
    assert name_options(message) == printed


def strings(path):
    """Yield the line and the text of each string in a source file, with f-strings and their parts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


LIBRARY = [path for path in SOURCE.rglob("*.py") if SOURCE / "cli" not in path.parents]
FLAG = re.compile(r"(?<!<!)(?<![\w-])--[a-z]")


def test_the_library_names_no_option_of_the_command_line():
    assert len(LIBRARY) > 50
    assert FLAG.search("say it with --from") and not FLAG.search("<!--comment--> a--b ---x")
    found = [(path.name, line, text) for path in LIBRARY for line, text in strings(path) if FLAG.search(text)]
    assert found == []


def options(command):
    for member in getattr(command, "commands", {}).values():
        yield from options(member)
    yield from chain.from_iterable((*each.opts, *each.secondary_opts) for each in command.params)


def texts_said(node, said=False):
    """Yield the texts that are arguments, values of names, or raised, once each; docstrings are neither."""
    said = said or isinstance(node, ast.Call | ast.Assign | ast.Raise)
    if said and isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from texts_said(child, said)


def test_each_parameter_in_a_message_is_an_option():
    known = {*options(typer.main.get_command(app))}
    texts = [text for path in LIBRARY for text in texts_said(ast.parse(path.read_text(encoding="utf-8")))]
    named = {name for text in texts for name in re.findall(r"`([a-z_]+)`", text)}
    assert {"focus", "plan", "source", "objective", "overlap"} <= named
    assert {name_option(name) for name in named} <= known


@given(st.text("ab \u00e9", max_size=40), st.integers(5, 30))
def test_a_text_is_cut_at_a_word(text, width):
    cut = shorten(text, width)
    assert len(cut) <= width
    if len(text) <= width:
        assert cut == text
    else:
        kept = cut.removesuffix(" ...")
        assert kept
        assert text.startswith(kept)
        assert text[len(kept)] == " " or " " not in text[1 : width - 3]
