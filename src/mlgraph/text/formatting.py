"""Numbers, durations, counts and wrapped lines, as a terminal shows them."""

import re
import textwrap
from typing import Any

WIDTH = 80
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def named_with_id(node: Any) -> str:
    """Return the title and the id of a node."""
    return f"{node.title} ({node.id})"


def duration(months: float) -> str:
    """Return a number of months in years and months, rounded to whole months.

    >>> duration(110.2)
    '9 years 2 months'
    """
    years, rest = divmod(round(months), 12)
    parts = [counted(years, "year")] if years else []
    return " ".join([*parts, counted(rest, "month")] if rest or not years else parts)


def quantity(value: float) -> str:
    """Return a number with thousands separated and at most one decimal.

    >>> quantity(1240), quantity(2.25)
    ('1,240', '2.2')
    """
    return f"{value:,.1f}".removesuffix(".0")


def counted(number: int, noun: str) -> str:
    """Return a number of things in words.

    >>> counted(0, "move"), counted(1, "move"), counted(1200, "move")
    ('no moves', '1 move', '1,200 moves')
    """
    return f"{f'{number:,}' if number else 'no'} {noun}{'' if number == 1 else 's'}"


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """Return a text as lines of at most 80 columns, with what the first and all others begin with."""
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def plain(text: str) -> str:
    """Return a text without the escape sequences of a terminal."""
    return _ESCAPE.sub("", text)


def bold(text: str) -> str:
    """Return a text as a terminal shows it in bold type."""
    return f"\x1b[1m{text}\x1b[0m"
