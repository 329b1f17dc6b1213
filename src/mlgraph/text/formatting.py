"""Functions that format numbers, durations, counts and lists, and that wrap lines.

The functions that format numbers round half up, by the decimal digits that Python prints. For example, the functions
round 2.25 to 2.3, and 18.5 months to 19 months.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from mlgraph.model import WEEKS_PER_MONTH

WIDTH = 80
WIDEST = 120
DAYS_PER_MONTH = float(7 * WEEKS_PER_MONTH)
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
# the first noun of a label, after the name of a file, if any, and before the first comma
_FIRST_NOUN = re.compile(r"^((?:\S+\.\S+: )?(?:[\w-]+ )*?[\w-]+?)(ies|s)(?![\w.])")
_VERB = re.compile(r"\b(that|which) (are|do|name|repeat|ask)\b")
_SINGULAR = {"are": "is", "do": "does"}
_ONE, _TENTH = Decimal("1"), Decimal("0.1")
# enough decimal digits for every float
_CONTEXT = Context(prec=400)
_columns = WIDTH


def choose_people_word(generated: bool) -> str:
    """Return "people", or "generated people" for people in career histories that a program generated."""
    return "generated people" if generated else "people"


def format_name_with_id(node: Any) -> str:
    """Return the title and the id of a node."""
    return f"{node.title} ({node.id})"


def format_duration(months: float) -> str:
    """Describe, in words, a number of months, rounded to days, weeks, months, or years and months.

    >>> format_duration(110.2), format_duration(18.5), format_duration(11.6), format_duration(1.5), format_duration(0.2)
    ('9 years 2 months', '19 months', '12 months', '7 weeks', '6 days')
    """
    whole = int(_round(months, _ONE))
    if whole >= 24:
        years, rest = divmod(whole, 12)
        return " ".join([format_count(years, "year"), *([format_count(rest, "month")] if rest else [])])
    if months >= 2:
        return format_count(whole, "month")
    days = months * DAYS_PER_MONTH
    if days >= 14:
        return format_count(int(_round(days / 7, _ONE)), "week")
    return format_count(max(1, int(_round(days, _ONE))), "day") if months else "no time"


def format_tenths(value: float) -> str:
    """Format a number with commas between thousands and one decimal.

    >>> format_tenths(1240), format_tenths(2.25)
    ('1,240.0', '2.3')
    """
    return f"{_round(value, _TENTH):,}"


def format_number(value: float) -> str:
    """Format a number with commas between thousands and at most one decimal.

    >>> format_number(1240), format_number(2.25)
    ('1,240', '2.3')
    """
    return format_tenths(value).removesuffix(".0")


def coarsen(value: float) -> float:
    """Round a number of hours or months to a whole number if the number is 10 or more.

    >>> coarsen(2224.1), coarsen(17.5), coarsen(2.25)
    (2224.0, 18.0, 2.25)
    """
    return float(_round(value, _ONE)) if value >= 10 else value


def capitalize(text: str) -> str:
    """Return a text with its first letter as a capital.

    >>> capitalize("iOS apps are built")
    'IOS apps are built'
    """
    return text[:1].upper() + text[1:]


def format_count(number: float, noun: str) -> str:
    """Return a number with a noun after it, in the singular or plural.

    >>> format_count(0, "move"), format_count(1, "move"), format_count(1200, "move"), format_count(2.25, "month")
    ('no moves', '1 move', '1,200 moves', '2.3 months')
    """
    amount = format_number(number)
    return f"{'no' if amount == '0' else amount} {noun}{'' if amount == '1' else 's'}"


def agree(label: str, number: int) -> str:
    """Put the first noun of a label, and the verb that follows "that" or "which", into the singular if `number` is 1.

    >>> agree("files that are not read: a.csv", 1), agree("technologies named twice", 1)
    ('file that is not read: a.csv', 'technology named twice')
    """
    if number != 1:
        return label
    one = _FIRST_NOUN.sub(lambda found: f"{found[1]}{'y' if found[2] == 'ies' else ''}", label, count=1)
    return _VERB.sub(lambda found: f"{found[1]} {_SINGULAR.get(found[2], f'{found[2]}s')}", one)


def join_few(names: Sequence[str], most: int) -> str:
    """Join the first `most` names, and add how many more names follow.

    If only one name follows the first `most` names, the text has this name instead of "and 1 more".

    >>> join_few(["SQL", "R", "Git"], 1), join_few(["SQL", "R"], 1)
    ('SQL and 2 more', 'SQL, R')
    """
    rest = len(names) - most
    return join(names) if rest < 2 else f"{join(names[:most])} and {rest:,} more"


def join_alternatives(names: Sequence[str], most: int | None = None) -> str:
    """Join alternatives by "or".

    If two or more alternatives follow the first `most`, the text states only how many alternatives follow.

    >>> join_alternatives(["Python", "R", "Java"]), join_alternatives(["Python", "R", "Java"], 1)
    ('Python or R or Java', 'Python or 2 others')
    """
    rest = 0 if most is None else len(names) - most
    return " or ".join(names if rest < 2 else [*names[:most], f"{rest:,} others"])


def format_whole_number(value: float) -> str:
    """Format a number without decimals, and with commas between thousands.

    >>> format_whole_number(112590.5)
    '112,591'
    """
    return f"{_round(value, _ONE):,}"


def _round(value: float, step: Decimal) -> Decimal:
    """Round a number half up to a multiple of `step`, which is 1 or 0.1, without a minus sign before zero."""
    return Decimal(str(value)).quantize(step, ROUND_HALF_UP, _CONTEXT) + 0


def join(names: Iterable[str]) -> str:
    """Join names by commas, or by semicolons if a name has a comma.

    >>> join(["SQL", "R"]), join(["Readable, modular code", "R"])
    ('SQL, R', 'Readable, modular code; R')
    """
    listed = list(names)
    return ("; " if any("," in name for name in listed) else ", ").join(listed)


def enumerate_texts(texts: Sequence[str]) -> str:
    """Join texts by commas, and the last one by "and".

    >>> enumerate_texts(["2 jobs", "5 skills", "1 comment"]), enumerate_texts(["1 job"]), enumerate_texts([])
    ('2 jobs, 5 skills and 1 comment', '1 job', '')
    """
    return " and ".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def set_width(columns: int) -> None:
    """Set the line width of all texts, in columns of the terminal, to a number from 40 to 120."""
    global _columns
    _columns = min(max(columns, 40), WIDEST)


def get_width() -> int:
    """Return the line width of all texts, in columns of the terminal, which is 80 by default."""
    return _columns


def count_cells(text: str) -> int:
    """Return the width of a text in columns of a terminal, of which a Chinese letter or an emoji takes two."""
    if text.isascii():
        return len(text)
    # imported late: this takes 30 ms, and ASCII does not need the module
    from wcwidth import width

    return width(text)


def pad(text: str, width: int) -> str:
    """Add blanks to the end of a text, up to a width in columns of a terminal."""
    return text + " " * (width - count_cells(text))


def wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    """Wrap a text to lines that fit the terminal, with `first` before the first line, and `rest` before the others."""
    if len(first + text) <= _columns and text.isascii() and text.isprintable() and text.strip():
        return [(first + text).rstrip()]  # most rows of a long table, in a tenth of the time
    layout: Any = {"initial_indent": first, "subsequent_indent": rest, "break_on_hyphens": False}
    layout |= {"break_long_words": "://" not in text}  # an address that is broken over two lines cannot be opened
    if text.isascii():
        wrap: Any = textwrap.wrap
    else:
        from wcwidth import wrap
    # both wrap functions leave a blank at the end of a line if the next word is longer than a line
    return [line.rstrip() for line in wrap(text, _columns, **layout)]


def remove_escapes(text: str) -> str:
    """Remove the escape sequences for bold type and colours from a text."""
    return _ESCAPE.sub("", text)


def make_bold(text: str) -> str:
    """Mark a text as bold for a terminal."""
    return f"\x1b[1m{text}\x1b[0m"


def make_green(text: str) -> str:
    """Mark a text as green for a terminal, such as a text about a proven plan or a kept deadline."""
    return f"\x1b[32m{text}\x1b[0m"


def make_yellow(text: str) -> str:
    """Mark a text as yellow for a terminal, such as a text about an unproven plan or a missed deadline."""
    return f"\x1b[33m{text}\x1b[0m"


def make_dim(text: str) -> str:
    """Mark a text, such as a hint, as faint for a terminal."""
    return f"\x1b[2m{text}\x1b[0m"
