"""Figures about roles and plans: pay, numbers of jobs, education on entry, and the evidence for the figures."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mlgraph.errors import UsageError
from mlgraph.graphfile.evidence import (
    find_evidence,
    find_evidence_of_claim,
    find_evidence_of_hours,
)
from mlgraph.graphfile.load import validate_graph
from mlgraph.model import EVIDENCE, Graph, Named, list_sources, name_node
from mlgraph.names import fold
from mlgraph.planning.plan import Plan
from mlgraph.printable import sanitize
from mlgraph.stages import find_earlier_stages

# area, years and source: figures with the same series count the same people, such as all adverts of one source
_Series = tuple[str, tuple[int, int], str]


@dataclass(frozen=True)
class Pay:
    """The pay of people in a role, in one area and from one source.

    Attributes
    ----------
    area, currency : str
        The area of the pay, such as "US", and the currency of the pay, such as "USD".
    years : tuple of int
        The first and the last year to which the pay applies.
    low, median, high : float or None
        The gross pay a year, or None if the source does not state the figure. A quarter of the people get less than
        `low`, half of the people get less than `median`, and a quarter get more than `high`.
    people : int
        The number of people, or of adverts, that the source counted for the figure.
    evidence : str
        The kind of evidence, such as "official" for statistics, or "adverts" for pay that job adverts offer.
    counted : str
        A description of the people whom the source counted, such as the name of an occupation in a published
        classification.
    wider : bool
        Whether the source also counted people who do not hold the role.
    publication : str
        The title and the publisher of the source.
    cites : tuple of str
        The citations that support the figure, each in the form `source:point`.

    Examples
    --------
    >>> import mlgraph
    >>> pay = mlgraph.describe(mlgraph.load(), "data scientist").pay[0]
    >>> pay.area, pay.currency, pay.low < pay.median < pay.high
    ('US', 'USD', True)
    """

    area: str
    currency: str
    years: tuple[int, int]
    low: float | None
    median: float
    high: float | None
    people: int
    evidence: str
    counted: str
    wider: bool
    publication: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Outlook:
    """A projection of the number of jobs in a role, for one area and from one source.

    Attributes
    ----------
    area : str
        The area for which the figure holds, such as "US".
    years : tuple of int
        The first and the last year of the projection of the number of jobs.
    growth : float or None
        The change of the number of jobs from the first to the last year of the projection, in percent.
    openings : float or None
        The number of jobs to fill in an average year.
    employed : int or None
        The number of people employed in the role in the first year of the projection of jobs.
    transfers : float or None
        The percentage of people in the role who change to another occupation in an average year.
    evidence, counted, wider, publication, cites
        The same as in the class `Pay`: the kind of evidence, the people whom the source counted, and the source.

    Examples
    --------
    >>> import mlgraph
    >>> outlook = mlgraph.describe(mlgraph.load(), "data scientist").outlook[0]
    >>> outlook.years, outlook.growth > 0
    ((2024, 2034), True)
    """

    area: str
    years: tuple[int, int]
    growth: float | None
    openings: float | None
    employed: int | None
    transfers: float | None
    evidence: str
    counted: str
    wider: bool
    publication: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class WayIn:
    """The education and the experience that a role asks of a new holder, by a survey of people who know the role.

    Attributes
    ----------
    area : str
        The area for which the figure holds, such as "US".
    year : int
        The year of the survey from which the figure comes.
    people : int
        The number of people who answered the survey from which the figure comes.
    education, experience : dict of str to float
        `education` has, for each level of education, the percentage of the people in the survey who say that the role
        asks for this level. `experience` has, for each amount of work experience, the percentage who say that the role
        asks for this amount.
    evidence, counted, wider, publication, cites
        The same as in the class `Pay`: the kind of evidence, the people whom the source counted, and the source.

    Examples
    --------
    >>> import mlgraph
    >>> way_in = mlgraph.describe(mlgraph.load(), "software engineer").entry[0]
    >>> way_in.education["bachelor's degree"] > 50
    True
    """

    area: str
    year: int
    people: int
    education: dict[str, float]
    experience: dict[str, float]
    evidence: str
    counted: str
    wider: bool
    publication: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Scarcity:
    """The number of people in a role, and in the roles with lower median pay that lead to the role.

    If the source counts job adverts, `here` and `below` are numbers of adverts instead of people.

    Attributes
    ----------
    area : str
        The area for which the figure holds, such as "US".
    years : tuple of int
        The first and the last year in which the source counted the people or the adverts.
    here, below : int
        `here` is the number of people in the described role, or of adverts for it. `below` is the number of people in
        all roles in `roles` together, or of adverts for these roles.
    roles : tuple of Named
        The roles that lead to the described role, or the last role of a plan before it. All have a lower median pay, by
        the same source.
    evidence, publication : str
        The kind of evidence, and the title and the publisher of the source, as in the class `Pay`.

    Examples
    --------
    >>> import mlgraph
    >>> found = mlgraph.describe(mlgraph.load(), "staff data scientist").scarcity[0]
    >>> found.here < found.below
    True
    """

    area: str
    years: tuple[int, int]
    here: int
    below: int
    roles: tuple[Named, ...]
    evidence: str
    publication: str


@dataclass(frozen=True)
class PlanFigures:
    """The pay at the target of a plan, and the evidence for the hours and months of the plan.

    Attributes
    ----------
    area : str or None
        The country or region for which `pay` and `scarcity` hold. `area` is None if the target is a stage, or if no
        role of the graph has a figure of pay.
    other_areas : tuple of str
        The countries or regions other than `area` for which the graph has a figure of pay of the target.
    pay_elsewhere : tuple of Pay
        The pay of the target in each of the `other_areas`, one figure for each.
    pay : tuple of Pay
        The pay of the target in the country or region `area`, one figure for each kind of evidence. A figure is for a
        wider occupation, which includes people in other roles, only if no figure exists for the role itself.
    scarcity : tuple of Scarcity
        For each source, the number of people in the target, and in the roles that lead to the target with lower median
        pay. If a source counts job adverts, `scarcity` has numbers of adverts instead of people. `scarcity` has only
        figures whose numbers include the last role of the plan before the target. `scarcity` is empty if the stage of
        the target comes before that of this last role.
    evidence : dict of str to int
        For each kind of evidence, such as "measured" or "estimate", the number of figures in the plan. The figures of a
        plan are its hours, months and experience.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load()
    >>> found = mlgraph.plan_figures(graph, mlgraph.plan(graph, "data analyst", "data scientist"))
    >>> found.area, found.pay[0].currency, found.evidence["estimate"] > 0
    ('US', 'USD', True)
    """

    area: str | None
    other_areas: tuple[str, ...]
    pay_elsewhere: tuple[Pay, ...]
    pay: tuple[Pay, ...]
    scarcity: tuple[Scarcity, ...]
    evidence: dict[str, int]


def plan_figures(graph: Graph, plan: Plan, area: str | None = None) -> PlanFigures:
    """Return the pay at the target of a plan, and the evidence for the hours and months of the plan.

    Parameters
    ----------
    graph : networkx.DiGraph
        The graph on which the plan was made.
    plan : Plan
        The plan, which was made on the graph `graph`.
    area : str or None, default None
        The country or region for which to return the pay, such as "US". If `area` is None, the function returns the pay
        for the area with the most figures of pay.

    Returns
    -------
    PlanFigures
        The pay, the numbers of jobs and the evidence that the graph has for the plan.

    Raises
    ------
    UsageError
        Raised if the target of the plan is a role, but no role of the graph has a figure of pay for the area `area`.

    Examples
    --------
    >>> import mlgraph
    >>> graph = mlgraph.load()
    >>> plan = mlgraph.plan(graph, "data analyst", "data scientist")
    >>> mlgraph.plan_figures(graph, plan, "UK").pay[0].currency
    'GBP'
    """
    graph = validate_graph(graph)
    chosen = choose_area(graph, area) if graph.nodes[plan.target]["kind"] == "role" else None
    pay = list_pay(graph, plan.target)
    best = pick_pay(pay, chosen)
    others = sorted({each.area for each in pay} - {chosen})
    last = next((stop.id for stop in reversed(plan.stops[:-1]) if stop.kind == "role"), None)
    scarce = find_scarcity(graph, plan.target, (last,)) if last and not _is_below(graph, plan.target, last) else ()
    return PlanFigures(
        area=chosen,
        other_areas=tuple(others),
        pay_elsewhere=tuple(pick_pay(pay, each)[0] for each in others),
        pay=tuple(each for each in best if not each.wider) or best,
        scarcity=tuple(each for each in scarce if each.area == chosen),
        evidence=count_evidence(graph, plan),
    )


def _is_below(graph: Graph, role: str, other: str) -> bool:
    """Return whether the stage of a role comes before that of another.

    A source counts a senior title apart from the others, so its numbers do not compare different levels.
    """
    here, there = (graph.nodes[name].get("stage", "") for name in (role, other))
    return here in find_earlier_stages(graph).get(there, ())


def choose_area(graph: Graph, area: str | None = None) -> str | None:
    """Return the name of the country or region in which to compare figures of pay.

    If `area` is None, the function returns the country or region with the most figures of pay. The result is None if
    the graph has no figure of pay.

    Raises UsageError if the graph has no figure of pay for the country or region `area`.
    """
    known: Counter[str] = Counter(
        figure["area"] for attributes in graph.nodes.values() for figure in attributes.get("pay", ())
    )
    if area is None:
        return min(known, key=lambda each: (-known[each], each), default=None)
    found = next((each for each in sorted(known) if fold(each) == fold(area)), None)
    if found is None:
        right = f"name one of {', '.join(sorted(known))}" if known else "leave out `area`"
        raise UsageError(f"no pay is known for the area '{sanitize(area)}'; {right}")
    return found


def list_pay(graph: Graph, role: str) -> tuple[Pay, ...]:
    """Return the figures of pay of a role, in the order of the graph file."""
    return tuple(
        Pay(
            area=figure["area"],
            currency=figure["currency"],
            years=_read_years(figure["year"]),
            low=figure.get("low"),
            median=figure["median"],
            high=figure.get("high"),
            people=figure["people"],
            **_find_evidence(graph, figure),
        )
        for figure in graph.nodes[role].get("pay", ())
    )


def list_outlook(graph: Graph, role: str) -> tuple[Outlook, ...]:
    """Return the projections of the number of jobs in a role, in the order of the graph file."""
    return tuple(
        Outlook(
            area=figure["area"],
            years=_read_years(figure["years"]),
            **{key: figure.get(key) for key in ("growth", "openings", "employed", "transfers")},
            **_find_evidence(graph, figure),
        )
        for figure in graph.nodes[role].get("outlook", ())
    )


def list_entry(graph: Graph, role: str) -> tuple[WayIn, ...]:
    """Return, for each source, the education and the experience that a role asks of a new holder."""
    return tuple(
        WayIn(
            area=figure["area"],
            year=figure["year"],
            people=figure["people"],
            education=dict(figure.get("education", {})),
            experience=dict(figure.get("experience", {})),
            **_find_evidence(graph, figure),
        )
        for figure in graph.nodes[role].get("entry", ())
    )


def find_scarcity(graph: Graph, role: str, posts: Collection[str] | None = None) -> tuple[Scarcity, ...]:
    """Return, by source, the number of people in a role, and in those of `posts` that have a lower median pay.

    `posts` are the roles that lead to the role, unless given. If a source counts job adverts, the result has numbers of
    adverts instead of people. The result leaves out sources that do not count both the role and one of these posts.

    The result also leaves out numbers for a wider occupation, which include people in other roles. If an official
    source counts the people in the role itself, the result leaves out adverts in the same area. A board has only some
    of the adverts for a widespread job.
    """
    if graph.nodes[role]["kind"] != "role":
        return ()
    official = {pay.area for pay in list_pay(graph, role) if pay.evidence == "official" and not pay.wider}
    posts = list_sources(graph, role) if posts is None else posts
    counts = {each: _list_series(graph, each) for each in (role, *posts)}
    found = []
    for series, here in counts.pop(role).items():
        if here.evidence == "adverts" and here.area in official:
            continue
        held = {each: pay[series] for each, pay in counts.items() if series in pay and pay[series].median < here.median}
        if held:
            below = sum(pay.people for pay in held.values())
            roles = tuple(name_node(graph, each) for each in held)
            found.append(Scarcity(here.area, here.years, here.people, below, roles, here.evidence, here.publication))
    return tuple(found)


def _list_series(graph: Graph, role: str) -> dict[_Series, Pay]:
    """Return the figures of pay of a role by area, years and source.

    The result leaves out pay from sources that also count people who do not hold the role.
    """
    pay = (each for each in list_pay(graph, role) if not each.wider)
    return {(each.area, each.years, each.cites[0].partition(":")[0]): each for each in pay}


def pick_pay(pay: Iterable[Pay], area: str | None) -> tuple[Pay, ...]:
    """Return, for each kind of evidence, the figure of pay that fits a role best, among the figures for an area.

    A figure of pay for the role itself fits the role better than a figure for a wider occupation, which includes people
    in other roles. If two figures of pay are both for the role itself, or both for a wider occupation, the newer figure
    fits the role better.
    """
    best: dict[str, Pay] = {}
    for each in sorted(pay, key=lambda each: (each.wider, -each.years[1])):
        if each.area == area:
            best.setdefault(each.evidence, each)
    return tuple(sorted(best.values(), key=lambda each: each.wider))


def pick_series(rows: Iterable[Iterable[Pay]], area: str | None = None) -> tuple[str, str] | None:
    """Return the area and the kind of evidence for a column that compares the pay of roles, such as adverts in the US.

    The argument `rows` has, for each compared role, all its figures of pay. A column of pay has one kind of evidence,
    since pay in adverts, for example, cannot be compared with official pay. If `area` is None, the function chooses the
    country or region with the most figures of pay of all compared roles. The function chooses the kind of evidence for
    which the most roles have a figure of pay that is not for a wider occupation. The result is None if the area has
    only figures of pay for wider occupations, or no figures at all.
    """
    listed = [list(pay) for pay in rows]
    areas = Counter(each.area for pay in listed for each in pay if area in (None, each.area))
    most = min(areas, key=lambda each: (-areas[each], each), default=None)
    kinds = Counter[str]()
    for pay in listed:
        kinds.update({each.evidence for each in pay if each.area == most and not each.wider})
    if most is None or not kinds:
        return None
    return most, min(kinds, key=lambda kind: (-kinds[kind], EVIDENCE.index(kind) if kind in EVIDENCE else 0, kind))


def find_pay(pay: Iterable[Pay], series: tuple[str, str] | None) -> Pay | None:
    """Return the newest figure of pay with the area and the kind of evidence that `series` names.

    If no figure of pay has this area and this kind of evidence, or if `series` is None, the function returns None.

    The function ignores figures of pay for a wider occupation, which include people who do not hold the role.
    """
    if series is None:
        return None
    fitting = (each for each in pick_pay(pay, series[0]) if each.evidence == series[1] and not each.wider)
    return next(fitting, None)


def count_evidence(graph: Graph, plan: Plan) -> dict[str, int]:
    """Count the figures (hours, months, experience) behind a plan by kind of evidence, the most frequent kind first."""
    kinds = [find_evidence_of_hours(graph, study.id) for study in plan.studies]
    if any(each.is_counted for each in plan.usual_experience):
        kinds.append(find_evidence_of_claim(graph, plan.source, "usual_experience"))
    if any(each.because == "usual" for each in plan.known):
        kinds.append(find_evidence_of_claim(graph, plan.source, "usual_skills"))
    for here, stop in pairwise(plan.stops):
        if graph.nodes[stop.id].get("experience"):
            kinds.append(find_evidence_of_claim(graph, stop.id, "experience"))
        edge = graph.edges.get((here.id, stop.id), {})
        if edge.get("months"):
            kinds.append(find_evidence(graph, edge.get("cites", ())))
    return dict(sorted(Counter(kinds).items(), key=lambda each: (-each[1], each[0])))


def _find_evidence(graph: Graph, figure: dict[str, Any]) -> dict[str, Any]:
    cites = tuple(figure["cites"])
    return {
        "evidence": find_evidence(graph, cites),
        "counted": figure["counted"],
        "wider": figure.get("wider", False),
        "publication": _name_publication(graph, cites[0]),
        "cites": cites,
    }


def _name_publication(graph: Graph, cite: str) -> str:
    source = find_source(graph, cite)
    return ", ".join(filter(None, (source["title"], source.get("publisher", ""))))


def find_source(graph: Graph, cite: str) -> dict[str, Any]:
    """Return, as a Python dictionary, the attributes of the source or resource that a citation names."""
    name = cite.partition(":")[0]
    source: dict[str, Any] = graph.graph["sources"].get(name) or graph.graph["resources"][name]
    return source


def _read_years(year: int | tuple[int, ...]) -> tuple[int, int]:
    return (year[0], year[-1]) if isinstance(year, tuple) else (year, year)
