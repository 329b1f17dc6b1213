"""Tests of the application without a browser: answers, refusals and requirements."""

import json
import re
import subprocess
import sys

import httpx
import pytest

from mlgraph.web import openapi
from mlgraph.web.answers import Answers, Question
from support.page import SECONDS

OTHER = "http://other.example"


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({}, "", 200),
        ({"host": "other.example"}, "", 421),
        ({"host": "127.0.0.1"}, "", 421),
        ({"origin": OTHER}, "", 403),
        ({"origin": "null"}, "api/graph", 403),
        ({"sec-fetch-site": "cross-site"}, "api/graph", 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"}, "api/graph", 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, "", 200),
        ({"sec-fetch-site": "same-origin"}, "api/graph", 200),
        ({}, "api/plan?from=beginner&to=nobody", 404),
        ({}, "api/plan?from=beginner", 400),
        ({}, "api/plan?from=beginner&to=cds&pace=nan", 400),
        ({}, "api/plan?from=beginner&to=cds&by=luck", 400),
        ({}, "api/view?name=map:x/../y", 404),
        ({}, "api/view?name=secret", 404),
        ({}, "api/node?id=nobody", 404),
        ({}, "../pyproject.toml", 404),
        ({}, f"api/node?id={'x' * 17_000}", 414),
    ],
)
def test_the_server_answers_its_own_page_only(address, headers, path, status):
    answer = httpx.get(address + path, headers=headers, timeout=SECONDS)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "access-control-allow-origin" not in answer.headers
    if "json" in answer.headers["content-type"] and status != 200:
        assert answer.json()["error"]


def test_a_too_long_profile_is_refused(address):
    def posted(content, **headers):
        headers = {"content-type": "application/toml"} | headers
        return httpx.post(f"{address}api/me", content=content, headers=headers, timeout=SECONDS)

    assert posted(b"#" * 70_000).status_code == 413
    assert posted(b"pace = 3").json()["pace"] == 3
    assert posted(b"pace = 3", origin=OTHER).status_code == 403


def test_an_advert_has_its_skills_alternatives_and_roles(address):
    def posted(content, **headers):
        headers = {"content-type": "text/markdown"} | headers
        return httpx.post(f"{address}api/match", content=content, headers=headers, timeout=SECONDS)

    found = posted("Data analyst\nYou know SQL, and Python or R. Docker is a plus.").json()
    assert found["summary"] == "4 skills of the graph named in this text"
    assert [(skill["id"], skill["asked"], skill["any_of"]) for skill in found["skills"]] == [
        ("sql", "asked for", []),
        ("python", "asked for", ["python", "r"]),
        ("r", "asked for", ["python", "r"]),
        ("containers", "nice to have", []),
    ]
    assert (found["notes"][0], found["roles"][0]["id"]) == ("One of these is enough: Python, R.", "data-analyst")
    assert posted("a" * 70_000).status_code == 413
    assert posted("SQL", **{"content-type": "text/plain"}).status_code == 415
    assert posted("SQL", origin=OTHER).status_code == 403
    assert (posted(" ").status_code, posted(b"\xff").status_code) == (400, 400)


BEGINS = {
    "plan.png": b"\x89PNG\r\n",
    "plan.svg": b"<?xml ",
    "plan.pdf": b"%PDF-",
    "handout.pdf": b"%PDF-",
    "plan.ics": b"BEGIN:VCALENDAR",
    "plan.md": b"# ",
    "plan.csv": b"",
}


@pytest.mark.parametrize("name", BEGINS)
def test_a_plan_can_be_saved_as_a_file(address, name):
    asked = "from=beginner&to=data-analyst&pace=12&have=sql&start=2027-01-01&id=ada"
    answer = httpx.get(f"{address}api/{name}?{asked}", timeout=60)
    assert (answer.status_code, answer.headers["content-disposition"]) == (200, f'attachment; filename="{name}"')
    assert answer.headers["content-type"].partition(";")[0] == openapi.FILES[name]
    assert answer.content.startswith(BEGINS[name])
    if not answer.headers["content-type"].startswith(("image", "application")):
        assert "Dashboards" in answer.text


