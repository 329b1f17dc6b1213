"""Results of a check whether plans on a graph break laws, such as that a higher pace makes no plan longer.

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
        The name of the broken law. The laws "skill", "pace", "months_in_post" and "experience" state that more skills,
        a higher pace, and more months in post or of experience delay no plan. The law "first_stage" states that no plan
        takes longer than the plan from a first stage with the same skills. The law "ways" states that further moves,
        alternatives and teaching in the graph make no plan longer. The laws "avoid" and "via" state that one more node
        to avoid or to pass makes no plan shorter. The law "range" states that a plan takes no less time with high
        figures than with likely or low figures. The law "level" states that a plan between roles of the same stage
        takes no longer than a direct move would.
    source, target : str
        The ids of the first and the last position of the plan.
    months : float or None
        The months of the plan that breaks the law, or None if the search finds no plan.
    allowed : float
        The most months that the law allows for the plan.
    by : str
        The id of the further skill, of the first stage, or of the node to avoid or to pass, or "" for other laws.

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
    """The result of a check whether plans keep laws, such as that a higher pace makes no plan longer.

    Attributes
    ----------
    pairs : int
        The number of pairs (position, role) between which the best plan was checked.
    pairs_of : int
        The number of all pairs (position, role) in the graph.
    level_pairs : int
        The number of pairs of two roles in the same stage between which the best plan was checked.
    level_pairs_of : int
        The number of all pairs of two roles in the same stage such that some move of the graph leads to the second
        role.
    excused : int
        The number of cases in which a plan arrives later but breaks no law, because the plan can no longer assume a
        skill.
    complete : bool
        Whether all pairs of positions in the sample were checked within the time limit.
    breaches : tuple of Breach
        The breaches of laws, sorted by law, and then by the ids of the positions.

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
