"""Tests of the tools of an assistant, asked with the client of the official SDK."""

import json
import re
import subprocess
import sys
from datetime import date

import anyio
import pytest
from jsonschema import Draft202012Validator

import mlgraph
from mlgraph.assistant.tools import TOOLS

GRAPH = """\
[stage.start]
title = "Start"
leads_to = { junior = 0 }

[role.junior]
title = "Junior"
needs = ["maths"]
leads_to = { senior = 12 }

[role.senior]
title = "Senior"
needs = ["python"]

[skill.maths]
title = "Maths"
hours = 40

[skill.python]
title = "Python"
hours = 60
needs = ["maths"]
"""
ENDS = {"from": "start", "to": "senior"}
# a question to each tool, and words of its answer
ASKED = [
    ("plan", ENDS, ["Senior by", "Maths", "1. "]),
    ("plan", ENDS | {"have": ["python"], "start": "2027-01-01"}, ["Senior by January 2028"]),
    ("plan", ENDS | {"alternatives": 2}, ["Senior"]),
    ("reach", {"from": "start"}, ["Junior", "Senior"]),
    ("next", ENDS, ["Maths"]),
    ("next", {"from": "start"}, ["Maths"]),
    ("compare", {"first": "junior", "second": "senior"}, ["Python"]),
    ("why", {"skill": "maths"} | ENDS, ["Junior"]),
    ("describe", {"name": "SENIOR"}, ["Python"]),
    ("list", {"kind": "roles"}, ["junior", "senior"]),
    ("list", {}, ["maths"]),
    ("match", {"text": "Senior wanted. Python is a plus."}, ["Python", "nice to have", "Senior"]),
    ("match", {"text": "Half a letter \ud800, and Python"}, ["Python"]),
    ("check", {"text": GRAPH}, ["no mistakes"]),
    ("check", {"text": "[role.a]\ntitle = 3"}, ["graph.toml:2: a: title is 3"]),
]
REFUSED = [
    ("plan", {"from": "start"}, ["'to' is a required property", "plan takes from, to"]),
    ("plan", ENDS | {"pace": "fast"}, ["pace: 'fast' is not of type 'number'"]),
    ("plan", ENDS | {"start": "soon"}, ["start must be a day such as 2027-01-31"]),
    ("plan", ENDS | {"hav": []}, ["'hav' was unexpected"]),
    ("plan", {"from": "start", "to": "seniro"}, ["did you mean senior?"]),
    ("plan", {"from": "senior", "to": "junior", "avoid": ["start"]}, ["no path leads"]),
    ("plan", ENDS | {"experience": {"law": 3}}, ["no field of experience is called 'law'"]),
    ("match", {"text": "SQL " * 200_000}, ["has more than 500,000 letters, the most that are read; cut it"]),
    ("dance", {}, ["no tool is called 'dance'; the tools are plan, reach"]),
    ("describe", {"name": "\u202e\x1b[31m"}, ["\\x1b[31m"]),
]


def call(graph, name, arguments, seconds=20):
    # imported late: the SDK needs the modules of the system as they are
    from mcp import Client

    from mlgraph.assistant.server import make_server

    async def ask():
        async with Client(make_server(graph, seconds)) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(ask)


@pytest.mark.parametrize("detail", [False, True])
@pytest.mark.parametrize(("name", "arguments", "words"), ASKED)
def test_a_tool_answers_in_words_and_with_details_as_its_schema_says(graph_of, name, arguments, words, detail):
    result = call(graph_of(GRAPH), name, arguments | {"detail": detail})
    assert not result.is_error, result.content
    assert all(word in result.content[0].text for word in words), result.content[0].text
    assert result.structured_content["text"] == result.content[0].text
    assert ("answer" in result.structured_content) == detail
    (tool,) = (tool for tool in TOOLS if tool.name == name)
    Draft202012Validator(tool.output_schema).validate(result.structured_content)


@pytest.mark.parametrize("detail", [False, True])
@pytest.mark.parametrize(
    ("name", "arguments", "named"),
    [
        ("plan", ENDS | {"alternatives": 1}, ["senior"]),
        ("reach", {"from": "start"}, ["senior"]),
        ("next", ENDS, ["senior", "maths"]),
        ("compare", {"first": "junior", "second": "senior"}, ["senior", "maths"]),
        ("why", {"skill": "maths"} | ENDS, ["maths", "senior"]),
        ("describe", {"name": "junior"}, ["maths", "senior"]),
        ("match", {"text": "Senior: you know maths."}, ["maths", "senior"]),
    ],
)
def test_an_answer_has_the_addresses_of_its_nodes(graph_of, name, arguments, named, detail):
    text = re.sub(r"^\[\w+\.(senior|maths)\]$", r'\g<0>\nurl = "https://e.org/\1"', GRAPH, flags=re.MULTILINE)
    text = call(graph_of(text), name, arguments | {"detail": detail}).content[0].text
    pages = text.partition("\nPages:\n")[2].splitlines()
    assert pages == [f"  {node.capitalize()}: https://e.org/{node}" for node in named]


@pytest.mark.parametrize(("name", "arguments", "words"), REFUSED)
def test_a_wrong_question_is_refused_with_a_fix(graph_of, name, arguments, words):
    result = call(graph_of(GRAPH), name, arguments)
    assert result.is_error
    assert all(word in result.content[0].text for word in words), result.content[0].text
    assert result.content[0].text.isprintable()


def test_the_schemas_of_the_tools_are_schemas_with_descriptions():
    for tool in TOOLS:
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator.check_schema(tool.output_schema)
        assert all(each.get("description") for each in tool.parameters.values()), tool.name
        assert {"from", "to", "first", "second", "skill", "name", "text"} >= set(tool.required)


def test_an_answer_says_that_a_date_is_the_earliest():
    (plan, *_) = TOOLS
    assert "earliest" in plan.description


def test_the_library_and_the_assistant_give_the_same_plan(graph_of):
    graph = graph_of(GRAPH)
    result = call(graph, "plan", ENDS | {"detail": True, "start": "2027-01-01"})
    own = mlgraph.plan(graph, "start", "senior", start=date(2027, 1, 1))
    assert result.structured_content["answer"].items() >= json.loads(json.dumps(own.to_dict(), default=str)).items()


@pytest.mark.process
def test_a_client_starts_the_command_and_asks_several_questions(graph_file):
    from mcp import Client, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def ask():
        command = ["-m", "mlgraph", "mcp", "--graph", str(graph_file(GRAPH))]
        async with Client(stdio_client(StdioServerParameters(command=sys.executable, args=command))) as client:
            tools = await client.list_tools()
            answers = [await client.call_tool("plan", ENDS) for _ in range(2)]
            wrong = await client.call_tool("plan", {})
        return [tool.name for tool in tools.tools], [answer.content[0].text for answer in answers], wrong.is_error

    names, (first, second), refused = anyio.run(ask)
    assert names == [tool.name for tool in TOOLS]
    assert first == second
    assert "Senior by" in first
    assert refused


@pytest.mark.process
def test_the_command_ends_when_the_assistant_closes_its_input(graph_file):
    command = [sys.executable, "-m", "mlgraph", "mcp", "--graph", graph_file(GRAPH)]
    done = subprocess.run(command, input="", capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
