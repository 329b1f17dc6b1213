"""The schema of figures about roles: pay, outlook (future numbers of jobs), and entry (education and experience).

The keys `pay`, `outlook` and `entry` of a role each hold a list of tables, one for each area and source. A table of
`entry` has the percentages of surveyed people who say that the role asks for a level of education or experience.
"""

import re
from collections.abc import Sequence
from typing import Any

from mlgraph.graphfile.validators import (
    Fault,
    Validator,
    advise_without_quotes,
    describe_value,
    make_list,
    make_number,
    make_table,
    record,
)

# a number about fewer people is unreliable, and may reveal who they are
LEAST_PEOPLE = 30
# surveys about the entry to a role have few answers; each text says how many
LEAST_ANSWERS = 10
FIRST_YEAR, LAST_YEAR = 1900, 2100
_CURRENCY = re.compile(r"[A-Z]{3}")
# percentages are rounded, so their sum may be a little more than 100
_MOST_PERCENT = 101


def make_figure_keys(title: Validator, cites: Validator, flag: Validator) -> dict[str, Validator]:
    """Return a validator for each of the keys `pay`, `outlook` and `entry` of a role.

    `flag` is the validator for the key `wider`, which says whether a figure counts more people than the holders of the
    role.
    """
    counted = {"counted": title, "wider": flag, "cites": cites}
    of_people, answers = _make_count(LEAST_PEOPLE, "people"), _make_count(LEAST_ANSWERS, "answers")
    amount = make_number(10**9, "money a year")
    percent = make_number(100, "percent")
    shares = Validator(_make_share_check(make_table(percent, title)), make_table(percent, title).schema)
    pay = record(
        {
            "area": title,
            "currency": Validator(_find_currency_faults, {"type": "string", "pattern": f"^{_CURRENCY.pattern}$"}),
            "year": _YEAR_OR_YEARS,
            "low": amount,
            "median": amount,
            "high": amount,
            "people": of_people,
            **counted,
        },
        ("area", "currency", "year", "median", "people", "counted", "cites"),
        '{ area = "US", currency = "USD", ... }',
    )
    outlook = record(
        {
            "area": title,
            "years": _YEARS,
            "growth": make_number(1000, "percent", least=-100),
            "openings": make_number(10**9, "openings a year"),
            "employed": of_people,
            "transfers": percent,
            **counted,
        },
        ("area", "years", "counted", "cites"),
        '{ area = "US", years = [2024, 2034], ... }',
    )
    entry = record(
        {"area": title, "year": _YEAR, "people": answers, "education": shares, "experience": shares, **counted},
        ("area", "year", "people", "counted", "cites"),
        '{ area = "US", year = 2024, ... }',
    )
    in_order = Validator(lambda value: pay.find_faults(value) or _find_order_faults(value), pay.schema)
    return {"pay": make_list(in_order), "outlook": make_list(outlook), "entry": make_list(entry)}


def _make_count(least: int, noun: str) -> Validator:
    """Return a validator for a whole number that is at least `least`.

    In error messages, `noun` says what the validated number counts, which is "people" or "answers".
    """

    def find_faults(value: Any) -> Sequence[Fault]:
        if type(value) is not int:
            return [
                Fault(f"is {describe_value(value)}", f"write a whole number of {noun}{advise_without_quotes(value)}")
            ]
        if value < least:
            return [Fault(f"is {value}", f"leave this figure out: it needs at least {least} {noun}")]
        return ()

    return Validator(find_faults, {"type": "integer", "minimum": least})


def _find_currency_faults(value: Any) -> Sequence[Fault]:
    if isinstance(value, str) and _CURRENCY.fullmatch(value):
        return ()
    return [Fault(f"is {describe_value(value)}", "write the three capital letters of a currency, such as USD")]


def _find_year_faults(value: Any) -> Sequence[Fault]:
    if type(value) is int and FIRST_YEAR <= value <= LAST_YEAR:
        return ()
    return [Fault(f"is {describe_value(value)}", "write a year, such as 2024")]


def _find_years_faults(value: Any) -> Sequence[Fault]:
    if not isinstance(value, list) or len(value) != 2:
        return [Fault(f"is {describe_value(value)}", "write the first and the last year, such as [2024, 2034]")]
    found = [fault._replace(at=(index,)) for index, year in enumerate(value) for fault in _find_year_faults(year)]
    if not found and value[0] >= value[1]:
        return [Fault(f"is {describe_value(value)}, out of order", "write the earlier year first")]
    return found


def _find_year_or_years_faults(value: Any) -> Sequence[Fault]:
    return _find_years_faults(value) if isinstance(value, list) else _find_year_faults(value)


def _find_order_faults(value: dict[str, Any]) -> Sequence[Fault]:
    amounts = [value[key] for key in ("low", "median", "high") if key in value]
    if amounts == sorted(amounts):
        return ()
    return [Fault(f"has {', '.join(f'{each:,}' for each in amounts)}, out of order", "write low <= median <= high")]


def _make_share_check(shares: Validator) -> Any:
    def find_faults(value: Any) -> Sequence[Fault]:
        found = shares.find_faults(value)
        if found or sum(value.values()) <= _MOST_PERCENT:
            return found
        return [Fault(f"has {sum(value.values()):g} percent in all", "write shares of 100 percent in all")]

    return find_faults


_YEAR_SCHEMA = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
_YEARS_SCHEMA = {"type": "array", "items": _YEAR_SCHEMA, "minItems": 2, "maxItems": 2}
_YEAR = Validator(_find_year_faults, _YEAR_SCHEMA)
_YEARS = Validator(_find_years_faults, _YEARS_SCHEMA)
_YEAR_OR_YEARS = Validator(_find_year_or_years_faults, {"anyOf": [_YEAR_SCHEMA, _YEARS_SCHEMA]})
