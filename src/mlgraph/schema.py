"""What may stand in a graph file: the keys of each kind of table, and what each value must be."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import chain, filterfalse, islice
from operator import ne
from typing import Any, NamedTuple

from mlgraph.document import Key
from mlgraph.errors import is_piled, is_visible, shown
from mlgraph.limits import ENTRIES, HOURS_LIMIT, ID_LENGTH, MARKS_ON_LETTER, MONTHS_LIMIT, TEXT_LENGTH, TITLE_LENGTH

ID = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")
# what Python takes for a number beyond this, such as 1_0 or the digits of other scripts, is a slip
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")


class Fault(NamedTuple):
    """What is wrong with a value, what would be right, and where inside the value it is."""

    problem: str
    remedy: str
    at: Key = ()


class Rule(NamedTuple):
    """What a value must be: `faults` returns what is wrong with one, `schema` says the same in JSON Schema.

    `passes` says of many values at once that none has a fault: the quick way through large files. Where it says no, the
    values are looked at one by one.
    """

    faults: Callable[[Any], Sequence[Fault]]
    schema: dict[str, Any]
    passes: Callable[[list[Any]], bool]


def described(value: object) -> str:
    """Return a value as a file writes it, with its type, for a message."""
    if value is None:
        return "null"
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a string", list: "a list"}
    written = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return f"{shown(written, 60)}, {names.get(type(value), 'a table' if isinstance(value, dict) else 'a date or time')}"


def is_id(name: str) -> bool:
    """Return whether a name may be an id: lower-case letters and digits in words joined by hyphens or dots."""
    return ID.fullmatch(name) is not None and len(name) <= ID_LENGTH


def id_fault(name: str, title: object) -> Fault:
    """Return why a name is not an id, and propose one that is made of the title or of the name itself."""
    right = f"write lower-case words joined by hyphens, at most {ID_LENGTH} characters"
    proposal = slug(title if isinstance(title, str) else name)
    alien = next((c for c in name if not re.match(r"[a-z0-9.-]", c)), "")
    held = f": it holds U+{ord(alien):04X}, {_character(alien)}" if alien else ""
    return Fault(f"is not an id{held}", f"{right}, such as {proposal}" if proposal else right)


def decimal(written: str) -> float:
    """Return the number that plain digits write, with a point and an exponent or without. Raises ValueError."""
    if not _DECIMAL.fullmatch(written):
        raise ValueError
    return float(written)


def slug(name: str) -> str:
    """Return an id made of a name: its letters and digits in lower case, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:ID_LENGTH].strip("-")


def _character(character: str) -> str:
    return unicodedata.name(character, "a control character").lower()


def text(limit: int) -> Rule:
    """Return the rule for a text of one line, up to `limit` characters, without invisible characters."""

    def faults(value: Any) -> Sequence[Fault]:
        if not isinstance(value, str):
            return [Fault(f"is {described(value)}", "write a text in quotes")]
        if not value or value != value.strip():
            return [Fault(f"is {described(value)}, empty or with blanks at an end", "write a text without them")]
        if len(value) > limit:
            return [Fault(f"has {len(value)} characters", f"at most {limit} fit")]
        if is_visible(value):
            return ()
        found = [Fault(f"has more than {MARKS_ON_LETTER} marks on a letter", "write fewer")] if is_piled(value) else []
        for hidden in islice((c for c in value if not is_visible(c)), 1):
            problem = f"holds U+{ord(hidden):04X}, {_character(hidden)}"
            found.append(Fault(problem, "write visible characters on one line"))
        return found

    def passes(values: list[Any]) -> bool:
        if not set(map(type, values)) <= {str} or "" in values:
            return False
        stripped = list(map(str.strip, values))
        if stripped != values or max(map(len, values), default=0) > limit or not "".join(values).isprintable():
            return False
        return is_visible("".join(filterfalse(str.isascii, values)))

    return Rule(faults, {"type": "string", "minLength": 1, "maxLength": limit}, passes)


