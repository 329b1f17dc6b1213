"""Numbers, durations, counts, lists and wrapped lines, as people read them.

Rounding is half up, on the decimal digits that Python prints: 2.25 becomes 2.3, and 18.5 months become 19.
"""

import re
import textwrap
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

WIDTH = 80
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
_ONE, _TENTH = Decimal("1"), Decimal("0.1")
# enough digits for every float
_CONTEXT = Context(prec=400)


def named_with_id(node: Any) -> str:
    """Return the title and the id of a node."""
    return f"{node.title} ({node.id})"


def duration(months: float) -> str:
    """Return a number of months in years and months, rounded to whole months.

    >>> duration(110.2), duration(18.5)
    ('9 years 2 months', '1 year 7 months')
    """
    years, rest = divmod(int(_rounded(months, _ONE)), 12)
    parts = [counted(years, "year")] if years else []
    return " ".join([*parts, counted(rest, "month")] if rest or not years else parts)


def tenths(value: float) -> str:
    """Return a number with thousands separated and one decimal.

    >>> tenths(1240), tenths(2.25)
    ('1,240.0', '2.3')
    """
    return f"{_rounded(value, _TENTH):,}"


def quantity(value: float) -> str:
    """Return a number with thousands separated and at most one decimal.

    >>> quantity(1240), quantity(2.25)
    ('1,240', '2.3')
    """
    return tenths(value).removesuffix(".0")


def counted(number: float, noun: str) -> str:
    """Return a number of things in words.

    >>> counted(0, "move"), counted(1, "move"), counted(1200, "move"), counted(2.25, "month")
    ('no moves', '1 move', '1,200 moves', '2.3 months')
    """
    amount = quantity(number)
    return f"{'no' if amount == '0' else amount} {noun}{'' if amount == '1' else 's'}"


def few(names: Sequence[str], most: int) -> str:
    """Return names in a row; the rest after the first `most` are counted, unless only one is left.

    >>> few(["SQL", "R", "Git"], 1), few(["SQL", "R"], 1)
    ('SQL and 2 more', 'SQL, R')
    """
    rest = len(names) - most
    return ", ".join(names) if rest < 2 else f"{', '.join(names[:most])} and {rest:,} more"


def _rounded(value: float, step: Decimal) -> Decimal:
    """Return a number rounded half up to a multiple of 1 or 0.1, without a minus before zero."""
    return Decimal(str(value)).quantize(step, ROUND_HALF_UP, _CONTEXT) + 0


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """Return a text as lines of at most 80 columns, with what the first and all others begin with."""
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def plain(text: str) -> str:
    """Return a text without the escape sequences of a terminal."""
    return _ESCAPE.sub("", text)


def bold(text: str) -> str:
    """Return a text as a terminal shows it in bold type."""
    return f"\x1b[1m{text}\x1b[0m"
