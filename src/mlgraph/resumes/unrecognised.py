"""Texts of a CV that do not become a part of a profile."""

from dataclasses import dataclass
from typing import Literal

from mlgraph.model import Named


@dataclass(frozen=True)
class Unrecognised:
    """A text of a CV that does not become a part of the profile.

    Attributes
    ----------
    kind : {"post", "skill"}
        Whether the CV has it as a post or as a skill.
    words : str
        The title or the name in the CV, with the dates of a post.
    reason : str
        Why it is left out.
    nearest : tuple of Named
        The nodes with the most similar names, the nearest first.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load()
    >>> mlgraph.Profile.from_resume(graph, b"Pythn").unrecognised[0].nearest[0].title
    'Python'
    """

    kind: Literal["post", "skill"]
    words: str
    reason: str
    nearest: tuple[Named, ...]