def number(limit: int, unit: str, least: float = 0) -> Rule:
    """Return the rule for a number of `unit` from `least` to `limit`."""

    def faults(value: Any) -> Sequence[Fault]:
        is_number = type(value) in (int, float)
        if is_number and least <= value <= limit:  # which no infinity and no NaN is
            return ()
        right = f"write a number of {unit} from {least} to {limit}, without quotes"
        return [Fault(f"is {shown(value, 30) if is_number else described(value)}", right)]

    def passes(values: list[Any]) -> bool:
        if not set(map(type, values)) <= {int, float} or any(map(ne, values, values)):  # only a NaN is not itself
            return False
        return not values or (min(values) >= least and max(values) <= limit)

    return Rule(faults, {"type": "number", "minimum": least, "maximum": limit}, passes)


def each(rule: Rule) -> Rule:
    """Return the rule for a list without repetitions, each element of which keeps `rule`."""

    def faults(value: Any) -> Sequence[Fault]:
        if not isinstance(value, list):
            return [Fault(f"is {described(value)}", "write a list, in square brackets")]
        if len(value) > ENTRIES:
            return [_too_many(value)]
        found = [fault._replace(at=(i, *fault.at)) for i, element in enumerate(value) for fault in rule.faults(element)]
        written = list(map(repr, value))
        if len(set(written)) < len(written):
            first: dict[str, int] = {}
            again = ((index, text) for index, text in enumerate(written) if first.setdefault(text, index) != index)
            found += (Fault(f"has {shown(text, 60)} twice", "write it once", (index,)) for index, text in again)
        return found

    def passes(values: list[Any]) -> bool:
        if not set(map(type, values)) <= {list} or max(map(len, values), default=0) > ENTRIES:
            return False
        elements = list(chain.from_iterable(values))
        if not rule.passes(elements):
            return False
        try:
            return sum(map(len, map(set, values))) == len(elements)
        except TypeError:  # a list within a list
            return all(len(set(map(repr, value))) == len(value) for value in values)

    return Rule(faults, {"type": "array", "items": rule.schema, "uniqueItems": True}, passes)


def values(rule: Rule, keys: Rule | None = None) -> Rule:
    """Return the rule for a table, each value of which keeps `rule`, and each key the rule `keys`, if there is one."""

    def faults(value: Any) -> Sequence[Fault]:
        if not isinstance(value, dict):
            return [Fault(f"is {described(value)}", "write a table, such as { name = ... }")]
        if len(value) > ENTRIES:
            return [_too_many(value)]
        found = [f._replace(at=(key, *f.at)) for key, element in value.items() for f in rule.faults(element)]
        return found + [f._replace(at=(key,)) for key in value for f in (keys.faults(key) if keys else ())]

    def passes(values: list[Any]) -> bool:
        if not set(map(type, values)) <= {dict} or max(map(len, values), default=0) > ENTRIES:
            return False
        if keys and not keys.passes(list(chain.from_iterable(values))):
            return False
        return rule.passes(list(chain.from_iterable(map(dict.values, values))))

    schema = {"type": "object", "additionalProperties": rule.schema}
    return Rule(faults, schema | ({"propertyNames": keys.schema} if keys else {}), passes)


def _too_many(value: list[Any] | dict[str, Any]) -> Fault:
    return Fault(f"has {len(value):,} entries", f"at most {ENTRIES:,} fit")


def _name_faults(value: Any) -> Sequence[Fault]:
    return TITLE.faults(value) if isinstance(value, str) else [Fault(f"is {described(value)}", "write an id in quotes")]


def _need_faults(value: Any) -> Sequence[Fault]:
    if isinstance(value, str):
        return NAME.faults(value)
    if value == []:
        return [Fault("is an alternative without any skill, which nobody can meet", "name a skill, or remove it")]
    if isinstance(value, list):
        return each(NAME).faults(value)
    return [Fault(f"is {described(value)}", "write the id of a skill, or a list of ids of which one is enough")]


