"""Every answer but a plan on one screen: 24 lines of 80 columns, whatever letters the titles have, and the rest with --all."""

from datetime import date

import pytest
from wcwidth import wcswidth

import mlgraph
from mlgraph.analysis.answers_diff import Answer, Answers
from mlgraph.analysis.describe import list_entries
from mlgraph.model import name_node
from mlgraph.text.advice import MOST_ROWS, render_comparison, render_next, render_reach, render_why
from mlgraph.text.diff import render_diff
from mlgraph.text.formatting import format_count, remove_escapes, set_width
from mlgraph.text.node import format_entry_table, render_description

# the last line of a screen is for what to type next
LINES, START = 23, date(2026, 10, 5)


@pytest.fixture(scope="module")
def planner(forty):
    return mlgraph.Planner(forty)


@pytest.fixture
def wide():
    """Let a terminal have 120 columns."""
    set_width(120)
    yield
    set_width(80)


def positions(graph, step):
    return [node for node in sorted(graph) if graph.nodes[node]["kind"] != "skill"][::step]


def lines(text):
    return remove_escapes(text).split("\n")


def fits(text, columns=80):
    """Return whether a text fits one screen and none of its lines ends in a blank. An address is never cut."""
    found = lines(text)
    assert len(found) <= LINES, text
    assert max(wcswidth(line) for line in found if "://" not in line) <= columns, text
    return all(line == line.rstrip() for line in found)


@pytest.mark.thorough
def test_each_answer_fits_one_screen(ml, forty, planner):
    for node in ml:
        assert fits(render_description(mlgraph.describe(ml, node)))
    for node in positions(forty, 20):
        assert fits(render_reach(planner.reach(node, start=START)))
        assert fits(render_next(planner.next_skills(node, start=START)))
    for ends in (
        ("data analyst", "cds"),
        ("applied-scientist", "ml-platform-engineer"),
        ("research-engineer", "speech-scientist"),
    ):
        assert fits(render_next(planner.next_skills(*ends, start=START)))
        assert fits(render_comparison(planner.compare(*ends, start=START)))
    for study in planner.plan("beginner", "data scientist").studies[::12]:
        assert fits(render_why(planner.why(study.id, "beginner", "data scientist")))


def test_a_difference_fits_one_screen(ml, graph_of):
    other = ml.copy()
    for _, _, edge in other.edges(data=True):
        if edge["relation"] == "leads_to":
            edge["months"] += 1
    for attributes in other.nodes.values():
        attributes["about"] = "New."
    ends = [name_node(ml, node) for node in positions(ml, 1)]
    changed = tuple(Answer(source, target, 30, 40) for source in ends for target in ends)
    answers = Answers(10, pairs=1560, affected=1560, compared=700, changed=changed)
    assert fits(render_diff(mlgraph.diff(ml, other), answers))
    other.graph["sources"] = {name: source | {"title": "New"} for name, source in ml.graph["sources"].items()}
    assert fits(render_diff(mlgraph.diff(ml, other), answers))
    assert fits(render_diff(mlgraph.diff(ml, graph_of("[skill.a]\ntitle = 'A'\nhours = 1"))))


def test_a_difference_of_all_lists_fits_one_screen_with_the_command_for_all_of_it(run, tmp_path, graph_file):
    """A list of everything in the graph, and an attribution of several lines, are cut."""
    said = "Contains public sector information, normally licensed under the Open Government Licence. " * 4
    other = graph_file(
        f"attribution = '{said.strip()}'\ntitle = 'T'\n[skill.a]\ntitle = 'A'\nhours = 1\n[role.data-analyst]\ntitle = 'D'\n[role.data-scientist]\ntitle = 'S'"
    )
    out = run("diff", "mlgraph", other)[1]
    assert len(lines(out.strip())) <= LINES
    assert lines(out)[0] == 'attribution: "Contains public sector..." instead of nothing'
    assert all(
        f"\n{title}: " in out for title in ("Stages, roles and skills", "Sources", "Resources", "Moves", "Plans")
    )
    assert " no route " in run("diff", "mlgraph", other, "--all")[1]
    assert "Licence. Contains" in " ".join(run("diff", "mlgraph", other, "--all")[1].split())


