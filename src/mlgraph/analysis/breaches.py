"""Breaches of the laws of plans, the answer of `check_laws`; apart from it, since `check` need not load the search."""

from dataclasses import dataclass
from typing import Literal

from mlgraph.results import Result

Law = Literal["skill", "pace", "months_in_post", "experience", "first_stage", "ways", "avoid", "via", "range", "level"]


@dataclass(frozen=True)
class Breach:
    """A question whose answer breaks a law.

    Attributes
    ----------
    law : {"skill", "pace", "months_in_post", "experience", "first_stage", "ways", "avoid", "via", "range", "level"}
        The law: the first four are about a person who has more of that. The laws "ways", "avoid" and "via" are about
        further moves, alternatives and lessons, and about a further node to avoid or to require.
    source, target : str
        Ids of the first and the last position.
    months : float or None
        The months of the plan; None if there is no plan.
    allowed : float
        The most months that the law allows.
    by : str
        The id of the further skill, of the first stage, or of the node to avoid or to require; empty for other laws.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.check_laws(mlgraph.load(), pairs=1)
    >>> all(breach.law == "level" for breach in found.breaches)
    True
    """

    law: Law
    source: str
    target: str
    months: float | None
    allowed: float
    by: str = ""


@dataclass(frozen=True)
class Laws(Result):
    """The breaches of the laws in a graph.

    Attributes
    ----------
    pairs : int
        Pairs of a position and a role that were asked.
    pairs_of : int
        All such pairs in the graph.
    level_pairs : int
        Pairs of roles of one stage that were asked.
    level_pairs_of : int
        All such pairs in the graph.
    excused : int
        Later arrivals of a person who has more, or with more ways, where the plan gives up an assumption.
    complete : bool
        Whether the time was enough for all pairs of the sample.
    breaches : tuple of Breach
        The breaches, in the order of laws and ids.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.check_laws(mlgraph.load(), pairs=1)
    >>> found.pairs <= 1, found.complete
    (True, True)
    """

    pairs: int
    pairs_of: int
    level_pairs: int
    level_pairs_of: int
    excused: int
    complete: bool
    breaches: tuple[Breach, ...]