def _needs_pass(values: list[Any]) -> bool:
    names = [value for value in values if type(value) is str]
    choices = [value for value in values if type(value) is not str]
    return [] not in choices and NAME.passes(names) and each(NAME).passes(choices)


def _move_faults(value: Any) -> Sequence[Fault]:
    if value is False:
        return [Fault("is false, and no earlier file has this move to take away", "write the months of the move")]
    if not isinstance(value, dict):
        return MONTHS.faults(value)
    found = [] if "months" in value else [Fault("is a table without months", "write { months = ... }")]
    for key, attribute in value.items():
        if not _may_be_of_a_move(key):
            right = f"write lower-case words joined by hyphens, and none of {', '.join(TAKEN)}"
            found.append(Fault("is no key for a move", right, (key,)))
            continue
        other = NUMBER if type(attribute) in (int, float) else TITLE
        rule = {"months": MONTHS, "cites": CITES}.get(key, other)
        found += (fault._replace(at=(key, *fault.at)) for fault in rule.faults(attribute))
    return found


def _may_be_of_a_move(key: str) -> bool:
    """Return whether a file may say something of its own under this key: nothing that a graph or a format says."""
    return is_id(key) and key not in TAKEN


def _moves_pass(values: list[Any]) -> bool:
    tables = [value for value in values if type(value) is dict]
    if not all(map(_may_be_of_a_move, set(chain.from_iterable(tables)))):
        return False
    others = [attribute for table in tables for key, attribute in table.items() if key not in ("months", "cites")]
    texts = [attribute for attribute in others if type(attribute) is str]
    if not all("months" in table for table in tables):
        return False
    months = [value for value in values if type(value) is not dict] + [table["months"] for table in tables]
    numbers = [attribute for attribute in others if type(attribute) is not str]
    cites = [table["cites"] for table in tables if "cites" in table]
    return MONTHS.passes(months) and NUMBER.passes(numbers) and TITLE.passes(texts) and CITES.passes(cites)


def _hours_faults(value: Any) -> Sequence[Fault]:
    if not isinstance(value, list):
        return LIKELY.faults(value)
    if len(value) != 3:
        return [Fault(f"is {described(value)}", "write a number of hours, or [low, likely, high]")]
    found = [fault._replace(at=(index, *fault.at)) for index, part in enumerate(value) for fault in LIKELY.faults(part)]
    if not found and value != sorted(value):
        found = [Fault(f"is {described(value)}, out of order", "write [low, likely, high]")]
    return found


def _hours_pass(values: list[Any]) -> bool:
    ranges = [value for value in values if type(value) is list]
    numbers = [value for value in values if type(value) is not list]
    if not LIKELY.passes(numbers + list(chain.from_iterable(ranges))):
        return False
    return all(len(value) == 3 and value == sorted(value) for value in ranges)


def _match_faults(value: Any) -> Sequence[Fault]:
    if not isinstance(value, dict):
        return [Fault(f"is {described(value)}", 'write a table, such as { "source:code" = "exact", other = "none" }')]
    found = []
    for code, match in value.items():
        if match not in MATCHES:
            found.append(
                Fault(f"is {described(match)}, for {shown(code)}", f"write one of {', '.join(MATCHES)}", (code,))
            )
        elif (match == "none") == (":" in code):
            right = f'write {shown(code.partition(":")[0])} = "none"' if match == "none" else "write source:code"
            found.append(Fault(f"is {described(match)}, for {shown(code)}", right, (code,)))
        found += (fault._replace(at=(code,)) for fault in TITLE.faults(code))
    return found


def _matches_pass(values: list[Any]) -> bool:
    return not any(map(_match_faults, values))


def _link_faults(value: Any) -> Sequence[Fault]:
    if not isinstance(value, str) or _ADDRESS.fullmatch(value):
        return LONG.faults(value)
    return [Fault(f"is {described(value)}", "write an address that begins with https://")]


def _links_pass(values: list[Any]) -> bool:
    return LONG.passes(values) and all(map(_ADDRESS.fullmatch, values))


