"""Validators for the values of a graph file, such as ids, texts, numbers, lists and tables."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any, NamedTuple

from mlgraph.graphfile.ids import make_slug
from mlgraph.graphfile.positions import Key
from mlgraph.invisible import find_unseen
from mlgraph.limits import ENTRIES, ID_LENGTH, MARKS_ON_LETTER
from mlgraph.names import suggest_fix
from mlgraph.printable import is_piled, sanitize

# Python also accepts 1_0 and the digits of other scripts; in a graph file, both are likely mistakes
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_NOUNS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a table",
}


class Fault(NamedTuple):
    """A fault of a value in a graph file, with the fix.

    `message` describes the problem. `at` has the keys that lead to the wrong part of the value, and is empty if the
    whole value is wrong.
    """

    message: str
    fix: str
    at: Key = ()


class Validator(NamedTuple):
    """A test for values of a graph file, with a JSON Schema that expresses the same test.

    The function `find_faults` returns the faults of a value.
    """

    find_faults: Callable[[Any], Sequence[Fault]]
    schema: dict[str, Any]


def parse_decimal(written: str) -> float:
    """Parse a text of ASCII digits, with an optional point and exponent.

    Raises ValueError for a text that is not a decimal number.
    """
    if not _DECIMAL.fullmatch(written):
        raise ValueError
    return float(written)


def describe_value(value: object) -> str:
    """Describe a value for an error message, by its text in a graph file and its type."""
    if value is None:
        return "null"
    written = f'"{value}"' if isinstance(value, str) else _write(value)
    written = written.lower() if isinstance(value, bool) else written
    other = "a date or time" if isinstance(value, date | time) else f"of the type {type(value).__name__}"
    return f"{sanitize(written, 60)}, {_NOUNS.get(type(value), other)}"


def advise_without_quotes(value: object) -> str:
    """Return the words ", without quotes" for advice to write a number instead of a text, or "" for other values."""
    return ", without quotes" if isinstance(value, str) else ""


def _write(value: object, write: Callable[[object], str] = str) -> str:
    try:
        return write(value)
    except ValueError:  # Python does not print integers with thousands of digits
        return "a number with too many digits"


def make_id_fault(name: str, title: object) -> Fault:
    """Return the fault for a name that is not an id, and suggest an id made from the title or the name."""
    right = f"write lower-case words joined by hyphens, at most {ID_LENGTH} characters"
    proposal = make_slug(title if isinstance(title, str) else name)
    alien = next((c for c in name if not re.match(r"[a-z0-9.-]", c)), "")
    held = f": it holds U+{ord(alien):04X}, {_name_character(alien)}" if alien else ""
    return Fault(f"is not an id{held}", f"{right}, such as {proposal}" if proposal else right)


def _name_character(character: str) -> str:
    return unicodedata.name(character, "a control character").lower()


def make_text(limit: int) -> Validator:
    """Return a validator for one line of visible text with at most `limit` characters."""

    def find_faults(value: Any) -> Sequence[Fault]:
        if not isinstance(value, str):
            return [Fault(f"is {describe_value(value)}", "write a text in quotes")]
        if value.isascii() and value.isprintable() and 0 < len(value) <= limit and value == value.strip():
            return ()  # the fast path for most texts
        if not value.strip():
            return [Fault(f'is "{sanitize(value, 60)}", an empty text', "write a text")]
        if value != value.strip():
            return [Fault(f'is "{sanitize(value, 60)}", with blanks at an end', "remove the blanks")]
        if len(value) > limit:
            return [Fault(f"has {len(value)} characters", f"shorten it to {limit}")]
        found = [Fault(f"has more than {MARKS_ON_LETTER} marks on a letter", "write fewer")] if is_piled(value) else []
        for offset in find_unseen(value)[:1]:
            problem = f"holds U+{ord(value[offset]):04X}, {_name_character(value[offset])}"
            found.append(Fault(problem, "write visible characters on one line"))
        return found

    return Validator(find_faults, {"type": "string", "minLength": 1, "maxLength": limit})


def make_number(limit: int, unit: str, least: float = 0, finest: float = 0) -> Validator:
    """Return a validator for a number from `least` to `limit`.

    The validator also rejects a number between 0 and `finest`, which would be too small to make sense.

    Error messages name the `unit` of the number, such as hours.
    """

    def find_faults(value: Any) -> Sequence[Fault]:
        is_number = type(value) in (int, float)
        if is_number and least <= value <= limit and not 0 < value < finest:  # no comparison with NaN is true
            return ()
        right = f"write a number of {unit} from {least} to {limit}{advise_without_quotes(value)}"
        if is_number and 0 < value < finest:
            right = f"write 0, or {finest:f} {unit} and more"
        return [Fault(f"is {sanitize(_write(value), 30) if is_number else describe_value(value)}", right)]

    schema = {"type": "number", "minimum": least, "maximum": limit}
    too_fine = {"not": {"exclusiveMinimum": 0, "exclusiveMaximum": finest}} if finest else {}
    return Validator(find_faults, schema | too_fine)


def make_list(validator: Validator) -> Validator:
    """Return a validator for a list without repetitions. The given `validator` checks each element of the list."""

    def find_faults(value: Any) -> Sequence[Fault]:
        if not isinstance(value, list):
            return [Fault(f"is {describe_value(value)}", "write a list, in square brackets")]
        if len(value) > ENTRIES:
            return [_make_size_fault(value)]
        found = [
            fault._replace(at=(i, *fault.at))
            for i, element in enumerate(value)
            for fault in validator.find_faults(element)
        ]
        if set(map(type, value)) == {str} and len(set(value)) == len(value):
            return found
        # compare values as text, since 1, 1.0 and true are equal, and lists are not hashable
        written = [_write(element, repr) for element in value]
        first: dict[str, int] = {}
        again = ((index, text) for index, text in enumerate(written) if first.setdefault(text, index) != index)
        return found + [Fault(f"has {sanitize(text, 60)} twice", "write it once", (index,)) for index, text in again]

    return Validator(find_faults, {"type": "array", "items": validator.schema, "uniqueItems": True})


def make_table(validator: Validator, keys: Validator | None = None) -> Validator:
    """Return a validator for a table with any keys.

    The given `validator` checks each value of the table. The validator `keys`, unless it is None, checks each key.
    """

    def find_faults(value: Any) -> Sequence[Fault]:
        if not isinstance(value, dict):
            return [Fault(f"is {describe_value(value)}", "write a table, such as { name = ... }")]
        if len(value) > ENTRIES:
            return [_make_size_fault(value)]
        found = [f._replace(at=(key, *f.at)) for key, element in value.items() for f in validator.find_faults(element)]
        return found + [f._replace(at=(key,)) for key in value for f in (keys.find_faults(key) if keys else ())]

    schema = {"type": "object", "additionalProperties": validator.schema}
    return Validator(find_faults, schema | ({"propertyNames": keys.schema} if keys else {}))


def record(keys: dict[str, Validator], required: Sequence[str], example: str) -> Validator:
    """Return a validator for a table with fixed keys.

    If a value is not a table, the validator returns a fault whose fix shows the table `example`.
    """

    def find_faults(value: Any) -> Sequence[Fault]:
        if not isinstance(value, dict):
            return [Fault(f"is {describe_value(value)}", f"write a table, such as {example}")]
        found = [Fault(f"has no {key}", f"add {key} = ...") for key in required if key not in value]
        for key, part in value.items():
            if key in keys:
                found += (fault._replace(at=(key, *fault.at)) for fault in keys[key].find_faults(part))
            else:
                found.append(Fault(f"has the unknown key {sanitize(key)}", suggest_fix(key, keys)))
        return found

    properties = {key: validator.schema for key, validator in keys.items()}
    schema = {"type": "object", "properties": properties, "required": [*required], "additionalProperties": False}
    return Validator(find_faults, schema)


def _make_size_fault(value: list[Any] | dict[str, Any]) -> Fault:
    return Fault(f"has {len(value):,} entries", f"keep at most {ENTRIES:,}")
