"""OpenAPI 3.1 description of the server, derived from its types, and the check of request parameters."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mlgraph.limits import HOURS_IN_A_WEEK, LEAST_PACE, MONTHS_LIMIT
from mlgraph.planning.options import OBJECTIVES
from mlgraph.printable import shown
from mlgraph.profile import Profile
from mlgraph.results import describe_type
from mlgraph.web.advert import AdvertText
from mlgraph.web.page import OBJECTIVE, Index
from mlgraph.web.panel import NodeText, PlanText
from mlgraph.web.scene import View

JSON, TOML, TEXT = "application/json", "application/toml", "text/markdown"
_TEXT: dict[str, Any] = {"type": "string"}
_PACE = {"type": "number", "minimum": LEAST_PACE, "maximum": HOURS_IN_A_WEEK, "default": Profile.pace}
_EXPERIENCE = {
    "type": "string",
    "pattern": r"^[^,=]+=[0-9]{1,3}(\.[0-9]{1,2})?$",
    "description": "a field and its months, such as data=24",
}
_MONTHS = {"type": "number", "minimum": 0, "maximum": MONTHS_LIMIT, "default": 0}
_DAY = {"type": "string", "format": "date", "description": "the first day; today by default"}
_OBJECTIVE = {"enum": [*OBJECTIVES], "default": OBJECTIVE}
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
    """A parameter in the query of a request; `repeats` allows several values."""

    name: str
    required: bool = False
    repeats: bool = False


Parameters = tuple[Parameter, ...]
_FROM, _TO = Parameter("from", required=True), Parameter("to", required=True)
_HAVE, _VIA, _AVOID = (Parameter(name, repeats=True) for name in ("have", "via", "avoid"))
_SERVED = (Parameter("experience", repeats=True), Parameter("months_in_post"), Parameter("start"))
PLAN: Parameters = (_FROM, _TO, Parameter("pace"), Parameter("by"), _HAVE, _VIA, _AVOID, *_SERVED)
PROFILE: Parameters = (Parameter("from"), Parameter("pace"), _HAVE, _AVOID)
NODE: Parameters = (Parameter("id", required=True),)
VIEW: Parameters = (Parameter("name", required=True),)


@dataclass(frozen=True)
class Problem:
    """The answer to a request that the server refuses."""

    error: str


@dataclass(frozen=True)
class Plans:
    """The answer with the best few plans."""

    plans: tuple[PlanText, ...]


def find_problem(given: Iterable[tuple[str, str]], parameters: Parameters) -> str | None:
    """Return the first problem in the parameters of a request, or None."""
    counts = Counter(name for name, _ in given)
    known = {parameter.name: parameter for parameter in parameters}
    listed = f"; it has {', '.join(known)}"
    for name, count in counts.items():
        if name not in known:
            return f"a question of this kind has no '{shown(name)}'{listed}"
        if count > 1 and not known[name].repeats:
            return f"'{name}' is given {count} times; give it once"
    missing = [each.name for each in parameters if each.required and each.name not in counts]
    return f"'{missing[0]}' is missing{listed}" if missing else None


def describe_api() -> dict[str, Any]:
    """Return the description of all requests and answers."""
    schemas: dict[str, Any] = {}
    answers: dict[str, tuple[str, Parameters, Any]] = {
        "/api/graph": ("All names of a graph", (), Index),
        "/api/node": ("The details of a node", NODE, NodeText),
        "/api/plan": ("The best plan", PLAN, PlanText),
        "/api/plans": ("The best few plans", PLAN, Plans),
        "/api/view": ("A picture: map, around:ID, needs:ID, or way:ID,ID,...", VIEW, View),
        "/api/me.toml": ("A profile to save", PROFILE, None),
    }
    paths: dict[str, Any] = {path: {"get": _describe_operation(*answer, schemas)} for path, answer in answers.items()}
    for path, summary, answer, what, kind in (
        ("/api/me", "The content of a profile", Profile, "a profile", TOML),
        ("/api/match", "The skills that an advert names", AdvertText, "an advert", TEXT),
    ):
        operation = _describe_operation(summary, (), answer, schemas)
        operation["requestBody"] = {"required": True, "content": {kind: {"schema": _TEXT}}}
        for status, reason in (("413", f"{what} is too long"), ("415", f"{what} is {kind}")):
            operation["responses"][status] = _describe_response(reason, Problem, schemas)
        paths[path] = {"post": operation}
    about = {"title": "mlgraph", "version": "1", "description": "The planner behind the page, for this machine alone."}
    return {"openapi": "3.1.0", "info": about, "paths": paths, "components": {"schemas": schemas}}


def _describe_operation(summary: str, parameters: Parameters, answer: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    responses = {"200": _describe_response(summary, answer, schemas)}
    responses |= {status: _describe_response(reason, Problem, schemas) for status, reason in _REFUSALS.items()}
    return {"summary": summary, "parameters": [*map(_describe_parameter, parameters)], "responses": responses}


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    special = {"pace": _PACE, "by": _OBJECTIVE, "experience": _EXPERIENCE, "months_in_post": _MONTHS, "start": _DAY}
    schema = special.get(parameter.name, _TEXT)
    schema = {"type": "array", "items": schema} if parameter.repeats else schema
    return {"name": parameter.name, "in": "query", "required": parameter.required, "schema": schema}


def _describe_response(meaning: str, answer: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the description of an answer: JSON with the fields of a dataclass or, for None, a profile in TOML."""
    kind, schema = (TOML, _TEXT) if answer is None else (JSON, describe_type(answer, schemas, "#/components/schemas/"))
    return {"description": meaning, "content": {kind: {"schema": schema}}}
