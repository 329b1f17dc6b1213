"""The spread of arrival: how much the dates of a plan vary, since many hours and months are estimates.

Each estimated figure with a range follows the PERT distribution (module `mlgraph.planning.pert`). The spread assumes
that all figures of a plan rise and fall together: a person slow at one skill is slow at everything. For the date by
which a plan arrives with 90 % probability, each figure gets the number below which the figure lies with this
probability. If all figures do rise and fall together, the computed spread is exact, since a plan arrives no earlier if
one of its figures grows. The computation of the spread needs no random numbers, so the same plan always has the same
spread.

Figures that all rise and fall together are called comonotonic. Sums of figures vary most if all figures rise and fall
together. Sums of independent figures vary much less than sums of figures that rise and fall together, since low figures
often make up for high ones. If figures were independent, the total study of twenty skills, each uncertain by +-50 %,
would vary by only about +-10 %. In records of real projects, the total time differs from its estimate by much more than
10 %. The spread is more likely too wide than too narrow, since it assumes that all figures are high together or low
together.

The experience that roles ask for in a field varies within a range that the graph states (`asked_least` and
`asked_most`). A person who begins a plan has at least the experience that the first position asks for. If the person
states no more experience than the first position asks for, the person's experience rises and falls with what employers
ask for.

A plan keeps its positions, its skills to learn and the skills that posts teach, whatever values the hours and months
take. A post is a role that a person holds. If hours and months change, the stays in posts change too, since a stay
lasts as long as the move, study, experience and teaching require. The spread ignores experience in a field in which no
post of the plan counts, since no stay can give this experience.

The theory of comonotonic figures, which rise and fall together, is from Dhaene and others (2002), "The concept of
comonotonicity in actuarial science and finance".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from operator import attrgetter, methodcaller

from mlgraph.errors import UsageError
from mlgraph.model import WEEKS_PER_MONTH, Graph
from mlgraph.planning.days import add_months, try_add_months
from mlgraph.planning.pert import Estimate, estimate_asked, estimate_of
from mlgraph.planning.plan import Arrival, Costs, Plan
from mlgraph.search.bitset import list_ranks, set_of
from mlgraph.search.waits import Ticks, find_least_waits

CHANCES = (0.1, 0.5, 0.9)
_TICKS = 10**9  # ticks in a month; whole numbers keep the dates of the spread in order
_STEPS = 1_000  # the search for a probability goes in steps of a thousandth
_CERTAIN = Estimate(0, 0, 0)
_AS_STATED = Estimate(1, 1, 1)


@dataclass(frozen=True)
class Row:
    """A condition on a plan, for experience or teaching: the least total time that certain stays in posts must last.

    Attributes
    ----------
    stays : int
        A bit mask of the stays in posts whose total time the row concerns.
    months : float
        The months that the stays in `stays` must last in total if the person has no experience before these stays.
    asked : Estimate
        An estimate of the factor by which to multiply the graph's months, to get the experience that employers ask for.
    stated : float
        The months of experience that the person has stated, or 0 if these are at most `at_source` plus `served`.
    at_source, served : float
        The months of experience that the first position asks for, and the months that the person has served there.

    """

    stays: int
    months: float
    asked: Estimate = _AS_STATED
    stated: float = 0
    at_source: float = 0
    served: float = 0

    def find_ticks(self, times: float) -> int:
        """Return the least total of the row's stays in ticks, if employers ask for `times` times the stated months."""
        return _to_ticks(self.months * times - max(self.stated, self.at_source * times + self.served))


def with_spread(plan: Plan, graph: Graph) -> Plan:
    """Return a plan with its spread, its costs if all figures are low, and its costs if all figures are high.

    If none of the figures of the plan has a range, return the plan unchanged.
    """
    figures = Figures(plan, graph)
    if figures.are_certain:
        return plan
    low, high = (
        Costs(figures.arrive_with(figure), figures.study_with(figure), plan.moves)
        for figure in (attrgetter("low"), attrgetter("high"))
    )
    months = [figures.arrive(chance) for chance in CHANCES]
    arrivals = (
        Arrival(chance, each, try_add_months(plan.start, each)) for chance, each in zip(CHANCES, months, strict=True)
    )
    return replace(plan, low=low, high=high, spread=tuple(arrivals))