def test_a_saved_calendar_changes_the_entries_of_the_same_person(address):
    def uids(**asked):
        answer = httpx.get(f"{address}api/plan.ics", params={"from": "beginner", "to": "data-analyst"} | asked)
        return set(re.findall(r"^UID:(.*(?:\r\n .*)*)", answer.text, re.MULTILINE))

    ada = uids(id="ada")
    assert ada
    assert ada == uids(id="ada", start="2027-01-01")
    assert not ada & uids(id="bob")
    assert uids() == uids(start="2027-01-01")


@pytest.mark.thorough
def test_a_wrong_question_for_a_file_is_refused_without_a_file(address):
    for name in (*BEGINS, "me.toml"):
        for asked, status in (("to=nobody&from=beginner", 404), ("to=cds&from=beginner&pace=many", 400), ("x=1", 400)):
            answer = httpx.get(f"{address}api/{name}?{asked}", timeout=SECONDS)
            assert (answer.status_code, "content-disposition" in answer.headers) == (status, False)
            assert answer.json()["error"]


def test_a_saved_profile_has_the_goal(address):
    answer = httpx.get(f"{address}api/me.toml?from=beginner&to=cds&have=python&pace=6")
    assert 'goal = "chief-data-scientist"' in answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="me.toml"'


def test_advice_has_sentences_and_figures(address):
    def asked(question):
        answer = httpx.get(f"{address}api/{question}&start=2027-01-01", timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()

    found = asked("reach?from=data-analyst&within=24&pace=12")
    assert found["title"] == "Roles that you can reach from Data analyst within 24 months, the soonest first"
    assert found["about"] == "From 1 Jan 2027 on, at 12 hours of study a week"
    assert max(role["months"] for role in found["roles"]) <= 24
    first = found["roles"][0]
    assert (first["moves"], first["day"][-4:] >= "2027", first["is_proven"]) == ("1 job change", True, True)
    assert any(role["pay"].endswith("k") for role in found["roles"])
    assert any("median" in note for note in found["notes"])
    found = asked("next?from=beginner&to=data-analyst")
    assert found["about"].startswith("From 1 Jan 2027 on, at 10 hours of study a week, you arrive in ")
    assert found["skills"][0]["in_plan"]
    assert any(skill["learn_with"] for skill in found["skills"])
    assert asked("next?from=beginner")["title"].endswith("the skills that open most come first")
    found = asked("compare?first=data-scientist&second=ML%20engineer")
    assert [side["id"] for side in found["sides"]] == ["data-scientist", "machine-learning-engineer"]
    assert found["sides"][0]["way"].startswith("Data scientist to ")
    assert all(side["pay"].startswith("Pay as ") for side in found["sides"])
    found = asked("why?skill=sql&from=beginner&to=data-analyst")
    assert found["reasons"][0].startswith("SQL is needed for ")
    assert [link["id"] for link in found["chains"][0]][:1] == ["sql"]
    assert "plan without SQL" in found["notes"][-1]


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ("reach?within=6", 400, "'from' is missing"),
        ("reach?from=beginner&by=commonest", 400, "`by` must be one of months, hours, moves, not 'commonest'"),
        ("reach?from=beginner&within=-1", 400, "`within`"),
        ("reach?from=beginner&within=soon", 400, "`within` is 'soon'"),
        ("next?from=beginner&to=nobody", 404, "nobody"),
        ("compare?first=cds", 400, "'second' is missing"),
        ("compare?first=cds&second=sql", 404, "sql"),
        ("why?skill=cds&from=beginner&to=data-analyst", 404, "cds"),
    ],
)
def test_a_wrong_question_for_advice_is_refused(address, question, status, words):
    answer = httpx.get(f"{address}api/{question}", timeout=SECONDS)
    assert (answer.status_code, words in answer.json()["error"]) == (status, True), answer.text


