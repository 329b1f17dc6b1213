"""Ids of nodes: their syntax, and ids derived from names."""

import re
import unicodedata

from mlgraph.limits import ID_LENGTH

ID = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")


def is_id(name: str) -> bool:
    """Return whether a name is an id: lower-case letters and digits, with single hyphens or dots between them."""
    return ID.fullmatch(name) is not None and len(name) <= ID_LENGTH


def slug(name: str) -> str:
    """Return an id derived from a name: its ASCII letters and digits in lower case, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:ID_LENGTH].strip("-")
