"""Statistical estimates of the shares of moves, and of the months in post before each move.

People who are still in a post are censored: their whole time in the post is not known yet.

The incidence of a move is the probability that a person in a post has made the move by a given month in the post. The
method of Aalen and Johansen estimates the incidence of each move by each month from career histories. The estimated
incidence of a move accounts for people who make another move instead, and for people who have not left the post yet.
The share of a move is the part of the people who make the move among all who leave the post.

By the quantile `p` of the time before a move, a fraction `p` of all who ever make the move have made it. For example,
the quantile 0.5 is the first month by which half of all who ever make the move have made it. If the histories end
before a fraction `p` of all who ever make a move have made it, the quantile `p` is missing.

The error of an estimated incidence is close to a sum of random terms, one for each month, which statistics calls a
martingale integral. The variance of the sum of random terms gives the standard deviation of the estimated incidence.
The numbers of people who make different moves in the same month vary like counts of the sides of thrown dice (a
multinomial distribution). The 95 % confidence interval of the quantile `p` goes from the quantile `p-d` to the quantile
`p+d`. The number `d` is 1.96 times the standard deviation of the estimated fraction of people who have made the move by
the quantile `p`.

The estimate of the incidence of moves is from Aalen and Johansen (1978), "An empirical transition matrix for
non-homogeneous Markov chains based on censored observations". The variance of the estimated incidence is from Andersen,
Borgan, Gill and Keiding (1993), "Statistical models based on counting processes". The confidence interval of a quantile
is from Woodruff (1952), "Confidence intervals for medians and other position measures".
"""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

CHANCES = (0.1, 0.5, 0.9)
_Z = 1.959963984540054  # the normal quantile for a 95 % confidence interval


@dataclass(frozen=True)
class Quantile:
    """The number of months after which a fraction `chance` of the people who make a move have made it.

    `low` and `high` are the ends of the 95 % confidence interval of the months. An end of the confidence interval is
    None if it is later than the histories can show.
    """

    chance: float
    months: int
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Incidence:
    """The share of a move among all who leave a post, and the quantiles of the time before the move.

    `low` and `high` are the ends of the 95 % confidence interval of the share.
    """

    share: float
    low: float
    high: float
    quantiles: tuple[Quantile, ...]


def estimate(
    months: "list[int]", left: "dict[int, list[int]]", still: "list[int]", targets: list[int]
) -> list[Incidence]:
    """Estimate the share of the move from one post to each given target, and the months before the move.

    A target is the number of the next role, or ELSEWHERE for people who leave the post for something else. `months` has
    all numbers of months that people spent in the post, in ascending order. For each target, `left` has a list with a
    count for each number of months in `months`. A count in `left` says how many spells (times in the post) of that many
    months ended with a departure to the target. For each number in `months`, `still` has the number of spells of that
    many months which had not ended by the end of the histories.
    """
    import numpy as np

    events = {target: np.array(counts, dtype=float) for target, counts in left.items()}
    leaving = sum(events.values(), np.zeros(len(months)))
    ending = leaving + np.array(still, dtype=float)
    at_risk = ending.sum() - np.concatenate(([0.0], np.cumsum(ending)[:-1]))
    # in the same month, departures come before censoring
    survival = np.cumprod(1 - leaving / at_risk)
    before = np.concatenate(([1.0], survival[:-1]))
    curve = _Curve(np.array(months), at_risk, leaving, before, float(survival[-1]))
    return [curve.incidence(events[target]) for target in targets]


