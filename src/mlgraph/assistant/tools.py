"""The tools that an AI assistant can call, with their descriptions, argument schemas and answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from mlgraph.analysis.compare import compare
from mlgraph.analysis.describe import describe, list_entries
from mlgraph.analysis.figures import plan_figures
from mlgraph.analysis.match import match
from mlgraph.analysis.next_skills import next_skills
from mlgraph.analysis.reach import reach
from mlgraph.analysis.step_back import find_step_back
from mlgraph.analysis.why import why
from mlgraph.errors import GraphFileError, UsageError
from mlgraph.graphfile import lint
from mlgraph.graphfile.document import parse
from mlgraph.graphfile.load import build
from mlgraph.limits import DEFAULT_PACE, HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.matching.documents import read_text
from mlgraph.model import KINDS, Graph
from mlgraph.planning.options import OBJECTIVES, PlanOptions
from mlgraph.planning.solver import Solver
from mlgraph.printable import sanitize
from mlgraph.search.budget import Budget
from mlgraph.text.advice import render_comparison, render_next, render_reach, render_why
from mlgraph.text.check import dump_check, render_check
from mlgraph.text.formatting import remove_escapes
from mlgraph.text.json import to_json
from mlgraph.text.match import dump_match, render_match
from mlgraph.text.node import format_entry_lines, render_description
from mlgraph.text.plan import dump_plan, dump_plans, render_plan, render_plans
from mlgraph.text.rules import describe_import
from mlgraph.text.schema import make_answers_schema

MOST_ALTERNATIVES = 5
# an assistant passes a graph file as text; this name for it selects TOML, and appears in messages
_GIVEN = "graph.toml"


class Reply(NamedTuple):
    """The reply of a tool, with `text` for a person, and with `answer` as JSON if the assistant asked for details."""

    text: str
    answer: str | None


@dataclass(frozen=True)
class Tool:
    """A tool that answers one kind of question, such as the best plan, for an AI assistant.

    `parameters` maps the name of each parameter to its JSON Schema, and `required` has the names of the mandatory
    parameters. `answers` has the names of the JSON Schemas that the JSON answers of the tool follow.
    """

    name: str
    title: str
    description: str
    parameters: Mapping[str, Any]
    required: tuple[str, ...]
    answers: tuple[str, ...]

    @property
    def input_schema(self) -> dict[str, Any]:
        """The JSON Schema of the arguments with which an assistant calls the tool."""
        return {
            "type": "object",
            "properties": dict(self.parameters),
            "required": [*self.required],
            "additionalProperties": False,
        }

    @property
    def output_schema(self) -> dict[str, Any]:
        """The JSON Schema of the reply of the tool.

        The key `$defs` of the JSON Schema has only the schemas of parts that the reply uses.
        """
        known = _make_answer_schemas()
        used: dict[str, Any] = {}
        wanted = [*self.answers]
        while wanted:
            name = wanted.pop()
            if name not in used:
                used[name] = known[name]
                wanted += re.findall(r'"#/\$defs/([^"]+)"', to_json(known[name]))
        answer = {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in self.answers]}
        return {
            "type": "object",
            "properties": {"text": {"type": "string"}, "answer": answer},
            "required": ["text"],
            "additionalProperties": False,
            "$defs": dict(sorted(used.items())),
        }


@cache
def _make_answer_schemas() -> dict[str, Any]:
    """Return a dictionary from names to the JSON Schemas of all answers of mlgraph, and of the parts of the answers."""
    found: dict[str, Any] = make_answers_schema()["$defs"]
    return found


def _describe_text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _describe_texts(description: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "description": description}


_PERSON: dict[str, Any] = {
    "have": _describe_texts(
        "Skills that the person has, such as 'python'. Skills of the present position need no mention."
    ),
    "pace": {
        "type": "number",
        "minimum": LEAST_PACE,
        "maximum": HOURS_IN_A_WEEK,
        "default": DEFAULT_PACE,
        "description": "Hours of study a week.",
    },
    "by": {
        "enum": [*OBJECTIVES],
        "default": OBJECTIVES[0],
        "description": "The best plan has the fewest months, hours of study, or job changes.",
    },
    "avoid": _describe_texts("Positions not to pass, and skills not to study."),
    "experience": {
        "type": "object",
        "additionalProperties": {"type": "number", "minimum": 0},
        "description": "Months of experience in fields of work, such as {'data': 24}. An unknown field is refused, and "
        "the message lists the fields. In a field that is left out, the usual months of holders of the post count.",
    },
    "months_in_post": {"type": "number", "minimum": 0, "description": "Months that the person is in the present post."},
    "start": {"type": "string", "format": "date", "description": "The first day of the plan; today if left out."},
}
_FROM = {"from": _describe_text("The present position: a stage such as 'beginner', or a role such as 'data analyst'.")}
_TO = {"to": _describe_text("The target: a stage or a role such as 'machine learning engineer'.")}
_VIA = {"via": _describe_texts("Positions to pass and skills to learn on the way.")}
_DETAIL = {
    "detail": {
        "type": "boolean",
        "default": False,
        "description": "Also give what the short text leaves out, and the whole answer as JSON.",
    }
}
_NAMES = "Names may be ids, titles or aliases, in any case; a wrong name is answered with those nearest to it."
_EARLIEST = (
    "Dates are the earliest that the graph allows, not what to expect: hours and months are often estimates, which the "
    "answer counts, and a search for a job may take longer. Do not promise them."
)

TOOLS = (
    Tool(
        "plan",
        "Plan a career",
        "Give the proven best plan from a position to a target: job changes with dates, and the skills to learn before "
        "each, in order. Use this for 'how do I become X', 'how long does it take', 'what do I learn first'. With "
        f"alternatives, give that many different plans. {_NAMES} {_EARLIEST}",
        _FROM
        | _TO
        | _PERSON
        | _VIA
        | {
            "alternatives": {
                "type": "integer",
                "minimum": 1,
                "maximum": MOST_ALTERNATIVES,
                "description": "The number of different plans, best first.",
            }
        }
        | _DETAIL,
        ("from", "to"),
        ("path", "path-alternatives"),
    ),
    Tool(
        "reach",
        "List the roles in reach",
        "List the roles that a person can reach, the nearest first, each with its date, hours of study and moves. Use "
        "this for 'what could I become', without a target. The list says what is possible in time, not what is likely "
        f"or pays off. {_NAMES} {_EARLIEST}",
        _FROM
        | _PERSON
        | {"within": {"type": "number", "minimum": 0, "description": "Only roles in reach in so many months."}}
        | _DETAIL,
        ("from",),
        ("reach",),
    ),
    Tool(
        "next",
        "Choose the next skill",
        "List the skills worth learning now: each can be started at once. With a target, those of the best plan come "
        "first; without one, those that open the most roles. Use this for 'what should I learn next'; a whole plan "
        f"comes from plan. {_NAMES}",
        _FROM | _TO | _PERSON | _DETAIL,
        ("from",),
        ("next",),
    ),
    Tool(
        "compare",
        "Compare two positions",
        "Show how two positions differ: skills that both or one need, pay where known, and the best plan from each to "
        f"the other. Use this for 'X or Y', or 'how far is X from Y'. {_NAMES}",
        {"first": _describe_text("A stage or role."), "second": _describe_text("Another one.")} | _PERSON | _DETAIL,
        ("first", "second"),
        ("compare",),
    ),
    Tool(
        "why",
        "Explain a skill of a plan",
        "Explain why the best plan learns a skill: the chain of needs from the skill to a position of the plan, and "
        f"the costs of the best plan without it. Use this when a person doubts a skill. {_NAMES}",
        {"skill": _describe_text("The skill.")} | _FROM | _TO | _PERSON | _VIA | _DETAIL,
        ("skill", "from", "to"),
        ("why",),
    ),
    Tool(
        "describe",
        "Describe a role, stage or skill",
        "Describe one node: what it asks for, its moves, pay and outlook where known, hours of study, resources, and "
        f"with all its sources. Use this before you state facts about a role or skill. {_NAMES}",
        {"name": _describe_text("A stage, role or skill.")} | _DETAIL,
        ("name",),
        ("show",),
    ),
    Tool(
        "list",
        "List roles, stages or skills",
        "List the stages, roles or skills of the graph with their ids. Use this when a name is not found, or to see "
        "what the graph covers. A role that is not listed is unknown; do not invent one.",
        {"kind": {"enum": [f"{kind}s" for kind in KINDS], "description": "What to list; everything if left out."}}
        | _DETAIL,
        (),
        ("list",),
    ),
    Tool(
        "match",
        "Match an advert or a CV",
        "Find the skills that a text names, with the words that name them, whether it requires them, the years of "
        "experience, and the nearest roles of the graph. Use this with the text of an advert or a CV. Only names of "
        "the graph are found: read the text yourself for the rest, and say that you did.",
        {"text": _describe_text("The whole text.")} | _DETAIL,
        ("text",),
        ("match",),
    ),
    Tool(
        "check",
        "Check a graph file",
        "Check the text of a graph file in TOML and list each mistake with its line and a fix. Use this after you "
        "write or change a graph for a person. Nothing is saved.",
        {"text": _describe_text("The whole text of the file.")} | _DETAIL,
        ("text",),
        ("check",),
    ),
)
# the tools whose answers contain months or hours
_WITH_FIGURES = ("plan", "reach", "next", "compare", "why", "describe")
BY_NAME = {tool.name: tool for tool in TOOLS}


class Questions:
    """The tools that answer questions about one graph, as methods whose arguments are checked before each call."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def ask(self, name: str, arguments: Mapping[str, Any], budget: Budget) -> Reply:
        """Call a tool with the given arguments, and return its reply.

        Raises UsageError if the tool is unknown or the arguments are wrong, and MlgraphError if the tool finds no
        answer.
        """
        tool = BY_NAME.get(name)
        if tool is None:
            raise UsageError(f"no tool is called '{sanitize(name)}'; the tools are {', '.join(BY_NAME)}")
        check_arguments(tool, arguments)
        reply: Reply = getattr(self, f"_{name}")(arguments, budget)
        note = describe_import(self._graph) if name in _WITH_FIGURES else ""
        text = "\n\n".join(filter(None, (reply.text, note)))
        return Reply(remove_escapes(text), reply.answer if _is_whole(arguments) else None)

    @cached_property
    def _solver(self) -> Solver:
        return Solver(self._graph)

    def _plan(self, said: Mapping[str, Any], budget: Budget) -> Reply:
        ends, options = (said["from"], said["to"]), _read_options(said)
        if "alternatives" in said:
            plans = self._solver.k_best(*ends, said["alternatives"], options, budget)
            return Reply(render_plans(plans), dump_plans(plans))
        plan = self._solver.plan(*ends, options, budget)
        unavoidable = self._solver.unavoidable(plan, budget)
        step_back = find_step_back(self._solver, plan, budget)
        figures = plan_figures(self._graph, plan, None)
        lines = render_plan(
            plan,
            unavoidable,
            figures=figures,
            step_back=step_back,
            whole=_is_whole(said),
            in_time=unavoidable is not None,
        )
        return Reply(lines, dump_plan(plan, unavoidable, None, figures, step_back))

    def _reach(self, said: Mapping[str, Any], budget: Budget) -> Reply:
        found = reach(self._solver, said["from"], _read_options(said), budget, within=said.get("within"))
        return Reply(render_reach(found, _is_whole(said)), to_json(found))

    def _next(self, said: Mapping[str, Any], budget: Budget) -> Reply:
        found = next_skills(self._solver, said["from"], said.get("to"), _read_options(said), budget)
        return Reply(render_next(found, _is_whole(said)), to_json(found))

    def _compare(self, said: Mapping[str, Any], budget: Budget) -> Reply:
        found = compare(self._solver, said["first"], said["second"], _read_options(said), budget)
        return Reply(render_comparison(found, _is_whole(said)), to_json(found))

    def _why(self, said: Mapping[str, Any], budget: Budget) -> Reply:
        found = why(self._solver, said["skill"], said["from"], said["to"], _read_options(said), budget)
        return Reply(render_why(found, _is_whole(said)), to_json(found))

    def _describe(self, said: Mapping[str, Any], budget: Budget) -> Reply:
        found = describe(self._graph, said["name"])
        return Reply(render_description(found, _is_whole(said)), to_json(found))

    def _list(self, said: Mapping[str, Any], budget: Budget) -> Reply:
        found = list_entries(self._graph, (said["kind"].removesuffix("s"),) if "kind" in said else KINDS)
        return Reply(format_entry_lines(found), to_json(found))

    def _match(self, said: Mapping[str, Any], budget: Budget) -> Reply:
        found = match(self._graph, read_text("the text", said["text"].encode("utf-8", "replace")))
        return Reply(render_match(found, whole=_is_whole(said)), dump_match(found))

    def _check(self, said: Mapping[str, Any], budget: Budget) -> Reply:
        try:
            document = parse(_GIVEN, said["text"].encode("utf-8", "surrogatepass"))
            graph = build(document)
        except GraphFileError as error:
            return Reply(str(error), dump_check([Path(_GIVEN)], error.diagnostics))
        warnings = lint.lint(graph, document)
        lines = render_check(_GIVEN, graph, warnings, [], None, _is_whole(said))
        return Reply(lines, dump_check([Path(_GIVEN)], warnings))


def check_arguments(tool: Tool, arguments: Mapping[str, Any]) -> None:
    """Raise UsageError if the arguments of a call do not match the schema of the tool."""
    wrong = best_match(Draft202012Validator(tool.input_schema).iter_errors(dict(arguments)))
    if wrong is not None:
        where = "".join(f"{part}: " for part in wrong.absolute_path)
        raise UsageError(f"{sanitize(f'{where}{wrong.message}', 300)}; {tool.name} takes {', '.join(tool.parameters)}")


def _read_options(said: Mapping[str, Any]) -> PlanOptions:
    return PlanOptions(
        have=said.get("have", ()),
        pace=said.get("pace", DEFAULT_PACE),
        objective=said.get("by", OBJECTIVES[0]),
        via=said.get("via", ()),
        avoid=said.get("avoid", ()),
        start=_read_day(said["start"]) if "start" in said else date.today(),
        experience=said.get("experience", {}),
        months_in_post=said.get("months_in_post", 0),
    )


def _read_day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise UsageError(f"start must be a day such as 2027-01-31, not '{sanitize(said)}'") from error


def _is_whole(said: Mapping[str, Any]) -> bool:
    return bool(said.get("detail", False))
