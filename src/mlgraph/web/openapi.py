"""OpenAPI 3.1 description of the web server, made from the types of its answers, and a check of request parameters."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mlgraph.diary import ProfileUpdate
from mlgraph.limits import HOURS_IN_A_WEEK, LEAST_PACE, MONTHS_LIMIT
from mlgraph.planning.options import OBJECTIVES
from mlgraph.printable import sanitize
from mlgraph.profile import Profile
from mlgraph.results import describe_type
from mlgraph.web.advert import AdvertText
from mlgraph.web.advice import CompareText, NextText, ReachText, WhyText
from mlgraph.web.page import OBJECTIVE, Index
from mlgraph.web.panel import NodeText, PlanText
from mlgraph.web.scene import View

JSON, TOML, TEXT = "application/json", "application/toml", "text/markdown"
# the files of a plan, with their content types
FILES = {
    "plan.png": "image/png",
    "plan.svg": "image/svg+xml",
    "plan.pdf": "application/pdf",
    "handout.pdf": "application/pdf",
    "plan.ics": "text/calendar",
    "plan.md": "text/markdown",
    "plan.csv": "text/csv",
}
_TEXT: dict[str, Any] = {"type": "string"}
_PACE = {"type": "number", "minimum": LEAST_PACE, "maximum": HOURS_IN_A_WEEK, "default": Profile.pace}
_EXPERIENCE = {
    "type": "string",
    "pattern": r"^[^,=]+=[0-9]{1,3}(\.[0-9]{1,2})?$",
    "description": "a field and its months, such as data=24",
}
_FROM_POSTS = {
    "type": "string",
    "pattern": r"^[^,=]+=[^,=]+$",
    "description": "a skill of `have` and the post from which it follows, such as sql=data-analyst",
}
_MONTHS = {"type": "number", "minimum": 0, "maximum": MONTHS_LIMIT, "default": 0}
_PLACE = "#/components/schemas/"
_ALL = {"type": "boolean", "default": False, "description": "true to also say what every route passes"}
_DAY = {"type": "string", "format": "date", "description": "the first day; today by default"}
_OBJECTIVE = {"enum": [*OBJECTIVES], "default": OBJECTIVE}
_SPECIAL = {"pace": _PACE, "by": _OBJECTIVE, "experience": _EXPERIENCE, "months_in_post": _MONTHS, "start": _DAY}
_SPECIAL |= {"from_posts": _FROM_POSTS, "within": {"type": "number", "minimum": 0}, "all": _ALL}
_REFUSALS = {
    "400": "a problem in the question",
    "403": "request from another site",
    "404": "unknown name, or no plan",
    "414": "the question is too long",
    "421": "request for another host",
    "503": "too many questions at once",
    "504": "the answer takes too long",
}


@dataclass(frozen=True)
class Parameter:
    """A parameter in the query string of a request, which may have several values if `repeats` is true."""

    name: str
    required: bool = False
    repeats: bool = False


Parameters = tuple[Parameter, ...]
_FROM, _TO = Parameter("from", required=True), Parameter("to", required=True)
_HAVE, _VIA, _AVOID = (Parameter(name, repeats=True) for name in ("have", "via", "avoid"))
_SERVED = (
    *(Parameter(name, repeats=True) for name in ("experience", "from_posts")),
    *(Parameter(name) for name in ("months_in_post", "start")),
)
PLAN: Parameters = (_FROM, _TO, Parameter("pace"), Parameter("by"), _HAVE, _VIA, _AVOID, *_SERVED)
WHOLE_PLAN: Parameters = (*PLAN, Parameter("all"))
PLAN_FILE: Parameters = (*PLAN, Parameter("id"))
PROFILE: Parameters = (Parameter("from"), Parameter("to"), Parameter("pace"), _HAVE, _AVOID)
_PERSON = tuple(each for each in PLAN if each.name not in ("from", "to", "via"))
REACH: Parameters = (_FROM, Parameter("within"), *_PERSON)
NEXT: Parameters = (_FROM, Parameter("to"), *_PERSON)
COMPARE: Parameters = (Parameter("first", required=True), Parameter("second", required=True), *_PERSON)
WHY: Parameters = (Parameter("skill", required=True), *PLAN)
ADVICE = {"reach": REACH, "next": NEXT, "compare": COMPARE, "why": WHY}
NODE: Parameters = (Parameter("id", required=True),)
VIEW: Parameters = (Parameter("name", required=True),)


@dataclass(frozen=True)
class Problem:
    """The answer of the web server to a request that it refuses, with an error message."""

    error: str


@dataclass(frozen=True)
class Plans:
    """The answer of the web server to a request for several plans, with the best plan first."""

    plans: tuple[PlanText, ...]


def find_problem(given: Iterable[tuple[str, str]], parameters: Parameters) -> str | None:
    """Return a message about the first unknown, repeated or missing request parameter, or None if there is none."""
    counts = Counter(name for name, _ in given)
    known = {parameter.name: parameter for parameter in parameters}
    listed = f"; it has {', '.join(known)}"
    for name, count in counts.items():
        if name not in known:
            return f"a question of this kind has no '{sanitize(name)}'{listed}"
        if count > 1 and not known[name].repeats:
            return f"'{name}' is given {count} times; give it once"
    missing = [each.name for each in parameters if each.required and each.name not in counts]
    return f"'{missing[0]}' is missing{listed}" if missing else None


def describe_api(*, has_profile: bool = False) -> dict[str, Any]:
    """Return the OpenAPI description of all requests to the web server and its answers.

    With `has_profile`, the description has the requests that read and change the profile of a person.
    """
    schemas: dict[str, Any] = {}
    answers: dict[str, tuple[str, Parameters, Any]] = {
        "/api/graph": ("All names of a graph", (), Index),
        "/api/node": ("The details of a node", NODE, NodeText),
        "/api/plan": ("The best plan", WHOLE_PLAN, PlanText),
        "/api/plans": ("The best few plans", PLAN, Plans),
        "/api/reach": ("The roles in reach", REACH, ReachText),
        "/api/next": ("The skills to learn now", NEXT, NextText),
        "/api/compare": ("Two positions side by side", COMPARE, CompareText),
        "/api/why": ("The reasons for a skill of the best plan", WHY, WhyText),
        "/api/view": ("A picture: map, map:wide, map:print, around:ID, needs:ID, or way:ID,ID,...", VIEW, View),
    }
    paths: dict[str, Any] = {path: {"get": _describe_operation(*answer, schemas)} for path, answer in answers.items()}
    paths["/api/me.toml"] = {"get": _describe_operation("A profile to save", PROFILE, TOML, schemas)}
    for name, kind in FILES.items():
        paths[f"/api/{name}"] = {"get": _describe_operation("The best plan as a file", PLAN_FILE, kind, schemas)}
    for path, summary, answer, what, kind in (
        ("/api/me", "The content of a profile", Profile, "a profile", TOML),
        ("/api/match", "The skills that an advert names", AdvertText, "an advert", TEXT),
    ):
        operation = _describe_operation(summary, (), answer, schemas)
        operation["requestBody"] = {"required": True, "content": {kind: {"schema": _TEXT}}}
        for status, reason in (("413", f"{what} is too long"), ("415", f"{what} is {kind}")):
            operation["responses"][status] = _describe_response(reason, Problem, schemas)
        paths[path] = {"post": operation}
    if has_profile:
        paths["/api/profile"] = _describe_own(schemas)
    about = {"title": "mlgraph", "version": "1", "description": "The planner behind the page."}
    return {"openapi": "3.1.0", "info": about, "paths": paths, "components": {"schemas": schemas}}


def _describe_own(schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the OpenAPI description of the requests that read and change the profile of the person."""
    reading = _describe_operation("The profile of the person", (), Profile, schemas)
    writing = _describe_operation("The profile after a change", (), Profile, schemas)
    change = describe_type(ProfileUpdate, schemas, _PLACE)
    schemas[ProfileUpdate.__name__] |= {"required": []}
    schemas[ProfileUpdate.__name__]["properties"]["pace"] = {"anyOf": [_PACE, {"type": "null"}]}
    writing["requestBody"] = {"required": True, "content": {JSON: {"schema": change}}}
    for status, reason in (("413", "the change is too long"), ("415", "a change is application/json")):
        writing["responses"][status] = _describe_response(reason, Problem, schemas)
    return {"get": reading, "post": writing}


def _describe_operation(summary: str, parameters: Parameters, answer: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    responses = {"200": _describe_response(summary, answer, schemas)}
    responses |= {status: _describe_response(reason, Problem, schemas) for status, reason in _REFUSALS.items()}
    return {"summary": summary, "parameters": [*map(_describe_parameter, parameters)], "responses": responses}


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    schema = _SPECIAL.get(parameter.name, _TEXT)
    schema = {"type": "array", "items": schema} if parameter.repeats else schema
    return {"name": parameter.name, "in": "query", "required": parameter.required, "schema": schema}


def _describe_response(meaning: str, answer: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the OpenAPI description of an answer of the web server: JSON with the fields of a dataclass, or a file."""
    if isinstance(answer, str):
        return {"description": meaning, "content": {answer: {"schema": _TEXT}}}
    schema = describe_type(answer, schemas, _PLACE)
    return {"description": meaning, "content": {JSON: {"schema": schema}}}