@pytest.mark.process
@pytest.mark.parametrize(
    ("part", "command", "extra"),
    [
        ("uvicorn", "serve", "web"),
        ("starlette", "serve", "web"),
        ("anyio", "serve", "web"),
        ("mcp", "mcp", "mcp"),
        ("jsonschema", "mcp", "mcp"),
    ],
)
def test_without_its_extra_a_command_says_what_it_needs(part, command, extra):
    # in a new process, since other tests have loaded the server already
    script = f"import sys; sys.modules[{part!r}] = None; from mlgraph.cli.app import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{part} is not installed; mlgraph {command} needs: pip install 'mlgraph[{extra}]'" in done.stderr


def test_a_port_in_use_is_an_error(run, address):
    code, _, err = run("serve", "--no-open", "--port", address.rpartition(":")[2].strip("/"))
    assert (code, "cannot be used" in err) == (2, True)


def test_a_message_names_the_parameters_of_a_request(ml):
    asked = {"from": ["beginner"], "to": ["cds"], "by": ["luck"]}
    answer = Answers(ml).answer(Question("plan", asked, SECONDS), lambda: False)
    assert (answer.status, answer.text) == (400, "`by` must be one of months, hours, moves, not 'luck'")


SERVED = """
[experience.data]
title = "data work"
[role.analyst]
title = "Analyst"
counts_as = ["data"]
leads_to = { lead = 12 }
[role.lead]
title = "Lead"
experience = { data = 48 }
"""


def test_plans_count_experience_months_in_post_and_the_first_day(graph_of):
    answers = Answers(graph_of(SERVED))

    def asked(kind="plan", **more):
        question = Question(kind, {"from": ["analyst"], "to": ["lead"], **more}, SECONDS)
        found = answers.answer(question, lambda: False)
        return found.status, json.loads(found.text) if found.status == 200 else found.text

    _, plan = asked(start=["2027-01-31"])
    assert (plan["total"], plan["stops"][0]["day"]) == ("By January 2031, about 4 years", "31 Jan 2027")
    _, plan = asked(start=["2027-01-31"], experience=["data work=40"])
    assert [cost["value"] for cost in plan["brief"]][:2] == ["12 mo", "0 h"]
    _, plans = asked("plans", experience=["data=47"], months_in_post=["11"])
    assert [cost["value"] for cost in plans["plans"][0]["brief"]][:2] == ["1 mo", "0 h"]


def test_a_plan_says_what_every_route_passes_only_if_asked_since_this_takes_long(graph_of):
    moves = {"a": "b = 1", "b": "c = 1", "c": ""}
    tables = (f'[role.{post}]\ntitle = "{post}"\nleads_to = {{ {move} }}\n' for post, move in moves.items())
    answers = Answers(graph_of("".join(tables)))

    def asked(**more):
        question = Question("plan", {"from": ["a"], "to": ["c"], **more}, SECONDS)
        return json.loads(answers.answer(question, lambda: False).text)["remarks"]

    told = "Every route that mlgraph knows passes through b."
    assert told in asked(all=["true"])
    assert asked() == asked(all=["false"]) == [each for each in asked(all=["true"]) if each != told]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"experience": ["data"]}, "`experience` is 'data'; write a field and its months, such as data=24"),
        ({"experience": ["cooking=3"]}, "no field of experience is called 'cooking'; the fields are data"),
        ({"experience": ["data=-3"]}, "`experience` in data must be a number of months from 0 to 1200, not -3"),
        ({"months_in_post": ["long"]}, "`months_in_post` is 'long'; write a number of months, such as 18"),
        ({"months_in_post": ["nan"]}, "`months_in_post` "),
        ({"start": ["soon"]}, "`start` is 'soon'; write a day such as 2027-01-31"),
        ({"from_posts": ["cooking=analyst"]}, "no skill is called 'cooking'"),
        ({"from_posts": ["analyst"]}, "'analyst' is a role; a skill is needed here"),
    ],
)
def test_wrong_experience_months_and_days_are_refused(graph_of, given, problem):
    found = Answers(graph_of(SERVED)).answer(
        Question("plan", {"from": ["analyst"], "to": ["lead"], **given}, SECONDS), lambda: False
    )
    assert found.status in (400, 404)
    assert found.text.startswith(problem)
