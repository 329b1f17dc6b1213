"""Statistical estimates of the shares of moves, and of the months in post before each move.

People who are still in a post are censored: their whole time in the post is not known yet.

The incidence of a move is the probability that a person in a post has made the move by a given month in the post. The
method of Aalen and Johansen estimates the incidence of each move by each month from career histories. The estimated
incidence of a move accounts for people who make another move instead, and for people who have not left the post yet.
The share of a move is the part of the people who make the move among all who leave the post.

The quantile `p` of a move is the first month by which a fraction `p` of those who ever make the move have made it. For
example, half of the people who ever make a move have made it by the quantile 0.5. If the histories end before a
fraction `p` of all who ever make a move have made it, the quantile `p` is missing.

The standard deviation of an estimated incidence is a measure of its likely error. The square of the standard deviation
of an estimated incidence is a sum with one term for each month in the post. The numbers of people who make different
moves in the same month vary like counts of the sides of thrown dice (a multinomial distribution). With a probability of
95 %, an estimated fraction of people differs from the true fraction by at most 1.96 standard deviations of the
estimate. If the estimated fraction `p` of people who have moved errs by at most `d`, the quantile `p` lies between the
quantiles `p-d` and `p+d`.

The method that estimates incidences is from Aalen and Johansen (1978), "An empirical transition matrix for
non-homogeneous Markov chains based on censored observations". The formula for the standard deviation of the estimated
incidence is from Andersen, Borgan, Gill and Keiding (1993), "Statistical models based on counting processes". The
method that finds the confidence interval of a quantile is from Woodruff (1952), "Confidence intervals for medians and
other position measures".
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
    """Estimate the share of the move from a post to each next role in `targets`, and the months before each move.

    A target is the number of the next role, or ELSEWHERE for people who leave the post for something else. `months` has
    all numbers of months that people spent in the post, in ascending order. For each target, `left` has a list with a
    number of spells (times in the post) for each number in `months`. The item `left[target][n]` is the number of spells
    of `months[n]` months that ended with a departure to the target. The item `still[n]` is the number of spells of
    `months[n]` months that had not ended by the end of the histories.
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
    return [curve.estimate_incidence(events[target]) for target in targets]


class _Curve:
    """The estimated distribution of the time that people stay in one post before they leave it for any reason."""

    def __init__(self, months: Any, at_risk: Any, leaving: Any, before: Any, left_over: float) -> None:
        self.months, self.at_risk, self.leaving, self.before, self.left_over = (
            months,
            at_risk,
            leaving,
            before,
            left_over,
        )

    def estimate_incidence(self, own: "numpy.ndarray[Any, Any]") -> Incidence:
        """Estimate the share of a move from one post to another, and the months in the first post before the move.

        The item `own[n]` is the number of spells (times in the post) of `months[n]` months that ended with the move.
        """
        import numpy as np

        rises = np.cumsum(self.before * own / self.at_risk)
        all_left = 1 - self.left_over
        share = float(rises[-1]) / all_left
        end = len(self.months) - 1
        of_own, of_others = self._find_integrands(rises, end)
        spread = (of_own - share * self.left_over) / all_left, (of_others - share * self.left_over) / all_left
        low, high = _compute_interval(share, self._estimate_deviation(own, *spread))
        reached = rises / float(rises[-1]) * all_left  # the share of them who have moved by each time
        quantiles = []
        for chance in CHANCES:
            index = _find_first(reached, chance)
            if index is None:
                continue
            # the relative errors of the incidence by that month, of the incidence by the end, and of all departures
            then_own, then_others = self._find_integrands(rises, index)
            part = float(reached[index])
            relative = [
                then / float(rises[index]) - whole / float(rises[-1]) + self.left_over / all_left
                for then, whole in ((then_own, of_own), (then_others, of_others))
            ]
            deviation = self._estimate_deviation(own, part * relative[0], part * relative[1])
            first = _find_first(reached, max(0.0, chance - _Z * deviation))
            last = _find_first(reached, chance + _Z * deviation)
            months = int(self.months[index])
            bounds = [None if each is None else int(self.months[each]) for each in (first, last)]
            quantiles.append(Quantile(chance, months, bounds[0], bounds[1]))
        return Incidence(share, low, high, tuple(quantiles))

    def _find_integrands(self, rises: Any, index: int) -> tuple[Any, Any]:
        """Return by how much one more departure in each month would change the estimated incidence of a move.

        The incidence is the probability that a person has made the move by the month `months[index]`. The first
        returned array says, for each month, by how much one more person who makes the move in the month changes the
        incidence. The second returned array says, for each month, by how much one more person who makes another move in
        the month changes the incidence. For each month, the function multiplies the change of the incidence by the
        number of people who are in the post in the month.
        """
        import numpy as np

        until = np.arange(len(self.months)) <= index
        # after a departure, fewer people are left who could make the move later
        survivors = np.maximum(1 - self.leaving / self.at_risk, 1e-12)
        lost = np.where(until, (float(rises[index]) - rises) / survivors, 0.0)
        return np.where(until, self.before, 0.0) - lost, -lost

    def _estimate_deviation(self, own: Any, of_own: Any, of_others: Any) -> float:
        """Return the standard deviation of an estimated fraction of people, which is a measure of its likely error.

        `own` has, for each month, the number of people who make the move in the month. For each month, `of_own` says by
        how much the estimated fraction would change if one more person made the move in the month. For each month,
        `of_others` says by how much the estimated fraction would change if one more person made another move in the
        month. Each number in `of_own` and `of_others` is the change of the estimate, times the number of people in the
        post in the month.
        """
        others = self.leaving - own
        mean = of_own * own + of_others * others
        variance = (of_own**2 * own + of_others**2 * others - mean**2 / self.at_risk) / self.at_risk**2
        return sqrt(max(0.0, float(variance.sum())))


def _find_first(reached: Any, part: float) -> int | None:
    """Return the first index at which a rising sequence of numbers reaches `part`, or None if it never does."""
    import numpy as np

    index = int(np.searchsorted(reached, part - 1e-9))
    return index if index < len(reached) else None


def _compute_interval(share: float, deviation: float) -> tuple[float, float]:
    """Return the 95 % confidence interval of the share of a move, whose standard deviation is `deviation`.

    The formula for the confidence interval of a share is from Wilson (1927), "Probable inference, the law of
    succession, and statistical inference".
    """
    if not 0 < share < 1 or deviation <= 0:
        return share, share
    people = share * (1 - share) / deviation**2
    centre = (share + _Z**2 / (2 * people)) / (1 + _Z**2 / people)
    half = _Z / (1 + _Z**2 / people) * sqrt(share * (1 - share) / people + _Z**2 / (4 * people**2))
    return max(0.0, centre - half), min(1.0, centre + half)