class _Curve:
    """The estimated distribution of the time in one post until people leave the post for any reason."""

    def __init__(self, months: Any, at_risk: Any, leaving: Any, before: Any, left_over: float) -> None:
        self.months, self.at_risk, self.leaving, self.before, self.left_over = (
            months,
            at_risk,
            leaving,
            before,
            left_over,
        )

    def incidence(self, own: "numpy.ndarray[Any, Any]") -> Incidence:
        """Estimate the share of a move from the post, and the months before the move.

        For each number in `months`, `own` has the number of spells (times in the post) of that many months that ended
        with the move.
        """
        import numpy as np

        rises = np.cumsum(self.before * own / self.at_risk)
        all_left = 1 - self.left_over
        share = float(rises[-1]) / all_left
        end = len(self.months) - 1
        of_own, of_others = self._integrands(rises, end)
        spread = (of_own - share * self.left_over) / all_left, (of_others - share * self.left_over) / all_left
        low, high = _interval(share, self._deviation(own, *spread))
        reached = rises / float(rises[-1]) * all_left  # the share of them who have moved by each time
        quantiles = []
        for chance in CHANCES:
            place = _first(reached, chance)
            if place is None:
                continue
            # the relative errors of the incidence by that month, of the incidence by the end, and of all departures
            then_own, then_others = self._integrands(rises, place)
            part = float(reached[place])
            relative = [
                then / float(rises[place]) - whole / float(rises[-1]) + self.left_over / all_left
                for then, whole in ((then_own, of_own), (then_others, of_others))
            ]
            deviation = self._deviation(own, part * relative[0], part * relative[1])
            first = _first(reached, max(0.0, chance - _Z * deviation))
            last = _first(reached, chance + _Z * deviation)
            months = int(self.months[place])
            bounds = [None if each is None else int(self.months[each]) for each in (first, last)]
            quantiles.append(Quantile(chance, months, bounds[0], bounds[1]))
        return Incidence(share, low, high, tuple(quantiles))

    def _integrands(self, rises: Any, place: int) -> tuple[Any, Any]:
        """Return how one more departure from the post in each month changes the estimated incidence of a move.

        The incidence is the probability that a person has made the move by the month with the index `place`. The
        function multiplies the change for each month by the number of people who are in the post in that month. The
        first array has the change by a person who makes the move itself, for each month. The second array has the
        change by a person who makes another move instead, for each month.
        """
        import numpy as np

        until = np.arange(len(self.months)) <= place
        # after a departure, fewer people are left who could make the move later
        survivors = np.maximum(1 - self.leaving / self.at_risk, 1e-12)
        lost = np.where(until, (float(rises[place]) - rises) / survivors, 0.0)
        return np.where(until, self.before, 0.0) - lost, -lost

    def _deviation(self, own: Any, of_own: Any, of_others: Any) -> float:
        """Return the standard deviation of an estimate, from its change by each person who leaves the post.

        `own` has the number of people who make the move in each month. `of_own` has the change of the estimate by a
        person who makes the move, for each month. `of_others` has the change of the estimate by a person who makes
        another move, for each month. As in `_integrands`, each change is multiplied by the number of people who are in
        the post in that month.
        """
        others = self.leaving - own
        mean = of_own * own + of_others * others
        variance = (of_own**2 * own + of_others**2 * others - mean**2 / self.at_risk) / self.at_risk**2
        return sqrt(max(0.0, float(variance.sum())))


def _first(reached: Any, part: float) -> int | None:
    """Return the first index at which a rising sequence of numbers reaches `part`, or None if it never does."""
    import numpy as np

    place = int(np.searchsorted(reached, part - 1e-9))
    return place if place < len(reached) else None


def _interval(share: float, deviation: float) -> tuple[float, float]:
    """Return the 95 % confidence interval of a share whose standard deviation is `deviation`.

    The formula of this confidence interval is from Wilson (1927), "Probable inference, the law of succession, and
    statistical inference".
    """
    if not 0 < share < 1 or deviation <= 0:
        return share, share
    people = share * (1 - share) / deviation**2
    centre = (share + _Z**2 / (2 * people)) / (1 + _Z**2 / people)
    half = _Z / (1 + _Z**2 / people) * sqrt(share * (1 - share) / people + _Z**2 / (4 * people**2))
    return max(0.0, centre - half), min(1.0, centre + half)
