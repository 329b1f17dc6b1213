"""The sheets of a graph in a spreadsheet, their columns, and the form of the values in cells."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mlgraph.model import EVIDENCE
from mlgraph.reading import read_number

_ITEM = re.compile(r'\s*("(?:[^"]|"")*"|[^;]*?)\s*(?:;|$)')
_OR = re.compile(r"\s+or\s+|\s*\|\s*")
_YES, _NO = ("yes", "true", "x", "1"), ("no", "false", "0")


@dataclass(frozen=True)
class Kind:
    """A kind of value that the cells of a column may have, such as numbers.

    `right` describes the right form of a value for error messages.

    The function `read` converts the text in a cell to a value. If the text is not a value of this kind, such as a word
    in a column of numbers, `read` raises ValueError.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], Any]
    right: str


@dataclass(frozen=True)
class Column:
    """A column of a sheet, with the kind of value in its cells.

    If the values refer to rows of other sheets, `names` has the names of these sheets. `choices` lists values that a
    spreadsheet program may offer for a cell of the column.
    """

    kind: Kind
    example: str = ""
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


def split_items(text: str) -> list[str]:
    """Split the text of a cell into parts at semicolons, except semicolons in quotation marks.

    >>> split_items('python; r; "a; b"')
    ['python', 'r', 'a; b']
    """
    items = (found[1] for found in _ITEM.finditer(text))
    return [item[1:-1].replace('""', '"') if _is_quoted(item) else item for item in items if item]


def join_items(items: Iterable[str]) -> str:
    """Join texts into the text of a cell with semicolons, so that `split_items` returns the same texts."""
    return "; ".join(f'"{item.replace(chr(34), chr(34) * 2)}"' if _must_quote(item) else item for item in items)


def _is_quoted(item: str) -> bool:
    return len(item) > 1 and item.startswith('"') and item.endswith('"')


def _must_quote(item: str) -> bool:
    return not item or ";" in item or item.startswith('"') or item != item.strip()


def _read_amounts(text: str) -> dict[str, float]:
    pairs = [item.rpartition("=") for item in split_items(text)]
    return {_name(name): _read_whole(amount) for name, _, amount in pairs}


def _read_matches(text: str) -> dict[str, str]:
    pairs = [item.rpartition("=") for item in split_items(text)]
    return {_name(name): match.strip() for name, _, match in pairs}


def _read_notes(text: str) -> dict[str, str]:
    pairs = [item.partition("=") for item in split_items(text)]
    return {_name(name): note.strip() for name, _, note in pairs}


