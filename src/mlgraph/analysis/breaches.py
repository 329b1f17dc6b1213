"""The results of a check whether the plans of a graph break laws, which plans on a sensible graph keep.

The module `breaches` is separate from `laws`, so that the command `check` need not import the search.
"""

from dataclasses import dataclass
from typing import Literal

from mlgraph.results import Result

Law = Literal["skill", "pace", "months_in_post", "experience", "first_stage", "ways", "avoid", "via", "range", "level"]


@dataclass(frozen=True)
class Breach:
    """A pair of positions between which the best plan breaks a law, such as "a higher pace makes no plan longer".

    Attributes
    ----------
    law : {"skill", "pace", "months_in_post", "experience", "first_stage", "ways", "avoid", "via", "range", "level"}
        The name of the broken law. The laws "skill", "pace", "months_in_post" and "experience" concern a person with
        more skills, a higher pace, more months in post or more experience. The law "ways" concerns further moves,
        alternatives and teaching. The laws "avoid" and "via" concern one more node to avoid or to pass.
    source, target : str
        The ids of the first and the last position of the plan.
    months : float or None
        The months of the plan, or None without a plan.
    allowed : float
        The most months that the law allows for the plan.
    by : str
        The id of the further skill, of the first stage, or of the node to avoid or to pass; empty for the other laws.

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
    """The laws that plans of a graph break, and the number of pairs of positions that were checked.

    Attributes
    ----------
    pairs : int
        The number of pairs (position, role) that were checked.
    pairs_of : int
        The number of all pairs (position, role) in the graph.
    level_pairs : int
        The number of pairs of roles in the same stage that were checked.
    level_pairs_of : int
        The number of pairs of roles in the same stage, where some move of the graph leads to the second role.
    excused : int
        The number of later arrivals that are not breaches, because the plan could no longer assume a skill.
    complete : bool
        Whether the function has checked all pairs of its sample within the time limit.
    breaches : tuple of Breach
        The breaches of laws, in the order of laws and ids.

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