def test_all_of_it_is_printed_where_all_is_asked_for(ml, planner):
    found = planner.reach("beginner", start=START, within=60)
    assert f"\n{format_count(len(found.roles) - MOST_ROWS, 'more role')}.\n" in remove_escapes(render_reach(found))
    said = " ".join(remove_escapes(render_reach(found, whole=True)).split())
    assert all(role.title in said for role in found.roles)
    opened = planner.next_skills("beginner", start=START)
    listed = " ".join(render_next(opened, whole=True).split())
    assert all(skill.title in listed for skill in opened.skills)
    both = planner.compare("data scientist", "ML engineer", start=START)
    said = " ".join(render_comparison(both, whole=True).split())
    assert all(skill.title in said for skill in (*both.both, *both.sides[0].only, *both.sides[1].only))
    assert "--all" not in said
    why = planner.why("linear-algebra", "beginner", "data scientist")
    assert why.chains_in_all == len(why.chains) > 1
    assert render_why(why, whole=True).count("[metana:A1, metana:A28") == len(why.chains)
    description = mlgraph.describe(ml, "data scientist")
    said = " ".join(render_description(description, whole=True).split())
    assert all(cite.cite in said for cite in description.cites)


def test_a_wide_terminal_has_longer_lines_and_fewer_of_them(planner, wide):
    found = planner.reach("beginner", start=START, within=36)
    assert fits(render_reach(found), 120)
    wider = render_comparison(planner.compare("data scientist", "ML engineer", start=START))
    assert fits(wider, 120)
    assert max(map(len, lines(wider))) > 80


WIDE = """
[role.a]
title = "数据科学家"
leads_to = { b = 6, c = 12 }
[role.b]
title = "机器学习工程师与数据平台工程师与数据平台负责人与首席数据科学家与研究员"
needs = ["s", ["t", "u"]]
[role.c]
title = "👩 研究员"
needs = ["u"]
[skill.s]
title = "统计学, 概率"
hours = 10
[skill.t]
title = "编程"
hours = 200
[skill.u]
title = "程序设计"
hours = 200
"""


def test_wide_letters_stay_aligned(graph_of):
    planner = mlgraph.Planner(graph_of(WIDE))
    said = render_reach(planner.reach("a", start=START))
    assert fits(said)
    head, *rows = lines(said)[3:]
    starts = [wcswidth(row[: row.index(title)]) for title in ("机器", "👩") for row in rows if title in row]
    assert starts == [head.index("Role")] * 2
    for text in (
        render_next(planner.next_skills("a", "b", start=START)),
        render_comparison(planner.compare("a", "b", start=START), whole=True),
        render_why(planner.why("s", "a", "b"), whole=True),
        render_description(mlgraph.describe(planner.graph, "b"), whole=True),
        render_diff(mlgraph.diff(planner.graph, graph_of("[skill.a]\ntitle = '統計'\nhours = 1"))),
    ):
        assert fits(text)


def test_a_list_fits_a_terminal(ml, graph_of):
    for graph in (ml, graph_of(WIDE)):
        rows = lines(format_entry_table(list_entries(graph)))
        assert rows[0].split() == ["Kind", "Id", "Title"]
        assert all(wcswidth(row) <= 80 for row in rows)
    assert any("Data scientist, specialisation" in row for row in lines(format_entry_table(list_entries(ml))))


def test_a_position_compared_with_itself_is_one_sentence(planner):
    said = render_comparison(planner.compare("cds", "chief data scientist"))
    assert said == "Both names mean Chief data scientist. Name another position to compare it with."


def test_titles_with_commas_stay_apart(graph_of):
    planner = mlgraph.Planner(graph_of(WIDE))
    assert "统计学, 概率; 编程" in render_description(mlgraph.describe(planner.graph, "b")).replace(" or 程序设计", "")
    out = render_comparison(planner.compare("a", "b", start=START))
    assert "  统计学, 概率\n  and one of these: 编程 or 程序设计" in out


def test_a_narrow_terminal_has_titles_below_the_figures(planner):
    set_width(50)
    try:
        found = lines(render_next(planner.next_skills("beginner", start=START)))
    finally:
        set_width(80)
    place = found.index("    Communication")
    assert found[place - 1] == "30 hours  25 Oct 2026  33 roles, 22 skills"
    assert max(map(len, found)) <= 50
