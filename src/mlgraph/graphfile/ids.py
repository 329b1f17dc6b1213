"""Ids and plain decimal numbers, as graph files and published tables write them."""

import re
import unicodedata

from mlgraph.limits import ID_LENGTH

ID = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")
# what Python takes for a number beyond this, such as 1_0 or the digits of other scripts, is a slip
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def is_id(name: str) -> bool:
    """Return whether a name may be an id: lower-case letters and digits in words joined by hyphens or dots."""
    return ID.fullmatch(name) is not None and len(name) <= ID_LENGTH


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
