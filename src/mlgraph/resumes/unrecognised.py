"""Texts of a CV that mlgraph does not copy into a profile."""

from dataclasses import dataclass
from typing import Literal

from mlgraph.model import Named


@dataclass(frozen=True)
class Unrecognised:
    """A text of a CV that mlgraph does not copy into a profile.

    Attributes
    ----------
    kind : {"post", "skill"}
        Whether the text is the title of a job ("post") or the name of a skill ("skill").
    words : str
        The title of the job in the CV, with its dates, or the name of the skill in the CV.
    reason : str
        The reason why mlgraph does not copy the job or the skill into the profile.
    nearest : tuple of Named
        Up to three nodes of the graph that the text may mean, or else the nodes whose names are most similar to the
        text.

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