def _name(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text.strip()


def _write_pairs(pairs: dict[str, Any]) -> str:
    return join_items(f"{name} = {value}" for name, value in pairs.items())


def _read_needs(text: str) -> list[str | list[str]]:
    groups = [_OR.split(item) for item in split_items(text)]
    return [group[0] if len(group) == 1 else group for group in groups]


def _read_whole(text: str) -> float:
    value = read_number(text)
    return int(value) if value.is_integer() else value


def _read_flag(text: str) -> bool:
    if text.strip().lower() not in (*_YES, *_NO):
        raise ValueError(text)
    return text.strip().lower() in _YES


def _keep_value(value: Any) -> Any:
    return value


TEXT = Kind(str.strip, _keep_value, "write a text")
NUMBER = Kind(_read_whole, _keep_value, "write a number, such as 6 or 6.5")
FLAG = Kind(_read_flag, lambda flag: "yes" if flag else "no", "write yes or no")
LIST = Kind(split_items, join_items, "write items, separated by semicolons")
NEEDS = Kind(_read_needs, _keep_value, "write skills, separated by semicolons, and 'or' between alternatives")
AMOUNTS = Kind(_read_amounts, _write_pairs, "write names and numbers, such as data = 48; lead = 12")
MATCHES = Kind(_read_matches, _write_pairs, "write codes, such as esco:2511.4 = exact; onet = none")
NOTES = Kind(_read_notes, _write_pairs, "write skills and reasons, such as statistics = for its tests")

_TITLE, _ABOUT = Column(TEXT, "Senior analyst"), Column(TEXT, "Answers questions with data.")
_CITES = Column(LIST, "handbook:p12", ("sources",))
_RANGE = "months_low", "months", "months_high"
_FIGURE = {
    "position": Column(TEXT, "analyst", ("positions",)),
    "area": Column(TEXT, "UK"),
    "year": Column(NUMBER, "2024"),
}
_COUNTED = {
    "counted": Column(TEXT, "data analysts"),
    "wider": Column(FLAG, "no", choices=("yes", "no")),
    "cites": _CITES,
}
_NODE = {
    "about": _ABOUT,
    "aliases": Column(LIST, "BI analyst; reporter"),
    "url": Column(TEXT, "https://example.org/analyst"),
    "needs": Column(NEEDS, "sql; python or r", ("skills",)),
    "same_as": Column(MATCHES, "handbook:p12 = exact"),
    "cites": _CITES,
}

# the name of each sheet, with its columns in order
SHEETS: dict[str, dict[str, Column]] = {
    "positions": {
        "id": Column(TEXT, "analyst"),
        "title": Column(TEXT, "Analyst"),
        "kind": Column(TEXT, "role", choices=("role", "stage")),
        "stage": Column(TEXT, "", ("positions",)),
        "track": Column(TEXT, "data", ("tracks",)),
        "experience": Column(AMOUNTS, "data-work = 24", ("experience",)),
        "usual_experience": Column(AMOUNTS, "data-work = 36", ("experience",)),
        "usual_skills": Column(LIST, "python", ("skills",)),
        "counts_as": Column(LIST, "data-work", ("experience",)),
        "teaches": Column(AMOUNTS, "sql = 12", ("skills",)),
        "programme": Column(FLAG, "", choices=("yes", "no")),
        "optional": Column(LIST, "python", ("skills",)),
        "experience_from": _CITES,
        "usual_experience_from": _CITES,
        "usual_skills_from": _CITES,
        **_NODE,
    },
    "skills": {
        "id": Column(TEXT, "sql"),
        "title": Column(TEXT, "SQL"),
        "subject": Column(TEXT, "Data"),
        **{name: Column(NUMBER, hours) for name, hours in (("hours_low", "20"), ("hours", "30"), ("hours_high", "50"))},
        "shown_by": Column(TEXT, "A report from three tables."),
        "learn_with": Column(LIST, "sql-course", ("resources",)),
        "hours_from": _CITES,
        "reasons": Column(NOTES, "statistics = for its tests", ("skills",)),
        **_NODE,
    },
    "tracks": {"id": Column(TEXT, "data"), "title": Column(TEXT, "Data"), "about": _ABOUT},
    "experience": {
        "id": Column(TEXT, "data-work"),
        "title": Column(TEXT, "Work with data"),
        "about": _ABOUT,
        "asked_least": Column(NUMBER, "0.5"),
        "asked_most": Column(NUMBER, "2"),
        "cites": _CITES,
    },
    "sources": {
        "id": Column(TEXT, "handbook"),
        "title": Column(TEXT, "Our handbook"),
        **{name: Column(TEXT, example) for name, example in (("publisher", "Our firm"), ("date", "2026-05-01"))},
        "url": Column(TEXT, "https://example.org/handbook"),
        "licence": Column(TEXT, "CC BY 4.0"),
        "evidence": Column(TEXT, "", choices=tuple(EVIDENCE)),
        "generated": Column(FLAG, "", choices=("yes", "no")),
    },
    "resources": {
        "id": Column(TEXT, "sql-course"),
        "title": Column(TEXT, "A course in SQL"),
        "publisher": Column(TEXT, "A school"),
        "url": Column(TEXT, "https://example.org/sql"),
        **{name: Column(NUMBER, hours) for name, hours in (("hours_low", ""), ("hours", "25"), ("hours_high", ""))},
        "free": Column(FLAG, "yes", choices=("yes", "no")),
        "language": Column(TEXT, "en"),
        "cites": _CITES,
    },
    "graph": {"title": Column(TEXT, "Our ladder"), "attribution": Column(TEXT, "")},
    "moves": {
        "from": Column(TEXT, "analyst", ("positions",)),
        "to": Column(TEXT, "senior-analyst", ("positions",)),
        **{name: Column(NUMBER, months) for name, months in zip(_RANGE, ("12", "24", "36"), strict=True)},
        "cites": _CITES,
    },
    "needs": {
        "needed_for": Column(TEXT, "analyst", ("positions", "skills")),
        "skill": Column(TEXT, "sql", ("skills",)),
        "choice": Column(TEXT, "1"),
        "cites": _CITES,
    },
    "points": {
        "source": Column(TEXT, "handbook", ("sources",)),
        "point": Column(TEXT, "p12"),
        "text": Column(TEXT, "Analysts need SQL."),
    },
    "pay": {
        **_FIGURE,
        "year_to": Column(NUMBER),
        "currency": Column(TEXT, "GBP"),
        **{name: Column(NUMBER, pay) for name, pay in (("low", "31000"), ("median", "38000"), ("high", "47000"))},
        "people": Column(NUMBER, "450"),
        **_COUNTED,
    },
    "outlook": {
        **_FIGURE,
        "year_to": Column(NUMBER, "2034"),
        **{name: Column(NUMBER) for name in ("growth", "openings", "employed", "transfers")},
        **_COUNTED,
    },
    "entry": {
        **_FIGURE,
        "people": Column(NUMBER, "120"),
        "education": Column(AMOUNTS, "Bachelor = 70; none = 30"),
        "experience": Column(AMOUNTS, "none = 60; a year = 40"),
        **_COUNTED,
    },
}
# the table of a graph file for each sheet of entries; the sheet of positions also has stages
ENTRIES = {
    **{"skills": "skill", "tracks": "track", "experience": "experience", "sources": "source", "resources": "resource"},
    "positions": "role",
}
FIGURE_SHEETS = ("pay", "outlook", "entry")
# columns that a row must fill
REQUIRED = {
    "moves": ("from", "to"),
    "needs": ("needed_for", "skill"),
    "points": ("source", "point", "text"),
    **dict.fromkeys(FIGURE_SHEETS, ("position",)),
}
# other names that people give to columns and sheets
SYNONYMS = {
    **{"roles": "positions", "posts": "positions", "jobs": "positions", "stages": "positions", "fields": "experience"},
    **{"competencies": "skills", "transitions": "moves", "prerequisites": "needs", "requirements": "needs"},
    **{"name": "title", "description": "about", "link": "url", "address": "url", "level": "stage", "source": "from"},
    **{"target": "to", "node": "needed_for", "license": "licence", "also called": "aliases", "key": "id"},
}
# a sheet of help for people, which the importer skips
HELP = "help"
