"""Quantiles of estimates: the numbers below which estimated figures lie with given probabilities.

An estimate has a low, a likely and a high number.

An estimated figure follows the PERT distribution, a probability distribution between its low and its high number with
the peak at its likely number. The PERT distribution belongs to the beta distributions, which describe numbers between
two limits. The mean of a PERT distribution is (low + 4 * likely + high) / 6. A figure that has only a likely number
counts as certain.

The months of a move may be counted in career histories, instead of estimated. Within the low months of a counted move,
10 % of the people who make the move have made it. Within the likely months, 50 % of these people have made the move,
and within the high months, 90 %. The logarithm of a counted move's months follows a bell curve (a normal distribution).
The bell curve of a counted move may be wider on one side of the likely months than on the other.

The PERT distribution is from Malcolm, Roseboom, Clark and Fazar (1959), "Application of a technique for research and
development program evaluation". In the mean of a PERT distribution, the likely number counts 4 times as much as the low
or the high number. The mean in Vose (2008), "Risk analysis", is (low + lambda * likely + high) / (lambda + 2), here
with lambda = 4.
"""

from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from math import ceil
from typing import Any, NamedTuple

import networkx as nx

from mlgraph.model import Graph

LAMBDA = 4  # the weight of the likely figure
# a counted time has no limits, so each probability is kept at least this far from 0 and from 1
LEAST_CHANCE = 0.001
LEAST_MONTHS = 0.1
_STEPS = 512  # steps in the table of a distribution
_TENTHS = 10


class Estimate(NamedTuple):
    """A likely number with its low and its high number.

    If `is_counted` is true, the numbers are months in the post before a move, counted in career histories. Within the
    low months, 10 % of the people who make the move have made it. Within the likely months, 50 % of these people have
    made the move, and within the high months, 90 %.
    """

    low: float
    likely: float
    high: float
    is_counted: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether the estimate is certain, because its low and its high number are equal."""
        return self.low == self.high

    def find_quantile(self, chance: float) -> float:
        """Return the number below which the estimated value lies with the probability `chance`, from 0 to 1.

        >>> estimate = Estimate(10, 20, 30)
        >>> estimate.find_quantile(0), round(estimate.find_quantile(0.5), 3), estimate.find_quantile(1)
        (10, 20.0, 30)
        """
        if self.is_certain:
            return self.low
        if self.is_counted:
            return self._find_counted_quantile(chance)
        if chance <= 0:
            return self.low
        if chance >= 1:
            return self.high
        table = _tabulate(round((self.likely - self.low) / (self.high - self.low), 6))
        step = bisect_right(table, chance) - 1
        within = (chance - table[step]) / (table[step + 1] - table[step])
        return self.low + (self.high - self.low) * (step + within) / _STEPS

    def _find_counted_quantile(self, chance: float) -> float:
        """Return the months in a post after which the part `chance` of the people who make a counted move have made it.

        >>> [round(Estimate(14, 26, 51, is_counted=True).find_quantile(chance), 6) for chance in (0.1, 0.5, 0.9)]
        [14.0, 26.0, 51.0]
        """
        from statistics import NormalDist  # few plans need this module

        low, likely, high = (max(LEAST_MONTHS, months) for months in self[:3])
        part = NormalDist().inv_cdf(min(max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE)) / NormalDist().inv_cdf(0.9)
        ratio = high / likely if part > 0 else likely / low
        return float(likely * ratio**part)


@lru_cache(maxsize=1024)
def _tabulate(mode: float) -> tuple[float, ...]:
    """Return the probabilities that a number with the PERT distribution is at most x, for evenly spaced x from 0 to 1.

    The low number of the PERT distribution is 0, and its high number is 1.

    `mode` is the likely number of the PERT distribution, at which the distribution has its peak.

    The function computes each probability as an area under the curve of the distribution, by numerical integration
    (Simpson's rule).
    """
    before, after = LAMBDA * mode, LAMBDA * (1 - mode)
    density = [(step / _STEPS / 2) ** before * (1 - step / _STEPS / 2) ** after for step in range(2 * _STEPS + 1)]
    parts = (density[i] + 4 * density[i + 1] + density[i + 2] for i in range(0, 2 * _STEPS, 2))
    sums = [0.0, *accumulate(parts)]
    return tuple(each / sums[-1] for each in sums)


def estimate_of(attributes: Mapping[str, Any], key: str) -> Estimate:
    """Return a figure of a node or an edge, such as `hours`, as an estimate with a low, a likely and a high number."""
    likely = attributes[key]
    is_counted = key == "months" and "half" in attributes
    return Estimate(attributes.get(f"{key}_low", likely), likely, attributes.get(f"{key}_high", likely), is_counted)


def estimate_asked(graph: Graph, field: str) -> Estimate:
    """Estimate how much experience in a field employers really ask for, compared with the months that a graph states.

    The returned estimate has the low, the likely and the high factor by which to multiply the months of experience that
    a role asks for.
    """
    table = graph.graph.get("experience", {}).get(field, {})
    return Estimate(table.get("asked_least", 1), 1, table.get("asked_most", 1))


def set_figures(graph: Graph, chance: float) -> Graph:
    """Return a copy of a graph in which figures with a range have their quantile at the probability `chance`.

    The function changes hours of study, months before moves and months of experience, and rounds the changed figures up
    to tenths.
    """
    asked = {field: estimate_asked(graph, field) for field in graph.graph.get("experience", {})}

    def round_up(figure: float) -> float:
        return ceil(round(figure * _TENTHS, 6)) / _TENTHS

    def replace_figures(attributes: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(attributes)
        for key in ("hours", "months"):
            if f"{key}_low" in attributes:
                estimate = estimate_of(attributes, key)
                figure = round_up(estimate.find_quantile(chance))
                found[key] = figure if estimate.is_counted else min(figure, estimate.high)
        if "experience" in attributes:
            found["experience"] = {
                field: months if asked[field].is_certain else round_up(months * asked[field].find_quantile(chance))
                for field, months in attributes["experience"].items()
            }
        return found

    changed: Graph = nx.DiGraph(**graph.graph)
    changed.add_nodes_from((node, replace_figures(attributes)) for node, attributes in graph.nodes.items())
    changed.add_edges_from((*ends, replace_figures(attributes)) for ends, attributes in graph.edges.items())
    return changed
