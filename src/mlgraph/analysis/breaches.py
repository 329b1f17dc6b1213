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
        The name of the law that the plan breaks. The laws "skill" and "pace" state that no plan gets longer with one
        more known skill, or with a higher pace. The laws "months_in_post" and "experience" state that no plan gets
        longer with more months already spent in its first role, or with more experience. The law "first_stage" states
        that a plan takes no longer than the plan from a first stage with the same target, skills and experience. The
        law "ways" states that no plan gets longer if the graph gets more moves, alternatives and taught skills. The law
        "avoid" states that no plan gets shorter with one more node to avoid. The law "via" states that no plan gets
        shorter with one more node to pass. The law "range" states that a plan takes no less time with high figures than
        with likely figures. The law "range" also states that a plan takes no less time with likely than with low
        figures. The law "level" states that a plan between two roles of the same stage takes no longer than a direct
        move would.
    source, target : str
        The ids of the first and the last position of the plan that breaks the law.
    months : float or None
        The months of the plan that takes longer than the broken law allows, or None if no plan exists. For the law
        "range", `months` has the months of the plan with likely figures.
    allowed : float
        The most months that the broken law allows, which are the months of another plan, such as the one at the lower
        pace. For the law "range", `allowed` has the months of the plan with high figures.
    by : str
        For the law "skill", the id of the added known skill that makes the plan longer. For the law "first_stage", the
        id of the first stage. For the laws "avoid" and "via", the id of the node to avoid or to pass. For the laws
        "pace", "months_in_post", "experience", "ways", "range" and "level", `by` is an empty text.

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
        The number of pairs of a role and another position for which the laws other than "level" were checked.
    pairs_of : int
        The number of all pairs of a role and another position in the graph.
    level_pairs : int
        The number of pairs of two roles in the same stage for which the law "level" was checked.
    level_pairs_of : int
        The number of all pairs of two roles in the same stage where some move leads to the second role of the pair.
        `level_pairs_of` leaves out pairs whose first role is a programme of study.
    excused : int
        The number of plans that arrive later with an advantage, such as one more skill or move, without a breach of a
        law. A later arrival breaks no law if the advantage makes the plan drop an assumption, or makes a known skill
        count as unknown.
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