TITLE, LONG = text(TITLE_LENGTH), text(TEXT_LENGTH)
MONTHS, LIKELY, NUMBER = number(MONTHS_LIMIT, "months"), number(HOURS_LIMIT, "hours"), number(10**9, "anything")
_RANGE = {"type": "array", "items": LIKELY.schema, "minItems": 3, "maxItems": 3}
HOURS = Rule(_hours_faults, {"anyOf": [LIKELY.schema, _RANGE]}, _hours_pass)
# a mention of an id, or of a source and a point in it: whether there is such a one is another question
NAME = Rule(_name_faults, TITLE.schema, TITLE.passes)
NEED = Rule(_need_faults, {"anyOf": [NAME.schema, each(NAME).schema | {"minItems": 1}]}, _needs_pass)
CITES, BECAUSE = each(NAME), values(each(NAME), NAME)
# how a node matches an entry of a published taxonomy; "none" says that the taxonomy has no such entry
# Source of the terms: SKOS, exactMatch and closeMatch
MATCHES = ("exact", "near", "none")
_CODES = {"^[^:]+:.+$": {"enum": ["exact", "near"]}, "^[^:]+$": {"const": "none"}}
SAME_AS = Rule(
    _match_faults, {"type": "object", "patternProperties": _CODES, "additionalProperties": False}, _matches_pass
)
LINK = Rule(_link_faults, LONG.schema | {"pattern": "^https?://"}, _links_pass)
# the keys of arrows that are ours, and those in which GEXF has something else than an attribute
TAKEN = ("relation", "required", "id", "label", "type", "weight", "start", "end", "spells", "viz")
_MOVE_TABLE = {
    "type": "object",
    "propertyNames": {"pattern": f"^{ID.pattern}$", "maxLength": ID_LENGTH, "not": {"enum": list(TAKEN)}},
    "properties": {"months": MONTHS.schema, "cites": CITES.schema},
    "required": ["months"],
    "additionalProperties": {"anyOf": [TITLE.schema, NUMBER.schema]},
}
MOVE = Rule(_move_faults, {"anyOf": [MONTHS.schema, _MOVE_TABLE]}, _moves_pass)

_ABOUT = {"title": TITLE, "about": LONG, "aliases": each(TITLE), "url": LINK, "needs": each(NEED)}
_EVIDENCE = {"because": BECAUSE, "cites": CITES, "same_as": SAME_AS}

KEYS: dict[str, dict[str, Rule]] = {
    "source": {
        "title": TITLE,
        "publisher": TITLE,
        "date": TITLE,
        "url": LINK,
        "licence": TITLE,
        "points": values(LONG, NAME),
    },
    "stage": {**_ABOUT, "leads_to": values(MOVE), **_EVIDENCE},
    "role": {**_ABOUT, "leads_to": values(MOVE), "stage": NAME, "optional": each(NAME), **_EVIDENCE},
    "skill": {**_ABOUT, "hours": HOURS, "shown_by": LONG, "reasons": values(LONG), **_EVIDENCE},
}
REQUIRED = {"source": ("title",), "stage": ("title",), "role": ("title",), "skill": ("title", "hours")}
TOP = {"title": TITLE, "attribution": LONG}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a graph file, for editors that complete and check.

    Source: JSON Schema, draft 2020-12. It cannot say that ids exist or that needs run in no circle; `check` can.
    """
    tables = {
        kind: {
            "type": "object",
            "propertyNames": {"pattern": f"^{ID.pattern}$", "maxLength": ID_LENGTH},
            "additionalProperties": {
                "type": "object",
                "properties": {key: rule.schema for key, rule in rules.items()},
                "required": list(REQUIRED[kind]),
                "additionalProperties": False,
            },
        }
        for kind, rules in KEYS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A career graph of mlgraph",
        "type": "object",
        "properties": {key: rule.schema for key, rule in TOP.items()} | tables,
        "additionalProperties": False,
    }
