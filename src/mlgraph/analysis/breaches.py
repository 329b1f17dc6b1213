"""Breaches of the laws of plans.

The module is separate from `laws`, so that `check` need not import the search.
"""

from dataclasses import dataclass
from typing import Literal

from mlgraph.results import Result

Law = Literal["skill", "pace", "months_in_post", "experience", "first_stage", "ways", "avoid", "via", "range", "level"]


@dataclass(frozen=True)
class Breach:
    """A pair of positions whose plan breaks a law.

    Attributes
    ----------
    law : {"skill", "pace", "months_in_post", "experience", "first_stage", "ways", "avoid", "via", "range", "level"}
        The broken law. The first four laws concern a person with one more skill, a higher pace, more months in post, or
        more experience. The law "ways" concerns further moves, alternatives and teaching. The laws "avoid" and "via"
        concern one more node to avoid or to pass.
    source, target : str
        Ids of the first and the last position.
    months : float or None
        The months of the plan. None if there is no plan.
    allowed : float
        The most months that the law allows.
    by : str
        The id of the further skill, of the first stage, or of the node to avoid or to pass. Empty for all other laws.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.check_laws(mlgraph.load(), pairs=1, time_limit=1)
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
        Number of pairs (position, role) that were checked.
    pairs_of : int
        Number of all pairs (position, role) in the graph.
    level_pairs : int
        Number of pairs of roles in the same stage that were checked.
    level_pairs_of : int
        Number of all pairs of roles in the same stage. Only pairs in which some move leads to the second role count.
    excused : int
        Number of later arrivals that are not breaches, because the change took away a skill that the plan assumed.
    complete : bool
        Whether all pairs of the sample were checked within the time limit.
    breaches : tuple of Breach
        The breaches, in the order of laws and ids.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.check_laws(mlgraph.load(), pairs=1, time_limit=1)
    >>> found.pairs <= 1, found.level_pairs <= 1
    (True, True)
    """

    pairs: int
    pairs_of: int
    level_pairs: int
    level_pairs_of: int
    excused: int
    complete: bool
    breaches: tuple[Breach, ...]
