"""What can be asked of the server, and what it answers, as OpenAPI 3.1; answers are described from their own types."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from mlgraph.analysis.describe import Description
from mlgraph.limits import HOURS_IN_A_WEEK, LEAST_PACE
from mlgraph.model import KINDS
from mlgraph.planning.options import DEFAULT_PACE, OBJECTIVES
from mlgraph.planning.plan import Plan, Unavoidable
from mlgraph.printable import shown
from mlgraph.profile import Profile
from mlgraph.results import key_of
from mlgraph.web.scene import View

JSON, TOML = "application/json", "application/toml"
_PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}
_TEXT: dict[str, Any] = {"type": "string"}
_ERROR = {"type": "object", "properties": {"error": _TEXT}, "required": ["error"], "additionalProperties": False}
_REFUSALS = {
    "400": "what is wrong in the question",
    "403": "other sites may not ask",
    "404": "there is no such thing",
    "414": "the question is too long",
    "421": "this is another server",
    "503": "too many questions at once",
}
_PACE = {"type": "number", "minimum": LEAST_PACE, "maximum": HOURS_IN_A_WEEK, "default": DEFAULT_PACE}

# the names of what is asked for once (and whether it has to be), and of what may be asked for several times
Asked = tuple[dict[str, bool], tuple[str, ...]]
PLAN: Asked = {"from": True, "to": True, "pace": False, "by": False}, ("have", "via", "avoid")
PROFILE: Asked = {"from": False, "pace": False}, ("have", "avoid")
NODE: Asked = {"id": True}, ()
VIEW: Asked = {"name": True}, ()
NOTHING: Asked = {}, ()


def refusal(given: Iterable[tuple[str, str]], asked: Asked) -> str | None:
    """Return what is wrong in the parameters of a question, or None."""
    once, often = asked
    counts = Counter(name for name, _ in given)
    known = f"; it has {', '.join((*once, *often))}" if once else ""
    for name, count in counts.items():
        if name not in once and name not in often:
            return f"a question like this has no '{shown(name)}'{known}"
        if count > 1 and name not in often:
            return f"'{name}' is asked for {count} times"
    missing = [name for name, required in once.items() if required and name not in counts]
    return f"'{missing[0]}' is missing{known}" if missing else None


def description() -> dict[str, Any]:
    """Return the description of all that can be asked."""
    schemas: dict[str, Any] = {}
    plan, unavoidable = _schema(Plan, schemas), _schema(Unavoidable, schemas)
    further = {"unavoidable": unavoidable}
    with_unavoidable = dict(schemas["Plan"], properties=schemas["Plan"]["properties"] | further)
    index = _object(title=_TEXT, attribution=_TEXT, map={"type": "boolean"}, nodes=_array(_index_node()))
    answers = {
        "/api/graph": ("All names of a graph", NOTHING, index),
        "/api/node": ("All that is known of a node", NODE, _schema(Description, schemas)),
        "/api/plan": ("The best plan", PLAN, with_unavoidable),
        "/api/plans": ("The best few plans", PLAN, _object(plans=_array(plan))),
        "/api/view": ("A picture: map, around:ID, needs:ID, or way:ID,ID,...", VIEW, _schema(View, schemas)),
        "/api/me.toml": ("A profile to keep", PROFILE, None),
    }
    paths: dict[str, Any] = {path: {"get": _operation(*answer)} for path, answer in answers.items()}
    paths["/api/me"] = {"post": _operation("What a profile says", NOTHING, _schema(Profile, schemas))}
    paths["/api/me"]["post"]["requestBody"] = {"required": True, "content": {TOML: {"schema": _TEXT}}}
    for status, reason in (("413", "the profile is too long"), ("415", f"a profile is {TOML}")):
        paths["/api/me"]["post"]["responses"][status] = _response(reason, _ERROR)
    about = {"title": "mlgraph", "version": "1", "description": "The planner behind the page, for this machine alone."}
    return {"openapi": "3.1.0", "info": about, "paths": paths, "components": {"schemas": schemas}}


def _operation(summary: str, asked: Asked, answer: Any) -> dict[str, Any]:
    once, often = asked
    kinds = {"pace": _PACE, "by": {"enum": [*OBJECTIVES], "default": OBJECTIVES[0]}}
    parameters = [
        {"name": name, "in": "query", "required": required, "schema": kinds.get(name, _TEXT)}
        for name, required in once.items()
    ]
    parameters += [{"name": name, "in": "query", "schema": _array(_TEXT)} for name in often]
    right = (
        {"description": summary, "content": {TOML: {"schema": _TEXT}}} if answer is None else _response(summary, answer)
    )
    refused = {status: _response(reason, _ERROR) for status, reason in _REFUSALS.items()}
    return {"summary": summary, "parameters": parameters, "responses": {"200": right} | refused}


def _response(meaning: str, schema: Any, kind: str = JSON) -> dict[str, Any]:
    return {"description": meaning, "content": {kind: {"schema": schema}}}


def _index_node() -> dict[str, Any]:
    stage = {"type": ["string", "null"]}
    return _object(id=_TEXT, title=_TEXT, kind={"enum": [*KINDS]}, stage=stage, names=_array(_TEXT))


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _schema(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a type that answers have; those of dataclasses go into `schemas`."""
    if isinstance(kind, type) and is_dataclass(kind):
        name = kind.__name__
        if name not in schemas:
            hints = get_type_hints(kind)
            known = {key_of(field.name): hints[field.name] for field in fields(kind)}
            schemas[name] = _object(**{key: _schema(hint, schemas) for key, hint in known.items()})
        return {"$ref": f"#/components/schemas/{name}"}
    parts = get_args(kind)
    if get_origin(kind) is Literal:
        return {"enum": [*parts]}
    if get_origin(kind) is UnionType:
        return {"anyOf": [_schema(part, schemas) for part in parts]}
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": _schema(parts[1], schemas)}
    if parts and parts[-1] is Ellipsis:
        return _array(_schema(parts[0], schemas))
    if parts:
        pair = {"prefixItems": [_schema(part, schemas) for part in parts]}
        return {"type": "array", **pair, "minItems": len(parts), "maxItems": len(parts)}
    return {"type": _PLAIN[kind]}
