"""The options --sure and --until of `path`, and `check --laws`."""

import json
import re

import jsonschema
import pytest

from mlgraph.text.schema import make_answers_schema

GRAPH = """\
[stage.first]
title = "First"
leads_to = { nurse = 1 }

[role.nurse]
title = "Nurse"
stage = "first"
leads_to = { analyst = [6, 12, 30] }

[role.analyst]
title = "Analyst"
stage = "first"
needs = ["sql"]
leads_to = { nurse = 12 }

[skill.sql]
title = "SQL"
hours = [20, 30, 50]
"""
ENDS = ("path", "--from", "nurse", "--to", "analyst", "--start", "2027-01-01")


@pytest.fixture
def graph(graph_file):
    return graph_file(GRAPH)


def test_a_sure_plan_is_later_and_has_its_chance(run, graph):
    code, out, _ = run(*ENDS, "--graph", graph, "--sure", "0,8")
    assert code == 0
    assert "Each date holds with a chance of 80 %; you arrive by February" in " ".join(out.split())
    plan, sure = (json.loads(run(*ENDS, "--graph", graph, "--json", *more)[1]) for more in ((), ("--sure", "0.8")))
    assert (plan["sure"], sure["sure"]) == (None, 0.8)
    assert plan["costs"]["months"] == 12 < sure["costs"]["months"] < 30
    assert plan["spread"] == sure["spread"]
    jsonschema.validate(sure, make_answers_schema())


@pytest.mark.parametrize(
    "more",
    [
        (),
        *(
            pytest.param(more, marks=pytest.mark.thorough)
            for more in (("--all",), ("--alternatives", "2"), ("--to", "data-analyst"))
        ),
    ],
)
def test_a_sure_plan_has_whole_hours_and_months_from_10_on(run, more):
    code, out, _ = run("path", "--from", "beginner", "--to", "data-scientist", "--sure", "0.8", *more)
    assert code == 0
    assert re.findall(r"[0-9]\d\d? (?:h\b|hours|months)", out)
    assert not re.findall(r"\d\d\.\d (?:h\b|hours|months)", out)


@pytest.mark.parametrize("chance", ["0", "1", "1.5", "80", "high"])
def test_a_wrong_chance_is_refused(run, graph, chance):
    code, out, err = run(*ENDS, "--graph", graph, "--sure", chance)
    assert (code, out) == (2, "")
    assert "--sure must be a chance between 0 and 1, such as 0.8, not " in err


def test_a_deadline_has_its_chance(run, graph):
    code, out, _ = run(*ENDS, "--graph", graph, "--until", "2028-01-01")
    assert code == 0
    assert "The chance to arrive by 1 Jan 2028 is " in out.replace("\n", " ")
    answer = json.loads(run(*ENDS, "--graph", graph, "--until", "2028-01-01", "--json")[1])
    assert 0 < answer["deadline"]["chance"] < 1
    jsonschema.validate(answer, make_answers_schema())


def test_a_graph_that_keeps_the_laws_passes(run, graph):
    code, out, _ = run("check", graph, "--laws")
    assert code == 0
    assert out.splitlines()[1].endswith(
        ": no answers break a law; asked 4 of 4 pairs of positions and 2 of 2 pairs of roles of one stage"
    )


def test_broken_laws_are_listed_with_ids(run, graph_file):
    graph = graph_file(GRAPH.replace("nurse = 12", "nurse = 40").replace("nurse = 1 }", "nurse = 50 }"))
    code, out, _ = run("check", graph, "--laws", "--limit", "30")
    assert code == 1
    assert "analyst -> nurse: 40 months, but a direct move would take 12" in out
    assert "1 answer breaks a law; asked " in out
    code, out, _ = run("check", graph, "--laws", "--json")
    answer = json.loads(out)
    assert code == 1
    assert [(each["law"], each["from"], each["to"]) for each in answer["laws"]["breaches"]] == [
        ("level", "analyst", "nurse")
    ]
    jsonschema.validate(answer, make_answers_schema())


def test_without_the_option_no_law_is_checked(run, graph):
    assert json.loads(run("check", graph, "--json")[1])["laws"] is None
