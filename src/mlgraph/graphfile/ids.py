"""Ids, and ids made of names."""

import re
import unicodedata

from mlgraph.limits import ID_LENGTH

ID = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")


def is_id(name: str) -> bool:
    """Return whether a name may be an id: lower-case letters and digits in words joined by hyphens or dots."""
    return ID.fullmatch(name) is not None and len(name) <= ID_LENGTH


def slug(name: str) -> str:
    """Return an id made of a name: its letters and digits in lower case, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:ID_LENGTH].strip("-")
