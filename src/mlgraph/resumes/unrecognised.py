"""Texts of a CV that do not become part of a profile."""

from dataclasses import dataclass
from typing import Literal

from mlgraph.model import Named


@dataclass(frozen=True)
class Unrecognised:
    """A text of a CV that does not become part of the profile.

    Attributes
    ----------
    kind : {"post", "skill"}
        Whether the text is a job or a skill in the CV.
    words : str
        The title of the job, with its dates, or the name of the skill.
    reason : str
        Why the text is left out.
    nearest : tuple of Named
        The nodes with the most similar names, the most similar first.

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
