"""The schema of a graph file, with the keys of each kind of table and a validator for each value."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from mlgraph.graphfile.figures import make_figure_keys
from mlgraph.graphfile.ids import ID, is_id
from mlgraph.graphfile.validators import Fault, Validator, describe_value, make_list, make_number, make_table, make_text
from mlgraph.limits import HOURS_LIMIT, ID_LENGTH, LEAST_AMOUNT, MONTHS_LIMIT, TEXT_LENGTH, TITLE_LENGTH
from mlgraph.model import EVIDENCE
from mlgraph.printable import sanitize

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")


def _find_name_faults(value: Any) -> Sequence[Fault]:
    return (
        TITLE.find_faults(value)
        if isinstance(value, str)
        else [Fault(f"is {describe_value(value)}", "write an id in quotes")]
    )


def _find_need_faults(value: Any) -> Sequence[Fault]:
    if isinstance(value, str):
        return NAME.find_faults(value)
    if value == []:
        return [Fault("is a requirement without a skill, so nobody can meet it", "name a skill, or remove it")]
    if isinstance(value, list):
        return _NAMES.find_faults(value)
    return [Fault(f"is {describe_value(value)}", "write the id of a skill, or a list of ids of which one is enough")]


def _find_move_faults(value: Any) -> Sequence[Fault]:
    if value is False:
        return [Fault("is false, but no earlier file has this move to remove", "write the months of the move")]
    if not isinstance(value, dict):
        return MOVE_MONTHS.find_faults(value)
    found = [] if "months" in value else [Fault("is a table without months", "write { months = ... }")]
    for key, attribute in value.items():
        if not is_free_move_key(key):
            right = f"write lower-case words joined by hyphens, but not {', '.join(TAKEN)}"
            found.append(Fault("is not a key of a move", right, (key,)))
            continue
        validator = _MOVE_KEYS.get(key) or (NUMBER if type(attribute) in (int, float) else TITLE)
        found += [fault._replace(at=(key, *fault.at)) for fault in validator.find_faults(attribute)]
    return found


@lru_cache(100)
def is_free_move_key(key: str) -> bool:
    """Return whether the table of a move in a graph file may have a key that mlgraph itself does not use.

    The key of a move must be an id, and must not be a name that graphs or export formats use themselves, such as
    `weight`.
    """
    return is_id(key) and key not in TAKEN


def _find_stage_move_faults(value: Any) -> Sequence[Fault]:
    return () if value is True else _find_move_faults(value)  # a list of stages becomes a table whose values are true


def _make_range(validator: Validator, unit: str) -> Validator:
    """Return the validator for one number, or for a list of a low, a likely and a high number."""

    def find_faults(value: Any) -> Sequence[Fault]:
        if not isinstance(value, list):
            return validator.find_faults(value)
        if len(value) != 3:
            return [Fault(f"is {describe_value(value)}", f"write a number of {unit}, or [low, likely, high]")]
        found = [
            fault._replace(at=(index, *fault.at))
            for index, part in enumerate(value)
            for fault in validator.find_faults(part)
        ]
        if not found and value != sorted(value):
            found = [Fault(f"is {describe_value(value)}, out of order", "write [low, likely, high]")]
        return found

    three = {"type": "array", "items": validator.schema, "minItems": 3, "maxItems": 3}
    return Validator(find_faults, {"anyOf": [validator.schema, three]})


def _find_stated_hours_faults(value: Any) -> Sequence[Fault]:
    if not isinstance(value, list):
        return LIKELY.find_faults(value)
    if len(value) != 2:
        return [Fault(f"is {describe_value(value)}", "write a number of hours, or [least, most]")]
    found = [fault._replace(at=(index,)) for index, part in enumerate(value) for fault in LIKELY.find_faults(part)]
    if not found and value != sorted(value):
        found = [Fault(f"is {describe_value(value)}, out of order", "write [least, most]")]
    return found


def _find_match_faults(value: Any) -> Sequence[Fault]:
    if not isinstance(value, dict):
        return [
            Fault(f"is {describe_value(value)}", 'write a table, such as { "source:code" = "exact", other = "none" }')
        ]
    found = []
    for code, match in value.items():
        if match not in MATCHES:
            found.append(
                Fault(
                    f"is {describe_value(match)}, for {sanitize(code)}", f"write one of {', '.join(MATCHES)}", (code,)
                )
            )
        elif (match == "none") == (":" in code):
            right = f'write {sanitize(code.partition(":")[0])} = "none"' if match == "none" else "write source:code"
            found.append(Fault(f"is {describe_value(match)}, for {sanitize(code)}", right, (code,)))
        found += (fault._replace(at=(code,)) for fault in TITLE.find_faults(code))
    return found


def _find_link_faults(value: Any) -> Sequence[Fault]:
    if not isinstance(value, str) or _ADDRESS.fullmatch(value):
        return LONG.find_faults(value)
    return [Fault(f"is {describe_value(value)}", "write an address that begins with https://")]


def _find_evidence_faults(value: Any) -> Sequence[Fault]:
    return () if value in EVIDENCE else [Fault(f"is {describe_value(value)}", f"write one of {', '.join(EVIDENCE)}")]


def _find_flag_faults(value: Any) -> Sequence[Fault]:
    return () if isinstance(value, bool) else [Fault(f"is {describe_value(value)}", "write true or false")]


TITLE, LONG = make_text(TITLE_LENGTH), make_text(TEXT_LENGTH)
RESTS_ON = Validator(_find_evidence_faults, {"enum": [*EVIDENCE]})
FLAG = Validator(_find_flag_faults, {"type": "boolean"})
MONTHS, LIKELY = (
    make_number(MONTHS_LIMIT, "months", finest=LEAST_AMOUNT),
    make_number(HOURS_LIMIT, "hours", finest=LEAST_AMOUNT),
)
_BOTH = {"type": "array", "items": LIKELY.schema, "minItems": 2, "maxItems": 2}
STATED_HOURS = Validator(_find_stated_hours_faults, {"anyOf": [LIKELY.schema, _BOTH]})
NUMBER = make_number(10**9, "anything")
HOURS, MOVE_MONTHS = _make_range(LIKELY, "hours"), _make_range(MONTHS, "months")
# the syntax of a reference to an entry or to a point of a source; `validate` checks that the target exists
NAME = Validator(_find_name_faults, TITLE.schema)
_NAMES = make_list(NAME)
NEED = Validator(_find_need_faults, {"anyOf": [NAME.schema, _NAMES.schema | {"minItems": 1}]})
CITES, BECAUSE = _NAMES, make_table(_NAMES, NAME)
# how a node matches an entry of a published taxonomy; "none" means that the taxonomy has no such entry
# source of the terms: SKOS, exactMatch and closeMatch
MATCHES = ("exact", "near", "none")
_CODES = {"^[^:]+:.+$": {"enum": ["exact", "near"]}, "^[^:]+$": {"const": "none"}}
SAME_AS = Validator(_find_match_faults, {"type": "object", "patternProperties": _CODES, "additionalProperties": False})
LINK = Validator(_find_link_faults, LONG.schema | {"pattern": "^https?://"})
_SHARE = make_number(1, "share")
# the experience that employers ask for, in multiples of the figure of a role
PART, MULTIPLE = make_number(1, "times"), make_number(10, "times", least=1)
# other programs write a number of people as 340.0
_PEOPLE = make_number(10**9, "people", least=1)
# a counted move: the number of people who made it, their share of all who left the post, and the months after which
# half of them had moved
COUNTED = {
    "people": _PEOPLE,
    **dict.fromkeys(("share", "share-low", "share-high"), _SHARE),
    **dict.fromkeys(("half", "half-low", "half-high"), MONTHS),
}
_MOVE_KEYS = {"months": MOVE_MONTHS, "cites": CITES, **COUNTED}
# keys with a meaning for edges of a graph, and keys that cannot be attributes in GEXF
TAKEN = ("relation", "required", "id", "label", "type", "weight", "start", "end", "spells", "viz")
_MOVE_TABLE = {
    "type": "object",
    "propertyNames": {"pattern": f"^{ID.pattern}$", "maxLength": ID_LENGTH, "not": {"enum": list(TAKEN)}},
    "properties": {key: validator.schema for key, validator in _MOVE_KEYS.items()},
    "required": ["months"],
    "additionalProperties": {"anyOf": [TITLE.schema, NUMBER.schema]},
}
MOVE = Validator(_find_move_faults, {"anyOf": [MOVE_MONTHS.schema, _MOVE_TABLE]})
_STAGE_MOVE = Validator(_find_stage_move_faults, {"anyOf": [MOVE_MONTHS.schema, _MOVE_TABLE, {"const": True}]})
_STAGE_MOVES = make_table(_STAGE_MOVE)
# a list of stages becomes a table when the file is read (`document`)
STAGE_MOVES = Validator(_STAGE_MOVES.find_faults, {"anyOf": [_STAGE_MOVES.schema, _NAMES.schema]})

_ABOUT = {"title": TITLE, "about": LONG, "aliases": make_list(TITLE), "url": LINK, "needs": make_list(NEED)}
_EVIDENCE = {"because": BECAUSE, "cites": CITES, "same_as": SAME_AS}

KEYS: dict[str, dict[str, Validator]] = {
    "source": {
        "title": TITLE,
        "publisher": TITLE,
        "date": TITLE,
        "url": LINK,
        "licence": TITLE,
        "evidence": RESTS_ON,
        "generated": FLAG,
        "points": make_table(LONG, NAME),
    },
    "resource": {
        "title": TITLE,
        "publisher": TITLE,
        "url": LINK,
        "hours": STATED_HOURS,
        "free": FLAG,
        "language": TITLE,
        "cites": CITES,
    },
    "experience": {"title": TITLE, "about": LONG, "asked_least": PART, "asked_most": MULTIPLE, "cites": CITES},
    "track": {"title": TITLE, "about": LONG},
    "stage": {**_ABOUT, "leads_to": STAGE_MOVES, **_EVIDENCE},
    "role": {
        **_ABOUT,
        "leads_to": make_table(MOVE),
        "stage": NAME,
        "track": NAME,
        "experience": make_table(MONTHS, NAME),
        "usual_experience": make_table(MONTHS, NAME),
        "usual_skills": _NAMES,
        "counts_as": _NAMES,
        "teaches": make_table(MONTHS, NAME),
        "programme": FLAG,
        "optional": _NAMES,
        "experience_from": CITES,
        "usual_experience_from": CITES,
        "usual_skills_from": CITES,
        **make_figure_keys(TITLE, CITES, FLAG),
        **_EVIDENCE,
    },
    "skill": {
        **_ABOUT,
        "hours": HOURS,
        "hours_from": CITES,
        "subject": TITLE,
        "shown_by": LONG,
        "learn_with": _NAMES,
        "reasons": make_table(LONG),
        **_EVIDENCE,
    },
}
REQUIRED = {kind: {"skill": ("title", "hours"), "resource": ("title", "url")}.get(kind, ("title",)) for kind in KEYS}
TOP = {"title": TITLE, "attribution": LONG}


def make_json_schema(*, overlay: bool = False) -> dict[str, Any]:
    """Return the JSON Schema of a graph file, with which editors complete keys and mark mistakes.

    If `overlay` is true, return the JSON Schema of an overlay. In an overlay, an entry may lack the title and the
    hours, since an earlier file may state them. In an overlay, the value `false` removes an entry of a table, such as a
    move.

    JSON Schema cannot express that ids must exist, or that needs must not form cycles. The function `mlgraph.check`
    tests whether ids exist and needs form no cycles.

    The returned JSON Schema follows draft 2020-12 of the format JSON Schema.
    """
    tables = {
        kind: {
            "type": "object",
            "propertyNames": {"pattern": f"^{ID.pattern}$", "maxLength": ID_LENGTH},
            "additionalProperties": {
                "type": "object",
                "properties": {
                    key: _allow_removal(validator.schema) if overlay else validator.schema
                    for key, validator in validators.items()
                },
                "required": [] if overlay else list(REQUIRED[kind]),
                "additionalProperties": False,
            },
        }
        for kind, validators in KEYS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An overlay of a career graph of mlgraph" if overlay else "A career graph of mlgraph",
        "type": "object",
        "properties": {key: validator.schema for key, validator in TOP.items()} | tables,
        "additionalProperties": False,
    }


def _allow_removal(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a value in an overlay, where `false` instead of an entry removes the entry."""
    if "anyOf" in schema:
        return {"anyOf": [_allow_removal(each) for each in schema["anyOf"]]}
    if schema.get("type") != "object":
        return schema
    removed = {"const": False}
    patterns = schema.get("patternProperties", {})
    further = schema.get("additionalProperties")
    opened = {"additionalProperties": {"anyOf": [further, removed]}} if isinstance(further, dict) else {}
    matched = {name: {"anyOf": [each, removed]} for name, each in patterns.items()}
    return schema | opened | ({"patternProperties": matched} if matched else {})
