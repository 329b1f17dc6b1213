"""What may stand in a graph file: the keys of each kind of table, and what each value must be."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from mlgraph.document import Key
from mlgraph.errors import shown

ID = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")
ID_LENGTH, TITLE_LENGTH, TEXT_LENGTH = 100, 200, 1000
HOURS_LIMIT, MONTHS_LIMIT = 100_000, 1_200


class Fault(NamedTuple):
    """What is wrong with a value, what would be right, and where inside the value it is."""

    problem: str
    remedy: str
    at: Key = ()


Check = Callable[[Any], Iterator[Fault]]


def described(value: object) -> str:
    """Return a value as a file writes it, with its type, for a message."""
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "a string", list: "a list"}
    written = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return f"{shown(written, 60)}, {names.get(type(value), 'a table' if isinstance(value, dict) else 'a date or time')}"


def id_faults(value: str, title: object) -> Iterator[Fault]:
    """Check an id; where it is wrong, one that is made of the title or of the id itself is proposed."""
    if not ID.fullmatch(value) or len(value) > ID_LENGTH:
        right = f"write lower-case words joined by hyphens, at most {ID_LENGTH} characters"
        proposal = _slug(title if isinstance(title, str) else value)
        alien = next((c for c in value if not re.match(r"[a-z0-9.-]", c)), "")
        held = f": it holds U+{ord(alien):04X}, {_character(alien)}" if alien else ""
        yield Fault(f"is not an id{held}", f"{right}, such as {proposal}" if proposal else right)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:ID_LENGTH].strip("-")


def _character(character: str) -> str:
    return unicodedata.name(character, "a control character").lower()


def text(limit: int) -> Check:
    """Check a text of one line, up to `limit` characters, without invisible characters."""

    def faults(value: Any) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(f"is {described(value)}", "write a text in quotes")
        elif not value or value != value.strip():
            yield Fault(f"is {described(value)}, empty or with blanks at an end", "write a text without them")
        elif len(value) > limit:
            yield Fault(f"has {len(value)} characters", f"at most {limit} fit")
        elif hidden := next((c for c in value if not c.isprintable()), None):
            problem = f"holds U+{ord(hidden):04X}, {_character(hidden)}"
            yield Fault(problem, "write visible characters on one line")

    return faults


def number(limit: int, unit: str) -> Check:
    """Check a finite number of `unit` from 0 to `limit`."""

    def faults(value: Any) -> Iterator[Fault]:
        right = f"write a number of {unit} from 0 to {limit}, without quotes"
        if type(value) not in (int, float):
            yield Fault(f"is {described(value)}", right)
        elif not 0 <= value <= limit:  # which no infinity and no NaN is
            yield Fault(f"is {shown(value, 30)}", right)

    return faults


def each(check: Check) -> Check:
    """Check a list without repetitions, each element of which passes `check`."""

    def faults(value: Any) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault(f"is {described(value)}", "write a list, in square brackets")
            return
        seen: set[str] = set()
        for index, element in enumerate(value):
            yield from (fault._replace(at=(index, *fault.at)) for fault in check(element))
            if repr(element) in seen:
                yield Fault(f"has {shown(repr(element), 60)} twice", "write it once", (index,))
            seen.add(repr(element))

    return faults


def values(check: Check) -> Check:
    """Check a table, each value of which passes `check`."""

    def faults(value: Any) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(f"is {described(value)}", "write a table, such as { name = ... }")
            return
        for key, element in value.items():
            yield from (fault._replace(at=(key, *fault.at)) for fault in check(element))

    return faults


def name(value: Any) -> Iterator[Fault]:
    """Check a mention of an id: any string, for whether the id exists is another question."""
    if not isinstance(value, str):
        yield Fault(f"is {described(value)}", "write an id in quotes")


def requirement(value: Any) -> Iterator[Fault]:
    """Check one requirement: the id of a skill, or a list of ids of which one is enough."""
    if value == []:
        yield Fault("is an alternative without any skill, which nobody can meet", "name a skill, or remove it")
    elif isinstance(value, list):
        yield from each(name)(value)
    elif not isinstance(value, str):
        yield Fault(f"is {described(value)}", "write the id of a skill, or a list of ids of which one is enough")


def link(value: Any) -> Iterator[Fault]:
    """Check an address on the web."""
    yield from text(TEXT_LENGTH)(value)
    if isinstance(value, str) and not re.fullmatch(r"https?://[^\s\"'<>\\]+", value):
        yield Fault(f"is {described(value)}", "write an address that begins with https://")


_ABOUT: dict[str, Check] = {
    "title": text(TITLE_LENGTH),
    "about": text(TEXT_LENGTH),
    "aliases": each(text(TITLE_LENGTH)),
    "needs": each(requirement),
    "cites": each(name),
}
_MOVES: dict[str, Check] = {"leads_to": values(number(MONTHS_LIMIT, "months"))}

KEYS: dict[str, dict[str, Check]] = {
    "source": {
        "title": text(TITLE_LENGTH),
        "publisher": text(TITLE_LENGTH),
        "date": text(TITLE_LENGTH),
        "url": link,
        "licence": text(TITLE_LENGTH),
        "points": values(text(TEXT_LENGTH)),
    },
    "stage": {**_ABOUT, **_MOVES},
    "role": {**_ABOUT, **_MOVES, "stage": name},
    "skill": {**_ABOUT, "hours": number(HOURS_LIMIT, "hours")},
}
REQUIRED = {"source": ("title",), "stage": ("title",), "role": ("title",), "skill": ("title", "hours")}
TOP = {"title": text(TITLE_LENGTH)}