def find_conditions(plan: Plan, graph: Graph) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yield the conditions for experience and teaching on the stays in posts of a plan.

    Each condition names stays by the indexes of the stops where the stays begin, and the months that these stays must
    last in total. At the end of the last of these stays, the person has gained the experience, or the post has taught
    the skill.
    """
    for row in Figures(plan, graph).rows:
        ticks = row.find_ticks(1)
        if ticks > 0:
            yield tuple(list_ranks(row.stays)), ticks / _TICKS


def find_chance(plan: Plan, graph: Graph, start: date, until: date) -> float:
    """Return the probability, to a thousandth, that a plan with the first day `start` arrives by the day `until`."""
    figures = Figures(plan, graph)

    def is_in_time(thousandths: int) -> bool:
        try:
            return add_months(start, figures.arrive(thousandths / _STEPS)) <= until
        except UsageError:  # after the year 9999
            return False

    if not is_in_time(0):
        return 0.0
    if is_in_time(_STEPS):
        return 1.0
    enough, too_many = 0, _STEPS
    while too_many - enough > 1:
        middle = (enough + too_many) // 2
        enough, too_many = (middle, too_many) if is_in_time(middle) else (enough, middle)
    return enough / _STEPS


class Figures:
    """The hours and months of a plan as ranges, in the order of its stops, with the conditions on its stays in posts.

    Attributes
    ----------
    moves : list of Estimate
        The months in post before each move of the plan, as estimates.
    studies : list of list of Estimate
        For each stop after the first, the hours of each skill learned before the stop, as estimates.
    rows : list of Row
        The conditions for experience and teaching, each of which sets the least total time of certain stays in posts.

    """

    def __init__(self, plan: Plan, graph: Graph) -> None:
        stops, path = plan.stops[1:], [stop.id for stop in plan.stops]
        self._is_stage = [graph.nodes[position]["kind"] == "stage" for position in path]
        self._served = 0 if self._is_stage[0] else plan.months_in_post
        self._pace = plan.pace * float(WEEKS_PER_MONTH)
        self.moves = [_estimate_move(graph, before, stop.id) for before, stop in zip(path, stops, strict=False)]
        self.studies = [[estimate_of(graph.nodes[study.id], "hours") for study in stop.learn] for stop in stops]
        self.rows = list(self._list_rows(plan, graph))

    @property
    def are_certain(self) -> bool:
        """Whether the months of the plan are certain, because none of its figures has a range."""
        listed = (self.moves, *self.studies, [row.asked for row in self.rows])
        return all(each.is_certain for estimates in listed for each in estimates)

    def arrive(self, chance: float) -> float:
        """Return the months of the plan if each figure has its quantile at the probability `chance`.

        The quantile of a figure at a probability is the number below which the figure lies with this probability.
        """
        return self.arrive_with(methodcaller("find_quantile", chance))

    def study_with(self, pick: Callable[[Estimate], float]) -> float:
        """Return the hours of all study of the plan if `pick` chooses the hours of each skill from its estimate."""
        return sum(pick(each) for listed in self.studies for each in listed)

    def arrive_with(self, pick: Callable[[Estimate], float]) -> float:
        """Return the months until the end of the plan if `pick` chooses the number of each figure from its estimate."""
        moves = [_to_ticks(pick(each)) for each in self.moves]
        if moves:
            moves[0] = max(0, moves[0] - _to_ticks(self._served))
        hours = accumulate(sum(map(pick, listed)) for listed in self.studies)
        study = [_to_ticks(each / self._pace) for each in hours]
        stays: list[int] = []
        for months, needed in zip(moves, study, strict=True):
            stays.append(max(months, needed - sum(stays)))
        required = [(row.stays, row.find_ticks(pick(row.asked))) for row in self.rows]
        if all(sum(stays[index] for index in list_ranks(chosen)) >= amount for chosen, amount in required):
            return sum(stays) / _TICKS
        rows = [*required, *((set_of(range(step)), needed) for step, needed in enumerate(study, 1))]
        lacking = [(chosen, amount - sum(moves[index] for index in list_ranks(chosen))) for chosen, amount in rows]
        return float(sum(moves) + _find_least_total(len(moves), lacking)) / _TICKS

    def _list_rows(self, plan: Plan, graph: Graph) -> Iterator[Row]:
        path, had = [stop.id for stop in plan.stops], {each.id: each.months for each in plan.experience}
        source = graph.nodes[path[0]]
        begins = [0]  # where the stay at each stop begins
        for step in range(1, len(path)):
            begins.append(begins[-1] if self._is_stage[step] else step)
        held = [graph.nodes[path[begin]] for begin in begins]
        for index, stop in enumerate(plan.stops[1:], 1):
            for field, months in graph.nodes[stop.id].get("experience", {}).items():
                stays = set_of(step for step in range(index) if field in held[step].get("counts_as", ()))
                at_source = source.get("experience", {}).get(field, 0)
                served = self._served if field in source.get("counts_as", ()) else 0
                stated = had[field] if had.get(field, 0) > at_source + served else 0
                if stays:
                    yield Row(stays, months, estimate_asked(graph, field), stated, at_source, served)
            lessons = held[index - 1].get("teaches", {})
            taught = [lessons[skill.id] for skill in stop.taught if skill.id in lessons]
            if taught:
                first = begins[index - 1]
                yield Row(set_of(range(first, index)), max(taught), served=0 if first else self._served)


def _estimate_move(graph: Graph, source: str, target: str) -> Estimate:
    """Return the estimate of the months before a move. Only a programme of study has months before a stage."""
    if graph.nodes[target]["kind"] == "stage" and not graph.nodes[source].get("programme"):
        return _CERTAIN
    return estimate_of(graph.edges[source, target], "months")


def _find_least_total(count: int, rows: Sequence[tuple[int, int]]) -> Ticks:
    """Return the least total of waits if, for each row, the waits in its bit mask must add up to at least its amount.

    The function first chooses waits greedily. If the greedily chosen waits may add up to more than the least total, the
    function finds the least total by linear programming.
    """
    waits, adding = [0] * count, list[tuple[int, int]]()
    for chosen, amount in sorted(rows, key=lambda row: row[0].bit_length()):
        lacking = amount - sum(waits[index] for index in list_ranks(chosen))
        if lacking > 0:
            waits[chosen.bit_length() - 1] += lacking
            adding.append((chosen, amount))
    taken, least = 0, 0
    for chosen, amount in reversed(adding):
        if not chosen & taken:
            taken, least = taken | chosen, least + amount
    if least == sum(waits):
        return least
    found = find_least_waits(count, rows)
    assert found is not None  # the plan itself has waits that satisfy all rows
    return sum(found)


def _to_ticks(months: float) -> int:
    return round(months * _TICKS)
