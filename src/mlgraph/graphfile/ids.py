"""The syntax of ids of nodes, and ids derived from names."""

import re
import unicodedata

from mlgraph.limits import ID_LENGTH

ID = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")


def is_id(name: str) -> bool:
    """Return whether a name has the form of an id.

    An id has lower-case letters and digits, with single hyphens or dots between them.
    """
    return ID.fullmatch(name) is not None and len(name) <= ID_LENGTH


def make_slug(name: str) -> str:
    r"""Return an id that joins the letters and digits of a name in lower case by hyphens.

    In the returned id, Latin letters stand for the letters of other scripts.

    >>> make_slug("Chief data scientist"), make_slug("\u6570\u636e 2")
    ('chief-data-scientist', 'shuju-2')
    """
    plain = "".join(map(_to_ascii, unicodedata.normalize("NFKC", name.lower())))
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:ID_LENGTH].strip("-")


def _to_ascii(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    # in some scripts, vowels are combining marks
    if bare or unicodedata.category(character)[0] not in "LMN":
        return bare
    # imported late: the tables of this package take time to load, and few names need them
    from anyascii import anyascii

    return re.sub("[^a-z0-9]", "", anyascii(character).lower())
