"""Texts for the panel beside the map on the web page, which describe plans and nodes in sentences."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mlgraph.analysis.describe import Description, Move
from mlgraph.analysis.figures import Outlook, PlanFigures, Scarcity, WayIn
from mlgraph.analysis.step_back import StepBack
from mlgraph.drawing.timeline import find_decisive, find_range, list_legs
from mlgraph.invisible import isolate
from mlgraph.model import Graph, Named
from mlgraph.planning.plan import Plan, Stop, Study, Unavoidable
from mlgraph.planning.spread import find_conditions
from mlgraph.text import plan as sentences
from mlgraph.text.dates import format_date, format_month
from mlgraph.text.figures import (
    describe_arrival,
    describe_evidence,
    describe_outlook,
    describe_scarcity,
    describe_ways_in,
    list_resource_facts,
    split_pay,
)
from mlgraph.text.formatting import capitalize, coarsen, format_count, format_duration, format_number, join_few
from mlgraph.text.node import SubjectNeeds, describe_wait, group_needs, name_publication, summarize
from mlgraph.text.spread import describe_spread

# the most aliases below the title of a node
MOST_ALIASES = 10
# for each reason to wait: the condition that decides the arrival, and the other condition, which is met sooner
_DECIDES = {
    "study": ("The study", "time in the post"),
    "post": ("The time in post", "study"),
    "experience": ("The experience to gain", "study"),
    "teaching": ("The skill that the job teaches", "study"),
}


@dataclass(frozen=True)
class StudyText:
    """A skill to learn in a plan, in words for the web page.

    `load` is the number of hours of study for the skill, and `hours` states these hours in words.

    The study of the skill lasts from `from_month` to `to_month`, counted in months from the first day of the plan.
    `day` is the last day of this study, or "" after the year 9999.

    `reason` is a sentence on why the plan learns the skill, for the panel about the skill.
    """

    id: str
    title: str
    hours: str
    load: float
    from_month: float
    to_month: float
    day: str
    purpose: str
    reason: str


@dataclass(frozen=True)
class StayText:
    """A condition for experience or teaching: the months that the stays in some posts of a plan must last in total.

    `stays` has the indexes of the stops where the stays begin.
    """

    stays: tuple[int, ...]
    months: float


@dataclass(frozen=True)
class StopText:
    """A position in a plan, in words for the web page.

    `reason` is the sentence that states the day on which the person arrives, for the panel about the position.
    `is_critical` is true if a later arrival at the position would delay the arrival at the target. `is_study_critical`
    is true if more study for the position would delay the arrival at the target.

    `waits_for` is the condition that decides when the person arrives at the position, and `decides` is a sentence about
    this condition. `waits` has sentences about why the person stays in the post before the position for longer than the
    move requires. `months` is the number of months from the first day of the plan to the arrival at the position.
    `free` is the number of months from the first day of the plan until the required months in the post before the
    position are over. `asks` has the conditions for experience or teaching that a person meets at the end of the stay
    before the position.
    """

    id: str
    title: str
    kind: str
    is_critical: bool
    is_study_critical: bool
    months: float
    free: float
    asks: tuple[StayText, ...]
    day: str
    waits_for: str
    decides: str
    waits: tuple[str, ...]
    learn: str
    studies: tuple[StudyText, ...]
    reason: str


@dataclass(frozen=True)
class CostText:
    """A cost of a plan, such as "8.3 mo", and how much it exceeds that of the best plan, such as "+1.5"."""

    value: str
    change: str


@dataclass(frozen=True)
class PlanText:
    """A plan in words for the web page.

    In a list of several plans, the web page shows only the texts `way` and `brief` of each plan. `way` states how the
    plan differs from the best plan, and `brief` states its costs.

    Eight in ten people with the plan need from `low` to `high` months, and `range` is a sentence about these months.
    `start` is the first day of the plan.
    """

    ends: str
    total: str
    costs: str
    range: str
    low: float
    high: float
    pace: float
    start: str
    remarks: tuple[str, ...]
    way: str
    brief: tuple[CostText, ...]
    stops: tuple[StopText, ...]


@dataclass(frozen=True)
class MoveText:
    """A move to or from the position that the panel describes.

    `title` is the title of the position at the other end of the move. `after` states how long a person is in the first
    position before the move.
    """

    id: str
    title: str
    after: str


@dataclass(frozen=True)
class SourceText:
    """A citation that supports a node.

    `publication` describes the cited source, and `point` is the cited part of the source, or an empty text.
    """

    cite: str
    publication: str
    point: str


@dataclass(frozen=True)
class ResourceText:
    """A resource to learn a skill from, such as a course.

    `facts` states the publisher, the hours and the price of the resource in one line.
    """

    title: str
    url: str
    facts: str


@dataclass(frozen=True)
class FigureText:
    """A figure about a node, with an amount of pay in `sum`, or with an empty text for other figures.

    `words` states the area, the years and the people of the figure, and any figure but pay. `publication` is the source
    of the figure.
    """

    sum: str
    words: str
    publication: str


@dataclass(frozen=True)
class FiguresText:
    """A section of figures about a node, such as pay."""

    title: str
    lines: tuple[FigureText, ...]


@dataclass(frozen=True)
class NeedText:
    """A skill that a node needs, with its hours of study."""

    id: str
    title: str
    hours: str


@dataclass(frozen=True)
class NeedsText:
    """The requirements of a node in one subject, such as statistics, with the sum of their hours of study.

    Each tuple in `needs` has the alternatives of one requirement, of which one skill is enough.
    """

    title: str
    hours: str
    needs: tuple[tuple[NeedText, ...], ...]


@dataclass(frozen=True)
class NodeText:
    """The description of a node in words, with its requirements grouped by subject, such as statistics."""

    id: str
    title: str
    kind: str
    summary: str
    aliases: str
    about: str
    url: str
    shown_by: str
    learn_with: tuple[ResourceText, ...]
    figures: tuple[FiguresText, ...]
    needs: tuple[NeedsText, ...]
    leads_to: tuple[MoveText, ...]
    reached_from: tuple[MoveText, ...]
    needed_for: tuple[Named, ...]
    cites: tuple[SourceText, ...]


def describe_plan(
    plan: Plan,
    unavoidable: Unavoidable | None = None,
    way: str = "the best",
    number: int = 1,
    best: Plan | None = None,
    figures: PlanFigures | None = None,
    step_back: StepBack | None = None,
    graph: "Graph | None" = None,
) -> PlanText:
    """Describe a plan, in words for the panel of the web page.

    `way` says how the plan differs from the best plan, which is `best`, or `plan` itself.

    If `graph` is given, the description states, for each post of the plan, when the months that the next move requires
    are over. With `graph`, the description also has the conditions on the stays in posts for experience and teaching.

    If `figures` are given, the description states the pay on arrival, and the evidence for the hours and months of the
    plan. If `step_back` is given, the description names the posts that are a step back, and the fastest route without
    such posts.
    """
    remarks = [
        sentences.describe_proof(plan, number),
        sentences.describe_first_day(plan),
        sentences.describe_step_back(step_back, plan) if step_back else "",
        sentences.describe_conditions(plan),
        sentences.describe_passed(plan),
    ]
    remarks += [sentences.describe_shared(plan, unavoidable) if unavoidable else ""]
    known = sentences.list_credits(plan)
    remarks += [f"{sentences.HAD} {'; '.join(known)}" if known else ""]
    if figures:
        remarks += [*describe_arrival(figures), describe_evidence(figures.evidence)]
    low, high = find_range(plan)
    free = [0.0, *(leg.free for leg in list_legs(graph, plan))] if graph else [stop.arrives for stop in plan.stops]
    around = zip((plan.stops[0], *plan.stops), plan.stops, free, strict=False)
    asks = defaultdict[int, list[StayText]](list)
    for stays, months in find_conditions(plan, graph) if graph else ():
        asks[stays[-1] + 1].append(StayText(stays, round(months, 2)))
    decisive = find_decisive(plan)
    return PlanText(
        ends=sentences.name_ends(plan),
        total=_describe_total(plan),
        costs=sentences.describe_costs(plan),
        range=" ".join(f"{each}." for each in (describe_spread(plan), *_list_warnings(plan, number)) if each),
        low=round(low, 2),
        high=round(high, 2),
        pace=plan.pace,
        start=str(plan.start),
        remarks=tuple(f"{remark}." for remark in remarks if remark),
        way=capitalize(way),
        brief=_describe_costs(plan, best or plan),
        stops=tuple(
            _describe_stop(*parts, tuple(asks[index]), plan.stops[index].id in decisive)
            for index, parts in enumerate(around)
        ),
    )


def _describe_costs(plan: Plan, best: Plan) -> tuple[CostText, ...]:
    costs = [
        (plan.months, best.months, f"{format_number(plan.months)} mo"),
        (coarsen(plan.hours), coarsen(best.hours), f"{format_number(coarsen(plan.hours))} h"),
        (plan.moves, best.moves, format_count(plan.moves, "move")),
    ]
    changes = [round(cost - least, 1) for cost, least, _ in costs]
    signs = [f"{'+' if change > 0 else '-'}{format_number(abs(change))}" if change else "" for change in changes]
    return tuple(CostText(value, sign) for (_, _, value), sign in zip(costs, signs, strict=True))


def _list_warnings(plan: Plan, number: int) -> list[str]:
    """Return warnings: the plan is not proven the best, or the skills that the person named rule out an assumption."""
    unproven = [] if plan.optimal else [sentences.describe_proof(plan, number)]
    return unproven + [f"{each}; if you have it, name it as well" for each in sentences.list_given_up(plan)]


def _describe_total(plan: Plan) -> str:
    if len(plan.stops) == 1:
        return "You are there"
    arrives_on, about = plan.stops[-1].arrives_on, f"about {format_duration(plan.months)}"
    return f"By {format_month(arrives_on)}, {about}" if arrives_on else capitalize(about)


def _describe_stop(
    here: Stop, stop: Stop, free: float, asks: tuple[StayText, ...], is_study_critical: bool
) -> StopText:
    day = sentences.format_arrival(stop)
    hours = format_number(coarsen(sum(study.hours for study in stop.learn)))
    return StopText(
        id=stop.id,
        title=stop.title,
        kind=stop.kind,
        is_critical=stop.critical,
        is_study_critical=is_study_critical,
        months=round(stop.arrives, 2),
        free=round(free, 2),
        asks=asks,
        day=day,
        waits_for=stop.waits_for or "",
        decides=_describe_wait(here, stop),
        # the page puts full stops between these texts
        waits=tuple(text.removesuffix(".") for text in sentences.explain_waits(here, stop)),
        learn=f"Learn {format_count(len(stop.learn), 'skill')}, {hours} hours" if stop.learn else "",
        studies=tuple(_describe_study(study, stop) for study in stop.learn),
        reason=f"On your plan: you arrive on {day}.",
    )


def _describe_wait(here: Stop, stop: Stop) -> str:
    """Return a sentence on the condition that decides the date of arrival at a position, such as study.

    The person arrives from the position `here`.
    """
    if stop.waits_for is None:
        return "You are here"
    first, other = _DECIDES[stop.waits_for]
    months = stop.spare
    if other == "time in the post":
        other = f"time as {here.title}"
    if other == "study":  # the study may begin later than on its earliest day
        months = stop.arrives - stop.learn[-1].to_month if stop.learn else 0.0
    spare = f"; the {other} is over {format_duration(months)} earlier" if months >= 0.05 else ""
    return f"{first} decides when you start here{spare}"


def _describe_study(study: Study, stop: Stop) -> StudyText:
    # the checklist has the title of the stop above its skills
    first = tuple(need for need in study.needed_for[:1] if need.id != stop.id)
    purpose = sentences.describe_purpose(study)
    return StudyText(
        id=study.id,
        title=study.title,
        hours=f"{format_number(coarsen(study.hours))} h",
        load=round(study.hours, 2),
        from_month=round(study.from_month, 2),
        to_month=round(study.to_month, 2),
        day=format_date(study.ends) if study.ends else "",
        purpose=sentences.describe_purpose(replace(study, needed_for=first)),
        reason=f"On your plan: {', '.join(filter(None, (f'learned before {stop.title}', purpose)))}.",
    )


def describe_node(found: Description) -> NodeText:
    """Describe a node, such as a role or a skill, in words for the panel of the web page."""
    return NodeText(
        id=found.id,
        title=found.title,
        kind=found.kind,
        summary=capitalize(summarize(found)),
        aliases=f"Also called {join_few([*map(isolate, found.aliases)], MOST_ALIASES)}" if found.aliases else "",
        about=found.about,
        url=found.url,
        shown_by=found.shown_by,
        learn_with=tuple(ResourceText(each.title, each.url, list_resource_facts(each)) for each in found.learn_with),
        figures=tuple(_describe_figures(found)),
        needs=tuple(_describe_needs(part) for part in group_needs(found)),
        leads_to=tuple(_describe_moves(found.leads_to)),
        reached_from=tuple(_describe_moves(found.reached_from)),
        needed_for=found.needed_for,
        cites=tuple(SourceText(cite.cite, name_publication(cite), cite.point) for cite in found.cites),
    )


def _describe_figures(found: Description) -> Iterator[FiguresText]:
    listed = {
        "Pay": [FigureText(*split_pay(each), each.publication) for each in found.pay],
        "Outlook": [_describe_figure(each, describe_outlook(each)) for each in found.outlook],
        "Ways in": [_describe_figure(each, said) for each in found.entry for said in describe_ways_in(each)],
        "Scarcity": [_describe_figure(each, describe_scarcity(each)) for each in found.scarcity],
    }
    for title, lines in listed.items():
        if lines:
            yield FiguresText(title, tuple(lines))


def _describe_figure(figure: Outlook | WayIn | Scarcity, text: str) -> FigureText:
    return FigureText("", capitalize(text), figure.publication)


def _describe_needs(part: SubjectNeeds) -> NeedsText:
    needs = (
        tuple(NeedText(need.id, need.title, f"{format_number(need.hours)} h") for need in group) for group in part.needs
    )
    return NeedsText(part.title, part.hours, tuple(needs))


def _describe_moves(moves: Iterable[Move]) -> Iterator[MoveText]:
    for move in moves:
        yield MoveText(move.id, move.title, describe_wait(move))
